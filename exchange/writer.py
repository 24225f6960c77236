"""A message or a status to an edXML file (QCVN 102:2016/BTTTT)."""
import base64
import hashlib

from lxml import etree

from .errors import ExchangeError
from .message import DATE, LARGEST, NAMESPACE, STAMP, XLINK, Business
from .text import printable

ACTOR = "http://schemas.xmlsoap.org/soap/actor/next"
_ORGAN = (
    ("OrganId", "code"), ("OrganizationInCharge", "in_charge"), ("OrganName", "name"), ("OrganAdd", "address"),
    ("Email", "email"), ("Telephone", "telephone"), ("Fax", "fax"), ("Website", "website"))


def write(message):
    """Return the file of a message.

    The children of the envelope carry the prefix ``edXML``, the attachments beside it none.

    :param message: :class:`message.Message`
    :return: bytes of UTF-8, the same for the same message
    :raises ExchangeError: it would be larger than messages may be
    """
    identifiers = [_content_id(message, index) for index in range(len(message.attachments))]
    envelope = etree.Element(_name("edXMLEnvelope"), nsmap={"edXML": NAMESPACE})
    header = _child(envelope, "edXMLHeader")
    _message_header(header, message)
    _traces(header, message)
    _child(header, "DigitalSignature")
    _manifest(_child(envelope, "edXMLBody"), message, identifiers)
    encoded = _attachments(message, identifiers)
    return _file(envelope, encoded)


def write_status(status):
    """Return the file of a status: a header, and nothing else.

    :param status: :class:`message.Status`
    :return: bytes of UTF-8, the same for the same status
    """
    envelope = etree.Element(_name("edXMLEnvelope"), nsmap={"edXML": NAMESPACE})
    header = _child(_child(envelope, "edXMLHeader"), "MessageHeader")
    _organ(header, "From", status.sender)
    _reply(header, status.reply)
    staff = _child(header, "StaffInfo")
    for tag, text in (("Department", status.staff.department), ("Staff", status.staff.name), ("Mobile", status.staff.mobile),
                      ("Email", status.staff.email)):
        _child(staff, tag, text)
    _child(header, "StatusCode", f"{int(status.code):02d}")
    _child(header, "Description", status.description)
    _child(header, "Timestamp", status.time.strftime(STAMP))
    return _file(envelope)


def _file(*parts):
    # Each part written apart: in one tree lxml would choose one of the two prefixes for both.
    raw = b"".join((
        b'<?xml version="1.0" encoding="utf-8"?>\n<edXML xmlns="', NAMESPACE.encode(), b'">',
        *(etree.tostring(part, encoding="utf-8") for part in parts), b"</edXML>\n"))
    if len(raw) > LARGEST:
        raise ExchangeError("size", LARGEST >> 20)
    return raw


def _name(tag):
    return f"{{{NAMESPACE}}}{tag}"


def _child(parent, tag, text=None):
    child = etree.SubElement(parent, _name(tag))
    if text is not None:
        child.text = printable(str(text))
    return child


def _content_id(message, index):
    return hashlib.sha256(f"{message.document_id},{index},{message.attachments[index].name}".encode()).hexdigest()[:32]


def _message_header(parent, message):
    header = _child(parent, "MessageHeader")
    _organ(header, "From", message.sender)
    for recipient in message.recipients:
        _organ(header, "To", recipient)
    code = _child(header, "Code")
    _child(code, "CodeNumber", message.number)
    _child(code, "CodeNotation", message.notation)
    info = _child(header, "PromulgationInfo")
    _child(info, "Place", message.place)
    _child(info, "PromulgationDate", message.date.strftime(DATE))
    kind = _child(header, "DocumentType")
    _child(kind, "Type", message.type_code)
    _child(kind, "TypeName", message.type_name)
    _child(header, "Subject", message.subject)
    _child(header, "Content", message.content or message.subject)
    signer = _child(header, "SignerInfo")
    _child(signer, "Competence", message.competence)
    _child(signer, "Position", message.position)
    _child(signer, "FullName", message.signer)
    if message.due_date:
        _child(header, "DueDate", message.due_date.strftime(DATE))
    places = _child(header, "ToPlaces")
    for place in message.places:
        _child(places, "Place", place)
    _other(header, message)
    if message.reply:
        _reply(header, message.reply)
    _child(header, "SteeringType", message.steering)
    _child(header, "DocumentId", message.document_id)


def _organ(parent, tag, organ):
    element = _child(parent, tag)
    for child, field in _ORGAN:
        if value := getattr(organ, field):
            _child(element, child, value)


def _other(parent, message):
    other = _child(parent, "OtherInfo")
    _child(other, "Priority", message.priority)
    _child(other, "SphereOfPromulgation", message.sphere)
    _child(other, "TyperNotation", message.typist)
    _child(other, "PromulgationAmount", message.copies)
    _child(other, "PageAmount", message.pages)
    appendixes = _child(other, "Appendixes")
    for appendix in message.appendixes:
        _child(appendixes, "Appendix", appendix)


def _reply(parent, reply):
    element = _child(parent, "ResponseFor")
    _child(element, "OrganId", reply.organ_code)
    _child(element, "Code", reply.code)
    if reply.date:
        _child(element, "PromulgationDate", reply.date.strftime(DATE))
    if reply.document_id:
        _child(element, "DocumentId", reply.document_id)


def _traces(parent, message):
    traces = _child(parent, "TraceHeaderList")
    for name, value in (("id", hashlib.sha256(message.document_id.encode()).hexdigest()[:8]), ("version", "1.0"),
                        ("mustUnderstand", "1"), ("actor", ACTOR)):
        traces.set(name, value)
    for trace in message.traces:
        element = _child(traces, "TraceHeader")
        _child(element, "OrganId", trace.organ_code)
        _child(element, "Timestamp", trace.time.strftime(STAMP))
    _business(traces, message)


def _business(parent, message):
    # Spelt so in the standard.
    business = _child(parent, "Bussiness")
    _child(business, "BussinessDocType", int(message.business))
    _child(business, "BussinessDocReason", message.reason or "Văn bản điện tử mới")
    is_replacing = message.business == Business.REPLACE
    for identifier in () if is_replacing else message.concerned:
        _child(business, "DocumentId", identifier)
    _child(business, "Paper", 0)
    if is_replacing:
        replaced = _child(business, "ReplacementInfoList")
        for identifier in message.concerned:
            _child(_child(replaced, "ReplacementInfo"), "DocumentId", identifier)


def _manifest(parent, message, identifiers):
    manifest = _child(parent, "edXMLManifest")
    manifest.set("version", "1.0")
    for attachment, identifier in zip(message.attachments, identifiers):
        reference = etree.SubElement(manifest, _name("Reference"), nsmap={"xlink": XLINK})
        for name, value in (("href", f"cid:{identifier}"), ("role", "XLinkRole"), ("type", "simple")):
            reference.set(f"{{{XLINK}}}{name}", value)
        _child(reference, "AttachmentName", attachment.name)
        _child(reference, "Description", attachment.description)
        _child(reference, "ContentType", attachment.content_type)


def _attachments(message, identifiers):
    encoded = etree.Element(_name("AttachmentEncoded"), nsmap={None: NAMESPACE})
    for attachment, identifier in zip(message.attachments, identifiers):
        element = _child(encoded, "Attachment")
        _child(element, "ContentType", attachment.content_type)
        _child(element, "ContentId", identifier)
        _child(element, "Description", attachment.description)
        _child(element, "ContentTransferEncoded", base64.b64encode(attachment.content).decode())
        _child(element, "AttachmentName", attachment.name)
    return encoded
