"""What a text names as due: days and longer times that words of limit, or their place, make deadlines."""

import re
from dataclasses import dataclass

from . import citations, days, limits
from .days import Mention, spaced
from .frame import Frame
from .words import holds, plain

#: What a cited document must hold so that there was a date which is none of this deadline.
_DATED = re.compile(r"\d ?[/.-] ?\d{1,2} ?[/.-] ?\d|\bngay +\d|\bthang +\d")
_DIGIT = re.compile(r"\d")
#: "24/7" is at any time, but no day.
ALWAYS = re.compile(r"(?<![\d/])(?<!ngay )(?<!truoc )24 ?/ ?(?:7|24)(?![\d/])")
#: What a schedule begins its lines with: a time before a colon.
_HEAD = spaced(r" ?(?:[-+*•] ?)?(?:(?:trong|vao|cac|tu|den|het|cuoi|du kien|sang|chieu|ngay|cac ngay|dot (?:\d|[ivx]+) ?[:,]?|lan (?:\d|[ivx]+) ?[:,]?) )*(?:ngay )?")
_HEAD_END = spaced(r"(?:[ ,]*(?:\([^()]{0,30}\)|hang nam|hang thang))? ?(?:[:,](?!\d| \d)|[.;]? ?$)")
#: What may stand behind a time that is a heading of its own.
ALONE = spaced(r"[ .:]*$")
#: Months around which a limit tells of a period that lies just behind: "quý II; báo cáo trước 05/7".
_AROUND = 2
#: Most letters between a time and a limit within it that stands beside it.
_BESIDE = 25
_LENGTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
#: Words before a time and behind it that make it a deadline.
_BEFORE = spaced(
    r"\b(?:(?:hang nam,?|trong|vao|dip|tu|den|truoc|cham nhat|muon nhat|hoan thanh|xong|het|cuoi|han|thoi han|la|khong (?:qua|muon hon)|cac|ngay)(?: ?[:(] ?| ))+$"
)
#: When something is done so many times: "mở 02 lớp (tháng 3 và tháng 8)".
_INNER = re.compile(r"\d+ (?:[a-z]+ ){1,4}\((?:du kien |vao |trong )*$")
#: A month or quarter alone in brackets, but for that of figures; the limit of a report of a period: "6 tháng (10/6)"; days of places.
_BRACKET = re.compile(r"(?<!so lieu )(?<!bao cao )(?<!ke hoach )(?<!giai doan )\((?:du kien |vao |trong )*$")
_PERIOD_OF = re.compile(r"\b(?:\d{1,2} thang|(?<!viet )nam|quy [iv\d]+)(?: dau nam)? \((?:truoc |ngay )*$")
_APART = re.compile(r"\brieng\b")
_CLAUSE_END = re.compile(r" ?(?:[.;,)]|$|va |den )")
#: The end of the months or quarters that are all that stands behind a colon.
_LIST_END = spaced(r"(?:(?: ?,| va)(?: thang| quy) [\divx]{1,4}(?: ?/ ?20\d\d| nam 20\d\d)?)* ?[.;]? ?$")
#: What is done at a time that a colon follows: "“Hành trình Đỏ” ngày 17/7: Tỉnh đoàn ...".
_TITLE = re.compile(r"[^.;:,]{3,60} (?:ngay )?$")
_OF_PLACE = re.compile(r"[:,;] [^,;:.()]{3,40} ngay $")
_INNER_END = re.compile(r" ?[,;)]| va ")
#: What tells that a day is one of each year, behind it and before it.
_EACH_YEAR = re.compile(r" ?,? ?(?:hang|moi) nam\b")
_EACH_YEARS = re.compile(r"\b(?:hang|moi) nam[ ,:(]*(?:(?:vao|truoc|cham nhat|den|la|trong) )*(?:ngay )?$")
_YEARLY = spaced(r" ?,? (?:hang|moi) (?:nam|quy|thang)\b")


@dataclass
class Due:
    """A mention that counts: the ISO dates it means, whether a limit says so, and what is to be doubted."""

    mention: Mention
    role: str | None
    dates: list
    doubt: str | None = None
    is_inferred: bool = False
    is_joined: bool = False
    begins: str | None = None
    first: str | None = None

    @property
    def date(self):
        """The date that counts: the end of a range, else the first."""
        return (self.dates[-1] if self.mention.is_range or self.first else self.dates[0]) if self.dates else None

    @property
    def dues(self):
        """The dates on which something is due: of a range only its end."""
        return self.dates[-1:] if self.mention.is_range or self.first else self.dates


class Reading:
    """A text that is read for deadlines: ``flat`` is plain, of the same length, without what is none of its own times."""

    def __init__(self, text, year):
        self.text = text
        self.frame = year if isinstance(year, Frame) else Frame(year)
        self.is_long = not self.frame.is_school and (self.frame.last or 0) > (self.frame.year or 0)
        self.flat, self.is_cited = days.flat(text), False
        self.own, self._placed = self.flat, None
        if _DIGIT.search(self.flat):
            self._blank()
        self.mentions = days.find(ALWAYS.sub(_blank, self.flat) if "24" in self.flat else self.flat)
        self.roles = [limits.role(self.flat, each) for each in self.mentions]

    def _blank(self):
        """Blank the documents that are cited and the times of validity, figures and terms."""
        cited = citations.blanked(self.text)
        if cited != self.text:
            own = "".join(char if kept == whole else " " for char, kept, whole in zip(self.flat, cited, self.text))
            self.is_cited = any(own[match.end() - 1] == " " for match in _DATED.finditer(self.flat))
            self.flat = own
        issued = limits.ISSUE_DAY.sub(_blank, self.flat)
        self.is_cited = self.is_cited or issued != self.flat
        self.own = issued
        self.flat = limits.ASIDE.sub(self._aside, issued)

    def _aside(self, match):
        """Return blanks for a time that no deadline can be; "tính từ" is one, also without its tone, not "tỉnh từ"."""
        words = match.group()
        toned = limits.TONED.get(words.split()[0].strip(" ,:("), "")
        return " " * len(words) if self.text[match.start() : match.start() + len(toned)].lower() in (toned, plain(toned)) else words

    def column(self, recurrence):
        """Return what a column names as due; a period beside a limit only says of what."""
        found = [each for each in self._dues() if each.role not in ("start", "name")]
        limited = [each for each in found if each.role == "limit" and each.dates]
        months = {_month_of(each.dates[0]) for each in limited}
        end = next((each.mention.begin for each in limited if limits.is_end(self.flat, each.mention)), -1)
        end = -1 if _APART.search(self.flat) else end
        found = [each for each in found if each.role == "limit" or each.mention.begin > end]
        if limited:
            found = [each for each in found if each.role == "limit" or not limits.comes(limits.PLANNED, self.flat, each.mention)]
            found = [each for each in found if each.role == "limit" or not _is_about(each, months, _AROUND)]
        if recurrence:
            stressed = [each for each in found if limits.comes(limits.STRESSED, self.flat, each.mention)]
            found = [
                each for each in found if each.role == "limit" or each.mention.grain == "day" or recurrence == "yearly" and each.mention.grain in ("month", "quarter")
                or stressed and each.mention.begin >= stressed[0].mention.begin]
        return _without_wider(found)

    def running(self):
        """Return what a sentence plainly names as due: behind words of limit, a range, a time that heads it."""
        found = []
        for each in self._dues():
            is_past = each.doubt == "before_issue" or each.mention.grain == "year" and (each.mention.year or 9999) < (self.frame.year or 0)
            if not self._is_due(each, is_past, found[-1] if found else None):
                continue
            if not limits.is_fact(self.flat, self.text, each.mention, each.role, is_past) and not self._is_of_past_year(each):
                found.append(each)
        found = [each for each in found if not self._only_begins(each)]
        months = {_month_of(each.date) for each in found if each.role == "limit" and each.mention.grain == "day" and each.date}
        return _without_wider([each for each in found if each.role == "limit" or each.first or not _is_about(each, months)])

    def _only_begins(self, due):
        """Tell whether something only begins at a time, since a later one behind it tells when it goes on or ends."""
        return limits.comes(limits.BEGUN, self.flat, due.mention) and any(
            due.date and self._end(each) > due.date for each in self.mentions if each.begin > due.mention.begin and each.grain != "year")

    def _end(self, mention):
        """Return the last day that ``mention`` can mean, or an empty string."""
        year, month, day = mention.ends[-1]
        return days.last_day(year or self.frame.year_of(month if month and 1 <= month <= 12 else None), month, day) or ""

    def _is_of_past_year(self, due):
        """Tell whether a sentence that begins with a year gone by tells of that year: "Năm 2025 có ... trước 10/12"."""
        first = self.mentions[0]
        return (
            first.grain == "year" and first.year is not None and first.year < (self.frame.year or 0) and not due.mention.year
            and not self.flat[: first.begin].strip().removeprefix("trong").strip()
        )

    def _is_due(self, each, is_past, above):
        if each.is_joined:
            return above is not None and limits.link(self.flat, above.mention, each.mention) == "and"
        if each.role == "limit":
            return not is_past or each.mention.grain != "year"
        if each.role == "within":
            is_end = self.flat.startswith("cuoi", each.mention.begin) or self.is_long and limits.comes(limits.IN, self.flat, each.mention)
            return (bool(is_end) or each.mention.grain not in ("year", "half")) and not is_past
        if each.first and each.role != "name":
            return not is_past
        if each.role is not None or is_past or each.mention.grain == "year":
            return False
        return self.heads(each.mention) or self._is_inner(each.mention) or self._is_scheduled(each.mention)

    def _is_inner(self, mention):
        """Return whether a month or a quarter stands in brackets behind what is done then."""
        begin, end = mention.begin, mention.end
        if mention.grain == "day":
            return _PERIOD_OF.search(self.flat, max(0, begin - days.NEAR), begin) and self.flat.startswith(")", end)
        if mention.grain not in ("month", "quarter"):
            return False
        is_whole = _BRACKET.search(self.flat, max(0, begin - days.NEAR), begin) and self.flat.startswith(")", end)
        return is_whole or _INNER.search(self.flat, max(0, begin - days.NEAR), begin) and _INNER_END.match(self.flat, end)

    def _is_scheduled(self, mention):
        """Return whether a time heads a clause ("; tháng 4: 05 đơn vị"), is all that stands behind a colon, or one of the days of several places."""
        if self.flat.startswith(":", mention.end) and self.flat[max(0, mention.begin - 2) : mention.begin].rstrip().endswith((";", ",", ".", ":", "(")):
            return True
        if self.flat.startswith(":", mention.end) and mention.grain in ("day", "month") and _TITLE.match(self.flat[: mention.begin]):
            return True
        is_told = self.flat[max(0, mention.begin - 12) : mention.begin].rstrip().endswith((":", ";"))
        if is_told and (_CLAUSE_END if mention.grain == "day" else _LIST_END).match(self.flat, mention.end):
            return mention.grain in ("day", "month", "quarter")
        if self._placed is None:
            self._placed = [each.begin for each in self.mentions if each.grain == "day" and limits.comes(_OF_PLACE, self.flat, each)]
        return len(self._placed) > 1 and mention.begin in self._placed

    def heads(self, mention, end=None):
        """Tell whether a time stands at the beginning, before a colon or another ``end``: "Tháng 3: tổ chức đối thoại"."""
        return _HEAD.fullmatch(self.flat, 0, mention.begin) is not None and (end or _HEAD_END).match(self.flat, mention.end) is not None

    def _dues(self):
        """Return a ``Due`` for each mention, the two ends of a range as one, in the order of print."""
        found, later = [], None
        for index in reversed(range(len(self.mentions))):
            mention, role = self.mentions[index], self.roles[index]
            after = found[0] if found else None
            link = limits.link(self.flat, mention, self.mentions[index + 1]) if after else None
            due = self._due(mention, role, later)
            if role != "name":
                later = None if mention.next_year else mention.year or later
            if link == "range" and after.role != "name":
                _stretch(after, due)
                continue
            if role == "start" and limits.ONWARD.match(self.flat, mention.end):
                due.dates = []
            if link == "and":
                after.is_joined = after.role in (None, "within", "name") or "truoc" in self.flat[mention.end : after.mention.begin]
            found.insert(0, due)
        return [each for each in found if each.dates or each.doubt]

    def _returns(self, mention):
        """Tell whether ``mention`` is of each year: "trước ngày 15/6 hằng năm", "hằng năm (trước ngày 15/6)"."""
        return bool(_EACH_YEAR.match(self.flat, mention.end) or _EACH_YEARS.search(self.flat[: mention.begin]))

    def _due(self, mention, role, later):
        """Return what one mention means; ``later`` is the year stated behind it."""
        dates, is_inferred = [], False
        for year, month, day in mention.ends:
            if not year and mention.next_year:
                year = self.frame.last and self.frame.last + mention.next_year
            elif not year and later:
                year = later
            elif not year:
                month_of = month if month and 1 <= month <= 12 else None
                year, is_inferred = self.frame.year_of(month_of), not self.frame.is_named
                returns = is_inferred and self._returns(mention)
                if (self.is_long or returns) and self.frame.has_passed(year, month_of, day, returns):
                    year += 1
            if role == "limit" and not day and limits.comes(limits.BEFORE, self.flat, mention):
                year, month = _before(year, month, mention.grain)
            date = days.last_day(year, month, day)
            if date:
                dates.append(date)
            elif year:
                mention.doubt = mention.doubt or "impossible"
        begins = dates[0] if dates else None
        first = None
        if mention.is_range:
            dates, first = _in_order(dates, mention.year), begins if role == "start" else None
            role = None if role == "start" else role
        doubt = mention.doubt or next(filter(None, map(self.frame.doubt, dates[-1:] if mention.is_range else dates)), None)
        dates = [] if mention.doubt else [date for date in dates if mention.is_range or not self.frame.doubt(date)]
        return Due(mention, role, dates, doubt, is_inferred, begins=begins, first=first)

    def span(self, due):
        """Return begin and end of the words around a mention that make it a deadline."""
        mention = due.mention
        begin = self._begin(mention.begin)
        after = _YEARLY.match(self.flat, mention.end)
        return begin, after.end() if after else mention.end

    def _begin(self, begin):
        words = _BEFORE.search(self.flat, max(0, begin - days.NEAR), begin)
        return words.start() if words else begin

    def opened(self):
        """Return begin, end and doubt of the first limit in running text that names no day of the calendar, in a list."""
        whole, flat = plain(self.text), self.flat
        for read, may_hold, pattern, doubt in (
            (whole, limits.HOUR.search(whole), limits.HOURS, "counted"), (flat, holds(flat, limits.ISSUED), limits.COUNTED, "counted"),
            (flat, holds(flat, limits.TERM), limits.COUNTED_FROM, "counted"), (flat, holds(flat, limits.NAMES), limits.OPEN, "vague"),
            (flat, holds(flat, limits.DAY), limits.UNREAD, "vague"),
        ):
            match = pattern.search(read) if may_hold else None
            if match and not self._is_read(match) and not limits.is_fact(self.flat, self.text, Mention(*match.span(), "open"), None, False):
                return [(*match.span(), doubt)]
        return []

    def _is_read(self, match):
        """Tell whether a day that ``match`` ends with was read as one."""
        return any(each.begin < match.end() <= each.end for each in self.mentions)

    def open_alone(self, found, recurrence):
        """Return why a column without a date is to be looked at, or None."""
        if found or recurrence:
            return None
        if limits.COUNTED.search(self.flat) or limits.COUNTED_ALONE.search(self.flat):
            return "counted"
        is_unread = not self.mentions and limits.REMNANT.search(self.flat) or limits.UNREAD.search(self.flat)
        return "vague" if is_unread or limits.OPEN.search(self.flat) or limits.OPEN_ALONE.search(self.own) else None


def _blank(match):
    return " " * len(match.group())


def _stretch(last, first):
    """Make ``last`` the end of a range that begins with ``first``."""
    last.first = first.begins
    last.mention.begin = first.mention.begin
    last.role = last.role if first.role in (None, "start") else first.role
    last.dates = _in_order([*filter(None, [first.begins]), *last.dates], first.mention.year) if last.dates else []
    if first.doubt == "impossible":
        last.doubt = "impossible"


def _before(year, month, grain):
    """Return year and month of the end of the time before the one that ends in ``month`` of ``year``."""
    count = 12 * (year or 0) + (month or 12) - 1 - _LENGTHS[grain]
    return year and count // 12, count % 12 + 1


def _in_order(dates, year):
    """Return the ``dates`` of a range, the first one in the year before where it would lie behind the last and no ``year`` is stated."""
    if dates and dates[0] > dates[-1] and not year:
        dates[0] = f"{int(dates[0][:4]) - 1}{dates[0][4:]}"
    return dates


def _without_wider(found):
    """Return ``found`` without the times in which the limit lies that stands beside them: "trong quý I, chậm nhất ngày 25/3"."""
    return [
        each for each, after in zip(found, [*found[1:], None])
        if not after or after.role != "limit" or after.mention.grain != "day" or not after.dates or each.first
        or after.mention.begin - each.mention.end > _BESIDE or not _is_about(each, {_month_of(after.dates[0])})
    ]


def _is_about(period, months, behind=0):
    """Tell whether a limit in one of ``months`` is that of what is done in ``period``: within it, or at most so many ``behind``."""
    length = _LENGTHS.get(period.mention.grain)
    if not length or not period.dates:
        return length is not None and behind > 0
    end = _month_of(period.dates[-1])
    return any(end - length < month <= end + behind for month in months)


def _month_of(date):
    return 12 * int(date[:4]) + int(date[5:7])
