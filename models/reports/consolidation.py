"""A report made of others, as a function of what they say and of what its editor has changed: plain values, no records.

What a source has said and what the editor has made of it are kept apart, so that it does not matter in which order reports are
received, returned, edited and taken in: the lines are those of the present sources, with the edits on them.
"""
from typing import NamedTuple

from ..core.merging import merged

# Where nothing is proposed any more, these are left of a line; of the rest it keeps what it had.
_NOTHING = {'text': '', 'reason': [False, False], 'printed': True}


class Line(NamedTuple):
    """A line that stands on the report.

    ``key``: of what it was made of, ``None`` where that exists no more. The others are dicts by the names of its parts: ``shown``,
    as it stands; ``drawn``, as its source last said; ``edits``, ``[what the editor made of it, what was drawn then]``.
    """

    key: tuple | None
    shown: dict
    drawn: dict
    edits: dict
    is_gone: bool = False


class Outcome(NamedTuple):
    """What comes out: ``lines`` by the ids of those that stay, keys ``added``, ids ``removed``, and of those that stay the ids
    ``changed``, and ``kept`` though their source is gone since the last time."""

    lines: dict
    added: list
    removed: list
    changed: list
    kept: list


def consolidate(lines, proposals):
    """Bring the lines of a report up to what its sources say now.

    :param lines: ``{id: :class:`Line`}``, those made of sources so far
    :param proposals: ``{key: {name of a part: value}}``, what the present sources say
    :return: :class:`Outcome`
    """
    outcome = Outcome({}, [], [], [], [])
    for number, line in lines.items():
        new = _taken_in(line, proposals.get(line.key))
        if new is None:
            outcome.removed.append(number)
            continue
        outcome.lines[number] = new
        if new.is_gone and not line.is_gone:
            outcome.kept.append(number)
        elif new.shown != line.shown:
            outcome.changed.append(number)
    present = {line.key for line in lines.values()}
    outcome.added.extend(key for key in proposals if key not in present)
    return outcome


def _taken_in(line, proposal):
    """:return: ``line`` as it is with ``proposal``, which is ``None`` where its source is gone; ``None``: nothing is left of it"""
    edits = _edits(line)
    if proposal is None and not edits:
        return None
    drawn = line.drawn if proposal is None else proposal
    is_gone = proposal is None
    return Line(line.key, _shown(drawn, edits, is_gone), drawn, edits, is_gone)


def _shown(drawn, edits, is_gone):
    """:return: the parts of a line as they stand after consolidating"""
    proposed = {**drawn, **_NOTHING} if is_gone else drawn
    return {name: _edited(name, edits[name], proposed[name], is_gone) if name in edits else proposed[name] for name in proposed}


def _edited(name, edit, proposed, is_gone):
    own, replaced = edit
    return merged(own, replaced, proposed) if name == 'text' and not is_gone else own


def _edits(line):
    """:return: the edits of ``line``, those made since the last time among them; what was put back is none"""
    edits, left = dict(line.edits), _shown(line.drawn, line.edits, line.is_gone)
    for name, value in line.shown.items():
        if value == left[name]:
            continue
        if value == line.drawn[name] and not line.is_gone:
            edits.pop(name)
        else:
            edits[name] = [value, line.drawn[name]]
    return edits
