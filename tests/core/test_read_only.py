from odoo.exceptions import AccessError
from odoo.tests import Form

from ..common import AgencyCase
from ..keys import unlocked


class TestReadOnly(AgencyCase):
    """A form shows as read-only what the server would refuse to write."""

    def test_as_the_server_decides(self):
        """For each model that says so, for each role, of whatever the demo has."""
        self.new_plan()
        told = 0
        for name in sorted(self.env.registry):
            if not self.env.registry[name]._auto or 'dan_van_read_only' not in self.env[name]._fields:
                continue
            for record in self.env[name].search([], limit=2):
                for user in self.USERS:
                    theirs = self.as_user(user, record)
                    if not theirs.has_access('read'):
                        continue
                    with self.subTest(model=name, user=user):
                        # A request is its unit's besides: below.
                        if name != 'dan_van.extension':
                            self.assertEqual(theirs.dan_van_read_only, not theirs.has_access('write'))
                        told += theirs.dan_van_read_only
        self.assertGreater(told, 100)

    def test_every_form_of_a_document_asks(self):
        for name in ('plan', 'letter', 'report', 'reminder', 'event', 'case', 'incoming', 'target', 'absence', 'assignment'):
            arch = self.env[f'dan_van.{name}'].get_view(view_type='form')['arch']
            with self.subTest(name):
                self.assertIn('readonly="dan_van_read_only', arch)

    def test_a_list_that_is_edited_asks_too(self):
        for name in ('dan_van.assignment', 'dan_van.event.type', 'dan_van.target'):
            arch = self.env[name].get_view(view_type='list')['arch']
            with self.subTest(name):
                self.assertIn('readonly="dan_van_read_only', arch)
                self.assertIn('name="dan_van_read_only"', arch)

    def test_the_leadership_reads_a_draft(self):
        plan = self.new_plan()
        form = Form(self.as_user('head', plan))
        with self.assertRaisesRegex(AssertionError, "readonly"):
            form.subject = "Khác"
        form = Form(self.as_user('office_staff', plan))
        form.subject = "Khác"
        self.assertEqual(form.save().subject, "Khác")
        letter = self.as_user('policy_staff', 'dan_van.letter').create({'subject': "Về việc phối hợp", 'body': "Nội dung."})
        with self.assertRaisesRegex(AssertionError, "readonly"):
            Form(self.as_user('head', letter)).body = "Khác"

    def test_who_decides_on_a_request_does_not_rewrite_it(self):
        duty = self.to_state(self.new_plan(duties=['policy']), 'issued').assignment_ids
        unlocked(duty.sudo()).write({'deadline': '2099-01-01'})
        request = self.as_user('policy_staff', 'dan_van.extension').create({
            'assignment_id': duty.id, 'new_deadline': '2099-02-01', 'reason': "Chờ văn bản của cấp trên."})
        with self.assertRaisesRegex(AssertionError, "readonly"):
            Form(self.as_user('office_head', request)).reason = "Khác"
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.as_user('office_head', request).write({'reason': "Khác"})
        form = Form(self.as_user('policy_staff', request))
        form.reason = "Khác"
        form.save()
