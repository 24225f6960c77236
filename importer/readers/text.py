"""Reader of plain text: finds the encoding, gives lines."""

import re
import unicodedata
from collections import Counter
from dataclasses import replace

from .. import tables
from ..errors import UnreadableFile
from ..source import Line
from ..words import composed
from .legacy import from_legacy

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b\u200e\u200f\u2060\ufeff\ufffe\uffff]")
#: Longest run of spaces that is kept; a wider one says no more.
MAX_GAP = 60
_WIDE = re.compile(rf"[^\S\r\n]{{{MAX_GAP + 1},}}")
#: What a line holds that is no more than the number of its page; fewest lines of a page.
PAGE_NUMBER = re.compile(r"[-–— ]*(?:trang +)?(?P<page>\d{1,4})(?: */ *\d{1,4})?[-–— .]*", re.IGNORECASE)
_PAGE = 15
#: Longest further line of a cell, in letters, and how many lines below it another row stands at most.
_LONGEST_REST, _MOST_RESTS = 60, 4
#: A year, or the end of a sentence, that the end of a line tore off.
_TORN = re.compile(r"(?:19|20)\d\d|\d.*\.")
_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


def read(data):
    """Return the lines of a text in UTF-8, UTF-16 or a Vietnamese 8-bit encoding.

    :raises UnreadableFile: ``wrong_type`` when the bytes are no text
    """
    text = decode(data)
    return _with_tables(_with_page_numbers(split(text), text))


def decode(data):
    """Return the text of ``data``, whatever its encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    elif _looks_utf16(data):
        text = data.decode("utf-16-le" if data[1] == 0 else "utf-16-be", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = from_legacy(data)
    if _is_binary(text):
        raise UnreadableFile("wrong_type")
    return text


def split(text):
    """Return ``text`` as lines: NFC, control characters removed, empty lines only noted on the line after them."""
    lines, blank = [], False
    for number, raw in enumerate(_BREAK.split(text), 1):
        line = composed(_WIDE.sub(" " * MAX_GAP, _CONTROL.sub("", raw))).rstrip()
        if line:
            lines.append(Line(line, number, blank_before=blank))
        blank = not line
    return lines


def _with_tables(lines):
    """Return ``lines`` with those as rows of a table that are divided by as many tabs as a head of tasks above them."""
    found, width, table = [], 0, 0
    for index, line in enumerate(lines):
        cells = tuple(cell.strip() for cell in line.text.split("\t")) if line.kind == "text" and line.text.count("\t") > 1 else ()
        if 0 < len(cells) < width and cells[0].strip(".)").isdigit():
            cells += ("",) * (width - len(cells))  # empty cells at the end are none in a text
        elif width and not cells and _is_cell_rest(line, found[-1], lines[index + 1 : index + 1 + _MOST_RESTS]):
            found[-1] = _with_rest(found[-1], line.text)
            continue
        if len(cells) != width:
            is_head = len(cells) > 2 and tables.is_head(cells)
            width, table = (len(cells), table + 1) if is_head else (0, table)
        if width:
            line = replace(line, text="\t".join(cells), cells=cells, table=table, kind="row", whole=True)
        found.append(line)
    return found


def _is_cell_rest(line, row, below):
    """Tell whether ``line`` is a further paragraph of the last cell of ``row`` that holds something: more rows stand ``below``."""
    is_short = line.kind == "text" and not line.blank_before and len(line.text.strip()) <= _LONGEST_REST
    return is_short and not row.cells[-1] and any(each.text.count("\t") > 1 and each.text[:1].isdigit() for each in below)


def _with_rest(row, text):
    """Return ``row`` with another line of text in its last cell that holds something."""
    last = max(index for index, cell in enumerate(row.cells) if cell)
    cells = tuple(f"{cell}\n{text.strip()}" if index == last else cell for index, cell in enumerate(row.cells))
    return replace(row, text="\t".join(cells), cells=cells)


def _with_page_numbers(lines, text):
    """Return ``lines`` with the page numbers marked: beside a form feed, or alone and rising through the text."""
    feeds = [number for number, found in enumerate(_BREAK.finditer(text), 2) if found.group() == "\x0c"]
    numbers = _beside(lines, feeds) if feeds else _rising(lines)
    marked = []
    for line in lines:
        if line.number in numbers:
            line = replace(line, kind="page_number")
        elif marked and (line.number in feeds or marked[-1].kind == "page_number"):
            line = replace(line, blank_before=False)
        marked.append(line)
    return marked


def _beside(lines, feeds):
    """Return the numbers of the lines that stand first or last on a page and hold no more than its number."""
    found, pending = set(), feeds[::-1]
    for above, line in zip([None, *lines], lines):
        while pending and pending[-1] <= line.number:
            pending.pop()
            found.update(each.number for each in (above, line) if each and PAGE_NUMBER.fullmatch(each.text.strip()))
    return found


def _rising(lines):
    """Return the numbers of the lines with nothing but a number, if these count the pages from the second on."""
    found = [
        (line.number, match) for line in lines
        if (match := PAGE_NUMBER.fullmatch(line.text.strip())) and (line.blank_before or not _TORN.fullmatch(line.text.strip()))
    ]
    whole = [(number, match) for number, match in found if not _TORN.fullmatch(match.group())]
    return _count(found) or (_count(whole) if len(whole) < len(found) else set())


def _count(found):
    """Return the numbers of the lines ``found`` if what they hold counts pages, which are far enough from each other."""
    values = [int(match["page"]) for _number, match in found]
    numbers = [number for number, _match in found]
    first = values[0] if values else 0
    is_count = first in (1, 2) and values == list(range(first, first + len(values)))
    is_apart = all(below - above >= _PAGE for above, below in zip([0 if first == 2 else -_PAGE, *numbers], numbers))
    return set(numbers) if is_count and is_apart else set()


def _looks_utf16(data):
    sample = data[:2000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    return len(data) > 3 and max(even, odd) > len(sample) / 8 and min(even, odd) < len(sample) / 50


def _is_binary(text):
    """Tell whether decoded text holds too many control, private or replacement characters to be text."""
    odd = sum(count for char, count in Counter(text).items() if _is_odd(char))
    return odd + text.count("\ufffd") > max(2, len(text) // 50)


def _is_odd(char):
    return unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs") and char not in "\t\n\r\x0b\x0c"
