import calendar
import datetime
from functools import cache

import pytz

from odoo import fields, models
from odoo.tools import format_datetime

# Offices follow the legal time of the country, whatever the time zone of the server or of the cron's user.
TIME_ZONE = 'Asia/Ho_Chi_Minh'


def legal_today(records):
    """Return today's date in the country, whatever time zone the user has chosen or lacks."""
    return fields.Date.context_today(records.with_context(tz=TIME_ZONE))


def legal_time(moment):
    """:return: ``moment``, a naive datetime in UTC as fields hold it, as a naive datetime of the country's legal time"""
    return pytz.utc.localize(moment).astimezone(pytz.timezone(TIME_ZONE)).replace(tzinfo=None)


def legal_moment(time):
    """:return: ``time``, a naive datetime of the country's legal time, as a naive datetime in UTC as fields hold it"""
    return pytz.timezone(TIME_ZONE).localize(time).astimezone(pytz.utc).replace(tzinfo=None)


def legal_date(moment):
    """:return: the country's date at ``moment``, a naive datetime in UTC as fields hold it; ``None`` for no moment"""
    return legal_time(moment).date() if moment else None


def legal_time_text(env, moment):
    """:return: str, ``moment``, a naive datetime in UTC, as a time of the country in the words of the user's language, with the year"""
    return format_datetime(env, moment, tz=TIME_ZONE)


def legal_midnight(day):
    """:return: naive datetime in UTC at which ``day`` begins in the country"""
    return legal_moment(datetime.datetime.combine(day, datetime.time.min))


class ResCompany(models.Model):
    _inherit = 'res.company'

    # What every document asks of its agency: read once, however many documents ask.
    dan_van_office_ids = fields.One2many('hr.department', 'company_id', 'Office', domain=[('dan_van_kind', '=', 'office')])
    dan_van_profile_ids = fields.One2many('dan_van.agency.profile', 'company_id', 'Agency profiles')

    def _is_working_day(self, date):
        """:return: whether the agency works on ``date`` by its calendar, public holidays left out"""
        return date not in self._days_off(date, date)

    def _days_off(self, first, last):
        """:return: set of the dates from ``first`` to ``last`` on which the agency does not work by its calendar"""
        days = [first + datetime.timedelta(number) for number in range((last - first).days + 1)]
        hours = self.resource_calendar_id
        if not hours:
            return {day for day in days if day.weekday() > 4}
        zone = pytz.timezone(hours.tz or TIME_ZONE)
        start, end = zone.localize(datetime.datetime.combine(first, datetime.time.min)), zone.localize(
            datetime.datetime.combine(last, datetime.time.max))
        off = hours._get_unusual_days(start, end, self)
        return {day for day in days if off[fields.Date.to_string(day)]}

    def _terms(self):
        """Return a function that counts terms by the agency's calendar; it reads each month of it once.

        A term in calendar days whose last day is a day off ends with the next working day (Bộ luật Dân sự 2015, Điều 148).

        :return: function of a date, a number of days and their unit, ``calendar`` or ``working``, to the last day of the term
        """
        @cache
        def of_month(year, month):
            return self._days_off(datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1]))

        def works_on(day):
            return day not in of_month(day.year, day.month)

        def last_day(start, days, unit):
            if unit == 'calendar':
                return _next(start + datetime.timedelta(days), works_on)
            for _number in range(days):
                start = _next(start + datetime.timedelta(1), works_on)
            return start
        return last_day


def _next(day, works_on):
    """:return: the first day from ``day`` on that is a working day; ``day`` itself where no day of a year is one"""
    return next((each for number in range(366) if works_on(each := day + datetime.timedelta(number))), day)
