"""Lines of a task: who leads, who coordinates, until when, with which output."""

import re
from dataclasses import replace

from . import deadlines, roles
from .assignments import split_duty, without_part
from .names import LOWER, MAX_NAME, PERSON, UPPER, doubt, is_named, is_unit, name_end, names_someone, without_office
from .units import is_head, is_people, scope_of, split_units
from .words import plain

_WHO = r"(?:cac )?(?:don vi|co quan|bo phan|phong|to chuc|ca nhan)(?:,? (?:don vi|co quan|bo phan|ca nhan))?"
_KEYS = {
    "lead": rf"(?:{_WHO} )?chu tri(?:,? (?:thuc hien|tham muu|trien khai|to chuc))*|{_WHO} (?:thuc hien|tham muu|"
    "phu trach|dau moi|trien khai|chiu trach nhiem|dam nhiem)|(?:can bo|nguoi) (?:phu trach|thuc hien|chu tri)|lanh dao (?:thuc hien|chu tri)|"
    r"phan cong(?: (?:thuc hien|trach nhiem|nhiem vu))?|trach nhiem(?: thuc hien)?|giao thuc hien|dau moi(?: (?:thuc hien|tham muu))?|phu trach(?: chung)?",
    "coordinate": rf"(?:(?:{_WHO}|nguoi|can bo) )?(?:cung )?phoi hop(?:,? (?:thuc hien|tham muu|trien khai|to chuc))*",
    "deadline": r"thoi (?:gian|han|diem)(?:(?:,| va)? (?:dia diem|tien do|to chuc|thuc hien|hoan thanh|trien khai|bao cao))*|"
    r"tien do(?: (?:thuc hien|hoan thanh))?|han(?: (?:hoan thanh|cuoi(?: cung)?|chot|bao cao|thuc hien))?|lo trinh(?: thuc hien)?|hoan thanh(?: (?:trong|truoc|vao))?",
    "output": r"(?:du kien )?(?:ket qua|san pham)(?:(?:,|/| va|,? ) ?(?:dau ra|san pham|ket qua|du kien|can dat|"
    "phai dat|dat duoc|hoan thanh|thuc hien))*",
}
_KEY = re.compile("|".join(rf"(?P<{name}>{pattern})" for name, pattern in _KEYS.items()))
#: A key alone, above those whom it means.
_HEADING = re.compile(
    rf"(?P<lead>(?:{_KEYS['lead']})(?:(?:,| va|/) (?:{_KEYS['coordinate']}))?)|(?P<coordinate>{_KEYS['coordinate']})|"
    rf"(?P<deadline>{_KEYS['deadline']})"
)
_ROLE = re.compile(r"(?P<who>.+?),? (?:(?P<lead>chu tri)|(?P<coordinate>(?:cung )?phoi hop))(?: thuc hien)?")
#: Keys that only name a unit where one follows: "Thực hiện: Văn phòng", but not "Thực hiện: theo quy định".
_VAGUE = re.compile(
    r"(?P<lead>(?:to chuc )?thuc hien|giao(?: cho)?|bo phan|don vi|co quan|nguoi lam|dam nhiem|chiu trach nhiem)|"
    r"(?P<coordinate>thanh phan(?: (?:tham gia|tham du|phoi hop))?|tham gia|cung thuc hien|ho tro|(?:chuan bi|phuc vu)(?: noi dung| tai lieu)?|giup viec|thu ky)|"
    r"(?P<extra>lanh dao (?:truc tiep )?phu trach|(?:(?:lanh dao|nguoi|don vi|co quan) )?(?:chi dao|theo doi|don doc|giam sat|kiem tra)(?:(?:,| va)? (?:chi dao|"
    r"theo doi|don doc|giam sat|kiem tra|thuc hien))*)"
)
#: The time of whatever is done ("Thời hạn ban hành", "Thời gian nộp hồ sơ"), where a time follows.
_TERM = re.compile(r"(?P<deadline>(?:thoi (?:gian|han|diem)|han)(?: (?!qua\b|toi\b|chot\b|lay\b|tinh\b|nghi\b|lam viec\b)[a-z]+){1,5})")
_TIME = re.compile(r"[^.;]{0,40}?(?:\d|\b(?:quy|thang|nam|tuan|ngay|thuong xuyen|dinh ky)\b)")
_START = re.compile(r"(?:^|[;.,(–-]\s*|- |\n)(?=[a-z])")
_COLON = re.compile(r" *: *")
#: What is said in brackets of one of several who are named: "Sở Tài chính (kinh phí); Sở Nội vụ (nhân sự)".
_NOTED = re.compile(rf"(?P<name>(?:^|[,;] ?)[{UPPER}][^(),;]{{2,60}}?) \([^()]{{2,80}}\)(?= ?[,;])|(?<=[,;] )(?P<last>[{UPPER}][^(),;]{{2,60}}?) \([^()]{{2,80}}\)$")
#: The end of a sentence, behind which another one begins.
_NEXT = re.compile(rf"(?<=\w[\w)])\. +(?=[{UPPER}])")
#: A value that names both: "Văn phòng chủ trì, Thanh tra phối hợp", "Văn phòng (chủ trì), Thanh tra".
_BOTH = re.compile(
    r"(?P<lead>.+?),? *\(?chu tri\)?(?: thuc hien)?"
    r"(?:[,;.]? *(?:va )?(?:phoi hop (?:voi|cung)? *)?(?P<coordinate>.+?)(?: *\(?phoi hop(?: thuc hien)?\)?)?)?"
)
_WITH = re.compile(r"(?P<lead>.+?)(?:,? (?:tham muu|chu tri|thuc hien|chuan bi|to chuc))?,? (?:chu dong )?phoi hop(?: chat che)? (?:voi|cung)(?: voi)? (?P<coordinate>.+)")
#: Least confidence at which the unit of a sentence leads it, and what tells how it is rather than what it does.
_SURE = 0.8
_PEOPLE = re.compile(
    r"(?:cac|moi|tung|tat ca cac) (?:can bo|cong chuc|vien chuc|ca nhan|nguoi|ho\b|nha\b(?! truong)|gia dinh|(?:dang|doan|hoi|thanh|nhan|giao|hoc|sinh) vien|cap\b(?!, nganh)|lop\b|"
    r"to chuc, ca nhan|chi tieu|doanh nghiep)"
)
#: One post: "Công chức Văn phòng - Thống kê".
_POST = re.compile(rf"(?:Công chức|Cán bộ|Viên chức|Chuyên viên) [{UPPER}]|(?i:giáo viên) (?:chủ nhiệm|bộ môn|Tổng phụ trách)|Nhân viên (?:y tế|thư viện|văn thư|bảo vệ|kế toán)")
#: Kinds of units that a list names without "các": "Sở, ban, ngành, UBND các xã".
_KINDS_ALONE = re.compile(r"(?:Các )?[Ss]ở, (?:ban, )?ngành(?:, UBND [^.;:]+|, Ủy ban nhân dân [^.;:]+|, đoàn thể[^.;:]*)?")
#: Classes of a school, which do something themselves where their deed tells so.
_CLASSES = re.compile(r"(?:Các|Mỗi|Từng) (?:chi đội|lớp)(?! (?:tập huấn|bồi dưỡng|đào tạo|học)\b)")
_OWN_WORK = re.compile(r"(?:tự|tham gia|tham dự|đăng ký|chuẩn bị|cử|trang trí|nộp|dự thi|bố trí|làm|vệ sinh|chủ động|thực hiện|sinh hoạt|viết|vẽ|tập(?! huấn))(?!\w)")
#: Who leads each of several units: "Thủ trưởng các cơ quan, đơn vị".
_HEADS_OF = re.compile(r"(?:Thủ trưởng|Lãnh đạo|Người đứng đầu|Trưởng|Chủ tịch|Giám đốc|Hiệu trưởng) các ")
#: What tells, before a colon, that those named behind it do nothing: where, for whom, from whom.
_FACT = re.compile(r"(?:dia diem|doi tuong|tap the|ca nhan|thanh phan|noi nhan|pham vi|gom|bao gom|kinh phi|nguon|chu de|khau hieu|giang vien|bao cao vien|khach moi|noi dung|hinh thuc|don vi (?:duoc|nhan)|noi|tai|gui|nhu sau|vi du)\b")
#: The same where several colons stand before who is named: those are guests, places and the like.
_PLACE = re.compile(r"(?:dia diem|doi tuong|thanh phan|noi nhan|pham vi|kinh phi|khach moi|giang vien|thoi gian|vi du)\b")
#: The time behind those who are named, and names alone.
_TIMED = re.compile(r"[,;] (?:trong|trước|xong|hoàn thành|chậm nhất|vào|thời gian|tháng|quý|ngày|từ)\b[^.;:]*$")
_ALONE = re.compile(r"(?:P\. ?)?[^.:()]{4,160}")
#: The end of a sentence that a list follows.
_OPENS_LIST = re.compile(r", (?:gồm|bao gồm|cụ thể|trong đó)(?: như sau| là)?:$")
#: The part in a body that a person before a colon has, and how those begin who are to have it.
_MEMBERS = re.compile(r"(?:truong|pho(?: truong)?|thanh vien|uy vien|thu ky)(?: cac)? (?:doan|to|nhom|hoi dong|ban (?:to chuc|giam khao|chi dao))\b")
_REPRESENTS = re.compile(r"(?:moi )?(?:dai dien|gom|la|mot so|lanh dao)\b")
#: Several persons whom a page sets below each other in a cell, with nothing between them: "Lê Văn Mẫu Trần Thị Mẫu".
_SURNAME = "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Đào|Trịnh|Mai|Lương|Tạ|Chu|Triệu|Lò|Giàng|Vàng"
_PERSON = rf"(?:{_SURNAME})(?: (?!(?:{_SURNAME}) [{UPPER}][{LOWER}]+ )[{UPPER}][{LOWER}]+){{1,3}}"
_PERSONS, _ONLY_PERSONS = re.compile(_PERSON), re.compile(rf"{_PERSON}(?: {_PERSON})+")
#: The end of a sentence that only leads to the contents below it.
_INTRODUCES = re.compile(r"(?:những|các|một số) (?:nội dung|nhiệm vụ|công việc|việc|giải pháp|biện pháp)[^.;:]*\.$")
_OF_WHOM = re.compile(r"(?:trach nhiem|nhiem vu|phan viec|cong viec)(?: cu the)? cua\b")
_IN_CHARGE = re.compile(r",? (?:truc tiep )?phu trach\b")
_MUST = re.compile(r"^(?:phải|cần) ")
_CHARGED = re.compile(r"(?:co|chiu) trach nhiem\b")
#: Fewest words of what somebody does behind a name, in a value that should only name him.
_MIN_DEED = 6
_NO_DUTY = re.compile(r"(?:(?:hỗ trợ,? )?phối hợp\W*$|gồm|bao gồm|là|không|chưa|phải|cần|có(?! (?:trách nhiệm|nhiệm vụ)\b)|để|nhằm|trong|vì|gương mẫu)(?!\w)")


def is_task_line(text):
    """Tell whether ``text`` (without bullet) begins with a key such as "Đơn vị chủ trì:"."""
    return ":" in text and bool(_match_at(text, plain(text), 0))


def is_key_line(text):
    """Tell whether ``text`` begins with a key that can't be anything else, unlike "Thực hiện: ..."."""
    key = _KEY.match(plain(text)) if ":" in text else None
    return key is not None and _COLON.match(text, key.end()) is not None


def _match_at(text, flat, place):
    key = _KEY.match(flat, place)
    colon = _COLON.match(flat, key.end()) if key else None
    if colon:
        return key.lastgroup, key.start(), colon.end()
    term = None if colon else _TERM.match(flat, place)
    colon = _COLON.match(flat, term.end()) if term else None
    if colon and _TIME.match(flat, colon.end()):
        return term.lastgroup, term.start(), colon.end()
    vague = _VAGUE.match(flat, place)
    colon = _COLON.match(flat, vague.end()) if vague else None
    if colon and _is_one(text[colon.end() : colon.end() + 40]):
        return vague.lastgroup, vague.start(), colon.end()
    return None


def _is_one(text):
    """Tell whether ``text``, behind a colon, begins with a name: with a capital, or small as that of a group ("các phòng, ban")."""
    return names_someone(text) if text[:1].isupper() else text.startswith(("các ", "toàn thể ", "tất cả ", "mỗi ", "từng ", "công chức ", "cán bộ ")) and is_unit(text)


def fields(text):
    """Return name, begin of key, begin and end of value for each key with a colon in ``text``."""
    flat, found = plain(text), []
    for start in _START.finditer(flat, 0, max(0, flat.rfind(":"))):
        match = _match_at(text, flat, start.end())
        if match and (not found or match[1] >= found[-1][2]):
            found.append(match)
    spans = []
    for index, (name, begin, value) in enumerate(found):
        end = found[index + 1][1] if index + 1 < len(found) else len(text)
        end = _sentence_end(text, value, end) if name in ("lead", "coordinate") else end
        spans.append((name, begin, value, _value_end(text, value, end)))
    return spans


def _sentence_end(text, begin, end):
    """Return where the names of a value end that a sentence follows which begins with none: "Đơn vị chủ trì: Công an xã. Báo cáo hằng quý."."""
    mark = _NEXT.search(text, begin, end)
    return mark.start() + 1 if mark and not is_unit(text[mark.end() :]) and not PERSON.search(text, begin, mark.end()) else end


def _value_end(text, begin, end):
    """Cut the marks and an unmatched closing bracket off the end of a value."""
    while end > begin and (
        text[end - 1] in " \n;.,-–(" or text[end - 1] == ")" and text.count("(", begin, end) < text.count(")", begin, end)
    ):
        end -= 1
    return end


def read_line(item, piece, ledger, year):
    """Fill ``item`` from a task line, all of which is booked to its fields."""
    found = fields(piece.text)
    for (name, begin, value, end), after in zip(found, [*(each[1] for each in found[1:]), len(piece)]):
        part = piece[value:end].strip()
        if name == "extra":
            item.extra.append(ledger.take(piece[begin:end], name, item, f"extra[{len(item.extra)}]"))
            continue
        _set(item, name, ledger.take(part, name, item, _path(name)), year)
        _read_rest(item, piece[end:after], ledger, year)
    ledger.take(piece, "mark", item)


def _read_rest(item, piece, ledger, year):
    """Book the sentence that follows the names of a task line: a time, or something to be told besides."""
    rest = piece.strip().strip(" .;,")
    time = deadlines.find(rest.text, year) if rest.text[:1].isupper() else None
    if time and not item.deadline:
        item.deadline = time
        ledger.take(rest, "deadline", item, "deadline.text")
    elif len(rest.text.split()) > 1 and rest.text[:1].isupper():
        item.extra.append(ledger.take(rest, "extra", item, f"extra[{len(item.extra)}]"))


def read_heading(item, heading, year, is_led=False):
    """Fill ``item`` from an item below it that is headed by a key alone, such as "Cơ quan chủ trì, phối hợp".

    :param is_led: whether ``item`` is the heading of a unit, so that such a key only tells what that one does: "Chủ trì, phối hợp"
    """
    key = _HEADING.fullmatch(plain((heading.title or "").strip(" :")))
    if not key or is_led and key.lastgroup == "lead":
        return
    if key.lastgroup == "deadline":
        if not any(child.lead for child in heading.children):
            _set(item, "deadline", "; ".join((child.text or "").strip(" .;,") for child in heading.children), year)
        return
    for name in ("lead", "coordinate"):
        units = [unit for each in (heading, *heading.children) for unit in getattr(each, name)]
        setattr(item, name, list(dict.fromkeys([*getattr(item, name), *units])))
        for each in (heading, *heading.children):
            setattr(each, name, [])
    for child in heading.children:
        text = (child.text or "").strip(" .;,")
        role = _ROLE.fullmatch(plain(text))
        if role:
            _set(item, "coordinate" if role["coordinate"] else "lead", text[slice(*role.span("who"))], year)
        elif is_named(text) and name_end(text) is None:
            _set(item, key.lastgroup, text, year)


def read_running(item, text, year):
    """Fill what ``item`` still lacks from keys and phrases within its own text, where they also stay."""
    for name, _begin, value, end in fields(text):
        if name != "extra" and not (name == "deadline" and text.rstrip().endswith(":") and not _TIME.match(plain(text), value)):
            _set(item, name, text[value:end], year)
    if not item.lead:
        lead, partners = roles.read(text)
        _set(item, "lead", lead if lead and not _begins_with_another(text, lead) else "", year)
        for each in partners:
            _set(item, "coordinate", each, year)
    item.deadline = item.deadline or deadlines.find(text, year)


def _begins_with_another(text, lead):
    """Tell whether a sentence before the one that names ``lead`` begins with a unit of its own, which leads what it tells first."""
    first = _NEXT.split(text, maxsplit=1)[0]
    if lead in first and not re.search(rf"(?:về|gửi|cho|đến) {re.escape(lead)}", first) or len(first) == len(text):
        return False
    unit, _kind, duty, confidence = split_duty(f"{first}.")
    return bool(unit and duty) and confidence >= _SURE and not _NO_DUTY.match(_MUST.sub("", duty)) and ":" not in first[: len(unit) + 2] and _may_lead(unit)


def read_time(item, year):
    """Give what stands below a heading that is no more than a time, "Tháng 3", that time."""
    title = item.title or ""
    if item.children and title and deadlines.is_time(title):
        item.deadline = item.deadline or deadlines.parse(title.strip(" :"), year)
        for child in item.children:
            child.deadline = child.deadline or replace(item.deadline)


def read_head(item, text, year):
    """Fill the lead that ``item`` still lacks from the words before a colon, "Ban Phong trào: tổ chức lễ ra quân", or from those behind it, "Truyền thông: Đài viết tin."."""
    colon = text.find(":", 0, MAX_NAME)
    head = without_part(text[:colon]) if colon > 0 else ""
    if not item.lead and head and is_head(head):
        if not _is_composition(text[colon + 1 :].strip(" .;"), head):
            _set(item, "lead", head, year)
    elif not item.lead and head and not names_someone(head) and _FACT.match(plain(head)) is None:
        _set(item, "lead", _behind(text[colon + 1 :].strip()), year)
    last = text.rfind(": ")
    if not item.lead and last > colon > 0 and _PLACE.match(plain(text)) is None:
        _set(item, "lead", _behind(text[last + 1 :].strip()), year)


def _is_composition(text, head):
    """Tell whether ``text``, behind a colon, only names somebody, who then is the ``head`` before it: "Trưởng đoàn: Đại diện Ban Thường trực"."""
    if _MEMBERS.match(plain(head)) and _REPRESENTS.match(plain(text)):
        return True
    return len(text) > 1 and text[:1].isupper() and is_unit(text) and all(is_named(name) and name_end(name) is None for name in split_units(text))


def _behind(text):
    """Return who does what stands before a colon, told alone behind it or at the beginning of a sentence, or an empty string."""
    alone = _TIMED.sub("", _NEXT.split(text, maxsplit=1)[0].rstrip(" .;"))
    begins = text[:1].isupper() or text.startswith("các ")
    if text[:1].isupper() and _ALONE.fullmatch(alone) and all(is_named(name) and not doubt(name) and name_end(name) is None for name in split_units(alone)):
        return alone if not any(is_people(name) for name in split_units(alone)) else ""
    unit, _kind, duty, confidence = split_duty(text) if begins and text.rstrip().endswith((".", ";")) else (None, None, None, 0)
    return unit if unit and duty and confidence >= _SURE and ":" not in text[: len(unit) + 2] and _NO_DUTY.match(_MUST.sub("", duty)) is None and _may_lead(unit) else ""


def read_subject(item, text, year, is_charged=False):
    """Fill the lead that ``item`` still lacks from the unit with which its sentence begins: "Đài Truyền thanh xã mở chuyên mục.".

    :param is_charged: whether only who is said to be charged with it counts: "Sở Tài chính có trách nhiệm ..."
    """
    is_list = text.endswith(":") and _OPENS_LIST.search(text) and not text.startswith("Các ")
    is_open = text.rstrip().endswith(":") and not is_list
    if item.lead or not text.rstrip().endswith((".", ";")) and not is_list and not is_open and not item.deadline:
        return
    text = f"{text.rpartition(',')[0]}." if is_list else f"{text.rstrip(' :;.')}."
    unit, _kind, duty, confidence = split_duty(text)
    begin = text.find(unit) if unit else 0
    is_head = ":" in text[begin if text.startswith("Đối với ") else 0 : begin + len(unit or "") + 2]
    own = text[begin + len(unit) :].lstrip(" ,") if unit and begin > 0 else duty
    if is_open and (len(duty.split()) < _MIN_DEED or _INTRODUCES.search(duty) and unit and plain(unit).startswith("cac ")):
        return
    if unit and not duty and text.rstrip(" .;").endswith(")"):
        return
    if duty and _OF_WHOM.match(plain(text)) or is_charged and _CHARGED.match(plain(duty)) is None:
        return
    if unit and confidence >= _SURE and _NO_DUTY.match(_MUST.sub("", own)) is None and not is_head and (_may_lead(unit) or _CLASSES.match(unit) and _OWN_WORK.match(own)):
        _set(item, "lead", "; ".join((unit, *_alike(duty))), year)


def _alike(duty):
    """Yield the names of those who behind a comma do the same, in the same words, as who is named before ``duty``: "cô A phụ trách ..., thầy B phụ trách ..."."""
    deed = re.escape(" ".join(duty.split()[:2]).strip(" .,;"))
    for match in re.finditer(rf"[,;] (?:còn )?(?P<who>(?:P\. ?)?[^,;.:()]{{2,80}}) {deed}(?!\w)", duty):
        if is_named(match["who"]) and name_end(match["who"]) is None:
            yield match["who"]


def _may_lead(unit):
    """Tell whether ``unit``, with which a sentence begins, is of those who do things: a unit or a group of units, no people at large."""
    if unit.lower().startswith(("các ", "mỗi ", "từng ", "tất cả các ", "toàn bộ các ")):
        return is_unit(unit) and _PEOPLE.match(plain(unit)) is None
    if _KINDS_ALONE.fullmatch(unit):
        return True
    return (scope_of(unit) == "unit" or _HEADS_OF.match(unit) is not None) and all(
        is_named(name) and (_POST.match(name) or not is_people(name)) for name in split_units(unit))


def set_cell(item, name, piece, ledger, year):
    """Fill a field of ``item`` from the cell of a task table."""
    text = piece.text if name in ("lead", "coordinate") else None
    taken = ledger.take(piece, name, item, _path(name))
    keyed = [found for found in fields(text) if found[0] in ("lead", "coordinate")] if text else []
    if keyed and not keyed[0][1]:
        for key, _begin, value, end in keyed:
            _set(item, key, text[value:end], year)
        return
    _set(item, name, text or taken, year)


def go_on(item, name, piece, ledger):
    """Add to a field of ``item``, a row of a task table, the end of its cell, which stands on the next page."""
    words = ledger.take(piece, name, item, name)
    if name in ("lead", "coordinate"):
        units = getattr(item, name)
        setattr(item, name, split_units(f"{', '.join(units)} {words}") if units else split_units(words))
    else:
        setattr(item, name, f"{getattr(item, name) or ''} {words}".strip())


def set_further(item, piece, ledger, year):
    """Add a further time that a row of a task table tells in another column to its deadline: when it is handed in, when it takes place."""
    words = ledger.take(piece, "deadline", item, "deadline.text")
    if not item.deadline:
        _set(item, "deadline", words, year)
        return
    later = deadlines.parse(words, year)
    item.deadline.text = f"{item.deadline.text}; {later.text}"
    item.deadline.dates += [date for date in later.dates if date not in item.deadline.dates]
    item.deadline.date = item.deadline.date or later.date
    item.deadline.recurrence = item.deadline.recurrence or later.recurrence
    item.deadline.doubt = item.deadline.doubt or later.doubt


def narrow(item, year):
    """Take the day that the text of a row names as its limit, where the column names no more than the time in which it lies."""
    own, wide = deadlines.find(item.text, year), item.deadline
    is_within = own and own.date and wide.date and not own.doubt and not wide.recurrence and len(wide.dates) == 1
    if is_within and own.date[:7] == wide.date[:7] and own.date < wide.date and deadlines.is_wide(wide.text):
        item.deadline = replace(own, text=f"{wide.text}; {own.text}")


def _path(name):
    return "deadline.text" if name == "deadline" else name


def _set(item, name, value, year):
    value = value.strip()
    if not value:
        return
    both = _both(value) if name == "lead" else None
    if both:
        coordinate = value[slice(*both.span("coordinate"))] if both["coordinate"] else ""
        value = value[slice(*both.span("lead"))]
        _set(item, "coordinate", coordinate, year)
    if name in ("lead", "coordinate"):
        units = getattr(item, name)
        units += [unit for unit in split_units(_names_of(value)) if unit not in units]
    elif name == "deadline":
        item.deadline = item.deadline or deadlines.parse(value, year)
    else:
        item.output = "; ".join(filter(None, [item.output, value]))


def _both(value):
    """Return the match of a ``value`` that names who leads and who takes part, or None: "Văn phòng chủ trì, Thanh tra phối hợp"."""
    both = _BOTH.fullmatch(plain(value))
    partners = value[slice(*both.span("coordinate"))].strip() if both and both["coordinate"] else ""
    if partners and (_named_part(partners) or partners[0].islower() and not names_someone(partners)):
        both = None
    return both or _WITH.fullmatch(plain(value))


def _names_of(value):
    """Return the names in a ``value`` each clause of which may tell what those named do: "Sở A rà soát ...; các sở B gửi kết quả"."""
    value = _NOTED.sub(lambda noted: noted["name"] or noted["last"], without_office(value)) if "(" in value else value
    value = without_office(value)
    value = "; ".join(_PERSONS.findall(value)) if _ONLY_PERSONS.fullmatch(value.strip()) else value
    clauses = value.split(";") if "(" not in value else [value]
    return "; ".join(clause[:end] if (end := _named_part(clause)) else clause for clause in clauses)


def _named_part(clause):
    """Return where the names end with which ``clause`` begins and a sentence of what they do follows, or None."""
    text = clause.strip()
    end = name_end(text) if names_someone(text) else None
    if not end or _IN_CHARGE.match(plain(text), end) or len(text[end:].split()) < _MIN_DEED or not is_named(text[:end]) or any(map(doubt, split_units(text[:end]))):
        return None
    return end + len(clause) - len(clause.lstrip())
