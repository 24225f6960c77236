import base64

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..common import AgencyCase

DECISION = {'decision': "Quyết định số 05/QĐ-BDT", 'decision_date': '2022-04-01'}


class ChangeCase(AgencyCase):
    """A plan of 05/02/2022, looked at on 01/04/2022."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time('2022-02-05 02:00:00'):
            plan = cls.new_plan(duties=['outreach', 'outreach', 'outreach', None], year=2022)
            single, quarterly, named, general = plan.printed_assignment_ids.sorted('sequence')
            single.deadline = '2022-06-30'
            quarterly.recurrence = 'quarterly'
            named.write({'deadline': '2022-03-20', 'further_dates': "10/06/2022; 10/12/2022"})
            cls.plan = cls.to_state(plan, 'issued').sudo()
        cls.single, cls.quarterly, cls.named, cls.general = (duty.sudo() for duty in (single, quarterly, named, general))

    def setUp(self):
        super().setUp()
        self.enterContext(freeze_time('2022-04-01 02:00:00'))

    def change(self, duties, kind='cancel', user='office_staff', **values):
        """:return: dan_van.assignment.change, as ``user`` makes it in the dialog"""
        if 'unit' in values:
            values['department_id'] = self.units[values.pop('unit')].id
        if kind == 'take_on':
            kind, values = 'cancel', {**values, 'takes_on': True}
        dialog = self.as_user(user, 'dan_van.change.dialog').create({
            'assignment_ids': [Command.set(duties.ids)], 'kind': kind, 'reason': "Sắp xếp lại tổ chức.", **DECISION, **values})
        dialog.action_confirm()
        return self.env['dan_van.assignment.change'].search([('assignment_id', 'in', duties.ids), ('state', 'in', ('proposed', 'decided'))])

    def days(self, duty):
        return [str(day) for day in duty.occurrence_ids.sorted().mapped('due_date')]


class TestAssignmentChange(ChangeCase):
    """What a decision makes of duties after their plan is issued."""

    # Who

    def test_who_decides_and_who_proposes(self):
        for user, state in (('office_staff', 'decided'), ('head', 'decided'), ('admin', 'decided'), ('outreach_head', 'proposed')):
            with self.subTest(user), self.env.cr.savepoint() as savepoint:
                self.assertEqual(self.change(self.single, user=user).state, state)
                self.assertEqual(self.single.ended, 'cancelled' if state == 'decided' else False)
                savepoint.rollback()
        for user in ('outreach_staff', 'policy_head', 'clerk'):
            with self.subTest(user), self.assertRaises(AccessError), self.env.cr.savepoint():
                self.change(self.single, user=user)

    def test_the_office_decides_on_what_the_unit_proposes(self):
        change = self.change(self.single, user='outreach_head', decision=False, decision_date=False)
        self.assertEqual(change.activity_ids.user_id, self.users['office_head'])
        with self.assertRaises(UserError):
            self.as_user('outreach_head', change).action_decide()
        with self.assertRaises(AccessError):
            self.as_user('outreach_head', change).decision = "Tự quyết"
        office = self.as_user('office_head', change)
        with self.assertRaisesRegex(UserError, "number and date"), self.env.cr.savepoint():
            office.action_decide()
        office.write({**DECISION, 'decision_date': '2022-04-02'})
        with self.assertRaisesRegex(UserError, "still to come"), self.env.cr.savepoint():
            office.action_decide()
        office.write(DECISION)
        self.reading('office_head', change).action_decide()
        self.assertEqual((change.state, self.single.ended, change.activity_ids.ids), ('decided', 'cancelled', []))
        with self.assertRaisesRegex(UserError, "stays as it was decided"):
            office.reason = "Khác"

    def test_a_refusal_says_why(self):
        change = self.change(self.single, user='outreach_head', decision=False, decision_date=False)
        self.as_user('office_head', change).action_refuse("Vẫn phải làm.")
        self.assertEqual((change.state, self.single.ended), ('refused', False))
        self.assertEqual(change.message_ids[0].partner_ids, self.users['outreach_head'].partner_id)
        again = self.change(self.single, user='outreach_head')
        self.as_user('outreach_head', again).action_withdraw()
        self.assertEqual(again.state, 'withdrawn')

    # Cancelled

    def test_what_is_cancelled_is_late_no_more(self):
        occurrence = self.single.occurrence_ids
        file = base64.b64encode(b'%PDF-1.4')
        change = self.change(self.single, file=file, filename="qd-05.pdf")
        with freeze_time('2022-07-05 02:00:00'):
            self.env.invalidate_all()
            self.assertEqual((self.single.is_at_work, self.single.is_tracked, self.single.health, occurrence.state), (False, False, False, False))
            self.assertNotIn(self.single, self.single.search([('health', '=', 'overdue')]))
            self.assertNotIn(occurrence, occurrence.search([('state', '=', 'overdue')]))
        self.assertIn("Quyết định số 05/QĐ-BDT", self.single.closing_note)
        self.assertIn("Sắp xếp lại", self.single.message_ids[0].body)
        self.assertIn(self.users['outreach_head'].partner_id, self.single.message_ids[0].partner_ids)
        for values in ({'result': "Đã làm"}, {'progress': 50}, {'done_date': '2022-04-01'}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "ended"), self.env.cr.savepoint():
                self.as_user('outreach_staff', self.single).write(values)
        with self.assertRaisesRegex(UserError, "ended"), self.env.cr.savepoint():
            self.as_user('outreach_staff', occurrence).result = "Đã làm"
        files = self.env['ir.attachment'].search([('res_model', '=', change._name), ('res_id', '=', change.id)])
        self.assertEqual(files.mapped('name'), ["qd-05.pdf"])
        with self.assertRaisesRegex(UserError, "never changed or deleted"):
            files.unlink()

    def test_a_cancellation_is_taken_back(self):
        self.as_user('outreach_staff', self.single).progress = 30
        change = self.change(self.single)
        self.as_user('office_head', change).action_undo("Nhầm.")
        self.assertEqual((change.state, self.single.ended, self.single.is_at_work, self.single.progress), ('undone', False, True, 30))

    def test_what_is_done_is_not_cancelled(self):
        self.as_user('outreach_staff', self.single).action_done()
        with self.assertRaisesRegex(UserError, "done"):
            self.change(self.single)

    # Postponed

    def test_a_postponement_moves_what_is_due(self):
        change = self.change(self.quarterly, 'postpone', new_deadline='2022-07-15')
        self.assertEqual(self.days(self.quarterly), ['2022-06-30', '2022-07-15', '2022-09-30', '2022-12-31'])
        self.env['dan_van.occurrence']._follow(self.quarterly)
        self.assertIn('2022-07-15', self.days(self.quarterly), "not due on the old day again")
        self.as_user('office_head', change).action_undo("Nhầm.")
        self.assertEqual(self.days(self.quarterly), ['2022-03-31', '2022-06-30', '2022-09-30', '2022-12-31'])
        with self.assertRaisesRegex(UserError, "later than today"):
            self.change(self.single, 'postpone', new_deadline='2022-06-30')

    # Handed over

    def test_the_new_unit_goes_on_with_what_is_open(self):
        first, second, *_rest = self.as_user('outreach_staff', self.quarterly).occurrence_ids.sorted()
        first.write({'result': "Quý I xong.", 'done_date': '2022-03-31', 'done_reason': "Ghi muộn."})
        second.result = "Đang làm."
        change = self.change(self.quarterly, 'hand_over', unit='policy')
        new = change.new_assignment_id
        self.assertEqual((new.department_id, new.continues_id, new.text), (self.units['policy'], self.quarterly, self.quarterly.text))
        self.assertEqual(self.days(new), ['2022-06-30', '2022-09-30', '2022-12-31'])
        self.assertEqual(new.occurrence_ids.sorted()[0].result, "Đang làm.")
        self.assertEqual((str(new.deadline), new.health, self.quarterly.health), ('2022-06-30', 'on_track', False))
        self.assertEqual((first.state, first.department_id), ('done_late' if first.due_date < first.done_date else 'done_on_time', self.units['outreach']))
        self.assertEqual(self.as_user('outreach_staff', second).result, "Đang làm.", "the old unit reads what it recorded")
        self.assertFalse(second.state)
        self.assertIn(self.users['policy_head'].partner_id, new.message_ids[0].partner_ids)
        self.env['dan_van.occurrence']._follow(new)
        self.assertEqual(self.days(new), ['2022-06-30', '2022-09-30', '2022-12-31'])
        self.as_user('policy_staff', new.occurrence_ids.sorted()[0]).write({'result': "Xong.", 'done_date': '2022-04-01'})
        with self.assertRaisesRegex(UserError, "gone on"):
            self.as_user('office_head', change).action_undo("Nhầm.")

    def test_many_at_once_with_named_days_and_evidence(self):
        file = self.as_user('outreach_staff', 'ir.attachment').create(
            {'name': "bien-ban.txt", 'raw': b'x', 'res_model': self.single._name, 'res_id': self.single.id})
        self.as_user('outreach_staff', self.single).write({'evidence_ids': [Command.link(file.id)], 'progress': 40})
        self.as_user('outreach_staff', self.named).occurrence_ids.sorted()[0].write(
            {'result': "Xong.", 'done_date': '2022-03-20', 'done_reason': "Ghi muộn."})
        changes = self.change(self.single + self.named, 'hand_over', unit='policy')
        single, named = (changes.filtered(lambda each, duty=duty: each.assignment_id == duty).new_assignment_id
                         for duty in (self.single, self.named))
        self.assertEqual(self.days(named), ['2022-06-10', '2022-12-10'])
        self.env['dan_van.occurrence']._follow(named | single)
        self.assertEqual(self.days(named), ['2022-06-10', '2022-12-10'])
        self.assertEqual((self.days(single), single.progress, single.evidence_ids.name), (['2022-06-30'], 40, "bien-ban.txt"))
        self.assertEqual(self.single.evidence_ids, file)
        self.as_user('office_head', changes).action_undo("Nhầm.")
        self.assertEqual((self.single.is_at_work, single.is_at_work), (True, False))

    def test_the_same_duty_of_all_units_is_there_once(self):
        mine, theirs = (self.general.child_ids.filtered(lambda duty, unit=unit: duty.department_id == self.units[unit])
                        for unit in ('outreach', 'policy'))
        change = self.change(mine, 'hand_over', unit='policy')
        self.assertEqual((change.new_assignment_id, mine.ended, theirs.ended), (theirs, 'handed_over', False))

    def test_what_was_given_anew_meanwhile_is_not_taken_back(self):
        mine, theirs = (self.general.child_ids.filtered(lambda duty, unit=unit: duty.department_id == self.units[unit])
                        for unit in ('outreach', 'policy'))
        cancelled = self.change(mine)
        self.assertEqual(self.change(theirs, 'hand_over', unit='outreach').new_assignment_id.department_id, self.units['outreach'])
        with self.assertRaisesRegex(UserError, "gone on"):
            self.as_user('office_head', cancelled).action_undo("Nhầm.")

    def test_a_plan_that_replaces_it_goes_on_with_who_has_it(self):
        new = self.change(self.single, 'hand_over', unit='policy').new_assignment_id
        self.as_user('policy_staff', new).progress = 70
        with freeze_time('2022-05-10 02:00:00'):
            plan = self.plan.browse(self.as_user('office_head', self.plan).action_replace()['res_id']).with_env(
                self.as_user('office_staff', self.plan).env)
            draft = plan.assignment_ids.filtered(lambda duty: duty.continues_id == new)
            self.assertEqual(draft.department_id, self.units['policy'])
            plan = self.to_state(plan, 'issued').sudo()
            self.env.invalidate_all()
            self.assertEqual((draft.sudo().continues_id, draft.sudo().progress), (new, 70))

    def test_handed_back_and_over_again(self):
        there = self.change(self.single, 'hand_over', unit='policy').new_assignment_id
        back = self.change(there, 'hand_over', unit='outreach').new_assignment_id
        again = self.change(back, 'hand_over', unit='policy').new_assignment_id
        self.assertEqual([duty.department_id for duty in (back, again)], [self.units['outreach'], self.units['policy']])
        self.assertEqual((self.single._handed_to(), again.is_at_work, there.is_at_work), (again, True, False))
        self.assertEqual(self.plan.printed_assignment_ids & (there | back | again), self.single.browse(), "the text of the plan stays")

    # Taken on

    def test_a_new_unit_takes_on_what_all_units_do(self):
        unit = self.env['hr.department'].create({
            'name': "Phòng Dân tộc", 'company_id': self.company.id, 'dan_van_kind': 'division', 'head_user_id': self.users['deputy_2'].id,
            'member_user_ids': [Command.link(self.users['deputy_2'].id)]})
        with self.assertRaisesRegex(UserError, "no duty of all units"), self.env.cr.savepoint():
            self.change(self.single, 'take_on', department_id=unit.id)
        change = self.change(self.general, 'take_on', department_id=unit.id)
        duty = change.new_assignment_id
        self.assertEqual((duty.parent_id, duty.department_id, duty.is_tracked), (self.general, unit, True))
        self.assertEqual(duty.occurrence_count, 1)
        with self.assertRaisesRegex(UserError, "has it already"):
            self.change(self.general, 'take_on', department_id=unit.id)

    def test_nothing_is_forged(self):
        for user in ('outreach_head', 'office_staff', 'admin'):
            with self.subTest(user), self.assertRaises(UserError), self.env.cr.savepoint():
                self.as_user(user, 'dan_van.assignment.change').create({
                    'assignment_id': self.single.id, 'kind': 'cancel', 'reason': "x", 'proposed_by_id': self.users[user].id})
            with self.subTest(user), self.assertRaises(UserError), self.env.cr.savepoint():
                self.as_user(user, self.single).ended = 'cancelled'
        change = self.change(self.single, user='outreach_head')
        with self.assertRaises(UserError):
            self.as_user('office_staff', change).kind = 'postpone'
        with self.assertRaises(UserError):
            self.as_user('office_staff', change).state = 'decided'
