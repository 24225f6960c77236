import io
import os

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import config

from ...rendering.faces import VARIABLE
from ...rendering.fields import with_fields
from ...rendering.pdf import PdfError, html_to_pdf, join, longest_text
from .foreign_file import SHOWN_PRINT, print_apart
from .reading import whole

# The option of Odoo's configuration file that names a folder with the agency's own faces.
FACES = 'dan_van_face_dir'
if config.get(FACES):
    os.environ.setdefault(VARIABLE, config[FACES])

# Letters of one paragraph, ten pages full: more takes the server longer than anybody waits, and the next one waits for it.
MOST_LETTERS = 40_000
# Letters of a page of some thirty sheets of paper: it takes seconds, in which the libraries serve nobody else.
LONG = 150_000
# In the context only of this addon's code: a client prints no document that seems to wait for its number alone.
FILLABLE = object()


class IrActionsReport(models.Model):
    """Reports that choose their PDF engine; those that don't are printed as ever."""

    _inherit = 'ir.actions.report'

    pdf_engine = fields.Selection(
        [('weasyprint', "WeasyPrint")], 'PDF engine',
        help="What turns the template into a PDF. Empty: wkhtmltopdf, as for all other reports.")

    def _get_readable_fields(self):
        return super()._get_readable_fields() | {'pdf_engine'}

    def report_action(self, docids, data=None, config=True):
        """Tell the client the engine, and ask for no company layout where the engine uses none."""
        action = super().report_action(docids, data=data, config=config and not self.pdf_engine)
        if self.pdf_engine:
            action['pdf_engine'] = self.pdf_engine
        return action

    def retrieve_attachment(self, record):
        """An issued document prints its filed PDF, signed where it is, whatever else is attached under the same name."""
        return record._current_pdf() if self._is_own_report(record) else super().retrieve_attachment(record)

    def _is_own_report(self, records):
        """:return: whether ``records`` are official documents and this report prints them: then an issued one is its file"""
        return isinstance(records, self.env.registry['dan_van.document.mixin']) and records._own_report() == self

    def _pre_render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Give a PDF in tests too: an engine of our own needs no second worker."""
        if self._get_report(report_ref).pdf_engine:
            self = self.with_context(force_report_rendering=True)
        return super()._pre_render_qweb_pdf(report_ref, res_ids=res_ids, data=data)

    def _get_rendering_context(self, report, docids, data):
        """Ask for the right to read before a template gets our records, whichever converter prints it.

        :raise UserError: one of them is an issued document: what it says stands in its file, not in today's records
        """
        if self._prints_ours(report):
            records = self.env[report.model].browse(docids)
            records.check_access('read')
            if report._is_own_report(records):
                # sudo: whether there is a file; what it is the reader finds below the record.
                for document in records.filtered(lambda document: document.sudo()._current_pdf()):
                    raise UserError(self.env._(
                        "“%s” has been issued: it is its file, and is not printed anew in another form. Open the document, then "
                        "its PDF.", document.display_name))
        return super()._get_rendering_context(report, docids, data)

    @api.model
    def _prints_ours(self, report):
        """:return: whether ``report`` prints records of this addon, or of one built on it"""
        return report.model in self.env and self.env[report.model]._is_of_dan_van()

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Let the files of an engine of our own be joined in little memory."""
        if self._get_report(report_ref).pdf_engine:
            self = self.with_context(dan_van_join=True)
        return super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)

    @api.model
    def _merge_pdfs(self, streams, *args, **kwargs):
        """pypdf, which joins the files of other reports, holds every object of every page until the end."""
        if not self.env.context.get('dan_van_join'):
            return super()._merge_pdfs(streams, *args, **kwargs)
        merged = io.BytesIO()
        join(streams, merged, *args, **kwargs)
        streams.append(merged)
        return merged

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if not report.pdf_engine:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        if not res_ids:
            raise UserError(self.env._("Choose at least one document to print."))
        records = self.env[report.model].browse(dict.fromkeys(res_ids))
        records.check_access('read')
        attachments = self._reusable_attachments(report, records)
        use = report.attachment_use or report._is_own_report(records)
        missing = records.filtered(lambda record: not (attachments[record.id] and use))
        contents = self._render_each(report, missing, data)
        if report._is_own_report(records):
            contents |= {record.id: record._printed_file() for record in records - missing}
        return {
            record.id: {
                'stream': io.BytesIO(contents.get(record.id) or whole(attachments[record.id]).raw),
                'attachment': attachments[record.id],
            }
            for record in records
        }

    def _reusable_attachments(self, report, records):
        """:return: ``{record id: attachment or None}``: a document's issued file, else what the report's expression names"""
        # What is issued is its file, whatever a client asks for.
        use = report._is_own_report(records) or report.attachment and not self.env.context.get('report_pdf_no_attachment')
        return {record.id: report.retrieve_attachment(record) if use else None for record in records}

    def _fillable(self, record):
        """Lay an official document out without number and day, which are filled in once it is signed.

        :return: (:class:`rendering.document.Document`, bytes of the PDF)
        """
        record = record.with_context(dan_van_fillable=FILLABLE)
        values = self._get_rendering_context(self, record.ids, {'report_type': 'pdf'})
        html = self._render_template(self.report_name, {**values, 'docs': record, 'doc_ids': record.ids})
        return record._official_document(), self._run_pdf_engine(self.pdf_engine, html.decode(), with_fields)

    def _render_each(self, report, records, data):
        """Render every record as a file of its own, so that pages count from 1 and nothing has to be split.

        The template is called with one of the records at a time as ``docs``; they share their prefetch.

        :return: ``{record id: bytes of the PDF}``
        """
        values = self._get_rendering_context(report, records.ids, {'report_type': 'pdf', **(data or {})})
        contents = {}
        for record in records:
            html = self._render_template(report.report_name, {**values, 'docs': record, 'doc_ids': record.ids})
            contents[record.id] = self._run_pdf_engine(report.pdf_engine, html.decode())
        return contents

    @api.model
    def _run_pdf_engine(self, engine_name, html, make=html_to_pdf, limits=None):
        """Turn a page into a PDF.

        :param engine_name: value of ``pdf_engine``
        :param html: the whole page as text
        :param make: what makes a PDF of it
        :param limits: of the process of its own in which it is made; by default a long one has one, so that others print meanwhile
        :return: bytes of the PDF
        :raise UserError: the engine can't work; the message says what is missing
        """
        if engine_name != 'weasyprint':
            raise ValueError(f"unknown PDF engine {engine_name!r}")
        if longest_text(html) > MOST_LETTERS:
            raise UserError(self.env._(
                "A paragraph of more than %s letters can't be printed. Divide it into shorter ones.",
                MOST_LETTERS))
        try:
            if limits is None and len(html) <= LONG:
                return make(html)
            return print_apart(self.env, make, html, limits or SHOWN_PRINT)
        except PdfError as error:
            raise UserError(self.env._("The PDF can't be made. %s", error)) from error
