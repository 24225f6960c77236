"""What may stand in an XML file."""
import re

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")


def printable(text):
    """Return ``text`` without control characters, halves of letters and what is no character: XML 1.0 has none of them.

    :param text: str
    """
    return _FORBIDDEN.sub("", text)
