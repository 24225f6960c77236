"""What has changed between two versions of a text."""
from difflib import SequenceMatcher

GAP = ("gap", "")


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
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    changes = matcher.get_opcodes()
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
    for tag, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += zip(range(start, end), range(new_start, new_end))
            continue
        for new in range(new_start, new_end):
            same = next((old for old in range(start, end) if likeness(before[old], after[new]) >= alike), None)
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
    return SequenceMatcher(None, before.split(), after.split(), autojunk=False).ratio()
