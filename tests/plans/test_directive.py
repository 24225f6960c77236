import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user

from ..documents.test_incoming import IncomingCase

ASKED = "Tham mưu báo cáo kết quả công tác dân vận sáu tháng đầu năm."


class DirectiveCase(IncomingCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time('2031-03-03 02:00:00'))

    @classmethod
    def written(cls, user='office_staff', lead='outreach', others=('policy', 'inspectorate'), **values):
        """:return: an incoming document with the words of a directive, which nobody has given yet; as the clerk sees it"""
        document = cls.incoming(arrival_date='2031-03-03')
        cls.as_user(user, document).write({
            'department_id': lead and cls.units[lead].id, 'directive_text': ASKED, 'directive_deadline': '2031-03-20',
            'directive_unit_ids': [Command.set([cls.units[name].id for name in others])], **values})
        return document

    @classmethod
    def directed(cls, **values):
        document = cls.written(**values)
        cls.as_user('clerk', document).action_submit()
        cls.as_user('head', document).action_direct()
        return document

    def duty(self, document, unit):
        return document.sudo().assignment_ids.filtered(lambda duty: duty.department_id == self.units[unit])

    def turns(self, document):
        """:return: res.users whose turn it is"""
        self.env.flush_all()
        return self.env['mail.activity'].search([
            ('activity_type_id', '=', self.env.ref('dan_van.mail_activity_turn').id), ('res_model', '=', document._name),
            ('res_id', '=', document.id)]).user_id

    def notices(self, user, model, id_):
        return self.env['mail.message'].search([
            ('model', '=', model), ('res_id', '=', id_), ('partner_ids', 'in', self.users[user].partner_id.ids)])


class TestDirective(DirectiveCase):
    """The clerk registers, the office prepares, the leader directs, the units work, the lead unit closes."""

    def test_what_comes_in_goes_to_the_leader_and_from_him_to_the_units(self):
        document = self.written()
        self.assertEqual(document.state, 'draft')
        self.assertFalse(self.turns(document))
        self.as_user('clerk', document).action_submit()
        self.assertEqual(self.turns(document), self.users['head'])
        self.assertIn(document.id, [row['res_id'] for row in self.as_user('head', 'dan_van.inbox').get_data()['rows']
                                    if row['model'] == document._name])
        self.as_user('head', document).action_direct()
        self.assertEqual((document.state, str(document.directive_date)), ('issued', '2031-03-03'))
        self.assertEqual(document.directive_leader_id, self.users['head'])
        self.assertFalse(document.directive_entered_id)
        duties = document.sudo().assignment_ids
        self.assertEqual({(duty.department_id, duty.role) for duty in duties}, {
            (self.units['outreach'], 'lead'), (self.units['policy'], 'coordinate'), (self.units['inspectorate'], 'coordinate')})
        self.assertEqual(set(duties.mapped('text')), {ASKED})
        self.assertEqual({str(day) for day in duties.mapped('deadline')}, {'2031-03-20'})
        self.assertFalse(self.turns(document))

    def test_its_duties_are_worked_on_like_those_of_plans(self):
        document = self.directed()
        duty = self.as_user('outreach_staff', self.duty(document, 'outreach'))
        self.assertEqual((duty.is_tracked, duty.is_at_work, duty.health), (True, True, 'on_track'))
        self.assertIn("12/UBND-NC", duty.source_name)
        self.assertEqual(duty.leader_id, duty.department_id.dan_van_leader_id or self.users['head'])
        self.assertIn(duty, duty.search([('is_at_work', '=', True), ('health', '=', 'on_track')]))
        duty.write({'progress': 40})
        self.as_user('outreach_head', duty).user_ids = self.users['outreach_staff']
        self.assertEqual([str(each.due_date) for each in duty.occurrence_ids], ['2031-03-20'])
        with freeze_time('2031-03-24 02:00:00'):
            self.env.invalidate_all()
            self.assertEqual(duty.health, 'overdue')
            self.env['dan_van.assignment'].sudo()._follow_up_domain(duty._week()[0])
            duty.sudo()._follow_up(duty._week()[0])
            self.assertTrue(duty.sudo().activity_ids)
            duty.result = "Đã trình báo cáo."
            duty.action_done()
            self.assertEqual((duty.health, duty.progress), ('done_late', 100))

    def test_a_unit_sees_its_own_duty_and_no_other(self):
        document = self.directed()
        mine = self.as_user('policy_staff', 'dan_van.assignment').search([('incoming_id', '=', document.id)])
        self.assertEqual(mine, self.duty(document, 'policy'))
        with self.assertRaises(AccessError):
            self.as_user('policy_staff', self.duty(document, 'outreach')).write({'progress': 10})
        with self.assertRaises(AccessError):
            self.as_user('party_staff', self.duty(document, 'outreach')).read(['text'])

    def test_who_has_to_do_it_and_who_is_to_know_is_told(self):
        document = self.directed(directive_user_ids=[Command.set(self.users['party_head'].ids)])
        self.assertTrue(self.notices('outreach_head', document._name, document.id))
        self.assertTrue(self.notices('party_head', document._name, document.id))
        self.assertFalse(self.notices('policy_staff', document._name, document.id))

    def test_what_was_written_on_the_paper_is_entered_and_says_so(self):
        document = self.written(user='clerk')
        with self.assertRaisesRegex(UserError, "which leader"), self.env.cr.savepoint():
            self.as_user('clerk', document).action_note()
        document.directive_date = '2031-03-01'
        self.as_user('clerk', document).action_note()
        self.assertEqual((document.state, document.directive_entered_id, document.directive_leader_id),
                         ('issued', self.users['clerk'], self.users['head']))
        self.assertEqual(len(document.sudo().assignment_ids), 3)

    def test_a_directive_may_tell_without_giving_a_duty(self):
        document = self.directed(lead=None, others=(), directive_text="Lưu, theo dõi.", directive_deadline=False)
        self.assertFalse(document.sudo().assignment_ids)
        self.assertEqual(self.turns(document), self.users['clerk'])
        with self.assertRaisesRegex(UserError, "how it was dealt with"), self.env.cr.savepoint():
            self.as_user('clerk', document)._transition('close')
        self.as_user('clerk', document).action_close("Đã lưu.")
        self.assertEqual(document.state, 'closed')

    def test_what_asks_for_nothing_is_closed_with_a_reason(self):
        document = self.incoming()
        self.assertEqual(self.as_user('office_staff', document).action_close()['res_model'], 'dan_van.reason.wizard')
        self.as_user('office_staff', document).action_close("Để biết.")
        self.assertEqual(document.state, 'closed')
        self.assertNotIn('reopen', self.as_user('clerk', document).allowed_transitions)
        self.as_user('clerk', document).action_open_again()
        self.assertEqual(document.state, 'draft')

    def test_what_was_only_prepared_is_not_directed_by_being_closed(self):
        document = self.written(directive_date='2031-03-03')
        self.as_user('office_staff', document).action_close("Đã trao đổi trực tiếp.")
        clerk = self.as_user('clerk', document)
        self.assertNotIn('reopen', clerk.allowed_transitions)
        clerk.action_open_again()
        self.assertEqual((document.state, document.sudo().assignment_ids.ids), ('draft', []))

    # Refusals

    def test_nobody_else_directs_or_writes_the_directive(self):
        document = self.written()
        self.as_user('clerk', document).action_submit()
        for user in ('outreach_head', 'outreach_staff', 'clerk', 'office_staff', 'admin'):
            with self.subTest(user), self.assertRaises(UserError):
                self.as_user(user, document).action_direct()
        for user in ('outreach_head', 'party_staff', 'admin'):
            with self.subTest(user), self.assertRaises(AccessError):
                self.as_user(user, document).directive_text = "Việc khác"
        for user in ('office_staff', 'head'):
            with self.subTest(user), self.assertRaises(AccessError):
                self.as_user(user, document).subject = "Việc khác"
        self.as_user('head', document).directive_text = "Làm ngay."
        with self.assertRaises(UserError):
            self.as_user('clerk', document).write({'state': 'issued'})

    def test_the_leader_directs_what_stands_before_him(self):
        document = self.written()
        self.as_user('clerk', document).action_submit()
        before = self.reading('head', document)
        with patch.object(self.env.cr, 'now', lambda: datetime.datetime(2031, 3, 3, 2, 5)):
            self.as_user('office_staff', document).directive_text = "Việc khác."
            with self.assertRaisesRegex(UserError, "have not read it as it is now"), self.env.cr.savepoint():
                before.action_direct()
            self.reading('head', document).action_direct()
        self.assertEqual(document.state, 'issued')

    def test_what_came_in_stays(self):
        document = self.written()
        pdf = self.as_user('clerk', 'ir.attachment').create(
            {'name': "cong-van.pdf", 'raw': b'%PDF-1.4', 'res_model': document._name, 'res_id': document.id})
        note = self.as_user('office_staff', 'ir.attachment').create(
            {'name': "ghi-chu.txt", 'raw': b'x', 'res_model': document._name, 'res_id': document.id})
        for user in ('office_staff', 'head'):
            for act in (lambda file: file.unlink(), lambda file: file.sudo().unlink(), lambda file: file.write({'raw': b'y'})):
                with self.subTest(user), self.assertRaisesRegex(AccessError, "clerk"), self.env.cr.savepoint():
                    act(self.as_user(user, pdf))
        note.unlink()
        self.as_user('clerk', pdf).name = "12-UBND-NC.pdf"
        self.as_user('clerk', document).action_submit()
        self.as_user('head', document).action_direct()
        for act in (pdf.unlink, pdf.sudo().unlink, lambda: pdf.write({'raw': b'y'}), lambda: pdf.write({'res_id': False})):
            with self.assertRaisesRegex(UserError, "it stays"), self.env.cr.savepoint():
                act()
        self.as_user('clerk', 'ir.attachment').create(
            {'name': "trang-2.pdf", 'raw': b'%PDF-1.4', 'res_model': document._name, 'res_id': document.id})

    def test_who_is_told_works_in_the_agency(self):
        document = self.written()
        agency = self.env['res.company'].create({'name': "Cơ quan khác"})
        groups = {'dan_van.group_staff': agency, 'base.group_portal': self.company}
        for group, company in groups.items():
            stranger = new_test_user(self.env, f'x.{group}', group, company_id=company.id, company_ids=[Command.set(company.ids)])
            with self.subTest(group), self.assertRaisesRegex(ValidationError, "works in the agency"), self.env.cr.savepoint():
                self.as_user('office_staff', document).directive_user_ids = stranger

    def test_it_is_submitted_to_a_leader_alone(self):
        document = self.written()
        for name in ('party_head', 'clerk'):
            with self.subTest(name), self.assertRaises(ValidationError), self.env.cr.savepoint():
                document.directive_leader_id = self.users[name]

    def test_who_stands_in_for_the_leader_directs_in_his_name(self):
        document = self.written()
        self.as_user('clerk', document).action_submit()
        self.env['dan_van.absence'].create({
            'user_id': self.users['head'].id, 'date_from': '2031-03-01', 'date_to': '2031-03-10',
            'substitute_id': self.users['office_head'].id})
        self.assertEqual(self.turns(document), self.users['office_head'])
        self.as_user('office_head', document).action_direct()
        self.assertEqual(document.directive_leader_id, self.users['head'])
        line = document.approval_ids.filtered(lambda line: line.step == 'direct')
        self.assertEqual((line.user_id, line.on_behalf_id), (self.users['office_head'], self.users['head']))

    def test_a_directive_that_was_given_stands(self):
        document = self.directed()
        for values in ({'directive_text': "Việc khác"}, {'department_id': self.units['party'].id}, {'directive_deadline': False}):
            for user in ('clerk', 'head', 'office_staff'):
                with self.subTest(user, values=values), self.assertRaises(UserError):
                    self.as_user(user, document).write(values)
        self.as_user('clerk', document).note = "Đã chuyển bản giấy."

    def test_no_duty_is_typed_under_a_document(self):
        document = self.incoming()
        for user in ('office_staff', 'clerk', 'head'):
            with self.subTest(user), self.assertRaises(UserError):
                self.as_user(user, 'dan_van.assignment').create({
                    'incoming_id': document.id, 'text': "Việc", 'department_id': self.units['policy'].id})
        plan = self.new_plan()
        with self.assertRaises(UserError):
            plan.printed_assignment_ids[0].incoming_id = document

    def test_an_empty_directive_and_days_that_cant_be_are_refused(self):
        document = self.written(lead=None, others=(), directive_text=" ", directive_deadline=False)
        with self.assertRaisesRegex(UserError, "no directive yet"), self.env.cr.savepoint():
            self.as_user('head', document).action_direct()
        document.directive_unit_ids = self.units['policy']
        document.directive_text = ASKED
        with self.assertRaisesRegex(UserError, "unit that leads"), self.env.cr.savepoint():
            self.as_user('head', document).action_direct()
        with self.assertRaises(ValidationError):
            document.department_id = self.units['policy']
        document.write({'department_id': self.units['outreach'].id, 'directive_deadline': '2031-02-01'})
        with self.assertRaisesRegex(UserError, "has passed"), self.env.cr.savepoint():
            self.as_user('head', document).action_direct()
        with self.assertRaises(ValidationError):
            document.directive_date = '2031-03-05'

    # Ways back

    def test_the_leader_returns_what_he_can_not_direct(self):
        document = self.written()
        self.as_user('office_staff', document).action_submit()
        self.as_user('head', document).action_return("Thiếu trang 2.")
        self.assertEqual((document.state, self.turns(document)), ('draft', self.users['office_staff']))
        self.assertIn("Thiếu trang 2.", document.return_notice)
        document.action_submit()
        document.action_withdraw()
        self.assertEqual(document.state, 'draft')
        self.assertFalse(self.turns(document))

    def test_a_directive_that_is_taken_back_is_given_anew(self):
        document = self.directed()
        self.as_user('outreach_staff', self.duty(document, 'outreach')).progress = 30
        with self.assertRaises(UserError):
            self.as_user('clerk', document).action_take_back("Sai phòng.")
        self.as_user('head', document).action_take_back("Sai phòng.")
        self.assertEqual(self.turns(document), self.users['head'])
        self.assertFalse(self.as_user('outreach_staff', 'dan_van.assignment').search([('incoming_id', '=', document.id)]))
        leader = self.as_user('head', document)
        leader.directive_unit_ids -= self.units['policy']
        leader.directive_deadline = '2031-04-10'
        leader.action_direct()
        duties = document.sudo().assignment_ids
        self.assertEqual(duties.department_id, self.units['outreach'] | self.units['inspectorate'])
        self.assertEqual({str(day) for day in duties.mapped('deadline')}, {'2031-04-10'})
        self.assertEqual(self.duty(document, 'outreach').progress, 30)
        leader.action_take_back("Đổi phòng chủ trì.")
        leader.department_id = self.units['policy']
        with self.assertRaisesRegex(UserError, "entered results already"), self.env.cr.savepoint():
            leader.action_direct()
        leader.directive_unit_ids |= self.units['outreach']
        leader.action_direct()
        self.assertEqual(self.duty(document, 'outreach').role, 'coordinate')

    def test_the_lead_unit_closes_when_all_is_done(self):
        document = self.directed()
        for unit in ('outreach', 'policy', 'inspectorate'):
            self.assertFalse(self.turns(document))
            duty = self.as_user(f'{unit}_staff', self.duty(document, unit))
            duty.result = "Đã xong."
            duty.action_done()
        self.assertEqual(self.turns(document), self.users['outreach_head'])
        self.as_user('outreach_staff', self.duty(document, 'outreach')).action_not_done()
        self.assertFalse(self.turns(document))
        with self.assertRaisesRegex(UserError, "Not done yet"), self.env.cr.savepoint():
            self.as_user('outreach_head', document)._transition('close')
        with self.assertRaises(UserError):
            self.as_user('policy_head', document).action_close("Xong.")
        self.as_user('outreach_head', document).action_close("Các phòng đã báo cáo trực tiếp.")
        duty = self.duty(document, 'outreach')
        self.assertEqual((document.state, duty.plan_state, duty.health), ('closed', 'closed', 'undone'))
        with self.assertRaises(UserError):
            self.as_user('outreach_staff', duty).progress = 50
        self.as_user('office_staff', document).action_reopen()
        self.as_user('outreach_staff', duty).progress = 50

    # The answer

    def answer(self, document):
        """:return: the letter that answers ``document``, issued"""
        action = self.as_user('outreach_staff', document).action_answer()
        with Form(self.as_user('outreach_staff', 'dan_van.letter').with_context(**action['context'])) as form:
            form.department_id = self.units['outreach']
            form.signer_id = self.users['head']
            form.recipients = "UBND tỉnh Mẫu"
        letter = form.record
        self.assertEqual((letter.answers_id, letter.addressees), (document, document.issuer))
        self.assertIn("12/UBND-NC", letter.body)
        return self.to_state(letter, 'issued')

    def test_a_letter_of_ours_answers_it(self):
        document = self.directed()
        self.as_user('clerk', document).due_date = '2031-03-10'
        self.assertEqual(document.answer_health, 'on_track' if document.answer_health == 'on_track' else 'due_soon')
        letter = self.answer(document)
        self.assertEqual((str(document.answered_date), document.answer_health), ('2031-03-03', 'done_on_time'))
        self.assertEqual(self.turns(document), self.users['outreach_head'])
        self.as_user('office_staff', document.sudo().assignment_ids).action_done()
        self.as_user('outreach_head', document).action_close()
        self.assertEqual(document.state, 'closed')
        self.as_user('head', letter).action_recall("Sai số liệu.")
        self.assertEqual(str(document.answered_date), '2031-03-03')  # the day on which it was closed

    def test_an_answer_that_is_late_shows(self):
        document = self.incoming(due_date='2031-02-20')
        Incoming = self.env['dan_van.incoming']
        self.assertEqual(document.answer_health, 'overdue')
        self.assertIn(document, Incoming.search([('answer_health', '=', 'overdue')]))
        self.as_user('clerk', document).action_close("Đã trả lời bằng điện thoại.")
        self.assertEqual(document.answer_health, 'done_late')
        self.assertNotIn(document, Incoming.search([('answer_health', '=', 'overdue')]))

    def test_nobody_is_reminded_of_what_is_answered(self):
        document = self.directed()
        self.as_user('clerk', document).due_date = '2031-03-04'
        self.answer(document)
        self.env['dan_van.incoming'].sudo()._remind_of_answers()
        kind = self.env.ref('dan_van.mail_activity_answer')
        self.assertNotIn(kind, document.sudo().activity_ids.activity_type_id)
