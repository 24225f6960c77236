import base64
import hashlib
import os
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ..common import AgencyCase

CHECK_LOGGER = 'odoo.addons.dan_van.models.documents.issued_file'


class TestIssuedFile(AgencyCase):
    """What was issued is kept with its hashes; whoever doubts it presses a button, and a cron looks every week."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        plan = cls.new_plan()
        cls.source = cls.env['ir.attachment'].create(
            {'name': 'ke-hoach.docx', 'raw': b'from Word', 'res_model': plan._name, 'res_id': plan.id})
        cls.plan = cls.to_state(plan, 'issued')
        cls.files = cls.plan.sudo().issued_file_ids

    def file(self, kind):
        return self.files.filtered(lambda file: file.kind == kind)

    def spoil(self, attachment, content):
        """Change the stored bytes behind Odoo's back; ``None`` removes them."""
        path = attachment._full_path(attachment.store_fname)
        with open(path, 'rb') as file:
            before = file.read()
        self.addCleanup(self.overwrite, path, before)
        os.remove(path) if content is None else self.overwrite(path, content)

    @staticmethod
    def overwrite(path, content):
        with open(path, 'wb') as file:
            file.write(content)

    def pressed(self, user='policy_staff'):
        """:return: what the button says to ``user``"""
        self.env.invalidate_all()
        return self.as_user(user, self.plan).action_check_files()['params']

    def told(self):
        """:return: the messages that the administrator has got"""
        return self.env['mail.message'].search([
            ('partner_ids', 'in', self.users['admin'].partner_id.ids), ('subject', 'like', "differ from what was issued")])

    def test_the_same_bytes_may_go_to_another_store(self):
        """As the addons that keep files on another server move them."""
        file = self.plan.pdf_attachment_id
        same = {'datas': file.datas, 'mimetype': file.mimetype}
        file.write(same)
        for other in ({'datas': base64.b64encode(b'%PDF-1.7 x')}, {'datas': 'x'}, {**same, 'raw': b'x'}, {**same, 'name': "x.pdf"}):
            with self.subTest(other), self.assertRaises(UserError):
                file.write(other)

    def test_each_file_is_kept_with_its_hash(self):
        self.assertLessEqual({'pdf', 'data', 'source'}, set(self.files.mapped('kind')))
        for file in self.files.filtered('attachment_id'):
            with self.subTest(kind=file.kind):
                self.assertEqual(file.sha256, hashlib.sha256(file.attachment_id.raw).hexdigest())
                self.assertTrue(file.attachment_id.dan_van_locked)
        self.assertEqual(self.file('pdf').attachment_id, self.plan.pdf_attachment_id)
        self.assertEqual(self.file('pdf').sha256, self.plan.pdf_sha256)
        self.assertEqual(self.file('source').attachment_id, self.source)

    def test_an_untouched_document_passes(self):
        answer = self.pressed()
        self.assertEqual(answer['type'], 'success')
        self.assertTrue(all(self.files.mapped('checked_date')))
        self.assertFalse(self.told())

    def test_one_changed_byte_is_found(self):
        pdf = self.file('pdf').attachment_id
        raw = bytearray(pdf.raw)
        raw[len(raw) // 2] ^= 1
        self.spoil(pdf, bytes(raw))
        with self.assertLogs(CHECK_LOGGER, 'ERROR'):
            answer = self.pressed()
        self.assertEqual((answer['type'], self.file('pdf').finding), ('danger', 'changed'))
        self.assertIn(pdf.name, answer['message'])

    def test_a_removed_file_is_found(self):
        self.spoil(self.source, None)
        with self.assertLogs(CHECK_LOGGER, 'ERROR'), mute_logger('odoo.addons.base.models.ir_attachment'):
            self.assertEqual(self.pressed()['type'], 'danger')
        self.assertEqual(self.file('source').finding, 'missing')

    def test_changed_data_are_found(self):
        self.env.cr.execute(
            "UPDATE dan_van_plan SET snapshot = jsonb_set(snapshot, '{subject}', '\"Khác\"') WHERE id = %s", [self.plan.id])
        with self.assertLogs(CHECK_LOGGER, 'ERROR'):
            self.assertEqual(self.pressed()['type'], 'danger')
        self.assertEqual(self.file('data').finding, 'changed')

    def test_the_administrator_is_told_once_and_the_finding_goes_when_the_file_is_restored(self):
        pdf = self.file('pdf').attachment_id
        good = pdf.raw
        self.spoil(pdf, b'%PDF forged')
        with self.assertLogs(CHECK_LOGGER, 'ERROR'):
            self.pressed()
        self.pressed('clerk')
        self.assertEqual(len(self.told()), 1)
        self.assertIn(self.plan.code, self.told().body)
        self.overwrite(pdf._full_path(pdf.store_fname), good)
        self.assertEqual(self.pressed()['type'], 'success')
        self.assertFalse(self.file('pdf').finding)

    def test_the_cron_looks_at_each_file_once_a_week(self):
        IssuedFile = self.env['dan_van.issued.file']
        self.spoil(self.file('pdf').attachment_id, b'%PDF forged')
        with patch.object(type(self.env['ir.cron']), '_commit_progress', lambda *args, **kwargs: 1):
            with freeze_time('2030-01-01'), self.assertLogs(CHECK_LOGGER, 'ERROR'):
                self.env.invalidate_all()
                IssuedFile._cron_check()
            first = set(self.files.mapped('checked_date'))
            with freeze_time('2030-01-05'):
                IssuedFile._cron_check()
            self.assertEqual(set(self.files.mapped('checked_date')), first)
            with freeze_time('2030-01-09'):
                self.env.invalidate_all()
                IssuedFile._cron_check()
            self.assertNotEqual(set(self.files.mapped('checked_date')), first)
        self.assertEqual(len(self.told()), 1)

    def test_lines_are_kept_by_the_steps_only(self):
        for file in (self.files[:1], self.as_user('admin', self.files[:1])):
            for act in (
                    lambda: file.write({'sha256': 'f' * 64}), lambda: file.write({'finding': False}), file.unlink,
                    lambda: file.copy(), lambda: file.create({
                        'register_entry_id': self.plan.register_entry_id.id, 'kind': 'pdf', 'name': "x", 'sha256': 'f'})):
                with self.subTest(user=file.env.user.login), self.assertRaises(UserError), self.env.cr.savepoint():
                    act()


class TestRecallAndReplacement(AgencyCase):
    """A mistake found after issue: the document stays on file and says that it holds no more."""

    def test_a_recalled_plan_says_so(self):
        plan = self.to_state(self.new_plan(), 'recalled')
        self.assertIn("Có sai sót về thẩm quyền.", self.as_user('policy_staff', plan).recall_notice)
        self.assertIn(self.users['head'].name, plan.recall_notice)

    def test_a_new_plan_replaces_the_old_one_when_it_is_issued(self):
        old = self.to_state(self.new_plan(), 'issued')
        action = self.as_user('office_staff', old).action_replace()
        new = self.env['dan_van.plan'].browse(action['res_id'])
        self.assertEqual((new.state, new.replaces_id, old.state), ('draft', old, 'issued'))
        *text, said = new._version_lines()
        self.assertTrue(said.startswith(f"Kế hoạch này thay thế Kế hoạch số {old.code} ngày"), said)
        self.assertEqual('\n'.join(text).rstrip('.'), '\n'.join(old._version_lines()).removesuffix('./.'))
        self.assertEqual(self.as_user('office_staff', old).action_replace()['res_id'], new.id, "one draft, not two")
        self.to_state(new, 'issued')
        self.assertEqual(old.state, 'recalled')
        self.assertIn(new.code, old.recall_notice)
        entry = old.register_entry_id
        self.assertTrue(entry.recalled)
        self.assertEqual(entry.replaced_by_id, new.register_entry_id)
        self.assertTrue(old.pdf_attachment_id.exists())

    def test_who_does_not_draft_for_the_unit_replaces_nothing(self):
        old = self.to_state(self.new_plan(), 'issued')
        with self.assertRaisesRegex(UserError, "writes the document that replaces"):
            self.as_user('policy_staff', old).action_replace()
        draft = self.new_plan()
        with self.assertRaisesRegex(UserError, "Only an issued document"):
            self.as_user('office_staff', draft).action_replace()

    def test_what_is_replaced_is_not_typed(self):
        old = self.to_state(self.new_plan(), 'issued')
        with self.assertRaisesRegex(UserError, "Only signing and issuing"), self.env.cr.savepoint():
            self.new_plan(replaces_id=old.id)
        with self.assertRaisesRegex(UserError, "Only signing and issuing"), self.env.cr.savepoint():
            self.as_user('office_staff', self.new_plan()).replaces_id = old
