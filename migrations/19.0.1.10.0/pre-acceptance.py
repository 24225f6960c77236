from odoo.tools.sql import column_exists


def migrate(cr, version):
    """Nothing that was done before waits for acceptance: a column that is there is not computed."""
    if not column_exists(cr, 'dan_van_occurrence', 'acceptance'):
        cr.execute('ALTER TABLE dan_van_occurrence ADD COLUMN acceptance varchar')
