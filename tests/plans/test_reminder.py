from itertools import count

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..common import AgencyCase, QueryCase
from ..pdf_measure import MeasuredPdf


def overdue_plan(case, duties, units=()):
    """Return a plan issued in February 2022 whose duties were due on 15/3/2022.

    :param duties: names of units
    :param units: hr.department, share the duties between them instead
    """
    with freeze_time('2022-02-05 02:00:00'):
        plan = case.new_plan(duties=duties, year=2022, subject="Triển khai công tác dân vận chính quyền năm 2022")
        plan.assignment_ids.write({'deadline': '2022-03-15'})
        for index, unit in enumerate(units):
            plan.assignment_ids[index::len(units)].department_id = unit
        return case.to_state(plan, 'issued').sudo()


ASKED = 4  # queries for the rights of somebody who has not been seen yet: models, rules, groups, agencies


class ReminderCase(AgencyCase):
    """On 4 April 2022 the duties of three units are 20 days late."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time('2022-04-04 02:00:00'))
        cls.plan = overdue_plan(cls, ['outreach', 'policy', 'outreach', 'inspectorate'])

    @classmethod
    def duties(cls, *units):
        return cls.plan.assignment_ids.filtered(
            lambda duty: duty.department_id in [cls.units[name] for name in units])

    def written(self, *units):
        """:return: the draft that the office writes about the duties of ``units``"""
        action = self.as_user('office_staff', self.duties(*units)).action_write_reminder()
        return self.as_user('office_staff', 'dan_van.reminder').browse(action['res_id'])

    def issued(self, *units):
        return self.sign_and_issue(self.written(*units)).sudo()

    def sign_and_issue(self, reminder):
        reminder.action_submit()
        self.reading('head', reminder).action_sign()
        self.as_user('clerk', reminder).action_issue()
        return reminder

    def texts(self, reminder):
        return [paragraph.text for paragraph in reminder._official_document().body]


class TestReminder(ReminderCase):
    """The office reminds units of their overdue duties by a letter."""

    def test_from_overdue_duties_to_the_letter(self):
        self.as_user('head', 'dan_van.register').create({
            'company_id': self.company.id, 'document_type': 'CV', 'year': 2022})
        reminder = self.issued('outreach', 'policy')
        self.assertEqual(reminder.code, "01/BDT-VP")
        self.assertEqual(reminder.register_entry_id.code, "01/BDT-VP")
        self.assertEqual(reminder.document_date.isoformat(), '2022-04-04')
        text = ' '.join(MeasuredPdf(reminder.pdf_attachment_id.raw).text.split())
        for words in (
            "01/BDT-VP",
            f"Kế hoạch số {self.plan.code} ngày 05 tháng 02 năm 2022 của Ban Dân tộc tỉnh Mẫu về triển khai công tác dân vận",
            "Tính đến ngày 04/4/2022, còn 03 nhiệm vụ quá hạn",
            "1. Phòng Chính sách:", "2. Phòng Tuyên truyền và Địa bàn:",
            "- Thực hiện nhiệm vụ thứ 1, hạn ngày 15/3/2022, chậm 20 ngày;",
            "- Thực hiện nhiệm vụ thứ 3, hạn ngày 15/3/2022, chậm 20 ngày.",
            "về Văn phòng chậm nhất ngày 11/4/2022 để tổng hợp",
            "- Lãnh đạo Ban (để báo cáo);", "Nguyễn Văn A",
        ):
            self.assertIn(words, text)
        self.assertNotIn("nhiệm vụ thứ 4", text)

    def test_draft_knows_units_plan_and_addressees(self):
        reminder = self.written('outreach', 'policy')
        self.assertEqual(reminder.state, 'draft')
        self.assertEqual(reminder.plan_id, self.plan)
        self.assertEqual(reminder.department_ids, self.units['outreach'] | self.units['policy'])
        self.assertEqual(reminder.addressees.splitlines(), ["Phòng Chính sách", "Phòng Tuyên truyền và Địa bàn"])
        self.assertEqual(reminder.line_ids.mapped('days_overdue'), [20, 20, 20])
        reminder.addressees = "Các phòng chuyên môn"
        self.assertEqual(reminder.addressees, "Các phòng chuyên môn", "the office may name them together")

    def test_letter_to_one_unit_has_no_headings(self):
        texts = self.texts(self.written('policy'))
        self.assertFalse([text for text in texts if text.startswith("1.")])
        self.assertTrue([text for text in texts if text.startswith("Đề nghị Phòng Chính sách khẩn trương")])

    def test_letter_about_several_plans_names_them(self):
        other = overdue_plan(self, ['policy'])
        reminder = self.as_user('office_staff', 'dan_van.reminder').create(
            {'department_ids': [Command.set(self.units['policy'].ids)]})
        reminder.action_draw()
        self.assertFalse(reminder.plan_id)
        self.assertIn("các kế hoạch công tác của cơ quan", reminder.preamble)
        for plan in (self.plan, other):
            self.assertIn(f"(Kế hoạch số {plan.code}), hạn ngày 15/3/2022", ' '.join(self.texts(reminder)))

    # Listing again

    def test_listing_again_adds_what_is_new_and_keeps_what_was_edited(self):
        reminder = self.written('outreach')
        edited, untouched = reminder.line_ids
        edited.text = "Báo cáo kết quả tuyên truyền quý I"
        typed = reminder.line_ids.create({
            'reminder_id': reminder.id, 'department_id': self.units['outreach'].id, 'text': "Gửi số liệu"})
        self.as_user('outreach_staff', untouched.assignment_id).action_done()
        reminder.department_ids |= self.units['policy']
        with freeze_time('2022-04-05 02:00:00'):
            reminder.action_draw()
        self.assertEqual(reminder.line_ids[:2], edited | typed)
        self.assertEqual(edited.text, "Báo cáo kết quả tuyên truyền quý I")
        self.assertEqual(reminder.line_ids[2:].assignment_id, self.duties('policy'))
        self.assertEqual(reminder.line_ids.mapped('days_overdue'), [21, 0, 21], "counted to the day of listing")
        reminder.action_draw()
        self.assertEqual(len(reminder.line_ids), 3, "nothing is listed twice")

    def test_an_edited_line_stays_when_its_duty_is_done(self):
        reminder = self.written('policy')
        reminder.line_ids.text = "Hoàn thành báo cáo"
        self.as_user('policy_staff', self.duties('policy')).action_done()
        reminder.action_draw()
        self.assertEqual(reminder.line_ids.text, "Hoàn thành báo cáo")

    # Refusals

    def test_nothing_overdue(self):
        self.as_user('policy_staff', self.duties('policy')).action_done()
        with self.assertRaisesRegex(UserError, "None of the chosen duties is overdue"):
            self.written('policy')
        reminder = self.as_user('office_staff', 'dan_van.reminder').create({'plan_id': self.plan.id})
        with self.assertRaisesRegex(UserError, "Choose the units"):
            reminder.action_draw()
        reminder.department_ids = self.units['policy']
        with self.assertRaisesRegex(UserError, "Nothing is overdue: “Phòng Chính sách”"):
            reminder.action_draw()

    def test_duties_of_a_closed_plan_need_no_reminder(self):
        self.to_state(self.plan, 'closed')
        with self.assertRaisesRegex(UserError, "None of the chosen duties is overdue"):
            self.written('policy')

    def test_a_draft_follows_the_plan_that_replaces_its_own(self):
        """What was submitted stays as it is, until it is returned."""
        edited, sent = self.written('outreach').with_env(self.env), self.written('policy').with_env(self.env)
        edited.preamble = f"{edited.preamble} Sửa tay."
        sent.with_env(self.as_user('office_staff', sent).env).action_submit()
        said, old = sent.preamble, self.plan._citation()
        self.assertIn(old, said)
        new = self.plan.browse(self.as_user('office_head', self.plan).action_replace()['res_id'])
        self.to_state(new, 'issued')
        self.env.invalidate_all()
        new = new.with_env(self.env)
        self.assertNotEqual(new.code, self.plan.code)
        self.assertEqual((edited.plan_id, edited.preamble), (new, f"{said.replace(old, new._citation())} Sửa tay."))
        self.assertEqual((sent.plan_id, sent.preamble), (self.plan.with_env(self.env), said))
        self.as_user('head', sent).action_return("Sửa.")
        self.assertEqual((sent.plan_id, sent.preamble), (new, said.replace(old, new._citation())))

    def test_only_the_office_writes(self):
        for user in ('policy_head', 'clerk', 'head', 'admin'):
            with self.subTest(user), self.assertRaisesRegex(AccessError, "The office writes reminders"):
                self.as_user(user, self.duties('policy')).action_write_reminder()
            with self.subTest(user), self.assertRaises(AccessError):
                self.as_user(user, 'dan_van.reminder').create({})

    def test_incomplete_letter_is_not_submitted(self):
        reminder = self.written('policy')
        reminder.write({'department_ids': [Command.set(self.units['outreach'].ids)], 'answer_date': '2022-04-03'})
        with self.assertRaises(UserError) as refusal:
            reminder.action_submit()
        for words in ("List a duty of “Phòng Tuyên truyền và Địa bàn”", "Add “Phòng Chính sách”", "has passed"):
            self.assertIn(words, str(refusal.exception))
        reminder.write({'department_ids': [Command.clear()], 'line_ids': [Command.clear()]})
        with self.assertRaisesRegex(UserError, "Choose the units that are reminded(.|\n)*List at least one duty"):
            reminder.action_submit()

    def test_submitted_letter_is_frozen(self):
        reminder = self.written('policy')
        reminder.action_submit()
        for change in (
            lambda: reminder.write({'department_ids': [Command.set(self.units['outreach'].ids)]}),
            lambda: reminder.line_ids.write({'text': "Khác"}),
            lambda: reminder.write({'line_ids': [Command.create(
                {'department_id': self.units['policy'].id, 'text': "Thêm"})]}),
            reminder.action_draw,
        ):
            with self.assertRaisesRegex(UserError, "can't be changed any more"), self.env.cr.savepoint():
                change()
        for records in (reminder.line_ids, reminder):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                records.unlink()
        with self.assertRaisesRegex(UserError, "stays on file"), self.env.cr.savepoint():
            reminder.sudo().unlink()

    # Who reads it, who is told

    def test_units_read_what_was_issued_to_them(self):
        reminder = self.written('policy', 'outreach')

        def readers():
            return {name for name in self.USERS if self.as_user(name, reminder).has_access('read')
                    and self.as_user(name, reminder.line_ids).has_access('read')}
        always = {'office_head', 'office_staff', 'admin', 'head', 'deputy_1', 'deputy_2'}
        self.assertEqual(readers(), always)
        reminder.action_submit()
        self.assertEqual(readers(), always | {'clerk'})
        self.reading('head', reminder).action_sign()
        self.as_user('clerk', reminder).action_return("Thiếu nơi nhận.")
        self.assertEqual(readers(), always)
        self.sign_and_issue(reminder)
        units = {'policy_head', 'policy_staff', 'outreach_head', 'outreach_staff'}
        self.assertEqual(readers(), always | {'clerk'} | units)
        self.as_user('head', reminder).action_recall("Nhầm thời hạn.")
        self.assertEqual(readers(), always | {'clerk'} | units, "what is recalled must be seen as such")

    def test_reader_prints_the_filed_letter(self):
        reminder = self.issued('policy')
        printed = self.as_user('policy_staff', 'ir.actions.report')._render_qweb_pdf(reminder._report, reminder.ids)[0]
        self.assertEqual(printed, reminder.pdf_attachment_id.raw)

    def test_issue_tells_who_heads_the_units(self):
        self.units['outreach'].write({
            'deputy_user_id': self.users['outreach_staff'].id, 'delegation_from': '2022-04-01'})
        self.units['inspectorate'].head_user_id = False
        reminder = self.issued('policy', 'outreach', 'inspectorate')
        told = reminder.message_ids.filtered('attachment_ids')
        self.assertEqual(told.attachment_ids, reminder.pdf_attachment_id)
        expected = ('policy_head', 'outreach_staff', 'inspectorate_head', 'inspectorate_staff')
        self.assertEqual(told.notified_partner_ids, self.env['res.partner'].union(*(
            self.users[name].partner_id for name in expected)))


class TestReminderQueries(QueryCase):
    """A letter to ten units costs as many queries as one to five."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time('2022-04-04 02:00:00'))
        numbers = count()
        cls.made = {size: [cls.overdue(size, numbers) for _time in range(times)] for size, times in ((20, 4), (80, 2))}

    def setUp(self):
        super().setUp()
        self.left = {size: iter(made) for size, made in self.made.items()}

    @classmethod
    def overdue(cls, size, numbers):
        """:return: as many overdue duties as ``size``, four or eight to each of the units, which have heads of their own"""
        names = [f"{size}.{next(numbers)}" for _unit in range(5 if size == 20 else size // 8)]
        users = cls.env['res.users'].with_context(no_reset_password=True).create([{
            'name': f"Trưởng phòng {name}", 'login': f'truongphong.{name}', 'company_id': cls.company.id,
            'company_ids': [Command.set(cls.company.ids)],
            'group_ids': [Command.link(cls.env.ref('dan_van.group_staff').id)]} for name in names])
        units = cls.env['hr.department'].create([{
            'name': f"Phòng {name}", 'company_id': cls.company.id, 'dan_van_kind': 'division',
            'head_user_id': user.id, 'member_user_ids': [Command.set(user.ids)]} for name, user in zip(names, users)])
        return overdue_plan(cls, ['office'] * size, units).assignment_ids

    def untouched(self, size):
        """:return: overdue duties for which this test has not written yet"""
        return next(self.left[size])

    def letter(self, duties):
        action = self.as_user('office_staff', duties).action_write_reminder()
        return self.as_user('office_staff', 'dan_van.reminder').browse(action['res_id'])

    def test_writing(self):
        # Lines are written a hundred to a statement, and once more for what is computed of them.
        self.assertFlat(self.untouched, self.letter, small=20, large=80, batches=2 * 2)

    def test_listing_again(self):
        self.assertFlat(
            lambda size: self.letter(self.untouched(size)), lambda reminder: reminder.action_draw(), small=20, large=80)

    def test_from_submission_to_issue(self):
        def signed(size):
            reminder = self.letter(self.untouched(size))
            reminder.action_submit()
            self.reading('head', reminder).action_sign()
            return reminder

        def issue(reminder):
            self.as_user('clerk', reminder).action_issue()

        self.assertFlat(
            lambda size: self.letter(self.untouched(size)), lambda reminder: reminder.action_submit(), small=20, large=80)
        # Of each recipient the server asks once what rights he has, and keeps it from request to request.
        self.assertFlat(signed, issue, small=20, large=80, batches=ASKED * (10 - 5))
