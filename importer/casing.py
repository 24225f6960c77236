"""Names of agencies that a header prints in capitals, as running text writes them."""

import re

from .words import is_caps, plain

#: What is written in capitals everywhere; a word without a vowel is as well.
_SHORT = frozenset("UBND HĐND MTTQ UBMTTQ BCH BTV TW TU BTG TNCS LĐLĐ TP HTX BQL TAND".split())
#: Kinds of agencies of several words; behind the kind its field begins with a capital.
_KIND = re.compile(
    r"(?:uy ban|hoi dong|toa an|vien kiem sat)(?: nhan dan)?\b|(?:tinh|thanh|huyen|dang) uy\b|van phong\b|(?:chi|tong) cuc\b|thanh tra\b|"
    r"trung tam\b|bao hiem\b|kho bac\b|lien doan\b|\S+")
#: Committees of the Party, and levels of places: the name behind a level is in capitals word by word.
_COMMITTEE = re.compile(r"\b(?:tinh|thanh|huyen|dang) uy\b")
_LEVEL = re.compile(
    r"(?<!^)\b(?:tinh|huyen|xa(?! hoi)|(?<!dia )phuong|(?<!co )quan|thanh pho|"
    r"thi xa|thi tran|dac khu)\b(?! uy\b)|^(?:tinh|thanh|huyen) uy\b")


def cased(name, text=""):
    """Return ``name``, printed in capitals, as running text writes it: "SỞ NỘI VỤ" is "Sở Nội vụ".

    :param text: of the document; where the name stands there in small letters, it is taken as it is there
    """
    if not is_caps(name):
        return name
    for found in re.finditer(r"\s+".join(map(re.escape, name.split())), text, re.IGNORECASE):
        if not is_caps(found.group()) and found.group()[0].isupper():
            return " ".join(found.group().split())
    return " ".join(_words(" ".join(name.split())))


def _words(name):
    flat = plain(name)
    level = _LEVEL.search(flat)
    big = {0, _KIND.match(flat).end() + 1, *(match.start() for match in _COMMITTEE.finditer(flat))}
    small = range(level.start() or 1, level.end()) if level else ()
    at = 0
    for word in name.split(" "):
        if word in _SHORT or not re.search("[aeiouy]", plain(word)):
            yield word
        else:
            is_big = at in big and at not in small or level and at >= level.end()
            yield word.capitalize() if is_big else word.lower()
        at += len(word) + 1
