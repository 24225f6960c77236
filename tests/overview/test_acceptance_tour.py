from odoo.tests import HttpCase, tagged

from ..common import AgencyCase


@tagged('dan_van_browser')
class TestAcceptanceTour(AgencyCase, HttpCase):
    """A completion on its way: reported in the list, returned and completed through the inbox, accepted."""

    def test_reported_returned_completed_accepted(self):
        self.env['mail.activity'].search([('user_id', 'in', [user.id for user in self.users.values()])]).unlink()
        self.env['dan_van.agency.profile'].search([('company_id', '=', self.company.id)]).acceptance = 'head'
        # The demo's own duties of the unit stay out of the list.
        self.env['dan_van.occurrence'].search([('department_id', '=', self.units['outreach'].id)])._opened('plan', 'done_date').write(
            {'done_date': '2020-01-01'})
        duty = self.to_state(self.new_plan(duties=['outreach']), 'issued').sudo().printed_assignment_ids
        self.env['mail.activity'].search([('user_id', 'in', [user.id for user in self.users.values()])]).unlink()
        for tour, user in (('claim', 'outreach_staff'), ('return', 'outreach_head'), ('again', 'outreach_staff'), ('accept', 'outreach_head')):
            self.start_tour('/odoo', f'dan_van_acceptance_{tour}_tour', login=self.users[user].login)
        self.env.invalidate_all()
        self.assertEqual((duty.acceptance, duty.result), ('accepted', "Đã tổ chức 02 buổi, 120 người."))
        self.assertEqual(
            duty.occurrence_ids.acceptance_ids.approval_ids.sorted('id').mapped('step'), ['claim', 'return', 'claim', 'accept'])

    def test_divided_into_steps_and_done_after_them(self):
        duty = self.to_state(self.new_plan(duties=['outreach']), 'issued').sudo().printed_assignment_ids
        self.start_tour('/odoo', 'dan_van_steps_tour', login=self.users['outreach_staff'].login)
        self.env.invalidate_all()
        self.assertTrue(duty.done_date)
        self.assertEqual(duty.step_ids.filtered('done_date').mapped('name'), ["Thu thập số liệu", "Soạn báo cáo"])
