"""Foreign files are read in a process of their own: what goes in and comes back, what it may take, what it knows."""
import datetime
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from unittest.mock import patch

import psutil

from odoo.tests import BaseCase, tagged

from ... import exchange
from ...confined import Limits, NotRead, forks, process, run, slots, values
from ...importer import Document, UnreadableFile, parse
from ...models.core import foreign_file
from ...sheets.events import rows_of_workbook
from ...sheets.tracking import Row
from ...sheets.workbook import TableError
from ...signatures.certificates import read_certificate, read_pkcs12
from ...signatures.errors import SignatureError
from ...signatures.placing import Place, Rectangle
from .. import hostile_files, signature_cases
from ..common import ROOT
from ..importer_cases import plan_text

#: Some seconds of work on a text that is none too long.
LONG = (plan_text() + "".join(
    f"{number}. Phòng Tuyên truyền chủ trì, phối hợp với Văn phòng thực hiện việc {number} trước ngày 30/6/2026.\n"
    for number in range(15_000))).encode()
MB = 1 << 20


def passed(value):
    """:return: ``value`` as it comes out of its bytes"""
    return values.decode(b''.join(values.encode(value)))


def readers():
    """:return: processes that read files for this one"""
    found = []
    for forker in forkers():
        with suppress(psutil.Error):
            found += forker.children(recursive=True)
    return found


def seconds_of(reader):
    """:return: of the processor, that a process has used"""
    with suppress(psutil.Error):
        return sum(reader.cpu_times()[:2])
    return 0


def forkers():
    """:return: processes of this one that fork one for each file"""
    found = []
    for child in psutil.Process().children():
        with suppress(psutil.Error):  # it ends meanwhile
            if any('worker.py' in word for word in child.cmdline()):
                found.append(child)
    return found


@tagged('post_install', '-at_install')
class TestConfinedValues(BaseCase):
    """Only plain values and our own classes travel."""

    def test_what_travels(self):
        for value in (
                None, True, 3, -1.5, "Kế hoạch\ud800", b"\0\xff", [], [1, [b"a", b"b"]], (1, "2", (b"3",)),
                {1: "a", "b": [None]},
                datetime.datetime(2026, 3, 25, 9, 30, tzinfo=datetime.UTC), datetime.date(2026, 3, 25), datetime.time(9, 30),
                datetime.timedelta(days=-1, seconds=5), parse(plan_text().encode(), "plan.txt"),
                Place(2, Rectangle(1.5, 2, 3, 4)), Row(4, "c", "t", "u", {'progress': 0.5}), Limits()._asdict()):
            with self.subTest(type(value)):
                self.assertEqual(passed(value), value)
                self.assertIs(type(passed(value)), type(value))

    def test_errors_come_back_as_they_were(self):
        day = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
        for error in (UnreadableFile('too_big', limit=20), SignatureError('expired', name="A", date=day),
                      exchange.ExchangeError('missing', "To"), TableError('rows')):
            again = passed(error)
            self.assertIs(type(again), type(error))
            self.assertEqual((again.args, vars(again), str(again)), (error.args, vars(error), str(error)))

    def test_what_does_not_travel(self):
        for value in (object(), {1}, parse, Document, ValueError("x"), NotRead('busy'), values._Reader(b'', False)):
            with self.subTest(value), self.assertRaises(TypeError):
                values.encode([value])

    def test_forged_bytes_make_nothing_else(self):
        def forged(packed):
            text = json.dumps(packed).encode()
            return len(text).to_bytes(8, 'big') + text
        for packed in (
                {'data': ['os:system', 'true']}, {'error': ['builtins:SystemExit', [], {}]}, {'data': ['importer:parse', '']},
                {'data': ['importer.readers.pdf:pypdfium2']}, {'data': ['models.core.workflow_mixin:Transition', 1]},
                {'record': ['sheets.tracking:Row', 1]}, {'error': ['importer.document:Document', [], {}]},
                {'data': ['importer.document:PartialDate', 1]}, {'data': [['importer']]}, {'bytes': 5}, {'bytes': -1},
                {'date': 'x'}, {'x': []}, {'data': {}, 'dict': {}}, {'timedelta': [10 ** 12]}, {'dict': [1]}, {'tuple': 3}):
            with self.subTest(packed), self.assertRaises(ValueError):
                values.decode(forged(packed))
        whole = b''.join(values.encode([b"abc", "def"]))
        for end in range(len(whole)):
            with self.assertRaises(ValueError):
                values.decode(whole[:end])


@tagged('post_install', '-at_install')
class TestConfined(BaseCase):

    def assertStopped(self, function, *arguments, **limits):
        with self.assertRaises(NotRead) as caught, self.assertLogs('odoo.addons.dan_van.confined', 'WARNING'):
            run(function, *arguments, limits=Limits(**limits))
        self.assertEqual(caught.exception.key, 'stopped')
        self.assertFalse(readers(), "nothing of it is left")

    def test_no_thread_of_the_server_uses_pdfium_beside_the_printing(self):
        """PDFium serves one thread at a time; the lock of the printing is its own."""
        users = {path.relative_to(ROOT).as_posix() for folder in (*values.PURE, 'rendering')
                 for path in (ROOT / folder).rglob('*.py') if 'import pypdfium2' in path.read_text('utf-8')}
        self.assertEqual(
            users, {'rendering/pdf.py', 'pictures/stamping.py', 'signatures/placing.py', 'signatures/copying.py', *(f'importer/readers/{name}.py' for name in ('pdf', 'pdf_pictures', 'pdf_tables'))})
        for path in (*(ROOT / 'models').rglob('*.py'), *(ROOT / 'wizards').rglob('*.py')):
            with self.subTest(path.name):
                self.assertNotRegex(path.read_text('utf-8'), r'\b(signature_place|parse|first_page|stamp|on_paper|electronic|corner_place)\(|import pypdfium2')

    def test_the_same_as_without_it(self):
        text = plan_text().encode()
        self.assertEqual(run(parse, text, "plan.txt"), parse(text, "plan.txt"))
        root = signature_cases.authority().pem
        self.assertEqual(run(read_certificate, root), read_certificate(root))
        for error, reader, *arguments in (
                (UnreadableFile('too_big', limit=20), parse, bytes(20 * MB + 1)), (TableError('file'), rows_of_workbook, b'x'),
                (exchange.ExchangeError('doctype'), exchange.read, hostile_files.laughing_message()),
                (SignatureError('wrong_pin'), read_pkcs12, signature_cases.leader().pkcs12(), "wrong")):
            with self.subTest(error), self.assertRaises(type(error)) as caught:
                run(reader, *arguments)
            self.assertEqual((caught.exception.args, vars(caught.exception)), (error.args, vars(error)))

    def test_each_limit_stops_it(self):
        self.assertTrue(run(parse, LONG, "plan.txt").assignments)
        self.assertStopped(parse, LONG, "plan.txt", memory=80 * MB)
        self.assertStopped(parse, LONG, "plan.txt", result=MB)
        start = time.monotonic()
        self.assertStopped(parse, LONG, "plan.txt", wall=0.3)
        self.assertLess(time.monotonic() - start, 5)

    def test_computing_is_counted_in_seconds_of_the_processor(self):
        script = "import sys; sys.path.insert(0, sys.argv[1]); import worker; worker.limit(1 << 30, 1, 600)\nwhile True: pass"
        done = subprocess.run(
            [sys.executable, '-I', '-c', script, str(ROOT / 'confined')], check=False, capture_output=True, timeout=300)
        self.assertIn(-done.returncode, (signal.SIGXCPU, signal.SIGKILL))

    def test_nothing_but_pure_packages_runs(self):
        for function in (os.getpid, json.loads, self.assertStopped, run):
            with self.assertRaises(TypeError):
                run(function)

    def test_it_knows_no_secret(self):
        """Neither the server's passwords nor the PIN are seen from outside, and only the file descriptors it needs are open."""
        with patch.dict(os.environ, {'PGPASSWORD': "mat-khau-csdl", 'HTTPS_PROXY': "http://p"}), ThreadPoolExecutor(1) as pool:
            slow = hostile_files.slow_key(mac=2_900_000)
            answer = pool.submit(run, read_pkcs12, slow, "mã-PIN-bí-mật")
            seen, opened, nice = set(), [], psutil.Process().nice()
            while not answer.done():
                for child in readers():
                    try:
                        seen |= {*child.cmdline(), *(f'{name}={value}' for name, value in child.environ().items())}
                        if child.nice() > nice:  # it has limited itself
                            nice, descriptors = child.nice(), os.listdir(f'/proc/{child.pid}/fd')
                            opened = [os.readlink(f'/proc/{child.pid}/fd/{number}') for number in descriptors]
                    except (psutil.Error, OSError):
                        continue
            self.assertTrue(isinstance(answer.exception(), (SignatureError, NotRead)))
        self.assertGreater(nice, psutil.Process().nice())
        self.assertTrue(opened)
        self.assertFalse([name for name in opened if not re.match(r'pipe:|/dev/null$|/.*/dan_van-\d+/', name)])
        text = ' '.join(seen)
        self.assertIn('worker.py', text)
        for word in ("mat-khau-csdl", "PIN", "PGPASSWORD", "HTTPS_PROXY", "HOME="):
            self.assertNotIn(word, text)

    def test_who_forks_is_one_and_is_replaced(self):
        """It loads what the packages need once; when it is gone another one comes."""
        self.assertTrue(run(parse, plan_text().encode(), "plan.txt"))
        known = forks._forker
        self.assertTrue(run(parse, plan_text().encode(), "plan.txt"))
        self.assertIs(forks._forker, known)
        psutil.Process(known._process.pid).kill()
        self.assertTrue(run(parse, plan_text().encode(), "plan.txt"))
        self.assertIsNot(forks._forker, known)

    def test_who_forks_ends_when_it_is_idle(self):
        with patch.object(forks, 'IDLE', 0.2):
            self.assertTrue(run(parse, plan_text().encode(), "plan.txt"))
            psutil.wait_procs(forkers(), timeout=30)
            self.assertFalse([each for each in forkers() if each.status() != psutil.STATUS_ZOMBIE])
            self.assertTrue(run(parse, plan_text().encode(), "plan.txt"))

    def test_who_reads_ends_with_who_has_forked_it(self):
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(run, read_pkcs12, hostile_files.slow_key(mac=2_900_000), "PIN")
            # Before it computes, the file is not handed over, and would be read by the next one.
            while not (found := [reader for reader in readers() if seconds_of(reader) > 0.2]):
                self.assertFalse(answer.done())
            with self.assertLogs('odoo.addons.dan_van.confined', 'WARNING'):
                for forker in forkers():
                    forker.kill()
                self.assertEqual(answer.exception().key, 'busy', "it is not the file's fault")
        self.assertFalse(psutil.wait_procs(found, timeout=30)[1])

    def test_what_a_reader_has_started_ends_also_without_who_has_forked_it(self):
        with subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=True) as program:
            line, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            other.close()
            self.assertIsNone(forks.Reader(line, program.pid).end())
            self.assertEqual(program.wait(30), -signal.SIGKILL)

    def test_who_is_replaced_lets_its_reader_finish(self):
        with patch.object(forks, 'IDLE', 0.2), ThreadPoolExecutor(1) as pool:
            self.assertTrue(run(parse, plan_text().encode(), "plan.txt"))
            answer = pool.submit(run, parse, LONG, "plan.txt")
            while not readers():
                self.assertFalse(answer.done())
            forks._forker.leave()
            self.assertTrue(answer.result())

    def test_both_end_with_the_server(self):
        script = ("import sys; sys.path.append(%r); import confined, importer;"
                  "confined.run(importer.parse, open(%r, 'rb').read(), 'a.txt'); print('read', flush=True);"
                  "confined.run(importer.parse, sys.stdin.buffer.read(), 'a.txt')" % (
                      str(ROOT), str(ROOT / 'demo' / 'ke-hoach-mau.txt')))
        with subprocess.Popen([sys.executable, '-I', '-c', script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
            self.assertEqual(server.stdout.readline(), b"read\n")
            server.stdin.write(LONG * 3)
            server.stdin.close()
            while len(found := psutil.Process(server.pid).children(recursive=True)) < 2:
                self.assertIsNone(server.poll())
            server.kill()
        self.assertFalse(psutil.wait_procs(found, timeout=30)[1])

    def test_only_so_many_at_once(self):
        with ExitStack() as stack:
            for _ in range(slots.MOST):
                # Others on this machine may hold them already, for a moment.
                self.assertIsNotNone(stack.enter_context(slots.taken(60)))
            stack.enter_context(patch.object(process, 'PATIENCE', 0.2))
            with self.assertRaises(NotRead) as caught, self.assertLogs('odoo.addons.dan_van.confined', 'WARNING'):
                run(parse, plan_text().encode(), "plan.txt")
            self.assertEqual(caught.exception.key, 'busy')
        self.assertTrue(run(parse, plan_text().encode(), "plan.txt"))

    def test_who_reads_much_leaves_places_to_others(self):
        with ExitStack() as stack:
            stack.enter_context(slots.taken(60, "one user"))
            stack.enter_context(patch.object(process, 'PATIENCE', 0.2))
            with self.assertRaises(NotRead) as caught, self.assertLogs('odoo.addons.dan_van.confined', 'WARNING'):
                run(parse, plan_text().encode(), "plan.txt", holder="one user")
            self.assertEqual(caught.exception.key, 'busy')
            stack.enter_context(patch.object(process, 'PATIENCE', 60))
            self.assertTrue(run(parse, plan_text().encode(), "plan.txt", holder="another"))

    def test_twenty_at_once_wait_for_each_other(self):
        most, done = 0, threading.Event()

        def watch():
            nonlocal most
            while not done.wait(0.01):
                most = max(most, len(readers()))
        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            with ThreadPoolExecutor(20) as pool:
                found = list(pool.map(lambda _number: run(parse, plan_text().encode(), "plan.txt"), range(20)))
        finally:
            done.set()
            watcher.join()
        self.assertEqual(found, [parse(plan_text().encode(), "plan.txt")] * 20)
        self.assertTrue(1 <= most <= slots.MOST, most)

    def test_it_reaches_no_network(self):
        script = ("import socket, sys; sys.path.insert(0, sys.argv[1]); import worker; worker.limit(1 << 30, 20, 60)\n"
                  "def may(family):\n"
                  "    try: return bool(socket.socket(family, socket.SOCK_RAW if family == socket.AF_NETLINK else socket.SOCK_STREAM))\n"
                  "    except PermissionError: return False\n"
                  "print([may(family) for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK)])")
        script += ("; import subprocess; print(subprocess.run([sys.executable, '-c', 'import socket; socket.socket()'], check=False,"
                   " stderr=subprocess.DEVNULL).returncode)")
        done = subprocess.run(
            [sys.executable, '-I', '-c', script, str(ROOT / 'confined')], check=True, capture_output=True, timeout=60, text=True)
        self.assertEqual(done.stdout.splitlines(), ["[True, False, False, False]", "1"])
        self.assertTrue(foreign_file.SIGNING.online, "a time stamp is fetched")
        self.assertFalse(Limits().online or foreign_file.OLD_WORD.online or foreign_file.SCAN.online)

    def test_it_runs_without_odoo_and_within_the_limits_of_its_parent(self):
        script = ("import resource, sys; resource.setrlimit(resource.RLIMIT_CPU, (15, 15));"
                  "sys.path = [path for path in sys.path if 'odoo' not in path] + [%r]; import confined, importer;"
                  "print(confined.run(importer.parse, sys.stdin.buffer.read(), 'a.txt').type);"
                  "sys.exit(any(name.split('.')[0] == 'odoo' for name in sys.modules))" % str(ROOT))
        done = subprocess.run(
            [sys.executable, '-I', '-c', script], input=plan_text().encode(), capture_output=True, check=True, timeout=60)
        self.assertEqual(done.stdout.decode().strip(), "KẾ HOẠCH")
