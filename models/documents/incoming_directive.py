from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..core.res_company import legal_today
from ..core.transitions import Transition, Transitions

STATES = [
    ('draft', "Registered"), ('submitted', "Waits for the directive"), ('issued', "Directed"), ('closed', "Dealt with"),
    ('cancelled', "Wrong entry")]
# States before the directive is given; the names are those of every document, so that what rests on it asks as of a plan.
OPEN = ('draft', 'submitted')
_GIVE = ('direct', 'note')  # steps that give the directive: the leader's own, and what he wrote on the paper


class Incoming(models.Model):
    """The directive of a leader (bút phê), and the way of an incoming document until it is dealt with.

    Clerk or office submit it; the leader directs it, or clerk or office enter what he wrote on the paper, and it says so. It is closed
    once it is answered or dealt with, or as one that asks for nothing (Nghị định 30/2020/NĐ-CP, Điều 23, 24).
    """

    _inherit = 'dan_van.incoming'

    _open_in = True
    _review_form = 'dan_van.incoming_view_form_review'

    state = fields.Selection(
        STATES, 'Status', required=True, readonly=True, default='draft', copy=False, index=True)
    submitter_id = fields.Many2one(
        'res.users', 'Submitted by', readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        given_by=('submit', 'withdraw', 'return'))
    directive_leader_id = fields.Many2one(
        'res.users', 'Leader', compute='_compute_directive_leader_id', store=True, readonly=False, precompute=True, copy=False,
        index='btree_not_null', ondelete='restrict', open_in=OPEN, given_by=_GIVE, domain=lambda self: self._leaders_domain(),
        help="To whom the document is submitted, and who has given the directive.")
    directive_text = fields.Text(
        'Directive', copy=False, open_in=OPEN, help="What the leader writes on the document: what is to be done.")
    department_id = fields.Many2one(
        'hr.department', 'Lead unit', copy=False, index='btree_not_null', check_company=True, ondelete='restrict', open_in=OPEN,
        domain="[('dan_van_kind', '!=', False)]")
    directive_unit_ids = fields.Many2many(
        'hr.department', 'dan_van_incoming_directive_unit_rel', 'incoming_id', 'department_id', 'Coordinating units', copy=False,
        check_company=True, ondelete='restrict', open_in=OPEN, domain="[('dan_van_kind', '!=', False), ('id', '!=', department_id)]")
    directive_user_ids = fields.Many2many(
        'res.users', 'dan_van_incoming_directive_user_rel', 'incoming_id', 'user_id', 'To know', copy=False, ondelete='restrict',
        open_in=OPEN, domain=lambda self: self._staff_domain(), help="Who is told of the document and the directive, without a duty.")
    directive_deadline = fields.Date('To be done by', copy=False, open_in=OPEN)
    directive_date = fields.Date('Directive of', copy=False, open_in=OPEN, given_by=('direct',), help="The day on which it was given.")
    directive_entered_id = fields.Many2one(
        'res.users', 'Entered from the paper by', readonly=True, copy=False, ondelete='restrict', given_by=_GIVE)
    closed_date = fields.Date('Closed on', readonly=True, copy=False, given_by=('close', 'cancel', 'reopen', 'open_again'))
    can_register = fields.Boolean(compute='_compute_can_direct')
    can_direct = fields.Boolean(compute='_compute_can_direct')

    @api.model
    def _staff_domain(self):
        return [('all_group_ids', 'in', self.env.ref('dan_van.group_staff').id)]

    @api.model
    def _leaders_domain(self):
        return [('all_group_ids', 'in', self.env.ref('dan_van.group_leadership').id)]

    @api.model
    def _directive_fields(self):
        """:return: set of the names of the fields that the office and the leadership write, as the clerk does"""
        return {'department_id', *(name for name in self._fields if name.startswith('directive_'))}

    @api.depends('state')
    @api.depends_context('uid')
    def _compute_can_direct(self):
        is_clerk = self.env.user.has_group('dan_van.group_clerk')
        for document in self:
            document.can_register = is_clerk
            document.can_direct = document.state in OPEN and document._may_prepare()

    def _may_prepare(self):
        """:return: whether the current user may enter what the directive says: clerk, office and leadership"""
        user = self.env.user
        return self._keeps_register() or user.has_group('dan_van.group_leadership')

    def _keeps_register(self):
        return self.env.user._dan_van_keeps_registers()

    @api.constrains('directive_date', 'directive_deadline')
    def _check_directive_days(self):
        today = legal_today(self)
        for document in self:
            day, deadline = document.directive_date, document.directive_deadline
            if day and day > today:
                raise ValidationError(self.env._("The directive can't have been given on a day that is still to come."))
            if day and deadline and deadline < day:
                raise ValidationError(self.env._("What the directive asks for can't be due before it was given."))

    @api.constrains('department_id', 'directive_unit_ids')
    def _check_directive_units(self):
        for document in self:
            if document.department_id & document.directive_unit_ids:
                raise ValidationError(self.env._(
                    "“%s” leads: a unit leads or coordinates, not both.", document.department_id.name))

    @api.depends('company_id')
    def _compute_directive_leader_id(self):
        """Propose the head of the agency."""
        heads = self.env['hr.department']._agency_heads(self.company_id)
        for document in self:
            head = heads.get(document.company_id)
            document.directive_leader_id = document._led_by(head) and head

    def _led_by(self, user):
        """:return: whether ``user`` belongs to the leadership of the agency of this document"""
        # sudo: asked of the leader, whoever submits.
        leader = user and user.sudo()
        return bool(leader) and leader.has_group('dan_van.group_leadership') and self.company_id in leader.company_ids

    @api.constrains('directive_leader_id')
    def _check_directive_leader(self):
        for document in self:
            leader = document.directive_leader_id
            if leader and not document._led_by(leader):
                raise ValidationError(self.env._("“%s” does not belong to the leadership of the agency: choose a leader.", leader.name))

    @api.constrains('directive_user_ids')
    def _check_directive_users(self):
        for document in self:
            # sudo: whether a colleague works here.
            users = document.sudo().directive_user_ids
            here = users.filtered(lambda user, agency=document.company_id: agency in user.company_ids and user.has_group('dan_van.group_staff'))
            if users - here:
                raise ValidationError(self.env._(
                    "“%s”: who is told of a directive works in the agency. Choose from the list.", document.display_name))

    # Who may write what

    def _check_changes(self, names):
        """:raise AccessError: it is the clerk's register, or what only clerk, office and leadership enter"""
        if not self.env.su:
            own = set(names) - self._directive_fields()
            if own and not self.env.user.has_group('dan_van.group_clerk'):
                raise AccessError(self.env._(
                    "The clerk keeps the register of incoming documents. Ask the clerk to correct it; the office and the leadership "
                    "enter the directive."))
            if own != set(names) and not self._may_prepare():
                raise AccessError(self.env._("The clerk, the office and the leadership enter the directive."))
        return super()._check_changes(names)

    def _why_locked(self, owner, names):
        if owner.state in ('closed', 'cancelled'):
            return self.env._("“%s” is closed. Reopen it to change its directive.", owner.display_name)
        return self.env._(
            "The directive of “%s” has been given. To change it, take it back first.", owner.display_name)

    # Steps

    @api.model
    def _transitions(self):
        return Transitions(
            Transition('submit', self.env._("Submit for the directive"), ['draft'], 'submitted'),
            Transition('withdraw', self.env._("Withdraw"), ['submitted'], 'draft'),
            Transition('return', self.env._("Return"), ['submitted'], 'draft', reason=True),
            Transition('direct', self.env._("Give the directive"), [*OPEN], 'issued', version=True, seen='shown'),
            Transition('note', self.env._("Enter the directive from the paper"), [*OPEN], 'issued', version=True),
            Transition('take_back', self.env._("Take the directive back"), ['issued'], 'submitted', reason=True),
            Transition('close', self.env._("Close"), [*OPEN, 'issued'], 'closed'),
            Transition('reopen', self.env._("Reopen"), ['closed'], 'issued'),
            Transition('cancel', self.env._("Strike out"), [*OPEN], 'cancelled', reason=True),
            Transition('open_again', self.env._("Open again"), ['closed', 'cancelled'], 'draft'),
        )

    def _may_submit(self):
        return self._keeps_register()

    def _may_withdraw(self):
        return self.submitter_id == self.env.user or self._keeps_register()

    def _may_cancel(self):
        return self._keeps_register() and not any(line.step in _GIVE for line in self.approval_ids)

    def _may_return(self):
        return self._may_direct()

    def _may_direct(self):
        """:return: whether the current user leads the agency, or stands in for the leader to whom this document goes"""
        user = self.env.user
        return user.has_group('dan_van.group_leadership') or (
            bool(self.directive_leader_id) and user == self.directive_leader_id._dan_van_stand_in(self.company_id))

    def _may_note(self):
        return self._keeps_register()

    def _may_take_back(self):
        return self._may_direct() or self._may_note() and bool(self.directive_entered_id)

    def _may_close(self):
        if self.state == 'issued' and self.department_id._is_head():
            return True
        return self._keeps_register() or self._may_direct()

    def _may_reopen(self):
        return self._is_directed() and (self._keeps_register() or self._may_direct())

    def _may_open_again(self):
        return not self._is_directed() and (self._keeps_register() or self._may_direct())

    def _is_directed(self):
        """:return: whether the directive was given and not taken back since: a day alone may have been typed for it"""
        steps = self.approval_ids.filtered(lambda line: line.step in (*_GIVE, 'take_back')).sorted('id')
        return steps[-1:].step in _GIVE

    def _who_may(self, transition):
        clerk = self.env._("The clerk and the office do this.")
        return {
            'submit': clerk, 'note': clerk, 'withdraw': clerk, 'cancel': clerk,
            'return': self.env._("The leadership returns it."),
            'direct': self.env._("The leadership gives the directive; what a leader wrote on the paper the clerk or the office enters."),
            'take_back': self.env._("The leadership takes its directive back; one that was entered from the paper, clerk and office too."),
        }.get(transition.name) or self.env._("The clerk, the office, the leadership and the head of the lead unit close it.")

    def _on_behalf(self, transition):
        leader = self.directive_leader_id
        if transition.name in ('direct', 'return') and leader != self.env.user and not self.env.user.has_group(
                'dan_van.group_leadership'):
            return leader
        return super()._on_behalf(transition)

    @api.depends('write_date')
    def _compute_shown(self):
        """What is prepared may be put otherwise until the leader directs it."""
        for document in self:
            document.shown = str(document.write_date)

    def _version_lines(self):
        return list(filter(None, (
            *(self.directive_text or '').splitlines(),
            self.department_id and self.env._("Lead: %s", self.department_id.name),
            self.directive_unit_ids and self.env._("Coordinate: %s", ', '.join(self.directive_unit_ids.mapped('name'))),
            self.directive_deadline and self.env._("Deadline: %s", self.directive_deadline.strftime('%d/%m/%Y')))))

    def _check_submit(self):
        for document in self:
            if not document.directive_leader_id:
                raise UserError(self.env._("Choose the leader to whom “%s” is submitted.", document.display_name))

    def _check_direct(self):
        for document in self:
            if not (document.directive_text or '').strip() and not document.department_id:
                raise UserError(self.env._(
                    "“%s” has no directive yet: write what is to be done, or name the unit that leads.", document.display_name))
            if document.directive_unit_ids and not document.department_id:
                raise UserError(self.env._("“%s”: name the unit that leads, beside those that coordinate.", document.display_name))
            if document.directive_deadline and document.directive_deadline < (document.directive_date or legal_today(self)):
                raise UserError(self.env._(
                    "“%s”: the day by which the directive has to be done has passed. Enter a later one.", document.display_name))

    def _check_note(self):
        self._check_direct()
        for document in self:
            if not document.directive_leader_id or not document.directive_date:
                raise UserError(self.env._(
                    "“%s”: enter which leader wrote the directive on the paper, and on which day.", document.display_name))

    def _do_submit(self):
        self.write({'submitter_id': self.env.uid})

    def _do_withdraw(self):
        self.write({'submitter_id': False})

    def _do_return(self):
        for document in self.filtered(lambda document: not document.submitter_id):
            document.submitter_id = document.create_uid

    def _do_direct(self):
        self.write({'directive_date': legal_today(self), 'directive_entered_id': False})
        if self.env.user.has_group('dan_van.group_leadership'):  # who stands in for the leader directs in his name
            self.write({'directive_leader_id': self.env.uid})
        self._give_directive()

    def _do_note(self):
        self.write({'directive_entered_id': self.env.uid})
        self._give_directive()

    def _give_directive(self):
        """Let the units be asked, and tell who is to know; the rooms above make duties of it."""
        for document in self:
            document.department_ids |= document.department_id | document.directive_unit_ids
            informed = document._readers(document.directive_user_ids - self.env.user)
            document._tell_directive(informed, document.directive_text or document.subject)

    def _tell_directive(self, users, text):
        """Send ``users`` a notice about the directive, each in his language."""
        for lang, told in users.grouped('lang').items():
            spoken = self.with_context(lang=lang)._telling()
            spoken.message_notify(
                partner_ids=told.partner_id.ids, subject=spoken.env._("Directive: %s", self.display_name), body=text)

    def _do_close(self):
        self.write({'closed_date': legal_today(self)})
        self.activity_unlink([self._reminder_type])

    _do_cancel = _do_close

    def _do_reopen(self):
        self.write({'closed_date': False})

    def _do_open_again(self):
        self.write({'closed_date': False})

    # Whose turn it is

    @api.model
    def _open_domain(self):
        return Domain('state', '=', 'submitted') | Domain('state', '=', 'draft') & Domain('submitter_id', '!=', False) | (
            Domain('state', '=', 'issued') & self._done_domain())

    @api.model
    def _done_domain(self):
        """:return: Domain of the directed documents for which nothing is left to do but to close them"""
        return Domain.TRUE

    def _turn(self):
        if self.state == 'submitted':
            return self.directive_leader_id, self.env._("Give the directive")
        if self.state == 'draft' and self.submitter_id:
            return self.submitter_id, self.env._("See to what was returned and submit it again")
        if self.state == 'issued' and self.filtered_domain(self._done_domain()):
            return self._closers(), self.env._("All is done: close it")
        return super()._turn()

    def _closers(self):
        return self.department_id._acting_head() or self.directive_entered_id or self.submitter_id

    def _turn_deadline(self):
        return self.due_date or None

    def _awaits_review(self):
        return self.state == 'submitted'

    # On paper

    def _slip(self):
        """:return: :class:`rendering.slip.Slip`, the slip on which this document goes round"""
        return self.env['dan_van.incoming.slip']._of(self)

    def _slip_name(self):
        """:return: name of the printed slip without its ending"""
        return f"Phiếu giải quyết văn bản đến {self.code}".replace('/', '-')[:120]

    # Buttons

    def action_submit(self):
        """Submit to the leader for the directive."""
        self._transition('submit')

    def action_withdraw(self):
        """Take the submission back."""
        self._transition('withdraw')

    def action_return(self, reason=None):
        """Return to who submitted; opens the dialog for the reason where none is given."""
        return self._action_with_reason('return', reason)

    def action_direct(self):
        """Give the directive as it stands, with today's date; a leader becomes the one whom it names."""
        self._transition('direct')

    def action_note(self):
        """Enter the directive as the leader has written it on the paper."""
        self._transition('note')

    def action_take_back(self, reason=None):
        """Take the directive back, to change it; opens the dialog for the reason where none is given."""
        return self._action_with_reason('take_back', reason)

    def action_close(self, reason=None):
        """Close what is dealt with; opens the dialog for how, where nothing else shows it.

        :param reason: str for the log
        """
        return self._action_with_reason('close', reason)

    def action_cancel(self, reason=None):
        """Strike out what was entered by mistake; its number stays in the register, with the reason."""
        return self._action_with_reason('cancel', reason)

    def action_print_slip(self):
        """Print the slip with which this document goes round (phiếu giải quyết văn bản đến).

        :return: action of its report
        """
        self.check_access('read')
        return self.env.ref('dan_van.incoming_report').report_action(self)

    def action_reopen(self):
        """Let the document be worked on again."""
        self._transition('reopen')

    def action_open_again(self):
        """Let a document that was closed without a directive be registered as before."""
        self._transition('open_again')
