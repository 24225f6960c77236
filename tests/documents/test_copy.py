import base64
import io
import re
from itertools import combinations

import pypdfium2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ...models.core.res_company import legal_today
from ...signatures.copying import corner_place, electronic, on_paper, page_numbers, with_words
from ...signatures.errors import SignatureError
from ...signatures.placing import MM, text_lines
from .. import signature_cases as cases
from ..common import AgencyCase
from ..pdf_measure import MeasuredPdf
from ..signature_cases import PIN
from .test_digital_signature import PdfSigCase
from .test_signing_order import OrderCase


class CopyCase(AgencyCase):
    """A document that came in, with its file of three pages, and those who copy it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.incoming = cls.as_user('clerk', 'dan_van.incoming').create({
            'code': '12/UBND-NC', 'date': '2026-01-20', 'issuer': "UBND tỉnh", 'kind': "Công văn", 'subject': "Về công tác dân vận"})
        cls.came = cls.pdf("Trang một", "Trang hai", "Trang ba")
        cls.file = cls.attach(cls.came)

    @classmethod
    def attach(cls, pdf, record=None):
        record = record or cls.incoming
        return cls.as_user('clerk', 'ir.attachment').create({
            'name': "cong-van.pdf", 'raw': pdf, 'mimetype': 'application/pdf', 'res_model': record._name, 'res_id': record.id})

    @staticmethod
    def pdf(*texts):
        """:return: bytes of a PDF with a page for each text"""
        pdf = cases.document(texts[0])
        for text in texts[1:]:
            pdf = on_paper(pdf, cases.document(text))
        return pdf

    def new_copy(self, user='clerk', **values):
        return self.as_user(user, 'dan_van.copy').create({
            'incoming_id': self.incoming.id, 'recipients': "Phòng Chính sách\nThanh tra", 'copies': 5, **values})

    def issued_copy(self, **values):
        copy = self.new_copy(**values)
        copy.action_issue()
        self.env.invalidate_all()
        return copy.sudo()

    def measured(self, copy):
        return MeasuredPdf(copy.pdf_attachment_id.raw)


@tagged('dan_van_long')
class TestCopyOnPaper(CopyCase):
    """A full copy, a copy of a copy and an extract are printed, numbered and registered."""

    def test_a_document_that_came_in_is_copied(self):
        copy = self.issued_copy()
        self.assertEqual((copy.state, copy.code, copy.copy_date), ('issued', '01/SY-BDT', legal_today(copy)))
        self.assertEqual(copy.subject, "Công văn số 12/UBND-NC ngày 20/01/2026: Về công tác dân vận")
        pdf = self.measured(copy)
        self.assertEqual(len(pdf.pages), 4)
        for word in ("Trang một", "Trang ba", "SAO Y", "Số: 01/SY-BDT", "Nơi nhận:", "- Phòng Chính sách;", "- Lưu: VT."):
            self.assertIn(word, pdf.text)
        entry = copy.register_entry_id
        self.assertEqual(
            (entry.document_type, entry.code, entry.signer, entry.recipients, entry.copies, entry.res_model, entry.res_id),
            ('SY', '01/SY-BDT', copy.signer_id.name, "Phòng Chính sách\nThanh tra", 5, 'dan_van.copy', copy.id))
        self.assertEqual(entry.action_open_document()['res_id'], copy.id)

    def test_the_last_page_as_the_decree_has_it(self):
        page = self.measured(self.issued_copy(signer_id=self.users['deputy_1'].id)).pages[-1]
        rule = max(page.rules, key=lambda each: each.width)
        profile = self.env['dan_van.agency.profile']._find(self.company, legal_today(self.env['dan_van.copy']))
        settings = profile._page_settings()
        self.assertAlmostEqual(rule.width, settings.text_width, delta=0.5)
        self.assertAlmostEqual(rule.left, settings.margin_left, delta=0.5)
        parent, issuer, heading = (page.span(text) for text in (profile.parent.upper()[:8], profile.issuer.upper()[:6], "SAO Y"))
        self.assertEqual((parent.bold, issuer.bold, heading.bold), (False, True, True))
        self.assertTrue(rule.bottom < parent.baseline < issuer.baseline)
        self.assertIn(heading.size, (13, 14))
        self.assertGreater(heading.left, 105)
        self.assertAlmostEqual(heading.baseline, parent.baseline, delta=1)
        number, day = page.span("Số: 01/SY-BDT"), next(span for span in page.spans if "tháng" in span.text)
        self.assertEqual((number.size, day.italic), (13, True))
        self.assertIn(day.size, (13, 14))
        self.assertAlmostEqual(number.baseline, day.baseline, delta=0.5)
        self.assertTrue(number.left < 105 < day.left)
        for_head, title, name = page.span("KT. TRƯỞNG BAN"), page.span("PHÓ TRƯỞNG BAN"), page.span(self.users['deputy_1'].name)
        recipients, line = page.span("Nơi nhận:"), page.span("- Phòng Chính sách;")
        self.assertTrue(for_head.bold and title.bold and name.bold)
        self.assertGreater(name.baseline - title.baseline, 25)
        self.assertAlmostEqual(recipients.baseline, for_head.baseline, delta=1)
        self.assertEqual(((recipients.size, recipients.bold, recipients.italic), (line.size, line.bold)), ((12, True, True), (11, False)))

    def test_an_extract_has_its_pages_alone(self):
        copy = self.issued_copy(kind='TrS', pages="3, 1")
        pdf = self.measured(copy)
        self.assertEqual((copy.code, len(pdf.pages)), ('01/TrS-BDT', 3))
        self.assertNotIn("Trang hai", pdf.text)
        self.assertLess(pdf.text.index("Trang ba"), pdf.text.index("Trang một"))
        self.assertIn("TRÍCH SAO", pdf.text)

    def test_pages_that_are_not_there(self):
        for pages, words in (("", "Write which pages"), ("x", "names no pages"), ("1, 1", "names no pages"), ("3-2", "names no pages")):
            with self.subTest(pages), self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
                self.new_copy(kind='TrS', pages=pages)
        with self.assertRaisesRegex(ValidationError, "extract"), self.env.cr.savepoint():
            self.new_copy(pages="1")
        copy = self.new_copy(kind='TrS', pages="2-4")
        with self.assertRaisesRegex(UserError, "no page 4: the document has 3 pages"), self.env.cr.savepoint():
            copy.action_issue()
        self.env.invalidate_all()
        self.assertEqual((copy.state, copy.register_entry_id), ('draft', self.env['dan_van.register.entry']))

    def test_a_document_of_ours_is_copied_from_its_form(self):
        plan = self.to_state(self.new_plan(), 'issued').sudo()
        form = Form(self.as_user('office_staff', 'dan_van.copy').with_context(default_source_entry_id=plan.register_entry_id.id))
        self.assertEqual(form.signer_id, self.users['head'])
        copy = self.as_user('clerk', form.save())
        copy.action_issue()
        self.env.invalidate_all()
        pdf = self.measured(copy.sudo())
        self.assertIn(f"Số: {plan.code}", pdf.text)
        self.assertEqual(len(pdf.pages), len(MeasuredPdf(plan.pdf_attachment_id.raw).pages) + 1)
        again = self.new_copy(incoming_id=False, source_entry_id=copy.register_entry_id.id, kind='SL')
        again.action_issue()
        self.env.invalidate_all()
        self.assertEqual((copy.code, again.code), ('01/SY-BDT', '02/SL-BDT'))
        self.assertIn("SAO LỤC", self.measured(again.sudo()).text)
        for kind, entry in (('SL', plan.register_entry_id), ('SY', copy.register_entry_id)):
            with self.assertRaisesRegex(ValidationError, "made of a copy"), self.env.cr.savepoint():
                self.new_copy(incoming_id=False, source_entry_id=entry.id, kind=kind)

    def test_one_series_a_year_apart_from_other_documents(self):
        with freeze_time('2031-12-30 02:00:00'):
            plan = self.to_state(self.new_plan(), 'issued')
            self.assertEqual([self.issued_copy().code, self.issued_copy(kind='TrS', pages="1").code], ['01/SY-BDT', '02/TrS-BDT'])
            self.assertEqual(self.to_state(self.new_plan(), 'issued').sudo().number, plan.sudo().number + 1)
        with freeze_time('2032-01-02 02:00:00'):
            copy = self.issued_copy()
        self.assertEqual(copy.code, '01/SY-BDT')
        register = copy.register_entry_id.register_id
        self.assertEqual((register.document_type, register.year), ('SAO', 2032))
        book = register._book(*register._span())
        self.assertEqual([row[:3] for row in book.rows], [
            ('01/SY-BDT', copy.copy_date, f"Sao y: {copy.subject}")])
        self.assertNotIn('SAO', dict(self.env['dan_van.letter']._fields['document_type']._description_selection(self.env)))
        wizard = self.as_user('clerk', 'dan_van.register.print').create({})
        self.assertNotEqual(wizard.register_id.document_type, 'SAO')

    def test_what_is_issued_stays(self):
        copy = self.issued_copy()
        file = copy.pdf_attachment_id
        clerk = self.as_user('clerk', copy)
        for refused in (
                lambda: clerk.write({'recipients': "Khác"}), lambda: clerk.write({'state': 'draft'}), clerk.unlink,
                lambda: clerk.write({'pdf_attachment_id': False}), file.unlink, lambda: file.write({'raw': b'x'})):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                refused()
        self.assertFalse(copy.issued_file_ids._check())
        self.assertEqual(copy.issued_file_ids.attachment_id, file)
        self.assertTrue(self.env['dms.file'].search([('attachment_id', '=', file.id)]))

    def test_a_recalled_copy_keeps_its_number(self):
        copy = self.issued_copy()
        with self.assertRaisesRegex(UserError, "not yours"):
            self.as_user('office_staff', copy).action_recall("Nhầm trang.")
        self.assertEqual(self.as_user('clerk', copy).action_recall()['res_model'], 'dan_van.reason.wizard')
        self.as_user('clerk', copy).action_recall("Nhầm trang.")
        self.env.invalidate_all()
        self.assertEqual((copy.state, copy.register_entry_id.recalled), ('recalled', True))
        self.assertEqual(self.issued_copy().code, '02/SY-BDT')
        with self.assertRaisesRegex(ValidationError, "made of a copy|SAO Y"), self.env.cr.savepoint():
            self.new_copy(incoming_id=False, source_entry_id=copy.register_entry_id.id)
        again = self.new_copy(incoming_id=False, source_entry_id=copy.register_entry_id.id, kind='SL')
        with self.assertRaisesRegex(UserError, "was recalled"):
            again.action_issue()

    def test_who_makes_copies(self):
        with self.assertRaises(AccessError):
            self.new_copy('policy_staff')
        draft = self.new_copy('office_staff')
        with self.assertRaisesRegex(UserError, "The clerk gives copies their number"):
            draft.action_issue()
        self.as_user('clerk', draft).action_issue()
        for name in self.USERS:
            with self.subTest(name):
                own = self.as_user(name, draft)
                self.assertTrue(own.has_access('read') and own.incoming_id.has_access('read'))
                self.assertTrue(self.as_user(name, draft.sudo().pdf_attachment_id).has_access('read'))

    def test_who_signs_must_be_allowed_to(self):
        copy = self.new_copy(signer_id=self.users['policy_staff'].id)
        with self.assertRaisesRegex(UserError, "leadership|by order|head of"):
            copy.action_issue()

    def test_files_and_documents_of_others_are_not_copied(self):
        other = self.as_user('clerk', 'dan_van.incoming').create({'code': '1/A', 'issuer': "A", 'subject': "B"})
        strange = self.attach(self.came, other)
        with self.assertRaisesRegex(ValidationError, "PDF of this incoming document"), self.env.cr.savepoint():
            self.new_copy(source_file_id=strange.id)
        with self.assertRaisesRegex(UserError, "has no PDF file"), self.env.cr.savepoint():
            self.new_copy(incoming_id=self.incoming.copy().id).action_issue()
        broken = self.attach(b'%PDF-1.7 nothing')
        with self.assertRaisesRegex(UserError, "can't be read"), self.env.cr.savepoint():
            self.new_copy(source_file_id=broken.id).action_issue()
        with self.assertRaisesRegex(ValidationError, "Choose what is copied"), self.env.cr.savepoint():
            self.new_copy(incoming_id=False)
        self.assertNotIn('dan_van.reminder', self.env['dan_van.copy']._copied_models())
        self.assertIn('dan_van.plan', self.env['dan_van.copy']._copied_models())


@tagged('dan_van_long')
class TestElectronicCopy(CopyCase, PdfSigCase):
    """The agency signs it digitally: kind, agency and time stand at the top right of page one."""

    def sign(self, copy, pin=PIN, way='here', **values):
        action = self.as_user('clerk', copy).action_issue()
        wizard = self.as_user('clerk', 'dan_van.sign.wizard').with_context(**action['context']).create({
            'way': way, 'certificate_id': self.seal.id, 'pin': pin, **values})
        wizard.action_confirm()
        self.env.invalidate_all()
        return copy.sudo()

    def test_what_came_on_paper_is_signed(self):
        copy = self.sign(self.new_copy(form='electronic'))
        self.assertEqual((copy.state, copy.code), ('issued', '01/SY-BDT'))
        raw = copy.pdf_attachment_id.raw
        said = self.pdfsig(raw)
        self.assertEqual((said.count("Signature is Valid."), said.count("Certificate is Trusted.")), (1, 1), said)
        self.assertIn("Total document signed", said)
        [signature] = copy.register_entry_id.signature_ids
        self.assertEqual((signature.kind, signature.user_id, signature.file_id.attachment_id), (
            'agency', self.users['clerk'], copy.pdf_attachment_id))
        self.assertEqual(len(MeasuredPdf(raw).pages), 3, "no page is added")

    def test_the_words_of_the_signature(self):
        copy = self.sign(self.new_copy(form='electronic'))
        # Drawn on the page, so that they can be measured.
        page = MeasuredPdf(on_paper(copy.pdf_attachment_id.raw, self.pdf("Hết"))).pages[0]
        lines = [line for line in page.lines if line.top < 18]
        self.assertEqual([line.text for line in lines[:2]], ["SAO Y", self.company.name])
        self.assertRegex(lines[2].text, re.compile(r"^\d\d/\d\d/\d{4} \d\d:\d\d:\d\d \+07:00$"))
        for line in lines:
            self.assertAlmostEqual(line.right, page.width - 15, delta=0.5)
            self.assertLess(line.bottom, 20, "it stands in the margin")
        fonts = MeasuredPdf(on_paper(copy.pdf_attachment_id.raw, self.pdf("Hết"))).fonts
        self.assertIn('Tinos', ' '.join(fonts))

    def test_a_signed_document_keeps_its_signatures(self):
        self.sign_here()
        self.sign_here('clerk', 'seal_pdf', self.seal)
        before = self.current()
        copy = self.sign(self.new_copy(incoming_id=False, source_entry_id=self.plan.register_entry_id.id, form='electronic'))
        raw = copy.pdf_attachment_id.raw
        self.assertTrue(raw.startswith(before))
        self.assertEqual(self.pdfsig(raw).count("Signature is Valid."), 3)
        copy._opened('issue').pdf_revisions = False  # as of copies that were made before it was kept
        self.assertEqual(self.as_user('clerk', copy).action_check_signatures()['params']['type'], 'success')
        part = self.sign(self.new_copy(
            incoming_id=False, source_entry_id=self.plan.register_entry_id.id, form='electronic', kind='TrS', pages="1"))
        self.assertEqual(self.pdfsig(part.pdf_attachment_id.raw).count("Signature is Valid."), 1)
        self.assertIn(f"Số: {self.plan.code}", MeasuredPdf(part.pdf_attachment_id.raw).text)

    def test_a_copy_of_a_copy_leaves_the_words_of_the_first(self):
        """The words stand side by side in the margin, whether it is signed here or with a token."""
        first = self.sign(self.new_copy(form='electronic'))
        second = self.sign(self.new_copy(
            incoming_id=False, source_entry_id=first.register_entry_id.id, form='electronic', kind='SL'))
        self.assertTrue(second.pdf_attachment_id.raw.startswith(first.pdf_attachment_id.raw), "its signature holds")
        drawn, _width, _height = second._words()
        end = self.pdf("Hết")
        for raw in (on_paper(second.pdf_attachment_id.raw, end), with_words(first.pdf_attachment_id.raw, drawn)):
            with pypdfium2.PdfDocument(raw) as document:
                top = document[0].get_height()
                found = [(text, box) for text, box in text_lines(document[0]) if top - box.bottom < 20 * MM]
            [(_text, earlier)] = [each for each in found if each[0] == "SAO Y"]
            [(_text, later)] = [each for each in found if each[0] == "SAO LỤC"]
            self.assertAlmostEqual(later.top, earlier.top, delta=1)
            first_left = min(box.left for text, box in found if abs(box.right - earlier.right) < 3)
            self.assertLess(later.right, first_left)
            self.assertEqual(sum(text == self.company.name for text, _box in found), 2, found)
            self.assertFalse([
                (one, two) for one, two in combinations(found, 2) if one[1].meets(two[1])], "none lies on another")

    def test_it_is_issued_by_its_signature_alone(self):
        copy = self.new_copy(form='electronic')
        with self.assertRaisesRegex(UserError, "Use the button"), self.env.cr.savepoint():
            copy._transition('issue')
        with self.assertRaisesRegex(UserError, "download it"), self.env.cr.savepoint():
            self.sign(copy, way='outside', pin=False, upload=base64.b64encode(self.came))
        with self.assertRaisesRegex(UserError, "PIN"), self.env.cr.savepoint():
            self.sign(copy, pin='0000')
        self.env.invalidate_all()
        self.assertEqual((copy.state, copy.register_entry_id.id), ('draft', False))
        self.as_user('admin', self.env['dan_van.holder.certificate'].search([('kind', '=', 'agency')])).active = False
        with self.assertRaisesRegex(UserError, "not recorded"), self.env.cr.savepoint():
            self.sign(copy)
        self.as_user('admin', self.root).unlink()
        with self.assertRaisesRegex(UserError, "trusts no certificate authority"):
            copy.action_issue()


@tagged('dan_van_long')
class TestCopyOfWhatWasSignedInOrder(CopyCase, OrderCase):
    """Number and day, which were filled in after the signature, stand on each copy."""

    def test_what_was_filled_in_is_copied(self):
        self.to_issued()
        entry = self.plan.register_entry_id
        copies = [self.issued_copy(incoming_id=False, source_entry_id=entry.id, **values) for values in ({}, {'kind': 'TrS', 'pages': "1"})]
        for copy in copies:
            words = self.words(copy.pdf_attachment_id.raw)
            self.assertIn(f"Số: {self.plan.code}", words)
            self.assertIn(f"ngày {self.plan.document_date:%d} tháng", words)
            with pypdfium2.PdfDocument(copy.pdf_attachment_id.raw) as pdf:
                self.assertFalse(pypdfium2.raw.FPDFPage_GetAnnotCount(pdf[0]), "it is drawn, no field any more")


class TestCopiedPages(CopyCase):
    """What is taken over of a file."""

    def test_pages_that_are_named(self):
        for text, pages in (("1", [1]), ("2-3, 5", [2, 3, 5]), ("3;1", [3, 1]), (" 2 – 4 ", [2, 3, 4])):
            self.assertEqual(page_numbers(text), pages)
        # The last one names a hundred million pages.
        for text in ("", "0", "1-", "3-2", "1, 3-2", "1,1", "a", "1.5", ','.join(["1-9999"] * 10_000)):
            with self.subTest(text[:20]), self.assertRaises(SignatureError):
                page_numbers(text)

    def test_a_page_on_its_side_stands_upright(self):
        """The words at its top are then read as the page is."""
        for turn in (90, 180, 270):
            with pypdfium2.PdfDocument(self.came) as document:
                document[0].set_rotation(turn)
                stream = io.BytesIO()
                document.save(stream)
                turned = stream.getvalue()
            with pypdfium2.PdfDocument(electronic(turned)) as copy, pypdfium2.PdfDocument(turned) as before:
                self.assertEqual(copy[0].get_rotation(), 0)
                pictures = [each[0].render().to_pil() for each in (copy, before)]
            self.assertEqual(pictures[0].tobytes(), pictures[1].tobytes())
            self.assertEqual(corner_place(electronic(turned), 100, 20).page, 0)
            with self.assertRaises(SignatureError):
                corner_place(turned, 100, 20)
