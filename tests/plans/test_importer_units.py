"""Names of units in a text are matched with the agency's own units, and deadlines with the calendar."""

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import deadlines
from odoo.addons.dan_van.importer.units import is_unit, match, match_all, scope_of, split_units

UNITS = [
    (1, "Văn phòng", "VP"),
    (2, "Phòng Tuyên truyền và Địa bàn", "TT&ĐB"),
    (3, "Phòng Chính sách", "CS"),
    (4, "Thanh tra", "TTr"),
    (5, "Chi bộ", None),
]


@tagged("post_install", "-at_install")
class TestImporterUnits(BaseCase):
    def assertMatches(self, name, unit):
        self.assertEqual(match(name, UNITS).unit, unit, name)

    def test_same_unit_under_other_names(self):
        for name, unit in (
            ("Văn phòng", 1),
            ("VĂN PHÒNG", 1),
            ("VP", 1),
            ("Văn phòng Ban", 1),
            ("Phòng Tuyên truyền & Địa bàn", 2),
            ("tuyên truyền và địa bàn", 2),
            ("TT&ĐB", 2),
            ("TT & ĐB", 2),
            ("P. Chính sách", 3),
            ("phòng chính sách", 3),
            ("Thanh tra ban", 4),
            ("TTr", 4),
            ("cấp ủy chi bộ", 5),
            ("cấp uỷ Chi bộ", 5),
            ("Chi bộ cơ quan", 5),
        ):
            self.assertMatches(name, unit)

    def test_accents_tell_units_apart(self):
        units = [(1, "Phòng Hòa giải", None), (2, "Phòng Hóa giải", None)]
        self.assertEqual(match("Phòng Hoà giải", units).unit, 1)
        self.assertEqual(match("Phòng Hoá giải", units).unit, 2)

    def test_unknown_unit_gives_candidates_only(self):
        found = match("Phòng Tuyên truyền", UNITS)
        self.assertIsNone(found.unit)
        self.assertEqual(found.candidates, [2])
        self.assertEqual(match("Phòng Kế hoạch", UNITS).candidates, [])

    def test_ambiguity_is_never_guessed(self):
        units = [(1, "Phòng Chính sách", None), (2, "Ban Chính sách", None)]
        self.assertEqual(match("Phòng Chính sách", units).unit, 1)
        vague = match("Chính sách", units)
        self.assertIsNone(vague.unit)
        self.assertEqual(sorted(vague.candidates), [1, 2])
        self.assertIsNone(match("VP", [(1, "Văn phòng", "VP"), (2, "Vụ Pháp chế", "VP")]).unit)

    def test_lists(self):
        self.assertEqual(
            split_units("Phòng Tuyên truyền và Địa bàn, Văn phòng và Thanh tra"),
            ["Phòng Tuyên truyền và Địa bàn", "Văn phòng", "Thanh tra"],
        )
        self.assertEqual([each.unit for each in match_all("Phòng Chính sách, Thanh tra", UNITS)], [3, 4])
        self.assertEqual(split_units("Các phòng, đơn vị thuộc Sở, Thanh tra"), ["Các phòng, đơn vị thuộc Sở", "Thanh tra"])
        self.assertEqual(split_units("Phòng Kinh tế, Hạ tầng và Đô thị"), ["Phòng Kinh tế, Hạ tầng và Đô thị"])
        [whole] = match_all("Phòng Tuyên truyền và Địa bàn", UNITS)
        self.assertEqual(whole.unit, 2)

    def test_everyone(self):
        for name in (
            "Các phòng chuyên môn, Thanh tra",
            "các phòng",
            "Toàn thể công chức",
            "Các đơn vị thuộc Ban",
            "Tất cả các phòng",
            "Trưởng các phòng",
            "Cán bộ, công chức, người lao động",
        ):
            self.assertEqual(scope_of(name), "all", name)
            self.assertIsNone(match(name, UNITS).unit)
        for name in ("Công chức Tư pháp - Hộ tịch", "Văn phòng", "Các phòng Chính sách và Tuyên truyền", "Trưởng phòng Chính sách"):
            self.assertEqual(scope_of(name), "unit", name)

    def test_words_that_only_begin_like_a_unit(self):
        for text in (
            "Tổ chức hội nghị",
            "Phòng, chống tham nhũng",
            "Ban hành kế hoạch",
            "Bổ sung kinh phí",
            "Đoàn kết nội bộ",
        ):
            self.assertFalse(is_unit(text), text)
        for text in ("Tổ công tác", "Phòng Chính sách", "Ban Dân tộc", "Đoàn Thanh niên", "Các phòng", "Thanh tra"):
            self.assertTrue(is_unit(text), text)


@tagged("post_install", "-at_install")
class TestImporterDeadlines(BaseCase):
    def test_dates(self):
        for text, date in (
            ("trước ngày 15/6/2026", "2026-06-15"),
            ("15-6-2026", "2026-06-15"),
            ("ngày 15 tháng 6 năm 2026", "2026-06-15"),
            ("trước ngày 15/6", "2026-06-15"),
            ("Quý II/2026", "2026-06-30"),
            ("quý 4 năm 2025", "2025-12-31"),
            ("tháng 9", "2026-09-30"),
            ("Tháng 02/2028", "2028-02-29"),
            ("6 tháng đầu năm", "2026-06-30"),
            ("trong năm 2026", "2026-12-31"),
            ("từ tháng 3 đến tháng 5/2026", "2026-05-31"),
        ):
            found = deadlines.parse(text, 2026)
            self.assertEqual((found.text, found.date), (text, date))

    def test_recurrences(self):
        for text, recurrence in (
            ("hằng tháng", "monthly"),
            ("Hàng quý", "quarterly"),
            ("thường xuyên", "continuous"),
            ("hàng tuần", "weekly"),
            ("định kỳ 6 tháng", "semiannual"),
            ("hằng năm", "yearly"),
            ("01 lần/quý", "quarterly"),
            ("02 lần/năm", "semiannual"),
            ("ngày 20 tháng cuối quý", "quarterly"),
            ("quanh năm", "continuous"),
        ):
            found = deadlines.parse(text, 2026)
            self.assertEqual((found.recurrence, found.date), (recurrence, None), text)

    def test_several_dates(self):
        found = deadlines.find("Báo cáo kết quả trước ngày 20/6 và 10/12.", 2026)
        self.assertEqual((found.text, found.dates), ("trước ngày 20/6 và 10/12", ["2026-06-20", "2026-12-10"]))

    def test_lists_of_months_and_quarters(self):
        for text, date, dates in (
            ("Tháng 3, 6 và 9 năm 2025", "2025-03-31", ["2025-03-31", "2025-06-30", "2025-09-30"]),
            ("Quý III, IV/2026", "2026-09-30", ["2026-09-30", "2026-12-31"]),
            ("Quý II-III", "2026-09-30", ["2026-06-30", "2026-09-30"]),
        ):
            found = deadlines.parse(text, 2026)
            self.assertEqual((found.date, found.dates), (date, dates), text)

    def test_impossible_and_foreign_dates_are_no_deadline(self):
        self.assertIsNone(deadlines.parse("trước ngày 31/02/2026", 2026).date)
        self.assertIsNone(deadlines.parse("trước ngày 15/6", None).date)
        for text in (
            "Theo Công văn ngày 20/12/2021 của UBND tỉnh.",
            "Đánh giá công chức hằng năm.",
            "Thường xuyên đổi mới.",
        ):
            self.assertIsNone(deadlines.find(text, 2026), text)
