from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..core.holding import hold
from ..core.mail_switches import QUIET
from ..core.res_company import legal_today
from ..core.transitions import Transition, Transitions


class Extension(models.Model):
    """A unit's request for a later deadline of one of its duties, and the decision on it."""

    _name = 'dan_van.extension'
    _description = 'Extension of a deadline'
    _inherit = ['dan_van.workflow.mixin', 'mail.thread', 'mail.activity.mixin']
    _order = 'id desc'
    _rec_name = 'assignment_id'
    _mail_post_access = 'read'

    _open_in = ('requested',)
    _deleted_in = True

    assignment_id = fields.Many2one('dan_van.assignment', 'Duty', required=True, index=True, ondelete='restrict', open_in=())
    company_id = fields.Many2one(related='assignment_id.company_id', store=True, index=True)
    department_id = fields.Many2one(related='assignment_id.department_id', store=True, index=True, string='Unit')
    old_deadline = fields.Date(
        'Present deadline', compute='_compute_old_deadline', store=True, precompute=True, readonly=True,
        help="The deadline of the duty when more time was asked for.")
    new_deadline = fields.Date(required=True, tracking=True)
    reason = fields.Text(required=True, tracking=True)
    state = fields.Selection(
        [('requested', "Requested"), ('accepted', "Accepted"), ('refused', "Refused"), ('withdrawn', "Withdrawn")],
        'Status', required=True, readonly=True, default='requested', copy=False, index=True)
    decided_by_id = fields.Many2one(
        'res.users', 'Decided by', readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        given_by=('accept', 'refuse'))
    decided_date = fields.Datetime('Decided on', readonly=True, copy=False, given_by=('accept', 'refuse'))

    _open_unique = models.UniqueIndex(
        "(assignment_id) WHERE state = 'requested'",
        "More time has already been asked for this duty. Wait for the decision, or withdraw that request first.")

    @api.depends('assignment_id')
    def _compute_old_deadline(self):
        for extension in self:
            extension.old_deadline = extension.assignment_id.deadline

    @api.constrains('new_deadline')
    def _check_new_deadline(self):
        today = legal_today(self)
        for extension in self:
            if extension.new_deadline <= max(extension.old_deadline, today):
                raise ValidationError(self.env._(
                    "The new deadline of “%(duty)s” must be later than today and than the present one, %(deadline)s.",
                    duty=extension.assignment_id.display_name, deadline=format_date(self.env, extension.old_deadline)))

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get('default_assignment_id')
        Duty = self.env['dan_van.assignment']
        # Before a refusal names the duty.
        for vals in (*vals_list, self._context_defaults()):
            self._check_named_by_number(vals)
        self._check_given([*vals_list, self._context_defaults()], files=False)
        duties = [Duty.browse(vals.get('assignment_id') or default) for vals in vals_list]
        hold(Duty.union(*duties), changes=False)
        for vals, duty in zip(vals_list, duties):
            duty._check_extendable()
            # Explicit: neither a value nor a default of the client stands in for what the duty says.
            vals.update(assignment_id=duty.id, old_deadline=duty.deadline)
        extensions = super().create(vals_list)
        extensions._hand_over()
        return extensions

    def _why_locked(self, owner, names):
        if 'assignment_id' in names:
            return self._why_given(names)
        return self.env._(
            "The request for “%s” is decided and stays as it is. Ask for more time once more if you need it.", owner.display_name)

    def _why_given(self, names):
        return self.env._(
            "Duty, present deadline and decision of a request are never typed. Withdraw the request and make a new one.")

    def _closed(self):
        return super()._closed() | self._of_others()

    def _of_others(self):
        """:return: those of these requests that are neither the user's own, nor of his unit without his deciding on them"""
        return self.browse() if self.env.su else self.filtered(
            lambda extension: extension.create_uid != self.env.user
            and (not extension.department_id._is_member() or extension._may_accept()))

    def _check_changes(self, names):
        """:raise AccessError: a request is not the user's own, nor that of his unit on which he does not decide"""
        if others := self._of_others():
            raise AccessError(self.env._(
                "What was asked for “%s” is changed by who asked, not by who decides. Refuse the request and say why; "
                "a new one can be made.", others[0].display_name))
        return super()._check_changes(names)

    # Steps

    @api.model
    def _transitions(self):
        return Transitions(
            Transition('accept', self.env._("Accept"), ['requested'], 'accepted', seen=True),
            Transition('refuse', self.env._("Refuse"), ['requested'], 'refused', reason=True),
            Transition('withdraw', self.env._("Withdraw"), ['requested'], 'withdrawn'),
        )

    def _may_accept(self):
        """Office and leadership decide, but nobody decides on his own request; except who heads the agency, above whom is nobody."""
        user = self.env.user
        if self.create_uid == user:
            return user == self.company_id._dan_van_leadership().head_user_id
        return user.has_group('dan_van.group_leadership') or user.has_group('dan_van.group_office')

    def _may_refuse(self):
        return self._may_accept()

    def _may_withdraw(self):
        return self.create_uid == self.env.user

    def _who_may(self, transition):
        if transition.name == 'withdraw':
            return self.env._("Only %s, who made the request, withdraws it.", self.create_uid.name)
        return self.env._("The office and the leadership decide; nobody decides on a request of his own.")

    def _on_behalf(self, transition):
        if (office := self.company_id._dan_van_office()) and transition.name != 'withdraw' and self.env.user != self.create_uid:
            return office._represented()
        return super()._on_behalf(transition)

    @api.depends('write_date')
    def _compute_shown(self):
        """What is asked for may be changed until it is decided."""
        for extension in self:
            extension.shown = str(extension.write_date)

    def _submitted_again(self):
        return self.browse()

    def _check_accept(self):
        today = legal_today(self)
        for extension in self:
            extension.assignment_id._check_at_work()
            duty = extension.assignment_id
            is_another = duty._returns() and duty.deadline != extension.old_deadline
            if is_another or extension.new_deadline <= max(today, duty.deadline or today):
                raise UserError(self.env._(
                    "The new deadline of “%s” has passed, or the duty has been given more time meanwhile. "
                    "Refuse the request and have a new one made.", extension.display_name))

    def _do_accept(self):
        self._note_decision()
        for extension in self:
            duty = extension.assignment_id.with_context(mail_notrack=QUIET)
            before = duty.deadline
            duty._extend(extension.new_deadline)
            duty._telling().message_post(body=self.env._(
                "More time given: deadline %(before)s → %(after)s. Reason of the request: %(reason)s",
                before=format_date(self.env, before), after=format_date(self.env, duty.deadline), reason=extension.reason))

    def _do_refuse(self):
        self._note_decision()

    def _note_decision(self):
        self.write({'decided_by_id': self.env.uid, 'decided_date': fields.Datetime.now()})

    def _announce(self, transition, before, reason):
        """Tell who made the request how it was decided."""
        if transition.name == 'withdraw':
            return super()._announce(transition, before, reason)
        for extension in self:
            body = self.env._("Your request is refused: %s", reason) if transition.name == 'refuse' else self.env._(
                "Your request is accepted: the deadline is now %s.", format_date(self.env, extension.new_deadline))
            asked = extension._readers(extension.create_uid - self.env.user)
            extension._telling().message_post(body=body, partner_ids=asked.partner_id.ids)
        return None

    @api.model
    def _open_domain(self):
        """Of a duty that is done or ended nobody decides any more."""
        return Domain('state', '=', 'requested') & Domain('assignment_id.is_at_work', '=', True)

    def _turn(self):
        if self.state != 'requested' or not self.assignment_id.is_at_work:
            return super()._turn()
        users = self.company_id._dan_van_office()._acting_head()
        if not users or users == self.create_uid:
            users = self.company_id._dan_van_leadership()._acting_head()
        return users, self.env._("Decide whether the duty gets more time")

    def _turn_fallback(self):
        """:return: res.users, leaders first: a colleague of who asks decides last"""
        leadership = self.company_id._dan_van_leadership()
        leaders = leadership._acting_head() | self.department_id.dan_van_leader_id | leadership.member_user_ids
        return leaders | super()._turn_fallback()

    def action_accept(self):
        """Give the duties their new deadlines."""
        self._transition('accept')

    def action_refuse(self, reason=None):
        """Leave the deadlines as they are; opens the dialog for the reason where none is given."""
        return self._action_with_reason('refuse', reason)

    def action_withdraw(self):
        """Take the own requests back."""
        self._transition('withdraw')
