from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...models.core.res_company import legal_today


class RatingOpen(models.TransientModel):
    """Opens the ratings of a year: one for each unit, one for each official."""

    _name = 'dan_van.rating.open'
    _description = 'Open the ratings of a year'
    _inherit = ['dan_van.readable.links']

    # Until June it is the year before that is rated.
    year = fields.Integer(required=True, default=lambda self: (legal_today(self) - timedelta(days=181)).year)

    def action_open(self):
        """Make the ratings that are still missing, and show all of the year.

        :return: action of the list
        :raise AccessError: the user does not belong to the office
        :raise UserError: the year is still to come, or no scheme is valid at its end
        """
        self.ensure_one()
        if not self.env.user.has_group('dan_van.group_office'):
            raise AccessError(self.env._("The office opens the ratings of a year."))
        if not 2000 <= self.year <= legal_today(self).year:
            raise UserError(self.env._("Rate a year that has begun: %s has not, or lies too far back.", self.year))
        # sudo: ratings are made by this step alone.
        self.env['dan_van.rating'].sudo()._open_year(self.year, self.env.company)
        action = self.env['ir.actions.act_window']._for_xml_id('dan_van.rating_action')
        return {**action, 'context': {'search_default_year': self.year}}
