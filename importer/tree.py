"""Nested paragraphs to sections and items."""

import re
from dataclasses import dataclass

from . import frame, labels, tables, tasks
from .assignments import split_duty
from .document import Document, Item, Section
from .ending import take_body
from .headings import MAX_HEADING, kind_of, with_titles
from .nesting import nest
from .source import Ledger, Piece
from .names import PERSON, doubt, is_unit, name_end
from .units import headed, some_of
from .words import is_caps, is_terminal, plain

#: Least confidence with which the unit of a sentence is told.
_SURE = 0.8
#: Longest title of an item, in letters.
MAX_TITLE = 200
#: The same of one that ends with a full stop, and what is in none.
_MAX_STOPPED, _MARK = 80, re.compile(r"[.;:!?]")
#: How a line begins that says of the thing above it where, who or how, and is no task that lines below it could be of.
_ASPECT = re.compile(r"(?:dia diem|thanh phan|doi tuong|hinh thuc|phuong thuc|phuong phap|so luong|quy mo|pham vi|khach moi|noi dung|muc tieu|muc dich|yeu cau|nguyen tac|kinh phi|tai lieu)\b[^:;.,]{0,30}:")
#: How a heading begins that says whom something concerns, where no tasks are set: "Đối với các xã".
_FOR = re.compile(r"doi voi\b")
#: A heading below the name of a unit, above those with whom it does what follows each of them.
_WITH_WHOM = re.compile(r"(?:chu tri,? (?:va )?)?(?:chu dong )?phoi hop(?: chat che)?(?: voi| cung)?")
#: Sections that tell what a task takes, and so who gives it, though they are none of contents.
_MEANS = re.compile(r"\b(?:kinh phi|nguon luc|co so vat chat|dieu kien (?:bao dam|dam bao|thuc hien)|thoi gian|hinh thuc|phuong thuc|khen thuong)\b")
_FACT = r"doi tuong|thanh phan|tieu chi|tieu chuan|tinh hinh|ket qua|danh gia|pham vi|nguyen tac|so luong"
_FACTS = re.compile(rf"\b(?:{_FACT})\b")
#: Headings of what is told, decided or wished for rather than done; all others are of work, whatever it is called: "Công tác chuẩn bị".
_TOLD = re.compile(
    rf"(?:(?:mot so|nhung|cac|ve|phan) )?(?:{_FACT}|thuc trang|dac diem|thuan loi|kho khan|han che|ton tai|nguyen nhan|boi canh|su can thiet|can cu|co so|khai quat|quan diem|"
    r"chi tieu|tam nhin|dia diem|chu de|khau hieu|mo dau|gioi thieu|kien nghi|bai hoc|uu diem|giai thuong|co cau|quyen loi|che do(?!,? (?:thong tin|bao cao))|bao cao|hieu luc|kinh phi|nguon|thoi gian|danh sach)\b")
#: Kinds of sections whose running text is read for who does what until when.
_WITH_TASKS = ("content", "implementation", "other", "means")


def build(paragraphs, source, document, ledger, warn):
    """Fill ``document.sections`` from the paragraphs of the body."""
    roots = nest(with_titles(paragraphs), warn)
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
    return _items(nest(with_titles(paragraphs), silent), writer, "content")


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
    title = plain(section.title or "")
    kind = _reading(section.kind, title)
    section.items += _items(
        _regrouped([child for child in node.children if child not in inner], is_section=True), writer, kind
    )
    _refine(section)
    for child in inner:
        _section(child, writer, level + 1, section.kind)


def _reading(kind, title):
    """Return as what the items below a heading of ``kind`` are read: of one that tells neither facts nor means as contents.

    :param title: its words without tones
    """
    if kind != "other" or not title:
        return kind
    if _MEANS.search(title) and not _FACTS.search(title):
        return "means"
    return kind if _TOLD.match(title) else "content"


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
    is_given = bool(item.lead)
    has_more = bool(rest) or len(children) < len(node.children)
    if has_more and (_is_title(body.text) or rest and _is_stopped(node, rest[0])):
        item.title = take_body(body, writer.ledger, "title", item, "title")
    elif body:
        item.text = take_body(body, writer.ledger, "text", item, "text")
    if kind in _WITH_TASKS:
        rest = _absorb(rest, item, writer, kind)
        for text in filter(None, (item.title, item.text)):
            if text.rstrip().endswith("!"):  # a slogan asks for nothing by a day
                continue
            tasks.read_running(item, text, writer.year)
            if kind in ("content", "means"):
                tasks.read_head(item, text, writer.year)
            if kind != "implementation":
                tasks.read_subject(item, text.split("\n")[0], writer.year, is_charged=kind == "other")
    item.children = _items(rest, writer, kind)
    if kind in _WITH_TASKS:
        _read_headings(item, writer.year, kind, is_given)
    return item


def _read_headings(item, year, kind, is_given):
    """Give ``item`` the unit that it names as a heading itself, or what a heading below it says of who does it.

    :param is_given: whether a line of its own says who leads it; who else is named below the name of a unit does nothing but help that one
    """
    is_task = kind != "implementation" and item.title and (item.children or item.text and kind == "content") and not _tells_aspects(item)
    own = headed(item.title) if is_task and not is_given and (kind == "content" or not _FOR.match(plain(item.title))) else []
    item.lead = own or item.lead
    for child in item.children:
        tasks.read_heading(item, child, year, is_led=bool(own))
        if own and _WITH_WHOM.fullmatch(plain((child.title or "").strip(" :"))):
            _let_take_part(child.children)
    tasks.read_time(item, year)
    if is_task and not item.lead and (kind == "content" or not _FOR.match(plain(item.title))):
        item.lead = some_of(item.title)


def _let_take_part(items):
    """Let those who lead ``items`` take part in them."""
    for item in items:
        item.lead, item.coordinate = [], list(dict.fromkeys([*item.lead, *item.coordinate]))


def _tells_aspects(item):
    """Tell whether what stands below ``item`` only tells what is done for those whom it names: how many, when, where."""
    texts = [child.title or child.text or "" for child in item.children]
    return bool(texts) and not item.text and (
        all(_ASPECT.match(plain(text)) or tasks.is_key_line(text) for text in texts) or any(map(PERSON.match, texts)) and all(map(_is_only_named, texts)))


def _is_only_named(text):
    """Tell whether ``text`` is nothing but a name, as the members of a jury are listed."""
    name = text.strip(" .;,")
    return name_end(name) is None and (PERSON.match(name) is not None or is_unit(name) and not doubt(name))


def _is_title(text):
    return len(text) <= MAX_TITLE and not text.rstrip().endswith((".", ";", "!", "?", ","))


def _is_stopped(node, below):
    """Tell whether ``node`` is a short title that a typist ended with a full stop, above items with labels of their own."""
    text = node.paragraph.body.text.rstrip()
    is_short = len(text) <= _MAX_STOPPED and text.endswith(".") and not _MARK.search(text[:-1])
    return is_short and node.paragraph.label is not None and node.paragraph.label.rank < labels.BULLET and below.paragraph.label is not None


def _is_task_line(node):
    return node.paragraph.line.cells is None and not node.children and tasks.is_task_line(node.paragraph.body.text)


def _regrouped(nodes, is_section=False):
    """Return ``nodes`` with each task line put below the task before it where tasks and their lines take turns.

    Bullets of both look alike then; lines only behind the last of several tasks are those of what stands above all.
    A number that goes on makes a line of a section an item of its own: "2. Phần hội", "3. Thời gian: ...".
    """
    marks = [_is_task_line(node) and not (is_section and node.paragraph.label and node.paragraph.label.rank < labels.BULLET) for node in nodes]
    if not any(marks) or marks[0] or not is_section and (True, False) not in zip(marks, marks[1:]):
        return nodes
    grouped = []
    for node, is_line in zip(nodes, marks):
        if is_line and _may_own(grouped[-1], is_section) and not _is_next(node, grouped[-1]):
            grouped[-1].children.append(node)
        else:
            grouped.append(node)
    return grouped


def _is_next(node, above):
    """Tell whether ``node`` has a number or a letter as ``above`` has one, so that both are parts of the same: "a) Chủ đề", "b) Thời gian: ..."."""
    label, before = node.paragraph.label, above.paragraph.label
    return bool(label and before) and label.rank == before.rank < labels.BULLET


def _may_own(node, is_section):
    """Tell whether a task line may be of ``node`` above it: no row, no aspect, no paragraph that becomes text of the item around it."""
    is_absorbed = node.style == "plain" and not is_section or _is_task_line(node)
    return node.paragraph.line.cells is None and not is_absorbed and not _ASPECT.match(plain(node.paragraph.body.text))


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


def _are_duties(children):
    """Tell whether the plain paragraphs with which ``children`` begin are several, and each says what a unit of its own does."""
    units = []
    for child in children:
        if child.style != "plain" or child.paragraph.line.cells is not None:
            break
        unit, _kind, duty, confidence = split_duty(child.paragraph.text)
        if not unit or not duty or confidence < _SURE or not is_terminal(child.paragraph.text):
            return False
        units.append(unit)
    return len(set(units)) > 1


def _absorb(children, item, writer, kind):
    """Add the plain paragraphs at the beginning of ``children`` to the text of ``item``; return the rest.

    Below a heading that names nobody, paragraphs that each name a unit are duties of their own.
    """
    is_group = kind == "implementation" and item.title and (not item.label or not split_duty(item.title)[0])
    if kind == "content" and item.title and not item.lead and _are_duties(children):
        return children
    texts = [item.text] if item.text else []
    while children and children[0].style == "plain" and children[0].paragraph.line.cells is None:
        if is_group and split_duty(children[0].paragraph.text)[0]:
            break
        piece = children.pop(0).paragraph.piece
        texts.append(take_body(piece, writer.ledger, "text", item, "text"))
    item.text = "\n".join(texts) or None
    return children
