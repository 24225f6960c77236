import io

import openpyxl
from freezegun import freeze_time

from ..common import AgencyCase
from .test_tracking_sheet import rows_of


class TestDutyProgress(AgencyCase):
    """How far duties are: what nobody has begun counts, and what is done keeps its day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time('2022-06-10 02:00:00'))
        plan = cls.new_plan(duties=['outreach', 'outreach', 'policy', 'policy'], year=2022)
        plan.assignment_ids[1].deadline = '2022-06-01'
        cls.plan = cls.to_state(plan, 'issued').with_env(cls.env)
        cls.duties = cls.plan.assignment_ids.sorted('sequence')

    def test_what_nobody_has_begun_counts_as_nothing_done(self):
        self.as_user('outreach_staff', self.duties[0]).progress = 90
        self.as_user('policy_staff', self.duties[2]).progress = 100
        self.env.invalidate_all()
        self.assertEqual(
            (self.plan.assignment_count, self.plan.done_count, self.plan.overdue_count, self.plan.progress), (4, 1, 1, 47.5))
        Assignment = self.env['dan_van.assignment']
        [(mean,)] = Assignment._read_group([('id', 'in', self.duties.ids)], [], ['progress:avg'])
        self.assertEqual(mean, 47.5, "lists and graphs say what the plan says")
        data = self.as_user('head', 'dan_van.dashboard').get_data(self.plan.id)['duties']
        self.assertEqual([data[name] for name in ('total', 'done', 'overdue', 'progress')], [4, 1, 1, 47.5])
        file = io.BytesIO()
        self.as_user('head', 'dan_van.tracking.sheet')._write_sheet(file, [('plan_id', '=', self.plan.id)])
        above, _rows = rows_of(openpyxl.load_workbook(file).active)
        self.assertIn("4 nhiệm vụ, tiến độ chung 48%, trong đó 1 quá hạn", ' '.join(str(row[0]) for row in above))

    def test_what_is_done_already_keeps_its_day(self):
        mine = self.as_user('outreach_staff', self.duties[:2])
        mine[0].write({'done_date': '2022-03-02', 'done_reason': "Báo cáo muộn."})
        mine.action_done()
        self.assertEqual([str(day) for day in mine.mapped('done_date')], ['2022-03-02', '2022-06-10'])
        with freeze_time('2022-06-12 02:00:00'):
            mine.write({'progress': 100})
            mine.action_done()
        self.assertEqual([str(day) for day in mine.mapped('done_date')], ['2022-03-02', '2022-06-10'])
        mine.write({'done_date': '2022-04-04', 'done_reason': "Theo biên bản."})
        self.assertEqual({str(day) for day in mine.mapped('done_date')}, {'2022-04-04'}, "a day that is typed holds")

    def test_undo_gives_back_what_was(self):
        begun, untouched = mine = self.as_user('outreach_staff', self.duties[:2])
        begun.progress = 35
        mine.action_done()
        mine.action_done()
        self.assertEqual(mine.mapped('progress'), [100, 100])
        mine.action_not_done()
        self.assertEqual([(duty.progress, duty.done_date) for duty in mine], [(35, False), (0, False)])
        mine.action_not_done()
        self.assertEqual(mine.mapped('progress'), [35, 0])
        untouched.write({'progress': 100})
        untouched.write({'done_date': False, 'progress': 60})
        self.assertEqual(untouched.progress, 60)
