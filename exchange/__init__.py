"""Exchange of documents between agencies: edXML messages (QCVN 102:2016/BTTTT) and metadata; knows nothing of Odoo.

``message`` describes a message as data, ``writer`` and ``reader`` turn it into a file and back, ``metadata`` writes what
goes into the archive with a document, ``codes`` holds the numbers that both use.
"""
from .errors import ExchangeError
from .message import Attachment, Message, Organ, Reply, Trace
from .metadata import Metadata, write_metadata
from .reader import read
from .writer import write

__all__ = ["Attachment", "ExchangeError", "Message", "Metadata", "Organ", "Reply", "Trace", "read", "write", "write_metadata"]
