from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..common import AgencyCase, QueryCase
from ..keys import unlocked

YEAR = 2024  # rated by shares, Nghị định 90/2020/NĐ-CP
POINTS = 2026  # rated by points, Nghị định 335/2025/NĐ-CP


class RatingCase(AgencyCase):
    """The ratings of 2026, opened on 10/12/2026 for an agency whose records are the test's own."""

    YEAR = POINTS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(f'{cls.YEAR}-12-10 03:00:00'))
        unlocked(cls.env['dan_van.rating'].search([])).write({'state': 'draft'})
        cls.env['dan_van.rating'].search([]).unlink()
        unlocked(cls.env['dan_van.assignment'].search([]).plan_id).write({'state': 'recalled', 'year': 1999})  # those of the demo

    @classmethod
    def open_year(cls, year=None):
        cls.as_user('office_staff', 'dan_van.rating.open').create({'year': year or cls.YEAR}).action_open()
        return cls.env['dan_van.rating'].search([('year', '=', year or cls.YEAR)])

    @classmethod
    def rating(cls, name, year=None):
        """:return: the rating of a demo user or of a unit, opened where it does not exist yet"""
        ratings = cls.open_year(year)
        if name in cls.units:
            return ratings.filtered(lambda each: each.subject == 'unit' and each.department_id == cls.units[name])
        return ratings.filtered(lambda each: each.official_id == cls.users[name])

    @classmethod
    def duties(cls, *duties, unit='policy', user='policy_staff', year=None):
        """Give ``user`` a duty for each ``(deadline, day on which it was done or None)``."""
        plan = cls.new_plan(duties=[unit] * len(duties), year=year or cls.YEAR)
        work = unlocked(plan.assignment_ids.sudo())
        for duty, (deadline, done) in zip(work, duties):
            duty.deadline = deadline
        unlocked(plan.sudo()).state = 'issued'
        cls.env['dan_van.occurrence']._follow(plan.assignment_ids, at_issue=True)
        for duty, (deadline, done) in zip(work, duties):
            duty.user_ids = cls.users[user]
            unlocked(duty.occurrence_ids).done_date = done
        return plan.assignment_ids.with_env(cls.env)

    def act(self, user, rating, step, **values):
        rating = self.as_user(user, rating)
        if values:
            rating.write(values)
        getattr(self.reading(user, rating), f'action_{step}')()

    def conclude(self, rating, head, level, general=0, leader='head', **values):
        """Take ``rating`` from its draft to the conclusion ``level``."""
        judged = {'level': level, 'note': "Có lý do."}
        own = next((name for name, user in self.users.items() if user == rating.official_id), None)
        if rating.subject == 'official':
            self.act(own, rating, 'submit', **{f'self_{name}': value for name, value in judged.items()})
        self.act(head, rating, 'assess', **{f'head_{name}': value for name, value in judged.items()})
        self.act(leader, rating, 'conclude', **values)


class TestRatingFigures(RatingCase):
    """What the records count."""

    def test_what_returns_counts_each_time(self):
        with freeze_time('2026-01-05 03:00:00'):
            [duty] = self.duties((False, None))
            duty.occurrence_ids._opened('plan').unlink()
            unlocked(duty).recurrence = 'quarterly'
            self.env['dan_van.occurrence']._follow(duty, at_issue=True)
        for occurrence, day in zip(duty.occurrence_ids.sorted(), ('2026-03-20', '2026-07-10')):
            with freeze_time(f'{day} 03:00:00'):
                self.as_user('policy_staff', occurrence).action_done()
        self.as_user('policy_head', 'dan_van.quality.check').create({
            'assignment_id': duty.id, 'result': 'failed', 'remark': "Thiếu danh sách.", 'date': '2026-04-01'})
        for name in ('policy', 'policy_staff'):
            with self.subTest(name):
                rating = self.rating(name)
                self.assertEqual(
                    [rating[f'{each}_count'] for each in ('on_time', 'late', 'undone', 'open', 'failed', 'good')], [1, 1, 1, 1, 1, 0])
        self.assertEqual(self.as_user('policy_head', self.rating('policy')).action_open_duties()['domain'], [('id', 'in', duty.ids)])

    def test_points_of_the_results_by_hand(self):
        duties = self.duties(
            ('2026-05-01', '2026-04-30'), ('2026-05-01', '2026-05-02'), ('2026-06-01', '2026-06-01'), ('2026-07-01', None),
            ('2026-12-20', None), (False, None))
        self.as_user('policy_head', 'dan_van.quality.check').create({
            'assignment_id': duties[2].id, 'date': '2026-06-02', 'result': 'failed', 'remark': "Số liệu chưa khớp."})
        rating = self.rating('policy_staff')
        self.assertEqual(
            (rating.duty_count, rating.on_time_count, rating.late_count, rating.undone_count, rating.open_count,
             rating.good_count, rating.failed_count), (6, 2, 1, 1, 2, 1, 1))
        # Products: 100 + 75 + 75 + 0 of 4; what is not due yet is left out.
        self.assertEqual((rating.result_share, rating.result_points), (62.5, 43.75))
        self.as_user('policy_staff', rating).write({'self_general': 28})
        self.assertEqual((rating.self_points, rating.self_proposed), (71.75, 'good'))
        rating.scheme_id.penalty_of = 'part'
        self.env.invalidate_all()
        # Thirds: 100 + 91.67 + 91.67 + 0.
        self.assertEqual((rating.result_share, rating.result_points), (70.83, 49.58))

    def test_after_the_year_what_is_open_is_not_done(self):
        duties = self.duties(('2026-12-20', None), (False, None), ('2026-12-30', None), ('2027-02-01', None))
        rating = self.rating('policy')
        self.assertEqual((rating.undone_count, rating.open_count), (0, 3))
        with freeze_time('2027-01-10 03:00:00'):
            self.as_user('policy_staff', duties[2]).write({'done_date': '2027-01-03', 'done_reason': "Báo cáo muộn."})
            self.env.invalidate_all()
            self.assertEqual((rating.undone_count, rating.open_count), (3, 0))
            self.assertEqual((rating.result_points, rating.head_proposed), (0, 'failed'))

    def test_an_official_counts_what_names_him_a_unit_what_is_its_own(self):
        self.duties(('2026-05-01', '2026-05-01'), ('2026-05-01', '2026-05-09'))
        self.duties(('2026-05-01', '2026-05-01'), user='policy_head')
        self.duties(('2025-05-01', '2025-05-01'), year=2025)
        self.env.ref('dan_van.rating_scheme_2026').heads_by_unit = False
        for name, counts in [('policy_staff', (1, 1)), ('policy_head', (1, 0)), ('policy', (2, 1)), ('outreach', (0, 0))]:
            with self.subTest(name):
                rating = self.rating(name)
                self.assertEqual((rating.on_time_count, rating.late_count), counts)

    def test_the_figures_stay_as_submitted(self):
        duty = self.duties(('2026-05-01', None))
        rating = self.rating('policy_staff')
        self.act('policy_staff', rating, 'submit', self_general=30)
        self.assertEqual(rating.self_level, 'failed', "30 points of 100")
        self.as_user('policy_staff', duty).write({'done_date': '2026-05-01', 'done_reason': "Báo cáo muộn."})
        self.env.invalidate_all()
        self.assertEqual((rating.undone_count, rating.result_points), (1, 0), "a day set back changes nothing that was submitted")
        action = self.as_user('policy_head', rating).action_open_duties()
        shown = self.as_user('policy_head', duty).get_views(action['views'])['views']['list']['arch']
        self.assertIn('name="done_reason"', shown, "who assesses reads why")
        self.as_user('policy_head', rating).action_return("Nhiệm vụ đã hoàn thành, đề nghị tính lại.")
        self.env.invalidate_all()
        self.assertEqual((rating.on_time_count, rating.result_points, rating.self_proposed), (1, 70, 'excellent'))

    def test_levels_by_shares_until_2025(self):
        self.duties(*[(f'{YEAR}-05-01', f'{YEAR}-05-01')] * 4, (f'{YEAR}-05-01', f'{YEAR}-05-02'), year=YEAR)
        rating = self.rating('policy_staff', YEAR)
        self.assertEqual(rating.scheme_id, self.env.ref('dan_van.rating_scheme_2020'))
        self.assertFalse(rating.has_points)
        self.assertEqual(rating.self_proposed, 'completed', "four of five, 80 %")
        self.duties((f'{YEAR}-05-01', f'{YEAR}-06-02'), year=YEAR)
        self.env.invalidate_all()
        self.assertFalse(rating.self_proposed, "four of six: between the levels of the decree")
        with self.assertRaises(UserError):
            self.act('policy_staff', rating, 'submit')
        self.env.ref('dan_van.rating_scheme_2020').heads_by_unit = False
        best = self.duties(*[(f'{YEAR}-05-01', f'{YEAR}-05-01')] * 2, user='policy_head', year=YEAR)
        head = self.rating('policy_head', YEAR)
        self.assertEqual((head.self_proposed, len(best)), ('good', 2))
        self.as_user('policy_head', head).exceeded_count = 1
        self.assertEqual(head.self_proposed, 'excellent', "half of them beyond what was asked")
        with self.assertRaises(ValidationError):
            self.as_user('policy_head', head).exceeded_count = 3

    def test_each_year_has_the_scheme_in_force_at_its_end(self):
        Scheme = self.env['dan_van.rating.scheme']
        for year, name in [(2020, '2020'), (2025, '2020'), (2026, '2026'), (2030, '2026')]:
            self.assertEqual(Scheme._for_year(year, self.company), self.env.ref(f'dan_van.rating_scheme_{name}'), year)
        with self.assertRaises(UserError):
            Scheme._for_year(2019, self.company)
        own = self.env.ref('dan_van.rating_scheme_2026').copy({'company_id': self.company.id})
        self.assertEqual(len(own.level_ids), 6)
        self.assertEqual(Scheme._for_year(2026, self.company), own, "the agency's own goes first")

    def test_a_scheme_by_which_somebody_has_been_rated_stays(self):
        """Whoever keeps it: here the system administrator, since all agencies share it."""
        scheme = self.env.ref('dan_van.rating_scheme_2026')
        rating = self.rating('policy_staff')
        scheme.excellent_share = 25
        self.act('policy_staff', rating, 'submit', self_level='good', self_note="Có việc ngoài kế hoạch.")
        for change in ({'excellent_share': 20}, {'level_ids': [Command.update(scheme.level_ids[0].id, {'min_points': 1})]}):
            with self.subTest(change), self.assertRaises(UserError):
                scheme.write(change)
        with self.assertRaises(UserError):
            scheme.level_ids[0].unlink()
        scheme.write({'date_to': '2026-12-31', 'note': "Hết hiệu lực."})


class TestQualityCheck(RatingCase):
    """Head and office check what comes out of a duty."""

    def check(self, user, duty, **values):
        return self.as_user(user, 'dan_van.quality.check').create({
            'assignment_id': duty.id, 'result': 'failed', 'remark': "Thiếu minh chứng.", **values})

    def test_who_checks(self):
        duty = self.duties(('2026-05-01', '2026-05-01'))
        for user, may in [('policy_head', True), ('office_staff', True), ('policy_staff', False), ('head', False),
                          ('outreach_head', False), ('clerk', False), ('admin', False)]:
            with self.subTest(user):
                self.assertEqual(self.as_user(user, duty).sudo(False).can_check_quality, may) if may else None
                if may:
                    self.check(user, duty)
                else:
                    with self.assertRaises(AccessError):
                        self.check(user, duty)

    def test_a_check_is_logged_and_taken_back_by_a_new_entry(self):
        duty = self.duties(('2026-05-01', '2026-05-01'))
        check = self.check('policy_head', duty, user_id=self.users['head'].id)
        self.assertEqual(check.user_id, self.users['policy_head'], "whoever the client names")
        self.assertIn("Thiếu minh chứng.", duty.message_ids[0].body)
        for act in (lambda: check.write({'result': 'passed'}), lambda: self.as_user('policy_staff', check).unlink(),
                    lambda: self.check('policy_head', duty, remark=" "),
                    lambda: self.check('policy_head', duty, date='2026-12-31')):
            with self.assertRaises(UserError):
                act()
        self.as_user('policy_head', check).unlink()
        self.assertEqual(len(duty.message_ids.filtered(lambda message: "Thiếu minh chứng." in message.body)), 2)

    def test_nothing_to_check_in_a_draft(self):
        draft = self.new_plan(duties=['policy']).assignment_ids
        with self.assertRaises(UserError):
            self.check('office_staff', draft)


class TestRatingOpen(RatingCase):
    """The office opens a year."""

    def test_the_year_is_opened_once(self):
        ratings = self.open_year()
        working = {'office', 'outreach', 'policy', 'inspectorate'}
        self.assertEqual(ratings.filtered(lambda each: each.subject == 'unit').department_id, self.env['hr.department'].union(
            *(self.units[name] for name in working)))
        rated = {'office_head', 'office_staff', 'clerk', 'outreach_head', 'outreach_staff', 'policy_head', 'policy_staff',
                 'inspectorate_head', 'inspectorate_staff', 'party_head', 'party_staff'}
        self.assertEqual(ratings.official_id, self.env['res.users'].union(*(self.users[name] for name in rated)))
        self.assertEqual(self.open_year(), ratings, "opening it again adds nothing")
        self.assertFalse(ratings.message_partner_ids)

    def test_who_belongs_to_two_units_is_rated_in_the_main_one(self):
        self.units['policy'].member_user_ids |= self.users['outreach_head'] | self.users['party_staff']
        self.units['party'].member_user_ids |= self.users['policy_staff']
        ratings = self.open_year()
        homes = {each.official_id: each.department_id for each in ratings if each.official_id}
        for user, unit in [('outreach_head', 'outreach'), ('policy_staff', 'policy'), ('party_staff', 'policy')]:
            self.assertEqual(homes[self.users[user]], self.units[unit], user)

    def test_only_the_office_opens_a_year_that_has_begun(self):
        for user in ('policy_head', 'head', 'clerk', 'admin'):
            with self.subTest(user), self.assertRaises(AccessError):
                self.as_user(user, 'dan_van.rating.open').create({'year': 2026}).action_open()
        with self.assertRaises(UserError):
            self.open_year(2027)

    def test_each_has_an_activity_for_his_own_step(self):
        self.assertEqual(self.rating('policy_staff').sudo().activity_ids.user_id, self.users['policy_staff'])
        self.assertEqual(self.rating('policy').sudo().activity_ids.user_id, self.users['policy_head'])

    def test_the_office_takes_back_what_was_opened_by_mistake(self):
        rating = self.rating('party_staff')
        self.as_user('office_staff', rating).unlink()
        self.act('policy_staff', self.rating('policy_staff'), 'submit', self_level='good', self_note="Có lý do.")
        with self.assertRaises(UserError):
            self.as_user('office_staff', self.rating('policy_staff')).unlink()


@tagged('dan_van_wide')
class TestRatingQueries(QueryCase):
    """Opening a year costs as many queries for a large agency as for a small one."""

    def agency(self, officials):
        """:return: a new agency with ``officials`` in units of five"""
        company = self.env['res.company'].create({'name': f"Cơ quan {officials} {self.env['res.company'].search_count([])}"})
        values = {'company_id': company.id, 'company_ids': [Command.set(company.ids)]}
        group = [Command.set(self.env.ref('dan_van.group_staff').ids)]
        users = self.env['res.users'].with_context(no_reset_password=True).create([{
            **values, 'name': f'Công chức {company.id}.{index}', 'login': f'{company.id}.{index}', 'group_ids': group,
        } for index in range(officials)])
        self.env['hr.department'].create([{
            'name': f'Phòng {index}', 'company_id': company.id, 'dan_van_kind': 'division',
            'member_user_ids': [Command.set(users[index:index + 5].ids)], 'head_user_id': users[index].id,
        } for index in range(0, officials, 5)])
        office = new_test_user(self.env, f'office.{company.id}', 'dan_van.group_office', **values)
        return self.env(user=office, context={'allowed_company_ids': company.ids})['dan_van.rating.open'].create({'year': 2025})

    def test_opening_a_year_and_reading_its_figures(self):
        def act(wizard):
            wizard.action_open()
            self.env.invalidate_all()
            ratings = wizard.env['dan_van.rating'].search([('year', '=', 2025)])
            ratings.read(['duty_count', 'head_proposed', 'can_final'])
        # What a new head may do is asked once: four statements, which the registry keeps for the next time.
        self.assertFlat(self.agency, act, small=5, large=30, batches=20)
