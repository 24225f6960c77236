from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from ..common import ReportCase
from .test_consolidation import PERIOD, ConsolidationCase


@tagged('dan_van_long')
class TestReplacedPlan(ReportCase):
    """What is being reported when a plan is replaced is reported on under the new one, as it was begun."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.report_plan(schemes=('month',), duties=['outreach', 'policy'])
        cls.period = cls.opened(cls.plan, "Tháng 3 năm 2022").sudo()
        cls.report = cls.report_of(cls.period, 'outreach')
        cls.duty = cls.report.line_ids.assignment_id
        cls.as_user('outreach_staff', cls.report.line_ids).text = "Đã tổ chức 02 buổi."

    def replace(self, day='2022-03-16', **values):
        with freeze_time(f'{day} 02:00:00'):
            new = self.plan.browse(self.as_user('office_head', self.plan).action_replace()['res_id'])
            self.as_user('office_staff', new).write(values)
            self.to_state(new.with_env(self.as_user('office_staff', new).env), 'issued')
            self.env.invalidate_all()
        return new.sudo()

    def test_a_draft_goes_on(self):
        waiting = self.report.activity_ids
        new = self.replace()
        with freeze_time('2022-03-16 03:00:00'):
            self.assertEqual((self.period.plan_id, self.report.plan_id), (new, new))
            self.assertEqual((self.report.lateness, self.report.activity_ids), ('pending', waiting))
            duty = new.assignment_ids.filtered(lambda duty: duty.continues_id == self.duty)
            line = self.report.line_ids
            self.assertEqual((line.assignment_id, line.text), (duty, "Đã tổ chức 02 buổi."))
            self.as_user('outreach_staff', self.report).action_draw()
            self.assertEqual(self.report.line_ids, line, "nothing twice")
            self.as_user('outreach_staff', self.report).action_submit()
        self.assertEqual(len(set(new.period_ids.mapped('name'))), len(new.period_ids))
        self.assertNotIn(self.period.name, self.plan.period_ids.mapped('name'))

    def test_a_draft_cites_the_plan_that_is_in_force(self):
        """What was submitted says what it said; where it is returned, it cites the new plan as well."""
        other, old = self.report_of(self.period, 'policy'), self.plan.code
        self.as_user('outreach_staff', self.report).preamble = f"Lời mở đầu. {self.report.preamble}"
        self.as_user('policy_staff', other.line_ids).text = "Đã thực hiện."
        self.as_user('policy_staff', other).action_submit()
        said = other.preamble
        new = self.replace()
        self.assertNotEqual(new.code, old)
        self.assertIn(old, said)
        self.assertIn(f"của {self.company.name}", said, "the first citation is full, with its issuer")
        self.assertEqual(self.report.preamble, "Lời mở đầu. " + said.replace(
            self.plan._number_and_date(), new._number_and_date()).replace("Phòng Chính sách", self.report.department_id.name))
        self.assertEqual(other.preamble, said)
        with freeze_time('2022-03-16 03:00:00'):
            self.as_user('policy_head', other).action_return("Bổ sung.")
            agency = other.browse(self.env['dan_van.report'].create(self.env['dan_van.report']._agency_values(self.period)).id)
        for report in (self.report, other, agency):
            self.assertIn(new._number_and_date(), report.preamble)
            self.assertNotIn(old, report.preamble)

    def test_subject_and_closing_follow_the_topic_while_they_are_drafts(self):
        """What nobody has edited is about the new plan; what is edited stays, and is told of; what was submitted stays."""
        other, old = self.report_of(self.period, 'policy'), self.plan._topic()
        self.as_user('policy_staff', other.line_ids).text = "Đã thực hiện."
        self.as_user('policy_staff', other).action_submit()
        edited = f"{self.report.closing} Xin cảm ơn."
        self.as_user('outreach_staff', self.report).closing = edited
        new = self.replace(subject="Triển khai công tác dân vận khéo năm 2022")
        topic = new._topic()
        self.assertNotEqual(topic, old)
        self.assertEqual(self.report.subject, f"Kết quả {topic} tháng 3 năm 2022")
        self.assertEqual((self.report.closing, old in other.subject, old in other.closing), (edited, True, True))
        staff = self.as_user('outreach_staff', self.report).with_context(lang='en_US')
        self.assertIn(topic, staff.topic_note)
        self.assertIn(old, staff.topic_note)
        self.assertFalse(other.topic_note, "submitted: it says what it said")
        with freeze_time('2022-03-16 03:00:00'):
            self.as_user('policy_head', other).action_return("Bổ sung.")
            self.assertEqual((other.subject, other.topic_note), (f"Kết quả {topic} tháng 3 năm 2022", False))
            self.assertIn(topic, other.closing)
            staff.closing = edited.replace(old, topic)
            self.assertFalse(self.report.topic_note)
            # Under a third plan what follows goes on to follow.
            self.plan = new
            third = self.replace(day='2022-03-17', subject="Triển khai công tác hòa giải năm 2022")
            self.assertEqual(other.subject, f"Kết quả {third._topic()} tháng 3 năm 2022")

    def test_a_topic_without_its_year(self):
        for subject, topic in (
                ("Triển khai công tác dân vận  năm 2022 ", "công tác dân vận"), ("Thực hiện kế hoạch hòa giải", "hòa giải"),
                (f"x{' ' * 50_000}y", f"x{' ' * 50_000}y")):
            self.assertEqual(self.plan.new({'subject': subject})._topic(), topic)

    def test_the_topic_of_an_issued_report_stays(self):
        with freeze_time('2022-03-15 02:00:00'):
            agency = self.submitted_agency_report()
            self.reading('head', agency).action_sign()
            self.as_user('clerk', agency).action_issue()
        said = (agency.subject, agency.closing)
        self.replace(subject="Triển khai công tác dân vận khéo năm 2022")
        agency.sudo()._cite_plan()
        self.assertEqual((agency.subject, agency.closing, agency.topic_note), (*said, False))

    def submitted_agency_report(self):
        """:return: the agency's report of the period, made of the one unit's that has come, and submitted"""
        for step, user in (('submit', 'outreach_staff'), ('approve', 'outreach_head'), ('receive', 'office_staff')):
            getattr(self.reading(user, self.report), f'action_{step}')()
        agency = self.period.report_ids.browse(self.as_user('office_staff', self.period).action_consolidate()['res_id'])
        for section in agency.section_ids.filtered('is_required'):
            section.sudo().text = section.text or "Nội dung."
        self.as_user('office_staff', agency).action_submit("Phòng Chính sách gửi sau.")
        return agency

    def test_what_is_planned_ends_with_its_plan(self):
        """Nobody finds each month twice, one of which can't be opened; a plan that was recalled has nothing to come."""
        new = self.replace()
        self.assertFalse(self.plan.period_ids)
        to_come = new.period_ids.filtered(lambda period: period.state == 'planned')
        self.assertEqual(to_come.mapped('name'), [f'Tháng {month} năm 2022' for month in range(12, 3, -1)])
        with freeze_time('2022-03-17 02:00:00'):
            self.as_user('head', new).action_recall("Ban hành nhầm.")
        self.assertEqual(new.period_ids, self.period, "what was opened stays on file")

    def test_what_the_office_has_planned_opens_under_the_new_plan(self):
        with freeze_time('2022-03-14 02:00:00'):
            campaign = self.as_user('office_staff', 'dan_van.period').create({
                'name': "Chuyên đề tháng 3", 'plan_id': self.plan.id, 'scheme_id': self.env.ref('dan_van.scheme_thematic').id,
                'date_from': '2022-03-01', 'date_to': '2022-03-20', 'due_date': '2022-03-22', 'year': 2022})
        new = self.replace()
        self.cron('2022-03-21')
        self.assertEqual((campaign.plan_id, campaign.state), (new, 'open'))

    def test_what_has_been_issued_stays_with_its_plan(self):
        with freeze_time('2022-03-15 02:00:00'):
            agency = self.submitted_agency_report()
            self.to_state(agency, 'issued')
        self.replace('2022-03-17')
        self.assertEqual((self.period.plan_id, agency.sudo().plan_id), (self.plan, self.plan))

    def test_what_has_been_submitted_is_finished_under_its_plan(self):
        """Who signs, or looks again at what was signed, reads what was submitted; it is signed, returned and issued all the same."""
        with freeze_time('2022-03-15 02:00:00'):
            agency = self.submitted_agency_report()
        own = agency.sudo()
        before = own.plan_id, own.line_ids.content_id, own.line_ids.assignment_id, own.shown
        self.replace('2022-03-17')
        self.assertEqual((own.plan_id, own.line_ids.content_id, own.line_ids.assignment_id, own.shown), before)
        self.assertEqual(own.plan_id, self.plan)
        with freeze_time('2022-03-17 03:00:00'):
            self.reading('head', agency).action_return("Sửa câu mở đầu.")
            self.as_user('office_staff', agency).preamble = "Thực hiện kế hoạch."
            self.as_user('office_staff', agency).action_submit("Phòng Chính sách gửi sau.")
            self.reading('head', agency).action_sign()
            self.as_user('clerk', agency).action_issue()
        self.assertEqual(own.state, 'issued')


@tagged('dan_van_long')
class TestContents(ConsolidationCase):
    """Lines stand under the contents of the plan that they are reported under, own lines and edited ones among them."""

    @classmethod
    def setUpClass(cls):
        super(ConsolidationCase, cls).setUpClass()
        with freeze_time('2022-02-05 02:00:00'):
            cls.plan = cls.new_plan(duties=['outreach', 'policy'], year=2022, scheme_ids=[
                Command.set(cls.env.ref('dan_van.scheme_month').ids)])
            section = cls.plan.content_ids.filtered(lambda part: part.kind == 'content')
            cls.first = section.child_ids.filtered('text')
            cls.second = cls.plan.content_ids.create({
                'plan_id': cls.plan.id, 'parent_id': section.id, 'label': '2', 'text': "Xây dựng mô hình.",
                'sequence': cls.first.sequence + 1})
            cls.plan.printed_assignment_ids.content_ids = cls.first
            cls.to_state(cls.plan, 'issued')
        cls.plan = cls.plan.sudo()
        cls.period = cls.opened(cls.plan, PERIOD).sudo()
        cls.reports = {unit: cls.report_of(cls.period, unit) for unit in ('outreach', 'policy')}
        for unit in cls.reports:
            cls.say(unit, f"Đã họp, {unit}.")
        cls.own = cls.as_user('outreach_staff', 'dan_van.report.line').create({
            'report_id': cls.reports['outreach'].id, 'title': "Việc khác", 'text': "Đã làm mô hình.", 'content_id': cls.second.id})

    def replace(self, text="Xây dựng mô hình."):
        with freeze_time('2022-02-15 02:00:00'):
            new = self.plan.browse(self.as_user('office_head', self.plan).action_replace()['res_id'])
            part = new.content_ids.filtered(lambda part: part.text == self.second.text)
            part.write({'text': text, 'label': '3'})
            self.to_state(new.with_env(self.as_user('office_staff', new).env), 'issued')
            self.env.invalidate_all()
        self.assertEqual(self.period.plan_id, new)
        return new.sudo()

    def test_own_lines_stand_under_what_says_the_same(self):
        new = self.replace()
        self.assertEqual(self.own.content_id, new.content_ids.filtered(lambda part: part.text == self.second.text))
        self.assertEqual(self.reports['policy'].line_ids.content_id, new.content_ids.filtered(lambda part: part.text == self.first.text))

    def test_what_has_no_counterpart_is_told(self):
        self.replace("Khảo sát tại cơ sở.")
        self.assertFalse(self.own.content_id)
        [told] = [body for body in self.reports['outreach'].sudo().message_ids.mapped('body') if "Xây dựng mô hình" in body]
        self.assertIn(self.period.plan_id.code, told)
        self.assertFalse([body for body in self.reports['policy'].sudo().message_ids.mapped('body') if "Xây dựng" in body])

    def test_lines_of_the_agency_do_not_look_edited(self):
        self.receive('outreach', 'policy')
        agency = self.consolidate()
        self.replace()
        self.consolidate()
        self.assertFalse([line.taken_in['edits'] for line in agency.line_ids.sudo() if line.taken_in['edits']])
        self.assertEqual(
            {line.source_line_id: line.content_id for line in agency.line_ids.sudo()},
            {line: line.content_id for line in agency.source_ids.line_ids.sudo()})
        self.give_back('outreach')
        self.consolidate()
        self.assertEqual(agency.line_ids.department_id, self.units['policy'], "nobody has edited what is not reported any more")

    def test_edited_contents_stay_edited(self):
        self.receive('outreach', 'policy')
        agency = self.consolidate()
        line = self.line("Đã họp, policy.")
        line.content_id = self.second
        new = self.replace()
        there = new.content_ids.filtered(lambda part: part.text == self.second.text)
        self.assertEqual(line.content_id, there)
        self.consolidate()
        self.assertEqual(line.content_id, there)
        self.give_back('policy')
        self.consolidate()
        self.assertTrue(line.source_gone)
        self.assertEqual(agency.line_ids.filtered('source_gone').content_id, there)

    def test_an_edit_without_counterpart_follows_the_source(self):
        self.receive('outreach', 'policy')
        self.consolidate()
        line = self.line("Đã họp, policy.")
        line.content_id = self.second
        self.consolidate()
        new = self.replace("Khảo sát tại cơ sở.")
        self.consolidate()
        self.assertEqual(line.content_id, new.content_ids.filtered(lambda part: part.text == self.first.text))
        self.assertFalse(line.sudo().taken_in['edits'])
