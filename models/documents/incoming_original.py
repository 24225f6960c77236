from odoo import models
from odoo.api import SUPERUSER_ID
from odoo.exceptions import AccessError

from .incoming_directive import OPEN


class IrAttachment(models.Model):
    """What came in stays as it came: the register keeps it, and a directive rests on it."""

    _inherit = 'ir.attachment'

    def _check_not_shown(self, vals):
        """
        :raise UserError: as before, or one of the files is that of an incoming document on which a directive was given or which is closed
        :raise AccessError: it is in the register, and the user neither keeps that nor has uploaded the file
        """
        result = super()._check_not_shown(vals)
        # sudo: whoever changes the file, the register keeps it.
        files = self.sudo().filtered(lambda file: file.res_model == 'dan_van.incoming' and file.res_id)
        # sudo: as above.
        for document in self.env['dan_van.incoming'].sudo().browse(set(files.mapped('res_id'))).exists():
            own = files.filtered(lambda file, document=document: file.res_id == document.id)
            if document.state not in OPEN:
                own._refuse_unless_moved(vals, lambda file, document=document: self.env._(
                    "“%(file)s” came in with “%(document)s”, which was directed or dealt with: it stays. Add the right file beside it.",
                    file=file.name, document=document.display_name))
            elif self.env.uid != SUPERUSER_ID and not self.env.user.has_group('dan_van.group_clerk'):
                own.filtered(lambda file: file.create_uid != self.env.user)._refuse_others(vals, document)
        return result

    def _refuse_others(self, vals, document):
        if self and not self._is_moved(vals):
            raise AccessError(self.env._(
                "“%(file)s” came in with “%(document)s”: the clerk keeps the register. Ask the clerk to put it right.",
                file=self[0].name, document=document.display_name))
