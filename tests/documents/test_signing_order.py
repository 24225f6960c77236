import base64
import io
import tempfile
from datetime import timedelta
from pathlib import Path

from freezegun import freeze_time
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, SuspiciousModification

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ...importer import parse
from ...models.core.res_company import legal_today
from ...signatures.errors import SignatureError
from ...signatures.filling import fill
from ...signatures.signing import sign
from ...signatures.validation import seen_signatures
from .. import signature_cases as cases
from ..keys import unlocked
from ..programs import call
from ..signature_cases import PIN
from .preflight import OF_PART_1, preflight
from .test_digital_signature import PdfSigCase, SigningCase
from .test_signed_print import TRANSPARENT


class OrderCase(SigningCase):
    """An agency that signs digitally; a plan waits for its signer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.to_state(cls.new_plan(), 'submitted').with_env(cls.env)

    def give_number(self, plan=None):
        self.as_user('clerk', plan or self.plan).action_number()
        self.env.invalidate_all()

    def to_numbered(self):
        self.sign_here(step='sign')
        self.give_number()

    def to_issued(self):
        self.to_numbered()
        self.sign_here('clerk', 'issue', self.seal)
        self.env.invalidate_all()

    def words(self, pdf):
        """:return: what is seen of a PDF, fields and all, in the order of its layout"""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, 'a.pdf')
            path.write_bytes(pdf)
            return ' '.join(call('pdftotext', '-layout', str(path), '-', text=True).stdout.split())

    def by_hand(self, reason="Chứng thư số hết hạn."):
        return self.dialog('head', 'sign', by_hand=True, reason=reason)


@tagged('post_install', '-at_install', 'dan_van_long')
class TestSigningOrder(OrderCase, PdfSigCase):
    """The signer signs, then it gets number and day, then the agency signs: with that it is issued."""

    def test_number_and_day_come_after_the_signature_and_the_seal_issues(self):
        self.sign_here(step='sign')
        self.env.invalidate_all()
        self.assertEqual((self.plan.state, self.turn()), ('signed', self.users['clerk']))
        self.assertFalse(self.plan.register_entry_id)
        one = self.plan.signer_pdf_id.raw
        self.assertIn("Số: /KH-BDT", self.words(one))
        self.assertIn("ngày tháng năm", self.words(one))
        self.give_number()
        self.assertEqual((self.plan.state, self.plan.register_entry_id.state, self.turn()), ('numbered', 'numbered', self.users['clerk']))
        two, today = self.plan.numbered_pdf_id.raw, legal_today(self.plan)
        self.assertIn(f"Số: {self.plan.code}", self.words(two))
        self.assertIn(f"ngày {today:%d} tháng", self.words(two))
        self.sign_here('clerk', 'issue', self.seal)
        self.env.invalidate_all()
        self.assertEqual((self.plan.state, self.plan.register_entry_id.state), ('issued', 'issued'))
        self.assertFalse(self.turn())
        three = self.plan._current_pdf().raw
        self.assertTrue(two.startswith(one) and three.startswith(two))
        read = parse(three, 'a.pdf').header
        self.assertEqual((f"{read.number}/{read.symbol}", read.date.day), (self.plan.code, today.day), "who gets it reads it in")
        self.assertEqual(self.plan.pdf_attachment_id.raw, two)
        self.assertEqual(self.plan.signature_ids.mapped('kind'), ['personal', 'agency'])
        self.assertEqual([signature.file_id.attachment_id.raw for signature in self.plan.signature_ids], [one, three])
        self.assertEqual(self.plan.signature_ids.user_id, self.users['head'] | self.users['clerk'])
        self.assertEqual(self.as_user('policy_staff', self.plan).action_check_signatures()['params']['type'], 'success')
        self.assertFalse(self.plan.issued_file_ids._check())
        self.assertEqual([line.step for line in self.plan.approval_ids.sorted('id')], ['submit', 'sign', 'number', 'issue'])

    def test_nothing_leaves_before_the_agency_has_signed(self):
        self.to_numbered()
        plan, clerk = self.plan, self.as_user('clerk', self.plan)
        self.assertFalse(plan.is_out)
        self.assertFalse(plan.assignment_ids.filtered('is_at_work'))
        self.assertFalse(plan.issued_file_ids)
        self.assertFalse(plan._dms_paths())
        for refused in (clerk._edxml, clerk.action_open_pdf, clerk.action_open_folder):
            with self.assertRaisesRegex(UserError, "issued"):
                refused()
        with self.assertRaises(AccessError):
            self.as_user('policy_staff', plan).check_access('read')
        with self.assertRaisesRegex(UserError, "not possible"):
            self.as_user('head', plan).action_recall("Sai.")
        self.assertIn("Chờ ký số của cơ quan", plan.register_entry_id._printed_note())
        self.sign_here('clerk', 'issue', self.seal)
        self.env.invalidate_all()
        self.assertTrue(plan.assignment_ids.filtered('is_at_work'))
        self.assertEqual(plan.register_entry_id._printed_note(), '')
        self.assertTrue(clerk.action_open_folder())
        with self.assertRaisesRegex(UserError, "Enter the code"):
            clerk._edxml()

    def test_each_step_holds_before_programs_and_norm(self):
        self.sign_here(step='sign')
        self.env.invalidate_all()
        files = [self.plan.signer_pdf_id.raw]
        self.give_number()
        files.append(self.plan.numbered_pdf_id.raw)
        self.sign_here('clerk', 'issue', self.seal)
        self.env.invalidate_all()
        files.append(self.plan._current_pdf().raw)
        for pdf, count in zip(files, (1, 1, 2)):
            said = self.pdfsig(pdf)
            self.assertEqual(said.count("Signature is Valid."), count, said)
            self.assertEqual(said.count("Certificate is Trusted."), count, said)
            findings = preflight(pdf)
            self.assertFalse([line for line in findings if not any(known in line for known in (*OF_PART_1, TRANSPARENT))], findings)
        signature, seal = seen_signatures(files[-1])
        self.assertAlmostEqual(seal.rectangle.right, signature.rectangle.left + signature.rectangle.width / 3, delta=0.3)

    def test_signed_outside_by_both(self):
        action = self.as_user('head', self.plan).action_sign()
        wizard = self.as_user('head', 'dan_van.sign.wizard').with_context(**action['context']).create({'way': 'outside'})
        self.assertIn(f'/web/content/dan_van.sign.wizard/{wizard.id}/pdf/', wizard.action_download()['url'])
        laid_out = base64.b64decode(wizard.pdf)
        self.assertIn("Số: /KH-BDT", self.words(laid_out))
        wizard.upload = base64.b64encode(self.signed_outside(laid_out))
        wizard.action_confirm()
        self.give_number()
        sealed = self.signed_outside(self.plan.numbered_pdf_id.raw, cases.seal(), 'seal')
        self.upload_signed(sealed, 'clerk', 'issue')
        self.env.invalidate_all()
        self.assertEqual(self.plan.state, 'issued')
        self.assertEqual(self.plan.signature_ids.mapped('way'), ['outside', 'outside'])
        self.assertEqual(self.plan._current_pdf().raw, sealed)

    def test_who_signs_alone_gets_the_file_without_the_word_draft(self):
        dialog = {'res_model': 'dan_van.plan', 'res_id': self.plan.id, 'transition': 'sign', 'way': 'outside'}
        wizard = self.as_user('office_staff', 'dan_van.sign.wizard').create(dialog)
        with self.assertRaisesRegex(UserError, "not yours"):
            wizard.read(['pdf'])
        printed = self.as_user('office_staff', 'ir.actions.report').with_context(dan_van_fillable=True)._render_qweb_pdf(
            self.plan._report, self.plan.ids)[0]
        self.assertIn("DỰ THẢO", self.words(printed))

    def test_annexes_name_number_and_day(self):
        letter = self.as_user('policy_staff', 'dan_van.letter').create({
            'document_type': 'QĐ', 'subject': "Ban hành Quy chế phối hợp", 'department_id': self.units['policy'].id,
            'recipients': "Các phòng", 'body': "Điều 1. Ban hành kèm theo Quyết định này Quy chế phối hợp và phụ lục số liệu.",
            'annex_ids': [(0, 0, {'title': "Phối hợp công tác dân vận", 'enacted_type': 'QC', 'text': "Điều 1. Phạm vi\n1. Quy chế này."}),
                          (0, 0, {'title': "Số liệu", 'text': "1. Số liệu."})]})
        self.as_user('policy_staff', letter).action_submit()
        self.plan = letter.with_env(self.env)
        self.to_issued()
        words = self.words(letter._current_pdf().raw)
        number, today = letter.code, legal_today(letter)
        self.assertIn(f"(Ban hành kèm theo Quyết định số {number} ngày {today:%d} tháng", words)
        self.assertIn(f"(Kèm theo Quyết định số {number} ngày {today:%d} tháng", words)
        self.assertEqual(words.count(number), 3)

    def test_what_a_council_issues_has_the_seal_of_its_agency(self):
        self.company.name = "Cơ quan công tác dân tộc"  # in the certificate it is called as in its documents
        council = self.as_user('admin', 'dan_van.council').create({
            'name': "Ban Chỉ đạo công tác dân vận", 'symbol': 'BCĐ', 'chair_id': self.users['head'].id})
        letter = self.as_user('policy_staff', 'dan_van.letter').create({
            'document_type': 'TB', 'subject': "Kết luận phiên họp", 'department_id': self.units['policy'].id, 'council_id': council.id,
            'recipients': "Các phòng", 'body': "1. Nội dung kết luận."})
        letter.action_submit()
        self.plan = letter.with_env(self.env)
        self.to_issued()
        self.assertEqual((letter.state, letter.code, len(letter.signature_ids)), ('issued', '01/TB-BCĐ', 2))

    def test_the_same_print_gets_its_number_and_no_other(self):
        self.sign_here(step='sign')
        profile = self.env['dan_van.agency.profile']._valid_on(self.plan.company_id, legal_today(self.plan))
        self.as_user('admin', profile).place = "Nơi khác"
        with self.assertRaisesRegex(UserError, "no more what was signed"), self.env.cr.savepoint():
            self.give_number()
        self.env.invalidate_all()
        self.assertEqual(self.plan.state, 'signed')

    def test_the_same_print_is_issued_and_no_other(self):
        self.to_numbered()
        self.users['head'].sudo().name = "Nguyễn Văn Khác"
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "no more what was signed"), self.env.cr.savepoint():
            self.sign_here('clerk', 'issue', self.seal)
        self.env.invalidate_all()
        self.as_user('clerk', self.plan).action_return("Tên người ký đã đổi.")
        self.assertEqual(self.plan.state, 'draft')

    def test_what_is_filled_in_is_the_agency_s_own(self):
        self.to_numbered()
        numbered = self.plan.numbered_pdf_id.raw
        other = fill(numbered, {'field-number': "Số: 99/KH-BDT"}, self.issued)
        for forged in (other, self.plan.signer_pdf_id.raw):
            with self.assertRaises(UserError):
                self.upload_signed(sign(forged, cases.seal().pkcs12(), PIN, field='seal'), 'clerk', 'issue')
        self.sign_here('clerk', 'issue', self.seal)
        self.env.invalidate_all()
        sealed = self.plan._current_pdf().raw
        self.assertEqual(len(self.plan._validate_signed(sealed)), 2)
        with self.assertRaises(SignatureError):
            self.plan._validate_signed(fill(sealed, {'field-number': "Số: 99/KH-BDT"}, self.issued))
        # Whoever else gets the file sees it too: the seal has locked the fields.
        [_signature, seal] = PdfFileReader(io.BytesIO(
            fill(sealed, {'field-number': "Số: 99/KH-BDT"}, self.issued))).embedded_regular_signatures
        seal.compute_integrity_info(DEFAULT_DIFF_POLICY)
        self.assertFalse(seal.docmdp_level is None and seal.diff_result is None)
        self.assertIsInstance(seal.diff_result, SuspiciousModification)


@tagged('post_install', '-at_install', 'dan_van_long')
class TestWaysBack(OrderCase):
    """What stops on its way goes on by the next click, or back."""

    def test_returned_with_its_number(self):
        self.to_numbered()
        code, entry = self.plan.code, self.plan.register_entry_id
        old = self.plan.signer_pdf_id | self.plan.numbered_pdf_id
        self.as_user('clerk', entry).write({'copies': 3, 'dispatch_date': legal_today(entry), 'receipt': "Đã nhận"})
        self.as_user('clerk', self.plan).action_return("Sai nơi nhận.")
        self.env.invalidate_all()
        self.assertEqual((self.plan.state, entry.state), ('draft', 'reserved'))
        self.assertFalse(entry.copies or entry.dispatch_date or entry.receipt, "what was returned has not been sent")
        self.assertFalse(self.plan.code or self.plan.signer_pdf_id or self.plan.document_date or self.plan.pdf_revisions)
        self.assertEqual(len(old.exists()), 2, "what was signed stays")
        self.to_state(self.plan, 'submitted')
        self.as_user('head', self.plan).mark_seen()
        self.sign_here(step='sign')
        action = self.as_user('clerk', self.plan).action_number()
        wizard = self.as_user('clerk', action['res_model']).with_context(**action['context']).create({'reserved_id': entry.id})
        wizard.action_confirm()
        self.env.invalidate_all()
        self.assertEqual((self.plan.state, self.plan.code, entry.state), ('numbered', code, 'numbered'))
        self.sign_here('clerk', 'issue', self.seal)
        self.env.invalidate_all()
        self.assertEqual((self.plan.state, entry.state), ('issued', 'issued'))
        self.assertFalse(entry.file_ids.attachment_id & old, "what was returned is no part of what is issued")
        self.assertEqual(self.as_user('clerk', old).mapped('mimetype'), ['application/pdf'] * 2)
        for user in ('policy_staff', 'inspectorate_staff'):
            with self.assertRaises(AccessError):
                self.as_user(user, old).mapped('raw')

    def test_no_day_before_the_signature(self):
        with freeze_time('2030-03-04 02:00:00'):
            entry = self.as_user('clerk', 'dan_van.register.entry')._reserve(
                self.plan.company_id, legal_today(self.plan), "Chờ ký", subject="Giữ số", document_type='KH')
        self.sign_here(step='sign')
        unlocked(self.plan).signed_date = '2030-03-05 02:00:00'
        with freeze_time('2030-03-05 03:00:00'), self.assertRaisesRegex(UserError, "no day before"):
            self.as_user('clerk', self.plan)._transition('number', reserved=entry)

    def test_signed_by_hand_where_the_token_fails(self):
        with self.assertRaisesRegex(UserError, "why"):
            self.by_hand(" ")
        self.by_hand()
        self.env.invalidate_all()
        self.assertEqual((self.plan.state, self.plan.paper_signed), ('signed', True))
        self.assertEqual(self.plan.approval_ids[:1].reason, "Chứng thư số hết hạn.")
        self.give_number()
        self.sign_here('clerk', 'issue', self.seal)
        self.env.invalidate_all()
        self.assertEqual((self.plan.state, self.plan.signature_ids.mapped('kind')), ('issued', ['agency']))
        self.assertIn(f"Số: {self.plan.code}", self.words(self.plan._current_pdf().raw))

    def test_a_failed_signature_leaves_the_state_before(self):
        def of_another(step, user, certificate):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.sign_here(user, step, certificate, pin='9-wrong-PIN-9')
            self.env.invalidate_all()
        of_another('sign', 'head', self.own)
        self.assertEqual((self.plan.state, bool(self.plan.signer_pdf_id)), ('submitted', False))
        self.to_numbered()
        of_another('issue', 'clerk', self.seal)
        self.assertEqual((self.plan.state, len(self.plan.issued_file_ids)), ('numbered', 0))
        self.sign_here('clerk', 'issue', self.seal)
        self.assertEqual(self.plan.state, 'issued')

    def test_signed_before_the_agency_signed_digitally(self):
        plan = self.to_state(self.new_plan(), 'signed').with_env(self.env)
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "signs it digitally first"):
            self.as_user('clerk', plan).action_number()
        self.plan = plan
        self.sign_here(step='sign_pdf')
        self.give_number()
        self.sign_here('clerk', 'issue', self.seal)
        self.env.invalidate_all()
        self.assertEqual((plan.state, len(plan.signature_ids)), ('issued', 2))

    def test_what_is_older_waits_for_nobody(self):
        older = self.to_state(self.new_plan(), 'issued').with_env(self.env)
        self.assertEqual(older.activity_ids.user_id, self.users['head'], "what was issued on the day itself waits")
        unlocked(older).document_date = older.sudo().company_id.dan_van_signing_since - timedelta(1)
        older._keep_turns()
        self.assertFalse(older.activity_ids)
        self.assertNotIn(older, older.search(older._open_domain()))
        self.plan = older
        self.sign_here(step='sign_pdf')
        self.env.invalidate_all()
        self.assertEqual(older.activity_ids.user_id, self.users['clerk'], "once begun it is finished")

    def test_numbered_when_the_agency_signs_digitally_no_more(self):
        self.to_numbered()
        code = self.plan.code
        self.as_user('admin', self.env['dan_van.trusted.root'].search([])).unlink()
        self.env.invalidate_all()
        self.as_user('clerk', self.plan).action_issue()
        self.env.invalidate_all()
        self.assertEqual((self.plan.state, self.plan.code), ('issued', code))
        self.assertEqual(self.plan._current_pdf(), self.plan.pdf_attachment_id)

    def test_the_certificate_of_what_is_on_its_way_stays(self):
        self.to_numbered()
        holder = self.env['dan_van.holder.certificate'].browse(self.plan.signer_signature['holder_certificate_id'])
        with self.assertRaisesRegex(UserError, "Archive it instead"), self.env.cr.savepoint():
            self.as_user('admin', holder).unlink()
        self.env.invalidate_all()
        self.as_user('admin', holder).active = False
        self.sign_here('clerk', 'issue', self.seal)
        self.env.invalidate_all()
        self.assertEqual(self.plan.signature_ids[:1].holder_certificate_id, holder)

    def test_no_digital_signature_is_taken_and_thrown_away(self):
        action = self.as_user('head', self.plan).action_sign()
        self.as_user('admin', self.env['dan_van.trusted.root'].search([])).unlink()
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "trusts no certificate authority"), self.env.cr.savepoint():
            self.as_user('head', 'dan_van.sign.wizard').with_context(**action['context']).create({
                'way': 'here', 'certificate_id': self.own.id, 'pin': PIN})
        self.env.invalidate_all()
        self.assertEqual(self.plan.state, 'submitted')

    def test_signed_when_the_agency_signs_digitally_no_more(self):
        self.sign_here(step='sign')
        self.env.invalidate_all()
        signed = self.plan.signer_pdf_id.raw
        self.as_user('admin', self.env['dan_van.trusted.root'].search([])).unlink()
        self.env.invalidate_all()
        self.as_user('clerk', self.plan).action_issue()
        self.env.invalidate_all()
        issued = self.plan._current_pdf().raw
        self.assertTrue(issued.startswith(signed))
        self.assertIn(f"Số: {self.plan.code}", self.words(issued))
        self.trust()
        self.env.invalidate_all()
        self.sign_here('clerk', 'seal_pdf', self.seal)
        self.env.invalidate_all()
        self.assertEqual(self.plan.signature_ids.mapped('kind'), ['personal', 'agency'])
        self.assertEqual(self.as_user('policy_staff', self.plan).action_check_signatures()['params']['type'], 'success')

    def test_several_with_one_pin(self):
        more = [self.to_state(self.new_plan(), 'submitted').with_env(self.env) for _number in range(2)]
        self.as_user('head', more[0]).mark_seen()
        action = self.as_user('head', self.plan).action_sign()
        wizard = self.as_user('head', 'dan_van.sign.wizard').with_context(**action['context']).create({
            'way': 'here', 'certificate_id': self.own.id, 'pin': PIN, 'signs_all': True})
        self.assertTrue(wizard.done)
        self.env.invalidate_all()
        self.assertEqual([plan.state for plan in (self.plan, *more)], ['signed', 'signed', 'submitted'], "what he has not read waits")
        for plan in (self.plan, more[0]):
            self.give_number(plan)
        action = self.as_user('clerk', self.plan).action_issue()
        self.as_user('clerk', 'dan_van.sign.wizard').with_context(**action['context']).create({
            'way': 'here', 'certificate_id': self.seal.id, 'pin': PIN, 'signs_all': True})
        self.env.invalidate_all()
        self.assertEqual([plan.state for plan in (self.plan, *more)], ['issued', 'issued', 'submitted'])


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestSigningOrderTour(OrderCase, HttpCase):
    """In the browser: the leader signs with his PIN, the clerk gives the number and signs for the agency."""

    def test_from_signature_to_issue(self):
        plan = f'/odoo/dan-van-plans/{self.plan.id}'
        self.start_tour(plan, 'dan_van_sign_first_tour', login='truongban')
        self.assertEqual(self.plan.state, 'signed')
        self.start_tour(plan, 'dan_van_number_and_seal_tour', login='vanthu')
        self.env.invalidate_all()
        self.assertEqual((self.plan.state, len(self.plan.signature_ids)), ('issued', 2))
