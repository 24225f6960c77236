from odoo import models
from odoo.exceptions import UserError


class IrModuleModule(models.Model):
    """What was issued stays on file: an addon goes only while none of its documents was."""

    _inherit = 'ir.module.module'

    def button_uninstall(self):
        self._check_nothing_issued()
        return super().button_uninstall()

    def _check_nothing_issued(self):
        """:raise UserError: a document of a model that these addons bring was issued, and this addon stays"""
        names = {*self.mapped('name'), *self.downstream_dependencies().mapped('name')}
        if 'dan_van' in names:
            return
        models_gone = [name for name, model in self.env.registry.items() if model._original_module in names]
        # sudo: whoever takes addons out is told that there is a document, by its number.
        entry = self.env['dan_van.register.entry'].sudo().search([('res_model', 'in', models_gone)], limit=1)
        if entry:
            raise UserError(self.env._(
                "“%(addon)s” can't be uninstalled: %(code)s was issued with it, and what was issued stays on file.",
                addon=self[:1].shortdesc, code=entry.code))
