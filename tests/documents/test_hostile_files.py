"""Files made to take the server's memory or time are refused by every dialog with a sentence, and the server goes on."""
import base64
import datetime
import gc
import inspect
import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from unittest.mock import patch

import openpyxl
import psutil
import requests
from PIL import Image

from odoo import http
from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import file_open, mute_logger

from odoo.addons.base_import.models.base_import import Base_ImportImport, ImportValidationError

from ...confined import Limits, process
from ...models.core.foreign_file import read_foreign
from .. import hostile_files as hostile, signature_cases as cases
from ..common import AgencyCase
from ..core.test_confined import LONG
from ..importer_cases import plan_text
from ..signature_cases import PIN
from .test_digital_signature import SigningCase

STOPPED = "Reading this file was stopped"
MB = 1 << 20


def computed():
    """:return: seconds that this process and those that it has started have had of the processors"""
    own = psutil.Process()
    return sum(sum(process.cpu_times()[:4]) for process in (own, *own.children(recursive=True)))


class HostileCase(AgencyCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What the server holds anyway is no garbage of a file: it need not be looked through before each.
        gc.collect()
        gc.freeze()
        cls.addClassCleanup(gc.unfreeze)

    @contextmanager
    def bounded(self, seconds=10, growth=100 * MB):
        """Check how long the body computes, the processes that it starts included, and how much memory of this process at its peak."""
        gc.collect()
        memory = psutil.Process().memory_info
        before, peak, done = memory().rss, 0, threading.Event()

        def watch():
            nonlocal peak
            while not done.wait(0.01):
                peak = max(peak, memory().rss)
        watcher, start = threading.Thread(target=watch), computed()
        watcher.start()
        try:
            yield
        finally:
            taken = computed() - start
            done.set()
            watcher.join()
        self.assertLess(taken, seconds)
        self.assertLess(peak - before, growth, f"{(peak - before) >> 20} MB")

    def assertRefused(self, sentence, make):
        with self.bounded(), self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
            make()


@tagged('post_install', '-at_install', 'dan_van_long')
class TestHostileFiles(HostileCase):

    def dialog(self, model, content, user='office_staff', **values):
        wizard = self.as_user(user, model).create({'file': base64.b64encode(content), **values})
        wizard.flush_recordset()
        wizard.invalidate_recordset()
        return wizard

    def assertNotRead(self, model, files, **values):
        """Each of ``files`` (a function or bytes -> its sentence) is refused by the dialog ``model``."""
        for make, sentence in files.items():
            content = make if isinstance(make, bytes) else make()
            wizard = self.dialog(model, content, **values)
            with self.subTest(getattr(make, '__name__', sentence), model=model):
                self.assertRefused(sentence, wizard.action_read)

    def test_workbooks(self):
        for model, user in (('dan_van.event.import', 'outreach_staff'), ('dan_van.tracking.import', 'outreach_staff')):
            self.assertNotRead(model, {
                hostile.styles: "more cells, texts or formats", hostile.strings: "more cells, texts or formats",
                hostile.one_row: "more cells, texts or formats", hostile.deep_sheet: "more cells, texts or formats",
                hostile.long_text: "more cells, texts or formats", hostile.laughing_sheet: "no Excel workbook",
                hostile.sheet_bomb: "larger than",
            }, user=user)

    def test_plans(self):
        files = {
            hostile.word_bomb: "more than any plan", hostile.deep_word: "damaged", hostile.laughing_word: "damaged",
            hostile.letters: "more than any plan", hostile.looping_pages: "more than any plan", hostile.pdf_bomb: STOPPED,
        }
        self.assertNotRead('dan_van.plan.import', files)
        self.assertNotRead('dan_van.plan.import', {
            lambda: hostile.letters(pages=2000, on_each=3000): "more than any plan",
            ("KẾ HOẠCH\n" + "(" * 3 * MB).encode(): "more than any plan",
            lambda: hostile.looping_pages(count=3): "damaged|pictures",
            b"A" * 2_000_000: "No plan was recognised"})

    def test_plans_that_come_again(self):
        plan = self.new_plan()
        self.assertNotRead('dan_van.plan.return', {
            hostile.word_bomb: "more than any plan", hostile.letters: "more than any plan", hostile.pdf_bomb: STOPPED,
        }, plan_id=plan.id)

    def test_documents_that_come_in(self):
        self.assertNotRead('dan_van.incoming.file', {
            hostile.word_bomb: "more than any such document", hostile.deep_word: "damaged", hostile.laughing_word: "damaged",
            hostile.letters: "more than any such document", hostile.pdf_bomb: STOPPED}, user='clerk')

    def test_messages_of_other_agencies(self):
        self.assertNotRead('dan_van.incoming.import', {
            hostile.deep_message: "more elements", hostile.laughing_message: "document type",
            lambda: hostile.message_with_a_giant(16): "has no", hostile.message_with_attributes: "has no"}, user='clerk')

    def test_keys_and_pictures(self):
        certificates = self.as_user('head', 'dan_van.certificate')
        good = cases.leader().pkcs12()
        for upload, image, sentence in (
                (hostile.slow_key(mac=hostile.ROUNDS), False, "more computing"),
                (hostile.slow_key(encryption=hostile.ROUNDS), False, "more computing"),
                (hostile.slow_key(mac=hostile.ROUNDS, encryption=hostile.ROUNDS), False, "more computing"),
                (good, hostile.picture(), "must be a PNG"), (good, hostile.picture(9_000), "must be a PNG")):
            with self.subTest(sentence):
                self.assertRefused(sentence, lambda upload=upload, image=image: certificates.create({
                    'kind': 'personal', 'pin': PIN, 'upload': base64.b64encode(upload),
                    'image': image and base64.b64encode(image)}))
        roots = self.as_user('admin', 'dan_van.trusted.root')
        self.assertRefused("no certificate", lambda: roots.create({'certificate': base64.b64encode(b'0\x84\xff' * 20_000)}))

    def test_what_no_count_foresees_is_stopped_by_the_process(self):
        """Whatever a reader does with a file, the limits below it hold."""
        wizard = self.dialog('dan_van.plan.import', LONG, filename="plan.txt")
        with patch.dict(inspect.unwrap(read_foreign).__kwdefaults__, limits=Limits(memory=80 * MB)), \
                self.assertLogs('odoo.addons.dan_van.confined', 'WARNING') as log:
            self.assertRefused(STOPPED, wizard.action_read)
        self.assertNotIn("Tuyên truyền", str(log.output), "the log tells what was stopped, not what stood in it")
        self.assertEqual(wizard.state, 'upload')

    def test_too_many_at_once_is_told(self):
        wizard = self.dialog('dan_van.plan.import', plan_text().encode(), filename="plan.txt")
        self.patch(process, 'PATIENCE', 0)
        self.patch(process.slots, 'MOST', 0)
        with self.assertLogs('odoo.addons.dan_van.confined', 'WARNING'):
            self.assertRefused("Too many files", wizard.action_read)


@tagged('post_install', '-at_install')
class TestHostileSignedFiles(HostileCase, SigningCase):

    def test_what_is_uploaded_as_signed(self):
        loop = self.issued + hostile.looping_pages()
        for name, pdf in (('loop', loop), ('bomb', self.issued + hostile.pdf_bomb()),
                          ('letters', self.issued + hostile.letters())):
            with self.subTest(name):
                self.assertRefused("signature|damaged|added|stopped", lambda pdf=pdf: self.upload_signed(pdf))
        self.assertFalse(self.plan.signature_ids)


@tagged('post_install', '-at_install', 'dan_van_long')
class TestHostileUpload(HttpCase, HostileCase):
    """Over HTTP, as a client sends it."""

    def test_the_server_tells_why_and_answers_others_meanwhile(self):
        self.authenticate(self.users['outreach_staff'].login, 'danvan')
        wizard = self.as_user('outreach_staff', 'dan_van.event.import').create({'file': base64.b64encode(hostile.styles())})
        self.env.flush_all()
        self.env.cr.clear()
        call = {'jsonrpc': '2.0', 'method': 'call', 'params': {
            'model': wizard._name, 'method': 'action_read', 'args': [wizard.ids], 'kwargs': {}}}
        answered = []
        with self.bounded(), self.allow_requests(all_requests=True), ThreadPoolExecutor(1) as pool:
            upload = pool.submit(
                requests.post, f'{self.base_url()}/web/dataset/call_kw/{wizard._name}/action_read', json=call,
                cookies=self.opener.cookies.get_dict(), timeout=120)
            while not upload.done():
                start = time.monotonic()
                self.assertEqual(requests.get(f'{self.base_url()}/web/login', timeout=60).status_code, 200)
                answered.append(time.monotonic() - start)
        self.assertIn("more cells, texts or formats", upload.result().json()['error']['data']['message'])
        self.assertLess(min(answered), sum(answered) / 2, answered)  # else the one waits for the other


XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'


@tagged('post_install', '-at_install', 'dan_van_long')
class TestHostileImport(HttpCase, HostileCase):
    """Odoo's own import reads for every member of staff, into whatever model."""

    def preview(self, name, kind, content, seconds=5):
        """:return: what the client is shown of the file"""
        def call(method, *args):
            return self.make_jsonrpc_request('/web/dataset/call_kw', {
                'model': 'base_import.import', 'method': method, 'args': args, 'kwargs': {}}, timeout=120)
        self.authenticate(self.plain.login, 'danvan-danvan')
        [number] = call('create', [{'res_model': 'res.partner'}])
        response = self.url_open('/base_import/set_file', files={'ufile': (name, content, kind)}, data={
            'id': number, 'csrf_token': http.Request.csrf_token(self)})
        self.assertTrue(response.json()['result'])
        self.env.cr.clear()
        with self.bounded(seconds):
            return call('parse_preview', [number], {'has_headers': True, 'quoting': '"', 'separator': ''})

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plain = new_test_user(cls.env, 'plain.user', 'base.group_user', password='danvan-danvan')

    def test_workbooks(self):
        for make, sentence in {
                hostile.styles: "more cells, texts or formats", hostile.laughing_sheet: "read"}.items():
            with self.subTest(make.__name__), mute_logger('odoo.addons.base_import.models.base_import'):
                self.assertRegex(self.preview('a.xlsx', XLSX, make())['error'], sentence)

    def test_what_no_count_foresees(self):
        with self.assertLogs('odoo.addons.dan_van.confined', 'WARNING'):
            answer = self.preview('a.xlsx', XLSX, hostile.one_row(), seconds=60)
        self.assertIn(STOPPED, answer['error'])

    def test_ods_is_told_what_to_do(self):
        answer = self.preview('a.ods', 'application/vnd.oasis.opendocument.spreadsheet', b'PK')
        self.assertIn("Save the sheet as .xlsx or .csv", answer['error'])

    def test_an_ordinary_list(self):
        answer = self.preview('a.csv', 'text/csv', "Tên;Email\nAn;an@example.com\n".encode())
        self.assertEqual((answer['headers'], answer['num_rows'], answer['options']['separator']), (["Tên", "Email"], 2, ';'))


@tagged('post_install', '-at_install')
class TestImportReaders(AgencyCase):
    """What the import reads is what Odoo's own readers give."""

    def both(self, name, content, **options):
        """Read with Odoo's reader and ours; return what both have read."""
        wizard = self.env['base_import.import'].with_context(lang='en_US').create({'res_model': 'res.partner', 'file': content})
        read = []
        for kind in (Base_ImportImport, type(wizard)):
            given = dict(options)
            try:
                length, rows = getattr(kind, f'_read_{name}')(wizard, given)
            except (ValueError, ImportValidationError) as error:
                read.append(str(error))
            else:
                read.append((length, [list(row) for row in rows], given))
        self.assertEqual(*read)
        return read[0]

    @staticmethod
    def book():
        book, file = openpyxl.Workbook(), io.BytesIO()
        book.active.append(["Tên", "Số", "Ngày", "Lúc", "Có", " ", None])
        book.active.append(["An", 3, datetime.date(2026, 3, 25), datetime.datetime(2026, 3, 25, 9, 30), True, 2.5, 4.0])
        book.active.append([None, "  "])
        book.active.append(["=1+1", -7, 1e20])
        book.create_sheet("Trang 2").append(["x"])
        return book, file

    def test_workbooks(self):
        book, file = self.book()
        book.save(file)
        length, rows, found = self.both('xlsx', file.getvalue())
        self.assertEqual((length, len(rows), found['sheets']), (4, 3, ["Sheet", "Trang 2"]))
        self.assertEqual(rows[1][2:5], [datetime.date(2026, 3, 25), datetime.datetime(2026, 3, 25, 9, 30), 'True'])
        self.assertEqual(self.both('xlsx', file.getvalue(), sheet="Trang 2")[1], [["x"]])
        book.active['A2'] = '#REF!'
        book.active['A2'].data_type = 'e'
        book.save(file := io.BytesIO())
        self.assertIn('#REF!', self.both('xlsx', file.getvalue()))

    def test_old_workbooks(self):
        for name in ('hr/static/xls/hr_employee.xls', 'test_mimetypes/tests/testfiles/case.xls'):
            with suppress(FileNotFoundError):
                self.assertTrue(self.both('xls', file_open(name, 'rb').read())[1])

    def test_text(self):
        text = 'Tên,"Ghi, chú"\n\nAn,"a ""b"""\n ,\n'
        for content in (text.encode(), text.encode('utf-16'), text.replace(',', ';').encode('utf-8-sig'), text.encode('utf-8'),
                        "một\nhai\n".encode(), b'a\tb\nc\td\n', b'a,b\nc\n'):
            with self.subTest(content):
                self.both('csv', content, quoting='"', separator='', encoding='')
                self.both('csv', content, quoting='"', separator=';', encoding='latin-1')


@tagged('post_install', '-at_install', 'dan_van_long')
class TestHostilePictures(HttpCase, HostileCase):
    """Large pictures are not unpacked in the server's process; photos of phones are made smaller as ever."""

    def uploaded(self, content, name='anh.png', mimetype='image/png', seconds=30):
        event = self.as_user('policy_staff', 'dan_van.event').create({'subject': "Đối thoại"})
        with self.bounded(seconds):
            return self.as_user('policy_staff', 'ir.attachment').create({
                'name': name, 'raw': content, 'mimetype': mimetype, 'res_model': event._name, 'res_id': event.id})

    @staticmethod
    def drawn(size, kind, mode='RGB', **options):
        """:return: bytes of a picture of one colour"""
        stream = io.BytesIO()
        Image.new(mode, size).save(stream, kind, **options)
        return stream.getvalue()

    def size(self, file):
        with Image.open(io.BytesIO(file.raw)) as image:
            return image.size

    def test_shrunk_elsewhere(self):
        self.assertEqual(self.size(self.uploaded(hostile.picture(7_000, colours=True))), (1920, 1920))
        file = self.uploaded(self.drawn((600, 400), 'PNG'))
        self.assertEqual(self.size(file), (600, 400))

    def test_a_photo_of_a_phone(self):
        turned = Image.Exif()
        turned[0x0112] = 6
        photo = self.drawn((8_160, 6_120), 'JPEG', exif=turned)
        self.assertEqual(self.size(self.uploaded(photo, 'anh.jpg', 'image/jpeg')), (1440, 1920))

    def test_what_takes_too_much_stays_as_it_came(self):
        for content in (hostile.picture(12_000, colours=True), hostile.picture(30_000)):
            with mute_logger('odoo.addons.dan_van.confined.process'):
                self.assertEqual(self.uploaded(content).raw, content)

    def test_pictures_of_records(self):
        user = self.as_user('policy_staff', self.users['policy_staff'])
        with self.bounded(30):
            user.image_1920 = base64.b64encode(hostile.picture(7_000, colours=True))
        with Image.open(io.BytesIO(base64.b64decode(user.image_1920))) as image:
            self.assertEqual(image.size, (1920, 1920))
        for content in (hostile.picture(12_000, colours=True), hostile.picture(30_000)):
            with mute_logger('odoo.addons.dan_van.confined.process'):
                self.assertRefused("more points than any photo|stopped", lambda content=content: user.write({
                    'image_1920': base64.b64encode(content)}))
        with self.bounded(30):
            made = self.env['res.partner'].create({
                'name': "An", 'image_1920': base64.b64encode(hostile.picture(7_000, colours=True))})
        self.assertTrue(made.image_128)

    def test_shown(self):
        self.env['ir.config_parameter'].set_param('base.image_autoresize_max_px', '0')
        content = hostile.picture(7_000, colours=True)
        file = self.uploaded(content)
        self.authenticate(self.users['policy_staff'].login, 'danvan')
        with self.bounded(growth=30 * MB):
            response = self.url_open(f'/web/image/{file.id}/100x100')
        self.assertEqual(response.content, content)
        small = self.uploaded(self.drawn((600, 400), 'PNG'))
        with Image.open(io.BytesIO(self.url_open(f'/web/image/{small.id}/100x100').content)) as image:
            self.assertEqual(image.size, (100, 67))
