from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """What is planned on a plan ends with it, also where the plan ended before."""
    if version:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env['dan_van.period']._planned(env['dan_van.plan'].search([('is_gone', '=', True)])).unlink()
