"""The register of outgoing documents as a book: title page and ten columns.

Nghị định 30/2020/NĐ-CP, Phụ lục IV, mẫu Sổ đăng ký văn bản đi.
"""
import datetime
from dataclasses import dataclass

from . import wording
from .annex import Column, Row, Table
from .letterhead import Letterhead

TITLE = "SỔ ĐĂNG KÝ VĂN BẢN ĐI"

COLUMNS = (
    Column("Số, ký hiệu văn bản", 1.2),
    Column("Ngày tháng văn bản", 1.1, "center"),
    Column("Tên loại và trích yếu nội dung văn bản", 3.4),
    Column("Người ký", 1.4),
    Column("Nơi nhận văn bản", 1.9),
    Column("Đơn vị, người nhận bản lưu", 1.3),
    Column("Số lượng bản", 0.8, "center"),
    Column("Ngày chuyển", 1.1, "center"),
    Column("Ký nhận", 1.1),
    Column("Ghi chú", 1.6),
)


@dataclass(frozen=True)
class RegisterBook(Letterhead):
    """Lines of one register in a span of dates.

    :ivar issuer: lines of the agency's name
    :ivar parent: the agency above, if any
    :ivar year: four digits
    :ivar series: the type of document that the series numbers, empty for a common one
    :ivar date_from: first day of the span
    :ivar date_to: last day of the span
    :ivar numbers: first and last number in the book, as texts; empty when it has no line
    :ivar volume: which volume of the year, printed as "Quyển số"
    :ivar rows: values of the ten columns: text, whole number, ``datetime.date`` or ``None``
    """

    issuer: tuple[str, ...]
    year: int
    date_from: datetime.date
    date_to: datetime.date
    numbers: tuple[str, ...]
    rows: tuple[tuple, ...]
    parent: str = ""
    series: str = ""
    volume: int = 1

    @property
    def head(self):
        """The lines below the title."""
        found = [f"Năm: {self.year}"]
        if self.series:
            found.append(f"Loại văn bản: {self.series}")
        found.append(wording.span_text(self.date_from, self.date_to).capitalize())
        if self.numbers:
            found.append("Từ số {} đến số {}".format(*self.numbers))
        return [*found, f"Quyển số: {wording.number_text(self.volume)}"]

    @property
    def table(self):
        """The lines as :class:`annex.Table`, every value as it is printed."""
        return Table(COLUMNS, tuple(Row(tuple(map(_printed, row))) for row in self.rows))

    @property
    def title(self):
        """The title in one line, for file properties and running heads."""
        return f"Sổ đăng ký văn bản đi năm {self.year}" + (f" ({self.series})" if self.series else "")


def _printed(value):
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)
