import datetime

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date, format_list

from ..core.in_groups import in_groups
from ..core.mail_switches import QUIET
from ..core.res_company import legal_today
from .due_days import CONTINUOUS, days_of, ends, text_of

BATCH = 500  # duties between two commits
AHEAD = 5  # years ahead for which what returns is planned, as the longest plans are


class Occurrence(models.Model):
    """On which days duties are due: made when their plan is issued, and kept up as what they follow changes.

    Those that the plan names are made whatever day it is; those that return from the day of issue on, later from today on alone, so
    that nobody becomes late in the past.
    """

    _inherit = 'dan_van.occurrence'

    @api.model
    def _cron_follow(self):
        """Make what is missing of the plans at work; one commit a batch, so it may be killed."""
        duties = self.env['dan_van.assignment'].search(Domain('is_at_work', '=', True) & (
            Domain('recurrence', '!=', False) | Domain('occurrence_ids', '=', False)), order='id')
        self.env['ir.cron']._dan_van_in_batches(duties, self._follow, BATCH)

    @api.model
    def _follow(self, duties, at_issue=False):
        """Let duties be due on the days that they are planned for; what has been done, and what was moved, stays as it is.

        :param duties: dan_van.assignment
        :param at_issue: whether their plan is being issued: what returns is due from the day of issue on
        """
        # sudo: the days follow from the plan, whoever has changed it; the log of the duty tells of its work alone.
        duties = duties.sudo().with_context(mail_notrack=QUIET)
        duties = duties.filtered(lambda duty: duty.scope == 'unit' and duty.is_tracked)
        self._note_deadlines(duties.filtered(lambda duty: not duty.occurrence_ids))
        today, report_days = legal_today(self), self._report_days(duties.plan_id)
        placed, values, gone = {}, [], duties.occurrence_ids.browse()
        for duty in duties:
            first = duty._document()._duty_day() if at_issue else today
            days = self._days(duty, max(filter(None, (first or today, duty.start_date))), report_days.get(duty.plan_id, {}))
            done = duty._days_done_before()
            days = {day: due for day, due in days.items() if day not in done}
            moves, missing, left = self._fit(duty, days, first or today)
            placed |= moves
            gone |= left
            values += [{'assignment_id': duty.id, 'planned_date': planned, 'due_date': duty._extended(days[planned])}
                       for planned in missing]
        with duties._following_dates():
            for days, occurrences in in_groups(placed):
                occurrences._opened('plan').write(days)
            gone._opened('plan').unlink()
            gone._making('plan').create(values)

    @api.model
    def _note_deadlines(self, duties):
        """Keep by when duties, which have no occurrence yet, are planned to be done; ``deadline`` moves on from now on."""
        for values, own in in_groups({duty: {'planned_deadline': duty.deadline} for duty in duties}):
            own._opened('plan').write(values)

    @api.model
    def _report_days(self, plans):
        """Return when is reported on plans; the rooms above say it.

        :return: ``{plan: {day of the cut-off: day by which the report is due}}``
        """
        return {}

    @api.model
    def _days(self, duty, first, report_days):
        """:return: ``{day for which the duty is planned: day by which it is due}``, ``{False: False}`` where no day is named;
            what returns from ``first`` on, no further ahead than :data:`AHEAD`; the schedule goes on with it"""
        last, named = duty.planned_deadline, days_of(duty.further_dates)
        if named or not duty.recurrence:
            return {day: day for day in sorted({last, *named} - {False})} or {False: False}
        if duty.recurrence == CONTINUOUS:
            found = {day: due for day, due in report_days.items() if first <= day and (not last or day <= last)}
        else:
            year = duty._document()._duty_year()
            end = last or datetime.date(year, 12, 31)
            # A plan that is issued before its year begins with it.
            horizon = datetime.date(min(max(first.year, year) + AHEAD, datetime.MAXYEAR), 12, 31)
            found = {day: day for day in ends(duty.recurrence, max(first, datetime.date(year, 1, 1)), min(end, horizon))}
        if last:
            found.setdefault(last, last)
        return found or {False: False}

    @api.model
    def _fit(self, duty, days, first):
        """Compare the occurrences of a duty with the days for which it is planned.

        What is planned for another day goes on as one that is missing: what has no day, what the text of a plan that replaces
        another names otherwise, and what is still to come where a period has moved.

        :param days: as :meth:`_days` has them
        :param first: the day from which on ``days`` tells what returns
        :return: ``({occurrence: its new days}, list of the days that are missing, occurrences that are left over)``
        """
        present = {occurrence.planned_date: occurrence for occurrence in duty.occurrence_ids}
        is_fixed = not duty.recurrence or bool(duty.further_dates)
        if present and not is_fixed and days.keys() == {False}:
            days = {}
        loose = duty.occurrence_ids.filtered(lambda each: each.planned_date not in days and (
            not each.planned_date or is_fixed or not each.done_date and each.planned_date >= first)).sorted(
                lambda each: (not each.done_date, not each._is_touched(), each.planned_date or datetime.date.max, each.id))
        missing = [day for day in sorted(days, key=lambda day: day or datetime.date.max) if day not in present]
        moves = {each: {'planned_date': day, 'due_date': duty._extended(days[day])} for each, day in zip(loose, missing)}
        for day in days.keys() & present.keys() if duty.recurrence == CONTINUOUS else ():
            if not present[day].done_date and present[day].due_date != (due := duty._extended(days[day])):
                moves[present[day]] = {'due_date': due}
        left = loose[len(missing):].filtered(lambda each: each.planned_date and each._may_go())
        return moves, missing[len(loose):], left

    # A unit that goes on with the work of another one

    @api.model
    def _hand_on(self, pairs):
        """Let new duties of the same plan go on with what is open of others, which stays there as it was.

        :param pairs: ``{old duty: new duty}``
        """
        self._copy_open({each: pairs[each.assignment_id] for before in pairs for each in before.occurrence_ids if not each.done_date})
        self._follow(self.env['dan_van.assignment'].union(*pairs.values()))

    @api.model
    def _copy_open(self, pairs):
        """
        :param pairs: ``{occurrence that is open: duty that goes on with it}``
        """
        new = self._making('plan').create([{
            'assignment_id': duty.id,
            **{name: each[name] for name in ('planned_date', 'due_date', 'result', 'progress_before')}} for each, duty in pairs.items()])
        for each, occurrence in zip(pairs, new.with_env(self.env)):
            if files := each._shown_evidence():
                duty = occurrence.assignment_id
                copies = files.copy({'res_model': duty._name, 'res_id': duty.id})
                duty._opened('work', 'evidence_ids').evidence_ids |= copies
                occurrence._opened('plan').evidence_ids = copies

    def _go_on_open(self):
        """Let the unit to which a duty was handed over go on with these times of it, which are open again; not where the duty was
        dropped, or that unit had it already and has this time of its own."""
        pairs = {each: duty for each in self if (duty := each.assignment_id._handed_to()) != each.assignment_id and not duty.ended
                 and each.planned_date not in duty.occurrence_ids.mapped('planned_date')}
        for each, duty in pairs.items():
            if each.planned_date and (duty.further_dates or not duty.recurrence):  # else it would not be planned for that day
                duty._opened('change', 'further_dates').further_dates = text_of({*days_of(duty.further_dates), each.planned_date})
        duties = self.env['dan_van.assignment'].union(*pairs.values())
        with duties._following_dates():
            self._copy_open(pairs)
        for duty in duties:
            duty._opened('work').progress = min(duty.progress, 99)
            readers = duty._readers((duty.department_id._acting_head() | duty.user_ids) - self.env.user)
            duty._telling().message_post(partner_ids=readers.partner_id.ids, body=self.env._(
                "Open again, since what another unit had reported as done was returned or withdrawn: %s", format_list(self.env, [
                    format_date(self.env, each.due_date) if each.due_date else self.env._("no day named")
                    for each, to in pairs.items() if to == duty])))

    # A plan that goes on with the work of another one

    @api.model
    def _take_over(self, pairs):
        """Give duties what was entered under the plan that theirs replaces; that stays there as it was.

        :param pairs: ``{old duty: new duty}``
        :return: ``{old occurrence: new occurrence}``
        """
        duties = self.env['dan_van.assignment'].union(*pairs.values()).with_context(mail_notrack=QUIET)
        duties.occurrence_ids._opened('plan').unlink()
        self._note_deadlines(duties)
        old = [each for before in pairs for each in before.occurrence_ids if each._is_touched()]
        new = self._making('plan').create([{
            'assignment_id': pairs[each.assignment_id].id,
            **{name: each[name] for name in (
                'planned_date', 'due_date', 'result', 'done_date', 'done_reason', 'progress_before')},
        } for each in old])
        # Of before there were occurrences.
        self._making('plan').create([{
            'assignment_id': duty.id, 'planned_date': before.deadline, 'due_date': before.deadline,
            **{name: before[name] for name in ('result', 'done_date', 'done_reason')},
        } for before, duty in pairs.items() if not before.occurrence_ids and (before.result or before.done_date)])
        duties.mapped('deadline')  # computed here, where the log is quiet
        return dict(zip(old, new.with_env(self.env)))
