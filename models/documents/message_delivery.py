import hashlib
import logging
from collections import deque
from datetime import timedelta

from odoo import api, fields, models
from odoo.api import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools.translate import LazyTranslate

from ...exchange import Answer, DeliveryError, deliver, file_name
from ..core.reading import for_reader
from .organ import CARRIERS, GROUP

_logger = logging.getLogger(__name__)
_lt = LazyTranslate(__name__)

REFUSALS = {
    'unreachable': _lt("The other server can't be reached."),
    'certificate': _lt("The other server does not prove by its certificate that it is the one of this address."),
    'key': _lt("The other server does not know the key, or has closed it."),
    'answer': _lt("What answers at this address takes no messages (%s)."),
    'size': _lt("The other server takes no message as large as this one."),
    'later': _lt("The other server can't take it at the moment: %s"),
}
_LONGEST = 360  # minutes between two attempts
_TOLD = 5  # attempts after which the clerk is told that a message does not arrive


class Message(models.Model):
    """Messages that go straight to another agency: to one of this database, or over HTTPS to the Odoo of another one.

    To each agency they go in their order: while one does not arrive, the later ones wait. Within the database a message is taken by the
    other agency in the transaction in which it counts as sent. Over HTTPS whoever is killed in between sends it again, and is told that
    it is known.
    """

    _inherit = 'dan_van.message'

    carrier = fields.Selection(CARRIERS, 'How it is sent', readonly=True, required=True, default='folder', given_by=('exchange',))
    organ_id = fields.Many2one(
        'dan_van.organ', 'Sent straight to', readonly=True, ondelete='restrict', index='btree_not_null', check_company=True)
    attempts = fields.Integer('Attempts that failed', readonly=True, given_by=('exchange',))
    next_try = fields.Datetime('Next attempt', readonly=True, given_by=('exchange',))

    _straight_index = models.Index("(organ_id, id) WHERE state = 'waiting' AND carrier <> 'folder'")

    # Out

    @api.model
    def _cron_deliver(self):
        """Hand over what goes straight to other agencies, to each of them in turn; one commit a message, so it may be killed."""
        cron, queues = self.env['ir.cron'], self._due_queues()
        cron._commit_progress(remaining=sum(map(len, queues)))
        while queues:
            going = []
            for queue in queues:
                self.env.invalidate_all()  # what others have done meanwhile counts
                message = self.browse(queue.popleft())  # alone: the files of all that wait would fill the memory
                has_left = message.state != 'waiting' or message._attempt()
                if not cron._commit_progress(1):
                    return
                if queue and has_left:  # else the later ones wait
                    going.append(queue)
            queues = going

    @api.model
    def _due_queues(self):
        """:return: list of deques of ids of dan_van.message, what waits for each agency to which something may be sent now, those that
            answer first"""
        now = fields.Datetime.now()
        waiting = self._read_group(
            Domain('direction', '=', 'out') & Domain('state', '=', 'waiting') & Domain('carrier', 'in', self._open_carriers()),
            ['organ_id'], ['id:array_agg'])
        queues = {self.browse(ids[0]): deque(ids) for _organ, ids in waiting}
        due = [first for first in self.union(*queues) if not first.next_try or first.next_try <= now]
        return [queues[first] for first in sorted(due, key=lambda first: first.attempts)]

    @api.model
    def _open_carriers(self):
        """:return: list of keys of :data:`CARRIERS`: a neutralised copy of a database sends nothing to other servers"""
        is_copy = self.env['ir.config_parameter'].get_param('database.is_neutralized')
        return ['direct'] if is_copy else ['direct', 'https']

    def _attempt(self):
        """Hand the message over, and note what has become of it.

        :return: whether it has arrived, or is refused: the next one may go
        """
        try:
            with self.env.cr.savepoint():
                answer = self._carry()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()
            return self._wait(self.env._("Somebody else was entering documents there at the same moment."))
        except DeliveryError as error:
            reason = self.env._(REFUSALS[error.key])
            reason = reason % error.detail if '%s' in reason else reason
            return self._arrive(Answer('refused', reason)) if error.key == 'size' else self._wait(reason)
        except UserError as error:
            return self._wait(str(error))
        except Exception:
            _logger.exception("The message %s was not delivered", self.id)
            return self._wait(self.env._("An error that nobody has foreseen; the log of the server says which."))
        return self._arrive(answer)

    def _carry(self):
        """:return: :class:`exchange.Answer`
        :raise DeliveryError, UserError: it has not arrived
        """
        organ, raw = self.organ_id, self.attachment_id._stored()
        self.attachment_id.invalidate_recordset(['raw'], flush=False)
        # By now it may be another one; who is not in the directory any more gets nothing.
        carrier = organ.carrier if organ.active and organ.carrier in self._open_carriers() else 'folder'
        if carrier == 'direct':
            return self._hand_to(organ.agency_id, raw)
        if carrier == 'https':
            return deliver(organ.exchange_address, organ.exchange_key, raw)
        raise UserError(self.env._(
            "“%s” can't be reached straight any more. Hand the message over in another way and say so here, or have the way entered again "
            "in Documents → Directory of agencies.", organ.name))

    def _hand_to(self, company, raw):
        """Let another agency of this database take the message, by its own directory and in its own register."""
        sender = self.env['dan_van.organ'].search([('company_id', '=', company.id), ('agency_id', '=', self.company_id.id)])
        if not sender:
            return Answer('refused', self.env._(
                "“%(other)s” has no agency in its directory that works in this database as “%(agency)s”.", other=company.name,
                agency=self.company_id.name))
        return Answer(*self.with_company(company)._take_raw(raw, self.filename, sender))

    def _arrive(self, answer):
        if self.activity_ids:
            self.activity_unlink([self._reminder_type])
        is_refused = answer.state == 'refused'
        self._set(
            state='refused' if is_refused else 'written', reason=is_refused and answer.reason, moved_date=fields.Datetime.now(),
            next_try=False)
        if is_refused:
            self._warn()
        return True

    def _wait(self, reason):
        attempts = self.attempts + 1
        pause = timedelta(minutes=min(2 ** min(attempts - 1, 20), _LONGEST))
        self._set(attempts=attempts, reason=reason, next_try=fields.Datetime.now() + pause)
        # sudo: the schedule, which runs in its own rights.
        self.env.ref('dan_van.cron_deliver').sudo()._trigger(at=self.next_try)
        if attempts == _TOLD:
            self._warn()
        return False

    def action_handed_over(self):
        """Note of a message that does not arrive that its agency has got it in another way: the later ones need not wait for it."""
        self._check_clerk()
        for message in for_reader(self):
            if message.state != 'waiting' or not message.attempts:
                raise UserError(self.env._("“%s” is not one of those that do not arrive.", message.display_name))
            message._arrive(Answer('taken', ''))
            message._message_log(body=self.env._("Handed over in another way by %s.", self.env.user.name))
            message._start()

    # In

    @api.model
    def _sending_organ(self):
        """:return: dan_van.organ in superuser rights, the agency whose Odoo has the key of the current user; maybe none"""
        user = self.env.user
        organs = self.env['dan_van.organ'].sudo()  # sudo: which agency he hands messages over for, of a user who may do nothing else
        return organs.search([('exchange_user_id', '=', user.id)]) if user.has_group(GROUP) and not user._is_internal() else organs

    @api.model
    def _take_straight(self, raw, organ):
        """Take a message that the Odoo of ``organ`` has handed over, as the schedule takes those of the folder.

        :return: (state, reason)
        """
        lang = 'vi_VN' if self.env['res.lang']._get_data(code='vi_VN') else None
        # sudo: whose key it is has been asked; the register takes messages in the rights of the schedule.
        taking = self.with_user(SUPERUSER_ID).with_company(organ.company_id).with_context(lang=lang)
        name = file_name(organ.code or '', hashlib.sha256(raw).hexdigest())
        return taking._take_raw(raw, name, organ.with_env(taking.env))

    @api.model
    def _check_sender(self, message, organ):
        """:raise UserError: the message names another agency as its sender than the one from which it comes"""
        if not organ.code or message.sender.code.upper() != organ.code:
            raise UserError(self.env._(
                "The message names “%(named)s” as its sender. It comes from “%(organ)s”, whose code is “%(code)s” in the directory here.",
                named=message.sender.code, organ=organ.name, code=organ.code or ''))
