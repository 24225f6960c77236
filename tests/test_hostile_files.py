"""Files made to take the server's memory or time are refused by every dialog with a sentence, and the server goes on."""
import base64
import gc
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from unittest.mock import patch

import psutil
import requests

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from ..confined import Limits, process
from ..models.foreign_file import read_foreign
from . import hostile_files as hostile, signature_cases as cases
from .common import AgencyCase
from .importer_cases import plan_text
from .signature_cases import PIN
from .test_confined import LONG
from .test_digital_signature import SigningCase

STOPPED = "Reading this file was stopped"
MB = 1 << 20


class HostileCase(AgencyCase):

    @contextmanager
    def bounded(self, seconds=5, growth=100 * MB):
        """Check how long the body takes, and how much memory of this process at its peak."""
        gc.collect()
        memory = psutil.Process().memory_info
        before, peak, done = memory().rss, 0, threading.Event()

        def watch():
            nonlocal peak
            while not done.wait(0.01):
                peak = max(peak, memory().rss)
        watcher, start = threading.Thread(target=watch), time.monotonic()
        watcher.start()
        try:
            yield
        finally:
            taken = time.monotonic() - start
            done.set()
            watcher.join()
        self.assertLess(taken, seconds)
        self.assertLess(peak - before, growth, f"{(peak - before) >> 20} MB")

    def assertRefused(self, sentence, make):
        with self.bounded(), self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
            make()


@tagged('post_install', '-at_install')
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
            b"I" * 2_000_000: "No plan was recognised"})

    def test_plans_that_come_again(self):
        plan = self.new_plan()
        self.assertNotRead('dan_van.plan.return', {
            hostile.word_bomb: "more than any plan", hostile.letters: "more than any plan", hostile.pdf_bomb: STOPPED,
        }, plan_id=plan.id)

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
        with patch.dict(read_foreign.__kwdefaults__, limits=Limits(memory=80 * MB)), \
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


@tagged('post_install', '-at_install')
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
        self.assertLess(max(answered), 2, answered)
