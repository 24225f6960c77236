"""On which days a duty is due: dates and words only, no records."""
import calendar
import datetime
import re

# How long the time is at whose end a duty is due again, in months.
LENGTHS = {'monthly': 1, 'quarterly': 3, 'semiannual': 6, 'yearly': 12}
CONTINUOUS = 'continuous'  # "thường xuyên": due with each report on the plan
# What the importer finds more often than anybody would enter results for is done all the time.
_ALL_THE_TIME = ('daily', 'weekly', CONTINUOUS)
_DAY = '%d/%m/%Y'


def recurrence_of(name):
    """
    :param name: a return as the importer names it, or nothing
    :return: str, how often the duty returns, or ``False`` where it does not
    """
    return CONTINUOUS if name in _ALL_THE_TIME else name if name in LENGTHS else False


def ends(recurrence, first, last):
    """Return the days from ``first`` to ``last`` on which months, quarters, half years or years end.

    :param recurrence: key of :data:`LENGTHS`
    :return: list of ``datetime.date``
    """
    length, found = LENGTHS[recurrence], []
    for year in range(first.year, last.year + 1):
        for month in range(length, 13, length):
            day = datetime.date(year, month, calendar.monthrange(year, month)[1])
            if first <= day <= last:
                found.append(day)
    return found


def days_of(text):
    """
    :param text: days as dd/mm/yyyy, with semicolons or commas between them; or nothing
    :return: sorted list of ``datetime.date``
    :raise ValueError: one is no day
    """
    words = filter(None, (word.strip() for word in re.split(r'[;,]', text or '')))
    return sorted({datetime.datetime.strptime(word, _DAY).date() for word in words})  # noqa: DTZ007 - a day has no zone


def text_of(days):
    """:return: str, ``days`` as :func:`days_of` reads them, ``False`` for none"""
    return '; '.join(day.strftime(_DAY) for day in sorted(days)) or False


def further_days(dates, first):
    """
    :param dates: ISO dates that a text names
    :param first: ISO date of these that is the deadline, or nothing
    :return: str, as :func:`text_of`, of those that come after it
    """
    return text_of({datetime.date.fromisoformat(date) for date in dates if first and date > first})
