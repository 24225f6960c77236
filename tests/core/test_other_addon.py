"""An addon that builds on this one: installed, upgraded and taken out where nobody else works."""
import os
import re
import secrets
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import odoo
from odoo.service.db import exp_drop
from odoo.sql_db import close_db, db_connect
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import SQL, config

from ..common import ROOT

ADDON = 'dan_van_extension_test'
ADDONS = ROOT / 'tests' / 'addons'
# Run in Odoo's shell on a database with the addon: what it leaves behind is what the agency goes on working with.
LEAVE = """
from odoo.exceptions import UserError
from odoo.modules.registry import Registry

users = {name: env.ref(f'dan_van.user_{name}') for name in ('outreach_staff', 'head', 'office_head', 'clerk')}
unit = env.ref('dan_van.department_outreach')
company = env.ref('dan_van.demo_company').ids

def take(user, record, step):
    record = record.with_user(users[user]).with_context(allowed_company_ids=company)
    getattr(record.with_context(dan_van_shown=record.shown), f'action_{step}')()

def new(model, **values):
    record = env[model].with_user(users['outreach_staff']).with_context(allowed_company_ids=company).create(
        {'subject': "họp", 'department_id': unit.id, **values})
    take('outreach_staff', record, 'submit')
    return record

new('dan_van_extension_test.minutes', conclusion="Thống nhất.")
letter = new('dan_van.letter', addressees="Các phòng", body="Mời họp.")
take('office_head', letter, 'check')
minutes = new('dan_van_extension_test.minutes', conclusion="Thống nhất.")
print("SECTIONS", env.ref('dan_van_extension_test.theme').section_ids.mapped('name'))
addon = env['ir.module.module'].search([('name', '=', 'dan_van_extension_test')])
with env.cr.savepoint() as savepoint:
    take('head', minutes, 'sign')
    take('clerk', minutes, 'issue')
    try:
        addon.button_uninstall()
    except UserError as error:
        print("REFUSED", minutes.code, minutes.code in str(error))
    savepoint.rollback()
env.cr.commit()
addon.button_immediate_uninstall()
with Registry(env.cr.dbname).cursor() as cr:
    env = env(cr=cr)
    letter = env['dan_van.letter'].browse(letter.id)
    print("STATE", letter.state, 'dan_van_extension_test.minutes' in env)
    env['dan_van.workflow.mixin']._follow_people(env['res.company'].search([]))
    print("TURN", letter.activity_ids.user_id == users['head'])
    env['dan_van.issued.file'].search([])._check()
    print("LOG", sorted(set(env['dan_van.approval'].search([]).mapped('label'))))
    take('head', letter, 'sign')
    print("SIGNED", letter.state, env['dan_van.theme'].search_count([('name', '=', "Chuyển đổi số")]))
"""


@tagged('post_install', '-at_install', 'dan_van_wide')
class TestOtherAddon(BaseCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with patch.object(sys, 'path', [str(ROOT / 'scripts'), *sys.path]):
            from toolbox import cache, odoo as toolbox, odoo_source  # noqa: PLC0415
        cls.instance = toolbox.Odoo(
            odoo_source.OdooSource(Path(odoo.__path__[0]).parent, tuple(config['addons_path']), odoo_source.SERIES),
            Path(sys.executable), SimpleNamespace(env=dict(os.environ)))
        cls.free_port = staticmethod(toolbox.free_port)
        # Named as the throw-away databases of the test command, which drops what a killed run leaves behind.
        cls.database = f'dan_van_run_extension_{os.getpid()}_{secrets.token_hex(3)}'
        cls.addClassCleanup(cls.drop)
        cls.copy_database(cache.clone)

    @classmethod
    def copy_database(cls, clone):
        """Copy the database of this run with its files: it has the addon and the people of the demo."""
        name = get_db_name()
        close_db(name)
        with closing(db_connect('postgres').cursor()) as cr:
            cr._cnx.autocommit = True
            cr.execute(SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", name))
            cr.execute(SQL("CREATE DATABASE %s TEMPLATE %s", SQL.identifier(cls.database), SQL.identifier(name)))
        clone(Path(config.filestore(name)), Path(config.filestore(cls.database)))

    @classmethod
    def drop(cls):
        # Odoo drops what it lists, which is the tests' own database only.
        with patch('odoo.service.db.list_dbs', lambda *_args: [cls.database]):
            exp_drop.__wrapped__(cls.database)

    def odoo(self, *arguments, subcommand=(), stdin=None):
        """Run Odoo with the addon on the path until it is done.

        :return: str, what it writes
        """
        paths = ','.join(map(str, (*config['addons_path'], ADDONS)))
        done = subprocess.run(
            self.instance.command(self.database, f'--addons-path={paths}', *arguments, subcommand=subcommand),
            env=self.instance.env, input=stdin, stdin=None if stdin else subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False)
        self.assertEqual(done.returncode, 0, re.findall(r'FAIL: .*|ERROR: .*', done.stdout) or done.stdout[-4000:])
        return done.stdout

    def run_tests(self, option, tags):
        """Install or upgrade the addon and run those of its tests that ``tags`` choose."""
        written = self.odoo(
            option, ADDON, '--test-tags', tags, '--stop-after-init', '--max-cron-threads=0',
            f'--http-port={self.free_port()}', f'--gevent-port={self.free_port()}')
        self.assertRegex(written, r"0 failed, 0 error\(s\) of [1-9]\d* tests")
        self.assertFalse([line for line in written.splitlines() if re.search(r"\d (WARNING|ERROR|CRITICAL) dan_van_run", line)])

    def test_it_is_small(self):
        lines = {
            path.relative_to(ADDONS).as_posix(): len(path.read_text('utf-8').splitlines())
            for path in (ADDONS / ADDON).rglob('*.*')
            if path.suffix in ('.py', '.xml', '.csv') and 'tests' not in path.relative_to(ADDONS).parts}
        self.assertLess(sum(lines.values()), 100, lines)

    def test_it_works_and_leaves_a_working_agency(self):
        self.run_tests('-i', f'/{ADDON}')
        self.run_tests('-u', f'/{ADDON}:TestStep')
        written = self.odoo('--no-http', '--log-level=warn', subcommand=('shell',), stdin=LEAVE)
        # The log keeps what was done by steps that there are no more.
        for line in (r"SECTIONS \['Kết quả chuyển đổi số'\]", r"REFUSED \d+/BB-\S+ True", r"STATE submitted False", r"TURN True", r"LOG \[.*'check'", r"SIGNED signed 0"):
            self.assertRegex(written, line)
