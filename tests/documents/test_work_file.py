import base64
import hashlib
import io
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from lxml import etree
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from ...models.core.res_company import legal_today
from ...sheets.catalog import rows_of_catalog
from .. import signature_cases as cases
from ..common import QueryCase
from ..pdf_measure import MeasuredPdf
from .test_letter import LetterCase

ROWS = (
    ("BAN DÂN TỘC",), (), ("DANH MỤC HỒ SƠ",), ("Năm 2026",),
    ("Số và ký hiệu hồ sơ", "Tên đề mục và tiêu đề hồ sơ", "Thời hạn bảo quản", "Người lập hồ sơ", "Ghi chú"),
    ("(1)", "(2)", "(3)", "(4)", "(5)"),
    ("", "I. VĂN PHÒNG"),
    ("", "1. Công tác dân vận"),
    ("01.VP", "Hồ sơ triển khai công tác dân vận chính quyền năm 2026", "10 năm", "Chuyên viên Văn phòng", ""),
    ("02.VP", "Hồ sơ hội nghị tổng kết công tác dân vận", "Vĩnh viễn", "", "Cả ảnh"),
    ("II.", "PHÒNG TUYÊN TRUYỀN VÀ ĐỊA BÀN"),
    ("01.TTĐB", "Hồ sơ tuyên truyền năm 2026", "05 năm", "Ai đó", ""),
)


def workbook(rows=ROWS):
    """:return: bytes of a list of files as offices keep it"""
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


class FileCase(LetterCase):
    """A list of files with one file of the outreach unit, and what belongs into it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref('dan_van.demo_profile').organ_code = '000.00.12.H99'
        cls.catalog = cls.as_user('clerk', 'dan_van.file.catalog').create({'year': 2026})
        cls.file = cls.new_file()
        cls.incoming = cls.as_user('clerk', 'dan_van.incoming').create({
            'code': '12/UBND-NC', 'date': '2026-01-20', 'issuer': "UBND tỉnh", 'kind': "Công văn", 'subject': "Về công tác dân vận"})
        cls.scan = cls.as_user('clerk', 'ir.attachment').create({
            'name': "cong-van.pdf", 'raw': cases.document("Nội dung công văn"), 'mimetype': 'application/pdf',
            'res_model': 'dan_van.incoming', 'res_id': cls.incoming.id})

    @classmethod
    def new_file(cls, user='outreach_staff', unit='outreach', **values):
        return cls.as_user(user, 'dan_van.work.file').create({
            'catalog_id': cls.catalog.id, 'department_id': cls.units[unit].id, 'title': "Hồ sơ tuyên truyền năm 2026", **values})

    @classmethod
    def issued(cls, **values):
        letter = cls.new_letter(**values)
        letter.action_submit()
        cls.as_user('head', letter).action_sign()
        cls.as_user('clerk', letter).action_issue()
        return letter

    def put(self, records, file=None, user='outreach_staff'):
        action = self.as_user(user, records).action_put_into_file()
        dialog = self.as_user(user, 'dan_van.work.file.add').with_context(**action['context']).create({'work_file_id': (file or self.file).id})
        dialog.action_add()
        return (file or self.file).sudo().line_ids

    def closed(self, file=None):
        file = file or self.file
        if not file.sudo().line_ids:
            self.put(self.incoming, file)
        self.as_user('outreach_staff', file).action_close()
        return file


class TestCatalog(FileCase):
    """At the beginning of the year the clerk draws up the list of files; the head approves it."""

    def importing(self, data, user='clerk'):
        dialog = self.as_user(user, 'dan_van.file.catalog.import').create({
            'catalog_id': self.catalog.id, 'file': base64.b64encode(data), 'filename': "danh-muc.xlsx"})
        dialog.action_read()
        return dialog

    def test_the_list_is_read_from_a_workbook(self):
        dialog = self.importing(workbook())
        self.assertFalse(dialog.problem_count, dialog.line_ids.mapped('problem'))
        self.assertEqual([(line.notation, line.department_id, line.heading, line.retention, line.retention_years) for line in dialog.line_ids], [
            ('01.VP', self.units['office'], "Công tác dân vận", 'years', 10), ('02.VP', self.units['office'], "Công tác dân vận", 'permanent', 0),
            ('01.TTĐB', self.units['outreach'], '', 'years', 5)])
        self.assertIn("“Ai đó” is no member of the unit", dialog.line_ids[2].remark)
        dialog.action_import()
        self.env.invalidate_all()
        self.assertEqual(self.catalog.work_file_ids.mapped('notation'), ['01.TT&ĐB', '01.TTĐB', '01.VP', '02.VP'], "by unit")
        self.assertEqual((self.catalog.file_count, self.catalog.permanent_count), (4, 1))
        with self.assertRaisesRegex(UserError, "Nothing was imported|taken already"):
            dialog.action_import()

    def test_a_list_with_faults_says_what_to_put_right_and_imports_nothing(self):
        rows = (*ROWS[:9], ("01.VP", "Hồ sơ khác", "10 năm", "", ""), ("03.VP", "Hồ sơ nữa", "lâu dài", "", ""),
                ("1", "Đề mục"), ("IX.", "PHÒNG KHÔNG CÓ"), ("01.XX", "Hồ sơ lạ", "10 năm", "", ""))
        dialog = self.importing(workbook(rows))
        problems = '\n'.join(filter(None, dialog.line_ids.mapped('problem')))
        for words in ("Another file has the number “01.VP” already", "“lâu dài”: write “Vĩnh viễn”", "“PHÒNG KHÔNG CÓ” is no unit"):
            self.assertIn(words, problems)
        before = len(self.catalog.work_file_ids)
        with self.assertRaisesRegex(UserError, "Nothing was imported"):
            dialog.action_import()
        self.assertEqual(len(self.catalog.work_file_ids), before)
        with self.assertRaisesRegex(UserError, "Số và ký hiệu hồ sơ"):
            self.importing(workbook([("Hồ sơ", "Gì đó")]))
        with self.assertRaisesRegex(UserError, "no Excel workbook"):
            self.importing(b'PK\x03\x04 broken')

    def test_a_workbook_is_read_without_odoo(self):
        self.assertEqual(
            [(row, texts['unit'], texts['notation']) for row, texts in rows_of_catalog(workbook())],
            [(9, "VĂN PHÒNG", '01.VP'), (10, "VĂN PHÒNG", '02.VP'), (12, "PHÒNG TUYÊN TRUYỀN VÀ ĐỊA BÀN", '01.TTĐB')])

    def test_the_list_of_last_year_is_taken_over(self):
        later = self.as_user('office_staff', 'dan_van.file.catalog').create({'year': 2027})
        later.action_take_last()
        self.assertEqual(later.work_file_ids.mapped('title'), ["Hồ sơ tuyên truyền năm 2027"])
        self.assertEqual(later.work_file_ids.notation, self.file.notation)
        with self.assertRaisesRegex(UserError, "has files already"):
            later.action_take_last()
        with self.assertRaisesRegex(UserError, "No earlier list"):
            self.as_user('clerk', 'dan_van.file.catalog').create({'year': 2020}).action_take_last()

    def test_the_head_approves_and_what_is_added_later_says_so(self):
        self.catalog.action_submit()
        head = self.as_user('head', self.catalog)
        self.assertIn(head, head.search([('is_my_turn', '=', True)]))
        with self.assertRaisesRegex(UserError, "Approve.*not yours"):
            self.catalog.action_approve()
        head.action_return("Thiếu hồ sơ của Thanh tra")
        self.assertTrue(self.catalog.is_my_turn)
        self.catalog.action_submit()
        head.action_approve()
        self.assertEqual((self.catalog.state, self.catalog.approved_date), ('approved', legal_today(self.catalog)))
        with self.assertRaisesRegex(UserError, "reopen it with a reason"):
            self.catalog.year = 2025
        added = self.new_file(title="Hồ sơ vụ việc phát sinh")
        self.assertEqual((self.file.is_added, added.is_added), (False, True))
        text = MeasuredPdf(self.pdf('file_catalog_report', self.catalog)).text
        for words in ("DANH MỤC HỒ SƠ", "Bổ sung", "Danh mục hồ sơ này có 2 hồ sơ, bao gồm: 0 hồ sơ bảo quản vĩnh viễn; 2 hồ sơ"):
            self.assertIn(words, text)
        self.assertNotIn("(Dự thảo)", text)

    def pdf(self, report, records, user='clerk'):
        return self.as_user(user, 'ir.actions.report')._render_qweb_pdf(f'dan_van.{report}', records.ids)[0]

    @mute_logger('odoo.sql_db')
    def test_one_list_a_year_and_one_file_a_number(self):
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.as_user('clerk', 'dan_van.file.catalog').create({'year': 2026})
        self.assertEqual(self.new_file().notation, '02.TT&ĐB')
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.new_file(notation='01.TT&ĐB')
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.new_file(retention_years=0)

    def test_a_list_that_files_rest_on_stays(self):
        with self.assertRaisesRegex(UserError, "can't be deleted, because others name it"):
            self.catalog.unlink()


class TestWorkFile(FileCase):
    """A unit files its documents as they come, closes the file and hands it over."""

    def test_documents_of_both_registers_and_papers_lie_in_their_order(self):
        letter = self.issued()
        entry = letter.sudo().register_entry_id
        self.put(letter)
        self.put(self.incoming)
        form = Form(self.file)
        with form.line_ids.new() as line:
            line.subject, line.date, line.pages = "Phiếu trình lãnh đạo", '2026-02-01', 2
        form.save()
        lines = self.file.line_ids
        self.assertEqual(lines.mapped('ordinal'), [1, 2, 3])
        self.assertEqual([(line.code, line.kind, line.author) for line in lines[:2]], [
            (letter.code, "Công văn", self.company.name), ('12/UBND-NC', "Công văn", "UBND tỉnh")])
        self.assertEqual(lines.mapped('pages'), [1, 1, 2])
        self.file.action_sort()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.file.line_ids.mapped('code'), ['12/UBND-NC', False, letter.code])
        self.assertEqual((self.file.document_count, self.file.date_from, self.file.page_count), (3, date(2026, 1, 20), 4))
        self.assertEqual((letter.work_file_ids, entry.work_file_ids), (self.file, self.file))
        self.assertEqual(lines[0].action_open_document()['res_id'], letter.id)

    def test_what_is_put_right_in_the_register_is_put_right_in_an_open_file_alone(self):
        self.put(self.incoming)
        self.incoming.subject = "Về công tác dân vận năm 2026"
        self.assertEqual(self.file.line_ids.subject, "Về công tác dân vận năm 2026")
        self.closed()
        self.incoming.subject = "Về việc khác"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.file.line_ids.subject, "Về công tác dân vận năm 2026")

    def test_a_paper_is_kept_with_its_file(self):
        form = Form(self.file)
        with form.line_ids.new() as line:
            line.subject, line.file, line.file_name = "Phiếu trình", base64.b64encode(b'scan'), "phieu-trinh.pdf"
        form.save()
        line = self.file.line_ids
        self.assertEqual((line.attachment_id.raw, line.attachment_id.name, line.attachment_id.res_id), (b'scan', "phieu-trinh.pdf", line.id))
        self.assertIn(str(line.attachment_id.id), line.action_open_document()['url'])
        with self.assertRaises(AccessError):
            self.as_user('policy_staff', line.attachment_id).read(['raw'])
        paper = line.attachment_id
        line.unlink()
        self.assertFalse(paper.exists())

    def test_the_same_document_lies_in_a_file_once(self):
        self.put(self.incoming)
        with self.assertRaisesRegex(UserError, "lies in .* already"):
            self.put(self.incoming)
        other = self.new_file(title="Hồ sơ khác")
        self.put(self.incoming, other)
        self.assertEqual(self.incoming.work_file_ids, self.file | other)

    def test_what_is_not_issued_or_was_struck_out_belongs_into_no_file(self):
        letter = self.new_letter()
        self.assertFalse(letter.can_be_filed)
        self.incoming.action_cancel("Vào sổ nhầm")
        self.assertFalse(self.incoming.can_be_filed)
        with self.assertRaisesRegex(ValidationError, "struck out"):
            self.put(self.incoming)

    def test_a_closed_file_stays_as_it_is_until_it_is_reopened(self):
        with self.assertRaisesRegex(UserError, "no document yet"):
            self.file.action_close()
        line = self.put(self.incoming)
        self.closed()
        self.assertEqual((self.file.state, self.file.closed_date), ('closed', legal_today(self.file)))
        for change in (lambda: self.file.write({'title': "Khác"}), lambda: line.with_user(self.users['outreach_staff']).write({'note': "x"}),
                       lambda: self.put(self.issued()), lambda: line.with_user(self.users['outreach_staff']).unlink(),
                       lambda: self.file.unlink()):
            with self.assertRaisesRegex(UserError, "is closed"), self.env.cr.savepoint():
                change()
        self.file.action_reopen("Còn thiếu báo cáo")
        self.put(self.issued())
        self.assertEqual(self.file.document_count, 2)

    def test_it_is_handed_over_within_a_year(self):
        self.closed()
        staff = self.as_user('outreach_staff', self.file)
        self.assertFalse(staff.is_my_turn)
        day = self.file.closed_date + relativedelta(months=11, days=1)
        with freeze_time(f'{day} 05:00:00'):
            self.file.sudo()._hand_over()
            self.env.invalidate_all()
            self.assertTrue(staff.is_my_turn)
            turn = self.file.sudo().activity_ids
            self.assertEqual((turn.user_id, turn.date_deadline), (self.users['outreach_staff'], self.file.closed_date + relativedelta(years=1)))
            staff.action_hand_over()
            clerk = self.as_user('clerk', self.file)
            self.assertTrue(clerk.is_my_turn)
            with self.assertRaisesRegex(UserError, "clerk keeps the archive"):
                staff.action_archive()
            clerk.action_return("Thiếu tờ trình")
            self.assertEqual(self.file.state, 'closed')
            staff.action_hand_over()
            clerk.action_archive()
            self.assertEqual((self.file.state, self.file.archived_date), ('archived', day))

    def test_a_file_moves_to_no_other_unit_and_a_line_to_no_other_file(self):
        line = self.put(self.incoming)
        other = self.new_file('policy_staff', 'policy')
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.file.department_id = self.units['policy']
        for values in ({'work_file_id': other.id}, {'incoming_id': self.incoming.copy().id}, {'entry_id': False}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                line.with_user(self.users['outreach_staff']).write(values)


class TestWhoSeesFiles(FileCase):
    """All of the agency know which files there are; what lies in one its unit, who keeps it, clerk, office and leadership."""

    def test_what_lies_in_a_file(self):
        line = self.put(self.incoming)
        for user in ('outreach_staff', 'outreach_head', 'clerk', 'office_staff', 'head'):
            self.assertTrue(self.as_user(user, line).read(['subject']), user)
            self.assertTrue(self.as_user(user, 'dan_van.work.file').search([('line_ids.subject', 'ilike', "dân vận")]), user)
        for user in ('policy_staff', 'inspectorate_head'):
            self.assertTrue(self.as_user(user, self.file).read(['title', 'document_count']), user)
            with self.assertRaises(AccessError):
                self.as_user(user, line).read(['subject'])
            self.assertFalse(self.as_user(user, 'dan_van.work.file').search([('line_ids.subject', 'ilike', "dân vận")]), user)

    def test_only_its_unit_files(self):
        with self.assertRaises(AccessError):
            self.put(self.incoming, user='policy_staff')
        with self.assertRaises(AccessError):
            self.as_user('policy_staff', self.file).write({'title': "Của tôi"})
        with self.assertRaises(AccessError):
            self.new_file('policy_staff', 'outreach')

    def test_the_keeper_belongs_to_the_unit(self):
        self.assertEqual(self.file.keeper_id, self.users['outreach_staff'])
        with self.assertRaisesRegex(ValidationError, "choose who keeps the file among its members"):
            self.as_user('clerk', self.file).keeper_id = self.users['policy_staff']

    def test_a_draft_that_somebody_may_not_read_is_not_put_anywhere(self):
        draft = self.new_letter()
        with self.assertRaises(AccessError):
            self.put(draft, user='policy_staff')

    def test_the_package_and_the_list_of_documents_are_those_of_who_reads_them(self):
        self.closed()
        for make in (lambda: self.as_user('policy_staff', self.file).action_package(),
                     lambda: self.as_user('policy_staff', 'ir.actions.report')._render_qweb_pdf('dan_van.work_file_report', self.file.ids)):
            with self.assertRaises(UserError):
                make()


class TestFilingForms(FileCase):
    """The decree's forms (Nghị định 30/2020/NĐ-CP, Phụ lục V), printed."""

    def page(self, report, records, user='outreach_staff'):
        return MeasuredPdf(self.as_user(user, 'ir.actions.report')._render_qweb_pdf(f'dan_van.{report}', records.ids)[0])

    def test_the_list_of_documents(self):
        self.put(self.incoming | self.incoming.copy({'code': '13/UBND-NC', 'date': '2026-01-05'}))
        self.closed()
        pdf = self.page('work_file_report', self.file)
        page = pdf.pages[0]
        heads = ("STT", "Số, ký", "Ngày", "Tên loại", "Tác giả", "Tờ số,", "Ghi chú")
        lefts = [page.span(words).left for words in heads]
        self.assertEqual(lefts, sorted(lefts))
        for words in ("MỤC LỤC VĂN BẢN, TÀI LIỆU", "12/UBND-NC", "20/01/2026", "Công văn: Về công tác dân vận", "NGƯỜI LẬP HỒ SƠ"):
            self.assertIn(words, pdf.text)
        self.assertLess(pdf.text.index('13/UBND-NC'), pdf.text.index('12/UBND-NC'), "put in by their days")
        self.assertTrue(page.span("MỤC LỤC VĂN BẢN").bold)
        self.assertAlmostEqual(page.line("MỤC LỤC VĂN BẢN").center, (30 + 210 - 15) / 2, delta=0.5)

    def test_record_and_list_of_what_is_handed_over(self):
        other = self.new_file(title="Hồ sơ đối thoại năm 2026", retention='permanent')
        self.closed()
        self.closed(other)
        action = (self.file | other).action_print_handed()
        pdf = self.page('work_file_handed_report', self.env['dan_van.work.file.handover'].browse(action['context']['active_ids']))
        for words in ("BIÊN BẢN", "Giao nhận hồ sơ, tài liệu", f"BÊN GIAO: {self.units['outreach'].name}", "- Tổng số hồ sơ: 2.",
                      "- Tổng số tệp tin trong hồ sơ: 2.", "ĐẠI DIỆN BÊN NHẬN", "MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU", "Vĩnh viễn",
                      "Viết bằng chữ: hai hồ sơ"):
            self.assertIn(words, pdf.text)
        left, right = (pdf.pages[0].span(words) or pdf.pages[1].span(words) for words in ("ĐẠI DIỆN BÊN GIAO", "ĐẠI DIỆN BÊN NHẬN"))
        self.assertLess(left.left, right.left)

    def test_the_list_of_files_has_headings_and_its_decision(self):
        self.new_file('clerk', 'office', title="Hồ sơ họp giao ban", heading="Công tác hành chính", retention='permanent')
        decision = self.issued(document_type='QĐ', subject="Ban hành Danh mục hồ sơ", addressees=False, body="Điều 1. Ban hành.")
        self.catalog.decision_entry_id = decision.sudo().register_entry_id
        pdf = self.page('file_catalog_report', self.catalog)
        for words in ("I. ", "1. Công tác hành chính", f"(Kèm theo Quyết định số {decision.code}", "(Dự thảo)", "TRƯỞNG BAN"):
            self.assertIn(words, pdf.text)


@tagged('dan_van_long')
class TestPackage(FileCase, HttpCase):
    """What is handed over is one archive: each document with its data, and a hash of every part."""

    def test_all_that_lies_in_a_file_with_its_data_and_hashes(self):
        letter = self.issued()
        self.put(letter)
        self.put(self.incoming)
        self.closed()
        self.authenticate(self.users['outreach_staff'].login, 'danvan')
        response = self.url_open(self.file.action_package()['url'])
        self.assertEqual((response.status_code, response.headers['Content-Type']), (200, 'application/zip'))
        archive = zipfile.ZipFile(io.BytesIO(response.content))
        names = archive.namelist()
        folder = '2026 01.TT&ĐB'
        self.assertEqual(names[:3], [f'{folder}/hoso.xml', f'{folder}/mucluc.pdf', f'{folder}/001 {letter.code.replace("/", "-")}.xml'])
        self.assertEqual(archive.read(next(name for name in names if name.endswith('/cong-van.pdf'))), self.scan.sudo().raw)
        issued = next(name for name in names if name.startswith(f'{folder}/001') and name.endswith('.pdf'))
        self.assertEqual(archive.read(issued), letter.sudo().pdf_attachment_id.raw)
        data = etree.fromstring(archive.read(f'{folder}/hoso.xml'))
        self.assertEqual(
            [data.findtext(path) for path in ('FileCode/OrganId', 'FileCode/FileCatalog', 'FileCode/FileNotation', 'Maintenance', 'DocTotal', 'PageTotal')],
            ['000.00.12.H99', '2026', '01.TT&ĐB', "10 năm", '2', '2'])
        came = etree.fromstring(archive.read(f'{folder}/002 12-UBND-NC.xml'))
        self.assertEqual(
            [came.findtext(path) for path in ('DocOrdinal', 'CodeNumber', 'CodeNotation', 'OrganName', 'ArrivalNumber', 'IssuedDate')],
            ['2', '12', 'UBND-NC', "UBND tỉnh", str(self.incoming.arrival_number), '20/01/2026'])
        with tempfile.TemporaryDirectory() as target:
            archive.extractall(target)
            for line in Path(target, 'SHA256SUMS').read_text(encoding='utf-8').splitlines():
                digest, name = line.split('  ', 1)
                self.assertEqual(hashlib.sha256(Path(target, name).read_bytes()).hexdigest(), digest, name)
                names.remove(name)
        self.assertEqual(names, ['SHA256SUMS'], "each part has its hash")

    def test_an_open_file_is_not_handed_over(self):
        self.put(self.incoming)
        with self.assertRaisesRegex(UserError, "still open"):
            self.file.action_package()
        self.authenticate(self.users['outreach_staff'].login, 'danvan')
        self.assertEqual(self.url_open('/dan_van/work_files/0.zip').status_code, 404)
        self.assertEqual(self.url_open('/dan_van/work_files/x,1.zip').status_code, 404)

    def test_the_list_of_files_as_a_workbook(self):
        self.authenticate(self.users['outreach_staff'].login, 'danvan')
        response = self.url_open(self.catalog.action_xlsx()['url'])
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        cells = [cell.value for row in sheet.iter_rows() for cell in row]
        self.assertIn("Hồ sơ tuyên truyền năm 2026", cells)
        self.assertIn("Tên đề mục và tiêu đề hồ sơ", cells)


@tagged('dan_van_long')
class TestFiledInDms(FileCase):
    """The document management shows the same folders."""

    def folder(self, record):
        return self.env['dms.directory'].sudo().search([('dan_van_key', '=', f'{record._name},{record.id}')])

    def test_a_document_lies_in_the_folder_of_its_file_and_back(self):
        letter = self.issued()
        before = self.folder(letter).parent_id
        line = self.put(letter)
        self.assertEqual(self.folder(letter).parent_id, self.folder(self.file))
        self.assertEqual(self.folder(self.file).parent_id.name, "Hồ sơ công việc")
        line.with_user(self.users['outreach_staff']).unlink()
        self.assertEqual(self.folder(letter).parent_id, before)

    def test_what_came_in_is_filed_with_the_file_alone(self):
        self.assertFalse(self.folder(self.incoming))
        line = self.put(self.incoming)
        self.assertEqual(self.folder(self.incoming).file_ids.attachment_id, self.scan.sudo())
        self.assertEqual(self.folder(self.incoming).parent_id, self.folder(self.file))
        line.with_user(self.users['outreach_staff']).unlink()
        self.assertFalse(self.folder(self.incoming))
        self.assertTrue(self.scan.sudo().exists().raw)


@tagged('dan_van_long')
class TestFilingQueries(QueryCase, FileCase):
    """Many documents are filed with as many queries as few."""

    def test_filing(self):
        def prepare(size):
            return self.incoming.copy({'date': '2026-02-02'}).browse([
                self.as_user('clerk', 'dan_van.incoming').create({'code': f'{number}/X', 'issuer': "X", 'subject': "X"}).id for number in range(size)])

        self.assertFlat(prepare, lambda documents: self.put(documents, self.new_file()))
