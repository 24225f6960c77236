from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Let reports of units be submitted again that were given back after their period was closed: they had no way back."""
    cr.execute("""
        UPDATE dan_van_report report SET is_asked_again = TRUE FROM dan_van_period period
        WHERE period.id = report.period_id AND period.state = 'closed' AND report.state = 'draft' AND report.scope = 'unit'
          AND EXISTS (
            SELECT FROM dan_van_approval given_back
            WHERE given_back.res_model = 'dan_van.report' AND given_back.res_id = report.id
              AND given_back.step IN ('return', 'withdraw')
              AND given_back.id > (
                SELECT coalesce(max(closing.id), 0) FROM dan_van_approval closing
                WHERE closing.res_model = 'dan_van.period' AND closing.res_id = period.id AND closing.step = 'close'))
        RETURNING report.id""")
    ids = [id_ for id_, in cr.fetchall()]
    api.Environment(cr, SUPERUSER_ID, {})['dan_van.report'].browse(ids)._keep_turns()
