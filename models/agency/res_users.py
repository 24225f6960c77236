from odoo import fields, models


class ResUsers(models.Model):
    """Who leaves leaves nothing behind on the desk, and stays in the log."""

    _name = 'res.users'
    _inherit = ['res.users', 'dan_van.kept']

    dan_van_headed_ids = fields.One2many('hr.department', 'head_user_id', 'Units headed')
    dan_van_deputy_ids = fields.One2many('hr.department', 'deputy_user_id', 'Units as deputy')

    def _dan_van_follows_all(self):
        """:return: whether the user reads how everything in the agency comes about: office, leadership, administrator"""
        return any(self.has_group(f'dan_van.group_{name}') for name in ('office', 'leadership', 'admin'))
