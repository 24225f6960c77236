"""The keys of a JSON object from outside, asked for by what they must hold; what is wrong is named by where it lies."""
import datetime
import re

from .errors import ExchangeError
from .text import printable

#: Most entries of a list.
MOST = 2_000
LONGEST, LONGEST_LINE = 20_000, 2_000
YEARS = range(1945, 2201)
KEY, HASH = re.compile(r"[A-Za-z0-9._:-]{1,64}"), re.compile(r"[0-9a-f]{64}")
_DAY, _MOMENT = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_LARGEST = 10 ** 15


class Keys:
    """The keys of an object, asked for by what they must hold.

    :ivar path: where the object lies, for the words of a refusal
    """

    def __init__(self, data, path):
        if not isinstance(data, dict):
            raise ExchangeError("package_value", path.rstrip("."))
        self.data, self.path = data, path

    def refuse(self, name, key="package_value"):
        """:raises ExchangeError: names where the wrong value lies"""
        raise ExchangeError(key, self.path + name)

    def get(self, name, kind, required):
        """Return the value of ``name``, ``None`` where there is none."""
        value = self.data.get(name)
        if value is None and not required:
            return None
        # A boolean is no number.
        if not isinstance(value, kind) or isinstance(value, bool) and kind is not bool:
            self.refuse(name)
        return value

    def text(self, name, required=False, longest=LONGEST):
        """Return a text, without what no database keeps; empty where there is none."""
        text = printable(self.get(name, str, required) or "").strip()
        if required and not text or len(text) > longest:
            self.refuse(name)
        return text

    def line(self, name, required=False):
        """As :meth:`text`, of one line."""
        return " ".join(self.text(name, required, LONGEST_LINE).split())

    def matched(self, name, pattern, required=True):
        """Return a text that is as ``pattern`` says, empty where there is none."""
        text = self.get(name, str, required) or ""
        if (required or text) and not pattern.fullmatch(text):
            self.refuse(name)
        return text

    def number(self, name, allowed):
        """Return a whole number that is one of ``allowed``."""
        number = self.get(name, int, True)
        if number not in allowed:
            self.refuse(name)
        return number

    def value(self, name):
        """Return a number, whole or not."""
        value = self.get(name, (int, float), True)
        if not abs(value) <= _LARGEST:  # nor is anything that is no number
            self.refuse(name)
        return value

    def flag(self, name):
        """Return whether ``name`` is said."""
        return self.get(name, bool, False) or False

    def chosen(self, name, allowed):
        """Return one of ``allowed``, the first where nothing is said."""
        value = self.get(name, str, False)
        if value is not None and value not in allowed:
            self.refuse(name)
        return allowed[0] if value is None else value

    def day(self, name, required=False):
        """Return a date, ``None`` where there is none."""
        text = self.get(name, str, required)
        return None if text is None else self.as_day(name, text)

    def as_day(self, name, text):
        """Return the date that ``text``, part of ``name``, says."""
        return self._as(datetime.date, _DAY, name, text)

    def moment(self, name):
        """Return a naive datetime."""
        return self._as(datetime.datetime, _MOMENT, name, self.get(name, str, True))

    def _as(self, kind, pattern, name, text):
        try:
            value = kind.fromisoformat(text) if pattern.fullmatch(text) else None
        except ValueError:
            value = None
        if value is None or value.year not in YEARS:
            self.refuse(name)
        return value

    def inside(self, name):
        """Return the keys of the object ``name``."""
        return Keys(self.get(name, dict, True), f"{self.path}{name}.")

    def each(self, name, most=MOST):
        """Return the entries of the list ``name``, an empty list where there is none."""
        entries = self.get(name, list, False) or []
        if len(entries) > most:
            self.refuse(name, "package_many")
        return entries

    def objects(self, name):
        """Return the keys of each entry of the list ``name``."""
        return [Keys(entry, f"{self.path}{name}[{index}].") for index, entry in enumerate(self.each(name), 1)]

    def lines(self, name, most, longest=LONGEST_LINE):
        """Return the texts of the list ``name``."""
        entries = self.each(name, most)
        if not all(isinstance(entry, str) and 0 < len(entry) <= longest for entry in entries):
            self.refuse(name)
        return tuple(map(printable, entries))
