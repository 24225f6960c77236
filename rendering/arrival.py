"""The stamp ĐẾN on page one of what came in (Nghị định 30/2020/NĐ-CP, Điều 22 and Phụ lục IV): who got it, its number and its day."""
import datetime
import html
from dataclasses import dataclass

from . import pdf
from .wording import clean, number_text, short_date_text

_STYLE = """
@page { size: 50mm 35mm; margin: 0; }
body { margin: 0; color: red; font: 9pt/1.2 Tinos; }
table { box-sizing: border-box; width: 50mm; height: 35mm; border-collapse: collapse; border: 1.2pt solid red; }
td, th { border: 0.6pt solid red; padding: 0.6mm 1mm; text-align: left; font-weight: normal; vertical-align: middle; }
th { text-align: center; font-weight: bold; overflow-wrap: anywhere; }
.came { width: 13mm; font-size: 13pt; text-align: center; font-weight: bold; }
"""


@dataclass(frozen=True)
class ArrivalStamp:
    """What the stamp says.

    :ivar agency: name of who got the document
    :ivar number: arrival number
    :ivar day: day of arrival
    :ivar to: whom it was passed on to, empty while it was not
    """

    agency: str
    number: int
    day: datetime.date
    to: str = ""

    def to_pdf(self):
        """Return the stamp alone as bytes of a PDF, 50 by 35 mm.

        :raises PdfError: see :func:`pdf.html_to_pdf`
        """
        words = [html.escape(each) for each in (
            clean(self.agency).upper(), number_text(self.number), short_date_text(self.day), clean(self.to) or "." * 34)]
        return pdf.pieces_to_pdf(
            f'<html lang="vi"><head><title></title><style>{_STYLE}</style></head><body><table>'
            f'<tr><th colspan="2">{words[0]}</th></tr>'
            f'<tr><td class="came" rowspan="2">ĐẾN</td><td>Số: {words[1]}</td></tr><tr><td>Ngày: {words[2]}</td></tr>'
            f'<tr><td colspan="2">Chuyển: {words[3]}</td></tr>'
            f'<tr><td colspan="2">Số và ký hiệu HS: {"." * 24}</td></tr></table></body></html>')
