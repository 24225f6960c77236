from odoo import models


class Occurrence(models.Model):
    """Each time that a duty is due, which figures count."""

    _name = 'dan_van.occurrence'
    _inherit = ['dan_van.occurrence', 'dan_van.countable']

    _counted_action = 'dan_van.occurrence_action'

    def _may_go(self):
        return super()._may_go() and not self.figure_ids
