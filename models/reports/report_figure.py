from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import float_compare

from ...rendering.wording import decimal_text, percent_text
from ..figures.indicator import TIME_RULES, UNIT_RULES, combine
from .report_line import DRAWN


class ReportFigure(models.Model):
    """Value of an indicator on a report: this period, since the beginning of the year, and last year's."""

    _name = 'dan_van.report.figure'
    _description = 'Figure of a report'
    _inherit = ['dan_van.partial.reading', 'dan_van.document.part']
    _order = 'report_id, sequence, id'
    _rec_name = 'indicator_id'
    _check_company_auto = True

    _documents = ('report_id',)

    report_id = fields.Many2one('dan_van.report', required=True, ondelete='cascade', index=True, open_in=())
    company_id = fields.Many2one(related='report_id.company_id', store=True, precompute=True, index=True)
    indicator_id = fields.Many2one(
        'dan_van.indicator', required=True, index=True, ondelete='restrict', check_company=True, open_in=())
    # The indicator as it was when the figure was drawn
    name = fields.Char(compute='_compute_indicator', store=True, precompute=True, given_by=DRAWN)
    sequence = fields.Integer(compute='_compute_indicator', store=True, precompute=True, given_by=DRAWN)
    group_name = fields.Char('Group', compute='_compute_indicator', store=True, precompute=True, given_by=DRAWN)
    uom_name = fields.Char('Unit of measure', compute='_compute_indicator', store=True, precompute=True, given_by=DRAWN)
    source = fields.Selection(
        lambda self: self.env['dan_van.indicator']._fields['source']._description_selection(self.env),
        compute='_compute_indicator', store=True, precompute=True, given_by=DRAWN)
    aggregation = fields.Selection(
        UNIT_RULES, 'Over the units', compute='_compute_indicator', store=True, precompute=True, given_by=DRAWN)
    cumulation = fields.Selection(
        TIME_RULES, 'Over the year', compute='_compute_indicator', store=True, precompute=True, given_by=DRAWN)
    value = fields.Float('This period', aggregator=False)
    drawn_value = fields.Float(
        'Last proposal', readonly=True, given_by=DRAWN,
        help="As counted from the records, or as shorter periods and units have it.")
    is_corrected = fields.Boolean('Corrected', compute='_compute_is_corrected', compute_sudo=True)
    reason = fields.Char('Reason for the correction', help="Why the report says otherwise than the records.")
    detail = fields.Char('By unit', readonly=True, given_by=DRAWN, help="The units' values that the agency's is made of.")
    left_out = fields.Char(
        'Reported for other days', readonly=True, given_by=DRAWN,
        help="Shorter periods that were reported and are no part of the figure: not all of their days are in its period.")
    left_out_note = fields.Char('Left out', compute='_compute_left_out_note')
    before = fields.Float('Earlier this year', readonly=True, aggregator=False, given_by=DRAWN)
    has_before = fields.Boolean('Reported earlier this year', readonly=True, given_by=DRAWN)
    cumulative = fields.Float('Since the beginning of the year', compute='_compute_cumulative', store=True, precompute=True, aggregator=False)
    adjustment = fields.Float(
        'Adjustment of earlier periods', readonly=True, aggregator=False, given_by=DRAWN,
        help="What is earlier this year now, less what the report before this one had said by then.")
    adjustment_note = fields.Char('Adjustment', compute='_compute_adjustment_note')
    previous = fields.Float('Last period', readonly=True, aggregator=False, given_by=DRAWN)
    last_year = fields.Float('Same period last year', aggregator=False, help="Taken from last year's report where there is one.")
    drawn_last_year = fields.Float('Last proposal for last year', readonly=True, given_by=DRAWN)
    target = fields.Float('Target of the year', aggregator=False)
    change = fields.Float('Compared with last year (%)', compute='_compute_change')
    achieved = fields.Float('Of the target (%)', compute='_compute_change')

    _indicator_unique = models.UniqueIndex('(report_id, indicator_id)', "The report has this figure already.")

    # How the figure came about, which the issued document does not say.
    _partial_fields = frozenset({
        'drawn_value', 'is_corrected', 'reason', 'detail', 'left_out', 'left_out_note', 'drawn_last_year'})

    def _hidden(self):
        foreign = self.report_id.filtered(lambda report: not report._takes_part())
        return {figure: self._partial_fields for figure in self.filtered(lambda figure: figure.report_id in foreign)}

    @api.model
    def _shown_to_sql(self, alias, name, query):
        return self.env['hr.department']._shown_to_own_sql(
            self._field_to_sql(alias, 'report_id', query), "%s IN (SELECT id FROM dan_van_report WHERE department_id IN %s)")

    def _why_given(self, names):
        return self.env._("Earlier and summed figures come from other reports. Type the figure of this period.")

    _kept_fields = ('name', 'sequence', 'group_name', 'uom_name', 'source', 'aggregation', 'cumulation')

    @api.depends('indicator_id')
    def _compute_indicator(self):
        """The indicator's own fields are no dependency: a draft follows them when it is drawn again."""
        for figure in self:
            figure.update(self._kept_values(figure.indicator_id))

    @api.constrains('indicator_id', 'report_id')
    def _check_theme(self):
        for figure in self:
            theme = figure.report_id.theme_id
            if figure.indicator_id.theme_id != theme:
                raise ValidationError(self.env._(
                    "“%(indicator)s” belongs to another theme than the report: choose an indicator of “%(theme)s”.",
                    indicator=figure.indicator_id.name, theme=theme.name))

    @api.depends('value', 'before', 'has_before', 'cumulation')
    def _compute_cumulative(self):
        for figure in self:
            earlier = [figure.before] if figure.has_before else []
            # A new row has no indicator yet.
            figure.cumulative = figure.cumulation and combine(figure.cumulation, [*earlier, figure.value])

    @api.depends('value', 'last_year', 'cumulative', 'target')
    def _compute_change(self):
        for figure in self:
            figure.change = figure.last_year and figure.value / figure.last_year * 100
            figure.achieved = figure.target and figure.cumulative / figure.target * 100

    def _is_counted(self):
        """:return: whether the figure came from records"""
        return bool(self.source) and self.source != 'typed'

    @api.depends('value', 'drawn_value', 'source')
    def _compute_is_corrected(self):
        for figure in self:
            figure.is_corrected = figure.report_id._kind().is_drawn and figure._is_counted() and float_compare(
                figure.value, figure.drawn_value, precision_digits=2) != 0

    def _missing(self):
        """:return: sentences that say which corrections still lack a reason"""
        return [
            self.env._(
                "“%(name)s”: the records give %(counted)s, the report says %(value)s. Write the reason, or take the records' figure.",
                name=figure.name, counted=f'{figure.drawn_value:g}', value=f'{figure.value:g}')
            for figure in self if figure.is_corrected and not (figure.reason or '').strip()]

    @api.depends('adjustment', 'before')
    @api.depends_context('lang')
    def _compute_adjustment_note(self):
        for figure in self:
            figure.adjustment_note = bool(figure.adjustment) and self.env._(
                "Earlier this year: %(told)s reported, now %(before)s",
                told=f'{figure._told_before():g}', before=f'{figure.before:g}')

    @api.depends('left_out')
    @api.depends_context('lang', 'uid')
    def _compute_left_out_note(self):
        for figure in self:
            figure.left_out_note = bool(figure.left_out) and self.env._(
                "%s. Not all of these days are in the period of this report: type what belongs to it.", figure.left_out)

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

    # The records that it counts

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

    def _keep_counted(self):
        """Keep the records that these figures of units' reports count."""
        counted = self.filtered(lambda figure: figure._is_counted() and figure.source == figure.indicator_id.source)
        for name, figures in counted._by_counted_model().items():
            self.env[name]._keep([
                (indicator._records(period, own.report_id.department_id), own)
                for (period, indicator), own in figures.grouped(
                    lambda figure: (figure.report_id.period_id, figure.indicator_id)).items()])

    def _keep_counted_of_sources(self):
        """Keep what the reports have counted that those of these figures are made of."""
        for name, figures in self._by_counted_model().items():
            self.env[name]._keep_of_sources(figures)

    def action_open_records(self):
        """Open the records that the figure was counted from, of a draft those that it counts now; of the agency's figure those of
        the units taken in.

        :return: action
        :raise UserError: the figure is typed
        """
        self.ensure_one()
        if not self._is_counted():
            raise UserError(self.env._("“%s” is typed, there are no records behind it.", self.name))
        Model = self.env[self.indicator_id._counted_models()[self.source]]
        action = self.env['ir.actions.act_window']._for_xml_id(Model._counted_action)
        return {**action, 'name': self.name, 'domain': list(self._counted_records()), 'context': {'create': False}}

    # Print

    def _printed_name(self):
        """:return: str, the name with what the reports before this one had said otherwise"""
        if not self.adjustment:
            return self.name
        told, before = decimal_text(self._told_before()), decimal_text(self.before)
        return f"{self.name} (điều chỉnh số liệu kỳ trước: lũy kế đã báo cáo {told}, nay là {before})"

    def _printed_values(self):
        """:return: the numbers of this row of the annex, as Vietnamese documents write them"""
        return (
            decimal_text(self.value), decimal_text(self.previous) if self.has_before else '',
            decimal_text(self.cumulative), decimal_text(self.last_year) if self.last_year else '',
            percent_text(self.value, self.last_year), decimal_text(self.target) if self.target else '',
            percent_text(self.cumulative, self.target))
