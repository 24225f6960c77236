"""What a superior asks its agencies below to report, and what they report: the bodies of such packages.

Indicators and sections are called by the keys that the request has given them, duties by those with which they were given.
"""
import datetime
from dataclasses import dataclass

from .errors import ExchangeError
from .keys import KEY, LONGEST_LINE, YEARS

#: Kinds of packages that are messages of their own, without a document.
ALONE = frozenset({"request", "progress"})
PERIODS = ("month", "quarter", "half", "nine", "year", "thematic", "adhoc")
STEPS = ("asked", "reminded", "withdrawn")
AGGREGATIONS, CUMULATIONS = ("sum", "last", "max"), ("sum", "first", "last", "max")
_SHARES = range(101)


@dataclass(frozen=True)
class Period:
    """A reporting period.

    :ivar index: number in the year, 0 without a calendar
    """

    name: str
    kind: str
    year: int
    index: int
    first: datetime.date
    last: datetime.date
    due: datetime.date


@dataclass(frozen=True)
class Section:
    """A section of the report.

    :ivar group: heading above it
    """

    key: str
    name: str
    group: str = ""
    required: bool = False


@dataclass(frozen=True)
class Indicator:
    """What is counted.

    :ivar code: the same at all agencies that count it; else it is known by its name
    """

    key: str
    name: str
    code: str = ""
    group: str = ""
    uom: str = ""
    aggregation: str = "sum"
    cumulation: str = "sum"


@dataclass(frozen=True)
class Request:
    """Body of a package of the kind ``request``: a report is asked for.

    :ivar key: tells the report in what agencies send each other
    :ivar to: code of the agency that is asked
    :ivar step: of :data:`STEPS`
    :ivar title: of the plan on which is reported
    :ivar theme: its name, and its code
    """

    key: str
    to: str
    step: str
    title: str
    theme: str
    theme_code: str
    period: Period
    sections: tuple[Section, ...] = ()
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True)
class Result:
    """What an agency says of a duty that it was given.

    :ivar key: of the duty
    :ivar progress: in %
    :ivar done: day on which it was done
    """

    key: str
    text: str = ""
    progress: int = 0
    taken: bool = False
    done: datetime.date | None = None


@dataclass(frozen=True)
class Said:
    """What stands in a section."""

    key: str
    text: str


@dataclass(frozen=True)
class Work:
    """Work that no duty asked for."""

    title: str
    text: str


@dataclass(frozen=True)
class Figure:
    """The value of an indicator in the period.

    :ivar note: why it is as it is
    """

    key: str
    value: float
    note: str = ""


@dataclass(frozen=True)
class Report:
    """Body of a package of the kind ``report``.

    :ivar key: of the request that it answers
    :ivar to: code of the agency that has asked
    """

    key: str
    to: str
    results: tuple[Result, ...] = ()
    works: tuple[Work, ...] = ()
    sections: tuple[Said, ...] = ()
    figures: tuple[Figure, ...] = ()
    explanation: str = ""


@dataclass(frozen=True)
class Progress:
    """Body of a package of the kind ``progress``: how duties stand, between reports."""

    to: str
    results: tuple[Result, ...]


def _request(body):
    period = body.inside("period")
    first, last, due = (period.day(name, required=True) for name in ("first", "last", "due"))
    if not first <= last <= due:
        period.refuse("due")
    return Request(
        body.matched("key", KEY), body.line("to", required=True), body.chosen("step", STEPS), body.text("title", required=True, longest=LONGEST_LINE),
        body.line("theme", required=True), body.line("theme_code"),
        Period(period.line("name", required=True), period.chosen("kind", PERIODS), period.number("year", YEARS),
               period.number("index", range(54)), first, last, due),
        _keyed(body, "sections", lambda each: Section(
            each.matched("key", KEY), each.line("name", required=True), each.line("group"), each.flag("required"))),
        _keyed(body, "indicators", lambda each: Indicator(
            each.matched("key", KEY), each.line("name", required=True), each.line("code"), each.line("group"), each.line("uom"),
            each.chosen("aggregation", AGGREGATIONS), each.chosen("cumulation", CUMULATIONS))))


def _report(body):
    return Report(
        body.matched("key", KEY), body.line("to", required=True), _keyed(body, "results", _result),
        tuple(Work(each.text("title", required=True), each.text("text", required=True)) for each in body.objects("works")),
        _keyed(body, "sections", lambda each: Said(each.matched("key", KEY), each.text("text", required=True))),
        _keyed(body, "figures", lambda each: Figure(each.matched("key", KEY), each.value("value"), each.line("note"))),
        body.text("explanation"))


def _progress(body):
    return Progress(body.line("to", required=True), _keyed(body, "results", _result))


def _result(each):
    return Result(
        each.matched("key", KEY), each.text("text"), each.number("progress", _SHARES), each.flag("taken"), each.day("done"))


def _keyed(body, name, read):
    """Return the entries of the list ``name``, each of a key of its own."""
    found = {}
    for each in body.objects(name):
        entry = read(each)
        if entry.key in found:
            raise ExchangeError("package_twice", entry.key)
        found[entry.key] = entry
    return tuple(found.values())


#: How the body of each kind of package is read.
BODIES = {"request": _request, "report": _report, "progress": _progress}
