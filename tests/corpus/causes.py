"""Which choices of generated plans go with errors: for each kind of part those options that explain most of them."""

from collections import defaultdict
from dataclasses import dataclass

#: Fewest plans with an option, fewest errors that it explains, and how much more often they must come with it than without.
_PLANS, _ERRORS, _TIMES = 5, 3, 1.3


@dataclass(frozen=True)
class Cause:
    """An option with the share of errors among the facts of a kind in the plans that have it, and in the others."""

    kind: str
    choice: str
    option: str
    plans: int
    errors: int
    share: float
    elsewhere: float
    example: str


def find(results, most=4):
    """Return the causes of errors, those with most errors above what is usual first.

    :param results: pairs of a plan's choices and its tallies
    :param most: causes of one kind of part
    """
    found = []
    for kind in results[0][1] if results else ():
        rest = [(choices, tallies[kind]) for choices, tallies in results]
        for _round in range(most):
            cause = _worst(kind, rest)
            if cause is None:
                break
            found.append(cause)
            rest = [each for each in rest if cause.option not in each[0].get(cause.choice, ())]
    return sorted(found, key=lambda cause: cause.errors * (cause.share - cause.elsewhere) / cause.share, reverse=True)


def _worst(kind, rest):
    """Return the option whose plans err most beyond the share of the others, in standard deviations, or None."""
    groups = defaultdict(list)
    for choices, tally in rest:
        for choice, options in choices.items():
            for option in options:
                groups[choice, option].append(tally)
    errors, facts = _sums([tally for _choices, tally in rest])
    best = None
    for (choice, option), tallies in groups.items():
        its_errors, its_facts = _sums(tallies)
        share = its_errors / its_facts if its_facts else 0
        elsewhere = (errors - its_errors) / (facts - its_facts) if facts > its_facts else 0
        if len(tallies) < _PLANS or its_errors < _ERRORS or share < _TIMES * elsewhere:
            continue
        expected = errors / facts * its_facts
        strength = (its_errors - expected) / expected**0.5
        if best is None or strength > best[0]:
            best = strength, Cause(kind, choice, option, len(tallies), its_errors, share, elsewhere, _example(tallies))
    return best[1] if best else None


def _sums(tallies):
    return sum(len(t.missed) + len(t.wrong) for t in tallies), sum(t.expected + t.found for t in tallies)


def _example(tallies):
    tally = next(each for each in tallies if each.missed or each.wrong)
    return " ".join(f"{sign} {facts[0]}" for sign, facts in (("-", tally.missed), ("+", tally.wrong)) if facts)
