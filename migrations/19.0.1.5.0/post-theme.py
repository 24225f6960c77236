from odoo import SUPERUSER_ID, api
from odoo.tools import SQL
from odoo.tools.sql import column_exists

SETTINGS = ('dan_van_indicator', 'dan_van_event_type', 'dan_van_figure_check', 'dan_van_report_scheme', 'dan_van_plan')
# What were fields of a report are sections of the first theme.
SECTIONS = (
    'direction', 'strengths', 'weaknesses', 'causes_objective', 'causes_subjective', 'next_tasks', 'proposals')


def migrate(cr, version):
    """Put what there is under the first theme, dân vận chính quyền, and the texts of reports under its sections.

    Nothing of what documents say is changed: their files, snapshots and hashes stay as they are.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    theme = env.ref('dan_van.theme_dan_van')
    for table in (*SETTINGS, 'dan_van_event', 'dan_van_report'):
        cr.execute(SQL("UPDATE %s SET theme_id = %s WHERE theme_id IS NULL", SQL.identifier(table), theme.id))
    if column_exists(cr, 'dan_van_report', SECTIONS[0]):
        _make_sections(env, theme)
        _place_lines(env, theme)
    env.invalidate_all()


def _make_sections(env, theme):
    """Give each report the sections of the theme with the texts of its fields."""
    for section in theme.section_ids:
        key = env['ir.model.data'].search([
            ('model', '=', section._name), ('res_id', '=', section.id)]).name.removeprefix('theme_dan_van_')
        text = SQL.identifier('report', key) if key in SECTIONS else SQL("NULL")
        env.cr.execute(SQL(
            """INSERT INTO dan_van_report_section (
                   report_id, section_id, company_id, name, group_name, sequence, is_results, is_required, text,
                   create_uid, create_date, write_uid, write_date)
               SELECT report.id, section.id, report.company_id, section.name, section.group_name, section.sequence,
                      section.is_results, section.is_required, %(text)s,
                      report.create_uid, report.create_date, report.write_uid, report.write_date
                 FROM dan_van_report report JOIN dan_van_theme_section section ON section.id = %(section)s
               ON CONFLICT DO NOTHING""", text=text, section=section.id))


def _place_lines(env, theme):
    """Let the lines taken in from the units' sections name the section, and order all lines by the theme's sections."""
    for key in SECTIONS:
        env.cr.execute(
            "UPDATE dan_van_report_line SET section_id = %s WHERE section = %s",
            [env.ref(f'dan_van.theme_dan_van_{key}').id, key])
    env.cr.execute(
        """UPDATE dan_van_report_line line
              SET place = section.sequence * 100000 + line.place %% 100000
             FROM dan_van_theme_section section
            WHERE section.id = COALESCE(line.section_id, %s)""", [theme.section_ids.filtered('is_results').id])
