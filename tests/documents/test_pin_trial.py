import base64
import threading
from contextlib import suppress
from unittest.mock import patch

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from ...models.documents import certificate
from ...models.documents.pin_trial import FREE
from ...signatures.errors import SignatureError
from .. import signature_cases as cases
from ..signature_cases import PIN

LOGGER = 'odoo.addons.dan_van.models.documents.pin_trial'


@tagged('post_install', '-at_install', 'dan_van_long')
class TestPinTrial(BaseCase):
    """Guessing at a PIN, each try in a transaction of its own that is taken back when it fails, as a request is."""

    def setUp(self):
        super().setUp()
        # The test runner holds this lock; the threads need the registry too.
        self.enterContext(patch.object(Registry, '_lock', DummyRLock()))
        self.registry = Registry(get_db_name())
        self.own = self.in_transaction(self._upload)
        self.addCleanup(self.in_transaction, self._remove)

    def in_transaction(self, function, *args):
        """Run ``function(env, *args)`` as Odoo runs a request."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            return retrying(lambda: function(env, *args), env)

    @staticmethod
    def _upload(env):
        head = env.ref('dan_van.user_head')
        return env['dan_van.certificate'].with_user(head).create({
            'kind': 'personal', 'upload': base64.b64encode(cases.leader().pkcs12()), 'pin': PIN}).id

    def _remove(self, env):
        env['dan_van.certificate'].browse(self.own).unlink()
        env['dan_van.holder.certificate'].search([('state', '=', 'proposed')]).unlink()
        env['mail.message'].search([('subject', 'like', "PIN")]).unlink()

    def _sign(self, env, pin):
        own = env['dan_van.certificate'].browse(self.own).with_user(env.ref('dan_van.user_head'))
        plan = env['dan_van.plan'].search([('state', '=', 'issued')], limit=1)
        return own._sign(plan, cases.document(), pin, 'personal')

    def attempt(self, pin):
        """Try ``pin`` in a request of its own; return what comes of it."""
        try:
            self.in_transaction(self._sign, pin)
        except SignatureError as error:
            return error.key
        except UserError as error:
            return str(error)
        return 'signed'

    def trial(self):
        def read(env):
            trial = env['dan_van.pin.trial'].search([('certificate_id', '=', self.own)])
            return trial.tries, trial.free_from
        return self.in_transaction(read)

    def let_pass(self):
        """Let the time pass that the next try has to wait; return its seconds."""
        def move(env):
            env.cr.execute("""UPDATE dan_van_pin_trial SET free_from = now() AT TIME ZONE 'UTC' WHERE certificate_id = %s
                RETURNING EXTRACT(epoch FROM (SELECT free_from FROM dan_van_pin_trial old WHERE certificate_id = %s)
                                  - clock_timestamp() AT TIME ZONE 'UTC')""", [self.own, self.own])
            return float(env.cr.fetchone()[0])
        return self.in_transaction(move)

    @mute_logger(LOGGER)
    def test_wrong_pins_are_counted_and_slowed(self):
        self.assertEqual([self.attempt(f'{number}') for number in range(FREE)], ['wrong_pin'] * FREE)
        self.assertEqual(self.trial()[0], FREE)
        for pin in ('x', PIN):
            self.assertRegex(self.attempt(pin), f"wrong {FREE} times in a row.*next try is possible from", "even the right one")
        self.assertEqual(self.trial()[0], FREE, "what is not tried is not counted")
        for minutes in (1, 2, 4, 8):
            self.assertAlmostEqual(self.let_pass(), minutes * 60, delta=30)
            self.assertEqual(self.attempt('x'), 'wrong_pin')
        self.let_pass()
        self.assertEqual(self.attempt(PIN), 'signed')
        self.assertEqual(self.trial(), (0, False), "the right one begins anew")
        self.assertEqual(self.attempt('x'), 'wrong_pin')

    @mute_logger(LOGGER)
    def test_the_wait_is_a_day_at_most(self):
        self.in_transaction(lambda env: env['dan_van.pin.trial'].create({'certificate_id': self.own, 'tries': 5000}) and None)
        self.assertEqual(self.attempt('x'), 'wrong_pin')
        self.assertAlmostEqual(self.let_pass(), 86400, delta=30)

    @mute_logger(LOGGER, 'odoo.service.model')
    def test_tries_at_the_same_moment(self):
        found, start = [], threading.Barrier(3 * FREE)

        def guess():
            start.wait(30)
            found.append(self.attempt('x'))

        threads = [threading.Thread(target=guess) for _index in range(3 * FREE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        self.assertEqual(len(found), 3 * FREE)
        self.assertLessEqual(found.count('wrong_pin'), FREE)
        self.assertLessEqual(self.trial()[0], FREE)

    @mute_logger(LOGGER)
    def test_only_a_wrong_pin_counts(self):
        """A try that ended before the PIN was tried is given back, also the one after which the next would have to wait."""
        busy = patch.object(certificate, 'read_foreign', side_effect=UserError("Too many files are being read"))
        for wrong in range(FREE + 1):
            before = self.trial()[0] if wrong else 0
            with busy:
                self.assertRegex(self.attempt(PIN), "Too many files")
            self.assertEqual(self.trial()[0], before)
            self.assertEqual(self.attempt('x'), 'wrong_pin', wrong)
            if self.trial()[1]:
                self.let_pass()
        for error in (SignatureError('too_slow'), RuntimeError("broken")):
            with patch.object(certificate, 'read_foreign', side_effect=error), suppress(RuntimeError):
                self.attempt(PIN)
            self.assertEqual(self.trial()[0], FREE + 1)
        self.assertEqual(self.attempt(PIN), 'signed')

    @mute_logger(LOGGER)
    def test_a_try_given_back_ends_no_other_wait(self):
        def give_back(env):
            env['dan_van.pin.trial']._give_back(env['dan_van.certificate'].browse(self.own), 1)
        for _index in range(FREE + 1):
            self.attempt('x')
            if self.trial()[1]:
                self.let_pass()
        self.attempt('x')
        tries, free_from = self.trial()
        self.in_transaction(give_back)
        self.assertEqual(self.trial(), (tries - 1, free_from))

    def test_the_owner_is_told(self):
        def messages(env):
            found = env['mail.message'].search([('subject', 'like', "PIN")])
            return found.mapped(lambda message: (message.partner_ids.name, message.body))

        for _index in range(FREE - 1):
            self.attempt('9-guess-9')
        self.assertFalse(self.in_transaction(messages))
        with self.assertLogs(LOGGER, 'WARNING') as log:
            self.attempt('9-guess-9')
        [(name, body)] = self.in_transaction(messages)
        self.assertEqual(name, cases.SIGNER)
        self.assertIn(f'{cases.leader().certificate.serial_number:X}', body)
        for said in (body, *log.output):
            self.assertNotIn('9-guess-9', said)
        self.assertIn('truongban', log.output[0])

    def test_a_file_that_somebody_brings_is_his_own(self):
        """Its PIN he may try at home as well; so that uploads are not counted."""
        def upload(env):
            return env['dan_van.certificate'].with_user(env.ref('dan_van.user_head')).create({
                'upload': base64.b64encode(cases.leader().pkcs12()), 'pin': 'x'})
        for _index in range(FREE + 2):
            with self.assertRaisesRegex(UserError, "PIN is wrong"):
                self.in_transaction(upload)
        self.assertEqual(self.trial(), (0, False))
