from odoo.tools.sql import column_exists


def migrate(cr, version):
    """Make room for the terms of petitions: a column that is there is not computed, so deadlines stay as they were counted."""
    if not column_exists(cr, 'dan_van_case', 'term'):
        cr.execute('ALTER TABLE "dan_van_case" ADD COLUMN "term" jsonb')
