from odoo.exceptions import AccessError
from odoo.fields import Date

from ..plans.test_follow_up import FollowUpCase


class TestDigest(FollowUpCase):
    """One e-mail a working day to whom something waits for; the duties are due on 15/03/2022."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['mail.activity'].search([]).unlink()  # those of the demo

    def digest(self, date):
        """:return: {name of the user: mail.mail} that the cron has written on ``date``"""
        before = self.env['mail.mail'].search([])
        self.cron('digest', date)
        mails = self.env['mail.mail'].search([]) - before
        by_address = {user.email_formatted: name for name, user in self.users.items()}
        names = [by_address[mail.email_to] for mail in mails]
        self.assertEqual(len(names), len(set(names)), "one e-mail a user")
        return dict(zip(names, mails))

    def test_heads_learn_what_is_overdue_in_their_units(self):
        mails = self.digest('2022-03-16')
        self.assertEqual(set(mails), {'outreach_head', 'policy_head'})
        mail = mails['outreach_head']
        self.assertEqual(mail.state, 'outgoing')
        self.assertIn("Thực hiện nhiệm vụ thứ 1.", mail.body_html)
        self.assertNotIn("Thực hiện nhiệm vụ thứ 2.", mail.body_html, "another unit's duty")
        self.assertIn(f'{self.duty.get_base_url()}/odoo/dan_van.assignment/{self.duty.id}"', mail.body_html)
        self.assertEqual(mail.reply_to, mail.email_from)

    def test_persons_learn_of_their_own_duties(self):
        self.cron('follow_up', '2022-03-08')
        self.env.cr.execute(
            "INSERT INTO dan_van_assignment_user_rel VALUES (%s, %s)", [self.duty.id, self.users['outreach_staff'].id])
        mails = self.digest('2022-03-08')
        self.assertEqual(set(mails), {'outreach_head', 'outreach_staff', 'policy_head'})

    def test_the_deputy_gets_it_during_the_delegation(self):
        self.units['outreach'].write({
            'deputy_user_id': self.users['outreach_staff'].id,
            'delegation_from': '2022-03-16', 'delegation_to': '2022-03-20'})
        told = {date: set(self.digest(date)) & {'outreach_head', 'outreach_staff', 'policy_head'}
                for date in ('2022-03-16', '2022-03-21')}
        self.assertEqual(told, {
            '2022-03-16': {'outreach_staff', 'policy_head'}, '2022-03-21': {'outreach_head', 'policy_head'}})

    def test_steps_that_are_ones_own(self):
        plan = self.new_plan(duties=['outreach'], subject="Kế hoạch tuyên truyền")
        self.as_user('office_staff', plan).action_submit()
        mails = self.digest('2022-03-01')
        self.assertEqual(set(mails), {'head'})
        self.assertIn("Kế hoạch tuyên truyền", mails['head'].body_html)
        self.assertIn(f'/odoo/dan_van.plan/{plan.id}"', mails['head'].body_html)

    def test_nothing_to_say_no_e_mail(self):
        self.assertFalse(self.digest('2022-03-01'))

    def test_once_a_day_and_again_the_next(self):
        self.assertTrue(self.digest('2022-03-16'))
        self.assertEqual(self.users['outreach_head'].dan_van_digest_date, Date.to_date('2022-03-16'))
        self.assertFalse(self.digest('2022-03-16'))
        self.assertTrue(self.digest('2022-03-17'))

    def test_days_off_are_quiet(self):
        for date in ('2022-03-19', '2022-03-20'):
            self.assertFalse(self.digest(date))

    def test_each_user_has_a_switch(self):
        self.as_user('outreach_head', self.users['outreach_head']).dan_van_digest = False
        self.assertEqual(set(self.digest('2022-03-16')), {'policy_head'})
        with self.assertRaises(AccessError):
            self.as_user('outreach_head', self.users['policy_head']).dan_van_digest = False

    def test_without_an_address_or_a_role_no_e_mail(self):
        self.users['outreach_head'].email = False
        self.users['policy_head'].group_ids = self.env.ref('base.group_user')
        self.assertFalse(self.digest('2022-03-16'))

    def test_the_language_is_the_readers(self):
        self.env['res.lang']._activate_lang('en_US')
        self.users['outreach_head'].lang = 'en_US'
        mail = self.digest('2022-03-16')['outreach_head']
        self.assertIn("03/16/2022: 0 steps are yours, 1 duties or parts of them overdue, 0 due soon", mail.subject)
        self.assertIn("Overdue", mail.body_html)

    def test_a_long_list_is_cut(self):
        self.env['res.lang']._activate_lang('en_US')
        plan = self.new_plan(duties=['outreach'] * 30)
        plan.assignment_ids.deadline = '2022-03-15'
        self.to_state(plan, 'issued')
        self.users['outreach_head'].lang = 'en_US'
        mail = self.digest('2022-03-16')['outreach_head']
        self.assertEqual(mail.body_html.count('<li'), 20)
        self.assertIn("and 11 more", mail.body_html)

    def test_text_of_users_is_no_markup(self):
        plan = self.new_plan(duties=['outreach'])
        plan.assignment_ids.write({'deadline': '2022-03-15', 'text': "<script>alert(1)</script>"})
        self.to_state(plan, 'issued')
        self.assertNotIn('<script', self.digest('2022-03-16')['outreach_head'].body_html)
