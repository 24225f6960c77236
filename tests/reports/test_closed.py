import io

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.service.model import call_kw

from ..common import ReportCase

LATE = '2022-03-25 02:00:00'


class TestClosed(ReportCase):
    """What is closed waits for nobody: no to-do, no mark, in no list of what is late; opened again, it does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.report_plan(schemes=('month',), duties=['outreach', 'policy'])
        with freeze_time('2022-03-01 02:00:00'):
            cls.duty = cls.plan.printed_assignment_ids.sorted('sequence')[0]
            cls.duty.sudo()._extend('2022-03-20')
            cls.request = cls.as_user('outreach_staff', 'dan_van.extension').create({
                'assignment_id': cls.duty.id, 'new_deadline': '2022-05-30', 'reason': "Chờ hướng dẫn."}).sudo()
        cls.period = cls.opened(cls.plan, "Tháng 3 năm 2022").sudo()
        cls.draft = cls.report_of(cls.period, 'outreach')

    def late(self):
        """:return: the reports and duties of the plan that lists show as overdue"""
        self.env.invalidate_all()
        lists = (('dan_van.report', 'lateness'), ('dan_van.assignment', 'health'))
        return [set(self.env[model].search([('plan_id', '=', self.plan.id), (name, '=', 'overdue')])) for model, name in lists]

    def test_a_closed_period(self):
        Report = self.env['dan_van.report']
        own = [('period_id', '=', self.period.id)]
        with freeze_time(LATE):
            self.assertIn(self.draft, self.late()[0])
            self.assertTrue(self.draft.activity_ids)
            self.as_user('office_staff', self.period).action_close()
            self.assertEqual(self.late()[0], set())
            self.assertFalse(self.draft.activity_ids)
            self.assertEqual((self.draft.lateness, self.period.overdue_count), ('closed', 0))
            self.assertIn(self.draft, Report.search([*own, ('lateness', '=', 'closed')]))
            self.assertEqual(dict(Report._read_group(own, ['lateness'], ['__count'])), {'closed': len(self.period.report_ids)})
            reports = self.as_user('head', 'dan_van.dashboard').get_data(self.plan.id)['reports']
            self.assertEqual((reports['missing'], reports['counts'].get('overdue')), ([], None))
            staff = self.as_user('outreach_staff', self.users['outreach_staff'])
            self.assertNotIn("Tháng 3", str(staff._report_deadlines(self.units['outreach'])))
            self.as_user('office_staff', self.period).action_reopen()
            self.assertIn(self.draft, self.late()[0])
            self.assertTrue(self.draft.activity_ids)
            self.env.invalidate_all()
            self.assertIn("Tháng 3", str(staff._report_deadlines(self.units['outreach'])))

    def submitting(self):
        """:return: the ways by which a unit submits"""
        staff = self.reading('outreach_staff', self.draft)
        return staff.action_submit, lambda: staff.action_submit("Gửi muộn."), lambda: staff._transition('submit', "Gửi muộn."), \
            lambda: call_kw(staff.browse(), 'action_submit', [self.draft.ids], {'context': dict(staff.env.context)})

    def assertNotTaken(self, words):
        self.env.invalidate_all()
        self.assertNotIn('submit', self.as_user('outreach_staff', self.draft).allowed_transitions or ())
        for submit in self.submitting():
            with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                submit()
        self.assertEqual((self.draft.state, self.draft.lateness), ('draft', 'closed'))
        self.assertEqual(self.draft.line_ids.mapped('text'), ["Đã họp."], "nothing is lost")

    def test_a_closed_period_takes_no_report(self):
        with freeze_time(LATE):
            self.as_user('outreach_staff', self.draft.line_ids).text = "Đã họp."
            self.as_user('office_staff', self.period).action_close()
            self.assertNotTaken("the period “Tháng 3 năm 2022” is closed. .* ask the office to reopen")
            self.assertIn(self.units['outreach'].name, str(self.period.message_ids.mapped('body')))
            self.as_user('office_staff', self.period).action_reopen()
            self.submitting()[0]()
            self.assertEqual(self.draft.state, 'submitted')
            self.as_user('office_staff', self.period).action_close()
            self.reading('outreach_head', self.draft).action_approve()
            self.assertEqual(self.draft.state, 'approved', "what was submitted goes its way")

    def submitted_and_closed(self):
        """:return: the draft, submitted by its staff; then the office has closed its period"""
        self.as_user('outreach_staff', self.draft.line_ids).text = "Đã họp."
        self.submitting()[0]()
        self.as_user('office_staff', self.period).action_close()
        return self.draft

    def test_what_is_given_back_after_the_period_closed_has_a_way_back(self):
        """The office, the head, and who has submitted it each give it back; that report alone is taken again, the others are not."""
        with freeze_time(LATE):
            report, other = self.submitted_and_closed(), self.report_of(self.period, 'policy')
            for user, steps, give_back in [
                    ('outreach_staff', [], lambda own: own.action_withdraw()),
                    ('outreach_head', [], lambda own: own.action_return("Sửa lại.")),
                    ('office_staff', ['outreach_head action_approve'], lambda own: own.action_return("Thiếu số liệu.")),
                    ('office_staff', ['outreach_head action_approve', 'office_staff action_receive'],
                     lambda own: own.action_return("Thiếu số liệu."))]:
                for each, step in map(str.split, steps):
                    getattr(self.reading(each, report), step)()
                with self.subTest(user, steps=steps):
                    give_back(self.reading(user, report))
                    self.env.invalidate_all()
                    self.assertEqual((report.state, report.lateness, self.period.state), ('draft', 'late', 'closed'))
                    self.assertLessEqual(report.activity_ids.user_id, self.units['outreach'].member_user_ids)
                    self.assertTrue(report.activity_ids)
                    self.assertIn("this report alone", str(report.message_ids[:3].mapped('body')))
                    self.assertIn('submit', self.as_user('outreach_staff', report).allowed_transitions)
                    self.assertFalse(other.activity_ids)
                    self.assertNotIn('submit', self.as_user('policy_staff', other).allowed_transitions or ())
                    self.submitting()[0]()
                    self.assertEqual((report.state, report.is_asked_again), ('submitted', False))

    def test_the_office_closes_anew_what_it_does_not_want_any_more(self):
        with freeze_time(LATE):
            report = self.submitted_and_closed()
            self.reading('outreach_head', report).action_return("Sửa lại.")
            self.as_user('office_staff', self.period).action_reopen()
            self.as_user('office_staff', self.period).action_close()
            self.env.invalidate_all()
            self.assertFalse(report.activity_ids)
            for submit in self.submitting():
                with self.assertRaisesRegex(UserError, "is closed"), self.env.cr.savepoint():
                    submit()

    def test_what_is_given_back_after_the_plan_closed_has_a_way_back(self):
        with freeze_time(LATE):
            self.as_user('outreach_staff', self.draft.line_ids).text = "Đã họp."
            self.submitting()[0]()
            self.as_user('office_head', self.plan).action_close()
            self.reading('outreach_head', self.draft).action_return("Sửa lại.")
            self.env.invalidate_all()
            self.assertEqual(self.draft.activity_ids.user_id, self.users['outreach_staff'])
            self.submitting()[0]()

    def test_nobody_asks_for_his_own_report_again(self):
        with freeze_time(LATE):
            self.as_user('office_staff', self.period).action_close()
            for user in ('outreach_staff', 'office_staff', 'admin'):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    self.as_user(user, self.draft).is_asked_again = True

    def test_an_open_period_of_a_closed_plan_comes_to_its_end(self):
        with freeze_time(LATE):
            self.as_user('outreach_staff', self.draft.line_ids).text = "Đã họp."
            self.as_user('office_head', self.plan).action_close()
            self.assertEqual(self.draft.lateness, 'closed')
            self.submitting()[0]()
            self.assertEqual(self.draft.state, 'submitted')

    def test_a_closed_plan(self):
        with freeze_time(LATE):
            self.assertIn(self.duty, self.late()[1])
            self.assertTrue(self.request.activity_ids)
            self.assertEqual(self.plan.overdue_count, 1)
            self.as_user('office_head', self.plan).action_close()
            self.assertEqual(self.late(), [set(), set()])
            self.assertFalse(self.request.activity_ids | self.draft.activity_ids)
            self.assertEqual((self.duty.health, self.draft.lateness, self.plan.overdue_count), ('undone', 'closed', 0))
            self.assertEqual(self.plan.assignment_ids.search(
                [('plan_id', '=', self.plan.id), ('health', '=', 'undone')]), self.plan.assignment_ids)
            self.assertEqual(
                self.duty._read_group([('id', '=', self.duty.id)], ['health'], ['__count']), [('undone', 1)])
            self.assertFalse(self.env['dan_van.extension'].search(
                [*self.env['dan_van.extension']._open_domain(), ('id', '=', self.request.id)]))
            data = self.as_user('head', 'dan_van.dashboard').get_data(self.plan.id)
            self.assertEqual(data['duties']['counts'], {'undone': 2})
            file = io.BytesIO()
            self.as_user('head', 'dan_van.tracking.sheet')._write_sheet(file, [('plan_id', '=', self.plan.id)])
            cells = [cell for row in openpyxl.load_workbook(file).active.iter_rows(values_only=True) for cell in row]
            self.assertEqual(cells.count("Chưa hoàn thành"), 2)
            self.as_user('office_head', self.plan).action_reopen()
            self.assertEqual(self.duty.health, 'overdue')
            self.assertTrue(self.request.activity_ids)

    def test_what_is_done_stays_done(self):
        with freeze_time(LATE):
            self.as_user('outreach_staff', self.duty).action_done()
            self.as_user('office_head', self.plan).action_close()
            self.env.invalidate_all()
            self.assertEqual((self.duty.health, self.plan.done_count), ('done_late', 1))
