"""Certificates, pictures and a small document for the tests of digital signatures; made anew in each run."""
import asyncio
import datetime
import hashlib
import io
import re
from functools import cache
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from PIL import Image, ImageDraw
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1, translate_pyca_cryptography_key_to_asn1
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ..rendering.pdf import html_to_pdf

PIN = '8-Pin-của-tôi-31'
SIGNER = "Nguyễn Văn A"
AGENCY = "Ban Dân tộc tỉnh Mẫu"


class Issued(NamedTuple):
    """A certificate and its private key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def pem(self):
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def pkcs12(self, pin=PIN, others=()):
        lock = serialization.BestAvailableEncryption(pin.encode()) if pin else serialization.NoEncryption()
        return pkcs12.serialize_key_and_certificates(
            b'test', self.key, self.certificate, [other.certificate for other in others], lock)


def issue(name, by=None, organisation="Cơ quan thử nghiệm", days=(-30, 365), purpose=None, key=None, responder=None):
    """Return the :class:`Issued` certificate of ``name``; of an authority where nobody issues it.

    :param days: from which to which day it is valid, counted from today
    :param key: of an earlier certificate that is renewed
    :param responder: address at which its authority tells whether it was revoked, as the certificate names it
    """
    key = key or rsa.generate_private_key(65537, 2048)
    subject = x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, 'VN'), x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
        x509.NameAttribute(NameOID.COMMON_NAME, name)])
    authority, today = by is None, datetime.datetime.now(datetime.UTC)
    usage = {'key_cert_sign': authority, 'crl_sign': authority, 'digital_signature': not authority,
             'content_commitment': not authority}
    others = ('key_encipherment', 'data_encipherment', 'key_agreement', 'encipher_only', 'decipher_only')
    builder = (
        x509.CertificateBuilder().subject_name(subject).public_key(key.public_key())
        .issuer_name(subject if authority else by.certificate.subject).serial_number(x509.random_serial_number())
        .not_valid_before(today + datetime.timedelta(days[0])).not_valid_after(today + datetime.timedelta(days[1]))
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(x509.KeyUsage(**usage, **dict.fromkeys(others, False)), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(
            (key if authority else by.key).public_key()), critical=False))
    if purpose:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
    if responder:
        builder = builder.add_extension(x509.AuthorityInformationAccess([x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(responder))]), critical=False)
    return Issued(builder.sign(key if authority else by.key, hashes.SHA256()), key)


@cache
def authority():
    return issue("Cơ quan chứng thực thử nghiệm")


@cache
def foreign_authority():
    return issue("Cơ quan chứng thực lạ")


@cache
def leader(**about):
    return issue(SIGNER, authority(), AGENCY, **about)


@cache
def seal(**about):
    return issue(AGENCY, authority(), AGENCY, **about)


@cache
def expired():
    return issue(SIGNER, authority(), AGENCY, days=(-400, -2))


@cache
def time_stamping(**about):
    return issue("Dịch vụ cấp dấu thời gian", authority(), purpose=ExtendedKeyUsageOID.TIME_STAMPING, **about)


def time_stamper(moment=None, service=None):
    """Return a time-stamp service of this process."""
    service = service or time_stamping()
    return DummyTimeStamper(
        translate_pyca_cryptography_cert_to_asn1(service.certificate),
        translate_pyca_cryptography_key_to_asn1(service.key), fixed_dt=moment)


def revocation_list(by=None, revoked=(), days=(-1, 7)):
    """Return the list of revoked certificates of an authority, DER.

    :param revoked: list of ``(Issued, days since it was revoked)``
    :param days: from which to by which day it holds, counted from today
    """
    by, today = by or authority(), datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateRevocationListBuilder().issuer_name(by.certificate.subject)
        .last_update(today + datetime.timedelta(days[0])).next_update(today + datetime.timedelta(days[1]))
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key()), critical=False)
        .add_extension(x509.CRLNumber(1), critical=False))
    # At once: each one added to a builder copies all that are in it.
    builder._revoked_certificates = [
        x509.RevokedCertificateBuilder().serial_number(each.certificate.serial_number)
        .revocation_date(today - datetime.timedelta(since)).build() for each, since in revoked]
    return builder.sign(by.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


#: Where certificates say that they can be asked for; nobody calls it.
NAMED = 'http://ocsp.example.invalid/'


def status_answer(request, revoked=(), by=None, signer=None, days=(-1, 1), repeats=True, altered=False):
    """Return what an authority answers when it is asked about a certificate (OCSP), DER.

    :param request: bytes, DER
    :param revoked: list of ``(Issued, days since it was revoked)``
    :param by: :class:`Issued` authority
    :param signer: :class:`Issued` whose key signs, default the authority's
    :param days: from which to by which day it holds, counted from today
    :param repeats: whether it repeats the number by which old answers are known
    :param altered: whether a bit of it was changed after signing
    """
    by, today, asked = by or authority(), datetime.datetime.now(datetime.UTC), ocsp.load_der_ocsp_request(request)
    since = {each.certificate.serial_number: days for each, days in revoked}.get(asked.serial_number)
    signer = signer or by
    builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
        asked.issuer_name_hash, asked.issuer_key_hash, asked.serial_number, asked.hash_algorithm,
        ocsp.OCSPCertStatus.GOOD if since is None else ocsp.OCSPCertStatus.REVOKED,
        today + datetime.timedelta(days[0]), today + datetime.timedelta(days[1]),
        None if since is None else today - datetime.timedelta(since), None).responder_id(
            ocsp.OCSPResponderEncoding.HASH, signer.certificate)
    if signer is not by:
        builder = builder.certificates([signer.certificate])
    for nonce in asked.extensions if repeats else ():
        builder = builder.add_extension(nonce.value, critical=False)
    raw = builder.sign(signer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    return flipped(raw, len(raw) - 9) if altered else raw


@cache
def picture(kind='personal', ground=(0, 0, 0, 0)):
    """Return a PNG: a blue signature or a red round seal on a transparent ground."""
    image = Image.new('RGBA', (300, 120) if kind == 'personal' else (360, 360), ground)
    draw = ImageDraw.Draw(image)
    if kind == 'personal':
        draw.line([(5, 100), (60, 10), (110, 90), (170, 20), (220, 100), (295, 40)], fill=(20, 40, 220, 255), width=8)
    else:
        draw.ellipse((4, 4, 355, 355), outline=(220, 0, 0, 255), width=10)
        draw.ellipse((90, 90, 270, 270), outline=(220, 0, 0, 255), width=6)
    out = io.BytesIO()
    image.save(out, 'PNG')
    return out.getvalue()


@cache
def document(text="Nội dung của văn bản."):
    """Return a PDF with a text, recipients and a signature block, as the layout of official documents has them."""
    return html_to_pdf(f'''<html lang="vi"><head><title>Kế hoạch</title>
        <link rel="stylesheet" href="/dan_van/static/src/documents/official_document.css"/></head>
        <body><p>{text}</p><p>{SIGNER}</p>
        <div class="columns end"><div class="row"><div class="cell recipients"><h2>Nơi nhận:</h2><p>- Lưu: VT.</p></div>
        <div class="cell signature"><p>TRƯỞNG BAN</p><p class="signer">{SIGNER}</p></div></div></div></body></html>''')


def rewritten(pdf, text=b'FORGED'):
    """Return ``pdf`` with a revision more that writes ``text`` on the first page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.find_page_for_modification(0)[0].get_object()
    drawing = writer.add_object(generic.StreamObject(stream_data=b'BT /F1 20 Tf 100 400 Td (%s) Tj ET' % text))
    page['/Contents'] = generic.ArrayObject([page.raw_get('/Contents'), drawing])
    writer.update_container(page)
    return written(writer)


def written(writer):
    """Return the file that a writer of pyHanko's makes."""
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def flipped(pdf, offset):
    """Return ``pdf`` with one bit changed."""
    changed = bytearray(pdf)
    changed[offset] ^= 1
    return bytes(changed)


def hole(pdf):
    """Return where the room of the newest signature in ``pdf`` begins and ends: its hexadecimal string with its brackets."""
    start = pdf.rindex(b'/Contents <') + len(b'/Contents ')
    return start, pdf.index(b'>', start) + 1


def signed_in_part(pdf, ranges, by=None):
    """Return the signed ``pdf`` signed anew by ``by`` (:class:`Issued`), so that the signature covers ``ranges`` only.

    :param ranges: list of four numbers, the ``/ByteRange``
    """
    start, end = hole(pdf)
    first, count, second, rest = ranges
    place = max(re.finditer(rb'/ByteRange ?\[[^]]*\]', pdf), key=lambda found: found.start())
    entry = b'/ByteRange [%s]' % b' '.join(b'%d' % number for number in ranges)
    whole = pdf[:place.start()] + entry.ljust(place.end() - place.start()) + pdf[place.end():]
    digest = hashlib.sha256(whole[first:first + count] + whole[second:second + rest]).digest()
    by = by or leader()
    signer = SimpleSigner(
        translate_pyca_cryptography_cert_to_asn1(by.certificate), translate_pyca_cryptography_key_to_asn1(by.key),
        SimpleCertificateStore())
    content = asyncio.run(signer.async_sign(digest, 'sha256', use_pades=True)).dump().hex().encode()
    return whole[:start] + b'<' + content.ljust(end - start - 2, b'0') + b'>' + whole[end:]
