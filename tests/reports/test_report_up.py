from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, LockError, UserError

from ...exchange import package, upward
from ...models.core.foreign_file import TooBusy
from ..common import ReportCase
from ..documents.test_messages import CODE
from ..plans.levels import LevelCase

INDICATOR = "Số cuộc đối thoại với Nhân dân"


class UpCase(LevelCase, ReportCase):
    """A plan of the superior with a duty of the commune and a report scheme; the commune carries it out by a plan of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time('2031-02-05 02:00:00'))
        cls.scheme = cls.env.ref('dan_van.scheme_quarter')
        cls.indicator = cls.env['dan_van.indicator'].create({
            'name': INDICATOR, 'code': 'DT01', 'uom_name': "cuộc", 'theme_id': cls.env.ref('dan_van.theme_dan_van').id, 'company_id': cls.company.id})

    def both_plans(self, *texts):
        """:return: the superior's plan and the commune's, both in force"""
        plan = self.plan_down(*(texts or ("Tổ chức đối thoại với Nhân dân.",)))
        plan.scheme_ids = self.scheme
        self.to_state(plan, 'issued')
        self.deliver()
        return plan.sudo(), self.own_plan_there()

    def own_plan_there(self):
        """:return: the plan that the commune makes of the superior's, in force"""
        document = self.env['dan_van.incoming'].search([('company_id', '=', self.commune.id)])
        own = self.there('office', self.env['dan_van.plan'].browse(self.there('office', document).action_draft_plan()['res_id']))
        own.assignment_ids.department_id, own.recipients, own.signer_id = self.parts['culture'], "Lưu: VT", self.people['leader']
        own.scheme_ids = self.scheme
        own.action_submit()
        self.signed_there(own)
        return own.sudo()

    def signed_there(self, document):
        """Let the commune's leader sign ``document``, and its clerk issue it."""
        leader = self.there('leader', document)
        leader.with_context(dan_van_shown=leader.shown).action_sign()
        self.there('clerk', document).action_issue()

    def first_quarter(self, plan):
        return plan.period_ids.filtered(lambda period: (period.kind, period.index) == ('quarter', 1))

    def asked_of(self, plan):
        """Open the superior's first quarter; return what is asked of the commune."""
        with freeze_time('2031-03-14 02:00:00'):
            self.as_user('office_staff', self.first_quarter(plan)).action_open()
            self.deliver()
        return self.env['dan_van.asked.report'].search([('company_id', '=', self.commune.id)])

    def below(self, plan):
        return self.first_quarter(plan).report_ids.filtered(lambda report: report.scope == 'below')

    def written_there(self, own, text="Đã tổ chức 3 cuộc đối thoại.", count=3):
        """Let the commune's unit report on its plan and its office make the report of that; return it as the office sees it, a draft."""
        with freeze_time('2031-03-14 03:00:00'):
            period = self.first_quarter(own)
            if period.state == 'planned':
                self.there('office', period).action_open()
            report = self.there('culture', period.report_ids.filtered(lambda report: report.department_id == self.parts['culture']))
            report.line_ids.filtered('assignment_id').text = text
            for section in report.section_ids.filtered('is_required'):
                section.text = f"{section.name}."
            report.figure_ids.filtered(lambda figure: figure.name == INDICATOR).value = count
            report.action_submit()
            report.with_context(dan_van_shown=report.shown).action_approve()
            office = self.there('office', report)
            office.with_context(dan_van_shown=office.shown).action_receive()
            asked = self.env['dan_van.asked.report'].search([('company_id', '=', self.commune.id)])
            return self.there('office', self.env['dan_van.report'].browse(self.there('office', asked).action_write()['res_id']))

    def sent_up(self, report):
        """Let the commune submit, sign and issue ``report``, and the schedule hand it over."""
        with freeze_time('2031-03-15 02:00:00'):
            for section in report.section_ids.filtered(lambda row: row.is_required and not row._is_written()):
                section.text = "Đã thực hiện."
            report.action_submit("Các đơn vị khác không có số liệu.")
            self.signed_there(report)
            self.deliver()


class TestReportUp(UpCase):
    """The superior's period asks the commune; what the commune issues answers it, and comes into the superior's own report."""

    def test_a_report_is_asked_for_written_once_and_consolidated_above(self):
        plan, own = self.both_plans()
        asked = self.asked_of(plan)
        row = self.below(plan)
        self.assertEqual((row.organ_id, row.state, row.line_ids.mapped('title')), (self.organ, 'draft', ["Tổ chức đối thoại với Nhân dân."]))
        self.assertEqual((asked.state, asked.issuer, asked.name, str(asked.due_date)), ('waiting', self.company.name, row.period_id.name, str(row.due_date)))
        self.assertEqual(asked.activity_ids.user_id, self.people['office'], "who opens the mail of the office")
        self.assertEqual(asked.period_id, self.first_quarter(own), "of the same days")
        counted = self.env['dan_van.indicator'].search([('company_id', '=', self.commune.id)])
        self.assertEqual((counted.name, counted.code, counted.uom_name), (INDICATOR, 'DT01', "cuộc"), "what the superior counts we count too")
        report = self.written_there(own)
        self.assertEqual(report.asked_ids, asked)
        self.sent_up(report)
        self.assertEqual((asked.state, asked.report_id, str(asked.answered_date), asked.activity_ids.ids), ('answered', report, '2031-03-15', []))
        self.assertEqual((row.state, row.incoming_id.code, str(row.sent_date)), ('approved', report.code, '2031-03-15'))
        self.assertEqual(row.line_ids.text, "Đã tổ chức 3 cuộc đối thoại.")
        figure = row.figure_ids.filtered(lambda each: each.indicator_id == self.indicator)
        self.assertEqual((figure.value, figure.is_corrected), (3, False))
        handed = plan.handed_ids
        self.assertEqual((handed.state, handed.note), ('taken', f"Báo cáo {report.code}"))
        # Received above, and told below.
        with freeze_time('2031-03-16 02:00:00'):
            office = self.reading('office_staff', row)
            office.action_receive()
            self.assertEqual((row.state, row.incoming_id.state), ('received', 'closed'))
            self.deliver()
            self.assertEqual(asked.state, 'received')
            whole = self.as_user('office_staff', self.env['dan_van.report'].browse(
                self.as_user('office_staff', row.period_id).action_consolidate()['res_id']))
        self.assertEqual(whole.source_ids, row)
        line = whole.line_ids.filtered('assignment_id')
        self.assertEqual((line.organ_id, line.department_id.ids, line.text, line.content_id), (self.organ, [], "Đã tổ chức 3 cuộc đối thoại.", row.line_ids.content_id))
        figure = whole.figure_ids.filtered(lambda each: each.indicator_id == self.indicator)
        self.assertEqual((figure.value, figure.detail), (3, f"{self.organ.short_name or self.organ.name}: 3"))

    def test_what_is_returned_is_sent_again_in_its_place(self):
        plan, own = self.both_plans()
        asked, row = self.asked_of(plan), self.below(plan)
        first = self.written_there(own)
        self.sent_up(first)
        with freeze_time('2031-03-16 02:00:00'):
            self.reading('office_staff', row).action_return("Thiếu số liệu đối thoại quý I.")
            self.deliver()
            self.assertEqual((row.state, asked.state), ('draft', 'returned'))
            self.assertIn("Thiếu số liệu", asked.reason)
            self.assertEqual(asked.activity_ids.user_id, self.people['office'])
            again = self.there('office', self.env['dan_van.report'].browse(self.there('office', first).action_replace()['res_id']))
            again.figure_ids.filtered(lambda figure: figure.name == INDICATOR).write({'value': 5, 'reason': "Bổ sung 2 cuộc"})
            again.line_ids.filtered('assignment_id').text = "Đã tổ chức 5 cuộc đối thoại."
        self.sent_up(again)
        self.assertEqual((asked.state, asked.report_id), ('answered', again))
        self.assertEqual((row.state, row.incoming_id.code, row.line_ids.text), ('approved', again.code, "Đã tổ chức 5 cuộc đối thoại."))
        self.assertEqual(row.figure_ids.filtered(lambda each: each.indicator_id == self.indicator).mapped('value'), [5])

    def test_a_report_that_its_issuer_recalls_is_awaited_again(self):
        plan, own = self.both_plans()
        asked, row = self.asked_of(plan), self.below(plan)
        report = self.written_there(own)
        self.sent_up(report)
        with freeze_time('2031-03-16 02:00:00'):
            self.there('leader', report).action_recall("Sai thẩm quyền.")
            self.deliver()
        self.assertEqual((row.state, asked.state), ('draft', 'waiting'))

    def test_who_is_late_is_reminded_and_taken_all_the_same(self):
        plan, own = self.both_plans()
        asked, row = self.asked_of(plan), self.below(plan)
        period = self.as_user('office_staff', row.period_id)
        with freeze_time('2031-03-25 02:00:00'):
            self.env.invalidate_all()
            self.assertEqual((row.lateness, period.below_missing_count), ('overdue', 1))
            period.action_remind_below()
            with self.assertRaisesRegex(UserError, "nobody to remind"):
                period.action_remind_below()
            self.deliver()
            self.assertEqual(str(asked.reminded_date), '2031-03-25')
            period.action_close()
            self.deliver()
            self.assertEqual((asked.state, asked.activity_ids.ids), ('withdrawn', []))
            period.action_reopen()
            self.deliver()
            self.assertEqual(asked.state, 'waiting')
        report = self.written_there(own)
        with freeze_time('2031-03-26 02:00:00'):
            period.action_close()
        self.sent_up(report)
        self.assertEqual((row.state, row.lateness), ('approved', 'on_time'))
        self.assertIn("sau khi kỳ báo cáo đã đóng", self.log(row))

    def test_what_came_on_paper_the_office_enters(self):
        plan, _own = self.both_plans()
        self.asked_of(plan)
        row = self.as_user('office_staff', self.below(plan))
        with self.assertRaisesRegex(UserError, "Nothing stands in"):
            row.action_enter()
        row.line_ids.text = "Đã tổ chức 2 cuộc."
        row.figure_ids.filtered(lambda each: each.indicator_id == self.indicator).value = 2
        row.action_enter()
        self.assertEqual((row.state, row.lateness), ('received', 'on_time'))
        with self.assertRaises(UserError):
            row.line_ids.text = "Khác"

    def test_each_figure_is_that_of_its_indicator(self):
        """By code, else by name and group, else by a name that stands once: never by chance."""
        theme = self.env.ref('dan_van.theme_dan_van').id
        named = {name: self.env['dan_van.indicator'].create({
            'name': name[0], 'group_name': name[1], 'theme_id': theme, 'company_id': self.company.id})
            for name in (("Số cuộc", "Đối thoại"), ("Số cuộc", "Tiếp dân"), ("Số mô hình", False))}
        plan, own = self.both_plans()
        asked, row = self.asked_of(plan), self.below(plan)
        ours = self.env['dan_van.indicator'].search([('company_id', '=', self.commune.id)])
        self.assertEqual(sorted((each.name, each.group_name or '') for each in ours), [
            ("Số cuộc", "Tiếp dân"), ("Số cuộc", "Đối thoại"), (INDICATOR, ''), ("Số mô hình", '')])
        report = self.written_there(own)
        for value, figure in enumerate(report.figure_ids.filtered(lambda figure: figure.indicator_id in ours), 11):
            figure.value = value
        told = {(figure.name, figure.group_name): figure.value for figure in report.figure_ids}
        self.sent_up(report)
        for name, indicator in named.items():
            self.assertEqual(row.figure_ids.filtered(lambda each, of=indicator: each.indicator_id == of).value, told[name], name)
        self.assertEqual({each.value for each in row.figure_ids if each.indicator_id not in (*named.values(), self.indicator)}, {0})
        self.assertEqual(len(asked), 1)

    def test_an_answer_waits_for_who_writes_at_this_moment(self):
        plan, own = self.both_plans()
        asked, row = self.asked_of(plan), self.below(plan)
        report = self.written_there(own)
        with patch.object(type(row), '_lock', side_effect=UserError("busy")) as lock:
            lock.side_effect.__cause__ = LockError("busy")
            message = self.env['dan_van.incoming.message']
            with self.assertRaises(TooBusy):
                message._step(row, 'answer')
        self.sent_up(report)
        self.assertEqual((row.state, asked.state), ('approved', 'answered'))

    def test_a_later_version_is_not_overtaken_by_the_first(self):
        plan, own = self.both_plans()
        _asked, row = self.asked_of(plan), self.below(plan)
        first = self.written_there(own)
        self.sent_up(first)
        document, said = row.incoming_id, row.line_ids.text
        newer = self.env['dan_van.incoming'].create({
            'company_id': self.company.id, 'code': '99/BC', 'date': '2031-03-20', 'issuer': document.issuer, 'subject': "Báo cáo"})
        row._opened('answer').incoming_id = newer
        found = package.Package(package.Sender(self.organ.code, self.organ.name), None, upward.Report(row.key, CODE), 'report')
        self.env['dan_van.incoming.message']._take_report(document.sudo(), found)
        self.assertEqual((row.incoming_id, row.line_ids.text), (newer, said))

    def test_the_leadership_hands_progress_up_between_reports(self):
        plan, own = self.both_plans()
        duty = own.assignment_ids.filtered('superior_duty_id')
        self.there('culture', duty).write({'progress': 60, 'result': "Đã tổ chức 1 cuộc."})
        document = self.env['dan_van.incoming'].search([('company_id', '=', self.commune.id)])
        for user in ('culture', 'office', 'clerk'):
            with self.subTest(user), self.assertRaises(AccessError):
                self.there(user, document).action_hand_up()
        self.assertEqual(plan.handed_ids.progress, 0)
        self.there('leader', document).action_hand_up()
        self.deliver()
        handed = plan.handed_ids
        self.assertEqual((handed.progress, handed.result, handed.state, handed.note), (60, "Đã tổ chức 1 cuộc.", 'taken', "Lãnh đạo cơ quan đó báo"))

    def test_nobody_reads_more_of_another_agency_than_was_handed_up(self):
        plan, own = self.both_plans()
        asked = self.asked_of(plan)
        report = self.written_there(own)
        for user in ('office_staff', 'head', 'admin'):
            for records in (asked, report, own, report.line_ids):
                with self.subTest(user, model=records._name), self.assertRaises(AccessError):
                    self.as_user(user, records).check_access('read')
        for user in ('office', 'leader'):
            with self.subTest(user), self.assertRaises(AccessError):
                self.there(user, self.below(plan)).check_access('read')

    def test_nobody_answers_by_a_call(self):
        plan, _own = self.both_plans()
        self.asked_of(plan)
        row = self.below(plan)
        for user in ('office_staff', 'head', 'clerk'):
            with self.subTest(user):
                with self.assertRaises(UserError), self.env.cr.savepoint():  # an AccessError is one
                    self.as_user(user, row)._transition('answer', document=row.incoming_id, body=None)
        for values in ({'state': 'received'}, {'organ_id': self.organ.id}, {'key': 'x'}, {'incoming_id': False, 'scope': 'unit'}):
            with self.subTest(values), self.assertRaises(UserError), self.env.cr.savepoint():
                self.as_user('office_staff', row).write(values)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.as_user('office_staff', 'dan_van.asked.report').create({'company_id': self.company.id, 'organ_id': self.organ.id, 'key': 'y'})
