"""What an agency says on a copy that it makes (Nghị định 30/2020/NĐ-CP, Điều 25-27 and Phụ lục I, phần II; mẫu 3.1)."""
import datetime
import html
import math
from dataclasses import dataclass, field

from . import pdf
from .letterhead import Letterhead
from .page import PageSettings
from .wording import clean, code_text, number_line, place_date_line, recipient_lines

#: Kinds of copies: of a whole document, of a whole copy, of a part.
KINDS = {"SY": "Sao y", "SL": "Sao lục", "TrS": "Trích sao"}
#: Letters on a line of an electronic copy's words, points of a line, and how wide they are.
_LETTERS, _LINE, _WIDTH = 46, 11.5, 255


@dataclass(frozen=True)
class CopyEnd(Letterhead):
    """What stands behind the last page of a copy on paper.

    :ivar kind: key of :data:`KINDS`
    :ivar issuer: lines of the name of the agency that copies
    :ivar parent: the agency above, if any
    :ivar symbol: its part of number and symbol, e.g. ``BDT``
    :ivar authority: lines above the signature
    :ivar signer: name
    :ivar recipients: names, one a line
    :ivar archive: the last line
    """

    kind: str
    issuer: tuple[str, ...]
    symbol: str
    number: int
    place: str
    date: datetime.date
    authority: tuple[str, ...]
    signer: str
    parent: str = ""
    recipients: tuple[str, ...] = ()
    archive: str = ""
    page: PageSettings = field(default_factory=PageSettings)

    @property
    def heading(self):
        """The kind of copy, in capitals."""
        return KINDS[self.kind].upper()

    @property
    def number_line(self):
        """Number and symbol as printed, e.g. ``Số: 05/SY-BDT``."""
        return number_line(self.number, copy_symbol(self.kind, self.symbol))

    @property
    def date_line(self):
        """Place and date as printed."""
        return place_date_line(self.place, self.date)

    @property
    def recipient_lines(self):
        """Lines under "Nơi nhận:"."""
        return recipient_lines(self.recipients, self.archive)


def copy_symbol(kind, symbol):
    """Return the symbol of a copy, e.g. ``SY-BDT``."""
    return f"{kind}-{clean(symbol)}"


def copy_code(number, kind, symbol):
    """Return number and symbol of a copy as they are cited, e.g. ``05/SY-BDT``."""
    return code_text(number, copy_symbol(kind, symbol))


def signed_words(kind, agency, moment):
    """Draw what is seen of the agency's signature on an electronic copy.

    :param kind: key of :data:`KINDS`
    :param agency: its name
    :param moment: datetime of signing, in the country's time
    :return: (bytes of a PDF, width, height in points): its only page is as large as these say
    :raises PdfError: see :func:`pdf.html_to_pdf`
    """
    return _drawn([KINDS[kind].upper(), clean(agency), f"{moment:%d/%m/%Y %H:%M:%S} +07:00"])


def gone_words(words):
    """Draw what is seen on the print of a document that is in force no more; as :func:`signed_words`.

    :param words: that it was recalled or replaced, and when or by what
    """
    return _drawn([clean(words)], "color: red; font-weight: bold")


def _drawn(lines, style="color: black"):
    height = _LINE * sum(math.ceil(len(line) / _LETTERS) for line in lines) + 2
    page = (
        '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"/><title></title><style>'
        f'@page {{ size: {_WIDTH}pt {height:g}pt; margin: 0 }} body, p {{ margin: 0 }}'
        f' body {{ font: 10pt/{_LINE}pt "Tinos"; text-align: right; {style} }}</style></head><body>'
        f'{"".join(f"<p>{html.escape(line)}</p>" for line in lines)}</body></html>')
    return pdf.pieces_to_pdf(page), _WIDTH, height
