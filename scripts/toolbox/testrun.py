"""`scripts/test`: the tests in a throw-away database, and pylint.

Without an option those that take little time, three of four; with `--all` also those in the browser, of every role at every door, of
queries at two sizes, whatever else takes some seconds each, the tests of OCA dms and Odoo's linters."""
import argparse
import dataclasses
import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import cache, debian, faces, odoo, template
from .console import Stop, say, show, terminate
from .testlog import TestLog

# Tests that try every role bear the tag WIDE, those that count queries on hundreds of records QUERIES, those that try every
# door DOORS, tours BROWSER, classes whose tests take three seconds each LONG; the others are parted by their folder: so a run has
# parts that go side by side.
WIDE, QUERIES, DOORS, BROWSER, LONG = (f"{cache.ADDON}_{name}" for name in ("wide", "queries", "doors", "browser", "long"))
FOLDERS = ("documents", "plans", "reports")
WORKERS = 3  # On two cores: each waits now and then, for the browser, the disk or a time-out.
# Odoo's own linters but for its pylint, whose checks pylint-odoo makes in a second, and the trials of these checks themselves.
LINT_TAGS = ",".join(("/test_lint", *(f"-/test_lint:{name}" for name in ("TestPyLint", "TestGetTextLint", "TestSqlLint", "TestI18nChecks"))))
# They walk every addon that Odoo finds, some six hundred of others.
OURS_ALONE = f"""from odoo.modules import Manifest

Manifest.all_addon_manifests = staticmethod(lambda: [Manifest.for_addon("{cache.ADDON}")])

"""
PURE = ("confined", "exchange", "importer", "pictures", "rendering", "sheets", "signatures")
# A message is about this addon when it names the module, not the folder of the cache.
ABOUT_ADDON = re.compile(rf"(?<![\w/]){cache.ADDON}\b|addons/{cache.ADDON}/")


class Tally:
    """Counts checks and shows each failing one as it comes."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def ok(self, number=1):
        """Count `number` passed checks."""
        self.passed += number

    def fail(self, name, detail):
        """Count and show one failed check."""
        self.failed += 1
        show(f"\nFAILED {name}\n{detail.rstrip()}\n")

    def add(self, other):
        """Count what another tally has counted."""
        self.passed += other.passed
        self.failed += other.failed

    def check(self, name, problem):
        """Count one check that failed when `problem` (text) is not empty."""
        if problem:
            self.fail(name, problem)
        else:
            self.ok()


def _run_odoo(instance, database, log_path, *arguments):
    """Run Odoo on `database` until it is done, return status and log."""
    found = TestLog()
    process = instance.start(
        database, *arguments, "--with-demo", "--stop-after-init",
        "--http-port", odoo.free_port(), "--gevent-port", odoo.free_port(),
        "--max-cron-threads", 0, "--screenshots", cache.root() / "screenshots",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    shown = None
    try:
        with open(log_path, "w", encoding="utf-8") as log:
            for line in process.stdout:
                log.write(line)
                found.feed(line)
                current = found.started and found.started[-1].rpartition(".")[0]
                if current and current != shown:
                    say(current)
                    shown = current
        found.close()
        return process.wait(), found
    finally:
        terminate(process)


def _count_tests(tally, status, found):
    """Count the addon's own tests, and whether the run as a whole can be believed."""
    tally.ok(len(found.passed))
    for name, texts in found.failures.items():
        tally.fail(name, "\n".join(texts))
    for name, reason in found.skipped.items():
        show(f"skipped {name}: {reason}")
    tally.check("no unexpected error in the log", "\n".join(found.errors))
    expected = 1 if found.failures else 0
    problem = ""
    if not found.started:
        problem = "no test ran"
    elif found.counted != len(set(found.started)):
        problem = f"Odoo counted {found.counted} tests, its log shows {len(set(found.started))}"
    elif bool(status) != bool(expected) and not tally.failed:
        problem = f"Odoo ended with exit status {status}"
    tally.check("the run is complete", problem)


def _count_lint(tally, found):
    """Count Odoo's linters; those of models look at every addon's, so only what names this one fails."""
    ours = {name: about for name, texts in found.failures.items()
            if (about := [text for text in texts if ABOUT_ADDON.search(text)])}
    ran = [t for t in found.started if t not in found.skipped]
    tally.ok(len([t for t in ran if t not in ours]))
    for name, texts in ours.items():
        tally.fail(name, "\n".join(texts))
    complete = ran and found.counted == len(set(found.started))
    tally.check("Odoo's test_lint ran", "" if complete else "it did not run to its end")


def _pylint(instance):
    """Run pylint with the rules for Odoo; pure packages are free of those for models.

    :return: what it found, empty when nothing
    """
    say("pylint-odoo")
    addon = instance.configuration().parent / "addons" / cache.ADDON
    pure = [addon / name for name in PURE if (addon / name).is_dir()]
    pure += [path for path in sorted((addon / "scripts").iterdir())
             if path.suffix == ".py" or path.is_dir() or path.read_bytes().startswith(b"#!")]
    # Without Odoo on the path: no check asks for it, and reading it takes half a minute.
    env = {**instance.env, "PYTHONPATH": str(Path(__file__).parents[1] / "plugins")}
    problem = ""
    for paths in ([f"--ignore={','.join((*PURE, 'scripts', 'tests'))}", addon],
                  # It knows tests by the name of their folder; what they say is for nobody to translate.
                  ["--disable=translation-required", addon / "tests"],
                  ["--disable=print-used,method-required-super", *pure]):
        done = subprocess.run(
            [instance.python, "-m", "pylint", f"--rcfile={cache.REPOSITORY / '.pylintrc'}", "--load-plugins=lint_calls", *paths],
            env=env, cwd=addon.parent, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode:
            problem += done.stdout or f"exit status {done.returncode}"
    return problem


def main(arguments):
    """Run the tests; the last line is `N passed, N failed`.

    :return: exit status; 1 when anything failed or no test ran
    """
    parser = argparse.ArgumentParser(prog="scripts/test", description=__doc__)
    parser.add_argument("--tags", metavar="TAGS",
                        help=f"Odoo's --test-tags, e.g. /{cache.ADDON}:TestPlan; only these tests, no linters")
    parser.add_argument("--all", action="store_true", help="every test, and all linters")
    chosen = parser.parse_args(arguments)
    os.environ["FONTCONFIG_FILE"] = str(faces.configuration())
    with odoo.provide(debian.TESTS) as instance:
        tally = Tally()
        if chosen.tags:
            _run_chosen(instance, tally, chosen.tags)
        else:
            _run_parts(instance, tally, *((_parts(), (_run_dms, _run_lint)) if chosen.all else (_short_parts(), ())))
    show(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed or not tally.passed else 0


def _run_chosen(instance, tally, tags):
    """Run the tests that `tags` choose, as they run with all."""
    if installed := _installed(instance, tally):
        say(f"running the tests of {cache.ADDON}")
        tally.add(_run_part(instance, installed, tags))


def _run_parts(instance, tally, parts, others):
    """Run tests in copies of a database with the addon, and pylint.

    :param parts: Odoo's --test-tags of each part
    :param others: functions that run something else in a copy
    """
    with ThreadPoolExecutor(WORKERS) as workers:
        pylint = workers.submit(_pylint, instance)
        runs = []
        if installed := _installed(instance, tally):
            runs += [workers.submit(_run_part, instance, installed, part) for part in parts]
            runs += [workers.submit(run, instance, installed) for run in others]
        tally.check("pylint-odoo", pylint.result())
        for run in runs:
            tally.add(run.result())


def _parts():
    """Return Odoo's --test-tags of each part, the longest first; every test is in one.

    The browser's is the first of all: it waits now and then, so others go on beside it to its end.
    """
    documents, plans, reports, rest = _rooms(WIDE, QUERIES, DOORS, BROWSER)
    parts = ([f"{BROWSER}/{cache.ADDON}"], [f"{WIDE}/{cache.ADDON}", f"-{QUERIES}"], documents, [f"{DOORS}/{cache.ADDON}"], plans,
             reports, rest, [f"{QUERIES}/{cache.ADDON}"])
    return [",".join(part) for part in parts]


def _short_parts():
    """Return Odoo's --test-tags of each part of a run without what takes long."""
    return [",".join(part) for part in _rooms(WIDE, QUERIES, DOORS, BROWSER, LONG)]


def _rooms(*left_out):
    """:return: for the tests of each of FOLDERS, and for all others, a list of Odoo's --test-tags; without tests that bear a tag of ``left_out``"""
    others = [f"-{tag}" for tag in left_out]
    folders = [[f"/{cache.ADDON}/tests/{folder}/{path.name}" for path in sorted((cache.REPOSITORY / "tests" / folder).glob("test_*.py"))]
               for folder in FOLDERS]
    rest = [f"-{path}" for paths in folders for path in paths]
    return [*([*paths, *others] for paths in folders), [f"/{cache.ADDON}", *others, *rest]]


def _installed(instance, tally):
    """Return the database with the addon, `None` where its installation logs an error; one that went well is kept."""
    name = "the addon installs without an error in the log"
    try:
        database = template.with_addon(instance, _install)
    except Stop as problem:
        tally.fail(name, str(problem))
        return None
    tally.ok()
    return database


def _install(instance, database):
    log = _log_path(database)
    status, found = _run_odoo(instance, database, log, "-i", cache.ADDON)
    problem = "\n".join(found.errors) or status and f"exit status {status}"
    _keep_or_drop(log, problem)
    if problem:
        raise Stop(problem)


def _run_dms(instance, installed):
    """Run the tests of OCA dms itself: its folders go on working for everybody else."""
    with template.throw_away(instance, installed, "dms") as database:
        say("the tests of OCA dms")
        return _run_tests(instance, database, "--test-tags", "/dms")


def _run_part(instance, installed, tags):
    with template.throw_away(instance, installed, "test") as database:
        return _run_tests(instance, database, "--test-tags", tags)


def _run_tests(instance, database, *arguments):
    tally, log = Tally(), _log_path(database)
    status, found = _run_odoo(instance, database, log, *arguments)
    _count_tests(tally, status, found)
    _keep_or_drop(log, tally.failed)
    return tally


def _log_path(database):
    path = cache.root() / "logs" / f"{database}.log"
    path.parent.mkdir(exist_ok=True)
    return path


def _keep_or_drop(log, failed):
    if failed:
        say(f"the whole log: {log}")
    else:
        log.unlink()


def _run_lint(instance, installed):
    tally, instance = Tally(), dataclasses.replace(instance, preface=OURS_ALONE)
    with template.throw_away(instance, installed, "lint") as database:
        log = _log_path(database)
        say("Odoo's own linters")
        _status, found = _run_odoo(instance, database, log, "-i", "test_lint", "--test-tags", LINT_TAGS)
        _count_lint(tally, found)
        log.unlink()
    return tally
