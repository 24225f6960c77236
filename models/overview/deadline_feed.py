from datetime import UTC, datetime

from odoo import models
from odoo.fields import Domain

from ...rendering.calendar import Deadline, write_calendar
from ..core.res_company import legal_today

SCOPE = 'dan_van.calendar'  # keys of this scope open the calendar and nothing else
MOST = 300  # deadlines, the earliest first


class ResUsers(models.Model):
    """The deadlines of a user as a calendar that he subscribes to, in his own rights and language."""

    _inherit = 'res.users'

    def _calendar_keys(self):
        """:return: res.users.apikeys, those with which the calendar of these users can be read"""
        return self.env['res.users.apikeys'].search([('user_id', 'in', self.ids), ('scope', '=', SCOPE)])

    def _deadline_calendar(self):
        """Write the calendar of the current user: open duties of his units and those he decides on, his steps of duties, reports still
        to send.

        :return: bytes, iCalendar
        """
        self.ensure_one()
        units = self.env['hr.department'].search([('member_user_ids', 'in', self.id), ('dan_van_kind', '!=', False)])
        name = self.env._("Deadlines of %s", self.name)
        deadlines = [*self._duty_deadlines(units), *self._step_deadlines(), *self._report_deadlines(units), *self._period_deadlines(units)]
        return write_calendar(name, sorted(deadlines, key=lambda each: each.day)[:MOST], datetime.now(UTC))

    def _duty_deadlines(self, units):
        decides = self.env['dan_van.assignment']._decided_domain(self)
        concerned = Domain('department_id', 'in', units.ids) | Domain('assignment_id', 'any', decides)
        due = self.env['dan_van.occurrence'].search(
            concerned & Domain([
                ('plan_state', '=', 'issued'), ('ended', '=', False), ('done_date', '=', False), ('due_date', '!=', False)]),
            order='due_date, id', limit=MOST)

        def describe(occurrence):
            duty = occurrence.assignment_id
            return occurrence.due_date, duty.display_name, '\n'.join(filter(None, (duty.text, duty.output)))
        return self._as_deadlines(due, describe)

    def _step_deadlines(self):
        steps = self.env['dan_van.step'].search(
            [('user_ids', 'in', self.id), ('is_at_work', '=', True), ('deadline', '!=', False)], order='deadline, id', limit=MOST)
        return self._as_deadlines(steps, lambda step: (step.deadline, step.display_name, step.assignment_id.text))

    def _report_deadlines(self, units):
        reports = self.env['dan_van.report'].search([
            ('scope', '=', 'unit'), ('department_id', 'in', units.ids),
            ('lateness', 'in', ('overdue', 'pending'))], order='due_date, id', limit=MOST)
        return self._as_deadlines(
            reports, lambda report: (report.due_date, self.env._("Report due: %s", report.display_name), ''))

    def _period_deadlines(self, units):
        """Periods to come; once one is open its reports stand for it."""
        periods = self.env['dan_van.period'].search([
            ('company_id', 'in', units.company_id.ids), ('state', '=', 'planned'), ('plan_id.state', '=', 'issued'),
            ('due_date', '>=', legal_today(self))], order='due_date, id', limit=MOST)
        return self._as_deadlines(
            periods, lambda period: (period.due_date, self.env._("Report due: %s", period.display_name), ''))

    def _as_deadlines(self, records, describe):
        # sudo: the database's identifier keeps the entries of two databases apart, and tells nothing.
        database = self.env['ir.config_parameter'].sudo().get_param('database.uuid')
        base_url = self.get_base_url()
        return [
            Deadline(f'{record._name}-{record.id}@{database}', *describe(record), f'{base_url}/odoo/{record._name}/{record.id}')
            for record in records]
