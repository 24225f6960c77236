"""By when a document asks for an answer: the day behind a word of limit in a sentence that asks for one."""

import re
from dataclasses import replace

from . import citations, deadlines
from .document import Deadline
from .words import plain

#: What is asked for. A sentence that only tells of a report is none, since it names no day behind a word of limit.
_ASKS = re.compile(
    r"\b(?:bao cao|gui|tra loi|phuc dap|gop y|y kien|cung cap|dang ky|tong hop|phan hoi|nop|hoan thanh|ket qua|tham muu|de xuat|de nghi|"
    r"yeu cau|giao|danh sach|thuc hien|trinh|thoi han|han (?:chot|cuoi|gui|nop))\b"
)
_DAY = r"(?:ngay )?(?:\d{1,2} ?[/.-] ?\d{1,2}(?: ?[/.-] ?20\d\d)?|\d{1,2} thang \d{1,2}(?: nam 20\d\d)?)(?![\d/])"
_LIMIT = re.compile(
    r"\b(?:truoc|cham nhat|muon nhat|den het|het|xong|han (?:chot|cuoi cung|cuoi|gui|nop|bao cao|tra loi)|"
    r"(?:thoi han|thoi gian)(?: (?:gui|nop|bao cao|hoan thanh|tra loi|gop y|dang ky|cung cap|ve|y kien|ket qua))*)"
    rf" ?:? ?(?:(?:la|vao|trong|truoc|den|het|cham nhat) )*(?P<days>{_DAY}(?:(?:,| va|;|, va) (?:truoc )?{_DAY})*)"
)
#: The hour and the day of the week before a day: "trước 16 giờ 30 phút, thứ Sáu, ngày 12/6".
_HOUR = re.compile(
    r"\b\d{1,2} ?(?:gio|h|g|:)(?: ?\d{2})?(?: ?phut)?(?: (?:sang|chieu|cung))?,? ?(?:ngay )?(?=(?:thu|chu|ngay|\d))|"
    r"\b(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat),? ?\(?(?=ngay|\d)"
)
#: A term that runs from the arrival, or from another day.
_TERM = re.compile(
    r"\b(?:trong(?: vong| thoi han)?|sau|cham nhat(?: la)?|khong qua|thoi han) (?:\d{1,3}|mot|hai|ba|nam|bay|muoi)(?: \([^)]{1,20}\))? "
    r"(?:ngay|gio|tuan|thang)\b(?! \d)"
)
_SENTENCE = re.compile(r"(?<=[.;]) +(?=[^\W_])")


def sentences(text):
    """Yield begin and end of each sentence of ``text``."""
    begin = 0
    for gap in _SENTENCE.finditer(text):
        yield begin, gap.start()
        begin = gap.end()
    yield begin, len(text)


def asks(sentence):
    """Tell whether ``sentence`` asks for something to be done or sent."""
    return _ASKS.search(plain(sentence)) is not None


def of_sentence(sentence, frame):
    """Return by when ``sentence`` asks for an answer.

    :param frame: the :class:`frame.Frame` of the document
    :return: a ``Deadline`` with every day it names; ``doubt`` is ``counted`` for a term without a day, ``returns`` for a regular
        report, or one of :attr:`document.Deadline.doubt`. None where it asks for nothing by a day
    """
    if not asks(sentence):
        return None
    flat = _HOUR.sub("", plain(citations.blanked(sentence)))
    found = [_of_limit(match["days"], frame) for match in _LIMIT.finditer(flat)]
    if found:
        dates = sorted({date for each in found for date in each.dates})
        doubt = next((each.doubt for each in found if each.doubt), None)
        return Deadline(sentence, dates[0] if dates else None, dates, None, doubt)
    if _TERM.search(flat):
        return Deadline(sentence, doubt="counted")
    recurrence = deadlines.reporting(sentence, frame).recurrence if "bao cao" in flat else None
    return Deadline(sentence, None, [], recurrence, "returns") if recurrence and _by_day(flat) else None


def _by_day(flat):
    """Tell whether a sentence names the day by which something regular is due: "trước ngày 20 hằng tháng"."""
    return re.search(r"\b(?:truoc|cham nhat|vao)(?: (?:la|vao))* ngay \d{1,2}\b", flat) is not None


def _of_limit(days, frame):
    """Return the deadline that ``days`` name; a day without year that lies before the issue is one of the next year."""
    words = re.sub(r"(?<![\w/.-])(?<!ngay )(?=\d{1,2} ?[/.-] ?\d)", "ngay ", days)
    found = deadlines.parse(words, frame)
    if found.doubt == "before_issue" and frame.year and not re.search(r"20\d\d", words):
        later = replace(frame, year=frame.year + 1, last=frame.year + 1)
        found = replace(deadlines.parse(words, later), doubt="year")
    return found
