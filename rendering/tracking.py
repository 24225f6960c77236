"""The sheet with which an office follows up a plan: duties by content, and how each of them stands.

A row carries a code in a hidden column, so that an edited sheet can come back: which duty it is, and what the cells that
may be edited said when the sheet was made.
"""
import datetime
import hashlib
import hmac
import re
from typing import NamedTuple

from .xlsx import EDITED, LONGEST_TEXT, Sheet, SheetColumn, workbook

TITLE = "THEO DÕI THỰC HIỆN KẾ HOẠCH"
TIMES_TITLE = "CÁC LẦN ĐẾN HẠN CỦA NHIỆM VỤ ĐỊNH KỲ, THƯỜNG XUYÊN"
TIMES_NOTE = "Trang này chỉ để xem: sửa kết quả của lần đang đến hạn ở trang “Theo dõi”, của các lần khác trong phần mềm."

#: Field of a :class:`Duty` -> column; the heads tell the columns apart when a sheet comes back.
COLUMNS = {
    "number": SheetColumn("TT", 0.5, "center"),
    "text": SheetColumn("Nhiệm vụ", 4),
    "unit": SheetColumn("Đơn vị thực hiện", 1.8),
    "persons": SheetColumn("Người thực hiện", 1.5),
    "deadline": SheetColumn("Thời hạn", 1.15, "center"),
    "output": SheetColumn("Sản phẩm", 1.7),
    "progress": SheetColumn("Tiến độ (%)", 0.85, "center", number="0%", edited=True),
    "result": SheetColumn("Kết quả thực hiện", 2.8, edited=True),
    "done_date": SheetColumn("Ngày hoàn thành", 1.15, "center", edited=True),
    "done_reason": SheetColumn("Lý do ghi lùi ngày", 1.5, edited=True),
    "state": SheetColumn("Tình trạng", 1.15, "center"),
    "note": SheetColumn("Ghi chú", 1.2),
    "code": SheetColumn("Mã dòng (không sửa)", hidden=True),
}
#: Field of a :class:`Time` -> column of the second sheet, which is read only.
TIMES = {
    "number": SheetColumn("TT", 0.5, "center"),
    "text": SheetColumn("Nhiệm vụ", 4),
    "unit": SheetColumn("Đơn vị thực hiện", 1.8),
    "planned": SheetColumn("Thời điểm theo kế hoạch", 1.2, "center"),
    "deadline": SheetColumn("Thời hạn", 1.15, "center"),
    "result": SheetColumn("Kết quả thực hiện", 3.2),
    "done_date": SheetColumn("Ngày hoàn thành", 1.15, "center"),
    "state": SheetColumn("Tình trạng", 1.15, "center"),
}
_INDEX = {name: index for index, name in enumerate(COLUMNS)}
_UNSEEN = re.compile(r"_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b-\x1f]")
ROLES = {"lead": "chủ trì", "coordinate": "phối hợp"}


class State(NamedTuple):
    """How a duty stands: in a word, what it means, and its colours (background, letters)."""

    word: str
    meaning: str
    colours: tuple[str, str]


STATES = {
    "overdue": State("Quá hạn", "đã qua thời hạn, chưa xong", ("#FFC7CE", "#9C0006")),
    "undone": State("Chưa hoàn thành", "kế hoạch đã đóng, chưa xong", ("#D9D9D9", "#3F3F3F")),
    "due_soon": State("Sắp đến hạn", "còn ít ngày", ("#FFEB9C", "#7F6000")),
    "on_track": State("Đúng tiến độ", "chưa đến hạn", ("#DDEBF7", "#1F4E78")),
    "done_late": State("Hoàn thành trễ", "xong sau thời hạn", ("#F8CBAD", "#833C0B")),
    "done_on_time": State("Hoàn thành đúng hạn", "xong trong thời hạn", ("#C6EFCE", "#006100")),
}


class TrackingHead(NamedTuple):
    """What stands above the table.

    :ivar parent: the agency above, if any
    :ivar issuer: lines of the agency's name
    :ivar lines: what is followed up, a line each, e.g. the plan and the unit
    :ivar date: the day of the figures
    :ivar counts: ``{key of STATES: number of duties}``
    :ivar progress: mean of all duties in %
    """

    parent: str
    issuer: tuple[str, ...]
    lines: tuple[str, ...]
    date: datetime.date
    counts: dict
    progress: int = 0

    @property
    def summary(self):
        """All duties and how many stand how, in one line."""
        parts = [f"{self.counts[key]} {state.word.lower()}" for key, state in STATES.items() if self.counts.get(key)]
        return f"Đến ngày {self.date:%d/%m/%Y}: {sum(self.counts.values())} nhiệm vụ, tiến độ chung {self.progress}%" + (
            f", trong đó {', '.join(parts)}" if parts else "")


class Group(NamedTuple):
    """A content that the duties below serve, or a plan; ``level`` 0 is the highest."""

    level: int
    text: str


class Duty(NamedTuple):
    """A row; the progress in percent, the deadline a day or words such as "hằng quý", the state a key of STATES."""

    text: str
    unit: str
    role: str
    persons: str
    deadline: datetime.date | str
    output: str
    progress: int
    result: str
    done_date: datetime.date | None
    done_reason: str
    state: str
    note: str
    code: str


class Time(NamedTuple):
    """Each time that a duty which returns is due; ``planned`` is the day that the plan names, ``deadline`` the one with more time."""

    text: str
    unit: str
    role: str
    planned: datetime.date | None
    deadline: datetime.date | None
    result: str
    done_date: datetime.date | None
    state: str


def write_tracking(file, head, items, times=()):
    """Write the sheet; ``items`` may be any number, one of them is in memory at a time.

    :param file: binary file or path that is written to
    :param head: :class:`TrackingHead`
    :param items: iterable of :class:`Group` and :class:`Duty` in the order of print
    :param times: iterable of :class:`Time`; where there is any it makes a second sheet
    """
    with workbook(file) as book:
        sheet = Sheet(book, "Theo dõi", tuple(COLUMNS.values()))
        sheet.agency(head.parent, head.issuer)
        sheet.line(TITLE, "title")
        for line in head.lines:
            sheet.line(line, "bold")
        sheet.line(head.summary, "italic")
        sheet.cells([*(f"{state.word}: {state.meaning}" for state in STATES.values()), "Cột nền vàng: sửa rồi nạp lại được"],
                    [*(state.colours[0] for state in STATES.values()), EDITED])
        sheet.head(frozen=2)
        number = 0
        for item in items:
            if isinstance(item, Group):
                sheet.group(item.text, item.level)
            else:
                number += 1
                sheet.row(_cells(number, item))
        _colour_states(sheet, _INDEX["state"])
        _allow_entries(sheet)
        sheet.close()
        _write_times(book, head, times)


def _write_times(book, head, times):
    """Write the second sheet, where a duty that returns stands once for each time that it is due."""
    sheet = None
    for number, time in enumerate(times, 1):
        if not sheet:
            sheet = Sheet(book, "Các lần đến hạn", tuple(TIMES.values()))
            sheet.line(TIMES_TITLE, "title")
            for line in head.lines:
                sheet.line(line, "bold")
            sheet.line(TIMES_NOTE, "italic")
            sheet.head(frozen=2)
        sheet.row((number, time.text, unit_text(time.unit, time.role), time.planned, time.deadline, time.result, time.done_date,
                   _word(time.state)))
    if sheet:
        _colour_states(sheet, len(TIMES) - 1)
        sheet.close()


def _colour_states(sheet, index):
    sheet.colour(index, {state.word: state.colours for state in STATES.values()})


def _cells(number, duty):
    return (
        number, duty.text, unit_text(duty.unit, duty.role), duty.persons, duty.deadline, duty.output, duty.progress / 100, duty.result,
        duty.done_date, duty.done_reason, _word(duty.state), duty.note, duty.code)


def _word(state):
    return STATES[state].word if state else ""


def unit_text(unit, role):
    """:return: the unit as its cell says it, e.g. ``Phòng Chính sách (chủ trì)``"""
    return f"{unit} ({ROLES[role]})" if role in ROLES else unit


def _allow_entries(sheet):
    sheet.allow(_INDEX["progress"], {
        "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1,
        "error_title": "Tiến độ", "error_message": "Tiến độ từ 0% đến 100%."})
    sheet.allow(_INDEX["done_date"], {
        "validate": "date", "criteria": "between", "minimum": datetime.date(2000, 1, 1), "maximum": "=TODAY()",
        "error_title": "Ngày hoàn thành", "error_message": "Nhập ngày dạng 25/03/2026, không sau ngày hôm nay."})


# The way back

class Base(NamedTuple):
    """What the cells of a row that may be edited said when the sheet was made; of texts only a digest."""

    id: int
    progress: int
    done_date: datetime.date | None
    result: str
    done_reason: str


def row_code(key, duty_id, progress, done_date, result, done_reason=""):
    """Return the code of a row.

    :param key: bytes, a secret of the database: a sheet of another database is no sheet of this one
    """
    body = f"{duty_id}.{progress}.{f'{done_date:%Y%m%d}' if done_date else ''}.{text_digest(result)}.{text_digest(done_reason)}"
    return f"{body}.{_seal(key, body)}"


def read_code(key, code):
    """:return: :class:`Base`, or ``None`` when the code was not made with ``key`` or has been changed"""
    body, _dot, seal = str(code or "").strip().rpartition(".")
    if not hmac.compare_digest(_seal(key, body).encode(), seal.encode()):
        return None
    duty_id, progress, day, result, *more = body.split(".")
    # Sheets of earlier versions have no column for the reason.
    return Base(
        int(duty_id), int(progress), datetime.datetime.strptime(day, "%Y%m%d").date() if day else None, result,
        more[0] if more else text_digest(""))


def _seal(key, body):
    return hmac.new(key, body.encode(), hashlib.sha256).hexdigest()[:12]


def same_text(text):
    """:return: ``text`` as two versions of it are compared: programs change line ends, spaces there and unseen letters"""
    lines = _UNSEEN.sub("", str(text or "")[:LONGEST_TEXT]).split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def text_digest(text):
    """:return: short digest of a text, by which an edited one is noticed"""
    return hashlib.sha256(same_text(text).encode()).hexdigest()[:12]
