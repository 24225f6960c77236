"""What can be wrong with a message."""

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
}


class ExchangeError(Exception):
    """A message cannot be read or written.

    :ivar key: key of :data:`MESSAGES`, for translation
    :ivar detail: what the message names: an element, a size
    """

    def __init__(self, key, detail=""):
        self.key, self.detail = key, str(detail)
        super().__init__(MESSAGES[key] % self.detail if "%s" in MESSAGES[key] else MESSAGES[key])
