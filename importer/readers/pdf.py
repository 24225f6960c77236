"""Reader of PDF files with text: characters and their boxes to lines, columns apart, page numbers marked.

PDFium serves one thread at a time: whoever has several reads in a process of its own (``confined.run``).
"""

import io
import re
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from ..errors import UnreadableFile
from ..source import Line
from ..words import composed, plain
from . import pdf_cells, pdf_pictures, pdf_tables, scans
from .text import PAGE_NUMBER

#: Pages that are read at most, and characters a page has on average at least before it counts as text.
MAX_PAGES, MIN_CHARS = 2000, 20
#: Most characters of all pages, and of one: with its box each takes some hundred bytes.
MAX_CHARS, MAX_PAGE_CHARS = 1_000_000, 100_000

#: Fewest letters of other scripts on a page, and their share, with which its text counts as garbled.
_LEAST_FOREIGN, _FOREIGN = 10, 0.05

#: Most fields of a page that are looked at, and most letters that one of them stamps into a line: a number, a day.
_MAX_FIELDS, _MAX_STAMP = 200, 12
#: Most rows of a table's head that are looked for again on the next page, and how alike they are at least.
_MAX_HEADS, _ALIKE = 3, 0.75
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b\ufeff\ufffe\uffff]")


def read(data, scanned):
    """Return the lines of a PDF from top to bottom, left column first in each row; ``number`` runs through the pages.

    :param scanned: ``{index: Scanned}`` of the pages that were read from their picture
    :raises UnreadableFile: ``encrypted``, ``scanned`` (``pages``: those to be read from their picture), ``too_long`` or ``broken``
    """
    document = _opened(data)
    try:
        pages = _pages(document, scanned)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile("broken") from error
    finally:
        document.close()
    letters = sum(len(segment[0].strip()) for segments, _tables in pages for segment in segments)
    letters += sum(len(cell) for _segments, tables in pages for table in tables for row in table.cells for cell in row)
    if not scanned and letters < MIN_CHARS * max(1, len(pages)):
        raise UnreadableFile("scanned", pages=list(range(len(pages))))
    return lines_of(pages)


def picture(data, index):
    """Return page ``index`` as a picture, with what signing software has stamped on it.

    :raises UnreadableFile: ``encrypted`` or ``broken``
    """
    try:
        with _opened(data) as document:
            page = document[index]
            if _flatten(page):
                page = document[index]
            return page.render(scale=scans.LONG_SIDE / max(1, *page.get_size())).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise UnreadableFile("broken") from error


def of_scan(page):
    """Return segments and tables of a page that was read from its picture."""
    tables = pdf_tables.grids(page.rules)
    return _segments(_outside(_spaced(page.words), tables)), tables


def _spaced(words):
    for word in words:
        if word is None:
            yield None
            continue
        text, left, right, bottom, top, _sure = word
        yield text, left, right, bottom, top
        yield " ", right, right, bottom, top


def first_page(data):
    """Return a PDF (bytes) that holds the first page of another alone.

    :raises UnreadableFile: ``encrypted`` or ``broken``
    """
    try:
        with _opened(data) as document, pypdfium2.PdfDocument.new() as alone:
            alone.import_pages(document, [0])
            stream = io.BytesIO()
            alone.save(stream)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile("broken") from error
    return stream.getvalue()


def _opened(data):
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        raise UnreadableFile("encrypted" if encrypted else "broken") from error


def _pages(document, scanned):
    """Return of each page its segments (text, left, right, bottom, height, in points) and its tables."""
    if len(document) > MAX_PAGES:
        raise UnreadableFile("too_long")
    pages, pictures, count = [], [], 0
    for index in range(len(document)):
        if index in scanned:
            pages.append(of_scan(scanned[index]))
            continue
        page = document[index]
        is_stamped = _is_stamped(page) and _flatten(page)
        if is_stamped:
            page.close()
            page = document[index]
        textpage = page.get_textpage()
        try:
            letters = pdfium.FPDFText_CountChars(textpage)
            count += letters
            if letters > MAX_PAGE_CHARS or count > MAX_CHARS:
                raise UnreadableFile("too_long")
            if pdf_pictures.is_scan(page, textpage):
                pictures.append(index)
                continue
            tables = pdf_tables.find(page)
            segments = _segments(_outside(_chars(textpage), tables), is_stamped)
            if _is_garbled("".join(segment[0] for segment in segments)):
                pictures.append(index)
                continue
            pages.append((segments, tables))
        finally:
            textpage.close()
            page.close()
    if pictures:
        raise UnreadableFile("scanned", pages=pictures)
    return pages


def _is_garbled(text):
    """Tell whether the letters of a page are not those that it shows: its fonts give many of them as those of other scripts."""
    letters = [char for char in text if char.isalpha()]
    foreign = sum(not (char < "\u0250" or "\u1e00" <= char < "\u1f00") for char in letters)
    return foreign > max(_LEAST_FOREIGN, len(letters) * _FOREIGN)


def _flatten(page):
    """Bring what fields show, as the stamped number and day, into a page; tell whether anything was."""
    return pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS


def _is_stamped(page):
    """Tell whether a page has text, and fields that may show something beside it."""
    count = pdfium.FPDFPage_GetAnnotCount(page.raw)
    if not any(_is_field(page, index) for index in range(min(count, _MAX_FIELDS))):
        return False
    textpage = page.get_textpage()
    letters = pdfium.FPDFText_CountChars(textpage)
    textpage.close()
    return letters >= MIN_CHARS


def _is_field(page, index):
    annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
    try:
        return pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def _outside(chars, tables):
    """Yield the characters outside of ``tables``; put the others into their cells."""
    cell = None
    for char in chars:
        if char is not None and tables:
            x, y = (char[1] + char[2]) / 2, (char[3] + char[4]) / 2
            found = next(((table, at) for table in tables if (at := table.cell_at(x, y))), None)
            cell = found and found[0].cells[found[1][0]][found[1][1]]
        if cell is None:
            yield char
        else:
            cell.append(char)


def _chars(textpage):
    """Yield each character with left, right, bottom, top; a line end of PDFium's as None."""
    handle, box = textpage.raw, pdfium.FS_RECTF()
    for index in range(pdfium.FPDFText_CountChars(handle)):
        code = pdfium.FPDFText_GetUnicode(handle, index)
        if code in (10, 13):
            yield None
            continue
        if pdfium.FPDFText_GetLooseCharBox(handle, index, box):
            yield _char(code), box.left, box.right, box.bottom, box.top


@lru_cache(maxsize=4096)
def _char(code):
    char = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return "-" if char in "\x02\u00ad" else _ODD.sub("", char)


def _segments(chars, is_stamped=False):
    """Join characters to segments: a new one at a line end, another base line or a gap as wide as two letters."""
    runs, run, solid = [], [], None
    for char in chars:
        blank = char is None or not char[0] or char[0].isspace()
        if run and (char is None or not blank and _is_apart(solid, char)):
            runs.append(run)
            run = []
        if not blank:
            solid = char
        if not blank or run and char[0]:
            run.append(char)
    if run:
        runs.append(run)
    return [_segment(run) for run in (_into_gaps(runs) if is_stamped else runs)]


def _into_gaps(runs):
    """Return ``runs`` with each that was stamped into a gap of a line above it in the list moved into that line."""
    kept = list(runs)
    for run in runs[-_MAX_FIELDS:]:
        if len(run) > _MAX_STAMP:
            continue
        left, right, bottom, height = run[0][1], run[-1][2], run[0][3], run[0][4] - run[0][3]
        for index, line in enumerate(kept):
            if line is run or not (line[0][1] < left and right < line[-1][2] and abs(line[0][3] - bottom) < height * 0.7):
                continue
            rest = [char for char in line if not char[0].isspace() or not left - 1 < (char[1] + char[2]) / 2 < right + 1]
            if any(left < (char[1] + char[2]) / 2 < right for char in rest if not char[0].isspace()):
                continue
            middle = left + right  # doubled, as those of the characters
            cut = next((place for place, char in enumerate(rest) if char[1] + char[2] >= middle), len(rest))
            kept[index] = [*rest[:cut], _space(run[0], left), *run, _space(run[-1], right), *rest[cut:]]
            kept = [each for each in kept if each is not run]
            break
    return kept


def _space(beside, x):
    return " ", x, x, beside[3], beside[4]


def _is_apart(solid, char):
    """Tell whether ``char`` stands apart from ``solid``, the last one before it that is no space."""
    height = max(solid[4] - solid[3], 1)
    return abs(char[3] - solid[3]) > height * 0.7 or not -height * 4 < char[1] - solid[2] < height * 1.6


def _segment(run):
    text = "".join(char[0] for char in run).rstrip()
    solid = [char for char in run if not char[0].isspace()]
    bottom = median(char[3] for char in solid)
    return (
        text,
        min(char[1] for char in solid),
        max(char[2] for char in solid),
        bottom,
        median(char[4] - char[3] for char in solid),
    )


def _rows(segments):
    """Return the segments of a page as rows from the top, each sorted from the left."""
    rows = []
    for segment in sorted(segments, key=lambda each: (-each[3], each[1])):
        if rows and rows[-1][0][3] - segment[3] < max(segment[4], rows[-1][0][4]) * 0.45:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda each: each[1]) for row in rows]


def lines_of(pages):
    """Return the lines of pages, each its segments and tables."""
    lengths = [(right - left) / len(text) for page, _tables in pages for text, left, right, *_ in page if len(text) > 20]
    return _Lines(median(lengths) if lengths else 6).of(pages)


class _Lines:
    """Numbers the lines and rows through all pages; ``unit`` is the width of an average character in points."""

    def __init__(self, unit):
        self._unit = unit
        self._lines = []
        self._number = 0
        self._table = 0
        self._columns = []
        self._heads = []
        self._is_open = False
        self._index = -1

    def of(self, pages):
        for segments, tables in pages:
            self._index += 1
            self._page(segments, list(tables))
        return self._lines

    def _page(self, segments, tables):
        rows = _rows(segments)
        gap = median([a[0][3] - b[0][3] for a, b in zip(rows, rows[1:])] or [0])
        left = min((row[0][1] for row in rows), default=0) if len(rows) > 1 else -self._unit
        above, count = None, len(self._lines)
        for index, row in enumerate(rows):
            while tables and tables[0].ys[0] > row[0][3]:
                self._add_table(tables.pop(0), is_first=len(self._lines) == count)
                above = None
            text = composed("\t".join(segment[0] for segment in row))
            edge = index in (0, len(rows) - 1) and PAGE_NUMBER.fullmatch(text.strip()) and row[0][1] > left + self._unit
            self._add(
                text,
                kind="page_number" if edge else "text",
                blank_before=above is not None and above - row[0][3] > gap * 1.45,
                left=row[0][1] / self._unit,
                right=row[-1][2] / self._unit,
                box=(self._index, row[0][1], min(each[3] for each in row), row[-1][2], max(each[3] + each[4] for each in row)),
            )
            count += bool(edge)
            above = row[0][3]
        for table in tables:
            self._add_table(table, is_first=len(self._lines) == count)

    def _add(self, text, **values):
        self._number += 1
        self._lines.append(Line(text, self._number, **values))

    def _add_table(self, table, is_first):
        """Add the rows of ``table``; at the top of a page it may go on with the one below the page before."""
        last = self._last_row() if is_first and len(table.xs) == len(self._columns) else None
        if last is None or any(abs(a - b) >= 4 for a, b in zip(table.xs, self._columns)):
            self._table, last, self._heads = self._table + 1, None, []
        self._columns, is_open = table.xs, self._is_open or not table.is_closed(0)
        self._is_open = not table.is_closed(-1)
        rows = [[_rows(_segments(cell)) for cell in cells] for cells in table.cells]
        gap = pdf_cells.paragraph_gap([cell for cells in rows for cell in cells])
        for index, (cells, merged) in enumerate(zip(rows, table.merged)):
            texts = tuple(pdf_cells.text_of(cell, table.width(column), gap) for column, cell in enumerate(cells))
            is_head = any(_is_same_head(texts, head) for head in self._heads)
            if last is not None and not is_head and (
                not texts[0] and any(texts) and (is_open or self._are_labelled(last)) or _is_rest(self._lines[last].cells, texts)
            ):
                self._lines[last] = _joined(self._lines[last], texts)
            elif any(texts):
                self._add(
                    "\t".join(texts), whole=True, cells=texts, table=self._table, merged=tuple(merged), kind="row",
                    box=(self._index, table.xs[0], table.ys[index + 1], table.xs[-1], table.ys[index]),
                )
            if last is None and index < _MAX_HEADS:
                self._heads.append(texts)
            last = last if is_head or not any(texts) else None

    def _are_labelled(self, last):
        """Tell whether each row so far of the table that row ``last`` ends has a first cell, as running numbers; heads may not."""
        table, cells = self._lines[last].table, []
        while last >= 0 and self._lines[last].table in (table, None):
            if self._lines[last].cells is not None:
                cells.append(self._lines[last].cells[0])
            last -= 1
        return len(cells) > 2 and all(cells[:-2]) and bool(cells[0])

    def _last_row(self):
        """Return the index of the last line if it is a row of a table, page numbers aside; else None."""
        index = next((i for i in range(len(self._lines) - 1, -1, -1) if self._lines[i].kind != "page_number"), None)
        return index if index is not None and self._lines[index].kind == "row" else None


def _is_same_head(texts, head):
    """Tell whether a row repeats the ``head`` of the page before; a scan may read a letter of it otherwise."""
    if texts == head or len(texts) != len(head) or list(map(bool, texts)) != list(map(bool, head)) or any(map(str.isdigit, "".join(texts))):
        return texts == head
    return SequenceMatcher(None, *(plain(" ".join(each)) for each in (texts, head)), autojunk=False).ratio() >= _ALIKE


def _is_rest(above, cells):
    """Tell whether ``cells``, the first row of a page, are the rest of the row ``above`` that the page broke."""
    own = cells[1] if len(cells) > 1 else ""
    if cells[0] and not above[0] and not (any(cells[1:]) and any(above[:2])):
        return True
    if any(cells) and all(not cell or cell[:1].islower() and over and not over[-1:] in ".;" for cell, over in zip(cells, above)):
        return True
    return any(cells) and not cells[0] and (not own or not above[1] or own[:1].islower())


def _joined(line, cells):
    texts = tuple(" ".join(filter(None, pair)) for pair in zip(line.cells, cells))
    return replace(line, text="\t".join(texts), cells=texts)
