import datetime

from odoo import models
from odoo.exceptions import UserError

from ...signatures.errors import SignatureError
from ...signatures.filling import field_sizes
from ...signatures.placing import signature_place
from ...signatures.validation import validate
from ..core.foreign_file import read_foreign
from ..core.reading import whole
from .signature import signature_message


class PdfSigning(models.AbstractModel):
    """Has the PDF of an official document signed, and takes the result when it holds.

    The file grows by revisions and loses none: it is laid out, signed by its signer, filled in with number and day, signed by the
    agency. ``pdf_revisions`` of the document has the lengths.
    """

    _name = 'dan_van.pdf.signing'
    _description = 'Digital signature of a PDF'
    _inherit = ['dan_van.provable.file']

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
        return self.env['dan_van.trusted.root']._judged(
            self.company_id, validate, pdf, issued, previous=before, place=place, signers=self._unsealed(), moment=moment, ours=ours)

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
        return self.env['dan_van.holder.certificate']._recorded(
            self.company_id, kind, self.signer_id, self._holder_names(kind), certificate)

    def _holder_names(self, kind):
        """:return: list of the names that the holder of the certificate may bear, the first of which is told"""
        document = self._printed()
        # What a council issues has the seal of its agency.
        return [document['signature']['name']] if kind == 'personal' else [
            self.company_id.name, ' '.join(document['issuer']), ' '.join(self._profile().issuer.split())]

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

    def _annex_records(self):
        """:return: dan_van.annex of this document; copies have none"""
        return self.env['dan_van.annex']

    def _unsealed(self):
        """:return: int, how many signatures come before the seals"""
        return 1

    def _prepare_to_sign(self):
        """Make the file that is signed outside, where it can't be made again byte for byte."""

    def _signature_place(self, pdf=None):
        """
        :param pdf: bytes of the document as it was laid out, default those that are kept
        :return: :class:`signatures.placing.Place` of the signature on it
        """
        return read_foreign(self.env, signature_place, pdf or self._laid_out()[0], self._printed()['signature']['name'])

    def _details_beside(self, last, moment):
        """
        :param last: dan_van.signature that came last
        :return: list of :class:`signatures.validation.Details` of files that were signed with it
        """
        return []

    # Buttons

    def action_check_signatures(self):
        """Validate the signatures of the present file anew, as of the day when the last one came.

        :return: action that tells the result
        :raise UserError: there is no file yet
        """
        self.ensure_one()
        self.check_access('read')
        document = self.sudo()  # sudo: who reads the document may know whether its signatures hold.
        if not document._current_pdf():
            raise UserError(self.env._("“%s” has not been issued yet: there are no signatures to check.", self.display_name))
        try:
            last = document.signature_ids[-1:]
            came = last.create_date and last.create_date.replace(tzinfo=datetime.UTC)
            details = document._validate_signed(whole(document._current_pdf()).raw, moment=came) + document._details_beside(last, came)
            message, good = self.env._("All %s signatures hold, and nothing else was added to the file.", len(details)), True
        except SignatureError as error:
            message, good = signature_message(self.env, error), False
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {'type': 'success' if good else 'danger', 'sticky': not good, 'message': message},
        }
