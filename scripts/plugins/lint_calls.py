"""A plugin of pylint's: which calls end the program is asked of those alone whose name sounds like it.

For every call pylint reads what is called, with all that this imports, only to learn that it comes back: two thirds of its time.
"""
import re

from pylint.checkers import utils

ENDS = re.compile("abort|die|end|error|exit|exec|fail|kill|leave|quit|raise|refuse|skip|stop|terminate", re.IGNORECASE)
_asks = utils.is_terminating_func


def _may_end(node):
    name = getattr(node.func, "attrname", None) or getattr(node.func, "name", "")
    return bool(ENDS.search(name)) and _asks(node)


def register(_linter):
    """Be loaded by pylint."""
    utils.is_terminating_func = _may_end
