from odoo.exceptions import UserError
from odoo.modules.module import load_script

from ..common import ROOT
from .test_assignment_change import DECISION, ChangeCase
from .test_directive import DirectiveCase


class TestChangesMeet(ChangeCase):
    """One change after another, and what each leaves to the next."""

    def undo(self, change):
        self.as_user('office_head', change).action_undo("Nhầm.")
        self.env.invalidate_all()

    def of(self, *units):
        """:return: dan_van.assignment, what ``units`` have of the duty of all units, in this order"""
        children = self.general.child_ids.filtered(lambda duty: not duty.ended).grouped('department_id')
        return self.general.browse().union(*(children[self.units[unit]] for unit in units))

    def new_unit(self, name="Phòng Dân tộc", **values):
        return self.env['hr.department'].create({'name': name, 'company_id': self.company.id, 'dan_van_kind': 'division', **values})

    def assert_refused(self, words, act, *args, **kwargs):
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            act(*args, **kwargs)
        self.env.invalidate_all()

    # Handed over and taken back

    def test_taken_back_and_handed_over_again(self):
        first = self.change(self.single, 'hand_over', unit='policy')
        self.undo(first)
        self.assertEqual((self.single.is_at_work, first.new_assignment_id.ended), (True, 'cancelled'))
        again = self.change(self.single, 'hand_over', unit='inspectorate') - first
        self.assertEqual(self.single._handed_to(), again.new_assignment_id)

    def test_taken_back_and_the_plan_replaced(self):
        self.undo(self.change(self.single, 'hand_over', unit='policy'))
        plan = self.plan.browse(self.as_user('office_head', self.plan).action_replace()['res_id'])
        self.assertIn(self.single, plan.assignment_ids.continues_id)

    def test_handed_over_while_a_draft_replaces_the_plan(self):
        plan = self.plan.browse(self.as_user('office_head', self.plan).action_replace()['res_id'])
        draft = plan.assignment_ids.filtered(lambda duty: duty.continues_id == self.single)
        self.assertTrue(draft)
        change = self.change(self.single, 'hand_over', unit='policy')
        self.assertEqual(draft.continues_id, change.new_assignment_id)
        self.assertIn("Another unit has it now", plan.continuation_note)
        draft.with_env(self.as_user('office_staff', draft).env).department_id = self.units['policy']
        self.assertFalse(plan.continuation_note)
        draft.with_env(self.as_user('office_staff', draft).env).department_id = self.units['outreach']
        self.undo(change)
        self.assertFalse(plan.continuation_note)
        self.assertEqual(draft.continues_id, self.single)

    def test_what_has_been_handed_on_is_not_taken_back(self):
        first = self.change(self.single, 'hand_over', unit='policy')
        second = self.change(first.new_assignment_id, 'hand_over', unit='inspectorate')
        self.assert_refused("gone on", self.undo, first)
        self.undo(second)
        self.undo(first)
        self.assertEqual(
            [duty.is_at_work for duty in (self.single, first.new_assignment_id, second.new_assignment_id)], [True, False, False])

    def test_the_own_duty_of_the_other_unit_stays(self):
        mine, theirs = self.of('outreach', 'policy')
        change = self.change(mine, 'hand_over', unit='policy')
        self.as_user('policy_staff', theirs).action_done()
        self.undo(change)
        self.assertEqual((mine.ended, theirs.ended, bool(theirs.done_date)), (False, False, True))

    def test_what_was_undone_before(self):
        """Earlier versions left a link behind, and cancelled what the other unit had of its own."""
        mine, theirs = self.of('outreach', 'policy')
        first, second = self.change(self.single, 'hand_over', unit='policy'), self.change(mine, 'hand_over', unit='policy')
        self.undo(first | second)
        theirs._opened('change').ended = 'cancelled'
        self.env.flush_all()
        self.env.cr.execute("UPDATE dan_van_assignment SET continues_id = %s WHERE id = %s", [self.single.id, first.new_assignment_id.id])
        self.env.cr.execute("UPDATE dan_van_assignment SET create_date = create_date - interval '1 day' WHERE id = %s", theirs.ids)
        self.env.invalidate_all()
        script = load_script(str(ROOT / 'migrations' / '19.0.1.11.0' / 'post-undone-changes.py'), 'post_undone_changes')
        for _time in range(2):
            script.migrate(self.env.cr, '19.0.1.10.0')
            self.env.invalidate_all()
            self.assertFalse(self.single.continued_by_ids)
            self.assertEqual((theirs.ended, first.new_assignment_id.ended), (False, 'cancelled'))

    # Units that merge

    def test_two_units_become_one(self):
        unit = self.new_unit()
        mine, theirs = self.of('outreach', 'policy')
        self.as_user('outreach_staff', mine).result = "Đã họp 02 buổi."
        changes = self.change(mine | theirs, 'hand_over', department_id=unit.id)
        new = changes.new_assignment_id
        self.assertEqual((len(new), new.department_id, new.result), (1, unit, "Đã họp 02 buổi."))
        self.assertEqual((mine | theirs).mapped('ended'), ['handed_over'] * 2)
        self.assert_refused("gone on", self.undo, changes.filtered(lambda change: change.assignment_id == new.continues_id))
        self.undo(changes)
        self.assertEqual([duty.is_at_work for duty in (mine, theirs, new)], [True, True, False])

    def test_only_to_a_unit_that_works(self):
        names = [self.new_unit("Nhóm", dan_van_kind=False), self.new_unit("Phòng cũ", active=False)]
        for unit in names:
            with self.subTest(unit.name):
                self.assert_refused("choose one of its units", self.change, self.single, 'hand_over', department_id=unit.id)
                self.assert_refused("choose one of its units", self.change, self.general, 'take_on', department_id=unit.id)

    # Postponed

    def test_a_proposal_does_not_move_what_is_due_another_time(self):
        change = self.change(
            self.quarterly, 'postpone', user='outreach_head', new_deadline='2022-07-15', decision="Quyết định số 05/QĐ-BDT")
        self.as_user('outreach_staff', self.quarterly).occurrence_ids.sorted()[0].action_done()
        self.assert_refused("due another time", self.reading('office_head', change).action_decide)
        self.assertEqual(self.days(self.quarterly)[1], '2022-06-30')

    def test_more_time_meanwhile(self):
        change = self.change(self.single, 'postpone', new_deadline='2022-07-15')
        request = self.as_user('outreach_staff', 'dan_van.extension').create({
            'assignment_id': self.single.id, 'new_deadline': '2022-08-31', 'reason': "Chờ số liệu."})
        self.reading('office_head', request).action_accept()
        self.assert_refused("gone on", self.undo, change)
        self.assertEqual(self.days(self.single), ['2022-08-31'])

    def test_a_proposal_gives_back_the_day_of_when_it_was_decided(self):
        change = self.change(self.single, 'postpone', user='outreach_head', new_deadline='2022-09-30')
        request = self.as_user('outreach_staff', 'dan_van.extension').create({
            'assignment_id': self.single.id, 'new_deadline': '2022-08-31', 'reason': "Chờ số liệu."})
        self.reading('office_head', request).action_accept()
        self.reading('office_head', change).action_decide()
        self.assertEqual(self.days(self.single), ['2022-09-30'])
        self.undo(change)
        self.assertEqual(self.days(self.single), ['2022-08-31'])


class TestDirectiveAndDecisions(DirectiveCase):
    """A directive is given anew after a decision on one of its duties."""

    def change(self, duty, **values):
        dialog = self.as_user('office_head', 'dan_van.change.dialog').create({
            'assignment_ids': duty.ids, 'reason': "Sắp xếp lại.", **DECISION, 'decision_date': '2031-03-03', **values})
        dialog.action_confirm()

    def given_anew(self, document, *others):
        leader = self.as_user('head', document)
        leader.action_take_back("Sửa.")
        leader.directive_unit_ids = self.env['hr.department'].union(*(self.units[unit] for unit in others)).with_env(leader.env)
        leader.action_direct()
        return {duty.department_id: duty for duty in document.sudo().assignment_ids if duty.is_at_work}

    def test_who_has_it_now_is_named(self):
        document = self.directed(others=['policy'])
        self.change(self.duty(document, 'policy'), kind='hand_over', department_id=self.units['inspectorate'].id)
        new = self.duty(document, 'inspectorate')
        with self.assertRaisesRegex(UserError, "name these units in the directive"), self.env.cr.savepoint():
            self.given_anew(document, 'policy')
        self.env.invalidate_all()
        duties = self.given_anew(document, 'inspectorate')
        self.assertEqual(duties.keys(), {self.units['outreach'], self.units['inspectorate']})
        self.assertEqual(duties[self.units['inspectorate']], new)

    def test_what_the_directive_asks_for_too_is_not_taken_back(self):
        document = self.directed(others=['policy'])
        lead = self.duty(document, 'outreach')
        self.change(lead, kind='add_unit', department_id=self.units['inspectorate'].id)
        duties = self.given_anew(document, 'policy', 'inspectorate')
        with self.assertRaisesRegex(UserError, "gone on"), self.env.cr.savepoint():  # else the directive would name a unit without a duty
            self.as_user('office_head', lead.change_ids).action_undo("Nhầm.")
        self.assertTrue(duties[self.units['inspectorate']].is_at_work)

    def test_what_a_decision_added_stays_with_who_has_it_now(self):
        document = self.directed(others=['policy'])
        self.change(self.duty(document, 'outreach'), kind='add_unit', department_id=self.units['inspectorate'].id)
        self.change(self.duty(document, 'inspectorate'), kind='hand_over', department_id=self.units['party'].id)
        self.assertEqual(self.given_anew(document, 'policy').keys(), {self.units[unit] for unit in ('outreach', 'policy', 'party')})

    def test_what_was_cancelled_is_asked_for_anew(self):
        document = self.directed(others=['policy'])
        old = self.duty(document, 'policy')
        self.change(old, kind='cancel')
        duties = self.given_anew(document, 'policy')
        self.assertEqual((old.ended, duties[self.units['policy']].is_at_work), ('cancelled', True))
        with self.assertRaisesRegex(UserError, "gone on"):  # else the unit would have it twice
            self.as_user('office_head', old.change_ids).action_undo("Nhầm.")

    def test_a_unit_to_which_another_duty_was_handed_over_has_one_that_follows(self):
        document = self.directed(others=['policy'])
        self.change(self.duty(document, 'outreach'), kind='hand_over', department_id=self.units['policy'].id)
        self.as_user('head', document).action_take_back("Sửa chữ.")
        self.as_user('head', document).directive_text = "Báo cáo trước ngày 20."
        self.as_user('head', document).action_direct()
        self.assertEqual(self.duty(document, 'policy').mapped('text'), ["Báo cáo trước ngày 20."])
