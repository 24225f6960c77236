"""Exchange of documents between agencies: edXML messages (QCVN 102:2016/BTTTT) and metadata; knows nothing of Odoo.

``message`` describes a message, and a status that answers one, as data, ``writer`` and ``reader`` turn them into files and back,
``package`` and ``upward`` are the data that agencies hand to each other, ``metadata`` writes what goes into the archive with it, ``packed`` the archives in
which files may travel, ``folder`` is the folder through which files come and go, ``online`` the way straight to another Odoo,
``codes`` holds the numbers that both sides use.
"""
from .errors import ExchangeError
from .folder import Folder, FolderError, file_name
from .message import Attachment, Business, Message, Organ, Reply, Staff, Status, StatusCode, Trace, document_id, named_document
from .metadata import FileMetadata, Metadata, write_file_metadata, write_metadata
from .online import Answer, DeliveryError, deliver, is_address
from .package import is_package, read_alone, read_package, write_package
from .packed import packed
from .reader import read
from .writer import write, write_status

__all__ = [
    "Answer", "Attachment", "Business", "DeliveryError", "ExchangeError", "FileMetadata", "Folder", "FolderError", "Message", "Metadata",
    "Organ", "Reply", "Staff", "Status", "StatusCode", "Trace", "deliver", "document_id", "file_name", "is_address", "is_package", "named_document",
    "packed", "read", "read_alone", "read_package", "write", "write_file_metadata", "write_metadata", "write_package", "write_status"]
