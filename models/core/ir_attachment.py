import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .holding import hold
from .lock import has_key, with_key
from .mail_message import Forgotten
from .ours import is_ours
from .reading import whole

_LOCK = 'lock'  # what issued files are kept by
EVIDENCE = 'evidence'  # the step in which what shows a duty goes over to the one that continues it

# What a file is to who reads the message that it came with.
_SHOWN = frozenset({
    'datas', 'db_datas', 'mimetype', 'name', 'raw', 'res_field', 'res_id', 'res_model', 'store_fname', 'type', 'url'})


class IrAttachment(models.Model):
    _inherit = 'ir.attachment'

    dan_van_locked = fields.Boolean(
        'Issued file', readonly=True, copy=False, index='btree_not_null',
        help="The file of an issued document: nobody changes or deletes it.")

    @api.model_create_multi
    def create(self, vals_list):
        if not has_key(self, _LOCK, making=True):
            # A default of the context or of the user would lock as well.
            unlocked = dict.fromkeys(self.default_get(['dan_van_locked']), False)
            for vals in vals_list:
                vals.pop('dan_van_locked', None)
                vals.update(unlocked)
        files = super().create(vals_list)
        files._check_read_with_record()
        files._hold_documents()
        return files

    def write(self, vals):
        # The client draws the thumbnail when somebody first opens the file.
        if vals.keys() - {'access_token', 'thumbnail'} and not has_key(self, _LOCK):
            self._check_not_locked(vals)
        if _SHOWN & vals.keys():
            self._check_not_told(vals)
            self._check_not_shown(vals)
        result = super().write(vals)
        if {'public', 'res_id', 'res_model', 'type', 'url'} & vals.keys():
            self._check_read_with_record()
        if {'res_model', 'res_id'} & vals.keys():
            self._hold_documents()
        return result

    def _check_read_with_record(self):
        """Refuse for everyone what would let a file of our records be read without them, or be another file tomorrow.

        :raise UserError: one of these files is open to everybody, or an address
        """
        # sudo: how the file is kept, whoever hangs it on its record; it may have been made before.
        for file in self.sudo().filtered(lambda file: file.res_id and (file.public or file.type == 'url')):
            if is_ours(file):
                raise UserError(self.env._(
                    "“%s” would be open to everybody, or lie outside: a file of these records is kept with them and read by who may "
                    "read them. Upload the file itself; an issued document is sent out by its link.", file.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_not_locked(self):
        self._check_not_locked({})
        self._check_not_told({})
        self._check_not_shown({})

    def _check_not_shown(self, vals):
        """Refuse for everyone what would take away, replace or hang elsewhere what a duty, a report or a counted event shows.

        :raise UserError: one of the files is evidence of a duty whose plan is closed or of what was accepted, shown by a submitted
            report, or the file of an event that such a report has counted
        """
        if has_key(self, EVIDENCE):
            return
        # sudo: whoever changes the file, duty, report and event keep it.
        files = self.sudo()
        if duty := self.env['dan_van.assignment'].sudo()._keeping(files):
            (duty.evidence_ids & files)._refuse_unless_moved(vals, lambda file: self.env._(
                "“%(file)s” is evidence of “%(duty)s”, whose plan is closed or which was accepted: it stays on file. The office "
                "reopens the plan; who has accepted it takes the acceptance back.", file=file.name, duty=duty.display_name))
        # sudo: as above.
        if line := self.env['dan_van.report.line'].sudo().search([
                ('evidence_ids', 'in', files.ids), ('report_id.is_frozen', '=', True)], limit=1):
            (line.evidence_ids & files)._refuse_unless_moved(vals, lambda file: self.env._(
                "“%(file)s” is evidence in the report “%(report)s”, which has been submitted. Have the report returned first.",
                file=file.name, report=line.report_id.display_name))
        of_events = files.filtered(lambda file: file.res_model == 'dan_van.event')
        # sudo: as above.
        events = self.env['dan_van.event'].sudo().browse(set(of_events.mapped('res_id'))).exists()
        for event, report in events._counted_in().items():
            of_events.filtered(lambda file, event=event: file.res_id == event.id)._refuse_unless_moved(
                vals, lambda file, event=event, report=report: self.env._(
                    "“%(file)s” shows “%(event)s”, which the report “%(report)s” has counted. Have the report returned first.",
                    file=file.name, event=event.display_name, report=report.display_name))

    def _refuse_unless_moved(self, vals, why):
        if not self._is_moved(vals):
            raise UserError(why(self[:1]))

    def _check_not_locked(self, vals):
        """Refuse for everyone, superuser included: the chatter's delete route runs as superuser.

        Moving the same bytes between database and filestore stays possible.
        """
        # sudo: the lock holds whoever asks.
        locked = self.sudo().filtered('dan_van_locked')
        if not locked and 'dan_van_locked' not in vals or locked._is_moved(vals):
            return
        raise UserError(self.env._(
            "“%s” is the file of an issued document. It is never changed or deleted; recall the document instead.",
            locked[:1].name or self[:1].name))

    def _hold_documents(self):
        """Let a document be issued with the files that are being hung on it, not beside them."""
        if has_key(self, _LOCK, making=True) or has_key(self, _LOCK):
            return  # its issue holds it
        # sudo: the document is held whoever may read the file.
        for model, files in self.sudo().filtered(lambda file: file.res_id and not file.res_field).grouped('res_model').items():
            if hasattr(self.env.get(model), '_keep_files'):
                hold(self.env[model].browse(set(files.mapped('res_id'))))

    def _check_not_told(self, vals):
        """Refuse for everyone what would alter the files of a message that is kept, see mail_message."""
        # The relation itself is asked, since who changes a file need not see the message.
        found = self.env.execute_query(SQL(
            "SELECT attachment_id, message_id FROM message_attachment_rel WHERE attachment_id = ANY(%s)", list(self._ids)))
        kept = self.env['mail.message'].browse({message for _file, message in found})._kept()
        # sudo: the refusal names a file that the user is about to change.
        told = self.browse({file for file, message in found if message in kept._ids}).sudo()
        key = self.env.context.get('dan_van_story')
        if isinstance(key, Forgotten) and key.model == 'dan_van.case':
            # What is redacted goes with its files, wherever somebody has sent them.
            told = told.filtered(lambda file: file.res_model != key.model or file.res_id not in key.ids)
        if told and not told._is_moved(vals):
            raise UserError(self.env._(
                "“%s” was sent with a message, and what was said stays as it was said. Send the right file with a new comment.",
                told[:1].name))

    def _is_moved(self, vals):
        """:return: whether ``vals`` only give the files the bytes that they have, in another place"""
        if vals.keys() == {'fs_filename'}:
            return self.env.su  # what OCA fs_attachment calls it on an object store, after it has written these bytes there
        if len(vals.keys() & {'raw', 'datas'}) != 1 or vals.keys() - {'raw', 'datas', 'mimetype'}:
            return False
        try:
            given = vals['raw'] if 'raw' in vals else base64.b64decode(vals['datas'] or b'')
        except (TypeError, ValueError):
            return False
        return all(given == file.raw and vals.get('mimetype', file.mimetype) == file.mimetype for file in whole(self))

    # No key stands for the right to read or write

    def _has_attachments_ownership(self, attachment_tokens):
        """Of files of our records whoever may write the record now is the owner, and nobody by a key of earlier days.

        A file that waits for its message belongs to nobody's record yet, and is its uploader's.
        """
        if any(is_ours(file) and not file.sudo(False).has_access('write') for file in self.exists()):
            return False
        return super()._has_attachments_ownership(attachment_tokens)

    def _get_ownership_token(self):
        return not is_ours(self) and super()._get_ownership_token()

    def _get_raw_access_token(self):
        return not is_ours(self) and super()._get_raw_access_token()

    def _get_thumbnail_token(self):
        return not is_ours(self) and super()._get_thumbnail_token()

    @api.model
    def _create_locked(self, vals):
        """:return: a new file that is locked from the start"""
        return with_key(self, _LOCK, making=True).create({**vals, 'dan_van_locked': True}).with_env(self.env)

    @api.model
    def _lock_files(self, record):
        """Lock all files of an issued document.

        :return: these files
        """
        files = self.search([('res_model', '=', record._name), ('res_id', '=', record.id)])
        with_key(files, _LOCK).write({'dan_van_locked': True})
        return files

    def _set_aside(self, field):
        """Let locked files be read by those alone who read ``field`` of their record: they belong to no later version of it."""
        with_key(self, _LOCK).write({'res_field': field})

    def _set_text(self, text):
        """Note the words of a file for the search."""
        with_key(self, _LOCK).index_content = text
