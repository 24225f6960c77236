import unicodedata

from odoo.tests import tagged

from ...rendering.blocks import Block, Kind
from ...rendering.document import DocumentDate
from ...rendering.page import PageSettings
from ...rendering.pdf import PdfError, html_to_pdf
from ..pdf_cases import LONG_SUBJECT, SENTENCE, SUBJECT, PdfCase, official_document
from ..pdf_measure import MM_PER_PT

SHADES = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"]
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
LOWER = {unicodedata.normalize('NFC', shade + tone) for shade in SHADES for tone in TONES} | {"đ"}
LETTERS = sorted(letter for shade in LOWER for letter in (shade, shade.upper()) if not letter.isascii())


@tagged('post_install', '-at_install')
class TestOfficialPdf(PdfCase):

    def test_no_line_ends_within_a_symbol(self):
        """Whatever stands before it, 05-CT/TW is never printed as "05-" and "CT/TW"."""
        text = '\n'.join("m" * length + " theo Chỉ thị số 05-CT/TW" for length in range(10, 60))
        pdf = self.printed(blocks=(Block(Kind.PARAGRAPH, text=text),))
        lines = [line.text for sheet in pdf.pages for line in sheet.lines]
        self.assertEqual(sum("05-CT/TW" in line for line in lines), 50)

    # Sheet

    def test_sheet_is_a4_within_the_margins(self):
        for page in (PageSettings(), PageSettings(margin_top=25, margin_bottom=24, margin_left=35, margin_right=20)):
            pdf = self.printed(page=page)
            self.assertEqual(pdf.info['Page size'], '595.276 x 841.89 pts (A4)')
            self.assertEqual(len(pdf.pages), 2)
            for sheet in pdf.pages:
                lines = [line for line in sheet.lines if line.text != '2']
                self.assertNear(min(line.left for line in lines), page.margin_left)
                self.assertNear(max(line.right for line in lines), 210 - page.margin_right)
                self.assertNear(min(line.top for line in lines), page.margin_top, 1)
                self.assertLess(max(line.bottom for line in lines), 297 - page.margin_bottom)
            full = pdf.pages[0].lines
            self.assertGreater(max(line.bottom for line in full), 297 - page.margin_bottom - 16)

    def test_one_embedded_family_holds_every_vietnamese_letter(self):
        self.assertEqual(len(LETTERS), 134)
        every = " ".join(LETTERS)
        pdf = self.printed(
            bases=(every,), blocks=(Block(Kind.HEADING, '1', every), Block(Kind.PARAGRAPH, text=every)),
            recipients=(every,))
        self.assertEqual(pdf.fonts, dict.fromkeys(('Tinos', 'Tinos-Bold', 'Tinos-Italic', 'Tinos-Bold-Italic'), True))
        for letter in LETTERS:
            self.assertGreaterEqual(pdf.text.count(letter), 4, letter)

    def test_decomposed_letters_print_as_composed_ones(self):
        decomposed = unicodedata.normalize('NFD', SENTENCE)
        pdf = self.printed(blocks=(Block(Kind.PARAGRAPH, text=decomposed),))
        self.assertIn(SENTENCE.strip(), pdf.text)

    def test_properties(self):
        pdf = self.printed()
        self.assertEqual(pdf.info['Title'], f"Kế hoạch số 05/KH-BDT: {SUBJECT}")
        self.assertEqual(pdf.info['Tagged'], 'yes')
        self.assertEqual(pdf.reader.trailer['/Root']['/Lang'], 'vi')
        xmp = pdf.reader.trailer['/Root']['/Metadata'].get_data().decode()
        self.assertRegex(xmp, r'pdfaid:part="2"')
        self.assertRegex(xmp, r'pdfaid:conformance="U"')

    def test_same_document_gives_the_same_bytes(self):
        html = self.html(official_document())
        self.assertEqual(html_to_pdf(html), html_to_pdf(html))

    # Letters

    def test_letters_of_each_component(self):
        first, last = (self.printed().pages[index] for index in (0, -1))
        expected = {
            "UBND TỈNH BÌNH PHƯỚC": (13, False, False),
            "BAN DÂN TỘC": (13, True, False),
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (13, True, False),
            "Độc lập - Tự do - Hạnh phúc": (14, True, False),
            "Số: 05/KH-BDT": (13, False, False),
            "Bình Phước, ngày 05 tháng 02 năm 2026": (14, False, True),
            "KẾ HOẠCH": (14, True, False),
            SUBJECT: (14, True, False),
            "Căn cứ Luật": (14, False, True),
            "Cơ quan ban hành": (14, False, False),
            "Phần I": (14, True, False),
            "NHỮNG VIỆC CHUNG": (14, True, False),
            "I. MỤC ĐÍCH": (14, True, False),
            "1. Việc chung": (14, True, False),
            "2. Các đơn vị": (14, False, False),
            "Trên đây": (14, False, False),
            "KT. TRƯỞNG BAN": (14, True, False),
            "PHÓ TRƯỞNG BAN": (14, True, False),
            "Nguyễn Văn A": (14, True, False),
            "Nơi nhận:": (12, True, True),
            "- UBND tỉnh;": (11, False, False),
            "- Lưu: VT, VP.": (11, False, False),
        }
        for text, (size, bold, italic) in expected.items():
            with self.subTest(text):
                page = first if any(text in ' '.join(span.text.split()) for span in first.spans) else last
                span = page.span(text)
                self.assertNear(span.size, size, 0.02)
                self.assertEqual((span.bold, span.italic), (bold, italic))

    def test_letters_follow_the_page_settings(self):
        page = self.printed(page=PageSettings(header_size=12, body_size=13)).pages[0]
        sizes = {"UBND": 12, "BAN DÂN TỘC": 12, "CỘNG HÒA": 12, "Độc lập": 13, "Số:": 13, "Bình Phước,": 13, "KẾ HOẠCH": 13,
                 "I. MỤC ĐÍCH": 13, "2. Các đơn vị": 13}
        for text, size in sizes.items():
            self.assertNear(page.span(text).size, size, 0.02)

    # Header

    def test_header_columns_stand_level_and_centred(self):
        for issuer in (("Ban Dân tộc",), ("Sở Dân tộc", "và Tôn giáo", "tỉnh Bình Phước")):
            page = self.printed(issuer=issuer).pages[0]
            span, line = page.span, page.line
            self.assertNear(span("UBND").baseline, span("CỘNG HÒA").baseline, 0.05)
            self.assertNear(span(issuer[0].upper()).baseline, span("Độc lập").baseline, 0.2)
            self.assertNear(span("Số:").baseline, span("Bình Phước,").baseline, 0.05)
            self.assertGreater(line("Số:").top, page.rule_below(line(issuer[-1].upper())).bottom + 2)
            self.assertLess(span("CỘNG HÒA").baseline, 20 + 7)
            for name in (*map(str.upper, issuer), "Số:"):
                self.assertNear(line(name).center, line("UBND").center)
            for text in ("Độc lập", "Bình Phước,"):
                self.assertNear(line(text).center, line("CỘNG HÒA").center)
            self.assertGreater(line("CỘNG HÒA").left, line("UBND").right)
            self.assertNear(line("CỘNG HÒA").right, 195, 1)

    def test_agency_without_parent_begins_level_with_the_nation(self):
        page = self.printed(parent="").pages[0]
        self.assertNear(page.span("BAN DÂN TỘC").baseline, page.span("CỘNG HÒA").baseline, 0.05)

    def test_long_names_wrap_within_their_column(self):
        page = self.printed(
            issuer=("Sở Dân tộc và Tôn giáo và Phát triển vùng đồng bào dân tộc thiểu số và miền núi",),
            place="Thành phố Hồ Chí Minh", subject=LONG_SUBJECT).pages[0]
        left = [page.line(text) for text in ("UBND", "SỞ DÂN TỘC", "Số:")]
        right = [page.line(text) for text in ("CỘNG HÒA", "Độc lập", "Thành phố Hồ Chí Minh, ngày 05 tháng 02 năm 2026")]
        self.assertLess(max(line.right for line in left), min(line.left for line in right))
        self.assertLess(max(line.right for line in page.lines), 195.3)
        self.assertNear(page.span("Số:").baseline, page.span("Thành phố").baseline, 0.05)

    def test_word_without_end_breaks_within_its_column(self):
        page = self.printed(issuer=("Đ" * 60,), blocks=(Block(Kind.PARAGRAPH, text="Đ" * 200),)).pages[0]
        wide = [line for line in page.lines if line.text.startswith("ĐĐ")]
        issuer = [line for line in wide if line.top < page.line("Số:").top]
        self.assertGreater(len(issuer), 1)
        self.assertLess(max(line.right for line in issuer), page.line("CỘNG HÒA").left - 2.8)
        self.assertLess(max(line.right for line in wide), 195.3)

    def test_rule_under_the_motto_is_as_long_as_its_text(self):
        page = self.printed().pages[0]
        motto = page.line("Độc lập")
        rule = page.rule_below(motto)
        self.assertNear(rule.left, motto.left)
        self.assertNear(rule.right, motto.right)

    def test_rules_under_issuer_and_subject_are_a_third_to_a_half(self):
        three_lines = ("Sở Dân tộc", "và Tôn giáo", "tỉnh Bình Phước")
        for changes, last_issuer, last_subject in (
            ({}, "BAN DÂN TỘC", SUBJECT[:20]),
            ({'issuer': three_lines, 'subject': LONG_SUBJECT}, "TỈNH BÌNH PHƯỚC", None),
        ):
            page = self.printed(**changes).pages[0]
            issuer = page.line(last_issuer)
            bold = [line for line in page.lines if line.text and line.text in changes.get('subject', SUBJECT)]
            subject = page.line(last_subject) if last_subject else bold[-1]
            longest = max(bold, key=lambda line: line.width)
            for below, measure in ((issuer, issuer), (subject, longest)):
                rule = next(each for each in page.rules if 0 < each.top - below.top < 10 and each.left < below.center < each.right)
                self.assertGreater(rule.top, below.bottom - 1)
                self.assertGreaterEqual(rule.width, measure.width / 3)
                self.assertLessEqual(rule.width, measure.width / 2)
                self.assertNear((rule.left + rule.right) / 2, below.center)

    def test_type_and_subject_are_centred_on_the_text(self):
        page = self.printed(subject=LONG_SUBJECT).pages[0]
        for text in ("KẾ HOẠCH", LONG_SUBJECT[:20], "Phần I", "NHỮNG VIỆC"):
            self.assertNear(page.line(text).center, (30 + 195) / 2)

    # Draft

    def test_draft_has_its_mark_and_no_number(self):
        page = self.printed(draft=True, number=5, date=DocumentDate(2026, 2)).pages[0]
        self.assertRegex(page.span("Số:").text, r"^Số:\s*/KH-BDT$")
        mark = page.line("DỰ THẢO")
        self.assertTrue(page.span("DỰ THẢO").bold)
        self.assertNear(mark.center, page.line("UBND").center)
        self.assertGreater(mark.top, page.line("Số:").bottom - 1)
        self.assertTrue([frame for frame in page.frames if frame.left < mark.left and frame.right > mark.right])
        self.assertRegex(page.span("Bình Phước,").text, r"ngày\s{4,}tháng 02 năm 2026$")

    def test_only_a_draft_has_the_mark(self):
        pdf = self.printed()
        self.assertNotIn("DỰ THẢO", pdf.text)
        self.assertIn("Số: 05/KH-BDT", pdf.text)

    # Text

    def test_paragraphs_are_indented_justified_and_spaced(self):
        for settings in (PageSettings(), PageSettings(indent=1.27, paragraph_spacing=8, line_spacing=1.5)):
            page = self.printed(page=settings).pages[0]
            first = page.lines.index(page.line("2. Các đơn vị"))
            second = page.lines.index(page.line("3. Các đơn vị"))
            paragraph = page.lines[first:second]
            self.assertNear(paragraph[0].left, 30 + settings.indent * 10)
            self.assertGreater(len(paragraph), 3)
            for line in paragraph[1:]:
                self.assertNear(line.left, 30)
            for line in paragraph[:-1]:
                self.assertNear(line.right, 195)
            single = settings.body_size * 1.15 * MM_PER_PT * settings.line_spacing
            self.assertNear(paragraph[1].top - paragraph[0].top, single, 0.1)
            gap = page.lines[second].top - paragraph[-1].top - single
            self.assertNear(gap, settings.paragraph_spacing * MM_PER_PT, 0.1)

    def test_page_number_is_centred_in_the_top_margin_from_page_two(self):
        first, *others = self.printed(page=PageSettings(body_size=13), closing=SENTENCE * 60).pages
        self.assertFalse([line for line in first.lines if line.bottom < 20])
        self.assertGreater(len(others), 1)
        for expected, page in enumerate(others, start=2):
            number, = [line for line in page.lines if line.bottom < 20]
            self.assertEqual(number.text, str(expected))
            self.assertNear(number.center, (30 + 195) / 2)
            span = min(page.spans, key=lambda each: each.baseline)
            self.assertEqual((span.text, span.bold, span.italic), (number.text, False, False))
            self.assertNear(span.size, 13, 0.02)

    def test_text_is_text(self):
        pdf = self.printed(
            subject="So sánh a < b & c", bases=("<img src='https://example.com/x.png'>",),
            blocks=(Block(Kind.ITEM, '1', text="<script>alert(1)</script> <b>đậm</b>"),))
        for text in ("So sánh a < b & c", "<img src='https://example.com/x.png'>", "<script>alert(1)</script> <b>đậm</b>"):
            self.assertIn(text, pdf.text)

    def test_nothing_is_fetched(self):
        for address in ('file:///etc/hostname', 'http://127.0.0.1/x.png', 'data:image/png;base64,AAAA', '/web/image/1',
                        '/dan_van/static/../__manifest__.py', '//addon.invalid.example/dan_van/static/fonts/Tinos-Bold.ttf'):
            with self.subTest(address), self.assertRaises(PdfError):
                html_to_pdf(f'<html lang="vi"><title>x</title><body><img src="{address}"/></body></html>')

    # End

    def test_signature_and_recipients_stand_level(self):
        page = self.printed().pages[-1]
        title, below, name = (page.line(text) for text in ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Nguyễn Văn A"))
        self.assertNear(page.span("Nơi nhận:").baseline, page.span("KT. TRƯỞNG BAN").baseline, 0.05)
        for text in ("Nơi nhận:", "- UBND tỉnh;", "- Lưu:"):
            self.assertNear(page.line(text).left, 30)
        for line in (below, name):
            self.assertNear(line.center, title.center)
        self.assertGreater(title.left, (30 + 195) / 2)
        self.assertGreater(name.top - below.bottom, 25)
        self.assertGreater(title.top, page.line("Trên đây").bottom)

    def test_text_ends_with_its_mark(self):
        self.assertIn("Trên đây là kế hoạch của cơ quan./. ", self.printed().text)

    def test_heading_is_never_last_on_a_page(self):
        headings = "Việc của các phòng"
        for lines in (3, 4, 6):
            blocks = [
                block for index in range(1, 25) for block in (
                    Block(Kind.SECTION, 'I', headings), Block(Kind.HEADING, str(index), headings),
                    Block(Kind.PARAGRAPH, text="\n".join(["Một dòng."] * lines)))]
            pages = self.printed(blocks=tuple(blocks)).pages
            self.assertGreater(len(pages), 3)
            for page in pages[:-1]:
                lowest = max(page.spans, key=lambda span: span.baseline)
                self.assertEqual(lowest.text, "Một dòng.")

    def test_signature_is_never_alone_on_a_page(self):
        counts = set()
        for count in range(8, 18):
            lines = (Block(Kind.PARAGRAPH, text="Một dòng."),) * count
            pages = self.printed(bases=(), blocks=lines, closing=SENTENCE * 4).pages
            last = pages[-1]
            text = [line for line in last.lines if 20 < line.top < last.line("Nơi nhận:").top - 1]
            self.assertGreaterEqual(len(text), 2, f"{count} paragraphs")
            self.assertTrue(last.line("Nguyễn Văn A"))
            counts.add(len(pages))
        self.assertEqual(counts, {1, 2}, "blocks that fit and blocks that don't are both tried")
