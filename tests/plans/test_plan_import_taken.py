import base64
import hashlib

from PIL import Image

from odoo.fields import Command
from odoo.tests import tagged

from ...wizards.plans import plan_import_photo
from .. import scans
from ..rpc import RpcCase
from .test_plan_import import TEXT, ImportCase
from .test_plan_import_scans import ScanCase

USER = 'office_staff'


def picture(size=9, **values):
    return {'name': "IMG.jpg", 'content': base64.b64encode(scans.photo(Image.new('RGB', (size, size)))).decode(), **values}


@tagged('post_install', '-at_install')
class TestPlanImportTaken(ImportCase, RpcCase):
    """The draft is made of what was shown, and the file that hangs on it is the one that was read."""

    def setUp(self):
        super().setUp()
        self.count = self.plans()

    def plans(self):
        return self.env['dan_van.plan'].search_count([])

    def preview(self, text=TEXT):
        wizard = self.wizard(text)
        wizard.action_read()
        return wizard

    def assert_not_created(self, wizard, words="has not been shown yet, or was taken already", **context):
        self.assert_refused(words, USER, wizard, 'action_create', **context)
        self.assertEqual(self.plans(), self.count)

    def test_another_file_is_read_first(self):
        other = base64.b64encode(b"khac").decode()
        for values in ({'file': other}, {'file': False}, {'filename': "khac.txt"}, {'photo_ids': [Command.create(picture())]}):
            with self.subTest(values):
                wizard = self.preview()
                self.assertEqual(self.rpc(USER, wizard, 'write', values)[1], '')
                self.assertEqual((wizard.state, wizard.digest, len(wizard.line_ids)), ('upload', False, 0))
                self.assert_not_created(wizard)

    def test_what_was_read_is_said_by_the_reading_alone(self):
        wizard = self.preview()
        for values in (
                {'state': 'preview'}, {'document': {}}, {'digest': hashlib.sha256(b"x").hexdigest()}, {'which': 3}, {'citations': "x"},
                {'history': [{'deleted': 1}]}, {'problem': "x"}, {'page_ids': [Command.create({'index': 1})]},
                {'warning_ids': [Command.create({'code': 'x'})]}):
            with self.subTest(values):
                self.assert_refused("can't be typed|can't be changed|is made by Odoo", USER, wizard, 'write', values)
        for model, values in (('page', {'index': 1}), ('warning', {'code': 'x'})):
            with self.subTest(model):
                self.assert_refused("is made by Odoo", USER, f'dan_van.plan.import.{model}', 'create', [{
                    **values, 'import_id': wizard.id}])
        row = wizard.line_ids[0]
        for paths in ([1], {'a': 1}, [['x']], 5):
            with self.subTest(paths=paths):
                self.assert_refused("can't hold", USER, row, 'write', {'paths': paths})
        self.assertEqual(self.rpc(USER, row, 'write', {'text': "Khác", 'paths': ['enacting']})[1], '')

    def test_it_is_created_once(self):
        wizard = self.preview()
        self.assertEqual(self.rpc(USER, wizard, 'action_create')[1], '')
        self.count += 1
        self.assert_not_created(wizard)

    def test_the_second_of_two_clicks_does_not_mean_the_next_plan(self):
        wizard = self.preview(f"{TEXT}\n{TEXT.replace('Công tác dân vận chính quyền', 'Cải cách hành chính')}")
        self.assertEqual(self.rpc(USER, wizard, 'action_create', dan_van_which=0)[1], '')
        self.assertTrue(wizard.which)
        self.count += 1
        for method in ('action_create', 'action_next'):
            self.assert_refused("done with", USER, wizard, method, dan_van_which=0)
        self.assertEqual(self.plans(), self.count)
        self.assertEqual(self.rpc(USER, wizard, 'action_create', dan_van_which=wizard.which)[1], '')


@tagged('post_install', '-at_install')
class TestPhotosTaken(ScanCase, RpcCase):
    """A photo is as large as it is, whoever says otherwise, and is read for who may add it."""

    def setUp(self):
        super().setUp()
        self.patch(plan_import_photo, 'MOST', 3)
        [self.own], _message = self.rpc(USER, 'dan_van.plan.import', 'create', [{}])
        self.photo = self.env['dan_van.plan.import.photo'].browse(
            self.rpc(USER, 'dan_van.plan.import.photo', 'create', [picture(import_id=self.own)])[0])

    def test_there_are_never_too_many(self):
        many = base64.b64encode(scans.tiff(4)).decode()
        self.assert_refused("4 pages; at most 3", USER, self.photo, 'write', {'content': many})
        for values in ({'content': many, 'page_count': 1}, {'page_count': -100}, {'thumbnail': picture()['content']}):
            self.assert_refused("can't be typed", USER, self.photo, 'write', values)
        [second], _message = self.rpc(USER, 'dan_van.plan.import.photo', 'create', [
            picture(import_id=self.own, content=base64.b64encode(scans.tiff(2)).decode(), page_count=-5)])
        self.assertEqual(self.photo.browse(second).page_count, 2)
        [other], _message = self.rpc(USER, 'dan_van.plan.import', 'create', [{}])
        [third], _message = self.rpc(USER, 'dan_van.plan.import.photo', 'create', [picture(import_id=other)])
        self.assert_refused("4 pages; at most 3", USER, self.photo.browse(third), 'write', {'import_id': self.own})

    def test_what_is_no_picture_is_refused_in_words(self):
        for content in ('abc', 5, [1], {'a': 1}, True, "\ud800", 'a' * 5, "ảnh", picture()['content'][:60], False, None, ''):
            with self.subTest(content):
                self.assert_refused("can't", USER, self.photo, 'write', {'content': content})
                self.assert_refused("can't", USER, self.photo._name, 'create', [picture(import_id=self.own, content=content)])

    def test_nothing_is_read_for_who_may_not_add_it(self):
        calls = []
        real = plan_import_photo.read_foreign
        self.patch(plan_import_photo, 'read_foreign', lambda *args, **named: calls.append(args) or real(*args, **named))
        other = 'office_head'
        self.assert_refused("\\w", other, self.photo, 'write', {'content': picture()['content']})
        self.assert_refused("\\w", other, self.photo._name, 'create', [picture(import_id=self.own)])
        self.assert_refused("\\w", other, self.photo._name, 'create', [picture()], default_import_id=self.own)
        self.assertFalse(calls)

    def test_what_was_read_is_dropped_with_the_photos(self):
        with self.pages():
            for change in (
                    lambda: self.rpc(USER, self.photo, 'write', {'content': picture(7)['content']}),
                    lambda: self.rpc(USER, self.photo._name, 'create', [picture(import_id=self.own)]),
                    lambda: self.rpc(USER, self.photo, 'unlink')):
                self.env['dan_van.plan.import'].browse(self.own)._opened('read').write({'state': 'reading'})
                self.assertEqual(change()[1], '')
                self.assertEqual(self.env['dan_van.plan.import'].browse(self.own).state, 'upload')
