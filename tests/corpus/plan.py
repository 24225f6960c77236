"""Descriptions of plans: from one file of ``plans/`` come the paragraphs that a writer writes and what is to be found.

Above ``---`` stand the values of the header, ending and file; below it a line for each paragraph, see README.md.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from . import markup

FOLDER = Path(__file__).resolve().parent / "plans"
_HEADING = re.compile(r"(=+)(\w+) ([^|]*)\|(.*)")
_MARKS = " .:)/–-"
#: Letters of a), b) ... as offices use them: d and đ are two.
ALPHABET = "abcdđeghiklmnopqrstuvxy"


@dataclass
class Block:
    """A paragraph or table in the order of the source; ``label`` as printed, made by Word where ``auto``."""

    kind: str
    inline: object = None
    label: str = ""
    depth: int = 0
    auto: bool = False
    rows: list = field(default_factory=list)

    @property
    def text(self):
        """The paragraph as printed; nothing for one that was deleted."""
        return " ".join(filter(None, [self.label, self.inline.text]))


@dataclass
class Plan:
    """A plan: ``meta`` of its file and header, ``blocks`` of its body, ``annexes`` below the signature, ``expected``.

    A generated one has ``choices``, names of options by the name of the choice, those that were ``offered``, and its own
    ``description``.
    """

    name: str
    meta: dict
    blocks: list = field(default_factory=list)
    annexes: list = field(default_factory=list)
    expected: dict = field(default_factory=dict)
    others: list = field(default_factory=list)
    choices: dict = field(default_factory=dict)
    offered: dict = field(default_factory=dict)
    description: str = ""

    def lines(self, key):
        """Return the lines of a value of the header; `` / `` divides them."""
        return [line.strip() for line in self.meta.get(key, "").split(" / ") if line.strip()]

    @property
    def file(self):
        """Kind of the file: docx, pdf or txt."""
        return self.meta["file"]

    @property
    def number_line(self):
        """The line with number and symbol."""
        number = self.meta.get("number", "")
        return self.meta.get("numberline") or f"Số: {number or '      '}/{self.meta['symbol']}"

    @property
    def date_line(self):
        """The line with place and date."""
        if "dateline" in self.meta:
            return self.meta["dateline"]
        day, month, year = self.meta["date"].split("/")
        day = "     " if day == "?" else f"{int(day):02d}"
        month = "     " if month == "?" else f"{int(month):02d}" if int(month) < 3 else month
        return f"{self.meta['place']}, ngày {day} tháng {month} năm {year}"

    @property
    def nation(self):
        """National title and motto, or the Party's line."""
        return self.lines("nation") or ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]


def load_all():
    """Return every plan of the corpus in order, once for each kind of file that it is written to."""
    return [plan for path in sorted(FOLDER.glob("*.plan")) for plan in load(path)]


def load(path):
    """Yield the plan that a file describes, for each of its kinds of file."""
    text = path.read_text(encoding="utf-8")
    for kind in re.search(r"^file: (.*)", text, re.MULTILINE)[1].split():
        yield read(path.stem, text, kind)


def read(name, text, kind):
    """Return the plan that a description gives, with those behind it in the same file as ``others``."""
    first, *rest = text.split("\n#next\n")
    plan = _Reader(name, first).plan
    plan.others = [_Reader(f"{name}+{number}", more).plan for number, more in enumerate(rest, 1)]
    for each in (plan, *plan.others):
        each.meta["file"] = kind
    plans = [plan, *plan.others]
    for each in plans:
        each.expected["others"] = [
            {"type": other.expected["type"], "subject": other.expected["subject"]} for other in plans if other is not each
        ]
    return plan


class _Reader:
    """Reads a description line by line."""

    def __init__(self, name, text):
        head, _rule, body = text.partition("\n---\n")
        meta = dict(
            (part.strip() for part in line.split(":", 1)) for line in head.split("\n") if line and line[0] != "#"
        )
        self.plan = Plan(name, meta)
        self.expected = self.plan.expected
        self.stack = []
        self.annex = None
        self.columns = self.group = None
        self.implementing = False
        self.duties = []
        self._head()
        for line in body.split("\n"):
            if line.strip() and not line.startswith("# "):
                self._line(line)
        self._close()

    def _head(self):
        meta, plan = self.plan.meta, self.plan
        parts = [int(part) if part.isdigit() else None for part in meta["date"].split("/")]
        self.expected.update(
            header={
                "parent": " ".join(plan.lines("parent")) or None, "issuer": plan.lines("issuer"), "number": meta.get("number"),
                "symbol": meta["symbol"], "place": meta["place"], "urgency": meta.get("urgency"),
                "date": dict(zip(("day", "month", "year"), parts, strict=True)),
            },
            type=meta.get("type", "KẾ HOẠCH"), subject=" ".join(plan.lines("subject")),
            signer={
                "authority": "\n".join(plan.lines("authority")) or None, "title": meta.get("title"),
                "name": meta.get("name"),
            },
            bases=[], enacting=None, sections=[], assignments=[], closing=None, recipients=[], archive=None,
            annexes=[], citations=[], footnotes=[], periods=[],
            warnings=meta.get("warnings", "").split(),
        )  # fmt: skip

    def _line(self, line):
        heading = _HEADING.match(line)
        if heading:
            self._heading(*heading.groups())
            return
        stripped = line.lstrip(" ")
        depth = (len(line) - len(stripped)) // 2
        tag, _bar, rest = ("@", "", stripped[1:]) if stripped[0] == "@" else stripped.partition("|")
        special = getattr(self, f"_tag_{tag}", None) if len(tag) == 1 and tag.isupper() else None
        if tag == "T":
            self._table(rest, depth)
        elif special:
            special(rest)
        elif self.annex is not None:
            self._block("annex_text", f"{tag} {rest}".strip())
        elif tag in (">", "@"):
            self._below(tag, rest, depth)
        else:
            self._item(tag, rest, depth)

    def _block(self, kind, raw, label="", depth=0, auto=False):
        inline = markup.read(raw.replace("¶", "\n"))
        self.expected["footnotes"] += inline.notes
        block = Block(kind, inline, label, depth, auto)
        (self.plan.blocks if self.annex is None else self.plan.annexes).append(block)
        for mark in inline.of("cite"):
            self.expected["citations"].append(_citation(mark))
        for mark in inline.of("P"):
            dates, _due, recurrence = markup.when(mark.arguments[0])
            self.expected["periods"].append({"dates": dates, "recurrence": recurrence, "text": inline.text})
        return inline

    def _preamble(self, raw):
        inline = self._block("plain", raw)
        for mark in inline.of("B", "E"):
            text = inline.covered(mark).strip(" ;.,-–+")
            if mark.name == "E":
                self.expected["enacting"] = "\n".join(filter(None, [self.expected["enacting"], text]))
                continue
            cited = next((each for each in inline.of("cite") if mark.begin <= each.begin <= mark.end), None)
            self.expected["bases"].append({"text": text, **(_citation(cited) if cited else {})})

    def _tag_P(self, rest):
        self._preamble(rest)

    def _tag_B(self, rest):
        self._preamble(f"{{B:{rest}}}")

    def _tag_E(self, rest):
        self._preamble(f"{{E:{rest}}}")

    def _tag_C(self, rest):
        inline = self._block("closing", rest)
        self.expected["closing"] = "\n".join(filter(None, [self.expected["closing"], inline.text]))

    def _tag_W(self, rest):
        self.plan.blocks.append(Block("deleted", markup.read(f"[-{rest}-]")))

    def _tag_N(self, rest):
        self.expected["recipients"].append(rest)

    def _tag_L(self, rest):
        self.expected["archive"] = rest

    def _tag_A(self, rest):
        label, title, note = (rest.split("|") + ["", ""])[:3]
        self.annex = {"label": label or None, "title": title.replace("¶", " ") or None, "note": note or None}
        self.annex["items"] = []
        self.expected["annexes"].append(self.annex)
        for kind, raw in (("annex_label", label), ("annex_title", title), ("annex_note", note)):
            if raw:
                self._block(kind, raw)

    def _table(self, rest, depth):
        self.columns, self.group, self.depth = rest.split(","), None, depth
        owner = self.plan.blocks if self.annex is None else self.plan.annexes
        owner.append(Block("table", rows=[]))
        self.table = owner[-1].rows
        self.above = None

    def _tag_H(self, rest):
        self.table.append(("head", [markup.read(cell.strip()) for cell in rest.split("|")]))

    _tag_X = _tag_H

    def _tag_G(self, rest):
        cells = [markup.read(cell.strip()) for cell in rest.split("|")]
        self.table.append(("group", cells + [markup.read("")] * (len(self.columns) - len(cells))))
        texts = {name: cell.text for name, cell in zip(self.columns, cells, strict=False)}
        label, title = texts.get("label"), texts.get("text")
        if title in ("<", None, ""):
            label, title = None, label
        self.group = _new_item(label, title=title)
        self._rows().append(self.group)

    def _tag_R(self, rest):
        cells = [markup.read(cell.strip().replace("¶", "\n")) for cell in rest.split("|")]
        self.table.append(("row", cells))
        values = dict(zip(self.columns, cells, strict=True))
        item = _new_item((values["label"].text.lstrip("#") or None) if "label" in values else None)
        for name, cell in values.items():
            self._cell(item, name, cell)
        self.above = item
        (self._rows() if self.group is None else self.group["children"]).append(item)
        for cell in cells:
            for mark in cell.of("cite"):
                self.expected["citations"].append(_citation(mark))

    def _rows(self):
        if self.annex is not None:
            return self.annex["items"]
        return self.stack[self.depth]["children" if self.depth else "items"]

    def _cell(self, item, name, cell):
        if cell.text == "^":
            item[name] = self.above[name]
        elif not cell.text or name in ("label", "aside"):
            return
        elif name == "text":
            item["text"] = cell.text
        elif name == "extra":
            item["text"] = "\n".join(filter(None, [item["text"], cell.text]))
        elif name in ("lead", "coordinate"):
            marked = [cell.covered(mark) for mark in cell.of("L", "C")]
            item[name] = marked or [unit.strip(" .") for unit in re.split("[,;]", cell.text)]
        elif name == "output":
            item[name] = cell.text
        elif name == "deadline":
            [mark] = cell.of("D")
            _set_deadline(item, cell.text, mark)

    def _heading(self, equals, kind, label, title):
        auto, label = label.startswith("#"), label.lstrip("#")
        inline = self._block("heading", title, label, len(equals) - 1, auto)
        section = {
            "label": label.rstrip(_MARKS) or None, "title": inline.text.replace("\n", " ") or None,
            "kind": kind, "level": len(equals) - 1, "items": [],
        }  # fmt: skip
        self.expected["sections"].append(section)
        self.implementing = kind == "implementation"
        self.stack = [section]

    def _item(self, label, raw, depth):
        auto, label = label.startswith("#"), label.lstrip("#")
        is_title = raw.startswith("*")
        inline = self._block("item" if label else "plain", raw[is_title:], label, depth, auto)
        item = _new_item(label.strip(f"({_MARKS}") or ("-" if label in ("-", "–") else None))
        item["title" if is_title else "text"] = inline.text.replace("\n", " ")
        owner = self.stack[depth]
        owner["items" if depth == 0 else "children"].append(item)
        self.stack[depth + 1 :] = [item]
        _fields(item, inline)
        for mark in inline.of("U", "Q", "?"):
            self.duties.append((item, inline, mark))

    def _below(self, tag, raw, depth):
        item = self.stack[depth]
        inline = self._block("task" if tag == "@" else "plain", raw, depth=depth)
        if tag == ">":
            item["text"] = "\n".join(filter(None, [item["text"], inline.text]))
        _fields(item, inline)

    def _close(self):
        for item, inline, mark in self.duties:
            kind = "request" if mark.name == "Q" else "order"
            if mark.name == "?":
                self.expected["warnings"].append("unit_unknown")
                unit, scope, names = None, "unit", []
            else:
                unit = inline.covered(mark)
                scope, names = (mark.arguments + ["", ""])[:2] if mark.arguments else ("", "")
                names = [name.strip() for name in names.split(";")] if names else [unit]
            own = inline.text[mark.end :] if mark.name != "?" else inline.text
            more = item["text"] if item["title"] else (item["text"] or "").partition("\n")[2]
            text = "\n".join(filter(None, [own.lstrip(" :,"), more, *_lines(item["children"])]))
            self.expected["assignments"].append(
                {"unit": unit, "scope": scope or "unit", "kind": kind, "units": names, "text": text}
            )


def _new_item(label, title=None):
    return {
        "label": label, "title": title, "text": None, "children": [], "lead": [], "coordinate": [],
        "deadline": None, "output": None,
    }  # fmt: skip


def _fields(item, inline):
    """Fill lead, coordinating units, deadline and output of ``item`` from the marks of a paragraph."""
    for mark in inline.marks:
        text = inline.covered(mark)
        if mark.name in ("L", "C"):
            item["lead" if mark.name == "L" else "coordinate"].append(text)
        elif mark.name == "O":
            item["output"] = text
        elif mark.name in ("D", "d"):
            _set_deadline(item, text, mark)


def _set_deadline(item, text, mark):
    dates, due, recurrence = markup.when(mark.arguments[0])
    item["deadline"] = {
        "text": text, "dates": dates, "date": due, "recurrence": recurrence, "loose": mark.name == "d"
    }


def _citation(mark):
    kind, number, symbol, date = (mark.arguments + [""] * 4)[:4]
    return {"kind": kind, "number": number or None, "symbol": symbol or None, "date": date or None}


def _lines(items):
    for item in items:
        yield " ".join(filter(None, [item["label"], item["title"], item["text"]]))
        yield from _lines(item["children"])
