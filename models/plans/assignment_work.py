from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from ...rendering.characters import said
from ...rendering.wording import with_mark
from ..core.res_company import legal_today
from ..documents.dms_folder import Folder
from .duty_notice import tell_of_named

AT_WORK = ('issued',)  # states of the plan in which progress, results and persons are entered
_DONE = frozenset({'progress', 'done_date', 'done_reason'})


class Assignment(models.Model):
    """The work on a duty while its plan is at work: who does it, how far it is, when it is done, by what that is shown, and what the
    unit asks for or is asked about it."""

    _inherit = 'dan_van.assignment'

    user_ids = fields.Many2many(
        'res.users', 'dan_van_assignment_user_rel', 'assignment_id', 'user_id', 'Persons', copy=False, ondelete='restrict',
        open_in=AT_WORK, help="Members of the unit who do the work; the head of the unit names them.")
    # Required: what nobody has begun counts as 0 in every mean.
    progress = fields.Integer(
        'Progress (%)', required=True, default=0, copy=False, tracking=True, aggregator='avg', open_in=AT_WORK)
    result = fields.Text(copy=False, tracking=True, open_in=AT_WORK)
    done_date = fields.Date('Done on', copy=False, tracking=True, open_in=AT_WORK)
    evidence_ids = fields.Many2many(
        'ir.attachment', 'dan_van_assignment_evidence_rel', 'assignment_id', 'attachment_id', copy=False, open_in=AT_WORK,
        help="Photos, minutes, documents that show the result.")
    progress_before = fields.Integer(
        'Progress before it was done', readonly=True, copy=False, aggregator=False, given_by=('work',))
    done_reason = fields.Char(
        'Reason for the earlier day', copy=False, tracking=True, open_in=AT_WORK,
        help="Why the day of completion lies before the day on which it was entered.")
    asks_done_reason = fields.Boolean(compute='_compute_asks_done_reason')
    extension_ids = fields.One2many('dan_van.extension', 'assignment_id', 'Requests for more time', readonly=True)
    quality_check_ids = fields.One2many('dan_van.quality.check', 'assignment_id', 'Quality checks', readonly=True)
    can_assign = fields.Boolean(compute='_compute_rights')
    can_work = fields.Boolean(compute='_compute_rights')
    can_extend = fields.Boolean(compute='_compute_can_extend')
    can_check_quality = fields.Boolean(compute='_compute_can_check_quality')

    _progress_allowed = models.Constraint(
        'CHECK(progress BETWEEN 0 AND 100)', "Progress lies between 0 and 100 %.")

    # Whose it is

    @api.depends('department_id.head_user_id', 'department_id.deputy_user_id', 'department_id.member_user_ids')
    @api.depends_context('uid')
    def _compute_rights(self):
        for assignment in self:
            assignment.can_assign = assignment._may_assign()
            assignment.can_work = assignment._may_work()

    def _may_work(self):
        """:return: whether the current user may enter progress and results: the unit, or the office"""
        return self.env.user.has_group('dan_van.group_office') or self.department_id._is_member()

    def _may_assign(self):
        """:return: whether the current user may name the persons: who heads the unit, or the office"""
        return self.env.user.has_group('dan_van.group_office') or self.department_id._is_head()

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
        return super()._check_changes(names)

    @api.model
    def _work(self, names):
        """:return: list of those of the fields ``names`` that are entered while the duty is at work"""
        return [name for name in names if self._rule(name).open_in == AT_WORK]

    @api.model
    def _keeping(self, files):
        """:return: dan_van.assignment, one of the duties that ``files`` show and whose evidence is entered no more, or none"""
        return self.search([
            ('evidence_ids', 'in', files.ids), ('plan_state', 'not in', self._rule('evidence_ids').open_in)], limit=1)

    # How far it is

    def write(self, vals):
        if not isinstance(vals, dict) or _DONE & vals.keys():
            self._check_kinds(vals)  # before they are looked at here
        in_step = self._in_step()
        named = {duty: duty.user_ids for duty in self} if 'user_ids' in vals and not in_step else {}
        if not _DONE & vals.keys() or in_step:
            result = super().write(vals)
        else:
            before = {duty: (duty.done_date, duty.done_reason) for duty in self}
            if 'done_reason' in vals:
                vals = {**vals, 'done_reason': said(vals['done_reason'])}
            for values, duties in self._with_done_date(vals):
                # What was is kept by code alone; what is typed is asked for as before.
                super(Assignment, duties._opened('work')).write(values)
            result = True
            self._check_done_reason(before, vals.get('done_reason'))
        tell_of_named(named)
        return result

    def _with_done_date(self, vals):
        """Let done and 100 % say the same, whichever is entered. What is done keeps its day, what is undone its progress of before.

        :return: list of (values, duties)
        """
        if not {'progress', 'done_date'} & vals.keys():
            return [(vals, self)]
        if 'done_date' in vals:
            is_done = bool(vals['done_date'])
        else:
            is_done = (vals['progress'] or 0) >= 100
        today, groups = legal_today(self), defaultdict(self.browse)
        for duty in self:
            groups[bool(duty.done_date), duty.progress_before if duty.done_date else duty.progress] |= duty
        return [
            (_done(vals, was_done, before, today) if is_done else _not_done(vals, was_done, before), duties)
            for (was_done, before), duties in groups.items()]

    def action_done(self):
        """Mark the duties that are not done yet as done today."""
        self.filtered(lambda duty: not duty.done_date).write({'done_date': legal_today(self)})

    def action_not_done(self):
        """Take back that the duties are done: their progress is again what it was before."""
        self.filtered('done_date').write({'done_date': False})

    @api.constrains('done_date')
    def _check_done_date(self):
        today = legal_today(self)
        for assignment in self:
            if assignment.done_date and assignment.done_date > today:
                raise ValidationError(self.env._(
                    "“%s” can't have been done on a day that is still to come.", assignment.display_name))

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
        return _is_set_back(self.done_date, day, legal_today(self))

    def _check_done_reason(self, before, reason):
        """Have it said why a day of completion is set back: who was late is not in time by a date.

        :param before: ``{duty: (its day of completion, its reason)}`` before it was written
        :param reason: str, what has been written with it
        :raise UserError: the day lies before today and before the one that was there, its reason is taken away, or there is no day
        """
        today = legal_today(self)
        for duty, (day, given) in before.items():
            if duty.done_reason and not duty.done_date:
                raise UserError(self.env._(
                    "“%s” is not done: the reason belongs to a day of completion. Enter the day too, or write the result instead.",
                    duty.display_name))
            is_taken = given and not duty.done_reason and day and duty.done_date == day
            if not reason and (is_taken or _is_set_back(day, duty.done_date, today)):
                raise UserError(self.env._(
                    "“%(duty)s”: the day of completion, %(date)s, lies before today. Open the duty and write beside the day why it "
                    "is entered only now; to report it done today, use “Mark as done”.",
                    duty=duty.display_name, date=format_date(self.env, duty.done_date)))

    # By whom, and by what it is shown

    @api.constrains('user_ids', 'department_id')
    def _check_persons(self):
        for assignment in self:
            if outside := assignment.user_ids - assignment.department_id.member_user_ids:
                raise ValidationError(self.env._(
                    "%(users)s do not belong to “%(unit)s”. Name members of the unit.",
                    users=', '.join(outside.mapped('name')), unit=assignment.department_id.name or ''))

    @api.constrains('evidence_ids')
    def _check_evidence(self):
        for assignment in self:
            if any((file.res_model, file.res_id) != (assignment._name, assignment.id) for file in assignment.evidence_ids):
                raise ValidationError(self.env._(
                    "Evidence is uploaded to the duty itself: “%s” can't show files of other documents.",
                    assignment.display_name))

    def _dms_paths(self):
        """Evidence is filed in the folder of its plan, each duty with a folder of its own; as ``_dms_paths`` of documents."""
        paths = {}
        for assignment in self:
            if assignment.plan_id._is_filed():
                above = assignment.plan_id._dms_own_path()
                paths[assignment.id] = [
                    *above, Folder(f'{above[-1].key}/evidence', "Minh chứng", assignment.plan_id),
                    Folder(f'{assignment._name},{assignment.id}', assignment.display_name, assignment)]
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
        """Give the duty a later deadline, in any state of its plan; the step of the request has decided."""
        self._opened('extend').deadline = deadline

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


def _is_set_back(before, day, today):
    """:return: whether a day of completion, ``before`` until now, is set to one that is earlier and has passed"""
    return bool(day) and day < today and (not before or day < before)


def _done(vals, was_done, before, today):
    values = {**vals, 'progress': max(vals.get('progress') or 0, 100)}
    return values if was_done else {'done_date': today, 'done_reason': False, **values, 'progress_before': before}


def _not_done(vals, was_done, before):
    values = {**vals, 'done_date': False, 'done_reason': False}
    if 'progress' in vals:
        return {**values, 'progress': min(vals['progress'] or 0, 99)}
    return {**values, 'progress': before} if was_done else values
