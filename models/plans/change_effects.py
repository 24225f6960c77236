from odoo import api, models

from ..core.mail_switches import QUIET
from .assignment_change import ADDING
from .due_days import text_of
from .duty_notice import tell_of_issue


class AssignmentChange(models.Model):
    """What a decision makes of duties, and how they are again as they were before.

    What was done before stays with the unit that has done it: a duty that is handed over goes on as another one, with what is still
    open; a further unit gets a duty of its own below the first one, with what is still to come.
    """

    _inherit = 'dan_van.assignment.change'

    def _decide_cancel(self):
        self.assignment_id._opened('change').write({'ended': 'cancelled'})

    def _decide_postpone(self):
        for change in self:
            change.old_deadline = change.assignment_id.deadline
            change.assignment_id.with_context(mail_notrack=QUIET)._extend(change.new_deadline)

    def _decide_take_on(self):
        self._add([change.assignment_id._values_of_unit(change.new_department_id) for change in self])

    def _decide_add_unit(self):
        self._add([change._values_added() for change in self])

    def _add(self, vals_list):
        """Give each change's new unit a duty of its own, and tell it."""
        new = self._make_duties(vals_list)
        for change, duty in zip(self, new):
            change.new_assignment_id = duty
        self.env['dan_van.occurrence']._follow(new)
        tell_of_issue(new.with_env(self.env))

    @api.model
    def _make_duties(self, vals_list):
        Duty = self.env['dan_van.assignment']
        Duty.flush_model(['ended'])  # a unit has one duty of several, at any moment
        # Who decides is no follower of every unit's work.
        return Duty._making('change').with_context(
            mail_create_nosubscribe=QUIET, mail_create_nolog=QUIET).create(vals_list)

    def _values_added(self):
        """:return: dict of the values of the duty of one more unit: due when what the first one has not done yet is due, and with
        what returns from today on"""
        duty = self.assignment_id
        days = [] if duty._returns_by_rule() else sorted(
            each.due_date for each in duty.occurrence_ids if each.due_date and not each.done_date)
        return {
            **duty._values_for(self.new_department_id), 'parent_id': duty._root().id, 'role': self.new_role or 'lead',
            'deadline': days[-1] if days else duty.planned_deadline, 'further_dates': text_of(days[:-1])}

    def _decide_hand_over(self):
        """What is done stays with the old unit; what is open goes on with the new one, which has what stood there already."""
        self.assignment_id._opened('change').write({'ended': 'handed_over'})
        first = {}
        for change in self:
            if there := change.assignment_id._shared_with(change.new_department_id):
                change.new_assignment_id = there  # the same duty of all units, or of several
            else:  # those of several units that become one go on as one
                first.setdefault((change.assignment_id._shared_work(), change.new_department_id), change)
        # Drafts of the plan that is to replace this one go on with who has it now.
        drafts = {change: change.assignment_id.continued_by_ids for change in first.values()}
        of_drafts = self.env['dan_van.assignment'].union(*drafts.values())
        of_drafts._opened('change').continues_id = False
        of_drafts.flush_recordset(['continues_id'])  # one duty continues another, at any moment
        made = dict(zip(first, self._make_duties([change._values_handed_over() for change in first.values()])))
        for change in self.filtered(lambda each: not each.new_assignment_id):
            change.new_assignment_id = made[change.assignment_id._shared_work(), change.new_department_id]
        pairs = {change.assignment_id: change.new_assignment_id for change in first.values()}
        self.env['dan_van.occurrence']._hand_on(pairs)
        self.env['dan_van.step']._hand_on(pairs)
        for change, own in drafts.items():
            own._opened('change').continues_id = change.new_assignment_id

    def _values_handed_over(self):
        """:return: dict of the values of the duty with which the new unit goes on"""
        duty = self.assignment_id
        days = [] if duty._returns_by_rule() else sorted(
            each.planned_date for each in duty.occurrence_ids if each.planned_date and not each.done_date)
        last = days[-1] if days else duty.planned_deadline
        return {
            **duty._values_for(self.new_department_id), 'parent_id': duty._root().id, 'continues_id': duty.id,
            'deadline': last, 'planned_deadline': last, 'further_dates': text_of(days[:-1]),
            'progress': 0 if duty._returns() else min(duty.progress, 99)}

    # Taking it back

    def _made_duty(self):
        """:return: dan_van.assignment, the duties that these changes have made; not those that the other unit had before"""
        handed = self.filtered(lambda change: change.kind == 'hand_over')
        given = self.filtered(lambda change: change.kind in ADDING)
        return handed.new_assignment_id.filtered(lambda duty: duty.continues_id & handed.assignment_id) \
            | given.new_assignment_id.filtered(lambda duty: duty.parent_id & given.assignment_id.mapped(lambda duty: duty._root()))

    def _is_overtaken(self, undone):
        """:return: whether something rests on this change that is not undone with it, one of ``undone``"""
        made = self._made_duty()
        if self.kind in ADDING and not made:
            return True  # it goes on under the plan that has replaced its own
        first = self.assignment_id.browse() if self.kind in ADDING else self.assignment_id  # that one goes on by itself
        later = self._decided_on(first).filtered(lambda other: other.id > self.id and other.department_id == self.department_id)
        return bool(
            (later | self._decided_on(made)) - undone or made.ended or made._is_directed() or any(made.occurrence_ids.mapped('done_date'))
            or first and first._given_anew() - made or self.kind == 'postpone' and not self._postponed())

    @api.model
    def _decided_on(self, duties):
        return duties.change_ids.filtered(lambda change: change.state == 'decided')

    def _postponed(self):
        """:return: dan_van.occurrence, what this postponement has moved and nobody has done or moved since"""
        return self.assignment_id.occurrence_ids.filtered(lambda each: not each.done_date and each.due_date == self.new_deadline)[:1]

    def _do_undo(self):
        for change in self.filtered(lambda each: each.kind == 'postpone'):
            change._postponed()._extend(change.old_deadline)
        made = self._made_duty()
        drafts = {new.continues_id: new.continued_by_ids for new in made if new.continues_id}
        # The duty goes on by itself, in a later plan too, or is handed over anew.
        made._opened('change').write({'ended': 'cancelled', 'continues_id': False})
        made.flush_recordset(['continues_id'])  # one duty continues another, at any moment
        self.filtered(lambda change: change.kind not in ADDING).assignment_id._opened('change').write({'ended': False})
        for duty, own in drafts.items():
            own._opened('change').continues_id = duty
        self._follow_work()

    def _follow_work(self):
        """Let nobody be reminded of what has ended, nor be asked about it."""
        duties = self.assignment_id | self.new_assignment_id
        duties._restart_follow_up()
        duties.extension_ids._keep_turns()
        duties.occurrence_ids.acceptance_ids._keep_turns()

