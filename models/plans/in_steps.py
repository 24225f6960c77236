from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date, format_list


class InSteps(models.AbstractModel):
    """A duty that its unit may divide into steps: whether they are open, how many are done, and whose it is by them."""

    _name = 'dan_van.in.steps'
    _description = 'Duty that is divided into steps'
    _inherit = ['dan_van.follow.up']

    step_note = fields.Char(
        'Steps done', compute='_compute_step_note', help="How many steps of the duty are done, and which is the user's own next one.")
    is_mine = fields.Boolean(
        'Mine', compute='_compute_is_mine', search='_search_is_mine', help="The user is named for the duty, or for a step of it that is open.")

    @api.depends('is_at_work', 'step_ids.name', 'step_ids.user_ids', 'step_ids.deadline', 'step_ids.done_date')
    @api.depends_context('uid', 'lang')
    def _compute_step_note(self):
        for duty in self:
            steps, mine = duty.step_ids, duty._own_steps()[:1]
            note = self.env._("%(done)s/%(all)s steps", done=len(steps.filtered('done_date')), all=len(steps))
            if mine and duty.is_at_work:
                day = format_date(self.env, mine.deadline) if mine.deadline else self.env._("no day named")
                note = self.env._("%(note)s; mine: %(step)s (%(day)s)", note=note, step=mine.name, day=day)
            duty.step_note = note if steps else False

    def _own_steps(self):
        """:return: dan_van.step, those of this duty that the current user has still to do, the earliest first"""
        return self.step_ids.filtered(lambda step: not step.done_date and self.env.user in step.user_ids).sorted(
            lambda step: step.deadline or date.max)

    @api.depends('user_ids', 'step_ids.user_ids', 'step_ids.done_date')
    @api.depends_context('uid')
    def _compute_is_mine(self):
        for duty in self:
            duty.is_mine = self.env.user in duty.user_ids or bool(duty._own_steps())

    @api.model
    def _search_is_mine(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('user_ids', 'in', self.env.uid) | Domain(
            'step_ids', 'any', [('user_ids', 'in', self.env.uid), ('done_date', '=', False)])

    def _lock_states(self):
        """As its steps ask for it: they change while it is at work."""
        return {duty: 'at_work' if duty.is_at_work else 'at_rest' for duty in self}

    def _check_steps_done(self):
        """:raise UserError: one of these duties, which is due once, has a step that is not done"""
        for duty in self:
            if not duty._returns() and (left := duty.step_ids.filtered(lambda step: not step.done_date)):
                raise UserError(self.env._(
                    "“%(duty)s” is done when its steps are. Still open: %(steps)s. Mark these as done, or delete what is not needed.",
                    duty=duty.display_name, steps=format_list(self.env, left.mapped('name'))))

    def _restart_follow_up(self):
        """As before; of steps on which nobody works any more nobody is reminded."""
        # sudo: reminders of others.
        self.sudo().step_ids.filtered(lambda step: not step.is_at_work)._restart_follow_up()
        return super()._restart_follow_up()
