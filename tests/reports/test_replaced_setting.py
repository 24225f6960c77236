from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .test_theme import ThemeCase


class TestReplacedSetting(ThemeCase):
    """What all agencies share is replaced by an agency's own copy, in that agency alone, wherever it is in use."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env['res.company'].create({'name': "Cơ quan khác"})

    def copied(self, shared, **values):
        """:return: the copy that the administrator of the agency makes"""
        copy = self.as_user('admin', shared).copy()
        copy.write(values)
        return copy.sudo()

    def in_use(self, model, company=None):
        Model = self.env[model]
        return Model.search(Model._in_use(company or self.company))

    def test_for_each_kind(self):
        for name in ('indicator', 'event.type', 'figure.check', 'report.scheme', 'case.kind'):
            model = f'dan_van.{name}'
            shared = self.env[model].search([('company_id', '=', False)], limit=1)
            before = self.in_use(model)
            with self.subTest(model):
                copy = self.copied(shared)
                self.assertEqual(copy.replaces_id, shared)
                self.assertEqual(self.in_use(model), before - shared + copy)
                self.assertIn(shared, self.in_use(model, self.other), "another agency goes on with it")
                self.assertTrue(shared.with_company(self.company).dan_van_replaced)
                copy.active = False
                self.assertEqual(self.in_use(model), before - shared, "an archived copy switches it off")
                copy.unlink()
                self.assertEqual(self.in_use(model), before)

    def test_it_is_switched_off(self):
        shared = self.env.ref('dan_van.event_type_tuyen_truyen')
        theirs = self.as_user('admin', shared)
        theirs.action_switch_off()
        self.assertNotIn(shared, self.in_use('dan_van.event.type'))
        self.assertTrue(shared.active)
        with self.assertRaisesRegex(UserError, "replaced there already"):
            theirs.action_switch_off()
        with self.assertRaises(AccessError):
            self.as_user('outreach_staff', self.env.ref('dan_van.event_type_doi_thoai')).action_switch_off()

    def test_a_theme_is_copied_beside_and_switched_off(self):
        """A copied theme has no indicators yet."""
        shared = self.themes['cai_cach']
        self.assertFalse(self.copied(shared).replaces_id)
        self.as_user('admin', self.themes['phap_luat']).action_switch_off()
        self.assertNotIn(self.themes['phap_luat'], self.in_use('dan_van.theme'))
        self.assertIn(shared, self.in_use('dan_van.theme'))

    def test_it_replaces_one_that_is_shared_and_only_once(self):
        copy = self.copied(self.listeners)
        second = self.copied(self.listeners, name="Lượt người khác")
        self.assertFalse(second.replaces_id)
        with self.assertRaisesRegex(ValidationError, "is replaced in this agency already"), self.env.cr.savepoint():
            second.replaces_id = self.listeners
        with self.assertRaisesRegex(ValidationError, "that all agencies share"), self.env.cr.savepoint():
            second.replaces_id = copy

    def test_an_older_copy_is_told_what_it_replaces(self):
        own = self.copied(self.listeners, name="Người nghe")
        own.replaces_id = False
        self.assertIn(self.listeners, self.in_use('dan_van.indicator'))
        form = Form(self.as_user('admin', own))
        form.replaces_id = self.listeners
        form.save()
        self.assertNotIn(self.listeners, self.in_use('dan_van.indicator'))

    def test_it_is_counted_once(self):
        self.record(self.talk, participant_count=40)
        copy = self.copied(self.listeners)
        report = self.report(self.main)
        self.assertFalse(self.figure(report, self.listeners))
        self.assertEqual(self.figure(report, copy).value, 40)

    def test_a_copied_type_is_counted_as_what_it_replaces(self):
        self.record(self.talk, participant_count=40)
        talk = self.copied(self.talk)
        self.record(talk, participant_count=2)
        figure = self.figure(self.report(self.main), self.listeners)
        self.assertEqual(figure.value, 42)
        found = self.env['dan_van.event'].search(figure.action_open_records()['domain'])
        self.assertEqual(sum(found.mapped('participant_count')), 42)

    def test_the_year_goes_on(self):
        """What was reported before counts for the copy, and a period ends with the one with which it began."""
        posts = self.env.ref('dan_van.indicator_05')
        first = self.report(self.main)
        self.figure(first, posts).value = 12
        copy = self.copied(posts)
        self.as_user('outreach_staff', first).action_draw()
        self.assertTrue(self.figure(first, posts))
        self.assertFalse(self.figure(first, copy))
        self.receive(first)
        second = self.report(self.main, "Quý II năm 2022")
        figure = self.figure(second, copy)
        figure.value = 10
        self.assertEqual((figure.previous, figure.cumulative), (12, 22))
        self.assertFalse(self.figure(second, posts))

    def test_a_check_takes_the_copy(self):
        check = self.env['dan_van.figure.check'].search([
            ('theme_id', '=', self.themes['dan_van'].id), ('of_previous', '=', False), ('left_ids.source', '=', 'typed')], limit=1)
        self.assertTrue(check)
        copies = {each: self.copied(each) for each in check.left_ids | check.right_ids | check.less_ids}
        report = self.report(self.main)
        for indicator, copy in copies.items():
            self.figure(report, copy).value = 99 if indicator in check.left_ids else 0
        self.assertIn(check.name, report.figure_problems or '')

    def test_fields_offer_what_is_in_use(self):
        kind, copy = self.talk, self.copied(self.talk)
        Event = self.as_user('outreach_staff', 'dan_van.event')
        domain = Event.fields_get(['type_id'])['type_id']['domain']
        self.assertIn("'not any'", domain)
        form = Form(Event)
        offered = form._env['dan_van.event.type'].search([
            ('replacement_ids', 'not any', [('company_id', '=', self.company.id)]), ('company_id', 'in', [self.company.id, False])])
        self.assertIn(copy, offered)
        self.assertNotIn(kind, offered)

    def test_a_plan_names_what_is_in_use(self):
        """A plan that was there keeps its scheme."""
        scheme = self.env.ref('dan_van.scheme_quarter')
        self.copied(scheme)
        self.assertIn(scheme, self.main.scheme_ids)
        self.main.write({'scheme_ids': [Command.link(scheme.id)]})
        self.assertTrue(self.opened(self.main, "Quý II năm 2022").report_ids)


@tagged('dan_van_long')
class TestReplacedScheme(ThemeCase):
    """An agency that reports under its own copy of a scheme goes on where it was, and reports no period twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme, cls.posts = cls.env.ref('dan_van.scheme_quarter'), cls.env.ref('dan_van.indicator_05')
        cls.own = cls.as_user('admin', cls.scheme).copy({'name': "Quý của cơ quan"}).sudo()

    def reported(self, name="Quý I năm 2022", value=12):
        """:return: the report of the period, received, in which the unit has said ``value``"""
        report = self.report(self.main, name)
        self.figure(report, self.posts).value = value
        self.receive(report)
        return report

    def switch(self):
        self.as_user('office_staff', self.main).scheme_ids = [Command.set(self.own.ids)]
        self.env.invalidate_all()

    def test_the_year_goes_on(self):
        duty = self.main.assignment_ids
        self.as_user('outreach_staff', duty).write({'progress': 40, 'result': "Đã họp."})
        self.reported()
        self.as_user('outreach_staff', duty).write({'progress': 60, 'result': "Đã họp.\nĐã tập huấn."})
        self.switch()
        second = self.report(self.main, "Quý II năm 2022")
        self.assertEqual(second.scheme_id, self.own)
        figure, line = self.figure(second, self.posts), second.line_ids
        self.assertEqual((figure.previous, figure.before, figure.has_before), (12, 12, True))
        self.assertEqual((line.progress_before, line.drawn_text), (40, "Đã tập huấn."))
        self.assertEqual(second.writer_id, self.users['outreach_staff'], "who wrote the last one")

    def test_last_year_is_that_of_the_scheme_before(self):
        self.reported()
        with freeze_time('2023-02-05 02:00:00'):
            plan = self.to_state(self.new_plan(
                duties=['outreach'], year=2023, scheme_ids=[Command.set(self.own.ids)]), 'issued').sudo()
        self.assertEqual(self.figure(self.report(plan, "Quý I năm 2023"), self.posts).last_year, 12)

    def test_no_period_is_reported_twice(self):
        self.opened(self.main, "Quý I năm 2022")
        self.switch()
        names = self.main.period_ids.mapped('name')
        self.assertEqual(len(set(names)), len(names))
        self.assertEqual(self.main.period_ids.grouped('scheme_id').keys(), {self.scheme, self.own})
        self.as_user('office_staff', self.main).scheme_ids = [Command.set(self.scheme.ids)]
        self.assertEqual(sorted(self.main.period_ids.mapped('name')), sorted(names), "nor on the way back")

    def test_a_plan_with_both_reports_under_its_own(self):
        self.main.scheme_ids = [Command.link(self.own.id)]
        names = self.main.period_ids.mapped('name')
        self.assertEqual(len(set(names)), len(names))
        self.assertEqual(self.main.period_ids.scheme_id, self.own)

    def test_what_was_reported_twice_counts_once(self):
        """Of one period in which a unit has reported under both, what it said under its own."""
        first = self.reported()
        self.switch()
        again = self.main.period_ids.filtered(lambda period: (period.scheme_id, period.index) == (self.own, 1))
        again = again or self.env['dan_van.period']._making('plan').create([{
            **first.period_id.copy_data()[0], 'scheme_id': self.own.id, 'index': 1}]).with_env(self.env)
        self.as_user('office_staff', again).action_open()
        report = self.report_of(again, 'outreach')
        self.figure(report, self.posts).value = 5
        self.receive(report)
        self.assertEqual(self.figure(self.report(self.main, "Quý II năm 2022"), self.posts).before, 5)
        self.main.scheme_ids = [Command.link(self.env.ref('dan_van.scheme_half').id)]
        self.assertEqual(self.figure(self.report(self.main, "6 tháng đầu năm 2022"), self.posts).value, 5)

    def test_a_plan_that_is_replaced_takes_its_open_period_along_once(self):
        self.opened(self.main, "Quý I năm 2022")
        with freeze_time('2022-03-14 05:00:00'):
            new = self.main.browse(self.as_user('office_head', self.main).action_replace()['res_id'])
            new.scheme_ids = [Command.set(self.own.ids)]
            self.to_state(new, 'issued')
        self.env.invalidate_all()
        self.assertEqual(len(new.sudo().period_ids.filtered(lambda period: period.index == 1)), 1)
