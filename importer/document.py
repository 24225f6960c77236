"""The recognised plan as dataclasses, and its JSON. SCHEMA.md describes every key."""

import types
import typing
from dataclasses import dataclass, field, fields, is_dataclass

#: Raised when a key changes its meaning or goes away; new keys don't raise it.
VERSION = 1


#: Words before a task's units, time and output where they stand in columns without words of their own.
_TASK_WORDS = {
    "lead": "- Đơn vị chủ trì:",
    "coordinate": "- Đơn vị phối hợp:",
    "deadline": "- Thời gian:",
    "output": "- Sản phẩm:",
}


@dataclass
class PartialDate:
    """A date whose day or month may be blank."""

    day: int | None = None
    month: int | None = None
    year: int | None = None


@dataclass
class Header:
    """What stands above the type of the document."""

    parent: str | None = None
    issuer: list[str] = field(default_factory=list)
    number: str | None = None
    symbol: str | None = None
    place: str | None = None
    date: PartialDate = field(default_factory=PartialDate)
    urgency: str | None = None


@dataclass
class Citation:
    """A document that the text cites; ``date`` is ISO and only given when day, month and year are known."""

    text: str
    kind: str | None = None
    number: str | None = None
    symbol: str | None = None
    date: str | None = None
    year: int | None = None
    issuer: str | None = None
    subject: str | None = None
    line: int | None = None


@dataclass
class Basis(Citation):
    """A legal basis: the clause as printed and the document it names first."""


@dataclass
class Deadline:
    """When something is due: as printed, as ISO date or dates, or as a recurrence; ``doubt`` says why it is not sure."""

    text: str
    date: str | None = None
    dates: list[str] = field(default_factory=list)
    recurrence: str | None = None
    doubt: str | None = None


@dataclass
class Item:
    """A numbered, bulleted or plain paragraph below a section, with what stands below it."""

    label: str | None = None
    title: str | None = None
    text: str | None = None
    children: list["Item"] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    coordinate: list[str] = field(default_factory=list)
    deadline: Deadline | None = None
    output: str | None = None
    extra: list[str] = field(default_factory=list)
    line: int | None = None
    in_table: bool = False


@dataclass
class Section:
    """A main heading and the items below it; ``level`` is 0 for the outermost headings."""

    label: str | None = None
    title: str | None = None
    kind: str = "other"
    items: list[Item] = field(default_factory=list)
    level: int = 0
    line: int | None = None


@dataclass
class Assignment:
    """A duty of a unit, as the implementation section words it."""

    unit: str | None
    scope: str
    kind: str
    text: str
    units: list[str] = field(default_factory=list)
    deadline: Deadline | None = None
    label: str | None = None
    line: int | None = None
    confidence: float = 1.0


@dataclass
class Signer:
    """Who signs: authority (KT., TM. ...), title, name."""

    authority: str | None = None
    title: str | None = None
    name: str | None = None


@dataclass
class Row:
    """A row of a table as printed, heads as well; cells merged with the one above repeat its words."""

    cells: list[str] = field(default_factory=list)
    line: int | None = None


@dataclass
class Annex:
    """What follows the signature: annexes and forms."""

    label: str | None = None
    title: str | None = None
    note: str | None = None
    items: list[Item] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    text: str | None = None
    line: int | None = None


@dataclass
class Period:
    """A reporting duty: the sentence, its dates (ISO) or how often it returns."""

    text: str
    dates: list[str] = field(default_factory=list)
    recurrence: str | None = None
    line: int | None = None


@dataclass
class Other:
    """Another plan in the same file; ``index`` is what ``importer.parse`` takes as ``which`` to read it."""

    index: int
    line: int
    type: str | None = None
    subject: str | None = None


@dataclass
class Named:
    """A unit as the text names it, and the agency's own name of it, or None where several or none fit."""

    name: str
    unit: str | None = None
    candidates: list[str] = field(default_factory=list)


@dataclass
class Notice:
    """Something a person should look at; ``text`` is the part of the source that it is about."""

    code: str
    line: int | None
    text: str | None


@dataclass
class Part:
    """A stretch of the source and the field of the document it went to (``path``, null for furniture)."""

    kind: str
    path: str | None
    text: str
    line: int
    confidence: float = 1.0


@dataclass
class Place:
    """Where a line stands on the picture of its page, counted from 0: shares of its width and height from the upper left."""

    line: int
    page: int
    left: float
    top: float
    width: float
    height: float


@dataclass
class Doubt:
    """A word that was read from a picture and is not sure; ``path`` of the field that it went to, where it is known."""

    line: int
    word: str
    path: str | None = None


@dataclass
class Document:
    """A recognised plan."""

    version: int = VERSION
    header: Header = field(default_factory=Header)
    type: str | None = None
    subject: str | None = None
    bases: list[Basis] = field(default_factory=list)
    enacting: str | None = None
    sections: list[Section] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    closing: str | None = None
    recipients: list[str] = field(default_factory=list)
    archive: str | None = None
    signer: Signer = field(default_factory=Signer)
    annexes: list[Annex] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    units: list[Named] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def to_dict(self):
        """Return the document as plain dicts, lists, strings and numbers, ready for ``json.dumps``."""
        return _plain(self)

    @classmethod
    def from_dict(cls, values):
        """Build the document that ``to_dict`` gave; unknown keys are ignored, missing ones take their default.

        :raises ValueError: when the version is newer than this code or a value has the wrong shape
        """
        if not isinstance(values, dict) or not 1 <= values.get("version", 0) <= VERSION:
            raise ValueError("not a document of a known version")
        return _build(cls, values)

    def section(self, kind):
        """Return the first section of ``kind``, or None."""
        return next((section for section in self.sections if section.kind == kind), None)

    def walk(self):
        """Yield every item of sections and annexes, parents before children."""
        for owner in (*self.sections, *self.annexes):
            yield from walk(owner.items)

    def task_lines(self):
        """Return what is printed below each item on who, when and what comes out, by the item's path.

        A cell of a table stands without its heading; it gets the customary words instead.
        """
        paths = self.paths()
        rows = {paths[id(item)]: _cells_as_lines(item) for item in self.walk() if item.in_table}
        return self._printed_lines() | {path: lines for path, lines in rows.items() if lines}

    def _printed_lines(self):
        lines, marks, last = {}, [], None
        for part in self.parts:
            owner, _dot, name = (part.path or "").removesuffix(".text").rpartition(".")
            if part.kind == "mark" and last and not marks and not part.text.strip(".;,)"):
                lines[last[0]][-1] += part.text
            elif part.kind == "mark":
                marks.append(part.text)
            elif name in _TASK_WORDS or name.startswith("extra["):
                below = lines.setdefault(owner, [])
                if marks or not below:
                    below.append(" ".join([*marks, part.text]))
                else:
                    below[-1] += f" {part.text}"
                marks, last = [], (owner, name)
            else:
                marks, last = [], None
        return lines

    def paths(self):
        """Return the path of each node, such as ``sections[1].items[0]``, by ``id(node)``."""
        found = {id(self): "", id(self.header): "header", id(self.signer): "signer"}
        pending = []
        for name in ("bases", "sections", "annexes"):
            pending += [(f"{name}[{i}]", node) for i, node in enumerate(getattr(self, name))]
        while pending:
            path, node = pending.pop()
            found[id(node)] = path
            for name in ("items", "children"):
                pending += [(f"{path}.{name}[{i}]", child) for i, child in enumerate(getattr(node, name, ()))]
        return found


def walk(items):
    """Yield ``items`` and all below them, parents before children."""
    stack = list(reversed(items))
    while stack:
        item = stack.pop()
        yield item
        stack.extend(reversed(item.children))


def _cells_as_lines(item):
    """Return who, when and what comes out of a table's row as lines, also what its cells share with the row above."""
    values = {
        "lead": ", ".join(item.lead),
        "coordinate": ", ".join(item.coordinate),
        "deadline": item.deadline.text if item.deadline else "",
        "output": item.output,
    }
    return [
        *(f"{_TASK_WORDS[name]} {value}" for name, value in values.items() if value), *(f"- {each}" for each in item.extra)
    ]


def _plain(value):
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value


def _build(kind, value):
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        options = [each for each in typing.get_args(kind) if each is not type(None)]
        return None if value is None else _build(options[0], value)
    if origin is list:
        if not isinstance(value, list):
            raise ValueError(f"a list was expected, not {value!r}")
        return [_build(typing.get_args(kind)[0], each) for each in value]
    if not is_dataclass(kind):
        if not isinstance(value, kind) and not (kind is float and isinstance(value, int)):
            raise ValueError(f"{kind.__name__} was expected, not {value!r}")
        return value
    if not isinstance(value, dict):
        raise ValueError(f"an object was expected, not {value!r}")
    hints = typing.get_type_hints(kind)
    known = {each.name: _build(hints[each.name], value[each.name]) for each in fields(kind) if each.name in value}
    try:
        return kind(**known)
    except TypeError as error:
        raise ValueError(str(error)) from error
