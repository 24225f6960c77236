from odoo import models
from odoo.tools import SQL


class Base(models.AbstractModel):
    """Groups of our lists, cards and charts stand in the order of the choices, as the work goes: a draft before what is approved.

    Odoo orders them by the values in the database, which are English words. Dates grouped by their days stand as they are stored:
    an index has them in order, and no day is computed from each.
    """

    _inherit = 'base'

    def _read_group_groupby(self, alias, groupby_spec, query):
        name, _colon, granularity = groupby_spec.partition(':')
        if granularity == 'day' and self._is_of_dan_van() and name in self._fields and self._fields[name].type == 'date':
            return self._field_to_sql(alias, name, query)
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _read_group_orderby(self, order, groupby_terms, query):
        choices = [name for name in groupby_terms if self._is_choice(name)]
        terms = {**groupby_terms, **{name: self._place_in_choices(name, groupby_terms[name]) for name in choices}}
        found = super()._read_group_orderby(order, terms, query)
        groupby_terms.update((name, term) for name, term in terms.items() if name not in choices)
        return found

    def _is_choice(self, name):
        return self._is_of_dan_van() and name in self._fields and self._fields[name].type == 'selection'

    def _place_in_choices(self, name, term):
        """:return: SQL, the place of the value ``term`` among the choices of the field ``name``"""
        return SQL("array_position(%s::text[], (%s)::text)", self._fields[name].get_values(self.env), term)
