import base64
import re

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ...importer import errors, letter
from ...wizards.core import file_import
from ...wizards.documents.incoming_file import DOUBTS
from .. import scans
from ..common import ROOT, AgencyCase
from ..importer_cases import make_docx, make_pdf, old_word
from .test_importer_letter import END, LETTER

TEXT = LETTER + "Giao Phòng Chính sách và Tuyên truyền tham mưu, báo cáo gửi về Sở Nội vụ trước ngày 15/6/2026.\n" + END


class FileCase(AgencyCase):

    @classmethod
    def chosen(cls, data, filename="cong-van.docx", user='clerk'):
        return cls.as_user(user, 'dan_van.incoming.file').create({
            'file': base64.b64encode(data), 'filename': filename, 'arrival_date': '2026-05-14'})

    @classmethod
    def preview(cls, data=None, filename="cong-van.docx", **values):
        wizard = cls.chosen(data or make_docx(TEXT), filename)
        wizard.action_read()
        wizard.write(values)
        return wizard

    def entered(self, wizard):
        return self.as_user('clerk', 'dan_van.incoming').browse(wizard.action_create()['res_id'])

    def messages(self, wizard):
        return [doubt['message'] for doubt in wizard.doubts]


@tagged('dan_van_long')
class TestIncomingFile(FileCase):
    """The clerk chooses the file; what it says is proposed, put right and entered with the file."""

    def test_what_was_recognised_is_proposed_and_nothing_entered(self):
        before = self.env['dan_van.incoming'].search_count([])
        wizard = self.preview()
        self.assertEqual(
            (wizard.state, wizard.code, str(wizard.date), wizard.issuer, wizard.kind, str(wizard.due_date), wizard.signer),
            ('preview', "345/SNV-CCHC", '2026-05-12', "Sở Nội vụ", "Công văn", '2026-06-15', "Nguyễn Văn Mẫu"))
        self.assertEqual(wizard.subject, "Về việc báo cáo kết quả công tác dân vận 6 tháng đầu năm 2026")
        self.assertEqual(wizard.addressees, "Các sở, ban, ngành tỉnh\nUBND các xã, phường")
        self.assertEqual(wizard.department_ids, self.units['policy'])
        self.assertFalse(wizard.doubts)
        self.assertEqual(self.env['dan_van.incoming'].search_count([]), before)

    def test_what_was_put_right_is_entered_with_the_file(self):
        data = make_docx(TEXT)
        wizard = self.preview(data, filename="../cong van.docx", subject="Về việc khác", due_date='2026-06-20')
        document = self.entered(wizard)
        self.assertEqual((document.code, document.subject, str(document.due_date)), ("345/SNV-CCHC", "Về việc khác", '2026-06-20'))
        self.assertEqual((document.department_ids, str(document.arrival_date)), (self.units['policy'], '2026-05-14'))
        self.assertTrue(document.arrival_number)
        file = self.env['ir.attachment'].search([('res_model', '=', document._name), ('res_id', '=', document.id)])
        self.assertEqual((file.name, file.raw), ("cong van.docx", data))
        self.assertIn(file, document.message_ids.attachment_ids)
        self.assertEqual((wizard.state, wizard.file), ('upload', False))

    def test_every_kind_of_file(self):
        for name, data in (
                ("cong-van.pdf", make_pdf(TEXT)), ("cong-van.txt", TEXT.encode()), ("cong-van.doc", old_word(make_docx(TEXT)))):
            with self.subTest(name):
                wizard = self.preview(data, name)
                self.assertEqual((wizard.code, wizard.issuer, str(wizard.due_date)), ("345/SNV-CCHC", "Sở Nội vụ", '2026-06-15'))

    def test_a_scan_is_read_and_shown(self):
        wizard = self.preview(scans.pdf(scans.pages(make_pdf(TEXT), stamps=False)), "ban-quet.pdf")
        self.assertEqual((wizard.issuer, str(wizard.due_date), wizard.code.partition('/')[2]), ("Sở Nội vụ", '2026-06-15', "SNV-CCHC"))
        self.assertEqual([picture['page'] for picture in wizard.pictures], [0])
        self.assertTrue(base64.b64decode(wizard.pictures[0]['source'].partition(',')[2]).startswith(b'\xff\xd8'))
        self.assertTrue(wizard.document['places'])

    def test_of_a_long_scan_the_first_pages_and_the_last_are_read_the_others_told(self):
        page = scans.pages(make_pdf(TEXT), stamps=False)[0]
        blank = page.resize((40, 60))
        self.patch(type(self.env['dan_van.incoming.file']), '_pages_at_once', 2)
        wizard = self.preview(scans.pdf([page, blank, blank, page]), "ban-quet.pdf")
        self.assertEqual([picture['page'] for picture in wizard.pictures], [0, 3])
        self.assertEqual([doubt['text'] for doubt in wizard.doubts if "page" in doubt['message']], ["Page 2", "Page 3"])

    def test_what_is_not_sure_is_told_beside(self):
        wizard = self.preview(make_docx(LETTER.replace("345", "   ") + "Đề nghị báo cáo trước ngày 15/6.\n" + END))
        self.assertEqual((wizard.code, str(wizard.due_date)), ("/SNV-CCHC", '2026-06-15'))
        self.assertEqual(self.messages(wizard), [DOUBTS['year_inferred']._source, DOUBTS['number_missing']._source])
        self.assertEqual(wizard.doubts[0]['text'], "Đề nghị báo cáo trước ngày 15/6.")

    def test_a_file_of_which_nothing_is_recognised_can_be_entered_by_hand(self):
        wizard = self.preview(make_docx("Ghi chép\nkhông theo mẫu nào"))
        self.assertEqual(len(wizard.doubts), 5)
        with self.assertRaisesRegex(UserError, "Number and symbol"), self.env.cr.savepoint():
            wizard.action_create()
        wizard.write({'code': "1/UBND", 'issuer': "UBND xã", 'subject': "Việc"})
        self.assertEqual(self.entered(wizard).code, "1/UBND")

    # Twice

    def test_the_same_document_is_warned_of_before_it_is_entered(self):
        first = self.entered(self.preview())
        before = self.env['dan_van.incoming'].search_count([])
        for changes in ({}, {'code': "345 /SNV-CCHC"}, {'issuer': "SỞ NỘI VỤ"}, {'issuer': "Sở Nội vụ tỉnh Mẫu"}, {'date': False}):
            with self.subTest(changes):
                again = self.preview(**changes)
                self.assertEqual(again.duplicate_ids, first)
                with self.assertRaisesRegex(UserError, "entered already"):
                    again.action_create()
        self.assertEqual(self.env['dan_van.incoming'].search_count([]), before)
        again = self.preview(enter_again=True)
        self.assertNotEqual(self.entered(again), first)

    def test_the_same_number_of_another_year_or_agency_is_another_document(self):
        first = self.entered(self.preview())
        for changes in ({'date': '2025-05-12'}, {'code': "346/SNV-CCHC"}, {'date': '2026-05-13', 'issuer': "Sở Y tế"}):
            with self.subTest(changes):
                self.assertFalse(self.preview(**changes).duplicate_ids)
        first.sudo().write({
            'department_ids': [Command.clear()], 'company_id': self.env['res.company'].create({'name': "Sở khác"}).id})
        self.assertFalse(self.preview().duplicate_ids)

    def test_a_leading_zero_makes_no_other_document(self):
        first = self.entered(self.preview(make_docx(TEXT.replace("345/", "05/"))))
        self.assertEqual(self.preview(make_docx(TEXT.replace("345/", "5/"))).duplicate_ids, first)

    def test_an_agency_is_written_as_the_register_has_it(self):
        self.as_user('clerk', 'dan_van.incoming').create({'code': "1/SNV", 'issuer': "Sở Nội Vụ", 'subject': "Việc"})
        self.assertEqual(self.preview().issuer, "Sở Nội Vụ")

    # Who

    def test_only_the_clerk_enters(self):
        for user in ('office_staff', 'policy_staff', 'head', 'admin'):
            with self.subTest(user=user), self.assertRaises(AccessError):
                self.chosen(b'x', user=user)
        wizard = self.preview()
        self.assertFalse(self.as_user('office_staff', wizard).has_access('read'))

    def test_units_are_of_the_own_agency(self):
        foreign = self.env['res.company'].create({'name': "Sở khác"})
        unit = self.env['hr.department'].create({'name': "Phòng lạ", 'company_id': foreign.id, 'dan_van_kind': 'division'})
        wizard = self.preview()
        wizard.sudo().department_ids = [Command.link(unit.id)]
        with self.assertRaises(UserError):
            wizard.action_create()

    def test_members_find_what_is_asked_of_their_unit(self):
        document = self.entered(self.preview())
        asked_of_mine = [('department_ids.member_user_ids', 'in', self.users['policy_staff'].id)]
        self.assertIn(document.id, self.as_user('policy_staff', 'dan_van.incoming').search(asked_of_mine).ids)

    # What can't be read

    def test_every_refusal_says_what_to_do(self):
        for name, data, said in (
            ("x.docx", b'', "is empty"), ("x.xlsx", b'MZ', "type of file"), ("x.pdf", b'%PDF-1.4 x', "damaged"),
            ("x.docx", make_docx(TEXT)[:-900], "damaged"),
        ):
            with self.subTest(name=name, said=said), self.assertRaisesRegex(UserError, said):
                self.chosen(data, name).action_read()
        self.assertLessEqual(set(errors.MESSAGES) - set(file_import.UNREADABLE), {'not_a_plan', 'scanned'})

    def test_every_doubt_has_its_words(self):
        told = set(re.findall(r'(?:warn\(|^            \()\s*"(\w+)"', (ROOT / 'importer' / 'letter.py').read_text(), re.MULTILINE))
        self.assertLessEqual({'deadline_several', 'issuer_missing'}, told)
        self.assertLessEqual(told | set(letter._DOUBTS.values()), set(DOUBTS))


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestIncomingFileTour(HttpCase):

    def test_a_letter_is_entered_from_its_file(self):
        self.env['ir.attachment'].create({
            'name': 'cong-van.docx', 'raw': make_docx(TEXT.replace("345", "   ")), 'url': '/dan_van_test/cong-van.docx', 'public': True})
        for size in ('1366x768', '390x844'):
            with self.subTest(size):
                self.browser_size, self.touch_enabled = size, size != '1366x768'
                number = 345 if size == '1366x768' else 346
                self.start_tour('/odoo', f'dan_van_incoming_file_{number}_tour', login='vanthu', timeout=120)
                document = self.env['dan_van.incoming'].search([('code', '=', f"{number}/SNV-CCHC")])
                self.assertEqual((document.issuer, str(document.due_date)), ("Sở Nội vụ", '2026-06-15'))
                self.assertEqual(document.message_ids.attachment_ids.mapped('name'), ["cong-van.docx"])
