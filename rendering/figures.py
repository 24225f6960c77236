"""The figures of a period: indicators down, units across, what follows from them as formulas."""
from typing import NamedTuple

from .xlsx import Formula, Sheet, SheetColumn, workbook

TITLE = "TỔNG HỢP SỐ LIỆU"
_BEFORE = (SheetColumn("TT", 0.5, "center"), SheetColumn("Chỉ tiêu", 3.6), SheetColumn("Đơn vị tính", 1.15, "center"))
_AFTER = (
    SheetColumn("Tổng hợp", 1.1, "right"), SheetColumn("Lũy kế từ đầu năm", 1.1, "right"),
    SheetColumn("Cùng kỳ năm trước", 1.1, "right"), SheetColumn("So với cùng kỳ (%)", 1.1, "right", number="0.0%"),
    SheetColumn("Chỉ tiêu năm", 1.1, "right"), SheetColumn("So với chỉ tiêu (%)", 1.1, "right", number="0.0%"),
    SheetColumn("Ghi chú", 2),
)
_FUNCTIONS = {"sum": ("SUM", sum), "max": ("MAX", max)}


class Figure(NamedTuple):
    """A row.

    :ivar group: what it stands together with, may be empty
    :ivar rule: how the whole follows from the units: ``sum``, ``max`` or another word where ``whole`` is simply given
    :ivar values: a number for each unit, or ``None``
    :ivar whole: the figure of all; where a rule gives it, it is what the rule gives
    :ivar corrected: ``whole`` is given though there is a rule
    """

    group: str
    name: str
    uom: str
    rule: str
    values: tuple
    whole: float
    cumulative: float
    last_year: float
    target: float
    note: str = ""
    corrected: bool = False


class FiguresHead(NamedTuple):
    """What stands above the table.

    :ivar parent: the agency above, if any
    :ivar issuer: lines of the agency's name
    :ivar lines: which period of which plan, a line each
    :ivar units: the heads of the units' columns
    """

    parent: str
    issuer: tuple[str, ...]
    lines: tuple[str, ...]
    units: tuple[str, ...]


def write_figures(file, head, figures):
    """Write the sheet.

    :param file: binary file or path that is written to
    :param head: :class:`FiguresHead`
    :param figures: iterable of :class:`Figure` in the order of print
    """
    units = [SheetColumn(unit, 1.1, "right") for unit in head.units]
    with workbook(file) as book:
        sheet = Sheet(book, "Tổng hợp số liệu", (*_BEFORE, *units, *_AFTER))
        sheet.agency(head.parent, head.issuer)
        sheet.line(TITLE, "title")
        for line in head.lines:
            sheet.line(line, "italic")
        sheet.line()
        sheet.head(frozen=len(_BEFORE))
        group = ""
        for number, figure in enumerate(figures, 1):
            if figure.group != group:
                sheet.group(figure.group or "Chỉ tiêu khác")
            group = figure.group
            sheet.row(_row(sheet, number, figure, len(units)))
        sheet.close()


def _row(sheet, number, figure, units):
    first, whole = len(_BEFORE), len(_BEFORE) + units
    cumulative, last_year, target = (sheet.cell(whole + step) for step in (1, 2, 4))
    return (
        number, figure.name, figure.uom, *figure.values, _whole(sheet, figure, first, whole), figure.cumulative,
        figure.last_year or None, _share(sheet.cell(whole), last_year, figure.whole, figure.last_year),
        figure.target or None, _share(cumulative, target, figure.cumulative, figure.target), figure.note)


def _whole(sheet, figure, first, whole):
    """:return: the figure of all: a formula over the units where it follows from them"""
    present = [value for value in figure.values if value is not None]
    if figure.rule not in _FUNCTIONS or figure.corrected or not present:
        return figure.whole
    name, function = _FUNCTIONS[figure.rule]
    return Formula(f"={name}({sheet.cell(first)}:{sheet.cell(whole - 1)})", function(present))


def _share(part, whole, part_value, whole_value):
    """:return: formula of what part of ``whole`` ``part`` is; an empty text where there is no whole"""
    return Formula(f'=IF({whole}=0,"",{part}/{whole})', part_value / whole_value if whole_value else "")
