from odoo import api, fields, models

from ..core.res_company import legal_today
from ..core.transitions import Transition


class AgencyProfile(models.Model):
    _inherit = 'dan_van.agency.profile'

    extension_review = fields.Boolean(
        'Requests for more time are initialled by the head of the unit', help="Before the office decides on them.")


class Extension(models.Model):
    """A request for more time is initialled by the head of its unit before anybody decides, where the agency has it so.

    What the head of the unit asks for is initialled by that; what is changed afterwards is initialled anew.
    """

    _inherit = 'dan_van.extension'

    _review_setting = 'extension_review'

    reviewer_id = fields.Many2one(
        'res.users', 'Initialled by', readonly=True, copy=False, index='btree_not_null', ondelete='restrict', given_by=('review',))

    @api.model_create_multi
    def create(self, vals_list):
        extensions = super().create(vals_list)
        own = extensions.filtered(lambda extension: extension._awaits_head() and extension.department_id._is_head())
        own._opened('review').reviewer_id = self.env.uid
        own._hand_over()
        return extensions

    def write(self, vals):
        changed = self.filtered('reviewer_id') if isinstance(vals, dict) and {'new_deadline', 'reason'} & vals.keys() else self.browse()
        result = super().write(vals)
        if again := changed.filtered(lambda extension: not extension.department_id._is_head()):
            again._opened('review').reviewer_id = False
            again._hand_over()
        return result

    @api.model
    def _transitions(self):
        return super()._transitions().before('accept', Transition(
            'review', self.env._("Initial the request"), ['requested'], 'requested', seen=True))

    def _awaits_head(self):
        """:return: whether this waits for the initials of the head of the unit, or who stands in; where nobody is there it does not"""
        return self.state == 'requested' and self._is_initialled_first()

    def _is_initialled_first(self):
        if self.reviewer_id:
            return False
        # sudo: who initials, and who is away, is known to all who work there.
        profile = self.env['dan_van.agency.profile'].sudo()._find(self.company_id, legal_today(self))
        return profile.extension_review and any(
            head._dan_van_is_there(self.company_id) for head in self.department_id._acting_head().sudo())

    def _may_review(self):
        return self._awaits_head() and self.department_id._is_head()

    def _may_accept(self):
        return super()._may_accept() and not self._awaits_head()

    def _may_refuse(self):
        return self.department_id._is_head() if self._awaits_head() else super()._may_refuse()

    def _who_may(self, transition):
        if transition.name == 'review' or transition.name != 'withdraw' and self._awaits_head():
            return self.env._("The head of the unit initials what its members ask for, or refuses it; then the office decides.")
        return super()._who_may(transition)

    def _on_behalf(self, transition):
        if transition.name == 'review' or transition.name == 'refuse' and self._is_initialled_first():
            return self.department_id._represented()
        return super()._on_behalf(transition)

    def _do_review(self):
        self._opened('review').write({'reviewer_id': self.env.uid})

    def _announce(self, transition, before, reason):
        """Who made the request is told how it was decided, not of the initials on the way."""
        if transition.name == 'review':
            self.sudo()._message_log_batch({extension.id: transition.label for extension in self})  # sudo: as in every step
            return None
        return super()._announce(transition, before, reason)

    def _turn(self):
        if self.assignment_id.is_at_work and self._awaits_head():
            return self.department_id._acting_head(), self.env._("Read the request and initial it, or refuse it")
        return super()._turn()

    def action_review(self):
        """Initial requests of members of the unit, as its head."""
        self._transition('review')
