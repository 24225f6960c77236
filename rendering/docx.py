"""An official document as a Word file, through python-docx.

The words are those of :class:`document.Document`, the measures those of the PDF's
stylesheet, so that a draft in Word reads and breaks as the print does.
"""
import datetime

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Mm, Pt, RGBColor

from .annexed import ANNEX_SOURCE_SIZE
from .blocks import Style
from .docx_file import packed
from .docx_parts import (
    centred,
    initial,
    number_from_one,
    set_borders,
    set_cell_margins,
    set_font,
    set_outline,
    set_row_property,
    text_width,
    write,
)

RED = RGBColor(0xFF, 0, 0)
#: Width of the frames of urgency in mm (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục III.2.b).
URGENCY_WIDTHS = {"urgent": 20, "very_urgent": 40, "express": 30}
#: Share of the text that the rules under issuer and subject take.
RULE = 0.37
#: Of the two columns of the header and of the end, the share of the left one.
HEADER_SHARE, END_SHARE = 0.43, 0.5
#: Room at the sides of a cell of an annex, in points.
CELL_MARGIN = 3

STYLES = {Style.PART: "Heading 1", Style.PART_TITLE: "Heading 1", Style.SECTION: "Heading 2",
          Style.HEADING: "Heading 3", Style.TEXT: "Body Text"}
ALIGNMENTS = {"left": ALIGN.LEFT, "center": ALIGN.CENTER, "right": ALIGN.RIGHT}


def document_to_docx(document):
    """Return the Word file of an official document.

    :param document: :class:`document.Document`
    :return: bytes, the same for the same document
    """
    return written(Writer, document)


def written(writer, document):
    """Return the Word file of ``document`` as the class ``writer`` fills it, see :class:`Writer`."""
    file = docx.Document()
    writer(file, document).fill()
    return packed(file)


class Writer:
    """Writes one document into one file."""

    def __init__(self, file, document):
        self.file, self.document, self.page = file, document, document.page
        self.plus = self.page.header_size + 1
        self.width = Mm(210 - self.page.margin_left - self.page.margin_right)

    def fill(self):
        self._properties()
        self._styles()
        self._sheet(self.file.sections[0])
        self._page_number()
        self._footer()
        self._header()
        self._heading()
        self._addressees()
        self._text()
        self._end()
        for index, annex in enumerate(self.document.annexes):
            self._annex(index, annex)

    # The file

    def _properties(self):
        properties, date = self.file.core_properties, self.document.date
        properties.title = self.document.title[:255]
        properties.author = properties.last_modified_by = " ".join(self.document.issuer_lines)[:255]
        properties.comments, properties.language = "", "vi-VN"
        day = date if isinstance(date, datetime.date) else datetime.date(date.year, 1, 1)
        properties.created = properties.modified = datetime.datetime(day.year, day.month, day.day)

    def _styles(self):
        page, styles = self.page, self.file.styles
        normal = styles["Normal"]
        set_font(normal, page.body_size)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "vi-VN")
        normal.element.get_or_add_rPr().append(language)
        normal.paragraph_format.space_after = Pt(0)
        normal.paragraph_format.line_spacing = 1
        for name, bold in (("Body Text", False), ("Heading 1", True), ("Heading 2", True), ("Heading 3", True)):
            style = styles[name]
            set_font(style, page.body_size, bold=bold)
            shape = style.paragraph_format
            shape.space_before, shape.space_after = Pt(0), Pt(page.paragraph_spacing)
            shape.line_spacing, shape.widow_control = page.line_spacing, True
            shape.keep_with_next = shape.keep_together = bold
            if name == "Heading 1":
                shape.alignment, shape.first_line_indent = ALIGN.CENTER, Cm(0)
            else:
                shape.alignment, shape.first_line_indent = ALIGN.JUSTIFY, Cm(page.indent)

    def _sheet(self, section, across=False):
        page = self.page
        section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Mm(297), Mm(210)) if across else (Mm(210), Mm(297))
        section.top_margin, section.bottom_margin = Mm(page.margin_top), Mm(page.margin_bottom)
        section.left_margin, section.right_margin = Mm(page.margin_left), Mm(page.margin_right)
        # In the middle of the top margin.
        section.header_distance = Emu(Mm(page.margin_top / 2) - Pt(page.body_size * 1.15 / 2))
        section.footer_distance = Mm(page.margin_bottom / 2)
        section.different_first_page_header_footer = True

    def _page_number(self):
        paragraph = self.file.sections[0].header.paragraphs[0]
        paragraph.alignment = ALIGN.CENTER
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = "2"
        run.append(text)
        field.append(run)
        paragraph._p.append(field)

    def _footer(self):
        """At the foot of page one alone, under a rule."""
        footer = self.file.sections[0].first_page_footer
        for index, line in enumerate(self.document.footer_lines):
            paragraph = centred(footer.add_paragraph() if index else footer.paragraphs[0], line, 11)
            if not index:
                set_borders(paragraph, ("top",), 6, "000000")

    # The parts of the document

    def _header(self):
        document = self.document
        table, left = self._head(rows=2)
        self._lines(table.cell(1, 0), [(document.number_line, 13, False)], before=6)
        self._marks(table.cell(1, 0), left)
        [date] = self._lines(table.cell(1, 1), [(document.date_line, self.plus, False)], before=6)
        _slant(date)

    def _head(self, rows=1):
        """Write agency and country side by side.

        :return: the table, and the width of its left column
        """
        document, size = self.document, self.page.header_size
        # The name of the country, place and date stand on one line each, however large or long.
        right = max(text_width(document.nation, size, bold=True), text_width(document.date_line, self.plus))
        share = min(HEADER_SHARE, 1 - (right + 6) / self.width.pt)
        table, (left, right) = self._columns(share, rows)
        self._lines(table.cell(0, 0), [
            *((line, size, False) for line in document.parent_lines),
            *((line, size, True) for line in document.issuer_lines)])
        self._rule(table.cell(0, 0), left, RULE * max(
            min(text_width(line, size, bold=True), left.pt) for line in document.issuer_lines))
        self._lines(table.cell(0, 1), [(document.nation, size, True), (document.motto, self.plus, True)])
        self._rule(table.cell(0, 1), right, text_width(document.motto, self.plus, bold=True))
        return table, left

    def _marks(self, cell, width):
        """Subject of a letter and frames under the number."""
        document, size = self.document, self.page.body_size
        if document.letter:
            self._lines(
                cell, [(line, self.page.header_size, False) for line in document.about_lines], before=6, new=True)
        if document.urgency_mark:
            frame = Mm(URGENCY_WIDTHS[document.urgency])
            paragraph = self._framed(cell, width, frame.pt, document.urgency_mark, 13, "FF0000")
            paragraph.runs[0].font.color.rgb = RED
            paragraph.paragraph_format.line_spacing = Emu(Mm(8) - Pt(4))
        for mark in filter(None, (document.circulation_mark, document.draft_mark)):
            self._framed(cell, width, text_width(mark, size, bold=True) + 12, mark, size, "000000")

    def _heading(self):
        document = self.document
        if document.letter:
            return
        lines_below = document.subject_lines
        self._line(document.type_line, self.page.body_size, bold=True, before=18, after=0 if lines_below else 12)
        self._subject(lines_below, after=12)

    def _subject(self, found, after=0):
        """Write the lines of a subject with the rule below them."""
        size = self.page.body_size
        for line in found:
            self._line(line, size, bold=True)
        if found:
            rule = self._rule(self.file, self.width, RULE * max(text_width(line, size, bold=True) for line in found))
            rule.paragraph_format.space_after = Pt(after)

    def _addressees(self):
        found, size = self.document.addressee_lines, self.page.body_size
        if not found:
            return
        before = 18 if self.document.letter else 0
        if len(found) == 1:
            self._line(found[0], size, before=before, after=12)
            return
        offset = 0 if self.document.form.wired else text_width("Kính gửi", size)
        block = max(text_width(found[0], size), offset + max(text_width(line, size) for line in found[1:]))
        left = Pt(max(0, (self.width.pt - block) / 2))
        for index, line in enumerate(found):
            paragraph = self._line(
                line, size, before=0 if index else before, after=12 if index == len(found) - 1 else 0)
            paragraph.alignment = ALIGN.LEFT
            paragraph.paragraph_format.left_indent = Emu(left + (Pt(offset) if index else 0))

    def _text(self):
        document, first = self.document, None
        for line in document.decider_lines:
            self._line(line, self.page.body_size, bold=True, after=self.page.paragraph_spacing)
        for line in document.basis_lines:
            paragraph = self.file.add_paragraph(style="Body Text")
            for run in write(paragraph, line):
                run.italic = True
            first = first or paragraph
        for part in document.body:
            paragraph = self._paragraph(part)
            first = first or paragraph
        if document.letter and not document.addressee_lines and first is not None:
            first.paragraph_format.space_before = Pt(18)
        # The signature never stands alone on a page, nor with a single line.
        for paragraph in self.file.paragraphs[-2:] if document.body and document.body[-1].kept else self.file.paragraphs[-1:]:
            paragraph.paragraph_format.keep_with_next = True

    def _paragraph(self, part):
        paragraph = self.file.add_paragraph(part.bold, style=STYLES[part.style])
        for run in paragraph.runs:
            run.bold = True
        write(paragraph, part.rest)
        initial(paragraph, part.initials)
        if part.style is Style.PART:
            paragraph.paragraph_format.space_after = Pt(0)
        if part.level:
            set_outline(paragraph, part.level)
        return paragraph

    def _end(self):
        document = self.document
        table, _widths = self._columns(END_SHARE, rows=2 if document.second else 1)
        self._recipients(table.rows[-1].cells[0])
        if document.second:
            self._sign(table.cell(0, 0), document.second_lines, [document.second.name])
        self._sign(table.cell(0, 1), document.authority_lines, [*document.post_lines, document.signature.name])
        if document.drafter_mark:
            self._line(document.drafter_mark, 11).alignment = ALIGN.LEFT

    def _recipients(self, cell):
        document = self.document
        if not document.recipient_lines:
            return
        [head] = self._lines(cell, [("Nơi nhận:", 12, True)], before=6)
        _slant(head)
        beside = self._lines(cell, [(line, 11, False) for line in document.recipients_beside], new=True)
        below = [self._line(line, 11) for line in document.recipients_below]
        initial([*beside, *below][-1], document.archive_initials)
        for paragraph in [head, *beside, *below]:
            paragraph.alignment = ALIGN.LEFT
        for paragraph in below:
            paragraph.paragraph_format.right_indent = int(self.width * END_SHARE)

    def _sign(self, cell, found, names):
        size = self.page.body_size
        self._lines(cell, [(line, size, True) for line in found], before=6)
        self._lines(cell, [(name, size, True) for name in names], before=Mm(28).pt, new=True)

    def _annex(self, index, annex):
        section = self.file.add_section(WD_SECTION.NEW_PAGE)
        self._sheet(section, annex.lies_across)
        number_from_one(section)
        heading, source = self.document.annex_heading(index), self.document.annex_source(annex)
        if annex.type:
            self._head()
            self._line(heading, self.page.body_size, bold=True, before=18)
            self._subject(self.document.annex_title_lines(annex))
        else:
            self._line(heading, 14, bold=True)
            self._line(annex.title_line, self.page.body_size, bold=True)
        _slant(self._line(source, ANNEX_SOURCE_SIZE, after=12))
        for part in annex.body:
            self._paragraph(part)
        if annex.table:
            self._table(annex.table, section.page_width - section.left_margin - section.right_margin)
        for line in annex.note_lines:
            paragraph = self._line(line, 12, before=self.page.paragraph_spacing)
            paragraph.alignment = ALIGN.JUSTIFY
        if annex.type:
            self.file.paragraphs[-1].paragraph_format.keep_with_next = True
            table, _widths = self._columns(END_SHARE)
            self._sign(table.cell(0, 1), self.document.authority_lines, [*self.document.post_lines, self.document.signature.name])

    def _table(self, table, width):
        grid = self.file.add_table(rows=0, cols=len(table.columns), style="Table Grid")
        grid.autofit, grid.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        set_cell_margins(grid, CELL_MARGIN)
        widths = [int(width * share / 100) for share in table.widths]
        for column, size in zip(grid.columns, widths):
            column.width = size
        head = self._row(grid, widths, [(column.title, ALIGN.CENTER) for column in table.columns], bold=True)
        set_row_property(head, "w:tblHeader")
        for row in table.rows:
            if row.heading:
                cells = self._row(grid, widths, [(row.label, ALIGN.LEFT), *[("", ALIGN.LEFT)] * (len(widths) - 1)], bold=True)
                cells.cells[0].merge(cells.cells[-1])
                cells.cells[0].paragraphs[0].paragraph_format.keep_with_next = True
                for extra in cells.cells[0].paragraphs[1:]:
                    extra._p.getparent().remove(extra._p)
            else:
                self._row(grid, widths, [(text, ALIGNMENTS[column.align]) for column, text in table.cells(row)])

    def _row(self, grid, widths, cells, bold=False):
        row = grid.add_row()
        set_row_property(row, "w:cantSplit")
        for cell, width, (text, alignment) in zip(row.cells, widths, cells):
            cell.width = width
            for paragraph in self._lines(cell, [(line, 12, bold) for line in text.split("\n")]):
                paragraph.alignment = alignment
        return row

    # Lines

    def _columns(self, share, rows=1):
        """Return a borderless table of two columns over the whole width, and the two widths."""
        table = self.file.add_table(rows=rows, cols=2)
        table.autofit = False
        widths = int(self.width * share), self.width - int(self.width * share)
        for column, width in zip(table.columns, widths):
            column.width = width
            for cell in column.cells:
                cell.width = width
        set_cell_margins(table, 0)
        for row in table.rows:
            set_row_property(row, "w:cantSplit")
        return table, (Emu(widths[0]), Emu(widths[1]))

    def _lines(self, cell, wanted, before=0, new=False):
        """Write centred lines of (text, size, bold) into a cell; ``new`` keeps what is in it."""
        found = []
        for index, (text, size, bold) in enumerate(wanted):
            paragraph = cell.add_paragraph() if new or index else cell.paragraphs[0]
            found.append(centred(paragraph, text, size, bold, before=0 if index else before))
        return found

    def _line(self, text, size, bold=False, before=0, after=0):
        return centred(self.file.add_paragraph(), text, size, bold, before, after)

    def _rule(self, place, width, length):
        """Draw a rule of ``length`` points in the middle of a column of ``width``."""
        paragraph = place.add_paragraph()
        shape = paragraph.paragraph_format
        shape.space_before, shape.space_after, shape.line_spacing = Pt(3), Pt(0), Pt(1)
        shape.left_indent = shape.right_indent = Pt((width.pt - length) / 2)
        set_font(paragraph.add_run(), 1)
        set_borders(paragraph, ("top",), 6, "000000")
        return paragraph

    def _framed(self, cell, width, length, text, size, color):
        [paragraph] = self._lines(cell, [(text, size, True)], before=6, new=True)
        shape = paragraph.paragraph_format
        shape.left_indent = shape.right_indent = Pt((width.pt - length) / 2)
        set_borders(paragraph, ("top", "left", "bottom", "right"), 8, color)
        return paragraph


def _slant(paragraph):
    for run in paragraph.runs:
        run.italic = True
