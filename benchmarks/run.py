#!/usr/bin/env python3
"""Measure how time, memory and queries grow with the size of the work; print ratios.

Both sizes run in one go on the same machine, so that the ratio says something though the seconds do not.
"""
import json
import shutil
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "scripts"))

from toolbox import cache, console, odoo, template  # noqa: E402

# Odoo's stock engine, which ours is measured against.
STOCK = {"wkhtmltopdf": lambda: bool(shutil.which("wkhtmltopdf"))}
# What Odoo's shell runs; `env` is there the superuser's environment.
CALL = "import sys\nsys.path.insert(0, {folder!r})\nimport {module}\n{module}.{job}\n"


def _importer(instance, pages):
    """Import a text of so many pages in a process of its own; return what it measured."""
    return json.loads(console.run(
        [instance.python, FOLDER / "importing.py", pages], what="the import",
        env={**instance.env, "PYTHONPATH": str(cache.REPOSITORY), "PYTHONIOENCODING": "utf-8"}))


def in_odoo(instance, database, job, module="in_odoo"):
    """Run a function of in_odoo.py or of another module in a process of its own; return what it measured."""
    output = instance.script(database, CALL.format(folder=str(FOLDER), module=module, job=job), what="the benchmark")
    return json.loads(output.splitlines()[-1])


def _sheets(instance, database):
    """Return lines on the tracking sheet: how it grows, and how it compares with Odoo's own export."""
    small, large, stock, bare = (in_odoo(instance, database, f"sheet_of_duties(env, {kind!r}, {count})") for kind, count in (
        ("tracking", 10_000), ("tracking", 100_000), ("stock", 100_000), ("bare", 100_000)))
    return [_row("tracking sheet of 10 000 and 100 000 duties: time", 10, small["seconds"], large["seconds"]),
            _row("tracking sheet of 10 000 and 100 000 duties: peak memory of Odoo", 10, small["peak"], large["peak"]),
            _row("the cells of 100 000 duties, the tracking sheet instead of xlsxwriter alone: time", 1, bare["seconds"], large["seconds"]),
            _row("100 000 duties to Excel, Odoo's own export instead of the tracking sheet: time", 1, large["seconds"], stock["seconds"]),
            _row("100 000 duties to Excel, Odoo's own export instead of the tracking sheet: peak memory", 1, large["peak"], stock["peak"])]


def _row(what, size, small, large):
    """Return a line of the table for one measured quantity.

    :param size: how many times larger the large job is
    """
    ratio = large / small if small else float("inf")
    return f"| {what} | {size:.3g} | {ratio:.2g} | {ratio / size:.2g} |"


def _crowd(instance, installed):
    """Return the lines of the table on many records, each beside what Odoo's own tasks take."""
    with template.throw_away(instance, installed, "benchmark") as database:
        console.say("100,000 duties and 1,000,000 events beside Odoo's own tasks")
        instance.execute(database, "-i", "project", "--with-demo", what="installing Odoo's tasks")
        measured = in_odoo(instance, database, "main(env)", "scale")
    found = {name: (seconds, queries) for name, _beside, seconds, queries in measured["rows"]}
    return [
        f"| {name} | {beside} | {found[name][0] / found[beside][0]:.2g} | {found[name][1]} and {found[beside][1]} |"
        for name, beside, _seconds, _queries in measured["rows"] if beside]


def main(_arguments):
    """Print a table with a line per quantity.

    :return: exit status
    """
    lines = []
    with odoo.provide(STOCK) as instance:
        console.say("importing 10 and 200 pages")
        small, large = (_importer(instance, pages) for pages in (10, 200))
        lines += [_row("import of 10 and 200 pages: time", 20, small["seconds"], large["seconds"]),
                  _row("import of 10 and 200 pages: peak memory", 20, small["peak"], large["peak"])]
        installed = template.with_addon(instance)
        with template.throw_away(instance, installed, "benchmark") as database:
            console.say("printing many at once")
            small, large = (in_odoo(instance, database, f"print_at_once(env, {count})") for count in (10, 100))
            lines += [_row("print of 10 and 100 plans at once: time", 10, small["seconds"], large["seconds"]),
                      _row("print of 10 and 100 plans at once: peak memory of Odoo", 10, small["peak"], large["peak"])]
            console.say("printing while a long register is printed")
            beside = in_odoo(instance, database, "print_beside(env)")
            lines.append(_row("print of a plan while a volume of 1 000 lines is printed: time", 1, beside["alone"], beside["beside"]))
            console.say("writing 100 000 duties to Excel, and by Odoo's own export")
            lines += _sheets(instance, database)
            console.say("printing, issuing, listing, reporting")
            measured = in_odoo(instance, database, "main(env)")
        crowd = _crowd(instance, installed)
    lines += [_row(*values) for values in measured["rows"]]
    console.show("| job | size ×| cost × | cost per piece × |\n|---|---|---|---|")
    console.show("\n".join([*lines, "", *measured["notes"], ""]))
    console.show("| opened | beside | time × | queries |\n|---|---|---|---|")
    console.show("\n".join(crowd))
    return 0


if __name__ == "__main__":
    console.main(main)
