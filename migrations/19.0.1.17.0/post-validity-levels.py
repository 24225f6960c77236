"""A file that proves its signatures is called B-LT where they have time-stamps, and not where one has none."""
from odoo.tools import SQL


def migrate(cr, _version):
    for table in ('dan_van_plan', 'dan_van_report', 'dan_van_letter', 'dan_van_reminder'):
        cr.execute(SQL(
            """UPDATE %s document SET validity_level = 'DSS' WHERE validity_level = 'B-LT' AND EXISTS (
                SELECT FROM dan_van_signature signature
                WHERE signature.register_entry_id = document.register_entry_id AND signature.level != 'B-T')""",
            SQL.identifier(table)))
