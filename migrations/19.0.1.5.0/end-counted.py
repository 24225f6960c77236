from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Keep with the reports that have been submitted what they have counted: what was locked by its date stays locked.

    An event that was entered after the submission was not counted. Documents, files and hashes are not touched.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    reports = env['dan_van.report'].with_context(active_test=False).search([('state', '!=', 'draft')])
    known = {name: env[name]._fields['figure_ids'] for name in set(env['dan_van.indicator']._counted_models().values())}
    for kind, own in sorted(reports._by_kind(), key=lambda each: not each[0].counts_records):
        kind.keep_counted(own)
        if kind.counts_records:
            field = known['dan_van.event']
            cr.execute(f"""
                DELETE FROM "{field.relation}" kept
                 USING dan_van_event event, dan_van_report_figure figure, dan_van_report report
                 WHERE event.id = kept."{field.column1}" AND figure.id = kept."{field.column2}"
                   AND report.id = figure.report_id AND event.create_date > report.submitted_date""")  # pylint: disable=sql-injection
    env.invalidate_all()
