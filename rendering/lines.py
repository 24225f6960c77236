"""Lines of print: how wide words are, and where a text that needs several lines is broken."""
import re
import unicodedata
from dataclasses import fields, is_dataclass
from functools import cache

from . import faces

_MM_PER_PT = 25.4 / 72
#: Room that is left on a line, for roundings.
_SPARE = 0.5
#: Words at which a name or a title is rather broken, and what it costs to break it elsewhere: as much as two
#: lines that are a quarter off the middle.
_JOINING = frozenset("và của về với cho tại trên trong thuộc năm tỉnh huyện xã phường thành để theo".split())
_TORN = 0.15
#: Words of two syllables in the names of agencies, and what it costs to part them.
_PAIRS = frozenset(tuple(pair.split()) for pair in (
    "thành phố", "ủy ban", "nhân dân", "hội đồng", "đặc khu", "dân tộc", "tôn giáo", "chính phủ", "quốc hội"))
_PARTED = 1
#: More lines are no name and no title: they are filled, since to weigh them against each other takes long.
_MOST_LINES = 30
_NO_WAY = (float("inf"), ())
#: A number stays with the word before it: năm 2026, tháng 6.
_BEFORE_NUMBER = re.compile(r" (?=\d)")


@cache
def _advances(file):
    """Return (width of each letter by its code, units per em) of a face of the documents' family, by the path of its file."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    with TTFont(file, lazy=True) as font:
        widths = font["hmtx"].metrics
        return {code: widths[name][0] for code, name in font.getBestCmap().items()}, font["head"].unitsPerEm


def width(text, size, face="Regular"):
    """Return how wide ``text`` is on one line, in mm.

    :param size: pt
    :param face: ``Regular``, ``Bold``, ``Italic`` or ``BoldItalic``
    """
    advances, em = _advances(faces.path(face))
    unknown = advances[ord("m")]
    return sum(advances.get(ord(letter), unknown) for letter in text) / em * size * _MM_PER_PT


def unknown_letters(value):
    """Return the letters that the documents' family can't print, as a sorted list.

    :param value: a text, or a list, a tuple, a dict or a dataclass of such; anything else has none
    """
    known, _em = _advances(faces.path("Regular"))
    return sorted(letter for letter in _letters(value) if ord(letter) not in known and _has_shape(letter))


def _has_shape(letter):
    """Whether there is something to print of it; symbols of Word's own faces have a private code."""
    return letter.isprintable() or unicodedata.category(letter) == "Co"


def _letters(value):
    if isinstance(value, str):
        return set(value)
    if is_dataclass(value):
        value = [getattr(value, each.name) for each in fields(value)]
    elif isinstance(value, dict):
        value = list(value.values())
    return set().union(*map(_letters, value)) if isinstance(value, (list, tuple)) else set()


def balanced(text, room, size, face="Regular"):
    """Break ``text`` into as few lines as fit into ``room``, all about equally long.

    A line rather begins with a word that joins ("và", "của") than in the middle of a name.

    :param room: mm
    :param size: pt
    :param face: as in :func:`width`
    :return: list of lines; a word wider than the room has a line of its own
    """
    words = [word for word in _BEFORE_NUMBER.sub("\u00a0", text).split(" ") if word]
    widths = [width(f"{word} ", size, face) for word in words]
    room += width(" ", size, face) - _SPARE
    ends = _filled(widths, room)
    count = len(ends)
    if count > _MOST_LINES:
        return _parted(words, ends)
    even = sum(widths) / max(count, 1)

    @cache
    def best(start, left):
        """Return (cost, ends of the lines) of what begins at ``start`` in ``left`` lines."""
        if start == len(words):
            return (0, ()) if not left else _NO_WAY
        found, end, length = _NO_WAY, start, 0
        while left and end < len(words) and (end == start or length + widths[end] <= room):
            length += widths[end]
            end += 1
            cost, ends = best(end, left - 1)
            cost += (length / even - 1) ** 2
            if end < len(words) and words[end].lower() not in _JOINING:
                cost += _PARTED if (words[end - 1].lower(), words[end].lower()) in _PAIRS else _TORN
            found = min(found, (cost, (end, *ends)))
        return found

    return _parted(words, best(0, count)[1])


def _parted(words, ends):
    return [" ".join(words[start:end]) for start, end in zip((0, *ends), ends)]


def _filled(widths, room):
    """Return the ends of the lines where they are filled one after the other."""
    ends, length = [], room
    for index, each in enumerate(widths):
        length += each
        if length > room:
            ends.append(index)
            length = each
    return [*ends[1:], len(widths)] if widths else []
