"""An official document as data: what is printed, with nothing on how.

A model describes its document with :class:`Document`; each renderer lays out
the lines that the document gives (``number_line``, ``body`` ...), so that the
wording is the same in every format.
"""
import datetime
import json
from dataclasses import asdict, dataclass, field, replace

from . import lines, types, wording
from .annex import Annex
from .annexed import Annexed
from .blocks import Block, Paragraph, Style
from .characters import make_plain
from .page import PageSettings
from .wording import DocumentDate

DRAFT = "DỰ THẢO"
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
LETTER = "Công văn"

#: Letters of the number and of initials, as in the stylesheet; pt.
NUMBER_SIZE = 13
INITIALS_SIZE = 9
#: What takes most room of a number and of a day; a document whose are filled in later leaves as much.
_WIDEST_NUMBER, _WIDEST_DAY = 8888, (28, 12)
#: Share of the right column in the header, the gap before it and the room on each side of "V/v", in mm;
#: as in the stylesheet.
HEADER_RIGHT = 0.57
HEADER_GAP = 3
ABOUT_INSET = 3
#: Lines of "Nơi nhận" that stand beside the signature; more go on below, page by page, else all would leave the end of the text.
RECIPIENTS_BESIDE = 16


@dataclass(frozen=True)
class Signature:
    """Who signs, and in what right.

    :ivar authority: lines above the signature, see :func:`wording.authority_lines`
    :ivar name: name of the signer, without academic title
    :ivar post: his title in the agency whose seal is used, of who signs for a council: printed above the name
    """

    authority: tuple[str, ...]
    name: str = ""
    post: str = ""


@dataclass(frozen=True)
class Document(Annexed):
    """An official document with the components of Nghị định 30/2020/NĐ-CP, Điều 8.

    :ivar type: ``Kế hoạch``, ``Báo cáo`` ...
    :ivar subject: trích yếu
    :ivar issuer: lines of the issuing agency's name
    :ivar parent: the agency above, if any
    :ivar number: integer, or ``None`` to leave the place blank
    :ivar symbol: ``KH-BDT``
    :ivar place: place name of the date line
    :ivar date: ``datetime.date`` or :class:`DocumentDate`
    :ivar bases: legal bases, one a line
    :ivar preamble: paragraphs between bases and body; each line is a paragraph
    :ivar blocks: the body
    :ivar closing: last paragraphs of the text; each line is a paragraph
    :ivar signature: the signer
    :ivar recipients: nơi nhận
    :ivar archive: who keeps the copy, ``VT, TH``
    :ivar addressees: kính gửi, of reports to a superior, submissions and letters
    :ivar letter: a công văn: no type, the subject stands under the number
    :ivar annexes: printed after the signature
    :ivar urgency: key of :data:`wording.URGENCIES`, empty for a document that is not urgent
    :ivar circulation: key of :data:`wording.CIRCULATIONS`, empty for a document that anyone may keep
    :ivar decider: who decides, of a quyết định or nghị quyết: printed above the bases, as "QUYẾT ĐỊNH:" is below them;
        of a công điện who wires
    :ivar second: who signs on the left, where two sign
    :ivar issuer_name: the issuing agency as a sentence names it; without it the words of ``issuer``
    :ivar content_initials: of who has checked the content, printed behind the end of the text, e.g. ``N.V.A``
    :ivar form_initials: of who has checked the form, printed behind the line of the archive's copy
    :ivar drafter_mark: sign of who has typed it and number of copies, e.g. ``NVA.20``, printed below "Nơi nhận"
    :ivar footer: address, telephone ... of the agency at the foot of page one; each line is a line of print
    :ivar draft: a draft shows no number and says that it is one
    :ivar fillable: number and day are filled in once it is signed: their places, see :attr:`field_lines`, stay empty
    :ivar page: the agency's choice of margins and sizes
    """

    type: str
    subject: str
    issuer: tuple[str, ...]
    symbol: str
    place: str
    date: datetime.date | DocumentDate
    signature: Signature
    second: Signature | None = None
    parent: str = ""
    number: int | None = None
    bases: tuple[str, ...] = ()
    preamble: str = ""
    blocks: tuple[Block, ...] = ()
    closing: str = ""
    recipients: tuple[str, ...] = ()
    archive: str = ""
    addressees: tuple[str, ...] = ()
    letter: bool = False
    annexes: tuple[Annex, ...] = ()
    urgency: str = ""
    circulation: str = ""
    decider: str = ""
    issuer_name: str = ""
    content_initials: str = ""
    form_initials: str = ""
    drafter_mark: str = ""
    footer: str = ""
    draft: bool = False
    fillable: bool = False
    page: PageSettings = field(default_factory=PageSettings)

    def __post_init__(self):
        # Old texts may still hold what no file can be made of.
        make_plain(self)

    @property
    def _shown_number(self):
        if self.fillable:
            return _WIDEST_NUMBER
        return None if self.draft else self.number

    @property
    def _shown_date(self):
        day, month = _WIDEST_DAY
        return DocumentDate(self.date.year, month, day) if self.fillable else self.date

    @property
    def field_lines(self):
        """What is filled in once the document is signed, where :attr:`fillable` leaves room: ``{name of the field: its lines}``."""
        return {
            "number": [self.number_line], **({"date": [self.date_line]} if self.date_line else {}),
            **{f"source-{index}": self.annex_source_lines(annex) for index, annex in self.annexes_within}}

    @property
    def form(self):
        """In what its type differs from others, :class:`types.DocumentType`."""
        return types.form_of(wording.clean(self.type))

    @property
    def number_line(self):
        """Number and symbol; the number of a draft stays blank."""
        return wording.number_line(self._shown_number, self.symbol)

    @property
    def date_line(self):
        """Place and date; nothing on a document that tells its time in the text."""
        return wording.place_date_line(self.place, self._shown_date) if self.form.dated else ""

    @property
    def draft_mark(self):
        """The word that tells a draft, empty on any other document."""
        return DRAFT if self.draft else ""

    @property
    def urgency_mark(self):
        """The words of the red frame, empty on a document that is not urgent."""
        return wording.URGENCIES[self.urgency] if self.urgency else ""

    @property
    def circulation_mark(self):
        """The words of the frame that restricts who reads it, empty on any other document."""
        return wording.CIRCULATIONS[self.circulation] if self.circulation else ""

    @property
    def nation(self):
        """Quốc hiệu."""
        return NATION

    @property
    def motto(self):
        """Tiêu ngữ."""
        return MOTTO

    @property
    def _left_room(self):
        """What the right column of the header leaves to the left one, in mm."""
        page = self.page
        plus = page.header_size + 1
        right = max(
            HEADER_RIGHT * page.text_width,
            HEADER_GAP + lines.width(NATION, page.header_size, "Bold"),
            HEADER_GAP + lines.width(MOTTO, plus, "Bold"),
            HEADER_GAP + lines.width(self.date_line, plus, "Italic"))
        return page.text_width - right

    def _balanced(self, text, *args):
        return [line for part in text for line in lines.balanced(wording.clean(part), *args)]

    @property
    def parent_lines(self):
        """The agency above, in capitals."""
        return self._balanced([self.parent.upper()], self._left_room, self.page.header_size)

    @property
    def issuer_lines(self):
        """The issuing agency's name, in capitals; a line that is too long is broken in the middle."""
        return self._balanced(map(str.upper, self.issuer), self._left_room, self.page.header_size, "Bold")

    @property
    def type_line(self):
        """The type, in capitals."""
        return wording.clean(self.type).upper()

    @property
    def subject_line(self):
        """The subject, with no mark at its end."""
        return wording.bind_dashes(wording.with_mark(self.subject, ""))

    @property
    def subject_lines(self):
        """The subject under the type, in lines of about the same length; nothing for a form without it."""
        if not self.form.titled:
            return []
        return lines.balanced(self.subject_line, self.page.text_width, self.page.body_size, "Bold")

    @property
    def about_line(self):
        """The subject of a letter as it stands under the number."""
        return f"V/v {self.subject_line}"

    @property
    def about_lines(self):
        """The same in lines of about the same length."""
        return lines.balanced(self.about_line, self._left_room - 2 * ABOUT_INSET, self.page.header_size)

    @property
    def authority_lines(self):
        """The lines above the signature; a long title is broken in the middle."""
        return self._title_lines(self.signature, self.second)

    @property
    def second_lines(self):
        """The same above the signature on the left, where two sign."""
        return self._title_lines(self.second, self.signature) if self.second else []

    @property
    def post_lines(self):
        """The title of the signer in the agency, below the signature, of who signs for a council."""
        return self._balanced(filter(None, [self.signature.post]), self.page.text_width / 2, self.page.body_size, "Bold")

    def _title_lines(self, signature, beside):
        """Fill the lines up to those of the signature ``beside``, so that the names of both signers stand level."""
        lines, others = (
            self._balanced(each.authority if each else (), self.page.text_width / 2, self.page.body_size, "Bold")
            for each in (signature, beside))
        return [*lines, *["\u00a0"] * (len(others) - len(lines))]

    @property
    def addressee_lines(self):
        """The lines of "Kính gửi:"; those below "điện:" of a công điện."""
        if self.form.wired:
            return [wording.bind_dashes(line) for line in wording.wire_lines(self.decider, self.addressees)]
        return [wording.bind_dashes(line) for line in wording.addressee_lines(self.addressees)]

    @property
    def basis_lines(self):
        """The legal bases, ended by ";" and the last by "."."""
        return [wording.bind_dashes(line) for line in wording.enumerate_lines(self.bases)]

    @property
    def decider_lines(self):
        """Who decides, in capitals (Nghị định 30/2020/NĐ-CP, Phụ lục III, mẫu 1.1 and 1.2)."""
        return [] if self.form.wired else self._balanced([self.decider.upper()], self.page.text_width, self.page.body_size, "Bold")

    @property
    def body(self):
        """All paragraphs from the preamble to the closing, ended by "./."."""
        found = [Paragraph(Style.TEXT, line) for line in wording.paragraphs(self.preamble)]
        if self.form.resolves:
            found.append(Paragraph(Style.PART_TITLE, self.form.resolves))
        for block in self.blocks:
            found.extend(block.paragraphs())
        found += [Paragraph(Style.TEXT, line) for line in wording.paragraphs(self.closing)]
        if found and not found[-1].is_heading:
            text = wording.with_mark(found[-1].text, wording.END_MARK)
            initials = self.content_initials
            found[-1] = replace(found[-1], text=text, kept=self._is_one_line(f"{text} {initials}".rstrip()), initials=initials)
        return [replace(each, text=wording.bind_dashes(each.text)) for each in found]

    def _is_one_line(self, text):
        room = self.page.text_width - 10 * self.page.indent
        # Kerning makes a line shorter by some letters at most.
        return lines.width(text, self.page.body_size) < 1.03 * room

    @staticmethod
    def pieces(text):
        """``text`` as :func:`wording.pieces`, for the template."""
        return wording.pieces(text)

    @property
    def recipient_lines(self):
        """The lines under "Nơi nhận:"; documents with addressees begin with "Như trên"."""
        recipients = wording.with_as_above(self.recipients) if wording.addressee_lines(self.addressees) else self.recipients
        return wording.recipient_lines(recipients, self.archive)

    @property
    def recipients_beside(self):
        """Those of :attr:`recipient_lines` that stand beside the signature; all of them where they are few."""
        return self.recipient_lines[:RECIPIENTS_BESIDE]

    @property
    def recipients_below(self):
        """The others, which go on below the signature."""
        return self.recipient_lines[RECIPIENTS_BESIDE:]

    @property
    def number_fits(self):
        """Whether number and symbol stand on one line of the left column; a longer symbol is broken, the head stays in place."""
        return lines.width(self.number_line, NUMBER_SIZE) <= self._left_room

    @property
    def archive_initials(self):
        """The initials behind the last of :attr:`recipient_lines`, which is that of the archive's copy."""
        return self.form_initials if wording.clean(self.archive) else ""

    @property
    def footer_lines(self):
        """The lines at the foot of page one; documents of most types have none there."""
        return wording.paragraphs(self.footer) if self.form.footed or self.letter else []

    @property
    def _type_name(self):
        return LETTER if self.letter else wording.clean(self.type)

    @property
    def _issuer_name(self):
        words = wording.clean(self.issuer_name or " ".join(self.issuer))
        return words.capitalize() if words.isupper() else words

    def as_json(self):
        """Return the data of the document as a Json field gives them back: without tuples and dates."""
        found = json.loads(json.dumps(asdict(self), default=str))
        # What was signed before there were posts, and annexes in files of their own, is still the same print.
        if not self.signature.post:
            del found["signature"]["post"]
        for annex in found["annexes"]:
            if not annex["apart"]:
                del annex["apart"]
        return found

    def text_lines(self):
        """Return the words of the document in the order of reading, for comparing two versions.

        Number, date, agency, recipients and signature are not among them.
        """
        found = [mark for mark in (self.urgency_mark, self.circulation_mark) if mark]
        found += [self.about_line] if self.letter else [self.type_line, self.subject_line]
        found += [*self.addressee_lines, *self.decider_lines, *self.basis_lines, *(paragraph.text for paragraph in self.body)]
        for index, annex in enumerate(self.annexes):
            found += [self.annex_heading(index), *annex.text_lines()]
        return found

    @property
    def title(self):
        """Type, number and subject in one line, for file properties."""
        name = self._type_name
        if self.draft:
            name = f"{name} ({DRAFT.lower()})"
        elif self.number is not None:
            name = f"{name} số {wording.code_text(self.number, self.symbol)}"
        return f"{name}: {wording.with_mark(self.subject, '')}"
