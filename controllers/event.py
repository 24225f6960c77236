import io

from odoo import http
from odoo.http import request

from ..rendering.xlsx import write_table
from ..sheets.events import COLUMNS
from .download import XLSX, download


class EventDownload(http.Controller):
    """The sheet in which offices send their events."""

    @http.route('/dan_van/events/sample.xlsx', type='http', auth='user', readonly=True)
    def event_sample(self):
        """Download an empty sheet with the heads that the import knows, and the types of events."""
        Type = request.env['dan_van.event.type']
        types = Type.search(Type._in_use(request.env.company))
        head = ["Danh sách hoạt động", f"Loại hoạt động: {'; '.join(types.mapped('name'))}"]
        file = io.BytesIO()
        write_table(file, "Hoạt động", head, list(COLUMNS.values()), [])
        return download(file.getvalue(), XLSX, "Danh sách hoạt động.xlsx")
