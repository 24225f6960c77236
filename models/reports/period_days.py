import datetime

import pytz

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..core.period_rules import COUNTS
from ..core.res_company import TIME_ZONE, legal_today


class Period(models.Model):
    """The day by which reports are due, by the days off of the agency: of periods that are planned, and of those that are open."""

    _name = 'dan_van.period'
    _inherit = ['dan_van.period', 'dan_van.days.off']

    @api.onchange('scheme_id', 'date_to')
    def _onchange_date_to(self):
        """Propose the day by which a period made by hand is due."""
        if self.scheme_id and self.date_to:
            self.due_date = self._due_on(self.date_to)

    def _due_on(self, date):
        """Return the day that lies so many working days after ``date`` as the scheme says, or as was announced.

        Working days are those of the agency's calendar, public holidays left out.
        """
        calendar = self.company_id.resource_calendar_id
        days = self.due_days if self.state == 'open' else self.scheme_id.due_days
        if not (days and calendar):
            return date + datetime.timedelta(days=days)
        # The calendar counts in its own time zone; a holiday is kept as whole days there.
        start = pytz.timezone(calendar.tz or TIME_ZONE).localize(
            datetime.datetime.combine(date + datetime.timedelta(days=1), datetime.time.min))
        found = calendar.plan_days(days, start, compute_leaves=True)
        return found.date() if found else date + datetime.timedelta(days=days)

    def _is_regular(self):
        """:return: whether the calendar has made the period"""
        return self.kind in COUNTS and self.index > 0

    @api.model
    def _follow_calendar(self, companies):
        regular = Domain('company_id', 'in', companies.ids) & Domain('index', '>', 0)
        self.search(regular & Domain('state', '=', 'planned'))._set_dates()
        opened = self.search(regular & Domain('state', '=', 'open') & Domain('due_date', '>=', legal_today(self)))
        moved = self._move_days('due_date', {period: period._due_on(period.date_to) for period in opened})
        # What the units were told to send by then; what has been sent stays as it is.
        reports = moved.report_ids.filtered(lambda report: report.state == 'draft')
        reports._message_log_batch({report.id: self.env._(
            "Due by %s, since the days off of the agency have changed.", format_date(self.env, report.due_date)) for report in reports})
        moved.report_ids._keep_turns()
