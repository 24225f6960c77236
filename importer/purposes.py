"""Verbs that are part of a name: what a body, a group or a person is there for ("Tổ kiểm tra", "các đơn vị được giao chủ trì")."""

import re
from functools import lru_cache

from .verbs import TITLED, TONED_VERBS, VERBS
from .words import holds, plain

#: Bodies that are made for something, and for what.
_BODIES = r"(?:to|ban|hoi dong|uy ban|doi|nhom|tieu ban)"
_WORK = (
    r"(?:kiem tra|giam sat|chi dao|quan ly|tham muu|bien soan|soan thao|du thao|tuyen truyen|tiep nhan|theo doi|tong hop|ho tro|van dong|"
    r"thuc hien|xay dung|giup viec|dieu hanh|tu van|tham dinh|danh gia|dieu tra|ra soat|hoa giai|phan ung nhanh|xu ly|don doc|tham van|"
    r"xac minh|kiem ke|kiem dem|nghiem thu|xet duyet|xet chon|tiep cong dan|cham diem|phoi hop(?! voi| cung| chat che))"
)
#: Those that stand alone only where their text has named them before, so that a verb behind may be part of the name.
_BARE = re.compile(rf"(?:to|doi|nhom|hoi dong|trung tam|quy|tieu ban|cau lac bo)(?= {_WORK}\b)|luc luong(?= )")
#: What stands behind a whole name.
_ENDED = rf"(?=$|[^\w ]| (?:va|thuoc|{VERBS}|{plain(TONED_VERBS)})\b)"
_GIVEN = r"(?:phan cong|giao|cu|chi dinh|lua chon|uy quyen|thue|moi)(?: nhiem vu| trach nhiem)?"
#: How something is done, which tells no charge: "các bộ phận được phân công nghiêm túc thực hiện".
_HOW = r"(?:nghiem tuc|chu dong|tiep tuc|kip thoi|khan truong|thuong xuyen|tang cuong|(?:co|chiu) trach nhiem|can cu|phai|can)"
_STAFF = (
    r"(?<!to chuc )can bo|cong chuc|vien chuc|chuyen vien|(?:kiem lam|thanh tra|cong tac|hoa giai) vien|nhan vien|giao vien|nguoi|dong chi|bo phan|thanh vien|chu tich|"
    r"(?:pho )?chu tich (?:thuong truc )?(?:ubnd|uy ban nhan dan|hdnd)(?: (?:tinh|huyen|xa|phuong|thanh pho))?|thuong truc|tong|"
    r"giam doc(?: (?:so|cong ty|trung tam|benh vien))?|hieu truong|truong (?:phong|ban)|uy vien(?: ban (?:chap hanh|thuong vu))?|bi thu|lanh dao"
)
#: A verb that names a field of work.
_DEED = rf"(?:{VERBS}|{plain(TONED_VERBS)})"
#: What somebody does for a living, which no plan orders.
_OF_TRADE = rf"(?:cung cap|cung ung|trong|kinh doanh|san xuat|hoat dong(?: {_DEED})?|dao tao|tu van|xay dung|van tai|van hanh|quan ly|su dung|thu mua|phan phoi|xuat khau|kham|chua|thi cong|khai thac|bao tro)"
_PATTERNS = (
    # Behind "được", all that those are charged with, up to what they have to do for it.
    rf"\bduoc (?:{_GIVEN}|chi dinh|lua chon)\b(?:(?!\bco\b|\bchiu\b)[^.;:]){{0,90}}?(?= (?:co|chiu) trach nhiem\b|$)",
    # Behind "được": which of several are meant.
    r"\bduoc (?:kiem tra|giam sat|thanh tra)(?:(?:,| va) (?:kiem tra|giam sat|thanh tra))+\b",
    rf"(?:\bduoc|(?<!chuan )(?<!trang )(?<!thiet )\bbi) (?:{_GIVEN}(?: (?!{_HOW}\b)(?:{VERBS}))?|{VERBS})\b",
    # Bodies and what they are there for.
    rf"\b(?<!dia )(?<!trong )(?<!trong tieu ){_BODIES} {_WORK}(?:(?:,| va) {_WORK})*\b|\bban to chuc\b|\btruc lanh dao\b",
    r"(?<!cong )(?<!lien )(?<!chi )(?<!tinh )(?<!thanh )(?<!huyen )(?<!xa )\bdoan (?:kiem tra|giam sat|khao sat|thanh tra)(?:(?:,| va) (?:kiem tra|giam sat|khao sat|don doc|danh gia|xac minh))*\b",
    rf"(?<!van )\bphong (?:kiem tra|tong hop|quan ly|to chuc)\b{_ENDED}",
    r"\bco quan (?:chuyen trach )?tham muu,? giup viec\b",
    rf"\bke hoach(?: -|,)? tong hop\b{_ENDED}|\b(?:hanh chinh|kinh te|thong tin|nghiep vu|phap che|quan tri)(?: -|,)? tong hop\b(?!, ){_ENDED}",
    # People and what they are in charge of.
    rf"\b(?:{_STAFF}) (?:phu trach|lam cong tac|quan ly|theo doi)\b(?!,)(?: (?:linh vuc|mang|cong tac|khoi) {_DEED}(?:(?:,| va) {_DEED})*| {_DEED}(?= (?:{VERBS})\b))?",
    # Fields of work, behind the word for one; those whom a plural tells from others by what they do.
    rf"\b(?:linh vuc|cong tac|hoat dong|dich vu|nganh nghe|mang) (?!phu trach\b|quan ly\b|duoc\b){_DEED}\b(?:(?:,| va) {_DEED}\b)*",
    rf"\b(?:cac|nhung|moi) (?:(?:to chuc|doanh nghiep|co so|ngan hang|nha mang|cong ty|hop tac xa|ho|chu dau tu|nha thau|nha dau tu),? (?:va )?)+(?:don vi )?(?:nuoi |san xuat |chuyen )?{_OF_TRADE}(?:(?:,| va) {_OF_TRADE})*\b(?! (?:kip thoi|day du|{_DEED})\b)",
    r"\bbau cu\b|\b(?:co quan|don vi|cong|trang|he thong) (?:thong tin(?:(?:,| va)? truyen thong)?|truyen thong)\b|\bthong tan\b|\bnuoi trong\b",
    # The part that others play in what is told: "với cơ quan chủ trì".
    r"\b(?:voi|cua|cho|gui|do) (?:cac )?(?:co quan|don vi|bo phan) (?:chu tri|phoi hop|tham muu|thuong truc)\b",
    r"\bto chuc(?=,? (?:va )?ca nhan\b| (?:khac|chinh tri|xa hoi|dang(?! (?:ky|tai))|doan the|hoi(?! (?:nghi|thao|thi|hop|dam))|kinh te|phi chinh phu|tin dung|"
    r"co lien quan|lien quan|thanh vien|hanh chinh|su nghiep|ton giao)\b)|(?:(?<=co quan, )|(?<=don vi, )|(?<=don vi )(?=to chuc (?:chiu|co) trach nhiem))to chuc\b",
    # Those of a kind whom a clause tells from others, up to what they have to do: "các cơ quan tham gia thí điểm có trách nhiệm".
    r"(?:\bcac |(?<![a-z] ))(?:(?:co quan|don vi|to chuc|_{7}|doanh nghiep|ca nhan)(?:, | va )?)+ (?:(?:truc tiep )?(?:quan ly|gioi thieu)|quy dinh tai|tham gia|su dung|co(?! trach)|nhan)\b"
    r"(?:(?! va (?:co|chiu)\b|, (?:co|chiu)\b)[^.;:]){0,110}?(?= (?:co|chiu) trach nhiem\b)",
    # The same behind all of a kind, up to what they must do: "Mọi lực lượng tham gia diễn tập phải ...".
    r"(?:\b(?:cac|tat ca(?: cac)?|moi|nhung) |(?<![a-z] ))(?:(?:co quan|don vi|to chuc|_{7}|doanh nghiep|ca nhan|luc luong|phuong tien|tap the|dia phuong)(?:, | va )?)+ tham gia\b"
    r"(?:(?!,? (?:va )?phai\b)[^.;:]){0,110}?(?= phai\b)",
    # The same behind what they have to do with something: "các phòng có liên quan tới việc thực hiện Kế hoạch có trách nhiệm".
    r"\blien quan (?:toi|den)\b(?:(?! va (?:co|chiu)\b)[^.;:,]){3,90}?(?= (?:co|chiu) trach nhiem\b)",
    # The same in other words, where no comma tells of more than one deed: "Đơn vị duy trì vệ sinh trên địa bàn có trách nhiệm".
    r"(?:\bcac |(?<![a-z] ))(?:co quan|don vi|to chuc|bo phan|ca nhan|doanh nghiep) (?!(?:co|chiu) trach\b|chu tri\b|phoi hop\b|chu dong\b|can\b|phai\b)[a-z]+(?:(?! va (?:co|chiu)\b)[^.;:,]){0,80}?(?= (?:co|chiu) trach nhiem\b)",
)
#: What a text must hold so that the pattern of the same place may fit.
_HOLDS = (
    ("duoc ",), ("duoc ",), ("duoc ", "bi "), ("to ", "ban ", "hoi dong", "doi ", "nhom ", "truc lanh dao"), ("doan ",), ("phong ",), ("giup viec",),
    ("tong hop",), ("phu trach", "lam cong tac", "quan ly", "theo doi"), ("linh vuc", "cong tac", "hoat dong", "dich vu", "nganh nghe", "mang "),
    ("to chuc", "doanh nghiep", "co so", "ngan hang", "nha mang", "cong ty", "hop tac xa", "cac ho", "moi ho", "chu dau tu", "nha thau", "nha dau tu"),
    ("bau cu", "thong tin", "truyen thong", "thong tan", "nuoi trong"), ("chu tri", "phoi hop", "tham muu", "thuong truc"), ("to chuc",), ("trach nhiem",), ("tham gia",), ("lien quan ",), ("trach nhiem",),
)
_WITHIN = tuple(zip(_HOLDS, map(re.compile, _PATTERNS), strict=True))
#: Fields of work that hold a verb.
_FIELDS = re.compile(
    r"\bphoi hop pho bien,? giao duc phap luat|(?<=phong )den bu,? giai phong mat bang|(?<=phong )boi thuong,? giai phong mat bang|\b(?:pho bien va |xay dung va |kiem tra va )?theo doi(?:,? tinh hinh)? thi hanh phap luat\b|\bpho bien,? giao duc phap luat(?= (?:tinh|xa|phuong|trung uong)\b)|"
    r"\bthi dua,?(?: -| va)? khen thuong|\bdu an(?: dau tu)? xay dung|\b(?:quoc gia|chuong trinh|phong trao|chi dao|dieu phoi) xay dung nong thon moi|"
    r"(?:(?<=van phong )|(?<=co quan ))dang ky(?= dat dai| kinh doanh)|\(sau day goi[^()]{0,60}\)|(?<=co quan )(?:dieu tra|thi hanh an)\b|(?<=nong nghiep )ung dung(?= cong nghe cao)|"
    r"(?:(?<=\bso )|(?<=co quan )|(?<=chuyen mon ))quan ly(?= (?:nha nuoc|nganh|chuyen nganh|cap tren)\b)|"
    r"\bcanh sat (?:quan ly hanh chinh|dieu tra|thi hanh an|quan ly)\b|\bxay dung (?:dang|to chuc dang)(?= )|"
    r"(?<=nha )(?:cung cap|cung ung|san xuat|phan phoi|tai tro)(?= )|(?<=co quan )tuyen truyen(?=,? (?:va )?bao chi\b)|(?<=don vi )cung cap (?=(?:dich vu|ha tang|mang|internet|vien thong|dien|nuoc)\b)"
)
#: Words without one of which none of them is there.
_IN_FIELDS = (
    "giao duc phap luat", "giai phong mat bang", "thi hanh", "khen thuong", "du an", "nong thon moi", "dang ky", "sau day goi", "dieu tra", "ung dung", "quan ly", "xay dung dang",
    "xay dung to chuc dang", "quan tuyen truyen", "vi cung cap", "nha cung", "nha san xuat", "nha phan phoi", "nha tai tro",
)
#: A body behind whose name its programme follows: "Ban Chỉ đạo thực hiện Quy chế dân chủ", but not "... thực hiện Kế hoạch này".
_PROGRAMME = re.compile(
    r"\b(?:ban chi dao|ban quan ly|ban van dong|ban dieu hanh|to cong tac|to chi dao|to giup viec|hoi dong \w+|tieu ban|van phong dieu phoi)"
    r"(?: lien nganh| tinh| xa| phuong| cap xa| cap tinh)?(?P<verb>(?: va|,)? (?:thuc hien|trien khai|xay dung|phat trien|thi hanh|to chuc|ho tro|"
    r"quan ly|cai cach|van dong|phong,? chong|kiem tra|danh gia)) (?!ke hoach|bao cao|.{0,40}\bnay\b)(?P<object>[^\W\d])"
)
_OBJECT = re.compile(
    r"(?:quy che|chuong trinh|phong trao|de an|du an|nghi quyet|chi thi|ket luan|cuoc van dong|cong tac|nong thon|doi song|dan chu|gia dinh|"
    r"chuyen doi|cai cach|bau cu|dai hoi|chinh sach|thien tai|toi pham|ma tuy|tham nhung|dich benh|hien mau|bao hiem)\b"
)
#: The agency itself behind one of its units, whose work is told in the words behind it: "Thanh tra Ban tiếp nhận đơn thư".
_OWN = re.compile(
    r"\b(?:van phong|thanh tra|lanh dao|cong doan(?: co so)?|chi bo|dang uy|doan thanh nien|giam doc|chi doan) (?P<own>ban|trung tam|quy)\b"
)
#: A body whose name tells what it is there for in as many words as it takes, and words that are never among them.
_MADE_FOR = re.compile(
    rf"(?:Ban [Cc]hỉ đạo|Ban [Qq]uản lý|Ban [Vv]ận động|Hội đồng|Tiểu ban|Tổ công tác|(?:Phòng|Ban|Trung tâm|Chi cục|Cục) (?:{TITLED})) [^\W\d_]"
)
_STRONG = re.compile(
    r"\b(?:(?:co|chiu) trach nhiem|co nhiem vu|chu tri|phoi hop voi|tham muu|can cu|chu dong|don doc|tong hop|bao cao|huong dan|phan cong|"
    r"thuong xuyen|tiep tuc|la|lam dau moi|hop|ban hanh|chi dao(?= (?:cac|viec)))\b"
)
_QUOTED = re.compile(r"“[^”]{1,80}”|\"[^\"]{1,80}\"")


@lru_cache(maxsize=2048)
def hidden(flat, text):
    """Return ``flat``, the letters of ``text`` without tones, with what hides a verb that is part of a name in place of it."""
    fields = _FIELDS.finditer(flat) if holds(flat, _IN_FIELDS) else ()
    spans = [match.span() for match in (*fields, *_QUOTED.finditer(flat)) if not text[: match.end()].endswith("đăng")]
    for match in _PROGRAMME.finditer(flat):
        object_ = _OBJECT.match(flat, match.start("object"))
        if text[match.start("object")].isupper() or object_:
            spans.append((match.start("verb"), object_.end() if object_ else match.end("verb")))
    for match in _OWN.finditer(flat):
        if text[match.end() : match.end() + 2].strip().islower():
            flat = flat[: match.start("own")] + "_" * len(match["own"]) + flat[match.end() :]
    for words, pattern in _WITHIN:
        if holds(flat, words):
            flat = pattern.sub(lambda match: _hide(match, text), flat)
    for begin, end in spans:
        flat = flat[:begin] + "_" * (end - begin) + flat[end:]
    return flat


def is_bare(name, text):
    """Tell whether ``name``, with which ``text`` begins, is no more than the word for a body whose work may follow in small letters."""
    match = _BARE.match(plain(text))
    return match is not None and match.end() == len(name.strip())


def is_made_for(name):
    """Tell whether ``name``, known to end where it does, is that of a body with what it is there for: "Hội đồng bồi thường, hỗ trợ"."""
    made = _MADE_FOR.match(name)
    return made is not None and name[made.end() - 1].islower() and not _STRONG.search(plain(name))


def _hide(match, text):
    """Return what hides a matched part of a name; "Dược" is no "được"."""
    own = text[match.start() : match.end()]
    return match.group() if match.group().startswith("duoc") and not own.startswith("được") else "_" * len(own)
