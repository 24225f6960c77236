"""Readers: bytes of a file to lines of text. The content decides which; the name only tells text from code."""

import re
from pathlib import PurePath

from ..errors import UnreadableFile
from . import office, pdf, photos, scans, text, word

#: Largest file that is read, in MB.
MAX_MB = 20

#: Most letters that are read: the place of each is kept through the whole recognition.
MAX_LETTERS = 2 * 1024 * 1024

#: Names that plain text may have; a name without an ending, or with a number as one, is fine as well.
_TEXT_NAMES = re.compile(r"(?:\.(?:txt|text|md)|\.?[^a-z]*)", re.IGNORECASE)

#: What names of streams in an OLE container say about it.
_OLE_NAMES = (
    ("EncryptedPackage", "encrypted"), ("WordDocument", None), ("Workbook", "wrong_type"), ("PowerPoint Document", "wrong_type"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFUSED = (
    b"MZ",
    b"\x7fELF",
    b"GIF8",
    b"{\\rtf",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"RIFF",
    b"\xca\xfe\xba\xbe",
    b"<!DOCTYPE",
    b"<html",
    b"<?xml",
    b"SQLite format",
)


def read(data, filename, scanned):
    """Return the lines of the file called ``filename`` whose content is ``data``.

    :param scanned: ``{index: Scanned}`` of the pages that were read from their picture
    :raises UnreadableFile: when it is empty, too big or too long, protected, damaged, of another type, needs a program that is
        missing, or has further pages that are to be read from their picture
    """
    lines = _lines(data, filename, scanned)
    if sum(len(line.text) + 1 for line in lines) > MAX_LETTERS:
        raise UnreadableFile("too_long")
    return lines


def read_page(data, index):
    """Return page ``index`` of a scan or photo, counted from 0, as :class:`scans.Scanned`.

    :raises UnreadableFile: ``no_ocr`` where the program for it is missing, or what is wrong with the file
    """
    scans.require()
    return scans.read(photos.page(data, index) if photos.is_photo(data) else pdf.picture(data, index))


def read_photo(data):
    """Return a picture file that becomes pages of a document together with others, as :class:`photos.Photo`.

    :raises UnreadableFile: it is no picture, too big or too fine, or damaged
    """
    if len(data) > MAX_MB * 1024 * 1024:
        raise UnreadableFile("too_big", limit=MAX_MB)
    return photos.prepared(data)


def is_old_word(data):
    """Tell whether a file is one of Word's before 2007 (.doc), by its content."""
    return data.startswith(_OLE) and _ole_code(data, "") is None


def _lines(data, filename, scanned):
    if len(data) > MAX_MB * 1024 * 1024:
        raise UnreadableFile("too_big", limit=MAX_MB)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff"):
        raise UnreadableFile("empty")
    head = data.lstrip()[:1024]
    if b"%PDF-" in head[:1024]:
        return pdf.read(data, scanned)
    if photos.is_photo(data):
        missing = [index for index in range(photos.count(data)) if index not in scanned]
        if missing:
            raise UnreadableFile("scanned", pages=missing)
        return pdf.lines_of([pdf.of_scan(scanned[index]) for index in sorted(scanned)])
    if data.startswith(b"PK"):
        return word.read(data)
    if is_old_word(data):
        return office.read(data)
    if data.startswith(_OLE):
        raise UnreadableFile(_ole_code(data, filename))
    if head.startswith(_REFUSED) or not _TEXT_NAMES.fullmatch(PurePath(filename).suffix):
        raise UnreadableFile("wrong_type")
    return text.read(data)


def _ole_code(data, filename):
    """Return the reason for refusing an OLE container: protected, another program's or cut off; None for old Word's."""
    for name, code in _OLE_NAMES:
        if name.encode("utf-16-le") in data:
            return code
    return "broken" if filename.lower().endswith(".doc") else "wrong_type"
