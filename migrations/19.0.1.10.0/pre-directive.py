def migrate(cr, version):
    """Duties may come from an incoming document too: the new columns are filled by SQL, not by a million computed records.

    Before version 19.0.1.9.0 there are no occurrences: their table comes with all its columns.
    """
    cr.execute("""
        ALTER TABLE dan_van_assignment ADD COLUMN IF NOT EXISTS incoming_id int4, ADD COLUMN IF NOT EXISTS theme_id int4;
        ALTER TABLE IF EXISTS dan_van_occurrence ADD COLUMN IF NOT EXISTS incoming_id int4;
        ALTER TABLE dan_van_assignment ALTER COLUMN plan_id DROP NOT NULL""")
