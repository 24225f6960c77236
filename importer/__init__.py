"""Importer: an agency's plan (.docx, .doc, .pdf, .txt, a scan or a photo) to a tree of what it says. Pure Python, knows nothing of Odoo.

``parse(data, filename)`` returns a :class:`Document` or raises :class:`UnreadableFile`; SCHEMA.md describes the JSON.
"""

from . import agency
from .document import Document, Named
from .errors import UnreadableFile, message
from .parser import parse_lines
from .readers import MAX_MB, is_old_word, read, read_page, read_photo
from .scanned import note
from .units import match

__all__ = ["MAX_MB", "Document", "UnreadableFile", "is_old_word", "message", "parse", "read_page", "read_photo", "text"]


def parse(data, filename="", which=0, units=(), scanned=None):
    """Recognise the plan in a file.

    :param data: content of the file, bytes
    :param filename: its name; the content decides how it is read, the name only keeps code and the like out
    :param which: the plan that is wanted where the file holds several, counted from 0
    :param units: the agency's own units, each a list of an id (or anything else), its name and further ones: abbreviation,
        former names, persons; where one of them is printed, it is recognised as a unit's name and whole
    :param scanned: ``{index: Scanned}`` of the pages that :func:`read_page` has read from their picture; without it all that
        need it are read here, one after the other, which takes seconds a page
    :return: the recognised ``Document``
    :raises UnreadableFile: when the file can't be read or holds no plan; ``code`` says why. With ``scanned`` also ``scanned``,
        whose ``pages`` are the indexes of those that are still to be read
    """
    try:
        lines = read(data, filename, scanned or {})
    except UnreadableFile as error:
        if error.code != "scanned" or scanned is not None:
            raise
        scanned = {index: read_page(data, index) for index in error.arguments["pages"]}
        lines = read(data, filename, scanned)
    with agency.known(units):
        document = parse_lines(lines, which)
    document.units = _named(document, units) if units else []
    if scanned:
        note(document, lines, scanned)
    return document


def text(data, filename=""):
    """Return what a document says, a line for each of its lines, whatever kind of document it is.

    :param data: content of the file, bytes
    :param filename: its name, as for :func:`parse`
    :raises UnreadableFile: when the file can't be read, or holds pictures of pages
    """
    return "\n".join(line.text for line in read(data, filename, {}))


def _named(document, known):
    """Return what each unit that ``document`` names is among those ``known``, in the order of print."""
    own = {unit: name for unit, name, *_others in known}
    items = (name for item in document.walk() for name in (*item.lead, *item.coordinate))
    duties = (name for duty in document.assignments for name in duty.units)
    found = (match(name, known) for name in dict.fromkeys((*items, *duties)))
    return [Named(each.name, own.get(each.unit), [own[unit] for unit in each.candidates]) for each in found]
