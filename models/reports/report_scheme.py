from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..core.period_rules import COUNTS, END_OF_MONTH
from ..core.replaceable import replacements, replaces

PERIOD_KINDS = [
    ('month', "Month"), ('quarter', "Quarter"), ('half', "First half year"), ('nine', "Nine months"), ('year', "Year"),
    ('thematic', "Thematic"), ('adhoc', "Ad hoc"),
]


class ReportScheme(models.Model):
    """What is reported how often: kind of period, cut-off, time to send, and who reports.

    Thematic and ad hoc reports have no calendar: the office makes their periods by hand.
    """

    _name = 'dan_van.report.scheme'
    _description = 'Report scheme'
    _inherit = ['dan_van.replaceable', 'dan_van.themed', 'dan_van.readable.links']
    _order = 'sequence, id'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    replaces_id = replaces('dan_van.report.scheme')
    replacement_ids = replacements('dan_van.report.scheme')
    kind = fields.Selection(PERIOD_KINDS, 'Kind of period', required=True)
    cut_off = fields.Selection(
        [('day', "On a day of the month"), ('calendar', "At the end of the month")], 'Cut-off', required=True, default='day',
        help="Nghị định 09/2019/NĐ-CP counts from the 15th to the 14th; statistics count calendar months.")
    cut_off_day = fields.Integer('Day of the cut-off', default=14, required=True)
    due_days = fields.Integer(
        'Working days to report', default=2, required=True,
        help="Working days after the cut-off, by the agency's working hours and public holidays.")
    reporters = fields.Selection(
        [('all', "All units"), ('duties', "Units with duties under the plan"), ('chosen', "Chosen units")],
        'Who reports', required=True, default='all')
    department_ids = fields.Many2many(
        'hr.department', string='Units', check_company=True, ondelete='restrict', domain="[('dan_van_kind', '!=', False)]")

    agencies = fields.Selection(
        [('duties', "Those with duties under the plan"), ('all', "All agencies below"), ('none', "None")], 'Agencies below that report',
        required=True, default='duties', help="They are asked by a message when the period opens; what they issue answers it.")

    _cut_off_day_allowed = models.Constraint('CHECK(cut_off_day BETWEEN 1 AND 31)', "A month has the days 1 to 31.")
    _due_days_allowed = models.Constraint(
        'CHECK(due_days BETWEEN 0 AND 60)', "Give between 0 and 60 working days to report.")

    @api.constrains('reporters', 'department_ids')
    def _check_departments(self):
        for scheme in self:
            if scheme.reporters == 'chosen' and scheme._is_regular() and not scheme.department_ids:
                raise ValidationError(self.env._("Choose the units that report under “%s”.", scheme.name))

    def write(self, vals):
        if not {'kind', 'cut_off', 'cut_off_day', 'due_days', 'active'} & vals.keys():
            return super().write(vals)
        if 'kind' in vals:
            self.filtered(lambda scheme: scheme.kind != vals['kind'])._check_nothing_by_hand()
        # sudo: the administrator keeps schemes, not periods.
        plans = self.env['dan_van.plan'].sudo().with_context(active_test=False).search([
            ('state', '=', 'issued'), '|', ('scheme_ids', 'in', self.ids), ('period_ids.scheme_id', 'in', self.ids)])
        Period = self.env['dan_van.period'].sudo()
        plans = plans.with_env(Period.env)
        with Period._announcing(plans):
            result = super().write(vals)
            Period._follow_schemes(plans)
        return result

    def _check_nothing_by_hand(self):
        """:raise UserError: the kind would change under periods that the office has made and that are not open yet"""
        # sudo: who changes the scheme learns the name of a period of it.
        period = self.env['dan_van.period'].sudo().search([
            ('scheme_id', 'in', self.ids), ('state', '=', 'planned'), ('index', '=', 0)], limit=1)
        if period:
            raise UserError(self.env._(
                "“%(scheme)s” has a period that was made by hand and is not open yet: “%(period)s”. Open or delete it first, or make "
                "another scheme.", scheme=period.scheme_id.name, period=period.display_name))

    def _is_regular(self):
        """:return: whether the calendar makes the periods of this scheme"""
        return self.kind in COUNTS

    def _last_day(self):
        """:return: day of the month of the cut-off, 31 for the end of the month"""
        return END_OF_MONTH if self.cut_off == 'calendar' else self.cut_off_day
