"""Measures a PDF: which letters stand where, and which rules are drawn.

Lengths are millimetres from the top left corner of the page, letter sizes points.
"""
import tempfile
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

import pypdf
from lxml import etree

from .programs import call

MM_PER_PT = 25.4 / 72
THIN = 0.7
BLACK = (0, 0, 0)


@dataclass(frozen=True)
class Span:
    """Letters of one face and size on one line; ``baseline`` is where they stand, ``color`` red, green and blue."""

    text: str
    left: float
    baseline: float
    size: float
    font: str
    color: tuple = BLACK

    @property
    def bold(self):
        return 'Bold' in self.font

    @property
    def italic(self):
        return 'Italic' in self.font


@dataclass(frozen=True)
class Box:
    """A rectangle on the page with its color, or the place of a line of text."""

    left: float
    top: float
    right: float
    bottom: float
    text: str = ''
    color: tuple = BLACK

    @property
    def width(self):
        return self.right - self.left

    @property
    def height(self):
        return self.bottom - self.top

    @property
    def center(self):
        return (self.left + self.right) / 2

    @property
    def middle(self):
        return (self.top + self.bottom) / 2


class MeasuredPage:
    """One page; spans and rules come from its drawing operators, lines from poppler."""

    def __init__(self, page, lines):
        self._page = page
        self.width, self.height = (float(side) * MM_PER_PT for side in page.mediabox[2:])
        self.lines = lines
        self.spans, self._rectangles, self._color = [], [], BLACK
        page.extract_text(visitor_text=self._see_text, visitor_operand_before=self._see_operand)

    def _place(self, x, y, matrix):
        """Return a point of ``matrix`` in millimetres from the top left corner."""
        left = matrix[0] * x + matrix[2] * y + matrix[4]
        up = matrix[1] * x + matrix[3] * y + matrix[5]
        return left * MM_PER_PT, self.height - up * MM_PER_PT

    def _see_text(self, text, matrix, text_matrix, font, size):
        if text.strip() and font:
            left, baseline = self._place(text_matrix[4], text_matrix[5], matrix)
            points = size * abs(matrix[3] * text_matrix[3])
            self.spans.append(Span(text.strip('\n'), left, baseline, round(points, 2), font['/BaseFont'], self._color))

    def _see_operand(self, operator, operands, matrix, _text_matrix):
        if operator == b'rg':
            self._color = tuple(map(float, operands))
        elif operator == b're':
            x, y, width, height = map(float, operands)
            (left, top), (right, bottom) = self._place(x, y, matrix), self._place(x + width, y + height, matrix)
            self._rectangles.append(Box(left, min(top, bottom), right, max(top, bottom), color=self._color))

    @property
    def rules(self):
        """Horizontal lines."""
        return [box for box in self._rectangles if 0 < box.height < THIN < box.width]

    @property
    def frames(self):
        """Rectangles that can hold a word."""
        return [box for box in self._rectangles if box.height > 5]

    def span(self, text):
        """The first span that begins with ``text``."""
        return next(span for span in self.spans if _plain(span.text).startswith(text))

    def line(self, text):
        """The first line that begins with ``text``."""
        return next(line for line in self.lines if line.text.startswith(text))

    def frame_around(self, line):
        """The outer edge of the frame around a line."""
        return max((frame for frame in self.frames if frame.left < line.left and line.right < frame.right
                    and frame.top < line.middle < frame.bottom), key=lambda frame: frame.height)

    def rule_below(self, line, within=5):
        """The highest rule that begins within ``within`` mm below the line's top and ends at its letters."""
        found = [rule for rule in self.rules if line.top < rule.top < line.bottom + within
                 and line.left - 1 < rule.left and rule.right < line.right + 1]
        return min(found, key=lambda rule: rule.top)


class MeasuredPdf:
    """A whole PDF.

    :param content: bytes
    """

    def __init__(self, content):
        self._content = content
        self.reader = pypdf.PdfReader(BytesIO(content))
        lines = self._lines_of_pages()
        self.pages = [MeasuredPage(page, found) for page, found in zip(self.reader.pages, lines, strict=True)]

    def _poppler(self, tool, *options):
        with tempfile.NamedTemporaryFile(suffix='.pdf') as file:
            file.write(self._content)
            file.flush()
            return call(tool, *options, file.name, *(['-'] if tool == 'pdftotext' else [])).stdout

    def _lines_of_pages(self):
        layout = etree.fromstring(self._poppler('pdftotext', '-bbox-layout'), etree.XMLParser(resolve_entities=False))
        for page in layout.iter('{*}page'):
            yield [_line(line) for line in page.iter('{*}line')]

    @cached_property
    def text(self):
        """All words in the order of reading, single blanks between them."""
        return _plain(self._poppler('pdftotext').decode())

    @cached_property
    def info(self):
        """What ``pdfinfo`` says, by label."""
        rows = self._poppler('pdfinfo').decode().splitlines()
        return {label: value.strip() for label, _, value in (row.partition(':') for row in rows)}

    @cached_property
    def fonts(self):
        """``{font name without subset prefix: embedded}``."""
        rows = self._poppler('pdffonts').decode().splitlines()[2:]
        return {row.split()[0].split('+')[-1]: row.split()[-5] == 'yes' for row in rows}


def _plain(text):
    return ' '.join(text.split())


def _line(element):
    edges = {side: float(element.get(side)) * MM_PER_PT for side in ('xMin', 'yMin', 'xMax', 'yMax')}
    words = ' '.join(word.text for word in element.iter('{*}word'))
    return Box(edges['xMin'], edges['yMin'], edges['xMax'], edges['yMax'], _plain(words))
