from odoo import api, models
from odoo.exceptions import AccessError

from .ours import DMS_MODELS

# What this addon's lists show besides its own records.
_LISTED = frozenset({*DMS_MODELS, 'hr.department', 'mail.activity'})


def _keeps_for_all(env):
    """:return: whether the current user sets up the lists of others too"""
    return env.su or env.user.has_group('dan_van.group_admin') or env.user.has_group('base.group_system')


def _is_listed(env, model):
    """:return: whether this addon shows records of ``model`` (a name) in its lists"""
    return model in _LISTED or model in env and env[model]._is_of_dan_van()


class IrFilters(models.Model):
    """Who saves a filter of this addon's lists saves it for himself: one for all could hide from them what waits."""

    _inherit = 'ir.filters'

    @api.model_create_multi
    def create(self, vals_list):
        filters = super().create(vals_list)
        filters._check_own()
        return filters

    def write(self, vals):
        self._check_own()
        result = super().write(vals)
        self._check_own()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_own(self):
        self._check_own()

    def _check_own(self):
        """:raise AccessError: one of the filters is for others too, and the user does not administer the addon"""
        if _keeps_for_all(self.env):
            return
        for saved in self:
            if saved.user_ids != self.env.user and _is_listed(self.env, saved.model_id):
                raise AccessError(self.env._(
                    "A filter of these lists is saved for oneself: choose “%s” without sharing it. The administrator saves one "
                    "for all.", saved.name))


class IrEmbeddedActions(models.Model):
    """Buttons that somebody saves above this addon's lists are his own: what stands there for others acts in their name."""

    _inherit = 'ir.embedded.actions'

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions._check_own()
        return actions

    def write(self, vals):
        self._check_own()
        result = super().write(vals)
        self._check_own()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_own(self):
        self._check_own()

    def _check_own(self):
        """:raise AccessError: one of these is for others too, and the user does not administer the addon"""
        if _keeps_for_all(self.env):
            return
        for action in self:
            # sudo: over which list it stands.
            lists = {action.parent_res_model, action.sudo().parent_action_id.res_model}
            if action.user_id != self.env.user and any(_is_listed(self.env, model) for model in lists):
                raise AccessError(self.env._(
                    "“%s” stands above a list of others too. Save it for yourself, without sharing it; the administrator sets up "
                    "what all see.", action.name))
