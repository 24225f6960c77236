from odoo import models
from odoo.tools import float_compare

from ...rendering.figures import Figure, FiguresHead, write_figures
from ...rendering.wording import decimal_text, span_text
from ..core.res_company import legal_today
from ..figures.indicator import combine
from .report_kinds import COME


class Period(models.Model):
    """The figures of a period as an Excel sheet: indicators down, units across."""

    _inherit = 'dan_van.period'

    def action_figures_sheet(self):
        """Download the figures of the period as far as the user may read them.

        :return: action
        """
        self.ensure_one()
        return {'type': 'ir.actions.act_url', 'url': f'/dan_van/period/{self.id}/figures.xlsx', 'target': 'download'}

    def _write_figures_sheet(self, file):
        """Write the sheet of what the user may read: the units' reports that have been received, and what they come to.

        Who reads but the reports of his own unit sees them as they stand.

        :param file: binary file
        """
        self.ensure_one()
        reports = self.env['dan_van.report'].search([('period_id', '=', self.id), ('scope', 'in', self.env['dan_van.report']._awaited_scopes())]).sorted(
            lambda report: (report.scope != 'unit', report.department_id.complete_name or '', report.organ_id.sequence, report.id))
        sees_others = any(report.organ_id or not report.department_id._is_member() for report in reports)
        counted = reports.filtered(lambda report: report.state in COME) if sees_others else reports
        write_figures(file, self._figures_head(reports, counted), self._figures(reports, counted, sees_others))

    def _figures_head(self, reports, counted):
        profile = self.env['dan_van.agency.profile']._find(self.company_id, legal_today(self))
        plan = self.plan_id
        return FiguresHead(
            profile.parent or '', tuple((profile.issuer or self.company_id.name).splitlines()),
            (f"{self.name} ({span_text(self.date_from, self.date_to)})",
             plan._heading()),
            tuple(report._reporter() + ("" if report in counted else "\n(chưa nhận báo cáo)") for report in reports))

    def _figures(self, reports, counted, sees_others):
        """:return: list of :class:`rendering.figures.Figure`"""
        agency = self.agency_report_id.figure_ids.grouped('indicator_id') if sees_others or not reports else {}
        units = {(figure.report_id, figure.indicator_id): figure for figure in counted.figure_ids}
        kept = {figure.indicator_id: figure for figure in (*counted.figure_ids, *agency.values())}
        indicators = self.env['dan_van.indicator'].union(*kept).sorted(lambda each: (kept[each].sequence, each.id))
        targets = self.env['dan_van.target']._values(self.plan_id, indicators) if sees_others else {}
        none = self.env['dan_van.report.figure']
        return [
            self._figure(kept[indicator], [units.get((report, indicator), none) for report in reports],
                         agency.get(indicator, none), targets.get((False, indicator)))
            for own in indicators.grouped(lambda indicator: kept[indicator].group_name).values() for indicator in own]

    def _figure(self, kept, own, agency, target):
        """Return a row.

        :param kept: dan_van.report.figure that says what its indicator was: the agency's, else a unit's
        :param own: list of dan_van.report.figure, one or none for each unit
        :param agency: dan_van.report.figure of the agency's report, if there is one
        :param target: of the agency's plan, if it has one
        """
        present = self.env['dan_van.report.figure'].union(*own)
        by_time = present.sorted(lambda figure: (figure.report_id.approved_date or figure.create_date, figure.id))
        follows = combine(kept.aggregation, by_time.mapped('value'))
        corrected = not present or bool(agency) and float_compare(agency.value, agency.drawn_value, precision_digits=2) != 0
        whole = agency.value if corrected else follows
        told = agency or by_time  # of the year so far
        before = [combine(kept.aggregation, told.mapped('before'))] if any(told.mapped('has_before')) else []
        return Figure(
            kept.group_name or '', kept.name, kept.uom_name or '', kept.aggregation,
            tuple(figure.value if figure else None for figure in own), whole,
            combine(kept.cumulation, [*before, whole]),
            combine(kept.aggregation, told.mapped('last_year')),
            agency.target or target or combine(kept.aggregation, told.mapped('target')),
            self._figure_note(agency, follows) if corrected and present else '', corrected)

    def _figure_note(self, agency, follows):
        reason = f" ({agency.reason})" if agency.reason else ''
        return f"Các đơn vị: {decimal_text(follows)}; cơ quan báo cáo {decimal_text(agency.value)}{reason}"
