import re

from odoo import models
from odoo.http import request

from .ours import is_ours

_PAGES = re.compile('ht|multipart|svg|xml', re.IGNORECASE)


class IrBinary(models.AbstractModel):
    """Every file and picture that a route hands out comes through here, from whatever record."""

    _inherit = 'ir.binary'

    def _find_record(self, xmlid=None, res_model='ir.attachment', res_id=None, access_token=None, field=None):
        """No key in an address opens a file of our records: who was given one need not be a reader any more.

        What goes out has links of its own, see dms_link.
        """
        if access_token and not xmlid and res_id and res_model in self.env and res_model != 'dms.file' and is_ours(
                self.env[res_model].browse(int(res_id)).exists()):
            access_token = None
        return super()._find_record(xmlid, res_model, res_id, access_token, field)

    def _get_stream_from(self, record, *args, **kwargs):
        """As in Odoo; what a browser would show as a page of this server, with forms and links, is shown as the text that it is.

        Odoo stores attachments so; the folders of dms and the address of the request say otherwise.
        """
        stream = super()._get_stream_from(record, *args, **kwargs)
        kind = stream.mimetype or ''
        if _PAGES.search(kind) and 'openxmlformats' not in kind and is_ours(record):
            stream.mimetype = 'text/plain'
        return stream

    def _record_to_stream(self, record, field_name):
        # First the stream, which asks for access: what superuser rights fetch afterwards is in the user's cache too.
        stream = super()._record_to_stream(record, field_name)
        if request and is_ours(record):
            request.dan_van_private = True
        return stream
