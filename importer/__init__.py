"""Importer: an agency's plan (.docx, text .pdf, .txt) to a tree of what it says. Pure Python, knows nothing of Odoo.

``parse(data, filename)`` returns a :class:`Document` or raises :class:`UnreadableFile`; SCHEMA.md describes the JSON.
"""

from . import agency
from .document import Document, Named
from .errors import UnreadableFile, message
from .parser import parse_lines
from .readers import MAX_MB, read
from .units import match

__all__ = ["MAX_MB", "Document", "UnreadableFile", "message", "parse"]


def parse(data, filename="", which=0, units=()):
    """Recognise the plan in a file.

    :param data: content of the file, bytes
    :param filename: its name; the content decides how it is read, the name only keeps code and the like out
    :param which: the plan that is wanted where the file holds several, counted from 0
    :param units: the agency's own units, each a list of an id (or anything else), its name and further ones: abbreviation,
        former names, persons; where one of them is printed, it is recognised as a unit's name and whole
    :return: the recognised ``Document``
    :raises UnreadableFile: when the file can't be read or holds no plan; ``code`` says why
    """
    lines = read(data, filename)
    with agency.known(units):
        document = parse_lines(lines, which)
    document.units = _named(document, units) if units else []
    return document


def _named(document, known):
    """Return what each unit that ``document`` names is among those ``known``, in the order of print."""
    own = {unit: name for unit, name, *_others in known}
    items = (name for item in document.walk() for name in (*item.lead, *item.coordinate))
    duties = (name for duty in document.assignments for name in duty.units)
    found = (match(name, known) for name in dict.fromkeys((*items, *duties)))
    return [Named(each.name, own.get(each.unit), [own[unit] for unit in each.candidates]) for each in found]
