import json
import unicodedata
import zipfile
from io import BytesIO
from unittest.mock import patch

import pypdfium2
from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged

from ..keys import unlocked
from .test_case import CaseCase

NAME = "Nguyễn Văn Bí Mật"
WORD = "Bí Mật"  # a part that a search would find
PLAIN = "Bi Mat"  # in letters that stand in logs as they are


class LeakCase(CaseCase):
    """A petition of a citizen with messages, a file and steps, and those in the agency whom it does not concern."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.event = cls.env.ref('dan_van.demo_event_6')
        cls.case = cls.received(
            citizen_name=NAME, citizen_address=NAME, citizen_phone=NAME, content=NAME, outcome=NAME, event_id=cls.event.id)
        cls.message = cls.case.message_post(body=f"Đã mời ông {NAME}.")
        cls.file = cls.env['ir.attachment'].create({
            'name': f"Đơn {NAME}.txt", 'raw': NAME.encode(), 'res_model': 'dan_van.case', 'res_id': cls.case.id})
        cls.as_user('inspectorate_head', cls.case).action_void(f"Trùng đơn của {NAME}.")
        values = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.system = new_test_user(
            cls.env, 'system.admin', 'base.group_system,dan_van.group_admin,dan_van.group_office,dan_van.group_clerk', **values)
        cls.others = {name: cls.users[name] for name in (
            'head', 'deputy_1', 'office_head', 'office_staff', 'clerk', 'policy_head', 'policy_staff', 'admin')}
        cls.others['system'] = cls.system
        cls.env.flush_all()
        cls.env.invalidate_all()

    def each_other(self):
        """Yield an environment of each whom the petition does not concern, with an empty cache."""
        for name, user in self.others.items():
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(name):
                yield self.env(user=user, su=False)

    def assertHidden(self, found):
        self.assertNotIn(WORD, json.dumps(found, ensure_ascii=False, default=str))


class TestCaseLeaks(LeakCase):

    def test_reading_and_searching(self):
        for env in self.each_other():
            case = self.case.with_env(env)
            for read in (
                    lambda: case.read(['citizen_name']), lambda: case.read(['code']), lambda: case.web_read({'content': {}}),
                    lambda: case.export_data(['citizen_name']), lambda: case.citizen_name, case.copy,
                    lambda: case.onchange({}, ['citizen_name'], {'citizen_name': {}}), lambda: case.write({'code': "x"})):
                env.invalidate_all()
                self.assertRaises(UserError, read)
            for domain in ([], [('citizen_name', 'ilike', WORD)], [('message_ids.body', 'ilike', WORD)]):
                self.assertNotIn(case, case.search(domain))
            self.assertNotIn(case.id, [found for found, _name in case.name_search(WORD)])
            self.assertHidden(case.sudo().display_name)
            self.assertHidden(case.web_search_read([], {'display_name': {}, 'citizen_name': {}}))

    def test_filters_of_other_models(self):
        reading = self.env['dan_van.case.reading']
        reading._note(self.case, 'read', ['citizen_name'])
        for env in self.each_other():
            for model, domain in (
                    ('dan_van.event', [('case_ids.citizen_name', 'ilike', WORD)]),
                    ('dan_van.event', [('case_ids', 'any', [('content', 'ilike', WORD)])]),
                    ('dan_van.case.reading', [('case_id.citizen_name', 'ilike', WORD)]),
                    ('dan_van.approval', [('reason', 'ilike', WORD)]),
                    ('mail.message', [('body', 'ilike', WORD)]),
                    ('ir.attachment', [('name', 'ilike', WORD)]),
                    ('ir.attachment', [('res_model', '=', 'dan_van.case')]),
                    ('mail.activity', [('res_model', '=', 'dan_van.case'), ('res_id', '=', self.case.id)])):
                self.assertFalse(env[model].search(domain), (model, domain))
            self.assertFalse(self.event.with_env(env).case_ids if self.event.with_env(env).has_access('read') else ())

    def test_groups_and_orders_are_refused_even_to_those_concerned(self):
        Case = self.as_user('inspectorate_staff', 'dan_van.case')
        for ask in (
                lambda: Case.formatted_read_group([], ['citizen_name'], ['__count']),
                lambda: Case.formatted_read_group([], [], ['citizen_name:array_agg']),
                lambda: Case.web_read_group([], ['content'], ['__count']),
                lambda: Case.search([], order='citizen_name'),
                lambda: Case.env['dan_van.case.reading'].formatted_read_group([], ['case_id.citizen_name'], ['__count'])):
            self.assertRaises(UserError, ask)
        described = Case.fields_get(['citizen_name', 'code'], ['groupable', 'sortable'])
        self.assertEqual(described['citizen_name'], {'groupable': False, 'sortable': False})
        self.assertTrue(described['code']['groupable'])

    def test_chatter(self):
        for env in self.each_other():
            for records in (self.message, self.file, self.case.approval_ids):
                env.invalidate_all()
                self.assertRaises(AccessError, lambda records=records: records.with_env(env).read())
        self.assertFalse(self.message.sudo().tracking_value_ids)
        with self.assertRaisesRegex(UserError, "may not read"):
            self.case.message_subscribe(self.users['office_staff'].partner_id.ids)
        self.case.sudo()._message_subscribe(self.users['office_staff'].partner_id.ids)
        posted = self.case.message_post(body="Mời làm việc.", subtype_xmlid='mail.mt_comment')
        self.assertNotIn(self.users['office_staff'].partner_id, posted.sudo().notified_partner_ids)
        with self.assertRaisesRegex(UserError, "may not read"):
            self.case.message_post(body="Xem giúp.", partner_ids=self.users['office_staff'].partner_id.ids)

    def test_activities_and_logs(self):
        case = self.received(citizen_name=NAME)
        self.assertTrue(case.activity_ids)
        self.assertHidden(case.activity_ids.sudo().read(['res_name', 'summary', 'note']))
        self.assertHidden(case.message_ids.sudo().read(['body', 'subject', 'record_name']))
        with self.assertLogs('odoo.sql_db', 'ERROR') as log, self.assertRaises(IntegrityError), self.env.cr.savepoint():
            unlocked(self.received().sudo()).write({'number': case.number, 'content': PLAIN})
        self.assertNotIn(PLAIN, str(log.output))
        with self.assertRaisesRegex(UserError, "can't be empty"):
            case.write({'kind_id': False, 'content': NAME})

    def test_the_handler_loses_it_when_it_is_handed_on(self):
        case = self.received(citizen_name=NAME)
        before, after = (self.users[name] for name in ('policy_staff', 'outreach_staff'))
        case.handler_id = before
        theirs = self.as_user('policy_staff', case)
        self.assertEqual(theirs.citizen_name, NAME)
        theirs.message_subscribe(before.partner_id.ids)
        case.handler_id = after
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            theirs.read(['citizen_name'])
        self.assertNotIn(before.partner_id, case.message_partner_ids)
        self.assertEqual(self.as_user('outreach_staff', case).citizen_name, NAME)

    def test_documents_dashboard_and_dms(self):
        # Even where the administrator has told dms to file petitions.
        self.env['dms.storage'].sudo().create({
            'name': "Đơn", 'save_type': 'attachment', 'model_ids': self.env['ir.model']._get('dan_van.case').ids})
        self.env.registry.clear_cache()
        file = self.env['ir.attachment'].create({
            'name': "Đơn.txt", 'raw': b'x', 'res_model': 'dan_van.case', 'res_id': self.case.id})
        self.assertFalse(self.env['dms.file'].sudo().search([('attachment_id', 'in', (file + self.file).ids)]))
        self.assertFalse(self.env['dms.directory'].sudo().search([('res_model', '=', 'dan_van.case'), ('res_id', '!=', False)]))
        for env in self.each_other():
            self.assertEqual({type(count) for count in env['dan_van.case']._deadline_counts(self.company).values()}, {int})
            self.assertHidden(env['dan_van.dashboard'].get_data())

    def printed(self, report):
        """:return: text of the PDF of ``report``"""
        pdf = pypdfium2.PdfDocument(report.sudo()._render_pdf())
        return unicodedata.normalize('NFC', ' '.join(' '.join(page.get_textpage().get_text_range() for page in pdf).split()))

    def test_a_report_counts_petitions_and_names_nobody(self):
        report = self.env['dan_van.report'].search([
            ('department_id', '=', self.units['inspectorate'].id), ('scope', '=', 'unit')], limit=1)
        unlocked(report.sudo()).state = 'draft'
        figures = report.figure_ids.filtered(lambda figure: figure.indicator_id.case_count == 'received')
        report.sudo().action_draw()
        before = sum(figures.mapped('value'))
        self.received(citizen_name=NAME, content=NAME, outcome=NAME, received_date=report.date_to)
        report.sudo().action_draw()
        self.assertEqual(sum(figures.mapped('value')), before + 1, "it is this report that counts the petition")
        self.assertHidden(self.printed(report))
        report.sudo().line_ids[:1].text = f"Đã tiếp {NAME}."
        self.assertIn(WORD, self.printed(report), "what is typed is found: a name would be")



class TestCaseRedaction(LeakCase):
    """Names go when a petition has been kept long enough; what reports count stays."""

    def test_old_petitions_are_redacted_and_still_counted(self):
        kind = self.case.kind_id
        young = self.received(citizen_name=NAME)
        self.env['mail.activity'].sudo().create({
            'res_model_id': self.env['ir.model']._get_id('dan_van.case'), 'res_id': self.case.id, 'note': NAME,
            'user_id': self.users['inspectorate_staff'].id})
        long_ago = self.today - relativedelta(years=kind.retention_years, days=1)
        self.env.cr.execute(
            "UPDATE dan_van_case SET closed_date = %s, counted_closed_date = %s WHERE id = %s", [long_ago, long_ago, self.case.id])
        self.env.invalidate_all()
        with patch.object(type(self.env['ir.cron']), '_commit_progress', lambda *args, **kwargs: 1):
            self.env['dan_van.case']._cron_redact()
        self.env.flush_all()
        self.env.invalidate_all()
        old = self.case.sudo()
        self.assertTrue(old.is_redacted)
        self.assertEqual((old.kind_id, old.state, old.closed_date), (kind, 'void', long_ago))
        self.assertHidden(old.read())
        self.assertHidden(old.approval_ids.read())
        self.assertTrue(old.approval_ids)
        for model in ('mail.message', 'mail.activity', 'ir.attachment'):
            field = 'model' if model == 'mail.message' else 'res_model'
            self.assertFalse(self.env[model].sudo().with_context(active_test=False).search(
                [(field, '=', 'dan_van.case'), ('res_id', '=', old.id)]), model)
        with self.assertRaisesRegex(UserError, "deleted for good"):
            self.case.citizen_name = NAME
        self.assertEqual(young.citizen_name, NAME)


@tagged('post_install', '-at_install')
class TestCaseLeakRequests(LeakCase, HttpCase):
    """The same over HTTP, each user with a session of his own."""

    def call(self, login, method, *args, **kwargs):
        self.authenticate(login, login if login == 'system.admin' else 'danvan')
        return self.make_jsonrpc_request(f'/web/dataset/call_kw/dan_van.case/{method}', {
            'model': 'dan_van.case', 'method': method, 'args': args, 'kwargs': kwargs})

    def test_requests(self):
        asked = {'specification': {'citizen_name': {}, 'code': {}}}
        for login in ('chuyenvien.vp', 'system.admin', 'truongban'):
            with self.subTest(login):
                self.assertHidden(self.call(login, 'web_search_read', [], **asked))
                with self.assertRaises(JsonRpcException):
                    self.call(login, 'web_read', [self.case.id], **asked)
                for route in (f'/web/content/{self.file.id}', f'/web/content/dan_van.case/{self.case.id}/citizen_name'):
                    response = self.url_open(route)
                    self.assertNotIn(NAME, response.text)
                    self.assertNotEqual(response.status_code, 200)
        for route in ('/dan_van/tracking.xlsx', f'/dan_van/period/{self.env["dan_van.period"].search([], limit=1).id}/figures.xlsx'):
            with self.subTest(route), zipfile.ZipFile(BytesIO(self.url_open(route).content)) as book:
                self.assertFalse([part for part in book.namelist() if WORD.encode() in book.read(part)])
        login = self.users['inspectorate_staff'].login
        self.assertIn(NAME, str(self.call(login, 'web_read', [self.case.id], **asked)))
        self.assertEqual(self.url_open(f'/web/content/{self.file.id}').text, NAME)
        for route, data in {
                f'/web/image/{self.file.id}': None, f'/web/content?model=ir.attachment&id={self.file.id}&field=raw': None,
                '/mail/attachment/zip': {
                    'file_ids': str(self.file.id), 'zip_name': 'a.zip', 'csrf_token': http.Request.csrf_token(self)}}.items():
            with self.subTest(route):
                before = self.env['dan_van.case.reading'].search_count([('way', '=', 'file')])
                self.assertEqual(self.url_open(route, data=data).status_code, 200)
                self.env.invalidate_all()
                self.assertGreater(self.env['dan_van.case.reading'].search_count([('way', '=', 'file')]), before)
        self.call(login, 'search', [['id', 'any', [['citizen_name', '=like', 'N%']]]])
        self.env.invalidate_all()
        lines = self.env['dan_van.case.reading'].search([('case_id', '=', self.case.id)])
        self.assertEqual(lines[0].way, 'search')
        self.assertEqual(lines[4:6].mapped('way'), ['file', 'read'])
        self.assertEqual(lines[:6].user_id, self.users['inspectorate_staff'])
