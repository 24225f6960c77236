from odoo import SUPERUSER_ID, api
from odoo.addons.dan_van.hooks import allow_search_without_tones


def migrate(cr, version):
    """What a new installation has: search finds words without their tones."""
    if version:
        allow_search_without_tones(api.Environment(cr, SUPERUSER_ID, {}))
