from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.modules.module import load_script
from odoo.tests import Form

from ..common import ROOT, ReportCase
from ..keys import unlocked

SUBJECTS = {'dan_van': "Triển khai công tác dân vận chính quyền năm 2022", 'cai_cach': "Cải cách hành chính năm 2022"}


class ThemeCase(ReportCase):
    """Two plans of 2022 of one agency, each of its theme, that report by quarter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.themes = {key: cls.env.ref(f'dan_van.theme_{key}') for key in ('dan_van', 'cai_cach', 'phap_luat', 'dan_chu')}
        cls.talk, cls.inspection = (
            cls.env.ref(f'dan_van.event_type_{name}') for name in ('tuyen_truyen', 'cchc_kiem_tra'))
        cls.listeners, cls.inspections, cls.files = (
            cls.env.ref(f'dan_van.indicator_{name}') for name in ('02', 'cchc_kiem_tra', 'cchc_tiep_nhan'))
        cls.main = cls.report_plan(schemes=['quarter'], duties=['outreach'])
        cls.reform = cls.reform_plan()

    @classmethod
    def reform_plan(cls, schemes=('quarter',), **values):
        return cls.report_plan(
            schemes=[f'cchc_{name}' for name in schemes], duties=['outreach'], subject=SUBJECTS['cai_cach'],
            theme_id=cls.env.ref('dan_van.theme_cai_cach').id, **values)

    @classmethod
    def record(cls, kind, date='2022-02-20', **values):
        return cls.env['dan_van.event'].create({
            'type_id': kind.id, 'date': date, 'department_id': cls.units['outreach'].id, 'company_id': cls.company.id, **values})

    @classmethod
    def report(cls, plan, name="Quý I năm 2022"):
        return cls.report_of(cls.opened(plan, name), 'outreach')

    def submit(self, report):
        report.line_ids.text = "Đã thực hiện."
        report.section_ids.filtered('is_required').text = "Tốt."
        self.as_user('outreach_staff', report).action_submit()

    def receive(self, report):
        self.submit(report)
        self.as_user('outreach_head', report).action_approve()
        self.as_user('office_staff', report).action_receive()

    def figure(self, report, indicator):
        return report.figure_ids.filtered(lambda figure: figure.indicator_id == indicator)


class TestTheme(ThemeCase):

    def test_each_plan_counts_what_is_of_its_theme(self):
        """A second plan gets neither the indicators of the first one nor its listeners."""
        self.record(self.talk, participant_count=40)
        self.record(self.inspection)
        main, reform = self.report(self.main), self.report(self.reform)
        Indicator = self.env['dan_van.indicator']
        for report, theme in ((main, self.themes['dan_van']), (reform, self.themes['cai_cach'])):
            self.assertEqual(report.theme_id, theme)
            self.assertEqual(report.figure_ids.indicator_id, Indicator.search([('theme_id', '=', theme.id)]))
        self.assertEqual((self.figure(main, self.listeners).value, self.figure(main, self.inspections).value), (40, 0))
        self.assertEqual(self.figure(reform, self.inspections).value, 1)
        self.assertFalse(self.figure(reform, self.listeners))

    def test_events_of_every_type_are_those_of_the_theme(self):
        every = self.env['dan_van.indicator'].create({
            'name': "Mọi hoạt động", 'source': 'event_count', 'theme_id': self.themes['cai_cach'].id, 'company_id': self.company.id})
        self.record(self.talk)
        self.record(self.inspection)
        figure = self.figure(self.report(self.reform), every)
        self.assertEqual(figure.value, 1)
        found = self.env['dan_van.event'].search(figure.action_open_records()['domain'])
        self.assertEqual(found.type_id, self.inspection)

    def test_a_report_locks_what_is_of_its_theme(self):
        talk, inspection = self.record(self.talk, participant_count=40), self.record(self.inspection)
        reform = self.report(self.reform)
        self.submit(reform)
        talk.participant_count = 41
        self.assertEqual((talk.report_id, inspection.report_id), (reform.browse(), reform))
        with self.assertRaisesRegex(UserError, "has been submitted"):
            inspection.participant_count = 3
        self.assertEqual(self.figure(self.report(self.main), self.listeners).value, 41)

    def test_petitions_are_settled_by_reports_that_count_them(self):
        """Those of dân vận; a report on another theme says nothing of them."""
        # The demo's reports of today would settle what is entered now of that year.
        unlocked(self.env['dan_van.report'].search([])).write({'state': 'draft'})
        unit = self.units['outreach']
        unit.dan_van_receives_petitions = True
        case = self.as_user('outreach_staff', 'dan_van.case').create({
            'kind_id': self.env.ref('dan_van.case_kind_kien_nghi').id, 'department_id': unit.id, 'received_date': '2022-02-20',
            'citizen_name': "Nguyễn Văn Kín", 'content': "Đường hỏng."})
        self.submit(self.report(self.reform))
        self.assertFalse(case._settled('counted_date'))
        case.received_date = '2022-02-21'
        main = self.report(self.main)
        self.submit(main)
        self.assertEqual(case._settled('counted_date')[case][1], main)

    def test_the_sheets_and_the_dashboard_keep_to_the_theme(self):
        self.record(self.talk, participant_count=40)
        self.record(self.inspection)
        period = self.report(self.reform).period_id
        names = {row.name for row in period._figures(period.report_ids, period.report_ids, True)}
        self.assertIn(self.inspections.name, names)
        self.assertNotIn(self.listeners.name, names)
        shown = self.as_user('office_staff', 'dan_van.dashboard').get_data(self.reform.id)['trend']['periods'][0]
        self.assertEqual((shown['events'], shown['participants']), (1, 0))
        self.assertEqual(self.env['dan_van.event'].search_count(shown['event_domain']), 1)
        self.assertEqual([bool(self.as_user('office_staff', 'dan_van.dashboard').get_data(plan.id)['petitions'])
                          for plan in (self.main, self.reform)], [True, False])
        self.assertEqual(self.env['dan_van.event'].search([('period_id', 'in', period.ids)]).type_id, self.inspection)

    def test_checks_of_another_theme_are_not_asked(self):
        indicators = self.env['dan_van.indicator'].create([
            {'name': name, 'theme_id': self.themes['cai_cach'].id, 'company_id': self.company.id} for name in "AB"])
        self.env['dan_van.figure.check'].create({
            'name': "A = B", 'theme_id': self.themes['cai_cach'].id, 'left_ids': indicators[0].ids,
            'right_ids': indicators[1].ids, 'company_id': self.company.id})
        reform = self.report(self.reform)
        self.figure(reform, indicators[0]).value = 2
        self.assertIn("A = B", reform.figure_problems)
        self.assertFalse(self.report(self.main).figure_problems)

    def test_last_years_plan_is_one_of_the_theme(self):
        after = self.new_plan(year=2023, theme_id=self.themes['cai_cach'].id)
        self.assertEqual(after.previous_id, self.reform)
        with self.assertRaisesRegex(ValidationError, "within one theme"):
            after.previous_id = self.main

    def test_a_copy_and_a_replacement_keep_the_theme(self):
        self.assertEqual(self.reform.copy().theme_id, self.themes['cai_cach'])
        self.assertEqual(self.reform._copy_to_year(2023).theme_id, self.themes['cai_cach'])

    def test_the_theme_is_frozen_with_the_draft(self):
        with self.assertRaisesRegex(UserError, "can't be changed"):
            self.as_user('office_staff', self.main).theme_id = self.themes['cai_cach']
        plan = self.new_plan(scheme_ids=self.env.ref('dan_van.scheme_quarter').ids)
        self.assertEqual(plan.theme_id, self.themes['dan_van'], "the first one is proposed")
        form = Form(plan)
        form.theme_id = self.themes['phap_luat']
        self.assertFalse(form.save().scheme_ids, "schemes of the theme before go")


class TestThemeRules(ThemeCase):
    """What is of one theme is not used in another one; each refusal says what to choose."""

    def refused(self, words, act):
        with self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
            act()
            self.env.flush_all()

    def test_nothing_of_another_theme_is_taken(self):
        env, main, reform = self.env, self.main, self.reform
        figure = {'report_id': self.report(reform).id, 'indicator_id': self.listeners.id}
        days = {'date_from': '2022-03-01', 'date_to': '2022-03-10', 'due_date': '2022-03-12', 'year': 2022, 'name': "Đột xuất"}
        for words, act in (
                ("report scheme “.*” belongs to “Dân vận", lambda: self.new_plan(
                    theme_id=self.themes['cai_cach'].id, scheme_ids=env.ref('dan_van.scheme_quarter').ids)),
                ("another theme than the plan: choose an indicator", lambda: env['dan_van.target'].create({
                    'plan_id': reform.id, 'indicator_id': self.listeners.id, 'value': 3})),
                ("another theme than the report", lambda: env['dan_van.report.figure'].create(figure)),
                ("another theme than the plan: choose one", lambda: env['dan_van.period'].create({
                    **days, 'plan_id': reform.id, 'scheme_id': env.ref('dan_van.scheme_adhoc').id})),
                ("the duty to another one", lambda: self.record(self.talk, assignment_id=reform.assignment_ids[:1].id)),
                ("the type “Tuyên truyền, phổ biến” belongs to another one", lambda: self.inspections.write({
                    'event_type_ids': [Command.link(self.talk.id)]})),
                ("“Lượt người dự tuyên truyền” belongs to another one", lambda: env['dan_van.figure.check'].create({
                    'name': "Sai", 'theme_id': self.themes['cai_cach'].id, 'left_ids': self.files.ids,
                    'right_ids': self.listeners.ids}))):
            with self.subTest(words):
                self.refused(words, act)
        duty = self.record(self.talk, assignment_id=main.assignment_ids.filtered('department_id')[:1].id)
        self.refused("the duty to another one", lambda: duty.write({'type_id': self.inspection.id}))

    def test_what_others_name_stays_in_its_theme(self):
        used = (self.talk, self.listeners, self.env.ref('dan_van.scheme_quarter'))
        for record in used:
            with self.subTest(record._name), self.assertRaisesRegex(UserError, "stays in the theme “Dân vận chính quyền”"):
                record.theme_id = self.themes['cai_cach']
        own = self.env['dan_van.event.type'].create({'name': "Thử", 'company_id': self.company.id})
        own.theme_id = self.themes['cai_cach']
        self.assertEqual(own.theme_id, self.themes['cai_cach'])

    def test_an_agency_makes_its_own_theme(self):
        """It begins with the customary sections, and is deleted only while nothing belongs to it."""
        theme = self.as_user('admin', 'dan_van.theme').create({'name': "Chuyển đổi số"})
        self.assertEqual(theme.company_id, self.company)
        self.assertEqual(theme.section_ids.mapped('name'), self.themes['dan_van'].section_ids.mapped('name'))
        plan = self.new_plan(theme_id=theme.id)
        with self.assertRaisesRegex(UserError, "others name it: .*Plan"):
            theme.unlink()
        plan.unlink()
        with self.assertRaisesRegex(ValidationError, "need a section for the results"):
            theme.write({'section_ids': [Command.delete(theme.section_ids.filtered('is_results').id)]})
        theme.unlink()

    def test_the_results_keep_their_section(self):
        """Whichever way it would go; in one save of the theme its mark moves to another one."""
        theme = self.as_user('admin', 'dan_van.theme').create({'name': "Chuyển đổi số"})
        results = theme.section_ids.filtered('is_results')
        other = (theme.section_ids - results).filtered(lambda section: not (section.is_required or section.group_name))[0]
        for name, act in (
                ("unlink", results.unlink), ("archive", results.action_archive),
                ("mark", lambda: results.write({'is_results': False})), ("all", theme.section_ids.unlink)):
            with self.subTest(name), self.assertRaisesRegex(ValidationError, "need a section for the results"), self.env.cr.savepoint():
                act()
        for marked in ((results, other), (other, results)):
            with self.subTest(marked), self.assertRaisesRegex(ValidationError, "stand in one section"), self.env.cr.savepoint():
                theme.write({'section_ids': [Command.update(other.id, {'is_results': True})]})
            with self.subTest(marked), self.assertRaisesRegex(ValidationError, "stand in one section"), self.env.cr.savepoint():
                other.is_results = True
            # In either order of the rows.
            theme.write({'section_ids': [
                Command.update(section.id, {'is_results': section == other}) for section in marked]})
            theme.flush_recordset()
            self.assertEqual(theme.section_ids.filtered('is_results'), other)
            theme.write({'section_ids': [
                Command.update(section.id, {'is_results': section == results}) for section in marked]})
            self.assertEqual(theme.section_ids.filtered('is_results'), results)
        theme.write({'section_ids': [
            Command.update(results.id, {'is_results': False}), Command.update(other.id, {'is_results': True})]})
        results.unlink()

    def test_the_import_proposes_the_theme_that_the_subject_names(self):
        Theme = self.env['dan_van.theme']
        for subject, key in (
                ("Triển khai công tác cải cách hành chính năm 2026", 'cai_cach'),
                ("Phổ biến, giáo dục pháp luật năm 2026", 'phap_luat'), ("Thực hiện dân chủ ở cơ sở năm 2026", 'dan_chu'),
                ("Công tác năm 2026", 'dan_van'), (False, 'dan_van')):
            with self.subTest(subject):
                self.assertEqual(Theme._of_subject(subject, self.company), self.themes[key])


class TestReportSections(ThemeCase):

    def test_each_report_has_the_headings_of_its_theme(self):
        main, reform = self.report(self.main), self.report(self.reform)
        self.assertEqual(reform.section_ids.section_id, self.themes['cai_cach'].section_ids)
        main.line_ids.text = reform.line_ids.text = "Đã thực hiện."
        for report in (main, reform):
            report.section_ids.filtered(lambda row: not row.is_results).text = "Nội dung."
        heads = [block.title for block in main._blocks() if block.kind.name == 'SECTION']
        self.assertEqual(heads, [
            "Công tác lãnh đạo, chỉ đạo, quán triệt", "Kết quả thực hiện", "Đánh giá chung", "Phương hướng, nhiệm vụ kỳ tới",
            "Kiến nghị, đề xuất"])
        self.assertEqual([(block.label, block.title) for block in main._blocks() if block.title in (
            "Ưu điểm", "Nguyên nhân chủ quan")], [('1', "Ưu điểm"), ('4', "Nguyên nhân chủ quan")])
        self.assertEqual([(block.label, block.title) for block in reform._blocks() if block.kind.name == 'SECTION'], [
            ('I', "Công tác chỉ đạo, điều hành cải cách hành chính"), ('II', "Kết quả thực hiện các nhiệm vụ cải cách hành chính"),
            ('III', "Đánh giá chung"), ('IV', "Nhiệm vụ trọng tâm kỳ tới"), ('V', "Kiến nghị, đề xuất")])

    def test_an_archived_section_comes_in_by_no_client(self):
        """Whatever his context asks to be shown."""
        reform = self.report(self.reform)
        section = reform.section_ids.filtered(lambda row: row.name == "Nguyên nhân").section_id
        section.sudo().active = False
        for shown in (False, True):
            self.as_user('outreach_staff', reform).with_context(active_test=shown).action_draw()
            self.env.invalidate_all()
            self.assertNotIn(section, reform.section_ids.section_id)

    def test_a_required_section_is_asked_for(self):
        reform = self.report(self.reform)
        reform.line_ids.text = "Đã thực hiện."
        mine = self.as_user('outreach_staff', reform)
        with self.assertRaisesRegex(UserError, "Write the section “Đánh giá chung: Kết quả đạt được”"):
            mine.action_submit()
        mine.section_ids.filtered('is_required').text = "Tốt."
        mine.action_submit()
        self.assertEqual(reform.state, 'submitted')

    def test_the_agency_takes_the_sections_in(self):
        reform = self.report(self.reform)
        row = reform.section_ids.filtered(lambda row: row.name == "Nguyên nhân")
        row.text = "Hệ thống chưa liên thông."
        self.receive(reform)
        agency = self.env['dan_van.report'].browse(self.as_user('office_staff', reform.period_id).action_consolidate()['res_id'])
        taken = agency.line_ids.filtered(lambda line: line.section_id == row.section_id)
        self.assertEqual(taken.text, "Hệ thống chưa liên thông.")
        self.assertIn("Hệ thống chưa liên thông.", '\n'.join(agency._official_document().text_lines()))
        self.as_user('office_staff', agency).action_submit("Các đơn vị khác gửi sau.")
        self.assertEqual(agency.state, 'submitted')

    def test_headings_stay_as_they_were_submitted(self):
        """A draft follows its theme when it is drawn again; words stay, whatever becomes of the section."""
        section = self.env.ref('dan_van.theme_dan_van_strengths')
        draft = self.report(self.main)
        sent = self.report_of(draft.period_id, 'policy')
        self.section(sent, 'strengths').text = self.section(draft, 'strengths').text = "Làm tốt."
        sent.line_ids.text = "Đã thực hiện."
        self.as_user('policy_staff', sent).action_submit()
        section.name = "Kết quả nổi bật"
        self.as_user('outreach_staff', draft).action_draw()
        self.assertEqual(self.section(draft, 'strengths').name, "Kết quả nổi bật")
        self.assertEqual(self.section(sent, 'strengths').name, "Ưu điểm")
        self.env.ref('dan_van.theme_dan_van_proposals').active = section.active = False
        self.as_user('outreach_staff', draft).action_draw()
        self.assertEqual(self.section(draft, 'strengths').text, "Làm tốt.")
        self.assertFalse(self.section(draft, 'proposals'))

    def test_headings_are_not_typed(self):
        report = self.as_user('outreach_staff', self.report(self.main))
        row, other = report.section_ids[0], self.env.ref('dan_van.theme_cai_cach_direction')
        for act in (
                lambda: row.write({'name': "Khác"}), lambda: row.write({'section_id': other.id}),
                lambda: row.create({'report_id': report.id, 'section_id': other.id, 'text': "x"})):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                act()
        section, name = row.section_id.id, row.name
        row.sudo().unlink()
        again = row.browse().with_context(default_name="Khác").create({
            'report_id': report.id, 'section_id': section, 'group_name': "Khác", 'is_results': True})
        self.assertEqual((again.name, again.group_name, again.is_results), (name, False, False))

    def test_a_line_stands_in_a_section_of_its_theme(self):
        report = self.report(self.main)
        for key in ('theme_cai_cach_direction', 'theme_dan_van_results'):
            with self.subTest(key), self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.env['dan_van.report.line'].create({
                    'report_id': report.id, 'section_id': self.env.ref(f'dan_van.{key}').id, 'text': "x"})


class TestThemeUpgrade(ThemeCase):

    def test_what_there_was_is_put_under_the_first_theme(self):
        """Texts of reports become sections; what is printed and counted stays as it was."""
        report = self.report(self.main)
        report.line_ids.text = "Đã thực hiện."
        for key in ('direction', 'causes_subjective', 'proposals'):
            self.section(report, key).text = f"Lời của {key}."
        own = self.env['dan_van.report.line'].create({
            'report_id': report.id, 'section_id': self.env.ref('dan_van.theme_dan_van_weaknesses').id, 'text': "Chậm."})
        before = report._official_document().text_lines()
        figures = [(figure.name, figure.cumulative, figure.cumulation) for figure in report.figure_ids]
        self.as_it_was(report, own)
        folder = ROOT / 'migrations' / '19.0.1.5.0'
        load_script(str(folder / 'pre-theme.py'), 'pre_theme').migrate(self.env.cr, '19.0.1.4.0')
        load_script(str(folder / 'post-theme.py'), 'post_theme').migrate(self.env.cr, '19.0.1.4.0')
        self.assertEqual((report.theme_id, report.plan_id.theme_id, self.talk.theme_id), (self.themes['dan_van'],) * 3)
        self.assertEqual(own.section_id, self.env.ref('dan_van.theme_dan_van_weaknesses'))
        self.assertEqual(report._official_document().text_lines(), before)
        self.assertEqual([(figure.name, figure.cumulative, figure.cumulation) for figure in report.figure_ids], figures)

    def as_it_was(self, report, line):
        """Bring the tables back to what they were before there were themes."""
        self.env.flush_all()
        cr, keys = self.env.cr, (
            'direction', 'strengths', 'weaknesses', 'causes_objective', 'causes_subjective', 'next_tasks', 'proposals')
        for key in keys:
            cr.execute(f'ALTER TABLE dan_van_report ADD COLUMN {key} text')
            cr.execute(f'UPDATE dan_van_report SET {key} = %s WHERE id = %s', [self.section(report, key).text or None, report.id])
        cr.execute("ALTER TABLE dan_van_report_line ADD COLUMN section varchar")
        cr.execute("UPDATE dan_van_report_line SET section_id = NULL, section = 'weaknesses' WHERE id = %s", [line.id])
        cr.execute("DELETE FROM dan_van_report_section WHERE report_id = %s", [report.id])
        for table in ('dan_van_plan', 'dan_van_event_type', 'dan_van_report'):
            cr.execute(f'ALTER TABLE {table} ALTER COLUMN theme_id DROP NOT NULL')
        cr.execute("UPDATE dan_van_plan SET theme_id = NULL WHERE id = %s", [report.plan_id.id])
        cr.execute("UPDATE dan_van_event_type SET theme_id = NULL WHERE id = %s", [self.talk.id])
        cr.execute("UPDATE dan_van_report SET theme_id = NULL WHERE id = %s", [report.id])
        for name in ('name', 'cumulation'):
            cr.execute(f'ALTER TABLE dan_van_report_figure DROP COLUMN "{name}"')
        self.env.invalidate_all()
