from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """What waits says by when and how urgent it is, as the inbox shows it."""
    if version:
        for model in api.Environment(cr, SUPERUSER_ID, {})['dan_van.workflow.mixin']._turn_models():
            model.search(model._open_domain())._keep_turns()
