import logging
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...signatures.errors import SignatureError
from ..core.res_company import legal_time_text

_logger = logging.getLogger(__name__)

#: Wrong PINs in a row before the next has to wait: a minute, then twice as long each time, at most a day.
FREE = 5
# What can be wrong after a PIN has opened the file, and what a PIN that does not open it leads to.
_AFTER_PIN = frozenset({
    'no_key', 'expired', 'not_yet_valid', 'no_png', 'opaque', 'no_time_stamp', 'no_pdf', 'not_signed'})
_WRONG = frozenset({'wrong_pin', 'no_pkcs12'})


class PinTrial(models.Model):
    """How many wrong PINs in a row a kept certificate has seen, and from when on the next is tried.

    Each try is counted before the file is opened, and in a transaction of its own: it counts although the step that a wrong
    PIN fails takes everything else back, and of tries at the same moment none goes uncounted. A certificate is tried by its
    owner only, so what is counted for it is counted for him.
    """

    _name = 'dan_van.pin.trial'
    _description = 'Tries of a PIN'
    _rec_name = 'certificate_id'
    _log_access = False

    certificate_id = fields.Many2one('dan_van.certificate', required=True, readonly=True, ondelete='cascade')
    tries = fields.Integer('Wrong PINs in a row', required=True, readonly=True)
    free_from = fields.Datetime('Next try from', readonly=True)

    _certificate_unique = models.UniqueIndex('(certificate_id)')

    @api.model
    @contextmanager
    def _counted(self, certificate):
        """Let the PIN of ``certificate`` be tried once; what is done inside raises :class:`SignatureError` where it is wrong.

        :raise UserError: it is too early for the next try
        """
        tries = self._take(certificate)
        try:
            yield
        except BaseException as error:
            key = error.key if isinstance(error, SignatureError) else None
            if key in _AFTER_PIN:
                self._reset(certificate)
            elif key not in _WRONG:
                self._give_back(certificate, tries)
            elif tries >= FREE:
                self._tell(certificate, tries)
            raise
        self._reset(certificate)

    @api.model
    def _take(self, certificate):
        """Count a try.

        :return: int, how many in a row this is
        """
        now = SQL("(clock_timestamp() AT TIME ZONE 'UTC')")
        with self.env.registry.cursor() as cr:
            # Two at the same moment: PostgreSQL refuses the second's outdated view, and Odoo repeats the request.
            cr.execute(SQL(
                """INSERT INTO dan_van_pin_trial AS trial (certificate_id, tries) VALUES (%(certificate)s, 1)
                ON CONFLICT (certificate_id) DO UPDATE SET tries = trial.tries + 1, free_from = CASE
                    WHEN trial.tries + 1 >= %(free)s
                    THEN %(now)s + LEAST(INTERVAL '1 day', INTERVAL '1 minute' * 2 ^ LEAST(trial.tries + 1 - %(free)s, 11)) END
                WHERE trial.free_from IS NULL OR trial.free_from <= %(now)s
                RETURNING tries""", certificate=certificate.id, free=FREE, now=now), log_exceptions=False)
            if row := cr.fetchone():
                return row[0]
            cr.execute(SQL("SELECT tries, free_from FROM dan_van_pin_trial WHERE certificate_id = %s", certificate.id))
            [tries, free_from] = cr.fetchone()
        raise UserError(self.env._(
            "The PIN was wrong %(count)s times in a row, so this certificate waits: the next try is possible from %(time)s on. "
            "Your PIN was not tried now. Who has forgotten it asks the authority for a new certificate.",
            count=tries, time=legal_time_text(self.env, free_from)))

    @api.model
    def _give_back(self, certificate, tries):
        """Take a try out of the count again: the PIN was not tried.

        :param tries: int, what :meth:`_take` has returned; the wait is over again, unless another has been counted since
        """
        with self.env.registry.cursor() as cr:
            cr.execute(SQL(
                """UPDATE dan_van_pin_trial SET tries = GREATEST(tries - 1, 0), free_from = CASE
                    WHEN tries > %(tries)s THEN free_from
                    WHEN tries > %(free)s THEN clock_timestamp() AT TIME ZONE 'UTC' END
                WHERE certificate_id = %(certificate)s""", certificate=certificate.id, tries=tries, free=FREE),
                log_exceptions=False)

    @api.model
    def _reset(self, certificate):
        """The PIN was right: begin to count anew."""
        with self.env.registry.cursor() as cr:
            cr.execute(SQL(
                "UPDATE dan_van_pin_trial SET tries = 0, free_from = NULL WHERE certificate_id = %s", certificate.id),
                log_exceptions=False)

    @api.model
    def _tell(self, certificate, tries):
        """Write into the log of the server, and tell the owner once, that somebody guesses at the PIN."""
        owner = certificate.user_id
        _logger.warning(
            "%s wrong PINs in a row for certificate %s (%s) of user %s", tries, certificate.id, certificate.serial, owner.login)
        if tries == FREE:
            with self.env.registry.cursor() as cr:
                # sudo: the server itself tells the owner.
                env = self.env(cr=cr, user=api.SUPERUSER_ID, context={'lang': owner.lang})
                env['mail.thread'].message_notify(
                    partner_ids=owner.partner_id.ids, subject=env._("Wrong PINs for your digital certificate"),
                    body=env._(
                        "The PIN of your certificate with the serial number %(serial)s was wrong %(count)s times in a row. "
                        "If it was not you, change your password now and tell your administrator.",
                        serial=certificate.serial, count=tries))
