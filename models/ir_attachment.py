from odoo import api, fields, models
from odoo.exceptions import UserError

from .holding import hold

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
        files = super().create(vals_list)
        files._hold_documents()
        return files

    def write(self, vals):
        # The client draws the thumbnail when somebody first opens the file.
        if vals.keys() - {'access_token', 'thumbnail'} and self.env.context.get('dan_van_locking') is not _LOCKING:
            self._check_not_locked(vals)
        result = super().write(vals)
        if {'res_model', 'res_id'} & vals.keys():
            self._hold_documents()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_not_locked(self):
        self._check_not_locked({})
        self._check_not_shown()

    def _check_not_shown(self):
        """:raise UserError: a submitted report shows one of the files as evidence"""
        # sudo: whoever deletes the file, the report keeps it.
        if evidence := self.sudo().filtered(lambda file: file.res_model == 'dan_van.assignment'):
            lines = self.env['dan_van.report.line'].sudo()
            if line := lines.search([('evidence_ids', 'in', evidence.ids), ('report_id.state', '!=', 'draft')], limit=1):
                raise UserError(self.env._(
                    "“%(file)s” is evidence in the report “%(report)s”, which has been submitted. Have the report returned first.",
                    file=(line.evidence_ids & evidence)[:1].name, report=line.report_id.display_name))

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

    def _hold_documents(self):
        """Let a document be issued with the files that are being hung on it, not beside them."""
        if self.env.context.get('dan_van_locking') is _LOCKING:
            return  # its issue holds it
        # sudo: the document is held whoever may read the file.
        for model, files in self.sudo().filtered(lambda file: file.res_id and not file.res_field).grouped('res_model').items():
            if hasattr(self.env.get(model), '_keep_files'):
                hold(self.env[model].browse(set(files.mapped('res_id'))))

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
