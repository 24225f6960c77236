import datetime

from odoo.exceptions import UserError
from odoo.tests import BaseCase, tagged

from ...models.core.period_rules import END_OF_MONTH, bounds
from ..common import ReportCase

# Kind, year, number in the year, first and last day; cut-off on the 14th (Nghị định 09/2019/NĐ-CP, Điều 12).
DECREE = """
month    2022  1  2021-12-15  2022-01-14
month    2022  2  2022-01-15  2022-02-14
month    2022  3  2022-02-15  2022-03-14
month    2024  3  2024-02-15  2024-03-14
month    2022 12  2022-11-15  2022-12-14
quarter  2022  1  2021-12-15  2022-03-14
quarter  2022  2  2022-03-15  2022-06-14
quarter  2022  3  2022-06-15  2022-09-14
quarter  2022  4  2022-09-15  2022-12-14
half     2022  1  2021-12-15  2022-06-14
nine     2022  1  2021-12-15  2022-09-14
year     2022  1  2021-12-15  2022-12-14
"""
CALENDAR = """
month    2023  2  2023-02-01  2023-02-28
month    2024  2  2024-02-01  2024-02-29
month    2024 12  2024-12-01  2024-12-31
quarter  2024  1  2024-01-01  2024-03-31
half     2024  1  2024-01-01  2024-06-30
nine     2024  1  2024-01-01  2024-09-30
year     2024  1  2024-01-01  2024-12-31
"""


@tagged('post_install', '-at_install')
class TestCutOffs(BaseCase):

    def test_tables(self):
        """Every line of the decree's table, leap years and year ends included; and calendar months."""
        for day, table in ((14, DECREE), (END_OF_MONTH, CALENDAR)):
            for line in filter(None, table.splitlines()):
                kind, year, index, start, end = line.split()
                with self.subTest(line):
                    self.assertEqual(
                        bounds(kind, int(year), int(index), day),
                        (datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)))

    def test_the_year_is_covered_without_gap(self):
        """Months and quarters follow each other day by day, over a leap year, for every cut-off."""
        for day in (10, 14, 25, 28, 29, 30, END_OF_MONTH):
            for kind, count in (('month', 12), ('quarter', 4)):
                ends = None
                for year in (2023, 2024, 2025):
                    for index in range(1, count + 1):
                        start, end = bounds(kind, year, index, day)
                        if ends:
                            self.assertEqual(start, ends + datetime.timedelta(days=1), (kind, year, index, day))
                        ends = end


class TestPeriods(ReportCase):

    def test_the_year_ahead(self):
        """A plan of 05/02/2022 has the months from February and all quarters, and no month of before."""
        plan = self.report_plan()
        months = plan.period_ids.filtered(lambda period: period.kind == 'month').sorted('date_to')
        self.assertEqual(months.mapped('name'), [f"Tháng {number} năm 2022" for number in range(2, 13)])
        quarters = plan.period_ids.filtered(lambda period: period.kind == 'quarter').sorted('date_to')
        self.assertEqual(quarters.mapped('name'), [f"Quý {name} năm 2022" for name in ('I', 'II', 'III', 'IV')])
        self.assertEqual(set(plan.period_ids.mapped('state')), {'planned'})

    def test_due_by_working_days(self):
        """Two working days after the cut-off: a week-end and a public holiday are not counted."""
        self.env['resource.calendar.leaves'].create({
            'name': "Nghỉ lễ", 'company_id': self.company.id, 'calendar_id': self.company.resource_calendar_id.id,
            'date_from': '2022-03-15 17:00:00', 'date_to': '2022-03-16 16:59:59'})
        plan = self.report_plan()
        due = {period.date_to: period.due_date for period in plan.period_ids if period.kind == 'month'}
        self.assertEqual(due[datetime.date(2022, 2, 14)], datetime.date(2022, 2, 16), "Monday: to Wednesday")
        self.assertEqual(due[datetime.date(2022, 5, 14)], datetime.date(2022, 5, 17), "Saturday: Monday and Tuesday")
        self.assertEqual(due[datetime.date(2022, 3, 14)], datetime.date(2022, 3, 17), "the 16th is a holiday")

    def test_the_cron_opens_what_has_reached_its_cut_off(self):
        plan = self.report_plan()
        self.cron('2022-03-14')
        opened = plan.period_ids.filtered(lambda period: period.state == 'open')
        self.assertEqual(
            sorted(opened.mapped('name')), ["Quý I năm 2022", "Tháng 2 năm 2022", "Tháng 3 năm 2022"])
        for period in opened:
            self.assertEqual(
                period.report_ids.department_id, self.units['office'] + self.units['outreach'] + self.units['policy']
                + self.units['inspectorate'])
        self.cron('2022-03-14')
        self.assertEqual(sum(plan.period_ids.mapped('report_count')), 12, "the second run doubles nothing")

    def test_a_scheme_that_is_changed_moves_what_is_still_planned(self):
        plan = self.report_plan()
        self.cron('2022-02-14')
        self.env.ref('dan_van.scheme_month').write({'cut_off_day': 25, 'due_days': 0})
        months = plan.period_ids.filtered(lambda period: period.kind == 'month').sorted('date_to')
        self.assertEqual(months[0].date_to, datetime.date(2022, 2, 14), "opened: as announced")
        self.assertEqual(months[1].date_to, datetime.date(2022, 3, 25))
        self.assertEqual(months[1].due_date, datetime.date(2022, 3, 25))

    def test_a_scheme_attached_later(self):
        """The office attaches a scheme to the issued plan; its unit's staff and the drafting unit can't."""
        plan = self.report_plan(schemes=['month'])
        self.assertFalse(plan.period_ids.filtered(lambda period: period.kind == 'year'))
        with self.assertRaises(UserError):
            self.as_user('clerk', plan).scheme_ids += self.env.ref('dan_van.scheme_year')
        self.as_user('office_head', plan).scheme_ids += self.env.ref('dan_van.scheme_year')
        self.assertEqual(plan.period_ids.filtered(lambda period: period.kind == 'year').mapped('name'), ["Năm 2022"])

    def test_filter_group_and_form_agree_on_punctuality(self):
        """Each report is found under the word that its form shows; the agency's report under none."""
        plan = self.report_plan()
        period = self.opened(plan, "Tháng 2 năm 2022")  # due on 16/02
        for unit, moment in (('outreach', '2022-02-16 01:00:00'), ('policy', '2022-02-17 01:00:00')):
            with self.at(moment):
                for step, user in (('submit', f'{unit}_staff'), ('approve', f'{unit}_head'), ('receive', 'office_staff')):
                    report = self.as_user(user, self.report_of(period, unit))
                    if step == 'submit':
                        report.line_ids.text = "Đã thực hiện."
                    getattr(report, f'action_{step}')()
        self.as_user('office_staff', period).action_consolidate()
        for moment, expected in (
                ('2022-02-16 01:00:00', {'pending': 2, 'on_time': 1, 'late': 1, False: 1}),
                ('2022-02-18 01:00:00', {'overdue': 2, 'on_time': 1, 'late': 1, False: 1})):
            with self.at(moment):
                self.env.invalidate_all()
                Report = self.env['dan_van.report']
                own = [('period_id', '=', period.id)]
                self.assertEqual(dict(Report._read_group(own, ['lateness'], ['__count'])), expected)
                for value, count in expected.items():
                    found = Report.search([*own, ('lateness', '=', value)])
                    self.assertEqual((len(found), set(found.mapped('lateness'))), (count, {value}))
                self.assertEqual(len(Report.search([*own, ('lateness', '!=', 'late')])), 4)

    def test_ad_hoc(self):
        """The office asks two units for an ad hoc report; they and nobody else get one."""
        plan = self.report_plan()
        period = self.as_user('office_staff', 'dan_van.period').create({
            'name': "Tình hình tư tưởng của Nhân dân", 'plan_id': plan.id, 'year': 2022,
            'scheme_id': self.env.ref('dan_van.scheme_adhoc').id, 'date_from': '2022-03-01', 'date_to': '2022-03-10',
            'due_date': '2022-03-12', 'department_ids': (self.units['outreach'] + self.units['policy']).ids})
        period.action_open()
        self.assertEqual(period.report_ids.department_id, self.units['outreach'] + self.units['policy'])
        with self.assertRaises(UserError):
            period.write({'due_date': '2022-03-20'})
        with self.assertRaises(UserError):
            period.unlink()

    def test_nobody_makes_a_regular_period_by_hand(self):
        plan = self.report_plan()
        with self.assertRaises(UserError):
            self.as_user('office_staff', 'dan_van.period').create({
                'name': "Tháng 13", 'plan_id': plan.id, 'year': 2022, 'scheme_id': self.env.ref('dan_van.scheme_month').id,
                'date_from': '2022-03-01', 'date_to': '2022-03-10', 'due_date': '2022-03-12'})

    def test_a_scheme_in_use_is_archived_not_deleted(self):
        self.report_plan()
        with self.assertRaisesRegex(UserError, "Archive it"):
            self.env.ref('dan_van.scheme_month').unlink()
