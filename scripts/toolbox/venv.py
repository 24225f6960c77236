"""The Python environment with what Odoo, the addon and its tests require."""
import os
import shutil
from pathlib import Path

from . import cache, debian
from .console import run, say

SCRIPTS = cache.REPOSITORY / "scripts"
REQUIREMENTS = (SCRIPTS / "requirements-odoo.txt", cache.REPOSITORY / "requirements.txt",
                SCRIPTS / "requirements-dev.txt")
# The OCA addons require a distribution called `odoo`, which PyPI does not have.
WITHOUT_DEPENDENCIES = ("odoo-addon-dms==19.*",)


def _clean_environment():
    return {name: value for name, value in os.environ.items()
            if name not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")}


def provide():
    """Return the Python of the environment; it is made anew when a requirement changes.

    :raises Stop: when Python's venv module or a package is missing
    """
    texts = [path.read_text(encoding="utf-8") for path in REQUIREMENTS]
    version = run([debian.python(), "-c", "import sys; print(sys.version_info[:2], sys.base_prefix)"], what="Python")
    name = cache.key(version, *texts, *WITHOUT_DEPENDENCIES)
    folder = cache.root() / "venv" / name
    python = folder / "bin" / "python"
    whole = folder / "complete"
    with cache.lock("venv"):
        if not (whole.exists() and python.exists()):
            _make(folder, python)
            whole.touch()
    return python


def _make(folder, python):
    """Make the environment in place: its scripts hold its path, so it can't be renamed."""
    debian.require(debian.VENV)
    say("installing Python packages")
    shutil.rmtree(folder, ignore_errors=True)
    env = _clean_environment()
    run([debian.python(), "-m", "venv", folder], what="making the Python environment", env=env)
    # Bytecode is kept apart from the sources (see `odoo`), so pip need not make any.
    pip = [python, "-m", "pip", "install", "--quiet", "--no-compile",
           "--disable-pip-version-check"]
    wanted = [part for path in REQUIREMENTS for part in ("-r", path)]
    run([*pip, *wanted], what="installing Python packages", env=env)
    run([*pip, "--no-deps", *WITHOUT_DEPENDENCIES], what="installing OCA addons", env=env)


def addons(python):
    """Return the folder where pip puts the OCA addons."""
    found = sorted(Path(python).parents[1].glob("lib/python3*/site-packages/odoo/addons"))
    return found[0]
