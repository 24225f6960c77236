"""An edXML file to a message or a status; the file comes from outside and is trusted in nothing.

It is read as a stream: nothing but the message's own texts is kept, no entity is resolved, nothing is fetched, and
reading stops at the first thing that a message can't have.
"""
import base64
import binascii
import contextlib
import datetime
import io
import re

from lxml import etree

from .errors import ExchangeError
from .message import (
    DATE, LARGEST, NAMESPACE, STAMP, Attachment, Business, Message, Organ, Reply, Staff, Status, StatusCode, Trace)
from .packed import unpacked

#: Longest text of an element that is no attachment, in characters.
LONGEST = 20_000
#: Most elements, and how deep they may lie.
MOST, DEEPEST = 20_000, 30
CHUNK = 1 << 16
#: Nothing that is sent as a message is older; the first years have no moment in every time zone.
EARLIEST = 1900
CONTENT = "ContentTransferEncoded"
#: As agencies write the time of a status: that of the standard, and what programs of the country make of it.
STAMPS = (STAMP, DATE, "%d/%m/%Y %H:%M:%S", "%d/%m/%Y")


def read(file):
    """Read a message.

    :param file: bytes, or an open binary file
    :return: :class:`message.Message`, or :class:`message.Status` of one that says what has become of a document
    :raises ExchangeError: the file is no message, or lacks a part that a message must have
    """
    if isinstance(file, bytes):
        file = io.BytesIO(file)
    target = _Target()
    parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    size = 0
    try:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            if size > LARGEST:
                raise ExchangeError("size", LARGEST >> 20)
            parser.feed(chunk)
        root = parser.close()
    except etree.XMLSyntaxError as error:
        raise ExchangeError("xml", error.msg) from error
    if root is None:
        raise ExchangeError("missing", "edXML")
    header = root.all("edXMLEnvelope", "edXMLHeader")
    # Some programs call the head of a status “Status”, others as that of a document.
    told = [node for head in header for name in ("Status", "MessageHeader") for node in head.all(name) if node.all("StatusCode")]
    return _status(told[0]) if told else _message(root)


class _Node:
    """An element: its children by name, and its text."""

    def __init__(self, name):
        self.name, self.children, self.text, self.length = name, [], [], 0

    def add(self, text):
        """Take a piece of the text.

        :raises ExchangeError: the text is longer than any of a message
        """
        self.length += len(text)
        if self.length > LONGEST:
            raise ExchangeError("value", self.name)
        self.text.append(text)

    def all(self, *path):
        """Return the elements at the end of ``path``."""
        nodes = [self]
        for name in path:
            nodes = [child for node in nodes for child in node.children if child.name == name]
        return nodes

    def get(self, *path, required=False):
        """Return the text at the end of ``path``, empty where there is none.

        :raises ExchangeError: ``required``, and there is none
        """
        found = self.all(*path)
        text = " ".join("".join(found[0].text).split()) if found else ""
        if required and not text:
            raise ExchangeError("missing", "/".join(path))
        return text


class _Content(_Node):
    """The element of an attachment: its text is decoded as it comes."""

    def __init__(self, name):
        super().__init__(name)
        self.waiting, self.content = b"", bytearray()

    def add(self, text):
        """Take a piece of base64; four of its letters are three bytes."""
        try:
            self.waiting += re.sub(r"\s", "", text).encode("ascii")
            whole = len(self.waiting) // 4 * 4
            self.content += base64.b64decode(self.waiting[:whole], validate=True)
        except (UnicodeEncodeError, binascii.Error) as error:
            raise ExchangeError("value", self.name) from error
        self.waiting = self.waiting[whole:]

    def decoded(self):
        """Return the bytes of the attachment.

        :raises ExchangeError: the base64 ends amid a group of four
        """
        if self.waiting:
            raise ExchangeError("value", self.name)
        return bytes(self.content)


class _Target:
    """Collects the elements while they are read."""

    def __init__(self):
        self.root, self.open, self.count = None, [], 0

    def doctype(self, _name, _public, _system):
        raise ExchangeError("doctype")

    def start(self, tag, _attributes):
        namespace, _brace, name = tag.rpartition("}")
        if not self.open and (namespace, name) != (f"{{{NAMESPACE}", "edXML"):
            raise ExchangeError("namespace", tag[:100])
        self.count += 1
        if self.count > MOST or len(self.open) > DEEPEST:
            raise ExchangeError("complex")
        node = _Content(name) if name == CONTENT else _Node(name)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def data(self, text):
        self.open[-1].add(text)

    def end(self, _tag):
        self.open.pop()

    def comment(self, _text):
        pass

    def pi(self, _target, _data=None):
        pass

    def close(self):
        return self.root


def _status(node):
    code, answered = _number(node.get("StatusCode", required=True), "StatusCode"), _only(node, "ResponseFor")
    if code not in tuple(StatusCode):
        raise ExchangeError("value", "StatusCode")
    staff = (node.all("StaffInfo") or [_Node("StaffInfo")])[0]
    day = answered.get("PromulgationDate")
    return Status(
        sender=_organ(_only(node, "From")),
        reply=Reply(
            answered.get("OrganId", required=True), answered.get("Code"), _moment(day, "PromulgationDate").date() if day else None,
            answered.get("DocumentId")),
        code=StatusCode(code), time=_moment(node.get("Timestamp", required=True), "Timestamp"), description=node.get("Description"),
        staff=Staff(staff.get("Department"), staff.get("Staff"), staff.get("Mobile"), staff.get("Email")))


def _moment(text, name, patterns=STAMPS):
    for pattern in patterns:
        with contextlib.suppress(ValueError):
            moment = datetime.datetime.strptime(text, pattern)
            if moment.year >= EARLIEST:
                return moment
    raise ExchangeError("value", name)


def _message(root):
    header = _only(root, "edXMLEnvelope", "edXMLHeader", "MessageHeader")
    recipients = tuple(_organ(node, known=False) for node in header.all("To"))
    if not recipients:
        raise ExchangeError("missing", "To")
    return Message(
        sender=_organ(_only(header, "From")),
        recipients=recipients,
        number=header.get("Code", "CodeNumber"),
        notation=header.get("Code", "CodeNotation", required=True),
        date=_date(header.get("PromulgationInfo", "PromulgationDate", required=True), "PromulgationDate"),
        subject=header.get("Subject", required=True),
        place=header.get("PromulgationInfo", "Place"),
        type_code=_number(header.get("DocumentType", "Type", required=True), "DocumentType/Type"),
        type_name=header.get("DocumentType", "TypeName"),
        content=header.get("Content"),
        competence=header.get("SignerInfo", "Competence"),
        position=header.get("SignerInfo", "Position"),
        signer=header.get("SignerInfo", "FullName"),
        due_date=_date(header.get("DueDate"), "DueDate"),
        places=tuple(filter(None, (node.get() for node in header.all("ToPlaces", "Place")))),
        priority=_number(header.get("OtherInfo", "Priority"), "Priority"),
        sphere=header.get("OtherInfo", "SphereOfPromulgation"),
        typist=header.get("OtherInfo", "TyperNotation"),
        copies=_number(header.get("OtherInfo", "PromulgationAmount"), "PromulgationAmount"),
        pages=_number(header.get("OtherInfo", "PageAmount"), "PageAmount"),
        appendixes=tuple(filter(None, (node.get() for node in header.all("OtherInfo", "Appendixes", "Appendix")))),
        reply=_reply(header),
        steering=_number(header.get("SteeringType"), "SteeringType"),
        identifier=header.get("DocumentId", required=True),
        **_business(root),
        traces=tuple(map(_trace, root.all("edXMLEnvelope", "edXMLHeader", "TraceHeaderList", "TraceHeader"))),
        attachments=_attachments(root),
    )


def _business(root):
    """Return what the message does with other documents, as values of a :class:`message.Message`."""
    path = ("edXMLEnvelope", "edXMLHeader", "TraceHeaderList", "Bussiness")
    number = _number(root.get(*path, "BussinessDocType"), "BussinessDocType")
    if number not in tuple(Business):
        raise ExchangeError("value", "BussinessDocType")
    named = (*root.all(*path, "DocumentId"), *root.all(*path, "ReplacementInfoList", "ReplacementInfo", "DocumentId"))
    return {
        "business": Business(number), "reason": root.get(*path, "BussinessDocReason") if number else "",
        "concerned": tuple(dict.fromkeys(filter(None, (node.get() for node in named))))}


def _only(node, *path):
    """Return the element at the end of ``path``.

    :raises ExchangeError: there is none
    """
    found = node.all(*path)
    if not found:
        raise ExchangeError("missing", "/".join(path))
    return found[0]


def _organ(node, known=True):
    """Return an agency; one that is written to may have no code yet, the one that writes must have its own."""
    return Organ(
        node.get("OrganId", required=known), node.get("OrganName", required=True), node.get("OrganizationInCharge"),
        node.get("OrganAdd"), node.get("Email"), node.get("Telephone"), node.get("Fax"), node.get("Website"))


def _reply(header):
    found = header.all("ResponseFor")
    if not found:
        return None
    node = found[0]
    return Reply(node.get("OrganId"), node.get("Code"), _date(node.get("PromulgationDate"), "ResponseFor/PromulgationDate"),
                 node.get("DocumentId"))


def _trace(node):
    text = node.get("Timestamp", required=True)
    try:
        return Trace(node.get("OrganId", required=True), datetime.datetime.strptime(text, STAMP))
    except ValueError as error:
        raise ExchangeError("value", "Timestamp") from error


def _attachments(root):
    """Return the attachments; each one that the message lists has to be there."""
    files = {}
    for node in root.all("AttachmentEncoded", "Attachment"):
        identifier = node.get("ContentId", required=True).removeprefix("cid:")
        content = _only(node, CONTENT).decoded()
        name, content = unpacked(node.get("AttachmentName", required=True), content)
        files[identifier] = Attachment(name, content, node.get("ContentType"), node.get("Description"))
    references = root.all("edXMLEnvelope", "edXMLBody", "edXMLManifest", "Reference")
    if len(files) < len(references):
        raise ExchangeError("attachment", references[len(files)].get("AttachmentName") or len(references))
    return tuple(files.values())


def _date(text, name):
    return _moment(text[:10], name, (DATE,)).date() if text else None


def _number(text, name):
    if not text:
        return 0
    if not re.fullmatch(r"\d{1,6}", text):
        raise ExchangeError("value", name)
    return int(text)
