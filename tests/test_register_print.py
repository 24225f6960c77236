import datetime
import io

import openpyxl

from odoo.tests import HttpCase, tagged

from .common import AgencyCase
from .pdf_measure import MeasuredPdf

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
        self.authenticate(self.users[user].login, 'danvan')
        content = self.url_open(XLSX % self.register.id).content
        return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))

    def test_the_workbook_has_real_dates_and_text_stays_text(self):
        rows = self.rows('clerk')
        [line] = [row for row in rows if row[0] == self.plan.code]
        self.assertEqual(len(line), 10)
        self.assertEqual(line[1], datetime.datetime.combine(self.plan.document_date, datetime.time.min))
        self.assertEqual(line[2], "Kế hoạch: =1+1 là công thức")
        [line] = [row for row in rows if row[0] == self.recalled.code]
        self.assertIn("Đã thu hồi", line[9])

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
