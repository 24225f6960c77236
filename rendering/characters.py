"""Letters of which people read one thing and programs another, or on which a document can't be made; nothing but text."""
import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from itertools import groupby

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
#: Of what nearly all texts consist: Latin letters in one piece, those of Vietnamese among them, and the usual signs. To look
#: for the few others in a text takes ten times as long.
_USUAL = re.compile("[\t\n -~\u00a0-\u00ac\u00ae-\u024f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20ab]*")
#: Marks over and under one letter: more paint over the lines around it, and to put many into order takes the square of their number.
_MOST_MARKS = 4


def _spans(codes):
    """Return the codes of letters, which ascend, as the inside of a class of a regular expression."""
    for _gap, span in groupby(enumerate(codes), lambda pair: pair[1] - pair[0]):  # pylint: disable=bad-builtin-groupby
        first, *_rest, last = [chr(code) for _index, code in span] * 2
        yield f"{first}-{last}"


_MARK = f"[{''.join(_spans(code for code in range(0x300, 0x20000) if unicodedata.combining(chr(code))))}]"
_STACKED = re.compile(f"{_MARK}{{{_MOST_MARKS + 1},}}")


def plain_text(text):
    """Return ``text`` with nothing in it but what is read: composed letters (NFC), blanks, tabs and line ends.

    TCVN 6909:2001 asks for Unicode. Programs that decompose letters, as those of macOS do, would make two names of one. Of marks
    that are heaped on one letter the first ones stay. A text that is plain is given back as it is.

    :param text: str
    :return: str
    """
    if _USUAL.fullmatch(text):
        return text
    if not _UNPLAIN.search(text) and not _STACKED.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _STACKED.sub(lambda marks: marks[0][:_MOST_MARKS], _HIDDEN.sub("", _BREAKS.sub("\n", text))))


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
