"""What only pages that were read from their picture have: places on it, words that are not sure, a number written by hand."""

from .document import Doubt, Notice, Place
from .readers.scans import SURE

#: Confidence in percent from which the number of a document counts as printed, not written by hand.
PRINTED = 90


def note(document, lines, pages):
    """Add to ``document`` where its lines stand, and what is not sure; the number written by hand is left out.

    :param lines: that it was recognised in
    :param pages: ``{index: Scanned}`` of the pages that were read from their picture
    """
    placed = [line for line in lines if line.box and line.box[0] in pages]
    document.places = [_place(line, pages[line.box[0]]) for line in placed]
    words = {line.number: _words(line, pages[line.box[0]]) for line in placed}
    document.doubts = [Doubt(number, word[0]) for number, found in words.items() for word in found if word[5] < SURE]
    _leave_out_number(document, words)


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


def _leave_out_number(document, words):
    """Leave out the number of the document unless it is printed beyond doubt, and ask for it."""
    header = document.header
    part = next((each for each in document.parts if each.path == "header.symbol"), None)
    if part is None:
        return
    sure = [word[5] for word in words.get(part.line, ()) if header.number and header.number in word[0]]
    if not sure or min(sure) < PRINTED:
        document.warnings.insert(0, Notice("number_unread", part.line, header.number))
        header.number = None
