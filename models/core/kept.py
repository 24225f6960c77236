from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from .lock import builds_on_us


class Kept(models.AbstractModel):
    """A record that others rest on: it is deleted only while nothing of this addon names it.

    The foreign keys (``ondelete='restrict'``) hold at every door and at every moment; here the user is told in plain words.
    """

    _name = 'dan_van.kept'
    _description = 'Record that others rest on'

    @api.ondelete(at_uninstall=False)
    def _unlink_unnamed(self):
        """:raise UserError: says which kinds of records name one of these, and what to do instead"""
        kinds, named = self._named_by()
        if kinds:
            raise UserError(self.env._(
                "“%(record)s” can't be deleted, because others name it: %(kinds)s. %(instead)s",
                record=named.display_name, kinds=format_list(self.env, kinds), instead=self._instead()))

    def _named_by(self):
        """:return: list of the names of the kinds of records that name one of these, and the first that is named"""
        kinds, named = set(), self.browse()
        for model, name in self._naming_fields() if self else ():
            # sudo: who asks learns of records that he may not read only that there are some.
            found = self.env[model].sudo().with_context(active_test=False).search(
                [(name, 'in', self.ids), *([('id', 'not in', self.ids)] if model == self._name else [])], limit=1)
            if found:
                named = named or (found[name].sudo(self.env.su) & self)[:1]
                kinds.add(self.env['ir.model']._get(model).name)
        return sorted(kinds), named

    @api.model
    def _naming_fields(self):
        """:return: list of (model, name of the field) of all that keeps a record of this model from being deleted"""
        return [
            (model._name, field.name) for model in self.env.values() if not model._abstract and not model._transient
            for field in model._fields.values()
            if field.comodel_name == self._name and field.store and not field.related
            and field.type in ('many2one', 'many2many') and field.ondelete == 'restrict' and any(map(builds_on_us, field._modules))]

    @api.model
    def _instead(self):
        """:return: sentence that says what to do instead of deleting"""
        if 'active' in self._fields:
            return self.env._("Archive it instead: what names it stays as it was.")
        return self.env._("Take it off those that are still drafts first; what has been issued or reported stays as it was.")
