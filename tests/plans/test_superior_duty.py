import datetime
import re
from dataclasses import replace

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from ... import exchange
from ...exchange import Attachment, Business, Organ, package
from ..common import QueryCase
from .levels import DUTY, PLAN, LevelCase


class TestPlanComesDown(LevelCase):
    """From the issue above to the work of a unit below, by the message as it goes: nothing is typed twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time('2031-02-05 02:00:00'))

    def test_a_plan_is_carried_out_by_the_directive(self):
        plan = self.to_state(self.plan_down("Đối thoại với Nhân dân.", "Rà soát thủ tục."), 'issued').sudo()
        self.deliver()
        document = self.env['dan_van.incoming'].search([('company_id', '=', self.commune.id)])
        self.assertEqual((document.code, document.superior_way), (plan.code, 'directive'))
        first, second = rows = document.superior_duty_ids
        self.assertEqual(rows.mapped('text'), ["Đối thoại với Nhân dân.", "Rà soát thủ tục."])
        self.assertEqual(set(rows.mapped('key')), set(plan.handed_ids.mapped('key')))
        self.assertEqual(first.content_text, "1 Tổ chức quán triệt các chủ trương về công tác dân vận.")
        with Form(self.there('office', document)) as form:
            with form.superior_duty_ids.edit(1) as row:
                row.department_id = self.parts['economy']
                row.own_deadline = '2031-06-15'
        self.assertFalse(second.late_note)
        duties = self.directed(document)
        self.assertEqual({(duty.department_id, duty.text, str(duty.deadline), duty.superior_duty_id) for duty in duties}, {
            (self.parts['culture'], first.text, '2031-06-30', first), (self.parts['economy'], second.text, '2031-06-15', second)})
        self.assertEqual((first.state, second.state, second.health), ('taken', 'taken', 'on_track'))
        self.there('economy', duties.filtered(lambda duty: duty.superior_duty_id == second)).action_done()
        self.assertEqual((second.state, second.progress, str(second.done_date), first.state), ('done', 100, '2031-02-05', 'taken'))
        self.assertFalse(document.filtered_domain(document._done_domain()))
        self.there('culture', duties.filtered(lambda duty: duty.superior_duty_id == first)).action_done()
        self.assertTrue(document.filtered_domain(document._done_domain()), "then it is closed")
        self.assertEqual(plan.handed_ids.mapped('state'), ['waiting', 'waiting'], "what goes up the commune decides")

    def test_a_plan_is_carried_out_by_a_plan_of_our_own(self):
        self.to_state(self.plan_down("Đối thoại với Nhân dân.", "Rà soát thủ tục."), 'issued')
        self.deliver()
        document = self.env['dan_van.incoming'].search([('company_id', '=', self.commune.id)])
        office = self.there('office', document)
        self.assertTrue(office.can_draft_plan)
        plan = self.there('office', self.env['dan_van.plan'].browse(office.action_draft_plan()['res_id']))
        self.assertEqual((plan.company_id, plan.year, plan.department_id, plan.state), (self.commune, 2031, self.parts['office'], 'draft'))
        self.assertEqual((plan.basis_ids.incoming_id, plan.basis_ids.code), (document, document.code))
        self.assertTrue(plan.basis_ids.text.startswith(f"Thực hiện Kế hoạch số {document.code}"))
        content = plan.content_ids.filtered(lambda part: part.parent_id.kind == 'content')
        self.assertEqual(content.text, "Tổ chức quán triệt các chủ trương về công tác dân vận.")
        duties = plan.assignment_ids
        self.assertEqual(duties.superior_duty_id, document.superior_duty_ids)
        self.assertEqual(duties.content_ids, content)
        self.assertEqual(document.superior_duty_ids.mapped('state'), ['waiting', 'waiting'], "a draft gives nothing yet")
        self.assertFalse(office.can_draft_plan)
        with self.assertRaisesRegex(UserError, "gives no duty"):
            office.action_draft_plan()
        self.assertFalse(self.directed(document, directive_text="Tham mưu kế hoạch.").superior_duty_id, "the plan gives them")
        with self.assertRaisesRegex(UserError, "Choose the unit"):
            plan.action_submit()
        duties.department_id, plan.recipients = self.parts['culture'], "Lưu: VT"
        plan.signer_id = self.people['leader']
        plan.action_submit()
        leader = self.there('leader', plan)
        leader.with_context(dan_van_shown=leader.shown).action_sign()
        self.there('clerk', plan).action_issue()
        self.assertEqual(document.superior_duty_ids.mapped('state'), ['taken', 'taken'])
        self.assertEqual(office.own_plan_ids, plan)
        self.there('culture', plan.sudo().assignment_ids[:1]).write({'progress': 50})
        self.assertEqual(plan.sudo().assignment_ids[:1].superior_duty_id.progress, 50)
        self.assertFalse(document.filtered_domain(document._done_domain()), "the plan is still at work for it")
        # A plan in its place goes on.
        new = self.there('office', self.env['dan_van.plan'].browse(self.there('office', plan).action_replace()['res_id']))
        new.action_submit()
        leader = self.there('leader', new)
        leader.with_context(dan_van_shown=leader.shown).action_sign()
        self.there('clerk', new).action_issue()
        self.assertTrue(plan.sudo().is_gone)
        self.assertEqual(new.sudo().assignment_ids.superior_duty_id, document.superior_duty_ids)
        self.assertEqual((document.superior_duty_ids[0].progress, document.superior_duty_ids[0].state), (50, 'taken'))


class TestSuperiorDuty(LevelCase):
    """What a message of the superior brings, what of it is taken, and what becomes of that."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time('2031-02-05 02:00:00'))

    def rows(self, document):
        return document.sudo().superior_duty_ids

    def test_a_later_day_of_ours_is_said_and_not_refused(self):
        document = self.take(self.message())
        row = self.rows(document)[0]
        self.there('office', row).own_deadline = '2031-07-01'
        self.assertIn("30/06/2031", row.late_note)
        self.assertEqual(str(self.directed(document).filtered(lambda duty: duty.superior_duty_id == row).deadline), '2031-07-01')

    def test_who_is_to_do_it_is_said_by_clerk_office_and_leadership_until_it_is_directed(self):
        document = self.take(self.message())
        row = self.rows(document)[0]
        for user in ('clerk', 'office', 'leader'):
            self.there(user, row).department_id = self.parts['economy']
        for user, values in (('culture', {'department_id': False}), ('office', {'text': "Khác"}), ('office', {'deadline': '2032-01-01'}),
                             ('office', {'ended': 'cancelled'}), ('office', {'key': 'x'}), ('office', {'state': 'done'})):
            with self.subTest(user, values=values), self.assertRaises(UserError), self.env.cr.savepoint():
                self.there(user, row).write(values)
        self.directed(document)
        with self.assertRaisesRegex(UserError, "directive"), self.env.cr.savepoint():
            self.there('office', row).department_id = self.parts['culture']
        self.assertTrue(self.there('culture', row).read(['text']), "as the document")
        with self.assertRaises(AccessError):
            self.as_user('admin', row).read(['text'])
        with self.assertRaisesRegex(UserError, "is made by Odoo"):
            self.there('office', 'dan_van.superior.duty').create({'incoming_id': document.id, 'key': 'y', 'text': "x"})

    def test_what_the_leader_has_on_the_screen_is_what_he_directs(self):
        document = self.take(self.message())
        self.there('office', document).write({'department_id': self.parts['culture'].id, 'directive_leader_id': self.people['leader'].id})
        self.there('clerk', document).action_submit()
        leader = self.there('leader', document)
        shown = leader.shown
        self.env.flush_all()
        self.env.cr.execute("UPDATE dan_van_superior_duty SET write_date = write_date + interval '1 second' WHERE incoming_id = %s", [document.id])
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "changed or submitted again"):
            leader.with_context(dan_van_shown=shown).action_direct()

    def test_a_directive_given_again_moves_what_nobody_has_begun(self):
        document = self.take(self.message())
        first, second = self.rows(document)
        self.directed(document)
        self.there('leader', document).action_take_back("Giao lại")
        self.assertEqual(first.state, 'waiting')
        self.there('office', second).department_id = self.parts['economy']
        leader = self.there('leader', document)
        leader.with_context(dan_van_shown=leader.shown).action_direct()
        self.assertEqual((first.assignment_ids.department_id, second.assignment_ids.department_id), (self.parts['culture'], self.parts['economy']))
        self.there('economy', second.assignment_ids).write({'progress': 10})
        self.there('leader', document).action_take_back("Giao lại")
        self.there('office', second).department_id = self.parts['culture']
        leader = self.there('leader', document)
        with self.assertRaisesRegex(UserError, "have begun"):
            leader.with_context(dan_van_shown=leader.shown).action_direct()

    def test_a_duty_handed_over_goes_on_for_the_superior(self):
        document = self.take(self.message())
        first, second = self.rows(document)
        duties = self.directed(document)
        office = self.there('office', duties)
        changes = office.env['dan_van.assignment.change']._propose(office, {
            'kind': 'hand_over', 'new_department_id': self.parts['economy'].id, 'reason': "Sắp xếp lại", 'decision': "QĐ 1", 'decision_date': '2031-02-05'})
        changes.action_decide()
        for row in (first, second):
            live = row.assignment_ids.filtered(lambda duty: not duty.ended)
            self.assertEqual((live.department_id, live.text, row.state), (self.parts['economy'], row.text, 'taken'))

    # Taken again

    def test_the_same_message_is_taken_once(self):
        document = self.take(self.message())
        self.take(self.message())
        self.assertEqual(len(self.rows(document)), 2)
        self.assertEqual(self.env['dan_van.superior.duty'].search_count([('company_id', '=', self.commune.id)]), 2)

    def test_what_the_superior_sends_instead_goes_on_with_what_was_begun(self):
        document = self.take(self.message())
        first, second = self.rows(document)
        self.there('office', first).write({'department_id': self.parts['economy'].id, 'own_deadline': '2031-06-01'})
        duties = self.directed(document)
        body = replace(PLAN, duties=(replace(DUTY, text="Đối thoại hai lần."), replace(DUTY, key='d3', text="Việc mới.")))
        later = self.take(self.message(
            body, number='09', business=Business.REPLACE, reason="Thay thế", concerned=(document.identifier,)))
        new, added = self.rows(later)
        self.assertEqual((first.state, second.state), ('continued', 'cancelled'))
        self.assertEqual((new.continues_id, new.department_id, str(new.own_deadline)), (first, self.parts['economy'], '2031-06-01'))
        self.assertEqual((new.state, added.state), ('taken', 'waiting'))
        self.assertEqual(new.assignment_ids, duties.filtered(lambda duty: duty.department_id == self.parts['economy']))
        self.assertEqual(self.directed(later).superior_duty_id, added, "what a unit has it has once")
        self.assertEqual(len(duties.exists()), 2, "nothing is lost")

    def test_what_is_revoked_asks_for_nothing_more(self):
        document = self.take(self.message())
        duties = self.directed(document)
        self.take(replace(
            self.message(), business=Business.REVOKE, reason="Có sai sót", concerned=(document.identifier,), attachments=()))
        self.assertEqual(set(self.rows(document).mapped('state')), {'cancelled'})
        self.assertFalse(any(duties.mapped('ended')), "what our units do we decide")

    def test_what_the_superior_replaces_without_data_asks_for_nothing_more(self):
        document = self.take(self.message())
        duties = self.directed(document)
        for business, states in ((Business.UPDATE, {'taken'}), (Business.REPLACE, {'cancelled'})):
            self.take(replace(
                self.message(number=f'1{business}', business=business, concerned=(document.identifier,)), attachments=(Attachment("KH.pdf", b"%PDF-1.7"),)))
            self.assertEqual(set(self.rows(document).mapped('state')), states, business)
        self.assertFalse(any(duties.mapped('ended')))

    def test_a_day_of_ours_that_no_longer_fits_hinders_no_message(self):
        document = self.take(self.message())
        self.there('office', self.rows(document)).own_deadline = '2031-03-01'
        body = replace(PLAN, duties=(replace(DUTY, start=datetime.date(2031, 4, 1)), replace(DUTY, key='d2', start=datetime.date(2031, 3, 1))))
        later = self.take(self.message(body, number='09', business=Business.REPLACE, concerned=(document.identifier,)))
        self.assertEqual([str(day) for day in self.rows(later).mapped('own_deadline')], ['False', '2031-03-01'])

    def test_an_older_document_that_comes_later_takes_nothing_back(self):
        newer = self.take(self.message(
            replace(PLAN, duties=(replace(DUTY, text="Đối thoại hai lần."),)), number='09', date=datetime.date(2031, 2, 20)))
        older = self.take(self.message())
        self.assertEqual([(row.key, row.text, row.state) for row in self.rows(newer)], [('d1', "Đối thoại hai lần.", 'waiting')])
        self.assertEqual([(row.key, row.state) for row in self.rows(older)], [('d1', 'continued'), ('d2', 'waiting')])
        self.assertEqual(self.rows(newer).continues_id, self.rows(older)[0])
        self.assertIn("1 of its duties go on in a later document", self.log(older))

    def test_keys_tell_the_duties_of_one_agency(self):
        document = self.take(self.message())
        self.directed(document)
        other = Organ('000.00.77.H99', "Sở Khác")
        self.profile.superior_id = self.env['dan_van.organ'].create({'name': other.name, 'code': other.code, 'company_id': self.commune.id})
        rows = self.rows(self.take(self.message(sender=other)))
        self.assertEqual((rows.mapped('key'), rows.mapped('state')), (['d1', 'd2'], ['waiting', 'waiting']))
        self.assertEqual(self.rows(document).mapped('state'), ['taken', 'taken'], "another superior ends nothing of the first")

    def test_a_directive_given_again_leaves_what_has_ended_to_decisions(self):
        document = self.take(self.message())
        duties = self.directed(document)
        self.there('culture', duties[:1]).write({'progress': 20})
        self.take(replace(
            self.message(), business=Business.REVOKE, reason="Có sai sót", concerned=(document.identifier,), attachments=()))
        self.direct_again(document)
        self.assertLessEqual(duties, document.sudo().assignment_ids)

    def test_a_directive_given_again_leaves_what_goes_on_in_another_document(self):
        document = self.take(self.message())
        duties = self.directed(document)
        later = self.take(self.message(number='09', business=Business.REPLACE, concerned=(document.identifier,)))
        self.direct_again(document)
        self.assertEqual(self.rows(later).assignment_ids, duties)
        self.assertEqual(self.rows(later).mapped('state'), ['taken', 'taken'])

    def direct_again(self, document):
        self.there('leader', document).action_take_back("Giao lại")
        leader = self.there('leader', document)
        leader.with_context(dan_van_shown=leader.shown).action_direct()

    def test_an_entry_by_mistake_asks_for_nothing_until_it_is_opened_again(self):
        document = self.take(self.message())
        self.there('clerk', document).action_cancel("Nhập nhầm")
        self.assertEqual([(row.state, row.health) for row in self.rows(document)], [('cancelled', False)] * 2)
        self.assertFalse(self.rows(document).search([('company_id', '=', self.commune.id), ('health', '!=', False)]))
        self.there('clerk', document).action_open_again()
        self.assertEqual([(row.state, row.health) for row in self.rows(document)], [('waiting', 'on_track')] * 2)

    def test_days_before_the_start_hinder_no_directive(self):
        day = datetime.date
        body = replace(PLAN, duties=(replace(DUTY, start=day(2031, 5, 1), deadline=None, further_dates=(day(2031, 3, 31), day(2031, 6, 30))),))
        document = self.take(self.message(body))
        duty = self.directed(document)
        self.env.flush_all()
        self.assertEqual((duty.start_date, str(duty.deadline), len(duty.occurrence_ids)), (False, '2031-03-31', 2))

    # Not read

    def test_who_has_no_code_is_told_why_it_has_no_duties(self):
        self.profile.organ_code = False
        document = self.take(self.message())
        self.assertFalse(self.rows(document))
        self.assertIn("Enter the code of", self.log(document))

    def test_data_of_anybody_else_are_a_file(self):
        for sender in (Organ('000.00.07.H99', "Sở Nội vụ"), Organ('000.00.00.H99', "UBND tỉnh")):
            document = self.take(self.message(sender=sender))
            self.assertFalse(self.rows(document))
            self.assertIn("is not the superior agency", self.log(document))
        self.profile.superior_id = False
        document = self.take(self.message(number='11'))
        self.assertFalse(self.rows(document))
        self.assertIn(package.FILE, self.env['ir.attachment'].search([('res_model', '=', document._name), ('res_id', '=', document.id)]).mapped('name'))

    def test_data_that_are_wrong_are_a_file_and_the_log_says_why(self):
        other = self.message(number='99')
        good = exchange.write_package(self.packed(self.message()))
        text = good.decode()
        many = text.replace('"duties": [', '"duties": [' + ','.join(['{"key":"k%d","to":["a"],"text":"x"}' % index for index in range(100_000)]) + ',')
        for raw, said in (
                (exchange.write_package(self.packed(other)), "belong to the document"),
                (good.replace(re.findall(rb'"sha256": "([0-9a-f]+)"', good)[0], b'0' * 64), "another PDF"),
                (good.replace(self.message().sender.code.encode(), b'000.00.99.H99', 1), "as their sender"),
                (text.replace('"version": 1', '"version": 2').encode(), "of version 2"),
                (text.replace('"kind": "plan"', '"kind": "verdict"').encode(), "of the kind “verdict”"),
                (many.encode(), "more entries"),
                (b'[' * 100_000, "no JSON"), (b'\xff\xfe', "no JSON"), (b'{"format": "dan_van", "format": "x"}', "twice"),
                (b'{"a\\ud800": 1, "a\\ud800": 2}', "“a” stands"), (b'{"a\\u0000": 1, "a\\u0000": 2}', "“a” stands"),
                (text.replace('"d2"', '"d1"').encode(), "twice"),
                (text.replace('"2031-06-30"', '20310630').encode(), "deadline"), (text.replace('"2031-06-30"', '"20310630"').encode(), "deadline"),
                (text.replace('"year": 2031', '"year": true').encode(), "year"), (text.replace('"year": 2031', '"year": ' + '9' * 5000).encode(), "no JSON"),
                (text.replace('"c2"', '"c9"', 1).encode(), "contents"), (text.replace('"d1"', '"d 1"').encode(), "key"),
                (b'{"x": ' + b'1' * (9 << 20) + b'}', "larger"), (b'[]', "holds no data")):
            with self.subTest(said, raw=raw[:40]):
                document = self.take(self.message(raw=raw))
                self.assertFalse(self.rows(document))
                self.assertIn(said, self.log(document))
                self.there('clerk', document).action_cancel("Nhập lại")

    def test_what_is_not_known_is_passed_over(self):
        good = exchange.write_package(self.packed(self.message())).decode()
        document = self.take(self.message(raw=good.replace('"role"', '"new_key": {"a": [1]}, "role"').encode()))
        self.assertEqual(len(self.rows(document)), 2)

    def test_only_our_duties_are_taken(self):
        body = replace(PLAN, duties=(*PLAN.duties, replace(DUTY, key='d9', to=('000.05.05.H99',))))
        self.assertEqual(self.rows(self.take(self.message(body))).mapped('key'), ['d1', 'd2'])

    def test_two_files_of_data_are_none(self):
        document = self.take(self.message(other=(Attachment(package.FILE, b'{}', 'application/json'),)))
        self.assertFalse(self.rows(document))
        self.assertIn("more than once", self.log(document))

    def test_units_that_are_not_asked_draft_no_plan(self):
        document = self.take(self.message())
        with self.assertRaises(AccessError):
            self.there('culture', document).action_draft_plan()
        self.directed(document, superior_way='plan', directive_text="Tham mưu kế hoạch")
        self.assertTrue(self.there('culture', document).can_draft_plan)
        self.assertTrue(self.there('culture', document).action_draft_plan()['res_id'])


class TestTakeQueries(QueryCase, LevelCase):
    """What it costs to take a plan does not grow with its duties."""

    def test_take(self):
        def sent(size):
            duties = tuple(replace(DUTY, key=f'k{self.made}.{index}') for index in range(size))
            self.made += 1
            return self.message(replace(PLAN, duties=duties), number=str(20 + self.made))

        def take(message):
            self.assertIn(len(self.take(message).superior_duty_ids), (5, 100))
        self.made = 0
        self.assertFlat(sent, take, small=5, large=100)

    def test_take_again(self):
        """Also where a plan comes in the place of one whose duties units have already."""
        def taken(size):
            duties = tuple(replace(DUTY, key=f'k{self.made}.{index}') for index in range(size))
            self.made += 1
            document = self.take(self.message(replace(PLAN, duties=duties), number=str(20 + self.made)))
            self.directed(document)
            self.made += 1
            return self.message(
                replace(PLAN, duties=duties), number=str(20 + self.made), business=Business.REPLACE, concerned=(document.identifier,))

        def take(message):
            self.assertIn(len(self.take(message).superior_duty_ids.assignment_ids), (5, 60))
        self.made = 0
        self.assertFlat(taken, take, small=5, large=60)
