import hashlib
import json
import logging
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core.reading import whole

_logger = logging.getLogger(__name__)

BATCH = 50  # files between two commits of the cron
RECHECK_DAYS = 7  # each file is checked again after so many days


def canonical(snapshot):
    """:return: bytes of a JSON value, the same for the same value"""
    return json.dumps(snapshot, ensure_ascii=False, sort_keys=True).encode()


class IssuedFile(models.Model):
    """A file of an issued document with the hash that it had on that day.

    Append-only: what was issued stays as it was (Nghị định 30/2020/NĐ-CP, Phụ lục VI), and a check
    finds what was changed behind Odoo's back.
    """

    _name = 'dan_van.issued.file'
    _description = 'Issued file'
    _inherit = ['dan_van.lock']
    _order = 'register_entry_id, id'

    _open_in = ()
    _made_by = ('keep',)

    register_entry_id = fields.Many2one(
        'dan_van.register.entry', required=True, readonly=True, ondelete='restrict', index=True)
    company_id = fields.Many2one(related='register_entry_id.company_id', store=True, index=True)
    kind = fields.Selection(
        [('pdf', "Document"), ('annex', "Annex"), ('docx', "Word"), ('signed', "Signed document"), ('preserved', "Proved document"), ('data', "Data"),
         ('source', "Made from")],
        required=True, readonly=True)
    attachment_id = fields.Many2one(
        'ir.attachment', 'File', readonly=True, ondelete='restrict', index='btree_not_null',
        help="Empty for the data of the document, which are kept in the document itself.")
    name = fields.Char(required=True, readonly=True)
    sha256 = fields.Char('SHA-256', required=True, readonly=True)
    checked_date = fields.Datetime('Last checked', readonly=True, index=True, given_by=('check',))
    finding = fields.Selection(
        [('missing', "Missing"), ('changed', "Changed")], readonly=True, index='btree_not_null', given_by=('check',),
        help="What the last check found; empty when the file is as it was issued.")

    def _why_not_made(self):
        return self.env._("Files of a document are kept by its issue and its signatures only.")

    def _why_locked(self, owner, names):
        return self.env._("What was issued is not changed. Recall the document and issue a new one.")

    def _why_kept(self, owner):
        return self.env._("What was issued stays on file. Recall the document instead.")

    # Check

    def _finding(self):
        """:return: what is wrong with the file today, or ``False``"""
        content = self._content()
        if not content:
            return 'missing'
        return hashlib.sha256(content).hexdigest() != self.sha256 and 'changed'

    def _content(self):
        if self.kind == 'data':
            return canonical(self.register_entry_id._document().snapshot)
        content = whole(self.attachment_id).raw
        # One file in memory at a time, however many are checked.
        self.attachment_id.invalidate_recordset(['raw'], flush=False)
        return content

    def _check(self):
        """Compute the hashes again; differences that are new are told to the administrators.

        :return: the files that differ
        """
        # sudo: the true bytes are read whoever asks; he is told of differences only.
        files = self.sudo()._opened('check')
        new, now = files.browse(), fields.Datetime.now()
        for file in files:
            finding = file._finding()
            if finding and finding != file.finding:
                new += file
            file.write({'finding': finding, 'checked_date': now})
        new._tell_administrators()
        return files.filtered('finding').sudo(self.env.su)

    def _tell_administrators(self):
        for company, files in self.grouped('company_id').items():
            _logger.error("Issued files differ from what was issued: %s", ', '.join(
                f'{file.register_entry_id.code}: {file.name} ({file.finding})' for file in files))
            admins = self.env.ref('dan_van.group_admin').all_user_ids.filtered(lambda user: company in user.company_ids)
            for admin in admins:
                self.env['mail.thread'].with_context(lang=admin.lang).message_notify(
                    partner_ids=admin.partner_id.ids,
                    subject=files.env._("Issued documents differ from what was issued"),
                    body=files.with_context(lang=admin.lang)._findings_html())

    def _findings_html(self):
        findings = dict(self._fields['finding']._description_selection(self.env))
        lines = (
            Markup('<li>%s: %s (%s)</li>') % (file.register_entry_id.code, file.name, findings[file.finding]) for file in self)
        return Markup('<p>%s</p><ul>%s</ul>') % (
            self.env._("The check of issued files has found differences. Restore these files from a backup:"),
            Markup().join(lines))

    @api.model
    def _cron_check(self):
        """Check what was not checked for a week; one commit a batch, so it may be killed."""
        due = Domain('checked_date', '=', False) | Domain(
            'checked_date', '<', fields.Datetime.now() - timedelta(days=RECHECK_DAYS))
        files = self.search(due, order='checked_date NULLS FIRST, id')
        self.env['ir.cron']._dan_van_in_batches(files, lambda batch: batch._check(), BATCH)

    def action_open(self):
        """Open the file in a new tab."""
        self.ensure_one()
        if not self.attachment_id:
            raise UserError(self.env._("The data are kept in the document itself, there is no file to open."))
        return {'type': 'ir.actions.act_url', 'url': f'/web/content/{self.attachment_id.id}', 'target': 'new'}


class RegisterEntry(models.Model):
    _inherit = 'dan_van.register.entry'

    file_ids = fields.One2many('dan_van.issued.file', 'register_entry_id', 'Issued files', readonly=True)

    def _document(self):
        """:return: the document of this entry"""
        return self.env[self.res_model].browse(self.res_id)

    def _keep_file(self, kind, name, raw, mimetype):
        """File what belongs to the issued document, for good.

        :param kind: key of :attr:`IssuedFile.kind`
        :param raw: bytes
        :return: the new :class:`IssuedFile`
        """
        # sudo: the step that issues or signs has decided; nobody else may file under an issued document.
        attachment = self.env['ir.attachment'].sudo()._create_locked({
            'name': name, 'raw': raw, 'mimetype': mimetype, 'res_model': self.res_model, 'res_id': self.res_id,
            'company_id': self.company_id.id})
        return self._note_files(kind, {attachment: raw})

    def _keep_sources(self):
        """Lock and note all other files of the document: what it was made from stays with it."""
        # sudo: the step that issues has decided; the files are locked and noted whoever may read each of them.
        files = self.env['ir.attachment'].sudo()._lock_files(self._document()) - self.sudo().file_ids.attachment_id
        return self._note_files('source', {file: file.raw or b'' for file in whole(files)})

    def _keep_data(self, snapshot):
        """Note the hash of the document's data."""
        return self._note_files('data', {self.env['ir.attachment']: canonical(snapshot)})

    def _note_files(self, kind, contents, sha256=None):
        # sudo: nobody may create these lines directly; the step that issues or signs has decided.
        files = self.env['dan_van.issued.file'].sudo()
        return files._making('keep').create([{
            'register_entry_id': self.id,
            'kind': kind,
            'attachment_id': attachment.id,
            'name': attachment.name or 'snapshot.json',
            'sha256': sha256 or hashlib.sha256(content).hexdigest(),
        } for attachment, content in contents.items()]).with_env(files.env)
