from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...importer.words import canonical
from ..core.document_part import shortened
from ..core.in_time import cases_by_due
from ..core.mail_switches import QUIET
from ..core.res_company import legal_today
from ..documents.standing import IN_FORCE, OUT
from .due_days import CONTINUOUS, days_of

HEALTH = [
    ('overdue', "Overdue"),
    ('undone', "Not done"),
    ('due_soon', "Due soon"),
    ('on_track', "On track"),
    ('done_late', "Done late"),
    ('done_on_time', "Done on time"),
]
ROLES = [('lead', "Lead"), ('coordinate', "Coordinate")]
# What a duty says wherever it is tracked.
_SAME = ('sequence', 'in_annex', 'role', 'kind', 'text', 'start_date', 'deadline_text', 'recurrence', 'output', 'asks_evidence')
# How a duty of an issued plan ends before it is done, by a decision.
ENDED = [('cancelled', "Cancelled"), ('handed_over', "Handed over")]


class Stand(NamedTuple):
    """How duties stand: how many there are, are done, are overdue, and the mean of their progress in %."""

    total: int = 0
    done: int = 0
    overdue: int = 0
    progress: float = 0.0

    @classmethod
    def of(cls, health, count, progress):
        """:return: :class:`Stand` of ``count`` duties of one health, whose progress adds up to ``progress``"""
        is_done = health in ('done_on_time', 'done_late')
        return cls(count, count * is_done, count * (health == 'overdue'), progress / count)

    def __add__(self, other):
        """:return: :class:`Stand` of these duties and those of ``other``"""
        total = self.total + other.total
        progress = self.progress * self.total + other.progress * other.total
        return Stand(total, self.done + other.done, self.overdue + other.overdue, progress / total if total else 0.0)


class Assignment(models.Model):
    """A duty of a unit under a plan, or by the directive on an incoming document.

    A duty for all units is one printed record; issuing the plan makes one tracked record per unit below it. Tracked are the records
    with scope "unit"; health says how they stand and needs no nightly write. How a unit works on a duty, see assignment_work; how a
    plan that replaces another goes on with it, see continuation; what agencies below have, see agencies_below.
    """

    _name = 'dan_van.assignment'
    _description = 'Assignment'
    _inherit = ['dan_van.handed.down', 'dan_van.in.steps', 'dan_van.in.time', 'dan_van.document.part', 'dan_van.file.text', 'dan_van.told',
                'mail.thread', 'mail.activity.mixin']
    _order = 'plan_id, sequence, id'
    _mail_post_access = 'read'
    _rec_names_search = ['unit_label', 'text']
    _check_company_auto = True
    _in_time = 'health'
    _documents = ('plan_id', 'incoming_id', 'letter_id')  # each a dan_van.duty.source; a duty has one of them
    _deleted_by = ('direct',)

    # From where
    plan_id = fields.Many2one('dan_van.plan', ondelete='cascade', index=True)
    incoming_id = fields.Many2one(
        'dan_van.incoming', 'Incoming document', copy=False, index='btree_not_null', check_company=True, ondelete='restrict',
        given_by=('direct', 'change'), help="The document on which a leader has directed that this be done.")
    letter_id = fields.Many2one(
        'dan_van.letter', 'Document of ours', index='btree_not_null', check_company=True, ondelete='cascade',
        help="The document that gives this duty, e.g. the conclusions of a meeting.")
    source_name = fields.Char(
        'Source of the duty', compute='_compute_source_name', compute_sudo=True, help="The plan or document that asks for it.")
    company_id = fields.Many2one(
        'res.company', 'Agency', compute='_compute_place', store=True, precompute=True, required=True, index=True, ondelete='restrict')
    theme_id = fields.Many2one(
        'dan_van.theme', compute='_compute_place', store=True, precompute=True, ondelete='restrict', help="In whose reports it appears.")
    drafting_department_id = fields.Many2one(
        'hr.department', 'Drafted by', compute='_compute_place', store=True, precompute=True, index='btree_not_null', ondelete='restrict',
        help="The unit that writes the document by which this duty is given.")
    plan_state = fields.Selection(
        lambda self: self.env['dan_van.plan']._fields['state']._description_selection(self.env), 'Status of the source',
        compute='_compute_plan_state', store=True, index=True, tracking=False)
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one(
        'dan_van.assignment', 'Duty for all units', readonly=True, ondelete='cascade', index='btree_not_null',
        given_by=('issue', 'change'), help="Or the printed duty that was handed over.")
    child_ids = fields.One2many('dan_van.assignment', 'parent_id', 'Tracked per unit', readonly=True, given_by=())
    content_ids = fields.Many2many(
        'dan_van.content', 'dan_van_assignment_content_rel', 'assignment_id', 'content_id', 'Contents served',
        domain="[('plan_id', '=', plan_id), ('section_kind', '=', 'content')]")
    # What is printed
    printed = fields.Boolean(default=True, help="Printed as a paragraph of “Tổ chức thực hiện”.")
    in_annex = fields.Boolean('In an annex', help="The task stands in an annex of the plan, which is printed as it is.")
    label = fields.Char(help="As printed: 1, a, -.")
    unit_label = fields.Char('Unit as printed', help="Words before the colon, e.g. “Phòng Chính sách”.")
    text = fields.Text('Duty', required=True, tracking=True)
    # Who
    scope = fields.Selection(
        [('unit', "One unit"), ('all', "All units"), ('agencies', "Agencies below")], required=True, default='unit', index=True)
    role = fields.Selection(ROLES, required=True, default='lead')
    kind = fields.Selection([('order', "Order"), ('request', "Request")], required=True, default='order')
    department_id = fields.Many2one(
        'hr.department', 'Unit', index=True, check_company=True, tracking=True, ondelete='restrict',
        domain="[('dan_van_kind', '!=', False)]")
    # By when, and what comes out
    start_date = fields.Date('Start')
    deadline = fields.Date(
        compute='_compute_work', store=True, readonly=False, tracking=True, open_in=('draft',),
        help="Once the plan is issued: the day of the oldest occurrence that is not done.")
    planned_deadline = fields.Date(
        readonly=True, copy=False, given_by=('plan', 'change'), help="As the plan was issued; what returns ends with it.")
    recurrence = fields.Selection(
        [('monthly', "Every month"), ('quarterly', "Every quarter"), ('semiannual', "Every half year"), ('yearly', "Every year"),
         (CONTINUOUS, "All the year")],
        'How often', open_in=('draft',), given_by=('plan',), help="“All the year” (thường xuyên): due with every report on the plan.")
    is_recurrence_inferred = fields.Boolean(
        'How often is inferred', compute='_compute_is_recurrence_inferred',
        help="The plan names neither a day nor how often it is due, so the duty is due with every report.")
    further_dates = fields.Char('Further deadlines', help="Where several days are named: 30/06/2026; 30/09/2026.")
    occurrence_ids = fields.One2many('dan_van.occurrence', 'assignment_id', 'Occurrences', copy=False, open_in=True)
    step_ids = fields.One2many('dan_van.step', 'assignment_id', 'Steps of the duty', copy=False, open_in=True)
    occurrence_count = fields.Integer(compute='_compute_occurrence_count')
    deadline_text = fields.Char('Deadline as printed', help="e.g. “hằng quý”, where no single day is meant.")
    output = fields.Char()
    # What decisions have made of it, see assignment_change
    ended = fields.Selection(ENDED, readonly=True, copy=False, given_by=('change',))
    change_ids = fields.One2many('dan_van.assignment.change', 'assignment_id', 'Changes by decision', readonly=True)
    # Who answers for it, and who may decide
    head_id = fields.Many2one(related='department_id.head_user_id', string='Answers for it')
    leader_id = fields.Many2one(
        'res.users', 'Decides', compute='_compute_leader_id',
        help="The leader in charge of the unit; where none is named, who signed the plan.")
    unclear = fields.Char('Not clear yet', compute='_compute_unclear')
    # How it stands
    health = fields.Selection(HEALTH, compute='_compute_in_time', search='_search_in_time')
    is_due_this_week = fields.Boolean('Due this week', compute='_compute_is_due_this_week', search='_search_is_due_this_week')
    is_out = fields.Boolean('Issued at some time', compute='_compute_standing', search='_search_is_out')
    is_tracked = fields.Boolean(
        'Tracked', compute='_compute_standing', search='_search_is_tracked', help="A duty of one unit under a plan in force, not ended.")
    is_at_work = fields.Boolean(
        'At work', compute='_compute_standing', search='_search_is_at_work', help="Tracked, not done, and its plan is not closed.")

    _one_source = models.Constraint(
        'CHECK(num_nonnulls(plan_id, incoming_id, letter_id) = 1)', "A duty belongs to a plan, or to a document by which it is given.")
    _outside_index = models.Index('(theme_id, company_id) WHERE plan_id IS NULL')
    _tracked_index = models.Index("(department_id, deadline) WHERE scope = 'unit'")
    _dates_in_order = models.Constraint(
        'CHECK(start_date IS NULL OR deadline IS NULL OR start_date <= deadline)',
        "A duty can't be due before it starts.")
    _child_unique = models.UniqueIndex('(parent_id, department_id) WHERE parent_id IS NOT NULL AND ended IS NULL')

    @api.depends('unit_label', 'department_id', 'text')
    def _compute_display_name(self):
        for assignment in self:
            unit = assignment.department_id.dan_van_abbreviation or assignment.unit_label or ''
            text = assignment.text or ''
            assignment.display_name = shortened(f'{unit}: {text}' if unit else text)

    # Its source

    @api.depends('plan_id.state', 'incoming_id.state', 'letter_id.state')
    def _compute_plan_state(self):
        for duty in self:
            duty.plan_state = duty._document().state

    @api.depends('plan_id.company_id', 'plan_id.theme_id', 'plan_id.department_id', 'incoming_id.company_id', 'incoming_id.directive_theme_id',
                 'letter_id.company_id', 'letter_id.duty_theme_id', 'letter_id.department_id')
    def _compute_place(self):
        for duty in self:
            source = duty._document()
            duty.company_id, duty.theme_id = source.company_id, source._duty_theme()
            duty.drafting_department_id = (duty.plan_id or duty.letter_id).department_id

    @api.depends('plan_id.display_name', 'incoming_id.display_name', 'letter_id.display_name')
    def _compute_source_name(self):
        for duty in self:
            duty.source_name = shortened(duty._document().display_name, limit=60)

    @api.depends('recurrence', 'planned_deadline', 'further_dates', 'deadline_text')
    def _compute_is_recurrence_inferred(self):
        for duty in self:
            duty.is_recurrence_inferred = duty.recurrence == CONTINUOUS and not (
                duty.planned_deadline or duty.further_dates or duty.deadline_text)

    # Health

    @api.depends('is_tracked', 'plan_state', 'deadline', 'done_date')
    def _compute_in_time(self):
        return super()._compute_in_time()

    @api.model
    def _cases_in_time(self):
        return [(False, ~Domain('is_tracked', '=', True)), *cases_by_due(self.env, 'done_date', 'deadline', Domain('plan_state', '=', 'closed'))]

    @api.depends('deadline')
    def _compute_is_due_this_week(self):
        first, last = self._week()
        for duty in self:
            duty.is_due_this_week = bool(duty.deadline) and first <= duty.deadline <= last

    @api.model
    def _search_is_due_this_week(self, operator, value):
        first, last = self._week()
        return Domain('deadline', '>=', first) & Domain('deadline', '<=', last) if operator == 'in' else NotImplemented

    @api.model
    def _week(self):
        """:return: Monday and Sunday of the present week in the country"""
        today = legal_today(self)
        first = today - timedelta(days=today.weekday())
        return first, first + timedelta(days=6)

    # By its occurrences

    @api.depends('occurrence_ids.due_date', 'occurrence_ids.done_date', 'occurrence_ids.done_reason', 'occurrence_ids.result')
    def _compute_work(self):
        """As long as the plan is a draft the duty says itself by when it is due."""
        for duty in self:
            current = duty._current_occurrence() or duty
            is_done = all(duty.occurrence_ids.mapped('done_date'))
            duty.deadline = current.due_date if duty.occurrence_ids else duty.deadline
            duty.result, duty.done_reason = current.result, current.done_reason
            duty.done_date = max(duty.occurrence_ids.mapped('done_date'), default=duty.done_date) if is_done else False

    def _current_occurrence(self):
        """:return: dan_van.occurrence, the oldest one of this duty that is not done, else the last one"""
        by_day = self.occurrence_ids.sorted(lambda each: (each.due_date or date.max, each.id))
        return by_day.filtered(lambda each: not each.done_date)[:1] or by_day[-1:]

    def _returns(self):
        """:return: whether it is due more than once"""
        return len(self.occurrence_ids) > 1

    def _returns_by_rule(self):
        """:return: whether it is due as often as its recurrence says, and not on days that are named"""
        return bool(self.recurrence) and not self.further_dates

    def _share_done(self):
        """:return: how many of its occurrences are done, in %"""
        return 100 * len(self.occurrence_ids.filtered('done_date')) // len(self.occurrence_ids)

    @api.depends('occurrence_ids')
    def _compute_occurrence_count(self):
        for duty in self:
            duty.occurrence_count = len(duty.occurrence_ids)

    @api.constrains('further_dates')
    def _check_further_dates(self):
        for duty in self:
            try:
                days_of(duty.further_dates)
            except ValueError as error:
                raise ValidationError(self.env._(
                    "“%(text)s” in “%(duty)s” names no days: write them as 30/06/2026; 30/09/2026.",
                    text=duty.further_dates, duty=duty.display_name)) from error

    # Standing: said once for rules, filters, views and code

    @api.depends('scope', 'plan_state', 'done_date', 'ended')
    def _compute_standing(self):
        for duty in self:
            duty.is_out = duty.plan_state in OUT
            duty.is_tracked = duty.scope == 'unit' and duty.plan_state in IN_FORCE and not duty.ended
            duty.is_at_work = duty.is_tracked and duty.plan_state == 'issued' and not duty.done_date

    @api.model
    def _search_is_out(self, operator, value):
        return Domain('plan_state', 'in', OUT) if operator == 'in' else NotImplemented

    @api.model
    def _search_is_tracked(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('scope', '=', 'unit') & Domain('plan_state', 'in', IN_FORCE) & Domain('ended', '=', False)

    @api.model
    def _search_is_at_work(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain([('scope', '=', 'unit'), ('plan_state', '=', 'issued'), ('done_date', '=', False), ('ended', '=', False)])

    @api.model
    def _stand(self, domain, by='company_id'):
        """Count duties of units: those that nobody has begun are at 0 %.

        :param by: name of the many2one by which they are counted
        :return: ``defaultdict {record: Stand}`` of the duties in ``domain``
        """
        found = defaultdict(Stand)
        for record, health, count, progress in self._read_group(domain, [by, 'health'], ['__count', 'progress:sum']):
            found[record] += Stand.of(health, count, progress)
        return found

    # "6 rõ": person, work, time, responsibility, output, authority

    @api.depends('department_id.dan_van_leader_id', 'plan_id.signer_id', 'incoming_id.directive_leader_id', 'letter_id.signer_id')
    def _compute_leader_id(self):
        for assignment in self:
            assignment.leader_id = assignment.department_id.dan_van_leader_id or assignment._document()._duty_leader()

    @api.model
    def _decided_domain(self, user):
        """:return: Domain of the duties on which ``user`` decides"""
        return Domain('department_id.dan_van_leader_id', '=', user.id) | Domain('department_id.dan_van_leader_id', '=', False) & (
            Domain('plan_id.signer_id', '=', user.id) | Domain('incoming_id.directive_leader_id', '=', user.id)
            | Domain('letter_id.signer_id', '=', user.id))

    @api.depends('is_at_work', 'user_ids', 'text', 'deadline', 'deadline_text', 'recurrence', 'head_id', 'output', 'leader_id')
    @api.depends_context('lang')
    def _compute_unclear(self):
        """Name what an open duty still leaves open of the six that must be clear."""
        for assignment in self:
            clear = {
                self.env._("person"): assignment.user_ids,
                self.env._("work"): assignment.text,
                self.env._("deadline"): assignment.deadline or assignment.deadline_text or assignment.recurrence,
                self.env._("who answers for it"): assignment.head_id,
                self.env._("output"): assignment.output,
                self.env._("who decides"): assignment.leader_id,
            }
            missing = [name for name, value in clear.items() if not value] if assignment.is_at_work else []
            assignment.unclear = ', '.join(missing)

    # Constraints

    @api.constrains('scope', 'department_id')
    def _check_scope(self):
        for assignment in self:
            if assignment.scope == 'all' and assignment.department_id:
                raise ValidationError(self.env._(
                    "A duty for all units names no single unit: “%s”.", assignment.display_name))

    @api.constrains('content_ids', 'plan_id')
    def _check_contents(self):
        # sudo: whether they belong to the plan is asked; what another plan says is told to nobody.
        for assignment in self.sudo():
            if assignment.content_ids - assignment._own_contents():
                raise ValidationError(self.env._(
                    "“%(duty)s” serves contents of its own plan only, “%(plan)s”. Take off those of another plan.",
                    duty=assignment.display_name, plan=assignment.source_name))

    def _own_contents(self):
        """:return: dan_van.content, those of its own plan that this duty serves; older ones may name those of another plan"""
        return self.content_ids.filtered(lambda content: content.plan_id == self.plan_id)

    # Issue

    def _track_per_unit(self):
        """Make one tracked record per unit for the duties of all units; runs inside the issue of their plans."""
        units = {company: self.env['hr.department']._working_units(company) for company in self.company_id}
        # The clerk who issues is no follower of every unit's work.
        self._making('issue').with_context(mail_create_nosubscribe=QUIET, mail_create_nolog=QUIET).create([
            assignment._values_of_unit(unit) for assignment in self if assignment.scope == 'all'
            for unit in units[assignment.company_id] - assignment._units_named_beside() - assignment._units_let_off()])

    def _values_of_unit(self, unit):
        """:return: dict of the values of the tracked record of ``unit`` below this duty of all units"""
        return {**self._values_for(unit), 'parent_id': self.id, 'deadline': self.deadline, 'further_dates': self.further_dates}

    def _values_for(self, unit):
        """:return: dict of the values of a duty of ``unit`` that says the same and is not printed; the days are left out"""
        return {
            **{name: self[name] for name in _SAME}, **{name: self[name].id for name in (*self._documents, 'superior_duty_id')}, 'printed': False,
            'scope': 'unit', 'unit_label': unit.name, 'department_id': unit.id, 'content_ids': [fields.Command.set(self._own_contents().ids)]}

    def _units_named_beside(self):
        """:return: hr.department, the units that lead the work of this duty of all units, or are named for the same words: it is
        theirs once, whether it serves a content of the plan or stands in its implementation or an annex"""
        words = canonical(self.text)

        def is_same(duty):
            shared = duty.content_ids & self.content_ids
            if duty.content_ids and self.content_ids and not shared:
                return False  # the same words for another work
            return bool(shared) and duty.role == 'lead' or canonical(duty.text) == words
        return self._document().assignment_ids.filtered(
            lambda duty: not duty.parent_id and duty.scope == 'unit' and is_same(duty)).department_id

    # In notices, and on a sheet

    def _notice_day(self):
        return self.deadline_text if self.deadline_text and not self.deadline else super()._notice_day()

    def action_tracking_sheet(self):
        """Download the chosen duties, or all that the list shows, as an Excel sheet.

        :return: action
        :raise UserError: too many duties were chosen one by one
        """
        return self.env['dan_van.tracking.sheet']._download_of(self)
