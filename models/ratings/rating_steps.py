from collections import Counter

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core.holding import hold
from ..core.transitions import Transition, Transitions
from .rating_rules import most_excellent

# What a step starts from where it says nothing else.
_BEFORE = {'head': 'self', 'final': 'head'}


class Rating(models.Model):
    """The way of a rating: own assessment, head, leadership."""

    _inherit = 'dan_van.rating'

    @api.model
    def _transitions(self):
        return Transitions(
            Transition('submit', self.env._("Submit"), ['draft'], 'submitted', version=True),
            Transition('withdraw', self.env._("Withdraw"), ['submitted'], 'draft'),
            Transition('assess', self.env._("Assess"), ['draft', 'submitted'], 'assessed', version=True, seen=True),
            Transition('return', self.env._("Return"), ['submitted', 'assessed'], 'draft', reason=True),
            Transition('conclude', self.env._("Conclude"), ['assessed'], 'concluded', seen=True),
            Transition('reopen', self.env._("Reopen"), ['concluded'], 'assessed', reason=True),
        )

    def _may_submit(self):
        return self._my_step() == 'self'

    def _may_withdraw(self):
        return self._is_own()

    def _may_assess(self):
        return self._my_step() == 'head'

    def _may_return(self):
        return self._my_step() in ('head', 'final')

    def _may_conclude(self):
        return self._my_step() == 'final'

    def _may_reopen(self):
        return self._is_leader()

    def _who_may(self, transition):
        if transition.name in ('submit', 'withdraw'):
            # sudo: the name of a colleague.
            return self.env._("It is the self-assessment of %s.", self.official_id.sudo().name or self.department_id.name)
        if transition.name in ('conclude', 'reopen'):
            return self.env._("The head of the agency concludes, or the deputy within the delegation; never on himself.")
        return self.env._(
            "The head of “%s” assesses, or the deputy within the delegation; the head himself is assessed by the leader in "
            "charge. Nobody assesses himself.", self.department_id.name)

    def _on_behalf(self, transition):
        unit = {
            'assess': self.department_id, 'conclude': self.company_id._dan_van_leadership(),
            'reopen': self.company_id._dan_van_leadership()}.get(transition.name)
        return unit._represented() if unit else super()._on_behalf(transition)

    # What each step must say

    def _fill(self, step):
        """Give a step that names no level what it starts from: the points before it, the level that follows from them."""
        for rating in self.filtered(lambda rating: rating._my_step() == step and not rating[f'{step}_level']):
            # sudo: a unit has no step of its own whose points could be read.
            judged = rating.sudo()
            if (before := _BEFORE.get(step)) and not judged[f'{step}_general']:
                rating.write({f'{step}_general': judged[f'{before}_general']})
            level = judged.head_level if step == 'final' else judged[f'{step}_proposed']
            rating.write({f'{step}_level': level})

    def _check_said(self, step):
        """:raise UserError: no level is named, or another than what it follows from without a word why"""
        levels = dict(self._fields['final_level']._description_selection(self.env))
        for rating in self:
            level, note = rating[f'{step}_level'], (rating[f'{step}_note'] or '').strip()
            expected = rating.head_level if step == 'final' else rating[f'{step}_proposed']
            if not level:
                raise UserError(self.env._(
                    "The figures of “%s” propose no level. Choose one, and write why.", rating.display_name))
            if level != expected and not note:
                raise UserError(self.env._(
                    "“%(rating)s” gets “%(level)s”, while “%(expected)s” is what the step before or the figures propose. "
                    "Write why.", rating=rating.display_name, level=levels[level], expected=levels.get(expected, '-')))

    def _check_submit(self):
        self._check_said('self')

    def _check_assess(self):
        self._check_said('head')

    def _check_conclude(self):
        self._check_said('final')
        for (year, company, subject), ratings in self.grouped(
                lambda rating: (rating.year, rating.company_id, rating.subject)).items():
            ratings._check_share(year, company, subject)

    def _check_share(self, year, company, subject):
        """Refuse more excellent ones than the scheme allows, counted over all that are concluded with these.

        Nghị định 335/2025/NĐ-CP: at most 20 % of the number rated good, within the same agency.
        """
        scheme = self.scheme_id[:1]
        if not scheme.excellent_share:
            return
        hold(self.scheme_id)  # of two who conclude at once the second counts what the first has concluded
        # sudo: the share is of the whole agency.
        ratings = self.sudo()
        concluded = ratings.search([
            ('year', '=', year), ('company_id', '=', company.id), ('subject', '=', subject),
            ('state', '=', 'concluded'), ('id', 'not in', self.ids)])
        counts = Counter(rating.final_level for rating in concluded | ratings)
        allowed = most_excellent(counts['good'], scheme.excellent_share)
        if counts['excellent'] > allowed:
            excellent = (concluded | self).filtered(lambda rating: rating.final_level == 'excellent')
            raise UserError(self.env._(
                "With %(good)s rated good, at most %(allowed)s may be rated excellent (%(share)g %% of them, %(decree)s); "
                "these would be %(count)s: %(names)s. Conclude those rated good first or together with these, or give "
                "another level.", good=counts['good'], allowed=allowed, share=scheme.excellent_share,
                decree=scheme.legal_source, count=counts['excellent'], names=', '.join(excellent.mapped('display_name'))))

    # What each step does

    def _do_submit(self):
        self._freeze()

    def _do_withdraw(self):
        self.write({'frozen': False})

    def _do_assess(self):
        self.filtered(lambda rating: not rating.frozen)._freeze()

    def _do_return(self):
        self.write({'frozen': False})

    def _freeze(self):
        """Keep the figures as they are at this moment, and whom the assessment goes to."""
        hold(self.scheme_id)  # its rules stay, also where this is the first rating by it
        for rating, figures in self._count().items():
            rating.write({'frozen': figures, 'of_head': rating._heads()})

    def _heads(self):
        """:return: whether it is the head of the unit who is rated"""
        return bool(self.official_id) and self.official_id == self.department_id.head_user_id

    # Whose turn it is

    def _turn(self):
        step = self._open_step()
        if step == 'self':
            return self.official_id, self.env._("Assess your work of the year %s", self.year)
        if step == 'head':
            return self._judge(), self.env._("Assess the work of the year: %s", self.display_name)
        if step == 'final':
            return (self.company_id._dan_van_leadership()._acting_head(),
                    self.env._("Conclude the rating: %s", self.display_name))
        return super()._turn()

    @api.model
    def _open_domain(self):
        return Domain('state', '!=', 'concluded')

    def _turn_is_personal(self):
        return self._open_step() == 'self'

    def _is_of(self, user):
        # sudo: whether he still works here.
        return self._open_step() == 'self' and self.official_id == user and user.sudo().active

    # Buttons

    def action_submit(self):
        """Hand the own assessment to the head; figures are kept from now on."""
        self._fill('self')
        self._transition('submit')

    def action_withdraw(self):
        """Take the own assessment back as long as nobody has assessed it."""
        self._transition('withdraw')

    def action_assess(self):
        """Hand the assessment on to the leadership; a step that names no level takes what the figures propose."""
        self._fill('head')
        self._transition('assess')

    def action_return(self, reason=None):
        """Give the ratings back to where they began; opens the dialog for the reason where none is given."""
        return self._action_with_reason('return', reason)

    def action_conclude(self):
        """Conclude: a rating that names no level gets that of the head of the unit."""
        self._fill('final')
        self._transition('conclude')

    def action_reopen(self, reason=None):
        """Open concluded ratings again; opens the dialog for the reason where none is given."""
        return self._action_with_reason('reopen', reason)
