"""The four faces in which documents are printed: those of the addon, or those that the agency has a licence for.

Whoever runs the server names a folder with the files of one family, e.g. Times New Roman (:data:`VARIABLE`). They are used when they
are all there, may be embedded and hold every letter of the shipped ones that Vietnamese has; otherwise the shipped ones are.
"""
import os
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

#: Name of the variable of the environment that names the folder.
VARIABLE = "DAN_VAN_FACES"
SHIPPED = Path(__file__).resolve().parent.parent / "static" / "fonts"
STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
#: Most bytes of a file, and files of a folder that are looked at.
_LARGEST, _MOST = 20 << 20, 100
_BASE = "aâăeêioôơuưyAÂĂEÊIOÔƠUƯY"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
#: What documents are written with.
LETTERS = frozenset(
    "".join(unicodedata.normalize("NFC", letter + tone) for letter in _BASE for tone in _TONES)
    + "bcdđghklmnpqrstvxfjwzBCDĐGHKLMNPQRSTVXFJWZ0123456789.,;:/()-–“”\"'%&+•…×²")
_RESTRICTED, _BITMAPS_ONLY = 0x0002, 0x0200
_ITALIC, _BOLD = 0x01, 0x20


class Chosen(NamedTuple):
    """What documents are printed with.

    :ivar family: name of the family of the folder; empty for the shipped faces
    :ivar files: ``{style: path}``
    :ivar problem: why the faces of the folder are not used: ``folder``, ``style``, ``family``, ``licence``, ``letters`` or ``file``, and
        what it names; empty where they are
    """

    family: str
    files: dict
    problem: tuple = ()


def chosen():
    """Return the :class:`Chosen` of this process; it is looked at once."""
    return _chosen(os.environ.get(VARIABLE, ""))


def path(style):
    """Return the path of the face that prints ``style``, one of :data:`STYLES`."""
    return chosen().files[style]


@cache
def _chosen(folder):
    shipped = {style: SHIPPED / f"Tinos-{style}.ttf" for style in STYLES}
    if not folder:
        return Chosen("", shipped)
    try:
        family, files = _read(Path(folder))
    except _Unusable as error:
        return Chosen("", shipped, error.args)
    return Chosen(family, files)


class _Unusable(Exception):
    """``args`` as of :attr:`Chosen.problem`."""


def _read(folder):
    try:
        found = sorted(each for each in folder.iterdir() if each.suffix.lower() == ".ttf" and each.is_file())[:_MOST]
    except OSError as error:
        raise _Unusable("folder", str(folder)) from error
    files, families = {}, set()
    for each in found:
        family, style = _described(each)
        if style in files:
            raise _Unusable("style", style)
        files[style] = each
        families.add(family)
    if missing := [style for style in STYLES if style not in files]:
        raise _Unusable("style", missing[0])
    if len(families) > 1:
        raise _Unusable("family", ", ".join(sorted(families)))
    return families.pop(), files


def _described(file):
    """Return family and style of a font file.

    :raises _Unusable: documents can't be printed with it
    """
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415

    try:
        if file.stat().st_size > _LARGEST:
            raise _Unusable("file", file.name)
        with TTFont(file, lazy=True) as font:
            names, letters, table = font["name"], font.getBestCmap() or {}, font["OS/2"]
            family = names.getDebugName(16) or names.getDebugName(1) or file.stem
            if table.fsType & (_RESTRICTED | _BITMAPS_ONLY):
                raise _Unusable("licence", file.name)
            if not all(ord(letter) in letters for letter in LETTERS):
                raise _Unusable("letters", file.name)
            return family, ("Bold" if table.fsSelection & _BOLD else "") + ("Italic" if table.fsSelection & _ITALIC else "") or "Regular"
    except (OSError, TTLibError, KeyError, ValueError, TypeError, AttributeError, AssertionError) as error:
        raise _Unusable("file", file.name) from error
