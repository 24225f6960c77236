def migrate(cr, version):
    """Note on each line of the register under which agency profile its document was issued: the one valid on its day."""
    cr.execute("""
        UPDATE dan_van_register_entry entry
           SET profile_id = (
               SELECT profile.id FROM dan_van_agency_profile profile
                WHERE profile.company_id = entry.company_id AND profile.date_from <= entry.date
                ORDER BY profile.date_from DESC LIMIT 1)
         WHERE entry.state = 'issued' AND entry.profile_id IS NULL""")
