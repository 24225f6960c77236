from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..core.in_time import came_late
from ..core.replaceable import NOT_REPLACED
from .event import COUNTS

DUTY_COUNTS = [
    ('due', "Due in the period"), ('done', "Done in the period"), ('done_on_time', "Done on time"), ('done_late', "Done late")]


class Indicator(models.Model):
    """Where a figure comes from: somebody types it, or it is counted from the records of the units.

    What is counted adds up, over the units and over the periods.
    """

    _inherit = 'dan_van.indicator'

    source = fields.Selection(
        [('typed', "Typed in the report"), ('event_count', "Number of events"), ('event_sum', "Sum over events"),
         ('assignment', "Number of times that duties are due")], required=True, default='typed',
        help="Counted figures come into the reports by themselves; a correction there asks for its reason.")
    event_type_ids = fields.Many2many(
        'dan_van.event.type', 'dan_van_indicator_event_type_rel', 'indicator_id', 'type_id', 'Types of events',
        check_company=True, ondelete='restrict', domain=f"[('theme_id', '=', theme_id), {NOT_REPLACED}]",
        help="Empty: events of every type of the theme.")
    event_field = fields.Selection(
        lambda self: [(name, self.env['dan_van.event']._fields[name]._description_string(self.env)) for name in COUNTS],
        'What is summed')
    duty_count = fields.Selection(DUTY_COUNTS, 'Which duties')

    @api.constrains('source', 'event_field', 'duty_count', 'aggregation', 'cumulation')
    def _check_source(self):
        for indicator in self.filtered(lambda each: each._is_counted()):
            if indicator.source == 'event_sum' and not indicator.event_field:
                raise ValidationError(self.env._("“%s”: choose what is summed over the events.", indicator.name))
            if indicator.source == 'assignment' and not indicator.duty_count:
                raise ValidationError(self.env._("“%s”: choose which duties are counted.", indicator.name))
            if (indicator.aggregation, indicator.cumulation) != ('sum', 'sum'):
                raise ValidationError(self.env._(
                    "“%s” is counted from records, so it is summed over the units and over the year.", indicator.name))

    @api.constrains('theme_id', 'event_type_ids')
    def _check_event_types(self):
        for indicator in self:
            if others := indicator.event_type_ids.filtered(lambda kind, theme=indicator.theme_id: kind.theme_id != theme):
                raise ValidationError(self.env._(
                    "“%(indicator)s” counts events of the theme “%(theme)s”: the type “%(type)s” belongs to another one. Take it out.",
                    indicator=indicator.name, theme=indicator.theme_id.name, type=others[0].name))

    def _is_counted(self):
        """:return: whether the figure comes from records"""
        return self.source != 'typed'

    def _counted(self, period, units):
        """Count the records of ``units`` for a report of ``period``: three spans, a few queries each.

        :param units: hr.department
        :return: ``{'value' | 'before' | 'last_year': {(id of the unit, indicator): number}}``; what is 0 may be left out
        """
        counted = self.filtered(lambda indicator: indicator._is_counted())
        return {name: counted._count(period, units, *span) if counted and span else {}
                for name, span in period._spans().items()}

    def _count(self, period, units, first, last):
        found = defaultdict(float)
        by_event = self.filtered(lambda indicator: indicator.source in ('event_count', 'event_sum'))
        for unit, kind, count, *sums in by_event and self.env['dan_van.event']._read_group(
                _within('date', first, last) & Domain('company_id', '=', period.company_id.id)
                & Domain('department_id', 'in', units.ids) & Domain('theme_id', 'in', by_event.theme_id.ids),
                ['department_id', 'type_id'], ['__count', *(f'{name}:sum' for name in COUNTS)]):
            values = {False: count, **dict(zip(COUNTS, sums))}
            for indicator in by_event:
                if indicator.event_type_ids & (kind | kind.replaces_id) or not indicator.event_type_ids and kind.theme_id == indicator.theme_id:
                    found[unit.id, indicator] += values[indicator.source == 'event_sum' and indicator.event_field]
        by_duty = self.filtered(lambda indicator: indicator.source == 'assignment')
        for unit, counts in by_duty._count_duties(period, units, first, last).items():
            for indicator in by_duty:
                found[unit, indicator] = counts[indicator.duty_count]
        return found

    def _count_duties(self, period, units, first, last):
        """:return: ``{id of the unit: {key of DUTY_COUNTS: number}}``, nothing where no indicator asks for it"""
        found = defaultdict(lambda: dict.fromkeys(dict(DUTY_COUNTS), 0))
        if not self:
            return found
        due = period._occurrences() & Domain('department_id', 'in', units.ids)
        for kind in set(self.mapped('duty_count')):
            for unit, count in self.env['dan_van.occurrence']._read_group(
                    due & self._of_kind(kind, first, last), ['department_id'], ['__count']):
                found[unit.id][kind] = count
        return found

    @api.model
    def _of_kind(self, kind, first, last):
        """:return: Domain of the occurrences that the key ``kind`` of DUTY_COUNTS counts from day ``first`` to ``last``"""
        if kind == 'due':
            return _within('due_date', first, last)
        late, done = came_late('done_date', 'due_date'), _within('done_date', first, last)
        return {'done': done, 'done_on_time': done & ~late, 'done_late': done & late}[kind]

    @api.model
    def _counted_models(self):
        """:return: ``{source: name of the model that it counts}``, each a dan_van.countable"""
        return {'event_count': 'dan_van.event', 'event_sum': 'dan_van.event', 'assignment': 'dan_van.occurrence'}

    def _records(self, period, units):
        """Return which records the figures of ``units`` (hr.department) for ``period`` are counted from as they stand now.

        :return: Domain of the model that :meth:`_counted_models` names
        """
        of_units = Domain('department_id', 'in', units.ids)
        if self.source == 'assignment':
            return period._occurrences() & self._of_kind(self.duty_count, period.date_from, period.date_to) & of_units
        domain = _within('date', period.date_from, period.date_to) & of_units & Domain('theme_id', '=', self.theme_id.id)
        if self.event_type_ids:
            domain &= Domain('type_id', 'in', self.event_type_ids.ids) | Domain('type_id.replaces_id', 'in', self.event_type_ids.ids)
        return domain & Domain('company_id', '=', period.company_id.id)


def _within(name, first, last):
    return Domain(name, '>=', first) & Domain(name, '<=', last)
