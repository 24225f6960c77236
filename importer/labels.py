"""Labels of headings and items: which mark begins a paragraph, and how deep it stands."""

import re
from dataclasses import dataclass

from .roman import from_roman
from .words import plain

#: Ranks from the outside in. Among equals (letters, bullets) the first one met is the outer one.
PART, CHAPTER, CAPITAL, ROMAN, ARABIC, LETTER, BULLET = 0, 1, 2, 3, 4, 6, 7

#: The alphabet of a), b) ... (Nghị định 30/2020/NĐ-CP, Phụ lục I); d and đ are two letters.
ALPHABET = "abcdđeghiklmnopqrstuvxy"

#: Words with a number that head tasks rather than parts.
WORDS = ("dieu", "buoc", "viec", "phan viec", "nhiem vu", "noi dung", "hoat dong", "giai phap", "mo hinh", "chuyen de", "hop phan", "nhom")
_WORDED = re.compile(
    r"(phan|chuong|muc|dieu|buoc|viec|phan viec|nhiem vu|noi dung|hoat dong|giai phap|mo hinh|chuyen de|hop phan|nhom)(?: +thu)? +"
    r"(\d{1,2}|[ivxl]+|nhat|hai|ba|tu|nam|sau|bay|tam|[a-h])\b *[.:)/–-]?(?= |$)"
)
_PATTERNS = (
    (ARABIC, "joint", re.compile(r"((?:[IVXL]{1,5}|[A-H])\.\d{1,2}(?:\.\d{1,2}){0,3})[.)]?(?=[ \t]+\D)")),
    (LETTER, "nested", re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3}\.[a-zđ])[.)]?(?=[ \t]+[^\W\d])")),
    (
        ROMAN,
        "roman",
        re.compile(r"([IVXL]{1,7}) ?(?:[.):](?=[ \t]|[^\W\d]|$)|/(?=[ \t]|$)|[-–](?=[ \t]|[^\W\d_]{2}))"),
    ),
    (CAPITAL, "capital", re.compile(r"([A-OQ-ZĐ]) ?(?:[.)/](?=[ \t]|$)|[-–](?=[ \t]))")),
    (ARABIC, "multi", re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,4})(?:[.)–-]?(?=[ \t]+\D|$)|[.)](?=[^\W\d_]{2}))")),
    (
        ARABIC,
        "arabic",
        re.compile(r"(\d{1,3}) ?[.](?=[ \t]|[^\W\d]|$)|(\d{1,2}) ?/(?=[ \t])(?![ \t]*\d{1,2} ?/)|(?P<big>\d{1,2}) ?[-–/](?=[ \t]*[^\W\d_])"),
    ),
    (LETTER, "paren", re.compile(r"(\d{1,2}) ?\)(?=[ \t]|[^\W\d]|$)|\((\d{1,2})\)(?=[ \t]|[^\W\d]|$)")),
    (
        LETTER,
        "letter",
        re.compile(
            r"([a-zđ]{1,2}) ?\)(?=[ \t]|[^\W\d]|$)|\(([a-zđ])\)(?=[ \t])|([a-zđ]) ?[./](?=[ \t])|"
            r"(?P<big>[a-zđ]) ?[-–](?=[ \t]+[^\W\d_])"
        ),
    ),
    (BULLET, "bullet", re.compile(r"([-–—+*•·○●▪■□➢➤►▶◆❖✓✔\uf000-\uf0ff])(?=[ \t]|[^\W\d]|[“\"])")),
)
#: What follows where a law's chapter is cited rather than a heading numbered: "Mục 2 Chương III Luật ...".
_CITED = re.compile(r" *(?:chuong|dieu|luat|nghi|ke hoach|cong van|quyet dinh|cua|va|,|phu luc|[a-z]* ?nay\b)")
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
    for rank, style, pattern in _PATTERNS if text[:1].isalnum() or text.startswith("(") else _PATTERNS[-1:]:
        match = pattern.match(text)
        if match and (not match.groupdict().get("big") or _is_big(text[match.end() :])):
            label = next(group for group in match.groups() if group is not None)
            return _label(label, rank, style, match.end())
    return None


def _is_big(rest):
    """Tell whether what stands behind a dash begins a sentence, as in "1- Mục đích" but not in "01-KL/TW"."""
    return rest.lstrip()[:1].isupper() and (rest[:1].isspace() or rest[1:2].islower())


def _find_worded(text):
    match = _WORDED.match(plain(text[:40])) if text[:1].isupper() else None
    if not match:
        return None
    word, number = match.groups()
    heading = {"phan": PART, "chuong": CHAPTER, "muc": CHAPTER}
    marked = match.group().endswith((".", ":"))
    if not marked and (word not in heading or _CITED.match(plain(text[match.end() :]))):
        return None
    value = int(number) if number.isdigit() else _ORDINALS.get(number) or from_roman(number) or ALPHABET.find(number) + 1
    if not value:
        return None
    rank = heading.get(word, ARABIC)
    return Label(text[: match.end()].rstrip(" .:)/–-"), rank, word, match.end(), value)


def _label(label, rank, style, end):
    if style == "roman" and from_roman(label) is None:
        return None
    if style == "bullet":
        return Label("-" if label in _DASHES else label, rank, "-" if label in _DASHES else label, end)
    if style == "nested":
        prefix, _dot, last = label.rpartition(".")
        return Label(label, rank, "letter", end, _value(last, "letter"), prefix)
    if style in ("multi", "joint"):
        prefix, _dot, last = label.rpartition(".")
        depth = label.count(".") - (style == "joint")
        return Label(label, ARABIC + depth / 10, f"multi{depth}" if depth else "arabic", end, int(last), prefix)
    return Label(label, rank, style, end, _value(label, style))


def _value(label, style):
    if style == "roman":
        return from_roman(label)
    if label.isdigit():
        return int(label)
    if style == "capital":
        return ord(label) - ord("A") + 1 if label != "Đ" else None
    return ALPHABET.find(label) + 1 or None
