"""The pieces of a plan, in a draft and in a file: which has become which, and how they differ."""
import hashlib
import json
from dataclasses import dataclass, field

from ...importer.words import canonical
from ...models.plans.plan_document import block_of
from ...rendering.comparison import align, compare, likeness

# From which likeness on a piece that has left its place is the same one elsewhere.
_ALIKE = 0.7
# Beyond that many comparisons only pieces that read the same are looked for elsewhere.
_MOST_COMPARISONS = 20_000


@dataclass
class Item:
    """A piece of the plan, in the draft or in the file.

    :ivar text: as it is printed; of a unit in charge, what is shown of it
    :ivar record: the part of the draft, empty for a piece of the file
    :ivar values: those of the file
    :ivar body: the text without its label, by which it is found in another place
    :ivar owner: the piece that a unit is in charge of
    :ivar place: the part of the plan that the piece is or has become, once that is known
    """

    part: str
    text: str
    level: int = 0
    record: object = None
    values: dict = field(default_factory=dict)
    body: str = ''
    owner: 'Item' = None
    place: object = None

    def lines(self):
        """:return: the lines of the text, white space made single"""
        return [' '.join(line.split()) for line in self.text.splitlines() if line.strip()]


@dataclass
class Pair:
    """A piece of the draft and what has become of it in the file; ``None`` where one of both hasn't got it.

    A piece that has moved stands where the file has it; at its old place stands a pair whose ``moved_to`` is that one.
    """

    old: Item | None
    new: Item | None
    moved: bool = False
    moved_to: 'Pair' = None
    taken: bool = False

    @property
    def part(self):
        return (self.new or self.old).part

    @property
    def kind(self):
        """How the piece differs, ``None`` where it doesn't."""
        if self.moved_to:
            return None
        if self.old is None:
            return 'new'
        if self.new is None:
            return 'gone'
        if self.moved:
            return 'moved'
        return None if self.old.lines() == self.new.lines() else 'changed'

    def change_lines(self):
        """:return: both wordings compared, as :func:`compare` gives it"""
        old, new = (item.lines() if item else [] for item in (self.old, self.new))
        return compare(old, new) or [('same', line) for line in new]


def printed(*args):
    """:return: the text of a part of a plan as it is printed; arguments as for ``block_of``"""
    return '\n'.join(paragraph.text for paragraph in block_of(*args).paragraphs())


def signature(differences):
    """:return: what tells whether the differences are still those that were shown"""
    texts = [[pair.kind, *(item and [item.part, item.text] for item in (pair.old, pair.new))] for pair in differences]
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()


def pair_in_order(old, new):
    """:return: list of pairs in the order of the file, pieces that have moved found in their new place"""
    old, new = list(old), list(new)
    pairs = [Pair(None if before is None else old[before], None if after is None else new[after])
             for before, after in align([item.text for item in old], [item.text for item in new])]
    return _with_moves(pairs)


def _with_moves(pairs):
    gone = [pair for pair in pairs if pair.new is None]
    come = [pair for pair in pairs if pair.old is None]
    for same in (lambda old, new: old.body == new.body, _is_like):
        if len(gone) * len(come) > _MOST_COMPARISONS:
            break
        for pair in list(come):
            left = next((left for left in gone if left.part == pair.part and same(left.old, pair.new)), None)
            if left:
                pair.old, pair.moved, left.moved_to = left.old, True, pair
                gone.remove(left)
                come.remove(pair)
    return pairs


def _is_like(old, new):
    return bool(old.body) and likeness(old.body, new.body) >= _ALIKE


def pair_units(old, new, pairs):
    """:return: list of pairs of the units in charge: by what they are in charge of and their name, else by their name

    :param old: items of the draft; ``new``: of the file
    :param pairs: of the pieces that they may be in charge of
    """
    became = {id(pair.old): id(pair.new) for pair in pairs if pair.old and pair.new}
    left, found = list(old), []
    keys = (
        lambda item, owner: (owner, item.values['role'], item.body),
        lambda item, owner: (owner, item.values['role'], item.values['department_id'] or item.body),
        lambda item, owner: (item.values['role'], item.body, canonical(item.values['text'] or '')))
    for item in new:
        found.append(Pair(None, item))
    for key in keys:
        by_key = {}
        for item in left:
            by_key.setdefault(key(item, became.get(id(item.owner), id(item.owner))), []).append(item)
        for pair in found:
            if pair.old is None and (same := by_key.get(key(pair.new, id(pair.new.owner)))):
                pair.old = same.pop(0)
                left = [item for item in left if item is not pair.old]
    return found + [Pair(item, None) for item in left]
