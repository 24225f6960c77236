def migrate(cr, version):
    """Duties may come from an incoming document too. What there is comes from plans: the new columns follow by SQL, not by a million
    computed records."""
    cr.execute("""
        ALTER TABLE dan_van_assignment ADD COLUMN IF NOT EXISTS incoming_id int4, ADD COLUMN IF NOT EXISTS theme_id int4;
        ALTER TABLE IF EXISTS dan_van_occurrence ADD COLUMN IF NOT EXISTS incoming_id int4;
        ALTER TABLE dan_van_assignment ALTER COLUMN plan_id DROP NOT NULL;
        UPDATE dan_van_assignment duty SET theme_id = plan.theme_id
          FROM dan_van_plan plan WHERE plan.id = duty.plan_id AND duty.theme_id IS DISTINCT FROM plan.theme_id""")
