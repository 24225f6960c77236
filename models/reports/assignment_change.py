from datetime import timedelta

from odoo import api, models

from ..core.res_company import legal_midnight, legal_today

# Reasons of a line without a result that propose a change of the duty.
_KINDS = {'postponed': 'postpone', 'cancelled': 'cancel'}


class AssignmentChange(models.Model):
    """What was decided on duties is told in the next reports of their units; what these report to be off is proposed to the office."""

    _inherit = 'dan_van.assignment.change'

    @api.model
    def _told_in(self, duties, period, last):
        """Find what was decided until the last day of ``period`` and was not there yet when the report before it was submitted.

        :param duties: dan_van.assignment
        :param period: dan_van.period
        :param last: ``{id of a duty: its line in the report before}``
        :return: ``{id of a duty: what its report for period says of the changes decided}``
        """
        if not period.date_from:
            return {}
        begins, since = legal_midnight(period.date_from), self._untold_since(last, period)
        changes = self.search([
            ('state', '=', 'decided'), '|', ('assignment_id', 'in', duties.ids), ('new_assignment_id', 'in', duties.ids),
            ('decided_date', '>=', min(since.values(), default=begins)), ('decided_date', '<', legal_midnight(period.date_to + timedelta(1)))], order='id')
        found = {}
        for change in changes:
            for duty in (change.assignment_id | change.new_assignment_id) & duties:
                if change.decided_date >= since.get(duty.id, begins):
                    found[duty.id] = '\n'.join(filter(None, (found.get(duty.id), change._printed_text(duty))))
        return found

    @api.model
    def _untold_since(self, last, period):
        """
        :return: ``{id of a duty: moment since which what was decided stands in no report}``: that of the last submission of the
            report before, which followed the records until then; where it never was submitted, its first day
        """
        reports = self.env['dan_van.report.line'].union(*last.values()).report_id
        # sudo: when a report was submitted is no secret, who reads its log is asked nothing here.
        submitted = dict(self.env['dan_van.approval'].sudo()._read_group(
            [('res_model', '=', reports._name), ('res_id', 'in', reports.ids), ('step', '=', 'submit')], ['res_id'], ['create_date:max']))
        begins = legal_midnight(period.date_from)
        return {
            duty: min(submitted.get(line.report_id.id) or legal_midnight(line.report_id.period_id.date_from), begins)
            for duty, line in last.items()}

    @api.model
    def _propose_reported(self, lines):
        """Lay before the office what units report as postponed or cancelled, where it is not proposed yet.

        :param lines: dan_van.report.line, of reports that the office has received
        """
        lines = lines.filtered(lambda line: line.reason in _KINDS and line.assignment_id.is_at_work)
        today = legal_today(self)
        waiting = self.search([('assignment_id', 'in', lines.assignment_id.ids), ('state', '=', 'proposed')]).assignment_id
        found = {line.assignment_id: line for line in lines if line.assignment_id not in waiting and (
                     line.reason == 'cancelled' or line.reason_date > max(line.assignment_id.deadline or today, today))}
        if found:
            self._make([{
                'assignment_id': duty.id, 'kind': _KINDS[line.reason], 'new_deadline': line.reason_date,
                'reason': line.text or line.report_id.display_name, 'proposed_by_id': line.report_id.submitter_id.id or self.env.uid,
            } for duty, line in found.items()])
