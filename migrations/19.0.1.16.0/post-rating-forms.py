"""The schemes of the two decrees print the forms of their decrees; those that agencies have copied from them too."""


def migrate(cr, _version):
    for form, decree in (('2020', "%90/2020/NĐ-CP%"), ('2026', "%335/2025/NĐ-CP%")):
        cr.execute("UPDATE dan_van_rating_scheme SET form = %s WHERE legal_source LIKE %s AND form = 'plain'", (form, decree))
