from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

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
        """On a phone, and beside what the leader signs: a duty of all units has no unit of its own."""
        for name in ('letter_view_form', 'letter_view_form_review'):
            arch = etree.fromstring(self.env['dan_van.letter'].get_view(self.env.ref(f'dan_van.{name}').id, 'form')['arch'])
            card = arch.xpath("//field[@name='given_assignment_ids']//t[@t-name='card']")[0]
            with self.subTest(name):
                self.assertEqual([card.xpath(f".//field[@name='{field}']/@invisible") for field in ('scope', 'department_id')],
                                 [["scope != 'all'"], ["scope == 'all'"]])

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
        """Once it is issued the unit that wrote it reads no duties of others; a copy, and what replaces it, ask for the same all the same."""
        letter = self.issued(self.letter('policy_staff', department_id=self.units['policy'].id))
        asked = set(letter.given_assignment_ids.mapped('text'))
        for act in (lambda own: own.copy(), lambda own: own.browse(own.action_replace()['res_id'])):
            self.env.invalidate_all()
            self.assertEqual(set(act(self.as_user('policy_staff', letter)).given_assignment_ids.mapped('text')), asked)
        self.env.invalidate_all()
        other = self.as_user('inspectorate_staff', letter).copy({'department_id': self.units['inspectorate'].id})
        self.assertFalse(other.given_assignment_ids, "who merely reads it takes no duties of others")

    def test_it_goes_on_with_no_duty_of_another_document(self):
        duty = self.issued(self.letter()).given_assignment_ids.filtered('department_id')
        own = self.letter().given_assignment_ids.filtered('department_id')
        with self.assertRaisesRegex(UserError, "continues a duty of the plan that its own one replaces"):
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
