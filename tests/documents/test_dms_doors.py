import base64
from contextlib import suppress

from odoo import http
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .dms_door_cases import DmsDoorCase


class TestDmsDoors(DmsDoorCase):
    """Whatever asks for a folder or file gets the answer of its record."""

    def test_reading(self):
        doors = {
            'read': lambda record: record.read(['name']),
            'binary': lambda record: record.has_access('read') and record.read(['image_1920']),
            'form': lambda record: record.web_read({'name': {}, 'image_128': {}}),
            'check': lambda record: record.check_access('read') or True,
            'filter': lambda record: record._filtered_access('read'),
            'permission': lambda record: record.permission_read,
            'search': lambda record: record.search([('id', '=', record.id)]),
            'archived': lambda record: record.with_context(active_test=False).search([('id', '=', record.id)]),
            'count': lambda record: record.search_count([('id', '=', record.id)]),
            'names': lambda record: record.name_search('', [('id', '=', record.id)]),
            'list': lambda record: record.web_search_read([('id', '=', record.id)], {'name': {}})['records'],
            'groups': lambda record: record.formatted_read_group([('id', '=', record.id)], ['storage_id'], ['__count']),
            'sums': lambda record: record.formatted_read_group([('id', '=', record.id)], [], ['__count'])[0]['__count'],
            'rows': lambda record: record.search_read([('id', '=', record.id)], ['name']),
            'messages': lambda record: record.env['mail.message'].search(
                [('model', '=', record._name), ('res_id', '=', record.id)]),
        }
        for record in self.filed.values():
            # Written by somebody else, as when the file came.
            record.sudo().message_post(body="Đã nộp", author_id=self.env.ref('base.partner_root').id)
        for who in self.people:
            for name, record in self.filed.items():
                for door, opens in doors.items():
                    with self.subTest(who=who, record=name, door=door):
                        self.assertEqual(self.passes(lambda: opens(self.seen_by(who, record))), name in self.readable[who])

    def test_writing_and_talking(self):
        def ways(record):
            model, partner = record.env[record._name], record.env.user.partner_id
            return {
                'star': lambda: record.write({'color': 1}),
                'check': lambda: record.check_access('write'),
                'delete': record.unlink,
                'post': lambda: record.message_post(body="x"),
                'message': lambda: record.env['mail.message'].create({
                    'model': record._name, 'res_id': record.id, 'body': "x", 'message_type': 'comment'}),
                'follow': lambda: record.message_subscribe(partner.ids) or record.check_access('read'),
                'activity': lambda: record.activity_schedule('mail.mail_activity_data_todo', user_id=record.env.uid),
                'attach': lambda: record.env['ir.attachment'].create(
                    {'name': 'x', 'raw': b'x', 'res_model': record._name, 'res_id': record.id}),
                'copy': record.copy,
                'put': lambda: record.env['dms.file'].create({
                    'name': 'x.txt', 'content': base64.b64encode(b'x'),
                    'directory_id': record.id if model._name == 'dms.directory' else record.sudo().directory_id.id}),
            }
        for who in set(self.people) - {'unit'}:
            for name, record in self.filed.items():
                # Who reads a document comments on it, as on the record itself.
                open_ways = {'post', 'message', 'follow', 'activity'} if name in self.readable[who] else set()
                for way in ways(record).keys() - open_ways:
                    with self.subTest(who=who, record=name, way=way):
                        self.assertRefused(lambda: ways(self.seen_by(who, record))[way]())

    def test_forms_name_no_folder_that_a_client_gives_them(self):
        """A dialog, and what a form shows before anything is saved."""
        spec, folder = {'fields': {'display_name': {}}}, self.photo.directory_id
        for who, reads in (('other unit', False), ('manager of dms', False), ('unit', True)):
            env = self.env_of(who)
            shown = {
                'dialog': lambda: env['wizard.dms.file.move'].create({'directory_id': folder.id}).web_read(
                    {'directory_id': spec}),
                'default': lambda: env['dms.file'].with_context(default_directory_id=folder.id).onchange(
                    {}, [], {'directory_id': spec}),
                'default of a folder': lambda: env['dms.directory'].with_context(default_parent_id=folder.id).onchange(
                    {}, [], {'parent_id': spec}),
                'row': lambda: env['dms.category'].onchange(
                    {'file_ids': [[0, 'v', {'directory_id': folder.id}]]}, [],
                    {'file_ids': {'fields': {'directory_id': spec}}}),
            }
            for way, show in shown.items():
                with self.subTest(who=who, way=way):
                    self.env.invalidate_all()
                    self.assertEqual(folder.name in str(show()), reads)

    def test_who_may_write_the_duty_adds_and_takes_away(self):
        Files = self.seen_by('unit', self.env['dms.file'])
        mine = Files.create({
            'name': 'them.txt', 'directory_id': self.photo.directory_id.id, 'content': base64.b64encode(b'x')})
        attachment = mine.sudo().attachment_id
        self.assertEqual((attachment.res_model, attachment.res_id), (self.duty._name, self.duty.id))
        mine.write({'color': 3, 'tag_ids': [Command.create({'name': "Ảnh"})]})
        mine.unlink()
        self.assertFalse(attachment.exists())
        self.seen_by('unit', self.photo).unlink()
        self.assertFalse(self.photo.exists())

    def test_photos_have_no_second_copy(self):
        self.assertFalse(self.photo.image_1920)
        self.assertFalse(self.env['ir.attachment'].sudo().search(
            [('res_model', '=', 'dms.file'), ('res_field', '!=', False), ('res_id', '=', self.photo.id)]))

    def test_rights_cost_as_little_for_many_files_as_for_one(self):
        attachments = self.env['ir.attachment'].sudo().create([
            {'name': f'{index}.txt', 'raw': b'x', 'res_model': self.duty._name, 'res_id': self.duty.id} for index in range(30)])
        files = self.env['dms.file'].search([('attachment_id', 'in', attachments.ids)])
        counts = []
        for some in (files[:2], files[:2], files):
            seen = self.seen_by('unit', some)
            before = self.env.cr.sql_log_count
            self.assertEqual(seen._filtered_access('write'), some)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])


@tagged('post_install', '-at_install')
class TestDmsRoutes(DmsDoorCase, HttpCase):
    """The same over HTTP, each with a session of his own."""

    def login(self, who):
        user = self.people[who]
        if who == 'public':
            self.authenticate(None, None)
        else:
            self.authenticate(user.login, 'danvan' if who in ('unit', 'other unit') else user.login)

    def test_files_images_and_pages(self):
        for who in self.people:
            self.login(who)
            for name, file in (('pdf', self.pdf), ('photo', self.photo)):
                raw = file.sudo().attachment_id.raw
                for route in (f'/web/content/dms.file/{file.id}/content', f'/my/dms/file/{file.id}/download',
                              f'/web/content?model=dms.file&id={file.id}&field=content&download=true'):
                    with self.subTest(who=who, route=route), mute_logger('odoo.http'):
                        self.assertEqual(self.url_open(route).content == raw, name in self.readable[who])
                for size in ('image_1920', 'image_128', 'content'):
                    with self.subTest(who=who, file=name, size=size), mute_logger('odoo.http'):
                        answer = self.url_open(f'/web/image/dms.file/{file.id}/{size}')
                        self.assertFalse(answer.content == raw and name not in self.readable[who])
            for name in ('plan', 'document', 'evidence'):
                folder = self.filed[name]
                with self.subTest(who=who, folder=name), mute_logger('odoo.http'):
                    shown = self.url_open(f'/my/dms/directory/{folder.id}', allow_redirects=False)
                    self.assertEqual(shown.status_code == 200, name in self.readable[who])

    def call(self, model, method, *args, **context):
        """:return: the answer to a call of the client; None where it is refused"""
        with suppress(JsonRpcException), mute_logger('odoo.http', 'odoo.sql_db'):
            return self.make_jsonrpc_request('/web/dataset/call_kw', {
                'model': model, 'method': method, 'args': args, 'kwargs': {'context': context}})
        return None

    def test_an_own_folder_leads_to_no_foreign_file(self):
        """An own folder beside the others, a foreign file in it, a link to it; then the event is deleted, the file with it."""
        petition = self.env['ir.attachment'].search([('res_model', '=', 'dan_van.case')], limit=1) or self.env[
            'ir.attachment'].create({'name': 'don.txt', 'raw': b'Ten cong dan', 'res_model': 'dan_van.case',
                                     'res_id': self.env['dan_van.case'].search([], limit=1).id})
        for attachment in (self.photo.attachment_id, petition, self.source):
            raw = attachment.raw
            self.login('other unit')
            event = self.as_user('policy_staff', 'dan_van.event').create(
                {'type_id': self.env.ref('dan_van.event_type_tuyen_truyen').id, 'subject': "Họp dân"})
            # Its own folder, which is there from its first file on, and one made beside it.
            self.as_user('policy_staff', 'ir.attachment').create(
                {'name': 'hop.txt', 'raw': b'x', 'res_model': event._name, 'res_id': event.id})
            folders = self.env['dms.directory'].search([('res_model', '=', event._name), ('res_id', '=', event.id)]).ids
            made = self.call('dms.directory', 'create', {
                'name': "Của tôi", 'parent_id': self.filed['root'].id, 'res_model': event._name, 'res_id': event.id})
            for folder in [*folders, *([made] if made else [])]:
                file = self.call('dms.file', 'create', {
                    'name': 'x.bin', 'directory_id': folder, 'attachment_id': attachment.id})
                for record, model in ((folder, 'dms.directory'), (file, 'dms.file')):
                    url = record and self.call(model, 'get_portal_url', [record])
                    if url:
                        self.authenticate(None, None)
                        self.assertNotEqual(self.url_open(url).content, raw)
                        self.login('other unit')
            self.call(event._name, 'unlink', event.ids)
            self.env.invalidate_all()
            self.assertFalse(event.exists())
            self.assertEqual(attachment.exists().raw, raw)

    def test_the_whole_archive_by_one_link(self):
        for who in ('unit', 'other unit', 'plain', 'portal', 'other agency', 'manager of dms'):
            self.login(who)
            for name in ('root', 'agency', 'year', 'plan', 'evidence'):
                with self.subTest(who=who, folder=name):
                    self.assertIsNone(self.call('dms.directory', 'get_portal_url', self.filed[name].ids))

    def test_messages_uploads_and_calls(self):
        for who in self.people:
            self.login(who)
            for name in ('photo', 'evidence', 'pdf', 'plan'):
                record, reads = self.filed[name], name in self.readable[who]
                thread = {'thread_model': record._name, 'thread_id': record.id}
                calls = {
                    '/mail/message/post': {**thread, 'post_data': {'body': "x", 'message_type': 'comment'}},
                    '/mail/thread/subscribe': {'res_model': record._name, 'res_id': record.id, 'partner_ids': []},
                    '/web/dataset/call_kw': {
                        'model': record._name, 'method': 'web_read', 'args': [record.ids], 'kwargs': {
                            'specification': {'name': {}, 'image_1920': {}}}}}
                for route, params in calls.items():
                    with self.subTest(who=who, record=name, route=route), mute_logger('odoo.http'):
                        before = record.sudo().message_ids
                        answer = None
                        with suppress(JsonRpcException, ValueError, OSError):
                            answer = self.make_jsonrpc_request(route, params)
                        self.env.invalidate_all()
                        if not reads:
                            self.assertEqual(record.sudo().message_ids, before)
                            self.assertNotIn(record.sudo().name, str(answer))
                        elif route.startswith('/web'):
                            self.assertIn(record.sudo().name, str(answer))
            count = len(self.photo.directory_id.file_ids)
            with self.subTest(who=who, route='upload'), mute_logger('odoo.http'):
                self.url_open('/web/binary/upload_dms_file', data={
                    'directory_id': self.photo.directory_id.id, 'csrf_token': http.Request.csrf_token(self)},
                    files={'ufile': (f'{who}.txt', b'x', 'text/plain')})
                self.env.invalidate_all()
                self.assertEqual(len(self.photo.directory_id.file_ids) > count, who == 'unit')
