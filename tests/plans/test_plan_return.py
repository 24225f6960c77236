import base64
import io

import docx

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..common import ROOT, AgencyCase, QueryCase, sample


class ReturnCase(AgencyCase):

    @classmethod
    def draft(cls, **values):
        return cls.new_plan(
            basis_ids=[Command.create({'text': "Căn cứ Luật Thực hiện dân chủ ở cơ sở"})],
            preamble="Ban Dân tộc ban hành Kế hoạch như sau:", closing="Trên đây là Kế hoạch của Ban Dân tộc.", **values)

    def edited(self, plan, change=None):
        """:return: the Word file of ``plan`` after ``change(paragraphs, file)``"""
        file = docx.Document(io.BytesIO(plan._word_file()))
        if change:
            change({paragraph.text: paragraph for paragraph in file.paragraphs}, file)
        raw = io.BytesIO()
        file.save(raw)
        return raw.getvalue()

    def returned(self, plan, raw, user='office_staff'):
        return self.as_user(user, 'dan_van.plan.return').create({
            'plan_id': plan.id, 'file': base64.b64encode(raw), 'filename': 'ke-hoach.docx'})

    def looked_at(self, plan, change, user='office_staff'):
        dialog = self.returned(plan, self.edited(plan, change), user)
        dialog.action_read()
        return dialog


class TestPlanReturn(ReturnCase):
    """The draft was sent round in Word; what came back is looked at piece by piece before it is taken."""

    def test_a_client_that_asks_for_sizes(self):
        plan = self.draft()
        raw = self.edited(plan, lambda paragraphs, file: setattr(
            next(paragraph for text, paragraph in paragraphs.items() if text.startswith("Trên đây")), 'text', "Trên đây là Kế hoạch năm."))
        dialog = self.returned(plan, raw)
        for action in ('action_read', 'action_take'):
            self.asked_for_sizes(dialog, action)
        self.assertEqual(plan.closing, "Trên đây là Kế hoạch năm")
        self.assertIn(raw, plan.sudo().message_ids.attachment_ids.mapped('raw'))

    @staticmethod
    def replace(old, new):
        def change(paragraphs, _file):
            [found] = [paragraph for text, paragraph in paragraphs.items() if old in text]
            found.runs[0].text = found.text.replace(old, new)
            for run in found.runs[1:]:
                run.text = ''
        return change

    def test_an_unchanged_file_says_so(self):
        plan = self.draft()
        with self.assertRaisesRegex(UserError, "nothing has changed"):
            self.returned(plan, self.edited(plan)).action_read()

    def imported(self, path):
        """:return: the draft that an import of the file at ``path`` makes"""
        wizard = self.as_user('office_staff', 'dan_van.plan.import').create({
            'file': base64.b64encode(path.read_bytes()), 'filename': path.name})
        wizard.action_read()
        return self.as_user('office_staff', 'dan_van.plan').browse(wizard.action_create()['res_id'])

    def test_whole_plans_come_back_unchanged(self):
        for path in (ROOT / 'demo' / 'ke-hoach-mau.txt', sample(self, 'ke-hoach-dan-van-2022.txt')):
            plan = self.imported(path)
            with self.subTest(plan=path.name), self.assertRaisesRegex(UserError, "nothing has changed"):
                self.returned(plan, self.edited(plan)).action_read()

    def test_a_changed_sentence_is_shown_and_taken(self):
        plan = self.draft()
        dialog = self.looked_at(plan, self.replace("Tổ chức quán triệt các chủ trương", "Tổ chức phổ biến các chủ trương"))
        line = dialog.line_ids
        self.assertEqual((line.kind, line.part), ('changed', 'content'))
        self.assertEqual([kind for kind, _text in line.change_lines], ['removed', 'added'])
        before = plan.content_ids.ids
        dialog.action_take()
        self.assertIn("Tổ chức phổ biến các chủ trương về công tác dân vận.", plan.content_ids.mapped('text'))
        self.assertEqual(plan.content_ids.ids, before, "the same parts, no copies")

    def test_what_is_not_ticked_stays(self):
        plan = self.draft()
        dialog = self.looked_at(plan, self.replace("Tổ chức quán triệt các chủ trương", "Tổ chức phổ biến các chủ trương"))
        dialog.line_ids.take = False
        texts = plan._version_lines()
        dialog.action_take()
        self.assertEqual(plan._version_lines(), texts)

    def test_a_duty_keeps_its_unit_and_its_identity(self):
        plan = self.draft()
        duty = plan.printed_assignment_ids.filtered(lambda duty: duty.scope == 'unit')
        unit = duty.department_id
        self.looked_at(plan, self.replace("Thực hiện nhiệm vụ thứ 1", "Thực hiện tốt nhiệm vụ thứ 1")).action_take()
        self.assertEqual((duty.text, duty.department_id), ("Thực hiện tốt nhiệm vụ thứ 1.", unit))

    def test_a_new_paragraph_comes_where_it_was_written(self):
        plan = self.draft()

        def change(paragraphs, _file):
            [found] = [paragraph for text, paragraph in paragraphs.items() if "Tổ chức quán triệt" in text]
            new = found.insert_paragraph_before("2. Đối thoại với người dân tại các xã.", style=found.style)
            found._p.addnext(new._p)
        dialog = self.looked_at(plan, change)
        self.assertEqual(dialog.line_ids.mapped('kind'), ['new'])
        dialog.action_take()
        texts = plan._version_lines()
        place = next(index for index, text in enumerate(texts) if "Tổ chức quán triệt" in text)
        self.assertEqual(texts[place + 1], "2. Đối thoại với người dân tại các xã.")

    def test_a_removed_paragraph_goes_when_it_is_ticked(self):
        plan = self.draft()

        def change(paragraphs, _file):
            [found] = [paragraph for text, paragraph in paragraphs.items() if "Căn cứ Luật" in text]
            found._p.getparent().remove(found._p)
        dialog = self.looked_at(plan, change)
        self.assertEqual((dialog.line_ids.kind, dialog.line_ids.part), ('gone', 'basis'))
        dialog.action_take()
        self.assertFalse(plan.basis_ids)

    def test_the_edited_file_is_kept_with_the_plan(self):
        plan = self.draft()
        self.looked_at(plan, self.replace("Trên đây là Kế hoạch", "Trên đây là toàn bộ Kế hoạch")).action_take()
        self.assertIn("toàn bộ", plan.closing)
        self.assertIn('ke-hoach.docx', plan.sudo().message_ids.attachment_ids.mapped('name'))

    def test_a_draft_that_was_changed_meanwhile_is_not_overwritten(self):
        plan = self.draft()
        dialog = self.looked_at(plan, self.replace("Tổ chức quán triệt các chủ trương", "Tổ chức phổ biến các chủ trương"))
        plan.closing = "Đoạn kết mới."
        with self.assertRaisesRegex(UserError, "changed after you read"), self.env.cr.savepoint():
            dialog.action_take()

    def test_only_drafts_take_anything(self):
        plan = self.draft()
        raw = self.edited(plan, self.replace("Tổ chức quán triệt", "Tổ chức phổ biến"))
        dialog = self.returned(plan, raw)
        dialog.action_read()
        self.to_state(plan, 'submitted')
        for act in (dialog.action_take, self.returned(plan, raw).action_read):
            with self.assertRaisesRegex(UserError, "can't be changed any more"), self.env.cr.savepoint():
                act()

    def test_who_can_t_write_the_plan_brings_nothing_back(self):
        plan = self.draft()
        raw = self.edited(plan, self.replace("Tổ chức quán triệt", "Tổ chức phổ biến"))
        for user in ('policy_staff', 'head', 'inspectorate_head'):
            with self.subTest(user=user), self.assertRaises(AccessError), self.env.cr.savepoint():
                self.returned(plan, raw, user).action_read()

    def test_a_broken_file_says_what_is_wrong(self):
        plan = self.draft()
        with self.assertRaisesRegex(UserError, "can't be imported"):
            self.returned(plan, b'PK\x03\x04 broken').action_read()


class TestPlanReturnQueries(ReturnCase, QueryCase):

    def test_reading_costs_the_same_for_few_and_many_duties(self):
        def prepare(count):
            plan = self.draft(duties=['outreach'] * count)
            return self.returned(plan, self.edited(plan, TestPlanReturn.replace("Tổ chức quán triệt", "Tổ chức phổ biến")))
        self.assertFlat(prepare, lambda dialog: dialog.action_read(), small=5, large=60)
