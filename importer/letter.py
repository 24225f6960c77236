"""A document that came in, of whatever type: what the register of incoming documents says of it."""

import datetime
import re
from dataclasses import dataclass, field, replace

from . import agency, annexes, ending, header, preamble, reply
from .casing import cased
from .document import Deadline, Document, Named, Notice
from .frame import Frame
from .paragraphs import join
from .readers import read
from .scanned import note
from .source import Ledger, Source
from .words import is_caps, plain, starts_low

#: Types of administrative documents (Nghị định 30/2020/NĐ-CP, Điều 7) and what else comes in.
_TYPES = (
    "Nghị quyết", "Quyết định", "Chỉ thị", "Quy chế", "Quy định", "Thông cáo", "Thông báo", "Hướng dẫn", "Chương trình", "Kế hoạch",
    "Phương án", "Đề án", "Dự án", "Báo cáo", "Biên bản", "Tờ trình", "Công điện", "Giấy mời", "Phiếu gửi", "Phiếu chuyển",
    "Phiếu báo", "Phiếu trình", "Thư công", "Thông tư", "Nghị định", "Kết luận", "Thông tri", "Luật", "Công văn", "Hợp đồng",
    "Bản ghi nhớ", "Bản thỏa thuận", "Giấy ủy quyền", "Giấy giới thiệu", "Giấy nghỉ phép", "Giấy phép", "Giấy chứng nhận", "Điều lệ")
_KINDS = {plain(name): name for name in _TYPES}
_TYPE = re.compile(rf"(?:{'|'.join(sorted(_KINDS, key=len, reverse=True))})\b")
_LETTER = "Công văn"
_URGENCIES = (("hoa toc", "express"), ("thuong khan", "very_urgent"), ("khan", "urgent"))
#: Among how many lines type, subject and addressees begin, and most lines of a subject, of addressees, of a header without any.
_TOP, _SUBJECT, _ADDRESSEES, _HEADER = 60, 8, 40, 12
_ABOUT = re.compile(r"[“\"]?(?:v ?[/.] ?v\b *[:.]?|ve viec\b *:?)")
#: What a line ends in that cites a document, whose number stands in the next.
_CITES = re.compile(r"\b(?:cong van|van ban|ke hoach|quyet dinh|nghi quyet|nghi dinh|thong tu|chi thi|thong bao|ket luan|huong dan|cong dien)$")
_TO = re.compile(r"kinh (?:gui|chuyen) *:?")
_GAP = re.compile(r"\t+| {2,}")
#: How the text begins of a document that has no subject below its type.
_SENTENCE = re.compile(r"thuc hien (?:chuong trinh|ke hoach|nghi quyet|chi dao)\b|can cu\b|[^,.]{3,60} (?:tran trong|kinh) moi\b")
#: What stands below the subject of an official letter, or in the other column.
_BESIDE = re.compile(
    r"cong hoa xa hoi|dang cong san|doc lap *[-–]|so *[:.]?.*\d.*[/–-]|.{1,40}, *ngay\b|\d{1,2} *thang *\d|"
    r"thang *\d{1,2} *nam *20\d\d$|kinh (?:gui|chuyen)|\W+$"
)
#: Before a name, what makes it the place where the answer goes.
_TOWARDS = re.compile(r"\b(?:gui|ve|qua|den|toi|trinh|nop|cho)(?: (?:ve|cho|den))? $")
_DASHES = "-–+•* "


@dataclass
class Letter(Document):
    """A document that came in.

    :ivar code: number and symbol as printed; without the number where it can't be read
    :ivar issued: ISO date, where day, month and year are known
    :ivar issuer: who issued it, as running text writes the name
    :ivar kind: its type as a register writes it: ``Công văn``
    :ivar urgency: ``urgent``, ``very_urgent``, ``express`` or None
    :ivar addressees: to whom it is addressed, as printed
    :ivar deadline: by when it asks for an answer; ``date`` is the first day where it names several
    """

    code: str | None = None
    issued: str | None = None
    issuer: str | None = None
    kind: str | None = None
    urgency: str | None = None
    addressees: list[str] = field(default_factory=list)
    deadline: Deadline | None = None

    def code_of(self, lines):
        """Return number and symbol with the mark that stands between them in ``lines``: 12/UBND-NC, 05-CV/TU; or None."""
        symbol, number = self.header.symbol, self.header.number or ""
        if not symbol:
            return None
        mark = re.compile(rf"{re.escape(number)}[\s.…_]*([/–-])\s*{re.escape(symbol[0])}")
        marks = (match[1] for line in lines if (match := mark.search(line.text)))
        return f"{number}{'/' if next(marks, '/') == '/' else '-'}{symbol}"

    def day(self):
        """Return the ISO date of the header, or None where it is not complete."""
        date = self.header.date
        try:
            return datetime.date(date.year, date.month, date.day).isoformat()
        except (TypeError, ValueError):
            return None


def read_letter(data, filename="", units=(), scanned=None, year=None):
    """Recognise a document that came in.

    :param data: content of the file, bytes
    :param filename: its name
    :param units: the agency's own units, as :func:`importer.parse` takes them
    :param scanned: ``{index: Scanned}`` of the pages that were read from their picture
    :param year: of the arrival, for days without year in a document that doesn't say when it was issued
    :return: :class:`Letter`, whose ``units`` are the own ones that it asks; what was not found is None and told in ``warnings``
    :raises UnreadableFile: it can't be read, or ``scanned``, whose ``pages`` are to be read from their picture
    """
    lines = read(data, filename, scanned or {})
    with agency.known(units):
        letter = Reader([line for line in lines if line.kind in ("text", "row")], year).read(units)
    if scanned:
        note(letter, lines, scanned)
    letter.code = letter.code_of(lines)
    return letter


class Reader:
    """Reads the text of a document of whatever type, from the header on.

    :param lines: of the file, of the kinds text and row
    :param year: see :func:`read_letter`
    """

    def __init__(self, lines, year):
        self.lines = _apart(lines)
        self.year = year
        self.source = Source(self.lines)
        self.ledger, self.letter = Ledger(self.source), Letter()

    def warn(self, code, line, text):
        """Add a warning; a register takes no running text, so it can't lose any."""
        if code != "stray_text":
            self.letter.warnings.append(Notice(code, line, text))

    def read(self, units):
        """Return the letter; see :func:`read_letter`."""
        letter = self.letter
        body = self.above()
        start = ending.find_start(body)
        below = body[len(body) if start is None else start:]
        frame = self._frame()
        asked = self._body(body[:start], frame)
        outside = annexes.find_start(below)
        ending.read(below[:outside], self.source, letter, self.ledger, self.warn)
        for line in below[len(below) if outside is None else outside:]:
            self.ledger.take(self.source.piece(line), "body")
        letter.units = _named([*letter.addressees, *asked], units)
        letter.issuer = cased(" ".join(letter.header.issuer), self.source.text) or None
        letter.urgency = next((key for word, key in _URGENCIES if word in plain(letter.header.urgency or "")), None)
        letter.parts = self.ledger.parts(letter.paths())
        self._doubts()
        return letter

    # Above the text

    def above(self):
        """Read header, type, subject and addressees; return the lines below them."""
        top = self.lines[:_TOP]
        about = next((i for i, line in enumerate(top) if _ABOUT.match(plain(line.text.strip()))), None)
        to = next((i for i, line in enumerate(top) if _TO.match(plain(line.text.strip()))), None)
        about = None if None not in (about, to) and about > to else about
        kind = next((i for i, line in enumerate(top[:about]) if _is_type(line)), None)
        if kind is not None and (to is None or kind < to or about is None):
            return self._typed(kind)
        self.letter.kind = _LETTER if about is not None or to is not None else None
        taken = self._about(about) if about is not None else set()
        end = to if to is not None else max(taken, default=self._header_end() - 1) + 1
        self._header([line for i, line in enumerate(self.lines[:end]) if i not in taken])
        return self.lines[end:] if to is None else self._addressed(self.lines, to)

    def _header(self, lines):
        header.read(lines, self.source, self.letter, self.ledger, self.warn)

    def _header_end(self):
        """Return where a header ends below which neither type nor addressees stand."""
        return next((
            i for i, line in enumerate(self.lines[:_HEADER]) if len(line.text) > 90 or preamble.opens(line.text)),
            min(_HEADER, len(self.lines)))

    def _typed(self, index):
        """Read a document with its type in line ``index``; return the lines below its subject and addressees."""
        letter, line = self.letter, self.lines[index]
        self._header(self.lines[:index])
        piece = self.source.piece(line)
        found = _TYPE.match(plain(piece.text))
        letter.kind = _KINDS[found.group()]
        letter.type = self.ledger.take(piece[: found.end()], "type", letter, "type")
        letter.subject = self.ledger.take(piece[found.end() :].strip(" :"), "subject", letter, "subject") or None
        rest = self.lines[index + 1 :]
        to = next((i for i, below in enumerate(rest[:_SUBJECT]) if _TO.match(plain(below.text.strip()))), None)
        end = 0 if rest and _SENTENCE.match(plain(rest[0].text)) else preamble.read_subject(rest[:to], self.source, letter, self.ledger)
        return rest[end:] if to is None else self._addressed(rest[end:], to - end)

    def _about(self, start):
        """Take the subject of an official letter from line ``start``; return the indexes of its lines."""
        taken, texts = [], []
        for index, line in enumerate(self.lines[start : start + _SUBJECT], start):
            piece = self.source.piece(line)
            flat = plain(piece.text)
            if taken and self._is_beside(piece.text, line, texts):
                if line.number == self.lines[index - 1].number:
                    continue  # the other column of a line of the subject
                break
            mark = None if taken else _ABOUT.match(flat)
            self.ledger.take(piece[: mark.end() if mark else 0], "mark")
            piece = piece[mark.end() if mark else 0 :].strip()
            if piece.text.endswith("”") and piece.text.count("”") > piece.text.count("“"):  # the end of a subject in quotation marks
                self.ledger.take(piece[-1:], "mark")
                piece = piece[:-1]
            texts.append(self.ledger.take(piece, "subject", self.letter, "subject"))
            taken.append(index)
        self.letter.subject = " ".join(filter(None, ["Về việc", *texts])) if any(texts) else None
        return set(taken)

    @staticmethod
    def _is_beside(text, line, above):
        """Tell whether a line below the subject, whose texts are ``above``, belongs to something else."""
        if above and _CITES.search(plain(above[-1])) and line.cells is None and plain(text).startswith("so "):
            return False
        return (
            line.cells is not None or is_caps(text) or above[-1].endswith(".") or _BESIDE.match(plain(text)) is not None
            or text[:1].isupper() and preamble.opens(text))

    def _addressed(self, lines, start):
        """Take the addressees, who begin in line ``start``; return the lines below them."""
        letter, pieces, end = self.letter, [], start
        for index, line in enumerate(lines[start : start + _ADDRESSEES], start):
            piece = self.source.piece(line)
            if index == start:
                head = _TO.match(plain(piece.text))
                self.ledger.take(piece[: head.end()], "mark")
                piece = piece[head.end() :].strip()
            elif not self._is_addressee(piece.text, pieces):
                break
            end = index + 1
            if piece:
                pieces.append(piece)
        is_listed = bool(pieces) and pieces[0].text[:1] in _DASHES
        for piece in (part for piece in pieces for part in _listed(piece)):
            goes_on = letter.addressees and piece.text[:1] not in _DASHES and (starts_low(piece.text) or is_listed)
            text = self.ledger.take(piece.strip(_DASHES + ";,."), "addressee", letter, "addressees")
            self.ledger.take(piece, "mark")
            if goes_on:
                letter.addressees[-1] += f" {text}"
            elif text:
                letter.addressees.append(text)
        return lines[end:]

    @staticmethod
    def _is_addressee(text, above):
        """Tell whether a line below "Kính gửi:" goes on with the addressees ``above``."""
        if text[:1] in _DASHES:
            return True
        last = above[-1].text if above else ":"
        is_listed = bool(above) and above[0].text[:1] in _DASHES and not last.endswith(";")
        return not last.endswith(".") and len(text) < 120 and not preamble.opens(text) and (
            starts_low(text) or is_listed or last.endswith((":", ";", ",")))

    # The text

    def _frame(self):
        """Return the time in which days without year lie; note when the document was issued."""
        self.letter.issued = self.letter.day()
        year = self.letter.header.date.year or self.year
        return Frame(year, year, self.letter.issued)

    def _body(self, lines, frame):
        """Find the sentences that ask for an answer; return those that ask for anything."""
        found, asked = [], []
        for paragraph in join(lines, self.source):
            at = 0
            for begin, end in () if paragraph.line.cells is not None else reply.sentences(paragraph.text):
                sentence = paragraph.text[begin:end]
                if reply.asks(sentence):
                    asked.append(sentence)
                if deadline := reply.of_sentence(sentence, frame):
                    self.ledger.take(paragraph.piece[at:begin], "body")
                    found.append((deadline, self.source.number(paragraph.piece[begin:end])))
                    self.ledger.take(paragraph.piece[begin:end], "deadline", self.letter, "deadline")
                    at = end
            self.ledger.take(paragraph.piece[at:], "body")
        self._deadline(found)
        return asked

    def _deadline(self, found):
        """Take the first day among the deadlines ``found``, pairs with their line; what is not sure is told."""
        dated = [each for each in found if each[0].date]
        if dated:
            self.letter.deadline, line = min(dated, key=lambda each: each[0].date)
        elif found:
            self.letter.deadline, line = found[0]
        if len({date for deadline, _line in found for date in deadline.dates}) > 1:
            self.warn("deadline_several", line, self.letter.deadline.text)
        for deadline, line in found:
            if deadline.doubt and (deadline is self.letter.deadline or not dated):
                self.warn(_DOUBTS[deadline.doubt], line, deadline.text)

    def _doubts(self):
        """Tell what a register needs and was not found."""
        letter = self.letter
        for code, value in (
            ("symbol_missing", letter.header.symbol),
            ("number_missing", letter.header.number or not letter.header.symbol),
            ("date_missing", letter.issued),
            ("issuer_missing", letter.issuer),
            ("subject_missing", letter.subject),
            ("type_missing", letter.kind),
        ):
            if not value:
                self.warn(code, None, None)


_DOUBTS = {
    "before_issue": "deadline_before_issue", "far": "deadline_far", "cited": "deadline_cited", "year": "year_inferred",
    "counted": "deadline_counted", "returns": "deadline_returns", "impossible": "deadline_impossible", "vague": "deadline_vague",
    "several": "deadline_several"}


def _is_type(line):
    """Tell whether a line is the type of a document, alone or with its subject behind it."""
    text = line.text.strip()
    found = _TYPE.match(plain(text))
    return found is not None and line.cells is None and is_caps(text[: found.end()]) and not _GAP.search(text)


def _apart(lines):
    """Return ``lines``; from the subject of an official letter to its addressees each column is a line of its own."""
    apart, is_open = [], False
    for index, line in enumerate(lines):
        pieces = header.with_whole_dates([piece.strip() for piece in _GAP.split(line.text) if piece.strip()])
        is_open = is_open or index < _TOP and any(_ABOUT.match(plain(piece)) for piece in pieces)
        if index >= _TOP or line.cells is not None or _TO.match(plain(line.text.strip())):
            is_open = False
        apart += [replace(line, text=piece) for piece in pieces] if is_open else [line]
    return apart


def _listed(piece):
    """Yield the addressees that stand in one line, parted by semicolons."""
    start = 0
    for mark in [*re.finditer(";", piece.text), None]:
        yield piece[start : mark.end() if mark else len(piece)].strip()
        start = mark.end() if mark else 0


def _named(texts, known):
    """Return the own units that ``texts`` name, each once, in the order of print."""
    own = {unit: name for unit, name, *_others in known}
    found = {}
    for text in texts:
        for begin, end, unit in agency.spans(text):
            if not _TOWARDS.search(plain(text[:begin])):
                found.setdefault(unit, text[begin:end])
    return [Named(name, own[unit]) for unit, name in found.items()]
