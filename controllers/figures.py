import io

from odoo import http
from odoo.http import request

from .download import XLSX, download


class FiguresDownload(http.Controller):
    """The figures of a period as a workbook."""

    @http.route('/dan_van/period/<int(max=2147483647):period_id>/figures.xlsx', type='http', auth='user', readonly=True)
    def figures_xlsx(self, period_id):
        """Download the figures of a period, as far as the user may read them.

        :param period_id: id of a ``dan_van.period``
        """
        period = request.env['dan_van.period'].browse(period_id).exists()
        if not period:
            raise request.not_found()
        period.check_access('read')
        file = io.BytesIO()
        period._write_figures_sheet(file)
        return download(file.getvalue(), XLSX, f"Tổng hợp số liệu {period.name}.xlsx")
