import base64

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ...importer.levels import kinds
from .test_plan_import import ImportCase
from .test_plan_import_duties import END, HEAD

DUTIES = """II. TỔ CHỨC THỰC HIỆN
1. Văn phòng: Theo dõi, tổng hợp.
2. UBND các xã, phường: Tổ chức đối thoại với Nhân dân trước ngày 30/6/2027.
3. ỦY BAN NHÂN DÂN CẤP XÃ: Báo cáo hằng quý.
4. Các sở, ban, ngành và Uỷ ban nhân dân xã Mẫu Một: Rà soát thủ tục hành chính.
5. Các xã vùng cao: Mở lớp tập huấn.
6. Các sở, ngành liên quan: Phối hợp tuyên truyền.
"""


@tagged('-at_install', 'post_install')
class TestPlanImportBelow(ImportCase):
    """A plan that was typed elsewhere gives duties to agencies below: whoever the directory has by these names gets them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls.env['dan_van.organ.group'].create({'name': "Các xã vùng cao"})
        cls.organs = {}
        for kind, name, values in (
                ('commune', "UBND xã Mẫu Một", {'group_ids': [Command.set(cls.group.ids)]}), ('commune', "UBND xã Mẫu Hai", {}),
                ('commune', "UBND xã Mẫu Cũ", {'below_to': '2021-12-31'}), ('ward', "UBND phường Mẫu Ba", {}), ('zone', "UBND đặc khu Mẫu Bốn", {}),
                ('department', "Sở Việc mẫu", {}), ('department', "Sở Mẫu khác", {'below_from': False})):
            cls.organs[name] = cls.env['dan_van.organ'].create({'kind': kind, 'name': name, 'below_from': '2020-01-01', **values})

    def preview(self, text=HEAD + DUTIES + END, user='office_staff'):
        wizard = self.wizard(text, user=user)
        wizard.action_read()
        return wizard

    def who(self, row):
        return {name for name, organ in self.organs.items() if organ in row.organ_ids}

    def test_whom_the_names_mean(self):
        office, communes, level, departments, one, group, some = self.preview().duty_ids
        self.assertEqual((office.scope, office.department_id), ('unit', self.units['office']))
        self.assertEqual(self.who(communes), {"UBND xã Mẫu Một", "UBND xã Mẫu Hai", "UBND phường Mẫu Ba"})
        self.assertEqual(self.who(level), self.who(communes) | {"UBND đặc khu Mẫu Bốn"})
        self.assertEqual(self.who(departments), {"Sở Việc mẫu"})
        self.assertEqual((one.type, self.who(one)), ('unit', {"UBND xã Mẫu Một"}))
        self.assertEqual(self.who(group), {"UBND xã Mẫu Một"})
        for row in (communes, level, departments, one, group):
            self.assertEqual((row.scope, row.is_unmatched, bool(row.department_id)), ('agencies', False, False))
        self.assertEqual((some.scope, some.is_unmatched), ('unit', True), "some of the departments are not all of them")

    def test_what_the_preview_says(self):
        communes = self.preview().duty_ids[1]
        self.assertTrue(communes.organ_names.startswith("3 agencies: "))
        self.assertIn("UBND xã Mẫu Hai", communes.organ_names)

    def test_one_is_left_out(self):
        wizard = self.preview()
        communes = wizard.duty_ids[1]
        communes.organ_ids = [Command.unlink(self.organs["UBND xã Mẫu Hai"].id)]
        plan = self.created(wizard)
        duty = plan.assignment_ids.filtered(lambda duty: duty.unit_label == "UBND các xã, phường")
        self.assertEqual(self.who(duty), {"UBND xã Mẫu Một", "UBND phường Mẫu Ba"})
        self.assertEqual((duty.scope, str(duty.deadline), bool(duty.department_id), duty.printed), ('agencies', '2027-06-30', False, True))
        self.assertEqual(sorted(plan.assignment_ids.mapped('scope')), ['agencies'] * 5 + ['unit'] * 2)

    def test_nobody_below_is_meant_after_all(self):
        wizard = self.preview()
        communes = wizard.duty_ids[1]
        communes.write({'scope': 'unit', 'department_id': self.units['office'].id})
        plan = self.created(wizard)
        duty = plan.assignment_ids.filtered(lambda duty: duty.unit_label == "UBND các xã, phường")
        self.assertEqual((duty.scope, duty.department_id, bool(duty.organ_ids)), ('unit', self.units['office'], False))

    def test_the_way_back(self):
        wizard = self.preview()
        communes = wizard.duty_ids[1]
        before = self.who(communes)
        communes.action_retype('content')
        wizard.action_undo()
        self.assertEqual((communes.type, communes.scope, self.who(communes)), ('duty', 'agencies', before))
        communes.action_remove()
        wizard.action_undo()
        self.assertEqual(self.who(wizard.duty_ids[1]), before)

    def test_a_merged_duty_keeps_them(self):
        wizard = self.preview()
        _office, communes, level, *_others = wizard.duty_ids
        before = self.who(level)
        level.action_merge()
        [unit] = wizard.line_ids.filtered(lambda row: row.owner_id == communes)
        self.assertEqual((unit.scope, self.who(unit)), ('agencies', before))

    def test_where_none_is_left(self):
        wizard = self.preview()
        count = wizard.unmatched_count
        wizard.duty_ids[1].organ_ids = False
        self.assertTrue(wizard.duty_ids[1].is_unmatched)
        self.assertEqual(wizard.unmatched_count, count + 1)

    def test_text_that_becomes_a_duty(self):
        wizard = self.preview(HEAD + "II. NỘI DUNG\n1. UBND các xã, phường: Tổ chức đối thoại với Nhân dân.\n" + DUTIES.replace("II.", "III.") + END)
        row = wizard.line_ids.filtered(lambda row: row.label == '1' and row.type == 'content')
        row.action_retype('duty')
        self.assertEqual((row.scope, len(row.organ_ids)), ('agencies', 3))

    def test_the_file_comes_back_changed(self):
        plan, text = self.created(self.preview()), HEAD + DUTIES + END

        def returned(text):
            dialog = self.as_user('office_staff', 'dan_van.plan.return').create({
                'plan_id': plan.id, 'file': base64.b64encode(text.encode()), 'filename': 'ke-hoach.txt'})
            dialog.action_read()
            return dialog
        with self.assertRaisesRegex(UserError, "nothing has changed"):
            returned(text)
        returned(text.replace("Các sở, ngành liên quan:", "Ủy ban nhân dân các xã:")).action_take()
        duty = plan.assignment_ids.filtered(lambda duty: "Phối hợp tuyên truyền" in duty.text)
        self.assertEqual((duty.scope, self.who(duty)), ('agencies', {"UBND xã Mẫu Một", "UBND xã Mẫu Hai"}))

    def test_an_agency_with_nobody_below(self):
        for organ in self.organs.values():
            organ.write({'below_from': False, 'below_to': False})
        self.assertTrue(all(row.scope != 'agencies' for row in self.preview().duty_ids))

    def test_another_agencys_directory_is_not_asked(self):
        self.organs["Sở Việc mẫu"].copy({'name': "Sở Láng giềng", 'company_id': self.env['res.company'].create({'name': "Láng giềng"}).id})
        self.assertEqual(len(self.preview().duty_ids[3].organ_ids), 1)

    def test_many_agencies_cost_as_many_queries_as_few(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            count = self.env.cr.sql_log_count
            self.preview()
            return self.env.cr.sql_log_count - count
        queries()
        few = queries()
        self.env['dan_van.organ'].create([
            {'kind': 'commune', 'name': f"UBND xã Mẫu {number}", 'below_from': '2020-01-01', 'group_ids': [Command.set(self.group.ids)]}
            for number in range(30)])
        self.assertLessEqual(queries(), few + 2)

    def test_levels_in_words(self):
        everyone = ('commune', 'ward', 'zone')
        for name, expected in {
                "UBND các xã, phường, đặc khu": everyone, "Ủy ban nhân dân cấp xã": everyone, "Chủ tịch UBND các xã và phường": ('commune', 'ward'),
                "ubnd cac xa, phuong": ('commune', 'ward'), "xã, phường": ('commune', 'ward'), "các xã": ('commune',),
                "UBND các xã, phường trên địa bàn tỉnh Mẫu": ('commune', 'ward'), "Các sở, ban, ngành": ('department',),
                "Thủ trưởng các sở, ngành cấp tỉnh": ('department',), "các sở, ban, ngành, đoàn thể tỉnh": ('department', 'party'),
                "UBND xã": (), "UBND xã Mẫu": (), "Sở Nội vụ": (), "các sở, ngành liên quan": (), "các phòng, ban": (), "UBND các xã được chọn": (),
                "Đảng ủy các xã, phường": (), "cấp xã, phường": ()}.items():
            with self.subTest(name):
                self.assertEqual(kinds(name), expected)
