from datetime import timedelta

from odoo import api, fields, models
from odoo.api import SUPERUSER_ID
from odoo.fields import Domain

from ...exchange import StatusCode
from ...rendering.wording import in_sentence, with_mark
from ..core.in_time import cases_by_due, due_days
from .standing import IN_FORCE

HEALTH = [
    ('overdue', "Overdue"), ('due_soon', "Due soon"), ('on_track', "On track"), ('done_late', "Done late"),
    ('done_on_time', "Done on time")]
_LATE = 7  # days after which nobody is reminded any more of an answer that was due before this was introduced


class Incoming(models.Model):
    """The answer to an incoming document: a document of ours that names it, and whether it comes in time.

    An agency that has sent the document as a message is told by messages what becomes of it.
    Who entered a document that asks for an answer, the office, and the heads of the units asked are reminded before the day.
    """

    _name = 'dan_van.incoming'
    _inherit = ['dan_van.incoming', 'dan_van.reminding', 'dan_van.in.time']

    _reminder_type = 'dan_van.mail_activity_answer'
    _in_time = 'answer_health'

    answer_ids = fields.One2many('dan_van.letter', 'answers_id', 'Answers', readonly=True)
    answered_date = fields.Date(
        'Answered on', compute='_compute_answered_date', store=True,
        help="The day of our first document in force that answers it; where there is none, the day on which it was closed.")
    answer_health = fields.Selection(HEALTH, 'Answer', compute='_compute_in_time', search='_search_in_time')

    answer_told = fields.Date(
        'Reminded of the answer by', readonly=True, copy=False, given_by=('remind',),
        help="The day of the answer of which somebody was reminded.")

    @api.depends('answer_ids.state', 'answer_ids.document_date', 'closed_date')
    def _compute_answered_date(self):
        for document in self:
            document.answered_date = min(document._answers().mapped('document_date'), default=document.closed_date)

    def _answers(self):
        """:return: dan_van.letter, our documents in force that answer this one"""
        return self.answer_ids.filtered(lambda letter: letter.state in IN_FORCE)

    @api.depends('due_date', 'answered_date', 'state')
    def _compute_in_time(self):
        return super()._compute_in_time()

    @api.model
    def _cases_in_time(self):
        return [(False, Domain('due_date', '=', False) | Domain('state', '=', 'cancelled')), *cases_by_due(self.env, 'answered_date', 'due_date')]

    def _asks_reason(self, transition):
        if transition.name == 'close' and any(not document._answers() for document in self):
            return self.env._("No document of ours answers it: write how it was dealt with, or why nothing is to be done.")
        return super()._asks_reason(transition)

    def action_answer(self):
        """Draft the document that answers this one.

        :return: action of its form
        """
        self.ensure_one()
        self.check_access('read')
        cited = self._citation()
        subject = in_sentence(with_mark(self.subject or '', '')).removeprefix('về việc ').removeprefix('về ')
        return {
            'type': 'ir.actions.act_window', 'res_model': 'dan_van.letter', 'view_mode': 'form', 'context': {
                'default_answers_id': self.id, 'default_document_type': 'CV', 'default_addressees': self.issuer,
                'default_subject': f"trả lời về {subject}", 'default_body': f"Phúc đáp {cited}, {self.company_id.name} có ý kiến như sau:"}}

    # What its sender is told

    def _transition(self, name, reason=None, **values):
        result = super()._transition(name, reason, **values)
        told = {
            'submit': StatusCode.ACCEPTED, 'direct': StatusCode.ASSIGNED, 'note': StatusCode.ASSIGNED, 'close': StatusCode.DONE,
            'cancel': StatusCode.REFUSED}.get(name)
        if told:
            units = self.department_id or told != StatusCode.ASSIGNED
            self._tell_sender(told if units else StatusCode.PROCESSING, reason if name == 'cancel' else '')
        return result

    def _tell_sender(self, code, words=''):
        """Let the senders of those that have come as messages know what has become of them.

        :param code: :class:`exchange.StatusCode`
        :param words: the reason of a refusal
        """
        for document in self:
            if document.identifier and document.organ_code:
                self.env['dan_van.message']._queue_status(document, code, words or '')

    @api.model
    def _come_domain(self):
        """:return: Domain of what the schedule has entered from messages, and nobody has seen to yet"""
        return Domain('state', '=', 'draft') & Domain('submitter_id', '=', False) & Domain('identifier', '!=', False) & Domain(
            'create_uid', '=', SUPERUSER_ID)

    @api.model
    def _open_domain(self):
        return super()._open_domain() | self._come_domain()

    def _turn(self):
        if self.filtered_domain(self._come_domain()):
            return self.company_id._dan_van_clerks(), self.env._("It has come as a message: submit it for the directive, or close it")
        return super()._turn()

    # Reminders of the day

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
            Domain('due_date', '<=', soon) & Domain('answered_date', '=', False)
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
            document._entered_by() | document.company_id._dan_van_office()._acting_head())
            | document._heads(document.department_ids) for document in self}

    def _entered_by(self):
        """:return: res.users, who sees today to the entry: who has made it, or the clerks of one that the schedule has made"""
        if self.create_uid._is_superuser():
            return self.company_id._dan_van_clerks()
        return self.create_uid._dan_van_stand_in(self.company_id)

    def _heads(self, units):
        """:return: res.users, who heads ``units`` today and may read this document"""
        return self._readers(self.env['res.users'].union(*(unit._acting_head() for unit in units)))

    def _reminder_values(self, lang):
        return {'date_deadline': self.due_date, 'summary': self.with_context(lang=lang).env._("See to the answer")}

    def action_print_stamped(self):
        """Open a copy of the PDF with the stamp ĐẾN on page one."""
        self.ensure_one()
        self.check_access('read')
        return {'type': 'ir.actions.act_url', 'url': f'/dan_van/stamped/{self.id}', 'target': 'new'}
