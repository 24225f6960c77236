from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..core.document_part import shortened
from ..core.holding import hold
from ..core.in_groups import in_groups
from ..core.in_time import came_late
from ..core.lock import has_key
from ..core.res_company import legal_today
from ..core.transitions import Transition
from ..documents.document_mixin import DOCUMENT_TYPES
from ..documents.standing import GONE
from .report_kinds import WANTED, AgencyReport, UnitReport
from .report_kinds_below import BelowReport

LATENESS = [
    ('overdue', "Overdue"), ('closed', "Closed"), ('pending', "Not due yet"), ('late', "Sent late"),
    ('on_time', "Sent on time"),
]


_KINDS = (UnitReport(), BelowReport(), AgencyReport())


class Report(models.Model):
    """Report of a unit, or of the whole agency, on a plan for a period.

    A unit's report goes from its staff to its head to the office; the agency's report is made of those and goes the way
    of every official document. What differs between them is said in :mod:`.report_kinds`.
    """

    _name = 'dan_van.report'
    _description = 'Report'
    _inherit = ['dan_van.answering.report', 'dan_van.report.of.below', 'dan_van.partial.reading', 'dan_van.in.time', 'dan_van.signing.mixin']
    _order = 'date_to desc, scope, department_id, id'
    _rec_names_search = ['subject', 'code']
    _check_company_auto = True

    _in_time = 'lateness'
    _report = 'dan_van.report_report'
    _review_form = 'dan_van.report_view_form_review'
    _copied_parts = ('dan_van.report.line', 'dan_van.report.figure', 'dan_van.report.section')
    _turn_fields = frozenset({'writer_id', 'signer_id'})

    # What it is about stays as it was made.
    company_id = fields.Many2one(open_in=())
    department_id = fields.Many2one(open_in=())
    state = fields.Selection(
        selection_add=[
            ('approved', "Approved"), ('received', "Received"), ('signed',), ('issued',), ('recalled',), ('replaced', "Replaced")],
        ondelete=dict.fromkeys(('approved', 'received', 'replaced'), 'set default'))
    document_type = fields.Selection(DOCUMENT_TYPES, default='BC')
    scope = fields.Selection(
        [('unit', "Unit report"), ('below', "Report of an agency below"), ('agency', "Agency report")], required=True, readonly=True, default='agency', index=True,
        open_in=())
    period_id = fields.Many2one(
        'dan_van.period', required=True, index=True, ondelete='restrict', check_company=True, domain="[('state', '=', 'open')]",
        open_in=())
    plan_id = fields.Many2one(related='period_id.plan_id', store=True, index=True, tracking=False)
    scheme_id = fields.Many2one(related='period_id.scheme_id', store=True, tracking=False)
    theme_id = fields.Many2one(related='period_id.plan_id.theme_id', store=True, index=True, tracking=False)
    period_state = fields.Selection(related='period_id.state', string='Status of the period', tracking=False)
    plan_state = fields.Selection(related='plan_id.state', string='Status of the plan', tracking=False)
    date_to = fields.Date(related='period_id.date_to', store=True, index=True)
    due_date = fields.Date(related='period_id.due_date', store=True)
    writer_id = fields.Many2one(
        'res.users', 'Written by', tracking=True, index='btree_not_null', ondelete='restrict',
        open_in=('draft',), given_by=('submit',), domain="[('dan_van_member_ids', 'in', department_id)]",
        help="Who has it on the desk while it is a draft; the head of the unit may name somebody else.")
    # Given by the steps of the chain
    head_id = fields.Many2one(
        'res.users', 'Submitted to', readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        given_by=('submit',), help="Head of the unit on the day of submission.")
    approver_id = fields.Many2one(
        'res.users', 'Approved by', readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        given_by=('approve', 'return'))
    approved_date = fields.Datetime('Approved on', readonly=True, copy=False, given_by=('approve', 'return'))
    sent_date = fields.Date('First submitted on', readonly=True, copy=False, given_by=('submit',))
    is_asked_again = fields.Boolean(
        'Asked for again', readonly=True, copy=False, given_by=('return', 'withdraw', 'submit', 'close'),
        help="Given back when its period or plan was closed already: this report alone may still be submitted.")
    lateness = fields.Selection(LATENESS, 'Punctuality', compute='_compute_in_time', search='_search_in_time')
    # Text
    preamble = fields.Text('Opening')
    closing = fields.Text(help="Last paragraph; “./.” is printed at its end.")
    line_ids = fields.One2many('dan_van.report.line', 'report_id', 'Results', copy=True)
    figure_ids = fields.One2many('dan_van.report.figure', 'report_id', 'Figures', copy=True)
    section_ids = fields.One2many('dan_van.report.section', 'report_id', 'Sections', copy=True)
    # The agency's report
    source_ids = fields.Many2many(
        'dan_van.report', 'dan_van_report_source_rel', 'report_id', 'source_id', 'Reports taken in', readonly=True,
        ondelete='restrict', given_by=('draw', 'replace'))
    missing_ids = fields.Many2many('dan_van.report', string='Reports missing', compute='_compute_missing_ids')
    replaces_id = fields.Many2one(
        'dan_van.report', readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        given_by=('replace',))
    replaced_by_ids = fields.One2many('dan_van.report', 'replaces_id', 'Replaced by')

    _story_index = models.Index('(scheme_id, date_to)')
    _overdue_index = models.Index('(due_date) WHERE sent_date IS NULL')
    _unit_unique = models.UniqueIndex("(period_id, department_id) WHERE scope = 'unit'")
    _below_unique = models.UniqueIndex("(period_id, organ_id) WHERE scope = 'below'")
    _key_unique = models.UniqueIndex('(company_id, key) WHERE key IS NOT NULL')
    _agency_unique = models.UniqueIndex(
        f"(period_id) WHERE scope = 'agency' AND state NOT IN {GONE} AND replaces_id IS NULL",
        "The agency's report of this period exists already: open it and take in what is new.")

    @api.depends('subject', 'code', 'scope', 'department_id', 'period_id')
    def _compute_display_name(self):
        for report in self:
            report.display_name = shortened(report._kind().name(report), limit=120)

    # Kinds

    @api.model
    def _kinds(self):
        """:return: ``{scope: :class:`.report_kinds.ReportKind`}``; an addon adds its own"""
        return {kind.scope: kind for kind in _KINDS}

    def _kind(self):
        """:return: :class:`.report_kinds.ReportKind` of this report"""
        return self._kinds()[self.scope or self._fields['scope'].default(self)]

    def _by_kind(self):
        """:return: list of ``(kind, those of these reports)``"""
        return [(reports[:1]._kind(), reports) for reports in self.grouped('scope').values()]

    @api.model
    def _awaited_scopes(self):
        """:return: tuple of the scopes of the reports that are due with their period"""
        return tuple(scope for scope, kind in self._kinds().items() if kind.is_awaited)

    def _is_wanted(self):
        """:return: whether somebody waits for the draft"""
        return bool(self.filtered_domain(WANTED))

    # Lateness

    @api.depends('scope', 'sent_date', 'due_date', 'period_state', 'plan_state', 'is_asked_again')
    def _compute_in_time(self):
        return super()._compute_in_time()

    @api.model
    def _cases_in_time(self):
        return [
            (False, Domain('scope', 'not in', self._awaited_scopes())),
            ('late', came_late('sent_date', 'due_date')),
            ('on_time', Domain('sent_date', '!=', False)),
            ('closed', ~WANTED),  # nobody waits for it any more
            ('overdue', Domain('due_date', '<', legal_today(self))),
            ('pending', Domain.TRUE),
        ]

    @api.depends('period_id.report_ids.state')
    def _compute_missing_ids(self):
        for kind, reports in self._by_kind():
            for report, sources in kind.sources(reports).items():
                report.missing_ids = sources - kind.come(sources)

    @api.constrains('replaces_id', 'period_id', 'scope')
    def _check_replaces(self):
        for report in self:
            old = report.replaces_id
            if old and not (report._kind().is_signed and (old.scope, old.period_id) == (report.scope, report.period_id)):
                raise ValidationError(self.env._("A report replaces the agency's report of the same period."))

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        if not has_key(self, 'open', making=True) and any(kind.is_awaited for kind, _reports in reports._by_kind()):
            raise UserError(self.env._("Reports of units and of agencies below are made when their period opens."))
        # sudo: which sections a report has is no choice of who makes it.
        self.env['dan_van.report.section'].sudo()._follow_theme(reports.sudo())
        return reports

    def _why_locked(self, owner, names):
        if owner.state == 'draft':
            return self.env._("Period and unit of a report follow from how it was made, they can't be changed.")
        return super()._why_locked(owner, names)

    def _why_given(self, names):
        if 'source_ids' in names:
            return self.env._("What a report is made of is not typed. Use “Consolidate” on the period.")
        return super()._why_given(names)

    @api.model
    def _default_department(self):
        return self.env.company._dan_van_office() or super()._default_department()

    @api.ondelete(at_uninstall=False)
    def _unlink_not_awaited(self):
        for report in self:
            if report._kind().is_awaited:
                raise UserError(self.env._(
                    "“%s” was opened with its period and stays: an empty report can say why there is nothing to report.",
                    report.display_name))

    # The chain

    @api.model
    def _transitions(self):
        return super()._transitions().after(
            'withdraw',
            Transition('approve', self.env._("Approve"), ['submitted'], 'approved', seen=True),
            Transition('receive', self.env._("Receive"), ['approved'], 'received', seen='shown'),
        ).replaced('return', sources=['submitted', 'approved', 'received', 'signed', 'numbered']).replaced('replace', target='replaced')

    def _guard(self, transition):
        if transition.name == 'submit' and self.state in transition.sources:
            self._kind().check_open(self)
        return super()._guard(transition)

    def _may_submit(self):
        return self._kind().may_submit(self)

    def _may_withdraw(self):
        return self._kind().may_withdraw(self)

    def _may_approve(self):
        return self._kind().may_approve(self)

    def _may_receive(self):
        return self._kind().may_receive(self)

    def _may_return(self):
        kind = self._kind()
        if kind.is_signed:
            return self.state in ('submitted', 'signed', 'numbered') and super()._may_return()
        return kind.may_return(self)

    def _may_take_over(self):
        return self._kind().is_signed and super()._may_take_over()

    def _turn_is_personal(self):
        return self._kind().is_signed and super()._turn_is_personal()

    def _may_sign(self):
        return self._kind().is_signed and super()._may_sign()

    def _who_may(self, transition):
        kind = self._kind()
        return super()._who_may(transition) if kind.is_signed else kind.who_may(self, transition)

    def _missing(self):
        kind = self._kind()
        of_document = super()._missing() if kind.is_signed else []
        missing_sections = self.env['dan_van.report.section']._missing_on(self)
        return of_document + kind.missing(self) + missing_sections + self.figure_ids._missing() + self._unexplained()

    def _on_behalf(self, transition):
        represented = self._kind().represented(self, transition)
        return super()._on_behalf(transition) if represented is None else represented

    def _asks_reason(self, transition):
        if transition.name != 'submit':
            return super()._asks_reason(transition)
        # sudo: who submits the whole learns which units are missing.
        if missing := self.sudo().missing_ids:
            return self.env._(
                "These reports have not been received: %s. Wait for them and consolidate again, or write why it is submitted "
                "without them.", '; '.join(report._reporter() for report in missing))
        return super()._asks_reason(transition)

    def _check_submit(self):
        own = self.filtered(lambda report: report._kind().counts_records)
        own._hold_counted()
        # sudo: the guard of the step has said who may; what is submitted is what the records say at this moment.
        own.sudo()._draw()
        return super()._check_submit()

    def _hold_counted(self):
        """Wait for who enters at this moment what these reports of units count."""
        for name in self._counted_models():
            self.env[name]._hold_for(self)
        hold(self.department_id)

    def _do_submit(self):
        result = super()._do_submit()
        today = legal_today(self)
        for vals, reports in in_groups({report: {
                'head_id': report.department_id.head_user_id.id, 'sent_date': report.sent_date or today,
                'writer_id': report.writer_id.id or self.env.uid, 'is_asked_again': False} for report in self}):
            reports.write(vals)
        for kind, reports in self._by_kind():
            kind.keep_counted(reports)
        return result

    def _do_withdraw(self):
        self._let_go_counted()
        self._cite_plan()
        self._ask_again()
        return super()._do_withdraw()

    def _do_approve(self):
        self.write({'approver_id': self.env.uid, 'approved_date': fields.Datetime.now()})

    def _do_receive(self):
        # sudo: the office has received it; the step proposes what its lines say.
        self.env['dan_van.assignment.change'].sudo()._propose_reported(self.line_ids)

    def _do_return(self):
        self._let_go_counted()
        self._cite_plan()
        self.write({'approver_id': False, 'approved_date': False})
        self._ask_again()
        return super()._do_return()

    def _ask_again(self):
        """Let those of these reports be submitted again that are given back after their period or plan was closed."""
        # sudo: who gives a report back may know whether its period is closed.
        hold(self.sudo().period_id, changes=False)
        again = self.filtered(lambda report: report._kind().is_awaited and not report._is_wanted())
        again.is_asked_again = True
        again._message_log_batch(dict.fromkeys(again.ids, self.env._(
            "Its period or plan is closed: this report alone may be submitted again. To have no more of it, close the period anew.")))

    def _let_go_counted(self):
        """Let the records that these reports have counted go: they are drafts again."""
        for name in self._counted_models():
            self.env[name]._let_go(self)

    @api.model
    def _counted_models(self):
        """:return: list of the names of the models that figures count"""
        return sorted(set(self.env['dan_van.indicator']._counted_models().values()))

    def _turn(self):
        return self._kind().turn(self) or super()._turn()

    def _turn_deadline(self):
        return self.due_date if self._kind().is_awaited else super()._turn_deadline()

    def _writer(self):
        """:return: res.users who writes the draft: as named, else who heads the unit, else the office"""
        for user in (self.submitter_id, self.writer_id):
            # sudo: whether somebody still works here is known to who waits for him.
            if user.sudo().active and user in self.department_id.sudo().member_user_ids:
                return user
        return self.department_id._acting_head() or self._office_head()

    def _office_head(self):
        """:return: res.users, who opens the mail of the office"""
        return self.company_id._dan_van_office()._acting_head()

    @api.model
    def _open_domain(self):
        of_document = super()._open_domain()
        return Domain.OR(
            Domain('scope', '=', scope) & (of_document if domain is None else domain)
            for scope, kind in self._kinds().items() for domain in [kind.open_domain()])

    def action_approve(self):
        """Approve as the head of the unit, or for the head."""
        self._transition('approve')

    def action_receive(self):
        """Receive in the office."""
        self._transition('receive')

    def action_review(self):
        """Open the report as it is printed, with the buttons to sign or return it.

        :return: action of the review form
        """
        self.ensure_one()
        view = self.env.ref('dan_van.report_view_form_review')
        return {'type': 'ir.actions.act_window', 'res_model': self._name, 'res_id': self.id, 'view_mode': 'form',
                'views': [(view.id, 'form')]}

    def action_figures_sheet(self):
        """Download the figures of the report's period; see the period.

        :return: action
        """
        return self.period_id.action_figures_sheet()
