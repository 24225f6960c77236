from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .test_acceptance import AcceptanceCase


class TestAcceptanceHandedOver(AcceptanceCase):
    """A completion that was claimed before its duty went to another unit."""

    def handed_over(self, duty, unit='policy', **values):
        """:return: dan_van.assignment, with which ``unit`` goes on with ``duty``"""
        dialog = self.as_user('office_staff', 'dan_van.change.dialog').create({
            'assignment_ids': duty.ids, 'kind': 'hand_over', 'department_id': self.units[unit].id, 'reason': "Sắp xếp lại.",
            'decision': "Quyết định số 05/QĐ-BDT", 'decision_date': '2022-03-25', **values})
        dialog.action_confirm()
        self.env.invalidate_all()
        return duty._handed_to()

    def days(self, duty):
        return [str(day) for day in duty.occurrence_ids.filtered(lambda each: not each.done_date).mapped('due_date')]

    def test_it_stays_the_work_of_who_has_done_it(self):
        claim = self.claim(self.quarterly)
        new = self.handed_over(self.quarterly)
        self.assertEqual(self.days(new), ['2022-06-30', '2022-09-30', '2022-12-31'])
        self.assertEqual(self.turn(claim), self.users['outreach_head'])
        self.reading('outreach_head', claim).action_accept()
        self.assertEqual((claim.state, claim.occurrence_id.state, claim.department_id), ('accepted', 'done_on_time', self.units['outreach']))
        self.as_user('outreach_head', claim).action_reopen("Nhầm.")
        self.assertEqual(claim.state, 'claimed')

    def test_what_is_returned_goes_on_with_the_unit_that_has_it(self):
        file = self.file(self.quarterly)
        first = self.as_user('outreach_staff', self.quarterly)._current_occurrence()
        first.evidence_ids = file
        claim = self.claim(self.quarterly)
        new = self.handed_over(self.quarterly)
        self.reading('outreach_head', claim).action_return("Thiếu số người dự.")
        self.assertEqual((claim.state, first.done_date, first.state, self.turn(claim).ids), ('returned', False, False, []))
        self.assertEqual(self.days(new), ['2022-03-31', '2022-06-30', '2022-09-30', '2022-12-31'])
        again = new._current_occurrence()
        self.assertEqual((again.result, again.evidence_ids.name), ("Đã tổ chức 02 buổi.", file.name))
        self.assertIn(self.users['policy_head'].partner_id, new.message_ids[0].partner_ids)
        self.assertIn("31/03/2022", new.message_ids[0].body.replace('03/31/2022', '31/03/2022'))
        with self.assertRaisesRegex(UserError, "has the duty now"), self.env.cr.savepoint():
            self.as_user('outreach_head', claim).action_resume()
        for _time in range(2):
            self.env['dan_van.occurrence']._follow(new)
            self.assertEqual(len(self.days(new)), 4)
        self.claim(new, user='policy_staff', result="02 buổi, 120 người.")
        self.assertEqual((again.acceptance, self.turn(again.acceptance_ids)), ('claimed', self.users['policy_head']))

    def test_a_claim_is_withdrawn_after_it_was_handed_over(self):
        with freeze_time('2022-02-10 02:00:00'):
            plan = self.new_plan(duties=['outreach'], year=2022)
            plan.printed_assignment_ids.write({'deadline': '2022-03-20', 'further_dates': "10/06/2022; 10/12/2022"})
            named = self.to_state(plan, 'issued').sudo().assignment_ids
        claim = self.claim(named)
        with self.assertRaisesRegex(UserError, "Not done yet"), self.env.cr.savepoint():
            self.as_user('outreach_staff', claim).action_withdraw()
        new = self.handed_over(named)
        for user, may in (('head', False), ('outreach_staff', True), ('office_staff', True)):
            self.assertEqual('withdraw' in (self.as_user(user, claim).allowed_transitions or ()), may, user)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.as_user('policy_staff', claim).action_withdraw()
        self.as_user('outreach_staff', claim).action_withdraw()
        self.assertEqual((claim.state, claim.occurrence_id.acceptance, self.days(named)), ('withdrawn', False, [
            '2022-03-20', '2022-06-10', '2022-12-10']))
        self.env['dan_van.occurrence']._follow(new)
        self.assertEqual(self.days(new), ['2022-03-20', '2022-06-10', '2022-12-10'])
        change = named.change_ids
        self.as_user('office_head', change).action_undo("Nhầm.")
        self.env.invalidate_all()
        self.assertEqual((named.is_at_work, self.days(named)), (True, ['2022-03-20', '2022-06-10', '2022-12-10']))

    def test_of_a_duty_that_was_dropped_nothing_is_open(self):
        claim = self.claim(self.quarterly)
        self.handed_over(self.quarterly, kind='cancel', department_id=False)
        self.reading('outreach_head', claim).action_return("Chưa làm.")
        self.assertEqual((claim.state, claim.occurrence_id.state, self.turn(claim).ids), ('returned', False, []))
