from datetime import timedelta

from freezegun import freeze_time
from lxml import etree

from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools.safe_eval import safe_eval

from ..common import AgencyCase, QueryCase, ReportCase
from ..petitions.test_case import CaseCase
from ..documents.test_letter import LetterCase
from ..turns import Turns


class TestTurnsOfDocuments(Turns, LetterCase):
    """Letters, as every document: leavers, new clerks, doubles."""

    def submitted(self, **values):
        letter = self.new_letter(**values)
        letter.action_submit()
        return letter.with_env(self.env)

    def test_a_signer_who_has_left_is_replaced_by_the_head_who_may_return_it(self):
        letter = self.submitted(signer_id=self.users['deputy_1'].id)
        self.assertTurn(letter, 'deputy_1')
        self.users['deputy_1'].action_archive()
        self.assertTurn(letter, 'head')
        self.assertIn('return', self.as_user('head', letter).allowed_transitions)

    def test_a_signer_who_may_sign_no_more_is_replaced_too(self):
        letter = self.submitted(signer_id=self.users['deputy_1'].id)
        self.users['deputy_1'].group_ids -= self.env.ref('dan_van.group_leadership')
        self.assertTurn(letter, 'head')

    def test_a_new_clerk_gets_what_waits_and_who_is_clerk_no_more_does_not(self):
        letter = self.submitted()
        self.as_user('head', letter).action_sign()
        self.assertTurn(letter, 'clerk')
        new = new_test_user(
            self.env, 'clerk.new', 'dan_van.group_clerk', company_id=self.company.id, company_ids=[Command.set(self.company.ids)])
        self.users['new'] = new
        self.addCleanup(self.users.pop, 'new')
        self.assertTurn(letter, 'clerk', 'new')
        self.users['clerk'].action_archive()
        self.assertTurn(letter, 'new')

    def test_who_had_submitted_what_is_returned_has_left(self):
        letter = self.submitted()
        self.as_user('head', letter).action_return("Sửa.")
        self.assertTurn(letter, 'outreach_staff')
        self.users['outreach_staff'].action_archive()
        self.assertTurn(letter, 'outreach_head')

    def test_the_night_takes_doubles_and_what_is_nobodys_turn_away(self):
        letter, other = self.submitted(), self.submitted()
        one = letter.activity_ids
        one.copy()
        stray = other.activity_ids
        self.as_user('outreach_staff', other).action_withdraw()
        self.env['mail.activity'].create({
            'res_model_id': self.env['ir.model']._get_id('dan_van.period'), 'user_id': self.users['head'].id,
            'res_id': self.env['dan_van.period'].search([], limit=1).id, 'activity_type_id': one.activity_type_id.id})
        self.assertFalse(stray.exists())
        self.nightly()
        self.assertEqual(letter.activity_ids, one, "what is right stays as it is")
        self.assertFalse(self.env['mail.activity'].search([
            ('res_model', '=', 'dan_van.period'), ('activity_type_id', '=', one.activity_type_id.id)]))

    def test_the_record_says_who_has_it_or_why_nobody(self):
        letter = self.submitted()
        self.assertEqual(letter.turn_note, f"Turn of {self.users['head'].name}")
        self.as_user('outreach_staff', letter).action_withdraw()
        self.assertFalse(letter.turn_note)
        self.as_user('outreach_staff', letter).action_submit()
        self.as_user('head', letter).action_return("Sửa.")
        self.env['res.users'].union(*(
            self.users[name] for name in ('outreach_staff', 'outreach_head', 'office_head', 'office_staff', 'head'))).active = False
        self.env.invalidate_all()
        self.assertIn("has no head. The administrator names one", letter.turn_note)


class TestTurnsOfPetitions(Turns, CaseCase):

    def test_the_handler_leaves(self):
        case = self.received(handler_id=self.users['inspectorate_staff'].id)
        self.assertTurn(case, 'inspectorate_staff')
        self.users['inspectorate_staff'].action_archive()
        self.assertTurn(case, 'inspectorate_head')

    def test_a_new_head_gets_what_nobody_handles(self):
        case = self.received()
        self.assertTurn(case, 'inspectorate_head')
        self.units['inspectorate'].head_user_id = self.users['inspectorate_staff']
        self.assertTurn(case, 'inspectorate_staff')

    def test_head_and_leader_are_told_of_what_is_overdue(self):
        self.units['inspectorate'].dan_van_leader_id = self.users['deputy_1']
        case = self.received(handler_id=self.users['inspectorate_staff'].id)
        self.nightly(case.deadline)
        self.assertTurn(case, 'inspectorate_staff')
        self.nightly(case.deadline + timedelta(1))
        self.assertTurn(case, 'inspectorate_staff', 'inspectorate_head', 'deputy_1')


class TestTurnsElsewhere(Turns, AgencyCase):

    def test_a_delegation_begins_and_ends_by_its_date(self):
        plan = self.new_plan(duties=['outreach'])
        plan.assignment_ids.deadline = self.env.cr.now().date() + timedelta(40)
        self.to_state(plan, 'issued')
        extension = self.as_user('outreach_staff', 'dan_van.extension').create({
            'assignment_id': plan.printed_assignment_ids.id, 'reason': "Chờ số liệu.",
            'new_deadline': self.env.cr.now().date() + timedelta(60)})
        self.assertTurn(extension, 'office_head')
        begin = self.env.cr.now().date() + timedelta(5)
        self.units['office'].write({
            'deputy_user_id': self.users['office_staff'].id, 'delegation_from': begin, 'delegation_to': begin})
        self.assertTurn(extension, 'office_head')
        self.nightly(begin - timedelta(1))  # one in the morning of the next day, in Vietnam
        self.assertTurn(extension, 'office_staff')
        self.nightly(begin)
        self.assertTurn(extension, 'office_head')

    def test_an_official_who_has_left_is_assessed_without_his_own_word(self):
        rating = self.env['dan_van.rating']._open_year(2026, self.company).filtered(
            lambda each: each.official_id == self.users['policy_staff'])
        self.assertTurn(rating, 'policy_staff')
        self.users['policy_staff'].action_archive()
        self.assertTurn(rating, 'policy_head')
        head = self.as_user('policy_head', rating)
        head.write({'head_level': 'good', 'head_note': "Đã nghỉ việc."})
        head.action_assess()
        self.assertTurn(rating, 'head')

    def test_archiving_passes_on_the_reminders_of_duties(self):
        with freeze_time('2022-02-07 02:00:00'):
            plan = self.new_plan(duties=['outreach'], year=2022)
            plan.assignment_ids.deadline = '2022-03-15'
            duty = self.to_state(plan, 'issued').with_env(self.env).printed_assignment_ids
        self.patch(self.env.cr, 'commit', lambda: None)
        with freeze_time('2022-03-16 01:00:00'):
            duty._cron_follow_up()
            self.assertEqual(duty.activity_ids.user_id, self.users['outreach_head'])
            self.users['outreach_head'].action_archive()
            duty._cron_follow_up()
        self.assertEqual(duty.activity_ids.user_id, self.users['office_head'])

    def test_the_clock_of_the_menu_bar_opens_what_it_counts(self):
        """Each search view of a model with activities has the filters that Odoo's menu of activities asks for."""
        for name in self.env:
            model = self.env[name]
            if not (name.startswith('dan_van.') and 'activity_ids' in model._fields) or model._abstract:
                continue
            with self.subTest(name):
                view = etree.fromstring(model.get_view(view_type='search')['arch'])
                filters = set(view.xpath('//filter/@name'))
                self.assertLessEqual({'activities_overdue', 'activities_today', 'activities_upcoming_all'}, filters)


class TestMyTurn(Turns, LetterCase):
    """The filters “My turn” and “To be signed by me” hold what the inbox holds."""

    def listed(self, name, model, user):
        """:return: set of ids in the list of ``model`` that the filter ``name`` leaves, as ``user`` sees it"""
        theirs = self.as_user(user, model)
        [found] = etree.fromstring(theirs.get_view(view_type='search')['arch']).xpath(f"//filter[@name='{name}']")
        return set(theirs.search(safe_eval(found.get('domain'), {'uid': self.users[user].id})).ids)

    def test_as_the_inbox(self):
        for letter in (self.new_letter(signer_id=self.users['deputy_1'].id), self.new_letter()):
            letter.action_submit()
        self.users['deputy_1'].action_archive()
        self.new_plan().action_submit()
        self.env['dan_van.rating']._open_year(2026, self.company)
        turns = self.env['mail.activity'].search([('activity_type_id', '=', self.env.ref('dan_van.mail_activity_turn').id)])
        told = 0
        for model in self.env['dan_van.approval']._workflow_models():
            for user in self.USERS if model not in ('dan_van.period', 'dan_van.copy') else ():
                own = turns.filtered(lambda turn: turn.res_model == model and turn.user_id == self.users[user])
                with self.subTest(model=model, user=user):
                    self.assertEqual(self.listed('my_turn', model, user), set(own.mapped('res_id')))
                told += len(own)
        self.assertGreater(told, 10)

    def test_what_somebody_notes_for_himself_is_no_turn(self):
        letter = self.new_letter()
        letter.activity_schedule('mail.mail_activity_data_todo', user_id=self.users['outreach_staff'].id)
        self.assertNotIn(letter.id, self.listed('my_turn', letter._name, 'outreach_staff'))
        self.assertFalse(letter.is_my_turn)
        letter.action_submit()
        self.env.invalidate_all()
        self.assertTrue(self.as_user('head', letter).is_my_turn)

    def test_who_signs_for_a_signer_who_has_left_finds_what_waits(self):
        documents = [self.new_letter(signer_id=self.users['deputy_1'].id), self.new_plan(signer_id=self.users['deputy_1'].id)]
        for document in documents:
            document.action_submit()
            self.assertIn(document.id, self.listed('to_sign', document._name, 'deputy_1'))
            self.assertNotIn(document.id, self.listed('to_sign', document._name, 'head'))
        self.users['deputy_1'].action_archive()
        for document in documents:
            self.assertIn(document.id, self.listed('to_sign', document._name, 'head'))
            self.as_user('head', document).action_return("Sửa.")
            self.assertNotIn(document.id, self.listed('to_sign', document._name, 'head'))


class TestTurnsAtTheEnd(Turns, ReportCase):
    """Nobody is reminded of what a closed period or plan takes no more."""

    def setUp(self):
        super().setUp()
        self.plan = self.report_plan(schemes=('quarter',), duties=['policy'])
        self.period = self.opened(self.plan, "Quý I năm 2022")
        self.report = self.report_of(self.period, 'policy').with_env(self.env)

    def test_a_closed_period(self):
        self.assertTurn(self.report, 'policy_head')
        self.as_user('office_staff', self.period).action_close()
        self.assertTurn(self.report)
        self.nightly()
        self.assertTurn(self.report)
        self.as_user('office_staff', self.period).action_reopen()
        self.assertTurn(self.report, 'policy_head')

    def test_a_closed_plan(self):
        duty = self.plan.printed_assignment_ids.with_env(self.env)
        self.env['mail.activity'].create({
            'res_model_id': self.env['ir.model']._get_id(duty._name), 'res_id': duty.id, 'user_id': self.users['policy_head'].id,
            'automated': True, 'activity_type_id': self.env.ref('dan_van.mail_activity_deadline').id})
        duty._set_follow_up(2)
        self.as_user('office_head', self.plan).action_close()
        self.assertTurn(self.report)
        self.assertFalse(duty.activity_ids)
        self.as_user('office_head', self.plan).action_reopen()
        self.assertTurn(self.report, 'policy_head')

    def test_another_writer(self):
        self.as_user('policy_head', self.report).writer_id = self.users['policy_staff']
        self.assertTurn(self.report, 'policy_staff')


class TestTurnQueries(QueryCase):
    """Who has the turn is found for many records with as many queries as for few."""

    def letters(self, count):
        return self.env['dan_van.letter'].create([{
            'subject': f"Công văn {number}", 'body': "Nội dung.", 'addressees': "Các phòng",
            'department_id': self.units['outreach'].id, 'signer_id': self.users['head'].id} for number in range(count)])

    def submitted(self, count):
        letters = self.letters(count)
        self.as_user('office_staff', letters).action_submit()
        return letters

    def test_nothing_has_changed(self):
        self.assertFlat(self.submitted, lambda letters: letters._keep_turns())

    def test_all_pass_to_somebody_else(self):
        def passing(count):
            letters = self.submitted(count)
            self.env['mail.activity'].search([('res_model', '=', letters._name), ('res_id', 'in', letters.ids)]).user_id = (
                self.users['deputy_1'])
            return letters
        self.assertFlat(passing, lambda letters: letters._keep_turns(), batches=4)
