import datetime
import json

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from ...models.core.period_rules import END_OF_MONTH, bounds, follow
from .test_theme import ThemeCase


@tagged('post_install', '-at_install', 'dan_van_long')
class TestFollow(BaseCase):

    def test_each_day_is_counted_once_whatever_the_cut_off_becomes(self):
        """The cut-off moves after any month, from any day to any other; the kind of period with it or not."""
        for old in (10, 14, 25, 30, END_OF_MONTH):
            for new in (10, 14, 25, 29, END_OF_MONTH):
                for begun in range(1, 12):
                    for kind, count in (('month', 12), ('quarter', 4)):
                        kept = [bounds('month', 2024, index, old) for index in range(1, begun + 1)]
                        planned = {index: bounds(kind, 2024, index, new) for index in range(1, count + 1)}
                        planned = {index: days for index, days in planned.items() if days[1] > kept[-1][1]}
                        found = follow(kept, planned)
                        with self.subTest(old=old, new=new, begun=begun, kind=kind):
                            self.assertEqual(found.keys(), planned.keys())
                            self.assertEqual([found[index][1] for index in found], [last for _first, last in planned.values()])
                            line = sorted([*kept, *found.values()])
                            for (_first, last), (first, _last) in zip(line, line[1:]):
                                self.assertEqual(first - last, datetime.timedelta(days=1))

    def test_one_that_was_opened_before_its_turn(self):
        day = datetime.date
        kept = [(day(2022, 1, 15), day(2022, 2, 14)), (day(2022, 3, 15), day(2022, 4, 14))]
        self.assertEqual(follow(kept, {3: (day(2022, 2, 26), day(2022, 3, 25))}), {3: (day(2022, 2, 15), day(2022, 3, 14))})
        self.assertEqual(follow(kept, {4: (day(2022, 3, 20), day(2022, 4, 10))}), {4: (day(2022, 2, 15), day(2022, 3, 14))})
        self.assertEqual(follow([kept[1]], {4: (day(2022, 3, 20), day(2022, 4, 10))}), {}, "no day of it is left")


@tagged('dan_van_long')
class TestPeriodLines(ThemeCase):
    """The days of the year belong to one period of each line, whatever an agency changes in the course of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls.env.ref('dan_van.scheme_month')
        cls.plan = cls.report_plan(schemes=['month'], duties=['outreach'])

    def opened_until(self, *names):
        return [self.opened(self.plan, name) for name in names]

    def copied(self, scheme=None, **values):
        """:return: the agency's own scheme, which its administrator makes"""
        own = self.as_user('admin', scheme or self.scheme).copy({'name': "Tháng của cơ quan"})
        own.write(values)
        return own.sudo()

    def attach(self, *schemes, plan=None):
        """The office says by which schemes is reported on the plan."""
        ids = [scheme.id for scheme in schemes]
        self.as_user('office_head', plan or self.plan).write({'scheme_ids': [Command.set(ids)]})
        self.env.flush_all()
        self.env.invalidate_all()

    def days(self, name, plan=None):
        """:return: first and last day of the period, as text"""
        period = (plan or self.plan).period_ids.filtered(lambda each: each.name == name)
        self.assertEqual(len(period), 1, name)
        return str(period.date_from), str(period.date_to)

    def assertCounted(self, *plans, first='2022-01-15', last='2022-12-14'):
        """Each day from ``first`` to ``last`` belongs to one period, by counting days."""
        day, counts = datetime.timedelta(days=1), {}
        for period in self.env['dan_van.period'].search([('plan_id', 'in', [plan.id for plan in plans or [self.plan]])]):
            here = period.date_from
            while here <= period.date_to:
                counts[str(here)] = counts.get(str(here), 0) + 1
                here += day
        here, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
        expected = {str(here + day * number): 1 for number in range((end - here).days + 1)}
        self.assertEqual(counts, expected)

    def test_an_own_scheme_with_a_later_cut_off(self):
        february, = self.opened_until("Tháng 2 năm 2022")
        own = self.copied(cut_off_day=25)
        self.attach(own)
        self.assertEqual((str(february.date_from), str(february.date_to)), ('2022-01-15', '2022-02-14'), "as it was reported")
        self.assertEqual(self.days("Tháng 3 năm 2022"), ('2022-02-15', '2022-03-25'), "from the day after")
        self.assertEqual(self.days("Tháng 4 năm 2022"), ('2022-03-26', '2022-04-25'))
        self.assertCounted(last='2022-12-25')
        self.cron('2022-04-02')
        self.assertCounted(last='2022-12-25')
        self.attach(self.scheme)
        self.assertEqual(self.days("Tháng 4 năm 2022"), ('2022-03-26', '2022-04-14'), "and on the way back")
        self.assertCounted()

    def test_an_own_scheme_with_an_earlier_cut_off(self):
        self.scheme.cut_off = 'calendar'
        self.opened_until("Tháng 2 năm 2022")
        self.attach(self.copied(cut_off='day', cut_off_day=14))
        self.assertEqual(self.days("Tháng 3 năm 2022"), ('2022-03-01', '2022-03-14'))
        self.assertCounted(first='2022-02-01')

    def test_the_cut_off_of_the_scheme_itself(self):
        self.opened_until("Tháng 2 năm 2022")
        self.scheme.cut_off_day = 25
        self.assertCounted(last='2022-12-25')
        self.opened_until("Tháng 3 năm 2022")
        self.scheme.cut_off_day = 10
        self.assertEqual(self.days("Tháng 4 năm 2022"), ('2022-03-26', '2022-04-10'))
        self.assertCounted(last='2022-12-10')

    def test_months_become_quarters_and_quarters_months(self):
        self.opened_until("Tháng 2 năm 2022")
        self.scheme.kind = 'quarter'
        self.assertEqual(self.days("Quý I năm 2022"), ('2022-02-15', '2022-03-14'))
        self.assertCounted()
        self.opened_until("Quý I năm 2022")
        self.scheme.write({'kind': 'month', 'cut_off_day': 20})
        self.assertEqual(self.days("Tháng 4 năm 2022"), ('2022-03-15', '2022-04-20'))
        self.assertCounted(last='2022-12-20')

    def test_a_scheme_is_archived_and_another_begun(self):
        for kind, cut_off, name, days, last, is_left in (
                ('month', 25, "Tháng 3 năm 2022", ('2022-02-15', '2022-03-25'), '2022-12-25', False),
                ('month', 25, "Tháng 3 năm 2022", ('2022-02-15', '2022-03-25'), '2022-12-25', True),
                ('quarter', 14, "Quý I năm 2022", ('2022-02-15', '2022-03-14'), '2022-12-14', False)):
            with self.subTest(kind, is_left=is_left), self.env.cr.savepoint() as savepoint:
                self.opened_until("Tháng 2 năm 2022")
                self.scheme.active = False
                self.cron('2022-02-20')
                self.assertIn("Tháng 3 năm 2022", self.plan.period_ids.mapped('name'), "it waits")
                other = self.env['dan_van.report.scheme'].create({
                    'name': "Chế độ mới", 'kind': kind, 'cut_off_day': cut_off, 'theme_id': self.plan.theme_id.id,
                    'company_id': self.company.id})
                self.attach(*([self.scheme] if is_left else []), other)
                self.assertEqual(self.days(name), days)
                self.assertCounted(last=last)
                self.cron('2022-02-20')
                self.assertCounted(last=last)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_a_scheme_that_comes_beside_another_goes_its_own_way(self):
        """Months go on by the year, though quarters end and other ones begin."""
        quarter = self.env.ref('dan_van.scheme_quarter')
        self.attach(self.scheme, quarter)
        self.opened_until("Tháng 2 năm 2022", "Tháng 3 năm 2022", "Quý I năm 2022")
        self.attach(self.scheme)
        half = self.env.ref('dan_van.scheme_half')
        self.attach(self.scheme, half)
        self.assertEqual(self.days("Tháng 4 năm 2022"), ('2022-03-15', '2022-04-14'))
        self.assertEqual(self.days("6 tháng đầu năm 2022"), ('2021-12-15', '2022-06-14'), "which begins with the year")

    def test_it_is_archived_and_taken_up_again(self):
        self.opened_until("Tháng 2 năm 2022")
        self.scheme.active = False
        self.cron('2022-04-14')
        self.scheme.active = True
        self.assertCounted()

    def test_a_replaced_plan_goes_on_in_the_line(self):
        february, = self.opened_until("Tháng 2 năm 2022")
        self.as_user('office_staff', february).action_close()
        own = self.copied(cut_off_day=25)
        with freeze_time('2022-03-01 05:00:00'):
            new = self.plan.browse(self.as_user('office_head', self.plan).action_replace()['res_id'])
            new.scheme_ids = [Command.set(own.ids)]
            self.to_state(new, 'issued')
        self.env.invalidate_all()
        self.assertEqual(self.days("Tháng 3 năm 2022", new.sudo()), ('2022-02-15', '2022-03-25'))

    def test_next_year_begins_where_this_one_ends(self):
        """An own scheme for the new year: from the 14th to the end of the month."""
        self.attach(self.scheme, self.env.ref('dan_van.scheme_half'))
        own, half = self.copied(cut_off='calendar'), self.copied(self.env.ref('dan_van.scheme_half'), cut_off='calendar')
        with freeze_time('2023-01-05 02:00:00'):
            plan = self.to_state(self.new_plan(
                duties=['outreach'], year=2023, previous_id=self.plan.id,
                scheme_ids=[Command.set((own | half).ids)]), 'issued').sudo()
        self.assertEqual(self.days("Tháng 1 năm 2023", plan), ('2022-12-15', '2023-01-31'))
        self.assertEqual(self.days("Tháng 2 năm 2023", plan), ('2023-02-01', '2023-02-28'))
        self.assertEqual(self.days("6 tháng đầu năm 2023", plan), ('2023-01-01', '2023-06-30'))
        january = self.opened(plan, "Tháng 1 năm 2023")
        self.assertFalse(january._spans()['before'], "the year of the line begins with it")

    def test_figures_count_each_day_once(self):
        """Talks on the first and last days: of each month and since the beginning of the year."""
        for date, count in (('2021-12-15', 1), ('2022-02-14', 2), ('2022-02-15', 4), ('2022-02-20', 8), ('2022-03-25', 16)):
            self.record(self.talk, date, participant_count=count)
        report = self.report(self.plan, "Tháng 2 năm 2022")
        posts = self.env.ref('dan_van.indicator_05')
        self.figure(report, posts).value = 3
        figure = self.figure(report, self.listeners)
        self.assertEqual((figure.value, figure.before, figure.cumulative), (2, 1, 3))
        self.receive(report)
        self.attach(self.copied(cut_off='calendar'))
        report = self.report(self.plan, "Tháng 3 năm 2022")
        figure, typed = self.figure(report, self.listeners), self.figure(report, posts)
        self.assertEqual((figure.value, figure.before, figure.previous, figure.cumulative), (28, 3, 2, 31))
        self.assertEqual((figure.adjustment, typed.before, typed.previous), (0, 3, 3))

    def test_what_is_reported_under_another_scheme_is_what_went_before(self):
        posts = self.env.ref('dan_van.indicator_05')
        report = self.report(self.plan, "Tháng 2 năm 2022")
        self.figure(report, posts).value = 3
        self.receive(report)
        self.scheme.active = False
        self.attach(self.env['dan_van.report.scheme'].create({
            'name': "Quý mới", 'kind': 'quarter', 'theme_id': self.plan.theme_id.id, 'company_id': self.company.id}))
        report = self.report(self.plan, "Quý I năm 2022")
        figure = self.figure(report, posts)
        self.assertEqual((figure.value, figure.before, figure.previous, report.writer_id), (
            0, 3, 3, self.users['outreach_staff']))

    # What is told

    def told(self):
        """:return: what pops up on the screens of users"""
        self.env.cr.precommit.run()
        return [payload['payload']['message'] for line in self.env['bus.bus'].search([], order='id')
                for payload in [json.loads(line.message)] if payload['type'] == 'simple_notification']

    def test_who_changes_it_is_told_what_comes(self):
        self.opened_until("Tháng 2 năm 2022")
        self.told()
        for change in (
                lambda: self.attach(self.copied(cut_off_day=25)),
                lambda: self.as_user('admin', self.plan.scheme_ids).write({'cut_off_day': 20})):
            change()
            name, *days = "Tháng 3 năm 2022", *self.days("Tháng 3 năm 2022")
            message = self.told()[-1]
            self.assertIn(name, message)
            for day in days:
                self.assertIn(datetime.date.fromisoformat(day).strftime('%d/%m/%Y'), message)
            self.assertIn(message.split(': ', 1)[1][:40], str(self.plan.message_ids[0].body))
        count = len(self.told())
        self.as_user('admin', self.plan.scheme_ids).write({'name': "Tháng"})
        self.attach(*self.plan.scheme_ids)
        self.assertEqual(len(self.told()), count, "nothing comes otherwise")
        self.as_user('admin', self.plan.scheme_ids).write({'active': False})
        self.assertEqual(len(self.told()), count + 1)

    def test_nobody_types_the_days(self):
        march = self.as_user('office_staff', self.plan.period_ids.filtered(lambda period: period.name == "Tháng 3 năm 2022"))
        for values in ({'date_from': '2022-02-20'}, {'date_to': '2022-03-10'}, {'due_date': '2022-04-20'}, {'index': 5},
                       {'scheme_id': self.env.ref('dan_van.scheme_adhoc').id}):
            with self.subTest(values), self.assertRaises(UserError), self.env.cr.savepoint():
                march.write(values)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            march.create({
                'name': "Tháng 3 khác", 'plan_id': self.plan.id, 'scheme_id': self.env.ref('dan_van.scheme_adhoc').id, 'index': 3,
                'date_from': '2022-03-01', 'date_to': '2022-03-10', 'due_date': '2022-03-12'})
        march.name = "Tháng Ba năm 2022"
