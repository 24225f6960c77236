from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import ReportCase

SAME = "Đã tổ chức 02 buổi tuyên truyền."


class OccurrenceCase(ReportCase):
    """A plan of 05/02/2022 whose duties have no single day: it is reported on by quarters and half years."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time('2022-02-05 02:00:00'):
            plan = cls.new_plan(duties=['outreach', 'policy', 'outreach'], year=2022, scheme_ids=[
                Command.set([cls.env.ref(f'dan_van.scheme_{name}').id for name in ('quarter', 'half')])])
            told, silent, quarterly = plan.printed_assignment_ids.sorted('sequence')
            (told | silent).write({'recurrence': 'continuous', 'deadline_text': "Thường xuyên"})
            quarterly.write({'recurrence': 'quarterly', 'deadline_text': "Hằng quý"})
            cls.plan = cls.to_state(plan, 'issued').sudo()
        cls.told, cls.silent, cls.quarterly = (duty.sudo() for duty in (told, silent, quarterly))

    def days(self, duty, name='planned_date'):
        """:return: list of the days for which ``duty`` is planned"""
        return [str(day) if day else day for day in duty.occurrence_ids.sorted().mapped(name)]

    def done(self, duty, index, day, result=SAME):
        """Enter on ``day`` what was done the time ``index``."""
        user = 'outreach_staff' if duty.department_id == self.units['outreach'] else 'policy_staff'
        with freeze_time(f'{day} 02:00:00'):
            self.as_user(user, duty.occurrence_ids.sorted()[index]).write({'result': result, 'done_date': day})

    def report(self, name, unit):
        return self.report_of(self.opened(self.plan, name), unit)

    def line(self, report, duty):
        return report.line_ids.filtered(lambda line: line.assignment_id == duty)


@tagged('dan_van_long')
class TestOccurrenceReports(OccurrenceCase):
    """What is done all the year is due with every report; the report says what was done, or that nothing is recorded."""

    def test_due_with_each_report(self):
        self.assertEqual(self.days(self.told), ['2022-03-14', '2022-06-14', '2022-09-14', '2022-12-14'], "of two that end together once")
        quarter = self.plan.period_ids.filtered(lambda period: period.name == "Quý I năm 2022")
        self.assertEqual(self.told.deadline, quarter.due_date)
        with freeze_time('2022-03-14 02:00:00'):
            self.assertEqual(self.told.health, 'due_soon')
        with freeze_time('2022-03-25 02:00:00'):
            self.env.invalidate_all()
            self.assertEqual(self.told.health, 'overdue')

    def test_it_follows_the_schemes_and_the_calendar(self):
        with freeze_time('2022-04-10 02:00:00'):
            self.as_user('office_head', self.plan).scheme_ids = self.env.ref('dan_van.scheme_half')
            self.assertEqual(self.days(self.told), ['2022-03-14', '2022-06-14'], "what is past stays, what is to come is asked no more")
            period = self.plan.period_ids.filtered(lambda each: each.name == "6 tháng đầu năm 2022")
            before = period.due_date
            self.env['resource.calendar.leaves'].create({
                'name': "Nghỉ", 'company_id': self.company.id, 'calendar_id': self.company.resource_calendar_id.id,
                'date_from': f'{before} 00:00:00', 'date_to': f'{before} 16:59:59'})
            self.assertGreater(period.due_date, before)
            self.assertEqual(self.told.occurrence_ids.sorted()[-1].due_date, period.due_date)
            self.as_user('office_head', self.plan).scheme_ids = self.env.ref('dan_van.scheme_month')
            self.assertEqual(self.days(self.told)[1:3], ['2022-04-14', '2022-05-14'])

    def test_a_plan_on_which_nobody_reports_yet(self):
        with freeze_time('2022-02-05 02:00:00'):
            plan = self.new_plan(duties=['outreach'], year=2022)
            plan.printed_assignment_ids.recurrence = 'continuous'
            duty = self.to_state(plan, 'issued').sudo().assignment_ids
        self.assertEqual(self.days(duty), [False])
        self.as_user('outreach_staff', duty).result = "Đã quán triệt."
        with freeze_time('2022-05-10 02:00:00'):
            self.as_user('office_head', plan).scheme_ids = self.env.ref('dan_van.scheme_quarter')
        self.assertEqual(self.days(duty), ['2022-06-14', '2022-09-14', '2022-12-14'])
        self.assertEqual(duty.result, "Đã quán triệt.", "what was entered goes on")

    def test_a_year_in_reports(self):
        self.done(self.told, 0, '2022-03-10')
        first = self.report("Quý I năm 2022", 'outreach')
        self.assertEqual(self.line(first, self.told).text, SAME)
        self.assertIn("10", self.line(first, self.told).occurrence_note)
        nothing = self.line(self.report_of(first.period_id, 'policy'), self.silent)
        self.assertFalse(nothing.text)
        self.assertIn("nothing recorded", nothing.occurrence_note)
        with self.assertRaisesRegex(UserError, "four reasons"):
            self.as_user('policy_staff', nothing.report_id).action_submit()
        self.as_user('outreach_staff', self.line(first, self.quarterly)).reason = 'too_early'
        with freeze_time('2022-03-15 02:00:00'):
            self.as_user('outreach_staff', first).action_submit()
        self.done(self.quarterly, 0, '2022-03-30', "Đã giao ban quý I.")
        self.done(self.told, 1, '2022-06-10')
        self.assertFalse(self.as_user('outreach_staff', first).later_changes, "what was done since belongs to the next report")
        second = self.report("Quý II năm 2022", 'outreach')
        self.assertEqual(self.line(second, self.told).text, SAME, "the same words, for another quarter")
        self.assertEqual(self.line(second, self.quarterly).text, "Đã giao ban quý I.")

    def test_a_single_deadline_is_reported_as_before(self):
        plan = self.report_plan(schemes=('quarter',), duties=['outreach'])
        duty = plan.assignment_ids
        self.as_user('outreach_staff', duty).result = "Đã họp."
        report = self.report_of(self.opened(plan, "Quý I năm 2022"), 'outreach')
        self.assertEqual((report.line_ids.filtered('assignment_id').text, self.line(report, duty).occurrence_note), ("Đã họp.", False))


@tagged('dan_van_long')
class TestOccurrencesMissed(OccurrenceCase):
    """After a quarter the dashboard tells which duties had no result."""

    def missed(self, user, day, period=None):
        self.env.invalidate_all()
        with freeze_time(f'{day} 02:00:00'):
            data = self.as_user(user, 'dan_van.dashboard').get_data(self.plan.id, period and period.id)
            found = data['missed'] and self.as_user(user, 'dan_van.occurrence').search(data['missed']['domain']).assignment_id
            return data['missed'] and (data['missed']['period'], data['missed']['count'], found.sudo())

    def test_after_a_quarter(self):
        self.done(self.told, 0, '2022-03-10')
        self.assertFalse(self.missed('head', '2022-03-10'), "no period is over")
        self.assertEqual(self.missed('head', '2022-04-01'), ("Quý I năm 2022", 1, self.silent))
        self.assertEqual(self.missed('outreach_head', '2022-04-01')[1], 0, "each as far as he sees")
        self.assertEqual(self.missed('policy_staff', '2022-04-01')[1:], (1, self.silent))
        self.done(self.silent, 0, '2022-04-02')
        self.assertEqual(self.missed('head', '2022-04-03')[1], 0)
        quarter = self.plan.period_ids.filtered(lambda each: each.name == "Quý II năm 2022")
        self.assertEqual(self.missed('head', '2022-04-03', quarter), ("Quý II năm 2022", 1, self.quarterly), "31/3 lies in it")
        self.assertEqual(self.missed('head', '2022-07-20', quarter)[1], 3)
