from odoo.http import content_disposition, request

from ..models.core.ir_http import make_private

XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'


def download(content, mimetype, name, inline=False):
    """Make the response that hands out a file of this addon.

    :param content: bytes
    :param name: of the file, with its ending
    :param inline: whether the client shows it rather than saves it
    """
    return make_private(request.make_response(content, [
        ('Content-Type', mimetype),
        ('Content-Disposition', content_disposition(name, 'inline' if inline else 'attachment'))]))
