"""Readers: bytes of a file to lines of text. The content decides which; the name only tells text from code."""

import re
from pathlib import PurePath

from ..errors import UnreadableFile
from . import pdf, text, word

#: Largest file that is read, in MB.
MAX_MB = 20

#: Most letters that are read: the place of each is kept through the whole recognition.
MAX_LETTERS = 2 * 1024 * 1024

#: Names that plain text may have; a name without an ending, or with a number as one, is fine as well.
_TEXT_NAMES = re.compile(r"(?:\.(?:txt|text|md)|\.?[^a-z]*)", re.IGNORECASE)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFUSED = (
    b"MZ",
    b"\x7fELF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"RIFF",
    b"\xca\xfe\xba\xbe",
    b"<!DOCTYPE",
    b"<html",
    b"<?xml",
    b"SQLite format",
)


def read(data, filename=""):
    """Return the lines of the file called ``filename`` whose content is ``data``.

    :raises UnreadableFile: when it is empty, too big or too long, protected, damaged, a scan or of another type
    """
    lines = _lines(data, filename)
    if sum(len(line.text) + 1 for line in lines) > MAX_LETTERS:
        raise UnreadableFile("too_long")
    return lines


def _lines(data, filename):
    if len(data) > MAX_MB * 1024 * 1024:
        raise UnreadableFile("too_big", limit=MAX_MB)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff"):
        raise UnreadableFile("empty")
    head = data.lstrip()[:1024]
    if b"%PDF-" in head[:1024]:
        return pdf.read(data)
    if data.startswith(b"PK"):
        return word.read(data)
    if data.startswith(_OLE):
        raise UnreadableFile(_ole_code(data))
    if head.startswith(_REFUSED) or not _TEXT_NAMES.fullmatch(PurePath(filename).suffix):
        raise UnreadableFile("wrong_type")
    return text.read(data)


def _ole_code(data):
    """Return the reason for refusing an OLE container: a password-protected docx, an old Word file, another one."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    return "old_doc" if "WordDocument".encode("utf-16-le") in data else "wrong_type"
