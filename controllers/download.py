import os

from werkzeug.wsgi import wrap_file

from odoo.http import content_disposition, request

from ..models.core.ir_http import make_private

XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'


def download(content, mimetype, name, inline=False):
    """Make the response that hands out a file of this addon.

    :param content: bytes, or a binary file that is read from its beginning and closed behind it
    :param name: of the file, with its ending
    :param inline: whether the client shows it rather than saves it
    """
    headers = [('Content-Type', mimetype), ('Content-Disposition', content_disposition(name, 'inline' if inline else 'attachment'))]
    if isinstance(content, bytes):
        return make_private(request.make_response(content, headers))
    headers.append(('Content-Length', content.seek(0, os.SEEK_END)))
    content.seek(0)
    response = request.make_response(wrap_file(request.httprequest.environ, content), headers)
    response.direct_passthrough = True
    response.call_on_close(content.close)
    return make_private(response)
