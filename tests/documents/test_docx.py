import io
import re
import tempfile
import zipfile

import docx
from docx.oxml.ns import qn

from odoo.tests import tagged

from ...rendering.annex import Annex, Column, Row, Table
from ...rendering.blocks import Block, Kind
from ...rendering.docx import document_to_docx
from ..pdf_cases import SENTENCE, PdfCase, official_document
from ..pdf_measure import MeasuredPdf
from .office import to_pdf

FIGURES = Annex("Số liệu sáu tháng", Table(
    tuple(Column(title, share, align) for title, share, align in (
        ("TT", 0.5, 'center'), ("Nội dung", 4, 'left'), ("Đơn vị tính", 1, 'center'), ("Kỳ này", 1, 'right'),
        ("Kỳ trước", 1, 'right'), ("Lũy kế", 1, 'right'), ("Chỉ tiêu", 1, 'right'))),
    (Row(("Tuyên truyền",), heading=True),
     *(Row((str(number), f"Số cuộc tuyên truyền tại xã thứ {number}", "cuộc", str(number), '1', '2.469', '3.000'))
       for number in range(1, 41)))))
DOCUMENTS = {
    'plan': {},
    'report': {
        'type': "Báo cáo", 'symbol': 'BC-BDT', 'addressees': ("Ủy ban nhân dân tỉnh", "Ban Dân vận Tỉnh ủy"),
        'annexes': (FIGURES,), 'bases': ()},
    'letter': {
        'letter': True, 'type': "Công văn", 'symbol': 'BDT-VP', 'bases': (), 'preamble': '', 'addressees': ("Các phòng",),
        'subject': "đôn đốc thực hiện các nhiệm vụ quá hạn của kế hoạch công tác dân vận",
        'blocks': (Block(Kind.PARAGRAPH, text=SENTENCE * 3), Block(Kind.BULLET, text="Báo cáo kết quả;")),
        'urgency': 'very_urgent', 'issuer': ("Ban Dân tộc", "và Tôn giáo", "tỉnh Mẫu")},
    'draft': {'draft': True, 'circulation': 'internal', 'number': None},
}


@tagged('post_install', '-at_install')
class TestDocx(PdfCase):
    """A draft circulates in Word: it is the same document as the print."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.documents = {name: official_document(**changes) for name, changes in DOCUMENTS.items()}
        cls.raw = {name: document_to_docx(document) for name, document in cls.documents.items()}
        cls.files = {name: docx.Document(io.BytesIO(raw)) for name, raw in cls.raw.items()}

    @staticmethod
    def words(pdf):
        """:return: the words on each page, spaces apart, page numbers left out; a column is read before the next"""
        pages = []
        for page in pdf.pages:
            lines = [line.text for line in page.lines if not (re.fullmatch(r'\d+', line.text.strip()) and line.top < 20)]
            pages.append(' '.join(' '.join(lines).split()))
        return pages

    def test_libreoffice_prints_the_same_words_on_as_many_pages(self):
        """Word for word: where a line ends may differ by a hair's breadth, what is said and in which order may not."""
        with tempfile.TemporaryDirectory() as folder:
            printed = to_pdf(self.raw, folder)
        for name in DOCUMENTS:
            ours = self.words(self.printed(**DOCUMENTS[name]))
            theirs = self.words(MeasuredPdf(printed[name]))
            with self.subTest(document=name):
                self.assertEqual(sorted(' '.join(theirs).split()), sorted(' '.join(ours).split()), "words")
                self.assertEqual(len(theirs), len(ours), "pages")

    def test_the_body_has_the_same_lines_in_the_same_order(self):
        for name, document in self.documents.items():
            texts = [paragraph.text for paragraph in self.files[name].paragraphs]
            wanted = [*document.basis_lines, *(paragraph.text for paragraph in document.body)]
            start = texts.index(wanted[0])
            with self.subTest(document=name):
                self.assertEqual(texts[start:start + len(wanted)], wanted)

    def test_styles_are_real(self):
        """Headings are headings, text is body text, and the letters are those of the decree."""
        file, page = self.files['plan'], self.documents['plan'].page
        styles = {paragraph.text: paragraph.style.name for paragraph in file.paragraphs}
        self.assertEqual(styles["I. MỤC ĐÍCH"], "Heading 2")
        self.assertEqual(styles["1. Việc chung của cơ quan"], "Heading 3")
        self.assertEqual(styles["Cơ quan ban hành kế hoạch như sau:"], "Body Text")
        body = file.styles["Body Text"]
        self.assertEqual((body.font.name, body.font.size.pt), ("Times New Roman", page.body_size))
        self.assertAlmostEqual(body.paragraph_format.first_line_indent.cm, page.indent, places=2)
        self.assertEqual(body.element.rPr.rFonts.get(qn('w:eastAsia')), "Times New Roman")

    def test_margins_and_page_number(self):
        section = self.files['plan'].sections[0]
        page = self.documents['plan'].page
        self.assertEqual(
            [round(side.mm) for side in (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)],
            [page.margin_left, page.margin_right, page.margin_top, page.margin_bottom])
        self.assertTrue(section.different_first_page_header_footer, "no number on page one")
        self.assertIn('PAGE', section.header._element.xml)
        self.assertNotIn('PAGE', section.first_page_header._element.xml)

    def test_an_annex_lies_on_a_sheet_of_its_own(self):
        file = self.files['report']
        text, annex = file.sections
        self.assertLess(text.page_width, text.page_height)
        self.assertGreater(annex.page_width, annex.page_height)
        self.assertIn('w:start="1"', annex._sectPr.xml)
        [table] = [table for table in file.tables if len(table.columns) == 7]
        self.assertIn('w:tblHeader', table.rows[0]._tr.xml, "the head is repeated on each page")
        self.assertEqual(table.rows[2].cells[1].text, "Số cuộc tuyên truyền tại xã thứ 1")

    def test_of_the_template_only_what_is_used(self):
        """No picture of another document, and no styles that nobody has: python-docx brings 790 KB of them."""
        for name, raw in self.raw.items():
            with self.subTest(name), zipfile.ZipFile(io.BytesIO(raw)) as file:
                names = file.namelist()
                self.assertFalse([each for each in names if 'thumbnail' in each or 'WithEffects' in each])
                self.assertLess(sum(file.getinfo(each).file_size for each in names if 'styles' in each), 60_000)
                known = set(re.findall(r'w:styleId="(\w+)"', file.read('word/styles.xml').decode()))
                for each in names:
                    if each.startswith('word/') and each.endswith('.xml'):
                        used = re.findall(r'<w:(?:[prt]\w*Style|basedOn|next|link) w:val="(\w+)"', file.read(each).decode())
                        self.assertLessEqual(set(used), known, each)

    def test_the_same_document_gives_the_same_bytes(self):
        self.assertEqual(document_to_docx(official_document()), self.raw['plan'])
        with zipfile.ZipFile(io.BytesIO(self.raw['plan'])) as package:
            self.assertEqual({entry.date_time for entry in package.infolist()}, {(1980, 1, 1, 0, 0, 0)})

    def test_properties_name_the_document(self):
        properties = self.files['plan'].core_properties
        self.assertEqual(properties.title, self.documents['plan'].title)
        self.assertEqual((properties.author, properties.language), ("BAN DÂN TỘC", "vi-VN"))
