"""Roman numbers up to 89, as headings use them."""

_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX")
_VALUES = {_TENS[n // 10] + _ONES[n % 10]: n for n in range(1, 90)}


def to_roman(value):
    """Return ``value`` in Roman digits, or in Arabic ones outside 1-89."""
    return _TENS[value // 10] + _ONES[value % 10] if 0 < value < 90 else str(value)


def from_roman(text):
    """Return the value of Roman digits in any case, or None when they are none."""
    return _VALUES.get(text.upper())
