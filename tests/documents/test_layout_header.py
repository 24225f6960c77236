from odoo.tests import tagged

from ...rendering.document import Signature
from ..pdf_cases import PdfCase
from ..pdf_measure import MM_PER_PT

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


@tagged('post_install', '-at_install')
class TestLayoutLongWords(PdfCase):
    """What is longer than its column is broken there; the other column stays where it is."""

    def test_a_very_long_symbol_leaves_the_head_on_the_paper(self):
        usual = self.printed().pages[0].line("CỘNG HÒA")
        page = self.printed(symbol='KH-BCĐTHCTMTQGPTKTXHVĐBDTTSVMN-TCTLN').pages[0]
        head = page.line("CỘNG HÒA")
        self.assertNear(head.left, usual.left, 0.5)
        self.assertLess(head.right, 210 - 15 + 0.5)
        number = [line for line in page.lines if line.center < 90 and page.line("Số:").top - 1 < line.top < 60]
        self.assertEqual("".join(line.text for line in number).replace(" ", "")[:10], "Số:05/KH-B")
        self.assertGreater(len(number), 1)

    def test_a_name_is_not_broken_within_a_word_of_two_syllables(self):
        page = self.printed(parent="UBND thành phố Hồ Chí Minh", issuer=("Ban Dân tộc",)).pages[0]
        left = [line.text for line in page.lines if line.center < 90 and line.top < 40]
        self.assertIn("UBND", left[0])
        self.assertFalse(any(line.endswith("THÀNH") for line in left), left)


@tagged('post_install', '-at_install')
class TestLayoutTitles(PdfCase):
    """Names and titles that need several lines."""

    def lines_between(self, page, above, below, left=0, right=210):
        return [line for line in page.lines if above.bottom - 1 < line.top and line.bottom - 1 < below.top
                and left < line.center < right]

    def assertBalanced(self, lines, count):
        self.assertEqual(len(lines), count, [line.text for line in lines])
        self.assertLess(max(line.width for line in lines) / min(line.width for line in lines), 1.8)
        for line in lines:
            self.assertNear(line.center, lines[0].center)

    def assertRuled(self, page, lines):
        """A rule of a third to a half of the longest line stands centred under the last one."""
        last, longest = lines[-1], max(line.width for line in lines)
        rule = next(rule for rule in page.rules if -1 < rule.top - last.bottom < 4 and rule.left < last.center < rule.right)
        self.assertGreaterEqual(rule.width, longest / 3)
        self.assertLessEqual(rule.width, longest / 2)
        self.assertNear(rule.center, last.center)

    def test_long_issuer_is_broken_between_its_words(self):
        page = self.printed(issuer=("Sở Dân tộc và Tôn giáo tỉnh Bình Phước",), symbol='KH-SDTTG').pages[0]
        lines = self.lines_between(page, page.line("UBND"), page.line("Số:"), right=95)
        self.assertEqual([line.text for line in lines], ["SỞ DÂN TỘC VÀ TÔN GIÁO", "TỈNH BÌNH PHƯỚC"])
        self.assertBalanced(lines, 2)
        self.assertRuled(page, lines)
        self.assertNear(page.span("Số:").baseline, page.span("Bình Phước,").baseline, 0.05)

    def test_names_of_several_lines_begin_level_with_the_nation(self):
        """With an agency above and without one: Phụ lục I, mục II.1 and II.2."""
        for parent, issuer in (("", ("Ủy ban nhân dân", "xã Đắk Nhau")), ("", ("Sở Dân tộc và Tôn giáo tỉnh Bình Phước",)),
                               ("", ("UBND xã Mẫu",)), ("UBND tỉnh Bình Phước", ("Sở Dân tộc", "và Tôn giáo"))):
            with self.subTest(parent=parent, issuer=issuer):
                page = self.printed(parent=parent, issuer=issuer).pages[0]
                first = min((line for line in page.lines if line.center < 95), key=lambda line: line.top)
                self.assertNear(page.span(first.text[:6]).baseline, page.span("CỘNG HÒA").baseline, 0.05)
                self.assertNear(page.span("Số:").baseline, page.span("Bình Phước,").baseline, 0.05)

    def test_long_subject_is_broken_in_the_middle(self):
        subject = "Thực hiện công tác dân vận chính quyền của cơ quan năm 2026 và nhiệm vụ phối hợp với các đoàn thể"
        page = self.printed(subject=subject).pages[0]
        lines = self.lines_between(page, page.line("KẾ HOẠCH"), page.line("Căn cứ"))
        self.assertBalanced(lines, 2)
        self.assertRuled(page, lines)
        self.assertEqual(" ".join(line.text for line in lines), subject)
        for line in lines:
            self.assertTrue(page.span(line.text[:20]).bold)
            self.assertNear(page.span(line.text[:20]).size, 14, 0.02)
            self.assertNear(line.center, (30 + 195) / 2)

    def test_subject_of_a_letter_in_two_lines(self):
        subject = "phối hợp tổng kết công tác dân vận năm 2026"
        page = self.printed(letter=True, subject=subject, addressees=("Ủy ban nhân dân tỉnh",)).pages[0]
        lines = self.lines_between(page, page.line("Số:"), page.line("Kính gửi"), right=95)
        self.assertBalanced(lines, 2)
        self.assertEqual(" ".join(line.text for line in lines), f"V/v {subject}")
        self.assertNear(lines[0].center, page.line("UBND").center)

    def test_subject_of_one_line_too_many_makes_another(self):
        """Whatever the length, the lines stay in their column and none is left with a word alone."""
        words = "phối hợp triển khai thực hiện các nội dung về công tác dân vận chính quyền tại các xã trong năm".split()
        for count in range(6, len(words) + 1, 3):
            page = self.printed(letter=True, subject=" ".join(words[:count]), addressees=("UBND tỉnh",)).pages[0]
            lines = self.lines_between(page, page.line("Số:"), page.line("Kính gửi"), right=95)
            self.assertLess(max(line.right for line in lines), page.line("CỘNG HÒA").left)
            if len(lines) > 1:
                self.assertGreater(min(len(line.text.split()) for line in lines), 1)

    def test_rights_of_a_deputy_by_order_stand_one_under_the_other(self):
        rights = ("TL. TRƯỞNG BAN", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")
        page = self.printed(signature=Signature(rights, "Nguyễn Văn A")).pages[-1]
        lines = [page.line(text) for text in (*rights, "Nguyễn Văn A")]
        self.assertNear(page.span("TL.").baseline, page.span("Nơi nhận:").baseline, 0.05)
        for above, below in zip(lines[:2], lines[1:3], strict=True):
            self.assertNear(below.top - above.top, 14 * 1.15 * MM_PER_PT, 0.1)
        for line, text in zip(lines, rights, strict=False):
            self.assertNear(line.center, lines[0].center)
            self.assertTrue(page.span(text).bold)
            self.assertNear(page.span(text).size, 14, 0.02)
        self.assertNear(lines[-1].center, lines[0].center)
        self.assertGreater(lines[-1].top - lines[2].bottom, 25)

    def test_long_title_of_the_signer_is_broken_in_the_middle(self):
        title = "TRƯỞNG PHÒNG TUYÊN TRUYỀN VÀ ĐỊA BÀN"
        page = self.printed(signature=Signature(("TL. TRƯỞNG BAN", title), "Nguyễn Văn A")).pages[-1]
        lines = self.lines_between(page, page.line("TL. TRƯỞNG BAN"), page.line("Nguyễn Văn A"), left=112)
        self.assertBalanced(lines, 2)
        self.assertEqual(" ".join(line.text for line in lines), title)
        self.assertLess(max(line.right for line in lines), 195.3)
