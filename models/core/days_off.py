from odoo import api, models
from odoo.tools import format_date

from .built_on import built_on
from .in_groups import in_groups
from .res_company import legal_today


class DaysOff(models.AbstractModel):
    """Days that are counted by the days off of the agency, and follow when a public holiday is entered, moved or taken off.

    What is past stays. It happens at once, and each night for what else changes a calendar.
    """

    _name = 'dan_van.days.off'
    _description = 'Days that follow the days off of the agency'

    @api.model
    def _follow_calendar(self, companies):
        """
        :param companies: res.company, whose days off may have changed
        """
        raise NotImplementedError

    def _move_days(self, name, days):
        """Give records, of whose day somebody has been told, another one, and say so in their log.

        :param name: name of the field with the day
        :param days: ``{record: date}``; those of which it is the day already, or that would be past, stay as they are
        :return: those that have another day now
        """
        today, label = legal_today(self), self._fields[name]._description_string(self.env)
        before = {record: record[name] for record, day in days.items() if day != record[name] and day >= today}
        moved = self.browse().concat(*before)
        for vals, records in in_groups({record: {name: days[record]} for record in moved}):
            records._opened('calendar', name).write(vals)
        moved._message_log_batch({record.id: self.env._(
            "%(field)s: %(before)s → %(after)s, since the days off of the agency have changed.",
            field=label, before=format_date(self.env, before[record]), after=format_date(self.env, record[name]))
            for record in moved})
        return moved

    @api.model
    def _following_models(self):
        """:return: list of the empty recordsets of all models with such days"""
        return [self.env[name] for name in built_on(self.env, 'dan_van.days.off')]


class ResourceCalendarLeaves(models.Model):
    _inherit = 'resource.calendar.leaves'

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        self._dan_van_tell(leaves._dan_van_agencies())
        return leaves

    def write(self, vals):
        before = self._dan_van_agencies()
        result = super().write(vals)
        self._dan_van_tell(before | self._dan_van_agencies())
        return result

    def unlink(self):
        agencies = self._dan_van_agencies()
        result = super().unlink()
        self._dan_van_tell(agencies)
        return result

    def _dan_van_agencies(self):
        """:return: res.company, those whose public holidays these are; none for the leave of one person"""
        holidays = self.filtered(lambda leave: not leave.resource_id)
        if all(holiday.company_id for holiday in holidays):
            return holidays.company_id
        # sudo: a holiday without a company is one of all of them.
        return self.env['res.company'].sudo().search([])  # pylint: disable=no-search-all

    @api.model
    def _dan_van_tell(self, agencies):
        for model in self.env['dan_van.days.off']._following_models():
            # sudo: who keeps the calendar need not keep what is due.
            model.sudo()._follow_calendar(agencies)
