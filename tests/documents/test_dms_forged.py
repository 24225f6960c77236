import base64
from contextlib import suppress

from odoo.exceptions import UserError
from odoo.fields import Command

from .dms_door_cases import PIXEL, DmsDoorCase, event_with_file

MAIL = """From: ai-do@example.com
To: ho-so@example.com
Subject: Tep dinh kem
Message-ID: <door@example.com>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="x"

--x
Content-Type: text/plain

Kem theo
--x
Content-Type: text/plain; name="tep.txt"
Content-Disposition: attachment; filename="tep.txt"

x
--x--
"""


class TestDmsForged(DmsDoorCase):
    """Folders and keys come from the filing alone."""

    def setUp(self):
        super().setUp()
        self.event, self.event_folder = event_with_file(self)
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

    def test_a_foreign_file_is_not_reached_through_an_own_event(self):
        """An own folder in the storage, a foreign attachment in it, a link, and the foreign file gone with the event."""
        user = self.as_user('policy_staff', self.event).env
        made = user['dms.directory'].browse()
        with suppress(UserError), self.env.cr.savepoint():
            made = user['dms.directory'].create({
                'name': "Của tôi", 'parent_id': self.filed['root'].id, 'res_model': 'dan_van.event', 'res_id': self.event.id})
        self.assertFalse(made, "a folder in the storage")
        for folder in (self.event_folder, self.own, self.filed['plan']):
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
        file = self.event_folder.file_ids
        self.env.flush_all()
        self.env.cr.execute("UPDATE dms_file SET attachment_id = %s WHERE id = %s", [self.secret.id, file.id])
        self.env.invalidate_all()
        self.as_user('policy_staff', self.event).unlink()
        self.assertFalse(file.exists())
        self.assertFalse(self.event_folder.exists())
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
                self.assertRefused(env['mail.thread'].sudo().message_process, 'dms.directory', MAIL, thread_id=plan.id)
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
            for name, record in (('root_directory_ids', self.filed['root']), ('storage_directory_ids', self.filed['plan']),
                                 ('storage_file_ids', self.photo)):
                self.assertRefused(self.storage.with_env(env).write, {name: [Command.link(record.id)]})

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
                self.assertEqual(self.file_of(attachment).directory_id, self.event_folder if record == self.event else
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
