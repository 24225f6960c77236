import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...rendering.lines import unknown_letters
from ..core.holding import hold
from ..core.reading import once
from ..core.transitions import Transition, Transitions

SIGNING_STATES = [
    ('draft', "Draft"), ('submitted', "Submitted"), ('signed', "Signed"), ('numbered', "Numbered"), ('issued', "Issued"),
    ('recalled', "Recalled"),
]


class SigningMixin(models.AbstractModel):
    """The way of an official document: drafted in a unit, signed by the leadership, numbered and issued by the clerk.

    Each submission keeps its text in the log, so that the signer sees what has changed since the last one.
    The model that inherits gives ``replaces_id``, the document of its kind that this one corrects, and the inverse
    ``replaced_by_ids``.
    """

    _name = 'dan_van.signing.mixin'
    _description = 'Document to be signed'
    _inherit = ['dan_van.written.about', 'dan_van.file.text', 'dan_van.told']

    _review_form = ''  # external id of the form with the printed document beside the buttons
    _copied_parts = ()  # models of the parts that come from the records and are copied to what replaces the document

    state = fields.Selection(
        SIGNING_STATES, 'Status', required=True, readonly=True, default='draft', copy=False, index=True)
    submitter_id = fields.Many2one(
        'res.users', 'Submitted by', readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        given_by=('submit', 'withdraw'))
    submitted_date = fields.Datetime('Submitted on', readonly=True, copy=False, given_by=('submit',))
    seen_ids = fields.One2many(
        'dan_van.approval', 'res_id', 'Read by', readonly=True, copy=False,
        domain=lambda self: [('res_model', '=', self._name), ('step', '=', 'seen')])
    change_lines = fields.Json('Changes since the last version', compute='_compute_change_lines')
    issue_title = fields.Char('Number that it gets', compute='_compute_issue_title')
    can_draft = fields.Boolean(compute='_compute_can_draft')
    can_replace = fields.Boolean(compute='_compute_can_draft')

    @api.depends('state')
    @api.depends_context('uid')
    def _compute_change_lines(self):
        # sudo: whether there is a text is asked, which one is not.
        versions = self.env['dan_van.approval'].sudo().search([
            ('res_model', '=', self._name), ('res_id', 'in', self.ids), ('content', '!=', False)], order='id').sudo(False)
        last = {line.res_id: line for line in versions}
        for document in self:
            document.change_lines = last[document.id].change_lines if document.id in last else []

    @api.depends('state', 'document_type', 'department_id')
    @api.depends_context('uid', 'lang')
    def _compute_issue_title(self):
        """Above the question whether it is issued stands the number that it gets, as far as is known: another may be first."""
        for document in self:
            code = document._may(document._get_transition(document._numbering())) and document._expected_code()
            title = document.env._("Give the number %s") if document._numbering() == 'number' else document.env._("Issue as number %s")
            document.issue_title = code and title % code

    @api.depends('state', 'department_id')
    @api.depends_context('uid')
    def _compute_can_draft(self):
        for document in self:
            document.can_draft = document._may_submit()
            document.can_replace = document.can_draft and document._may_be_replaced(document)

    # Steps

    @api.model
    def _transitions(self):
        return Transitions(
            Transition('submit', self.env._("Submit"), ['draft'], 'submitted', version=True),
            Transition('withdraw', self.env._("Withdraw"), ['submitted'], 'draft'),
            Transition('return', self.env._("Return"), ['submitted', 'signed'], 'draft', reason=True),
            Transition('take_over', self.env._("Take over as signer"), ['submitted'], 'submitted'),
            Transition('sign', self.env._("Sign"), ['submitted'], 'signed', seen=True),
            Transition('issue', self.env._("Issue"), ['signed'], 'issued'),
            Transition('replace', self.env._("Replace"), ['issued'], 'recalled'),
            Transition('recall', self.env._("Recall"), ['issued'], 'recalled', reason=True),
            Transition('forgo_notice', self.env._("No notice is needed"), ['recalled'], None, reason=True),
        )

    def _version_lines(self):
        return self._official_document().text_lines()

    def _may_submit(self):
        return self.department_id._is_member() or self._is_office()

    def _may_withdraw(self):
        return self.submitter_id == self.env.user or self._is_office()

    def _may_return(self):
        if self._awaits('issue'):
            return self._acts_as_clerk() or self._is_signer()
        return self.env.user.has_group('dan_van.group_leadership') or self._is_signer()

    def _may_sign(self):
        return self._is_signer()

    def _is_signer(self):
        return self.signer_id == self.env.user and not self._signer_problem()

    def _may_take_over(self):
        return self.env.user in self._signing_deputies()

    def _signing_deputies(self):
        """Tell who may sign instead of a signer who is away, has left or may sign no more.

        Nobody signs for somebody else: who takes over signs in his own name and right (Nghị định 30/2020/NĐ-CP, Điều 13). Of a
        signer by order that is who acts for him in his unit (khoản 4); an authorisation can't be handed on (khoản 3), so what was
        to be signed with it goes to the leadership.

        :return: res.users, none where the signer is there
        """
        signer, company, Users = self.signer_id, self.company_id, self.env['res.users']
        if signer._dan_van_is_there(company) and not self._signer_problem():
            return Users
        leadership = company._dan_van_leadership().with_env(self.env)
        unit = self._signing_unit() if self.authority == 'order' else self.env['hr.department']
        by_order = unit._acting_head() - signer if unit.dan_van_signs_by_order else Users
        chosen = signer._dan_van_stand_in(company) if signer else Users
        leaders = by_order or leadership.deputy_user_id | leadership._acting_head()
        candidates = self.council_id._signers() or (chosen if chosen in leadership.member_user_ids | leaders else leaders)
        return candidates.filtered(lambda user: user != signer and user._dan_van_is_there(company))

    def _do_take_over(self):
        for document in self:
            document.signer_id = self.env.uid
            if problem := document._signer_problem():
                raise UserError(problem)

    def _may_issue(self):
        return self._acts_as_clerk()

    def _acts_as_clerk(self):
        """:return: whether the current user is a clerk, or heads the office while no clerk is there"""
        user = self.env.user
        return user.has_group('dan_van.group_clerk') or (
            user == self.company_id._dan_van_office()._acting_head()
            and not any(clerk._dan_van_is_there(self.company_id) for clerk in self._clerks()))

    def _may_recall(self):
        return self.env.user.has_group('dan_van.group_leadership')

    def _may_replace(self):
        return any(document._in_step('issue') for document in self.replaced_by_ids)  # their issue does it

    def _is_office(self):
        return self.env.user.has_group('dan_van.group_office')

    def _takes_part(self):
        """:return: whether it is the current user's business how the document came about: the drafting unit's, the office's, the
        leadership's; who merely reads it as issued reads what is printed"""
        return self.env.user._dan_van_follows_all() or self.department_id._is_member()

    def _is_read_as_issued(self):
        """:return: whether the current user has no part in the document but reading it, now that it is issued"""
        return self.is_out and not self._takes_part()

    def _who_may(self, transition):
        return {
            'submit': self.env._("The members of the drafting unit and the office submit it."),
            'withdraw': self.env._("Only who submitted it and the office can withdraw it."),
            'return': self.env._("The leadership or the signer returns it; after signing the clerk can too."),
            'sign': self._signer_problem() or self.env._(
                "It was submitted to %s. Another signer needs a return and a new submission.", self.signer_id.name),
            'take_over': self.env._("While its signer is there, nobody else signs it; else a deputy takes it over."),
            'issue': self.env._("The clerk gives number and date; while none is there, the head of the office."),
            'recall': self.env._("The leadership recalls issued documents."),
            'forgo_notice': self.env._("The office sees to it that those who have a recalled document are told."),
        }.get(transition.name, '')

    def _check_submit(self):
        for document in self:
            missing = document._missing() or document._unknown_letters()
            if missing:
                raise UserError(self.env._(
                    "“%(document)s” is not complete yet:\n%(missing)s",
                    document=document.display_name, missing='\n'.join(f'- {line}' for line in missing)))

    def _unknown_letters(self):
        """:return: a sentence on letters that would be printed as empty boxes, in a list; nothing where all are known"""
        if not (letters := unknown_letters(self._official_document())):
            return []
        return [self.env._(
            "The font of the documents has no letter for %s: write this otherwise.",
            ', '.join([*(f"“{letter}” (U+{ord(letter):04X})" for letter in letters[:5]), *(letters[5:] and "…")]))]

    def _missing(self):
        """:return: sentences that say what the document still lacks for submission"""
        problem = self._signer_problem()
        return [problem] if problem else []

    def _check_issue(self):
        for document in self:
            document._profile()

    def _numbering(self):
        """:return: name of the step that gives number and day"""
        return 'issue'

    def _take_effect(self):
        result = super()._take_effect()
        for document in self:
            if old := document.replaces_id.filtered(document._may_be_replaced):
                old._transition('replace', document.display_name)
                old.register_entry_id._recall(document.register_entry_id)
        return result

    def _may_be_replaced(self, document):
        """:return: whether ``document`` is in force"""
        return document.state in document._get_transition('replace').sources

    def _do_submit(self):
        # To the microsecond, as PostgreSQL stamps what a report has counted.
        now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
        self.write({'submitter_id': self.env.uid, 'submitted_date': now})

    def _do_withdraw(self):
        self.write({'submitter_id': False})

    def _clerks(self):
        """:return: the clerks of the document's agency, those who are there where not all are away"""
        return self.company_id._dan_van_clerks()

    @api.model
    def _open_domain(self):
        """A draft is nobody's turn before it was submitted for the first time."""
        return self._notice_domain() | Domain('is_out', '=', False) & (
            Domain('is_frozen', '=', True) | Domain('submitter_id', '!=', False))

    def _awaits_review(self):
        """:return: whether who has the next step reads the whole beside the buttons"""
        return self._awaits('sign')

    def _turn_is_personal(self):
        return self._awaits('sign')

    def _turn_fallback(self):
        if self._awaits('issue') and self._clerks():
            return self.company_id._dan_van_office()._acting_head()
        fallback = super()._turn_fallback()
        return self.company_id._dan_van_leadership()._acting_head() | fallback if self._awaits('sign') else fallback

    def _turn(self):
        if self._awaits('sign'):
            return self._turn_of_signer()
        if self._awaits('issue'):
            clerks = self._clerks()
            return clerks, self.env._("Give number and issue") if clerks else self.env._(
                "The agency has no clerk: have one named, then number and issue")
        if self.state == 'draft' and self.submitter_id:
            return self.submitter_id, self.env._("Correct what was returned and submit it again")
        if self._awaits_notice():
            return self.company_id._dan_van_office()._acting_head(), self.env._("Tell those who have it of its recall")
        return super()._turn()

    def _turn_of_signer(self):
        if deputies := self._signing_deputies():
            return deputies, self.env._("Its signer is away: take over as signer, or return it")
        if self._signer_problem():
            return self.env['res.users'], self.env._("Return it: its signer can't sign it any more")
        return self.signer_id, self.env._("Read and sign")

    # Buttons

    def action_submit(self, reason=None):
        """Submit to the next person; asks for a reason where the document needs one for it.

        :param reason: str for the log
        """
        return self._action_with_reason('submit', reason)

    def action_withdraw(self):
        """Take the submission back."""
        self._transition('withdraw')

    def action_return(self, reason=None):
        """Return to the drafting unit; opens the dialog for the reason where none is given."""
        return self._action_with_reason('return', reason)

    def action_take_over(self):
        """Become the signer of what is submitted to somebody who is away."""
        self._transition('take_over')

    def action_sign(self):
        """Sign as the signer named on the document."""
        self._transition('sign')

    def action_issue(self):
        """Give the next number and today's date and file the PDF.

        :return: the dialog, where numbers are reserved for the drafting unit: the clerk chooses first
        """
        return self._number('issue')

    def _number(self, step):
        """Take the step that gives number and day; see :meth:`action_issue`."""
        if len(self) == 1 and self._may(self._get_transition(step)):
            reserved = self.env['dan_van.register.entry']._reserved_for(self)
            if reserved.filtered(lambda entry: not entry.department_id or entry.department_id == self.department_id):
                return self.action_issue_choose()
        return self._transition(step)

    def _issue_notice(self):
        """:return: str, what the clerk is told before the issue; empty where there is nothing to tell"""
        return ''

    def action_issue_choose(self):
        """Open the dialog in which the clerk chooses the day of issue or a reserved number."""
        self.ensure_one()
        transition = self._get_transition(self._numbering())
        self._guard(transition)
        return {
            'type': 'ir.actions.act_window',
            'name': transition.label,
            'res_model': 'dan_van.issue.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_res_model': self._name, 'default_res_id': self.id},
        }

    def action_recall(self, reason=None):
        """Recall the issued document; opens the dialog for the reason where none is given."""
        return self._action_with_reason('recall', reason)

    def action_replace(self):
        """Make the document that corrects this issued one, which is recalled when the new one is issued.

        :return: action that opens the new draft
        :raise UserError: it is not in force, or the user doesn't draft for its unit
        """
        self.ensure_one()
        self.check_access('read')
        if not self._may_be_replaced(self):
            raise UserError(self.env._("Only an issued document is replaced."))
        if not self.can_replace:
            raise UserError(self.env._("Who drafts for “%s” writes the document that replaces this one.", self.department_id.name))
        hold(self)  # two who press the button at once get one draft
        new = self.replaced_by_ids.filtered(lambda document: not document.is_gone)[:1] or self._copy_to_replace()
        return {'type': 'ir.actions.act_window', 'res_model': self._name, 'res_id': new.id, 'view_mode': 'form'}

    def _copy_to_replace(self):
        """:return: a draft with the same text that replaces this document"""
        # sudo: who may make it has been asked; what the text was made from is copied too, which nobody can type.
        env = self.sudo().env
        for model in (self._name, *self._copied_parts):
            env = env[model]._making('replace').env
        return self.with_env(env).copy({'replaces_id': self.id}).with_env(self.env)

    # Who has read it

    def _told(self):
        """Of what was returned those have to know who put it right."""
        since = self._given_since('return')
        return {document: (document._turn()[0], since[document.id]) for document in self if document.id in since}

    def mark_seen(self):
        """Note in the log that the current user has the present version on the screen; once a version."""
        result = super().mark_seen()
        documents = once(self).filtered('is_frozen')
        last = documents._last_steps()
        # sudo: the user's own readings.
        noted = {(line.res_id, line.version) for line in self.env['dan_van.approval'].sudo().search([
            ('res_model', '=', self._name), ('res_id', 'in', documents.ids), ('step', '=', 'seen'),
            ('user_id', '=', self.env.uid)])}
        documents.filtered(lambda document: (document.id, last.get(document.id, (None, 0))[1]) not in noted)._note_seen(last)
        return result
