from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged

from ...models.core.res_company import legal_today
from ..common import ReportCase
from ..keys import unlocked
from .access_cases import tried

# Who may take which step. "own" is the report or request of "Phòng Chính sách", to which staff, head and deputy belong;
# "expired" is the deputy after his delegation. "other" is that of "Thanh tra", which "stranger" heads. A member of the
# unit's staff has submitted, the office has submitted the agency's report and the reminder, to the leader. "letter" is a
# document of the unit that goes to the leader, "order" one that the head of the unit signs by order. "case" is a petition
# to the unit, which another leader is in charge of.
# What is not in the table is refused to everybody.
TABLE = """
record    state     step     staff head deputy expired stranger office clerk leader admin plain portal

own       draft     submit   x     x    x      x       -        -      -     -      -     -     -
own       submitted withdraw x     -    -      -       -        -      -     -      -     -     -
own       submitted approve  -     x    x      -       -        -      -     -      -     -     -
own       submitted return   -     x    x      -       -        -      -     -      -     -     -
own       approved  receive  -     -    -      -       -        x      -     -      -     -     -
own       approved  return   -     -    -      -       -        x      -     -      -     -     -
own       received  return   -     -    -      -       -        x      -     -      -     -     -

other     draft     submit   -     -    -      -       x        -      -     -      -     -     -
other     submitted approve  -     -    -      -       x        -      -     -      -     -     -
other     submitted return   -     -    -      -       x        -      -     -      -     -     -
other     approved  receive  -     -    -      -       -        x      -     -      -     -     -
other     approved  return   -     -    -      -       -        x      -     -      -     -     -
other     received  return   -     -    -      -       -        x      -     -      -     -     -

agency    draft     submit   -     -    -      -       -        x      -     -      -     -     -
agency    submitted withdraw -     -    -      -       -        x      -     -      -     -     -
agency    submitted return   -     -    -      -       -        -      -     x      -     -     -
agency    submitted sign     -     -    -      -       -        -      -     x      -     -     -
agency    signed    return   -     -    -      -       -        -      x     x      -     -     -
agency    signed    issue    -     -    -      -       -        -      x     -      -     -     -
agency    issued    recall   -     -    -      -       -        -      -     x      -     -     -
agency    recalled  forgo_notice -  -    -      -       -        x      -     -      -     -     -

reminder  draft     submit   -     -    -      -       -        x      -     -      -     -     -
reminder  submitted withdraw -     -    -      -       -        x      -     -      -     -     -
reminder  submitted return   -     -    -      -       -        -      -     x      -     -     -
reminder  submitted sign     -     -    -      -       -        -      -     x      -     -     -
reminder  signed    return   -     -    -      -       -        -      x     x      -     -     -
reminder  signed    issue    -     -    -      -       -        -      x     -      -     -     -
reminder  issued    recall   -     -    -      -       -        -      -     x      -     -     -
reminder  recalled  forgo_notice -  -    -      -       -        x      -     -      -     -     -

letter    draft     submit   x     x    x      x       -        x      -     -      -     -     -
letter    submitted withdraw x     -    -      -       -        x      -     -      -     -     -
letter    submitted return   -     -    -      -       -        -      -     x      -     -     -
letter    submitted sign     -     -    -      -       -        -      -     x      -     -     -
letter    signed    return   -     -    -      -       -        -      x     x      -     -     -
letter    signed    issue    -     -    -      -       -        -      x     -      -     -     -
letter    issued    recall   -     -    -      -       -        -      -     x      -     -     -
letter    recalled  forgo_notice -  -    -      -       -        x      -     -      -     -     -

order     draft     submit   x     x    x      x       -        x      -     -      -     -     -
order     submitted withdraw x     -    -      -       -        x      -     -      -     -     -
order     submitted return   -     x    -      -       -        -      -     x      -     -     -
order     submitted sign     -     x    -      -       -        -      -     -      -     -     -
order     signed    return   -     x    -      -       -        -      x     -      -     -     -
order     signed    issue    -     -    -      -       -        -      x     -      -     -     -
order     issued    recall   -     -    -      -       -        -      -     x      -     -     -
order     recalled  forgo_notice -  -    -      -       -        x      -     -      -     -     -

period    planned   open     -     -    -      -       -        x      -     -      -     -     -
period    open      close    -     -    -      -       -        x      -     -      -     -     -
period    closed    reopen   -     -    -      -       -        x      -     -      -     -     -

request   requested withdraw x     -    -      -       -        -      -     -      -     -     -
request   requested accept   -     -    -      -       -        x      -     x      -     -     -
request   requested refuse   -     -    -      -       -        x      -     x      -     -     -
stranger's requested withdraw -    -    -      -       x        -      -     -      -     -     -
stranger's requested accept  -     -    -      -       -        x      -     x      -     -     -
stranger's requested refuse  -     -    -      -       -        x      -     x      -     -     -

case      received  accept   x     x    x      x       -        -      -     -      -     -     -
case      received  resolve  x     x    x      x       -        -      -     -      -     -     -
case      received  transfer x     x    x      x       -        -      -     -      -     -     -
case      received  send_back x    x    x      x       -        -      -     -      -     -     -
case      received  withdraw x     x    x      x       -        -      -     -      -     -     -
case      received  void     -     x    x      -       -        -      -     -      -     -     -
case      accepted  resolve  x     x    x      x       -        -      -     -      -     -     -
case      accepted  transfer x     x    x      x       -        -      -     -      -     -     -
case      accepted  send_back x    x    x      x       -        -      -     -      -     -     -
case      accepted  withdraw x     x    x      x       -        -      -     -      -     -     -
case      accepted  extend   -     x    x      -       -        -      -     -      -     -     -
case      accepted  void     -     x    x      -       -        -      -     -      -     -     -
case      resolved  reopen   -     x    x      -       -        -      -     -      -     -     -
"""
# The way of each record through its states: (step, who takes it).
WAYS = {
    'own': [('submit', 'staff'), ('approve', 'head'), ('receive', 'office')],
    'other': [('submit', 'inspectorate_staff'), ('approve', 'stranger'), ('receive', 'office')],
    'agency': [('submit', 'office'), ('sign', 'leader'), ('issue', 'clerk'), ('recall', 'leader')],
    'reminder': [('submit', 'office'), ('sign', 'leader'), ('issue', 'clerk'), ('recall', 'leader')],
    'letter': [('submit', 'staff'), ('sign', 'leader'), ('issue', 'clerk'), ('recall', 'leader')],
    'order': [('submit', 'staff'), ('sign', 'head'), ('issue', 'clerk'), ('recall', 'leader')],
    'period': [('open', 'office'), ('close', 'office')],
    'request': [('accept', 'office')],
    "stranger's": [('refuse', 'leader')],
    'case': [('accept', 'staff'), ('resolve', 'staff')],
}
REASON = "Chưa đủ số liệu."


def table():
    """Return ``{(record, state): {step: roles that may take it}}``, and the roles."""
    head, *lines = filter(None, (line.split() for line in TABLE.splitlines()))
    found = {}
    for record, state, step, *cells in lines:
        found.setdefault((record, state), {})[step] = {role for role, cell in zip(head[3:], cells) if cell == 'x'}
    return found, head[3:]


@tagged('dan_van_wide')
class TransitionCase(ReportCase):
    """An open period of a plan of 2022 with a report of each unit, the agency's report, a reminder and two requests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.refuse_briefly()
        cls.plan = cls.report_plan(schemes=['thematic'], duties=['policy', 'inspectorate']).with_env(cls.env)
        values = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.deputy = new_test_user(cls.env, 'deputy.policy', 'dan_van.group_staff', **values)
        cls.units['policy'].member_user_ids |= cls.deputy
        cls.roles = {
            'staff': cls.users['policy_staff'], 'head': cls.users['policy_head'], 'deputy': cls.deputy,
            'expired': cls.deputy, 'stranger': cls.users['inspectorate_head'], 'office': cls.users['office_staff'],
            'clerk': cls.users['clerk'], 'leader': cls.users['head'], 'admin': cls.users['admin'],
            'inspectorate_staff': cls.users['inspectorate_staff'],
            'plain': new_test_user(cls.env, 'plain.user', 'base.group_user', **values),
            'portal': new_test_user(cls.env, 'portal.user', 'base.group_portal', **values)}
        cls.today = legal_today(cls.env.user)
        cls.delegate('deputy')
        cls.opened = cls.new_period()
        cls.opened.action_open()
        cls.records = {
            'own': cls.filled('policy'), 'other': cls.filled('inspectorate'), 'agency': cls.new_agency_report(),
            'reminder': cls.new_reminder(), 'period': cls.new_period(), 'letter': cls.new_letter('head'),
            'order': cls.new_letter('policy_head'),
            'request': cls.new_request('policy', 'policy_staff'),
            "stranger's": cls.new_request('inspectorate', 'inspectorate_head'), 'case': cls.new_case()}
        cls.records = {name: record.with_env(cls.env) for name, record in cls.records.items()}
        cls.env.flush_all()

    @classmethod
    def delegate(cls, role):
        """Let the delegation of the deputy run, or have ended yesterday for ``expired``."""
        days = -1 if role == 'expired' else 0
        if cls.units['policy'].delegation_to != cls.today + timedelta(days):
            cls.units['policy'].write({
                'deputy_user_id': cls.deputy.id, 'delegation_from': cls.today - timedelta(9),
                'delegation_to': cls.today + timedelta(days)})

    @classmethod
    def new_period(cls):
        return cls.as_user('office_staff', 'dan_van.period').create({
            'name': "Chuyên đề", 'plan_id': cls.plan.id, 'scheme_id': cls.env.ref('dan_van.scheme_thematic').id,
            'year': 2022, 'date_from': '2022-02-06', 'date_to': '2022-02-28', 'due_date': '2022-03-02'})

    @classmethod
    def filled(cls, unit):
        report = cls.opened.report_ids.filtered(lambda report: report.department_id == cls.units[unit])
        report.sudo().line_ids.text = "Đã thực hiện."
        return report

    @classmethod
    def new_agency_report(cls):
        return cls.env['dan_van.report'].create(cls.env['dan_van.report']._agency_values(cls.opened.sudo()))

    @classmethod
    def new_reminder(cls):
        unlocked(cls.plan.assignment_ids).write({'deadline': '2022-03-15'})
        action = cls.as_user('office_staff', cls.plan.assignment_ids).action_write_reminder()
        return cls.env['dan_van.reminder'].browse(action['res_id'])

    @classmethod
    def new_letter(cls, signer):
        cls.units['policy'].dan_van_signs_by_order = True
        return cls.as_user('policy_staff', 'dan_van.letter').create({
            'subject': "phối hợp", 'addressees': "Các phòng", 'body': "Nội dung.", 'signer_id': cls.users[signer].id,
            'department_id': cls.units['policy'].id})

    @classmethod
    def new_request(cls, unit, user):
        duty = cls.plan.assignment_ids.filtered(lambda duty: duty.department_id == cls.units[unit])
        return cls.as_user(user, 'dan_van.extension').create({
            'assignment_id': duty.id, 'new_deadline': cls.today + timedelta(30), 'reason': REASON})

    @classmethod
    def new_case(cls):
        cls.units['policy'].dan_van_receives_petitions = True
        kind = cls.env['dan_van.case.kind'].create({
            'name': "Đơn khác", 'group': 'petition', 'counted_from': 'received', 'extension_max': 1,
            'company_id': cls.company.id})
        return cls.as_user('policy_staff', 'dan_van.case').create({
            'kind_id': kind.id, 'department_id': cls.units['policy'].id, 'outcome': "Xong.", 'transferred_to': "UBND"})

    def seen(self, role, record):
        """:return: ``record`` as ``role`` gets it in a new request"""
        self.delegate(role)
        self.env.flush_all()
        self.env.invalidate_all()
        return record.with_env(self.env(user=self.roles[role], su=False))

    def take(self, role, record, step):
        """Take ``step`` by the method that the button of the form calls; what only another step does by the private one."""
        self.press(self.seen(role, record), step)

    def press(self, record, step):
        if len(record) == 1:
            # sudo: who may not read it still tries the step.
            record = record.with_context(dan_van_shown=record.sudo().shown)
        transition = next(each for each in record._transitions().values() if each.name == step)
        reason = [REASON] if record.sudo()._asks_reason(transition) else []
        act = (lambda: record._transition(step)) if step in ('replace', 'answer') else getattr(record, f'action_{step}')
        act(*reason)

    def confirm(self, record, step):
        """Take ``step`` by the dialog that asks for a reason."""
        record.env['dan_van.reason.wizard'].create({
            'res_model': record._name, 'res_ids': record.ids, 'transition': step, 'reason': REASON}).action_confirm()

    def succeeds(self, act, *args):
        """Try and take it back; return whether it succeeded."""
        return tried(self.env, act, *args)

    def passes(self, act, *args):
        """Try what is to be refused, which leaves nothing to be taken back; return whether it was not refused."""
        try:
            act(*args)
            self.env.flush_all()
        except UserError:
            return False
        return True


class TestAccessTransitions(TransitionCase):

    def walk(self, name):
        """Check every cell of the record ``name`` in every state on its way."""
        cells, roles = table()
        record = self.records[name]
        seen = set()
        for step, user in [*WAYS[name], (None, None)]:
            allowed = cells.get((name, record.state), {})
            seen.add((name, record.state))
            for role in roles:
                self.check(name, record, role, {step for step, who in allowed.items() if role in who})
            if step:
                self.take(user, record, step)
        self.assertLessEqual({key for key in cells if key[0] == name}, seen, "states that the record has not come to")

    def check(self, name, record, role, allowed):
        seen = self.seen(role, record)  # the delegation stays for all that is tried and taken back
        steps = [step.name for step in record._transitions().values()]
        asked = [step.name for step in record._transitions().values() if step.reason]
        with self.subTest(record=name, state=record.state, role=role):
            self.assertFalse([step for step in steps if step not in allowed and self.passes(self.press, seen, step)], "by its button")
            self.assertFalse([step for step in asked if step not in allowed and self.passes(self.confirm, seen, step)], "by the dialog")
            for step in sorted(allowed):
                self.assertTrue(self.succeeds(self.take, role, record, step), f"by its button: {step}")
                if step in asked:
                    self.assertTrue(self.succeeds(lambda step=step: self.confirm(self.seen(role, record), step)), f"by the dialog: {step}")
            seen = self.seen(role, record)
            offered = seen.has_access('read') and seen.allowed_transitions or []
            self.assertEqual(set(offered), allowed, "offered")
            # The guard looks at no value, so one user who may write tries them all.
            states = [state for state, _label in record._fields['state'].selection]
            for state in states if role == 'office' else states[-1:]:
                forged = seen.with_context(dan_van_keys=True)
                self.assertFalse(self.succeeds(forged.write, {'state': state}), f"typing {state}")

    def test_report_of_the_own_unit(self):
        self.walk('own')

    def test_report_of_another_unit(self):
        self.walk('other')

    def test_report_of_the_agency(self):
        self.walk('agency')

    def test_reminder(self):
        self.walk('reminder')

    def test_letter(self):
        self.walk('letter')

    def test_letter_by_order(self):
        self.walk('order')

    def test_period(self):
        self.walk('period')

    def test_request_of_the_own_unit(self):
        self.walk('request')

    def test_request_of_another_unit(self):
        self.walk("stranger's")

    def test_petition(self):
        self.walk('case')

    # Nobody approves what he has submitted, but the head

    def test_the_head_approves_his_own_submission(self):
        self.take('head', self.records['own'], 'submit')
        self.take('head', self.records['own'], 'approve')
        self.assertEqual(self.records['own'].state, 'approved')

    def test_the_deputy_does_not_approve_his_own_submission(self):
        """Neither within the delegation, nor when the head has gone; the office helps by returning it."""
        own = self.records['own']
        self.take('deputy', own, 'submit')
        self.assertFalse(self.succeeds(self.take, 'deputy', own, 'approve'))
        self.assertTrue(self.succeeds(self.take, 'head', own, 'approve'))
        self.units['policy'].head_user_id = False  # the delegation runs on
        self.assertFalse(self.succeeds(self.take, 'deputy', own, 'approve'))

    def test_the_deputy_does_not_stretch_his_delegation_by_his_time_zone(self):
        own = self.records['own']
        self.take('staff', own, 'submit')
        with self.at(f'{self.today} 18:00:00'):  # the next day has begun in Vietnam, not on Hawaii
            for zone in ('Pacific/Honolulu', 'Pacific/Kiritimati', False):
                self.deputy.tz = zone
                seen = self.seen('deputy', own).with_context(tz=zone)
                with self.subTest(zone=zone):
                    self.assertFalse(self.succeeds(seen.action_approve))

    def test_a_batch_with_one_report_of_others_does_nothing(self):
        own, other = self.records['own'], self.records['other']
        self.assertFalse(self.succeeds(self.take, 'staff', own | other, 'submit'))
        self.assertEqual((own | other).mapped('state'), ['draft', 'draft'])


@tagged('post_install', '-at_install')
class TestTransitionRequests(TransitionCase, HttpCase):
    """A sample of the same over HTTP, each user with a session of his own."""

    def call(self, role, record, method, *args, **kwargs):
        user = self.roles[role]
        self.delegate(role)
        self.env.flush_all()
        self.authenticate(user.login, user.login if user.login in ('deputy.policy', 'plain.user', 'portal.user') else 'danvan')
        return self.make_jsonrpc_request(f'/web/dataset/call_kw/{record._name}/{method}', {
            'model': record._name, 'method': method, 'args': [record.ids, *args], 'kwargs': kwargs})

    def test_steps_by_other_clients(self):
        own = self.records['own']
        for step, user, refused in [
                ('submit', 'staff', ('stranger', 'office', 'leader', 'plain', 'portal')),
                ('approve', 'head', ('staff', 'expired', 'stranger', 'office', 'clerk', 'leader', 'admin', 'portal')),
                ('receive', 'office', ('staff', 'head', 'clerk', 'leader', 'admin', 'plain'))]:
            before = own.state
            for role in refused:
                with self.subTest(step=step, role=role), self.assertRaises(JsonRpcException):
                    self.call(role, own, f'action_{step}')
            self.env.invalidate_all()
            self.assertEqual(own.state, before)
            self.call(user, own, f'action_{step}')
            self.env.invalidate_all()
            self.assertNotEqual(own.state, before)

    def test_a_state_is_not_typed_by_any_client(self):
        for name, role, state in [
                ('own', 'staff', 'received'), ('own', 'head', 'approved'), ('agency', 'office', 'issued'),
                ('agency', 'leader', 'signed'), ('reminder', 'clerk', 'issued'), ('period', 'office', 'open'),
                ('request', 'office', 'accepted'), ('letter', 'clerk', 'issued'), ('order', 'leader', 'signed')]:
            record = self.records[name]
            for method, values in (('write', [{'state': state}]), ('web_save', [{'state': state}, {}])):
                for context in ({}, {'dan_van_keys': True}, {'dan_van_keys': [['dan_van.plan', [], 'sign', ['state']]]}):
                    with self.subTest(record=name, role=role, method=method), self.assertRaises(JsonRpcException):
                        self.call(role, record, method, *values, context=context)
            for method in ('_transition', '_do_submit', '_do_approve', '_log', '_draw'):
                with self.subTest(record=name, method=method), self.assertRaises(JsonRpcException):
                    self.call(role, record, method, 'submit')
        self.env.invalidate_all()
        self.assertEqual(
            {name: self.records[name].state for name in self.records},
            {'own': 'draft', 'other': 'draft', 'agency': 'draft', 'reminder': 'draft', 'letter': 'draft', 'order': 'draft',
             'period': 'planned', 'case': 'received', 'request': 'requested', "stranger's": 'requested'})
