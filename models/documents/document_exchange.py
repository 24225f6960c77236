from odoo import models
from odoo.exceptions import UserError

from ...exchange import Attachment, Message, Metadata, Organ, Trace, write, write_metadata
from ...exchange.codes import PRIORITIES, TYPES
from ...rendering.pdf import page_count
from ...rendering.wording import number_text
from ..core.res_company import legal_time
from .document_mixin import PRINTED_TYPES


class DocumentMixin(models.AbstractModel):
    """An issued document on its way to other agencies: edXML (QCVN 102:2016/BTTTT) and metadata for the archive."""

    _inherit = 'dan_van.document.mixin'

    def action_download_edxml(self):
        """Download the issued document as an edXML message."""
        self.ensure_one()
        return {'type': 'ir.actions.act_url', 'url': f'/dan_van/edxml/{self._name}/{self.id}', 'target': 'download'}

    def _edxml(self):
        """:return: bytes of the message, with the PDF as it stands signed and its metadata

        :raise UserError: it has not been issued, or the agency has no code
        """
        self.ensure_one()
        if not self.register_entry_id:
            raise UserError(self.env._("“%s” has not been issued yet: only issued documents are sent.", self.display_name))
        profile = self._profile()
        if not profile.organ_code:
            raise UserError(self.env._(
                "Enter the code of “%s” in electronic exchange first: Configuration → Agency profile.", self.company_id.name))
        pdf = self._current_pdf()
        document = self._official_document()
        number, notation = number_text(self.number), document.symbol
        code, name = TYPES.get(self.document_type, (0, PRINTED_TYPES[self.document_type]))
        pages = page_count(pdf.raw)
        recipients = self._recipient_organs()
        metadata = Metadata(
            organ_code=profile.organ_code, organ_name=self.company_id.name, type_name=name, number=number, notation=notation,
            date=self.document_date, subject=self.subject, position=self.signer_title or '', signer=self.signer_id.name,
            recipients=tuple((organ.code, organ.name) for organ in recipients), pages=pages,
            priority=PRIORITIES[self.urgency or ''])
        return write(Message(
            sender=Organ(profile.organ_code, self.company_id.name, in_charge=profile.parent or ''), recipients=recipients,
            number=number, notation=notation, date=self.document_date, subject=self.subject, place=profile.place,
            type_code=code, type_name=name, competence=document.signature.authority[0],
            position=document.signature.authority[-1], signer=self.signer_id.name,
            places=tuple((self.recipients or '').splitlines()), priority=PRIORITIES[self.urgency or ''],
            copies=self.register_entry_id.copies or 1, pages=pages,
            appendixes=tuple(annex.title_line for annex in document.annexes),
            traces=(Trace(profile.organ_code, legal_time(self.register_entry_id.create_date)),),
            attachments=(
                Attachment(pdf.name, pdf.raw, 'application/pdf', name),
                Attachment('metadata.xml', write_metadata(metadata), 'application/xml', "Dữ liệu đặc tả"))))

    def _recipient_organs(self):
        """:return: tuple of :class:`exchange.Organ`; codes are those under which the agencies have written to us"""
        lines = [line.strip(' -;.') for line in f"{self.addressees or ''}\n{self.recipients or ''}".splitlines()]
        names = list(dict.fromkeys(filter(None, lines))) or [self.company_id.name]
        # sudo: codes of agencies are no secret; nothing else of what they have sent is told.
        known = dict(self.env['dan_van.incoming'].sudo()._read_group(
            [('company_id', '=', self.company_id.id), ('issuer', 'in', names), ('organ_code', '!=', False)],
            ['issuer'], ['organ_code:max']))
        return tuple(Organ(known.get(name, ''), name) for name in names)
