#!/usr/bin/env python3
"""Read scans made of plans of tests/corpus and print how many letters, items and units come out right. Needs no Odoo.

Each plan is printed as PDF, its pages made to pictures as a scanner gives them (300 dpi, skewed, noisy, stamped), read with
Tesseract. Arguments are beginnings of plans' names; without any, ten plans are read. ``--keep FOLDER`` leaves the scans there.
``--laid`` reads each plan as often as there are ways in which pages come from hands and from old machines: on their head, on
their side, with the lid of the scanner around, with shadows, in grey, coarse.
"""
import os
import sys
import types
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]
# The corpus by its name in the tests, without what stands beside it there.
sys.modules["tests"] = package = types.ModuleType("tests")
package.__path__ = [str(ROOT / "tests")]

import importer  # noqa: E402

corpus, scans, score, pdf = map(import_module, ("tests.corpus", "tests.scans", "tests.corpus.score", "tests.corpus.pdf"))

NUMBER = 10


def main(arguments):
    """Print the table.

    :return: exit status
    """
    keep = Path(arguments.pop(arguments.index("--keep") + 1)) if "--keep" in arguments else None
    names = tuple(each for each in arguments if not each.startswith("-"))
    plans = [plan for plan in corpus.load_all() if not plan.others]
    # One of each: the corpus writes a plan in several forms of file, which print alike.
    plans = list({plan.name: plan for plan in plans if not names or plan.name.startswith(names)}.values())
    if "--laid" in arguments:
        return _laid(plans[slice(None if names else NUMBER)])
    sums = {}
    _say("| plan | pages | seconds of a core a page | letters | items | units |\n|---|---|---|---|---|---|")
    for plan in plans[slice(None if names else NUMBER)]:
        printed = pdf.write(plan)
        scan = scans.pdf(scans.pages(printed))
        if keep:
            (keep / f"{plan.name}.pdf").write_bytes(scan)
        start = _computed()
        found = importer.parse(scan, f"{plan.name}.pdf")
        pages = 1 + max(place.page for place in found.places)
        seconds = (_computed() - start) / pages
        row = score.of_scan(plan, importer.parse(printed, "plan.pdf").to_dict(), found.to_dict())
        for name, (right, whole) in row.items():
            sums[name] = tuple(map(sum, zip(sums.get(name, (0, 0)), (right, whole))))
        _say(f"| {plan.name} | {pages} | {seconds:.1f} | {' | '.join(map(_share, row.values()))} |")
        if "--verbose" in arguments:
            _tell(plan, found)
    _say(f"| all | | | {' | '.join(map(_share, sums.values()))} |")
    return 0


def _laid(plans):
    """Print a table of what comes out right of pages that were laid in each way.

    :return: exit status
    """
    sums = {}
    for plan in plans:
        printed = pdf.write(plan)
        right = importer.parse(printed, "plan.pdf").to_dict()
        ways = [{"plain": page, **scans.laid(page)} for page in scans.pages(printed)]
        for way in ways[0]:
            scan = scans.pdf([pages[way] for pages in ways])
            try:
                found = importer.parse(scan, f"{plan.name}.pdf").to_dict()
            except importer.UnreadableFile:
                found = importer.Document().to_dict()
            for name, pair in score.of_scan(plan, right, found).items():
                total = sums.setdefault(way, {})
                total[name] = tuple(map(sum, zip(total.get(name, (0, 0)), pair)))
    _say("| pages | letters | items | units |\n|---|---|---|---|")
    for way, total in sums.items():
        _say(f"| {way} | {' | '.join(map(_share, total.values()))} |")
    return 0


def _computed():
    """Return the seconds of one core that this process and the programs it called have taken."""
    return sum(os.times()[:4])


def _tell(plan, found):
    for kind, tally in score.compare(plan, found.to_dict()).items():
        for sign, facts in (("-", tally.missed), ("+", tally.wrong)):
            for fact in facts:
                _say(f"  {kind} {sign} {fact}")


def _share(pair):
    right, whole = pair
    return f"{right / whole:.3f}" if whole else "-"


def _say(text):
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
