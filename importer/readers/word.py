"""Reader of Word files (.docx): paragraphs, list numbers, tables, text boxes, footnotes; tracked changes accepted."""

import io
import re
import unicodedata
import zipfile
import zlib

from lxml import etree

from ..errors import UnreadableFile
from ..source import Line
from ..words import is_caps
from .legacy import from_font
from .numbering import W, Numbering
from .text import split

#: Largest size of one XML member, unpacked, and of all that are read, in bytes.
MAX_MEMBER, MAX_TOTAL = 40 * 1024 * 1024, 80 * 1024 * 1024
#: Most tags and attributes in all members that are read: packed they are nothing, parsed some hundred bytes each.
MAX_MARKS = 1_000_000

_BODY = "word/document.xml"
_BOLD = f"{W}rPr/{W}b"
_RUN, _TEXT, _BOX, _PROPERTIES, _VANISH, _FONTS = (W + name for name in ("r", "t", "txbxContent", "rPr", "vanish", "rFonts"))
_CHARS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_SKIPPED = {W + name for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "footnoteRef", "sectPr")}
_SKIPPED.add("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
_TEXTS = (_TEXT, "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
_MARKS = ("cộng hòa xã hội", "cộng hoà xã hội", "nơi nhận")
#: Words of a header of the Party or of the youth union, which a large table may also hold.
_PARTY_MARKS, _PARTY_ROWS = ("đảng cộng sản việt nam", "đoàn tncs hồ chí minh", "đoàn thanh niên cộng sản hồ chí minh"), 4
#: A table of the layout without recipients: how a signer's title begins, and what else such a table may hold.
_SIGNATURE_ROWS = 6
_SIGNS = re.compile(
    r"(?:KT|TM|TL|TUQ|K/T|T/M|T/L)\b|(?:PHÓ |TỔNG )*(?:CHỦ TỊCH|GIÁM ĐỐC|HIỆU TRƯỞNG|TRƯỞNG|BÍ THƯ|CHÁNH|CHỦ NHIỆM|CỤC TRƯỞNG|"
    r"CHI CỤC TRƯỞNG|VIỆN TRƯỞNG|THỦ TRƯỞNG)\b"
)
_NAME = re.compile(r"\([^()]{,40}\)|[^\W\d_][\w.]*(?: [^\W\d_a-z][\w.]*){1,6}")


def read(data):
    """Return the lines of a Word file; ``number`` of a line counts paragraphs.

    :raises UnreadableFile: ``broken``, ``too_long`` (once unpacked), ``encrypted`` or ``wrong_type`` (another kind of zip)
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if _BODY not in archive.namelist():
                raise UnreadableFile("wrong_type")
            trees = _trees(archive)
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, EOFError, OSError, ValueError, LookupError) as error:
        raise UnreadableFile("broken") from error
    except (RuntimeError, NotImplementedError) as error:
        raise UnreadableFile("encrypted") from error
    return _Reader(trees).lines()


def _trees(archive):
    """Return the parsed members by their name; members that aren't there are None."""
    names, trees, total, marks = set(archive.namelist()), {}, 0, 0
    for name in (_BODY, "word/numbering.xml", "word/styles.xml", "word/footnotes.xml"):
        trees[name] = None
        if name in names:
            with archive.open(name) as member:
                content = member.read(MAX_MEMBER + 1)
            total += len(content)
            marks += content.count(b"<") + content.count(b"=")
            if len(content) > MAX_MEMBER or total > MAX_TOTAL or marks > MAX_MARKS:
                raise UnreadableFile("too_long")
            trees[name] = _parse(content)
    return trees


def _parse(content):
    """Parse XML without entities, DTD or network; a document type is refused, Word never writes one."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise UnreadableFile("broken")
    return root


class _Reader:
    def __init__(self, trees):
        self._body = trees[_BODY].find(W + "body")
        if self._body is None:
            raise UnreadableFile("broken")
        self._notes = trees["word/footnotes.xml"]
        self._numbering = Numbering(trees["word/numbering.xml"], trees["word/styles.xml"])
        self._lines = []
        self._count = 0
        self._table = 0

    def lines(self):
        self._blocks(self._body)
        for note in () if self._notes is None else self._notes.iter(W + "footnote"):
            if note.get(W + "type") in (None, "normal"):
                for paragraph in note.iter(W + "p"):
                    self._paragraph(paragraph, kind="footnote")
        return self._lines

    def _blocks(self, parent):
        for element in parent:
            if element.tag == W + "p":
                self._paragraph(element)
            elif element.tag == W + "tbl":
                self._read_table(element)
            elif element.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "moveTo", W + "customXml"):
                self._blocks(element)

    def _paragraph(self, element, kind="text"):
        self._count += 1
        boxes = []
        text = "".join(_texts(element, boxes))
        label = self._numbering.label(element) if text.strip() else ""
        self._add(f"{label} {text}" if label else text, bold=_is_bold(element), kind=kind)
        for box in boxes:
            self._blocks(box)

    def _add(self, text, **values):
        """Add a line for each line of ``text``; only its last one is known to end a paragraph."""
        pieces = split(text)
        for index, piece in enumerate(pieces):
            self._lines.append(Line(piece.text, self._count, whole=index == len(pieces) - 1, **values))

    def _read_table(self, table):
        """Add a table: of the layout (header, signature) as paragraphs, with data as rows."""
        rows = [_cells(row) for row in _children(table, "tr")]
        content = " ".join(" ".join(_texts(table, []))[:20000].split()).lower()
        content = unicodedata.normalize("NFC", content)
        is_party = any(mark in content for mark in _PARTY_MARKS) and len(rows) <= _PARTY_ROWS and all(len(row) <= 3 for row in rows)
        is_single = all(len(row) < 2 for row in rows)
        if is_party or is_single or any(mark in content for mark in _MARKS) or _is_signature(table, rows):
            for cell in (cell for row in rows for cell in row):
                self._blocks(cell)
            return
        self._table += 1
        for row in rows:
            merged = (index for index, cell in enumerate(row) if _continues(cell))
            self._row([self._cell(cell) for cell in row], tuple(merged))

    def _row(self, cells, merged):
        self._count += 1
        text = "\t".join(cells)
        if text.strip():
            self._lines.append(
                Line(text, self._count, whole=True, cells=tuple(cells), table=self._table, merged=merged, kind="row")
            )

    def _cell(self, cell):
        """Return the text of a data cell, a line for each of its paragraphs."""
        texts = []
        for paragraph in cell.iter(W + "p"):
            text = "".join(_texts(paragraph, []))
            label = self._numbering.label(paragraph) if text.strip() or len(cell) <= 2 else ""
            texts += [piece.text.strip() for piece in split(f"{label} {text}" if label else text)]
        return "\n".join(texts).replace("\t", " ")


def _is_signature(table, rows):
    """Tell whether a small table holds nothing but the title of who signs, and perhaps the name."""
    if len(rows) > _SIGNATURE_ROWS or any(len(row) > 2 for row in rows):
        return False
    lines = [unicodedata.normalize("NFC", "".join(_texts(each, []))).strip() for each in table.iter(W + "p")]
    lines = list(filter(None, lines))
    return any(map(_SIGNS.match, lines)) and all(is_caps(line) or _NAME.fullmatch(line) for line in lines)


def _children(element, name):
    """Yield the children called ``name``, also those in content controls and accepted insertions."""
    for child in element:
        if child.tag == W + name:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
            yield from _children(child, name)


def _cells(row):
    """Return the cells of a row; a cell that continues one above it is empty, a wide one is followed by empty ones."""
    cells = []
    for cell in _children(row, "tc"):
        span = next(cell.iter(W + "gridSpan"), None)
        width = span.get(W + "val") if span is not None else "1"
        cells.append(cell)
        cells += [etree.Element(W + "tc")] * (min(int(width), 60) - 1 if width and width.isdigit() else 0)
    return cells


def _continues(cell):
    """Tell whether a cell is merged with the one above it."""
    merge = next(cell.iter(W + "vMerge"), None)
    return merge is not None and merge.get(W + "val") != "restart"


def _texts(element, boxes):
    """Yield the texts below ``element`` in order; text boxes are collected in ``boxes``."""
    pending, font = [iter(element)], ""
    while pending:
        child = next(pending[-1], None)
        tag = child.tag if child is not None else None
        if child is None:
            pending.pop()
        elif tag in _TEXTS:
            yield from_font(child.text or "", font) if font else child.text or ""
        elif tag in _CHARS:
            yield _CHARS[tag]
        elif tag == _BOX:
            boxes.append(child)
        elif tag == _RUN:
            properties = child.find(_PROPERTIES)
            if properties is None or not _is_set(properties.find(_VANISH)):
                font = _legacy_font(properties)
                pending.append(iter(child))
        elif tag not in _SKIPPED and isinstance(tag, str):
            pending.append(iter(child))


def _legacy_font(properties):
    """Return the name of a run's font if it is one of before Unicode, else an empty string."""
    fonts = properties.find(_FONTS) if properties is not None else None
    name = fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "" if fonts is not None else ""
    return name if name.startswith((".Vn", "VNI")) else ""


def _is_set(mark):
    """Tell whether a property that is on unless it says otherwise is there and on."""
    return mark is not None and mark.get(W + "val") not in ("0", "false", "off")


def _is_bold(paragraph):
    """Tell whether every run with text is bold; None for a paragraph without text."""
    states = []
    for run in paragraph.iter(_RUN):
        if any(each.text and not each.text.isspace() for each in run.iter(_TEXT)):
            states.append(_is_set(run.find(_BOLD)))
    return all(states) if states else None
