import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...exchange import StatusCode, upward
from ..core.res_company import legal_midnight, legal_today
from ..core.transitions import Transition
from .report_kinds_below import BelowReport


class ReportOfBelow(models.AbstractModel):
    """Reports of agencies below: each is asked for by a message, answered by the report that the agency has issued, and received or
    returned by the office. What comes late is taken all the same; the agency's report says that it has changed."""

    _name = 'dan_van.report.of.below'
    _description = 'Report that an agency below may have to give'
    _inherit = ['dan_van.lock']

    organ_id = fields.Many2one(
        'dan_van.organ', 'Agency below', readonly=True, index='btree_not_null', check_company=True, ondelete='restrict', open_in=(), copy=False)
    key = fields.Char(readonly=True, copy=False, open_in=(), help="Tells the report in what agencies send each other.")
    incoming_id = fields.Many2one(
        'dan_van.incoming', 'Document by which it came', readonly=True, copy=False, index='btree_not_null', check_company=True,
        ondelete='restrict', given_by=('answer',))
    asked_date = fields.Datetime('Last asked for on', readonly=True, copy=False, given_by=('ask',))

    def _short_reporter(self):
        """:return: str, who reports, as short as it is called"""
        return self.organ_id.short_name or self.organ_id.name or self.department_id.dan_van_abbreviation or self.department_id.name

    # Asked for

    @api.model
    def _below_values(self, period, organs):
        """:return: list of values of the reports of ``organs`` for ``period``"""
        office = period.company_id._dan_van_office() or period.plan_id.department_id
        return [{
            **self._text_values(period, organ.name), 'scope': BelowReport.scope, 'organ_id': organ.id, 'key': uuid.uuid4().hex,
            'department_id': office.id, 'signer_id': False, 'addressees': period.company_id.name,
        } for organ in organs]

    def _let_know(self, what):
        """Let who writes these drafts know that they have begun, or that nobody waits for them any more.

        :param what: ``begin`` or ``end``, see :class:`.report_kinds.ReportKind`
        """
        for kind, reports in self._by_kind():
            getattr(kind, what)(reports)

    def _ask(self, step):
        """Tell the agencies below that these reports are asked for, are still missing, or are wanted no more.

        :param step: of :data:`exchange.upward.STEPS`
        :return: dan_van.report, those for which a message is on its way: who has no code gets none
        """
        told = self.browse()
        # sudo: called by a step that has been guarded.
        for report in self.sudo():
            if self.env['dan_van.message']._queue_data(
                    report.company_id, report.organ_id, 'request', report._request(step),
                    self.env._("Report asked for: %(period)s, %(organ)s", period=report.period_id.name, organ=report.organ_id.name)):
                told |= report.sudo(False)
        told.sudo()._opened('ask').write({'asked_date': fields.Datetime.now()})  # sudo: as above
        return told

    def _request(self, step):
        """:return: :class:`exchange.upward.Request`, what is asked of the agency"""
        period, plan = self.period_id, self.plan_id
        return upward.Request(
            self.key, self.organ_id.code or '', step, f'{plan.code} - {plan.subject}'[:1000], plan.theme_id.name, plan.theme_id.code or '',
            upward.Period(period.name, period.kind, period.year, period.index, period.date_from, period.date_to, period.due_date),
            tuple(upward.Section(f's{row.section_id.id}', row.name, row.group_name or '', row.is_required)
                  for row in self.section_ids if not row.is_results),
            tuple(upward.Indicator(
                f'i{figure.indicator_id.id}', figure.name, figure.indicator_id._common_code(), figure.group_name or '', figure.uom_name or '',
                figure.aggregation, figure.cumulation) for figure in self.figure_ids))

    def action_ask_again(self):
        """Remind the agencies of those of these reports that have not come.

        :return: action that tells so
        :raise UserError: none of them is missing, or asked for today already
        """
        self.check_access('read')
        today = legal_today(self)
        missing = self.filtered(lambda report: (
            report.scope == BelowReport.scope and report.state == 'draft' and report._is_wanted() and report._is_office()))
        due = missing.filtered(lambda report: not report.asked_date or report.asked_date < legal_midnight(today))
        if not due:
            raise UserError(self.env._(
                "There is nobody to remind: no report of an agency below is missing, or all of them have been asked today.")
                if missing or self else self.env._("Choose the reports that are missing."))
        for company in due.company_id:
            if not self.env['dan_van.message']._own_code(company):
                raise UserError(self.env._(
                    "Enter the code of “%s” in electronic exchange first: Configuration → Agency profile.", company.name))
        told = due._ask('reminded')
        told._message_log_batch(dict.fromkeys(told.ids, self.env._("The agency was reminded of it.")))
        text, without = self.env._("Reminded: %s", '; '.join(told.mapped('organ_id.name'))), due - told
        if without:
            text = self.env._("%(text)s. By telephone or letter, for want of a code: %(names)s", text=text, names='; '.join(without.mapped('organ_id.name')))
        return {'type': 'ir.actions.client', 'tag': 'display_notification', 'params': {'type': 'success', 'message': text}}

    # Answered

    @api.model
    def _transitions(self):
        return super()._transitions().after(
            'withdraw',
            Transition('answer', self.env._("The report has come"), ['draft', 'approved', 'received'], 'approved'),
            Transition('enter', self.env._("Enter what came on paper"), ['draft'], 'received'))

    def _may_answer(self):
        return self.env.su and self.scope == BelowReport.scope

    def _may_enter(self):
        return self.scope == BelowReport.scope and self._is_office()

    def _check_enter(self):
        for report in self:
            said = report.line_ids.filtered('text') or report.section_ids.filtered('text') or report.figure_ids.filtered('value')
            if not said:
                raise UserError(self.env._(
                    "Nothing stands in “%s” yet. Enter what the agency has sent: results, sections and figures.", report.display_name))

    def _do_enter(self):
        self._opened('answer').incoming_id = False
        self._come()

    def _come(self):
        now, today = fields.Datetime.now(), legal_today(self)
        for report in self:
            report._opened('submit', 'approved_date').write({
                'approved_date': now, 'sent_date': report.sent_date or today, 'is_asked_again': False})

    def _do_answer(self, document, body):
        """
        :param document: dan_van.incoming by which it has come
        :param body: :class:`exchange.upward.Report`
        """
        self._opened('answer', 'figure_explanation').write({'incoming_id': document.id, 'figure_explanation': body.explanation or False})
        self.line_ids._say(self, body)
        self.env['dan_van.report.figure']._draw(self, self.period_id)
        said = {each.key: each.text for each in body.sections}
        for row in self.section_ids._opened('draw', 'text'):
            row.text = said.get(f's{row.section_id.id}', False)
        figures = {each.key: each for each in body.figures}
        for figure in self.figure_ids._opened('draw', 'value', 'reason'):
            told = figures.get(f'i{figure.indicator_id.id}')
            figure.write({'value': told.value if told else 0, 'reason': told.note or False if told else self.env._("Not reported")})
        self._come()

    def action_enter(self):
        """Enter what an agency has sent on paper as its report."""
        self._transition('enter')

    def action_open_incoming(self):
        """Open the document by which the report came.

        :return: action
        """
        self.ensure_one()
        self.check_access('read')
        return {'type': 'ir.actions.act_window', 'res_model': 'dan_van.incoming', 'res_id': self.incoming_id.id, 'view_mode': 'form'}

    # What its issuer is told

    def _transition(self, name, reason=None, **values):
        result = super()._transition(name, reason, **values)
        if name in ('receive', 'return'):
            # sudo: the step has been guarded; its issuer is told of it.
            for report in self.sudo().filtered('incoming_id'):
                report._tell_issuer(name, reason)
        return result

    def _tell_issuer(self, step, reason):
        document = self.incoming_id
        if step == 'return' and document.revoked_date:
            return  # it has taken it back itself
        if step == 'return':
            document._tell_sender(StatusCode.REFUSED, reason)
        elif document.sudo(False)._may(document._get_transition('close')):
            document.sudo(False)._transition('close', self.env._("Received as the report “%s”.", self.display_name))
        else:
            document._tell_sender(StatusCode.DONE)
