import base64

from odoo.exceptions import AccessError, UserError

from ..keys import unlocked
from .test_plan_import import ImportCase
from .test_plan_import_operations import SOURCE


class TestPlanReimport(ImportCase):
    """The file of an imported plan was changed: what differs is shown and taken piece by piece, and work is kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        wizard = cls.wizard(SOURCE)
        wizard.action_read()
        cls.plan = cls.as_user('office_staff', 'dan_van.plan').browse(wizard.action_create()['res_id'])

    def dialog(self, text, plan=None, user='office_staff'):
        return self.as_user(user, 'dan_van.plan.return').create({
            'plan_id': (plan or self.plan).id, 'file': base64.b64encode(text.encode()), 'filename': 'ke-hoach.txt'})

    def changed(self, *changes, **values):
        """:return: the dialog that has read the file after ``changes``, pairs of old and new words"""
        text = SOURCE
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        dialog = self.dialog(text, **values)
        dialog.action_read()
        return dialog

    def told(self, dialog):
        return [(line.kind, line.part) for line in dialog.line_ids]

    def duty(self, words):
        [duty] = self.plan.assignment_ids.filtered(lambda duty: words in (duty.text or '') and duty.printed)
        return duty

    def served(self):
        return self.plan.assignment_ids.filtered(lambda duty: not duty.printed).sorted('sequence')

    @staticmethod
    def work(duty, **values):
        """Record work on a duty, as the time after the issue would."""
        unlocked(duty.sudo()).write(values)

    def test_the_same_file_changes_nothing(self):
        with self.assertRaisesRegex(UserError, "nothing has changed"):
            self.dialog(SOURCE).action_read()

    def test_of_two_changes_one_is_taken(self):
        dialog = self.changed(("hằng quý", "hằng tháng"), ("học tập các chỉ thị", "học tập các nghị quyết"))
        self.assertEqual(self.told(dialog), [('changed', 'content'), ('changed', 'duty')])
        dialog.line_ids[0].take = False
        dialog.action_take()
        self.assertEqual(self.duty("Báo cáo").text, "Báo cáo hằng tháng.")
        self.assertIn("Tổ chức học tập các chỉ thị.", self.plan.content_ids.mapped('text'))

    def test_a_part_that_moved_is_the_same_part_in_its_new_place(self):
        moved = self.plan.content_ids.filtered(lambda part: part.text == "Tổ chức học tập các chỉ thị.")
        dialog = self.changed(
            ("1. Tổ chức học tập các chỉ thị.\n", ""), ("b) Tại cơ sở.", "b) Tại cơ sở.\n3. Tổ chức học tập các chỉ thị."),
            ("3. Tổ chức đối thoại", "4. Tổ chức đối thoại"))
        self.assertIn(('moved', 'content'), self.told(dialog))
        dialog.action_take()
        self.assertEqual(moved.exists().label, '3')
        self.assertEqual(moved.parent_id.kind, 'content')
        self.assertEqual(moved.parent_id.child_ids.mapped('label'), ['2', '3', '4'])

    def test_a_move_that_is_left_leaves_the_part_in_its_place(self):
        before = self.plan._version_lines()
        dialog = self.changed(
            ("1. Tổ chức học tập các chỉ thị.\n", ""), ("b) Tại cơ sở.", "b) Tại cơ sở.\n3. Tổ chức học tập các chỉ thị."))
        dialog.line_ids.take = False
        dialog.action_take()
        self.assertEqual(self.plan._version_lines(), before)

    def test_a_duty_takes_its_work_along_when_text_and_place_change(self):
        duty = self.duty("Báo cáo")
        duty.department_id = self.units['outreach']
        self.work(duty, user_ids=self.users['outreach_staff'].ids, result="Đã báo cáo.")
        self.changed(
            ("3. Phòng Địa bàn: Báo cáo hằng quý.\n", ""), ("1. Văn phòng: Theo dõi", "1. Phòng Địa bàn: Báo cáo kết quả hằng quý.\n"
                                                            "5. Văn phòng: Theo dõi")).action_take()
        self.assertEqual((duty.label, duty.text), ('1', "Báo cáo kết quả hằng quý."))
        self.assertEqual((duty.user_ids, duty.result), (self.users['outreach_staff'], "Đã báo cáo."))
        self.assertLess(duty.sequence, self.duty("Theo dõi").sequence)

    def test_a_unit_that_was_chosen_by_hand_stays(self):
        duty = self.duty("Tham mưu")
        self.assertFalse(duty.department_id)
        duty.department_id = self.units['policy']
        self.changed(("Tham mưu chương trình", "Tham mưu các chương trình")).action_take()
        self.assertEqual((duty.text, duty.department_id), ("Tham mưu các chương trình phối hợp.", self.units['policy']))

    def test_another_unit_in_the_file_is_another_unit_in_the_plan(self):
        duty = self.duty("Theo dõi")
        self.changed(("1. Văn phòng: Theo dõi", "1. Thanh tra: Theo dõi")).action_take()
        self.assertEqual((duty.unit_label, duty.department_id), ("Thanh tra", self.units['inspectorate']))

    def test_a_new_deadline_comes_with_the_text(self):
        duty = self.duty("Theo dõi")
        self.changed(("15/12/2026", "20/12/2026")).action_take()
        self.assertEqual(str(duty.deadline), '2026-12-20')

    def test_the_unit_in_charge_of_a_task_changes(self):
        lead, coordinate = self.served()
        dialog = self.changed(("chủ trì: Văn phòng", "chủ trì: Phòng Địa bàn"))
        self.assertEqual(self.told(dialog), [('changed', 'content'), ('new', 'unit'), ('gone', 'unit')])
        dialog.action_take()
        self.assertFalse(lead.exists())
        self.assertEqual(coordinate.department_id, self.units['inspectorate'])
        new = self.served() - coordinate
        self.assertEqual((new.unit_label, new.role, new.content_ids), ("Phòng Địa bàn", 'lead', coordinate.content_ids))

    def test_a_task_that_is_reworded_keeps_its_assignments(self):
        lead, coordinate = self.served()
        self.work(lead, user_ids=self.users['office_staff'].ids)
        lead.department_id = self.units['office']
        self.changed(("Tổ chức đối thoại.", "Tổ chức đối thoại với người dân.")).action_take()
        self.assertEqual((lead | coordinate).exists().mapped('text'), ["Tổ chức đối thoại với người dân."] * 2)
        self.assertEqual(lead.user_ids, self.users['office_staff'])

    def test_what_is_gone_with_work_on_it_is_not_ticked_and_says_why(self):
        duty = self.duty("Theo dõi")
        self.work(duty, user_ids=self.users['office_staff'].ids)
        duty.message_post(body="Đã gửi công văn.", message_type='comment')
        dialog = self.changed(("1. Văn phòng: Theo dõi, tổng hợp trước ngày 15/12/2026.\n", ""))
        line = dialog.line_ids.filtered(lambda line: line.kind == 'gone')
        self.assertFalse(line.take)
        self.assertIn(self.users['office_staff'].name, line.work)
        self.assertIn("messages", line.work)
        dialog.action_take()
        self.assertTrue(duty.exists())

    def test_what_is_gone_without_work_goes(self):
        duty = self.duty("Theo dõi")
        self.changed(("1. Văn phòng: Theo dõi, tổng hợp trước ngày 15/12/2026.\n", "")).action_take()
        self.assertFalse(duty.exists())

    def test_closing_recipients_and_archive_are_compared(self):
        dialog = self.changed(("Kế hoạch của Ban Dân tộc", "toàn bộ Kế hoạch"), ("- UBND tỉnh;", "- UBND tỉnh;\n- Sở Nội vụ;"),
                              ("VT, VP", "VT, VP (5b)"))
        self.assertEqual(self.told(dialog), [('changed', 'text')] * 3)
        dialog.action_take()
        self.assertEqual((self.plan.closing, self.plan.recipients, self.plan.archive), (
            "Trên đây là toàn bộ Kế hoạch", "UBND tỉnh\nSở Nội vụ", "Lưu: VT, VP (5b)"))

    def test_an_issued_plan_is_replaced_and_the_replacement_takes_the_file(self):
        self.plan.assignment_ids.filtered(lambda duty: duty.scope == 'unit' and not duty.department_id).department_id = (
            self.units['policy'])
        self.to_state(self.plan, 'issued')
        dialog = self.dialog(SOURCE.replace("hằng quý", "hằng tháng"))
        self.assertTrue(dialog.can_replace)
        with self.assertRaisesRegex(UserError, "can't be changed"):
            dialog.action_read()
        following = dialog.browse(dialog.action_replace()['res_id'])
        self.assertEqual((following.plan_id.replaces_id, following.plan_id.state), (self.plan, 'draft'))
        following.write({'file': dialog.file, 'filename': dialog.filename})
        following.action_read()
        following.action_take()
        self.assertIn("Báo cáo hằng tháng.", following.plan_id.printed_assignment_ids.mapped('text'))
        self.assertEqual(self.duty("Báo cáo").text, "Báo cáo hằng quý.")

    def test_nobody_else_uses_a_dialog_or_its_lines(self):
        dialog = self.changed(("hằng quý", "hằng tháng"))
        for user in ('office_head', 'policy_staff', 'admin'):
            theirs = self.as_user(user, dialog)
            for act in (theirs.action_read, theirs.action_take, theirs.action_replace,
                        lambda: self.as_user(user, dialog.line_ids).write({'take': False})):
                with self.subTest(user=user), self.assertRaises(AccessError), self.env.cr.savepoint():
                    act()
