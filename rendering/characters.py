"""Letters of which people read one thing and programs another, or on which a document can't be made; nothing but text."""
import re
import unicodedata
from dataclasses import fields, is_dataclass, replace

#: Where a program begins a new line.
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
#: What has no shape of its own: control characters, marks that turn the direction of a line around, blanks without width,
#: fillers, selectors of variants, patterns of no points, halves of letters, and what Unicode has declared no character.
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
    f"{''.join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xfffe, 0xffff))}]")
_UNPLAIN = re.compile(f"{_BREAKS.pattern}|{_HIDDEN.pattern}")


def plain_text(text):
    """Return ``text`` with nothing in it but what is read: composed letters (NFC), blanks, tabs and line ends.

    TCVN 6909:2001 asks for Unicode. Programs that decompose letters, as those of macOS do, would make two names of one. A text
    that is plain is given back as it is.

    :param text: str
    :return: str
    """
    if not _UNPLAIN.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _HIDDEN.sub("", _BREAKS.sub("\n", text)))


def said(text):
    """Return ``text`` plain and without blanks around it; empty where it has nothing that is read.

    :param text: str, or anything else, which says nothing
    :return: str
    """
    return plain_text(text).strip() if isinstance(text, str) else ""


def plain(value):
    """Return ``value`` with every text in it as :func:`plain_text` gives it; what is plain is given back as it is.

    :param value: text, a list, a tuple or a dataclass of such, or anything else
    """
    if type(value) is str:  # no member of an enumeration
        return plain_text(value)
    if isinstance(value, (list, tuple)):
        parts = [plain(part) for part in value]
        if all(new is old for new, old in zip(parts, value)):
            return value
        return value._make(parts) if hasattr(value, "_make") else type(value)(parts)
    if is_dataclass(value) and not isinstance(value, type):
        changed = _changed(value)
        return replace(value, **changed) if changed else value
    return value


def make_plain(part):
    """Make every text of a frozen dataclass plain, while it is being made.

    :param part: an instance
    """
    for name, value in _changed(part).items():
        object.__setattr__(part, name, value)


def _changed(part):
    found = {field.name: (getattr(part, field.name), plain(getattr(part, field.name))) for field in fields(part)}
    return {name: new for name, (old, new) in found.items() if new is not old}
