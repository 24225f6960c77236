import re
from pathlib import Path

import polib
from lxml import etree

from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).resolve().parents[2]
MANUALS = sorted((ROOT / 'docs' / 'vi').glob('*.md'))
PAGES = [ROOT / 'README.md', *sorted((ROOT / 'docs').glob('*.md')), *MANUALS]
LINK = re.compile(r'\]\(([^)\s]+)\)')
BOLD = re.compile(r'\*\*(.+?)\*\*')
TAG = re.compile(r'<[^>]+>')
MOST_LINES = 10  # of one task, its heading and pictures left out
# Words of Odoo's own screens, and what is bold for another reason.
OTHERS = {'Cài đặt', 'Mới', 'Nhân bản', 'Lưu trữ', 'đậm'}


def anchors(page):
    """:return: set of the anchors that the headings of a page make, as the host of the repository does"""
    headings = re.findall(r'(?m)^#+ (.+)$', page.read_text(encoding='utf-8'))
    return {re.sub(r'[^\w\- ]', '', heading.lower()).replace(' ', '-') for heading in headings}


def terms():
    """:return: set of all that this addon shows in Vietnamese"""
    found = set()
    for folder in ('i18n', 'i18n_extra'):
        for entry in polib.pofile(str(ROOT / folder / 'vi.po')):
            found.add(' '.join(TAG.sub(' ', entry.msgstr).split()))
    return found


def tasks(page):
    """Yield ``(heading, lines)`` of each task of a manual; empty lines and pictures are left out."""
    for section in re.split(r'(?m)^### ', page.read_text(encoding='utf-8'))[1:]:
        heading, *lines = re.split(r'(?m)^## ', section)[0].splitlines()
        yield heading, [line for line in lines if line.strip() and not line.startswith('![')]


@tagged('post_install', '-at_install')
class TestManuals(BaseCase):
    """What README and manuals name is there."""

    def test_links_lead_somewhere(self):
        dead = []
        for page in PAGES:
            for link in LINK.findall(page.read_text(encoding='utf-8')):
                path, _hash, anchor = link.partition('#')
                if '://' in link:
                    continue
                target = (page.parent / path).resolve() if path else page
                if not target.exists() or anchor and anchor not in anchors(target):
                    dead.append(f'{page.relative_to(ROOT)}: {link}')
        self.assertFalse(dead, "Files, pictures and headings that a page links to")

    def test_names_are_those_on_screen(self):
        known, strange = terms() | OTHERS, []
        start = (ROOT / 'README.md').read_text(encoding='utf-8').partition('## Bắt đầu nhanh')[2].partition('\n## ')[0]
        texts = {'README.md': start, **{page.name: page.read_text(encoding='utf-8') for page in MANUALS}}
        for name, text in texts.items():
            for bold in BOLD.findall(text):
                strange += [f'{name}: {part}' for part in bold.split(' → ') if part not in known]
        self.assertTrue(MANUALS)
        self.assertFalse(strange, "Bold are menus, buttons, pages and fields, by their names in vi.po")

    def test_paths_begin_with_menus(self):
        words = {entry.msgid: entry.msgstr for entry in polib.pofile(str(ROOT / 'i18n' / 'vi.po'))}
        root = etree.parse(str(ROOT / 'views' / 'overview' / 'menus.xml')).find('menuitem')
        top = {words[menu.get('name')] for menu in root}

        def leads_astray(menu, parts):
            """:return: whether one of ``parts`` is no entry below the one before, as long as there are entries"""
            if not parts or not len(menu):
                return False
            below = [entry for entry in menu if words[entry.get('name')] == parts[0]]
            return all(leads_astray(entry, parts[1:]) for entry in below)

        astray = [
            f'{page.name}: {bold}' for page in PAGES for bold in BOLD.findall(page.read_text(encoding='utf-8'))
            for parts in [bold.removeprefix('Dân vận → ').split(' → ')] if parts[0] in top and leads_astray(root, parts)]
        self.assertFalse(astray, "A path leads through a menu and an entry below it")

    def test_tasks_are_short(self):
        long = [f'{page.name}: {heading}, {len(lines)} lines' for page in MANUALS for heading, lines in tasks(page)
                if len(lines) > MOST_LINES]
        self.assertFalse(long, f"A task takes {MOST_LINES} lines at most")
