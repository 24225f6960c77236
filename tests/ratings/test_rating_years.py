import datetime
import random

from freezegun import freeze_time

from odoo.fields import Command

from ..keys import unlocked
from .test_rating import RatingCase

YEARS = (2025, 2026, 2027)


class TestRatingYears(RatingCase):
    """Each duty counts in one year, by the rule of the scheme of its plan's year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.schemes = {year: cls.env.ref('dan_van.rating_scheme_2026').copy({
            'company_id': cls.company.id, 'date_from': f'{year}-01-01', 'date_to': f'{year}-12-31'}) for year in YEARS}

    def rule(self, rule):
        """Let the scheme of 2026 have another rule than those of the years before and after."""
        self.schemes[2026].year_rule = rule

    def counted(self):
        """:return: ``{duty: years in which the unit counts it}``"""
        self.env.invalidate_all()
        found = {}
        rating = self.rating('policy').sudo()
        for year in YEARS:
            for each in rating._occurrences(year, self.company)[self.units['policy']]:
                found.setdefault(each.assignment_id, []).append(year)
        return found

    def test_a_duty_due_in_january_counts_once(self):
        duty = self.duties(('2027-01-10', None))
        for rule, year in (('deadline', 2027), ('plan', 2026)):
            with self.subTest(rule):
                self.rule(rule)
                self.assertEqual(self.counted(), {duty: [year]})
        with freeze_time('2027-02-10 03:00:00'):
            self.as_user('policy_staff', duty).write({'done_date': '2027-01-08', 'done_reason': "Báo cáo muộn."})
            self.env.invalidate_all()
            rating = self.rating('policy', 2026)
            self.assertEqual((rating.on_time_count, rating.undone_count), (1, 0), "done in January, and in time")

    def test_what_is_done_early_counts_where_the_scheme_says(self):
        duty = self.duties(('2027-01-10', '2026-11-02'))
        self.rule('done')
        self.assertEqual(self.counted(), {duty: [2026]})
        self.assertEqual(self.rating('policy').on_time_count, 1)

    def test_each_of_many_duties_counts_once(self):
        chance, day = random.Random(17), datetime.date(2025, 12, 1)
        known = self.env['dan_van.assignment']
        for year in YEARS[:2]:
            some = [(chance.random() < .8 and str(day + datetime.timedelta(chance.randrange(500))), None) for _index in range(40)]
            known |= self.duties(*some, year=year)
        for duty in unlocked(known):
            if chance.random() < .5:
                duty.done_date = day + datetime.timedelta(chance.randrange(370))
        for rule in ('deadline', 'plan', 'done'):
            with self.subTest(rule):
                self.rule(rule)
                counted = self.counted()
                self.assertEqual(set(counted), set(known))
                self.assertEqual({len(years) for years in counted.values()}, {1})

    def test_a_replaced_plan_counts_once(self):
        """What goes on counts under the new plan; what was done and does not go on has been done all the same."""
        work = self.duties(('2026-05-01', '2026-05-01'), ('2026-06-01', '2026-06-01'), ('2026-07-01', None))
        plan = work.plan_id
        new = unlocked(plan.sudo()).copy({'replaces_id': plan.id}).with_env(self.env)
        ended = new.sudo().assignment_ids.filtered(lambda duty: duty.continues_id == work[1])
        ended.unlink()
        self.to_state(new.with_env(self.as_user('office_staff', new).env), 'signed')
        self.as_user('clerk', new)._transition('issue')  # as the dialog does, in which the clerk reads what ends
        self.env.invalidate_all()
        rating = self.rating('policy')
        self.assertEqual(plan.state, 'recalled')
        self.assertEqual((rating.on_time_count, rating.undone_count, rating.duty_count), (2, 1, 3))

    def test_all_units_are_the_others_where_one_leads(self):
        plan = self.new_plan(duties=['policy', 'outreach', None], year=2026)
        content = plan.content_ids.filtered(lambda part: part.parent_id.kind == 'content')
        lead, _apart, everybody = plan.assignment_ids.sorted('sequence')
        (lead | everybody).content_ids = [Command.set(content.ids)]
        everybody.role = 'coordinate'
        self.to_state(plan, 'issued')
        units = everybody.sudo().child_ids.department_id
        self.assertNotIn(self.units['policy'], units)
        self.assertIn(self.units['outreach'], units, "its own duty is another one")
        self.assertEqual((self.rating('policy').duty_count, self.rating('outreach').duty_count), (1, 2))


class TestRatingHeads(RatingCase):
    """Who heads a unit answers for what it does, for as long as he heads it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.duties(('2026-03-01', '2026-03-01'), ('2026-04-01', '2026-04-09'), ('2026-09-01', '2026-09-01'))
        cls.duties(('2026-10-01', '2026-10-01'), unit='outreach', user='outreach_staff')

    def counts(self, name):
        self.env.invalidate_all()
        rating = self.rating(name)
        return rating.on_time_count, rating.late_count

    def test_by_the_results_of_his_unit_where_the_scheme_says_so(self):
        self.assertEqual((self.counts('policy_head'), self.counts('policy_staff')), ((2, 1), (2, 1)))
        self.env.ref('dan_van.rating_scheme_2026').heads_by_unit = False
        self.assertEqual(self.counts('policy_head'), (0, 0))

    def test_each_head_for_his_term(self):
        unit, staff = self.units['policy'], self.users['policy_staff']
        self.duties(('2026-11-01', '2026-11-01'), user='policy_head')
        with freeze_time('2026-07-01 03:00:00'):
            unit.head_user_id = staff
        terms = unit.dan_van_headship_ids
        self.assertEqual([(term.user_id, str(term.date_from or ''), str(term.date_to or '')) for term in terms.sorted('id')], [
            (self.users['policy_head'], '', '2026-06-30'), (staff, '2026-07-01', '')])
        self.assertEqual(self.counts('policy_head'), (2, 1), "the first half year, and what names him")
        self.assertEqual(self.counts('policy_staff'), (3, 1), "what names him, once, and the second half year")

    def test_a_deputy_is_rated_by_what_names_him(self):
        unit = self.units['policy']
        unit.write({'deputy_user_id': self.users['policy_staff'].id, 'delegation_from': '2026-01-01', 'delegation_to': '2026-12-31'})
        self.duties(('2026-11-01', '2026-11-01'), user='policy_head')
        self.assertEqual(self.counts('policy_staff'), (2, 1))
        self.assertEqual(self.counts('policy_head'), (3, 1))

    def test_terms_follow_the_manager_of_the_hr_app(self):
        unit = self.units['policy']
        employee = self.env['hr.employee'].create({'name': "Phó", 'user_id': self.users['policy_staff'].id})
        unit.manager_id = employee
        self.env.flush_all()
        self.assertEqual(unit.dan_van_headship_ids.filtered(lambda term: not term.date_to).user_id, self.users['policy_staff'])
        unit.manager_id = False
        unit.head_user_id = False
        self.assertFalse(unit.dan_van_headship_ids.filtered(lambda term: not term.date_to))
