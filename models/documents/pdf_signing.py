from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...signatures.errors import SignatureError
from ...signatures.filling import field_sizes
from ...signatures.longterm import preserve
from ...signatures.placing import signature_place
from ...signatures.validation import validate
from ..core.foreign_file import SIGNED, SIGNING, read_foreign
from ..core.reading import whole
from ..core.res_company import legal_today
from .signature import signature_message

_RENEWED = 60  # days before a time-stamp ends that a newer one covers it
_TRIED = 30  # days in which it is tried again to prove what could not be proved


class PdfSigning(models.AbstractModel):
    """Has the PDF of an official document signed, and takes the result when it holds.

    The file grows by revisions and loses none: it is laid out, signed by its signer, filled in with number and day, signed by the
    agency. ``pdf_revisions`` of the document has the lengths.
    """

    _name = 'dan_van.pdf.signing'
    _description = 'Digital signature of a PDF'
    _inherit = ['dan_van.lock']

    pdf_revisions = fields.Json(
        'Lengths of the PDF', readonly=True, copy=False, given_by=('sign', 'sign_pdf', 'number', 'issue', 'return', 'preserve'),
        help="Up to where it was laid out, and between which lengths stands what the agency has added itself.")
    preserved_pdf_id = fields.Many2one(
        'ir.attachment', 'PDF that proves its signatures', readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        given_by=('preserve',))
    validity_level = fields.Selection(
        [('B-LT', "PAdES B-LT (proved)"), ('B-LTA', "PAdES B-LTA (proved and time-stamped)")], 'Long-term validity', readonly=True,
        copy=False, given_by=('preserve',), help="The file proves by itself that its signatures were good.")
    validity_end = fields.Date(
        'Proved until', readonly=True, copy=False, given_by=('preserve',), help="A newer time-stamp is added before that day.")
    validity_note = fields.Char('Not proved', readonly=True, copy=False, given_by=('preserve',))

    def _laid_out(self):
        """:return: (bytes, list of pairs): the PDF to which signatures were added, and the lengths between which stands what the agency
        has added itself"""
        known = self.pdf_revisions or {}
        laid_out = whole(self._current_pdf()).raw[:known['laid_out']] if 'laid_out' in known else whole(self._filed_pdf()).raw
        return laid_out, known.get('ours', [])

    def _filed_pdf(self):
        """:return: ir.attachment, the PDF as it was when the first signature was still to come"""
        return self.pdf_attachment_id or self.numbered_pdf_id

    def _signed_by(self, kind, make, before, **laid_out):
        """Have a file signed.

        :param kind: key of :data:`signature.KINDS`
        :param make: function from the bytes of the present file to those of the signed one
        :param before: bytes of the present file
        :return: (bytes, list of :class:`signatures.validation.Details`, dan_van.holder.certificate of the new signature)
        :raise UserError: what is wrong with the signed file
        """
        if not make:
            raise UserError(self.env._("Use the button of the document: the signature is made or uploaded there."))
        try:
            signed = make(before)
            details = self._validate_signed(signed, before, **laid_out)
            return signed, details, self._check_signature(kind, details)
        except SignatureError as error:
            # From None: what was tried may know the PIN.
            raise UserError(signature_message(self.env, error)) from None

    def _validate_signed(self, pdf, before=None, moment=None, issued=None):
        """
        :param issued: bytes of the file that signatures are added to, where none is kept yet
        :return: list of :class:`signatures.validation.Details`
        """
        issued, ours = (issued, []) if issued else self._laid_out()
        try:
            place = self._signature_place(issued)
        except SignatureError:
            place = None
        return read_foreign(
            self.env, validate, pdf, issued, self.env['dan_van.trusted.root']._of(self.company_id), limits=SIGNED,
            previous=before, place=place, signers=0 if self.paper_signed else 1, moment=moment, ours=ours,
            lists=self.env['dan_van.trusted.root']._lists(self.company_id))

    def _check_signature(self, kind, details):
        """
        :return: dan_van.holder.certificate, the recorded certificate of the new signature
        :raise SignatureError: there is more than one new signature, or it is somebody else's
        """
        count = len(details) - self._signature_count()
        if count != 1:
            raise SignatureError('count', count=count)
        if kind == 'personal' and details[-1].closes:
            raise SignatureError('closed')
        return self._holder(kind, details[-1].certificate)

    def _holder(self, kind, certificate):
        """
        :param certificate: :class:`signatures.certificates.Certificate` of a signature on this document
        :return: dan_van.holder.certificate, the recorded one
        :raise SignatureError: it is somebody else's
        """
        document = self._printed()
        # What a council issues has the seal of its agency.
        names = [document['signature']['name']] if kind == 'personal' else [
            self.company_id.name, ' '.join(document['issuer']), ' '.join(self._profile().issuer.split())]
        return self.env['dan_van.holder.certificate']._recorded(self.company_id, kind, self.signer_id, names, certificate)

    def _signing_values(self, certificate, pdf):
        """
        :param certificate: dan_van.certificate with which the present file is to be signed
        :param pdf: bytes, the present file
        :return: dict of the arguments of :func:`signatures.signing.sign` that depend on the document
        """
        kind = certificate.kind
        return {
            'field': f'dan_van_{kind}', 'appearance': certificate._appearance(self, pdf),
            # After its seal nobody fills in another number.
            'locks': tuple(read_foreign(self.env, field_sizes, pdf)) if kind == 'agency' else ()}

    def _signature_count(self):
        """:return: int, how many signatures are in the present file"""
        return len(self.signature_ids) or int(bool(self.signer_pdf_id))

    def _signature_place(self, pdf=None):
        """
        :param pdf: bytes of the document as it was laid out, default those that are kept
        :return: :class:`signatures.placing.Place` of the signature on it
        """
        return read_foreign(self.env, signature_place, pdf or self._laid_out()[0], self._printed()['signature']['name'])

    # Long-term validity

    @api.model
    def _cron_preserve(self):
        """Let issued files prove their signatures by themselves, and renew the time-stamps over them; one commit a document."""
        roots = self.env['dan_van.trusted.root'].search([('revocation_list', '!=', False)])
        companies = roots._companies()
        if not companies:
            return
        for name in self.env['dan_van.approval']._document_models():
            documents = self.env[name].search(self._unproved() & Domain('company_id', 'in', companies.ids), order='id')
            if not self.env['ir.cron']._dan_van_in_batches(documents, lambda batch: batch._preserve(), 1):
                return

    @api.model
    def _unproved(self):
        """:return: Domain of the issued documents whose file is to prove its signatures, or to be time-stamped anew"""
        day = legal_today(self)
        sealed = Domain('register_entry_id.signature_ids', 'any', [('kind', '=', 'agency')])
        new = Domain('validity_level', '=', False) & (
            Domain('validity_note', '=', False) | Domain('document_date', '>', day - timedelta(days=_TRIED)))
        renewed = Domain('validity_end', '<', day + timedelta(days=_RENEWED))
        ended = Domain('register_entry_id.signature_ids', 'any', [('valid_to', '<', fields.Datetime.now())])  # not to be proved any more
        stamped = Domain('validity_level', '=', 'B-LT') & ~ended if self._time_stamp_service() else Domain.FALSE
        return Domain('is_out', '=', True) & sealed & (new | renewed | stamped)

    @api.model
    def _time_stamp_service(self):
        # sudo: the address of the service is no secret to who uses it.
        return self.env['ir.config_parameter'].sudo().get_param('dan_van.time_stamp_url') or None

    def _preserve(self):
        for document in self:
            before, trusted = whole(document._current_pdf()).raw, self.env['dan_van.trusted.root']
            try:
                kept = read_foreign(
                    self.env, preserve, before, trusted._of(document.company_id), trusted._lists(document.company_id), limits=SIGNING,
                    time_stamp=self._time_stamp_service())
            except SignatureError as error:
                document._opened('preserve').validity_note = signature_message(self.env, error)
            else:
                document._opened('preserve')._keep_preserved(before, kept)

    def _keep_preserved(self, before, kept):
        name = f'{self._file_name()} ({kept.level}).pdf'
        file = self.register_entry_id._keep_file('preserved', name, kept.pdf, 'application/pdf')
        known = self.pdf_revisions or {}
        self.write({
            'preserved_pdf_id': file.attachment_id.id, 'validity_level': kept.level, 'validity_note': False,
            'validity_end': kept.holds_until and kept.holds_until.date(),
            'pdf_revisions': {**known, 'ours': [*known.get('ours', []), [len(before), len(kept.pdf)]]}})
