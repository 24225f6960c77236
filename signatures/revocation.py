"""Lists of revoked certificates (CRL) of certificate authorities."""
import datetime
import itertools
from dataclasses import dataclass

from asn1crypto import crl, pem
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from .certificates import describe, load_certificate
from .errors import SignatureError
from .fetching import fetch

LARGEST_LIST = 16 * 1024 * 1024
#: Seconds that an authority has to answer.
PATIENCE = 20


@dataclass(frozen=True)
class RevocationList:
    """What a list says of itself.

    :ivar this_update: aware datetime from which it holds
    :ivar next_update: aware datetime by which the next one comes, ``None`` where it doesn't say
    :ivar count: how many certificates are revoked
    """

    this_update: datetime.datetime
    next_update: datetime.datetime | None
    count: int


def load_list(raw):
    """Return a list as the object of the package cryptography, which reads a million of lines at once.

    :param raw: bytes, PEM or DER
    :raises SignatureError: ``no_list``
    """
    if len(raw) > LARGEST_LIST:
        raise SignatureError("no_list")
    try:
        return x509.load_pem_x509_crl(raw) if pem.detect(raw) else x509.load_der_x509_crl(raw)
    except (ValueError, TypeError, x509.InvalidVersion) as error:
        raise SignatureError("no_list") from error


def read_list(raw):
    """Return a list as the object of asn1crypto; arguments and errors as :func:`load_list`."""
    return crl.CertificateList.load(load_list(raw).public_bytes(Encoding.DER), strict=True)


def check_revoked(path, lists, moment):
    """Refuse a certificate that had been revoked at a moment, by a list of the authority that has issued it.

    A list that is out of date still says whom it names.

    :param path: pyHanko's ``ValidationPath``, from the trusted authority to the signer
    :param lists: list of what :func:`load_list` returns
    :param moment: aware datetime
    :raises SignatureError: ``revoked``
    """
    chain = [x509.load_der_x509_certificate(each.dump()) for each in path]
    for issuer, certificate in itertools.pairwise(chain):
        for each in lists:
            if not _is_of(each, issuer):
                continue
            entry = each.get_revoked_certificate_by_serial_number(certificate.serial_number)
            if entry and entry.revocation_date_utc <= moment:
                raise SignatureError("revoked", name=describe(certificate).name, date=entry.revocation_date_utc)


def _is_of(found, authority):
    """Whether a list was signed by an authority, both as objects of the package cryptography."""
    return found.issuer == authority.subject and found.is_signature_valid(authority.public_key())


def describe_list(raw, authority):
    """Return the :class:`RevocationList` of a list.

    :param raw: bytes, PEM or DER
    :param authority: bytes, the certificate of the authority that has to have signed it
    :raises SignatureError: ``no_list``, ``other_list``, ``no_certificate``
    """
    found, issuer = load_list(raw), load_certificate(authority)
    if not _is_of(found, issuer):
        raise SignatureError("other_list", issuer=found.issuer.rfc4514_string())
    return RevocationList(found.last_update_utc, found.next_update_utc, len(found))


def fetch_list(address):
    """Return the list that an authority publishes.

    :param address: as the administrator has entered it; nothing else is followed
    :return: bytes
    :raises SignatureError: ``no_list``, ``list_unreachable``
    """
    raw = fetch(address, "list_unreachable", largest=LARGEST_LIST, patience=PATIENCE)
    read_list(raw)
    return raw
