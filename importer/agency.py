"""The agency's own names: units, what they are called otherwise, who works in them. In a text they win over any rule.

Compared without tones, case and punctuation; "P." is "Phòng", "&" is "và".
"""

import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from .words import plain

_TOKEN = re.compile(r"\w+|&")
#: Longest abbreviation, in letters; one is only met in capitals.
_MAX_SHORT = 6
#: What may follow a unit's name and leaves it the agency's own; another word that goes on with it makes another body's name:
#: "Thanh tra Sở" is the own "Thanh tra", "Thanh tra tỉnh" and "Văn phòng Đảng ủy" are not.
_OWN_AGENCY = {"ban", "so", "co", "don"}
_HIGHER = {"tinh", "trung", "huyen"}
_CURRENT = ContextVar("names", default=None)


@dataclass(frozen=True)
class _Name:
    unit: object
    words: tuple
    is_short: bool


class Names:
    """The names of an agency's units, found in texts in time linear in their length.

    :param units: iterable of (id, name, further names ...); empty names are left out
    """

    def __init__(self, units):
        self._by_first = {}
        for unit, *names in units:
            for name in filter(None, names):
                self._add(unit, name)
        for known in self._by_first.values():
            known.sort(key=lambda each: -len(each.words))

    def _add(self, unit, name):
        for form in forms(name):
            self._by_first.setdefault(form[0], []).append(_Name(unit, form, _is_short(name)))

    def spans(self, text):
        """Return begin, end and id of each name in ``text``, the longest where several begin at one place."""
        tokens = _tokens(text)
        found, index = [], 0
        while index < len(tokens):
            match = self._at(tokens, index, text)
            if match:
                last = tokens[index + len(match.words) - 1]
                found.append((tokens[index][1], last[2], match.unit))
            index += len(match.words) if match else 1
        return found

    def _at(self, tokens, index, text):
        for known in self._by_first.get(tokens[index][0], ()):
            here = tokens[index : index + len(known.words)]
            if tuple(token[0] for token in here) == known.words:
                own = text[here[-1][1] : here[-1][2]]
                if (not known.is_short or own == own.upper()) and not self._goes_on(tokens, index + len(here), text, own):
                    return known
        return None

    @staticmethod
    def _goes_on(tokens, index, text, own):
        """Tell whether the word at ``index`` belongs to the name that ends before it, which is another body's then."""
        if index >= len(tokens) or text[tokens[index - 1][2] : tokens[index][1]].strip():
            return False
        word, begin, _end = tokens[index]
        is_capital = text[begin].isupper() and own != own.upper()
        return word in _HIGHER or is_capital and word not in _OWN_AGENCY


def forms(name):
    """Return the words, in each form that counts as the same, by which ``name`` is known: "TT&ĐB" is "P. TTĐB" too."""
    whole = words(name)
    found = {whole}
    if _is_short(name):
        found.add(("".join(word for word in whole if word != "va"),))
        found |= {("phong", *form) for form in found}
    return found - {()}


def words(name):
    """Return the words of ``name`` as they are compared: "P. Địa bàn" and "Phòng Địa Bàn" have the same."""
    return tuple(word for word, _begin, _end in _tokens(name))


def _is_short(name):
    return len(name) <= _MAX_SHORT and name == name.upper()


def _tokens(text):
    """Return (word, begin, end) of each word of ``text``, folded."""
    flat, tokens = plain(text), []
    for match in _TOKEN.finditer(flat):
        word = {"&": "va", "p": "phong"}.get(match.group(), match.group())
        if word == "phong" and match.group() == "p" and flat[match.end() : match.end() + 1] != ".":
            word = "p"
        tokens.append((word, match.start(), match.end()))
    return tokens


@contextmanager
def known(units):
    """Let the names of ``units`` win within the block.

    :param units: as ``Names`` takes them, or nothing
    """
    token = _CURRENT.set(Names(units) if units else None)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def spans(text):
    """Return begin, end and id of each name of the agency's own in ``text``."""
    names = _CURRENT.get()
    return names.spans(text) if names else []
