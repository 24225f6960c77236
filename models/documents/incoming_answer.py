from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..core.in_time import due_days

_LATE = 7  # days after which nobody is reminded any more of an answer that was due before this was introduced


class Incoming(models.Model):
    """Who entered a document that asks for an answer, the office, and the heads of the units asked are reminded before the day."""

    _name = 'dan_van.incoming'
    _inherit = ['dan_van.incoming', 'dan_van.reminding']

    _reminder_type = 'dan_van.mail_activity_answer'

    answer_told = fields.Date(
        'Reminded of the answer by', readonly=True, copy=False, given_by=('remind',),
        help="The day of the answer of which somebody was reminded.")

    def write(self, vals):
        is_asked = isinstance(vals, dict) and 'department_ids' in vals
        before = {document: document.department_ids for document in self} if is_asked else {}
        result = super().write(vals)
        late = {document: document.department_ids - units for document, units in before.items()
                if document.answer_told and document.answer_told == document.due_date}
        # sudo: reminders of others; who is asked once somebody was reminded is told at once.
        told = {document.sudo(): units for document, units in late.items() if units}
        self.sudo()._remind({
            document: document._heads(units) - document.activity_ids.filtered_domain(self._reminder_domain()).user_id
            for document, units in told.items()})
        return result

    @api.model
    def _remind_of_answers(self):
        today, soon = due_days(self.env)
        documents = self.search(
            Domain('due_date', '<=', soon)
            & Domain('due_date', '>=', today - timedelta(_LATE))).filtered(
                lambda document: document.answer_told != document.due_date)
        if documents:
            self.env['ir.cron']._dan_van_in_batches(documents, lambda batch: batch._remind_of_answer())

    def _remind_of_answer(self):
        self.activity_unlink([self._reminder_type])
        self._remind(self._reminded_users())
        for day, documents in self.grouped('due_date').items():
            documents._opened('remind').answer_told = day

    def _reminded_users(self):
        return {document: document._readers(
            document.create_uid._dan_van_stand_in(document.company_id) | document.company_id._dan_van_office()._acting_head())
            | document._heads(document.department_ids) for document in self}

    def _heads(self, units):
        """:return: res.users, who heads ``units`` today and may read this document"""
        return self._readers(self.env['res.users'].union(*(unit._acting_head() for unit in units)))

    def _reminder_values(self, lang):
        return {'date_deadline': self.due_date, 'summary': self.with_context(lang=lang).env._("See to the answer")}
