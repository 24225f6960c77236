import datetime
from collections import defaultdict
from contextlib import contextmanager

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..core.in_groups import in_groups
from ..core.mail_thread import spoken
from ..core.period_rules import COUNTS, END_OF_MONTH, MONTHS, bounds, follow, period_name
from ..core.res_company import legal_today

_DAY = datetime.timedelta(days=1)
# Kinds of which one begins where another ends; the others begin with the year.
_IN_TURN = ('month', 'quarter')
_TOLD = 10  # changes that one message tells


class Period(models.Model):
    """Which days regular periods cover: those of the calendar, so that in each line every day of the year is counted once.

    A line is what is reported on a yearly plan under one scheme, whatever becomes of either: the plan is replaced, an agency's own
    scheme replaces the shared one, its cut-off or its kind changes, it is archived and another is begun. What has been opened keeps
    its days; what is planned begins on the day after.
    """

    _name = 'dan_van.period'
    _inherit = ['dan_van.period', 'dan_van.days.off']

    follows_id = fields.Many2one(
        'dan_van.period', readonly=True, copy=False, index='btree_not_null', ondelete='restrict', given_by=('plan',),
        help="The last period of a scheme by which is not reported any more, where this one's scheme goes on from it.")

    def _check_changes(self, names):
        fixed = {'plan_id', 'scheme_id', 'year', 'date_from', 'date_to', 'due_date'}.intersection(names)
        if fixed and (period := self.filtered('index')[:1]):
            raise UserError(self.env._(
                "“%s” has the days that its report scheme and the calendar give: every day is counted once. Change the scheme, or "
                "choose another one on the plan.", period.display_name))
        return super()._check_changes(names)

    # Lines

    def _line_schemes(self):
        """:return: dan_van.report.scheme, all under which the line of this period has run"""
        period, schemes = self, self.scheme_id._shared()
        while period := period.follows_id:
            schemes |= period.scheme_id._shared()
        # sudo: an agency's own scheme is part of the line for all who read the period.
        return schemes | schemes.sudo().replacement_ids.filtered(
            lambda scheme: scheme.company_id == self.company_id).sudo(self.env.su)

    @api.model
    def _planned(self, plans):
        """:return: the regular periods of ``plans`` that are not open yet"""
        return self.search([('plan_id', 'in', plans.ids), ('index', '>', 0), ('state', '=', 'planned')])

    @api.model
    def _begun(self, plans):
        """:return: ``{plan: periods}``, the regular ones of each plan and its versions that keep their days, in order of time"""
        versions = {plan: plan._versions() for plan in plans}
        found = self.search([
            ('plan_id', 'in', plans.union(*versions.values()).ids), ('index', '>', 0), ('state', '!=', 'planned')],
            order='date_to, id')
        return {plan: found.filtered(lambda period, own=own: period.plan_id in own) for plan, own in versions.items()}

    @api.model
    def _last_years(self, plans):
        """:return: ``{(plan, shared scheme): day}`` on which last year ended in the lines of last year's plans"""
        before = {plan: plan.previous_id._versions() for plan in plans if plan.previous_id}
        ended = self.search([
            ('plan_id', 'in', plans.browse().union(*before.values()).ids), ('index', '>', 0)], order='date_to').filtered(
                lambda period: MONTHS[period.kind] * period.index == 12)
        return {
            (plan, scheme._shared()): period.date_to for plan, own in before.items()
            for period in ended if period.plan_id in own for scheme in period._line_schemes()}

    def _in_line(self, periods):
        """:return: those of ``periods`` that belong to the line of this one"""
        schemes = self._line_schemes()
        return periods.filtered(lambda period: period.scheme_id in schemes)

    # Days

    def _is_regular(self):
        """:return: whether the calendar has made the period"""
        return self.kind in COUNTS and self.index > 0

    def _set_dates(self, due=None):
        """Give the regular periods that are planned beside these the days of their scheme and of the calendar of their agency.

        :param due: ``{(company, scheme, day of the cut-off): day}`` known already
        """
        planned = self._planned(self.plan_id)
        begun, ended = self._begun(planned.plan_id), self._last_years(planned.plan_id)
        due, left, moved = {} if due is None else due, self.browse(), {}
        for (plan, scheme), line in planned.grouped(lambda period: (period.plan_id, period.scheme_id._shared())).items():
            kept = [(period.date_from, period.date_to) for period in line[0]._in_line(begun[plan])]
            if not kept and (plan, scheme) in ended and 1 in line.mapped('index'):
                kept = [(ended[plan, scheme], ended[plan, scheme])]
            for period, (first, last) in follow(kept, {period: period._bounds() for period in line}).items():
                key = (plan.company_id, period.scheme_id, last)
                due[key] = due.get(key) or period._due_on(last)
                days = {
                    'date_from': first, 'date_to': last, 'due_date': due[key], 'due_days': period.scheme_id.due_days}
                if any(period[name] != day for name, day in days.items()):
                    moved[period] = days
                left |= period
        for days, periods in in_groups(moved):
            periods._opened('plan', *days).write(days)
        (planned - left).unlink()  # of their days each is counted already

    def _bounds(self, years=0):
        """:return: ``(first, last day)`` of this regular period as the calendar of its scheme has it ``years`` later"""
        return bounds(self.kind, self.year + years, self.index, self.scheme_id._last_day())

    # The day by which reports are due

    @api.onchange('scheme_id', 'date_to')
    def _onchange_date_to(self):
        """Propose the day by which a period made by hand is due."""
        if self.scheme_id and self.date_to:
            self.due_date = self._due_on(self.date_to)

    def _due_on(self, date):
        """Return the day that lies so many working days after ``date`` as the scheme says, or as was announced.

        Working days are those of the agency's calendar, its public holidays left out.
        """
        return self.company_id._terms()(date, self.due_days if self.state == 'open' else self.scheme_id.due_days, 'working')

    @api.model
    def _follow_calendar(self, companies):
        regular = Domain('company_id', 'in', companies.ids) & Domain('index', '>', 0)
        self.search(regular & Domain('state', '=', 'planned'))._set_dates()
        opened = self.search(regular & Domain('state', '=', 'open') & Domain('due_date', '>=', legal_today(self)))
        moved = self._move_days('due_date', {period: period._due_on(period.date_to) for period in opened})
        # What the units were told to send by then; what has been sent stays as it is.
        reports = moved.report_ids.filtered(lambda report: report.state == 'draft')
        reports._message_log_batch({report.id: self.env._(
            "Due by %s, since the days off of the agency have changed.", format_date(self.env, report.due_date)) for report in reports})
        moved.report_ids._keep_turns()
        self.env['dan_van.occurrence']._follow_reports(self.search(regular & Domain('state', '!=', 'closed')).plan_id)

    # The year ahead

    @api.model
    def _follow_schemes(self, plans):
        """Let the regular periods of ``plans`` that are still planned be those of their schemes: no others, and all of them.

        Those of an archived scheme wait until it is used again, or another one goes on from it.
        """
        self._planned(plans).filtered(lambda period: (
            period.kind != period.scheme_id.kind or period.scheme_id not in period.plan_id._attached_schemes())).unlink()
        made = self._plan_ahead(plans)
        planned = self._planned(plans)
        left = {(period.plan_id, period.follows_id.scheme_id._shared()) for period in planned}
        planned.filtered(lambda period: (
            not period.scheme_id.active and (period.plan_id, period.scheme_id._shared()) in left)).unlink()
        self.env['dan_van.occurrence']._follow_reports(plans)
        return made

    @api.model
    def _plan_ahead(self, plans):
        """Make the periods of ``plans`` that do not exist yet: those that end in their year after their issue, and in a line that has
        begun those of later months than its last one."""
        present = self.search([('plan_id', 'in', plans.ids), ('index', '>', 0)])
        begun, due, values = self._begun(plans), {}, []
        for plan in plans:
            for scheme in plan._regular_schemes():
                values += self._values_ahead(plan, scheme, present.filtered(lambda period, plan=plan: period.plan_id == plan),
                                             begun[plan], due)
        made = self._making('plan').create(values).with_env(self.env)
        (made | present)._set_dates(due)
        return made.exists()

    @api.model
    def _values_ahead(self, plan, scheme, present, begun, due):
        """:return: list of values of the periods of ``scheme`` that ``plan`` lacks, by the calendar; the rest as the methods above"""
        shared = scheme._shared()
        own = (present | begun).filtered(lambda period: period.scheme_id._shared() == shared)
        follows = own.follows_id[:1] if own else self._left_by(plan, scheme, present, begun)
        line = self.new({'plan_id': plan.id, 'scheme_id': scheme.id, 'follows_id': follows.id})
        begun = line._in_line(begun)
        reached = max((MONTHS[period.kind] * period.index for period in begun), default=0)
        done = {period.index for period in own if period.kind == scheme.kind}
        values = []
        for index in range(1, COUNTS[scheme.kind] + 1):
            start, end = bounds(scheme.kind, plan.year, index, scheme._last_day())
            if index in done or MONTHS[scheme.kind] * index <= reached or not begun and end < plan.document_date:
                continue
            key = (plan.company_id, scheme, end)
            due[key] = due.get(key) or line._due_on(end)
            values.append({
                'plan_id': plan.id, 'scheme_id': scheme.id, 'year': plan.year, 'index': index, 'follows_id': follows.id,
                'name': period_name(scheme.kind, plan.year, index), 'date_from': start, 'date_to': end, 'due_date': due[key]})
        return values

    @api.model
    def _left_by(self, plan, scheme, present, begun):
        """:return: dan_van.period, the last one of a scheme by which is not reported on ``plan`` any more and from which none has
        gone on: there ``scheme``, which is new, goes on"""
        used = {each._shared() for each in plan._regular_schemes()}
        followed = (present | begun).follows_id
        return begun.filtered(lambda period: (
            period.scheme_id._shared() not in used and period not in followed
            and (period.kind == scheme.kind or {period.kind, scheme.kind} <= set(_IN_TURN))))[-1:]

    # What a change does is told

    @contextmanager
    def _announcing(self, plans):
        """Tell the current user, and note on ``plans``, what the change that is made meanwhile does to the periods that come next."""
        self = spoken(self)  # noqa: PLW0642
        before = self._coming(plans)
        yield
        after = self._coming(plans)
        told = defaultdict(list)
        for (plan, scheme), days in after.items():
            if days != before.get((plan, scheme)):
                told[plan].append(self._coming_text(days, before.get((plan, scheme))))
        for plan, scheme in before.keys() - after.keys():
            told[plan].append(self.env._("%s: no further period.", scheme.name))
        if not told:
            return
        texts = {plan.id: '\n'.join([self.env._("Next periods:"), *lines]) for plan, lines in told.items()}
        plans.browse(texts)._message_log_batch(texts)
        lines = [f'{plan.code or plan.display_name}: {line}' for plan, lines in told.items() for line in lines]
        self.env.user._bus_send('simple_notification', {
            'type': 'info', 'title': self.env._("Next periods"), 'sticky': True,
            'message': '\n'.join([*lines[:_TOLD], *(['…'] if len(lines) > _TOLD else [])])})

    @api.model
    def _coming(self, plans):
        """:return: ``{(plan, shared scheme): (name, first, last day, day by which it is due)}`` of the period that comes next in each
        line"""
        planned = self.search([
            ('plan_id', 'in', plans.ids), ('index', '>', 0), ('state', '=', 'planned'), ('scheme_id.active', '=', True)],
            order='date_to desc, id desc')
        return {(period.plan_id, period.scheme_id._shared()): (period.name, period.date_from, period.date_to, period.due_date)
                for period in planned}

    def _coming_text(self, days, before):
        """:return: str, which ``days`` the next period has, and which ones had been announced; as :meth:`_coming` has them"""
        def dates(values):
            return [format_date(self.env, day) for day in values]
        name, *own = days
        first, last, due = dates(own)
        text = self.env._("%(period)s: from %(first)s to %(last)s, due on %(due)s.", period=name, first=first, last=last, due=due)
        if not before:
            return text
        name, *own = before
        first, last, _due = dates(own)
        return text + ' ' + self.env._("Before: %(period)s, from %(first)s to %(last)s.", period=name, first=first, last=last)

    # What figures count

    def _is_within(self, other):
        """:return: whether all days of this period are days of ``other``"""
        return other.date_from <= self.date_from and self.date_to <= other.date_to

    def _spans(self):
        """:return: ``{'value' | 'before' | 'last_year': (first, last day) or None}`` of the figures of this period"""
        begin, year = self._year_began(), relativedelta(years=1)
        last_year = self.date_from - year, self.date_to - year
        if self._is_regular():
            # What the calendar gives is a year ago what it gave there: the end of February.
            last_year = tuple(
                there if day == here else moved
                for day, here, there, moved in zip((self.date_from, self.date_to), self._bounds(), self._bounds(-1), last_year))
        return {
            'value': (self.date_from, self.date_to),
            'before': (begin, self.date_from - _DAY) if begin < self.date_from else None, 'last_year': last_year}

    def _year_began(self):
        """:return: date, the first day of the year in the line of this period; a later change of the cut-off does not move it"""
        if not self._is_regular():
            return bounds('year', self.year, 1, self.scheme_id._last_day())[0]
        plan = self.plan_id
        if ended := self._last_years(plan).get((plan, self.scheme_id._shared())):
            return ended + _DAY
        first = (self._in_line(self._begun(plan)[plan]) | self).sorted('date_to')[0]
        return first.date_from if first.index == 1 else bounds('year', self.year, 1, first._cut_off_day())[0]

    def _cut_off_day(self):
        """:return: day of the month of the cut-off that this period had, 31 for the end of the month"""
        if self.date_to == self._bounds()[1]:
            return self.scheme_id._last_day()
        return END_OF_MONTH if (self.date_to + _DAY).day == 1 else self.date_to.day
