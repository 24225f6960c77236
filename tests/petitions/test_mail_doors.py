"""What mail keeps beside our records, its files, keys, notifications and followers, opens to who may read the record now."""
import io
import json

import pypdfium2

from odoo import http
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger
from odoo.tools.misc import limited_field_access_token

from .test_case_leaks import LeakCase
from ..core.test_downloads import PRIVATE

SUBJECT = "Dự thảo chưa trình"


def pdf(pages=2):
    """:return: bytes of a PDF of so many empty pages"""
    stream = io.BytesIO()
    with pypdfium2.PdfDocument.new() as document:
        for _ in range(pages):
            document.new_page(200, 300)
        document.save(stream)
    return stream.getvalue()


class MailDoorCase(LeakCase):
    """Besides the petition a draft of a unit, and people whom neither concerns."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.letter = cls.as_user('policy_staff', 'dan_van.letter').create({
            'subject': SUBJECT, 'department_id': cls.units['policy'].id, 'body': "Nội dung."})
        here = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        agency = cls.env['res.company'].create({'name': "Cơ quan khác"})
        cls.strangers = {
            'other unit': cls.users['outreach_staff'],
            'system': new_test_user(cls.env, 'only.system', 'base.group_system,dan_van.group_staff', **here),
            'plain': new_test_user(cls.env, 'plain.user', 'base.group_user', **here),
            'other agency': new_test_user(
                cls.env, 'other.agency', 'dan_van.group_staff', company_id=agency.id, company_ids=[Command.set(agency.ids)])}

    def seen_by(self, user, records):
        self.env.flush_all()
        self.env.invalidate_all()
        return records.with_user(user).with_context(allowed_company_ids=user.company_id.ids)


@tagged('post_install', '-at_install', 'dan_van_long')
class TestMailKeys(MailDoorCase, HttpCase):
    """A key that an answer once gave opens, deletes and changes no file of our records."""

    def sign_in(self, user=None):
        if user:
            user.password = 'danvan-danvan'
        self.authenticate(user and user.login, 'danvan-danvan')

    def uploaded(self, user, record, pending=False, raw=None):
        """:return: what the chatter's upload answers of the file"""
        self.sign_in(user)
        answer = self.url_open('/mail/attachment/upload', data={
            'thread_id': record.id, 'thread_model': record._name, 'csrf_token': http.Request.csrf_token(self),
            **({'is_pending': 'true'} if pending else {})}, files={'ufile': ('a.pdf', raw or pdf(), 'application/pdf')}).json()
        [found] = answer['data']['store_data']['ir.attachment']
        return found

    def keys_of(self, file):
        """:return: the keys that Odoo makes for a file, whatever it hands out"""
        return {
            'ownership': limited_field_access_token(file, 'id', scope='attachment_ownership'),
            'raw': limited_field_access_token(file, 'raw', scope='binary'),
            'thumbnail': limited_field_access_token(file, 'thumbnail', scope='binary'),
            'stored': file.generate_access_token()[0]}

    @mute_logger('odoo.http')
    def refused(self, url, **params):
        with self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request(url, params)

    def assertShut(self, file):
        for name, key in self.keys_of(file).items():
            with self.subTest(name):
                self.env.flush_all()
                for path in ('mail/attachment/pdf_first_page/{}', 'web/content/{}', 'web/image/{}', 'web/image/{}/thumbnail'):
                    response = self.url_open(f'/{path.format(file.id)}?access_token={key}')
                    self.assertNotIn(b'%PDF', response.content, path)
                self.refused('/mail/attachment/delete', attachment_id=file.id, access_token=key)
                self.refused('/mail/attachment/update_thumbnail', attachment_id=file.id, access_token=key)
                self.env.invalidate_all()
                self.assertTrue(file.exists())
                self.assertFalse(file.thumbnail)

    def test_files_of_our_records(self):
        for user, record in ((self.users['policy_staff'], self.letter), (self.users['inspectorate_staff'], self.case)):
            found = self.uploaded(user, record)
            self.assertFalse([name for name, value in found.items() if 'token' in name and value])
            file = self.env['ir.attachment'].browse(found['id'])
            for who in (None, *self.strangers.values()):
                with self.subTest(record=record._name, who=who and who.login):
                    self.sign_in(who)
                    self.assertShut(file)

    def test_who_has_left_the_unit(self):
        unit, user = self.units['policy'], self.strangers['plain']
        user.group_ids |= self.env.ref('dan_van.group_staff')
        unit.member_user_ids |= user
        file = self.env['ir.attachment'].browse(self.uploaded(user, self.letter)['id'])
        self.assertTrue(self.url_open(f'/mail/attachment/pdf_first_page/{file.id}').ok)
        unit.member_user_ids -= user
        self.assertShut(file)

    def test_no_message_gives_a_key(self):
        file = self.env['ir.attachment'].browse(self.uploaded(self.users['policy_staff'], self.letter)['id'])
        self.letter.message_post(body="x", attachment_ids=file.ids)
        answer = self.make_jsonrpc_request('/mail/thread/messages', {'thread_model': self.letter._name, 'thread_id': self.letter.id})
        self.assertIn(file.id, [each['id'] for each in answer['data']['ir.attachment']])
        for key in self.keys_of(file).values():
            self.assertNotIn(key, json.dumps(answer))

    def test_who_writes_takes_his_files_back_and_posts_them(self):
        user = self.users['policy_staff']
        taken = self.uploaded(user, self.letter, pending=True)
        self.assertTrue(taken['ownership_token'])
        self.make_jsonrpc_request('/mail/attachment/delete', {
            'attachment_id': taken['id'], 'access_token': taken['ownership_token']})
        self.assertFalse(self.env['ir.attachment'].browse(taken['id']).exists())
        sent = self.uploaded(user, self.letter, pending=True)
        self.make_jsonrpc_request('/mail/message/post', {
            'thread_model': self.letter._name, 'thread_id': self.letter.id, 'post_data': {
                'body': "Gửi kèm", 'message_type': 'comment', 'subtype_xmlid': 'mail.mt_note',
                'attachment_ids': [sent['id']], 'attachment_tokens': [sent['ownership_token']]}})
        file = self.env['ir.attachment'].browse(sent['id'])
        self.assertEqual((file.res_model, file.res_id), (self.letter._name, self.letter.id))
        response = self.url_open(f'/mail/attachment/pdf_first_page/{file.id}')
        self.assertTrue(response.content.startswith(b'%PDF'))
        self.sign_in()
        self.assertShut(file)
        again = self.uploaded(user, self.letter)
        self.make_jsonrpc_request('/mail/attachment/delete', {'attachment_id': again['id']})
        self.assertFalse(self.env['ir.attachment'].browse(again['id']).exists())

    def test_files_in_the_folders_of_our_documents(self):
        event = self.as_user('policy_staff', 'dan_van.event').create({'subject': "Đối thoại"})
        attached = self.uploaded(self.users['policy_staff'], event)
        filed = self.env['dms.file'].search([('attachment_id', '=', attached['id'])])
        self.assertTrue(filed)
        files = self.env['ir.attachment'].create([
            {'name': 'a.pdf', 'raw': pdf(), 'mimetype': 'application/pdf', 'res_model': on._name, 'res_id': on.id}
            for on in (filed, filed.directory_id, self.env.ref('dan_van.dms_root'))])
        for file in files:
            with self.subTest(file.res_model):
                self.sign_in()
                self.assertShut(file)
                self.assertFalse(file._get_raw_access_token())

    def test_keys_of_other_files_open_them_as_before(self):
        file = self.env['ir.attachment'].create({
            'name': 'a.pdf', 'raw': pdf(), 'mimetype': 'application/pdf', 'res_model': 'res.partner',
            'res_id': self.users['head'].partner_id.id})
        self.sign_in()
        self.assertTrue(self.url_open(f'/web/content/{file.id}?access_token={file._get_raw_access_token()}').ok)
        self.assertTrue(self.url_open(
            f'/mail/attachment/pdf_first_page/{file.id}?access_token={file._get_ownership_token()}').ok)

    # First pages

    def test_the_first_page_alone(self):
        file = self.env['ir.attachment'].browse(self.uploaded(self.users['policy_staff'], self.letter)['id'])
        response = self.url_open(f'/mail/attachment/pdf_first_page/{file.id}')
        self.assertEqual({name: response.headers.get(name) for name in PRIVATE}, PRIVATE)
        with pypdfium2.PdfDocument(response.content) as document:
            self.assertEqual((len(document), document[0].get_size()), (1, (200, 300)))
        broken = self.uploaded(self.users['policy_staff'], self.letter, raw=b'%PDF-1.7 x')
        response = self.url_open(f"/mail/attachment/pdf_first_page/{broken['id']}")
        self.assertEqual((response.status_code, response.headers['Cache-Control']), (415, 'private, no-store'))

    def test_a_petition_gives_no_page_that_no_log_knows(self):
        user = self.users['inspectorate_staff']
        file = self.env['ir.attachment'].browse(self.uploaded(user, self.case)['id'])
        domain = [('case_id', '=', self.case.id), ('user_id', '=', user.id)]
        readings = self.env['dan_van.case.reading']
        before = readings.search_count(domain)
        response = self.url_open(f'/mail/attachment/pdf_first_page/{file.id}')
        self.assertEqual(response.status_code, 415)
        self.assertNotIn(b'%PDF', response.content)
        self.assertEqual(readings.search_count(domain), before)
        self.assertTrue(self.url_open(f'/web/content/{file.id}').content.startswith(b'%PDF'))
        self.assertEqual(readings.search_count(domain), before + 1)


@tagged('post_install', '-at_install', 'dan_van_long')
class TestMailTells(MailDoorCase, HttpCase):
    """Notifications and followers tell nothing of what the user may not read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        told = cls.users['policy_head'].partner_id
        cls.letter.message_subscribe(told.ids)
        cls.said = cls.letter.message_post(body="x", subject=SUBJECT, partner_ids=told.ids)
        petition = cls.as_user('inspectorate_head', cls.case)
        cls.said |= petition.message_post(
            body="x", subject=SUBJECT, partner_ids=cls.users['inspectorate_staff'].partner_id.ids).with_env(cls.said.env)
        cls.notifications = cls.env['mail.notification'].search([('mail_message_id', 'in', cls.said.ids)])
        cls.followers = cls.env['mail.followers'].search([
            ('res_model', 'in', (cls.letter._name, cls.case._name)), ('res_id', 'in', (cls.letter.id, cls.case.id))])
        cls.env.flush_all()

    def asked(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request('/web/dataset/call_kw', {
            'model': model, 'method': method, 'args': list(args), 'kwargs': kwargs})

    def test_nobody_else_is_told(self):
        self.assertEqual(len(self.notifications), 2)
        self.assertTrue(self.followers)
        for who, user in self.strangers.items():
            user.password = 'danvan-danvan'
            self.env.flush_all()
            self.authenticate(user.login, 'danvan-danvan')
            with self.subTest(who):
                found = self.asked('mail.notification', 'search_read', [], ['mail_message_id', 'res_partner_id', 'author_id', 'mail_mail_id'])
                self.assertFalse({row['id'] for row in found} & set(self.notifications.ids))
                self.assertNotIn(SUBJECT, str(found))
                for field in ('mail_message_id', 'mail_mail_id'):
                    groups = self.asked('mail.notification', 'formatted_read_group', [], [field], ['__count'])
                    self.assertNotIn(SUBJECT, str(groups))
                    self.assertFalse({row[field][0] for row in groups if row[field]} & set(self.said.ids))
                for domain in ([['mail_message_id.subject', '=', SUBJECT]], [['mail_message_id', 'in', self.said.ids]],
                               [['id', 'in', self.notifications.ids]], [['mail_message_id', 'ilike', SUBJECT]]):
                    self.assertFalse(self.asked('mail.notification', 'search_count', domain), domain)
                found = self.asked('mail.followers', 'search_read', [['res_model', 'like', 'dan_van']], ['res_model', 'res_id', 'partner_id'])
                self.assertFalse({row['id'] for row in found} & set(self.followers.ids))
                for domain in ([['res_model', '=', self.letter._name]], [['res_id', '=', self.case.id]], []):
                    self.assertFalse(set(self.asked('mail.followers', 'search', domain)) & set(self.followers.ids))

    @mute_logger('odoo.http')
    def test_by_number(self):
        for who, user in self.strangers.items():
            user.password = 'danvan-danvan'
            self.env.flush_all()
            self.authenticate(user.login, 'danvan-danvan')
            for record in (*self.notifications, *self.followers):
                with self.subTest(who, record=record._name), self.assertRaises(JsonRpcException):
                    self.asked(record._name, 'read', record.ids, [])
            for record in self.notifications:
                with self.subTest(who), self.assertRaises(JsonRpcException):
                    self.asked('mail.notification', 'write', record.ids, {'is_read': True})

    def test_a_link_to_a_message_shows_no_subject(self):
        for user in self.strangers.values():
            for message in self.said:
                seen = self.seen_by(user, message)
                self.assertFalse(seen.sudo().display_name)
        self.assertEqual(self.seen_by(self.users['policy_head'], self.said[0]).display_name, SUBJECT)
        self.assertEqual(self.said[0].sudo().with_user(self.env.ref('base.user_root')).display_name, SUBJECT)

    @mute_logger('odoo.http')
    def test_an_answer_takes_over_nothing_of_what_is_not_read(self):
        """The dialog gives an answer the subject and the recipients of what it answers."""
        shown = {'subject': {}, 'body': {}, 'partner_ids': {'fields': {'display_name': {}}}}
        for who, user in self.strangers.items():
            user.password = 'danvan-danvan'
            self.env.flush_all()
            self.authenticate(user.login, 'danvan-danvan')
            for message in self.said:
                values = {'model': 'res.partner', 'res_ids': str(user.partner_id.ids), 'composition_mode': 'comment'}
                for parent in (message.id, str(message.id), float(message.id)):
                    with self.subTest(who, parent=parent), self.assertRaises(JsonRpcException):
                        self.asked('mail.compose.message', 'web_save', [], {**values, 'parent_id': parent}, specification=shown)
                with self.subTest(who), self.assertRaises(JsonRpcException):
                    self.asked('mail.compose.message', 'create', [values], context={'default_parent_id': message.id})
                for parent in (message.id, {'id': message.id}):
                    with self.subTest(who, parent=parent), self.assertRaises(JsonRpcException):
                        self.asked('mail.compose.message', 'onchange', [], {**values, 'parent_id': parent}, ['parent_id'], shown)
                    with self.subTest(who, parent=parent), self.assertRaises(JsonRpcException):
                        self.asked('mail.compose.message', 'onchange', [], values, [], shown, context={'default_parent_id': parent})
                for parent in (str(message.id), float(message.id), message.ids):
                    self.assertNotIn(SUBJECT, str(self.asked(
                        'mail.compose.message', 'onchange', [], {**values, 'parent_id': parent}, ['parent_id'], shown)))
        reader = self.users['policy_head']
        answer = self.env['mail.compose.message'].with_user(reader).create({
            'composition_mode': 'comment', 'parent_id': self.said[0].id})
        self.assertEqual((answer.subject, answer.model), (SUBJECT, self.letter._name))

    def test_who_may_read_the_record_is_told(self):
        reader = self.users['policy_head']
        mine = self.notifications.filtered(lambda each: each.mail_message_id == self.said[0])
        for user in (reader, self.users['policy_staff']):
            seen = self.seen_by(user, self.letter)
            self.assertEqual(seen.env['mail.notification'].search([('mail_message_id', '=', self.said[0].id)]), mine)
            self.assertEqual(seen.env['mail.notification'].search_count([('id', 'in', self.notifications.ids)]), 1)
            self.assertTrue(mine.with_env(seen.env).read(['mail_message_id']))
            self.assertEqual(
                seen.message_follower_ids, self.followers.filtered(lambda each: each.res_model == self.letter._name))
            self.assertTrue(seen.message_follower_ids.read(['partner_id']))
        with self.assertRaises(AccessError):
            (self.notifications - mine).with_user(reader).read(['author_id'])

    def test_the_rest_is_told_as_before(self):
        partner = self.env['res.partner'].create({'name': "Ai cũng biết"})
        partner.message_subscribe(self.users['head'].partner_id.ids)
        said = partner.message_post(body="x", partner_ids=self.users['head'].partner_id.ids)
        for user in self.strangers.values():
            if user.company_id != self.company:
                continue
            seen = self.seen_by(user, partner)
            self.assertTrue(seen.message_follower_ids.read(['partner_id', 'res_id']))
            self.assertTrue(seen.env['mail.notification'].search([('mail_message_id', '=', said.id)]))

    def test_one_query_for_a_list(self):
        seen = self.seen_by(self.users['policy_staff'], self.env['mail.followers'])
        domain = [('res_model', '=', 'dan_van.letter')]
        seen.search(domain)
        with self.assertQueryCount(1):
            seen.search(domain)
