from dataclasses import replace

from odoo import api, fields, models

from ...rendering.wording import initials
from ..core.res_company import legal_today
from ..core.transitions import Transition

REVIEWS = [
    ('none', "Nobody"), ('content', "Head of the drafting unit"), ('form', "Head of the office"),
    ('both', "Head of the drafting unit, then head of the office")]
_KINDS = {'none': (), 'content': ('content',), 'form': ('form',), 'both': ('content', 'form')}


class AgencyProfile(models.Model):
    _inherit = 'dan_van.agency.profile'

    plan_review = fields.Selection(
        REVIEWS, 'Plans are initialled by', required=True, default='none', help="Before the signer gets them.")
    letter_review = fields.Selection(
        REVIEWS, 'Letters are initialled by', required=True, default='none', help="Letters and reminders, before the signer gets them.")

    @api.model_create_multi
    def create(self, vals_list):
        profiles = super().create(vals_list)
        profiles._pass_turns_on()
        return profiles

    def write(self, vals):
        result = super().write(vals)
        if isinstance(vals, dict) and {'date_from', *self._review_settings()} & vals.keys():
            self._pass_turns_on()
        return result

    def _pass_turns_on(self):
        """Let what is open wait for whoever has the next step by the new settings."""
        self.env['dan_van.workflow.mixin']._follow_people(self.company_id)

    @api.model
    def _review_settings(self):
        """:return: names of the fields that say who initials before the next step"""
        return {model._review_setting for model in self.env['dan_van.workflow.mixin']._turn_models() if model._review_setting}


class SigningMixin(models.AbstractModel):
    """What is submitted is initialled before its signer gets it, where the agency has it so: its content by the head of the drafting
    unit, its form by the head of the office (Nghị định 30/2020/NĐ-CP, Điều 12).

    Two steps that leave the status as it is; each submission begins anew. Who heads the unit and submits has initialled by that.
    """

    _inherit = 'dan_van.signing.mixin'

    content_reviewer_id = fields.Many2one(
        'res.users', 'Content initialled by', readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        given_by=('initial', 'submit'))
    form_reviewer_id = fields.Many2one(
        'res.users', 'Form initialled by', readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        given_by=('initial', 'submit'))

    @api.model
    def _transitions(self):
        transitions = super()._transitions()
        return transitions.after(
            'submit',
            Transition('review_content', self.env._("Initial the content"), ['submitted'], 'submitted', seen=True),
            Transition('review_form', self.env._("Initial the form"), ['submitted'], 'submitted', seen=True),
        ) if self._review_setting else transitions

    def _reviews(self):
        """:return: tuple of the kinds of initials that the agency has, in their order"""
        if not self._review_setting:
            return ()
        # sudo: who initials is known to all who work there.
        profile = self.env['dan_van.agency.profile'].sudo()._find(self.company_id, legal_today(self))
        return _KINDS[profile[self._review_setting] or 'none']

    def _next_review(self):
        """:return: the kind of initials that this document waits for, or ``None``"""
        if self.state != 'submitted':
            return None
        return next((kind for kind in self._reviews() if not self[f'{kind}_reviewer_id']), None)

    def _reviewers(self, kind):
        """:return: res.users who initial today"""
        unit = self.department_id if kind == 'content' else self.company_id._dan_van_office()
        return unit._acting_head()

    def _may_review_content(self):
        return self._next_review() == 'content' and self.env.user in self._reviewers('content')

    def _may_review_form(self):
        return self._next_review() == 'form' and self.env.user in self._reviewers('form')

    def _may_sign(self):
        return super()._may_sign() and not self._next_review()

    def _may_take_over(self):
        return super()._may_take_over() and not self._next_review()

    def _may_return(self):
        kind = self._next_review()
        return super()._may_return() or bool(kind) and self.env.user in self._reviewers(kind)

    def _who_may(self, transition):
        if transition.name == 'review_content':
            return self.env._("The head of the drafting unit initials the content of what was submitted, once.")
        if transition.name == 'review_form':
            return self.env._("The head of the office initials the form, once the content is initialled.")
        if transition.name in ('sign', 'take_over') and self._next_review():
            return self.env._("It has not been initialled yet: it is signed once that is done.")
        return super()._who_may(transition)

    def _official_document(self):
        """As before, with the initials that were given to what was submitted."""
        document = super()._official_document()
        if self.state == 'draft':
            return document
        # sudo: the names of the colleagues, who are named on the form.
        content, form = self.content_reviewer_id.sudo(), self.form_reviewer_id.sudo()
        return replace(document, content_initials=initials(content.name or ''), form_initials=initials(form.name or ''))

    def _do_review_content(self):
        self._opened('initial').write({'content_reviewer_id': self.env.uid})

    def _do_review_form(self):
        self._opened('initial').write({'form_reviewer_id': self.env.uid})

    def _do_submit(self):
        result = super()._do_submit()
        for document in self if self._review_setting else ():
            is_head = 'content' in document._reviews() and self.env.user in document._reviewers('content')
            document.write({'content_reviewer_id': is_head and self.env.uid, 'form_reviewer_id': False})
        return result

    def _turn(self):
        kind = self._next_review()
        if kind == 'content':
            return self._reviewers(kind), self.env._("Read it and initial its content")
        if kind == 'form':
            return self._reviewers(kind), self.env._("Check its form and initial it")
        return super()._turn()

    def _turn_is_personal(self):
        return not self._next_review() and super()._turn_is_personal()

    def action_review_content(self):
        """Initial the content of what was submitted, as who heads the drafting unit."""
        self._transition('review_content')

    def action_review_form(self):
        """Initial the form of what was submitted, as who heads the office."""
        self._transition('review_form')
