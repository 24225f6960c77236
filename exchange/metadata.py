"""Metadata of an outgoing document (Nghị định 30/2020/NĐ-CP, Phụ lục VI)."""
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


def write_metadata(metadata):
    """Return the metadata as XML.

    :raises ExchangeError: a code, a name or a number is longer than the decree permits
    """
    root = etree.Element("Document")
    file = etree.SubElement(root, "FileCode")
    _text(file, "OrganId", metadata.organ_code, 13)
    _number(file, "FileCatalog", metadata.file_year or metadata.date.year, 4)
    _text(file, "FileNotation", metadata.file_notation, 20)
    _number(root, "DocOrdinal", metadata.ordinal, 3)
    _text(root, "TypeName", metadata.type_name, 100)
    _text(root, "CodeNumber", metadata.number, 11)
    _text(root, "CodeNotation", metadata.notation, 30)
    _text(root, "IssuedDate", metadata.date.strftime(DATE), 10)
    _text(root, "OrganName", metadata.organ_name, 200)
    _text(root, "Subject", metadata.subject, 500, cut=True)
    _text(root, "Language", metadata.language, 30)
    _number(root, "PageAmount", metadata.pages, 3)
    _text(root, "Description", metadata.description, 500, cut=True)
    signer = etree.SubElement(root, "SignerInfo")
    _text(signer, "Position", metadata.position, 100)
    _text(signer, "FullName", metadata.signer, 50)
    for code, name in metadata.recipients:
        to = etree.SubElement(root, "To")
        _text(to, "OrganId", code, 13)
        _text(to, "OrganName", name, 200, cut=True)
    _number(root, "Priority", metadata.priority, 1)
    _number(root, "IssuedAmount", metadata.copies, 3)
    _text(root, "DueDate", metadata.due_date.strftime(DATE) if metadata.due_date else "", 10)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


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
