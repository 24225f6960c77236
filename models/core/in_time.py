"""Whether something came in time: said once for fields, searches, groups and whatever counts by them."""
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .res_company import legal_today
from .res_config_settings import days_setting


def is_late(day, due):
    """:return: whether what came on ``day`` came after ``due``; never where one of the dates is missing"""
    return bool(day and due) and day > due


def days_late(day, due):
    """:return: int, by how many days what came on ``day`` came after ``due``; 0 where :func:`is_late` does not hold"""
    return (day - due).days if is_late(day, due) else 0


def came_late(day, due):
    """
    :param day: name of the field with the date on which a record came to its end
    :param due: name of the field with the date by which it had to
    :return: Domain of the records of which :func:`is_late` holds
    """
    return Domain.custom(
        to_sql=lambda model, alias, query: SQL(
            "%s > %s", model._field_to_sql(alias, day, query), model._field_to_sql(alias, due, query)),
        predicate=lambda record: is_late(record[day], record[due]))


def due_days(env):
    """:return: today in the country, and the last of the days that are due soon"""
    today = legal_today(env['res.company'])
    return today, today + timedelta(days_setting(env, 'due_soon_days'))


def cases_by_due(env, done, due, closed=None):
    """
    :param done: name of the field with the day on which a record came to its end
    :param due: name of the field with the day by which it had to
    :param closed: Domain of those on which nobody works any more, so that nothing is late; default: there are none
    :return: list of (health, Domain), as :meth:`InTime._cases_in_time` gives them
    """
    today, soon = due_days(env)
    return [
        ('done_late', came_late(done, due)), ('done_on_time', Domain(done, '!=', False)), *([('undone', closed)] if closed else []),
        ('overdue', Domain(due, '<', today)), ('due_soon', Domain(due, '<=', soon)), ('on_track', Domain.TRUE)]


class InTime(models.AbstractModel):
    """How records stand in time, as a selection that follows from dates and states and needs no nightly write.

    The model that inherits names the field in ``_in_time``, gives it ``compute='_compute_in_time'`` with the fields that it
    depends on, and ``search='_search_in_time'``. What it says once as :meth:`_cases_in_time` is what is computed, searched and grouped by.
    """

    _name = 'dan_van.in.time'
    _description = 'Standing in time'

    _in_time = ''

    @api.model
    def _cases_in_time(self):
        """:return: list of ``(value, Domain)``: a record has the value of the first that it is in; the last takes all"""
        raise NotImplementedError

    def _compute_in_time(self):
        rest = self
        for value, domain in self._cases_in_time():
            found = rest.filtered_domain(domain)
            found[self._in_time] = value
            rest -= found

    @api.model
    def _search_in_time(self, operator, value):
        if operator != 'in':
            return NotImplemented
        found, rest = Domain.FALSE, Domain.TRUE
        for case, domain in self._cases_in_time():
            if case in value:
                found |= rest & domain
            rest &= ~domain
        return found

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr != self._in_time:
            return super()._field_to_sql(alias, field_expr, query)
        return SQL("CASE %s END", SQL(" ").join(
            SQL("WHEN %s THEN %s", domain.optimize_full(self)._to_sql(self, alias, query), value or None)
            for value, domain in self._cases_in_time()))
