import asyncio
import datetime
import io
import time

from freezegun import freeze_time
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec, append_signature_field
from pyhanko.sign.validation.ades import simulate_future_ades_lta_validation
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy, RevocationCheckingRule
from pyhanko_certvalidator.registry import SimpleTrustManager

from odoo.tests import tagged

from ...rendering.fields import with_fields
from ...signatures.filling import Writer
from ...signatures.longterm import preserve
from ...signatures.revocation import describe_list, read_list
from .. import signature_cases as cases
from .test_signatures import SignatureCase

NOW = datetime.datetime.now(datetime.UTC)


@tagged('post_install', '-at_install')
class TestLockedFiles(SignatureCase):
    """Tools lock or certify a file when they are told to: then nothing may follow."""

    def test_a_lock_over_all_fields_closes_the_file(self):
        fields = with_fields(
            '<html lang="vi"><head><title>Kế hoạch</title></head><body><p id="field-number">Số</p>'
            '<h2>Nơi nhận:</h2><p>TRƯỞNG BAN</p><p style="margin-top: 30mm">Nguyễn Văn A</p></body></html>')
        for spec, closes in (
                (FieldMDPSpec(FieldMDPAction.ALL), True), (FieldMDPSpec(FieldMDPAction.INCLUDE, ['field-number']), True),
                (FieldMDPSpec(FieldMDPAction.INCLUDE, ['another']), False), (FieldMDPSpec(FieldMDPAction.EXCLUDE, ['field-number']), False)):
            signed = self.appended(
                fields, lambda writer, spec=spec: append_signature_field(writer, SigFieldSpec('personal', field_mdp_spec=spec)),
                by=cases.leader(), field='personal')
            [details] = self.validated(signed, issued=fields)
            self.assertEqual(details.closes, closes, spec)
        [details] = self.validated(self.signed())
        self.assertFalse(details.closes)

    def test_a_field_laid_out_in_a_save_of_its_own(self):
        """Some tools save the file with the empty field, then with the signature in it."""
        issued = cases.document()
        writer = Writer(io.BytesIO(issued))
        append_signature_field(writer, SigFieldSpec('personal'))
        laid_out = io.BytesIO()
        writer.write(laid_out)
        signed = self.appended(laid_out.getvalue(), lambda writer: None, by=cases.leader(), field='personal')
        [details] = self.validated(signed)
        self.assertEqual(details.certificate.name, "Nguyễn Văn A")
        sealed = self.sealed(signed)
        self.assertEqual(len(self.validated(sealed, previous=signed)), 2)
        # Two fields for one signature, or a third save, are more than that.
        twice = Writer(io.BytesIO(laid_out.getvalue()))
        append_signature_field(twice, SigFieldSpec('another'))
        more = io.BytesIO()
        twice.write(more)
        self.assertRefused('changed', self.validated, self.appended(
            more.getvalue(), lambda writer: None, by=cases.leader(), field='personal'))
        unsigned = self.appended(laid_out.getvalue(), lambda writer: append_signature_field(writer, SigFieldSpec('another')),
                                 by=cases.leader(), field='personal')
        self.assertRefused('changed', self.validated, unsigned)

    def test_a_certified_file_is_named_so(self):
        certified = self.appended(
            cases.document(), lambda writer: None, by=cases.leader(), field='personal', certify=True,
            docmdp_permissions=MDPPerm.FILL_FORMS)
        self.assertRefused('certified', self.validated, certified)


@tagged('post_install', '-at_install')
class TestLongTerm(SignatureCase):
    """What proves a signature goes into its file: it holds when certificates have ended and authorities are gone."""

    def preserved(self, pdf=None, lists=None, **more):
        return preserve(pdf or self.sealed(self.signed()), [cases.authority().pem], lists or [cases.revocation_list()], **more)

    def lasting(self, pdf, moment):
        """:return: what each signature of ``pdf`` is at ``moment`` to who trusts the authority and fetches nothing"""
        anchor = translate_pyca_cryptography_cert_to_asn1(cases.authority().certificate)
        rule = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED
        spec = PdfSignatureValidationSpec(SignatureValidationSpec(CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build([anchor]),
            revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy(rule, rule)))))
        found = []
        for signature in PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures:
            result = asyncio.run(simulate_future_ades_lta_validation(signature, spec, future_validation_time=moment))
            found.append(result.ades_subindic.name)
        return found

    def test_level_b_lt(self):
        before = self.sealed(self.signed(time_stamp=cases.time_stamper()), time_stamp=cases.time_stamper())
        kept = self.preserved(before)
        self.assertEqual((kept.level, kept.holds_until), ('B-LT', None))
        self.assertEqual(self.lasting(kept.pdf, NOW + datetime.timedelta(minutes=5)), ['OK', 'OK'])
        self.assertTrue(kept.pdf.startswith(before))
        store = PdfFileReader(io.BytesIO(kept.pdf)).root['/DSS']
        self.assertEqual((len(store['/CRLs']), len(store['/VRI'])), (1, 2))
        details = self.validated(kept.pdf, previous=kept.pdf, ours=[(len(before), len(kept.pdf))])
        self.assertEqual([each.certificate.name for each in details], ["Nguyễn Văn A", cases.AGENCY])

    def test_without_time_stamps_it_is_not_called_b_lt(self):
        """Who wants to know the time of signing has to believe the signer's clock."""
        self.assertEqual(self.preserved().level, 'DSS')
        self.assertEqual(self.preserved(self.sealed(self.signed(time_stamp=cases.time_stamper()))).level, 'DSS')

    def test_level_b_lta_holds_after_the_certificates(self):
        stamped = self.signed(time_stamp=cases.time_stamper())
        before = self.signed(stamped, cases.seal(), field='agency', time_stamp=cases.time_stamper())
        kept = self.preserved(before, time_stamp=cases.time_stamper())
        self.assertEqual(kept.level, 'B-LTA')
        self.assertEqual(kept.holds_until, cases.time_stamping().certificate.not_valid_after_utc)
        self.assertEqual(len(self.validated(kept.pdf, previous=kept.pdf, ours=[(len(before), len(kept.pdf))])), 2)
        self.assertEqual(self.lasting(kept.pdf, NOW + datetime.timedelta(days=200)), ['OK', 'OK'])

    def test_a_newer_time_stamp_covers_the_older_one(self):
        one = self.preserved(time_stamp=cases.time_stamper())
        two = self.preserved(one.pdf, time_stamp=cases.time_stamper())
        self.assertTrue(two.pdf.startswith(one.pdf))
        self.assertEqual(len(PdfFileReader(io.BytesIO(two.pdf)).embedded_timestamp_signatures), 2)

    def test_what_is_not_proved_is_not_called_so(self):
        old = [cases.revocation_list(days=(-30, -20))]
        for lists in (old, [cases.revocation_list(cases.foreign_authority())]):
            self.assertRefused('not_proved', self.preserved, lists=lists)
        self.assertRefused('revoked', self.preserved, lists=[cases.revocation_list(revoked=[(cases.leader(), 0.5)])])
        with freeze_time(NOW - datetime.timedelta(days=1), tick=True):
            signed = self.signed()
        self.assertRefused('revoked_later', self.preserved, signed, lists=[cases.revocation_list(revoked=[(cases.leader(), 0.5)])])
        self.assertRefused('ended', self.preserved, moment=NOW + datetime.timedelta(days=366), lists=[cases.revocation_list(days=(-1, 400))])
        self.assertRefused('no_time_stamp', self.preserved, time_stamp='http://127.0.0.1:9/')

    def test_a_revoked_certificate_is_told_with_its_day(self):
        lists = [cases.revocation_list(revoked=[(cases.leader(), 3)])]
        error = self.assertRefused('revoked', self.validated, self.signed(), lists=lists)
        self.assertEqual(error.values['date'].date(), (NOW - datetime.timedelta(days=3)).date())

    def test_revoked_after_a_time_stamped_signature_it_still_holds(self):
        signed = self.signed(time_stamp=cases.time_stamper(NOW - datetime.timedelta(days=5)))
        lists = [cases.revocation_list(revoked=[(cases.leader(), 3)])]
        self.assertEqual(len(self.validated(signed, lists=lists)), 1)

    def test_a_long_list_is_read_in_no_time(self):
        raw = cases.revocation_list(revoked=[(cases.leader(), 3)] * 20_000)
        begin = time.process_time()
        told = describe_list(raw, cases.authority().pem)
        self.assertEqual(told.count, 20_000)
        self.assertLess(time.process_time() - begin, 0.3)

    def test_lists_are_read_and_nonsense_is_not(self):
        told = describe_list(cases.revocation_list(revoked=[(cases.leader(), 3)]), cases.authority().pem)
        self.assertEqual((told.count, told.next_update.date()), (1, (NOW + datetime.timedelta(days=7)).date()))
        self.assertRefused('other_list', describe_list, cases.revocation_list(cases.foreign_authority()), cases.authority().pem)
        for raw in (b'', b'x', cases.authority().pem, b'\x30\x03\x02\x01\x01', cases.revocation_list()[:-20]):
            self.assertRefused('no_list', read_list, raw)
