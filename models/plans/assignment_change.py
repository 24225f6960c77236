from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...rendering.wording import date_text
from ..core.holding import hold
from ..core.res_company import legal_today
from ..core.transitions import Transition, Transitions
from .assignment import ROLES
from .occurrence import AT_WORK

KINDS = [('cancel', "Drop the duty"), ('postpone', "Postpone"), ('hand_over', "Hand over"), ('add_unit', "One more unit"), ('take_on', "Take on")]
ADDING = ('add_unit', 'take_on')  # the first unit goes on as before
NAMES_UNIT = ('hand_over', *ADDING)
# As the next report prints them.
_PRINTED = {
    'cancel': "Không thực hiện theo %(source)s.", 'postpone': "Lùi thời hạn đến %(day)s theo %(source)s.",
    'hand_over': "Chuyển %(unit)s thực hiện theo %(source)s.", 'add_unit': "Giao thêm %(unit)s %(role)s theo %(source)s.",
    'take_on': "Tiếp nhận nhiệm vụ theo %(source)s.", 'taken_over': "Tiếp nhận từ %(old)s theo %(source)s.",
    'added': "Được giao %(role)s cùng %(old)s theo %(source)s."}
_PRINTED_ROLES = {'lead': "chủ trì", 'coordinate': "phối hợp"}
_PRINTED_UNDONE = {
    'cancel': "Tiếp tục thực hiện: việc không thực hiện theo %(source)s không còn áp dụng.",
    'postpone': "Giữ thời hạn %(old_day)s: việc lùi thời hạn đến %(day)s theo %(source)s không còn áp dụng.",
    'hand_over': "Tiếp tục thực hiện: việc chuyển %(unit)s thực hiện theo %(source)s không còn áp dụng.",
    'add_unit': "Việc giao thêm %(unit)s %(role)s theo %(source)s không còn áp dụng.",
    'take_on': "Việc tiếp nhận nhiệm vụ theo %(source)s không còn áp dụng.",
    'taken_over': "Việc tiếp nhận từ %(old)s theo %(source)s không còn áp dụng.",
    'added': "Việc được giao %(role)s cùng %(old)s theo %(source)s không còn áp dụng."}
_OF_THE_NEW = {'hand_over': 'taken_over', 'add_unit': 'added'}
_DECIDING = ('dan_van.group_office', 'dan_van.group_leadership', 'dan_van.group_admin')


class AssignmentChange(models.Model):
    """A duty of an issued plan is cancelled, postponed, handed over or taken on: proposed by the unit, decided with a decision.

    Whoever decides says by which decision or document, and why; both stay, and so do the files of it. What was done before the change
    stays with the unit that has done it: a duty that is handed over goes on as another one, with what is still open.
    """

    _name = 'dan_van.assignment.change'
    _description = 'Change of a duty'
    _inherit = ['dan_van.workflow.mixin', 'mail.thread', 'mail.activity.mixin']
    _order = 'id desc'
    _rec_name = 'assignment_id'
    _mail_post_access = 'read'

    _open_in = ('proposed',)
    _made_by = ('propose',)

    assignment_id = fields.Many2one(
        'dan_van.assignment', 'Duty', required=True, index=True, ondelete='restrict', given_by=('propose', 'issue'))
    company_id = fields.Many2one(related='assignment_id.company_id', store=True, index=True)
    department_id = fields.Many2one(
        'hr.department', 'Unit', readonly=True, index=True, ondelete='restrict', given_by=('propose',),
        help="The unit that had the duty when the change was proposed, or takes it on.")
    kind = fields.Selection(KINDS, 'Change', required=True, readonly=True, given_by=('propose',))
    new_department_id = fields.Many2one(
        'hr.department', 'New unit', index='btree_not_null', ondelete='restrict', domain="[('dan_van_kind', '!=', False)]", tracking=True)
    new_role = fields.Selection(ROLES, 'Part of the new unit', default='lead', tracking=True)
    old_deadline = fields.Date('Present deadline', readonly=True, given_by=('propose', 'decide'))
    new_deadline = fields.Date(tracking=True)
    reason = fields.Text(required=True, tracking=True)
    decision = fields.Char('Decision or document', tracking=True, help="Kind and number, e.g. Quyết định số 05/QĐ-BDT.")
    decision_date = fields.Date('Date of the decision', tracking=True)
    proposed_by_id = fields.Many2one(
        'res.users', 'Proposed by', required=True, readonly=True, index='btree_not_null', ondelete='restrict', given_by=('propose',))
    decided_by_id = fields.Many2one(
        'res.users', 'Decided by', readonly=True, copy=False, index='btree_not_null', ondelete='restrict', given_by=('decide', 'refuse'))
    decided_date = fields.Datetime('Decided on', readonly=True, copy=False, given_by=('decide', 'refuse'))
    new_assignment_id = fields.Many2one(
        'dan_van.assignment', 'Goes on as', readonly=True, copy=False, index='btree_not_null', ondelete='restrict', given_by=('decide', 'issue'))
    state = fields.Selection(
        [('proposed', "Proposed"), ('decided', "Decided"), ('refused', "Refused"), ('withdrawn', "Withdrawn"), ('undone', "Taken back")],
        'Status', required=True, readonly=True, default='proposed', copy=False, index=True)

    _open_unique = models.UniqueIndex(
        "(assignment_id, department_id) WHERE state = 'proposed'",
        "A change of this duty has been proposed already. Have that one decided or withdrawn first.")

    def _why_locked(self, owner, names):
        return self.env._(
            "The change of “%s” is decided and stays as it was decided. Take it back, or decide another one.", owner.display_name)

    def _why_given(self, names):
        return self.env._("Duty, unit, kind and decision of a change are given by its steps. Withdraw it and propose another one.")

    # Making

    @api.model
    def _decides(self):
        """:return: whether the current user decides on changes: the office, the leadership, the administrator"""
        return any(map(self.env.user.has_group, _DECIDING))

    @api.model
    def _propose(self, duties, vals, files=()):
        """Propose the same change of several duties.

        :param duties: dan_van.assignment
        :param vals: dict of ``kind`` and what it needs
        :param files: list of dicts of ``name`` and ``raw``, the document of the decision
        :return: dan_van.assignment.change
        :raise AccessError: one of them is the duty of another unit, or the user heads none
        """
        duties.check_access('read')
        for duty in duties:
            if not self._decides() and (vals['kind'] == 'take_on' or not duty.department_id._is_head()):
                raise AccessError(self.env._(
                    "The head of the unit proposes what is to become of “%s”; the office and the leadership decide.", duty.display_name))
        changes = self._make([{**vals, 'assignment_id': duty.id, 'proposed_by_id': self.env.uid} for duty in duties])
        # sudo: the document of what was just made.
        self.env['ir.attachment'].sudo().create([
            {**file, 'res_model': self._name, 'res_id': change.id} for change in changes for file in files])
        return changes

    @api.model
    def _make(self, vals_list):
        """Make proposals of whoever may propose them.

        :raise UserError: a duty is not at work, or what the change needs is missing or wrong
        """
        for vals in vals_list:
            duty = self.env['dan_van.assignment'].browse(vals['assignment_id'])
            unit = vals['new_department_id'] if vals['kind'] == 'take_on' else duty.department_id.id
            vals.update(old_deadline=duty.deadline, department_id=unit)
        # sudo: who calls has asked; nobody makes them otherwise.
        changes = self.sudo()._making('propose').create(vals_list).with_env(self.env)
        changes._check_possible()
        changes._begin('propose', 'proposed')
        return changes

    def _check_possible(self):
        """:raise UserError: a duty is not at work, or what the change needs is missing or wrong"""
        # Of two who decide at once the second sees what the first has decided, of the other duties of a directive too.
        hold(self.assignment_id.incoming_id)
        hold(self.assignment_id.parent_id | self.assignment_id)
        today, added = legal_today(self), set()
        for change in self:
            duty, unit, name = change.assignment_id, change.new_department_id, change.assignment_id.display_name
            if change.kind == 'take_on':
                if duty.scope != 'all' or duty.plan_state not in AT_WORK:
                    raise UserError(self.env._("“%s” is no duty of all units under a plan that is at work.", name))
                if unit in duty.child_ids.department_id:
                    raise UserError(self.env._("“%(duty)s”: %(unit)s has it already.", duty=name, unit=unit.name))
            elif not duty.is_at_work:
                raise UserError(self.env._("“%s” is done, or no unit works on it any more: nothing is left to be changed.", name))
            elif change.kind == 'add_unit':
                if duty._root().scope == 'all':
                    raise UserError(self.env._("“%s” is a duty of all units: a new unit takes it on at the plan.", name))
                if duty._shared_with(unit) or (duty._shared_work(), unit) in added:
                    raise UserError(self.env._("“%(duty)s”: %(unit)s has it already.", duty=name, unit=unit.name))
                added.add((duty._shared_work(), unit))
            if change.kind in NAMES_UNIT and (not unit or unit == duty.department_id):
                raise UserError(self.env._("“%s”: choose the unit that goes on with it.", name))
            if change.kind in NAMES_UNIT and not (
                    unit.active and unit.dan_van_kind and unit.company_id in (duty.company_id, duty.company_id.browse())):
                raise UserError(self.env._("“%s” stays in its agency: choose one of its units.", name))
            if change.kind == 'postpone' and not (change.new_deadline and change.new_deadline > max(duty.deadline or today, today)):
                raise UserError(self.env._(
                    "The new deadline of “%s” must be later than today and than the present one.", name))

    # Steps

    @api.model
    def _transitions(self):
        return Transitions(
            Transition('propose', self.env._("Propose the change"), [], 'proposed'),  # by the dialog alone, see _make
            Transition('decide', self.env._("Decide the change"), ['proposed'], 'decided', seen=True),
            Transition('refuse', self.env._("Refuse"), ['proposed'], 'refused', reason=True),
            Transition('withdraw', self.env._("Withdraw"), ['proposed'], 'withdrawn'),
            Transition('undo', self.env._("Take the change back"), ['decided'], 'undone', reason=True),
        )

    def _may_propose(self):
        return False

    def _may_decide(self):
        return self._decides()

    def _may_refuse(self):
        return self._decides()

    def _may_undo(self):
        return self._decides()

    def _may_withdraw(self):
        return self.proposed_by_id == self.env.user

    def _who_may(self, transition):
        if transition.name == 'withdraw':
            return self.env._("Only %s, who has proposed it, withdraws it.", self.proposed_by_id.name)
        return self.env._("The office, the leadership and the administrator decide on changes of duties.")

    def _on_behalf(self, transition):
        if transition.name not in ('propose', 'withdraw') and (office := self.company_id._dan_van_office()):
            return office._represented()
        return super()._on_behalf(transition)

    @api.depends('write_date')
    def _compute_shown(self):
        """What is proposed may be put right until it is decided."""
        for change in self:
            change.shown = str(change.write_date)

    def _submitted_again(self):
        return self.browse()

    def _check_decide(self):
        for change in self:
            if not (change.decision or '').strip() or not change.decision_date:
                raise UserError(self.env._(
                    "“%s”: enter kind, number and date of the decision or document by which it is changed.", change.display_name))
            if change.decision_date > legal_today(self):
                raise UserError(self.env._("“%s”: the decision can't bear a day that is still to come.", change.display_name))
        self._check_possible()
        for change in self.filtered(lambda each: each.kind == 'postpone' and each.assignment_id._returns()):
            if change.assignment_id.deadline != change.old_deadline:
                raise UserError(self.env._(
                    "“%s” is due another time now than when this was proposed. Refuse it and propose it anew.", change.display_name))

    def _check_undo(self):
        shared = (self.search([
            ('new_assignment_id', 'in', self.new_assignment_id.ids), ('state', '=', 'decided')]) - self).new_assignment_id
        for change in self:
            if change.assignment_id.plan_state not in AT_WORK or change._made_duty() & shared or change._is_overtaken(self):
                raise UserError(self.env._(
                    "“%s” has gone on since it was changed, or its plan is closed: decide another change instead.", change.display_name))

    def _do_decide(self):
        self.write({'decided_by_id': self.env.uid, 'decided_date': fields.Datetime.now()})
        for kind, changes in self.grouped('kind').items():
            getattr(changes, f'_decide_{kind}')()
        for change in self:
            self.env['ir.attachment']._lock_files(change)
        self._follow_work()

    def _do_refuse(self):
        self.write({'decided_by_id': self.env.uid, 'decided_date': fields.Datetime.now()})

    # Telling

    def _source(self):
        """:return: str, the decision as a Vietnamese text names it"""
        return f"{self.decision} {date_text(self.decision_date)}"

    def _printed_text(self, duty):
        """:return: str, what the next report on ``duty``, the old or the new one, says of this change"""
        kind = _OF_THE_NEW.get(self.kind, self.kind) if duty == self.new_assignment_id else self.kind
        words = _PRINTED_UNDONE if self.state == 'undone' else _PRINTED
        return words[kind] % {
            'role': _PRINTED_ROLES[self.new_role or 'lead'],
            'source': self._source(), 'unit': self.new_department_id.name, 'old': self.department_id.name,
            'day': date_text(self.new_deadline) if self.new_deadline else '',
            'old_day': date_text(self.old_deadline) if self.old_deadline else "cũ"}

    def _concerns(self, duty):
        """:return: whether this change says how ``duty`` stands: a plan that replaces another one may ask for what was dropped before"""
        is_off = self.state == 'decided' and self.kind in ('cancel', 'hand_over') and duty == self.assignment_id
        return not is_off or bool(duty.ended)

    def _told(self):
        """:return: str, what is told of this change on screens"""
        what = {
            'cancel': lambda: self.env._("Cancelled"),
            'postpone': lambda: self.env._("Postponed to %s", format_date(self.env, self.new_deadline)),
            'hand_over': lambda: self.env._(
                "Handed over from %(old)s to %(new)s", old=self.department_id.name, new=self.new_department_id.name),
            'add_unit': lambda: self.env._("One more unit: %s", self.new_department_id.name),
            'take_on': lambda: self.env._("Taken on by %s", self.new_department_id.name)}[self.kind]()
        return self.env._("%(what)s, by %(decision)s of %(date)s. Reason: %(reason)s", what=what, decision=self.decision,
                          date=format_date(self.env, self.decision_date), reason=self.reason)

    def _announce(self, transition, before, reason):
        """Tell the story of the duties, who works on them, and who has proposed it."""
        result = super()._announce(transition, before, reason)
        for change in self if transition.name in ('decide', 'undo') else ():
            body = change._told() if transition.name == 'decide' else f'{transition.label}: {reason}'
            for duty in change.assignment_id | change.new_assignment_id:
                concerned = duty.department_id._acting_head() | duty.user_ids | change.proposed_by_id
                # sudo: told of wherever the step was possible; only who reads it is told.
                readers = duty._readers(concerned - self.env.user)
                duty.sudo()._telling().message_post(body=body, partner_ids=readers.partner_id.ids)
        for change in self if transition.name == 'refuse' else ():
            readers = change._readers(change.proposed_by_id - self.env.user)
            change._telling().message_post(body=self.env._("Refused: %s", reason), partner_ids=readers.partner_id.ids)
        return result

    # Turns

    @api.model
    def _open_domain(self):
        return Domain('state', '=', 'proposed') & Domain('assignment_id.plan_state', 'in', AT_WORK)

    def _turn(self):
        if self.state != 'proposed' or self.assignment_id.plan_state not in AT_WORK:
            return super()._turn()
        users = self.company_id._dan_van_office()._acting_head() or self.company_id._dan_van_leadership()._acting_head()
        return users, self.env._("Decide on the change of the duty")

    def action_decide(self):
        """Change the duties as it is proposed."""
        self._transition('decide')

    def action_refuse(self, reason=None):
        """Leave the duties as they are; opens the dialog for the reason where none is given."""
        return self._action_with_reason('refuse', reason)

    def action_withdraw(self):
        """Take the own proposals back."""
        self._transition('withdraw')

    def action_undo(self, reason=None):
        """Let the duties be as they were before; opens the dialog for the reason where none is given."""
        return self._action_with_reason('undo', reason)
