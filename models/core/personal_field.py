from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL


class _Personal:
    """A field that names people: whoever filters by it, however deep the condition stands, is answered by its model.

    The model gives ``_find_personal(field, operator, value)``: the records that a positive condition finds. Superusers
    compare as everywhere.
    """

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        if model.env.su:
            return super().condition_to_sql(field_expr, operator, value, model, alias, query)
        positive = Domain.NEGATIVE_OPERATORS.get(operator, operator)
        found = model._find_personal(self, positive, value)
        condition = SQL("%s IN %s", SQL.identifier(alias, 'id'), tuple(found.ids)) if found else SQL("FALSE")
        return condition if positive == operator else SQL("NOT %s", condition)


class PersonalChar(_Personal, fields.Char):
    """A line of text that names people."""


class PersonalText(_Personal, fields.Text):
    """A text that names people."""
