import hashlib
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ...exchange import FolderError
from ..core.foreign_file import TooBusy
from .incoming_message import TakenAlready
from .res_company import allowed_folder, folder_refusal

_logger = logging.getLogger(__name__)


def _shown(name):
    """:return: str, the name of a file as a text that can be kept"""
    return name.encode(errors='replace').decode()


class Message(models.Model):
    """The folder from which messages are taken, and into which they are written, for the agency's own client.

    A file is moved after what it brings is committed, and a message counts as written after its file is there: whoever kills the server in
    between finds the one file taken and not moved, or written and still waiting. The next run moves it, or writes the same file again.
    """

    _inherit = 'dan_van.message'

    @api.model
    def _cron_exchange(self):
        """Write what waits, take what has come; one commit a message, so it may be killed."""
        if not allowed_folder():
            return  # e.g. a copy of the database elsewhere: it sends and takes nothing
        for company in self.env['res.company'].search([('dan_van_exchange_folder', '!=', False)], order='id'):
            messages = self.with_company(company)
            try:
                with company._dan_van_folder() as folder:
                    messages._write_waiting(folder)
                    messages._take_come(folder)
            except FolderError as error:
                if error.key != 'busy':
                    messages._tell_unusable(company, folder_refusal(self.env, error))
            except OSError as error:
                messages._tell_unusable(company, error.strerror)

    @api.model
    def _tell_unusable(self, company, reason):
        _logger.error("The folder of messages of %s can't be used: %s", company.name, reason)
        self.env['ir.cron']._dan_van_tell_administrators(
            company, UserError(self.env._("The folder of messages can't be used: %s", reason)))

    @api.model
    def _write_waiting(self, folder):
        waiting = self.search([
            ('company_id', '=', self.env.company.id), ('direction', '=', 'out'), ('state', '=', 'waiting'), ('carrier', '=', 'folder'),
            ('kind', '!=', 'data')], order='id')
        self.env['ir.cron']._dan_van_in_batches(waiting, lambda message: message._hand_out(folder), size=1)

    @api.model
    def _take_come(self, folder):
        names, cron = folder.names(), self.env['ir.cron']
        cron._commit_progress(remaining=len(names))
        for name in names:
            outcome = self._take_file(folder, name)
            has_time = cron._commit_progress(1)
            if outcome:
                self._take_away(folder, name, *outcome)
            if not has_time:
                break

    @api.model
    def _take_away(self, folder, name, good, note):
        """Move a file out of the way; where that can't be done, the others go on, and the next run finds it taken."""
        try:
            folder.take_away(name, good, note)
        except OSError as error:
            self._tell_unusable(self.env.company, f'{_shown(name)}: {error.strerror}')

    @api.model
    def _take_file(self, folder, name):
        """Take one file that has come.

        :return: (whether it was taken, what became of it), or ``None`` for a file that is left to the next run
        """
        shown = _shown(name)
        try:
            raw = folder.read(name)
        except FolderError as error:
            if error.key == 'unsettled':
                return None
            return False, self._refused(None, shown, folder_refusal(self.env, error))
        except OSError as error:
            self._tell_unusable(self.env.company, f'{shown}: {error.strerror}')
            return None
        try:
            state, said = self._take_raw(raw, shown)
        except TooBusy:
            return None
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()  # somebody else enters documents: the next run takes it
            return None
        except Exception:
            _logger.exception("The message %s was not taken", shown)
            return False, self._refused(raw, shown, self.env._("An error that nobody has foreseen; the log of the server says which."))
        return state != 'refused', said

    @api.model
    def _take_raw(self, raw, name, sender=None):
        """Take a message into the register of the current agency, and note it.

        :param raw: bytes of its file
        :param name: str, of the file
        :param sender: dan_van.organ from which it has come straight; ``None`` for the folder, which does not tell who has put it there
        :return: (``taken``, ``known`` or ``refused``, what became of it)
        :raise TooBusy: it may be taken a minute later
        """
        Taking = self.env['dan_van.incoming.message']
        try:
            with self.env.cr.savepoint():
                message = Taking._read_message(raw)
                if sender is not None:
                    self._check_sender(message, sender)
                return 'taken', Taking._take_once(raw, name, message)._in_words()
        except TakenAlready as error:
            return 'known', self._known(raw, name, error)
        except TooBusy:
            raise
        except UserError as error:
            return 'refused', self._refused(raw, name, str(error))

    @api.model
    def _noted_file(self, raw, name):
        """:return: dan_van.message, what is noted of this very file"""
        same = [('sha256', '=', hashlib.sha256(raw).hexdigest())] if raw is not None else [('sha256', '=', False), ('filename', '=', name)]
        return self.search([('company_id', '=', self.env.company.id), ('direction', '=', 'in'), *same], limit=1)

    @api.model
    def _known(self, raw, name, error):
        """Note a message that brings what has come before.

        :return: str, what became of it
        """
        if not self._noted_file(raw, name):
            self._noted(
                self.env.company, 'in', raw, name, kind='document', state='taken', incoming_id=error.incoming.id, reason=str(error),
                subject=error.incoming.display_name, agency=error.incoming.issuer, agency_code=error.incoming.organ_code,
                identifier=error.incoming.identifier, moved_date=fields.Datetime.now())
        return str(error)

    @api.model
    def _refused(self, raw, name, reason):
        """Note a message that was not taken, and have the clerk told of it, once.

        :return: str, the reason
        """
        message = self._noted_file(raw, name)
        if message.state == 'refused':
            message._set(reason=reason)
        elif not message:
            message = self._noted(self.env.company, 'in', raw, name, state='refused', reason=reason, moved_date=fields.Datetime.now())
            message._warn()
        return reason
