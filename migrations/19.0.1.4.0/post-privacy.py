from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Delete the pictures of the first pages of petitions' files: every message that names such a file would show them."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    files = env['ir.attachment'].search([('res_model', '=', 'dan_van.case'), ('res_id', '!=', False)])
    env['ir.attachment'].search([
        ('res_model', '=', 'ir.attachment'), ('res_field', '=', 'thumbnail'), ('res_id', 'in', files.ids)]).unlink()
