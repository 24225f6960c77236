from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...signatures.errors import SignatureError
from ...signatures.longterm import preserve
from ..core.built_on import built_on
from ..core.foreign_file import PROVING, read_foreign
from ..core.reading import whole
from ..core.res_company import legal_today
from .signature import signature_message

_RENEWED = 60  # days before a time-stamp ends that a newer one covers it
_TRIED = 30  # days in which it is tried again to prove what could not be proved
#: Levels over which no archive time-stamp stands.
_UNSTAMPED = ('DSS', 'B-LT')


class ProvableFile(models.AbstractModel):
    """A file whose signatures stay provable: it gets what proves them, and time-stamps that are renewed.

    The model that inherits has a ``register_entry_id``, whose signatures they are, and ``_current_pdf()``.
    """

    _name = 'dan_van.provable.file'
    _description = 'File that proves its signatures'
    _inherit = ['dan_van.lock']

    pdf_revisions = fields.Json(
        'Lengths of the PDF', readonly=True, copy=False, given_by=('issue', 'preserve'),
        help="Up to where it was laid out, and between which lengths stands what the agency has added itself.")
    preserved_pdf_id = fields.Many2one(
        'ir.attachment', 'PDF that proves its signatures', readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        given_by=('preserve',))
    validity_level = fields.Selection(
        [('DSS', "Proved, without time-stamps of the signatures"), ('B-LT', "PAdES B-LT (proved)"),
         ('B-LTA', "PAdES B-LTA (proved and time-stamped)")], 'Long-term validity', readonly=True,
        copy=False, given_by=('preserve',), help="The file proves by itself that its signatures were good.")
    validity_end = fields.Date(
        'Proved until', readonly=True, copy=False, given_by=('preserve',), help="A newer time-stamp is added before that day.")
    validity_note = fields.Char('Not proved', readonly=True, copy=False, given_by=('preserve',))

    @api.model
    def _cron_preserve(self):
        """Let issued files prove their signatures by themselves, and renew the time-stamps over them; one commit a document."""
        companies = self.env['dan_van.trusted.root']._proving()._companies()
        if not companies:
            return
        for name in built_on(self.env, 'dan_van.provable.file'):
            documents = self.env[name].search(self._unproved() & Domain('company_id', 'in', companies.ids), order='id')
            if not self.env['ir.cron']._dan_van_in_batches(documents, lambda batch: batch._preserve(), 1):
                return

    @api.model
    def _unproved(self):
        """:return: Domain of what is issued and signed by the agency whose file is to prove its signatures, or to be time-stamped anew"""
        day = legal_today(self)
        sealed = Domain('register_entry_id.signature_ids', 'any', [('kind', '=', 'agency')])
        new = Domain('validity_level', '=', False) & (
            Domain('validity_note', '=', False) | Domain('register_entry_id.date', '>', day - timedelta(days=_TRIED)))
        renewed = Domain('validity_end', '<', day + timedelta(days=_RENEWED))
        ended = Domain('register_entry_id.signature_ids', 'any', [('valid_to', '<', fields.Datetime.now())])  # not to be proved any more
        stamped = Domain('validity_level', 'in', _UNSTAMPED) & ~ended if self._time_stamp_service() else Domain.FALSE
        return sealed & (new | renewed | stamped)

    @api.model
    def _time_stamp_service(self):
        # sudo: the address of the service is no secret to who uses it.
        return self.env['ir.config_parameter'].sudo().get_param('dan_van.time_stamp_url') or None

    def _preserve(self):
        trusted = self.env['dan_van.trusted.root']
        for document in self:
            company, before = document.company_id, whole(document._current_pdf()).raw
            try:
                kept = read_foreign(
                    self.env, preserve, before, trusted._of(company), trusted._lists(company), limits=PROVING,
                    responders=trusted._responders(company), time_stamp=self._time_stamp_service(),
                    begin=(document.pdf_revisions or {}).get('laid_out', 0))
            except SignatureError as error:
                document._opened('preserve').validity_note = signature_message(self.env, error)
                trusted._note_answers(company, {error.values['address']: error} if 'address' in error.values else {})
            else:
                document._opened('preserve')._keep_preserved(before, kept)
                trusted._note_answers(company, kept.heard)

    def _keep_preserved(self, before, kept):
        name = f'{self._file_name()} ({kept.level}).pdf'
        file = self.register_entry_id._keep_file('preserved', name, kept.pdf, 'application/pdf')
        known = self.pdf_revisions or {}
        self.write({
            'preserved_pdf_id': file.attachment_id.id, 'validity_level': kept.level, 'validity_note': False,
            'validity_end': kept.holds_until and kept.holds_until.date(),
            'pdf_revisions': {**known, 'ours': [*known.get('ours', []), [len(before), len(kept.pdf)]]}})

    def _prove_soon(self):
        """Let what the agency has just signed be proved when the signature is committed."""
        if self.company_id & self.env['dan_van.trusted.root']._proving()._companies():
            # sudo: the schedule, which runs in its own rights.
            self.env.ref('dan_van.cron_preserve').sudo()._trigger()
