"""The registers of outgoing and incoming documents as books: a title page and the columns of the decree.

Nghị định 30/2020/NĐ-CP, Phụ lục IV: Sổ đăng ký văn bản đi, Sổ đăng ký văn bản đến, Sổ theo dõi giải quyết văn bản đến.
"""
import datetime
from dataclasses import dataclass

from . import wording
from .annex import Column, Row, Table
from .letterhead import Letterhead

OUTGOING = (
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
INCOMING = (
    Column("Ngày đến", 1.1, "center"),
    Column("Số đến", 0.7, "center"),
    Column("Tác giả", 1.8),
    Column("Số, ký hiệu văn bản", 1.2),
    Column("Ngày tháng văn bản", 1.1, "center"),
    Column("Tên loại và trích yếu nội dung văn bản", 3.2),
    Column("Đơn vị hoặc người nhận", 1.6),
    Column("Ngày chuyển", 1.1, "center"),
    Column("Ký nhận", 1.1),
    Column("Ghi chú", 1.4),
)
HANDLING = (
    Column("Số đến", 0.7, "center"),
    Column("Tên loại, số và ký hiệu, ngày tháng và tác giả văn bản", 3.4),
    Column("Đơn vị hoặc người nhận", 1.8),
    Column("Thời hạn giải quyết", 1.1, "center"),
    Column("Tiến độ giải quyết", 1.8),
    Column("Số, ký hiệu văn bản trả lời", 1.4),
    Column("Ghi chú", 1.4),
)

#: Name and columns of each book.
BOOKS = {
    "outgoing": ("Sổ đăng ký văn bản đi", OUTGOING),
    "incoming": ("Sổ đăng ký văn bản đến", INCOMING),
    "handling": ("Sổ theo dõi giải quyết văn bản đến", HANDLING),
}


@dataclass(frozen=True)
class RegisterBook(Letterhead):
    """Lines of one register in a span of dates.

    :ivar book: key of :data:`BOOKS`
    :ivar issuer: lines of the agency's name
    :ivar parent: the agency above, if any
    :ivar year: four digits
    :ivar series: the type of document that the series numbers, empty for a common one
    :ivar date_from: first day of the span
    :ivar date_to: last day of the span
    :ivar numbers: first and last number in the book, as texts; empty when it has no line
    :ivar volume: which volume of the year, printed as "Quyển số"
    :ivar rows: values of the columns: text, whole number, ``datetime.date`` or ``None``
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
    book: str = "outgoing"

    @property
    def name(self):
        """What the book is called."""
        return BOOKS[self.book][0]

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
    def columns(self):
        """The columns of the decree's form."""
        return BOOKS[self.book][1]

    @property
    def table(self):
        """The lines as :class:`annex.Table`, every value as it is printed."""
        return Table(self.columns, tuple(Row(tuple(map(_printed, row))) for row in self.rows))

    @property
    def title(self):
        """The title in one line, for file properties and running heads."""
        return f"{self.name} năm {self.year}" + (f" ({self.series})" if self.series else "")


def _printed(value):
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)
