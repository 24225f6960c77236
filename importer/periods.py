"""Reporting duties in the text ("báo cáo kết quả trước ngày 20/6 và 10/12") to proposed periods."""

import re

from . import citations, deadlines, frame
from .document import Period, walk
from .words import plain

_REPORT = re.compile(r"\bbao cao\b(?! vien\b)|\bche do (?:thong tin,? )?bao cao\b")
_SENTENCE = re.compile(r"(?<=[.;])(?<!\bP\.) +(?=[^\W_])")
_TOPIC = re.compile(r"(?:cong tac |che do |ve |thong tin,? )*bao cao\b|(?:cong tac |che do )thong tin,? bao cao\b")
_OTHER = ("content", "purpose", "requirements", "purpose_requirements")


def read(document):
    """Fill ``document.periods`` from every sentence that asks for a report by a date or regularly."""
    year = frame.of(document)
    for line, text in _texts(document):
        for sentence in _SENTENCE.split(text):
            period = _period(sentence, year, line)
            if period:
                document.periods.append(period)


def _texts(document):
    """Yield line and text of each paragraph that may hold such a duty; among contents only those on reports."""
    for section in document.sections:
        for item in walk(section.items):
            for text in filter(None, (item.title, *(item.text or "").split("\n"))):
                if section.kind not in _OTHER or _TOPIC.match(plain(text)) or _TOPIC.match(plain(section.title or "")):
                    yield item.line, text
    line = next((part.line for part in document.parts if part.path == "closing"), None)
    for text in (document.closing or "").split("\n"):
        yield line, text


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
