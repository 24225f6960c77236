"""Rows of a tracking sheet that comes back edited."""
import re
from typing import NamedTuple

from ..rendering.tracking import COLUMNS, same_text
from .workbook import Limits, TableError, day_of, lines_of_workbook, named_rows, text_of

LIMITS = Limits(rows=10_000, size=10 << 20, unpacked=100 << 20, tags=2_000_000, head_within=20)
#: Fields that come back, in the order of the sheet.
FIELDS = ('progress', 'result', 'done_date', 'done_reason')
TEXTS = ('result', 'done_reason')
_PERCENT = re.compile(r'(\d{1,3})(?:[.,]0+)? ?%?')


class Row(NamedTuple):
    """A row of a duty.

    :ivar number: of the row in the sheet
    :ivar code: as it stands in the hidden column
    :ivar text: the duty, as it stands in the sheet
    :ivar unit: its unit, as it stands in the sheet
    :ivar cells: ``{field: cell}`` of the columns that are there
    """

    number: int
    code: str
    text: str
    unit: str
    cells: dict


def rows_of_tracking(content):
    """Return the rows of duties of an edited tracking sheet; columns may have moved, and some been taken out.

    :param content: bytes
    :return: list of :class:`Row`
    :raise TableError: as for workbooks, or ``code``: the hidden column has been taken out
    """
    lines = lines_of_workbook(content, LIMITS)
    found = named_rows(lines, COLUMNS, {'text', 'unit'}, LIMITS)
    names = {name for _number, cells in found for name in cells}
    if 'code' not in names:
        raise TableError('code')
    if not names & set(FIELDS):
        raise TableError('head')
    return [
        Row(number, text_of(cells.get('code')), text_of(cells.get('text')), text_of(cells.get('unit')),
            {name: cells[name] for name in FIELDS if name in cells})
        for number, cells in found if text_of(cells.get('code')) or text_of(cells.get('text'))]


def value_of(name, cell):
    """Return what a cell says.

    :param name: one of :data:`FIELDS`
    :return: percent as int, text, ``datetime.date`` or ``None`` for no day
    :raise ValueError: it says nothing that fits
    """
    if name in TEXTS:
        return same_text(cell)
    if name == 'progress':
        return _percent_of(cell)
    day = day_of(cell)
    if day is None and text_of(cell):
        raise ValueError(name)
    return day


def _percent_of(cell):
    """A cell of percents holds 0.4 for 40 %; people also type 40 or 40 %."""
    if isinstance(cell, bool):
        raise ValueError('progress')
    if isinstance(cell, (int, float)):
        percent = round(cell * 100) if 0 <= cell <= 1 else cell
        if percent != int(percent):
            raise ValueError('progress')
    elif not (text := text_of(cell)):
        return 0
    elif match := _PERCENT.fullmatch(text):
        percent = match[1]
    else:
        raise ValueError('progress')
    if not 0 <= int(percent) <= 100:
        raise ValueError('progress')
    return int(percent)
