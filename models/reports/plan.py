from odoo import models


class Plan(models.Model):
    _inherit = 'dan_van.plan'

    def _hand_over_to(self, plan, pairs):
        """Let what is being reported at this moment be reported under the new plan too; nobody writes it a second time."""
        if plan.theme_id == self.theme_id:
            self.period_ids._go_over(plan, pairs)
        return super()._hand_over_to(plan, pairs)
