"""Tables for the import of records: read cell by cell as Odoo's own import reads them, and nothing of what they say is judged.

Each reader returns ``(length, rows, found)``: the number of rows in the file, the rows that hold anything, each a list of texts,
dates and times, and what it found out about the file.
"""
import codecs
import csv
import datetime
import io
import unicodedata

import chardet
import openpyxl
import openpyxl.cell.cell as kinds
from openpyxl.styles import numbers

from .workbook import Limits, TableError, check_package

#: Of workbooks; what reading takes beyond it is bounded by the process.
LIMITS = Limits(size=50 << 20, unpacked=400 << 20, tags=20_000_000)
#: Marks before a text that its encoding takes off by itself where it is called without its byte order.
_MARKS = {
    'utf-16le': codecs.BOM_UTF16_LE, 'utf-16be': codecs.BOM_UTF16_BE, 'utf-32le': codecs.BOM_UTF32_LE,
    'utf-32be': codecs.BOM_UTF32_BE}
_SEPARATORS = (',', ';', '\t', ' ', '|', unicodedata.lookup('unit separator'))


def rows_of_xls(content, sheet=None):
    """Read a sheet of an .xls workbook.

    :param content: bytes
    :param sheet: name of the sheet, default the first
    :return: length, rows, ``{'sheets': names, 'sheet': name}``
    :raise TableError: ``file``: it can't be read; ``cell``: row, column and value of one that holds an error
    """
    import xlrd  # noqa: PLC0415: a library that may be missing
    try:
        book = xlrd.open_workbook(file_contents=content)
        found = _sheets(book.sheet_names(), sheet)
        table = book.sheet_by_name(found['sheet'])
        rows = [
            [_xls_value(xlrd, book, cell, row, column) for column, cell in enumerate(table.row(row - 1), 1)]
            for row in range(1, table.nrows + 1)]
    except (TableError, MemoryError):
        raise
    except Exception as error:  # a damaged workbook fails anywhere in the reader
        raise TableError('file') from error
    return table.nrows, _filled(rows), found


def _xls_value(xlrd, book, cell, row, column):
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return _number(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        moment = datetime.datetime(*xlrd.xldate.xldate_as_tuple(cell.value, book.datemode))
        return moment if cell.value % 1 else moment.date()
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return 'True' if cell.value else 'False'
    if cell.ctype == xlrd.XL_CELL_ERROR:
        raise TableError('cell', row, column, str(xlrd.error_text_from_code.get(cell.value, cell.value)))
    return cell.value


def rows_of_xlsx(content, sheet=None):
    """Read a sheet of an .xlsx workbook; of formulas the last value.

    :param content: bytes
    :param sheet: name of the sheet, default the first
    :return: length, rows, ``{'sheets': names, 'sheet': name}``
    :raise TableError: ``file``: it can't be read; ``size``, ``complex``: it holds more than any ordinary workbook; ``cell``: row,
        column and value of one that holds an error; ``format``: row, column, value, format and kind of a time without a day
    """
    try:
        check_package(content, LIMITS)
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        found = _sheets(book.sheetnames, sheet)
        table = book[found['sheet']]
        rows = [[_xlsx_value(cell, row, column) for column, cell in enumerate(cells, 1)] for row, cells in enumerate(table.rows, 1)]
    except (TableError, MemoryError):
        raise
    except Exception as error:  # see above
        raise TableError('file') from error
    return table.max_row, _filled(rows), found


def _xlsx_value(cell, row, column):
    if cell.data_type == kinds.TYPE_ERROR:
        raise TableError('cell', row, column, str(cell.value))
    if cell.value is None:
        return ''
    if isinstance(cell.value, float):
        return _number(cell.value)
    if cell.is_date:
        kind = numbers.is_datetime(cell.number_format)
        if kind not in ('date', 'datetime'):
            raise TableError('format', row, column, str(cell.value), cell.number_format, str(kind))
        return cell.value if kind == 'datetime' else cell.value.date()
    return str(cell.value)


def _number(value):
    return str(value if value % 1 else int(value))


def _sheets(names, sheet):
    return {'sheets': names, 'sheet': sheet or names[0]}


def _filled(rows):
    return [row for row in rows if any(cell and (not isinstance(cell, str) or cell.strip()) for cell in row)]


def rows_of_csv(content, quoting, encoding=None, separator=None):
    """Read a table in a text file.

    :param content: bytes
    :param quoting: letter around cells that hold separators
    :param encoding: name of the encoding, default guessed
    :param separator: letter between cells, default guessed
    :return: length, rows, ``{'encoding': name, 'separator': letter}``, each where it was guessed
    :raise TableError: ``encoding``: its name, and whether it was guessed; ``quoting``; ``csv``: what the reader says
    """
    found = {}
    if not encoding:
        encoding = found['encoding'] = _encoding(content)
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise TableError('encoding', encoding, bool(found)) from error
    if not isinstance(quoting, str) or len(quoting) != 1:
        raise TableError('quoting')
    try:
        if not separator and (separator := _separator(text, quoting)):
            found['separator'] = separator
        lines = [line for line in csv.reader(io.StringIO(text), quotechar=quoting, delimiter=separator or ',')
                 if any(cell for cell in line if cell.strip())]
    except (csv.Error, TypeError) as error:
        raise TableError('csv', str(error)) from error
    return len(lines), lines, found


def _encoding(content):
    encoding = (chardet.detect(content)['encoding'] or 'utf-8').lower()
    mark = _MARKS.get(encoding)
    return encoding[:-2] if mark and content.startswith(mark) else encoding


def _separator(text, quoting):
    """Return the first separator that gives all lines the same number of cells, two at least; else ``None``."""
    for separator in _SEPARATORS:
        width = None
        for line in csv.reader(io.StringIO(text), quotechar=quoting, delimiter=separator):
            width = width or len(line)
            if len(line) == 1 or len(line) != width:
                break
        else:
            return separator
    return None
