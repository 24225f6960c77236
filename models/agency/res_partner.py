from odoo import models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def _can_be_edited_by_current_customer(self, **kwargs):
        """Leave names and addresses of staff to the administrator: the portal's form is one for customers.

        It would also rename the agency, as the "company" of whoever fills it in.
        """
        # sudo: whether it is the address of somebody with a login of the agency.
        return super()._can_be_edited_by_current_customer(**kwargs) and not self.sudo().with_context(
            active_test=False).user_ids.filtered(lambda user: not user.share)
