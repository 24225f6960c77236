def migrate(cr, version):
    """Documents of ours may give duties too: the new columns are filled by SQL, not by a million computed records.

    Before version 19.0.1.9.0 there are no occurrences: their table comes with all its columns.
    """
    cr.execute("""
        ALTER TABLE dan_van_assignment ADD COLUMN IF NOT EXISTS letter_id int4, ADD COLUMN IF NOT EXISTS drafting_department_id int4;
        ALTER TABLE IF EXISTS dan_van_occurrence ADD COLUMN IF NOT EXISTS letter_id int4;
        UPDATE dan_van_assignment AS duty SET drafting_department_id = plan.department_id
          FROM dan_van_plan AS plan WHERE plan.id = duty.plan_id""")
