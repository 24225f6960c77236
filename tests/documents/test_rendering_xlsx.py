import datetime
import io
import zipfile

import openpyxl

from odoo.tests import BaseCase, tagged

from ...rendering.xlsx import Formula, Sheet, SheetColumn, line_count, workbook

COLUMNS = (
    SheetColumn("TT", 0.4, 'center'), SheetColumn("Nội dung", 3), SheetColumn("Thời hạn", 1, 'center'),
    SheetColumn("Tiến độ", 0.8, 'right', number="0%", edited=True), SheetColumn("Tổng", 1, 'right'),
    SheetColumn("Mã", hidden=True))
DAY = datetime.date(2026, 3, 25)


@tagged('post_install', '-at_install')
class TestSheet(BaseCase):
    """What other programs find in a sheet."""

    def opened(self, rows, **options):
        """:return: the sheet with ``rows`` between the lines of an office, as openpyxl reads it"""
        file = io.BytesIO()
        with workbook(file) as book:
            sheet = Sheet(book, "Theo dõi thực hiện kế hoạch công tác năm", COLUMNS)
            sheet.halves("BAN DÂN TỘC", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ('center', 'bold'))
            sheet.line("THEO DÕI", 'title')
            sheet.cells(["Quá hạn", "Đúng hạn"], ["#FFC7CE", "#C6EFCE"])
            sheet.head(frozen=2)
            sheet.group("I. Nội dung")
            sheet.group("1. Việc thứ nhất " * 20, 1)
            for row in rows:
                sheet.row(row)
            sheet.colour(1, {"Quá hạn": ("#FFC7CE", "#9C0006")})
            sheet.allow(3, {'validate': 'decimal', 'criteria': 'between', 'minimum': 0, 'maximum': 1})
            sheet.close()
            sheet.line("Hết", 'note')
        self.xml = zipfile.ZipFile(file).read('xl/worksheets/sheet1.xml').decode()
        return openpyxl.load_workbook(file, **options).active

    def test_numbers_dates_and_formulas_are_real_ones(self):
        sheet = self.opened([(1, "Việc", DAY, 0.5, Formula("=SUM(A7:A7)", 1.5), "x"), (2, None, None, 1, 1234, "")])
        cells = sheet[7]
        self.assertEqual([cell.value for cell in cells], [
            1, "Việc", datetime.datetime.combine(DAY, datetime.time.min), 0.5, "=SUM(A7:A7)", 'x'])
        self.assertEqual([cell.number_format for cell in cells[2:5]], ['dd/mm/yyyy', '0%', '#,##0.0#'])
        self.assertEqual(sheet['E8'].number_format, '#,##0')
        self.assertEqual({cell.font.name for row in sheet.iter_rows() for cell in row if cell.value}, {"Times New Roman"})
        self.assertEqual(self.opened([(1, "", None, 0, Formula("=SUM(A7:A7)", 1.5), "")], data_only=True)['E7'].value, 1.5,
                         "a viewer that does not compute shows it too")

    def test_text_stays_text_and_breaks_no_file(self):
        texts = ["=HYPERLINK(1)", "+1", "-2", "@SUM(1)", "<r>tô đậm</r>", "<r>&", "0901234567", "https://dan.toc", "a\x00b\x1f", "x" * 40_000]
        sheet = self.opened([(None, text, None, None, None, text) for text in texts])
        for line, text in enumerate(texts, 7):
            cell = sheet.cell(line, 2)
            with self.subTest(text[:20]):
                self.assertEqual((cell.data_type, cell.hyperlink), ('s' if not text.startswith('=') else cell.data_type, None))
                self.assertEqual(cell.value.strip(), text.replace('\x00', '').replace('\x1f', '')[:32_767])

    def test_the_head_stays_in_sight_and_filters(self):
        sheet = self.opened([(1, "Việc", DAY, 0.5, 1, "x"), (1, "Việc\nthứ\nhai", DAY, 0.5, 1, "x"), (1, "", None, 0, 1, "x")])
        self.assertEqual((sheet.freeze_panes, sheet.auto_filter.ref), ('C5', 'A4:F9'))
        self.assertEqual(sheet.title, "Theo dõi thực hiện kế hoạch công tác năm"[:31])
        self.assertTrue(sheet.column_dimensions['F'].hidden)
        self.assertEqual([str(area) for area in sheet.merged_cells.ranges if area.min_row in (2, 5)], ['A2:E2', 'A5:E5'])
        self.assertGreater(sheet.row_dimensions[6].height, 2 * sheet.row_dimensions[5].height, "a long title is seen whole")
        self.assertEqual([sheet.row_dimensions[row].height for row in (7, 8)], [17, 47], "rows are as high as their text")
        self.assertIn('<row r="7" ht="17">', self.xml, "and grow with what is typed into them: their height is not fixed")

    def test_pages(self):
        sheet = self.opened([(1, "Việc", DAY, 0.5, 1, "x")])
        self.assertEqual((sheet.page_setup.orientation, sheet.page_setup.paperSize), ('landscape', 9))
        self.assertEqual((sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight), (True, 0))
        self.assertEqual(sheet.print_title_rows, '$4:$4')
        self.assertTrue(sheet.HeaderFooter.differentFirst, "the first page has no number")
        self.assertEqual(sheet.oddHeader.center.text, '&P')

    def test_colours_follow_words_and_entries_are_checked(self):
        sheet = self.opened([(1, "Quá hạn", DAY, 0.5, 1, "x")] * 2)
        [area] = sheet.conditional_formatting
        self.assertEqual((str(area.sqref), area.rules[0].formula), ('B5:B8', ['"Quá hạn"']))
        [rule] = sheet.data_validations.dataValidation
        self.assertEqual((str(rule.sqref), rule.formula1, rule.formula2), ('D5:D8', '0', '1'))

    def test_line_count(self):
        self.assertEqual([line_count(text, 10) for text in ("", "mười chữ", "hơn mười chữ", "a\n\nb", None)], [1, 1, 2, 3, 1])
