from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ... import exchange
from ...models.core.foreign_file import MESSAGE, read_foreign
from ..core.dialog import HOURS

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
}


class IncomingImport(models.TransientModel):
    """From an edXML message to an incoming document: upload, look at the header, take it in."""

    _name = 'dan_van.incoming.import'
    _description = 'Import of an edXML message'
    _inherit = ['dan_van.read.file']
    _transient_max_hours = HOURS

    file = fields.Binary(required=True)
    summary = fields.Text(readonly=True)

    @api.model
    def _unread(self):
        return {**super()._unread(), 'summary': False}

    def _message(self, data):
        """:raise UserError: the file is no message that can be read"""
        try:
            return read_foreign(self.env, exchange.read, data, limits=MESSAGE)
        except exchange.ExchangeError as error:
            reason = self.env._(REFUSALS[error.key])
            raise UserError(reason % error.detail if '%s' in reason else reason) from error

    def action_read(self):
        """Show the header of the message; nothing is created yet.

        :return: action that shows the same dialog
        """
        _name, data = self._read_source()
        message = self._message(data)
        self._opened('read').write({
            'state': 'preview', 'summary': '\n'.join(self.env['dan_van.incoming.message']._summary(message))})
        return {'type': 'ir.actions.act_window', 'res_model': self._name, 'res_id': self.id, 'view_mode': 'form', 'target': 'new'}

    def action_create(self):
        """Take the message in.

        :return: action that opens the incoming document that it brings, or that it revokes
        """
        _name, data = self._taken()
        message = self._message(data)
        document = self.env['dan_van.incoming.message']._take(message)[:1]
        return {'type': 'ir.actions.act_window', 'res_model': document._name, 'res_id': document.id, 'view_mode': 'form'}
