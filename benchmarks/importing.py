"""Import a made-up plan of so many pages; print seconds and peak memory as JSON. Needs no Odoo."""
import json
import resource
import sys
import time
from pathlib import Path

from importer import parse

LINES_OF_A_PAGE = 40
CONTENTS = 50
DEMO_PLAN = Path(__file__).resolve().parents[1] / "demo" / "ke-hoach-mau.txt"


def plan(pages):
    """Return the demo plan with contents that fill `pages` pages: numbered ones, each with many points below it."""
    text = DEMO_PLAN.read_text(encoding="utf-8")
    start, end = text.index("1. Phổ biến"), text.index("III. TỔ CHỨC")
    sentences = [part.split(". ", 1)[1].split("\n")[0] for part in text[start:end].strip().split("\n\n")]
    missing = pages * LINES_OF_A_PAGE - text[:start].count("\n") - text[end:].count("\n")
    points = max(missing // CONTENTS - 1, 1)
    contents = (f"{number}. {sentences[number % len(sentences)]}\n" + "".join(
        f"- {sentences[point % len(sentences)]}\n" for point in range(points)) for number in range(1, CONTENTS + 1))
    return text[:start] + "".join(contents) + "\n" + text[end:]


def _count(items):
    return sum(1 + _count(item.children) for item in items)


def main(pages):
    """Import a page to warm up, then measure."""
    parse(plan(1).encode(), "plan.txt")
    data = plan(pages).encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    document = parse(data, "plan.txt")
    seconds = time.perf_counter() - start
    items = sum(_count(section.items) for section in document.sections)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    json.dump({"seconds": seconds, "peak": peak, "growth": peak - before, "items": items}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
