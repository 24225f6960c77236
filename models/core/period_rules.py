"""Which days a reporting period covers: dates only, no records."""
import calendar
import datetime

# Kinds of regular periods: their length in months, and how many of them begin with the year.
MONTHS = {'month': 1, 'quarter': 3, 'half': 6, 'nine': 9, 'year': 12}
COUNTS = {'month': 12, 'quarter': 4, 'half': 1, 'nine': 1, 'year': 1}
END_OF_MONTH = 31
_QUARTERS = ('I', 'II', 'III', 'IV')


def cut_off(year, month, day):
    """Return the cut-off day of a month.

    :param month: 1-12, or 0 for December of the year before
    :param day: 1-31; beyond the end of the month its last day
    :return: ``datetime.date``
    """
    if not month:
        year, month = year - 1, 12
    return datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def bounds(kind, year, index, day):
    """Return first and last day of the data of a period.

    The last day is the cut-off of its last month, the first day the one after the cut-off before it
    (Nghị định 09/2019/NĐ-CP, Điều 12: 15 to 14).

    :param kind: key of :data:`MONTHS`
    :param index: 1 for January, quarter I ...
    :param day: cut-off day of the month, :data:`END_OF_MONTH` for calendar months
    :return: ``(datetime.date, datetime.date)``
    """
    last = MONTHS[kind] * index
    begin = cut_off(year, last - MONTHS[kind], day) + datetime.timedelta(days=1)
    return begin, cut_off(year, last, day)


def follow(kept, planned):
    """Let the planned periods of a line follow those that keep their days, so that each day belongs to one of them.

    :param kept: iterable of ``(first, last)`` of the periods that keep their days, which do not overlap
    :param planned: ``{key: (first, last)}``, as the calendar has them
    :return: the same, each from the day after the one before it; without those of which no day is left
    """
    day, placed, found = datetime.timedelta(days=1), list(kept), {}
    for key, (first, last) in sorted(planned.items(), key=lambda item: item[1][::-1]):
        last = min((start - day for start, end in placed if start <= last <= end), default=last)
        first = max((end + day for _start, end in placed if end <= last), default=first)
        if first <= last:
            found[key] = first, last
            placed.append(found[key])
    return found


def period_name(kind, year, index):
    """Return the Vietnamese name of a regular period, as documents print it."""
    return {
        'month': f"Tháng {index} năm {year}",
        'quarter': f"Quý {_QUARTERS[min(index, 4) - 1]} năm {year}",
        'half': f"6 tháng đầu năm {year}",
        'nine': f"9 tháng đầu năm {year}",
        'year': f"Năm {year}",
    }[kind]
