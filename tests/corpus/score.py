"""Compares what was recognised with what a plan says: recall and precision for each kind of part, and lost letters."""

import difflib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from . import text as plain_text

_ENDS = " ;,.:–-"
#: Share of its letters that makes an item of a scan right: a letter or two are put right by whoever looks at the preview.
_ALIKE = 0.95


#: What was recognised in a file that was refused.
NOTHING = {
    "header": {"parent": None, "issuer": [], "number": None, "symbol": None, "place": None, "urgency": None, "date": {}},
    "type": None, "subject": None, "bases": [], "enacting": None, "citations": [], "sections": [], "assignments": [],
    "closing": None, "recipients": [], "archive": None, "signer": {}, "annexes": [], "footnotes": [], "periods": [],
    "warnings": [], "others": [], "parts": [],
}  # fmt: skip


@dataclass
class Tally:
    """How much of one kind was there, was found, and was both; ``missed`` and ``wrong`` name the rest."""

    expected: int = 0
    found: int = 0
    right: int = 0
    missed: list = field(default_factory=list)
    wrong: list = field(default_factory=list)

    @property
    def recall(self):
        """Share of what was there that was found."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def precision(self):
        """Share of what was found that was there."""
        return self.right / self.found if self.found else 1.0

    def add(self, other):
        """Add the counts of another plan."""
        for name in ("expected", "found", "right"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.missed += other.missed
        self.wrong += other.wrong


def compare(plan, found):
    """Return a ``Tally`` for each kind of part.

    :param plan: of the corpus
    :param found: ``to_dict()`` of what was recognised in its file
    """
    found = _without_others(found)
    found = _without_scope(found, {key(each["unit"]) for each in plan.expected["assignments"] if each["scope"] == "any"})
    wanted, given = dict(facts(plan.expected)), dict(facts(found))
    tallies = {kind: _tally(wanted[kind], given[kind]) for kind in wanted}
    _deadlines(plan.expected, found, tallies)
    return tallies


def total(results):
    """Return the sum of the tallies of several plans."""
    sums = {}
    for tallies in results:
        for kind, tally in tallies.items():
            sums.setdefault(kind, Tally()).add(tally)
    return sums


def _tally(wanted, given):
    wanted, given = Counter(wanted), Counter(given)
    right = wanted & given
    return Tally(
        wanted.total(), given.total(), right.total(), list((wanted - right).elements()), list((given - right).elements())
    )


def key(text):
    """Return ``text`` in NFC, small letters and single spaces, without marks at its ends and end mark."""
    if text is None:
        return None
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).casefold().split("\n"))
    return "\n".join(line.removesuffix("./.").removesuffix("/.").strip(_ENDS) for line in lines)


def letters(text):
    """Return the letters and digits of ``text``, small and in NFC."""
    return "".join(char for char in unicodedata.normalize("NFC", text).casefold() if char.isalnum())


def facts(document):
    """Yield kind and list of comparable facts of a document in the schema of the importer."""
    header = document["header"]
    names = ("parent", "number", "symbol", "place", "urgency")
    yield "header", [
        *((name, key(header[name])) for name in names if header[name] is not None),
        *([("issuer", key(" ".join(header["issuer"])))] if header["issuer"] else []),
        *(("date", name, value) for name, value in header["date"].items() if value is not None),
    ]
    yield "type", [key(document["type"])] if document["type"] else []
    yield "subject", [key(document["subject"])] if document["subject"] else []
    yield "bases", [(key(basis["text"]), *_notation(basis)) for basis in document["bases"]]
    yield "enacting", [key(document["enacting"])] if document["enacting"] else []
    yield "citations", list(dict.fromkeys(_cited(each) for each in document["citations"]))
    yield "sections", [section_fact(each) for each in document["sections"]]
    yield from _item_facts(document)
    yield "assignments", [
        (key(each["unit"]), each["scope"], each["kind"], _units(each), letters(each["text"]))
        for each in document["assignments"]
    ]
    yield "closing", [key(document["closing"])] if document["closing"] else []
    yield "recipients", [key(line) for line in document["recipients"]]
    yield "archive", [key(document["archive"])] if document["archive"] else []
    yield "signer", [(name, key(value)) for name, value in document["signer"].items() if value]
    yield "annexes", [annex_fact(each) for each in document["annexes"]]
    yield "footnotes", [key(note) for note in document["footnotes"]]
    yield "periods", [
        each["recurrence"] or tuple(each["dates"]) for each in document.get("periods", ()) if each is not None
    ]
    yield "warnings", [each if isinstance(each, str) else each["code"] for each in document["warnings"]]
    yield "others", [(key(each["type"]), key(each["subject"])) for each in document.get("others", ())]


def section_fact(section):
    """Return what is compared of a section itself."""
    return section["label"], key(section["title"]), section["kind"], section["level"]


def annex_fact(annex):
    """Return what is compared of an annex itself."""
    return key(annex["label"]), key(annex["title"]), key(annex["note"])


def item_fact(item):
    """Return what is compared of an item itself."""
    return _label(item), own(item)


def all_items(document):
    """Yield every item of sections and annexes."""
    yield from (item for item, *_rest in _all_items(document))


def _without_others(found):
    """Return ``found`` with duties of implementation sections only: who leads elsewhere is compared at the items."""
    lines = {
        item["line"] for section in found["sections"] if section["kind"] != "implementation"
        for item, _above in _walk(section["items"]) if "line" in item
    }
    return {**found, "assignments": [each for each in found["assignments"] if each.get("line") not in lines]}


def _without_scope(found, units):
    """Return ``found`` with scope ``any`` where a plan leaves open whether all units of a kind are meant or each."""
    assignments = [
        {**each, "scope": "any"} if key(each["unit"]) in units else each for each in found["assignments"]
    ]
    return {**found, "assignments": assignments}


def _units(assignment):
    """Return the units of a duty; where it is everybody's, it makes no difference where their list is divided."""
    units = tuple(map(key, assignment["units"]))
    return letters("".join(units)) if assignment["scope"] in ("all", "any") else units


def _notation(basis):
    return tuple(basis.get(name) for name in ("kind", "number", "symbol", "date"))


def _cited(citation):
    """Return what tells a citation: its number, or its kind and date where it has none."""
    if citation["number"]:
        return (citation["kind"], citation["number"], citation["symbol"], citation["date"])
    return (citation["kind"], None, None, citation["date"])


def own(item):
    """Return the heading and text of an item itself."""
    return key("\n".join(filter(None, [item["title"], item["text"]]))) or ""


def _label(item):
    """Return the label of an item; of "2.1.a" and "2.1-a" the letter: what is above may be repeated or not."""
    return re.sub(r"^[\d.]+[.-](?=[^\W\d_]$)", "", item["label"] or "") or None


def _walk(items, above=""):
    for item in items:
        yield item, above
        yield from _walk(item["children"], own(item)[:80])


def _all_items(document, places=("sections", "annexes")):
    for place in places:
        for owner in document[place]:
            above = key(owner["title"] or owner["label"] or "") or ""
            yield from ((item, parent, owner) for item, parent in _walk(owner["items"], above))


def _item_facts(document):
    items = list(_all_items(document))
    yield "items", [item_fact(item) for item, *_rest in items]
    yield "nesting", [(above, _label(item), own(item)[:80]) for item, above, _owner in items]
    yield "titles", [key(item["title"]) for item, *_rest in items if item["title"]]
    tasks = [item for item, _above, owner in items if owner.get("kind") != "implementation"]
    yield "lead", list(_lead_facts(tasks))
    yield "coordinate", [(own(item)[:80], key(unit)) for item in tasks for unit in item["coordinate"]]
    yield "output", [(own(item)[:80], key(item["output"])) for item, *_rest in items if item["output"]]


def _lead_facts(tasks):
    """Yield who leads each of ``tasks``; a unit that is a heading leads it once, whether it or the items below say so."""
    headed = {}
    for item in tasks:
        heading = key(item["title"])
        units = {heading} if heading and any(heading in map(key, each["lead"]) for each in (item, *item["children"])) else set()
        headed.update(dict.fromkeys(map(id, item["children"]), units))
        units -= headed.get(id(item), set())
        yield from ((own(item)[:80], unit) for unit in units)
        yield from ((own(item)[:80], key(unit)) for unit in item["lead"] if key(unit) not in units | headed.get(id(item), set()))


def _deadlines(expected, found, tallies):
    """Compare deadlines: date and recurrence alike; the text alike too, within a sentence it holds the marked words."""
    given = {}
    for item, *_rest in _all_items(found):
        if item["deadline"]:
            given.setdefault(own(item)[:80], []).append(item["deadline"])
    tally = Tally(found=sum(map(len, given.values())))
    for item, *_rest in _all_items(expected):
        wanted = item["deadline"]
        if not wanted:
            continue
        tally.expected += 1
        candidates = given.get(own(item)[:80], [])
        match = next((each for each in candidates if agrees(wanted, each)), None)
        if match is None:
            tally.missed.append((own(item)[:60], wanted["text"], wanted["date"], wanted["recurrence"], wanted["dates"]))
        else:
            candidates.remove(match)
            tally.right += 1
    tally.wrong = [(own[:60], *each.values()) for own, rest in given.items() for each in rest]
    tallies["deadlines"] = tally


def agrees(wanted, given):
    """Tell whether a recognised deadline is the one that a plan has."""
    same = wanted["date"] == given["date"] and wanted["recurrence"] in ("any", given["recurrence"])
    if wanted["loose"]:
        return same and key(wanted["text"]) in key(given["text"])
    return same and key(wanted["text"]) == key(given["text"]) and wanted["dates"] == given["dates"]


def lost(plan, found):
    """Return what of the source is in no part of ``found``, or there in another order; empty when all is well.

    :param plan: of the corpus, which knows its own letters
    :param found: ``to_dict()`` of what was recognised
    """
    # A PDF prints the head of a table again on every page, and numbers the pages.
    aside = ("page_number", "table_head") if plan.file == "pdf" else ("page_number",) if "pages" in plan.meta else ()
    parts = letters("".join(part["text"] for part in found["parts"] if part["kind"] not in aside))
    source = list(_source(plan, heads=plan.file != "pdf"))
    wanted, given = Counter("".join(map(letters, source))), Counter(parts)
    faults = [f"{count} × {char} too few" for char, count in (wanted - given).items()]
    faults += [f"{count} × {char} too many" for char, count in (given - wanted).items()]
    place = 0
    for block in (block for each in (plan, *plan.others) for block in each.blocks if block.kind != "table"):
        where = parts.find(letters(block.text), place)
        if where < 0:
            faults.append(f"not in place: {block.text[:80]}")
        else:
            place = where + len(letters(block.text))
    return faults


def _source(plan, heads):
    for each in (plan, *plan.others):
        yield from (*each.lines("stray"), *each.lines("parent"), *each.lines("issuer"), *each.nation)
        yield from (each.number_line, *each.lines("urgency"), each.date_line)
        yield from (each.meta.get("type", "KẾ HOẠCH"), *each.lines("subject"))
        for block in (*each.blocks, *each.annexes):
            if block.kind == "table":
                rows = (cells for kind, cells in block.rows if heads or kind != "head")
                yield from (cell.text for cells in rows for cell in cells)
            else:
                yield block.text
                yield from block.inline.notes
        yield from (*plain_text.recipients(each), *plain_text.signer(each))


def of_scan(plan, printed, found):
    """Return how much of a plan is right in what was read from a scan: ``{kind: (right, whole)}``.

    ``letters`` are those in the same order; ``items`` have their number and nearly all their letters; ``units`` are names, each
    letter right.

    :param plan: of the corpus
    :param printed: ``to_dict()`` of what is recognised in the PDF that was scanned
    :param found: ``to_dict()`` of what was recognised in the scan
    """
    return {"letters": _letters_alike(printed, found), "items": _items_alike(plan.expected, found),
            "units": _units_alike(plan.expected, found)}


def _letters_alike(printed, found):
    wanted, given = (letters("".join(part["text"] for part in each["parts"])) for each in (printed, found))
    matcher = difflib.SequenceMatcher(None, wanted, given, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()), len(wanted)


def _items_alike(expected, found):
    wanted, given = ([(item["label"], letters(own(item))) for item, *_rest in _all_items(each)] for each in (expected, found))
    right = 0
    for label, text in wanted:
        match = next((each for each in given if each[0] == label and _share_alike(text, each[1]) >= _ALIKE), None)
        if match:
            given.remove(match)
            right += 1
    return right, len(wanted)


def _units_alike(expected, found):
    wanted, given = (Counter([
        *(unit for duty in each["assignments"] for unit in _unit_names(duty)),
        *(letters(unit) for item, *_rest in _all_items(each, ("sections",)) for unit in (*item["lead"], *item["coordinate"])),
    ]) for each in (expected, found))
    return (wanted & given).total(), wanted.total()


def _unit_names(duty):
    """Return the units of a duty in letters; those of everybody's as one, see :func:`_units`."""
    names = [letters(unit) for unit in duty["units"]]
    return ["".join(names)] if duty["scope"] in ("all", "any") else names


def _share_alike(wanted, given):
    matcher = difflib.SequenceMatcher(None, wanted, given, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE else 0.0
