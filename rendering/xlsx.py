"""A table as an Excel workbook, written row by row."""
import datetime

import xlsxwriter

#: Excel keeps no more letters in a cell, nor in the name of a sheet.
LONGEST_TEXT = 32_767
LONGEST_NAME = 31
#: Width of a whole landscape A4 sheet in Excel's units of letters.
SHEET_WIDTH = 150


def write_table(file, name, head, columns, rows):
    """Write one sheet: lines above, the heads of the columns, a row for each of ``rows``.

    Numbers and dates are real ones. Text is text, whatever it begins with: a subject
    that reads ``=HYPERLINK(...)`` is no formula. One row is in memory at a time.

    :param file: binary file or path that is written to
    :param name: of the sheet
    :param head: lines of text above the table
    :param columns: sequence of :class:`annex.Column`
    :param rows: iterable of tuples of text, numbers, ``datetime.date`` and ``None``
    """
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(name[:LONGEST_NAME])
        formats = _formats(book, columns)
        share = SHEET_WIDTH / sum(column.share for column in columns)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.share * share)
        for line, text in enumerate(head):
            sheet.write_string(line, 0, text, formats["title"])
        top = len(head)
        for index, column in enumerate(columns):
            sheet.write_string(top, index, column.title, formats["head"])
        bottom = top
        for bottom, row in enumerate(rows, start=top + 1):
            for index, value in enumerate(row):
                _write_cell(sheet, bottom, index, value, formats)
        sheet.autofilter(top, 0, max(bottom, top + 1), len(columns) - 1)
        _set_up_pages(sheet, top)


def _formats(book, columns):
    font = {"font_name": "Times New Roman", "font_size": 11}
    cell = {**font, "border": 1, "valign": "top", "text_wrap": True}
    found = {
        "title": book.add_format({**font, "bold": True}),
        "head": book.add_format({**cell, "bold": True, "align": "center", "valign": "vcenter"}),
    }
    for index, column in enumerate(columns):
        found[index] = book.add_format({**cell, "align": column.align})
        found[index, "date"] = book.add_format({**cell, "align": column.align, "num_format": "dd/mm/yyyy"})
    return found


def _write_cell(sheet, line, index, value, formats):
    if value is None or value == "":
        sheet.write_blank(line, index, None, formats[index])
    elif isinstance(value, datetime.date):
        sheet.write_datetime(line, index, value, formats[index, "date"])
    elif isinstance(value, str):
        sheet.write_string(line, index, value[:LONGEST_TEXT], formats[index])
    else:
        sheet.write_number(line, index, value, formats[index])


def _set_up_pages(sheet, top):
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.6, right=0.6, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")
