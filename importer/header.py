"""The block above the type: parent, issuer, number and symbol, place and date, national title and motto."""

import re

from .document import PartialDate
from .source import glue
from .words import is_caps, plain

_FILL = r"[\s.…_]*"
#: What a scan makes of a number or a day that is written by hand.
_WRITTEN = r"[^/–-]{1,12}?"
NATION = re.compile(
    r"cong hoa xa hoi chu nghia(?: *viet(?: *nam)?)?|dang cong san viet nam|doan (?:tncs|thanh nien cong san) ho chi minh"
)
#: The title of the youth union, which the name of the superior begins with as well.
_YOUTH = re.compile(r"doan (?:tncs|thanh nien cong san) ho chi minh")
_TITLE = "conghoaxahoichunghiavietnam"
_MOTTO = re.compile(r"doc lap *[-–] *tu do *[-–] *hanh phuc")
_NUMBER = re.compile(
    rf"\bso *(?:[:.]?{_FILL}(?:(?P<number>\d{{1,6}}[a-z]?){_FILL})?|[:.]{_WRITTEN})[/–-] *"
    rf"(?P<symbol>[a-z][\w&]*(?: ?[/–-] ?[a-z][\w&.]*)*)"
)
_DATE = re.compile(
    rf"(?P<place>[^\W\d](?:[^\t,;:/ ]| (?! )){{1,40}}?) *, *ngay{_FILL}"
    rf"(?:(?:(?P<day>\d{{1,2}}){_FILL})?(?:thang|[/-])|{_WRITTEN}thang){_FILL}(?:(?P<month>\d{{1,2}})"
    rf"{_FILL}|{_WRITTEN}(?=nam))?(?:nam{_FILL}(?P<year>\d{{4}})?|[/-]{_FILL}(?P<late>\d{{4}}))"
)
_OPEN_DATE = re.compile(rf", *ngay{_FILL}(?:\d{{1,2}}{_FILL})?(?:thang{_FILL}(?:\d{{1,2}}{_FILL})?(?:nam{_FILL})?)?$")
_REST_OF_DATE = re.compile(r"(?:\d{1,2} )?thang\b|nam (?:20|\.)|20\d\d$")
#: Lines that a saved web page broke within: "Số:" above the number, the first word of a place above its rest, of a name above it.
_BROKEN = (
    (re.compile(r"so ?:?"), re.compile(r"\d{1,6}[a-z]? ?[/-]")),
    (re.compile(r"(?! )[a-z]{2,12}"), re.compile(r"[a-z]+(?: [a-z]+)?, *ngay\b")),
    (re.compile(r"uy|hoi"), re.compile(r"(?:ban|dong) nhan dan\b")),
)
#: A number whose symbol goes on in the next line of its column: "Số: 12/KH-" above "UBND".
_OPEN_NUMBER = re.compile(rf"\bso *[:.]?{_FILL}(?:\d{{1,6}}[a-z]?{_FILL})?[/–-] *(?:[a-z&]+ ?[/–-] ?){{0,3}}(?=$|\t| {{2,}})")
_REST_OF_SYMBOL = re.compile(r"[A-ZĐ][A-ZĐƯ&]*(?:[-/–][A-ZĐƯ&]+)*")
#: Before a number, what tells that it is of a document in the agency's name: "ĐOÀN KIỂM TRA THEO QUYẾT ĐỊNH SỐ ...".
_CITING = re.compile(r"(?:quyet dinh|nghi quyet|ke hoach|chi thi|theo|qd|van ban) $")
_URGENCY = re.compile(r"(?:hoa toc|thuong khan|khan)$")
_FURNITURE = re.compile(r"viet nam|[(\[]?du thao(?: ?\(?(?:lan )?\d+\)?| ngay [\d/.-]+)?[)\]]?|xem xong tra lai|luu hanh noi bo|(?:tuyet |toi )?mat|\W+")
_GAP = re.compile(r"\t+| {2,}|(?:^| )\|(?= |$)")
#: Marks that a slip of the hand left before a name.
_SLIP = re.compile(r"[/\\.,;:`'*_-]{1,3} ?(?=[^\W\d_]{2})")
#: Letters in which a line above the type has said what it is; real ones have 200.
_LONGEST = 2000
#: Words that begin the name of an agency; a line that begins with none continues the name above it.
AGENCY = re.compile(
    r"(?:(?:tieu |uy )?ban|ubnd|hdnd|hoi|so|bo|phong|chi cuc|cuc|tong|tinh uy|thanh uy|huyen uy|dang uy|dang bo|chi bo|"
    r"van phong|"
    r"(?:tinh|thanh|huyen|thi|xa|quan) doan|lien minh|cong ty|tong cong ty|hiep hoi|thuong truc|"
    r"bch|btv|bcd|trung tam|truong|lien doan|cong doan|cong an|toa an|vien|thanh tra|mat tran|doan|hoc vien|dai|bao hiem|kho bac|"
    r"ngan hang|thue|hai quan|thu vien|bao tang|nha (?:van hoa|thieu nhi|hat)|hat kiem lam|tram|don|xi nghiep|lam truong|vuon quoc gia|trung uong|to (?:cong tac|kiem tra|giup viec)|doan the|benh vien|quy|bao)\b"
)
#: The part of a body that stands for it, below its name.
_STANDING = re.compile(r"ban (?:thuong truc|thuong vu|chap hanh|thu ky|can su)")
_JOINING = re.compile(r".*(?:\b(?:va|cua|ve)|[,–-])$")


def read(lines, source, document, ledger, warn):
    """Fill ``document.header`` from the lines above the type.

    Both columns may stand in one line or apart, in any order: each component is known by its own form (Nghị định
    30/2020/NĐ-CP, Phụ lục I), what is left in capitals are the agencies' names.
    """
    names, mended = [], _mended(lines, source)
    numbered = _numbered(piece.text for _line, piece in mended)
    youth = [index for index, (_line, piece) in enumerate(mended) if _YOUTH.search(plain(piece.text))]
    for index, (line, piece) in enumerate(mended):
        is_name = len(youth) > 1 and index == youth[0]
        for rest in _known(piece, document.header, ledger, index == numbered, is_name):
            _rest(rest, line, names, source, document.header, ledger, warn)
    while (
        len(names) > 1
        and not AGENCY.match(plain(names[0][0].text))
        and any(AGENCY.match(plain(p.text)) for p, _b in names)
    ):
        _stray(names.pop(0)[0], source, ledger, warn)
    _agencies(names, document.header, ledger)


def _mended(lines, source):
    """Return each line with its piece; number and date take what stands below them in their column ("/KH-" / "UBND")."""
    mended = []
    for line in lines:
        piece = source.piece(line)
        if mended and _is_broken(mended[-1][1].text, piece.text):
            mended[-1] = (mended[-1][0], mended[-1][1] + glue(" ") + piece)
            continue
        if mended:
            above, piece = _move(mended[-1][1], piece)
            mended[-1] = (mended[-1][0], above)
        if piece:
            mended.append((line, piece))
    return mended


def _is_broken(above, text):
    """Tell whether ``text`` goes on with the line above, which is no more than the beginning of it."""
    if _URGENCY.match(plain(above)):
        return False
    above, text = plain(above), plain(text)
    return any(first.fullmatch(above) and rest.match(text) for first, rest in _BROKEN)


def _move(above, piece):
    """Return both pieces, the beginning and end of the lower one moved to a number or a date that is open above."""
    number = _OPEN_NUMBER.search(plain(above.text))
    first = _GAP.split(piece.text, maxsplit=1)[0]
    if number and _REST_OF_SYMBOL.fullmatch(first):
        above = above[: number.end()] + piece[: len(first)] + above[number.end() :]
        piece = piece[len(first) :].strip()
    last = _GAP.split(piece.text)[-1] if piece else ""
    if _OPEN_DATE.search(plain(above.text)) and _REST_OF_DATE.match(plain(last)):
        cut = len(piece) - len(last)
        above, piece = above + glue(" ") + piece[cut:], piece[:cut].strip()
    return above, piece


def with_whole_dates(pieces):
    """Return the texts of one line's columns with a date whose blanks divided it made whole: "Mẫu, ngày 15", "tháng 4 năm 2026"."""
    whole = []
    for piece in pieces:
        if whole and _OPEN_DATE.search(plain(whole[-1])) and (_REST_OF_DATE.match(plain(piece)) or piece.isdigit()):
            whole[-1] += f" {piece}"
        else:
            whole.append(piece)
    return whole


def _numbered(texts):
    """Return the index of the line that holds the plan's own number, or None."""
    last = None
    for index, text in enumerate(texts):
        flat = plain(text)
        for match in _NUMBER.finditer(flat):
            if not _CITING.search(flat, 0, match.start()) and _is_symbol(text[slice(*match.span("symbol"))]):
                if "kh" in re.split(r"\W+", match["symbol"]):
                    return index
                last = index
    return last


def _is_symbol(text):
    return sum(char.isupper() for char in text) * 2 > len(text.strip())


def _stray(piece, source, ledger, warn):
    ledger.take(piece, "stray", confidence=0.0)
    warn("stray_text", source.number(piece), piece.text)


def _known(piece, header, ledger, is_numbered, is_name):
    """Book the components found in ``piece``, the number if it ``is_numbered``; return the pieces between them.

    :param is_name: whether the union's title in it is the name of the superior, since it stands below once more
    """
    flat, taken = plain(piece.text), []
    for pattern, book in (
        (NATION, _book_nation),
        (_MOTTO, _book_nation),
        *([(_NUMBER, _book_number)] if is_numbered else []),
        (_DATE, _book_date),
    ):
        # Of every letter the date asks what comes within the next forty.
        match = pattern.search(flat, 0, _LONGEST) if pattern is not _DATE or "ngay" in flat else None
        if match and pattern is NATION and _YOUTH.match(match.group()):
            match = None if is_name else list(NATION.finditer(flat, 0, _LONGEST))[-1]
        if match and book(piece, match, header, ledger):
            begin = match.start() + (_wrapped(piece.text[slice(*match.span("place"))]) if pattern is _DATE else 0)
            taken.append((begin, match.end()))
            flat = flat[:begin] + "\t" * (match.end() - begin) + flat[match.end() :]
    rests, start = [], 0
    for begin, end in sorted(taken):
        rests.append(piece[start:begin].strip())
        start = end
    rests.append(piece[start:].strip())
    return [rest for rest in rests if rest]


def _book_nation(piece, match, _header, ledger):
    ledger.take(piece[match.start() : match.end()], "nation")
    return True


def _book_number(piece, match, header, ledger):
    symbol = piece[match.start("symbol") : match.end("symbol")].strip()
    if header.symbol or not _is_symbol(symbol.text):
        return False
    if match["number"]:
        header.number = ledger.take(piece[slice(*match.span("number"))], "number", header, "number")
    header.symbol = "".join(ledger.take(symbol, "symbol", header, "symbol").split())
    ledger.take(piece[match.start() : match.end()], "mark")
    return True


def _book_date(piece, match, header, ledger):
    if header.place:
        return False
    begin = match.start("place") + _wrapped(piece.text[slice(*match.span("place"))])
    header.place = ledger.take(piece[begin : match.end("place")].strip(), "place", header, "place")
    values = {}
    for name in ("day", "month", "year", "late"):
        if match[name]:
            key = "year" if name == "late" else name
            values[key] = int(ledger.take(piece[slice(*match.span(name))], "date", header, f"date.{key}"))
    header.date = PartialDate(**values)
    ledger.take(piece[begin : match.end()], "mark")
    return True


def _wrapped(place):
    """Return how many letters of what stands before a date are the end of a name in capitals, which wrapped beside it."""
    words = place.split(" ")
    count = next((index for index, word in enumerate(words) if not word.isupper()), 0)
    if count == 1 and len(words[0]) == 1:
        return 0
    return sum(len(word) + 1 for word in words[:count])


def _rest(rest, line, names, source, header, ledger, warn):
    """Sort what is left of a line: names of agencies, urgency, furniture, and the stray rest with a warning."""
    start = 0
    for gap in [*_GAP.finditer(rest.text), None]:
        piece = rest[start : gap.start() if gap else len(rest)].strip()
        if gap and "|" in gap.group():
            ledger.take(rest[gap.start() : gap.end()].strip(), "mark")
        start = gap.end() if gap else len(rest)
        slip = _SLIP.match(piece.text)
        if slip:
            ledger.take(piece[: slip.end()], "mark")
            piece = piece[slip.end() :]
        flat = plain(piece.text)
        if not piece:
            continue
        if _URGENCY.match(flat):
            header.urgency = ledger.take(piece, "urgency", header, "urgency")
        elif flat == "nam" and names and plain(names[-1][0].text).endswith(" viet"):
            names.append((piece, line.bold))
        elif _FURNITURE.fullmatch(flat):
            ledger.take(piece, "mark")
        elif _is_half_nation(flat):
            ledger.take(piece, "nation")
        elif is_caps(piece.text) and len(names) < 8:
            names.append((piece, line.bold))
        else:
            _stray(piece, source, ledger, warn)


def _is_half_nation(flat):
    """Tell whether a line holds the beginning or the end of the national title, which a copy divided."""
    letters = "".join(flat.split())
    return len(letters) > 2 and (_TITLE.startswith(letters) or _TITLE.endswith(letters))


def _agencies(names, header, ledger):
    """Tell the parent from the issuer: by bold letters where they differ, else by where a new name begins."""
    if not names:
        return
    names = _joined(names)
    bolds = [bold for _piece, bold in names]
    if set(bolds) == {True, False} and bolds == sorted(bolds):
        split = bolds.index(True)
    else:
        starts = [index for index in range(len(names)) if _begins(names, index)]
        split = starts[-1] if len(starts) > 1 else 0
    parents = [ledger.take(piece, "parent", header, "parent") for piece, _bold in names[:split]]
    header.parent = " ".join(parents) or None
    for index, (piece, _bold) in enumerate(names[split:]):
        header.issuer.append(ledger.take(piece, "issuer", header, f"issuer[{index}]"))


def _joined(names):
    """Return the names with a lone syllable, which a narrow column broke off, joined to the line above."""
    joined = []
    for piece, bold in names:
        if joined and (_is_syllable(piece.text, joined[-1][0].text) or _is_cited(piece.text, joined[-1][0].text)):
            piece, bold = joined.pop()[0] + glue(" ") + piece, bold
        joined.append((piece, bold))
    return joined


def _is_syllable(text, above):
    return len(text.split()) == 1 and len(text) < 8 and len(above.split()) > 1


def _is_cited(text, above):
    """Tell whether ``text`` is the number of the document that the name above it cites."""
    return plain(text).startswith("so ") and bool(_CITING.search(f"{plain(above)} "))


#: The end of a name that a narrow column broke: "TRƯỜNG CAO ĐẲNG GTVT" above "TRUNG ƯƠNG I".
_CENTRAL = re.compile(r"trung uong(?! (?:doan|hoi|dang|mat tran|uy ban))")


def _begins(names, index):
    if index == 0:
        return True
    if index > 1 and _STANDING.fullmatch(plain(names[index - 1][0].text)):
        return False
    if _STANDING.fullmatch(plain(names[index][0].text)) and sum(bool(AGENCY.match(plain(piece.text))) for piece, _bold in names[:index]) > 1:
        return False
    if _CENTRAL.match(plain(names[index][0].text)) and not _JOINING.match(plain(names[index - 1][0].text)):
        return False
    return bool(AGENCY.match(plain(names[index][0].text))) and not _JOINING.match(plain(names[index - 1][0].text))
