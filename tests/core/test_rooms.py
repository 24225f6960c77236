import ast
import re

from odoo.tests import BaseCase, tagged
from odoo.tests.loader import get_test_modules

from .test_quality import ROOT, files

# The domains; each stands on those before it.
ROOMS = ('core', 'agency', 'documents', 'plans', 'figures', 'reports', 'petitions', 'ratings', 'overview')
# Folders of Python code that are divided into rooms.
CODE = ('models', 'wizards', 'tests')
ADDON = ('odoo', 'addons', 'dan_van')
SCRIPT = re.compile(r'''\bfrom\s+["']@dan_van/(\w+)/''')


def own_tests():
    """Yield the files of tests; those of the addons that tests install are found there."""
    for path in files('tests'):
        if path.name.startswith('test_') and path.relative_to(ROOT).parts[1] != 'addons':
            yield path


def room_of(path):
    """:return: name of the room that a file lies in, or None"""
    room = path.relative_to(ROOT).parts[1]
    return room if room in ROOMS else None


def imported(path):
    """Yield the module of this addon, as a tuple of names, of every import of a file, those inside functions as well."""
    package = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
        if isinstance(node, ast.Import):
            found = [tuple(alias.name.split('.')) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = tuple(node.module.split('.')) if node.module else ()
            above = (*ADDON, *package[:len(package) + 1 - node.level]) if node.level else ()
            found = [(*above, *module, alias.name) for alias in node.names]
        else:
            continue
        yield from (names[3:] for names in found if names[:3] == ADDON)


def later_rooms(room, rooms):
    """:return: those of ``rooms`` that stand on ``room``"""
    return {other for other in rooms if other in ROOMS and ROOMS.index(other) > ROOMS.index(room)}


@tagged('post_install', '-at_install')
class TestRooms(BaseCase):
    """Each file lies in the room of its domain, and a room knows only those that it stands on."""

    def test_every_file_is_in_a_room(self):
        homeless = [
            str(path.relative_to(ROOT)) for folder, suffixes in (
                ('models', ('.py',)), ('wizards', ('.py', '.xml')), ('views', ('.xml',)), ('security', ('.xml', '.csv')),
                ('static/src', ('.js', '.xml', '.scss', '.css')))
            for suffix in suffixes for path in files(folder, suffix=suffix)
            if path.relative_to(ROOT / folder).parts[0] not in (*ROOMS, '__init__.py')]
        homeless += [path.name for path in own_tests() if not room_of(path)]
        self.assertFalse(homeless, f"Put these into one of {', '.join(ROOMS)}")

    def test_imports_go_one_way(self):
        wrong, seen = [], 0
        for path in files(*CODE):
            if room := room_of(path):
                modules = [module for module in imported(path) if module[0] in CODE]
                seen += len(modules)
                wrong += [f"{path.relative_to(ROOT)}: {'.'.join(module)}" for module in modules if later_rooms(room, module[1:2])]
        self.assertFalse(wrong, f"Each of {', '.join(ROOMS)} imports from itself and from those before it")
        self.assertGreater(seen, 100)

    def test_scripts_go_one_way(self):
        for path in files('static/src', suffix='.js'):
            room = path.relative_to(ROOT / 'static' / 'src').parts[0]
            with self.subTest(path.name):
                self.assertFalse(later_rooms(room, SCRIPT.findall(path.read_text(encoding='utf-8'))))

    def test_rooms_are_loaded_in_their_order(self):
        for folder in ('models', 'wizards'):
            rooms = [module[1] for module in imported(ROOT / folder / '__init__.py')]
            self.assertEqual(rooms, [room for room in ROOMS if (ROOT / folder / room).is_dir()])

    def test_a_room_loads_all_its_files(self):
        for folder in ('models', 'wizards'):
            for room in ROOMS:
                names = {path.stem for path in files(f'{folder}/{room}')} - {'__init__'}
                if names:
                    with self.subTest(folder, room=room):
                        self.assertEqual({module[2] for module in imported(ROOT / folder / room / '__init__.py')}, names)

    def test_every_test_is_found(self):
        """Odoo runs what ``tests`` itself has under a name that begins with "test_", whatever room it comes from."""
        found = sorted(module.__name__.split('.', 4)[4] for module in get_test_modules('dan_van'))
        written = sorted(f'{room_of(path)}.{path.stem}' for path in own_tests())
        self.assertEqual(found, written)
