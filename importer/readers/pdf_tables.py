"""Tables of a PDF page, from the rules that are drawn around their cells."""

import ctypes
from bisect import bisect_right
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

#: How near two rules are that count as one or as touching, in points; shortest rule; most rules of a page.
NEAR, SHORTEST, MOST = 3.0, 6.0, 2000
_MAX_SEGMENTS = 40000
#: Most objects of a page that are looked at.
_MAX_OBJECTS = 100_000


@dataclass
class Table:
    """A grid: edges of columns from the left and of rows from the top, in points, and the rules that are there.

    ``cells[row][column]`` is the list of characters of a cell; ``merged[row]`` the columns whose cell continues the
    one above.
    """

    xs: list[float]
    ys: list[float]
    rules: list
    cells: list = field(init=False)
    merged: list = field(init=False)

    def __post_init__(self):
        columns, rows = range(len(self.xs) - 1), range(len(self.ys) - 1)
        self.cells = [[[] for _column in columns] for _row in rows]
        self.merged = [self._merged(row) for row in rows]
        self._depths = [-y for y in self.ys]
        self._firsts = [[self._first(row, column) for column in columns] for row in rows]

    def _merged(self, row):
        if row == 0:
            return set()
        return {
            column
            for column in range(len(self.xs) - 1)
            if not self.is_drawn(0, self.ys[row], (self.xs[column] + self.xs[column + 1]) / 2)
        }

    def is_drawn(self, axis, at, through):
        """Tell whether a rule is drawn: ``axis`` 0 across at height ``at``, 1 down at ``at``, passing ``through``."""
        return any(
            kind == axis and abs(place - at) <= NEAR and begin - NEAR <= through <= end + NEAR
            for kind, place, begin, end in self.rules
        )

    def is_closed(self, edge):
        """Tell whether a rule is drawn at the upper (``edge`` 0) or lower (-1) end; a row broken by a page has none."""
        return self.is_drawn(0, self.ys[edge], (self.xs[0] + self.xs[1]) / 2)

    def width(self, column):
        """Return the width of a column in points."""
        return self.xs[column + 1] - self.xs[column]

    def cell_at(self, x, y):
        """Return row and column of the point, the first of merged cells; None outside of the table."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]):
            return None
        row, column = bisect_right(self._depths, -y) - 1, bisect_right(self.xs, x) - 1
        return self._firsts[min(row, len(self.ys) - 2)][min(column, len(self.xs) - 2)]

    def spans(self):
        """Return first row, first column, last row and last column of each cell, merged ones as one, row by row."""
        found = {}
        for row, firsts in enumerate(self._firsts):
            for column, first in enumerate(firsts):
                last = found.get(first, first)
                found[first] = (max(last[0], row), max(last[1], column))
        return [(*first, *last) for first, last in sorted(found.items())]

    def _first(self, row, column):
        """Return row and column of the first of the cells with which this one is merged."""
        while column and not self.is_drawn(1, self.xs[column], (self.ys[row] + self.ys[row + 1]) / 2):
            column -= 1
        while row and column in self.merged[row]:
            row -= 1
        return row, column


def find(page):
    """Return the tables of a page of PDFium's, from the top; a frame around a single cell is none."""
    return grids(_rules(page))


def grids(rules):
    """Return the tables that rules draw, each (axis, place, begin, end) in points."""
    tables = []
    for group in _touching(_joined(map(tuple, rules))):
        xs = _places(group, 1)
        ys = _with_ends(_places(group, 0), group)[::-1]
        if len(xs) > 2 and len(ys) > 1:
            tables += _apart(Table(xs, ys, group))
    return sorted(tables, key=lambda each: -each.ys[0])


def _apart(table):
    """Return the tables that stand in one grid because one follows the other without a gap, their columns unlike."""
    parts, top, known = [], 0, set()
    for row in range(len(table.ys) - 1):
        middle = (table.ys[row] + table.ys[row + 1]) / 2
        edges = {x for x in table.xs if table.is_drawn(1, x, middle)}
        if known - edges and edges - known:
            parts.append((top, row, known))
            top, known = row, set()
        known |= edges
    parts.append((top, len(table.ys) - 1, known))
    if len(parts) == 1:
        return [table]
    return [Table(sorted(edges), table.ys[begin : end + 1], table.rules) for begin, end, edges in parts if len(edges) > 1]


def _with_ends(ys, group):
    """Return ``ys`` with the ends of the rules drawn down: a row that a page breaks has no rule at the break."""
    low = min((begin for axis, _place, begin, _end in group if axis == 1), default=ys[0] if ys else 0)
    high = max((end for axis, _place, _begin, end in group if axis == 1), default=low)
    below = [low] if ys and low < ys[0] - SHORTEST else []
    above = [high] if ys and high > ys[-1] + SHORTEST else []
    return [*below, *ys, *above]


def _places(group, axis):
    places = []
    for place in sorted(place for kind, place, _begin, _end in group if kind == axis):
        if not places or place - places[-1] > NEAR:
            places.append(place)
    return places


def _rules(page):
    """Yield (axis, place, begin, end) for each straight line that the page draws across or down."""
    budget = _MAX_SEGMENTS
    for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), _MAX_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_PATH and budget > 0:
            points = list(_points(drawn, budget))
            budget -= len(points)
            if _is_shading(drawn):
                points = _thin(points)
            for (x0, y0, _starts), (x1, y1, starts) in zip(points, points[1:]):
                if starts:
                    continue
                if abs(y0 - y1) < 1 and abs(x0 - x1) >= SHORTEST:
                    yield 0, (y0 + y1) / 2, min(x0, x1), max(x0, x1)
                elif abs(x0 - x1) < 1 and abs(y0 - y1) >= SHORTEST:
                    yield 1, (x0 + x1) / 2, min(y0, y1), max(y0, y1)


def _is_shading(drawn):
    """Tell whether a path is filled and has no outline."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return pdfium.FPDFPath_GetDrawMode(drawn, fill, stroke) and fill.value and not stroke.value


def _thin(points):
    """Return of a filled path the shapes that are as thin as a rule; a wider one is the ground of a text."""
    shapes = []
    for point in points:
        if point[2] or not shapes:
            shapes.append([])
        shapes[-1].append(point)
    return [point for shape in shapes if min(_extent(shape, 0), _extent(shape, 1)) <= NEAR for point in shape]


def _extent(shape, axis):
    return max(point[axis] for point in shape) - min(point[axis] for point in shape)


def _points(drawn, budget):
    """Yield x, y on the page and whether a new line starts there; a closed outline ends where it began."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(drawn, matrix):
        return
    x, y, first = ctypes.c_float(), ctypes.c_float(), None
    for index in range(min(pdfium.FPDFPath_CountSegments(drawn), budget)):
        segment = pdfium.FPDFPath_GetPathSegment(drawn, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        starts = pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        first = point if starts or first is None else first
        yield *point, starts
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield *first, False


def _joined(rules):
    """Return the rules with those joined that lie on one line and touch; none at all where a drawing has too many."""
    joined = []
    for axis, place, begin, end in sorted(rules, key=lambda each: (each[0], round(each[1] / NEAR), each[2])):
        last = joined[-1] if joined else None
        if last and last[0] == axis and abs(last[1] - place) <= NEAR and begin <= last[3] + NEAR:
            joined[-1] = (axis, last[1], last[2], max(last[3], end))
        else:
            joined.append((axis, place, begin, end))
        if len(joined) > MOST:
            return []
    return joined


def _touching(rules):
    """Return the rules in groups that hang together."""
    across = sorted((rule for rule in rules if rule[0] == 0), key=lambda each: each[1])
    heights = [rule[1] for rule in across]
    owner = {rule: rule for rule in rules}

    def root(rule):
        while owner[rule] != rule:
            owner[rule] = owner[owner[rule]]
            rule = owner[rule]
        return rule

    for rule in rules:
        if rule[0] == 1:
            _axis, x, low, high = rule
            for index in range(bisect_right(heights, low - NEAR), bisect_right(heights, high + NEAR)):
                if across[index][2] - NEAR <= x <= across[index][3] + NEAR:
                    owner[root(across[index])] = root(rule)
    groups = {}
    for rule in rules:
        groups.setdefault(root(rule), []).append(rule)
    return groups.values()
