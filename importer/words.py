"""Letters and words: one-to-one folding, capitals, widths. Everything here takes NFC text."""

import re
import unicodedata
from functools import lru_cache
from itertools import islice

TONES = "\u0300\u0301\u0303\u0309\u0323"

#: Initials of who has checked a text, behind its end: "N.V.A".
INITIALS = r"(?:[^\W\d_]\.){1,6}[^\W\d_]"
_ENDED = re.compile(rf"\./\.(?:\s?{INITIALS})?\s*$")
_TERMINAL = tuple(".;:!?…")
#: Advance widths of Times in thousandths of an em, for the base letter of each Vietnamese letter.
_WIDTHS = {
    **dict.fromkeys("ijlt/\\;:", 278),
    **dict.fromkeys("fr-()[]I", 333),
    **dict.fromkeys("ace", 444),
    **dict.fromkeys("z“”", 444),
    **dict.fromkeys("s", 389),
    **dict.fromkeys("wCBR", 690),
    **dict.fromkeys(" .,", 250),
    **dict.fromkeys("ADGHKNOQUVXY", 722),
    **dict.fromkeys("ELTZ", 611),
    **dict.fromkeys("FPS", 556),
    "J": 389,
    "M": 889,
    "W": 944,
    "m": 778,
}


#: A tone that a typist or a program set before the mark of the vowel: it composes with no letter.
_MISPLACED = re.compile("([\u0300\u0301\u0303\u0309\u0323])([\u0302\u0306\u031b])")


#: Letters of other languages that fonts have in the place of Vietnamese ones.
_LOOKALIKES = {"Ƣ": "Ư", "ƣ": "ư", "Ð": "Đ"}


def composed(text):
    """Return ``text`` in NFC, also where the tone of a vowel was written before its circumflex, breve or horn."""
    text = unicodedata.normalize("NFC", text)
    for letter, meant in _LOOKALIKES.items():
        text = text.replace(letter, meant)
    if not holds(text, "\u0302\u0306\u031b"):
        return text
    return unicodedata.normalize("NFC", _MISPLACED.sub(r"\2\1", unicodedata.normalize("NFD", text)))


@lru_cache(maxsize=4096)
def _base(char):
    if char in "đĐ":
        return "d" if char == "đ" else "D"
    return unicodedata.normalize("NFD", char)[0]


class _Folding(dict):
    """Translation table that learns each letter when it is first met."""

    def __missing__(self, code):
        low = _base(chr(code)).lower()
        self[code] = low if len(low) == 1 else chr(code)
        return self[code]


_FOLDING = _Folding()


@lru_cache(maxsize=2048)
def plain(text):
    """Return ``text`` in lower case without diacritics, of the very same length, so that offsets agree."""
    return text.translate(_FOLDING)


def holds(text, words):
    """Tell whether ``text`` has one of ``words`` in it: the cheap question before a costly pattern that can't do without them."""
    return any(map(text.__contains__, words))


def canonical(text):
    """Return a key equal for HOÀ, HÒA and hoa + accent: lower case, NFD, the tone at the end of each word."""
    words = []
    for word in unicodedata.normalize("NFD", text.lower()).split():
        letters = "".join(char for char in word if char not in TONES)
        words.append(letters + "".join(char for char in word if char in TONES))
    return " ".join(words)


def squeeze(text):
    """Return ``text`` with every run of white space as one space."""
    return " ".join(text.split())


def is_caps(text):
    """Tell whether ``text`` has at least two letters and all of them are capitals."""
    return text.isupper() and len([*islice(filter(str.isalpha, text), 2)]) > 1


def starts_low(text):
    """Tell whether ``text`` begins like the middle of a sentence: a small letter, a digit or a closing mark."""
    head = text.lstrip(' “"‘(')[:1]
    return bool(head) and not head.isupper() and (head.isalnum() or head in ",.;:)”’%/")


def ends_text(text):
    """Tell whether ``text`` ends with "./.", the mark of the whole text, and maybe the initials of who has checked that."""
    return bool(_ENDED.search(text[-24:]))


def is_terminal(text):
    """Tell whether ``text`` ends with a mark that ends a sentence or a clause of a list."""
    return text[-12:].rstrip().rstrip("\"”’)]").endswith(_TERMINAL)


def times_width(text):
    """Return the width of ``text`` set in Times, in average characters (0.45 em)."""
    return sum(_WIDTHS.get(_base(char), 500) for char in text) / 450
