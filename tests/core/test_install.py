"""The addon is installed where nobody has prepared anything for it."""
import os
import secrets
import sys
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import odoo
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.db import exp_drop
from odoo.tests import BaseCase, tagged
from odoo.tools import config

from ..common import ROOT


@tagged('post_install', '-at_install', 'dan_van_wide')
class TestInstall(BaseCase):

    def test_the_demo_brings_its_language(self):
        """In a new database, which knows English only: the people of the demo read Vietnamese."""
        with patch.object(sys, 'path', [str(ROOT / 'scripts'), *sys.path]):
            from toolbox import odoo as toolbox, odoo_source  # noqa: PLC0415
        instance = toolbox.Odoo(
            odoo_source.OdooSource(Path(odoo.__path__[0]).parent, tuple(config['addons_path']), odoo_source.SERIES),
            Path(sys.executable), SimpleNamespace(env=dict(os.environ)))
        # Named as the throw-away databases of the test command, which drops what a killed run leaves behind.
        database = f'dan_van_run_language_{os.getpid()}_{secrets.token_hex(3)}'
        self.addCleanup(self.drop, database)
        instance.execute(database, '-i', 'dan_van', '--with-demo', what="installing the addon in a new database")
        # The test runner holds this lock.
        with patch.object(Registry, '_lock', DummyRLock()), Registry(database).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.assertTrue(env.ref('base.module_dan_van').demo, "the demo was taken in")
            self.assertEqual(env.ref('dan_van.user_head').lang, 'vi_VN')
            self.assertEqual(env.ref('dan_van.plan_menu').with_context(lang='vi_VN').name, "Kế hoạch")
            self.assertEqual(env.ref('base.menu_administration').with_context(lang='vi_VN').name, "Cài đặt")

    def drop(self, database):
        # Odoo drops what it lists, which is the tests' own database only.
        with patch('odoo.service.db.list_dbs', lambda *_args: [database]):
            exp_drop.__wrapped__(database)
