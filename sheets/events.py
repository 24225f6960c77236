"""Rows of events as offices keep them: copied from Excel, or in a workbook."""
from ..rendering.annex import Column
from .workbook import Limits, lines_of_workbook, named_rows

LIMITS = Limits()

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
_NEEDED = {'date', 'type_id'}


def rows_of_text(text):
    """Return the rows of what was copied from Excel: a line each, cells divided by tabs.

    :return: list of tuples ``(number of the line, {field: cell})``
    :raise TableError: it is empty or too long
    """
    lines = [line.split('\t') for line in (text or '').splitlines()]
    return named_rows(lines, COLUMNS, _NEEDED, LIMITS, needs_head=False)


def rows_of_workbook(content):
    """Return the rows of the first sheet of an .xlsx file, as :func:`rows_of_text`.

    :param content: bytes
    :raise TableError: it is no workbook that can be read within the limits, or has no head
    """
    return named_rows(lines_of_workbook(content, LIMITS), COLUMNS, _NEEDED, LIMITS)
