"""A table typed as plain text, or pasted from Excel or Word: one row a line, the heads first."""
import re

from . import wording
from .annex import Column, Row, Table

#: Letters that a column gets at most on account of one long cell, and that the borders take.
_LONGEST, _BORDERS = 36, 3
#: Excel puts a cell of several lines between quotation marks, and doubles those within it.
_SEVERAL_LINES = re.compile(r'(?:(?<=\t)|^)"((?:[^"\t]|"")*)"(?=\t|$)', re.MULTILINE)
_NUMBER = re.compile(r"[-+]?\d[\d.]*(?:,\d+)?\s*%?")
#: Heads of the column that counts the rows.
_COUNTING = re.compile(r"(?:S?TT|Số TT|Số thứ tự)\.?", re.IGNORECASE)
#: Ends a line within a cell; so does Word write it.
_BREAK = "\v"


class TableError(ValueError):
    """A row has more cells than the table has columns.

    :ivar number: of the row, the heads being row 1
    :ivar words: what stands in it
    :ivar cells: how many cells it has
    :ivar columns: how many columns the heads name
    """

    def __init__(self, number, words, cells, columns):
        super().__init__(f"row {number} has {cells} cells for {columns} columns")
        self.number, self.words, self.cells, self.columns = number, words, cells, columns


def parse_table(text):
    """Return the table that a plain text stands for.

    Cells are parted by Tab, or by "|" where the text has no Tab. A line that is not parted heads the rows below it.
    The columns are as wide as their words want, numbers stand on the right.

    :param text: plain text, or nothing
    :return: :class:`annex.Table`, or ``None`` where the text is empty
    :raises TableError: a row has more cells than there are heads
    """
    lines = _lines(text or "")
    if not lines:
        return None
    heads, *cells = map(_cells, lines)
    for number, row in enumerate(cells, 2):
        if len(row) > len(heads):
            raise TableError(number, " ".join(filter(None, row)), len(row), len(heads))
    rows = tuple(
        Row(tuple(row), heading=len(line) == 1 < len(heads)) for line, row in zip(lines[1:], cells))
    columns = [[row.cells[index] for row in rows if not row.heading and index < len(row.cells)] for index in range(len(heads))]
    return Table(tuple(map(_column, map(wording.clean, heads), columns)), rows)


def table_text(rows):
    """Return rows of cells as :func:`parse_table` reads them.

    :param rows: iterable of rows, each an iterable of texts; the first are the heads
    """
    return "\n".join("\t".join(map(_typed, row)) for row in rows)


def _lines(text):
    """Return the rows that hold something, each a list of cells."""
    text = text.replace("\r\n", "\n")
    if "\t" not in text:
        rows = [line.split("|") for line in text.split("\n")]
    else:
        rows = [line.split("\t") for line in _SEVERAL_LINES.sub(_unquoted, text).split("\n")]
    return [row for row in rows if any(map(str.strip, row))]


def _unquoted(match):
    inner = match[1]
    return inner.replace('""', '"').replace("\n", _BREAK) if "\n" in inner else match[0]


def _cells(row):
    """Return the cells of a row without the empty ones at its end."""
    cells = ["\n".join(wording.paragraphs(cell)) for cell in row]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return cells


def _typed(cell):
    lines = wording.paragraphs(cell)
    if len(lines) < 2:
        return "".join(lines)
    return '"{}"'.format("\n".join(lines).replace('"', '""'))


def _column(title, cells):
    filled = [cell for cell in cells if cell]
    longest_word = max((len(word) for text in (title, *filled) for word in text.split()), default=0)
    longest_line = max((len(line) for text in filled for line in text.splitlines()), default=0)
    share = max(longest_word, min(longest_line, _LONGEST), 1) + _BORDERS
    if _COUNTING.fullmatch(title):
        return Column(title, share, "center")
    is_numbers = filled and all(map(_NUMBER.fullmatch, filled))
    return Column(title, share, "right" if is_numbers else "left")
