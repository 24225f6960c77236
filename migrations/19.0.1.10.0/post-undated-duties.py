from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Let duties of which their plan names no day be due with its reports, from today on: nobody has asked for them."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env['dan_van.occurrence']._follow_reports(env['dan_van.plan'].search([('state', '=', 'issued')]))
