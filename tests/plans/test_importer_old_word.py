"""Old Word files (.doc), as LibreOffice itself writes them, and what only bears their name."""
import io
import os
import shutil
import tempfile
import time
import zipfile
from pathlib import Path
from unittest.mock import patch

import psutil

from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from ...confined import NotRead, forks, run
from ...importer import UnreadableFile, parse
from ...importer.readers import office
from ...models.core.foreign_file import OLD_WORD
from ...wizards.plans.plan_import import UNREADABLE
from ..importer_cases import make_docx, old_word, plan_text, without_places
from .test_plan_import import ImportCase


def folders():
    """:return: folders of their own that reading processes have at the moment"""
    return {path for path in Path(tempfile.gettempdir()).glob('dan_van-*') if path.is_dir() and not path.name[8:].isdecimal()}


#: Seconds that the hanging office sleeps: they tell its processes from others.
SLEEP = "6173"


def offices():
    """:return: processes of LibreOffice, or of what stands for it, that read for this system"""
    return [each for each in psutil.process_iter(['cmdline'])
            if any('/dan_van-' in word or word == SLEEP for word in each.info['cmdline'] or ())]


@tagged('post_install', '-at_install', 'dan_van_long')
class TestOldWord(BaseCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new = make_docx(plan_text())
        cls.old = old_word(cls.new)

    def assertRefused(self, code, data):
        with self.assertRaises(UnreadableFile) as caught:
            run(parse, data, "ke-hoach.doc", limits=OLD_WORD)
        self.assertEqual(caught.exception.code, code)

    def test_it_says_what_the_newer_file_says(self):
        before = folders()
        found = run(parse, self.old, "ke-hoach.doc", limits=OLD_WORD)
        self.assertEqual(without_places(found.to_dict()), without_places(parse(self.new, "ke-hoach.docx").to_dict()))
        self.assertLessEqual(folders(), before, "profile and files are removed")

    def test_the_content_decides_not_the_name(self):
        self.assertEqual(parse(self.new, "ke-hoach.doc").type, "KẾ HOẠCH")
        sheet = io.BytesIO()
        with zipfile.ZipFile(sheet, 'w') as archive:
            archive.writestr('xl/workbook.xml', '<workbook/>')
        for data in (b"{\\rtf1\\ansi KE HOACH}", b"<html><body>KE HOACH</body></html>", b"\n<!DOCTYPE html><p>", sheet.getvalue(),
                     self.old[:8] + bytes(504) + "Workbook".encode('utf-16-le')):
            with self.subTest(data[:10]):
                self.assertRefused('wrong_type', data)

    def test_a_damaged_one_is_refused(self):
        for data in (self.old[:3000], self.old[:512] + bytes(len(self.old) - 512) + "WordDocument".encode('utf-16-le')):
            with self.subTest(len(data)):
                self.assertRefused('broken', data)

    def test_a_password_is_told(self):
        place = next(place for place in range(0, len(self.old), 512) if self.old.startswith(b"\xec\xa5", place))
        locked = bytearray(self.old)
        locked[place + 11] |= 1
        self.assertRefused('encrypted', bytes(locked))

    def test_it_is_stopped_with_all_that_it_has_started(self):
        before, path = folders(), Path(tempfile.mkdtemp())
        self.addClassCleanup(shutil.rmtree, path)
        (path / 'soffice').write_text(f"#!/bin/sh\nsleep {SLEEP} &\nsleep {SLEEP}\n")
        (path / 'soffice').chmod(0o700)
        with self.assertRaises(NotRead), mute_logger('odoo.addons.dan_van.confined.process'), \
                patch.dict(forks._ENVIRONMENT, PATH=f'{path}:{os.defpath}'):
            run(parse, self.old, "ke-hoach.doc", limits=OLD_WORD._replace(wall=2))
        with self.assertRaises((NotRead, UnreadableFile)), mute_logger('odoo.addons.dan_van.confined.process'):
            run(parse, self.old, "ke-hoach.doc", limits=OLD_WORD._replace(memory=200 << 20))
        end = time.monotonic() + 10
        while offices() and time.monotonic() < end:
            time.sleep(0.1)
        self.assertFalse(offices())
        self.assertLessEqual(folders(), before)


class TestOldWordImport(ImportCase):

    def test_the_draft_has_the_file_as_it_came(self):
        old = old_word(make_docx(plan_text()))
        wizard = self.wizard(old, "ke-hoach.doc")
        wizard.action_read()
        self.assertEqual(wizard.state, 'preview')
        plan = self.created(wizard)
        self.assertEqual(plan.subject, "Thực hiện dân chủ ở cơ sở năm 2026")
        attachment = plan.message_ids.attachment_ids.filtered(lambda file: file.name == "ke-hoach.doc")
        self.assertEqual(attachment.raw, old)

    def test_where_the_program_is_missing_the_package_is_named(self):
        with patch.object(office, '_PROGRAM', 'soffice-that-is-nowhere'), self.assertRaises(UnreadableFile) as caught:
            parse(old_word(make_docx(plan_text())), "ke-hoach.doc")
        self.assertEqual(caught.exception.code, 'no_office')
        refusal = self.wizard(b'x', "ke-hoach.doc")._refusal(caught.exception)
        self.assertIn("libreoffice-writer-nogui", str(refusal))
        self.assertIn('no_office', UNREADABLE)
