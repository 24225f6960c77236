from odoo import api, fields, models
from odoo.exceptions import LockError, UserError

from ...rendering.characters import said
from .lock import Rule, has_key
from .mail_thread import spoken
from .reading import in_use, once, whole


class WorkflowMixin(models.AbstractModel):
    """A state that moves only through the transitions of a table.

    The model that inherits gives ``state`` (a Selection), ``_transitions()`` and the hooks named in
    :class:`.transitions.Transition`. Buttons ask ``allowed_transitions``; the guard asks the same method.
    """

    _name = 'dan_van.workflow.mixin'
    _description = 'Workflow with guarded transitions'
    _inherit = ['dan_van.lock', 'dan_van.readable.links']

    _review_setting = ''  # name of the field of the agency's profile that says who initials first; empty: nobody does

    allowed_transitions = fields.Json(compute='_compute_allowed_transitions')
    approval_ids = fields.One2many(
        'dan_van.approval', 'res_id', string='Approval log', readonly=True, copy=False,
        domain=lambda self: [('res_model', '=', self._name), ('step', '!=', 'seen')])

    @api.depends('state')
    @api.depends_context('uid')
    def _compute_allowed_transitions(self):
        table = self._transitions()
        for record in self:
            record.allowed_transitions = [
                transition.name for transition in table.values() if record._may(transition)]

    @api.model
    def _transitions(self):
        """:return: :class:`.transitions.Transitions`, the table of this model, labels translated"""
        raise NotImplementedError

    @api.model
    def _get_transition(self, name):
        if transition := self._transitions().get(name):
            return transition
        raise UserError(self.env._("“%(model)s” knows no step “%(step)s”.", model=self._description, step=name))

    def _awaits(self, name):
        """:return: whether the step ``name`` leads on from the state of this record, whoever may take it"""
        return self.state in self._get_transition(name).sources

    def _may(self, transition):
        """:return: whether the current user may do ``transition`` to this one record now"""
        return self.state in transition.sources and getattr(self, f'_may_{transition.name}')()

    # CRUD: the state can't be given by a client

    @api.model_create_multi
    def create(self, vals_list):
        initial = self._fields['state'].default(self)
        for vals in vals_list:
            if vals.setdefault('state', initial) != initial:
                raise UserError(self.env._(
                    "A new document starts as a draft. Create it first, then use the buttons of its form."))
        return super().create(vals_list)

    @api.model
    def _rule(self, name):
        return Rule((), (), True) if name == 'state' else super()._rule(name)

    def _check_lock(self, names):
        if 'state' in names and not has_key(self, name='state'):
            raise UserError(self.env._(
                "The status can't be set directly. Open the document and use its buttons: "
                "each step is checked and logged there."))
        return super()._check_lock(names)

    # Transitions

    def _transition(self, name, reason=None, **values):
        """Do one transition to all records, or to none.

        :param name: name of the transition
        :param reason: text, required where the transition says so
        :param values: passed on to ``_do_<name>``
        :raise UserError: not allowed for the user or in this state, reason missing, or
            what ``_check_<name>`` finds
        """
        self = once(in_use(whole(self)))  # noqa: PLW0642
        transition = self._get_transition(name)
        self.check_access('read')
        self._lock()
        for record in self:
            record._guard(transition)
        reason = said(reason)
        if not reason and (question := self._asks_reason(transition)):
            raise UserError(question)
        self._check_seen(transition)
        self._check_step(name)
        before = {record: record.state for record in self}
        # sudo: the guard above has decided; signing and numbering need no right to edit the text.
        records = self.sudo()._opened(name, 'state')
        if transition.target:
            records.write({'state': transition.target})
        if do := getattr(records, f'_do_{name}', None):
            do(**values)
        self._log(transition, before, reason)
        self._hand_over()  # see turns.py

    def _begin(self, name, before):
        """Log the step ``name``, by which these have just been made, and tell whose turn it is.

        :param before: key of the state that the log shows as the one before
        """
        if self:
            self._log(self._get_transition(name), dict.fromkeys(self, before), '')
        self._hand_over()

    def _check_step(self, name):
        """:raise UserError: what ``_check_<name>`` finds, where the model has one"""
        if check := getattr(self, f'_check_{name}', None):
            check()

    def _lock(self):
        """Hold the records until commit, so that what the guard sees stays true."""
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(self.env._(
                "Somebody else is working on this document at this moment. Wait a little, reload the page and try again.",
            )) from error
        self.invalidate_recordset(['state'])

    def _guard(self, transition):
        """Raise a clear error unless the current user may do ``transition`` to this record."""
        if self._may(transition):
            return
        states = dict(self._fields['state']._description_selection(self.env))
        if self.state not in transition.sources:
            raise UserError(self.env._(
                "“%(step)s” is not possible: “%(document)s” is in the status “%(state)s”. "
                "Reload the page to see its present steps.",
                step=transition.label, document=self.display_name, state=states[self.state]))
        raise UserError(self.env._(
            "“%(step)s” for “%(document)s” is not yours to do. %(who)s",
            step=transition.label, document=self.display_name, who=self._who_may(transition)))

    def _who_may(self, transition):
        """:return: a sentence that says who does this step, for the refusal"""
        return ''

    def _log(self, transition, before, reason):
        """Write the append-only log and the chatter."""
        last = self._last_steps()
        self.env['dan_van.approval']._note([{
            'res_model': self._name,
            'res_id': record.id,
            'step': transition.name,
            'state_from': before[record],
            'state_to': transition.target or before[record],
            'user_id': self.env.uid,
            'on_behalf_id': record._on_behalf(transition).id,
            'reason': reason or False,
            'waited_hours': max(0.0, (fields.Datetime.now() - since).total_seconds()) / 3600,
            'version': version + transition.version,
            'content': transition.version and record._submitted_lines() or False,
        } for record in self for since, version in [last.get(record.id) or (record.create_date, 0)]])
        told = spoken(self)
        told._announce(told._get_transition(transition.name), before, reason)

    def _announce(self, transition, before, reason):
        """Tell of a step in the chatter: one message a record, written for all of them at once.

        A reason that not every later reader of a document reads stands in the log alone.
        """
        Approval = self.env['dan_van.approval']
        if self._name in Approval._document_models() and transition.name not in Approval._public_reasons:
            reason = ''
        states = dict(self._fields['state']._description_selection(self.env))
        # sudo: a return takes the document out of the sight of a clerk who reads no drafts.
        self.sudo()._message_log_batch({
            record.id: ': '.join(filter(None, (
                f'{transition.label} ({states[before[record]]} → {states[transition.target]})'
                if transition.target and transition.target != before[record] else transition.label, reason)))
            for record in self})

    def _last_steps(self):
        """:return: ``{id: (time of its last step, number of its last version)}``"""
        # sudo: the log is asked for records that the user may read.
        return {res_id: (since, version or 0) for res_id, since, version in self.env['dan_van.approval'].sudo()._read_group(
            [('res_model', '=', self._name), ('res_id', 'in', self.ids), ('step', '!=', 'seen')],
            ['res_id'], ['create_date:max', 'version:max'])}

    def _version_lines(self):
        """:return: list of str, the text of this record as a version keeps it; empty where only the versions are counted"""
        return []

    def _submitted_lines(self):
        """:return: list of str, what the log keeps of a version: its text, and what is decided on with it"""
        return self._version_lines()

    def _on_behalf(self, transition):
        """:return: the user for whom the current user acts, or none"""
        return self.env['res.users']

    def _asks_reason(self, transition):
        """:return: str, why ``transition`` of these records is done with a reason alone, which the log keeps; empty where it needs
        none"""
        return self.env._("Write the reason: the next person must know what to change.") if transition.reason else ''

    def _action_with_reason(self, name, reason):
        """Do the transition, or open the dialog that asks for its reason where it needs one."""
        transition = self._get_transition(name)
        self.check_access('read')
        if reason or not self._asks_reason(transition):
            return self._transition(name, reason)
        for record in self:
            record._guard(transition)
        self._check_step(name)  # asked is who has nothing else in his way
        return {
            'type': 'ir.actions.act_window',
            'name': transition.label,
            'res_model': 'dan_van.reason.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {
                'default_res_model': self._name,
                'default_res_ids': self.ids,
                'default_transition': name,
                'default_question': not transition.reason and self._asks_reason(transition),
            },
        }
