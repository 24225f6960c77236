from lxml.builder import E

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core.res_company import legal_today
from ..documents.document_mixin import URGENCIES

MOST = 200  # rows at once; what is done makes room for the next
# What waits for somebody: a step, a duty whose day is near or over, an answer, a report to the superior.
_KINDS = ('turn', 'deadline', 'answer', 'asked_report')
_OPEN = ('overdue', 'due_soon', 'on_track')


class Inbox(models.AbstractModel):
    """All that waits for the current user, over all models, and how his duties stand.

    It is the list of his activities that this addon keeps, so it agrees with the clock of Odoo's top bar. What it shows stands in
    them: the number of queries grows neither with what waits, nor with its kinds, nor with past years.
    """

    _name = 'dan_van.inbox'
    _description = 'Inbox'

    @api.model
    @api.readonly
    def get_data(self):
        """Return what the inbox shows, as plain data.

        :return: dict with ``today``, ``rows`` (the most urgent first), ``kinds`` (``[key, name, number of rows]``), ``more`` (number
            of what waits beyond the rows) and ``duties``: list of dicts, each how the open duties of a group stand
        """
        activities = self._waiting()
        return {
            'today': fields.Date.to_string(legal_today(self)),
            'rows': self._rows(activities),
            'kinds': self._counted(activities),
            'more': self.env['mail.activity'].search_count(self._domain()) - MOST if len(activities) == MOST else 0,
            'duties': self._duties(),
        }

    @api.model
    def open_row(self, activity_id, index, kind=None):
        """Return how a row is opened where its step is taken.

        :param activity_id: int, ``id`` of the row
        :param index: int, its place among those of its kind, from which the next one is asked for
        :param kind: as in :meth:`get_next`
        :return: action
        :raise UserError: it doesn't wait for the current user any more, or an argument is none of these
        """
        self._check_place(index, kind)
        found = self._waiting().filtered(lambda activity: activity.id == activity_id)
        if not found:
            raise UserError(self.env._("This doesn't wait for you any more: somebody has dealt with it. Refresh the list."))
        return self._open(found, index, kind)

    @api.model
    def get_next(self, index, kind=None, skip=False):
        """Return what comes after a row of the inbox, when that has been dealt with or is left for later.

        :param index: int, the place that the row had among those of its kind
        :param kind: name of a model: only its rows; default all of them
        :param skip: whether the row still waits, so that the next is the one behind it
        :return: dict with ``count``, the number of rows that wait, and ``action``, which opens the next; ``False`` where none is left
        :raise UserError: an argument is none of these
        """
        self._check_place(index, kind)
        waiting = self._waiting()
        if kind:
            waiting = waiting.filtered(lambda activity: activity.res_model == kind)
        place = index + bool(skip)
        place = place if place < len(waiting) else 0
        return {'count': len(waiting), 'action': bool(waiting) and self._open(waiting[place], place, kind)}

    def _check_place(self, index, kind):
        if type(index) is not int or index < 0 or kind and not (isinstance(kind, str) and kind in self.env):
            raise UserError(self.env._("The inbox is asked for with the place of a row and the name of a model."))

    # Rows

    @api.model
    def _kind_id(self, name):
        return self.env['ir.model.data']._xmlid_to_res_id(f'dan_van.mail_activity_{name}')

    @api.model
    def _domain(self):
        return Domain('user_id', '=', self.env.uid) & Domain('activity_type_id', 'in', [self._kind_id(name) for name in _KINDS])

    @api.model
    def _waiting(self):
        """:return: mail.activity, what waits for the current user, the most urgent first"""
        activities = self.env['mail.activity'].search_fetch(self._domain(), [
            'res_model', 'res_id', 'res_name', 'summary', 'date_deadline', 'create_date', 'activity_type_id', 'dan_van_due',
            'dan_van_urgency'], order='date_deadline, id', limit=MOST)
        order = {key: place for place, (key, _label) in enumerate(reversed(URGENCIES))}
        return activities.sorted(lambda activity: order.get(activity.dan_van_urgency, len(order)))

    def _rows(self, activities):
        senders, turn = self._senders(activities), self._kind_id('turn')
        urgencies = dict(self.env['dan_van.letter']._fields['urgency']._description_selection(self.env))
        return [{
            'id': activity.id, 'model': activity.res_model, 'res_id': activity.res_id, 'name': activity.res_name or '',
            'summary': activity.summary or '',
            'sender': senders.get((activity.res_model, activity.res_id), ''),
            'urgency': urgencies.get(activity.dan_van_urgency, False),
            'since': fields.Datetime.to_string(activity.create_date),
            'deadline': fields.Date.to_string(
                activity.dan_van_due if activity.activity_type_id.id == turn else activity.date_deadline) or False,
        } for activity in activities]

    def _senders(self, activities):
        """:return: ``{(model, id): name}``, who has taken the last step"""
        # sudo: who has passed on what waits for the user; he reads it in the log of the record.
        last = [id_ for *_key, id_ in self.env['dan_van.approval'].sudo()._read_group([
            ('res_model', 'in', list(set(activities.mapped('res_model')))), ('res_id', 'in', activities.mapped('res_id')),
            ('step', '!=', 'seen')], ['res_model', 'res_id'], ['id:max'])]
        # sudo: as above.
        lines = self.env['dan_van.approval'].sudo().browse(last)
        return {(line.res_model, line.res_id): line.user_id.name for line in lines}

    def _counted(self, activities):
        """:return: list of ``[model, its name, number of rows]``, most rows first"""
        Model, found = self.env['ir.model'], activities.grouped('res_model')
        # sudo: what the models are called is no secret.
        models_ = Model.sudo().browse([Model._get_id(name) for name in found])
        return sorted(([model.model, model.name, len(found[model.model])] for model in models_), key=lambda kind: (-kind[2], kind[1]))

    def _open(self, activity, place, kind):
        """:return: action that opens the record of ``activity``, where the next can be asked for"""
        record = self.env[activity.res_model].browse(activity.res_id)
        review = getattr(record, '_review_form', '')
        # The printed document, or what came in, beside the buttons.
        form = bool(review) and record._awaits_review() and self.env.ref(review).id
        return {
            'type': 'ir.actions.act_window', 'res_model': record._name, 'res_id': record.id, 'views': [[form, 'form']],
            'context': {'dan_van_inbox': {'index': place, 'kind': kind or False}},
        }

    # Duties

    def _duties(self):
        """:return: list of dicts with ``key``, ``domain``, ``health`` and ``counts`` of the user's own open duties and those of his units"""
        Duty = self.env['dan_van.assignment']
        health = [each for each in Duty._fields['health']._description_selection(self.env) if each[0] in _OPEN]
        groups = {'mine': [('is_mine', '=', True)], 'unit': [('department_id.member_user_ids', 'in', self.env.uid)]}
        found = []
        for key, group in groups.items():
            domain = [('is_at_work', '=', True), *group]
            counts = dict(Duty._read_group(domain, ['health'], ['__count']))
            if counts:
                found.append({'key': key, 'domain': domain, 'health': health, 'counts': counts})
        return found


class MailActivity(models.Model):
    _inherit = 'mail.activity'

    dan_van_due = fields.Date('Step due by', readonly=True, help="Empty where the step has no day of its own.")
    dan_van_urgency = fields.Char('Urgency of the document', readonly=True)


class WorkflowMixin(models.AbstractModel):
    _inherit = 'dan_van.workflow.mixin'

    def _turn_told(self, day):
        urgency = 'urgency' in self._fields and self['urgency']
        return {**super()._turn_told(day), 'dan_van_due': self._turn_deadline() or False, 'dan_van_urgency': urgency}

    def write(self, vals):
        """Let what waits with its drafter be called as it is now."""
        result = super().write(vals)
        if {'subject', 'urgency'} & vals.keys() and not self._in_step():
            # sudo: the activity may belong to somebody else.
            records = self.sudo()
            records._tell_anew(records._turn_activities())
        return result

    @api.model
    def _above_sheet(self):
        """Each form leads on to what waits next, where it was opened from the inbox."""
        return [*super()._above_sheet(), E.widget(name='dan_van_inbox_next')]
