from odoo import api, models
from odoo.exceptions import AccessError


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def _can_be_edited_by_current_customer(self, **kwargs):
        """Leave names and addresses of staff to the administrator: the portal's form is one for customers.

        It would also rename the agency, as the "company" of whoever fills it in.
        """
        return super()._can_be_edited_by_current_customer(**kwargs) and not self._logins_of_staff()

    @api.model
    def _keeps_logins(self):
        """:return: whether the current user administers logins; superuser rights of code say nothing"""
        return self.env.user._is_superuser() or self.env['res.users'].sudo(False).has_access('write')

    def _logins_of_staff(self):
        """:return: res.users, the logins of staff that these people have"""
        # sudo: whether somebody has one, no more.
        return self.sudo().with_context(active_test=False).user_ids.filtered(lambda user: not user.share)

    def write(self, vals):
        """Leave names and e-mail addresses of staff to the administrator, whoever else keeps addresses or employees.

        Under his name somebody signs and is logged, to his address a new password is sent. His own address he changes himself.

        :raise AccessError: somebody with a login would get another name or address
        """
        if {'name', 'email'} & vals.keys() and not self._keeps_logins():
            # sudo: Odoo's HR app hands an address on as a superuser; asked is whether it is another.
            for partner in self.sudo():
                changed = {name for name in ('name', 'email') if name in vals and (vals[name] or False) != partner[name]}
                logins = partner._logins_of_staff()
                if changed and logins - self.env.user or 'name' in changed and logins and not self.env.su:
                    raise AccessError(self.env._(
                        "“%s” has a login: under the name people sign and are logged, to the address a new password is sent. The "
                        "administrator of the server changes them.", partner.name))
        return super().write(vals)


class PartnerMerge(models.TransientModel):
    """Odoo's merging of contacts hands logins on in SQL, with the name, the address and the agency of another contact."""

    _inherit = 'base.partner.merge.automatic.wizard'

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """As in Odoo.

        :raise AccessError: one of the contacts is that of a member of staff, and the user does not administer logins
        """
        partners = self.env['res.partner'].browse(partner_ids).exists()
        if not partners._keeps_logins() and (logins := partners._logins_of_staff()):
            raise AccessError(self.env._(
                "“%s” has a login: merged with another contact it would get that one's name and agency. The administrator of the server "
                "merges contacts of staff.", logins[:1].name))
        return super()._merge(partner_ids, dst_partner, extra_checks)
