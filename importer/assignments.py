"""Duties of units, from the items of the implementation section."""

import re

from . import deadlines, frame
from .document import Assignment
from .units import is_unit, scope_of, split_units
from .words import plain

_LEAD = re.compile(
    r"(?P<request>(?:tran trong |kinh )?de nghi(?: voi| cac dong chi)?)\s+|"
    r"(?P<order>giao(?: nhiem vu)?(?: cho)?|yeu cau|phan cong|trach nhiem cua|doi voi)\s+"
)
#: A clause before the unit: "Căn cứ Kế hoạch này, các phòng ...".
_ASIDE = re.compile(r"(?:tren co so|can cu|theo|de(?! nghi)|nham|hang|dinh ky|truoc)\b[^,.;:]{3,120}, (?=\w)")
_TAIL = re.compile(
    r"[ ,]*(?:(?:co|chiu) trach nhiem|chu tri|thuc hien(?: cac)?(?: nhiem vu)?(?: sau)?|tham muu|"
    r"la don vi dau moi|chu dong|"
    r"can tap trung|trien khai)(?: sau| nhu sau| thuc hien| tham muu)*$"
)
_VERB = re.compile(
    r",? (?:(?:co|chiu) trach nhiem|co nhiem vu|chu tri|phoi hop|tham muu|theo doi|can cu|(?<!cac )to chuc|thuc hien|"
    r"xay dung|tong hop|chu dong|dam nhan|dam trach|lam (?:dau moi|thuong truc)|"
    r"tiep tuc|huong dan|trien khai|don doc|bao cao|lanh dao|chi dao|quan triet|nghiem tuc|ra soat|giup|la|phu trach|"
    r"tang cuong|day manh|bo tri|dam bao|bao dam|kip thoi|tiep nhan|lap|du thao|kiem tra|cu|quan tam|van dong|"
    r"phat dong|tuyen truyen|cung cap|gui|de xuat|giam sat|chuan bi|cu|ban hanh|(?<!cong )(?<!chuong )(?<!quy )trinh|nghien cuu|tham gia|tao dieu kien|"
    r"thuong xuyen|khan truong|co (?:ke hoach|van ban)|lay|ghi|luu|sap xep|dua|bien soan|dang tai|cap nhat|ho tro|"
    r"danh gia|niem yet|cong khai|quan ly|xem xet|pho bien|mo|quy dinh|huy dong|can(?! bo)|phai|duy tri|van hanh|quyet toan|thanh toan|"
    r"giai quyet|tra loi|doi thoai|nhan xet|binh xet|dang ky|ky cam ket|chap hanh|neu cao|phat huy|tu giac|tiep cong dan)\b"
)
_MAX_UNIT = 160
#: Several of a kind, whatever it is called ("Các hạt Kiểm lâm"), and what they are not.
_SEVERAL = re.compile(
    r"(?:cac|moi|tung|tat ca(?: cac)?) (?!noi dung|nhiem vu|muc tieu|hoat dong|chi tieu|giai phap|van ban|chinh sach|mo hinh|"
    r"buoc|bien phap|cong viec|kien nghi|vuong mac|phan viec|quy dinh|hinh thuc|truong hop|thu tuc)"
)


def read(document, warn):
    """Fill ``document.assignments`` from every implementation section, in the order printed."""
    year = frame.of(document)
    for section in document.sections:
        if section.kind == "implementation":
            for item in section.items:
                _read_item(item, document, year, warn, None)


def _read_item(item, document, year, warn, outer):
    body = item.title or item.text or ""
    unit, kind, duty, confidence = split_duty(body)
    if unit is None and item.lead:
        unit, duty, confidence = ", ".join(item.lead), body, 0.8
    if outer is None and _are_duties(item.children, all if unit else any):
        for child in item.children:
            _read_item(child, document, year, warn, body)
        return
    if unit is None:
        if item.label is None:
            return
        warn("unit_unknown", item.line, body[:120])
    rest = [duty, *([item.text] if item.title and item.text else []), *_lines(item.children)]
    text = "\n".join(each for each in rest if each)
    document.assignments.append(
        Assignment(
            unit=unit,
            scope=scope_of(unit) if unit else "unit",
            kind=kind,
            text=text,
            units=split_units(unit) if unit else [],
            deadline=item.deadline or deadlines.find(text, year),
            label=item.label,
            line=item.line,
            confidence=confidence,
        )
    )


def _are_duties(items, how):
    """Tell whether all (or any) of ``items`` name a unit of their own."""
    return bool(items) and how(each.lead or split_duty(_own(each))[0] for each in items)


def _own(item):
    return item.title or item.text or ""


def _lines(items):
    """Yield the texts of ``items`` and what stands below them, with their labels, a line each."""
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
        if item.title and item.text:
            yield item.text
        yield from _lines(item.children)


def split_duty(text):
    """Split the wording of a duty into unit (None when none is named), kind (order or request), duty and confidence.

    "Văn phòng: theo dõi ..." names the unit before a colon, "Giao Văn phòng theo dõi ..." before the first verb.
    """
    flat = plain(text)
    aside = _ASIDE.match(flat)
    if aside and _names_unit(text[aside.end() :]):
        unit, kind, duty, confidence = split_duty(text[aside.end() :])
        return unit, kind, f"{text[: aside.end()]}{duty}" if unit else text, confidence
    lead = _LEAD.match(flat)
    kind = "request" if lead and lead["request"] else "order"
    start = lead.end() if lead else 0
    verb = next((each for each in _VERB.finditer(flat, start, start + _MAX_UNIT) if _is_low(text, each)), None)
    colon = text.find(":", start, start + _MAX_UNIT)
    head = text[start:colon].strip() if colon > 0 else text[start:].strip(" .")
    named = _names_unit(head) and not re.search(r"[.!?]\s", head)
    if named and (colon > 0 or not verb) and len(head) <= _MAX_UNIT:
        tail = _TAIL.search(plain(head))
        unit = head[: tail.start()] if tail and _is_low(head, tail) else head
        return unit.strip(" ,"), kind, text[colon + 1 :].strip() if colon > 0 else "", 1.0 if colon > 0 else 0.8
    if verb and _names_unit(text[start : verb.start()]):
        return text[start : verb.start()].strip(" ,"), kind, text[verb.start() :].strip(" ,"), 0.8
    return None, kind, text, 0.3


def _names_unit(head):
    return is_unit(head) or bool(_SEVERAL.match(plain(head)))


def _is_low(text, match):
    """Tell whether the matched words are written small, so that they are no part of a name."""
    return match.group().strip(" ,")[:1] != "" and text[match.start() : match.end()].strip(" ,")[:1].islower()
