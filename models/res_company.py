import datetime

import pytz

from odoo import fields, models

# Offices follow the legal time of the country, whatever the time zone of the server or of the cron's user.
TIME_ZONE = 'Asia/Ho_Chi_Minh'


def legal_today(records):
    """Return today's date in the country, whatever time zone the user has chosen or lacks."""
    return fields.Date.context_today(records.with_context(tz=TIME_ZONE))


class ResCompany(models.Model):
    _inherit = 'res.company'

    # What every document asks of its agency: read once, however many documents ask.
    dan_van_office_ids = fields.One2many('hr.department', 'company_id', 'Office', domain=[('dan_van_kind', '=', 'office')])
    dan_van_profile_ids = fields.One2many('dan_van.agency.profile', 'company_id', 'Agency profiles')

    def _is_working_day(self, date):
        """:return: whether the agency works on ``date`` by its calendar, public holidays left out"""
        calendar = self.resource_calendar_id
        if not calendar:
            return date.weekday() < 5
        zone = pytz.timezone(calendar.tz or TIME_ZONE)
        start, end = (zone.localize(datetime.datetime.combine(date, time)) for time in (datetime.time.min, datetime.time.max))
        return not calendar._get_unusual_days(start, end, self)[fields.Date.to_string(date)]
