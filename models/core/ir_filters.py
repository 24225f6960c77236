from odoo import api, models
from odoo.exceptions import AccessError


class IrFilters(models.Model):
    """Who saves a filter of this addon's lists saves it for himself: one for all could hide from them what waits."""

    _inherit = 'ir.filters'

    @api.model_create_multi
    def create(self, vals_list):
        filters = super().create(vals_list)
        filters._check_own()
        return filters

    def write(self, vals):
        result = super().write(vals)
        self._check_own()
        return result

    def _check_own(self):
        """:raise AccessError: one of the filters is for others too, and the user does not administer the addon"""
        if self.env.su or self.env.user.has_group('dan_van.group_admin') or self.env.user.has_group('base.group_system'):
            return
        for saved in self:
            if saved.user_ids != self.env.user and saved.model_id in self.env and self.env[saved.model_id]._is_of_dan_van():
                raise AccessError(self.env._(
                    "A filter of these lists is saved for oneself: choose “%s” without sharing it. The administrator saves one "
                    "for all.", saved.name))
