"""What python-docx leaves to the schema of Word files: fonts for every script, borders, levels of the outline, words kept whole."""
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from . import lines, wording
from .document import INITIALS_SIZE

FONT = "Times New Roman"


def text_width(text, size, bold=False):
    """Return the width of a line of text in points.

    :param size: of the letters, in points
    """
    return lines.width(text, size, "Bold" if bold else "Regular") * 72 / 25.4


def write(paragraph, text):
    """Add ``text`` to a paragraph; number and symbol of a document stay on one line, where Word would break at their hyphen.

    :return: the runs
    """
    return [_write_whole(paragraph, piece) if whole else paragraph.add_run(piece) for piece, whole in wording.pieces(text)]


def _write_whole(paragraph, word):
    run = paragraph.add_run()
    for index, piece in enumerate(word.split("-")):
        if index:
            run._r.append(OxmlElement("w:noBreakHyphen"))
        if piece:
            run.add_text(piece)
    return run


def centred(paragraph, text, size, bold=False, before=0, after=0):
    """Write a line of letters of ``size`` points in the middle, with so many points before and after it; return the paragraph."""
    for run in write(paragraph, text):
        run.bold, run.font.size = bold or None, Pt(size)
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    return paragraph


def initial(paragraph, initials):
    """Add the initials of who has checked what ends with ``paragraph``; nothing where nobody has."""
    if initials:
        paragraph.add_run(f"\u00a0{initials}").font.size = Pt(INITIALS_SIZE)


def set_font(styled, size, bold=None):
    """Set the font of a style or a run, for every script that Word tells apart."""
    font = styled.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, None
    font.color.rgb = RGBColor(0, 0, 0)
    fonts = font.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def set_borders(paragraph, sides, eighths, color):
    """Frame a paragraph at ``sides``.

    :param eighths: thickness in eighths of a point
    """
    borders = OxmlElement("w:pBdr")
    for side in sides:
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", eighths), ("space", 1), ("color", color)):
            border.set(qn(f"w:{name}"), str(value))
        borders.append(border)
    properties = paragraph._p.get_or_add_pPr()
    # The schema wants the borders before spacing, indents and alignment.
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")


def set_outline(paragraph, level):
    """Let a paragraph stand in the outline at ``level``, from 1."""
    found = OxmlElement("w:outlineLvl")
    found.set(qn("w:val"), str(level - 1))
    # The schema wants it behind all but these.
    paragraph._p.get_or_add_pPr().insert_element_before(found, "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange")


def set_row_property(row, name):
    """Give a row of a table the property ``name``."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def set_cell_margins(table, points):
    """Set the room at the left and the right of each cell; in Word's own tables it is 5.4 points."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(20 * points))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def number_from_one(section):
    """Let the pages of a section be counted from 1."""
    numbers = section._sectPr.find(qn("w:pgNumType"))
    if numbers is None:
        numbers = OxmlElement("w:pgNumType")
        section._sectPr.insert_element_before(numbers, "w:cols", "w:titlePg", "w:docGrid")
    numbers.set(qn("w:start"), "1")
