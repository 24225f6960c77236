"""Keeping signatures verifiable for longer than their certificates: PAdES B-LT and B-LTA (ETSI EN 319 142-1, 6.3).

The file gets what proves that no certificate was revoked, lists and answers of the authorities, then a time-stamp over all of it; that
time-stamp is covered by the next one before its own certificate ends.
"""
import asyncio
import contextlib
import datetime
import io
from dataclasses import dataclass, field

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import ExpiredError, PathBuildingError, PathValidationError, RevokedError, ValidationError

from .certificates import read_certificate
from .errors import SignatureError
from .filling import Writer
from .online_status import Inquiry
from .revocation import check_revoked, load_list, read_list
from .signing import time_stamper
from .validation import as_asn1

#: Fields of archive time-stamps begin with it.
ARCHIVE = "dan_van_archive_"


@dataclass(frozen=True)
class Preserved:
    """A file that proves its signatures by itself.

    :ivar pdf: bytes
    :ivar level: ``B-LT`` or ``B-LTA``; ``DSS`` where a signature has no time-stamp, so that it is no more than B-B with the proofs
    :ivar holds_until: aware datetime, when the newest time-stamp's certificate ends; ``None`` without one
    :ivar heard: ``{address: None}`` of the authorities that were asked, or the ``SignatureError`` where their list had to do
    """

    pdf: bytes
    level: str
    holds_until: datetime.datetime | None
    heard: dict = field(default_factory=dict)


def preserve(pdf, roots, lists, *, begin=0, responders=(), time_stamp=None, moment=None):
    """Add what proves the signatures of a PDF, or the newest archive time-stamp of one that has them already.

    :param pdf: bytes of a file that :func:`validation.validate` has accepted
    :param roots: list of bytes, the trusted certificates
    :param lists: list of bytes, the lists of revoked certificates of all authorities concerned
    :param begin: length of the file without the signatures that are proved; what is older is not the agency's to prove
    :param responders: list of pairs, the certificate of an authority (bytes) and the address at which it answers (OCSP)
    :param time_stamp: address of a time-stamp service, or a pyHanko ``TimeStamper``; ``None`` for B-LT
    :param moment: aware datetime, default now
    :return: :class:`Preserved`
    :raises SignatureError: ``not_proved`` when a list is missing or too old; ``status_unreachable`` or ``status_nonsense`` where that is
        so because an authority doesn't answer; ``ended``, ``revoked``, ``revoked_later``; ``no_time_stamp``; ``no_pdf``
    """
    moment = moment or datetime.datetime.now(datetime.UTC)
    service, known = time_stamper(time_stamp), [read_list(each) for each in lists]
    inquiry = Inquiry([(as_asn1(root), address) for root, address in responders], known, moment)
    try:
        reader, writer = PdfFileReader(io.BytesIO(pdf)), Writer(io.BytesIO(pdf))
        stamps, signed = reader.embedded_timestamp_signatures, reader.embedded_regular_signatures
        signatures = _after(begin, stamps)[-1:] or _after(begin, signed)
        _ask(inquiry, signatures, service)
        context = ValidationContext(
            trust_roots=[as_asn1(read_certificate(root).der) for root in roots], crls=known, ocsps=inquiry.answers, moment=moment,
            allow_fetching=False, revocation_mode="require")
        _prove(writer, signatures, context, [load_list(each) for each in lists])
        if service:
            return _stamped(writer, context, service, len(stamps), inquiry.heard)
        is_stamped = all(_stamps(signature) for signature in signatures)
        return Preserved(writer.to_bytes(), "B-LT" if is_stamped else "DSS", None, inquiry.heard)
    except PdfError as error:
        raise SignatureError("no_pdf") from error
    except TimestampRequestError as error:
        raise SignatureError("no_time_stamp") from error
    except ExpiredError as error:
        raise SignatureError("ended") from error
    except (PathBuildingError, PathValidationError, ValidationError) as error:
        raise next(filter(None, inquiry.heard.values()), SignatureError("not_proved")) from error


def _after(begin, signatures):
    """Return those of ``signatures`` that cover more than the first ``begin`` bytes of their file."""
    ends = [[int(number) for number in each.byte_range] for each in signatures]
    return [each for each, (_first, _length, start, length) in zip(signatures, ends, strict=True) if start + length > begin]


def _ask(inquiry, signatures, service):
    """Ask the authorities about all certificates of signatures, of their time-stamps, and of the time-stamp service."""
    for signature in signatures:
        with _told(signature):
            for signed in (signature.signed_data, *_stamps(signature)):
                inquiry.about(_certificates(signed))
    if service:
        inquiry.about(_certificates(asyncio.run(service.async_dummy_response("sha256"))["content"]))


def _prove(writer, signatures, context, lists):
    """Write what proves that no certificate was revoked, of which no newer list says that it was."""
    for signature in signatures:
        with _told(signature):
            paths = asyncio.run(collect_validation_info(signature, context))
            for path in paths:
                check_revoked(path, lists, context.moment)
        DocumentSecurityStore.supply_dss_in_writer(
            writer, signature.pkcs7_content.hex().encode("ascii"), paths=paths, validation_context=context)


def _stamps(signature):
    """Return the signed data of the time-stamps that vouch for the time of a signature, as a list."""
    return list(extract_tst_data_iter(signature.signer_info, signed=False))


def _certificates(signed):
    return [each.chosen for each in signed["certificates"] if each.name == "certificate"]


@contextlib.contextmanager
def _told(signature):
    """Tell a certificate that was revoked when it signed from one that was revoked since."""
    try:
        yield
    except RevokedError as error:
        name = read_certificate(error.current_path.leaf.dump()).name
        raise _revoked(signature, name, error.revocation_dt) from error
    except SignatureError as error:
        raise _revoked(signature, **error.values) if error.key == "revoked" else error


def _revoked(signature, name, date):
    stamps = [each["encap_content_info"]["content"].parsed["gen_time"].native for each in _stamps(signature)]
    signed = min(stamps, default=signature.self_reported_timestamp)
    return SignatureError("revoked" if signed and date <= signed else "revoked_later", name=name, date=date)


def _stamped(writer, context, service, number, heard):
    result = PdfTimeStamper(service, field_name=f"{ARCHIVE}{number + 1}").timestamp_pdf(
        writer, "sha256", validation_context=context,
        dss_settings=TimestampDSSContentSettings(update_before_ts=True, include_vri=False))
    pdf = result.getvalue()
    newest = PdfFileReader(io.BytesIO(pdf)).embedded_timestamp_signatures[-1]
    return Preserved(pdf, "B-LTA", newest.signer_cert.not_valid_after, heard)
