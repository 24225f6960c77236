from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools.misc import groupby

from ...importer.words import canonical
from ..core.replaceable import NOT_REPLACED


class Plan(models.Model):
    """How a plan is reported on: by which schemes, and as its work goes on where it replaces another one."""

    _inherit = 'dan_van.plan'

    scheme_ids = fields.Many2many(
        'dan_van.report.scheme', string='Report schemes', check_company=True, ondelete='restrict',
        open_in=True, domain=f"[('theme_id', '=', theme_id), {NOT_REPLACED}]",
        help="What is reported how often; the periods of the year follow from it once the plan is issued.")
    period_ids = fields.One2many('dan_van.period', 'plan_id', 'Periods', copy=False)
    period_count = fields.Integer('Number of periods', compute='_compute_period_count')
    previous_id = fields.Many2one(
        'dan_van.plan', "Last year's plan", compute='_compute_previous_id', store=True, readonly=False, copy=False,
        index='btree_not_null', check_company=True, ondelete='restrict',
        domain="[('year', '=', year - 1), ('theme_id', '=', theme_id)]",
        help="Figures of its reports are those of the same period last year.")
    can_schedule = fields.Boolean(compute='_compute_can_schedule')

    @api.depends('state')
    @api.depends_context('uid')
    def _compute_can_schedule(self):
        for plan in self:
            plan.can_schedule = self.env.su or plan.state == 'draft' or self._is_office()

    def _compute_period_count(self):
        counts = dict(self.env['dan_van.period']._read_group([('plan_id', 'in', self.ids)], ['plan_id'], ['__count']))
        for plan in self:
            plan.period_count = counts.get(plan, 0)

    @api.depends('theme_id', 'year', 'company_id')
    def _compute_previous_id(self):
        """The plan of the theme in force last year, where there was only one."""
        found = {tuple(place): plans for *place, plans in self._read_group(
            [('company_id', 'in', self.company_id.ids), ('theme_id', 'in', self.theme_id.ids),
             ('year', 'in', [plan.year - 1 for plan in self]), ('is_in_force', '=', True)],
            ['company_id', 'theme_id', 'year'], ['id:recordset'])}
        for plan in self:
            before = found.get((plan.company_id, plan.theme_id, plan.year - 1), self.browse())
            plan.previous_id = before if len(before) == 1 else False

    @api.onchange('theme_id')
    def _onchange_theme_id(self):
        self.scheme_ids = self.scheme_ids.filtered(lambda scheme: scheme.theme_id == self.theme_id)

    @api.constrains('theme_id', 'scheme_ids')
    def _check_scheme_themes(self):
        for plan in self:
            if others := plan.scheme_ids.filtered(lambda scheme, theme=plan.theme_id: scheme.theme_id != theme):
                raise ValidationError(self.env._(
                    "“%(plan)s” is a plan of the theme “%(theme)s”: the report scheme “%(scheme)s” belongs to “%(other)s”. "
                    "Choose a scheme of its own theme.", plan=plan.display_name, theme=plan.theme_id.name,
                    scheme=others[0].name, other=others[0].theme_id.name))

    @api.constrains('theme_id', 'previous_id')
    def _check_previous(self):
        for plan in self:
            if plan.previous_id and plan.previous_id.theme_id != plan.theme_id:
                raise ValidationError(self.env._(
                    "Figures are compared within one theme: choose last year's plan of “%s”, or none.", plan.theme_id.name))

    def write(self, vals):
        if 'scheme_ids' not in vals:
            return super().write(vals)
        issued = self.filtered(lambda plan: plan.state == 'issued')
        # sudo: periods follow from the plan; nobody makes regular ones by hand.
        Period = self.env['dan_van.period'].sudo()
        issued = issued.with_env(Period.env)
        with Period._announcing(issued):
            result = super().write(vals)
            Period._follow_schemes(issued)
        return result

    def _check_changes(self, names):
        """After the draft the office alone says what is reported how often."""
        for plan in self if 'scheme_ids' in names else ():
            if not plan.can_schedule:
                raise AccessError(self.env._(
                    "The office attaches report schemes to “%s” once it is submitted.", plan.display_name))
        return super()._check_changes(names)

    def _attached_schemes(self):
        """:return: dan_van.report.scheme of this plan, archived ones as well, without those instead of which another one is used"""
        schemes = self.with_context(active_test=False).scheme_ids
        return (schemes - schemes.filtered('active').replaces_id).with_env(self.env)

    def _regular_schemes(self):
        """:return: dan_van.report.scheme, those by which this plan is reported on, and whose periods the calendar makes"""
        return self._attached_schemes().filtered(lambda scheme: scheme.active and scheme._is_regular())

    def _take_effect(self):
        result = super()._take_effect()
        self.env['dan_van.period']._plan_ahead(self)
        self.env['dan_van.occurrence']._follow_reports(self, at_issue=True)
        return result

    def _stop_work(self):
        # What comes back no more has nothing to come; a closed plan may be reopened.
        self.env['dan_van.period']._planned(self.filtered('is_gone')).unlink()
        return super()._stop_work()

    def _follow_work(self):
        self.period_ids.report_ids._keep_turns()
        return super()._follow_work()

    def action_open_periods(self):
        """Open the reporting periods of the plan."""
        return self._open_parts('dan_van.period_action', [('plan_id', 'in', self.ids)])

    # A plan that is replaced

    def _hand_over_to(self, plan, pairs):
        """Let what is being reported at this moment be reported under the new plan too; nobody writes it a second time."""
        if plan.theme_id == self.theme_id:
            self.period_ids._go_over(plan, pairs)
        return super()._hand_over_to(plan, pairs)

    def _same_contents(self, plan):
        """:return: ``{content of this plan: the one of plan that says the same}``; the label tells apart what is said twice"""
        found = {}
        for key in (_words, lambda part: (_words(part), canonical(part.label or ''))):
            there = {words: same[0] for words, same in groupby(plan.content_ids, key) if len(same) == 1}
            found |= {old: there[key(old)] for old in self.content_ids if key(old) in there}
        return found


def _words(content):
    return canonical(content.title or ''), canonical(content.text or '')
