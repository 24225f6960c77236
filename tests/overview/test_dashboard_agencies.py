from freezegun import freeze_time

from ..reports.test_report_up import UpCase


class TestDashboardAgencies(UpCase):
    """The superior sees at a glance how agencies below stand, as far as they have handed it up."""

    def below(self, user, plan):
        return self.as_user(user, 'dan_van.dashboard').get_data(plan.id)['below']

    def test_each_agency_has_a_line_those_first_that_need_most_attention(self):
        second = self.env['dan_van.organ'].create({
            'name': "UBND xã Hai", 'code': '000.02.01.H99', 'company_id': self.company.id, 'below_from': '2020-01-01', 'sequence': 1})
        plan = self.plan_down("Đối thoại.", "Rà soát.", organs=self.organ | second)
        plan.scheme_ids = self.scheme
        self.to_state(plan, 'issued')
        rows = plan.sudo().handed_ids.filtered(lambda row: row.organ_id == second)
        self.as_user('office_staff', rows[0]).write({'done_date': '2031-02-05', 'note': "Công văn 12"})
        with freeze_time('2031-03-14 02:00:00'):
            self.as_user('office_staff', self.first_quarter(plan.sudo())).action_open()
        with freeze_time('2031-07-02 02:00:00'):
            self.env.invalidate_all()
            data = self.below('office_staff', plan)
        self.assertEqual([unit['id'] for unit in data['units']], [self.organ.id, second.id])
        self.assertEqual([dict(unit['counts']) for unit in data['units']], [{'overdue': 2}, {'overdue': 1, 'done_on_time': 1}])
        self.assertEqual([unit['progress'] for unit in data['units']], [0, 50])
        self.assertEqual([dict(unit['reports']) for unit in data['units']], [{'overdue': 1}, {'overdue': 1}])
        self.assertEqual((data['total'], data['done'], data['overdue'], data['progress']), (4, 1, 3, 25))
        [row] = data['rows']
        self.assertEqual((row['label'], dict(row['cells'][self.organ.id])), ('1', {'overdue': 2}))
        Handed = self.as_user('office_staff', 'dan_van.handed.duty')
        with freeze_time('2031-07-02 02:00:00'):
            self.assertEqual(Handed.search_count([*data['domain'], *row['domain'], ('organ_id', '=', second.id)]), 2)
        self.assertTrue(self.below('head', plan))
        self.assertFalse(self.below('outreach_staff', plan), "what agencies hand up concerns office and leadership")

    def test_a_plan_without_agencies_has_no_such_table(self):
        plan = self.to_state(self.new_plan(duties=['outreach'], year=2031), 'issued')
        self.assertFalse(self.below('office_staff', plan))
