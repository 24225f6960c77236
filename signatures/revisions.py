"""What a signer appends to a PDF: one signature field, laid out and signed in a revision or two, and no byte that belongs to neither."""
import io
import itertools
import re
import zipfile
from typing import NamedTuple

from lxml import etree
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    IndirectObject,
    Reference,
    StreamObject,
    TrailerReference,
    pdf_name,
    read_object,
)
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import XRefSectionType, read_object_header
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel

from .errors import SignatureError
from .hidden import check_hidden, values
from .placing import Place, Rectangle

#: Between the objects: white space, and comments such as programs name themselves with.
_BETWEEN = re.compile(rb"(?:[\s\0]|%(?:[ -~]{0,80}|[\x80-\xff]{4})(?=[\r\n]))*")
_MOST_COMMENTS = 200
#: Times that a tool saves the file for one signature: it may lay the field out first.
_MOST_SAVES = 2
_TABLE = re.compile(rb"[\d\s\0nf]*trailer[\s\0]*")
_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
_ENDING = re.compile(_BETWEEN.pattern + rb"startxref\s+(\d+)\s+%%EOF\s*")
#: What the dictionary of a signature field may hold, which is its annotation as well: no action, no other state.
_FIELD = frozenset({
    "/Type", "/Subtype", "/FT", "/T", "/TU", "/TM", "/Ff", "/F", "/Rect", "/P", "/V", "/AP", "/DA", "/DR", "/Q", "/MK", "/BS",
    "/Border", "/C", "/H", "/M", "/NM", "/Lock", "/SV", "/Contents", "/StructParent"})
#: What a program that draws the field anew may know of it: how it is turned, no ground, no border, no words.
_TURNED = frozenset({"/R"})
#: Flags of an annotation: what is seen is printed, and nothing else makes a difference.
_PRINTED, _LOCKED = 4, 64 | 128 | 512
#: What shows one thing to the one and another to the other: layers, pictures for printing, other files, scripts.
_TWO_FACED = frozenset({"/OC", "/OCGs", "/Alternates", "/OPI", "/Ref", "/AA", "/JS"})
_LAYERS = frozenset({"/OCG", "/OCMD"})
_NO = BooleanObject(False)
#: What a file calls its document: in the old place, and the namespace of the new one.
_NAMES, _DUBLIN_CORE = ("/Title", "/Author", "/Subject", "/Keywords"), "{http://purl.org/dc/elements/1.1/}*"


class Added(NamedTuple):
    """A revision that signs.

    :ivar start: offset where it begins
    :ivar end: offset where it ends
    :ivar place: :class:`placing.Place` of the field's annotation, ``None`` where no page has it
    """

    start: int
    end: int
    place: Place | None


def check_revisions(pdf, reader, issued, signatures, ends, ours=()):
    """Check that each signature came in a revision of its own, which adds its field and nothing else.

    :param pdf: bytes of the signed file
    :param reader: ``PdfFileReader`` of it
    :param issued: bytes of the file as issued
    :param signatures: list of pyHanko's ``EmbeddedPdfSignature``, in the order of signing
    :param ends: list of the offsets where they end
    :param ours: list of pairs of offsets between which stand revisions of the agency itself, whose bytes are known
    :return: list of :class:`Added`, one for each signature
    :raises SignatureError: ``changed``
    """
    before = PdfFileReader(io.BytesIO(issued)).xrefs
    count, xrefs = before.total_revisions, reader.xrefs
    pairs, stops = _parted(len(issued), ends, ours), _stops(pdf, xrefs, count)
    saves = {pair: [number for number, stop in stops.items() if pair[0] < stop <= pair[1]] for pair in pairs}
    # An archive is read from its end, whatever stands before it.
    if (xrefs.total_revisions != count + len(stops) or not all(saves.values()) or zipfile.is_zipfile(io.BytesIO(pdf)) or any(
            xrefs.get_startxref_for_revision(number) != before.get_startxref_for_revision(number)
            for number in range(count))):
        raise SignatureError("changed")
    _level_flags(reader, count)
    difference = DEFAULT_DIFF_POLICY.review_file(reader, _with_form(reader, count - 1))
    if not isinstance(difference, DiffResult) or difference.modification_level > ModificationLevel.FORM_FILLING:
        raise SignatureError("changed")
    added, waiting = [], iter(signatures)
    for (start, end), numbers in saves.items():
        if (start, end) in ours:
            continue
        if len(numbers) > _MOST_SAVES:
            raise SignatureError("changed")
        parts = [start, *(stops[number] for number in numbers[:-1]), end]
        for number, part in zip(numbers, itertools.pairwise(parts)):
            _check_bytes(pdf, reader, number, *part)
            check_hidden(reader, number)
            _check_faces(reader, number)
            _check_names(reader, number)
        added.append(Added(start, end, _check_field(reader, numbers[0] - 1, numbers[-1], next(waiting))))
    return added


def _level_flags(reader, first):
    """Let revisions from ``first`` on say alike that the file has signatures: it changes nothing, and a laid out field has none yet."""
    for number in range(first, reader.xrefs.total_revisions):
        root = reader.get_historical_resolver(number).root
        if "/AcroForm" in root and "/SigFlags" in reader.root["/AcroForm"]:
            root["/AcroForm"][pdf_name("/SigFlags")] = reader.root["/AcroForm"]["/SigFlags"]


def _stops(pdf, xrefs, first):
    """Return where the revisions from ``first`` on end, ``{number: offset}``, in their order; white space may follow."""
    ends = {int(match[1]): match.end() for match in _END.finditer(pdf)}
    begins = {number: xrefs.get_startxref_for_revision(number) for number in range(first, xrefs.total_revisions)}
    return {number: ends[begin] for number, begin in begins.items() if begin in ends}


def _parted(start, ends, ours):
    """Return the pairs of offsets of the revisions that begin at ``start``.

    :raises SignatureError: ``changed`` when one of ``ours`` doesn't begin where another ends
    """
    stops = sorted({*ends, *(end for _start, end in ours)})
    parted = list(zip([start, *stops[:-1]], stops))
    if not set(ours) <= set(parted):
        raise SignatureError("changed")
    return parted


def _with_form(reader, number):
    """Return the revision ``number`` with an empty form where it has none: the first signature brings one along."""
    revision = reader.get_historical_resolver(number)
    if "/AcroForm" in reader.root and "/AcroForm" not in revision.root:
        form = reader.root["/AcroForm"]
        revision.root[pdf_name("/AcroForm")] = DictionaryObject({
            pdf_name("/Fields"): ArrayObject(),
            **{pdf_name(key): form.raw_get(key) for key in ("/SigFlags",) if key in form}})
    return revision


def _check_bytes(pdf, reader, number, start, end):
    """Refuse a revision of which a byte belongs neither to an object that its table names nor to the table."""
    place, gaps = start, []
    for first, last in sorted(_spans(pdf, reader, number)):
        if first < place or last > end:
            raise SignatureError("changed")
        gaps.append(pdf[place:first])
        place = last
    ending = _ENDING.fullmatch(pdf, place, end)
    if (not ending or int(ending[1]) != reader.xrefs.get_startxref_for_revision(number)
            or not all(map(_BETWEEN.fullmatch, gaps)) or sum(len(gap.strip()) for gap in gaps) > _MOST_COMMENTS):
        raise SignatureError("changed")


def _spans(pdf, reader, number):
    """Return where the objects and the table of a revision begin and end, a set of pairs of offsets."""
    table, entries = reader.xrefs.get_xref_container_info(number), reader.xrefs.get_xref_data(number)
    spans = {_span(reader, offset) for _generation, offset in entries.standard_xrefs.values()}
    if table.xref_section_type is XRefSectionType.STREAM:
        return spans | {_span(reader, table.start_location)}
    if table.xref_section_type is not XRefSectionType.STANDARD or not _TABLE.fullmatch(
            pdf, table.start_location, table.end_location):
        raise SignatureError("changed")
    reader.stream.seek(table.end_location)
    DictionaryObject.read_from_stream(reader.stream, TrailerReference(reader))
    return spans | {(table.declared_startxref, reader.stream.tell())}


def _span(reader, offset):
    """Return where the object at ``offset`` begins and ends."""
    stream = reader.stream
    stream.seek(offset)
    idnum, generation = read_object_header(stream, strict=True)
    read_object(stream, Reference(idnum, generation, reader))
    while not (word := stream.read(1)).strip(b"\0\t\n\f\r ") and word:
        pass
    if word + stream.read(5) != b"endobj":
        raise SignatureError("changed")
    return offset, stream.tell()


def _check_faces(reader, number):
    """Refuse a revision that could look one way here and another way there."""
    revision = reader.get_historical_resolver(number)
    for each in values(map(revision, revision.explicit_refs_in_revision())):
        if isinstance(each, DictionaryObject) and (
                not _TWO_FACED.isdisjoint(each) or _value(each, "/Type") in _LAYERS):
            raise SignatureError("changed")
    # By this each program draws the fields anew: what is seen then was not signed.
    if "/AcroForm" in revision.root and _value(revision.root["/AcroForm"], "/NeedAppearances") not in (None, _NO):
        raise SignatureError("changed")


def _check_names(reader, number):
    """Refuse a revision that calls the document by another title, author or subject: programs show it above the page."""
    if _names(reader, number) - _names(reader, number - 1):
        raise SignatureError("changed")


def _names(reader, number):
    """Return what a revision calls the document: set of (name of the field, text)."""
    revision = reader.get_historical_resolver(number)
    info = _value(revision.trailer_view, "/Info", {})
    names = {(key, str(_value(info, key))) for key in _NAMES if key in info}
    if "/Metadata" in revision.root:
        place = revision.root.raw_get("/Metadata")
        # The resolver of a revision can't read this stream a second time.
        packet = reader.get_object(Reference(place.idnum, place.generation, reader), number)
        tree = etree.fromstring(packet.data, etree.XMLParser(resolve_entities=False))
        names |= {(each.tag, " ".join("".join(each.itertext()).split())) for each in tree.iter(_DUBLIN_CORE)}
    return names


def _check_field(reader, last, number, signature):
    """Refuse what adds other fields than that of ``signature``, or shows it in other ways than signing needs.

    :param last: the revision before
    :param number: that with the signature; between the two the field may have been laid out
    :return: :class:`placing.Place` of the field, or ``None``
    """
    revision, before = (reader.get_historical_resolver(each) for each in (number, last))
    added = _references(revision.root["/AcroForm"], "/Fields") - _references(_value(before.root, "/AcroForm", {}), "/Fields")
    if len(added) != 1:
        raise SignatureError("changed")
    [reference] = added
    field = revision.get_object(Reference(*reference, revision))
    if (not field.keys() <= _FIELD or not _value(field, "/MK", {}).keys() <= _TURNED
            or _value(field, "/FT") != "/Sig" or _value(field, "/Subtype") != "/Widget"
            or list(field["/V"]["/ByteRange"]) != list(signature.byte_range)):
        raise SignatureError("changed")
    box = rectangle(field)
    pages = _pages_with(revision, before, reference)
    if len(pages) > 1 or box.width and box.height and not (pages and _is_plain(field)):
        raise SignatureError("changed")
    return Place(pages[0], box) if pages else None


def _is_plain(field):
    """Whether the annotation looks the same on the screen and on paper, under the mouse and elsewhere."""
    flags, appearance = int(_value(field, "/F", 0)), _value(field, "/AP", {})
    return (flags & ~_LOCKED == _PRINTED and appearance.keys() <= {"/N"}
            and ("/N" not in appearance or isinstance(appearance["/N"], StreamObject)))


def _pages_with(revision, before, reference):
    """Return the indexes of the pages that have other annotations than before.

    :raises SignatureError: ``changed`` when one has others than that of ``reference`` more
    """
    found = []
    for index in range(int(revision.root["/Pages"]["/Count"])):
        now, then = (_references(each.find_page_for_modification(index)[0].get_object(), "/Annots")
                     for each in (revision, before))
        if now != then:
            if now - then != {reference} or then - now:
                raise SignatureError("changed")
            found.append(index)
    return found


def _references(holder, key):
    """Return the references in a list of a dictionary, as pairs of numbers.

    :raises SignatureError: ``changed`` when one of its items is no reference, or stands there twice
    """
    items = list(list.__iter__(_value(holder, key, [])))
    found = {(each.idnum, each.generation) for each in items if isinstance(each, IndirectObject)}
    if len(found) != len(items):
        raise SignatureError("changed")
    return found


def rectangle(annotation):
    """Return the :class:`placing.Rectangle` of an annotation; without one it has no area."""
    sides = [float(side) for side in _value(annotation, "/Rect", (0, 0, 0, 0))]
    return Rectangle(*(min(sides[i], sides[i + 2]) for i in (0, 1)), *(max(sides[i], sides[i + 2]) for i in (0, 1)))


def _value(dictionary, key, otherwise=None):
    """Return a value of a dictionary, also where only a reference to it stands there."""
    return dictionary[key] if key in dictionary else otherwise
