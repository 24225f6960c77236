from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged

from ...models.core.mail_switches import QUIET
from ...models.core.res_company import legal_today
from ..common import AgencyCase, QueryCase
from ..documents.test_letter import LetterCase


class InboxCase(LetterCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['mail.activity'].search([]).unlink()  # of the demo

    def submitted(self, subject, **values):
        letter = self.new_letter(subject=subject, signer_id=self.users['head'].id, **values)
        letter.action_submit()
        return letter

    def inbox(self, name):
        self.env.flush_all()
        return self.as_user(name, 'dan_van.inbox').get_data()

    def view_of(self, name, row):
        [[view_id, _form]] = self.as_user(name, 'dan_van.inbox').open_row(row['id'], 0)['views']
        return view_id

    def named(self, name):
        return [row['name'] for row in self.inbox(name)['rows']]


class TestInbox(InboxCase):
    """One place for all that waits for me."""

    def test_what_from_whom_since_when(self):
        letter = self.submitted("mời họp")
        data = self.inbox('head')
        [row] = data['rows']
        self.assertEqual((row['model'], row['res_id'], row['name']), ('dan_van.letter', letter.id, letter.display_name))
        self.assertEqual(row['sender'], self.users['outreach_staff'].name)
        self.assertEqual(row['since'][:10], str(self.env.cr.now().date()))
        self.assertFalse(row['deadline'], "a signature has no day of its own")
        self.assertEqual([kind[0::2] for kind in data['kinds']], [['dan_van.letter', 1]])
        self.assertEqual(self.view_of('head', row), self.env.ref('dan_van.letter_view_form_review').id)
        self.assertEqual(self.inbox('outreach_staff')['rows'], [], "it is nobody else's turn")

    def test_it_goes_with_the_step_to_the_next(self):
        letter = self.submitted("mời họp")
        self.as_user('head', letter).action_sign()
        self.assertEqual(self.named('head'), [])
        [row] = self.inbox('clerk')['rows']
        self.assertEqual(row['sender'], self.users['head'].name)
        self.assertFalse(self.view_of('clerk', row), "a clerk has the whole document before him")

    def test_returned_work_waits_for_who_submitted_it(self):
        letter = self.submitted("mời họp")
        self.as_user('head', letter).action_return("Thiếu nơi nhận.")
        self.assertEqual(self.named('outreach_staff'), [letter.display_name])

    def test_the_urgent_first_then_who_waits_longest(self):
        with freeze_time('2026-03-02 03:00:00'):
            old = self.submitted("cũ")
        new, express, urgent = self.submitted("mới"), self.submitted("hỏa tốc", urgency='express'), self.submitted("khẩn", urgency='urgent')
        self.assertEqual(self.named('head'), [each.display_name for each in (express, urgent, old, new)])

    def test_a_report_has_its_day(self):
        report = self.env['dan_van.report'].search([('scope', '=', 'unit'), ('state', '=', 'draft')], limit=1)
        report.sudo()._keep_turns()
        user = self.env['mail.activity'].search([('res_model', '=', report._name), ('res_id', '=', report.id)]).user_id[:1]
        name = next(name for name, each in self.users.items() if each == user)
        [row] = [row for row in self.inbox(name)['rows'] if row['res_id'] == report.id]
        self.assertEqual(row['deadline'], str(report.due_date))

    def test_what_is_called_otherwise_now(self):
        letter = self.submitted("mời họp")
        self.as_user('head', letter).action_return("Sai trích yếu.")
        self.as_user('outreach_staff', letter).write({'subject': "mời dự hội nghị", 'urgency': 'urgent'})
        [row] = self.inbox('outreach_staff')['rows']
        self.assertIn("mời dự hội nghị", row['name'])
        self.assertTrue(row['urgency'])

    def test_a_row_that_somebody_has_dealt_with_says_so(self):
        letter = self.submitted("mời họp")
        [row] = self.inbox('head')['rows']
        self.as_user('outreach_staff', letter).action_withdraw()
        for user, row_id in (('head', row['id']), ('policy_staff', row['id']), ('head', 'x'), ('head', [1])):
            with self.subTest(user=user, row=row_id), self.assertRaisesRegex(UserError, "any more"):
                self.as_user(user, 'dan_van.inbox').open_row(row_id, 0)

    def test_duties_of_mine_and_of_my_unit(self):
        before = {group['key']: sum(group['counts'].values()) for group in self.inbox('outreach_staff')['duties']}
        plan = self.to_state(self.new_plan(duties=['outreach', 'outreach', 'policy']), 'issued')
        duty = plan.assignment_ids[0].with_env(self.env)
        self.as_user('outreach_head', duty).user_ids = self.users['outreach_staff']
        groups = {group['key']: group for group in self.inbox('outreach_staff')['duties']}
        self.assertEqual(sum(groups['mine']['counts'].values()), before.get('mine', 0) + 1)
        self.assertEqual(sum(groups['unit']['counts'].values()), before.get('unit', 0) + 2)
        found = self.as_user('outreach_staff', 'dan_van.assignment').search(groups['mine']['domain'])
        self.assertEqual(len(found), sum(groups['mine']['counts'].values()), "the list behind the number holds as many")

    # One after the other

    def following(self, *args, **kwargs):
        self.env.flush_all()
        found = self.as_user('head', 'dan_van.inbox').get_next(*args, **kwargs)
        return found['count'], found['action'] and found['action']['res_id']

    def test_the_next_follows_when_one_is_done(self):
        letters = [self.submitted(subject) for subject in ("một", "hai", "ba")]
        self.assertEqual(self.following(0, skip=True), (3, letters[1].id))
        self.assertEqual(self.following(2, skip=True), (3, letters[0].id), "behind the last comes the first again")
        self.as_user('head', letters[0]).action_sign()
        self.assertEqual(self.following(0), (2, letters[1].id))
        for letter in letters[1:]:
            self.as_user('head', letter).action_sign()
        self.assertEqual(self.following(0), (0, False))

    def test_the_next_of_the_chosen_kind(self):
        letter, plan = self.submitted("một"), self.to_state(self.new_plan(signer_id=self.users['head'].id), 'submitted')
        self.assertEqual(self.following(0, kind='dan_van.plan'), (1, plan.id))
        self.assertEqual(self.following(0, kind='dan_van.letter'), (1, letter.id))
        self.assertEqual(self.following(0, kind='dan_van.rating'), (0, False))

    def test_what_is_no_place_or_model_is_refused_in_words(self):
        for args in ((-1,), ('x',), (True,), (None,), ([0],), (0, 'no.model'), (0, ['dan_van.letter']), (0, 5)):
            with self.subTest(args=args), self.assertRaises(UserError):
                self.as_user('head', 'dan_van.inbox').get_next(*args)


class TestInboxQueries(QueryCase, InboxCase):
    """It opens as quickly with much work as with little, and whatever there was in past years."""

    def test_flat(self):
        def prepare(count):
            self.env['mail.activity'].search([]).unlink()
            letters = self.as_user('outreach_staff', 'dan_van.letter').create([{
                'subject': f"số {index}", 'addressees': "Các xã", 'body': "Nội dung.", 'department_id': self.units['outreach'].id,
                'signer_id': self.users['head'].id} for index in range(count)])
            letters.action_submit()

        self.assertFlat(prepare, lambda _nothing: self.as_user('head', 'dan_van.inbox').get_data(), small=5, large=60)

    def test_six_kinds(self):
        plan = self.new_plan(duties=['outreach'], signer_id=self.users['head'].id)
        plan.assignment_ids.deadline = legal_today(plan) + timedelta(10)
        self.to_state(plan, 'issued')
        self.submitted("mời họp")
        self.to_state(self.new_plan(subject="Kế hoạch khác", signer_id=self.users['head'].id), 'submitted')
        kind = self.env.ref('dan_van.mail_activity_turn')
        for model in ('dan_van.report', 'dan_van.reminder', 'dan_van.extension', 'dan_van.rating', 'dan_van.case'):
            record = self.env[model].search([], limit=1)
            self.env['mail.activity'].with_context(dan_van_turn=QUIET, mail_activity_quick_update=QUIET).create({
                'activity_type_id': kind.id, 'res_model_id': self.env['ir.model']._get_id(model), 'res_id': record.id,
                'user_id': self.users['head'].id}) if record else None
        inbox = self.as_user('head', 'dan_van.inbox')
        inbox.get_data()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        data = inbox.get_data()
        self.assertGreaterEqual(len(data['kinds']), 4)
        self.assertLessEqual(self.env.cr.sql_log_count - before, 12, data['kinds'])


@tagged('dan_van_long')
class TestFirstScreen(AgencyCase, HttpCase):
    """What somebody sees first after he has logged in."""

    def first(self, login):
        """:return: id of the action that the client opens by itself, or ``False``"""
        self.env.flush_all()
        self.authenticate(login, login if login == 'other' else 'danvan')
        return self.make_jsonrpc_request('/web/session/get_session_info')['home_action_id']

    def test_who_works_with_the_app_begins_with_what_waits_for_him(self):
        inbox, staff = self.env.ref('dan_van.inbox_action'), self.users['outreach_staff']
        for name in ('outreach_staff', 'clerk', 'head', 'admin'):
            self.assertEqual(self.first(self.users[name].login), inbox.id, name)
        new_test_user(self.env, 'other')
        self.assertFalse(self.first('other'))
        staff.action_id = self.env.ref('dan_van.dashboard_action').id
        self.assertEqual(self.first(staff.login), staff.action_id.id)
        self.env['res.config.settings'].create({'dan_van_first_screen': 'menu'}).execute()
        self.assertFalse(self.first(self.users['head'].login))


@tagged('dan_van_browser')
class TestInboxTour(InboxCase, HttpCase):
    """The leader signs what waits without going back to a list; the clerk then gives the numbers."""

    def test_tour(self):
        for subject in ("mời họp", "phối hợp tuyên truyền", "xin ý kiến"):
            self.submitted(subject)
        self.to_state(self.new_plan(signer_id=self.users['head'].id), 'submitted')
        self.start_tour('/odoo', 'dan_van_inbox_tour', login=self.users['head'].login, timeout=120)
        self.assertEqual(set(self.env['dan_van.letter'].search([('submitter_id', '=', self.users['outreach_staff'].id)]).mapped('state')),
                         {'signed', 'draft'})


@tagged('dan_van_browser')
class TestInboxTourPhone(InboxCase, HttpCase):
    browser_size = '390x844'
    touch_enabled = True

    def test_tour(self):
        for subject in ("mời họp", "phối hợp tuyên truyền"):
            self.submitted(subject)
        self.start_tour('/odoo', 'dan_van_inbox_phone_tour', login=self.users['head'].login, timeout=120)
