from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ..core.res_company import legal_midnight, legal_today

_DAY = timedelta(days=1)
# Reasons of a line without a result that propose a change of the duty.
_KINDS = {'postponed': 'postpone', 'cancelled': 'cancel'}


class AssignmentChange(models.Model):
    """What was decided on duties is told in the next reports of their units; what these report to be off is proposed to the office."""

    _inherit = 'dan_van.assignment.change'

    @api.model
    def _told_in(self, duties, period):
        """Find what was decided or taken back until the last day of ``period`` and stands in no report that the units have submitted
        before; what was taken back is told where its decision was.

        :param duties: dan_van.assignment
        :param period: dan_van.period
        :return: ``{id of a duty: what its report for period says of the changes decided}``
        """
        if not period.date_from:
            return {}
        end, begins, found = legal_midnight(period.date_to + _DAY), legal_midnight(period.date_from), {}
        submitted = self._submissions(duties.department_id, period)
        changes = self.search([
            ('state', 'in', ('decided', 'undone')), '|', ('assignment_id', 'in', duties.ids), ('new_assignment_id', 'in', duties.ids),
            ('decided_date', '<', end)])
        undone = changes._undone_dates()
        for change in changes.sorted(lambda change: (undone.get(change.id, change.decided_date), change.id)):
            for duty in (change.assignment_id | change.new_assignment_id) & duties:
                reports, moment = _on(duty, submitted.get(duty.department_id, ())), undone.get(change.id)
                is_told = not reports or (moment or change.decided_date) >= min(begins, max(min(each) for each in reports))
                if moment:
                    is_told &= moment < end and any(
                        change.decided_date < min(covered, sent) and sent < moment for covered, sent in reports)
                if is_told and change._concerns(duty):
                    found[duty.id] = '\n'.join(filter(None, (found.get(duty.id), change._printed_text(duty))))
        return found

    @api.model
    def _submissions(self, units, period):
        """:return: ``{hr.department: list of (moment at which what is told ends, moment of the last submission)}`` of its reports
            before ``period`` in the same line, which followed the records until they were submitted; not of those that came back"""
        # sudo: when reports were submitted; who draws one need not read all of its unit.
        reports = self.env['dan_van.report'].sudo().search([
            ('department_id', 'in', units.ids), ('scheme_id', 'in', period._line_schemes().ids), ('scope', '=', 'unit'),
            ('is_frozen', '=', True), ('plan_id', 'in', period.plan_id._versions().ids), ('date_to', '<', period.date_to)])
        # sudo: as above.
        submitted = self.env['dan_van.approval'].sudo()._read_group(
            [('res_model', '=', reports._name), ('res_id', 'in', reports.ids), ('step', '=', 'submit')], ['res_id'], ['create_date:max'])
        found = defaultdict(list)
        for report, moment in submitted:
            report = reports.browse(report)
            found[report.department_id.sudo(False)].append((legal_midnight(report.date_to + _DAY), moment))
        return found

    def _undone_dates(self):
        """:return: ``{id of a change that was taken back: moment}``"""
        # sudo: when it was; who reads the change reads so.
        return dict(self.env['dan_van.approval'].sudo()._read_group([
            ('res_model', '=', self._name), ('res_id', 'in', self.filtered(lambda change: change.state == 'undone').ids),
            ('step', '=', 'undo')], ['res_id'], ['create_date:max']))

    @api.model
    def _ended_since(self, moment):
        """:return: Domain of the duties that a decision has ended since ``moment``, or the taking back of one by which they were made"""
        # sudo: as above.
        undone = self.env['dan_van.approval'].sudo().search([
            ('res_model', '=', self._name), ('step', '=', 'undo'), ('create_date', '>=', moment)])
        changes = self.search(Domain('decided_date', '>=', moment) & Domain('state', '=', 'decided') | Domain('id', 'in', undone.mapped('res_id')))
        return Domain('ended', '!=', False) & Domain('id', 'in', (changes.assignment_id | changes.new_assignment_id).ids)

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


def _on(duty, reports):
    """:return: list of those of ``reports``, as ``_submissions`` has them of one unit, whose period did not end before ``duty`` begins"""
    begins = duty.start_date and legal_midnight(duty.start_date)
    return [(covered, sent) for covered, sent in reports if not begins or begins < covered]
