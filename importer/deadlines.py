"""Deadlines in words to dates or a recurrence; the words are kept."""

import calendar
import re
from datetime import date

from .document import Deadline
from .roman import from_roman
from .words import plain, squeeze

_YEAR = r"(?:nam |/ ?)(?P<{}>20\d\d)"
_DATE = re.compile(
    r"\b(?P<d>\d{1,2}) ?[/.-] ?(?P<m>\d{1,2})(?: ?[/.-] ?(?P<y>20\d\d))?(?![\d/])|"
    r"\bngay (?P<d2>\d{1,2}) thang (?P<m2>\d{1,2})(?: nam (?P<y2>20\d\d))?|"
    rf"\bquy (?P<q>[1-4]|i{{1,3}}|iv)\b(?: ?{_YEAR.format('y3')})?|"
    rf"\bthang (?P<m4>\d{{1,2}})(?!\d)(?: ?{_YEAR.format('y4')})?|"
    rf"\b(?P<half>6|sau|06) thang (?P<which>dau|cuoi)(?: nam)?(?: (?P<y5>20\d\d))?|"
    r"(?<!hoc )\b20\d\d ?[-–] ?(?P<y8>20\d\d)\b|"
    r"\b(?:trong|ca|het|cuoi) nam(?! hoc)(?: (?P<y6>20\d\d))?\b|\bnam (?P<y7>20\d\d)\b(?! ?[-–] ?20)|"
    r"(?<![/\d])(?P<m5>\d{1,2})/(?P<y9>20\d\d)\b"
)
_QUARTER = "i{1,3}|iv|[1-4]"
_QUARTERS = re.compile(rf"\bquy (?:{_QUARTER})(?:(?:,| va| ?[-–]| den) ?(?:i{{1,3}}|iv|[1-4](?! ?[/.]\d))\b)+")
_MONTHS = re.compile(r"\bthang \d{1,2}(?:(?:,| va|, va) \d{1,2}\b(?! ?[/.-] ?\d))+")
_RECURRENCES = (
    ("daily", re.compile(r"\bhang ngay\b")),
    ("weekly", re.compile(r"\b(?:(?:hang|moi) tuan|lan ?/ ?tuan|tuan/lan)\b")),
    ("monthly", re.compile(r"\b(?:(?:hang|moi) thang|thang/lan|1 thang|lan ?/ ?thang)\b")),
    ("quarterly", re.compile(r"\b(?:(?:hang|moi|dinh ky) quy|lan ?/ ?quy|quy/lan|thang cuoi (?:cua )?(?:moi |hang )?quy)\b")),
    (
        "semiannual",
        re.compile(
            r"\b(?:hang|moi|dinh ky) (?:6|06|sau) thang\b|\b6 thang/lan\b|\b(?:6|06|sau) thang(?:,| va) (?:1 )?nam\b|"
            r"\b(?:0?2|hai) lan ?/ ?nam\b"
        ),
    ),
    ("yearly", re.compile(r"\b(?:(?:hang|moi) nam|lan ?/ ?nam|nam/lan)\b")),
    ("continuous", re.compile(r"\bthuong xuyen\b|\blien tuc\b|\b(?:trong )?(?:suot|quanh) nam\b")),
)
#: The same in a sentence on reports, where the bare period says it: "báo cáo quý, 6 tháng, năm".
_RETURNS = (
    ("weekly", re.compile(r"\b(?:hang|moi|dinh ky|bao cao) tuan\b")),
    ("monthly", re.compile(r"\b(?:(?:hang|moi|dinh ky|bao cao)(?: hang)? thang\b(?! \d)|thang/lan\b)")),
    ("quarterly", re.compile(r"\b(?:hang|moi|dinh ky|bao cao|thang,)(?: hang)? quy\b(?! (?:\d|[iv]+\b))|\bthang cuoi quy\b")),
    ("semiannual", re.compile(r"(?<!\d)0?6 thang(?:/lan|(?:,| va)(?: (?:ca|mot|1))? nam\b)|\b(?:hang|moi|dinh ky) 0?6 thang\b|sau thang(?:,| va)")),
    ("yearly", re.compile(r"\b(?:hang|moi|dinh ky)(?: hang)? nam\b|\bbao cao (?:tong ket )?nam\b(?! \d)")),
)
#: In running text only what is plainly a deadline: words of limit before a date, or a regular return.
_LIMIT = (
    r"\b(?:(?:truoc|cham nhat|hoan thanh|xong|den het|het|han cuoi)(?: (?:la|trong|vao|truoc|den)){0,3}|trong|vao) "
)
_POINT = (
    r"(?:ngay \d{1,2}(?: ?[/.-] ?\d{1,2}(?: ?[/.-] ?20\d\d)?| thang \d{1,2}(?: nam 20\d\d)?)|"
    r"\d{1,2}[/.-]\d{1,2}[/.-]20\d\d|(?:quy (?:[1-4]|i{1,3}|iv)|thang \d{1,2})\b(?! nam (?:nay|sau))(?:(?: nam |"
    r" ?/ ?)20\d\d)?)"
)
_RUNNING = re.compile(
    rf"{_LIMIT}{_POINT}(?:(?:,| va|, va) (?:truoc )?(?:{_POINT}|\d{{1,2}}/\d{{1,2}}(?:/20\d\d)?))*"
    r"(?: (?:hang|moi) (?:nam|quy|thang))?|"
    rf"\btu {_POINT} den (?:het )?{_POINT}|"
    r"\b(?:truoc )?(?:ngay \d{1,2} )?\b(?:dinh ky )?(?:hang|moi) (?:tuan|thang|quy)\b|\bhang ngay\b|\bdinh ky (?:hang |"
    r"moi )?(?:(?:0?6|sau) thang|quy|nam)\b"
)


def parse(text, year=None):
    """Return the deadline that ``text`` (the value of a deadline line or table cell) tells.

    :param year: the plan's year, for dates without one
    """
    flat = _spread(plain(text))
    recurrence = next((name for name, pattern in _RECURRENCES if pattern.search(flat)), None)
    dates, later = [], year
    for match in reversed(list(_DATE.finditer(flat))):
        later = _stated_year(match) or later
        dates.insert(0, _last_day(match, later))
    dates = [date for date in dates if date]
    if recurrence and not re.search(r"\b(?:truoc|ngay)\b", flat):
        dates = []
    due = None
    if dates:
        due = max(dates) if re.search(r"\bden\b|[\dix] ?[-–] ?(?:\d|quy |i|thang )", flat) else dates[0]
    return Deadline(squeeze(text), due, dates, recurrence)


def find(text, year=None):
    """Return the first deadline in running ``text``, or None."""
    match = _RUNNING.search(plain(text))
    if not match:
        return None
    deadline = parse(text[match.start() : match.end()], year)
    return deadline if deadline.date or deadline.recurrence else None


def reporting(text, year=None):
    """Return all that ``text``, a sentence on reports, tells on when they are due.

    :return: a ``Deadline`` with every date behind a word of limit, and the shortest regular return
    """
    flat = plain(text)
    dates = []
    for match in _RUNNING.finditer(flat):
        dates += [date for date in parse(text[match.start() : match.end()], year).dates if date not in dates]
    recurrence = next((name for name, pattern in _RETURNS if pattern.search(flat)), None)
    return Deadline(squeeze(text), dates[0] if dates else None, sorted(dates), recurrence)


def _spread(flat):
    """Return ``flat`` with "quý III, IV" spelled out as "quý III, quý IV", and months alike, of another length."""
    flat = _MONTHS.sub(lambda match: re.sub(r"(?<!thang )\b(\d+)\b", r"thang \1", match.group()), flat)
    return _QUARTERS.sub(lambda match: re.sub(rf"(?<!quy )\b({_QUARTER})\b", r"quy \1", match.group()), flat)


def _stated_year(match):
    stated = next((match[name] for name in ("y", "y2", "y3", "y4", "y5", "y6", "y7", "y8", "y9") if match[name]), None)
    return int(stated) if stated else None


def _last_day(match, year):
    """Return the ISO date of the last day of what ``match`` names, or None."""
    given = match.groupdict()
    if not year:
        return None
    day, month = given["d"] or given["d2"], given["m"] or given["m2"] or given["m4"] or given["m5"]
    if given["q"]:
        month = 3 * (int(given["q"]) if given["q"].isdigit() else from_roman(given["q"]))
    elif given["half"]:
        month = 6 if given["which"] == "dau" else 12
    month = int(month or 12)
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    day = int(day or last)
    return date(year, month, day).isoformat() if 1 <= day <= last else None
