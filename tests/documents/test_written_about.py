from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import QueryCase
from ..turns import Turns
from .test_letter import LetterCase


class WrittenAboutCase(LetterCase):

    @classmethod
    def issued(cls, letter, number_only=False):
        letter.action_submit()
        cls.reading('head', letter).action_sign()
        cls.as_user('clerk', letter).action_issue()
        return letter

    @classmethod
    def drafted(cls, user, document, act):
        action = getattr(cls.as_user(user, document), act)()
        return cls.as_user(user, 'dan_van.letter').browse(action['res_id'])

    @classmethod
    def filled(cls, letter):
        letter.body = letter.body.replace("Tại …:", "Tại trang 2, mục III:").replace("in: “…”", "in: “2025”").replace(
            "là: “…”", "là: “2026”")
        return letter


class TestCorrection(WrittenAboutCase):
    """Nghị định 30/2020/NĐ-CP, Điều 18: an error of form in what was issued is corrected by a letter of the agency."""

    def setUp(self):
        super().setUp()
        self.plan = self.to_state(self.new_plan(), 'issued')

    def test_the_letter_names_what_it_corrects_and_goes_to_those_who_have_it(self):
        letter = self.drafted('office_staff', self.plan, 'action_correct')
        self.assertEqual((letter.document_type, letter.about, letter.about_entry_id, letter.plan_id, letter.state),
                         ('CV', 'correction', self.plan.register_entry_id, self.plan, 'draft'))
        self.assertIn(f"đính chính Kế hoạch số {self.plan.code} ngày", letter.subject)
        self.assertEqual(letter.addressees, "UBND tỉnh\nSở Nội vụ")
        for words in ("Đã in: “…”", "Sửa lại là: “…”", "về triển khai công tác dân vận"):
            self.assertIn(words, letter.body)
        with self.assertRaisesRegex(UserError, "Fill in what"):
            letter.action_submit()
        again = self.drafted('office_staff', self.plan, 'action_correct')
        self.assertEqual(again, letter, "pressed twice there is one draft")

    def test_form_and_register_tell_of_it_from_its_issue_on(self):
        letter = self.filled(self.drafted('office_staff', self.plan, 'action_correct'))
        before = self.plan.sudo().pdf_sha256
        entry = self.plan.register_entry_id
        self.assertFalse(self.plan.correction_notice)
        self.issued(letter)
        self.env.invalidate_all()
        self.assertEqual(entry._printed_note(), f"Được đính chính tại công văn số {letter.code} ngày {letter.document_date:%d/%m/%Y}")
        seen = self.as_user('policy_staff', self.plan)
        self.assertIn(letter.code, seen.correction_notice)
        self.assertEqual(seen.written_ids.code, letter.code)
        self.assertEqual((self.plan.state, self.plan.sudo().pdf_sha256), ('issued', before), "what was issued stays as it is")
        [row] = [row for row in entry.register_id._book(*entry.register_id._span()).rows if row[0] == self.plan.code]
        self.assertIn(letter.code, row[9])
        self.as_user('head', letter).action_recall("Nhầm.")
        self.env.invalidate_all()
        self.assertFalse(entry._printed_note(), "a correction that was recalled corrects nothing")

    def test_its_replacement_corrects_the_same_document(self):
        letter = self.issued(self.filled(self.drafted('office_staff', self.plan, 'action_correct')))
        new = letter.browse(letter.action_replace()['res_id'])
        self.assertEqual((new.about, new.about_entry_id), ('correction', self.plan.register_entry_id))
        self.assertFalse(letter.copy().about, "any other copy is about nothing")

    def test_what_was_recalled_since_is_not_corrected(self):
        letter = self.filled(self.drafted('office_staff', self.plan, 'action_correct'))
        self.as_user('head', self.plan).action_recall("Sai thẩm quyền.")
        with self.assertRaisesRegex(UserError, "was recalled"):
            letter.action_submit()

    def test_what_is_recalled_while_its_correction_waits_is_not_corrected_either(self):
        signed, submitted = (self.filled(self.drafted('office_staff', plan, 'action_correct')) for plan in (self.plan, self.issued(self.new_letter())))
        (signed | submitted).action_submit()
        self.as_user('head', signed).action_sign()
        for letter in signed | submitted:
            self.as_user('head', self.env[letter.about_entry_id.res_model].browse(letter.about_entry_id.res_id)).action_recall("Sai thẩm quyền.")
        with self.assertRaisesRegex(UserError, "was recalled"):
            self.as_user('clerk', signed).action_issue()
        with self.assertRaisesRegex(UserError, "was recalled"):
            self.as_user('head', submitted).action_sign()
        self.assertFalse(signed.number)
        self.as_user('clerk', signed).action_return("Văn bản đã thu hồi.")
        self.assertEqual(signed.state, 'draft')

    def test_who_reads_the_document_alone_sees_no_draft_about_it(self):
        letter = self.drafted('office_staff', self.plan, 'action_correct')
        for user, drafts in (('policy_staff', 0), ('office_staff', 1)):
            self.env.invalidate_all()
            with self.subTest(user):
                [found] = self.as_user(user, self.plan).web_read({'written_ids': {'fields': {'subject': {}}}})
                self.assertEqual([line['id'] for line in found['written_ids']], letter.ids * drafts)

    def test_who_drafts_for_its_unit_writes_it(self):
        letter = self.issued(self.new_letter())
        for user, may in (('outreach_staff', True), ('office_staff', True), ('policy_staff', False), ('clerk', False), ('head', False)):
            theirs = self.as_user(user, letter)
            with self.subTest(user=user):
                self.assertEqual(theirs.can_correct, may)
                if not may:
                    with self.assertRaises(UserError):
                        theirs.action_correct()
        self.assertEqual(self.drafted('outreach_staff', letter, 'action_correct').department_id, self.units['outreach'])

    def test_the_link_is_given_by_the_button_alone(self):
        entry = self.plan.register_entry_id
        values = {'about': 'correction', 'about_entry_id': entry.id}
        with self.assertRaises(UserError):
            self.new_letter(**values)
        letter = self.new_letter()
        for forged in (letter, letter.with_context(default_about='correction', dan_van_keys=True)):
            with self.assertRaises(UserError):
                forged.write(values)
        with self.assertRaises(UserError):
            self.as_user('outreach_staff', 'dan_van.letter').with_context(
                default_about='correction', default_about_entry_id=entry.id).create({
                    'subject': "x", 'body': "x", 'department_id': self.units['outreach'].id})

    def test_a_draft_and_what_he_does_not_read_is_not_corrected(self):
        draft = self.new_letter()
        for act in ('action_correct', 'action_tell_recall'):
            with self.assertRaises(UserError):
                getattr(draft, act)()
            with self.assertRaises(AccessError):
                getattr(self.as_user('policy_staff', draft), act)()
        with self.assertRaises(UserError):
            self.as_user('office_staff', self.plan).action_tell_recall()


class TestNoticeOfRecall(WrittenAboutCase, Turns):
    """Who has a recalled document is told, so that he sends it back; the office sees to it."""

    def setUp(self):
        super().setUp()
        self.letter = self.issued(self.new_letter(recipients="Sở Nội vụ"))
        self.as_user('head', self.letter).action_recall("Sai thẩm quyền ban hành.")
        self.letter = self.letter.with_env(self.env)
        self.entry = self.letter.register_entry_id

    def test_the_office_has_the_turn_until_the_notice_is_issued(self):
        self.assertTrue(self.entry.notice_due)
        self.assertTurn(self.letter, 'office_head')
        notice = self.drafted('office_staff', self.letter, 'action_tell_recall')
        self.assertEqual(notice.addressees, "Ủy ban nhân dân các xã\nSở Nội vụ")
        for words in (f"Công văn số {self.letter.code}", "lý do: sai thẩm quyền ban hành.", "Gửi lại văn bản giấy"):
            self.assertIn(words, notice.body)
        self.nightly()
        self.assertTurn(self.letter, 'office_head')
        self.issued(notice)
        self.env.invalidate_all()
        self.assertFalse(self.entry.notice_due)
        self.assertTurn(self.letter)
        self.assertRegex(self.entry._printed_note(), rf"Đã thu hồi ngày .*; Thông báo thu hồi tại công văn số {notice.code} ngày")
        self.as_user('head', notice).action_recall("Nhầm.")
        self.env.invalidate_all()
        self.assertTurn(self.letter, 'office_head')

    def test_the_office_writes_why_nobody_is_told(self):
        self.assertIn('forgo_notice', self.as_user('office_staff', self.letter).allowed_transitions)
        for user in ('outreach_staff', 'clerk', 'head'):
            with self.assertRaises(UserError):
                self.as_user(user, self.letter).action_forgo_notice("Chưa gửi.")
        self.assertEqual(self.as_user('office_staff', self.letter).action_forgo_notice()['res_model'], 'dan_van.reason.wizard')
        self.as_user('office_staff', self.letter).action_forgo_notice("Văn bản chưa gửi ra ngoài.")
        self.env.invalidate_all()
        self.assertFalse(self.entry.notice_due)
        self.assertTurn(self.letter)
        self.assertEqual(self.letter.state, 'recalled')

    def test_a_correction_that_goes_does_not_ask_for_the_notice_again(self):
        letter = self.issued(self.new_letter())
        correction = self.issued(self.filled(self.drafted('office_staff', letter, 'action_correct')))
        self.as_user('head', letter).action_recall("Sai thẩm quyền.")
        self.as_user('office_staff', letter).action_forgo_notice("Văn bản chưa gửi ra ngoài.")
        self.as_user('head', correction).action_recall("Nhầm.")
        self.env.invalidate_all()
        self.assertFalse(letter.register_entry_id.notice_due)
        self.assertTurn(letter)

    def test_several_are_recalled_at_once(self):
        letters = self.issued(self.new_letter()) + self.issued(self.new_letter(document_type='TB', addressees=False, recipients=False))
        self.as_user('head', letters).action_recall("Sai thẩm quyền.")
        self.assertEqual(letters.register_entry_id.mapped('recalled'), [True, True])
        self.assertEqual([letter.register_entry_id.notice_due for letter in letters], [True, False])

    def test_what_went_to_nobody_or_was_replaced_needs_no_notice(self):
        notice = self.issued(self.new_letter(document_type='TB', addressees=False, recipients=False))
        self.as_user('head', notice).action_recall("Nhầm.")
        self.assertFalse(notice.register_entry_id.notice_due)
        old = self.issued(self.new_letter())
        self.issued(old.browse(old.action_replace()['res_id']))
        self.env.invalidate_all()
        self.assertFalse(old.register_entry_id.notice_due)
        self.assertFalse(old.can_tell_recall)


@tagged('dan_van_queries')
class TestRegisterNoteQueries(QueryCase):

    def lines(self, count):
        return self.env['dan_van.letter'].create([{
            'subject': f"Công văn {number}", 'body': "Nội dung.", 'addressees': "Các phòng", 'document_type': 'TB',
            'department_id': self.units['outreach'].id, 'signer_id': self.users['head'].id} for number in range(count)])

    def test_the_notes_of_many_lines_cost_as_few_queries(self):
        register = self.env['dan_van.register']._for(self.company, False, 2026)

        def entries(count):
            letters = self.lines(count)
            return self.env['dan_van.register.entry'].sudo()._making('issue').create([{
                'register_id': register.id, 'number': register._next_number(), 'code': f'{letter.id}/TB', 'date': '2026-01-05',
                'document_type': 'TB', 'subject': letter.subject, 'signer': "A", 'res_model': letter._name, 'res_id': letter.id}
                for letter in letters])
        self.assertFlat(entries, lambda found: [entry._printed_note() for entry in found])
