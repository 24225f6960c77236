import base64
import io
from contextlib import contextmanager
from unittest.mock import patch

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...importer import UnreadableFile
from ...importer.readers.scans import Scanned
from ...models.core.foreign_file import TooBusy
from ...wizards.plans import plan_import_scan
from .. import scans
from ..importer_cases import HEAD, make_pdf, plan_text
from .test_plan_import import ImportCase


class ScanCase(ImportCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref('dan_van.cron_read_scans')

    def run_cron(self):
        self.env.flush_all()
        with patch.object(self.env.cr, 'commit', self.env.flush_all):
            self.env[self.cron.model_name]._cron_read_scans()

    def triggers(self):
        return self.env['ir.cron.trigger'].search_count([('cron_id', '=', self.cron.id)])

    @contextmanager
    def pages(self, *found):
        """Let the pages of a scan be read as ``found``, in this order: what is raised or returned; one not told of is empty."""
        found = list(found)

        def read(env, function, *args, **kwargs):
            if function is not plan_import_scan.read_page:
                return real(env, function, *args, **kwargs)
            answer = found.pop(0) if found else Scanned([], [], 595, 842, b'')
            if isinstance(answer, Exception):
                raise answer
            return answer
        real = plan_import_scan.read_foreign
        with patch.object(plan_import_scan, 'read_foreign', read):
            yield


@tagged('dan_van_long')
class TestPlanImportScans(ScanCase):
    """A plan that is a picture: read while the user waits where it is short, else by the scheduled action."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = scans.pages(make_pdf(plan_text()), stamps=False)[0]
        cls.scan = scans.pdf([cls.page])

    def test_a_short_scan_is_shown_beside_its_picture(self):
        wizard = self.wizard(self.scan, "ban-quet.pdf")
        wizard.action_read()
        self.assertEqual((wizard.state, wizard.subject), ('preview', "Thực hiện dân chủ ở cơ sở năm 2026"))
        self.assertEqual(wizard.pictures, [{'id': wizard.page_ids.id, 'page': 0}])
        self.assertTrue(Image.open(io.BytesIO(base64.b64decode(wizard.page_ids.picture))).width > 1000)
        self.assertTrue(wizard.document['places'])
        plan = self.created(wizard)
        self.assertEqual(plan.message_ids.attachment_ids.filtered(lambda file: file.name == "ban-quet.pdf").raw, self.scan)
        self.assertFalse(wizard.page_ids, "what is created needs no pictures any more")

    def test_a_long_scan_is_read_page_by_page_and_told_when_it_is_done(self):
        self.patch(plan_import_scan, 'AT_ONCE', 0)
        wizard = self.wizard(self.scan, "ban-quet.pdf")
        before = self.triggers()
        wizard.action_read()
        self.assertEqual((wizard.state, wizard.read_count, wizard.page_count), ('reading', 0, 1))
        self.assertEqual(self.triggers(), before + 1)
        self.run_cron()
        self.assertEqual((wizard.state, wizard.subject), ('preview', "Thực hiện dân chủ ở cơ sở năm 2026"))
        self.assertEqual(wizard.line_ids.create_uid, self.users['office_staff'], "in the rights of who imports it")
        told = self.env['mail.message'].search([('partner_ids', 'in', self.users['office_staff'].partner_id.ids)], limit=1)
        self.assertIn("ban-quet.pdf", told.body)
        self.assertIn(f"/odoo/action-dan_van.plan_import_action/{wizard.id}", told.body)

    def test_what_the_server_had_read_before_it_stopped_is_kept(self):
        wizard = self.wizard(scans.tiff(4), "anh.tif")
        wizard.action_read()
        with self.pages(), patch.object(type(self.env['ir.cron']), '_commit_progress', lambda *args, **kwargs: 0):
            self.run_cron()
        self.assertEqual((wizard.state, wizard.read_count, wizard.page_count), ('reading', 1, 4))
        with self.pages():
            self.run_cron()
        self.assertEqual((wizard.state, wizard.page_ids.ids), ('upload', []))
        self.assertIn("KẾ HOẠCH", wizard.problem)

    def test_one_that_is_left_is_not_read_on(self):
        wizard = self.wizard(scans.tiff(3), "anh.tif")
        wizard.action_read()
        wizard.action_cancel()
        self.assertEqual((wizard.state, wizard.page_ids.ids), ('upload', []))
        with self.pages(AssertionError("it was left")):
            self.run_cron()
        self.assertEqual(wizard.state, 'upload')

    def test_a_page_that_cannot_be_read_is_told_the_others_are_there(self):
        self.patch(plan_import_scan, 'AT_ONCE', 0)
        wizard = self.wizard(scans.pdf([self.page, self.page.resize((200, 280)), self.page]), "ban-quet.pdf")
        wizard.action_read()
        first = plan_import_scan.read_foreign(
            self.env, plan_import_scan.read_page, self.scan, 0, limits=plan_import_scan.SCAN)
        with self.pages(first, UserError("stopped"), UnreadableFile('broken')):
            self.run_cron()
        self.assertEqual(wizard.state, 'preview')
        self.assertEqual(
            wizard.warning_ids.filtered(lambda warning: warning.code == 'page_unread').mapped('text'), ["Trang 2", "Trang 3"])

    def test_where_too_many_files_are_read_it_waits(self):
        wizard = self.wizard(scans.tiff(3), "anh.tif")
        wizard.action_read()
        before = self.triggers()
        with self.pages(TooBusy("later"), TooBusy("later"), TooBusy("later")):
            self.run_cron()
        self.assertEqual((wizard.state, wizard.read_count), ('reading', 0))
        self.assertGreater(self.triggers(), before)

    def test_too_many_pages_are_refused_at_once(self):
        with self.assertRaisesRegex(UserError, "101.*100"):
            self.wizard(scans.tiff(101), "anh.tif").action_read()

    def test_nobody_else_sees_the_pages(self):
        wizard = self.wizard(scans.tiff(3), "anh.tif")
        wizard.action_read()
        for user in ('office_head', 'outreach_staff', 'admin'):
            with self.subTest(user), self.assertRaises(AccessError):
                wizard.page_ids.with_user(self.users[user]).read(['picture', 'words'])

    def test_a_scan_is_not_compared_with_a_draft(self):
        plan = self.new_plan()
        dialog = self.as_user('office_staff', 'dan_van.plan.return').create({
            'plan_id': plan.id, 'file': base64.b64encode(self.scan), 'filename': "ban-quet.pdf"})
        with self.assertRaisesRegex(UserError, "pictures of pages"):
            dialog.action_read()

    def test_what_is_written_by_hand_is_entered_and_told_on_the_plan(self):
        head = HEAD.replace("Số: 12/", "Số:              /").replace("ngày 05 tháng", "ngày            tháng")
        [page] = scans.pages(make_pdf(plan_text(head)), stamps=False, written=True)
        wizard = self.wizard(scans.photo(page), "ban-quet.jpg")
        wizard.action_read()
        self.assertEqual((wizard.number, wizard.document_date), (False, False))
        self.assertLessEqual({'number_unread', 'date_unread'}, set(wizard.warning_ids.mapped('code')))
        self.assertEqual(wizard.document['header']['symbol'], "KH-STN")
        wizard.write({'number': "47", 'document_date': "2026-02-09"})
        told = self.created(wizard).message_ids.filtered('attachment_ids').body
        self.assertIn("47/KH-STN", told)
        self.assertIn("09/02/2026", told)

    def test_a_row_with_a_word_in_doubt_is_marked_until_it_is_put_right(self):
        page = plan_import_scan.read_foreign(self.env, plan_import_scan.read_page, self.scan, 0, limits=plan_import_scan.SCAN)
        for word in filter(None, page.words):
            if word[0] in ("Niêm", "KẾ"):
                word[5] = 40
            else:
                word[5] = 99
        wizard = self.wizard(self.scan, "ban-quet.pdf")
        with self.pages(page):
            wizard.action_read()
        self.assertEqual([row.text.split()[0] for row in wizard.line_ids if row.doubts], ["Niêm"])
        row = wizard.line_ids.filtered('doubts')
        self.assertEqual(row.doubts, "Hard to read: Niêm")
        self.assertFalse(any(wizard.basis_ids.mapped('doubts')))
        row.text = row.text.replace("Niêm", "Dán")
        self.assertFalse(row.doubts)
