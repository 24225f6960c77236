"""Paragraphs to sections and items, nested as their labels stand."""

import re
from dataclasses import dataclass, field, replace

from . import frame, labels, tables, tasks
from .assignments import split_duty
from .document import Document, Item, Section
from .ending import take_body
from .paragraphs import Paragraph
from .source import Ledger, Piece, concat, glue
from .units import is_heading, is_unit, names_all, split_units
from .words import is_caps, is_terminal, plain

#: Rank of a unit without label that heads what it is to do.
UNIT = labels.LETTER - 0.5
#: Rank of a task line whose mark stands for an outer bullet as well.
LINE = labels.BULLET + 0.5
#: Longest heading and longest title of an item, in letters.
MAX_HEADING, MAX_TITLE = 250, 200
#: Longest heading in capitals whose words are not known, and what ends none.
MAX_CAPS = 70
_AFFIRMED = re.compile(r"[.;,!?]$")

_KINDS = (
    (
        "implementation",
        (
            "to chuc thuc hien",
            "trach nhiem thuc hien",
            "phan cong thuc hien",
            "phan cong nhiem vu",
            "trach nhiem cua",
            "to chuc trien khai",
            "phan cong",
        ),
    ),
    ("purpose", ("muc dich", "muc tieu")),
    ("requirements", ("yeu cau",)),
    ("content", ("noi dung", "nhiem vu", "giai phap", "cong tac trong tam", "hoat dong", "cong viec", "viec can lam", "cac viec")),
)


#: Kinds of sections whose running text is read for who does what until when.
_WITH_TASKS = ("content", "implementation", "other")
_LIST = re.compile(r"[,;/&]| va ")
#: How a paragraph begins that orders what is listed below it.
_ORDERED = re.compile(r"(?:giao|phan cong|de nghi|yeu cau) ")
_DASH = re.compile(r"[-–—]")


def kind_of(title):
    """Return the kind of a section from its title: the first that it names, purpose and requirements together.

    Aims and tasks in one ("Mục tiêu, nhiệm vụ") are content.
    """
    flat = " ".join(_DASH.sub(" ", plain(title or "")).split())
    places = {kind: min((flat.find(word) for word in words if word in flat), default=-1) for kind, words in _KINDS}
    kinds = sorted((kind for kind, place in places.items() if place >= 0), key=places.get)
    if set(kinds[:2]) == {"purpose", "requirements"}:
        return "purpose_requirements"
    if kinds[1:2] == ["content"] and kinds[0] != "implementation" and _LIST.search(flat, places[kinds[0]], places["content"]):
        return "content"
    return kinds[0] if kinds else "other"


@dataclass
class _Node:
    paragraph: Paragraph
    rank: float
    style: str
    children: list = field(default_factory=list)
    rows: list = field(default_factory=list)


def build(paragraphs, source, document, ledger, warn):
    """Fill ``document.sections`` from the paragraphs of the body."""
    roots = _nest(_with_titles(paragraphs), warn)
    writer = _Writer(source, document, ledger, warn, frame.of(document))
    for node in roots:
        _section(node, writer)
    if document.sections and not any(section.kind == "content" for section in document.sections):
        warn("content_missing", None, None)
    if document.sections and not any(section.kind == "implementation" for section in document.sections):
        warn("implementation_missing", None, None)


def read_items(paragraphs, document, source):
    """Return the items that the text of an annex to ``document`` has, read like contents and booked nowhere."""
    def silent(*_notice):
        pass
    writer = _Writer(source, Document(), Ledger(source), silent, frame.of(document))
    return _items(_nest(_with_titles(paragraphs), silent), writer, "content")


def has_heading(paragraphs):
    """Tell whether a paragraph is a heading or a numbered item."""
    return any(paragraph.label or _is_bare_heading(paragraph) for paragraph in paragraphs)


def _is_bare_heading(paragraph):
    text = paragraph.text
    return (
        paragraph.label is None
        and paragraph.line.cells is None
        and is_caps(text)
        and len(text) <= MAX_HEADING
        and kind_of(text) != "other"
    )


def _is_caps_heading(paragraph):
    """Tell whether a short line in capitals heads what follows; said of others only where a heading is known beside it."""
    text = paragraph.text
    is_line = paragraph.label is None and paragraph.line.cells is None
    return is_line and is_caps(text) and len(text.split()) > 1 and len(text) <= MAX_CAPS and not _AFFIRMED.search(text)


def _with_titles(paragraphs):
    """Return ``paragraphs`` with each label that fills a line joined to its title on the next ("Phần thứ nhất")."""
    found = []
    for paragraph in paragraphs:
        above = found[-1] if found else None
        if above is not None and _lacks_title(above) and _is_title_line(paragraph):
            found[-1] = replace(above, piece=concat([above.piece, glue(" "), paragraph.piece]))
        else:
            found.append(paragraph)
    return found


def _lacks_title(paragraph):
    return paragraph.label is not None and paragraph.label.rank <= labels.ROMAN and not paragraph.body.strip(" .:")


def _is_title_line(paragraph):
    text = paragraph.text
    is_short = paragraph.label is None and paragraph.line.cells is None and len(text) <= MAX_HEADING
    return is_short and (is_caps(text) or not is_terminal(text))


def _nest(paragraphs, warn):
    """Return the outermost nodes; each holds what stands below it."""
    ranks = [paragraph.label.rank for paragraph in paragraphs if paragraph.label]
    has_bare = any(map(_is_bare_heading, paragraphs))
    big = any(rank <= labels.ROMAN for rank in ranks) or has_bare
    limit = labels.ROMAN if big else min(ranks, default=labels.ARABIC)
    inner_capital, inner_lines = _is_inner_capital(paragraphs), _inner_lines(paragraphs)
    root = _Node(None, -1, "root")
    stack, counts = [root], {}
    for paragraph, below in zip(paragraphs, [*paragraphs[1:], None]):
        is_bare = _is_bare_heading(paragraph) or has_bare and _is_caps_heading(paragraph)
        is_beside = any(node.style == "unit" for node in stack)
        if paragraph.label is None and not is_bare and not _is_unit_heading(paragraph, below, is_beside):
            _add_plain(stack, paragraph)
            continue
        rank, style = (labels.ROMAN, "bare") if is_bare else (min(UNIT, below.label.rank - 0.25) if below and below.label else UNIT, "unit")
        if paragraph.label:
            rank, style = paragraph.label.rank, paragraph.label.style
            if style == "capital" and inner_capital:
                rank = labels.ROMAN + 0.5
            if _is_inner_line(paragraph, stack, inner_lines):
                rank, style = LINE, "line"
        _climb(stack, rank, style, limit)
        _check_number(paragraph, stack, counts, warn)
        node = _Node(paragraph, rank, style)
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
    return is_above and (is_heading(text) or is_beside and names_all(text))


def _opens_duty(text):
    """Tell whether ``text`` orders a unit to do what is listed below: "Giao Văn phòng thực hiện các việc sau:"."""
    unit, _kind, _duty, confidence = split_duty(text)
    return unit is not None and _ORDERED.match(plain(text)) is not None and confidence >= 0.8


def _is_own_duty(text):
    """Tell whether a paragraph is the duty of a unit that it names: before a colon, or as one that is asked."""
    unit, kind, duty, confidence = split_duty(text)
    return unit is not None and bool(duty) and (confidence == 1 or kind == "request" and confidence >= 0.8)


def _inner_lines(paragraphs):
    """Return the pairs of bullets of task lines and of the tasks above them, where both take turns: "+ Tập huấn", "- Chủ trì: ..."."""
    found, task, above = set(), None, None
    for paragraph in paragraphs:
        label = paragraph.label
        if label is None or label.rank < labels.BULLET:
            task = above = None
        elif tasks.is_key_line(paragraph.body.text):
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
        bool(inner_lines) and task is not None and tasks.is_key_line(paragraph.body.text)
        and ((label.style, label.text), (task.style, task.text)) in inner_lines
    )


def _is_inner_capital(paragraphs):
    """Tell whether A., B. stand below I., II. (the Roman ones come first)."""
    first = next((p.label.style for p in paragraphs if p.label and p.label.style in ("roman", "capital")), None)
    return first == "roman"


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


def _add_plain(stack, paragraph):
    """Put a paragraph without label below the deepest numbered item, not below a bullet that is complete."""
    if tasks.is_key_line(paragraph.text) and _is_of_all(stack):
        stack.pop()
    inside = next((index for index, node in enumerate(stack) if node.style == "unit"), None)
    if inside is not None and paragraph.line.cells is None and _is_own_duty(paragraph.text):
        del stack[inside:]
    while (
        stack[-1].rank >= labels.BULLET
        and is_terminal(stack[-1].paragraph.text)
        and not stack[-1].children
        and _is_own(stack, paragraph)
    ):
        stack.pop()
    owner = stack[-1]
    owner.children.append(_Node(paragraph, 99, "plain"))


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


@dataclass
class _Writer:
    source: object
    document: object
    ledger: object
    warn: object
    year: object

    def label(self, node, target):
        """Book the label of a node and return it."""
        label = node.paragraph.label
        if label is None:
            return None
        self.ledger.take(node.paragraph.piece[: label.end], "label", target, "label")
        return label.text


def _section(node, writer, level=0, kind="other"):
    """Add a section for an outermost node; nodes of the rank of a heading below it become sections too.

    ``kind`` is that of the heading above, which one without a kind of its own shares.
    """
    section = Section(level=level, line=node.paragraph.line.number)
    writer.document.sections.append(section)
    if node.style == "plain":
        section.items = _items([node], writer, None)
        return
    section.kind = kind
    section.label = writer.label(node, section)
    title, rest = _split_heading(node.paragraph)
    if title:
        section.title = take_body(title.strip(" :"), writer.ledger, "title", section, "title")
        writer.ledger.take(title, "mark")
        own = kind_of(section.title)
        section.kind = kind if own == "other" else own
    if rest:
        section.items.append(_plain_item(rest, node.paragraph, writer))
    inner = [child for child in node.children if child.rank <= labels.ROMAN and not _is_duty(section, child)]
    section.items += _items(
        _regrouped([child for child in node.children if child not in inner], is_section=True), writer, section.kind
    )
    _refine(section)
    for child in inner:
        _section(child, writer, level + 1, section.kind)


def _is_duty(section, node):
    """Tell whether a heading below an implementation section names a unit, whose duty it then is."""
    return section.kind == "implementation" and node.paragraph.label is not None and is_unit(node.paragraph.body.text)


def _refine(section):
    """Take "purpose" and "requirements" from the titles of the items where the heading itself says neither."""
    if section.kind == "other" and section.items:
        kinds = {kind_of(item.title) for item in section.items}
        if kinds == {"purpose", "requirements"}:
            section.kind = "purpose_requirements"


def _split_heading(paragraph):
    """Return the pieces of heading and of the text that runs on behind it."""
    body = paragraph.body
    colon = body.text.find(":")
    if (
        0 < colon < 80
        and body.text[colon + 1 :].strip()
        and (is_caps(body.text[:colon]) or kind_of(body.text[:colon]) != "other")
    ):
        return body[: colon + 1].strip(), body[colon + 1 :].strip()
    if len(body) > MAX_HEADING or body.text.endswith((".", ";")) and not is_caps(body.text) and len(body) > 60:
        return Piece("", body.places[:0]), body
    return body, None


def _items(nodes, writer, kind):
    """Return the items of sibling nodes below a section of ``kind``; consecutive table rows are read together."""
    items, rows = [], []
    for node in [*nodes, None]:
        if node is not None and node.paragraph.line.cells is not None:
            rows.append(node.paragraph.line)
            continue
        if rows:
            items += tables.read(rows, writer.source, writer.ledger, writer.year)
            rows = []
        if node is not None:
            items.append(_item(node, writer, kind))
    return items


def _plain_item(piece, paragraph, writer):
    item = Item(line=paragraph.line.number)
    item.text = take_body(piece, writer.ledger, "text", item, "text")
    return item


def _item(node, writer, kind):
    item = Item(line=node.paragraph.line.number)
    item.label = writer.label(node, item)
    body = node.paragraph.body
    rest, children = _task_lines(_regrouped(node.children), item, writer)
    has_more = bool(rest) or len(children) < len(node.children)
    if has_more and _is_title(body.text):
        item.title = take_body(body, writer.ledger, "title", item, "title")
    elif body:
        item.text = take_body(body, writer.ledger, "text", item, "text")
    if kind in _WITH_TASKS:
        rest = _absorb(rest, item, writer, kind)
        for text in filter(None, (item.title, item.text)):
            tasks.read_running(item, text, writer.year)
            if kind != "implementation":
                tasks.read_head(item, text, writer.year)
    item.children = _items(rest, writer, kind)
    if kind in _WITH_TASKS:
        _read_headings(item, writer.year, kind)
    return item


def _read_headings(item, year, kind):
    """Give ``item`` what a heading below it says of who does it, and the unit that it names as a heading itself."""
    for child in item.children:
        tasks.read_heading(item, child, year)
    if kind != "implementation" and item.title and item.children and not item.lead and is_heading(item.title):
        item.lead = split_units(item.title)


def _is_title(text):
    return len(text) <= MAX_TITLE and not text.rstrip().endswith((".", ";", "!", "?", ","))


def _is_task_line(node):
    return node.paragraph.line.cells is None and not node.children and tasks.is_task_line(node.paragraph.body.text)


def _regrouped(nodes, is_section=False):
    """Return ``nodes`` with each task line put below the task before it where tasks and their lines take turns.

    Bullets of both look alike then; lines only behind the last of several tasks are those of what stands above all.
    """
    marks = [_is_task_line(node) for node in nodes]
    if not any(marks) or marks[0] or not is_section and (True, False) not in zip(marks, marks[1:]):
        return nodes
    grouped = []
    for node, is_line in zip(nodes, marks):
        if is_line and grouped[-1].paragraph.line.cells is None:
            grouped[-1].children.append(node)
        else:
            grouped.append(node)
    return grouped


def _task_lines(children, item, writer):
    """Book the task lines among ``children`` to ``item``; return the other children, twice."""
    others = []
    for child in children:
        if _is_task_line(child):
            tasks.read_line(item, child.paragraph.body, writer.ledger, writer.year)
            writer.ledger.take(child.paragraph.piece, "mark")
        else:
            others.append(child)
    return others, others


def _absorb(children, item, writer, kind):
    """Add the plain paragraphs at the beginning of ``children`` to the text of ``item``; return the rest.

    Below a heading that names nobody, paragraphs that each name a unit are duties of their own.
    """
    is_group = kind == "implementation" and item.title and (not item.label or not split_duty(item.title)[0])
    texts = [item.text] if item.text else []
    while children and children[0].style == "plain" and children[0].paragraph.line.cells is None:
        if is_group and split_duty(children[0].paragraph.text)[0]:
            break
        piece = children.pop(0).paragraph.piece
        texts.append(take_body(piece, writer.ledger, "text", item, "text"))
    item.text = "\n".join(texts) or None
    return children
