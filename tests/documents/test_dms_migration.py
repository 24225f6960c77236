from odoo.modules.module import load_script

from ..common import ROOT
from .dms_door_cases import PIXEL, DmsDoorCase


class TestDmsMigration(DmsDoorCase):
    """An upgrade leaves in the storage what was filed, and loses no file."""

    def migrate(self):
        self.env.flush_all()
        self.env.invalidate_all()
        load_script(str(ROOT / 'migrations' / '19.0.1.4.0' / 'post-dms.py'), 'post_dms').migrate(self.env.cr, '19.0.1.3.0')
        self.env.invalidate_all()

    def execute(self, statement, *args):
        self.env.flush_all()
        self.env.cr.execute(statement, args)
        self.env.invalidate_all()

    def made_by_hand(self, name, parent, record, storage):
        """:return: a folder as it could be made before"""
        alias = self.env['mail.alias'].create({'alias_model_id': self.env['ir.model']._get_id('dms.directory')})
        self.env.cr.execute("""
            INSERT INTO dms_directory (name, complete_name, parent_id, parent_path, storage_id, res_model, res_id, alias_id,
                                       alias_process, is_root_directory, root_directory_id)
            SELECT %s, %s, id, '', %s, %s, %s, %s, 'directory', false, id FROM dms_directory WHERE id = %s RETURNING id
        """, [name, name, storage.id, record._name, record.id, alias.id, parent.id])
        folder = self.env['dms.directory'].browse(self.env.cr.fetchone()[0])
        self.execute("UPDATE dms_directory SET parent_path = %s WHERE id = %s", f'{parent.parent_path}{folder.id}/', folder.id)
        return folder

    def laid_into(self, folder, attachment):
        """:return: a file of ``attachment`` as it could be laid into ``folder`` before"""
        self.env.cr.execute("""
            INSERT INTO dms_file (name, directory_id, attachment_id, storage_id, res_model, res_id, active)
            SELECT %s, id, %s, storage_id, res_model, res_id, true FROM dms_directory WHERE id = %s RETURNING id
        """, [attachment.name, attachment.id, folder.id])
        return self.env['dms.file'].browse(self.env.cr.fetchone()[0])

    def test_doors_that_were_open_are_closed(self):
        root, document = self.filed['root'], self.filed['document']
        self.execute("UPDATE dms_directory SET access_token = 'x' || id")
        self.execute("UPDATE dms_file SET access_token = 'x' || id, content_binary = 'y'")
        self.execute("UPDATE dms_storage SET inherit_access_from_parent_record = true WHERE id = %s", root.storage_id.id)
        self.execute("UPDATE dms_directory SET storage_id_inherit_access_from_parent_record = true WHERE storage_id = %s",
                     root.storage_id.id)
        self.execute("UPDATE mail_alias SET alias_name = 'ho-so' WHERE id = %s", document.alias_id.id)
        self.env.cr.execute("""
            INSERT INTO ir_attachment (name, type, res_model, res_id, res_field, db_datas)
            VALUES ('image_1920', 'binary', 'dms.file', %s, 'image_1920', %s) RETURNING id
        """, [self.photo.id, PIXEL])
        image = self.env['ir.attachment'].browse(self.env.cr.fetchone()[0])
        stranger = self.env['dms.directory'].search([('storage_id', '!=', root.storage_id.id)], limit=1)
        self.execute("UPDATE dms_directory SET dan_van_key = 'dan_van.letter,2' WHERE id = %s", stranger.id)
        token = stranger.access_token
        self.migrate()
        for record in self.filed.values():
            self.assertFalse(record.access_token)
        self.assertFalse(self.photo.content_binary)
        self.assertFalse(root.storage_id.inherit_access_from_parent_record)
        self.assertFalse(document.storage_id_inherit_access_from_parent_record)
        self.assertFalse(document.alias_id.alias_name)
        self.assertFalse(image.exists())
        self.assertFalse(stranger.dan_van_key)
        self.assertEqual(stranger.access_token, token, "others' links go on")

    def test_what_was_made_by_hand_is_filed_anew(self):
        storage = self.filed['root'].storage_id
        elsewhere = self.env['dms.storage'].create({'name': "Kho riêng", 'save_type': 'attachment'})
        plain = self.env['ir.attachment'].create({'name': 'rieng.txt', 'raw': b'own'})
        event = self.as_user('policy_staff', 'dan_van.event').create(
            {'type_id': self.env.ref('dan_van.event_type_tuyen_truyen').id, 'subject': "Họp dân"}).sudo()
        own = self.env['ir.attachment'].with_context(dms_file=True).create(
            {'name': 'hop.txt', 'raw': b'event', 'res_model': event._name, 'res_id': event.id})
        by_hand = self.made_by_hand("Của tôi", self.filed['root'], event, storage)
        below = self.made_by_hand("Con", by_hand, event, storage)
        outside = self.made_by_hand("Ngoài", self.filed['root'], event, elsewhere)
        strays = [self.laid_into(folder, attachment) for folder, attachment in (
            (by_hand, own), (below, self.source), (by_hand, plain), (outside, self.photo.attachment_id),
            (self.filed['evidence'], plain))]
        before = {attachment: attachment.raw for attachment in (own, plain, self.source, self.photo.attachment_id)}
        self.migrate()
        self.assertFalse((by_hand + below + outside).exists())
        self.assertFalse(self.env['dms.file'].union(*strays).exists())
        self.assertEqual({attachment: attachment.exists().raw for attachment in before}, before)
        self.assertEqual((self.file_of(own).res_model, self.file_of(own).res_id), (event._name, event.id))
        self.assertEqual(self.file_of(self.photo.attachment_id), self.photo)
        self.assertFalse(self.file_of(plain))
        folders = [(record, record.name) for record in self.filed.values()]
        self.migrate()
        self.assertEqual([(record, record.exists().name) for record in self.filed.values()], folders, "a second time")
