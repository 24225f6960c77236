"""Tells pages of a PDF that are pictures of paper from those that hold text, whatever was stamped or laid over them."""

import re

import pypdfium2.raw as pdfium

from ..words import composed

#: Share of a page that its picture covers at least.
COVERED = 0.5
#: Fewest words of a page's text that say whether it is Vietnamese, and the shares that its commonest words, and those with
#: marks, have then.
WORDS, COMMON, MARKED = 30, 0.04, 0.6

_WORD = re.compile(r"[^\W\d_]+")
#: A line of what signing software shows of a signature: who signed, for whom, when.
_SIGNATURE = re.compile(
    r"^\W*(?:(?:được )?ký (?:số )?(?:bởi|ngày)|người ký|(?:thời gian|ngày|giờ) ký|e-?mail|cơ quan|tổ chức|đơn vị|chức vụ|lý do|địa điểm|"
    r"(?:digitally )?signed by|date|reason|location|signature)\b.*$", re.MULTILINE)
#: Syllables so frequent that running text has several on each page; all of them with marks that rubbish lacks.
_COMMON = frozenset(
    "của và các được về kế hoạch hiện thực công tác nhiệm vụ việc ngày tháng năm đơn vị cơ tổ chức nội cấp phòng số theo có".split())
#: Most objects of a page that are looked at, and the depth to which forms hold each other.
_MOST, _DEPTH = 500, 4


def is_scan(page, textpage):
    """Tell whether a page of PDFium's is a picture of paper: what lies over it as text is no running Vietnamese.

    So are scans with the text of signatures, and with a text layer that is rubbish or has lost its marks; a page with a
    picture for its ground, written over, is none.
    """
    covered = _covered(page)
    if covered < COVERED:
        return False
    text = composed(textpage.get_text_bounded()).casefold().replace("\r", "")
    words = _WORD.findall(_SIGNATURE.sub("", text))
    return (
        len(words) < WORDS or sum(word in _COMMON for word in words) < COMMON * len(words)
        or sum(not word.isascii() for word in words) < MARKED * len(words))


def _covered(page):
    """Return the share of the page that its largest picture, or several side by side, cover."""
    width, height = page.get_size()
    area = 0.0
    for drawn in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=_DEPTH):
        left, bottom, right, top = drawn.get_bounds()
        area += max(0.0, min(right, width) - max(left, 0)) * max(0.0, min(top, height) - max(bottom, 0))
        if area >= COVERED * width * height:
            break
    return area / max(1.0, width * height)
