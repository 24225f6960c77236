"""Names of units: lists split, scope told, names matched with the agency's own. Nothing is guessed silently."""

import re
from dataclasses import dataclass, field

from . import agency
from .verbs import OF_A_KIND, TONED_VERBS, TONES, VERBS
from .words import canonical, plain, squeeze

#: How the name of a unit, or of those who work in it, begins; "tổ chức", "ban hành" and the like are excluded.
_UNIT = re.compile(
    r"(?:van phong|phong(?!,? (?:chong|ngua|trao|dich|chay|benh))|p\. ?|thanh tra|ban(?! (?:hanh|dau|giao|be|"
    r"sac))|chi bo|dang bo|"
    r"(?:dang|chi|cap|tinh|thanh|huyen) uy|cong doan|doan(?! ket)|chi doan|hoi(?! (?:nghi|thao|hop|nhap|thi|y|"
    r"dam))|chi hoi|"
    r"so(?! (?:ket|luong|lieu|hoa))|bo phan|bo(?! (?:tri|sung|may|nhiem))|to(?! chuc)|uy ban|ubnd|hdnd|mat tran|ubmttq|"
    r"trung tam|chi cuc|cuc|truong(?! hop)|nha truong|don vi|co quan|lanh dao(?!,?(?: va)? (?:chi dao|thuc hien|to chuc|toan dien|cong tac|viec|,))|pho(?! bien)|"
    r"giam doc|chanh|hieu truong|truong ban|bi thu|chu tich|thuong truc|ban thuong vu|lien doan|hiep hoi|"
    r"(?:tinh|thanh|huyen|thi|xa|quan) doan|lien minh|bao hiem|kho bac|ngan hang|buu dien|dien luc|thu vien|giao vien|nhan vien|"
    r"thu truong|nguoi (?:dung dau|duoc|phu trach|lam)|(?:cac|tat ca(?: cac)?|toan the|toan bo|moi(?! truong)|tung) (?:phong|don vi|ban|bo phan|"
    r"co quan|so|cong chuc|"
    r"can bo|vien chuc|nguoi lao dong|chi bo|doan the|to chuc|thanh vien|dong chi|ca nhan|xa|phuong|huyen|"
    r"truong|hoi|trung tam|khoa|chi(?! (?:tieu|thi|dao|tiet))|thon|ap|ban|buon|khu|khoi|doan|bo|thi|"
    r"chi cuc|nganh|cap|dia phuong|dang vien|doan vien|chuyen vien|thanh tra|to)|toan co quan|can bo|cong chuc|"
    r"vien chuc|chuyen vien|"
    r"dang vien|nguoi lao dong|ke toan|van thu|thu quy|dong chi|d/c|ong|ba(?! con)|xa(?! hoi)|phuong|huyen|cong an|benh vien|tram|"
    r"khoa(?! hoc)|vien(?! (?:tro|chuc))|vp|ttr|tt|"
    r"toa an|bac si|dieu duong|duoc si|xi nghiep|hat kiem lam|kiem lam|hai quan|cong ty|tong cong ty|doanh nghiep|"
    r"hop tac xa|hoc vien|mttq|tieu ban|nhom|don bien phong|tong bien tap|thu ky|uy vien|thanh vien|cap uy|hoi dong|(?:cac|nhung) to chuc)\b"
)
#: The same where only the tones tell: "Báo Mẫu" but not "Báo cáo", "Bảo đảm"; "Thuế tỉnh" but not "Thuê".
_TONED_UNIT = re.compile(r"(?:tổ chức (?:chính trị|xã hội|đảng|đoàn thể|tôn giáo)|đội(?! ngũ| mũ)|báo(?! cáo| động| chí| giảng)|đài(?! thọ)|thuế|giáo vụ|hạt|cụm|khối|thôn|ấp|quỹ)\b")
_SPLIT = re.compile(r"[,;]\s*(?:và\s+)?|\s+và\s+(?=\w)", re.IGNORECASE)
#: Levels of administration, one name with what governs them: "Ủy ban nhân dân quận, huyện", "xã, phường, thị trấn".
_LEVEL = r"(?:tinh|thanh pho|quan|huyen|thi xa|thi tran|xa|phuong|dac khu)"
_ENDS_IN_LEVEL = re.compile(rf"(?:^|\b(?:nhan dan|ubnd|hdnd|dang uy|cap|quoc|thanh tra|cong an|cac) )(?:{_LEVEL}, )*{_LEVEL}$")
_IS_LEVEL = re.compile(rf"{_LEVEL}(?:$|[ ,;])")
#: How far behind its limit a name's surroundings tell whether a verb is part of it, in letters.
_BEYOND = 60
#: Longest name of a unit that is not in doubt, in letters.
MAX_NAME = 80
#: A second unit within a name, and the words behind which it belongs there: "Trưởng Phòng ...", "Ban Chấp hành Công đoàn".
_SECOND = re.compile(r"(\w+) (?:Phòng|Khoa(?! học| giáo)|Trung tâm|Công đoàn|Chi cục|Thanh tra)(?= \w)")
_HOLDERS = set(
    "Sở Phòng Cục Vụ Chánh Trưởng trưởng Phó phó đốc bộ ủy uỷ các Các thuộc của và hành vụ viên đoàn Đoàn Tổ tổ quan đạo chí chức trách Ban ban trực ông bà Ông Bà".split()
)
_WORD = re.compile(r"(?:(?:cac|moi|tung) )?(?:don vi|co quan|bo phan|phong|to chuc|ca nhan|lanh dao|can bo|nguoi|ban|to)")
#: Names of people and places, which a heading may hold as those whom something is for.
_PEOPLE = re.compile(r"(?:can bo|cong chuc|vien chuc|nguoi|dang vien|hoi vien|doan vien|giao vien|hoc sinh|xa|phuong|huyen|khoi|cum|nhom|thon|ap)\b")
_PLACES = re.compile(r"(?:xa|phuong|huyen|khoi|cum|nhom|thon|ap|cap)\b")
_OPEN = re.compile(
    r"(?:^| )(?:được|bị|và|của|với|cho|để|là|tại|theo|do|về|trong|những|các|(?<!trực )thuộc|cùng|có|sẽ|phải|cần|khi|hoặc)$"
)
_VERB = re.compile(rf",? (?P<verb>{VERBS})\b")
_TONED_VERB = re.compile(rf"(?=[, ]){OF_A_KIND},? (?:{TONED_VERBS})(?!\w)")
#: What stands behind a whole name.
_ENDED = rf"(?=$|[^\w ]| (?:va|thuoc|{VERBS}|{plain(TONED_VERBS)})\b)"
#: Where no verb is known: what the name of a unit is made of behind its first words; the first small word else is a verb.
_UPPER = "A-Z" + "".join(chr(code) for code in range(0xC0, 0x1EFA) if chr(code).isupper())
_LOWER = "a-z" + "".join(chr(code) for code in range(0xC0, 0x1EFA) if chr(code).islower())
_LEVELS = "tỉnh|thành phố|quận|huyện|thị xã|thị trấn|xã|phường|đặc khu|thôn|ấp|bản|buôn|khu phố|khu dân cư"
_PART = re.compile(
    rf"(?:[ ,&/–-]*(?:và |thuộc |trực thuộc |của |cùng )*)(?:Cựu chiến binh|Tiếp công dân|Thanh thiếu nhi|Chữ thập đỏ|Người cao tuổi|Hợp tác xã|"
    rf"[{_UPPER}][{_LOWER}]*(?: [{_UPPER}][{_LOWER}]*)+|[{_UPPER}][{_UPPER}&.-]+|[{_UPPER}][{_LOWER}]*(?: [{_LOWER}]+)?|số \d+|\d+|(?:cấp )?(?:{_LEVELS})\b|các (?:{_LEVELS})\b|"
    r"cấp ủy|cấp uỷ|cấp trên|cùng cấp|cơ sở|địa phương|đoàn thể|liên quan|có liên quan|trực thuộc|chuyên môn|nghiệp vụ|"
    r"nhân dân|chính trị|xã hội|nghề nghiệp|báo chí|trường học|chủ nhiệm|mầm non|tiểu học|trung học(?: cơ sở| phổ thông)?|"
    r"phổ thông|sự nghiệp|hành chính|công lập|thường trực|chuyên trách|cơ quan|công ty|cán bộ|"
    r"cha mẹ|học sinh|sinh viên|phụ huynh|phụ nữ|thiếu nhi|trẻ em|pháp luật|tư pháp|quản trị|chất lượng|công dân|mặt bằng|du lịch|văn hóa|"
    r"gia đình|thể thao|dân tộc|tôn giáo|thương mại|kỹ thuật|thông tin|môi trường|khu vực|doanh nghiệp|quy hoạch|thị trường|bệnh tật|"
    r"dịch vụ công|rừng phòng hộ|hành chính công|khách hàng|kế toán|lao động|đất đai|quân sự|thanh niên|tổng hợp|tham mưu|trưởng|ngành|sở|ban|"
    r"phòng|đơn vị|tổ chức|hội|khoa|chi bộ|đảng bộ|đảng viên|hội viên|đoàn viên|"
    r"các (?:sở|ban|phòng|ngành|hội|khoa|chi bộ|đoàn thể|cơ quan|đơn vị|"
    r"tổ chức|trường|chi hội|lớp|trung tâm|bộ phận))(?!\w)"
)
#: What joins two names, and what follows a name of the agency's own where its duty begins.
_AND = re.compile(r",? (?:và )?")
_GOES_ON = re.compile(rf",? (?!và\b|thuộc\b|của\b|cùng\b|trực\b)[{_LOWER}]")
#: What holds a verb and is part of a name all the same: behind "được", what a group or a person is there for.
_WITHIN = re.compile(
    rf"(?:\bduoc|(?<!chuan )(?<!trang )(?<!thiet )\bbi) (?:(?:phan cong|giao|cu|chi dinh)(?: nhiem vu| trach nhiem)?(?: (?:{VERBS}))?|{VERBS})\b|"
    rf"(?<!cong )(?<!lien )(?<!chi )(?<!tinh )(?<!thanh )(?<!huyen )(?<!xa )\bdoan (?:kiem tra|giam sat|khao sat)\b|(?<!van )\bphong (?:kiem tra|tong hop|quan ly|to chuc)\b{_ENDED}|"
    r"\b(?:to|ban|hoi dong|uy ban|doi|nhom|tieu ban) (?:kiem tra|giam sat|chi dao|quan ly|tham muu|bien soan|soan thao|"
    r"du thao|tuyen truyen|tiep nhan|theo doi|tong hop|ho tro|van dong|thuc hien|xay dung)\b|\bban to chuc\b|"
    r"\btruc lanh dao\b|\b(?:(?<!to chuc )can bo|cong chuc|vien chuc|chuyen vien|nhan vien|giao vien|nguoi|dong chi|bo phan|thanh vien|chu tich|"
    r"(?:pho )?chu tich (?:thuong truc )?(?:ubnd|uy ban nhan dan|hdnd)(?: (?:tinh|huyen|xa|phuong|thanh pho))?|"
    r"thuong truc|giam doc(?: (?:so|cong ty|trung tam|benh vien))?|hieu truong|truong (?:phong|ban)|uy vien|bi thu|lanh dao) (?:truc tiep )?(?:phu trach|lam cong tac|quan ly|theo doi)\b|"
    r"\bco quan (?:chuyen trach )?tham muu,? giup viec\b|"
    rf"\bke hoach(?: -)? tong hop\b{_ENDED}|\b(?:hanh chinh|kinh te)(?: -)? tong hop\b(?!, ){_ENDED}|"
    r"\bto chuc(?= (?:chinh tri|xa hoi|dang(?! (?:ky|tai))|doan the|hoi(?! (?:nghi|thao|thi|hop|dam))|kinh te|phi chinh phu|tin dung|co lien quan|lien quan|thanh vien|"
    r"hanh chinh|su nghiep|ton giao)\b)"
)
#: Words that name a whole group; a comma and another such word go on with the group ("các phòng, đơn vị thuộc Sở").
_GROUP = re.compile(
    r"(?:cac|toan the|tat ca|toan bo|moi|tung|can bo|cong chuc|vien chuc|thu truong|lanh dao|nguoi dung dau|truong)\b"
)
_GENERIC = re.compile(
    r"(?:don vi|co quan|bo phan|ca nhan|to chuc|can bo|cong chuc|vien chuc|giao vien|nhan vien|xi nghiep|nguoi lao dong|lao dong|nganh|ban|doan the|"
    r"dia phuong|thi xa|thi tran|thanh pho|xa|phuong|huyen|thi|dang vien|doan vien|hoi vien|khoa|phong|chi bo|dang bo|"
    r"cap|trung tam|truong|ap|thon|khu pho)\b"
)
#: Several of a kind, whatever it is called ("Các hạt Kiểm lâm"), and what they are not.
_SEVERAL = re.compile(
    r"(?:cac|moi|tung|tat ca(?: cac)?) (?!noi dung|nhiem vu|muc tieu|hoat dong|chi tieu|giai phap|van ban|chinh sach|mo hinh|"
    r"buoc|bien phap|cong viec|kien nghi|vuong mac|phan viec|quy dinh|hinh thuc|truong hop|thu tuc)"
)
#: A line end within a name: behind a joining word or before a small letter.
_OPEN_END = re.compile(r"(?<=[ \t]và)\s*\n|(?<=của)\s*\n|\s*\n(?=\s*[^\W\d_A-ZÀ-Ỹ]+(?<![A-ZĐ]))")
#: A line that holds no more than the first word of a name.
_BARE = re.compile(r"(?m)^([-–+ ]*(?:Phòng|Ban|Sở|Tổ|Đội|Hội|Khoa|Đoàn|Cục|Vụ|Bộ|Trung tâm|Chi cục)) *\n")
_ACRONYM = re.compile(r"(?:P\. ?)?[A-ZĐ][A-ZĐƯÔ&.-]+(?![^\W\d_])")
#: Several names behind one plural: "các phòng Nội vụ, Tư pháp".
_PLURAL = re.compile(r"(?:các|Các) [^\W\d_]+(?: [^\W\d_]+)? [A-ZĐ]")
_EVERYONE = re.compile(
    r"(?:tat ca|toan the|toan bo|moi|tung|cac don vi|cac (?:phong|to|khoa|doi)(?:,? (?:phong|ban|khoa|to|chuyen mon|nghiep vu|don vi|bo phan|"
    r"thuoc|truc thuoc))|"
    r"cac phong$|cac phong, |cac phong va|cac bo phan|cac co quan, don vi|can bo|cong chuc|vien chuc|"
    r"nguoi lao dong|lao dong|"
    r"doan vien|dang vien)"
)
#: Only those whom something concerns: "các đơn vị được kiểm tra".
_SOME = re.compile(r"\b(?:được|có tên|có liên quan|liên quan|phụ trách)\b")
_STAFF = re.compile(r"(?:can bo|cong chuc|vien chuc|nguoi lao dong|lao dong|doan vien|dang vien)$")
_HEADS = re.compile(
    r"(?:de nghi|giao|yeu cau|lanh dao|thu truong|truong|giam doc|chanh) (?=phong|ban|van phong|thanh tra|"
    r"don vi|cac|so)"
)
_PREFIX = re.compile(r"^(?:cấp ủy|cấp uỷ|ban chấp hành|bch|các|phòng|ban|bộ phận)\s+", re.IGNORECASE)
_SUFFIX = re.compile(r"\s+(?:ban|sở|cơ quan|đơn vị)$", re.IGNORECASE)


@dataclass
class Match:
    """A name of the text and what it was matched with.

    ``unit`` is the id of the one unit that it can only mean, else None; ``candidates`` are the ids of units that
    resemble it, best first; ``scope`` is ``all`` when the name means every unit, else ``unit``.
    """

    name: str
    unit: object = None
    candidates: list = field(default_factory=list)
    scope: str = "unit"


def is_unit(text):
    """Tell whether ``text`` begins like the name of a unit or of a group of staff."""
    text = text.strip()
    return bool(
        _UNIT.match(plain(text)) or _TONED_UNIT.match(text.lower()) or any(not begin for begin, *_rest in agency.spans(text))
    )


def names_someone(text):
    """Tell whether ``text`` begins like the name of a unit or of several of a kind."""
    return is_unit(text) or bool(_SEVERAL.match(plain(text.strip())))


def is_named(text):
    """Tell whether ``text`` is the name of a unit, not only the word for one ("Cơ quan", "các đơn vị")."""
    return is_unit(text) and not _WORD.fullmatch(plain(text.strip(" .,;:")))


def name_end(text, start=0, limit=None, within=True):
    """Return where the name of a unit that stands at ``start`` of ``text`` ends before what it is to do, or None.

    :param limit: offset up to which it is looked for
    :param within: whether a verb that is part of a name ("Tổ kiểm tra", "các đơn vị được kiểm tra") is left in it
    """
    flat, own = plain(text), start
    for begin, end, _unit in agency.spans(text):
        if begin == own or own > start and _AND.fullmatch(text, own, begin):
            own = end
        flat = flat[:begin] + "_" * (end - begin) + flat[end:]
    if own > start and _GOES_ON.match(text, own):
        return own
    end = len(flat) if limit is None else limit
    if within:
        flat = _WITHIN.sub(lambda match: _masked(match, text), flat[: end + _BEYOND])
    toned = _TONED_VERB.search(_hidden(text, flat), start, end)
    for match in _VERB.finditer(flat, start, end):
        word = text[slice(*match.span("verb"))]
        if word[0].islower() and word in TONES.get(match["verb"], word).split(" | "):
            return min(match.start(), toned.start()) if toned else match.start()
    return toned.start() if toned else None


def _hidden(text, flat):
    """Return ``text`` with what is hidden in ``flat``, the same without tones."""
    return text if "_" not in flat else "".join("_" if masked == "_" else char for char, masked in zip(text, flat))


def _masked(match, text):
    """Return what hides a matched part of a name; "Dược" is no "được"."""
    own = text[match.start() : match.end()]
    return match.group() if match.group().startswith("duoc") and not own.startswith("được") else "_" * len(own)


def phrase_end(text, start=0):
    """Return where the name that stands at ``start`` ends before a small word that is part of no name; None where it is all there is."""
    first = _UNIT.match(plain(text), start) or _TONED_UNIT.match(text.lower(), start)
    if not first:
        return None
    end = first.end()
    while part := _PART.match(text, end):
        end = part.end()
    if end == first.end():
        return None
    return end if _GOES_ON.match(text, end) and text[end : end + 1] == " " else None


def is_heading(title):
    """Tell whether ``title``, above what is to be done, is the name of a unit or of several and nothing else."""
    names = split_units(title)
    return (
        title[:1].isupper()
        and scope_of(title) == "unit"
        and all(is_named(name) and not _PEOPLE.match(plain(name)) and not doubt(name) for name in names)
    )


def names_all(title):
    """Tell whether ``title`` names a whole group of units or staff and nothing else ("Trưởng các phòng")."""
    return title[:1].isupper() and scope_of(title) == "all" and len(title) <= MAX_NAME and not doubt(title)


def is_head(words):
    """Tell whether ``words``, before a colon, name those whose task follows."""
    return words[:1].isupper() and names_someone(words) and not _PLACES.match(plain(words)) and not doubt(words)


def doubt(name):
    """Tell whether ``name`` can hardly be that of a unit: too long, cut in a sentence, or a sentence itself."""
    name = name.strip()
    if any(end - begin == len(name) for begin, end, _unit in agency.spans(name)):
        return False
    is_group = is_unit(name) or plain(name).startswith(("cac ", "nhung ", "moi ", "tung ", "toan ", "tat ca", "nganh", "dia phuong", "gia lang", "thi tran", "nguoi "))
    return (
        len(name) > MAX_NAME
        or bool(_OPEN.search(name.lower()))
        or name[:1].islower() and not is_group
        or name_end(name) is not None
        or any(each[1] not in _HOLDERS for each in _SECOND.finditer(name))
    )


def split_units(text):
    """Return the names in a list of units: split at semicolons, line ends, and commas or "và" before another name.

    What follows a comma and begins like no unit goes on with the name above ("Phòng Kinh tế, Hạ tầng và Đô thị").
    """
    text = _OPEN_END.sub(" ", _BARE.sub(r"\1 ", text))
    return [name for line in text.split("\n") for name in _split_line(squeeze(line).strip(" .;,:-–+"))]


def _split_line(text):
    names, start, own = [], 0, agency.spans(text)
    for match in _SPLIT.finditer(text):
        if any(begin < match.start() < end for begin, end, _unit in own):
            continue
        head, following = text[start : match.start()], text[match.end() :]
        if match.group()[0] == ";" or _is_next(head, following, match.group()[0] == ","):
            names.append(head)
            start = match.end()
    names.append(text[start:])
    return [name for name in (squeeze(each).strip(" .;,-–+") for each in names) if name]


def _is_next(head, following, behind_comma):
    """Tell whether ``following`` begins another name, behind ``head`` and a comma or "và"."""
    flat = plain(following)
    unit = is_unit(following)
    if not behind_comma and len(head.split()) == 1 and not head.isupper():
        return False
    if not behind_comma:
        joint = head.endswith("HĐND") and following.startswith("UBND")
        return unit and (following[:1].isupper() or flat.startswith(("cac", "toan", "tat", "to chuc"))) and not joint
    if not following[:1].isupper() and _ENDS_IN_LEVEL.search(plain(head)) and _IS_LEVEL.match(flat):
        return False
    if not unit:
        return _ACRONYM.match(following) is not None or _PLURAL.match(head) is not None and following[:1].isupper()
    if following[:1].isupper() or flat.startswith(("cac ", "toan ", "tat ca", "moi ", "tung ")):
        return True
    generic = _GENERIC.match(flat)
    return not (_GROUP.search(plain(head)) and generic and not following[generic.end() :].lstrip()[:1].isupper())


def scope_of(text):
    """Return ``all`` when ``text`` means every unit or the whole staff, else ``unit``.

    "Công chức Tư pháp - Hộ tịch" is one post: a capital behind the word for staff names it.
    """
    text = squeeze(text)
    flat = plain(text)
    if _SOME.search(text.lower()):
        return "unit"
    if not _EVERYONE.match(flat):
        heads = _HEADS.match(flat)
        text = text[heads.end() :] if heads else text
    everyone = _EVERYONE.match(plain(text))
    if not everyone or _STAFF.match(everyone.group()) and text[everyone.end() :].lstrip()[:1].isupper():
        return "unit"
    return "all"


def match(name, units):
    """Match a name as printed with the agency's units.

    :param name: such as "Thanh tra ban", "P. Chính sách", "VP"
    :param units: iterable of (id, name, further names, such as the abbreviation, or None)
    :return: a ``Match``; with several equally good units, or only similar ones, ``unit`` is None
    """
    units = list(units)
    scope = scope_of(name)
    found = Match(squeeze(name), scope=scope)
    if scope == "all":
        return found
    for keys in (_exact, _core, agency.forms):
        wanted = keys(name)
        same = list(dict.fromkeys(unit for unit, *names in units if any(wanted & keys(each) for each in names if each)))
        if same:
            found.unit = same[0] if len(same) == 1 else None
            found.candidates = same
            return found
    found.candidates = _similar(name, units)
    return found


def match_all(text, units):
    """Match each name of a list such as "Phòng Chính sách, Thanh tra"; first the whole, which may hold a comma."""
    units = list(units)
    whole = match(text, units)
    if whole.unit is not None or whole.scope == "all":
        return [whole]
    return [match(name, units) for name in split_units(text)]


def _clean(name):
    name = re.sub(r"(?i)^p\.\s*", "phòng ", squeeze(name).strip(" .;,:"))
    return re.sub(r"\s*([-&/])\s*", r" \1 ", name)


def _exact(name):
    """Return the key of the whole name, spelled out; "&" counts as "và"."""
    key = canonical(_clean(name).replace("&", canonical("và")))
    return {key} - {""}


def _core(name):
    """Return the keys of a name without the words around it that differ from text to text ("cấp ủy", "Phòng")."""
    name = _clean(name)
    keys, pending = set(), [name]
    while pending:
        current = pending.pop()
        key = canonical(current.replace("&", "và"))
        if key and key not in keys:
            keys.add(key)
            pending += [
                shorter for shorter in (_PREFIX.sub("", current), _SUFFIX.sub("", current)) if shorter != current
            ]
    return keys if len(keys) == 1 else {key for key in keys if len(key) > 2}


def _similar(name, units):
    """Return the ids of units that share at least half of the words, the most similar first."""
    words = set(plain(name).split()) - {"phong", "ban", "va", "-", "&"}
    scored = []
    for index, (unit, unit_name, *_others) in enumerate(units):
        others = set(plain(unit_name).split()) - {"phong", "ban", "va", "-", "&"}
        share = len(words & others) / max(1, min(len(words), len(others)))
        if share >= 0.5:
            scored.append((-share, index, unit))
    return [unit for _share, _index, unit in sorted(scored)]
