"""The grammar: lines of a plan to a document."""

from . import annexes, assignments, citations, decision, doubts, ending, header, headings, labels, periods, preamble, several, tree
from .document import Document, Notice, Other
from .errors import UnreadableFile
from .paragraphs import join
from .source import Ledger, Source
from .words import is_caps, plain

#: Codes of warnings, the most serious first.
WARNINGS = (
    "type_missing",
    "content_missing",
    "implementation_missing",
    "issuer_missing",
    "number_unread",
    "date_unread",
    "unplaced_text",
    "stray_text",
    "unit_unknown",
    "unit_doubtful",
    "deadline_impossible",
    "duty_missing",
    "basis_blank",
    "deadline_before_issue",
    "deadline_far",
    "deadline_cited",
    "deadline_several",
    "deadline_counted",
    "deadline_vague",
    "table_unread",
    "units_missing",
    "year_inferred",
    "second_plan",
    "decision_above",
    "number_repeated",
    "number_skipped",
    "number_restarted",
    "symbol_missing",
    "recipients_missing",
    "signer_missing",
)


def parse_lines(lines, which=0):
    """Return the document that ``lines`` hold, or the one number ``which`` of several.

    :raises UnreadableFile: ``not_a_plan`` when neither type nor sections of a plan are there
    """
    plans = several.split([line for line in lines if line.kind in ("text", "row")])
    return _Parser(lines, plans, min(which, len(plans) - 1)).parse()


class _Parser:
    def __init__(self, lines, plans, which):
        self.source = Source(lines)
        self.ledger = Ledger(self.source)
        self.document = Document()
        self.plans, self.which = plans, which
        self.lines = plans[which]
        self._listed = set()

    def parse(self):
        self._aside()
        self._others()
        rest = self._above()
        body, below = self._split(rest)
        self._body(body)
        self._below(below)
        self._finish()
        return self.document

    def warn(self, code, line, text):
        """Add a warning about ``text`` in line ``line`` of the source."""
        self.document.warnings.append(Notice(code, line, text))

    def _aside(self):
        """Book page numbers and footnotes, which stand outside the running text."""
        for line in self.source.lines:
            if line.kind == "page_number":
                self.ledger.take(self.source.piece(line), "page_number")
            elif line.kind == "footnote":
                field = f"footnotes[{len(self.document.footnotes)}]"
                text = self.ledger.take(self.source.piece(line), "footnote", self.document, field)
                self.document.footnotes.append(text)

    def _others(self):
        """Book the other plans of the file as wholes, with their type and subject."""
        unused = Ledger(self.source) if len(self.plans) > 1 else None
        for index, lines in enumerate(self.plans):
            if index == self.which:
                continue
            found = preamble.find_type(lines)
            other = Document()
            if found:
                preamble.read_subject(lines[found[0] + 1 :], self.source, other, unused)
                other.type = self.source.piece(lines[found[0]])[: found[1]].text
            path = f"others[{len(self.document.others)}]"
            self.document.others.append(Other(index, lines[0].number, other.type, other.subject))
            for line in lines:
                self.ledger.take(self.source.piece(line), "other_plan", self.document, path)
            self.warn("second_plan", lines[0].number, other.subject)

    def _above(self):
        """Read header, type and subject; return the lines below them."""
        top = decision.find(self.lines)
        found = preamble.find_type(self.lines, preamble.WITHIN if top is None else decision.WITHIN)
        if found is None:
            self.warn("type_missing", None, None)
            start = next((i for i, line in enumerate(self.lines) if self._ends_header(line)), len(self.lines))
            header.read(self.lines[:start], self.source, self.document, self.ledger, self.warn)
            return self.lines[start:]
        index, end = found
        top = index if top is None or top > index else top
        header.read(self.lines[:top], self.source, self.document, self.ledger, self.warn)
        if top < index:
            decision.read(self.lines[top:index], self.source, self.document, self.ledger, self.warn)
        piece = self.source.piece(self.lines[index])
        self.document.type = self.ledger.take(piece[:end], "type", self.document, "type")
        rest = piece[end:].strip()
        self.document.subject = self.ledger.take(rest, "subject", self.document, "subject") or None
        rest = self.lines[index + 1 :]
        rest = rest[preamble.read_subject(rest, self.source, self.document, self.ledger) :]
        while rest and decision.is_attached_note(rest[0].text):
            self.ledger.take(self.source.piece(rest[0]), "note")
            rest = rest[1:]
        return rest

    def _ends_header(self, line):
        text = line.text.strip()
        return (
            bool(labels.find(text))
            or line.cells is not None
            or not is_caps(text)
            and plain(text).startswith(("can cu", "thuc hien", "tren day"))
        )

    def _split(self, lines):
        start = ending.find_start(lines)
        return (lines, []) if start is None else (lines[:start], lines[start:])

    def _body(self, lines):
        paragraphs = join(lines, self.source)
        ending.read_closing(paragraphs, self.document, self.ledger)
        self._listed = preamble.listed(paragraphs)
        first = next(
            (i for i, each in enumerate(paragraphs) if headings.has_heading([each]) and self._is_start(each)),
            len(paragraphs),
        )
        preamble.read(paragraphs[:first], self.source, self.document, self.ledger, self.warn)
        tree.build(paragraphs[first:], self.source, self.document, self.ledger, self.warn)
        if not self.document.sections or self.document.type is None and not self._has_plan_section():
            raise UnreadableFile("not_a_plan")
        assignments.read(self.document, self.warn)

    def _is_start(self, paragraph):
        """Tell whether a labelled paragraph begins the body; bases and those addressed may be dashes."""
        label = paragraph.label
        return label is None or label.style not in ("-", "+", "*") or not (
            plain(paragraph.body.text).startswith(("can cu", "thuc hien")) or id(paragraph) in self._listed)

    def _has_plan_section(self):
        kinds = {section.kind for section in self.document.sections}
        return len(kinds & {"purpose_requirements", "purpose", "requirements", "content", "implementation"}) > 1

    def _below(self, lines):
        start = annexes.find_start(lines)
        ending.read(lines[:start], self.source, self.document, self.ledger, self.warn)
        if start is not None:
            annexes.read(lines[start:], self.source, self.document, self.ledger)

    def _finish(self):
        document = self.document
        document.citations = citations.distinct(self._citations())
        paths = document.paths()
        document.parts = self.ledger.parts(paths)
        periods.read(document)
        doubts.tell(document, paths, self.warn)
        for part in document.parts:
            if part.kind == "unplaced":
                self.warn("unplaced_text", part.line, part.text)
        for code, value in (
            ("issuer_missing", document.header.issuer),
            ("symbol_missing", document.header.symbol),
            ("recipients_missing", document.recipients),
            ("signer_missing", document.signer.title),
        ):
            if not value:
                self.warn(code, None, None)
        document.warnings.sort(key=lambda each: (WARNINGS.index(each.code), each.line or 0))

    def _citations(self):
        document, found = self.document, []
        for basis in document.bases:
            found += citations.find(basis.text, basis.line, is_clause=True) or citations.of_basis(basis)
        found += citations.find(document.enacting or "")
        for item in document.walk():
            for text in filter(None, (item.title, *(item.text or "").split("\n"), item.deadline.text if item.deadline else None)):
                found += citations.find(text, item.line)
        return found + citations.find(document.closing or "")
