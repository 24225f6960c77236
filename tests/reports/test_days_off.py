import datetime

from odoo.exceptions import AccessError
from odoo.fields import Command, Date
from odoo.tests import new_test_user, tagged

from ..common import ReportCase
from ..rpc import RpcCase

LEAVES = 'resource.calendar.leaves'


@tagged('post_install', '-at_install')
class TestDaysOffDoors(ReportCase, RpcCase):
    """Due dates follow the days off of the agency, which nobody enters but its administrator."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env['res.company'].create({'name': "Cơ quan khác"})
        cls.both = cls.company + cls.other

        def user(login, groups, companies):
            return new_test_user(cls.env, login, groups, company_id=companies[0].id, company_ids=[Command.set(companies.ids)])
        cls.users.update(
            officer=user('nhansu.x', 'hr.group_hr_user', cls.company), keeper=user('lich.x', 'base.group_erp_manager', cls.company),
            foreign_keeper=user('lich.khac', 'base.group_erp_manager', cls.other),
            foreign_officer=user('nhansu.khac', 'hr.group_hr_manager', cls.other),
            foreign_admin=user('quantri.khac', 'dan_van.group_admin', cls.other),
            system=user('hethong.x', 'base.group_system', cls.company))
        cls.plan = cls.to_state(cls.new_plan(year=Date.today().year + 1, scheme_ids=[
            Command.set(cls.env.ref('dan_van.scheme_month').ids)]), 'issued').sudo()
        cls.period = cls.plan.period_ids.sorted('date_to')[-1]
        cls.due = cls.period.due_date
        cls.days = {
            'date_from': f'{cls.due - datetime.timedelta(1)} 17:00:00', 'date_to': f'{cls.due} 16:59:59', 'name': "Nghỉ"}

    def call(self, user, model, method, *args):
        return self.rpc(user, model, method, *args, allowed_company_ids=self.users[user].company_ids.ids)

    def assert_no_day_off(self, *call, words="day off of a whole agency"):
        result, message = self.call(*call)
        self.assertRegex(message or str(result), words)
        self.assertEqual(self.period.due_date, self.due)

    def own_leave(self, user):
        """:return: ids of a leave that ``user`` enters for himself"""
        resource = self.env['resource.resource'].create({
            'name': "Người", 'user_id': self.users[user].id, 'company_id': self.users[user].company_id.id,
            'calendar_id': self.users[user].company_id.resource_calendar_id.id})
        [leave], message = self.call(user, LEAVES, 'create', [{**self.days, 'resource_id': resource.id}])
        self.assertFalse(message)
        self.assertEqual(self.period.due_date, self.due)
        return [leave]

    def test_a_day_off_of_another_agency_is_none_here(self):
        leave = self.env[LEAVES].with_company(self.other).create(self.days)
        self.assertEqual((leave.company_id, leave.calendar_id.ids), (self.other, []))
        self.env['dan_van.period'].sudo()._follow_calendar(self.company)
        self.assertEqual(self.period.due_date, self.due)
        self.env[LEAVES].with_company(self.company).create(self.days)
        self.assertGreater(self.period.due_date, self.due)

    def test_days_off_of_a_calendar_end_with_it(self):
        shift = self.env['resource.calendar'].create({'name': "Ca trực", 'company_id': self.company.id})
        self.env[LEAVES].create({**self.days, 'company_id': self.company.id, 'calendar_id': shift.id})
        self.assertEqual(self.period.due_date, self.due)
        _result, message = self.call('officer', 'resource.calendar', 'unlink', shift.ids)
        self.assertFalse(message)
        self.env['dan_van.period'].sudo()._follow_calendar(self.company)
        self.assertEqual(self.period.due_date, self.due)

    def test_an_own_leave_becomes_no_day_off_of_the_agency(self):
        calendar = self.company.resource_calendar_id.id
        for user in ('policy_staff', 'head', 'clerk', 'officer', 'foreign_officer'):
            leave = self.own_leave(user)
            for values in (
                    {'resource_id': False}, {'resource_id': None}, {'resource_id': False, 'company_id': False},
                    {'resource_id': False, 'calendar_id': calendar}, {'resource_id': False, 'company_id': self.company.id}):
                for method, args in (('write', []), ('web_save', [{}])):
                    with self.subTest(user=user, values=values, method=method):
                        self.assert_no_day_off(user, LEAVES, method, leave, values, *args)
            with self.subTest(user=user, method='load'):
                self.assert_no_day_off(user, LEAVES, 'load', ['.id', 'resource_id'], [[str(leave[0]), '']])
            self.assertEqual(self.call(user, LEAVES, 'write', leave, {'name': "Khác"}), (True, ''))

    def test_nobody_enters_one_whose_calendar_it_is_not(self):
        calendar = self.company.resource_calendar_id.id
        for user in ('policy_staff', 'officer', 'foreign_officer', 'foreign_keeper', 'foreign_admin'):
            for values in ({'resource_id': False, 'calendar_id': calendar}, {'calendar_id': calendar, 'company_id': self.company.id}, {
                    'company_id': False}, {'company_id': self.company.id}):
                with self.subTest(user=user, values=values):
                    self.call(user, LEAVES, 'create', [{**self.days, **values}])
                    self.assertEqual(self.period.due_date, self.due)
                    self.call(user, LEAVES, 'load', ['name', 'date_from', 'date_to', 'calendar_id/.id', 'company_id/.id'], [[
                        'x', self.days['date_from'], self.days['date_to'],
                        str(values.get('calendar_id') or ''), str(values.get('company_id') or '')]])
                    self.assertEqual(self.period.due_date, self.due)

    def test_who_keeps_the_calendar_enters_them_for_his_agency(self):
        [holiday], _message = self.call('keeper', LEAVES, 'create', [{**self.days, 'calendar_id': False}])
        self.assertEqual(self.env[LEAVES].browse(holiday).company_id, self.company)
        self.assertGreater(self.period.due_date, self.due)
        self.assertEqual(self.call('keeper', LEAVES, 'unlink', [holiday]), (True, ''))
        self.assertEqual(self.period.due_date, self.due)

    def test_a_day_off_goes_to_no_other_agency(self):
        for user in ('foreign_keeper', 'foreign_admin'):
            [theirs], _message = self.call(user, LEAVES, 'create', [{**self.days, 'calendar_id': False}])
            for values in (
                    {'company_id': False}, {'company_id': self.company.id}, {'calendar_id': self.company.resource_calendar_id.id}):
                with self.subTest(values, user=user):
                    self.assert_no_day_off(user, LEAVES, 'write', [theirs], values, words="agency|compan")

    def test_the_administrator_of_the_agency_enters_days_not_hours(self):
        """Wherever he sits, a public holiday is a day of the country."""
        self.users['admin'].tz = 'America/Lima'
        values = {
            'name': "Nghỉ bù", 'dan_van_first_day': f'{self.due}', 'dan_van_last_day': f'{self.due + datetime.timedelta(1)}'}
        [holiday], message = self.call('admin', LEAVES, 'create', [values])
        self.assertFalse(message)
        holiday = self.env[LEAVES].browse(holiday)
        self.assertEqual(
            (holiday.company_id, holiday.calendar_id, holiday.resource_id), (self.company, *[self.env[name] for name in (
                'resource.calendar', 'resource.resource')]))
        self.assertEqual(
            (f'{holiday.date_from}', f'{holiday.date_to}'),
            (f'{self.due - datetime.timedelta(1)} 17:00:00', f'{self.due + datetime.timedelta(1)} 16:59:59'))
        self.assertEqual(self.company._days_off(self.due, self.due), {self.due})
        self.assertGreater(self.period.due_date, self.due)
        self.assertEqual(self.call('admin', LEAVES, 'web_save', holiday.ids, {
            'dan_van_first_day': '2001-04-30', 'dan_van_last_day': '2001-05-01'}, {})[1], '')
        self.assertEqual(self.period.due_date, self.due)
        self.assertEqual(self.call('admin', LEAVES, 'unlink', holiday.ids), (True, ''))

    def test_the_administrator_keeps_nothing_else_of_calendars(self):
        calendar = self.company.resource_calendar_id
        shift = self.env['resource.calendar'].create({'name': "Ca trực", 'company_id': self.company.id})
        colleague = self.env['resource.resource'].create({'name': "Người", 'user_id': self.users['head'].id})
        leave = self.env[LEAVES].create({**self.days, 'resource_id': colleague.id})
        [holiday], _message = self.call('admin', LEAVES, 'create', [self.days])
        for model, method, *args in (
                (LEAVES, 'create', [{**self.days, 'resource_id': colleague.id}]), (LEAVES, 'write', leave.ids, {'name': "x"}),
                (LEAVES, 'write', leave.ids, {'resource_id': False}), (LEAVES, 'unlink', leave.ids),
                (LEAVES, 'write', [holiday], {'resource_id': colleague.id}), (LEAVES, 'write', [holiday], {'calendar_id': shift.id}),
                (LEAVES, 'create', [{**self.days, 'calendar_id': shift.id}]),
                ('resource.calendar', 'write', calendar.ids, {'tz': 'America/Lima'}), ('resource.calendar', 'create', [{'name': "x"}]),
                ('resource.calendar.attendance', 'unlink', calendar.attendance_ids[0].ids)):
            with self.subTest(model=model, method=method, args=args):
                self.assertRegex(self.call('admin', model, method, *args)[1], "day off of a whole agency|access|quyền truy cập|Không được phép|not allowed")

    def test_what_holds_for_all_agencies_is_the_system_administrator_s(self):
        [shared], _message = self.call('system', LEAVES, 'create', [{**self.days, 'company_id': False, 'calendar_id': False}])
        self.env[LEAVES].browse(shared).company_id = False
        moved = self.period.due_date
        self.assertGreater(moved, self.due)
        for call in (('write', [shared], {'company_id': self.other.id}), ('write', [shared], {'date_to': '2020-01-01'}), (
                'unlink', [shared])):
            with self.subTest(call[0]):
                self.assertRegex(self.call('keeper', LEAVES, *call)[1], "day off of a whole agency")
                self.assertEqual(self.period.due_date, moved)

    def test_the_leave_of_who_is_deleted_is_none_of_everybody(self):
        person = self.env['hr.employee'].create({'name': "Người nghỉ", 'company_id': self.company.id})
        leave = self.env[LEAVES].create({**self.days, 'resource_id': person.resource_id.id})
        self.call('officer', 'hr.employee', 'unlink', person.ids)
        self.assertFalse(person.exists())
        self.assertFalse(leave.exists())
        self.assertFalse(self.company._days_off(self.due, self.due))

    def test_the_calendar_of_another_agency(self):
        """Odoo knows no rule by agency for calendars, and an officer of human resources keeps them."""
        calendar, own = self.company.resource_calendar_id, self.other.resource_calendar_id
        hours = {'name': "x", 'dayofweek': '6', 'hour_from': 8, 'hour_to': 12, 'day_period': 'morning'}
        [moving], _message = self.call('foreign_officer', 'resource.calendar.attendance', 'create', [{**hours, 'calendar_id': own.id}])
        for model, method, *args in (
                ('resource.calendar', 'write', calendar.ids, {'attendance_ids': [Command.clear()]}),
                ('resource.calendar', 'write', calendar.ids, {'tz': 'America/Lima'}),
                ('resource.calendar', 'write', calendar.ids, {'attendance_ids': [Command.create(hours)]}),
                ('resource.calendar.attendance', 'create', [{**hours, 'calendar_id': calendar.id}]),
                ('resource.calendar.attendance', 'unlink', calendar.attendance_ids[0].ids),
                ('resource.calendar.attendance', 'write', [moving], {'calendar_id': calendar.id})):
            with self.subTest(model=model, method=method):
                self.assertRegex(
                    self.call('foreign_officer', model, method, *args)[1], "Another agency counts")
        self.assertEqual(self.call('foreign_officer', 'resource.calendar', 'write', own.ids, {'name': "Của tôi"}), (True, ''))
        self.assertEqual(self.call('officer', 'resource.calendar', 'write', calendar.ids, {'name': "Của tôi"}), (True, ''))


@tagged('post_install', '-at_install', 'dan_van_long')
class TestPeopleDoors(ReportCase):
    """By no detour through Odoo's own records somebody becomes the head of a unit, or another person."""

    def test_the_resource_of_a_head_is_not_exchanged(self):
        officer = new_test_user(self.env, 'nhansu.y', 'hr.group_hr_manager', company_id=self.company.id, company_ids=[
            Command.set(self.company.ids)])
        unit, head = self.units['policy'], self.users['policy_head']
        manager = self.env['hr.employee'].create({'name': "TP", 'user_id': head.id, 'company_id': self.company.id})
        unit.manager_id = manager
        resource = self.env['resource.resource'].with_user(officer).create({'name': "x", 'user_id': officer.id})
        for change in (
                lambda: manager.with_user(officer).write({'resource_id': resource.id}),
                lambda: resource.write({'employee_id': [Command.link(manager.id)]})):
            with self.assertRaisesRegex(AccessError, "the administrator of this"), self.env.cr.savepoint():
                change()
        self.env.invalidate_all()
        self.assertEqual(unit.head_user_id, head)

    def test_the_contact_of_a_member_of_staff_is_not_merged(self):
        """The login would have another name, and could get another agency."""
        other = self.env['res.company'].create({'name': "Cơ quan khác"})
        user = self.users['policy_staff']
        user.group_ids += self.env.ref('base.group_partner_manager')
        user.email = 'a@example.com'
        for values in ({'name': "Chủ tịch"}, {'name': "Chủ tịch", 'company_id': other.id}):
            contact = self.env['res.partner'].create({**values, 'email': 'a@example.com'})
            for into in (contact, user.partner_id):
                wizard = self.as_user('policy_staff', 'base.partner.merge.automatic.wizard').create({})
                with self.subTest(values, into=into.name), self.assertRaisesRegex(
                        AccessError, "merges contacts of staff"), self.env.cr.savepoint():
                    wizard._merge((contact + user.partner_id).ids, into.with_env(wizard.env))
        self.assertEqual(user.company_ids, self.company)
        first, second = self.env['res.partner'].create([{'name': "Dân", 'email': 'b@example.com'}] * 2)
        wizard.write({'partner_ids': [Command.set((first + second).ids)], 'dst_partner_id': first.id, 'state': 'selection'})
        wizard.action_merge()
        self.assertEqual((first + second).exists(), first)
