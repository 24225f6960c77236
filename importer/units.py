"""Names of units: lists split, scope told, names matched with the agency's own. Nothing is guessed silently."""

import re
from dataclasses import dataclass, field

from . import agency
from .names import LOWER, MAX_NAME, PERSON, UPPER, doubt, is_named, is_unit, name_end, names_someone
from .words import canonical, plain, squeeze

_SPLIT = re.compile(r"[,;]\s*(?:và\s+|&\s*)?|\s+(?:và|[&+])\s+(?=\w)", re.IGNORECASE)
#: Levels of administration, one name with what governs them: "Ủy ban nhân dân quận, huyện", "xã, phường, thị trấn".
_LEVEL = r"(?:tinh|thanh pho|quan|huyen|thi xa|thi tran|xa|phuong|dac khu)"
_ENDS_IN_LEVEL = re.compile(rf"(?:^|\b(?:nhan dan|ubnd|hdnd|dang uy|cap|quoc|thanh tra|cong an|chinh tri|hanh chinh cong|cong doan|cac) )(?:{_LEVEL}, )*{_LEVEL}$")
#: Towns and cities in letters, as a level: "UBND các huyện, TP", but not "TP. Mẫu".
_CITIES = re.compile(r"(?:TP|TX)(?= *(?:[,;)]|và\b|$))")
_IS_LEVEL = re.compile(rf"{_LEVEL}(?:$|[ ,;])")
#: Fewest commas in the beginning of a long list, what parts its names, and a level of administration alone, of which no unit is told.
_FEWEST_COMMAS, _LISTED_PART, _BARE_LEVEL = 3, re.compile(r",? và |[,;] "), re.compile(r"(?:ngành|thị xã|thị trấn|thành phố|quận|tỉnh)(?!\w)")
#: The level that a whole name ends in: "Thuế tỉnh, Thống kê tỉnh".
_AT_LEVEL = re.compile(r"[^\W\d_] (?:tỉnh|xã|phường|huyện|thành phố|đặc khu)$")
_COMMA = re.compile(r"[,;.]| và ")
#: Names of people and places, which a heading may hold as those whom something is for.
_PEOPLE = re.compile(r"(?:can bo|cong chuc|vien chuc|nguoi|nhan dan|doanh nghiep|dang vien|hoi vien|doan vien|giao vien|nhan vien|hoc sinh|xa|phuong|huyen|khoi|cum|nhom|thon|xom|ap)\b")
#: Those whom a school has to do with, each a name.
_LEARNERS = re.compile(r"(?:hoc sinh|sinh vien|hoc vien|phu huynh|cha me)(?: (?:hoc sinh|sinh vien|hoc vien|tre em|tre|cac lop))?")
_PLACES = re.compile(r"(?:xa|phuong|huyen|khoi|cum|nhom|thon|xom|ap|cap)\b")
#: The office that a comma adds to a person's name: "Đồng chí Nguyễn Văn A, Phó Trưởng ban".
OFFICE = re.compile(
    r"(?:pho |quyen |nguyen )?(?:truong|chu tich|giam doc|chanh|bi thu|uy vien|hieu truong|doi truong|to truong|thu ky|thanh vien|thuong truc|"
    r"vien truong|tong|ke toan|cong chuc|chuyen vien|can bo|dai bieu|tham phan|hat truong|tram truong)\b"
)
#: How what follows is given to those who are named: "Giao ...", "Đề nghị ...", "Đối với ...".
_GIVEN = re.compile(
    r"(?P<request>(?:tran trong |kinh )?(?:de nghi(?: voi| cac dong chi)?|moi)):?\s+|"
    r"(?P<order>giao(?: nhiem vu)?(?: cho)?|yeu cau|phan cong|(?:trach nhiem|nhiem vu|phan viec|cong viec)(?: cu the)? cua|doi voi)\s+"
)
#: Staff whom someone else is to name: "Phân công cán bộ theo dõi" orders no "cán bộ".
_STAFF_AT = re.compile(r"(?:can bo|cong chuc|vien chuc|giao vien|nhan vien|nguoi|dang vien|thanh vien|doan vien|hoi vien)\b(?! [a-z-]+ - )")
_OF_WHOM = re.compile(r"(?:trach nhiem|nhiem vu|phan viec|cong viec)(?: cu the)? cua ")
#: What a model or a campaign is to be, which makes no unit: "Cơ quan văn minh", "Chi bộ bốn tốt"; two things joined: "Thuế và phí".
_PRAISED = re.compile(
    r" (?:vì [^\W\d_].*|hạnh phúc|văn minh|thân thiện|kiểu mẫu|gương mẫu|thông minh|an toàn|tiêu biểu|xanh|sạch|đẹp|vững mạnh|hiện đại|chuyên nghiệp|"
    r"bình yên|nông thôn mới|trong sạch|đoàn kết|khởi nghiệp|không [^\W\d_]+(?: [^\W\d_]+)?|[^\W\d_]+ tốt)$"
)
_AND_MORE = re.compile(rf"[{UPPER}][{LOWER}]+(?: [{LOWER}]+)? và (?P<second>[{LOWER}].*)")
#: Words that name a whole group; a comma and another such word go on with the group ("các phòng, đơn vị thuộc Sở").
_GROUP = re.compile(
    r"(?:cac|toan the|tat ca|toan bo|moi(?! truong)|tung|can bo|cong chuc|vien chuc|thu truong|lanh dao|nguoi dung dau|truong(?= (?:cac|phong|don vi|ban|khoa|bo phan)\b))\b"
)
_GENERIC = re.compile(
    r"(?:don vi|co quan|bo phan|ca nhan|to chuc|can bo|cong chuc|vien chuc|giao vien|nhan vien|xi nghiep|nguoi lao dong|lao dong|nganh|ban(?! (?:quan ly|dieu hanh|cong tac|chi dao|thanh tra|giam sat|van dong|chap hanh)\b)|doan the|"
    r"dia phuong|thi xa|thi tran|thanh pho|xa|phuong|huyen|thi|dang vien|doan vien|hoi vien|khoa|phong|chi bo|dang bo|"
    r"cap|trung tam|truong|ap|thon|xom|khu pho|to dan pho)\b"
)
#: The word for a kind of units, which others like it follow: "sở, ban, ngành".
_KIND = re.compile(r"(?:(?:cac|moi|tung) )?(?:so|ban|nganh|phong|don vi|co quan|to chuc|khoa)(?:, (?:so|ban|nganh|phong|don vi|co quan|to chuc|khoa))*")
#: A level of administration, which makes no name of a kind: "các sở, ban, ngành, đoàn thể Thành phố".
_OF_LEVEL = re.compile(r"(?:Thành phố|Tỉnh|Trung ương|Xã|Phường|Đặc khu)(?! [^\W\d_]*[A-ZĐ])(?=[,;.]| và|$)")
#: A group in small letters that "và" sets beside a name: "Bộ Chỉ huy Quân sự tỉnh và sở, ngành liên quan".
_BESIDE = re.compile(r"(?:so, |phong, |co quan|don vi|dia phuong|nganh|doan the|chinh quyen|doanh nghiep|luc luong|he thong)")
#: Councils of several places, no group like those that follow: "UBND các xã, phường và cơ quan liên quan".
_COUNCIL = re.compile(r"(?:UBND|HĐND|Ủy ban nhân dân|Uỷ ban nhân dân)\b")
#: Those beside a unit whom no name tells apart: "Sở Y tế, địa phương".
_BESIDES = re.compile(r"(?:dia phuong|doanh nghiep|doan the|nhan dan)(?: (?:co )?lien quan)?$")
#: A field of work that begins like staff, with a capital, behind the first field of a name: "Cục Nhà giáo và Cán bộ quản lý giáo dục".
_FIRST_FIELD = re.compile(rf"(?:Cục|Vụ|Ban|Phòng|Viện|Trung tâm|Chi cục) [{UPPER}][{LOWER}]+(?: [{LOWER}]+)?$")
_STAFF_FIELD = re.compile(rf"(?:Cán bộ|Người|Nhân viên|Giáo viên|Công chức) [{LOWER}]")
#: The fields of work that one person has, and one of them that reads like a unit: "Chuyên viên phụ trách lĩnh vực Hành chính, Văn phòng".
_IN_CHARGE = re.compile(r"phụ trách (?:các )?lĩnh vực [^,;]+(?:, [^,;]+)*$")
_BARE_FIELD = re.compile(r"(?:Văn phòng|Thanh tra|Công an|Tôn giáo|Đoàn thể|Tổ chức)(?= *(?:$|[,;]| và ))")
#: One person who has an office of the Party, behind which another office of the same is told.
_HOLDER = re.compile(r"(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à) (?:[^,;]*(?<![^\W\d_]))?(?:[Ủủ]y viên|[Uu]ỷ viên|[Tt]ỉnh (?:ủy|uỷ) viên|[Đđ]ảng (?:ủy|uỷ) viên|(?:[Pp]hó )?[Bb]í thư)(?![^\W\d_])[^,;]*$")
#: What only says that names follow: "các đồng chí: Trưởng Công an xã, ...".
_WHICH = re.compile(r"^[Cc]ác (?:đồng chí|ông,? bà|đơn vị|cơ quan): ")
#: A line end within a name: behind a joining word or before a small letter.
_OPEN_END = re.compile(r"(?<=[ \t]và)\s*\n|(?<=của)\s*\n|\s*\n(?=\s*[^\W\d_A-ZÀ-Ỹ]+(?<![A-ZĐ]))")
#: A line that holds no more than the first word of a name.
_BARE = re.compile(r"(?m)^([-–+ ]*(?:Phòng|Ban|Sở|Tổ|Đội|Hội|Khoa|Đoàn|Cục|Vụ|Bộ|Trung tâm|Chi cục)) *\n")
_ACRONYM = re.compile(rf"(?:P\. ?)?[A-ZĐ][A-ZĐƯÔ&.-]+(?![^\W\d_])(?! (?!và |tỉnh|xã|phường|huyện|thành|cấp|các|Sở|sở|cơ quan|phối|chủ)[{LOWER}])")
#: Several names behind one plural: "các phòng Nội vụ, Tư pháp".
_PLURAL = re.compile(rf"(?:các|Các) [^\W\d_]+(?: [^\W\d_]+)? [{UPPER}]")
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


def is_people(name):
    """Tell whether ``name`` is of people or places that something is for as often as they do it: "cán bộ", "các xã"."""
    return bool(_PEOPLE.match(plain(name)))


def given(text):
    """Return the match of the words with which ``text`` gives those named behind them what follows, or None; "Giáo viên" is no "Giao"."""
    match = _GIVEN.match(plain(text))
    if match and match["request"] and match["request"].endswith("moi") and not text[: match.end()].rstrip().endswith("ời"):
        return None
    if match and match["order"] == "phan cong" and _STAFF_AT.match(plain(text), match.end()):
        return None
    return None if match and match["order"] and (text[:4].lower() == "giáo" or text[:8].lower() == "giao ban" and text[5].islower()) else match


#: Who is meant in a heading, in brackets; those of a kind, told by what they do; what no name of a heading holds.
_GROUPED = re.compile(r" *\((?:bao )?gồm[^()]*\)?$")
_OF_KIND = re.compile(r"Các (?:cơ quan|đơn vị|tổ chức|doanh nghiệp)(?: quan)? (?=(?:tham mưu|quản lý|giúp việc|phục vụ|chuyên)\b)(?!.*\b(?:sau|này)\b)[^.;:()]{4,70}$")
_MARKED = re.compile(r"[.;:()]")
#: Several who hold an office, of whom nothing is ever asked but what they are to do: "các Phó Hiệu trưởng, tổ trưởng chuyên môn".
_ARE_OFFICES = re.compile(r"(?:cac )?(?:dong chi )?(?:pho )?(?:hieu truong|giam doc|chu tich|bi thu|to truong|truong (?:phong|ban|khoa)|chi cuc truong|truong (?:thon|ban|ap|khu pho)|to pho)\b")


def headed(title):
    """Return the units to which ``title``, above what is to be done, gives it: "Sở Nội vụ", "Giao Sở Nội vụ", "Đối với các phòng"."""
    title = _GROUPED.sub("", title.rstrip(" :."))
    order = given(title)
    if not order:
        return split_units(title) if is_heading(title) and not _PRAISED.search(title) else [title.strip()] if _OF_KIND.match(title) else []
    rest = title[order.end() :].strip(" :.")
    rest = rest[:1].upper() + rest[1:]
    if _OF_WHOM.match(plain(title)) and len(rest) <= MAX_NAME and not _MARKED.search(rest):
        return split_units(title[order.end() :])
    whom = _ARE_OFFICES.match(plain(rest)) and not doubt(rest.split(",")[0]) or is_heading(rest) or names_all(rest) and not _PEOPLE.match(plain(rest)) or _OF_WHOM.match(plain(title)) and all(
        is_unit(name) and not doubt(name[:1].upper() + name[1:]) for name in split_units(rest))
    return split_units(title[order.end() :]) if whom else []


#: Those of a kind of units, told by what they have done or are: "Đối với các đơn vị chưa tham gia", "Các trường còn lại".
_SOME_OF = re.compile(
    r"(?:Đối với (?:các|những)|Các|Những) (?:đơn vị|cơ quan|trường|phòng|sở|ban|tổ chức|xã|phường)(?: [^.;:()]*?)? (?:(?:đã|chưa|được|không|tham gia) (?!về |của )[^.;:()]+|còn lại)$")


def some_of(title):
    """Return those of a kind whom ``title``, above what they are to do, tells from the others, or an empty list."""
    title = title.rstrip(" :.")
    return [title.removeprefix("Đối với ")] if _SOME_OF.match(title) and len(title) <= 2 * MAX_NAME else []


#: A word with a capital, as the names of kinds of units that no list knows have one: "Các hạt Kiểm lâm".
_CAPITAL = re.compile(rf" [{UPPER}]")


def is_head(words):
    """Tell whether ``words``, before a colon, name those whose task follows, and not what it is about ("Trường học hạnh phúc")."""
    subject = _PRAISED.search(words) or (both := _AND_MORE.match(words)) and not is_unit(both["second"])
    return words[:1].isupper() and (is_unit(words) or names_someone(words) and _CAPITAL.search(words)) and not _PLACES.match(plain(words)) and not subject and not doubt(words)


def split_units(text):
    """Return the names in a list of units: split at semicolons, line ends, and commas or "và" before another name.

    What follows a comma and begins like no unit goes on with the name above ("Phòng Kinh tế, Hạ tầng và Đô thị").
    """
    text = _WHICH.sub("", _OPEN_END.sub(" ", _BARE.sub(r"\1 ", text)) if "\n" in text else text)
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
    if _IN_CHARGE.search(head) and (_BARE_FIELD.match(following) if behind_comma else "," in head and flat.startswith("cac ")):
        return False
    if behind_comma and _HOLDER.match(head) and OFFICE.match(flat):
        return False
    if behind_comma and (PERSON.match(head) and OFFICE.match(flat) or flat.startswith("nguoi ") and not is_unit(head)):
        return False
    if PERSON.match(following) or behind_comma and flat.startswith("cac ") and not plain(head).startswith("ban quan ly "):
        return True
    if not behind_comma and len(head.split()) == 1 and not head.isupper() and not flat.startswith("cac "):
        return False
    if not behind_comma and _is_alike(plain(head), flat):
        return True
    if not behind_comma and _FIRST_FIELD.match(head) and _STAFF_FIELD.match(following):
        return False
    if not behind_comma:
        joint = head.endswith(("HĐND", "Quốc hội")) and following.startswith(("UBND", "HĐND", "Hội đồng nhân dân"))
        is_group = _BESIDE.match(flat) and (not _GROUP.search(plain(head)) or _COUNCIL.match(head))
        return unit and bool(following[:1].isupper() or flat.startswith(("cac", "toan", "tat", "to chuc")) or is_group) and not joint
    if _ENDS_IN_LEVEL.search(plain(head)) and (_CITIES.match(following) or not following[:1].isupper() and _IS_LEVEL.match(flat)):
        return False
    if behind_comma and following[:1].isupper() and _AT_LEVEL.search(head) and _AT_LEVEL.search(_COMMA.split(following, maxsplit=1)[0]):
        return True
    if behind_comma and _KIND.fullmatch(plain(head)) and _GENERIC.match(flat):
        return False
    if not unit:
        return _ACRONYM.match(following) is not None or behind_comma and _BESIDES.match(flat) is not None or _PLURAL.match(head) is not None and following[:1].isupper()
    if following[:1].isupper() or flat.startswith(("cac ", "toan ", "tat ca", "moi ", "tung ")):
        return True
    generic = _GENERIC.match(flat)
    rest = following[generic.end() :].lstrip() if generic else ""
    return not (_GROUP.search(plain(head)) and generic and (not rest[:1].isupper() or _OF_LEVEL.match(rest)))


def _is_alike(head, following):
    """Tell whether two names joined by "và" are of one kind: "giáo viên chủ nhiệm và giáo viên bộ môn", "học sinh và cha mẹ học sinh"."""
    kind = " ".join(following.split()[:2]) if _STAFF_AT.match(head) else following.split()[0] if following else ""
    is_alike = head.startswith(f"{kind} ") and len(following.split()) > len(kind.split()) and is_unit(following)
    return kind != "" and is_alike or (
        _LEARNERS.fullmatch(head) is not None and _LEARNERS.match(following) is not None)


def is_list(text, start, short, long):
    """Tell whether at ``start`` nothing stands but the beginning of a long list of units, or a list that a verb follows.

    :param short: most letters of the name of one unit
    :param long: the same of a list
    """
    names = split_units(text[start : start + short].rpartition(",")[0])
    if len(names) > 2 and not any(doubt(name, runs_on=False) for name in names) and all(map(names_someone, names)):
        return True
    if text.count(",", start, start + short) < _FEWEST_COMMAS or name_end(text, start, start + short) is not None:
        return False
    end = name_end(text, start, start + long)
    return end is not None and all(is_unit(each) or _BARE_LEVEL.match(each) for each in _LISTED_PART.split(text[start:end]))


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


def match_all(text, units, is_known=lambda name: False):
    """Match each name of a list such as "Phòng Chính sách, Thanh tra"; first the whole, which may hold a comma.

    :param is_known: function that tells whether a name is one that others than ``units`` have
    """
    units = list(units)
    whole = match(text, units)
    if whole.unit is not None or whole.scope == "all" or is_known(text):
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
