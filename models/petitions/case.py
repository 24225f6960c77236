from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ..core.holding import hold
from ..core.in_time import cases_by_due
from ..core.replaceable import NOT_REPLACED
from ..core.res_company import legal_today
from ..plans.assignment import HEALTH
from .case_kind import GROUPS

OPEN = ('received', 'accepted')
# What reports count as transferred, and what as resolved: everything else that has come to an end.
TRANSFERRED, RESOLVED = ('transferred',), ('resolved', 'returned', 'withdrawn')
# What reports count by, and what they count, stays once a submitted report has counted the petition; the days come from the steps.
_UNCOUNTED = ('uncounted',)
# The days of a petition, and the fields with the days from which reports count them.
COUNTED = {'received_date': 'counted_date', 'closed_date': 'counted_closed_date'}


class Case(models.Model):
    """A citizen's petition: complaint, denunciation, proposal or reflection, with its legal deadline and its end.

    Only the unit that received it, the leader in charge and the handler see it; others get numbers. It is never
    deleted: what was entered by mistake is marked as such and counted nowhere.
    """

    _name = 'dan_van.case'
    _description = 'Petition'
    _inherit = [
        'dan_van.workflow.mixin', 'dan_van.in.time', 'dan_van.countable', 'dan_van.days.off', 'mail.thread', 'mail.activity.mixin']
    _order = 'year desc, number desc, id desc'
    _rec_name = 'code'
    _check_company_auto = True

    _in_time = 'health'
    _placed_by = ('department_id', 'company_id')
    _counted_action = 'dan_van.case_action'
    # What changes whose turn it is, and by when.
    _turn_fields = frozenset({'handler_id', 'department_id', 'kind_id', 'received_date', 'accepted_date'})

    company_id = fields.Many2one(
        'res.company', 'Agency', required=True, default=lambda self: self.env.company, open_in=_UNCOUNTED)
    year = fields.Integer(readonly=True, copy=False, aggregator=False, given_by=('number',))
    number = fields.Integer('Number in the year', readonly=True, copy=False, aggregator=False, given_by=('number',))
    code = fields.Char(
        'Number', readonly=True, copy=False, given_by=('number',), help="Runs from 1 in each year of the agency.")
    department_id = fields.Many2one(
        'hr.department', 'Unit', required=True, check_company=True, tracking=True, open_in=_UNCOUNTED,
        default=lambda self: self._default_department(),
        domain="[('dan_van_receives_petitions', '=', True), ('member_user_ids', 'in', uid)]",
        help="The unit that received it. Its members, the leader in charge and the handler see it, nobody else.")
    kind_id = fields.Many2one(
        'dan_van.case.kind', required=True, ondelete='restrict', check_company=True, tracking=True, index=True,
        open_in=_UNCOUNTED, domain=f'[{NOT_REPLACED}]')
    kind_group = fields.Selection(
        GROUPS, 'Counted as', compute='_compute_kind_group', store=True, precompute=True, tracking=False)
    channel = fields.Selection(
        [('reception', "At a reception of citizens"), ('office', "Handed in"), ('post', "By post"),
         ('online', "Online or by e-mail"), ('phone', "By telephone"), ('agency', "Sent on by another agency")],
        'Way of reception', required=True, default='office')
    event_id = fields.Many2one(
        'dan_van.event', 'Reception of citizens', index='btree_not_null', check_company=True, ondelete='restrict',
        domain="[('department_id', '=', department_id)]", help="The day of receiving citizens on which it came in.")
    received_date = fields.Date('Received on', required=True, copy=False, tracking=True, default=legal_today)
    is_competent = fields.Boolean(
        'Within our competence', default=True, tracking=True, open_in=_UNCOUNTED, help="Whether the agency itself is to resolve it.")
    accepted_date = fields.Date('Accepted on', copy=False, tracking=True)
    extension_count = fields.Integer('Extensions', readonly=True, copy=False, aggregator=False, given_by=('extend',))
    deadline = fields.Date(
        compute='_compute_deadline', store=True, precompute=True,
        help="Until the acceptance: the day by which is decided whether it is accepted. Then: the day by which it is "
             "resolved, by the terms of its kind on the day of the computation.")
    term = fields.Json(
        'Term of the deadline', compute='_compute_deadline', store=True, precompute=True,
        help="From which day, how many days and of which kind: what the deadline is counted by.")
    health = fields.Selection(HEALTH, compute='_compute_in_time', search='_search_in_time')
    handler_id = fields.Many2one(
        'res.users', 'Handled by', copy=False, tracking=True, index='btree_not_null', ondelete='restrict',
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who deals with it, of whatever unit, sees it until it is handed on to somebody else.")
    state = fields.Selection(
        [('received', "Received"), ('accepted', "Taken up"), ('resolved', "Resolved"), ('transferred', "Transferred"),
         ('returned', "Returned with guidance"), ('withdrawn', "Withdrawn by the sender"), ('void', "Entered by mistake")],
        'Status', required=True, readonly=True, default='received', copy=False, index=True)
    closed_date = fields.Date('Closed on', copy=False, tracking=True)
    counted_date = fields.Date(
        'Counted as received on', readonly=True, copy=False, given_by=('book',),
        help="What is entered after the report of that day was submitted counts in the next one, so that what ends one "
             "period opens the next.")
    counted_closed_date = fields.Date('Counted as closed on', readonly=True, copy=False, given_by=('book',))
    transferred_to = fields.Char('Transferred to', copy=False, help="Agency that it was sent on to.")
    can_manage = fields.Boolean(compute='_compute_can_manage')

    _number_unique = models.UniqueIndex('(company_id, year, number) WHERE number > 0', "This number has been given already.")
    _counted_index = models.Index('(company_id, counted_date)')
    _counted_closed_index = models.Index('(company_id, counted_closed_date)')
    _department_index = models.Index('(department_id)')
    _open_index = models.Index("(company_id, deadline) WHERE closed_date IS NULL")

    @api.model
    def _default_department(self):
        return self._receiving_units().filtered(lambda unit: unit.company_id.id in (self.env.company.id, False))[:1]

    @api.depends('code', 'kind_id')
    def _compute_display_name(self):
        """The number and the kind: this goes out in mails, activities and logs, so it names nobody."""
        for case in self:
            case.display_name = ' - '.join(filter(None, (case.code, case.kind_id.name)))

    @api.depends('kind_id')
    def _compute_kind_group(self):
        for case in self:
            case.kind_group = case.kind_id.group

    @api.depends('kind_id', 'received_date', 'accepted_date', 'extension_count')
    def _compute_deadline(self):
        """The terms of the kind are no dependency: a later change of the law leaves earlier deadlines as they are."""
        for company, cases in self.grouped('company_id').items():
            last_day = company._terms()
            for case in cases:
                term = case.kind_id._term(case.received_date, case.accepted_date, case.extension_count)
                case.deadline = bool(term) and last_day(*term)
                case.term = bool(term) and [fields.Date.to_string(term[0]), *term[1:]]

    @api.model
    def _follow_calendar(self, companies):
        """By the term that was counted, whatever its kind says now; where none is kept, a day off passes on to the next working day
        (Bộ luật Dân sự 2015, Điều 148)."""
        for company, cases in self.search([
                ('company_id', 'in', companies.ids), ('closed_date', '=', False),
                ('deadline', '>=', legal_today(self))]).grouped('company_id').items():
            last_day, days = company._terms(), {}
            for case in cases:
                start, *counted = case.term or (case.deadline, 0, 'calendar')
                days[case] = last_day(fields.Date.to_date(start), *counted)
            self._move_days('deadline', days)._keep_turns()

    @api.depends('department_id.head_user_id', 'department_id.deputy_user_id', 'department_id.dan_van_leader_id')
    @api.depends_context('uid')
    def _compute_can_manage(self):
        for case in self:
            case.can_manage = case._may_decide()

    # Health

    @api.depends('state', 'deadline', 'closed_date')
    def _compute_in_time(self):
        return super()._compute_in_time()

    @api.model
    def _cases_in_time(self):
        return [(False, Domain('state', '=', 'void')), *cases_by_due(self.env, 'closed_date', 'deadline')]

    @api.model
    def _deadline_counts(self, company, units=None):
        """Tell how the open petitions of an agency stand, as numbers for the dashboard.

        Nobody learns from them whose petition or what about; still, the caller decides who gets them: the leadership and
        the office those of the agency, a unit its own.

        :param company: res.company
        :param units: hr.department, the units to count; ``None`` for all
        :return: ``{'overdue' | 'due_soon' | 'on_track': number}``, each key always there
        """
        domain = Domain('company_id', '=', company.id) & Domain('closed_date', '=', False)
        if units is not None:
            domain &= Domain('department_id', 'in', units.ids)
        # sudo: only numbers leave this method.
        counts = dict(self.sudo()._read_group(domain, ['health'], ['__count']))
        return {health: counts.get(health, 0) for health in ('overdue', 'due_soon', 'on_track')}

    # Constraints

    # No CHECK in the database: PostgreSQL logs the row that it refuses, with the citizen's name.

    @api.constrains('received_date', 'accepted_date', 'closed_date', 'state')
    def _check_days(self):
        today = legal_today(self)
        for case in self:
            later = [day for day in (case.accepted_date, case.closed_date) if day]
            if max([case.received_date, *later]) > today:
                raise ValidationError(self.env._("“%s” has a day that is still to come. Enter what has happened.", case.display_name))
            if case.received_date > min(later, default=today):
                raise ValidationError(self.env._(
                    "“%s” is accepted and closed on the day on which it was received, or later.", case.display_name))
            if bool(case.closed_date) == (case.state in OPEN):
                raise ValidationError(self.env._(
                    "The day of the end of “%s” follows from its steps: close the petition by its buttons, or reopen it.",
                    case.display_name))

    @api.constrains('department_id')
    def _check_department(self):
        for case in self:
            if not case.department_id.dan_van_receives_petitions:
                raise ValidationError(self.env._(
                    "“%s” receives no petitions. Choose the unit that does; the administrator sets it in “Units”.",
                    case.department_id.name))

    @api.constrains('event_id', 'department_id')
    def _check_event(self):
        for case in self:
            if case.event_id and case.event_id.department_id != case.department_id:
                raise ValidationError(self.env._(
                    "“%s” came in at an event of another unit. Choose an event of the unit that received it.", case.display_name))

    # Who enters them: members of units that receive them

    def _check_access(self, operation):
        """Nobody begins to enter a petition who could not save one: the button “New” asks this too."""
        if operation == 'create' and not self.env.su and not self and not self._receiving_units():
            return self, self._make_no_unit_error
        return super()._check_access(operation)

    @api.model
    def _receiving_units(self):
        """:return: hr.department, the units that receive petitions and of which the current user is a member"""
        # sudo: the own units only.
        return self.env['hr.department'].sudo().search([
            ('dan_van_receives_petitions', '=', True), ('member_user_ids', 'in', self.env.uid)]).sudo(False)

    @api.model
    def _make_no_unit_error(self):
        return AccessError(self.env._(
            "You belong to no unit that receives petitions, so you enter none. Give the petition to the unit that does; the "
            "administrator sets it under Configuration → Units."))

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals['closed_date'] = False  # a step gives it, whatever a value or a default of the client says
        cases = super().create(vals_list)
        cases._number()
        cases._book('received_date')
        cases._hand_over()
        return cases

    def _number(self):
        """Give the next numbers under a lock on the agency: a second user waits, Odoo repeats his request."""
        for (company, year), cases in self.grouped(lambda case: (case.company_id, case.received_date.year)).items():
            hold(company)
            # sudo: the number counts what others have entered too.
            [[last]] = self.sudo()._read_group(
                [('company_id', '=', company.id), ('year', '=', year)], aggregates=['number:max'])
            for number, case in enumerate(cases._opened('number'), (last or 0) + 1):
                case.write({'year': year, 'number': number, 'code': f'{number}/{year}'})

    def write(self, vals):
        vals = self._with_days(vals)
        moved = bool({'department_id', 'company_id'} & vals.keys())
        rebooked = {name: self - self._counted_by(name) for name in COUNTED if moved or name in vals}
        before = {case: case.handler_id for case in self} if 'handler_id' in vals else {}
        result = super().write(vals)
        for name, cases in rebooked.items():
            cases._book(name)
        self._handed_on(before)
        return result

    def _why_given(self, names):
        return self.env._("Number, deadline and extensions of a petition are never typed; its steps give them.")

    def _with_days(self, vals):
        """Let a step bring its day: that of the acceptance, of the end, or no end."""
        if 'state' not in vals:
            return vals
        closed = False if vals['state'] in OPEN else legal_today(self)
        return {'closed_date': closed, **vals}

    def _handed_on(self, before):
        """:param before: ``{case: its handler before}``; who can't see the case any more gets no more mails of it"""
        left = self.env['res.users'].union(*(user for case, user in before.items() if user != case.handler_id))
        # sudo: what they followed, whoever hands it on.
        self.env['mail.followers'].sudo()._leave_unreadable(left)


class Event(models.Model):
    _inherit = 'dan_van.event'

    case_ids = fields.One2many('dan_van.case', 'event_id', 'Petitions', readonly=True)
    case_count = fields.Integer('Number of petitions', compute='_compute_case_count')
    takes_cases = fields.Boolean(compute='_compute_takes_cases')

    @api.depends_context('uid')
    def _compute_case_count(self):
        """Count those that the user may see."""
        counts = dict(self.env['dan_van.case']._read_group([('event_id', 'in', self.ids)], ['event_id'], ['__count']))
        for event in self:
            event.case_count = counts.get(event._origin, 0)

    @api.depends('department_id')
    @api.depends_context('uid')
    def _compute_takes_cases(self):
        for event in self:
            unit = event.department_id
            event.takes_cases = unit.dan_van_receives_petitions and unit._is_member()

    def action_open_cases(self):
        """Open the petitions that came in at the event; a new one is one of its unit.

        :return: action
        """
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('dan_van.case_action')
        return {**action, 'domain': [('event_id', '=', self.id)], 'context': {
            'default_event_id': self.id, 'default_department_id': self.department_id.id,
            'default_company_id': self.company_id.id, 'default_channel': 'reception', 'default_received_date': self.date}}
