"""How often something returns, in words: "hằng quý", "02 lần/năm", "6 tháng một lần"."""

import re

from .days import spaced
from .words import holds

_COUNT = r"(?:\d{1,2}|mot|hai|ba|bon|sau)"
_COUNTS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "sau": 6}
_LONG = r"tuan|thang|quy|nam(?: hoc)?|hoc ky"
#: What takes place once each time.
_TIME_OF = r"buoi|cuoc|phien|dot|hoi nghi|chuyen de|phong su|chuyen muc|so bao|ban tin|lop"
_UNIT = rf"(?P<{{}}>ngay|{_LONG})"
#: So many times in so long.
_TIMES = spaced(
    rf"(?:\b(?P<n1>{_COUNT}) )?\blan ?(?:/|trong|tren|moi) ?(?:(?P<m1>{_COUNT}) )?{_UNIT.format('u1')}\b|"
    rf"\b(?P<n4>{_COUNT}) (?:{_TIME_OF}) ?/ ?(?:(?P<m4>{_COUNT}) )?(?P<u4>{_LONG})\b|"
    rf"(?:\b(?P<m2>{_COUNT}) )?\b{_UNIT.format('u2')} ?/ ?(?:(?P<n2>{_COUNT}) )?lan\b|"
    rf"(?:\b(?P<m3>{_COUNT}) )?\b(?P<u3>{_LONG})(?: (?:it nhat|toi thieu|khong it hon|tu))? (?P<n3>\d{{1,2}}|mot|hai|ba|bon) (?:lan|ky|cuoc|{_TIME_OF})\b"
)
#: What no such count can be without: looked for first, since most texts have none.
_COUNTED = spaced(rf"/|\blan (?:trong|tren|moi)|(?:\d|\b(?:mot|hai|ba|bon)) (?:lan|ky|cuoc|{_TIME_OF})\b")
#: Name of the return once in the unit, and by its length in months.
_SHORT = {"ngay": "daily", "tuan": "weekly"}
_MONTHS = {1: "monthly", 3: "quarterly", 6: "semiannual", 12: "yearly"}
_LENGTHS = {"thang": 1, "quy": 3, "hoc ky": 6, "nam": 12, "nam hoc": 12}
#: The shortest first.
NAMES = ("daily", "weekly", "monthly", "quarterly", "semiannual", "yearly", "continuous")
#: A day of any month: "ngày 10 của tháng", "ngày làm việc cuối cùng của tháng".
_DAY_OF = r"\bngay (?:\d{1,2}|(?:lam viec )?(?:dau tien|cuoi(?: cung)?)) (?:cua )?(?:hang |moi )?thang\b(?! \d| \((?!cuoi)| [a-z]+ nam \d| (?:gieng|chap|am lich)\b)"
#: What is done once in the period that is named behind it: "giao ban báo chí quý", "báo cáo cải cách hành chính tháng".
_BY = r"\b(?:bao cao|giao ban)(?: (?!thang|quy|nam|ngay|truoc|trong|ket qua|so lieu|hang|moi|dinh)[a-z]+){0,4} "
#: At any time, beside what is kept going.
_ALWAYS = r"\b(?:truc|duong day nong|duy tri|van hanh|hoat dong|tiep nhan|phuc vu|cap cuu|ho tro)[^.;]{0,40}? 24 ?/ ?(?:(?:24|7)(?![\d/])|(?=[^\d\w]{2}))"
_NAMED = (
    ("daily", spaced(r"\b(?:hang|moi) ngay\b(?! (?:\d{1,2} ?[/.-]|le|tet))")),
    ("weekly", spaced(rf"{_BY}tuan\b(?! (?:thu|dau|cuoi|nay)\b| \d)|\b(?:hang|moi|theo|cac) tuan\b(?! (?:thu|dau|cuoi) )|\bmoi (?:sang|chieu|toi|ngay)? ?(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)\b|\bgiao ban tuan\b")),
    ("monthly", spaced(
        rf"{_BY}thang\b(?! \d| nay)|\b(?:hang|moi) thang(?= \d{{1,2}} (?!nam\b)[a-z])|\btuan (?:dau|cuoi|thu [a-z\d]+)(?: tien| cung)? (?:cua )?(?:hang |moi )?thang\b(?! \d)|"
        r"\b(?:hang|moi|theo) thang\b(?! \d)|\b1 thang\b(?! \d)|\bthang (?:lien ke|ke tiep|tiep theo|sau)\b(?! (?:do|khi)\b| nam \d)|"
        r"\b(?:vao|truoc|trong) (?:ngay )?(?:dau|cuoi) thang\b(?! \d| nay| toi| sau| [a-z]+ nam| (?:gieng|chap)\b)|"
        rf"\bcac thang (?:trong|cua) nam\b|{_DAY_OF}(?! (?:dau|cuoi|truoc|thu)\b)")),
    ("quarterly", spaced(
        rf"{_BY}quy\b(?! (?:[iv]+\b|\d|che|dinh|hoach|uoc|luat))|"
        r"\b(?:hang|moi|dinh ky|theo) quy\b(?! (?:i|iv|ii|iii|\d|dinh|che|trinh|luat|mo|hoach|uoc|tac)\b)|\bquy (?:lien ke|ke tiep|tiep theo|sau)\b|\bngay (?:lam viec )?(?:cuoi(?: cung)?|dau tien) (?:cua )?quy\b(?! [iv\d])|"
        r"\bthang (?:cuoi(?: cung)?|dau(?: tien)?) (?:cua )?(?:moi |hang )?quy\b(?! (?:[iv\d]+)\b)|\bcac quy (?:trong|cua) nam\b")),
    ("semiannual", spaced(
        r"\b(?:hang|moi|tung) (?:hoc ky|hoc ki)\b|\b(?:hang|moi|dinh ky) (?:6|06|sau) thang\b(?! (?:dau|cuoi)\b)|\b(?:6|06|sau) thang(?:,| va) (?:1 |ca |mot )?nam\b")),
    ("yearly", spaced(r"\b(?:hang|moi) nam\b|\b(?:cac|nhung) nam (?:tiep theo|sau|ke tiep|tiep)\b")),
    ("continuous", spaced(r"\bthuong xuyen\b|\blien tuc\b|\b(?:trong |xuyen )?(?:suot|quanh) (?:ca )?nam\b(?! hoc)|" + _ALWAYS)),
)
#: The same in a sentence on reports, where the bare period says it: "báo cáo quý, 6 tháng, năm".
_REPORTED = (
    ("daily", spaced(r"\b(?:hang|moi) ngay\b(?! \d)")),
    ("weekly", spaced(r"\b(?:hang|moi|dinh ky|bao cao) tuan\b")),
    ("monthly", spaced(r"\b(?:(?:hang|moi|dinh ky|bao cao)(?: hang)? thang\b(?! \d)|thang/lan\b)")),
    ("quarterly", spaced(r"\b(?:hang|moi|dinh ky|bao cao|thang,)(?: hang)? quy\b(?! (?:\d|[iv]+\b))|\bthang cuoi quy\b")),
    ("semiannual", spaced(r"\b(?:hang|moi|tung|cuoi) (?:hoc ky|hoc ki)\b|(?<!\d)0?6 thang(?:/lan|(?:,| va)(?: (?:ca|mot|1))? nam\b)|\b(?:hang|moi|dinh ky) 0?6 thang\b|sau thang(?:,| va)")),
    ("yearly", spaced(r"\b(?:hang|moi|dinh ky)(?: hang)? nam\b|\bbao cao (?:tong ket )?nam\b(?! \d| hoc\b)")),
)
#: Within a sentence only what is plainly a return of a duty.
_RUNNING = spaced(
    r"(?:\b(?=\w|\s+(?:ngay|cua|dinh|hang|moi)\b)|(?=[(,;–-]))(?:"
    r"\b(?:vao|truoc|trong) (?:ngay )?(?:dau|cuoi) thang\b(?! \d| nay| toi| sau| [a-z]+ nam| (?:gieng|chap)\b)|\bngay (?:lam viec )?(?:cuoi(?: cung)?|dau tien) (?:cua )?quy\b(?! [iv\d])|"
    r"\b(?:(?:truoc|cham nhat|vao)(?: (?:la|vao))?)? ?(?:ngay (?:\d{1,2}|lam viec (?:dau tien|cuoi cung)|cuoi(?: cung)?) )?(?:cua )?(?:dinh ky )?"
    r"(?:hang|moi) (?:(?:0?6|sau) thang|tuan|thang|quy|hoc ky|hoc ki)\b(?! \d(?!\d? (?!nam\b)[a-z]))|\b(?:hang|moi) ngay\b(?! (?:\d{1,2} ?[/.-]|\d{1,2} thang|le|tet))|\bdinh ky (?:hang |moi )?(?:(?:0?6|sau) thang|quy|nam|tuan|thang)\b|"
    rf"\bbao cao(?: [a-z]+){{0,4}} (?:0?6|sau) thang(?:,| va)(?: (?:1|ca|mot))? nam\b(?! (?:20|hoc))|{_ALWAYS}|"
    rf"{_BY}(?:tuan|thang|quy)(?= ?(?:[,.;:()]|$)| (?:gui|ve|cho|va|theo|vao|voi) )|\bmoi (?:sang|chieu|toi|ngay)? ?(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)\b|"
    r"\b(?:duoc |thuc hien |tien hanh |duy tri |to chuc |lam )+thuong xuyen\b(?=,? (?:lien tuc|trong nam|ca nam|hang ngay)| ?[.;)]| ?$)|\(thuong xuyen\)|[,;–-] thuong xuyen(?= ?[.;]| ?$)|"
    r"(?:(?:^|(?<=[.;:] ))(?:dinh ky )?(?:hang|moi) nam(?=,? (?:bao cao|tong hop|to chuc|so ket|tong ket|xay dung|ra soat|danh gia|kiem tra|lap|tham muu|gui|ban hanh|bo tri|thuc hien|cu|tien hanh|mo|cong khai|chu tri|phoi hop)\b|, (?!co (?:khoang|tren|gan|duoi|\d)|so |ty le|trung binh|toan (?:tinh|xa|huyen|thanh)|neu|trong|theo)))|"
    r"\b(?<!va )(?<!, )(?<!ngan sach )(?<!kinh phi )(?<!du toan )(?<!ke hoach )(?<!chuong trinh )(?<!bao cao )(?<!chi tieu )(?<!dinh muc )(?<!nhiem vu )(?:hang|moi) nam(?= (?:bao cao|to chuc|so ket|tong ket|xay dung|ra soat|danh gia|kiem tra|lap|tham muu|ban hanh|mo|tien hanh)\b)|"
    r"\bbao cao thang(?: [a-z]+){0,4} (?:truoc|cham nhat|vao)(?: (?:la|vao))? ngay \d{1,2}\b(?! ?[/.-] ?\d| thang \d)|"
    rf"\b(?:truoc|cham nhat|muon nhat|khong qua|vao|dinh ky)(?: (?:la|vao))? {_DAY_OF}(?! truoc\b)(?: (?:dau|cuoi)(?: tien| cung)?)?(?: (?:cua )?(?:hang |moi )?quy)?"
    r"(?: (?:sau|ke tiep|tiep theo|lien ke)\b)?)"
)
#: A duty of each year, told at the end of its clause, behind no noun that is of a year; and fewest words of one.
_AT_END = spaced(r"(?<!va )(?<!, )(?<!sach )(?<!phi )(?<!toan )(?<!hoach )(?<!trinh )(?<!bao cao )(?<!tieu )(?<!muc )(?<!vu )(?<!qua )(?<!loai )(?<!nghi )(?<!hop )(?<!so )(?<!dung )\b(?:hang|moi) nam(?= ?;| ?\.? ?$)")
_FEWEST, _CLAUSE = 7, re.compile(r"[.;:] ")
#: What no return within a sentence can be without: looked for first, since most texts have none.
_WORDS = ("thuong xuyen", "dinh ky", "cuoi ", "dau tien", "dau thang", "cuoc ", "ky ", "bao cao", "giao ban", "24")
_WORD = re.compile(r"lan\b|/ ?(?:tuan|thang|quy|nam)|(?:hang|moi) +(?:\d|ngay|tuan|thang|quy|hoc|nam|sau|sang|chieu|toi|thu|chu )|ngay +\d{1,2} +(?:cua +)?thang\b(?! *\d)")


def of(text):
    """Return how often something returns in ``text`` (plain), the shortest return, or None; ``vague`` where no name fits."""
    found = [name for name, pattern in _NAMED if pattern.search(text)]
    counted = [_counted(match) for match in _TIMES.finditer(text)]
    return next((name for name in (*NAMES, "vague") if name in found or name in counted), None)


def reported(text):
    """Return the shortest return that a sentence on reports tells, or None."""
    counted = [_counted(match) for match in _TIMES.finditer(text)]
    return next((name for name, pattern in _REPORTED if pattern.search(text)), None) or next(
        (name for name in NAMES if name in counted), None)


def spans(text):
    """Return begin and end of each return of a duty in running ``text`` (plain)."""
    if not holds(text, _WORDS) and not _WORD.search(text):
        return []
    found = [match.span() for match in _RUNNING.finditer(text)]
    each_year = _AT_END.finditer(text) if "nam" in text and holds(text, ("hang ", "moi ")) else ()
    found += [match.span() for match in each_year if len(_CLAUSE.split(text[: match.start()])[-1].split()) >= _FEWEST]
    times = _TIMES.finditer(text) if _COUNTED.search(text) else ()
    found += [match.span() for match in times if match["n1"] or match["n2"] or match["n3"] or match["n4"] or match["m2"]]
    return sorted(found)


def _counted(match):
    """Return the name of so many times in so long, or ``vague``."""
    times, length, unit = next(
        ((match[f"n{way}"], match[f"m{way}"], match[f"u{way}"]) for way in "1234" if match[f"u{way}"]))
    times, length = _count(times), _count(length)
    if unit not in _LENGTHS:
        return _SHORT.get(unit, "vague") if length == 1 else "vague"
    months = length * _LENGTHS[unit]
    return _MONTHS.get(months // times, "vague") if months % times == 0 else "vague"


def _count(text):
    return _COUNTS.get(text) or int(text or 1) or 1
