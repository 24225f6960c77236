from odoo import models

from ..core.ours import administers


class HrEmployee(models.Model):
    """The login of an employee who manages a unit is that of its head: officers of the HR app don't exchange it."""

    _inherit = 'hr.employee'

    def write(self, vals):
        # sudo: asked is whether it is another one; the login is that of the resource.
        for name in {'user_id', 'resource_id'} & vals.keys():
            self.sudo().filtered(lambda employee, name=name: employee[name].id != (vals[name] or False))._check_heads_no_unit()
        return super().write(vals)

    def _check_heads_no_unit(self):
        """:raise AccessError: one of these manages a unit, and the user does not say who heads units"""
        Department = self.env['hr.department']
        # sudo: which unit it is; not whether code is a superuser counts, but who asks, since Odoo hands a login on as one.
        if not administers(self.env) and (unit := Department.sudo().with_context(active_test=False).search(
                [('manager_id', 'in', self.ids), ('dan_van_kind', '!=', False)], limit=1)):
            unit._refuse_keeping()


class ResourceResource(models.Model):
    """Where Odoo keeps the login of an employee."""

    _inherit = 'resource.resource'

    def write(self, vals):
        if 'user_id' in vals:
            # sudo: whose resources they are, and whether it is another login.
            changed = self.sudo().filtered(lambda resource: resource.user_id.id != (vals['user_id'] or False))
            self.env['hr.employee'].sudo().with_context(active_test=False).search(
                [('resource_id', 'in', changed.ids)])._check_heads_no_unit()
        return super().write(vals)
