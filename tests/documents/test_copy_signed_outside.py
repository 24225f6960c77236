import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...signatures.copying import corner_place
from ...signatures.placing import Place, Rectangle
from ...signatures.signing import Appearance, sign
from .. import signature_cases as cases
from ..pdf_measure import MeasuredPdf
from ..signature_cases import PIN
from .test_copy import CopyCase
from .test_validity_levels import LevelCase


@tagged('dan_van_long')
class TestCopySignedOutside(CopyCase, LevelCase):
    """With a token: the clerk downloads the file with its words, signs it with a program of his own, and uploads it."""

    def download(self, copy):
        """:return: the dialog, and the file that it gives"""
        action = self.as_user('clerk', copy).action_issue()
        wizard = self.as_user('clerk', 'dan_van.sign.wizard').with_context(**action['context']).create({'way': 'outside'})
        self.assertIn(f'/web/content/dan_van.sign.wizard/{wizard.id}/pdf/', wizard.action_download()['url'])
        return wizard, base64.b64decode(wizard.pdf)

    def send(self, wizard, pdf):
        wizard.upload = base64.b64encode(pdf)
        wizard.action_confirm()
        self.env.invalidate_all()

    def token(self, pdf, by=None, **options):
        return sign(pdf, (by or cases.seal()).pkcs12(), PIN, field='token', **options)

    def assert_refused(self, words, wizard, pdf):
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            self.send(wizard, pdf)
        self.env.invalidate_all()

    def test_it_is_signed_with_a_token(self):
        copy = self.new_copy(form='electronic', kind='TrS', pages="2-3")
        _wizard, pdf = self.download(copy)
        page = MeasuredPdf(pdf).pages[0]
        lines = [line for line in page.lines if line.top < 18]
        self.assertEqual([line.text for line in lines[:2]], ["TRÍCH SAO", self.company.name])
        self.assertRegex(lines[2].text, r"^\d\d/\d\d/\d{4} \d\d:\d\d:\d\d \+07:00$")
        for line in lines:
            self.assertAlmostEqual(line.right, page.width - 15, delta=0.5)
        # He closes the dialog, signs, and comes back.
        again, same = self.download(copy)
        self.assertEqual(same, pdf)
        self.send(again, self.token(pdf))
        copy = copy.sudo()
        self.assertEqual((copy.state, copy.code, copy.signature_ids.way), ('issued', '01/TrS-BDT', 'outside'))
        self.assertFalse(copy.prepared_pdf)
        kept = copy.pdf_attachment_id.raw
        self.assertTrue(kept.startswith(pdf))
        self.assert_holds(kept, [cases.AGENCY], False)
        self.assertEqual(self.as_user('clerk', copy).action_check_signatures()['params']['type'], 'success')

    def test_what_is_refused(self):
        copy = self.new_copy(form='electronic')
        wizard, pdf = self.download(copy)
        good = self.token(pdf)
        for words, raw in (
                ("no digital signature", pdf), ("not the file that was to be signed", self.token(self.came)),
                ("not recorded", self.token(pdf, cases.leader())),
                ("has to sign", self.token(pdf, cases.issue("Cơ quan khác", cases.authority()))),
                ("does not trust", self.token(pdf, cases.issue(cases.AGENCY, cases.foreign_authority(), cases.AGENCY))),
                ("not recorded", self.token(pdf, cases.issue(cases.AGENCY, cases.authority(), cases.AGENCY))),
                ("More than a signature", cases.rewritten(good)), ("More than a signature", good + b'\n% more\n'),
                ("One new signature", sign(good, cases.seal().pkcs12(), PIN, field='second')),
                ("without a picture", self.token(pdf, appearance=Appearance(cases.picture(), Place(0, Rectangle(200, 300, 300, 400))))),
                ("without a picture", self.token(pdf, appearance=Appearance(cases.picture('agency'), corner_place(pdf, 36, 36)))),
                ("not the file that was to be signed", cases.flipped(good, 900))):
            with self.subTest(words):
                self.assert_refused(words, wizard, raw)
        self.assertEqual((copy.state, copy.register_entry_id.id), ('draft', False))
        self.as_user('clerk', copy).write({'kind': 'TrS', 'pages': "1"})
        self.assert_refused("download it", wizard, good)
        with self.assertRaisesRegex(UserError, "not yours"):
            self.as_user('policy_staff', 'dan_van.sign.wizard').create({
                'res_model': 'dan_van.copy', 'res_id': copy.id, 'transition': 'issue', 'way': 'outside'}).action_download()

    def test_a_file_downloaded_yesterday_is_not_signed_today(self):
        copy = self.new_copy(form='electronic')
        _wizard, pdf = self.download(copy)
        copy.sudo()._opened('prepare').prepared_from = "another day"
        wizard, later = self.download(copy)
        self.assertNotEqual(pdf, later)
        self.assert_refused("not the file that was to be signed", wizard, self.token(pdf))

    def test_its_signature_is_proved_and_renewed_as_a_document_s(self):
        self.know()
        soon = cases.time_stamping(days=(-30, 40))
        for way in ('outside', 'here'):
            copy = self.new_copy(form='electronic').sudo()
            with self.subTest(way), self.stamped_by(soon) as address:
                self.use_time_stamps(address)
                wizard, pdf = self.download(copy)
                if way == 'outside':
                    self.send(wizard, self.token(pdf, time_stamp=address))
                else:
                    wizard.write({'way': 'here', 'certificate_id': self.seal.id, 'pin': PIN})
                    self.env.invalidate_all()
                self.assertEqual(copy.signature_ids.level, 'B-T')
                self.keep()
                self.assertEqual((copy.validity_level, copy.validity_note), ('B-LTA', False))
                first = copy._current_pdf().raw
                self.assert_holds(first, [cases.AGENCY], True, 1)
            with self.stamped_by() as address:
                self.use_time_stamps(address)
                self.keep()
            kept = copy._current_pdf()
            self.assertTrue(kept.raw.startswith(first))
            self.assert_holds(kept.raw, [cases.AGENCY], True, 2)
            self.assertEqual(copy.validity_end, cases.time_stamping().certificate.not_valid_after_utc.date())
            self.assertEqual(self.as_user('clerk', copy).action_check_signatures()['params']['type'], 'success')
            self.assertFalse(copy.issued_file_ids._check())
            self.assertIn(str(kept.id), self.as_user('clerk', copy).action_open_pdf()['url'])
            self.assertTrue(self.env['dms.file'].search([('attachment_id', '=', kept.id)]), "it lies with the copy in the DMS")
            self.use_time_stamps(False)

    def test_a_copy_of_what_was_proved_proves_its_own_signature(self):
        """The source's signatures and archive time-stamps stay as they are; the copy's stand over them."""
        self.know()
        with self.stamped_by() as address:
            self.use_time_stamps(address)
            self.signed_plan('here', 'B-T')
            self.keep()
            source = self.plan._current_pdf().raw
            copy = self.new_copy(incoming_id=False, source_entry_id=self.plan.register_entry_id.id, form='electronic').sudo()
            action = self.as_user('clerk', copy).action_issue()
            self.as_user('clerk', 'dan_van.sign.wizard').with_context(**action['context']).create({
                'way': 'here', 'certificate_id': self.seal.id, 'pin': PIN})
            self.env.invalidate_all()
            self.keep()
        kept = copy._current_pdf().raw
        self.assertTrue(kept.startswith(source))
        self.assertEqual((copy.validity_level, copy.validity_note), ('B-LTA', False))
        self.assert_holds(kept, [cases.SIGNER, cases.AGENCY, cases.AGENCY], True, 2)
        self.assertEqual(self.as_user('clerk', copy).action_check_signatures()['params']['type'], 'success')
