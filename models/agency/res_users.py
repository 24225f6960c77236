from odoo import fields, models
from odoo.exceptions import AccessError


class ResUsers(models.Model):
    """Who leaves leaves nothing behind on the desk, and stays in the log."""

    _name = 'res.users'
    _inherit = ['res.users', 'dan_van.kept']

    dan_van_headed_ids = fields.One2many('hr.department', 'head_user_id', 'Units headed')
    dan_van_deputy_ids = fields.One2many('hr.department', 'deputy_user_id', 'Units as deputy')

    def _dan_van_keeps_registers(self):
        """:return: whether this user keeps the registers of the agency: clerk and office"""
        return self.has_group('dan_van.group_clerk') or self.has_group('dan_van.group_office')

    def _dan_van_follows_all(self):
        """:return: whether the user reads how everything in the agency comes about: office, leadership, administrator"""
        return any(self.has_group(f'dan_van.group_{name}') for name in ('office', 'leadership', 'admin'))

    def _on_webclient_bootstrap(self):
        """Open no chat with the robot of mail_bot at the first login: on a phone it covers what an official came for."""
        if (self.has_group('dan_van.group_staff') and 'odoobot_state' in self._fields
                and self.odoobot_state in (False, 'not_initialized')):
            self.sudo().odoobot_state = 'disabled'  # sudo: as mail_bot does, which keeps it
        return super()._on_webclient_bootstrap()

    def write(self, vals):
        """Leave names to the administrator: under them people sign, comment and are logged.

        Asked of each request: which of his fields a user writes himself Odoo remembers for all users at once.

        :raise AccessError: a member of staff gives himself another name
        """
        if 'name' in vals and not self.env.su and self.env.user.has_group(
                'dan_van.group_staff') and not self.browse().has_access('write'):
            raise AccessError(self.env._(
                "Your name stands on documents and in the log: the administrator of the server changes it."))
        return super().write(vals)
