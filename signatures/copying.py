"""The pages of a copy, and the place for the agency's signature on it (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II).

PDFium serves one thread at a time: whoever has several makes copies in a process of its own (:func:`confined.run`).
"""
import io
import re

import pypdfium2
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pypdfium2 import raw

from .errors import SignatureError
from .placing import MM, Place, Rectangle, opened

#: From the edges of page one to the words of the agency's signature: in the margins, where nothing of a document stands.
TOP, RIGHT = 5 * MM, 15 * MM
#: Points between two places that are tried and between two words, dots of the drawing for each point, and what is darker is ink, from 0 to 255.
_STEP, _DOTS, _INK = 10, 2, 160
_RANGE = re.compile(r"\s*(\d{1,4})\s*(?:[-–]\s*(\d{1,4})\s*)?")


def page_numbers(text):
    """Return the pages that ``text`` names, e.g. ``2-3, 5``, as a list of numbers from 1, in its order.

    :raises SignatureError: ``pages`` when it says no pages, or one twice
    """
    found = {}
    for part in re.split("[,;]", text):
        match = _RANGE.fullmatch(part)
        pages = match and range(int(match[1]), int(match[2] or match[1]) + 1)
        # A page twice ends it: a long text names no more pages than there are numbers.
        if not pages or 0 in pages or not found.keys().isdisjoint(pages):
            raise SignatureError("pages", text=text)
        found |= dict.fromkeys(pages)
    return list(found)


def on_paper(pdf, end, pages=""):
    """Return a copy as it is printed: the pages as they are seen, and one more at their end.

    :param pdf: bytes of what is copied
    :param end: bytes of a PDF, what the agency that copies says
    :param pages: see :func:`page_numbers`; all where it is empty
    :raises SignatureError: ``no_pdf``, ``pages``, ``no_page``
    """
    return _taken(pdf, pages, end)


def electronic(pdf, pages=""):
    """Return a copy that the agency is to sign: where a whole file is signed already, the file itself, so that its signatures hold.

    :param pdf: bytes of what is copied
    :param pages: see :func:`page_numbers`; all where it is empty
    :raises SignatureError: as :func:`on_paper`
    """
    return pdf if not pages and _stays_signed(pdf) else _taken(pdf, pages)


def with_words(pdf, drawn, pages=""):
    """Return an electronic copy that is signed outside: the pages as they are seen, with the words of the agency's signature on the first.

    Such a signature shows nothing itself.

    :param pdf: bytes of what is copied
    :param drawn: bytes of a PDF whose only page draws the words
    :param pages: see :func:`page_numbers`; all where it is empty
    :raises SignatureError: as :func:`on_paper`
    """
    pdf = _taken(pdf, pages)
    with opened(pdf) as copy, opened(drawn) as words:
        place = corner_place(pdf, *words[0].get_size()).rectangle
        piece = words.page_as_xobject(0, copy).as_pageobject()
        piece.set_matrix(pypdfium2.PdfMatrix().translate(place.left, place.bottom))
        page = copy[0]
        page.insert_obj(piece)
        page.gen_content()
        return _saved(copy)


def page_count(pdf):
    """Return how many pages a PDF has.

    :raises SignatureError: ``no_pdf``
    """
    with opened(pdf) as document:
        return len(document)


def corner_place(pdf, width, height):
    """Return the :class:`placing.Place` of a signature of this size, in points, at the top right of page one.

    Where the words of an earlier copy stand there it is left of them.

    :raises SignatureError: ``no_pdf``, or ``turned`` when the page is stored lying on its side
    """
    with opened(pdf) as document:
        document.init_forms()  # without it the words of an earlier signature are not drawn
        page = document[0]
        if page.get_rotation():
            raise SignatureError("turned")
        left, bottom, right, top = page.get_cropbox()
        below, last = max(bottom, top - TOP - height), right - RIGHT
        ends = [last, *range(int(last) - _STEP, int(left + width), -_STEP)]
        places = [Rectangle(max(left, end - width), below, end, top - TOP) for end in ends]
        return Place(0, min(places, key=_ink_on(page, Rectangle(left, bottom, right, top), below)))


def _ink_on(page, paper, below):
    """Return a function from a rectangle of ``page``, not lower than ``below``, to how many thousandths of it have ink, with the gap to its
    right. A speck of a scan is none.
    """
    picture = page.render(scale=_DOTS, crop=(0, below - paper.bottom, 0, 0), grayscale=True).to_pil()

    def ink(box):
        left, top = round((box.left - paper.left) * _DOTS), round((paper.top - box.top) * _DOTS)
        right, bottom = round((box.right + _STEP - paper.left) * _DOTS), round((paper.top - box.bottom) * _DOTS)
        lights = picture.crop((left, top, max(left, right), max(top, bottom))).histogram()
        return 1000 * sum(lights[:_INK]) // max(1, sum(lights))
    return ink


def _stays_signed(pdf):
    """Whether a file is signed, and its signatures let another follow."""
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
        return bool(signatures) and all(each.docmdp_level is not MDPPerm.NO_CHANGES for each in signatures) and not _turned(pdf)
    except (PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False


def _turned(pdf):
    with opened(pdf) as document:
        return bool(document[0].get_rotation())


def _taken(pdf, pages, end=b""):
    with opened(pdf) as source, pypdfium2.PdfDocument.new() as copy:
        count = len(source)
        chosen = page_numbers(pages) if pages else range(1, count + 1)
        if missing := [number for number in chosen if number > count]:
            raise SignatureError("no_page", number=missing[0], count=count)
        for number in chosen:
            _add(copy, source, number - 1)
        if end:
            with opened(end) as last:
                copy.import_pages(last)
        return _saved(copy)


def _saved(copy):
    result = io.BytesIO()
    copy.save(result)
    return result.getvalue()


def _add(copy, source, index):
    """Add a page as it is seen: fields, signatures and notes are drawn on it and are none any more; the first one upright."""
    page = source[index]
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    page.close()
    if source[index].get_rotation() and not len(copy):
        _add_upright(copy, source, index)
    else:
        copy.import_pages(source, [index])


def _add_upright(copy, source, index):
    new = copy.new_page(*source[index].get_size())
    # The piece is the page as it is turned.
    new.insert_obj(source.page_as_xobject(index, copy).as_pageobject())
    new.gen_content()
