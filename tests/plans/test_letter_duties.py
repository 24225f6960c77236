from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form

from ...rendering.tracking import Group
from ..common import AgencyCase

TEXT = "Chuẩn bị tài liệu đối thoại với thanh niên."


class TestLetterDuties(AgencyCase):
    """The conclusions of a meeting, a notice of ours, give duties that are tracked like those of plans."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time('2031-03-03 02:00:00'))
        cls.theme = cls.env.ref('dan_van.theme_dan_van')

    def letter(self, user='office_staff', **values):
        """:return: dan_van.letter, a draft with a duty of one unit and one of all"""
        return self.as_user(user, 'dan_van.letter').create({
            'document_type': 'TB', 'subject': "Kết luận cuộc họp giao ban tháng 3", 'body': "Trưởng ban kết luận như sau:",
            'recipients': "Các phòng", 'department_id': self.units['office'].id, 'duty_theme_id': self.theme.id,
            'given_assignment_ids': [
                Command.create({'department_id': self.units['outreach'].id, 'text': TEXT, 'deadline': '2031-03-20'}),
                Command.create({'scope': 'all', 'text': "Rà soát quy chế dân chủ.", 'deadline': '2031-03-31'})], **values})

    def issued(self, letter):
        self.as_user('office_staff', letter).action_submit()
        self.reading('head', letter).action_sign()
        self.as_user('clerk', letter).action_issue()
        return letter.sudo()

    def test_a_card_says_whose_duty_it_is(self):
        """On a phone, and beside what the leader signs: a duty of all units, or of agencies below, has no unit of its own."""
        for name in ('letter_view_form', 'letter_view_form_review'):
            arch = etree.fromstring(self.env['dan_van.letter'].get_view(self.env.ref(f'dan_van.{name}').id, 'form')['arch'])
            card = arch.xpath("//field[@name='given_assignment_ids']//t[@t-name='card']")[0]
            with self.subTest(name):
                self.assertEqual([card.xpath(f".//field[@name='{field}']/@invisible") for field in ('scope', 'department_id', 'organ_ids')],
                                 [["scope == 'unit'"], ["scope != 'unit'"], ["scope != 'agencies'"]])

    def test_they_are_tracked_from_its_issue_on(self):
        letter = self.letter()
        self.assertFalse(self.as_user('outreach_staff', 'dan_van.assignment').search([('letter_id', '=', letter.id)]))
        letter = self.issued(letter)
        duty, general = letter.given_assignment_ids.sorted('deadline')
        self.assertEqual((duty.is_at_work, letter._duty_leader(), duty.theme_id, duty.planned_deadline.isoformat()),
                         (True, self.users['head'], self.theme, '2031-03-20'))
        self.assertEqual(general.child_ids.department_id, self.env['hr.department']._working_units(self.company))
        self.assertIn(letter.code, duty.source_name)
        self.assertEqual({str(each.start_date) for each in letter.assignment_ids}, {'2031-03-03'})
        self.assertFalse(any(letter.copy().given_assignment_ids.mapped('start_date')))
        notices = self.env['mail.message'].search([('model', '=', letter._name), ('res_id', '=', letter.id)])
        self.assertIn(self.users['outreach_head'].partner_id, notices.partner_ids)
        own = self.as_user('outreach_staff', 'dan_van.assignment').search([('letter_id', '=', letter.id)])
        self.assertEqual(own.department_id, self.units['outreach'])
        self.as_user('outreach_staff', duty).action_done()
        self.assertEqual(duty.health, 'done_on_time')

    def test_the_leader_signs_them_with_the_text(self):
        letter = self.letter()
        letter.action_submit()
        duty = letter.given_assignment_ids[:1]
        self.assertIn('given_assignment_ids', self.as_user('head', letter).get_view(self.env.ref('dan_van.letter_view_form_review').id)['arch'])
        for act in (lambda: duty.write({'text': "Khác"}), duty.unlink, lambda: letter.write({'given_assignment_ids': [Command.create({
                'department_id': self.units['policy'].id, 'text': "Thêm"})]}), lambda: duty.copy({'letter_id': letter.id})):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                act()

    def test_the_leader_sees_what_has_changed_of_them(self):
        letter = self.letter()
        letter.action_submit()
        self.reading('head', letter).action_return("Thời hạn quá ngắn.")
        letter.given_assignment_ids.filtered('department_id').deadline = '2031-03-25'
        letter.action_submit()
        shown = self.as_user('head', letter)
        changed = {kind: text for kind, text in shown.approval_ids.filtered('change_lines')[:1].change_lines if kind in ('added', 'removed')}
        self.assertIn(f"{TEXT} Deadline: 25/03/2031", changed['added'])
        self.assertIn("20/03/2031", changed['removed'])
        with self.assertRaisesRegex(UserError, "25/03/2031"):
            shown.action_sign()

    def test_nobody_else_gives_them(self):
        letter = self.letter()
        values = {'letter_id': letter.id, 'department_id': self.units['policy'].id, 'text': "Thêm"}
        for user in ('policy_staff', 'outreach_head', 'head'):
            with self.subTest(user), self.assertRaises(AccessError), self.env.cr.savepoint():
                self.as_user(user, 'dan_van.assignment').create(values)
        own = self.letter('policy_staff', department_id=self.units['policy'].id)
        self.assertEqual(own.given_assignment_ids.drafting_department_id, self.units['policy'])
        self.assertEqual(len(self.as_user('policy_head', own.given_assignment_ids).mapped('text')), 2)
        with self.assertRaises(AccessError):
            self.as_user('outreach_staff', own.given_assignment_ids).mapped('text')

    def test_a_unit_is_named(self):
        letter = self.letter()
        letter.given_assignment_ids.filtered('department_id').department_id = False
        with self.assertRaisesRegex(UserError, "Choose the unit"):
            letter.action_submit()

    def test_recalled_it_asks_for_nothing_more(self):
        letter = self.issued(self.letter())
        duty = letter.given_assignment_ids.filtered('department_id')
        self.as_user('head', letter).action_recall("Ban hành nhầm.")
        self.assertEqual((duty.is_tracked, duty.is_at_work), (False, False))
        self.assertIn("in force no more", duty.closing_note)
        with self.assertRaises(UserError):
            self.as_user('outreach_staff', duty).action_done()

    def test_recalled_nobody_is_reminded_of_it(self):
        letter = self.issued(self.letter(given_assignment_ids=[
            Command.create({'department_id': self.units['outreach'].id, 'text': TEXT, 'deadline': '2031-03-04'})]))
        with freeze_time('2031-03-10 02:00:00'):
            self.env.invalidate_all()
            found = self.as_user('office_staff', letter.assignment_ids).action_write_reminder()
            reminder = self.as_user('office_staff', 'dan_van.reminder').browse(found['res_id'])
            reminder.addressees = "Phòng Tuyên truyền"
            self.as_user('head', letter).action_recall("Ban hành nhầm.")
            with self.assertRaisesRegex(UserError, "asked of nobody any more"):
                reminder.action_submit()

    def test_a_draft_that_is_deleted_leaves_nothing_behind(self):
        for document in (self.letter(), self.new_plan()):
            with self.subTest(document=document):
                duty = document.assignment_ids[:1]
                duty.message_post(body="Hỏi lại.")
                duty.activity_schedule('mail.mail_activity_data_todo')
                self.as_user('office_staff', 'ir.attachment').create(
                    {'name': "ghi-chu.txt", 'raw': b'x', 'res_model': duty._name, 'res_id': duty.id})
                document.unlink()
                for model, name in (('mail.message', 'model'), ('mail.activity', 'res_model'), ('ir.attachment', 'res_model')):
                    self.assertFalse(self.env[model].search([(name, '=', duty._name), ('res_id', '=', duty.id)]))

    def test_a_copy_gives_the_same(self):
        letter = self.letter()
        again = letter.copy()
        self.assertEqual(again.given_assignment_ids.mapped('text'), letter.given_assignment_ids.mapped('text'))
        self.assertFalse(again.given_assignment_ids & letter.given_assignment_ids)

    def test_who_made_it_takes_all_duties_along(self):
        """A copy, and what replaces it, ask for the same, whoever works on that by now."""
        letter = self.issued(self.letter('policy_staff', department_id=self.units['policy'].id))
        asked = set(letter.given_assignment_ids.mapped('text'))
        for act in (lambda own: own.copy(), lambda own: own.browse(own.action_replace()['res_id'])):
            self.env.invalidate_all()
            self.assertEqual(set(act(self.as_user('policy_staff', letter)).given_assignment_ids.mapped('text')), asked)
        self.env.invalidate_all()
        other = self.as_user('inspectorate_staff', letter).copy({'department_id': self.units['inspectorate'].id})
        self.assertFalse(other.given_assignment_ids, "who merely reads it takes no duties of others")

    def test_who_made_it_reads_what_it_asks_of_others(self):
        """The unit that wrote it sees how its duties stand in other units, and enters nothing there; with those of plans it is as before."""
        letter = self.issued(self.letter('policy_staff', department_id=self.units['policy'].id))
        duty = letter.given_assignment_ids.filtered('department_id')
        theirs = self.as_user('outreach_staff', duty)
        theirs.result = "Đã gửi tài liệu."
        theirs.action_done()
        self.env.invalidate_all()
        mine = self.as_user('policy_staff', duty)
        self.assertEqual((mine.health, mine.result), ('done_on_time', "Đã gửi tài liệu."))
        self.assertEqual(mine.search([('letter_id', '=', letter.id)]), letter.assignment_ids)
        for act in (lambda: mine.write({'progress': 5}), lambda: mine.action_not_done(), lambda: mine.write({'text': "Khác"})):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                act()
        self.assertFalse(self.as_user('inspectorate_staff', 'dan_van.assignment').search([('id', '=', duty.id)]))

    # One that replaces another

    def replaced(self, letter, user='office_staff', change=None):
        """:return: dan_van.letter, issued in place of ``letter``; ``change`` is made of its draft before"""
        new = letter.browse(self.as_user(user, letter).action_replace()['res_id'])
        if change:
            change(self.as_user('office_staff', new))
        return self.issued(new)

    def test_what_replaces_it_goes_on_with_the_work(self):
        """What was done, claimed, divided, asked for and decided goes on; of what is done nothing is asked again."""
        self.env['dan_van.agency.profile'].search([('company_id', '=', self.company.id)]).acceptance = 'head'
        letter = self.issued(self.letter())
        single, general = letter.given_assignment_ids.sorted('deadline')
        own = self.as_user('outreach_staff', single)
        step = self.as_user('outreach_staff', 'dan_van.step').create({'assignment_id': single.id, 'name': "Soạn tài liệu"})
        request = own.env['dan_van.extension'].create({'assignment_id': single.id, 'new_deadline': '2031-03-28', 'reason': "Chờ góp ý."})
        self.as_user('head', request).action_accept()
        own.progress = 40
        of_policy = general.child_ids.filtered(lambda duty: duty.department_id == self.units['policy'])
        done = self.as_user('policy_staff', of_policy)
        done.result = "Đã rà soát."
        done.action_done()
        claim = of_policy.occurrence_ids.acceptance_ids
        new = self.replaced(letter)
        new_single, new_general = new.given_assignment_ids.sorted('scope', reverse=True)
        self.assertEqual(new_single.continues_id, single)
        self.assertEqual((new_single.progress, new_single.deadline.isoformat(), new_single.step_ids, new_single.extension_ids),
                         (40, '2031-03-28', step.sudo(), request.sudo()))
        new_policy = new_general.child_ids.filtered(lambda duty: duty.department_id == self.units['policy'])
        self.assertEqual((new_policy.continues_id, new_policy.result, new_policy.acceptance), (of_policy, "Đã rà soát.", 'claimed'))
        self.assertEqual(claim.assignment_id, new_policy)
        self.assertEqual(set((single | of_policy).mapped('closing_note')), {f"Moved to the document {new.code}"})
        self.assertEqual((of_policy.done_date.isoformat(), single.is_at_work), ('2031-03-03', False), "there it stays as it was")
        self.as_user('policy_head', claim).with_context(dan_van_shown=claim.shown).action_accept()
        self.assertEqual(new_policy.acceptance, 'accepted')

    def test_the_clerk_sees_first_what_goes_on_with_none(self):
        letter = self.issued(self.letter())
        duty = letter.given_assignment_ids.filtered('department_id')
        new = letter.browse(self.as_user('office_staff', letter).action_replace()['res_id'])
        draft = self.as_user('office_staff', new)
        self.assertFalse(draft.continuation_note)
        draft.given_assignment_ids.filtered('department_id').unlink()
        self.assertIn(TEXT, draft.continuation_note)
        draft.given_assignment_ids = [Command.create({'department_id': self.units['outreach'].id, 'text': TEXT, 'deadline': '2031-03-20'})]
        draft.action_propose_continued()
        self.assertFalse(draft.continuation_note)
        self.assertEqual(new.sudo().given_assignment_ids.continues_id, letter.given_assignment_ids)
        draft.given_assignment_ids.filtered('department_id').unlink()
        draft.action_submit()
        self.reading('head', draft).action_sign()
        self.assertEqual(self.as_user('clerk', draft).action_issue()['res_model'], 'dan_van.issue.wizard')
        self.as_user('clerk', draft)._transition('issue')
        self.assertEqual(duty.closing_note, f"Not continued in the document {new.sudo().code}")

    def test_what_was_handed_over_goes_on_with_who_has_it(self):
        letter = self.issued(self.letter())
        duty = letter.given_assignment_ids.filtered('department_id')
        self.as_user('office_staff', 'dan_van.change.dialog').create({
            'assignment_ids': [Command.set(duty.ids)], 'kind': 'hand_over', 'reason': "Sắp xếp lại.", 'decision': "Quyết định số 15/QĐ-BDT",
            'decision_date': '2031-03-03', 'department_id': self.units['policy'].id}).action_confirm()
        now = duty.change_ids.new_assignment_id
        self.as_user('policy_staff', now).progress = 30
        new = self.replaced(letter)
        [given] = new.given_assignment_ids.filtered(lambda each: each.scope == 'unit')
        self.assertEqual((given.department_id, given.continues_id, given.progress), (self.units['policy'], now, 30))
        self.assertEqual(now.closing_note, f"Moved to the document {new.code}")

    # How they are told of

    def test_they_stand_in_the_calendar_and_the_daily_e_mail(self):
        """Of the unit that has to do it, and not of the one that merely wrote the letter."""
        letter = self.issued(self.letter('policy_staff', department_id=self.units['policy'].id))
        duty = letter.given_assignment_ids.filtered('department_id')
        for user, unit, is_there in (('outreach_staff', 'outreach', True), ('policy_staff', 'policy', False)):
            deadlines = self.as_user(user, self.users[user])._duty_deadlines(self.units[unit])
            self.assertEqual(duty.display_name in [each.summary for each in deadlines], is_there, user)
        with freeze_time('2031-03-19 02:00:00'):
            self.env.invalidate_all()
            told = (self.users['outreach_head'] | self.users['policy_head'])._digest_duties()
            self.assertIn(duty, told[self.users['outreach_head']])
            self.assertNotIn(duty, told[self.users['policy_head']])

    # When they return

    def test_how_often_is_entered_in_its_lines(self):
        """A duty of each quarter is due at its ends from the day of issue on; one of all the year once without a day, as in a plan
        without reports. The leader is shown how often."""
        with Form(self.as_user('office_staff', self.letter())) as form:
            for index, often in enumerate(('quarterly', 'continuous')):
                with form.given_assignment_ids.edit(index) as line:
                    line.deadline, line.recurrence = False, often
        letter = form.record
        letter.action_submit()
        content = self.env['dan_van.approval'].search([('res_model', '=', letter._name), ('res_id', '=', letter.id)]).mapped('content')
        self.assertIn("Every quarter", str(content))
        self.reading('head', letter).action_sign()
        self.as_user('clerk', letter).action_issue()
        quarterly, general = letter.sudo().given_assignment_ids.sorted(lambda duty: duty.recurrence, reverse=True)
        self.assertEqual(quarterly.occurrence_ids.mapped(lambda each: each.due_date.isoformat()),
                         ['2031-03-31', '2031-06-30', '2031-09-30', '2031-12-31'])
        plan = self.new_plan(duties=['outreach'], year=2031)
        plan.printed_assignment_ids.recurrence = 'continuous'
        of_plan = self.to_state(plan, 'issued').sudo().printed_assignment_ids
        self.assertEqual([each.due_date for duty in general.child_ids for each in duty.occurrence_ids],
                         of_plan.occurrence_ids.mapped('due_date') * len(general.child_ids))

    def test_no_claim_is_accepted_once_it_is_recalled(self):
        self.env['dan_van.agency.profile'].search([('company_id', '=', self.company.id)]).acceptance = 'head'
        letter = self.issued(self.letter())
        duty = letter.given_assignment_ids.filtered('department_id')
        mine = self.as_user('outreach_staff', duty)
        mine.result = "Đã gửi."
        mine.action_done()
        claim = self.as_user('outreach_head', duty.occurrence_ids.acceptance_ids)
        self.as_user('head', letter).action_recall("Ban hành nhầm.")
        with self.assertRaisesRegex(UserError, "asked for no more"):
            claim.with_context(dan_van_shown=claim.shown).action_accept()
        self.assertEqual((claim.state, bool(duty.done_date)), ('claimed', True))
        self.assertFalse(claim.activity_ids)

    def test_it_goes_on_with_no_duty_of_another_document(self):
        duty = self.issued(self.letter()).given_assignment_ids.filtered('department_id')
        own = self.letter().given_assignment_ids.filtered('department_id')
        with self.assertRaisesRegex(UserError, "continues a duty of the document that its own one replaces"):
            own.continues_id = duty

    def test_it_is_found_where_duties_are_tracked(self):
        letter = self.issued(self.letter())
        outside = self.as_user('office_head', 'dan_van.dashboard').get_data()['outside']
        found = self.as_user('office_head', 'dan_van.assignment').search(outside['domain'])
        self.assertEqual((found & letter.assignment_ids, outside['total']), (letter.assignment_ids.filtered('is_tracked'), len(found)))
        self.assertNotIn(False, outside['counts'], "what is asked of all units is counted where units have it")
        sheet = self.env['dan_van.tracking.sheet']
        order = sheet._in_order([('letter_id', '=', letter.id)])
        self.assertEqual({kind for _duty, kind, _place in order}, {'letter'})
        titles = [item.text for item in sheet._sheet_items(order, self.env['dan_van.plan']) if isinstance(item, Group)]
        self.assertEqual(len(titles), 1)
        self.assertIn(f"Thông báo số {letter.code}", titles[0])
