import datetime

from odoo.exceptions import UserError
from odoo.tests import BaseCase, tagged

from ...models.core.merging import merged, new_lines
from ...models.figures.indicator import combine
from ...rendering.wording import first_clause
from ..common import ReportCase


@tagged('post_install', '-at_install')
class TestMerging(BaseCase):

    def test_untouched_text_follows_the_records(self):
        self.assertEqual(merged("Đã họp.", "Đã họp.", "Đã họp.\nĐã tập huấn."), "Đã họp.\nĐã tập huấn.")
        self.assertEqual(merged("", "", "Đã họp."), "Đã họp.")

    def test_typed_text_keeps_every_letter(self):
        """What was typed stays; a new fact comes after it, once; what was known before does not come back."""
        self.assertEqual(merged("Họp 02 lần.", "Đã họp.", "Đã họp."), "Họp 02 lần.")
        self.assertEqual(merged("Họp 02 lần.", "Đã họp.", "Đã họp.\nĐã tập huấn."), "Họp 02 lần.\nĐã tập huấn.")
        self.assertEqual(
            merged("Họp 02 lần.\nĐã tập huấn.", "Đã họp.", "Đã họp.\nĐã tập huấn."), "Họp 02 lần.\nĐã tập huấn.")
        self.assertEqual(merged("", "Đã họp.", "Đã họp."), "", "what somebody has emptied stays empty")

    def test_new_lines(self):
        self.assertEqual(new_lines("Một\nHai\nBa", "Một\n Hai "), "Ba")
        self.assertEqual(new_lines(False, "Một"), "")
        self.assertEqual(new_lines("Một", False), "Một")

    def test_combine(self):
        self.assertEqual([combine(rule, [3, 5, 4]) for rule in ('sum', 'first', 'last', 'max')], [12, 3, 4, 5])
        self.assertEqual([combine(rule, []) for rule in ('sum', 'first', 'last', 'max')], [0] * 4)

    def test_first_clause(self):
        self.assertEqual(first_clause("Tuyên truyền chính sách; phát huy vai trò già làng."), "Tuyên truyền chính sách")
        self.assertEqual(first_clause("Báo cáo trước ngày 15.6.2026. Gửi Sở."), "Báo cáo trước ngày 15.6.2026")
        self.assertEqual(first_clause(False), "")


class TestReportDrawing(ReportCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.report_plan(duties=['outreach', 'outreach', 'policy'])
        cls.duties = cls.plan.assignment_ids.filtered(
            lambda duty: duty.department_id == cls.units['outreach']).sorted('sequence')

    def work(self, duty, **values):
        self.as_user('outreach_staff', duty).write(values)

    def receive(self, report, unit='outreach'):
        """Take the report of a unit through its chain."""
        for line in report.line_ids.filtered(lambda line: not line.text and not line.reason):
            self.as_user(f'{unit}_staff', line).reason = 'too_early'
        self.as_user(f'{unit}_staff', report).action_submit()
        self.as_user(f'{unit}_head', report).action_approve()
        self.as_user('office_staff', report).action_receive()

    def test_a_line_for_each_duty_with_what_is_new(self):
        """What was done since the last report, progress before and after, health, evidence of the period."""
        self.work(self.duties[0], progress=30, result="Đã họp 01 lần.")
        report = self.report_of(self.opened(self.plan, "Tháng 2 năm 2022"), 'outreach')
        self.assertEqual(report.line_ids.assignment_id, self.duties)
        first = report.line_ids.filtered(lambda line: line.assignment_id == self.duties[0])
        self.assertEqual((first.text, first.progress_before, first.progress), ("Đã họp 01 lần.", 0, 30))
        self.assertEqual(first.health, 'on_track')
        self.receive(report)

        self.work(self.duties[0], progress=60, result="Đã họp 01 lần.\nĐã tập huấn 40 người.")
        file = self.as_user('outreach_staff', 'ir.attachment').create({
            'name': 'bien-ban.txt', 'raw': b'x', 'res_model': 'dan_van.assignment', 'res_id': self.duties[0].id})
        report = self.report_of(self.opened(self.plan, "Tháng 3 năm 2022"), 'outreach')
        first = report.line_ids.filtered(lambda line: line.assignment_id == self.duties[0])
        self.assertEqual((first.text, first.progress_before, first.progress), ("Đã tập huấn 40 người.", 30, 60))
        self.assertEqual(first.evidence_ids, file)

    def test_what_is_done_and_reported_leaves_the_report(self):
        with self.at('2022-02-10 01:00:00'):
            self.work(self.duties[0], done_date='2022-02-10', result="Xong.")
        february = self.report_of(self.opened(self.plan, "Tháng 2 năm 2022"), 'outreach')
        self.assertIn(self.duties[0], february.line_ids.assignment_id)
        self.receive(february)
        march = self.report_of(self.opened(self.plan, "Tháng 3 năm 2022"), 'outreach')
        self.assertEqual(march.line_ids.assignment_id, self.duties[1])

    def test_draw_again_loses_nothing(self):
        report = self.report_of(self.opened(self.plan, "Tháng 2 năm 2022"), 'outreach')
        typed, free = report.line_ids.sorted('sequence')
        self.as_user('outreach_staff', typed).text = "Đang chuẩn bị hội nghị."
        self.as_user('outreach_staff', report.figure_ids[0]).value = 7
        self.work(self.duties[0], progress=20, result="Đã mời đại biểu.")
        self.work(self.duties[1], progress=50, result="Đã in tài liệu.")
        self.as_user('outreach_staff', report).action_draw()
        self.assertEqual(typed.text, "Đang chuẩn bị hội nghị.\nĐã mời đại biểu.")
        self.assertEqual(typed.progress, 20)
        self.assertEqual(free.text, "Đã in tài liệu.")
        self.assertEqual(report.figure_ids[0].value, 7)

    def test_an_empty_line_needs_a_result_or_a_reason(self):
        report = self.as_user('outreach_staff', self.report_of(self.opened(self.plan, "Tháng 2 năm 2022"), 'outreach'))
        with self.assertRaises(UserError) as caught:
            report.action_submit()
        self.assertEqual(str(caught.exception).count("Thực hiện nhiệm vụ thứ"), 2, "each of them is named")
        first, second = report.line_ids.sorted('sequence')
        first.reason = 'not_begun'
        second.reason = 'postponed'
        with self.assertRaises(UserError):
            report.action_submit()
        second.reason_date = '2022-05-20'
        report.action_submit()
        self.assertEqual(second._printed_text(), "Lùi thời gian thực hiện đến ngày 20 tháng 5 năm 2022.")

    def test_a_duty_is_not_taken_off_the_report(self):
        """What has no result has a reason; work outside the plan, which the unit added, it may take away again."""
        report = self.as_user('outreach_staff', self.report_of(self.opened(self.plan, "Tháng 2 năm 2022"), 'outreach'))
        with self.assertRaises(UserError):
            report.line_ids[0].unlink()
        added = report.line_ids.create({'report_id': report.id, 'title': "Việc ngoài kế hoạch", 'text': "Đã hỗ trợ."})
        added.unlink()
        self.assertEqual(len(report.line_ids), 2)

    def test_the_inbox_speaks_the_language_of_its_reader(self):
        """The cron that opens a period has no language; the head of the unit reads Vietnamese."""
        self.cron('2022-02-14')
        report = self.report_of(self.plan.period_ids.filtered(lambda each: each.state == 'open'), 'outreach')
        self.assertEqual(report.sudo().activity_ids.summary, "Soạn báo cáo và trình")
        self.as_user('outreach_staff', report).line_ids.reason = 'not_begun'
        self.as_user('outreach_staff', report).action_submit()
        log = report.approval_ids
        self.assertEqual(log.with_context(lang='vi_VN').label, "Trình")
        self.assertEqual(log.with_context(lang='en_US').label, "Submit")

    def test_figures_run_through_the_year(self):
        """Typed once: the month's value comes into cumulative, last period, and the quarter's proposal."""
        meetings = self.env.ref('dan_van.indicator_05')
        open_cases, stock = (self.env['dan_van.indicator'].create({
            'name': "Tồn", 'cumulation': rule, 'company_id': self.company.id}) for rule in ('first', 'last'))
        for name, values in (("Tháng 2 năm 2022", (2, 5, 8)), ("Tháng 3 năm 2022", (3, 8, 6))):
            report = self.report_of(self.opened(self.plan, name), 'outreach')
            figures = {figure.indicator_id: figure for figure in self.as_user('outreach_staff', report).figure_ids}
            for indicator, value in zip((meetings, open_cases, stock), values):
                figures[indicator].value = value
            self.receive(report)
        self.assertEqual((figures[meetings].previous, figures[meetings].cumulative), (2, 5))
        self.assertEqual(figures[open_cases].cumulative, 5, "what lay open when the year began")
        self.assertEqual(figures[stock].cumulative, 6, "what lies open now")
        quarter = self.report_of(self.opened(self.plan, "Quý I năm 2022"), 'outreach')
        figures = {figure.indicator_id: figure.value for figure in quarter.figure_ids}
        self.assertEqual((figures[meetings], figures[open_cases], figures[stock]), (5, 5, 6))

    def test_the_same_period_last_year(self):
        meetings = self.env.ref('dan_van.indicator_05')
        report = self.report_of(self.opened(self.plan, "Tháng 3 năm 2022"), 'outreach')
        self.as_user('outreach_staff', report).figure_ids.filtered(
            lambda figure: figure.indicator_id == meetings).value = 4
        self.receive(report)
        with self.at('2023-02-01 02:00:00'):
            copy = self.env['dan_van.plan'].browse(self.as_user('office_staff', self.plan).action_copy_next_year()['res_id'])
            self.assertEqual(copy.previous_id, self.plan)
            self.to_state(copy, 'issued')
        figure = self.report_of(self.opened(copy.sudo(), "Tháng 3 năm 2023"), 'outreach').figure_ids.filtered(
            lambda figure: figure.indicator_id == meetings)
        self.as_user('outreach_staff', figure).value = 5
        self.assertEqual((figure.last_year, figure.change), (4, 125))

    def test_consolidation_sums_by_the_rule_of_the_indicator(self):
        period = self.opened(self.plan, "Tháng 2 năm 2022")
        total, largest = self.env.ref('dan_van.indicator_05'), self.env.ref('dan_van.indicator_06')
        largest.aggregation = 'max'
        for unit, value in (('outreach', 2), ('policy', 3)):
            report = self.report_of(period, unit)
            for figure in self.as_user(f'{unit}_staff', report).figure_ids.filtered(
                    lambda figure: figure.indicator_id in total + largest):
                figure.value = value
            self.receive(report, unit)
        agency = self.env['dan_van.report'].browse(self.as_user('office_staff', period).action_consolidate()['res_id'])
        figures = {figure.indicator_id: figure for figure in agency.figure_ids}
        self.assertEqual((figures[total].value, figures[largest].value), (5, 3))
        self.assertEqual(figures[total].detail, "CS: 3; TT&ĐB: 2")
        self.assertEqual(agency.missing_ids.department_id, self.units['office'] + self.units['inspectorate'])

    def test_nothing_received_is_nothing_to_consolidate(self):
        period = self.opened(self.plan, "Tháng 2 năm 2022")
        with self.assertRaises(UserError):
            self.as_user('office_staff', period).action_consolidate()

    def test_switched_off_lines_are_not_printed_and_stay_off(self):
        period = self.opened(self.plan, "Tháng 2 năm 2022")
        report = self.report_of(period, 'outreach')
        self.as_user('outreach_staff', report).line_ids[0].text = "Đã họp."
        self.receive(report)
        agency = self.env['dan_van.report'].browse(self.as_user('office_staff', period).action_consolidate()['res_id'])
        line = agency.line_ids.filtered(lambda line: line.text == "Đã họp.")
        self.assertIn("Đã họp.", '\n'.join(agency._official_document().text_lines()))
        self.as_user('office_staff', line).printed = False
        self.as_user('office_staff', period).action_consolidate()
        self.assertFalse(line.printed)
        self.assertNotIn("Đã họp.", '\n'.join(agency._official_document().text_lines()))

    def test_numbers_and_days_are_written_in_vietnamese(self):
        report = self.report_of(self.opened(self.plan, "Tháng 2 năm 2022"), 'outreach')
        self.assertIn(f"{datetime.date(2022, 1, 15):%d/%m/%Y}", report.preamble)
        self.assertIn("tháng 2 năm 2022", report.subject)
        self.assertIn("ngày 05 tháng 02 năm 2022", report.preamble)
