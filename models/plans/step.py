from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import format_date

from ..core.in_time import cases_by_due
from ..core.lock import has_key
from ..core.mail_switches import QUIET
from ..core.res_company import legal_today
from .assignment import HEALTH
from .duty_notice import tell_of_named
from .follow_up import DUE_SOON, OVERDUE


class Step(models.Model):
    """A part of a big duty: what is to be done, by whom of the unit, and until when.

    Who works on the duty divides it and says what is done, as long as the duty is at work; afterwards the steps stay as they are. A
    duty that is due once is done after its steps. Where it returns they belong to it as a whole and to none of its times, so
    that they keep none of these from being done; nor do they ever change how far the unit says it is.
    """

    _name = 'dan_van.step'
    _description = 'Step of a duty'
    _inherit = ['dan_van.follow.up', 'dan_van.in.time', 'dan_van.readable.links', 'mail.thread', 'mail.activity.mixin']
    _order = 'sequence, id'
    _mail_post_access = 'read'

    _documents = ('assignment_id',)
    _open_in = ('at_work',)  # so is the duty, see in_steps
    _in_time = 'health'

    assignment_id = fields.Many2one(
        'dan_van.assignment', 'Duty', required=True, index=True, ondelete='cascade', open_in=(), given_by=('issue',))
    company_id = fields.Many2one(related='assignment_id.company_id', store=True, index=True)
    department_id = fields.Many2one(related='assignment_id.department_id', string='Unit', store=True, index=True)
    leader_id = fields.Many2one(related='assignment_id.leader_id')
    sequence = fields.Integer(default=10)
    name = fields.Char('Work to do', required=True)
    user_ids = fields.Many2many(
        'res.users', 'dan_van_step_user_rel', 'step_id', 'user_id', 'Persons', copy=False, ondelete='restrict',
        domain="[('dan_van_member_ids', 'in', department_id)]", help="Members of the unit who do this step; empty: those of the duty.")
    deadline = fields.Date(help="At latest that of the duty, where it is due once.")
    done_date = fields.Date('Done on', copy=False)
    result = fields.Char(copy=False, help="What came out of it, in a few words.")
    is_at_work = fields.Boolean('At work', compute='_compute_is_at_work', search='_search_is_at_work')
    can_work = fields.Boolean(compute='_compute_can_work')
    health = fields.Selection(HEALTH, compute='_compute_in_time', search='_search_in_time')

    _open_index = models.Index('(deadline) WHERE done_date IS NULL')

    @api.depends('name', 'assignment_id.display_name')
    def _compute_display_name(self):
        for step in self:
            step.display_name = f'{step.name or ""} ({step.assignment_id.display_name})'

    # How it stands

    @api.depends('done_date', 'assignment_id.is_at_work')
    def _compute_is_at_work(self):
        for step in self:
            step.is_at_work = not step.done_date and step.assignment_id.is_at_work

    @api.model
    def _search_is_at_work(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('done_date', '=', False) & Domain('assignment_id.is_at_work', '=', True)

    @api.depends('deadline', 'done_date', 'assignment_id.is_at_work')
    def _compute_in_time(self):
        return super()._compute_in_time()

    @api.model
    def _cases_in_time(self):
        return cases_by_due(self.env, 'done_date', 'deadline', ~Domain('assignment_id.is_at_work', '=', True))

    # Who may change it: whoever works on the duty, as long as that is at work

    @api.depends('assignment_id.is_at_work', 'department_id.member_user_ids')
    @api.depends_context('uid')
    def _compute_can_work(self):
        for step in self:
            step.can_work = step.assignment_id.is_at_work and step.assignment_id._may_work()

    def _why_locked(self, owner, names):
        if owner._name == self._name:
            return self.env._("“%s” stays with its duty. Delete the step, and enter it again with the other duty.", owner.name)
        return self.env._(
            "The steps of “%s” stay as they are: it is done, or no unit works on it now. Take back that it is done to change them; "
            "where its plan is closed, ask the office to reopen it.", owner.display_name)

    def _check_changes(self, names):
        """:raise AccessError: it is the work of another unit"""
        for duty in self.assignment_id:
            if not duty._may_work():
                raise AccessError(self.env._(
                    "“%s” is the work of another unit: its members and the office divide it into steps and say which are done.",
                    duty.display_name))
        return super()._check_changes(names)

    # Making and changing

    @api.model_create_multi
    def create(self, vals_list):
        # Whoever divides a duty need not follow each part of it; the log of a step begins with what is said of it.
        steps = super(Step, self.with_context(
            mail_create_nosubscribe=QUIET, mail_create_nolog=QUIET)).create(vals_list).with_env(self.env)
        if not has_key(self, making=True):
            tell_of_named({step: step.user_ids.browse() for step in steps})
        return steps

    def write(self, vals):
        if self._in_step():
            return super().write(vals)
        self._check_kinds(vals)  # before they are looked at here
        named = {step: step.user_ids for step in self} if 'user_ids' in vals else {}
        result = super().write(vals)
        tell_of_named(named)
        return result

    def unlink(self):
        self.check_access('unlink')
        self._check_nothing_written()
        return super().unlink()

    def _check_nothing_written(self):
        """:raise UserError: somebody else has written on one of these steps: that stays, and so does the step"""
        # sudo: whether somebody has written, not what.
        written = self.env['mail.message'].sudo().search([
            ('model', '=', self._name), ('res_id', 'in', self.ids), ('message_type', 'in', ('comment', 'email')),
            ('author_id', '!=', self.env.user.partner_id.id)], limit=1)
        if written:
            raise UserError(self.env._(
                "%(author)s has written on “%(step)s”, and that stays. Mark the step as done, with what came of it as its result, instead of "
                "deleting it.", author=written.author_id.name or written.email_from, step=self.browse(written.res_id).name))

    def action_done(self):
        """Mark those that are not done yet as done today."""
        self.filtered(lambda step: not step.done_date).write({'done_date': legal_today(self)})

    def action_not_done(self):
        """Take back that they are done."""
        self.filtered('done_date').write({'done_date': False})

    @api.constrains('deadline')
    def _check_deadline(self):
        if has_key(self, making=True):
            return  # what goes on with another duty has the days that were agreed on
        for step in self:
            duty = step.assignment_id
            if step.deadline and duty.deadline and step.deadline > duty.deadline and not duty._returns():
                raise ValidationError(self.env._(
                    "“%(step)s” would be due on %(day)s, but its duty is due on %(deadline)s. Choose an earlier day, or ask for more "
                    "time for the duty first.",
                    step=step.name, day=format_date(self.env, step.deadline), deadline=format_date(self.env, duty.deadline)))

    @api.constrains('done_date')
    def _check_done_date(self):
        today = legal_today(self)
        for step in self:
            if step.done_date and step.done_date > today:
                raise ValidationError(self.env._("“%s” can't have been done on a day that is still to come.", step.name))

    # Follow-up: who does the step is told, nobody above him

    @api.model
    def _follow_up_limits(self, today):
        limits = super()._follow_up_limits(today)
        return {level: limits[level] for level in (DUE_SOON, OVERDUE)}

    def _working_users(self):
        return super()._working_users() if self.user_ids else self.assignment_id._working_users()

    def _follow_up_users(self, level, office):
        return super()._follow_up_users(DUE_SOON, office)

    @api.model
    def _follow_up_summary(self, level):
        return {
            DUE_SOON: self.env._("A step of a duty is due soon: finish it"),
            OVERDUE: self.env._("A step of a duty is overdue: finish it, or agree on another day"),
        }[level]

    # How it is told

    def _duty_source(self):
        return self.assignment_id._duty_source()

    @api.model
    def _notice_heading(self, source):
        return self.env._("New steps of duties: %s", source.display_name), self.env._("Your unit asks of you, or of whom you stand in for:")

    def _notice_text(self):
        return self.env._("%(step)s (a step of: %(duty)s)", step=self.name, duty=self.assignment_id.display_name)

    # The work goes on under another duty

    @api.model
    def _take_over(self, pairs):
        """Let steps go on with duties of a plan that replaces theirs.

        :param pairs: ``{old duty: new duty}``
        """
        same = {before: duty for before, duty in pairs.items() if before.department_id == duty.department_id}
        self.env['dan_van.assignment']._move_records(self._name, same)
        self._hand_on({before: duty for before, duty in pairs.items() if before not in same})

    @api.model
    def _hand_on(self, pairs):
        """Let another unit go on with the steps that are open, by persons of its own; with the old duty all stay as they were.

        :param pairs: as above
        """
        self._making('issue').create([{
            'assignment_id': duty.id, **{name: step[name] for name in ('sequence', 'name', 'deadline', 'result')},
            'user_ids': [Command.set((step.user_ids & duty.department_id.member_user_ids).ids)],
        } for before, duty in pairs.items() for step in before.step_ids if not step.done_date])
