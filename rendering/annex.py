"""An annex of an official document: text, a table or both, on pages of its own."""
from dataclasses import dataclass, replace

from . import wording

#: A table with more columns than these is set across the sheet.
WIDEST_UPRIGHT = 6


@dataclass(frozen=True)
class Column:
    """One column of a table.

    :ivar title: its head
    :ivar share: its width in relation to the other columns
    :ivar align: ``left``, ``center`` or ``right``, of the cells below the head
    """

    title: str
    share: float = 1
    align: str = "left"


@dataclass(frozen=True)
class Row:
    """One row of a table.

    :ivar cells: plain text, one per column; each line is a line of print
    :ivar heading: the row names the group of rows below it and has no other words
    """

    cells: tuple[str, ...]
    heading: bool = False

    @property
    def label(self):
        """The first words of the row."""
        return next(filter(None, map(_lines, self.cells)), "")


@dataclass(frozen=True)
class Table:
    """Rows under columns; a short row is filled up with empty cells."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def widths(self):
        """The share of each column in the width of the table, in percent."""
        whole = sum(column.share for column in self.columns)
        return [100 * column.share / whole for column in self.columns]

    def cells(self, row):
        """Return ``row`` as a list of (column, text).

        :raises ValueError: when the row has more cells than there are columns
        """
        missing = ("",) * (len(self.columns) - len(row.cells))
        return list(zip(self.columns, map(_lines, (*row.cells, *missing)), strict=True))

    def text_lines(self):
        """Return head and rows as lines of text, cells parted by "|"."""
        found = [" | ".join(wording.clean(column.title) for column in self.columns)]
        for row in self.rows:
            texts = [row.label] if row.heading else [text for _column, text in self.cells(row)]
            found.append(" | ".join(wording.clean(text) for text in texts))
        return found


@dataclass(frozen=True)
class Annex:
    """What is printed on new pages after the signature.

    Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục III.1: an annex has a heading, a
    title, the document it belongs to, and pages counted from 1.

    :ivar title: printed in capitals
    :ivar table: below the text, if any
    :ivar note: below the table; each line is a paragraph
    :ivar landscape: whether the sheets lie across; ``None`` leaves it to the number of columns
    :ivar blocks: the text, a tuple of :class:`document.Block`
    :ivar type: of a text that the document puts in force, e.g. ``Quy chế``: it has the head of its agency and the signature
        of the document (Nghị định 30/2020/NĐ-CP, Phụ lục III, mẫu 1.3); empty for an annex
    :ivar apart: whether it is issued in a file of its own
    """

    title: str
    table: Table | None = None
    note: str = ""
    landscape: bool | None = None
    blocks: tuple = ()
    type: str = ""
    apart: bool = False

    @property
    def lies_across(self):
        """Whether the sheets are landscape."""
        if self.landscape is None:
            return self.table is not None and len(self.table.columns) > WIDEST_UPRIGHT
        return self.landscape

    @property
    def title_line(self):
        """The title, in capitals; that of a text put in force is its subject."""
        title = wording.bind_dashes(wording.with_mark(self.title, ""))
        return title if self.type else title.upper()

    @property
    def body(self):
        """The paragraphs of the text, as :attr:`document.Document.body`; an annex has no mark at its end."""
        return [replace(each, text=wording.bind_dashes(each.text)) for block in self.blocks for each in block.paragraphs()]

    @property
    def note_lines(self):
        """The paragraphs below the table."""
        return [wording.bind_dashes(line) for line in wording.paragraphs(self.note)]

    def text_lines(self):
        """Return title, text, table and note as lines of text."""
        table = self.table.text_lines() if self.table else []
        return [self.title_line, *(paragraph.text for paragraph in self.body), *table, *self.note_lines]


def _lines(text):
    return "\n".join(map(wording.bind_dashes, wording.paragraphs(text)))


def is_mentioned(texts):
    """Tell whether one of ``texts``, each a text or nothing, mentions an annex."""
    return any("phụ lục" in (text or "").lower() for text in texts)
