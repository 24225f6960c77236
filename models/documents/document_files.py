import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...rendering.document import Document
from ...rendering.docx import document_to_docx
from ...rendering.wording import DocumentDate, date_text
from ..core.ir_actions_report import FILLABLE
from ..core.reading import for_reader, whole
from ..core.res_company import legal_today
from .document_mixin import PRINTED_TYPES, UNTYPED

_MOST_LETTERS = 1000  # of a line in the head or at the end of a document


class DocumentMixin(models.AbstractModel):
    """An official document as others get it: printed, and as a Word file."""

    _inherit = 'dan_van.document.mixin'

    report_name = fields.Char(
        'Report', compute='_compute_report_name', help="The template that prints it, for the preview in its form.")

    def _compute_report_name(self):
        for document in self:
            document.report_name = self._own_report().report_name

    @api.model
    def _own_report(self):
        """:return: ir.actions.report that prints these documents"""
        # sudo: how they are printed is no secret to who reads them.
        return self.env.ref(self._report).sudo()

    def _profile(self):
        """:return: the agency profile under which the document was issued; for a draft that of its day, else of today"""
        # sudo: which profile it was is no secret; the profile itself is read as who asks for it.
        if issued := self.sudo().register_entry_id.profile_id:
            return issued.sudo(self.env.su)
        date = self.document_date or legal_today(self)
        return self.env['dan_van.agency.profile']._valid_on(self.company_id, date)

    def _symbol(self, profile):
        """:return: e.g. KH-BDT; a letter has no type and names the drafting unit, BDT-VP"""
        symbol = self.council_id.symbol or profile.symbol
        if self.document_type in UNTYPED:
            return '-'.join(filter(None, (symbol, self.department_id.dan_van_abbreviation)))
        return f'{self.document_type}-{symbol}'

    def _head(self, profile):
        """:return: dict of the fields of :class:`rendering.document.Document` that name who issues it"""
        if self.council_id:
            return self.council_id._head(profile)
        return {'parent': profile.parent or '', 'issuer': tuple(profile.issuer.splitlines()), 'issuer_name': profile.company_id.name}

    def _file_name(self):
        """:return: name of the printed file without its ending"""
        return ' '.join(filter(None, (self.document_type, self.code, self.subject))).replace('/', '-')[:120]

    def _official_document(self):
        """:return: :class:`rendering.document.Document` of this record
        :raise UserError: a text that stands in a column is longer than any such text
        """
        document = for_reader(self)
        document._check_columns()
        profile = document._profile()
        issued, fillable = bool(document.register_entry_id), document.env.context.get('dan_van_fillable') is FILLABLE
        return Document(**{
            'type': PRINTED_TYPES[document.document_type],
            'letter': document.document_type == 'CV',
            'subject': document.subject,
            **document._head(profile),
            'symbol': document._symbol(profile),
            'number': document.number if issued else None,
            'place': profile.place,
            'date': document.document_date or DocumentDate(legal_today(document).year),
            'addressees': tuple((document.addressees or '').splitlines()),
            'signature': document._signature(profile),
            'recipients': tuple((document.recipients or '').splitlines()),
            'archive': document.archive or '',
            'urgency': document.urgency or '',
            'circulation': document.circulation or '',
            'drafter_mark': document.drafter_mark or '',
            'footer': profile.footer or '',
            'draft': not (issued or fillable),
            'fillable': fillable,
            'page': profile._page_settings(),
            **document._naming_what_it_replaces(document._document_text()),
        })

    def _replaced_document(self):
        """:return: the issued document that this one replaces, in superuser rights; none for documents that replace nothing"""
        # sudo: who reads or sends the document may know what it replaces; that was issued to the same readers.
        return self.replaces_id.sudo().filtered(lambda each: each.is_out and each.code) if 'replaces_id' in self._fields else self.browse()

    def _naming_what_it_replaces(self, text):
        """:return: ``text``, the fields of :class:`rendering.document.Document` that are text, with a last sentence on the document that
        this one replaces, unless the drafter has named that himself"""
        replaced = self._replaced_document()
        words = [text.get('closing', ''), text.get('preamble', ''), *(
            word for block in text.get('blocks', ()) for word in (block.title, block.text))]
        if not replaced or any(re.search(rf'(?<!\d){re.escape(replaced.code)}(?![\w-])', word or '') for word in words):
            return text
        kind, own = PRINTED_TYPES[replaced.document_type], PRINTED_TYPES[self.document_type]
        said = f"{own} này thay thế {kind} số {replaced.code} {date_text(replaced.document_date)}."
        return {**text, 'closing': '\n'.join(filter(None, (text.get('closing'), said)))}

    def _check_columns(self):
        # How wide a column must be is found out in time that grows with the square of its texts, while others wait to print.
        for name in ('subject', 'addressees', 'recipients', 'archive', 'signer_title'):
            if max(map(len, (self[name] or '').splitlines()), default=0) > _MOST_LETTERS:
                raise UserError(self.env._(
                    "“%(field)s” has a line of more than %(most)s letters, which can't be printed. Shorten it.",
                    field=self._fields[name]._description_string(self.env), most=_MOST_LETTERS))

    def _document_text(self):
        """:return: dict of the fields of :class:`rendering.document.Document` that are the text of this record"""
        raise NotImplementedError

    def _render_pdf(self):
        """:return: bytes of the PDF as the print button gives it"""
        return self.env['ir.actions.report']._render_qweb_pdf(self._report, self.ids)[0]

    def _render_docx(self):
        """:return: bytes of the Word file of the document as it is now"""
        return document_to_docx(self._official_document())

    def action_preview(self):
        """Print the document as it is now.

        :return: action of its report
        """
        self.check_access('read')
        return self._own_report().sudo(False).report_action(self)

    def _word_file(self):
        """:return: bytes of the Word file: as it was kept at issue, else as the document is now"""
        kept = for_reader(self).issued_file_ids.filtered(lambda file: file.kind == 'docx')[:1]
        return whole(kept.attachment_id).raw or self._render_docx()

    def action_download_word(self):
        """Download the document as a Word file."""
        self.ensure_one()
        return {'type': 'ir.actions.act_url', 'url': f'/dan_van/word/{self._name}/{self.id}', 'target': 'download'}

    def _current_pdf(self):
        """:return: the attachment that is opened, printed and sent; none before issue"""
        return self.pdf_attachment_id

    # Annexes in files of their own

    def _annex_records(self):
        """:return: dan_van.annex of this document; none where it has no such annexes"""
        return self['annex_ids'] if 'annex_ids' in self._fields else self.env['dan_van.annex']

    def _annexes_to_sign(self, moment=None):
        """
        :param moment: as for :meth:`Annex._lay_out`
        :return: ``{annex: bytes of its PDF}`` of those in files of their own, as the agency is to sign them
        """
        annexes = self._annex_records()
        if issued := annexes.filtered('file_id'):
            return {annex: whole(annex.file_id).raw for annex in issued}
        return annexes._lay_out(moment)

    def _sent_files(self):
        return super()._sent_files() | self._annex_records().sorted('sequence').file_id

    def action_open_pdf(self):
        """Open the issued PDF in a new tab, signed where it is signed."""
        self.ensure_one()
        if not self.pdf_attachment_id:
            raise UserError(self.env._("“%s” has not been issued yet. Use Print for a draft.", self.display_name))
        return {
            'type': 'ir.actions.act_url',
            'url': f'/web/content/{self._current_pdf().id}',
            'target': 'new',
        }

    def action_check_files(self):
        """Compare the files of the issued document with what they were at issue.

        :return: action that tells the result
        """
        self.ensure_one()
        self.check_access('read')
        bad = self.issued_file_ids._check()
        findings = dict(bad._fields['finding']._description_selection(self.env))
        if bad:
            message = self.env._("Not as issued: %s. The administrators have been told.", ', '.join(
                f'{file.name} ({findings[file.finding]})' for file in bad))
        else:
            message = self.env._("All %s files are as they were issued.", len(self.issued_file_ids))
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'danger' if bad else 'success', 'sticky': bool(bad), 'message': message,
                'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'},
            },
        }
