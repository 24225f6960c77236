import datetime
import io
import zipfile
from unittest.mock import patch

from asn1crypto import tsp
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from odoo.tests import BaseCase, tagged

from ...signatures.certificates import open_pkcs12, read_certificate
from ...signatures.errors import SignatureError
from ...signatures.placing import MM, Place, Rectangle, seal_place, signature_place
from ...signatures.signing import LARGEST_STAMP, Appearance, _signer, check_image, sign
from ...signatures.validation import LARGEST_PDF, validate
from .. import signature_cases as cases
from ..local_server import serving
from ..signature_cases import PIN, SIGNER, flipped

NOW = datetime.datetime.now(datetime.UTC)


class SignatureCase(BaseCase):

    def assertRefused(self, key, act, *args, **kwargs):
        with self.assertRaises(SignatureError) as caught:
            act(*args, **kwargs)
        self.assertEqual(caught.exception.key, key)
        return caught.exception

    def validated(self, pdf, issued=None, roots=None, **options):
        issued = issued or cases.document()
        return validate(
            pdf, issued, [cases.authority().pem] if roots is None else roots,
            place=signature_place(issued, SIGNER), **options)

    def signed(self, pdf=None, by=None, **options):
        return sign(pdf or cases.document(), (by or cases.leader()).pkcs12(), PIN, **{'field': 'personal', **options})

    @staticmethod
    def appended(pdf, change, by=None, field='agency', **options):
        """:return: ``pdf`` with one revision: what ``change(writer)`` makes, and a signature that nobody sees"""
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        change(writer)
        metadata = PdfSignatureMetadata(
            field_name=field, md_algorithm='sha256', subfilter=SigSeedSubFilter.PADES, **options)
        # The writer would say anew what the file is called.
        with patch.object(IncrementalPdfFileWriter, '_update_meta'):
            return PdfSigner(
                metadata, _signer(open_pkcs12((by or cases.seal()).pkcs12(), PIN))).sign_pdf(writer).getvalue()

    def sealed(self, signed, **options):
        place = signature_place(cases.document(), SIGNER)
        return self.signed(signed, cases.seal(), field='agency', appearance=Appearance(
            cases.picture('agency'), seal_place(place, 36, 36)), **options)


@tagged('post_install', '-at_install')
class TestCertificates(SignatureCase):
    """What is uploaded as a certificate."""

    def test_a_certificate_tells_whose_it_is(self):
        details = read_certificate(cases.leader().pem)
        self.assertEqual(
            (details.name, details.organisation, details.issuer, details.authority),
            (SIGNER, cases.AGENCY, "Cơ quan chứng thực thử nghiệm", False))
        self.assertTrue(read_certificate(cases.authority().pem).authority)
        self.assertEqual(read_certificate(details.der), details, "DER as well as PEM")

    def test_names_are_compared_without_case_and_marks(self):
        details = read_certificate(cases.issue("TRUONG BAN NGUYEN VAN A", cases.authority(), "Sở Đào tạo").pem)
        self.assertTrue(details.is_of_person(SIGNER))
        for name in ("Nguyễn Văn", "Nguyễn Văn An", "Văn B", "", "N Văn A"):
            self.assertFalse(details.is_of_person(name), name)
        self.assertTrue(details.is_of_agency("Ai khác", "SỞ ĐÀO TẠO"))
        self.assertTrue(details.is_of_agency("Sở"))
        self.assertFalse(details.is_of_agency("Đào tạo", "Sở Đ", ""))

    def test_what_is_no_certificate(self):
        for raw in (b'', b'x', b'\x30\x82\x01\x01abc', b'-----BEGIN CERTIFICATE-----\nx', cases.leader().pem * 100):
            self.assertRefused('no_certificate', read_certificate, raw)

    def test_a_certificate_of_an_unknown_version(self):
        der = read_certificate(cases.authority().pem).der
        version = b'\xa0\x03\x02\x01\x02'
        self.assertIn(version, der)
        self.assertRefused('no_certificate', read_certificate, der.replace(version, b'\xa0\x03\x02\x01\x64', 1))

    def test_a_pkcs12_file_opens_with_its_pin_only(self):
        raw = cases.leader().pkcs12()
        self.assertEqual(open_pkcs12(raw, PIN).details.name, SIGNER)
        for pin in ('', '0', PIN.upper()):
            self.assertRefused('wrong_pin', open_pkcs12, raw, pin)

    def test_what_is_no_pkcs12(self):
        for raw in (b'', b'x', b'\x30\x82\x01\x01abc', cases.leader().pem, b'\x30' * 300_000):
            self.assertRefused('no_pkcs12', open_pkcs12, raw, PIN)
        self.assertRefused('unprotected', open_pkcs12, cases.leader().pkcs12(pin=None), PIN)

    def test_a_file_without_its_key_can_t_sign(self):
        from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
        raw = pkcs12.serialize_key_and_certificates(
            b'x', None, None, [cases.leader().certificate], BestAvailableEncryption(PIN.encode()))
        self.assertRefused('no_key', open_pkcs12, raw, PIN)

    def test_the_error_and_the_holder_don_t_show_the_pin(self):
        holder = open_pkcs12(cases.leader().pkcs12(), PIN)
        self.assertNotIn('key=', repr(holder))
        try:
            open_pkcs12(cases.leader().pkcs12(), 'secret-pin')
        except SignatureError as error:
            self.assertNotIn('secret-pin', repr(error) + str(error.__cause__))

    def test_pictures_are_transparent_pngs(self):
        self.assertEqual(check_image(cases.picture()).size, (300, 120))
        self.assertRefused('opaque', check_image, cases.picture('personal', (255, 255, 255, 255)))
        for raw in (b'', b'GIF89a', cases.picture()[:20], b'x' * 3_000_000):
            self.assertRefused('no_png', check_image, raw)


@tagged('post_install', '-at_install')
class TestPlacing(SignatureCase):
    """Nghị định 30/2020/NĐ-CP, Phụ lục I: the signature between title and name, the seal over its left third."""

    def test_signature_stands_between_title_and_name(self):
        """The name in the text is not taken for that of the signature block."""
        place = signature_place(cases.document(), SIGNER)
        box = place.rectangle
        self.assertEqual(place.page, 0)
        self.assertTrue(20 * MM < box.height < 28 * MM)
        self.assertGreater(box.left, 297, "on the right half of the sheet")

    def test_a_document_without_the_signer_has_no_place(self):
        self.assertRefused('no_place', signature_place, cases.document(), "Trần Thị B")
        self.assertRefused('no_place', signature_place, cases.document(), "")
        self.assertRefused('no_pdf', signature_place, b'x', SIGNER)

    def test_seal_has_its_real_size_and_covers_the_left_third(self):
        box = Rectangle(300, 100, 390, 160)
        seal = seal_place(Place(2, box), 36, 36)
        self.assertEqual(seal.page, 2)
        self.assertAlmostEqual(seal.rectangle.width, 36 * MM)
        self.assertAlmostEqual(seal.rectangle.height, 36 * MM)
        self.assertAlmostEqual(seal.rectangle.right, 330)
        self.assertAlmostEqual((seal.rectangle.bottom + seal.rectangle.top) / 2, 130)


@tagged('post_install', '-at_install')
class TestSigning(SignatureCase):

    def test_signatures_are_appended_and_found_valid(self):
        place = signature_place(cases.document(), SIGNER)
        one = self.signed(appearance=Appearance(cases.picture(), place))
        two = self.sealed(one)
        self.assertTrue(one.startswith(cases.document()) and two.startswith(one))
        [alone] = self.validated(one)
        self.assertEqual(
            (alone.certificate.name, alone.level, alone.time_stamped, alone.whole_file), (SIGNER, 'B-B', False, True))
        self.assertLess(abs(alone.time - datetime.datetime.now(datetime.UTC)), datetime.timedelta(minutes=2))
        first, second = self.validated(two, previous=one)
        self.assertEqual((first.certificate.name, first.whole_file), (SIGNER, False))
        self.assertEqual((second.certificate.name, second.whole_file), (cases.AGENCY, True))

    def test_properties_stay_as_issued(self):
        """PDF/A wants them to agree with the XMP metadata, which say that it is PDF/A."""
        issued, signed = (PdfFileReader(io.BytesIO(pdf)) for pdf in (cases.document(), self.signed()))
        self.assertEqual(dict(signed.trailer['/Info']), dict(issued.trailer['/Info']))
        self.assertEqual(signed.root['/Metadata'].encoded_data, issued.root['/Metadata'].encoded_data)
        self.assertIn('/OutputIntents', signed.root)

    def test_a_signature_needs_no_picture(self):
        self.assertEqual(len(self.validated(self.signed())), 1)

    def test_what_can_t_sign(self):
        self.assertRefused('expired', self.signed, by=cases.expired())
        self.assertRefused('no_pdf', self.signed, pdf=b'%PDF-1.7')
        self.assertRefused('wrong_pin', sign, cases.document(), cases.leader().pkcs12(), '1', field='x')

    # Time-stamps

    @staticmethod
    def service(answer):
        """Run a time-stamp service on this machine; yield its address."""
        return serving(answer, 'application/timestamp-reply')

    def test_time_stamp_service_makes_it_b_t(self):
        stamper = cases.time_stamper()
        with self.service(lambda request: stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump()) as address:
            [details] = self.validated(self.signed(time_stamp=address))
        self.assertEqual((details.level, details.time_stamped), ('B-T', True))

    def test_a_silent_time_stamp_service_is_told(self):
        self.assertRefused('no_time_stamp', self.signed, time_stamp='http://127.0.0.1:9/')
        with self.service(lambda request: b'nonsense') as address:
            self.assertRefused('no_time_stamp', self.signed, time_stamp=address)

    def test_a_time_stamp_service_is_asked_at_its_address_alone(self):
        """Neither is it followed elsewhere, nor is what it sends without end."""
        called = []
        with self.service(lambda request: called.append(request) or b'') as other, serving(None, location=other) as address:
            self.assertRefused('no_time_stamp', self.signed, time_stamp=address)
        self.assertFalse(called)
        with self.service(lambda request: bytes(LARGEST_STAMP * 4)) as address:
            self.assertRefused('no_time_stamp', self.signed, time_stamp=address)

    def test_a_time_stamp_keeps_a_signature_after_its_certificate(self):
        """Signed two days before the certificate expired: with a time-stamp it holds, without one it can't be known."""
        before = NOW - datetime.timedelta(days=4)
        stamped = self.signed(by=cases.expired(), moment=before, time_stamp=cases.time_stamper(before))
        [details] = self.validated(stamped)
        self.assertEqual(details.time.date(), before.date())
        self.assertRefused('expired', self.validated, self.signed(by=cases.expired(), moment=before))
        late = self.signed(by=cases.expired(), moment=before, time_stamp=cases.time_stamper(NOW))
        self.assertRefused('expired', self.validated, late)


@tagged('post_install', '-at_install')
class TestForgedFiles(SignatureCase):
    """What comes back from outside is trusted in nothing."""

    def test_files_that_are_no_signed_pdf(self):
        issued = cases.document()
        self.assertRefused('no_signature', self.validated, issued)
        self.assertRefused('no_signature', self.validated, issued + b'%more')
        for pdf in (b'', b'%PDF-1.7', b'x' * 100, issued[:-1]):
            self.assertRefused('other_document', self.validated, pdf)
        self.assertRefused('too_large', self.validated, bytes(LARGEST_PDF + 1))
        self.assertRefused('unreadable', self.validated, issued + b'startxref\n1\n%%EOF\n')
        self.assertRefused('no_roots', self.validated, self.signed(), roots=[])

    def test_another_document_that_is_signed(self):
        other = self.signed(cases.document("Văn bản khác."))
        self.assertRefused('other_document', self.validated, other)
        self.assertRefused('unreadable', self.validated, cases.document() + other)

    def test_the_seal_of_another_version_of_the_signed_file(self):
        """The clerk can't seal what the leader has not signed."""
        one, again = self.signed(), self.signed()
        self.assertRefused('other_document', self.validated, self.sealed(again), previous=one)

    def test_one_changed_bit_anywhere(self):
        one = self.signed()
        start = len(cases.document())
        for offset in (10, start // 2, start - 5):
            self.assertRefused('other_document', self.validated, flipped(one, offset))
        for offset in range(start + 20, len(one), 701):
            with self.subTest(offset=offset), self.assertRaises(SignatureError):
                self.validated(flipped(one, offset))

    def test_content_changed_before_signing(self):
        """The signature covers the forged page and is intact; the issued file is a prefix."""
        self.assertRefused('changed', self.validated, self.signed(cases.rewritten(cases.document())))

    def test_content_changed_after_signing(self):
        one = self.signed()
        self.assertRefused('changed', self.validated, cases.rewritten(one))
        self.assertRefused('changed', self.validated, self.sealed(cases.rewritten(one)))

    def test_a_new_file_behind_the_issued_one(self):
        """Its cross-reference table leaves the issued revision aside: readers would show another document."""
        issued, other = cases.document(), self.signed(cases.document("Văn bản khác."))
        moved = issued + b'\n' + self.shifted(other, len(issued) + 1)
        with self.assertRaises(SignatureError):
            self.validated(moved)

    @staticmethod
    def shifted(pdf, by):
        """:return: a PDF rewritten so that all its offsets count from ``by`` bytes earlier"""
        import re
        table = re.sub(rb'(\d{10}) (\d{5}) n', lambda found: b'%010d %s n' % (int(found[1]) + by, found[2]), pdf)
        table = re.sub(rb'/Prev (\d+)', lambda found: b'/Prev %d' % (int(found[1]) + by), table)
        return re.sub(rb'startxref\s+(\d+)', lambda found: b'startxref\n%d' % (int(found[1]) + by), table)

    def test_a_picture_over_words(self):
        over = Place(0, Rectangle(85, 600, 500, 800))
        self.assertRefused('misplaced', self.validated, self.signed(appearance=Appearance(cases.picture(), over)))

    def test_nothing_else_may_be_attached(self):
        writer = IncrementalPdfFileWriter(io.BytesIO(cases.document()))
        writer.root['/OpenAction'] = writer.add_object(cases.generic.DictionaryObject())
        writer.update_root()
        self.assertRefused('changed', self.validated, self.signed(cases.written(writer)))

    # Every byte is covered

    def test_nothing_hangs_on_behind_the_newest_signature(self):
        """The end is repeated, so that readers still find the last table of the signed file."""
        one = self.signed()
        two = self.sealed(one)
        for signed, previous in ((one, None), (two, one)):
            end = b'\n' + signed[signed.rindex(b'startxref'):]
            for more in (self.zipped(), b'', b'%comment', b'% ' + self.zipped().hex().encode()):
                with self.subTest(more=more[:9], signatures=2 if previous else 1):
                    self.assertRefused('changed', self.validated, signed + more + end, previous=previous)
            for more in (b'\n', b'\0', b'%comment\n'):
                with self.subTest(more=more):
                    self.assertRefused('changed', self.validated, signed + more, previous=previous)
        self.assertRefused('other_document', self.validated, self.zipped() + one)

    def test_nothing_hangs_on_behind_an_earlier_signature(self):
        one = self.signed()
        longer = one + self.zipped() + b'\n' + one[one.rindex(b'startxref'):]
        self.assertRefused('changed', self.validated, self.sealed(longer), previous=longer)
        self.assertRefused('other_document', self.validated, self.sealed(longer)[:-1], previous=self.sealed(one))

    @staticmethod
    def zipped():
        out = io.BytesIO()
        with zipfile.ZipFile(out, 'w') as archive:
            archive.writestr('x.txt', "x")
        return out.getvalue()

    def test_nothing_hides_beside_the_signature(self):
        """The room for the signature is not signed: it holds the signature and nothing else."""
        one = self.signed()
        start, end = cases.hole(one)
        room = one[start:end]
        cut = len(room.rstrip(b'0>')) + 2
        for hidden in (b'/Hidden (x)', b'%hidden'):
            narrow = room[:cut] + b'>' + hidden
            with self.subTest(hidden=hidden), self.assertRaises(SignatureError):
                self.validated(one[:start] + narrow.ljust(len(room)) + one[end:])

    def test_the_signed_ranges_leave_nothing_out(self):
        """Whoever signs could choose what his signature covers; it holds by itself."""
        one = self.signed()
        start, end = cases.hole(one)
        whole = [0, start, end, len(one) - end]
        self.assertEqual(len(self.validated(cases.signed_in_part(one, whole))), 1)
        for ranges in (
                [0, start, end + 3, len(one) - end], [0, start, end + 3, len(one) - end - 3],
                [0, start - 3, end, len(one) - end], [3, start - 3, end, len(one) - end],
                [0, start, end, len(one) - end - 1], [0, start, end, len(one) - end + 1]):
            with self.subTest(ranges=ranges):
                self.assertRefused('changed', self.validated, cases.signed_in_part(one, ranges))

    def test_strangers_certificates(self):
        foreign = cases.issue(SIGNER, cases.foreign_authority(), cases.AGENCY)
        self.assertRefused('untrusted', self.validated, self.signed(by=foreign))
        self.assertEqual(len(self.validated(self.signed(by=foreign), roots=[cases.foreign_authority().pem])), 1)

    def test_whoever_has_a_certificate_is_no_authority(self):
        """The leader's certificate can't issue others, whatever it has signed."""
        self.assertRefused('untrusted', self.validated, self.signed(by=cases.issue("Ai đó", cases.leader())))

    def test_a_clock_ahead(self):
        ahead = self.signed()
        self.assertRefused('future', self.validated, ahead, moment=NOW - datetime.timedelta(days=1))
