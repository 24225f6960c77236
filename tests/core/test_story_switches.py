from odoo.fields import Command
from odoo.tests import HttpCase

from ...models.core.mail_switches import _SWITCHES
from ..common import AgencyCase

# What Odoo is told by, and what this addon is, where a client says it.
OFF = {**dict.fromkeys(_SWITCHES, True), 'dan_van_turn': True}


class TestStorySwitches(AgencyCase, HttpCase):
    """No request switches off what is told of our records: that they were made, what has changed, whose turn it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.event_values = {
            'type_id': cls.env.ref('dan_van.event_type_tuyen_truyen').id, 'department_id': cls.units['outreach'].id,
            'participant_count': 40}

    def call(self, user, model, method, *args, **kwargs):
        self.env.flush_all()
        self.authenticate(self.users[user].login, self.users[user].login)
        return self.make_jsonrpc_request(f'/web/dataset/call_kw/{model}/{method}', {
            'model': model, 'method': method, 'args': args, 'kwargs': {
                **kwargs, 'context': {'allowed_company_ids': self.company.ids, **OFF, **kwargs.get('context', {})}}})

    def told(self, record):
        """:return: number of messages of ``record``, list of its tracked changes, its followers"""
        self.env.invalidate_all()
        messages = record.sudo().message_ids
        return len(messages), [
            (value.field_id.name, value.old_value_integer, value.new_value_integer) for value in messages.tracking_value_ids
        ], record.sudo().message_partner_ids

    def test_a_record_that_is_made_by_whichever_door(self):
        own = self.users['outreach_staff'].partner_id
        Event = self.env['dan_van.event']
        [made] = self.call('outreach_staff', 'dan_van.event', 'create', [self.event_values])
        saved = self.call('outreach_staff', 'dan_van.event', 'web_save', [], self.event_values, {})[0]['id']
        loaded = self.call('outreach_staff', 'dan_van.event', 'load', ['type_id/.id', 'department_id/.id', 'participant_count'], [
            [str(self.event_values[name]) for name in ('type_id', 'department_id', 'participant_count')]])['ids'][0]
        [copied] = self.call('outreach_staff', 'dan_van.event', 'copy', [made])
        for door, event in {'create': made, 'web_save': saved, 'load': loaded, 'copy': copied}.items():
            with self.subTest(door):
                self.assertEqual(self.told(Event.browse(event)), (1, [], own))

    def test_a_change_by_whichever_door(self):
        event = self.as_user('outreach_staff', 'dan_van.event').create(self.event_values)
        self.env.cr.flush()
        before, *_rest = self.told(event)
        self.call('outreach_staff', event._name, 'write', event.ids, {'participant_count': 45})
        self.call('outreach_staff', event._name, 'web_save', event.ids, {'participant_count': 46}, {})
        self.call('outreach_staff', event._name, 'load', ['.id', 'participant_count'], [[str(event.id), '47']])
        count, changes, _followers = self.told(event)
        self.assertEqual((count - before, sorted(changes)), (3, [
            ('participant_count', *step) for step in ((40, 45), (45, 46), (46, 47))]))

    def test_a_part_of_a_record(self):
        plan = self.new_plan()
        self.env.cr.flush()
        duty = plan.printed_assignment_ids[0]
        before, *_rest = self.told(duty)
        self.call('office_staff', plan._name, 'write', plan.ids, {
            'assignment_ids': [Command.update(duty.id, {'deadline': '2026-12-01'})]})
        self.assertGreater(self.told(duty)[0], before)

    def test_reminders_end_whatever_is_to_be_skipped(self):
        [id_] = self.call('clerk', 'dan_van.incoming', 'create', [{
            'code': '1/UBND', 'subject': "Về công tác dân vận", 'issuer': "UBND"}])
        incoming = self.env['dan_van.incoming'].browse(id_)
        kind = self.env.ref('dan_van.mail_activity_answer')
        self.as_user('clerk', incoming).activity_schedule('dan_van.mail_activity_answer', user_id=self.users['clerk'].id)
        self.env.flush_all()
        self.call('clerk', incoming._name, 'activity_unlink', [id_], ['dan_van.mail_activity_answer'])
        self.env.invalidate_all()
        self.assertNotIn(kind, incoming.sudo().activity_ids.activity_type_id)

    def test_who_is_given_something_to_do_is_told(self):
        event = self.as_user('outreach_staff', 'dan_van.event').create(self.event_values)
        head = self.users['outreach_head']
        todo = {'res_model_id': self.env['ir.model']._get_id(event._name), 'res_id': event.id, 'user_id': head.id, 'summary': "Xem"}
        for context, values in (({}, todo), (
                {'default_res_model_id': todo['res_model_id']}, {name: todo[name] for name in ('res_id', 'user_id', 'summary')})):
            self.env['mail.message'].search([('model', '=', event._name)]).sudo().notification_ids.unlink()
            self.call('outreach_staff', 'mail.activity', 'create', [values], context=context)
            self.env.invalidate_all()
            notices = self.env['mail.notification'].search([
                ('mail_message_id.model', '=', event._name), ('mail_message_id.res_id', '=', event.id)])
            self.assertEqual(notices.res_partner_id, head.partner_id)
            self.assertIn(head.partner_id, event.sudo().message_partner_ids)

    def test_what_code_is_silent_about_stays_silent(self):
        """Steps tell themselves, and nobody follows a document because it is his turn."""
        plan = self.as_user('office_staff', self.new_plan()).with_context(tracking_disable=False)
        plan.action_submit()
        self.assertNotIn(self.users['head'].partner_id, plan.sudo().message_partner_ids)
