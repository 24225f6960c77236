from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command

from ..common import ReportCase

ASKED = "Báo cáo tình hình người có uy tín trong đồng bào."


class TestDirectiveReports(ReportCase):
    """What a leader has directed on a document of a theme stands in the reports of the units on that theme."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.report_plan(duties=['outreach'])
        cls.document = cls.directed(cls.plan.theme_id)

    @classmethod
    def directed(cls, theme, lead='outreach', code='12/UBND-NC'):
        with freeze_time('2022-03-01 02:00:00'):
            document = cls.as_user('clerk', 'dan_van.incoming').create({
                'code': code, 'issuer': "UBND tỉnh Mẫu", 'subject': "Về người có uy tín", 'arrival_date': '2022-03-01'})
            document.write({
                'department_id': cls.units[lead].id, 'directive_unit_ids': [Command.set(cls.units['policy'].ids)],
                'directive_text': ASKED, 'directive_deadline': '2022-03-10', 'directive_theme_id': theme.id})
            cls.as_user('head', document).action_direct()
        return document

    def lines(self, name, unit):
        return self.report_of(self.opened(self.plan, name), unit).line_ids.filtered(lambda line: line.title == ASKED)

    def test_a_duty_of_the_theme_is_reported_by_its_units(self):
        with freeze_time('2022-03-09 02:00:00'):
            duty = self.document.sudo().assignment_ids.filtered(lambda each: each.department_id == self.units['outreach'])
            self.as_user('outreach_staff', duty).write({'result': "Đã gửi báo cáo.", 'done_date': '2022-03-09'})
        line = self.lines("Tháng 3 năm 2022", 'outreach')
        self.assertEqual((line.assignment_id, line.text, line.content_id), (duty, "Đã gửi báo cáo.", self.env['dan_van.content']))
        self.assertEqual(len(self.lines("Tháng 4 năm 2022", 'outreach')), 0, "reported as done")

    def test_a_unit_that_the_plan_does_not_name_reports_what_it_was_told(self):
        period = self.opened(self.plan, "Tháng 3 năm 2022")
        self.assertEqual(self.report_of(period, 'policy').line_ids.mapped('title'), [ASKED])

    def test_of_two_plans_on_the_theme_the_first_reports_it(self):
        other = self.report_plan(duties=['outreach'], subject="Kế hoạch bổ sung")
        self.assertEqual(other.theme_id, self.plan.theme_id)
        self.assertEqual(len(self.lines("Tháng 3 năm 2022", 'outreach')), 1)
        second = self.report_of(self.opened(other, "Tháng 3 năm 2022"), 'outreach')
        self.assertNotIn(ASKED, second.line_ids.mapped('title'))

    def test_what_a_decision_has_ended_is_told_once(self):
        duty = self.document.sudo().assignment_ids.filtered(lambda each: each.department_id == self.units['policy'])
        with self.at('2022-03-05 02:00:00'):
            self.as_user('office_staff', 'dan_van.change.dialog').create({
                'assignment_ids': [Command.set(duty.ids)], 'kind': 'cancel', 'reason': "Đã có đơn vị khác làm.",
                'decision': "Thông báo số 02/TB-BDT", 'decision_date': '2022-03-05'}).action_confirm()
        line = self.lines("Tháng 3 năm 2022", 'policy')
        self.assertEqual(line.text, "Không thực hiện theo Thông báo số 02/TB-BDT ngày 05 tháng 3 năm 2022.")
        with self.at('2022-03-20 02:00:00'):
            self.as_user('policy_staff', line.report_id).action_submit()
        self.assertFalse(self.report_of(self.opened(self.plan, "Tháng 4 năm 2022"), 'policy').line_ids)

    def test_what_has_ended_after_the_report_stands_in_the_next_one(self):
        duty = self.document.sudo().assignment_ids.filtered(lambda each: each.department_id == self.units['policy'])
        report = self.report_of(self.opened(self.plan, "Tháng 3 năm 2022"), 'policy')
        with self.at('2022-03-11 02:00:00'):
            self.as_user('policy_staff', report.line_ids).reason = 'not_begun'
            self.as_user('policy_staff', report).action_submit()
        with self.at('2022-03-12 02:00:00'):
            self.as_user('office_staff', 'dan_van.change.dialog').create({
                'assignment_ids': [Command.set(duty.ids)], 'kind': 'cancel', 'reason': "Đã có đơn vị khác làm.",
                'decision': "Thông báo số 02/TB-BDT", 'decision_date': '2022-03-12'}).action_confirm()
        self.directed(self.plan.theme_id, code='15/UBND')  # so that the unit has a report
        self.assertIn(
            "Không thực hiện theo Thông báo số 02/TB-BDT ngày 12 tháng 3 năm 2022.", self.lines("Tháng 4 năm 2022", 'policy').mapped('text'))

    def given_to(self, unit):
        """Take the directive back and give it anew, to ``unit`` alone."""
        leader = self.as_user('head', self.document)
        leader.action_take_back("Sai phòng.")
        leader.write({'department_id': self.units[unit].id, 'directive_unit_ids': [Command.clear()], 'directive_deadline': False})
        leader.action_direct()

    def test_a_line_to_which_nobody_has_written_goes_with_a_duty_that_goes(self):
        report = self.report_of(self.opened(self.plan, "Tháng 3 năm 2022"), 'policy')
        self.assertEqual(report.line_ids.mapped('title'), [ASKED])
        with freeze_time('2022-03-08 02:00:00'):
            self.given_to('outreach')
        self.assertFalse(report.line_ids)
        self.assertEqual(self.document.sudo().assignment_ids.department_id, self.units['outreach'])

    def test_a_duty_of_which_is_written_stays_and_the_leader_is_told(self):
        report = self.report_of(self.opened(self.plan, "Tháng 3 năm 2022"), 'policy')
        with freeze_time('2022-03-08 02:00:00'):
            self.as_user('policy_staff', report.line_ids).reason = 'not_begun'
            with self.assertRaisesRegex(UserError, "a report, a letter or an event names"), self.env.cr.savepoint():
                self.given_to('outreach')
            self.as_user('policy_staff', report.line_ids).reason = False
            event = self.as_user('policy_staff', 'dan_van.event').create({
                'type_id': self.env.ref('dan_van.event_type_doi_thoai').id, 'date': '2022-03-07',
                'department_id': self.units['policy'].id, 'assignment_id': report.line_ids.assignment_id.id})
            with self.assertRaisesRegex(UserError, "a report, a letter or an event names"), self.env.cr.savepoint():
                self.given_to('outreach')
            event.unlink()
        with freeze_time('2022-03-12 02:00:00'):
            letter = self.as_user('office_staff', report.line_ids.assignment_id).action_write_reminder()
            with self.assertRaisesRegex(UserError, "a report, a letter or an event names"), self.env.cr.savepoint():
                self.given_to('outreach')
            self.env['dan_van.reminder'].browse(letter['res_id']).sudo().line_ids.unlink()

    def test_without_the_theme_it_is_in_no_report(self):
        others = self.env['dan_van.theme'].search([('id', '!=', self.plan.theme_id.id)], limit=1)
        for theme, code in ((self.env['dan_van.theme'], '13/UBND'), (others, '14/UBND')):
            self.directed(theme, code=code)
        self.assertEqual(len(self.lines("Tháng 3 năm 2022", 'outreach')), 1)

    def test_what_was_directed_later_is_in_no_earlier_report(self):
        self.assertFalse(self.lines("Tháng 2 năm 2022", 'outreach'))

    def test_it_is_told_once_though_the_plan_is_replaced(self):
        """The agency's report is submitted without this unit's, so that its draft is finished under the plan that was replaced."""
        period = self.opened(self.plan, "Tháng 3 năm 2022")
        late, other = (self.report_of(period, unit) for unit in ('outreach', 'policy'))
        duty = self.document.sudo().assignment_ids.filtered(lambda each: each.department_id == self.units['outreach'])
        with freeze_time('2022-03-14 02:00:00'):
            self.as_user('policy_staff', other.line_ids).text = "Đã phối hợp."
            for step, user in (('submit', 'policy_staff'), ('approve', 'policy_head'), ('receive', 'office_staff')):
                getattr(self.reading(user, other), f'action_{step}')()
            agency = period.report_ids.browse(self.as_user('office_staff', period).action_consolidate()['res_id'])
            for section in agency.section_ids.filtered('is_required'):
                section.sudo().text = section.text or "Nội dung."
            self.as_user('office_staff', agency).action_submit("Phòng Tuyên truyền gửi sau.")
        with freeze_time('2022-03-17 02:00:00'):
            plan = self.plan.browse(self.as_user('office_head', self.plan).action_replace()['res_id'])
            plan = self.to_state(plan.with_env(self.as_user('office_staff', plan).env), 'issued').sudo()
            self.env.invalidate_all()
            self.assertEqual(period.plan_id, self.plan)
            self.as_user('outreach_staff', duty).result = "Đã gửi báo cáo."
            self.as_user('outreach_staff', late.line_ids.filtered(lambda line: line.assignment_id != duty)).reason = 'not_begun'
            self.as_user('outreach_staff', late).action_submit()
        self.assertFalse(agency.sudo().later_changes and ASKED in agency.sudo().later_changes)

        def told(report):
            return report.line_ids.filtered(lambda line: line.assignment_id == duty).text or ''
        later = self.report_of(self.opened(plan, "Tháng 4 năm 2022"), 'outreach')
        self.assertEqual([told(late), told(later)], ["Đã gửi báo cáo.", ''])
        with freeze_time('2022-04-14 02:00:00'):
            self.as_user('outreach_staff', duty).result = "Đã gửi báo cáo.\nĐã bổ sung danh sách."
            later.sudo()._draw()
        self.assertEqual([told(late), told(later)], ["Đã gửi báo cáo.", "Đã bổ sung danh sách."])
