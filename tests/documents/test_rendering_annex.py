import datetime
from dataclasses import replace

from odoo.tests import BaseCase, tagged

from ...rendering.annex import Annex, Column, Row, Table
from ...rendering.blocks import Block, Kind
from ...rendering.document import Document, DocumentDate, Signature

TABLE = Table(
    (Column("TT", 1, 'center'), Column("Nội dung", 5), Column("Kỳ này", 2, 'right')),
    (Row(("", "Tuyên truyền", ""), heading=True), Row(("1", "Số cuộc họp\n\n của  thôn", "1.234,5")), Row(("2", "Tờ rơi"))))


@tagged('post_install', '-at_install')
class TestRenderingAnnex(BaseCase):

    def setUp(self):
        super().setUp()
        self.annex = Annex("Số liệu quý I.", TABLE, "Ghi chú: Số liệu ước tính.\n")
        self.report = Document(
            type="Báo cáo", subject="Công tác dân vận quý I", issuer=("Ban Dân tộc",), symbol='BC-BDT', number=5,
            place="Bình Phước", date=datetime.date(2022, 2, 5), signature=Signature(("TRƯỞNG BAN",)),
            annexes=(self.annex,))

    # Table

    def test_columns_share_the_width(self):
        self.assertEqual(TABLE.widths, [12.5, 62.5, 25])

    def test_cells_keep_their_lines_and_short_rows_are_filled_up(self):
        _group, first, second = ([text for _column, text in TABLE.cells(row)] for row in TABLE.rows)
        self.assertEqual(first, ["1", "Số cuộc họp\ncủa thôn", "1.234,5"])
        self.assertEqual(second, ["2", "Tờ rơi", ""])
        self.assertEqual([column.align for column, _text in TABLE.cells(TABLE.rows[1])], ['center', 'left', 'right'])

    def test_no_cell_is_lost_beyond_the_last_column(self):
        with self.assertRaises(ValueError):
            TABLE.cells(Row(("1", "2", "3", "4")))

    def test_group_is_named_by_its_first_words(self):
        self.assertEqual(TABLE.rows[0].label, "Tuyên truyền")
        self.assertEqual(Row(("", " "), heading=True).label, "")

    def test_wide_tables_lie_across_unless_told_otherwise(self):
        for count, landscape, across in ((6, None, False), (7, None, True), (7, False, False), (2, True, True)):
            annex = Annex("Số liệu", Table((Column("A"),) * count, ()), landscape=landscape)
            self.assertEqual(annex.lies_across, across)

    # Heading

    def test_only_several_annexes_are_numbered(self):
        self.assertEqual(self.report.annex_heading(0), "Phụ lục")
        several = replace(self.report, annexes=(self.annex,) * 4)
        self.assertEqual([several.annex_heading(index) for index in range(4)],
                         ["Phụ lục I", "Phụ lục II", "Phụ lục III", "Phụ lục IV"])
        self.assertEqual(self.annex.title_line, "SỐ LIỆU QUÝ I")

    def test_annex_names_its_document(self):
        self.assertEqual(
            self.report.annex_source(self.report.annexes[0]), "(Kèm theo Báo cáo số 05/BC-BDT ngày 05 tháng 02 năm 2022 của Ban Dân tộc)")
        letter = replace(self.report, letter=True, type="", number=215, symbol='BDT-VP')
        self.assertIn("(Kèm theo Công văn số 215/BDT-VP ngày", letter.annex_source(letter.annexes[0]))
        draft = replace(self.report, draft=True, date=DocumentDate(2022)).annex_source(self.report.annexes[0])
        self.assertRegex(draft, r"^\(Kèm theo Báo cáo số \u00a0+/BC-BDT ngày \u00a0+ tháng \u00a0+ năm 2022 của Ban Dân tộc\)$")

    def test_issuer_is_named_in_small_letters(self):
        for changes, name in (
            ({'issuer': ("Sở Dân tộc", "và Tôn giáo")}, "Sở Dân tộc và Tôn giáo"),
            ({'issuer': ("THANH TRA", "TỈNH")}, "Thanh tra tỉnh"),
            ({'issuer': ("BAN DÂN TỘC",), 'issuer_name': "Ban Dân tộc tỉnh"}, "Ban Dân tộc tỉnh"),
        ):
            self.assertTrue(replace(self.report, **changes).annex_source(self.report.annexes[0]).endswith(f"của {name})"))

    # Addressees and letters

    def test_who_is_addressed_is_the_first_to_receive_it(self):
        for recipients in (("Lưu trữ",), ("Như trên", "Lưu trữ"), ("Lưu trữ", "- như trên;")):
            lines = replace(self.report, addressees=("UBND tỉnh",), recipients=recipients, archive="VT").recipient_lines
            self.assertEqual([line.lower() for line in lines], ["- như trên;", "- lưu trữ;", "- lưu: vt."])
        noted = replace(self.report, addressees=("UBND tỉnh",), recipients=("Lưu trữ", "Như trên (để báo cáo)"))
        self.assertEqual(noted.recipient_lines, ["- Như trên (để báo cáo);", "- Lưu trữ."])
        for nobody in ((), ("", " ")):
            document = replace(self.report, addressees=nobody, recipients=("UBND tỉnh",))
            self.assertEqual((document.addressee_lines, document.recipient_lines), ([], ["- UBND tỉnh."]))

    def test_letter_has_its_subject_under_the_number(self):
        letter = replace(self.report, letter=True, type="", subject="báo cáo kinh tế - xã hội.", symbol='BDT-VP')
        self.assertEqual(letter.about_line, "V/v báo cáo kinh tế\u00a0- xã hội")
        self.assertEqual(letter.title, "Công văn số 05/BDT-VP: báo cáo kinh tế - xã hội")
        self.assertEqual(replace(letter, draft=True).title, "Công văn (dự thảo): báo cáo kinh tế - xã hội")

    # Text

    def test_words_of_a_document_in_the_order_of_reading(self):
        report = replace(
            self.report, addressees=("UBND tỉnh", "HĐND tỉnh"), bases=("Căn cứ Luật A",), preamble="Ban báo cáo:",
            blocks=(Block(Kind.SECTION, 'I', "Kết quả"), Block(Kind.ITEM, '1', "Tuyên truyền", "Tốt.")),
            closing="Trên đây là báo cáo.", recipients=("Văn phòng",))
        self.assertEqual(report.text_lines(), [
            "BÁO CÁO", "Công tác dân vận quý I", "Kính gửi:", "- UBND tỉnh;", "- HĐND tỉnh.", "Căn cứ Luật A.",
            "Ban báo cáo:", "I. KẾT QUẢ", "1. Tuyên truyền: Tốt.", "Trên đây là báo cáo./.",
            "Phụ lục", "SỐ LIỆU QUÝ I", "TT | Nội dung | Kỳ này", "Tuyên truyền", "1 | Số cuộc họp của thôn | 1.234,5",
            "2 | Tờ rơi | ", "Ghi chú: Số liệu ước tính."])
        self.assertEqual(replace(report, letter=True).text_lines()[:2], ["V/v Công tác dân vận quý I", "Kính gửi:"])

    def test_issuing_changes_no_word(self):
        draft = replace(self.report, draft=True, date=DocumentDate(2022))
        self.assertEqual(draft.text_lines(), self.report.text_lines())
