"""Where Odoo 19 comes from: the user's own, or Debian's archive unpacked in the cache."""
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from . import cache, debian
from .console import Stop, say

SERIES = "19.0"
# Debian keeps these static files of the web client in packages of their own; the
# fonts of sid were laid out anew, so that the links into them would dangle.
LINKED_FROM_SID = ("libjs-jquery", "libjs-jquery-form", "libjs-underscore",
                   "fonts-roboto-unhinted", "fonts-ocr-b", "fonts-montserrat")
LINKED_FROM_OWN_SUITE = ("fonts-font-awesome", "fonts-inconsolata")
LEFT_OUT = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@dataclass(frozen=True)
class OdooSource:
    """One Odoo: the folder that goes on PYTHONPATH, its addons folders, its version."""

    python_path: Path
    addons: tuple
    version: str


def _version(package):
    """Return the version that an `odoo` package folder states, or None."""
    release = package / "release.py"
    if not release.is_file():
        return None
    text = release.read_text(encoding="utf-8")
    found = re.search(r"^version_info\s*=\s*\((\d+),\s*(\d+)", text, re.MULTILINE)
    return f"{found.group(1)}.{found.group(2)}" if found else None


def _source(home):
    """Describe the Odoo below `home` (the folder that holds the package `odoo`)."""
    version = _version(home / "odoo")
    if version != SERIES:
        raise Stop(f"{home} holds no Odoo {SERIES} (found: {version or 'no Odoo'}).")
    folders = (home / "odoo" / "addons", home / "addons")
    return OdooSource(home, tuple(f for f in folders if (f / "web" / "static").is_dir()), version)


def _importable():
    """Return the folder of an `odoo` of our series that this Python can import, or None."""
    for entry in map(Path, sys.path):
        if _version(entry / "odoo") == SERIES:
            return entry
    return None


def _isolated(entry):
    """Return a folder with nothing but a link to the package `odoo` of `entry`.

    An `odoo` in a site-packages folder would otherwise bring all its neighbours,
    in other versions than those of our own environment.
    """
    folder = cache.root() / "own-odoo" / cache.key(entry)
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("odoo", "addons"):
        link = folder / name
        if (entry / name).is_dir() and not link.exists():
            link.symlink_to(entry / name)
    return folder


def _fetch(target):
    """Unpack Debian's odoo-19 and what it links to into `target`."""
    say("fetching Odoo 19 from Debian's archive (about 130 MB)")
    with cache.made_whole(target) as partial:
        workplace = partial / ".apt"
        debian.unpack(("odoo-19", *LINKED_FROM_SID), LINKED_FROM_OWN_SUITE, partial, workplace)
        shutil.rmtree(workplace)
        left_out = partial / "usr/lib/python3/dist-packages/odoo/addons" / LEFT_OUT
        if not left_out.exists():
            left_out.parent.mkdir(parents=True, exist_ok=True)
            left_out.write_text(
                "// Debian leaves this library out (background blur in video calls);\n"
                "// a bundle names it, and a missing file is an error on every page.\n",
                encoding="utf-8")


def provide():
    """Return the Odoo 19 to use, fetching it into the cache when the user has none.

    :raises Stop: when ODOO_HOME is no Odoo 19, or fetching fails
    """
    if os.environ.get("ODOO_HOME"):
        return _source(Path(os.environ["ODOO_HOME"]).expanduser().absolute())
    if entry := _importable():
        return _source(_isolated(entry))
    target = cache.root() / "odoo"
    with cache.lock("odoo"):
        if not target.is_dir():
            _fetch(target)
    return _source(target / "usr/lib/python3/dist-packages")
