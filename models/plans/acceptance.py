from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..core.in_groups import in_groups
from ..core.transitions import Transition, Transitions
from ..documents.standing import IN_FORCE
from .occurrence import ACCEPTANCE, AT_WORK


class Acceptance(models.Model):
    """What a unit says to be done is accepted, or returned with a reason: one record for each occurrence that was claimed.

    Made and taken back where the day of completion is entered, see the occurrence below; who accepts the profile of the agency says.
    What is only claimed counts as done wherever lateness is asked for, so that nobody is late because a colleague is slow, and
    is marked in lists and reports; what is returned is open again from that moment on. What was accepted stays as it was.
    Where the duty was handed over meanwhile, the completion is still that of the unit which has claimed it; returned or withdrawn it is
    open with the unit that has the duty now.
    """

    _name = 'dan_van.acceptance'
    _description = 'Acceptance of a completion'
    _inherit = ['dan_van.workflow.mixin', 'dan_van.told', 'mail.thread', 'mail.activity.mixin']
    _order = 'id desc'
    _rec_name = 'occurrence_id'
    _mail_post_access = 'read'

    _open_in = ()
    _made_by = ('claim',)

    occurrence_id = fields.Many2one(
        'dan_van.occurrence', required=True, index=True, ondelete='restrict', given_by=('claim', 'issue'))
    assignment_id = fields.Many2one(related='occurrence_id.assignment_id', store=True, index=True)
    plan_id = fields.Many2one(related='occurrence_id.plan_id')
    plan_state = fields.Selection(related='occurrence_id.plan_state', string='Status of the plan')
    company_id = fields.Many2one(related='occurrence_id.company_id', store=True, index=True)
    department_id = fields.Many2one(related='occurrence_id.department_id', string='Unit', store=True, index=True)
    due_date = fields.Date(related='occurrence_id.due_date')
    result = fields.Text(related='occurrence_id.result', open_in=())
    ended = fields.Selection(related='occurrence_id.ended')
    closing_note = fields.Char(related='assignment_id.closing_note')
    judge = fields.Selection(
        [('head', "Head of the unit"), ('office', "Office")], 'Accepted by', required=True, readonly=True, given_by=('claim',),
        help="As the agency had it when the duty was said to be done.")
    claimed_by_id = fields.Many2one(
        'res.users', 'Claimed by', required=True, readonly=True, index='btree_not_null', ondelete='restrict', given_by=('claim',))
    claimed_date = fields.Datetime('Claimed on', required=True, readonly=True, given_by=('claim',))
    done_date = fields.Date(
        'Done on', readonly=True, given_by=('claim',), help="The day that is claimed; a return that is taken back gives it back.")
    done_reason = fields.Char('Reason for the earlier day', readonly=True, given_by=('claim',))
    shown_file_ids = fields.Many2many('ir.attachment', string='Evidence', compute='_compute_shown_file_ids')
    state = fields.Selection(
        [*ACCEPTANCE, ('withdrawn', "Withdrawn")],
        'Status', required=True, readonly=True, default='claimed', copy=False, index=True)

    _once = models.UniqueIndex('(occurrence_id)', "This has been claimed already.")

    @api.depends('occurrence_id.evidence_ids', 'assignment_id.evidence_ids')
    def _compute_shown_file_ids(self):
        for acceptance in self:
            acceptance.shown_file_ids = acceptance.occurrence_id._shown_evidence()

    def _why_locked(self, owner, names):
        return self.env._(
            "“%s” is claimed, accepted and returned by the steps of its form: what was done is entered with the duty.", owner.display_name)

    def _why_given(self, names):
        return self._why_locked(self[:1], names)

    # Claims

    @api.model
    def _claim(self, occurrences):
        """Note that the current user has said of ``occurrences`` that they are done, where their agency has that accepted.

        :raise UserError: one of them says no result, or shows no evidence though its duty asks for some
        """
        modes = self.env['dan_van.agency.profile']._judges(occurrences.company_id)
        asked = occurrences.filtered(lambda each: modes[each.company_id])
        asked._check_claimed()
        known = asked.acceptance_ids
        values = {each: each._claim_values(modes[each.company_id]) for each in asked}
        if known:
            known._transition('claim', values=values)
        # sudo: the right to work on the duty has been asked; nobody makes a claim without the duty's being done.
        new = self.sudo()._making('claim').create([
            values[each] for each in asked - known.occurrence_id]).with_env(self.env)
        new._begin('claim', 'claimed')
        # Who heads the unit accepts what he enters himself.
        if own := (known | new).filtered(lambda claim: claim.judge == 'head' and claim.department_id._is_head()):
            own._transition('accept')

    # Steps

    @api.model
    def _transitions(self):
        return Transitions(
            Transition('accept', self.env._("Accept the completion"), ['claimed'], 'accepted', seen=True),
            Transition('return', self.env._("Return"), ['claimed'], 'returned', reason=True),
            Transition('claim', self.env._("Report as done"), ['returned', 'withdrawn'], 'claimed'),
            Transition('withdraw', self.env._("Withdraw"), ['claimed', 'returned'], 'withdrawn'),
            Transition('resume', self.env._("Take the return back"), ['returned'], 'claimed'),
            Transition('reopen', self.env._("Take the acceptance back"), ['accepted'], 'claimed', reason=True),
        )

    def _may_accept(self):
        """Who heads the unit, or the office, as the agency has it, and the leadership; nobody but the head accepts what he has claimed
        himself, except who heads the agency."""
        user, is_leader = self.env.user, self.env.user.has_group('dan_van.group_leadership')
        if self.judge == 'head':
            return self.department_id._is_head() or is_leader and user != self.claimed_by_id
        if user == self.claimed_by_id:
            return user == self.company_id._dan_van_leadership().head_user_id
        return is_leader or user.has_group('dan_van.group_office')

    def _may_return(self):
        return self._may_accept()

    def _may_resume(self):
        return self._may_accept()

    def _may_reopen(self):
        return self._may_accept()

    def _may_claim(self):
        return self.assignment_id._may_work()

    def _may_withdraw(self):
        return self.assignment_id._may_work() or bool(self.ended) and (
            self.department_id._is_member() or self.env.user.has_group('dan_van.group_office'))

    def _who_may(self, transition):
        if transition.name in ('claim', 'withdraw'):
            return self.env._("The members of the unit and the office say what is done.")
        if self.judge == 'head':
            return self.env._("The head of the unit accepts what is done there, or the leadership.")
        return self.env._("The office and the leadership accept what is done; nobody accepts what he has claimed himself.")

    def _on_behalf(self, transition):
        place = self.department_id if self.judge == 'head' else self.company_id._dan_van_office()
        if place and transition.name not in ('claim', 'withdraw'):
            return place._represented()
        return super()._on_behalf(transition)

    @api.depends('occurrence_id.write_date', 'shown_file_ids')
    def _compute_shown(self):
        """What was done may be put more clearly until it is accepted, and a file be replaced by another."""
        for acceptance in self:
            # sudo: which file it is, not what it says.
            files = sorted((file.id, file.checksum) for file in acceptance.shown_file_ids.sudo())
            acceptance.shown = f"{acceptance.occurrence_id.write_date} {files}"

    def _submitted_again(self):
        return self.browse()

    def _check_done(self):
        """:raise UserError: one of these is not done, or its plan is in force no more"""
        for acceptance in self:
            if not acceptance.occurrence_id.done_date:
                raise UserError(self.env._(
                    "“%s” is not done: open the duty and mark it as done, then it is claimed again.", acceptance.display_name))

    def _check_accept(self):
        for acceptance in self:
            if acceptance.plan_state not in IN_FORCE:
                raise UserError(self.env._(
                    "“%s” is asked for no more, since its document was recalled or replaced: there is nothing to accept, and what was done "
                    "stays as it was said.", acceptance.display_name))
        self._check_done()
        self._check_whole()

    def _check_whole(self):
        """:raise UserError: what one of these was claimed with has been taken away since"""
        for acceptance in self:
            if acceptance.occurrence_id._lacks():
                raise UserError(self.env._(
                    "“%s” has no result any more, or no evidence though it asks for some: its unit enters that first.",
                    acceptance.display_name))

    def _check_claim(self):
        self._check_done()

    def _check_withdraw(self):
        """A claim goes with its day of completion; a return where that is entered again and nobody accepts any more. Under a duty that
        has ended no day is entered any more: there the claim takes it along."""
        left = self.filtered(lambda claim: claim.ended and claim.state == 'claimed')
        left._check_at_work()
        for acceptance in self - left:
            if bool(acceptance.occurrence_id.done_date) != (acceptance.state == 'returned'):
                raise UserError(self.env._(
                    "“%s”: open the duty. “Not done yet” takes a claim back, “Mark as done” answers a return.", acceptance.display_name))

    def _check_return(self):
        self._check_at_work()

    def _check_resume(self):
        self._check_at_work()
        self._check_whole()
        for acceptance in self.filtered('ended'):
            raise UserError(self.env._(
                "“%s” has ended for this unit: what was returned is open with the unit that has the duty now, which reports it as done.",
                acceptance.assignment_id.display_name))

    def _check_reopen(self):
        self._check_at_work()

    def _check_at_work(self):
        """:raise UserError: nothing is entered under the plan of one of these any more"""
        for acceptance in self:
            if acceptance.plan_state not in AT_WORK:
                raise UserError(self.env._(
                    "“%s” is not at work any more: its plan is closed or gone, and what was done stays as it was said.",
                    acceptance.display_name))

    def _do_claim(self, values):
        for found, claims in in_groups({claim: values[claim.occurrence_id] for claim in self}):
            claims.write(found)

    def _do_return(self):
        self.occurrence_id._enter_done({'done_date': False})
        self.occurrence_id._go_on_open()

    def _do_withdraw(self):
        left = self.occurrence_id.filtered(lambda each: each.ended and each.done_date)
        left._enter_done({'done_date': False})
        left._go_on_open()

    def _do_resume(self):
        for day, claims in in_groups({claim: {name: claim[name] for name in ('done_date', 'done_reason')} for claim in self}):
            claims.occurrence_id._enter_done(day)

    def _announce(self, transition, before, reason):
        """Tell the log of the duties too, and who has claimed it why it comes back."""
        # sudo: the step is told of wherever it was possible.
        self.sudo().assignment_id._message_log_batch({
            duty.id: ': '.join(filter(None, (' '.join((transition.label, *claims._days_told())), reason)))
            for duty, claims in self.grouped('assignment_id').items()})
        if transition.name != 'return':
            return super()._announce(transition, before, reason)
        for claim in self:
            asked = claim._readers(claim.claimed_by_id - self.env.user)
            claim._telling().message_post(body=self.env._("Returned: %s", reason), partner_ids=asked.partner_id.ids)
        return None

    def _days_told(self):
        """:return: list of str, the days of these where their duty has several"""
        return [f'({format_date(self.env, claim.due_date)})' for claim in self if claim.due_date and claim.assignment_id._returns()]

    # Turns

    @api.model
    def _open_domain(self):
        """Of a plan that is closed what was claimed is still accepted, but nothing is entered any more."""
        return Domain('state', '=', 'claimed') & Domain('occurrence_id.plan_state', 'in', IN_FORCE) | Domain(
            'state', '=', 'returned') & Domain('occurrence_id.plan_state', 'in', AT_WORK) & Domain('occurrence_id.ended', '=', False)

    def _turn(self):
        if not self.filtered_domain(self._open_domain()):
            return super()._turn()
        if self.state == 'returned':
            return self.claimed_by_id, self.env._("Returned: complete the result and mark it as done again")
        users = (self.department_id if self.judge == 'head' else self.company_id._dan_van_office())._acting_head()
        if self.judge == 'office' and (not users or users == self.claimed_by_id):
            users = self.company_id._dan_van_leadership()._acting_head()
        return users, self.env._("Accept what was done, or return it")

    def _told(self):
        since = self._given_since('return')
        return {claim: (claim._turn()[0], since[claim.id]) for claim in self if claim.id in since}

    def _turn_deadline(self):
        return self.due_date if self.state == 'returned' else None

    def action_accept(self):
        """Accept what the units have said to be done."""
        self._transition('accept')

    def action_return(self, reason=None):
        """Send it back: it is open again; opens the dialog for the reason where none is given."""
        return self._action_with_reason('return', reason)

    def action_withdraw(self):
        """Take back that it is done, of a duty that has ended for the unit: it is open with the unit that has the duty now."""
        self._transition('withdraw')

    def action_resume(self):
        """Take a return back: it is done again on the day that was claimed."""
        self._transition('resume')

    def action_reopen(self, reason=None):
        """Take an acceptance back: it waits for acceptance again; opens the dialog for the reason where none is given."""
        return self._action_with_reason('reopen', reason)

    def action_open_duty(self):
        """Open the duty.

        :return: action
        """
        self.ensure_one()
        return self.occurrence_id.action_open_duty()
