"""Copies of all that one agency has, by SQL: as many agencies as one likes in minutes."""

# Besides the tables of the addon. What says to whom it belongs by a name of a model and an id is left out: messages, files, logs.
TABLES = ('res_company', 'res_partner', 'res_users', 'res_groups_users_rel', 'res_company_users_rel', 'resource_calendar',
          'resource_calendar_attendance', 'hr_department')
LEFT_OUT = ('dan_van_approval',)
# What has to differ; ``nth`` counts the copies.
CHANGES = {
    ('res_company', 'name'): "name || '.' || nth", ('res_users', 'login'): "'u' || nth || substr(login, 3)",
    ('res_partner', 'email'): "'u' || nth || substr(email, 3)", ('res_partner', 'email_normalized'): "'u' || nth || substr(email, 3)",
    ('dan_van_agency_profile', 'symbol'): "symbol || nth",
}
IN_TIME = ('dan_van_event',)  # whose rows are written by day, those of all agencies in turn; of the others agency by agency


class Agency:
    """What one agency has is what is written from now on until it is multiplied: everything above the ids that there are now."""

    def __init__(self, cursor):
        self._cursor = cursor
        self._tables = [name for name, in self._rows("""
            SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
               AND (relname LIKE 'dan\\_van\\_%%' OR relname = ANY(%s)) AND NOT relname = ANY(%s)""", [list(TABLES), list(LEFT_OUT)])]
        self._columns = {table: [] for table in self._tables}
        for table, column in self._rows("""
                SELECT table_name, column_name FROM information_schema.columns
                 WHERE table_schema = 'public' AND table_name = ANY(%s) AND is_generated = 'NEVER'""", [self._tables]):
            self._columns[table].append(column)
        self._first = {table: self._last(table) + 1 for table in self._tables}

    def multiply(self, count):
        """Write so many further agencies."""
        steps = {table: max(self._last(table) - first + 1, 0) for table, first in self._first.items()}
        targets = {(table, column): target for table, column, target in self._rows("""
            SELECT conrelid::regclass::text, attname, confrelid::regclass::text
              FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1] WHERE contype = 'f'""")}
        # What the rows refer to is there, as it is for those that they are copies of: not asked for each of millions.
        self._cursor.execute("SET session_replication_role = replica")
        for table, columns in self._columns.items():
            of_table = {column: targets[table, column] for column in columns if targets.get((table, column)) in steps}
            if 'id' in columns:
                of_table['id'], where = table, f'source.id >= {self._first[table]}'
            else:
                where = ' OR '.join(f'{column} >= {self._first[target]}' for column, target in of_table.items())
            if where and (steps[table] or 'id' not in columns):
                self._copy(table, columns, of_table, where, steps, count)
        self._cursor.execute("SET session_replication_role = DEFAULT")

    def _copy(self, table, columns, targets, where, steps, count):
        def moved(value, target):
            return f'{value} + CASE WHEN {value} >= {self._first[target]} THEN nth * {steps[target]} ELSE 0 END'
        values = {column: CHANGES.get((table, column), f'source."{column}"') for column in columns}
        values |= {column: moved(f'source."{column}"', target) for column, target in targets.items()}
        if 'parent_path' in columns:
            values['parent_path'] = (
                f"(SELECT string_agg(({moved('part::int', table)})::text, '/' ORDER BY place) || '/'"
                " FROM unnest(string_to_array(trim('/' FROM source.parent_path), '/')) WITH ORDINALITY AS parts (part, place))")
        order = 'source.id, nth' if table in IN_TIME else 'nth, source.id' if 'id' in columns else 'nth'
        names = ', '.join(f'"{column}"' for column in columns)
        self._cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {', '.join(values.values())} FROM {table} AS source, generate_series(1, {count}) AS nth"
            f" WHERE {where} ORDER BY {order}")
        if 'id' in columns:
            self._cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
        self._cursor.execute(f"ANALYZE {table}")

    def _last(self, table):
        """:return: the largest id of a table; 0 where it has none"""
        return self._rows(f"SELECT coalesce(max(id), 0) FROM {table}")[0][0] if 'id' in self._columns[table] else 0

    def _rows(self, query, arguments=None):
        self._cursor.execute(query, arguments)
        return self._cursor.fetchall()
