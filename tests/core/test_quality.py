import ast
import re
import sys
from collections import defaultdict
from importlib.metadata import packages_distributions
from pathlib import Path

from odoo.modules.module import Manifest
from odoo.tests import BaseCase, TransactionCase, tagged

ROOT = Path(__file__).resolve().parents[2]
# Packages that know no Odoo; each needs nothing but what requirements.txt declares, and the one on which others may stand.
BASE = 'asking'
PURE = ('importer', 'rendering', 'exchange', 'signatures', BASE)
CODE = (*PURE, 'models', 'wizards', 'controllers')
LONGEST_METHOD = 40
# Folder, how a file's name ends, and the most lines that a file there may have.
LONGEST_FILE = (
    *((name, '.py', 400) for name in ('models', 'wizards', 'controllers', *PURE, 'confined', 'pictures', 'sheets', 'tests')),
    ('scripts', '', 400), ('static/src', '.js', 400),
    ('views', '.xml', 300), ('wizards', '.xml', 300), ('reports', '.xml', 300),
)
# Where a developer's or a build's files live; a path of the system itself, such as /usr, is no matter.
MACHINE_PATH = re.compile(r'(?<![\w.])/(?:root|home|tmp|work|Users|workspace)/\w')


def files(*folders, suffix='.py'):
    """Yield the files below ``folders`` whose name ends with ``suffix``, in order; bytecode is none of them."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob(f'*{suffix}')):
            if path.is_file() and '__pycache__' not in path.parts:
                yield path


def model_of(node):
    """:return: name of the model that a class defines or extends, or ``None``"""
    named = {each.targets[0].id: each.value for each in node.body
             if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)}
    for name in ('_name', '_inherit'):
        if isinstance(value := named.get(name), ast.Constant):
            return value.value
    return None


def programs():
    """Yield the Python files of scripts/, with or without a suffix."""
    for path in files('scripts', suffix=''):
        if path.suffix == '.py' or path.read_bytes().startswith(b'#!/usr/bin/env python3'):
            yield path


def imports(path):
    """Yield ``(module, level)`` of every import of a file, those inside functions as well.

    ``level`` counts the leading dots of a relative import, as in :class:`ast.ImportFrom`.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, 0) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or '', node.level


def requirements(*parts):
    """Return ``{distribution: version specifier}`` of a requirements file of the repository."""
    lines = ROOT.joinpath(*parts).read_text(encoding='utf-8').splitlines()
    stated = (line.partition('#')[0].strip() for line in lines)
    found = (re.match(r'([\w.-]+)(?:\[[\w,]+\])?\s*(.*)', line) for line in stated if line)
    return {match[1].lower(): match[2] for match in found}


def undeclared(folders, declared):
    """Return ``[file: module]`` for each import that neither Python, Odoo nor ``declared`` brings."""
    brought = packages_distributions()
    known = {*sys.stdlib_module_names, 'odoo'}
    return sorted({
        f'{path.relative_to(ROOT)}: {module}'
        for path in files(*folders) for module, level in imports(path)
        if not level and (top := module.partition('.')[0]) not in known
        and not declared & {name.lower() for name in brought.get(top, ())}})


@tagged('post_install', '-at_install')
class TestRequirements(BaseCase):
    """What the addon needs is declared, once for pip and once for Odoo."""

    def test_both_declarations_agree(self):
        manifest = Manifest.for_addon('dan_van')
        self.assertEqual(
            sorted(requirements('requirements.txt')),
            sorted(name.lower() for name in manifest['external_dependencies']['python']))

    def test_every_requirement_ends_before_a_major_version(self):
        unbounded = [name for name, version in requirements('requirements.txt').items()
                     if not re.search(r'<\d+(\.0)*$', version)]
        self.assertFalse(unbounded, "A next major version may break what is there")

    def test_pure_packages_import_what_is_declared(self):
        declared = set(requirements('requirements.txt'))
        self.assertTrue(declared)
        self.assertFalse(undeclared(PURE, declared), "Imported, but not in requirements.txt")

    def test_models_import_what_is_declared_or_comes_with_odoo(self):
        declared = {*requirements('requirements.txt'), *requirements('scripts', 'requirements-odoo.txt')}
        self.assertFalse(
            undeclared(('models', 'wizards', 'controllers'), declared), "Imported, but brought by nobody")


@tagged('post_install', '-at_install')
class TestSources(BaseCase):
    """The structure and the size of the code."""

    def test_pure_packages_know_no_odoo(self):
        astray = []
        for package in PURE:
            for path in files(package):
                depth = len(path.relative_to(ROOT).parts) - 1
                astray += [
                    f"{path.relative_to(ROOT)}: {'.' * level}{module}" for module, level in imports(path)
                    if level > depth and (level, module, package != BASE) != (depth + 1, BASE, True)
                    or not level and module.partition('.')[0] == 'odoo']
        self.assertFalse(astray, "A pure package works without Odoo and without the rest of the addon")
        self.assertTrue(list(files(*PURE)), "no pure package was found")

    def test_no_path_of_a_machine(self):
        found = []
        for path in files('.', suffix=''):
            if '.git' in path.parts:
                continue
            try:
                lines = path.read_text(encoding='utf-8').splitlines()
            except UnicodeDecodeError:
                continue
            found += [f'{path.relative_to(ROOT)}:{number}: {line.strip()}'
                      for number, line in enumerate(lines, 1) if MACHINE_PATH.search(line)]
        self.assertFalse(found, "The addon must work in any folder")

    def test_files_are_short(self):
        long = []
        for folder, suffix, most in LONGEST_FILE:
            for path in programs() if folder == 'scripts' else files(folder, suffix=suffix):
                count = len(path.read_text(encoding='utf-8').splitlines())
                if count > most:
                    long.append(f'{path.relative_to(ROOT)}: {count} lines, at most {most}')
        self.assertFalse(long, "Divide these files")

    def test_a_class_is_known_by_three_files(self):
        """At most three files of its room make a class; what a later room adds to it stands in one file there."""
        found = defaultdict(lambda: defaultdict(set))
        for path in files('models'):
            for node in ast.parse(path.read_text(encoding='utf-8')).body:
                if isinstance(node, ast.ClassDef) and (name := model_of(node)) and name.startswith('dan_van.'):
                    found[name][path.parent.name].add(path.name)
        scattered = {
            name: {room: sorted(paths) for room, paths in rooms.items()} for name, rooms in found.items()
            if max(map(len, rooms.values())) > 3 or sorted(map(len, rooms.values()))[:-1] != [1] * (len(rooms) - 1)}
        self.assertFalse(scattered, "Join what belongs together, or give a capability a mixin of its own")
        self.assertGreater(len(found), 50)

    def test_methods_are_short(self):
        long, seen = [], 0
        for path in (*files(*CODE), *programs()):
            for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    seen += 1
                    count = node.end_lineno - node.lineno + 1
                    if count > LONGEST_METHOD:
                        long.append(f'{path.relative_to(ROOT)}: {node.name}, {count} lines')
        self.assertFalse(long, f"Divide these methods: at most {LONGEST_METHOD} lines")
        self.assertTrue(seen, "no method was found")


@tagged('post_install', '-at_install')
class TestEmptyScreens(TransactionCase):
    """A screen without records says what comes next."""

    def test_every_list_explains_itself(self):
        ids = self.env['ir.model.data'].search([
            ('module', '=', 'dan_van'), ('model', '=', 'ir.actions.act_window')]).mapped('res_id')
        listing = self.env['ir.actions.act_window'].browse(ids).filtered(
            lambda action: {'list', 'kanban'} & set(action.view_mode.split(',')))
        self.assertTrue(listing, "no list was found")
        silent = listing.filtered(lambda action: not re.sub(r'<[^>]*>|\s', '', str(action.help or '')))
        self.assertFalse(silent.mapped('xml_id'), "An empty list must explain the next step (field `help`)")

    def test_every_menu_leads_somewhere(self):
        ids = self.env['ir.model.data'].search([
            ('module', '=', 'dan_van'), ('model', '=', 'ir.ui.menu')]).mapped('res_id')
        menus = self.env['ir.ui.menu'].browse(ids)
        self.assertTrue(menus, "no menu was found")
        dead = menus.filtered(lambda menu: not menu.action and not menu.child_id)
        self.assertFalse(dead.mapped('complete_name'), "A menu needs an action or entries below it")
