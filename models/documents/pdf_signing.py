from odoo import models
from odoo.exceptions import UserError

from ...signatures.errors import SignatureError
from ...signatures.placing import signature_place
from ...signatures.validation import validate
from ..core.foreign_file import SIGNED, read_foreign
from ..core.reading import whole
from .signature import signature_message


class PdfSigning(models.AbstractModel):
    """Has the PDF of an official document signed, and takes the result when it holds.

    The file grows by revisions and loses none: it is laid out, signed by its signer, filled in with number and day, signed by the
    agency. ``pdf_revisions`` of the document has the lengths.
    """

    _name = 'dan_van.pdf.signing'
    _description = 'Digital signature of a PDF'

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
            previous=before, place=place, signers=0 if self.paper_signed else 1, moment=moment, ours=ours)

    def _check_signature(self, kind, details):
        """
        :return: dan_van.holder.certificate, the recorded certificate of the new signature
        :raise SignatureError: there is more than one new signature, or it is somebody else's
        """
        count = len(details) - self._signature_count()
        if count != 1:
            raise SignatureError('count', count=count)
        certificate, document = details[-1].certificate, self._printed()
        if kind == 'personal':
            signer = document['signature']['name']
            belongs = certificate.is_of_person(signer)
        else:
            signer = self.company_id.name
            belongs = certificate.is_of_agency(signer, ' '.join(document['issuer']))
        if not belongs:
            raise SignatureError('other_holder', name=certificate.name, signer=signer)
        holder = self.env['dan_van.holder.certificate']._find(
            self.company_id, kind, self.signer_id, key=certificate.key)
        if not holder:
            raise SignatureError(
                'not_recorded' if kind == 'personal' else 'agency_not_recorded', name=certificate.name, serial=certificate.serial,
                issuer=certificate.issuer, signer=signer)
        return holder

    def _signature_count(self):
        """:return: int, how many signatures are in the present file"""
        return len(self.signature_ids) or int(bool(self.signer_pdf_id))

    def _signature_place(self, pdf=None):
        """
        :param pdf: bytes of the document as it was laid out, default those that are kept
        :return: :class:`signatures.placing.Place` of the signature on it
        """
        return read_foreign(self.env, signature_place, pdf or self._laid_out()[0], self._printed()['signature']['name'])
