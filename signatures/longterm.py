"""Keeping signatures verifiable for longer than their certificates: PAdES B-LT and B-LTA (ETSI EN 319 142-1, 6.3).

The file gets what proves that no certificate was revoked, then a time-stamp over all of it; that time-stamp is covered by the next one
before its own certificate ends.
"""
import asyncio
import datetime
import io
from dataclasses import dataclass

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError, RevokedError, ValidationError

from .certificates import read_certificate
from .errors import SignatureError
from .filling import Writer
from .revocation import read_list
from .signing import time_stamper
from .validation import as_asn1

#: Fields of archive time-stamps begin with it.
ARCHIVE = "dan_van_archive_"


@dataclass(frozen=True)
class Preserved:
    """A file that proves its signatures by itself.

    :ivar pdf: bytes
    :ivar level: ``B-LT`` or ``B-LTA``
    :ivar holds_until: aware datetime, when the newest time-stamp's certificate ends; ``None`` for ``B-LT``
    """

    pdf: bytes
    level: str
    holds_until: datetime.datetime | None


def preserve(pdf, roots, lists, *, time_stamp=None, moment=None):
    """Add what proves the signatures of a PDF, or the newest archive time-stamp of one that has them already.

    :param pdf: bytes of a file that :func:`validation.validate` has accepted
    :param roots: list of bytes, the trusted certificates
    :param lists: list of bytes, the lists of revoked certificates of all authorities concerned
    :param time_stamp: address of a time-stamp service, or a pyHanko ``TimeStamper``; ``None`` for B-LT
    :param moment: aware datetime, default now
    :return: :class:`Preserved`
    :raises SignatureError: ``not_proved`` when a list is missing or too old, or a certificate has ended;
        ``revoked_later``; ``no_time_stamp``; ``no_pdf``
    """
    moment = moment or datetime.datetime.now(datetime.UTC)
    anchors = [as_asn1(read_certificate(root).der) for root in roots]
    context = ValidationContext(
        trust_roots=anchors, crls=[read_list(each) for each in lists], moment=moment, allow_fetching=False, revocation_mode="require")
    try:
        reader, writer = PdfFileReader(io.BytesIO(pdf)), Writer(io.BytesIO(pdf))
        stamps = reader.embedded_timestamp_signatures
        for signature in stamps[-1:] or reader.embedded_regular_signatures:
            paths = asyncio.run(collect_validation_info(signature, context))
            DocumentSecurityStore.supply_dss_in_writer(
                writer, signature.pkcs7_content.hex().encode("ascii"), paths=paths, validation_context=context)
        return _stamped(writer, context, time_stamp, len(stamps)) if time_stamp else Preserved(writer.to_bytes(), "B-LT", None)
    except PdfError as error:
        raise SignatureError("no_pdf") from error
    except TimestampRequestError as error:
        raise SignatureError("no_time_stamp") from error
    except RevokedError as error:
        raise SignatureError("revoked_later") from error
    except (PathBuildingError, PathValidationError, ValidationError) as error:
        raise SignatureError("not_proved") from error


def _stamped(writer, context, service, number):
    result = PdfTimeStamper(time_stamper(service), field_name=f"{ARCHIVE}{number + 1}").timestamp_pdf(
        writer, "sha256", validation_context=context,
        dss_settings=TimestampDSSContentSettings(update_before_ts=True, include_vri=False))
    pdf = result.getvalue()
    newest = PdfFileReader(io.BytesIO(pdf)).embedded_timestamp_signatures[-1]
    return Preserved(pdf, "B-LTA", newest.signer_cert.not_valid_after)
