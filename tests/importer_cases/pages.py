"""Pages of PDF as offices and their programs make them: a signature's stamps, grounds of text, rows that a page breaks."""

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from . import FONT

TOP, LEFT, LINE = A4[1] - 60, 85, 20


class _Sheet:
    """A canvas that is written line by line; ``y`` is where the next one stands."""

    def __init__(self):
        pdfmetrics.registerFont(TTFont("Plan", str(FONT)))
        self.stream, self.y = io.BytesIO(), TOP
        self.canvas = Canvas(self.stream, pagesize=A4)
        self.canvas.setFont("Plan", 13)

    def line(self, text, x=LEFT):
        self.canvas.drawString(x, self.y, text)
        self.y -= LINE

    def top(self, number="12", day="20"):
        self.line("ỦY BAN NHÂN DÂN")
        self.line("TỈNH MẪU")
        self.line(f"Số: {number}/KH-UBND")
        self.line(f"Mẫu, ngày {day} tháng 12 năm 2025", 300)
        self.canvas.drawCentredString(A4[0] / 2, self.y, "KẾ HOẠCH")
        self.y -= LINE
        self.canvas.drawCentredString(A4[0] / 2, self.y, "Công tác dân vận năm 2026")
        self.y -= LINE
        self.line("I. NHIỆM VỤ")
        self.line("1. Thực hiện dân chủ ở cơ sở.")

    def turn(self):
        self.canvas.showPage()
        self.canvas.setFont("Plan", 13)
        self.y = TOP

    def close(self):
        self.canvas.save()
        return self.stream.getvalue()


def stamped_pdf(values, blank="       ", shift=0):
    """Return a plan whose blanks hold fields, as a signing program stamps them: ``values`` are number and day.

    :param blank: the blank for the day
    :param shift: how far the fields stand to the right of their blanks

    Above, a line ends in a space far away, below the end of the other column, as programs leave it there.
    """
    sheet, motto = _Sheet(), "Độc lập - Tự do - Hạnh phúc"
    wide = 300.5 + pdfmetrics.stringWidth(motto, "Plan", 13) - LEFT - pdfmetrics.stringWidth("UBND MAU", "Helvetica", 13)
    text = sheet.canvas.beginText(LEFT, TOP + LINE)
    text.setFont("Helvetica", 13)
    text._code.append(f"[(UBND MAU) {-wide * 1000 / 13} ( )] TJ")  # pylint: disable=protected-access
    sheet.canvas.drawText(text)
    sheet.canvas.setFont("Plan", 13)
    sheet.canvas.drawString(300, TOP + LINE, motto)
    sheet.top(number="      ", day=blank)
    places = ((LEFT + 27, TOP - 2 * LINE), (300 + pdfmetrics.stringWidth("Mẫu, ngày ", "Plan", 13), TOP - 3 * LINE))
    for index, (value, (x, y)) in enumerate(zip(values, places)):
        sheet.canvas.acroForm.textfield(
            value=value, name=f"stamp{index}", x=x + shift, y=y - 4, width=18, height=16, fontSize=11, borderWidth=0, maxlen=4
        )
    return sheet.close()


def framed_pdf(stroke):
    """Return a plan whose recipients and signature stand on a white ground, drawn around if ``stroke`` is 1."""
    sheet = _Sheet()
    sheet.top()
    sheet.line("II. TỔ CHỨC THỰC HIỆN")
    sheet.line("1. Sở Nội vụ: theo dõi, đôn đốc.")
    sheet.canvas.setFillColorRGB(1, 1, 1)
    for x, width in ((LEFT, 200), (LEFT + 200, 230)):
        sheet.canvas.rect(x, sheet.y - 4 * LINE, width, 5 * LINE, stroke=stroke, fill=1)
    sheet.canvas.setFillColorRGB(0, 0, 0)
    above = sheet.y
    for text in ("Nơi nhận:", "- Các sở, ngành;", "- UBND các xã;", "- Lưu: VT."):
        sheet.line(text, LEFT + 5)
    sheet.y = above
    for text in ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "", "Trần Văn Mẫu"):
        sheet.line(text, LEFT + 230)
    return sheet.close()


def broken_row_pdf():
    """Return a plan with a task table of four rows, the second of which a page breaks before a capital."""
    sheet = _Sheet()
    sheet.top()
    _row(sheet, ["TT", "Nội dung", "Chủ trì", "Thời gian"])
    _row(sheet, ["1", "Đối thoại đợt 1 ở xã An Bình năm 2026", "Sở Nội vụ", "Quý I"])
    _row(sheet, ["2", "Đối thoại đợt 2 ở xã An", "Sở Nội vụ", "Quý II"])
    sheet.turn()
    _row(sheet, ["", "Bình năm 2026", "", ""])
    _row(sheet, ["3", "Đối thoại đợt 3 ở xã An Bình năm 2026", "Sở Nội vụ", "Quý III"])
    _row(sheet, ["4", "Đối thoại đợt 4 ở xã An Bình năm 2026", "Sở Nội vụ", "Quý IV"])
    return sheet.close()


def _row(sheet, texts):
    """Draw a row: a rule around each cell, its text in it."""
    x = LEFT
    for text, width in zip(texts, (30, 240, 90, 80)):
        sheet.canvas.rect(x, sheet.y - 6, width, LINE)
        sheet.canvas.drawString(x + 3, sheet.y, text)
        x += width
    sheet.y -= LINE
