import datetime
import io
import time

from freezegun import freeze_time
from pyhanko.pdf_utils.reader import PdfFileReader

from odoo.tests import tagged

from ...signatures.longterm import preserve
from ...signatures.online_status import LARGEST_ANSWER
from .. import signature_cases as cases
from ..local_server import serving
from .test_signatures import SignatureCase

NOW = datetime.datetime.now(datetime.UTC)
LEADER, SEAL = (by(responder=cases.NAMED) for by in (cases.leader, cases.seal))


@tagged('post_install', '-at_install')
class TestOnlineStatus(SignatureCase):
    """An authority is asked about the certificates at its own address, when the file is to prove its signatures."""

    def preserved(self, answer, pdf=None, lists=(), **more):
        """:return: what is made of a file that leader and agency have signed, where the authority answers each request with ``answer``"""
        self.asked = 0

        def counted(request):
            self.asked += 1
            return answer(request)

        with serving(counted, 'application/ocsp-response') as self.address:
            return preserve(
                pdf or self.signed(self.signed(by=LEADER), SEAL, field='agency'), [cases.authority().pem], lists,
                responders=[(cases.authority().pem, self.address)], **more)

    def store(self, pdf):
        return PdfFileReader(io.BytesIO(pdf)).root['/DSS']

    def test_answers_prove_without_any_list(self):
        kept = self.preserved(cases.status_answer)
        self.assertEqual((kept.level, kept.heard, self.asked), ('DSS', {self.address: None}, 2))
        store = self.store(kept.pdf)
        self.assertEqual((len(store['/OCSPs']), '/CRLs' in store), (2, False))

    def test_with_time_stamps_all_certificates_are_asked_for(self):
        service = cases.time_stamping(responder=cases.NAMED)
        pdf = self.signed(self.signed(by=LEADER, time_stamp=cases.time_stamper(service=service)), SEAL, field='agency',
                          time_stamp=cases.time_stamper(service=service))
        kept = self.preserved(cases.status_answer, pdf)
        self.assertEqual((kept.level, self.asked), ('B-LT', 3))
        kept = self.preserved(cases.status_answer, pdf, time_stamp=cases.time_stamper(service=service))
        self.assertEqual((kept.level, self.asked, len(self.store(kept.pdf)['/OCSPs'])), ('B-LTA', 3, 3))

    def test_who_answers_for_the_authority_has_its_certificate_for_that(self):
        helper = cases.issue("OCSP", cases.authority(), purpose=cases.ExtendedKeyUsageOID.OCSP_SIGNING)
        # Of who answers an authority's list tells that he was not revoked.
        kept = self.preserved(lambda request: cases.status_answer(request, signer=helper), lists=[cases.revocation_list()])
        self.assertEqual((kept.heard, len(self.store(kept.pdf)['/OCSPs'])), ({self.address: None}, 2))
        for other in (cases.leader(), cases.issue("OCSP", cases.foreign_authority(), purpose=cases.ExtendedKeyUsageOID.OCSP_SIGNING)):
            self.assertRefused('status_nonsense', self.preserved, lambda request, by=other: cases.status_answer(request, signer=by))

    def test_revoked_before_and_after_signing_are_told_apart(self):
        with freeze_time(NOW - datetime.timedelta(days=5), tick=True):
            pdf = self.signed(by=LEADER)
        for days, key in ((6, 'revoked'), (3, 'revoked_later')):
            error = self.assertRefused(
                key, self.preserved, lambda request, days=days: cases.status_answer(request, revoked=[(LEADER, days)]), pdf)
            self.assertEqual((error.values['name'], error.values['date'].date()), (
                cases.SIGNER, (datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=days)).date()))

    def test_no_old_answer_hides_what_a_list_says(self):
        """Somebody on the way repeats an answer from before the revocation."""
        self.assertRefused('revoked', self.preserved, cases.status_answer, lists=[cases.revocation_list(revoked=[(LEADER, 1)])])
        old = []
        self.preserved(lambda request: old.append(cases.status_answer(request)) or old[-1])
        self.assertRefused('status_nonsense', self.preserved, lambda _request: old[0])

    def test_answers_that_don_t_hold(self):
        def answers(**about):
            return lambda request: cases.status_answer(request, **about)

        for answer in (
                answers(altered=True), answers(by=cases.foreign_authority()), answers(days=(-9, -2)), answers(days=(1, 2)),
                lambda _request: b'', lambda _request: b'nonsense', lambda request: cases.status_answer(request) + b'0',
                lambda _request: bytes(LARGEST_ANSWER * 20), lambda _request: b'\x30\x03\x0a\x01\x06'):
            self.assertRefused('status_nonsense', self.preserved, answer)
            kept = self.preserved(answer, lists=[cases.revocation_list()])
            self.assertEqual([error.key for error in kept.heard.values()], ['status_nonsense'])
            self.assertNotIn('/OCSPs', self.store(kept.pdf), "what doesn't hold is not kept")
            self.assertEqual(self.asked, 1, "who answers nonsense is not asked again")

    def test_who_is_away_is_told(self):
        pdf, away = self.signed(by=LEADER), [(cases.authority().pem, 'http://127.0.0.1:9/')]
        error = self.assertRefused('status_unreachable', preserve, pdf, [cases.authority().pem], [], responders=away)
        self.assertEqual(error.values, {'address': 'http://127.0.0.1:9/'})
        kept = preserve(pdf, [cases.authority().pem], [cases.revocation_list()], responders=away)
        self.assertEqual([error.key for error in kept.heard.values()], ['status_unreachable'])

    def test_nobody_else_is_called(self):
        """Neither the address in the certificate, nor that of another authority, nor where an answer sends one."""
        pdf, strange = self.signed(by=LEADER), [(cases.foreign_authority().pem, 'http://127.0.0.1:9/')]
        self.assertRefused('not_proved', preserve, pdf, [cases.authority().pem], [])
        self.assertRefused('not_proved', preserve, pdf, [cases.authority().pem], [], responders=strange)
        called = []
        with serving(lambda _request: called.append(1) or b'') as other, serving(None, location=other) as address:
            self.assertRefused('status_unreachable', preserve, pdf, [cases.authority().pem], [], responders=[
                (cases.authority().pem, address)])
        self.assertFalse(called)

    def test_it_is_not_asked_for_what_names_no_answer(self):
        """Programs look at no answer about such a certificate: its list is needed."""
        kept = self.preserved(cases.status_answer, self.signed(), lists=[cases.revocation_list()])
        self.assertEqual((kept.level, self.asked), ('DSS', 0))

    def test_who_answers_drop_by_drop_is_left(self):
        begin = time.monotonic()
        with serving(lambda _request: bytes(4096), drops=0.2) as address:
            self.assertRefused('status_unreachable', preserve, self.signed(by=LEADER), [cases.authority().pem], [], responders=[
                (cases.authority().pem, address)])
        self.assertLess(time.monotonic() - begin, 20)
