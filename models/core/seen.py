from odoo import api, fields, models
from odoo.exceptions import UserError

from .res_company import legal_time_text

_SHOWN = 6  # lines of what has changed that a refusal tells


class WorkflowMixin(models.AbstractModel):
    """Nobody decides on a submission that he has not read: the form says which one it shows, the log which one was read.

    It concerns the transitions with ``seen``. A form gives ``shown`` in the context of its button as ``dan_van_shown``. Where
    nothing is said, as from a list or another program, a first submission passes, and a later one needs a line of the log
    that says who has read it.
    """

    _inherit = 'dan_van.workflow.mixin'

    shown = fields.Char('Submission shown', compute='_compute_shown')

    @api.depends('state')
    def _compute_shown(self):
        last = self._last_steps()
        for record in self:
            record.shown = str(last.get(record.id, (None, 0))[1])

    def _check_seen(self, transition):
        """:raise UserError: one of the records was submitted again since the current user has read it; what has changed"""
        if not transition.seen:
            return
        self.invalidate_recordset(['shown'])
        if shown := self.env.context.get('dan_van_shown'):
            unseen = self.filtered(lambda record: record.shown != str(shown))
        elif transition.seen == 'shown':
            return
        else:
            unseen = self._submitted_again()
            unseen -= unseen._read_by_user()
        for record in unseen:
            record._refuse_unseen(transition)

    def _submitted_again(self):
        """:return: those of these records whose last submission was not the first by its step"""
        steps = [transition.name for transition in self._transitions().values() if transition.version]
        # sudo: how often somebody has submitted is all that is asked.
        counts = self.env['dan_van.approval'].sudo()._read_group(
            [('res_model', '=', self._name), ('res_id', 'in', self.ids), ('step', 'in', steps)],
            ['res_id', 'step'], ['id:max', '__count'])
        last = {}
        for res_id, _step, line, count in counts:
            last[res_id] = max(last.get(res_id, (0, 0)), (line, count))
        return self.filtered(lambda record: record.id in last and last[record.id][1] > 1)

    def _read_by_user(self):
        """:return: those of these records whose last submission the current user has read, as the log has it"""
        # sudo: the user's own readings, and only whether there are any.
        lines = self.env['dan_van.approval'].sudo().search([
            ('res_model', '=', self._name), ('res_id', 'in', self.ids), ('step', '=', 'seen'), ('user_id', '=', self.env.uid)])
        read = {(line.res_id, str(line.version)) for line in lines}
        return self.filtered(lambda record: (record.id, record.shown) in read)

    def _refuse_unseen(self, transition):
        # sudo: who reads the record may know who has changed it, and when.
        last = self.env['dan_van.approval'].sudo().search(
            [('res_model', '=', self._name), ('res_id', '=', self.id), ('step', '!=', 'seen')], limit=1)
        user = (last.user_id or self.write_uid).sudo().name
        raise UserError(self.env._(
            "“%(document)s” was changed or submitted again (%(user)s, %(time)s), and you have not read it as it is now.%(changes)s\n"
            "Open it or reload the page, read it, then use “%(step)s” there.",
            document=self.display_name, user=user, step=transition.label,
            time=legal_time_text(self.env, last.create_date or self.write_date),
            changes=self._changes_text()))

    def _changes_text(self):
        """:return: what the last submission has changed, in lines that begin with + and -; nothing where it is not kept"""
        if 'change_lines' not in self._fields:
            return ''
        marks = {'added': '+', 'removed': '-'}
        lines = [f'\n{marks[kind]} {line}' for kind, line in self.change_lines or [] if kind in marks and line]
        return ''.join([*lines[:_SHOWN], *(['\n…'] if len(lines) > _SHOWN else [])])
