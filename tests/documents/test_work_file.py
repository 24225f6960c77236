import base64
import io
from datetime import date

import openpyxl
from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from ...models.core.res_company import legal_today
from ...sheets.catalog import rows_of_catalog
from .. import signature_cases as cases
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
        meanwhile = self.new_file(title="Hồ sơ thêm sau khi trình")
        self.assertTrue(meanwhile.is_added, "the head has not seen it")
        meanwhile.unlink()
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
        for values in ({'notation': "1" * 21}, {'title': "x" * 501}):
            with self.assertRaisesRegex(ValidationError, "has more than (20|500) letters"), self.env.cr.savepoint():
                self.new_file(**values)

    def test_the_year_of_closed_files_stays(self):
        self.catalog.year = 2025
        self.catalog.year = 2026
        self.closed()
        with self.assertRaisesRegex(UserError, "is closed"), self.env.cr.savepoint():
            self.catalog.year = 2025

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

    def test_those_of_one_day_lie_as_they_were_entered(self):
        letters = self.issued() | self.issued()
        self.put(letters.sorted('id', reverse=True))
        self.assertEqual(self.file.line_ids.mapped('code'), letters.sorted('id').mapped('code'))

    def test_what_is_put_right_in_the_register_is_put_right_in_an_open_file_alone(self):
        self.put(self.incoming)
        self.incoming.subject = "Về công tác dân vận năm 2026"
        self.assertEqual(self.file.line_ids.subject, "Về công tác dân vận năm 2026")
        self.closed()
        self.incoming.subject = "Về việc khác"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.file.line_ids.subject, "Về công tác dân vận năm 2026")

    def test_what_stands_in_a_register_is_called_as_it_is_there(self):
        """Else the list of documents of a file would tell of another document than the one that lies in it."""
        entry = self.issued().sudo().register_entry_id
        forged = {'subject': "Khác", 'code': "99/QĐ", 'date': '2020-01-01', 'kind': "Quyết định", 'author': "Ai đó"}
        lines = self.as_user('outreach_staff', 'dan_van.work.file.line')
        by_values = lines.create({'work_file_id': self.file.id, 'entry_id': entry.id, **forged})
        by_context = lines.with_context(**{f'default_{name}': value for name, value in forged.items()}).create(
            {'work_file_id': self.file.id, 'incoming_id': self.incoming.id})
        for line, known in ((by_values, entry), (by_context, self.incoming)):
            self.assertEqual((line.code, line.subject, line.date), (known.code, known.subject, known.date))
            for name, value in forged.items():
                with self.subTest(name), self.assertRaisesRegex(UserError, "can't be typed"):
                    line.write({name: value})
            line.write({'pages': 3, 'note': "Bản chính"})

    def test_a_file_moves_to_no_other_agency(self):
        other = self.env['res.company'].create({'name': "Sở khác"})
        with self.assertRaisesRegex(UserError, "company|agency"), self.env.cr.savepoint():
            self.file.sudo().catalog_id = self.catalog.sudo().create({'company_id': other.id, 'year': 2026})

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

    def test_closing_numbers_what_is_left(self):
        first, *others = self.put(self.incoming | self.incoming.copy() | self.incoming.copy())
        first.with_user(self.users['outreach_staff']).unlink()
        self.closed()
        self.assertEqual([line.ordinal for line in others], [1, 2])

    def test_the_papers_of_a_closed_file_stay(self):
        """Neither the file's own form nor any other way to an attachment changes what was closed."""
        line = self.as_user('outreach_staff', 'dan_van.work.file.line').create({
            'work_file_id': self.file.id, 'subject': "Phiếu trình", 'file': base64.b64encode(b'scan').decode(), 'file_name': "phieu-trinh.txt"})
        paper = self.as_user('outreach_staff', line.attachment_id)
        other = paper.create({'name': "khac.txt", 'raw': b'other'})
        paper.write({'name': "phieu-trinh-2.txt"})
        self.closed()
        place = {'res_model': line._name, 'res_id': line.id}
        for change in (lambda: paper.write({'raw': b'forged'}), lambda: paper.write({'name': "x.txt"}), lambda: paper.write({'res_id': 0}), paper.unlink,
                       lambda: other.write(place), lambda: paper.create({'name': "x.txt", 'raw': b'x', **place})):
            with self.assertRaisesRegex(UserError, "is closed"), self.env.cr.savepoint():
                change()
        self.env.invalidate_all()
        self.assertEqual((line.attachment_id, line.attachment_id.raw, line.attachment_id.name), (paper.sudo(), b'scan', "phieu-trinh-2.txt"))
        paper.write({'raw': b'scan'})  # moved between database and disk
        self.file.action_reopen("Thay bản quét")
        line.with_user(self.users['outreach_staff']).file = base64.b64encode(b'better')
        self.assertEqual(line.attachment_id.raw, b'better')

    def test_what_is_no_paper_is_refused_in_words(self):
        for given in (5, {}, "x", ["x"]):
            with self.subTest(given), self.assertRaisesRegex(UserError, "can't hold"):
                self.as_user('outreach_staff', 'dan_van.work.file.line').create({
                    'work_file_id': self.file.id, 'subject': "Phiếu trình", 'file': given})

    @mute_logger('odoo.sql_db')
    def test_numbers_without_end_are_refused_in_words(self):
        """Else nobody of the unit could open another file, or put anything behind that document."""
        line = self.put(self.incoming)
        for given in (-1, 2**31 - 1):
            with self.subTest(given), self.assertRaises(CheckViolation), self.env.cr.savepoint():
                self.new_file(number=given)
            with self.subTest(given), self.assertRaises(CheckViolation), self.env.cr.savepoint():
                line.with_user(self.users['outreach_staff']).ordinal = given
                self.env.flush_all()

    def test_a_number_that_the_list_has_already_is_left_out(self):
        """Lists that offices keep have gaps: the second file may be the third."""
        self.new_file(notation='03.TT&ĐB')
        self.assertEqual([(file.number, file.notation) for file in (self.new_file(), self.new_file())], [(3, '04.TT&ĐB'), (4, '05.TT&ĐB')])
        self.file.notation = False
        self.assertEqual(self.file.notation, '01.TT&ĐB')

    def test_a_file_like_another_one_has_its_own_number(self):
        self.assertEqual((self.file.copy().notation, self.file.number), ('02.TT&ĐB', 1))

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
