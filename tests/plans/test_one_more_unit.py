from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .test_assignment_change import ChangeCase
from .test_directive import DirectiveCase


class TestOneMoreUnit(ChangeCase):
    """A decision gives a duty to one more unit, beside the one that has it."""

    def add(self, duty, unit='policy', **values):
        """:return: dan_van.assignment, what the unit has got"""
        return self.change(duty, 'add_unit', unit=unit, **values).sorted('id')[-1:].new_assignment_id

    def test_both_units_have_it_each_for_itself(self):
        new = self.add(self.single, new_role='coordinate')
        self.assertEqual((new.department_id, new.role, new.text, str(new.deadline), new.is_at_work), (
            self.units['policy'], 'coordinate', self.single.text, '2022-06-30', True))
        self.assertEqual((self.single.ended, self.single.is_at_work, new.printed, new.parent_id), (False, True, False, self.single))
        self.as_user('policy_staff', new).action_done()
        self.assertFalse(self.single.done_date)
        self.assertIn(self.users['policy_head'].partner_id, new.message_ids.partner_ids)
        self.assertIn("Quyết định số 05/QĐ-BDT", self.single.message_ids[0].body)

    def test_whose_part_nobody_has_named_leads(self):
        self.assertEqual(self.add(self.single, new_role=False).role, 'lead')

    def test_it_is_due_when_the_first_one_is(self):
        """Not on the day that was planned but on the one to which it was moved; what was done before is asked of nobody."""
        self.change(self.single, 'postpone', new_deadline='2022-08-15')
        self.assertEqual(self.days(self.add(self.single)), ['2022-08-15'])
        self.as_user('outreach_staff', self.named.occurrence_ids.sorted()[0]).action_done()
        self.assertEqual(self.days(self.add(self.named)), ['2022-06-10', '2022-12-10'])
        self.assertEqual(self.days(self.add(self.quarterly)), ['2022-06-30', '2022-09-30', '2022-12-31'])

    def test_a_unit_has_it_once(self):
        new = self.add(self.single)
        for duties, unit in ((self.single, 'policy'), (new, 'policy'), (new, 'outreach')):
            with self.subTest(duties=duties, unit=unit), self.assertRaises(UserError), self.env.cr.savepoint():
                self.change(duties, 'add_unit', unit=unit)
        with self.assertRaisesRegex(UserError, "has it already"), self.env.cr.savepoint():
            self.change(self.single | new, 'add_unit', unit='inspectorate')
        self.assertEqual(self.add(new, 'inspectorate').parent_id, self.single)
        with self.assertRaisesRegex(UserError, "of all units"), self.env.cr.savepoint():
            self.change(self.general.child_ids[0], 'add_unit', unit='inspectorate')
        for handed, unit in ((self.single, 'policy'), (new, 'inspectorate')):
            there = self.single._shared_with(self.units[unit])
            change = self.change(handed, 'hand_over', unit=unit).filtered(lambda change: change.kind == 'hand_over')
            self.assertEqual((change.new_assignment_id, handed.ended), (there, 'handed_over'), "the one that it had goes on")

    def test_taken_back(self):
        """Whatever became of the duty of the first unit; not where the new unit has done its own."""
        new = self.add(self.single)
        change = self.single.change_ids
        dropped = self.change(self.single)
        self.as_user('office_head', change).action_undo("Nhầm.")
        self.assertEqual((new.ended, self.single.ended), ('cancelled', 'cancelled'))
        self.as_user('office_head', dropped.filtered(lambda each: each.state == 'decided')).action_undo("Nhầm.")
        self.assertEqual((new.ended, self.single.ended), ('cancelled', False))
        again = self.add(self.single)
        self.as_user('policy_staff', again).action_done()
        with self.assertRaisesRegex(UserError, "gone on since"):
            self.as_user('office_head', self.single.change_ids.filtered(lambda each: each.new_assignment_id == again)).action_undo("Nhầm.")

    def test_the_first_unit_hands_over_and_takes_back(self):
        """Handing over to the unit that got it besides, and back, leaves that unit its own duty."""
        new = self.add(self.single)
        change = self.change(self.single, 'hand_over', unit='policy').filtered(lambda each: each.kind == 'hand_over')
        self.assertEqual(change.new_assignment_id, new)
        self.as_user('office_head', change).action_undo("Nhầm.")
        self.assertEqual((new.ended, self.single.ended), (False, False))

    def test_proposed_by_the_head(self):
        change = self.change(self.single, 'add_unit', user='outreach_head', unit='policy', decision=False, decision_date=False)
        self.assertEqual((change.state, change.new_assignment_id.ids, change.with_user(self.users['outreach_head']).new_department_id),
                         ('proposed', [], self.units['policy']))
        with self.assertRaises(AccessError):
            self.as_user('policy_head', change).mapped('reason')

    def test_a_plan_that_replaces_it_goes_on_with_both(self):
        new = self.add(self.single)
        with freeze_time('2022-04-02 02:00:00'):
            self.as_user('policy_staff', new).progress = 40
            plan = self.plan.browse(self.as_user('office_head', self.plan).action_replace()['res_id'])
            draft = plan.with_env(self.as_user('office_staff', plan).env).sudo()
            copies = draft.printed_assignment_ids.filtered(lambda duty: duty.continues_id in self.single | new)
            self.assertEqual(copies.continues_id, self.single | new)
            self.assertFalse(draft.continuation_note)
            self.to_state(plan.with_env(self.as_user('office_staff', plan).env), 'issued')
        change = self.env['dan_van.assignment.change'].search([('kind', '=', 'add_unit')])
        of_policy = copies.filtered(lambda duty: duty.department_id == self.units['policy'])
        self.assertEqual((of_policy.progress, change.new_assignment_id, change.assignment_id), (40, of_policy, copies - of_policy))
        with self.assertRaisesRegex(UserError, "gone on since"):
            self.as_user('office_head', change).action_undo("Nhầm.")


class TestOneMoreUnitDirected(DirectiveCase):
    """The duties of an incoming document are one work of the units that its directive names."""

    def change(self, duty, kind, unit):
        self.as_user('office_staff', 'dan_van.change.dialog').create({
            'assignment_ids': [Command.set(duty.ids)], 'kind': kind, 'reason': "Sắp xếp lại tổ chức.", 'decision': "Quyết định số 05/QĐ-BDT",
            'decision_date': '2031-03-01', 'department_id': self.units[unit].id}).action_confirm()

    def test_what_a_decision_gave_stays_when_it_is_given_anew(self):
        document = self.directed(others=('policy',))
        self.change(self.duty(document, 'outreach'), 'add_unit', 'inspectorate')
        added = self.duty(document, 'inspectorate')
        self.assertEqual((added.parent_id, str(added.deadline)), (self.duty(document, 'outreach'), '2031-03-20'))
        self.as_user('head', document).action_take_back("Bổ sung đơn vị.")
        self.as_user('head', document).action_direct()
        self.assertEqual(self.duty(document, 'inspectorate'), added)
        self.assertTrue(added.is_at_work)

    def test_a_unit_that_gets_several_has_them_as_one(self):
        document = self.directed(others=('policy',))
        both = self.duty(document, 'outreach') | self.duty(document, 'policy')
        with self.assertRaisesRegex(UserError, "has it already"), self.env.cr.savepoint():
            self.change(both, 'add_unit', 'inspectorate')
        self.change(both, 'hand_over', 'inspectorate')
        self.assertEqual((len(self.duty(document, 'inspectorate')), both.change_ids.new_assignment_id), (1, self.duty(document, 'inspectorate')))
        self.as_user('office_staff', both.change_ids).action_undo("Nhầm.")
        self.assertEqual((set(both.mapped('ended')), self.duty(document, 'inspectorate').ended), ({False}, 'cancelled'))

    def test_what_was_taken_back_is_not_waited_for(self):
        document = self.directed(others=('policy',))
        known = document.sudo()
        lead, other = (self.duty(document, unit) for unit in ('outreach', 'policy'))
        self.change(lead, 'add_unit', 'inspectorate')
        self.as_user('office_staff', lead.change_ids).action_undo("Nhầm.")
        self.assertEqual((known.duty_count, known.open_duty_count), (2, 2))
        for unit, duty in (('outreach', lead), ('policy', other)):
            self.as_user(f'{unit}_staff', duty).action_done()
        self.assertEqual((known.duty_count, known.open_duty_count), (2, 0))
        self.assertEqual(self.turns(document), self.users['outreach_head'])
        self.assertNotIn("Not done yet", self.as_user('outreach_head', document)._asks_reason(document._get_transition('close')))

    def test_each_unit_has_it_once(self):
        document = self.directed(others=('policy',))
        lead, other = (self.duty(document, unit) for unit in ('outreach', 'policy'))
        with self.assertRaisesRegex(UserError, "has it already"), self.env.cr.savepoint():
            self.change(lead, 'add_unit', 'policy')
        self.change(lead, 'hand_over', 'policy')
        self.assertEqual((lead.ended, lead.change_ids.new_assignment_id, self.duty(document, 'policy')), ('handed_over', other, other))
