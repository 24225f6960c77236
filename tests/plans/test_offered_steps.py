from odoo.exceptions import UserError
from odoo.fields import Command

from ..common import AgencyCase


class TestOfferedSteps(AgencyCase):
    """A button stands where its step is not refused: the form asks the check that refuses."""

    def offered(self, record, user, names):
        theirs = self.as_user(user, record)
        return {name: theirs[name] for name in names}

    def test_replacing_and_importing_again(self):
        names = ('can_replace', 'can_import_again', 'can_draft')
        plan = self.new_plan()
        self.assertEqual(self.offered(plan, 'office_staff', names), {'can_replace': False, 'can_import_again': True, 'can_draft': True})
        self.assertEqual(self.offered(plan, 'head', names), dict.fromkeys(names, False))
        self.to_state(plan, 'submitted')
        self.assertFalse(self.as_user('office_staff', plan).can_import_again)
        self.to_state(plan, 'issued')
        for user in ('head', 'outreach_staff', 'policy_staff', 'office_staff'):
            theirs = self.as_user(user, plan)
            with self.subTest(user):
                may = user == 'office_staff'
                self.assertEqual(self.offered(plan, user, names), dict.fromkeys(names, may))
                wizard = theirs.env['dan_van.plan.return'].create({'plan_id': plan.id})
                self.assertEqual(wizard.can_replace, may)
                if not may:
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        theirs.action_replace()

    def test_the_schemes_of_an_issued_plan(self):
        """A tag that can't be taken off has no cross."""
        plan = self.to_state(self.new_plan(unit='policy', user='policy_staff', scheme_ids=[
            Command.set(self.env.ref('dan_van.scheme_quarter').ids)]), 'issued')
        for user, may in (('policy_staff', False), ('office_staff', True)):
            theirs = self.as_user(user, plan)
            with self.subTest(user):
                self.assertEqual(theirs.can_schedule, may)
                if may:
                    theirs.scheme_ids = False
                else:
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        theirs.scheme_ids = False
        self.assertIn('readonly="dan_van_read_only or (not can_schedule)"', plan.get_view(view_type='form')['arch'])

    def test_the_forms_ask(self):
        for name in ('plan', 'letter', 'report', 'reminder'):
            arch = self.env[f'dan_van.{name}'].get_view(view_type='form')['arch']
            with self.subTest(name):
                self.assertRegex(arch, r'<button name="action_replace"[^>]*invisible="not can_replace"')
        for name, button in (('plan', 'action_renumber'), ('report', 'action_draw'), ('reminder', 'action_draw')):
            arch = self.env[f'dan_van.{name}'].get_view(view_type='form')['arch']
            for tag in arch.split('<')[1:]:
                if f'name="{button}"' in tag:
                    self.assertIn('dan_van_read_only', tag)
