from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..core.document_part import shortened
from ..core.holding import hold
from ..core.replaceable import NOT_REPLACED
from ..core.res_company import legal_today
from ..documents.dms_folder import Folder, own_folder, year_path

# What is counted at an event; reports sum these fields.
COUNTS = (
    'participant_count', 'minority_count', 'women_count', 'opinion_count', 'resolved_count', 'document_count')
# What reports count by, and what they count, stays once a submitted report has counted the event.
_UNCOUNTED = ('uncounted',)


class Event(models.Model):
    """A dated piece of work of a unit, with its counts: recorded once, reported as often as needed.

    What a submitted report has counted stays as it is until the report is returned. What was forgotten can be entered
    later: that report does not count it, those that are drawn from then on do.
    """

    _name = 'dan_van.event'
    _description = 'Event'
    _inherit = ['dan_van.countable', 'dan_van.kept', 'dan_van.readable.links', 'dan_van.file.text', 'mail.thread']
    _order = 'date desc, id desc'
    _rec_names_search = ['subject', 'place', 'commune']
    _mail_post_access = 'read'
    _check_company_auto = True

    _deleted_in = _UNCOUNTED
    _placed_by = ('department_id', 'company_id')
    _counted_action = 'dan_van.event_action'

    type_id = fields.Many2one(
        'dan_van.event.type', required=True, ondelete='restrict', check_company=True, tracking=True, open_in=_UNCOUNTED,
        domain=f'[{NOT_REPLACED}]', default=lambda self: self._default_type())
    theme_id = fields.Many2one(related='type_id.theme_id', store=True)
    subject = fields.Char('Topic', help="What it was about, in a few words.")
    date = fields.Date(
        required=True, copy=False, tracking=True, default=legal_today, open_in=_UNCOUNTED,
        help="The day on which it took place or began. Reports count it in the period of this day.")
    date_end = fields.Date('Until', copy=False, help="Last day, where it took several.")
    place = fields.Char('Venue', help="e.g. Nhà văn hóa thôn Bản Mới.")
    commune = fields.Char()
    company_id = fields.Many2one(
        'res.company', 'Agency', required=True, default=lambda self: self.env.company, open_in=_UNCOUNTED)
    department_id = fields.Many2one(
        'hr.department', 'Unit', required=True, check_company=True, tracking=True, open_in=_UNCOUNTED,
        default=lambda self: self._default_department(),
        domain="[('dan_van_kind', '!=', False), ('member_user_ids', 'in', uid)]")
    assignment_id = fields.Many2one(
        'dan_van.assignment', 'Duty', index='btree_not_null', ondelete='restrict', check_company=True,
        domain="[('department_id', '=', department_id), ('scope', '=', 'unit'), ('plan_state', '=', 'issued'),"
               " ('theme_id', 'in', (theme_id, False))]",
        help="The duty of the unit that it serves, if any.")
    participant_count = fields.Integer('Participants', tracking=True, open_in=_UNCOUNTED)
    minority_count = fields.Integer('Of ethnic minorities', tracking=True, open_in=_UNCOUNTED)
    women_count = fields.Integer('Women', tracking=True, open_in=_UNCOUNTED)
    opinion_count = fields.Integer('Opinions received', tracking=True, open_in=_UNCOUNTED)
    resolved_count = fields.Integer('Opinions resolved', tracking=True, open_in=_UNCOUNTED)
    document_count = fields.Integer('Documents handed out', tracking=True, open_in=_UNCOUNTED)
    note = fields.Text()
    period_id = fields.Many2one(
        'dan_van.period', 'Reporting period', store=False, search='_search_period_id',
        help="Finds the events of the theme on the days that a period covers.")
    report_id = fields.Many2one(
        'dan_van.report', 'Counted in', compute='_compute_report_id',
        help="A report of the unit that has counted this event and has been submitted.")
    missed_report_id = fields.Many2one(
        'dan_van.report', 'Not counted in', compute='_compute_report_id',
        help="A report of the unit on these days that was submitted without this event.")

    _unit_index = models.Index('(department_id, date DESC, id DESC)')
    _agency_index = models.Index('(company_id, date DESC, id DESC) INCLUDE (theme_id, department_id, participant_count)')  # summed by day
    _type_index = models.Index('(type_id, date DESC)')
    _mine_index = models.Index('(create_uid, id)')
    _not_negative = models.Constraint(
        f"CHECK(LEAST({', '.join(COUNTS)}) >= 0)", "Counts of people, opinions and documents are never negative.")
    _parts_of_participants = models.Constraint(
        'CHECK(GREATEST(minority_count, women_count) <= participant_count)',
        "People of ethnic minorities and women are counted among the participants, so neither can be more than all of them.")
    _resolved_of_received = models.Constraint(
        'CHECK(resolved_count <= opinion_count)', "No more opinions can be resolved than were received.")
    _dates_in_order = models.Constraint(
        'CHECK(date_end IS NULL OR date <= date_end)', "An event can't end before it begins.")

    # Defaults: what somebody with a phone need not enter

    @api.model
    def _default_type(self):
        """:return: the type that the user has entered last"""
        return self.search([('create_uid', '=', self.env.uid)], order='id desc', limit=1).type_id.filtered('active')

    @api.model
    def _default_department(self):
        """:return: the unit of the user; a Party cell or the leadership only where he has no other"""
        units = self.env['hr.department'].search([
            ('member_user_ids', 'in', self.env.uid), ('dan_van_kind', '!=', False),
            ('company_id', 'in', (self.env.company.id, False))])
        return units.sorted(lambda unit: unit.dan_van_kind in ('party', 'leadership'))[:1]

    @api.depends('type_id', 'subject', 'place', 'date')
    def _compute_display_name(self):
        for event in self:
            what = ': '.join(filter(None, (event.type_id.name, event.subject or event.place)))
            day = format_date(self.env, event.date)
            event.display_name = f'{shortened(what)} ({day})' if day else shortened(what)

    @api.onchange('department_id', 'type_id')
    def _onchange_department_id(self):
        duty = self.assignment_id
        if duty.department_id != self.department_id or self.type_id and duty.theme_id and duty.theme_id != self.theme_id:
            self.assignment_id = False

    # Reports

    @api.model
    def _search_period_id(self, operator, value):
        Period = self.env['dan_van.period']
        if operator == 'any':
            periods = Period.search(value)
        elif operator == 'in':
            periods = Period.search([('id', 'in', [item for item in value if type(item) is int])])
        else:
            return NotImplemented
        return Domain.OR(
            Domain('company_id', '=', period.company_id.id) & Domain('theme_id', '=', period.plan_id.theme_id.id)
            & Domain('date', '>=', period.date_from) & Domain('date', '<=', period.date_to) for period in periods)

    @api.depends('department_id', 'type_id', 'date', 'figure_ids')
    def _compute_report_id(self):
        counted, missed = self._counted_in(), self._missed_by()
        for event in self:
            event.report_id = counted.get(event._origin)
            event.missed_report_id = not event.report_id and missed.get(event._origin)

    def _missed_by(self):
        """:return: ``{event: dan_van.report}``, the last submitted report of the unit on the day of the event, whether or not it
        has counted it"""
        events = self._origin.filtered('date')
        if not events:
            return {}
        # sudo: that a report of the own unit was submitted is known to who enters events of it.
        reports = self.env['dan_van.report'].sudo().search([
            ('scope', '=', 'unit'), ('department_id', 'in', events.department_id.ids), ('is_frozen', '=', True),
            ('theme_id', 'in', events.theme_id.ids), ('date_to', '>=', min(events.mapped('date'))),
            ('period_id.date_from', '<=', max(events.mapped('date')))], order='date_to')
        by_place = reports.grouped(lambda report: (report.department_id, report.theme_id))
        return {
            event: report.sudo(self.env.su) for event in events
            for report in by_place.get((event.department_id, event.theme_id), ())
            if report.period_id.date_from <= event.date <= report.date_to}

    def _hold_state(self, changes):
        """It is the unit that is held, since a report may be opened and submitted that this transaction does not see."""
        hold(self.department_id, changes=False)

    def _lock_states(self):
        counted = self._counted_in()
        return {event: 'counted' if event in counted else 'uncounted' for event in self}

    def _why_locked(self, owner, names):
        # sudo: the name of the report is that of the unit and its period.
        report = owner._counted_in()[owner].sudo()
        return self.env._(
            "“%(event)s” is counted in the report “%(report)s”, which has been submitted. Have the report returned, then correct "
            "the event.",
            event=owner.display_name, report=report.display_name)

    # Filing

    def _dms_paths(self):
        """Photos are filed with the plan that the event serves, else by year; as ``_dms_paths`` of documents."""
        paths = {}
        for event in self:
            plan = event.assignment_id.plan_id
            above = plan._dms_own_path() if plan and plan._is_filed() else year_path(event.company_id, event.date.year)
            paths[event.id] = [
                *above, Folder(f'{above[-1].key}/event', "Hoạt động", above[-1].record),
                own_folder(event)]
        return paths

    # Constraints

    @api.constrains('date', 'date_end')
    def _check_date(self):
        today = legal_today(self)
        for event in self:
            if (event.date_end or event.date or today) > today:
                raise ValidationError(self.env._(
                    "“%s” lies in the future. Record it when it has taken place; what is planned is a duty of the plan.",
                    event.display_name))

    @api.constrains('assignment_id', 'department_id', 'type_id')
    def _check_assignment(self):
        for event in self:
            theme = event.assignment_id.theme_id
            if theme and theme != event.theme_id:
                raise ValidationError(self.env._(
                    "“%(event)s” belongs to the theme “%(theme)s”, the duty to another one. Choose another type of event, "
                    "or a duty of this theme, or none.", event=event.display_name, theme=event.theme_id.name))
            if event.assignment_id and event.assignment_id.department_id != event.department_id:
                raise ValidationError(self.env._(
                    "“%(event)s” serves a duty of another unit. Choose a duty of “%(unit)s”, or none.",
                    event=event.display_name, unit=event.department_id.name))
