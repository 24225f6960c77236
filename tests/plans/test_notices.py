from datetime import timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from ...models.core.res_company import legal_today
from ..common import AgencyCase
from .test_follow_up import FollowUpCase


@tagged('dan_van_long')
class TestDutyNotices(AgencyCase):
    """Issuing a plan tells each head once of his duties; naming a person tells the person."""

    def notices(self, user, plan):
        return self.env['mail.message'].search([
            ('message_type', '=', 'user_notification'), ('partner_ids', 'in', self.users[user].partner_id.ids),
            ('model', '=', 'dan_van.plan'), ('res_id', '=', plan.id)])

    def test_one_notice_a_head_and_plan(self):
        plan = self.new_plan(duties=['outreach', 'outreach', 'policy'])
        plan.assignment_ids[0].deadline = '2026-12-15'
        self.to_state(plan, 'issued')
        for user, count in [('outreach_head', 1), ('policy_head', 1), ('inspectorate_head', 0), ('outreach_staff', 0)]:
            self.assertEqual(len(self.notices(user, plan)), count, user)
        body = self.notices('outreach_head', plan).body
        self.assertIn("Thực hiện nhiệm vụ thứ 1.", body)
        self.assertIn("Thực hiện nhiệm vụ thứ 2.", body)
        self.assertIn("2026", body, "and until when")
        self.assertNotIn("Thực hiện nhiệm vụ thứ 3.", body)

    def test_who_is_named_later(self):
        plan = self.to_state(self.new_plan(duties=['outreach', 'outreach']), 'issued')
        duties = self.as_user('outreach_head', plan.printed_assignment_ids)
        duties.write({'user_ids': [Command.link(self.users['outreach_staff'].id)]})
        self.assertEqual(len(self.notices('outreach_staff', plan)), 1, "one for both")
        duties.write({'user_ids': [Command.link(self.users['outreach_staff'].id)]})
        self.assertEqual(len(self.notices('outreach_staff', plan)), 1, "nothing new")

    def test_who_stands_in_for_the_person_is_told_too(self):
        self.units['outreach'].member_user_ids |= self.users['policy_staff']
        today = legal_today(self.env.user)
        self.as_user('outreach_staff', 'dan_van.absence').create({
            'user_id': self.users['outreach_staff'].id, 'substitute_id': self.users['policy_staff'].id,
            'date_from': today, 'date_to': today})
        plan = self.to_state(self.new_plan(duties=['outreach']), 'issued')
        self.as_user('outreach_head', plan.printed_assignment_ids).user_ids = self.users['outreach_staff']
        for user in ('outreach_staff', 'policy_staff'):
            self.assertEqual(len(self.notices(user, plan)), 1, user)


class TestRemindersElsewhere(FollowUpCase):

    def test_who_stands_in_is_told_of_what_is_due(self):
        with freeze_time('2022-02-08 02:00:00'):
            self.as_user('outreach_head', self.duty).user_ids = self.users['outreach_staff']
        self.as_user('outreach_staff', 'dan_van.absence').create({
            'user_id': self.users['outreach_staff'].id, 'date_from': '2022-03-07', 'date_to': '2022-03-11'})
        self.follow_up('2022-03-08')
        self.assertEqual(self.reminded(), {'outreach_head'}, "no substitute is named: the head of the unit")

    def away(self, name, first, last, on=None):
        with freeze_time(f'{on or first} 02:00:00'):
            self.as_user(name, 'dan_van.absence').create({
                'user_id': self.users[name].id, 'date_from': first, 'date_to': last})

    def test_a_reminder_passes_on_to_who_is_there_and_back(self):
        """The person goes after the reminder came: by a later day, at once; who comes back has it again."""
        with freeze_time('2022-02-08 02:00:00'):
            self.as_user('outreach_head', self.duty).user_ids = self.users['outreach_staff']
        self.follow_up('2022-03-08')
        self.assertEqual(self.reminded(), {'outreach_staff'})
        self.away('outreach_staff', '2022-03-10', '2022-03-11', on='2022-03-08')
        self.cron('turns', '2022-03-09')
        self.assertEqual(self.reminded(), {'outreach_staff'})
        self.cron('turns', '2022-03-10')
        self.assertEqual(self.reminded(), {'outreach_head'})
        self.cron('turns', '2022-03-12')
        self.assertEqual(self.reminded(), {'outreach_staff'})
        self.away('outreach_staff', '2022-03-14', '2022-03-14')
        self.assertEqual(self.reminded(), {'outreach_head'}, "at once")
        self.reminders().action_done()
        self.cron('turns', '2022-03-15')
        self.assertFalse(self.reminded(), "what is ticked off stays so")

    def test_another_person_is_named_after_the_reminder(self):
        with freeze_time('2022-03-08 02:00:00'):
            self.follow_up('2022-03-08')
            self.assertEqual(self.reminded(), {'outreach_head'})
            self.as_user('outreach_head', self.duty).user_ids = self.users['outreach_staff']
        self.assertEqual(self.reminded(), {'outreach_staff'})

    def test_heads_and_leaders_who_go_after_the_reminder(self):
        self.units['outreach'].write({'deputy_user_id': self.users['outreach_staff'].id, 'dan_van_leader_id': self.users['deputy_2'].id})
        self.follow_up('2022-03-16')
        self.away('outreach_head', '2022-03-17', '2022-03-18')
        self.assertEqual(self.reminded(), {'outreach_staff'})
        self.follow_up('2022-03-28')
        self.assertEqual(self.reminded(), {'office_head', 'deputy_2'})
        self.away('deputy_2', '2022-03-29', '2022-03-30')
        self.assertEqual(self.reminded(), {'office_head'})
        with freeze_time('2022-03-29 03:00:00'):
            self.users['office_head'].active = False
        self.assertEqual(self.reminded(), {'outreach_head'}, "nobody else is there")

    def test_without_an_address_the_summary_comes_as_an_activity(self):
        self.users['outreach_head'].email = False
        kind = self.env.ref('dan_van.mail_activity_digest')
        for date in ('2022-03-16', '2022-03-17'):
            self.cron('digest', date)
            notes = self.env['mail.activity'].search([('activity_type_id', '=', kind.id)])
            self.assertEqual(notes.user_id, self.users['outreach_head'])
            self.assertEqual(len(notes), 1, "that of the day before has gone")
            self.assertIn("Thực hiện nhiệm vụ thứ 1.", notes.note)

    def test_the_day_of_an_answer(self):
        today = legal_today(self.env.user)
        document = self.as_user('clerk', 'dan_van.incoming').create({
            'code': '12/UBND-NC', 'issuer': "UBND tỉnh", 'subject': "Báo cáo", 'due_date': today + timedelta(60)})
        remind = self.env['dan_van.incoming'].sudo()._remind_of_answers
        self.patch(self.env.cr, 'commit', lambda: None)
        remind()
        self.assertFalse(document.sudo().activity_ids)
        document.due_date = today + timedelta(1)
        remind()
        activities = document.sudo().activity_ids
        self.assertEqual(activities.user_id, self.users['clerk'] | self.users['office_head'])
        self.assertEqual(set(activities.mapped('date_deadline')), {today + timedelta(1)})
        self.env['dan_van.absence'].create({'user_id': self.users['clerk'].id, 'date_from': today, 'date_to': today})
        activities = document.sudo().activity_ids
        self.assertEqual(activities.user_id, self.users['office_head'])
        activities.action_done()
        remind()
        self.assertFalse(document.sudo().activity_ids, "once a day of answer")

    def test_the_units_asked_are_reminded_of_the_answer(self):
        today = legal_today(self.env.user)
        document = self.as_user('clerk', 'dan_van.incoming').create({
            'code': '12/UBND-NC', 'issuer': "UBND tỉnh", 'subject': "Báo cáo", 'due_date': today + timedelta(1),
            'department_ids': [Command.set(self.units['outreach'].ids)]})
        self.patch(self.env.cr, 'commit', lambda: None)
        self.env['dan_van.incoming'].sudo()._remind_of_answers()
        own = self.users['clerk'] | self.users['office_head'] | self.users['outreach_head']
        self.assertEqual(document.sudo().activity_ids.user_id, own)
        document.department_ids = [Command.link(self.units['policy'].id)]
        self.assertEqual(document.sudo().activity_ids.user_id, own | self.users['policy_head'], "who is asked later is told as well")
        for _time in range(2):
            document.department_ids = [Command.unlink(self.units['policy'].id)]
            document.department_ids = [Command.link(self.units['policy'].id)]
        self.assertEqual(len(document.sudo().activity_ids), 4, "nobody twice")
        self.units['policy'].write({
            'deputy_user_id': self.users['policy_staff'].id, 'delegation_from': today, 'delegation_to': today})
        self.assertEqual(document.sudo().activity_ids.user_id, own | self.users['policy_staff'], "they pass on with the delegation")
