from collections import defaultdict

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL


class Files(fields.Many2many):
    """Files that a record names: ``ir.attachment``, as far as the user may read them.

    Odoo looks for them among all files that there are and asks of each whether the user may read it, so that one list takes longer
    with every file of every agency. Here those are looked at that are named. To search by them is as everywhere.
    """

    def read(self, records):  # pylint: disable=method-required-super; instead of it
        files = records.env[self.comodel_name]
        record, file = (SQL.identifier(self.relation, column) for column in (self.column1, self.column2))
        query = files._search(Domain('res_field', '=', False), order=files._order, bypass_access=True)
        query.add_join('JOIN', self.relation, None, SQL("%s = %s", file, SQL.identifier(files._table, 'id')))
        query.add_where(SQL("%s IN %s", record, tuple(records.ids)))
        named = records.env.execute_query(query.select(record, file))
        readable = set(files.browse({file_id for _record_id, file_id in named})._filtered_access('read')._ids)
        found = defaultdict(list)
        for record_id, file_id in named:
            if file_id in readable:
                found[record_id].append(file_id)
        self._insert_cache(records, [tuple(found[id_]) for id_ in records._ids])
