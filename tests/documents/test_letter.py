import io
from datetime import timedelta
from unittest.mock import patch

import docx

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ...models.core.res_company import legal_today
from ...models.documents.document_mixin import PRINTED_TYPES
from ...rendering.copying import KINDS
from ...rendering.pdf import page_count
from ..common import AgencyCase
from ..pdf_measure import MeasuredPdf


class LetterCase(AgencyCase):

    @classmethod
    def new_letter(cls, user='outreach_staff', unit='outreach', **values):
        return cls.as_user(user, 'dan_van.letter').create({
            'subject': "phối hợp tuyên truyền chính sách dân tộc", 'addressees': "Ủy ban nhân dân các xã",
            'body': "Ban Dân tộc đề nghị:\n1. Nội dung\na) Phổ biến chính sách;\nb) Nắm tình hình.",
            'department_id': cls.units[unit].id, **values})

    def signature(self, letter):
        return letter._official_document().signature.authority


class TestLetter(LetterCase):

    def test_letter_goes_its_way_to_the_register(self):
        letter = self.new_letter(urgency='urgent')
        letter.action_submit()
        self.as_user('head', letter).action_sign()
        self.as_user('clerk', letter).action_issue()
        self.assertEqual(letter.state, 'issued')
        self.assertRegex(letter.code, r'^\d\d/BDT-TT&ĐB$')
        self.assertTrue(letter.sudo().register_entry_id.recipients.startswith("Ủy ban nhân dân các xã"))
        page = MeasuredPdf(letter.sudo().pdf_attachment_id.raw).pages[0]
        for words in (f"Số: {letter.code}", "V/v phối hợp", "KHẨN", "Kính gửi: Ủy ban nhân dân các xã", "TRƯỞNG BAN"):
            self.assertTrue(page.line(words), words)
        self.assertTrue(page.span("1. Nội dung").bold)
        self.assertTrue(self.as_user('policy_staff', letter).read(['body']), "issued documents are read by all")

    def test_a_type_is_called_on_screen_as_it_is_printed(self):
        field = self.env['dan_van.register.entry'].with_context(lang='vi_VN').fields_get(['document_type'])['document_type']
        self.assertEqual(dict(field['selection']), PRINTED_TYPES | KINDS)

    def test_submission_has_its_type_and_its_own_symbol(self):
        letter = self.new_letter(document_type='TTr', bases="Căn cứ Luật A\nCăn cứ Nghị định B;", addressees="UBND tỉnh")
        document = letter._official_document()
        self.assertEqual((document.type_line, document.symbol, document.letter), ("TỜ TRÌNH", 'TTr-BDT', False))
        self.assertEqual(document.basis_lines, ["Căn cứ Luật A;", "Căn cứ Nghị định B."])

    def test_decision_is_printed_as_the_decree_has_it(self):
        """Nghị định 30/2020/NĐ-CP, Phụ lục III, mẫu 1.2: who decides, on what grounds, "QUYẾT ĐỊNH:", the articles."""
        letter = self.new_letter(
            document_type='QĐ', subject="Về việc thành lập Tổ đối thoại", addressees=False, recipients="Như Điều 2",
            bases="Căn cứ Luật Thực hiện dân chủ ở cơ sở\nTheo đề nghị của Trưởng phòng",
            body="Điều 1. Thành lập Tổ đối thoại gồm các ông, bà có tên sau đây:\n1. Ông A;\nĐiều 2. Các phòng thi hành Quyết định này.")
        page = MeasuredPdf(letter._render_pdf()).pages[0]
        lines = ["QUYẾT ĐỊNH", "Về việc thành lập", "TRƯỞNG BAN DÂN TỘC", "Căn cứ Luật", "Theo đề nghị của Trưởng phòng.",
                 "QUYẾT ĐỊNH:", "Điều 1. Thành lập", "1. Ông A;", "Điều 2. Các phòng thi hành Quyết định này./."]
        tops = [page.line(words).top if words != "QUYẾT ĐỊNH" else 0 for words in lines]
        self.assertEqual(tops, sorted(tops))
        for words in ("TRƯỞNG BAN DÂN TỘC", "QUYẾT ĐỊNH:"):
            self.assertTrue(page.span(words).bold, words)
            self.assertAlmostEqual(page.line(words).center, (30 + 210 - 15) / 2, delta=0.5)
        self.assertTrue(page.span("Căn cứ Luật").italic)
        self.assertEqual([page.span(words).bold for words in ("Điều 1.", "Thành", "Điều 2.", "1. Ông A")],
                         [True, False, True, False])
        word = docx.Document(io.BytesIO(letter._word_file()))
        [article] = [each for each in word.paragraphs if each.text.startswith("Điều 1.")]
        self.assertEqual([(run.text, run.bold) for run in article.runs][0], ("Điều 1.", True))
        texts = [each.text for each in word.paragraphs]
        self.assertLess(texts.index("TRƯỞNG BAN DÂN TỘC"), texts.index("QUYẾT ĐỊNH:"))

    def test_decision_of_a_collective_names_it(self):
        letter = self.new_letter(document_type='QĐ', authority='collective')
        self.env.ref('dan_van.demo_profile').collective = "Ban Chỉ đạo"
        self.assertEqual(letter._official_document().decider_lines, ["BAN CHỈ ĐẠO"])
        self.assertFalse(self.new_letter()._official_document().decider_lines)

    def test_what_is_missing_is_said(self):
        letter = self.new_letter(body=False, addressees=False)
        with self.assertRaisesRegex(UserError, r"(?s)Write the text\..*Enter the addressees"):
            letter.action_submit()
        notice = self.new_letter(document_type='TB', addressees=False)
        notice.action_submit()
        self.assertEqual(notice.state, 'submitted')

    def test_letters_that_would_print_as_boxes_are_named_before_the_signature(self):
        letter = self.new_letter(body="Người có uy tín: \u1780\u1798 và \uf0a8 ở các xã.")
        with self.assertRaisesRegex(UserError, r"no letter for .*U\+1780.*U\+1798"):
            letter.action_submit()
        letter.body = "Người có uy tín: \u1780\u1781\u1782\u1783\u1784\u1785."
        with self.assertRaisesRegex(UserError, r"U\+1784\), …: write"):
            letter.action_submit()
        letter.body = "Người có uy tín: Kơ Moong ở các xã – “Đắk Ơ” ≥ 95 %…"
        letter.action_submit()
        self.assertEqual(letter.state, 'submitted')

    def test_plans_and_reports_are_written_elsewhere(self):
        for kind in ('KH', 'BC'):
            with self.assertRaisesRegex(UserError, "can.t hold"):
                self.new_letter(document_type=kind)

    def test_type_is_frozen_with_the_text(self):
        letter = self.new_letter()
        letter.action_submit()
        for values in ({'document_type': 'TB'}, {'body': "Khác"}, {'urgency': 'express'}, {'circulation': 'internal'}):
            with self.assertRaises(UserError):
                letter.write(values)

    def test_letter_that_corrects_another_is_not_urgent_by_itself(self):
        letter = self.new_letter(urgency='express', circulation='internal')
        copy = letter.copy()
        self.assertEqual((copy.urgency, copy.circulation, copy.body), (False, 'internal', letter.body))

    def test_a_long_letter_is_printed_beside_what_others_print(self):
        letter = self.new_letter(body='\n'.join(f"{number}. " + "Nội dung công việc cần triển khai. " * 8 for number in range(1, 500)))
        with patch('odoo.addons.dan_van.rendering.pdf._written', side_effect=AssertionError("printed where others wait")):
            long = letter._render_pdf()
            with self.assertRaisesRegex(AssertionError, "others wait"):
                self.new_letter()._render_pdf()
        self.assertGreater(page_count(long), 30)
        with patch('odoo.addons.dan_van.models.core.ir_actions_report.LONG', len(letter.body) * 100):
            self.assertEqual(letter._render_pdf(), long, "the same bytes, wherever it is made")



@tagged('dan_van_long')
class TestAuthority(LetterCase):
    """Who signs in what right: Nghị định 30/2020/NĐ-CP, Điều 13."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.units['outreach'].dan_van_signs_by_order = True
        cls.today = legal_today(cls.env.user)

    def refused(self, letter, words):
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            letter.action_submit()

    def test_the_form_proposes_right_and_title(self):
        proposals = {
            'head': ('none', "TRƯỞNG BAN"), 'deputy_1': ('deputy', "PHÓ TRƯỞNG BAN"),
            'outreach_head': ('order', "TRƯỞNG PHÒNG TUYÊN TRUYỀN VÀ ĐỊA BÀN"), 'office_head': ('order', "CHÁNH VĂN PHÒNG")}
        with Form(self.new_letter()) as form:
            for user, proposal in proposals.items():
                form.signer_id = self.users[user]
                self.assertEqual((form.authority, form.signer_title), proposal)

    def test_each_right_is_printed_as_the_decree_has_it(self):
        self.env.ref('dan_van.demo_profile').collective = "Ban Chỉ đạo"
        for user, authority, lines in (
            ('head', 'none', ("TRƯỞNG BAN",)),
            ('head', 'acting', ("Q. TRƯỞNG BAN",)),
            ('head', 'collective', ("TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN")),
            ('deputy_1', 'deputy', ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")),
            ('deputy_1', 'collective', ("TM. BAN CHỈ ĐẠO", "KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")),
            ('office_head', 'order', ("TL. TRƯỞNG BAN", "CHÁNH VĂN PHÒNG")),
            ('office_head', 'authorization', ("TUQ. TRƯỞNG BAN", "CHÁNH VĂN PHÒNG")),
        ):
            letter = self.new_letter(signer_id=self.users[user].id, authority=authority)
            self.assertEqual(self.signature(letter), lines)

    def test_only_the_head_signs_with_the_bare_title(self):
        for authority in ('none', 'acting'):
            self.refused(self.new_letter(signer_id=self.users['deputy_1'].id, authority=authority), "choose KT")
        self.refused(self.new_letter(signer_id=self.users['head'].id, authority='deputy'), "signs KT. for nobody")
        self.refused(self.new_letter(signer_id=self.users['outreach_staff'].id, authority='none'), "leadership")

    def test_head_of_the_unit_signs_by_order_where_the_unit_may(self):
        letter = self.new_letter(signer_id=self.users['outreach_head'].id)
        letter.action_submit()
        self.assertEqual(letter.activity_user_id, self.users['outreach_head'])
        with self.assertRaisesRegex(UserError, "not yours"):
            self.as_user('head', letter).action_sign()
        self.units['outreach'].dan_van_signs_by_order = False
        with self.assertRaisesRegex(UserError, "may not sign by order"):
            self.as_user('outreach_head', letter).action_sign()
        self.units['outreach'].dan_van_signs_by_order = True
        self.as_user('outreach_head', letter).action_sign()
        self.as_user('clerk', letter).action_issue()
        self.assertEqual(self.signature(letter), ("TL. TRƯỞNG BAN", "TRƯỞNG PHÒNG TUYÊN TRUYỀN VÀ ĐỊA BÀN"))

    def test_others_do_not_sign_by_order(self):
        by = {'authority': 'order', 'signer_title': "TRƯỞNG PHÒNG"}
        self.refused(self.new_letter(signer_id=self.users['outreach_staff'].id, **by), "head of the drafting unit")
        self.refused(self.new_letter(signer_id=self.users['policy_head'].id, **by), "head of the drafting unit")
        policy = self.new_letter('policy_staff', 'policy', signer_id=self.users['policy_head'].id, **by)
        self.refused(policy, "may not sign by order")

    def test_order_is_handed_on_to_the_deputy_while_he_acts(self):
        unit, deputy = self.units['outreach'], self.users['outreach_staff']
        unit.write({'deputy_user_id': deputy.id, 'delegation_from': self.today, 'delegation_to': self.today})
        letter = self.new_letter(signer_id=deputy.id)
        self.assertEqual(self.signature(letter), (
            "TL. TRƯỞNG BAN", "KT. TRƯỞNG PHÒNG TUYÊN TRUYỀN VÀ ĐỊA BÀN", "PHÓ TRƯỞNG PHÒNG TUYÊN TRUYỀN VÀ ĐỊA BÀN"))
        letter.action_submit()
        unit.write({'delegation_from': self.today - timedelta(2), 'delegation_to': self.today - timedelta(1)})
        with self.assertRaises(UserError):
            self.as_user('outreach_staff', letter).action_sign()

    def test_authorisation_is_in_writing_for_a_time_and_not_handed_on(self):
        unit, head, deputy = self.units['policy'], self.users['policy_head'], self.users['policy_staff']
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            unit.dan_van_authorization = "Giấy ủy quyền số 02/GUQ-BDT"
        unit.write({'dan_van_authorization': "Giấy ủy quyền số 02/GUQ-BDT", 'dan_van_authorized_until': self.today,
                    'deputy_user_id': deputy.id, 'delegation_from': self.today})
        letter = self.new_letter('policy_staff', 'policy', signer_id=head.id)
        self.assertEqual(self.signature(letter), ("TUQ. TRƯỞNG BAN", "TRƯỞNG PHÒNG CHÍNH SÁCH"))
        self.refused(self.new_letter('policy_staff', 'policy', signer_id=deputy.id), "can't be handed on")
        letter.action_submit()
        unit.dan_van_authorized_until = self.today - timedelta(1)
        with self.assertRaisesRegex(UserError, "in force"):
            self.as_user('policy_head', letter).action_sign()

    def test_signers_to_choose_from(self):
        signers = self.env['res.users'].search(self.env['dan_van.letter']._signers_domain())
        expected = ('head', 'deputy_1', 'deputy_2', 'office_head', 'outreach_head')
        self.assertEqual(signers & self.env['res.users'].union(*self.users.values()),
                         self.env['res.users'].union(*(self.users[name] for name in expected)))
