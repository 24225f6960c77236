from odoo import models


class Plan(models.Model):
    _inherit = 'dan_van.plan'

    def _hand_over_to(self, plan, pairs):
        """Let the new plan aim at the same, as far as it says nothing else."""
        if plan.theme_id == self.theme_id:
            Target = self.env['dan_van.target']
            said = {(target.indicator_id, target.department_id) for target in Target.search([('plan_id', '=', plan.id)])}
            Target.search([('plan_id', '=', self.id)]).filtered(
                lambda target: (target.indicator_id, target.department_id) not in said).copy({'plan_id': plan.id})
        return super()._hand_over_to(plan, pairs)
