from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import ReportCase

PERIOD = "Tháng 2 năm 2022"


class ConsolidationCase(ReportCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.report_plan(schemes=['month'], duties=['outreach', 'policy', None])
        cls.period = cls.opened(cls.plan, PERIOD)
        cls.reports = {unit: cls.report_of(cls.period, unit) for unit in ('outreach', 'policy')}
        for unit in cls.reports:
            cls.say(unit, f"Đã họp, {unit}.")

    @classmethod
    def say(cls, unit, text):
        """Let ``unit`` write ``text`` for its first duty, and that the others have not begun."""
        own, *others = cls.as_user(f'{unit}_staff', cls.reports[unit]).line_ids.filtered('assignment_id').sorted('sequence')
        own.text = text
        for line in others:
            line.reason = 'not_begun'

    def receive(self, *units):
        for unit in units:
            for user, step in ((f'{unit}_staff', 'submit'), (f'{unit}_head', 'approve'), ('office_staff', 'receive')):
                self.reading(user, self.reports[unit])._transition(step)
        self.env.invalidate_all()

    def give_back(self, *units):
        for unit in units:
            self.as_user('office_staff', self.reports[unit]).action_return("Viết rõ hơn.")
        self.env.invalidate_all()

    def consolidate(self):
        self.env.invalidate_all()
        return self.env['dan_van.report'].browse(self.as_user('office_staff', self.period).action_consolidate()['res_id'])

    def line(self, text):
        return self.as_user('office_staff', self.period.agency_report_id.line_ids.filtered(lambda line: line.text == text))

    def printed(self):
        self.env.invalidate_all()
        return '\n'.join(self.period.agency_report_id._official_document().text_lines())


@tagged('dan_van_long')
class TestConsolidation(ConsolidationCase):
    """The agency's report holds what its sources hold, edits apart, and says what has changed."""

    def test_what_was_returned_leaves_the_report(self):
        self.receive('outreach', 'policy')
        agency = self.consolidate()
        self.assertFalse(agency.consolidation_note, "all of the first one is new")
        self.give_back('policy')
        self.assertEqual(agency.source_changes, f"{self.units['policy'].name}: returned since it was taken in")
        self.consolidate()
        self.assertEqual(agency.source_ids, self.reports['outreach'])
        self.assertNotIn("policy", self.printed())
        self.assertEqual(agency.line_ids.department_id, self.units['outreach'])
        self.assertFalse(agency.source_changes)
        self.assertIn("Removed: ", agency.with_context(lang='en_US').consolidation_note)
        self.assertIn(self.units['policy'].name, agency.consolidation_note)

    def test_the_only_report_is_returned(self):
        self.receive('policy')
        agency = self.consolidate()
        self.give_back('policy')
        self.consolidate()
        self.assertFalse(agency.line_ids)

    def test_what_was_edited_stays_until_the_editor_drops_it(self):
        self.receive('outreach', 'policy')
        agency = self.consolidate()
        self.line("Đã họp, policy.").text = "Phòng Chính sách đã họp 02 lần."
        self.give_back('policy')
        self.consolidate()
        line = self.line("Phòng Chính sách đã họp 02 lần.")
        self.assertTrue(line.source_gone)
        self.assertIn("Phòng Chính sách đã họp 02 lần.", self.printed())
        self.assertIn("Kept with your words", agency.with_context(lang='en_US').consolidation_note)
        self.say('policy', "Đã họp, policy.\nĐã kết luận.")
        self.receive('policy')
        self.consolidate()
        self.assertEqual((line.text, line.source_gone), ("Phòng Chính sách đã họp 02 lần.\nĐã kết luận.", False))
        self.give_back('policy')
        self.consolidate()
        self.assertEqual((line.text, line.source_gone), ("Phòng Chính sách đã họp 02 lần.", True))
        line.action_remove()
        self.assertFalse(self.period.agency_report_id.line_ids.filtered('source_gone'))

    def test_lines_that_the_unit_deletes(self):
        """Two go without a trace but for the one that was edited; taking in goes on."""
        report = self.as_user('policy_staff', self.reports['policy'])
        report.line_ids = [Command.create({'title': f"Việc {number}", 'text': f"Xong việc {number}."}) for number in range(3)]
        self.receive('outreach', 'policy')
        agency = self.consolidate()
        self.line("Xong việc 2.").text = "Đã xong việc 2."
        self.give_back('policy')
        report.line_ids.filtered(lambda line: not line.assignment_id).unlink()
        self.env.flush_all()
        self.consolidate()
        self.receive('policy')
        for _time in range(2):
            self.consolidate()
            self.assertEqual(
                sorted(agency.line_ids.filtered(lambda line: line.title and line.title.startswith("Việc")).mapped('text')),
                ["Đã xong việc 2."])
        self.assertEqual(agency.line_ids.filtered('source_gone').mapped('text'), ["Đã xong việc 2."])

    def test_sections_follow_too(self):
        self.section(self.as_user('policy_staff', self.reports['policy']), 'strengths').text = "Phối hợp tốt."
        self.receive('policy', 'outreach')
        agency = self.consolidate()
        self.assertIn("Phối hợp tốt.", self.printed())
        self.give_back('policy')
        self.section(self.as_user('policy_staff', self.reports['policy']), 'strengths').text = ""
        self.consolidate()
        self.receive('policy')
        self.consolidate()
        self.assertNotIn("Phối hợp tốt.", self.printed())
        self.assertFalse(agency.line_ids.filtered('section_id'))

    def test_twice_is_once(self):
        self.receive('outreach', 'policy')
        agency = self.consolidate()
        self.line("Đã họp, policy.").text = "Đã họp 02 lần."
        self.consolidate()
        before = agency.line_ids.read(['text', 'reason', 'sequence', 'printed', 'source_gone', 'taken_in', 'write_date'])
        self.consolidate()
        self.assertEqual(agency.line_ids.read(list(before[0])), before)
        self.assertEqual(agency.consolidation_summary, agency.env._("Nothing has changed."))

    def test_the_order_of_receiving_does_not_matter(self):
        found = []
        for order in (('outreach', 'policy'), ('policy', 'outreach')):
            with self.env.cr.savepoint() as savepoint:
                for unit in order:
                    self.receive(unit)
                    self.consolidate()
                agency = self.period.agency_report_id
                found.append((agency.line_ids.sorted().mapped(lambda line: (line.text, line.sequence)), self.printed()))
                savepoint.close(rollback=True)
            self.env.invalidate_all()
        self.assertEqual(*found)

    def test_lines_of_an_earlier_version(self):
        """It knew of the text alone what was drawn, and wrote reasons into it: untouched ones follow, words stay."""
        self.receive('outreach', 'policy')
        agency = self.consolidate()
        reasons = agency.line_ids.filtered('reason')
        self.env.flush_all()
        self.env.cr.execute("UPDATE dan_van_report_line SET taken_in = NULL WHERE report_id = %s", [agency.id])
        self.env.cr.execute(
            "UPDATE dan_van_report_line SET reason = NULL, text = 'Chưa triển khai.', drawn_text = 'Chưa triển khai.' WHERE id IN %s",
            [tuple(reasons.ids)])
        self.env.cr.execute("UPDATE dan_van_report_line SET text = 'Họp 02 lần.' WHERE text = 'Đã họp, policy.' AND report_id = %s", [agency.id])
        self.give_back('policy')
        self.consolidate()
        self.assertEqual(sorted(agency.line_ids.mapped('text')), ['', "Họp 02 lần.", "Đã họp, outreach."])
        self.assertEqual(agency.line_ids.filtered(lambda line: not line.text).reason, 'not_begun')
        self.assertEqual(agency.line_ids.filtered('source_gone').text, "Họp 02 lần.")

    def test_a_line_keeps_its_place(self):
        self.receive('policy')
        self.consolidate()
        line = self.line("Đã họp, policy.")
        for name, value in (('section_id', self.env.ref('dan_van.theme_dan_van_strengths').id), ('title', "Việc khác")):
            with self.subTest(name), self.assertRaises(UserError), self.env.cr.savepoint():
                line.write({name: value})

    def test_which_duty_a_result_belongs_to(self):
        """Duties that serve no content of the plan stand by their names; two units that write the same are named together."""
        self.receive('outreach', 'policy')
        self.consolidate()
        for number, unit in enumerate(('outreach', 'policy'), 1):
            self.assertRegex(self.printed(), rf"\n\d\. Thực hiện nhiệm vụ thứ {number}\nĐã họp, {unit}\.")
        self.line("Đã họp, outreach.").content_id = self.plan.content_ids.filtered(lambda part: "quán triệt" in (part.text or ''))
        self.assertIn(
            "Nhiệm vụ thường xuyên và nhiệm vụ khác\n"
            f"Thực hiện nhiệm vụ thứ 2 ({self.units['policy'].dan_van_abbreviation}): Đã họp, policy.", self.printed())

    def test_which_duties_have_no_result(self):
        """Beside results it is said of which duty, and of which units."""
        self.receive('outreach', 'policy')
        self.consolidate()
        line = self.period.agency_report_id.line_ids.filtered('reason')[0]
        self.assertEqual((line.text, line.reason, bool(line.title)), ('', 'not_begun', True))
        units = ', '.join(sorted(self.units[unit].dan_van_abbreviation for unit in self.reports))
        self.assertIn(f"Nhiệm vụ chưa triển khai: Thực hiện nhiệm vụ thứ 3 ({units}).", self.printed())
        self.assertNotIn("\nChưa triển khai.", self.printed())
        self.as_user('office_staff', line).write({'reason': 'postponed', 'reason_date': '2022-06-01'})
        self.consolidate()
        self.assertIn("Nhiệm vụ lùi thời gian thực hiện: Thực hiện nhiệm vụ thứ 3 (", self.printed())
        self.assertIn("), đến ngày 01 tháng 6 năm 2022.", self.printed())


class TestBlankLines(ConsolidationCase):
    """A line without words is in nobody's way, or it is said which one and what to do."""

    def refused(self, words):
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            self.as_user('outreach_staff', self.reports['outreach']).action_submit()

    def test_own_lines(self):
        report = self.as_user('outreach_staff', self.reports['outreach'])
        report.line_ids = [Command.create({}), Command.create({'title': "Việc khác"})]
        blank, titled = report.line_ids.filtered(lambda line: not line.assignment_id).sorted('title')
        number = report.line_ids.sorted().ids.index(blank.id) + 1
        self.refused(rf"{number}[^\n]*\n.*Việc khác" if number < report.line_ids.sorted().ids.index(titled.id) + 1 else str(number))
        self.refused("Việc khác")
        (blank + titled).action_remove()
        report.action_submit()
        self.assertEqual(report.state, 'submitted')

    def test_a_duty_stays(self):
        line = self.as_user('outreach_staff', self.reports['outreach']).line_ids[0]
        with self.assertRaisesRegex(UserError, "reasons|lý do"):
            line.action_remove()

    def test_a_duty_that_is_not_due_yet(self):
        line = self.reports['outreach'].line_ids.filtered('text')
        line.text = False
        duty = line.assignment_id
        for deadline, is_asked in ((False, True), ('2022-02-14', True), ('2022-02-15', False)):
            self.env.cr.execute("UPDATE dan_van_assignment SET deadline = %s WHERE id = %s", [deadline or None, duty.id])
            self.env.invalidate_all()
            with self.subTest(deadline):
                if is_asked:
                    self.refused("Thực hiện nhiệm vụ thứ 1")
                else:
                    self.as_user('outreach_staff', self.reports['outreach']).action_submit()


class TestMissingReports(ConsolidationCase):
    """The agency's report is not submitted by oversight while units' reports are missing."""

    def setUp(self):
        super().setUp()
        self.receive('outreach')
        self.agency = self.as_user('office_staff', self.consolidate())

    def test_the_step_asks_once(self):
        action = self.agency.action_submit()
        self.assertEqual((action['res_model'], self.agency.state), ('dan_van.reason.wizard', 'draft'))
        self.assertIn(self.units['policy'].name, action['context']['default_question'])
        self.assertNotIn(self.units['outreach'].name, action['context']['default_question'])
        wizard = self.agency.env['dan_van.reason.wizard'].with_context(**action['context']).create({'reason': "Hết hạn gửi."})
        wizard.action_confirm()
        self.assertEqual(self.agency.state, 'submitted')
        self.assertEqual(self.agency.approval_ids[0].reason, "Hết hạn gửi.")

    def test_the_server_asks(self):
        with self.assertRaisesRegex(UserError, self.units['policy'].name):
            self.agency._transition('submit')
        with self.assertRaisesRegex(UserError, self.units['policy'].name):
            self.agency._transition('submit', "  ")
        self.assertEqual(self.agency.state, 'draft')

    def test_what_else_is_missing_is_told_first(self):
        self.agency.signer_id = False
        with self.assertRaises(UserError):
            self.agency.action_submit()

    def test_nothing_is_asked_where_all_have_come(self):
        unlocked = self.period.report_ids.filtered(lambda report: report.scope == 'unit' and report != self.reports['outreach'])
        self.env.cr.execute("UPDATE dan_van_report SET state = 'received' WHERE id IN %s", [tuple(unlocked.ids)])
        self.consolidate()
        self.agency.action_submit()
        self.assertEqual(self.agency.state, 'submitted')

    def test_what_was_returned_is_taken_out_first(self):
        self.give_back('outreach')
        with self.assertRaisesRegex(UserError, self.units['outreach'].name):
            self.agency.action_submit("Hết hạn gửi.")


@tagged('dan_van_long')
class TestChangedSources(ConsolidationCase):
    """A draft tells which units say something else than was taken in, and is not submitted before it is taken in."""

    def setUp(self):
        super().setUp()
        self.receive('outreach')
        self.agency = self.as_user('office_staff', self.consolidate())

    def assertTold(self, unit, words):
        self.env.invalidate_all()
        self.assertEqual(self.agency.source_changes, f"{self.units[unit].name}: {words}")
        with self.assertRaisesRegex(UserError, self.units[unit].name), self.env.cr.savepoint():
            self.agency.action_submit("Các đơn vị khác gửi sau.")
        self.consolidate()
        self.assertFalse(self.agency.source_changes)
        self.agency.action_submit("Các đơn vị khác gửi sau.")

    def again(self, change):
        """The unit gets its report back, changes it, and it is received once more."""
        self.give_back('outreach')
        change(self.as_user('outreach_staff', self.reports['outreach']))
        self.receive('outreach')

    def test_nothing_has_changed(self):
        self.again(lambda report: None)
        self.assertFalse(self.agency.source_changes)
        self.agency.action_submit("Các đơn vị khác gửi sau.")

    def test_another_report_has_come(self):
        self.receive('policy')
        self.assertTold('policy', "received, not taken in yet")

    def test_other_words(self):
        self.again(lambda report: report.line_ids.filtered('text').write({'text': "Đã họp hai lần."}))
        self.assertTold('outreach', "says something else than was taken in")

    def test_words_in_a_section(self):
        def write(report):
            self.section(report, 'strengths').text = "Đã phối hợp tốt."
        self.again(write)
        self.assertTold('outreach', "says something else than was taken in")

    def test_a_line_more_and_one_less(self):
        self.again(lambda report: report.line_ids.create({'report_id': report.id, 'title': "Việc khác", 'text': "Đã làm."}))
        self.env.invalidate_all()
        self.assertTrue(self.agency.source_changes)
        self.consolidate()
        self.again(lambda report: report.line_ids.filtered(lambda line: not line.assignment_id).action_remove())
        self.assertTold('outreach', "says something else than was taken in")

    def test_edits_of_the_office_are_no_change(self):
        self.line("Đã họp, outreach.").text = "Phòng đã họp."
        self.assertFalse(self.agency.source_changes)

    def test_what_is_submitted_stands_for_itself(self):
        self.agency.action_submit("Các đơn vị khác gửi sau.")
        self.receive('policy')
        self.assertFalse(self.agency.source_changes)
