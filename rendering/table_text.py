"""A table typed as plain text, or pasted from Excel or Word: one row a line, the heads first."""
import re

from . import lines, wording
from .annex import WIDEST_UPRIGHT, Column, Row, Table
from .page import PageSettings

#: pt, as in the stylesheet.
_SIZE = 12
#: What borders and padding of a cell take, in mm.
_PADDING = 3
#: Beyond these no word and no line makes its column wider, in mm.
_WIDEST_WORD, _WIDEST_LINE = 40, 150
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
    parted = _parted(text or "")
    if not parted:
        return None
    heads, *cells = map(_cells, parted)
    for number, row in enumerate(cells, 2):
        if len(row) > len(heads):
            raise TableError(number, " ".join(filter(None, row)), len(row), len(heads))
    rows = tuple(Row(tuple(row), heading=len(line) == 1 < len(heads)) for line, row in zip(parted[1:], cells))
    return Table(tuple(_columns(heads, [row.cells for row in rows if not row.heading])), rows)


def table_text(rows):
    """Return rows of cells as :func:`parse_table` reads them.

    :param rows: iterable of rows, each an iterable of texts; the first are the heads
    """
    return "\n".join("\t".join(map(_typed, row)) for row in rows)


def _parted(text):
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


def _columns(heads, rows):
    """Yield the columns, their shares being mm of a sheet with the usual margins.

    Each has what its longest word needs, then what its longest line wants as far as there is room, then an equal part
    of the rest; a column of numbers of the rows wants none of it.
    """
    columns = [(wording.clean(head), [row[index] for row in rows if row[index:] and row[index]]) for index, head in enumerate(heads)]
    needs, wants = zip(*(_widths(title, cells) for title, cells in columns))
    page = PageSettings()
    left = max((page.text_width if len(heads) <= WIDEST_UPRIGHT else page.text_width_across) - sum(needs), 0)
    missing = sum(wants) - sum(needs)
    given = min(left / missing, 1) if missing else 1
    spare = max(left - missing, 0)
    open_columns = sum(not _COUNTING.fullmatch(title) for title, _cells in columns) or len(columns)
    for (title, cells), need, want in zip(columns, needs, wants):
        rest = 0 if _COUNTING.fullmatch(title) and len(columns) > 1 else spare / open_columns
        yield Column(title, need + given * (want - need) + rest, _align(title, cells))


def _widths(title, cells):
    """Return how wide the longest word and the longest line of a column are, in mm."""
    words = [
        *(lines.width(word, _SIZE, "Bold") for word in title.split()),
        *(lines.width(word, _SIZE) for cell in cells for word in cell.split())]
    need = min(max(words, default=0), _WIDEST_WORD)
    want = max(lines.width(title, _SIZE, "Bold"), *(lines.width(line, _SIZE) for cell in cells for line in cell.splitlines()), 0)
    return need + _PADDING, max(need, min(want, _WIDEST_LINE)) + _PADDING


def _align(title, cells):
    if _COUNTING.fullmatch(title):
        return "center"
    return "right" if cells and all(map(_NUMBER.fullmatch, cells)) else "left"
