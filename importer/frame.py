"""The time that a plan is about: which year a date without one means, and which dates it can't mean."""

import re
from dataclasses import dataclass

from . import citations
from .words import plain

_SPAN = re.compile(r"(?P<school>nam hoc )?(?:\bnam |\bgiai doan |\bnhiem ky )?\b(?P<first>20\d\d) ?[-–] ?(?P<last>20\d\d)\b")
_NAMED = re.compile(r"(?:\bnam |/ ?)(20\d\d)\b")
#: A year that the subject names without the word: "Năm dân vận chính quyền 2027".
_BARE = re.compile(r"(?<![\d/.-])(?<![-–] )\b(20\d\d)\b(?! ?[-–/])")
#: The last year of a plan that begins with its issue: "đến năm 2030, tầm nhìn đến năm 2045".
_UNTIL = re.compile(r"\bden (?:het |cuoi )?nam (20\d\d)\b")
#: Month with which a school year begins.
_SCHOOL = 8
#: A plan names no year that is further from its issue, and no deadline that is further behind its last year, or behind its issue where it is of no year.
_NEAR, _FAR, _OPEN = 6, 2, 10


@dataclass(frozen=True)
class Frame:
    """``year`` and ``last``: first and last year of the plan; ``issued``: first possible ISO date of issue or None.

    ``is_named`` is true where the subject names the one year; ``is_school`` where it is a school year; ``is_open`` where it names none.
    """

    year: int | None = None
    last: int | None = None
    issued: str | None = None
    is_named: bool = False
    is_school: bool = False
    is_open: bool = False

    def year_of(self, month):
        """Return the year that ``month`` (1-12, or None) without a year means, or None."""
        return self.last if self.is_school and (month or 1) < _SCHOOL else self.year

    def has_passed(self, year, month, day, returns=False):
        """Tell whether a day of ``year`` lies before the issue of a plan of several years, or ``returns``: the same day of the next year is meant."""
        return bool(self.issued and year and month) and f"{year}-{month:02d}-{day or 31:02d}" < self.issued and (returns or year < (self.last or 0))

    def doubt(self, date):
        """Return why the ISO ``date`` can hardly be a deadline, one of ``Deadline.doubt``, or None."""
        if self.issued and date < self.issued:
            return "before_issue"
        return "far" if self.last and int(date[:4]) > self.last + (_OPEN if self.is_open else _FAR) else None


def of(document):
    """Return the ``Frame`` of a document whose header and subject are read: a year in the subject wins."""
    date = document.header.date
    issued = f"{date.year}-{date.month or 1:02d}-{(date.day if date.month else None) or 1:02d}" if date.year else None
    flat = plain(citations.blanked(document.subject or ""))
    spans = [each for each in _SPAN.finditer(flat) if _is_near(each["first"], date.year) or _is_near(each["last"], date.year)]
    if spans:
        first, last = int(spans[-1]["first"]), int(spans[-1]["last"])
        if first < last <= first + 30:
            is_school = bool(spans[-1]["school"]) and last == first + 1
            first = first if is_school else max(first, date.year or first)
            return Frame(first, last, issued, is_school, is_school)
    named = _years(_NAMED, _UNTIL.sub("", flat), date.year)
    until = [year for year in _years(_UNTIL, flat, date.year) if year > (date.year or year)]
    if until and not named:
        return Frame(date.year, max(until), issued)
    years = named or _years(_BARE, flat, date.year)
    if years:
        return Frame(years[-1], max(years), issued, is_named=len(set(named)) == 1)
    return Frame(date.year, date.year, issued, is_open=True)


def _years(pattern, flat, issued):
    """Return the years that ``pattern`` finds in a subject, none of them before the issue or far from it."""
    return [int(year) for year in pattern.findall(flat) if _is_near(year, issued) and int(year) >= (issued or 0)]


def _is_near(year, issued):
    return not issued or abs(int(year) - issued) <= _NEAR
