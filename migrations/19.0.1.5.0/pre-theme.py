from odoo.tools.sql import column_exists


def migrate(cr, version):
    """Keep with each figure what its indicator is now, and make room for the theme of events and reports.

    What was reported goes on saying what it said when indicators change. Columns that are there already are not computed row by
    row; the themes themselves come with the data, see the script that runs after it.
    """
    for table, column in (('dan_van_event', 'theme_id'), ('dan_van_report', 'theme_id')):
        _add(cr, table, column, 'int4')
    added = [_add(cr, 'dan_van_report_figure', name, 'varchar') for name in (
        'name', 'group_name', 'uom_name', 'source', 'aggregation', 'cumulation')]
    if any(added):
        cr.execute("""
            UPDATE dan_van_report_figure figure
               SET name = indicator.name, group_name = indicator.group_name, uom_name = indicator.uom_name,
                   source = indicator.source, aggregation = indicator.aggregation, cumulation = indicator.cumulation
              FROM dan_van_indicator indicator WHERE indicator.id = figure.indicator_id""")


def _add(cr, table, column, kind):
    """:return: whether the column was missing"""
    if column_exists(cr, table, column):
        return False
    cr.execute(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {kind}')  # pylint: disable=sql-injection
    return True
