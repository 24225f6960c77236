import datetime

from ..common import ReportCase
from ..pdf_measure import MeasuredPdf


class TestReportIssued(ReportCase):
    """The report as it leaves the agency, measured on the file that is kept at issue."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        plan = cls.report_plan(duties=['outreach', 'policy'])
        period = cls.opened(plan, "Tháng 3 năm 2022")
        for unit in ('outreach', 'policy'):
            report = cls.as_user(f'{unit}_staff', cls.report_of(period, unit))
            report.line_ids.text = f"Kết quả của {cls.units[unit].name}."
            cls.section(report, 'proposals').text = "Đề nghị bố trí kinh phí."
            report.figure_ids.filtered(lambda figure: figure.source == 'typed')[0].value = 1234.5
            report.action_submit()
            cls.as_user(f'{unit}_head', report).action_approve()
            cls.as_user('office_staff', report).action_receive()
        report = cls.env['dan_van.report'].browse(cls.as_user('office_staff', period).action_consolidate()['res_id'])
        cls.as_user('office_staff', report).action_submit("Các đơn vị khác không có nhiệm vụ.")
        cls.as_user('head', report).action_sign()
        cls.as_user('clerk', report).action_issue()
        cls.report = report.sudo()
        cls.pdf = MeasuredPdf(cls.report.pdf_attachment_id.raw)

    def test_sheets(self):
        """The text upright, the wide table of figures across, both on A4."""
        sizes = [(round(page.width), round(page.height)) for page in self.pdf.pages]
        self.assertEqual(sizes[0], (210, 297))
        self.assertEqual(sizes[-1], (297, 210))

    def test_the_day_of_approval_is_that_of_the_country(self):
        """Approved at 06:30 on the 16th, printed as of the 16th."""
        report = self.report.source_ids[0]
        self.env.cr.execute("UPDATE dan_van_report SET approved_date = '2022-03-15 23:30:00' WHERE id = %s", [report.id])
        report.invalidate_recordset()
        self.assertEqual(report._official_document().date, datetime.date(2022, 3, 16))

    def test_letters(self):
        self.assertTrue(all(self.pdf.fonts.values()), "every font is embedded")
        self.assertTrue(all(name.startswith('Tinos') for name in self.pdf.fonts), self.pdf.fonts)

    def test_components_of_the_first_page(self):
        page = self.pdf.pages[0]
        self.assertTrue(page.span("BÁO CÁO").bold)
        self.assertAlmostEqual(page.line("BÁO CÁO").center, (30 + 195) / 2, delta=0.5)
        self.assertAlmostEqual(page.line("Kính gửi").center, (30 + 195) / 2, delta=0.5)
        self.assertLess(page.line("BÁO CÁO").top, page.line("Kính gửi").top)
        number, date = page.span("Số:"), page.span("Tỉnh Mẫu, ngày")
        self.assertAlmostEqual(number.baseline, date.baseline, delta=0.2, msg="number and date stand on one line")
        self.assertTrue(date.italic)
        self.assertIn(f"Số: {self.report.code}", page.line("Số:").text)

    def test_what_it_says(self):
        text = self.pdf.text
        for words in ("I. KẾT QUẢ THỰC HIỆN", "Kết quả của Phòng Chính sách.", "II. KIẾN NGHỊ, ĐỀ XUẤT", "- Như trên;",
                      f"Kèm theo Báo cáo số {self.report.code}", "2.469"):
            self.assertIn(words, text)
        self.assertEqual(text.count("Đề nghị bố trí kinh phí."), 1, "what two units write alike is printed once")
        self.assertNotIn("DỰ THẢO", text)
        self.assertEqual(text.count("./."), 1)

    def test_the_snapshot_holds_the_figures(self):
        self.assertIn("2.469", str(self.report.snapshot['annexes']))
