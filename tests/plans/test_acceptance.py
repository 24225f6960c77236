from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.modules.module import load_script
from odoo.tests import Form

from ..common import ROOT, AgencyCase


class AcceptanceCase(AgencyCase):
    """A plan of 05/02/2022, looked at on 25/03/2022; the head of the unit accepts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile = cls.env['dan_van.agency.profile'].search([('company_id', '=', cls.company.id)])
        with freeze_time('2022-02-05 02:00:00'):
            plan = cls.new_plan(duties=['outreach', 'outreach', 'policy'], year=2022)
            single, quarterly, _other = plan.printed_assignment_ids.sorted('sequence')
            single.deadline = '2022-06-30'
            quarterly.recurrence = 'quarterly'
            cls.plan = cls.to_state(plan, 'issued').sudo()
        cls.single, cls.quarterly = single.sudo(), quarterly.sudo()
        cls.mine = cls.as_user('outreach_staff', cls.single)

    def setUp(self):
        super().setUp()
        self.profile.acceptance = 'head'
        self.enterContext(freeze_time('2022-03-25 02:00:00'))

    def claim(self, duty=None, user='outreach_staff', result="Đã tổ chức 02 buổi."):
        """:return: dan_van.acceptance, what ``user`` claims of what is due of ``duty``"""
        occurrence = self.as_user(user, duty or self.single)._current_occurrence()
        occurrence.result = result
        occurrence.action_done()
        return occurrence.acceptance_ids.sudo()

    def turn(self, claim):
        self.env.invalidate_all()
        return claim.activity_ids.user_id

    def file(self, record, name="bien-ban.txt", user='outreach_staff'):
        return self.as_user(user, 'ir.attachment').create(
            {'name': name, 'raw': name.encode(), 'res_model': record._name, 'res_id': record.id})


class TestAcceptance(AcceptanceCase):
    """What a unit says to be done is accepted by the head of the unit, or by the office."""

    # Claiming

    def test_where_nobody_accepts_the_word_of_the_unit_counts(self):
        self.profile.acceptance = 'none'
        self.mine.action_done()
        self.assertFalse(self.mine.occurrence_ids.acceptance_ids)
        self.assertEqual((self.mine.health, self.mine.acceptance), ('done_on_time', False))
        self.profile.acceptance = 'head'
        self.mine.action_not_done()
        self.assertFalse(self.mine.done_date, "what was done before is undone as before")

    def test_it_is_claimed_with_its_result(self):
        with self.assertRaisesRegex(UserError, "write what was done first"), self.env.cr.savepoint():
            self.mine.action_done()
        claim = self.claim()
        self.assertEqual((claim.state, claim.judge, claim.claimed_by_id), ('claimed', 'head', self.users['outreach_staff']))
        self.assertEqual((self.mine.acceptance, self.mine.occurrence_ids.acceptance), ('claimed', 'claimed'))
        self.assertEqual((self.mine.health, self.mine.progress), ('done_on_time', 100), "nobody is late because a colleague is slow")
        self.assertEqual(self.turn(claim), self.users['outreach_head'])
        self.assertIn(self.users['outreach_head'].name, self.mine.acceptance_note)
        self.assertFalse([text for text in claim.message_ids.mapped('body') if "Withdrawn" in text], "nobody has withdrawn anything")

    def test_evidence_where_the_duty_asks_for_it(self):
        self.as_user('outreach_head', self.single).asks_evidence = True
        with self.assertRaisesRegex(AccessError, "say whether"), self.env.cr.savepoint():
            self.mine.asks_evidence = False
        with self.assertRaisesRegex(UserError, "asks for evidence"), self.env.cr.savepoint():
            self.claim()
        self.mine.evidence_ids = self.file(self.mine)
        self.assertEqual(self.claim().shown_file_ids, self.mine.evidence_ids)

    def test_each_time_of_what_returns(self):
        self.as_user('office_staff', self.quarterly).asks_evidence = True
        first, second, *_rest = self.as_user('outreach_staff', self.quarterly).occurrence_ids.sorted()
        file = self.file(first)
        with Form(self.as_user('outreach_staff', self.quarterly)) as form, form.occurrence_ids.edit(0) as line:
            line.result = "Quý I xong."
            line.evidence_ids.add(file)
            line.done_date = '2022-03-25'
        self.assertEqual((first.acceptance, second.acceptance, self.quarterly.acceptance), ('claimed', False, 'claimed'))
        self.as_user('outreach_head', first.acceptance_ids).action_accept()
        self.assertEqual((first.acceptance, self.quarterly.acceptance), ('accepted', False))
        with self.assertRaisesRegex(UserError, "asks for evidence"):
            self.claim(self.quarterly)

    def test_many_at_once(self):
        self.mine.result = "Xong."
        first = self.as_user('outreach_staff', self.quarterly).occurrence_ids.sorted()[0]
        first.result = "Xong."
        (self.mine.occurrence_ids + first).action_done()
        claims = (self.mine.occurrence_ids + first).acceptance_ids
        self.assertEqual(claims.mapped('state'), ['claimed', 'claimed'])
        self.as_user('outreach_head', claims).action_accept()
        self.assertEqual(claims.mapped('state'), ['accepted', 'accepted'])

    def test_the_head_accepts_what_he_enters_himself(self):
        claim = self.claim(user='outreach_head')
        self.assertEqual((claim.state, self.turn(claim).ids), ('accepted', []))
        self.assertEqual(claim.approval_ids.sorted('id').mapped('step'), ['claim', 'accept'])

    # Accepting, returning, and back

    def test_accepted_stays_as_it_is(self):
        file = self.file(self.mine)
        self.mine.evidence_ids = file
        claim = self.claim()
        self.as_user('outreach_head', claim).action_accept()
        self.assertEqual((claim.state, self.mine.acceptance, self.turn(claim).ids), ('accepted', 'accepted', []))
        office = self.as_user('office_staff', self.single)
        for values in (
                {'result': "Khác"}, {'done_date': False}, {'done_date': '2022-03-24', 'done_reason': "Muộn"}, {'progress': 50},
                {'evidence_ids': [(5,)]}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "accepted"), self.env.cr.savepoint():
                office.write(values)
        for act in (file.unlink, lambda: file.write({'raw': b'x'}), lambda: file.sudo().write({'res_id': self.quarterly.id})):
            with self.assertRaisesRegex(UserError, "accepted"), self.env.cr.savepoint():
                act()
        self.assertFalse(self.mine.occurrence_ids.can_work)
        self.assertTrue(self.mine.occurrence_ids.dan_van_read_only)

    def test_the_evidence_of_one_time_stays_that_of_others_goes_on(self):
        first, second, *_rest = self.as_user('outreach_staff', self.quarterly).occurrence_ids.sorted()
        kept, other = self.file(first), self.file(second, "khac.txt")
        first.evidence_ids, second.evidence_ids = kept, other
        self.as_user('outreach_head', self.claim(self.quarterly)).action_accept()
        duty = self.as_user('outreach_staff', self.quarterly)
        duty.evidence_ids -= other
        with self.assertRaisesRegex(UserError, "stays"), self.env.cr.savepoint():
            duty.evidence_ids -= kept
        second.evidence_ids = kept
        with self.assertRaisesRegex(UserError, "stays"), self.env.cr.savepoint():
            second.evidence_ids = False
        with self.assertRaisesRegex(UserError, "accepted"), self.env.cr.savepoint():
            first.evidence_ids = False

    def test_a_return_says_why_and_it_is_open_again(self):
        self.mine.progress = 40
        claim = self.claim()
        dialog = self.as_user('outreach_head', claim).action_return()
        self.assertEqual(dialog['res_model'], 'dan_van.reason.wizard')
        self.as_user('outreach_head', claim).action_return("Thiếu số người dự.")
        self.assertEqual((claim.state, self.mine.acceptance, self.mine.done_date, self.mine.progress), ('returned', 'returned', False, 40))
        self.assertEqual((self.mine.health, self.mine.result), ('on_track', "Đã tổ chức 02 buổi."))
        self.assertIn("Thiếu số người dự.", self.mine.acceptance_note)
        self.assertEqual(self.turn(claim), self.users['outreach_staff'])
        self.assertEqual(claim.message_ids[0].partner_ids, self.users['outreach_staff'].partner_id)
        self.assertIn("Thiếu số người dự.", self.single.message_ids[0].body)
        self.assertEqual(self.claim(result="02 buổi, 120 người."), claim)
        self.assertEqual((claim.state, self.turn(claim)), ('claimed', self.users['outreach_head']))

    def test_a_return_is_taken_back(self):
        self.mine.progress = 40
        claim = self.claim()
        self.mine.occurrence_ids.write({'done_date': '2022-03-20', 'done_reason': "Báo cáo muộn."})
        self.as_user('outreach_head', claim).action_return("Thiếu.")
        self.mine.progress = 60
        self.as_user('outreach_head', claim).action_resume()
        self.assertEqual(
            (claim.state, str(self.mine.done_date), self.mine.done_reason, self.mine.progress),
            ('claimed', '2022-03-20', "Báo cáo muộn.", 100))
        self.mine.action_not_done()
        self.assertEqual((claim.state, self.mine.progress, self.mine.acceptance), ('withdrawn', 60, False))
        self.assertFalse(self.turn(claim))

    def test_an_acceptance_is_taken_back(self):
        claim = self.claim()
        self.as_user('outreach_head', claim).action_accept()
        with self.assertRaises(UserError):
            self.as_user('outreach_staff', claim).action_reopen("Sửa.")
        self.as_user('outreach_head', claim).action_reopen("Nhầm.")
        self.assertEqual((claim.state, self.turn(claim)), ('claimed', self.users['outreach_head']))
        self.mine.result = "Sửa lại."

    def test_what_was_put_more_clearly_is_read_first(self):
        claim = self.claim()
        read = self.reading('outreach_head', claim)
        with freeze_time('2022-03-25 03:00:00'):
            self.mine.evidence_ids = self.file(self.mine)
            with self.assertRaisesRegex(UserError, "have not read it as it is now"):
                read.action_accept()
            self.reading('outreach_head', claim).action_accept()

    def test_a_file_that_was_replaced_is_read_first(self):
        file = self.file(self.mine)
        self.mine.evidence_ids = file
        claim = self.claim()
        read = self.reading('outreach_head', claim)
        file.raw = b'another'
        with self.assertRaisesRegex(UserError, "have not read it as it is now"):
            read.action_accept()
        self.reading('outreach_head', claim).action_accept()

    def test_what_shows_nothing_any_more_is_not_accepted(self):
        self.as_user('outreach_head', self.single).asks_evidence = True
        file = self.file(self.mine)
        self.mine.evidence_ids = file
        claim = self.claim()
        for values in ({'result': False}, {'evidence_ids': [(5,)]}):
            with self.subTest(values), self.env.cr.savepoint() as savepoint:
                self.mine.write(values)
                with self.assertRaisesRegex(UserError, "enters that first"), self.env.cr.savepoint():
                    self.reading('outreach_head', claim).action_accept()
                self.as_user('outreach_head', claim).action_return("Thiếu.")
                with self.assertRaisesRegex(UserError, "enters that first"), self.env.cr.savepoint():
                    self.as_user('outreach_head', claim).action_resume()
                savepoint.rollback()
        self.reading('outreach_head', claim).action_accept()

    def test_nothing_is_added_to_what_was_accepted(self):
        self.as_user('outreach_head', self.claim()).action_accept()
        file = self.file(self.mine)
        with self.assertRaisesRegex(UserError, "accepted"), self.env.cr.savepoint():
            self.mine.evidence_ids = file
        self.assertFalse(self.mine.evidence_ids)

    # Who accepts

    def test_who_accepts_in_the_unit(self):
        claim = self.claim()
        for user, allowed in [
                ('outreach_staff', False), ('outreach_head', True), ('office_head', False), ('head', True), ('admin', False)]:
            with self.subTest(user):
                self.assertEqual('accept' in (self.as_user(user, claim).allowed_transitions or ()), allowed)
        with self.assertRaises(AccessError):
            self.as_user('policy_head', claim).action_accept()

    def test_who_accepts_in_the_office(self):
        self.profile.acceptance = 'office'
        claim = self.claim()
        self.assertEqual(self.turn(claim), self.users['office_head'])
        for user, allowed in [
                ('outreach_staff', False), ('outreach_head', False), ('office_staff', True), ('head', True), ('admin', False)]:
            with self.subTest(user):
                self.assertEqual('accept' in (self.as_user(user, claim).allowed_transitions or ()), allowed)

    def test_nobody_of_the_office_accepts_what_he_has_claimed(self):
        self.profile.acceptance = 'office'
        claim = self.claim(user='office_head')
        self.assertEqual((claim.state, self.turn(claim)), ('claimed', self.users['head']))
        with self.assertRaises(UserError):
            self.as_user('office_head', claim).action_accept()

    def test_a_later_setting_leaves_what_waits(self):
        claim = self.claim()
        self.profile.acceptance = 'none'
        self.assertEqual(self.turn(claim), self.users['outreach_head'])
        self.as_user('outreach_head', claim).action_return("Thiếu.")
        self.claim(result="Đủ.")
        self.assertEqual((claim.state, self.mine.acceptance), ('withdrawn', False), "nobody accepts any more")

    def test_nothing_is_forged(self):
        occurrence = self.mine.occurrence_ids
        with self.assertRaises(UserError):
            self.as_user('outreach_staff', 'dan_van.acceptance').create({'occurrence_id': occurrence.id, 'judge': 'head'})
        claim = self.claim()
        for user in ('outreach_staff', 'outreach_head', 'office_staff'):
            for values in ({'state': 'accepted'}, {'judge': 'office'}, {'claimed_by_id': self.users['clerk'].id}):
                with self.subTest(user=user, values=values), self.assertRaises(UserError), self.env.cr.savepoint():
                    self.as_user(user, claim).write(values)
        wizard = self.as_user('outreach_staff', 'dan_van.reason.wizard').create(
            {'res_model': claim._name, 'res_ids': claim.ids, 'transition': 'withdraw', 'reason': "Rút"})
        with self.assertRaisesRegex(UserError, "Not done yet"):
            wizard.action_confirm()
        with self.assertRaises(UserError):
            occurrence.write({'acceptance': 'accepted'})

    # With its plan

    def test_of_a_plan_that_is_closed_it_is_accepted_still(self):
        claim = self.claim()
        self.to_state(self.plan, 'closed')
        self.assertEqual(self.turn(claim), self.users['outreach_head'])
        with self.assertRaisesRegex(UserError, "not at work any more"), self.env.cr.savepoint():
            self.as_user('outreach_head', claim).action_return("Thiếu.")
        self.as_user('outreach_head', claim).action_accept()
        self.assertEqual(self.mine.acceptance, 'accepted')

    def test_what_was_returned_waits_for_nobody_once_the_plan_is_closed(self):
        claim = self.claim()
        self.as_user('outreach_head', claim).action_return("Thiếu.")
        self.to_state(self.plan, 'closed')
        self.assertFalse(self.turn(claim))

    def test_a_plan_that_replaces_it_goes_on(self):
        file = self.file(self.mine)
        self.mine.evidence_ids = file
        accepted = self.claim()
        self.as_user('outreach_head', accepted).action_accept()
        waiting = self.claim(self.quarterly)
        with freeze_time('2022-05-10 02:00:00'):
            new = self.plan.browse(self.as_user('office_head', self.plan).action_replace()['res_id']).with_env(
                self.as_user('office_staff', self.plan).env)
            new = self.to_state(new, 'issued').sudo()
            self.env.invalidate_all()
            duties = {duty.continues_id: duty for duty in new.assignment_ids}
            single, quarterly = duties[self.single], duties[self.quarterly]
            self.assertEqual((accepted.assignment_id, waiting.assignment_id), (single, quarterly))
            self.assertEqual((single.acceptance, quarterly.acceptance), ('accepted', 'claimed'))
            self.assertEqual(self.turn(waiting), self.users['outreach_head'])
            with self.assertRaisesRegex(UserError, "accepted"), self.env.cr.savepoint():
                file.sudo().unlink()
            self.as_user('outreach_head', waiting).action_accept()

    def test_lists_show_it_where_somebody_accepts(self):
        def hidden():
            arch = etree.fromstring(self.as_user('outreach_staff', 'dan_van.occurrence').get_view(view_type='list')['arch'])
            return arch.find("field[@name='acceptance']").get('column_invisible')
        self.assertFalse(hidden())
        self.profile.acceptance = 'none'
        self.assertTrue(hidden())


class TestAcceptanceMigration(AgencyCase):
    """What was done before waits for nobody."""

    def test_columns_are_made_empty(self):
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE dan_van_occurrence DROP COLUMN acceptance, DROP COLUMN ended")
        script = load_script(str(ROOT / 'migrations' / '19.0.1.10.0' / 'pre-acceptance.py'), 'pre_acceptance')
        script.migrate(self.env.cr, '19.0.1.9.0')
        script.migrate(self.env.cr, '19.0.1.9.0')
        self.env.cr.execute("SELECT count(*), count(acceptance), count(ended) FROM dan_van_occurrence")
        total, *filled = self.env.cr.fetchone()
        self.assertTrue(total)
        self.assertEqual(filled, [0, 0])
