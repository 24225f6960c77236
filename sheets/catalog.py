"""The year's list of files (danh mục hồ sơ) as offices keep it in a workbook: headings between the rows."""
import re

from ..rendering.annex import Column
from .workbook import Limits, lines_of_workbook, named_rows, text_of

LIMITS = Limits()

#: Field of a file -> column of the sheet.
COLUMNS = {
    'notation': Column("Số và ký hiệu hồ sơ", 1.3),
    'title': Column("Tên đề mục và tiêu đề hồ sơ", 3.6),
    'retention': Column("Thời hạn bảo quản", 1.2, 'center'),
    'keeper': Column("Người lập hồ sơ", 1.6),
    'note': Column("Ghi chú", 1.1),
}
#: Other heads of the same columns.
_ALSO = {"Số, ký hiệu hồ sơ": "Số và ký hiệu hồ sơ", "Số ký hiệu hồ sơ": "Số và ký hiệu hồ sơ", "Tiêu đề hồ sơ": "Tên đề mục và tiêu đề hồ sơ"}
_LABELLED = re.compile(r'(?P<label>[IVXL]+|\d{1,2}(?:\.\d{1,2})?)[.)]\s*(?P<name>\S.*)')
_LABEL = re.compile(r'[IVXL]+[.)]?|\d{1,2}[.)]?')


def rows_of_catalog(content):
    """Return the files that the first sheet of an .xlsx file lists, each under its headings.

    :param content: bytes
    :return: list of tuples ``(number of the line, {unit, heading, notation, title, retention, keeper, note: text})``
    :raise TableError: it is no workbook that can be read within the limits, or has no head
    """
    lines = [[_ALSO.get(text_of(cell), cell) for cell in line] for line in lines_of_workbook(content, LIMITS)]
    found, unit, heading = [], '', ''
    for number, cells in named_rows(lines, COLUMNS, {'title'}, LIMITS):
        texts = {**dict.fromkeys(COLUMNS, ''), **{name: text_of(cell) for name, cell in cells.items()}}
        if _counts_columns(texts.values()):
            continue
        label, name = _heading(texts)
        if not name:
            found.append((number, {'unit': unit, 'heading': heading, **texts}))
        elif label[:1].isdigit() or not label and not name.isupper():
            heading = name
        else:
            unit, heading = name, ''
    return found


def _heading(texts):
    """Return label and name of a row that heads others, two empty texts for one that names a file."""
    said = [text for text in texts.values() if text]
    if texts['retention'] or texts['keeper'] or texts['note'] or len(said) == 2 and not _LABEL.fullmatch(texts['notation']):
        return '', ''
    if len(said) == 2:
        return said[0], said[1]
    match = _LABELLED.fullmatch(said[0])
    return (match['label'], match['name']) if match else ('', said[0])


def _counts_columns(texts):
    """Whether a row below the head only counts the columns: (1) (2) (3)."""
    return all(re.fullmatch(r'\(?\d\)?', text) for text in texts if text)
