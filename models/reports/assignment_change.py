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
        """Find what was decided until the last day of ``period`` and stands in no report that the units have submitted before.

        :param duties: dan_van.assignment
        :param period: dan_van.period
        :return: ``{id of a duty: what its report for period says of the changes decided}``
        """
        if not period.date_from:
            return {}
        since, found = self._untold_since(duties.department_id, period), {}
        changes = self.search([
            ('state', '=', 'decided'), '|', ('assignment_id', 'in', duties.ids), ('new_assignment_id', 'in', duties.ids),
            ('decided_date', '<', legal_midnight(period.date_to + timedelta(1)))], order='id')
        for change in changes:
            for duty in (change.assignment_id | change.new_assignment_id) & duties:
                if change.decided_date >= since.get(duty.department_id, change.decided_date):
                    found[duty.id] = '\n'.join(filter(None, (found.get(duty.id), change._printed_text(duty))))
        return found

    @api.model
    def _untold_since(self, units, period):
        """
        :return: ``{hr.department: moment since which what was decided stands in no report}``: its last submission of a report before
            ``period`` in the same line, which followed the records until then; a unit that has submitted none is not in it
        """
        # sudo: when reports were submitted; who draws one need not read all of its unit.
        reports = self.env['dan_van.report'].sudo().search([
            ('department_id', 'in', units.ids), ('scheme_id', 'in', period._line_schemes().ids), ('scope', '=', 'unit'),
            ('plan_id', 'in', period.plan_id._versions().ids), ('date_to', '<', period.date_to)])
        # sudo: as above.
        submitted = self.env['dan_van.approval'].sudo()._read_group(
            [('res_model', '=', reports._name), ('res_id', 'in', reports.ids), ('step', '=', 'submit')], ['res_id'], ['create_date:max'])
        found, begins = {}, legal_midnight(period.date_from)
        for report, moment in submitted:
            unit = reports.browse(report).department_id.sudo(False)
            found[unit] = min(max(moment, found.get(unit, moment)), begins)
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
