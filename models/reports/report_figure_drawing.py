from collections import defaultdict
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain

from ..figures.indicator import combine
from .report_kinds import Proposal, UnitReport


class ReportFigure(models.Model):
    """How a figure comes by its values: from records, shorter periods and sources, and from what was reported before."""

    _inherit = 'dan_van.report.figure'

    @api.model
    def _draw(self, reports, period):
        """Bring the figures of ``reports``, all of ``period``, up to what they would be now."""
        indicators = self._indicators(period)
        targets = self.env['dan_van.target']._values(period.plan_id, indicators)
        present = {(figure.report_id, figure.indicator_id): figure for figure in reports.figure_ids._opened('draw')}
        values = []
        for report, indicator, fresh in self._fresh(reports, period, indicators):
            target = targets.get((report._kind().target_of(report), indicator))
            fresh |= self._kept_values(indicator) | {'target': target or fresh['target']}
            if figure := present.get((report, indicator)):
                figure._write_changes({**fresh, **figure._kept(fresh, target)})
            else:
                values.append({**fresh, 'report_id': report.id, 'indicator_id': indicator.id, 'value': fresh['drawn_value'],
                               'last_year': fresh['drawn_last_year']})
        self._making('draw').create(values)

    @api.model
    def _fresh(self, reports, period, indicators):
        """Yield ``(report, indicator, values)`` of each figure of ``reports``, all of ``period``, as it would be drawn now."""
        counted = self._counted(reports, period, indicators)
        history = self._history(reports, period, indicators, counted)
        proposals = {}
        for kind, own in reports._by_kind():
            proposals |= kind.proposals(own, period, indicators, counted['value'])
        for report in reports:
            for indicator in indicators.filtered(lambda indicator, report=report: report._kind().concerns(report, indicator)):
                key = (*report._place(), indicator)
                proposal = proposals.get(key, Proposal())
                yield report, indicator, {
                    **history[key], 'drawn_value': proposal.value, 'detail': proposal.detail, 'left_out': proposal.left_out}

    def _kept(self, fresh, target):
        """:return: values of what people type, as they stand after drawing again; a ``target`` that is set holds"""
        kept = {}
        if self.value == self.drawn_value:
            kept['value'] = fresh['drawn_value']
        if self.last_year == self.drawn_last_year:
            kept['last_year'] = fresh['drawn_last_year']
        kept['target'] = target or self.target or fresh['target']
        return kept

    @api.model
    def _indicators(self, period):
        """:return: dan_van.indicator, those in use, and those that were when the reports of ``period`` were drawn: a period ends
        with the one with which it began, not with what has replaced it meanwhile"""
        reported = self._read_group([('report_id.period_id', '=', period.id)], ['indicator_id'])
        Indicator = self.env['dan_van.indicator'].with_context(active_test=False)
        began = [indicator.id for indicator, in reported]
        found = Indicator.search(Domain('theme_id', '=', period.theme_id.id) & (
            Indicator._in_use(period.company_id) & Domain('active', '=', True)
            | Domain('company_id', 'in', (period.company_id.id, False)) & Domain('id', 'in', began)))
        return found.filtered(lambda indicator: indicator.replaces_id not in found or indicator.id in began)

    # What is proposed; a place is whose figures are summed, see Report._place

    @api.model
    def _counted(self, reports, period, indicators):
        """:return: as ``Indicator._counted``, by ``(*place, indicator)``; the agency's is that of all units"""
        units = self.env['hr.department'].union(*(kind.units(own) for kind, own in reports._by_kind()))
        found = {}
        for name, values in indicators._counted(period, units).items():
            found[name] = defaultdict(float)
            for (unit, indicator), value in values.items():
                for place in reports._places_above(UnitReport.scope, unit):
                    found[name][(*place, indicator)] += value
        return found

    @api.model
    def _proposed_by_sources(self, reports):
        """:return: what the sources of ``reports`` come to, as :meth:`.report_kinds.ReportKind.proposals`"""
        found = {}
        for report, sources in reports._received().items():
            for indicator, figures in sources.figure_ids.grouped('indicator_id').items():
                figures = figures.sorted(
                    lambda figure: (figure.report_id.approved_date or datetime.min, figure.id))
                found[(*report._place(), indicator)] = Proposal(
                    combine(indicator.aggregation, figures.mapped('value')), figures._by_unit(), '; '.join(
                        f'{figure.report_id._reporter()}: {figure.left_out}' for figure in figures if figure.left_out) or False)
        return found

    @api.model
    def _proposed_by_records(self, reports, period, indicators, counted):
        """:return: what the records say, and the shorter periods, as :meth:`.report_kinds.ReportKind.proposals`"""
        places = {report._place() for report in reports}
        found = {key: Proposal(value) for key, value in counted.items() if key[:2] in places}
        for (unit, indicator), (whole, partly) in self._shorter(reports, period, indicators).items():
            key = (UnitReport.scope, unit.id, indicator)
            if indicator._is_counted():
                value, partly = counted[key] + whole._correction(), partly.filtered(lambda figure: figure._correction())
            else:
                value, partly = combine(indicator.cumulation, whole.mapped('value')), partly.filtered('value')
            found[key] = Proposal(value, left_out=partly._by_period())
        return found

    @api.model
    def _shorter(self, reports, period, indicators):
        """
        :return: ``{(unit, indicator): (figures, figures)}`` of the months that make up ``period``, of its quarters where no month was
            reported; and of those of them that are no part of it, since they have days of it and others as well
        """
        kinds = {'quarter': ['month'], 'half': ['month', 'quarter'], 'nine': ['month', 'quarter'],
                 'year': ['month', 'quarter']}.get(period.kind)
        if not kinds or not reports:
            return {}
        now = indicators._with_replaced()
        figures = self.search([
            ('indicator_id', 'in', [each.id for each in now]), ('report_id.plan_id', 'in', period.plan_id._versions().ids),
            ('report_id.scope', '=', UnitReport.scope), ('report_id.department_id', 'in', reports.department_id.ids),
            ('report_id.is_frozen', '=', True), ('report_id.is_gone', '=', False), ('report_id.period_id.kind', 'in', kinds),
            ('report_id.date_to', '>=', period.date_from), ('report_id.period_id.date_from', '<=', period.date_to)])
        return {
            key: own._parts_of(period, kinds)
            for key, own in figures._once().grouped(lambda figure: (figure.report_id.department_id, now[figure.indicator_id])).items()}

    def _parts_of(self, period, kinds):
        """:return: ``(figures, figures)``, see :meth:`_shorter`, of the first of ``kinds`` that has parts of ``period``"""
        whole = self.filtered(lambda figure: figure.report_id.period_id._is_within(period))
        used = [kind for kind in kinds if kind in whole.report_id.period_id.mapped('kind')][:1] or kinds
        return tuple(part.filtered(lambda figure: figure.report_id.period_id.kind in used) for part in (whole, self - whole))

    def _by_period(self):
        """:return: str, e.g. ``Tháng 3 năm 2022 (01/03/2022 - 31/03/2022): 12``, or False"""
        return '; '.join(
            f'{period.name} ({period.date_from:%d/%m/%Y} - {period.date_to:%d/%m/%Y}): {figure.value:g}'
            for figure in self for period in figure.report_id.period_id) or False

    def _by_unit(self):
        """:return: str, e.g. ``TT&ĐB: 12; CS: 3``"""
        return '; '.join(
            f'{figure.report_id._short_reporter()}: {figure.value:g}'
            for figure in self.sorted(lambda figure: (
                figure.report_id.organ_id.sequence, figure.report_id.organ_id.name or '', figure.report_id.department_id.complete_name or ''))
            if figure.value)

    # What went before

    @api.model
    def _history(self, reports, period, indicators, counted):
        """Return what went before ``period``: as reported in its line, so in its theme, or as counted from the records.

        Earlier this year is what was reported on the plan or on one that it replaces.

        :param counted: see :meth:`_counted`
        :return: ``defaultdict {(*place, indicator): values}``
        """
        now = indicators._with_replaced()
        figures = self.search([
            ('indicator_id', 'in', [each.id for each in now]),
            ('report_id.scheme_id', 'in', period._line_schemes().ids),
            ('report_id.company_id', '=', period.company_id.id), ('report_id.is_frozen', '=', True),
            ('report_id.is_gone', '=', False), ('report_id.date_to', '<', period.date_to),
            ('report_id.date_to', '>=', period.date_to - relativedelta(months=13)),
            '|', ('report_id.scope', '!=', 'below'), ('report_id.state', '=', 'received')])
        found = defaultdict(lambda: {'before': 0, 'has_before': False, 'previous': 0, 'drawn_last_year': 0, 'target': 0, 'adjustment': 0})
        earlier = defaultdict(self.browse)
        plans, before = period.plan_id._versions(), period.plan_id.previous_id._versions()
        for figure in figures._once():
            report = figure.report_id
            key = (*report._place(), now[figure.indicator_id])
            if report.plan_id in plans:
                earlier[key] += figure
            elif period._is_a_year_after(report.period_id) and (not before or report.plan_id in before):
                found[key]['drawn_last_year'] += figure.value
        for key, line in earlier.items():
            found[key] |= {
                'before': combine(key[2].cumulation, line.mapped('value')), 'has_before': True,
                'previous': line[-1].value, 'target': line[-1].target}
        self._count_history(reports, period, found, earlier, indicators, counted)
        for key, line in earlier.items():
            # Figures that follow each other connect, or say why they don't.
            if line and line[-1].report_id.date_to + timedelta(days=1) == period.date_from:
                found[key]['adjustment'] = round(found[key]['before'] - line[-1].cumulative, 2)
        return found

    @api.model
    def _count_history(self, reports, period, found, earlier, indicators, counted):
        """Let what is counted begin with the year, whatever was reported; what people have corrected stays corrected."""
        began = bool(period._spans()['before'])
        corrections = defaultdict(float)
        for (scope, unit, indicator), figures in earlier.items():
            for place in reports._places_above(scope, unit):
                corrections[(*place, indicator)] += figures._correction()
        keys = {report._place() for report in reports}
        for indicator in indicators.filtered(lambda indicator: indicator._is_counted()):
            for key in ((*place, indicator) for place in keys):
                found[key] |= {'before': counted['before'][key] + corrections[key], 'has_before': began}
                if not earlier[key] and indicator.cumulation == 'last':
                    found[key]['previous'] = counted['before'][key]
                found[key]['drawn_last_year'] = found[key]['drawn_last_year'] or counted['last_year'][key]

    def _once(self):
        """:return: these in the order of time, without those of a period that was reported again under a scheme of the agency's
            own which replaces theirs"""
        found = {}
        for figure in self.sorted(lambda figure: bool(figure.report_id.scheme_id.replaces_id)):
            report, indicator = figure.report_id, figure.indicator_id
            found[report.plan_id, report._place(), report.period_id._calendar_key(), indicator._shared()] = figure
        return self.browse([figure.id for figure in found.values()]).sorted(lambda figure: figure.report_id.date_to)

    def _correction(self):
        """:return: number by which people have corrected what was counted for these figures; what is there at a moment is
        counted anew at the next one"""
        return sum(figure.value - figure.drawn_value for figure in self if figure._is_counted() and figure.cumulation == 'sum')
