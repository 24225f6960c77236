"""Metadata of documents and of the files in which they lie (Nghị định 30/2020/NĐ-CP, Phụ lục VI)."""
import datetime
from dataclasses import dataclass

from lxml import etree

from .errors import ExchangeError
from .text import printable

DATE = "%d/%m/%Y"


@dataclass(frozen=True)
class Metadata:
    """What the archive wants to know of a document.

    Texts that are too long are cut with an ellipsis; codes and names are refused, since a cut one names something else.

    :ivar organ_code: code of the issuing agency
    :ivar file_year: year of the file's catalogue
    :ivar file_notation: number of the file in which the document lies
    :ivar ordinal: number of the document in its file
    :ivar recipients: tuple of (code, name)
    :ivar arrival: day and number under which it came in; ``None`` for a document of the agency itself
    :ivar receivers: units that got a document which came in
    :ivar directive: what the leader said of it
    """

    organ_code: str
    organ_name: str
    type_name: str
    number: str
    notation: str
    date: datetime.date
    subject: str
    position: str = ""
    signer: str = ""
    recipients: tuple[tuple[str, str], ...] = ()
    file_year: int = 0
    file_notation: str = ""
    ordinal: int = 1
    language: str = "Tiếng Việt"
    pages: int = 1
    description: str = ""
    priority: int = 0
    copies: int = 1
    due_date: datetime.date | None = None
    arrival: tuple[datetime.date, int] | None = None
    receivers: tuple[str, ...] = ()
    directive: str = ""


@dataclass(frozen=True)
class FileMetadata:
    """Metadata of a file (hồ sơ).

    :ivar organ_code: code of the agency
    :ivar year: of its list of files
    :ivar notation: number and notation
    :ivar maintenance: how long it is kept, e.g. ``10 năm``
    :ivar rights: who may use it
    :ivar creator: who kept it
    :ivar start: day of the first document
    :ivar end: day of the last one
    :ivar documents: how many lie in it
    :ivar pages: of all of them
    """

    organ_code: str
    year: int
    notation: str
    title: str
    maintenance: str
    rights: str
    creator: str = ""
    language: str = "Tiếng Việt"
    start: datetime.date | None = None
    end: datetime.date | None = None
    documents: int = 0
    pages: int = 0
    description: str = ""


def write_file_metadata(metadata):
    """Return the metadata of a file as XML.

    :raises ExchangeError: a code or a number is longer than the decree permits
    """
    root = etree.Element("File")
    _file_code(root, metadata.organ_code, metadata.year, metadata.notation)
    _text(root, "Title", metadata.title, 500, cut=True)
    _text(root, "Maintenance", metadata.maintenance, 30)
    _text(root, "Rights", metadata.rights, 30)
    _text(root, "Creator", metadata.creator, 30, cut=True)
    _text(root, "Language", metadata.language, 50)
    _text(root, "StartDate", _day(metadata.start), 10)
    _text(root, "EndDate", _day(metadata.end), 10)
    _number(root, "DocTotal", metadata.documents, 4)
    _number(root, "PageTotal", metadata.pages, 4)
    _text(root, "Description", metadata.description, 500, cut=True)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def write_metadata(metadata):
    """Return the metadata as XML.

    :raises ExchangeError: a code, a name or a number is longer than the decree permits
    """
    root = etree.Element("Document")
    _file_code(root, metadata.organ_code, metadata.file_year or metadata.date.year, metadata.file_notation)
    _number(root, "DocOrdinal", metadata.ordinal, 3)
    _text(root, "TypeName", metadata.type_name, 100)
    _text(root, "CodeNumber", metadata.number, 11)
    _text(root, "CodeNotation", metadata.notation, 30)
    _text(root, "IssuedDate", _day(metadata.date), 10)
    _text(root, "OrganName", metadata.organ_name, 200)
    _text(root, "Subject", metadata.subject, 500, cut=True)
    _text(root, "Language", metadata.language, 30)
    _number(root, "PageAmount", metadata.pages, 3)
    _text(root, "Description", metadata.description, 500, cut=True)
    if metadata.arrival:
        day, number = metadata.arrival
        _text(root, "ArrivalDate", _day(day), 10)
        _number(root, "ArrivalNumber", number, 10)
    signer = etree.SubElement(root, "SignerInfo")
    _text(signer, "Position", metadata.position, 100)
    _text(signer, "FullName", metadata.signer, 50)
    for code, name in metadata.recipients:
        to = etree.SubElement(root, "To")
        _text(to, "OrganId", code, 13)
        _text(to, "OrganName", name, 200, cut=True)
    _number(root, "Priority", metadata.priority, 1)
    if metadata.arrival:
        _text(root, "ToPlaces", "; ".join(metadata.receivers), 1000, cut=True)
        etree.SubElement(root, "TraceHeaderList").text = printable(metadata.directive)
    else:
        _number(root, "IssuedAmount", metadata.copies, 3)
    _text(root, "DueDate", _day(metadata.due_date), 10)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _file_code(root, organ_code, year, notation):
    code = etree.SubElement(root, "FileCode")
    _text(code, "OrganId", organ_code, 13)
    _number(code, "FileCatalog", year, 4)
    _text(code, "FileNotation", notation, 20)


def _day(date):
    return date.strftime(DATE) if date else ""


def _text(parent, tag, text, length, cut=False):
    text = " ".join(printable(text or "").split())
    if len(text) > length:
        if not cut:
            raise ExchangeError("long", tag)
        text = f"{text[:length - 1].rstrip()}…"
    etree.SubElement(parent, tag).text = text


def _number(parent, tag, number, digits):
    if len(str(number)) > digits:
        raise ExchangeError("long", tag)
    etree.SubElement(parent, tag).text = str(number)
