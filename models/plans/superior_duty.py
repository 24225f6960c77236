from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...exchange import upward
from ...exchange.keys import LONGEST
from ..core.document_part import shortened
from ..core.in_time import cases_by_due, is_late
from ..documents.incoming_directive import OPEN
from ..documents.standing import GONE, IN_FORCE
from .assignment import HEALTH, ROLES
from .due_days import days_of
from .handed_duty import ENDED, STATES


class SuperiorDuty(models.Model):
    """A duty that the superior agency gives by a document, as it has come with that: how we carry it out is said by duties of our own.

    It is a part of the incoming document. Until the directive is given, clerk, office and leadership say which unit gets it, and until
    when; the directive, or a plan of ours, makes duties of it. How it stands follows from these.
    """

    _name = 'dan_van.superior.duty'
    _description = 'Duty of the superior agency'
    _inherit = ['dan_van.in.time', 'dan_van.document.part']
    _order = 'incoming_id desc, sequence, id'
    _rec_names_search = ['text']
    _check_company_auto = True
    _in_time = 'health'

    _documents = ('incoming_id',)
    _open_in = OPEN
    _made_by = ('package',)

    incoming_id = fields.Many2one(
        'dan_van.incoming', 'Document of the superior', required=True, readonly=True, index=True, ondelete='restrict', given_by=('package',))
    company_id = fields.Many2one(related='incoming_id.company_id', store=True, index=True)
    issuer = fields.Char(related='incoming_id.issuer', string='Superior agency')
    organ_id = fields.Many2one(
        'dan_van.organ', 'Superior in the directory', readonly=True, index='btree_not_null', check_company=True, ondelete='restrict',
        given_by=('package',), help="Keys tell the duties of one agency from each other, whatever its code is by now.")
    sequence = fields.Integer(readonly=True, given_by=('package',))
    key = fields.Char(readonly=True, required=True, given_by=('package',), help="Tells the duty in what agencies send each other.")
    # As the superior gives it
    text = fields.Text('Duty', readonly=True, required=True, given_by=('package',))
    role = fields.Selection(ROLES, readonly=True, required=True, default='lead', given_by=('package',))
    kind = fields.Selection([('order', "Order"), ('request', "Request")], readonly=True, required=True, default='order', given_by=('package',))
    output = fields.Char(readonly=True, given_by=('package',))
    start_date = fields.Date('Start', readonly=True, given_by=('package',))
    deadline = fields.Date('Deadline of the superior', readonly=True, index=True, given_by=('package',))
    further_dates = fields.Char('Further deadlines', readonly=True, given_by=('package',))
    recurrence = fields.Selection(
        lambda self: self.env['dan_van.assignment']._fields['recurrence']._description_selection(self.env), 'How often', readonly=True,
        given_by=('package',))
    deadline_text = fields.Char('Deadline as printed', readonly=True, given_by=('package',))
    asks_evidence = fields.Boolean('Evidence needed', readonly=True, given_by=('package',))
    content_text = fields.Text('Contents served', readonly=True, given_by=('package',), help="Of the superior's document.")
    content_keys = fields.Json(readonly=True, given_by=('package',), groups=fields.NO_ACCESS)
    # What we make of it
    department_id = fields.Many2one(
        'hr.department', 'Our unit', index='btree_not_null', check_company=True, ondelete='restrict',
        domain="[('dan_van_kind', '!=', False)]", help="Empty: the lead unit of the directive.")
    own_deadline = fields.Date('Our deadline', help="Until when our unit does it; empty: the superior's.")
    late_note = fields.Char('Warning', compute='_compute_late_note')
    assignment_ids = fields.One2many('dan_van.assignment', 'superior_duty_id', 'Our duties', readonly=True, given_by=())
    progress = fields.Float('Progress (%)', compute='_compute_work', store=True, aggregator='avg')
    done_date = fields.Date('Done on', compute='_compute_work', store=True)
    state = fields.Selection(STATES, 'State of the duty', compute='_compute_work', store=True, index=True)
    health = fields.Selection(HEALTH, compute='_compute_in_time', search='_search_in_time')
    # What the superior makes of it
    ended = fields.Selection(ENDED, readonly=True, given_by=('end', 'package'))
    continues_id = fields.Many2one(
        'dan_van.superior.duty', 'Goes on with', readonly=True, index='btree_not_null', ondelete='restrict', given_by=('package',))

    _key_unique = models.UniqueIndex('(company_id, organ_id, key) WHERE ended IS NULL', "This duty of the superior is there already.")
    _dates_in_order = models.Constraint(
        'CHECK(start_date IS NULL OR own_deadline IS NULL OR start_date <= own_deadline)', "A duty can't be due before it starts.")

    @api.depends('text')
    def _compute_display_name(self):
        for duty in self:
            duty.display_name = shortened(duty.text or '')

    @api.depends('own_deadline', 'deadline')
    @api.depends_context('lang')
    def _compute_late_note(self):
        for duty in self:
            duty.late_note = is_late(duty.own_deadline, duty.deadline) and self.env._(
                "Later than the superior's deadline of %s.", duty.deadline.strftime('%d/%m/%Y'))

    @api.depends('ended', 'incoming_id.state', 'assignment_ids.scope', 'assignment_ids.ended', 'assignment_ids.plan_state', 'assignment_ids.progress',
                 'assignment_ids.done_date', *(f'assignment_ids.handed_ids.{name}' for name in ('ended', 'progress', 'done_date')))
    def _compute_work(self):
        """It is taken on once a unit, or an agency below, has it by a document in force, and done when all of these have done it."""
        for duty in self:
            given = [each for each in duty.assignment_ids if each.plan_state in IN_FORCE and not each.ended]
            own = [*(each for each in given if each.scope == 'unit'), *(row for each in given for row in each.handed_ids if not row.ended)]
            is_done = bool(own) and all(each.done_date for each in own)
            duty.progress = sum(each.progress for each in own) / len(own) if own else 0.0
            duty.done_date = is_done and max(each.done_date for each in own)
            is_asked = duty.incoming_id.state != 'cancelled'  # else entered by mistake
            duty.state = duty.ended or (not is_asked and 'cancelled') or ('done' if is_done else 'taken' if own else 'waiting')

    @api.depends('state', 'deadline', 'done_date')
    def _compute_in_time(self):
        return super()._compute_in_time()

    @api.model
    def _cases_in_time(self):
        return [(False, Domain('state', 'in', [key for key, _name in ENDED])), *cases_by_due(self.env, 'done_date', 'deadline')]

    # Who may say which unit gets it

    def _check_changes(self, names):
        """:raise AccessError: clerk, office and leadership prepare the directive"""
        if not self.env.su and any(not document._may_prepare() for document in self.incoming_id):
            raise AccessError(self.env._("The clerk, the office and the leadership say which unit gets a duty of the superior."))
        return super()._check_changes(names)

    # What becomes of it

    def _is_carried(self, apart_from=None):
        """:return: whether a document of ours, a draft as well, says already who carries it out

        :param apart_from: dan_van.assignment that don't count
        """
        own = self.assignment_ids - apart_from if apart_from else self.assignment_ids
        return any(not each.ended and each.plan_state not in GONE for each in own)

    def _end(self, how):
        """Let it ask for nothing any more; what our units have of it stays until somebody decides on that.

        :param how: key of :data:`ENDED`
        """
        # sudo: called where a message of the superior is taken.
        self.sudo().filtered(lambda duty: not duty.ended)._opened('end').write({'ended': how})

    def _said(self, texts=None):
        """
        :param texts: ``{row: what is said of it}``, default what our units have entered as the results
        :return: list of :class:`exchange.upward.Result`, how each stands
        """
        return [upward.Result(
            row.key, (texts.get(row, '') if texts is not None else row._results())[:LONGEST], round(row.progress),
            row.state in ('taken', 'done'), row.done_date or None)
            for row in self if row.state in ('taken', 'done') or (texts or {}).get(row)]

    def _results(self):
        """:return: str, what our units have entered as the results"""
        own = self.assignment_ids.filtered(lambda each: each.plan_state in IN_FORCE and not each.ended and each.result)
        return '\n'.join(dict.fromkeys(f'{duty.department_id.name}: {duty.result}' if len(own.department_id) > 1 else duty.result for duty in own))

    def _duty_values(self):
        """:return: dict of the values of a duty of ours that carries it out, without its unit; a deadline of our own stands in the place
        of the superior's, further days stay; a start that these are before is none"""
        first = min(days_of(self.further_dates), default=self.start_date)
        return {
            'superior_duty_id': self.id, 'sequence': self.sequence, 'role': self.role, 'kind': self.kind, 'text': self.text, 'output': self.output,
            'start_date': self.start_date and self.start_date <= first and self.start_date, 'deadline': self.own_deadline or self.deadline, 'further_dates': self.further_dates,
            'recurrence': self.recurrence, 'deadline_text': self.deadline_text, 'asks_evidence': self.asks_evidence}
