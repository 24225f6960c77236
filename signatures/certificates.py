"""Certificates and PKCS#12 files."""
import datetime
import hashlib
import unicodedata
from contextlib import suppress
from dataclasses import dataclass

from asn1crypto import pkcs12 as asn1_pkcs12, x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from .errors import SignatureError

LARGEST_CERTIFICATE = 64 * 1024
LARGEST_PKCS12 = 256 * 1024
#: Most rounds of hashing that a file asks for in all its places; Firefox asks for 600,000 in each of three.
MOST_ROUNDS = 3_000_000
_PEM = b"-----BEGIN CERTIFICATE-----"
_MALFORMED = (ValueError, x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType)


@dataclass(frozen=True)
class Certificate:
    """What a certificate says, for people.

    :ivar name: common name of the holder
    :ivar serial: serial number, hexadecimal as certificate viewers show it
    :ivar valid_from: aware datetime
    :ivar fingerprint: SHA-256, hexadecimal
    :ivar key: SHA-256 of the public key (SubjectPublicKeyInfo), hexadecimal; a renewed certificate may have the same
    :ivar authority: whether it may issue other certificates
    :ivar der: the certificate itself
    """

    name: str
    organisation: str
    issuer: str
    serial: str
    valid_from: datetime.datetime
    valid_to: datetime.datetime
    fingerprint: str
    key: str
    authority: bool
    der: bytes

    def is_of_person(self, name):
        """Tell whether the holder is the person ``name``.

        Letters are compared without case and marks, and a title may precede: "TRUONG BAN NGUYEN VAN A" is "Nguyễn Văn A".
        """
        return bool(_plain(name)) and f" {_plain(self.name)}".endswith(f" {_plain(name)}")

    def is_of_agency(self, *names):
        """Tell whether the holder or its organisation bears one of ``names``, compared as for a person.

        More may follow: "Ban Dân tộc tỉnh Bình Phước" is "BAN DÂN TỘC".
        """
        return any(
            f"{_plain(held)} ".startswith(f"{_plain(name)} ")
            for held in (self.name, self.organisation) for name in names if _plain(name))


def _plain(text):
    """Return ``text`` as words in lower case without marks: "Đào Thị Bé" becomes "dao thi be"."""
    # Heaped marks are taken off first: to put many into order takes the square of their number.
    text = "".join(letter for letter in text.lower().replace("đ", "d") if not unicodedata.combining(letter))
    text = unicodedata.normalize("NFD", text)
    return " ".join("".join(
        letter if letter.isalnum() else " " for letter in text if not unicodedata.combining(letter)).split())


def _of(name, *oids):
    """Return the first of the attributes ``oids`` that ``name`` (x509.Name) has, else the whole name."""
    for oid in oids:
        if found := name.get_attributes_for_oid(oid):
            return str(found[0].value)
    return ""


def describe(certificate):
    """Return the :class:`Certificate` of a certificate of the package cryptography."""
    subject, der = certificate.subject, certificate.public_bytes(serialization.Encoding.DER)
    try:
        authority = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        authority = False
    return Certificate(
        name=_of(subject, NameOID.COMMON_NAME) or subject.rfc4514_string(),
        organisation=_of(subject, NameOID.ORGANIZATION_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME),
        issuer=_of(certificate.issuer, NameOID.COMMON_NAME) or certificate.issuer.rfc4514_string(),
        serial=f"{certificate.serial_number:X}",
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex().upper(),
        key=hashlib.sha256(_key(der)).hexdigest().upper(),
        authority=authority,
        der=der,
    )


def _key(der):
    """Return the public key of a certificate as it stands there, of whatever kind it is."""
    return asn1_x509.Certificate.load(der)["tbs_certificate"]["subject_public_key_info"].dump()


def load_certificate(raw):
    """Return one certificate of the package cryptography, from PEM or DER.

    :raises SignatureError: ``no_certificate`` when ``raw`` is none
    """
    if len(raw) > LARGEST_CERTIFICATE:
        raise SignatureError("no_certificate")
    try:
        return (x509.load_pem_x509_certificate if _PEM in raw else x509.load_der_x509_certificate)(raw)
    except _MALFORMED as error:
        raise SignatureError("no_certificate") from error


def read_certificate(raw):
    """Return the :class:`Certificate` of one certificate, PEM or DER.

    :raises SignatureError: ``no_certificate`` when ``raw`` is none
    """
    try:
        return describe(load_certificate(raw))
    except _MALFORMED as error:
        raise SignatureError("no_certificate") from error


@dataclass(frozen=True, repr=False)
class Holder:
    """The private key of a PKCS#12 file with its certificates; without a repr, so that no log can show it."""

    key: object
    certificate: object
    others: tuple

    @property
    def details(self):
        """The :class:`Certificate` of the holder."""
        return describe(self.certificate)


def open_pkcs12(raw, pin):
    """Open a PKCS#12 file.

    :param raw: bytes of the file
    :param pin: str; kept nowhere
    :return: :class:`Holder`
    :raises SignatureError: ``no_pkcs12``; ``too_slow`` when it asks for endless hashing; ``unprotected`` when the file opens
        without a PIN; ``wrong_pin``; ``no_key`` when it holds no private key with its certificate
    """
    if not raw or len(raw) > LARGEST_PKCS12 or raw[:1] != b"\x30":
        raise SignatureError("no_pkcs12")
    if sum(_rounds(raw)) > MOST_ROUNDS:
        raise SignatureError("too_slow")
    if _opens_without_pin(raw):
        raise SignatureError("unprotected")
    try:
        # From None: nothing of the attempt is to be kept.
        found = pkcs12.load_pkcs12(raw, pin.encode())
    except ValueError as error:
        raise SignatureError("wrong_pin" if "password" in str(error).lower() else "no_pkcs12") from None
    except Exception:
        raise SignatureError("no_pkcs12") from None
    if not (found.key and found.cert):
        raise SignatureError("no_key")
    return Holder(found.key, found.cert.certificate, tuple(each.certificate for each in found.additional_certs))


def read_pkcs12(raw, pin):
    """Return the :class:`Certificate` of the holder of a PKCS#12 file.

    :raises SignatureError: as for :func:`open_pkcs12`
    """
    try:
        return open_pkcs12(raw, pin).details
    except _MALFORMED:
        raise SignatureError("no_pkcs12") from None


def _rounds(raw):
    """Yield the rounds of hashing that the file asks for where that can be read without its PIN."""
    with suppress(Exception):  # whatever is wrong with the file, it is told by who opens it
        pfx = asn1_pkcs12.Pfx.load(raw)
        if pfx["mac_data"]:
            yield pfx["mac_data"]["iterations"].native
        for content in pfx.authenticated_safe:
            if content["content_type"].native == "encrypted_data":
                yield content["content"]["encrypted_content_info"]["content_encryption_algorithm"].kdf_iterations
                continue
            for bag in asn1_pkcs12.SafeContents.load(content["content"].native):
                if bag["bag_id"].native == "pkcs8_shrouded_key_bag":
                    yield bag["bag_value"]["encryption_algorithm"].kdf_iterations


def _opens_without_pin(raw):
    for pin in (None, b""):
        try:
            return bool(pkcs12.load_pkcs12(raw, pin).key)
        except Exception:  # noqa: BLE001, S112 - whatever it is, it did not open
            continue
    return False


def check_valid(certificate, moment):
    """Refuse a certificate that is not valid at ``moment`` (aware datetime).

    :param certificate: :class:`Certificate`
    :raises SignatureError: ``expired`` or ``not_yet_valid``
    """
    if moment > certificate.valid_to:
        raise SignatureError("expired", name=certificate.name, date=certificate.valid_to)
    if moment < certificate.valid_from:
        raise SignatureError("not_yet_valid", name=certificate.name, date=certificate.valid_from)
