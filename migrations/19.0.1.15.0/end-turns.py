from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Let what was signed by a button wait for the digital signature of its signer, where the agency signs digitally: it comes before
    number and day now."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    signing = env['res.company'].search([]).filtered('dan_van_signing')
    env['dan_van.workflow.mixin']._follow_people(signing)
