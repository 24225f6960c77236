from collections import Counter
from contextlib import suppress
from unittest.mock import patch

from freezegun import freeze_time

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from ..common import ReportCase
from ..killed import Killed, killed_at_commit


@tagged('dan_van_long')
class TestCronKilled(ReportCase):
    """The cron commits after each period: wherever it is killed, the next run does the rest and nothing twice."""

    # Commits of a run that opens three periods: the number of plans, their year ahead, for petitions and for periods the number of
    # agencies and the days of the one that there is, the number of periods, each period.
    COMMITS = 10
    BEFORE = COMMITS - 3

    def run_cron(self, kill_at=None, committed=False):
        """Run the cron in a transaction of its own on the cut-off of the quarter.

        :param kill_at: number of the commit at which the server is killed
        :param committed: whether that commit is still made
        :return: number of commits, the one at which it was killed included
        """
        with (freeze_time('2022-03-14 01:00:00'), self.enter_registry_test_mode(),
              killed_at_commit(self.registry, kill_at and kill_at - 1, committed=committed) as calls, suppress(Killed), self.registry.cursor() as cr):
            api.Environment(cr, SUPERUSER_ID, {})['dan_van.period']._cron_open()
        return len(calls)

    def check_whole(self, plan):
        """Three periods opened once, with one report a unit, and one activity a report."""
        opened = plan.period_ids.filtered(lambda period: period.state == 'open')
        self.assertEqual(
            sorted(opened.mapped('name')), ["Quý I năm 2022", "Tháng 2 năm 2022", "Tháng 3 năm 2022"])
        log = self.env['dan_van.approval'].search([('res_model', '=', opened._name), ('res_id', 'in', opened.ids)])
        self.assertEqual(Counter(log.mapped('res_id')), dict.fromkeys(opened.ids, 1), "each opened once")
        reports = self.env['dan_van.report'].search([('plan_id', '=', plan.id)])
        units = self.env['hr.department']._working_units(self.company)
        self.assertEqual(
            Counter((report.period_id, report.department_id) for report in reports),
            {(period, unit): 1 for period in opened for unit in units})
        activities = self.env['mail.activity'].search([('res_model', '=', reports._name), ('res_id', 'in', reports.ids)])
        self.assertEqual(Counter(activities.mapped('res_id')), dict.fromkeys(reports.ids, 1), "one activity a report")
        self.assertEqual(
            set(reports.line_ids.mapped(lambda line: (line.report_id, line.assignment_id))),
            {(report, duty) for report in reports for duty in plan.assignment_ids
             if duty.scope == 'unit' and duty.department_id == report.department_id}, "every report is drawn")

    def test_killed_at_any_commit_and_run_again(self):
        plan = self.report_plan()
        for kill_at in range(1, self.COMMITS + 1):
            for committed in (False, True):
                with self.subTest(kill_at=kill_at, committed=committed), self.env.cr.savepoint() as savepoint:
                    self.assertEqual(self.run_cron(kill_at, committed), kill_at)
                    opened = plan.period_ids.filtered(lambda period: period.state == 'open')
                    self.assertEqual(len(opened), max(kill_at - self.BEFORE - (not committed), 0), "what was committed stays")
                    self.run_cron()
                    self.check_whole(plan)
                    savepoint.rollback()

    def test_days_that_cannot_be_counted(self):
        """What fails for one agency's calendar is told; the periods are opened all the same."""
        plan = self.report_plan()
        failing = patch.object(self.registry['dan_van.period'], '_follow_calendar', side_effect=UserError("Lịch sai."))
        with failing, mute_logger('odoo.addons.dan_van.models.core.ir_cron'):
            self.run_cron()
        self.check_whole(plan)
        self.assertIn("Lịch sai.", ' '.join(self.env['mail.activity'].search([('res_model', '=', False)]).mapped('summary')))

    def test_a_second_run_finds_nothing_to_do(self):
        plan = self.report_plan()
        self.assertEqual(self.run_cron(), self.COMMITS)
        self.assertEqual(self.run_cron(), self.BEFORE)
        self.check_whole(plan)


@tagged('post_install', '-at_install')
class TestTwoCrons(BaseCase):
    """Two servers open the same period at the same moment, each over a real connection of its own."""

    DAY = '1990-03-10'  # of this test alone: what it commits concerns no other period

    def setUp(self):
        super().setUp()
        self.enterContext(patch.object(Registry, '_lock', DummyRLock()))
        self.registry = Registry(get_db_name())
        self.enterContext(freeze_time(f'{self.DAY} 01:00:00'))
        self.enterContext(patch.object(self.registry['dan_van.period'], '_plan_ahead', lambda *_args: None))
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.plan_id, self.period_id = self._planned(env)
        self.addCleanup(self._remove)

    def _planned(self, env):
        scheme = env.ref('dan_van.scheme_adhoc')
        plan = env['dan_van.plan'].create({
            'company_id': env.ref('dan_van.demo_company').id, 'department_id': env.ref('dan_van.department_office').id,
            'signer_id': env.ref('dan_van.user_head').id, 'subject': "Kế hoạch thử", 'year': 1990,
            'scheme_ids': scheme.ids})
        env.cr.execute("UPDATE dan_van_plan SET state = 'issued', document_date = '1990-01-01' WHERE id = %s", [plan.id])
        plan.invalidate_recordset()
        period = env['dan_van.period'].create({
            'name': "Đột xuất", 'plan_id': plan.id, 'scheme_id': scheme.id, 'year': 1990, 'date_from': '1990-03-01',
            'date_to': self.DAY, 'due_date': self.DAY})
        return plan.id, period.id

    def _remove(self):
        """What was opened can't be deleted through Odoo: the test's own rows go by SQL."""
        with self.registry.cursor() as cr:
            cr.execute("""
                CREATE TEMP TABLE gone ON COMMIT DROP AS
                    SELECT 'dan_van.report' AS model, id FROM dan_van_report WHERE period_id = %(period)s
                    UNION SELECT 'dan_van.period', %(period)s UNION SELECT 'dan_van.plan', %(plan)s;
                DELETE FROM dan_van_approval USING gone WHERE res_model = model AND res_id = gone.id;
                DELETE FROM mail_message USING gone WHERE mail_message.model = gone.model AND res_id = gone.id;
                DELETE FROM mail_activity USING gone WHERE res_model = model AND res_id = gone.id;
                DELETE FROM mail_followers USING gone WHERE res_model = model AND res_id = gone.id;
                DELETE FROM dan_van_report WHERE period_id = %(period)s;
                DELETE FROM dan_van_period WHERE id = %(period)s;
                DELETE FROM dan_van_plan WHERE id = %(plan)s;
            """, {'period': self.period_id, 'plan': self.plan_id})

    def counts(self):
        """:return: (reports, log lines, activities) of the period, as a new transaction sees them"""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            reports = env['dan_van.report'].search([('period_id', '=', self.period_id)])
            self.assertEqual(len(reports), len(reports.department_id), "one a unit")
            return len(reports), env['dan_van.approval'].search_count([
                ('res_model', '=', 'dan_van.period'), ('res_id', '=', self.period_id)]), env['mail.activity'].search_count([
                    ('res_model', '=', 'dan_van.report'), ('res_id', 'in', reports.ids)])

    def test_the_second_leaves_alone_what_the_first_is_opening(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            with patch.object(first, 'commit', first.flush):  # stands before its commit
                api.Environment(first, SUPERUSER_ID, {})['dan_van.period']._cron_open()
            self.assertEqual(self.counts(), (0, 0, 0))
            api.Environment(second, SUPERUSER_ID, {})['dan_van.period']._cron_open()
            second.commit()
            self.assertEqual(self.counts(), (0, 0, 0), "the second has waited for nothing and done nothing")
            first.commit()
            api.Environment(second, SUPERUSER_ID, {})['dan_van.period']._cron_open()
        reports, opened, activities = self.counts()
        self.assertGreater(reports, 0)
        self.assertEqual((opened, activities), (1, reports))
