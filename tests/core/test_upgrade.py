import importlib.util
from pathlib import Path

from odoo.tools import parse_version
from odoo.tests import tagged

from ..common import ROOT, AgencyCase

# Tables that scripts of the first versions on find, with those of their columns that the scripts ask for.
FIRST = {
    'dan_van_plan': "id int4, state varchar, year int4, department_id int4",
    'dan_van_assignment': "id int4, plan_id int4 NOT NULL, deadline date, scope varchar, done_date date, plan_state varchar",
    'dan_van_event': "id int4", 'dan_van_report': "id int4", 'dan_van_case': "id int4",
    'dan_van_indicator': "id int4, name jsonb, group_name varchar, uom_name varchar, source varchar, aggregation varchar, cumulation varchar",
    'dan_van_report_figure': "id int4, indicator_id int4",
}


def scripts(stage):
    """:return: the migration scripts of a stage in the order in which an upgrade runs them"""
    return sorted((Path(ROOT) / 'migrations').glob(f'*/{stage}-*.py'), key=lambda path: (parse_version(path.parent.name), path.name))


@tagged('dan_van_long')
class TestUpgrade(AgencyCase):
    """An agency that has left out versions upgrades at once, from whichever it has."""

    def test_scripts_meet_a_database_without_what_later_versions_brought(self):
        """Scripts that run before the models find the tables of the version that was installed, and no others."""
        self.assertTrue(scripts('pre'))
        self.env.flush_all()
        with self.env.cr.savepoint() as savepoint:
            self.env.cr.execute("CREATE SCHEMA first")
            for table, columns in FIRST.items():
                self.env.cr.execute(f"CREATE TABLE first.{table} ({columns})")  # pylint: disable=sql-injection
            self.env.cr.execute("SET LOCAL search_path = first, public")
            self.env.cr.execute("""
                DROP TABLE IF EXISTS public.dan_van_occurrence CASCADE;
                INSERT INTO dan_van_plan VALUES (1, 'issued', 2026);
                INSERT INTO dan_van_assignment VALUES (1, 1, '2026-03-31', 'unit', NULL, 'issued')""")
            for path in scripts('pre'):
                with self.subTest(f'{path.parent.name}/{path.name}'):
                    spec = importlib.util.spec_from_file_location(path.stem.replace('-', '_'), path)
                    module = importlib.util.module_from_spec(spec)
                    spec.loader.exec_module(module)
                    module.migrate(self.env.cr, '19.0.1.3.0')
            self.env.cr.execute("SELECT planned_deadline FROM dan_van_assignment")
            self.assertEqual(str(self.env.cr.fetchone()[0]), '2026-03-31')
            savepoint.rollback()
        self.env.invalidate_all()
