from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..core.holding import hold
from ..core.lock import has_key
from ..core.mail_switches import QUIET
from ..core.replaceable import NOT_REPLACED
from ..core.res_company import legal_midnight, legal_today
from ..core.transitions import Transition, Transitions
from ..documents.standing import IN_FORCE
from .report_kinds import COME, AgencyReport
from .report_kinds_below import BelowReport
from .report_scheme import PERIOD_KINDS


class Period(models.Model):
    """A reporting period of a plan: made for the year ahead, opened at its cut-off, closed by the office."""

    _name = 'dan_van.period'
    _description = 'Reporting period'
    _inherit = ['dan_van.workflow.mixin', 'mail.thread', 'mail.activity.mixin']
    _order = 'date_to desc, id desc'
    _mail_post_access = 'read'
    _check_company_auto = True

    _open_in = ('planned',)
    _placed_by = ('plan_id',)

    state = fields.Selection(
        [('planned', "Planned"), ('open', "Open"), ('closed', "Closed")],
        'Status', required=True, readonly=True, default='planned', copy=False, index=True)
    name = fields.Char(required=True, help="As documents print it, e.g. Quý I năm 2026.")
    plan_id = fields.Many2one(
        'dan_van.plan', required=True, index=True, ondelete='cascade', domain="[('state', '=', 'issued')]")
    theme_id = fields.Many2one(related='plan_id.theme_id')
    company_id = fields.Many2one(related='plan_id.company_id', store=True, index=True)
    scheme_id = fields.Many2one(
        'dan_van.report.scheme', required=True, index=True, ondelete='restrict', check_company=True,
        domain=f"[('theme_id', '=', theme_id), {NOT_REPLACED}]")
    kind = fields.Selection(
        PERIOD_KINDS, 'Kind of period', compute='_compute_kind', store=True, precompute=True,
        help="As the scheme was when the period was made.")
    year = fields.Integer(required=True, default=lambda self: legal_today(self).year, aggregator=False)
    index = fields.Integer('Number in the year', readonly=True, aggregator=False, given_by=('plan',))
    date_from = fields.Date('From', required=True)
    date_to = fields.Date('Cut-off', required=True, index=True)
    due_date = fields.Date('Due', required=True, index=True)
    due_days = fields.Integer(
        'Working days to report', compute='_compute_due_days', store=True, precompute=True, aggregator=False,
        help="Working days after the cut-off, as the scheme had them when the period was opened.")
    department_ids = fields.Many2many(
        'hr.department', string='Units that report', check_company=True, ondelete='restrict',
        domain="[('dan_van_kind', '!=', False)]", help="For thematic and ad hoc reports; empty: as the scheme says.")
    organ_ids = fields.Many2many(
        'dan_van.organ', string='Agencies below that report', check_company=True, ondelete='restrict', domain="[('is_below', '=', True)]",
        help="For thematic and ad hoc reports; where units or agencies are chosen, these alone report.")
    report_ids = fields.One2many('dan_van.report', 'period_id', 'Reports')
    report_count = fields.Integer('Reports awaited', compute='_compute_counts')
    received_count = fields.Integer('Received', compute='_compute_counts')
    overdue_count = fields.Integer('Overdue', compute='_compute_counts')
    below_missing_count = fields.Integer('Agencies below missing', compute='_compute_counts')
    agency_report_id = fields.Many2one('dan_van.report', 'Agency report', compute='_compute_agency_report_id')

    _period_unique = models.UniqueIndex(
        '(plan_id, scheme_id, kind, year, index) WHERE index > 0', "The plan has this period already.")
    _dates_in_order = models.Constraint(
        'CHECK(date_from <= date_to AND date_to <= due_date)', "A period begins before its cut-off and is due after it.")

    @api.depends('name', 'plan_id')
    def _compute_display_name(self):
        for period in self:
            period.display_name = ' - '.join(filter(None, (period.name, period.plan_id.code)))

    @api.depends('scheme_id')
    def _compute_kind(self):
        """The kind of the scheme is no dependency: what has been opened stays as it was announced."""
        for period in self:
            period.kind = period.scheme_id.kind

    @api.depends('scheme_id')
    def _compute_due_days(self):
        """As the kind: what has been opened stays as it was announced."""
        for period in self:
            period.due_days = period.scheme_id.due_days

    @api.depends('report_ids.state')
    def _compute_counts(self):
        all_of, received, overdue, missing = Counter(), Counter(), Counter(), Counter()
        for period, scope, state, lateness, count in self.env['dan_van.report']._read_group(
                [('period_id', 'in', self.ids), ('scope', 'in', self.env['dan_van.report']._awaited_scopes())],
                ['period_id', 'scope', 'state', 'lateness'], ['__count']):
            all_of[period] += count
            received[period] += count * (state in COME)
            overdue[period] += count * (lateness == 'overdue')
            missing[period] += count * (scope == BelowReport.scope and state == 'draft')
        for period in self:
            period.report_count, period.received_count, period.overdue_count, period.below_missing_count = (
                counter[period] for counter in (all_of, received, overdue, missing))

    @api.depends('report_ids.scope', 'report_ids.state')
    def _compute_agency_report_id(self):
        reports = self.env['dan_van.report'].search([
            ('period_id', 'in', self.ids), ('scope', '=', AgencyReport.scope), ('is_gone', '=', False)],
            order='id')
        by_period = {report.period_id: report for report in reports}
        for period in self:
            period.agency_report_id = by_period.get(period)

    @api.constrains('plan_id')
    def _check_plan(self):
        hold(self.plan_id, changes=False)
        for period in self:
            if period.plan_id.state != 'issued':
                raise ValidationError(self.env._(
                    "“%s” is a period of a plan that is not in force. Choose an issued plan.", period.name))

    @api.constrains('plan_id', 'scheme_id')
    def _check_theme(self):
        for period in self:
            if period.scheme_id.theme_id != period.theme_id:
                raise ValidationError(self.env._(
                    "“%(scheme)s” is a report scheme of another theme than the plan: choose one of “%(theme)s”.",
                    scheme=period.scheme_id.name, theme=period.theme_id.name))

    # Opened by their date

    @api.model
    def _cron_open(self):
        """Plan the year ahead, and open what has reached its cut-off; one commit a period, so it may be killed.

        A period that somebody opens at this moment, or has opened since the list was made, is left alone.
        """
        plans = self.env['dan_van.plan'].search([
            ('state', '=', 'issued'), '|', ('scheme_ids', '!=', False), ('period_ids.state', '=', 'planned')])
        self.env['ir.cron']._dan_van_in_batches(plans, self._follow_schemes)
        for model in self.env['dan_van.days.off']._following_models():
            self.env['ir.cron']._dan_van_in_batches(plans.company_id, model._follow_calendar, size=1)
        periods = self.search([
            ('state', '=', 'planned'), ('date_to', '<=', legal_today(self)),
            ('plan_id.state', '=', 'issued'), ('scheme_id.active', '=', True)], order='date_to, id')
        self.env['ir.cron']._dan_van_in_batches(periods, lambda period: period._open_if_planned(), size=1)

    def _open_if_planned(self):
        if self.try_lock_for_update(allow_referencing=True).state == 'planned':
            self._transition('open')

    # Workflow

    @api.model
    def _transitions(self):
        return Transitions(
            Transition('open', self.env._("Open the period"), ['planned'], 'open'),
            Transition('close', self.env._("Close"), ['open'], 'closed'),
            Transition('reopen', self.env._("Reopen"), ['closed'], 'open'),
        )

    def _may_open(self):
        return self.env.su or self.env.user.has_group('dan_van.group_office')

    def _may_close(self):
        return self.env.user.has_group('dan_van.group_office')

    def _may_reopen(self):
        return self.env.user.has_group('dan_van.group_office')

    def _who_may(self, transition):
        return self.env._("The office opens and closes periods.")

    def _check_open(self):
        hold(self.plan_id, changes=False)
        for period in self:
            if period.plan_id.state != 'issued':
                raise UserError(self.env._(
                    "“%s” can't be opened: its plan is not in force. Reports belong to an issued plan.", period.display_name))

    def _do_open(self):
        self._create_reports()
        self.env['dan_van.asked.report']._match_open(self.company_id)

    def _do_close(self):
        self.report_ids.filtered('is_asked_again')._opened('close', 'is_asked_again').is_asked_again = False
        self.report_ids._keep_turns()
        told = {}
        for period in self:
            drafts = period.report_ids.filtered(lambda report: report._kind().is_awaited and report.state == 'draft')
            drafts._let_know('end')
            if drafts:
                told[period.id] = self.env._(
                    "Closed without these reports, which can't be submitted unless it is reopened: %s.",
                    '; '.join(report._reporter() for report in drafts))
        self.browse(told)._message_log_batch(told)

    def _do_reopen(self):
        self.report_ids.filtered(lambda report: report.state == 'draft')._let_know('begin')
        self._create_reports()
        self.report_ids._keep_turns()

    @api.model
    def _open_domain(self):
        """A period opens by its date: nobody's turn."""
        return Domain.FALSE

    def action_open(self):
        """Open the period: each unit gets its report, drafted from its records."""
        self._transition('open')

    def action_close(self):
        """Close the period."""
        self._transition('close')

    def action_reopen(self):
        """Open the period again, also for units that have come since."""
        self._transition('reopen')

    # Reports

    def _reporting_units(self):
        """:return: hr.department, the units that report in this period"""
        if self.department_ids or self.organ_ids:
            return self.department_ids
        if self.scheme_id.reporters == 'chosen':
            return self.scheme_id.department_ids.filtered(lambda unit: unit.company_id.id in (False, self.company_id.id))
        if self.scheme_id.reporters == 'duties':
            return self.env['dan_van.assignment'].search(self._duties()).department_id.filtered('active')
        return self.env['hr.department']._working_units(self.company_id)

    def _reporting_agencies(self):
        """:return: dan_van.organ, the agencies below that report in this period"""
        if self.department_ids or self.organ_ids:
            return self.organ_ids.filtered('is_below')
        organs = self.env['dan_van.organ']
        if self.scheme_id.agencies == 'all':
            return organs.search([('company_id', '=', self.company_id.id), ('is_below', '=', True)])
        if self.scheme_id.agencies == 'duties':
            organs = self.env['dan_van.handed.duty'].search([('plan_id', '=', self.plan_id.id), ('ended', '=', False)]).organ_id
        return organs.filtered(lambda organ: organ.active and organ.is_below).sorted()

    def _create_reports(self):
        """Make the reports that come with these periods and are not there yet, drafted from the records."""
        Report = self.env['dan_van.report'].with_context(mail_create_nosubscribe=QUIET)
        for period in self:
            values = [value for kind in Report._kinds().values() for value in kind.opened_values(period)]
            # Open to the making of units' reports alone: what happens then is theirs.
            reports = Report._making('open').create(values).with_env(self.env)
            reports._draw()
            reports._let_know('begin')
            reports._hand_over()

    def action_consolidate(self):
        """Make the agency report of the period from the reports received, or take in those that came later.

        :return: action that opens the report
        """
        self.ensure_one()
        Report = self.env['dan_van.report']
        report = self.agency_report_id or Report.create(Report._kinds()[AgencyReport.scope].new_values(self))
        if report.state == 'draft':
            report.action_draw()
        return {'type': 'ir.actions.act_window', 'res_model': 'dan_van.report', 'res_id': report.id, 'view_mode': 'form'}

    def action_open_reports(self):
        """Open the reports of the period."""
        action = self.env['ir.actions.act_window']._for_xml_id('dan_van.report_action')
        return {**action, 'domain': [('period_id', 'in', self.ids)], 'context': {}}

    def action_remind_below(self):
        """Remind all agencies below whose reports of this period have not come.

        :return: action that tells so
        """
        self.check_access('read')
        return self.report_ids.filtered(lambda report: report.scope == BelowReport.scope).action_ask_again()

    def action_open_events(self):
        """Open the events of the days that the period covers.

        :return: action
        """
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('dan_van.event_action')
        return {**action, 'domain': [('period_id', '=', self.id)], 'context': {}}

    # A plan that is replaced

    def _go_over(self, plan, pairs):
        """Move those that are open to ``plan``, with their reports, and those that the office has planned; not those of which the
        agency's report has been submitted: it says what it said then, and is finished under the plan on which it reports.

        :param pairs: ``{old duty: new duty}``
        """
        there = {period._calendar_key() for period in plan.period_ids}
        moved = self.filtered(lambda period: (
            (period.state == 'open' or period.state == 'planned' and not period.index) and period._calendar_key() not in there
            and not period.report_ids.filtered(lambda report: report.scope == 'agency' and report.is_frozen)))
        contents = moved.plan_id._same_contents(plan)
        moved._opened('replace', 'plan_id').write({'plan_id': plan.id})
        moved.report_ids._cite_plan()
        moved.report_ids.line_ids._go_over(plan, pairs, contents)

    # Of which duties is reported

    def _duties(self, since=None):
        """Find the duties of units on which this period's reports say something: those of its plan that have begun, those of the plans
        that it replaces that have ended by a decision which is not too early, and those outside plans that belong to its theme, are
        not done before its first day and not ended by an earlier decision.

        :param since: date of the first decision that is not too early; default the period's first day
        :return: Domain
        """
        begun = Domain('start_date', '=', False) | Domain('start_date', '<=', self.date_to)
        is_new = Domain('done_date', '=', False) | Domain('done_date', '>=', self.date_from)
        since, told = since or self.date_from, Domain.FALSE
        if since:
            told = self.env['dan_van.assignment.change']._ended_since(legal_midnight(since))
        earlier = plan = self.plan_id.replaces_id  # their duties go on under this one, but for what has ended
        while plan := plan.replaces_id:
            earlier |= plan
        return Domain('scope', '=', 'unit') & begun & (
            Domain('plan_id', '=', self.plan_id.id)
            | Domain('plan_id', 'in', earlier.ids) & told & Domain('continued_by_ids', 'not any', [('plan_id', '=', self.plan_id.id)])
            | self._outside() & Domain('plan_state', 'in', IN_FORCE) & is_new & (Domain('ended', '=', False) | told))

    def _outside(self):
        """:return: Domain of the duties outside plans that belong to the theme of this period; where several plans on it report by the
        same scheme, the first of them reports these duties"""
        # sudo: which plans there are decides, whoever asks.
        plans = self.env['dan_van.plan'].sudo().search([
            ('company_id', '=', self.company_id.id), ('theme_id', '=', self.theme_id.id), ('year', '=', self.plan_id.year),
            ('state', 'in', IN_FORCE), ('scheme_ids', 'in', self._line_schemes().ids)])
        # One that replaces another goes on in its place; what was begun under that is finished there, of its own days.
        versions = [plan._versions() for plan in plans]
        if versions and self.plan_id not in min(versions, key=lambda plans: min(plans.ids)):
            return Domain.FALSE
        return (Domain('plan_id', '=', False) & Domain('theme_id', '=', self.theme_id.id)
                & Domain('company_id', '=', self.company_id.id))

    # What its figures count

    def _calendar_key(self):
        """:return: what this period has in common with one under a scheme that replaces its own"""
        return (self.scheme_id._shared(), self.kind, self.year, self.index) if self.index else self

    def _is_a_year_after(self, other):
        """:return: whether ``other`` is the same period of last year; without a calendar that is the one of the same days"""
        if self._is_regular():
            return (other.kind, other.index, other.year) == (self.kind, self.index, self.year - 1)
        return (other.date_from, other.date_to) == self._spans()['last_year']

    def _occurrences(self):
        """:return: Domain of the dan_van.occurrence that this period's figures count: of its plan and of that of last year, whatever
        these were replaced by in the course of the year, and of the duties outside plans of its theme"""
        plans = self.plan_id._versions() | self.plan_id.previous_id._versions()
        return (Domain('plan_id', 'in', plans.ids) | Domain('assignment_id', 'any', self._outside())) & (
            self.env['dan_van.occurrence']._counted_domain())

    # CRUD: what the calendar gives and what has been opened stays

    @api.model_create_multi
    def create(self, vals_list):
        periods = super().create(vals_list)
        if not has_key(self, 'plan', making=True) and periods.filtered(lambda period: period.scheme_id._is_regular()):
            raise UserError(self.env._(
                "The calendar makes monthly, quarterly and yearly periods by itself. By hand choose a thematic or ad hoc scheme."))
        return periods

    def _why_locked(self, owner, names):
        return self.env._("“%s” has been opened: its days and units stay as they were announced.", owner.display_name)

    def _why_kept(self, owner):
        return self.env._("“%s” has been opened and stays on file. Close it instead.", owner.display_name)
