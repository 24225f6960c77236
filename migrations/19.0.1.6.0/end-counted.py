from odoo import SUPERUSER_ID, api
from odoo.tools import SQL


def migrate(cr, version):
    """Keep with the reports that have been submitted what they have counted: what was locked by its date stays locked.

    An event that was entered after the submission was not counted. Documents, files and hashes are not touched.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    reports = env['dan_van.report'].search([('state', '!=', 'draft')])
    field = env['dan_van.event']._fields['figure_ids']
    # Those of units first, since those of agencies have counted what these have.
    for kind, own in sorted(reports._by_kind(), key=lambda each: not each[0].counts_records):
        kind.keep_counted(own)
        cr.execute(SQL(
            """DELETE FROM %(relation)s kept
                USING dan_van_event event, dan_van_report_figure figure, dan_van_report report
                WHERE event.id = kept.%(event)s AND figure.id = kept.%(figure)s AND report.id = figure.report_id
                  AND event.create_date > report.submitted_date""",
            relation=SQL.identifier(field.relation), event=SQL.identifier(field.column1), figure=SQL.identifier(field.column2)))
    env.invalidate_all()
