import io
import tempfile

from odoo import http
from odoo.http import request

from ..rendering.xlsx import write_table
from .download import XLSX, download

MOST = 500  # files in one package


class FilingDownload(http.Controller):
    """The year's list of files as a workbook, and files as they are handed over to an archive."""

    @http.route('/dan_van/file_catalog/<int(max=2147483647):catalog_id>.xlsx', type='http', auth='user', readonly=True)
    def catalog_xlsx(self, catalog_id):
        """Download a list of files.

        :param catalog_id: id of a ``dan_van.file.catalog``
        """
        catalog = request.env['dan_van.file.catalog'].browse(catalog_id).exists()
        if not catalog:
            raise request.not_found()
        catalog.check_access('read')
        form = request.env['dan_van.work.file.forms']._catalog(catalog)
        file = io.BytesIO()
        write_table(file, f"Danh mục hồ sơ {catalog.year}", [*form.issuer_lines, ' '.join(form.heading)], form.table.columns, [
            row.cells for row in form.table.rows])
        return download(file.getvalue(), XLSX, f"Danh mục hồ sơ năm {catalog.year}.xlsx")

    @http.route('/dan_van/work_files/<string(maxlength=5000):ids>.zip', type='http', auth='user', readonly=True)
    def package(self, ids):
        """Download files with their documents, data and hashes.

        :param ids: ids of ``dan_van.work.file``, divided by commas
        """
        numbers = [int(text) for text in ids.split(',') if text.isascii() and text.isdigit() and len(text) < 10]
        files = request.env['dan_van.work.file'].browse(dict.fromkeys(numbers)).exists()
        if not files or len(files) != len(ids.split(',')) or len(files) > MOST:
            raise request.not_found()
        files.check_access('read')
        target = tempfile.TemporaryFile()  # noqa: SIM115: closed behind the response
        request.env['dan_van.work.file.package']._pack(files, target)
        return download(target, 'application/zip', f"Hồ sơ nộp lưu {files[0].year}.zip")
