from odoo import api, fields, models
from odoo.fields import Domain


class Report(models.Model):
    """A draft tells which of its figures do not fit each other, and is not submitted before they do or are explained."""

    _inherit = 'dan_van.report'

    figure_findings = fields.Json(compute='_compute_figure_findings')
    figure_problems = fields.Text('Figures that do not fit', compute='_compute_figure_problems')
    figure_explanation = fields.Text('Explanation of the figures', help="Why figures are right although they do not fit each other.")

    @api.depends('state', 'company_id', 'theme_id', 'figure_ids.value', 'figure_ids.previous', 'figure_ids.has_before', 'figure_ids.indicator_id')
    @api.depends_context('lang')
    def _compute_figure_findings(self):
        """Find for each draft what does not fit: a list of ``[outcome of the check, sentence]``."""
        Check = self.env['dan_van.figure.check']
        checks = {company: Check.search(Check._in_use(company) & Domain('theme_id', 'in', self.theme_id.ids))
                  for company in self.company_id}
        for report in self:
            drawn = {figure.indicator_id: figure for figure in report.figure_ids} if report.state == 'draft' else {}
            figures = {old: drawn[new] for old, new in report.figure_ids.indicator_id._with_replaced().items() if new in drawn}
            own = checks.get(report.company_id, Check).filtered(lambda check, report=report: check.theme_id == report.theme_id)
            report.figure_findings = [[check.outcome, text] for check in own if (text := check._finding(figures))]

    @api.depends('figure_findings')
    def _compute_figure_problems(self):
        for report in self:
            report.figure_problems = '\n'.join(text for _outcome, text in report.figure_findings or ())

    def _missing(self):
        missing = super()._missing()
        for outcome, text in self.figure_findings or ():
            if outcome == 'block':
                missing.append(self.env._("%s Put the figures right.", text))
            elif not (self.figure_explanation or '').strip():
                missing.append(self.env._("%s Put the figures right, or explain them on the page “Figures”.", text))
        return missing
