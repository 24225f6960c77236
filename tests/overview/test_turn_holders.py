"""Whoever has the turn may act: he reads the record, and his form offers a step that it waits for."""
import ast
import base64
import random
from datetime import timedelta

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ...models.core.res_company import legal_today
from .. import signature_cases as cases
from ..common import ReportCase
from ..core.test_access_transitions import WAYS, TransitionCase
from ..documents.test_letter import LetterCase
from ..keys import unlocked
from .test_absence import Away


class TestNobodyElse(Away, LetterCase):
    """The only person of a role is missing."""

    def signed(self):
        letter = self.new_letter()
        letter.action_submit()
        self.as_user('head', letter).action_sign()
        return letter.with_env(self.env)

    def test_the_only_clerk_has_left(self):
        letter = self.signed()
        with self.assertRaisesRegex(UserError, "not yours to do"):
            self.as_user('office_head', letter).action_issue()
        self.users['clerk'].action_archive()
        self.assertTurn(letter, 'office_head')
        self.as_user('office_head', letter).action_issue()
        self.assertEqual(letter.state, 'issued')

    def test_the_only_clerk_is_away(self):
        """The head of the office numbers, with the dialog that reserved numbers need; when the clerk is back, he does not."""
        letter = self.signed()
        absence = self.away('clerk', by='office_staff')
        self.assertTurn(letter, 'office_head')
        self.assertIn(f"(for {self.users['clerk'].name})", letter.turn_note)
        action = self.as_user('office_head', letter).action_issue_choose()
        dialog = self.as_user('office_head', action['res_model']).with_context(**action['context']).create({})
        absence.unlink()
        self.assertTurn(letter, 'clerk')
        with self.assertRaisesRegex(UserError, "while none is there"):
            dialog.action_confirm()
        self.away('clerk', 'policy_staff', by='office_staff')
        self.assertTurn(letter, 'office_head')
        dialog.action_confirm()
        self.assertEqual(letter.state, 'issued')

    def test_nobody_numbers(self):
        """A clerk who is away is waited for; where there is none any more, who has signed is told, and may take it back."""
        letter = self.signed()
        absence = self.away('clerk', by='office_staff')
        self.users['office_head'].active = False
        self.assertTurn(letter, 'clerk')
        absence.unlink()
        self.users['clerk'].active = False
        self.assertTurn(letter, 'head')
        self.assertIn("no clerk", letter._turn()[1])
        self.users['head'].active = False
        self.assertTurn(letter)
        self.assertIn("Nobody's turn", letter.turn_note)

    def test_the_request_of_the_head_of_the_office(self):
        """Another leader decides, else a colleague, else nobody and the request says so; never who has asked."""
        plan = self.new_plan(duties=['office'])
        plan.assignment_ids.deadline = self.day(10)
        duty = self.to_state(plan, 'issued').with_env(self.env).printed_assignment_ids
        extension = self.as_user('office_head', 'dan_van.extension').create({
            'assignment_id': duty.id, 'new_deadline': self.day(20), 'reason': "Chờ số liệu."}).with_env(self.env)
        self.assertTurn(extension, 'head')
        self.away('head')
        self.assertEqual(len(self.holders(extension)), 1)
        self.assertLessEqual(self.holders(extension), {self.users[name].login for name in ('deputy_1', 'deputy_2')})
        self.users['deputy_1'].action_archive()
        self.assertTurn(extension, 'deputy_2')
        self.away('deputy_2')
        self.assertTurn(extension, 'office_staff')
        self.users['office_staff'].active = False
        self.assertTurn(extension, 'head')
        (self.users['head'] | self.users['deputy_2']).active = False
        self.assertTurn(extension)
        self.assertIn("nobody who is there may take this step", extension.turn_note)

    def test_a_leader_decides_on_no_request_of_his_own(self):
        self.units['outreach'].member_user_ids |= self.users['deputy_1'] | self.users['head']
        plan = self.new_plan(duties=['outreach', 'outreach'])
        plan.assignment_ids.deadline = self.day(10)
        duties = self.to_state(plan, 'issued').printed_assignment_ids
        for user, duty, allowed in (('deputy_1', duties[0], False), ('head', duties[1], True)):
            extension = self.as_user(user, 'dan_van.extension').create({
                'assignment_id': duty.id, 'new_deadline': self.day(20), 'reason': "Chờ số liệu."})
            with self.subTest(user):
                self.assertEqual('accept' in extension.allowed_transitions, allowed)

    def day(self, days):
        return legal_today(self.env.user) + timedelta(days)


class TestOwnReport(Away, ReportCase):

    def test_who_acts_for_the_head_has_submitted_the_report_himself(self):
        plan = self.report_plan(schemes=('quarter',), duties=['policy'])
        report = self.report_of(self.opened(plan, "Quý I năm 2022"), 'policy').with_env(self.env)
        report.line_ids.text = "Đã thực hiện."
        self.units['policy'].deputy_user_id = self.users['policy_staff']
        absence = self.away('policy_head')
        self.as_user('policy_staff', report).action_submit()
        self.assertTurn(report, 'office_head')
        self.assertNotIn('approve', self.as_user('office_head', report).allowed_transitions)
        absence.unlink()
        self.assertTurn(report, 'policy_head')
        with self.assertRaisesRegex(UserError, "not yours to do"):
            self.as_user('office_head', report).action_return("Để người khác trình.")
        absence = self.away('policy_head')
        self.as_user('office_head', report).action_return("Để người khác trình.")
        self.assertTurn(report, 'policy_staff')
        self.units['policy'].member_user_ids |= self.users['outreach_staff']
        self.as_user('outreach_staff', report).action_submit()
        self.assertTurn(report, 'policy_staff')
        self.reading('policy_staff', report).action_approve()
        self.assertEqual(report.state, 'approved')


@tagged('dan_van_wide')
class TestEachHolderMayAct(Away, TransitionCase):
    """Every model with a workflow, in every state, while anyone of the agency is missing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What is issued waits for its signatures.
        cls.as_user('admin', 'dan_van.trusted.root').create({'certificate': base64.b64encode(cases.authority().pem)})
        cls.units['policy'].dan_van_leader_id = cls.users['deputy_1']
        cls.records |= {
            'plan': cls.new_plan().with_env(cls.env),
            'rating': cls.env['dan_van.rating']._open_year(2022, cls.company).filtered(
                lambda rating: rating.official_id == cls.users['policy_staff'])}
        cls.records['handled'] = cls.as_user('policy_staff', 'dan_van.case').create({
            'kind_id': cls.records['case'].kind_id.id, 'department_id': cls.units['policy'].id, 'outcome': "Xong.",
            'handler_id': cls.users['policy_staff'].id}).with_env(cls.env)
        cls.ways = {
            **WAYS, 'plan': [('submit', 'office'), ('sign', 'leader'), ('issue', 'clerk')],
            'rating': [('submit', 'staff'), ('assess', 'head')], 'handled': WAYS['case']}
        cls.archs, cls.heads = {}, cls.env['hr.department'].search([]).head_user_id

    def test_whoever_is_missing(self):
        chance, told = random.Random(7), set()
        for stage in range(1 + max(map(len, self.ways.values()))):
            people = self.env['res.users'].union(*(unit.member_user_ids for unit in self.units.values()), self.users['clerk'])
            holders = self._turns().user_id
            for user in people:
                names = ['archived', 'away', 'replaced', *(['delegating'] if user in self.heads else [])]
                # Who has nothing to do is missed by nobody: that is tried once.
                for name in names if user in holders or not stage else ():
                    with self.env.cr.savepoint() as savepoint, self.subTest(stage=stage, user=user.login, missing=name):
                        getattr(self, f'_{name}')(user, chance.choice(people - user))
                        self.env.flush_all()
                        self.env.invalidate_all()
                        told |= self._check_holders()
                        savepoint.rollback()
                    self.env.invalidate_all()
            for name, way in self.ways.items():
                if stage < len(way):
                    self._advance(self.records[name], *way[stage])
        self.assertGreater(len(told), 20)

    def _advance(self, record, step, role):
        if record._name == 'dan_van.rating':
            state = record._get_transition(step).target
            unlocked(record).write({'state': state, **dict.fromkeys(('self_level', 'head_level'), 'good')})
            record._keep_turns()
        else:
            # As where the agency does not sign digitally; what is issued waits for its signatures afterwards.
            roots = self.env['dan_van.trusted.root'].search([])
            roots.active = False
            self.take(role, record, step)
            roots.active = True

    def _archived(self, user, _other):
        user.active = False

    def _away(self, user, _other, **values):
        self.env['dan_van.absence'].create({'user_id': user.id, 'date_from': self.today, 'date_to': self.today, **values})

    def _replaced(self, user, other):
        self._away(user, other, substitute_id=other.id)

    def _delegating(self, user, _other):
        for unit in self.env['hr.department'].search([('head_user_id', '=', user.id)]):
            unit.write({'deputy_user_id': (unit.member_user_ids - user)[:1].id, 'delegation_from': self.today, 'delegation_to': self.today})

    def _check_holders(self):
        """:return: set of (model, state, step) that somebody's turn offers him"""
        turns, told = self._turns().grouped(lambda turn: (turn.res_model, turn.res_id)), set()
        for name, record in self.records.items():
            holders = turns.get((record._name, record.id), self.env['mail.activity']).user_id
            if not holders and record.filtered_domain(record._open_domain()):
                self.assertIn("Nobody's turn", record.turn_note or '', name)
            for user in holders:
                self.assertTrue(user.active, name)
                steps = self._offered(record.with_env(self.env(user=user, su=False))) - {'withdraw', 'recall'}
                self.assertTrue(steps, f"{name} ({record.state}): {user.login} may do nothing")
                told |= {(record._name, record.state, step) for step in steps}
        return told

    def _turns(self):
        return self.env['mail.activity'].search([('activity_type_id', '=', self.env.ref('dan_van.mail_activity_turn').id)])

    def _offered(self, record):
        """:return: the steps whose buttons the form of ``record`` shows its user"""
        key = record._name, record.env.uid
        if key not in self.archs:
            self.archs[key] = etree.fromstring(record.get_view(view_type='form')['arch'])
        names, shown = set(record._transitions()), set()
        for button in self.archs[key].iterfind('.//button'):
            step = (button.get('name') or '').removeprefix('action_')
            if step in names:
                hidden = button.get('invisible') or 'False'
                asked = {node.id for node in ast.walk(ast.parse(hidden)) if isinstance(node, ast.Name)}
                if not safe_eval(hidden, record.read([*asked & set(record._fields), 'allowed_transitions'])[0]):
                    shown |= {step} & set(record.allowed_transitions)
        return shown
