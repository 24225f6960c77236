import io
import json

from werkzeug.exceptions import BadRequest

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..models.core.reading import asked
from .download import XLSX, download


class TrackingDownload(http.Controller):
    """The sheet with which offices follow up a plan."""

    @http.route('/dan_van/tracking.xlsx', type='http', auth='user', readonly=True)
    def tracking_xlsx(self, domain='[]'):
        """Download the tracked duties that the user may read.

        :param domain: which of them, as JSON; default all
        """
        try:
            domain = asked(request.env['dan_van.assignment'], json.loads(domain))
        except AccessError:
            raise
        except (RecursionError, UserError, ValueError) as error:
            raise BadRequest("domain is a domain in JSON") from error
        file = io.BytesIO()
        request.env['dan_van.tracking.sheet']._write_sheet(file, domain)
        return download(file.getvalue(), XLSX, "Theo dõi thực hiện kế hoạch.xlsx")
