"""What was read and where it went: lines of the source, pieces cut from them, and the ledger of every letter."""

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, groupby

from .document import Part


#: What a typesetter sets where it divides a word at a line end; not part of the text.
HYPHEN = "\u2010"
#: White space that is more than one space.
_RUN = re.compile(r"\s{2,}|[^\S ]")


@dataclass(frozen=True)
class Line:
    """One line of the source as a reader gives it.

    ``number`` counts from 1: lines of a text, paragraphs of a Word file, lines through all pages of a PDF.
    ``whole`` is true where the reader knows that the line is a paragraph. ``left`` and ``right`` are edges on the
    page in average characters, known for PDF only. ``cells`` are the texts of a table row (``text`` joins them with
    tabs), ``merged`` the columns that continue the cell above. ``kind`` is text, row, page_number or footnote. ``box``
    is where a PDF or a picture has it: page counted from 0, left, bottom, right and top in points.
    """

    text: str
    number: int
    whole: bool = False
    bold: bool | None = None
    blank_before: bool = False
    left: float | None = None
    right: float | None = None
    cells: tuple[str, ...] | None = None
    table: int | None = None
    merged: tuple[int, ...] = ()
    kind: str = "text"
    box: tuple | None = None


class Piece:
    """A text together with the place in the source of each of its characters (-1: not in the source)."""

    __slots__ = ("text", "places")

    def __init__(self, text, places):
        self.text = text
        self.places = places

    def __len__(self):
        return len(self.text)

    def __bool__(self):
        return bool(self.text)

    def __getitem__(self, part):
        return Piece(self.text[part], self.places[part])

    def __add__(self, other):
        return Piece(self.text + other.text, self.places + other.places)

    def strip(self, chars=None):
        """Return the piece without the white space, or the ``chars``, at both ends."""
        text = self.text.strip(chars)
        if len(text) == len(self.text):
            return self
        begin = len(self.text) - len(self.text.lstrip(chars))
        return Piece(text, self.places[begin : begin + len(text)])

    def cut(self, *edges):
        """Return the pieces between the offsets ``edges``, each stripped of white space."""
        bounds = (0, *edges, len(self.text))
        return [self[a:b].strip() for a, b in zip(bounds, bounds[1:])]

    def squeezed(self):
        """Return the piece with every run of white space as one space."""
        if " ".join(self.text.split()) == self.text:
            return self
        texts, places, start = [], array("q"), 0
        for run in _RUN.finditer(self.text):
            texts.append(f"{self.text[start : run.start()]} ")
            places.extend(self.places[start : run.start() + 1])
            start = run.end()
        if not start:
            return self.strip()
        return Piece("".join([*texts, self.text[start:]]), places + self.places[start:]).strip()


def concat(pieces):
    """Return the pieces as one, in time linear in their length."""
    places = array("q")
    for piece in pieces:
        places.extend(piece.places)
    return Piece("".join(piece.text for piece in pieces), places)


def glue(text):
    """Return a piece that is not in the source, such as the space between two joined lines."""
    return Piece(text, array("q", [-1]) * len(text))


class Source:
    """The lines of a file and the offsets of their text in the whole."""

    def __init__(self, lines):
        self.lines = lines
        self.text = "\n".join(line.text for line in lines)
        self._places = array("q", range(len(self.text)))
        self._offsets = [0, *accumulate(len(line.text) + 1 for line in lines)][:-1]
        self._starts = dict(zip(map(id, lines), self._offsets))

    def piece(self, line):
        """Return the piece of a whole line, white space at its ends removed."""
        start = self._starts[id(line)]
        return Piece(line.text, self._places[start : start + len(line.text)]).strip()

    def cells(self, line):
        """Return the pieces of the cells of a table row."""
        pieces, start = [], self._starts[id(line)]
        for cell in line.cells:
            pieces.append(Piece(cell, self._places[start : start + len(cell)]).strip())
            start += len(cell) + 1
        return pieces

    def number(self, piece):
        """Return the number of the line where ``piece`` begins."""
        return next((self.number_at(place) for place in piece.places if place >= 0), None)

    def number_at(self, place):
        """Return the number of the line that holds the character at ``place``."""
        return self.lines[bisect_right(self._offsets, place) - 1].number


class Ledger:
    """Keeps, for each letter of the source, which field of which node took it; gives the parts in source order."""

    def __init__(self, source):
        self.source = source
        self._owner = array("q", [-1]) * len(source.text)
        self._takings = []

    def take(self, piece, kind, node=None, field=None, confidence=1.0):
        """Book ``piece`` to ``node.field`` (or to no field, as for a mark) and return its text, squeezed.

        :param kind: what the piece is, one of the kinds of a part (see SCHEMA.md)
        :param confidence: 0 to 1, how sure the grammar is
        """
        if piece:
            self._takings.append((kind, node, field, confidence))
            self._own(piece.places, len(self._takings) - 1)
        return " ".join(piece.text.split())

    def _own(self, places, owner):
        """Give the places that nobody owns to ``owner``; in one go where they are a free stretch of the source."""
        begin, end = places[0], places[-1] + 1
        if begin >= 0 and end - begin == len(places) and self._owner[begin:end].count(-1) == len(places):
            self._owner[begin:end] = array("q", [owner]) * len(places)
            return
        for place in places:
            if place >= 0 and self._owner[place] < 0:
                self._owner[place] = owner

    def rename(self, node, field, other):
        """Book to ``node.other`` what was booked to ``node.field``."""
        self._takings = [
            (other, node, other, confidence) if owner is node and name == field else (kind, owner, name, confidence)
            for kind, owner, name, confidence in self._takings
        ]

    def parts(self, paths):
        """Return every part of the source in order; what nobody took is of the kind ``unplaced``.

        :param paths: path of each node in the document by ``id(node)``
        """
        parts, texts, current, begin, place = [], [], None, 0, 0
        for owner, run in groupby(self._owner):  # pylint: disable=bad-builtin-groupby
            end = place + len(list(run))
            text = self.source.text[place:end]
            if owner != current and not text.isspace():
                self._close(parts, current, texts, begin, paths)
                texts, current, begin = [], owner, end - len(text.lstrip())
            texts.append(text)
            place = end
        self._close(parts, current, texts, begin, paths)
        return parts

    def _close(self, parts, owner, texts, begin, paths):
        if owner is None:
            return
        lost = "unplaced" if "".join(texts).strip() != HYPHEN else "mark"
        kind, node, field, confidence = self._takings[owner] if owner >= 0 else (lost, None, None, 0.0)
        path = None
        if node is not None and id(node) in paths and field:
            path = f"{paths[id(node)]}.{field}".lstrip(".")
        line = self.source.number_at(begin)
        parts.append(Part(kind=kind, path=path, text=" ".join("".join(texts).split()), line=line, confidence=confidence))
