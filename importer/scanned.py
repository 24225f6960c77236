"""What only pages that were read from their picture have: places on it, words that are not sure, number and day by hand."""

from bisect import bisect_right

from .document import Doubt, Notice, Place
from .readers.scans import SURE

#: Confidence in percent from which the number of a document counts as printed, not written by hand.
PRINTED = 90
#: Most parts above a line that are looked at for one that goes on in it.
_ABOVE = 12


def note(document, lines, pages):
    """Add to ``document`` where its lines stand, and what is not sure; what is written by hand is left out.

    :param lines: that it was recognised in
    :param pages: ``{index: Scanned}`` of the pages that were read from their picture
    """
    placed = [line for line in lines if line.box and line.box[0] in pages]
    document.places = [_place(line, pages[line.box[0]]) for line in placed]
    words = {line.number: _words(line, pages[line.box[0]]) for line in placed}
    _ask_for_what_is_written(document, words)
    document.doubts = [
        Doubt(number, word[0], _path(document.parts, number, word[0]))
        for number, found in words.items() for word in found if word[5] < SURE]


def _path(parts, line, word):
    """Return the path of the part that took ``word`` of ``line``, which may be joined to a part of a line above."""
    end = bisect_right(parts, line, key=lambda part: part.line)
    return next((part.path for part in reversed(parts[max(0, end - _ABOVE):end]) if word in part.text), None)


def _place(line, page):
    _index, left, bottom, right, top = line.box
    return Place(
        line.number, line.box[0], *(round(value, 4) for value in (
            left / page.width, 1 - top / page.height, (right - left) / page.width, (top - bottom) / page.height)))


def _words(line, page):
    """Return the words of the page that stand in the box of a line."""
    _index, left, bottom, right, top = line.box
    return [
        word for word in filter(None, page.words)
        if left - 1 <= (word[1] + word[2]) / 2 <= right + 1 and bottom - 1 <= (word[3] + word[4]) / 2 <= top + 1]


def _ask_for_what_is_written(document, words):
    """Leave out number, day and month that stand on a picture unless they are printed beyond doubt, and ask for them."""
    header, parts = document.header, {part.path: part for part in document.parts}
    part = parts.get("header.symbol")
    if part and part.line in words:
        if not _is_printed(header.number, words.get(part.line, ())):
            document.warnings.insert(0, Notice("number_unread", part.line, header.number))
            header.number = None
    part = parts.get("header.place")
    if part and part.line in words:
        found = {name: parts.get(f"header.date.{name}") for name in ("day", "month")}
        unread = [name for name, each in found.items() if not each or not _is_printed(each.text, words.get(each.line, ()))]
        if unread:
            document.warnings.insert(0, Notice("date_unread", part.line, None))
        for name in unread:
            setattr(header.date, name, None)


def _is_printed(text, words):
    """Tell whether ``text`` stands among ``words`` beyond doubt."""
    sure = [word[5] for word in words if text and text in word[0]]
    return bool(sure) and min(sure) >= PRINTED
