"""Paragraphs to nodes, nested as their labels stand."""

import re
from dataclasses import dataclass, field

from . import labels, tasks
from .assignments import split_duty
from .headings import is_bare_heading, is_caps_heading, kind_of
from .paragraphs import Paragraph
from .units import headed, names_all
from .words import is_terminal, plain

#: Rank of a unit without label that heads what it is to do.
UNIT = labels.LETTER - 0.5
#: Rank of a task line whose mark stands for an outer bullet as well.
LINE = labels.BULLET + 0.5
#: Rank of an article that numbers stand below.
OUTER = labels.ARABIC - 0.25
#: The bullet of a note to what stands above all other bullets.
_NOTE = "*"
#: Styles of plain numbers, which a typist mixes in one list.
_COUNTED = ("arabic", "paren")
#: Style of a list that is numbered anew below a heading, which is one of these kinds and no longer than so many letters.
_ANEW, _AIMS, _AIM = "anew", ("purpose", "requirements", "purpose_requirements"), 40
#: How a paragraph begins that orders what is listed below it.
_ASKED = re.compile(r"(?:tran trong |kinh )?de nghi ")
_ORDERED = re.compile(r"(?:giao|phan cong|de nghi|yeu cau) ")


@dataclass
class Node:
    paragraph: Paragraph
    rank: float
    style: str
    children: list = field(default_factory=list)
    rows: list = field(default_factory=list)


def nest(paragraphs, warn):
    """Return the outermost nodes; each holds what stands below it."""
    ranks = [paragraph.label.rank for paragraph in paragraphs if paragraph.label]
    has_bare = any(map(is_bare_heading, paragraphs))
    big = has_bare or any(rank <= labels.ROMAN for rank in ranks)
    inner_capital, inner_lines = _inner_capital(paragraphs), _inner_lines(paragraphs)
    inner_word = next((p.label.style for p in paragraphs if p.label and p.label.rank == labels.ARABIC), None) == "arabic"
    outer_word, of_all = _outer_word(paragraphs), _ends_headings(paragraphs)
    limit = labels.ROMAN if big else OUTER if outer_word else min(ranks, default=labels.ARABIC)
    root = Node(None, -1, "root")
    stack, counts = [root], {}
    for paragraph, below in zip(paragraphs, [*paragraphs[1:], None]):
        is_bare = is_bare_heading(paragraph) or has_bare and is_caps_heading(paragraph)
        is_beside = any(node.style == "unit" for node in stack)
        if paragraph.label is None and not is_bare and not _is_unit_heading(paragraph, below, is_beside):
            _add_plain(stack, paragraph, of_all)
            continue
        rank, style = (labels.ROMAN, "bare") if is_bare else (min(UNIT, below.label.rank - 0.25) if below and below.label else UNIT, "unit")
        if paragraph.label:
            rank, style = paragraph.label.rank, paragraph.label.style
            if style == "capital" and inner_capital:
                rank = inner_capital
            elif style in labels.WORDS and inner_word:
                rank = labels.LETTER - 0.1
            elif style == outer_word:
                rank = OUTER
            rank, style = _mark_above(paragraph.label, stack) or _numbered_anew(paragraph, stack) or (rank, style)
            if _is_note(paragraph, stack):
                _leave_list(stack, labels.BULLET)
            elif _is_line_of_all(paragraph, stack):
                _leave_list(stack, labels.LETTER)
            elif _is_inner_line(paragraph, stack, inner_lines):
                rank, style = LINE, "line"
        _climb(stack, rank, style, limit)
        _check_number(paragraph, stack, counts, warn)
        node = Node(paragraph, rank, style)
        stack[-1].children.append(node)
        stack.append(node)
    return root.children


def _is_unit_heading(paragraph, below, is_beside=False):
    """Tell whether a paragraph without label is the name of a unit, above bullets or a paragraph that names none.

    :param is_beside: whether such a heading stands above it, so that it may also name a group
    """
    text = paragraph.text.strip(" :")
    if below is None or paragraph.label or paragraph.line.cells is not None or below.line.cells is not None or is_terminal(text):
        return False
    if below.label and paragraph.text.endswith(":") and _opens_duty(paragraph.text):
        return not split_duty(below.body.text)[0]
    is_above = below.label.rank >= labels.BULLET if below.label else not split_duty(below.text)[0]
    return is_above and (bool(headed(text)) or is_beside and names_all(text))


def _opens_duty(text):
    """Tell whether ``text`` orders a unit to do what is listed below: "Giao Văn phòng thực hiện các việc sau:"."""
    unit, _kind, _duty, confidence = split_duty(text)
    return unit is not None and _ORDERED.match(plain(text)) is not None and confidence >= 0.8


def _is_own_duty(text):
    """Tell whether a paragraph is the duty of a unit that it names: before a colon, or as one that is asked."""
    unit, kind, duty, confidence = split_duty(text)
    return unit is not None and bool(duty) and (confidence == 1 or kind == "request" and confidence >= 0.8)


def _is_request(text):
    """Tell whether a paragraph asks a unit that it names for something, which no duty of another unit holds."""
    return _ASKED.match(plain(text)) is not None and _is_own_duty(text)


def _inner_lines(paragraphs):
    """Return the pairs of bullets of task lines and of the tasks above them, where both take turns: "+ Tập huấn", "- Chủ trì: ..."."""
    found, task, above = set(), None, None
    for paragraph in paragraphs:
        label = paragraph.label
        if label is None or label.rank < labels.BULLET:
            task = above = None
        elif tasks.is_task_line(paragraph.body.text):
            above = label.style, label.text
        else:
            style = label.style, label.text
            if above and task == style != above:
                found.add((above, task))
            task, above = style, None
    return found


def _is_inner_line(paragraph, stack, inner_lines):
    """Tell whether a task line belongs to the bullet above it, though its own mark is that of an outer one."""
    label = paragraph.label
    above = stack[-2] if stack[-1].style == "line" else stack[-1]
    task = above.paragraph.label if above.paragraph else None
    return (
        bool(inner_lines) and task is not None and tasks.is_task_line(paragraph.body.text)
        and ((label.style, label.text), (task.style, task.text)) in inner_lines
    )


def _is_note(paragraph, stack):
    """Tell whether a task line with an asterisk is one of what stands above several bullets, of which none has such a line of its own."""
    if paragraph.label.style != _NOTE or len(stack) < 3 or not tasks.is_task_line(paragraph.body.text):
        return False
    top = next((index for index, node in enumerate(stack) if node.rank >= labels.BULLET), 0)
    bullets = [node for node in stack[top - 1].children if node.rank == labels.BULLET] if top else []
    return len(bullets) > 1 and bullets[-1] is stack[top] and stack[top].style != _NOTE and not any(
        child.paragraph.label and child.paragraph.label.style == _NOTE for node in bullets for child in node.children)


def _is_line_of_all(paragraph, stack):
    """Tell whether a task line behind "(1) ...", "(2) ..." is one of what stands above them, as bullets like its own before them are."""
    if paragraph.label.rank < labels.BULLET or len(stack) < 3 or not tasks.is_task_line(paragraph.body.text):
        return False
    siblings = stack[-2].children
    marked = [node for node in siblings if node.style == stack[-1].style]
    return (
        stack[-1].rank == labels.LETTER and len(marked) > 1 and not any(node.children for node in marked)
        and any(node.style == paragraph.label.style for node in siblings)
    )


def _leave_list(stack, rank):
    """Leave on ``stack`` nothing of the list of ``rank`` and below."""
    while len(stack) > 2 and stack[-1].rank >= rank:
        stack.pop()


def _outer_word(paragraphs):
    """Return the style of the articles that hold numbers, "Điều 1." above "1.", or None."""
    styles = [paragraph.label.style for paragraph in paragraphs if paragraph.label and paragraph.label.rank == labels.ARABIC]
    return "dieu" if styles[:1] == ["dieu"] and "arabic" in styles else None


def _mark_above(label, stack):
    """Return rank and style of the list that a number goes on with though its mark is another one, or None: "1.", "2)", "3/"."""
    if label.style not in _COUNTED or not label.value or label.value < 2:
        return None
    before = [node for node in stack if node.paragraph and node.paragraph.label and node.paragraph.label.style in _COUNTED
              and node.paragraph.label.value == label.value - 1]
    if not before or any(node.style == label.style for node in before):
        return None
    return before[-1].rank, before[-1].style


def _numbered_anew(paragraph, stack):
    """Return rank and style of a list that is numbered anew below the first heading of its like, or None: "1. Mục đích", "1. Giúp ..."."""
    label, top = paragraph.label, stack[-1]
    if label.style not in _COUNTED or label.prefix:
        return None
    if any(node.style == _ANEW for node in stack):
        return None if kind_of(paragraph.body.text[:_AIM]) in _AIMS and len(paragraph.body.text) <= _AIM else (labels.LETTER - 0.3, _ANEW)
    is_first = label.value == 1 and top.style == label.style and not top.children
    is_aim = is_first and len(top.paragraph.body.text) <= _AIM and kind_of(top.paragraph.body.text) in _AIMS
    return (labels.LETTER - 0.3, _ANEW) if is_aim else None


def _inner_capital(paragraphs):
    """Return the rank of A., B. where they stand below I., II., which come first, or between 1. and 2., which they part; else None."""
    found = [(p.label.style, p.label.value) for p in paragraphs if p.label and p.label.style in ("roman", "capital", "arabic")]
    first = next((index for index, (style, _value) in enumerate(found) if style != "arabic"), None)
    if first is None:
        return None
    if found[first][0] == "roman":
        return labels.ROMAN + 0.5
    after = next((value for style, value in found[first:] if style == "arabic"), None)
    return labels.LETTER - 0.2 if first and after and after == found[first - 1][1] + 1 else None


def _climb(stack, rank, style, limit):
    """Leave on ``stack`` the nodes under which a label of ``rank`` and ``style`` stands."""
    same = next((i for i, node in enumerate(stack) if node.style == style and style != "bare"), None)
    if same is not None:
        del stack[same:]
        return
    loose = rank >= labels.LETTER
    while len(stack) > 1 and (stack[-1].rank > rank or stack[-1].rank == rank and not loose):
        stack.pop()
    if rank > limit and len(stack) > 1 and stack[-1].rank < 0:
        stack.pop()


def _ends_headings(paragraphs):
    """Tell whether task lines without label stand only behind the last of several bullets at least once, and so are those of the headings."""
    bullets, lines, found = 0, 0, False
    for paragraph in paragraphs:
        label = paragraph.label
        if label is None and tasks.is_task_line(paragraph.text):
            found = found or bullets > 1 and not lines
            lines += 1
        elif label and label.rank == labels.BULLET:
            if lines:
                return False
            bullets += 1
        elif label:
            bullets = lines = 0
    return found


def _add_plain(stack, paragraph, of_all=False):
    """Put a paragraph without label below the deepest numbered item, not below a bullet that is complete.

    :param of_all: whether task lines without label are those of headings
    """
    is_last = of_all and len(stack) > 2 and stack[-1].rank == labels.BULLET and is_terminal(stack[-1].paragraph.text)
    if tasks.is_task_line(paragraph.text) and (is_last or _is_of_all(stack)):
        stack.pop()
    inside = next((index for index, node in enumerate(stack) if node.style == "unit"), None)
    if inside is not None and paragraph.line.cells is None and _is_own_duty(paragraph.text):
        del stack[inside:]
    elif inside is None and len(stack) > 2 and paragraph.line.cells is None and _is_request(paragraph.text):
        del stack[2:]
    while (
        stack[-1].rank >= labels.BULLET
        and (is_terminal(stack[-1].paragraph.text) or _is_whole_line(stack[-1].paragraph, paragraph))
        and not stack[-1].children
        and _is_own(stack, paragraph)
    ):
        stack.pop()
    owner = stack[-1]
    owner.children.append(Node(paragraph, 99, "plain"))


def _is_whole_line(above, paragraph):
    """Tell whether ``above`` is a task line with its value, which ``paragraph`` does not go on with whatever mark it lacks."""
    text = above.body.text.rstrip()
    return tasks.is_key_line(text) and not text.endswith((":", ",")) and paragraph.text[:1].isupper()


def _is_of_all(stack):
    """Tell whether a task line behind the last of several complete bullets is one of what stands above them: the others have none."""
    siblings = stack[-2].children if len(stack) > 2 and stack[-1].rank == labels.BULLET else []
    return len(siblings) > 1 and is_terminal(stack[-1].paragraph.text) and not any(
        node.children or node.style != stack[-1].style for node in siblings
    )


def _is_own(stack, paragraph):
    """Tell whether a paragraph behind a bullet rather belongs to what the bullet stands under."""
    return paragraph.line.cells is not None or not tasks.is_task_line(paragraph.text) or len(stack) < 3


def _check_number(paragraph, stack, counts, warn):
    label = paragraph.label
    if label is None or label.value is None:
        return
    key = (id(stack[-1]), label.style, label.prefix)
    before = counts.get(key, 0)
    if label.value == before or (label.value < before and label.value != 1):
        warn("number_repeated", paragraph.line.number, paragraph.text[:80])
    elif label.value > before + 1:
        warn("number_skipped", paragraph.line.number, paragraph.text[:80])
    elif label.value < before:
        warn("number_restarted", paragraph.line.number, paragraph.text[:80])
    counts[key] = label.value
