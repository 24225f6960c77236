from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.replaceable import NOT_REPLACED


class Target(models.Model):
    """What a plan aims at for the year: of a unit, or of the whole agency."""

    _name = 'dan_van.target'
    _description = 'Target'
    _inherit = ['dan_van.read.only', 'dan_van.readable.links']
    _order = 'plan_id, sequence, indicator_id, department_id, id'
    _rec_name = 'indicator_id'
    _check_company_auto = True

    plan_id = fields.Many2one(
        'dan_van.plan', required=True, ondelete='cascade', index=True, domain="[('state', '=', 'issued')]")
    company_id = fields.Many2one(related='plan_id.company_id', store=True, precompute=True, index=True)
    indicator_id = fields.Many2one(
        'dan_van.indicator', required=True, ondelete='restrict', index=True, check_company=True,
        domain=f"[('theme_id', '=', theme_id), {NOT_REPLACED}]")
    theme_id = fields.Many2one(related='plan_id.theme_id')
    sequence = fields.Integer(related='indicator_id.sequence', store=True)
    department_id = fields.Many2one(
        'hr.department', 'Unit', index='btree_not_null', check_company=True, ondelete='restrict',
        domain="[('dan_van_kind', '!=', False)]", help="Empty: of the whole agency. Where only units have targets, the agency's is their sum.")
    year = fields.Integer(related='plan_id.year', store=True, aggregator=False)
    value = fields.Float('Target of the year', required=True, aggregator=False)
    uom_name = fields.Char(related='indicator_id.uom_name')

    _target_unique = models.UniqueIndex(
        '(plan_id, indicator_id, COALESCE(department_id, 0))', "This target has been set already: change that one.")

    @api.constrains('value')
    def _check_value(self):
        for target in self:
            if target.value <= 0:
                raise ValidationError(self.env._(
                    "The target of “%s” is more than zero; without a target delete the line.", target.display_name))

    @api.constrains('plan_id', 'indicator_id')
    def _check_theme(self):
        for target in self:
            if target.indicator_id.theme_id != target.theme_id:
                raise ValidationError(self.env._(
                    "“%(indicator)s” belongs to another theme than the plan: choose an indicator of “%(theme)s”.",
                    indicator=target.indicator_id.name, theme=target.theme_id.name))

    def write(self, vals):
        result = super().write(vals)
        if 'plan_id' in vals:
            # The rules must hold for the new plan as well as for the old one.
            self.check_access('write')
        return result

    @api.model
    def _values(self, plan, indicators):
        """Return what ``plan`` aims at.

        :return: ``{(id of the unit or False for the agency, indicator): value}``
        """
        found, sums, now = {}, {}, indicators._with_replaced()
        for target in self.search([('plan_id', '=', plan.id), ('indicator_id', 'in', [each.id for each in now])]):
            unit, indicator = target.department_id.id, now[target.indicator_id]
            found[unit, indicator] = target.value
            if unit:
                sums[False, indicator] = sums.get((False, indicator), 0) + target.value
        return {**sums, **found}
