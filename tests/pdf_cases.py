"""Official documents to print and to measure."""
import datetime
import functools
from dataclasses import replace

from odoo.tests import TransactionCase

from ..rendering.blocks import Block, Kind
from ..rendering.document import Document, Signature
from .pdf_measure import MeasuredPdf
from .warm import drawn

SENTENCE = "Các đơn vị chủ động phối hợp, tuyên truyền và vận động người dân thực hiện chính sách. "
SUBJECT = "Thực hiện công tác dân vận chính quyền của cơ quan năm 2026"
LONG_SUBJECT = f"{SUBJECT} và nhiệm vụ phối hợp với các đoàn thể trên địa bàn của tỉnh"


def official_document(**changes):
    """A plan of two pages; ``changes`` replace its components."""
    document = Document(
        type="Kế hoạch", subject=SUBJECT, parent="UBND tỉnh Bình Phước", issuer=("Ban Dân tộc",),
        symbol='KH-BDT', number=5, place="Bình Phước", date=datetime.date(2026, 2, 5),
        bases=("Căn cứ Luật Thực hiện dân chủ ở cơ sở", "Căn cứ Quyết định của Ủy ban nhân dân tỉnh"),
        preamble="Cơ quan ban hành kế hoạch như sau:",
        blocks=(
            Block(Kind.PART, 'Phần I', "Những việc chung"),
            Block(Kind.SECTION, 'I', "Mục đích"),
            Block(Kind.HEADING, '1', "Việc chung của cơ quan"),
            *(Block(Kind.ITEM, str(index), text=SENTENCE * 5) for index in range(2, 8)),
        ),
        closing="Trên đây là kế hoạch của cơ quan.",
        signature=Signature(("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"), "Nguyễn Văn A"),
        recipients=("UBND tỉnh", "Các đơn vị"), archive="VT, VP",
    )
    return replace(document, **changes)


@functools.lru_cache(maxsize=64)
def measured(html):
    """:return: :class:`MeasuredPdf` of a page; who asks for the same one changes nothing of it"""
    return MeasuredPdf(drawn(html))


class Source:
    """Stands for a record that describes a document."""

    def __init__(self, document):
        self._document = document

    def _official_document(self):
        return self._document


class PdfCase(TransactionCase):
    """Prints documents without a record, as :func:`official_document` with some components replaced."""

    def html(self, document):
        report = self.env['ir.actions.report']
        return report._render_template('dan_van.official_document', {'docs': [Source(document)]}).decode()

    def printed(self, **changes):
        return measured(self.html(official_document(**changes)))

    def assertNear(self, first, second, within=0.3):
        self.assertAlmostEqual(first, second, delta=within)
