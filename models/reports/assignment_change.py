from datetime import timedelta

from odoo import api, models

from ..core.res_company import legal_midnight, legal_today

# Reasons of a line without a result that propose a change of the duty.
_KINDS = {'postponed': 'postpone', 'cancelled': 'cancel'}


class AssignmentChange(models.Model):
    """What was decided on duties is told in the next reports of their units; what these report to be off is proposed to the office."""

    _inherit = 'dan_van.assignment.change'

    @api.model
    def _told_in(self, duties, period):
        """
        :param duties: dan_van.assignment
        :return: ``{id of a duty: what its report for period (dan_van.period) says of the changes decided in it}``
        """
        if not period.date_from:
            return {}
        changes = self.search([
            ('state', '=', 'decided'), '|', ('assignment_id', 'in', duties.ids), ('new_assignment_id', 'in', duties.ids),
            ('decided_date', '>=', legal_midnight(period.date_from)),
            ('decided_date', '<', legal_midnight(period.date_to + timedelta(1)))], order='id')
        found = {}
        for change in changes:
            for duty in (change.assignment_id | change.new_assignment_id) & duties:
                found[duty.id] = '\n'.join(filter(None, (found.get(duty.id), change._printed_text(duty))))
        return found

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
