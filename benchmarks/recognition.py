#!/usr/bin/env python3
"""Read the plans of tests/corpus and print recall and precision for each kind of part. Needs no Odoo.

``--generated N --seed S`` reads N plans made from the seed as well and prints theirs apart, with the choices that go with
most errors; ``--file pdf`` keeps to one kind of file. ``--verbose`` names what was missed and what was wrong, plan by plan;
``--show PLAN`` prints the description of a generated plan. Further arguments are beginnings of names of plans.
"""
import argparse
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(FOLDER), str(FOLDER / "tests")]

import corpus  # noqa: E402
import importer  # noqa: E402
from corpus import causes, confidence, generator, score  # noqa: E402

#: Kinds that a generated plan leaves open.
OPEN = ("warnings", "footnotes", "others")


class Results:
    """What was recognised in some plans, added up."""

    def __init__(self, verbose=False):
        self.verbose = verbose
        self.tallies, self.choices, self.judged, self.silent = [], [], [], []
        self.seconds, self.faulty, self.refused = 0.0, [], []

    def read(self, plan, skipped=()):
        """Write the file of ``plan``, recognise it and compare."""
        name, data = corpus.write(plan)
        for which, each in enumerate((plan, *plan.others)):
            start = time.perf_counter()
            try:
                found = importer.parse(data, name, which).to_dict()
            except importer.UnreadableFile as error:
                self.refused.append(f"{name}: {error.code}")
                found = score.NOTHING
            self.seconds += time.perf_counter() - start
            tallies = {kind: tally for kind, tally in score.compare(each, found).items() if kind not in skipped}
            missing = score.lost(plan, found)
            self.tallies.append(tallies)
            self.choices.append(plan.choices)
            self.judged += confidence.judge(each, found)
            self.silent += confidence.silent_dates(each, found)
            if missing:
                self.faulty.append(f"{each.name}.{each.file}")
            if self.verbose:
                _tell(f"{each.name}.{each.file}", tallies, missing)

    def print(self, title):
        """Print recall and precision, wrong dates without a word, and how sure what is right was."""
        _say(f"\n## {title}\n\n| kind | expected | found | recall | precision |\n|---|---|---|---|---|")
        for kind, tally in score.total(self.tallies).items():
            _say(f"| {kind} | {tally.expected} | {tally.found} | {tally.recall:.3f} | {tally.precision:.3f} |")
        _say(f"\n{len(self.tallies)} plans, {self.seconds:.1f} s; letters lost or out of place in {len(self.faulty)}; "
             f"wrong dates without a warning: {len(self.silent)}; refused: {', '.join(self.refused) or 'none'}")  # fmt: skip
        if self.verbose:
            for fact in self.silent:
                _say(f"wrong date: {fact}")
        sure = [right for confidence_, right in self.judged if confidence_ >= 0.9]
        _say("\n| confidence from | parts and duties | right |\n|---|---|---|")
        for lowest, number, share in confidence.by_tenths(self.judged):
            _say(f"| {lowest:.1f} | {number} | {share:.3f} |")
        _say(f"\nOf those of 0.9 and more {sum(sure) / len(sure) if sure else 1:.3f} are right.")

    def print_causes(self, most):
        """Print the choices that go with most errors."""
        _say("\n| kind | choice | option | plans | errors | share of errors | elsewhere | such as |")
        _say("|---|---|---|---|---|---|---|---|")
        for cause in causes.find(list(zip(self.choices, self.tallies)))[:most]:
            example = cause.example.replace("\n", "¶").replace("|", "¦")[:240]
            _say(f"| {cause.kind} | {cause.choice} | {cause.option} | {cause.plans} | {cause.errors} | {cause.share:.3f} | "
                 f"{cause.elsewhere:.3f} | {example} |")  # fmt: skip


def main(arguments):
    """Print the tables.

    :return: exit status
    """
    options = _options().parse_args(arguments)
    if options.show:
        _say(generator.make(options.show.removeprefix("generated-")).description)
        return 0
    names = tuple(options.names)

    def wanted(plan):
        return (not names or plan.name.startswith(names)) and options.file in (None, plan.file)

    own = Results(options.verbose)
    for plan in corpus.load_all():
        if wanted(plan):
            own.read(plan)
    if own.tallies:
        own.print("Corpus")
    if options.generated:
        made = Results(options.verbose)
        for plan in generator.many(options.generated, options.seed):
            if wanted(plan):
                made.read(plan, OPEN)
        made.print(f"Generated, seed {options.seed}")
        made.print_causes(options.causes)
    return 0


def _options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--generated", type=int, default=0)
    parser.add_argument("--seed", default="0")
    parser.add_argument("--causes", type=int, default=40)
    parser.add_argument("--file", choices=("docx", "pdf", "txt"))
    parser.add_argument("--show")
    return parser


def _tell(name, tallies, missing):
    _say(f"## {name}")
    for fault in missing[:6]:
        _say(f"  lost: {fault}")
    for kind, tally in tallies.items():
        for sign, facts in (("-", tally.missed), ("+", tally.wrong)):
            for fact in facts:
                _say(f"  {kind} {sign} {fact}")


def _say(text):
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
