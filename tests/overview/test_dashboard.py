import datetime
import random
from collections import Counter

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from ..common import QueryCase, ReportCase
from ..keys import unlocked

UNITS = ('office', 'outreach', 'policy', 'inspectorate')
TODAY = datetime.date(2022, 7, 1)


class DashboardCase(ReportCase):
    """A plan of 2022 in the middle of its year: forty duties of four units, under two items with parts, or under none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        chance = random.Random(19)
        with freeze_time('2022-02-05 02:00:00'):
            cls.plan = cls.draft(chance, 40)
            cls.duties = [cls.planned(duty, chance) for duty in cls.plan.printed_assignment_ids]
            cls.to_state(cls.plan, 'issued')
        with freeze_time(f'{TODAY} 02:00:00'):
            cls.events = cls.held(chance, 120)
            for duty in cls.duties:
                if duty['done']:
                    cls.as_user('office_staff', duty['record']).write(
                        {'done_date': duty['done'], 'done_reason': "Chuyển từ sổ theo dõi."})
        cls.env.flush_all()

    @classmethod
    def draft(cls, chance, count):
        plan = cls.new_plan(
            duties=[chance.choice(UNITS) for _index in range(count)], year=2022,
            scheme_ids=[Command.set([cls.env.ref(f'dan_van.scheme_{name}').id for name in ('month', 'quarter')])])
        section = plan.content_ids.filtered(lambda part: part.kind == 'content')
        part = {'plan_id': plan.id, 'sequence': 500}
        Content = cls.as_user('office_staff', 'dan_van.content')
        cls.items = section.child_ids | Content.create({**part, 'parent_id': section.id, 'label': '2', 'title': "Đối thoại"})
        cls.parts = Content.create([
            {**part, 'parent_id': item.id, 'label': label, 'text': "Phần"} for item in cls.items for label in 'ab'])
        return plan

    @classmethod
    def planned(cls, duty, chance):
        """Give ``duty`` contents and a deadline, maybe; return what the test knows of it, without asking Odoo."""
        contents = [chance.choice((*cls.items, *cls.parts)) for _index in range(chance.randrange(4))]
        deadline = chance.random() < .8 and datetime.date(2022, 2, 20) + datetime.timedelta(chance.randrange(330))
        done = chance.random() < .4 and datetime.date(2022, 3, 1) + datetime.timedelta(chance.randrange(120))
        duty.write({
            'content_ids': [Command.set([content.id for content in contents])], 'deadline': deadline,
            'deadline_text': not deadline and "Khi có yêu cầu"})
        days = (deadline - TODAY).days if deadline else 999
        if done:
            health = 'done_late' if deadline and done > deadline else 'done_on_time'
        else:
            health = 'overdue' if days < 0 else 'due_soon' if days <= 7 else 'on_track'
        return {
            'record': duty, 'unit': duty.department_id.id, 'deadline': deadline, 'done': done, 'health': health,
            'items': {(content.parent_id if content in cls.parts else content).id for content in contents} or {False}}

    @classmethod
    def held(cls, chance, count):
        return cls.env['dan_van.event'].create([{
            'type_id': cls.env.ref('dan_van.event_type_doi_thoai').id, 'company_id': cls.company.id,
            'department_id': cls.units[chance.choice(UNITS)].id, 'participant_count': chance.randrange(90),
            'date': datetime.date(2021, 12, 1) + datetime.timedelta(chance.randrange(210))} for _index in range(count)])

    def data(self, user='head', *args):
        self.env.invalidate_all()
        with freeze_time(f'{TODAY} 02:00:00'):
            return self.as_user(user, 'dan_van.dashboard').get_data(*args)

    def period(self, name):
        return self.plan.sudo().period_ids.filtered(lambda period: period.name == name)

    def expected(self, accept):
        return Counter(duty['health'] for duty in self.duties if accept(duty))

    def found(self, user, domain, model='dan_van.assignment'):
        with freeze_time(f'{TODAY} 02:00:00'):
            return self.as_user(user, model).search_count(domain)


class TestDashboard(DashboardCase):
    """Whoever opens the dashboard sees how his part of the plan stands, in figures that the records bear out."""

    def test_the_figures_are_those_of_the_records(self):
        data = self.data()
        self.assertEqual(data['plan']['id'], self.plan.id)
        self.assertEqual(data['duties']['counts'], self.expected(lambda duty: True))
        self.assertEqual(data['duties']['total'], 40)
        for unit in data['matrix']['units']:
            self.assertEqual(unit['counts'], self.expected(lambda duty: duty['unit'] == unit['id']), unit['name'])
        self.assertEqual([row['id'] for row in data['matrix']['rows']], [*self.items.ids, False])
        for row in data['matrix']['rows']:
            cells = {unit: self.expected(lambda duty: duty['unit'] == unit and row['id'] in duty['items'])
                     for unit in {duty['unit'] for duty in self.duties}}
            self.assertEqual(row['cells'], {unit: counts for unit, counts in cells.items() if counts}, row['name'])

    def test_the_year_goes_by_months(self):
        """Where a plan reports by month and by quarter the months make the trend; nothing is lost beside them."""
        trend = self.data()['trend']
        months = self.plan.sudo().period_ids.filtered(lambda period: period.kind == 'month').sorted('date_from')
        self.assertEqual([line['id'] for line in trend['periods']], months.ids)
        for line, month in zip(trend['periods'], months):
            held = self.events.filtered(lambda event: month.date_from <= event.date <= month.date_to)
            self.assertEqual(line['counts'], self.expected(
                lambda duty: duty['deadline'] and month.date_from <= duty['deadline'] <= month.date_to), month.name)
            self.assertEqual((line['events'], line['participants']), (len(held), sum(held.mapped('participant_count'))))
        self.assertEqual(sum(line['total'] for line in trend['periods']) + trend['others']['total'], 40)
        self.assertTrue(trend['others']['total'])

    def test_the_year_goes_on_under_an_own_scheme(self):
        """Months under the shared scheme, then under the agency's own with another cut-off: one trend, no day twice."""
        with freeze_time(f'{TODAY} 02:00:00'):
            self.plan.sudo().period_ids.filtered(lambda period: period.name == "Tháng 2 năm 2022").action_open()
            own = self.as_user('admin', self.env.ref('dan_van.scheme_month')).copy({'cut_off_day': 25})
            self.as_user('office_head', self.plan).scheme_ids = [Command.set(own.ids)]
        self.env.invalidate_all()
        trend, months = self.data()['trend'], self.plan.sudo().period_ids.filtered(lambda period: period.kind == 'month')
        self.assertEqual([line['id'] for line in trend['periods']], months.sorted('date_from').ids)
        self.assertEqual(len(months.scheme_id), 2)
        self.assertEqual(sum(line['total'] for line in trend['periods']) + trend['others']['total'], 40)

    def test_each_figure_opens_what_it_counts(self):
        for user in ('head', 'policy_head'):
            data = self.data(user)
            base = data['duties']['domain']
            figures = [([*base, ('health', '=', health)], data['duties']['counts'].get(health, 0))
                       for health, _label in data['health']]
            figures += [
                ([*base, *row['domain'], ('department_id', '=', unit)], sum(counts.values()))
                for row in data['matrix']['rows'] for unit, counts in row['cells'].items()]
            for domain, count in figures:
                self.assertEqual(self.found(user, domain), count, domain)
            for line in (*data['trend']['periods'], data['trend']['others']):
                self.assertEqual(self.found(user, line['domain'], 'dan_van.occurrence'), line['total'], line)
            for line in data['trend']['periods']:
                self.assertEqual(self.found(user, line['event_domain'], 'dan_van.event'), line['events'], line['name'])

    def test_cards_by_unit_bear_bars_of_the_same_figures(self):
        data = self.data()
        keys = [health for health, _label in data['health']]
        with freeze_time(f'{TODAY} 02:00:00'):
            bars = self.as_user('head', 'dan_van.assignment').read_progress_bar(
                data['duties']['domain'], 'department_id', {'field': 'health', 'colors': dict.fromkeys(keys, 'info')})
        self.assertCountEqual(
            bars.values(), [{key: unit['counts'][key] for key in keys} for unit in data['matrix']['units']])

    def test_heads_and_staff_see_their_unit_the_others_all(self):
        for user, units in {
                'head': UNITS, 'deputy_2': UNITS, 'office_staff': UNITS, 'admin': UNITS, 'policy_head': ['policy'],
                'policy_staff': ['policy'], 'clerk': ['office'], 'party_head': []}.items():
            with self.subTest(user):
                data = self.data(user)
                mine = {self.units[name].id for name in units}
                self.assertEqual({unit['id'] for unit in data['matrix']['units']}, mine)
                self.assertEqual({unit for unit, _name in data['choices']['units']}, mine)
                self.assertEqual(data['duties']['counts'], self.expected(lambda duty: duty['unit'] in mine))
                held = self.events.filtered(lambda event: event.department_id.id in mine and str(event.date) >= '2022-01-15')
                if user != 'admin':
                    self.assertEqual(sum(line['events'] for line in data['trend']['periods']), len(held))

    def test_nobody_else(self):
        for group in ('base.group_user', 'base.group_portal'):
            stranger = new_test_user(self.env, f'stranger.{group}', group)
            with self.assertRaises(AccessError):
                self.env['dan_van.dashboard'].with_user(stranger).get_data()

    def test_a_period_shows_what_is_due_in_it(self):
        month = self.period("Tháng 6 năm 2022")
        due = self.expected(lambda duty: duty['deadline'] and month.date_from <= duty['deadline'] <= month.date_to)
        data = self.data('head', self.plan.id, month.id)
        self.assertEqual(data['duties']['counts'], due)
        self.assertEqual(sum((unit['counts'] for unit in data['matrix']['units']), Counter()), due)
        self.assertEqual(len(data['choices']['units']), 4, "a unit without duties in the month can be chosen")
        self.assertEqual(sum(line['total'] for line in data['trend']['periods']) + data['trend']['others']['total'], 40)

    def test_what_returns_counts_in_each_period(self):
        """Of a duty "thường xuyên" its report is due after the period's last day: it belongs to the period all the same."""
        with freeze_time('2023-02-03 02:00:00'):
            plan = self.new_plan(year=2023, duties=['policy', 'outreach'], scheme_ids=[
                Command.set(self.env.ref('dan_van.scheme_quarter').ids)])
            often, monthly = plan.printed_assignment_ids
            plan.printed_assignment_ids.content_ids = plan.content_ids.filtered(lambda part: part.kind == 'content').child_ids[:1]
            often.recurrence, monthly.recurrence = 'continuous', 'monthly'
            self.to_state(plan, 'issued')
            self.as_user('policy_staff', often.occurrence_ids[:1]).write({'result': "Đã tuyên truyền."})
            data = self.as_user('head', 'dan_van.dashboard').get_data(plan.id)
            self.assertEqual(data['duties']['total'], 2)
            lines = data['trend']['periods']
            self.assertEqual(
                sum(line['total'] for line in lines) + data['trend']['others']['total'], len((often | monthly).occurrence_ids))
            for line in lines:
                found = self.as_user('head', 'dan_van.occurrence').search(line['domain'])
                self.assertEqual(len(found & often.occurrence_ids), 1, line['name'])
                chosen = self.as_user('head', 'dan_van.dashboard').get_data(plan.id, line['id'])
                self.assertEqual(chosen['counted']['model'], 'dan_van.occurrence')
                self.assertEqual(chosen['duties']['total'], 2)
                self.assertEqual(chosen['duties']['counts'], line['counts'])
                self.assertEqual(sum((unit['counts'] for unit in chosen['matrix']['units']), Counter()), line['counts'])
                [row] = chosen['matrix']['rows']
                for unit, counts in row['cells'].items():
                    self.assertEqual(self.as_user('head', 'dan_van.occurrence').search_count(
                        [*chosen['counted']['domain'], *row['domain'], ('department_id', '=', unit)]), counts.total())
            self.assertGreater(lines[-1]['total'], 2, "the monthly one three times")

    def test_what_a_decision_has_ended_counts_no_more(self):
        """A quarterly duty that is handed over in May is due twice more, not four times."""
        with freeze_time('2023-02-03 02:00:00'):
            plan = self.new_plan(year=2023, duties=['policy', 'outreach'], scheme_ids=[
                Command.set(self.env.ref('dan_van.scheme_quarter').ids)])
            duty, other = plan.printed_assignment_ids
            duty.recurrence = other.recurrence = 'quarterly'
            self.to_state(plan, 'issued')
            self.as_user('policy_staff', duty.occurrence_ids.sorted()[0]).write({'result': "Xong.", 'done_date': '2023-02-03'})
        decision = {'reason': "Sắp xếp lại.", 'decision': "Quyết định số 05/QĐ-BDT", 'decision_date': '2023-05-02'}
        with freeze_time('2023-05-02 02:00:00'):
            Dialog = self.as_user('office_staff', 'dan_van.change.dialog')
            Dialog.create({'assignment_ids': [Command.set(duty.ids)], 'kind': 'hand_over',
                           'department_id': self.units['inspectorate'].id, **decision}).action_confirm()
            Dialog.create({'assignment_ids': [Command.set(other.ids)], 'kind': 'cancel', **decision}).action_confirm()
            data = self.as_user('head', 'dan_van.dashboard').get_data(plan.id)
        trend = [*data['trend']['periods'], data['trend']['others']]
        self.assertEqual(sum(line['total'] for line in trend), 1 + 3)
        self.assertEqual(data['duties']['total'], 1)
        self.assertEqual(sum(sum(unit['counts'].values()) for unit in data['matrix']['units']), 1)

    def test_a_unit_shows_its_own(self):
        policy = self.units['policy']
        data = self.data('head', self.plan.id, False, policy.id)
        self.assertEqual(data['duties']['counts'], self.expected(lambda duty: duty['unit'] == policy.id))
        self.assertEqual([unit['id'] for unit in data['matrix']['units']], policy.ids)
        self.assertEqual({unit for row in data['matrix']['rows'] for unit in row['cells']}, {policy.id})
        self.assertEqual(len(data['choices']['units']), 4)
        held = self.events.filtered(lambda event: event.department_id == policy and str(event.date) >= '2022-01-15')
        self.assertEqual(sum(line['events'] for line in data['trend']['periods']), len(held))

    def test_what_cannot_be_shown_gives_way_to_the_default(self):
        other = self.report_plan()
        data = self.data('policy_head', self.plan.id, other.period_ids[0].id, self.units['outreach'].id)
        self.assertEqual(data['chosen'], {'plan_id': self.plan.id, 'period_id': False, 'department_id': False})
        self.assertEqual(self.data('head', 2 ** 31 - 1)['chosen']['plan_id'], other.id)
        self.assertEqual(self.data('head', self.new_plan(year=2022).id)['chosen']['plan_id'], other.id, "a draft")
        for bad in ("1", [1], 2 ** 40, -1, True):
            with self.assertRaises(UserError):
                self.data('head', bad)

    def test_this_years_plan_comes_first_then_the_newest(self):
        self.assertEqual(self.data()['chosen']['plan_id'], self.plan.id, "newer plans of other years are in force")
        with freeze_time('2030-01-05'):
            chosen = self.as_user('head', 'dan_van.dashboard').get_data()
        self.assertEqual(chosen['chosen']['plan_id'], chosen['choices']['plans'][0][0])
        self.assertNotEqual(chosen['chosen']['plan_id'], self.plan.id)

    def test_without_a_plan_there_is_nothing_to_show(self):
        company = self.env['res.company'].create({'name': "Cơ quan mới"})
        user = self.users['head']
        user.company_ids |= company
        data = self.env['dan_van.dashboard'].with_user(user).with_context(allowed_company_ids=company.ids).get_data()
        self.assertEqual((data['choices']['plans'], data['chosen']['plan_id']), ([], False))
        self.assertNotIn('plan', data)

    def test_missing_reports_are_named_those_overdue_first(self):
        for name in ("Tháng 5 năm 2022", "Tháng 6 năm 2022"):
            self.opened(self.plan.sudo(), name)
        unlocked(self.report_of(self.period("Tháng 5 năm 2022"), 'policy')).write({
            'sent_date': '2022-05-30'})
        data = self.data()['reports']
        self.assertEqual(data['counts'], {'overdue': 7, 'late': 1})
        self.assertEqual(len(data['missing']), 7)
        self.assertEqual([line['period'] for line in data['missing']], ["Tháng 5 năm 2022"] * 3 + ["Tháng 6 năm 2022"] * 4)
        self.assertEqual(self.found('head', [*data['domain'], ('lateness', '=', 'overdue')], 'dan_van.report'), 7)
        own = self.data('policy_head')['reports']
        self.assertEqual(own['counts'], {'overdue': 1, 'late': 1})
        self.assertEqual([line['unit'] for line in own['missing']], [self.units['policy'].name])
        month = self.data('head', self.plan.id, self.period("Tháng 6 năm 2022").id)['reports']
        self.assertEqual(month['counts'], {'overdue': 4})

    def test_petitions_are_numbers_and_open_for_whom_they_concern(self):
        """Leadership and office see how many there are, the unit that receives them its own; nobody reads a name here."""
        name = "Nguyễn Văn Bí Mật"
        Case = self.as_user('inspectorate_staff', 'dan_van.case')
        with freeze_time(f'{TODAY} 02:00:00'):
            Case.create([{
                'kind_id': self.env.ref('dan_van.case_kind_khieu_nai').id, 'department_id': self.units['inspectorate'].id,
                'received_date': TODAY - datetime.timedelta(days), 'citizen_name': name} for days in (0, 1, 5, 60, 61)])
        by_user = {user: self.data(user, self.plan.id) for user in (
            'head', 'deputy_2', 'office_staff', 'inspectorate_staff', 'policy_head', 'admin')}
        self.assertFalse(by_user.pop('policy_head')['petitions'], "no petition comes to this unit")
        self.assertFalse(by_user.pop('admin')['petitions'])
        for user, data in by_user.items():
            counts = data['petitions']['counts']
            self.assertNotIn(name, repr(data))
            self.assertEqual(counts['overdue'], self.found('inspectorate_staff', [
                *data['petitions']['domain'], ('health', '=', 'overdue')], 'dan_van.case'))
            self.assertGreaterEqual(counts['overdue'], 2)
            self.assertEqual(data['petitions']['can_open'], user in ('deputy_2', 'inspectorate_staff'), user)
        policy = self.data('head', self.plan.id, False, self.units['policy'].id)['petitions']
        self.assertFalse(any(policy['counts'].values()))


class TestDashboardQueries(QueryCase):
    """The dashboard asks as often for a long plan as for a short one."""

    def plan(self, count):
        plan = self.new_plan(duties=['outreach', 'policy'] * (count // 2), subject=f"Kế hoạch {count}")
        section = plan.content_ids.filtered(lambda part: part.kind == 'content')
        for duty in plan.printed_assignment_ids:
            duty.content_ids = self.as_user('office_staff', 'dan_van.content').create({
                'plan_id': plan.id, 'parent_id': section.id, 'label': '1', 'text': "Nội dung", 'sequence': 500})
        plan.scheme_ids = self.env.ref('dan_van.scheme_month')
        return self.to_state(plan, 'issued')

    def test_queries(self):
        for user in ('head', 'policy_head'):
            with self.subTest(user):
                self.assertFlat(
                    self.plan, lambda plan: self.as_user(user, 'dan_van.dashboard').get_data(plan.id), small=4, large=40)

    def test_few_queries(self):
        plan = self.plan(10)
        for user in ('head', 'outreach_staff'):
            dashboard = self.as_user(user, 'dan_van.dashboard')
            dashboard.get_data(plan.id)
            self.env.invalidate_all()
            with self.subTest(user), self.assertQueryCount(22):
                dashboard.get_data(plan.id)


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestDashboardTour(HttpCase):

    def test_a_leader_looks_at_the_desk(self):
        self.start_tour('/odoo/dan-van-dashboard', 'dan_van_dashboard_tour', login='truongban', timeout=120)


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestDashboardTourPhone(HttpCase):

    browser_size = '390x844'
    touch_enabled = True

    def test_a_leader_looks_at_the_phone(self):
        self.start_tour('/odoo/dan-van-dashboard', 'dan_van_dashboard_tour', login='truongban', timeout=120)
