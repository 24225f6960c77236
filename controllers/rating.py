import io

from odoo import http
from odoo.http import request

from .download import XLSX, download


class RatingDownload(http.Controller):
    """The ratings of a year as a workbook."""

    @http.route('/dan_van/ratings/<int(max=9999):year>.xlsx', type='http', auth='user', readonly=True)
    def ratings_xlsx(self, year):
        """Download the ratings of a year, as far as the user may read them.

        :param year: four digits
        """
        request.env['dan_van.rating'].check_access('read')
        file = io.BytesIO()
        request.env['dan_van.rating.sheet']._write_summary(file, year, request.env.company)
        return download(file.getvalue(), XLSX, f"Tổng hợp đánh giá, xếp loại {year}.xlsx")
