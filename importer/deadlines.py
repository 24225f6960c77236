"""Deadlines in words to dates or a recurrence; the words are kept."""

import re

from . import dues, limits, returns
from .days import spaced
from .document import Deadline
from .dues import Reading
from .units import names_someone
from .words import plain, squeeze

#: Doubts by weight; with one of them no date is given.
_WEIGHT = ("impossible", "before_issue", "far", "vague", "counted")
#: Words that without tones read like those of a return: "đổi mới quy trình", "Quỹ tháng".
_OTHER_WORDS = re.compile(r"(?<!\w)(?:mới|môi|mồi|quỹ|quy(?= (?:trình|định|chế|hoạch|mô|tắc|luật|ước))|hàng hóa|thắng|tuân|nắm)(?!\w)", re.IGNORECASE)
#: What may part two pieces of one limit.
_BETWEEN = spaced(r" ?(?:[,;]|,? va|,? hoac)? ?(?:truoc )?(?:ngay )?")
#: Work of another kind in a sentence on reports.
_WORK = re.compile(r"\b(?:dang ky|danh sach|ke hoach|xay dung|ban hanh|du thao|to chuc|hoan thanh|niem yet|tap huan|phe duyet|de xuat|gop y|trien khai|ra soat|ky cam ket)\b")
_CLAUSE = re.compile(r"[,;:] | va ")
#: What sets some apart from all: "riêng Phòng B trước 31/7", "Riêng ấp A phải hoàn thành trước 05/10".
_ALONE = re.compile(r"^(?:riêng|còn)(?: đối với| với)? ", re.IGNORECASE)
_ONLY = re.compile(r"(?<!nói )\b[Rr]iêng (?:đối với |với )?(?P<who>[^.;:]*)$")


def parse(text, year=None):
    """Return the deadline that ``text`` (the value of a deadline line or table cell) tells.

    Dates of cited documents and of a beginning are none. A date that can't be meant is left out and told in ``doubt``.

    :param year: the plan's ``Frame``, or its year, for dates without one
    """
    reading = Reading(text, year)
    recurrence = returns.of(reading.flat) or ("continuous" if dues.ALWAYS.search(reading.flat) else None)
    found = reading.column(recurrence)
    found, of_each_year = _parted(reading, found)
    if of_each_year:
        recurrence = recurrence or "yearly"
    if not recurrence and limits.ONWARD.search(reading.flat):
        recurrence = "continuous"
    return _deadline(reading, text, found, recurrence, reading.open_alone(found, recurrence))


def find(text, year=None):
    """Return the deadlines that running ``text`` tells plainly, as one, or None."""
    reading = Reading(text, year)
    found = reading.running()
    again = [span for span in returns.spans(reading.flat) if not _OTHER_WORDS.search(text, *span)]
    found, of_each_year = _parted(reading, found)
    again += [(each.mention.begin, each.mention.end) for each in of_each_year]
    spans = [reading.span(each) for each in found] + again
    names = [returns.of(reading.flat[begin:end]) for begin, end in spans]
    recurrence = next((name for _span, name in sorted(zip(spans, names), key=lambda each: each[0]) if name and name != "vague"), None) or ("yearly" if of_each_year else None)
    if not recurrence and not found:
        recurrence = next(filter(None, names), None)
    if recurrence == "continuous" and found:
        recurrence = None
    opened = [] if spans else reading.opened()
    spans = _joined([*spans, *((begin, end) for begin, end, _doubt in opened)], reading.flat)
    if not spans:
        return None
    words = "; ".join(text[begin:end].strip(" ,;:(") for begin, end in spans)
    deadline = _deadline(reading, words, found, recurrence, opened[0][2] if opened else None)
    if not deadline.doubt and len({name for name in names if name and name != "vague"}) > 1:
        deadline.doubt = "several"
    return deadline if deadline.date or deadline.recurrence or deadline.doubt else None


def heads(text):
    """Tell whether ``text`` begins with a time before a colon, as the lines of a schedule do: "Tháng 3: tổ chức đối thoại"."""
    reading = Reading(text, None)
    return any(role != "name" and reading.heads(mention) for mention, role in zip(reading.mentions, reading.roles))


def is_time(text):
    """Tell whether ``text``, a heading, is no more than a time: "Tháng 3", "Quý I/2026:"."""
    reading = Reading(text, None)
    return any(reading.heads(mention, dues.ALONE) for mention in reading.mentions)


def is_wide(text):
    """Tell whether ``text`` names a month, a quarter or a year, and no day."""
    mentions = Reading(text, None).mentions
    return bool(mentions) and all(mention.grain != "day" for mention in mentions)


def reporting(text, year=None):
    """Return all that ``text``, a sentence on reports, tells on when they are due.

    :return: a ``Deadline`` with every date behind a word of limit but those of other work ("đăng ký trước 20/3"), and the shortest regular return
    """
    reading = Reading(text, year)
    dates, is_report, end = {}, True, 0
    for each in reading.running():
        is_report = _is_of_report(reading.flat[end : each.mention.begin], is_report)
        end = each.mention.end
        if is_report and not each.doubt:
            dates.update(dict.fromkeys(each.dates))
    return Deadline(squeeze(text), next(iter(dates), None), sorted(dates), returns.reported(plain(text)))


def _is_of_report(words, above):
    """Tell whether a limit behind ``words`` is that of a report rather than of other work; ``above``: the same of the limit before."""
    for clause in reversed(_CLAUSE.split(words)):
        if "bao cao" in clause:
            return True
        if _WORK.search(clause):
            return False
    return above


def _parted(reading, found):
    """Return what is ``found``, and apart what of it is due in the year behind each year of a plan of several: "20/01 của năm sau"."""
    later = [each for each in found if each.mention.next_year] if reading.is_long else []
    return [each for each in found if each not in later], later


def _deadline(reading, words, found, recurrence, opened):
    """Return the ``Deadline`` of ``words``: what was ``found``, how often, and why it is ``opened``."""
    # Of a further range only the end is due.
    dates = list(dict.fromkeys(date for index, each in enumerate(found) for date in (each.dues if index else each.dates)))
    due = next((each for each in found if each.dates), None)
    doubt = next((name for name in _WEIGHT for each in found if each.doubt == name), None) or opened
    if recurrence == "vague":
        recurrence, doubt = None, doubt or "vague"
    date = due.date if due and not doubt else None
    if not doubt and not date and not recurrence and reading.is_cited:
        doubt = "cited"
    elif not doubt and date:
        doubt = _less(reading, found)
    return Deadline(squeeze(words), date, dates, recurrence, doubt)


def _less(reading, found):
    """Return the doubt about a date that is given nevertheless."""
    for before, after in zip(found, found[1:]):
        words = reading.text[before.mention.end : after.mention.begin].strip(" ,;.")
        between = _ALONE.sub("", words)
        if after.date != before.date and (after.role == "limit" and names_someone(between) or between != words):
            return "several"
    alone = _ONLY.search(reading.text, 0, found[0].mention.begin)
    if alone and names_someone(alone["who"]):
        return "several"
    is_inferred = found[0].is_inferred and reading.frame.issued
    return "year" if is_inferred else None


def _joined(spans, flat):
    """Return ``spans`` in order, those as one that overlap or that only marks and "và" part."""
    joined = []
    for begin, end in sorted(spans):
        if joined and (begin <= joined[-1][1] or _BETWEEN.fullmatch(flat, joined[-1][1], begin)):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((begin, end))
    return joined
