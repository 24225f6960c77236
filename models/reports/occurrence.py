from collections import defaultdict

from odoo import api, models

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

        :param at_issue: as for :meth:`_follow`
        """
        # sudo: the days follow from the plan, whoever has changed it.
        duties = self.env['dan_van.assignment'].sudo().search([
            ('plan_id', 'in', plans.ids), ('recurrence', '=', CONTINUOUS), ('is_at_work', '=', True)])
        self._follow(duties, at_issue=at_issue)
