from odoo import api, models
from odoo.exceptions import AccessError


class Case(models.Model):
    """Who enters petitions: members of units that receive them."""

    _inherit = 'dan_van.case'

    def _check_access(self, operation):
        """Nobody begins to enter a petition who could not save one: the button “New” asks this too."""
        if operation == 'create' and not self.env.su and not self and not self._receiving_units():
            return self, self._make_no_unit_error
        return super()._check_access(operation)

    @api.model
    def _receiving_units(self):
        """:return: hr.department, the units that receive petitions and of which the current user is a member"""
        # sudo: the own units only.
        return self.env['hr.department'].sudo().search([
            ('dan_van_receives_petitions', '=', True), ('member_user_ids', 'in', self.env.uid)]).sudo(False)

    @api.model
    def _make_no_unit_error(self):
        return AccessError(self.env._(
            "You belong to no unit that receives petitions, so you enter none. Give the petition to the unit that does; the "
            "administrator sets it under Configuration → Units."))
