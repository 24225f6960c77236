from odoo.exceptions import AccessError, UserError

from .test_plan_import import TEXT, ImportCase
from .test_plan_import_tours import TASKS, word_file

HEAD = """UBND TỈNH MẪU
BAN DÂN TỘC
Số:      /KH-BDT
Tỉnh Mẫu, ngày     tháng 01 năm 2027

KẾ HOẠCH
Công tác dân vận chính quyền năm 2027

I. MỤC ĐÍCH, YÊU CẦU
Nâng cao nhận thức của công chức.
"""
IN_LINES = """II. TỔ CHỨC THỰC HIỆN
1. Văn phòng
- Theo dõi, tổng hợp.
- Đơn vị phối hợp: Thanh tra.
- Thời gian: hằng quý.
- Sản phẩm: Báo cáo quý.
2. Công tác kiểm tra
a) Kiểm tra công vụ
- Đơn vị chủ trì: Thanh tra.
- Đơn vị phối hợp: Văn phòng.
- Thời gian: 15/6/2027 và 15/12/2027.
"""
ELSEWHERE = """II. HÌNH THỨC KIỂM TRA
1. Giao Thanh tra chủ trì, phối hợp với Văn phòng thành lập Đoàn kiểm tra; hoàn thành trước ngày 31/3/2027.
2. Văn phòng
a) Mở chuyên mục về dân vận khéo.
III. TỔ CHỨC THỰC HIỆN
1. Văn phòng: Theo dõi, tổng hợp.
"""
ANNEX = """TRƯỞNG BAN
Trần Văn Mẫu

PHỤ LỤC
DANH MỤC NHIỆM VỤ
1. Tập huấn kỹ năng
- Chủ trì: Văn phòng
- Phối hợp: Thanh tra
- Thời gian: Quý II/2027
2. Khảo sát
- Chủ trì: Thanh tra
"""
END = """Trên đây là Kế hoạch của Ban Dân tộc./.

Nơi nhận:
- UBND tỉnh;
- Lưu: VT, VP.
"""


class TestPlanImportDuties(ImportCase):
    """Whatever the file gives somebody to do becomes a duty of the draft, wherever it stands."""

    def preview(self, data, filename='ke-hoach.txt'):
        wizard = self.wizard(data, filename)
        wizard.action_read()
        return wizard

    def duties(self, plan, **values):
        """:return: unit, role, text, deadline, deadline as printed and output of each duty of the plan with ``values``"""
        return [
            (duty.department_id.dan_van_abbreviation, duty.role, duty.text, str(duty.deadline or ''), duty.deadline_text, duty.output)
            for duty in plan.assignment_ids.sorted('sequence')
            if all(duty[name] == value for name, value in values.items())]

    def test_a_line_with_a_limit_for_each_of_two_units(self):
        text = HEAD + (
            "II. TỔ CHỨC THỰC HIỆN\n1. Văn phòng gửi báo cáo trước ngày 15/3/2027, riêng Thanh tra gửi trước ngày 31/3/2027.\n") + END
        plan = self.created(self.preview(text))
        self.assertEqual([each[:1] + each[2:4] for each in self.duties(plan)], [
            ('VP', 'Văn phòng gửi báo cáo trước ngày 15/3/2027, riêng Thanh tra gửi trước ngày 31/3/2027.', '2027-03-15'),
            ('TTr', 'gửi trước ngày 31/3/2027.', '2027-03-31')])

    def annexed(self):
        return word_file(in_annex=True)

    def test_tasks_of_an_annex(self):
        wizard = self.preview(self.annexed(), 'ke-hoach.docx')
        plan = self.created(wizard)
        self.assertEqual(self.duties(plan, in_annex=True), [
            ('VP', 'lead', "Tập huấn kỹ năng", '2027-06-30', "30/6/2027", "Báo cáo tập huấn"),
            ('TTr', 'coordinate', "Tập huấn kỹ năng", '2027-06-30', "30/6/2027", "Báo cáo tập huấn"),
            (False, 'lead', "Khảo sát đời sống", '2027-09-30', "30/9/2027", "Báo cáo khảo sát")])
        self.assertFalse(any(plan.assignment_ids.filtered('in_annex').mapped('printed')))
        self.assertEqual(plan.annex_ids.table.splitlines()[0], '\t'.join(TASKS[0]))
        self.assertNotIn("Tập huấn", str(plan._official_document().body), "the annex alone prints it")

    def test_tasks_of_an_annex_go_all_the_way(self):
        wizard = self.preview(self.annexed(), 'ke-hoach.docx')
        wizard.duty_ids.filtered('is_unmatched').department_id = self.units['inspectorate']
        plan = self.created(wizard)
        self.to_state(plan, 'issued')
        duty = plan.assignment_ids.filtered(lambda duty: duty.in_annex and duty.department_id == self.units['office'])
        self.assertTrue(duty.is_at_work)
        following = plan._copy_to_year(2028)
        self.assertEqual(following.assignment_ids.filtered('in_annex').mapped('text'), [
            "Tập huấn kỹ năng", "Tập huấn kỹ năng", "Khảo sát đời sống"])

    def test_tasks_in_the_text_of_an_annex(self):
        plan = self.created(self.preview(HEAD + ELSEWHERE + END + ANNEX))
        self.assertEqual([duty[:5] for duty in self.duties(plan, in_annex=True)], [
            ('VP', 'lead', "Tập huấn kỹ năng", '2027-06-30', "Quý II/2027"),
            ('TTr', 'coordinate', "Tập huấn kỹ năng", '2027-06-30', "Quý II/2027"), ('TTr', 'lead', "Khảo sát", '', False)])
        self.assertEqual(plan.annex_ids.text, ANNEX.partition("NHIỆM VỤ\n")[2].strip())

    def test_how_many_and_from_where(self):
        sections = self.preview(self.annexed(), 'ke-hoach.docx').section_ids
        self.assertEqual([(row.name, row.duty_count) for row in sections], [
            ("I. MỤC ĐÍCH, YÊU CẦU", 0), ("II. NỘI DUNG", 0), ("III. TỔ CHỨC THỰC HIỆN", 2), ("PHỤ LỤC DANH MỤC NHIỆM VỤ", 3)])

    def test_what_is_left_out_stays_text(self):
        wizard = self.preview(self.annexed(), 'ke-hoach.docx')
        wizard.section_ids.filtered('duty_count').takes_duties = False
        plan = self.created(wizard)
        self.assertFalse(plan.assignment_ids)
        printed = [paragraph.text for paragraph in plan._official_document().body]
        self.assertIn("1. Văn phòng: Theo dõi, tổng hợp.", printed)
        self.assertIn("Tập huấn kỹ năng", plan.annex_ids.table)

    def test_single_tasks_are_left_out(self):
        wizard = self.preview(self.annexed(), 'ke-hoach.docx')
        wizard.line_ids.filtered(lambda row: row.type == 'task')[0].action_remove()
        self.assertEqual(wizard.section_ids[-1].duty_count, 1)
        wizard.action_undo()
        self.assertEqual(wizard.section_ids[-1].duty_count, 3)

    def test_text_and_annexes_do_not_mix(self):
        wizard = self.preview(self.annexed(), 'ke-hoach.docx')
        rows = wizard._in_order()
        annex, task = (next(row for row in rows if row.type == kind) for kind in ('annex', 'task'))
        closing = next(row for row in rows if row.type == 'closing')
        for act in (annex.action_up, task.action_up, task.action_merge, annex.action_merge, task.action_shallower, annex.action_add_unit,
                    closing.action_down, lambda: task.action_retype('content'), lambda: task.action_split(3)):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                act()

    def test_lines_below_a_duty(self):
        plan = self.created(self.preview(HEAD + IN_LINES + END))
        self.assertEqual(
            [duty[:2] + duty[3:] for duty in self.duties(plan)], [
                ('VP', 'lead', '', "hằng quý", "Báo cáo quý"), ('TTr', 'coordinate', '', "hằng quý", "Báo cáo quý"),
                ('TTr', 'lead', '2027-06-15', "15/6/2027 và 15/12/2027", False),
                ('VP', 'coordinate', '2027-06-15', "15/6/2027 và 15/12/2027", False)])
        printed = [paragraph.text.rstrip('.') for paragraph in plan._official_document().body]
        for line in IN_LINES.splitlines()[1:]:
            self.assertIn(line.rstrip('.'), printed, "nothing is lost in print")

    def test_duties_of_other_sections_and_units_as_headings(self):
        plan = self.created(self.preview(HEAD + ELSEWHERE + END))
        text = ELSEWHERE.splitlines()[1].removeprefix("1. ")
        self.assertEqual([duty[:4] for duty in self.duties(plan, printed=False)], [
            ('TTr', 'lead', text, '2027-03-31'), ('VP', 'coordinate', text, '2027-03-31'),
            ('VP', 'lead', "Mở chuyên mục về dân vận khéo.", '')])

    def test_annexes_are_no_change_of_the_file(self):
        plan = self.created(self.preview(self.annexed(), 'ke-hoach.docx'))
        dialog = self.as_user('office_staff', 'dan_van.plan.return').create({
            'plan_id': plan.id, 'file': self.wizard(self.annexed()).file, 'filename': 'ke-hoach.docx'})
        with self.assertRaisesRegex(UserError, "nothing has changed"):
            dialog.action_read()


class TestNamesOfUnits(ImportCase):
    """The agency's own names win, and what was chosen once is known the next time."""

    def preview(self, text, user='office_staff'):
        wizard = self.wizard(text, user=user)
        wizard.action_read()
        return wizard

    def names(self):
        return self.env['dan_van.unit.name'].search([])

    def test_what_was_chosen_is_remembered_until_it_is_deleted(self):
        wizard = self.preview(TEXT)
        self.assertEqual(wizard.duty_ids[2].unit, "Phòng Địa bàn")
        wizard.duty_ids[2].department_id = self.units['outreach']
        wizard.action_create()
        self.assertEqual([(name.name, name.department_id) for name in self.names()], [("Phòng Địa bàn", self.units['outreach'])])

        again = self.preview(TEXT.replace("Phòng Địa bàn:", "P. ĐỊA BÀN:"))
        self.assertEqual(again.duty_ids[2].department_id, self.units['outreach'])
        [notice] = again.warning_ids.filtered(lambda each: each.code == 'name_remembered')
        self.assertEqual(notice.text, f"P. ĐỊA BÀN → {self.units['outreach'].name}")

        again.duty_ids[2].department_id = self.units['policy']
        again.action_create()
        self.assertEqual(self.names().department_id, self.units['policy'], "what is chosen last counts")

        self.as_user('office_staff', self.names()).unlink()
        self.assertFalse(self.preview(TEXT).duty_ids[2].department_id)

    def test_what_is_not_remembered(self):
        wizard = self.preview(TEXT.replace("Phòng Địa bàn:", "Phòng Địa bàn của:").replace("Văn phòng:", "Thanh tra:"))
        wizard.duty_ids[0].department_id = self.units['office']
        wizard.duty_ids[2].department_id = self.units['outreach']
        wizard.action_create()
        self.assertFalse(self.names(), "neither the own name of another unit nor words that are no name")

    def test_only_the_office_gives_names(self):
        wizard = self.preview(TEXT, user='policy_staff')
        wizard.duty_ids[2].department_id = self.units['outreach']
        wizard.action_create()
        self.assertFalse(self.names())
        values = {'name': "P. ĐB", 'department_id': self.units['outreach'].id}
        with self.assertRaises(AccessError):
            self.as_user('policy_staff', 'dan_van.unit.name').create(values)
        name = self.as_user('office_staff', 'dan_van.unit.name').create(values)
        self.assertEqual(name.key, "phong db")
        self.assertEqual(self.as_user('policy_staff', name).name, "P. ĐB")

    def test_persons_and_former_names(self):
        self.as_user('office_staff', 'dan_van.unit.name').create({'name': "Phòng Dân vận", 'department_id': self.units['policy'].id})
        head = self.units['inspectorate'].head_user_id.name
        wizard = self.preview(TEXT.replace("Văn phòng:", f"{head}:").replace("Phòng Địa bàn:", "Phòng Dân vận:"))
        self.assertEqual(wizard.duty_ids[0].department_id, self.units['inspectorate'])
        self.assertEqual(wizard.duty_ids[2].department_id, self.units['policy'])
