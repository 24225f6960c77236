import os
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

from fontTools.ttLib import TTFont

from odoo.tests import BaseCase, tagged

from ...rendering import faces
from ...rendering.lines import width
from ..common import ROOT, AgencyCase
from ..pdf_measure import MeasuredPdf

_PRINT = """
import sys
sys.path.insert(0, sys.argv[1])
from rendering.pdf import html_to_pdf
sys.stdout.buffer.write(html_to_pdf('<!DOCTYPE html><html lang="vi"><head><title>x</title><style>body { font: 14pt Tinos }</style></head><body><p>mmmmmmmm</p></body></html>'))
"""


class Faces:
    """Folders with faces that somebody could have a licence for: the shipped ones, changed."""

    def folder(self, family="Chữ của cơ quan", change=None, left_out=()):
        """:return: path of a folder with a file for each style, each changed by ``change`` (style, font)"""
        folder = self.enterContext(tempfile.TemporaryDirectory())
        for style in set(faces.STYLES) - set(left_out):
            font = TTFont(faces.SHIPPED / f'Tinos-{style}.ttf')
            font['name'].setName(family, 16, 3, 1, 0x409)
            if change:
                change(style, font)
            font.save(Path(folder, f'{style.lower()}.TTF'))
        return folder

    def used(self, folder):
        """Let documents be printed with the faces of ``folder``."""
        self.enterContext(patch.dict(os.environ, {faces.VARIABLE: str(folder)}))
        self.addCleanup(faces.chosen)
        return faces.chosen()


@tagged('post_install', '-at_install')
class TestFaces(Faces, BaseCase):
    """An agency prints with the faces that it has a licence for."""

    def test_the_shipped_faces_without_a_folder(self):
        chosen = self.used('')
        self.assertEqual((chosen.family, chosen.problem), ('', ()))
        self.assertEqual({path.parent for path in chosen.files.values()}, {faces.SHIPPED})

    def test_a_whole_family_is_printed_and_measured_with(self):
        def widened(style, font):
            advance, bearing = font['hmtx'].metrics['m']
            font['hmtx'].metrics['m'] = (advance * 2, bearing)

        def printed(folder):
            """The fonts of a process are loaded once, as those of a server are."""
            pdf = subprocess.run(
                [sys.executable, '-c', _PRINT, str(ROOT)], env={faces.VARIABLE: folder, 'PATH': os.environ['PATH'], 'HOME': os.environ.get('HOME', '')}, check=True, capture_output=True).stdout
            return MeasuredPdf(pdf).pages[0].line("mmmm").width

        own = self.folder(change=widened)
        self.assertAlmostEqual(printed(own) / printed(''), 2, delta=0.15)
        self.used('')
        narrow = width("mmmm", 14)
        self.assertEqual(self.used(own).family, "Chữ của cơ quan")
        self.assertAlmostEqual(width("mmmm", 14), 2 * narrow, delta=0.01)

    def test_faces_that_can_not_be_used_say_why_and_the_shipped_ones_are(self):
        def restricted(style, font):
            font['OS/2'].fsType = 2

        def poor(style, font):
            for table in font['cmap'].tables:
                table.cmap.pop(ord("ạ"), None)

        for problem, folder in (
                (('folder', '/not/there'), '/not/there'), (('style', 'Italic'), self.folder(left_out=['Italic'])),
                (('licence', 'bold.TTF'), self.folder(change=restricted)), (('letters', 'bold.TTF'), self.folder(change=poor))):
            with self.subTest(problem[0]):
                chosen = self.used(folder)
                self.assertEqual((chosen.family, chosen.problem), ('', problem))
                self.assertEqual(chosen.files['Bold'].parent, faces.SHIPPED)
        damaged = self.folder()
        Path(damaged, 'bold.TTF').write_bytes(b'no font')
        self.assertEqual(self.used(damaged).problem, ('file', 'bold.TTF'))
        two = self.folder(change=lambda style, font: font['name'].setName(style, 16, 3, 1, 0x409))
        self.assertEqual(self.used(two).problem[0], 'family')

    def test_every_letter_of_vietnamese_is_asked_for(self):
        self.assertLessEqual(set("ỀỂỄẾỆỰữđĐẴợ"), faces.LETTERS)
        self.assertGreater(width("ĐỀ", 14), 0)


@tagged('post_install', '-at_install')
class TestFaceSetting(Faces, AgencyCase):
    """The system administrator sees which faces documents have, and why not those of the folder."""

    def test_the_setting(self):
        settings = self.env['res.config.settings'].with_context(lang='vi_VN')
        self.used(self.folder())
        self.assertEqual(settings.new({}).dan_van_faces, "Chữ của cơ quan")
        self.used('/not/there')
        self.assertIn("/not/there", settings.new({}).dan_van_faces)
        self.assertTrue(settings.new({}).dan_van_faces.startswith('Tinos'))
