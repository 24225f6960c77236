import datetime
from collections import Counter, defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ..core.in_time import is_late
from ..core.res_company import legal_today
from .rating_rules import Product, Standing, counting_day, figures, proposed_level
from .rating_scheme import LEVELS


class Rating(models.Model):
    """What the records say: counted for as long as nothing is submitted, kept from then on."""

    _inherit = 'dan_van.rating'

    frozen = fields.Json('Figures as submitted', readonly=True, copy=False, groups=fields.NO_ACCESS,
        given_by=('submit', 'withdraw', 'assess', 'return'))
    on_time_count = fields.Integer('Done on time', compute='_compute_figures')
    late_count = fields.Integer('Done late', compute='_compute_figures')
    undone_count = fields.Integer('Not done', compute='_compute_figures', help="Overdue, or open at the end of the year.")
    open_count = fields.Integer('Not due yet', compute='_compute_figures', help="Left out of the shares and points.")
    good_count = fields.Integer('On time and in quality', compute='_compute_figures')
    failed_count = fields.Integer('Quality checks failed', compute='_compute_figures')
    report_on_time_count = fields.Integer('Reports on time', compute='_compute_figures')
    report_late_count = fields.Integer('Reports late or missing', compute='_compute_figures')
    result_share = fields.Float('Results (%)', compute='_compute_figures')
    duty_count = fields.Integer('Duties', compute='_compute_figures')
    due_count = fields.Integer('Duties that were due', compute='_compute_figures')
    result_points = fields.Float('Points of the results', compute='_compute_figures')
    self_points = fields.Float('Points, own', compute='_compute_proposals', compute_sudo=True)
    head_points = fields.Float('Points, head', compute='_compute_proposals', compute_sudo=True)
    final_points = fields.Float('Points concluded', compute='_compute_proposals', compute_sudo=True)
    self_proposed = fields.Selection(LEVELS, 'Own points give', compute='_compute_proposals', compute_sudo=True)
    head_proposed = fields.Selection(LEVELS, "Head's points give", compute='_compute_proposals', compute_sudo=True)
    final_proposed = fields.Selection(LEVELS, 'Points concluded give', compute='_compute_proposals', compute_sudo=True)

    @api.depends('frozen', 'year', 'official_id', 'department_id')
    def _compute_figures(self):
        # sudo: who may read the rating may know what the records count for it, also in a unit that he has left.
        ratings = self.sudo()
        counted = ratings.filtered(lambda rating: not rating.frozen)._count()
        for rating in ratings:
            found = rating.frozen or counted[rating]
            due = found['on_time_count'] + found['late_count'] + found['undone_count']
            rating.update({
                **found, 'due_count': due, 'duty_count': due + found['open_count'],
                'result_points': round(rating.scheme_id.result_points * found['result_share'] / 100, 2)})

    @api.depends('self_general', 'head_general', 'final_general', 'exceeded_count', 'on_time_count', 'result_points')
    def _compute_proposals(self):
        for rating in self:
            for step in ('self', 'head', 'final'):
                points = round(rating[f'{step}_general'] + rating.result_points, 2) if rating.has_points else 0
                rating[f'{step}_points'] = points
                rating[f'{step}_proposed'] = rating._propose(points)

    def _propose(self, points):
        """:return: the level that ``points`` and the figures give; ``None`` where they leave it to judgement"""
        if not self.due_count:
            return None
        done, good, exceeded = (
            round(count / self.due_count * 100, 2)
            for count in (self.on_time_count + self.late_count, self.good_count, self.exceeded_count))
        scheme = self.scheme_id
        return proposed_level(
            Standing(points, done, good, exceeded), scheme._conditions(self.subject), scheme.failed_below)

    def action_open_duties(self):
        """Open the duties that the figures are about; who has left a unit sees those that he may read.

        :return: action of their list
        """
        self.ensure_one()
        self.check_access('read')
        # sudo: the ids alone; the list is read in the user's rights.
        occurrences = self.sudo()._occurrences(self.year, self.company_id)[self.official_id or self.department_id]
        action = self.env['ir.actions.act_window']._for_xml_id('dan_van.assignment_action')
        views = [(self.env.ref('dan_van.assignment_view_list_rated').id, 'list'), (False, 'form')]
        return {**action, 'domain': [('id', 'in', sorted({each.assignment_id.id for each in occurrences}))], 'context': {}, 'views': views}

    # Counting

    def _count(self):
        """Count the records of the year.

        :return: ``{rating: dict of figures}``
        """
        found = {}
        for (year, company), ratings in self.grouped(lambda rating: (rating.year, rating.company_id)).items():
            today = legal_today(self)
            due, reports = ratings._occurrences(year, company), ratings._reports(year, company)
            failed = self._failed_checks({occurrence for each in due.values() for occurrence in each}, year)
            for rating in ratings:
                key = rating.official_id or rating.department_id
                found[rating] = {
                    **rating._count_due(due[key], failed, today), **_count_reports(reports[key], today)}
        return found

    def _occurrences(self, year, company):
        """:return: ``{official or unit: list of dan_van.occurrence}`` that count in the year"""
        first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        Occurrence, terms = self.env['dan_van.occurrence'], self._terms_of_heads()
        of_year = Domain('plan_id.year', '=', year) | Domain.OR(
            Domain(name, '>=', first) & Domain(name, '<=', last) for name in ('due_date', 'done_date'))
        due = Occurrence.search_fetch(
            Domain('company_id', '=', company.id) & Occurrence._counted_domain() & of_year
            & self._concerned('assignment_id.user_ids', terms),
            ['assignment_id', 'department_id', 'due_date', 'done_date', *Occurrence._documents])
        years = {each: each._document()._duty_year() for each in due}
        rules = self._year_rules(set(years.values()), company)
        found = defaultdict(list)
        for each in due:
            year_of_duty = years[each]
            day = counting_day(rules[year_of_duty], year_of_duty, each.due_date, each.done_date)
            if day.year == year:
                for key in {each.department_id, *each.assignment_id.user_ids, *terms[each.department_id]._covers(day).user_id}:
                    found[key].append(each)
        return found

    def _reports(self, year, company):
        """:return: ``{official or unit: list of dan_van.report}`` for periods of the year"""
        terms = self._terms_of_heads()
        reports = self.env['dan_van.report'].search_fetch(Domain([
            ('scope', '=', 'unit'), ('company_id', '=', company.id), ('period_id.year', '=', year),
            '|', ('plan_id.is_in_force', '=', True), ('sent_date', '!=', False),
        ]) & self._concerned('writer_id', terms), ['department_id', 'writer_id', 'due_date', 'sent_date'])
        found = defaultdict(list)
        for report in reports:
            for key in {report.department_id, report.writer_id, *terms[report.department_id]._covers(report.due_date).user_id}:
                found[key].append(report)
        return found

    def _concerned(self, name, terms):
        """:return: Domain of what names one of these officials in the field ``name``, or is of one of these units"""
        return Domain(name, 'in', self.official_id.ids) | Domain(
            'department_id', 'in', self.department_id.union(*terms).ids)

    def _terms_of_heads(self):
        """:return: ``defaultdict {unit: dan_van.headship}`` of the officials whom their schemes rate by their units"""
        Headship = self.env['dan_van.headship']
        heads = self.filtered(lambda rating: rating.scheme_id.heads_by_unit).official_id
        terms = Headship.search([('user_id', 'in', heads.ids)])
        return defaultdict(Headship.browse, terms.grouped('department_id'))

    @api.model
    def _year_rules(self, years, company):
        """Return by which rule the duties planned in ``years`` count in a year, see :func:`rating_rules.counting_day`.

        The scheme of that year decides, so that each duty counts once though schemes follow each other.

        :return: ``{year: rule}``
        """
        Scheme = self.env['dan_van.rating.scheme']
        return {year: (Scheme._in_force(year, company).year_rule or 'deadline') for year in years}

    @api.model
    def _failed_checks(self, occurrences, year):
        """Count the failed checks of duties, each of what was done last before it.

        :param occurrences: set of dan_van.occurrence, those that count in ``year``
        :return: ``Counter {occurrence: number of failed checks}``
        """
        found, by_duty = Counter(), defaultdict(list)
        for each in sorted(occurrences, key=lambda each: (each.due_date or datetime.date.max, each.id)):
            by_duty[each.assignment_id].append(each)
        for duty, day, count in self.env['dan_van.quality.check']._read_group(
                [('assignment_id', 'in', [duty.id for duty in by_duty]), ('result', '=', 'failed'),
                 ('date', '<=', datetime.date(year, 12, 31))], ['assignment_id', 'date:day'], ['__count']):
            done = [each for each in by_duty[duty] if each.done_date and each.done_date <= day]
            found[(done[-1:] or by_duty[duty])[0]] += count
        return found

    def _count_due(self, occurrences, failed, today):
        """:return: the figures of ``occurrences`` as of ``today``, at most of the year's last day"""
        end, products = datetime.date(self.year, 12, 31), []
        for each in occurrences:
            due = each.due_date or end
            is_done = bool(each.done_date) and each.done_date <= max(end, due)
            if is_done or is_late(today, due):
                products.append(Product(is_done, is_done and is_late(each.done_date, each.due_date), failed[each]))
        return {**figures(products, self.scheme_id._terms()), 'open_count': len(occurrences) - len(products)}


def _count_reports(reports, today):
    on_time = sum(bool(report.sent_date) and not is_late(report.sent_date, report.due_date) for report in reports)
    due = sum(bool(report.sent_date) or is_late(today, report.due_date) for report in reports)
    return {'report_on_time_count': on_time, 'report_late_count': due - on_time}
