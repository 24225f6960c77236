"""Duties of units, from the items of the implementation section."""

import re

from . import circumstances, deadlines, frame
from .document import Assignment
from .names import LOWER, MAX_NAME, UPPER, doubt, is_named, name_end, names_someone, phrase_end, without_office
from .purposes import is_bare, is_made_for
from .subjects import subject_end
from .units import given, is_heading, is_list, is_people, scope_of, split_units
from .words import plain

#: A clause before the unit: "Căn cứ Kế hoạch này, các phòng ...".
_ASIDE = re.compile(
    r"(?:tren co so|ket thuc|can cu|theo|de(?! nghi)|nham|hang|dinh ky|truoc|trong(?! do)|vao|tu|den|dip|nhan|khi|sau|ngay|cuoi|dau|cham nhat|thang|quy)\b"
    r"[^,.;:]{1,120}, (?=\w)"
)
#: What is concerned, where it is nobody: "Đối với bài thi chung, tổ chuyên môn ra đề".
_CONCERNED = re.compile(r"doi voi [^,.;:]{3,120}?(?:, | thi (?=(?:cac |cap |co quan|don vi|to chuc|uy ban|ubnd|so |phong |ban ))|: (?=[^.;:]{4,300}[.;]))(?=\w)")
#: The case in which something is to be done: "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị phản ánh ...".
_IN_CASE = re.compile(
    r"(?:trong (?:qua trinh|khi)[^.;:]{0,100}?,? )?(?:neu|truong hop|khi)\b[^.;:,]{0,40}(?:kho khan|vuong mac|phat sinh|bat cap)[^.;:,]{0,60}?"
    r"(?:, (?:vuong mac|bat cap|phat sinh|kien nghi|de xuat)[^.;:,]{0,60}?)*(?:, (?=\w)|(?:(?<=mac)|(?<=khan)|(?<=sinh)|(?<=cap)) (?=(?:cac|thu truong) (?:co quan|don vi|dia phuong|so|phong|ban|to chuc|khoa|truong|xa|phuong)\b))"
)
#: Several of a kind whose names a colon lists: "Các sở: Nội vụ, Tài chính căn cứ chức năng ...".
_OF_KIND = re.compile(rf"[Cc]ác (?:[Ss]ở|đồng chí|ông, bà|đơn vị|cơ quan|sở|phòng|ban|bộ|xã|phường|trường|hội|chi cục|công ty|trung tâm|đảng ủy|đảng uỷ)(?: [{LOWER}]+){{0,2}}: (?=[{UPPER}][^.:]{{1,60}}?(?:[,;]| và) [{UPPER}])")
#: What a duty is about, before a colon and behind it perhaps the unit: "Kinh phí: Phòng Kinh tế bố trí ...".
_ON_WHAT = re.compile(
    r"(?:nguon )?(?:kinh phi|che do (?:thong tin,? )?bao cao|thong tin,? bao cao|cong tac [a-z, ]{3,40}|ve [a-z, ]{3,40}|thoi gian|dia diem|co so vat chat|"
    r"tai lieu|phuong tien|che do)(?: (?:thuc hien|bao cao|to chuc|trien khai|hoat dong))* ?: *"
)
_TAIL = re.compile(
    r"[ ,]*(?:(?:co|chiu) trach nhiem|chu tri|thuc hien(?: cac)?(?: nhiem vu)?(?: sau)?|tham muu|"
    r"la don vi dau moi|chu dong|"
    r"can tap trung|trien khai)(?: sau| nhu sau| thuc hien| tham muu)*$"
)
_MAX_UNIT = 160
#: Most circumstances before who acts, one behind the other.
_DEEPEST = 20
#: Fewest words above a list that tell more than that it is to be done: "thực hiện chế độ báo cáo với cấp trên như sau".
_MIN_LEAD_IN = 9
#: The same of a list of many.
_MAX_LIST = 700
#: Where the duty of another unit begins in a line, and words before it; least confidence at which one of several is sure.
_APART = re.compile(rf"[;,] (?=(?:riêng|còn) )|; (?=[{UPPER}])|, (?=(?:các|Phòng|Ban|Văn phòng|Thanh tra|Hội|Đoàn|Sở|UBND|Trung tâm|Công an) [^,;]{{2,80}} (?:trước|chậm nhất|trong (?:tháng|quý)) )")
_AGAIN = re.compile(r"^(?:riêng|còn) (?:đối với |với )?", re.IGNORECASE)
_SURE = 0.8
#: A name with a note in brackets behind it, before what it is to do: "Ban Chỉ đạo (theo Quyết định số ...) phân công ...".
_BRACKET = re.compile(r"(?P<name>[^():;.]{4,120}?) \([^()]{3,120}\) ?(?=[^\W\d_])")
#: Where those who are asked besides begin: "; đề nghị Hội ...", "; Sở Nội vụ hướng dẫn ...", ", Công đoàn vận động ...".
_ASKED = re.compile(rf"(?:[;,]| và) (?=(?:trân trọng |kính )?(?:đề nghị|mời) )|[;,] (?=[{UPPER}])")
#: The same where units are ordered: "...; Trạm Y tế bố trí ...", "... và Phòng Tài chính bố trí ...", and what may join names before it.
_ORDERED = re.compile(rf"[;,] (?=[{UPPER}])| và (?=[{UPPER}])")
_TOGETHER = re.compile(
    rf"\b(?:phối hợp|cùng|với|giữa|cho|của|gửi|về|đến|đề nghị|mời|giao|chỉ đạo|hướng dẫn|đôn đốc|hỗ trợ|giúp|báo cáo|trình|các|tại|tham mưu(?= [{UPPER}])|yêu cầu)\b[^;.]*$")
#: How somebody passes a duty on to whom it names: "Giám đốc giao Phòng Tổng hợp theo dõi ...".
_DELEGATED = re.compile(rf"(?:giao|phân công|ủy quyền|uỷ quyền|yêu cầu|đề nghị)(?: nhiệm vụ)?(?: cho)? (?:[{UPPER}]|(?:các|thủ trưởng) )")
_LISTED = re.compile(rf"(?:[Đđ]ề nghị|[Mm]ời)(?: các đồng chí)? (?P<first>[^.;:]{{3,120}}?),?(?: và)? đề nghị (?=[{UPPER}])")
#: People and places that are no units, but may have a duty like those: "Học sinh và cha mẹ học sinh: ...".
_SOMEBODY = re.compile(
    r"(?:hoc sinh|sinh vien|hoc vien|phu huynh|cha me|co so|ho (?:gia dinh|dan|kinh doanh|san xuat)|cac ho|nguoi|nhan dan|ba con|gia dinh|cong dong|khach|doanh nghiep|"
    r"tieu thuong|ngu dan|nong dan|cong nhan|thi sinh|dai bieu|khu|cum|lien minh|dong chi|moi|tung|toan the)\b"
)
#: A heading that tells when, where and for whom something takes place, and is no duty.
_ASPECT = r"(?:thoi gian|dia diem|thanh phan|doi tuong|trang phuc|hinh thuc|so luong)"
_WHEN_WHERE = re.compile(rf"{_ASPECT}(?:(?:,| va|, va) {_ASPECT})*(?: (?:to chuc|thuc hien|tham du|tham gia|tien hanh))*")
#: How many of a kind: "12 chi hội: ...".
_COUNT = re.compile(r"\d{1,3} (?=[^\W\d_])")
#: The part that a unit plays, in brackets behind its name: "Phòng Nội vụ (cơ quan thường trực)".
_PART = re.compile(r" *\((?:là )?(?:(?:cơ quan|đơn vị|bộ phận) )?(?:thường trực|đầu mối|chủ trì|phối hợp|tham mưu)[^()]*\)(?= *$)", re.IGNORECASE)
#: A heading of several units by what they take part in: "Các trường tham gia Chương trình Mẫu", "Các sở chủ trì, quản lý dự án".
_TAKING_PART = re.compile(rf"(?:Các|Những) [{LOWER}][^.;:,]* tham gia [{UPPER}][^.;:,]*[.:]?$|(?:Các|Những) [Ss]?[{LOWER}][^.;:]*?(?P<deed>(?:,| và|,? và)? (?:chủ trì|quản lý|tham gia|thực hiện)){{2,5}} [^.;:]*$")
#: Those who are told by what they have to do with somebody, or by what they have been given: "cơ quan, đơn vị trực tiếp quản lý người ...", "các sở được giao ...".
_BY_RELATION = re.compile(
    r"(?:các )?(?:cơ quan|đơn vị|tổ chức)(?:, (?:cơ quan|đơn vị|tổ chức))* (?:trực tiếp )?(?:quản lý|giới thiệu|sử dụng)(?!\w)|các [^.;:]{2,120}? (?:được (?:giao|phân công)|liên quan (?:tới|đến))(?!\w)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<!\b\w)[.!?]\s")
#: A dot that ends no sentence: behind a form of address.
_ABBREVIATED = re.compile(r"^((?:Ông|Bà|Đ/c|Đồng chí))\.")


def read(document, warn):
    """Fill ``document.assignments`` from every implementation section, in the order printed."""
    year = frame.of(document)
    for section in document.sections:
        if section.kind == "implementation":
            among = _name_their_units(section.items)
            for item, listed in _with_listed(section.items):
                _read_item(item, document, year, warn, listed, among)


def _name_their_units(items):
    """Tell whether at least half of ``items``, more than one, name a unit before a colon or as the heading of its duties."""
    named = [item for item in items if item.label and (item.title or ":" in _own(item)[:MAX_NAME]) and split_duty(_own(item))[0]]
    return len(named) > 1 and 2 * len(named) >= len(items)


def _like_others(item):
    """Return who is named where the units of the others are, and the rest of the words; (None, None) where it may be a topic."""
    body = _own(item)
    head, _colon, duty = body.partition(":") if not item.title else (body.rstrip(" :"), "", "")
    is_somebody = len(head) <= MAX_NAME and head[:1].isupper() and _SOMEBODY.match(plain(head)) and name_end(head) is None
    return (head.strip(), duty.strip()) if is_somebody and (item.title or duty) else (None, None)


def _with_listed(items):
    """Yield each item with those behind it that it orders, though their labels are like its own: "1. Giao Văn phòng:", "2. Mời họp"."""
    pending = list(items)
    while pending:
        item, listed = pending.pop(0), []
        while _opens_list(item) and pending and pending[0].label and not _names_below(pending[0]):
            listed.append(pending.pop(0))
        yield item, listed


def _opens_list(item):
    """Tell whether ``item`` names a unit and leaves to what follows what it is to do."""
    unit, _kind, duty, _confidence = split_duty(_own(item))
    return unit is not None and not duty and not item.children and _own(item).endswith(":")


def _read_item(item, document, year, warn, listed=(), among=False):
    body = item.title or item.text or ""
    unit, kind, duty, confidence = (body.strip(" :."), "order", "", _SURE) if item.title and is_heading(body.strip(" :.")) else split_duty(body)
    if item.title and item.children and _TAKING_PART.match(body):
        unit, duty, confidence = body.strip(" :."), "", _SURE
    duty = duty or _lead_in(body, unit)
    if unit is None and item.lead:
        unit, duty, confidence = ", ".join(item.lead), body, 0.8
    if unit is None and among and (named := _like_others(item))[0]:
        (unit, duty), confidence = named, 0.5
    if item.children and (_are_named(item.children) if unit else any(map(_names_below, item.children))):
        are_named = _name_their_units(item.children)
        for child in item.children:
            _read_item(child, document, year, warn, among=are_named)
        return
    if unit is None:
        if item.label is None or item.title and _WHEN_WHERE.fullmatch(plain(body).strip(" :.")):
            return
        if not _ON_WHAT.match(plain(body)):
            warn("unit_unknown", item.line, body[:120])
    apart = (_apart(body, year) or _others(body, unit, duty, kind, year) if unit and not item.children and not listed else None) or []
    if apart and item.deadline and item.deadline.doubt == "several":
        item.deadline.doubt = None
    text = "\n".join(each for each in (duty, *below(item), *_lines(listed, lambda _item: ())) if each)
    if unit and not text:
        warn("duty_missing", item.line, body[:120])
    document.assignments.append(Assignment(
        unit=unit, scope=scope_of(unit) if unit else "unit", kind=kind, text=text, units=split_units(unit) if unit else [],
        deadline=apart[0].deadline if apart else item.deadline or deadlines.find(text, year),
        label=item.label, line=item.line, confidence=confidence))
    for further in apart[1:]:
        further.label, further.line = item.label, item.line
        document.assignments.append(further)


def _lead_in(title, unit):
    """Return what ``title``, above a list, says that ``unit`` is to do, where that is more than to do what follows."""
    rest = title.removeprefix(unit or "").strip(" :.,") if unit and title.rstrip().endswith(":") and title.startswith(unit) else ""
    return rest if len(rest.split()) >= _MIN_LEAD_IN else ""


def _apart(text, year):
    """Return a duty for each of several units, of each of which ``text`` tells what it is to do until when, or None where one is not sure.

    "Các phòng báo cáo trước ngày 15/3, riêng Thanh tra báo cáo trước ngày 31/3.": the first keeps the whole text as printed.
    """
    whole = deadlines.find(text, year)
    if not whole or whole.doubt != "several" or not whole.date:
        return None
    cuts = [0, *(match.end() for match in _APART.finditer(text)), len(text)]
    clauses = [_AGAIN.sub("", text[begin:end]).strip(" ,;") for begin, end in zip(cuts, cuts[1:])]
    duties = [_clause(clause, year) for clause in clauses]
    return duties if len(duties) > 1 and all(duties) else None


def _others(text, unit, duty, kind, year):
    """Return a duty for each of several units that ``text`` asks, the first with the whole text, or None where it asks no second one."""
    if not duty:
        return None
    cuts, above = [0], max(len(text) - len(duty), text.find(unit) + len(unit))
    for match in (_ASKED if kind == "request" else _ORDERED).finditer(text, above):
        if match.group().startswith((" ", ",")) and kind != "request" and _TOGETHER.search(text, above, match.start()):
            continue
        rest = text[match.end() :]
        given_ = given(rest)
        further, _kind, words, confidence = split_duty(rest)
        is_apart = given_ is not None or match.group().startswith((";", " ")) or not is_named(_last(text[above : match.start()]))
        if further and words and confidence >= _SURE and is_apart and all(is_named(name) and not is_people(name) for name in split_units(further)):
            cuts.append(match.end())
            above = match.end()
    if len(cuts) == 1:
        return None
    duties = []
    for begin, end in zip(cuts, [*cuts[1:], len(text)]):
        clause = text[begin:end].strip(" ,;")
        name, _kind, words, confidence = split_duty(clause) if begin else (unit, kind, duty, 0)
        duties.append(Assignment(
            unit=name, scope=scope_of(name), kind=kind, text=words, units=split_units(name), deadline=deadlines.find(clause, year), confidence=confidence))
    return duties


def _last(words):
    """Return what stands at the end of ``words`` from its last capital on that begins a name: the object of who is named before."""
    place = max((match.start() for match in re.finditer(rf"(?<= )[{UPPER}]\w+ \w", words)), default=len(words))
    return words[place:]


def _clause(text, year):
    """Return the duty of the one unit with which ``text`` begins, with its one limit; None where either is not sure."""
    limit = deadlines.find(text, year)
    if not limit or not limit.date or len(limit.dates) != 1 or limit.doubt not in (None, "year"):
        return None
    unit, kind, duty, confidence = split_duty(text)
    name = text[: text.find(limit.text)].strip(" ,") if limit.text in text else ""
    if is_named(name) and name_end(name) is None and not doubt(name):
        unit, duty, confidence = name, text[len(name) :].strip(" ,"), 1.0
    if not unit or not duty or confidence < _SURE or not names_someone(unit):
        return None
    return Assignment(unit=unit, scope=scope_of(unit), kind=kind, text=duty, units=split_units(unit), deadline=limit, confidence=confidence)


def _names_below(item):
    """Tell whether an item, or one below it, names a unit of its own."""
    return bool(item.lead or split_duty(_own(item))[0]) or any(map(_names_below, item.children))


def _are_named(items):
    """Tell whether all of ``items`` name units of their own, or at least three and most of them do so with certainty."""
    named = [item for item in items if split_duty(_own(item))[3] >= _SURE and not _own(item)[:1].islower()]
    return all(map(_names_below, items)) or len(named) > 2 and 2 * len(named) > len(items)


def _own(item):
    return item.title or item.text or ""


def below(item, further=lambda item: ()):
    """Yield what stands below the words of a duty: its text below a title, and all items below it, with their labels.

    :param further: function that returns the lines that belong to an item besides its own
    """
    if item.title and item.text:
        yield item.text
    yield from further(item)
    yield from _lines(item.children, further)


def _lines(items, further):
    for item in items:
        mark = (
            item.label
            if item.label in (None, "-", "+", "*")
            else f"{item.label}{'' if item.label[-1:] in '.)' else '.'}"
        )
        if item.label and item.label.isalpha() and len(item.label) == 1:
            mark = f"{item.label})"
        body = " ".join(filter(None, [mark, item.title or item.text]))
        yield body
        yield from below(item, further)


def split_duty(text, above=0):
    """Split the wording of a duty into unit (None when none is named), kind (order or request), duty and confidence; ``above`` is for its own calls.

    "Văn phòng: theo dõi ..." names the unit before a colon, "Giao Văn phòng theo dõi ..." before the first verb.
    """
    if split := _split_behind(text, above):
        return split
    lead = given(text)
    kind = "request" if lead and lead["request"] else "order"
    start = lead.end() if lead else 0
    listed = _LISTED.match(text) if kind == "request" else None
    if listed and name_end(listed["first"]) is None:
        unit, _kind, duty, confidence = split_duty(text[: start] + text[listed.end() :], above + 1)
        if unit and duty:
            return f"{listed['first']}, {unit}", kind, duty, confidence
    if not names_someone(text[start : start + _MAX_UNIT]) and not _COUNT.match(text, start):
        return None, kind, text, 0.3
    limit = start + (_MAX_LIST if is_list(text, start, _MAX_UNIT, _MAX_LIST) else _MAX_UNIT)
    colon = text.find(":", start, limit)
    head = text[start:colon].strip() if colon > 0 else text[start:].strip(" .")
    verb = name_end(text, start, limit)
    aside = _BRACKET.match(text, start)
    if aside and (verb is None or verb > aside.end("name")) and not _is_doubtful(aside["name"]) and name_end(f" {text[aside.end() :]}") == 0:
        return aside["name"], kind, text[aside.end("name") :].strip(" ,"), 0.8
    counted = _COUNT.match(text, start)
    if counted and colon > 0 and is_named(text[counted.end() : colon]) and name_end(text[counted.end() : colon]) is None:
        return text[start:colon].strip(), kind, text[colon + 1 :].strip(), 0.8
    if place := _end_of_kinds(text, start):
        return text[start:place].strip(" ,"), kind, text[place:].strip(" ,:"), 0.8
    if colon > 0 and names_someone(head) and head.count("(") == head.count(")") and not _SENTENCE.search(_ABBREVIATED.sub(r"\1 ", head)):
        unit, rest = _head_of(head)
        duty = text[colon + 1 :].strip()
        return unit, kind, f"{rest}: {duty}" if rest and duty else duty, 0.5 if _is_doubtful(unit) or is_bare(unit, head) else 1.0
    unit, duty, confidence = _split_at_verb(text, start, head, verb, limit)
    if unit and unit.count("(") != unit.count(")"):
        return None, kind, text, 0.3
    return _asked_by(unit, duty, above) or (unit, kind, duty, confidence)


def _asked_by(unit, duty, above):
    """Split what ``unit`` asks of others, who are to do it; ``None`` where it asks nobody, or it is not sure whom."""
    if not (unit and _DELEGATED.match(duty)):
        return None
    further = split_duty(duty, above + 1)
    asked = further[0] and (further[0].startswith(("các ", "thủ trưởng ")) or all(is_named(name) and not is_people(name) for name in split_units(further[0])))
    return further if asked and further[2] and further[3] >= _SURE else None


def _split_behind(text, above):
    """Split a duty behind words that say in which case, or for whom, it is to be done; ``None`` where no unit stands there."""
    if above > _DEEPEST:
        return None, "order", text, 0.3
    flat = plain(text)
    concerned = _CONCERNED.match(flat) if flat.startswith("doi voi ") else None
    concerned = None if concerned and names_someone(text[len("đối với ") :]) else concerned
    for before in filter(None, (_IN_CASE.match(flat), _ASIDE.match(flat), concerned, _ON_WHAT.match(flat))):
        rest = text[before.end() :]
        if names_someone(rest) or before.re is _IN_CASE and given(rest) or before.re is _ASIDE and _ASIDE.match(flat, before.end()):
            unit, kind, duty, confidence = split_duty(rest, above + 1)
            return unit, kind, f"{text[: before.end()]}{duty}" if unit else text, confidence
    return _split_behind_circumstance(text, above)


def _split_behind_circumstance(text, above):
    """Split a duty behind a circumstance that holds commas itself, before the first that begins there with a verb behind the name; ``None`` where none does."""
    for place in circumstances.ends(text):
        rest = text[place:]
        if not names_someone(rest) or name_end(rest, 0, _MAX_UNIT) is None or circumstances.begins(rest):
            continue
        unit, kind, duty, confidence = split_duty(rest, above + 1)
        if unit and duty and confidence >= _SURE and all(is_named(name) or scope_of(name) == "all" for name in split_units(unit)):
            return unit, kind, f"{text[:place]}{duty}", confidence
    return None


def _end_of_kinds(text, start):
    """Return where a list of kinds of units ends that begins at ``start``, ``None`` where there is none."""
    listed = _OF_KIND.match(text, start)
    ends = listed and (text.find(":", listed.end(), start + _MAX_LIST), name_end(text, listed.end(), start + _MAX_LIST))
    return min((each for each in ends or () if each and each > 0), default=None)


def _split_at_verb(text, start, head, verb, limit):
    """Split what stands behind ``start`` where its first verb, at ``verb``, begins.

    :param head: str, what stands before a colon, else the whole
    :param limit: offset up to which the verb is looked for
    :return: (unit or ``None``, duty, confidence)
    """
    told = verb and _BY_RELATION.match(text, start, verb)
    if told and text[verb:].lstrip(" ,").startswith(("có trách nhiệm", "chịu trách nhiệm")):
        return text[start:verb].strip(" ,"), text[verb:].strip(" ,"), 0.8
    is_sure = verb is not None and verb == name_end(text, start, limit, is_closed=False)
    if end := subject_end(text, start, verb):
        is_sure, verb = True, end
    elif text.rstrip().endswith((".", ";")) and (verb is None or _is_doubtful(text[start:verb], runs_on=False)):
        is_sure = False
        verb = verb or name_end(text, start, limit, within=False)
        verb = verb if verb and is_named(text[start:verb]) and not _is_doubtful(text[start:verb], runs_on=False) else phrase_end(text, start) or verb
    if verb is None and names_someone(head) and len(head) <= _MAX_UNIT and not _SENTENCE.search(head):
        return _head_of(head)[0], "", 0.5 if _is_doubtful(head) else 0.8
    if verb and names_someone(text[start:]) and names_someone(text[start:verb]):
        named = text[start:verb].strip(" ,")
        unit = without_office(named)
        return unit, text[start + len(unit if named.startswith(unit) else named) :].strip(" ,"), 0.8 if is_sure and not _is_doubtful(unit) and not is_bare(unit, text[start:]) else 0.5
    return None, text, 0.3


def _is_doubtful(names, runs_on=True):
    """Tell whether any of the names in a list of units can hardly be one."""
    return any(doubt(name, runs_on) for name in split_units(names))


def without_part(name):
    """Return ``name`` without the part that its unit plays: "Phòng Nội vụ (cơ quan thường trực)"."""
    return _PART.sub("", name)


def _head_of(head):
    """Return the unit that ``head``, the words before a colon, names, without the dot of "Ông.", and what it is to do behind it.

    Words that only lead to what follows the colon ("có trách nhiệm") are neither.
    """
    head = without_part(head)
    tail = _TAIL.search(plain(head))
    head = head[: tail.start()] if tail and _is_low(head, tail) else head
    end = None if is_made_for(head) else name_end(head)
    rest = head[end:].strip(" ,") if end is not None else ""
    return _ABBREVIATED.sub(r"\1", head[:end]).strip(" ,"), rest


def _is_low(text, match):
    """Tell whether the matched words are written small, so that they are no part of a name."""
    return match.group().strip(" ,")[:1] != "" and text[match.start() : match.end()].strip(" ,")[:1].islower()
