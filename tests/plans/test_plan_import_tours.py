import io

import docx

from odoo.tests import HttpCase, tagged

from ...wizards.plans import plan_import_scan
from .. import scans
from ..importer_cases import make_docx, make_pdf, old_word, plan_text
from ..keys import unlocked

SIZES = ('1366x768', '390x844')

ABOVE = (
    "BAN DÂN TỘC", "Số:      /KH-BDT", "KẾ HOẠCH", "Công tác dân vận chính quyền năm 2027",
    "Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10/11/2022;", "Ban Dân tộc ban hành Kế hoạch như sau:",
    "I. MỤC ĐÍCH, YÊU CẦU", "Nâng cao nhận thức của công chức.",
    "II. NỘI DUNG", "1. Lắng nghe ý kiến của người dân.", "2. Trao đổi kinh nghiệm giữa các xã.", "3. Nhiệm vụ cụ thể")
TASKS = (
    ("TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian", "Sản phẩm"),
    ("1", "Tập huấn kỹ năng", "Văn phòng", "Thanh tra", "30/6/2027", "Báo cáo tập huấn"),
    ("2", "Khảo sát đời sống", "Ban điều phối", "", "30/9/2027", "Báo cáo khảo sát"))
BELOW = (
    "III. TỔ CHỨC THỰC HIỆN", "1. Văn phòng: Theo dõi, tổng hợp.", "2. Thanh tra: Kiểm tra việc thực hiện.",
    "Trên đây là Kế hoạch của Ban Dân tộc./.", "Nơi nhận:", "- UBND tỉnh;", "- Lưu: VT, VP.")


def word_file(*changes, in_annex=False):
    """:return: the plan as a Word file, after ``changes``, pairs of old and new words; its table in an annex or in the text"""
    def said(text):
        for old, new in changes:
            text = text.replace(old, new)
        return text
    file = docx.Document()
    for text in ABOVE:
        file.add_paragraph(said(text))
    below = (*BELOW, "TRƯỞNG BAN", "Trần Văn Mẫu", "PHỤ LỤC", "DANH MỤC NHIỆM VỤ") if in_annex else ()
    for text in below:
        file.add_paragraph(said(text))
    table = file.add_table(len(TASKS), len(TASKS[0]))
    for cells, row in zip(TASKS, table.rows):
        for text, cell in zip(cells, row.cells):
            cell.text = said(text)
    for text in () if in_annex else BELOW:
        file.add_paragraph(said(text))
    raw = io.BytesIO()
    file.save(raw)
    return raw.getvalue()


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestPlanImportTours(HttpCase):
    """A Word file with a table of tasks in the browser: put right, created, and imported again after changes."""

    def give(self, name, raw):
        """Let the browser fetch ``raw`` by its name."""
        self.env['ir.attachment'].create({'name': name, 'raw': raw, 'url': f'/dan_van_test/{name}', 'public': True})

    def play(self, tour, address='/odoo', size='1366x768'):
        self.browser_size, self.touch_enabled = size, size != '1366x768'
        self.start_tour(address, f'dan_van_import_{tour}_tour', login='chuyenvien.vp', timeout=120)

    def test_a_plan_is_put_right_created_and_imported_again(self):
        self.give('ke-hoach.docx', word_file())
        self.give('ke-hoach-sua.docx', word_file(
            ("Lắng nghe ý kiến của người dân", "Lắng nghe ý kiến của đồng bào"), ("Kiểm tra việc", "Kiểm tra, đôn đốc việc")))
        self.play('table')
        plan = self.env['dan_van.plan'].search([('subject', '=', "Công tác dân vận chính quyền năm 2027")])
        served = plan.assignment_ids.filtered(lambda duty: not duty.printed)
        inspectorate = self.env.ref('dan_van.department_inspectorate')
        self.assertEqual(served.mapped('role'), ['lead', 'coordinate', 'lead'])
        self.assertEqual(served[-1].department_id, inspectorate, "the unit was put right")
        self.assertEqual(str(served[-1].deadline), '2027-09-30')
        self.assertEqual(served.mapped('output'), ["Báo cáo tập huấn", "Báo cáo tập huấn", "Báo cáo khảo sát"])

        checked = plan.printed_assignment_ids.filtered(lambda duty: "Kiểm tra" in duty.text)
        person = self.env.ref('dan_van.user_inspectorate_staff')
        unlocked(checked).write({'user_ids': person.ids, 'progress': 40})
        before = plan._version_lines()
        self.play('again', f'/odoo/action-dan_van.plan_action/{plan.id}')
        self.env.invalidate_all()
        self.assertEqual(checked.text, "Kiểm tra, đôn đốc việc thực hiện.")
        self.assertEqual((checked.user_ids, checked.progress, checked.department_id), (person, 40, inspectorate))
        self.assertEqual([line.replace(", đôn đốc", "") for line in plan._version_lines()], before)
        self.assertEqual(plan.assignment_ids.filtered(lambda duty: not duty.printed), served)

    def test_an_old_word_file_becomes_a_draft(self):
        self.give('ke-hoach.doc', old_word(make_docx(plan_text())))
        for size in SIZES:
            self.play('old_word', size=size)
        self.assertEqual(len(self.drafts()), len(SIZES))

    def test_a_scan_becomes_a_draft_beside_its_picture(self):
        self.give('ban-quet.pdf', scans.pdf(scans.pages(make_pdf(plan_text()), stamps=False)[:1]))
        for size in SIZES:
            self.play('scan', size=size)
        self.assertEqual(len(self.drafts()), len(SIZES))

    def test_photos_become_one_draft_in_their_order(self):
        for number, page in enumerate(scans.pages(make_pdf(plan_text()), stamps=False)[:1] + [scans.blank()], 1):
            self.give(f'anh-{number}.jpg', scans.photo(page))
        for size in SIZES:
            self.play('photos', size=size)
        self.assertEqual(len(self.drafts()), len(SIZES))
        self.assertIn("47/KH-STN", self.drafts()[0].message_ids.filtered('attachment_ids').body)

    def test_a_long_scan_shows_how_far_it_is_and_may_be_left(self):
        self.give('ban-quet.pdf', scans.pdf(scans.pages(make_pdf(plan_text()), stamps=False)[:1]))
        self.patch(plan_import_scan, 'AT_ONCE', 0)
        self.play('long_scan')

    def drafts(self):
        # A letter of a scan may be misread.
        return self.env['dan_van.plan'].search([('subject', '=like', "Thực hiện % chủ ở cơ sở năm 2026")])

    def test_tasks_of_an_annex_become_work(self):
        self.give('ke-hoach.docx', word_file(in_annex=True))
        inspectorate = self.env.ref('dan_van.department_inspectorate')
        for size in SIZES:
            self.play('annex', size=size)
            plan = self.env['dan_van.plan'].search([('subject', '=', "Công tác dân vận chính quyền năm 2027")], order='id desc', limit=1)
            self.assertEqual(plan.assignment_ids.mapped('in_annex'), [True] * 3, "the section is left out")
            self.assertEqual(plan.assignment_ids[-1].department_id, inspectorate)
            remembered = self.env['dan_van.unit.name'].search([])
            self.assertEqual((remembered.name, remembered.department_id), ("Ban điều phối", inspectorate))
            remembered.unlink()

    def test_a_phone_shows_source_and_result_one_above_the_other(self):
        self.give('ke-hoach.docx', word_file())
        self.play('phone', size='390x844')
