from unittest.mock import patch

from odoo.tests import tagged

from ...models.core.in_groups import in_groups
from ..common import ReportCase


@tagged('dan_van_long')
class TestInGroups(ReportCase):
    """What many records are given at once is written once for all that are given the same."""

    def writes(self, model, names, act):
        """:return: list of the numbers of records of each write of one of the fields ``names`` of ``model`` while ``act`` runs"""
        Model, found = self.env.registry[model], []
        original = Model.write

        def counted(records, vals):
            if names & vals.keys():
                found.append(len(records))
            return original(records, vals)
        with patch.object(Model, 'write', counted):
            act()
        return found

    def test_groups(self):
        first, second, third = self.env['hr.department'].search([], limit=3)
        found = [(vals, records) for vals, records in in_groups({first: {'a': 1}, second: {'a': 2}, third: {'a': 1}})]
        self.assertEqual(found, [({'a': 1}, first | third), ({'a': 2}, second)])
        self.assertFalse(list(in_groups({})))

    def test_periods_of_many_plans_move_together(self):
        """A cut-off moves: the months of all plans under the scheme have the same new days."""
        plans = [self.report_plan(schemes=('month',), duties=['outreach'], subject=f"Kế hoạch {number}") for number in range(3)]
        scheme = self.env.ref('dan_van.scheme_month')
        count = len(plans[0].period_ids)
        with self.at('2022-02-06 02:00:00'):
            moved = self.writes('dan_van.period', {'date_to'}, lambda: scheme.write({'cut_off_day': 20}))
        self.assertEqual(moved.count(len(plans)), count, moved)

    def test_reports_that_are_submitted_together(self):
        plan = self.report_plan(schemes=('month',), duties=['outreach'])
        other = self.report_plan(schemes=('month',), duties=['outreach'], subject="Kế hoạch khác")
        reports = self.env['dan_van.report'].union(*(
            self.report_of(self.opened(each, "Tháng 3 năm 2022"), 'outreach') for each in (plan, other)))
        self.as_user('outreach_staff', reports.line_ids).text = "Đã thực hiện."
        with self.at('2022-03-15 02:00:00'):
            sent = self.writes(
                'dan_van.report', {'sent_date'}, lambda: self.reading('outreach_staff', reports)._transition('submit'))
        self.assertEqual((sent, set(reports.mapped('state'))), ([2], {'submitted'}))

    def test_activities_that_get_another_day_together(self):
        plan = self.report_plan(schemes=('month',), duties=['outreach', 'policy', 'inspectorate'])
        period = self.opened(plan, "Tháng 3 năm 2022")
        with self.at('2022-03-15 02:00:00'):
            period.sudo()._opened('calendar', 'due_date').due_date = '2022-03-25'
            moved = self.writes('mail.activity', {'date_deadline'}, period.report_ids.sudo()._keep_turns)
        self.assertEqual(moved, [len(period.report_ids)])
        self.assertEqual({str(activity.date_deadline) for activity in period.report_ids.activity_ids}, {'2022-03-25'})
