from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command, Date

from ...models.plans.follow_up import DUE_SOON, ESCALATED, OVERDUE
from ..common import AgencyCase


class FollowUpCase(AgencyCase):
    """A plan of February 2022 whose duties, of "outreach" and "policy", are due on Tuesday, 15/03/2022."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time('2022-02-07 02:00:00'):
            plan = cls.new_plan(duties=['outreach', 'policy'], year=2022)
            plan.assignment_ids.write({'deadline': '2022-03-15', 'output': "Báo cáo"})
            cls.plan = cls.to_state(plan, 'issued').with_env(cls.env)
        cls.duty, cls.other = cls.plan.printed_assignment_ids

    def cron(self, name, date):
        """Run a cron on the morning of ``date``, as the server does."""
        model = {'follow_up': 'dan_van.assignment', 'digest': 'res.users', 'turns': 'dan_van.workflow.mixin'}[name]
        with freeze_time(f'{date} 01:00:00'), patch.object(self.env.cr, 'commit', lambda: None):
            getattr(self.env[model].with_user(self.env.ref('base.user_root')).sudo(), f'_cron_{name}')()
        self.env.invalidate_all()

    def follow_up(self, date):
        self.cron('follow_up', date)

    def reminders(self, duty=None):
        activity_type = self.env.ref('dan_van.mail_activity_deadline')
        return (duty or self.duty).activity_ids.filtered(lambda activity: activity.activity_type_id == activity_type)

    def reminded(self, duty=None):
        """:return: names of the demo users whom an activity reminds of the duty"""
        users = self.reminders(duty).user_id
        return {name for name, user in self.users.items() if user in users}


class TestFollowUp(FollowUpCase):

    # The levels

    def test_nobody_is_told_before_time(self):
        self.follow_up('2022-03-07')
        self.assertFalse(self.reminded())

    def test_each_level_tells_the_next_and_replaces_the_former(self):
        self.units['outreach'].dan_van_leader_id = self.users['deputy_2']
        with freeze_time('2022-02-08 02:00:00'):
            self.as_user('outreach_head', self.duty).user_ids = self.users['outreach_staff']
        for date, who, level in [
                ('2022-03-08', {'outreach_staff'}, DUE_SOON), ('2022-03-15', {'outreach_staff'}, DUE_SOON),
                ('2022-03-16', {'outreach_head'}, OVERDUE), ('2022-03-25', {'outreach_head'}, OVERDUE),
                ('2022-03-28', {'office_head', 'deputy_2'}, ESCALATED)]:
            with self.subTest(date):
                self.follow_up(date)
                self.assertEqual(self.reminded(), who)
                self.assertEqual(self.duty.follow_up_level, level)
                self.assertEqual(set(self.reminders().mapped('date_deadline')), {Date.to_date('2022-03-15')})

    def test_without_persons_the_head_of_the_unit_is_told(self):
        self.follow_up('2022-03-08')
        self.assertEqual(self.reminded(), {'outreach_head'})
        self.assertEqual(self.reminded(self.other), {'policy_head'})

    def test_who_has_left_the_unit_is_told_nothing(self):
        with freeze_time('2022-02-08 02:00:00'):
            self.as_user('outreach_head', self.duty).user_ids = self.users['outreach_staff']
        self.units['outreach'].member_user_ids = [Command.unlink(self.users['outreach_staff'].id)]
        self.follow_up('2022-03-08')
        self.assertEqual(self.reminded(), {'outreach_head'})

    def test_the_office_is_told_where_the_unit_has_no_head(self):
        self.units['outreach'].head_user_id = False
        self.follow_up('2022-03-16')
        self.assertEqual(self.reminded(), {'office_head'})

    def test_the_deputy_is_told_during_the_delegation(self):
        self.units['outreach'].write({
            'deputy_user_id': self.users['outreach_staff'].id,
            'delegation_from': '2022-03-16', 'delegation_to': '2022-03-16'})
        self.follow_up('2022-03-16')
        self.assertEqual(self.reminded(), {'outreach_staff'})

    def test_the_text_is_in_the_language_of_the_reader(self):
        self.env['res.lang']._activate_lang('en_US')
        self.users['outreach_head'].lang = 'en_US'
        self.follow_up('2022-03-16')
        self.assertEqual(self.reminders().summary, "Overdue: see to it that it is done")

    def test_who_is_reminded_follows_nothing_and_gets_no_e_mail(self):
        followers, mails = self.duty.message_partner_ids, self.env['mail.mail'].search_count([])
        self.follow_up('2022-03-16')
        self.assertEqual(self.duty.message_partner_ids, followers)
        self.assertEqual(self.env['mail.mail'].search_count([]), mails)

    # Once

    def test_each_level_is_told_once(self):
        self.follow_up('2022-03-08')
        self.reminders().action_done()
        for date in ('2022-03-08', '2022-03-09', '2022-03-10'):
            self.follow_up(date)
            self.assertFalse(self.reminders(), "who has ticked it off is not told again")
        self.follow_up('2022-03-16')
        first = self.reminders()
        self.assertTrue(first)
        with freeze_time('2022-03-17 02:00:00'):
            self.as_user('outreach_staff', self.duty).progress = 50
        self.follow_up('2022-03-17')
        self.assertEqual(self.reminders(), first, "progress is no new deadline")

    def test_what_has_been_missed_is_told_by_its_last_level(self):
        self.follow_up('2022-05-16')
        self.assertEqual(self.duty.follow_up_level, ESCALATED)
        self.assertNotIn('outreach_head', self.reminded())

    def test_the_settings_say_when(self):
        parameters = self.env['ir.config_parameter'].sudo()
        parameters.set_param('dan_van.due_soon_days', '14')
        self.follow_up('2022-03-01')
        self.assertEqual(self.duty.follow_up_level, DUE_SOON)
        parameters.set_param('dan_van.escalation_days', '1')
        self.follow_up('2022-03-17')
        self.assertEqual(self.duty.follow_up_level, ESCALATED)
        parameters.set_param('dan_van.escalation_days', 'nonsense')
        self.follow_up('2022-03-18')

    def test_health_follows_the_same_setting(self):
        with freeze_time('2022-03-01 02:00:00'):
            self.assertEqual(self.duty.health, 'on_track')
            self.env['ir.config_parameter'].sudo().set_param('dan_van.due_soon_days', '14')
            self.env.invalidate_all()
            self.assertEqual(self.duty.health, 'due_soon')
            found = self.env['dan_van.assignment'].search([('health', '=', 'due_soon')])
            self.assertEqual(found, self.duty | self.other)
            groups = self.env['dan_van.assignment']._read_group([('plan_id', '=', self.plan.id)], ['health'], ['__count'])
            self.assertEqual(groups, [('due_soon', 2)])

    # Days off

    def test_days_off_are_quiet(self):
        self.env['resource.calendar.leaves'].create({
            'name': "Nghỉ lễ", 'company_id': self.company.id, 'calendar_id': self.company.resource_calendar_id.id,
            'date_from': '2022-03-15 17:00:00', 'date_to': '2022-03-16 16:59:59'})
        self.company.resource_calendar_id.tz = 'Asia/Ho_Chi_Minh'
        for date in ('2022-03-12', '2022-03-13', '2022-03-16'):
            with self.subTest(date):
                self.follow_up(date)
                self.assertFalse(self.reminded())
                self.assertFalse(self.company._is_working_day(Date.to_date(date)))
        self.follow_up('2022-03-17')
        self.assertEqual(self.duty.follow_up_level, OVERDUE)
        self.company.resource_calendar_id = False
        self.assertFalse(self.company._is_working_day(Date.to_date('2022-03-12')))
        self.assertTrue(self.company._is_working_day(Date.to_date('2022-03-16')))

    # The end of it

    def test_done_closes_the_reminders(self):
        self.follow_up('2022-03-16')
        with freeze_time('2022-03-17 02:00:00'):
            self.as_user('outreach_staff', self.duty).action_done()
            self.follow_up('2022-03-18')
            self.assertFalse(self.reminders())
            self.as_user('outreach_staff', self.duty).action_not_done()
        self.follow_up('2022-03-18')
        self.assertEqual(self.reminded(), {'outreach_head'}, "taken back: it is overdue again")

    def test_a_reminder_that_a_user_has_made_stays(self):
        own = self.duty.activity_schedule('mail.mail_activity_data_todo', user_id=self.users['outreach_staff'].id)
        self.follow_up('2022-03-16')
        with freeze_time('2022-03-17 02:00:00'):
            self.as_user('outreach_staff', self.duty).action_done()
        self.assertTrue(own.exists())

    def test_more_time_begins_anew(self):
        self.follow_up('2022-03-16')
        with freeze_time('2022-03-17 02:00:00'):
            extension = self.as_user('outreach_staff', 'dan_van.extension').create({
                'assignment_id': self.duty.id, 'new_deadline': '2022-03-31', 'reason': "Chờ số liệu."})
            self.as_user('office_head', extension).action_accept()
        self.assertFalse(self.reminders())
        self.follow_up('2022-03-18')
        self.assertFalse(self.reminders(), "the new deadline is far")
        self.follow_up('2022-03-24')
        self.assertEqual((self.reminded(), self.duty.follow_up_level), ({'outreach_head'}, DUE_SOON))

    def test_closed_and_recalled_plans_are_quiet(self):
        with freeze_time('2022-02-08 02:00:00'):
            self.as_user('office_head', self.plan).action_close()
        self.follow_up('2022-03-16')
        self.assertFalse(self.reminded())

    def test_nobody_silences_the_follow_up(self):
        for user in ('outreach_staff', 'office_head', 'admin'):
            with self.subTest(user), self.assertRaises(UserError):
                self.as_user(user, self.duty).follow_up_level = ESCALATED
        draft = self.new_plan(duties=['outreach'])
        Duty = self.as_user('office_staff', 'dan_van.assignment').with_context(default_follow_up_level=ESCALATED)
        with self.assertRaises(UserError):
            Duty.create({'plan_id': draft.id, 'text': "Việc", 'department_id': self.units['outreach'].id})
