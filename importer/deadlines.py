"""Deadlines in words to dates or a recurrence; the words are kept."""

import calendar
import re
from datetime import date

from . import citations
from .document import Deadline
from .frame import Frame
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
    r"\b(?:trong|ca|het|cuoi) nam(?! hoc)(?: (?P<y6>20\d\d))?\b(?! (?:sau|truoc|lien|ke))|\bnam (?P<y7>20\d\d)\b(?! ?[-–] ?20)|"
    r"(?<![/\d])(?P<m5>\d{1,2})/(?P<y9>20\d\d)\b"
)
#: A year told by its place behind or before the plan's: "năm liền kề", "năm trước liền kề".
_RELATIVE = re.compile(
    r" ?(?:\(?cua )?nam (?:(?P<before>truoc(?: do| lien ke)?|lien (?:ke )?truoc)|sau|lien ke(?: sau)?|ke tiep|tiep theo|ke sau)\b"
)
#: When something begins says nothing on when it is due.
_START = re.compile(
    r"\b(?:bat dau(?: [a-z]+){0,4}?|ke tu(?: ngay(?: [a-z]+){1,8}? \()?|tu|sau(?: khi(?: [a-z]+){1,6}?)?)(?: (?:dau|cuoi|giua|sau|vao|tu|ngay))* ?$"
)
_ONWARD = re.compile(r"\btro (?:di|ve sau)\b")
_UNTIL = re.compile(r" ?(?:[-–]|,? ?(?:cho )?den\b(?! khi\b))")
#: The day on which a document was issued, also where it is cited without a number.
_ISSUE_DAY = re.compile(
    r"\b(?:ban hanh|thong qua|co hieu luc)(?: vao| tu)? ngay \d{1,2}(?: ?[/.-] ?\d{1,2}(?: ?[/.-] ?20\d\d)?| thang \d{1,2}(?: nam 20\d\d)?)"
)
#: Several days before one month: "các ngày 24, 25 và 26 tháng 8".
_DAYS = re.compile(
    r"\bngay ((?:\d{1,2}(?:,| va|, va|;) (?:ngay )?)+)(?=\d{1,2}(?P<month> thang \d{1,2}(?: nam 20\d\d)?|"
    r" ?/ ?\d{1,2}(?: ?/ ?20\d\d)?))(?P<last>\d{1,2})"
)
_LETTER_O = re.compile(r"(?<=\d)o(?![^\W\d])|(?<![^\W\d])o(?=\d)|(?<=\d)o(?=\d)")
_EACH_DAY = re.compile(r"(?:ngay )?(\d+)")
_QUARTER = "i{1,3}|iv|[1-4]"
_QUARTERS = re.compile(rf"\bquy (?:{_QUARTER})(?:(?:,| va| ?[-–]| den) ?(?:i{{1,3}}|iv|[1-4](?! ?[/.]\d))\b)+")
_MONTHS = re.compile(r"\bthang \d{1,2}(?:(?:,| va|, va) \d{1,2}\b(?! ?[/.-] ?\d))+")
_RECURRENCES = (
    ("daily", re.compile(r"\bhang ngay\b")),
    ("weekly", re.compile(r"\b(?:(?:hang|moi) tuan|lan ?/ ?tuan|tuan/lan)\b")),
    ("monthly", re.compile(r"\b(?:(?:hang|moi) thang|thang/lan|1 thang|lan ?/ ?thang|thang (?:lien ke|ke tiep|tiep theo|sau)(?! (?:do|khi)))\b")),
    ("quarterly", re.compile(r"\b(?:(?:hang|moi|dinh ky) quy|lan ?/ ?quy|quy/lan|quy (?:lien ke|ke tiep|tiep theo|sau)|thang cuoi (?:cua )?(?:moi |hang )?quy)\b")),
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

    Dates of cited documents and of a beginning are none. A date that can't be meant is left out and told in ``doubt``.

    :param year: the plan's ``Frame``, or its year, for dates without one
    """
    frame = year if isinstance(year, Frame) else Frame(year)
    flat, is_cited = _own_words(text)
    flat = _spread(flat)
    recurrence = next((name for name, pattern in _RECURRENCES if pattern.search(flat)), None)
    dates, doubts, is_inferred = _dates(flat, frame)
    if recurrence and not re.search(r"\b(?:truoc|ngay)\b", flat):
        dates, doubts = [], []
    if not recurrence and _ONWARD.search(flat):
        recurrence = "continuous"
    due = None
    if dates:
        due = max(dates) if re.search(r"\bden\b|[\dix] ?[-–] ?(?:\d|quy |i|thang )", flat) else dates[0]
    doubt = next((each for date, each in doubts if due is None or date > due or doubts[0][0] < due), None)
    if doubt:
        due = None
    elif is_cited and not due and not recurrence:
        doubt = "cited"
    elif due and is_inferred:
        doubt = "year"
    return Deadline(squeeze(text), due, dates, recurrence, doubt)


def _own_words(text):
    """Return ``text`` plain, the documents blanked that it cites, and whether there was a date of theirs."""
    flat = _flat(text)
    if not any(char.isdigit() for char in flat):
        return flat, False
    own = _ISSUE_DAY.sub(lambda match: " " * len(match.group()), _flat(citations.blanked(text)))
    return own, own != flat


def _flat(text):
    """Return ``text`` plain, of the same length, with 0 where a typist wrote the letter."""
    return _LETTER_O.sub("0", plain(text))


def _dates(flat, frame):
    """Return the ISO dates in ``flat``, those left out with the reason, and whether a year was inferred."""
    found, later, is_inferred = [], None, False
    for match in reversed(list(_DATE.finditer(flat))):
        stated = _stated_year(match)
        relative = None if stated else _RELATIVE.match(flat, match.end())
        if relative:
            stated = (frame.last or 0) + (-1 if relative["before"] else 1) if frame.last else None
        elif not stated and later:
            stated = later
        elif not stated:
            stated = frame.year_of(_month(match))
            is_inferred = is_inferred or not frame.is_named
        later = None if relative else _stated_year(match) or later
        date = _last_day(match, stated)
        if date and not (_START.search(flat, 0, match.start()) and not _UNTIL.match(flat, match.end())):
            found.insert(0, (date, frame.doubt(date)))
    dates = [date for date, doubt in found if not doubt]
    return dates, [each for each in found if each[1]], is_inferred and bool(frame.issued)


def find(text, year=None):
    """Return the first deadline in running ``text``, or None."""
    match = _RUNNING.search(_flat(text))
    match = match and _RUNNING.search(_own_words(text)[0])
    if not match:
        return None
    relative = _RELATIVE.match(_flat(text), match.end())
    deadline = parse(text[match.start() : (relative or match).end()], year)
    return deadline if deadline.date or deadline.recurrence or deadline.doubt else None


def reporting(text, year=None):
    """Return all that ``text``, a sentence on reports, tells on when they are due.

    :return: a ``Deadline`` with every date behind a word of limit, and the shortest regular return
    """
    flat = _flat(text)
    dates = []
    for match in _RUNNING.finditer(flat):
        dates += [date for date in parse(text[match.start() : match.end()], year).dates if date not in dates]
    recurrence = next((name for name, pattern in _RETURNS if pattern.search(flat)), None)
    return Deadline(squeeze(text), dates[0] if dates else None, sorted(dates), recurrence)


def _spread(flat):
    """Return ``flat`` with "quý III, IV" spelled out as "quý III, quý IV", and months alike, of another length."""
    flat = _MONTHS.sub(lambda match: re.sub(r"(?<!thang )\b(\d+)\b", r"thang \1", match.group()), flat)
    flat = _DAYS.sub(lambda match: _EACH_DAY.sub(rf"ngay \1{match['month']}", match[1]) + f"ngay {match['last']}", flat)
    return _QUARTERS.sub(lambda match: re.sub(rf"(?<!quy )\b({_QUARTER})\b", r"quy \1", match.group()), flat)


def _stated_year(match):
    stated = next((match[name] for name in ("y", "y2", "y3", "y4", "y5", "y6", "y7", "y8", "y9") if match[name]), None)
    return int(stated) if stated else None


def _month(match):
    """Return the month (1-12) in which what ``match`` names ends, None when it names none or no such month."""
    given = match.groupdict()
    month = given["m"] or given["m2"] or given["m4"] or given["m5"]
    if given["q"]:
        month = 3 * (int(given["q"]) if given["q"].isdigit() else from_roman(given["q"]))
    elif given["half"]:
        month = 6 if given["which"] == "dau" else 12
    return int(month) if month and 1 <= int(month) <= 12 else None


def _last_day(match, year):
    """Return the ISO date of the last day of what ``match`` names, or None."""
    given = match.groupdict()
    if not year:
        return None
    day, month = given["d"] or given["d2"], given["m"] or given["m2"] or given["m4"] or given["m5"]
    if month and not 1 <= int(month) <= 12:
        return None
    month = _month(match) or 12
    last = calendar.monthrange(year, month)[1]
    day = int(day or last)
    return date(year, month, day).isoformat() if 1 <= day <= last else None
