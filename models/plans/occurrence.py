from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import format_date

from ...rendering.characters import said
from ..core.files_field import Files
from ..core.in_groups import in_groups
from ..core.in_time import cases_by_due
from ..core.ir_attachment import EVIDENCE
from ..core.lock import with_key
from ..core.res_company import legal_today
from ..documents.standing import IN_FORCE, OUT
from .assignment import HEALTH

AT_WORK = ('issued',)  # states of the plan in which results are entered
# What no decision has left undone, of duties and of each time that they are due.
STAYS = Domain('ended', '=', False) | Domain('done_date', '!=', False)
_DONE = frozenset({'done_date', 'done_reason'})
ACCEPTANCE = [('claimed', "Waits for acceptance"), ('returned', "Returned"), ('accepted', "Completion accepted")]


def is_set_back(before, day, today):
    """:return: whether a day of completion, ``before`` until now, is set to one that is earlier and has passed"""
    return bool(day) and day < today and (not before or day < before)


class Occurrence(models.Model):
    """Each time that a duty is due: by when, what was done, by what that is shown, and when it was done.

    A single deadline is one occurrence. The duty stands as its oldest open one; it is done when the last one is. On which days a
    duty is due, see occurrence_dates.
    """

    _name = 'dan_van.occurrence'
    _description = 'Occurrence of a duty'
    _inherit = ['dan_van.in.time', 'dan_van.document.part']
    _order = 'due_date, id'
    _rec_names_search = ['assignment_id.text']

    _documents = ('plan_id', 'incoming_id', 'letter_id')
    _open_in = ()
    _made_by = ('plan',)
    _deleted_by = ('plan',)
    _in_time = 'state'

    assignment_id = fields.Many2one('dan_van.assignment', 'Duty', required=True, index=True, ondelete='cascade', open_in=())
    plan_id = fields.Many2one(related='assignment_id.plan_id', store=True, index=True)
    incoming_id = fields.Many2one(related='assignment_id.incoming_id', store=True, index='btree_not_null')
    letter_id = fields.Many2one(related='assignment_id.letter_id', store=True, index='btree_not_null')
    source_name = fields.Char(related='assignment_id.source_name')
    plan_state = fields.Selection(related='assignment_id.plan_state', store=True)
    company_id = fields.Many2one(related='assignment_id.company_id', store=True, index=True)
    department_id = fields.Many2one(related='assignment_id.department_id', string='Unit', store=True, index=True)
    ended = fields.Selection(related='assignment_id.ended', store=True)
    planned_date = fields.Date(
        'Planned for', readonly=True, given_by=('plan',),
        help="The day that the plan names, the end of the month or the quarter, or the cut-off of the report; more time does not move it.")
    due_date = fields.Date('Deadline', readonly=True, given_by=('plan', 'extend'))
    result = fields.Text(open_in=AT_WORK, given_by=('plan',), help="What was done, in one or two sentences.")
    evidence_ids = Files(
        'ir.attachment', 'dan_van_occurrence_evidence_rel', 'occurrence_id', 'attachment_id', open_in=AT_WORK,
        given_by=('plan',), help="Photos, minutes, documents that show the result.")
    done_date = fields.Date('Done on', open_in=AT_WORK, given_by=('plan',))
    done_reason = fields.Char(
        'Reason for the earlier day', open_in=AT_WORK, given_by=('plan',),
        help="Why the day of completion lies before the day on which it was entered.")
    asks_done_reason = fields.Boolean(compute='_compute_asks_done_reason')
    progress_before = fields.Integer(
        'Progress before it was done', readonly=True, aggregator=False, given_by=('plan', 'work'))
    can_work = fields.Boolean(compute='_compute_can_work')
    state = fields.Selection(HEALTH, 'Health', compute='_compute_in_time', search='_search_in_time')

    _once_a_day = models.UniqueIndex('(assignment_id, planned_date)', "The duty is due on this day already.")
    _once_without_day = models.UniqueIndex('(assignment_id) WHERE planned_date IS NULL')
    _open_index = models.Index('(due_date) WHERE done_date IS NULL')
    _missed_index = models.Index('(plan_id, planned_date) WHERE done_date IS NULL')

    @api.depends('assignment_id', 'due_date')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for occurrence in self:
            day = format_date(self.env, occurrence.due_date) if occurrence.due_date else self.env._("no day named")
            occurrence.display_name = f'{occurrence.assignment_id.display_name} ({day})'

    @api.depends('plan_state', 'due_date', 'done_date', 'ended')
    def _compute_in_time(self):
        return super()._compute_in_time()

    @api.model
    def _cases_in_time(self):
        return [(False, ~self._in_force_domain()), *cases_by_due(self.env, 'done_date', 'due_date', Domain('plan_state', '=', 'closed'))]

    @api.model
    def _counted_domain(self):
        """:return: Domain of those that figures and ratings count, each once: of plans in force, and what was done under a plan that
        was replaced by one which does not go on with its duty: it is done all the same"""
        return self._in_force_domain() | Domain([
            ('plan_state', '=', 'recalled'), ('done_date', '!=', False),
            ('assignment_id.continued_by_ids', '=', False), ('plan_id.replaced_by_ids.state', 'in', OUT)])

    @api.model
    def _in_force_domain(self):
        """:return: Domain of those of plans in force, without what a decision has left undone"""
        return Domain('plan_state', 'in', IN_FORCE) & STAYS

    def _is_touched(self):
        """:return: whether anything has been entered here"""
        return bool(self.done_date or self.result or self.evidence_ids)

    def _may_go(self):
        """:return: whether nothing rests on this occurrence, so that it goes where its duty is not planned for its day any more"""
        return not self._is_touched()

    # Who may enter what was done: whoever works on the duty

    @api.depends('department_id.member_user_ids', 'ended')
    @api.depends_context('uid')
    def _compute_can_work(self):
        for occurrence in self:
            occurrence.can_work = occurrence.assignment_id._may_work()

    def _why_locked(self, owner, names):
        return self.assignment_id._why_locked(owner, ['result'])

    def _check_changes(self, names):
        """:raise AccessError: it is the work of another unit"""
        for duty in self.assignment_id:
            duty._check_not_ended()
            if not duty._may_work():
                raise AccessError(self.env._(
                    "“%s” is the work of another unit: its members and the office enter progress and results.", duty.display_name))
        return super()._check_changes(names)

    # What was done

    def write(self, vals):
        if self._in_step():
            return super().write(vals)
        if not isinstance(vals, dict) or _DONE & vals.keys():
            self._check_kinds(vals)  # before they are looked at here
        if given := [name for name in self._given('work') if name in vals]:
            raise UserError(self._why_given(given))
        before = {occurrence: (occurrence.done_date, occurrence.done_reason) for occurrence in self}
        files = {occurrence: occurrence.evidence_ids for occurrence in self} if 'evidence_ids' in vals else {}
        if 'done_reason' in vals:
            vals = {**vals, 'done_reason': said(vals['done_reason']) or False}
        with self.assignment_id._following_dates():
            for values, occurrences in self._with_progress_before(vals):
                # What was is kept by code alone; what is typed is asked for as before.
                super(Occurrence, occurrences._opened('work')).write(values)
        self._check_done_reason(before, vals.get('done_reason'))
        self._hand_on_evidence(files)
        self._carry_progress({occurrence: day for occurrence, (day, _reason) in before.items()})
        return True

    def _with_progress_before(self, vals):
        """:return: list of (values, occurrences): what becomes done keeps how far its duty was, what is undone has no reason"""
        if 'done_date' not in vals:
            return [(vals, self)]
        if not vals['done_date']:
            return [({**vals, 'done_reason': False}, self)]
        new = self.filtered(lambda occurrence: not occurrence.done_date)
        new.assignment_id._check_steps_done()
        values = [({'done_reason': False, **vals, **progress}, occurrences) for progress, occurrences in in_groups(
            {occurrence: {'progress_before': occurrence.assignment_id.progress} for occurrence in new})]
        return [*values, *([(vals, self - new)] if self != new else [])]

    def _carry_progress(self, before):
        """Let the progress of the duties follow what is done: the share of what is due in all; where that is one, undo gives back
        what was.

        :param before: ``{occurrence: day on which it was done, before this write}``
        """
        found = {}
        for occurrence, day in before.items():
            duty = occurrence.assignment_id
            if bool(occurrence.done_date) != bool(day):
                is_over = occurrence.done_date or duty._returns()
                found[duty] = {'progress': duty._share_done() if is_over else occurrence.progress_before}
        for values, duties in in_groups(found):
            duties._opened('work').write(values)

    @api.constrains('done_date')
    def _check_done_date(self):
        today = legal_today(self)
        for occurrence in self:
            if occurrence.done_date and occurrence.done_date > today:
                raise ValidationError(self.env._(
                    "“%s” can't have been done on a day that is still to come.", occurrence.assignment_id.display_name))

    def action_done(self):
        """Mark those that are not done yet as done today."""
        self.filtered(lambda occurrence: not occurrence.done_date).write({'done_date': legal_today(self)})

    def action_not_done(self):
        """Take back that they are done: the progress of their duties is again what it was before."""
        self.filtered('done_date').write({'done_date': False})

    def action_open_duty(self):
        """Open the duty.

        :return: action
        """
        self.ensure_one()
        return {'type': 'ir.actions.act_window', 'res_model': 'dan_van.assignment', 'res_id': self.assignment_id.id,
                'view_mode': 'form', 'target': 'current'}

    # A day of completion that is set back

    @api.depends('done_date')
    def _compute_asks_done_reason(self):
        today = legal_today(self)
        for occurrence in self:
            occurrence.asks_done_reason = is_set_back(occurrence._origin.done_date, occurrence.done_date, today)

    @api.onchange('done_date')
    def _onchange_done_date(self):
        if self.asks_done_reason:
            self.done_reason = False  # of the day before

    def _check_done_reason(self, before, reason):
        """Have it said why a day of completion is set back: who was late is not in time by a date.

        :param before: ``{occurrence: (its day of completion, its reason)}`` before it was written
        :param reason: str, what has been written with it
        :raise UserError: the day lies before today and before the one that was there, its reason is taken away, or there is no day
        """
        today = legal_today(self)
        for occurrence, (day, given) in before.items():
            duty = occurrence.assignment_id
            if occurrence.done_reason and not occurrence.done_date:
                raise UserError(self.env._(
                    "“%s” is not done: the reason belongs to a day of completion. Enter the day too, or write the result instead.",
                    duty.display_name))
            is_taken = given and not occurrence.done_reason and day and occurrence.done_date == day
            if not reason and (is_taken or is_set_back(day, occurrence.done_date, today)):
                raise UserError(self.env._(
                    "“%(duty)s”: the day of completion, %(date)s, lies before today. Open the duty and write beside the day why it "
                    "is entered only now; to report it done today, use “Mark as done”.",
                    duty=duty.display_name, date=format_date(self.env, occurrence.done_date)))

    # By what it is shown: the files hang on the duty

    def _hand_on_evidence(self, before):
        """Hang what was uploaded here on the duties, and let these show what is shown here.

        :param before: ``{occurrence: its files before they were written}``
        """
        for occurrence, files in before.items():
            duty, added = occurrence.assignment_id, occurrence.evidence_ids - files
            uploaded = added.filtered(lambda file, own=occurrence: (file.res_model, file.res_id) == (own._name, own.id))
            with_key(uploaded, EVIDENCE).write({'res_model': duty._name, 'res_id': duty.id})
            if commands := [*map(Command.link, added.ids), *map(Command.unlink, (files - occurrence.evidence_ids).ids)]:
                duty.evidence_ids = commands

    def _drop_evidence(self):
        """Leave out here what the duties show no more."""
        for occurrence in self:
            if gone := occurrence.evidence_ids - occurrence.assignment_id.evidence_ids:
                occurrence._opened('plan').evidence_ids -= gone

    # More time

    def _extend(self, deadline):
        """Give these a later day, in any state of their plan; the step of the request has decided."""
        with self.assignment_id._following_dates():
            self._opened('extend').write({'due_date': deadline})
