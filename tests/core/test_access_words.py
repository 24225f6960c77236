from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user

from ..common import AgencyCase


class TestAccessWords(AgencyCase):
    """A refusal says in plain words what is not allowed, on which document, and whom to ask; it names nothing unread."""

    def refusal(self, act, *args):
        with self.assertRaises(AccessError) as caught, self.env.cr.savepoint():
            act(*args)
        text = str(caught.exception)
        self.assertNotIn('top-secret', text)
        self.assertNotIn('dan_van.', text)
        return text

    def test_by_a_rule(self):
        plan = self.new_plan(unit='policy', user='policy_staff')
        told = self.refusal(self.as_user('head', plan).write, {'subject': "Khác"})
        self.assertIn(plan.subject, told)
        self.assertIn("Bạn không được sửa", told, "in the language of the user")
        self.assertIn(self.units['policy'].name, told)
        self.assertIn("Bạn không được xóa", self.refusal(self.as_user('head', self.to_state(plan, 'issued').assignment_ids).unlink))

    def test_nothing_unread_is_named(self):
        plan = self.new_plan(unit='policy', user='policy_staff')
        for act, *args in ((lambda record: record.read, ['subject']), (lambda record: record.write, {'subject': "Khác"})):
            told = self.refusal(act(self.as_user('outreach_staff', plan)), *args)
            self.assertNotIn(plan.subject, told)
            self.assertNotIn(self.units['policy'].name, told)

    def test_by_the_role(self):
        told = self.refusal(self.as_user('policy_staff', 'dan_van.indicator').create, {'name': "Mới"})
        self.assertIn("your role enters none", told)
        self.assertIn("ask the administrator of your agency", told)
        self.assertIn(self.env.ref('dan_van.group_admin').name, told)

    def test_another_of_the_own_agencies_is_offered(self):
        """As Odoo does: the client changes to it."""
        other = self.env['res.company'].create({'name': "Cơ quan khác"})
        user = new_test_user(self.env, 'both', 'dan_van.group_staff', company_id=other.id, company_ids=[
            Command.set((other | self.company).ids)])
        plan = self.to_state(self.new_plan(), 'issued')
        with self.assertRaises(AccessError) as caught:
            plan.with_user(user).with_context(allowed_company_ids=other.ids).read(['subject'])
        self.assertEqual(caught.exception.context['suggested_company']['id'], self.company.id)

    def test_records_of_others_are_refused_as_ever(self):
        with self.assertRaises(AccessError) as caught:
            self.as_user('policy_staff', 'ir.model').create({'name': "x", 'model': 'x_x'})
        self.assertIn('ir.model', str(caught.exception))
