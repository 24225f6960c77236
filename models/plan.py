from odoo import api, fields, models
from odoo.exceptions import UserError

from .document_mixin import DocumentMixin
from .plan_part import shortened
from .workflow_mixin import Transition

# The customary skeleton; official documents are Vietnamese whatever the user's language.
_SKELETON = [
    ('I', "MỤC ĐÍCH, YÊU CẦU", 'purpose_requirements', [('1', "Mục đích"), ('2', "Yêu cầu")]),
    ('II', "NỘI DUNG", 'content', []),
    ('III', "TỔ CHỨC THỰC HIỆN", 'implementation', []),
]


class Plan(models.Model):
    """Yearly plan of an agency, from the draft to the issued document."""

    _name = 'dan_van.plan'
    _description = 'Plan'
    _inherit = ['dan_van.document.mixin']
    _order = 'year desc, id desc'
    _rec_names_search = ['subject', 'code']
    _check_company_auto = True

    _report = 'dan_van.plan_report'
    _given_by_steps = DocumentMixin._given_by_steps | {'submitter_id', 'submitted_date'}

    state = fields.Selection(
        [('draft', "Draft"), ('submitted', "Submitted"), ('signed', "Signed"), ('issued', "Issued"),
         ('closed', "Closed"), ('recalled', "Recalled")],
        'Status', required=True, readonly=True, default='draft', copy=False, index=True, tracking=True)
    year = fields.Integer(required=True, default=lambda self: fields.Date.context_today(self).year, index=True)
    document_type = fields.Selection(default='KH')
    submitter_id = fields.Many2one('res.users', 'Submitted by', readonly=True, copy=False, index='btree_not_null')
    submitted_date = fields.Datetime('Submitted on', readonly=True, copy=False)
    preamble = fields.Text('Enacting paragraph', help="Printed after the legal bases, e.g. “... ban hành Kế hoạch ... như sau:”.")
    basis_ids = fields.One2many('dan_van.legal.basis', 'plan_id', 'Legal bases', copy=True)
    content_ids = fields.One2many('dan_van.content', 'plan_id', 'Text', copy=False)
    assignment_ids = fields.One2many('dan_van.assignment', 'plan_id', 'All assignments', copy=False)
    printed_assignment_ids = fields.One2many(
        'dan_van.assignment', 'plan_id', 'Assignments', domain=[('parent_id', '=', False)], copy=False)
    closing = fields.Text(help="Last paragraph; “./.” is printed at its end.")
    # Figures
    content_count = fields.Integer('Contents', compute='_compute_content_count')
    assignment_count = fields.Integer('Tracked assignments', compute='_compute_assignment_figures')
    overdue_count = fields.Integer('Overdue', compute='_compute_assignment_figures')
    progress = fields.Float('Progress (%)', compute='_compute_assignment_figures')

    _year_allowed = models.Constraint('CHECK(year BETWEEN 1945 AND 2200)', "Give the year with four digits.")

    @api.depends('subject', 'code', 'year')
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = shortened(' - '.join(filter(None, (plan.code, plan.subject))), limit=120)

    def _compute_content_count(self):
        counts = dict(self.env['dan_van.content']._read_group(
            [('plan_id', 'in', self.ids), ('parent_id.kind', '=', 'content')], ['plan_id'], ['__count']))
        for plan in self:
            plan.content_count = counts.get(plan, 0)

    @api.depends('assignment_ids.progress', 'assignment_ids.done_date')
    def _compute_assignment_figures(self):
        tracked = [('plan_id', 'in', self.ids), ('scope', '=', 'unit')]
        Assignment = self.env['dan_van.assignment']
        figures = {plan: (count, progress) for plan, count, progress in Assignment._read_group(
            tracked, ['plan_id'], ['__count', 'progress:avg'])}
        overdue = dict(Assignment._read_group([*tracked, ('health', '=', 'overdue')], ['plan_id'], ['__count']))
        for plan in self:
            plan.assignment_count, plan.progress = figures.get(plan, (0, 0))
            plan.overdue_count = overdue.get(plan, 0)

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        bare = [not vals.get('content_ids') for vals in vals_list]
        plans = super().create(vals_list)
        if not self.env.context.get('dan_van_no_skeleton'):
            for plan, needs_skeleton in zip(plans, bare):
                if needs_skeleton:
                    plan._create_skeleton()
        return plans

    def write(self, vals):
        result = super().write(vals)
        if {'content_ids', 'printed_assignment_ids'} & vals.keys():
            self._put_in_order()
        return result

    def _create_skeleton(self):
        self.env['dan_van.content']._create_tree(self, [{
            'vals': {'label': label, 'title': title, 'kind': kind},
            'children': [{'vals': {'label': number, 'title': name}, 'children': []} for number, name in headings],
        } for label, title, kind, headings in _SKELETON])

    # Workflow

    @api.model
    def _transitions(self):
        return (
            Transition('submit', self.env._("Submit"), ['draft'], 'submitted'),
            Transition('withdraw', self.env._("Withdraw"), ['submitted'], 'draft'),
            Transition('return', self.env._("Return"), ['submitted', 'signed'], 'draft', reason=True),
            Transition('sign', self.env._("Sign"), ['submitted'], 'signed'),
            Transition('issue', self.env._("Issue"), ['signed'], 'issued'),
            Transition('close', self.env._("Close"), ['issued'], 'closed'),
            Transition('reopen', self.env._("Reopen"), ['closed'], 'issued'),
            Transition('recall', self.env._("Recall"), ['issued', 'closed'], 'recalled', reason=True),
        )

    def _may_submit(self):
        return self.department_id._is_member() or self._is_office()

    def _may_withdraw(self):
        return self.submitter_id == self.env.user or self._is_office()

    def _may_return(self):
        if self.state == 'signed':
            return self.env.user.has_group('dan_van.group_clerk') or self._may_sign()
        return self.env.user.has_group('dan_van.group_leadership')

    def _may_sign(self):
        return self.signer_id == self.env.user and self.env.user.has_group('dan_van.group_leadership')

    def _may_issue(self):
        return self.env.user.has_group('dan_van.group_clerk')

    def _may_close(self):
        return self._is_office()

    def _may_reopen(self):
        return self._is_office()

    def _may_recall(self):
        return self.env.user.has_group('dan_van.group_leadership')

    def _is_office(self):
        return self.env.user.has_group('dan_van.group_office')

    def _who_may(self, transition):
        return {
            'submit': self.env._("The members of the drafting unit and the office submit it."),
            'withdraw': self.env._("Only who submitted it and the office can withdraw it."),
            'return': self.env._("The leadership returns it; after signing the clerk can too."),
            'sign': self.env._("It was submitted to %s. Another signer needs a return and a new submission.",
                               self.signer_id.name),
            'issue': self.env._("The clerk gives number and date."),
            'close': self.env._("The office closes plans."),
            'reopen': self.env._("The office reopens plans."),
            'recall': self.env._("The leadership recalls issued documents."),
        }[transition.name]

    def _check_submit(self):
        for plan in self:
            missing = plan._missing()
            if missing:
                raise UserError(self.env._(
                    "“%(plan)s” is not complete yet:\n%(missing)s",
                    plan=plan.display_name, missing='\n'.join(f'- {line}' for line in missing)))

    def _missing(self):
        """:return: sentences that say what the plan still lacks for submission"""
        missing = []
        # sudo: the signer may work in agencies that the submitter can't see.
        signer = self.signer_id.sudo()
        if not (signer and signer.has_group('dan_van.group_leadership') and self.company_id in signer.company_ids):
            missing.append(self.env._("Choose a signer who belongs to the leadership of the agency."))
        if not self.content_ids.filtered(lambda part: part.parent_id.kind == 'content'):
            missing.append(self.env._("Enter at least one content below the section of contents."))
        if not self.printed_assignment_ids:
            missing.append(self.env._("Enter at least one assignment."))
        missing.extend(
            self.env._("Choose the unit for the assignment “%s”.", duty.unit_label or duty.display_name)
            for duty in self.printed_assignment_ids if duty.scope == 'unit' and not duty.department_id)
        return missing

    def _check_sign(self):
        """Nobody signs a text that he has not seen: the form says which submission it shows."""
        shown = fields.Datetime.to_datetime(self.env.context.get('dan_van_shown'))
        for plan in self:
            if shown and shown != plan.submitted_date.replace(microsecond=0):
                raise UserError(self.env._(
                    "“%s” was changed and submitted again after you opened it. Reload the page, read it, then sign.",
                    plan.display_name))

    def _check_issue(self):
        for plan in self:
            plan._profile()

    def _do_submit(self):
        self.write({'submitter_id': self.env.uid, 'submitted_date': fields.Datetime.now()})

    def _do_withdraw(self):
        self.write({'submitter_id': False})

    def _do_issue(self, date=None):
        self.assignment_ids._track_per_unit()
        return super()._do_issue(date)

    def _turn(self):
        clerks = self.env.ref('dan_van.group_clerk')
        if self.state == 'submitted':
            return self.signer_id, self.env._("Sign the plan")
        if self.state == 'signed':
            users = clerks.all_user_ids.filtered(lambda user: self.company_id in user.company_ids)
            return users, self.env._("Give number and issue the plan")
        if self.state == 'draft' and self.submitter_id:
            return self.submitter_id, self.env._("Correct the returned plan and submit it again")
        return super()._turn()

    def action_submit(self):
        """Submit to the signer."""
        self._transition('submit')

    def action_withdraw(self):
        """Take the submission back."""
        self._transition('withdraw')

    def action_return(self, reason=None):
        """Return to the drafting unit; opens the dialog for the reason where none is given."""
        return self._action_with_reason('return', reason)

    def action_sign(self):
        """Sign as the signer named on the plan."""
        self._transition('sign')

    def action_issue(self):
        """Give number and date, file the PDF, start the assignments."""
        self._transition('issue')

    def action_close(self):
        """Close the plan: its assignments take no more progress."""
        self._transition('close')

    def action_reopen(self):
        """Reopen a closed plan."""
        self._transition('reopen')

    def action_recall(self, reason=None):
        """Recall the issued document; opens the dialog for the reason where none is given."""
        return self._action_with_reason('recall', reason)

    # Other actions

    def action_open_contents(self):
        """Open the plan's text as a list."""
        return self._open_parts('dan_van.content_action', [('plan_id', 'in', self.ids)])

    def action_open_assignments(self):
        """Open the tracked assignments of the plan."""
        return self._open_parts('dan_van.assignment_action', [('plan_id', 'in', self.ids), ('scope', '=', 'unit')])

    def _open_parts(self, xmlid, domain):
        action = self.env['ir.actions.act_window']._for_xml_id(xmlid)
        return {**action, 'domain': domain, 'context': {'default_plan_id': self.id, 'create': self.state == 'draft'}}
