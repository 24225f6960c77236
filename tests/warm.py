"""What tests need again and again is found out once; none of them gets to see what another one did."""
import functools
import pickle
import shutil
import types
from pathlib import Path

import freezegun.api

from odoo.addons.base.models.avatar_mixin import AvatarMixin
from odoo.tests.common import BaseCase, ChromeBrowser, get_db_name
from odoo.tools import config

from ..importer import read_page
from ..models.core import foreign_file, ir_actions_report
from ..models.core.foreign_file import OLD_WORD
from ..models.documents import document_files
from ..wizards.core import file_import
from ..wizards.plans import plan_import_scan

# What is derived from the modules' own data. Rules, access and users of a test (`default`) and what it draws for a
# browser (`assets`) are found out anew.
KEPT = ('stable', 'templates', 'groups', 'routing', 'routing.rewrites')
_by_name = freezegun.api._get_module_attributes_hash
_known = {}


def _by_number(module):
    """:return: what changes when a module has got other attributes, without listing their names"""
    return f'{id(module)}-{len(vars(module))}' if isinstance(module, types.ModuleType) else _by_name(module)


# Whenever a clock is stopped freezegun looks for new attributes in all modules; that was a twentieth of all tests.
freezegun.api._get_module_attributes_hash = _by_number

# A profile's folders of what it has loaded and compiled; the browsers of a run, one after the other, have them in common.
_LOADED = ('Cache', 'Code Cache')
_spawn = ChromeBrowser._spawn_chrome


def _spawn_warm(browser, command):
    """Start a browser with a new profile that has loaded and compiled the client's code already."""
    kept, profile = Path(config.filestore(get_db_name()), 'browser'), Path(browser.user_data_dir, 'Default')
    profile.mkdir()
    for name in _LOADED:
        (kept / name).mkdir(parents=True, exist_ok=True)
        (profile / name).symlink_to(kept / name, target_is_directory=True)
    return _spawn(browser, command)


# The browser without a window of its own draws the same pages with less effort.
_windowless, _executable = shutil.which('chromium-headless-shell'), ChromeBrowser.executable
ChromeBrowser.executable = property(lambda browser: _windowless or _executable.fget(browser))
ChromeBrowser._spawn_chrome = _spawn_warm

# What a browser asks for while a page is being recognised waits for that, on slow machines for longer than Odoo's 20 s.
BaseCase.test_cursor_lock_timeout = 120

# The same page gives the same bytes, see TestOfficialPdf, and the same document the same Word file; most documents of tests are issued with the same words and number.
drawn = ir_actions_report.html_to_pdf = functools.lru_cache(maxsize=256)(ir_actions_report.html_to_pdf)

document_files.document_to_docx = functools.lru_cache(maxsize=256)(document_files.document_to_docx)

# Users of a test need no picture: five sizes of it are drawn and filed for each of them.
AvatarMixin._avatar_generate_svg = lambda _record: False

# The same scan, and the same old Word file, say the same: desk and phone are shown what was read once.
_read_foreign, _readings = foreign_file.read_foreign, {}


@functools.wraps(_read_foreign)
def _read_once(env, function, *arguments, **named):
    if function is not read_page and named.get('limits') is not OLD_WORD:
        return _read_foreign(env, function, *arguments, **named)
    key = pickle.dumps((function, arguments, sorted(named.items())))
    if key not in _readings:
        _readings[key] = pickle.dumps(_read_foreign(env, function, *arguments, **named))
    return pickle.loads(_readings[key])


foreign_file.read_foreign = file_import.read_foreign = plan_import_scan.read_foreign = _read_once


class Caches:
    """The caches of a registry at the beginning of a class or test, whose changes are rolled back at its end.

    As after a rollback in the server, a cache that has not been cleared meanwhile still holds what is true; any other
    one holds again what it held at the beginning.
    """

    def __init__(self, registry):
        self._caches = {name: cache for name, cache in registry._Registry__caches.items() if name in KEPT}
        self._held = {}
        for name, cache in self._caches.items():
            self._held[name] = cache.snapshot
            cache[self] = None

    def end(self):
        """Look at the caches before they are cleared."""
        for name, cache in self._caches.items():
            if self in cache:
                self._held[name] = cache.snapshot
                del self._held[name][self]

    def restore(self):
        """Give the caches what they held, once the changes are rolled back."""
        for name, values in self._held.items():
            for key, value in values.items():
                self._caches[name][key] = value

    def keep(self):
        """Let the next class begin with what this one has found out."""
        self.end()
        _known.update(self._held)

    @classmethod
    def known(cls, registry):
        """:return: the caches of ``registry``, filled with what earlier classes have found out"""
        caches = cls(registry)
        caches._held.update(_known)
        caches.restore()
        return caches
