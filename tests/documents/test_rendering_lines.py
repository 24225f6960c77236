import time

from odoo.tests import BaseCase, tagged

from ...rendering.lines import balanced, width

SUBJECT = "Thực hiện công tác dân vận chính quyền của cơ quan năm 2026 và nhiệm vụ phối hợp với các đoàn thể"


@tagged('post_install', '-at_install')
class TestRenderingLines(BaseCase):

    def broken(self, text, room=165, size=14, face="Bold"):
        return [line.replace("\u00a0", " ") for line in balanced(text, room, size, face)]

    def test_what_fits_is_one_line(self):
        self.assertEqual(self.broken("Công tác dân vận  năm 2026"), ["Công tác dân vận năm 2026"])
        self.assertEqual(self.broken(""), [])

    def test_lines_are_about_equally_long(self):
        lines = self.broken(SUBJECT)
        self.assertEqual(" ".join(lines), SUBJECT)
        self.assertEqual(len(lines), 2)
        widths = [width(line, 14, "Bold") for line in lines]
        self.assertLess(max(widths) / min(widths), 1.75)
        self.assertLess(max(widths), 165)

    def test_lines_begin_with_a_joining_word_rather_than_within_a_name(self):
        self.assertEqual(
            self.broken("SỞ DÂN TỘC VÀ TÔN GIÁO TỈNH ĐỒNG NAI", 62, 13), ["SỞ DÂN TỘC VÀ TÔN GIÁO", "TỈNH ĐỒNG NAI"])
        self.assertEqual(
            self.broken("SỞ DÂN TỘC VÀ TÔN GIÁO", 55, 13), ["SỞ DÂN TỘC", "VÀ TÔN GIÁO"])

    def test_no_more_lines_than_needed(self):
        for room in range(40, 170, 10):
            lines = self.broken(SUBJECT, room)
            self.assertTrue(all(width(line, 14, "Bold") <= room for line in lines))
            self.assertGreater(sum(width(line, 14, "Bold") for line in lines), room * (len(lines) - 1) * 0.8)

    def test_number_stays_with_its_word(self):
        for room in range(30, 100):
            self.assertNotRegex("|".join(self.broken("Kế hoạch công tác dân vận năm 2026 và tháng 6", room)), r"\|\d")

    def test_word_wider_than_the_room_has_a_line_of_its_own(self):
        self.assertEqual(self.broken("Một " + "Đ" * 60 + " hai", 50), ["Một", "Đ" * 60, "hai"])

    def test_what_is_no_title_takes_no_time(self):
        start = time.process_time()
        lines = self.broken("dân vận " * 3000)
        self.assertEqual(" ".join(lines), ("dân vận " * 3000).strip())
        self.assertTrue(all(width(line, 14, "Bold") <= 165 for line in lines))
        self.assertLess(time.process_time() - start, 3)

    def test_letters_that_the_family_lacks_are_measured_too(self):
        self.assertGreater(width("漢字", 14), 5)
