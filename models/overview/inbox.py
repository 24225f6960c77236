from collections import defaultdict
from typing import NamedTuple

from lxml.builder import E

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core.res_company import legal_today

MOST = 200  # rows at once; what is done makes room for the next
# What waits for somebody: a step, a duty whose day is near or over, an answer.
_KINDS = ('turn', 'deadline', 'answer')
_OPEN = ('overdue', 'due_soon', 'on_track')
_URGENT_FIRST = ('express', 'very_urgent', 'urgent')


class Row(NamedTuple):
    """One thing that waits: the activity, its record, who has passed it on (no user where nobody has), how urgent it is."""

    activity: models.BaseModel
    record: models.BaseModel
    sender: models.BaseModel
    urgency: str


class Inbox(models.AbstractModel):
    """All that waits for the current user, over all models, and how his duties stand.

    It is the list of his activities that this addon keeps, so it agrees with the clock of Odoo's top bar. The number of queries
    grows neither with what waits nor with past years, only with the kinds of records among it.
    """

    _name = 'dan_van.inbox'
    _description = 'Inbox'

    @api.model
    def get_data(self):
        """Return what the inbox shows, as plain data.

        :return: dict with ``today``, ``rows`` (the most urgent first), ``kinds`` (``[key, name, number of rows]``), ``more`` (number
            of what waits beyond the rows) and ``duties``: list of dicts, each how the open duties of a group stand
        """
        rows, more = self._rows()
        kinds = defaultdict(int)
        for row in rows:
            kinds[row.record._name] += 1
        names = {name: self.env['ir.model']._get(name).name for name in kinds}
        return {
            'today': fields.Date.to_string(legal_today(self)),
            'rows': [self._as_data(index, row) for index, row in enumerate(rows)],
            'kinds': sorted(([name, names[name], count] for name, count in kinds.items()), key=lambda kind: (-kind[2], kind[1])),
            'more': more,
            'duties': self._duties(),
        }

    @api.model
    def get_next(self, index, kind=None, skip=False):
        """Return what comes after a row of the inbox, when that has been dealt with or is left for later.

        :param index: int, the place that the row had among those of its kind
        :param kind: name of a model: only its rows; default all of them
        :param skip: whether the row still waits, so that the next is the one behind it
        :return: dict with ``count``, the number of rows that wait, and ``action``, which opens the next; ``False`` where none is left
        :raise UserError: an argument is none of these
        """
        if type(index) is not int or index < 0 or kind and not (isinstance(kind, str) and kind in self.env):
            raise UserError(self.env._("The inbox is asked for with the place of a row and the name of a model."))
        rows = [row for row in self._rows()[0] if not kind or row.record._name == kind]
        place = index + bool(skip)
        place = place if place < len(rows) else 0
        return {'count': len(rows), 'action': bool(rows) and self._open(rows[place], place, kind)}

    # Rows

    def _rows(self):
        """:return: (list of :class:`Row`, the most urgent first; number of what waits beyond them)"""
        kinds = [self.env.ref(f'dan_van.mail_activity_{name}').id for name in _KINDS]
        domain = Domain('user_id', '=', self.env.uid) & Domain('activity_type_id', 'in', kinds)
        Activity = self.env['mail.activity']
        activities = Activity.search_fetch(
            domain, ['res_model', 'res_id', 'summary', 'date_deadline', 'create_date'], order='date_deadline, id', limit=MOST)
        more = Activity.search_count(domain) - MOST if len(activities) == MOST else 0
        records = self._records(activities)
        senders = self._senders(activities)
        rows = [Row(activity, records[key], senders.get(key, self.env['res.users']), _urgency(records[key]))
                for activity in activities if (key := (activity.res_model, activity.res_id)) in records]
        order = {urgency: place for place, urgency in enumerate(_URGENT_FIRST)}
        return sorted(rows, key=lambda row: order.get(row.urgency, len(order))), more

    def _records(self, activities):
        """:return: ``{(model, id): record}`` of those that are still there and that the user reads"""
        found = {}
        for model, ones in activities.grouped('res_model').items():
            if model in self.env:
                # Archived ones too: a step may wait for them.
                for record in self.env[model].with_context(active_test=False).search([('id', 'in', ones.mapped('res_id'))]):
                    found[model, record.id] = record.with_env(self.env)
        return found

    def _senders(self, activities):
        """:return: ``{(model, id): res.users}``, who has taken the last step"""
        # sudo: who has passed on what waits for the user; he reads it in the log of the record.
        last = [id_ for *_key, id_ in self.env['dan_van.approval'].sudo()._read_group([
            ('res_model', 'in', list(set(activities.mapped('res_model')))), ('res_id', 'in', activities.mapped('res_id')),
            ('step', '!=', 'seen')], ['res_model', 'res_id'], ['id:max'])]
        # sudo: as above.
        lines = self.env['dan_van.approval'].sudo().browse(last)
        return {(line.res_model, line.res_id): line.user_id for line in lines}

    def _as_data(self, index, row):
        activity, record, sender, urgency = row
        return {
            'id': activity.id, 'model': record._name, 'res_id': record.id, 'name': record.display_name,
            'summary': activity.summary or activity.activity_type_id.name,
            'sender': sender.name or '', 'urgency': urgency and dict(
                record._fields['urgency']._description_selection(self.env))[urgency],
            'since': fields.Datetime.to_string(activity.create_date),
            'deadline': fields.Date.to_string(_deadline(row)) or False,
            'action': self._open(row, index),
        }

    def _open(self, row, place, kind=None):
        """:return: action that opens the record of ``row``, where the next can be asked for"""
        return {
            'type': 'ir.actions.act_window', 'res_model': row.record._name, 'res_id': row.record.id,
            'views': [[_form(row.record), 'form']],
            'context': {'dan_van_inbox': {'index': place, 'kind': kind or False}},
        }

    # Duties

    def _duties(self):
        """:return: list of dicts with ``key``, ``domain``, ``health`` and ``counts`` of the user's own open duties and those of his units"""
        Duty = self.env['dan_van.assignment']
        health = [each for each in Duty._fields['health']._description_selection(self.env) if each[0] in _OPEN]
        groups = {'mine': [('user_ids', 'in', self.env.uid)], 'unit': [('department_id.member_user_ids', 'in', self.env.uid)]}
        found = []
        for key, group in groups.items():
            domain = [('is_at_work', '=', True), *group]
            counts = dict(Duty._read_group(domain, ['health'], ['__count']))
            if counts:
                found.append({'key': key, 'domain': domain, 'health': health, 'counts': counts})
        return found



def _urgency(record):
    """:return: key of how urgent the document ``record`` says that it is, or ``False``"""
    return 'urgency' in record._fields and record.urgency


def _deadline(row):
    """:return: date by which the step is due, ``None`` where it is due as soon as it can be"""
    if turn_deadline := getattr(row.record, '_turn_deadline', None):
        return turn_deadline()
    return row.activity.date_deadline


def _form(record):
    """:return: id of the form in which the step that waits is taken: for a signature the printed document; ``False`` for the ordinary"""
    review = getattr(record, '_review_form', '')
    return bool(review) and record._awaits('sign') and record.env.ref(review).id


class WorkflowMixin(models.AbstractModel):
    _inherit = 'dan_van.workflow.mixin'

    @api.model
    def _get_view(self, view_id=None, view_type='form', **options):
        """Let each form lead on to what waits next, where it was opened from the inbox."""
        arch, view = super()._get_view(view_id, view_type, **options)
        place = next(iter(arch.xpath('/form/sheet')), None) if view_type == 'form' else None
        if place is not None:
            place.addprevious(E.widget(name='dan_van_inbox_next'))
        return arch, view
