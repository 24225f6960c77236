"""Importer: an agency's plan (.docx, text .pdf, .txt) to a tree of what it says. Pure Python, knows nothing of Odoo.

``parse(data, filename)`` returns a :class:`Document` or raises :class:`UnreadableFile`; SCHEMA.md describes the JSON.
"""

from .document import Document
from .errors import UnreadableFile, message
from .parser import parse_lines
from .readers import MAX_MB, read

__all__ = ["MAX_MB", "Document", "UnreadableFile", "message", "parse"]


def parse(data, filename="", which=0):
    """Recognise the plan in a file.

    :param data: content of the file, bytes
    :param filename: its name; the content decides how it is read, the name only keeps code and the like out
    :param which: the plan that is wanted where the file holds several, counted from 0
    :return: the recognised ``Document``
    :raises UnreadableFile: when the file can't be read or holds no plan; ``code`` says why
    """
    return parse_lines(read(data, filename), which)
