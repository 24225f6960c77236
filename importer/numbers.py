"""Numbers that a text or a table gives for indicators: "Số buổi đối thoại: 12", "12 buổi đối thoại", a row of a table."""

import re
from dataclasses import dataclass

from .likeness import words
from .words import plain, squeeze

_NUMBER = r"(?<![\w/.,-])(?:\d{1,3}(?:\.\d{3})+|\d{1,12})(?:,\d{1,6})?(?![\w/]|[.,]\d)"
#: What may stand between the name of an indicator and its number.
_FILL = r"(?:\W+(?:la|duoc|dat|da|tong|so|co|gom|trong|ky|thuc|hien))*\W+"
_CELL = re.compile(rf"({_NUMBER})\s*%?")
#: Heads of the columns of a table of figures, the better ones first.
_NAMES = re.compile(r"noi dung|chi tieu|nhiem vu|hoat dong|cong viec|ten\b")
_VALUES = (re.compile(r"ky nay|trong ky"), re.compile(r"so luong|so lieu|ket qua|thuc hien|gia tri|^so$"))
#: Most heads that are looked through for the columns.
_HEADS = 3


@dataclass
class Number:
    """A number that the file gives for an indicator.

    :ivar key: of the indicator; None for a row of a table of figures whose name is none of theirs
    :ivar name: as printed
    :ivar line: where it stands
    :ivar in_table: whether a table gives it
    """

    key: object
    name: str
    value: float
    line: int | None = None
    in_table: bool = False


def value_of(text):
    """Return the number that ``text`` is, written as in Vietnamese: 1.250 and 3,5; None for anything else."""
    found = _CELL.fullmatch(text.strip())
    return float(found[1].replace(".", "").replace(",", ".")) if found else None


class Indicators:
    """The indicators of a report, found in texts and tables.

    :param known: iterable of (key, name)
    """

    def __init__(self, known):
        by_words = {}
        for key, name in known:
            by_words.setdefault(tuple(words(name)), []).append(key)
        # Of two with one name none is meant.
        self._keys = {found: keys[0] for found, keys in by_words.items() if found and len(keys) == 1}
        longest = sorted(self._keys.items(), key=lambda each: -len(each[0]))
        self._patterns = [(key, self._pattern(found)) for found, key in longest]

    @staticmethod
    def _pattern(found):
        name = r"\W+".join(map(re.escape, found))
        return re.compile(rf"\b{name}\b(?:{_FILL})(?P<behind>{_NUMBER})|(?P<before>{_NUMBER})\s+{name}\b")

    def in_text(self, text, line=None):
        """Return the numbers in running ``text``; the longest name counts where one is within another."""
        flat, found = plain(text), []
        for key, pattern in self._patterns:
            for match in pattern.finditer(flat):
                number = match["behind"] or match["before"]
                found.append((match.start(), Number(key, squeeze(text[slice(*match.span())]), value_of(number), line)))
            flat = pattern.sub(lambda match: "_" * len(match.group()), flat)
        return [number for _place, number in sorted(found, key=lambda each: each[0])]

    def in_table(self, rows):
        """Return the numbers of a table, the rows of no indicator with the key None.

        :param rows: list of (line, cells)
        """
        columns = next((found for _line, cells in rows[:_HEADS] if (found := _columns(cells))), None)
        if not columns:
            return []
        name, value = columns
        found = []
        for line, cells in rows:
            number = value_of(cells[value]) if max(name, value) < len(cells) else None
            if number is not None and value_of(cells[name]) is None:
                found.append(Number(self._key(cells[name]), squeeze(cells[name]), number, line, True))
        return found

    def _key(self, cell):
        """Return the key of the indicator that a cell names, maybe with a word more at its head: "Số buổi đối thoại"."""
        found = tuple(words(cell))
        while found not in self._keys and found[:1] in (("so",), ("tong",), ("cac",)):
            found = found[1:]
        return self._keys.get(found)


def _columns(cells):
    """Return the indexes of the columns of names and of numbers, or None where the heads are none of a table of figures."""
    flat = [plain(cell) for cell in cells]
    name = next((i for i, cell in enumerate(flat) if _NAMES.search(cell)), None)
    if name is None:
        return None
    value = next((i for pattern in _VALUES for i, cell in enumerate(flat) if i != name and pattern.search(cell)), None)
    return None if value is None else (name, value)
