"""Reader of picture files: photos and scans of pages, one file each, several in one, or several files in a zip."""

import io
import re
import zipfile
import zlib
from pathlib import PurePath

from PIL import Image, ImageOps

from ..errors import UnreadableFile
from .scans import LONG_SIDE

#: Most dots of a picture, and most bytes of a file of a zip, that are unpacked.
MAX_DOTS, MAX_MEMBER = 80_000_000, 40 * 1024 * 1024

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM")
_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "MPO")
_SUFFIXES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp")
_DIGITS = re.compile(r"(\d+)")


def is_photo(data):
    """Tell whether a file is a picture, or a zip of nothing but pictures, by its content."""
    return data.startswith(_PICTURES) or data.startswith(b"PK") and bool(_members(data))


def count(data):
    """Return how many pages a picture file, or a zip of such files, has.

    :raises UnreadableFile: ``broken`` or ``too_long``
    """
    if members := _members(data):
        return len(members)
    with _opened(data) as picture:
        return getattr(picture, "n_frames", 1)


def page(data, index):
    """Return page ``index`` of a picture file, or of a zip of such files in the order of their names, upright.

    :raises UnreadableFile: ``broken`` or ``too_long``
    """
    if members := _members(data):
        data, index = _unpacked(data, members[index]), 0
    with _opened(data) as picture:
        try:
            picture.seek(index)
            picture.draft("RGB", (LONG_SIDE, LONG_SIDE))
            return ImageOps.exif_transpose(picture).convert("RGB")
        except Exception as error:  # a damaged picture fails anywhere in the reader
            raise UnreadableFile("broken") from error


def _opened(data):
    try:
        picture = Image.open(io.BytesIO(data), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise UnreadableFile("too_long") from error
    except Exception as error:  # a damaged picture fails anywhere in the reader
        raise UnreadableFile("broken") from error
    if picture.width * picture.height > MAX_DOTS:
        raise UnreadableFile("too_long")
    return picture


def _members(data):
    """Return the names of the files of a zip in their order, numbers by their value; none unless all are pictures."""
    if not data.startswith(b"PK"):
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/") and not name.startswith("__MACOSX/")]
    except (zipfile.BadZipFile, OSError, ValueError):
        return []
    if not all(PurePath(name).suffix.lower() in _SUFFIXES for name in names):
        return []
    return sorted(names, key=lambda name: [int(each) if each.isdecimal() else each for each in _DIGITS.split(name.lower())])


def _unpacked(data, name):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(name) as member:
            content = member.read(MAX_MEMBER + 1)
    except RuntimeError as error:
        raise UnreadableFile("encrypted") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFile("broken") from error
    if len(content) > MAX_MEMBER:
        raise UnreadableFile("too_long")
    return content
