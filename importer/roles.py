"""Who leads a task and who takes part, told by a sentence: "Giao Văn phòng chủ trì, phối hợp với Thanh tra ...", "... do Hội Nông dân thực hiện"."""

import re

from .names import PERSON, UPPER, doubt, is_named, is_unit, name_end, phrase_end
from .purposes import is_made_for
from .subjects import subject_end
from .units import OFFICE, split_units
from .words import holds, plain

_GIVING = r"giao(?: nhiem vu)?(?: cho)?|phan cong|uy quyen(?: cho)?|do"
#: Where the name of who leads may begin, and what it may be made of.
_BEGIN = rf"(?:^|(?<=[.;:(] )|(?<=\()|(?<=, )|\b(?:{_GIVING}) )"
_WHO = r"(?P<lead>(?:p\. ?)?[^.;:()]{2,120}?)"
_BODY = r"(?:don vi|co quan|bo (?:phan|____)|to chuc|luc luong)"
_BOUND = r"(?:truc tiep|(?<!cong )dong(?! chi)|(?:co|chiu) trach nhiem(?: chinh)?|duoc giao|la|(?<!viec )lam)"
#: What makes working together a thing: "quy chế phối hợp với ...".
_THING = "".join(
    f"(?<!{noun} )" for noun in (
        "quy che", "co che", "chuong trinh", "cong tac", "hieu qua", "quan he", "su", "hoat dong", "ke hoach", "viec", "tinh than", "hoi dong",
        "nguyen tac", "trach nhiem", "noi dung", "dau moi", "luc luong", "da", "chua", "thieu", "yeu cau", "van ban", "thoa thuan",
    )
)
#: Who takes part is said also where nobody is said to lead.
_AIDED = re.compile(rf"\b(?:co|voi) su (?:tham gia|phoi hop|ho tro)|{_THING}(?<!viec chu tri, )(?<!viec chu tri va )\bphoi hop\b")
#: The same behind what is done, at the end of a clause: "...; Phòng Nội vụ phối hợp.", "... (Trung tâm Chính trị phối hợp)".
_AIDING = re.compile(r"(?:^|[;,(] ?)(?=[^.;:()]{2,120}? phoi hop(?: thuc hien)?(?= *(?:[.;)]|$)))")
#: What who is named at the end of what is to be done does with it: "...; Hạt Kiểm lâm khu vực I tham mưu."
_DONE_BY = (
    "tham muu", "thuc hien", "chuan bi", "trien khai", "phu trach", "dam nhiem", "to chuc", "soan thao", "theo doi", "tong hop", "du thao",
    "xay dung", "lam", "hoan thanh", "hoan tat", "hoan thien",
)
#: What tells that those named behind it take part; where a clause ends.
_WITHIN = re.compile(r"\b(?:phoi hop|cung|moi|gom)\b")
_CLAUSE = re.compile(r"[.;:] ")
#: How a name in small letters begins that is surely of somebody who does something.
_WHO_DOES = ("các ", "ông ", "bà ", "đồng chí ", "đ/c ", "trưởng ", "lãnh đạo ", "hiệu trưởng ", "công chức ")
#: Words of limit behind who is named at the end: "Sửa đổi Quy chế: Văn phòng; hoàn thành trong tháng 4."
_LIMITED = ("hoan thanh", "hoan tat", "xong", "thoi gian", "thoi han", "truoc ngay", "trong thang", "trong quy", "cham nhat")
#: Who does something; of whom that is told and nobody ordered, "dự án do Bộ X chủ trì", "việc do đơn vị mình làm"; what makes it something of others that one takes
#: part in: "dự lớp do Sở Nội vụ tổ chức".
_BY = ("do ",)
_OF_OTHERS = re.compile(r"(?:các )?[Bb]ộ(?:,| (?!phận|đội|Chỉ huy|CHQS|Tư lệnh|môn|máy))|(?:[Cc]ơ quan |các cơ quan )?[Tt]rung ương|[Cc]hính phủ|[Tt]hủ tướng|[Cc]ấp trên|.* mình$")
_ELSEWHERE = re.compile(r"\b(?:tham gia|tham du|(?<!chu )du(?! (?:an|toan|thao|kien|nguon|bao|phong|tru)\b)|huong ung|dang ky)\b.{0,120}$")
#: Words that make who is named behind them those whom something goes to: "gửi Sở Tài chính và các sở chủ trì".
_ADDRESSED = re.compile(r"\b(?:gui|bao cao|nop|phan anh)\b[^.;:]{1,60} ve $|\b(?:gui(?: ve)?|bao cao(?: ve)?|trinh|kien nghi(?: voi)?|de xuat(?: voi)?|phoi hop(?: voi)?|(?<!doi )(?<!cung )voi|cua|giup) $")
#: Several who are addressed together, before the last of them: "báo cáo Ban Chỉ đạo, Sở A và ".
_ADDRESSEES = re.compile(r"\b(?:gui|bao cao|trinh)(?: ve)? (?P<names>(?!ve |ket qua)[^.;:()]{2,200}?)(?:,| va) $")
#: The word for a body before the part that it has in what is named behind it, no list of those who do something: "..., cơ quan chủ trì dự án".
_PART_IN = re.compile(r"(?:[,;] |\bva )(?:co quan|don vi|to chuc)$")
#: What tells how those are known that a sentence names, and orders nothing: "các sở chủ trì, quản lý và thực hiện dự án".
_KNOWN_BY = re.compile(r",? (?:va )?quan ly\b")
#: In the order of how sure they are: who leads a sentence, each with words one of which is in it.
_LEADS = tuple((words, re.compile(pattern)) for words, pattern in (
    (("chu tri",), rf"{_BEGIN}{_WHO},? (?:{_BOUND} (?:{_BODY} )?|\((?!chu tri (?:hoi nghi|cuoc|buoi|phien)))?chu tri\b\)?"),
    (("dau moi", "thuong truc", "chiu trach nhiem"), rf"{_BEGIN}{_WHO},? (?:la|(?<!viec )lam|(?:giu|dong) vai tro(?: la)?)(?: {_BODY})?(?: tham muu,?)? (?:dau moi|thuong truc|chiu trach nhiem)\b"),
    (("chiu trach nhiem",), rf"{_BEGIN}{_WHO},? chiu trach nhiem(?: chinh| toan dien)?\b"),
    (_BY, r"\bdo (?P<lead>(?:(?:dong chi|ong|ba|d/c) )?(?:pho|truong|giam doc|chu tich|bi thu|uy vien|can bo|cong chuc|lanh dao)\b[^.;:()]{2,80}? phu trach [^.;:(),]{2,40}?)"
          r" (?:truc tiep )?(?:thuc hien|to chuc|dam nhiem|dam nhan|chi dao|trien khai|tham muu|(?<!viec )lam)\b"),
    (_BY, rf"\bdo {_WHO} (?:truc tiep |luan phien |thay phien |cung nhau |cung |lan luot )?(?:thuc hien|to chuc|dam nhiem|dam nhan|phu trach|tham muu|trien khai|chiu trach nhiem|lap(?= (?:du toan|ke hoach|ho so|danh sach)\b)|bien soan|soan thao|bo tri|chuan bi|tong hop|khao sat|(?<!viec )lam)\b"),
    (("dau moi",), r"\bdau moi\b[^.;:()]{0,60}? la (?P<lead>[^.;:()]{2,120}?)(?=[.;]|$)"),
    (("cung ",), rf"(?:^|(?<=[.;:] )){_WHO},? cung (?=(?:voi )?(?:dai|phong|ban|van phong|hoi|doan|cong an|truong|tram|trung tam|cac|ubnd|mat tran|so|uy ban|dang uy|chi bo|to|khoa|chi cuc|thanh tra|xa|don|hat)\b)"),
    (("phoi hop",), rf"(?:^|(?<=[.;:] )|(?<=\()){_WHO},? (?:chu dong )?phoi hop(?: chat che)? (?=voi\b|cung\b|cac\b)"),
))
_LEADING = tuple({word for words, _pattern in _LEADS for word in words})
#: The same at the end of what is to be done, less sure than an order.
_LATE = tuple((words, re.compile(pattern)) for words, pattern in (
    (_DONE_BY, rf"(?:[.;:] |[-–] (?!xa hoi\b)|\()(?:p\. ?)?(?P<lead>[^.;:()]{{2,120}}?) (?:chu dong |truc tiep )?(?:{'|'.join(_DONE_BY)})"
     r"(?: noi dung| thuc hien| trien khai| xong)?(?= ?[.,;)]|$| (?:truoc|cham nhat|trong (?:thang|quy)|xong)\b)"),
    ((":",), r"(?<=[\d)]: )(?P<lead>[^.;:()]{2,100}?)(?=[.;]? ?$)"),
    (_LIMITED, rf"(?:(?<=[:.;] )|(?<=\())(?P<lead>[^.;:()]{{2,100}}?)(?=[;,.] ?(?:{'|'.join(_LIMITED)}) )"),
))
_LISTED = r"(?:[^.;:()]|(?<=\bp)\.){3,200}"
#: Who takes part, behind the words that say so.
_PARTNERS = re.compile(
    rf"(?<!hoi dong )\bphoi hop(?:,? (?:chat che|thuc hien|thuong xuyen|trao doi|(?:cung|____) cap(?: thong tin)?|chia se(?: thong tin)?))?(?P<by> (?:voi|cung(?: voi)?))? (?P<partner>{_LISTED})|"
    rf"(?<=[ ,(])(?:cung(?: voi)?|(?<!dau )moi) (?!cap |ky |nhau )(?P<with>{_LISTED})|"
    rf"\b(?:co|voi) su (?:tham gia|phoi hop|ho tro|dong hanh|cong tac)(?:,? (?:phoi hop|ho tro|giup do))? cua (?P<of>{_LISTED})"
)
#: Who takes part, before the words that say so.
_PARTNER = re.compile(
    rf"(?:^|[,;] (?:va )?|\()(?P<who>(?!moi )(?:p\. ?)?[^.;:()]{{2,80}}?) (?:la {_BODY} phoi hop|\(phoi hop\)|(?:ho tro,? )?(?:cung )?(?<!hoi dong )phoi hop\b(?! voi| cung| chat che)|"
    r"cung (?:du|tham gia|tham du|thuc hien)\b|(?:gop y|tham gia|ho tro|tham du)(?=[.,;)]|$| (?:truoc|trong|theo)\b))"
)
#: Staff whom those are to name who get the task: "phân công cán bộ dự họp".
_STAFF = re.compile(rf"(?:cán bộ|công chức|viên chức|giáo viên|nhân viên|người|đảng viên|đoàn viên|chuyên viên)(?:$|[, ](?![{UPPER}]))")
#: What the work with many of a kind is about, behind their name, and what is such an example: "các sở, ngành về hoạt động", "các tỉnh như".
_ABOUT = re.compile(r"(?:(?<= xã)|(?<= phường)|(?<= tỉnh)|(?<= liên quan)|(?<= ngành)|(?<= địa phương)|(?<= doanh nghiệp)|(?<= đơn vị)) về |(?<=[^\W\d]) như(?= |$)")
_BODIES = re.compile(r"to chuc(?:(?<=\bto chuc)(?=,? (?:va )?ca nhan\b)|(?:(?<=co quan, to chuc)|(?<=don vi, to chuc)|(?<=doanh nghiep, to chuc))(?=,| va\b))")
_CHARGED = re.compile(r"\bduoc (?:phan cong|giao)\b[^.;:]{0,90}?(?= (?:co|chiu) trach nhiem\b)")
#: The part that somebody plays, which names nobody: "phối hợp với cơ quan chủ trì".
_PLAYED = re.compile(r"(?:cac )?(?:co quan|don vi|bo phan)(?: (?:chu tri|dau moi|thuong truc|tham muu))?")
#: A body that is known by its letters: "VTV7".
_ACRONYM = re.compile(rf"[{UPPER}]{{2,}}\d*(?![^\W\d_])")
#: Most words of a name behind what is surely part of it.
_MAX_REST = 3
#: How far behind the words that say so those who take part are looked for, in letters.
_MAX_LIST = 260
#: Longest name of who is given a task, and how far behind it tells where it ends, in letters; what is in no name.
_MAX_ORDER, _BEYOND = 80, 60
#: Those who do something, alone in brackets behind when it is done.
_BESIDE = re.compile(rf"(?:\d|tháng|quý|năm|tuần|ngày|kỳ|”)\s*\((?P<names>[{UPPER}][^()]{{3,160}})\)(?= ?[.;]|$)")
#: The same at the end of a sentence on what is to be done, in so many words at least; what makes them those of a kind: "các sở (Sở A, Sở B)".
_IN_BRACKETS = re.compile(rf" \((?P<names>[{UPPER}][^()]{{3,160}})\)(?= ?[.;]|$)")
_ENUMERATED = re.compile(
    r"\b(?:(?:cac|nhung|mot so|\d+)(?: [a-z]+){0,3}? (?:so|nganh|don vi|co quan|to chuc|doan the|phong|ban|hoi|luc luong|thanh vien|dia phuong|truong|dai bieu)(?: [a-z]+){0,2}|"
    r"(?:gom|cua|voi|cho|gui|ve|qua|thuoc|viet tat|goi (?:la|tat)|nhu)(?: [a-z]+){0,2}) ?$")
_MIN_DEED = 4
_MARK = re.compile(r"[;:()]|(?<!\bP)\.")
_GIVEN = re.compile(rf"\b(?:{_GIVING}) ")
#: Small words behind a name that begin what is told of the work.
_OPEN = re.compile(r"(?:,? (?:trong|tại|nhằm|để|về|khi|từ|trên|ở|cho|với|theo|do|qua|thông qua|vào|sẽ|đã|và))+ ?$")
_COMMA = re.compile(r", (?:va )?")
_DASH = re.compile(r" [-–] ")
#: A person, to whom the office behind a comma belongs.
_HOLDER = re.compile(r"(?:^|[ ,])(?:ong|ba|dong chi|d/c) [^,]{2,40}$")
#: Behind a name, by what it is given a task: "các phòng theo chức năng, nhiệm vụ chủ trì".
_ASIDE = re.compile(r",? (?:theo|can cu) (?:chuc nang|nhiem vu|tham quyen|phan cong|linh vuc)\b")
_ORDER = re.compile(r"\b(?:giao(?: cho)?|phan cong|uy quyen(?: cho)?) (?=p\.|[^.;:,()]{2})")
_ORDERING = ("giao", "phan cong", "uy quyen")
#: An order that names nothing but who is to do what stands before it: "... Giao hiệu trưởng các trường."
_ALONE = re.compile(r"(?:^|[.;:,] )(?:giao(?: cho)?|phan cong(?! (?:can bo|cong chuc|vien chuc|nguoi|dang vien|nhan vien)\b)) (?P<lead>[^.;:()]{4,80}?) ?(?=[.;(]|$)")
_TONES = {"giao": ("giao",), "do": ("do",), "la": ("là",), "lam": ("làm",), "phan": ("phân",), "moi": ("mời", "mối"), "cung": ("cùng",), "dong": ("đồng", "dong")}
_SHORT = re.compile("(?:" + "|".join(rf"{word}(?<=\b{word})" for word in _TONES) + r")\b")  # the word first: a search skips to its letter
_MEETING = re.compile(r"[Gg]iao(?= ban\b)|(?<=[Bb]àn )giao\b")
#: The dot of a town's letters, which ends no sentence: "TP. Mẫu".
_TOWN = re.compile(r"(?<=\b(?:tp|tx|tt))\.(?= [a-z])")
#: Verbs that begin with a capital within a name.
_TITLES = (" Tổ chức", " Tổng hợp", " Xây dựng", " Theo dõi", " Tham mưu", " Thực hiện", " Soạn thảo")
_TITLED = re.compile(rf"(?<=[^\W\d_,–-] )(?:{'|'.join(map(str.strip, _TITLES))})(?!\w)")
_SENTENCE_END = re.compile(r"\.(?= |$)(?<!\bp\.)")
#: What tells that somebody is given a task, whether or not the name was understood.
_TELLS = re.compile(rf"\b(?:chu tri|lam dau moi|(?:la|lam) {_BODY} (?:dau moi|thuong truc)|chiu trach nhiem chinh)\b")


def read(text):
    """Return who leads, or None, and the names of those who take part, also where nobody leads, each as printed: lists are not split."""
    flat = _told(text)
    found = holds(flat, _LEADING) and _led(text, flat, _LEADS) or _ordered(text, flat) or _led(text, flat, _LATE)
    if found:
        lead, end = found
        return lead, list(_partners(text, flat, end, _sentence_end(flat, end)))
    beside = _beside(text)
    if beside:
        return beside, _aiding(text, flat)
    alone = _ALONE.search(flat) if holds(flat, _ORDERING) else None
    if alone and is_named(name := text[slice(*alone.span("lead"))]) and name_end(name) is None and not doubt(name):
        return name, _aiding(text, flat)
    return None, _aiding(text, flat)


def _beside(text):
    """Return the names that stand alone in brackets behind a time at the end of a clause, "... trong tháng 01 (Văn phòng, Công đoàn)", or None."""
    for match in (*_BESIDE.finditer(text), *_IN_BRACKETS.finditer(text)) if "(" in text else ():
        names = split_units(match["names"])
        if match.re is _IN_BRACKETS and (len(text[: match.start()].split()) < _MIN_DEED or _ENUMERATED.search(plain(text[: match.start()]), max(0, match.start() - 40))):
            continue
        if match.re is _IN_BRACKETS and any(plain(name).split()[0] in plain(text[: match.start()]).split()[-4:] for name in names):
            continue
        if all(is_named(name) and name[0].isupper() and not doubt(name) and name_end(name) is None for name in names):
            return match["names"]
    return None


def _led(text, flat, patterns):
    """Return who leads by the first of the ``patterns`` that fits, and where the name ends, or None."""
    for words, pattern in patterns:
        for match in pattern.finditer(flat) if holds(flat, words) else ():
            lead, begin = _named(text, flat, *match.span("lead")), match.start("lead")
            if not lead or name_end(lead) is not None or patterns is _LATE and not _does(lead, flat, begin):
                continue
            if _is_told(text, flat, match, lead, words is _BY):
                continue
            return _whole(text, begin, lead), match.end("lead")
    return None


def _is_told(text, flat, match, lead, is_by):
    """Tell whether the ``match`` that names ``lead`` only tells to whom something goes, what somebody is known by, or what others do.

    :param is_by: whether "do" is known to stand before the name
    """
    place = text.find(lead, match.start("lead"))
    if _ADDRESSED.search(flat, 0, place):
        return True
    addressed = _ADDRESSEES.search(flat, max(0, place - _MAX_LIST), place) if " và " in text[place - 4 : match.end("lead")] else None
    if addressed and all(map(is_unit, split_units(text[slice(*addressed.span("names"))]))):
        return True
    if _KNOWN_BY.match(flat, match.end()) and flat[match.end("lead") : match.end()].strip(" ,") == "chu tri" and place > 0:
        return True
    if _PART_IN.search(flat, 0, match.end("lead")) and not flat.startswith("cac ", place) and name_end(text[match.end() : match.end() + _BEYOND].lstrip(), 0, 1) is None:
        return True
    is_by = is_by or flat.endswith("do ", 0, place)
    return is_by and (_OF_OTHERS.match(lead) or _ELSEWHERE.search(_CLAUSE.split(flat[max(0, place - _MAX_LIST) : place])[-1])) is not None


def _whole(text, begin, lead):
    """Return ``lead``, whose words begin behind ``begin``, with the person's name that a dash parts from the office: "Bà Lê Thị Mẫu - Phó Chủ tịch"."""
    begin = text.find(lead, begin)
    above = text[:begin]
    person = PERSON.search(above) if above.endswith((" - ", " – ")) else None
    return text[person.start() : begin] + lead if person and person.end() == begin - 3 and OFFICE.match(plain(lead)) else lead


def _ordered(text, flat):
    """Return who is ordered to do something, "Giao Văn phòng ...", and where the name ends, or None."""
    for order in _ORDER.finditer(flat) if holds(flat, _ORDERING) else ():
        most = _MAX_LIST if PERSON.match(text, order.end()) else _MAX_ORDER
        window = text[order.end() : order.end() + most + _BEYOND]
        end = name_end(window, 0, most)
        if flat.startswith("phan cong", order.start()) and _STAFF.match(window[:end] if end else ""):
            continue
        if end and is_named(window[:end]) and not _MARK.search(window, 0, end):
            return window[:end], order.end() + end
    return None


def _does(lead, flat, begin):
    """Tell whether ``lead``, at the end of what is to be done, does it: one in small letters hardly, one of several partners not."""
    if lead[:1].islower() and not lead.startswith(_WHO_DOES):
        return False
    return _WITHIN.search(_CLAUSE.split(flat[max(0, begin - _MAX_LIST) : begin])[-1]) is None


def tells(text):
    """Tell whether ``text`` says that somebody leads a task."""
    return bool(_TELLS.search(plain(text)))


def _sentence_end(flat, begin):
    end = _SENTENCE_END.search(flat, begin)
    return end.start() if end else len(flat)


def _named(text, flat, begin, end):
    """Return the name that ends at ``end``: all from ``begin`` on, or what follows the last order or a comma."""
    given = [each.end() for each in _GIVEN.finditer(flat, begin, end)]
    begins = [given[-1] if given else begin]
    begins += [each.end() for each in _DASH.finditer(flat, begins[0], end)]
    begins += [
        each.end() for each in _COMMA.finditer(flat, begins[0], end)
        if not (_HOLDER.search(flat, begins[0], each.start()) and OFFICE.match(flat, each.end()))
    ]
    aside = _ASIDE.search(flat, begin, end)
    end = aside.start() if aside and aside.start() > begin else end
    names = [text[start:end].strip() for start in begins if is_named(text[start:end])]
    return next((name for name in names if name[0].isupper() or name.startswith(("các ", "ông ", "bà ", "đồng chí "))), names[0] if names else None)


def _partners(text, flat, begin, limit):
    """Yield the names of those who take part in what is told between ``begin`` and ``limit``."""
    place = begin
    while match := _PARTNERS.search(flat, place, limit):
        name = match.lastgroup if match.lastgroup != "by" else "partner"
        start, end = match.span(name)
        place = start
        end = _list_end(text, start, end)
        value = text[start:end]
        is_near = match["by"] and flat[begin : match.start()].strip(" ,") in ("chu tri", "chu tri va", "chu tri, chu dong", "chu tri, va")
        if is_unit(value) or is_near or _ACRONYM.match(value):
            if not _PLAYED.fullmatch(plain(value.strip())):
                yield value
            place = end
    for match in _PARTNER.finditer(flat, begin, limit):
        value = _named(text, flat, *match.span("who"))
        if value and name_end(value) is None and is_unit(value):
            yield value


def _aiding(text, flat):
    """Return the names of those who take part in what nobody is said to lead, each once."""
    if not holds(flat, ("phoi hop", "co su ", "voi su ")):
        return []
    begins = sorted({match.start() for pattern in (_AIDED, _AIDING) for match in pattern.finditer(flat)})
    found, end = [], 0
    for begin in begins:
        if begin >= end:
            end = _sentence_end(flat[: begin + _MAX_LIST], begin)
            found += _partners(text, flat, begin, end)
    return list(dict.fromkeys(found))


def _list_end(text, begin, end):
    """Return where the units between ``begin`` and ``end`` stop: before a known verb, or where one of them names no more."""
    end = name_end(text, begin, end) or end
    about = _ABOUT.search(text, begin, end)
    end = begin + len(_OPEN.sub("", text[begin : about.start() if about else end]))
    for name in split_units(text[begin:end]):
        place = text.find(name, begin, end)
        stop = phrase_end(name) or subject_end(f"{name}.", 0, name_end(name), is_sentence=False) if place >= 0 else None
        if stop and len(name[stop:].split()) > _MAX_REST and not is_made_for(name):
            return place + stop
    return end


def _keep_meant(text):
    def keep(match):
        return match.group() if text[slice(*match.span())].lower() in _TONES[match.group()] else "_" * len(match.group())
    return keep


def _without_charge(flat):
    """Return ``flat`` with blanks of its length for what those who are charged with a duty are known by: "các đơn vị được giao chủ trì có trách nhiệm"."""
    return _CHARGED.sub(lambda match: "_" * len(match.group()), flat) if "trach nhiem" in flat else flat


def _told(text):
    """Return ``text`` without tones, where words that say who does something are hidden if they are others: "giáo", "Lâm", "Phòng Tổ chức"."""
    flat = _without_charge(_SHORT.sub(_keep_meant(text), plain(text)))
    flat = _TOWN.sub("_", flat) if holds(flat, ("tp.", "tx.", "tt.")) else flat
    flat = _BODIES.sub(lambda match: "_" * len(match.group()), flat) if "to chuc" in flat else flat
    titled = _TITLED.finditer(text) if holds(text, _TITLES) else ()
    for match in (*titled, *(_MEETING.finditer(text) if holds(flat, ("giao ban", "ban giao")) else ())):
        flat = flat[: match.start()] + "_" * len(match.group()) + flat[match.end() :]
    return flat
