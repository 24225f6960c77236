import io

import docx

from odoo.tests import HttpCase, tagged

from ..common import AgencyCase


@tagged('post_install', '-at_install', 'dan_van_long')
class TestWordDownload(AgencyCase, HttpCase):
    """A draft is sent round as a Word file; of an issued document the file kept at issue is given."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.new_plan(unit='inspectorate', user='inspectorate_staff')
        cls.issued = cls.to_state(cls.new_plan(), 'issued')

    def download(self, user, plan):
        self.authenticate(self.users[user].login, 'danvan')
        return self.url_open(self.as_user('head', plan).action_download_word()['url'])

    def test_the_unit_downloads_its_draft(self):
        response = self.download('inspectorate_staff', self.draft)
        self.assertEqual(response.status_code, 200)
        self.assertIn('.docx', response.headers['Content-Disposition'])
        file = docx.Document(io.BytesIO(response.content))
        words = '\n'.join(cell.text for table in file.tables for row in table.rows for cell in row.cells)
        self.assertIn("DỰ THẢO", words)

    def test_an_issued_document_gives_the_kept_file(self):
        kept = self.issued.sudo().issued_file_ids.filtered(lambda file: file.kind == 'docx').attachment_id
        self.assertTrue(kept.dan_van_locked)
        self.assertEqual(self.download('policy_staff', self.issued).content, kept.raw)

    def test_who_can_t_read_the_document_gets_no_file(self):
        for user in ('policy_staff', 'clerk'):
            with self.subTest(user=user):
                self.assertEqual(self.download(user, self.draft).status_code, 403)
        self.authenticate(None, None)
        self.assertNotIn(b'PK', self.url_open(f'/dan_van/word/dan_van.plan/{self.issued.id}').content[:2])

    def test_only_official_documents_are_given(self):
        self.authenticate(self.users['head'].login, 'danvan')
        for path in ('res.partner/1', 'dan_van.register.entry/1', 'no.model/1', 'dan_van.plan/0', 'dan_van.document.mixin/1'):
            with self.subTest(path=path):
                self.assertEqual(self.url_open(f'/dan_van/word/{path}').status_code, 404)
