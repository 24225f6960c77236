import io

from werkzeug.exceptions import BadRequest

from odoo import fields, http
from odoo.http import request

from ..rendering.xlsx import write_table
from .download import XLSX, download


class RegisterDownload(http.Controller):
    """The registers as workbooks."""

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
        return self._workbook({'book': 'outgoing', 'register_id': register.id}, date_from, date_to)

    @http.route('/dan_van/<any(incoming, handling):book>.xlsx', type='http', auth='user', readonly=True)
    def incoming_xlsx(self, book, date_from=None, date_to=None):
        """Download the incoming documents of the user's agency, as the register or as the book of how they were dealt with.

        :param book: ``incoming`` or ``handling``
        :param date_from: first day of arrival, YYYY-MM-DD; default the first of this year
        :param date_to: last day, YYYY-MM-DD; default the last of this year
        """
        request.env['dan_van.incoming'].check_access('read')
        return self._workbook({'book': book, 'company_id': request.env.company.id}, date_from, date_to)

    def _workbook(self, values, date_from, date_to):
        dialog = request.env['dan_van.register.print'].new(values)
        try:
            first, last = map(fields.Date.to_date, (date_from, date_to))
        except ValueError as error:
            raise BadRequest("date_from and date_to are days, YYYY-MM-DD") from error
        book = dialog._lines(first or dialog.date_from, last or dialog.date_to)
        file = io.BytesIO()
        write_table(file, f"{book.name.removeprefix('Sổ ').capitalize()[:25]} {book.year}", [*book.issuer_lines, book.title], book.columns, book.rows)
        return download(file.getvalue(), XLSX, f'{book.title}.xlsx')
