import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form

from ...models.core.res_company import legal_today
from ..common import QueryCase
from .test_assignment_change import ChangeCase
from .test_follow_up import FollowUpCase


class StepCase(ChangeCase):
    """Duties of the unit "outreach" on 01/04/2022: one due on 30/06, one each quarter, one on three days."""

    def steps(self, duty, *lines, user='outreach_head'):
        """:return: dan_van.step of ``duty``, as ``user`` enters them; ``lines`` as (name, deadline, names of persons)"""
        return self.as_user(user, 'dan_van.step').create([{
            'assignment_id': duty.id, 'name': name, 'deadline': day, 'user_ids': [Command.set([self.users[each].id for each in persons])],
        } for name, day, *persons in lines])

    def three(self):
        return self.steps(
            self.single, ("Thu thập số liệu", '2022-05-10', 'outreach_staff'), ("Soạn báo cáo", '2022-06-10', 'outreach_head'),
            ("Trình ký", False))


class TestSteps(StepCase):
    """A unit divides a big duty into steps."""

    # Making them

    def test_a_unit_divides_its_duty_in_the_form(self):
        with Form(self.as_user('outreach_staff', self.single)) as form:
            for name in ("Thu thập số liệu", "Soạn báo cáo"):
                with form.step_ids.new() as line:
                    line.name = name
        steps = self.single.step_ids
        self.assertEqual(steps.mapped('name'), ["Thu thập số liệu", "Soạn báo cáo"])
        self.assertEqual((steps.department_id, steps.company_id), (self.units['outreach'], self.company))
        self.assertEqual((self.single.step_note, self.single.progress), ("0/2 steps", 0))

    def test_what_is_done_is_counted_and_the_progress_left_alone(self):
        first, *_others = self.three()
        self.as_user('outreach_staff', self.single).progress = 35
        self.as_user('outreach_staff', first).action_done()
        self.assertEqual((str(first.done_date), first.health), ('2022-04-01', 'done_on_time'))
        self.assertEqual((self.single.step_note, self.single.progress), ("1/3 steps", 35))
        self.as_user('outreach_staff', first).action_not_done()
        self.assertEqual((first.done_date, self.single.step_note), (False, "0/3 steps"))
        self.assertFalse(self.quarterly.step_note, "nothing is said where there are none")

    def test_the_person_of_a_step_need_not_be_named_on_the_duty(self):
        first = self.three()[0]
        self.assertFalse(self.single.user_ids)
        mine = self.as_user('outreach_staff', first)
        mine.write({'result': "Đã đủ 10 xã."})
        mine.action_done()
        self.assertTrue(first.done_date)

    def test_what_others_have_written_keeps_it(self):
        """Only a step on which nobody else has written is deleted, from the form of the duty too; one's own note goes with it."""
        steps = self.three()
        self.as_user('head', steps[0]).message_post(body="Bổ sung số liệu của xã.", message_type='comment')
        self.as_user('outreach_staff', steps[1]).message_post(body="Đang soạn.", message_type='comment')
        for act in (lambda: self.as_user('outreach_staff', steps).unlink(), lambda: self.as_user('outreach_staff', self.single).write({'step_ids': [Command.delete(steps[0].id)]})):
            with self.assertRaisesRegex(UserError, f"{self.users['head'].name} has written on “Thu thập số liệu”"), self.env.cr.savepoint():
                act()
        self.as_user('outreach_staff', steps[1:]).unlink()
        self.assertEqual(self.single.step_ids, steps[0])

    def test_persons_belong_to_the_unit(self):
        with self.assertRaisesRegex(ValidationError, "Name members of the unit"):
            self.steps(self.single, ("Thu thập số liệu", False, 'policy_staff'))

    def test_a_step_is_due_before_its_duty_is(self):
        with self.assertRaisesRegex(ValidationError, "ask for more time for the duty first"), self.env.cr.savepoint():
            self.steps(self.single, ("Trình ký", '2022-07-01'))
        step = self.steps(self.single, ("Trình ký", '2022-06-30'))
        with self.assertRaisesRegex(ValidationError, "Choose an earlier day"), self.env.cr.savepoint():
            step.deadline = '2022-07-01'
        self.steps(self.quarterly, ("Tổng kết năm", '2022-12-20'))
        self.change(self.single, 'postpone', new_deadline='2022-09-30')
        self.assertEqual(str(step.deadline), '2022-06-30', "more time for the duty moves no step")
        step.deadline = '2022-09-30'

    def test_nothing_is_done_on_a_day_to_come(self):
        with self.assertRaisesRegex(ValidationError, "still to come"):
            self.three()[0].done_date = '2022-04-02'

    # The duty is done after them

    def test_a_duty_is_done_after_its_steps(self):
        steps, mine = self.three(), self.as_user('outreach_staff', self.single)
        steps[0].action_done()
        for act in (mine.action_done, lambda: mine.write({'progress': 100}), lambda: mine.write({'done_date': '2022-04-01'}),
                    lambda: mine.occurrence_ids.action_done()):
            with self.assertRaisesRegex(UserError, "Still open: Soạn báo cáo .* Trình ký"), self.env.cr.savepoint():
                act()
        steps[1].action_done()
        steps[2].unlink()
        mine.action_done()
        self.assertEqual((self.single.done_date, self.single.step_note), (legal_today(self.single), "2/2 steps"))

    def test_it_is_claimed_after_them_and_a_return_taken_back_too(self):
        self.env['dan_van.agency.profile'].search([('company_id', '=', self.company.id)]).acceptance = 'head'
        step, mine = self.steps(self.single, ("Trình ký", False)), self.as_user('outreach_staff', self.single)
        mine.result = "Đã trình."
        with self.assertRaisesRegex(UserError, "Still open: Trình ký"), self.env.cr.savepoint():
            mine.action_done()
        self.assertFalse(mine.occurrence_ids.acceptance_ids)
        self.as_user('outreach_staff', step).action_done()
        mine.action_done()
        claim = self.reading('outreach_head', mine.occurrence_ids.acceptance_ids)
        claim.action_return("Thiếu phụ lục.")
        self.steps(self.single, ("Bổ sung phụ lục", False))
        with self.assertRaisesRegex(UserError, "Still open: Bổ sung phụ lục"):
            self.reading('outreach_head', claim).action_resume()

    def test_steps_of_a_duty_that_returns_stand_in_no_ones_way(self):
        self.steps(self.quarterly, ("Lập danh sách", False))
        self.as_user('outreach_staff', self.quarterly).action_done()
        self.assertEqual(len(self.quarterly.occurrence_ids.filtered('done_date')), 1)

    # They stay as they are afterwards

    def frozen(self, steps, words="stay as they are"):
        step = self.as_user('outreach_staff', steps)
        self.assertFalse(any(step.mapped('can_work')))
        for act in (lambda: step.write({'name': "Khác"}), lambda: step.write({'done_date': False}),
                    lambda: step.write({'done_date': '2022-03-01'}), step.unlink, lambda: self.steps(steps.assignment_id, ("Thêm", False), user='outreach_staff')):
            with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                act()

    def test_they_are_frozen_with_the_duty(self):
        step = self.steps(self.single, ("Trình ký", False))
        step.action_done()
        self.as_user('outreach_staff', self.single).action_done()
        self.frozen(step)
        self.as_user('outreach_staff', self.single).action_not_done()
        step.name = "Trình lãnh đạo ký"
        step.action_not_done()
        step.action_done()
        self.change(self.single)
        self.frozen(step)

    def test_a_closed_plan_and_a_draft_take_none(self):
        step = self.steps(self.single, ("Trình ký", False))
        step.action_done()
        self.as_user('office_head', self.plan).action_close()
        self.frozen(step)
        self.as_user('office_head', self.plan).action_reopen()
        step.name = "Trình lãnh đạo ký"
        draft = self.new_plan(duties=['outreach'], unit='outreach', user='outreach_staff')
        with self.assertRaisesRegex(UserError, "stay as they are"):
            self.steps(draft.printed_assignment_ids, ("Thêm", False), user='outreach_staff')

    # Nobody else's

    def test_another_unit_and_the_leadership_change_none(self):
        steps = self.three()
        for user in ('policy_staff', 'policy_head', 'clerk', 'head', 'deputy_1', 'admin'):
            theirs = self.as_user(user, steps[0])
            for act in (theirs.action_done, lambda theirs=theirs: theirs.write({'done_date': '2022-03-01'}), theirs.unlink,
                        lambda user=user: self.steps(self.single, ("Thêm", False), user=user),
                        lambda user=user: self.as_user(user, self.single).write({'step_ids': [Command.delete(steps[0].id)]})):
                with self.subTest(user), self.assertRaises(AccessError), self.env.cr.savepoint():
                    act()
        self.assertTrue(self.as_user('head', self.single).step_note, "who reads the duty reads its steps")
        self.assertFalse(self.as_user('policy_staff', 'dan_van.step').search([('id', 'in', steps.ids)]))
        self.as_user('office_staff', steps[0]).action_done()

    def test_a_step_is_moved_to_no_other_duty(self):
        step = self.steps(self.single, ("Trình ký", False))
        for values in ({'assignment_id': self.named.id}, {'department_id': self.units['policy'].id}, {'follow_up_level': 2}):
            with self.subTest(values), self.assertRaises(UserError), self.env.cr.savepoint():
                self.as_user('outreach_staff', step).write(values)
        with self.assertRaises(UserError):
            self.as_user('outreach_staff', self.named).write({'step_ids': [Command.link(step.id)]})

    def test_what_a_client_sends_is_refused_in_words(self):
        step = self.as_user('outreach_staff', self.steps(self.single, ("Trình ký", False)))
        for values in ({'assignment_id': str(self.single.id)}, {'deadline': 'x'}, {'name': ['x']}):
            with self.subTest(values), self.assertRaises(UserError), self.env.cr.savepoint():
                step.create({'assignment_id': self.single.id, 'name': "Thêm", **values})
        with self.assertRaises(UserError):
            step.write('name')

    # Who is told, and finds them

    def notices(self, user):
        return self.env['mail.message'].search([
            ('message_type', '=', 'user_notification'), ('partner_ids', 'in', self.users[user].partner_id.ids),
            ('model', '=', 'dan_van.plan'), ('res_id', '=', self.plan.id)], order='id')

    def test_who_is_named_is_told_once(self):
        before = self.notices('outreach_staff'), self.notices('outreach_head')
        steps = self.steps(
            self.single, ("Thu thập số liệu", '2022-05-10', 'outreach_staff', 'outreach_head'), ("Soạn báo cáo", False, 'outreach_staff'))
        told = self.notices('outreach_staff') - before[0]
        self.assertEqual(len(told), 1, "one for both")
        for words in ("Thu thập số liệu", "Soạn báo cáo", "Thực hiện nhiệm vụ thứ 1.", "10/05/2022"):
            self.assertIn(words, told.body)
        self.assertEqual(self.notices('outreach_head'), before[1], "who names himself knows it")
        steps[0].write({'user_ids': [Command.link(self.users['outreach_staff'].id)], 'name': "Thu thập"})
        steps[0].action_done()
        self.assertEqual(self.notices('outreach_staff') - before[0], told, "nothing new")
        self.assertFalse(steps.message_follower_ids)

    def test_he_finds_the_duty_among_his_own_with_his_step_and_its_day(self):
        steps = self.three()
        Duty = self.as_user('outreach_staff', 'dan_van.assignment')
        mine = Duty.search([('is_mine', '=', True), ('plan_id', '=', self.plan.id)])
        self.assertEqual((mine, mine.is_mine), (self.single, True))
        self.assertEqual(mine.step_note, "0/3 steps; mine: Thu thập số liệu (10/05/2022)")
        self.assertFalse(self.as_user('policy_staff', 'dan_van.assignment').search([('is_mine', '=', True), ('id', '=', self.single.id)]))
        groups = self.as_user('outreach_staff', 'dan_van.inbox').get_data()['duties']
        self.assertIn(self.single, Duty.search(next(group['domain'] for group in groups if group['key'] == 'mine')))
        self.as_user('outreach_staff', steps[0]).action_done()
        self.assertFalse(Duty.search([('is_mine', '=', True), ('plan_id', '=', self.plan.id)]))
        self.assertEqual((mine.is_mine, mine.step_note), (False, "1/3 steps"))

    # The work goes on

    def test_another_unit_goes_on_with_what_is_open(self):
        steps = self.three()
        steps[0].action_done()
        change = self.change(self.single, 'hand_over', unit='policy')
        new = change.new_assignment_id
        self.assertEqual([(step.name, str(step.deadline), len(step.user_ids)) for step in new.step_ids], [
            ("Soạn báo cáo", '2022-06-10', 0), ("Trình ký", 'False', 0)], "its persons are strangers there")
        self.assertEqual(self.single.step_ids, steps.sudo(), "and with the old duty all stays as it was")
        self.frozen(steps[1])
        self.as_user('policy_staff', new.step_ids).action_done()
        self.as_user('office_staff', change).action_undo("Giữ phân công cũ.")
        self.as_user('outreach_staff', steps[1]).action_done()

    def replaced(self, **values):
        """:return: the duty with which a plan that replaces this one goes on"""
        draft = self.plan.browse(self.as_user('office_head', self.plan).action_replace()['res_id']).with_env(
            self.as_user('office_staff', self.plan).env)
        draft.assignment_ids.filtered(lambda duty: duty.continues_id == self.single).write(values)
        new = self.to_state(draft, 'issued').sudo()
        self.env.invalidate_all()
        return new.assignment_ids.filtered(lambda duty: duty.continues_id == self.single)

    def test_a_plan_that_replaces_another_goes_on_with_the_steps(self):
        steps = self.three().sudo()
        steps[0].action_done()
        told = self.notices('outreach_staff')
        new = self.replaced()
        self.assertEqual((new.step_ids, steps.department_id), (steps, self.units['outreach']))
        self.assertEqual((steps[0].user_ids, str(steps[0].done_date)), (self.users['outreach_staff'], '2022-04-01'))
        self.as_user('outreach_staff', steps[1:]).action_done()
        self.as_user('outreach_staff', new).action_done()
        self.assertEqual(self.notices('outreach_staff'), told, "who had his step is not told anew")

    def test_a_plan_that_names_another_unit_hands_on_what_is_open(self):
        steps = self.three().sudo()
        steps[0].action_done()
        new = self.replaced(department_id=self.units['policy'].id, deadline='2022-05-31')
        self.assertEqual(new.step_ids.mapped('name'), ["Soạn báo cáo", "Trình ký"])
        self.assertEqual((str(new.step_ids[0].deadline), self.single.step_ids), ('2022-06-10', steps), "as was agreed on")


class TestStepReminders(FollowUpCase):
    """The nightly follow-up tells who does a step of its day, and nobody above him; the duty is due on 15/03/2022."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time('2022-02-08 02:00:00'):
            cls.step = cls.as_user('outreach_head', 'dan_van.step').create({
                'assignment_id': cls.duty.id, 'name': "Thu thập số liệu", 'deadline': '2022-02-22',
                'user_ids': cls.users['outreach_staff'].ids}).with_env(cls.env)

    def test_who_does_it_is_told_before_and_when_it_is_overdue(self):
        for day, count in (('2022-02-10', 0), ('2022-02-15', 1), ('2022-02-16', 1), ('2022-02-20', 1)):
            self.follow_up(day)
            self.assertEqual(len(self.reminders(self.step)), count, day)
        soon = self.reminders(self.step).summary
        for day in ('2022-02-23', '2022-02-24', '2022-03-07'):
            self.follow_up(day)
            self.assertEqual(self.reminded(self.step), {'outreach_staff'}, "overdue for long: still his, nobody above is told")
        self.assertNotEqual(self.reminders(self.step).summary, soon, "that it is overdue")
        self.assertFalse(self.reminded(), "the duty itself has time")
        rows = self.as_user('outreach_staff', 'dan_van.inbox').get_data()['rows']
        self.assertEqual([(row['name'], row['deadline']) for row in rows if row['model'] == 'dan_van.step'], [
            (self.step.display_name, '2022-02-22')])

    def test_nobody_named_those_of_the_duty_or_the_head(self):
        self.as_user('outreach_head', self.step).user_ids = False
        self.follow_up('2022-02-15')
        self.assertEqual(self.reminded(self.step), {'outreach_head'})
        with freeze_time('2022-02-16 02:00:00'):
            self.as_user('outreach_head', self.step).user_ids = self.users['outreach_staff']
        self.assertEqual(self.reminded(self.step), {'outreach_staff'}, "the reminder passes on")

    def test_it_ends_with_the_step_and_with_the_duty(self):
        self.follow_up('2022-02-15')
        with freeze_time('2022-02-16 02:00:00'):
            self.as_user('outreach_staff', self.step).action_done()
        self.assertFalse(self.reminders(self.step))
        with freeze_time('2022-02-16 03:00:00'):
            self.as_user('outreach_staff', self.step).action_not_done()
        self.follow_up('2022-02-17')
        self.assertTrue(self.reminders(self.step))
        with freeze_time('2022-02-18 02:00:00'):
            self.as_user('outreach_staff', self.step).deadline = '2022-03-10'
            self.assertFalse(self.reminders(self.step), "another day begins anew")
            self.follow_up('2022-03-07')
            self.assertTrue(self.reminders(self.step))
            self.as_user('office_head', self.plan).action_close()
        self.assertFalse(self.reminders(self.step))
        self.follow_up('2022-03-12')
        self.assertFalse(self.reminders(self.step))

    def test_more_time_for_the_duty_tells_nobody_of_a_step_anew(self):
        self.follow_up('2022-02-15')
        reminder = self.reminders(self.step)
        with freeze_time('2022-02-16 02:00:00'):
            request = self.as_user('outreach_staff', 'dan_van.extension').create({
                'assignment_id': self.duty.id, 'new_deadline': '2022-03-31', 'reason': "Chờ số liệu."})
            self.as_user('office_head', request).action_accept()
        self.follow_up('2022-02-17')
        self.assertEqual(self.reminders(self.step), reminder)

    def test_who_leaves_is_followed_by_who_is_there(self):
        self.follow_up('2022-02-15')
        self.users['outreach_staff'].action_archive()
        self.follow_up('2022-02-16')
        self.assertEqual(self.reminded(self.step), {'outreach_head'})

    def test_days_off_are_quiet(self):
        self.follow_up('2022-02-19')
        self.assertFalse(self.reminded(self.step))

    def test_the_daily_e_mail_names_it(self):
        self.env['dan_van.assignment'].search([('id', '!=', self.duty.id), ('is_at_work', '=', True)])._opened('open', 'user_ids').user_ids = False
        self.cron('digest', '2022-02-16')
        mail = self.env['mail.mail'].search([('email_to', 'ilike', self.users['outreach_staff'].email)], order='id desc', limit=1)
        self.assertIn("Thu thập số liệu", mail.body_html)
        self.assertIn(f'/odoo/dan_van.step/{self.step.id}', mail.body_html)

    def test_it_stands_in_the_calendar_of_who_does_it(self):
        for user, is_there in (('outreach_staff', True), ('outreach_head', False)):
            found = self.as_user(user, self.users[user])._step_deadlines()
            self.assertEqual([(each.day, each.url.rpartition('/odoo/')[2]) for each in found if self.step.display_name == each.summary], [
                (self.step.deadline, f'dan_van.step/{self.step.id}')] if is_there else [], user)


class TestStepQueries(QueryCase):
    """Steps cost lists, inboxes and the nightly follow-up no query a row."""

    def divided(self, size):
        plan = self.new_plan(duties=['outreach'] * size)
        plan.assignment_ids.write({'deadline': legal_today(plan) + datetime.timedelta(90)})
        duties = self.to_state(plan, 'issued').printed_assignment_ids
        self.as_user('outreach_head', 'dan_van.step').create([{
            'assignment_id': duty.id, 'name': name, 'deadline': legal_today(plan) + datetime.timedelta(2),
            'user_ids': self.users['outreach_staff'].ids} for duty in duties for name in ("Thu thập", "Soạn")])
        return self.as_user('outreach_staff', duties).browse(duties.ids)

    def test_list_and_inbox(self):
        def look(duties):
            duties.web_search_read([('id', 'in', duties.ids), ('is_mine', '=', True)], {'text': {}, 'step_note': {}, 'is_mine': {}})
            self.as_user('outreach_staff', 'dan_van.inbox').get_data()
        self.assertFlat(self.divided, look, small=4, large=16)

    def test_naming_and_marking_many(self):
        def mark(duties):
            steps = self.as_user('outreach_head', 'dan_van.step').browse(duties.step_ids.ids)
            steps.write({'user_ids': [Command.link(self.users['outreach_head'].id)]})
            steps.action_done()
        self.assertFlat(self.divided, mark, small=4, large=16)

    def test_follow_up(self):
        self.patch(self.env.cr, 'commit', lambda: None)
        self.assertFlat(self.divided, lambda duties: self.env['dan_van.step'].search([('assignment_id', 'in', duties.ids)])._follow_up(legal_today(duties)), small=4, large=16)

    def test_hundreds_of_one_duty(self):
        """A duty with 200 steps opens, lists, reminds and is done as one with 20."""
        def with_steps(size):
            duty = self.to_state(self.new_plan(duties=['outreach']), 'issued').printed_assignment_ids
            self.as_user('outreach_head', 'dan_van.step').create([{
                'assignment_id': duty.id, 'name': f"Bước {number}", 'deadline': legal_today(duty) + datetime.timedelta(2),
                'user_ids': self.users['outreach_staff'].ids} for number in range(size)])
            return self.as_user('outreach_staff', duty)

        self.patch(self.env.cr, 'commit', lambda: None)
        shown = dict.fromkeys(('name', 'deadline', 'done_date', 'result', 'health', 'can_work'), {}) | {'user_ids': {'fields': {'display_name': {}}}}

        def work(duty):
            duty.web_read({'step_note': {}, 'is_mine': {}, 'health': {}, 'step_ids': {'fields': shown}})
            duty.step_ids.web_search_read([('assignment_id', '=', duty.id)], shown)
            duty.step_ids.sudo()._follow_up(legal_today(duty))
            duty.step_ids.action_done()
        self.assertFlat(with_steps, work, small=20, large=200, batches=4)
