from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from ..common import AgencyCase

# Who may take which step of a plan that policy_staff of "Phòng Chính sách" has drafted and submitted for the
# signature of "head". Who is not named in a state may do nothing there.
STEPS = """
draft      policy_staff      submit
draft      policy_head       submit
draft      office_staff      submit
draft      office_head       submit
submitted  policy_staff      withdraw
submitted  office_staff      withdraw
submitted  office_head       withdraw
submitted  head              return sign
submitted  deputy_1          return
signed     head              return
signed     clerk             return issue
issued     office_staff      close
issued     office_head       close
issued     head              recall
issued     deputy_1          recall
closed     office_staff      reopen
closed     office_head       reopen
closed     head              recall
closed     deputy_1          recall
recalled   office_staff      forgo_notice
recalled   office_head       forgo_notice
"""
ROLES = (
    'policy_staff', 'policy_head', 'inspectorate_staff', 'office_staff', 'office_head', 'clerk', 'head', 'deputy_1',
    'admin')
# (step, user who takes it, state that it leads to, who has the turn then)
CHAIN = [
    ('submit', 'policy_staff', 'submitted', ['head']),
    ('withdraw', 'policy_staff', 'draft', []),
    ('submit', 'policy_staff', 'submitted', ['head']),
    ('return', 'deputy_1', 'draft', ['policy_staff']),
    ('submit', 'policy_head', 'submitted', ['head']),
    ('sign', 'head', 'signed', ['clerk']),
    ('return', 'clerk', 'draft', ['policy_head']),
    ('submit', 'policy_staff', 'submitted', ['head']),
    ('sign', 'head', 'signed', ['clerk']),
    ('issue', 'clerk', 'issued', []),
    ('close', 'office_head', 'closed', []),
    ('reopen', 'office_staff', 'issued', []),
    ('recall', 'head', 'recalled', ['office_head']),
    ('forgo_notice', 'office_staff', 'recalled', []),
]
REASON = "Chưa đúng thể thức."


class Done(Exception):
    """Ends the savepoint of a step that succeeded."""


class TestWorkflowGuards(AgencyCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.new_plan(unit='policy', user='policy_staff').with_env(cls.env)

    def take(self, user, step, plan=None):
        """Take ``step`` through the button that the client calls."""
        plan = self.as_user(user, self.plan if plan is None else plan)
        if plan.has_access('read'):
            plan = self.reading(user, plan)
        if step == 'replace':
            return plan._transition(step)  # its button makes the draft of the new document
        reason = (REASON,) if step in ('return', 'recall', 'forgo_notice', 'sign_paper') else ()
        return getattr(plan, f'action_{step}')(*reason)

    def log(self, plan=None):
        plan = self.plan if plan is None else plan
        return self.env['dan_van.approval'].search(
            [('res_model', '=', plan._name), ('res_id', '=', plan.id)], order='id')

    def test_nothing_but_a_step_writes_the_log(self):
        self.take('policy_staff', 'submit')
        line = self.log()[:1].copy_data()[0] | {'step': 'sign', 'user_id': self.users['head'].id}
        for make in (
                lambda: self.env['dan_van.approval'].sudo().create(line),
                lambda: self.plan.sudo().write({'approval_ids': [Command.create(line)]}),
                lambda: self.plan.sudo()._opened('submit', 'state').env['dan_van.approval'].create(line)):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                make()
        self.assertEqual(self.log().mapped('step'), ['submit'])

    def refusal(self, user, step):
        """Try ``step`` and take it back; return the error, or ``None`` where it succeeded."""
        try:
            with self.env.cr.savepoint():
                self.take(user, step)
                self.env.flush_all()
                raise Done
        except Done:
            return None
        except UserError as error:
            return error

    # The table

    def test_buttons_and_server_agree_for_everybody_in_every_state(self):
        """What a user is offered, what succeeds when tried, and the table are the same."""
        expected = {}
        for state, user, *steps in map(str.split, STEPS.strip().splitlines()):
            expected[state, user] = set(steps)
        labels = {step.name: step.label for step in self.plan._transitions().values()}
        for state, step, user in [
                ('draft', 'submit', 'policy_staff'), ('submitted', 'sign', 'head'), ('signed', 'issue', 'clerk'),
                ('issued', 'close', 'office_head'), ('closed', 'recall', 'head'), ('recalled', None, None)]:
            self.assertEqual(self.plan.state, state)
            for role in ROLES:
                self.check_role(role, state, expected.get((state, role), set()), labels)
            if step:
                self.take(user, step)

    def check_role(self, role, state, expected, labels):
        plan = self.as_user(role, self.plan)
        readable = plan.has_access('read')
        offered = set(plan.allowed_transitions or ()) if readable else set()
        errors = {step: self.refusal(role, step) for step in labels}
        with self.subTest(state=state, role=role):
            self.assertEqual(offered, expected, "offered by the buttons")
            self.assertEqual({step for step, error in errors.items() if not error}, expected, "taken when tried")
            for step, error in errors.items():
                if error and readable:
                    self.assertNotIsInstance(error, AccessError)
                    self.assertIn(labels[step], str(error), "the refusal names the step")
                    self.assertIn(self.plan.display_name, str(error), "the refusal names the document")
                elif error:
                    self.assertIsInstance(error, AccessError)

    # The log and the turn

    def test_each_step_writes_one_line_and_calls_the_next(self):
        """The log tells the whole way, and exactly those whose turn it is have one activity."""
        for step, user, target, turn in CHAIN:
            source, before = self.plan.state, self.log()
            self.take(user, step)
            with self.subTest(step=step, source=source):
                line = self.log() - before
                self.assertEqual(len(line), 1, "one line in the log")
                self.assertRecordValues(line, [{
                    'step': step, 'state_from': source, 'state_to': target, 'user_id': self.users[user].id,
                    'reason': REASON if step in ('return', 'recall', 'forgo_notice') else False}])
                self.assertEqual(self.plan.state, target)
                activities = self.plan.activity_ids
                self.assertEqual(
                    activities.user_id, self.env['res.users'].union(*(self.users[name] for name in turn)))
                self.assertEqual(len(activities), len(turn), "one activity each")
        self.assertEqual([line.step for line in self.log()], [step for step, *_rest in CHAIN])

    def test_every_clerk_of_the_agency_is_called_and_none_of_another(self):
        agency = {'company_id': self.company.id, 'company_ids': [Command.set(self.company.ids)]}
        other = self.env['res.company'].create({'name': "Cơ quan khác"})
        second = new_test_user(self.env, 'second.clerk', 'base.group_user,dan_van.group_clerk', **agency)
        new_test_user(
            self.env, 'foreign.clerk', 'base.group_user,dan_van.group_clerk', company_id=other.id,
            company_ids=[Command.set(other.ids)])
        self.take('policy_staff', 'submit')
        self.take('head', 'sign')
        self.assertEqual(self.plan.activity_ids.user_id, self.users['clerk'] | second)
        self.take('clerk', 'issue')
        self.assertFalse(self.plan.activity_ids, "issued by one, it is nobody's turn any more")

    def test_a_refused_step_leaves_no_trace(self):
        self.take('policy_staff', 'submit')
        log, activities = self.log(), self.plan.activity_ids
        for user, step in [('deputy_1', 'sign'), ('clerk', 'issue'), ('policy_head', 'withdraw'), ('clerk', 'return')]:
            with self.subTest(user=user, step=step):
                self.assertIsNotNone(self.refusal(user, step))
                self.assertEqual(self.plan.state, 'submitted')
                self.assertEqual((self.log(), self.plan.activity_ids), (log, activities))

    def test_all_plans_move_or_none(self):
        """Two plans signed at once, one of them not for this signer: neither is signed."""
        other = self.new_plan(signer_id=self.users['deputy_1'].id).with_env(self.env)
        self.take('policy_staff', 'submit')
        self.take('office_staff', 'submit', other)
        with self.assertRaisesRegex(UserError, self.users['deputy_1'].name), self.env.cr.savepoint():
            self.take('head', 'sign', self.plan | other)
        self.assertEqual((self.plan | other).mapped('state'), ['submitted', 'submitted'])
        self.assertEqual((self.log() | self.log(other)).mapped('step'), ['submit', 'submit'])

    # Reasons

    def test_a_return_needs_a_reason(self):
        """Without a reason the button opens the dialog, a blank one is refused, and nothing has moved."""
        self.take('policy_staff', 'submit')
        plan = self.as_user('head', self.plan)
        action = plan.action_return()
        self.assertEqual(action['res_model'], 'dan_van.reason.wizard')
        for blank in (' ', '\n\t'):
            with self.assertRaisesRegex(UserError, "reason"), self.env.cr.savepoint():
                plan.action_return(blank)
        self.assertEqual(plan.state, 'submitted')
        dialog = self.as_user('head', 'dan_van.reason.wizard').with_context(**action['context'])
        self.assertEqual(dialog.new().step_label, action['name'], "its button says what it does")
        dialog.create({'reason': REASON}).action_confirm()
        self.assertEqual(plan.state, 'draft')
        self.assertEqual(self.log()[-1].reason, REASON)
        self.assertFalse(
            any(REASON in message.body for message in self.plan.message_ids), "the log tells it to those who work on the plan")

    def test_who_can_t_see_what_he_returned_goes_back_to_the_list(self):
        """The clerk reads no drafts of other units: the form that he had open could not be loaded again."""
        for unit, user in (('inspectorate', 'inspectorate_staff'), ('office', 'office_staff')):
            plan = self.new_plan(unit=unit, user=user)
            self.as_user(user, plan).action_submit()
            self.as_user('head', plan).action_sign()
            clerk = self.as_user('clerk', plan)
            dialog = clerk.env['dan_van.reason.wizard'].create({
                'res_model': plan._name, 'res_ids': plan.ids, 'transition': 'return', 'reason': "Sai số liệu."})
            action = dialog.action_confirm()
            with self.subTest(unit=unit):
                self.assertEqual(plan.state, 'draft')
                self.env.invalidate_all()
                readable = bool(clerk.has_access('read'))
                self.assertEqual(action['type'], 'ir.actions.act_window_close' if readable else 'ir.actions.act_window')
                self.assertEqual(readable, unit == 'office')

    def test_a_recall_needs_a_reason_and_is_on_record(self):
        """A recalled plan keeps number, date and PDF; log and register tell of the recall."""
        self.to_state(self.plan, 'issued')
        kept = ('number', 'code', 'document_date', 'pdf_sha256')
        before = self.plan.read(kept)
        plan = self.as_user('head', self.plan)
        self.assertEqual(plan.action_recall()['res_model'], 'dan_van.reason.wizard')
        with self.assertRaisesRegex(UserError, "reason"), self.env.cr.savepoint():
            plan.action_recall(' ')
        self.assertEqual(self.plan.state, 'issued')
        plan.action_recall(REASON)
        self.assertRecordValues(self.log()[-1], [{
            'step': 'recall', 'state_from': 'issued', 'state_to': 'recalled', 'reason': REASON,
            'user_id': self.users['head'].id}])
        self.assertTrue(self.plan.register_entry_id.recalled)
        self.assertEqual(self.plan.read(kept), before)

    # Who has left

    def test_who_leaves_the_unit_submits_no_more(self):
        plan = self.as_user('policy_staff', self.plan)
        self.assertIn('submit', plan.allowed_transitions)
        self.units['policy'].member_user_ids -= self.users['policy_staff']
        self.assertIsInstance(self.refusal('policy_staff', 'submit'), AccessError)
        self.assertIsNone(self.refusal('policy_head', 'submit'))

    def test_a_signer_who_has_left_the_leadership_does_not_sign(self):
        self.take('policy_staff', 'submit')
        self.assertIsNone(self.refusal('head', 'sign'))
        self.users['head'].group_ids = [
            Command.unlink(self.env.ref('dan_van.group_leadership').id),
            Command.link(self.env.ref('dan_van.group_office').id)]
        self.assertRegex(str(self.refusal('head', 'sign')), "Sign")
