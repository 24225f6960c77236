from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from ...models.core.res_company import legal_today
from ..common import AgencyCase
from ..keys import unlocked

REASON = "Chờ số liệu của các xã."


class TestExtension(AgencyCase):
    """A unit asks for more time, the office decides; "Phòng Tuyên truyền và Địa bàn" has a duty due in ten days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = legal_today(cls.env['dan_van.extension'])
        cls.deadline, cls.later = cls.today + timedelta(10), cls.today + timedelta(30)
        plan = cls.new_plan(duties=['outreach', 'policy', None])
        plan.assignment_ids.deadline = cls.deadline
        cls.plan = cls.to_state(plan, 'issued').with_env(cls.env)
        cls.duty, cls.other = cls.plan.printed_assignment_ids[:2]

    def ask(self, user='outreach_staff', duty=None, **values):
        return self.as_user(user, 'dan_van.extension').create({
            'assignment_id': (duty or self.duty).id, 'new_deadline': self.later, 'reason': REASON, **values})

    def turn(self, extension):
        return extension.sudo().activity_ids.user_id

    # Asking

    def test_a_member_of_the_unit_asks_and_the_head_of_the_office_has_the_turn(self):
        extension = self.ask()
        self.assertEqual((extension.state, extension.old_deadline), ('requested', self.deadline))
        self.assertEqual(extension.department_id, self.units['outreach'])
        self.assertEqual(self.turn(extension), self.users['office_head'])
        self.assertEqual(self.duty.deadline, self.deadline, "nothing changes before the decision")

    def test_the_head_of_the_unit_initials_it_first_where_the_agency_has_it_so(self):
        self.company.dan_van_profile_ids.sudo().extension_review = True
        extension = self.ask()
        self.assertEqual(self.turn(extension), self.users['outreach_head'])
        for user in ('office_head', 'office_staff', 'head'):
            for step in ('accept', 'refuse'):
                with self.subTest(user, step=step), self.assertRaisesRegex(UserError, "head of the unit initials"):
                    getattr(self.reading(user, extension), f'action_{step}')(*(["Chưa đủ."] if step == 'refuse' else []))
        for user in ('outreach_staff', 'policy_head', 'office_head'):
            with self.subTest(user), self.assertRaises(UserError):
                self.reading(user, extension).action_review()
        self.reading('outreach_head', extension).action_review()
        self.assertEqual(extension.sudo().reviewer_id, self.users['outreach_head'])
        self.assertEqual(self.turn(extension), self.users['office_head'])
        self.as_user('outreach_staff', extension).reason = "Lý do khác."
        self.assertEqual(self.turn(extension), self.users['outreach_head'], "what is changed is initialled anew")
        self.reading('outreach_head', extension).action_review()
        self.reading('office_head', extension).action_accept()
        self.assertEqual(self.duty.deadline, self.later)
        own = self.ask('policy_head', self.other)
        self.assertEqual((own.reviewer_id, self.turn(own)), (self.users['policy_head'], self.users['office_head']))

    def test_where_the_head_of_the_unit_is_away_nobody_waits_for_his_initials(self):
        self.company.dan_van_profile_ids.sudo().extension_review = True
        self.env['dan_van.absence'].create({
            'user_id': self.users['outreach_head'].id, 'date_from': self.today, 'date_to': self.today + timedelta(20)})
        extension = self.ask()
        self.assertEqual(self.turn(extension), self.users['office_head'])
        self.reading('office_head', extension).action_accept()
        self.assertEqual(self.duty.deadline, self.later)

    def test_a_new_setting_passes_on_what_waits(self):
        extension = self.ask()
        self.assertEqual(self.turn(extension), self.users['office_head'])
        for setting, user in ((True, 'outreach_head'), (False, 'office_head')):
            self.company.dan_van_profile_ids.sudo().extension_review = setting
            self.assertEqual(self.turn(extension), self.users[user])

    def test_the_head_of_the_unit_refuses_what_he_does_not_initial(self):
        self.company.dan_van_profile_ids.sudo().extension_review = True
        extension = self.ask()
        self.as_user('outreach_head', extension).action_refuse("Làm kịp trong hạn.")
        self.assertEqual((extension.state, self.duty.deadline), ('refused', self.deadline))

    def test_the_button_offers_what_the_server_allows(self):
        for user, offered in [
                ('outreach_staff', True), ('office_staff', True), ('head', False), ('admin', False)]:
            self.assertEqual(self.as_user(user, self.duty).can_extend, offered, user)
        self.ask()
        self.assertFalse(self.as_user('outreach_staff', self.duty).can_extend, "one request at a time")
        action = self.as_user('policy_staff', self.other).action_ask_for_time()
        self.assertEqual(action['context'], {'default_assignment_id': self.other.id})

    def test_others_do_not_ask(self):
        for user in ('policy_staff', 'clerk', 'head', 'admin'):
            with self.subTest(user), self.assertRaises(AccessError):
                self.ask(user)

    def test_only_an_open_duty_at_work_with_a_day_gets_more_time(self):
        endless = self.to_state(self.new_plan(duties=['outreach']), 'issued').printed_assignment_ids
        draft = self.new_plan(duties=['outreach'])
        draft.assignment_ids.deadline = self.deadline
        self.as_user('policy_staff', self.other).action_done()
        general = self.plan.printed_assignment_ids - self.duty - self.other
        for why, user, duty in [
                ("no deadline", 'outreach_staff', endless), ("a draft", 'office_staff', draft.assignment_ids),
                ("done", 'policy_staff', self.other), ("for all units", 'office_staff', general)]:
            with self.subTest(why), self.assertRaises(UserError):
                self.ask(user, duty)
        self.to_state(self.plan, 'closed')
        with self.assertRaises(UserError):
            self.ask()

    def test_more_time_means_a_later_day(self):
        for day in (self.deadline, self.today - timedelta(1), self.deadline - timedelta(1)):
            with self.subTest(day=day), self.assertRaises(UserError):
                self.ask(new_deadline=day)

    @mute_logger('odoo.sql_db')
    def test_one_open_request_per_duty(self):
        extension = self.ask()
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.ask()
        self.as_user('outreach_staff', extension).action_withdraw()
        self.assertEqual(self.ask().state, 'requested')

    def test_what_a_client_forges_is_not_kept(self):
        forged = {
            'old_deadline': '2020-01-01', 'decided_by_id': self.users['head'].id, 'decided_date': '2026-01-01 00:00:00'}
        for name in ('decided_by_id', 'decided_date'):
            with self.subTest(name), self.assertRaises(UserError):
                self.ask(**{name: forged[name]})
        extension = self.ask(old_deadline=forged['old_deadline'])
        self.assertEqual((extension.old_deadline, extension.decided_by_id.ids), (self.deadline, []))
        for name, value in {**forged, 'state': 'accepted', 'assignment_id': self.other.id}.items():
            with self.subTest(name), self.assertRaises(UserError):
                extension.write({name: value})
        with self.assertRaises(UserError):
            self.ask(state='accepted')

    # Deciding

    def test_the_office_accepts_and_the_duty_gets_its_new_deadline(self):
        extension = self.ask()
        self.as_user('office_head', extension).action_accept()
        self.assertEqual((extension.state, self.duty.deadline), ('accepted', self.later))
        self.assertEqual(extension.old_deadline, self.deadline, "the request keeps what it was about")
        self.assertEqual(extension.decided_by_id, self.users['office_head'])
        self.assertTrue(extension.decided_date)
        self.assertFalse(self.turn(extension))
        told = extension.sudo().message_ids[0]
        self.assertEqual(told.partner_ids, self.users['outreach_staff'].partner_id)
        body = self.duty.message_ids[0].body
        self.assertIn(REASON, body)
        self.assertIn('→', body)

    def test_a_refusal_says_why_and_leaves_the_deadline(self):
        extension = self.ask()
        dialog = self.as_user('office_head', extension).action_refuse()
        self.assertEqual(dialog['res_model'], 'dan_van.reason.wizard')
        self.as_user('office_head', extension).action_refuse("Đã gia hạn một lần.")
        self.assertEqual((extension.state, self.duty.deadline), ('refused', self.deadline))
        told = extension.sudo().message_ids[0]
        self.assertIn("Đã gia hạn một lần.", told.body)
        self.assertEqual(told.partner_ids, self.users['outreach_staff'].partner_id)

    def test_who_decides(self):
        extension = self.ask()
        for user, steps in [
                ('outreach_staff', {'withdraw'}), ('outreach_head', set()), ('office_staff', {'accept', 'refuse'}),
                ('head', {'accept', 'refuse'}), ('deputy_1', {'accept', 'refuse'}), ('admin', set())]:
            with self.subTest(user):
                self.assertEqual(set(self.as_user(user, extension).allowed_transitions or ()), steps)
        for user in ('outreach_staff', 'outreach_head', 'admin'):
            with self.subTest(user), self.assertRaises(UserError):
                self.as_user(user, extension).action_accept()
        with self.assertRaises(AccessError):
            self.as_user('policy_staff', extension).action_accept()

    def test_nobody_of_the_office_decides_on_a_request_of_his_own(self):
        extension = self.ask('office_head')
        self.assertEqual(self.turn(extension), self.users['head'])
        with self.assertRaises(UserError):
            self.as_user('office_head', extension).action_accept()
        self.as_user('office_staff', extension).action_accept()
        self.assertEqual(self.duty.deadline, self.later)

    def test_the_deputy_of_the_office_decides_on_behalf_of_its_head(self):
        self.units['office'].write({
            'deputy_user_id': self.users['office_staff'].id, 'delegation_from': self.today, 'delegation_to': self.today})
        extension = self.ask()
        self.assertEqual(self.turn(extension), self.users['office_staff'])
        self.as_user('office_staff', extension).action_accept()
        self.assertEqual(extension.sudo().approval_ids[0].on_behalf_id, self.users['office_head'])

    def test_the_head_of_the_agency_decides_where_the_office_has_no_head(self):
        self.units['office'].head_user_id = False
        self.assertEqual(self.turn(self.ask()), self.users['head'])

    def test_a_decided_request_is_frozen(self):
        extension = self.ask()
        extension.write({'reason': "Chờ số liệu của hai xã."})
        with self.assertRaises(AccessError):
            self.as_user('head', extension).write({'new_deadline': self.later + timedelta(1)})
        self.as_user('office_head', extension).action_accept()
        for user in ('outreach_staff', 'office_head'):
            for values in ({'reason': "Khác"}, {'new_deadline': self.later + timedelta(1)}):
                with self.subTest(user, **values), self.assertRaises(UserError):
                    self.as_user(user, extension).write(values)
        for step in ('withdraw', 'accept'):
            with self.subTest(step), self.assertRaises(UserError):
                self.as_user('outreach_staff', extension)._transition(step)

    def test_what_has_been_settled_otherwise_is_not_accepted(self):
        extension = self.ask()
        self.as_user('outreach_staff', self.duty).action_done()
        with self.assertRaises(UserError):
            self.as_user('office_head', extension).action_accept()

    def test_of_what_is_done_nobody_decides(self):
        """At once, not from the night on; taken back, it waits for the same person again."""
        extension, duty = self.ask(), self.as_user('outreach_staff', self.duty)
        duty.action_done()
        self.assertFalse(self.turn(extension))
        duty.action_not_done()
        self.assertEqual(self.turn(extension), self.users['office_head'])

    def test_each_unit_sees_its_own_requests(self):
        self.units['policy'].member_user_ids = [Command.link(self.users['clerk'].id)]
        mine, theirs = self.ask('policy_staff', self.other), self.ask()
        for user, seen in [
                ('policy_staff', mine), ('clerk', mine), ('outreach_head', theirs), ('office_staff', mine | theirs),
                ('deputy_2', mine | theirs), ('admin', mine | theirs), ('inspectorate_head', mine.browse())]:
            with self.subTest(user):
                self.assertEqual(
                    self.as_user(user, 'dan_van.extension').search([('assignment_id', 'in', (self.duty | self.other).ids)]).ids,
                    seen.sorted('id', reverse=True).ids)

    # What somebody has asked for in his name

    def test_who_decides_does_not_rewrite_what_he_decides_on(self):
        extension = self.ask()
        for user in ('office_staff', 'office_head', 'head', 'deputy_1'):
            for values in ({'reason': "Lý do khác."}, {'new_deadline': self.later + timedelta(60)}):
                with self.subTest(user, values=values), self.assertRaisesRegex(AccessError, "not by who decides"):
                    self.as_user(user, extension).write(values)
                with self.subTest(user, values=values), self.assertRaises(AccessError):
                    self.as_user(user, extension).web_save(values, {})
        self.assertEqual((extension.reason, extension.new_deadline), (REASON, self.later))
        for user in ('outreach_staff', 'outreach_head'):
            self.as_user(user, extension).reason = f"{REASON} {user}"
        self.as_user('office_head', extension).action_accept()
        with self.assertRaisesRegex(UserError, "is decided"):
            self.as_user('outreach_staff', extension).reason = "Lý do khác."

    def test_nor_does_a_colleague_in_the_office_on_its_own_request(self):
        duty = self.to_state(self.new_plan(duties=['office']), 'issued').printed_assignment_ids
        unlocked(duty.sudo()).deadline = self.deadline
        extension = self.ask('office_staff', duty)
        self.as_user('office_staff', extension).reason = "Chờ số liệu."
        with self.assertRaises(AccessError):
            self.as_user('office_head', extension).reason = "Lý do khác."
        self.as_user('office_head', extension).action_accept()
        self.assertEqual(extension.reason, "Chờ số liệu.")
