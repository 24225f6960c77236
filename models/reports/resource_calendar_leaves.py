from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    """The days by which reports are due follow the public holidays."""

    _inherit = 'resource.calendar.leaves'

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        self._dan_van_follow(leaves._dan_van_agencies())
        return leaves

    def write(self, vals):
        before = self._dan_van_agencies()
        result = super().write(vals)
        self._dan_van_follow(before | self._dan_van_agencies())
        return result

    def unlink(self):
        agencies = self._dan_van_agencies()
        result = super().unlink()
        self._dan_van_follow(agencies)
        return result

    def _dan_van_agencies(self):
        """:return: res.company, those whose public holidays these are; none for the leave of one person"""
        holidays = self.filtered(lambda leave: not leave.resource_id)
        if all(holiday.company_id for holiday in holidays):
            return holidays.company_id
        # sudo: a holiday without a company is one of all of them.
        return self.env['res.company'].sudo().search([])  # pylint: disable=no-search-all

    @api.model
    def _dan_van_follow(self, agencies):
        # sudo: who keeps the calendar need not keep periods.
        self.env['dan_van.period'].sudo()._follow_calendar(agencies)
