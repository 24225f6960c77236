import itertools

from psycopg2 import DatabaseError

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .access_cases import Done
from .door_cases import DoorCase


@tagged('post_install', '-at_install', '-dan_van_wide', 'dan_van_doors')
class TestLinkedSearch(DoorCase):
    """Whether a record has linked ones is found as far as the searcher may read these: a draft is told by no “is empty”."""

    # Of each kind one that must have been tried.
    AMONG = {
        ('dan_van.plan', 'replaced_by_ids'), ('dan_van.assignment', 'continued_by_ids'), ('dan_van.letter', 'replaced_by_ids'),
        ('dan_van.report', 'replaced_by_ids'), ('dan_van.plan', 'period_ids'), ('dan_van.event', 'figure_ids')}

    def test_each_field_that_links_many(self):
        tried = set()
        for role in ('staff', 'clerk', 'office'):
            hidden, shown = self.hidden(role), self.sorted_out(role, self.all_records())[0]
            for model, field in self.fields_of_many():
                pairs = itertools.product(shown.get(model, ())[:3], hidden.get(field.comodel_name, ())[:6])
                with self.subTest(role=role, field=str(field)):
                    if any(self.try_linked(record, field, linked) for record, linked in pairs):
                        tried.add((model, field.name))
        self.assertGreater(len(tried), 35, tried)
        self.assertLessEqual(self.AMONG, tried)

    def fields_of_many(self):
        """Yield ``(model, field)`` for each stored x2many that names records of this addon, folders or files."""
        guarded = self.env['dan_van.readable.links']._is_guarded
        for model in self.env.registry:
            for field in self.env[model]._fields.values():
                if field.type in ('one2many', 'many2many') and field.store and guarded(field.comodel_name):
                    yield model, field

    def try_linked(self, record, field, linked):
        """:return: whether ``linked``, which the user may not read, could be linked to ``record`` and stayed hidden from him"""
        try:
            with self.env.cr.savepoint(), mute_logger('odoo.sql_db'):
                self.link(record, field, linked)
                if not self.may_read(record) or self.may_read(linked) or linked.sudo() not in record.sudo()[field.name]:
                    return False
                self.check(record, field, linked)
                raise Done
        except Done:
            return True
        except DatabaseError:
            return False  # a constraint wants it otherwise
        finally:
            self.env.invalidate_all()

    def link(self, record, field, linked):
        """Link past every guard."""
        self.env.flush_all()
        if field.type == 'one2many':
            self.env.cr.execute(SQL("UPDATE %s SET %s = %s WHERE id = %s", SQL.identifier(
                linked._table), SQL.identifier(field.inverse_name), record.id, linked.id))
        else:
            self.env.cr.execute(SQL("INSERT INTO %s (%s, %s) VALUES (%s, %s)", *map(
                SQL.identifier, (field.relation, field.column1, field.column2)), record.id, linked.id))
        self.env.invalidate_all()

    def check(self, record, field, linked):
        readable = self.readable(record, field)
        name = field.name
        for condition, found in {
                (name, '=', False): not readable, (name, '!=', False): readable,
                (name, 'in', (False,)): not readable, (name, 'not in', (False,)): readable,
                (name, '=like', ''): not readable, (name, 'ilike', ''): readable, (name, '=', linked.id): False,
                (name, '!=', linked.id): True, (name, 'in', (linked.id,)): False, (name, 'in', (linked.id, False)): not readable,
                (name, 'child_of', linked.id): False, (name, 'parent_of', linked.id): False,
                (f'{name}.id', '=', linked.id): False, (name, 'any', ()): readable, (name, 'not any', ()): not readable}.items():
            try:
                ids = call_kw(record.browse(), 'search', [[('id', '=', record.id), condition]], {
                    'context': {**record.env.context, 'active_test': False}})
            except AccessError:
                continue
            self.assertEqual(bool(ids), found, condition)

    @staticmethod
    def readable(record, field):
        """:return: whether the user reads one of those that ``record`` links"""
        linked = record.sudo().with_context(active_test=False)[field.name].with_env(record.env)
        return bool(linked._filtered_access('read'))
