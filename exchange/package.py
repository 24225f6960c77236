"""A data package: what goes with a document so that the agency that gets it need not type it off, as versioned JSON.

It travels as one more file of the message that brings the document, and holds only together with that: it names the sender, the
document and the hash of its PDF. ``package.schema.json`` says the same for those who write such packages with other programs. What
comes from outside is trusted in nothing: sizes, counts, types and references are checked here; keys that are not known are passed over.
"""
import dataclasses
import datetime
import json
import re
from dataclasses import dataclass

from .errors import ExchangeError
from .text import printable

FORMAT, VERSION = "dan_van", 1
#: Name of the file among those of a message.
FILE = "du-lieu-dan-van.json"
#: Largest package, in bytes.
LARGEST = 8 << 20
#: Most duties and contents of a plan, and how deep the contents lie.
MOST, DEEPEST = 2_000, 10
LONGEST, LONGEST_LINE = 20_000, 2_000
ROLES, KINDS = ("lead", "coordinate"), ("order", "request")
RECURRENCES = ("monthly", "quarterly", "semiannual", "yearly", "continuous")
_KEY, _HASH, _DAY = re.compile(r"[A-Za-z0-9._:-]{1,64}"), re.compile(r"[0-9a-f]{64}"), re.compile(r"\d{4}-\d\d-\d\d")
_YEARS = range(1945, 2201)


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
    """A package; its kind is that of its body, see :data:`BODIES`."""

    sender: Sender
    document: Document
    body: Plan
    kind: str = "plan"


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
    data = _loaded(raw)
    version, kind = data.number("version", range(1, 1_000_000)), data.line("kind", required=True)
    if version > VERSION:
        raise ExchangeError("package_newer", version)
    if kind not in BODIES:
        raise ExchangeError("package_kind", kind[:40])
    package = _package(data)
    if package.sender.code.upper() != sender_code.upper():
        raise ExchangeError("package_sender", package.sender.code)
    if package.document.identifier != identifier:
        raise ExchangeError("package_document", package.document.identifier)
    if package.document.sha256 not in hashes:
        raise ExchangeError("package_hash")
    return package


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
    return _Keys(data, "")


def _once(pairs):
    found = {}
    for name, value in pairs:
        if name in found:
            raise ExchangeError("package_twice", name[:40])
        found[name] = value
    return found


def _no_number(name):
    raise ValueError(name)


class _Keys:
    """The keys of an object, asked for by what they must hold.

    :ivar path: where the object lies, for the words of a refusal
    """

    def __init__(self, data, path):
        if not isinstance(data, dict):
            raise ExchangeError("package_value", path.rstrip("."))
        self.data, self.path = data, path

    def refuse(self, name, key="package_value"):
        """:raises ExchangeError: names where the wrong value lies"""
        raise ExchangeError(key, self.path + name)

    def get(self, name, kind, required):
        """Return the value of ``name``, ``None`` where there is none."""
        value = self.data.get(name)
        if value is None and not required:
            return None
        # A boolean is no number.
        if not isinstance(value, kind) or isinstance(value, bool) and kind is not bool:
            self.refuse(name)
        return value

    def text(self, name, required=False, longest=LONGEST):
        """Return a text, without what no database keeps; empty where there is none."""
        text = printable(self.get(name, str, required) or "").strip()
        if required and not text or len(text) > longest:
            self.refuse(name)
        return text

    def line(self, name, required=False):
        """As :meth:`text`, of one line."""
        return " ".join(self.text(name, required, LONGEST_LINE).split())

    def matched(self, name, pattern, required=True):
        """Return a text that is as ``pattern`` says, empty where there is none."""
        text = self.get(name, str, required) or ""
        if (required or text) and not pattern.fullmatch(text):
            self.refuse(name)
        return text

    def number(self, name, allowed):
        """Return a whole number that is one of ``allowed``."""
        number = self.get(name, int, True)
        if number not in allowed:
            self.refuse(name)
        return number

    def flag(self, name):
        """Return whether ``name`` is said."""
        return self.get(name, bool, False) or False

    def chosen(self, name, allowed):
        """Return one of ``allowed``, the first where nothing is said."""
        value = self.get(name, str, False)
        if value is not None and value not in allowed:
            self.refuse(name)
        return allowed[0] if value is None else value

    def day(self, name, required=False):
        """Return a date, ``None`` where there is none."""
        text = self.get(name, str, required)
        return None if text is None else self.as_day(name, text)

    def as_day(self, name, text):
        """Return the date that ``text``, part of ``name``, says."""
        try:
            day = datetime.date.fromisoformat(text) if _DAY.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None or day.year not in _YEARS:
            self.refuse(name)
        return day

    def inside(self, name):
        """Return the keys of the object ``name``."""
        return _Keys(self.get(name, dict, True), f"{self.path}{name}.")

    def each(self, name, most=MOST):
        """Return the entries of the list ``name``, an empty list where there is none."""
        entries = self.get(name, list, False) or []
        if len(entries) > most:
            self.refuse(name, "package_many")
        return entries

    def objects(self, name):
        """Return the keys of each entry of the list ``name``."""
        return [_Keys(entry, f"{self.path}{name}[{index}].") for index, entry in enumerate(self.each(name), 1)]

    def lines(self, name, most, longest=LONGEST_LINE):
        """Return the texts of the list ``name``."""
        entries = self.each(name, most)
        if not all(isinstance(entry, str) and 0 < len(entry) <= longest for entry in entries):
            self.refuse(name)
        return tuple(map(printable, entries))


def _package(data):
    sender, document = data.inside("sender"), data.inside("document")
    kind = data.line("kind", required=True)
    return Package(
        Sender(sender.line("code", required=True), sender.line("name", required=True)),
        Document(
            document.line("identifier", required=True), document.line("code", required=True), document.day("date", required=True),
            document.matched("sha256", _HASH)),
        BODIES[kind](data.inside("body")), kind)


def _plan(body):
    theme = body.inside("theme")
    contents = _contents(body)
    duties, keys = tuple(_duty(each, contents) for each in body.objects("duties")), set()
    for duty in duties:
        if duty.key in keys:
            raise ExchangeError("package_twice", duty.key)
        keys.add(duty.key)
    return Plan(
        body.text("title", required=True, longest=2_000), body.number("year", _YEARS), Theme(theme.line("name", required=True), theme.line("code")),
        body.lines("bases", 200, LONGEST), tuple(contents.values()), duties)


def _contents(body):
    """Return ``{key: Content}`` in their order."""
    found, depths = {}, {"": 0}
    for each in body.objects("contents"):
        key, parent = each.matched("key", _KEY), each.matched("parent", _KEY, required=False)
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
        each.matched("key", _KEY), each.lines("to", MOST), each.text("text", required=True), served, each.chosen("role", ROLES),
        each.chosen("kind", KINDS), each.line("output"), start, deadline,
        tuple(sorted({each.as_day("further_dates", day) for day in days})), each.chosen("recurrence", ("", *RECURRENCES)),
        each.line("deadline_text"), each.flag("asks_evidence"))


#: How the body of each kind of package is read.
BODIES = {"plan": _plan}
