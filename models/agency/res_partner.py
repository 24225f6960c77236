from odoo import models
from odoo.exceptions import AccessError


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def _can_be_edited_by_current_customer(self, **kwargs):
        """Leave names and addresses of staff to the administrator: the portal's form is one for customers.

        It would also rename the agency, as the "company" of whoever fills it in.
        """
        return super()._can_be_edited_by_current_customer(**kwargs) and not self._logins_of_staff()

    def _logins_of_staff(self):
        """:return: res.users, the logins of staff that these people have"""
        # sudo: whether somebody has one, no more.
        return self.sudo().with_context(active_test=False).user_ids.filtered(lambda user: not user.share)

    def write(self, vals):
        """Leave the names of staff to the administrator, whoever else keeps addresses.

        :raise AccessError: one of these people would get another name
        """
        if 'name' in vals and not self.env.su and self._logins_of_staff() and not self.env['res.users'].has_access('write'):
            raise AccessError(self.env._(
                "The name of somebody with a login stands on documents and in the log: the administrator of the server changes it."))
        return super().write(vals)
