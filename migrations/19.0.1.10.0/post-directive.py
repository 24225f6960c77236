def migrate(cr, version):
    """What duties there are come from plans, and belong to their themes; a plan of an early version has got its theme by now."""
    cr.execute("""
        UPDATE dan_van_assignment duty SET theme_id = plan.theme_id
          FROM dan_van_plan plan WHERE plan.id = duty.plan_id AND duty.theme_id IS DISTINCT FROM plan.theme_id""")
