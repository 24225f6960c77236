from odoo.tools.sql import column_exists


def migrate(cr, version):
    """Keep by when duties were planned to be done: a column that is there is not computed."""
    if not column_exists(cr, 'dan_van_assignment', 'planned_deadline'):
        cr.execute('ALTER TABLE dan_van_assignment ADD COLUMN planned_deadline date')
        cr.execute("UPDATE dan_van_assignment SET planned_deadline = deadline WHERE deadline IS NOT NULL")
