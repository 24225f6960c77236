import random
from collections import Counter
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.core.period_rules import END_OF_MONTH
from ..common import ReportCase
from ..turns import Turns

SEEDS, STEPS = (1, 2, 3), 100
CUT_OFFS = (10, 14, 20, 25, END_OF_MONTH)
UNITS = ('outreach', 'policy')
REFUSED = (UserError, AccessError, ValidationError)
# What is reported: unit reports count for the year from their submission on.
SENT = ('submitted', 'approved', 'received')


class Nothing(Exception):
    """There is nothing on which the step could be taken."""


class History:
    """What a year of work is by an independent computation: records as they were entered, reports as they were sent."""

    def __init__(self):
        self.events = {}  # event: values
        self.sent = {}  # report of a unit: {indicator: value}
        self.issued = {}  # report of the agency: what it said
        self.results = {}  # (unit, theme): what the unit has written on its duty
        self.known = {}  # report of a unit: what was written on its duty when it was submitted
        self.back = set()  # reports of units that were given back after their period was closed
        self.taken = {}  # report of the agency: {report of a unit that it was made of: what that said}

    def counted(self, report, kind, first):
        """:return: the participants of the events of ``kind`` in the unit of ``report`` from ``first`` to its last day"""
        return sum(
            values['participant_count'] for values in self.events.values()
            if values['kind'] == kind and values['unit'] == report.department_id and first <= values['date'] <= report.date_to)


@tagged('dan_van_wide')
class TestHistories(Turns, ReportCase):
    """Work in any order: figures are always those of the records, and what is open waits for one person, or says why none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        themes = [cls.env.ref(f'dan_van.theme_{key}') for key in ('dan_van', 'cai_cach')]
        kinds = [cls.env.ref(f'dan_van.event_type_{key}') for key in ('tuyen_truyen', 'cchc_kiem_tra')]
        cls.kinds = dict(zip(themes, kinds))
        month = cls.env.ref('dan_van.scheme_month')
        monthly = [month, month.copy({'theme_id': themes[1].id, 'replaces_id': False})]
        month.browse().union(*monthly).reporters = 'duties'
        cls.plans = [
            cls.report_plan(schemes=[], duties=UNITS, theme_id=theme.id, subject=f"Công tác {theme.name} năm 2022",
                            scheme_ids=[Command.set(scheme.ids)])
            for theme, scheme in zip(themes, monthly)]
        Indicator = cls.env['dan_van.indicator']
        Indicator.search([]).active = False
        # What is counted, and what is typed.
        cls.indicators = {theme: Indicator.create([
            {'name': "Người dự", 'source': 'event_sum', 'event_field': 'participant_count', 'event_type_ids': [Command.set(kind.ids)],
             'theme_id': theme.id, 'company_id': cls.company.id},
            {'name': "Nhập tay", 'theme_id': theme.id, 'company_id': cls.company.id}]) for theme, kind in cls.kinds.items()}

    def figure(self, report, indicator):
        return report.figure_ids.filtered(lambda figure: figure.indicator_id == indicator)

    def test_any_order(self):
        self.met, self.all_done = Counter(), []
        for seed in SEEDS:
            # Within a clock that stands, setting it costs nothing.
            with (self.subTest(seed=seed), freeze_time('2022-01-01'), self.env.cr.savepoint() as savepoint,
                  mute_logger('odoo.sql_db')):
                self.live(random.Random(seed))
                savepoint.rollback()
            self.env.invalidate_all()
        for case in ('days moved', 'closed', 'told', 'back'):
            self.assertTrue(self.met[case], f"{case}: {self.met} {self.all_done}")

    def live(self, chance):
        self.chance, self.history, self.now = chance, History(), datetime(2022, 2, 14, 1)
        self.done, self.refused = Counter(), Counter()
        self.living = list(self.plans)
        self.versions = {plan: plan for plan in self.living}  # those that it has replaced, and itself
        self.cron(str(self.now.date()))
        steps = [getattr(self, name) for name in dir(self) if name.startswith('step_')]
        weights = {'step_record': 5, 'step_move_on': 4, 'step_submit': 6, 'step_decide': 8, 'step_type': 4, 'step_consolidate': 5,
                   'step_agency': 10, 'step_work': 5}
        for _number in range(STEPS):
            step = chance.choices(steps, [weights.get(step.__name__, 2) for step in steps])[0]
            self.last = step.__name__
            self.now += timedelta(minutes=7)
            with self.at(self.now.isoformat(' ')):
                try:
                    with self.env.cr.savepoint():
                        step()
                        self.env.flush_all()
                    self.done[step.__name__] += 1
                except Nothing:
                    self.refused['nothing to do'] += 1
                except REFUSED as error:
                    self.refused[f'{step.__name__}: {error}'] += 1
            with self.at(self.now.isoformat(' ')):
                self.env.invalidate_all()
                self.check_figures()
                self.check_days()
                self.check_texts()
                self.check_turns()
        self.all_done.append((self.done, self.refused, str(self.now)))
        self.assertGreater(len(self.done), 8, self.refused)

    # Steps

    def reports(self, *states, scope='unit'):
        return self.env['dan_van.report'].search([
            ('plan_id', 'in', [plan.id for plan in self.living]), ('scope', '=', scope), ('state', 'in', states or ('draft',))])

    def pick(self, records):
        if not records:
            raise Nothing
        return self.chance.choice(list(records))

    def member(self, unit):
        """:return: name of a demo user who works in ``unit`` (hr.department)"""
        found = [name for name, user in self.users.items() if user.active and user in unit.member_user_ids]
        return self.pick(found)

    def step_move_on(self):
        """Some days go by; the night does what nights do."""
        self.now += timedelta(days=self.chance.randint(1, 9))
        self.cron(str(self.now.date()))

    def step_record(self):
        unit, theme = self.units[self.chance.choice(UNITS)], self.chance.choice(list(self.kinds))
        values = {
            'kind': self.kinds[theme], 'unit': unit, 'participant_count': self.chance.randint(1, 50),
            'date': self.now.date() - timedelta(days=self.chance.randint(0, 25))}
        event = self.as_user(self.member(unit), 'dan_van.event').create({
            'type_id': values['kind'].id, 'date': values['date'], 'department_id': unit.id,
            'participant_count': values['participant_count']})
        self.history.events[event.with_env(self.env)] = values

    def step_correct_event(self):
        event = self.pick(self.history.events)
        values = {'participant_count': self.chance.randint(1, 50)}
        if self.chance.random() < 0.3:
            values['date'] = self.now.date() - timedelta(days=self.chance.randint(0, 25))
        self.as_user(self.member(event.department_id), event).write(values)
        self.env.flush_all()
        self.history.events[event] |= values

    def step_delete_event(self):
        event = self.pick(self.history.events)
        self.as_user(self.member(event.department_id), event).unlink()
        del self.history.events[event]

    def step_type(self):
        report = self.pick(self.reports('draft'))
        figure = self.figure(report, self.indicators[report.theme_id][1])
        self.as_user(self.member(report.department_id), figure).value = self.chance.randint(0, 20)

    def step_work(self):
        """A unit writes on its duty what it has done, before its report as well as after."""
        plan, unit = self.pick(self.living), self.units[self.chance.choice(UNITS)]
        duty = plan.assignment_ids.filtered(lambda duty: (duty.scope, duty.department_id) == ('unit', unit))
        text = f"Việc của ngày {self.now}."
        self.as_user(self.member(unit), duty).result = text
        self.env.flush_all()
        self.history.results[unit, plan.theme_id] = text

    def step_submit(self):
        report = self.pick(self.reports('draft'))
        own = self.reading(self.member(report.department_id), report)
        own.line_ids.filtered(lambda line: not line.text).text = "Đã thực hiện."
        if report.period_id.state == 'closed' and report not in self.history.back:
            with self.assertRaisesRegex(UserError, "is closed"), self.env.cr.savepoint():
                own.action_submit()
            self.met['closed'] += 1
            raise Nothing
        own.section_ids.filtered('is_required').text = "Tốt."
        own.action_submit()
        self.env.flush_all()
        self.env.invalidate_all()
        counted, typed = self.indicators[report.theme_id]
        earlier = [values[typed] for other, values in self.history.sent.items() if other.date_to < report.date_to and (
            other.department_id, other.theme_id) == (report.department_id, report.theme_id)]
        self.assertEqual(self.figure(report, typed).before, sum(earlier))
        kind, figure = self.kinds[report.theme_id], self.figure(report, counted)
        # No event lies in the year before the first day of it, wherever the cut-off is.
        self.assertEqual(figure.cumulative, self.history.counted(report, kind, date.min), "since the beginning of the year")
        self.history.sent[report] = {
            counted: self.history.counted(report, kind, report.period_id.date_from), typed: self.figure(report, typed).value}
        self.history.known[report] = self.result(report)
        self.met['back'] += report in self.history.back
        self.history.back.discard(report)

    def result(self, report):
        """:return: what is written on the duty on which the unit of ``report`` reports"""
        return self.history.results.get((report.department_id, report.theme_id), '')

    def step_decide(self):
        report = self.pick(self.reports(*SENT))
        unit = report.department_id
        step, user = self.chance.choice({
            'submitted': [('approve', unit._acting_head()), ('approve', unit._acting_head()), ('return', unit.head_user_id),
                          ('withdraw', report.submitter_id)],
            'approved': [('receive', self.users['office_staff']), ('receive', self.users['office_head']),
                         ('return', self.users['office_head'])],
            'received': [('return', self.users['office_staff'])]}[report.state])
        own = report.with_user(user)
        own = own.with_context(dan_van_shown=own.shown)
        own.action_return("Sửa lại.") if step == 'return' else getattr(own, f'action_{step}')()
        if step in ('return', 'withdraw'):
            self.env.flush_all()
            del self.history.sent[report]
            if report.period_id.state == 'closed':
                self.history.back.add(report)

    def step_consolidate(self):
        period = self.pick(self.reports('received').period_id)
        self.as_user('office_staff', period).action_consolidate()
        self.env.flush_all()
        self.env.invalidate_all()
        report = period.agency_report_id
        if report.state == 'draft':
            sources = period.report_ids.filtered(lambda source: source.scope == 'unit' and source.state == 'received')
            self.assertEqual((report.source_ids, report.line_ids.source_id), (sources, sources))
            for indicator in self.indicators[report.theme_id]:
                self.assertEqual(
                    self.figure(report, indicator).value, sum(self.history.sent[source][indicator] for source in sources))

    def step_agency(self):
        report = self.pick(self.reports('draft', 'submitted', 'signed', 'issued', scope='agency'))
        step, user = self.chance.choice({
            'draft': [('submit', 'office_staff')], 'submitted': [('sign', 'head'), ('sign', 'head'), ('return', 'head')],
            'signed': [('issue', 'clerk'), ('issue', 'clerk'), ('return', 'clerk')],
            'issued': [('replace', 'office_head'), ('recall', 'head')]}[report.state])
        if step == 'submit':
            self.as_user(user, report).section_ids.filtered('is_required').text = "Tốt."
        own = self.reading(user, report)
        getattr(own, f'action_{step}')(*(["Có sai sót."] if step in ('submit', 'return', 'recall') else []))
        self.env.flush_all()
        self.env.invalidate_all()
        if step == 'submit':
            self.history.taken[report] = {source: self.said(source) for source in report.source_ids}
        elif step == 'issue':
            self.history.issued[report] = self.told(report)

    def said(self, report):
        return sorted((line.title, line.text) for line in report.line_ids)

    def step_scheme(self):
        """The agency reports under its own scheme, or again under the shared one; the cut-off moves, months become quarters."""
        plan = self.pick(self.living)
        [scheme] = plan.scheme_ids
        what = self.chance.choice(('switch', 'switch', 'cut-off', 'cut-off', 'kind'))
        if what == 'switch':
            shared = scheme._shared()
            other = shared.replacement_ids if shared == scheme and not shared.company_id else shared
            if not other and not shared.company_id:
                other = self.as_user('admin', shared).copy().sudo()
            if other in (scheme, scheme.browse()):
                raise Nothing
            self.as_user('office_head', plan).scheme_ids = [Command.set(other.ids)]
            return
        if what == 'kind':
            scheme.kind = 'quarter' if scheme.kind == 'month' else 'month'
            return
        day = self.chance.choice(CUT_OFFS)
        scheme.write({'cut_off': 'calendar'} if day == END_OF_MONTH else {'cut_off': 'day', 'cut_off_day': day})

    def step_close(self):
        period = self.pick(self.env['dan_van.period'].search([
            ('plan_id', 'in', [plan.id for plan in self.living]), ('state', 'in', ('open', 'closed'))]))
        own = self.as_user('office_head', period)
        closes = period.state == 'open'
        own.action_close() if closes else own.action_reopen()
        self.env.flush_all()
        if closes:
            self.history.back -= set(period.report_ids)

    def step_away(self):
        name = self.chance.choice(('outreach_head', 'policy_head', 'outreach_staff', 'office_head', 'head', 'deputy_1'))
        start = self.now.date() + timedelta(days=self.chance.randint(0, 2))
        self.as_user(name, 'dan_van.absence').create({
            'user_id': self.users[name].id, 'date_from': start, 'date_to': start + timedelta(days=self.chance.randint(0, 6))})

    def step_delegate(self):
        unit = self.units[self.chance.choice(UNITS)]
        start = self.now.date() + timedelta(days=self.chance.randint(0, 2))
        deputy = self.pick((unit.member_user_ids - unit.head_user_id).filtered('active'))
        self.as_user('admin', unit).write({
            'deputy_user_id': deputy.id, 'delegation_from': start, 'delegation_to': start + timedelta(days=5)})

    def step_leave(self):
        """Somebody leaves, or comes back."""
        user = self.users[self.chance.choice(('outreach_head', 'policy_staff', 'outreach_staff', 'clerk'))]
        user.action_archive() if user.active else user.action_unarchive()

    def step_new_head(self):
        unit = self.units[self.chance.choice(UNITS)]
        self.as_user('admin', unit).head_user_id = self.pick(unit.member_user_ids.filtered('active'))

    def step_replace_plan(self):
        if self.chance.random() < 0.7:
            raise Nothing
        number = self.chance.randrange(2)
        new = self.env['dan_van.plan'].browse(self.as_user('office_head', self.living[number]).action_replace()['res_id'])
        self.to_state(new, 'issued')
        self.versions[new.sudo()] = self.versions[self.living[number]] | new.sudo()
        self.living[number] = new.sudo()

    # What holds after each

    def told(self, report):
        """:return: what a report says, to be compared"""
        report.invalidate_recordset()
        figures = {
            figure.indicator_id: (figure.name, figure.value, figure.before, figure.cumulative, figure.previous, figure.last_year)
            for figure in report.figure_ids}
        return figures, [(line.title, line.text) for line in report.line_ids], report.pdf_sha256

    def check_figures(self):
        for report, values in self.history.sent.items():
            with self.subTest(report=report.display_name, after=self.last):
                self.assertIn(report.state, SENT)
                for indicator, value in values.items():
                    self.assertEqual(self.figure(report, indicator).value, value, indicator.name)
        for report, told in self.history.issued.items():
            self.assertEqual(self.told(report), told)

    def check_days(self):
        """Each day of the year belongs to one period of the plans of a theme, from the first one that was asked for on."""
        for plan in self.living:
            counts = Counter()
            for period in self.env['dan_van.period'].search([('plan_id', 'in', self.versions[plan].ids)]):
                if period.state == 'planned' and period.plan_id != plan:
                    continue  # of a plan that was replaced
                usual = {14, 15} >= {period.date_to.day, period.date_from.day}
                self.met['days moved'] += not usual
                day = period.date_from
                while day <= period.date_to:
                    counts[day] += 1
                    day += timedelta(days=1)
            first, last = min(counts), max(counts)
            with self.subTest(theme=plan.theme_id.name, after=self.last):
                self.assertEqual(first, date(2022, 1, 15))
                self.assertEqual(set(counts.values()), {1})
                self.assertEqual(len(counts), (last - first).days + 1)

    def check_texts(self):
        """Who signs is told of the units that say something else by now, or have done something else."""
        for report in self.reports('submitted', 'signed', scope='agency'):
            lines = self.as_user('head', report).later_changes.split('\n')
            taken = self.history.taken[report]
            come = report.period_id.report_ids.filtered(lambda source: source.scope == 'unit' and source.state == 'received')
            expected = {source.department_id for source in come if source not in taken}
            expected |= {source.department_id for source, said in taken.items() if source not in come or self.said(source) != said}
            duties = {source.department_id for source in taken
                      if source in self.history.known and self.history.known[source] != self.result(source)}
            with self.subTest(report=report.display_name, after=self.last):
                self.assertEqual(
                    {unit for unit in self.units.values() if any(line.startswith(unit.name) for line in lines)}, expected | duties)
            self.met['told'] += bool(expected)
            self.met['told of a duty'] += bool(duties)

    def check_turns(self):
        """What is open waits for somebody, and nothing that is wanted is left out of what is open."""
        wanted = {report for report in self.reports('draft')
                  if (report.period_id.state, report.plan_id.state) == ('open', 'issued')} | self.history.back
        self.assertEqual(wanted - set(self.env['dan_van.report'].search(self.env['dan_van.report']._open_domain())), set(), self.last)
        kind = self.env.ref('dan_van.mail_activity_turn')
        activities = self.env['mail.activity'].search([('activity_type_id', '=', kind.id)])
        for model in self.env['dan_van.workflow.mixin']._turn_models():
            waiting = model.search(model._open_domain() & Domain('company_id', '=', self.company.id))
            mine = activities.filtered(lambda activity, model=model: activity.res_model == model._name)
            by_record = mine.grouped('res_id')
            self.assertEqual(set(by_record) - set(waiting.ids), set(), f"{model._name}: nobody's any more")
            for record in waiting:
                users = by_record.get(record.id, mine.browse()).user_id
                expected = record._turns()[record][0]
                with self.subTest(record=record.display_name, state=record.state, after=self.last):
                    self.assertEqual(users, expected)
                    self.assertEqual(len(by_record.get(record.id, ())), len(users), "one each")
                    clerks = users <= self.env.ref('dan_van.group_clerk').all_user_ids
                    self.assertTrue(len(users) == 1 or clerks or record.turn_note or not users and record.state == 'draft')
                    for user in users:
                        self.assertTrue(user.active)
                        self.assertTrue(record.with_user(user).has_access('read'))
                        self.assertTrue({*record.with_user(user).allowed_transitions} - {'withdraw', 'recall'}, user.login)
