"""An official document as data: what is printed, with nothing on how.

A model describes its document with :class:`Document`; each renderer lays out
the lines that the document gives (``number_line``, ``body`` ...), so that the
wording is the same in every format.
"""
import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from . import wording
from .page import PageSettings
from .wording import DocumentDate

DRAFT = "DỰ THẢO"


class Kind(StrEnum):
    """What a block of the body is."""

    PART = "part"
    SECTION = "section"
    HEADING = "heading"
    ITEM = "item"
    POINT = "point"
    BULLET = "bullet"
    SUB_BULLET = "sub_bullet"
    PARAGRAPH = "paragraph"


class Style(StrEnum):
    """How a paragraph of the body looks."""

    PART = "part"
    PART_TITLE = "part-title"
    SECTION = "section"
    HEADING = "heading"
    TEXT = "text"


#: How the label of a block is written; a label that brings its mark keeps it.
LABELS = {
    Kind.PART: ("Phần ", ""),
    Kind.SECTION: ("", "."),
    Kind.HEADING: ("", "."),
    Kind.ITEM: ("", "."),
    Kind.POINT: ("", ")"),
    Kind.BULLET: ("-", ""),
    Kind.SUB_BULLET: ("+", ""),
    Kind.PARAGRAPH: ("", ""),
}


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the body, ready to be laid out."""

    style: Style
    text: str

    @property
    def is_heading(self):
        """Whether the next paragraph has to follow on the same page."""
        return self.style is not Style.TEXT


@dataclass(frozen=True)
class Block:
    """One element of the body, in the order of reading.

    :ivar kind: decides on mark and letters (Nghị định 30/2020/NĐ-CP, Phụ lục I,
        phần I, mục II.6): a heading stands alone in bold, an item runs on as text
    :ivar label: ``I``, ``1``, ``a`` ..., with or without its mark
    :ivar title: heading, or the words before the colon of an item
    :ivar text: plain text; each line is a paragraph
    """

    kind: Kind
    label: str = ""
    title: str = ""
    text: str = ""

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield the block's paragraphs; nothing for a block without words."""
        lines = wording.paragraphs(self.text)
        if self.kind is Kind.PART:
            yield Paragraph(Style.PART, self._mark())
            if wording.clean(self.title):
                yield Paragraph(Style.PART_TITLE, wording.clean(self.title).upper())
        elif self.kind in (Kind.SECTION, Kind.HEADING):
            if title := self._marked(wording.clean(self.title)):
                section = self.kind is Kind.SECTION
                yield Paragraph(Style(self.kind), title.upper() if section else title)
        else:
            first, *lines = lines or [""]
            if first := self._marked(_run_on(wording.clean(self.title), first)):
                yield Paragraph(Style.TEXT, first)
        for line in lines:
            yield Paragraph(Style.TEXT, line)

    def _mark(self):
        before, after = LABELS[self.kind]
        if self.kind in (Kind.BULLET, Kind.SUB_BULLET):
            return before
        label = wording.clean(self.label)
        if not label:
            return ""
        if not label.startswith(before.strip()):
            label = before + label
        return label if label.endswith((".", ")", ":")) else label + after

    def _marked(self, text):
        mark = self._mark()
        if not (mark and text) or text.startswith(f"{mark} "):
            return text
        return f"{mark} {text}"


def _run_on(title, text):
    """Join title and text with a colon unless the title brings a mark."""
    if not (title and text):
        return title or text
    separator = " " if title.endswith((":", ".", ";", ",", "?", "!")) else ": "
    return title + separator + text


@dataclass(frozen=True)
class Signature:
    """Who signs, and in what right.

    :ivar authority: lines above the signature, see :func:`wording.authority_lines`
    :ivar name: name of the signer, without academic title
    """

    authority: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True)
class Document:
    """An official document with the components of Nghị định 30/2020/NĐ-CP, Điều 8.

    :ivar type: ``Kế hoạch``, ``Báo cáo`` ...
    :ivar subject: trích yếu
    :ivar issuer: lines of the issuing agency's name
    :ivar parent: the agency above, if any
    :ivar number: integer, or ``None`` to leave the place blank
    :ivar symbol: ``KH-BDT``
    :ivar place: place name of the date line
    :ivar date: ``datetime.date`` or :class:`DocumentDate`
    :ivar bases: legal bases, one a line
    :ivar preamble: paragraphs between bases and body; each line is a paragraph
    :ivar blocks: the body
    :ivar closing: last paragraphs of the text; each line is a paragraph
    :ivar signature: the signer
    :ivar recipients: nơi nhận
    :ivar archive: who keeps the copy, ``VT, TH``
    :ivar draft: a draft shows no number and says that it is one
    :ivar page: the agency's choice of margins and sizes
    """

    type: str
    subject: str
    issuer: tuple[str, ...]
    symbol: str
    place: str
    date: datetime.date | DocumentDate
    signature: Signature
    parent: str = ""
    number: int | None = None
    bases: tuple[str, ...] = ()
    preamble: str = ""
    blocks: tuple[Block, ...] = ()
    closing: str = ""
    recipients: tuple[str, ...] = ()
    archive: str = ""
    draft: bool = False
    page: PageSettings = field(default_factory=PageSettings)
    letter: bool = False
    addressees: tuple = ()
    annexes: tuple = ()
    issuer_name: str = ""

    def text_lines(self):
        return [p.text for p in self.body] + [" | ".join(r.cells) for a in self.annexes for r in a.table.rows]

    @property
    def number_line(self):
        """Number and symbol; the number of a draft stays blank."""
        return wording.number_line(None if self.draft else self.number, self.symbol)

    @property
    def date_line(self):
        """Place and date."""
        return wording.place_date_line(self.place, self.date)

    @property
    def draft_mark(self):
        """The word that tells a draft, empty on any other document."""
        return DRAFT if self.draft else ""

    @property
    def parent_line(self):
        """The agency above, in capitals."""
        return wording.clean(self.parent).upper()

    @property
    def issuer_lines(self):
        """The issuing agency's name, in capitals."""
        return [wording.clean(line).upper() for line in self.issuer]

    @property
    def type_line(self):
        """The type, in capitals."""
        return wording.clean(self.type).upper()

    @property
    def subject_line(self):
        """The subject, with no mark at its end."""
        return wording.bind_dashes(wording.with_mark(self.subject, ""))

    @property
    def basis_lines(self):
        """The legal bases, ended by ";" and the last by "."."""
        return [wording.bind_dashes(line) for line in wording.enumerate_lines(self.bases)]

    @property
    def body(self):
        """All paragraphs from the preamble to the closing, ended by "./."."""
        found = [Paragraph(Style.TEXT, line) for line in wording.paragraphs(self.preamble)]
        for block in self.blocks:
            found.extend(block.paragraphs())
        found += [Paragraph(Style.TEXT, line) for line in wording.paragraphs(self.closing)]
        if found and not found[-1].is_heading:
            found[-1] = Paragraph(Style.TEXT, wording.with_mark(found[-1].text, wording.END_MARK))
        return [Paragraph(each.style, wording.bind_dashes(each.text)) for each in found]

    @staticmethod
    def pieces(text):
        """``text`` as :func:`wording.pieces`, for the template."""
        return wording.pieces(text)

    @property
    def recipient_lines(self):
        """The lines under "Nơi nhận:"."""
        return wording.recipient_lines(self.recipients, self.archive)

    @property
    def title(self):
        """Type, number and subject in one line, for file properties."""
        name = wording.clean(self.type)
        if self.draft:
            name = f"{name} ({DRAFT.lower()})"
        elif self.number is not None:
            name = f"{name} số {wording.number_text(self.number)}/{self.symbol}"
        return f"{name}: {wording.with_mark(self.subject, '')}"
