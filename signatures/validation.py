"""Judging the signatures of a PDF that comes from outside.

Nothing is fetched: whether a certificate was revoked is known where a list of its authority is given, or the file brings the answer.
"""
import datetime
import io
import re
from dataclasses import dataclass

from asn1crypto.cms import ContentInfo
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import KeyUsageConstraints, validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from .certificates import Certificate, check_valid, load_certificate, read_certificate
from .drawing import check_drawing
from .errors import SignatureError, quiet
from .filling import text_fields
from .placing import Place
from .revisions import check_revisions, rectangle
from .revocation import check_revoked, load_list

quiet("pyhanko")
quiet("pyhanko_certvalidator")

LARGEST_PDF = 50 * 1024 * 1024
#: How far a signer's clock may be ahead.
CLOCKS = datetime.timedelta(minutes=10)
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
    :ivar closes: whether it lets nothing follow: neither number and day nor another signature
    """

    certificate: Certificate
    time: datetime.datetime | None
    time_stamped: bool
    level: str
    whole_file: bool
    closes: bool = False


def validate(pdf, issued, roots, *, previous=None, place=None, signers=1, moment=None, ours=(), lists=()):
    """Validate all signatures of a PDF against the file that was to be signed.

    What was added to ``issued`` may be signatures and nothing else: the signer's, then seals; and revisions of the agency itself. Each draws its picture in its
    place and hides nothing of the document.

    :param pdf: bytes of the signed file
    :param issued: bytes of the file as issued
    :param roots: list of bytes, the trusted certificates (PEM or DER)
    :param previous: bytes of the file before the last signature, where there are several
    :param place: :class:`placing.Place` between title and name, where signature and seal are seen; without it none is
    :param signers: how many signatures come before the seals: 0 where the signer has signed on paper
    :param moment: aware datetime of the file's arrival, default now; a certificate has to be valid then, or at the time
        of a trusted time-stamp
    :param ours: pairs of offsets between which stand revisions of the agency itself, such as number and day; these bytes have to
        be known to be its own
    :param lists: list of bytes, lists of revoked certificates (CRL)
    :return: list of :class:`Details`, in the order of signing
    :raises SignatureError: ``too_large``, ``no_roots``, ``other_document`` when the file does not begin with the issued
        one byte for byte, ``unreadable``, ``no_signature``, ``changed`` when more was added or a byte is left unsigned,
        ``certified``, ``misplaced``, ``hides_text``, ``hides``, ``broken``, ``untrusted``, ``revoked``, ``expired``, ``not_yet_valid``,
        ``future``
    """
    if len(pdf) > LARGEST_PDF:
        raise SignatureError("too_large", megabytes=LARGEST_PDF // 1024 ** 2)
    if not roots:
        raise SignatureError("no_roots")
    if not (pdf.startswith(issued) and pdf.startswith(previous or issued)):
        raise SignatureError("other_document")
    anchors = [as_asn1(read_certificate(root).der) for root in roots]
    try:
        moment = moment or datetime.datetime.now(datetime.UTC)
        ours, lists = [tuple(pair) for pair in ours], [load_list(each) for each in lists]
        return _validate(pdf, issued, previous or issued, (anchors, lists), place, signers, moment, ours)
    except (SignatureError, MemoryError):
        raise
    except Exception as error:
        # Whatever a stranger's file makes the libraries stumble over.
        raise SignatureError("unreadable") from error


def newest(pdf, roots, *, lists=(), moment=None):
    """Judge the last signature of a file alone, which this addon has made; the others are somebody else's.

    :param pdf: bytes
    :param roots: as for :func:`validate`
    :param lists: as for :func:`validate`
    :param moment: as for :func:`validate`
    :return: :class:`Details`
    :raises SignatureError: ``no_roots``, ``unreadable``, ``no_signature``, ``broken``, ``untrusted``, ``revoked``, ``expired``,
        ``not_yet_valid``
    """
    if not roots:
        raise SignatureError("no_roots")
    anchors = [as_asn1(read_certificate(root).der) for root in roots]
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
        if not signatures:
            raise SignatureError("no_signature")
        moment = moment or datetime.datetime.now(datetime.UTC)
        return _details(signatures[-1], (anchors, [load_list(each) for each in lists]), moment)
    except (SignatureError, MemoryError):
        raise
    except Exception as error:
        # As of every file whose beginning is a stranger's.
        raise SignatureError("unreadable") from error


def _validate(pdf, issued, previous, trusted, place, signers, moment, ours):
    reader = PdfFileReader(io.BytesIO(pdf))
    signatures = reader.embedded_regular_signatures
    if not signatures:
        raise SignatureError("no_signature")
    if "/Perms" in reader.root and "/DocMDP" in reader.root["/Perms"]:
        raise SignatureError("certified")
    ends = _check_covered(pdf, len(previous), signatures, ours)
    _check_drawings(pdf, check_revisions(pdf, reader, issued, signatures, ends, ours), place, signers)
    return [_details(signature, trusted, moment) for signature in signatures]


def _check_covered(pdf, before, signatures, ours):
    """Refuse a file of which a byte is left unsigned.

    Each signature covers all that stands before its end but the room for itself. The file ends with the newest, and did so when it
    had ``before`` bytes, but for what the agency has added itself.

    :return: the offsets where the signatures end, in the order of signing
    """
    ends = [_covered_end(pdf, signature) for signature in signatures]
    earlier = [end for end in ends if end <= before]
    stops = {*ends, *(end for _start, end in ours)}
    if ends != sorted(ends) or max(stops) != len(pdf) or earlier and before not in stops:
        raise SignatureError("changed")
    return ends


def _check_drawings(pdf, added, place, signers):
    """Refuse a signature of which more is seen than its picture in its place; the first ``signers`` are no seals."""
    for number, each in enumerate(added):
        if each.place:
            check_drawing(
                pdf[:each.start], pdf[:each.end], each.place, place, is_seal=number >= signers,
                earlier=[other.place.rectangle for other in added[:number]
                         if other.place and other.place.page == each.place.page])


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
    """Yield the :class:`placing.Place` of each signature that has an area on a page."""
    signed = {signature.sig_field.container_ref for signature in reader.embedded_regular_signatures}
    for index in range(int(reader.root["/Pages"]["/Count"])):
        page = reader.find_page_for_modification(index)[0].get_object()
        for annotation in page["/Annots"] if "/Annots" in page else ():
            annotation = annotation.get_object()
            box = rectangle(annotation)
            if annotation.container_ref in signed and box.width and box.height:
                yield Place(index, box)


def _details(signature, trusted, moment):
    first = validate_pdf_signature(
        signature, _context(trusted, moment), key_usage_settings=_USAGE)
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
            signature, _context(trusted, at), _context(trusted, moment), key_usage_settings=_USAGE)
    certificate = read_certificate(status.signing_cert.dump())
    _check_trusted(status, certificate, at)
    check_revoked(status.validation_path, trusted[1], at)
    time = stamp.timestamp if stamped else status.signer_reported_dt
    if time and not stamped and time > moment + CLOCKS:
        raise SignatureError("future", name=certificate.name)
    return Details(
        certificate, time, stamped, _level(signature, stamped), first.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        _closes(signature))


def _closes(signature):
    """Whether a signature locks the file, or fields that are filled in later."""
    field, held = signature.sig_field, signature.sig_object
    locks = [reference["/TransformParams"] for reference in (held["/Reference"] if "/Reference" in held else ())]
    locks += [field["/Lock"]] if "/Lock" in field else []
    waiting = [str(each["/T"]) for each in text_fields(signature.reader)]
    return any(lock.get("/P") == 1 or any(map(_locks(lock), waiting)) for lock in locks)


def _locks(lock):
    """Return a function that tells whether a lock holds for the field of a name."""
    names, action = {str(name) for name in lock.get("/Fields", ())}, lock.get("/Action")
    return lambda name: action == "/All" or action == "/Include" and name in names or action == "/Exclude" and name not in names


def _has_more(signature):
    """Whether the room for the signature holds more than the signature and zeros: nothing else protects these bytes."""
    room = signature.pkcs7_content
    return any(room[len(ContentInfo.load(room).dump()):])


def _check_trusted(status, certificate, moment):
    if status.trusted:
        return
    if status.revoked:
        raise SignatureError("revoked", name=certificate.name, date=status.revocation_details.revocation_date)
    check_valid(certificate, moment)
    raise SignatureError("untrusted", name=certificate.name, issuer=certificate.issuer)


def _level(signature, stamped):
    if signature.sig_object.get("/SubFilter") != "/ETSI.CAdES.detached":
        return "PKCS7"
    return "B-T" if stamped else "B-B"


def _context(trusted, moment):
    return ValidationContext(trust_roots=trusted[0], moment=moment, allow_fetching=False)


def as_asn1(der):
    """Return a certificate (bytes, DER) as the object of asn1crypto that pyHanko takes."""
    return translate_pyca_cryptography_cert_to_asn1(load_certificate(der))
