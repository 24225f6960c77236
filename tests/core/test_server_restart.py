"""A server that scripts/run has started starts itself anew when Odoo wants it to, as after too much memory."""
import os
import signal
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import odoo
from odoo.tests import TransactionCase, tagged
from odoo.tools import config

from ..common import ROOT


@tagged('post_install', '-at_install')
class TestServerRestart(TransactionCase):

    def test_it_comes_back_and_is_stopped_as_before(self):
        with patch.object(sys, 'path', [str(ROOT / 'scripts'), *sys.path]):
            from toolbox import odoo as toolbox, odoo_source, serve  # noqa: PLC0415
        instance = toolbox.Odoo(
            odoo_source.OdooSource(Path(odoo.__path__[0]).parent, tuple(config['addons_path']), odoo_source.SERIES),
            Path(sys.executable), SimpleNamespace(env=dict(os.environ)))
        port = toolbox.free_port()
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder, 'log')
            with serve.serving(instance, self.env.cr.dbname, port, log) as process:
                # What Odoo sends itself once it has taken more memory than its soft limit.
                os.kill(process.pid, signal.SIGHUP)
                end = time.monotonic() + 60
                while self.starts(log) < 2 and process.poll() is None and time.monotonic() < end:
                    time.sleep(0.1)
                self.assertEqual(self.starts(log), 2, log.read_text(encoding='utf-8'))
                with urllib.request.urlopen(f'http://localhost:{port}/web/login', timeout=30) as page:
                    self.assertEqual(page.status, 200)
                self.assertIsNone(process.poll(), "it is the same process")
            self.assertEqual(process.wait(10), 0)

    def starts(self, log):
        return log.read_text(encoding='utf-8', errors='replace').count('HTTP service (werkzeug) running')
