"""Forms on files (hồ sơ): the year's list of files, what lies in a file, and what is handed over to the archive.

Nghị định 30/2020/NĐ-CP, Phụ lục V.
"""
import datetime
from dataclasses import dataclass, field

from num2words import num2words

from .annex import Column, Row, Table
from .document import MOTTO, NATION
from .letterhead import Letterhead
from .page import PageSettings
from .wording import clean, place_date_line, roman_label, short_date_text

CATALOG = (
    Column("Số và ký hiệu hồ sơ", 1.3),
    Column("Tên đề mục và tiêu đề hồ sơ", 3.6),
    Column("Thời hạn bảo quản", 1.2, "center"),
    Column("Người lập hồ sơ", 1.6),
    Column("Ghi chú", 1.1),
)
CONTENTS = (
    Column("STT", 0.75, "center"),
    Column("Số, ký hiệu văn bản", 1.6),
    Column("Ngày tháng văn bản", 1.45, "center"),
    Column("Tên loại và trích yếu nội dung văn bản", 2.95),
    Column("Tác giả văn bản", 1.6),
    Column("Tờ số, trang số", 0.9, "center"),
    Column("Ghi chú", 0.9),
)
HANDED_OVER = (
    Column("STT", 0.75, "center"),
    Column("Số, ký hiệu hồ sơ", 1.6),
    Column("Tiêu đề hồ sơ", 3),
    Column("Thời gian tài liệu", 1.6, "center"),
    Column("Thời hạn bảo quản", 1.2, "center"),
    Column("Số tờ, số trang", 0.9, "center"),
    Column("Ghi chú", 0.9),
)

PERMANENT = "Vĩnh viễn"


@dataclass(frozen=True)
class FilingForm(Letterhead):
    """A form with the head of the agency, text, a table, and who signs it.

    :ivar heading: lines, the first in capitals
    :ivar issuer: lines of the agency's name
    :ivar parent: the agency above, if any
    :ivar subheading: lines below the heading
    :ivar before: paragraphs above the table; one that is in capitals up to a colon names a side
    :ivar after: paragraphs below the table
    :ivar date: its day; ``None`` leaves it to be written by hand
    :ivar signers: pairs of a title and a name, from left to right; a single one stands on the right
    """

    heading: tuple[str, ...]
    issuer: tuple[str, ...]
    place: str
    signers: tuple[tuple[str, str], ...]
    parent: str = ""
    subheading: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    table: Table | None = None
    after: tuple[str, ...] = ()
    date: datetime.date | None = None
    page: PageSettings = field(default_factory=PageSettings)

    nation = NATION
    motto = MOTTO

    @property
    def title(self):
        """Title of the file."""
        return " ".join(self.heading).capitalize()

    @property
    def date_line(self):
        """Place and day as they are printed, the day dotted where it is written by hand."""
        if self.date:
            return place_date_line(self.place, self.date)
        return f"{clean(self.place)}, ngày ..... tháng ..... năm ....."


def retention_text(years):
    """Return how long a file is kept, e.g. ``10 năm``; ``None`` and 0 are for ever."""
    return f"{years} năm" if years else PERMANENT


def retention_years(text):
    """Read how long a file is kept.

    :param text: as it stands in a table: ``Vĩnh viễn``, ``VV``, ``10 năm``, ``05``
    :return: years, 0 for ever
    :raises ValueError: it says neither
    """
    words = clean(text).casefold().rstrip(".")
    if words in ("vĩnh viễn", "vv", "v.v"):
        return 0
    number = words.removesuffix("năm").strip()
    if not number.isdigit() or not 0 < int(number) <= 100:
        raise ValueError(text)
    return int(number)


def group_heading(number, name):
    """Return the row that heads the files of a unit in the year's list, e.g. ``I. VĂN PHÒNG``."""
    return Row(("", f"{roman_label(number)}. {clean(name).upper()}"), heading=True)


def smaller_heading(number, name):
    """Return the row that heads files of one subject within a unit, e.g. ``1. Công tác dân vận``."""
    return Row(("", f"{number}. {clean(name)}"), heading=True)


def count_line(permanent, limited):
    """Return the sentence below the year's list that says how many files it has."""
    return (f"Danh mục hồ sơ này có {permanent + limited} hồ sơ, bao gồm: {permanent} hồ sơ bảo quản vĩnh viễn; "
            f"{limited} hồ sơ bảo quản có thời hạn.")


def handed_line(count):
    """Return the sentence below the list of what is handed over that says how many files it has, in words too."""
    words = num2words(count, lang="vi")
    return f"Mục lục này gồm: {count} hồ sơ (đơn vị bảo quản). Viết bằng chữ: {words} hồ sơ (đơn vị bảo quản)."


def span_text(first, last):
    """Return from when to when documents are, e.g. ``02/3/2026 - 31/12/2026``; empty where none has a day."""
    days = [short_date_text(day) for day in (first, last) if day]
    return " - ".join(dict.fromkeys(days))


def sheet_spans(pages):
    """Return where each document lies in its file, counted from its first sheet, e.g. ``1-4``.

    :param pages: number of sheets of each; from one that has no number on the place is not known
    """
    found, first = [], 1
    for count in pages:
        if not count or not first:
            first = 0
            found.append(str(count or ""))
            continue
        last = first + count - 1
        found.append(str(first) if count == 1 else f"{first}-{last}")
        first = last + 1
    return found
