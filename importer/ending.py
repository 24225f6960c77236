"""What stands below the text: closing paragraph, recipients, archive line, signer."""

import re

from .assignments import split_duty
from .source import glue
from .names import is_named
from .units import split_units
from .words import INITIALS, ends_text, is_caps, is_terminal, plain

#: Behind the line of the archive's copy, of who has checked the form.
_CHECKED = re.compile(rf"(?<=\.)\s{INITIALS}$")
RECIPIENTS = re.compile(r"noi nhan *:?")
_END_MARK = re.compile(rf"\.? */ *\.? *(?:(?<=/\.)\s?{INITIALS} *|(?<=/\. ){INITIALS} *)?$")
_CLOSING = re.compile(
    r"tren day la|ke hoach (?:nay|duoc|co hieu luc)|trong qua trinh|qua trinh (?:thuc hien|trien khai)|(?:uy ban|ubnd|ban|so|"
    r"[\w &]{2,40}) (?:de nghi|yeu cau)|"
    r"yeu cau|de nghi|nhan duoc ke hoach|can cu ke hoach|truong ban"
)
_REQUEST = re.compile(r"(?:tran trong |kinh )?de nghi|yeu cau")
_AUTHORITY = re.compile(r"(?:kt|tm|tl|tuq) *\.|[kt]/[mtluq]+[. ]")
_TITLE = re.compile(
    r"\b(?:truong|giam doc|chu tich|chanh|bi thu|cuc|thu truong|chu nhiem|vien truong|hieu truong|uy vien|pho|"
    r"bo truong|"
    r"tong|thu ky|doi truong|thu tuong|thong doc)\b"
)
_GAP = re.compile(r"\t+| {3,}")
_AFTER = re.compile(r"(?<=[;.]) +(?=[^\W\d_]{2})")
_SIGNED = re.compile(r"\(? ?(?:da ky|ky ten|ky, dong dau|ky va dong dau|da ky, dong dau|ky,? (?:va )?ghi ro|ghi ro ho|chu ky)[^()]*\)?")
_ARCHIVE = re.compile(r"[-–+ ]*luu\b")
#: What a scan makes of the strokes of a signature beside the recipients: a letter or three without a dash.
_STROKE = re.compile(r"[^\w(]*(?:[^\W\d_]|(?![A-ZĐ]{2,3}\b)[^\W\d_]{2,3})[^\w)]*")
#: Degrees and ranks before a signer's name.
_RANK = re.compile(
    r"(?:(?:gs|pgs|ts|ths|bs|[bd]s ?ck(?:i{1,2}|[12])|ttnd|ttut|n[gs][nu][dt]|thay thuoc (?:uu tu|nhan dan)|nha giao (?:uu tu|nhan dan)|bac si|duoc si|ds|ks|ky su|cn|thac si|tien si|cki|ckii|ck1|ck2|chuyen khoa (?:i{1,2}|1|2)|"
    r"nguoi ky|ho ten|dai ta|thuong ta|trung ta|thieu ta|dai uy|thuong uy|ong|ba|dong chi)\b[.:, ]*)*"
)
_DASHES = "-–+•* "
#: Least confidence at which a request to a unit is a duty of it rather than the closing.
_SURE = 0.8


def find_start(lines):
    """Return the index of the first line below the text: of the recipients, or of the signer above them, or None."""
    start = next((i for i, line in enumerate(lines) if RECIPIENTS.match(plain(line.text.strip()))), None)
    marks = [i for i, line in enumerate(lines[:start]) if ends_text(line.text)]
    if start is None:
        start = next(
            (i for i in range(len(lines) - 1, max(-1, len(lines) - 12), -1) if is_signer(lines[i].text.strip())), None
        )
        if start is None:
            start = next((i for i in range(len(lines)) if _is_signed(lines, i)), None)
        if marks and (start is None or start > marks[-1]) and marks[-1] + 1 < len(lines):
            return marks[-1] + 1
        return start if start is None else _above_signer(lines, start)
    return _above_signer(lines, start)


def _is_signed(lines, index):
    """Tell whether line ``index`` is the title of a signer whose name stands below it."""
    below = [line.text.strip() for line in lines[index + 1 : index + 4]]
    return lines[index].cells is None and is_signer(lines[index].text.strip()) and any(
        _is_name(text) and not is_caps(text) for text in below
    )


def _above_signer(lines, start):
    """Return where a signature begins that stands before ``start``: titles, perhaps with the name below them."""
    top = start
    for index in range(start - 1, max(-1, start - 8), -1):
        text = lines[index].text.strip()
        if is_signer(text):
            top = index
        elif not (_is_name(text) or _SIGNED.fullmatch(plain(text))) or lines[index].cells is not None:
            break
    return top


def is_signer(text):
    flat = plain(text)
    return is_caps(text) and len(text) < 60 and bool(_AUTHORITY.match(flat) or _TITLE.search(flat))


def read_closing(paragraphs, document, ledger):
    """Take the closing off the end of ``paragraphs``: from "Trên đây là ..." or the like to the end mark "./."."""
    texts, pieces = [], []
    while paragraphs and len(pieces) < 4:
        last = paragraphs[-1]
        if last.label or last.line.cells is not None:
            break
        if (pieces or not _CLOSING.match(plain(last.text))) and _is_open(paragraphs[-2:-1]):
            break
        ends = (
            last.text.endswith("/.")
            or ends_text(last.text)
            or not pieces
            and last.text.endswith((".", ":"))
            and _CLOSING.match(plain(last.text))
        )
        if _is_duty(last.text) or not _CLOSING.match(plain(last.text)) and _are_duties(paragraphs[-2:]):
            break
        if not (_CLOSING.match(plain(last.text)) or ends and not pieces):
            break
        pieces.insert(0, paragraphs.pop())
    while len(pieces) > 1 and _REQUEST.match(plain(pieces[0].text)):
        paragraphs.append(pieces.pop(0))
    for piece in (each.piece for each in pieces):
        texts.append(take_body(piece, ledger, "closing", document, "closing"))
    document.closing = "\n".join(texts) or None


def _is_duty(text):
    """Tell whether a paragraph gives named units a duty, behind a colon or as a request: "Đề nghị Hội Nông dân xã vận động hội viên"."""
    unit, kind, duty, confidence = split_duty(text)
    return (
        bool(duty) and (confidence == 1 or kind == "request" and confidence >= _SURE)
        and all(is_named(name) and not plain(name).startswith(("cac ", "tat ca ")) for name in split_units(unit))
    )


def _are_duties(paragraphs):
    """Tell whether the last two ``paragraphs`` have no label and name a unit each: a list of duties goes to the end."""
    return len(paragraphs) == 2 and all(not each.label and split_duty(each.text)[0] for each in paragraphs)


def _is_open(above):
    """Tell whether the paragraph ``above`` is a heading, labelled or in capitals, that still lacks its text."""
    return bool(above) and (above[0].label is not None or is_caps(above[0].text)) and not is_terminal(above[0].text)


def take_body(piece, ledger, kind, node, field, confidence=1.0):
    """Book ``piece`` without the end mark "./." of the whole text; return its text."""
    mark = _END_MARK.search(piece.text) if "/" in piece.text else None
    if mark and "/" in mark.group():
        ledger.take(piece[mark.start() :], "mark")
        piece = piece[: mark.start()].strip()
    return ledger.take(piece, kind, node, field, confidence)


def read(lines, source, document, ledger, warn):
    """Fill recipients, archive and signer; each segment is known by its own form, so both columns may be mixed."""
    state = _State(document, ledger, warn)
    for line in lines:
        for piece in _segments(source.piece(line)):
            state.add(piece, line)
    state.close()


def _segments(piece):
    """Cut a line into the left and the right column where a wide gap or a change to capitals shows them."""
    start = 0
    for gap in [*_GAP.finditer(piece.text), None]:
        segment = piece[start : gap.start() if gap else len(piece)].strip()
        start = gap.end() if gap else 0
        cuts = () if is_signer(segment.text) else _AFTER.finditer(segment.text)
        cut = next((match.end() for match in cuts if is_signer(segment.text[match.end() :])), None)
        yield from (each for each in (segment.cut(cut) if cut else [segment]) if each)


class _State:
    def __init__(self, document, ledger, warn):
        self.document, self.ledger, self.warn = document, ledger, warn
        self.recipients = []
        self.signer = []
        self.archived = False

    def add(self, piece, line):
        head = RECIPIENTS.match(plain(piece.text))
        if head:
            self.ledger.take(piece[: head.end()], "mark")
            piece = piece[head.end() :].strip()
        flat = plain(piece.text)
        if not piece:
            return
        if _ARCHIVE.match(flat):
            self._archive(piece)
        elif is_signer(piece.text) or is_caps(piece.text) and piece.text[0] not in _DASHES and self.signer and not self.document.signer.name:
            self._sign(piece, flat)
        elif _SIGNED.fullmatch(flat) or not any(char.isalnum() for char in flat):
            self.ledger.take(piece, "mark")
        elif piece.text[0] in _DASHES or flat.startswith(("nhu tren", "nhu dieu")):
            self.recipients.append(piece)
        elif self.signer and _is_name(piece.text) and not self.document.signer.name:
            signer = self.document.signer
            signer.name = self.ledger.take(piece, "name", signer, "name")
        elif self.recipients and not self.archived and self._goes_on(piece):
            above = self.recipients[-1]
            self.recipients[-1] = above + piece if above.text.endswith("/") else above + glue(" ") + piece
        elif (head is not None or self.recipients and not self.archived) and not _STROKE.fullmatch(piece.text):
            self.recipients.append(piece)
        else:
            self.ledger.take(piece, "stray", confidence=0.0)
            self.warn("stray_text", line.number, piece.text)

    def _goes_on(self, piece):
        """Tell whether ``piece`` belongs to the recipient above: an unfinished line, or a note such as "(b/c)"."""
        above = self.recipients[-1].text
        return piece.text.startswith("(") or not above.endswith((";", "."))

    def _archive(self, piece):
        body = piece.strip(_DASHES)
        if initials := _CHECKED.search(body.text):
            body = body[: initials.start()]
        while body.text[-1:] in (".", ";"):
            body = body[:-1].strip()
        self.document.archive = self.ledger.take(body, "archive", self.document, "archive")
        self.ledger.take(piece, "mark")
        self.archived = True

    def _sign(self, piece, flat):
        signer = self.document.signer
        if signer.name:
            office = self.ledger.take(piece, "title", signer, "title")
            signer.title = f"{signer.title} ({office})" if signer.title else office
            return
        field = "title" if signer.authority and signer.title is None and not _AUTHORITY.match(flat) else None
        field = field or ("authority" if _AUTHORITY.match(flat) else "title")
        is_rest = field == "title" and not _TITLE.search(flat) and not signer.title and "\n" not in (signer.authority or "\n")
        field = "authority" if is_rest else field
        text = self.ledger.take(piece, field, signer, field)
        separator = "\n" if field == "authority" and not is_rest else " "
        setattr(signer, field, separator.join(filter(None, [getattr(signer, field), text])))
        self.signer.append(piece)

    def close(self):
        """Book the recipients, once it is known where each ends."""
        for piece in self.recipients:
            body = piece.strip(_DASHES)
            while body.text[-1:] in (".", ";", ","):
                body = body[:-1].strip()
            if body:
                field = f"recipients[{len(self.document.recipients)}]"
                self.document.recipients.append(self.ledger.take(body, "recipient", self.document, field))
            self.ledger.take(piece, "mark")


def _is_name(text):
    """Tell whether ``text`` looks like a person's name: two to six words, each with a capital first letter."""
    text = "" if text.endswith((";", ",")) else text[_RANK.match(plain(text)).end() :]
    words = [word for word in text.split() if word[:1].isalpha()]
    if not 2 <= len(words) <= 7 or len(words) != len(text.split()) or not words[-1][0].isupper():
        return False
    if any(len(word) > 1 and is_caps(word) for word in words) and not is_caps(text):
        return False  # strokes of a signature
    return words[0][0].isupper() and all(word[0].isupper() or not word[0].isascii() for word in words)
