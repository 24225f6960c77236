import io

from odoo import api, models
from odoo.tools import SQL


class Unlogged(models.AbstractModel):
    """Files of which no log may hold a part: neither Odoo's, which at level DEBUG and on errors shows the statements, nor
    PostgreSQL's, which shows those that it refuses and, where it is told to, all others.

    The model that inherits names them in ``_unlogged``: binary fields in its own table. Everything else of a record is written
    first; then these, as data of a ``COPY``, which is part of no statement, and by an ``UPDATE`` that nothing refuses.
    """

    _name = 'dan_van.unlogged'
    _description = 'Files that no log holds'

    _unlogged = ()

    @api.model_create_multi
    def create(self, vals_list):
        self._check_given([self._only_unlogged(vals) for vals in vals_list])
        records = super().create([self._without_unlogged(vals) for vals in vals_list])
        for record, vals in zip(records, vals_list):
            record._write_unlogged(vals)
        return records

    def write(self, vals):
        self._check_given([self._only_unlogged(vals)])
        result = super().write(self._without_unlogged(vals))
        if self._without_unlogged(vals) != vals:
            self.check_access('write')
            self._write_unlogged(vals)
        return result

    def _only_unlogged(self, vals):
        """:return: what ``vals`` has of the unlogged fields; the rest is checked where it is written; what is no dict as it is"""
        return {name: vals[name] for name in self._unlogged if name in vals} if isinstance(vals, dict) else vals

    def _without_unlogged(self, vals):
        return {name: value for name, value in vals.items() if name not in self._unlogged}

    def _write_unlogged(self, vals):
        """Write what ``vals`` has of the unlogged fields.

        :param vals: dict; the files in base64 (bytes or str), or ``False``
        """
        for name in vals.keys() & set(self._unlogged):
            self._check_field_access(self._fields[name], 'write')
            self.flush_recordset()
            cr, value = self.env.cr, vals[name]
            raw = value.encode() if isinstance(value, str) else value
            cr.execute("CREATE TEMP TABLE IF NOT EXISTS dan_van_unlogged (value bytea) ON COMMIT DROP")
            cr.execute("TRUNCATE dan_van_unlogged")
            cr.copy_expert("COPY dan_van_unlogged FROM STDIN", io.StringIO(rf'\\x{raw.hex()}' if raw else r'\N'))
            cr.execute(SQL(
                "UPDATE %s SET %s = value FROM dan_van_unlogged WHERE id IN %s",
                SQL.identifier(self._table), SQL.identifier(name), tuple(self.ids)))
            self.invalidate_recordset([name])
