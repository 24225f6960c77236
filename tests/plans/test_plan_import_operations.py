from odoo.exceptions import AccessError, UserError

from ..keys import unlocked
from .test_plan_import import TEXT, ImportCase

SOURCE = TEXT.replace("2. Tiếp công dân định kỳ.", """2. Tiếp công dân định kỳ.
a) Tại trụ sở.
b) Tại cơ sở.
3. Tổ chức đối thoại.
- Đơn vị chủ trì: Văn phòng
- Đơn vị phối hợp: Thanh tra""")


class OperationCase(ImportCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.preview = cls.wizard(SOURCE)
        cls.preview.action_read()

    def row(self, words):
        """:return: the one row that is printed with ``words``"""
        [row] = [row for row in self.preview.line_ids if row.type != 'unit' and words in row._printed()]
        return row

    def outline(self):
        """:return: list of the rows as a person reads them, two spaces a level"""
        return ['  ' * row.level + (f"[{row.unit}]" if row.type == 'unit' else row._printed())
                for row in self.preview._in_order()]

    def part_of_outline(self, first, last):
        lines = [line.strip() for line in self.outline()]
        start = next(index for index, line in enumerate(lines) if first in line)
        end = next(index for index, line in enumerate(lines) if last in line)
        return self.outline()[start:end + 1]

    def letters(self):
        """:return: all that the rows say, without white space, in order of the alphabet"""
        return sorted(''.join(''.join(self.outline()).split()))

    def assertUndone(self, act):
        """One click on "Undo" goes all the way back."""
        before = self.preview._row_values().values()
        act()
        self.assertNotEqual([*self.preview._row_values().values()], [*before])
        self.preview.action_undo()
        after = self.preview._row_values().values()
        self.assertEqual([{**row, 'owner_id': 0} for row in after], [{**row, 'owner_id': 0} for row in before])


class TestOperations(OperationCase):
    """What was recognised wrongly is put right in the preview: moved, merged, split, retyped; every step has a way back."""

    def test_a_part_moves_with_all_that_stands_below_it(self):
        self.row("Tiếp công dân").action_up()
        self.assertEqual(self.part_of_outline("II. NỘI DUNG", "Tổ chức học tập"), [
            "II. NỘI DUNG", "  2. Tiếp công dân định kỳ.", "    a) Tại trụ sở.", "    b) Tại cơ sở.",
            "  1. Tổ chức học tập các chỉ thị."])
        self.row("Tiếp công dân").action_down()
        self.row("Tiếp công dân").action_down()
        self.assertEqual(self.part_of_outline("Tổ chức học tập", "Tại cơ sở"), [
            "  1. Tổ chức học tập các chỉ thị.", "  3. Tổ chức đối thoại.\n- Đơn vị chủ trì: Văn phòng\n"
            "- Đơn vị phối hợp: Thanh tra", "    [Văn phòng]", "    [Thanh tra]",
            "  2. Tiếp công dân định kỳ.", "    a) Tại trụ sở.", "    b) Tại cơ sở."])

    def test_the_first_part_of_a_section_moves_into_the_section_before(self):
        before = self.outline()
        self.row("Tổ chức học tập").action_up()
        self.assertEqual(self.part_of_outline("Tổ chức học tập", "NỘI DUNG"), [
            "  1. Tổ chức học tập các chỉ thị.", "II. NỘI DUNG"])
        self.row("Tổ chức học tập").action_down()
        self.assertEqual(self.outline(), before)

    def test_what_stands_at_the_end_goes_no_further(self):
        for words, act in (("Ban Dân tộc ban hành", 'action_up'), ("Trên đây", 'action_down')):
            with self.subTest(words), self.assertRaisesRegex(UserError, "any further"):
                getattr(self.row(words), act)()

    def test_a_part_goes_deeper_and_comes_back(self):
        before = self.outline()
        self.row("Tiếp công dân").action_deeper()
        self.assertEqual(self.part_of_outline("Tổ chức học tập", "Tại trụ sở"), [
            "  1. Tổ chức học tập các chỉ thị.", "    2. Tiếp công dân định kỳ.", "      a) Tại trụ sở."])
        with self.assertRaisesRegex(UserError, "could stand below"):
            self.row("Tiếp công dân").action_deeper()
        self.row("Tiếp công dân").action_shallower()
        self.assertEqual(self.outline(), before)
        with self.assertRaisesRegex(UserError, "outermost"):
            self.row("NỘI DUNG").action_shallower()

    def test_a_merged_part_keeps_its_label_and_is_split_again(self):
        before = self.outline()
        self.row("Tại cơ sở").action_merge()
        row = self.row("Tại trụ sở")
        self.assertEqual(row.text, "Tại trụ sở.\nb) Tại cơ sở.")
        row.action_split(len("Tại trụ sở."))
        self.assertEqual(self.outline(), before)

    def test_a_sentence_torn_apart_is_one_again(self):
        row = self.row("Tổ chức đối thoại")
        row.action_split(len("Tổ chức"))
        self.assertEqual(self.row("đối thoại").text.splitlines()[0], "đối thoại.")
        self.row("đối thoại").action_merge()
        self.assertEqual(row.text.splitlines()[0], "Tổ chức đối thoại.")

    def test_units_in_charge_follow_what_they_are_in_charge_of(self):
        self.row("đối thoại").action_merge()
        self.assertEqual(self.part_of_outline("Tại cơ sở", "[Thanh tra]")[1:], ["      [Văn phòng]", "      [Thanh tra]"])
        self.assertEqual(self.preview.duty_ids.filtered(lambda row: row.unit == "Văn phòng" and row.type == 'unit').owner_id,
                         self.row("Tại cơ sở"))

    def test_a_unit_moves_to_the_task_above(self):
        unit = self.preview.duty_ids.filtered(lambda row: row.unit == "Thanh tra")
        unit.action_up()
        self.assertEqual(unit.owner_id, self.row("Tại cơ sở"))

    def test_a_task_gets_a_unit_in_charge(self):
        row = self.row("Tổ chức học tập")
        row.action_add_unit()
        unit = self.preview.line_ids.filtered(lambda each: each.owner_id == row)
        self.assertTrue(unit.is_unmatched)
        unit.department_id = self.units['policy']
        duty = self.created(self.preview).assignment_ids.filtered(lambda duty: duty.text == "Tổ chức học tập các chỉ thị.")
        self.assertEqual((duty.department_id, duty.content_ids.label), (self.units['policy'], '1'))

    def test_a_merged_duty_keeps_its_unit(self):
        self.row("Báo cáo hằng quý").department_id = self.units['outreach']
        self.row("Báo cáo hằng quý").action_merge()
        duty = self.row("Tham mưu")
        self.assertEqual(duty.text, "Tham mưu chương trình phối hợp.\n3. Phòng Địa bàn: Báo cáo hằng quý.")
        further = self.preview.duty_ids.filtered(lambda row: row.owner_id == duty)
        self.assertEqual((further.department_id, further.type), (self.units['outreach'], 'unit'))

    def test_a_text_becomes_a_duty_of_the_unit_that_it_names(self):
        row = self.row("Nâng cao nhận thức")
        row.text = "Văn phòng: Theo dõi trước ngày 30/6/2026."
        row.action_retype('duty')
        self.assertEqual((row.department_id, row.unit_label, row.text, str(row.deadline)), (
            self.units['office'], "Văn phòng", "Theo dõi trước ngày 30/6/2026.", '2026-06-30'))
        row.action_retype('content')
        self.assertEqual((row.text, row.department_id.id), ("Văn phòng: Theo dõi trước ngày 30/6/2026.", False))

    def test_a_duty_takes_in_what_stands_below_it(self):
        row = self.row("Tiếp công dân")
        row.action_retype('duty')
        self.assertEqual(row.text, "Tiếp công dân định kỳ.\na) Tại trụ sở.\nb) Tại cơ sở.")
        self.assertFalse([each for each in self.preview.part_ids if each.text == "Tại cơ sở."])

    def test_headings_and_paragraphs_change_places(self):
        row = self.row("Tổ chức học tập")
        row.action_retype('heading')
        self.assertEqual((row.title, row.text), ("Tổ chức học tập các chỉ thị.", False))
        row.action_retype('content')
        self.assertEqual((row.title, row.text), (False, "Tổ chức học tập các chỉ thị."))

    def test_a_paragraph_becomes_the_closing_one_and_goes_into_the_plan(self):
        self.row("Trên đây").action_retype('content')
        self.row("Thực hiện thường xuyên").action_retype('enacting')
        self.row("Các phòng chuyên môn").action_retype('closing')
        plan = self.created(self.preview)
        self.assertEqual(plan.preamble, "Ban Dân tộc ban hành Kế hoạch như sau:\nThực hiện thường xuyên.")
        self.assertEqual(plan.closing, "4. Các phòng chuyên môn: Thực hiện nhiệm vụ được giao.")

    def test_no_operation_loses_a_letter(self):
        steps = [
            ("Tại cơ sở", 'action_merge'), ("đối thoại", 'action_merge'), ("NỘI DUNG", 'action_merge'),
            ("Tổ chức học tập", 'action_split', 8), ("Tiếp công dân", 'action_retype', 'duty'),
            ("Văn phòng: Theo dõi", 'action_retype', 'content'), ("MỤC ĐÍCH", 'action_retype', 'content'),
            ("TỔ CHỨC THỰC HIỆN", 'action_split', 8, 'title'), ("Yêu cầu", 'action_retype', 'closing')]
        for words, action, *arguments in steps:
            before = self.letters()
            with self.subTest(words=words, action=action):
                getattr(self.row(words), action)(*arguments)
                self.assertEqual([letter for letter in self.letters() if letter not in ".:"],
                                 [letter for letter in before if letter not in ".:"])

    def test_every_operation_is_undone(self):
        for words, action, *arguments in [
                ("Tiếp công dân", 'action_up'), ("Tổ chức học tập", 'action_down'), ("Tiếp công dân", 'action_deeper'),
                ("Tiếp công dân", 'action_shallower'), ("Tiếp công dân", 'action_merge'), ("đối thoại", 'action_split', 4),
                ("đối thoại", 'action_merge'), ("đối thoại", 'action_retype', 'duty'),
                ("Tiếp công dân", 'action_remove'), ("Tiếp công dân", 'action_add_unit'), ("đối thoại", 'action_remove'),
                ("Theo dõi", 'action_retype', 'heading'), ("Yêu cầu", 'action_retype', 'enacting')]:
            with self.subTest(words=words, action=action):
                self.assertUndone(lambda: getattr(self.row(words), action)(*arguments))

    def test_undo_goes_back_through_all_steps_and_keeps_what_was_typed(self):
        before = self.outline()
        self.row("đối thoại").action_merge()
        self.row("Tại cơ sở").action_merge()
        self.row("Tại trụ sở").action_retype('duty')
        self.row("Báo cáo hằng quý").department_id = self.units['outreach']
        for _step in range(3):
            self.preview.action_undo()
        self.assertEqual(self.outline(), before)
        self.assertEqual(self.row("Báo cáo hằng quý").department_id, self.units['outreach'])
        with self.assertRaisesRegex(UserError, "nothing to undo"):
            self.preview.action_undo()

    def test_rows_that_were_dragged_keep_their_units(self):
        row = self.row("đối thoại")
        self.preview.write({'line_ids': [(1, row.id, {'sequence': self.row("NỘI DUNG").sequence})]})
        self.assertEqual(self.part_of_outline("NỘI DUNG", "[Thanh tra]")[-2:], ["    [Văn phòng]", "    [Thanh tra]"])

    def test_what_was_put_right_is_what_the_plan_says(self):
        self.row("Tại cơ sở").action_merge()
        self.row("Tiếp công dân").action_up()
        plan = self.created(self.preview)
        section = plan.content_ids.filtered(lambda part: part.kind == 'content')
        self.assertEqual(section.child_ids.mapped('label'), ['2', '1', '3'])
        served = plan.assignment_ids.filtered(lambda duty: not duty.printed)
        self.assertEqual(served.mapped('role'), ['lead', 'coordinate'])
        self.assertEqual(set(served.mapped('text')), {"Tổ chức đối thoại."})
        self.assertEqual(served.content_ids, section.child_ids[-1])

    def test_nobody_else_operates_on_an_import(self):
        for user in ('office_head', 'policy_staff', 'admin'):
            row, wizard = self.as_user(user, self.row("Tiếp công dân")), self.as_user(user, self.preview)
            for act in (row.action_up, row.action_down, row.action_deeper, row.action_shallower, row.action_merge,
                        lambda: row.action_split(3), lambda: row.action_retype('duty'), row.action_add_unit, row.action_remove,
                        wizard.action_undo):
                with self.subTest(user=user), self.assertRaises(AccessError), self.env.cr.savepoint():
                    act()

    def test_a_forged_history_reaches_no_other_import(self):
        other = self.wizard(SOURCE, user='policy_staff')
        other.action_read()
        target = other.line_ids[0]
        own = self.preview.line_ids[0]
        forged = [{'created': [str(target.id)], 'changed': {str(target.id): {'text': "x"}}, 'deleted': {
            '1': {**self.preview._row_values()[str(own.id)], 'import_id': other.id}}}]
        with self.assertRaisesRegex(UserError, "can't be typed"):
            self.preview.history = forged
        unlocked(self.preview).history = forged
        count = len(other.line_ids)
        self.preview.action_undo()
        self.assertNotEqual(target.text, "x")
        self.assertEqual(len(other.line_ids), count)
