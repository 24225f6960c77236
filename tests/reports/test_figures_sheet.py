import io

import openpyxl
from freezegun import freeze_time

from odoo.tests import BaseCase, HttpCase, tagged

from ...rendering.figures import Figure, FiguresHead, write_figures
from ..common import ReportCase

URL = '/dan_van/period/%s/figures.xlsx'


def rows_of(content, **options):
    """:return: ``{indicator: row}`` of a sheet of figures, and its head"""
    rows = list(openpyxl.load_workbook(io.BytesIO(content), **options).active.iter_rows(values_only=True))
    top = next(index for index, row in enumerate(rows) if row[0] == "TT")
    return {row[1]: row for row in rows[top + 1:] if row[1]}, rows[top]


@tagged('post_install', '-at_install', 'dan_van_long')
class TestFiguresTable(BaseCase):
    """Formulas say what the whole is, and viewers that do not compute see it too."""

    def test_formulas_and_their_values(self):
        file = io.BytesIO()
        write_figures(file, FiguresHead("UBND tỉnh", ("Ban Dân tộc",), ("Quý I",), ("Văn phòng", "Thanh tra")), [
            Figure("Tuyên truyền", "Buổi", "buổi", 'sum', (3, 4.5), 7.5, 17.5, 5, 35),
            Figure("Tuyên truyền", "Đông nhất", "người", 'max', (30, None), 30, 50, 0, 0),
            Figure("Đơn", "Đơn tồn", "đơn", 'last', (3, 4), 4, 4, 2, 0),
            Figure("", "Sửa", "việc", 'sum', (1, 2), 5, 5, 0, 0, "rà soát", True)])
        rows, head = rows_of(file.getvalue())
        self.assertEqual(head[3:6], ("Văn phòng", "Thanh tra", "Tổng hợp"))
        self.assertEqual(rows["Buổi"][3:], (
            3, 4.5, '=SUM(D8:E8)', 17.5, 5, '=IF(H8=0,"",F8/H8)', 35, '=IF(J8=0,"",G8/J8)', None))
        self.assertEqual(rows["Đông nhất"][5], '=MAX(D9:E9)')
        self.assertEqual((rows["Đơn tồn"][5], rows["Sửa"][5], rows["Sửa"][11]), (4, 5, "rà soát"))
        rows, _head = rows_of(file.getvalue(), data_only=True)
        self.assertEqual(rows["Buổi"][5:], (7.5, 17.5, 5, 1.5, 35, 0.5, None))
        self.assertFalse(rows["Đông nhất"][8], "nothing to compare with")


@tagged('post_install', '-at_install')
class TestFiguresSheet(ReportCase, HttpCase):
    """The office sees all units side by side, a unit itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.period = cls.opened(cls.report_plan(schemes=['quarter'], duties=['outreach', 'policy']), "Quý II năm 2022")
        cls.typed = cls.env['dan_van.indicator'].create([
            {'name': name, 'company_id': cls.company.id, 'aggregation': rule}
            for name, rule in (("Cộng", 'sum'), ("Lớn nhất", 'max'), ("Sau cùng", 'last'))])
        for unit, numbers in {'outreach': (2, 30, 7), 'policy': (3, 20, 9)}.items():
            report = cls.report_of(cls.period, unit)
            mine = cls.as_user(f'{unit}_staff', report)
            mine.line_ids.text = "Đã thực hiện."
            mine.action_draw()
            for figure in mine.figure_ids.filtered(lambda figure: figure.indicator_id in cls.typed):
                figure.value = numbers[cls.typed.ids.index(figure.indicator_id.id)]
            mine.action_submit()
            with freeze_time(f'2022-06-15 0{numbers[0]}:00:00'):
                cls.as_user(f'{unit}_head', report).action_approve()
            cls.as_user('office_staff', report).action_receive()

    def rows(self, user, **options):
        self.env.flush_all()
        self.env.invalidate_all()
        self.authenticate(self.users[user].login, 'danvan')
        response = self.url_open(self.as_user(user, self.period).action_figures_sheet()['url'])
        self.assertEqual(response.status_code, 200)
        return rows_of(response.content, **options)

    def cells(self, user, name):
        """:return: values of ``name`` by the head of their column"""
        rows, head = self.rows(user, data_only=True)
        return dict(zip(head, rows[name]))

    def test_units_stand_side_by_side_and_come_to_a_whole(self):
        names = [self.units[unit].name for unit in ('outreach', 'policy')]
        for name, whole in (("Cộng", 5), ("Lớn nhất", 30), ("Sau cùng", 9)):
            self.assertEqual(self.cells('office_staff', name)["Tổng hợp"], whole)
        cells = self.cells('head', "Cộng")
        self.assertEqual([cells[name] for name in names], [2, 3])
        self.assertIn(f"{self.units['office'].name}\n(chưa nhận báo cáo)", cells, "who has sent nothing is named")

    def test_what_the_office_has_corrected_says_so(self):
        agency = self.as_user('office_staff', 'dan_van.report').browse(
            self.as_user('office_staff', self.period).action_consolidate()['res_id'])
        agency.figure_ids.filtered(lambda figure: figure.indicator_id.name == "Cộng").write({'value': 6, 'reason': "Đếm sót"})
        cells = self.cells('office_staff', "Cộng")
        self.assertEqual((cells["Tổng hợp"], cells["Lũy kế từ đầu năm"]), (6, 6))
        self.assertEqual(cells["Ghi chú"], "Các đơn vị: 5; cơ quan báo cáo 6 (Đếm sót)")

    def test_a_unit_sees_its_own_figures_only(self):
        _rows, head = self.rows('outreach_head')
        self.assertEqual(head[3:5], (self.units['outreach'].name, "Tổng hợp"))
        self.assertEqual(self.cells('outreach_head', "Cộng")["Tổng hợp"], 2)

    def test_who_is_not_of_the_agency_gets_nothing(self):
        self.authenticate(None, None)
        self.assertNotEqual(self.url_open(URL % self.period.id).content[:2], b'PK')
        self.authenticate(self.users['clerk'].login, 'danvan')
        self.assertEqual(self.url_open(URL % 0).status_code, 404)
