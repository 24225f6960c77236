from odoo import api, fields, models
from odoo.exceptions import UserError

from .document_mixin import has_business_field


def shortened(name, limit=100):
    """:return: ``name``, cut to ``limit`` letters with an ellipsis where it is longer"""
    return name if len(name) <= limit else f'{name[:limit - 1]}…'


class PlanPart(models.AbstractModel):
    """A line that belongs to the text of a plan and is frozen with it."""

    _name = 'dan_van.plan.part'
    _description = 'Part of a plan'

    plan_id = fields.Many2one('dan_van.plan', required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='plan_id.company_id', store=True, index=True)
    sequence = fields.Integer(default=10)

    # Set once the part may be changed by somebody after issue: names of those fields.
    _work_fields = frozenset()
    # What follows from the plan, and what its issue makes: names of fields that nobody writes.
    _given_fields = frozenset({'company_id'})

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if not self._is_issuing():
            records.plan_id._check_draft()
        return records

    def write(self, vals):
        if self._given_fields & vals.keys() and not self._is_issuing():
            raise UserError(self.env._("Agency and status are those of the plan, they can't be set on its parts."))
        is_work = vals.keys() <= self._work_fields
        if not is_work and not self._is_issuing() and has_business_field(self, vals):
            self.plan_id._check_draft()
        result = super().write(vals)
        if {'plan_id', 'department_id'} & vals.keys():
            # The rules must hold for the new place as well as for the old one.
            self.plan_id._check_draft()
            self.check_access('write')
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_from_draft(self):
        self.plan_id._check_draft()

    def _is_issuing(self):
        return self.env['dan_van.plan']._in_transition()
