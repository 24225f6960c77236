import base64
import logging
from contextlib import contextmanager, suppress

from psycopg2 import Error

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from ...signatures.signing import sign
from .. import signature_cases as cases
from ..signature_cases import PIN
from .test_digital_signature import SigningCase


class Heard(list):
    """What psycopg2 hands over of PostgreSQL's messages."""

    def __init__(self, heard):
        super().__init__()
        self.append = heard.append


@tagged('post_install', '-at_install')
class TestCertificateLeaks(SigningCase):
    """Whatever is sent along with a certificate, neither the file nor its PIN nor the picture comes into a log."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.raw = base64.b64encode(cases.leader().pkcs12()).decode()
        cls.picture = base64.b64encode(cases.picture('agency')).decode()
        cls.signed = base64.b64encode(sign(cls.issued, cases.leader().pkcs12(), PIN, field='outside')).decode()

    @contextmanager
    def nothing_heard(self, *refusals):
        """Listen to all loggers at level DEBUG, and to what PostgreSQL writes into its own log, where it logs all statements.

        :param refusals: the errors of which one has to be raised inside, and then everything is taken back
        """
        heard = []

        class Listener(logging.Handler):
            def emit(self, record):
                heard.append(self.format(record))

        listener, connection = Listener(), self.env.cr._cnx
        loggers = [logging.getLogger(name) for name in ('', 'odoo.service.model', 'odoo.sql_db', 'odoo.http')]
        before = [(logger.level, logger.propagate) for logger in loggers]
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL log_statement = 'all'; SET LOCAL client_min_messages = 'log'")
        connection.notices = Heard(heard)
        try:
            for logger in loggers:
                logger.addHandler(listener)
                logger.setLevel(logging.DEBUG)
                logger.propagate = False
            with suppress(*refusals):
                with self.env.cr.savepoint():
                    yield
                self.assertFalse(refusals, "nothing was refused")
        finally:
            connection.notices = []
            self.env.cr.execute("RESET log_statement; RESET client_min_messages")
            for logger, (level, propagate) in zip(loggers, before):
                logger.removeHandler(listener)
                logger.setLevel(level)
                logger.propagate = propagate
        said = '\n'.join(heard)
        self.assertIn('SAVEPOINT', said, "statements were heard")
        self.assertIn('LOG:  statement: ', said, "PostgreSQL was heard")
        for secret in (self.raw, self.picture, self.signed):
            for part in (secret[:60], secret[500:560], secret.encode().hex()[600:660]):
                self.assertNotIn(part, said)
        self.assertNotIn(PIN, said)

    def test_what_is_refused(self):
        """Each bad value is one that another statement than the check of the file finds, or a constraint of the database."""
        good = {'upload': self.raw, 'pin': PIN, 'image': self.picture, 'kind': 'personal'}
        mine = self.as_user('head', 'dan_van.certificate')
        for bad in (
                {'width': 3}, {'width': 'NaN'}, {'width': 1e300}, {'width': []}, {'kind': 'other'}, {'kind': None}, {'image': 'x'},
                {'image': 5}, {'pin': 'x'}, {'pin': 5}, {'upload': 5}, {'upload': self.raw[:-4]}, {'upload': {}}):
            with self.subTest(bad=str(bad)[:40]), self.nothing_heard(UserError, ValueError, TypeError, Error):
                call_kw(mine, 'create', [[{**good, **bad}]], {})

    def test_a_refused_picture(self):
        for bad in ({'width': 3}, {'width': 1e300}):
            with self.subTest(bad=bad), self.nothing_heard(UserError, Error):
                call_kw(self.as_user('head', self.own), 'write', [self.own.ids, {'image': self.picture, **bad}], {})

    def test_an_owner_who_is_gone(self):
        """The statement that PostgreSQL refuses since the user is no more."""
        values = {'upload': self.raw, 'pin': PIN, 'image': self.picture, 'kind': 'personal'}
        with self.nothing_heard(Error):
            self.env(user=self.users['head'].browse(999_999_999), su=True)['dan_van.certificate'].create(values)

    def test_what_is_accepted(self):
        with self.nothing_heard():
            [made] = call_kw(self.as_user('head', 'dan_van.certificate'), 'create', [[{
                'upload': self.raw, 'pin': PIN, 'image': self.picture, 'kind': 'personal'}]], {})
            kept = self.env['dan_van.certificate'].browse(made)
            call_kw(self.as_user('head', kept), 'web_save', [[made], {'image': self.picture}], {'specification': {}})
            kept.flush_recordset()
        kept.invalidate_recordset()
        self.assertEqual(kept.sudo().with_context(bin_size=False).pkcs12, self.raw.encode())
        self.assertEqual(kept.with_context(bin_size=False).image, self.picture.encode())
        kept.image = False
        self.assertFalse(kept.image)

    def test_the_dialog(self):
        """Neither its PIN nor the signed file."""
        action = self.as_user('head', self.plan).action_sign_pdf()
        wizard = self.as_user('head', 'dan_van.sign.wizard').with_context(**action['context'])
        for bad in ({'res_model': None}, {'transition': None}, {'certificate_id': 999_999_999}, {'way': None}):
            values = {'way': 'here', 'certificate_id': self.own.id, 'pin': PIN, 'upload': self.signed, **bad}
            with self.subTest(bad=bad), self.nothing_heard(UserError, ValueError, Error):
                call_kw(wizard, 'create', [[values]], {'context': wizard.env.context})
        with self.nothing_heard():
            kept = wizard.create({'way': 'outside', 'upload': self.signed})
            kept.action_confirm()
        self.assertEqual(self.current(), base64.b64decode(self.signed))
