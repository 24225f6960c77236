from odoo.exceptions import AccessError
from odoo.fields import Command, Date
from odoo.tests import tagged

from ..common import AgencyCase
from ..rpc import RpcCase

BOTH = ('head', 'clerk', 'office_head', 'office_staff')


@tagged('post_install', '-at_install')
class TestSeveralAgencies(AgencyCase, RpcCase):
    """Somebody works in two agencies: each record is numbered, printed and read as that of its own, whichever is switched on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env['res.company'].create({'name': "Ban B"})
        cls.env['dan_van.agency.profile'].create({
            'company_id': cls.other.id, 'date_from': '2020-01-01', 'issuer': "BAN B", 'symbol': "BB", 'place': "Nơi B"})
        for user in BOTH:
            cls.users[user].company_ids += cls.other
        here = {'company_id': cls.other.id}
        cls.theirs = {
            'leadership': cls.env['hr.department'].create({
                **here, 'name': "Lãnh đạo B", 'dan_van_kind': 'leadership', 'member_user_ids': [Command.set(cls.users['head'].ids)],
                'head_user_id': cls.users['head'].id}),
            'office': cls.env['hr.department'].create({
                **here, 'name': "Văn phòng B", 'dan_van_kind': 'office', 'dan_van_abbreviation': "VPB",
                'member_user_ids': [Command.set([cls.users[user].id for user in ('office_head', 'office_staff', 'clerk')])],
                'head_user_id': cls.users['office_head'].id})}
        cls.only = [cls.company.id]
        cls.first, cls.second = [cls.company.id, cls.other.id], [cls.other.id, cls.company.id]
        cls.plan = cls.plan_of_other()

    @classmethod
    def plan_of_other(cls):
        env = cls.env(context={**cls.env.context, 'allowed_company_ids': [cls.other.id]})
        env = env(user=cls.users['office_staff'], su=False)
        plan = env['dan_van.plan'].create({
            'subject': "Kế hoạch của Ban B", 'year': Date.today().year, 'department_id': cls.theirs['office'].id, 'recipients': "Nơi nhận"})
        section = plan.content_ids.filtered(lambda part: part.kind == 'content')
        plan.write({'content_ids': [Command.create({'parent_id': section.id, 'label': '1', 'text': "Việc.", 'sequence': section.sequence + 1})]})
        env['dan_van.assignment'].create({
            'plan_id': plan.id, 'sequence': 100, 'label': '1', 'unit_label': "Văn phòng B", 'text': "Làm.", 'scope': 'unit',
            'department_id': cls.theirs['office'].id})
        return plan.sudo()

    def registers(self):
        return {register.company_id: register.last_number for register in self.env['dan_van.register'].search([])
                if not register.document_type and register.year == Date.today().year}

    def steps(self, allowed):
        """Take the plan of the other agency to its issue by requests with ``allowed`` switched on; return the refusals."""
        said = []
        for user, step in (('office_staff', 'action_submit'), ('head', 'action_sign'), ('clerk', 'action_issue')):
            shown, message = self.rpc(user, self.plan, 'read', ['shown'], allowed_company_ids=allowed)
            said.append(message)
            said.append(self.rpc(
                user, self.plan, step, allowed_company_ids=allowed, dan_van_shown=shown and shown[0]['shown'])[1])
        return said

    def test_what_is_of_the_other_agency_is_closed_while_it_is_not_switched_on(self):
        said = self.steps(self.only)
        self.assertTrue(all(said), said)
        self.assertEqual(self.plan.state, 'draft')
        for method, *args in (
                ('write', {'subject': "x"}), ('web_save', {'subject': "x"}, {}), ('unlink',), ('copy',), ('export_data', ['subject']),
                ('message_post',), ('web_read', {'subject': {}})):
            with self.subTest(method):
                self.assert_refused("\\w", 'office_staff', self.plan, method, *args, allowed_company_ids=self.only)
        self.assertFalse(self.rpc('office_staff', 'dan_van.plan', 'search', [('id', '=', self.plan.id)], allowed_company_ids=self.only)[0])

    def test_who_does_not_belong_there_switches_nothing_on(self):
        for allowed in (self.first, self.second, [self.other.id]):
            self.assert_refused("\\w", 'policy_staff', self.plan, 'read', ['subject'], allowed_company_ids=allowed)
            self.assert_refused("\\w", 'policy_staff', 'dan_van.plan', 'create', [{
                'subject': "x", 'year': 2026, 'company_id': self.other.id}], allowed_company_ids=allowed)

    def test_it_is_issued_by_its_own_register_and_profile(self):
        before = self.registers()
        said = self.steps(self.first)
        self.assertFalse(any(said), said)
        after = self.registers()
        self.assertEqual(after[self.company], before[self.company])
        self.assertEqual(after[self.other], before.get(self.other, 0) + 1)
        entry = self.plan.register_entry_id
        self.assertEqual((entry.company_id, entry.profile_id.symbol), (self.other, "BB"))
        self.assertIn("BB", self.plan.code)
        self.assertEqual(self.plan.pdf_attachment_id.company_id | self.other, self.other)

    def test_what_is_made_belongs_to_the_first_that_is_switched_on(self):
        fields = ['company_id', 'department_id', 'signer_id']
        for model in ('dan_van.plan', 'dan_van.letter', 'dan_van.incoming', 'dan_van.event', 'dan_van.case', 'dan_van.report'):
            for allowed, company in ((self.first, self.company), (self.second, self.other)):
                with self.subTest(model, company=company.name):
                    names = [name for name in fields if name in self.env[model]._fields]
                    found, message = self.rpc('office_staff', model, 'default_get', names, allowed_company_ids=allowed)
                    self.assertFalse(message)
                    if found.get('company_id'):
                        self.assertEqual(found['company_id'], company.id)
                    if found.get('department_id'):
                        self.assertIn(self.env['hr.department'].browse(found['department_id']).company_id, (company, company.browse()))
                    if found.get('signer_id'):
                        self.assertIn(company, self.env['res.users'].browse(found['signer_id']).company_ids)

    def test_what_is_made_with_parts_of_both_is_refused(self):
        unit = self.theirs['office']
        for model, values in (
                ('dan_van.plan', {'subject': "x", 'year': 2026}), ('dan_van.letter', {'subject': "x"}),
                ('dan_van.event', {'subject': "x", 'type_id': self.env.ref('dan_van.event_type_tuyen_truyen').id})):
            with self.subTest(model):
                made, message = self.rpc('office_staff', model, 'create', [{
                    **values, 'company_id': self.company.id, 'department_id': unit.id}], allowed_company_ids=self.first)
                self.assertTrue(message, made)

    def test_a_number_is_reserved_where_it_is_asked_for(self):
        before = self.registers()
        values = {'subject': "x", 'reason': "x", 'company_id': self.other.id}
        message = self.rpc('clerk', 'dan_van.reserve.wizard', 'create', [values], allowed_company_ids=self.only)[1]
        self.assertTrue(message, "it is not switched on")
        self.assertEqual(self.registers(), before)
        [wizard], _message = self.rpc('clerk', 'dan_van.reserve.wizard', 'create', [values], allowed_company_ids=self.second)
        wizard = self.env['dan_van.reserve.wizard'].browse(wizard)
        self.assertTrue(self.rpc('clerk', wizard, 'action_confirm', allowed_company_ids=self.only)[1], "it is switched off again")
        self.assertEqual(self.rpc('clerk', wizard, 'action_confirm', allowed_company_ids=self.second)[1], '')
        self.assertEqual(self.registers()[self.company], before[self.company])

    def test_a_stranger_reserves_none(self):
        self.users['clerk'].company_ids = self.company
        self.units['office'].invalidate_recordset()
        before = self.registers()
        made, message = self.rpc('clerk', 'dan_van.reserve.wizard', 'create', [{
            'subject': "x", 'reason': "x", 'company_id': self.other.id}])
        if not message:
            self.assert_refused("\\w", 'clerk', self.env['dan_van.reserve.wizard'].browse(made), 'action_confirm')
        self.assertEqual(self.registers(), before)

    def test_the_links_of_other_models(self):
        """A reader of one agency finds nothing of the other by what hangs on its records."""
        body = "Kế hoạch"
        self.plan.with_context(tracking_disable=False).message_post(body=body)
        self.env['ir.attachment'].create({'name': "x.txt", 'raw': b'x', 'res_model': self.plan._name, 'res_id': self.plan.id})
        self.plan.activity_schedule('mail.mail_activity_data_todo', user_id=self.users['office_staff'].id)
        inbox = ('mail.message', 'mail.activity', 'mail.followers')  # where somebody finds what was sent to himself
        for user, allowed in (('office_staff', self.only), ('policy_staff', self.only)):
            for model, domain in (
                    ('mail.message', [('model', '=', 'dan_van.plan'), ('res_id', '=', self.plan.id)]),
                    ('mail.activity', [('res_model', '=', 'dan_van.plan'), ('res_id', '=', self.plan.id)]),
                    ('mail.followers', [('res_model', '=', 'dan_van.plan'), ('res_id', '=', self.plan.id)]),
                    ('ir.attachment', [('res_model', '=', 'dan_van.plan'), ('res_id', '=', self.plan.id)]),
                    ('dms.file', [('res_model', '=', 'dan_van.plan'), ('res_id', '=', self.plan.id)]),
                    ('dan_van.assignment', [('plan_id', 'any', [('subject', 'like', "Ban B")])]),
                    ('dan_van.assignment', [('plan_id.subject', 'like', "Ban B")]),
                    ('hr.department', [('id', 'in', self.theirs['office'].ids)])):
                if user == 'office_staff' and model in inbox:
                    continue
                with self.subTest(model, user=user, domain=str(domain)):
                    found, _message = self.rpc(user, model, 'search', domain, allowed_company_ids=allowed)
                    self.assertFalse(found)
                    count, _message = self.rpc(user, model, 'search_count', domain, allowed_company_ids=allowed)
                    self.assertFalse(count)
                    groups, _message = self.rpc(user, model, 'formatted_read_group', domain, [], ['__count'], allowed_company_ids=allowed)
                    self.assertFalse(groups and groups[0]['__count'])
        with self.assertRaises(AccessError):
            self.as_user('policy_staff', self.plan).read(['subject'])
