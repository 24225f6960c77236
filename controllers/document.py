from odoo import http
from odoo.http import request

from ..models.documents.document_mixin import DOCX
from .download import download


class DocumentDownload(http.Controller):
    """Official documents as files."""

    @http.route('/dan_van/word/<string:model>/<int(max=2147483647):document_id>', type='http', auth='user', readonly=True)
    def document_docx(self, model, document_id):
        """Download a document that the user may read as a Word file; an issued one as it was kept at issue.

        :param model: name of a model of official documents
        """
        document = self._document(model, document_id, '_word_file')
        return download(document._word_file(), DOCX, f'{document._file_name()}.docx')

    @http.route('/dan_van/edxml/<string:model>/<int(max=2147483647):document_id>', type='http', auth='user', readonly=True)
    def document_edxml(self, model, document_id):
        """Download an issued document that the user may read as an edXML message; arguments as above."""
        document = self._document(model, document_id, '_edxml')
        return download(document._edxml(), 'application/xml', f'{document._file_name()}.edxml')

    @http.route('/dan_van/stamped/<int(max=2147483647):document_id>', type='http', auth='user', readonly=True)
    def incoming_stamped(self, document_id):
        """Open a copy of an incoming document that the user may read, with the stamp ĐẾN on page one."""
        document = request.env['dan_van.incoming'].browse(document_id).exists()
        if not document:
            raise request.not_found()
        document.check_access('read')
        content = request.env['dan_van.incoming.slip']._stamped(document)
        return download(content, 'application/pdf', f"{document.code.replace('/', '-')} (ĐẾN {document.arrival_number}).pdf", inline=True)

    @staticmethod
    def _document(model, document_id, kind):
        if model not in request.env['dan_van.approval']._workflow_models() or not hasattr(request.env[model], kind):
            raise request.not_found()
        document = request.env[model].browse(document_id).exists()
        if not document:
            raise request.not_found()
        document.check_access('read')
        return document
