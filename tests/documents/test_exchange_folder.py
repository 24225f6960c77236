import os
import re
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ...exchange import Folder, FolderError, file_name
from ...exchange import folder as module


@tagged('post_install', '-at_install')
class TestExchangeFolder(BaseCase):
    """The client of an agency puts files into a folder and fetches others; nothing that it puts there leads Odoo elsewhere."""

    def setUp(self):
        super().setUp()
        self.root = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(patch.object(module, 'SETTLED', 0))
        self.folder = self.enterContext(Folder(self.root, 'bdt'))
        self.own = self.root / 'bdt'

    def put(self, name, content=b'<edXML/>'):
        path = self.own / 'in' / name
        path.write_bytes(content)
        return path

    def refused(self, act, *args):
        with self.assertRaises(FolderError) as caught:
            act(*args)
        return caught.exception.key

    def test_a_folder_is_made_with_its_parts_for_the_group_of_the_client(self):
        self.assertEqual({path.name for path in self.own.iterdir()}, {'in', 'out', 'done', 'failed', '.lock'})
        self.assertEqual((self.own / 'in').stat().st_mode & 0o7777, 0o2770)

    def test_one_at_a_time(self):
        self.assertEqual(self.refused(Folder(self.root, 'bdt').__enter__), 'busy')
        self.folder.__exit__(None, None, None)
        with Folder(self.root, 'bdt'):
            pass

    def test_a_name_leads_nowhere_else(self):
        for name in ('..', '../x', 'a/b', '/etc', '.', '', 'A', 'đ', 'a' * 41, 'x\0', 'x\n', '-a'):
            with self.subTest(name):
                self.assertEqual(self.refused(Folder(self.root, name).__enter__), 'name')
        self.assertEqual(self.refused(Folder(self.root / 'none', 'bdt').__enter__), 'root')

    def test_links_are_not_followed(self):
        """Neither that of another agency's folder, nor of a part of it, nor of a file."""
        (self.root / 'khac').symlink_to(self.own)
        self.assertEqual(self.refused(Folder(self.root, 'khac').__enter__), 'link')
        (self.root / 'so').mkdir()
        (self.root / 'so' / 'in').symlink_to(self.own / 'in')
        self.assertEqual(self.refused(Folder(self.root, 'so').__enter__), 'link')
        secret = self.root / 'secret'
        secret.write_text("bí mật")
        (self.own / 'in' / 'a.edxml').symlink_to(secret)
        self.assertEqual(self.refused(self.folder.read, 'a.edxml'), 'kind')
        self.folder.take_away('a.edxml', False, "x")
        self.assertTrue((self.own / 'failed' / 'a.edxml').is_symlink())
        self.assertEqual(secret.read_text(), "bí mật")
        (self.own / 'out' / '.b.edxml.part').symlink_to(secret)
        self.folder.write('b.edxml', b'moi')
        self.assertEqual((secret.read_text(), (self.own / 'out' / 'b.edxml').read_bytes()), ("bí mật", b'moi'))

    def test_what_is_no_file_is_refused(self):
        os.mkfifo(self.own / 'in' / 'a.xml')
        (self.own / 'in' / 'b.xml').mkdir()
        self.assertEqual([self.refused(self.folder.read, name) for name in self.folder.names()], ['kind', 'kind'])
        for name in self.folder.names():
            self.folder.take_away(name, False, "không phải tệp")
        self.assertEqual(self.folder.names(), [])

    def test_only_whole_messages_are_seen(self):
        for name in ('a.part', '.b.edxml', 'c.edxml.part', 'd.pdf', 'e.edxml.tmp'):
            self.put(name)
        self.assertEqual(self.folder.names(), [])
        self.put('X.EDXML')
        self.put('y.xml')
        self.assertEqual(sorted(self.folder.names()), ['X.EDXML', 'y.xml'])
        with patch.object(module, 'SETTLED', 60):
            self.assertEqual(self.folder.names(), [], "just written, whatever it says of its time")
            os.utime(self.own / 'in' / 'y.xml', (0, 0))
            self.assertEqual(self.folder.names(), [])

    def test_what_grows_while_it_is_read_is_left(self):
        path, fstat = self.put('a.xml'), os.fstat

        def growing(handle):
            found = fstat(handle)
            with path.open('ab') as file:
                file.write(b'x')
            time.sleep(0.01)
            return found
        with patch.object(os, 'fstat', growing):
            self.assertEqual(self.refused(self.folder.read, 'a.xml'), 'unsettled')
        path.unlink()
        self.assertEqual(self.refused(self.folder.read, 'a.xml'), 'unsettled')

    def test_what_takes_the_name_of_a_message_meanwhile_stays(self):
        """It was not read, so it is no message that was taken."""
        def replaced():
            path.unlink()
            self.put('a.xml', b'new')
        for change in (replaced, lambda: path.write_bytes(b'new')):
            path = self.put('a.xml', b'old')
            self.assertEqual(self.folder.read('a.xml'), b'old')
            time.sleep(0.01)
            change()
            self.folder.take_away('a.xml', True, "đã nhận")
            self.assertEqual(self.folder.read('a.xml'), b'new')
            self.assertFalse(list((self.own / 'done').iterdir()))
        self.folder.take_away('a.xml', True, "đã nhận")
        self.assertEqual((self.own / 'done' / 'a.xml').read_bytes(), b'new')

    def test_a_large_file_is_not_read(self):
        self.put('a.xml', b'x' * 2_000)
        with patch.object(module, 'LARGEST', 1_000):
            self.assertEqual(self.refused(self.folder.read, 'a.xml'), 'size')

    def test_a_name_in_use_overwrites_nothing(self):
        for content in (b'1', b'2', b'3'):
            self.put('a.edxml', content)
            self.folder.take_away('a.edxml', True, content.decode())
        self.assertEqual({path.name: path.read_bytes().strip() for path in (self.own / 'done').iterdir()}, {
            'a.edxml': b'1', 'a.edxml.txt': b'1', 'a (2).edxml': b'2', 'a (2).edxml.txt': b'2', 'a (3).edxml': b'3', 'a (3).edxml.txt': b'3'})

    def test_long_and_broken_names(self):
        for name in ("đ" * 120 + '.edxml', 'x' * 240 + '.xml', os.fsdecode(b'\xff\xfe.xml')):
            self.put(name)
            self.assertEqual(self.folder.names(), [name])
            self.folder.take_away(name, False, "vì sao")
            self.assertEqual(self.folder.names(), [])
        self.assertEqual(len(list((self.own / 'failed').iterdir())), 6)

    def test_the_same_message_out_is_one_file(self):
        name = file_name('000.00.12.H10,2026/02/05,05/QĐ-BDT-0', 'ab' * 32)
        self.assertEqual(name, '000.00.12.H10-2026-02-05-05-QD-BDT-0-abababababababab.edxml')
        for _time in range(2):
            self.folder.write(name, b'x')
        self.assertEqual([path.name for path in (self.own / 'out').iterdir()], [name])
        for odd in ('../../etc/passwd', '', '…', 'a' * 300):
            self.assertRegex(file_name(odd, 'ab' * 32), re.compile(r'[A-Za-z0-9._-]{17,110}\.edxml'))
            self.assertFalse(file_name(odd, 'ab' * 32).startswith('.'))

    def test_nobody_sees_half_a_file(self):
        """What goes out has its name once it is whole; who kills the server leaves what the client does not take."""
        with patch.object(os, 'rename', side_effect=KeyboardInterrupt), self.assertRaises(KeyboardInterrupt):
            self.folder.write('a.edxml', b'x')
        self.assertEqual([path.name for path in (self.own / 'out').iterdir()], ['.a.edxml.part'])
        self.folder.write('a.edxml', b'x')
        self.assertEqual([path.name for path in (self.own / 'out').iterdir()], ['a.edxml'])
