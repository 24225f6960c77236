"""`scripts/screenshots`: the pictures of README and manuals, made from a throw-away copy of the running demo."""
import argparse

from . import cache, debian, odoo, serve, template
from .console import run, say, show

TARGET = cache.REPOSITORY / "static" / "description" / "screenshots"
PROGRAM = cache.REPOSITORY / "scripts" / "pictures.py"


def main(arguments):
    """Take all pictures anew; they replace the old ones only when all went well.

    :return: exit status
    """
    argparse.ArgumentParser(prog="scripts/screenshots", description=__doc__).parse_args(arguments)
    with odoo.provide(debian.PICTURES) as instance:
        installed = template.with_addon(instance)
        port, log = odoo.free_port(), cache.root() / "logs" / "screenshots.log"
        log.parent.mkdir(exist_ok=True)
        with (template.throw_away(instance, installed, "screenshots") as database,
              serve.serving(instance, database, port, log), cache.made_whole(TARGET) as folder):
            say("taking pictures")
            run([instance.python, PROGRAM, f"http://localhost:{port}", folder],
                what="taking pictures", env=instance.env)
        log.unlink()
    for picture in sorted(TARGET.glob("*.png")):
        show(f"{picture} ({picture.stat().st_size // 1024} kB)")
    return 0
