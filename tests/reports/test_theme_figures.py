import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form

from ..common import AgencyCase, ReportCase
from .test_theme import ThemeCase


class TestFiguresAsDrawn(ThemeCase):
    """What a figure was when its report was submitted stays, whatever becomes of its indicator."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.posts = cls.env.ref('dan_van.indicator_05')  # typed, summed over the year
        cls.first = cls.report(cls.main)

    def test_a_changed_rule_rewrites_no_report(self):
        self.figure(self.first, self.posts).value = 12
        self.receive(self.first)
        second = self.report(self.main, "Quý II năm 2022")
        figure = self.figure(second, self.posts)
        figure.value = 10
        self.assertEqual(figure.cumulative, 22)
        self.submit(second)
        kept = (figure.name, figure.uom_name, figure.group_name, figure.sequence, figure.source, figure.aggregation)
        self.posts.write({
            'name': "Tin, bài", 'uom_name': "bài", 'group_name': "Khác", 'sequence': 999, 'cumulation': 'last', 'aggregation': 'max'})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(figure.cumulative, 22)
        self.assertEqual((figure.name, figure.uom_name, figure.group_name, figure.sequence, figure.source, figure.aggregation), kept)
        [annex] = second._annexes()
        self.assertIn(kept[0], str(annex))
        self.assertNotIn("Khác", str(annex))
        third = self.figure(self.report(self.main, "Quý III năm 2022"), self.posts)
        third.value = 1
        self.assertEqual((third.name, third.cumulative), ("Tin, bài", 1), "what is drawn from then on follows")

    def test_the_text_mentions_its_figures(self):
        """Where there are any, at the head of the results; once, also where somebody has written so himself."""
        said = "(Số liệu chi tiết tại Phụ lục kèm theo)"

        def lines():
            return list(self.first._official_document().text_lines())
        self.assertFalse(list(self.first._annexes()))
        self.assertNotIn(said, lines())
        self.figure(self.first, self.posts).value = 12
        found = lines()
        self.assertEqual(found.count(said), 1)
        self.assertIn("KẾT QUẢ THỰC HIỆN", found[found.index(said) - 1].upper())
        self.first.closing = "Trên đây là báo cáo của đơn vị (kèm theo Phụ lục số liệu)."
        self.assertNotIn(said, lines())

    def test_what_was_typed_is_no_correction_of_what_is_counted_later(self):
        """An indicator that begins to count in mid-year counts the year once; what was reported before stays kept as typed."""
        self.figure(self.first, self.posts).value = 12
        self.receive(self.first)
        self.record(self.talk, '2022-02-20')
        self.posts.write({'source': 'event_count', 'event_type_ids': [Command.set(self.talk.ids)]})
        self.first.sudo().figure_ids._keep_counted()
        self.assertEqual(self.figure(self.report(self.main, "Quý II năm 2022"), self.posts).before, 1)

    def test_a_draft_follows_when_it_is_drawn_again(self):
        self.posts.name = "Tin, bài"
        self.as_user('outreach_staff', self.first).action_draw()
        self.assertEqual(self.figure(self.first, self.posts).name, "Tin, bài")

    def test_the_sheet_of_figures_shows_what_was_reported(self):
        self.figure(self.first, self.posts).value = 12
        name = self.posts.name
        self.receive(self.first)
        self.posts.name = "Khác"
        period = self.first.period_id
        self.assertIn(name, [row.name for row in period._figures(period.report_ids, self.first, True)])

    def test_what_is_kept_of_an_indicator_is_not_typed(self):
        figure = self.figure(self.as_user('outreach_staff', self.first), self.posts)
        for name, value in (('name', "Khác"), ('cumulation', 'last'), ('source', 'case'), ('sequence', 3)):
            with self.subTest(name), self.assertRaises(UserError), self.env.cr.savepoint():
                figure.write({name: value})
        report, indicator = figure.report_id, figure.indicator_id
        figure.sudo().unlink()
        figure = figure.browse()
        again = figure.with_context(default_cumulation='last').create({
            'report_id': report.id, 'indicator_id': indicator.id, 'name': "Khác", 'source': 'case'})
        self.assertEqual((again.name, again.source, again.cumulation), (indicator.name, 'typed', 'sum'))

    def test_a_plan_that_is_replaced_goes_on_counting(self):
        """Last period and the year so far are those of the plan that it replaces, in the same scheme."""
        self.figure(self.first, self.posts).value = 12
        self.receive(self.first)
        with freeze_time('2022-05-05 02:00:00'):
            new = self.main.browse(self.as_user('office_head', self.main).action_replace()['res_id'])
            self.to_state(new, 'issued')
        figure = self.figure(self.report(new.sudo(), "Quý II năm 2022"), self.posts)
        self.assertEqual((figure.previous, figure.before), (12, 12))

    def test_an_ad_hoc_report_has_no_last_year_but_its_own_days(self):
        adhoc = self.env.ref('dan_van.scheme_adhoc')
        for number, day in enumerate(('2022-03-10', '2022-05-10', '2022-07-10'), 1):
            report = self.report_of(self.ad_hoc(self.main, adhoc, day), 'outreach')
            self.figure(report, self.posts).value = number
            self.receive(report)
        with freeze_time('2023-02-05 02:00:00'):
            plan = self.to_state(self.new_plan(duties=['outreach'], year=2023), 'issued').sudo()
        self.assertEqual(plan.previous_id, self.main)
        for day, value in (('2023-05-10', 2), ('2023-09-10', 0)):
            with self.subTest(day):
                report = self.report_of(self.ad_hoc(plan, adhoc, day), 'outreach')
                self.assertEqual(self.figure(report, self.posts).last_year, value)

    def ad_hoc(self, plan, scheme, day):
        day = datetime.date.fromisoformat(day)
        period = self.as_user('office_staff', 'dan_van.period').create({
            'name': f"Đột xuất {day}", 'plan_id': plan.id, 'year': plan.year, 'scheme_id': scheme.id,
            'date_from': day - datetime.timedelta(9), 'date_to': day, 'due_date': day})
        with freeze_time(f'{day} 01:00:00'):
            period.action_open()
        return period.sudo()


class TestPeriodsFollow(ReportCase):
    """What is planned follows its scheme and the calendar; what has been opened stays as it was announced."""

    def names(self, plan, state='planned'):
        return plan.period_ids.filtered(lambda period: period.state == state).sorted('date_to').mapped('name')

    def test_another_kind_of_period(self):
        plan, scheme = self.report_plan(schemes=['quarter']), self.env.ref('dan_van.scheme_quarter')
        first = self.opened(plan, "Quý I năm 2022")
        scheme.kind = 'month'
        self.assertEqual(self.names(plan), [f"Tháng {number} năm 2022" for number in range(4, 13)], "what follows the first quarter")
        self.assertEqual((self.names(plan, 'open'), first.kind), (["Quý I năm 2022"], 'quarter'))
        april = plan.period_ids.filtered(lambda period: period.name == "Tháng 4 năm 2022")
        self.assertEqual((str(april.date_from), str(april.date_to)), ('2022-03-15', '2022-04-14'))
        self.cron('2022-04-14')
        self.assertEqual(self.names(plan, 'open'), ["Quý I năm 2022", "Tháng 4 năm 2022"])
        self.assertEqual(self.report_of(april, 'outreach').figure_ids[0].indicator_id.theme_id, plan.theme_id)
        scheme.kind = 'adhoc'
        self.assertFalse(self.names(plan), "nothing is opened by itself any more")
        scheme.kind = 'quarter'
        self.assertEqual(self.names(plan), ["Quý II năm 2022", "Quý III năm 2022", "Quý IV năm 2022"])

    def test_what_the_office_has_made_by_hand_is_not_lost(self):
        plan, scheme = self.report_plan(), self.env.ref('dan_van.scheme_thematic')
        period = self.as_user('office_staff', 'dan_van.period').create({
            'name': "Chuyên đề", 'plan_id': plan.id, 'year': 2022, 'scheme_id': scheme.id, 'date_from': '2022-03-01',
            'date_to': '2022-03-10', 'due_date': '2022-03-12'})
        with self.assertRaisesRegex(UserError, "made by hand and is not open yet: “Chuyên đề"):
            scheme.kind = 'month'
        period.unlink()
        scheme.kind = 'month'

    def test_a_scheme_that_is_taken_off(self):
        plan = self.report_plan()
        self.opened(plan, "Tháng 2 năm 2022")
        office = self.as_user('office_head', plan)
        office.scheme_ids -= self.env.ref('dan_van.scheme_month')
        self.assertEqual(self.names(plan), ["Quý I năm 2022", "Quý II năm 2022", "Quý III năm 2022", "Quý IV năm 2022"])
        self.assertEqual(self.names(plan, 'open'), ["Tháng 2 năm 2022"])
        self.cron('2022-03-14')
        self.assertEqual(self.names(plan, 'open'), ["Tháng 2 năm 2022", "Quý I năm 2022"])
        office.scheme_ids += self.env.ref('dan_van.scheme_month')
        self.assertIn("Tháng 3 năm 2022", self.names(plan))

    def test_periods_of_schemes_taken_off_before_are_not_opened(self):
        plan = self.report_plan()
        self.env.cr.execute("DELETE FROM dan_van_plan_dan_van_report_scheme_rel WHERE dan_van_plan_id = %s", [plan.id])
        self.env.invalidate_all()
        self.cron('2022-03-14')
        self.assertFalse(plan.period_ids)

    def test_a_holiday_that_is_entered_later(self):
        plan = self.report_plan()
        due = {period.name: period for period in plan.period_ids}
        opened = self.opened(plan, "Tháng 2 năm 2022")
        march = due["Tháng 3 năm 2022"]
        self.assertEqual((str(opened.due_date), str(march.due_date)), ('2022-02-16', '2022-03-16'))
        values = {'company_id': self.company.id, 'calendar_id': self.company.resource_calendar_id.id}
        holidays = self.env['resource.calendar.leaves'].create([
            {**values, 'name': "Nghỉ lễ", 'date_from': f'2022-{month}-15 17:00:00', 'date_to': f'2022-{month}-16 16:59:59'}
            for month in ('02', '03')])
        self.assertEqual((str(opened.due_date), str(march.due_date)), ('2022-02-16', '2022-03-17'))
        holidays[1].write({'date_from': '2022-03-14 17:00:00'})
        self.assertEqual(str(march.due_date), '2022-03-18')
        holidays.unlink()
        self.assertEqual(str(march.due_date), '2022-03-16')
        self.company.resource_calendar_id.attendance_ids.filtered(lambda hours: hours.dayofweek == '2').unlink()
        self.cron('2022-02-20')
        self.assertEqual(str(march.due_date), '2022-03-17', "other changes of the calendar by the next night")

    def test_a_holiday_that_is_entered_while_the_period_is_open(self):
        """What is due later follows, with the inbox and a word in the log; by the days that were announced."""
        period = self.opened(self.report_plan(), "Tháng 2 năm 2022").with_env(self.env)
        report = self.report_of(period, 'policy')
        activity = report.activity_ids
        self.assertEqual((str(report.due_date), str(activity.date_deadline)), ('2022-02-16', '2022-02-16'))
        self.env.ref('dan_van.scheme_month').due_days = 9
        with freeze_time('2022-02-15 01:00:00'):
            holiday = self.env['resource.calendar.leaves'].create({
                'name': "Nghỉ lễ", 'company_id': self.company.id, 'calendar_id': self.company.resource_calendar_id.id,
                'date_from': '2022-02-15 17:00:00', 'date_to': '2022-02-16 16:59:59'})
            self.assertEqual({str(each) for each in (period.due_date, report.due_date, activity.date_deadline)}, {'2022-02-17'})
            for record in (period, report):
                self.assertIn("2022", record.message_ids[0].body)
                self.assertIn("17", record.message_ids[0].body)
            told = len(report.message_ids)
            self.cron('2022-02-15')
            self.assertEqual(len(report.message_ids), told, "told once")
        with freeze_time('2022-02-18 01:00:00'):
            holiday.unlink()
            self.assertEqual(str(period.due_date), '2022-02-17', "what is past stays")


class TestPeriodForms(ThemeCase):

    def test_a_target_and_a_thematic_period_are_made_on_their_forms(self):
        """The plan is chosen though the agency, which follows from it, is not known yet."""
        office = self.as_user('office_staff', 'dan_van.target')
        for model, field in (('dan_van.target', 'plan_id'), ('dan_van.period', 'plan_id')):
            self.assertNotIn('company_id', office.env[model].fields_get([field])[field]['domain'])
        form = Form(office.env['dan_van.period'])
        form.name, form.plan_id, form.scheme_id = "Chuyên đề", self.reform, self.env.ref('dan_van.scheme_cchc_thematic')
        form.date_from, form.date_to, form.due_date = '2022-03-01', '2022-03-10', '2022-03-14'
        self.assertEqual(form.save().company_id, self.company)

    def test_no_field_is_limited_to_the_agency_that_follows_from_it(self):
        for model in self.env.values():
            field = model._fields.get('company_id')
            if model._name.startswith('dan_van.') and field is not None and field.related:
                parent = field.related.split('.')[0]
                with self.subTest(model._name):
                    self.assertFalse(model._fields[parent].check_company)


class TestTerms(AgencyCase):
    """Terms of petitions by the agency's calendar (Bộ luật Dân sự 2015, Điều 148)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['resource.calendar.leaves'].create({
            'name': "Tết", 'company_id': cls.company.id, 'calendar_id': cls.company.resource_calendar_id.id,
            'date_from': '2026-02-15 17:00:00', 'date_to': '2026-02-20 16:59:59'})

    def test_the_last_day_is_a_working_day(self):
        last_day = self.company._terms()
        for start, days, unit, expected in (
                ('2026-03-02', 10, 'calendar', '2026-03-12'),  # a Thursday
                ('2026-03-04', 10, 'calendar', '2026-03-16'),  # ends on a Saturday
                ('2026-03-05', 10, 'calendar', '2026-03-16'),  # ends on a Sunday
                ('2026-02-08', 10, 'calendar', '2026-02-23'),  # ends in Tết, which a week-end follows
                ('2026-03-02', 10, 'working', '2026-03-16'),
                ('2026-02-13', 1, 'working', '2026-02-23'),
                ('2025-12-30', 10, 'working', '2026-01-13')):
            with self.subTest(start=start, days=days, unit=unit):
                self.assertEqual(str(last_day(datetime.date.fromisoformat(start), days, unit)), expected)

    def test_kinds_say_what_their_terms_are_counted_in(self):
        kind = self.env['dan_van.case.kind'].create({
            'name': "Phản ánh, kiến nghị theo quy định hành chính", 'group': 'petition', 'counted_from': 'received',
            'term_days': 15, 'term_unit': 'working', 'company_id': self.company.id})
        case = self.as_user('inspectorate_staff', 'dan_van.case').create({
            'kind_id': kind.id, 'department_id': self.units['inspectorate'].id, 'received_date': '2026-02-13',
            'citizen_name': "Nguyễn Văn Kín", 'content': "Thủ tục rườm rà."})
        self.assertEqual(str(case.deadline), '2026-03-13')
        kind.term_unit = 'calendar'
        self.env.flush_all()
        self.assertEqual(str(case.deadline), '2026-03-13', "a change holds for what is computed from then on")
        self.assertEqual(self.env.ref('dan_van.case_kind_to_cao').acceptance_unit, 'working')

    def test_many_petitions_cost_no_query_each(self):
        """The calendar is read once a month of it."""
        kind = self.env.ref('dan_van.case_kind_kien_nghi')
        values = {'kind_id': kind.id, 'department_id': self.units['inspectorate'].id, 'received_date': '2026-02-13',
                  'company_id': self.company.id}
        Case = self.env['dan_van.case']
        counts = []
        for number in (2, 40):
            cases = Case.browse().union(*(Case.new(values) for _index in range(number)))
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            cases._compute_deadline()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])


class TestUnitPeople(AgencyCase):

    def test_a_unit_whose_head_has_left(self):
        """Others are added to it as ever."""
        unit = self.units['policy']
        unit.head_user_id.active = False
        unit.write({'member_user_ids': [Command.link(self.users['party_staff'].id)]})
        self.assertIn(self.users['party_staff'], unit.member_user_ids)
        with self.assertRaisesRegex(UserError, "must be members"):
            unit.deputy_user_id = self.users['outreach_staff']

    def test_a_manager_named_in_the_hr_app_belongs_to_the_unit(self):
        unit, user = self.units['policy'], self.users['party_head']
        manager = self.env['hr.employee'].create({'name': user.name, 'user_id': user.id, 'company_id': self.company.id})
        members = unit.member_user_ids
        unit.manager_id = manager
        self.assertEqual(unit.head_user_id, user)
        self.assertEqual(unit.member_user_ids, members | user)
        created = self.env['hr.department'].create({
            'name': "Phòng mới", 'company_id': self.company.id, 'dan_van_kind': 'division', 'manager_id': manager.id})
        self.assertEqual((created.head_user_id, created.member_user_ids), (user, user))
        unit.manager_id = False
        self.assertEqual(unit.head_user_id, user, "until another one is named")

    def test_the_unit_that_is_proposed_is_one_of_the_agency(self):
        other = self.env['res.company'].create({'name': "Cơ quan khác"})
        user = self.users['office_staff']
        user.company_ids |= other
        # Its name stands first in the order of units.
        self.env['hr.department'].create({
            'name': "A", 'company_id': other.id, 'dan_van_kind': 'office',
            'member_user_ids': [Command.set(user.ids)]})
        for company, expected in ((self.company, self.units['office']), (other, None)):
            Plan = self.env['dan_van.plan'].with_user(user).with_context(allowed_company_ids=[company.id, *user.company_ids.ids])
            unit = Plan._default_department()
            self.assertEqual(unit.company_id, company)
            if expected:
                self.assertEqual(unit, expected)
