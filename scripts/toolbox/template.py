"""Template databases: the slow part of an installation is done once and then copied."""
import contextlib
import os
import secrets
from pathlib import Path

from . import cache, odoo, venv
from .console import say

PREFIX = f"{cache.ADDON}_template_"
THROW_AWAY = f"{cache.ADDON}_run"
KEPT = 4
# It and what builds on it (partner_autocomplete, sms, snailmail) install themselves and
# call outside services when an administrator loads a page; an agency's network is closed.
CALLS_OUTSIDE = "iap"
SILENCED_CRONS = ("mail.ir_cron_module_update_notification",)
# Nobody opens these pages of Odoo's own JavaScript tests, and to build what they load takes longer than all else together.
TEST_PAGES = ("web.qunit_suite", "web.test_helpers", "web.unit_tests_suite")
WARM_ASSETS = """
env['ir.qweb']._pregenerate_assets_bundles()
env.cr.commit()
"""


def _dms_version(python):
    names = sorted(p.name for p in venv.addons(python).parents[1].glob("odoo_addon_*.dist-info"))
    return ",".join(names)


def _switch_off(server, database, model, names):
    """Archive records of `model`, named by their XML ids."""
    listed = ", ".join(f"'{name}'" for name in names)
    server.sql(f"UPDATE {model.replace('.', '_')} SET active = false WHERE id IN (SELECT res_id FROM ir_model_data"
               f" WHERE model = '{model}' AND module || '.' || name IN ({listed}))", database)


def _install_dependencies(instance, database, modules):
    instance.execute(database, "-i", ",".join(("base", *modules)), "--with-demo",
                     "--load-language", "vi_VN", what="installing the addon's dependencies")
    instance.uninstall(database, CALLS_OUTSIDE)
    _switch_off(instance.server, database, "ir.cron", SILENCED_CRONS)
    _switch_off(instance.server, database, "ir.ui.view", TEST_PAGES)
    warm_assets(instance, database)


def _install_addon(instance, database):
    instance.execute(database, "-i", cache.ADDON, "--with-demo", what="installing the addon")


def warm_assets(instance, database):
    """Build what a browser loads from `database`."""
    instance.script(database, WARM_ASSETS, what="building web assets")


def _provide(instance, name, make, progress):
    """Return the template `name`, calling `make(database)` when it is not there yet."""
    with cache.lock("templates"):
        if not instance.server.exists(name):
            say(progress)
            partial = f"{name}_tmp"
            _sweep(instance)
            instance.drop(partial)
            make(partial)
            instance.rename(partial, name)
            _drop_oldest(instance, name)
        _touch(name)
    return name


def _touch(name):
    folder = cache.root() / "templates"
    folder.mkdir(exist_ok=True)
    (folder / name).touch()


def _drop_oldest(instance, current):
    """Drop the templates that were used least recently, but for a few."""
    folder = cache.root() / "templates"
    used = {p.name: p.stat().st_mtime for p in folder.glob("*")}
    names = [n for n in instance.server.names(PREFIX) if n in used and n != current]
    for name in sorted(names, key=used.get, reverse=True)[KEPT - 1:]:
        instance.drop(name)
        (folder / name).unlink()


def dependencies(instance):
    """Return the database with what the addon depends on: demo data, Vietnamese, web assets."""
    modules = sorted({"web", *odoo.manifest()["depends"]} - {"base"})
    name = PREFIX + cache.key(instance.source.version, instance.source.python_path,
                              _dms_version(instance.python), Path(__file__).read_text("utf-8"),
                              *modules)
    return _provide(instance, name, lambda d: _install_dependencies(instance, d, modules),
                    "making the template database (base, " + ", ".join(modules) + ")")


def with_addon(instance, install=_install_addon):
    """Return the database with the addon and its demo data installed.

    :param install: called with `instance` and a database that has all but the addon, installs that; what it raises is
        raised, and nothing is kept
    """
    base = dependencies(instance)
    name = PREFIX + cache.key(base, cache.repository_hash(), install.__qualname__)

    def make(database):
        instance.duplicate(base, database, throw_away=True)
        install(instance, database)
        warm_assets(instance, database)

    return _provide(instance, name, make, f"installing {cache.ADDON} in a template database")


def _sweep(instance):
    """Drop what runs left behind that were killed; the caller holds the templates' lock.

    Only on the private server: on another one it may be another machine's.
    """
    if not instance.server.private:
        return
    unfinished = [n for n in instance.server.names(PREFIX) if n.endswith("_tmp")]
    ended = [n for n in instance.server.names(f"{THROW_AWAY}_")
             if not Path("/proc", n.split("_")[-2]).exists()]
    for name in unfinished + ended:
        instance.drop(name)


@contextlib.contextmanager
def throw_away(instance, template, purpose):
    """Give a copy of `template` that is dropped afterwards, filestore and all."""
    database = f"{THROW_AWAY}_{purpose}_{os.getpid()}_{secrets.token_hex(3)}"
    try:
        with cache.lock("templates"):
            _sweep(instance)
            instance.duplicate(template, database, throw_away=True)
        yield database
    finally:
        instance.drop(database)
