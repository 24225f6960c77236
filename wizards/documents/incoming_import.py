from odoo import api, fields, models

from ..core.dialog import HOURS


class IncomingImport(models.TransientModel):
    """From an edXML message to an incoming document, or to what is said of one of ours: upload, look at the header, take it in."""

    _name = 'dan_van.incoming.import'
    _description = 'Import of an edXML message'
    _inherit = ['dan_van.read.file']
    _transient_max_hours = HOURS

    file = fields.Binary(required=True)
    summary = fields.Text(readonly=True)

    @api.model
    def _unread(self):
        return {**super()._unread(), 'summary': False}

    def action_read(self):
        """Show the header of the message; nothing is created yet.

        :return: action that shows the same dialog
        """
        _name, data = self._read_source()
        message = self.env['dan_van.incoming.message']._read_message(data)
        self._opened('read').write({
            'state': 'preview', 'summary': '\n'.join(self.env['dan_van.incoming.message']._summary(message))})
        return {'type': 'ir.actions.act_window', 'res_model': self._name, 'res_id': self.id, 'view_mode': 'form', 'target': 'new'}

    def action_create(self):
        """Take the message in.

        :return: action that opens the document that it brings, revokes or answers
        """
        name, data = self._taken()
        Taking = self.env['dan_van.incoming.message']
        return Taking._take_once(data, name or 'goi-tin.edxml', Taking._read_message(data), by_hand=True).sudo(False).action_open_document()
