from ..common import AgencyCase


class TestGroupOrder(AgencyCase):
    """Groups stand as the work goes, not by the English words in the database."""

    def groups(self, model, name, order=None):
        """:return: list of the values of the groups that the web client shows, in their order"""
        found = self.as_user('office_head', model).web_read_group([], [name], ['__count'], order=order)
        return [group[name] for group in found['groups']]

    def in_order(self, model, name, values):
        """:return: list of ``values`` in the order of the choices of the field"""
        choices = [value for value, _label in self.env[model]._fields[name]._description_selection(self.env)]
        return sorted(values, key=lambda value: choices.index(value) if value in choices else len(choices))

    def test_states_of_documents(self):
        for state in ('draft', 'submitted', 'signed'):
            self.to_state(self.new_plan(), state)
        found = self.groups('dan_van.plan', 'state')
        self.assertEqual(found, ['draft', 'submitted', 'signed', 'issued'])
        self.assertEqual(self.groups('dan_van.plan', 'state', order='state DESC'), found[::-1])

    def test_states_of_reports(self):
        found = self.groups('dan_van.report', 'state')
        self.assertEqual(found, self.in_order('dan_van.report', 'state', found))
        self.assertEqual((found[0], found[-1]), ('draft', 'received'))

    def test_what_is_computed(self):
        """How a duty stands is no column; who is late comes first, what stands nowhere last."""
        found = self.groups('dan_van.assignment', 'health')
        self.assertEqual(found, self.in_order('dan_van.assignment', 'health', found))
        self.assertEqual((found[0], found[-1]), ('overdue', False))

    def test_beside_another_field(self):
        groups = self.as_user('office_head', 'dan_van.assignment')._read_group(
            [('scope', '=', 'unit')], ['department_id', 'health'], ['__count'])
        by_unit = {}
        for unit, health, _count in groups:
            by_unit.setdefault(unit, []).append(health)
        for found in by_unit.values():
            self.assertEqual(found, self.in_order('dan_van.assignment', 'health', found))

    def test_days_stand_as_they_are_stored(self):
        """Dates grouped by day are not computed again, so that an index has them in order; the days are those of Odoo's own groups."""
        times = self.env['dan_van.occurrence'].search([('planned_date', '!=', False)])
        self.assertTrue(times)
        query = times._as_query(ordered=False)
        self.assertNotIn('date_trunc', times._read_group_groupby(query.table, 'planned_date:day', query).code)
        counted = dict(times._read_group([('id', 'in', times.ids)], ['planned_date:day'], ['__count']))
        self.assertEqual(counted, {day: len(found) for day, found in times.grouped('planned_date').items()})
