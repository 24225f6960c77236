"""Deadlines in words to dates or a recurrence; the words are kept."""

import re
from dataclasses import dataclass

from . import citations, days, limits, returns
from .days import Mention, spaced
from .document import Deadline
from .frame import Frame
from .units import names_someone
from .words import plain, squeeze

#: What a cited document must hold so that there was a date which is none of this deadline.
_DATED = re.compile(r"\d ?[/.-] ?\d{1,2} ?[/.-] ?\d|\bngay +\d|\bthang +\d")
_DIGIT = re.compile(r"\d")
_ALWAYS = re.compile(r"(?<![\d/])(?<!ngay )(?<!truoc )24 ?/ ?7(?![\d/])")
#: What a schedule begins its lines with: a time before a colon.
_HEAD = spaced(r" ?(?:[-+*•] ?)?(?:(?:trong|vao|cac|tu|den|het|cuoi|du kien|sang|chieu|ngay|cac ngay|dot \d ?[:,]?|lan \d ?[:,]?) )*(?:ngay )?")
_HEAD_END = spaced(r"(?:[ ,]*(?:\([^()]{0,30}\)|hang nam|hang thang))? ?[:,](?!\d| \d)")
_ALONE_END = spaced(r"[ .:]*$")
#: Months around which a limit tells of a period that lies just behind: "quý II; báo cáo trước 05/7".
_AROUND = 2


@dataclass
class _Due:
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


def parse(text, year=None):
    """Return the deadline that ``text`` (the value of a deadline line or table cell) tells.

    Dates of cited documents and of a beginning are none. A date that can't be meant is left out and told in ``doubt``.

    :param year: the plan's ``Frame``, or its year, for dates without one
    """
    reading = _Reading(text, year)
    recurrence = returns.of(reading.flat)
    if _ALWAYS.search(reading.flat):
        recurrence = recurrence or "continuous"
    found = reading.column(recurrence)
    if any(each.mention.next_year for each in found) and reading.is_long:
        found = [each for each in found if not each.mention.next_year]
        recurrence = recurrence or "yearly"
    if not recurrence and limits.ONWARD.search(reading.flat):
        recurrence = "continuous"
    return reading.deadline(text, found, recurrence, reading.open_alone(found, recurrence))


def find(text, year=None):
    """Return the deadlines that running ``text`` tells plainly, as one, or None."""
    reading = _Reading(text, year)
    found, again = reading.running(), returns.spans(reading.flat)
    if any(each.mention.next_year for each in found) and reading.is_long:
        again += [(each.mention.begin, each.mention.end) for each in found if each.mention.next_year]
        recurrence = "yearly"
        found = [each for each in found if not each.mention.next_year]
    else:
        recurrence = None
    spans = [reading.span(each) for each in found] + again
    recurrence = next((name for begin, end in spans if (name := returns.of(reading.flat[begin:end])) not in (None, "vague")), recurrence)
    if not recurrence and not found and again:
        recurrence = returns.of(reading.flat[again[0][0] : again[0][1]])
    opened = [] if spans else reading.opened()
    spans = _joined([*spans, *((begin, end) for begin, end, _doubt in opened)], reading.flat)
    if not spans:
        return None
    words = "; ".join(text[begin:end].strip(" ,;:(") for begin, end in spans)
    deadline = reading.deadline(words, found, recurrence, opened[0][2] if opened else None)
    return deadline if deadline.date or deadline.recurrence or deadline.doubt else None


def heads(text):
    """Tell whether ``text`` begins with a time before a colon, as the lines of a schedule do: "Tháng 3: tổ chức đối thoại"."""
    reading = _Reading(text, None)
    return any(role != "name" and reading.heads(mention) for mention, role in zip(reading.mentions, reading.roles))


def is_time(text):
    """Tell whether ``text``, a heading, is no more than a time: "Tháng 3", "Quý I/2026:"."""
    reading = _Reading(text, None)
    return any(reading.heads(mention, _ALONE_END) for mention in reading.mentions)


def reporting(text, year=None):
    """Return all that ``text``, a sentence on reports, tells on when they are due.

    :return: a ``Deadline`` with every date behind a word of limit, and the shortest regular return
    """
    reading = _Reading(text, year)
    dates = dict.fromkeys(date for each in reading.running() if not each.doubt for date in each.dates)
    return Deadline(squeeze(text), next(iter(dates), None), sorted(dates), returns.reported(plain(text)))


class _Reading:
    """A text that is read for deadlines: ``flat`` is plain, of the same length, without what is none of its own times."""

    def __init__(self, text, year):
        self.text = text
        self.frame = year if isinstance(year, Frame) else Frame(year)
        self.is_long = not self.frame.is_school and (self.frame.last or 0) > (self.frame.year or 0)
        self.flat, self.is_cited = days.flat(text), False
        self.own = self.flat
        if _DIGIT.search(self.flat):
            self._blank()
        self.mentions = days.find(_ALWAYS.sub(_blank, self.flat) if "24" in self.flat else self.flat)
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
        """Return blanks for a time that no deadline can be; "tính từ" is one, not "tỉnh từ"."""
        words = match.group()
        toned = limits.TONED.get(words.split()[0])
        return words if toned and not self.text[match.start() :].lower().startswith(toned) else " " * len(words)

    def column(self, recurrence):
        """Return what a column names as due; a period beside a limit only says of what."""
        found = [each for each in self._dues() if each.role not in ("start", "name")]
        limited = [each for each in found if each.role == "limit" and each.dates]
        end = next((each.mention.begin for each in limited if limits.is_end(self.flat, each.mention)), -1)
        found = [each for each in found if each.role == "limit" or each.mention.begin > end]
        if limited:
            found = [
                each for each in found
                if each.role == "limit" or each.mention.grain == "day" or not any(_is_about(each, limit) for limit in limited)
            ]
        if recurrence:
            found = [each for each in found if each.role == "limit" or each.mention.grain == "day"]
        return found

    def running(self):
        """Return what a sentence plainly names as due: behind words of limit, a range, a time that heads it."""
        found = []
        for each in self._dues():
            is_past = each.doubt == "before_issue" or each.mention.grain == "year" and (each.mention.year or 9999) < (self.frame.year or 0)
            if not self._is_due(each, is_past, found[-1] if found else None):
                continue
            if not limits.is_fact(self.flat, self.text, each.mention, each.role, is_past) and not self._is_of_past_year(each):
                found.append(each)
        limits_ = [each.date for each in found if each.role == "limit" and each.mention.grain == "day" and each.date]
        return [each for each in found if each.role == "limit" or not any(_holds(each, date) for date in limits_)]

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
            is_end = self.flat.startswith("cuoi", each.mention.begin) or self.is_long and limits.IN.search(self.flat, 0, each.mention.begin)
            return (bool(is_end) or each.mention.grain not in ("year", "half")) and not is_past
        if each.first and each.role != "name":
            return not is_past
        return each.role is None and each.mention.grain != "year" and self.heads(each.mention) and not is_past

    def heads(self, mention, end=None):
        """Tell whether a time stands at the beginning, before a colon or another ``end``: "Tháng 3: tổ chức đối thoại"."""
        return _HEAD.fullmatch(self.flat, 0, mention.begin) is not None and (end or _HEAD_END).match(self.flat, mention.end) is not None

    def _dues(self):
        """Return a ``_Due`` for each mention, the two ends of a range as one, in the order of print."""
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
            if role == "limit" and not day and limits.BEFORE.search(self.flat, 0, mention.begin):
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
        return _Due(mention, role, dates, doubt, is_inferred, begins=begins, first=first)

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
        for word, pattern, doubt in (
            (limits.ISSUED, limits.COUNTED, "counted"), (limits.NAMES, limits.OPEN, "vague"), (limits.DAY, limits.UNREAD, "vague"),
        ):
            if not word.search(self.flat):
                continue
            match = pattern.search(self.flat)
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

    def deadline(self, words, found, recurrence, opened):
        """Return the ``Deadline`` of ``words``: what was ``found``, how often, and why it is ``opened``."""
        dates = list(dict.fromkeys(date for each in found for date in each.dates))
        due = next((each for each in found if each.dates), None)
        doubt = next((name for name in _WEIGHT for each in found if each.doubt == name), None) or opened
        if recurrence == "vague":
            recurrence, doubt = None, doubt or "vague"
        date = due.date if due and not doubt else None
        if not doubt and not date and not recurrence and self.is_cited:
            doubt = "cited"
        elif not doubt and date:
            doubt = self._less(found)
        return Deadline(squeeze(words), date, dates, recurrence, doubt)

    def _less(self, found):
        """Return the doubt about a date that is given nevertheless."""
        for before, after in zip(found, found[1:]):
            between = self.text[before.mention.end : after.mention.begin].strip(" ,;.")
            if after.role == "limit" and after.date != before.date and names_someone(between):
                return "several"
        is_inferred = found[0].is_inferred and self.frame.issued
        return "year" if is_inferred else None


#: Doubts by weight; with one of them no date is given.
_WEIGHT = ("impossible", "before_issue", "far", "vague", "counted")
_BEFORE = spaced(
    r"\b(?:(?:hang nam,?|trong|vao|dip|tu|den|truoc|cham nhat|muon nhat|hoan thanh|xong|het|cuoi|han|thoi han|la|khong (?:qua|muon hon)|cac|ngay) ?[:(]? )+$"
)
_YEARLY = spaced(r" ?,? (?:hang|moi) (?:nam|quy|thang)\b")


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
    length = {"month": 1, "quarter": 3, "half": 6, "year": 12}[grain]
    count = 12 * (year or 0) + (month or 12) - 1 - length
    return year and count // 12, count % 12 + 1


def _in_order(dates, year):
    """Return the ``dates`` of a range, the first one in the year before where it would lie behind the last and no ``year`` is stated."""
    if dates and dates[0] > dates[-1] and not year:
        dates[0] = f"{int(dates[0][:4]) - 1}{dates[0][4:]}"
    return dates


def _holds(period, date):
    """Tell whether the ``period`` that is due holds the ISO ``date``, which then is its limit."""
    if period.mention.grain == "day" or period.first or not period.date:
        return False
    length = {"month": 1, "quarter": 3, "half": 6, "year": 12}[period.mention.grain]
    return 0 <= _month_of(period.date) - _month_of(date) < length


def _is_about(period, limit):
    """Tell whether ``limit`` is that of what is done in ``period``: it ends within, or a little behind it."""
    if not period.dates:
        return True
    year, month = divmod(_month_of(limit.dates[0]) - _month_of(period.dates[-1]), 1)[0], 0
    length = {"month": 1, "quarter": 3, "half": 6, "year": 12}[period.mention.grain]
    return -length - month <= year <= _AROUND


def _month_of(date):
    return 12 * int(date[:4]) + int(date[5:7])


def _joined(spans, flat):
    """Return ``spans`` in order, those as one that overlap or that only marks and "và" part."""
    joined = []
    for begin, end in sorted(spans):
        if joined and (begin <= joined[-1][1] or _BETWEEN.fullmatch(flat, joined[-1][1], begin)):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((begin, end))
    return joined


_BETWEEN = spaced(r" ?(?:[,;]|,? va|,? hoac)? ?(?:truoc )?(?:ngay )?")
