"""Plain text with the decree's own marks ("Chương I", "I. ", "1. ", "a) ", "- ") as blocks of a document."""
import re

from . import wording
from .blocks import ARTICLE, TYPED_DASHES, Block, Kind

#: A sentence that a list goes on with is no heading: "2. Thành phần Tổ công tác gồm:".
_OPENS_LIST = re.compile(r"(?:gồm|gồm có|sau|sau đây|cụ thể|là)\s*:$")
#: A longer line is no heading, whatever it ends in.
LONGEST_HEADING = 150

_ROMAN = r"(?:X{0,3})(?:IX|IV|V?I{1,3}|V|(?<=X))"
# From the outside in: a line is a heading when a deeper one, or text, follows it.
_MARKS = (
    *((Kind.PART, re.compile(rf"(?P<label>{mark})(?:[.:]\s*(?P<words>.+))?$"))
      for mark in (rf"Phần {_ROMAN}", rf"Chương {_ROMAN}", r"Mục \d{1,2}", r"Tiểu mục \d{1,2}")),
    (Kind.SECTION, re.compile(rf"(?P<label>{_ROMAN})\.\s+(?P<words>.+)$")),
    (Kind.ITEM, re.compile(r"(?P<label>Điều \d{1,3})\.\s*(?P<words>.+)$")),
    (Kind.ITEM, re.compile(r"(?P<label>\d{1,2}(?:\.\d{1,2}){0,3})\.\s+(?P<words>.+)$")),
    (Kind.POINT, re.compile(r"(?P<label>[a-zđ])\)\s*(?P<words>.+)$")),
    (Kind.BULLET, re.compile(rf"(?P<label>[{TYPED_DASHES}])\s+(?P<words>.+)$")),
    (Kind.SUB_BULLET, re.compile(r"(?P<label>\+)\s*(?P<words>.+)$")),
)


def blocks(text):
    """Return a plain text as blocks, one a line.

    "Phần I", "Chương I", "Mục 1" and "Tiểu mục 1" take a line in capitals below them as their title. A numbered line is a heading, in bold, when it
    is short, ends with no mark, opens no list and something that is no number of its own kind follows; else it runs on as text
    (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II.6.đ).

    :param text: plain text, or nothing; each line is a paragraph
    :return: tuple of :class:`document.Block`
    """
    lines = [_Line(line) for line in wording.paragraphs(text)]
    found = []
    for line, following in zip(lines, [*lines[1:], None]):
        if found and found[-1].kind is Kind.PART and not found[-1].title and line.is_title:
            found[-1] = Block(Kind.PART, found[-1].label, line.words)
        else:
            found.append(line.block(following))
    return tuple(found)


class _Line:
    """A line of the text, taken apart into its mark and its words."""

    def __init__(self, text):
        self.kind, self.label, self.words, self.level = Kind.PARAGRAPH, "", text, len(_MARKS)
        for level, (kind, pattern) in enumerate(_MARKS):
            if match := pattern.match(text):
                self.kind, self.level = kind, level
                self.label, self.words = match["label"], match["words"] or ""
                break

    @property
    def is_title(self):
        """Whether these are the capitals below "Chương I"."""
        return self.kind is Kind.PARAGRAPH and self.words.isupper()

    @property
    def depth(self):
        """How deep the line stands; 1.1 stands below 1."""
        return self.level, self.label.count(".")

    def block(self, following):
        """Return the line as a block.

        :param following: the next line, or ``None``
        """
        if self.kind is Kind.PART:
            return Block(self.kind, self.label, self.words)
        if self.kind in (Kind.SECTION, Kind.ITEM):
            if self._is_heading(following):
                kind = Kind.SECTION if self.kind is Kind.SECTION else Kind.HEADING
                return Block(kind, self.label, self.words)
            return Block(Kind.ITEM, self.label, text=self.words)
        return Block(self.kind, self.label, text=self.words)

    def _is_heading(self, following):
        # "Điều 1. Thành lập Tổ công tác gồm:" is a sentence, "1. Thời gian:" a heading.
        closing = (".", ";", ",", "/", ":") if self.label.startswith(ARTICLE) else (".", ";", ",", "/")
        return (
            following is not None and following.depth > self.depth
            and len(self.words) <= LONGEST_HEADING and not self.words.endswith(closing) and not _OPENS_LIST.search(self.words))
