"""What has changed between two versions of a text."""
from collections import Counter
from difflib import SequenceMatcher
from itertools import chain, takewhile

GAP = ("gap", "")
#: Steps that a comparison takes at most, about ten seconds; what takes more is compared from both ends only.
_MOST = 30_000_000
#: Pairs of texts of which is asked whether one has become the other.
_MOST_PAIRS = 250_000


def compare(before, after, context=1):
    """Tell what was removed from one version and added in the next, in the order of reading.

    :param before: lines of the older version
    :param after: lines of the newer version
    :param context: how many unchanged lines are kept on each side of a change;
        only a stretch longer than twice as many is shortened
    :return: list of (kind, line), kind being ``same``, ``removed``, ``added`` or
        ``gap`` for unchanged lines left out; empty when nothing has changed
    """
    if before == after:
        return []
    changes = _opcodes(before, after)
    found = []
    for index, (tag, start, end, new_start, new_end) in enumerate(changes):
        if tag == "equal":
            head = context if index else 0
            tail = context if index < len(changes) - 1 else 0
            found += _unchanged(before[start:end], head, tail, 2 * context)
        else:
            found += [("removed", line) for line in before[start:end]]
            found += [("added", line) for line in after[new_start:new_end]]
    return found


def _shared(before, after):
    """Return how many pairs of equal elements two iterables make."""
    there = Counter(after)
    return sum(there[each] * count for each, count in Counter(before).items())


def _steps(before, after):
    """Return about how many steps it takes at most to compare two lists: the more, the more often the same stands in both."""
    return _shared(before, after) * min(len(before), len(after))


def _are_comparable(before, after):
    """Tell whether each text of one list can be compared with each of the other."""
    old, new = ([text.split() for text in texts] for texts in (before, after))
    longest = max(map(len, chain(old, new)), default=0)
    shared = _shared(chain.from_iterable(old), chain.from_iterable(new))
    return shared * longest <= 4 * _MOST and len(old) * len(new) <= _MOST_PAIRS


def _opcodes(before, after):
    """Return the opcodes of :class:`difflib.SequenceMatcher` for two lists, in bounded time whatever stands in them."""
    if _steps(before, after) <= _MOST:
        return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    head = _common(before, after)
    tail = min(_common(before[::-1], after[::-1]), min(len(before), len(after)) - head)
    end, new_end = len(before) - tail, len(after) - tail
    rest = before[head:end], after[head:new_end]
    codes = [("replace", 0, len(rest[0]), 0, len(rest[1]))] if _steps(*rest) > _MOST else SequenceMatcher(
        None, *rest, autojunk=False).get_opcodes()
    return [
        *([("equal", 0, head, 0, head)] if head else ()),
        *((tag, *(index + head for index in places)) for tag, *places in codes),
        *([("equal", end, len(before), new_end, len(after))] if tail else ())]


def _common(before, after):
    """Return how many elements are the same from the beginning on."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(before, after)))


def _unchanged(lines, head, tail, longest):
    if len(lines) <= longest:
        return [("same", line) for line in lines]
    kept = [("same", line) for line in lines[:head]]
    return [*kept, GAP, *(("same", line) for line in lines[len(lines) - tail:])]


def align(before, after, alike=0.5):
    """Tell which piece of one version has become which of the next; pieces keep their order.

    :param before: texts of the older version
    :param after: texts of the newer version
    :param alike: from which likeness on (0 to 1) a changed piece is still the same one
    :return: list of (index before, index after) in the order of reading; ``None`` for what is new or gone
    """
    found = []
    for tag, start, end, new_start, new_end in _opcodes(before, after):
        if tag == "equal":
            found += zip(range(start, end), range(new_start, new_end))
            continue
        comparable = _are_comparable(before[start:end], after[new_start:new_end])
        for new in range(new_start, new_end):
            same = next((
                old for old in range(start, end) if comparable and likeness(before[old], after[new]) >= alike), None)
            if same is None:
                found.append((None, new))
            else:
                found += [(gone, None) for gone in range(start, same)]
                found.append((same, new))
                start = same + 1
        found += [(gone, None) for gone in range(start, end)]
    return found


def likeness(before, after):
    """Tell from 0 to 1 how many words two texts share in the same order."""
    before, after = before.split(), after.split()
    same = sum(end - start for tag, start, end, *_places in _opcodes(before, after) if tag == "equal")
    return 2 * same / (len(before) + len(after)) if before or after else 1.0
