import ast
import importlib
import sys
from pathlib import Path

from odoo.tests import BaseCase, tagged

from .. import programs

TESTS = Path(__file__).parents[1].resolve()
ROOT = TESTS.parent


@tagged('post_install', '-at_install')
class TestSetUp(BaseCase):
    """What passes here passes on a machine that nobody has prepared."""

    def test_every_face_is_one_of_the_addons(self):
        """Another face breaks lines and pages at other places."""
        listed = programs.call('fc-list', ':', 'file', text=True).stdout
        faces = {Path(line.partition(':')[0]).resolve() for line in listed.splitlines()}
        self.assertEqual(faces, set((ROOT / 'static' / 'fonts').glob('*.ttf')), "run the tests by scripts/test")

    def test_no_test_names_a_face_of_the_system(self):
        folder = '/'.join(('', 'usr', 'share', 'fonts'))
        for path in sorted(TESTS.rglob('*.py')):
            with self.subTest(path.name):
                self.assertNotIn(folder, path.read_text(encoding='utf-8'))

    def test_the_setup_brings_every_program(self):
        sys.path.insert(0, str(ROOT / 'scripts'))
        try:
            debian = importlib.import_module('toolbox.debian')
        finally:
            sys.path.remove(str(ROOT / 'scripts'))
        self.assertLessEqual(set(programs.PACKAGES.values()), set(debian.TESTS))

    def test_every_program_is_called_by_the_one_function(self):
        """This Python itself may be started by hand."""
        for path in sorted(TESTS.rglob('*.py')):
            if path.name == 'programs.py':
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
                if isinstance(node, ast.Call) and ast.unparse(node.func).startswith('subprocess.'):
                    with self.subTest(path.name, line=node.lineno):
                        self.assertTrue(ast.unparse(node.args[0]).startswith(('[sys.executable', 'self.instance.command(')))
