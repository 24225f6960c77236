"""Making a signature: PAdES B-B, or B-T with a time-stamp service."""
import datetime
import io
from dataclasses import dataclass

from asn1crypto import tsp
from pyhanko.keys.internal import (
    translate_pyca_cryptography_cert_to_asn1,
    translate_pyca_cryptography_key_to_asn1,
)
from pyhanko.pdf_utils.content import PdfContent, ResourceType
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.stamp.static import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .certificates import check_valid, open_pkcs12
from .errors import SignatureError, quiet
from .fetching import fetch
from .filling import Writer, write_anew
from .picture import check_image
from .placing import Place

quiet("pyhanko")
quiet("pyhanko_certvalidator")

#: Seconds that a time-stamp service has to answer, and bytes of its answer, which holds the certificates of its chain.
PATIENCE, LARGEST_STAMP = 10, 256 * 1024


@dataclass(frozen=True)
class Appearance:
    """What is seen of a signature.

    :ivar image: bytes of a PNG
    :ivar place: :class:`Place`; the image keeps its proportions in the middle of it
    """

    image: bytes
    place: Place

    def seen(self):
        """Return the rectangle of the signature and pyHanko's style of it."""
        image = check_image(self.image)
        return self.place.rectangle.fitted(image.width / image.height), _style(PdfImage(image))


@dataclass(frozen=True)
class Words:
    """What is seen of a signature that shows words instead of an image.

    :ivar drawn: bytes of a PDF whose only page draws them, as large as their place
    :ivar place: :class:`Place`
    """

    drawn: bytes
    place: Place

    def seen(self):
        """As :meth:`Appearance.seen`."""
        return self.place.rectangle, _style(_Page(self.drawn))


class _Page(PdfContent):
    """The only page of another PDF."""

    def __init__(self, pdf):
        super().__init__()
        self._pdf = pdf

    def render(self):
        piece = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))
        self.set_resource(ResourceType.XOBJECT, pdf_name("/Words"), piece)
        left, bottom, right, top = map(float, piece.get_object()["/BBox"])
        self.box = BoxConstraints(width=right - left, height=top - bottom)
        return b"/Words Do"


class _TimeStamper(TimeStamper):
    """Asks a time-stamp service at its address alone; whatever it answers but a time-stamp is an error of the request."""

    def __init__(self, address):
        super().__init__()
        self._address = address

    async def async_request_tsa_response(self, req):
        return tsp.TimeStampResp.load(fetch(
            self._address, "no_time_stamp", largest=LARGEST_STAMP, patience=PATIENCE, question=req.dump(),
            kind="application/timestamp-query"))

    async def async_timestamp(self, message_digest, md_algorithm):
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise TimestampRequestError("The service answers nonsense") from error


def time_stamper(service):
    """Return what asks a time-stamp service.

    :param service: its address, or a pyHanko ``TimeStamper``, which is given back as ``None`` is
    """
    return _TimeStamper(service) if isinstance(service, str) else service


def sign(pdf, pkcs12, pin, *, field, reason="", location="", appearance=None, locks=(), time_stamp=None, moment=None):
    """Sign a PDF; what is there stays as it is, the signature is appended as a revision of its own.

    :param pdf: bytes
    :param pkcs12: bytes of the signer's PKCS#12 file
    :param pin: str that opens it; kept nowhere
    :param field: name of the new signature field
    :param reason: str, shown by PDF readers
    :param location: str, shown by PDF readers
    :param appearance: :class:`Appearance` or :class:`Words`; ``None`` for a signature of which nothing is seen
    :param locks: names of the form's fields that nobody changes after this signature
    :param time_stamp: address of a time-stamp service (RFC 3161), or a pyHanko ``TimeStamper``; ``None`` for B-B
    :param moment: aware datetime at which the certificate has to be valid, default now
    :return: bytes of the signed PDF
    :raises SignatureError: see :func:`certificates.open_pkcs12` and :func:`picture.check_image`; ``expired``,
        ``not_yet_valid``; ``no_time_stamp`` when the service gives none; ``no_pdf``; ``not_signed``
    """
    holder = open_pkcs12(pkcs12, pin)
    check_valid(holder.details, moment or datetime.datetime.now(datetime.UTC))
    spec, style = _seen(field, appearance, locks)
    metadata = PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason or None,
        location=location or None, name=holder.details.name)
    try:
        writer = Writer(io.BytesIO(pdf))
        write_anew(writer, locks)
        return PdfSigner(
            metadata, _signer(holder), timestamper=time_stamper(time_stamp), stamp_style=style, new_field_spec=spec,
        ).sign_pdf(writer).getvalue()
    except TimestampRequestError as error:
        raise SignatureError("no_time_stamp") from error
    except PdfError as error:
        raise SignatureError("no_pdf") from error
    except (SigningError, ValueError, NotImplementedError) as error:
        raise SignatureError("not_signed") from error


def _seen(field, appearance, locks):
    """Return the field of a signature, and the style of what is seen of it."""
    lock = FieldMDPSpec(FieldMDPAction.INCLUDE, list(locks)) if locks else None
    if not appearance:
        return SigFieldSpec(field, field_mdp_spec=lock), StaticStampStyle()
    box, style = appearance.seen()
    sides = tuple(round(side, 2) for side in box)
    return SigFieldSpec(field, on_page=appearance.place.page, box=sides, field_mdp_spec=lock), style


def _signer(holder):
    store = SimpleCertificateStore()
    store.register_multiple(translate_pyca_cryptography_cert_to_asn1(each) for each in holder.others)
    return SimpleSigner(
        translate_pyca_cryptography_cert_to_asn1(holder.certificate),
        translate_pyca_cryptography_key_to_asn1(holder.key), store)


def _style(content):
    """Return the style of a signature that is nothing but ``content``, as large as its field."""
    return StaticStampStyle(
        border_width=0, background=content, background_opacity=1,
        background_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins.uniform(0)))
