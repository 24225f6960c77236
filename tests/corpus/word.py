"""Writer of Word files: numbers that Word makes, header as table, tabs, lines or text box, tracked changes, footnotes."""

import io
import re
import zipfile
from itertools import zip_longest
from xml.sax.saxutils import escape

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from . import text as plain_text
from .lists import Lists

_NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_BY = 'w:id="1" w:author="Văn thư" w:date="2026-01-05T08:00:00Z"'
_WRAPPED = {"ins": "ins", "del": "del", "from": "moveFrom", "to": "moveTo"}
_SIGNS = {"\t": "<w:tab/>", "\v": "<w:br/>"}
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def write(plan):
    """Return the content of the file of ``plan``."""
    document = docx.Document()
    writer = _Writer(document, plan)
    for each in (plan, *plan.others):
        writer.plan(each)
    body = document.element.body
    for element in [child for child in body if not child.tag.endswith("sectPr")]:
        body.remove(element)
    for number, xml in enumerate(writer.out):
        body.insert(number, parse_xml(plain_text.typed(xml, writer.form)))
    writer.finish()
    stream = io.BytesIO()
    document.save(stream)
    return _timeless(stream)


def _timeless(stream):
    """Return the file in ``stream`` without the time of its writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


class _Writer:
    def __init__(self, document, plan):
        self.document, self.out, self.notes = document, [], []
        self.form = plan.meta.get("unicode", "nfc")
        self.lists = Lists(plan.meta.get("numbering"))

    def plan(self, plan):
        """Add the XML of a plan."""
        self.out += [self.paragraph(line) for line in plan.lines("stray")]
        self.out += self.header(plan)
        kind = plan.meta.get("type", "KẾ HOẠCH")
        self.out += [self.paragraph(kind, bold=True, centre=True)]
        lines = ["\v".join(plan.lines("subject"))] if plan.meta.get("breaks") else plan.lines("subject")
        self.out += [self.paragraph(line, bold=True, centre=True) for line in lines]
        if plan.meta.get("rule"):
            self.out.append(self.paragraph(plan.meta["rule"], centre=True))
        last = next((block for block in reversed(plan.blocks) if block.kind != "table"), None)
        for block in plan.blocks:
            self.block(block, plan.meta.get("endmark", "./.") if block is last else "")
        self.out += self.ending(plan)
        for block in plan.annexes:
            self.block(block, "")

    def header(self, plan):
        """Return the XML of the block above the type."""
        parents, issuers = plan.lines("parent"), plan.lines("issuer")
        left = [*(self.paragraph(name, centre=True) for name in parents),
                *(self.paragraph(name, centre=True, bold=True) for name in issuers)]  # fmt: skip
        right = [self.paragraph(line, bold=True, centre=True) for line in plan.nation]
        number = [self.paragraph(plan.number_line), *(self.paragraph(line) for line in plan.lines("urgency"))]
        date = [self.paragraph(plan.date_line)]
        form = plan.meta.get("header", "table")
        if form == "tabs":
            rows = [*zip_longest([*parents, *issuers], plan.nation, fillvalue=""), (plan.number_line, plan.date_line)]
            return [self.paragraph("\t".join(row).rstrip()) for row in rows] + number[1:]
        if form == "stacked":
            return [*left, *number, *right, *date]
        if form == "box":
            return [_box([*left, *number]), *right, *date]
        return [_layout([[left, right], [number, date]])]

    def ending(self, plan):
        """Return the XML of recipients and signature."""
        left = [self.paragraph(line) for line in plain_text.recipients(plan)]
        right = [self.paragraph(line, bold=True, centre=True) for line in plain_text.signer(plan)]
        form = plan.meta.get("ending")
        if form == "stacked":
            return [*left, *right]
        if form == "tabs":
            rows = zip_longest(plain_text.recipients(plan), plain_text.signer(plan), fillvalue="")
            return [self.paragraph("\t\t".join(row).rstrip()) for row in rows]
        return [_layout([[left, right]])]

    def block(self, block, end):
        """Add the XML of a paragraph or table of the body."""
        if block.kind == "table":
            self.out.append(self.table(block.rows))
            return
        runs = list(block.inline.runs)
        if end:
            runs[-1] = (runs[-1][0], runs[-1][1].rstrip(".") + end)
        number = self.lists.place(block)
        if block.label and not block.auto:
            runs.insert(0, ("", f"{block.label} "))
        bold = block.kind in ("heading", "annex_label", "annex_title")
        pieces = _divide(runs)
        for index, piece in enumerate(pieces):
            self.out.append(self.paragraph(piece, bold=bold, number=number if index == 0 else ""))

    def paragraph(self, content, bold=False, centre=False, number=""):
        """Return the XML of a paragraph from its text or runs."""
        runs = [("", content)] if isinstance(content, str) else content
        align = '<w:jc w:val="center"/>' if centre else ""
        inner = "".join(self.run(style, text, bold) for style, text in runs)
        return f"<w:p {nsdecls('w')}><w:pPr>{number}{align}</w:pPr>{inner}</w:p>"

    def run(self, style, text, bold):
        """Return the XML of a run."""
        if style == "note":
            self.notes.append(text)
            return f'<w:r><w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
        name = "delText" if style == "del" else "t"
        weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
        pieces = re.split("([\t\v])", text.replace("\u00ad", ""))
        inner = "".join(
            _SIGNS.get(piece) or f'<w:{name} xml:space="preserve">{escape(piece)}</w:{name}>' for piece in pieces
        )
        run = f"<w:r>{weight}{inner}</w:r>"
        return f"<w:{_WRAPPED[style]} {_BY}>{run}</w:{_WRAPPED[style]}>" if style in _WRAPPED else run

    def table(self, rows):
        """Return the XML of a table with data; ``^`` is merged with the cell above, ``<`` with the one before."""
        grid = [cells for _kind, cells in rows]
        number_of_rows = self.lists.column()
        xml = []
        for number, cells in enumerate(grid):
            row = []
            for index, cell in enumerate(cells):
                if cell.text == "<":
                    continue
                span = 1 + next(
                    (k for k, after in enumerate(cells[index + 1 :]) if after.text != "<"), len(cells) - index - 1
                )
                below = number + 1 < len(grid) and grid[number + 1][index].text == "^"
                merge = '<w:vMerge/>' if cell.text == "^" else '<w:vMerge w:val="restart"/>' if below else ""
                wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
                if cell.text.startswith("#"):
                    inner = self.paragraph("", number=number_of_rows)
                else:
                    inner = "".join(self.paragraph(piece) for piece in _divide([] if cell.text == "^" else cell.runs))
                row.append(f"<w:tc><w:tcPr>{wide}{merge}</w:tcPr>{inner}</w:tc>")
            head = "<w:trPr><w:tblHeader/></w:trPr>" if rows[number][0] == "head" else ""
            xml.append(f"<w:tr>{head}{''.join(row)}</w:tr>")
        return (
            f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>{''.join(xml)}</w:tbl>"
        )

    def finish(self):
        """Add lists and footnotes to the package."""
        self.lists.add_to(self.document)
        if not self.notes:
            return
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> '
            f"{escape(plain_text.typed(text, self.form))}</w:t></w:r></w:p></w:footnote>"
            for number, text in enumerate(self.notes, 1)
        )
        blob = f"<?xml version='1.0' encoding='UTF-8'?><w:footnotes {nsdecls('w')}>{notes}</w:footnotes>".encode()
        main = self.document.part
        part = Part(PackURI("/word/footnotes.xml"), _NOTES, blob, main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _divide(runs):
    """Return the runs of each paragraph of a text with line ends."""
    paragraphs = [[]]
    for style, text in runs:
        first, *rest = text.split("\n")
        paragraphs[-1].append((style, first))
        for piece in rest:
            paragraphs.append([(style, piece)])
    return paragraphs


def _layout(rows):
    """Return the XML of a table without borders; a cell is a list of paragraphs."""
    empty = "<w:p/>"
    inner = "".join(
        "<w:tr>" + "".join(f"<w:tc>{''.join(cell) or empty}</w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl {nsdecls('w')}><w:tblPr/>{inner}</w:tbl>"


def _box(paragraphs):
    """Return the XML of a paragraph that holds a text box."""
    return (
        f'<w:p {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape style="width:200pt">'
        f"<v:textbox><w:txbxContent>{''.join(paragraphs)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
