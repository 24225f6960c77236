"""The body of an official document: blocks as they are written, paragraphs as they are laid out."""
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from . import wording

ARTICLE = "Điều "


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


#: What people type or paste for the decree's dash, symbols of Word's own faces among them.
TYPED_DASHES = "-–—*·•○●▪■□➢➤►▶◆❖✓✔\uf000-\uf0ff"
#: The mark behind the label of a block; a label that brings its mark keeps it.
_BEHIND = {Kind.SECTION: ".", Kind.HEADING: ".", Kind.ITEM: ".", Kind.POINT: ")"}
_DASHES = {Kind.BULLET: "-", Kind.SUB_BULLET: "+"}
#: What the parts of a document are called, from the outermost in.
PARTS = ("Phần", "Chương", "Mục", "Tiểu mục")
_LEVELS = {Style.SECTION: len(PARTS) + 1, Style.HEADING: len(PARTS) + 2}


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the body, ready to be laid out.

    :ivar kept: it may not begin a page: a last line that would go over with the signature alone
    :ivar bold: the words at its head that are bold though the others are not
    :ivar initials: of who has checked the text that ends with it, printed behind it
    :ivar level: of a heading in the outline, from 1; 0 for what is not in it
    """

    style: Style
    text: str
    kept: bool = False
    bold: str = ""
    initials: str = ""
    level: int = 0

    @property
    def rest(self):
        """The text behind the bold words."""
        return self.text[len(self.bold):]

    @property
    def is_heading(self):
        """Whether the next paragraph has to follow on the same page."""
        return self.style is not Style.TEXT


@dataclass(frozen=True)
class Block:
    """One element of the body, in the order of reading.

    :ivar kind: decides on mark and letters (Nghị định 30/2020/NĐ-CP, Phụ lục I,
        phần I, mục II.6): a heading stands alone in bold, an item runs on as text
    :ivar label: ``Phần I``, ``Chương I``, ``I``, ``1``, ``a`` ..., with or without its mark
    :ivar title: heading, or the words before the colon of an item
    :ivar text: plain text; each line is a paragraph
    """

    kind: Kind
    label: str = ""
    title: str = ""
    text: str = ""

    def __post_init__(self):
        # Whatever was typed for a dash, the dash is what the document has.
        object.__setattr__(self, "label", _DASHES.get(self.kind, self.label))

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield the block's paragraphs; nothing for a block without words."""
        lines = wording.paragraphs(self.text)
        if self.kind is Kind.PART:
            yield Paragraph(Style.PART, self._mark(), level=self._part_level())
            if wording.clean(self.title):
                yield Paragraph(Style.PART_TITLE, wording.clean(self.title).upper())
        elif self.kind in (Kind.SECTION, Kind.HEADING):
            if title := self._marked(wording.clean(self.title)):
                section = self.kind is Kind.SECTION
                style = Style(self.kind)
                yield Paragraph(style, title.upper() if section else title, level=_LEVELS[style])
        else:
            first, *lines = lines or [""]
            if first := self._marked(_run_on(wording.clean(self.title), first)):
                article = self._article(first)
                yield Paragraph(Style.TEXT, first, bold=article, level=_LEVELS[Style.HEADING] if article else 0)
        for line in lines:
            yield Paragraph(Style.TEXT, line)

    def _mark(self):
        label = wording.clean(self.label)
        return label if not label or label.endswith((".", ")", ":")) else label + _BEHIND.get(self.kind, "")

    def _part_level(self):
        return next((level for level, name in enumerate(PARTS, 1) if self._mark().startswith(name)), 1)

    def _article(self, text):
        """"Điều 1." at the head of an article (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II.6.đ)."""
        mark = self._mark()
        return mark if mark.startswith(ARTICLE) and text.startswith(mark) else ""

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
