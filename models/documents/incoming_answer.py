from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..core.mail_switches import QUIET
from ..core.res_company import legal_today
from ..core.res_config_settings import days_setting

_LATE = 7  # days after which nobody is reminded any more of an answer that was due before this was introduced


class Incoming(models.Model):
    """Who entered a document that asks for an answer, and the office, are reminded before the day."""

    _inherit = 'dan_van.incoming'

    answer_told = fields.Date(
        'Reminded of the answer by', readonly=True, copy=False, given_by=('remind',),
        help="The day of the answer of which somebody was reminded.")

    @api.model
    def _remind_of_answers(self):
        today = legal_today(self)
        documents = self.search(
            Domain('due_date', '<=', today + timedelta(days_setting(self.env, 'due_soon_days')))
            & Domain('due_date', '>=', today - timedelta(_LATE))).filtered(
                lambda document: document.answer_told != document.due_date)
        if documents:
            self.env['ir.cron']._dan_van_in_batches(documents, lambda batch: batch._remind_of_answer())

    def _remind_of_answer(self):
        self.activity_unlink(['dan_van.mail_activity_answer'])
        Department = self.env['hr.department']
        offices = Department._offices(self.company_id)
        kind, model = self.env.ref('dan_van.mail_activity_answer'), self.env['ir.model']._get_id(self._name)
        for document in self:
            users = document.create_uid._dan_van_stand_in(document.company_id) | offices.get(
                document.company_id, Department)._acting_head()
            self.env['mail.activity'].with_context(mail_activity_quick_update=QUIET, mail_create_nosubscribe=QUIET).create([{
                'activity_type_id': kind.id, 'res_model_id': model, 'res_id': document.id, 'user_id': user.id,
                'automated': True, 'date_deadline': document.due_date,
                'summary': document.with_context(lang=user.lang).env._("See to the answer"),
            } for user in document._readers(users)])
            document._opened('remind').answer_told = document.due_date
