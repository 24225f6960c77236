from odoo import SUPERUSER_ID, api
from odoo.tools import SQL


def migrate(cr, version):
    """Keep with the reports that have been submitted what they have counted: what was locked by its date stays locked.

    An event that was entered after the submission was not counted, nor was a duty that was reported as done only then.
    Documents, files and hashes are not touched.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    reports = env['dan_van.report'].search([('state', '!=', 'draft')])
    # Those of units first, since those of agencies have counted what these have.
    for kind, own in sorted(reports._by_kind(), key=lambda each: not each[0].counts_records):
        kind.keep_counted(own)
        _let_go_late_events(env)
        _let_go_late_duties(env)
    env.invalidate_all()


def _let_go_late_events(env):
    field = env['dan_van.event']._fields['figure_ids']
    env.cr.execute(SQL(
        """DELETE FROM %(relation)s kept
            USING dan_van_event event, dan_van_report_figure figure, dan_van_report report
            WHERE event.id = kept.%(event)s AND figure.id = kept.%(figure)s AND report.id = figure.report_id
              AND event.create_date > report.submitted_date""",
        relation=SQL.identifier(field.relation), event=SQL.identifier(field.column1), figure=SQL.identifier(field.column2)))


def _let_go_late_duties(env):
    """The first change after the submission says on which day a duty was done as the report had it, if on any.

    What goes on under a plan that was drafted later is asked of the duty that there was then.
    """
    Duty, field = env['dan_van.assignment'], env['dan_van.occurrence']._fields['figure_ids']
    env.cr.execute(SQL(
        """DELETE FROM %(relation)s WHERE (%(occurrence)s, %(figure)s) IN (
               SELECT kept.%(occurrence)s, kept.%(figure)s
                 FROM %(relation)s kept
                 JOIN dan_van_report_figure figure ON figure.id = kept.%(figure)s
                 JOIN dan_van_indicator indicator ON indicator.id = figure.indicator_id AND indicator.duty_count <> 'due'
                 JOIN dan_van_report report ON report.id = figure.report_id
                 JOIN dan_van_period period ON period.id = report.period_id
                 JOIN dan_van_occurrence occurrence ON occurrence.id = kept.%(occurrence)s
                 JOIN dan_van_assignment duty ON duty.id = occurrence.assignment_id
                 JOIN dan_van_assignment was ON was.id = CASE
                      WHEN duty.create_date > report.submitted_date THEN COALESCE(duty.continues_id, duty.id) ELSE duty.id END
                 LEFT JOIN LATERAL (
                      SELECT value.id, value.old_value_datetime::date AS done_date
                        FROM mail_tracking_value value JOIN mail_message message ON message.id = value.mail_message_id
                       WHERE message.model = %(model)s AND message.res_id = was.id AND value.field_id = %(done_date)s
                         AND message.create_date > report.submitted_date
                    ORDER BY message.id LIMIT 1) AS change ON TRUE
                WHERE (CASE WHEN change.id IS NULL THEN was.done_date ELSE change.done_date END
                       BETWEEN period.date_from AND period.date_to) IS NOT TRUE)""",
        relation=SQL.identifier(field.relation), occurrence=SQL.identifier(field.column1), figure=SQL.identifier(field.column2),
        model=Duty._name, done_date=env['ir.model.fields']._get(Duty._name, 'done_date').id))
