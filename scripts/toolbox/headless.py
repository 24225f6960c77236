"""`scripts/run --headless DIR`: the main job without a server, in a throw-away database."""
import subprocess
from pathlib import Path

from . import cache, odoo, parse, template
from .console import Stop, say, show

DEMO_PLAN = cache.REPOSITORY / "demo" / "ke-hoach-mau.txt"
# What Odoo's shell runs; `env` is there the superuser's environment.
CALL = """
import sys
sys.path.insert(0, {scripts!r})
import headless
headless.main(env, {directory!r}, {plan!r}, {date!r})
"""


def main(directory, plan, date):
    """Leave plan.json, plan.pdf and assignments.csv in `directory`.

    :param directory: folder for the results, made when missing
    :param plan: the plan's file (.docx, .txt or text .pdf), or None for the demo plan
    :param date: day of issue as YYYY-MM-DD, or None for today
    :return: exit status; 2 when the plan cannot be read
    """
    plan = Path(plan or DEMO_PLAN).absolute()
    directory = Path(directory).absolute()
    say(f"reading {plan.name}")
    read = parse.importer(plan, stdout=subprocess.PIPE)
    if read.returncode:
        return read.returncode
    try:
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "plan.json").write_bytes(read.stdout)
    except OSError as error:
        raise Stop(f"{directory} cannot be written: {error.strerror}") from error
    with odoo.provide() as instance:
        installed = template.with_addon(instance)
        with template.throw_away(instance, installed, "headless") as database:
            say("importing, issuing, printing")
            instance.script(database, CALL.format(
                scripts=str(cache.REPOSITORY / "scripts"), directory=str(directory),
                plan=str(plan), date=date), what="the headless run")
    for name in ("plan.json", "plan.pdf", "assignments.csv"):
        show(directory / name)
    return 0
