import datetime
import io
import tempfile
from unittest.mock import patch

import openpyxl
from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...rendering.register import OUTGOING
from ...wizards.documents import register_print
from ..common import AgencyCase, QueryCase
from ..pdf_measure import MeasuredPdf
from .office import to_rows

XLSX = '/dan_van/register/%s.xlsx'


@tagged('post_install', '-at_install', 'dan_van_long')
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
        head = rows.index([column.title for column in OUTGOING])
        book = self.register._book(*self.register._span())
        self.assertEqual(len(OUTGOING), 10)
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
class TestIncomingRegisterPrint(AgencyCase, HttpCase):
    """The register of incoming documents and the book of how they were dealt with (Nghị định 30/2020/NĐ-CP, Phụ lục IV)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.documents = cls.as_user('clerk', 'dan_van.incoming').create([
            {'code': "12/UBND-NC", 'date': '2031-03-02', 'arrival_date': '2031-03-03', 'issuer': "UBND tỉnh", 'kind': "Công văn",
             'subject': "rà soát người có uy tín", 'due_date': '2031-03-20', 'note': "Bản giấy"},
            {'code': "40/BDV", 'arrival_date': '2031-03-04', 'issuer': "Ban Dân vận", 'subject': "=1+1 báo cáo"}])
        with freeze_time('2031-03-05 02:00:00'):
            first = cls.as_user('head', cls.documents[0])
            first.write({'directive_text': "Giao chủ trì", 'department_id': cls.units['outreach'].id,
                         'directive_unit_ids': [Command.set(cls.units['policy'].ids)]})
            first.with_context(dan_van_shown=first.shown).action_direct()

    def dialog(self, book, user='clerk', **values):
        return self.as_user(user, 'dan_van.register.print').create({
            'book': book, 'date_from': '2031-01-01', 'date_to': '2031-12-31', **values})

    def notices(self, dialog):
        """:return: int, the messages in the inbox of who prints"""
        return self.env['mail.message'].search_count([('partner_ids', 'in', dialog.env.user.partner_id.ids)])

    def printed(self, dialog):
        pdf = self.env['ir.actions.report'].with_user(dialog.env.user)._render_qweb_pdf('dan_van.register_report', dialog.ids)[0]
        return MeasuredPdf(pdf)

    def test_the_register_has_the_columns_of_the_decree(self):
        dialog = self.dialog('incoming')
        book = dialog._book()
        self.assertEqual(len(book.columns), 10)
        self.assertEqual(book.rows, (
            (datetime.date(2031, 3, 3), 1, "UBND tỉnh", "12/UBND-NC", datetime.date(2031, 3, 2), "Công văn: rà soát người có uy tín",
             f"{self.units['outreach'].name}\n{self.units['policy'].name}", datetime.date(2031, 3, 5), '', "Bản giấy"),
            (datetime.date(2031, 3, 4), 2, "Ban Dân vận", "40/BDV", None, "=1+1 báo cáo", '', None, '', '')))
        text = ' '.join(self.printed(dialog).text.split())
        for words in ("SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", "Năm: 2031", "Từ số 01 đến số 02", "Đơn vị hoặc người nhận", "40/BDV"):
            self.assertIn(words, text)

    def test_the_other_book_tells_how_each_was_dealt_with(self):
        rows = self.dialog('handling')._book().rows
        self.assertEqual([len(row) for row in rows], [7, 7])
        self.assertEqual(rows[0][1], "Công văn số 12/UBND-NC ngày 02/3/2031 của UBND tỉnh")
        self.assertEqual((rows[0][3], rows[0][4], rows[1][4]), (datetime.date(2031, 3, 20), "Đang giải quyết", "Chưa trình"))
        with freeze_time('2031-03-18 02:00:00'):
            self.as_user('head', self.documents[0]).action_close("Đã trả lời trực tiếp.")
        self.assertEqual(self.dialog('handling')._book().rows[0][4], "Đã giải quyết ngày 18/3/2031")

    def test_workbook(self):
        self.authenticate(self.users['clerk'].login, 'danvan')
        action = self.dialog('incoming').action_xlsx()
        rows = list(openpyxl.load_workbook(io.BytesIO(self.url_open(action['url']).content)).active.iter_rows(values_only=True))
        self.assertIn("=1+1 báo cáo", [row[5] for row in rows if len(row) > 5])
        self.assertEqual(self.url_open('/dan_van/incoming.xlsx?date_from=abc').status_code, 400)
        self.assertEqual(self.url_open('/dan_van/handling.xlsx').content[:2], b'PK')
        self.authenticate(None, None)
        self.assertNotEqual(self.url_open(action['url']).content[:2], b'PK')

    @mute_logger('odoo.sql_db')
    def test_no_volume_has_a_number_without_end(self):
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.dialog('incoming', volume=2**31 - 1)

    def test_a_long_one_is_printed_volume_by_volume_in_the_background(self):
        dialog = self.dialog('incoming', volume=3)
        with patch.object(register_print, 'AT_ONCE', 1), patch.object(register_print, 'VOLUME', 1):
            with self.assertRaisesRegex(UserError, "more than 1 are not printed while you wait"):
                dialog._book()
            self.assertEqual(dialog.action_pdf()['res_id'], dialog.id)
            self.assertEqual((dialog.state, dialog.volume_count, dialog.done_count), ('printing', 2, 0))
            told = self.notices(dialog)
            first, second = dialog.volume_ids.sudo()
            self.env['dan_van.register.print']._print_waiting(first)
            self.assertEqual((dialog.state, dialog.done_count), ('printing', 1))
            self.env['dan_van.register.print']._print_waiting(second)
        self.assertEqual((dialog.state, dialog.done_count), ('done', 2))
        self.assertEqual(self.notices(dialog), told + 1)
        for volume, code, other, number in ((first, "12/UBND", "40/BDV", "Quyển số: 03"), (second, "40/BDV", "12/UBND", "Quyển số: 04")):
            text = ' '.join(MeasuredPdf(volume.attachment_id.raw).text.split())
            self.assertIn(code, text)
            self.assertIn(number, text)
            self.assertNotIn(other, text)
        self.assertIn(str(first.attachment_id.id), dialog.volume_ids[0].action_open()['url'])
        with self.assertRaises(AccessError):
            self.as_user('outreach_staff', first.attachment_id).read(['raw'])

    def test_printing_is_stopped_and_what_fails_says_why(self):
        dialog = self.dialog('incoming')
        with patch.object(register_print, 'AT_ONCE', 1):
            dialog.action_pdf()
            dialog.action_back()
            self.assertEqual((dialog.state, dialog.volume_count), ('choose', 0))
            dialog.action_pdf()
            with patch('odoo.addons.dan_van.models.core.ir_actions_report.print_apart', side_effect=UserError("too much")):
                self.env['dan_van.register.print']._print_waiting(dialog.volume_ids.sudo())
        self.assertEqual((dialog.state, dialog.problem), ('choose', "too much"))

    def test_who_has_closed_the_dialog_finds_the_way_back(self):
        dialog = self.dialog('incoming')
        self.assertFalse(self.dialog('incoming').earlier_id, "nothing was printed")
        with patch.object(register_print, 'AT_ONCE', 1):
            dialog.action_pdf()
        again = self.dialog('incoming')
        self.assertEqual((again.earlier_id, again.action_earlier()['res_id']), (dialog, dialog.id))
        self.assertFalse(dialog.earlier_id, "it is shown itself")
        dialog.action_back()
        again.invalidate_recordset()
        self.assertFalse(again.earlier_id)


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

    def incoming(self, size):
        """:return: a year of its own with so many incoming documents"""
        years = self.env['dan_van.incoming'].search([]).mapped('year')
        year = max([*years, 2030]) + 1
        self.as_user('clerk', 'dan_van.incoming').create([
            {'code': f'{number}/X', 'arrival_date': f'{year}-01-02', 'issuer': "X", 'subject': "Y"} for number in range(size)])
        return year

    def test_incoming_books(self):
        def lines(year):
            for book in ('incoming', 'handling'):
                dialog = self.as_user('clerk', 'dan_van.register.print').new({
                    'book': book, 'company_id': self.company.id, 'volume': 1})
                dialog._lines(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
        self.assertFlat(self.incoming, lines)

    def test_print(self):
        def lines(register):
            book = self.as_user('clerk', register)._book(*register._span())
            self.assertEqual(len(book.rows), len(register.entry_ids))
        self.assertFlat(self.register, lines, small=100, large=10_000)
