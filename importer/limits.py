"""What the words beside a day say of it: a limit, a beginning, part of a name, or the past."""

import re

from .days import NEAR, spaced

_FILL = r"(?: ?[:(]|(?: la| trong| vao| truoc| den| het| dip| le| ngay| cuoi| moc| thoi diem| thoi gian| hom| khoang| sang| chieu| toi| lam viec cuoi(?: cung)?| cua)\b)* ?$"
#: Words of limit directly before a day.
_LIMIT = spaced(
    r"\b(?:truoc|cham nhat|muon nhat|tre nhat|(?:khong|chua) (?:qua|muon hon|cham hon|tre hon|vuot)(?: qua)?|toi da|hoan thanh|hoan tat|ket thuc|"
    r"xong|den het|het|cuoi|"
    rf"(?:thoi han|han|thoi diem)(?: (?:chot|cuoi(?: cung)?|nop|gui|bao cao|trinh|hoan thanh|ve|tra loi|dang ky|thuc hien|ket qua)){{0,4}})"
    rf"{_FILL}"
)
#: A word of limit that the deed itself parts from the day: "chậm nhất gửi báo cáo về Sở Nội vụ ngày 23/3".
_LIMIT_APART = spaced(r"\b(?:cham nhat|muon nhat|tre nhat)(?: (?!ngay\b|thang\b|quy\b|la\b|sau\b|truoc\b)[a-z&]+){2,16} ngay ?$")
_APART = 140
#: Words that name the end of what begins at an earlier day: "khởi công tháng 3, hoàn thành tháng 9".
_ENDED = spaced(rf"\b(?:hoan thanh|hoan tat|ket thuc|xong){_FILL}")
#: What opens something that goes on: "phát động tháng 3, trao giải tháng 9".
BEGUN = spaced(r"\bphat dong(?: vao| trong| tu)?(?: ngay)? $")
#: What is left of a day that can't be read.
REMNANT = spaced(r"\d ?/ ?\d|\b20\d\d\b|^ ?\d{5} ?$")
#: The end of a time is its limit whatever stands before it: "báo cáo kết quả cuối quý III".
_CLOSING = spaced(r"(?:tuan )?cuoi (?:thang|quy|nam)\b")
#: "trước ngày khai giảng (05/9)", "trước lễ 30/4".
_LIMIT_OF = spaced(r"\btruoc (?:ngay|le|tet|dip|ky nghi|thoi diem)(?: [a-z-]+){1,7}?,? \(?(?:ngay )?$")
#: A session in the month of which something is done: "trong sinh hoạt tháng 02", "vào kỳ họp tháng 7".
_SESSION = spaced(r"\b(?:trong|vao)(?: cac| buoi| ky| phien| cuoc)* (?:sinh hoat|hop|hoi nghi|giao ban|chao co)(?: [a-z]+){0,2}? $")
_WITHIN = spaced(r"\b(?:nhan )?dip (?:le |ngay )(?:[a-z]+ ){1,10}?\(?(?:ngay )?$|\b(?:trong|vao|den|dip|thoi gian (?:thuc hien|to chuc|tien hanh|hoan thanh|kiem tra|giam sat|trien khai)(?: la)?|nhan dip|(?:to chuc|dien ra|khai mac|ra quan|ra mat|phat dong|chay thu|trao giai|phat song|phat hanh|khanh thanh|khoi cong|so khao|chung khao|ban ket|chung ket|cong dien)(?: vao| trong)? ?:?|(?:lop|dot|lan|vong|phien|buoi|ky)(?: thu)?(?: (?:nhat|hai|ba|tu|nam|\d{1,2}|[ivx]{1,4}))?(?: vao)? ?[:(]?|du kien(?: vao| trong| to chuc)*|"
    r"(?:thuc hien|trien khai|tham muu|chuan bi|to chuc|phu trach),)(?: (?:cac|trong|dip|le|dot|nhung|cuoi|hom|sang|chieu|toi|khoang))*(?: ngay)? ?$|\b(?:to chuc|tong duyet|duyet|khai mac|be mac|(?<!cuoc )(?<!phien )(?<!ky )(?<!ban )hop|phat dong|trao giai|chung khao|so khao|chay thu|cong bo|gap mat|ra mat|ra quan|khanh thanh|khoi cong|phat song)(?: (?!truoc|sau|tu|den|ngay|thang|bau)[a-z\d]+){0,5}?(?: luc)? ngay $")
#: When something begins says nothing on when it is due.
_START = spaced(
    r"\b(?:bat dau(?: [a-z]+){0,4}? ?:?|ke tu(?: ngay(?: [a-z]+){1,8}? \()?|tu|sau(?: khi(?: [a-z]+){1,6}?)?|ap dung|thi hanh)"
    r"(?: (?:dau|cuoi|giua|sau|vao|tu|ngay|het))* ?$"
)
ONWARD = spaced(r"\btro (?:di|ve sau)\b")
_UNTIL = spaced(r" ?(?:[-–]|,? ?(?:cho )?den\b(?! (?:khi|nay)\b))(?: (?:ngay (?:bau cu|khai giang|hop|hoi|le|tet)|het|truoc|cuoi|ngay|hoac|truoc ngay|het ngay|cuoi ngay))* ?")
_AND = spaced(r"(?: ?\([a-z\d][a-z\d ]{1,40}\))? ?(?:[,;+&]|,? va|,? hoac) ?(?:(?:truoc|cham nhat|trong|vao|het|den|cuoi|dot \d|lan \d)(?: (?:la|vao|het))? )?(?:ngay )?")
#: Words that make a time part of the name of something else: "kế hoạch năm 2026", "số liệu quý I".
_OF_NAME = spaced(
    r"\b(?:ke hoach|chuong trinh|du toan|chi tieu|nghi quyet|so lieu|ket qua|de an|cong tac|nhiem vu|chu de|muc tieu|kinh phi|ngan sach|bieu mau|luat|"
    r"lich|danh muc|thong bao|ky bao cao|thong ke|cung ky|dinh huong|tam nhin)(?: (?!(?:thang|quy|truoc|trong)\b)[a-z]+){0,2} ?(?:cua |den |theo )?$|\btheo(?: (?!(?:thang|quy|truoc|trong|cham|vao|het)\b)[a-z]+){1,5} ?$"
)
#: What is called after the end of a year: "kỳ họp cuối năm", "xếp loại cuối năm".
_NAMED_SO = spaced(r"\b(?:xep loai|danh gia|ky hop|thuong|bao cao|ky thi|kiem tra cuoi ky) $")
PLANNED = spaced(r"\bdu kien(?: vao| trong| la| to chuc| hoan thanh)*(?: ngay)? $")
STRESSED = spaced(r"\b(?:tap trung|cao diem|trong tam|nhat la)(?: vao| trong| la)? $")
BEFORE = spaced(r"\btruoc $")
IN = spaced(r"\bvao $")
#: Deeds of which a day behind "trước" tells when they were done, where it has passed.
_FACT = spaced(
    r"\b(?:ban hanh|sinh|cap|ky|phe duyet|cong nhan|tuyen dung|thanh lap|nghi (?:huu|viec|che do)|phat sinh|tiep nhan|xay dung|dang ky|nop|co hieu luc|"
    r"bo nhiem|tham gia|nhap ngu|ket nap|hoan thanh|truoc day)(?: [a-z]+){0,2} (?:(?:ke )?tu |trong |vao )?(?:truoc|den|het|trong|vao)(?: ngay| thang| quy| nam)* ?$"
)
_UNDONE = r"\bchưa (?:được )?(?:hoàn thành|xong|thực hiện|giải quyết)(?: \w+){0,4} *$"
_DONE = re.compile(rf"\bđã\b[^.;:]*$|{_UNDONE}", re.IGNORECASE)
#: The same directly before a limit that is still to come.
_JUST_DONE = re.compile(rf"\bđã(?: \w+){{1,3}}? (?:trước|trong|vào|đến|xong)(?: \w+){{0,2}} *$|{_UNDONE}", re.IGNORECASE)
_DONE_BEHIND = re.compile(r"[^.;:]{0,60}?\b(?:đã (?!đăng ký|được giao|phân công)|(?<!để )(?<!không )xảy ra\b|ghi nhận (?!kết quả|ý kiến|phản ánh))", re.IGNORECASE)
_RESUMED = re.compile(r"[,:] ?(?:báo cáo|gửi|hoàn thành|đề nghị|yêu cầu|xong)\b", re.IGNORECASE)
#: Times that no deadline can be: of validity, of what figures cover, of terms, of anniversaries.
_ANY_DAY = (
    r"(?:ngay )?(?:\d{1,2}(?: ?[/.-] ?\d{1,2}(?: ?[/.-] ?20\d\d)?| thang \d{1,2}(?:(?:,? nam | ?/ ?)20\d\d)?)|(?:thang|quy) (?:\d{1,2}|[iv]+)"
    r"(?:(?:,? nam | ?/ ?)20\d\d)?|nam 20\d\d|\d{1,2} (?:cua )?thang (?:truoc|nay|thuoc|sau|bao cao|dau|cuoi)(?: quy)?)(?: (?:cua )?nam (?:truoc|sau|nay|lien ke|ke tiep|bao cao)(?: (?:lien ke|ky bao cao))?)?"
)
ASIDE = spaced(
    rf"\b(?:co|het|phat sinh) hieu luc(?: thi hanh)?,?(?: ke)?(?: tu| vao| den)? {_ANY_DAY}|"
    rf"(?:\b(?:so lieu|chot|tinh|ky bao cao|phat sinh|du lieu)\b[^.;]{{0,80}}?|\bthong (?:ke|tin)(?: phat sinh)? )\b(?:tu|giua) {_ANY_DAY} ?(?:[-–]|den|va)(?: het)? {_ANY_DAY}|"
    rf"\b(?:ap dung|thi hanh|nghi|co gia tri|thoi ky|nien do)\b[^.;,]{{0,20}}? tu {_ANY_DAY} ?(?:[-–]|den)(?: het)? {_ANY_DAY}|"
    rf"\bchot(?: so lieu| du lieu| danh sach)?(?: ngay)? {_ANY_DAY}|"
    rf"\b(?:tinh|chot|cap nhat|luy ke|tinh tu|so lieu|du lieu)(?: so lieu| du lieu| toi| ca nam)?,? (?:den|vao|tai|tu)(?: (?:het|thoi diem|cuoi)){{0,3}} {_ANY_DAY}|"
    rf"\bthoi (?:diem|gian|ky) (?:chot|lay|tinh|thong ke)(?: so lieu| du lieu)? ?:? ?(?:la |tu |den ){{0,3}}{_ANY_DAY}(?: ?(?:[-–]|den) {_ANY_DAY})?|"
    r"\(ram thang \d{1,2}(?: am lich)?\)|\b(?:nhiem ky|khoa|nien khoa|nien do)(?: [ivxl]+,?)? ?\(?20\d\d ?[-–] ?20\d\d|(?P<day>\d{1,2} ?/ ?\d{1,2}) ?/ ?(?:1[6-9]|20)\d\d ?[-–] ?(?P=day) ?/ ?20\d\d"
)
#: Words of these that are others with other tones.
TONED = {"tinh": "tính", "nghi": "nghỉ", "chot": "chốt"}
#: The day on which a document was issued, also where it is cited without a number.
#: A day that is said to be the last behind it: "ngày 15/3 là hạn cuối cùng".
LAST = spaced(r" ?(?:la|,) (?:(?:thoi )?han|ngay)(?: (?:cuoi|chot|nop|gui))")
ISSUE_DAY = spaced(
    r"\b(?:ban hanh|thong qua)(?: vao| tu)? ngay \d{1,2}(?: ?[/.-] ?\d{1,2}(?: ?[/.-] ?20\d\d)?| thang \d{1,2}(?: nam 20\d\d)?)"
)
#: A limit that names no day of the calendar.
_EVENT = (
    r"(?:tet\b|(?:ngay |le |khi )?khai giang|(?:khi )?(?:dau|giua|cuoi|ket thuc|bat dau|vao) (?:nam hoc|hoc ky)|nam hoc moi|(?:ky )?nghi (?:he|le|tet)|dai hoi|ky hop|mua (?:mua|bao|kho|lu|nang|nuoc noi|mua bao)|ram thang|(?:23 )?thang (?:gieng|chap)\b|giao thua|tat nien|(?:dai )?le (?:phat dan|vu lan|giang sinh|phuc sinh|thuong nguyen)|phat dan|vu lan\b|giang sinh|noel\b|le ky niem|ngay bau cu|"
    r"(?:khi )?(?:ket thuc|be mac) (?:nam hoc|hoc ky)|dip tet)"
)
OPEN = spaced(
    rf"\b(?:truoc|cham nhat|xong|hoan thanh|trong(?! (?:ngay|dip|nhung ngay|ky)\b)|vao|dip|(?<!huong )den|nhan|ra mat|ra quan|phat dong)(?: (?:xong|truoc|trong|vao|dip|ngay|khi|den|het|thoi diem|dot|la|va sau)){{0,5}} (?:\d\d? )?{_EVENT}"
)
#: A limit that names a day which can't be read, or one of no month: "trước ngày …/4/2026", "trước ngày 20".
DAY = ("ngay ",)
UNREAD = spaced(r"\b(?:truoc|cham nhat|muon nhat|den)(?: (?:la|vao|het)){0,3} ngay (?!\d{1,2} ?/ ?\d{1,2} ?/ ?1\d)[\d.…_]")
#: What such a limit can't be without: looked for first, since most texts have none.
NAMES = (
    "tet", "ram thang", "thang gieng", "thang chap", "phat dan", "vu lan", "giang sinh", "noel", "phuc sinh", "giao thua", "tat nien", "khai giang", "nam hoc", "nghi ",
    "dai hoi", "ky hop", "mua ", "ky niem", "bau cu", "hoc ky",
)
TERM = ("ngay", "tuan", "thang")
#: Hours within which something is answered, and what such a term can't be without.
HOUR = re.compile(r"\d ?(?:gio|phut)\b")
HOURS = re.compile(r"\b(?:trong(?: vong| thoi han| thoi gian)?|cham nhat|khong qua|toi da)(?: la| sau)? \d{1,3}(?: ?[-–] ?\d{1,3})? ?(?:gio\b|(?<!khong qua \d\d )(?<!toi da \d\d )(?<!khong qua \d )(?<!toi da \d )phut\b)(?! ngay| \d)")
ISSUED = ("ban hanh", "ky", "nhan duoc", "ke hoach")
#: The same in a column, where a part of a year is enough.
OPEN_ALONE = spaced(
    r"\b(?:(?:dau|giua|cuoi|trong|ca|het|ket thuc|suot) )?(?:nam hoc|hoc ky|hoc ki)\b|\b(?:dau|giua) nam\b|(?<!sau )\btet (?:nguyen dan|trung thu)\b|\b(?:dau|giua|cuoi|trong) mua (?:mua|kho|bao|lu|nang)\b|\bthang (?:gieng|chap)\b|\bnhiem ky\b|"
    r"\bquy (?:dau|cuoi)\b(?! (?:tien|cung))|\bthang (?:thanh nien|cong nhan|hanh dong|cao diem)\b|\btuan le\b|^ ?(?:dau|giua|trong|cuoi) (?:thang|quy|tuan)(?: nay| sau| toi)? ?$"
)
_TERM = r"(?:\d{1,3}|mot|hai|ba|nam|bay|muoi)(?: ?\([^)]{1,20}\))? (?:ngay|tuan|thang)(?: lam viec)?\b(?! \d| dau| cuoi)"
_OWN_ISSUE = (
    r"(?:(?:(?:ke )?tu|sau)(?: (?:ngay|khi|thoi diem))?(?: (?:ban hanh|ky|nhan duoc(?= (?:ke hoach|cong van|van ban)\b)|co(?= (?:ke hoach|cong van|van ban)\b)|duoc ban hanh)){1,3}(?: (?:van ban )?(?:ke hoach|chuong trinh|cong van|van ban)(?: nay)?)?\b"
    r"(?! (?!nay\b|ke hoach\b)[a-z])|(?:(?:ke )?tu|sau)(?: (?:ngay|khi))? (?:ke hoach|chuong trinh)(?: nay)? (?:duoc )?(?:ban hanh|ky|co hieu luc))"
)
#: A term that runs from the issue of the plan, and in a column one that runs from nothing named.
COUNTED = spaced(rf"\b(?:trong(?: vong| thoi han| thoi gian)?|sau|cham nhat(?: la)?|khong qua|thoi han|toi da)?(?: (?:la|sau)){{0,2}} {_TERM},? {_OWN_ISSUE}|"
                 rf"\bcham nhat(?: la)? {_TERM} {_OWN_ISSUE}")
#: A term that runs from anything else, where words of limit stand before it.
COUNTED_FROM = spaced(
    rf"\b(?:cham nhat|khong qua|trong (?:vong|thoi han|thoi gian)|toi da|truoc|muon nhat)(?: (?:la|sau|truoc)){{0,2}} {_TERM},? (?:ke tu|sau|tu (?:ngay|khi)|so voi|truoc (?:khi|ngay))\b|"
    rf"(?:^ ?|[.;:,] )sau {_TERM} (?:[a-z]+ ){{0,6}}?(?:so ket|tong ket|danh gia|bao cao|rut kinh nghiem)\b|"
    rf"\b(?:truoc|som hon|it nhat|toi thieu)(?: (?:it nhat|toi thieu|la))? {_TERM},? (?:truoc|so voi|to chuc|dien ra|khai mac|ke tu|hop|le|hoi nghi)\b|"
    rf"\btrong (?:vong|thoi han) {_TERM}|\btruoc(?: (?!ngay\b)[a-z]+){{1,9}}? (?:it nhat |toi thieu )?{_TERM} ?(?=[.,;:)]|$| (?:de|nham|va)\b)|"
    r"\bngay (?:sau )?khi (?:duoc (?:phe duyet|ban hanh|cap|giao)|ket thuc|co (?:ke hoach|huong dan|quyet dinh|van ban|chi dao))\b"
)
COUNTED_ALONE = spaced(rf"^ ?(?:xong |hoan thanh |gui )?(?:trong(?: vong| thoi han| thoi gian)?|sau|truoc|cham nhat(?: la)?|khong qua|thoi han|toi da) (?:la )?{_TERM} ?[.;,)]? ?$")


def role(text, mention):
    """Return what the words before ``mention`` in ``text`` (plain) make of it: limit, within, start, name or None."""
    begin, end = max(0, mention.begin - NEAR), mention.begin
    if _START.search(text, begin, end):
        return "start"
    if _LIMIT.search(text, begin, end) or _LIMIT_OF.search(text, begin, end):
        return "limit"
    if LAST.match(text, mention.end) or mention.grain == "day" and _LIMIT_APART.search(text, max(0, mention.begin - _APART), end):
        return "limit"
    if mention.grain == "month" and _SESSION.search(text, begin, end):
        return "within"
    if mention.grain != "day" and _NAMED_SO.search(text, begin, end):
        return "name"
    if _CLOSING.match(text, mention.begin):
        return "within"
    if mention.grain != "day" and _OF_NAME.search(text, begin, end):
        return "name"
    return "within" if _WITHIN.search(text, begin, end) else None


def is_end(text, mention):
    """Tell whether the words before ``mention`` name it as the end of a work."""
    return comes(_ENDED, text, mention)


def comes(pattern, text, mention):
    """Tell whether what ``pattern`` means stands directly before ``mention``."""
    return pattern.search(text, max(0, mention.begin - NEAR), mention.begin) is not None


def link(text, before, after):
    """Return how two mentions are joined: ``range`` ("đến", a dash), ``and``, or None."""
    if _UNTIL.fullmatch(text, before.end, after.begin):
        return "range"
    return "and" if _AND.fullmatch(text, before.end, after.begin) else None


def is_fact(text, toned, mention, role, is_past):
    """Tell whether the words around ``mention`` tell of something that was done.

    :param text: plain, ``toned`` the same with its tones
    :param is_past: whether the day lies before the issue
    """
    begin = mention.begin
    before = toned[max(0, begin - 2 * NEAR) : begin]
    if role != "limit" and _DONE_BEHIND.match(toned, mention.end):
        return True
    done = (_DONE if role != "limit" or is_past else _JUST_DONE).search(before)
    if done and not _RESUMED.search(before, done.start()):
        return True
    return is_past and _FACT.search(text, max(0, begin - NEAR), begin) is not None
