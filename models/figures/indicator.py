from odoo import fields, models

from ..core.replaceable import replacements, replaces

# How values become one: over the units of one period, and over the periods of one year.
UNIT_RULES = [('sum', "Sum"), ('last', "Last value"), ('max', "Largest value")]
TIME_RULES = [('sum', "Sum"), ('first', "First value"), ('last', "Last value"), ('max', "Largest value")]


def combine(rule, values):
    """Make one value of several.

    :param rule: ``sum``, ``first``, ``last`` or ``max``
    :param values: list of numbers in the order of time; may be empty
    :return: number, 0 for no values
    """
    if not values:
        return 0
    return {'sum': sum, 'max': max, 'first': lambda each: each[0], 'last': lambda each: each[-1]}[rule](values)


class Indicator(models.Model):
    """What is counted in reports. Its name is printed, so it is Vietnamese for everybody."""

    _name = 'dan_van.indicator'
    _description = 'Indicator'
    _inherit = ['dan_van.replaceable', 'dan_van.themed', 'dan_van.readable.links']
    _order = 'sequence, id'
    _check_company_auto = True

    name = fields.Char(required=True)
    code = fields.Char(copy=False, help="The same at all agencies that count it, so that figures are summed over several levels; without one it is known by its name.")
    group_name = fields.Char('Group', help="Indicators of the same group stand together in the table of figures.")
    replaces_id = replaces('dan_van.indicator')
    replacement_ids = replacements('dan_van.indicator')
    uom_name = fields.Char('Unit of measure', help="e.g. buổi, lượt người, đơn.")
    aggregation = fields.Selection(
        UNIT_RULES, 'Over the units', required=True, default='sum', help="How the agency's figure follows from the units'.")
    cumulation = fields.Selection(
        TIME_RULES, 'Over the year', required=True, default='sum', help="How the figure since the beginning of the year follows from the periods'.")
    department_ids = fields.Many2many(
        'hr.department', string='Units', check_company=True, ondelete='restrict', domain="[('dan_van_kind', '!=', False)]",
        help="Units that report this figure; empty: all.")

    _code_unique = models.UniqueIndex(
        '(theme_id, COALESCE(company_id, 0), code) WHERE code IS NOT NULL', "Another indicator of the theme has this code already.")

    def _common_code(self):
        """:return: str, the code under which agencies of several levels know it; empty where it has none"""
        return self.code or self.replaces_id.code or ''

    def _concerns(self, unit):
        """:return: whether ``unit`` reports this figure"""
        return not self.department_ids or unit in self.department_ids
