from odoo import SUPERUSER_ID, api
from odoo.addons.dan_van.hooks import allow_search_without_tones


def migrate(cr, version):
    """What a new installation has: the words of files are found by an index."""
    if version:
        allow_search_without_tones(api.Environment(cr, SUPERUSER_ID, {}))
