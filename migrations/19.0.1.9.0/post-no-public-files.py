from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Files of this addon's records are read by who may read the records, also those that somebody had opened to all."""
    if version:
        models = api.Environment(cr, SUPERUSER_ID, {})['mail.message']._kept_models()
        cr.execute("UPDATE ir_attachment SET public = false WHERE public AND res_model IN %s", [tuple(models)])
