"""A server that is killed while a scheduled action works through its batches."""
from contextlib import contextmanager
from unittest.mock import patch


class Killed(BaseException):
    """The server is gone: no handler of an ordinary error sees it."""


@contextmanager
def killed_at_commit(registry, number=None, *, committed=True):
    """Count the commits of a scheduled action, and kill it at one of them.

    :param number: of the commit at which it is killed, counted from 0; ``None``: it lives
    :param committed: whether that commit has still been made
    :return: list that gets longer with each commit
    """
    cron, calls = registry['ir.cron'], []
    commit = cron._commit_progress

    def commit_or_die(self, *args, **kwargs):
        calls.append(args)
        dies = len(calls) - 1 == number
        if dies and not committed:
            raise Killed
        result = commit(self, *args, **kwargs)
        if dies:
            raise Killed
        return result

    with patch.object(cron, '_commit_progress', commit_or_die):
        yield calls


@contextmanager
def dying(test, expected):
    """Expect the kill or its absence; no ``assertRaises``, which would take back what has been committed."""
    try:
        yield
    except Killed:
        test.assertTrue(expected)
        test.env.invalidate_all()
    else:
        test.assertFalse(expected, "the cron has ended before it was killed")
