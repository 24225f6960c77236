from contextlib import contextmanager
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..core.built_on import built_on
from ..core.in_time import due_days
from ..core.mail_switches import QUIET
from ..core.res_company import legal_today
from ..core.res_config_settings import days_setting

BATCH = 100  # duties between two commits
# What has been reached; each level is told once per deadline.
DUE_SOON, OVERDUE, ESCALATED = 1, 2, 3


class FollowUp(models.AbstractModel):
    """Daily follow-up: who works on a duty, the head of the unit, then office and leader are told of its deadline.

    The model that inherits has a ``deadline``, persons, who are members of its unit, and a leader, and says by ``is_at_work`` what is still open.
    """

    _name = 'dan_van.follow.up'
    _description = 'Follow-up of deadlines'
    _inherit = ['dan_van.lock', 'dan_van.reminding']

    _reminder_type = 'dan_van.mail_activity_deadline'

    follow_up_level = fields.Integer(
        readonly=True, copy=False, aggregator=False, given_by=('follow_up',),
        help="Of which stage of the deadline somebody has been told.")

    @api.constrains('user_ids', 'department_id')
    def _check_persons(self):
        for record in self:
            if outside := record.user_ids - record.department_id.member_user_ids:
                raise ValidationError(self.env._(
                    "%(users)s do not belong to “%(unit)s”. Name members of the unit.",
                    users=', '.join(outside.mapped('name')), unit=record.department_id.name or ''))

    def write(self, vals):
        if not {'deadline', 'done_date'} & set(vals):
            return super().write(vals)
        with self._following_dates():
            return super().write(vals)

    @contextmanager
    def _following_dates(self):
        """Begin anew with those of these duties that are done meanwhile, or have another deadline."""
        before = {duty: (duty.deadline, duty.done_date) for duty in self}
        yield
        self.filtered(lambda duty: before[duty] != (duty.deadline, duty.done_date))._restart_follow_up()

    @api.model
    def _cron_follow_up(self):
        """Tell of deadlines on working days, of duties and what else is followed up."""
        for name in built_on(self.env, 'dan_van.follow.up'):
            self.env[name]._follow_up_all(legal_today(self))
        self.env['dan_van.incoming']._remind_of_answers()

    @api.model
    def _follow_up_all(self, today):
        """Tell of the deadlines of this model; one commit a batch, so it may be killed: the level says what is told."""
        domain = self._follow_up_domain(today)
        companies = [company.id for [company] in self._read_group(domain, ['company_id']) if company._is_working_day(today)]
        duties = self.search(domain & Domain('company_id', 'in', companies))
        # Who is entering a result at this moment is not disturbed: that duty is told of tomorrow.
        if duties:
            self.env['ir.cron']._dan_van_in_batches(duties, lambda batch: batch.try_lock_for_update(
                allow_referencing=True).filtered_domain(domain)._follow_up(today), BATCH)

    @api.model
    def _follow_up_limits(self, today):
        """:return: ``{level: last deadline that has reached it}``"""
        return {
            DUE_SOON: due_days(self.env)[1],
            OVERDUE: today - timedelta(1),
            ESCALATED: today - timedelta(days_setting(self.env, 'escalation_days') + 1),
        }

    @api.model
    def _follow_up_domain(self, today):
        """:return: domain of the open duties that have reached a level of which nobody has been told"""
        return Domain('is_at_work', '=', True) & Domain.OR(
            Domain('follow_up_level', '<', level) & Domain('deadline', '<=', limit)
            for level, limit in self._follow_up_limits(today).items())

    def _follow_up(self, today):
        """Replace the reminders of these duties by those of the level that they have reached."""
        limits = self._follow_up_limits(today)
        self.activity_unlink([self._reminder_type])
        for level, duties in self.grouped(
                lambda duty: max(level for level, limit in limits.items() if duty.deadline <= limit)).items():
            duties._set_follow_up(level)
        self._remind(self._reminded_users())

    def _reminded_users(self):
        units = self.department_id
        # sudo: read at once what is asked of each user below.
        (self.user_ids | units.head_user_id | units.deputy_user_id | self.leader_id).sudo().mapped('lang')
        Department = self.env['hr.department']
        offices = Department._offices(self.company_id)
        return {duty: duty._follow_up_users(duty.follow_up_level, offices.get(duty.company_id, Department)) for duty in self}

    def _reminder_values(self, lang):
        return {
            'date_deadline': self.deadline, 'summary': self.with_context(lang=lang)._follow_up_summary(self.follow_up_level)}

    def _working_users(self):
        """:return: res.users of the unit who work on this duty today: who is named for it, or stands in for him"""
        users = self.env['res.users'].union(*(user._dan_van_stand_in(self.company_id) for user in self.user_ids))
        return users & self.department_id.member_user_ids

    def _follow_up_users(self, level, office):
        """:return: res.users to be told of this duty at ``level``; who heads the office where nobody else is there"""
        users = self.env['res.users']
        if level == DUE_SOON:
            users = self._working_users()
        if level == ESCALATED:
            users = office._acting_head() | self.leader_id._dan_van_stand_in(self.company_id)
        users = users.filtered('active') or self.department_id._acting_head()
        return users or office._acting_head()

    @api.model
    def _follow_up_summary(self, level):
        return {
            DUE_SOON: self.env._("Due soon: finish it, or ask for more time"),
            OVERDUE: self.env._("Overdue: see to it that it is done"),
            ESCALATED: self.env._("Overdue for long: decide what is to be done"),
        }[level]

    def _set_follow_up(self, level):
        # sudo: the level follows from the deadline, whoever is at work; nobody types it.
        self.sudo()._opened('follow_up').write({'follow_up_level': level})

    def _restart_follow_up(self):
        """Begin anew with duties that are done, or have another deadline: what was told of the old one is closed."""
        followed = self.sudo().filtered('follow_up_level')  # sudo: the level is no secret, the reminders are others'
        if followed:
            followed.activity_unlink([self._reminder_type])
            followed._set_follow_up(0)

    # How notices name it, see duty_notice

    def _duty_source(self):
        """:return: dan_van.duty.source, the plan or document from which it comes"""
        return self._document()

    @api.model
    def _notice_heading(self, source):
        """:return: (subject, sentence above the lines) of a notice that somebody has to do some of these of ``source``"""
        return self.env._("New duties: %s", source.display_name), source._duty_notice()

    def _notice_text(self):
        """:return: str, what is to be done"""
        return self.text

    def _notice_day(self):
        """:return: str, until when"""
        return format_date(self.env, self.deadline) if self.deadline else self.env._("none named")

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Let nobody follow a duty because he is reminded of it."""
        if self.env.context.get('dan_van_turn') is QUIET:
            return True
        return super().message_subscribe(partner_ids, subtype_ids)
