from collections import Counter, defaultdict

from odoo import models

from ..plans.assignment import Stand


class Dashboard(models.AbstractModel):
    """How agencies below stand with what a plan has given them, as far as they have handed it up: a line each, those first that need most
    attention. Counted in the rights of who looks, as all of it; the number of queries is that for one agency."""

    _inherit = 'dan_van.dashboard'

    def _plan_data(self, plan, period_id, department_id, data):
        return {**super()._plan_data(plan, period_id, department_id, data), 'below': self._below(plan)}

    def _below(self, plan):
        """:return: dict with ``units`` (the agencies), ``rows`` (contents, as those of the matrix), ``domain``, ``counts``, ``progress``,
            ``lateness`` and ``reports``; False where the plan gives agencies below nothing that the user sees"""
        domain = [('plan_id', '=', plan.id), ('ended', '=', False)]
        found, stands = defaultdict(dict), defaultdict(Stand)
        for organ, health, duties, progress in self.env['dan_van.handed.duty']._read_group(
                domain, ['organ_id', 'health'], ['assignment_id:array_agg', 'progress:sum']):
            found[organ][health] = Counter(duties)
            stands[organ] += Stand.of(health, len(duties), progress)
        if not found:
            return False
        reports = [('plan_id', '=', plan.id), ('scope', '=', 'below')]
        punctual = defaultdict(Counter)
        for organ, lateness, count in self.env['dan_van.report']._read_group(
                [*reports, ('organ_id', 'in', [organ.id for organ in found])], ['organ_id', 'lateness'], ['__count']):
            punctual[organ][lateness] = count
        counts = {organ: Counter({health: ids.total() for health, ids in healths.items()}) for organ, healths in found.items()}
        organs = sorted(found, key=lambda organ: (-counts[organ]['overdue'], stands[organ].progress, organ.sequence, organ.name))
        rows = self._rows(plan, {organ.id: found[organ] for organ in organs}, 'content_ids')
        labels = {part.id: part.label or '' for part in self.env['dan_van.content'].browse([row['id'] for row in rows if row['id']])}
        return {
            'domain': domain, 'counts': sum(counts.values(), Counter()), **sum(stands.values(), Stand())._asdict(),
            'lateness': self.env['dan_van.report']._fields['lateness']._description_selection(self.env), 'reports': reports,
            'units': [{
                'id': organ.id, 'name': organ.short_name or organ.name, 'counts': counts[organ], 'progress': stands[organ].progress,
                'reports': punctual[organ]} for organ in organs],
            'rows': [{**row, 'label': labels.get(row['id'], '')} for row in rows]}
