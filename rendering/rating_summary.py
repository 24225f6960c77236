"""The ratings of a year in one Excel workbook: everybody by unit, and how many have reached which level."""
from typing import NamedTuple

from .rating import LEVELS
from .wording import clean, decimal_text
from .xlsx import Formula, Sheet, SheetColumn, workbook

TITLE = "TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI NĂM {}"
LIST, COUNTS = "Danh sách", "Số lượng theo mức"
COLUMNS = (
    SheetColumn("TT", 0.5, "center"), SheetColumn("Họ và tên", 2.2),
    SheetColumn("Nhiệm vụ được giao", 0.75, "center"), SheetColumn("Đúng hạn", 0.75, "center"),
    SheetColumn("Chậm", 0.75, "center"), SheetColumn("Chưa hoàn thành", 0.75, "center"),
    SheetColumn("Kiểm tra chưa đạt", 0.75, "center"), SheetColumn("Tổng điểm", 0.75, "center", number="0.0#"),
    SheetColumn("Tự xếp loại", 1.9), SheetColumn("Người đứng đầu đơn vị xếp loại", 2),
    SheetColumn("Kết luận xếp loại", 2), SheetColumn("Ghi chú", 2),
)
_LEVEL = 10  # the column that is counted
COUNT_COLUMNS = (
    SheetColumn("TT", 0.5, "center"), SheetColumn("Đơn vị", 3), SheetColumn("Tổng số", 1, "center"),
    *(SheetColumn(words, 1.3, "center") for words in LEVELS.values()), SheetColumn("Chưa kết luận", 1.1, "center"),
    SheetColumn("Xuất sắc so với tốt (%)", 1.3, "center", number="0.0%"),
)
_COLOURS = {
    LEVELS["excellent"]: ("#C6EFCE", "#006100"), LEVELS["good"]: ("#DDEBF7", "#1F4E78"), LEVELS["failed"]: ("#FFC7CE", "#9C0006")}


class SummaryHead(NamedTuple):
    """What stands above the table.

    :ivar parent: the agency above, if any
    :ivar issuer: lines of the agency's name
    :ivar source: the decree
    :ivar share: how many may be excellent, in % of those rated good; 0: any number
    :ivar signer: title of who signs
    """

    parent: str
    issuer: tuple[str, ...]
    year: int
    source: str
    share: float
    signer: str


class Person(NamedTuple):
    """A row: ``subject`` is ``official`` or ``unit``; levels are keys of ``LEVELS``, empty where nobody has judged yet."""

    subject: str
    unit: str
    name: str
    duties: int
    on_time: int
    late: int
    undone: int
    failed: int
    points: float | None
    own_level: str
    head_level: str
    level: str
    note: str


class _Block(NamedTuple):
    """Rows of the list that are counted together, and their lines in the sheet."""

    name: str
    rows: list
    first: int
    last: int


def write_summary(file, head, persons):
    """Write the workbook: everybody on the first sheet, the numbers on the second.

    :param file: binary file or path that is written to
    :param head: :class:`SummaryHead`
    :param persons: list of :class:`Person`, those of a unit one after the other
    """
    officials = [person for person in persons if person.subject == "official"]
    units = [person for person in persons if person.subject == "unit"]
    with workbook(file) as book:
        sheet = _begin(Sheet(book, LIST, COLUMNS), head)
        sheet.head(frozen=2)
        blocks = [_write_block(sheet, unit, [each for each in officials if each.unit == unit])
                  for unit in dict.fromkeys(person.unit for person in officials)]
        own = [_write_block(sheet, "Tập thể các đơn vị", units)] if units else []
        for index in range(_LEVEL - 2, _LEVEL + 1):
            sheet.colour(index, _COLOURS)
        sheet.close()
        _sign(sheet, head)
        _write_counts(book, head, blocks, own)


def _begin(sheet, head):
    sheet.agency(head.parent, head.issuer)
    sheet.line(TITLE.format(head.year), "title")
    if head.source:
        sheet.line(f"(Theo {head.source})", "italic")
    sheet.line()
    return sheet


def _write_block(sheet, name, rows):
    sheet.group(name)
    first = sheet.next_line
    for number, row in enumerate(rows, 1):
        levels = (LEVELS.get(level, "") for level in (row.own_level, row.head_level, row.level))
        sheet.row((number, row.name, row.duties, row.on_time, row.late, row.undone, row.failed, row.points, *levels, row.note))
    return _Block(name, rows, first, sheet.next_line - 1)


def _sign(sheet, head):
    sheet.line()
    sheet.halves("NGƯỜI LẬP BIỂU", clean(head.signer).upper(), ("bold", "bold"))
    sheet.halves("(Ký, ghi rõ họ tên)", "(Ký, ghi rõ họ tên)", ("italic", "italic"))


def _write_counts(book, head, blocks, own):
    sheet = _begin(Sheet(book, COUNTS, COUNT_COLUMNS), head)
    sheet.head(frozen=2)
    if blocks:
        sheet.group("Công chức")
        first = sheet.next_line
        for number, block in enumerate(blocks, 1):
            sheet.row((number, block.name, *_counts(sheet, block)))
        sheet.row((None, "Cộng", *_sums(sheet, first, [row for block in blocks for row in block.rows])), bold=True)
    for block in own:
        sheet.group(block.name)
        sheet.row((None, "Cộng", *_counts(sheet, block)), bold=True)
    sheet.close()
    if head.share:
        sheet.line(f"Tỷ lệ xuất sắc được phép: không quá {decimal_text(head.share)} % số được xếp loại tốt.", "note")
    _sign(sheet, head)


def _numbers(rows):
    """:return: how many rows there are, how many of each level, how many without one"""
    found = [sum(row.level == level for row in rows) for level in LEVELS]
    return len(rows), *found, len(rows) - sum(found)


def _counts(sheet, block):
    """:return: formulas that count the block in the list"""
    area = f"'{LIST}'!" + ":".join(sheet.cell(_LEVEL, line) for line in (block.first, block.last))
    total, *levels, open_count = _numbers(block.rows)
    counted = [Formula(f'=COUNTIF({area},"{words}")', value) for words, value in zip(LEVELS.values(), levels)]
    return (
        Formula(f"=ROWS({area})", total), *counted,
        Formula(f"={sheet.cell(2)}-SUM({sheet.cell(3)}:{sheet.cell(6)})", open_count), _share(sheet, levels))


def _sums(sheet, first, rows):
    """:return: formulas that add up the lines from ``first`` to the one above"""
    values = _numbers(rows)
    return (*(Formula(f"=SUM({sheet.cell(index, first)}:{sheet.cell(index, sheet.next_line - 1)})", value)
              for index, value in enumerate(values, 2)), _share(sheet, values[1:5]))


def _share(sheet, levels):
    excellent, good, *_others = levels
    cells = sheet.cell(3), sheet.cell(4)
    return Formula('=IF({1}=0,"",{0}/{1})'.format(*cells), excellent / good if good else "")
