"""What can be wrong with a message, or with the data that go with it."""
from .text import printable

MESSAGES = {
    "size": "The file is larger than messages may be (%s MB).",
    "xml": "The file is no well-formed XML: %s",
    "doctype": "The file declares a document type or entities. Messages have none; nothing of it is read.",
    "namespace": "The file is no edXML message of QCVN 102:2016: it begins with “%s”.",
    "complex": "The file has more elements than a message can have.",
    "missing": "The message has no “%s”.",
    "value": "“%s” of the message can't be understood.",
    "long": "“%s” is longer than the archive's metadata permit.",
    "attachment": "The attachment “%s” is listed in the message, but is not in the file.",
    "package_size": "The data are larger than they may be (%s MB).",
    "package_json": "The data are damaged: they are no JSON in UTF-8.",
    "package_format": "The file holds no data that agencies exchange.",
    "package_newer": "The data are of version %s, which this version of the addon does not know yet. Update it to read them.",
    "package_kind": "The data are of the kind “%s”, which this version of the addon does not know yet.",
    "package_value": "“%s” of the data is missing or can't be understood.",
    "package_many": "“%s” of the data has more entries than it may have.",
    "package_twice": "“%s” stands in the data twice.",
    "package_sender": "The data name “%s” as their sender, the message another one.",
    "package_document": "The data belong to the document “%s”, not to the one with which they came.",
    "package_hash": "The data belong to another PDF than the one with which they came.",
}


class ExchangeError(Exception):
    """A message cannot be read or written.

    :ivar key: key of :data:`MESSAGES`, for translation
    :ivar detail: what the message names: an element, a size; of what has come only what can be kept
    """

    def __init__(self, key, detail=""):
        self.key, self.detail = key, printable(str(detail))
        super().__init__(MESSAGES[key] % self.detail if "%s" in MESSAGES[key] else MESSAGES[key])
