import hashlib
import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from ... import exchange
from ...exchange import Business, Status, StatusCode, package
from ...exchange.codes import STATUSES, URGENCIES
from ..core.foreign_file import MESSAGE, read_foreign
from ..core.holding import hold
from ..core.res_company import legal_moment, legal_today

_lt = LazyTranslate(__name__)

REFUSALS = {
    'size': _lt("The file is larger than messages may be (%s MB)."),
    'xml': _lt("The file is no well-formed XML: %s"),
    'doctype': _lt("The file declares a document type or entities. Messages have none; nothing of it is read."),
    'namespace': _lt("The file is no edXML message of QCVN 102:2016: it begins with “%s”."),
    'complex': _lt("The file has more elements than a message can have."),
    'missing': _lt("The message has no “%s”."),
    'value': _lt("“%s” of the message can't be understood."),
    'long': _lt("“%s” is longer than the archive's metadata permit."),
    'attachment': _lt("The attachment “%s” is listed in the message, but is not in the file."),
    'package_size': _lt("The data are larger than they may be (%s MB)."),
    'package_json': _lt("The data are damaged: they are no JSON in UTF-8."),
    'package_format': _lt("The file holds no data that agencies exchange."),
    'package_newer': _lt("The data are of version %s, which this version of the addon does not know yet. Update it to read them."),
    'package_kind': _lt("The data are of the kind “%s”, which this version of the addon does not know yet."),
    'package_value': _lt("“%s” of the data is missing or can't be understood."),
    'package_many': _lt("“%s” of the data has more entries than it may have."),
    'package_twice': _lt("“%s” stands in the data twice."),
    'package_sender': _lt("The data name “%s” as their sender, the message another one."),
    'package_document': _lt("The data belong to the document “%s”, not to the one with which they came."),
    'package_hash': _lt("The data belong to another PDF than the one with which they came."),
}


def exchange_refusal(env, error):
    """:return: str, what is wrong with a message, for an :class:`exchange.ExchangeError`"""
    reason = env._(REFUSALS[error.key])
    return reason % error.detail if '%s' in reason else reason


class TakenAlready(UserError):
    """The same message, or the document that it brings, has come before.

    :ivar incoming: dan_van.incoming, the entry that it has made then, if any
    """

    def __init__(self, message, incoming):
        super().__init__(message)
        self.incoming = incoming


class IncomingMessage(models.AbstractModel):
    """What an edXML message does to the register: a new entry, something about one that came before, or about a document of ours.

    QCVN 102:2016/BTTTT: a message brings a document, revokes, updates or replaces one. What is updated or replaced stays as it came;
    what comes instead is an entry of its own that names it. What is revoked stays in the register and says so.
    """

    _name = 'dan_van.incoming.message'
    _description = 'Message about incoming documents'

    @api.model
    def _read_message(self, raw):
        """
        :param raw: bytes of a file from outside
        :return: :class:`exchange.Message`, :class:`exchange.Status`, or :class:`exchange.package.Package` of data alone
        :raise UserError: the file is no message that can be read
        """
        try:
            return read_foreign(self.env, exchange.read, raw, limits=MESSAGE)
        except exchange.ExchangeError as error:
            raise UserError(exchange_refusal(self.env, error)) from error

    @api.model
    def _take_once(self, raw, filename, message, by_hand=False):
        """Take a message, once: whoever hands over the same one is told so.

        :param raw: bytes of its file
        :param message: what :meth:`_read_message` has found in it
        :param by_hand: whether the clerk takes it, not the schedule
        :return: dan_van.message in superuser rights
        :raise UserError: it can't be taken; nothing is changed
        """
        company = self.env.company
        hold(company)  # messages of an agency are taken one after the other
        # sudo: whether it has come is known to who takes it.
        noted = self.env['dan_van.message'].sudo().search([
            ('company_id', '=', company.id), ('direction', '=', 'in'), ('sha256', '=', hashlib.sha256(raw).hexdigest())])
        if noted.state == 'taken':
            raise TakenAlready(self.env._("This message has come already. %s", noted._in_words()), noted.incoming_id)
        if isinstance(message, Status):
            values = self._take_status(message)
        elif isinstance(message, package.Package):
            values = self._take_alone(message)
        else:
            self._check_new(message)
            documents = self._take(message)
            documents._hand_over()  # to who sees to what the schedule takes
            values = {
                'kind': 'document', 'business': str(int(message.business)), 'fingerprint': message.fingerprint, 'identifier': message.document_id, 'words': message.reason,
                'incoming_id': documents[:1].id, 'subject': f'{message.type_name} {message.code}: {message.subject}'}
            documents._tell_sender(
                StatusCode.CHANGE_ACCEPTED if message.business == Business.REVOKE
                else StatusCode.ACCEPTED if by_hand else StatusCode.ARRIVED)
        values |= {
            'agency': message.sender.name, 'agency_code': message.sender.code, 'state': 'taken', 'reason': False,
            'moved_date': fields.Datetime.now()}
        if noted:
            noted._set(**values)
        else:
            noted = noted._noted(company, 'in', raw, filename, **values)
        if noted.status and noted._is_refusal():
            noted._warn()
        return noted

    @api.model
    def _check_new(self, message):
        """:raise TakenAlready: the document that it brings is in the register, or what it says of one has come"""
        if message.business in (Business.REVOKE, Business.UPDATE):
            # sudo: as above.
            noted = self.env['dan_van.message'].sudo().search([
                ('company_id', '=', self.env.company.id), ('direction', '=', 'in'), ('state', '=', 'taken'),
                ('fingerprint', '=', message.fingerprint), ('incoming_id.state', '!=', 'cancelled')], limit=1)
            if noted:
                raise TakenAlready(self.env._("This message has come already. %s", noted._in_words()), noted.incoming_id)
            return
        # sudo: as above.
        found = self.env['dan_van.incoming'].sudo().search([
            ('company_id', '=', self.env.company.id), ('identifier', '=', message.document_id), ('organ_code', '=', message.sender.code),
            ('state', '!=', 'cancelled')], limit=1)
        if found:
            raise TakenAlready(self.env._(
                "“%(document)s” of “%(sender)s” is in the register already: arrival number %(number)s of %(date)s.",
                document=message.code, sender=message.sender.name, number=found.arrival_number,
                date=format_date(self.env, found.arrival_date)), found)

    @api.model
    def _take_status(self, status):
        """Note what another agency says of a document of ours.

        :return: dict of values of dan_van.message
        :raise UserError: it is about no document that this agency has issued
        """
        entry = self._answered(status.reply)
        if not entry:
            raise UserError(self.env._(
                "“%(sender)s” says “%(status)s” of %(document)s, which this agency has not issued: nothing is changed.",
                sender=status.sender.name, status=STATUSES[status.code], document=status.reply.document_id or status.reply.code))
        # One whose clock goes wrong says nothing for ever.
        key, moment = f'{int(status.code):02d}', min(legal_moment(status.time), fields.Datetime.now())
        self.env['dan_van.message.recipient']._say(entry, status.sender, key, moment, status.description)
        return {
            'kind': 'status', 'identifier': status.reply.document_id or status.reply.code, 'status': key, 'words': status.description,
            'entry_id': entry.id, 'subject': f'{entry.code}: {entry.subject}'}

    @api.model
    def _answered(self, reply):
        """:return: dan_van.register.entry in superuser rights, the line of our document that ``reply`` names; maybe none"""
        # sudo: the register's numbers and days are no secret to who takes messages.
        company = self.env.company.sudo()
        if reply.organ_code not in company.dan_van_profile_ids.mapped('organ_code'):
            return self.env['dan_van.register.entry'].sudo()
        _organ, day, code = exchange.named_document(reply.document_id)
        named = Domain('code', '=', code or reply.code)
        if day or reply.date:
            named &= Domain('date', '=', day or reply.date)
        # sudo: as above.
        return self.env['dan_van.register.entry'].sudo().search(
            named & Domain('company_id', '=', company.id) & Domain('state', '=', 'issued'), order='id desc', limit=1)

    @api.model
    def _summary(self, message):
        """:return: list of lines that say what the message brings, before anything is made of it"""
        if isinstance(message, package.Package):
            return [self.env._("Data of the kind “%s”", message.kind), f'{message.sender.name} ({message.sender.code})']
        if isinstance(message, Status):
            return [
                self.env._("Status: %s", STATUSES[message.code]), f'{message.reply.code} ({message.reply.document_id})',
                f'{message.sender.name} ({message.sender.code})', *filter(None, (message.description,))]
        concerned = self._concerned(message)
        lines = [f'{message.type_name} {message.code}, {format_date(self.env, message.date)}',
                 f'{message.sender.name} ({message.sender.code})', message.subject,
                 *(f'📎 {attachment.name}' for attachment in message.attachments)]
        done = {
            Business.REVOKE: self.env._("This message revokes: %s"), Business.UPDATE: self.env._("This message updates: %s"),
            Business.REPLACE: self.env._("This message replaces: %s")}.get(message.business)
        if done:
            named = ', '.join(concerned.mapped('display_name') or message.concerned) or self.env._("a document that it does not name")
            lines = [done % named, *filter(None, (message.reason,)), *lines]
        return lines

    @api.model
    def _concerned(self, message):
        """:return: dan_van.incoming, the entries of the agency whose documents the message revokes, updates or replaces"""
        if message.business == Business.NEW:
            return self.env['dan_van.incoming']
        named = message.concerned or (message.document_id,)
        # Only who issued a document may say something about it.
        return self.env['dan_van.incoming'].search(self._sent_by(message.sender) & Domain('identifier', 'in', named))

    @api.model
    def _sent_by(self, sender):
        """
        :param sender: :class:`exchange.Organ`
        :return: Domain of the entries of the agency that this one has sent
        """
        return Domain('company_id', '=', self.env.company.id) & Domain('organ_code', '=', sender.code) & Domain('state', '!=', 'cancelled')

    @api.model
    def _take(self, message):
        """Enter what the message says.

        :param message: :class:`exchange.Message`
        :return: dan_van.incoming, the entry that was made or, of a message that revokes, those it concerns
        :raise UserError: it revokes a document that is not in the register
        """
        concerned = self._concerned(message)
        if message.business == Business.REVOKE:
            return self._revoke(concerned, message)
        document = self.env['dan_van.incoming'].create({
            'code': message.code, 'date': message.date, 'issuer': message.sender.name, 'organ_code': message.sender.code,
            'kind': message.type_name, 'subject': message.subject, 'signer': message.signer, 'due_date': message.due_date,
            'urgency': URGENCIES.get(message.priority) or False, 'identifier': message.document_id})
        # The schedule may keep pages and drawings with programs in them, which nobody is to open as such.
        self.env['ir.attachment'].with_context(attachments_mime_plainxml=True).create([{
            'name': file_name(attachment.name), 'raw': attachment.content, 'res_model': document._name, 'res_id': document.id,
        } for attachment in message.attachments])
        if concerned:
            document._opened('revoke').write({'supersedes_ids': [Command.set(concerned.ids)]})
            said = self.env._("Updated by its issuer") if message.business == Business.UPDATE else self.env._("Replaced by its issuer")
            self._tell(concerned, f'{said}: {document.display_name}', message.reason)
        if message.business != Business.NEW and (awaited := {*message.concerned} - {*concerned.mapped('identifier'), message.document_id}):
            document._opened('revoke').awaited = '\n'.join(sorted(awaited))
        self._link_awaited(document, message.sender)
        return document

    @api.model
    def _link_awaited(self, document, sender):
        """Let what has come before ``document``, and updates or replaces it, be linked with it as if it had come behind it."""
        later = self.env['dan_van.incoming'].search(self._sent_by(sender) & Domain('awaited', '!=', False)).filtered(
            lambda entry: document.identifier in entry.awaited.split('\n'))
        for entry in later:
            left = [each for each in entry.awaited.split('\n') if each != document.identifier]
            entry._opened('revoke').write({'supersedes_ids': [Command.link(document.id)], 'awaited': '\n'.join(left) or False})
        if later:
            document._message_log(body=self.env._("Updated or replaced by its issuer, by what came before it: %s", ', '.join(later.mapped('display_name'))))

    @api.model
    def _revoke(self, concerned, message):
        if not concerned:
            raise UserError(self.env._(
                "The message revokes %(document)s, which is not in the register as one that “%(sender)s” has sent: nothing is changed.",
                document=', '.join(message.concerned) or message.document_id, sender=message.sender.name))
        concerned._opened('revoke').write({
            'revoked_date': legal_today(self), 'revoked_reason': message.reason or self.env._("The message gives no reason.")})
        self._tell(concerned, self.env._("Revoked by its issuer"), message.reason)
        return concerned

    @api.model
    def _tell(self, documents, said, reason):
        """Note it on the entries, for those who work on them."""
        for document in documents:
            document._message_log(body=': '.join(filter(None, (said, reason))))
            users = document._heads(document.department_id | document.directive_unit_ids) | document.directive_leader_id
            document._tell_directive(document._readers(users - self.env.user), ': '.join(filter(None, (said, reason))))


def file_name(name):
    """:return: the last part of ``name`` without what has a meaning in paths or headers"""
    return re.sub(r'[\x00-\x1f<>:"|?*]', '', re.split(r'[\\/]', name)[-1]).strip('. ')[:120] or 'tep-dinh-kem'
