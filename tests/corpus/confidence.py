"""What a confidence means: whether each part and each duty that was recognised is right, beside how sure it was said to be."""

import re
from collections import Counter

from . import score

#: Fields of sections, annexes and items that the right answer has too.
_FIELDS = ("label", "title", "text", "note", "lead", "coordinate", "deadline", "output")
_STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")


def judge(plan, found):
    """Return pairs of a confidence and whether what was recognised with it is right.

    :param plan: of the corpus
    :param found: ``to_dict()`` of what was recognised in its file
    """
    truth, judged = _Truth(plan.expected), []
    for part in found["parts"]:
        if part["path"]:
            right = truth.holds(found, part["path"])
            if right is not None:
                judged.append((part["confidence"], right))
    given = dict(score.facts(found))["assignments"]
    wanted = Counter(truth.facts["assignments"])
    for fact, duty in zip(given, found["assignments"], strict=True):
        judged.append((duty.get("confidence", 1.0), wanted[_anyhow(fact, wanted)] > 0))
    return judged


def _anyhow(fact, wanted):
    """Return ``fact`` with the scope left open where the plan leaves it open."""
    unit, _scope, kind, _units, text = fact
    return next((each for each in wanted if each[1] == "any" and (each[0], each[2], each[4]) == (unit, kind, text)), fact)


def silent_dates(plan, found):
    """Return wrong dates of deadlines of which no warning tells, each with the item it stands at.

    A warning tells of a deadline when it stands between the line of its item and that of the next one.
    """
    truth, items = _Truth(plan.expected), list(score.all_items(found))
    lines = sorted({item["line"] for item in items})
    wrong = []
    for item in items:
        given = item["deadline"]
        if not given or not given["date"]:
            continue
        if truth.has_date(item, given):
            continue
        end = next((line for line in lines if line > item["line"]), float("inf"))
        if not any(item["line"] <= (warning["line"] or 0) < end for warning in found["warnings"]):
            wrong.append((score.own(item)[:60], given["text"], given["date"]))
    return wrong


def by_tenths(judged):
    """Return lowest confidence, number and share of right ones for each tenth of confidence, the surest first."""
    groups = {}
    for confidence, right in judged:
        groups.setdefault(min(int(confidence * 10 + 1e-9), 9), []).append(right)
    return [(tenth / 10, len(rights), sum(rights) / len(rights)) for tenth, rights in sorted(groups.items(), reverse=True)]


class _Truth:
    def __init__(self, expected):
        self.expected = expected
        self.facts = {kind: set(facts) for kind, facts in score.facts(expected)}
        self.deadlines = {}
        for item in score.all_items(expected):
            if item["deadline"]:
                self.deadlines.setdefault(score.own(item)[:80], []).append(item["deadline"])

    def holds(self, found, path):
        """Tell whether the field of ``found`` at ``path`` is right; None where nothing can be said of it."""
        names = [(match[1], match[2]) for match in _STEP.finditer(path)]
        first, place = names[0]
        if first == "header":
            return self._header(found["header"], names[1][0], names[-1][0])
        if first in ("subject", "enacting", "closing", "archive", "type"):
            return score.key(found[first]) == score.key(self.expected[first])
        if first == "signer":
            name = names[1][0]
            return score.key(found[first][name]) == score.key(self.expected[first][name])
        if first == "recipients":
            return score.key(found[first][int(place)]) in self.facts["recipients"]
        if first == "bases":
            return any(score.key(found["bases"][int(place)]["text"]) == fact[0] for fact in self.facts["bases"])
        if first in ("sections", "annexes"):
            return self._node(found, names)
        return None

    def has_date(self, item, given):
        """Tell whether a deadline with the date of ``given`` stands at ``item``, or elsewhere in the same words."""
        words = score.key(given["text"])
        return any(
            given["date"] == each["date"] and (own == score.own(item)[:80] or score.key(each["text"]) in words)
            for own, deadlines in self.deadlines.items() for each in deadlines
        )

    def _header(self, header, name, field):
        expected = self.expected["header"]
        if name == "issuer":
            return score.key(" ".join(header[name])) == score.key(" ".join(expected[name]))
        if name == "date":
            return header["date"].get(field) == expected["date"].get(field)
        return score.key(header[name]) == score.key(expected[name])

    def _node(self, found, names):
        node, field, depth = found, None, 0
        for name, place in names:
            inner = node[name][int(place)] if place is not None else None
            if not isinstance(inner, dict):
                field = name
                break
            node, depth = inner, depth + 1
        if field not in _FIELDS:
            return None
        if depth == 1:
            if names[0][0] == "annexes":
                return field not in ("label", "title", "note") or score.annex_fact(node) in self.facts["annexes"]
            return score.section_fact(node) in self.facts["sections"]
        if field in ("lead", "coordinate"):
            return all((score.own(node)[:80], score.key(unit)) in self.facts[field] for unit in node[field])
        if field == "deadline":
            wanted = self.deadlines.get(score.own(node)[:80], ())
            return any(score.agrees(each, node["deadline"]) for each in wanted)
        if field == "output":
            return (score.own(node)[:80], score.key(node["output"])) in self.facts["output"]
        return score.item_fact(node) in self.facts["items"]
