from odoo.tests import BaseCase, tagged

from ...rendering.blocks import Style
from ...rendering.lines import unknown_letters
from ...rendering.plain import blocks


@tagged('post_install', '-at_install')
class TestRenderingPlain(BaseCase):

    def printed(self, text):
        """:return: what is printed of a plain text, each line with the first letters of its style"""
        return [(paragraph.style, paragraph.text) for block in blocks(text) for paragraph in block.paragraphs()]

    def styles(self, text):
        return [style for style, _text in self.printed(text)]

    def test_pasted_bullets_become_the_dash_of_the_decree(self):
        for mark in "•▪*–●\uf0b7\uf0a7\uf0d8":
            self.assertEqual(self.printed(f"{mark} Họp tại thôn;"), [(Style.TEXT, "- Họp tại thôn;")], mark)

    def test_a_pasted_bullet_is_no_letter_that_the_font_lacks(self):
        self.assertEqual(unknown_letters(blocks("➢ Họp;\n✓ Tập huấn;\n\uf0d8 Kiểm tra.")), [])
        self.assertEqual(unknown_letters(blocks("Họp ➢ tập huấn \uf0e0 kiểm tra")), ["➢", "\uf0e0"], "within a line it stays")

    def test_chapters_and_divisions_have_their_titles_below(self):
        self.assertEqual(
            self.printed("Chương I\nQUY ĐỊNH CHUNG\nMục 1\nPHẠM VI\nTiểu mục 2: Đối tượng\nĐiều 1. Phạm vi\nQuy chế áp dụng."), [
                (Style.PART, "Chương I"), (Style.PART_TITLE, "QUY ĐỊNH CHUNG"), (Style.PART, "Mục 1"), (Style.PART_TITLE, "PHẠM VI"),
                (Style.PART, "Tiểu mục 2"), (Style.PART_TITLE, "ĐỐI TƯỢNG"), (Style.HEADING, "Điều 1. Phạm vi"),
                (Style.TEXT, "Quy chế áp dụng.")])

    def test_nothing_gives_nothing(self):
        for text in (None, False, "", " \n\t\n"):
            self.assertEqual(blocks(text), ())

    def test_all_marks_of_the_decree(self):
        self.assertEqual(
            self.printed("""
                Phần I
                TÌNH HÌNH CHUNG
                Mở đầu bằng một đoạn văn.
                I. Kết quả
                1. Công tác tuyên truyền
                1.1. Tại cơ sở
                a) Tổ chức họp dân;
                - Họp tại thôn;
                + Mỗi thôn một buổi.
                đ) Phát tờ rơi.
                2. Đã tiếp công dân theo lịch.
                Phần II: Phương hướng
            """), [
                (Style.PART, "Phần I"), (Style.PART_TITLE, "TÌNH HÌNH CHUNG"),
                (Style.TEXT, "Mở đầu bằng một đoạn văn."),
                (Style.SECTION, "I. KẾT QUẢ"),
                (Style.HEADING, "1. Công tác tuyên truyền"),
                (Style.HEADING, "1.1. Tại cơ sở"),
                (Style.TEXT, "a) Tổ chức họp dân;"),
                (Style.TEXT, "- Họp tại thôn;"),
                (Style.TEXT, "+ Mỗi thôn một buổi."),
                (Style.TEXT, "đ) Phát tờ rơi."),
                (Style.TEXT, "2. Đã tiếp công dân theo lịch."),
                (Style.PART, "Phần II"), (Style.PART_TITLE, "PHƯƠNG HƯỚNG"),
            ])

    def test_list_without_marks_is_no_list_of_headings(self):
        text = Style.TEXT
        self.assertEqual(self.styles("1. Ông Nguyễn Văn A\n2. Bà Trần Thị B\n3. Ông Lê Văn C"), [text] * 3)
        self.assertEqual(self.styles("1. Thời gian\n2. Địa điểm\nHội trường của cơ quan."), [text, Style.HEADING, text])

    def test_sentence_is_no_heading(self):
        for line in ("I. Các đơn vị thực hiện nghiêm túc.", "1. Báo cáo trước ngày 15;", "1. " + "rất dài " * 30):
            self.assertEqual(self.styles(f"{line}\nĐoạn văn."), [Style.TEXT] * 2)

    def test_a_sentence_that_opens_a_list_is_no_heading(self):
        for words in ("Thành phần Tổ công tác gồm:", "Phân công nhiệm vụ như sau:", "Hồ sơ gồm có:", "Tiêu chí cụ thể:"):
            self.assertEqual(self.styles(f"2. {words}\na) Phòng A;\nb) Phòng B."), [Style.TEXT] * 3)
        self.assertEqual(self.styles("1. Thời gian:\na) Sáng;"), [Style.HEADING, Style.TEXT])

    def test_articles_of_a_decision(self):
        self.assertEqual(
            self.printed("Điều 1. Đối tượng\n1. Cán bộ, công chức.\nĐiều 2. Quyết định có hiệu lực từ ngày ký."), [
                (Style.HEADING, "Điều 1. Đối tượng"), (Style.TEXT, "1. Cán bộ, công chức."),
                (Style.TEXT, "Điều 2. Quyết định có hiệu lực từ ngày ký.")])
        [article, *_names] = [paragraph for block in blocks("Điều 1. Thành lập Tổ gồm:\n1. Ông A;") for paragraph in block.paragraphs()]
        self.assertEqual((article.style, article.bold, article.rest), (Style.TEXT, "Điều 1.", " Thành lập Tổ gồm:"))

    def test_words_that_only_look_like_marks(self):
        for line in ("Phần I của Kế hoạch đã hoàn thành.", "10.30 phút, họp.", "15/6/2026 là hạn cuối.", "V.I. Lê-nin viết:",
                     "IIII. Không phải số La Mã", "a, b và c", "-5 độ"):
            self.assertEqual(self.printed(f"{line}\nĐoạn văn."), [(Style.TEXT, line), (Style.TEXT, "Đoạn văn.")])

    def test_roman_numbers(self):
        for number in "I II III IV V VI VII VIII IX X XI XIV XIX XX XXX XXXIX".split():
            self.assertEqual(self.styles(f"{number}. Nội dung\nĐoạn văn."), [Style.SECTION, Style.TEXT], number)
