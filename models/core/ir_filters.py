from odoo import api, models
from odoo.exceptions import AccessError

from .ours import DMS_MODELS, administers

# What this addon shows besides its own records, in lists and where a form lets choose one of them ("Search more").
_LISTED = frozenset({
    *DMS_MODELS, 'hr.department', 'ir.attachment', 'mail.activity', 'res.company', 'res.users', 'resource.calendar.leaves'})


def _is_listed(env, model):
    """:return: whether this addon shows records of ``model`` (a name) to choose from"""
    return model in _LISTED or model in env and env[model]._is_of_dan_van()


class OwnOrForAll(models.AbstractModel):
    """What somebody saves for this addon's lists is his own; what is there for others too is the administrator's."""

    _name = 'dan_van.own.or.for.all'
    _description = 'Own, or kept by the administrator'

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_own()
        return records

    def write(self, vals):
        self._check_own()
        result = super().write(vals)
        self._check_own()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_own(self):
        self._check_own()

    def _check_own(self):
        """:raise AccessError: one of these is for others too, and the user does not administer the addon for all of them"""
        if not self.env.su and not self._administers_all():
            for record in self.filtered(lambda record: record._is_for_others()):
                raise AccessError(record._why_own())

    @api.model
    def _administers_all(self):
        """:return: whether the current user administers the addon, and in each agency that works here: what is for all names none"""
        user = self.env.user
        return user._is_superuser() or user.has_group('base.group_system') or administers(self.env) and not self.env[
            # sudo: whether there is another agency.
            'hr.department'].sudo().search_count([
                ('dan_van_kind', '!=', False), ('company_id', 'not in', [*user._get_company_ids(), False])], limit=1)

    def _is_for_others(self):
        """:return: whether this one is seen by others in a list of this addon"""
        raise NotImplementedError

    def _why_own(self):
        """:return: sentence that says why it is refused, and what to do"""
        raise NotImplementedError


class IrFilters(models.Model):
    """A filter for all could hide from others what waits, and from whom a form lets choose: as a default it works unasked."""

    _name = 'ir.filters'
    _inherit = ['ir.filters', 'dan_van.own.or.for.all']

    def _is_for_others(self):
        return self.user_ids != self.env.user and _is_listed(self.env, self.model_id)

    def _why_own(self):
        return self.env._(
            "A filter of these lists is saved for oneself: choose “%s” without sharing it. The administrator saves one "
            "for all; where several agencies work here, the system administrator.", self.name)


class IrEmbeddedActions(models.Model):
    """A button above a list that others use acts in their name."""

    _name = 'ir.embedded.actions'
    _inherit = ['ir.embedded.actions', 'dan_van.own.or.for.all']

    def _is_for_others(self):
        # sudo: over which list it stands.
        lists = {self.parent_res_model, self.sudo().parent_action_id.res_model}
        return self.user_id != self.env.user and any(_is_listed(self.env, model) for model in lists)

    def _why_own(self):
        return self.env._(
            "“%s” stands above a list of others too. Save it for yourself, without sharing it; the administrator sets up "
            "what all see, or the system administrator where several agencies work here.", self.name)
