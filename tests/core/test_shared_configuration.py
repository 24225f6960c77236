import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, new_test_user, tagged

from ...models.core.ir_filters import _is_listed
from .. import signature_cases as cases
from ..common import AgencyCase


@tagged('post_install', '-at_install')
class TestSharedConfiguration(AgencyCase):
    """What holds for all agencies is changed by the system administrator; an agency's administrator keeps its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        values = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.users['system'] = new_test_user(cls.env, 'system.user', 'base.group_system', **values)
        roles = [f'dan_van.group_{name}' for name in ('admin', 'office', 'leadership', 'clerk', 'unit_head')]
        cls.users['everything'] = new_test_user(cls.env, 'all.user', ','.join([*roles, 'hr.group_hr_manager']), **values)
        cls.env['dan_van.trusted.root'].create({'company_id': False, 'certificate': base64.b64encode(cases.authority().pem)})
        unit = cls.env['hr.department'].create({'name': "Đơn vị chung", 'company_id': False, 'dan_van_kind': 'division'})
        cls.env['dan_van.headship'].create({'department_id': unit.id, 'user_id': cls.users['clerk'].id, 'date_to': '2020-12-31'})
        cls.env['dan_van.rating'].search([]).with_context(tracking_disable=True)._write({'state': 'draft'})
        cls.models = sorted(name for name in cls.env.registry if cls.may_be_shared(cls.env[name]))

    @classmethod
    def may_be_shared(cls, model):
        """:return: whether records of ``model`` may belong to no agency"""
        field = model._fields.get('company_id')
        if not field or model._abstract or model._transient or not model._name.startswith(('dan_van.', 'hr.department')):
            return False
        while field.related:  # that of a parent
            parent, _dot, name = field.related.partition('.')
            field = cls.env[cls.env[field.model_name]._fields[parent].comodel_name]._fields[name]
        return not field.required

    def shared(self, name):
        model = self.env[name].with_context(active_test=False)
        found = model.search([('company_id', '=', False)], order='id desc', limit=1)
        self.assertTrue(found, f"give a record of {name} that all agencies share to this test")
        return found

    def values(self, record):
        """:return: values of another record like ``record`` that is shared too"""
        values = record.copy_data({'name': "Của mọi cơ quan"} if 'name' in record._fields else None)[0]
        if not record._fields['company_id'].related:
            values['company_id'] = False
        if record._name == 'dan_van.trusted.root':
            values = {'company_id': False, 'certificate': base64.b64encode(cases.foreign_authority().pem)}
        if record._name == 'dan_van.rating.level':  # each level once
            values['scheme_id'] = record.scheme_id.copy({'company_id': False, 'level_ids': False}).id
        return values

    def assertShared(self, act, *args):
        with self.assertRaisesRegex(AccessError, "holds for all agencies"), self.env.cr.savepoint():
            act(*args)

    def test_the_models(self):
        """Each model whose records may lack an agency keeps those that do by the one mechanism."""
        self.assertGreaterEqual(len(self.models), 9)
        for name in self.models:
            with self.subTest(name):
                self.assertIn('dan_van_for_all', self.env[name]._fields)

    def test_an_administrator_of_an_agency_changes_nothing_shared(self):
        for name in self.models:
            shared = self.shared(name)
            field = next(field for field in ('active', 'min_points', 'date_to') if field in shared._fields)
            for user in ('admin', 'everything'):
                theirs = self.as_user(user, shared)
                with self.subTest(model=name, user=user):
                    self.assertTrue(theirs.read([field]), "it is read")
                    self.assertShared(theirs.write, {field: False})
                    self.assertShared(theirs.unlink)
                    self.assertShared(theirs.create, self.values(shared))

    def test_a_unit_that_records_name_stays_with_its_agency(self):
        unit = self.units['policy']
        other = self.env['res.company'].create({'name': "Cơ quan khác"})
        self.users['admin'].company_ids += other
        self.new_plan(unit='policy', user='policy_staff')
        theirs = self.as_user('admin', unit).with_context(allowed_company_ids=[self.company.id, other.id])
        for values in ({'dan_van_kind': False}, {'company_id': other.id}, {'company_id': False}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "stays a unit of its agency"), self.env.cr.savepoint():
                theirs.write(values)
        theirs.write({'dan_van_kind': 'inspectorate', 'company_id': self.company.id})
        unnamed = theirs.create({'name': "Phòng mới", 'dan_van_kind': 'division', 'company_id': self.company.id})
        unnamed.write({'dan_van_kind': False, 'company_id': other.id})

    def test_members_of_a_unit_work_in_its_agency(self):
        stranger = new_test_user(self.env, 'other.agency', 'dan_van.group_staff')
        other = self.env['res.company'].create({'name': "Cơ quan khác"})
        stranger.write({'company_id': other.id, 'company_ids': [Command.set(other.ids)]})
        unit = self.as_user('admin', self.units['policy'])
        with self.assertRaisesRegex(ValidationError, "no access to the agency"):
            unit.write({'member_user_ids': [Command.link(stranger.id)], 'head_user_id': stranger.id})

    def test_a_filter_is_saved_for_oneself(self):
        values = {'model_id': 'dan_van.plan', 'name': "Trống", 'domain': "[('id', '=', 0)]", 'is_default': True}
        Filters = self.as_user('policy_staff', 'ir.filters')
        with self.assertRaisesRegex(AccessError, "saved for oneself"), self.env.cr.savepoint():
            Filters.create_filter({**values, 'user_ids': []})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            Filters.create_filter({**values, 'user_ids': self.users['head'].ids})
        own = Filters.create_filter({**values, 'user_ids': self.users['policy_staff'].ids})
        with self.assertRaisesRegex(AccessError, "saved for oneself"), self.env.cr.savepoint():
            own.user_ids = False
        self.assertIn(own.id, [found['id'] for found in Filters.get_filters('dan_van.plan')])
        self.assertFalse(self.as_user('head', 'ir.filters').get_filters('dan_van.plan'))
        self.assertTrue(self.as_user('admin', 'ir.filters').create_filter({**values, 'user_ids': []}))
        self.assertTrue(Filters.create_filter({**values, 'model_id': 'res.partner', 'user_ids': []}), "as in Odoo")
        for listed in ('hr.department', 'dms.file', 'dms.directory', 'mail.activity', 'res.users', 'res.company', 'ir.attachment'):
            with self.subTest(listed), self.assertRaisesRegex(AccessError, "saved for oneself"), self.env.cr.savepoint():
                Filters.create_filter({**values, 'model_id': listed, 'user_ids': []})

    def test_what_is_shown_to_choose_from_is_known(self):
        """Whatever a list or a form of this addon shows, "Search more" included, where filters of all work."""
        shown = set(self.env['ir.actions.act_window'].browse(self.env['ir.model.data'].search([
            ('module', '=', 'dan_van'), ('model', '=', 'ir.actions.act_window')]).mapped('res_id')).mapped('res_model'))
        for model in self.env.registry.values():
            if model._name.startswith('dan_van.'):
                shown |= {field.comodel_name for field in model._fields.values()
                          if field.relational and field._module == 'dan_van' and not field.readonly}
        shown -= {'res.config.settings'}  # no list
        self.assertIn('res.users', shown)
        self.assertFalse({name for name in shown if not _is_listed(self.env, name)})

    def test_a_filter_for_all_is_the_administrators(self):
        shared = self.as_user('admin', 'ir.filters').create({
            'model_id': 'dan_van.plan', 'name': "Của năm", 'domain': "[]", 'user_ids': []})
        theirs = self.as_user('policy_staff', shared)
        for act in (theirs.unlink, lambda: theirs.write({'domain': "[('id', '=', 0)]"}),
                    lambda: theirs.write({'user_ids': [Command.set(self.users['policy_staff'].ids)]})):
            with self.assertRaisesRegex(AccessError, "saved for oneself"), self.env.cr.savepoint():
                act()
        shared.unlink()

    def test_what_is_for_all_is_no_matter_of_one_of_several_agencies(self):
        """The administrator of one agency would hide from the others what waits there, or act in their names."""
        other = self.env['res.company'].create({'name': "Cơ quan khác"})
        plans = self.env['ir.actions.act_window'].search([('res_model', '=', 'dan_van.plan')], limit=1)
        filters = {'model_id': 'dan_van.plan', 'name': "Trống", 'domain': "[('id', '=', 0)]", 'is_default': True, 'user_ids': []}
        button = {'name': "Xem", 'parent_action_id': plans.id, 'parent_res_model': 'dan_van.plan', 'python_method': 'action_sign'}
        self.as_user('admin', 'ir.filters').create(filters).unlink()
        self.env['hr.department'].create({'name': "Phòng khác", 'company_id': other.id, 'dan_van_kind': 'division'})
        for act in (lambda: self.as_user('admin', 'ir.filters').create(filters),
                    lambda: self.as_user('admin', 'ir.embedded.actions').create(button)):
            with self.assertRaisesRegex(AccessError, "system administrator"), self.env.cr.savepoint():
                act()
        self.as_user('system', 'ir.filters').create(filters)
        self.as_user('system', 'ir.embedded.actions').create(button)

    def test_a_button_above_a_list_is_saved_for_oneself(self):
        plans = self.env['ir.actions.act_window'].search([('res_model', '=', 'dan_van.plan')], limit=1)
        partners = self.env['ir.actions.act_window'].search([('res_model', '=', 'res.partner')], limit=1)
        values = {'name': "Xem", 'parent_action_id': plans.id, 'parent_res_model': 'dan_van.plan', 'python_method': 'action_sign'}
        Buttons = self.as_user('policy_staff', 'ir.embedded.actions')
        own = Buttons.create({**values, 'user_id': self.users['policy_staff'].id})
        shared = self.as_user('admin', 'ir.embedded.actions').create(values)
        theirs = self.as_user('policy_staff', shared)
        for act in (
                lambda: Buttons.create(values), lambda: Buttons.create({**values, 'user_id': self.users['head'].id}),
                lambda: Buttons.create({**values, 'parent_res_model': 'res.partner'}),
                lambda: Buttons.create({**values, 'parent_action_id': partners.id}),
                lambda: own.write({'user_id': False}), theirs.unlink, lambda: theirs.write({'name': "Tải lại"}),
                lambda: theirs.write({'user_id': self.users['policy_staff'].id})):
            with self.assertRaisesRegex(AccessError, "for yourself"), self.env.cr.savepoint():
                act()
        own.unlink()
        self.assertTrue(Buttons.create({**values, 'parent_action_id': partners.id, 'parent_res_model': 'res.partner'}), "as in Odoo")

    def test_units_are_kept_by_the_administrator(self):
        """An officer of the HR app keeps departments and employees, and gives nobody a unit by them."""
        here = {'company_id': self.company.id, 'company_ids': [Command.set(self.company.ids)]}
        officer = new_test_user(self.env, 'hr.officer', 'hr.group_hr_manager,dan_van.group_staff', **here)
        unit, head = self.units['policy'], self.users['policy_head']
        employee = self.env['hr.employee'].create({'name': "HR", 'user_id': officer.id, 'company_id': self.company.id})
        manager = self.env['hr.employee'].create({'name': "TP", 'user_id': head.id, 'company_id': self.company.id})
        unit.manager_id = manager
        theirs = unit.with_user(officer)
        for values in (
                {'manager_id': employee.id}, {'member_user_ids': [Command.link(officer.id)]}, {'deputy_user_id': officer.id},
                {'head_user_id': officer.id, 'member_user_ids': [Command.link(officer.id)]}, {'active': False},
                {'dan_van_kind': False}, {'dan_van_receives_petitions': True}, {'dan_van_leader_id': officer.id}):
            with self.subTest(values), self.assertRaisesRegex(AccessError, "the administrator of this"), self.env.cr.savepoint():
                theirs.write(values)
        spare = self.env['hr.department'].create({'name': "Phòng mới", 'dan_van_kind': 'division', 'company_id': self.company.id})
        with self.assertRaisesRegex(AccessError, "the administrator of this"), self.env.cr.savepoint():
            spare.with_user(officer).unlink()
        with self.assertRaisesRegex(AccessError, "the administrator of this"), self.env.cr.savepoint():
            theirs.create({'name': "Phòng khác", 'dan_van_kind': 'division', 'company_id': self.company.id})
        employee.user_id = False
        for record in (manager, manager.resource_id):
            with self.assertRaisesRegex(AccessError, "the administrator of this"), self.env.cr.savepoint():
                record.with_user(officer).write({'user_id': officer.id})
        employee.with_user(officer).write({'user_id': officer.id})
        self.assertEqual(unit.head_user_id, head)
        plain = theirs.create({'name': "Tổ xe", 'company_id': self.company.id, 'manager_id': employee.id})
        plain.write({'manager_id': manager.id, 'active': False})

    def test_nothing_becomes_shared_or_is_taken_away_from_all(self):
        for name in self.models:
            shared = self.shared(name)
            if shared._fields['company_id'].related:
                continue
            for user in ('admin', 'everything'):
                theirs = self.as_user(user, shared)
                with self.subTest(model=name, user=user):
                    with self.assertRaises(AccessError):
                        theirs.write({'company_id': self.company.id})
                    own = theirs.copy()
                    self.assertEqual(own.company_id, self.company, "a copy belongs to the agency")
                    own.write({'active': False})
                    self.assertShared(own.write, {'company_id': False})
                    own.unlink()

    def test_a_level_moves_to_no_shared_scheme(self):
        scheme = self.as_user('admin', self.env.ref('dan_van.rating_scheme_2026')).copy()
        self.assertTrue(scheme.level_ids)
        self.assertEqual(scheme.level_ids.company_id, self.company)
        shared = self.env['dan_van.rating.scheme'].create({
            'name': "Chung", 'date_from': '1999-01-01', 'legal_source': "Luật", 'company_id': False})
        self.assertShared(scheme.level_ids[0].write, {'scheme_id': shared.id})
        with self.assertRaises(AccessError):
            self.as_user('admin', shared).write({'level_ids': [Command.create({'level': 'good'})]})

    def test_the_system_administrator_does(self):
        """Without any role in the agency."""
        for name in self.models:
            shared = self.shared(name)
            field = next(field for field in ('active', 'min_points', 'date_to') if field in shared._fields)
            with self.subTest(model=name):
                theirs = self.as_user('system', shared)
                theirs.write({field: theirs[field]})
                new = theirs.create(self.values(shared))
                self.assertFalse(new.company_id)
                new.unlink()

    def test_an_agency_still_uses_what_is_shared(self):
        plan = self.new_plan(scheme_ids=[Command.set(self.env.ref('dan_van.scheme_month').ids)])
        self.assertEqual(plan.scheme_ids, self.env.ref('dan_van.scheme_month'))

    def test_forms_show_it_read_only(self):
        kind = self.env.ref('dan_van.case_kind_to_cao')
        form = Form(self.as_user('admin', kind))
        with self.assertRaisesRegex(AssertionError, "readonly"):
            form.term_days = 5
        Form(self.as_user('system', kind)).term_days = 5
        own = Form(self.as_user('admin', kind.copy({'company_id': self.company.id})))
        own.term_days = 5
        self.assertEqual(own.save().term_days, 5)
        for name in self.models:
            arch = self.as_user('admin', name).get_view(view_type='form')['arch']
            self.assertIn('invisible="not dan_van_for_all or not dan_van_read_only"', arch, name)

    def test_settings_that_hold_for_all_are_the_system_administrators(self):
        values = {'dan_van_time_stamp_url': 'https://example.com', 'dan_van_due_soon_days': 1}
        for user in ('admin', 'everything'):
            with self.subTest(user), self.assertRaises(UserError):
                self.as_user(user, 'res.config.settings').create(values).execute()
            with self.assertRaises(AccessError):
                self.as_user(user, 'ir.config_parameter').set_param('dan_van.time_stamp_url', 'https://example.com')
        self.as_user('system', 'res.config.settings').create(values).execute()
        self.assertEqual(self.env['ir.config_parameter'].get_param('dan_van.time_stamp_url'), 'https://example.com')


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestSharedConfigurationScreen(AgencyCase, HttpCase):

    WAIT = """
        const until = async (find) => {
            for (let i = 0; i < 100; i++) {
                const found = find();
                if (found) {
                    return found;
                }
                await new Promise((done) => setTimeout(done, 100));
            }
            throw new Error(`not found: ${find}`);
        };
    """

    def look(self, path, code):
        self.browser_js(
            path, code=f'(async () => {{ {self.WAIT} {code} console.log("test successful"); }})();', ready='true',
            login=self.users['admin'].login)

    def test_the_form_says_who_changes_it(self):
        indicator = self.env.ref('dan_van.indicator_01')
        self.look(f'/odoo/dan-van-indicators/{indicator.id}', """
            await until(() => document.querySelector(".o_form_view .alert-info:not(:empty)"));
            await until(() => document.querySelector(".o_field_widget[name=uom_name].o_readonly_modifier"));
        """)

    def test_a_list_lets_the_own_be_edited_only(self):
        kind = self.env.ref('dan_van.event_type_tuyen_truyen')
        kind.name = "Dùng chung"
        kind.copy({'company_id': self.company.id, 'name': "Của cơ quan"})
        self.look('/odoo/dan-van-event-types', """
            for (const [name, editable] of [["Dùng chung", false], ["Của cơ quan", true]]) {
                const row = await until(() => [...document.querySelectorAll(".o_data_row")].find(
                    (each) => each.textContent.includes(name)));
                row.querySelector("td[name=note]").click();
                const selected = await until(() => document.querySelector(".o_selected_row"));
                const input = selected.querySelector("td[name=note] input");
                if (Boolean(input) !== editable) {
                    throw new Error(`${name}: ${selected.innerHTML}`);
                }
                document.querySelector(".o_control_panel").click();
                document.querySelector(".o_list_button_discard")?.click();
                await until(() => !document.querySelector(".o_selected_row"));
            }
        """)
