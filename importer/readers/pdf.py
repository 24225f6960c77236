"""Reader of PDF files with text: characters and their boxes to lines, columns apart, page numbers marked."""

import re
import threading
import unicodedata
from functools import lru_cache
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from ..errors import UnreadableFile
from ..source import Line

#: Pages that are read at most, and characters a page has on average at least before it counts as text.
MAX_PAGES, MIN_CHARS = 2000, 20

_PAGE_NUMBER = re.compile(r"[-–— ]*(?:trang +)?\d{1,4}(?: */ *\d{1,4})?[-–— .]*", re.IGNORECASE)
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b\ufeff\ufffe\uffff]")
#: PDFium keeps global state and is not thread-safe.
_LOCK = threading.Lock()


def read(data):
    """Return the lines of a PDF from top to bottom, left column first in each row; ``number`` runs through the pages.

    :raises UnreadableFile: ``encrypted``, ``scanned``, ``too_big`` or ``broken``
    """
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            encrypted = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
            raise UnreadableFile("encrypted" if encrypted else "broken") from error
        try:
            pages = [_page(document, index) for index in range(min(len(document), MAX_PAGES))]
        except pypdfium2.PdfiumError as error:
            raise UnreadableFile("broken") from error
        finally:
            document.close()
    letters = sum(len(text.strip()) for page in pages for text, *_box in page)
    if letters < MIN_CHARS * max(1, len(pages)):
        raise UnreadableFile("scanned")
    return _lines(pages)


def _page(document, index):
    """Return the segments of a page: text, left, right, bottom, height, in points."""
    page = document[index]
    textpage = page.get_textpage()
    try:
        return _segments(_chars(textpage))
    finally:
        textpage.close()
        page.close()


def _chars(textpage):
    """Yield each character with left, right, bottom, top; a line end of PDFium's as None."""
    handle, box = textpage.raw, pdfium.FS_RECTF()
    for index in range(pdfium.FPDFText_CountChars(handle)):
        code = pdfium.FPDFText_GetUnicode(handle, index)
        if code in (10, 13):
            yield None
            continue
        if pdfium.FPDFText_GetLooseCharBox(handle, index, box):
            yield _char(code), box.left, box.right, box.bottom, box.top


@lru_cache(maxsize=4096)
def _char(code):
    char = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return "-" if char in "\x02\u00ad" else _ODD.sub("", char)


def _segments(chars):
    """Join characters to segments: a new one at a line end, another base line or a gap as wide as two letters."""
    segments, run, solid = [], [], None
    for char in chars:
        blank = char is None or not char[0] or char[0].isspace()
        if run and (char is None or not blank and _is_apart(solid, char)):
            segments.append(_segment(run))
            run = []
        if not blank:
            solid = char
        if not blank or run and char[0]:
            run.append(char)
    if run:
        segments.append(_segment(run))
    return segments


def _is_apart(solid, char):
    """Tell whether ``char`` stands apart from ``solid``, the last one before it that is no space."""
    height = max(solid[4] - solid[3], 1)
    return abs(char[3] - solid[3]) > height * 0.7 or not -height * 4 < char[1] - solid[2] < height * 1.6


def _segment(run):
    text = "".join(char[0] for char in run).rstrip()
    solid = [char for char in run if not char[0].isspace()]
    bottom = median(char[3] for char in solid)
    return (
        text,
        min(char[1] for char in solid),
        max(char[2] for char in solid),
        bottom,
        median(char[4] - char[3] for char in solid),
    )


def _rows(segments):
    """Return the segments of a page as rows from the top, each sorted from the left."""
    rows = []
    for segment in sorted(segments, key=lambda each: (-each[3], each[1])):
        if rows and rows[-1][0][3] - segment[3] < max(segment[4], rows[-1][0][4]) * 0.45:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda each: each[1]) for row in rows]


def _lines(pages):
    widths = [(right - left) / len(text) for page in pages for text, left, right, *_ in page if len(text) > 20]
    unit = median(widths) if widths else 6
    lines, number = [], 0
    for page in pages:
        rows = _rows(page)
        gap = median([a[0][3] - b[0][3] for a, b in zip(rows, rows[1:])] or [0])
        above = None
        for index, row in enumerate(rows):
            number += 1
            text = unicodedata.normalize("NFC", "\t".join(segment[0] for segment in row))
            edge = index in (0, len(rows) - 1) and _PAGE_NUMBER.fullmatch(text.strip())
            blank = above is not None and above - row[0][3] > gap * 1.45
            above = row[0][3]
            lines.append(
                Line(
                    text,
                    number,
                    kind="page_number" if edge else "text",
                    blank_before=blank,
                    left=row[0][1] / unit,
                    right=row[-1][2] / unit,
                )
            )
    return lines
