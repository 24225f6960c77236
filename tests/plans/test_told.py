import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..common import AgencyCase, QueryCase
from .test_directive import DirectiveCase
from .test_reminder import ReminderCase


def english(record):
    return record.with_context(lang='en_US')


class ToldCase:
    """What who gives something reads of those who were told of it."""

    def note(self, user, record):
        self.env.flush_all()
        self.env.invalidate_all()
        return english(self.as_user(user, record)).seen_note or ''

    def open(self, user, record):
        """Have ``user`` open the form, as the client does: the log notes it where it is asked to."""
        form = self.as_user(user, record)
        if form.web_read({'is_told': {}})[0]['is_told']:
            form.mark_seen()

    def name(self, user):
        return self.users[user].name


class TestToldOfDuties(ToldCase, AgencyCase):
    """Who gives a duty sees on its form who of those who were told of it has opened it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.to_state(cls.new_plan(duties=['outreach']), 'issued').sudo()
        cls.duty = cls.plan.assignment_ids
        cls.as_user('outreach_head', cls.duty).user_ids = cls.users['outreach_staff']

    def lines(self):
        return self.env['dan_van.approval'].search([('res_model', '=', self.duty._name), ('res_id', '=', self.duty.id)])

    def test_who_has_worked_on_it_has_seen_it(self):
        self.as_user('outreach_staff', self.duty).message_post(body="Đang làm.")
        self.assertEqual(self.note('office_staff', self.duty).count(self.name('outreach_staff')), 1)
        self.assertIn(f"Seen by: {self.name('outreach_staff')}", self.note('office_staff', self.duty))

    def test_who_has_opened_it_and_who_has_not(self):
        both = {self.name('outreach_head'), self.name('outreach_staff')}
        note = self.note('office_staff', self.duty)
        self.assertTrue(note.startswith('Not seen yet by: '), note)
        for name in both:
            self.assertIn(name, note)
        self.open('outreach_staff', self.duty)
        self.open('outreach_staff', self.duty)
        self.assertEqual(self.lines().mapped('user_id'), self.users['outreach_staff'])
        self.assertEqual(len(self.lines()), 1)
        note = self.note('head', self.duty)
        self.assertRegex(note, rf"^Seen by: {self.name('outreach_staff')} \(.+\); not seen yet by: {self.name('outreach_head')}$")
        self.assertRegex(self.note('outreach_head', self.duty), rf"^Seen by: {self.name('outreach_staff')} \(.+\)$", "the head gives it on")

    def test_only_who_was_told_is_noted(self):
        for user in ('office_staff', 'head', 'office_head'):
            self.open(user, self.duty)
            self.as_user(user, self.duty).mark_seen()
        self.assertFalse(self.lines())
        with self.assertRaises(AccessError):
            self.as_user('policy_staff', self.duty).mark_seen()

    def test_it_is_noted_once_however_often_it_is_named(self):
        self.as_user('outreach_staff', self.duty.browse(self.duty.ids * 50)).mark_seen()
        self.assertEqual(len(self.lines()), 1)

    def test_only_who_follows_it_up_sees_it(self):
        self.open('outreach_head', self.duty)
        self.assertFalse(self.note('outreach_staff', self.duty))
        with self.assertRaises(AccessError):
            self.note('policy_head', self.duty)
        for user in ('outreach_staff', 'office_staff'):
            self.assertFalse(self.as_user(user, 'dan_van.approval').search([('res_model', '=', self.duty._name)]), "the log itself shows no openings")

    def test_who_reads_messages_in_odoo(self):
        self.users['outreach_staff'].notification_type = 'inbox'
        message = self.duty._telling().message_post(body="Hạn mới.", partner_ids=self.users['outreach_staff'].partner_id.ids)
        self.assertNotIn('Seen by', self.note('office_staff', self.duty))
        self.as_user('outreach_staff', message).set_message_done()
        self.assertIn(f"Seen by: {self.name('outreach_staff')}", self.note('office_staff', self.duty))
        self.assertEqual((self.lines().user_id, len(self.lines())), (self.users['outreach_staff'], 1))
        self.assertFalse(self.as_user('outreach_staff', self.duty).is_told)
        later = fields.Datetime.now() + datetime.timedelta(days=400)
        with freeze_time(later):
            self.env['mail.notification']._gc_notifications()
        self.assertFalse(message.sudo().notification_ids)
        self.assertIn(f"Seen by: {self.name('outreach_staff')}", self.note('office_staff', self.duty), "mail forgets, the log does not")

    def test_nobody_says_of_somebody_else_that_he_has_read(self):
        staff, head = self.as_user('outreach_staff', self.duty), self.users['outreach_head']
        self.users['outreach_head'].notification_type = 'inbox'
        message = staff.message_post(body="Đã gửi.", partner_ids=head.partner_id.ids)
        notice = self.as_user('outreach_staff', message.sudo().notification_ids)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            notice.write({'is_read': True})
        message = staff.message_post(body="Đã gửi.")
        self.as_user('outreach_staff', 'mail.notification').create({
            'mail_message_id': message.id, 'res_partner_id': head.partner_id.id, 'notification_type': 'inbox', 'is_read': True})
        self.assertIn(head.name, self.note('office_staff', self.duty).partition('ot seen yet')[2])

    def test_of_a_draft_nobody_was_told(self):
        draft = self.new_plan(duties=['outreach']).assignment_ids
        self.assertFalse(self.note('office_staff', draft))
        self.open('outreach_head', self.duty)
        self.assertEqual(self.lines().mapped('user_id'), self.users['outreach_head'])


class TestToldOfReturns(ToldCase, AgencyCase):
    """Who returns something sees whether who has to put it right has opened it since."""

    def test_a_document(self):
        plan = self.to_state(self.new_plan(), 'submitted')
        self.open('office_staff', plan)
        self.as_user('head', plan).action_return("Sửa phần mở đầu.")
        self.assertEqual(self.note('head', plan), f"Not seen yet by: {self.name('office_staff')}")
        self.open('office_staff', plan)
        self.assertIn(f"Seen by: {self.name('office_staff')}", self.note('head', plan))
        plan.browse(plan.ids * 50).with_user(self.users['office_staff']).action_submit()
        self.assertFalse(self.note('head', plan))
        self.as_user('head', plan.browse(plan.ids * 50)).mark_seen()
        lines = self.env['dan_van.approval'].search([('res_model', '=', plan._name), ('res_id', '=', plan.id)], order='id')
        self.assertEqual([line.step for line in lines][-2:], ['submit', 'seen'])
        self.assertEqual(len(lines.filtered(lambda line: line.step == 'submit')), 2)

    def test_a_completion(self):
        profile = self.env['dan_van.agency.profile'].search([('company_id', '=', self.company.id)])
        profile.acceptance = 'head'
        duty = self.as_user('outreach_staff', self.to_state(self.new_plan(duties=['outreach']), 'issued').assignment_ids)
        duty.write({'result': "Đã họp."})
        duty.action_done()
        claim = duty.occurrence_ids.acceptance_ids
        self.as_user('outreach_head', claim).action_return("Thiếu số người.")
        self.assertEqual(self.note('outreach_head', claim), f"Not seen yet by: {self.name('outreach_staff')}")
        self.open('outreach_staff', claim)
        self.assertIn(f"Seen by: {self.name('outreach_staff')}", self.note('outreach_head', claim))
        colleague = new_test_user(
            self.env, 'told-colleague', groups='dan_van.group_staff', company_id=self.company.id, company_ids=[Command.set(self.company.ids)])
        self.units['outreach'].member_user_ids += colleague
        log = self.env['dan_van.approval'].with_user(colleague).search([('res_model', '=', claim._name), ('res_id', '=', claim.id)])
        self.assertIn('return', log.mapped('step'))
        self.assertNotIn('seen', log.mapped('step'), "who has opened it is for who returns it")


@tagged('dan_van_long')
class TestToldOfDirectives(ToldCase, DirectiveCase):
    """Who directs sees whether the units have opened the document; where it is directed anew, whether they have since."""

    def test_the_heads_of_the_units(self):
        document = self.directed(others=['policy'])
        for user in ('outreach_head', 'policy_head'):
            self.assertIn(self.name(user), self.note('head', document))
        self.assertNotIn('Seen by', self.note('head', document))
        self.open('policy_head', document)
        self.assertIn(f"Seen by: {self.name('policy_head')}", self.note('head', document))
        with freeze_time('2031-03-04 02:00:00'), self.at_database('2031-03-04 02:00:00'):
            leader = self.as_user('head', document)
            leader.action_take_back("Sửa.")
            self.assertFalse(self.note('head', document))
            leader.action_direct()
            self.assertNotIn('Seen by', self.note('head', document))
            self.open('policy_head', document)
            self.assertIn(f"Seen by: {self.name('policy_head')}", self.note('head', document))
        seen = [('res_model', '=', document._name), ('res_id', '=', document.id), ('step', '=', 'seen')]
        for user, count in (('head', 2), ('office_staff', 2), ('policy_head', 2), ('policy_staff', 0), ('outreach_head', 0)):
            self.assertEqual(self.as_user(user, 'dan_van.approval').search_count(seen), count, user)

    def at_database(self, moment):
        now = datetime.datetime.fromisoformat(moment)
        return patch.object(self.env.cr, 'now', lambda: now)


class TestToldOfReminders(ToldCase, ReminderCase):
    """The office sees whether the units that it reminds have opened the letter."""

    def test_the_heads_of_the_units(self):
        reminder = self.issued('outreach', 'policy')
        self.assertNotIn('Seen by', self.note('office_staff', reminder))
        self.assertIn(self.name('policy_head'), self.note('office_staff', reminder))
        self.open('policy_head', reminder)
        self.assertIn(f"Seen by: {self.name('policy_head')}", self.note('office_staff', reminder))


class TestToldPerformance(QueryCase):

    def test_it_costs_the_same_for_many_persons(self):
        def prepared(count):
            people = self.env['res.users'].union(*(new_test_user(
                self.env, f'told-{count}-{number}-{self.env["res.users"].search_count([])}', groups='dan_van.group_staff', company_id=self.company.id,
                company_ids=[Command.set(self.company.ids)]) for number in range(count)))
            self.units['outreach'].member_user_ids += people
            duty = self.to_state(self.new_plan(duties=['outreach']), 'issued').sudo().assignment_ids
            self.as_user('outreach_head', duty).user_ids = people
            for user in people:
                duty.with_user(user).mark_seen()
            return self.as_user('office_staff', duty)
        self.assertFlat(prepared, lambda duty: duty.read(['seen_note', 'is_told']), small=2, large=8)
