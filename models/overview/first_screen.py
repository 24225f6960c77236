from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = 'ir.http'

    def session_info(self):
        """Let who works with this app begin with what waits for him, unless he has a page of his own or the setting says otherwise."""
        info = super().session_info()
        # sudo: one setting for everybody.
        chosen = self.env['ir.config_parameter'].sudo().get_param('dan_van.first_screen', 'inbox')
        if chosen == 'inbox' and not info.get('home_action_id') and self.env.user.has_group('dan_van.group_staff'):
            info['home_action_id'] = self.env.ref('dan_van.inbox_action').id
        return info
