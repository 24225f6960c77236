from odoo import api, fields, models

from ..core.document_part import shortened
from ..core.replaceable import NOT_REPLACED
from ..core.res_company import legal_today
from ..core.transitions import Transition
from ..documents.document_mixin import DOCUMENT_TYPES
from ..documents.standing import IN_FORCE

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
    _inherit = ['dan_van.signing.mixin', 'dan_van.annexed', 'dan_van.kept', 'dan_van.duty.source']
    _review_setting = 'plan_review'
    _order = 'year desc, id desc'
    _rec_names_search = ['subject', 'code']
    _check_company_auto = True

    _report = 'dan_van.plan_report'
    _review_form = 'dan_van.plan_view_form_review'

    state = fields.Selection(selection_add=[('closed', "Closed"), ('recalled',)], ondelete={'closed': 'set default'})
    theme_id = fields.Many2one(
        'dan_van.theme', required=True, index=True, check_company=True, ondelete='restrict', tracking=True,
        domain=f'[{NOT_REPLACED}]', default=lambda self: self.env['dan_van.theme']._default(),
        help="Indicators, types of events, checks and report schemes of this theme are those of the plan.")
    year = fields.Integer(required=True, default=lambda self: legal_today(self).year, index=True)
    document_type = fields.Selection(DOCUMENT_TYPES, default='KH')
    preamble = fields.Text('Enacting paragraph', help="Printed after the legal bases, e.g. “... ban hành Kế hoạch ... như sau:”.")
    basis_ids = fields.One2many('dan_van.legal.basis', 'plan_id', 'Legal bases', copy=True)
    content_ids = fields.One2many('dan_van.content', 'plan_id', 'Text', copy=False)
    assignment_ids = fields.One2many('dan_van.assignment', 'plan_id', 'All assignments', copy=False)
    printed_assignment_ids = fields.One2many(
        'dan_van.assignment', 'plan_id', 'Assignments', domain=[('parent_id', '=', False)], copy=False)
    handed_ids = fields.One2many('dan_van.handed.duty', 'plan_id', 'Duties of agencies below', readonly=True, copy=False)
    closing = fields.Text(help="Last paragraph; “./.” is printed at its end.")
    annex_ids = fields.One2many('dan_van.annex', 'plan_id', 'Annexes', copy=True)
    replaces_id = fields.Many2one(
        'dan_van.plan', readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        given_by=('replace',))
    replaced_by_ids = fields.One2many('dan_van.plan', 'replaces_id', 'Replaced by')
    # Figures
    content_count = fields.Integer('Contents', compute='_compute_content_count')
    assignment_count = fields.Integer('Tracked assignments', compute='_compute_assignment_figures')
    done_count = fields.Integer('Done', compute='_compute_assignment_figures')
    overdue_count = fields.Integer('Overdue', compute='_compute_assignment_figures')
    progress = fields.Float(
        'Progress (%)', compute='_compute_assignment_figures',
        help="Mean of all tracked duties; what nobody has begun counts as 0 %.")

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
        stand = self.env['dan_van.assignment']._stand(
            [('plan_id', 'in', self.ids), ('scope', '=', 'unit')], 'plan_id')
        for plan in self:
            plan.assignment_count, plan.done_count, plan.overdue_count, plan.progress = stand[plan]

    def _versions(self):
        """:return: the plans, those that they replace and those that have replaced them: one yearly plan as it was in the course of
        the year"""
        found, more = self.browse(), self
        while more:
            found |= more
            more = (more.replaces_id | more.replaced_by_ids.filtered('is_out')) - found
        return found

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

    def _init_column(self, column_name):
        """What there was before there were themes is put under the first when the data bring it, see migrations."""
        return None if column_name == 'theme_id' else super()._init_column(column_name)

    def write(self, vals):
        result = super().write(vals)
        if {'content_ids', 'printed_assignment_ids'} & vals.keys():
            self._put_in_order()
        return result

    def _create_skeleton(self, contents=()):
        """Make the customary sections.

        :param contents: dicts of ``key``, ``parent`` (key of one before, or empty), ``label``, ``title`` and ``text``, to stand as contents
        :return: ``{key: dan_van.content}`` of these
        """
        nodes = {part['key']: {'vals': {name: part[name] for name in ('label', 'title', 'text')}, 'children': []} for part in contents}
        top = []
        for part in contents:
            (nodes[part['parent']]['children'] if part['parent'] else top).append(nodes[part['key']])
        self.env['dan_van.content']._create_tree(self, [{
            'vals': {'label': label, 'title': title, 'kind': kind},
            'children': top if kind == 'content' else [{'vals': {'label': number, 'title': name}, 'children': []} for number, name in headings],
        } for label, title, kind, headings in _SKELETON])
        return {key: node['record'] for key, node in nodes.items()}

    # Workflow

    @api.model
    def _transitions(self):
        return super()._transitions().before(
            'replace',
            Transition('close', self.env._("Close"), ['issued'], 'closed'),
            Transition('reopen', self.env._("Reopen"), ['closed'], 'issued'),
        ).replaced('replace', sources=[*IN_FORCE]).replaced('recall', sources=[*IN_FORCE])

    def _may_close(self):
        return self._is_office()

    def _may_reopen(self):
        return self._is_office()

    def _who_may(self, transition):
        return {
            'close': self.env._("The office closes plans."),
            'reopen': self.env._("The office reopens plans."),
        }.get(transition.name) or super()._who_may(transition)

    def _missing(self):
        missing = super()._missing()
        if not self.content_ids.filtered(lambda part: part.parent_id.kind == 'content'):
            missing.append(self.env._("Enter at least one content below the section of contents."))
        if not self.printed_assignment_ids:
            missing.append(self.env._("Enter at least one assignment."))
        return missing + self._missing_units() + self.annex_ids._missing()

    def _take_effect(self):
        self.assignment_ids._track_per_unit()
        result = super()._take_effect()
        self._begin_work()
        return result

    def _do_close(self):
        self._stop_work()

    def _do_reopen(self):
        self._follow_work()

    def _do_recall(self):
        result = super()._do_recall()
        self._stop_work()
        return result

    def _do_replace(self):
        self._stop_work()

    def action_close(self):
        """Close the plan: its assignments take no more progress."""
        self._transition('close')

    def action_reopen(self):
        """Reopen a closed plan."""
        self._transition('reopen')

    # As the source of duties

    def _duty_leader(self):
        return self.signer_id

    def _duty_theme(self):
        return self.theme_id

    def _duty_day(self):
        return self.document_date

    def _duty_year(self):
        return self.year

    def _duty_notice(self):
        return self.env._("The plan asks of your unit, or of you:")

    # Other actions

    def action_take_on(self):
        """Open the dialog in which a new unit takes on the duties of all units.

        :return: action
        """
        return self.assignment_ids.filtered(lambda duty: duty.scope == 'all').action_change()

    def action_open_contents(self):
        """Open the plan's text as a list."""
        return self._open_parts('dan_van.content_action', [('plan_id', 'in', self.ids)])

    def action_open_assignments(self):
        """Open the tracked assignments of the plan."""
        return self._open_parts('dan_van.assignment_action', [('plan_id', 'in', self.ids), ('scope', '=', 'unit')])

    def action_tracking_sheet(self):
        """Download the duties of these plans as an Excel sheet.

        :return: action
        """
        return self.env['dan_van.tracking.sheet']._download([('plan_id', 'in', self.ids)])

    def _open_parts(self, xmlid, domain):
        action = self.env['ir.actions.act_window']._for_xml_id(xmlid)
        return {**action, 'domain': domain, 'context': {'default_plan_id': self.id, 'create': self.state == 'draft'}}
