"""Tables as sheets of an Excel workbook, written from top to bottom with one row in memory at a time."""
import datetime
import math
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell, xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import Worksheet

from .annex import Column
from .characters import plain_text
from .wording import clean

#: Excel keeps no more letters in a cell, nor in the name of a sheet, nor rows in a sheet, nor points in a row.
LONGEST_TEXT = 32_767
LONGEST_NAME = 31
MOST_ROWS = 1_048_576
HIGHEST = 409
#: Width of a whole landscape A4 sheet in Excel's units of letters.
SHEET_WIDTH = 150
FONT = {"font_name": "Times New Roman", "font_size": 11}
#: Height of a line of this font, in points.
LINE_HEIGHT = 15
#: Letters of this font in a unit of width, where lines end with whole words.
FITTING = 1.12

#: Styles of the lines that stand outside of the table.
LINES = {
    "plain": {"align": "left"},
    "left": {"bold": True, "align": "left"},
    "center": {"align": "center"},
    "bold": {"bold": True, "align": "center"},
    "italic": {"italic": True, "align": "center"},
    "note": {"italic": True, "align": "left"},
    "title": {"bold": True, "align": "center", "font_size": 14},
}
#: Styles of the rows that name the rows below them, by level.
GROUPS = (
    {"bold": True, "bg_color": "#D9E2F3"},
    {"bold": True, "bg_color": "#EEF2FA"},
    {"bold": True, "italic": True},
)
EDITED = "#FFF2CC"


@dataclass(frozen=True)
class SheetColumn(Column):
    """A column of a sheet.

    :ivar number: Excel's format of its numbers; empty: whole numbers as 1.234, others with two decimals
    :ivar edited: its head says by a colour that the cells below are meant to be changed
    :ivar hidden: for the computer only
    """

    number: str = ""
    edited: bool = False
    hidden: bool = False


class Formula(NamedTuple):
    """A formula of a cell.

    :ivar text: in Excel's English words, e.g. ``=SUM(D5:F5)``; never made of what people have typed
    :ivar value: its value, for viewers that don't compute
    """

    text: str
    value: float | str


class _Sheet(Worksheet):
    """A sheet whose first page has no page number, as the decree wants (Nghị định 30/2020/NĐ-CP, Phụ lục I).

    :ivar fitted: heights of the rows under way, in points; not as ``set_row`` keeps them: Excel fits such a row anew
        when it is edited
    """

    def __init__(self):
        super().__init__()
        self.fitted = {}

    def _xml_start_tag(self, tag, attributes=()):
        if tag == "headerFooter":
            attributes = [("differentFirst", 1), *attributes]
        return super()._xml_start_tag(tag, attributes)

    def _xml_start_tag_unencoded(self, tag, attributes=()):
        if tag == "row" and (height := self.fitted.pop(dict(attributes)["r"] - 1, None)):
            attributes = [*attributes, ("ht", height)]
        return super()._xml_start_tag_unencoded(tag, attributes)

    def _write_cell(self, row, col, cell):
        """Write a cell in one step where the base class takes many: a sheet has a million of them.

        Text that looks like the base class's own markup is text as well.
        """
        kind = type(cell).__name__
        if kind == "String":
            text = cell.string
            if "_x" in text or not text.isprintable():
                text = self._escape_control_characters(text)
            inner = f' t="inlineStr"><is><t xml:space="preserve">{self._escape_data(text)}</t></is></c>'
        elif kind == "Blank":
            inner = "/>"
        elif kind in ("Number", "Datetime"):
            inner = f"><v>{cell.number:.16G}</v></c>"
        else:
            return super()._write_cell(row, col, cell)
        self.fh.write(f'<c r="{xl_rowcol_to_cell_fast(row, col)}" s="{cell.format._get_xf_index()}"{inner}')
        return None


@contextmanager
def workbook(file):
    """Give a workbook in which text is text, whatever it begins with, and which is saved at the end.

    :param file: binary file or path that is written to
    """
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        yield book


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
    with workbook(file) as book:
        sheet = Sheet(book, name, columns)
        for text in head:
            sheet.line(text, "left")
        sheet.head()
        for row in rows:
            sheet.row(row)
        sheet.close()


class Sheet:
    """A sheet as offices know it: lines, the head of a table, groups and rows, lines.

    Call :meth:`line` and :meth:`halves`, :meth:`head`, then :meth:`group` and :meth:`row`, :meth:`close`, and
    :meth:`line` again for what stands below the table. Nothing can be changed in a row that has been written.

    The height of rows is estimated: nothing measures letters here. A row of the table is fitted anew by the program that
    edits it.

    :param book: what :func:`workbook` gives
    :param name: of the sheet
    :param columns: sequence of :class:`annex.Column` or :class:`SheetColumn`
    """

    def __init__(self, book, name, columns):
        self.book, self.columns, self.next_line, self.top = book, columns, 0, None
        self.sheet = book.add_worksheet(plain_text(name)[:LONGEST_NAME], _Sheet)
        self.shown = [index for index, column in enumerate(columns) if not getattr(column, "hidden", False)]
        share = SHEET_WIDTH / sum(columns[index].share for index in self.shown)
        self.widths = [column.share * share for column in columns]
        for index, width in enumerate(self.widths):
            self.sheet.set_column(index, index, width, None, {"hidden": index not in self.shown})
        self._formats = {}
        self._cells = [self._cell_formats(column, {}) for column in columns]
        self._bold_cells = [self._cell_formats(column, {"bold": True}) for column in columns]

    @property
    def last(self):
        """Index of the last column that is seen."""
        return self.shown[-1]

    # Lines

    def line(self, text="", style="plain"):
        """Write a line over the whole width.

        :param style: key of :data:`LINES`
        """
        self._spread([(0, self.last, text, style)])

    def halves(self, left, right, styles=("center", "center")):
        """Write a line in two halves, as the head of an official document."""
        middle = self._column_at(0.42)
        self._spread([(0, middle, left, styles[0]), (middle + 1, self.last, right, styles[1])])

    def agency(self, parent, issuer):
        """Write the agency above, if any, and the lines of the agency's name, in capitals on the left."""
        if parent:
            self.halves(clean(parent).upper(), "")
        for line in issuer:
            self.halves(clean(line).upper(), "", ("bold", "plain"))

    def cells(self, texts, colours=None):
        """Write a line of framed texts side by side over the whole width, e.g. a legend.

        :param colours: a background for each text
        """
        ends = [self._column_at((index + 1) / len(texts)) for index in range(len(texts) - 1)] + [self.last]
        begin, parts = 0, []
        for text, end, colour in zip(texts, ends, colours or [None] * len(texts)):
            look = {"align": "center", "border": 1, **({"bg_color": colour} if colour else {})}
            parts.append((begin, max(begin, end), text, look))
            begin = max(begin, end) + 1
        self._spread(parts)

    def _spread(self, parts):
        """Write ``(first, last column, text, style)`` side by side on the next line."""
        needed, written = 0, []
        for first, last, text, style in parts:
            look = {**FONT, "valign": "vcenter", "text_wrap": True, **(LINES[style] if isinstance(style, str) else style)}
            scale = look["font_size"] / FONT["font_size"]
            needed = max(needed, line_count(text, sum(self.widths[first:last + 1]) / scale) * LINE_HEIGHT * scale)
            written.append((first, last, text, self._format(**look)))
        self.sheet.set_row(self.next_line, needed + 1)
        for part in written:
            self._merge(*part)
        self.next_line += 1

    def _merge(self, first, last, text, look):
        if first < last:
            self.sheet.merge_range(self.next_line, first, self.next_line, last, "", look)
        self._write_text(self.next_line, first, text, look)

    def _column_at(self, share):
        """:return: index of the column that ends nearest to this share of the width"""
        whole, ends, reached = sum(self.widths[index] for index in self.shown), [], 0
        for index in self.shown[:-1]:
            reached += self.widths[index]
            ends.append((abs(reached / whole - share), index))
        return min(ends, default=(0, 0))[1]

    # Table

    def head(self, frozen=0):
        """Write the heads of the columns; they stay in sight, on every page too, and filter what is below.

        :param frozen: number of columns that stay in sight as well
        """
        self.top = self.next_line
        heights = [line_count(column.title, width) for column, width in zip(self.columns, self.widths)]
        self.sheet.set_row(self.top, max(heights) * LINE_HEIGHT + 6)
        look = {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}
        for index, column in enumerate(self.columns):
            colour = EDITED if getattr(column, "edited", False) else "#F2F2F2"
            self._write_text(self.top, index, column.title, self._format(**look, bg_color=colour))
        self.sheet.freeze_panes(self.top + 1, frozen)
        self.sheet.repeat_rows(self.top)
        self.next_line += 1

    def group(self, text, level=0):
        """Write a row that names the rows below it.

        :param level: 0 for the highest
        """
        style = GROUPS[min(level, len(GROUPS) - 1)]
        look = self._format(**style, border=1, valign="vcenter", text_wrap=True, indent=max(0, level - 1))
        width = sum(self.widths[index] for index in self.shown)
        self.sheet.set_row(self.next_line, line_count(text, width) * LINE_HEIGHT + 3)
        self._merge(0, self.last, text, look)
        self.next_line += 1

    def row(self, values, bold=False):
        """Write a row of the table.

        :param values: text, number, ``datetime.date``, :class:`Formula` or ``None`` for each column
        """
        formats = self._bold_cells if bold else self._cells
        lines = 1
        for index, value in enumerate(values):
            self._write_cell(index, value, formats[index])
            if isinstance(value, str) and (len(value) > self.widths[index] * FITTING or "\n" in value):
                lines = max(lines, line_count(value, self.widths[index] * FITTING))
        self.sheet.fitted[self.next_line] = min(lines * LINE_HEIGHT + 2, HIGHEST)
        self.next_line += 1

    def colour(self, index, colours):
        """Colour the cells of a column by the words in them; the words say it too, for who sees or prints no colours.

        :param colours: ``{words: (background, colour of the letters)}``
        """
        for words, (background, letters) in colours.items():
            self.sheet.conditional_format(self.top + 1, index, max(self.next_line - 1, self.top + 1), index, {
                "type": "cell", "criteria": "==", "value": f'"{words}"',
                "format": self.book.add_format({"bg_color": background, "font_color": letters})})

    def allow(self, index, rule):
        """Let Excel refuse what may not stand in a column.

        :param rule: as ``data_validation`` of xlsxwriter knows it
        """
        self.sheet.data_validation(self.top + 1, index, max(self.next_line - 1, self.top + 1), index, rule)

    def close(self, landscape=True):
        """End the table: filters over all of its columns, and pages of A4 as wide as the table."""
        bottom = max(self.next_line - 1, self.top + 1)
        # The hidden columns too: who sorts moves whole rows.
        self.sheet.autofilter(self.top, 0, bottom, len(self.columns) - 1)
        if landscape:
            self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.6)
        self.sheet.set_header('&C&"Times New Roman,Regular"&P', {"margin": 0.35})
        self.sheet.fit_to_pages(1, 0)
        self.sheet.center_horizontally()

    def cell(self, index, line=None):
        """Return the name of a cell for formulas, e.g. ``D5``.

        :param index: of the column
        :param line: index of the line; default the one that is written next
        """
        return xl_rowcol_to_cell(self.next_line if line is None else line, index)

    # Cells

    def _format(self, **look):
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({**FONT, **look})
        return self._formats[key]

    def _cell_formats(self, column, look):
        """:return: formats of the text, the dates, the whole numbers and the other numbers of a column"""
        look = {**look, "border": 1, "valign": "top", "text_wrap": True, "align": column.align}
        number = getattr(column, "number", "")
        return (self._format(**look), self._format(**look, num_format="dd/mm/yyyy"),
                self._format(**look, num_format=number or "#,##0"), self._format(**look, num_format=number or "#,##0.0#"))

    def _write_cell(self, index, value, formats):
        text, date, whole, decimal = formats
        if value is None or value == "":
            self.sheet.write_blank(self.next_line, index, None, text)
        elif isinstance(value, str):
            self._write_text(self.next_line, index, value, text)
        elif isinstance(value, datetime.date):
            self.sheet.write_datetime(self.next_line, index, value, date)
        elif isinstance(value, Formula):
            look = whole if isinstance(value.value, str) or float(value.value).is_integer() else decimal
            self.sheet.write_formula(self.next_line, index, value.text, look, value.value)
        else:
            self.sheet.write_number(self.next_line, index, value, whole if float(value).is_integer() else decimal)

    def _write_text(self, line, index, text, look):
        self.sheet.write_string(line, index, plain_text(text)[:LONGEST_TEXT], look)


def line_count(text, width):
    """Estimate how many lines a text takes in a cell.

    :param width: of the cell, in Excel's units of letters
    """
    width = max(width, 1)
    if "\n" not in (text or ""):
        return max(1, math.ceil(len(text or "") / width))
    return sum(max(1, math.ceil(len(part) / width)) for part in text.split("\n"))
