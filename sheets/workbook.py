"""Tables in workbooks that people send: untrusted, read within limits."""
import datetime
import io
import re
import unicodedata
import zipfile
from typing import NamedTuple

import openpyxl

MOST_COLUMNS = 40
#: Longest text of a cell, as in Excel itself.
LONGEST = 32_767
#: Most tags of a part that holds neither cells nor texts, such as the formats; unpacked a tag is some hundred bytes.
MOST_TAGS = 50_000
_CELLS = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]*>\s*)?<(?:\w+:)?(?:worksheet|sst)[\s>]')
_DAY = re.compile(r'(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$')
_ISO_DAY = re.compile(r'(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$')
_NUMBER = re.compile(r'\d{1,9}|\d{1,3}(?:[. ]\d{3}){1,2}')


class TableError(ValueError):
    """The table as a whole can't be read; ``args[0]`` says why: ``size``, ``file``, ``complex``, ``head``,
    ``rows``, ``empty`` ..."""


class Limits(NamedTuple):
    """How much is read.

    :ivar rows: below the head
    :ivar size: bytes of the file
    :ivar unpacked: a workbook is a packed folder; bytes of what it unpacks to
    :ivar tags: of a sheet, or of the texts of all sheets; a cell has four, two of them closing ones
    :ivar head_within: of so many rows with words one is the head
    """

    rows: int = 2000
    size: int = 5 << 20
    unpacked: int = 50 << 20
    tags: int = 1_000_000
    head_within: int = 10


def lines_of_workbook(content, limits):
    """Return the rows of the first sheet of an .xlsx file, each a list of cells.

    Formulas are not computed: their last value counts. Nothing outside of the file is read.

    :param content: bytes
    :param limits: :class:`Limits`
    :raise TableError: it is no workbook that can be read within the limits
    """
    if len(content) > limits.size:
        raise TableError('size')
    try:
        check_package(content, limits)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            return [_checked(row) for row in sheet.iter_rows(
                max_row=limits.rows + limits.head_within + 2, max_col=MOST_COLUMNS, values_only=True)]
        finally:
            book.close()
    except (TableError, MemoryError):
        raise
    except Exception as error:  # a damaged workbook fails anywhere in the reader
        raise TableError('file') from error


def _checked(row):
    """Return the cells of a row as a list."""
    if any(isinstance(cell, str) and len(cell) > LONGEST for cell in row):
        raise TableError('complex')
    return list(row)


def check_package(content, limits):
    """Refuse what unpacks to too much, and XML that declares a document type."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        if sum(part.file_size for part in parts) > limits.unpacked:
            raise TableError('size')
        for part in parts:
            if part.filename.endswith(('.xml', '.rels')):
                _check_part(package.read(part), limits)


def _check_part(xml, limits):
    if b'<!DOCTYPE' in xml or b'<!ENTITY' in xml or b'\0' in xml[:8] or xml[:2] in (b'\xff\xfe', b'\xfe\xff'):
        raise TableError('file')
    if xml.count(b'<') > (limits.tags if _CELLS.match(xml) else MOST_TAGS):
        raise TableError('complex')


def named_rows(lines, columns, needed, limits, needs_head=True):
    """Find the head of the table and name the cells below it.

    :param lines: list of lists of cells
    :param columns: ``{name: column}``; the columns' titles are looked for, in any order
    :param needed: set of names that a head has at least
    :param limits: :class:`Limits`
    :param needs_head: otherwise a table without a head has ``columns`` in their order
    :return: list of tuples ``(number of the line, {name: cell})``
    :raise TableError: there is no head, no row or there are too many
    """
    heads = {plain(column.title): name for name, column in columns.items()}
    filled = [(number, line) for number, line in enumerate(lines, 1) if any(_text(cell) for cell in line)]
    if not filled:
        raise TableError('empty')
    for index, (_number, line) in enumerate(filled[:limits.head_within]):
        names = [heads.get(plain(cell)) for cell in line]
        if needed <= set(names):
            filled = filled[index + 1:]
            break
    else:
        if needs_head:
            raise TableError('head')
        names = list(columns)
    if len(filled) > limits.rows:
        raise TableError('rows')
    if not filled:
        raise TableError('empty')
    return [(number, {name: cell for name, cell in zip(names, line) if name}) for number, line in filled]


# Cells

def plain(text):
    """:return: ``text`` as names are compared: without case, marks and punctuation"""
    # Heaped marks are taken off first: to put many into order takes the square of their number.
    letters = unicodedata.normalize('NFD', _unmarked(str(text or '').casefold().replace('đ', 'd')))
    return ' '.join(re.sub(r'[^a-z0-9]+', ' ', _unmarked(letters)).split())


def _unmarked(text):
    return ''.join(each for each in text if not unicodedata.combining(each))


def _text(cell):
    return '' if cell is None else str(cell).strip()


def text_of(cell):
    """:return: the cell as one line of text"""
    return ' '.join(_text(cell).split())


def day_of(cell):
    """:return: ``datetime.date`` of 02/03/2026, 2026-03-02 or a date of Excel; ``None`` for anything else"""
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    text = text_of(cell)
    try:
        if match := _DAY.match(text):
            day, month, year = map(int, match.groups())
        elif match := _ISO_DAY.match(text):
            year, month, day = map(int, match.groups())
        else:
            return None
        return datetime.date(year, month, day)
    except ValueError:
        return None


def number_of(cell):
    """:return: int of 1200, 1.200 or an empty cell (0); ``None`` for anything else"""
    if isinstance(cell, float) and cell.is_integer() and 0 <= cell < 1e9:
        return int(cell)
    text = text_of(cell)
    if not text or text == '-':
        return 0
    return int(re.sub(r'\D', '', text)) if _NUMBER.fullmatch(text) else None
