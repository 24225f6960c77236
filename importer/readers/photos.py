"""Reader of picture files: photos and scans of pages, one file each, several in one, or several files in a zip."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath

from PIL import Image, ImageOps

from ..errors import UnreadableFile
from .scans import LONG_SIDE

#: Most dots of a picture, and most bytes of a file of a zip, that are unpacked.
MAX_DOTS, MAX_MEMBER = 80_000_000, 40 * 1024 * 1024
#: Long side of the small picture by which a page is told from the others, the quality of pictures that are written, and the
#: bytes from which a file is written anew: a plan of many photos fits into one file.
THUMBNAIL, QUALITY, LARGE = 320, 75, 1024 * 1024

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM")
_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "MPO")
_SUFFIXES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp")
_DIGITS = re.compile(r"(\d+)")


@dataclass
class Photo:
    """A picture file that becomes pages of a document together with others.

    :ivar content: bytes of the file, no larger than a page is read at
    :ivar thumbnail: its first page, small and upright, as JPEG
    :ivar pages: how many it has
    """

    content: bytes
    thumbnail: bytes
    pages: int


def prepared(data):
    """Return a picture file as :class:`Photo`.

    :raises UnreadableFile: ``wrong_type``, ``broken`` or ``too_fine``
    """
    if not data.startswith(_PICTURES):
        raise UnreadableFile("wrong_type")
    pages, upright = count(data), page(data, 0)
    small = upright.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    if pages == 1 and (max(upright.size) > LONG_SIDE * 1.1 or len(data) > LARGE):
        upright.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
        data = min(data, _jpeg(upright), key=len)
    return Photo(data, _jpeg(small), pages)


def joined(contents):
    """Return picture files as one, a zip that keeps their order; of the same pictures the same bytes.

    :param contents: list of their bytes
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number, content in enumerate(contents, 1):
            archive.writestr(zipfile.ZipInfo(f"{number:03}{_suffix(content)}"), content)
    return stream.getvalue()


def is_photo(data):
    """Tell whether a file is a picture, or a zip of nothing but pictures, by its content."""
    return data.startswith(_PICTURES) or data.startswith(b"PK") and bool(_members(data))


def count(data):
    """Return how many pages a picture file, or a zip of such files, has.

    :raises UnreadableFile: ``broken`` or ``too_fine``
    """
    return len(_pages(data))


def page(data, index):
    """Return page ``index`` of a picture file, or of a zip of such files in the order of their names, upright.

    :raises UnreadableFile: ``broken``, ``too_long`` or ``too_fine``
    """
    member, frame = _pages(data)[index]
    with _opened(_unpacked(data, member) if member else data) as picture:
        try:
            picture.seek(frame)
            _check_dots(picture)
            picture.draft("RGB", (LONG_SIDE, LONG_SIDE))
            return _on_paper(ImageOps.exif_transpose(picture))
        except UnreadableFile:
            raise
        except Exception as error:  # a damaged picture fails anywhere in the reader
            raise UnreadableFile("broken") from error


def _pages(data):
    """Return the pages as (name in the zip or None, number of the frame)."""
    members = _members(data)
    if not members:
        return [(None, frame) for frame in range(_frames(data))]
    return [(name, frame) for name in members
            for frame in range(_frames(_unpacked(data, name)) if name.lower().endswith((".tif", ".tiff")) else 1)]


def _frames(data):
    """Return how many pages a picture has; what cameras add to a photo, as its depth or a small copy, is none."""
    with _opened(data) as picture:
        return picture.n_frames if picture.format == "TIFF" else 1


def _on_paper(picture):
    """Return a picture in colour, what is clear of it as white paper."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    picture = picture.convert("RGBA")
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _jpeg(picture):
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=QUALITY)
    return stream.getvalue()


def _suffix(content):
    with _opened(content) as picture:
        return {"TIFF": ".tif", "PNG": ".png", "BMP": ".bmp"}.get(picture.format, ".jpg")


def _opened(data):
    try:
        picture = Image.open(io.BytesIO(data), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise UnreadableFile("too_fine", limit=MAX_DOTS // 10**6) from error
    except Exception as error:  # a damaged picture fails anywhere in the reader
        raise UnreadableFile("broken") from error
    _check_dots(picture)
    return picture


def _check_dots(picture):
    if picture.width * picture.height > MAX_DOTS:
        raise UnreadableFile("too_fine", limit=MAX_DOTS // 10**6)


def _members(data):
    """Return the names of the files of a zip in their order, numbers by their value; none unless all are pictures."""
    if not data.startswith(b"PK"):
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/") and not name.startswith("__MACOSX/")]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
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
