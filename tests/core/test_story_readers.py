from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tests.common import MockEmail

from .story_cases import FORGED, TOLD, StoryCase

REFUSED = 'may not read|không có quyền xem'  # in the language of whom the activity is for


@tagged('post_install', '-at_install', 'dan_van_wide')
class TestReadersOnly(MockEmail, StoryCase):
    """Who may not read a record gets none of its messages, however he came to follow it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = new_test_user(cls.env, 'stranger', 'dan_van.group_staff', email='stranger@example.com', **{
            'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]})
        cls.outside = cls.env['res.partner'].create({'name': "Người ngoài", 'email': 'outside@example.com'})

    def told(self, record, partners):
        """:return: those of ``partners`` whom a message of ``record`` has reached"""
        self.env['mail.followers']._insert_followers(record._name, record.ids, partners.ids, subtypes=None, customer_ids=[])
        message = record.sudo().message_post(body=TOLD, subtype_xmlid='mail.mt_comment')
        message |= record.sudo().message_post(body=TOLD, outgoing_email_to='outside@example.com')
        mails = self.env['mail.mail'].search([('mail_message_id', 'in', message.ids)])
        self.assertFalse([mail.email_to for mail in mails if 'outside' in (mail.email_to or '')])
        return (message.notified_partner_ids | mails.recipient_ids) & partners

    def test_no_message_reaches_who_may_not_read(self):
        for record in self.records:
            readers = record._readers(self.stranger | self.role_users['portal'] | self.role_users['plain'])
            with self.subTest(model=record._name):
                self.assertFalse(self.told(record, self.outside | self.role_users['portal'].partner_id))
                self.assertEqual(self.told(record, self.stranger.partner_id), (self.stranger & readers).partner_id)

    def test_who_may_read_is_told(self):
        plan = self.to_state(self.new_plan(), 'issued')
        self.assertEqual(self.told(plan, self.stranger.partner_id), self.stranger.partner_id)

    def test_a_former_member_is_told_no_more(self):
        unit = self.units['policy']
        unit.member_user_ids |= self.stranger
        plan = self.new_plan(unit='policy', user='policy_staff')
        issued = self.to_state(self.new_plan(), 'issued')
        (plan | issued).with_user(self.stranger).message_subscribe(self.stranger.partner_id.ids)
        self.assertIn(self.stranger.partner_id, plan.message_partner_ids)
        unit.member_user_ids -= self.stranger
        self.env.invalidate_all()
        self.assertNotIn(self.stranger.partner_id, plan.message_partner_ids)
        self.assertIn(self.stranger.partner_id, issued.message_partner_ids)
        self.assertFalse(self.told(plan, self.stranger.partner_id))

    def test_a_comment_holds_no_letters_that_nobody_sees(self):
        plan = self.new_plan()
        message = plan.message_post(body="Xem\u202e lại\x01 m\u200bục I\u3164", subject="Góp\ufffe ý")
        self.assertEqual((message.sudo().preview, message.sudo().subject), ("Xem lại mục I", "Góp ý"))

    def test_what_a_step_gives_somebody_to_do_ends_with_the_step(self):
        self.env['dan_van.trusted.root'].search([]).active = False  # signed by a button
        plan = self.new_plan()
        plan.action_submit()
        turn = self.env['mail.activity'].search([('res_model', '=', plan._name), ('res_id', '=', plan.id)])
        self.assertEqual(turn.user_id, self.users['head'])
        for user in ('office_staff', 'head'):
            seen = turn.with_user(self.users[user])
            for act in (lambda seen=seen: seen.write({'user_id': self.users['office_staff'].id}), seen.unlink, seen.action_feedback,
                        lambda seen=seen: seen.write({'date_deadline': '2099-01-01'})):
                with self.subTest(user), self.assertRaisesRegex(UserError, "ends by itself"), self.env.cr.savepoint():
                    act()
            self.assertFalse(seen.can_write, "no button is offered for it")
        self.as_user('head', plan).action_sign()
        self.assertNotIn(turn, self.env['mail.activity'].search([]))

    def test_nobody_gives_by_hand_what_a_step_gives(self):
        """Whom it were given to could not take it away again."""
        plan = self.new_plan()
        plan.action_submit()
        kind = self.env.ref('dan_van.mail_activity_turn')
        turn = self.env['mail.activity'].search([('res_model', '=', plan._name), ('res_id', '=', plan.id)])
        theirs = turn.with_user(plan.env.user)
        todo = plan.activity_schedule('mail.mail_activity_data_todo', user_id=self.users['head'].id)
        for act in (
                lambda: theirs.copy({'summary': FORGED}), lambda: todo.write({'activity_type_id': kind.id}),
                lambda: plan.activity_schedule('dan_van.mail_activity_turn', user_id=self.users['head'].id, summary=FORGED),
                lambda: plan.activity_schedule('dan_van.mail_activity_deadline', user_id=self.users['head'].id),
                lambda: plan.write({'activity_ids': [Command.update(todo.id, {'activity_type_id': kind.id})]})):
            with self.assertRaisesRegex(UserError, "not by hand|không"), self.env.cr.savepoint():
                act()
        self.assertEqual(self.env['mail.activity'].search([
            ('res_model', '=', plan._name), ('res_id', '=', plan.id), ('activity_type_id', '=', kind.id)]), turn)

    def test_people_are_named_by_numbers(self):
        plan = self.new_plan()
        for nobody in (['abc'], 'abc', [1.5], {'a': 1}, [None]):
            for act in (plan.message_subscribe, lambda ids: plan.message_post(body=TOLD, partner_ids=ids),
                        lambda ids: plan.message_notify(body=TOLD, partner_ids=ids)):
                with self.subTest(nobody), self.assertRaisesRegex(UserError, 'named by their numbers'):
                    act(nobody)

    def test_nobody_is_invited_who_may_not_read(self):
        plan = self.new_plan(unit='policy', user='policy_staff')
        for partner in (self.stranger.partner_id, self.outside, self.role_users['portal'].partner_id):
            for name, act in {
                    'follow': lambda partner=partner: plan.message_subscribe(partner.ids),
                    'followers': lambda partner=partner: plan.write({'message_partner_ids': [Command.link(partner.id)]}),
                    'post': lambda partner=partner: plan.message_post(body=TOLD, partner_ids=partner.ids),
                    'notify': lambda partner=partner: plan.message_notify(body=TOLD, partner_ids=partner.ids)}.items():
                with self.subTest(door=name, partner=partner.name), self.assertRaisesRegex(UserError, REFUSED):
                    act()
        for context in ({}, {'mail_activity_quick_update': True, 'dan_van_turn': True}):
            with self.assertRaisesRegex(UserError, REFUSED):
                plan.with_context(**context).activity_schedule('mail.mail_activity_data_todo', user_id=self.stranger.id)
        message = plan.message_post(body=TOLD)
        with self.assertRaisesRegex(UserError, REFUSED):
            self.env['mail.notification'].with_user(plan.env.uid).create({
                'mail_message_id': message.id, 'res_partner_id': self.stranger.partner_id.id, 'notification_type': 'inbox'})
        activity = plan.activity_schedule('mail.mail_activity_data_todo', user_id=plan.env.uid)
        with self.assertRaisesRegex(UserError, REFUSED):
            activity.with_context(mail_activity_quick_update=True).user_id = self.stranger

    def test_nobody_writes_about_what_he_may_not_read(self):
        draft = self.new_plan(unit='policy', user='policy_staff')
        foreign = self.as_user('outreach_staff', draft)
        told = {'body': TOLD, 'partner_ids': self.users['policy_staff'].partner_id.ids}
        for ask in (
                lambda: foreign.message_notify(**told), lambda: foreign.message_post(**told),
                lambda: foreign.env['mail.thread'].message_notify(model=draft._name, res_id=draft.id, **told)):
            with self.assertRaises(AccessError):
                ask()

    def test_the_mail_goes_out(self):
        """Sending writes into the message what the server of mails needs, and nothing that it tells."""
        plan = self.to_state(self.new_plan(), 'issued')
        plan.message_subscribe(self.stranger.partner_id.ids)
        message = plan.message_post(body=TOLD, subtype_xmlid='mail.mt_comment')
        mail = self.env['mail.mail'].search([('mail_message_id', '=', message.id)])
        self.assertEqual(mail.recipient_ids, self.stranger.partner_id)
        mail.auto_delete = False
        told = self.story(plan)
        with self.mock_mail_gateway():
            mail.send(raise_exception=True)
        self.assertEqual((mail.state, self.story(plan)), ('sent', told))
        mail.unlink()
        self.assertTrue(message.exists())

    def test_readers_of_several_agencies(self):
        """The agencies that the writer has chosen are not those of the reader."""
        plan = self.to_state(self.new_plan(), 'issued')
        self.env['res.users'].browse(self.mighty.id).company_ids |= self.foreign
        told = plan.with_user(self.mighty).with_context(allowed_company_ids=(self.company | self.foreign).ids)
        self.assertEqual(told._readers(self.stranger), self.stranger)
        with self.assertRaises(AccessError):
            plan.with_user(self.role_users['portal']).check_access('read')
