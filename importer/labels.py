"""Labels of headings and items: which mark begins a paragraph, and how deep it stands."""

import re
from dataclasses import dataclass

from .roman import from_roman
from .words import plain

#: Ranks from the outside in. Among equals (letters, bullets) the first one met is the outer one.
PART, CHAPTER, CAPITAL, ROMAN, ARABIC, LETTER, BULLET = 0, 1, 2, 3, 4, 6, 7

#: The alphabet of a), b) ... (Nghị định 30/2020/NĐ-CP, Phụ lục I); d and đ are two letters.
ALPHABET = "abcdđeghiklmnopqrstuvxy"

_WORDED = re.compile(
    r"(phan|chuong|muc|dieu|nhiem vu|buoc)(?: +thu)? +(\d{1,2}|[ivxl]+|nhat|hai|ba|tu|nam|sau|bay|"
    r"tam)\b *[.:)/–-]?(?= |$)"
)
_PATTERNS = (
    (ROMAN, "roman", re.compile(r"([IVXL]{1,7}) ?[.)/:](?=[ \t]|[^\W\d]|$)|([IVXL]{1,7}) ?[-–](?=[ \t])")),
    (CAPITAL, "capital", re.compile(r"([A-ZĐ]) ?[.)/](?=[ \t]|$)")),
    (ARABIC, "multi", re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,4})[.)]?(?=[ \t]+\D|$)")),
    (ARABIC, "arabic", re.compile(r"(\d{1,3}) ?[.](?=[ \t]|[^\W\d]|$)|(\d{1,2}) ?[/](?=[ \t])")),
    (LETTER, "paren", re.compile(r"(\d{1,2}) ?\)(?=[ \t]|[^\W\d]|$)|\((\d{1,2})\)(?=[ \t]|[^\W\d]|$)")),
    (LETTER, "letter", re.compile(r"([a-zđ]{1,2}) ?\)(?=[ \t]|[^\W\d]|$)|([a-zđ]) ?[./](?=[ \t])")),
    (BULLET, "bullet", re.compile(r"([-–—+*•·○●▪■□➢❖✓\uf000-\uf0ff])(?=[ \t]|[^\W\d]|[“\"])")),
)
_ORDINALS = {"nhat": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8}
_DASHES = "–—"


@dataclass(frozen=True)
class Label:
    """A label at the beginning of a text: ``text`` without its closing mark, ``end`` offset behind the mark."""

    text: str
    rank: int
    style: str
    end: int
    value: int | None = None
    prefix: str = ""


def find(text):
    """Return the label that ``text`` begins with, or None."""
    worded = _find_worded(text)
    if worded:
        return worded
    for rank, style, pattern in _PATTERNS:
        match = pattern.match(text)
        if match:
            label = next(group for group in match.groups() if group is not None)
            return _label(label, rank, style, match.end())
    return None


def _find_worded(text):
    match = _WORDED.match(plain(text[:40]))
    if not match or not text[0].isupper():
        return None
    word, number = match.groups()
    heading = {"phan": PART, "chuong": CHAPTER, "muc": CHAPTER}
    if word not in heading and not match.group().endswith((".", ":")):
        return None
    value = int(number) if number.isdigit() else _ORDINALS.get(number) or from_roman(number)
    if value is None:
        return None
    rank = heading.get(word, ARABIC)
    return Label(text[: match.end()].rstrip(" .:)/–-"), rank, word, match.end(), value)


def _label(label, rank, style, end):
    if style == "roman" and from_roman(label) is None:
        return None
    if style == "bullet":
        return Label("-" if label in _DASHES else label, rank, "-" if label in _DASHES else label, end)
    if style == "multi":
        prefix, _dot, last = label.rpartition(".")
        return Label(label, ARABIC + prefix.count(".") / 10 + 0.1, f"multi{label.count('.')}", end, int(last), prefix)
    return Label(label, rank, style, end, _value(label, style))


def _value(label, style):
    if style == "roman":
        return from_roman(label)
    if label.isdigit():
        return int(label)
    if style == "capital":
        return ord(label) - ord("A") + 1 if label != "Đ" else None
    return ALPHABET.find(label) + 1 or None
