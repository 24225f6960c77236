"""The sheet of a yearly evaluation as a Word file, with the parts of the print (:mod:`rating_forms`)."""
from dataclasses import replace

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm, Pt

from .docx import CELL_MARGIN, Writer, written
from .docx_parts import set_cell_margins, set_row_property

#: Letters of the sheet, as in its stylesheet; pt.
SIZE, SMALL = 13, 12


def sheet_to_docx(sheet):
    """Return the Word file of a sheet.

    :param sheet: :class:`rating.RatingSheet`
    :return: bytes, the same for the same sheet
    """
    return written(_SheetWriter, replace(sheet, page=replace(sheet.page, body_size=SIZE)))


class _SheetWriter(Writer):

    def fill(self):
        self._properties()
        self._styles()
        self._sheet(self.file.sections[0])
        self._page_number()
        self._head()
        sheet = self.document
        self._line(sheet.heading, SIZE + 1, bold=True, before=12)
        self._line(sheet.period, SIZE, bold=True)
        self._slanted(self._line(f"(Theo {sheet.source})", SMALL, after=6))
        for label, text in sheet.persons:
            self._labelled(f"{label}:", text)
        for part in sheet.parts:
            getattr(self, f"_{part.kind}")(part)

    def _heading(self, part):
        paragraph = self.file.add_paragraph(style="Heading 2")
        paragraph.add_run(part.text)
        paragraph.paragraph_format.first_line_indent = Pt(0)
        paragraph.paragraph_format.space_before = Pt(6)
        if part.note:
            self._slanted(self._line(part.note, SIZE)).paragraph_format.keep_with_next = True

    def _remark(self, part):
        label = f"{' '.join(filter(None, (part.label, part.explained)))}:" if part.label else ""
        first, *others = part.lines or ("",)
        paragraph = self.file.add_paragraph(style="Body Text")
        if part.label:
            paragraph.add_run(part.label).bold = True
        paragraph.add_run(f"{label.removeprefix(part.label)} {first}".rstrip() if part.label else first)
        for line in others:
            self.file.add_paragraph(line, style="Body Text")
        room = 0 if part.lines else part.room
        paragraph.paragraph_format.keep_with_next = bool(room)
        for line in range(room):
            dotted = self.file.add_paragraph("\t")
            dotted.paragraph_format.keep_with_next = line < room - 1
            dotted.paragraph_format.tab_stops.add_tab_stop(self.width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)

    def _grid(self, part):
        table = self.file.add_table(rows=0, cols=len(part.shares), style="Table Grid")
        table.autofit = False
        set_cell_margins(table, CELL_MARGIN)
        widths = [int(self.width * share / 100) for share in part.shares]
        for column, width in zip(table.columns, widths):
            column.width = width
        aligned = [ALIGN.CENTER if index in part.centred else ALIGN.LEFT for index in range(len(widths))]
        if part.head:
            set_row_property(self._row(table, widths, [(title, ALIGN.CENTER) for title in part.head], bold=True), "w:tblHeader")
        for index, row in enumerate(part.rows):
            self._row(table, widths, list(zip(row, aligned)), bold=index in part.bold)

    def _signatures(self, part):
        signers = [None, *part.signers] if len(part.signers) == 1 else part.signers
        for paragraph in (self.file.paragraphs[-1], self._line("", SMALL)):
            paragraph.paragraph_format.keep_with_next = True
        table = self.file.add_table(rows=1, cols=len(signers))
        set_row_property(table.rows[0], "w:cantSplit")
        for cell, signer in zip(table.rows[0].cells, signers):
            if signer:
                self._slanted(self._lines(cell, [(signer.date, SMALL, False)])[0])
                self._lines(cell, [(line, SMALL, True) for line in signer.lines], new=True)
                self._slanted(self._lines(cell, [("(Ký, ghi rõ họ tên)", SMALL, False)], new=True)[0])
                self._lines(cell, [(signer.name, SIZE, True)], before=Mm(18).pt, new=True)

    def _labelled(self, label, text):
        paragraph = self.file.add_paragraph(f"{label} ", style="Body Text")
        paragraph.paragraph_format.first_line_indent = paragraph.paragraph_format.space_after = Pt(0)
        paragraph.add_run(text).bold = True

    @staticmethod
    def _slanted(paragraph):
        for run in paragraph.runs:
            run.italic = True
        return paragraph
