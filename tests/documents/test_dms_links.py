import base64
from contextlib import suppress
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .dms_door_cases import DmsDoorCase

SENDERS = ('clerk', 'office_staff', 'office_head', 'head')
CLOSED = ('root', 'agency', 'year', 'plan', 'evidence', 'photo')


class LinkCase(DmsDoorCase):

    def link(self, record, user='clerk'):
        """:return: the path with the token that ``user`` gets for ``record``"""
        return self.as_user(user, record).get_portal_url()

    def token(self, record):
        return self.link(record).partition('access_token=')[2]

    def opens(self, token, record):
        self.env.invalidate_all()
        return record.with_user(self.people['public']).check_access_token(token)


class TestDmsLinks(LinkCase):
    """A link opens an issued document, for a time, until it is withdrawn."""

    def test_given_by_who_sends_documents_out(self):
        for user in SENDERS:
            with self.subTest(user):
                self.assertTrue(self.opens(self.link(self.pdf, user).partition('access_token=')[2], self.pdf))
        for name in self.filed:
            for user in ('outreach_staff', 'policy_staff', 'policy_head', 'admin'):
                self.assertRefused(self.link, self.filed[name], user)
            for who in set(self.people) - {'unit', 'other unit'}:
                with self.subTest(name, who=who):
                    self.assertRefused(lambda: self.seen_by(who, self.filed[name]).get_portal_url())

    def test_comments_at_a_file_stay_as_those_at_its_document(self):
        for record in (self.pdf, self.filed['document']):
            comment = self.as_user('clerk', record).message_post(body="Đã gửi")
            for act in (comment.sudo().unlink, lambda comment=comment: comment.sudo().write({'body': "Khác"}),
                        lambda record=record, comment=comment: self.as_user('clerk', record)._message_update_content(comment, body="")):
                with self.subTest(record.sudo().name), self.assertRaises(AccessError), self.env.cr.savepoint():
                    act()
        folder = self.env['dms.directory'].create({
            'name': "Khác", 'is_root_directory': True, 'storage_id': self.env['dms.storage'].create({'name': "Khác"}).id})
        folder.message_post(body="Của người khác").unlink()

    def test_no_link_above_or_beside_a_document(self):
        """Not for the root, the agency, the year, the plan and what is under it, nor for evidence."""
        source = self.file_of(self.source)
        added = self.as_user('office_staff', 'dms.file').create(
            {'name': 'gop-y.txt', 'directory_id': self.filed['plan'].id, 'content': base64.b64encode(b'x')})
        for record in (*(self.filed[name] for name in CLOSED), source, added):
            for user in SENDERS:
                with self.subTest(record.sudo().name, user=user):
                    self.assertRefused(self.link, record, user)
            with self.subTest(record.sudo().name), self.assertRaisesRegex(UserError, "issued document"):
                record.sudo()._portal_ensure_token()
            self.assertFalse(record.sudo().access_token or record.sudo().dan_van_token)
        self.assertRefused(lambda: self.as_user('clerk', 'portal.share').sudo(False).with_context(
            active_model='dms.directory', active_id=self.filed['root'].id).default_get(['share_link']))

    def test_it_opens_that_file_or_what_was_issued_in_that_folder(self):
        docx = self.file_of(self.plan.issued_file_ids.filtered(lambda file: file.kind == 'docx').attachment_id)
        source, others = self.file_of(self.source), [self.filed[name] for name in CLOSED]
        token = self.token(self.pdf)
        for record in (docx, source, self.filed['document'], *others):
            self.assertFalse(self.opens(token, record), record.sudo().name)
        token = self.token(self.filed['document'])
        for record in (self.pdf, docx, self.filed['document']):
            self.assertTrue(self.opens(token, record), record.sudo().name)
        for record in (source, *others):
            self.assertFalse(self.opens(token, record), record.sudo().name)

    def test_no_link_to_what_stays_in_the_agency(self):
        """Lưu hành nội bộ, Xem xong trả lại."""
        for circulation in ('internal', 'return'):
            inner = self.to_state(self.new_plan(circulation=circulation), 'issued').sudo()
            self.assertRefused(self.link, self.file_of(inner.pdf_attachment_id))

    def test_old_tokens_open_nothing(self):
        """Those that dms wrote before."""
        self.env.flush_all()
        for record in self.filed.values():
            self.env.cr.execute(f'UPDATE "{record._table}" SET access_token = %s WHERE id = %s', [f't{record.id}', record.id])
        self.env.invalidate_all()
        for record in self.filed.values():
            for other in self.filed.values():
                self.assertFalse(self.opens(f't{other.id}', record))

    def test_what_a_request_brings_as_a_token(self):
        self.token(self.pdf)
        for token in (None, False, True, '', 'x', 'ế', '\ud800', 0, 1, [], ['x'], {}):
            with self.subTest(token=token):
                self.assertFalse(self.opens(token, self.pdf))
                self.assertFalse(self.opens(token, self.filed['document']))
        self.assertFalse((self.pdf + self.photo).sudo().check_access_token('x'))

    def test_it_ends(self):
        self.env['ir.config_parameter'].set_param('dan_van.link_days', 3)
        token, now = self.token(self.pdf), fields.Datetime.now()
        self.assertEqual(self.token(self.pdf), token, "an open link stays")
        with freeze_time(now + timedelta(days=2, hours=23)):
            self.assertTrue(self.opens(token, self.pdf))
        with freeze_time(now + timedelta(days=3, hours=1)):
            self.assertFalse(self.opens(token, self.pdf))
            new = self.token(self.pdf)
            self.assertNotEqual(new, token)
            self.assertTrue(self.opens(new, self.pdf))
            self.assertFalse(self.opens(token, self.pdf), "the old one stays closed")

    def test_it_is_withdrawn(self):
        token = self.token(self.pdf)
        for user in ('outreach_staff', 'admin'):
            self.assertRefused(self.as_user(user, self.pdf).action_dan_van_withdraw_link)
        self.assertTrue(self.opens(token, self.pdf))
        self.as_user('head', self.pdf).action_dan_van_withdraw_link()
        self.assertFalse(self.opens(token, self.pdf))
        texts = ' '.join(self.pdf.sudo().message_ids.mapped('body'))
        self.assertIn("Link given", texts)
        self.assertIn("Link withdrawn", texts)

    def test_a_recalled_document_is_opened_by_no_link(self):
        tokens = self.token(self.pdf), self.token(self.filed['document'])
        self.as_user('head', self.plan).action_recall("Sai thẩm quyền")
        for token in tokens:
            self.assertFalse(self.opens(token, self.pdf))
            self.assertFalse(self.opens(token, self.filed['document']))
        self.assertRefused(self.link, self.pdf)
        for record in (self.pdf, self.filed['document']):
            self.assertFalse(record.sudo().dan_van_token_until or record.sudo().dan_van_token)
        self.assertNotIn(self.pdf, self.env['dms.file'].search([('dan_van_token_until', '>', 'now')]))

    def test_the_key_is_told_to_who_sends_only(self):
        token = self.token(self.pdf)
        clerk = self.as_user('clerk', self.pdf)
        self.assertIn(token, clerk.dan_van_link)
        self.assertTrue(clerk.dan_van_may_link)
        for user in ('policy_staff', 'outreach_staff', 'admin', 'clerk'):
            seen = self.as_user(user, self.pdf)
            self.env.invalidate_all()
            with self.subTest(user):
                names = [name for name in seen.fields_get() if name != 'dan_van_link']
                self.assertNotIn(token, str(seen.read(names)))
                if user != 'clerk':
                    self.assertFalse(seen.dan_van_link)
                for ask in (lambda: seen.read(['dan_van_token']), lambda: seen.search([('dan_van_token', '=like', 'a%')]),
                            lambda: seen.search([], order='dan_van_token'),
                            lambda: seen.formatted_read_group([], ['dan_van_token'], ['__count'])):
                    with self.assertRaises(AccessError), mute_logger('odoo.models'):
                        ask()

    def test_a_key_is_neither_typed_nor_defaulted(self):
        put = self.as_user('office_staff', 'dms.file').with_context(
            default_dan_van_token='known', default_dan_van_token_until='2099-01-01').create(
            {'name': 'x.txt', 'directory_id': self.filed['plan'].id, 'content': base64.b64encode(b'x')})
        self.assertFalse(put.sudo().dan_van_token or put.sudo().dan_van_token_until)

    def test_the_dialog_of_dms_sends_the_link(self):
        """dms's own sharing, by a clerk who manages dms."""
        clerk = self.users['clerk']
        clerk.group_ids |= self.env.ref('dms.group_dms_manager')
        partner = self.env['res.partner'].create({'name': "Sở Nội vụ", 'email': 'so@example.com'})
        Dialog = self.as_user('clerk', 'wizard.dms.share').with_context(active_model='dms.file', active_id=self.pdf.id)
        dialog = Dialog.create({'partner_ids': partner.ids})
        self.assertIn(f'/my/dms/file/{self.pdf.id}/download?access_token=', dialog.share_link)
        dialog.action_send_mail()
        message = self.pdf.sudo().message_ids.filtered(lambda message: partner in message.partner_ids)
        self.assertIn(self.token(self.pdf), message.body)
        self.assertNotIn('hash=', message.body)

    def test_settings(self):
        Settings = self.env['res.config.settings']
        self.assertEqual(Settings.default_get(['dan_van_link_days'])['dan_van_link_days'], 30)
        for days in (0, -1, 366):
            with self.assertRaisesRegex(ValidationError, "one day"):
                Settings.create({'dan_van_link_days': days})

    def test_buttons(self):
        for record in (self.pdf, self.filed['document']):
            record = self.as_user('clerk', record)
            self.assertTrue(record.dan_van_may_link and not record.dan_van_link)
            record.action_dan_van_give_link()
            self.assertIn('access_token=', record.dan_van_link)
        for name in ('root', 'agency', 'year', 'plan'):
            closed = self.as_user('clerk', self.filed[name])
            self.assertFalse(closed.dan_van_may_link or closed.dan_van_link)


@tagged('post_install', '-at_install')
class TestDmsLinkRoutes(LinkCase, HttpCase):
    """Who has the link opens it without a login; what lies beside it stays closed."""

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def get(self, url):
        with mute_logger('odoo.http'):
            return self.url_open(url)

    def test_the_link_of_a_file(self):
        url, token = self.link(self.pdf), self.token(self.pdf)
        self.assertEqual(self.get(url).content, self.plan.pdf_attachment_id.raw)
        source = self.file_of(self.source)
        for record in (source, self.photo):
            self.assertNotIn(record.sudo().attachment_id.raw, self.get(
                f'/my/dms/file/{record.id}/download?access_token={token}').content)
        for field in ('name', 'image_1920', 'dan_van_token', 'access_token'):
            answer = self.get(f'/web/content/dms.file/{self.pdf.id}/{field}?access_token={token}')
            self.assertNotIn(token, answer.text)
        self.as_user('clerk', self.pdf).action_dan_van_withdraw_link()
        self.assertNotIn(b'%PDF', self.get(url).content[:8])

    def test_the_link_of_a_folder_lists_what_was_issued(self):
        folder = self.filed['document']
        page = self.get(self.link(folder)).text
        self.assertIn(self.pdf.name, page)
        self.assertNotIn(self.source.name, page)
        token = self.token(folder)
        self.assertEqual(
            self.get(f'/my/dms/file/{self.pdf.id}/download?access_token={token}').content, self.plan.pdf_attachment_id.raw)
        for name in ('root', 'agency', 'year', 'plan', 'evidence'):
            answer = self.get(f'/my/dms/directory/{self.filed[name].id}?access_token={token}')
            self.assertNotIn(self.filed[name].name, answer.text)

    def test_the_page_says_which_document_it_is(self):
        page = self.get(self.link(self.filed['document'])).text
        for told in (self.plan.code, self.plan.document_date.strftime('%d/%m/%Y'), self.plan.subject, "Ban Dân tộc".upper(),
                     "Số, ký hiệu", self.plan.signer_id.name):
            self.assertIn(told, page)

    def test_a_dead_link_says_so(self):
        """Not which of the reasons it is: what never was answers as what has ended."""
        file, folder = self.link(self.pdf), self.link(self.filed['document'])
        token = self.token(self.pdf)
        never = [f'/my/dms/file/{2 ** 31 - 1}/download?access_token={token}', f'/my/dms/directory/{2 ** 31 - 1}?access_token=x',
                 f'/my/dms/file/{self.pdf.id}/download?access_token=x', f'/my/dms/directory/{self.filed["plan"].id}?access_token={token}',
                 f'/my/dms/file/{self.photo.id}/download?access_token={token}']
        self.as_user('head', self.plan).action_recall("Sai thẩm quyền")
        answers = set()
        for url in (file, folder, *never):
            answer = self.get(url)
            with self.subTest(url):
                self.assertEqual(answer.status_code, 404)
                self.assertNotIn('/web/login', answer.url)
                self.assertIn("Đường dẫn không còn mở được văn bản", answer.text)
                self.assertIn("hãy liên hệ văn thư", ' '.join(answer.text.split()))
            main = answer.text.partition('<main')[2].partition('</main>')[0] or answer.text.partition('<h1')[2]
            answers.add(' '.join(main.split()))
        self.assertEqual(len(answers), 1)

    def test_it_opens_no_messages(self):
        token = self.token(self.pdf)
        self.pdf.sudo().message_post(body="Chuyện nội bộ")
        for params in ({'token': token}, {'access_token': token}, {'token': token, 'hash': 'x', 'pid': 1}):
            answer = ''
            with suppress(JsonRpcException, OSError, ValueError), mute_logger('odoo.http'):
                answer = self.make_jsonrpc_request('/mail/chatter_fetch', {
                    'thread_model': 'dms.file', 'thread_id': self.pdf.id, **params})
            self.assertNotIn("Chuyện nội bộ", str(answer))
        self.assertNotIn('hash=', self.as_user('clerk', self.pdf)._get_share_url(redirect=True, pid=1))

    def test_a_photo_is_not_shared(self):
        """The way of the attack: an own folder's link over HTTP, by whoever is logged in."""
        for who in ('unit', 'other unit'):
            self.authenticate(self.people[who].login, 'danvan')
            for name, record in self.filed.items():
                with self.subTest(who=who, record=name), self.assertRaises(JsonRpcException), mute_logger('odoo.http'):
                    self.make_jsonrpc_request('/web/dataset/call_kw', {
                        'model': record._name, 'method': 'get_portal_url', 'args': [record.ids], 'kwargs': {}})
