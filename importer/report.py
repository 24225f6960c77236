"""A report as a file: what it says below which heading of a report that is open, and which numbers it gives."""

import re
from dataclasses import dataclass, field

from . import ending, labels
from .letter import Reader
from .likeness import ALIKE, SURE, Names
from .numbers import Indicators, Number
from .paragraphs import join
from .readers import read
from .roman import from_roman
from .words import is_caps, is_terminal, plain, squeeze

#: Longest heading, in letters, and longest one that stands in a paragraph with its text, before a colon.
_MAX_HEADING, _MAX_LEAD = 300, 200
#: Rank of a heading without label.
_BARE = labels.ARABIC + 0.5
_LEAD = re.compile(r"(?P<head>[^:.]{3,%d}?)(?::|\.(?= ))\s*(?P<rest>\S.*)" % _MAX_LEAD, re.DOTALL)
_OPENING = re.compile(r"can cu\b|thuc hien\b|.*(?:nhu sau|:)$", re.DOTALL)
_DAY = r"(\d{1,2}) ?/ ?(\d{1,2}) ?/ ?(20\d\d)"
_SPAN = re.compile(rf"tu (?:ngay )?{_DAY} den (?:het )?(?:ngay )?{_DAY}")
_PERIODS = (
    ("quarter", re.compile(r"\bquy (?P<index>i{1,3}|iv|[1-4])\b(?:.{0,6}?(?P<year>20\d\d))?")),
    ("nine", re.compile(r"\b(?:0?9|chin) thang\b(?:.{0,14}?(?P<year>20\d\d))?")),
    ("half", re.compile(r"\b(?:0?6|sau) thang (?:dau|cuoi)?\b(?:.{0,10}?(?P<year>20\d\d))?")),
    ("month", re.compile(r"\bthang (?P<index>\d{1,2})(?:/| nam )(?P<year>20\d\d)")),
    ("year", re.compile(r"\bnam (?P<year>20\d\d)")),
)
#: Columns of a table of results.
_TASKS, _RESULTS = re.compile(r"nhiem vu|noi dung|cong viec|hoat dong"), re.compile(r"ket qua|thuc hien|da lam")


@dataclass
class Passage:
    """What stands below one heading.

    :ivar key: of the place of the report that it belongs to, None where none fits
    :ivar heading: as printed, with its label
    """

    key: object
    heading: str
    text: str
    line: int | None = None


@dataclass
class Report:
    """What a report says.

    :ivar code: number and symbol as printed
    :ivar issued: ISO date
    :ivar issuer: unit or agency as printed
    :ivar period: [kind, index, year] of the period that its subject names, see :func:`period_of`
    :ivar days: ISO dates of the first and the last day of the period, where the text says them
    """

    code: str | None = None
    issued: str | None = None
    issuer: str | None = None
    subject: str | None = None
    period: list = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)


def read_report(data, filename="", places=(), indicators=(), scanned=None):
    """Recognise a report.

    :param data: content of the file, bytes
    :param filename: its name
    :param places: those of the open report, each a list of a key, and the names that a heading may give it
    :param indicators: its figures, each a list of a key and the name of the indicator
    :param scanned: ``{index: Scanned}`` of the pages that were read from their picture
    :return: :class:`Report`
    :raises UnreadableFile: it can't be read, or ``scanned``, whose ``pages`` are to be read from their picture
    """
    lines = [line for line in read(data, filename, scanned or {}) if line.kind in ("text", "row")]
    head = Reader(lines, None)
    body, header = head.above(), head.letter
    if header.kind is None:
        body = head.lines  # without a type nobody knows where a header ends
    found = Report(header.code_of(lines), header.day(), " ".join(header.header.issuer) or None, header.subject)
    found.period = period_of(found.subject or "") or []
    found.days = _span(" ".join(line.text for line in lines))
    start = ending.find_start(body)
    paragraphs = join(body[:start], head.source)
    ending.read_closing(paragraphs, header, head.ledger)
    texts = _Texts(Names(places), Indicators(indicators), found)
    texts.read(paragraphs)
    # The annex of figures stands below the signature.
    texts.read([each for each in join([] if start is None else body[start:], head.source) if each.line.cells is not None])
    return found


def period_of(text):
    """Return kind, index and year of the period that ``text`` names, or None.

    :return: list of ``month``, ``quarter``, ``half``, ``nine`` or ``year``, of 1-12 (1 for half a year and more), of the year or None
    """
    flat = " ".join(plain(text).split())
    for kind, pattern in _PERIODS:
        if match := pattern.search(flat):
            given = match.groupdict()
            index = given.get("index") or "1"
            index = int(index) if index.isdecimal() else from_roman(index.upper())
            return [kind, index, int(given["year"]) if given["year"] else None]
    return None


def _span(text):
    match = _SPAN.search(" ".join(plain(text).split()))
    if not match:
        return []
    numbers = [int(each) for each in match.groups()]
    return [f"{year}-{month:02d}-{day:02d}" for day, month, year in (numbers[:3], numbers[3:])]


class _Texts:
    """Goes through the paragraphs of a report and notes below which heading each stands."""

    def __init__(self, names, indicators, found):
        self._names, self._indicators, self._found = names, indicators, found
        self._rank, self._open, self._seen = None, None, False

    def read(self, paragraphs):
        """Note what ``paragraphs`` say; those of a table together."""
        rows, table = [], None
        for paragraph in [*paragraphs, None]:
            line = paragraph and paragraph.line
            if rows and (line is None or line.cells is None or line.table != table):
                self._table(rows)
                rows = []
            if line is not None and line.cells is not None:
                rows.append((line.number, line.cells))
                table = line.table
            elif paragraph:
                self._paragraph(paragraph)
        passages = self._found.passages
        passages[:] = [passage for passage in passages if passage.text.strip()]

    def _paragraph(self, paragraph):
        body, line = paragraph.body.text, paragraph.line.number
        rank = paragraph.label.rank if paragraph.label else _BARE
        key, heading, rest = self._heading(body, paragraph)
        if heading and (key or self._open is None or self._open.key is None or rank <= self._rank):
            label = f"{paragraph.label.text}. " if paragraph.label and paragraph.label.rank < labels.LETTER else ""
            self._open = Passage(key, f"{label}{heading}", "", line)
            self._found.passages.append(self._open)
            self._rank = rank
        else:
            rest = paragraph.text
        if rest:
            self._found.numbers += self._indicators.in_text(rest if self._open else paragraph.text, line)
            self._add(rest, line)

    def _heading(self, body, paragraph):
        """Return the key of the place that a paragraph heads, or None, its heading, and the text that stands behind that."""
        whole = body.strip(" .:;")
        lead = _LEAD.match(body)
        if lead and (key := self._names.find(lead["head"])):
            return key, lead["head"].strip(), lead["rest"]
        if begins := self._names.begins(whole):
            key, end = begins
            if rest := body[end:].strip(" .:;,-–"):
                return key, body[:end], body[end:].lstrip(" .:;,-–") if rest[:1].isupper() else body
        if len(body) <= _MAX_HEADING and (key := self._names.find(whole, SURE if is_terminal(body) else ALIKE)):
            return key, whole, ""
        is_heading = len(body) <= _MAX_HEADING and not is_terminal(body) and (
            paragraph.label is not None and paragraph.label.rank < labels.LETTER or is_caps(body) or bool(paragraph.bold))
        return None, whole if is_heading else "", ""

    def _add(self, text, line):
        if self._open is None:
            if _OPENING.match(plain(text)):
                return
            self._open = Passage(None, "", "", line)
            self._found.passages.append(self._open)
            self._rank = _BARE
        self._open.text = "\n".join(filter(None, (self._open.text, text)))

    def _table(self, rows):
        """Note the numbers of a table of figures, or the results of a table of tasks."""
        numbers = self._indicators.in_table(rows)
        if any(number.key for number in numbers):
            self._found.numbers += numbers
            return
        heads = [plain(cell) for cell in rows[0][1]]
        task = next((i for i, head in enumerate(heads) if _TASKS.search(head)), None)
        result = next((i for i, head in enumerate(heads) if i != task and _RESULTS.search(head)), None)
        has_results = task is not None and result is not None
        for line, cells in rows[1:] if has_results else rows:
            said = cells[result].strip() if has_results and max(task, result) < len(cells) else ""
            key = self._names.find(cells[task]) if said else None
            if key:
                self._found.passages.append(Passage(key, squeeze(cells[task]), said, line))
            elif said or not has_results:
                self._found.passages.append(Passage(None, "", " | ".join(squeeze(cell) for cell in cells if cell.strip()), line))
