"""A decision that issues the plan ("Quyết định ban hành Kế hoạch"): what stands above the plan's own type."""

import re

from . import ending, preamble
from .paragraphs import join
from .words import is_caps, plain

#: Among how many lines from the top the decision's type is looked for, and the plan's behind it.
_TOP, WITHIN = 40, 400
_TYPE = re.compile(r"quyet dinh *:?")
_ATTACHED = re.compile(r"\(? ?(?:ban hanh )?kem theo (?:quyet dinh|van ban|nghi quyet)\b")


def find(lines):
    """Return the index of the decision's type, or None where the file begins with the plan itself."""
    return next((i for i, line in enumerate(lines[:_TOP]) if _is_type(line)), None)


def _is_type(line):
    text = line.text.strip()
    return line.cells is None and is_caps(text) and _TYPE.fullmatch(plain(text)) is not None


def read(lines, source, document, ledger, warn):
    """Take legal bases, recipients and signer from the decision; its articles are booked as they are, and told."""
    orders = next((i for i, line in enumerate(lines) if i and _is_type(line)), len(lines))
    above, below = lines[:orders], lines[orders:]
    first = next((i for i, line in enumerate(above) if preamble.opens(line.text)), len(above))
    preamble.read(join(above[first:], source), source, document, ledger, warn)
    end = ending.find_start(below)
    end = len(below) if end is None else end
    for line in [*above[:first], *below[:end]]:
        ledger.take(source.piece(line), "decision")
    ending.read(below[end:], source, document, ledger, warn)
    warn("decision_above", lines[0].number, " ".join(line.text.strip() for line in above[1:first])[:200] or None)


def is_attached_note(text):
    """Tell whether ``text`` says which decision the plan is attached to."""
    return _ATTACHED.match(plain(text.strip())) is not None
