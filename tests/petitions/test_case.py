import random
from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import HttpCase, tagged

from ...models.core.res_company import legal_today
from ...models.petitions.case_figures import CASE_COUNTS
from ..case_history import balances, generate
from ..common import AgencyCase, QueryCase
from ..keys import unlocked


class CaseCase(AgencyCase):
    """Petitions that the inspectorate has received."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = legal_today(cls.env.user)
        cls.complaint, cls.denunciation, cls.proposal = (
            cls.env.ref(f'dan_van.case_kind_{name}') for name in ('khieu_nai', 'to_cao', 'kien_nghi'))

    @classmethod
    def due(cls, start, days):
        """:return: the last day of a term in calendar days"""
        return cls.company._terms()(start, days, 'calendar')

    @classmethod
    def received(cls, days=0, user='inspectorate_staff', **values):
        """:return: dan_van.case, received ``days`` ago, as ``user`` has entered it"""
        return cls.as_user(user, 'dan_van.case').create({
            'kind_id': cls.complaint.id, 'department_id': cls.units['inspectorate'].id,
            'received_date': cls.today - timedelta(days), 'citizen_name': "Nguyễn Văn Bí Mật",
            'content': "Khiếu nại việc đo đất.", **values})


class TestCase(CaseCase):
    """A petition from its reception to its end, by the day and the people that the law names."""

    def test_from_reception_to_the_end(self):
        case = self.received(days=20)
        self.assertRegex(case.code, r'^\d+/\d{4}$')
        self.assertEqual(case.display_name, f"{case.code} - Khiếu nại lần đầu")
        self.assertEqual((case.deadline, case.health), (self.due(self.today - timedelta(20), 10), 'overdue'), "not even accepted in time")
        with self.assertRaisesRegex(UserError, "has not been accepted"):
            case.action_resolve()
        case.action_accept()
        self.assertEqual((case.accepted_date, case.deadline), (self.today, self.due(self.today, 30)))
        with self.assertRaisesRegex(UserError, "Write the outcome"):
            case.action_resolve()
        case.outcome = "Khiếu nại đúng."
        case.action_resolve()
        self.assertEqual((case.state, case.closed_date, case.health), ('resolved', self.today, 'done_on_time'))
        self.assertEqual(case.approval_ids.sorted('id').mapped('step'), ['accept', 'resolve'])
        with self.assertRaisesRegex(UserError, "The head of the unit"):
            case.action_reopen("Có tình tiết mới.")
        self.as_user('inspectorate_head', case).action_reopen("Có tình tiết mới.")
        self.assertEqual((case.state, case.closed_date, case.deadline), ('received', False, self.due(self.today, 30)))

    def test_numbers_run_through_the_year_of_the_agency(self):
        first, second = (self.received() for _index in range(2))
        self.assertEqual((second.number, second.year), (first.number + 1, self.today.year))
        many = self.as_user('inspectorate_staff', 'dan_van.case').create([{
            'kind_id': self.proposal.id} for _index in range(3)])
        self.assertEqual(many.mapped('number'), [second.number + index for index in (1, 2, 3)])
        self.assertEqual(many.department_id, self.units['inspectorate'], "the unit of who enters it")
        with self.assertRaisesRegex(UserError, "never typed"):
            first.code = "1/1"
        with self.assertRaisesRegex(UserError, "never typed"):
            self.received(number=1)

    def test_terms_follow_the_kind_and_stay_when_the_law_changes(self):
        denunciation = self.received(days=3, kind_id=self.denunciation.id)
        denunciation.action_accept()
        leader = self.as_user('deputy_2', denunciation)
        with self.assertRaisesRegex(UserError, "The head of the unit"):
            denunciation.action_extend("Phức tạp.")
        for days in (60, 90):
            leader.action_extend("Vụ việc phức tạp.")
            self.assertEqual(denunciation.deadline, self.due(self.today, days))
        with self.assertRaisesRegex(UserError, "2 times only"):
            leader.action_extend("Vẫn phức tạp.")
        proposal = self.received(days=3, kind_id=self.proposal.id)
        self.assertEqual(proposal.deadline, self.due(self.today - timedelta(3), 30), "counted from the reception")
        self.proposal.term_days = 10
        self.env.flush_all()
        self.assertEqual(proposal.deadline, self.due(self.today - timedelta(3), 30))
        self.assertEqual(self.received(kind_id=self.proposal.id).deadline, self.due(self.today, 10))

    def test_what_is_not_ours_goes_on_or_back(self):
        case = self.received(is_competent=False)
        with self.assertRaisesRegex(UserError, "not within the competence"):
            case.action_accept()
        with self.assertRaisesRegex(UserError, "Enter the agency"):
            case.action_transfer()
        case.transferred_to = "UBND xã Sơn Thủy"
        case.action_transfer()
        self.assertEqual(case.state, 'transferred')
        case = self.received(is_competent=False)
        case.action_send_back()
        self.assertEqual(case.state, 'returned')

    def test_health_is_the_same_in_forms_filters_and_groups(self):
        cases = self.env['dan_van.case'].search([])
        for days in (0, 3, 5, 9, 12, 40):
            cases += self.received(days=days).with_env(self.env)
        for index, case in enumerate(self.received(days=20) + self.received(days=2)):
            case.write({'outcome': "Xong.", 'kind_id': (self.complaint, self.proposal)[index].id})
            case.action_withdraw()
            cases += case.with_env(self.env)
        void = self.received()
        self.as_user('inspectorate_head', void).action_void("Nhập hai lần.")
        cases += void.with_env(self.env)
        by_form = cases.grouped('health')
        self.assertEqual(set(by_form), {'overdue', 'due_soon', 'on_track', 'done_late', 'done_on_time', False})
        for health, same in by_form.items():
            self.assertEqual(cases.search([('id', 'in', cases.ids), ('health', '=', health)]), same.sorted(), health)
        groups = dict(cases._read_group([('id', 'in', cases.ids)], ['health'], ['__count']))
        self.assertEqual(groups, {health: len(same) for health, same in by_form.items()})
        counts = self.env['dan_van.case']._deadline_counts(self.company)
        self.assertEqual(counts, {health: len(by_form[health]) for health in ('overdue', 'due_soon', 'on_track')})
        self.assertEqual(
            self.as_user('office_staff', 'dan_van.case')._deadline_counts(self.company, self.units['inspectorate']), counts)
        self.assertFalse(any(self.env['dan_van.case']._deadline_counts(self.company, self.units['policy']).values()))

    def test_whose_turn_it_is(self):
        case = self.received()
        self.assertEqual(case.activity_ids.user_id, self.users['inspectorate_head'])
        case.handler_id = self.users['policy_staff']
        self.assertEqual(case.activity_ids.user_id, self.users['policy_staff'])
        self.assertEqual(case.activity_ids.date_deadline, case.deadline)
        case.action_withdraw()
        self.assertFalse(case.activity_ids)

    def test_days_and_units_that_make_no_sense(self):
        for values, error in (
                ({'received_date': self.today + timedelta(1)}, "still to come"),
                ({'accepted_date': self.today - timedelta(9)}, "on the day on which it was received, or later"),
                ({'department_id': self.units['policy'].id}, "receives no petitions"),
                ({'event_id': self.env.ref('dan_van.demo_event_1').id}, "event of another unit")):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, error):
                self.env['dan_van.case'].create({
                    'kind_id': self.complaint.id, 'department_id': self.units['inspectorate'].id, **values})
        with self.assertRaisesRegex(UserError, "can't be set directly"):
            self.received().state = 'resolved'
        with self.assertRaisesRegex(ValidationError, "follows from its steps"):
            self.received().closed_date = self.today

    def test_what_a_submitted_report_has_counted_stays(self):
        """The demo's report of the inspectorate is submitted: what comes late counts from the next day on."""
        report = self.env['dan_van.report'].search([
            ('department_id', '=', self.units['inspectorate'].id), ('state', '!=', 'draft')], order='date_to DESC', limit=1)
        unlocked(report).write({'state': 'draft'})
        counted, late = self.received(is_competent=False), self.received()
        counted.action_send_back()
        settled = report.date_to
        for case, days in ((counted, [settled, settled]), (late, [settled + timedelta(1), None])):
            self.env.cr.execute(
                "UPDATE dan_van_case SET counted_date = %s, counted_closed_date = %s WHERE id = %s", [*days, case.id])
        self.env.invalidate_all()
        unlocked(report).write({'state': 'submitted'})
        report.figure_ids._keep_counted()
        late.kind_id = self.denunciation
        for values in ({'kind_id': self.proposal.id}, {'is_competent': True}):
            with self.assertRaisesRegex(UserError, "is counted in the report"):
                counted.write(values)
        with self.assertRaisesRegex(UserError, "is counted in the report"):
            self.as_user('inspectorate_head', counted).action_reopen("Nhầm.")
        counted.write({'received_date': self.today - timedelta(1), 'content': "Rõ hơn."})
        self.assertEqual(counted.counted_date, settled, "the day is put right, the report stays right")
        self.as_user('inspectorate_head', report).action_return("Sai.")
        self.as_user('inspectorate_head', counted).action_reopen("Nhầm.")
        counted.is_competent = True

    def test_petitions_of_a_day_of_receiving_citizens(self):
        event = self.as_user('inspectorate_staff', self.env.ref('dan_van.demo_event_6'))
        self.assertTrue(event.takes_cases)
        before = event.case_count
        action = event.action_open_cases()
        case = event.env['dan_van.case'].with_context(**action['context']).create({'kind_id': self.complaint.id})
        self.assertEqual((case.event_id, case.channel, case.received_date), (event, 'reception', event.date))
        event.invalidate_recordset()
        self.assertEqual(event.case_count, before + 1)
        self.assertEqual(self.as_user('office_staff', event).case_count, 0, "the office sees the event, not its petitions")


class TestCaseDaysOff(CaseCase):
    """A term that ends on a day off ends with the next working day (Bộ luật Dân sự 2015, Điều 148), entered when that may be."""

    def holiday(self, first, last):
        return self.env['resource.calendar.leaves'].create({
            'name': "Nghỉ lễ", 'company_id': self.company.id, 'calendar_id': self.company.resource_calendar_id.id,
            'date_from': f'{first - timedelta(1)} 17:00:00', 'date_to': f'{last} 16:59:59'})

    def test_a_holiday_that_is_entered_after_the_term_began(self):
        case = self.received(handler_id=self.users['inspectorate_staff'].id).with_env(self.env)
        turn, before = case.activity_ids, case.deadline
        self.assertEqual(turn.date_deadline, before)
        after = self.due(before + timedelta(1), 0)
        holiday = self.holiday(before, before)
        self.assertEqual((case.deadline, turn.date_deadline), (after, after))
        self.assertIn(str(after.year), case.message_ids[0].body)
        holiday.unlink()
        self.assertEqual((case.deadline, turn.date_deadline), (before, before), "it has been taken off again")

    def test_by_the_terms_that_were_counted(self):
        """Terms of the law change: what was counted by the former stays so, and follows the days off all the same."""
        case, other = self.received().with_env(self.env), self.received().with_env(self.env)
        closed = self.received(is_competent=False, transferred_to="UBND xã")
        closed.action_transfer()
        before = case.deadline
        self.complaint.acceptance_days = 30
        unlocked(other).term = False  # counted before terms were kept
        self.holiday(before, before)
        self.assertEqual({case.deadline, other.deadline}, {self.due(before, 0)})
        self.assertEqual(closed.deadline, before, "what is closed stays")

    def test_terms_in_working_days(self):
        self.complaint.acceptance_unit = 'working'
        case = self.received().with_env(self.env)
        before = case.deadline
        first = self.due(self.today + timedelta(1), 0)
        self.holiday(first, first)
        self.assertEqual(case.deadline, self.due(before + timedelta(1), 0))

    def test_what_is_past_stays(self):
        case = self.received(days=40).with_env(self.env)
        before = case.deadline
        self.assertLess(before, self.today)
        self.holiday(before, before)
        self.assertEqual(case.deadline, before)


@tagged('dan_van_long')
class TestCaseBalances(CaseCase):
    """What is open at first and received, less what is resolved and transferred, is open at last: whatever happens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.units['policy'].dan_van_receives_petitions = True
        unlocked(cls.env['dan_van.report'].search([])).write({'state': 'draft'})

    def test_random_histories_balance_for_any_span_and_unit(self):
        indicators = self.env['dan_van.indicator'].search([('source', '=', 'case')])
        self.assertEqual(len(indicators), len(CASE_COUNTS))
        units = self.units['inspectorate'] + self.units['policy']
        earlier = unlocked(self.env['dan_van.case'].search([]))
        earlier.write({'state': 'void'})
        for seed in range(3):
            chance = random.Random(seed)
            told = generate(self.env, chance, 60, units, self.today - timedelta(730), 731)
            for _span in range(6):
                first = self.today - timedelta(chance.randrange(740))
                last = first + timedelta(chance.randrange(200))
                counted = indicators._count_cases(self.company, units, first, last)
                for unit in units:
                    with self.subTest(seed=seed, unit=unit.name, first=first, last=last):
                        found = {name: counted[unit.id][name] for name, _label in CASE_COUNTS}
                        self.assertEqual(found, balances(told, unit.id, first, last))
                        self.assertEqual(
                            found['opening'] + found['received'] - found['resolved'] - found['transferred'], found['closing'])
                        self.assertEqual(
                            found['received'], found['complaint'] + found['denunciation'] + found['petition'])
                        self.assertEqual(found['received'], found['competent'] + found['not_competent'])
            unlocked(self.env['dan_van.case'].search([('state', '!=', 'void')])).write({'state': 'void'})


class TestCaseQueries(QueryCase, CaseCase):

    def test_counts_cost_the_same_for_few_and_many_petitions(self):
        units = self.env['hr.department'].search([('company_id', '=', self.company.id)])
        indicators = self.env['dan_van.indicator'].search([('source', '=', 'case')])

        def received(count):
            self.env['dan_van.case'].create([{
                'kind_id': self.complaint.id, 'department_id': self.units['inspectorate'].id} for _index in range(count)])

        def ask(_none):
            indicators._count_cases(self.company, units, self.today - timedelta(30), self.today)
            self.env['dan_van.case']._deadline_counts(self.company)
        self.assertFlat(received, ask, small=3, large=40)

    def test_entering_many_costs_as_much_as_entering_few(self):
        def values(count):
            return [{'kind_id': self.complaint.id, 'department_id': self.units['inspectorate'].id} for _index in range(count)]
        self.assertFlat(
            values, lambda vals: (self.env['dan_van.case'].create(vals), self.env.flush_all()), small=4, large=40, batches=4)


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestCaseTour(HttpCase):

    browser_size = '390x844'
    touch_enabled = True

    def test_a_petition_is_opened_and_closed_on_a_phone(self):
        unit = self.env.ref('dan_van.department_inspectorate')
        self.start_tour('/odoo', 'dan_van_case_tour', login=self.env.ref('dan_van.user_inspectorate_staff').login, timeout=120)
        case = self.env['dan_van.case'].search([('citizen_name', '=', "Công dân thử")])
        self.assertEqual((case.state, case.department_id), ('resolved', unit))
        readers = self.env['dan_van.case.reading'].search([('case_id', '=', case.id)]).user_id
        self.assertEqual(readers, self.env.ref('dan_van.user_inspectorate_staff'))
