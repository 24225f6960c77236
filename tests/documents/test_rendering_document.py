import datetime
from dataclasses import replace

from odoo.tests import BaseCase, tagged

from ...rendering.blocks import Block, Kind, Style
from ...rendering.document import Document, DocumentDate, Signature


@tagged('post_install', '-at_install')
class TestRenderingDocument(BaseCase):

    def setUp(self):
        super().setUp()
        self.document = Document(
            type="Kế hoạch", subject="Công tác dân vận năm 2026.", issuer=("Ban Dân tộc",), parent="UBND tỉnh",
            symbol='KH-BDT', number=7, place="Bình Phước", date=datetime.date(2026, 1, 9),
            signature=Signature(("TRƯỞNG BAN",)))

    def printed(self, *blocks):
        return [(paragraph.style, paragraph.text) for block in blocks for paragraph in block.paragraphs()]

    def test_headings(self):
        self.assertEqual(
            self.printed(
                Block(Kind.PART, 'Phần I', "Những việc chung"),
                Block(Kind.SECTION, 'II', "Nội dung"),
                Block(Kind.HEADING, '1', "Mục đích", "Đoạn một.\n\nĐoạn hai."),
            ), [
                (Style.PART, "Phần I"),
                (Style.PART_TITLE, "NHỮNG VIỆC CHUNG"),
                (Style.SECTION, "II. NỘI DUNG"),
                (Style.HEADING, "1. Mục đích"),
                (Style.TEXT, "Đoạn một."),
                (Style.TEXT, "Đoạn hai."),
            ])

    def test_items_run_on(self):
        self.assertEqual(
            self.printed(
                Block(Kind.ITEM, '2', "Văn phòng", "Theo dõi chung.\nTổng hợp."),
                Block(Kind.ITEM, '3', "Thanh tra:", "Tiếp công dân."),
                Block(Kind.ITEM, '4', text="Tuyên truyền."),
                Block(Kind.POINT, 'đ', text="Lập danh sách;"),
                Block(Kind.BULLET, text="Ý một;"),
                Block(Kind.SUB_BULLET, text="Ý nhỏ;"),
                Block(Kind.PARAGRAPH, text="Đoạn văn."),
            ), [
                (Style.TEXT, "2. Văn phòng: Theo dõi chung."),
                (Style.TEXT, "Tổng hợp."),
                (Style.TEXT, "3. Thanh tra: Tiếp công dân."),
                (Style.TEXT, "4. Tuyên truyền."),
                (Style.TEXT, "đ) Lập danh sách;"),
                (Style.TEXT, "- Ý một;"),
                (Style.TEXT, "+ Ý nhỏ;"),
                (Style.TEXT, "Đoạn văn."),
            ])

    def test_marks_are_not_doubled(self):
        self.assertEqual(
            self.printed(
                Block(Kind.PART, 'Phần II', ""),
                Block(Kind.SECTION, 'I.', "I. Mục đích"),
                Block(Kind.ITEM, '1.', text="1. Tuyên truyền."),
                Block(Kind.POINT, 'a)', text="a) Lập danh sách;"),
                Block(Kind.BULLET, text="- Ý một;"),
            ), [
                (Style.PART, "Phần II"),
                (Style.SECTION, "I. MỤC ĐÍCH"),
                (Style.TEXT, "1. Tuyên truyền."),
                (Style.TEXT, "a) Lập danh sách;"),
                (Style.TEXT, "- Ý một;"),
            ])

    def test_blocks_without_words_print_nothing(self):
        empty = [Block(kind, '1', " ", " \n ") for kind in Kind if kind is not Kind.PART]
        self.assertEqual(self.printed(*empty), [])

    def test_unlabelled_blocks_have_no_mark(self):
        self.assertEqual(
            self.printed(Block(Kind.SECTION, title="Nội dung"), Block(Kind.ITEM, text="Một việc.")),
            [(Style.SECTION, "NỘI DUNG"), (Style.TEXT, "Một việc.")])

    def test_body_ends_with_its_mark_once(self):
        body = replace(
            self.document, preamble="Ban ban hành kế hoạch như sau:",
            blocks=(Block(Kind.ITEM, '1', text="Tuyên truyền."),), closing="Các đơn vị thực hiện.").body
        self.assertEqual(
            [paragraph.text for paragraph in body],
            ["Ban ban hành kế hoạch như sau:", "1. Tuyên truyền.", "Các đơn vị thực hiện./."])
        without_closing = replace(self.document, blocks=(Block(Kind.ITEM, '1', text="Tuyên truyền./."),)).body
        self.assertEqual(without_closing[-1].text, "1. Tuyên truyền./.")
        without_text = replace(self.document, blocks=(Block(Kind.SECTION, 'I', "Nội dung"),)).body
        self.assertEqual(without_text[-1].text, "I. NỘI DUNG")
        self.assertEqual(self.document.body, [])

    def test_names_stand_in_capitals(self):
        self.assertEqual(self.document.parent_lines, ["UBND TỈNH"])
        self.assertEqual(self.document.issuer_lines, ["BAN DÂN TỘC"])
        self.assertEqual(self.document.type_line, "KẾ HOẠCH")
        self.assertEqual(self.document.subject_line, "Công tác dân vận năm 2026")

    def test_bases_are_enumerated(self):
        document = replace(self.document, bases=("Căn cứ Luật A;", "Căn cứ Nghị định B"))
        self.assertEqual(document.basis_lines, ["Căn cứ Luật A;", "Căn cứ Nghị định B."])

    def test_draft_hides_its_number(self):
        draft = replace(self.document, draft=True, date=DocumentDate(2026))
        self.assertIn('07', self.document.number_line)
        self.assertNotIn('7', draft.number_line)
        self.assertEqual((self.document.draft_mark, draft.draft_mark), ("", "DỰ THẢO"))
        self.assertEqual(draft.title, "Kế hoạch (dự thảo): Công tác dân vận năm 2026")
        self.assertEqual(self.document.title, "Kế hoạch số 07/KH-BDT: Công tác dân vận năm 2026")

    def test_marks_are_read_before_the_subject(self):
        urgent = replace(self.document, urgency='express', circulation='internal')
        self.assertEqual(urgent.text_lines()[:3], ["HỎA TỐC", "LƯU HÀNH NỘI BỘ", "KẾ HOẠCH"])
        self.assertEqual((self.document.urgency_mark, self.document.circulation_mark), ("", ""))
