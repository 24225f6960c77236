from odoo import api, fields, models
from odoo.fields import Domain

from .report_line import DRAWN


class Report(models.Model):
    """What a report has counted: followed while it is a draft, kept by record from its submission on, let go when it comes back.

    What has changed since is told beside it, never in it.
    """

    _inherit = 'dan_van.report'

    later_changes = fields.Text(
        'Changed since', compute='_compute_later_changes', help="What its figures would say if it were drawn now.")

    def web_read(self, specification):
        """As in Odoo; the form of a draft that follows the records shows what is true now."""
        if len(self) == 1 and not {'figure_ids', 'line_ids'}.isdisjoint(specification):
            # sudo: as action_draw; only for who may write it.
            self._filtered_access('write').filtered(lambda report: report._follows()).sudo()._draw()
        return super().web_read(specification)

    web_read._readonly = False  # pylint: disable=protected-access

    def _follows(self):
        """:return: whether this draft is drawn by itself: somebody still has to write it"""
        return self._kind().counts_records and (self.state, self.period_id.state, self.plan_id.state) == ('draft', 'open', 'issued')

    # Kept

    def _check_submit(self):
        own = self.filtered(lambda report: report._kind().counts_records)
        own._hold_units()
        # sudo: the guard of the step has said who may; what is submitted is what the records say at this moment.
        own.sudo()._draw()
        return super()._check_submit()

    def _do_submit(self):
        result = super()._do_submit()
        for kind, reports in self._by_kind():
            kind.keep_counted(reports)
        return result

    def _do_withdraw(self):
        self._let_go_counted()
        return super()._do_withdraw()

    def _do_return(self):
        self._let_go_counted()
        return super()._do_return()

    def _let_go_counted(self):
        """Let the records that these reports have counted go: they are drafts again."""
        for name, figures in self.figure_ids._by_counted_model().items():
            self.env[name]._let_go(figures)

    def _keep_counted(self):
        """Keep the records that the figures of these reports of units count."""
        counted = self.figure_ids.filtered(lambda figure: figure._is_counted() and figure.source == figure.indicator_id.source)
        for name, figures in counted._by_counted_model().items():
            self.env[name]._keep([
                (indicator._records(period, own.report_id.department_id), own)
                for (period, indicator), own in figures.grouped(
                    lambda figure: (figure.report_id.period_id, figure.indicator_id)).items()])

    def _keep_counted_of_sources(self):
        """Keep what the reports have counted that these are made of."""
        for name, figures in self.figure_ids._by_counted_model().items():
            self.env[name]._keep_of_sources(figures)

    # Told

    @api.depends('state', 'figure_ids.drawn_value', 'figure_ids.before', 'figure_ids.drawn_last_year')
    @api.depends_context('uid', 'lang')
    def _compute_later_changes(self):
        """Compare with what drawing would give now, for those whose business it is."""
        told = self.filtered(lambda report: report.id and not report._follows() and not report.is_gone and report._takes_part())
        lines = dict.fromkeys(self._origin.ids, '')
        # sudo: who takes part in the report reads how its own figures would be.
        for period, reports in told._origin.sudo().grouped('period_id').items():
            present = {(figure.report_id, figure.indicator_id): figure for figure in reports.figure_ids}
            for report, indicator, fresh in reports._fresh_figures(period, reports._indicators(period)):
                figure = present.get((report, indicator))
                if figure and figure.source == indicator.source and (changes := figure._changes(fresh)):
                    lines[report.id] += f"{figure.name}: {'; '.join(changes)}\n"
        for report in self:
            report.later_changes = lines.get(report._origin.id, '').strip()


class ReportFigure(models.Model):
    _inherit = 'dan_van.report.figure'

    adjustment = fields.Float(
        'Adjustment of earlier periods', readonly=True, aggregator=False, given_by=DRAWN,
        help="What is earlier this year now, less what the report before this one had said by then.")
    adjustment_note = fields.Char('Adjustment', compute='_compute_adjustment_note')

    @api.depends('adjustment', 'before')
    @api.depends_context('lang')
    def _compute_adjustment_note(self):
        for figure in self:
            figure.adjustment_note = bool(figure.adjustment) and self.env._(
                "Earlier this year: %(told)s reported, now %(before)s",
                told=f'{figure._told_before():g}', before=f'{figure.before:g}')

    def _told_before(self):
        """:return: number, what the report before this one had said since the beginning of the year"""
        return self.before - self.adjustment

    def _changes(self, fresh):
        """:return: list of str, what of this figure would be otherwise if it were drawn as ``fresh``"""
        labels = {
            'drawn_value': self.env._("this period"), 'previous': self.env._("last period"),
            'before': self.env._("earlier this year"), 'drawn_last_year': self.env._("last year")}
        return [
            f'{label} {self[name]:g} → {fresh[name]:g}' for name, label in labels.items()
            if round(self[name] - fresh[name], 2)]

    def _by_counted_model(self):
        """:return: ``{name of a model: those of these figures that count its records}``"""
        models_by_source = self.env['dan_van.indicator']._counted_models()
        return self.filtered(lambda figure: figure.source in models_by_source).grouped(
            lambda figure: models_by_source[figure.source])

    def _counted_records(self):
        """:return: Domain of the records behind this figure: kept with it, or as a draft counts them now"""
        report = self.report_id
        if report.is_frozen:
            return Domain('figure_ids', 'in', self.ids)
        if report._kind().counts_records:
            return self.indicator_id._records(report.period_id, report.department_id)
        parts = report.source_ids.figure_ids.filtered(lambda figure: figure.indicator_id == self.indicator_id)
        return Domain.OR(part._counted_records() for part in parts)
