"""An edXML message as data."""
import datetime
import hashlib
from dataclasses import dataclass, replace
from enum import IntEnum

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
XLINK = "http://www.w3.org/1999/xlink"
DATE = "%Y/%m/%d"
STAMP = "%Y/%m/%d %H:%M:%S"
#: Largest file of a message, in bytes.
LARGEST = 64 << 20


@dataclass(frozen=True)
class Organ:
    """An agency.

    :ivar code: its code in electronic exchange, e.g. ``000.00.12.H10``
    :ivar name: as it writes itself
    :ivar in_charge: the agency above, which is in charge of it
    """

    code: str
    name: str
    in_charge: str = ""
    address: str = ""
    email: str = ""
    telephone: str = ""
    fax: str = ""
    website: str = ""


@dataclass(frozen=True)
class Reply:
    """The document that a message answers."""

    organ_code: str
    code: str
    date: datetime.date | None = None
    document_id: str = ""


@dataclass(frozen=True)
class Trace:
    """A station of the message.

    :ivar time: without time zone, that of the country
    """

    organ_code: str
    time: datetime.datetime


@dataclass(frozen=True)
class Attachment:
    """A file that goes with the message."""

    name: str
    content: bytes
    content_type: str = "application/pdf"
    description: str = ""


class Business(IntEnum):
    """What a message does with documents (QCVN 102:2016/BTTTT, BussinessDocType)."""

    NEW = 0
    REVOKE = 1
    UPDATE = 2
    REPLACE = 3


class StatusCode(IntEnum):
    """What an agency says of a document that it was sent, see :data:`codes.STATUSES` for the words."""

    ARRIVED = 1
    REFUSED = 2
    ACCEPTED = 3
    ASSIGNED = 4
    PROCESSING = 5
    DONE = 6
    TAKEN_BACK = 13
    CHANGE_ACCEPTED = 15
    CHANGE_REFUSED = 16


@dataclass(frozen=True)
class Staff:
    """Who deals with a document."""

    department: str = ""
    name: str = ""
    mobile: str = ""
    email: str = ""


@dataclass(frozen=True)
class Status:
    """What an agency says of a document that it was sent.

    :ivar sender: the agency that says it
    :ivar reply: the document
    :ivar time: without time zone, that of the country
    :ivar description: in words, of a refusal the reason
    """

    sender: Organ
    reply: Reply
    code: StatusCode
    time: datetime.datetime
    description: str = ""
    staff: Staff = Staff()


@dataclass(frozen=True)
class Message:
    """A document on its way between agencies.

    :ivar number: number without symbol, e.g. ``05``
    :ivar notation: symbol, e.g. ``KH-BDT``
    :ivar type_code: number of the type, see :data:`codes.TYPES`
    :ivar competence: in what right the signer signs, e.g. ``KT. TRƯỞNG BAN``
    :ivar priority: 0 to 3, see :data:`codes.PRIORITIES`
    :ivar steering: 0 for a document that asks for nothing
    :ivar business: what it does with other documents
    :ivar reason: why, in words
    :ivar concerned: identifiers of the documents that it revokes, updates or replaces
    :ivar identifier: the document's own, unless given made of agency, date, number and symbol
    """

    sender: Organ
    recipients: tuple[Organ, ...]
    number: str
    notation: str
    date: datetime.date
    subject: str
    place: str = ""
    type_code: int = 18
    type_name: str = "Công văn"
    content: str = ""
    competence: str = ""
    position: str = ""
    signer: str = ""
    due_date: datetime.date | None = None
    places: tuple[str, ...] = ()
    priority: int = 0
    sphere: str = ""
    typist: str = ""
    copies: int = 1
    pages: int = 1
    appendixes: tuple[str, ...] = ()
    reply: Reply | None = None
    steering: int = 0
    identifier: str = ""
    business: Business = Business.NEW
    reason: str = ""
    concerned: tuple[str, ...] = ()
    traces: tuple[Trace, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def document_id(self):
        """What tells this document from every other one."""
        return self.identifier or document_id(self.sender.code, self.date, self.code)

    @property
    def code(self):
        """Number and symbol, e.g. ``05/KH-BDT``."""
        return "/".join(filter(None, (self.number, self.notation)))

    @property
    def fingerprint(self):
        """What tells what it says from what any other message says, whenever and to whom it is sent: a hash."""
        found = hashlib.sha256(repr(replace(self, recipients=(), traces=(), attachments=())).encode())
        for attachment in self.attachments:
            found.update(repr(replace(attachment, content=b"")).encode() + hashlib.sha256(attachment.content).digest())
        return found.hexdigest()


def document_id(organ_code, date, code):
    """Return what tells a document from every other one in exchange, made of its agency, day, number and symbol."""
    return f"{organ_code},{date:{DATE}},{code}"


def named_document(identifier):
    """Return what an identifier says of its document: agency, day and code; empty and ``None`` for what it doesn't say.

    :return: (str, datetime.date or ``None``, str)
    """
    organ_code, day, code = (identifier.split(",", 2) + ["", "", ""])[:3]
    try:
        date = datetime.datetime.strptime(day.strip(), DATE).date()
    except ValueError:
        date = None
    return organ_code.strip(), date, code.strip()
