import base64
import hashlib
import io
import zipfile

import docx
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ... import exchange
from ...signatures.signing import sign
from ...signatures.validation import signer_certificates
from .. import signature_cases as cases
from ..documents.test_signing_order import OrderCase
from ..keys import unlocked
from ..pdf_measure import MeasuredPdf
from .test_annex import WIDE, AnnexCase

TEXT = "Thực hiện các nhiệm vụ (Phụ lục kèm theo)."


class AnnexFileCase(AnnexCase):
    """A plan whose second annex, a wide table, is issued in a file of its own."""

    def annexes(self):
        return [*super().annexes()[:1],
                Command.create({'title': "Số liệu các xã", 'table': WIDE, 'sequence': 20, 'is_apart': True}), *super().annexes()[2:]]

    def plan(self, **values):
        return super().plan(**{'closing': TEXT, **values})

    def issued(self, moment='2031-02-05 07:03:22', **values):
        with freeze_time(moment):
            return self.to_state(self.plan(**values), 'issued')

    def file(self, plan):
        """:return: ir.attachment of the annex"""
        return plan.sudo().annex_ids.file_id

    def heads(self, pdf):
        """:return: the headings of the annexes in a PDF"""
        return [line.text for page in MeasuredPdf(pdf).pages for line in page.lines if line.text.startswith("Phụ lục")]


class TestAnnexFile(AnnexFileCase):
    """Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục III.1: number and symbol and the time of signing, upper right, 10 pt."""

    def test_where_the_mark_stands(self):
        plan = self.issued()
        pages = MeasuredPdf(self.file(plan).raw).pages
        self.assertGreater(len(pages), 1)
        self.assertTrue(all(page.width > page.height for page in pages), "the wide table lies across")
        mark = pages[0].line("Số:")
        self.assertEqual(mark.text, f"Số: {plan.code}; 05/02/2031 14:03:22 +07:00")
        self.assertAlmostEqual(mark.right, pages[0].width - 15, delta=0.3)
        self.assertGreaterEqual(mark.top, 20 - 0.1)
        span = pages[0].span("Số:")
        self.assertEqual((span.size, span.bold, span.italic, span.color), (10, False, False, (0, 0, 0)))
        heading = pages[0].line("Phụ lục II")
        self.assertLess(mark.bottom, heading.top)
        self.assertIn(f"Kế hoạch số {plan.code} ngày 05 tháng 02 năm 2031", pages[0].line("(Kèm theo").text)
        self.assertFalse(any(line.text.startswith("Số:") for page in pages[1:] for line in page.lines), "on page one alone")
        numbers = [''.join(line.text for line in page.lines if line.bottom < 20) for page in pages]
        self.assertEqual(numbers, ['', *map(str, range(2, len(pages) + 1))])
        self.assertIn("Phụ lục II: SỐ LIỆU CÁC XÃ", MeasuredPdf(self.file(plan).raw).info['Title'])

    def test_upright_on_a_sheet_that_stands(self):
        plan = self.issued(annex_ids=[Command.create({'title': "Hồ sơ", 'text': "1. Danh sách.", 'is_apart': True})])
        [page] = MeasuredPdf(self.file(plan).raw).pages
        self.assertLess(page.width, page.height)
        self.assertAlmostEqual(page.line("Số:").right, 210 - 15, delta=0.3)
        self.assertEqual(self.heads(self.file(plan).raw), ["Phụ lục"])

    def test_the_document_leaves_it_out_and_numbers_stay(self):
        plan = self.issued()
        pdf = plan.sudo().pdf_attachment_id.raw
        self.assertEqual(self.heads(pdf), ["Phụ lục I", "Phụ lục III"])
        self.assertNotIn("Xã thứ 1", MeasuredPdf(pdf).text)
        self.assertIn("(Phụ lục kèm theo)", MeasuredPdf(pdf).text)
        self.assertFalse((plan.annex_ids - plan.annex_ids[1]).file_id)

    def test_who_signs_reads_all_in_one(self):
        plan = self.plan()
        self.assertEqual(self.heads(plan._render_pdf()), ["Phụ lục I", "Phụ lục II", "Phụ lục III"])
        self.assertFalse(plan.annex_ids.file_id)
        with self.assertRaisesRegex(UserError, "once its document is issued"):
            plan.annex_ids[1].action_open_file()

    def test_a_text_that_does_not_tell_of_it_is_not_submitted(self):
        for document in (self.plan(closing="Trân trọng."), self.letter(body="Đề nghị phối hợp.")):
            with self.assertRaisesRegex(UserError, "“Số liệu các xã” is issued in a file of its own"):
                document.action_submit()
            document.annex_ids[1].is_apart = False
            document.action_submit()

    def test_a_text_that_is_put_in_force_stays_with_its_decision(self):
        letter = self.letter(user='office_staff', document_type='QĐ', department_id=self.units['office'].id, body="Điều 1. Ban hành Quy chế.", annex_ids=[
            Command.create({'title': "Làm việc", 'text': "Điều 1. Phạm vi", 'enacted_type': 'QC', 'is_apart': True})])
        self.assertFalse(letter.annex_ids._apart())
        self.assertEqual([annex.apart for annex in letter._official_document().annexes], [False])

    # Kept

    def test_it_is_kept_as_the_document_is(self):
        plan = self.issued()
        annex, file = plan.sudo().annex_ids[1], self.file(plan)
        [kept] = plan.sudo().issued_file_ids.filtered(lambda each: each.kind == 'annex')
        self.assertEqual((kept.attachment_id, kept.sha256), (file, hashlib.sha256(file.raw).hexdigest()))
        self.assertTrue(file.dan_van_locked)
        self.assertEqual(file.name, f"{plan._file_name()} - Phụ lục II.pdf")
        self.assertEqual(self.as_user('policy_staff', plan).action_check_files()['params']['type'], 'success')
        other = self.env['ir.attachment'].create({'name': 'x.pdf', 'raw': b'x'})
        for act in (file.unlink, lambda: file.write({'raw': b'%PDF-1.7'}), lambda: annex.write({'file_id': other.id}),
                    lambda: annex.write({'is_apart': False}), kept.unlink):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                act()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.plan(annex_ids=[Command.create({'title': "A", 'text': "B", 'file_id': other.id})])

    def test_recalled_and_replaced(self):
        plan = self.issued()
        new = plan.browse(self.as_user('office_staff', plan).action_replace()['res_id'])
        self.assertEqual((new.annex_ids.mapped('is_apart'), new.annex_ids.file_id.ids), ([False, True, False], []))
        self.to_state(new, 'issued')
        self.assertEqual(plan.state, 'recalled')
        self.assertTrue(self.file(plan).raw)
        self.assertIn(f"Số: {new.code}", MeasuredPdf(self.file(new).raw).text)

    def test_it_is_read_as_the_document(self):
        letter = self.letter()
        letter.action_submit()
        self.as_user('head', letter).action_sign()
        self.as_user('clerk', letter).action_issue()
        self.assertEqual(self.as_user('policy_staff', letter.annex_ids[1]).action_open_file()['url'], f'/web/content/{self.file(letter).id}')
        for user in ('policy_staff', 'clerk', 'head'):
            self.assertTrue(self.as_user(user, self.file(letter)).raw)
        outsider = self.env['res.users'].with_context(no_reset_password=True).create({
            'name': "Người ngoài", 'login': 'outside_annex', 'group_ids': [Command.set(self.env.ref('base.group_user').ids)]})
        with self.assertRaises(AccessError):
            self.file(letter).with_user(outsider).raw

    # Sent and handed over

    def test_it_goes_with_the_message(self):
        self.env.ref('dan_van.demo_profile').organ_code = '000.00.12.H99'
        self.env['dan_van.organ'].create({'name': "UBND xã Thử", 'code': '000.01.77.H99', 'company_id': self.company.id})
        plan = self.issued(recipients="UBND xã Thử")
        message = exchange.read(self.as_user('clerk', plan)._edxml())
        self.assertEqual([each.content for each in message.attachments[:2]], [plan.sudo().pdf_attachment_id.raw, self.file(plan).raw])
        self.assertEqual([each.description for each in message.attachments], ["Kế hoạch", "Phụ lục", "Dữ liệu đặc tả"])
        self.assertEqual(message.pages, sum(
            len(MeasuredPdf(file.raw).pages) for file in (plan.sudo().pdf_attachment_id, self.file(plan))))
        self.assertEqual(message.appendixes, ("Danh mục nhiệm vụ", "Số liệu các xã", "Hồ sơ"))

    def test_it_lies_in_the_folder_and_is_sent_by_link(self):
        plan = self.issued()
        filed = self.env['dms.file'].search([('attachment_id', '=', self.file(plan).id)])
        self.assertTrue(filed)
        self.assertEqual(filed.directory_id, self.env['dms.file'].search([('attachment_id', '=', plan.sudo().pdf_attachment_id.id)]).directory_id)
        self.assertTrue(self.as_user('clerk', filed).dan_van_may_link)

    def test_the_word_file_has_all(self):
        texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(self.issued()._word_file())).paragraphs]
        for words in ("Phụ lục I", "Phụ lục II", "Phụ lục III"):
            self.assertIn(words, texts)


class TestAnnexFileHandedOver(AnnexFileCase, HttpCase):
    """In the package of a file for the archive."""

    def test_it_is_in_the_package(self):
        plan = self.issued()
        catalog = self.as_user('clerk', 'dan_van.file.catalog').create({'year': 2026})
        file = self.as_user('office_staff', 'dan_van.work.file').create({
            'catalog_id': catalog.id, 'department_id': self.units['office'].id, 'title': "Hồ sơ kế hoạch năm 2026"})
        action = self.as_user('office_staff', plan).action_put_into_file()
        self.as_user('office_staff', 'dan_van.work.file.add').with_context(**action['context']).create({'work_file_id': file.id}).action_add()
        pdfs = [plan.sudo().pdf_attachment_id, self.file(plan)]
        self.assertEqual(file.sudo().line_ids.pages, sum(len(MeasuredPdf(pdf.raw).pages) for pdf in pdfs))
        file.action_close()
        self.authenticate(self.users['office_staff'].login, 'danvan')
        archive = zipfile.ZipFile(io.BytesIO(self.url_open(file.action_package()['url']).content))
        packed = [archive.read(name) for name in archive.namelist() if name.endswith('.pdf') and not name.endswith('mucluc.pdf')]
        self.assertEqual(packed, [pdf.raw for pdf in pdfs])


@tagged('post_install', '-at_install', 'dan_van_long')
class TestSignedAnnexFile(AnnexFileCase, OrderCase):
    """Where the agency signs digitally its annexes have its signature too, once the document has its number."""

    def setUp(self):
        super().setUp()
        self.plan = self.to_state(self.new_plan(closing=TEXT, annex_ids=self.annexes()), 'submitted').with_env(self.env)

    def assertSealed(self, pdf):
        self.assertEqual([certificate.name for certificate in signer_certificates(pdf)], [cases.AGENCY])

    def test_number_then_the_signatures_of_the_agency(self):
        self.to_numbered()
        self.assertFalse(self.file(self.plan))
        with freeze_time('2026-12-01 03:04:05', tick=True):
            self.sign_here('clerk', 'issue', self.seal)
        self.env.invalidate_all()
        file = self.file(self.plan)
        self.assertSealed(file.raw)
        self.assertIn(f"Số: {self.plan.code}; 01/12/2026 10:04:", self.words(file.raw))
        self.assertEqual(self.plan.signature_ids.mapped('kind'), ['personal', 'agency'])
        self.assertNotIn("Xã thứ 1", self.words(self.plan._current_pdf().raw))
        self.assertFalse(self.plan.sudo().issued_file_ids._check())
        self.assertEqual(self.as_user('policy_staff', self.plan).action_check_signatures()['params']['type'], 'success')

    def test_issued_before_the_agency_signed_digitally(self):
        self.plan = self.to_state(self.new_plan(closing=TEXT, annex_ids=self.annexes()), 'issued').with_env(self.env)
        before = self.file(self.plan)
        self.sign_here()
        self.sign_here('clerk', 'seal_pdf', self.seal)
        self.env.invalidate_all()
        after = self.file(self.plan)
        self.assertNotEqual(after, before)
        self.assertTrue(after.raw.startswith(before.raw) and before.dan_van_locked)
        self.assertSealed(after.raw)
        self.assertEqual(self.plan.sudo()._sent_files(), self.plan._current_pdf() | after)

    # With a token

    def opened(self, step):
        """:return: the dialog of the clerk, and the files that he downloads there"""
        action = getattr(self.as_user('clerk', self.plan), f'action_{step}')()
        wizard = self.as_user('clerk', 'dan_van.sign.wizard').with_context(**action['context']).create({'way': 'outside'})
        self.assertIn('.zip?', wizard.action_download()['url'])
        wizard.invalidate_recordset(['pdf'])
        archive = zipfile.ZipFile(io.BytesIO(base64.b64decode(wizard.pdf)))
        return wizard, {name: archive.read(name) for name in archive.namelist()}

    def attached(self, *contents):
        return self.as_user('clerk', 'ir.attachment').create([
            {'name': 'ky.pdf', 'raw': raw, 'res_model': 'dan_van.sign.wizard', 'res_id': 0} for raw in contents])

    def sealed(self, pdf, by=None):
        return sign(pdf, (by or cases.seal()).pkcs12(), cases.PIN, field='outside')

    def test_signed_with_a_token(self):
        self.to_numbered()
        with freeze_time('2026-12-01 03:04:05'):
            wizard, files = self.opened('issue')
            self.env.flush_all()
        self.assertEqual([name.rpartition(' - ')[2] for name in files][1:], ["Phụ lục II.pdf"])
        document, annex = files.values()
        self.assertEqual(document, self.plan.numbered_pdf_id.raw)
        signed = self.sealed(annex)
        wizard.write({'upload': base64.b64encode(self.sealed(document)), 'annex_upload_ids': [Command.set(self.attached(b'%PDF', signed).ids)]})
        wizard.action_confirm()
        self.env.invalidate_all()
        self.assertEqual((self.plan.state, self.file(self.plan).raw), ('issued', signed))
        self.assertFalse(wizard.annex_upload_ids, "what was chosen is kept once, with the document")
        self.assertEqual(self.as_user('policy_staff', self.plan).action_check_signatures()['params']['type'], 'success')

    def test_what_is_no_signed_annex_is_refused_and_nothing_is_issued(self):
        self.to_numbered()
        wizard, files = self.opened('issue')
        document, annex = files.values()
        wizard.upload = base64.b64encode(self.sealed(document))
        for content, said in (
                (annex, "is not among the signed files"), (document, "is not among the signed files"),
                (self.sealed(annex, cases.leader()), "Annex “Số liệu các xã”"), (cases.rewritten(self.sealed(annex)), "Annex “Số liệu các xã”"),
                (cases.flipped(self.sealed(annex), len(annex) - 999), "is not among the signed files")):
            wizard.annex_upload_ids = self.attached(content)
            with self.assertRaisesRegex(UserError, said), self.env.cr.savepoint():
                wizard.action_confirm()
            self.env.invalidate_all()
            self.assertEqual((self.plan.state, self.file(self.plan).ids), ('numbered', []))

    def test_an_altered_print_is_signed_anew(self):
        self.sign_here(step='sign')
        self.env.invalidate_all()
        unlocked(self.plan.annex_ids[1]).table = "TT | Xã\n1 | Khác"
        with self.assertRaisesRegex(UserError, "no more what was signed"):
            self.give_number()
