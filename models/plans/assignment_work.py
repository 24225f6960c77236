from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...rendering.wording import with_mark
from ..core.files_field import Files
from ..core.res_company import legal_today
from ..documents.dms_folder import own_folder
from .duty_notice import tell_of_named
from .occurrence import ACCEPTANCE, AT_WORK, is_set_back

_OF_OCCURRENCE = frozenset({'result', 'done_date', 'done_reason'})  # entered with the occurrence that is due


class Assignment(models.Model):
    """The work on a duty while its plan is at work: who does it, how far it is, when it is done, by what that is shown, and what the
    unit asks for or is asked about it."""

    _inherit = 'dan_van.assignment'

    _asked_when_closed = ('dan_van_read_only', 'acceptance')

    user_ids = fields.Many2many(
        'res.users', 'dan_van_assignment_user_rel', 'assignment_id', 'user_id', 'Persons', copy=False, ondelete='restrict',
        open_in=AT_WORK, domain="[('dan_van_member_ids', 'in', department_id)]",
        help="Members of the unit who do the work; the head of the unit names them.")
    organ_ids = fields.Many2many(
        'dan_van.organ', 'dan_van_assignment_organ_rel', 'assignment_id', 'organ_id', 'Agencies', check_company=True, ondelete='restrict',
        domain="[('is_below', '=', True)]", help="The agencies below that get this duty; those that stand here when the plan is issued.")
    handed_ids = fields.One2many('dan_van.handed.duty', 'assignment_id', 'As agencies have it', readonly=True, given_by=())
    # Required: what nobody has begun counts as 0 in every mean.
    progress = fields.Integer(
        'Progress (%)', required=True, default=0, copy=False, tracking=True, aggregator='avg', open_in=AT_WORK, given_by=('work',))
    # Of the occurrence that is due, see assignment; what is entered here is entered there.
    result = fields.Text(compute='_compute_work', store=True, readonly=False, copy=False, tracking=True, open_in=AT_WORK)
    done_date = fields.Date(
        'Done on', compute='_compute_work', store=True, readonly=False, copy=False, tracking=True, open_in=AT_WORK)
    evidence_ids = Files(
        'ir.attachment', 'dan_van_assignment_evidence_rel', 'assignment_id', 'attachment_id', copy=False, open_in=AT_WORK,
        help="Photos, minutes, documents that show the result.")
    done_reason = fields.Char(
        'Reason for the earlier day', compute='_compute_work', store=True, readonly=False, copy=False, tracking=True, open_in=AT_WORK,
        help="Why the day of completion lies before the day on which it was entered.")
    asks_done_reason = fields.Boolean(compute='_compute_asks_done_reason')
    asks_evidence = fields.Boolean(
        'Evidence needed', open_in=('draft', *AT_WORK),
        help="Where a completion is accepted: it can't be said to be done without a file that shows it.")
    acceptance = fields.Selection(ACCEPTANCE, 'Accepted or not', compute='_compute_acceptance')
    acceptance_note = fields.Text('How the claims stand', compute='_compute_acceptance_note')
    extension_ids = fields.One2many('dan_van.extension', 'assignment_id', 'Requests for more time', readonly=True)
    quality_check_ids = fields.One2many('dan_van.quality.check', 'assignment_id', 'Quality checks', readonly=True)
    can_assign = fields.Boolean(compute='_compute_rights')
    can_work = fields.Boolean(compute='_compute_rights')
    can_extend = fields.Boolean(compute='_compute_can_extend')
    can_change = fields.Boolean(compute='_compute_can_change')
    can_check_quality = fields.Boolean(compute='_compute_can_check_quality')

    _progress_allowed = models.Constraint(
        'CHECK(progress BETWEEN 0 AND 100)', "Progress lies between 0 and 100 %.")

    _at_work_index = models.Index(
        "(company_id, deadline) WHERE scope = 'unit' AND plan_state = 'issued' AND done_date IS NULL AND ended IS NULL")

    # Whose it is

    def _told(self):
        return {duty: (duty.department_id._acting_head() | duty.user_ids, False) for duty in self if duty.is_tracked}

    @api.depends('department_id.head_user_id', 'department_id.deputy_user_id', 'department_id.member_user_ids', 'ended')
    @api.depends_context('uid')
    def _compute_rights(self):
        for assignment in self:
            assignment.can_assign = assignment._may_assign()
            assignment.can_work = assignment._may_work()

    def _may_work(self):
        """:return: whether the current user may enter progress and results: the unit, or the office"""
        return not self.ended and (self.env.user.has_group('dan_van.group_office') or self.department_id._is_member())

    def _may_assign(self):
        """:return: whether the current user may name the persons: who heads the unit, or the office"""
        return not self.ended and (self.env.user.has_group('dan_van.group_office') or self.department_id._is_head())

    def _why_locked(self, owner, names):
        if self._work(names):
            return self.env._(
                "“%s” is not at work: progress is entered while its plan is issued and not closed.", self[:1].display_name)
        return super()._why_locked(owner, names)

    def _check_changes(self, names):
        """
        :raise UserError: no unit works on one of the duties
        :raise AccessError: it is the work of another unit, or for its head to name who does it
        """
        for assignment in self if self._work(names) else ():
            assignment._check_not_ended()
            if assignment.scope != 'unit':
                raise UserError(self.env._(
                    "“%s” is not at work: progress is entered while its plan is issued and not closed.",
                    assignment.display_name))
            if not assignment._may_work():
                raise AccessError(self.env._(
                    "“%s” is the work of another unit: its members and the office enter progress and results.",
                    assignment.display_name))
            if 'user_ids' in names and not assignment._may_assign():
                raise AccessError(self.env._(
                    "The head of the unit names who does “%s”. Ask the head or the office.", assignment.display_name))
        for assignment in self if 'asks_evidence' in names else ():
            if assignment.is_out and not assignment._may_assign():
                raise AccessError(self.env._(
                    "The head of the unit and the office say whether “%s” asks for evidence.", assignment.display_name))
        return super()._check_changes(names)

    def _check_not_ended(self):
        """:raise UserError: one of these duties has ended by a decision"""
        for duty in self.filtered('ended'):
            raise UserError(self.env._("“%(duty)s” has ended: %(why)s", duty=duty.display_name, why=duty.closing_note))

    @api.model
    def _work(self, names):
        """:return: list of those of the fields ``names`` that are entered while the duty is at work"""
        return [name for name in names if self._rule(name).open_in == AT_WORK]

    @api.model
    def _keeping(self, files):
        """Return one of the duties whose evidence ``files`` are and stay.

        :return: dan_van.assignment, one whose plan takes no more results, or of which what they show was accepted; or none
        """
        accepted = Domain('acceptance', '=', 'accepted')
        return self.search(Domain('evidence_ids', 'in', files.ids) & (
            Domain('plan_state', 'not in', self._rule('evidence_ids').open_in)
            | Domain('occurrence_ids', 'any', accepted & Domain('evidence_ids', 'in', files.ids))
            | Domain('occurrence_ids', 'any', accepted) & ~Domain('occurrence_ids', 'any', ~accepted)), limit=1)

    # Whether what is done is accepted, see acceptance

    @api.depends('occurrence_ids.acceptance')
    def _compute_acceptance(self):
        """A claim that came back goes before one that waits; accepted is what is accepted each time."""
        for duty in self:
            states = set(duty.occurrence_ids.mapped('acceptance'))
            duty.acceptance = next(
                (state for state in ('returned', 'claimed') if state in states), states == {'accepted'} and 'accepted')

    @api.depends('occurrence_ids.acceptance')
    @api.depends_context('uid', 'lang')
    def _compute_acceptance_note(self):
        for duty in self:
            duty.acceptance_note = '\n'.join(filter(None, duty.occurrence_ids.mapped('acceptance_note')))

    @api.model
    def _closed_when(self, name):
        closed = super()._closed_when(name)
        return f'{closed} or acceptance == "accepted"' if name in (*_OF_OCCURRENCE, 'progress', 'evidence_ids') else closed

    def _check_evidence_stays(self, before):
        """
        :param before: ``{duty: its files before they were written}``
        :raise UserError: what was accepted is shown by one of those that are taken away
        """
        for duty, files in before.items():
            is_accepted = duty.acceptance == 'accepted'
            kept = files if is_accepted else duty.occurrence_ids.filtered(lambda each: each.acceptance == 'accepted').evidence_ids
            if is_accepted and duty.evidence_ids - files:
                raise UserError(self.env._(
                    "“%s” was accepted with what it shows: nothing is added. Who has accepted it can take the acceptance back.",
                    duty.display_name))
            if gone := kept & files - duty.evidence_ids:
                raise UserError(self.env._(
                    "“%(file)s” shows what was accepted of “%(duty)s” and stays. Who has accepted it can take the acceptance back.",
                    file=gone[0].name, duty=duty.display_name))

    # How far it is

    def write(self, vals):
        in_step = self._in_step()
        is_work = not isinstance(vals, dict) or bool({'progress', *_OF_OCCURRENCE} & vals.keys())
        if is_work:
            self._check_kinds(vals)  # before they are looked at here
        named = {duty: duty.user_ids for duty in self} if 'user_ids' in vals and not in_step else {}
        files = {duty: duty.evidence_ids for duty in self} if 'evidence_ids' in vals and not in_step else {}
        if is_work and not in_step:
            self.check_access('write')
            self._check_lock(vals)
            own = {name: value for name, value in vals.items() if name not in _OF_OCCURRENCE and name != 'progress'}
            result = super().write(own) if own else True
            self._enter_work(vals)
        else:
            result = super().write(vals)
        if files:
            self._check_evidence_stays(files)
            self.occurrence_ids._drop_evidence()
        tell_of_named(named)
        return result

    def _enter_work(self, vals):
        """Enter what was done where it belongs: with the occurrence of each duty that is due.

        Done and 100 % say the same, whichever is entered. What is done keeps its day, what is undone its progress of before.
        """
        given = {name: vals[name] for name in _OF_OCCURRENCE & vals.keys()}
        if missing := self.filtered(lambda duty: not duty.occurrence_ids):
            self.env['dan_van.occurrence']._follow(missing)
        today, was_done = legal_today(self), self.filtered('done_date')
        for duties in filter(None, (was_done, self - was_done)):
            current = self.env['dan_van.occurrence'].union(*(duty._current_occurrence() for duty in duties))
            if values := _of_occurrence(given, vals, duties == was_done, today):
                current.write(values)
        progress = vals.get('progress') or 0
        if 'progress' in vals and not (_is_done(vals) and progress <= 100):  # more than all is refused by the database
            self._opened('work').write({'progress': progress if _is_done(vals) else min(progress, 99)})

    def action_done(self):
        """Mark what is due of these duties as done today; what is due another time only once the time before it is over."""
        today = legal_today(self)
        self.filtered(lambda duty: not duty.done_date and duty._is_begun(today)).write({'done_date': today})

    def _is_begun(self, today):
        """:return: whether the day of the occurrence that was done before the one that is due now has passed: who clicks twice has
            done one"""
        before = self.occurrence_ids.filtered('done_date').mapped('due_date')
        return all(day and day < today for day in before)

    def action_not_done(self):
        """Take back that the duties are done: their progress is again what it was before."""
        self.filtered('done_date').write({'done_date': False})

    def _is_begun_work(self):
        """:return: whether anything has been entered for this duty, decided on it, or written about it"""
        # sudo: whether there is a letter, not what it says.
        return bool(
            self.env['dan_van.reminder.line'].sudo().search_count([('assignment_id', 'in', self.ids)], limit=1)
            or self.progress or self.step_ids or self.evidence_ids or self.extension_ids or self.change_ids or self.quality_check_ids or self.continues_id
            or any(each._is_touched() for each in self.occurrence_ids))

    def _restart_follow_up(self):
        """As before; an incoming document of which all is done waits for who closes it, a request for more time for nobody."""
        # sudo: whose turn it is follows from the duties, whoever works on them
        (self.incoming_id | self.superior_duty_id.incoming_id).sudo()._keep_turns()
        self.extension_ids.filtered(lambda request: request.state == 'requested')._keep_turns()
        return super()._restart_follow_up()

    # A day of completion that is set back

    @api.depends('done_date')
    def _compute_asks_done_reason(self):
        for duty in self:
            duty.asks_done_reason = duty._origin._is_set_back_to(duty.done_date)

    @api.onchange('done_date')
    def _onchange_done_date(self):
        if self.asks_done_reason:
            self.done_reason = False  # of the day before

    def _is_set_back_to(self, day):
        """:return: whether its day of completion is set back where it becomes ``day``, which asks for a reason"""
        return is_set_back(self.done_date, day, legal_today(self))

    # By what it is shown

    @api.constrains('evidence_ids')
    def _check_evidence(self):
        for assignment in self:
            if any((file.res_model, file.res_id) != (assignment._name, assignment.id) for file in assignment.evidence_ids):
                raise ValidationError(self.env._(
                    "Evidence is uploaded to the duty itself: “%s” can't show files of other documents.",
                    assignment.display_name))

    def _dms_paths(self):
        """Evidence is filed with what gives the duty, each with a folder of its own; as ``_dms_paths`` of documents."""
        paths = {}
        for assignment in self:
            if (above := assignment._document()._duty_folders()) is not None:
                paths[assignment.id] = [*above, own_folder(assignment)]
        return paths

    # More time

    @api.depends('is_at_work', 'deadline', 'extension_ids.state')
    @api.depends_context('uid')
    def _compute_can_extend(self):
        for duty in self:
            duty.can_extend = (
                duty.is_at_work and duty.deadline and duty._may_work()
                and 'requested' not in duty.extension_ids.mapped('state'))

    def _extend(self, deadline):
        """Give what is due a later deadline, in any state of its plan; the step of the request has decided."""
        self._current_occurrence()._extend(deadline)

    def _check_at_work(self):
        """:raise UserError: the duty is done, or no unit works on it"""
        if not self.is_at_work:
            raise UserError(self.env._(
                "“%s” needs no other deadline: it is done, or its plan is not at work.", self.display_name))

    def _check_extendable(self):
        """
        :raise UserError: the duty is not at work, or has no day to be moved
        :raise AccessError: the current user neither belongs to its unit nor to the office
        """
        self._check_at_work()
        if not self.deadline:
            raise UserError(self.env._("“%s” has no deadline that could be moved.", self.display_name))
        if not self._may_work():
            raise AccessError(self.env._(
                "“%s” is the work of another unit: its members and the office ask for more time.", self.display_name))

    def action_ask_for_time(self):
        """Open a new request for a later deadline of this duty."""
        self.ensure_one()
        self._check_extendable()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Ask for more time"),
            'res_model': 'dan_van.extension',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_assignment_id': self.id},
        }

    # Changes by decision

    @api.depends('is_at_work', 'department_id.head_user_id')
    @api.depends_context('uid')
    def _compute_can_change(self):
        decides = self.env['dan_van.assignment.change']._decides()
        for duty in self:
            duty.can_change = duty.is_at_work and (decides or duty.department_id._is_head())

    def action_change(self):
        """Open the dialog in which these duties are changed by a decision, or that is proposed.

        :return: action
        """
        self.check_access('read')
        is_general = bool(self) and set(self.mapped('scope')) == {'all'}
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Change of duties"),
            'res_model': 'dan_van.change.dialog',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_assignment_ids': self.ids, 'default_takes_on': is_general},
        }

    # Quality, and reminders

    @api.depends('is_tracked', 'department_id.head_user_id', 'department_id.deputy_user_id')
    @api.depends_context('uid')
    def _compute_can_check_quality(self):
        for duty in self:
            duty.can_check_quality = duty.is_tracked and duty._may_assign()

    def action_check_quality(self):
        """Open a new quality check of this duty."""
        self.ensure_one()
        self.env['dan_van.quality.check']._check_judge(self)
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Quality check"),
            'res_model': 'dan_van.quality.check',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_assignment_id': self.id},
        }

    def action_write_reminder(self):
        """Write a reminder about those of the duties that are overdue.

        :return: action that opens the new draft
        :raise AccessError: the user does not belong to the office
        :raise UserError: none of the duties is overdue, or they belong to several agencies
        """
        if not self.env.user.has_group('dan_van.group_office'):
            raise AccessError(self.env._("The office writes reminders. Ask it to remind the unit."))
        reminder = self.env['dan_van.reminder']._write_for(self)
        return {'type': 'ir.actions.act_window', 'res_model': reminder._name, 'res_id': reminder.id, 'view_mode': 'form'}

    def _reminder_text(self):
        """:return: the duty as a reminder names it, in one line"""
        return with_mark(self.text, '')


def _is_done(vals):
    """:return: whether what is entered says that a duty is done, ``None`` where it says nothing of it"""
    if 'done_date' in vals:
        return bool(vals['done_date'])
    return (vals['progress'] or 0) >= 100 if 'progress' in vals else None


def _of_occurrence(given, vals, was_done, today):
    """:return: the values of an occurrence, of a duty that ``was_done``, where ``vals`` are entered for it"""
    is_done = _is_done(vals)
    if is_done and not was_done:
        return {'done_date': today, 'done_reason': False, **given}
    if is_done is False:
        return {**given, 'done_date': False, 'done_reason': False}
    return given
