from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.document_part import shortened
from ..core.holding import hold
from ..core.lock import has_key
from ..core.res_company import legal_today
from ..core.transitions import Transition
from ..documents.document_mixin import DOCUMENT_TYPES
from ..documents.standing import GONE

LATENESS = [
    ('overdue', "Overdue"), ('closed', "Period closed"), ('pending', "Not due yet"), ('late', "Sent late"),
    ('on_time', "Sent on time"),
]


class Report(models.Model):
    """Report of a unit, or of the whole agency, on a plan for a period.

    A unit's report goes from its staff to its head to the office; the agency's report is made of those and goes the way
    of every official document.
    """

    _name = 'dan_van.report'
    _description = 'Report'
    _inherit = ['dan_van.signing.mixin']
    _order = 'date_to desc, scope, department_id, id'
    _rec_names_search = ['subject', 'code']
    _check_company_auto = True

    _report = 'dan_van.report_report'
    _copied_parts = ('dan_van.report.line', 'dan_van.report.figure', 'dan_van.report.section')
    _turn_fields = frozenset({'writer_id', 'signer_id'})

    # What it is about stays as it was made.
    company_id = fields.Many2one(open_in=())
    department_id = fields.Many2one(open_in=())
    state = fields.Selection(
        [('draft', "Draft"), ('submitted', "Submitted"), ('approved', "Approved"), ('received', "Received"),
         ('signed', "Signed"), ('issued', "Issued"), ('recalled', "Recalled"), ('replaced', "Replaced")],
        'Status', required=True, readonly=True, default='draft', copy=False, index=True)
    document_type = fields.Selection(DOCUMENT_TYPES, default='BC')
    scope = fields.Selection(
        [('unit', "Unit report"), ('agency', "Agency report")], required=True, readonly=True, default='agency', index=True,
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
        open_in=('draft',), given_by=('submit',),
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
    lateness = fields.Selection(LATENESS, 'Punctuality', compute='_compute_lateness', search='_search_lateness')
    # Text
    preamble = fields.Text('Opening')
    closing = fields.Text(help="Last paragraph; “./.” is printed at its end.")
    line_ids = fields.One2many('dan_van.report.line', 'report_id', 'Results', copy=True)
    figure_ids = fields.One2many('dan_van.report.figure', 'report_id', 'Figures', copy=True)
    # The agency's report
    source_ids = fields.Many2many(
        'dan_van.report', 'dan_van_report_source_rel', 'report_id', 'source_id', 'Reports taken in', readonly=True,
        ondelete='restrict', given_by=('draw', 'replace'))
    missing_ids = fields.Many2many('dan_van.report', string='Reports missing', compute='_compute_missing_ids')
    waiting_count = fields.Integer('Reports to take in', compute='_compute_missing_ids')
    replaces_id = fields.Many2one(
        'dan_van.report', readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        given_by=('replace',))
    replaced_by_ids = fields.One2many('dan_van.report', 'replaces_id', 'Replaced by')

    _story_index = models.Index('(scheme_id, date_to)')
    _overdue_index = models.Index('(due_date) WHERE sent_date IS NULL')
    _unit_unique = models.UniqueIndex("(period_id, department_id) WHERE scope = 'unit'")
    _agency_unique = models.UniqueIndex(
        f"(period_id) WHERE scope = 'agency' AND state NOT IN {GONE} AND replaces_id IS NULL",
        "The agency's report of this period exists already: open it and take in what is new.")

    @api.depends('subject', 'code', 'scope', 'department_id', 'period_id')
    def _compute_display_name(self):
        for report in self:
            if report.scope == 'unit':
                name = f'{report.department_id.name}: {report.period_id.name}'
            else:
                name = ' - '.join(filter(None, (report.code, report.subject)))
            report.display_name = shortened(name, limit=120)

    # Lateness: one definition in Python for forms, one in SQL for filters and groups

    @api.depends('scope', 'sent_date', 'due_date', 'period_state', 'plan_state')
    def _compute_lateness(self):
        today = legal_today(self)
        for report in self:
            day = report.sent_date or today
            is_late = bool(report.due_date) and day > report.due_date
            if report.scope != 'unit':
                report.lateness = False
            elif report.sent_date:
                report.lateness = 'late' if is_late else 'on_time'
            elif (report.period_state, report.plan_state) != ('open', 'issued'):
                report.lateness = 'closed'  # nobody waits for it any more
            else:
                report.lateness = 'overdue' if is_late else 'pending'

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr != 'lateness':
            return super()._field_to_sql(alias, field_expr, query)
        return SQL(
            """CASE WHEN %(scope)s <> 'unit' THEN NULL
                WHEN %(sent)s > %(due)s THEN 'late' WHEN %(sent)s IS NOT NULL THEN 'on_time'
                WHEN %(period)s <> 'open' OR %(plan)s <> 'issued' THEN 'closed'
                WHEN %(due)s < %(today)s THEN 'overdue' ELSE 'pending' END""",
            scope=super()._field_to_sql(alias, 'scope', query),
            sent=super()._field_to_sql(alias, 'sent_date', query), due=super()._field_to_sql(alias, 'due_date', query),
            period=super()._field_to_sql(alias, 'period_state', query), plan=super()._field_to_sql(alias, 'plan_state', query),
            today=legal_today(self))

    @api.model
    def _search_lateness(self, operator, value):
        if operator != 'in':
            return NotImplemented
        unit, sent = Domain('scope', '=', 'unit'), Domain('sent_date', '!=', False)
        past, wanted = Domain('due_date', '<', legal_today(self)), self._wanted_domain()
        late = Domain.custom(to_sql=lambda model, alias, query: SQL(
            "%s > %s", model._field_to_sql(alias, 'sent_date', query), model._field_to_sql(alias, 'due_date', query)))
        by_lateness = {
            False: ~unit, 'overdue': unit & ~sent & wanted & past, 'pending': unit & ~sent & wanted & ~past,
            'closed': unit & ~sent & ~wanted,
            'late': unit & sent & late, 'on_time': unit & sent & ~late}
        return Domain.OR(by_lateness[item] for item in value if item in by_lateness)

    @api.depends('period_id.report_ids.state', 'source_ids')
    def _compute_missing_ids(self):
        units = self.search([('period_id', 'in', self.period_id.ids), ('scope', '=', 'unit')])
        by_period = units.grouped('period_id')
        for report in self:
            others = by_period.get(report.period_id, units.browse()) if report.scope == 'agency' else units.browse()
            report.missing_ids = others.filtered(lambda unit: unit.state != 'received')
            report.waiting_count = len(others - report.missing_ids - report.source_ids)

    @api.constrains('replaces_id', 'period_id', 'scope')
    def _check_replaces(self):
        for report in self:
            old = report.replaces_id
            if old and (report.scope, old.scope, old.period_id) != ('agency', 'agency', report.period_id):
                raise ValidationError(self.env._("A report replaces the agency's report of the same period."))

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        if not has_key(self, 'open', making=True) and 'unit' in reports.mapped('scope'):
            raise UserError(self.env._("Reports of units are made when their period opens."))
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
        office = self.env['hr.department']._offices(self.env.company).get(self.env.company)
        return office or super()._default_department()

    @api.ondelete(at_uninstall=False)
    def _unlink_only_agency(self):
        for report in self:
            if report.scope == 'unit':
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
        ).replaced('return', sources=['submitted', 'approved', 'received', 'signed']).replaced('replace', target='replaced')

    def _is_unit(self):
        return self.scope == 'unit'

    def _may_submit(self):
        return self.department_id._is_member() if self._is_unit() else self._is_office()

    def _may_withdraw(self):
        return self.submitter_id == self.env.user or not self._is_unit() and self._is_office()

    def _may_approve(self):
        """The head, or the deputy within the delegation; nobody else approves what he has submitted himself."""
        head, user = self.department_id.head_user_id, self.env.user
        return self._is_unit() and self.department_id._is_head() and (user == head or user != self.submitter_id)

    def _may_receive(self):
        return self._is_unit() and self._is_office()

    def _may_return(self):
        if not self._is_unit():
            return self.state in ('submitted', 'signed') and super()._may_return()
        if self.state == 'submitted':
            # A unit that has lost its head is helped by the office.
            return self.department_id._is_head() or self._is_office() and not self.department_id._acting_head()
        return self._is_office()

    def _may_take_over(self):
        return not self._is_unit() and super()._may_take_over()

    def _turn_is_personal(self):
        return not self._is_unit() and super()._turn_is_personal()

    def _may_sign(self):
        return not self._is_unit() and super()._may_sign()

    def _who_may(self, transition):
        unit = self.department_id.name
        if not self._is_unit():
            return super()._who_may(transition)
        return {
            'submit': self.env._("The members of “%s” submit it.", unit),
            'withdraw': self.env._("Only who submitted it can withdraw it, until the head has decided."),
            'approve': self.env._(
                "The head of “%s”, or the deputy within the dates of the delegation, approves it; "
                "nobody else approves what he has submitted himself.", unit),
            'receive': self.env._("The office receives it."),
            'return': self.env._("The head of the unit returns what is submitted, the office what is approved."),
        }.get(transition.name, '')

    def _missing(self):
        if not self._is_unit():
            return super()._missing() + self._missing_sections() + self.figure_ids._missing()
        missing = []
        if not self.department_id._acting_head():
            missing.append(self.env._(
                "“%s” has no head who could approve it. The administrator names one under Configuration → Units.",
                self.department_id.name))
        return missing + self.line_ids._missing() + self._missing_sections() + self.figure_ids._missing()

    def _on_behalf(self, transition):
        if self._is_unit() and transition.name in ('approve', 'return'):
            return self.department_id._represented()
        return super()._on_behalf(transition)

    def _check_submit(self):
        # Who enters events and petitions of the units at this moment is waited for.
        hold(self.filtered(lambda report: report._is_unit()).department_id)
        return super()._check_submit()

    def _do_submit(self):
        result = super()._do_submit()
        today = legal_today(self)
        for report in self:
            report.write({
                'head_id': report.department_id.head_user_id.id, 'sent_date': report.sent_date or today,
                'writer_id': report.writer_id.id or self.env.uid})
        return result

    def _do_approve(self):
        self.write({'approver_id': self.env.uid, 'approved_date': fields.Datetime.now()})

    def _do_return(self):
        self.write({'approver_id': False, 'approved_date': False})
        return super()._do_return()

    def _turn(self):
        if not self._is_unit():
            return super()._turn()
        unit = self.department_id
        if self.state == 'draft' and (self.period_id.state, self.plan_id.state) == ('open', 'issued'):
            return self._writer(), self.env._("Write the report and submit it")
        if self.state == 'submitted':
            acting = unit._acting_head()
            if acting == self.submitter_id and acting != unit.head_user_id:
                acting = unit.head_user_id
            return acting or self._office_head(), self.env._("Approve the report or return it")
        if self.state == 'approved':
            return self._office_head(), self.env._("Receive the report or return it")
        return self.env['res.users'], ''

    def _turn_deadline(self):
        return self.due_date if self._is_unit() else super()._turn_deadline()

    def _writer(self):
        """:return: res.users who writes the draft: as named, else who heads the unit, else the office"""
        for user in (self.submitter_id, self.writer_id):
            # sudo: whether somebody still works here is known to who waits for him.
            if user.sudo().active and user in self.department_id.sudo().member_user_ids:
                return user
        return self.department_id._acting_head() or self._office_head()

    def _office_head(self):
        """:return: res.users, who opens the mail of the office"""
        offices = self.env['hr.department']._offices(self.company_id)
        return offices[self.company_id]._acting_head() if self.company_id in offices else self.env['res.users']

    @api.model
    def _open_domain(self):
        """Nobody writes a report any more whose period or plan is closed."""
        unit = Domain('scope', '=', 'unit')
        wanted = Domain('state', '=', 'draft') & self._wanted_domain()
        return unit & (wanted | Domain('state', 'in', ('submitted', 'approved'))) | ~unit & super()._open_domain()

    @api.model
    def _wanted_domain(self):
        return Domain('period_id.state', '=', 'open') & Domain('plan_id.state', '=', 'issued')

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
