from collections import defaultdict
from itertools import groupby

from odoo import api, models
from odoo.exceptions import AccessError, MissingError
from odoo.tools import SQL

_FETCHING = object()  # in the context only of this module's code: a client can't send an object


class PartialReading(models.AbstractModel):
    """Records whose readers don't all read the same: some fields are there for some of them, or only from some step on.

    What is not for the reader is empty in forms, lists and exports, refused to code that reads in his name, and no filter,
    order, group or sum says anything of it. Code with superuser rights reads all.
    """

    _name = 'dan_van.partial.reading'
    _description = 'Fields that not every reader reads'

    # Names of the fields that are not for every reader of the record.
    _partial_fields = frozenset()

    def _hidden(self):
        """Tell by fields that every reader of the record reads.

        :return: ``{record: set of names of its fields that the current user does not read}``; only those with any
        """
        raise NotImplementedError

    def _shown_to_sql(self, alias, name, query):
        """:return: SQL of a condition: of which records the field ``name`` is filtered, grouped, sorted and summed up by"""
        raise NotImplementedError

    # Values

    def _has_field_access(self, field, operation):
        if operation == 'read' and self._is_hidden(field):
            return False
        return super()._has_field_access(field, operation)

    def _is_hidden(self, field):
        if self.env.su or field.name not in self._partial_fields:
            return False
        if self.env.context.get('dan_van_reading_ahead'):
            return True
        return any(field.name in names for names in self._origin._hidden().values())

    def _check_field_access(self, field, operation):
        if operation == 'read' and self._is_hidden(field):
            raise AccessError(self.env._(
                "“%(field)s” of “%(record)s” is read by those who work on it. You read it once it is given, or what is printed.",
                field=field._description_string(self.env), record=self[:1].display_name))
        return super()._check_field_access(field, operation)

    def _by_hidden(self, names):
        """:return: ``{frozenset of those of names that are hidden: records}``"""
        if self.env.su or not self._partial_fields.intersection(names):
            return {frozenset(): self}
        try:
            hidden = self._origin._hidden()
        except MissingError:
            hidden = self._origin.exists()._hidden()
        groups = defaultdict(self.browse)
        for record in self:
            groups[frozenset(hidden.get(record._origin, ())) & frozenset(names)] += record
        return groups

    def _fetch_field(self, field):
        """Read nothing ahead that is not for every reader: who reads that is told by the other fields."""
        ahead = {'prefetch_fields': False} if field.name in self._partial_fields else {'dan_van_reading_ahead': True}
        records = self if self.env.su else self.with_context(**ahead)
        return super(PartialReading, records)._fetch_field(field)

    def fetch(self, field_names=None):  # pylint: disable=missing-return
        """As in Odoo, without what the user does not read."""
        for hidden, records in self._by_hidden(field_names or ()).items():
            # Who asks for nothing but what is hidden still must be a reader of the record.
            names = field_names and ([name for name in field_names if name not in hidden] or ['id'])
            super(PartialReading, records).fetch(names)

    def _read_format(self, fnames, load='_classic_read'):
        found = {}
        for hidden, records in self._by_hidden(fnames).items():
            for values in super(PartialReading, records)._read_format([name for name in fnames if name not in hidden], load):
                found[values['id']] = {**values, **records._empty(hidden)}
        return [found[id_] for id_ in self._ids if id_ in found]

    def web_read(self, specification):
        """As in Odoo, without what the user does not read."""
        groups = self._by_hidden(specification)
        if not frozenset().union(*groups):
            return super().web_read(specification)
        self.check_access('read')
        found = {}
        for hidden, records in groups.items():
            shown = {name: spec for name, spec in specification.items() if name not in hidden}
            for values in super(PartialReading, records).web_read(shown):
                found[values['id']] = {**values, **records._empty(hidden)}
        return [found[id_] for id_ in self._origin._ids if id_ in found]

    def _empty(self, names):
        return {name: [] if self._fields[name].type in ('one2many', 'many2many') else False for name in names}

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        self.check_access('read')
        hidden = {}
        for names, records in self._by_hidden([path[0] for path in fields if path]).items():
            hidden.update(dict.fromkeys(records, names))
        rows = []
        for names, records in groupby(self, hidden.get):  # pylint: disable=bad-builtin-groupby
            columns = [index for index, path in enumerate(fields) if path and path[0] in names]
            # Something that every record has, emptied below.
            paths = [['.id'] if index in columns else path for index, path in enumerate(fields)]
            exported = super(PartialReading, self.browse().union(*records))._export_rows(paths, _is_toplevel_call=_is_toplevel_call)
            for row in exported:
                for index in columns:
                    row[index] = ''
            rows += exported
        return rows

    def onchange(self, values, field_names, fields_spec):
        """As in Odoo, without what the user does not read."""
        hidden = frozenset().union(*self._by_hidden(self._partial_fields))
        return super().onchange(values, field_names, {name: spec for name, spec in fields_spec.items() if name not in hidden})

    # Comparisons

    def _fetch_query(self, query, fields):
        fetching = self.with_context(dan_van_fetching=_FETCHING)
        return super(PartialReading, fetching)._fetch_query(query, fields).with_env(self.env)

    @api.model
    def _field_to_sql(self, alias, field_expr, query=None):
        sql = super()._field_to_sql(alias, field_expr, query)
        name = field_expr.split('.')[0]
        if self.env.su or name not in self._partial_fields or self.env.context.get('dan_van_fetching') is _FETCHING:
            return sql
        return SQL("CASE WHEN %s THEN %s END", self._shown_to_sql(alias, name, query), sql)
