import re

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from ...exchange import Business
from ...exchange.codes import URGENCIES
from ..core.res_company import legal_today


class IncomingMessage(models.AbstractModel):
    """What an edXML message does to the register: a new entry, or something about one that came before.

    QCVN 102:2016/BTTTT: a message brings a document, revokes, updates or replaces one. What is updated or replaced stays as it came;
    what comes instead is an entry of its own that names it. What is revoked stays in the register and says so.
    """

    _name = 'dan_van.incoming.message'
    _description = 'Message about incoming documents'

    @api.model
    def _summary(self, message):
        """:return: list of lines that say what the message brings, before anything is made of it"""
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
        return self.env['dan_van.incoming'].search([
            ('company_id', '=', self.env.company.id), ('identifier', 'in', named), ('organ_code', '=', message.sender.code),
            ('state', '!=', 'cancelled')])

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
        self.env['ir.attachment'].create([{
            'name': file_name(attachment.name), 'raw': attachment.content, 'res_model': document._name, 'res_id': document.id,
        } for attachment in message.attachments])
        if concerned:
            document._opened('revoke').write({'supersedes_ids': [Command.set(concerned.ids)]})
            said = self.env._("Updated by its issuer") if message.business == Business.UPDATE else self.env._("Replaced by its issuer")
            self._tell(concerned, f'{said}: {document.display_name}', message.reason)
        return document

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
