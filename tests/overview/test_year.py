import base64
import datetime

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from ..common import ReportCase, sample

RESULT = "Đã thực hiện theo kế hoạch."


@tagged('dan_van_long')
class TestYearOfARealPlan(ReportCase):
    """The real plan of 2022, which names no deadline at all: imported, worked on and reported on for a year."""

    def setUp(self):
        super().setUp()
        path = sample(self, 'ke-hoach-dan-van-2022.docx')
        with freeze_time('2022-02-07 02:00:00'):
            wizard = self.as_user('office_staff', 'dan_van.plan.import').create({
                'file': base64.b64encode(path.read_bytes()), 'filename': path.name})
            wizard.action_read()
            plan = self.as_user('office_staff', 'dan_van.plan').browse(wizard.action_create()['res_id'])
            plan.scheme_ids = [Command.set(self.env.ref('dan_van.scheme_quarter').ids)]
            self.plan = self.to_state(plan, 'issued').sudo()
        self.duties = self.plan.assignment_ids.filtered(lambda duty: duty.scope == 'unit')
        self.mine = self.duties.filtered(lambda duty: duty.department_id == self.units['outreach'])

    def stands(self, day):
        """:return: (number of duties that were due in the last period and of which nothing is recorded, those of the list behind it,
            number of overdue duties), as the leader's dashboard tells on ``day``"""
        self.env.flush_all()
        self.env.invalidate_all()
        with freeze_time(f'{day} 02:00:00'):
            data = self.as_user('head', 'dan_van.dashboard').get_data(self.plan.id)
            missed = data['missed'] or {'count': 0, 'domain': [('id', '=', 0)]}
            behind = self.as_user('head', 'dan_van.occurrence').search(missed['domain']).assignment_id
            return missed['count'], behind.sudo(), data['duties']['counts'].get('overdue', 0)

    def enter(self, duties, day):
        """Enter what the units have done, in the oldest occurrence of each duty that is open."""
        with freeze_time(f'{day} 02:00:00'):
            for duty in duties:
                self.as_user('office_staff', duty._current_occurrence()).write({'result': RESULT, 'done_date': day})

    def test_a_year(self):
        periods = self.plan.period_ids.sorted('date_to')
        self.assertEqual(len(periods), 4)
        self.assertTrue(all(self.duties.mapped('is_recurrence_inferred')))
        self.assertEqual(set(self.duties.mapped('recurrence')), {'continuous'})
        self.assertEqual(set(self.duties.mapped('occurrence_count')), {4})
        self.assertEqual(self.stands('2022-03-01'), (0, self.duties.browse(), 0), "nothing was due yet")
        done = self.mine[:1]
        for period in periods:
            after = period.due_date + datetime.timedelta(1)
            self.enter(done, period.date_to)
            count, missed, overdue = self.stands(after)
            self.assertEqual(missed, self.duties - done, period.name)
            self.assertEqual((count, overdue), (len(missed), len(missed)))
            # Half of them enter it late, the others not at all.
            self.enter(missed[::2], after)
            count, left, _overdue = self.stands(after)
            self.assertEqual((count, left), (len(missed) - len(missed[::2]), missed - missed[::2]))
        self.assertTrue(done.done_date)
        self.assertEqual(done.progress, 100)
        self.assertEqual(set(done.occurrence_ids.mapped('state')), {'done_on_time'})
        self.assertEqual(set((self.duties - done)[::2].occurrence_ids.mapped('state')), {'done_late'})
        with freeze_time('2023-01-05 02:00:00'):
            self.to_state(self.plan.with_env(self.env), 'closed')
            self.env.invalidate_all()
            self.assertEqual(set((self.duties - done)[1::2].occurrence_ids.mapped('state')), {'undone'})
