from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..core.in_time import cases_by_due
from ..core.res_company import legal_today
from ..documents.standing import IN_FORCE
from .assignment import HEALTH

# How a duty of an agency below ends before it is done.
ENDED = [('cancelled', "Not asked any more"), ('continued', "Goes on in a later document")]
STATES = [('waiting', "Not taken on yet"), ('taken', "Taken on"), ('done', "Done"), *ENDED]
# What the office notes of what an agency has said by paper or telephone.
_SAID = ('taken_date', 'progress', 'result', 'done_date', 'note')


class HandedDuty(models.Model):
    """A duty of an issued plan or letter as an agency below has it, and what that has said of it: one for each duty and agency.

    They are made by the issue. What the agency does is its own; here stands what it has handed up, or what the office knows from it.
    """

    _name = 'dan_van.handed.duty'
    _description = 'Duty of an agency below'
    _inherit = ['dan_van.in.time', 'dan_van.lock', 'dan_van.readable.links']
    _order = 'plan_id desc, letter_id desc, deadline, assignment_id, organ_id, id'
    _rec_names_search = ['text']
    _check_company_auto = True
    _in_time = 'health'

    _open_in = ('waiting', 'taken', 'done')
    _made_by = ('issue',)

    assignment_id = fields.Many2one(
        'dan_van.assignment', 'Duty as given', required=True, readonly=True, index=True, ondelete='restrict', given_by=('issue',))
    company_id = fields.Many2one(related='assignment_id.company_id', store=True, index=True)
    plan_id = fields.Many2one(related='assignment_id.plan_id', store=True, index=True)
    letter_id = fields.Many2one(related='assignment_id.letter_id', store=True, index='btree_not_null')
    source_name = fields.Char(related='assignment_id.source_name')
    plan_state = fields.Selection(related='assignment_id.plan_state', store=True)
    drafting_department_id = fields.Many2one(related='assignment_id.drafting_department_id', store=True, index=True)
    organ_id = fields.Many2one(
        'dan_van.organ', 'Agency', required=True, readonly=True, index=True, check_company=True, ondelete='restrict', given_by=('issue',))
    group_ids = fields.Many2many(related='organ_id.group_ids', string='Groups of agencies')
    content_ids = fields.Many2many(related='assignment_id.content_ids', string='Contents served')
    key = fields.Char(
        readonly=True, required=True, given_by=('issue',), help="Tells the duty in what agencies send each other; the same in documents that go on with it.")
    text = fields.Text(related='assignment_id.text')
    deadline = fields.Date(readonly=True, given_by=('issue',))  # as it was given: decisions on units' duties don't reach it
    deadline_text = fields.Char(related='assignment_id.deadline_text')
    taken_date = fields.Date('Taken on since', given_by=('issue',), open_in=_open_in)
    # Required: what nobody has begun counts as 0 in every mean.
    progress = fields.Integer('Progress (%)', required=True, default=0, aggregator='avg', given_by=('issue', 'say'), open_in=_open_in)
    result = fields.Text(given_by=('issue',), open_in=_open_in)
    done_date = fields.Date('Done on', given_by=('issue',), open_in=_open_in)
    note = fields.Char('How we know it', given_by=('issue',), open_in=_open_in, help="E.g. by telephone from whom, or by which document.")
    said_date = fields.Datetime('Last said on', readonly=True, given_by=('issue', 'say'))
    said_by_id = fields.Many2one(
        'res.users', 'Entered by', readonly=True, index='btree_not_null', ondelete='restrict', given_by=('issue', 'say'))
    ended = fields.Selection(ENDED, readonly=True, given_by=('end',))
    state = fields.Selection(STATES, 'State of the duty', compute='_compute_state', store=True, index=True)
    health = fields.Selection(HEALTH, compute='_compute_in_time', search='_search_in_time')

    _once = models.UniqueIndex('(assignment_id, organ_id)', "The agency has this duty already.")
    _progress_allowed = models.Constraint('CHECK(progress BETWEEN 0 AND 100)', "Progress lies between 0 and 100 %.")

    @api.depends('text', 'organ_id.display_name')
    def _compute_display_name(self):
        for duty in self:
            # sudo: the name of an agency of the directory, and what the plan says.
            given = duty.sudo()
            duty.display_name = f'{given.organ_id.display_name}: {given.assignment_id.display_name}'

    @api.depends('ended', 'done_date', 'taken_date', 'progress')
    def _compute_state(self):
        for duty in self:
            begun = 'taken' if duty.taken_date or duty.progress else 'waiting'
            duty.state = duty.ended or ('done' if duty.done_date else begun)

    @api.depends('ended', 'plan_state', 'deadline', 'done_date')
    def _compute_in_time(self):
        return super()._compute_in_time()

    @api.model
    def _cases_in_time(self):
        return [
            (False, Domain('ended', '!=', False) | Domain('plan_state', 'not in', IN_FORCE)),
            *cases_by_due(self.env, 'done_date', 'deadline', Domain('plan_state', '=', 'closed'))]

    def _why_locked(self, owner, names):
        return self.env._("“%s” is not asked of the agency any more by this document: what it has said of it stays.", owner.display_name)

    # What the agency says

    def write(self, vals):
        """As before; what the office notes says how it is known, and when it was entered."""
        result = super().write(vals)
        if not self._in_step() and not vals.keys().isdisjoint(_SAID):
            for duty in self.filtered(lambda duty: not (duty.note or '').strip()):
                raise UserError(self.env._(
                    "Write in “How we know it” who has said it and in which way: “%s”.", duty.display_name))
            said = {'said_date': fields.Datetime.now(), 'said_by_id': self.env.uid}
            for duties, progress in ((self.filtered('done_date'), {'progress': 100}), (self.filtered(lambda duty: not duty.done_date), {})):
                duties._opened('say').write({**said, **progress})
        if not vals.keys().isdisjoint(('done_date', 'ended')):
            self._follow_incoming()
        return result

    @api.model
    def _take_said(self, organ, results, note):
        """Note what an agency has handed up of its duties; of those that are asked no more nothing.

        :param organ: dan_van.organ
        :param results: :class:`exchange.upward.Result` of each
        :param note: str, how we know it
        :return: dan_van.handed.duty in superuser rights
        """
        said = {result.key: result for result in results}
        # sudo: who takes a message of the agency notes what it says.
        rows = self.sudo().search([('organ_id', '=', organ.id), ('key', 'in', list(said)), ('ended', '=', False)])
        now, today = fields.Datetime.now(), legal_today(self)
        for row in rows:
            result = said[row.key]
            row._opened('say', *_SAID).write({
                'taken_date': row.taken_date or result.taken and today, 'progress': 100 if result.done else result.progress,
                'result': result.text or row.result, 'done_date': result.done, 'note': note, 'said_date': now, 'said_by_id': False})
        return rows

    def _follow_incoming(self):
        """Let the incoming documents that these carry out wait for who closes them once all is done."""
        # sudo: whose turn it is follows from what agencies say, whoever enters it.
        duties = self.sudo()
        (duties.letter_id.forwards_id | duties.assignment_id.superior_duty_id.incoming_id)._keep_turns()

    @api.constrains('taken_date', 'done_date')
    def _check_days(self):
        today = legal_today(self)
        for duty in self:
            if duty.done_date and duty.done_date > today:
                raise ValidationError(self.env._("“%s” can't have been done on a day that is still to come.", duty.display_name))
            if duty.taken_date and duty.taken_date > today:
                raise ValidationError(self.env._("“%s” can't have been taken on since a day that is still to come.", duty.display_name))

    # What becomes of it

    def _end(self, how):
        """Let nothing more be asked of the agencies by these duties; what is done stays done, unless it goes on elsewhere.

        :param how: key of :data:`ENDED`
        """
        ending = self.filtered(lambda duty: not duty.ended and (how == 'continued' or not duty.done_date))
        # sudo: called by a step of the document that has been guarded.
        ending.sudo()._opened('end').write({'ended': how})
