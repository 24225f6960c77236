from freezegun import freeze_time

from odoo.fields import Command

from ..common import ReportCase

ASKED = "Rà soát quy chế dân chủ ở cơ quan."


class TestLetterDutyReports(ReportCase):
    """What a document of ours asks for under a theme stands in the reports of the units on that theme, from its issue on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.report_plan(duties=['outreach'])
        with freeze_time('2022-03-01 02:00:00'):
            cls.letter = cls.as_user('office_staff', 'dan_van.letter').create({
                'document_type': 'TB', 'subject': "Kết luận cuộc họp giao ban", 'body': "Kết luận như sau:", 'recipients': "Các phòng",
                'department_id': cls.units['office'].id, 'duty_theme_id': cls.plan.theme_id.id, 'given_assignment_ids': [
                    Command.create({'department_id': cls.units['policy'].id, 'text': ASKED, 'deadline': '2022-03-20'})]})
            cls.letter.action_submit()
            cls.reading('head', cls.letter).action_sign()
            cls.as_user('clerk', cls.letter).action_issue()

    def report(self, name):
        return self.report_of(self.opened(self.plan, name), 'policy')

    def test_it_is_reported_from_its_issue_on(self):
        self.assertNotIn(ASKED, self.report("Tháng 2 năm 2022").line_ids.mapped('title'))
        self.assertEqual(self.report("Tháng 3 năm 2022").line_ids.mapped('title'), [ASKED])

    def test_recalled_it_is_reported_no_more(self):
        report = self.report("Tháng 3 năm 2022")
        with freeze_time('2022-03-12 02:00:00'):
            self.as_user('head', self.letter).action_recall("Ban hành nhầm.")
            report.sudo()._draw()
        self.assertFalse(report.line_ids, "nobody has to say why nothing was done")

    def test_what_the_unit_has_written_of_it_stays(self):
        report = self.report("Tháng 3 năm 2022")
        with freeze_time('2022-03-12 02:00:00'):
            self.as_user('policy_staff', report.line_ids).text = "Đã rà soát xong."
            self.as_user('head', self.letter).action_recall("Ban hành nhầm.")
            report.sudo()._draw()
        self.assertEqual(report.line_ids.text, "Đã rà soát xong.")
