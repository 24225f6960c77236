from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..core.res_company import legal_today

BATCH = 100  # users between two commits
LINES = 20  # of a section; the web client shows the rest


class ResUsers(models.Model):
    """One e-mail a working day that says what waits for its reader; none to whom nothing waits."""

    _inherit = 'res.users'

    dan_van_digest = fields.Boolean(
        'Daily e-mail on duties', default=True,
        help="On working days, one e-mail with what waits for you: steps that are yours, duties and parts of them due soon and overdue.")
    dan_van_digest_date = fields.Date('Last daily e-mail on duties', readonly=True, copy=False)

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + ['dan_van_digest']

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + ['dan_van_digest']

    @api.model
    def _cron_digest(self):
        """Write the e-mails; one commit a batch, together with the day in each user, so it may be killed."""
        today = legal_today(self)
        domain = Domain([
            ('share', '=', False), ('dan_van_digest', '=', True),
            '|', ('dan_van_digest_date', '=', False), ('dan_van_digest_date', '<', today)])
        staff = domain & Domain('all_group_ids', 'in', self.env.ref('dan_van.group_staff').id)
        companies = [company.id for [company] in self._read_group(staff, ['company_id']) if company._is_working_day(today)]
        users = self.search(staff & Domain('company_id', 'in', companies))
        self.env['ir.cron']._dan_van_in_batches(users, lambda batch: batch.try_lock_for_update(
            allow_referencing=True).filtered_domain(domain)._write_digest(today), BATCH)

    def _write_digest(self, today):
        """Put the e-mail of ``today`` into the outgoing mail of those of these users who have something to do."""
        activities = self.env['mail.activity'].search([
            ('user_id', 'in', self.ids), ('activity_type_id', '=', self.env.ref('dan_van.mail_activity_turn').id)])
        turns, duties = activities.grouped('user_id'), self._digest_duties()
        told = self.filtered(lambda user: turns.get(user) or duties.get(user))
        base_url = self.browse().get_base_url()
        mails = {
            user: user._digest_mail(today, base_url, turns.get(user, activities.browse()), duties[user]) for user in told}
        self.env['mail.mail'].create([mail for user, mail in mails.items() if user.email])
        self._note_digest({user: mail for user, mail in mails.items() if not user.email})
        told.dan_van_digest_date = today

    def _note_digest(self, mails):
        """Put what would be the e-mail of who has no address into his list of activities, in place of that of the day before."""
        kind = self.env.ref('dan_van.mail_activity_digest')
        Activity = self.env['mail.activity'].with_context(mail_activity_quick_update=True)
        Activity.search([('activity_type_id', '=', kind.id), ('user_id', 'in', self.ids)]).unlink()
        Activity.create([{
            'activity_type_id': kind.id, 'user_id': user.id, 'automated': True, 'summary': mail['subject'],
            'note': mail['body_html']} for user, mail in mails.items()])

    def _digest_duties(self):
        """Find what is due soon or overdue: a user's own duties and those of the unit he acts for, and the steps that he is to do.

        :return: ``{user: [duties, then steps, the earliest deadline first]}``
        """
        Department, Duty = self.env['hr.department'], self.env['dan_van.assignment']
        units = Department.search([
            ('dan_van_kind', '!=', False), '|', ('head_user_id', 'in', self.ids), ('deputy_user_id', 'in', self.ids)])
        heads = {unit: unit._acting_head() for unit in units}
        found = defaultdict(list)
        due = Domain([('is_at_work', '=', True), ('health', 'in', ('overdue', 'due_soon'))])
        for duty in Duty.search(
                due & (Domain('user_ids', 'in', self.ids) | Domain('department_id', 'in', units.ids)), order='deadline, id'):
            # Who has left the unit does not see its duties any more.
            members = duty.department_id.member_user_ids
            for user in (duty.user_ids | heads.get(duty.department_id, self.browse())) & members & self:
                found[user].append(duty)
        for step in self.env['dan_van.step'].search(due & Domain('user_ids', 'in', self.ids), order='deadline, id'):
            for user in step.user_ids & step.department_id.member_user_ids & self:
                found[user].append(step)
        return found

    def _digest_mail(self, today, base_url, turns, duties):
        """:return: dict of values of the mail.mail to this user, in his language"""
        user = self.with_context(lang=self.lang)
        overdue, soon = ([duty.with_env(user.env) for duty in duties if duty.health == health] for health in ('overdue', 'due_soon'))
        sections = [
            (user.env._("Your turn"), [
                (f'{turn.res_model}/{turn.res_id}', turn.res_name, turn.summary or '', turn.date_deadline) for turn in turns]),
            *((title, [(f'{duty._name}/{duty.id}', duty._notice_text(), '', duty.deadline) for duty in part]) for title, part in [
                (user.env._("Overdue"), overdue), (user.env._("Due soon"), soon)]),
        ]
        body = user.env['ir.qweb']._render('dan_van.digest_mail', {
            'name': self.name,
            'sections': [{
                'title': title,
                'more': max(len(lines) - LINES, 0),
                'lines': [{'url': f'{base_url}/odoo/{path}', 'name': name, 'note': note, 'date': format_date(user.env, date)}
                          for path, name, note, date in lines[:LINES]],
            } for title, lines in sections if lines],
            'duties_url': f'{base_url}/odoo/dan-van-assignments',
            'preferences_url': f'{base_url}/odoo/my-preferences/{self.id}',
        })
        sender = self.company_id.email_formatted or self.env.user.email_formatted
        return {
            'subject': user.env._(
                "%(date)s: %(turns)s steps are yours, %(overdue)s duties or parts of them overdue, %(soon)s due soon",
                date=format_date(user.env, today), turns=len(turns), overdue=len(overdue), soon=len(soon)),
            'body_html': body,
            'email_from': sender,
            'reply_to': sender,
            'email_to': self.email_formatted,
            'auto_delete': True,
        }
