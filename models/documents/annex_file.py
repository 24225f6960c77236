from odoo import fields, models
from odoo.exceptions import UserError

from ...signatures.errors import SignatureError
from ...signatures.validation import newest, validate
from ..core.res_company import legal_time
from .signature import signature_message


class Annex(models.Model):
    """An annex that is issued in a file of its own, with what tells whose it is.

    At its upper right stand number and symbol of the document and the time of signing; where the agency signs digitally, each of
    these files has its signature, of which no picture is seen (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục III.1). The time is
    that of the issue, in which the agency signs; of what is signed outside, that at which the files were given to be signed.
    """

    _inherit = 'dan_van.annex'

    is_apart = fields.Boolean(
        'In a file of its own',
        help="It is issued as a PDF beside that of the document, with its number and the time of signing at the upper right. A draft "
             "shows it with the document, so that who signs reads all. Not for a text that is put in force.")
    file_id = fields.Many2one(
        'ir.attachment', 'Its PDF', readonly=True, copy=False, index='btree_not_null', ondelete='restrict', given_by=('keep',))

    def _apart(self):
        """:return: those of these annexes of one document that are issued in files of their own"""
        return self.filtered(lambda annex: annex.is_apart and not annex._is_enacted())

    def _missing(self):
        missing = super()._missing()
        if self._apart() and not self._document()._mentions_annex():
            missing.append(self.env._(
                "Say in the text that there is an annex, e.g. “(Phụ lục kèm theo)”: “%s” is issued in a file of its own, and nothing else "
                "of the document tells of it.", self._apart()[0].title))
        return missing

    def _lay_out(self, moment=None):
        """
        :param moment: naive datetime in UTC at which it is signed, default now
        :return: ``{annex: bytes of its PDF}`` of those in files of their own
        """
        found, annexes = {}, self.sorted('sequence')
        if not annexes._apart():
            return found
        document = self._document()._official_document()
        mark = document.annex_mark(legal_time(moment or fields.Datetime.now()))
        for index, annex in enumerate(annexes):
            if annex._apart():
                html = self.env['ir.qweb']._render('dan_van.official_document_annex_file', {
                    'document': document, 'annex_index': index, 'mark': mark})
                found[annex] = self.env['ir.actions.report']._run_pdf_engine('weasyprint', str(html))
        return found

    def _file_name(self):
        """:return: name of its PDF"""
        document = self._document()
        heading = document._official_document().annex_heading(list(document.annex_ids.sorted('sequence')).index(self))
        return f'{document._file_name()} - {heading}.pdf'

    def _keep(self, pdf):
        """Keep the PDF of this annex for good, instead of an earlier one without signature."""
        file = self._document().register_entry_id._keep_file('annex', self._file_name(), pdf, 'application/pdf')
        self._opened('keep').file_id = file.attachment_id
        file.attachment_id._file_in_dms()

    def action_open_file(self):
        """Open the PDF of this annex in a new tab.

        :raise UserError: it has none
        """
        self.ensure_one()
        if not self.file_id:
            raise UserError(self.env._("“%s” has a file of its own once its document is issued.", self.title))
        return {'type': 'ir.actions.act_url', 'url': f'/web/content/{self.file_id.id}', 'target': 'new'}

    # The signature of the agency

    def _profile(self):
        return self._document()._profile()

    def _signing_values(self, certificate, pdf):
        """See :meth:`PdfSigning._signing_values`: no picture is seen, and nothing is filled in later."""
        return {'field': f'dan_van_{certificate.kind}', 'appearance': None}

    def _signed(self, make, pdf):
        """Have the PDF of this annex signed for the agency.

        :param make: function from the bytes of the present file, and this annex, to those of the signed one
        :return: bytes
        :raise UserError: what is wrong with the signed file
        """
        document = self._document()
        try:
            signed = make(pdf, self)
            details = self.env['dan_van.trusted.root']._judged(document.company_id, validate, signed, pdf, signers=0)
            if len(details) != 1:
                raise SignatureError('count', count=len(details))
            document._holder('agency', details[0].certificate)
        except SignatureError as error:
            # From None: what was tried may know the PIN.
            raise UserError(self.env._(
                "Annex “%(annex)s”: %(problem)s", annex=self.title, problem=signature_message(self.env, error))) from None
        return signed

    def _signature(self, pdf, moment):
        """
        :param moment: aware datetime as of which it is judged
        :return: :class:`signatures.validation.Details` of the agency's signature
        :raise SignatureError: it does not hold
        """
        return self.env['dan_van.trusted.root']._judged(self._document().company_id, newest, pdf, moment=moment)
