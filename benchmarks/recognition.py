#!/usr/bin/env python3
"""Read every plan of tests/corpus and print recall and precision for each kind of part. Needs no Odoo.

``--verbose`` names what was missed and what was wrong, plan by plan; further arguments are beginnings of plans' names.
"""
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(FOLDER), str(FOLDER / "tests")]

import corpus  # noqa: E402
import importer  # noqa: E402
from corpus import score  # noqa: E402


def main(arguments):
    """Print the table.

    :return: exit status
    """
    verbose = "--verbose" in arguments
    names = tuple(each for each in arguments if not each.startswith("-"))
    results, seconds, faults = [], 0.0, 0
    for plan in corpus.load_all():
        if names and not plan.name.startswith(names):
            continue
        name, data = corpus.write(plan)
        for which, each in enumerate((plan, *plan.others)):
            start = time.perf_counter()
            try:
                found = importer.parse(data, name, which).to_dict()
            except importer.UnreadableFile as error:
                _say(f"{name}: refused, {error.code}")
                found = score.NOTHING
            seconds += time.perf_counter() - start
            results.append(score.compare(each, found))
            missing = score.lost(plan, found)
            faults += bool(missing)
            if verbose:
                _tell(f"{each.name}.{each.file}", results[-1], missing)
    _table(score.total(results))
    _say(f"\n{len(results)} plans, {seconds:.1f} s; letters lost or out of place in {faults}")
    return 0


def _tell(name, tallies, missing):
    _say(f"## {name}")
    for fault in missing[:6]:
        _say(f"  lost: {fault}")
    for kind, tally in tallies.items():
        for sign, facts in (("-", tally.missed), ("+", tally.wrong)):
            for fact in facts:
                _say(f"  {kind} {sign} {fact}")


def _table(tallies):
    _say("| kind | expected | found | recall | precision |\n|---|---|---|---|---|")
    for kind, tally in tallies.items():
        _say(f"| {kind} | {tally.expected} | {tally.found} | {tally.recall:.3f} | {tally.precision:.3f} |")


def _say(text):
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
