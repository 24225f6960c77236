from odoo import models
from odoo.tools.misc import groupby

from ...importer.words import canonical


class Report(models.Model):
    """A plan that replaces another one is reported on as its work goes on."""

    _inherit = 'dan_van.report'

    def _last_lines(self, period, duties):
        """Add what was last reported of the duties that these continue, where nothing has been reported of them yet."""
        before = {duty.id: duty.continues_id for duty in duties if duty.continues_id}
        found = super()._last_lines(period, duties)
        missing = {id_: old for id_, old in before.items() if id_ not in found}
        if missing:
            earlier = self._last_lines(period, duties.browse().union(*missing.values()))
            found |= {id_: earlier[old.id] for id_, old in missing.items() if old.id in earlier}
        return found


class Plan(models.Model):
    _inherit = 'dan_van.plan'

    def _hand_over_to(self, plan, pairs):
        """Let what is being reported at this moment be reported under the new plan too; nobody writes it a second time."""
        if plan.theme_id == self.theme_id:
            self.period_ids._go_over(plan, pairs)
        return super()._hand_over_to(plan, pairs)

    def _same_contents(self, plan):
        """:return: ``{content of this plan: the one of plan that says the same}``; the label tells apart what is said twice"""
        found = {}
        for key in (_words, lambda part: (_words(part), canonical(part.label or ''))):
            there = {words: same[0] for words, same in groupby(plan.content_ids, key) if len(same) == 1}
            found |= {old: there[key(old)] for old in self.content_ids if key(old) in there}
        return found


def _words(content):
    return canonical(content.title or ''), canonical(content.text or '')


class Period(models.Model):
    _inherit = 'dan_van.period'

    def _go_over(self, plan, pairs):
        """Move those that are open to ``plan``, with their reports; not those of which the agency's report has been issued.

        :param pairs: ``{old duty: new duty}``
        """
        there = {period._calendar_key() for period in plan.period_ids}
        moved = self.filtered(lambda period: (
            period.state == 'open' and period._calendar_key() not in there
            and not period.report_ids.filtered(lambda report: report.scope == 'agency' and report.is_out)))
        contents = moved.plan_id._same_contents(plan)
        moved._opened('replace', 'plan_id').write({'plan_id': plan.id})
        moved.report_ids.line_ids._go_over(plan, pairs, contents)


class ReportLine(models.Model):
    _inherit = 'dan_van.report.line'

    def _go_over(self, plan, pairs, contents):
        """Let these lines be of ``plan``. What was taken in from another report follows it, and what was edited stays so.

        :param pairs: ``{old duty: new duty}``
        :param contents: ``{content of the old plan: the same content of the new one}``
        """
        before = {line: line.content_id for line in self}
        for line in self.sorted(lambda line: bool(line.source_id))._opened('replace', 'content_id'):  # sources first
            duty = pairs.get(line.assignment_id, line.assignment_id)
            line.write({'assignment_id': duty.id, **line._contents_under(plan, duty, contents)})
        lost = self.filtered(lambda line: before[line] and not line.content_id).grouped('report_id')
        self.report_id.browse([report.id for report in lost])._message_log_batch({report.id: self.env._(
            "The plan %(plan)s has no content that says the same as these: what was reported of them stands under none. Choose another "
            "one where it belongs to one: %(contents)s.", plan=plan.code,
            contents='; '.join(dict.fromkeys(before[line].display_name for line in lines))) for report, lines in lost.items()})

    def _contents_under(self, plan, duty, contents):
        """:return: values of this line, a line of ``duty`` under ``plan``; the rest as for :meth:`_go_over`"""
        none, taken = self.content_id.browse(), self.taken_in
        before = none.browse(taken['drawn']['content'] or ()) if taken else self.content_id
        if self.source_line_id:
            drawn = self.source_line_id.content_id
        else:
            drawn = self._content_of(duty, plan) or contents.get(before, none)
        own = drawn if self.content_id == before else contents.get(self.content_id, none)
        if not taken:
            return {'content_id': own.id}
        edits = {name: edit for name, edit in taken['edits'].items() if name != 'content'}
        if 'content' in taken['edits'] and (own or not self.content_id):
            edits['content'] = [own.id, drawn.id]
        elif not own and self.content_id:
            own = drawn  # the content that somebody chose is gone
        return {'content_id': own.id, 'taken_in': {'drawn': {**taken['drawn'], 'content': drawn.id}, 'edits': edits}}
