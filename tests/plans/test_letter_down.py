import datetime
import hashlib
from dataclasses import replace

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form

from ... import exchange
from ...exchange import Attachment, Organ, package
from ..common import QueryCase
from ..documents.test_messages import CODE, MessageCase
from .levels import DUTY, PDF, PLAN, LevelCase

TEXT = "Báo cáo kết quả rà soát thủ tục hành chính."
PROVINCE = Organ('000.00.00.H99', "UBND tỉnh")


class LetterDownCase(LevelCase):
    """A letter of the agency that gives duties to the commune, beside one of a unit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time('2031-03-03 02:00:00'))

    def letter(self, *texts, user='office_staff', unit='office', organs=None, **values):
        """:return: dan_van.letter, a draft of ``user`` whose duties with ``texts`` go to ``organs``, default the commune"""
        organs = self.organ if organs is None else organs
        return self.as_user(user, 'dan_van.letter').create({
            'document_type': 'CV', 'subject': "rà soát thủ tục hành chính", 'body': "Đề nghị UBND các xã, phường báo cáo.",
            'addressees': "UBND các xã, phường", 'recipients': "Như trên\nLưu: VT", 'department_id': self.units[unit].id,
            'signer_id': self.users['head'].id, 'given_assignment_ids': [
                Command.create({'department_id': self.units['outreach'].id, 'text': "Theo dõi, đôn đốc.", 'deadline': '2031-07-15'}),
                *(Command.create({'scope': 'agencies', 'organ_ids': [Command.set(organs.ids)], 'text': text, 'deadline': '2031-06-30'})
                  for text in texts or (TEXT,))], **values})

    def issued(self, letter):
        """Let the leader sign and the clerk issue ``letter``; return it in superuser rights."""
        letter.action_submit()
        self.reading('head', letter).action_sign()
        self.as_user('clerk', letter).action_issue()
        return letter.sudo()

    def replaced(self, letter):
        """:return: the draft of the office that is to replace ``letter``"""
        return self.as_user('office_staff', self.env['dan_van.letter'].browse(self.as_user('office_staff', letter).action_replace()['res_id']))

    def rows(self):
        """:return: dan_van.superior.duty of the commune"""
        return self.env['dan_van.superior.duty'].search([('company_id', '=', self.commune.id)], order='id')


class TestLetterDown(LetterDownCase):
    """A letter gives duties to agencies below: each gets it in its register with its duties, and takes them on as those of a plan."""

    def test_the_letter_arrives_with_its_duties_and_is_carried_out_below(self):
        letter = self.issued(self.letter(TEXT, "Cử đầu mối."))
        first, second = letter.handed_ids.sorted('id')
        self.assertEqual((first.letter_id, first.plan_id.id, first.state, str(first.deadline)), (letter, False, 'waiting', '2031-06-30'))
        self.assertIn(letter.code, first.source_name)
        self.assertEqual(letter.assignment_ids.filtered('is_tracked').department_id, self.units['outreach'])
        self.deliver()
        rows = self.rows()
        document = rows.incoming_id
        self.assertEqual((document.code, document.kind, document.superior_way), (letter.code, "Công văn", 'directive'))
        self.assertEqual(rows.mapped('text'), [TEXT, "Cử đầu mối."])
        self.assertEqual(rows.mapped('key'), [first.key, second.key])
        duties = self.directed(document)
        self.assertEqual({(duty.department_id, duty.text) for duty in duties}, {(self.parts['culture'], text) for text in rows.mapped('text')})
        self.there('culture', duties).action_done()
        self.assertEqual(rows.mapped('state'), ['done', 'done'])
        self.assertEqual((first | second).mapped('state'), ['waiting', 'waiting'], "what goes up the commune decides")
        self.as_user('office_staff', first).write({'done_date': '2031-03-03', 'note': "Công văn 12"})
        self.assertEqual(first.state, 'done')
        self.assertEqual(self.as_user('office_staff', letter).action_open_handed()['domain'], [('letter_id', 'in', letter.ids)])
        self.assertEqual(self.as_user('office_staff', letter).handed_count, 2)

    def test_a_plan_of_the_commune_carries_it_out(self):
        self.issued(self.letter(bases="Căn cứ Nghị quyết A;\n\nCăn cứ Nghị quyết B."))
        self.deliver()
        document = self.rows().incoming_id
        plan = self.there('office', self.env['dan_van.plan'].browse(self.there('office', document).action_draft_plan()['res_id']))
        self.assertEqual((plan.assignment_ids.superior_duty_id, plan.year), (self.rows(), 2031))
        self.assertTrue(plan.basis_ids.text.startswith(f"Thực hiện Công văn số {document.code}"))

    def test_a_letter_that_is_sent_again_is_taken_once(self):
        letter = self.issued(self.letter())
        self.deliver()
        message = self.sent(letter)
        self.as_user('clerk', message).action_send_again()
        self.deliver()
        [raw] = message.mapped('attachment_id.raw')
        found = exchange.read(raw)
        self.take(replace(found, traces=()))  # as another program sends it again
        self.assertEqual(self.rows().mapped('key'), letter.handed_ids.mapped('key'))
        self.assertEqual(len(self.env['dan_van.incoming'].search([('company_id', '=', self.commune.id)])), 1)

    def test_who_has_no_duty_gets_the_letter_alone(self):
        second = self.env['dan_van.organ'].create({
            'name': "UBND xã Hai", 'code': '000.02.01.H99', 'company_id': self.company.id, 'below_from': '2020-01-01'})
        letter = self.issued(self.letter(addressees="UBND xã Hai\nUBND xã Mẫu"))
        self.as_user('clerk', letter).action_send()
        found = {}
        for message in self.sent(letter):
            for recipient in message.sudo().recipient_ids:
                found[recipient.code] = package.FILE in [file.name for file in exchange.read(message.sudo().attachment_id.raw).attachments]
        self.assertEqual(found, {self.organ.code: True, second.code: False})

    def test_what_is_missing_is_said_before_it_is_submitted(self):
        letter = self.letter(organs=self.env['dan_van.organ'])
        with self.assertRaisesRegex(UserError, "Choose the agencies below"):
            letter.action_submit()
        letter.given_assignment_ids.filtered(lambda duty: duty.scope == 'agencies').organ_ids = self.organ
        self.organ.below_to = '2030-12-31'
        with self.assertRaisesRegex(UserError, "not below us today"):
            letter.action_submit()

    def test_all_agencies_below_are_added_in_the_list(self):
        letter = self.letter(organs=self.env['dan_van.organ'])
        with Form(letter) as form:
            with form.given_assignment_ids.edit(1) as line:
                line.adds_all_below = True
                self.assertFalse(line.adds_all_below)
        self.assertEqual(letter.given_assignment_ids[1].organ_ids, self.organ)

    def test_the_leader_sees_which_agencies_have_changed(self):
        other = self.env['dan_van.organ'].create({'name': "UBND xã Hai", 'company_id': self.company.id, 'below_from': '2020-01-01'})
        letter = self.letter()
        letter.action_submit()
        self.reading('head', letter).action_return("Giao cả xã Hai.")
        letter.given_assignment_ids[1].organ_ids |= other
        letter.action_submit()
        changed = dict(self.as_user('head', letter).approval_ids.filtered('change_lines')[:1].change_lines)
        self.assertIn("UBND xã Hai", changed['added'])

    def test_a_recalled_letter_asks_for_nothing_more(self):
        letter = self.issued(self.letter(TEXT, "Cử đầu mối."))
        self.deliver()
        first, second = letter.handed_ids.sorted('id')
        self.as_user('office_staff', first).write({'done_date': '2031-03-03', 'note': "Công văn 12"})
        self.as_user('head', letter).action_recall("Có sai sót.")
        self.deliver()
        self.assertEqual((first.state, second.state), ('done', 'cancelled'))
        self.assertEqual(set(self.rows().mapped('state')), {'cancelled'})
        self.assertTrue(self.rows().incoming_id.revoked_date)

    def test_a_letter_in_its_place_goes_on_under_the_same_keys(self):
        letter = self.issued(self.letter(TEXT, "Cử đầu mối."))
        self.deliver()
        first, second = letter.handed_ids.sorted('id')
        duties = self.directed(self.rows().incoming_id)
        self.there('culture', duties[:1]).write({'progress': 40})
        self.as_user('office_staff', first).write({'progress': 60, 'note': "Công văn 12"})
        new = self.replaced(letter)
        new.given_assignment_ids.filtered(lambda duty: duty.text == "Cử đầu mối.").unlink()
        new = self.issued(new)
        self.deliver()
        [row] = new.handed_ids
        self.assertEqual((row.key, row.progress, row.state), (first.key, 60, 'taken'))
        self.assertEqual((first.state, second.state), ('continued', 'cancelled'))
        old, dropped, going = self.rows()
        self.assertEqual((old.state, dropped.state, going.state, going.progress), ('continued', 'cancelled', 'taken', 40))
        self.assertEqual((going.continues_id, going.incoming_id.code), (old, new.code))

    def test_who_may_hand_down_is_who_may_draft_the_letter(self):
        letter = self.letter()
        values = {'letter_id': letter.id, 'scope': 'agencies', 'organ_ids': [Command.set(self.organ.ids)], 'text': "Thêm"}
        for user in ('policy_staff', 'outreach_head', 'head', 'admin'):
            with self.subTest(user), self.assertRaises(AccessError), self.env.cr.savepoint():
                self.as_user(user, 'dan_van.assignment').create(values)
        own = self.issued(self.letter(user='policy_staff', unit='policy'))
        for user, may in (('policy_staff', True), ('policy_head', True), ('office_staff', True), ('outreach_staff', False)):
            with self.subTest(user):
                found = [self.as_user(user, records).has_access('read') for records in (own.handed_ids, own.handed_ids.assignment_id)]
                self.assertEqual(found, [may, may])
        with self.assertRaises(AccessError):
            self.as_user('policy_staff', own.handed_ids).write({'progress': 5, 'note': "x"})
        with self.assertRaises(UserError):
            self.as_user('office_staff', 'dan_van.handed.duty').create({
                'assignment_id': own.handed_ids.assignment_id.id, 'organ_id': self.organ.id, 'key': 'x'})


class TestThreeLevels(LetterDownCase):
    """What the province asks goes on to the communes: by the letter that the agency drafts from what has come."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.above = cls.env['dan_van.organ'].search([('company_id', '=', cls.company.id), ('code', '=', PROVINCE.code)]) or (
            cls.env['dan_van.organ'].create({'name': PROVINCE.name, 'code': PROVINCE.code, 'company_id': cls.company.id}))
        cls.env['dan_van.agency.profile']._find(cls.company, datetime.date(2031, 3, 3)).superior_id = cls.above

    def come(self, *duties, date=datetime.date(2031, 2, 20), number='12'):
        """:return: dan_van.incoming of our agency, what the province has sent, with ``duties`` of ours"""
        message = exchange.Message(
            sender=PROVINCE, recipients=(Organ(CODE, self.company.name),), number=number, notation='UBND-NC', date=date, type_code=18,
            subject="Về rà soát thủ tục hành chính", attachments=(Attachment("CV.pdf", PDF),))
        body = replace(PLAN, title="Rà soát", bases=(), contents=(), duties=duties)
        raw = exchange.write_package(package.Package(
            package.Sender(PROVINCE.code, PROVINCE.name),
            package.Document(message.document_id, message.code, date, hashlib.sha256(PDF).hexdigest()), body))
        message = replace(message, attachments=(*message.attachments, Attachment(package.FILE, raw, 'application/json')))
        state, said = self.env['dan_van.message'].with_company(self.company)._take_raw(exchange.write(message), 'x.edxml', None)
        self.assertNotEqual(state, 'refused', said)
        return self.env['dan_van.incoming'].search([('company_id', '=', self.company.id), ('code', '=', message.code)])

    def duties(self):
        ours = replace(DUTY, to=(CODE,), contents=(), output="")
        return ours, replace(ours, key='d2', text=TEXT, deadline=datetime.date(2031, 9, 30))

    def drafted(self, document, user='office_staff'):
        """:return: dan_van.letter, what ``user`` drafts from ``document`` to hand it down"""
        action = self.as_user(user, document).action_hand_down()
        return self.as_user(user, self.env['dan_van.letter'].browse(action['res_id']))

    def completed(self, letter, **values):
        """Let the drafter enter what is missing, and issue it."""
        letter.given_assignment_ids.filtered(lambda duty: duty.scope == 'agencies').organ_ids = self.organ
        letter.write({'addressees': "UBND các xã, phường", 'recipients': "Lưu: VT", 'signer_id': self.users['head'].id, **values})
        return self.issued(letter)

    def test_what_the_province_asks_reaches_the_commune_and_comes_back_as_done(self):
        document = self.come(*self.duties())
        talks, report = document.superior_duty_ids
        self.assertTrue(self.as_user('office_staff', document).can_hand_down)
        letter = self.drafted(document)
        self.assertEqual((letter.state, letter.forwards_id, letter.document_type, letter.department_id),
                         ('draft', document, 'CV', self.units['office']))
        self.assertEqual(letter.given_assignment_ids.mapped(lambda duty: (duty.scope, duty.text, str(duty.deadline), duty.superior_duty_id)), [
            ('agencies', talks.text, '2031-06-30', talks), ('agencies', TEXT, '2031-09-30', report)])
        self.assertIn("1. Tổ chức đối thoại với Nhân dân. Thời hạn: 30/6/2031.\n2. Báo cáo", letter.body)
        self.assertIn("Thực hiện Công văn số 12/UBND-NC", letter.body)
        self.assertFalse(self.as_user('office_staff', document).can_hand_down)
        # One stays with a unit of ours.
        letter.given_assignment_ids.filtered(lambda duty: duty.superior_duty_id == report).unlink()
        self.assertEqual((talks.state, report.state), ('waiting', 'waiting'))
        self.as_user('office_staff', document).write({'department_id': self.units['policy'].id, 'directive_leader_id': self.users['head'].id})
        self.as_user('office_staff', document).action_submit()
        self.reading('head', document).action_direct()
        own = document.sudo().assignment_ids
        self.assertEqual((own.superior_duty_id, own.department_id), (report, self.units['policy']))
        self.completed(letter)
        self.assertEqual((talks.state, report.state), ('taken', 'taken'))
        self.deliver()
        [below] = self.rows()
        self.assertEqual((below.text, below.incoming_id.code), (talks.text, letter.code))
        # Done on all levels.
        self.as_user('policy_staff', own).action_done()
        self.assertFalse(document.filtered_domain(document._done_domain()), "the commune has not done its part")
        self.assertFalse(document.sudo().activity_ids)
        row = letter.sudo().handed_ids
        self.as_user('office_staff', row).write({'progress': 50, 'note': "Điện thoại"})
        self.assertEqual((talks.state, talks.progress), ('taken', 50))
        self.as_user('office_staff', row).write({'done_date': '2031-03-03', 'note': "Công văn 3"})
        self.assertEqual((talks.state, talks.progress, str(talks.done_date)), ('done', 100, '2031-03-03'))
        self.assertTrue(document.filtered_domain(document._done_domain()))
        self.assertTrue(document.sudo().activity_ids, "it waits for who closes it")

    def test_a_letter_in_its_place_goes_on_for_the_province(self):
        document = self.come(*self.duties()[:1])
        letter = self.completed(self.drafted(document))
        self.as_user('office_staff', letter.handed_ids).write({'progress': 30, 'note': "Điện thoại"})
        new = self.issued(self.replaced(letter))
        row = document.superior_duty_ids
        self.assertEqual((new.forwards_id, new.handed_ids.assignment_id.superior_duty_id), (document, row))
        self.assertEqual((row.state, row.progress), ('taken', 30))
        self.as_user('head', new).action_recall("Có sai sót.")
        self.assertEqual((row.state, row.progress), ('waiting', 0))
        self.assertTrue(self.as_user('office_staff', document).can_hand_down, "it can be handed down anew")

    def test_what_a_leader_writes_on_any_document_is_handed_down(self):
        """One on paper, without data: what the directive says becomes the duty."""
        document = self.env['dan_van.incoming'].create({
            'company_id': self.company.id, 'code': '8/SNV', 'date': '2031-02-25', 'kind': "Công văn", 'issuer': "Sở Nội vụ",
            'subject': "Về phổ biến pháp luật", 'due_date': '2031-04-10'})
        self.as_user('office_staff', document).write({
            'directive_leader_id': self.users['head'].id, 'directive_text': "Giao UBND các xã báo cáo trước ngày 01/4.", 'directive_deadline': '2031-04-01',
            'directive_date': '2031-03-03'})
        self.as_user('office_staff', document).action_note()
        letter = self.drafted(document)
        duty = letter.given_assignment_ids
        self.assertEqual((duty.text, str(duty.deadline), duty.scope), ("Giao UBND các xã báo cáo trước ngày 01/4.", '2031-04-01', 'agencies'))
        self.assertFalse(document.filtered_domain(document._done_domain()), "a draft stands out")
        with self.assertRaisesRegex(UserError, "handed to agencies below already"):
            self.as_user('office_staff', document).action_hand_down()
        self.completed(letter)
        self.deliver()
        self.assertEqual(self.rows().text, duty.text)
        self.assertFalse(document.filtered_domain(document._done_domain()))
        self.as_user('office_staff', letter.sudo().handed_ids).write({'done_date': '2031-03-03', 'note': "Công văn 3"})
        self.assertTrue(document.filtered_domain(document._done_domain()))

    def test_a_document_without_directive_or_data_is_handed_down_as_it_is(self):
        document = self.env['dan_van.incoming'].create({
            'company_id': self.company.id, 'code': '8/SNV', 'kind': "Công văn", 'issuer': "Sở Nội vụ", 'subject': "Về phổ biến pháp luật",
            'due_date': '2031-04-10'})
        duty = self.drafted(document, 'clerk').given_assignment_ids
        self.assertEqual((duty.text, str(duty.deadline)), (
            "Thực hiện Công văn số 8/SNV của Sở Nội vụ về phổ biến pháp luật", '2031-04-10'))

    def test_who_has_nobody_below_hands_nothing_down(self):
        document = self.come(*self.duties())
        self.assertTrue(self.as_user('office_staff', document).can_hand_down)
        self.env['dan_van.organ'].search([('company_id', '=', self.company.id), ('is_below', '=', True)]).below_to = '2030-12-31'
        self.env.invalidate_all()
        office = self.as_user('office_staff', document)
        self.assertEqual((office.can_hand_down, office.can_draft_plan), (False, True))

    def test_who_drafts_it_prepares_the_directive_or_is_asked(self):
        document = self.come(*self.duties())
        for user in ('policy_staff', 'policy_head', 'admin'):
            with self.subTest(user):
                self.assertFalse(self.as_user(user, document).can_hand_down)
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    self.as_user(user, document).action_hand_down()
        own = self.letter(user='policy_staff', unit='policy')
        with self.assertRaises(UserError), self.env.cr.savepoint():
            own.forwards_id = document
        document.department_ids = self.units['policy']
        letter = self.drafted(document, 'policy_staff')
        self.assertFalse(letter.copy().forwards_id, "what is copied is another one")
        self.assertEqual(letter.department_id, self.units['policy'])
        self.as_user('clerk', document).action_cancel("Nhập nhầm")
        with self.assertRaisesRegex(UserError, "is closed"):
            self.as_user('office_staff', document).action_hand_down()


class TestLetterDownQueries(QueryCase, MessageCase):
    """What the issue of a letter costs does not grow with the agencies to which its duties go."""

    def test_issue(self):
        def signed(size):
            first = self.env['dan_van.organ'].search_count([])
            organs = self.env['dan_van.organ'].create([{
                'name': f"UBND xã {first + index}", 'code': f'000.{first + index}.02.H99', 'company_id': self.company.id, 'below_from': '2020-01-01'}
                for index in range(size)])
            letter = self.as_user('office_staff', 'dan_van.letter').create({
                'document_type': 'TB', 'subject': "kết luận", 'body': "Kết luận như sau:", 'recipients': "Lưu: VT",
                'department_id': self.units['office'].id, 'signer_id': self.users['head'].id, 'given_assignment_ids': [
                    Command.create({'scope': 'agencies', 'organ_ids': [Command.set(organs.ids)], 'text': TEXT})]})
            letter.action_submit()
            self.reading('head', letter).action_sign()
            return letter

        def issue(letter):
            self.as_user('clerk', letter).action_issue()
            self.assertIn(len(letter.sudo().handed_ids), (3, 60))
        self.assertFlat(signed, issue, small=3)
