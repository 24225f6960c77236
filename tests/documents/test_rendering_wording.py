import datetime
import time
import unicodedata

from odoo.tests import BaseCase, tagged

from ...rendering import wording
from ...rendering.page import LIMITS, PageSettings


@tagged('post_install', '-at_install')
class TestRenderingWording(BaseCase):

    def test_zero_before_day_and_the_first_two_months_only(self):
        cases = {
            (2022, 2, 5): "ngày 05 tháng 02 năm 2022",
            (2022, 1, 31): "ngày 31 tháng 01 năm 2022",
            (2022, 3, 9): "ngày 09 tháng 3 năm 2022",
            (2022, 9, 10): "ngày 10 tháng 9 năm 2022",
            (2022, 12, 1): "ngày 01 tháng 12 năm 2022",
        }
        for day, text in cases.items():
            self.assertEqual(wording.date_text(datetime.date(*day)), text)

    def test_the_register_names_whom_a_document_goes_to(self):
        """Who is addressed too, and nobody twice: the column "Nơi nhận văn bản"."""
        self.assertEqual(
            wording.receivers(["- Sở Nội vụ;", "UBND các xã"], ["Như trên", "Sở Nội vụ", "Lãnh đạo Ban;"]),
            ["Sở Nội vụ", "UBND các xã", "Lãnh đạo Ban"])
        self.assertEqual(wording.receivers([], ["UBND tỉnh"]), ["UBND tỉnh"])

    def test_open_date_leaves_room_to_write(self):
        text = wording.date_text(wording.DocumentDate(2026, 2))
        self.assertRegex(text, r"^ngày \u00a0{4,} tháng 02 năm 2026$")
        text = wording.date_text(wording.DocumentDate(2026))
        self.assertRegex(text, r"^ngày \u00a0{4,} tháng \u00a0{4,} năm 2026$")

    def test_what_goes_on_in_a_sentence(self):
        for text, said in (("Quý I năm 2026", "quý I năm 2026"), ("CCHC năm 2026", "CCHC năm 2026"), ("Ý kiến", "ý kiến"), ("", "")):
            self.assertEqual(wording.in_sentence(text), said)
        self.assertEqual(wording.span_text(datetime.date(2026, 1, 15), datetime.date(2026, 3, 14)), "từ ngày 15/01/2026 đến ngày 14/03/2026")

    def test_texts_that_nobody_writes_take_no_time(self):
        start = time.perf_counter()
        self.assertEqual(wording.pieces('1-' * 20_000), [('1-' * 20_000, False)])
        self.assertEqual(wording.move_year('1-A' * 20_000, 2026, 2027), '1-A' * 20_000)
        self.assertEqual(wording.with_mark(f"a{'.' * 100_000}b", '.'), f"a{'.' * 100_000}b.")
        self.assertLess(time.perf_counter() - start, 2)

    def test_symbols_and_citations(self):
        text = "Thực hiện Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2026, Chỉ thị 05-CT/TW ngày 01/6/2026 và 12/2026 của năm 2026"
        self.assertEqual([piece for piece, whole in wording.pieces(text) if whole], ["76/NQ-CP", "05-CT/TW"])
        self.assertEqual(''.join(piece for piece, _whole in wording.pieces(text)), text)
        self.assertEqual(wording.move_year(text, 2026, 2027), text.replace("12/2026 của năm 2026", "12/2027 của năm 2027"))

    def test_number_line(self):
        self.assertEqual(wording.number_line(5, 'KH-BDT'), "Số: 05/KH-BDT")
        self.assertEqual(wording.number_line(10, 'KH-BDT'), "Số: 10/KH-BDT")
        self.assertEqual(wording.number_line(123, '/KH-BDT'), "Số: 123/KH-BDT")
        self.assertRegex(wording.number_line(None, 'KH-BDT'), r"^Số: \u00a0{4,}/KH-BDT$")

    def test_recipients_end_with_semicolons_and_a_point(self):
        expected = ["- UBND tỉnh;", "- Sở Nội vụ;", "- Lưu: VT, TH."]
        plain = wording.recipient_lines(["UBND tỉnh", "Sở Nội vụ"], "VT, TH")
        marked = wording.recipient_lines(["- UBND tỉnh;", "", "– Sở Nội vụ."], "- Lưu: VT, TH.")
        self.assertEqual(plain, expected)
        self.assertEqual(marked, expected)
        self.assertEqual(wording.recipient_lines(["UBND tỉnh"]), ["- UBND tỉnh."])
        self.assertEqual(wording.recipient_lines([]), [])

    def test_one_addressee_stands_on_the_line_and_several_below(self):
        lines = wording.addressee_lines
        self.assertEqual(lines(["- Ủy ban nhân dân tỉnh;"]), ["Kính gửi: Ủy ban nhân dân tỉnh"])
        self.assertEqual(
            lines(["Văn phòng", " ", "+ Thanh tra.", "Phòng Chính sách"]),
            ["Kính gửi:", "- Văn phòng;", "- Thanh tra;", "- Phòng Chính sách."])
        self.assertEqual(lines([]), [])

    def test_decimals_with_comma_and_thousands_with_point(self):
        for value, text in (
            (1234.5, "1.234,5"), (12, "12"), (12.0, "12"), (-3, "-3"), (0, "0"), (100, "100"), (1234567.891, "1.234.567,89"),
            (-1234.5, "-1.234,5"), (999.999, "1.000"), (0.125, "0,13"), (-0.001, "0"), (0.1 + 0.2, "0,3"), (2.675, "2,68"),
        ):
            self.assertEqual(wording.decimal_text(value), text)
        self.assertEqual(wording.decimal_text(2.5, digits=0), "3")
        self.assertEqual(wording.decimal_text(1.0625, digits=3), "1,063")

    def test_percentage_has_one_decimal_and_needs_a_whole(self):
        self.assertEqual(wording.percent_text(23, 22), "104,5")
        self.assertEqual(wording.percent_text(2200.0, 22), "10.000")
        self.assertEqual(wording.percent_text(0, 22), "0")
        self.assertEqual(wording.percent_text(5, 0), "")

    def test_closing_mark_is_never_doubled(self):
        for text in ("thực hiện", "thực hiện.", "thực hiện./.", "thực hiện ./. ", "thực hiện;"):
            self.assertEqual(wording.with_mark(text, wording.END_MARK), "thực hiện./.")

    def test_vietnamese_alphabet(self):
        labels = [wording.alphabet_label(index) for index in range(1, 24)]
        self.assertEqual(labels, "a b c d đ e g h i k l m n o p q r s t u v x y".split())
        self.assertEqual(wording.alphabet_label(24), 'aa')
        self.assertEqual(wording.alphabet_label(23 * 24), 'yy')
        with self.assertRaises(ValueError):
            wording.alphabet_label(0)

    def test_roman_numbers(self):
        labels = [wording.roman_label(number) for number in (1, 2, 3, 4, 5, 6, 9, 10, 14, 19, 40, 49, 90, 99)]
        self.assertEqual(labels, "I II III IV V VI IX X XIV XIX XL XLIX XC XCIX".split())
        with self.assertRaises(ValueError):
            wording.roman_label(0)

    def test_authority(self):
        lines = wording.authority_lines
        self.assertEqual(lines("Trưởng ban"), ("TRƯỞNG BAN",))
        self.assertEqual(lines("Phó Trưởng ban", 'deputy', "Trưởng ban"), ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"))
        self.assertEqual(lines("Chánh Văn phòng", 'order', "Giám đốc"), ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"))
        self.assertEqual(lines("Chủ tịch", 'collective', "Ủy ban nhân dân"), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"))
        self.assertEqual(lines("Trưởng phòng", 'authorization', "Giám đốc"), ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"))
        self.assertEqual(lines("Trưởng ban", 'acting'), ("Q. TRƯỞNG BAN",))
        with self.assertRaises(ValueError):
            lines("Phó Trưởng ban", 'deputy')

    def test_deputy_within_a_collective_or_an_order_stands_for_his_head_too(self):
        lines = wording.authority_lines
        self.assertEqual(lines("Phó Chủ tịch", 'collective', "Ủy ban nhân dân"),
                         ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))
        self.assertEqual(lines("Phó Chánh Văn phòng", 'order', "Giám đốc"),
                         ("TL. GIÁM ĐỐC", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"))

    def test_text_is_composed_unicode(self):
        decomposed = unicodedata.normalize('NFD', "Tuyên truyền  vận động")
        self.assertEqual(wording.clean(decomposed), "Tuyên truyền vận động")

    def test_head_of_an_agency(self):
        for title, agency, expected in (
                ("TRƯỞNG BAN", "Ban Dân tộc", "TRƯỞNG BAN Dân tộc"), ("GIÁM ĐỐC", "SỞ NỘI VỤ", "GIÁM ĐỐC SỞ NỘI VỤ"),
                ("CHÁNH VĂN PHÒNG", "VĂN PHÒNG UBND", "CHÁNH VĂN PHÒNG UBND")):
            self.assertEqual(wording.head_of(title, agency), expected)

    def test_dash_between_words_stays_off_the_head_of_a_line(self):
        self.assertEqual(wording.bind_dashes("kinh tế - xã hội"), "kinh tế\u00a0- xã hội")
        self.assertEqual(wording.bind_dashes("- kinh tế, Covid-19"), "- kinh tế, Covid-19")

    def test_number_and_symbol_stay_together(self):
        self.assertEqual(
            wording.pieces("Chỉ thị số 05-CT/TW và Nghị quyết số 76/NQ-CP ngày 15/7/2021"),
            [("Chỉ thị số ", False), ("05-CT/TW", True), (" và Nghị quyết số ", False), ("76/NQ-CP", True),
             (" ngày 15/7/2021", False)])

    def test_dates_move_to_another_year(self):
        for text, moved in (
            ("Công tác dân vận chính quyền năm 2026", "Công tác dân vận chính quyền năm 2027"),
            ("trước ngày 15/6/2026, quý I/2026, tháng 12/2026", "trước ngày 15/6/2027, quý I/2027, tháng 12/2027"),
            ("nhiệm kỳ 2021-2026, số 2026 và 15/6/20261", "nhiệm kỳ 2021-2026, số 2026 và 15/6/20261"),
            ("theo Kế hoạch số 05/KH-BDT ngày 12/01/2026 của Ban", "theo Kế hoạch số 05/KH-BDT ngày 12/01/2026 của Ban"),
            ("Chỉ thị số 01-CT/TU ngày 02 tháng 01 năm 2026 trong năm 2026",
             "Chỉ thị số 01-CT/TU ngày 02 tháng 01 năm 2026 trong năm 2027"),
            (False, False),
        ):
            self.assertEqual(wording.move_year(text, 2026, 2027), moved)

    def test_every_page_setting_has_a_limit_and_a_permitted_default(self):
        self.assertEqual(set(LIMITS), set(PageSettings.__dataclass_fields__))
        self.assertFalse(PageSettings().violations())
        for name, limit in LIMITS.items():
            self.assertIn('30/2020/NĐ-CP', limit.source)
            self.assertEqual(list(PageSettings(**{name: limit.low - 0.01}).violations()), [name])
            self.assertFalse(PageSettings(**{name: limit.low}).violations())
            if limit.high is not None:
                self.assertEqual(list(PageSettings(**{name: limit.high + 0.01}).violations()), [name])
                self.assertFalse(PageSettings(**{name: limit.high}).violations())
