"""Lines of a task: who leads, who coordinates, until when, with which output."""

import re

from . import deadlines
from .units import split_units
from .words import plain

_WHO = r"(?:cac )?(?:don vi|co quan|bo phan|phong|to chuc|ca nhan)(?:,? (?:don vi|co quan|bo phan|ca nhan))?"
_KEYS = {
    "lead": rf"(?:{_WHO} )?chu tri(?: (?:thuc hien|tham muu|trien khai))?|{_WHO} (?:thuc hien|tham muu|"
    "phu trach|dau moi)|"
    r"phan cong(?: thuc hien)?|nguoi thuc hien|dau moi",
    "coordinate": rf"(?:{_WHO} )?phoi hop(?: thuc hien)?",
    "deadline": r"thoi (?:gian|han)(?:,? (?:to chuc|thuc hien|hoan thanh|trien khai))*|tien do(?: thuc hien)?|"
    "han hoan thanh|"
    r"hoan thanh|thoi diem hoan thanh",
    "output": r"(?:du kien )?(?:ket qua|san pham)(?:(?:,|/| va|,? ) ?(?:dau ra|san pham|ket qua|du kien|can dat|"
    "dat duoc|hoan thanh))*",
}
_KEY = re.compile("|".join(rf"(?P<{name}>{pattern})" for name, pattern in _KEYS.items()))
_START = re.compile(r"(?:^|[;.,(–-] *|- )(?=[a-z])")
_COLON = re.compile(r" *: *")
_SENTENCE = re.compile(
    r"\bgiao (?P<lead>[^.;:]{3,80}?) chu tri,? (?:va )?phoi hop (?:voi|cung) (?P<coordinate>[^.;:]{3,160})"
)
_VERB = re.compile(
    r" (?:trien khai|thuc hien|tham muu|to chuc|xay dung|hoan thanh|tong hop|theo doi|ra soat|de|trong|"
    r"va bao cao|lap|kiem tra|"
    r"huong dan|tuyen truyen)\b"
)


def is_task_line(text):
    """Tell whether ``text`` (without bullet) begins with a key such as "Đơn vị chủ trì:"."""
    return bool(_match_at(plain(text), 0))


def _match_at(flat, place):
    key = _KEY.match(flat, place)
    colon = _COLON.match(flat, key.end()) if key else None
    return (key.lastgroup, key.start(), colon.end()) if colon else None


def fields(text):
    """Return name, begin of key, begin and end of value for each key with a colon in ``text``."""
    flat, found = plain(text), []
    for start in _START.finditer(flat):
        match = _match_at(flat, start.end())
        if match and (not found or match[1] >= found[-1][2]):
            found.append(match)
    spans = []
    for index, (name, begin, value) in enumerate(found):
        end = found[index + 1][1] if index + 1 < len(found) else len(text)
        spans.append((name, begin, value, _value_end(text, value, end)))
    return spans


def _value_end(text, begin, end):
    """Cut the marks and an unmatched closing bracket off the end of a value."""
    while end > begin and (
        text[end - 1] in " ;.,-–(" or text[end - 1] == ")" and text.count("(", begin, end) < text.count(")", begin, end)
    ):
        end -= 1
    return end


def read_line(item, piece, ledger, year):
    """Fill ``item`` from a task line, all of which is booked to its fields."""
    for name, _begin, value, end in fields(piece.text):
        part = piece[value:end].strip()
        _set(item, name, ledger.take(part, name, item, _path(name)), year)
    ledger.take(piece, "mark", item)


def read_running(item, text, year):
    """Fill what ``item`` still lacks from keys and phrases within its own text, where they also stay."""
    for name, _begin, value, end in fields(text):
        _set(item, name, text[value:end], year)
    flat = plain(text)
    match = _SENTENCE.search(flat) if not item.lead else None
    if match:
        begin, end = match.span("coordinate")
        verbs = (verb.start() for verb in _VERB.finditer(flat, begin, end) if text[verb.start() + 1].islower())
        _set(item, "lead", text[slice(*match.span("lead"))], year)
        _set(item, "coordinate", text[begin : next(verbs, end)], year)
    item.deadline = item.deadline or deadlines.find(text, year)


def set_cell(item, name, piece, ledger, year):
    """Fill a field of ``item`` from the cell of a task table."""
    _set(item, name, ledger.take(piece, name, item, _path(name)), year)


def _path(name):
    return "deadline.text" if name == "deadline" else name


def _set(item, name, value, year):
    value = value.strip()
    if not value:
        return
    if name in ("lead", "coordinate"):
        units = getattr(item, name)
        units += [unit for unit in split_units(value) if unit not in units]
    elif name == "deadline":
        item.deadline = item.deadline or deadlines.parse(value, year)
    else:
        item.output = "; ".join(filter(None, [item.output, value]))
