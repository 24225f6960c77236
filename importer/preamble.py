"""Between type and first heading: the subject, the legal bases and the enacting sentence."""

import re
from dataclasses import replace

from . import citations, labels
from .document import Basis
from .header import AGENCY, NATION
from .source import concat, glue
from .words import is_caps, plain, squeeze

#: Among how many lines from the top the type stands.
WITHIN = 60
#: Among how many lines below a title of a web page its document begins.
_HEAD = 8
_TYPE = re.compile(r"(ke hoach(?: hanh dong)?|chuong trinh(?: cong tac| hanh dong)?|phuong an|de an)\b(?! va dau tu)")
_OPENER = re.compile(
    r"(can cu|thuc hien|theo|tiep theo(?= (?:ke hoach|cong van|van ban|quyet dinh|thong bao|chi thi|nghi quyet|chuong trinh|huong dan)\b)|xet|tren co so|tiep tuc (?:thuc hien|trien khai)|trien khai(?: thuc hien)?|"
    r"thi hanh|nham|de)\b"
)
#: A clause of purpose before the issuer: it opens the enacting sentence rather than naming a basis.
_AIM = re.compile(r"(?:nham|de)\b(?! nghi)|theo do,|(?:dam bao|bao dam|gop phan) (?=[^;]{10,300}, (?:uy ban|ubnd|so |dang uy|ban |phong |truong |huyen uy|tinh uy))")
_BEHIND_COMMA = ("theo do,", "dam bao ", "bao dam ", "gop phan ")
_DOCUMENT = re.compile(
    r"(hien phap|bo luat|luat|phap lenh|nghi quyet|nghi dinh|quyet dinh|chi thi|thong tu|ket luan|quy dinh|"
    r"huong dan|chuong trinh|ke hoach|cong van|thong bao|de an|cong dien|van ban)\b"
)
#: The same with its number, which names one also in small letters: "; văn bản số 12/SNV-VP".
_CITED = re.compile(rf" *{_DOCUMENT.pattern} so:? ?\d")
_ENACTING = re.compile(
    r"(?:xay dung|ban hanh|de ra|trien khai|lap)\b.*\b(?:ke hoach|chuong trinh|phuong an|nhu sau|noi dung)|nhu sau|\b(?:noi dung|cong viec|nhiem vu|hoat dong)(?: [a-z]+){0,3} sau ?:"
)
#: How such a sentence announces what follows it.
_ANNOUNCED = re.compile(r"nhu sau|\b(?:noi dung|cong viec|nhiem vu|hoat dong)(?: [a-z]+){0,3} sau ?:")
#: Most lines of a subject that are set in the middle; by how many letters its middle may differ, and a line be narrower at least.
_MOST, _ASIDE, _NARROWER = 8, 1, 3
#: How the last line of a subject may begin, set apart from those above.
_SUBJECT_REST = re.compile(r"\(?(?:nam hoc|nam 20\d\d|giai doan|quy (?:[iv]+|\d)|tren dia ban|cua )(?!.*(?:nhu sau|:$))")
#: What a subject is about, below a line that only tells whose plan it is: "CỦA BAN THƯỜNG VỤ HUYỆN ỦY".
_WHOSE, _ABOUT = re.compile(r"cua (?:ban|dang|chi bo|tinh uy|thanh uy|huyen uy|uy ban|hoi dong|doan|hoi|cong doan)\b"), re.compile(r"ve (?!viec lam\b)")
#: Openers with which a line of a subject may go on, in small letters and without a mark of a clause.
_WITHIN_SUBJECT = ("theo", "thuc hien", "trien khai thuc hien", "trien khai", "thi hanh", "nham", "de")
_CLAUSE_MARK = re.compile(r"[;:]|, ?$")
#: A note in brackets on a line of its own.
_NOTE = re.compile(r"\( ?(?:kem|ban hanh|dinh kem|du thao)|\([^()]*\)?\W*$")
_ISSUES = re.compile(r"\b(?:xay dung|ban hanh|lap|trien khai) (?:ke hoach|chuong trinh)")
#: The issuer in small letters, behind a comma: ", nay Trường A lập ...", ", trường A xây dựng ...".
_ISSUER = re.compile(r" *(?:nay |(?:nha )?truong (?!hop)|chi bo |ban giam hieu |uy ban |dang uy |cong doan |chi doan )")
_CLAUSE_END = re.compile(r"[;,.:]( |$)")
_CLAUSE = re.compile(r"[;,.](?= +[^\W\d_])")
#: What a sentence tells of a document that it begins with, unlike a clause that names it: "Luật ... được Quốc hội thông qua".
_TELLS = re.compile(r"^[^;:]{0,200}? (?:duoc|da) (?:[^\W\d]+ ){0,6}?(?:thong qua|ban hanh|phe duyet|ky)\b")
#: Documents that are named without a number.
_STANDING = re.compile(r"(?<!\w)(?:Hiến pháp|Bộ luật|Luật|Pháp lệnh|Điều lệ) ")
#: A basis that is still to be filled in.
_BLANK = re.compile(r"[-–+]? ?(?:Căn cứ|Thực hiện|Theo|Xét)[\s.…_:;,]*", re.IGNORECASE)
#: How a further basis begins behind a comma.
_FURTHER = re.compile(r" (?:Căn cứ|Thực hiện (?=Nghị|Quyết|Chỉ|Kế|Công|Chương|Kết|Luật|Thông|Hướng)|Theo đề nghị|Xét đề nghị|Theo Công văn|Theo Tờ trình)")
#: A basis that lists many by whom something is asked: "Xét đề nghị của 12 đơn vị gồm: ...".
_LISTS = re.compile(r" *(?:xet|theo) de nghi cua (?:\d+|cac) [^;:]{2,60} gom(?: co)?:")
#: What opens a list of bases or of those to whom the plan is addressed.
_LIST = re.compile(r"(can cu|kinh gui) ?:? ?")
_RULE = re.compile(r"[-_=*~–—.\s]{3,}")


#: What a clause rests on that is no document: "Trên cơ sở các kết quả đạt được, ...".
_RESTS = re.compile(r"tren co so (?!.{0,40}\b(?:luat|nghi quyet|nghi dinh|quyet dinh|chi thi|thong tu|ket luan|huong dan|chuong trinh|ke hoach|cong van|thong bao|de an|van ban|y kien)\b)")


def opens(text):
    """Tell whether a line begins a legal basis."""
    return _OPENER.match(plain(text.strip(" -–+"))) is not None


def find_type(lines, within=WITHIN):
    """Return index and length of the type (``KẾ HOẠCH``) ``within`` so many lines from the top, or None."""
    found = None
    for index, line in enumerate(lines[:within]):
        text = line.text.strip()
        if found and labels.find(text) and labels.find(text).rank <= labels.ARABIC:
            return found
        if found and NATION.search(plain(text)):
            return find_below(lines, index, within) or found
        found = found or _type_in(text, index)
        if found and index > found[0] + _HEAD:
            break
    return found


def find_below(lines, start, within):
    """Return index and length of the type below the national title in line ``start``: what was above is the page's own title."""
    return next(filter(None, (_type_in(line.text.strip(), start + i) for i, line in enumerate(lines[start:within]))), None)


def _type_in(text, index):
    """Return ``index`` and the length of the type with which ``text`` begins, or None."""
    match = _TYPE.match(plain(text))
    if match and match[1] == "phuong an" and not text.casefold().startswith("phương án"):
        return None
    if match and (is_caps(text[: match.end()]) or match.end() == len(text)):
        return index, match.end()
    return (index, len(text)) if plain("".join(text.split())) == "kehoach" and is_caps(text) else None


def read_subject(lines, source, document, ledger):
    """Fill the subject from the lines behind the type; return how many of ``lines`` it takes."""
    taken, texts = 0, []
    for line in lines:
        piece = source.piece(line)
        if _RULE.fullmatch(piece.text):
            ledger.take(piece, "mark")
            taken += 1
            if texts or document.subject:
                break
            continue
        is_rest = bool(texts) and len(texts) < _MOST and _is_centred(lines[taken - 1], line)
        if not is_rest and (document.subject or texts) and not _goes_on(lines, taken, document.subject or texts[-1]):
            break
        if not is_rest and (labels.find(piece.text) or plain(piece.text).startswith("can cu") or _NOTE.match(plain(piece.text)) or len(texts) > 4):
            break
        texts.append(ledger.take(piece, "subject", document, "subject"))
        taken += 1
    document.subject = " ".join(filter(None, [document.subject, *texts])) or None
    return taken


def _is_centred(above, line):
    """Tell whether a page sets ``line`` in the middle right below ``above``, narrower than it or in capitals as well."""
    if line.blank_before or line.cells is not None or None in (line.left, above.left) or line.text.rstrip().endswith(":"):
        return False
    if abs(line.left + line.right - above.left - above.right) > 2 * _ASIDE:
        return False
    if above.left - line.left > _NARROWER and line.text.strip()[:1].islower():
        return True
    return line.left - above.left > _NARROWER or is_caps(line.text) and is_caps(above.text) and not labels.find(line.text.strip())


def _goes_on(lines, index, above):
    """Tell whether line ``index`` still belongs to the subject whose last line is ``above``."""
    line, flat = lines[index], plain(lines[index].text.strip())
    if index and _SUBJECT_REST.match(flat) and len(flat) < 80 and line.cells is None:
        return True
    if index and line.cells is None and _WHOSE.match(plain(above)) and _ABOUT.match(flat):
        return True
    if labels.find(line.text.strip()) or line.cells is not None or is_caps(line.text) != is_caps(above):
        return False
    if index and line.bold is not None and line.bold != lines[index - 1].bold:
        return False
    paragraph = " ".join(plain(each.text.strip()) for each in lines[index : index + 6])
    if flat.startswith("theo huong ") and line.text.strip()[:1].islower():
        return True
    opener = _OPENER.match(flat)
    if index and opener and opener[1] in _WITHIN_SUBJECT and line.text.strip()[:1].islower() and not _CLAUSE_MARK.search(line.text):
        return True
    if opener and (opener[1] == "can cu" or _DOCUMENT.search(paragraph[:160]) or _ANNOUNCED.search(paragraph[:600])):
        return False
    if line.text.strip()[:1].isupper() and AGENCY.match(flat) and _ISSUES.search(paragraph[:300]):
        return False
    begins_big = line.text.strip()[:1].isupper()
    if begins_big and (
        flat.endswith((":", ";"))
        or "nhu sau" in paragraph[:300]
        or line.blank_before
        and line.bold is None
        and len(above) < 40
    ):
        return False
    return (len(line.text.strip()) < 120 or not begins_big) and not line.text.rstrip().endswith((".", ";", ":"))


def listed(paragraphs):
    """Return the ids of the paragraphs in the list below "Căn cứ:" or "Kính gửi:" above the body."""
    found, is_open = set(), False
    for paragraph in paragraphs:
        if _LIST.fullmatch(plain(paragraph.text)):
            is_open = True
        elif is_open and paragraph.label and paragraph.label.rank == labels.BULLET:
            found.add(id(paragraph))
        elif paragraph.label or is_open and is_caps(paragraph.text):
            break
        else:
            is_open = False
    return found


def read(paragraphs, source, document, ledger, warn):
    """Fill bases and enacting sentence from the paragraphs between subject and first heading; tell of each basis left blank."""
    opener = None
    for paragraph in _whole(paragraphs):
        start = 0
        opener = _opener_of(paragraph, opener)
        if opener == "kinh gui":
            ledger.take(paragraph.piece, "note")
            continue
        if _LIST.fullmatch(plain(paragraph.text)):
            ledger.take(paragraph.piece, "mark")
            continue
        if opener and paragraph.label:
            _add_basis(paragraph.body, document, ledger, source)
            ledger.take(paragraph.piece, "mark")
            continue
        clauses, is_basis = _clauses(paragraph.piece), True
        for index, (begin, end) in enumerate(clauses):
            piece = paragraph.piece[begin:end].strip()
            if _BLANK.fullmatch(piece.text):
                ledger.take(piece, "mark")
                warn("basis_blank", source.number(piece), piece.text)
            elif index == len(clauses) - 1 and _is_enacting(piece.text):
                _enact(piece, document, ledger, goes_on=start and index and not is_basis)
            elif _OPENER.match(flat := plain(piece.text.lstrip("-–+ "))) and not _AIM.match(flat) and not _RESTS.match(flat) or (
                document.bases and (start or _goes_on_naming(piece, document))
            ):
                is_basis = True
                _add_basis(piece, document, ledger, source)
            else:
                is_basis = False
                _enact(piece, document, ledger)
            start = end


def _opener_of(paragraph, above):
    """Return what opens the list that ``paragraph`` opens or, by its mark, goes on with: ``can cu`` or ``kinh gui``; else None."""
    match = _LIST.match(plain(paragraph.text))
    if match:
        return match[1] if match[1] == "kinh gui" or match.end() == len(paragraph.text) else None
    return above if paragraph.label and paragraph.label.rank == labels.BULLET else None


def _whole(paragraphs):
    """Return ``paragraphs`` with each basis that a copy broke before a capital letter in one."""
    found = []
    for paragraph in paragraphs:
        above = found[-1] if found else None
        if above is not None and above.line.cells is None and opens(above.text) and _is_rest(above.text, paragraph):
            found[-1] = replace(above, piece=concat([above.piece, glue(" "), paragraph.piece]))
        else:
            found.append(paragraph)
    return found


def _is_rest(above, paragraph):
    """Tell whether ``paragraph`` goes on with the basis ``above``, which lacks its end: it opens none and enacts nothing."""
    text, mark = paragraph.text, _CLAUSE_END.search(paragraph.text)
    first = text[: mark.start()] if mark else text
    return (
        above[-1:].isalnum() and not opens(text) and paragraph.line.cells is None and bool(text[:1].strip("-–+("))
        and not _ENACTING.search(plain(first)) and not _DOCUMENT.match(plain(text))
    )


def _goes_on_naming(piece, document):
    """Tell whether a paragraph names one more document of a basis whose clauses were put on lines of their own."""
    flat = plain(piece.text)
    return not document.enacting and bool(_DOCUMENT.match(flat)) and not _TELLS.search(flat)


def _clauses(piece):
    """Return the bounds of the clauses: cut at each ";" outside quotes and before the enacting sentence.

    What follows a ";" and names no document goes on with the subject before it.
    """
    flat, cuts, depth = plain(piece.text), [0], 0
    for index, char in enumerate(flat):
        depth += (char in "“(") - (char in "”)")
        if depth <= 0 and (char == ";" or char == "," and _FURTHER.match(piece.text, index + 1)) and not _LISTS.match(flat, cuts[-1]):
            cuts.append(index + 1)
    if not flat[cuts[-1] :].strip():
        cuts.pop()
    while len(cuts) > 1 and piece.text[cuts[-1] :].lstrip("-–+ ")[:1].islower() and not _OPENER.match(flat[cuts[-1] :].lstrip()) and not _CITED.match(flat, cuts[-1]):
        cuts.pop()
    last = cuts[-1]
    begin = _enacting_start(piece.text, flat, last)
    if begin is not None and flat[last:begin].strip():
        cuts.append(begin)
    bounds = list(zip(cuts, [*cuts[1:], len(piece)]))
    cuts = [a for a, b in bounds if not a or a == begin or _is_clause(piece.text[a:b].strip())]
    return list(zip(cuts, [*cuts[1:], len(piece)]))


def _is_clause(text):
    """Tell whether what stands behind a ";" names a document or a reason of its own, or enacts."""
    flat = plain(text.lstrip("-–+ "))
    if flat.startswith("can cu") or _is_enacting(text):
        return True
    names = _OPENER.match(flat) or _DOCUMENT.match(flat.removeprefix("cac ")) or AGENCY.match(flat)
    return bool(names) and (text.lstrip("-–+ ")[:1].isupper() or any(each.number for each in citations.find(text)))


def _enacting_start(text, flat, last):
    """Return where, behind ``last``, the enacting sentence begins: at its purpose, its issuer, or its last clause."""
    starts = [last, *(match.end() for match in _CLAUSE.finditer(flat, max(last, len(flat) - 1500)))]
    starts = [
        start for start in starts
        if _is_enacting(text[start:].strip()) and (text[start:].strip()[:1].isupper() or _ISSUER.match(flat, start) and "nhu sau" in flat[start:] or text[:start].endswith((";", ",") if flat.startswith(_BEHIND_COMMA, start + 1) else ";") and _AIM.match(flat[start:].lstrip()))]
    aims = [start for start in starts if _AIM.match(flat[start:].lstrip())]
    if aims and (not re.search(r"[.;] ", flat[aims[-1] :].rstrip()) or flat[: aims[-1]].rstrip().endswith(".")):
        return aims[-1]
    starts = [start for start in starts if not _OPENER.match(flat[start:].lstrip())]
    agencies = [start for start in starts if AGENCY.match(flat[start:].lstrip())]
    return (agencies or starts or [None])[-1]


def _is_enacting(text):
    flat = plain(text.strip("-–+ "))
    is_announced = flat.endswith(":") or "nhu sau" in flat
    return (
        bool(_ENACTING.search(flat) or flat.endswith(":") and AGENCY.match(flat))
        and (is_announced or flat.endswith("."))
        and not flat.startswith("can cu")
        and (is_announced or not _names_document(flat))
    )


def _names_document(flat):
    """Tell whether ``flat`` names a document that it carries out, and no agency behind it that would issue the plan."""
    opener = _OPENER.match(flat)
    document = _DOCUMENT.match(flat[opener.end() :].lstrip() if opener else flat)
    return bool(document) and not any(AGENCY.match(flat[mark.end() :].lstrip()) for mark in _CLAUSE.finditer(flat))


def _enact(piece, document, ledger, goes_on=False):
    """Add ``piece`` to the enacting sentence: a line of its own, or another sentence of the same paragraph that ``goes_on``."""
    text = ledger.take(piece, "enacting", document, "enacting")
    document.enacting = (" " if goes_on else "\n").join(filter(None, [document.enacting, text]))


def _first_named(text, cited):
    """Return what ``text`` names without number or date before ``cited`` and joins to it, or ``cited``: "Luật A và Luật B ngày ...", "Điều lệ và Kế hoạch số 1 ..."."""
    above = text[: text.find(cited.text)] if cited and cited.text in text else ""
    return above.endswith(" và ") and len(_STANDING.findall(above)) == 1 and citations.named(above.removesuffix(" và ")) or cited


def _add_basis(piece, document, ledger, source):
    body = piece
    while body.text[-1:] in (";", ".", ","):
        body = body[:-1].strip()
    if body.text[:1] in "-–+":
        body = body[1:].strip()
    text = squeeze(body.text)
    basis = Basis(text=text, line=source.number(body))
    cited = _first_named(text, next(iter(citations.find(text, is_clause=True)), None)) or citations.named(text)
    for name in ("kind", "number", "symbol", "date", "year", "issuer", "subject"):
        setattr(basis, name, getattr(cited, name, None))
    document.bases.append(basis)
    ledger.take(body, "basis", basis, "text")
    ledger.take(piece, "mark")
