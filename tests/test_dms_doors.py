import base64
from contextlib import suppress

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from .test_dms import DmsCase

PIXEL = base64.b64decode(
    b'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==')


class DoorCase(DmsCase):
    """The folders and files from the root down, and people inside and outside the agency."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.photo = cls.file_of(cls.as_user('outreach_staff', 'ir.attachment').create(
            {'name': 'anh.png', 'raw': PIXEL, 'res_model': cls.duty._name, 'res_id': cls.duty.id})).sudo()
        document = cls.pdf.sudo().directory_id
        plan = document.parent_id
        cls.filed = {
            'root': cls.env.ref('dan_van.dms_root'), 'agency': plan.parent_id.parent_id, 'year': plan.parent_id, 'plan': plan,
            'document': document, 'pdf': cls.pdf, 'evidence': cls.photo.directory_id, 'photo': cls.photo}
        other = cls.env['res.company'].create({'name': "Cơ quan khác"})
        here = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.people = {
            'unit': cls.users['outreach_staff'], 'other unit': cls.users['policy_staff'],
            'plain': new_test_user(cls.env, 'plain.user', 'base.group_user', **here),
            'portal': new_test_user(cls.env, 'portal.user', 'base.group_portal', **here),
            'public': cls.env.ref('base.public_user'),
            'other agency': new_test_user(
                cls.env, 'other.agency', 'dan_van.group_staff', company_id=other.id, company_ids=[Command.set(other.ids)]),
            'manager of dms': new_test_user(cls.env, 'dms.manager', 'dms.group_dms_manager', **here)}
        above = {'agency', 'year', 'plan', 'document', 'pdf'}
        cls.readable = dict.fromkeys(cls.people, set()) | {
            'unit': set(cls.filed), 'other unit': {'root', *above}, 'other agency': {'root'}}
        cls.env.flush_all()

    def seen_by(self, who, record):
        user = self.people[who]
        self.env.flush_all()
        self.env.invalidate_all()
        return record.with_user(user).with_context(allowed_company_ids=user.company_id.ids)

    def env_of(self, who):
        return self.seen_by(who, self.photo).env

    @staticmethod
    def passes(act):
        """:return: whether ``act`` gives something, not nothing and no refusal"""
        with suppress(AccessError):
            return bool(act())
        return False

    def assertRefused(self, act, *args, **kwargs):
        try:
            with self.env.cr.savepoint() as savepoint, mute_logger('odoo.models', 'odoo.addons.base.models.ir_rule'):
                act(*args, **kwargs)
                self.env.flush_all()
                savepoint.rollback()
        except (UserError, JsonRpcException):
            return
        finally:
            self.env.invalidate_all()
        self.fail("it went through")


class TestDmsDoors(DoorCase):
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


class TestDmsForged(DoorCase):
    """Folders and keys come from the filing alone."""

    def setUp(self):
        super().setUp()
        self.event = self.as_user('policy_staff', 'dan_van.event').create(
            {'type_id': self.env.ref('dan_van.event_type_tuyen_truyen').id, 'subject': "Họp dân"})
        self.as_user('policy_staff', 'ir.attachment').create(
            {'name': 'hop.txt', 'raw': b'x', 'res_model': self.event._name, 'res_id': self.event.id})
        self.secret = self.photo.attachment_id
        self.storage = self.env['dms.storage'].create({
            'name': "Kho riêng", 'save_type': 'attachment', 'inherit_access_from_parent_record': True,
            'model_ids': [Command.set([self.env['ir.model']._get_id(model) for model in (
                'res.partner', 'dan_van.event', 'dan_van.incoming')])]})
        group = self.env['dms.access.group'].create({
            'name': "Mọi người", 'perm_create': True, 'perm_write': True, 'perm_unlink': True,
            'explicit_user_ids': [Command.set([user.id for user in self.people.values()])]})
        self.own = self.env['dms.directory'].create({
            'name': "Riêng", 'is_root_directory': True, 'group_ids': group.ids, 'storage_id': self.env['dms.storage'].create(
                {'name': "Kho thường", 'save_type': 'database'}).id})

    def event_folder(self):
        return self.env['dms.directory'].search([('res_model', '=', 'dan_van.event'), ('res_id', '=', self.event.id)])

    def test_a_foreign_file_is_not_reached_through_an_own_event(self):
        """An own folder in the storage, a foreign attachment in it, a link, and the foreign file gone with the event."""
        user = self.as_user('policy_staff', self.event).env
        made = user['dms.directory'].browse()
        with suppress(UserError), self.env.cr.savepoint():
            made = user['dms.directory'].create({
                'name': "Của tôi", 'parent_id': self.filed['root'].id, 'res_model': 'dan_van.event', 'res_id': self.event.id})
        self.assertFalse(made, "a folder in the storage")
        for folder in (self.event_folder(), self.own, self.filed['plan']):
            for vals in ({}, {'content': base64.b64encode(b'x')}):
                with self.subTest(folder=folder.name, vals=vals):
                    self.assertRefused(user['dms.file'].create, {
                        'name': 'x.png', 'directory_id': folder.id, 'attachment_id': self.secret.id, **vals})
                    self.assertRefused(user['dms.file'].with_context(default_attachment_id=self.secret.id).create, {
                        'name': 'x.png', 'directory_id': self.own.id, **vals})
        user['ir.default'].set('dms.file', 'attachment_id', self.secret.id, user_id=True)
        self.assertRefused(user['dms.file'].create, {
            'name': 'x.png', 'directory_id': self.own.id, 'content': base64.b64encode(b'x')})

    def test_a_cascade_takes_only_what_belongs_to_the_record(self):
        """Even where a folder with a foreign file is there from an earlier day."""
        file = self.event_folder().file_ids
        self.env.flush_all()
        self.env.cr.execute("UPDATE dms_file SET attachment_id = %s WHERE id = %s", [self.secret.id, file.id])
        self.env.invalidate_all()
        self.as_user('policy_staff', self.event).unlink()
        self.assertFalse(file.exists())
        self.assertFalse(self.event_folder())
        self.assertEqual(self.secret.exists().raw, PIXEL)

    def test_another_s_issue_is_not_blocked_by_a_key(self):
        """A key written, created, defaulted or imported stands in no other folder's way."""
        env = self.seen_by('manager of dms', self.own).env
        letter = self.to_state(self.new_plan(), 'signed')
        key = f'dan_van.plan,{letter.id}'
        own = env['dms.directory'].browse(self.own.id)
        self.assertRefused(own.write, {'dan_van_key': key})
        self.assertRefused(own.web_save, {'dan_van_key': key}, {})
        child = {'name': "Con", 'parent_id': own.id, 'is_root_directory': False}
        env['dms.directory'].create({**child, 'dan_van_key': key})
        env['dms.directory'].with_context(default_dan_van_key=key).create({**child, 'name': "Con 2"})
        env['ir.default'].set('dms.directory', 'dan_van_key', key, user_id=True)
        env['dms.directory'].create({**child, 'name': "Con 3"})
        env['dms.directory'].load(['name', 'parent_id/.id', 'dan_van_key'], [["Con 4", str(own.id), key]])
        self.assertFalse(self.env['dms.directory'].search([('dan_van_key', '=', key)]))
        self.as_user('clerk', letter).with_context(
            default_dan_van_key='x', default_is_root_directory=True, default_storage_id=self.storage.id).action_issue()
        folder = self.env['dms.directory'].search([('dan_van_key', '=', key)])
        self.assertEqual((folder.res_model, folder.res_id, folder.storage_id), (
            'dan_van.plan', letter.id, self.filed['root'].storage_id))

    def test_nothing_is_made_beside_the_filing(self):
        """Not even by code in the superuser's hands: a server action, another addon."""
        root, plan = self.filed['root'], self.filed['plan']
        vals = {'name': "Mới", 'res_model': self.plan._name, 'res_id': self.plan.id}
        made = [
            {**vals, 'parent_id': root.id}, {**vals, 'parent_id': plan.id}, {'name': "Mới", 'parent_id': plan.id},
            {**vals, 'is_root_directory': True, 'storage_id': root.storage_id.id},
            {**vals, 'parent_id': root.id, 'res_model': 'res.partner', 'res_id': self.env.user.partner_id.id},
            # Elsewhere none that belongs to a record of this addon.
            {**vals, 'is_root_directory': True, 'storage_id': self.storage.id},
            {'name': "Gốc", 'is_root_directory': True, 'storage_id': self.storage.id, 'res_model': 'dan_van.incoming'},
            {'name': "Gốc", 'is_root_directory': True, 'storage_id': self.storage.id,
             'model_id': self.env['ir.model']._get_id('dan_van.incoming')}]
        for env in (self.as_user('office_staff', plan).env, self.env_of('manager of dms'), self.env(su=True)):
            Directory = env['dms.directory']
            for values in made:
                with self.subTest(env.user.login, **values):
                    self.assertRefused(Directory.create, values)
                    default = {f'default_{name}': value for name, value in values.items() if name != 'name'}
                    self.assertRefused(Directory.with_context(**default).create, {'name': "Mới"})
            with self.subTest(env.user.login):
                result = None
                with suppress(UserError), self.env.cr.savepoint():
                    result = Directory.load(['name', 'parent_id/.id', 'res_model', 'res_id'], [
                        ["Mới", str(root.id), 'dan_van.plan', str(self.plan.id)]])
                self.assertFalse(result and result['ids'])
                self.assertRefused(Directory.message_new, {'subject': "Thư", 'attachments': []}, {'parent_id': plan.id})
                for command in (Command.create(vals), Command.link(self.own.id)):
                    self.assertRefused(Directory.browse(plan.id).write, {'child_directory_ids': [command]})

    def test_nothing_is_moved_renamed_or_pointed_elsewhere(self):
        elsewhere, plan = self.own, self.filed['plan']
        stranger = self.env['dms.file'].create(
            {'name': 'x.txt', 'directory_id': self.own.id, 'content': base64.b64encode(b'x')})
        alias = {'alias_name': 'ho-so', 'alias_process': 'files', 'alias_contact': 'everyone'}
        folder_vals = [
            {'name': "Khác"}, {'parent_id': elsewhere.id}, {'is_root_directory': True}, {'storage_id': self.storage.id},
            {'res_model': 'res.partner'}, {'res_id': 1}, {'model_id': self.env['ir.model']._get_id('res.partner')},
            {'dan_van_key': False}, {'group_ids': [Command.clear()]}, {'inherit_group_ids': False}, {'image_1920': PIXEL},
            {'access_token': 'x'}, {'dan_van_token': 'x'}, {'dan_van_token_until': '2099-01-01'},
            *({name: value} for name, value in alias.items()), {'file_ids': [Command.link(stranger.id)]}]
        file_vals = [
            {'name': 'x.png'}, {'directory_id': elsewhere.id}, {'directory_id': plan.id}, {'attachment_id': self.source.id},
            {'attachment_id': False}, {'content': base64.b64encode(b'x')}, {'content_file': base64.b64encode(b'x')},
            {'content_binary': b'x'}, {'image_1920': base64.b64encode(PIXEL)}, {'active': False}, {'res_id': 1},
            {'res_model': 'res.partner'}, {'storage_id': self.storage.id}, {'checksum': 'x'}, {'access_token': 'x'},
            {'dan_van_token': 'x'}]
        for env in (self.as_user('outreach_staff', plan).env, self.as_user('office_staff', plan).env,
                    self.env_of('manager of dms'), self.env(su=True)):
            for name, record in self.filed.items():
                for values in folder_vals if record._name == 'dms.directory' else file_vals:
                    with self.subTest(env.user.login, record=name, **values):
                        self.assertRefused(record.with_env(env).write, values)
                if record._name == 'dms.directory':
                    with self.subTest(env.user.login, deleted=name):
                        self.assertRefused(record.with_env(env).unlink)
                with self.subTest(env.user.login, copied=name):
                    self.assertRefused(record.with_env(env).copy)
            with self.subTest(env.user.login):
                Dialog = env['wizard.dms.file.move'].with_context(active_ids=self.photo.ids)
                self.assertRefused(lambda: Dialog.create({'directory_id': self.own.id}).process())
                self.assertRefused(lambda: Dialog.with_context(active_ids=stranger.ids).create(
                    {'directory_id': self.filed['evidence'].id}).process())
                self.assertRefused(env['dms.file'].browse(stranger.id).write, {'directory_id': self.filed['evidence'].id})
                self.assertRefused(env['dms.file'].browse(self.photo.id).copy, {'directory_id': self.own.id})
                self.assertRefused(env['dms.directory'].browse(self.own.id).write, {'file_ids': [Command.link(self.photo.id)]})

    def test_no_other_content_is_laid_over_a_file(self):
        """dms shows what stands in ``content_file`` rather than the attachment."""
        for user in ('office_staff', 'outreach_staff', 'admin'):
            Attachment = self.as_user(user, 'ir.attachment')
            for field in ('content_file', 'image_1920'):
                for file in (self.pdf, self.photo):
                    with self.subTest(user=user, field=field):
                        self.assertRefused(Attachment.create, {
                            'name': field, 'raw': b'forged', 'res_model': 'dms.file', 'res_id': file.id, 'res_field': field})
        for user, folder in (('office_staff', self.filed['plan']), ('outreach_staff', self.filed['evidence'])):
            for extra in (
                    {'content_file': base64.b64encode(b'y')}, {'content_binary': b'y'},
                    {'image_1920': base64.b64encode(PIXEL)}):
                with self.subTest(user=user, **extra):
                    self.assertRefused(self.as_user(user, 'dms.file').create, {
                        'name': 'y.txt', 'directory_id': folder.id, 'content': base64.b64encode(b'x'), **extra})

    def test_no_place_or_record_is_claimed_for_a_new_file(self):
        """Where it lies and whose it is follows from the folder, whatever is given with it."""
        content = {'name': 'y.txt', 'content': base64.b64encode(b'x')}
        claims = (
            {'res_model': 'dan_van.event', 'res_id': self.event.id}, {'res_id': self.event.id},
            {'storage_id': self.own.storage_id.id},
            {'storage_id': self.own.storage_id.id, 'attachment_id': False}, {'attachment_id': False})
        for env in (self.as_user('outreach_staff', self.photo).env, self.env(su=True)):
            for folder, claim in (
                    *((self.filed['evidence'], claim) for claim in claims),
                    (self.own, {'storage_id': self.filed['root'].storage_id.id})):
                with self.subTest(env.user.login, **claim):
                    made = env['dms.file'].browse()
                    with suppress(UserError), self.env.cr.savepoint():
                        made = env['dms.file'].create({**content, 'directory_id': folder.id, **claim}).sudo()
                        made.flush_recordset()
                    self.env.invalidate_all()
                    if made:
                        self.assertEqual((made.res_model, made.res_id, made.storage_id), (
                            folder.res_model, folder.res_id, folder.storage_id))
                        self.assertEqual(bool(made.attachment_id), folder != self.own)
                        made.unlink()
            self.assertRefused(env['dms.directory'].with_context(
                active_model='dms.directory', active_id=self.filed['plan'].id,
                default_storage_id=self.own.storage_id.id).create, {'name': "Con"})

    def test_the_storage_is_not_turned_or_deleted(self):
        storage, model = self.filed['root'].storage_id, self.env['ir.model']._get('res.company')
        for env in (self.env_of('manager of dms'), self.env(su=True)):
            for vals in ({'save_type': 'database'}, {'company_id': 1}, {'is_hidden': True},
                         {'model_ids': [Command.set(model.ids)]}, {'inherit_access_from_parent_record': True},
                         {'include_message_attachments': True}):
                with self.subTest(env.user.login, **vals):
                    self.assertRefused(storage.with_env(env).write, vals)
            self.assertRefused(storage.with_env(env).unlink)
            self.assertRefused(self.storage.with_env(env).write, {'root_directory_ids': [Command.link(self.filed['root'].id)]})

    def test_groups_of_dms_open_nothing(self):
        """The list of folders of a group is written without a word to the folder."""
        manager = self.env_of('manager of dms')
        folders = [record.id for record in self.filed.values() if record._name == 'dms.directory']
        vals = {'name': "Tất cả", 'explicit_user_ids': [Command.set(manager.user.ids)],
                'directory_ids': [Command.set(folders)], 'complete_directory_ids': [Command.set(folders)]}
        self.assertRefused(manager['dms.access.group'].create, vals)
        self.env['dms.access.group'].create(vals)
        File = self.seen_by('manager of dms', self.env['dms.file'])
        self.assertFalse(File.search([('id', 'in', (self.photo + self.pdf).ids)]))
        self.assertFalse(self.seen_by('manager of dms', self.photo.directory_id).has_access('read'))

    def test_a_storage_of_a_manager_takes_nothing_of_ours(self):
        """Neither files of records that are filed here, nor of those filed nowhere; and none of companies come into here."""
        company = self.env['ir.model']._get('res.company')
        self.env['dms.storage'].create({'name': "Cơ quan", 'save_type': 'attachment', 'model_ids': company.ids})
        incoming = self.env['dan_van.incoming'].sudo().search([], limit=1) or self.as_user('clerk', 'dan_van.incoming').create(
            {'subject': "Công văn đến", 'issuer': "UBND tỉnh", 'code': "1/UBND"}).sudo()
        for record in (self.event, incoming, self.company):
            with self.subTest(record._name):
                before = self.env['dms.directory'].search([])
                attachment = self.env['ir.attachment'].create(
                    {'name': 'y.txt', 'raw': b'y', 'res_model': record._name, 'res_id': record.id})
                self.assertEqual(self.file_of(attachment).directory_id, self.event_folder() if record == self.event else
                                 self.env['dms.directory'])
                self.assertEqual(self.env['dms.directory'].search([]), before)

    def test_a_file_follows_its_attachment_to_another_record(self):
        other = self.event.copy({'subject': "Buổi khác"})
        attachment = self.env['ir.attachment'].search([('res_model', '=', 'dan_van.event'), ('res_id', '=', self.event.id)])
        attachment.write({'res_id': other.id})
        file = self.file_of(attachment)
        self.assertEqual((file.res_model, file.res_id), (other._name, other.id))

    def test_own_folders_work_as_ever(self):
        """Everybody else's folders: made, filled, shared, moved, deleted."""
        env = self.env_of('plain')
        env.user.sudo().group_ids |= self.env.ref('dms.group_dms_user')
        own = env['dms.directory'].browse(self.own.id)
        child = env['dms.directory'].create({'name': "Con", 'parent_id': own.id})
        file = env['dms.file'].create({'name': 'x.png', 'directory_id': child.id, 'content': base64.b64encode(PIXEL)})
        self.assertTrue(file.image_1920)
        file.write({'name': 'y.png', 'directory_id': own.id})
        self.assertIn('access_token=', file.get_portal_url())
        self.assertTrue(file.check_access_token(file.access_token))
        file.copy()
        own.unlink()
        self.assertFalse(file.exists())


@tagged('post_install', '-at_install')
class TestDmsRoutes(DoorCase, HttpCase):
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

    def test_the_way_of_the_attack(self):
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
