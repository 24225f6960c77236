
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from ...models.core.res_company import legal_today
from ..common import AgencyCase


class TestPlan(AgencyCase):
    """A plan written in the client, from the empty form to next year's copy."""

    def test_new_plan_brings_the_customary_skeleton(self):
        with Form(self.as_user('office_staff', 'dan_van.plan')) as form:
            form.subject = "Triển khai công tác dân vận chính quyền năm 2026"
        plan = form.record
        self.assertEqual(
            [(part.label, part.title) for part in plan.content_ids.sorted('sequence')],
            [('I', "MỤC ĐÍCH, YÊU CẦU"), ('1', "Mục đích"), ('2', "Yêu cầu"), ('II', "NỘI DUNG"), ('III', "TỔ CHỨC THỰC HIỆN")])
        self.assertEqual(plan.department_id, self.units['office'])
        self.assertEqual(plan.archive, "Lưu: VT, VP")

    def test_signer_decides_on_authority(self):
        plan = self.new_plan()
        self.assertEqual((plan.signer_id, plan.authority, plan.signer_title), (self.users['head'], 'none', "TRƯỞNG BAN"))
        plan.signer_id = self.users['deputy_2']
        self.assertEqual((plan.authority, plan.signer_title), ('deputy', "PHÓ TRƯỞNG BAN"))
        signature = plan._official_document().signature
        self.assertEqual(signature.authority, ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"))

    def test_signer_of_several_agencies(self):
        other = self.env['res.company'].create({'name': "Cơ quan khác"})
        self.users['head'].company_ids += other
        plan = self.to_state(self.new_plan(), 'submitted')
        self.assertEqual(plan.state, 'submitted')
        self.users['head'].write({'company_id': other.id, 'company_ids': [Command.set(other.ids)]})
        with self.assertRaisesRegex(UserError, "leadership of the agency"):
            self.new_plan(signer_id=self.users['head'].id).action_submit()

    def test_incomplete_plan_says_all_that_is_missing(self):
        plan = self.as_user('office_staff', 'dan_van.plan').create({'subject': "Kế hoạch thử", 'signer_id': False})
        self.as_user('office_staff', 'dan_van.assignment').create(
            {'plan_id': plan.id, 'unit_label': "Tổ công tác", 'text': "Theo dõi."})
        with self.assertRaises(UserError) as refusal:
            plan.action_submit()
        for part in ("signer", "at least one content", "Tổ công tác"):
            self.assertIn(part, str(refusal.exception))

    def test_text_is_frozen_after_submission(self):
        plan = self.to_state(self.new_plan(), 'submitted')
        office = self.as_user('office_staff', plan)
        changes = (
            lambda: office.write({'subject': "Khác"}),
            lambda: office.content_ids[0].write({'title': "Khác"}),
            lambda: office.printed_assignment_ids[0].write({'text': "Khác"}),
            lambda: office.content_ids[0].unlink(),
            lambda: office.write({'basis_ids': [Command.create({'text': "Căn cứ Luật"})]}),
            lambda: office.unlink(),
        )
        for change in changes:
            with self.assertRaises(UserError), self.env.cr.savepoint():
                change()
        office.message_post(body="Đã xem.")
        office.activity_schedule('mail.mail_activity_data_todo', user_id=self.users['clerk'].id)

    def test_every_step_has_a_way_back(self):
        plan = self.to_state(self.new_plan(), 'submitted')
        self.as_user('office_staff', plan).action_withdraw()
        self.assertEqual(plan.state, 'draft')
        self.to_state(plan, 'submitted')
        self.as_user('head', plan).action_return("Bổ sung chỉ tiêu.")
        self.assertEqual(plan.state, 'draft')
        self.to_state(plan, 'signed')
        self.as_user('clerk', plan).action_return("Sai thể thức.")
        self.assertEqual((plan.state, plan.signed_date), ('draft', False))
        self.to_state(plan, 'closed')
        self.as_user('office_head', plan).action_reopen()
        self.assertEqual(plan.state, 'issued')

    def test_return_asks_for_the_reason_in_a_dialog(self):
        plan = self.to_state(self.new_plan(), 'submitted')
        action = self.as_user('head', plan).action_return()
        wizard = Form(self.as_user('head', 'dan_van.reason.wizard').with_context(**action['context']))
        wizard.reason = "Bổ sung chỉ tiêu."
        wizard.save().action_confirm()
        self.assertEqual(plan.state, 'draft')
        self.assertEqual(plan.approval_ids[0].reason, "Bổ sung chỉ tiêu.")

    def test_only_the_one_whose_turn_it_is_has_an_activity(self):
        plan = self.new_plan()
        self.assertFalse(plan.activity_ids)
        for state, user in (('submitted', 'head'), ('signed', 'clerk'), ('issued', None)):
            self.to_state(plan, state)
            self.assertEqual(plan.activity_ids.user_id, self.users[user] if user else self.env['res.users'], state)

    def test_copy_to_next_year_shifts_dates_and_drops_results(self):
        plan = self.new_plan()
        duty = plan.printed_assignment_ids[0]
        duty.write({
            'deadline': '2026-06-15', 'deadline_text': "trước ngày 15/6/2026",
            'content_ids': [Command.set(plan.content_ids.filtered(lambda part: part.label == '1' and part.text).ids)]})
        duty.content_ids.text = "Sơ kết trước ngày 15/6/2026 theo Chỉ thị số 01-CT/TU ngày 02/01/2026."
        self.to_state(plan, 'issued')
        tracked = plan.assignment_ids.filtered(lambda line: line.scope == 'unit')
        self.as_user('office_staff', tracked).write({'progress': 100, 'result': "Đã xong."})
        new = self.env['dan_van.plan'].browse(self.as_user('office_staff', plan).action_copy_next_year()['res_id'])
        self.assertEqual((new.year, new.state, new.code), (2027, 'draft', False))
        self.assertEqual(new.subject, "Triển khai công tác dân vận chính quyền năm 2027")
        self.assertEqual(len(new.content_ids), len(plan.content_ids))
        self.assertEqual(len(new.assignment_ids), 2, "printed duties only")
        copied = new.printed_assignment_ids.filtered(lambda line: line.scope == 'unit')
        self.assertEqual((copied.deadline, copied.deadline_text), (fields.Date.to_date('2027-06-15'), "trước ngày 15/6/2027"))
        self.assertEqual(copied.content_ids.plan_id, new, "a copied duty serves the copied content")
        self.assertEqual(
            copied.content_ids.text, "Sơ kết trước ngày 15/6/2027 theo Chỉ thị số 01-CT/TU ngày 02/01/2026.",
            "dates move, those of cited documents don't")
        self.assertFalse(any(new.assignment_ids.mapped('progress')) or any(new.assignment_ids.mapped('result')))

    def test_numbering_anew(self):
        plan = self.new_plan(duties=['outreach', 'policy', None])
        plan.content_ids.filtered(lambda part: part.kind == 'content').label = 'IV'
        plan.printed_assignment_ids[1].label = '7'
        plan.action_renumber()
        self.assertEqual(plan.content_ids.filtered(lambda part: part.kind == 'content').label, 'II')
        self.assertEqual(plan.printed_assignment_ids.mapped('label'), ['1', '2', '3'])

    def test_parts_stay_in_the_order_of_print(self):
        """A content added at the end of the list, below section II, moves to where it is printed."""
        plan = self.new_plan()
        section = plan.content_ids.filtered(lambda part: part.kind == 'content')
        plan.write({'content_ids': [Command.create(
            {'parent_id': section.id, 'label': '2', 'text': "Nội dung thêm.", 'sequence': 9999})]})
        plan.invalidate_recordset()
        labels = [part.label for part in plan.content_ids]
        self.assertEqual(labels, ['I', '1', '2', 'II', '1', '2', 'III'])

    def test_dragging_a_part_moves_it(self):
        plan = self.new_plan()
        purpose, requirements = plan.content_ids.filtered(lambda part: part.parent_id.kind == 'purpose_requirements')
        first, second = plan.printed_assignment_ids
        plan.write({
            'content_ids': [Command.update(requirements.id, {'sequence': purpose.sequence - 1})],
            'printed_assignment_ids': [Command.update(second.id, {'sequence': first.sequence - 1})],
        })
        plan.invalidate_recordset()
        self.assertEqual([part.title for part in plan.content_ids[:3]], ["MỤC ĐÍCH, YÊU CẦU", "Yêu cầu", "Mục đích"])
        self.assertEqual(plan.printed_assignment_ids, second + first)
        printed = [block.title for block in plan._official_document().blocks]
        self.assertLess(printed.index("Yêu cầu"), printed.index("Mục đích"))

    def test_part_of_another_plan_is_no_parent(self):
        first, second = self.new_plan(), self.new_plan()
        with self.assertRaisesRegex(ValidationError, "same plan"):
            first.content_ids[-1].parent_id = second.content_ids[0]


class TestAssignment(AgencyCase):
    """A unit works on its duty, and everybody sees how it stands."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.to_state(cls.new_plan(duties=['outreach']), 'issued')
        cls.duty = cls.plan.assignment_ids

    def test_health_in_form_filter_and_group_agree(self):
        today = legal_today(self.duty)
        cases = {
            'on_track': (fields.Date.add(today, days=8), False),
            'due_soon': (fields.Date.add(today, days=7), False),
            'overdue': (fields.Date.subtract(today, days=1), False),
            'done_on_time': (today, today),
            'done_late': (fields.Date.subtract(today, days=1), today),
        }
        Assignment = self.env['dan_van.assignment']
        domain = [('id', 'in', self.duty.ids)]
        for health, (deadline, done) in cases.items():
            with self.subTest(health):
                self.env.cr.execute(
                    "UPDATE dan_van_assignment SET deadline = %s, done_date = %s WHERE id = %s",
                    [deadline, done or None, self.duty.id])
                self.duty.invalidate_recordset()
                self.assertEqual(self.duty.health, health)
                self.assertEqual(Assignment.search([*domain, ('health', '=', health)]), self.duty)
                self.assertFalse(Assignment.search([*domain, ('health', '!=', health)]))
                self.assertEqual(Assignment._read_group(domain, ['health'], ['__count']), [(health, 1)])

    def test_no_deadline_is_on_track(self):
        self.assertEqual(self.duty.health, 'on_track')

    def test_a_duty_of_a_draft_has_no_health(self):
        duty = self.new_plan(duties=['outreach']).assignment_ids
        self.assertFalse(duty.health)
        self.assertIn(duty, self.env['dan_van.assignment'].search([('health', '=', False)]))

    def test_done_and_hundred_percent_say_the_same(self):
        duty = self.as_user('outreach_staff', self.duty)
        duty.progress = 100
        self.assertEqual(duty.done_date, legal_today(duty))
        duty.action_not_done()
        self.assertLess(duty.progress, 100)
        self.assertFalse(duty.done_date)
        duty.action_done()
        self.assertEqual(duty.progress, 100)

    def test_nothing_is_done_in_the_future(self):
        with self.assertRaisesRegex(ValidationError, "still to come"):
            self.as_user('outreach_staff', self.duty).done_date = fields.Date.add(legal_today(self.duty), days=2)

    def test_head_names_persons_of_the_unit_only(self):
        duty = self.as_user('outreach_head', self.duty)
        duty.user_ids = self.users['outreach_staff']
        with self.assertRaisesRegex(ValidationError, "Hồ Thị L"):
            duty.user_ids = self.users['policy_staff']

    def test_deputy_names_persons_while_the_delegation_runs(self):
        unit, deputy = self.units['outreach'], self.as_user('outreach_staff', self.duty)
        today = legal_today(unit)
        unit.write({'deputy_user_id': self.users['outreach_staff'].id, 'delegation_from': today, 'delegation_to': today})
        deputy.user_ids = self.users['outreach_staff']
        unit.write({'delegation_from': fields.Date.subtract(today, days=9), 'delegation_to': fields.Date.subtract(today, days=1)})
        with self.assertRaises(AccessError):
            deputy.user_ids = self.users['outreach_head']

    def test_no_progress_on_a_closed_plan(self):
        self.to_state(self.plan, 'closed')
        with self.assertRaises(UserError):
            self.as_user('office_staff', self.duty).progress = 50

    def test_progress_stays_in_bounds(self):
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.as_user('outreach_staff', self.duty).progress = 101
