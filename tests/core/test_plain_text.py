import io
import json
import time
import unicodedata
import zipfile
from datetime import date

import pypdfium2
from lxml import etree

from odoo.fields import Command
from odoo.models import BaseModel
from odoo.tests import BaseCase, HttpCase, tagged
from odoo.tools import SQL

from ...exchange.metadata import Metadata, write_metadata
from ...rendering.characters import _UNPLAIN, _USUAL, plain, plain_text
from ...rendering.document import Document, Signature
from ...rendering.docx import document_to_docx
from ...rendering.pdf import html_to_pdf
from ...rendering.xlsx import Sheet, SheetColumn, workbook
from ..common import AgencyCase

# What no file can be made of, what can't be stored, what reads otherwise than it stands, and what nobody sees.
HIDDEN = '\x00\x01\x1b\x7f\x9f\ufffe\uffff\ufdd0\U0001ffff\udfff\u202e\ud800\u2066\u200b\ufeff\u2060\xad\u3164\uffa0\u115f\u2800\ufe0f\u034f'
BAD = f"Dân{HIDDEN} vận"
GOOD = "Dân vận"
# As macOS writes it.
APART = unicodedata.normalize('NFD', "Nguyễn Thị Ước")


@tagged('dan_van_long')
class TestPlainText(BaseCase):

    def test_what_is_usual_is_let_through_at_once_and_is_plain(self):
        usual = [letter for letter in map(chr, range(0x3000)) if _USUAL.fullmatch(letter)]
        self.assertGreaterEqual(set(usual), set("\t\n aA9~Ăăấẫợự₫–“”…•·"))
        for letter in usual:
            if _UNPLAIN.search(letter) or unicodedata.combining(letter) or not unicodedata.is_normalized('NFC', f"a{letter}a"):
                self.fail(f"{letter!r} is not plain")

    def test_what_is_taken_out(self):
        for letter in HIDDEN:
            with self.subTest(letter=ascii(letter)):
                self.assertEqual(plain_text(f"a{letter}b"), "ab")
        self.assertEqual(plain_text(APART), "Nguyễn Thị Ước")
        self.assertEqual(plain_text("a\r\nb\rc\x0bd\u2028e\tf\n"), "a\nb\nc\nd\ne\tf\n")

    def test_what_stays(self):
        for text in ("", "Kế hoạch số 02/KH-BDT", "a\n\tb", "Điều 1. “Đồng thuận” – 50 % \u00a0 ✓ 👍🏽", "ꪁꪫꪱꪣ ꪼꪕ", "កម្ពុជា"):
            self.assertEqual(plain_text(text), text)

    def test_heaped_marks(self):
        """Marks without end on one letter paint over the lines around it, and took the server minutes to put into order."""
        over, under = "\u0301", "\u0323"
        self.assertEqual(plain_text(f"a{over * 9}b"), f"á{over * 3}b")
        start = time.process_time()
        self.assertLess(len(plain_text(f"a{over * 30_000}{under * 30_000}")), 10)
        self.assertLess(time.process_time() - start, 2)

    def test_data(self):
        value = (1, None, ["a\x01"], Signature(("TM.\x00",), "A\u202e"))
        self.assertEqual(plain(value), (1, None, ["a"], Signature(("TM.",), "A")))
        clean = ("a", Signature(("TM.",), "A"))
        self.assertIs(plain(clean), clean)

    def test_files_are_made_of_old_texts(self):
        document = Document(
            type="Kế hoạch", subject=BAD, issuer=(BAD,), symbol="KH-BDT", place=BAD, date=date(2026, 1, 1),
            signature=Signature((BAD,), BAD), preamble=BAD, recipients=(BAD,), addressees=(BAD,), archive=BAD)
        with zipfile.ZipFile(io.BytesIO(document_to_docx(document))) as file:
            self.assertIn("vận", file.read('word/document.xml').decode())
        pdf = html_to_pdf(f'<html lang="vi"><head><title>{BAD}</title></head><body><p>{BAD}</p></body></html>')
        with pypdfium2.PdfDocument(pdf) as file:
            self.assertIn(GOOD, file[0].get_textpage().get_text_bounded())
        raw = io.BytesIO()
        with workbook(raw) as book:
            sheet = Sheet(book, f"Biểu{HIDDEN}", [SheetColumn(BAD, 1)])
            sheet.line(BAD)
            sheet.head()
            sheet.row([BAD])
            sheet.close()
        with zipfile.ZipFile(raw) as file:
            self.assertIn(GOOD, file.read('xl/sharedStrings.xml').decode() if 'xl/sharedStrings.xml' in file.namelist()
                          else file.read('xl/worksheets/sheet1.xml').decode())
        metadata = write_metadata(Metadata(
            organ_code='H01', organ_name=BAD, type_name=BAD, number='1', notation='KH', date=date(2026, 1, 1),
            subject=BAD, position=BAD, signer=BAD, recipients=(('H02', BAD),), pages=1))
        self.assertIn("vận", etree.fromstring(metadata).findtext('Subject'))


@tagged('dan_van_wide')
class TestPlainTextSaved(AgencyCase):
    """Every text of every model of the addon, and those of others that it prints."""

    def text_fields(self):
        for name, model in sorted(self.env.registry.items()):
            if not model._abstract and model._original_module == 'dan_van':
                for field in model._fields.values():
                    if field.type in ('char', 'text', 'html') and field.store:
                        yield name, field.name

    def test_each_field_at_creation(self):
        self.patch(BaseModel, '_add_precomputed_values', lambda *_args: None)  # of records that are not whole
        fields = list(self.text_fields())
        self.assertGreater(len(fields), 100)
        for model, name in fields:
            given = self.env[model]._prepare_create_values([{name: BAD}])[0].get(name, GOOD)
            with self.subTest(model=model, field=name):
                self.assertEqual(given, GOOD)

    def test_each_field_in_writing(self):
        """Without the guards of the models: what a step writes is a text as well."""
        self.patch(BaseModel, '_validate_fields', lambda *_args: None)
        core = self.env.registry['base']
        for model, name in self.text_fields():
            field = self.env[model]._fields[name]
            record = self.env[model].search([], limit=1)
            if record and not field.compute and not field.related and name != 'parent_path':
                with self.subTest(model=model, field=name), self.cr.savepoint() as savepoint:
                    core.write(record, {name: BAD})
                    self.assertEqual(record[name], GOOD)
                    savepoint.rollback()
                self.env.invalidate_all()

    def test_texts_of_others(self):
        unit, user = self.units['policy'], self.users['policy_staff']
        file = self.env['ir.attachment'].create({'name': f"{BAD}.txt", 'raw': b"\x00\x01"})
        for record in (unit, user, user.partner_id, self.company):
            record.name = BAD
            self.assertEqual(record.name, GOOD)
        unit.dan_van_abbreviation = BAD
        self.assertEqual((unit.dan_van_abbreviation, file.name, file.raw), (GOOD, f"{GOOD}.txt", b"\x00\x01"))


class TestPlainTextDoors(AgencyCase, HttpCase):

    def call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(f'/web/dataset/call_kw/{model}/{method}', {
            'model': model, 'method': method, 'args': args, 'kwargs': kwargs})

    def test_doors(self):
        self.authenticate(self.users['office_staff'].login, 'danvan')
        plan = self.new_plan()
        content = plan.content_ids[:1]
        self.call('dan_van.plan', 'write', plan.ids, {
            'subject': BAD, 'content_ids': [Command.update(content.id, {'text': BAD})]})
        self.call('dan_van.plan', 'web_save', plan.ids, {'recipients': f"{BAD}\n{BAD}"}, {})
        self.call('dan_van.plan', 'load', ['.id', 'closing'], [[str(plan.id), BAD]])
        self.env.invalidate_all()
        self.assertEqual(
            (plan.subject, content.text, plan.recipients, plan.closing), (GOOD, GOOD, f"{GOOD}\n{GOOD}", GOOD))
        self.env['ir.default'].set('dan_van.plan', 'preamble', "Dân\x01\u202e vận")
        new = self.call('dan_van.plan', 'create', {'subject': APART, 'year': 2026}, context={'default_closing': BAD})
        new = self.env['dan_van.plan'].browse(new)
        self.assertEqual((new.subject, new.preamble, new.closing), ("Nguyễn Thị Ước", GOOD, GOOD))
        self.assertEqual(new.copy({'subject': BAD}).subject, GOOD)
        found = self.call('dan_van.plan', 'web_search_read', [('subject', 'ilike', APART)], {'subject': {}})
        self.assertIn(new.id, [record['id'] for record in found['records']])
        for text in HIDDEN:
            self.call('dan_van.plan', 'search', [('subject', 'ilike', text), ('closing', 'in', [text, "x"])])
            self.call('dan_van.plan', 'name_search', f"{text}Dân")

    def test_translations(self):
        scheme = self.env['dan_van.report.scheme'].create({'name': "x", 'kind': 'thematic'})
        self.env['res.lang']._activate_lang('vi_VN')
        scheme.update_field_translations('name', {'vi_VN': BAD})
        self.assertEqual(scheme.with_context(lang='vi_VN').name, GOOD)

    def test_old_texts_stop_no_issue(self):
        """A text from before it was looked at: the document is issued, and what is kept of it is plain."""
        plan = self.new_plan()
        old = "Dân\x01\x1b\u202e\ufffe vận"
        self.env.flush_all()
        for record, name in ((plan, 'subject'), (self.users['head'].partner_id, 'name')):
            self.env.execute_query(SQL(
                "UPDATE %s SET %s = %s WHERE id = %s RETURNING id", SQL.identifier(record._table), SQL.identifier(name), old,
                record.id))
        self.env.invalidate_all()
        self.assertEqual(plan.subject, old)
        self.to_state(plan, 'issued')
        kept = json.dumps(plan.snapshot, ensure_ascii=False)
        self.assertIn(GOOD, kept)
        self.assertEqual(plain_text(kept), kept)
