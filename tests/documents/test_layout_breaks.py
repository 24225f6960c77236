from odoo.tests import tagged

from ...rendering.annex import Annex, Column, Row, Table
from ...rendering.blocks import Block, Kind
from ..pdf_cases import SENTENCE, PdfCase

LINE = "Một dòng."
CHAIN = (
    Block(Kind.PART, 'Phần II', "Nhiệm vụ trọng tâm"), Block(Kind.SECTION, 'I', "Nhiệm vụ của các đơn vị"),
    Block(Kind.HEADING, '1', "Nhiệm vụ của văn phòng"))
HEADINGS = ("Phần II", "NHIỆM VỤ TRỌNG TÂM", "I. NHIỆM VỤ CỦA CÁC ĐƠN VỊ", "1. Nhiệm vụ của văn phòng")


@tagged('post_install', '-at_install', 'dan_van_wide')
class TestLayoutBreaks(PdfCase):
    """Where pages end, tried with documents that grow line by line."""

    def text_lines(self, page):
        """:return: the lines of the text on a page, in the order of reading, without page number and signature"""
        end = min((line.top for line in page.lines if line.text == "Nơi nhận:"), default=297)
        return [line.text for line in page.lines if 20 < line.top < end - 1]

    def grown(self, lengths, **changes):
        """Yield the number of lines and the pages of documents of one-line paragraphs."""
        for count in lengths:
            blocks = (Block(Kind.PARAGRAPH, text="\n".join([LINE] * count)), *changes.get('blocks', ()))
            yield count, self.printed(**{**changes, 'bases': (), 'blocks': blocks}).pages

    def test_signature_has_two_lines_of_text_with_it(self):
        """Whether the last paragraph is one line or several, and wherever on the page it ends."""
        for closing in ("Trên đây là kế hoạch của cơ quan.", SENTENCE + SENTENCE, SENTENCE * 5):
            counts = set()
            for count, pages in self.grown(range(10, 24), closing=closing):
                with self.subTest(lines=count, closing=closing):
                    last = pages[-1]
                    self.assertTrue(last.line("Nguyễn Văn A"), "the signature is whole")
                    self.assertGreaterEqual(len(self.text_lines(last)), 2)
                    counts.add(len(pages))
            self.assertEqual(counts, {1, 2}, "lengths that fit and lengths that don't are both tried")

    def test_no_page_ends_with_a_heading(self):
        """A chain of headings goes over whole, with two lines of what follows."""
        places = set()
        for count, pages in self.grown(range(18, 32), blocks=(*CHAIN, Block(Kind.PARAGRAPH, text=SENTENCE * 8))):
            for page in pages[:-1]:
                with self.subTest(lines=count):
                    lines = self.text_lines(page)
                    self.assertFalse({lines[-1], lines[-2]} & set(HEADINGS), lines[-3:])
            place = [index for heading in HEADINGS for index, page in enumerate(pages) if heading in self.text_lines(page)]
            self.assertEqual(len(set(place)), 1, "the chain is whole")
            places.add(place[0])
        self.assertEqual(places, {0, 1}, "chains that fit and chains that don't are both tried")

    def test_no_page_of_a_table_ends_with_the_names_of_groups(self):
        places = set()
        for count in range(32, 38):
            rows = (*(Row(("Một", "Hai")),) * count, Row(("Nhóm lớn",), heading=True), Row(("Nhóm nhỏ",), heading=True),
                    *(Row(("Một", "Hai")),) * 5)
            annex = Annex("Số liệu", Table((Column("A"), Column("B", 9)), rows))
            _text, *pages = self.printed(blocks=(), annexes=(annex,)).pages
            for page in pages:
                lines = self.text_lines(page)
                self.assertNotIn(lines[-1], ("Nhóm lớn", "Nhóm nhỏ"))
                self.assertEqual("Nhóm lớn" in lines, "Nhóm nhỏ" in lines, "groups stay together")
            places.add("Nhóm lớn" in self.text_lines(pages[0]))
        self.assertEqual(places, {True, False})

    def test_no_line_of_a_paragraph_is_alone_on_a_page(self):
        parts = set()
        for _count, pages in self.grown(range(16, 26), closing=SENTENCE * 6):
            first, *others = map(self.text_lines, pages)
            part = first[len(first) - first[::-1].index(LINE):]
            self.assertNotEqual(len(part), 1, part)
            for lines in others:
                self.assertNotEqual(len(lines), 1, lines)
            parts.add(len(part))
        self.assertGreater(len(parts), 3, "different parts of the paragraph are on the first page")

    def test_many_recipients_leave_no_page_nearly_empty(self):
        """The signature stands where the text ends, with the first recipients beside it; the others go on below, page by page."""
        names = tuple(f"Ủy ban nhân dân xã {index}" for index in range(1, 81))
        for count, pages in self.grown((4, 20, 24, 28), recipients=names, closing=""):
            with self.subTest(lines=count):
                [signed] = [page for page in pages if any(line.text == "Nguyễn Văn A" for line in page.lines)]
                self.assertTrue(signed.line("Nơi nhận:"))
                self.assertTrue(signed.line("- Ủy ban nhân dân xã 1;"))
                for page in pages[:-1]:
                    self.assertGreater(max(line.bottom for line in page.lines), 200, "no page ends in its upper part")
                text = [line.text for page in pages for line in page.lines]
                shown = [line for line in text if line.startswith("- Ủy ban")]
                self.assertEqual(shown, [f"- {name};" for name in names])
                self.assertEqual(text[-1], "- Lưu: VT, VP.")
                lefts = {round(line.left, 1) for page in pages for line in page.lines if line.text.startswith("- Ủy ban")}
                self.assertEqual(len(lefts), 1, "one column")
