"""Judging the signatures of a PDF that comes from outside.

Nothing is fetched: whether a certificate was revoked is known only where the file itself brings the answer.
"""
import datetime
import io
import re
from dataclasses import dataclass

from asn1crypto.cms import ContentInfo
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.validation import KeyUsageConstraints, validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from .certificates import Certificate, check_valid, load_certificate, read_certificate
from .errors import SignatureError, quiet
from .placing import MM, Place, Rectangle, page_lines

quiet("pyhanko")
quiet("pyhanko_certvalidator")

LARGEST_PDF = 50 * 1024 * 1024
#: How far a signer's clock may be ahead.
CLOCKS = datetime.timedelta(minutes=10)
#: How far around the signature the words of the signature block lie: its title, its name.
SIGNATURE_BLOCK = 20 * MM
#: What a revision of a PDF ends with.
_ENDING = re.compile(rb"startxref\s+\d+\s+%%EOF\s*\Z")
#: Certificates for signing carry the one or the other.
_USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)


@dataclass(frozen=True)
class Details:
    """A signature that holds.

    :ivar certificate: :class:`certificates.Certificate` of the signer
    :ivar time: aware datetime; of the time-stamp, otherwise as the signer's computer says
    :ivar time_stamped: whether a trusted time-stamp service vouches for ``time``
    :ivar level: ``B-B``, ``B-T``, or ``PKCS7`` for a signature of the older kind
    :ivar whole_file: whether nothing at all was added afterwards
    """

    certificate: Certificate
    time: datetime.datetime | None
    time_stamped: bool
    level: str
    whole_file: bool


def validate(pdf, issued, roots, *, previous=None, place=None, moment=None):
    """Validate all signatures of a PDF against the file that was to be signed.

    What was added to ``issued`` may be signatures and nothing else, and no signature may hide words of the document.

    :param pdf: bytes of the signed file
    :param issued: bytes of the file as issued
    :param roots: list of bytes, the trusted certificates (PEM or DER)
    :param previous: bytes of the file before the last signature, where there are several
    :param place: :class:`placing.Place` of the signature; the title and the name beside it may be covered in part
    :param moment: aware datetime of the file's arrival, default now; a certificate has to be valid then, or at the time
        of a trusted time-stamp
    :return: list of :class:`Details`, in the order of signing
    :raises SignatureError: ``too_large``, ``no_roots``, ``other_document`` when the file does not begin with the issued
        one byte for byte, ``unreadable``, ``no_signature``, ``changed`` when more was added or a byte is left unsigned,
        ``hides_text``, ``broken``, ``untrusted``, ``revoked``, ``expired``, ``not_yet_valid``, ``future``
    """
    if len(pdf) > LARGEST_PDF:
        raise SignatureError("too_large", megabytes=LARGEST_PDF // 1024 ** 2)
    if not roots:
        raise SignatureError("no_roots")
    if not (pdf.startswith(issued) and pdf.startswith(previous or issued)):
        raise SignatureError("other_document")
    anchors = [_asn1(read_certificate(root).der) for root in roots]
    try:
        return _validate(pdf, issued, previous or issued, anchors, place, moment or datetime.datetime.now(datetime.UTC))
    except (SignatureError, MemoryError):
        raise
    except Exception as error:
        # Whatever a stranger's file makes the libraries stumble over.
        raise SignatureError("unreadable") from error


def _validate(pdf, issued, previous, anchors, place, moment):
    reader = PdfFileReader(io.BytesIO(pdf))
    signatures = reader.embedded_regular_signatures
    if not signatures:
        raise SignatureError("no_signature")
    _check_covered(pdf, len(previous), signatures)
    _check_only_signed(reader, PdfFileReader(io.BytesIO(issued)))
    _check_hides_nothing(reader, issued, place)
    return [_details(signature, anchors, moment) for signature in signatures]


def _check_covered(pdf, before, signatures):
    """Refuse a file of which a byte is left unsigned.

    Each signature covers all that stands before its end but the room for itself, the newest ends with the file, and that of
    the file as it was before, which had ``before`` bytes, ended with that one.
    """
    ends = [_covered_end(pdf, signature) for signature in signatures]
    earlier = [end for end in ends if end <= before]
    if ends != sorted(ends) or ends[-1] != len(pdf) or earlier and earlier[-1] != before:
        raise SignatureError("changed")


def _covered_end(pdf, signature):
    """Return the length of the beginning of ``pdf`` that ``signature`` covers; nothing but a revision may end there."""
    ranges = [int(number) for number in signature.byte_range]
    if len(ranges) != 4:
        raise SignatureError("changed")
    first, start, end, rest = ranges
    room = b"<%s>" % signature.pkcs7_content.hex().encode()
    if first or min(ranges) < 0 or pdf[start:end].lower() != room or not _ENDING.search(pdf[end:end + rest]):
        raise SignatureError("changed")
    return end + rest


def _check_only_signed(reader, issued):
    """Refuse a file whose appended revisions do more than sign, or that leaves the issued ones aside."""
    count = issued.xrefs.total_revisions
    for revision in range(count):
        if reader.xrefs.get_startxref_for_revision(revision) != issued.xrefs.get_startxref_for_revision(revision):
            raise SignatureError("changed")
    difference = DEFAULT_DIFF_POLICY.review_file(reader, _with_form(reader, count - 1))
    if not isinstance(difference, DiffResult) or difference.modification_level > ModificationLevel.FORM_FILLING:
        raise SignatureError("changed")


def _with_form(reader, number):
    """Return the revision ``number`` with an empty form where it has none: the first signature brings one along."""
    revision = reader.get_historical_resolver(number)
    if "/AcroForm" in reader.root and "/AcroForm" not in revision.root:
        form = reader.root["/AcroForm"]
        revision.root[pdf_name("/AcroForm")] = DictionaryObject({
            pdf_name("/Fields"): ArrayObject(),
            **{pdf_name(key): form.raw_get(key) for key in ("/SigFlags",) if key in form}})
    return revision


def _check_hides_nothing(reader, issued, place):
    """Refuse the picture of a signature that lies over words of the document other than title and name of the signer."""
    seen = list(_seen(reader))
    lines = page_lines(issued, {each.page for each in seen})
    for each in seen:
        block = place.rectangle.grown(SIGNATURE_BLOCK) if place and place.page == each.page else None
        for line in lines[each.page]:
            if line.rectangle.meets(each.rectangle) and not (block and line.rectangle.meets(block)):
                raise SignatureError("hides_text", text=line.text)


def signer_certificates(pdf):
    """Return the :class:`certificates.Certificate` list of the signers, in the order of signing.

    :param pdf: bytes of a file that :func:`validate` has accepted
    """
    return [
        read_certificate(signature.signer_cert.dump())
        for signature in PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures]


def seen_signatures(pdf):
    """Return the :class:`placing.Place` list of the signatures that are seen on a page, in the order of the pages.

    :param pdf: bytes of a file that :func:`validate` has accepted
    """
    return list(_seen(PdfFileReader(io.BytesIO(pdf))))


def _seen(reader):
    for index in range(int(reader.root["/Pages"]["/Count"])):
        page = reader.find_page_for_modification(index)[0].get_object()
        for annotation in page["/Annots"] if "/Annots" in page else ():
            annotation = annotation.get_object()
            if annotation.get("/Subtype") == "/Widget":
                sides = [float(side) for side in annotation["/Rect"]]
                box = Rectangle(*(min(sides[i], sides[i + 2]) for i in (0, 1)),
                                *(max(sides[i], sides[i + 2]) for i in (0, 1)))
                if box.width and box.height:
                    yield Place(index, box)


def _details(signature, anchors, moment):
    first = validate_pdf_signature(
        signature, _context(anchors, moment), key_usage_settings=_USAGE)
    if not (first.intact and first.valid) or _has_more(signature):
        raise SignatureError("broken")
    if not first.docmdp_ok or first.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        raise SignatureError("changed")
    stamp = first.timestamp_validity
    if stamp and not (stamp.intact and stamp.valid):
        raise SignatureError("broken")
    stamped = bool(stamp and stamp.trusted)
    status, at = first, moment
    if stamped:
        at = stamp.timestamp
        status = validate_pdf_signature(
            signature, _context(anchors, at), _context(anchors, moment), key_usage_settings=_USAGE)
    certificate = read_certificate(status.signing_cert.dump())
    _check_trusted(status, certificate, at)
    time = stamp.timestamp if stamped else status.signer_reported_dt
    if time and not stamped and time > moment + CLOCKS:
        raise SignatureError("future", name=certificate.name)
    return Details(certificate, time, stamped, _level(signature, stamped), first.coverage is SignatureCoverageLevel.ENTIRE_FILE)


def _has_more(signature):
    """Whether the room for the signature holds more than the signature and zeros: nothing else protects these bytes."""
    room = signature.pkcs7_content
    return any(room[len(ContentInfo.load(room).dump()):])


def _check_trusted(status, certificate, moment):
    if status.trusted:
        return
    if status.revoked:
        raise SignatureError("revoked", name=certificate.name)
    check_valid(certificate, moment)
    raise SignatureError("untrusted", name=certificate.name, issuer=certificate.issuer)


def _level(signature, stamped):
    if signature.sig_object.get("/SubFilter") != "/ETSI.CAdES.detached":
        return "PKCS7"
    return "B-T" if stamped else "B-B"


def _context(anchors, moment):
    return ValidationContext(trust_roots=anchors, moment=moment, allow_fetching=False)


def _asn1(der):
    return translate_pyca_cryptography_cert_to_asn1(load_certificate(der))
