import base64
import threading
from unittest.mock import patch

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from ..importer_cases import make_docx
from ..rpc import RpcCase
from .test_incoming_file import TEXT, FileCase

MODEL = 'dan_van.incoming.file'
NOT_SHOWN = "has not been shown yet, or was taken already"


@tagged('post_install', '-at_install')
class TestIncomingTaken(FileCase, RpcCase):
    """What is entered in the register is what the dialog has shown, once; a client can't say that it has."""

    def setUp(self):
        super().setUp()
        self.other = base64.b64encode(make_docx("Tệp khác")).decode()
        self.count = self.entries()

    def entries(self):
        return self.env['dan_van.incoming'].search_count([])

    def assert_not_entered(self, wizard, words=NOT_SHOWN):
        self.assert_refused(words, 'clerk', wizard, 'action_create')
        self.assertEqual(self.entries(), self.count)

    def test_another_file_is_read_first(self):
        for values in ({'file': self.other}, {'file': False}, {'file': ''}, {'filename': "khac.docx"}):
            for method, further in (('write', []), ('web_save', [{}])):
                with self.subTest(values=values, method=method):
                    wizard = self.preview()
                    self.assertEqual(self.rpc('clerk', wizard, method, values, *further)[1], '')
                    self.assertEqual((wizard.state, wizard.document, wizard.digest), ('upload', False, False))
                    self.assert_not_entered(wizard)

    def test_what_was_shown_is_said_by_the_reading_alone(self):
        wizard = self.preview()
        for values in (
                {'state': 'preview'}, {'digest': 'x'}, {'document': {}}, {'doubts': []}, {'pictures': [{'page': 0}]},
                {'digest': False}, {'file': self.other, 'digest': wizard.digest}, {'file': self.other, 'state': 'preview'}):
            with self.subTest(list(values)):
                self.assert_refused("can't be typed|can't be changed", 'clerk', wizard, 'write', values)
        for values in ({'state': 'preview'}, {'state': 'preview', 'digest': 'x'}):
            with self.subTest(made=values):
                made, _message = self.rpc('clerk', MODEL, 'create', [{
                    'file': self.other, 'filename': "x.docx", 'code': "1/X", 'issuer': "Sở", 'subject': "Việc", **values}])
                if made:
                    self.assert_not_entered(self.env[MODEL].browse(made))

    def test_nothing_is_entered_without_a_look(self):
        made, _message = self.rpc('clerk', MODEL, 'create', [{
            'file': self.other, 'filename': "x.docx", 'code': "1/X", 'issuer': "Sở", 'subject': "Việc"}])
        self.assert_not_entered(self.env[MODEL].browse(made))

    def test_it_is_entered_once(self):
        wizard = self.preview()
        answer, _message = self.rpc('clerk', wizard, 'action_create')
        self.assertTrue(answer['res_id'])
        self.count += 1
        self.assert_not_entered(wizard)
        self.rpc('clerk', wizard, 'write', {'file': self.other})
        self.assert_not_entered(wizard)

    def test_that_it_is_another_document_is_said_of_what_is_shown(self):
        self.entered(self.preview())
        self.count += 1
        wizard = self.preview(enter_again=True)
        self.rpc('clerk', wizard, 'write', {'code': "345 /SNV-CCHC"})
        self.assertFalse(wizard.enter_again)
        self.assert_not_entered(wizard, "entered already")
        self.rpc('clerk', wizard, 'write', {'code': "345/SNV-CCHC", 'enter_again': True})
        self.assertEqual(self.rpc('clerk', wizard, 'action_create')[1], '')
        self.assertFalse(wizard.enter_again)

    def test_a_name_in_a_file_is_no_pattern(self):
        """The name stands in a file of a stranger: no sign of it means anything to the search."""
        self.as_user('clerk', 'dan_van.incoming').create({'code': "1/SNV", 'issuer': "Sở Nội vụ", 'subject': "Việc"})
        for issuer in ("Sở Nội vụ\\", "\\", "Sở Nội v_", "S%", "%", "\\%", "Sở 'Nội' vụ"):
            with self.subTest(issuer):
                wizard = self.preview(make_docx(TEXT.replace("SỞ NỘI VỤ", issuer.upper())))
                self.assertNotEqual(wizard.issuer, "Sở Nội vụ")
                self.assertEqual(wizard._known_issuer(issuer), issuer)
        self.assertEqual(wizard._known_issuer("SỞ NỘI VỤ"), "Sở Nội vụ")


@tagged('post_install', '-at_install')
class TestTwoClicks(BaseCase):
    """The same button twice, each over a real connection: the second waits for the first, and is told."""

    def setUp(self):
        super().setUp()
        # The test runner holds this lock; the second click's thread needs the registry too.
        self.enterContext(patch.object(Registry, '_lock', DummyRLock()))
        self.registry = Registry(get_db_name())

    def request(self, function):
        """Run ``function(env)`` as Odoo runs a request of the clerk: repeated when PostgreSQL asks for it, committed."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            clerk, company = env.ref('dan_van.user_clerk'), env.ref('dan_van.demo_company')
            env = api.Environment(cr, clerk.id, {'allowed_company_ids': company.ids})
            return retrying(lambda: function(env), env)

    def twice(self, click):
        """:return: what the second of two clicks at once was told, which waits for the first"""
        said = []

        def second():
            try:
                self.request(click)
            except UserError as error:
                said.append(str(error))
        thread = threading.Thread(target=second)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            clerk, company = env.ref('dan_van.user_clerk'), env.ref('dan_van.demo_company')
            click(api.Environment(cr, clerk.id, {'allowed_company_ids': company.ids}))
            thread.start()
            thread.join(2)
            self.assertTrue(thread.is_alive(), "the second waits for the first")
        thread.join(60)
        return ' '.join(said)

    def remove(self, model, table, ids):
        """Take the test's own documents off by SQL, with what hangs on them."""
        with self.registry.cursor() as cr:
            for hanging, column in (('mail_message', 'model'), ('mail_activity', 'res_model'), ('dan_van_approval', 'res_model')):
                cr.execute(f"DELETE FROM {hanging} WHERE {column} = %s AND res_id IN %s", [model, ids])
            cr.execute("""
                DELETE FROM dms_file WHERE attachment_id IN (SELECT id FROM ir_attachment WHERE res_model = %(model)s AND res_id IN %(ids)s);
                DELETE FROM dms_directory WHERE res_model = %(model)s AND res_id IN %(ids)s;
                DELETE FROM ir_attachment WHERE res_model = %(model)s AND res_id IN %(ids)s;
            """, {'model': model, 'ids': ids})
            cr.execute(f"DELETE FROM {table} WHERE id IN %s", [ids])

    @mute_logger('odoo.sql_db')
    def test_a_document_is_entered_once(self):
        def prepare(env):
            wizard = env[MODEL].create({'file': base64.b64encode(make_docx(TEXT.replace("345/", "9871/"))), 'filename': "hai-lan.docx"})
            wizard.action_read()
            return wizard.id, env['dan_van.incoming'].search([]).ids
        wizard, before = self.request(prepare)
        said = self.twice(lambda env: env[MODEL].browse(wizard).action_create())
        entered = self.request(lambda env: env['dan_van.incoming'].search([('id', 'not in', before)]).ids)
        self.addCleanup(self.remove, 'dan_van.incoming', 'dan_van_incoming', tuple(entered))
        self.assertEqual(len(entered), 1)
        self.assertIn("taken already", said)

    @mute_logger('odoo.sql_db')
    def test_a_number_is_reserved_once(self):
        wizard = self.request(lambda env: env['dan_van.reserve.wizard'].create({'subject': "Thư mời", 'reason': "Chờ ký"}).id)
        before = self.request(lambda env: env['dan_van.register.entry'].search([]).ids)
        said = self.twice(lambda env: env['dan_van.reserve.wizard'].browse(wizard).action_confirm())
        given = self.request(lambda env: env['dan_van.register.entry'].search([('id', 'not in', before)]).ids)

        def release():
            with self.registry.cursor() as cr:
                cr.execute("""
                    UPDATE dan_van_register SET last_number = last_number - %(count)s WHERE id IN (
                        SELECT register_id FROM dan_van_register_entry WHERE id IN %(ids)s);
                    DELETE FROM dan_van_register_entry WHERE id IN %(ids)s""", {'ids': tuple(given), 'count': len(given)})
        self.addCleanup(release)
        self.assertEqual(len(given), 1)
        self.assertTrue(said)
