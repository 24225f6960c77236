"""Reporting duties in the text ("báo cáo kết quả trước ngày 20/6 và 10/12") to proposed periods."""

import re

from . import citations, deadlines, frame
from .document import Period
from .words import plain

_REPORT = re.compile(r"\bbao cao\b(?! vien\b)|\bche do (?:thong tin,? )?bao cao\b")
_SENTENCE = re.compile(r"(?<=[.;])(?<!\bP\.) +(?=[^\W_])")
#: How a report is handed in, told in a sentence of its own behind the one that names it, in lines of sentences.
_HANDED_IN = re.compile(r"(\b[Bb]áo cáo [^\n\d]*)[.;]\n((?:Nộp|Gửi)(?= (?:về|cho|lên|đến|[A-ZĐ])))")
_TOPIC = re.compile(r"(?:cong tac |che do |ve |thong tin,? )*bao cao\b|(?:cong tac |che do )thong tin,? bao cao\b")
_OTHER = ("content", "purpose", "requirements", "purpose_requirements")


def read(document):
    """Fill ``document.periods`` from every sentence that asks for a report by a date or regularly."""
    year = frame.of(document)
    for line, text in _texts(document):
        for sentence in _HANDED_IN.sub(r"\1; \2", _SENTENCE.sub("\n", text)).split("\n"):
            period = _period(sentence, year, line)
            if period:
                document.periods.append(period)


def _texts(document):
    """Yield line and text of each paragraph that may hold such a duty; among contents only those on reports."""
    for section in document.sections:
        is_report = section.kind not in _OTHER or _is_topic(section.title)
        for item in section.items:
            yield from _of_item(item, is_report)
    line = next((part.line for part in document.parts if part.path == "closing"), None)
    for text in (document.closing or "").split("\n"):
        yield line, text


def _of_item(item, is_report):
    """Yield line and text of each paragraph of ``item`` and of those below it that ``is_report``, or is on reports itself."""
    for text in filter(None, (item.title, *(item.text or "").split("\n"))):
        if is_report or _is_topic(text):
            yield item.line, text
    for child in item.children:
        yield from _of_item(child, is_report or _is_topic(item.title))


def _is_topic(title):
    return _TOPIC.match(plain(title or "")) is not None


def _period(sentence, year, line):
    if not _REPORT.search(plain(sentence)):
        return None
    text = sentence
    for citation in citations.find(sentence):
        text = text.replace(citation.text, "")
    found = deadlines.reporting(text, year)
    if not found.dates and not found.recurrence:
        return None
    return Period(sentence.strip(), found.dates, found.recurrence, line)
