import datetime
import io

import pypdfium2

from odoo.exceptions import UserError
from odoo.tests import BaseCase, tagged

from ...pictures.stamping import MM, NoRoom, stamp
from ...rendering.arrival import ArrivalStamp
from ...rendering.pdf import html_to_pdf
from .. import signature_cases as cases
from ..common import AgencyCase

STAMP = ArrivalStamp("Ban Dân tộc tỉnh Mẫu", 7, datetime.date(2026, 11, 30), "Phòng Chính sách")


def words(pdf, page=0):
    """:return: list of ``(text, left, bottom, right, top)`` of the pieces of text on a page"""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[page].get_textpage()
        boxes = [text.get_rect(index) for index in range(text.count_rects())]
        return [(text.get_text_bounded(*box), *box) for box in boxes]


@tagged('post_install', '-at_install')
class TestArrivalStamp(BaseCase):
    """The stamp of 50 by 35 mm stands where page one is blank."""

    def place(self, content):
        before, after = words(content), words(stamp(content, STAMP.to_pdf()))
        self.assertEqual([each for each in before if each not in after], [], "what was there is there")
        return [each for each in after if each not in before]

    def test_it_says_who_when_and_which_number(self):
        added = self.place(cases.document())
        said = ' '.join(each[0] for each in added)
        for part in ("BAN DÂN TỘC TỈNH MẪU", "ĐẾN", "Số: 07", "Ngày: 30/11/2026", "Chuyển: Phòng Chính sách", "Số và ký hiệu HS"):
            self.assertIn(part, said)

    def test_it_has_its_size_and_covers_nothing(self):
        content = cases.document()
        with pypdfium2.PdfDocument(STAMP.to_pdf()) as document:
            self.assertEqual([round(side / MM) for side in document[0].get_size()], [50, 35])
        added = self.place(content)
        left, bottom = min(each[1] for each in added), min(each[2] for each in added)
        right, top = max(each[3] for each in added), max(each[4] for each in added)
        self.assertLessEqual(right - left, 50 * MM)
        self.assertLessEqual(top - bottom, 35 * MM)
        for _text, *box in words(content):
            self.assertFalse(box[0] < right and left < box[2] and box[1] < top and bottom < box[3], _text)

    def test_it_stands_upright_and_whole_on_pages_that_are_turned_or_cut(self):
        """Scanners lay pages on their sides."""
        def page(turn=0, seen=(0, 0, 595, 842)):
            with pypdfium2.PdfDocument.new() as document:
                blank = document.new_page(595, 842)
                blank.set_rotation(turn)
                blank.set_cropbox(*seen)
                stream = io.BytesIO()
                document.save(stream)
                return stream.getvalue()

        def seen(content):
            with pypdfium2.PdfDocument(stamp(content, STAMP.to_pdf())) as document:
                shown = document[0].render(scale=1, grayscale=True).to_pil()
                words = shown.convert('L').point(lambda value: 255 * (value < 200))
                return words.getbbox(), words.crop((0, 0, 400, 95)).getbbox()

        upright = seen(page())
        for turn, box in ((90, (0, 0, 595, 842)), (180, (0, 0, 595, 842)), (270, (0, 0, 595, 842)), (0, (100, 200, 500, 800)), (90, (-50, 60, 500, 800))):
            with self.subTest(turn=turn, box=box):
                for found, expected in zip(seen(page(turn, box)), upright):
                    for side in range(4):
                        self.assertAlmostEqual(found[side], expected[side], delta=1)

    def test_a_full_page_has_no_room(self):
        full = html_to_pdf('<html lang="vi"><head><title>x</title><style>@page{margin:5mm} p{margin:0;text-align:justify}</style></head><body>'
                           + '<p>' + "đầy chữ " * 3000 + '</p></body></html>')
        for content in (full, b'no PDF', b''):
            with self.assertRaises(NoRoom):
                stamp(content, STAMP.to_pdf())


@tagged('post_install', '-at_install')
class TestStampedCopy(AgencyCase):

    def test_a_copy_is_stamped_and_the_file_stays(self):
        document = self.as_user('clerk', 'dan_van.incoming').create({
            'code': "12/UBND-NC", 'issuer': "UBND tỉnh", 'subject': "Phối hợp", 'arrival_date': '2026-11-30'})
        with self.assertRaisesRegex(UserError, "no PDF"):
            self.env['dan_van.incoming.slip']._stamped(document)
        file = self.as_user('clerk', 'ir.attachment').create({
            'name': 'den.pdf', 'raw': cases.document(), 'res_model': document._name, 'res_id': document.id})
        document.invalidate_recordset()
        self.assertIn(f'/dan_van/stamped/{document.id}', document.action_print_stamped()['url'])
        stamped = self.env['dan_van.incoming.slip']._stamped(self.as_user('head', document))
        said = ' '.join(each[0] for each in words(stamped))
        self.assertIn(f"Số: {document.arrival_number:02d}", said)
        self.assertIn("Ngày: 30/11/2026", said)
        self.assertEqual(file.raw, cases.document())
        with pypdfium2.PdfDocument(io.BytesIO(stamped)) as copy, pypdfium2.PdfDocument(cases.document()) as original:
            self.assertEqual(len(copy), len(original))
