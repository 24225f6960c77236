from odoo import models

from ...models.core.ours import DMS_MODELS


class PortalShare(models.TransientModel):
    _inherit = 'portal.share'

    def _send_signup_link(self, partners=None):
        """Recipients of a document get its link, not an invitation to an account."""
        record = self.resource_ref
        if record and record._name in DMS_MODELS and record._dan_van_filed():
            return self._send_public_link(partners)
        return super()._send_signup_link(partners)
