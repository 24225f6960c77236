from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, new_test_user

from ..common import AgencyCase


class TestHrApp(AgencyCase):
    """Officers of the HR app who have no part in this addon do there what is theirs; everybody keeps his own preferences."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = new_test_user(cls.env, 'hr.only', 'hr.group_hr_manager', **{
            'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]})

    def test_an_officer_opens_and_saves_a_unit(self):
        unit = self.units['policy']
        unit.head_user_id = self.users['policy_staff']
        self.assertTrue(unit.dan_van_headship_ids)
        theirs = unit.with_user(self.officer)
        self.assertEqual(theirs.read()[0]['name'], unit.name)
        with Form(theirs, 'hr.view_department_form') as form:
            form.color = 5
        self.assertEqual(unit.color, 5)

    def test_the_name_and_place_of_a_unit_are_the_administrator_s(self):
        """They stand in official documents; of all other departments they are the officer's."""
        here = {'company_id': self.company.id}
        parent, other = self.env['hr.department'].with_user(self.officer).create([
            {'name': "Khối tổng hợp", **here}, {'name': "Tổ xe", **here}])
        other.write({'name': "Đội xe", 'parent_id': parent.id})
        other.update_field_translations('name', {'en_US': "Cars"})
        unit = self.units['policy']
        unit.parent_id = parent.sudo()
        name, theirs = unit.name, unit.with_user(self.officer)
        for change in (
                lambda: theirs.write({'name': "Phòng khác"}), lambda: theirs.write({'parent_id': other.id}),
                lambda: theirs.with_context(lang='en_US').write({'name': "Policies"}),
                lambda: theirs.update_field_translations('name', {'en_US': "Policies"}),
                lambda: theirs.write({'company_id': False}), lambda: (other | theirs).write({'parent_id': False}),
                lambda: other.write({'child_ids': [Command.link(unit.id)]}), parent.unlink, other.copy({
                    'name': "x"}) and theirs.copy):
            with self.assertRaisesRegex(AccessError, "the administrator of this"), self.env.cr.savepoint():
                change()
        answer = theirs.load(['.id', 'name'], [[str(unit.id), "Phòng khác"]])
        self.assertIn("the administrator of this", answer['messages'][0]['message'])
        self.env.invalidate_all()
        self.assertEqual((unit.name, unit.parent_id), (name, parent))
        self.as_user('admin', unit).write({'name': "Phòng khác", 'parent_id': False})
        parent.unlink()
        other.unlink()

    def test_the_form_shows_as_read_only_what_gives_rights(self):
        """As the server would refuse it to the officer; a department that is no unit has the manager that he enters."""
        unit, other = self.units['policy'], self.env['hr.department'].create({'name': "Tổ xe", 'company_id': self.company.id})
        person = self.env['hr.employee'].create({'name': "Người khác", 'company_id': self.company.id})
        changes = {
            'dan_van_kind': 'office', 'dan_van_abbreviation': "X", 'head_user_id': self.users['policy_staff'],
            'deputy_user_id': self.users['policy_staff'], 'dan_van_signs_by_order': True, 'manager_id': person}
        for name, value in changes.items():
            for user, record, refused in (
                    (self.officer, unit, True), (self.officer, other, name != 'manager_id'), (self.users['admin'], unit, False)):
                with self.subTest(name, user=user.login, unit=record.name):
                    form = Form(record.with_user(user), 'hr.view_department_form')
                    if refused:
                        with self.assertRaisesRegex(AssertionError, "readonly"):
                            form[name] = value
                    else:
                        form[name] = value

    def test_who_takes_part_reads_the_terms(self):
        for user in ('policy_staff', 'admin'):
            self.assertIn('dan_van_headship_ids', self.as_user(user, self.units['policy']).read()[0])

    def test_an_officer_keeps_employees(self):
        Employee = self.env['hr.employee'].with_user(self.officer)
        with Form(Employee) as form:
            form.name = "Không tài khoản"
            form.work_email = 'x@example.com'
        person = form.record
        with Form(person) as form:
            form.name = "Tên khác"
            form.work_email = 'y@example.com'
        self.assertEqual(person.work_contact_id.sudo().email, 'y@example.com')
        head = Employee.create({'name': self.users['policy_head'].name, 'user_id': self.users['policy_head'].id})
        self.units['policy'].manager_id = head.sudo()
        with Form(head) as form:
            form.mobile_phone = '0912'
            form.work_phone = '0236'
            form.department_id = self.units['policy'].with_user(self.officer)
        head.write({'name': "Trưởng phòng", 'wage': 10})
        head.action_archive()
        self.assertEqual(self.units['policy'].head_user_id, self.users['policy_head'])

    def test_a_list_that_is_imported_again_repeats_what_stands(self):
        unit, head = self.units['policy'], self.users['policy_head']
        manager = self.env['hr.employee'].create({'name': "TP", 'user_id': head.id, 'company_id': self.company.id})
        unit.manager_id = manager
        same = {'manager_id': manager.id, 'active': True, 'dan_van_kind': 'division', 'company_id': unit.company_id.id}
        name = unit.name
        unit.with_user(self.officer).write({'name': name, 'color': 5, **same})
        manager.with_user(self.officer).write({'name': "Trưởng phòng", 'user_id': head.id})
        self.assertEqual((unit.name, unit.color, unit.head_user_id, manager.name), (name, 5, head, "Trưởng phòng"))
        other = self.env['hr.department'].create({'name': "Tổ xe", 'company_id': self.company.id})
        for change in (
                lambda: unit.with_user(self.officer).write({**same, 'manager_id': False}),
                lambda: (unit | other).with_user(self.officer).write({'dan_van_kind': 'division'}),
                lambda: other.with_user(self.officer).write({'dan_van_kind': 'division'}),
                lambda: manager.with_user(self.officer).write({'user_id': self.officer.id})):
            with self.assertRaisesRegex(AccessError, "the administrator of this"), self.env.cr.savepoint():
                change()

    def test_everybody_keeps_his_own_preferences(self):
        for name in ('policy_staff', 'head', 'clerk', 'admin'):
            user = self.users[name]
            with self.subTest(name):
                with Form(user.with_user(user), 'base.view_users_form_simple_modif') as form:
                    form.signature = "<p>Chữ ký</p>"
                    form.tz = 'Asia/Bangkok'
                    form.email = f'{name}@example.com'
                    form.notification_type = 'email'
                user.with_user(user).write({'image_1920': False, 'lang': 'en_US'})
                self.assertEqual((user.email, user.lang), (f'{name}@example.com', 'en_US'))
                user.with_user(user).env.user._change_password('another password')  # as Odoo's dialog does
