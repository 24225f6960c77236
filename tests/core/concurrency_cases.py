import itertools
import os
import secrets
import threading
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.db import exp_drop, exp_duplicate_database
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name
from odoo.tools import mute_logger


class ConcurrencyCase(BaseCase):
    """Two requests that meet, each over a real connection of its own.

    What they commit can't be deleted through Odoo, so they meet in a copy of the database, which is dropped afterwards.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The test runner holds this lock; the other request's thread needs the registry too.
        cls.enterClassContext(patch.object(Registry, '_lock', DummyRLock()))
        # How long Odoo waits before it repeats a request makes no difference here.
        cls.enterClassContext(patch('odoo.service.model.random.uniform', lambda *_args: 0))
        # PostgreSQL refuses outdated views, Odoo repeats the request.
        cls.enterClassContext(mute_logger('odoo.sql_db'))
        # Named as the throw-away databases of the test command, which drops what a killed run leaves behind.
        cls.database = f'dan_van_run_meeting_{os.getpid()}_{secrets.token_hex(3)}'
        # Without the switch of the database manager, which is off where tests run.
        exp_duplicate_database.__wrapped__(get_db_name(), cls.database)
        cls.addClassCleanup(cls._drop)
        cls.registry = Registry(cls.database)

    @classmethod
    def _drop(cls):
        # Odoo drops what it lists, which is the tests' own database only.
        with patch('odoo.service.db.list_dbs', lambda *_args: [cls.database]):
            exp_drop.__wrapped__(cls.database)

    @classmethod
    def request(cls, act):
        """Run ``act(env)`` as Odoo runs a request: repeated when PostgreSQL asks for it, committed."""
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            return retrying(lambda: act(env), env)

    def attempt(self, act):
        """:return: what a request is refused with, as str; ``''`` where it is not"""
        try:
            self.request(act)
        except UserError as error:
            return str(error)
        return ''

    def outdated(self, act, meanwhile):
        """Let ``meanwhile`` be committed when the request ``act`` has begun, so has its view of the database.

        :return: (refusal of ``act``, refusal of ``meanwhile``)
        """
        said = []

        def begun(env):
            env.cr.execute("SELECT id FROM res_company")
            if not said:
                said.append(self.attempt(meanwhile))
            act(env)
        return self.attempt(begun), said[0]

    def open_still(self, act, other):
        """Let ``other`` come when ``act`` has written everything and is not committed yet.

        :return: (refusal of ``act``, refusal of ``other``)
        """
        said = []
        thread = threading.Thread(target=lambda: said.append(self.attempt(other)))

        def opened(env):
            act(env)
            env.flush_all()
            if not thread.ident:
                thread.start()
                self.wait_until_waiting(thread)
        refusal = self.attempt(opened)
        thread.join(60)
        self.assertTrue(said, "the other request has come to an end")
        return refusal, said[0]

    def wait_until_waiting(self, thread):
        """Return when ``thread`` waits for a lock of PostgreSQL, or has ended."""
        with self.registry.cursor() as cr:
            for _index in range(1000):
                cr.execute("""SELECT count(*) FROM pg_stat_activity
                               WHERE datname = current_database() AND wait_event_type = 'Lock'""")
                [[waiting]] = cr.fetchall()
                cr.rollback()
                if waiting or not thread.is_alive():
                    return
                threading.Event().wait(0.01)
        self.fail("the other request neither waits nor ends")

    # The four ways to meet

    def meet(self, prepare, change, step, check=lambda *_args: None, refused=True):
        """Let a change and a step that freezes what it is about meet in every order, each with new records.

        :param prepare: function of env that makes the records; its result is handed to the others
        :param change, step: functions of env and the records
        :param check: function of env, the records and whether the step was done before the change; asserts what holds then
        :param refused: whether the change is refused where the step was first
        """
        for way, names in itertools.product((self.outdated, self.open_still), (('change', 'step'), ('step', 'change'))):
            with self.subTest(way=way.__name__, begins=names[0]):
                given = self.request(prepare)
                acts = {'change': lambda env, given=given: change(env, given), 'step': lambda env, given=given: step(env, given)}
                said = dict(zip(names, way(*(acts[name] for name in names))))
                # Whose view is outdated is committed last.
                stepped = names[way == self.outdated] == 'step'
                if stepped:
                    self.assertFalse(said['step'])
                    self.assertEqual(bool(said['change']), refused, said['change'] or "the change came after the step")
                else:
                    self.assertFalse(said['change'])
                    # A step is refused while somebody else has the record open; it is pressed again.
                    if said['step']:
                        self.assertIn("Somebody else is working", said['step'])
                        self.request(acts['step'])
                self.request(lambda env, given=given, stepped=stepped: check(env, given, stepped))

    def twice(self, prepare, act, check):
        """Let a request meet another one that does the same, in both ways, each with new records.

        :param prepare: function of env that makes the records; its result is handed to the others
        :param act: function of env and the records
        :param check: function of env, the records and the refusals of both
        """
        for way in (self.outdated, self.open_still):
            with self.subTest(way=way.__name__):
                given = self.request(prepare)
                said = way(*[lambda env, given=given: act(env, given)] * 2)
                self.request(lambda env, given=given, said=said: check(env, given, said))
