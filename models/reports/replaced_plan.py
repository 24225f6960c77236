from odoo import models


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


class Period(models.Model):
    _inherit = 'dan_van.period'

    def _go_over(self, plan, pairs):
        """Move those that are open to ``plan``, with their reports; not those of which the agency's report has been issued.

        :param pairs: ``{old duty: new duty}``
        """
        there = {(period.scheme_id, period.kind, period.year, period.index) for period in plan.period_ids if period.index}
        moved = self.filtered(lambda period: (
            period.state == 'open' and (period.scheme_id, period.kind, period.year, period.index) not in there
            and not period.report_ids.filtered(lambda report: report.scope == 'agency' and report.is_out)))
        moved._opened('replace', 'plan_id').write({'plan_id': plan.id})
        for old, lines in moved.report_ids.line_ids.grouped('assignment_id').items():
            duty = pairs.get(old, old)
            content = duty.content_ids.filtered(lambda part: part.plan_id == plan).sorted('sequence')[:1]
            lines._opened('replace', 'content_id').write({'assignment_id': duty.id, 'content_id': content.id})
