from odoo import api, models


class MailComposeMessage(models.TransientModel):
    """Who answers a message may read it: the dialog takes over its subject and its recipients without asking."""

    _inherit = 'mail.compose.message'

    @api.model_create_multi
    def create(self, vals_list):
        composers = super().create(vals_list)
        composers._check_parent_is_read()
        return composers

    def write(self, vals):
        result = super().write(vals)
        if 'parent_id' in vals:
            self._check_parent_is_read()
        return result

    def _check_parent_is_read(self):
        """:raise AccessError: one of these answers a message that the user may not read"""
        # As the database has it: Odoo's cache takes a number that was given as text for no message.
        self.flush_recordset(['parent_id'])
        self.invalidate_recordset(['parent_id'], flush=False)
        self.parent_id.check_access('read')

    def onchange(self, values, field_names, fields_spec):
        """As in Odoo, for an answer to what the user may read.

        :raise AccessError: he may not
        """
        parent = values.get('parent_id') or self.env.context.get('default_parent_id')
        parent = parent.get('id') if isinstance(parent, dict) else parent
        self.env['mail.message'].browse(parent if type(parent) is int else ()).check_access('read')
        return super().onchange(values, field_names, fields_spec)
