import datetime
import io
import tempfile

import openpyxl

from odoo.tests import HttpCase, tagged

from ...rendering.register import COLUMNS
from ..common import AgencyCase, QueryCase
from ..pdf_measure import MeasuredPdf
from .office import to_rows

XLSX = '/dan_van/register/%s.xlsx'


@tagged('post_install', '-at_install')
class TestRegisterPrint(AgencyCase, HttpCase):
    """The register of the year on paper and as a workbook, with its ten columns."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.to_state(cls.new_plan(subject="=1+1 là công thức"), 'issued').sudo()
        cls.register = cls.plan.register_entry_id.register_id
        cls.recalled = cls.to_state(cls.new_plan(subject="Kế hoạch sai"), 'recalled').sudo()

    def rows(self, user):
        return list(openpyxl.load_workbook(io.BytesIO(self.workbook(user))).active.iter_rows(values_only=True))

    def workbook(self, user):
        self.authenticate(self.users[user].login, 'danvan')
        return self.url_open(XLSX % self.register.id).content

    def test_the_workbook_has_real_dates_and_text_stays_text(self):
        rows = self.rows('clerk')
        [line] = [row for row in rows if row[0] == self.plan.code]
        self.assertEqual(len(line), 10)
        self.assertEqual(line[1], datetime.datetime.combine(self.plan.document_date, datetime.time.min))
        self.assertEqual(line[2], "Kế hoạch: =1+1 là công thức")
        [line] = [row for row in rows if row[0] == self.recalled.code]
        self.assertIn("Đã thu hồi", line[9])

    def test_libreoffice_shows_ten_columns_and_every_line(self):
        with tempfile.TemporaryDirectory() as folder:
            rows = to_rows(self.workbook('clerk'), folder)
        head = rows.index([column.title for column in COLUMNS])
        book = self.register._book(*self.register._span())
        self.assertEqual(len(COLUMNS), 10)
        self.assertEqual(rows[head + 1:], [
            [f'{value:%d/%m/%Y}' if isinstance(value, datetime.date) else str(value or '') for value in row]
            for row in book.rows])

    def test_the_print_has_the_heads_of_the_decree(self):
        dialog = self.as_user('clerk', 'dan_van.register.print').create({'register_id': self.register.id})
        action = dialog.action_pdf()
        pdf = self.env['ir.actions.report']._render_qweb_pdf(action['report_name'], dialog.ids)[0]
        measured = MeasuredPdf(pdf)
        text = ' '.join(measured.text.split())
        for words in ("SỔ ĐĂNG KÝ VĂN BẢN ĐI", "Số lượng bản", "Ghi chú", self.plan.code, "Đã thu hồi"):
            with self.subTest(words=words):
                self.assertIn(words, text)
        self.assertGreater(measured.pages[0].width, measured.pages[0].height, "across the sheet")

    def test_who_does_not_belong_to_the_agency_gets_nothing(self):
        self.authenticate(None, None)
        self.assertNotEqual(self.url_open(XLSX % self.register.id).content[:2], b'PK')
        other = self.env['dan_van.register'].create({
            'company_id': self.env['res.company'].create({'name': "Cơ quan khác"}).id, 'year': 2030})
        self.authenticate(self.users['clerk'].login, 'danvan')
        self.assertEqual(self.url_open(XLSX % other.id).status_code, 403)
        self.assertEqual(self.url_open(XLSX % 0).status_code, 404)


@tagged('post_install', '-at_install')
class TestLongRegister(QueryCase):
    """A register of ten thousand numbers costs as many queries as one of a hundred."""

    def register(self, size):
        """:return: a register of a year of its own with so many lines"""
        years = self.env['dan_van.register'].search([]).mapped('year')
        register = self.env['dan_van.register'].create({'company_id': self.company.id, 'year': max(years, default=2030) + 1})
        self.env.flush_all()
        self.env.cr.execute("""
            INSERT INTO dan_van_register_entry (register_id, company_id, state, number, code, date, document_type, subject,
                                                signer, recipients, department_id, res_model, res_id)
            SELECT %s, %s, 'issued', number, number || '/KH-BDT', make_date(%s, 1, 1) + number %% 365, 'KH', 'Kế hoạch', 'A',
                   'B', %s, 'dan_van.plan', number
              FROM generate_series(1, %s) AS number
        """, [register.id, self.company.id, register.year, self.units['office'].id, size])
        return register

    def test_list(self):
        fields = {'code': {}, 'date': {}, 'subject': {}, 'state': {}, 'department_id': {'fields': {'display_name': {}}}}
        self.assertFlat(self.register, lambda register: self.as_user('clerk', 'dan_van.register.entry').web_search_read(
            [('register_id', '=', register.id)], fields, limit=80), small=100, large=10_000)

    def test_print(self):
        def lines(register):
            book = self.as_user('clerk', register)._book(*register._span())
            self.assertEqual(len(book.rows), len(register.entry_ids))
        self.assertFlat(self.register, lines, small=100, large=10_000)
