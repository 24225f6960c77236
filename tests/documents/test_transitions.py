from odoo.tests import BaseCase, tagged

from ...models.core.transitions import Transition, Transitions
from ..common import AgencyCase

SUBMIT = Transition('submit', "Submit", ['draft'], 'submitted', version=True)
SIGN = Transition('sign', "Sign", ['submitted'], 'signed')
ISSUE = Transition('issue', "Issue", ['signed'], 'issued')
CHECK = Transition('check', "Check", ['submitted'], 'checked')


@tagged('post_install', '-at_install')
class TestTransitions(BaseCase):
    """The table of a workflow as a value."""

    def setUp(self):
        super().setUp()
        self.table = Transitions(SUBMIT, SIGN, ISSUE)

    def test_steps_are_found_by_name_in_the_order_of_their_buttons(self):
        self.assertEqual(list(self.table), ['submit', 'sign', 'issue'])
        self.assertEqual(self.table['sign'], SIGN)
        self.assertIn('issue', self.table)
        self.assertIsNone(self.table.get('recall'))

    def test_a_step_is_put_after_or_before_another(self):
        self.assertEqual(list(self.table.after('submit', CHECK)), ['submit', 'check', 'sign', 'issue'])
        self.assertEqual(list(self.table.before('issue', CHECK)), ['submit', 'sign', 'check', 'issue'])
        self.assertEqual(list(self.table.after('issue', CHECK)), ['submit', 'sign', 'issue', 'check'])

    def test_a_step_is_changed_or_left_out_by_name(self):
        changed = self.table.replaced('sign', sources=['checked'])
        self.assertEqual((list(changed), changed['sign'].sources), (['submit', 'sign', 'issue'], ['checked']))
        self.assertEqual(list(self.table.without('sign', 'issue')), ['submit'])

    def test_the_table_itself_never_changes(self):
        self.table.after('submit', CHECK).replaced('sign', target='issued').without('issue')
        self.assertEqual(tuple(self.table.values()), (SUBMIT, SIGN, ISSUE))
        with self.assertRaises(TypeError):
            self.table['check'] = CHECK

    def test_a_name_that_is_not_there_or_is_there_twice_is_an_error(self):
        for act in (lambda: self.table.after('checks', CHECK), lambda: self.table.before('checks', CHECK),
                    lambda: self.table.replaced('checks', target='x'), lambda: self.table.without('checks')):
            with self.assertRaises(KeyError):
                act()
        with self.assertRaises(ValueError):
            self.table.after('submit', SIGN)


class TestOwnStep(AgencyCase):
    """An addon inserts a step of its own between submission and signature of letters."""

    def setUp(self):
        super().setUp()
        Letter = self.registry['dan_van.letter']
        base = Letter._transitions

        def transitions(letter):
            return base(letter).after('submit', Transition('check', "Kiểm tra", ['submitted'], 'submitted')).replaced(
                'recall', reason=False)

        self.patch(Letter, '_transitions', transitions)
        # What the addon defines beside its entry of the table.
        Letter._may_check = lambda letter: letter._is_office()
        self.addCleanup(delattr, Letter, '_may_check')
        self.letter = self.as_user('office_staff', 'dan_van.letter').create({
            'subject': "mời họp", 'department_id': self.units['office'].id, 'addressees': "Các phòng", 'body': "Mời họp."})

    def test_its_button_its_guard_and_its_line_in_the_log_come_by_themselves(self):
        self.letter.action_submit()
        self.assertEqual(list(self.letter._transitions())[:3], ['submit', 'check', 'review_content'])
        self.assertIn('check', self.letter.allowed_transitions)
        self.assertNotIn('check', self.as_user('head', self.letter).allowed_transitions)
        self.letter._transition('check')
        self.assertEqual(self.letter.approval_ids[:1].step, 'check')
        self.assertEqual(self.letter.approval_ids[:1].label, "Kiểm tra")
        self.assertNotIn('check', self.env['dan_van.plan']._transitions(), "other documents know nothing of it")


@tagged('dan_van_long')
class TestStanding(AgencyCase):
    """What a state means is said once: on the record, in a search, and of a duty by its plan."""

    def test_records_and_searches_agree_in_every_state(self):
        Plan = self.env['dan_van.plan']
        plans = Plan.union(*(self.to_state(self.new_plan(duties=['policy']), state).with_env(self.env)
                             for state in ('draft', 'submitted', 'signed', 'issued', 'closed', 'recalled')))
        for name, states in {
                'is_frozen': ('submitted', 'signed', 'issued', 'closed', 'recalled'), 'is_out': ('issued', 'closed', 'recalled'),
                'is_in_force': ('issued', 'closed'), 'is_gone': ('recalled',)}.items():
            with self.subTest(name):
                expected = plans.filtered(lambda plan, states=states: plan.state in states)
                self.assertEqual(plans.filtered(name), expected)
                self.assertEqual(Plan.search([('id', 'in', plans.ids), (name, '=', True)], order='id'), expected)
                self.assertEqual(Plan.search([('id', 'in', plans.ids), (name, '=', False)], order='id'), plans - expected)

    def test_duties_stand_as_their_plan(self):
        Duty = self.env['dan_van.assignment']
        plans = {state: self.to_state(self.new_plan(duties=['policy', None]), state).with_env(self.env)
                 for state in ('draft', 'issued', 'closed', 'recalled')}
        duties = Duty.search([('plan_id', 'in', [plan.id for plan in plans.values()])])
        done = duties.filtered(lambda duty: duty.plan_state == 'issued' and duty.department_id == self.units['policy'])[:1]
        self.as_user('policy_staff', done).action_done()
        for name in ('is_out', 'is_tracked', 'is_at_work'):
            with self.subTest(name):
                self.assertEqual(Duty.search([('id', 'in', duties.ids), (name, '=', True)]), duties.filtered(name))
                self.assertEqual(
                    Duty.search([('id', 'in', duties.ids), (name, '=', False)]), duties - duties.filtered(name))
                self.assertTrue(duties.filtered(name))
        self.assertEqual(set(duties.filtered('is_tracked').mapped('plan_state')), {'issued', 'closed'})
        self.assertEqual(set(duties.filtered('is_at_work').mapped('plan_state')), {'issued'})
