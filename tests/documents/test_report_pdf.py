from odoo.tests import tagged

from ...rendering.annex import Annex, Column, Row, Table
from ...rendering.blocks import Block, Kind
from ...rendering.page import PageSettings
from ..pdf_cases import SENTENCE, PdfCase
from ..pdf_measure import MM_PER_PT

MIDDLE = (30 + 195) / 2
ABOUT = "phối hợp tổng kết công tác dân vận chính quyền năm 2026"
UNITS = ("Phòng Chính sách", "Phòng Tuyên truyền và Địa bàn", "Thanh tra Ban")
LONG_NAME = "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức chính trị xã hội, các sở, ban, ngành của tỉnh"

COLUMNS = (
    Column("TT", 0.5, 'center'), Column("Nội dung", 3), Column("Đơn vị tính", 1, 'center'),
    *(Column(title, 1, 'right') for title in ("Kỳ này", "Kỳ trước", "Lũy kế", "Cùng kỳ", "So sánh (%)", "Chỉ tiêu")))
NAME = "Số người có uy tín được thăm hỏi, tặng quà nhân dịp lễ, tết"


def figures(count=40):
    """A table of nine columns in groups of ten rows."""
    rows = []
    for number in range(1, count + 1):
        if number % 10 == 1:
            rows.append(Row((f"Nhóm {number}",), heading=True))
        rows.append(Row((f"{number}", NAME, "người", "1.234,5", "12", "1.246,5", "1.100", "113,3", f"9{number:02d}")))
    return Table(COLUMNS, tuple(rows))


def results(count=30):
    """A table of two columns, each row several lines high."""
    return Table((Column("Đơn vị", 1), Column("Kết quả", 2)),
                 tuple(Row((f"Phòng {number}", f"{SENTENCE * 4}Hết.")) for number in range(1, count + 1)))


@tagged('post_install', '-at_install')
class TestLetterPdf(PdfCase):

    def letter(self, **changes):
        values = {'letter': True, 'subject': ABOUT, 'symbol': 'BDT-VP', 'number': 215, 'addressees': UNITS,
                  'bases': (), 'blocks': (), 'preamble': SENTENCE * 3}
        return self.printed(**{**values, **changes})

    def assertLetters(self, span, size, bold=False, italic=False):
        self.assertNear(span.size, size, 0.02)
        self.assertEqual((span.bold, span.italic), (bold, italic))

    def test_subject_stands_under_the_number_within_its_column(self):
        for header_size in (12, 13):
            page = self.letter(page=PageSettings(header_size=header_size)).pages[0]
            number, first = page.line("Số: 215/BDT-VP"), page.line("V/v phối hợp")
            second = page.lines[page.lines.index(first) + 1]
            self.assertEqual(f"{first.text} {second.text}", f"V/v {ABOUT}")
            self.assertLetters(page.span("V/v phối hợp"), header_size)
            for line in (first, second):
                self.assertNear(line.center, number.center)
                self.assertLess(line.right, page.line("CỘNG HÒA").left)
            single = header_size * 1.15 * MM_PER_PT
            self.assertNear(second.top - first.top, single, 0.1)
            lead = page.span("V/v").baseline - page.span("Số:").baseline
            self.assertNear(lead, single + 6 * MM_PER_PT, 0.5)
            self.assertNear(page.span("Số:").baseline, page.span("Bình Phước,").baseline, 0.05)

    def test_letter_has_no_type(self):
        pdf = self.letter()
        self.assertNotIn("KẾ HOẠCH", pdf.text)
        self.assertEqual(pdf.text.count("tổng kết"), 1)
        self.assertEqual(pdf.info['Title'], f"Công văn số 215/BDT-VP: {ABOUT}")
        self.assertEqual(len(pdf.pages), 1)

    def test_draft_mark_stands_below_the_subject(self):
        page = self.letter(draft=True).pages[0]
        mark = page.line("DỰ THẢO")
        self.assertGreater(mark.top, page.line("dân vận").bottom)
        self.assertGreater(page.line("Kính gửi:").top, mark.bottom + 3)

    def test_several_addressees_stand_under_the_colon(self):
        page = self.letter().pages[0]
        lines = [page.line(text) for text in ("Kính gửi:", "- Phòng Chính", "- Phòng Tuyên", "- Thanh tra Ban.")]
        self.assertEqual([line.text[-1] for line in lines], [":", ";", ";", "."])
        head, *names = lines
        colon = head.right - 14 * 0.278 * MM_PER_PT
        for line in names:
            self.assertNear(line.left, colon, 0.5)
        self.assertNear((head.left + max(line.right for line in names)) / 2, MIDDLE, 1)
        self.assertGreater(head.top, page.line("dân vận").bottom + 3)
        self.assertGreater(page.line("Các đơn vị").top, names[-1].bottom + 2)
        for text in ("Kính gửi:", "- Phòng Chính"):
            self.assertLetters(page.span(text), 14)

    def test_long_addressee_goes_on_under_itself(self):
        page = self.letter(addressees=(LONG_NAME, "Văn phòng")).pages[0]
        self.assertEqual(page.line("Kính gửi:").text, "Kính gửi:")
        first = page.line("- Ủy ban Mặt trận")
        second = page.lines[page.lines.index(first) + 1]
        self.assertNear(second.left, first.left)
        self.assertLess(max(line.right for line in page.lines), 195.3)

    def test_one_addressee_stands_on_the_line_below_the_subject_of_a_report(self):
        page = self.printed(type="Báo cáo", addressees=("Ủy ban nhân dân tỉnh",)).pages[0]
        line = page.line("Kính gửi:")
        self.assertEqual(line.text, "Kính gửi: Ủy ban nhân dân tỉnh")
        self.assertNear(line.center, MIDDLE)
        self.assertGreater(line.top, page.line("Thực hiện công tác").bottom + 3)
        self.assertGreater(page.line("Căn cứ").top, line.bottom + 2)
        self.assertLetters(page.span("Kính gửi:"), 14)

    def test_addressees_are_the_first_recipients(self):
        page = self.letter().pages[0]
        first = page.lines[page.lines.index(page.line("Nơi nhận:")) + 1]
        self.assertEqual(first.text, "- Như trên;")

    def test_letter_to_nobody_keeps_off_its_header(self):
        page = self.letter(addressees=()).pages[0]
        self.assertGreater(page.line("Các đơn vị").top, page.line("dân vận").bottom + 3)


@tagged('post_install', '-at_install', 'dan_van_long')
class TestAnnexPdf(PdfCase):

    def report(self, *annexes, **changes):
        values = {'type': "Báo cáo", 'symbol': 'BC-BDT', 'blocks': (Block(Kind.PARAGRAPH, text=SENTENCE),)}
        return self.printed(annexes=annexes, **{**values, **changes})

    def numbers(self, pages):
        """The page numbers, an empty text where none is shown."""
        return [''.join(line.text for line in page.lines if line.bottom < 20) for page in pages]

    def test_wide_annex_lies_across_after_the_upright_text(self):
        text, *annex = self.report(Annex("Số liệu", figures())).pages
        self.assertEqual((round(text.width), round(text.height)), (210, 297))
        self.assertTrue(text.line("Nguyễn Văn A"))
        self.assertGreater(len(annex), 2)
        for page in annex:
            self.assertEqual((round(page.width), round(page.height)), (297, 210))
            within = [line for line in page.lines if line.bottom > 20]
            self.assertLess(max(line.bottom for line in within), 190)
            self.assertGreaterEqual(min(line.left for line in within), 30)
            self.assertLessEqual(max(line.right for line in within), 282)

    def test_heading_names_annex_and_document(self):
        _text, page, *_others = self.report(Annex("Kết quả của các đơn vị", results())).pages
        expected = {
            "Phụ lục": (14, True, False), "KẾT QUẢ CỦA CÁC ĐƠN VỊ": (14, True, False),
            "(Kèm theo Báo cáo số 05/BC-BDT ngày 05 tháng 02 năm 2026 của Ban Dân tộc)": (13, False, True)}
        above = 20
        for text, letters in expected.items():
            span, line = page.span(text), page.line(text)
            self.assertEqual(line.text, text)
            self.assertEqual((round(span.size, 1), span.bold, span.italic), letters)
            self.assertNear(line.center, MIDDLE)
            self.assertGreater(line.top, above - 1)
            above = line.bottom
        self.assertGreater(page.line("Đơn vị").top, above + 2)

    def test_several_annexes_are_numbered_and_count_their_own_pages(self):
        wide, narrow = Annex("Số liệu", figures()), Annex("Kết quả", results())
        pages = self.report(narrow, narrow, wide, wide, blocks=(Block(Kind.PARAGRAPH, text=SENTENCE * 60),)).pages
        heads = [index for index, page in enumerate(pages) if page.lines[0].text.startswith("Phụ lục")]
        self.assertEqual([pages[index].lines[0].text for index in heads],
                         ["Phụ lục I", "Phụ lục II", "Phụ lục III", "Phụ lục IV"])
        for first, following in zip([0, *heads], [*heads, len(pages)], strict=True):
            count = following - first
            self.assertGreater(count, 1)
            self.assertEqual(self.numbers(pages[first:following]), ['', *map(str, range(2, count + 1))])

    def test_page_number_is_centred_over_the_sheet_that_lies_across(self):
        page = self.report(Annex("Số liệu", figures())).pages[2]
        number = min(page.lines, key=lambda line: line.top)
        self.assertEqual(number.text, '2')
        self.assertNear(number.center, (30 + 282) / 2)
        self.assertNear(min(page.spans, key=lambda span: span.baseline).size, 14, 0.02)

    def test_head_is_repeated_on_each_page(self):
        _text, *annex = self.report(Annex("Số liệu", figures())).pages
        for page in annex:
            self.assertTrue(page.span("Nội dung").bold)
            self.assertNear(page.span("Nội dung").size, 12, 0.02)

    def test_no_row_is_split(self):
        _text, *annex = self.report(Annex("Kết quả", results())).pages
        self.assertGreater(len(annex), 2)
        for page in annex:
            words = ' '.join(span.text for span in page.spans)
            self.assertEqual(words.count("Phòng"), words.count("Hết."))
            self.assertEqual(words.count("Phòng") * 4, words.count("Các đơn vị"))

    def test_group_is_bold_over_all_columns_and_never_last_on_a_page(self):
        places = set()
        for count in range(33, 41):
            rows = (*(Row(("Một", "Hai")),) * count, Row(("", "Nhóm của các đơn vị"), heading=True), Row(("Cuối",)))
            _text, *annex = self.report(Annex("Số liệu", Table((Column("A"), Column("B", 9)), rows))).pages
            last = max(annex[0].spans, key=lambda span: span.baseline)
            self.assertNotEqual(last.text, "Nhóm của các đơn vị")
            group = annex[-1].span("Nhóm của các đơn vị")
            self.assertTrue(group.bold)
            self.assertNear(group.left, 30 + 3 * MM_PER_PT, 0.5)
            places.add(len(annex))
        self.assertEqual(places, {1, 2}, "groups that fit and groups that don't are both tried")

    def test_cells_are_aligned_within_their_columns(self):
        page = self.report(Annex("Số liệu", figures())).pages[1]
        share, padding, digit = 252 / 10.5, 3 * MM_PER_PT, 6 * MM_PER_PT
        number = next(span for span in page.spans if span.text == '1')
        self.assertNear(number.left, 30 + share * 0.25 - digit / 2)
        self.assertNear(page.span(NAME[:9]).left, 30 + share * 0.5 + padding)
        # Five digits, point and comma of half their width.
        self.assertNear(page.span("1.234,5").left, 30 + share * 5.5 - padding - 6 * digit)
        self.assertNear(page.span("12").left, 30 + share * 6.5 - padding - 2 * digit)

    def test_row_higher_than_a_page_is_printed_whole(self):
        table = Table((Column("Kết quả"),), (Row((SENTENCE * 80,)),))
        pdf = self.report(Annex("Kết quả", table, note="Ghi chú: Hết."))
        self.assertEqual(pdf.text.count("Các đơn vị"), 80 + 2)
        self.assertIn("Ghi chú: Hết.", pdf.text)

    def test_word_without_end_stays_in_its_cell(self):
        table = Table((Column("A"), Column("B")), (Row(("Đ" * 100, "Hết")),))
        page = self.report(Annex("Kết quả", table)).pages[1]
        parts = [span.text for span in page.spans if span.text.startswith("Đ" * 2)]
        self.assertEqual(''.join(parts), "Đ" * 100)
        self.assertLess(max(map(len, parts)) * 12 * 0.72 * MM_PER_PT, 165 / 2)

    def test_annex_keeps_face_and_archive_format(self):
        pdf = self.report(Annex("Số liệu", figures(), note="Ghi chú: ước tính."), addressees=UNITS)
        self.assertEqual(pdf.fonts, dict.fromkeys(('Tinos', 'Tinos-Bold', 'Tinos-Italic', 'Tinos-Bold-Italic'), True))
        self.assertEqual(pdf.info['Tagged'], 'yes')
        self.assertIn("pdfaid:part", pdf.reader.trailer['/Root']['/Metadata'].get_data().decode())

    def test_text_of_cells_is_text(self):
        table = Table((Column("<b>A</b>"),), (Row(("<img src='https://example.com/x.png'>",)), Row(("Nhỏ < lớn & bằng",), True)))
        text = self.report(Annex("So sánh <i>", table)).text
        for words in ("SO SÁNH <I>", "<b>A</b>", "<img src='https://example.com/x.png'>", "Nhỏ < lớn & bằng"):
            self.assertIn(words, text)
