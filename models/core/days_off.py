from datetime import timedelta
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from .built_on import built_on
from .res_company import legal_date, legal_midnight, legal_today


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
        for day, records in moved._opened('calendar', name).grouped(lambda record: days[record]).items():
            records[name] = day
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
    """A leave without a resource is a day off of the whole agency; one without an agency too, of all of them.

    The administrator of an agency enters its days, and the system administrator those of all agencies.
    """

    _inherit = 'resource.calendar.leaves'

    # The leave of somebody who is deleted would become a day off of everybody.
    resource_id = fields.Many2one(ondelete='cascade')
    dan_van_first_day = fields.Date('First day', compute='_compute_dan_van_days', inverse='_inverse_dan_van_days')
    dan_van_last_day = fields.Date('Last day', compute='_compute_dan_van_days', inverse='_inverse_dan_van_days')

    @api.depends('date_from', 'date_to')
    def _compute_dan_van_days(self):
        """The country's days: a public holiday is a day, whatever the time zone of who enters it."""
        for leave in self:
            leave.dan_van_first_day, leave.dan_van_last_day = legal_date(leave.date_from), legal_date(leave.date_to)

    def _inverse_dan_van_days(self):
        days = {leave: (leave.dan_van_first_day, leave.dan_van_last_day) for leave in self}
        for leave, (first, last) in days.items():
            if first and last:
                leave.write({
                    'date_from': legal_midnight(first), 'date_to': legal_midnight(last + timedelta(1)) - timedelta(seconds=1)})

    @api.onchange('dan_van_first_day')
    def _onchange_dan_van_first_day(self):
        """Propose one day: today, which Odoo proposes, is no last day of it."""
        if self.dan_van_first_day and (not self.dan_van_last_day or not self._origin):
            self.dan_van_last_day = self.dan_van_first_day

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._dan_van_check_kept()
        self._dan_van_tell(leaves._dan_van_agencies())
        return leaves

    def write(self, vals):
        before = self._dan_van_agencies()
        result = super().write(vals)
        self._dan_van_check_kept()
        if 'resource_id' in vals:
            self.check_access('write')  # it may have become the leave of another person
        self._dan_van_tell(before | self._dan_van_agencies())
        return result

    def unlink(self):
        agencies = self._dan_van_agencies()
        result = super().unlink()
        self._dan_van_tell(agencies)
        return result

    def _dan_van_holidays(self):
        """:return: those of these leaves that are days off of agencies"""
        # sudo: whose leave it is, also where it has just been given to somebody else.
        return self.sudo().filtered(lambda leave: not leave.resource_id).sudo(self.env.su)

    def _check_access(self, operation):
        if refused := super()._check_access(operation):
            return refused
        if operation != 'read' and not self.env['dan_van.shared']._keeps_shared():
            # sudo: asked is whether it has an agency.
            if shared := self._dan_van_holidays().filtered(lambda leave: not leave.sudo().company_id):
                return shared, partial(self._dan_van_refusal, shared)
        return None

    def _dan_van_check_kept(self):
        """Ask anew of what has become of these leaves: Odoo's rules ask before a write alone.

        :raise AccessError: one is a day off of agencies, and not the user's to enter
        """
        if not self.env.su and (holidays := self._dan_van_holidays()) and not holidays.has_access('write'):
            raise self._dan_van_refusal(holidays)

    @api.model
    def _dan_van_refusal(self, holidays):
        """:return: AccessError that says why ``holidays`` are not the user's to enter"""
        name = holidays[:1].sudo().name  # sudo: the name of what he writes
        return AccessError(self.env._(
            "“%s” would be a day off of a whole agency, by which it counts its due dates: the administrator of that agency enters it "
            "under Configuration → Days off, and the system administrator what holds for all agencies. For a leave of your own choose "
            "yourself as the resource.",
            name or self._description))

    def _dan_van_agencies(self):
        """:return: res.company, those whose public holidays these are; none for the leave of one person"""
        holidays = self._dan_van_holidays().sudo()  # sudo: which agencies are concerned
        if all(holiday.company_id for holiday in holidays):
            return holidays.company_id.sudo(self.env.su)
        # sudo: one without an agency is one of all of them.
        return self.env['res.company'].sudo().search([])  # pylint: disable=no-search-all

    @api.model
    def _dan_van_tell(self, agencies):
        for model in self.env['dan_van.days.off']._following_models():
            # sudo: who keeps the calendar need not keep what is due.
            model.sudo()._follow_calendar(agencies)


class ResourceCalendar(models.Model):
    """By its calendar an agency counts: who keeps the calendars of another one leaves it alone."""

    _inherit = 'resource.calendar'

    dan_van_agency_ids = fields.One2many('res.company', 'resource_calendar_id', 'Agencies that count by it')

    @api.ondelete(at_uninstall=False)
    def _dan_van_unlink_days_off(self):
        # sudo: what was off by this calendar alone would become a day off of everybody.
        self.sudo().leave_ids._dan_van_holidays().unlink()

    def _check_access(self, operation):
        if refused := super()._check_access(operation):
            return refused
        if operation != 'read' and not self.env.su and (foreign := self._dan_van_foreign()):
            return foreign, partial(self._dan_van_refusal, foreign)
        return None

    def _dan_van_foreign(self):
        """:return: those of these calendars by which an agency counts to which the user does not belong"""
        # sudo: which agencies count by them.
        return self.env['res.company'].sudo().search([
            ('resource_calendar_id', 'in', self.ids), ('id', 'not in', self.env.user._get_company_ids())]).resource_calendar_id.sudo(False)

    @api.model
    def _dan_van_refusal(self, foreign):
        name = foreign[:1].sudo().name  # sudo: it is shown to everybody who chooses a calendar
        return AccessError(self.env._(
            "Another agency counts its due dates by the calendar “%s”: only who keeps the calendars there changes it. Duplicate it, and "
            "use the copy in your agency.", name))


class ResourceCalendarAttendance(models.Model):
    _inherit = 'resource.calendar.attendance'

    def _check_access(self, operation):
        if refused := super()._check_access(operation):
            return refused
        if operation != 'read' and not self.env.su:
            # sudo: to which calendar the hours belong.
            calendars = self.sudo().calendar_id.sudo(False)
            if foreign := calendars._dan_van_foreign():
                hours = self.filtered(lambda each: each.sudo().calendar_id in foreign.sudo())
                return hours, partial(calendars._dan_van_refusal, foreign)
        return None

    def write(self, vals):
        result = super().write(vals)
        if 'calendar_id' in vals:
            self.check_access('write')  # the rules must hold for the new calendar as well as for the old one
        return result
