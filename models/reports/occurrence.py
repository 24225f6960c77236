from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..core.mail_switches import QUIET
from ..plans.due_days import CONTINUOUS


class Occurrence(models.Model):
    """What is done all the year is due with each report on its plan."""

    _inherit = 'dan_van.occurrence'

    @api.model
    def _report_days(self, plans):
        """Several reports may end on one day, those of a quarter and of the half year: what was done is said once."""
        found = defaultdict(dict)
        for period in self.env['dan_van.period'].search([('plan_id', 'in', plans.ids), ('index', '>', 0)]):
            days = found[period.plan_id]
            days[period.date_to] = min(period.due_date, days.get(period.date_to, period.due_date))
        return found

    @api.model
    def _follow_reports(self, plans, at_issue=False):
        """Let the duties of ``plans`` that are done all the year be due with their reports, as these are now.

        So are those of which a plan names neither a day nor how often they return: else nobody would ever ask for them.

        :param at_issue: as for :meth:`_follow`
        """
        # sudo: the days follow from the plan, whoever has changed it.
        duties = self.env['dan_van.assignment'].sudo().search(Domain('is_at_work', '=', True) & Domain('plan_id', 'in', plans.ids) & (
            Domain('recurrence', '=', CONTINUOUS) | duties_without_day()))
        reported = self.env['dan_van.plan'].browse(plan.id for plan, days in self._report_days(plans).items() if days)
        duties.filtered(lambda duty: not duty.recurrence and duty.plan_id in reported)._opened('plan').with_context(
            mail_notrack=QUIET).write({'recurrence': CONTINUOUS})
        self._follow(duties.filtered('recurrence'), at_issue=at_issue)


def duties_without_day():
    """:return: Domain of the duties of which their plan says in no way when they are due"""
    return Domain.AND(Domain(name, '=', False) for name in ('recurrence', 'planned_deadline', 'further_dates', 'deadline_text'))
