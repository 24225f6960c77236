"""Records that take long to make and that many classes need are made once in a run, by the first of these classes."""
from unittest.mock import patch

from odoo.modules.registry import Registry
from odoo.tests.common import get_db_name


class _Kept:
    """Records, the names that classes have for them, and the transaction in which they stand: it stays open.

    What is changed after they have been made is taken back at the end of each class.
    """

    current = None

    def __init__(self):
        self.cursor = Registry(get_db_name()).cursor()
        self.names, self._made, self._close = {}, None, self.cursor.close
        self.cursor.close = self.end

    def made(self, names):
        """Keep what has been made, as ``names``."""
        self.names, self._made = names, self.cursor.savepoint()

    def end(self):
        """End a class."""
        cursor = self.cursor
        if self._made is None:  # what it should have made has failed
            _Kept.current = None
            self._close()
            return
        for callbacks in (cursor.precommit, cursor.postcommit, cursor.prerollback, cursor.postrollback):
            callbacks.clear()
        self._made.rollback()
        cursor.reset()


class KeptCase:
    """Mixin, before Odoo's test cases, of classes that :meth:`make_records` and name them as their attributes.

    They are the last of a run: any other one might wait for what the open transaction holds.
    """

    test_sequence = 1_000

    @classmethod
    def setUpClass(cls):
        _Kept.current = kept = _Kept.current or _Kept()
        with patch.object(Registry, 'cursor', lambda *_args, **_options: kept.cursor):
            super().setUpClass()
        if not kept.names:
            before = set(vars(cls))
            cls.make_records()
            cls.env.flush_all()
            kept.made({name: value for name, value in vars(cls).items() if name not in before})
        for name, value in kept.names.items():
            setattr(cls, name, dict(value) if isinstance(value, dict) else value)

    @classmethod
    def _gc_filestore(cls):
        """Leave the files of the records, which nobody sees outside of their transaction."""
