import io
from unittest.mock import patch

import docx

from odoo.modules.db import FunctionStatus
from odoo.tools import SQL
from odoo.tests import tagged

from ...models.core.file_text import words_index
from ..common import AgencyCase

WORDS = "Biên bản đối thoại tại thôn Sơn Hà về đường liên xã"


def word_file(text):
    file, raw = docx.Document(), io.BytesIO()
    file.add_paragraph(text)
    file.save(raw)
    return raw.getvalue()


class TestFileText(AgencyCase):
    """Who remembers a word of a file finds the record on which it hangs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        plan = cls.to_state(cls.new_plan(duties=['outreach', 'policy']), 'issued')
        cls.duty = plan.assignment_ids.filtered(lambda duty: duty.department_id == cls.units['outreach'])
        cls.plan = plan

    def upload(self, user, record, raw, name="bien-ban.docx"):
        return self.as_user(user, 'ir.attachment').create({
            'name': name, 'raw': raw, 'res_model': record._name, 'res_id': record.id})

    def read_files(self):
        with patch.object(self.env.cr, 'commit', lambda: None):
            self.env['ir.attachment'].with_user(self.env.ref('base.user_root')).sudo()._cron_read_texts()

    def found(self, user, words, model='dan_van.assignment'):
        return self.as_user(user, model).search([('file_text', 'ilike', words)])

    def test_evidence_is_found_by_its_words(self):
        file = self.upload('outreach_staff', self.duty, word_file(WORDS))
        self.assertFalse(self.found('outreach_staff', "đối thoại tại thôn"))
        self.read_files()
        self.assertIn(WORDS, file.index_content)
        for user in ('outreach_staff', 'outreach_head', 'office_staff', 'head'):
            self.assertEqual(self.found(user, "doi thoai tai thon son ha"), self.duty, user)
        times = self.as_user('outreach_staff', 'dan_van.occurrence').search([('assignment_id.file_text', 'ilike', "thôn Sơn Hà")])
        self.assertEqual(times, self.duty.occurrence_ids)

    def test_who_does_not_read_the_record_finds_nothing(self):
        self.upload('outreach_staff', self.duty, word_file(WORDS))
        self.read_files()
        self.assertFalse(self.found('policy_staff', "thôn Sơn Hà"))
        self.assertFalse(self.as_user('policy_staff', 'dan_van.occurrence').search([('assignment_id.file_text', 'ilike', "Sơn Hà")]))

    def test_a_pdf(self):
        self.upload('outreach_staff', self.duty, self.plan.sudo().pdf_attachment_id.raw, "ke-hoach.pdf")
        self.read_files()
        self.assertEqual(self.found('outreach_staff', "Triển khai công tác dân vận chính quyền"), self.duty)

    def test_what_nobody_can_read_is_tried_once(self):
        broken = self.upload('outreach_staff', self.duty, b'%PDF-1.7 broken', "hong.pdf")
        broken.sudo().mimetype = 'application/pdf'
        self.read_files()
        self.assertEqual(broken.index_content, '-')
        with patch.object(self.env.registry['ir.attachment'], '_read_texts', side_effect=AssertionError("read again")):
            self.read_files()

    def test_files_of_petitions_and_ratings_are_not_read(self):
        self.units['inspectorate'].dan_van_receives_petitions = True
        case = self.as_user('inspectorate_staff', 'dan_van.case').create({
            'kind_id': self.env.ref('dan_van.case_kind_khieu_nai').id, 'department_id': self.units['inspectorate'].id,
            'citizen_name': "Người gửi đơn"})
        file = self.upload('inspectorate_staff', case, word_file(WORDS))
        self.read_files()
        self.assertFalse(file.sudo().index_content)

    def test_an_issued_document_is_found_by_its_text(self):
        for user in ('office_staff', 'clerk'):
            self.assertIn(self.plan, self.found(user, "trien khai cong tac dan van chinh quyen", 'dan_van.plan'), user)

    def test_a_filter_of_ones_own(self):
        self.upload('outreach_staff', self.duty, word_file(WORDS))
        self.read_files()
        Duty = self.as_user('outreach_staff', 'dan_van.assignment')
        for domain, found in (
                ([('file_text', '=', "Sơn Hà")], True), ([('file_text', 'in', ["Sơn Hà", "x y z"])], True),
                ([('file_text', '=', False)], False),
                ([('file_text', 'not ilike', "Sơn Hà")], False), ([('file_text', 'ilike', '')], True)):
            with self.subTest(domain):
                self.assertEqual(self.duty in Duty.search(domain), found)


@tagged('dan_van_long')
class TestWordsIndex(AgencyCase):
    """Many files are searched by an index of PostgreSQL's, where it has trigrams."""

    def plan_of(self, operator="ilike", value="biên bản số 4711"):
        """:return: str, how the database finds the files of duties for a colleague"""
        Duty = self.as_user('office_staff', 'dan_van.assignment')
        query = Duty.env['ir.attachment']._search(Duty._files_saying(operator, value))
        return '\n'.join(line for line, in self.env.execute_query(SQL("EXPLAIN %s", query.select())))

    def fill(self, model, count=5000):
        self.env.cr.execute("""
            INSERT INTO ir_attachment (name, type, res_model, res_id, index_content)
            SELECT 'x', 'binary', %s, n, 'Biên bản số ' || n || ' ' || md5(n::text) FROM generate_series(1, %s) n""", [model, count])
        self.env.cr.execute("SELECT gin_clean_pending_list('ir_attachment_dan_van_words_index')")
        self.env.cr.execute("ANALYZE ir_attachment")

    def test_the_search_uses_it(self):
        if not words_index(self.env.registry, 'index_content'):
            self.skipTest("this database has no trigrams")
        self.fill('dan_van.assignment')
        self.assertIn('ir_attachment_dan_van_words_index', self.plan_of())
        self.assertIn('ir_attachment_dan_van_words_index', self.plan_of(value="BIEN BAN SO 4711"))

    def test_it_is_about_these_records_alone(self):
        registry = self.env.registry
        with patch.multiple(registry, has_trigram=True, has_unaccent=FunctionStatus.MISSING, unaccent=lambda expression: expression):
            index = words_index(registry, 'index_content')
        self.assertRegex(index, r"""^USING gin \(\(index_content\) gin_trgm_ops\) WHERE res_model IN \('dan_van\.""")
        self.assertIn("'dan_van.assignment'", index)
        for name in ('dan_van.case', 'dan_van.rating', 'res.partner'):
            self.assertNotIn(f"'{name}'", index)

    def test_where_the_database_can_not_there_is_none(self):
        registry = self.env.registry
        for values in ({'has_trigram': False}, {'has_unaccent': FunctionStatus.PRESENT}):
            with self.subTest(values), patch.multiple(registry, **values):
                self.assertFalse(words_index(registry, 'index_content'))
