import io

from werkzeug.exceptions import BadRequest

from odoo import fields, http
from odoo.http import request

from ..rendering.register import COLUMNS
from ..rendering.xlsx import write_table
from .download import XLSX, download


class RegisterDownload(http.Controller):
    """The outgoing register as a workbook."""

    @http.route('/dan_van/register/<int(max=2147483647):register_id>.xlsx', type='http', auth='user', readonly=True)
    def register_xlsx(self, register_id, date_from=None, date_to=None):
        """Download the lines of a register that the user may read.

        :param register_id: id of a ``dan_van.register``
        :param date_from: first day, YYYY-MM-DD; default the first of the register's year
        :param date_to: last day, YYYY-MM-DD; default the last of the register's year
        """
        register = request.env['dan_van.register'].browse(register_id).exists()
        if not register:
            raise request.not_found()
        register.check_access('read')
        first, last = register._span()
        try:
            book = register._book(
                fields.Date.to_date(date_from) or first, fields.Date.to_date(date_to) or last)
        except ValueError as error:
            raise BadRequest("date_from and date_to are days, YYYY-MM-DD") from error
        file = io.BytesIO()
        write_table(file, f"Sổ văn bản đi {book.year}", [*book.issuer_lines, book.title], COLUMNS, book.rows)
        return download(file.getvalue(), XLSX, f'{book.title}.xlsx')
