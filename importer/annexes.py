"""What follows the signature: annexes, forms, tables."""

import re

from . import deadlines, frame, labels, tables, tasks, tree
from .assignments import split_duty
from .document import Annex, Row, walk
from .ending import is_signer
from .paragraphs import join
from .source import glue
from .names import is_named
from .units import scope_of, split_units
from .words import is_caps, is_terminal, plain, squeeze

_LABEL = re.compile(r"(?:phu luc|bieu mau|mau so|bieu so|bieu|mau(?= \d))\b(?: (?:so )?(?:[ivxl]+|\d+[a-z]?)\b)?")
_NOTE = re.compile(
    r"\(? ?(?:(?:ban hanh |dinh )?kem theo\b|(?:dinh )?kem (?:ke hoach|quyet dinh|cong van|van ban|nghi quyet|chuong trinh)\b)"
)
#: Most lines of a title in small letters.
_MAX_TITLE = 4
#: Annexes to be filled in, whose lines are no tasks; least confidence at which the unit of a duty leads it.
_FORM = re.compile(r"(?:de cuong|bieu mau|mau|phieu|bao cao|danh sach|bien ban)\b")
_SURE = 0.8
_NATION = re.compile(r"cong hoa xa hoi chu nghia")


def find_start(lines):
    """Return the index where the first annex begins, or None: its label, its title above a note, a table or a repeated national title."""
    for index, line in enumerate(lines):
        text = line.text.strip()
        if line.cells is not None or _NATION.search(plain(text)) or is_label(text):
            return index
        if _NOTE.match(plain(text)):
            return _title_above(lines, index)
    return None


def _title_above(lines, note):
    """Return where the title begins that stands in capitals above line ``note``, "(Kèm theo Kế hoạch số ...)"."""
    start = note
    while start and is_caps(lines[start - 1].text) and not is_signer(lines[start - 1].text.strip()):
        start -= 1
    return start


def is_label(text):
    match = _LABEL.match(plain(text))
    return bool(match) and text[:1].isupper() and (is_caps(text) or match.end() == len(text.rstrip(" :.")))


def read(lines, source, document, ledger):
    """Fill ``document.annexes`` from the lines behind the signature."""
    starts = [0] + [i for i, line in enumerate(lines) if i and is_label(line.text.strip())]
    for begin, end in zip(starts, [*starts[1:], len(lines)]):
        if begin < end:
            _annex(lines[begin:end], source, document, ledger)


def _annex(lines, source, document, ledger):
    annex = Annex(line=lines[0].number)
    document.annexes.append(annex)
    titles, lines = [], list(lines)
    if is_label(lines[0].text.strip()):
        annex.label = ledger.take(source.piece(lines.pop(0)), "label", annex, "label")
    count = _title_length(lines)
    while count > len(titles):
        titles.append(ledger.take(source.piece(lines.pop(0)), "title", annex, "title"))
    annex.title = " ".join(titles) or None
    if lines and _NOTE.match(plain(lines[0].text.strip())):
        note = source.piece(lines.pop(0))
        while note.text.startswith("(") and ")" not in note.text and lines and lines[0].cells is None:
            note = note + glue(" ") + source.piece(lines.pop(0))
        annex.note = ledger.take(note, "note", annex, "note")
    _content(lines, annex, source, document, ledger)


def _title_length(lines):
    """Return how many of ``lines`` are the title: capitals above the first heading, or all short ones above the note."""
    count = 0
    while count < len(lines) and lines[count].cells is None and is_caps(lines[count].text):
        if _NATION.search(plain(lines[count].text)):
            return count
        if labels.find(lines[count].text.strip()):
            break
        count += 1
    for index, line in enumerate(lines[: _MAX_TITLE + 1]):
        if line.cells is not None:
            break
        if _NOTE.match(plain(line.text.strip())):
            return max(count, index)
        if is_terminal(line.text):
            break
    return count


def _content(lines, annex, source, document, ledger):
    paragraphs = join(lines, source)
    rows = [each.line for each in paragraphs if each.line.cells is not None]
    running = [each for each in paragraphs if each.line.cells is None]
    texts = [ledger.take(each.piece, "text", annex, "text") for each in running]
    annex.rows = list(_as_printed(rows))
    annex.items = tables.read(rows, source, ledger, frame.of(document))
    if not _FORM.match(plain(annex.title or annex.label or "")) and any(_is_task(each) for each in running):
        items = tree.read_items(running, document, source)
        annex.items += items
        for item in walk(items):
            _lead(item)
    annex.text = "\n".join(texts) or None


def _is_task(paragraph):
    """Tell whether a paragraph of an annex says who does something, in a line of its own or with the unit before a colon or a verb, or when."""
    text = paragraph.body.text
    return tasks.is_key_line(text) or paragraph.label is not None and _unit_of(text) is not None or deadlines.heads(text)


def _lead(item):
    """Give a duty in one line, "Giao Văn phòng theo dõi ..." or "Văn phòng: theo dõi ...", the unit that it begins with."""
    if not item.lead and not item.children:
        item.lead = split_units(_unit_of(item.text or "") or "")


def _unit_of(text):
    unit, _kind, duty, confidence = split_duty(text)
    return unit if unit and duty and confidence >= _SURE and is_named(unit) and scope_of(unit) == "unit" else None


def _as_printed(rows):
    """Yield a ``Row`` for each of the lines ``rows``, which have cells."""
    above = []
    for row in rows:
        cells = ["\n".join(filter(None, map(squeeze, cell.split("\n")))) for cell in row.cells]
        above = [
            above[index] if not cell and index in row.merged and index < len(above) else cell
            for index, cell in enumerate(cells)
        ]
        yield Row(above, row.number)
