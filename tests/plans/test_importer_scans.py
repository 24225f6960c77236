"""Scans made of plans whose words are known: what Tesseract reads of them, and which pages it is asked for."""
import io
import zipfile
from unittest.mock import patch

import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from odoo.tests import BaseCase, tagged

from ...confined import run
from ...importer import UnreadableFile, parse, read_page
from ...importer.readers import paper, photos, spelling
from ...importer.readers import scans as reader
from ...models.core.foreign_file import SCAN
from .. import scans
from ..corpus import load_all, pdf, score
from ..importer_cases import FONT, make_pdf, plan_text

SIGNED = "Ký bởi: Sở Nội vụ; Email: snv@tinhmau.gov.vn; Cơ quan: UBND tỉnh; Thời gian ký: 12.01.2026 10:11:12 +07:00"
RUBBISH = "UY BAN NHAN DAN TiNH CoNG HOA XA HQI CHU NGHiA VIET NAM DQc lap Tg do Hanh phric Thqrc hiQn c6ng t6c " * 3


SIGNERS = ("Sở Nội vụ", "Ủy ban nhân dân tỉnh Mẫu", "Văn phòng Ủy ban nhân dân tỉnh Mẫu")
THINNED = "Ke hoạch thuc hien cong tac năm dan van cua cac co quan, don vi trong linh vuc noi vu va viec theo doi ket qua " * 4


def covered(picture, *texts, page=A4, field=''):
    """:return: PDF of a page with a picture for its ground and texts over it, and a field of a form that shows something"""
    pdfmetrics.registerFont(TTFont("Plan", str(FONT)))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=page)
    canvas.drawImage(ImageReader(picture), 0, 0, *page)
    canvas.setFont("Plan", 9)
    for index, text in enumerate(texts):
        canvas.drawString(40, 700 - 14 * index, text)
    if field:
        canvas.acroForm.textfield(value=field, name="signature", x=300, y=120, width=200, height=60, fontSize=9)
    canvas.save()
    return stream.getvalue()


@tagged('post_install', '-at_install', 'dan_van_long')
class TestScans(BaseCase):

    def test_scans_of_plans_are_read(self):
        """With a table of tasks over two pages, and with headings, bases and duties."""
        for name in ("01-so-tu-phap-cchc", "04-benh-vien-bang"):
            with self.subTest(name):
                plan = next(each for each in load_all() if each.name == name)
                printed = pdf.write(plan)
                scan = scans.pdf(scans.pages(printed))
                pages = {index: run(read_page, scan, index, limits=SCAN) for index in self.asked(scan)}
                self.assertEqual(len(pages), 2)
                found = run(parse, scan, "scan.pdf", 0, (), pages)
                shares = score.of_scan(plan, parse(printed, "plan.pdf").to_dict(), found.to_dict())
                least = {'letters': 0.95, 'items': 0.9, 'units': 0.9}
                self.assertEqual(
                    {kind: right / whole for kind, (right, whole) in shares.items() if right < least[kind] * whole}, {})
                header = plan.expected['header']
                self.assertEqual((found.header.parent, found.header.symbol, found.header.place),
                                 (header['parent'], header['symbol'], header['place']))

    def test_grey_and_coarse_scans_are_read_nearly_as_well(self):
        """The frame of a grey stamp is no table, a seal no rule; thin rules and heads of tables are found though they are faint."""
        for name, way in (("01-so-tu-phap-cchc", 'grey'), ("04-benh-vien-bang", 'low')):
            with self.subTest(name, way=way):
                plan = next(each for each in load_all() if each.name == name)
                printed = pdf.write(plan)
                scan = scans.pdf([scans.laid(page)[way] for page in scans.pages(printed)])
                pages = {index: run(read_page, scan, index, limits=SCAN) for index in self.asked(scan)}
                found = run(parse, scan, "scan.pdf", 0, (), pages)
                shares = score.of_scan(plan, parse(printed, "plan.pdf").to_dict(), found.to_dict())
                least = {'letters': 0.985, 'items': 0.9, 'units': 0.9}
                self.assertEqual(
                    {kind: right / whole for kind, (right, whole) in shares.items() if right < least[kind] * whole}, {})

    def test_tones_that_a_coarse_scan_lost(self):
        for read, right in (
            ("kiêm tra việc châp hành", "kiểm tra việc chấp hành"), ("KÉ HOẠCH", "KẾ HOẠCH"), ("KÉẺ HOẠCH", "KẾ HOẠCH"), ("xuât bản (Bồ trí kinh phí)", "xuất bản (Bố trí kinh phí)"),
            ("Uỷ ban, văn hoá", "Uỷ ban, văn hoá"), ("có số lượng; tổ, chức danh", "có số lượng; tổ, chức danh"), ("hàng năm 12-KH/BCĐ", "hàng năm 12-KH/BCĐ"),
        ):
            with self.subTest(read):
                words = [each for word in read.split() for each in ([word], None)]
                spelling.mend(words)
                self.assertEqual(" ".join(word[0] for word in words if word), right)

    def test_the_strokes_of_a_signature_are_no_name(self):
        plain = parse(plan_text().encode(), "plan.txt").signer
        strokes = plan_text().replace(plain.title, f"{plain.title}\nThe. Mà JAA", 1)
        self.assertIn("JAA", strokes)
        self.assertEqual(parse(strokes.encode(), "plan.txt").signer.name, plain.name)

    def asked(self, data, name="scan.pdf"):
        """:return: the pages that are to be read from their picture"""
        with self.assertRaises(UnreadableFile) as caught:
            run(parse, data, name, 0, (), {})
        self.assertEqual(caught.exception.code, 'scanned')
        return caught.exception.arguments['pages']

    def test_what_is_laid_over_a_scan_does_not_make_it_text(self):
        """Neither what signing software has stamped on it, nor a text layer that is rubbish."""
        [page] = scans.pages(make_pdf("1"), noise=0, stamps=False)
        signed = [line for name in SIGNERS for line in (
            f"Người ký: {name}", f"Email: {len(name)}@tinhmau.gov.vn", f"Cơ quan: {name}", "Thời gian ký: ngày 12 tháng 01 năm 2026")]
        for texts in ((), (SIGNED,), (RUBBISH,), signed, (THINNED,)):
            for field in ('', "Ky boi: So Noi vu"):
                with self.subTest(texts, field=field):
                    self.assertEqual(self.asked(covered(page, *texts, field=field)), [0])
        written = covered(page, *plan_text().splitlines())
        self.assertEqual(self.refused(written), '', "a text over a picture is text")

    def test_pages_of_text_and_of_pictures_stand_in_one_file(self):
        """Those of text are not read from their picture; a blank page between is no page that can't be read."""
        text = make_pdf(plan_text())
        [page] = scans.pages(text, stamps=False)
        with pypdfium2.PdfDocument.new() as mixed:
            for part in (text, scans.pdf([scans.blank(), page])):
                with pypdfium2.PdfDocument(part) as document:
                    mixed.import_pages(document)
            stream = io.BytesIO()
            mixed.save(stream)
        self.assertEqual(self.asked(stream.getvalue()), [1, 2])
        alone = scans.pdf([page, scans.blank(), page])
        pages = {index: run(read_page, alone, index, limits=SCAN) for index in (1, 2)}
        self.assertFalse(list(filter(None, pages[1].words)))
        found = parse(stream.getvalue(), "plan.pdf", scanned=pages)
        self.assertEqual((found.header.number, len(found.sections)), ("12", 3))
        self.assertEqual({place.page for place in found.places}, {2})

    def test_pages_as_they_lie_under_the_lid(self):
        """On the head, on the side, with a dark margin around, with the shadow of a fold."""
        [page] = scans.pages(make_pdf(plan_text()), stamps=False)
        laid = scans.laid(page)
        for name in ('head', 'left', 'right', 'lid', 'fold', 'dim'):
            with self.subTest(name):
                words = [word[0] for word in run(read_page, scans.photo(laid[name]), 0, limits=SCAN).words if word]
                self.assertIn("KẾ HOẠCH Thực hiện", " ".join(words))
                self.assertLess(len(words), 180, "dark margins are no words")

    def refused(self, data):
        try:
            parse(data, "plan.pdf", scanned={})
        except UnreadableFile as error:
            return error.code if error.code != 'not_a_plan' else ''
        return ''

    def test_a_photo_lies_as_it_was_taken_and_may_have_several_pages(self):
        page = Image.new('RGB', (1600, 1200), 'white')
        exif = Image.Exif()
        exif[0x0112] = 6  # turned by a quarter
        turned = io.BytesIO()
        page.save(turned, 'JPEG', exif=exif)
        self.assertEqual(photos.page(turned.getvalue(), 0).size, (1200, 1600))
        self.assertEqual(self.asked(scans.tiff(3), "anh.tif"), [0, 1, 2])
        self.assertEqual(self.asked(scans.photo(page, 'PNG'), "anh.png"), [0])

    def test_photos_come_in_a_zip_in_the_order_of_their_names(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, 'w') as archive:
            for number in (10, 9, 1):
                archive.writestr(f"anh/IMG_{number}.jpg", scans.photo(Image.new('RGB', (number * 10, 100))))
        self.assertEqual(self.asked(stream.getvalue(), "anh.zip"), [0, 1, 2])
        self.assertEqual([photos.page(stream.getvalue(), index).width for index in range(3)], [10, 90, 100])
        with zipfile.ZipFile(stream, 'a') as archive:
            archive.writestr("virus.exe", b"MZ")
        with self.assertRaises(UnreadableFile) as caught:
            parse(stream.getvalue(), "anh.zip", scanned={})
        self.assertEqual(caught.exception.code, 'wrong_type')

    def test_seals_are_left_out_and_black_ink_stays(self):
        page = Image.new('RGB', (300, 100), (245, 240, 230))
        for x, ink in ((20, (200, 30, 45)), (80, (30, 40, 170)), (140, (10, 10, 12)), (200, (110, 20, 30)), (260, (150, 60, 70))):
            page.paste(ink, (x, 20, x + 20, 80))
        ink = paper.black(page)
        shades = [ink.getpixel((x + 10, 50)) for x in (0, 20, 80, 140, 200)]
        self.assertGreater(min(shades[:3]), 230, "paper, seal and blue pen")
        self.assertLess(max(shades[3:]), 150, "print, and print below a seal")

    def test_a_seal_without_colour_is_lighter_than_print(self):
        """Its dots go, those at the edge of print stay; faint print stays whole."""
        page = Image.new('L', (300, 100), 240)
        for x, shade in ((20, 15), (40, 90), (120, 95)):
            page.paste(shade, (x, 20, x + (2 if x == 40 else 20), 80))
        self.assertEqual([paper.print_of(page).getpixel((x, 50)) for x in (30, 41, 130, 200)], [15, 90, 255, 255])
        faint = page.point(lambda value: max(value, 120))
        self.assertEqual(paper.print_of(faint).tobytes(), faint.tobytes())
        self.assertTrue(paper.is_grey(page.convert('RGB')))
        page = page.convert('RGB')
        page.paste((200, 30, 45), (120, 20, 140, 80))
        self.assertFalse(paper.is_grey(page))

    def test_a_page_that_lies_askew_is_turned(self):
        [page] = scans.pages(make_pdf(plan_text()), skew=-2.5, stamps=False)[:1]
        self.assertAlmostEqual(paper.skew(paper.black(page)), 2.5, delta=0.15)

    def test_numerals_are_mended_digits_stay(self):
        self.assertEqual(
            [reader._numeral(text) for text in ("HI.", "IH.", "H", "lI.", "IL", "Ị", "1.", "11.", "l.", "Số", "XII.", "HIHI")],
            ["III.", "III.", "II", "II.", "II", "I", "1.", "11.", "l.", "Số", "XII.", "HIHI"])

    def test_strokes_side_by_side_are_counted(self):
        face = ImageFont.truetype(str(FONT), 54)
        for printed, said in (("III.", "II."), ("II.", "II."), ("II.", "III."), ("I.", "I.")):
            page = Image.new('L', (300, 120), 255)
            draw = ImageDraw.Draw(page)
            draw.text((40, 30), printed, font=face, fill=10)
            left, top, right, bottom = draw.textbbox((40, 30), printed, font=face)
            found = reader._counted(page, (said, int(left), int(right), int(bottom), int(top), 90))
            self.assertEqual(found, printed)
        self.assertEqual(reader._counted(page, ("IV.", 0, 90, 90, 0, 90)), "IV.")

    def test_a_number_in_doubt_is_asked_for(self):
        """What is written by hand is never guessed; what is printed and plain stays."""
        page = {0: run(read_page, scans.photo(scans.pages(make_pdf(plan_text()), stamps=False)[0]), 0, limits=SCAN)}
        data = scans.photo(Image.new('RGB', (10, 10)))
        found = parse(data, "anh.jpg", scanned=page)
        self.assertEqual((found.header.number, found.header.symbol), ("12", "KH-STN"))
        self.assertNotIn('number_unread', [notice.code for notice in found.warnings])
        for word in filter(None, page[0].words):
            if "12/KH" in word[0]:
                word[5] = 60
        found = parse(data, "anh.jpg", scanned=page)
        self.assertEqual((found.header.number, found.header.symbol), (None, "KH-STN"))
        self.assertEqual(found.warnings[0].code, 'number_unread')
        self.assertIn("12/KH-STN", [doubt.word for doubt in found.doubts])
        place = next(each for each in found.places if each.line == found.warnings[0].line)
        self.assertEqual(place.page, 0)
        self.assertTrue(0 < place.top < 0.2 and 0 < place.left < place.left + place.width < 1, place)

    def test_where_the_program_is_missing_the_packages_are_named(self):
        with patch.object(reader, '_PROGRAM', 'tesseract-that-is-nowhere'), self.assertRaises(UnreadableFile) as caught:
            read_page(scans.photo(Image.new('RGB', (50, 50))), 0)
        self.assertEqual((caught.exception.code, caught.exception.arguments),
                         ('no_ocr', {'packages': "tesseract-ocr tesseract-ocr-vie"}))

    def test_damaged_and_giant_pictures_are_refused(self):
        for code, data in (('broken', b"\xff\xd8\xff" + bytes(500)), ('broken', scans.photo(Image.new('RGB', (900, 900)))[:400]),
                           ('too_fine', scans.photo(Image.new('1', (20_000, 20_000)), 'PNG'))):
            with self.subTest(code), self.assertRaises(UnreadableFile) as caught:
                run(read_page, data, 0, limits=SCAN)
            self.assertEqual(caught.exception.code, code)
