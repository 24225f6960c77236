"""What was recognised and is not sure: each is told with its place, so that a person decides."""

import re

from . import roles, tables
from .document import walk
from .names import doubt, is_cut
from .words import plain

#: Highest confidence at which a duty's unit is told as one in doubt.
_UNSURE = 0.5
#: How an item begins that tells where, when, for whom or from what money, rather than what is to be done.
_FACT = re.compile(
    r"(?:thoi gian|thoi diem|thoi han|dia diem|doi tuong|thanh phan|so luong|kinh phi|nguon kinh phi|phuong tien|hinh thuc|phuong thuc|pham vi|"
    r"giang vien|bao cao vien|chu de|khau hieu|noi dung)\b[^:.]{,60}(?::|$)"
)
#: Code of the warning for each reason to doubt a deadline.
_DEADLINES = {
    "before_issue": "deadline_before_issue",
    "far": "deadline_far",
    "cited": "deadline_cited",
    "impossible": "deadline_impossible",
    "vague": "deadline_vague",
    "counted": "deadline_counted",
    "several": "deadline_several",
    "year": "year_inferred",
}


def tell(document, paths, warn):
    """Warn of every deadline, unit and section of ``document`` that is in doubt.

    :param paths: path of each of its nodes by ``id(node)``
    :param warn: function of code, line and text
    """
    lines = {part.path: part.line for part in reversed(document.parts)}
    told = set()
    for item in document.walk():
        if not (item.deadline or item.lead or item.coordinate):
            continue
        path, own = paths[id(item)], f"{item.title or ''} {item.text or ''}"
        _deadline(item.deadline, lines.get(f"{path}.deadline.text", item.line), warn, told)
        for name in ("lead", "coordinate"):
            units, line = getattr(item, name), lines.get(f"{path}.{name}", item.line)
            _units(units, line, warn, told)
            _units([unit for unit in units if is_cut(unit, own)], line, warn, told, is_unsure=True)
    for duty in document.assignments:
        _deadline(duty.deadline, duty.line, warn, told)
        _units(duty.units, duty.line, warn, told, duty.confidence <= _UNSURE)
    for owner in (*document.sections, *document.annexes):
        _tables(owner.items, warn)
    _missing(document, warn)


def _missing(document, warn):
    """Warn of each section of contents that sets tasks and names no unit, unless the tasks of an annex do; of tasks as well."""
    is_elsewhere = any(map(_names_unit, document.annexes))
    for section in document.sections:
        if section.kind != "content":
            continue
        if _names_unit(section):
            for each in _unnamed(section, section.items):
                warn("units_missing", each.line, each.title or each.text)
        elif not is_elsewhere and not all(map(_is_fact, section.items)):
            warn("units_missing", section.line, section.title)


def _unnamed(owner, items):
    """Yield each of ``items``, and of those below, that names no unit, or their ``owner`` where most of them name none.

    One whose words say that somebody leads is told in any case.
    """
    named = [item for item in items if _names_unit(item)]
    tasks = [item for item in items if _is_task(item) and not _names_unit(item)]
    if named and len(tasks) > len(named):
        yield owner
        yield from (item for item in tasks if roles.tells(f"{item.title or ''} {item.text or ''}"))
        return
    yield from tasks
    for item in named:
        if not item.lead:
            yield from _unnamed(item, item.children)


def _is_task(item):
    """Tell whether an item says what is to be done rather than introduces a table or tells a fact."""
    return not _is_fact(item) and bool(item.label or item.in_table)


def _deadline(deadline, line, warn, told):
    if deadline and deadline.doubt and (deadline.doubt, line) not in told:
        told.add((deadline.doubt, line))
        warn(_DEADLINES[deadline.doubt], line, deadline.text)


def _units(names, line, warn, told, is_unsure=False):
    for name in names:
        if (is_unsure or doubt(name)) and (name, line) not in told:
            told.add((name, line))
            warn("unit_doubtful", line, name)


def _tables(items, warn):
    """Warn of each table among ``items`` whose head is that of tasks, and that was read as text."""
    above = False
    for item in items:
        is_row = "\t" in (item.text or "") and not item.label
        if is_row and not above and tables.is_head(item.text.split("\t")):
            warn("table_unread", item.line, item.text.replace("\n", " ").replace("\t", " | "))
        above = is_row
        _tables(item.children, warn)


def _names_unit(owner):
    """Tell whether a section, an annex or an item names a unit, itself or below."""
    return any(item.lead or item.coordinate for item in walk([owner] if hasattr(owner, "children") else owner.items))


def _is_fact(item):
    """Tell whether an item is no task but a fact of a meeting or a visit: "Thời gian: ...", "Địa điểm: ...", "Đối tượng: ..."."""
    return bool(_FACT.match(plain(item.title or item.text or ""))) and not any(each.deadline for each in walk(item.children))
