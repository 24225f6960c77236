from odoo import api, fields, models
from odoo.exceptions import UserError

_LOCKING = object()  # in the context only of this module's code, see workflow_mixin


class IrAttachment(models.Model):
    _inherit = 'ir.attachment'

    dan_van_locked = fields.Boolean(
        'Issued file', readonly=True, copy=False, index='btree_not_null',
        help="The file of an issued document: nobody changes or deletes it.")

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get('dan_van_locking') is not _LOCKING:
            # A default of the context or of the user would lock as well.
            unlocked = dict.fromkeys(self.default_get(['dan_van_locked']), False)
            for vals in vals_list:
                vals.pop('dan_van_locked', None)
                vals.update(unlocked)
        return super().create(vals_list)

    def write(self, vals):
        # The client draws the thumbnail when somebody first opens the file.
        if vals.keys() - {'access_token', 'thumbnail'} and self.env.context.get('dan_van_locking') is not _LOCKING:
            self._check_not_locked(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_locked(self):
        self._check_not_locked({})

    def _check_not_locked(self, vals):
        """Refuse for everyone, superuser included: the chatter's delete route runs as superuser.

        Moving the same bytes between database and filestore stays possible.
        """
        locked = self.sudo().filtered('dan_van_locked')
        if not locked and 'dan_van_locked' not in vals:
            return
        if vals and vals.keys() <= {'raw', 'mimetype'} and all(
                vals.get('raw') == attachment.raw and vals.get('mimetype', attachment.mimetype) == attachment.mimetype
                for attachment in locked):
            return
        raise UserError(self.env._(
            "“%s” is the file of an issued document. It is never changed or deleted; recall the document instead.",
            locked[:1].name or self[:1].name))

    @api.model
    def _create_locked(self, vals):
        """:return: a new file that is locked from the start"""
        return self.with_context(dan_van_locking=_LOCKING).create({**vals, 'dan_van_locked': True}).with_env(self.env)

    @api.model
    def _lock_files(self, record):
        """Lock all files of an issued document.

        :return: these files
        """
        files = self.search([('res_model', '=', record._name), ('res_id', '=', record.id)])
        files.with_context(dan_van_locking=_LOCKING).write({'dan_van_locked': True})
        return files

    def _set_text(self, text):
        """Note the words of a file for the search."""
        self.with_context(dan_van_locking=_LOCKING).index_content = text
