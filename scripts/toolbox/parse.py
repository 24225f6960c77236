"""`scripts/parse FILE` and the reading half of `scripts/run --headless`."""
import os
import subprocess
from pathlib import Path

from . import cache, debian, venv
from .console import Stop, show

USAGE = """Usage: scripts/parse [--units UNITS] FILE

Print what the importer recognises in a plan (.docx, .doc, .pdf, .jpg, .png or .txt) as JSON.
--units UNITS   the agency's own units, whose names win: a line each, "Name; abbreviation; former name; person; ..."
Exit status 2 when FILE cannot be read."""
UNREADABLE = 2


def importer(path, units=None, **streams):
    """Run the importer on `path`, which needs neither Odoo nor a database.

    :param units: file of the agency's own units, or None
    :return: the finished process; its exit status is 2 when the file cannot be read
    """
    debian.require(debian.VENV)
    python = venv.provide()
    env = {**os.environ, "PYTHONPATH": str(cache.REPOSITORY), "PYTHONSAFEPATH": "1",
           "PYTHONPYCACHEPREFIX": str(cache.root() / "pycache"), "PYTHONIOENCODING": "utf-8"}
    options = ["--units", Path(units).absolute()] if units else []
    return subprocess.run([python, "-m", "importer", *options, Path(path).absolute()], env=env,
                          stdin=subprocess.DEVNULL, check=False, **streams)


def main(arguments):
    """Print the plan in the file as JSON on standard output."""
    if arguments in (["-h"], ["--help"]):
        show(USAGE)
        return 0
    units = None
    if len(arguments) == 3 and arguments[0] == "--units":
        units, arguments = arguments[1], arguments[2:]
    if len(arguments) != 1:
        raise Stop(USAGE, UNREADABLE)
    return importer(arguments[0], units).returncode
