import datetime
import random

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...models.core.mail_switches import QUIET
from ...models.figures.event import COUNTS
from ...models.figures.indicator_source import DUTY_COUNTS
from ..case_history import balances, generate
from ..common import QueryCase, ReportCase
from ..keys import unlocked

UNITS = ('office', 'outreach', 'policy', 'inspectorate')


class CountedCase(ReportCase):
    """A plan of 2022 that reports by month, quarter and year."""

    DUTIES = ('outreach', 'policy')

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.add_units()
        cls.plan = cls.report_plan(schemes=['month', 'quarter', 'year'], duties=list(cls.DUTIES))
        cls.talk, cls.dialogue, cls.training = (
            cls.env.ref(f'dan_van.event_type_{name}') for name in ('tuyen_truyen', 'doi_thoai', 'tap_huan'))
        cls.talks, cls.listeners, cls.handed_out, cls.resolved = (
            cls.env.ref(f'dan_van.indicator_{number}') for number in ('01', '02', '04', '23'))

    @classmethod
    def add_units(cls):
        """Add units to those of the demo."""

    @classmethod
    def record(cls, date, unit='outreach', **values):
        return cls.env['dan_van.event'].create({
            'type_id': cls.talk.id, 'date': date, 'department_id': cls.units[unit].id, 'company_id': cls.company.id,
            **values})

    @classmethod
    def indicator(cls, **values):
        return cls.env['dan_van.indicator'].create({'name': "Chỉ tiêu thử", 'company_id': cls.company.id, **values})

    def figures(self, report):
        return {figure.indicator_id: figure for figure in report.figure_ids}

    def receive(self, report, unit='outreach'):
        report.line_ids.text = "Đã thực hiện."
        self.as_user(f'{unit}_staff', report).action_submit()
        self.as_user(f'{unit}_head', report).action_approve()
        self.as_user('office_staff', report).action_receive()

    def consolidated(self, period):
        return self.env['dan_van.report'].browse(self.as_user('office_staff', period).action_consolidate()['res_id'])


@tagged('dan_van_long')
class TestCountedYear(CountedCase):
    """Two years of generated work give what adding up by hand gives: of 5 units, each year about 600 events and 300
    petitions, in the second one 40 duties."""

    REPORTING = (*UNITS, 'planning')
    DUTIES = REPORTING * 8

    @classmethod
    def add_units(cls):
        cls.units = {**cls.units, 'planning': cls.env['hr.department'].create({
            'name': "Phòng Tổng hợp", 'company_id': cls.company.id, 'dan_van_kind': 'division',
            'member_user_ids': cls.users['party_staff'].ids, 'head_user_id': cls.users['party_staff'].id})}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        chance = random.Random(2022)
        cls.any_type = cls.indicator(source='event_sum', event_field='women_count')
        cls.two_types = cls.indicator(
            source='event_count', event_type_ids=[(6, 0, (cls.dialogue | cls.training).ids)])
        cls.work = []
        for _index in range(1250):
            present, opinions = chance.randrange(200), chance.randrange(12)
            cls.work.append({
                'date': datetime.date(2020, 12, 1) + datetime.timedelta(chance.randrange(745)),
                'type_id': chance.choice((cls.talk, cls.dialogue, cls.training)).id,
                'department_id': cls.units[chance.choice(cls.REPORTING)].id, 'company_id': cls.company.id,
                'participant_count': present, 'minority_count': chance.randrange(present + 1),
                'women_count': chance.randrange(present + 1), 'opinion_count': opinions,
                'resolved_count': chance.randrange(opinions + 1), 'document_count': chance.randrange(300)})
        cls.env['dan_van.event'].create(cls.work)
        cls.receivers = cls.units['inspectorate'] + cls.units['policy']
        cls.receivers.dan_van_receives_petitions = True
        # The demo's reports of today would settle what is entered now of those years.
        unlocked(cls.env['dan_van.report'].search([])).write({'state': 'draft'})
        cls.told = generate(cls.env, chance, 620, cls.receivers, datetime.date(2020, 12, 1), 745)
        cls.by_duty = {kind: cls.indicator(source='assignment', duty_count=kind) for kind, _label in DUTY_COUNTS}
        cls.duties = [(duty, *cls.days_of_duty(chance)) for duty in cls.plan.assignment_ids]
        for duty, deadline, done in cls.duties:
            cls.env.cr.execute(
                "UPDATE dan_van_assignment SET deadline = %s, done_date = %s WHERE id = %s", [deadline, done, duty.id])
            cls.env.cr.execute(
                "UPDATE dan_van_occurrence SET planned_date = %s, due_date = %s, done_date = %s WHERE assignment_id = %s",
                [deadline, deadline, done, duty.id])
        cls.env.invalidate_all()

    @staticmethod
    def days_of_duty(chance):
        """:return: a deadline, and the day on which it was done or ``None``"""
        deadline = datetime.date(2021, 12, 15) + datetime.timedelta(chance.randrange(360))
        return deadline, chance.random() < 0.8 and deadline + datetime.timedelta(chance.randrange(-30, 20)) or None

    def by_hand(self, indicator, unit, first, last):
        """Add up the generated work, without Odoo."""
        kinds, name = {
            self.talks: ({self.talk.id}, None), self.listeners: ({self.talk.id}, 'participant_count'),
            self.handed_out: ({self.talk.id}, 'document_count'), self.resolved: ({self.dialogue.id}, 'resolved_count'),
            self.any_type: (None, 'women_count'), self.two_types: ({self.dialogue.id, self.training.id}, None)}[indicator]
        return sum(
            each[name] if name else 1 for each in self.work
            if each['department_id'] == self.units[unit].id and (not kinds or each['type_id'] in kinds)
            and datetime.date.fromisoformat(first) <= each['date'] <= datetime.date.fromisoformat(last))

    def duties_by_hand(self, kind, unit, first, last):
        """Count the generated duties, without Odoo."""
        first, last = map(datetime.date.fromisoformat, (first, last))
        own = [(deadline, done) for duty, deadline, done in self.duties if duty.department_id == self.units[unit]]
        done = [days for days in own if days[1] and first <= days[1] <= last]
        return {
            'due': sum(first <= deadline <= last for deadline, _done in own), 'done': len(done),
            'done_on_time': sum(day <= deadline for deadline, day in done),
            'done_late': sum(day > deadline for deadline, day in done)}[kind]

    def test_the_year_is_as_large_as_told(self):
        self.assertEqual((len(self.REPORTING), len(self.duties)), (5, 40))
        days = datetime.date(2021, 12, 15), datetime.date(2022, 12, 14)
        self.assertGreater(sum(days[0] <= each['date'] <= days[1] for each in self.work), 570)
        self.assertGreater(sum(days[0] <= each['received'] <= days[1] for each in self.told), 240, "besides those entered by mistake")

    def test_every_figure(self):
        for name, days, last_year in (
                ("Tháng 3 năm 2022", ('2022-02-15', '2022-03-14'), ('2021-02-15', '2021-03-14')),
                ("Quý II năm 2022", ('2022-03-15', '2022-06-14'), ('2021-03-15', '2021-06-14')),
                ("Tháng 12 năm 2022", ('2022-11-15', '2022-12-14'), ('2021-11-15', '2021-12-14')),
                ("Năm 2022", ('2021-12-15', '2022-12-14'), ('2020-12-15', '2021-12-14'))):
            period = self.opened(self.plan, name)
            for unit in self.REPORTING:
                figures = self.figures(self.report_of(period, unit))
                for kind, indicator in self.by_duty.items():
                    with self.subTest(period=name, unit=unit, duties=kind):
                        self.assertEqual(
                            (figures[indicator].value, figures[indicator].cumulative), (
                                self.duties_by_hand(kind, unit, *days),
                                self.duties_by_hand(kind, unit, '2021-12-15', days[1])))
                for indicator in (
                        self.talks, self.listeners, self.handed_out, self.resolved, self.any_type, self.two_types):
                    figure = figures[indicator]
                    with self.subTest(period=name, unit=unit, indicator=indicator.name):
                        self.assertEqual(
                            (figure.value, figure.cumulative, figure.last_year), (
                                self.by_hand(indicator, unit, *days),
                                self.by_hand(indicator, unit, '2021-12-15', days[1]),
                                self.by_hand(indicator, unit, *last_year)))

    def test_every_figure_of_petitions(self):
        begin = datetime.date(2021, 12, 15)
        for name, days, last_year in (
                ("Quý I năm 2022", ('2021-12-15', '2022-03-14'), ('2020-12-15', '2021-03-14')),
                ("Tháng 3 năm 2022", ('2022-02-15', '2022-03-14'), ('2021-02-15', '2021-03-14')),
                ("Quý II năm 2022", ('2022-03-15', '2022-06-14'), ('2021-03-15', '2021-06-14')),
                ("Năm 2022", ('2021-12-15', '2022-12-14'), ('2020-12-15', '2021-12-14'))):
            period = self.opened(self.plan, name)
            (first, last), before = ([datetime.date.fromisoformat(day) for day in span] for span in (days, last_year))
            for unit in ('inspectorate', 'policy'):
                place = self.units[unit].id
                value, year, previous = (
                    balances(self.told, place, *span) for span in ((first, last), (begin, last), before))
                for indicator, figure in self.figures(self.report_of(period, unit)).items():
                    if count := indicator.case_count:
                        with self.subTest(period=name, unit=unit, count=count):
                            self.assertEqual(
                                (figure.value, figure.cumulative, figure.last_year),
                                (value[count], year[count], previous[count]))

    def test_the_petitions_behind_a_figure_open_for_those_concerned(self):
        report = self.report_of(self.opened(self.plan, "Quý II năm 2022"), 'inspectorate')
        for figure in report.figure_ids.filtered('indicator_id.case_count'):
            with self.subTest(count=figure.indicator_id.case_count):
                action = self.as_user('inspectorate_staff', figure).action_open_records()
                self.assertEqual(
                    self.as_user('inspectorate_staff', action['res_model']).search_count(action['domain']), figure.value)
                if figure.value:
                    with self.assertRaisesRegex(UserError, "open to the unit that received them"):
                        self.as_user('office_staff', figure).action_open_records()

    def test_what_is_kept_gives_every_figure(self):
        """Of events, duties and petitions: what a submitted report has kept adds up to what it says, and is locked."""
        period, seen = self.opened(self.plan, "Quý II năm 2022"), set()
        for unit in ('policy', 'inspectorate'):
            report = self.report_of(period, unit)
            report.line_ids.text = "Đã thực hiện."
            self.as_user(f'{unit}_staff', report).action_submit()
            for figure in report.figure_ids.filtered(lambda figure: figure._is_counted()):
                action = figure.action_open_records()
                kept, field = self.env[action['res_model']].search(action['domain']), figure.indicator_id.event_field
                with self.subTest(unit=unit, figure=figure.name):
                    self.assertEqual(figure.value, sum(kept.mapped(field)) if figure.source == 'event_sum' else len(kept))
                    self.assertLessEqual(kept, kept.browse(record.id for record in kept._counted_in()), "each is counted in it")
                seen.update([kept._name] if kept else [])
        self.assertEqual(seen, {'dan_van.event', 'dan_van.occurrence', 'dan_van.case'})

    def test_the_agency_adds_up_what_it_has_received(self):
        period = self.opened(self.plan, "Quý II năm 2022")
        for unit in ('outreach', 'policy'):
            self.receive(self.report_of(period, unit), unit)
        agency = self.consolidated(period)
        figure = self.figures(agency)[self.listeners]
        self.assertEqual(figure.value, sum(
            self.by_hand(self.listeners, unit, '2022-03-15', '2022-06-14') for unit in ('outreach', 'policy')))
        self.assertEqual(figure.before, sum(
            self.by_hand(self.listeners, unit, '2021-12-15', '2022-03-14') for unit in self.REPORTING))
        found = self.behind(figure)
        self.assertEqual(sum(found.mapped('participant_count')), figure.value, "the records behind it give the figure")
        self.assertEqual(found.department_id, self.units['outreach'] | self.units['policy'])

    def behind(self, figure):
        action = self.as_user('office_staff', figure).action_open_records()
        return self.as_user('office_staff', action['res_model']).search(action['domain'])


class TestCountedFigures(CountedCase):
    """A counted figure is corrected with a reason, keeps both values, and follows its records until it is submitted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.event = cls.record('2022-02-10', participant_count=40)
        cls.february = cls.opened(cls.plan, "Tháng 2 năm 2022")
        cls.report = cls.report_of(cls.february, 'outreach')
        cls.mine = cls.as_user('outreach_staff', cls.report)
        cls.figure = cls.mine.figure_ids.filtered(lambda figure: figure.indicator_id == cls.listeners)

    def test_a_draft_follows_the_records(self):
        self.assertEqual(self.figure.value, 40)
        self.record('2022-02-14', participant_count=5)
        self.record('2022-02-15', participant_count=100)
        self.record('2022-02-14', 'policy', participant_count=100)
        self.mine.action_draw()
        self.assertEqual((self.figure.value, self.figure.is_corrected), (45, False))

    def test_a_correction_needs_its_reason_and_keeps_both_values(self):
        self.figure.value = 42
        self.mine.line_ids.text = "Đã họp."
        with self.assertRaisesRegex(UserError, "the records give 40, the report says 42"):
            self.mine.action_submit()
        self.figure.reason = "Hai người đến muộn, chưa ghi."
        self.mine.action_draw()
        self.mine.action_submit()
        self.assertEqual((self.figure.value, self.figure.drawn_value), (42, 40))
        self.assertTrue(self.figure.is_corrected)
        with self.assertRaises(UserError):
            self.figure.drawn_value = 42

    def test_corrections_go_on_through_the_year(self):
        self.figure.write({'value': 42, 'reason': "Ghi thiếu."})
        self.receive(self.report)
        self.record('2022-02-20', participant_count=10)
        march = self.figures(self.report_of(self.opened(self.plan, "Tháng 3 năm 2022"), 'outreach'))[self.listeners]
        self.assertEqual((march.value, march.previous, march.cumulative), (10, 42, 52))
        quarter = self.figures(self.report_of(self.opened(self.plan, "Quý I năm 2022"), 'outreach'))[self.listeners]
        self.assertEqual((quarter.value, quarter.is_corrected), (52, False))

    def test_the_office_corrects_with_a_reason_too(self):
        self.receive(self.report)
        agency = self.as_user('office_staff', self.consolidated(self.february))
        figure = self.figures(agency)[self.listeners]
        figure.value = 39
        with self.assertRaisesRegex(UserError, "the records give 40"):
            agency.action_submit()

    def test_what_comes_later_changes_no_report_that_is_out(self):
        """Neither the unit's that is submitted nor the agency's that is issued; it counts from the next report on."""
        self.receive(self.report)
        agency = self.consolidated(self.february)
        self.as_user('office_staff', agency).action_submit("Các đơn vị khác gửi sau.")
        for user, step in (('head', 'sign'), ('clerk', 'issue')):
            getattr(self.as_user(user, agency), f'action_{step}')()
        printed = agency.sudo().pdf_sha256
        self.record('2022-02-11', participant_count=7)
        with self.assertRaises(UserError):
            self.as_user('outreach_staff', self.report).action_draw()
        self.assertEqual([self.figures(report)[self.listeners].value for report in (self.report, agency)], [40, 40])
        self.assertEqual(agency.sudo().pdf_sha256, printed)
        action = self.figure.action_open_records()
        self.assertEqual(self.as_user('outreach_staff', 'dan_van.event').search(action['domain']), self.event)
        march = self.figures(self.report_of(self.opened(self.plan, "Tháng 3 năm 2022"), 'outreach'))[self.listeners]
        self.assertEqual((march.value, march.cumulative), (0, 47))

    def test_duties_are_counted_by_the_days_of_their_deadline_and_end(self):
        indicators = {kind: self.indicator(source='assignment', duty_count=kind, name=kind)
                      for kind in ('due', 'done', 'done_on_time', 'done_late')}
        plan = self.plan.with_env(self.env)
        duties = plan.assignment_ids.filtered(lambda duty: duty.department_id == self.units['policy'])
        duties.occurrence_ids.sudo()._extend('2022-03-01')
        with self.at('2022-03-10 02:00:00'):
            self.as_user('policy_staff', duties).action_done()
        figures = self.figures(self.report_of(self.opened(self.plan, "Tháng 3 năm 2022"), 'policy'))
        self.assertEqual(
            {kind: figures[indicator].value for kind, indicator in indicators.items()},
            {'due': 1, 'done': 1, 'done_on_time': 0, 'done_late': 1})
        action = figures[indicators['done_late']].action_open_records()
        self.assertEqual(self.env['dan_van.occurrence'].search(action['domain']).assignment_id, duties)

    def test_a_typed_figure_has_no_records(self):
        figure = self.mine.figure_ids.filtered(lambda figure: figure.source == 'typed')[0]
        figure.value = 9
        self.assertFalse(figure.is_corrected)
        with self.assertRaisesRegex(UserError, "no records behind it"):
            figure.action_open_records()

    def test_targets_of_unit_and_agency(self):
        Target = self.as_user('office_staff', 'dan_van.target')
        aim = {'plan_id': self.plan.id, 'indicator_id': self.listeners.id}
        Target.create([{**aim, 'department_id': self.units[unit].id, 'value': value}
                       for unit, value in (('outreach', 80), ('policy', 20))])
        self.mine.action_draw()
        self.assertEqual((self.figure.target, self.figure.achieved), (80, 50))
        self.receive(self.report)
        figure = self.figures(self.consolidated(self.february))[self.listeners]
        self.assertEqual((figure.target, figure.achieved), (100, 40), "the sum of the units where the agency has none")
        Target.create({**aim, 'value': 400})
        self.consolidated(self.february)
        self.assertEqual((figure.target, figure.achieved), (400, 10))
        with self.assertRaises(ValidationError):
            Target.create({**aim, 'indicator_id': self.talks.id, 'value': 0})
        with self.assertRaises(AccessError):
            self.as_user('outreach_staff', 'dan_van.target').create({**aim, 'indicator_id': self.talks.id, 'value': 5})

    def test_a_source_says_what_it_counts(self):
        for values in ({'source': 'event_sum'}, {'source': 'assignment'}, {'source': 'event_count', 'cumulation': 'last'},
                       {'source': 'event_count', 'aggregation': 'max'}, {'source': 'case'}, {'source': 'case', 'case_count': 'closing'}):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.indicator(**values)
        names = dict(self.talks.fields_get(['event_field'])['event_field']['selection'])
        self.assertEqual(tuple(names), COUNTS)


class TestCountedQueries(QueryCase, CountedCase):

    def test_counting_costs_the_same_for_few_and_many_events(self):
        period = self.plan.period_ids.filtered(lambda each: each.name == "Năm 2022")
        units = self.env['hr.department'].search([('company_id', '=', self.company.id)])
        indicators = self.env['dan_van.indicator'].search([])

        def recorded(count):
            self.env['dan_van.event'].with_context(tracking_disable=QUIET).create([{
                'type_id': self.talk.id, 'date': '2022-05-02', 'department_id': units[number % len(units)].id,
                'company_id': self.company.id, 'participant_count': number} for number in range(count)])
            return indicators
        self.assertFlat(recorded, lambda found: found._counted(period, units), small=10, large=100)
