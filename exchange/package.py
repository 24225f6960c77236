"""A data package: what an agency hands to another one so that it need not be typed off, as versioned JSON.

Most go with a document, as one more file of the message that brings it, and hold only together with that: they name the document and the
hash of its PDF. Those of the kinds :data:`upward.ALONE` are messages of their own. ``package.schema.json`` says the same for those who
write such packages with other programs, ``upward`` what stands in those about reports. What comes from outside is trusted in nothing:
sizes, counts, types and references are checked here; keys that are not known are passed over.
"""
import dataclasses
import datetime
import json
from dataclasses import dataclass

from . import upward
from .errors import ExchangeError
from .keys import HASH, KEY, LONGEST, MOST, YEARS, Keys

FORMAT, VERSION = "dan_van", 1
#: Name of the file among those of a message.
FILE = "du-lieu-dan-van.json"
#: Largest package, in bytes.
LARGEST = 8 << 20
#: How deep the contents of a plan lie.
DEEPEST = 10
ROLES, KINDS = ("lead", "coordinate"), ("order", "request")
RECURRENCES = ("monthly", "quarterly", "semiannual", "yearly", "continuous")


@dataclass(frozen=True)
class Sender:
    """The agency that hands the package on, by its code in electronic exchange."""

    code: str
    name: str


@dataclass(frozen=True)
class Document:
    """The document with which the package goes.

    :ivar identifier: in electronic exchange, as in the message
    :ivar sha256: of its PDF
    """

    identifier: str
    code: str
    date: datetime.date
    sha256: str


@dataclass(frozen=True)
class Theme:
    """What the plan is about, by the names that its agency uses."""

    name: str
    code: str = ""


@dataclass(frozen=True)
class Content:
    """A part of the text of a plan that duties serve, or below which such parts stand.

    :ivar key: tells it from the others of this package
    :ivar parent: key of the part below which it stands, which comes first; empty at the top
    """

    key: str
    parent: str = ""
    label: str = ""
    title: str = ""
    text: str = ""


@dataclass(frozen=True)
class Duty:
    """A duty of agencies below.

    :ivar key: the same in every plan of the agency that goes on with it
    :ivar to: codes of the agencies that have it
    :ivar contents: keys of the contents that it serves
    """

    key: str
    to: tuple[str, ...]
    text: str
    contents: tuple[str, ...] = ()
    role: str = "lead"
    kind: str = "order"
    output: str = ""
    start: datetime.date | None = None
    deadline: datetime.date | None = None
    further_dates: tuple[datetime.date, ...] = ()
    recurrence: str = ""
    deadline_text: str = ""
    asks_evidence: bool = False


@dataclass(frozen=True)
class Plan:
    """Body of a package of the kind ``plan``: what a plan, or any other document that gives duties, asks of agencies below."""

    title: str
    year: int
    theme: Theme
    bases: tuple[str, ...]
    contents: tuple[Content, ...]
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class Package:
    """A package; its kind says what its body is, see :data:`BODIES`.

    :ivar document: ``None`` where it is a message of its own
    :ivar time: naive, in UTC: when such a message was written
    """

    sender: Sender
    document: Document | None
    body: Plan | upward.Request | upward.Report | upward.Progress
    kind: str = "plan"
    time: datetime.datetime | None = None


def write_package(package):
    """Return the file of a package.

    :param package: :class:`Package`
    :return: bytes, the same for the same package; what is empty is left out
    :raises ExchangeError: it is larger than packages may be, or says what none may say
    """
    data = {"format": FORMAT, "version": VERSION, **_filled(dataclasses.asdict(package))}
    raw = json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    _package(_loaded(raw))
    return raw


def read_package(raw, sender_code, identifier, hashes):
    """Read a package that has come with a message.

    :param raw: bytes
    :param sender_code: of the agency that has sent the message
    :param identifier: of the document that the message brings
    :param hashes: SHA-256 of each of the other files of the message
    :return: :class:`Package`
    :raises ExchangeError: it is none, is not of this message, or is of a newer version; says which key is wrong
    """
    package = _read(raw, set(BODIES) - upward.ALONE)
    if package.sender.code.upper() != sender_code.upper():
        raise ExchangeError("package_sender", package.sender.code)
    if package.document.identifier != identifier:
        raise ExchangeError("package_document", package.document.identifier)
    if package.document.sha256 not in hashes:
        raise ExchangeError("package_hash")
    return package


def read_alone(raw):
    """Read a package that is a message of its own.

    :param raw: bytes
    :return: :class:`Package` without a document
    :raises ExchangeError: as :func:`read_package`
    """
    return _read(raw, upward.ALONE)


def is_package(raw):
    """Return whether a file is a package rather than a message."""
    return raw[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def _read(raw, kinds):
    data = _loaded(raw)
    version, kind = data.number("version", range(1, 1_000_000)), data.line("kind", required=True)
    if version > VERSION:
        raise ExchangeError("package_newer", version)
    if kind not in kinds:
        raise ExchangeError("package_kind", kind[:40])
    return _package(data)


def _filled(value):
    """Return ``value`` as JSON has it, without what is empty."""
    if isinstance(value, dict):
        return {name: _filled(each) for name, each in value.items() if each or each == 0 and each is not False}
    if isinstance(value, (list, tuple)):
        return [_filled(each) for each in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def _loaded(raw):
    if len(raw) > LARGEST:
        raise ExchangeError("package_size", LARGEST >> 20)
    try:
        data = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ExchangeError("package_json") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ExchangeError("package_format")
    return Keys(data, "")


def _once(pairs):
    found = {}
    for name, value in pairs:
        if name in found:
            raise ExchangeError("package_twice", name[:40])
        found[name] = value
    return found


def _no_number(name):
    raise ValueError(name)


def _package(data):
    sender, kind = data.inside("sender"), data.line("kind", required=True)
    return Package(
        Sender(sender.line("code", required=True), sender.line("name", required=True)),
        None if kind in upward.ALONE else _document(data.inside("document")), BODIES[kind](data.inside("body")), kind,
        data.moment("time") if kind in upward.ALONE else None)


def _document(document):
    return Document(
        document.line("identifier", required=True), document.line("code", required=True), document.day("date", required=True),
        document.matched("sha256", HASH))


def _plan(body):
    theme = body.inside("theme")
    contents = _contents(body)
    duties, keys = tuple(_duty(each, contents) for each in body.objects("duties")), set()
    for duty in duties:
        if duty.key in keys:
            raise ExchangeError("package_twice", duty.key)
        keys.add(duty.key)
    return Plan(
        body.text("title", required=True, longest=2_000), body.number("year", YEARS), Theme(theme.line("name", required=True), theme.line("code")),
        body.lines("bases", 200, LONGEST), tuple(contents.values()), duties)


def _contents(body):
    """Return ``{key: Content}`` in their order."""
    found, depths = {}, {"": 0}
    for each in body.objects("contents"):
        key, parent = each.matched("key", KEY), each.matched("parent", KEY, required=False)
        if key in found:
            raise ExchangeError("package_twice", key)
        if depths.get(parent, DEEPEST) >= DEEPEST:
            each.refuse("parent")
        depths[key] = depths[parent] + 1
        found[key] = Content(key, parent, each.line("label"), each.text("title", longest=2_000), each.text("text"))
    return found


def _duty(each, contents):
    served = each.lines("contents", 200)
    if not all(key in contents for key in served):
        each.refuse("contents")
    start, deadline = each.day("start"), each.day("deadline")
    if start and deadline and start > deadline:
        each.refuse("deadline")
    days = each.lines("further_dates", 100)
    return Duty(
        each.matched("key", KEY), each.lines("to", MOST), each.text("text", required=True), served, each.chosen("role", ROLES),
        each.chosen("kind", KINDS), each.line("output"), start, deadline,
        tuple(sorted({each.as_day("further_dates", day) for day in days})), each.chosen("recurrence", ("", *RECURRENCES)),
        each.line("deadline_text"), each.flag("asks_evidence"))


#: How the body of each kind of package is read.
BODIES = {"plan": _plan, **upward.BODIES}
