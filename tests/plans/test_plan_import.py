import base64
import re

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import file_path
from odoo.tests import tagged

from ...importer import errors
from ...wizards.documents.incoming_file import DOUBTS
from ...wizards.plans.plan_import import UNREADABLE
from ...wizards.plans.plan_import_lines import WARNINGS
from ..common import ROOT, AgencyCase, sample

TEXT = """UBND TỈNH MẪU                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
BAN DÂN TỘC                  Độc lập - Tự do - Hạnh phúc
Số:      /KH-BDT             Tỉnh Mẫu, ngày     tháng 01 năm 2026

KẾ HOẠCH
Công tác dân vận chính quyền năm 2026

Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10/11/2022;
Ban Dân tộc ban hành Kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Nâng cao nhận thức của công chức.
2. Yêu cầu
Thực hiện thường xuyên.

II. NỘI DUNG
1. Tổ chức học tập các chỉ thị.
2. Tiếp công dân định kỳ.

III. TỔ CHỨC THỰC HIỆN
1. Văn phòng: Theo dõi, tổng hợp trước ngày 15/12/2026.
2. Phòng Chính sách và Tuyên truyền: Tham mưu chương trình phối hợp.
3. Phòng Địa bàn: Báo cáo hằng quý.
4. Các phòng chuyên môn: Thực hiện nhiệm vụ được giao.

Trên đây là Kế hoạch của Ban Dân tộc./.

Nơi nhận:                   TRƯỞNG BAN
- UBND tỉnh;
- Lưu: VT, VP.
"""


class ImportCase(AgencyCase):

    @classmethod
    def wizard(cls, data, filename='ke-hoach.txt', user='office_staff'):
        data = data.encode() if isinstance(data, str) else data
        return cls.as_user(user, 'dan_van.plan.import').create(
            {'file': base64.b64encode(data), 'filename': filename})

    def created(self, wizard):
        return self.as_user('office_staff', 'dan_van.plan').browse(wizard.action_create()['res_id'])


class TestPlanImport(ImportCase):
    """Văn phòng has the plan as a file; the import shows what it says before anything is created."""

    def preview(self, *args, **kwargs):
        wizard = self.wizard(*args, **kwargs)
        wizard.action_read()
        return wizard

    def test_nothing_is_created_before_the_preview_is_accepted(self):
        before = self.env['dan_van.plan'].search_count([])
        wizard = self.preview(TEXT)
        self.assertEqual(wizard.state, 'preview')
        self.assertEqual(self.env['dan_van.plan'].search_count([]), before)

    def test_a_client_that_asks_for_sizes(self):
        """The file is read, not its size, and hangs on the plan as it is."""
        dialog = self.wizard(TEXT)
        self.asked_for_sizes(dialog, 'action_read')
        plan = self.env['dan_van.plan'].browse(self.asked_for_sizes(dialog, 'action_create')['res_id'])
        self.assertEqual(plan.subject, "Công tác dân vận chính quyền năm 2026")
        self.assertEqual(plan.message_ids.attachment_ids.raw, TEXT.encode())

    def test_preview_shows_the_plan(self):
        wizard = self.preview(TEXT)
        self.assertEqual((wizard.year, wizard.subject), (2026, "Công tác dân vận chính quyền năm 2026"))
        self.assertEqual(wizard.recipients, "UBND tỉnh")
        self.assertEqual(wizard.archive, "Lưu: VT, VP")
        self.assertEqual(
            [(part.level, part.label, part.title) for part in wizard.part_ids if part.kind],
            [(0, 'I', "MỤC ĐÍCH, YÊU CẦU"), (0, 'II', "NỘI DUNG"), (0, 'III', "TỔ CHỨC THỰC HIỆN")])

    def test_a_unit_is_matched_or_shown_never_guessed(self):
        wizard = self.preview(TEXT)
        office, merged, unknown, everyone = wizard.duty_ids
        self.assertEqual(office.department_id, self.units['office'])
        self.assertFalse(merged.department_id)
        self.assertIn("Phòng Chính sách", merged.candidates)
        self.assertFalse(unknown.department_id)
        self.assertEqual((everyone.scope, everyone.department_id.id), ('all', False))
        self.assertEqual(wizard.unmatched_count, 2)

    def test_corrections_go_into_the_plan(self):
        wizard = self.preview(TEXT)
        wizard.duty_ids[1].department_id = self.units['policy']
        wizard.duty_ids[2].department_id = self.units['outreach']
        wizard.subject = "Công tác dân vận chính quyền năm 2026 (sửa)"
        wizard.part_ids.filtered(lambda part: part.text == "Tiếp công dân định kỳ.").unlink()
        plan = self.created(wizard)
        self.assertEqual(plan.subject, "Công tác dân vận chính quyền năm 2026 (sửa)")
        self.assertEqual(plan.content_count, 1)
        self.assertEqual(plan.printed_assignment_ids[1:3].department_id, self.units['policy'] | self.units['outreach'])
        plan.action_submit()

    def test_plan_without_units_can_be_created_but_not_submitted(self):
        plan = self.created(self.preview(TEXT))
        with self.assertRaisesRegex(UserError, "Phòng Địa bàn"):
            plan.action_submit()

    def test_printed_text_is_the_text_of_the_file(self):
        plan = self.created(self.preview(TEXT))
        printed = [paragraph.text for paragraph in plan._official_document().body]
        for line in TEXT.split("I. MỤC ĐÍCH", 1)[1].split("./.")[0].splitlines()[1:]:
            if line:
                self.assertIn(line, [*printed, printed[-1].removesuffix("./.")])

    def test_task_lines_are_tracked_and_printed(self):
        """Who, when and what comes out, in lines below a content: duties of the units, and still in the text."""
        with open(file_path('dan_van/demo/ke-hoach-mau.txt'), 'rb') as file:
            text = file.read()
        plan = self.created(self.preview(text))
        contents = plan.content_ids.filtered(lambda part: part.parent_id.kind == 'content')
        served = contents[1].assignment_ids
        self.assertEqual(
            [(duty.department_id, duty.role) for duty in served.sorted('id')],
            [(self.units['outreach'], 'lead'), (self.units['policy'], 'coordinate'), (self.units['inspectorate'], 'coordinate')])
        self.assertEqual(set(served.mapped('deadline')), {fields.Date.to_date('2026-09-30')})
        printed = ''.join(paragraph.text for paragraph in plan._official_document().body)
        body = text.decode().split("I. MỤC ĐÍCH", 1)[1].split("./.")[0]
        self.assertIn(''.join(body.split()), ''.join(printed.split()), "nothing of the text is lost in print")

    def test_deadlines_become_dates(self):
        plan = self.created(self.preview(TEXT))
        office, _merged, quarterly, _all = plan.printed_assignment_ids
        self.assertEqual(office.deadline, fields.Date.to_date('2026-12-15'))
        self.assertFalse(quarterly.deadline)
        self.assertEqual(quarterly.deadline_text, "hằng quý")

    def test_source_is_filed_on_the_plan(self):
        plan = self.created(self.preview(TEXT))
        attachment = self.env['ir.attachment'].search([('res_model', '=', plan._name), ('res_id', '=', plan.id)])
        self.assertEqual((attachment.name, attachment.raw), ('ke-hoach.txt', TEXT.encode()))

    def test_another_file_starts_anew(self):
        wizard = self.preview(TEXT)
        wizard.action_back()
        self.assertEqual((wizard.state, len(wizard.part_ids), len(wizard.duty_ids)), ('upload', 0, 0))
        wizard.action_read()
        self.assertEqual(len(wizard.duty_ids), 4)

    def test_every_warning_says_what_to_look_at(self):
        importer = ROOT / 'importer'
        codes = {code for file in importer.glob('*.py') for code in re.findall(r'warn\(\s*"(\w+)"', file.read_text())}
        self.assertGreater(len(codes), 5)
        self.assertFalse(codes - WARNINGS.keys() - DOUBTS.keys(), "warnings of the importer without a sentence for the user")

    def test_what_is_not_as_the_agency_has_it_is_said(self):
        text = TEXT.replace("BAN DÂN TỘC ", "SỞ NỘI VỤ   ").replace("Số:      /KH-BDT", "Số: 12/KH-SNV   ")
        text += "\nPHỤ LỤC\nDanh mục nhiệm vụ\n1. Nhiệm vụ khác.\n"
        wizard = self.preview(text)
        found = {warning.code: warning.text for warning in wizard.warning_ids}
        self.assertEqual(found['other_agency'], "SỞ NỘI VỤ")
        self.assertEqual(found['number_given'], "12/KH-SNV")
        self.assertTrue(all(wizard.warning_ids.mapped('message')))
        annex = self.created(wizard).annex_ids
        self.assertEqual((annex.title, annex.text), ("Danh mục nhiệm vụ", "1. Nhiệm vụ khác."))

    def test_every_refusal_of_the_importer_has_its_sentence(self):
        self.assertEqual(errors.MESSAGES, {code: text._source for code, text in UNREADABLE.items()})
        self.assertEqual(errors.MESSAGES.keys(), errors.VIETNAMESE.keys())

    def test_bad_files_say_what_to_do(self):
        cases = {
            'empty.txt': (b'', "empty"),
            'letter.txt': ("Kính gửi các đồng chí, mời dự họp.".encode(), "No plan was recognised"),
            'program.exe': (b'MZ\x90\x00' + bytes(200), "type of file"),
            'broken.docx': (b'PK\x03\x04' + bytes(100), "damaged"),
            'big.txt': (b'a' * (21 * 1024 * 1024), "too big"),
        }
        for filename, (data, words) in cases.items():
            with self.subTest(filename), self.assertRaisesRegex(UserError, words):
                self.wizard(data or b'', filename).action_read()

    def test_import_needs_the_right_to_create_plans(self):
        self.users['policy_staff'].group_ids -= self.env.ref('dan_van.group_staff')
        with self.assertRaises(AccessError):
            self.wizard(TEXT, user='policy_staff')

    def test_demo_plan_is_read_without_a_warning(self):
        with open(file_path('dan_van/demo/ke-hoach-mau.txt'), 'rb') as file:
            wizard = self.preview(file.read())
        self.assertFalse(wizard.warning_ids)
        self.assertFalse(wizard.unmatched_count)


@tagged('dan_van_long')
class TestRealPlan(AgencyCase):
    """The real plan of 2022, as text from a PDF and as Word file."""

    def plan(self, name):
        path = sample(self, name)
        wizard = self.as_user('office_staff', 'dan_van.plan.import').create(
            {'file': base64.b64encode(path.read_bytes()), 'filename': name})
        wizard.action_read()
        return self.as_user('office_staff', 'dan_van.plan').browse(wizard.action_create()['res_id'])

    def test_text_and_word_give_the_same_plan(self):
        text, word = self.plan('ke-hoach-dan-van-2022.txt'), self.plan('ke-hoach-dan-van-2022.docx')
        self.assertEqual(text.content_count, 7)
        self.assertEqual(len(text.printed_assignment_ids), 5)
        self.assertEqual(
            [part.text for part in text._official_document().body], [part.text for part in word._official_document().body])

    def test_its_units_are_those_of_the_agency(self):
        plan = self.plan('ke-hoach-dan-van-2022.txt')
        self.assertEqual(
            plan.printed_assignment_ids.mapped(lambda duty: duty.department_id.dan_van_abbreviation),
            ['CB', 'VP', 'TT&ĐB', 'TTr', False])
        self.assertEqual(plan.printed_assignment_ids.mapped('kind'), ['request'] + ['order'] * 4)

    def test_it_goes_all_the_way(self):
        plan = self.to_state(self.plan('ke-hoach-dan-van-2022.txt'), 'issued')
        self.assertEqual(plan.assignment_count, 8, "four duties of one unit, one of all four working units")
