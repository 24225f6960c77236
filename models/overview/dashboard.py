from collections import Counter, defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..core.period_rules import MONTHS
from ..core.res_company import legal_today
from ..plans.assignment import Stand
from ..plans.occurrence import STAYS

PLANS = 30  # of the choice; an older one opens from its own form
MISSING = 12  # reports that are named; the list behind the figure has all
LARGEST_ID = 2 ** 31 - 1


class Dashboard(models.AbstractModel):
    """How one plan stands: duties by health, unit and content, reports, events, petitions.

    Everything is counted in the rights of who looks, so a head of a unit sees his unit and the leadership all. Each
    figure comes with the domain that finds its records. The number of queries is constant, and each keeps to one plan and
    its days: past years cost nothing.
    """

    _name = 'dan_van.dashboard'
    _description = 'Dashboard'

    @api.model
    @api.readonly
    def get_data(self, plan_id=None, period_id=None, department_id=None):
        """Return what the dashboard shows, as plain data.

        What has been chosen and can't be found any more, or belongs to another plan, gives way to the default; ``chosen``
        says what holds.

        :param plan_id: id of an issued or closed plan of the agency; default the newest of this year
        :param period_id: id of a period of the plan: of the duties only what is planned for its days, each time that it is due;
            default the whole plan
        :param department_id: id of a unit that has duties under the plan; default all that the user may see
        :return: dict with ``choices``, ``chosen``, ``today``, ``health`` and, where there is a plan, ``duties``,
            ``outside`` (duties of no plan), ``matrix``, ``trend``, ``reports`` and ``petitions``
        :raise AccessError: the user may not read plans
        :raise UserError: an argument is no id
        """
        for value in (plan_id, period_id, department_id):
            if value and not (type(value) is int and 0 < value <= LARGEST_ID):
                raise UserError(self.env._("The dashboard is asked for with the ids of a plan, a period and a unit."))
        plans, plan = self._plans(plan_id)
        data = {
            'choices': {'plans': _named(plans), 'periods': [], 'units': []},
            'chosen': {'plan_id': plan.id, 'period_id': False, 'department_id': False},
            'today': fields.Date.to_string(legal_today(self)),
            'health': self.env['dan_van.assignment']._fields['health']._description_selection(self.env),
        }
        return data | self._plan_data(plan, period_id, department_id, data) if plan else data

    def _plans(self, plan_id):
        """:return: the plans to choose from and the one that is chosen"""
        Plan = self.env['dan_van.plan']
        own = [('company_id', '=', self.env.company.id), ('is_in_force', '=', True)]
        read = ['display_name', 'year', 'state', 'company_id', 'theme_id']
        plans = Plan.search_fetch(own, read, limit=PLANS)
        chosen = plans.filtered(lambda plan: plan.id == plan_id)
        if plan_id and not chosen:
            chosen = Plan.search_fetch([*own, ('id', '=', plan_id)], read)
            plans |= chosen
        in_force = plans.filtered(lambda plan: plan.state == 'issued')
        this_year = in_force.filtered(lambda plan: plan.year == legal_today(self).year)
        return plans, (chosen or this_year or in_force or plans)[:1]

    def _plan_data(self, plan, period_id, department_id, data):
        periods = self.env['dan_van.period'].search_fetch(
            [('plan_id', '=', plan.id)], ['name', 'kind', 'state', 'scheme_id', 'follows_id', 'date_from', 'date_to'],
            order='date_from, date_to desc, id')
        period = periods.filtered(lambda each: each.id == period_id)
        times = [('plan_id', '=', plan.id), *STAYS]
        duties = [*times, ('scope', '=', 'unit')]
        counted = self._counted(duties, times, period)
        by_unit, stands = self._by_unit(counted)
        # A unit without duties in the period can still be chosen.
        units = self._units(duties) if period else self._in_order(by_unit)
        unit = units.filtered(lambda each: each.id == department_id)
        of_unit = [('department_id', '=', unit.id)] if unit else []
        data['chosen'].update(period_id=period.id, department_id=unit.id)
        data['choices'].update(periods=_named(periods, 'name'), units=_named(units, 'name'))
        shown = unit or units.filtered(lambda each: each in by_unit)
        stand = {each: Counter({health: ids.total() for health, ids in by_unit[each].items()}) for each in shown}
        in_period = [('occurrence_ids', 'any', _in(period))] if period else []
        duties = [*duties, *in_period, *of_unit]
        of_plan = self.env['dan_van.assignment']._stand(duties, 'plan_id')[plan] if period else (
            stands[unit] if unit else sum(stands.values(), Stand()))
        spans = self._spans(periods)
        return {
            'plan': {'id': plan.id, 'name': plan.display_name, 'state': plan.state},
            'duties': {'domain': duties, 'counts': sum(stand.values(), Counter()), **of_plan._asdict()},
            'counted': {**counted, 'domain': [*counted['domain'], *of_unit]},
            'outside': self._outside(plan.company_id, of_unit),
            'missed': self._missed(plan, spans, period, of_unit),
            'matrix': {
                'units': [{'id': each.id, 'name': each.name, 'short': each.dan_van_abbreviation or each.name,
                           'counts': stand[each]} for each in shown],
                'rows': self._rows(plan, {each.id: by_unit[each] for each in shown}, counted['contents'])},
            'trend': self._trend(plan, spans, [*times, *of_unit], of_unit),
            'reports': self._reports([
                ('plan_id', '=', plan.id), ('scope', '=', 'unit'), *of_unit,
                *([('period_id', '=', period.id)] if period else [])]),
            'petitions': plan.theme_id._counts_petitions(plan.company_id) and self._petitions(plan.company_id, unit),
        }

    # Duties

    @api.model
    def _counted(self, duties, times, period):
        """Return what is counted: each duty once as it stands, in a period each time that it is due there.

        :return: dict with the ``model``, its field of the ``health``, the path to its ``contents`` and the ``domain``
        """
        if period:
            return {'model': 'dan_van.occurrence', 'health': 'state', 'contents': 'assignment_id.content_ids',
                    'domain': [*times, *_in(period)]}
        return {'model': 'dan_van.assignment', 'health': 'health', 'contents': 'content_ids', 'domain': duties}

    def _by_unit(self, counted):
        """:return: ``({unit: {health: Counter of ids of duties}}, {unit: Stand of its duties})``, without the latter in a period"""
        found, stands = defaultdict(dict), defaultdict(Stand)
        wanted = ['assignment_id:array_agg'] if counted['model'] == 'dan_van.occurrence' else ['id:array_agg', 'progress:sum']
        for unit, health, ids, *progress in self.env[counted['model']]._read_group(
                counted['domain'], ['department_id', counted['health']], wanted):
            found[unit][health] = Counter(ids)
            if progress:
                stands[unit] += Stand.of(health, len(ids), *progress)
        return found, stands

    def _units(self, domain):
        return self._in_order(unit for [unit] in self.env['dan_van.assignment']._read_group(domain, ['department_id']))

    def _in_order(self, units):
        """:return: hr.department, the agency's office and divisions first, each kind by name"""
        kinds = [kind for kind, _label in self.env['hr.department']._fields['dan_van_kind'].selection]
        return self.env['hr.department'].union(*units).sorted(
            lambda unit: (kinds.index(unit.dan_van_kind) if unit.dan_van_kind else len(kinds), unit.name))

    def _rows(self, plan, by_unit, path):
        """Return the items of the plan's contents, each with ``{id of the unit: {health: number}}``.

        An item is what stands directly below a section; a duty that serves several of its parts counts once there.

        :param by_unit: ``{id of the unit: {health: Counter of ids of duties}}``
        :param path: field by which the counted records name contents
        """
        Content = self.env['dan_van.content']
        shown = set().union(*(ids for healths in by_unit.values() for ids in healths.values()))
        served = defaultdict(set)
        contents = Content.search_fetch([('plan_id', '=', plan.id)], ['parent_path'])
        for content_id, ids in self._links(contents):
            served[_item(Content.browse(content_id).parent_path)].update(shown.intersection(ids))
        alone = shown.difference(*served.values())
        items = Content.browse(id_ for id_, ids in served.items() if ids).sorted(lambda item: (item.sequence, item.id))
        several = len(items.parent_id) > 1
        rows = [{
            'id': item.id, 'name': _numbered(item) if several else item.display_name,
            'domain': [(path, 'child_of', item.id)], 'cells': _cells(by_unit, served[item.id])}
            for item in items]
        if alone:
            rows.append({
                'id': False, 'name': '',
                'domain': [(path, '=', False)], 'cells': _cells(by_unit, alone)})
        return rows

    def _links(self, contents):
        """Return which duties serve ``contents``, those that the user may not see as well: only known ids may be used.

        Grouped by the ORM, PostgreSQL would read the links of all plans there ever were.

        :return: list of ``(id of the content, ids of duties)``
        """
        field = self.env['dan_van.content']._fields['assignment_ids']
        return contents and self.env.execute_query(SQL(
            "SELECT %(content)s, array_agg(%(duty)s) FROM %(links)s WHERE %(content)s IN %(ids)s GROUP BY %(content)s",
            content=SQL.identifier(field.column1), duty=SQL.identifier(field.column2), links=SQL.identifier(field.relation),
            ids=contents._ids, to_flush=field))

    def _outside(self, company, of_unit):
        """:return: dict, how the duties of units stand that no plan gives: those of directives on incoming documents and of documents of ours"""
        domain = [('plan_id', '=', False), ('company_id', '=', company.id), ('plan_state', '=', 'issued'), ('is_tracked', '=', True), *of_unit]
        counts = dict(self.env['dan_van.assignment']._read_group(domain, ['health'], ['__count']))
        return {'domain': domain, 'counts': counts, 'total': sum(counts.values())}

    # Periods

    def _trend(self, plan, spans, times, of_unit):
        """Count by the period for which it is planned each time that the plan's duties are due, and the events of its days.

        :param spans: dan_van.period, as :meth:`_spans` gives them
        :param times: domain of dan_van.occurrence
        :return: dict with ``periods`` and ``others``, what is due on other days or on none
        """
        if not spans:
            return {'periods': [], 'others': False}
        days = defaultdict(Counter)
        for day, health, count in self.env['dan_van.occurrence']._read_group(times, ['planned_date:day', 'state'], ['__count']):
            days[day][health] += count
        first, last = spans[0].date_from, spans[-1].date_to
        agency = [('company_id', '=', plan.company_id.id), ('theme_id', '=', plan.theme_id.id), *of_unit]
        events = {day: figures for day, *figures in self.env['dan_van.event']._read_group(
            [*agency, *_within('date', first, last)], ['date:day'], ['__count', 'participant_count:sum'])}
        lines = []
        for period in spans:
            start, end = period.date_from, period.date_to
            of_period = [day for day in {*days, *events} if day and start <= day <= end]
            counts = sum((days.pop(day) for day in of_period if day in days), Counter())
            lines.append({
                'id': period.id, 'name': period.name, 'counts': counts, 'total': counts.total(),
                'domain': [*times, *_in(period)],
                'events': sum(events[day][0] for day in of_period if day in events),
                'participants': sum(events[day][1] for day in of_period if day in events),
                'event_domain': [*agency, *_within('date', start, end)]})
        others = sum(days.values(), Counter())
        return {'periods': lines, 'others': {
            'counts': others, 'total': others.total(),
            'domain': [*times, '|', '|', ('planned_date', '=', False), ('planned_date', '<', fields.Date.to_string(first)),
                       ('planned_date', '>', fields.Date.to_string(last))]}}

    def _spans(self, periods):
        """:return: those of ``periods`` that are the line with the shortest regular ones"""
        regular = periods.filtered(lambda period: period.kind in MONTHS)
        return regular and min(regular, key=lambda period: (MONTHS[period.kind], period.scheme_id.id))._in_line(regular)

    def _missed(self, plan, spans, period, of_unit):
        """Count the duties that were due in a period and of which nothing is recorded.

        :param spans: dan_van.period, as :meth:`_spans` gives them
        :param period: the one that is chosen; none: the last one that is over
        :return: dict, or False where no period is over
        """
        today = legal_today(self)
        period = period or spans.filtered(lambda each: each.date_to < today).sorted('date_to')[-1:]
        if not period:
            return False
        domain = [
            ('plan_id', '=', plan.id), *of_unit, *_in(period),
            ('due_date', '<', fields.Date.to_string(today)), ('done_date', '=', False), ('result', '=', False), ('ended', '=', False)]
        [(count,)] = self.env['dan_van.occurrence']._read_group(domain, [], ['assignment_id:count_distinct'])
        return {'period': period.name, 'count': count, 'domain': domain}

    # Reports

    def _reports(self, domain):
        """Return which reports of units have come and which are missing, those overdue first."""
        Report = self.env['dan_van.report']
        missing = Report.search_fetch(
            [*domain, ('lateness', 'in', ('overdue', 'pending'))], ['department_id', 'period_id', 'due_date', 'lateness'],
            order='due_date, id', limit=MISSING)
        return {
            'domain': domain,
            'counts': {lateness: count for lateness, count in Report._read_group(domain, ['lateness'], ['__count'])},
            'lateness': Report._fields['lateness']._description_selection(self.env),
            'missing': [{
                'id': report.id, 'unit': report._reporter(), 'period': report.period_id.name,
                'due_date': fields.Date.to_string(report.due_date), 'lateness': report.lateness} for report in missing],
        }

    # Petitions

    def _petitions(self, company, unit):
        """Return how the open petitions stand today: of all units for the leadership and the office, else of the user's own.

        Numbers only; the list behind them shows each user what he may read, so it opens for whom it shows anything.

        :return: dict, or False where the user's units receive no petitions
        """
        Case, user = self.env['dan_van.case'], self.env.user
        units = unit or None
        if not (user.has_group('dan_van.group_office') or user.has_group('dan_van.group_leadership')):
            units = self.env['hr.department'].with_context(active_test=not unit).search([
                ('company_id', '=', company.id), ('dan_van_receives_petitions', '=', True), ('member_user_ids', 'in', user.ids),
                *([('id', '=', unit.id)] if unit else [])])
            if not units:
                return False
        domain = [('company_id', '=', company.id), ('closed_date', '=', False)]
        if units:
            domain.append(('department_id', 'in', units.ids))
        health = Case._fields['health']._description_selection(self.env)
        counts = Case._deadline_counts(company, units)
        return {
            'domain': domain, 'counts': counts, 'health': [each for each in health if each[0] in counts],
            'can_open': Case.has_access('read') and bool(Case.search(domain, limit=1))}


def _named(records, name='display_name'):
    """:return: ``[[id, name]]``, as a choice shows them"""
    return [[record.id, record[name]] for record in records]


def _item(parent_path):
    """:return: id of the item that a content belongs to: the part below the section, or the section itself"""
    above = parent_path.strip('/').split('/')
    return int(above[min(1, len(above) - 1)])


def _cells(by_unit, duties):
    """:return: ``{id of the unit: {health: number}}`` of what is counted of ``duties``, a set of ids

    :param by_unit: ``{id of the unit: {health: Counter of ids of duties}}``
    """
    cells = {unit: Counter({
        health: sum(map(ids.__getitem__, shared)) for health, ids in healths.items() if (shared := duties.intersection(ids))})
        for unit, healths in by_unit.items()}
    return {unit: counts for unit, counts in cells.items() if counts}


def _numbered(item):
    """:return: the item's name with the number of its section before it, e.g. II.1"""
    return '.'.join(filter(None, (item.parent_id.label, item.display_name)))


def _in(period):
    """:return: domain of dan_van.occurrence, what is planned for the days of a period"""
    return _within('planned_date', period.date_from, period.date_to)


def _within(name, first, last):
    return [(name, '>=', fields.Date.to_string(first)), (name, '<=', fields.Date.to_string(last))]
