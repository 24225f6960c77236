import operator

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

from ..core.replaceable import replacements, replaces

# Sign -> whether it holds for the result of comparing left with right.
_HOLDS = {'=': operator.eq, '<=': operator.le}


class FigureCheck(models.Model):
    """How figures of a report hang together, e.g. what is left at the end follows from what came and went."""

    _name = 'dan_van.figure.check'
    _description = 'Check of figures'
    _inherit = ['dan_van.replaceable', 'dan_van.themed', 'dan_van.readable.links']
    _order = 'sequence, id'
    _check_company_auto = True

    name = fields.Char(required=True, help="As the writer of a report reads it, so it is Vietnamese for everybody.")
    replaces_id = replaces('dan_van.figure.check')
    replacement_ids = replacements('dan_van.figure.check')
    left_ids = fields.Many2many(
        'dan_van.indicator', 'dan_van_figure_check_left_rel', 'check_id', 'indicator_id', 'Sum of', required=True,
        check_company=True, ondelete='restrict')
    sign = fields.Selection([('=', "Is equal to"), ('<=', "Is at most")], 'Comparison', required=True, default='=')
    right_ids = fields.Many2many(
        'dan_van.indicator', 'dan_van_figure_check_right_rel', 'check_id', 'indicator_id', 'The sum of', required=True,
        check_company=True, ondelete='restrict')
    less_ids = fields.Many2many(
        'dan_van.indicator', 'dan_van_figure_check_less_rel', 'check_id', 'indicator_id', 'Less the sum of',
        check_company=True, ondelete='restrict')
    of_previous = fields.Boolean(
        'Of the period before', help="The left side is compared with the figures of the period before, where there was one.")
    outcome = fields.Selection(
        [('block', "The report is not submitted"), ('explain', "An explanation is asked for")], 'Otherwise', required=True,
        default='block')

    @api.constrains('theme_id', 'left_ids', 'right_ids', 'less_ids')
    def _check_theme(self):
        for check in self:
            if others := (check.left_ids | check.right_ids | check.less_ids).filtered(
                    lambda indicator, theme=check.theme_id: indicator.theme_id != theme):
                raise ValidationError(self.env._(
                    "“%(check)s” checks figures of the theme “%(theme)s”: “%(indicator)s” belongs to another one. Take it out.",
                    check=check.name, theme=check.theme_id.name, indicator=others[0].name))

    @api.constrains('left_ids', 'right_ids', 'less_ids', 'of_previous')
    def _check_sides(self):
        for check in self:
            if not check.left_ids or not check.right_ids:
                raise ValidationError(self.env._("“%s”: choose the indicators of both sides.", check.name))
            if not check.of_previous and check.left_ids & (check.right_ids | check.less_ids):
                raise ValidationError(self.env._("“%s”: an indicator stands on one side only.", check.name))

    def _finding(self, figures):
        """Compare the figures of one report.

        :param figures: ``{dan_van.indicator: dan_van.report.figure}``
        :return: sentence that says what does not fit; ``''`` where it fits, or where figures are missing
        """
        if any(each not in figures for each in self.left_ids | self.right_ids | self.less_ids):
            return ''
        other = 'previous' if self.of_previous else 'value'
        if self.of_previous and not any(figures[each].has_before for each in self.right_ids):
            return ''
        left = [figures[each].value for each in self.left_ids]
        right = [figures[each][other] for each in self.right_ids] + [-figures[each][other] for each in self.less_ids]
        if _HOLDS[self.sign](float_compare(sum(left), sum(right), precision_digits=2), 0):
            return ''
        return self.env._(
            "“%(check)s” does not hold: %(left)s against %(right)s.", check=self.name, left=_added(left), right=_added(right))


def _added(values):
    """:return: e.g. ``4 + 12 - 3 = 13``, or ``13`` for one value"""
    first, *others = values
    terms = f'{first:g}' + ''.join(f' {"-" if value < 0 else "+"} {abs(value):g}' for value in others)
    return f'{terms} = {sum(values):g}' if others else terms
