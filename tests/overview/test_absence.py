from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ...models.core.res_company import legal_today
from ..common import AgencyCase, ReportCase
from ..petitions.test_case import CaseCase
from ..plans.test_follow_up import FollowUpCase
from ..turns import Turns


class Away(Turns):

    def away(self, name, substitute=None, by=None, first=0, last=2):
        """:return: dan_van.absence of the demo user ``name`` from ``first`` to ``last`` days from today"""
        today = legal_today(self.env.user)
        return self.as_user(by or name, 'dan_van.absence').create({
            'user_id': self.users[name].id, 'substitute_id': self.users[substitute].id if substitute else False,
            'date_from': today + timedelta(first), 'date_to': today + timedelta(last)})


class TestAbsence(Away, AgencyCase):

    def test_who_enters_it(self):
        for by, allowed in [('policy_staff', True), ('policy_head', True), ('office_staff', True), ('admin', True),
                            ('outreach_head', False), ('outreach_staff', False), ('clerk', False)]:
            with self.subTest(by):
                if allowed:
                    self.away('policy_staff', by=by).unlink()
                else:
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        self.away('policy_staff', by=by)
        absence = self.away('policy_staff')
        self.assertTrue(self.as_user('outreach_staff', absence).has_access('read'))
        with self.assertRaises(AccessError):
            self.as_user('policy_staff', absence).user_id = self.users['outreach_staff']

    def test_nobody_makes_himself_head_by_the_absence_of_the_head(self):
        """The head is declared absent by himself, the office or the administrator; who acts for him does not prolong it."""
        unit, head = self.units['policy'], self.users['policy_head']
        unit.member_user_ids += self.users['outreach_head']  # heads another unit
        unit.deputy_user_id = self.users['policy_staff']
        for by, substitute in [('policy_staff', 'policy_staff'), ('policy_staff', None), ('outreach_head', 'outreach_head'),
                               ('outreach_staff', 'outreach_staff')]:
            with self.subTest(by), self.assertRaises(AccessError), self.env.cr.savepoint():
                self.away('policy_head', substitute, by=by)
        own = self.away('policy_staff', 'policy_head')
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            own.write({'user_id': head.id, 'substitute_id': self.users['policy_staff'].id})
        self.assertEqual(unit._acting_head(), head)
        own.unlink()
        absence = self.away('policy_head', 'policy_staff')
        self.assertEqual(unit._acting_head(), self.users['policy_staff'])
        acting = self.as_user('policy_staff', absence)
        for act in (lambda: acting.write({'date_to': acting.date_to + timedelta(99)}), acting.unlink,
                    lambda: self.away('policy_head', 'policy_staff', by='policy_staff', first=9, last=99)):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                act()

    def test_who_enters_it_in_an_agency_of_several(self):
        """The office of an agency, and the head of a unit there; not who heads one elsewhere, whatever else he reads."""
        other = self.env['res.company'].create({'name': "Cơ quan khác"})
        person, here, head = (self.users[name] for name in ('policy_staff', 'policy_head', 'outreach_head'))
        (person + head).company_ids += other
        theirs = new_test_user(self.env, 'other.office', 'dan_van.group_office', company_id=other.id, company_ids=other.ids)
        self.env['hr.department'].create({
            'name': "Phòng Tổng hợp", 'company_id': other.id, 'dan_van_kind': 'division', 'head_user_id': head.id,
            'member_user_ids': (head + person).ids})
        today = legal_today(self.env.user)

        def entered(by, company):
            return self.env['dan_van.absence'].with_user(by).with_context(allowed_company_ids=company.ids).create(
                {'user_id': person.id, 'date_from': today, 'date_to': today})
        for by, company in ((here, self.company), (head, other), (theirs, other), (person, other), (person, self.company)):
            entered(by, company).unlink()
        with self.assertRaisesRegex(AccessError, "you head no unit"), self.env.cr.savepoint():
            entered(head, self.company)
        for by, company in ((theirs, self.company), (here, other)):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                entered(by, company)
        absence = entered(person, self.company).with_user(head)
        for act in (absence.unlink, lambda: absence.write({'date_to': today + timedelta(99)})):
            with self.assertRaisesRegex(AccessError, "you head no unit"), self.env.cr.savepoint():
                act()

    def test_what_is_refused(self):
        self.away('policy_staff')
        with self.assertRaisesRegex(ValidationError, "these days already"), self.env.cr.savepoint():
            self.away('policy_staff', first=2, last=5)
        with self.assertRaisesRegex(ValidationError, "stands in for himself"), self.env.cr.savepoint():
            self.away('policy_head', 'policy_head')
        self.away('policy_staff', first=3, last=5)

    def test_who_acts_for_a_head(self):
        unit = self.units['policy']
        self.assertEqual(unit._acting_head(), self.users['policy_head'])
        absence = self.away('policy_head', 'policy_staff')
        self.assertEqual(unit._acting_head(), self.users['policy_staff'])
        found = self.as_user('policy_staff', unit).search([('id', '=', unit.id), ('dan_van_is_head', '=', True)])
        self.assertEqual((found, self.as_user('policy_staff', unit).dan_van_is_head), (unit, True))
        absence.substitute_id = self.users['outreach_staff']
        self.assertEqual(unit._acting_head(), self.users['policy_head'], "who does not belong to the unit does not head it")
        self.assertFalse(self.as_user('outreach_staff', unit).search([('id', '=', unit.id), ('dan_van_is_head', '=', True)]))
        unit.deputy_user_id = self.users['policy_staff']
        absence.substitute_id = False
        self.assertEqual(unit._acting_head(), self.users['policy_staff'])
        self.assertTrue(self.as_user('policy_staff', unit).search([('id', '=', unit.id), ('dan_van_is_head', '=', True)]))
        absence.unlink()
        self.assertEqual(unit._acting_head(), self.users['policy_head'])
        self.assertFalse(self.as_user('policy_staff', unit).search([('id', '=', unit.id), ('dan_van_is_head', '=', True)]))

    def test_who_is_away_from_one_agency_works_in_the_other(self):
        """Headship, deputies and turns of each agency go by the absences of that agency alone."""
        other = self.env['res.company'].create({'name': "Cơ quan khác"})
        leader, deputy, staff = (self.users[name] for name in ('policy_head', 'policy_staff', 'outreach_staff'))
        (leader + deputy + staff).company_ids += other
        here = self.units['policy']
        there = self.env['hr.department'].create({
            'name': "Phòng Tổng hợp", 'company_id': other.id, 'dan_van_kind': 'division', 'head_user_id': leader.id,
            'deputy_user_id': staff.id, 'member_user_ids': (leader + deputy + staff).ids})
        here.deputy_user_id = deputy
        both = (self.company + other).ids

        def headed(user):
            units = (here + there).with_user(user).with_context(allowed_company_ids=both)
            found = units.search([('id', 'in', units.ids), ('dan_van_is_head', '=', True)])
            self.assertEqual(found, units.filtered('dan_van_is_head'), "rules and buttons say the same")
            return set(found.ids)
        self.assertEqual((headed(leader), headed(deputy), headed(staff)), ({here.id, there.id}, set(), set()))
        absence = self.away('policy_head')
        self.assertEqual((here._acting_head(), there._acting_head()), (deputy, leader))
        self.assertEqual((headed(deputy), headed(staff)), ({here.id}, set()))
        absence.substitute_id = deputy
        self.assertEqual((here._acting_head(), there._acting_head()), (deputy, leader))
        self.assertEqual((headed(deputy), headed(staff)), ({here.id}, set()), "he heads nothing in the other agency")
        away = self.env['dan_van.absence'].with_user(leader).with_context(allowed_company_ids=other.ids).create(
            {'user_id': leader.id, 'date_from': absence.date_from, 'date_to': absence.date_to})
        self.assertEqual((here._acting_head(), there._acting_head()), (deputy, staff))
        absence.unlink()
        self.assertEqual((here._acting_head(), there._acting_head()), (leader, staff))
        self.assertEqual((headed(deputy), headed(staff)), (set(), {there.id}))
        there.company_id = False
        self.assertEqual(there._acting_head(), staff, "a unit of all agencies")
        self.assertEqual(headed(staff), {there.id})
        away.unlink()

    def test_turns_in_the_agency_where_the_signer_is_away(self):
        other = self.env['res.company'].create({'name': "Cơ quan khác"})
        self.users['head'].company_ids += other
        letter = self.as_user('office_staff', 'dan_van.letter').create({
            'subject': "mời họp", 'department_id': self.units['office'].id, 'addressees': "Các phòng", 'body': "Mời họp."})
        letter.action_submit()
        self.assertTurn(letter, 'head')
        today = legal_today(self.env.user)
        Absence = self.env['dan_van.absence'].with_user(self.users['head'])
        elsewhere = Absence.with_context(allowed_company_ids=other.ids).create({'date_from': today, 'date_to': today})
        self.assertEqual(elsewhere.company_id, other)
        self.env.invalidate_all()
        self.assertTurn(letter, 'head')
        self.assertFalse(letter.sudo()._signing_deputies())
        Absence.with_context(allowed_company_ids=self.company.ids).create({'date_from': today, 'date_to': today})
        self.env.invalidate_all()
        self.assertEqual(letter.sudo()._signing_deputies(), self.users['deputy_1'])

    def test_one_of_two_clerks(self):
        letter = self.as_user('office_staff', 'dan_van.letter').create({
            'subject': "mời họp", 'department_id': self.units['office'].id, 'addressees': "Các phòng", 'body': "Mời họp."})
        letter.action_submit()
        self.as_user('head', letter).action_sign()
        self.users['office_staff'].group_ids = [Command.link(self.env.ref('dan_van.group_clerk').id)]
        self.assertTurn(letter, 'clerk', 'office_staff')
        self.away('clerk')
        self.assertTurn(letter, 'office_staff')

    def test_days_to_come_move_no_turn_and_cost_nothing(self):
        """Who enters his leave of next month waits for no document to be looked at; when its days are moved to today all are."""
        letter = self.as_user('office_staff', 'dan_van.letter').create({
            'subject': "mời họp", 'department_id': self.units['office'].id, 'addressees': "Các phòng", 'body': "Mời họp."})
        letter.action_submit()
        self.away('clerk', last=-1, first=-2)  # warms the caches
        today = self.cost(lambda: self.away('deputy_2'))
        later = self.cost(lambda: self.away('head', 'deputy_1', first=30, last=31))
        absence = self.env['dan_van.absence'].search([('user_id', '=', self.users['head'].id)])
        note = self.cost(lambda: absence.write({'note': "Nghỉ phép"}))
        self.assertLess(later, today / 2)
        self.assertLess(note, today / 2)
        self.assertTurn(letter, 'head')
        now, coming = legal_today(self.env.user), absence.date_from
        absence.write({'date_from': now, 'date_to': now})
        self.assertTurn(letter, 'deputy_1')
        absence.write({'date_from': coming, 'date_to': coming})
        self.assertTurn(letter, 'head')

    def cost(self, act):
        """:return: number of queries that ``act`` takes, from a cold record cache"""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_another_signs_in_his_own_name_after_taking_over(self):
        letter = self.as_user('office_staff', 'dan_van.letter').create({
            'subject': "mời họp", 'department_id': self.units['office'].id, 'addressees': "Các phòng", 'body': "Mời họp."})
        letter.action_submit()
        self.assertTurn(letter, 'head')
        with self.assertRaises(UserError):
            self.as_user('deputy_1', letter).action_take_over()
        self.away('head', 'deputy_1')
        self.assertTurn(letter, 'deputy_1')
        with self.assertRaises(UserError):
            self.as_user('deputy_1', letter).action_sign()
        self.reading('deputy_1', letter).action_take_over()
        self.assertEqual((letter.signer_id, letter.authority), (self.users['deputy_1'], 'deputy'))
        self.reading('deputy_1', letter).action_sign()
        self.assertEqual(letter.state, 'signed')
        self.assertEqual(letter.approval_ids.mapped('step'), ['sign', 'take_over', 'submit'])


class TestAbsenceOfUnitSigners(Away, AgencyCase):
    """Who takes over what the head of a unit was to sign by order (TL.) or under an authorisation (TUQ.), and what is printed."""

    ALL = ('head', 'deputy_1', 'office_head', 'policy_head', 'policy_staff', 'outreach_head', 'outreach_staff', 'clerk', 'admin')

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit = cls.units['outreach']
        cls.unit.write({'deputy_user_id': cls.users['outreach_staff'].id, 'dan_van_signs_by_order': True})
        cls.units['leadership'].deputy_user_id = cls.users['deputy_1']

    def submitted(self):
        letter = self.as_user('outreach_staff', 'dan_van.letter').create({
            'subject': "mời họp", 'department_id': self.unit.id, 'addressees': "Các phòng", 'body': "Mời họp.",
            'signer_id': self.users['outreach_head'].id})
        letter.action_submit()
        return letter

    def taken_over(self, letter, *allowed):
        """Assert that those named and nobody else may take ``letter`` over; the first of them signs it.

        :return: the lines above the signature that is printed
        """
        for user in self.ALL:
            theirs = self.as_user(user, letter)
            if user in allowed:
                self.assertIn('take_over', theirs.allowed_transitions)
            else:
                with self.subTest(user), self.assertRaises(UserError), self.env.cr.savepoint():
                    theirs.action_take_over()
        self.reading(allowed[0], letter).action_take_over()
        self.reading(allowed[0], letter).action_sign()
        self.as_user('clerk', letter).action_issue()
        self.assertEqual(letter.sudo().snapshot['signature']['name'], self.users[allowed[0]].name)
        return tuple(letter.sudo().snapshot['signature']['authority'])

    def test_an_order_goes_to_the_deputy_of_the_unit(self):
        letter = self.submitted()
        self.assertEqual(letter.authority, 'order')
        for user in self.ALL:
            with self.subTest(user), self.assertRaises(UserError), self.env.cr.savepoint():
                self.as_user(user, letter).action_take_over()
        self.away('outreach_head')
        self.assertTurn(letter, 'outreach_staff')
        title = "TRƯỞNG PHÒNG TUYÊN TRUYỀN VÀ ĐỊA BÀN"
        self.assertEqual(self.taken_over(letter, 'outreach_staff'), ("TL. TRƯỞNG BAN", f"KT. {title}", f"PHÓ {title}"))

    def test_where_nobody_acts_in_the_unit_the_leadership_signs_in_its_own_right(self):
        self.unit.deputy_user_id = False
        letter = self.submitted()
        self.away('outreach_head')
        self.assertTurn(letter, 'deputy_1', 'head')
        self.assertEqual(self.taken_over(letter, 'deputy_1', 'head'), ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"))

    def test_what_the_unit_may_sign_no_more_goes_to_the_leadership(self):
        letter = self.submitted()
        self.unit.dan_van_signs_by_order = False
        self.assertEqual(self.taken_over(letter, 'head', 'deputy_1'), ("TRƯỞNG BAN",))

    def test_an_authorisation_is_not_handed_on(self):
        self.unit.write({
            'dan_van_signs_by_order': False, 'dan_van_authorization': "Giấy ủy quyền số 02/GUQ-BDT",
            'dan_van_authorized_until': legal_today(self.unit)})
        letter = self.submitted()
        self.assertEqual(letter.authority, 'authorization')
        self.away('outreach_head', 'outreach_staff')
        self.assertTurn(letter, 'deputy_1', 'head')
        self.assertEqual(self.taken_over(letter, 'deputy_1', 'head'), ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"))


@tagged('dan_van_long')
class TestAbsenceReports(Away, ReportCase):

    def test_a_report_is_approved_on_behalf(self):
        plan = self.report_plan(schemes=('quarter',), duties=['policy'])
        report = self.report_of(self.opened(plan, "Quý I năm 2022"), 'policy').with_env(self.env)
        report.line_ids.text = "Đã thực hiện."
        self.units['policy'].member_user_ids += self.users['outreach_staff']
        self.as_user('policy_staff', report).action_submit()
        self.assertTurn(report, 'policy_head')
        absence = self.away('policy_head', 'outreach_staff')
        self.assertTurn(report, 'outreach_staff')
        self.assertIn(self.users['outreach_staff'].name, report.turn_note)
        self.reading('outreach_staff', report).action_approve()
        self.assertEqual(report.approval_ids[0].on_behalf_id, self.users['policy_head'])
        self.assertTurn(report, 'office_head')
        absence.unlink()


class TestAbsencePetitions(Away, CaseCase):

    def test_a_handler_is_away(self):
        case = self.received(handler_id=self.users['inspectorate_staff'].id)
        self.assertTurn(case, 'inspectorate_staff')
        absence = self.away('inspectorate_staff', 'policy_staff')
        self.assertTurn(case, 'inspectorate_head')
        self.assertFalse(self.as_user('policy_staff', case).has_access('read'), "an absence opens no petition to anybody")
        absence.substitute_id = False
        self.assertTurn(case, 'inspectorate_head')
        yesterday = legal_today(self.env.user) - timedelta(1)
        absence.write({'date_from': yesterday, 'date_to': yesterday})
        self.assertTurn(case, 'inspectorate_staff')


class TestAbsenceDuties(FollowUpCase):
    """A duty falls due while the person named for it is away."""

    def setUp(self):
        super().setUp()
        with freeze_time('2022-02-08 02:00:00'):
            self.as_user('outreach_head', self.duty).user_ids = self.users['outreach_staff']
            self.absence = self.as_user('outreach_staff', 'dan_van.absence').create({
                'user_id': self.users['outreach_staff'].id, 'date_from': '2022-03-07', 'date_to': '2022-03-18'})

    def test_who_stands_in_is_told(self):
        self.units['outreach'].member_user_ids |= self.users['policy_staff']
        self.absence.substitute_id = self.users['policy_staff']
        self.follow_up('2022-03-08')
        self.assertEqual(self.reminded(), {'policy_staff'})

    def test_where_nobody_stands_in_the_head_is_told(self):
        self.follow_up('2022-03-08')
        self.assertEqual(self.reminded(), {'outreach_head'})

    def test_who_comes_back_is_told(self):
        self.absence.date_to = '2022-03-09'
        self.follow_up('2022-03-08')
        self.cron('turns', '2022-03-10')
        self.assertEqual(self.reminded(), {'outreach_staff'})
