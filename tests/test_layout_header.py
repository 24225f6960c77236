from odoo.tests import tagged

from .pdf_cases import PdfCase

RED = (1, 0, 0)
BLACK = (0, 0, 0)


@tagged('post_install', '-at_install')
class TestLayoutMarks(PdfCase):
    """Urgency and circulation: Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục III.2."""

    def test_urgency_is_red_in_a_frame_of_its_size(self):
        for letter in (False, True):
            for urgency, words, width in (
                    ('urgent', "KHẨN", 20), ('very_urgent', "THƯỢNG KHẨN", 40), ('express', "HỎA TỐC", 30)):
                page = self.printed(urgency=urgency, letter=letter).pages[0]
                mark, span = page.line(words), page.span(words)
                frame = page.frame_around(mark)
                self.assertNear(frame.width, width, 0.1)
                self.assertNear(frame.height, 8, 0.1)
                self.assertEqual((span.bold, span.italic, span.color, frame.color), (True, False, RED, RED))
                self.assertNear(span.size, 13, 0.02)
                self.assertNear(mark.middle, frame.middle, 0.5)
                for each in (mark, page.line("Số:")):
                    self.assertNear(each.center, frame.center)
                above = [line for line in page.lines if line.center < 95 and line.text.startswith(("Số:", "V/v"))]
                self.assertGreater(frame.top, max(line.bottom for line in above))
                self.assertLess(frame.right, page.line("CỘNG HÒA").left)

    def test_circulation_is_black_in_a_frame_that_fits(self):
        for circulation, words in (('return', "XEM XONG TRẢ LẠI"), ('internal', "LƯU HÀNH NỘI BỘ")):
            page = self.printed(circulation=circulation).pages[0]
            mark, span = page.line(words), page.span(words)
            frame = page.frame_around(mark)
            self.assertEqual((span.bold, span.color, frame.color), (True, BLACK, BLACK))
            self.assertNear(span.size, 14, 0.02)
            self.assertNear(frame.center, page.line("UBND").center)
            self.assertNear(mark.center, frame.center)
            self.assertGreater(mark.left - frame.left, 1.5)
            self.assertLess(frame.right, page.line("CỘNG HÒA").left)

    def test_marks_stand_one_under_the_other(self):
        page = self.printed(urgency='very_urgent', circulation='return', draft=True).pages[0]
        frames = [page.frame_around(page.line(words)) for words in ("THƯỢNG KHẨN", "XEM XONG", "DỰ THẢO")]
        for above, below in zip(frames, frames[1:], strict=False):
            self.assertGreater(below.top, above.bottom + 1)
        self.assertGreater(page.line("KẾ HOẠCH").top, frames[-1].bottom + 3)

    def test_document_without_marks_has_no_frame(self):
        self.assertFalse(self.printed().pages[0].frames)
