"""Citations of documents: state notation (4215/UBND-NC), Party notation (01-KL/TW), and those named without number."""

import re
from functools import lru_cache

from .document import Citation
from .words import holds, plain, squeeze

_TYPES = (
    "Hiến pháp",
    "Bộ luật",
    "Luật",
    "Pháp lệnh",
    "Nghị quyết liên tịch",
    "Nghị quyết",
    "Nghị định",
    "Quyết định",
    "Chỉ thị",
    "Thông tư liên tịch",
    "Thông tư",
    "Kết luận",
    "Quy định",
    "Quy chế phối hợp",
    "Quy chế",
    "Hướng dẫn liên tịch",
    "Hướng dẫn liên ngành",
    "Hướng dẫn",
    "Chương trình phối hợp",
    "Chương trình liên tịch",
    "Chương trình hành động",
    "Chương trình",
    "Kế hoạch liên tịch",
    "Kế hoạch phối hợp",
    "Kế hoạch hành động",
    "Kế hoạch",
    "Công văn",
    "Công điện",
    "Thông báo",
    "Thông tri",
    "Báo cáo",
    "Tờ trình",
    "Đề án",
    "Văn bản hợp nhất",
    "Văn bản",
    "Lệnh",
    "Điều lệ",
    "Biên bản",
    "Bản ghi nhớ",
    "Thỏa thuận",
    "Phương án",
    "Thông cáo",
    "Hợp đồng",
    "Giấy mời",
    "Phiếu chuyển",
)
_KINDS = {plain(name): name for name in _TYPES}
_TYPE = "|".join(sorted(_KINDS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_DAY = rf"ngay \d{{1,2}}(?: ?[/.-] ?\d{{1,2}} ?[/.-] ?{_YEAR}| thang \d{{1,2}} nam {_YEAR})"
_NOTATION = rf"(?:\d{{1,6}} (?=[a-z]{{2,6}}[/–-][a-z]{{2}})[a-z]+(?: ?[/–-] ?[a-z][a-z\d&]*)+|\d{{1,6}}[a-z]? ?(?:/ ?{_YEAR} ?)?[/–-] ?[a-z][a-z\d&]*(?: ?[/–-] ?[a-z][a-z\d&]*)*)(?:\.[ivx]{{1,4}}(?!\w))?"
#: What no citation with a number can be without: looked for first, since most texts have none.
_NUMBER = re.compile(_NOTATION)
_NUMBERED = re.compile(rf"\b(?P<kind>{_TYPE})(?P<name>(?: (?!(?<!thong bao )(?:va )?(?:{_TYPE}) so\b)[^\W\d]+){{0,8}}?(?: {_YEAR}(?: ?[-–] ?{_YEAR})?(?= so\b))?)[,:]? (?:so:? ?)?(?P<no>{_NOTATION})(?![\w/])")
#: A law that amends others is named after them: "Luật sửa đổi, bổ sung một số điều của Luật Đấu thầu và Luật Giá".
_AMENDING = r"(?: sua doi,? bo sung(?:,? [^\W\d]+){0,6}? cua(?: cac)?(?= (?:bo luat|luat|phap lenh)\b))?"
#: A notation whose number is still to be filled in: "Kế hoạch số …/KH-UBND".
_BLANK = re.compile(
    rf"\b(?P<kind>{_TYPE})(?P<name>) so:?[ .…_]*(?P<no>[/–-] ?[a-z][a-z\d&]*(?: ?[/–-] ?[a-z][a-z\d&]*)*)(?![\w/])"
)
#: A law's name may hold commas: "Luật Phổ biến, giáo dục pháp luật số 14/2012/QH13".
_NUMBERED_LAW = re.compile(
    rf"\b(?P<kind>bo luat|luat|phap lenh)(?P<name>{_AMENDING}(?:,? (?!va (?:{_TYPE}) so\b)[^\W\d]+){{1,18}}?),? so:? ?(?P<no>{_NOTATION})(?![\w/])"
)
#: A number in brackets behind the name: "Quyết định của UBND tỉnh về giao dự toán (số 12/QĐ-UBND ngày 05/01/2026)".
_BEHIND = re.compile(rf"\b(?P<kind>{_TYPE})(?P<name> [^;()“”]{{3,250}}?) ?\((?:so:? ?)?(?P<no>{_NOTATION})(?![\w/])")
_MORE = re.compile(rf" ?(?:,| va|;) (?:so:? ?)?(?P<no>{_NOTATION})(?![\w/])")
_CONGRESS = re.compile(
    rf"\bnghi quyet (?:(?:cua )?(?:dai hoi|hoi nghi)[^.;:,“”()]{{0,90}}?(?:lan thu [ivxl\d]+|khoa [ivxl\d]+|"
    rf"nhiem ky {_YEAR} ?- ?{_YEAR})"
    r"|(?:trung uong|tu) \d{1,2}(?: ?,? khoa [ivxl]+)?)(?: (?:cua )?dang(?! bo)\b)?"
)
_LAW = re.compile(
    rf"\b(?P<kind>hien phap|bo luat|luat|"
    rf"phap lenh)(?P<name>{_AMENDING[:-1]}(?:,? [^\W\d]+){{0,20}}?|(?:,? (?!va (?:bo luat|luat|phap lenh)\b)[^\W\d]+){{0,20}}?)(?: nam (?P<year>{_YEAR})\b|(?<! truoc)(?<! thanh)(?<! vao)(?= ngay \d|, {_DAY}(?:$|[;.,]| cua\b| ve\b)))"
)
_NAMED = re.compile(rf"^(?:[^\W\d]+ ){{0,3}}?(?P<kind>{_TYPE})\b(?P<name>[^;]*)")
_WHEN = re.compile(
    rf" ?,? ?\(?(?:ngay (?P<d>\d{{1,2}}) ?[/.-] ?(?P<m>\d{{1,2}}) ?[/.-] ?(?P<y>{_YEAR})|"
    rf"ngay (?P<d2>\d{{1,2}}) thang (?P<m2>\d{{1,2}}) nam (?P<y2>{_YEAR})|"
    rf"ngay[ .…_]*(?:thang|/)[ .…_]*(?:(?P<m4>\d{{1,2}})[ .…_]*)?(?:nam|/) ?(?P<y4>{_YEAR})|"
    rf"(?:ngay[ .…]*)?(?:thang (?P<m3>\d{{1,2}})(?: nam |/))?(?:nam )?(?P<y3>{_YEAR}))\)?"
)
#: A document cited by its date alone: "Thông báo ngày 12/3/2024 của ...", "Công văn số 12 ngày ...".
_DATED = re.compile(
    rf"\b(?:{_TYPE})(?: so:? ?\d+)? {_DAY}(?= cua\b|,? ve\b)"
)
#: The day of minutes and of what a meeting resolved, at the end of the basis that names them.
_DAY_AT_END = re.compile(rf" {_DAY}(?=\W*$)")
_MINUTED = ("bien ban", "nghi quyet", "thoa thuan", "ban ghi nho", "thong bao", "hop dong")
_ABOUT = r"ve viec|ve|v/v|ban hanh|quy dinh|huong dan|phe duyet|trien khai|sua doi|thuc hien|tiep tuc|tang cuong"
_ISSUER = re.compile(r",? cua (?=[^.,;:“”()]{2})")
_ISSUER_END = re.compile(
    rf" (?P<word>{_ABOUT}|va (?:{_TYPE}|so|cac)|tai|den|khoa|lan|theo|trong|ngay(?= \d| thang))\b|[.,;:“”()]|$"
)
#: Longest name of an issuer, and words that end it only with these tones: "tại", but not the "tài" of "Tài chính".
_MAX_ISSUER = 80
_TONED = {"tai": "tại", "den": "đến", "khoa": "khóa khoá", "lan": "lần", "theo": "theo", "trong": "trong", "ve": "về"}
_SUBJECT = re.compile(rf",? ?(?P<subject>(?:{_ABOUT})\b.{{3,}}|[“\"][^”\"]{{3,}}[”\"])")
#: Longest subject, in letters, where it runs over another citation.
_MAX_SUBJECT = 1500
#: Words that make the next document the object of this one's subject.
_LINKED = re.compile(r"(?:thuc hien|sua doi|bo sung|thi hanh|so ket|tong ket|quan triet|thay the|thuc hien theo) $")
#: The letter that a typist sets for a nought of a date.
_LETTER_O = re.compile(r"o(?<=\do)(?=[\d/])|o(?<=/o)(?=\d)")
_SENTENCE_END, _CLAUSE_END = re.compile(r"[.;:](?= |$)"), re.compile(r"[.:](?= |$)")
#: The year that a number itself names: 11/2020/TT-BGDĐT.
_OWN_YEAR = re.compile(r"(?:19|20)\d\d(?=/)")
_SHARED = re.compile(r" ?(?:,| va|;) (?:so:? ?)?$")


def find(text, line=None, is_clause=False):
    """Return the citations in ``text`` (one paragraph, NFC) in order.

    A date and an issuer that stand only behind the last of several joined by "và" count for all of them.

    :param is_clause: whether ``text`` is one basis, so that a ";" within it ends no subject
    """
    text = squeeze(text)
    flat = _LETTER_O.sub("0", plain(text))
    matches = _matches(text, flat)
    if not matches:
        return []
    found = []
    for index, (begin, end, values) in enumerate(matches):
        limit = matches[index + 1][0] if index + 1 < len(matches) else len(text)
        stop, details = _details(text, flat, end, limit, _CLAUSE_END if is_clause else _SENTENCE_END)
        citation = Citation(text="", line=line, **values)
        for name, value in details.items():
            setattr(citation, name, value)
        citation.text = text[begin:stop].rstrip(" ,;")
        found.append((citation, begin, end))
    _share(found, flat)
    return [citation for citation, _begin, _end in found]


def blanked(text):
    """Return ``text`` with spaces in place of each document that it cites, up to its date, and of the same length."""
    flat, limit = plain(text), len(text)
    for begin, end, _values in _matches(text, flat):
        issuer = _issuer(text, flat, end, limit)
        when = _WHEN.match(flat, end) or issuer and _WHEN.match(flat, issuer[1])
        end = when.end() if when else end
        text = text[:begin] + " " * (end - begin) + text[end:]
    for match in _DATED.finditer(plain(text)):
        text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    return text[:limit]


def named(text):
    """Return the citation of a document without number or date that ``text`` names first, such as a law, or None."""
    match = _NAMED.search(plain(text))
    if not match or not text[match.start("kind")].isupper():
        return None
    name = _trim(text[match.start("name") : match.end("name")], is_cut=False)
    when = _DAY_AT_END.search(plain(text)) if match["kind"] in _MINUTED else None
    return Citation(text=text[match.start("kind") :], kind=_KINDS[match["kind"]], subject=name or None, **(_date(_WHEN.match(when.group())) if when else {}))


def of_basis(basis):
    """Return the citation of a basis that names a document without number or date, in a list, or an empty list."""
    if not basis.kind:
        return []
    return [Citation(text=basis.text, kind=basis.kind, issuer=basis.issuer, subject=basis.subject, date=basis.date, year=basis.year, line=basis.line)]


@lru_cache(maxsize=512)
def _matches(text, flat):
    """Return begin, end and the first values of each citation, no two overlapping."""
    spans, has_number = [], _NUMBER.search(flat) is not None
    laws = [match for match in _NUMBERED_LAW.finditer(flat) if not _holds_another(text, flat, match)] if has_number else []
    taken = {match.end() for match in laws}
    for match in [*laws, *(each for each in _NUMBERED.finditer(flat) if each.end() not in taken)] if has_number else ():
        if _is_name(text, match) and text[match.start("no") :][:1].isdigit():
            spans.append((match.start(), match.end(), _numbered(text, match)))
            end = match.end()
            while (more := _MORE.match(flat, end) or _MORE.match(flat, _behind_date(flat, end))) is not None:
                values = _notation(text[more.start("no") : more.end("no")])
                spans.append((more.start("no"), more.end(), {"kind": spans[-1][2]["kind"], **values}))
                end = more.end()
    for match in _BLANK.finditer(flat) if " so" in flat else ():
        if text[match.start()].isupper():
            spans.append((match.start(), match.end(), _numbered(text, match)))
    for match in _BEHIND.finditer(flat) if has_number and "(" in flat else ():
        if text[match.start()].isupper() and not any(a < match.end() and match.start() < b for a, b, _v in spans):
            spans.append((match.start(), match.end(), {"kind": _KINDS[match["kind"]], **_notation(text[slice(*match.span("no"))])}))
    for words, pattern in ((("nghi quyet",), _CONGRESS), (("luat", "phap"), _LAW)):
        for match in pattern.finditer(flat) if holds(flat, words) else ():
            if text[match.start()].isupper() and not any(a < match.end() and match.start() < b for a, b, _v in spans):
                spans.append((match.start(), match.end(), _named(text, match)))
    return tuple(sorted(spans, key=lambda each: each[0]))


def _behind_date(flat, end):
    when = _WHEN.match(flat, end)
    return when.end() if when else end


def _holds_another(text, flat, law):
    """Tell whether the supposed name of a law runs into another document's."""
    if law["name"].startswith(" sua doi"):
        return False
    inner = _NUMBERED.search(flat, law.start() + 1, law.end())
    return inner is not None and text[inner.start()].isupper()


def _is_name(text, match):
    """Tell whether a document is named: with a capital, or small behind "các" or before its number ("kế hoạch số 14-KH/BCĐ")."""
    return (
        text[match.start()].isupper()
        or text[: match.start()].lower().endswith("các ")
        or text[match.end("name") : match.start("no")].strip(" :,").lower() == "số" and not match["name"]
        or not match["name"] and text[slice(*match.span("no"))].isupper() and plain(text[: match.start()]).endswith(("can cu ", "can cu vao ", "thuc hien ", "theo "))
    )


def _numbered(text, match):
    values = {"kind": _KINDS[match["kind"]], **_notation(text[match.start("no") : match.end("no")])}
    name = squeeze(text[match.start("name") : match.end("name")])
    if name:
        values["subject"] = name
    return values


def _notation(text):
    """Split ``30/2020/NĐ-CP`` into number 30 and symbol 2020/NĐ-CP, ``01-KL/TW`` into 01 and KL/TW."""
    apart = re.match(r"(\d+) (?=[^\W\d]+[/–-])", text)
    if apart:
        text = f"{apart[1]}-{text[apart.end():]}"
    compact = "".join(text.split()).replace("–", "-")
    number = re.split("[/-]", compact, maxsplit=1)[0]
    return {"number": number or None, "symbol": compact[len(number) + 1 :]}


def _named(text, match):
    groups = match.groupdict()
    values = {"kind": _KINDS[groups.get("kind") or "nghi quyet"]}
    if groups.get("year"):
        values["year"] = int(groups["year"])
    name = squeeze(text[match.start("name") : match.end("name")]) if groups.get("name") else ""
    if name:
        values["subject"] = name
    if not groups.get("kind"):
        values["subject"] = squeeze(text[match.start() + len("Nghị quyết") : match.end()])
    return values


def _details(text, flat, end, limit, subject_end):
    """Read date, issuer and subject, which ``subject_end`` ends, behind a notation; return where they end and their values."""
    values = {}
    when = _WHEN.match(flat, end, limit) or flat.startswith(")", end) and _WHEN.match(flat, end + 1, limit)
    if when:
        values.update(_date(when))
        end = when.end()
    issuer = _issuer(text, flat, end, limit)
    if issuer:
        begin, end = issuer
        values["issuer"] = text[begin:end].strip() if any(map(str.isalpha, text[begin:end])) else None
        late = None if when else _WHEN.match(flat, end, limit)
        if late:
            values.update(_date(late))
            end = late.end()
    subject = _SUBJECT.match(flat, end, limit)
    if subject:
        begin, stop = subject.span("subject")
        if stop == limit and _LINKED.search(flat, max(begin, stop - 40), stop):
            stop = min(len(text), begin + _MAX_SUBJECT)
        ends = (match.start() for match in subject_end.finditer(flat, begin, stop))
        ends = (end for end in ends if flat.count("(", begin, end) <= flat.count(")", begin, end))
        stop = stop if flat[begin] in '“"' else next(ends, stop)
        trimmed = _trim(text[begin:stop], is_cut=stop == limit < len(text))
        if trimmed:
            values["subject"] = trimmed
            end = begin + len(text[begin:stop].rstrip(" ,;"))
    return end, values


def _issuer(text, flat, begin, limit):
    """Return the bounds of the issuer that stands at ``begin`` behind "của", or None."""
    start = _ISSUER.match(flat, begin, limit)
    for stop in _ISSUER_END.finditer(flat, start.end() + 2, limit) if start else ():
        if stop.start() > start.end() + _MAX_ISSUER:
            break
        word = text[slice(*stop.span("word"))] if stop["word"] else ""
        if word[:1].isupper() or stop["word"] in _TONED and word not in _TONED[stop["word"]].split():
            continue
        return start.end(), stop.start()
    return None


def _trim(text, is_cut=True):
    """Return a subject without the quotes around it and, where another citation cut it, the joining words at its end."""
    text = text.strip(" ,;.")
    text = re.sub(r"(?:[ ,;]+(?:và|tại|theo|của))+$", "", text) if is_cut else text
    if text[:1] in '“"' and text.count("”") + text.count('"') <= 2:
        text = text.strip('“”" ')
    return text


def _date(match):
    year = int(match["y"] or match["y2"] or match["y3"] or match["y4"])
    month, day = match["m"] or match["m2"] or match["m3"], match["d"] or match["d2"]
    values = {"year": year}
    if day and month and 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
        values["date"] = f"{year}-{int(month):02d}-{int(day):02d}"
    return values


def _share(found, flat):
    """Give a citation without date the date and issuer of the next when only "và" or a comma joins them."""
    for index in range(len(found) - 2, -1, -1):
        (citation, _begin, end), (following, begin, _end) = found[index], found[index + 1]
        own = _OWN_YEAR.match(citation.symbol or "")
        if own and citation.kind != following.kind and following.year and int(own[0]) != following.year:
            continue
        if citation.number and not citation.year and following.year and _SHARED.match(flat[end:begin]):
            citation.date, citation.year = following.date, following.year
            citation.issuer = citation.issuer or following.issuer


def distinct(citations):
    """Return ``citations`` without the later, shorter mentions of the same document."""
    kept = {}
    for citation in citations:
        first = kept.setdefault((citation.kind, citation.number, citation.symbol, None if citation.number else citation.text), citation)
        if citation.number and not first.year:
            first.date, first.year = citation.date, citation.year
    return list(kept.values())
