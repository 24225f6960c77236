from werkzeug.exceptions import UnsupportedMediaType

from odoo.addons.mail.controllers.attachment import AttachmentController
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from ..importer.errors import UnreadableFile
from ..importer.readers.pdf import first_page
from ..models.core.foreign_file import read_foreign
from ..models.core.reading import whole


class FirstPage(AttachmentController):
    """The first page of a PDF, of which the client draws a small picture."""

    def _get_pdf_first_page_response(self, attachment):
        """Cut the page out in the process for foreign files.

        A petition gives none: no picture of it is kept, and opening the petition must not count as reading its files.
        """
        # Odoo has asked for the right to read; of files of our records no key stands for it.
        if attachment._of_cases():
            raise UnsupportedMediaType()
        try:
            content = read_foreign(request.env, first_page, whole(attachment).raw or b'')
        except (UnreadableFile, UserError) as error:
            raise UnsupportedMediaType() from error
        headers = [('Content-Type', 'attachment/pdf'), ('X-Content-Type-Options', 'nosniff'), ('Content-Length', len(content))]
        if attachment.name:
            headers.append(('Content-Disposition', content_disposition(attachment.name)))
        return request.make_response(content, headers)
