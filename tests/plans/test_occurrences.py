import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.modules.module import load_script
from odoo.tests import Form, tagged

from ..common import ROOT, AgencyCase
from ..keys import unlocked

QUARTERS = ['2022-03-31', '2022-06-30', '2022-09-30', '2022-12-31']


class TestOccurrences(AgencyCase):
    """A duty that returns is due each time anew: the year of a plan of 05/02/2022."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time('2022-02-05 02:00:00'):
            plan = cls.new_plan(duties=['policy', 'outreach', 'outreach', 'outreach', None], year=2022)
            single, quarterly, named, always, general = plan.printed_assignment_ids.sorted('sequence')
            single.deadline = '2022-06-30'
            quarterly.write({'recurrence': 'quarterly', 'deadline_text': "Hằng quý"})
            named.write({'deadline': '2022-06-20', 'further_dates': "10/12/2022"})
            always.write({'recurrence': 'continuous', 'deadline_text': "Thường xuyên"})
            general.recurrence = 'semiannual'
            cls.plan = cls.to_state(plan, 'issued').sudo()
        cls.single, cls.quarterly, cls.named, cls.always, cls.general = (
            duty.sudo() for duty in (single, quarterly, named, always, general))
        cls.mine = cls.as_user('outreach_staff', cls.quarterly)

    def days(self, duty):
        """:return: list of the days on which ``duty`` is due"""
        return [str(day) if day else day for day in duty.occurrence_ids.sorted().mapped('due_date')]

    def cron(self, day):
        self.env.flush_all()
        self.env.invalidate_all()
        with freeze_time(f'{day} 18:30:00'), self.enter_registry_test_mode():
            self.env.ref('dan_van.cron_occurrences').with_user(self.env.ref('base.user_root')).method_direct_trigger()
        self.env.invalidate_all()

    def test_issue_makes_what_the_plan_names(self):
        self.assertEqual(self.days(self.single), ['2022-06-30'])
        self.assertEqual(self.days(self.quarterly), QUARTERS)
        self.assertEqual(self.days(self.named), ['2022-06-20', '2022-12-10'])
        self.assertEqual(self.days(self.always), [False], "nobody reports on this plan")
        self.assertFalse(self.general.occurrence_ids)
        for child in self.general.child_ids:
            self.assertEqual(self.days(child), ['2022-06-30', '2022-12-31'])
        self.assertEqual(
            [str(duty.deadline) for duty in (self.single, self.quarterly, self.named)], ['2022-06-30', '2022-03-31', '2022-06-20'])
        self.assertFalse(self.plan.assignment_ids.filtered('follow_up_level'))

    def test_the_days_that_have_passed_are_not_due(self):
        with freeze_time('2022-07-05 02:00:00'):
            plan = self.new_plan(duties=['outreach', 'outreach'], year=2022)
            late, monthly = plan.printed_assignment_ids.sorted('sequence')
            late.deadline = '2022-05-31'
            monthly.write({'recurrence': 'monthly', 'deadline': '2022-10-15', 'start_date': '2022-08-01'})
            self.to_state(plan, 'issued')
        self.assertEqual(self.days(late.sudo()), ['2022-05-31'], "what the plan names is due")
        self.assertEqual(self.days(monthly.sudo()), ['2022-08-31', '2022-09-30', '2022-10-15'])

    def test_a_plan_that_is_issued_before_its_year_begins_with_it(self):
        with freeze_time('2022-12-20 02:00:00'):
            plan = self.new_plan(duties=['outreach'], year=2023)
            plan.printed_assignment_ids.recurrence = 'semiannual'
            self.to_state(plan, 'issued')
        self.assertEqual(self.days(plan.printed_assignment_ids.sudo()), ['2023-06-30', '2023-12-31'])

    def test_a_year(self):
        first, second, third, fourth = self.mine.occurrence_ids.sorted()
        with freeze_time('2022-03-25 02:00:00'):
            self.assertEqual((self.mine.health, first.state, second.state), ('due_soon', 'due_soon', 'on_track'))
            first.write({'result': "Đã tổ chức 02 buổi."})
            first.action_done()
            self.assertEqual(
                (str(self.mine.deadline), self.mine.health, self.mine.progress, self.mine.done_date, self.mine.result),
                ('2022-06-30', 'on_track', 25, False, False))
        with freeze_time('2022-07-05 02:00:00'):
            self.env.invalidate_all()
            self.assertEqual((self.mine.health, second.state), ('overdue', 'overdue'), "as its oldest open one")
            self.assertEqual(first.state, 'done_on_time')
            self.assertIn(self.quarterly, self.quarterly.search([('health', '=', 'overdue')]))
            second.action_done()
            self.assertEqual((second.state, self.mine.health, str(self.mine.deadline)), ('done_late', 'on_track', '2022-09-30'))
        with freeze_time('2022-09-30 02:00:00'):
            third.action_done()
        with freeze_time('2022-12-20 02:00:00'):
            fourth.write({'result': "Đã tổng kết.", 'done_date': '2022-12-20'})
            self.assertEqual(
                (self.mine.progress, str(self.mine.done_date), self.mine.health, self.mine.result),
                (100, '2022-12-20', 'done_on_time', "Đã tổng kết."))
            fourth.action_not_done()
            self.assertEqual((self.mine.progress, self.mine.done_date, self.mine.health), (75, False, 'on_track'))
            first.action_not_done()
            self.assertEqual((self.mine.progress, str(self.mine.deadline), self.mine.health), (50, '2022-03-31', 'overdue'))

    def test_what_is_entered_on_the_duty_is_entered_where_it_is_due(self):
        with freeze_time('2022-03-25 02:00:00'):
            self.mine.write({'result': "Quý I xong.", 'progress': 100})
            first, second, *_rest = self.mine.occurrence_ids.sorted()
            self.assertEqual((first.result, str(first.done_date), second.done_date), ("Quý I xong.", '2022-03-25', False))
            self.mine.action_done()
            self.assertFalse(second.done_date, "a second click does not report what is not due yet")
        with freeze_time('2022-04-01 02:00:00'):
            self.mine.action_done()
            self.assertEqual(str(second.done_date), '2022-04-01')
            self.mine.action_not_done()
            self.assertTrue(second.done_date, "the duty itself is not done")

    def test_a_single_deadline_is_one(self):
        duty = self.as_user('policy_staff', self.single)
        with freeze_time('2022-06-01 02:00:00'):
            duty.progress = 35
            duty.occurrence_ids.write({'result': "Đã xong.", 'done_date': '2022-06-01'})
            self.assertEqual((duty.progress, str(duty.done_date), duty.result, duty.health), (100, '2022-06-01', "Đã xong.", 'done_on_time'))
            duty.occurrence_ids.action_not_done()
            self.assertEqual((duty.progress, duty.done_date, duty.result), (35, False, "Đã xong."))

    def test_entered_in_one_line(self):
        """On the form of the duty: result and day in its list."""
        with freeze_time('2022-03-25 02:00:00'):
            with Form(self.mine) as form, form.occurrence_ids.edit(0) as line:
                line.result = "Đã tổ chức 02 buổi."
                line.done_date = '2022-03-25'
            first = self.mine.occurrence_ids.sorted()[0]
            self.assertEqual((first.result, str(first.done_date), self.mine.progress), ("Đã tổ chức 02 buổi.", '2022-03-25', 25))
            self.assertFalse(self.mine.occurrence_ids.sorted()[1].result)

    def test_nobody_types_how_far_it_was(self):
        occurrence = self.mine.occurrence_ids[0]
        with self.assertRaisesRegex(UserError, "can't be typed"), self.env.cr.savepoint():
            occurrence.progress_before = 90
        self.assertEqual(occurrence.progress_before, 0)

    def test_a_day_that_is_set_back_asks_for_a_reason(self):
        first = self.mine.occurrence_ids.sorted()[0]
        with freeze_time('2022-04-10 02:00:00'):
            with self.assertRaisesRegex(UserError, "lies before today"), self.env.cr.savepoint():
                first.done_date = '2022-03-30'
            with self.assertRaisesRegex(ValidationError, "still to come"), self.env.cr.savepoint():
                first.done_date = '2022-04-11'
            first.write({'done_date': '2022-03-30', 'done_reason': "Báo cáo muộn."})
            self.assertEqual(first.state, 'done_on_time')

    def test_evidence_is_shown_by_the_duty_too(self):
        first, second, *_rest = self.mine.occurrence_ids.sorted()
        file = self.as_user('outreach_staff', 'ir.attachment').create(
            {'name': "bien-ban.txt", 'raw': b'Bien ban', 'res_model': first._name, 'res_id': first.id})
        first.evidence_ids = file
        self.assertEqual((self.mine.evidence_ids, file.res_model, file.res_id), (file, 'dan_van.assignment', self.mine.id))
        second.evidence_ids = file
        first.evidence_ids -= file
        self.assertFalse(self.mine.evidence_ids)
        first.evidence_ids = file
        self.mine.evidence_ids -= file
        self.assertFalse(first.evidence_ids)

    def test_whose_it_is(self):
        occurrence = self.quarterly.occurrence_ids.sorted()[0]
        self.assertFalse(self.as_user('policy_staff', 'dan_van.occurrence').search([('assignment_id', '=', self.quarterly.id)]))
        with self.assertRaises(AccessError):
            self.as_user('policy_staff', occurrence).result = "Khác"
        with self.assertRaises(AccessError):
            self.as_user('head', occurrence).result = "Khác"
        for values in ({'due_date': '2022-12-31'}, {'planned_date': '2022-12-31'}, {'assignment_id': self.named.id}):
            with self.subTest(values), self.assertRaises(UserError):
                self.as_user('office_staff', occurrence).write(values)
        with self.assertRaises(UserError):
            self.as_user('office_staff', 'dan_van.occurrence').create({'assignment_id': self.quarterly.id})
        self.as_user('office_staff', occurrence).result = "Văn phòng nhập hộ."

    def test_closed_with_its_plan(self):
        occurrence = self.mine.occurrence_ids.sorted()[0]
        with freeze_time('2022-12-31 02:00:00'):
            self.to_state(self.plan, 'closed')
            self.assertEqual(occurrence.state, 'undone')
            with self.assertRaisesRegex(UserError, "not at work"):
                occurrence.result = "Muộn"

    def test_more_time_moves_what_is_due(self):
        with freeze_time('2022-03-20 02:00:00'):
            request = self.as_user('outreach_staff', 'dan_van.extension').create({
                'assignment_id': self.quarterly.id, 'new_deadline': '2022-04-15', 'reason': "Chờ hướng dẫn."})
            self.assertEqual(str(request.old_deadline), '2022-03-31')
            self.as_user('head', request).action_accept()
        self.assertEqual(self.days(self.quarterly), ['2022-04-15', *QUARTERS[1:]])
        self.assertEqual(str(self.quarterly.deadline), '2022-04-15')
        self.cron('2022-03-21')
        self.assertEqual(self.days(self.quarterly), ['2022-04-15', *QUARTERS[1:]], "not due twice")

    def test_more_time_for_what_has_been_done_meanwhile(self):
        with freeze_time('2022-03-20 02:00:00'):
            request = self.as_user('outreach_staff', 'dan_van.extension').create({
                'assignment_id': self.quarterly.id, 'new_deadline': '2022-07-15', 'reason': "Chờ hướng dẫn."})
            self.mine.action_done()
            with self.assertRaisesRegex(UserError, "meanwhile"):
                self.as_user('head', request).action_accept()
        self.assertEqual(self.days(self.quarterly), QUARTERS)

    def test_reminders_follow_what_is_due(self):
        day = datetime.date(2022, 3, 28)
        with freeze_time(f'{day} 02:00:00'):
            self.quarterly._follow_up(day)
            self.assertTrue(self.quarterly.activity_ids)
            self.mine.occurrence_ids.sorted()[0].action_done()
            self.assertEqual((self.quarterly.follow_up_level, len(self.quarterly.activity_ids)), (0, 0))

    def test_the_nightly_run_makes_what_is_missing(self):
        self.quarterly.occurrence_ids.sorted()[1:]._opened('plan').unlink()
        self.single.occurrence_ids._opened('plan').unlink()
        self.cron('2022-08-01')
        self.assertEqual(self.days(self.quarterly), [QUARTERS[0], *QUARTERS[2:]], "from today on alone")
        self.assertEqual(self.days(self.single), ['2022-06-30'])
        before = self.env['dan_van.occurrence'].search_count([])
        self.cron('2022-08-02')
        self.assertEqual(self.env['dan_van.occurrence'].search_count([]), before)

    def test_days_that_are_none(self):
        draft = self.new_plan(duties=['outreach']).assignment_ids
        for text in ("cuối tháng", "31/02/2026", "2026-06-30"):
            with self.subTest(text), self.assertRaisesRegex(ValidationError, "30/06/2026"), self.env.cr.savepoint():
                draft.further_dates = text

    def test_next_years_copy_returns_as_this_one(self):
        copy = self.env['dan_van.plan'].browse(self.as_user('office_staff', self.plan).action_copy_next_year()['res_id'])
        single, quarterly, named, *_rest = copy.printed_assignment_ids.sorted('sequence')
        self.assertEqual((quarterly.recurrence, quarterly.deadline, quarterly.occurrence_ids.ids), ('quarterly', False, []))
        self.assertEqual((str(named.deadline), named.further_dates, str(single.deadline)), ('2023-06-20', "10/12/2023", '2023-06-30'))

    def test_a_plan_that_replaces_it_goes_on(self):
        first, second, *_rest = self.mine.occurrence_ids.sorted()
        with freeze_time('2022-03-25 02:00:00'):
            first.write({'result': "Quý I xong.", 'done_date': '2022-03-25'})
            second.result = "Đang làm."
        with freeze_time('2022-05-10 02:00:00'):
            new = self.plan.browse(self.as_user('office_head', self.plan).action_replace()['res_id']).with_env(
                self.as_user('office_staff', self.plan).env)
            new = self.to_state(new, 'issued').sudo()
            self.env.invalidate_all()
            duty = new.assignment_ids.filtered(lambda duty: duty.continues_id == self.quarterly)
            self.assertEqual(self.days(duty), QUARTERS)
            self.assertEqual(duty.occurrence_ids.sorted().mapped('result'), ["Quý I xong.", "Đang làm.", False, False])
            self.assertEqual((str(duty.deadline), duty.progress, duty.health), ('2022-06-30', 25, 'on_track'))
            self.assertEqual(first.result, "Quý I xong.", "and stands where it was entered")


@tagged('dan_van_long')
class TestOccurrencesMigration(AgencyCase):
    """Duties that an earlier version has issued."""

    def migrate(self):
        self.env.flush_all()
        load_script(str(ROOT / 'migrations' / '19.0.1.9.0' / 'post-occurrences.py'), 'post_occurrences').migrate(
            self.env.cr, '19.0.1.8.0')
        self.env.invalidate_all()

    def test_each_duty_has_one_and_what_returns_is_due_from_today_on(self):
        with freeze_time('2022-02-05 02:00:00'):
            plan = self.new_plan(duties=['outreach', 'policy', 'policy'], year=2022)
            done, open_, quarterly = plan.printed_assignment_ids.sorted('sequence')
            (done | open_).write({'deadline': '2022-06-30'})
            quarterly.deadline_text = "Hằng quý"
            self.to_state(plan, 'issued')
            self.as_user('outreach_staff', done).action_done()
        duties = (done | open_ | quarterly).sudo()
        file = self.env['ir.attachment'].create(
            {'name': "anh.jpg", 'raw': b'...', 'res_model': done._name, 'res_id': done.id})
        unlocked(done.sudo()).evidence_ids = file
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM dan_van_occurrence WHERE assignment_id = ANY(%s)", [duties.ids])
        self.migrate()
        self.migrate()
        self.assertEqual(duties.mapped('occurrence_count'), [1, 1, 1])
        self.assertEqual(
            [(str(duty.occurrence_ids.due_date or ''), str(duty.occurrence_ids.done_date or '')) for duty in duties],
            [('2022-06-30', '2022-02-05'), ('2022-06-30', ''), ('', '')])
        self.assertEqual(done.sudo().occurrence_ids.evidence_ids, file)
        self.assertEqual(quarterly.sudo().recurrence, 'quarterly')
        with freeze_time('2022-08-10 02:00:00'):
            self.env['dan_van.occurrence']._follow(duties)
        self.assertEqual([str(day) for day in quarterly.sudo().occurrence_ids.mapped('due_date')], ['2022-09-30', '2022-12-31'])
        self.assertEqual(duties.mapped('occurrence_count'), [1, 1, 2])
