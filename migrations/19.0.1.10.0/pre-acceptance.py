from odoo.tools.sql import column_exists


def migrate(cr, version):
    """Nothing that was done before waits for acceptance, and no duty has ended: a column that is there is not computed."""
    for name in ('acceptance', 'ended'):
        if not column_exists(cr, 'dan_van_occurrence', name):
            cr.execute(f'ALTER TABLE dan_van_occurrence ADD COLUMN {name} varchar')
