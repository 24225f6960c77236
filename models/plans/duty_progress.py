from collections import defaultdict
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..core.res_company import legal_today
from .assignment import AT_WORK


class Stand(NamedTuple):
    """How duties stand: how many there are, are done, are overdue, and the mean of their progress in %."""

    total: int = 0
    done: int = 0
    overdue: int = 0
    progress: float = 0.0

    def __add__(self, other):
        """:return: :class:`Stand` of these duties and those of ``other``"""
        total = self.total + other.total
        progress = self.progress * self.total + other.progress * other.total
        return Stand(total, self.done + other.done, self.overdue + other.overdue, progress / total if total else 0.0)


class Assignment(models.Model):
    """How far duties are: of one, when it is done and when not; of many, one count for all screens and sheets."""

    _inherit = 'dan_van.assignment'

    progress_before = fields.Integer(
        'Progress before it was done', readonly=True, copy=False, aggregator=False, given_by=('work',))
    done_reason = fields.Char(
        'Reason for the earlier day', copy=False, tracking=True, open_in=AT_WORK,
        help="Why the day of completion lies before the day on which it was entered.")
    asks_done_reason = fields.Boolean(compute='_compute_asks_done_reason')

    @api.depends('done_date')
    def _compute_asks_done_reason(self):
        for duty in self:
            duty.asks_done_reason = duty._origin._is_set_back_to(duty.done_date)

    @api.onchange('done_date')
    def _onchange_done_date(self):
        if self.asks_done_reason:
            self.done_reason = False  # of the day before

    def _is_set_back_to(self, day):
        """:return: whether its day of completion is set back where it becomes ``day``, which asks for a reason"""
        return _is_set_back(self.done_date, day, legal_today(self))

    def write(self, vals):
        if not {'progress', 'done_date', 'done_reason'} & vals.keys() or self._in_step():
            return super().write(vals)
        before = {duty: (duty.done_date, duty.done_reason) for duty in self}
        for values, duties in self._with_done_date(vals):
            # What was is kept by code alone; what is typed is asked for as before.
            super(Assignment, duties._opened('work')).write(values)
        self._check_done_reason(before, (vals.get('done_reason') or '').strip())
        return True

    def _check_done_reason(self, before, reason):
        """Have it said why a day of completion is set back: who was late is not in time by a date.

        :param before: ``{duty: (its day of completion, its reason)}`` before it was written
        :param reason: str, what has been written with it
        :raise UserError: the day lies before today and before the one that was there, or its reason is taken away
        """
        today = legal_today(self)
        for duty, (day, given) in before.items():
            is_taken = given and not duty.done_reason and duty.done_date == day
            if not reason and (is_taken or _is_set_back(day, duty.done_date, today)):
                raise UserError(self.env._(
                    "“%(duty)s”: the day of completion, %(date)s, lies before today. Open the duty and write beside the day why it "
                    "is entered only now; to report it done today, use “Mark as done”.",
                    duty=duty.display_name, date=format_date(self.env, duty.done_date)))

    def _with_done_date(self, vals):
        """Let done and 100 % say the same, whichever is entered. What is done keeps its day, what is undone its progress of before.

        :return: list of (values, duties)
        """
        if not {'progress', 'done_date'} & vals.keys():
            return [(vals, self)]
        if 'done_date' in vals:
            is_done = bool(vals['done_date'])
        else:
            is_done = vals['progress'] >= 100
        today, groups = legal_today(self), defaultdict(self.browse)
        for duty in self:
            groups[bool(duty.done_date), duty.progress_before if duty.done_date else duty.progress] |= duty
        return [
            (_done(vals, was_done, before, today) if is_done else _not_done(vals, was_done, before), duties)
            for (was_done, before), duties in groups.items()]

    def action_done(self):
        """Mark the duties that are not done yet as done today."""
        self.filtered(lambda duty: not duty.done_date).write({'done_date': legal_today(self)})

    def action_not_done(self):
        """Take back that the duties are done: their progress is again what it was before."""
        self.filtered('done_date').write({'done_date': False})

    @api.model
    def _stand(self, domain, by='company_id'):
        """Count duties of units: those that nobody has begun are at 0 %.

        :param by: name of the many2one by which they are counted
        :return: ``defaultdict {record: Stand}`` of the duties in ``domain``
        """
        found = defaultdict(Stand)
        for record, health, count, progress in self._read_group(domain, [by, 'health'], ['__count', 'progress:sum']):
            is_done = health in ('done_on_time', 'done_late')
            found[record] += Stand(count, count * is_done, count * (health == 'overdue'), progress / count)
        return found


def _is_set_back(before, day, today):
    """:return: whether a day of completion, ``before`` until now, is set to one that is earlier and has passed"""
    return bool(day) and day < today and (not before or day < before)


def _done(vals, was_done, before, today):
    values = {**vals, 'progress': max(vals.get('progress') or 0, 100)}
    return values if was_done else {'done_date': today, 'done_reason': False, **values, 'progress_before': before}


def _not_done(vals, was_done, before):
    values = {**vals, 'done_date': False, 'done_reason': False}
    if 'progress' in vals:
        return {**values, 'progress': min(vals['progress'], 99)}
    return {**values, 'progress': before} if was_done else values
