def migrate(cr, version):
    """Nothing that was done before waits for acceptance, and no duty has ended: a column that is there is not computed.

    Before version 19.0.1.9.0 there are no occurrences: their table comes with all its columns.
    """
    cr.execute("""
        ALTER TABLE IF EXISTS dan_van_occurrence ADD COLUMN IF NOT EXISTS acceptance varchar, ADD COLUMN IF NOT EXISTS ended varchar""")
