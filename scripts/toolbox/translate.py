"""`scripts/translate`: the addon's terms go into i18n/dan_van.pot and, as far as new, into vi.po."""
import argparse

from . import cache, odoo, template
from .console import say, show

FOLDER = cache.REPOSITORY / "i18n"
# What Odoo's shell runs; `env` is there the superuser's environment.
MERGE = """
import io
import polib
from odoo.tools.translate import trans_export

exported = io.BytesIO()
trans_export(None, [{addon!r}], exported, "po", env)
terms = polib.pofile(exported.getvalue().decode())
for date in ("POT-Creation-Date", "PO-Revision-Date"):
    terms.metadata.pop(date, None)
terms.save({pot!r})

translation = polib.pofile({po!r})
translation.merge(terms)
for entry in translation.obsolete_entries():
    translation.remove(entry)
order = [entry.msgid for entry in terms]
translation.sort(key=lambda entry: order.index(entry.msgid))
translation.save()
for entry in translation.untranslated_entries() + translation.fuzzy_entries():
    print("to be translated:", entry.msgid)
"""


def main(arguments):
    """Export the terms of the addon with its demo data and merge them into vi.po.

    :return: exit status; 1 when a term has no Vietnamese translation yet
    """
    argparse.ArgumentParser(prog="scripts/translate", description=__doc__).parse_args(arguments)
    with odoo.provide() as instance:
        installed = template.with_addon(instance)
        with template.throw_away(instance, installed, "terms") as database:
            say("exporting and merging the terms")
            missing = instance.script(database, MERGE.format(
                addon=cache.ADDON, pot=str(FOLDER / f"{cache.ADDON}.pot"),
                po=str(FOLDER / "vi.po")), what="exporting the terms")
    show(missing.rstrip() or "Every term is translated.")
    return 1 if missing else 0
