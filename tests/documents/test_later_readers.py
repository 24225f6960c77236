from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from ..common import AgencyCase

REASON = "Sai thẩm quyền ban hành"


@tagged('post_install', '-at_install')
class TestLaterReaders(AgencyCase, HttpCase):
    """Who reads an issued document later finds no way how it came about, and leaves nothing in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.new_plan()
        cls.as_user('office_staff', cls.plan).action_submit()
        cls.as_user('head', cls.plan).action_return(REASON)
        cls.to_state(cls.plan, 'issued')

    def test_the_reason_of_a_return_stands_in_the_log_alone(self):
        domain = [('model', '=', self.plan._name), ('res_id', '=', self.plan.id), ('body', 'ilike', REASON)]
        for user in ('policy_staff', 'office_staff'):
            self.assertFalse(self.as_user(user, 'mail.message').search(domain))
        log = [('res_model', '=', self.plan._name), ('res_id', '=', self.plan.id), ('step', '=', 'return')]
        self.assertEqual(self.as_user('office_staff', 'dan_van.approval').search(log).reason, REASON)
        self.assertFalse(self.as_user('policy_staff', 'dan_van.approval').search(log).read(['reason'])[0]['reason'])

    def test_the_reason_of_a_recall_is_told_to_all(self):
        self.as_user('head', self.plan).action_recall(REASON)
        self.assertTrue(self.as_user('policy_staff', 'mail.message').search([
            ('model', '=', self.plan._name), ('res_id', '=', self.plan.id), ('body', 'ilike', REASON)]))

    def test_a_reader_s_file_stays_with_his_comment(self):
        folder = self.env['dms.directory'].search([('dan_van_key', '=', f'dan_van.plan,{self.plan.id}/KH')])
        before = self.env['dms.file'].search([('directory_id', 'child_of', folder.ids)])
        self.authenticate(self.users['policy_staff'].login, 'danvan')
        message = self.as_user('policy_staff', self.plan).message_post(body="Xem tệp", attachments=[('Bản chính.pdf', b'x')])
        self.assertEqual(message.attachment_ids.res_id, self.plan.id)
        self.assertEqual(self.env['dms.file'].search([('directory_id', 'child_of', folder.ids)]), before)

    def test_no_key_opens_a_file(self):
        pdf = self.plan.sudo().pdf_attachment_id
        [key] = pdf.generate_access_token()
        self.authenticate(None, None)
        response = self.url_open(f'/web/content/{pdf.id}?access_token={key}')
        self.assertFalse(response.content.startswith(b'%PDF'))

    def test_nobody_takes_another_name(self):
        """Whoever has asked first which fields people write themselves: Odoo remembers the answer."""
        plain = new_test_user(self.env, 'plain.first', 'base.group_user')
        user = self.as_user('policy_staff', self.users['policy_staff'])
        for first in (plain, user):
            self.registry.clear_all_caches()
            first.with_user(first)._self_accessible_fields()
            with self.subTest(first.login), self.assertRaisesRegex(AccessError, "he administrator of the server"):
                user.name = self.users['head'].name
            user.dan_van_digest = False
            plain.with_user(plain).name = "Tên khác"
        keeper = new_test_user(self.env, 'addresses', 'base.group_partner_manager,dan_van.group_staff', **{
            'company_id': self.company.id, 'company_ids': [Command.set(self.company.ids)]})
        for person in (self.users['head'], keeper):
            with self.assertRaisesRegex(AccessError, "he administrator of the server"):
                person.partner_id.with_user(keeper).name = "Tên khác"
        self.env['res.partner'].with_user(keeper).create({'name': "Người dân"}).name = "Tên khác"

    def test_nobody_sends_another_s_new_password_to_himself(self):
        """An officer of the HR app enters the addresses of employees, which Odoo gives to their logins."""
        here = {'company_id': self.company.id, 'company_ids': [Command.set(self.company.ids)]}
        officer = new_test_user(self.env, 'hr.officer', 'hr.group_hr_manager,dan_van.group_staff', email='hr@example.com', **here)
        head = self.users['head']
        employee = self.env['hr.employee'].create({'name': head.name, 'user_id': head.id, 'company_id': self.company.id})
        theirs, before = employee.with_user(officer), head.email
        self.assertEqual(employee.work_contact_id, head.partner_id)
        with self.assertRaisesRegex(AccessError, "he administrator of the server"), self.env.cr.savepoint():
            theirs.work_email = officer.email
        theirs.write({'work_email': before, 'mobile_phone': '0912'})
        self.assertEqual(head.email, before)
        head.with_user(head).email = 'own@example.com'
        self.assertEqual(head.partner_id.email, 'own@example.com')

    def test_the_portal_s_form_of_an_address_renames_neither_staff_nor_agency(self):
        user = self.users['policy_staff']
        user.partner_id.parent_id = self.company.partner_id
        before = user.name, self.company.name
        self.authenticate(user.login, 'danvan')
        response = self.url_open('/my/address/submit', data={
            'partner_id': user.partner_id.id, 'name': self.users['head'].name, 'company_name': "Cơ quan khác",
            'email': user.email, 'phone': '1', 'street': "1", 'city': "Huế", 'country_id': self.env.ref('base.vn').id,
            'csrf_token': http.Request.csrf_token(self)})
        self.assertEqual(response.status_code, 403)
        self.env.invalidate_all()
        self.assertEqual((user.name, self.company.name), before)

    def test_an_endless_paragraph_is_refused_at_once(self):
        letter = self.as_user('policy_staff', 'dan_van.letter').create({
            'subject': "Phối hợp", 'department_id': self.units['policy'].id, 'body': '1. ' + 'a' * 200_000})
        with self.assertRaisesRegex(UserError, "more than 40000 letters"):
            letter._render_pdf()
        for endless in ('a', 'a\xa0', 'a&'):
            letter.body = '1. ' + endless * 6_000
            self.assertTrue(letter._render_pdf().startswith(b'%PDF'))
