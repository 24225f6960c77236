"""Rows of events as offices keep them: copied from Excel, or in a workbook. No records here."""
import datetime
import io
import re
import unicodedata
import zipfile

import openpyxl

from ..rendering.annex import Column

MOST_ROWS = 2000
MOST_COLUMNS = 40
MOST_BYTES = 5 << 20
#: A workbook is a packed folder; what it unpacks to is limited as well.
MOST_UNPACKED = 50 << 20
HEAD_WITHIN = 10  # rows

#: Field of an event -> column of the sheet, in the order of a sheet without a head.
COLUMNS = {
    'date': Column("Ngày", 1, 'center'),
    'type_id': Column("Loại hoạt động", 2),
    'subject': Column("Nội dung", 2.4),
    'place': Column("Địa điểm", 2),
    'commune': Column("Xã, phường", 1.4),
    'participant_count': Column("Số người tham dự", 1, 'right'),
    'minority_count': Column("Người DTTS", 0.9, 'right'),
    'women_count': Column("Nữ", 0.7, 'right'),
    'opinion_count': Column("Ý kiến tiếp nhận", 1, 'right'),
    'resolved_count': Column("Ý kiến đã giải quyết", 1, 'right'),
    'document_count': Column("Tài liệu cấp phát", 1, 'right'),
    'note': Column("Ghi chú", 2),
}
_DAY = re.compile(r'(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$')
_ISO_DAY = re.compile(r'(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$')
_NUMBER = re.compile(r'\d{1,9}|\d{1,3}(?:[. ]\d{3}){1,2}')


class TableError(ValueError):
    """The table as a whole can't be read; ``args[0]`` is one of ``size``, ``file``, ``head``, ``rows``, ``empty``."""


def plain(text):
    """:return: ``text`` as names are compared: without case, marks and punctuation"""
    letters = unicodedata.normalize('NFD', str(text or '').casefold().replace('đ', 'd'))
    return ' '.join(re.sub(r'[^a-z0-9]+', ' ', ''.join(each for each in letters if not unicodedata.combining(each))).split())


_HEADS = {plain(column.title): name for name, column in COLUMNS.items()}


def rows_of_text(text):
    """Return the rows of what was copied from Excel: a line each, cells divided by tabs.

    :return: list of tuples ``(number of the line, {field: cell})``
    :raise TableError: it is empty or too long
    """
    lines = [line.split('\t') for line in (text or '').splitlines()]
    return _named(lines, needs_head=False)


def rows_of_workbook(content):
    """Return the rows of the first sheet of an .xlsx file, as :func:`rows_of_text`.

    Formulas are not computed: their last value counts. Nothing outside of the file is read.

    :param content: bytes
    :raise TableError: it is no workbook that can be read within the limits
    """
    if len(content) > MOST_BYTES:
        raise TableError('size')
    try:
        _check_package(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            lines = [list(row) for row in sheet.iter_rows(
                max_row=MOST_ROWS + HEAD_WITHIN + 2, max_col=MOST_COLUMNS, values_only=True)]
        finally:
            book.close()
    except TableError:
        raise
    except Exception as error:  # a damaged workbook fails anywhere in the reader
        raise TableError('file') from error
    return _named(lines, needs_head=True)


def _check_package(content):
    """Refuse what unpacks to too much, and XML that declares a document type."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise TableError('size')
        for part in parts:
            if part.filename.endswith(('.xml', '.rels')):
                start = package.read(part)
                if b'<!DOCTYPE' in start or b'<!ENTITY' in start or b'\0' in start[:8] or start[:2] in (b'\xff\xfe', b'\xfe\xff'):
                    raise TableError('file')


def _named(lines, needs_head):
    """Find the head of the table and name the cells below it."""
    filled = [(number, line) for number, line in enumerate(lines, 1) if any(_text(cell) for cell in line)]
    if not filled:
        raise TableError('empty')
    for index, (_number, line) in enumerate(filled[:HEAD_WITHIN]):
        names = [_HEADS.get(plain(cell)) for cell in line]
        if {'date', 'type_id'} <= set(names):
            filled = filled[index + 1:]
            break
    else:
        if needs_head:
            raise TableError('head')
        names = list(COLUMNS)
    if len(filled) > MOST_ROWS:
        raise TableError('rows')
    if not filled:
        raise TableError('empty')
    return [(number, {name: cell for name, cell in zip(names, line) if name}) for number, line in filled]


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
