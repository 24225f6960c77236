import hashlib
import io
import tempfile
import zipfile
from pathlib import Path

import openpyxl
from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from ..common import QueryCase
from ..pdf_measure import MeasuredPdf
from .test_work_file import FileCase


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


class TestNamesInPackage(FileCase):
    """Whichever system of files unpacks it, nothing takes the place of something else."""

    def test_names_that_some_systems_take_for_one(self):
        files = self.new_file(notation="09/A") | self.new_file(notation="09-a")
        for name in ("Cong-van.PDF", "cong-van.pdf"):
            self.scan.copy({'name': name})
        for file in files:
            self.closed(file)
        target = io.BytesIO()
        self.as_user('outreach_staff', 'dan_van.work.file.package')._pack(files, target)
        names = [name.casefold() for name in zipfile.ZipFile(target).namelist()]
        self.assertEqual(len(set(names)), len(names))
        self.assertEqual(len({name.split('/')[0] for name in names}), 3, names)
        self.assertEqual(sum('/001 12-ubnd-nc/' in name for name in names), 6, names)


class TestFilingForms(FileCase):
    """The decree's forms (Nghị định 30/2020/NĐ-CP, Phụ lục V), printed."""

    def page(self, report, records, user='outreach_staff'):
        return MeasuredPdf(self.as_user(user, 'ir.actions.report')._render_qweb_pdf(f'dan_van.{report}', records.ids)[0])

    def test_the_list_of_documents(self):
        self.put(self.incoming | self.incoming.copy({'code': '13/UBND-NC', 'date': '2026-01-05'}))
        self.closed()
        pdf = self.page('work_file_report', self.file)
        page = pdf.pages[0]
        lefts = [page.span(f"({number})").left for number in range(1, 8)]
        self.assertEqual(lefts, sorted(lefts))
        for words in ("MỤC LỤC VĂN BẢN, TÀI LIỆU", "12/UBND", "20/01/2026", "Công văn: Về công tác dân vận", "NGƯỜI LẬP HỒ SƠ"):
            self.assertIn(words, pdf.text)
        self.assertLess(pdf.text.index('13/UBND'), pdf.text.index('12/UBND'), "put in by their days")
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
        page = next(page for page in pdf.pages if any(line.text.startswith("ĐẠI DIỆN") for line in page.lines))
        self.assertLess(page.span("ĐẠI DIỆN BÊN GIAO").left, page.span("ĐẠI DIỆN BÊN NHẬN").left)

    def test_several_are_shown_one_after_the_other(self):
        other = self.new_file(title="Hồ sơ đối thoại năm 2026")
        for file in (self.file, other):
            self.put(self.incoming, file)
        html = self.as_user('outreach_staff', 'ir.actions.report')._render_qweb_html('dan_van.work_file_report', (self.file | other).ids)[0].decode()
        self.assertLess(html.index(self.file.title), html.index(other.title))

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

    def test_a_message_names_the_file_in_which_its_document_lies(self):
        letter = self.issued()
        self.put(self.incoming)
        self.put(letter)
        data = etree.fromstring(letter.sudo()._edxml_metadata("Ban Dân tộc", "Công văn", 1, ()))
        self.assertEqual([data.findtext(path) for path in ('FileCode/FileCatalog', 'FileCode/FileNotation', 'DocOrdinal')], ['2026', '01.TT&ĐB', '2'])

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
