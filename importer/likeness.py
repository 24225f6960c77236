"""Which heading of a text means which of several names: without tones, case, punctuation, order and small words."""

import re

from .words import plain

_WORD = re.compile(r"\w+")
#: What tells nothing of a heading: small words, and the time that it is about.
_SMALL = frozenset(
    "ve nhung cac mot so va trong cua voi theo den cho cong viec ket qua thuc hien tinh hinh ky toi tiep nam thang quy dau cuoi tu "
    "bao cao nay sau truoc".split())
#: From which likeness on a heading means a name, one that is a sentence as well, and how much more than any other.
ALIKE, SURE, _MORE = 0.66, 0.8, 0.08
#: Fewest words with which the beginning of a long name is taken for the whole.
_BEGINNING = 4
_CLAUSE = re.compile(r";|\. ")


def words(text):
    """Return the words of ``text`` as they are compared."""
    return _WORD.findall(plain(text))


def _key(text):
    """Return the words that tell something; all of them where there are none."""
    found = words(text)
    return frozenset(word for word in found if word not in _SMALL and not word.isdecimal()) or frozenset(found)


class Names:
    """Names, each of something that a heading may mean.

    :param named: iterable of (key, name, further names ...); empty names are left out, of a long one its first clause counts
        as well
    """

    def __init__(self, named):
        self._names = []
        for key, *names in named:
            for name in dict.fromkeys(each for name in names if name for each in (name, _CLAUSE.split(name)[0])):
                if _key(name):
                    self._names.append((key, _key(name), words(name)))

    def find(self, heading, least=ALIKE):
        """Return the key of the name that ``heading`` means, or None where there is none or more than one.

        :param least: how much alike they are at least, up to 1 for the same words
        """
        own, whole = _key(heading), words(heading)
        if not own:
            return None
        best = {}
        for key, name, name_words in self._names:
            score = 2.0 if name_words == whole else _likeness(own, name)
            best[key] = max(score, best.get(key, 0))
        ordered = sorted(best.items(), key=lambda each: -each[1])
        if not ordered or ordered[0][1] < least or ordered[1:] and ordered[0][1] - ordered[1][1] < _MORE:
            return None
        return ordered[0][0]

    def begins(self, text):
        """Return the key of the longest name that ``text`` begins with and where it ends, or None."""
        found = list(_WORD.finditer(plain(text)))
        told = [each.group() for each in found]
        fitting = [
            (len(name), key) for key, _own, name in self._names
            if _BEGINNING <= len(name) < len(told) and told[: len(name)] == name]
        if not fitting:
            return None
        length, key = max(fitting, key=lambda each: each[0])
        return None if any(size == length and other != key for size, other in fitting) else (key, found[length - 1].end())


def _likeness(own, name):
    shared = len(own & name)
    if len(own) >= _BEGINNING and shared == len(own):
        return 0.9
    return 2 * shared / (len(own) + len(name))
