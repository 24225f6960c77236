from collections import Counter, defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..figures.indicator_source import _within
from .case import RESOLVED, TRANSFERRED

CASE_COUNTS = [
    ('opening', "Open when the period begins"), ('received', "Received"), ('complaint', "Received: complaints"),
    ('denunciation', "Received: denunciations"), ('petition', "Received: petitions and reflections"),
    ('competent', "Received: within our competence"), ('not_competent', "Received: not within our competence"),
    ('resolved', "Resolved"), ('transferred', "Transferred"), ('closing', "Open when the period ends")]
# What is there at a moment; everything else happens in the course of a period and adds up.
_OVER_THE_YEAR = {'opening': 'first', 'closing': 'last'}


class Indicator(models.Model):
    """Figures of petitions: what is open at first and received, less what is resolved and transferred, is open at last."""

    _inherit = 'dan_van.indicator'

    source = fields.Selection(selection_add=[('case', "Number of petitions")], ondelete={'case': 'set default'})
    case_count = fields.Selection(CASE_COUNTS, 'Which petitions')

    @api.onchange('source', 'case_count')
    def _onchange_source(self):
        """What is counted leaves no choice how it becomes one."""
        if self._is_counted():
            self.aggregation = 'sum'
            self.cumulation = _OVER_THE_YEAR.get(self.case_count, 'sum') if self.source == 'case' else 'sum'

    @api.constrains('source', 'case_count', 'event_field', 'duty_count', 'aggregation', 'cumulation')
    def _check_source(self):
        by_case = self.filtered(lambda indicator: indicator.source == 'case')
        for indicator in by_case:
            if not indicator.case_count:
                raise ValidationError(self.env._("“%s”: choose which petitions are counted.", indicator.name))
            rule = _OVER_THE_YEAR.get(indicator.case_count, 'sum')
            if (indicator.aggregation, indicator.cumulation) != ('sum', rule):
                rules = dict(self._fields['cumulation']._description_selection(self.env))
                raise ValidationError(self.env._(
                    "“%(name)s” is counted from petitions, so it is summed over the units, and over the year it is: %(rule)s.",
                    name=indicator.name, rule=rules[rule]))
        return super(Indicator, self - by_case)._check_source()

    def _count(self, period, units, first, last):
        found = super()._count(period, units, first, last)
        by_case = self.filtered(lambda indicator: indicator.source == 'case')
        for unit, counts in by_case._count_cases(period.company_id, units, first, last).items():
            for indicator in by_case:
                found[unit, indicator] = counts[indicator.case_count]
        return found

    def _count_cases(self, company, units, first, last):
        """Count the petitions of ``units`` from ``first`` to ``last``.

        :return: ``{id of the unit: Counter of CASE_COUNTS}``, nothing where no indicator asks for it
        """
        found = defaultdict(Counter)
        if not self:
            return found
        # sudo: who draws a report gets numbers of petitions that he may not see.
        Case = self.env['dan_van.case'].sudo()
        domain = [('company_id', '=', company.id), ('department_id', 'in', units.ids), ('state', '!=', 'void')]
        for unit, count in Case._read_group(
                Domain(domain) & Case._open_on(first, 'opening'), ['department_id'], ['__count']):
            found[unit.id]['opening'] = count
        for unit, group, competent, count in Case._read_group(
                [*domain, *_within('counted_date', first, last)], ['department_id', 'kind_group', 'is_competent'], ['__count']):
            for name in ('received', group, 'competent' if competent else 'not_competent'):
                found[unit.id][name] += count
        for unit, state, count in Case._read_group(
                [*domain, *_within('counted_closed_date', first, last)], ['department_id', 'state'], ['__count']):
            found[unit.id]['transferred' if state in TRANSFERRED else 'resolved'] += count
        for counts in found.values():
            counts['closing'] = counts['opening'] + counts['received'] - counts['resolved'] - counts['transferred']
        return found

    @api.model
    def _counted_models(self):
        return {**super()._counted_models(), 'case': 'dan_van.case'}

    def _records(self, period, units):
        if self.source != 'case':
            return super()._records(period, units)
        first, last = period.date_from, period.date_to
        received, closed = Domain(_within('counted_date', first, last)), Domain(_within('counted_closed_date', first, last))
        found = {
            'opening': self.env['dan_van.case']._open_on(first, 'opening'), 'received': received,
            'closing': self.env['dan_van.case']._open_on(last, 'closing'),
            'competent': received & Domain('is_competent', '=', True),
            'not_competent': received & Domain('is_competent', '=', False),
            'resolved': closed & Domain('state', 'in', RESOLVED), 'transferred': closed & Domain('state', 'in', TRANSFERRED),
        }.get(self.case_count) or received & Domain('kind_group', '=', self.case_count)
        return found & Domain('state', '!=', 'void') & Domain('department_id', 'in', units.ids) & Domain(
            'company_id', '=', period.company_id.id)


class Theme(models.Model):
    _inherit = 'dan_van.theme'

    def _counts_petitions(self, companies):
        """:return: whether reports of the theme in ``companies`` count petitions; these belong to no theme, but to those whose
            indicators count them"""
        Indicator = self.env['dan_van.indicator']
        return bool(Indicator.search_count(
            Indicator._in_use(companies) & Domain([('theme_id', '=', self.id), ('source', '=', 'case')]), limit=1))


class ReportFigure(models.Model):
    _inherit = 'dan_van.report.figure'

    def action_open_records(self):
        """Open the petitions behind a figure of petitions for who may see them; else as for every figure.

        :raise UserError: the user sees none of them
        """
        action = super().action_open_records()
        if action['res_model'] == 'dan_van.case':
            Case = self.env['dan_van.case']
            # sudo: only whether there are any; the report has the number.
            if Case.sudo().search_count(action['domain'], limit=1) and not Case.search_count(action['domain'], limit=1):
                raise UserError(self.env._(
                    "The petitions behind “%s” are open to the unit that received them, the leader in charge and the "
                    "handlers only.", self.indicator_id.name))
        return action
