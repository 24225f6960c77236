"""`scripts/screenshots`: the README's pictures, made from a throw-away copy of the running demo."""
import argparse
import contextlib
import subprocess

from . import cache, debian, odoo, serve, template
from .console import run, say, show, terminate

TARGET = cache.REPOSITORY / "static" / "description" / "screenshots"
PROGRAM = cache.REPOSITORY / "scripts" / "pictures.py"


@contextlib.contextmanager
def _serving(instance, database):
    """Serve `database` on a free port of the loopback interface and give the address."""
    port = odoo.free_port()
    log = cache.root() / "logs" / f"{database}.log"
    log.parent.mkdir(exist_ok=True)
    with open(log, "wb") as output:
        process = instance.start(
            database, "--http-port", port, "--gevent-port", odoo.free_port(),
            "--db-filter", f"^{database}$", "--max-cron-threads", 0,
            stdout=output, stderr=subprocess.STDOUT)
    try:
        address = f"http://localhost:{port}"
        serve.wait_for_login_page(process, address, log)
        yield address
    finally:
        terminate(process)
    log.unlink()


def main(arguments):
    """Take all pictures anew; they replace the old ones only when all went well.

    :return: exit status
    """
    argparse.ArgumentParser(prog="scripts/screenshots", description=__doc__).parse_args(arguments)
    with odoo.provide(debian.TESTS) as instance:
        installed = template.with_addon(instance)
        with (template.throw_away(instance, installed, "screenshots") as database,
              _serving(instance, database) as address, cache.made_whole(TARGET) as folder):
            say("taking pictures")
            run([instance.python, PROGRAM, address, folder], what="taking pictures", env=instance.env)
    for picture in sorted(TARGET.glob("*.png")):
        show(f"{picture} ({picture.stat().st_size // 1024} kB)")
    return 0
