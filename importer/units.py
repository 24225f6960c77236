"""Names of units: lists split, scope told, names matched with the agency's own. Nothing is guessed silently."""

import re
from dataclasses import dataclass, field

from .words import canonical, plain, squeeze

#: How the name of a unit, or of those who work in it, begins; "tổ chức", "ban hành" and the like are excluded.
_UNIT = re.compile(
    r"(?:van phong|phong(?!,? (?:chong|ngua|trao|dich|chay|benh))|p\.|thanh tra|ban(?! (?:hanh|dau|giao|be|"
    r"sac))|chi bo|dang bo|"
    r"(?:dang|chi|cap|tinh|thanh|huyen) uy|cong doan|doan(?! ket)|chi doan|hoi(?! (?:nghi|thao|hop|nhap|thi|y|"
    r"dam))|chi hoi|"
    r"so(?! (?:ket|luong|lieu|hoa))|bo phan|bo(?! (?:tri|sung|may|nhiem))|to(?! chuc)|uy ban|ubnd|hdnd|mat tran|ubmttq|"
    r"trung tam|chi cuc|cuc|truong(?! hop)|nha truong|don vi|co quan|lanh dao(?! (?:va )?chi dao)|pho(?! bien)|"
    r"giam doc|chanh|hieu truong|truong ban|bi thu|chu tich|thuong truc|ban thuong vu|lien doan|hiep hoi|"
    r"(?:tinh|thanh|huyen|thi|xa|quan) doan|lien minh|bao hiem|kho bac|ngan hang|buu dien|dien luc|thu vien|giao vien|nhan vien|"
    r"thu truong|nguoi dung dau|(?:cac|tat ca(?: cac)?|toan the|toan bo|moi(?! truong)|tung) (?:phong|don vi|ban|bo phan|"
    r"co quan|so|cong chuc|"
    r"can bo|vien chuc|nguoi lao dong|chi bo|doan the|to chuc|thanh vien|dong chi|ca nhan|xa|phuong|huyen|"
    r"truong|hoi|trung tam|khoa|chi|thon|ap|ban|buon|khu|khoi|doan|bo|thi|"
    r"chi cuc|nganh|cap|dia phuong|dang vien|doan vien|chuyen vien|thanh tra|to)|toan co quan|can bo|cong chuc|"
    r"vien chuc|chuyen vien|"
    r"dang vien|nguoi lao dong|ke toan|van thu|thu quy|dong chi|d/c|ong|ba(?! con)|xa(?! hoi)|phuong|huyen|cong an|benh vien|tram|"
    r"doi(?! (?:moi|voi|ngu|thoai))|"
    r"khoa(?! hoc)|vien(?! (?:tro|chuc))|vp|ttr|tt)\b"
)
_SPLIT = re.compile(r"[,;]\s*(?:và\s+)?|\s+và\s+(?=(?:các|toàn thể|tất cả|[A-ZĐ]))", re.IGNORECASE)
#: Words that name a whole group; a comma and another such word go on with the group ("các phòng, đơn vị thuộc Sở").
_GROUP = re.compile(
    r"(?:cac|toan the|tat ca|toan bo|moi|tung|can bo|cong chuc|vien chuc|thu truong|lanh dao|nguoi dung dau|truong)\b"
)
_GENERIC = re.compile(
    r"(?:don vi|co quan|bo phan|ca nhan|to chuc|can bo|cong chuc|vien chuc|nguoi lao dong|lao dong|nganh|ban|doan the|"
    r"dia phuong|thi xa|thi tran|thanh pho|xa|phuong|huyen|thi|dang vien|doan vien|hoi vien|khoa|phong|chi bo|dang bo|"
    r"cap|trung tam|truong|ap|thon|khu pho)\b"
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
_STAFF = re.compile(r"(?:can bo|cong chuc|vien chuc|nguoi lao dong|lao dong|doan vien|dang vien)$")
_HEADS = re.compile(
    r"(?:de nghi|giao|yeu cau|lanh dao|thu truong|truong|giam doc|chanh) (?=phong|ban|van phong|thanh tra|"
    r"don vi|cac|so)"
)
_PREFIX = re.compile(r"^(?:cấp ủy|cấp uỷ|ban chấp hành|bch|các|phòng|ban|bộ phận)\s+", re.IGNORECASE)
_SUFFIX = re.compile(r"\s+(?:ban|sở|cơ quan|tỉnh|đơn vị)$", re.IGNORECASE)


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
    return bool(_UNIT.match(plain(text.strip())))


def split_units(text):
    """Return the names in a list of units: split at semicolons, line ends, and commas or "và" before another name.

    What follows a comma and begins like no unit goes on with the name above ("Phòng Kinh tế, Hạ tầng và Đô thị").
    """
    text = _OPEN_END.sub(" ", _BARE.sub(r"\1 ", text))
    return [name for line in text.split("\n") for name in _split_line(squeeze(line).strip(" .;,:-–+"))]


def _split_line(text):
    names, start = [], 0
    for match in _SPLIT.finditer(text):
        head, following = text[start : match.start()], text[match.end() :]
        if match.group()[0] == ";" or _is_next(head, following, match.group()[0] == ","):
            names.append(head)
            start = match.end()
    names.append(text[start:])
    return [name for name in (squeeze(each).strip(" .;,-–+") for each in names) if name]


def _is_next(head, following, behind_comma):
    """Tell whether ``following`` begins another name, behind ``head`` and a comma or "và"."""
    flat = plain(following)
    unit = _UNIT.match(flat)
    if not behind_comma:
        joint = head.endswith("HĐND") and following.startswith("UBND")
        return bool(unit) and (following[:1].isupper() or flat.startswith(("cac", "toan", "tat"))) and not joint
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
    :param units: iterable of (id, name, abbreviation or None)
    :return: a ``Match``; with several equally good units, or only similar ones, ``unit`` is None
    """
    units = list(units)
    scope = scope_of(name)
    found = Match(squeeze(name), scope=scope)
    if scope == "all":
        return found
    for keys in (_exact, _core):
        wanted = keys(name)
        same = list(dict.fromkeys(each[0] for each in units if wanted & (keys(each[1]) | keys(each[2] or ""))))
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
    for index, (unit, unit_name, _short) in enumerate(units):
        others = set(plain(unit_name).split()) - {"phong", "ban", "va", "-", "&"}
        share = len(words & others) / max(1, min(len(words), len(others)))
        if share >= 0.5:
            scored.append((-share, index, unit))
    return [unit for _share, _index, unit in sorted(scored)]
