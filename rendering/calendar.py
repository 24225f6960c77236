"""Deadlines as an iCalendar file (RFC 5545), as calendars on desks and phones subscribe to."""
import datetime
import re
from typing import NamedTuple

import vobject

# What no calendar line may hold; the line feed is written as \n by the library.
_CONTROL = re.compile('[\x00-\x09\x0b-\x1f\x7f\u2028\u2029]')


class Deadline(NamedTuple):
    """A day by which something is due.

    ``uid`` is the same whenever the same record is written, so that calendars move an entry instead of doubling it;
    ``url`` opens the record.
    """

    uid: str
    day: datetime.date
    summary: str
    description: str = ''
    url: str = ''


def write_calendar(name, deadlines, moment):
    """Write the file.

    :param name: title of the calendar
    :param deadlines: iterable of :class:`Deadline`
    :param moment: aware datetime, when the file is written
    :return: bytes, UTF-8
    """
    calendar = vobject.iCalendar()
    calendar.add('prodid').value = '-//dan_van//Deadlines//VI'
    calendar.add('method').value = 'PUBLISH'
    calendar.add('x-wr-calname').value = _plain(name)
    calendar.add('x-published-ttl').value = 'PT12H'
    for deadline in deadlines:
        event = calendar.add('vevent')
        event.add('uid').value = deadline.uid
        event.add('dtstamp').value = moment.astimezone(vobject.icalendar.utc)
        event.add('dtstart').value = deadline.day
        event.add('dtend').value = deadline.day + datetime.timedelta(days=1)
        event.add('summary').value = _plain(deadline.summary)
        if deadline.description:
            event.add('description').value = _plain(deadline.description)
        if deadline.url:
            event.add('url').value = deadline.url
        event.add('transp').value = 'TRANSPARENT'  # a deadline takes nobody's time
    return calendar.serialize().encode()


def _plain(text):
    return _CONTROL.sub(' ', text.replace('\r\n', '\n'))
