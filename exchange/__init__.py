"""Exchange of documents between agencies: edXML messages (QCVN 102:2016/BTTTT) and metadata; knows nothing of Odoo.

``message`` describes a message as data, ``writer`` and ``reader`` turn it into a file and back, ``metadata`` writes what
goes into the archive with a document, ``packed`` the archives in which files may travel, ``codes`` holds the numbers that both use.
"""
from .errors import ExchangeError
from .message import Attachment, Business, Message, Organ, Reply, Trace, document_id
from .metadata import FileMetadata, Metadata, write_file_metadata, write_metadata
from .packed import packed
from .reader import read
from .writer import write

__all__ = [
    "Attachment", "Business", "ExchangeError", "FileMetadata", "Message", "Metadata", "Organ", "Reply", "Trace", "document_id", "packed",
    "read", "write", "write_file_metadata", "write_metadata"]
