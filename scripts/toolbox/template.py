"""Template databases: the slow part of an installation is done once and then copied."""
import contextlib
import os
import secrets
from pathlib import Path

from . import cache, odoo, venv
from .console import say

PREFIX = f"{cache.ADDON}_template_"
KEPT = 4
# They install themselves and call an outside service when an administrator loads a
# page; an agency's network is closed.
UNWANTED = ("iap", "partner_autocomplete")
SILENCED_CRONS = ("mail.ir_cron_module_update_notification",)
WARM_ASSETS = """
env['ir.qweb']._pregenerate_assets_bundles()
env.cr.commit()
"""


def _dms_version(python):
    names = sorted(p.name for p in venv.addons(python).parents[1].glob("odoo_addon_*.dist-info"))
    return ",".join(names)


def _without_outside_calls(server, database):
    """Take from a database with nothing but `base` what would install itself and call outside."""
    names = ", ".join(f"'{name}'" for name in UNWANTED)
    server.sql(f"UPDATE ir_module_module SET auto_install = false WHERE name IN ({names})",
               database)


def _silence_crons(server, database):
    names = ", ".join(f"'{name}'" for name in SILENCED_CRONS)
    server.sql("UPDATE ir_cron SET active = false WHERE id IN (SELECT res_id FROM ir_model_data"
               f" WHERE model = 'ir.cron' AND module || '.' || name IN ({names}))", database)


def _install_dependencies(instance, database, modules):
    instance.execute(database, "-i", "base", "--with-demo", "--load-language", "vi_VN",
                     what="installing base")
    _without_outside_calls(instance.server, database)
    instance.execute(database, "-i", ",".join(modules), "--with-demo",
                     what="installing the addon's dependencies")
    _silence_crons(instance.server, database)
    instance.script(database, WARM_ASSETS, what="building web assets")


def _install_addon(instance, database, dependencies):
    instance.copy(dependencies, database, throw_away=True)
    instance.execute(database, "-i", cache.ADDON, "--with-demo", what="installing the addon")
    instance.script(database, WARM_ASSETS, what="building web assets")


def _provide(instance, name, make, progress):
    """Return the template `name`, calling `make(database)` when it is not there yet."""
    with cache.lock("templates"):
        if not instance.server.exists(name):
            say(progress)
            partial = f"{name}_tmp"
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


def with_addon(instance):
    """Return the database with the addon and its demo data installed."""
    base = dependencies(instance)
    name = PREFIX + cache.key(base, cache.repository_hash())
    return _provide(instance, name, lambda d: _install_addon(instance, d, base),
                    f"installing {cache.ADDON} in a template database")


def throw_away_name(purpose):
    """Return the name of a new database for one run; it tells the process that uses it."""
    return f"{cache.ADDON}_{purpose}_{os.getpid()}_{secrets.token_hex(3)}"


@contextlib.contextmanager
def throw_away(instance, template, purpose):
    """Give a copy of `template` that is dropped afterwards, filestore and all."""
    database = throw_away_name(purpose)
    try:
        with cache.lock("templates"):
            instance.copy(template, database, throw_away=True)
        yield database
    finally:
        instance.drop(database)
