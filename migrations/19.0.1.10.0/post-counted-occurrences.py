from odoo import SUPERUSER_ID, api
from odoo.tools import SQL
from odoo.tools.sql import table_exists

_OF_DUTIES = 'dan_van_assignment_dan_van_report_figure_rel'


def migrate(cr, version):
    """Let figures keep the occurrence that each duty was counted for: the one that was due, or done, on the days of their report.

    What an earlier version than those with kept records has counted comes with its own script.
    """
    if not table_exists(cr, _OF_DUTIES):
        return
    field = api.Environment(cr, SUPERUSER_ID, {})['dan_van.occurrence']._fields['figure_ids']
    cr.execute(SQL(
        """INSERT INTO %(relation)s (%(occurrence)s, %(figure)s)
           SELECT counted.id, kept.dan_van_report_figure_id
             FROM %(of_duties)s kept
             JOIN dan_van_report_figure figure ON figure.id = kept.dan_van_report_figure_id
             JOIN dan_van_indicator indicator ON indicator.id = figure.indicator_id
             JOIN dan_van_report report ON report.id = figure.report_id
             JOIN dan_van_period period ON period.id = report.period_id
             JOIN LATERAL (
                  SELECT id FROM dan_van_occurrence occurrence
                   WHERE occurrence.assignment_id = kept.dan_van_assignment_id
                ORDER BY (CASE indicator.duty_count WHEN 'due' THEN occurrence.due_date ELSE occurrence.done_date END
                          BETWEEN period.date_from AND period.date_to) IS TRUE DESC, occurrence.due_date, occurrence.id
                   LIMIT 1) AS counted ON TRUE
               ON CONFLICT DO NOTHING""",
        relation=SQL.identifier(field.relation), occurrence=SQL.identifier(field.column1), figure=SQL.identifier(field.column2),
        of_duties=SQL.identifier(_OF_DUTIES)))
