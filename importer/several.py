"""Several plans in one file: where each begins. A form or an annex that repeats the national title is none."""

import re

from . import annexes, ending, header, labels, preamble
from .words import is_caps, plain

_NUMBER = re.compile(r"\bso *[:.]?.*[/–-] *kh\b")
#: Most lines of a header, and of the agency's name above the national title.
_HEADER, _ABOVE = 14, 4


def split(lines):
    """Return the lines of each plan in ``lines``, in order; one list where the file holds one plan."""
    starts, ended, in_annex = [0], None, False
    for index, line in enumerate(lines):
        text = line.text.strip()[:200]
        if ending.RECIPIENTS.match(plain(text)):
            ended = index
        elif ended is not None and annexes.is_label(text):
            in_annex = True
        elif ended is not None and not in_annex and _is_type(line):
            start = _start(lines, index, ended)
            if start is not None:
                starts.append(start)
                ended = None
    return [lines[begin:end] for begin, end in zip(starts, [*starts[1:], len(lines)])]


def _is_type(line):
    return line.cells is None and len(line.text) < 200 and is_caps(line.text) and preamble.find_type([line]) is not None


def _start(lines, index, ended):
    """Return where the plan begins whose type stands at ``index``, behind recipients at ``ended``; None for a form."""
    top = max(ended + 1, index - _HEADER)
    nation = next((i for i in range(top, index) if header.NATION.search(plain(lines[i].text))), None)
    if nation is None or not any(_NUMBER.search(plain(lines[i].text)) for i in range(top, index)):
        return None
    if not any(labels.find(line.text.strip()) for line in lines[index : index + 60]):
        return None
    start = nation
    for above in range(nation - 1, max(top, nation - _ABOVE) - 1, -1):
        text = lines[above].text.strip()
        if header.AGENCY.match(plain(text)) and is_caps(text):
            start = above
        elif not is_caps(text) and not _NUMBER.search(plain(text)) and text.strip("-_—–* "):
            break
    return start
