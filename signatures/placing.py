"""Where signature and seal stand on a page (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II, mục 7 và 8).

PDFium serves one thread at a time: whoever has several reads in a process of its own (:func:`confined.run`).
"""
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import pypdfium2

from .errors import SignatureError

MM = 72 / 25.4
#: Between the signature and the words above and below it.
CLEARANCE = 1.5 * MM
#: More than between two lines of print; the title of who signs for a council stands right above his name.
LEAST = 10 * MM
#: The most that a signature is wide.
WIDEST = 50 * MM
RECIPIENTS = "Nơi nhận:"


class Rectangle(NamedTuple):
    """A rectangle of a page in points, counted from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self):
        return self.right - self.left

    @property
    def height(self):
        return self.top - self.bottom

    def meets(self, other):
        """Whether the two have an area in common."""
        return (self.left < other.right and other.left < self.right
                and self.bottom < other.top and other.bottom < self.top)

    def grown(self, by):
        """Return the rectangle with ``by`` points more on every side."""
        return Rectangle(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def fitted(self, ratio):
        """Return the largest rectangle of the same centre within this one whose width is ``ratio`` times its height."""
        width = min(self.width, self.height * ratio)
        height = width / ratio
        left, bottom = self.left + (self.width - width) / 2, self.bottom + (self.height - height) / 2
        return Rectangle(left, bottom, left + width, bottom + height)


@dataclass(frozen=True)
class Place:
    """Where something stands.

    :ivar page: index of the page, from 0
    """

    page: int
    rectangle: Rectangle


class Line(NamedTuple):
    """A piece of text on one line."""

    text: str
    rectangle: Rectangle


def signature_place(pdf, signer):
    """Find the room between the title and the name of the signer.

    The name stands alone on its line, on the page that has the recipients beside it; where a document names none, it is
    the last such line.

    :param pdf: bytes
    :param signer: name as printed
    :return: :class:`Place`
    :raises SignatureError: ``no_place`` when the name or the title above it can't be found
    """
    name = _words(signer)
    found = None
    with opened(pdf) as document:
        for index, page in enumerate(document):
            lines = text_lines(page)
            names = [line for line in lines if line.text == name] if name else []
            if names:
                found = index, names[-1], lines
            if names and any(line.text == RECIPIENTS for line in lines):
                break
    if not found:
        raise SignatureError("no_place", name=signer)
    index, below, lines = found
    above = sorted(
        (line.rectangle for line in lines if _is_above(line.rectangle, below.rectangle)), key=lambda each: each.bottom)
    if not above:
        raise SignatureError("no_place", name=signer)
    rows, middle = list(pairwise([below.rectangle, *above])), _middle(below.rectangle)
    under, title = next((pair for pair in rows if pair[1].bottom - pair[0].top > LEAST), rows[0])
    return Place(index, Rectangle(
        middle - WIDEST / 2, under.top + CLEARANCE, middle + WIDEST / 2, title.bottom - CLEARANCE))


def seal_place(signature, width, height):
    """Place the seal at its real size: over the left third of the signature, at the same height.

    :param signature: :class:`Place` of the personal signature
    :param width: of the seal, in millimetres
    :return: :class:`Place`
    """
    box = signature.rectangle
    right, middle = box.left + box.width / 3, box.bottom + box.height / 2
    return Place(signature.page, Rectangle(
        right - width * MM, middle - height * MM / 2, right, middle + height * MM / 2))


def _is_above(line, name):
    """Whether ``line`` is a line of the title: higher than the name, and centred over it."""
    return line.bottom > name.top and abs(_middle(line) - _middle(name)) < 5 * MM


def _middle(rectangle):
    return (rectangle.left + rectangle.right) / 2


def text_lines(page):
    """Return the :class:`Line` list of a page of pypdfium2, in the order of its text."""
    textpage = page.get_textpage()
    boxes = [textpage.get_rect(index) for index in range(textpage.count_rects())]
    return [
        Line(_words(textpage.get_text_bounded(*box)), Rectangle(*box)) for box in boxes]


def words(page, below):
    """Return the words of a page of pypdfium2, as far as they lie in ``below``, as a list of :class:`Line`.

    Shorter ones than three letters are taken together with that before.

    :param below: :class:`Rectangle`
    """
    textpage, found, text, boxes = page.get_textpage(), [], "", []
    for index in range(textpage.count_chars() + 1):
        letter = ""
        if index < textpage.count_chars() and below.meets(box := Rectangle(*textpage.get_charbox(index))):
            letter = textpage.get_text_range(index, 1).strip()
        if letter:
            text, boxes = text + letter, [*boxes, box]
        elif boxes:
            lefts, bottoms, rights, tops = zip(*boxes)
            found.append(Line(_words(text), Rectangle(min(lefts), min(bottoms), max(rights), max(tops))))
            text, boxes = "", []
    return _joined(found)


def _joined(found):
    joined = []
    for word in found:
        before = joined[-1] if joined else None
        if before and len(word.text) < 3 and word.rectangle.bottom < before.rectangle.top and (
                before.rectangle.bottom < word.rectangle.top):
            one, two = before.rectangle, word.rectangle
            joined[-1] = Line(f"{before.text} {word.text}", Rectangle(
                min(one.left, two.left), min(one.bottom, two.bottom), max(one.right, two.right), max(one.top, two.top)))
        else:
            joined.append(word)
    return joined


def _words(text):
    return unicodedata.normalize("NFC", " ".join(text.split()))


@contextmanager
def opened(pdf):
    """Open a PDF as a document of pypdfium2.

    :raises SignatureError: ``no_pdf``
    """
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise SignatureError("no_pdf") from error
    with document:
        yield document
