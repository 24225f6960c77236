from . import calendar_link
