"""Inline marks of a plan's description: what a stretch of text is, beside the text itself.

``{L:unit}`` lead, ``{C:unit}`` coordinating unit, ``{O:text}`` output, ``{D:text~when}`` deadline (``{d:...}`` within a
sentence: the words that any reading of it holds), ``{U:unit~scope~names}`` (scope ``any`` where it is a matter of taste) and ``{Q:...}`` unit of a duty and of a
request, ``{B:text}`` and ``{E:text}`` basis and enacting sentence. Without width: ``<kind~number~symbol~date>`` a
citation, ``<P~when>`` a reporting duty, ``<?~>`` a duty whose unit nobody can tell. In Word's own marks: ``[+in+]``,
``[-out-]``, ``[<moved away<]``, ``[>moved here>]``, ``[^footnote^]``. ``when`` is ISO dates with commas, ``a..b`` for a
range, the name of a recurrence, or both with a blank.
"""

import re
from dataclasses import dataclass, field

_TOKEN = re.compile(r"\{([LCODdUQBE]):|(\})|(~[^{}<>]*)(?=\})|<([^<>{}]*~[^<>{}]*)>|\[([-+<>^])|([-+<>^])\]")
_STYLES = {"+": "ins", "-": "del", "<": "from", ">": "to", "^": "note"}
_KEPT = ("", "ins", "to")
#: Where a PDF may divide a word; written ``&shy;``.
SOFT_HYPHEN = "\u00ad"


@dataclass
class Mark:
    """A mark and the stretch of the text that it covers."""

    name: str
    begin: int
    end: int
    arguments: list = field(default_factory=list)


@dataclass
class Inline:
    """A paragraph: its text as accepted, the runs a writer writes, the marks in order of their beginning."""

    text: str
    runs: list
    marks: list

    def covered(self, mark):
        """Return the text that ``mark`` covers."""
        return self.text[mark.begin : mark.end]

    def of(self, *names):
        """Return the marks called so."""
        return [mark for mark in self.marks if mark.name in names]

    @property
    def notes(self):
        """Texts of the footnotes."""
        return [text for style, text in self.runs if style == "note"]


def read(raw):
    """Return the ``Inline`` of a paragraph with marks."""
    state = _State()
    raw = raw.replace("&shy;", SOFT_HYPHEN)
    place = 0
    for match in _TOKEN.finditer(raw):
        state.write(raw[place : match.start()])
        place = match.end()
        state.token(match)
    state.write(raw[place:])
    return Inline(state.text, state.runs, sorted(state.marks, key=lambda mark: mark.begin))


class _State:
    def __init__(self):
        self.text, self.runs, self.marks, self.open, self.style = "", [], [], [], ""

    def write(self, text):  # pylint: disable=method-required-super
        if not text:
            return
        if self.runs and self.runs[-1][0] == self.style:
            self.runs[-1] = (self.style, self.runs[-1][1] + text)
        else:
            self.runs.append((self.style, text))
        if self.style in _KEPT:
            self.text += text.replace(SOFT_HYPHEN, "")

    def token(self, match):
        name, closed, arguments, flat, begin_style, end_style = match.groups()
        if name:
            self.open.append(Mark(name, len(self.text), 0))
        elif arguments:
            self.open[-1].arguments = arguments[1:].split("~")
        elif closed:
            mark = self.open.pop()
            mark.end = len(self.text)
            self.marks.append(mark)
        elif flat:
            name, *rest = flat.split("~")
            known = name in ("P", "?")
            self.marks.append(
                Mark(name if known else "cite", len(self.text), len(self.text), rest if known else [name, *rest])
            )
        elif begin_style:
            self.style = _STYLES[begin_style]
        elif end_style:
            self.style = ""


def when(text):
    """Return dates, the date that counts, and recurrence of a ``when``."""
    dates, recurrence, due = [], None, None
    for word in text.split():
        if ".." in word:
            dates += word.split("..")
            due = dates[-1]
        elif word[0].isdigit():
            dates += word.split(",")
            due = dates[0]
        else:
            recurrence = word
    return dates, due, recurrence
