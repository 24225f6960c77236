from odoo import api, models
from odoo.fields import Domain

from ...rendering.register import RegisterBook
from ...rendering.wording import short_date_text

_READ = (
    'arrival_date', 'arrival_number', 'issuer', 'code', 'date', 'kind', 'subject', 'department_id', 'directive_unit_ids', 'directive_date',
    'directive_deadline', 'due_date', 'answered_date', 'answer_ids', 'closed_date', 'state', 'note', 'revoked_date', 'superseded_by_ids', 'approval_ids')


class IncomingBook(models.AbstractModel):
    """The incoming documents as a book: the register, and how each was dealt with (Nghị định 30/2020/NĐ-CP, Phụ lục IV)."""

    _name = 'dan_van.incoming.book'
    _description = 'Register of incoming documents as a book'

    @api.model
    def _domain(self, company, date_from, date_to):
        """:return: Domain of the documents of an agency that arrived between two days"""
        return Domain([('company_id', '=', company.id), ('arrival_date', '>=', date_from), ('arrival_date', '<=', date_to)])

    @api.model
    def _of(self, company, book, date_from, date_to, volume=1, offset=0, limit=None):
        """Return the documents that arrived between two days, as the user may read them.

        :param company: res.company
        :param offset: how many lines come before the first one
        :param limit: how many lines at most, default all
        :param book: ``incoming`` or ``handling``, see :data:`rendering.register.BOOKS`
        :return: :class:`rendering.register.RegisterBook`
        """
        documents = self.env['dan_van.incoming'].search_fetch(
            self._domain(company, date_from, date_to), _READ, order='year, arrival_number', offset=offset, limit=limit)
        profile = self.env['dan_van.agency.profile']._find(company, date_to)
        row = self._registered if book == 'incoming' else self._handled
        return RegisterBook(
            issuer=tuple((profile.issuer or company.name).splitlines()), parent=profile.parent or '', year=date_to.year, book=book,
            date_from=date_from, date_to=date_to, volume=volume, rows=tuple(row(document) for document in documents),
            numbers=tuple(f'{documents[index].arrival_number:02d}' for index in (0, -1)) if documents else ())

    def _registered(self, document):
        kind = document.kind or ''
        return (
            document.arrival_date, document.arrival_number, document.issuer, document.code, document.date or None,
            ': '.join(filter(None, (kind, document.subject))), self._receivers(document),
            document.directive_date if self._is_directed(document) else None, '', self._note(document))

    def _handled(self, document):
        return (
            document.arrival_number, f"{document._number_and_date()} của {document.issuer}", self._receivers(document), document.due_date or document.directive_deadline or None,
            self._progress(document), '; '.join(filter(None, document._answers().mapped('code'))), self._note(document))

    def _note(self, document):
        """:return: the last column: why an entry was struck out, that its document is in force no more, what the clerk noted"""
        parts = [document.note]
        if document.state == 'cancelled':
            # sudo: who reads the register may know why a number stands for nothing.
            steps = document.sudo().approval_ids.filtered(lambda line: line.step == 'cancel')
            parts.append(f"Hủy: {steps.sorted('id')[-1:].reason or ''}")
        if document.revoked_date:
            parts.append(f"Nơi gửi thu hồi ngày {short_date_text(document.revoked_date)}")
        for later in document.superseded_by_ids:
            parts.append(f"Được cập nhật, thay thế bằng số đến {later.arrival_number:02d}")
        return '; '.join(filter(None, parts))

    def _is_directed(self, document):
        return document.state in ('issued', 'closed')

    def _receivers(self, document):
        """:return: names of the units that the directive names, one a line, the one that leads first"""
        if not self._is_directed(document):
            return ''
        return '\n'.join((document.department_id | document.directive_unit_ids).mapped('name'))

    def _progress(self, document):
        if document.state == 'cancelled':
            return "Vào sổ nhầm"
        if document.answered_date or document.closed_date:
            day = document.answered_date or document.closed_date
            return f"Đã giải quyết ngày {short_date_text(day)}"
        return {'draft': "Chưa trình", 'submitted': "Đang chờ ý kiến chỉ đạo"}.get(document.state, "Đang giải quyết")
