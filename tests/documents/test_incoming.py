import base64
import datetime
import re
from dataclasses import replace
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from ... import exchange
from ...exchange import reader
from ...models.core.res_company import legal_today
from ..common import AgencyCase, QueryCase
from .test_exchange import MESSAGE

CODE = '000.00.12.H10'


class IncomingCase(AgencyCase):

    @classmethod
    def incoming(cls, user='clerk', **values):
        return cls.as_user(user, 'dan_van.incoming').create({
            'code': '12/UBND-NC', 'issuer': "UBND tỉnh Mẫu", 'subject': "Về việc triển khai công tác dân vận",
            'kind': "Công văn", 'date': '2026-01-20', 'arrival_date': '2026-01-22', **values})

    def uploaded(self, raw, user='clerk'):
        return self.as_user(user, 'dan_van.incoming.import').create({'file': base64.b64encode(raw), 'filename': 'x.edxml'})

    def shown(self, raw):
        wizard = self.uploaded(raw)
        wizard.action_read()
        return wizard


class TestIncoming(IncomingCase):
    """The clerk enters what comes in; plans lead to it from their legal bases."""

    def test_arrival_numbers_run_from_one_in_each_year(self):
        found = [self.incoming(code=f'{index}/UBND', arrival_date=date) for index, date in enumerate(
            ('2031-03-01', '2031-03-02', '2032-01-05', '2031-04-01'))]
        self.assertEqual([document.arrival_number for document in found], [1, 2, 1, 3])

    def test_a_plan_cites_documents_of_its_own_agency(self):
        foreign = self.env['res.company'].create({'name': "Sở khác"})
        document = self.env['dan_van.incoming'].create(
            {'company_id': foreign.id, 'code': '99/UBND', 'issuer': "UBND", 'subject': "Việc"})
        basis = self.new_plan(basis_ids=[Command.create({'text': "Căn cứ Công văn số 99/UBND"})]).basis_ids.sudo()
        with self.assertRaises(UserError):
            basis.incoming_id = document

    def test_the_number_is_not_typed(self):
        with self.assertRaises(UserError):
            self.incoming(arrival_number=77, arrival_date='2031-03-01')
        document = self.incoming(arrival_date='2031-03-01')
        with self.assertRaises(UserError):
            document.arrival_number = 78
        self.assertEqual(document.arrival_number, 1)

    def test_a_corrected_year_gives_the_next_number_of_that_year(self):
        self.incoming(arrival_date='2032-03-01')
        document = self.incoming(code='13/UBND', arrival_date='2031-03-01')
        document.arrival_date = '2032-03-02'
        self.assertEqual((document.year, document.arrival_number), (2032, 2))

    def test_a_number_is_never_given_twice(self):
        first, second = self.incoming(arrival_date='2031-03-01'), self.incoming(code='13/UBND', arrival_date='2031-03-01')
        with self.assertRaises(UniqueViolation), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE dan_van_incoming SET arrival_number = %s WHERE id = %s", [first.arrival_number, second.id])

    def test_the_same_document_is_warned_of_and_still_taken(self):
        first = self.incoming()
        again = self.incoming(issuer="ubnd tỉnh mẫu ")
        self.assertEqual(again.duplicate_ids, first)
        self.assertFalse(self.incoming(issuer="HĐND tỉnh", date='2026-01-21').duplicate_ids)
        form = Form(self.as_user('clerk', 'dan_van.incoming'))
        form.code, form.issuer = first.code, first.issuer
        self.assertTrue(form.duplicate_ids)

    def test_form_list_and_dialog_know_the_same_document(self):
        """Whatever is entered a second time, and however it is written: each door says the same of it."""
        first, before = self.incoming(), {'code': '12/UBND-NC', 'issuer': "UBND tỉnh Mẫu", 'date': '2026-01-20'}
        for changes, same in [
                ({}, True), ({'code': ' 012 / ubnd-nc'}, True), ({'issuer': "Uỷ ban nhân dân tỉnh"}, True), ({'date': False}, True),
                ({'date': '2025-01-20'}, False), ({'date': False, 'issuer': "Sở Y tế"}, False), ({'code': '13/UBND-NC'}, False)]:
            values = before | changes
            with self.subTest(changes), self.env.cr.savepoint() as savepoint:
                dialog = self.as_user('clerk', 'dan_van.incoming.file').create(values)
                form = Form(self.as_user('clerk', 'dan_van.incoming'))
                for name, value in values.items():
                    form[name] = value
                asked = [bool(dialog.duplicate_ids), bool(form.duplicate_ids[:])]
                again = self.incoming(**values)
                found = self.as_user('clerk', 'dan_van.incoming').search([('is_duplicate', '=', True)])
                asked += [first in again.duplicate_ids, again in first.with_env(again.env).duplicate_ids, again in found]
                self.assertEqual(asked, [same] * 5)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_the_list_finds_what_was_entered_twice(self):
        first, second, other = self.incoming(), self.incoming(), self.incoming(code='99/UBND')
        found = self.as_user('clerk', 'dan_van.incoming').search([('is_duplicate', '=', True)])
        self.assertLessEqual(first | second, found)
        self.assertNotIn(other, found)

    def test_only_the_clerk_enters(self):
        for user in ('office_staff', 'policy_staff', 'head', 'admin'):
            with self.subTest(user=user), self.assertRaises(AccessError):
                self.incoming(user=user)

    # Legal bases

    def test_a_basis_finds_its_document_by_the_number(self):
        document = self.incoming()
        plan = self.new_plan(basis_ids=[Command.create({'text': "Thực hiện Công văn số 12/UBND-NC", 'code': '12/UBND-NC'})])
        self.assertEqual(plan.basis_ids.incoming_id.id, document.id)
        self.assertEqual(document.sudo().basis_ids.id, plan.basis_ids.id)
        self.assertEqual(plan.basis_ids.action_open_incoming()['res_id'], document.id)

    def test_of_two_documents_with_one_number_none_is_guessed(self):
        self.incoming()
        self.incoming(issuer="HĐND tỉnh Mẫu")
        plan = self.new_plan(basis_ids=[Command.create({'text': "Thực hiện Công văn", 'code': '12/UBND-NC'})])
        self.assertFalse(plan.basis_ids.incoming_id)

    def test_a_chosen_document_words_the_basis(self):
        document = self.incoming()
        with Form(self.as_user('office_staff', self.new_plan())) as form, form.basis_ids.new() as basis:
            basis.incoming_id = self.as_user('office_staff', document)
            self.assertEqual(
                basis.text, "Thực hiện Công văn số 12/UBND-NC ngày 20 tháng 01 năm 2026 của UBND tỉnh Mẫu về việc triển khai công tác dân vận")

    def test_a_document_that_comes_later_is_linked_to_an_issued_plan(self):
        plan = self.to_state(self.new_plan(basis_ids=[Command.create({'text': "Thực hiện Công văn", 'code': '12/UBND-NC'})]), 'issued')
        document = self.incoming()
        basis = plan.basis_ids.sudo()
        basis.incoming_id = document
        self.assertEqual(basis.incoming_id, document)
        with self.assertRaises(UserError):
            basis.text = "Khác"

    # edXML

    def test_a_message_is_taken_in_with_its_files(self):
        wizard = self.uploaded(exchange.write(MESSAGE))
        wizard.action_read()
        self.assertIn("05/KH-BDT", wizard.summary)
        self.assertIn("KH 05-KH-BDT.pdf", wizard.summary)
        document = self.env['dan_van.incoming'].browse(wizard.action_create()['res_id'])
        self.assertEqual(
            (document.code, document.issuer, document.kind, document.urgency, document.organ_code, str(document.date)),
            ('05/KH-BDT', "Ban Dân tộc tỉnh Mẫu", "Kế hoạch", 'very_urgent', CODE, '2026-02-05'))
        files = self.env['ir.attachment'].search([('res_model', '=', document._name), ('res_id', '=', document.id)])
        self.assertEqual({file.name: file.raw for file in files},
                         {attachment.name: attachment.content for attachment in MESSAGE.attachments})

    def test_names_of_files_are_made_harmless(self):
        attachments = tuple(exchange.Attachment(name, b'x') for name in ('../../etc/passwd', 'a\\b<c>.pdf', '...'))
        message = exchange.Message(**{**MESSAGE.__dict__, 'attachments': attachments})
        document = self.env['dan_van.incoming'].browse(self.shown(exchange.write(message)).action_create()['res_id'])
        names = self.env['ir.attachment'].search([('res_model', '=', document._name), ('res_id', '=', document.id)]).mapped('name')
        self.assertEqual(sorted(names), ['bc.pdf', 'passwd', 'tep-dinh-kem'])

    def test_what_is_wrong_is_said_and_nothing_is_created(self):
        count = self.env['dan_van.incoming'].search_count([])
        for raw, said in ((b'x', "no well-formed XML"), (b'<a/>', "no edXML message"),
                          (b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', "nothing of it is read")):
            with self.subTest(raw=raw), self.assertRaisesRegex(UserError, said):
                self.uploaded(raw).action_read()
        self.assertEqual(self.env['dan_van.incoming'].search_count([]), count)

    def taken(self, message):
        return self.env['dan_van.incoming'].browse(self.shown(exchange.write(message)).action_create()['res_id'])

    def test_what_its_issuer_revokes_says_so(self):
        document, count = self.taken(MESSAGE), self.env['dan_van.incoming'].search_count([])
        revoked = replace(MESSAGE, business=exchange.Business.REVOKE, reason="Sai thẩm quyền", concerned=(MESSAGE.document_id,), attachments=())
        wizard = self.uploaded(exchange.write(revoked))
        wizard.action_read()
        self.assertIn(f"This message revokes: {document.display_name}", wizard.summary)
        self.assertFalse(document.revoked_date, "nothing is done yet")
        self.assertEqual(wizard.action_create()['res_id'], document.id)
        self.assertEqual((document.revoked_date, document.revoked_reason), (legal_today(document), "Sai thẩm quyền"))
        self.assertEqual(self.env['dan_van.incoming'].search_count([]), count, "no entry of its own")
        self.assertIn("Sai thẩm quyền", document.sudo().message_ids[:1].body)

    def test_only_its_issuer_revokes_a_document(self):
        document = self.taken(MESSAGE)
        stranger = replace(MESSAGE, sender=exchange.Organ('000.00.99.H10', "Cơ quan khác"), identifier='x', business=exchange.Business.REVOKE,
                           concerned=(MESSAGE.document_id,))
        with self.assertRaisesRegex(UserError, "not in the register"):
            self.taken(stranger)
        self.assertFalse(document.revoked_date)
        with self.assertRaises(UserError):
            self.as_user('clerk', document).revoked_date = '2026-01-01'

    def test_what_is_updated_or_replaced_stays_and_names_what_came_instead(self):
        for index, business in enumerate((exchange.Business.UPDATE, exchange.Business.REPLACE)):
            old, other = (self.taken(replace(MESSAGE, number=f'{number}{index}', identifier=f'old{number}{index}')) for number in (7, 8))
            new = self.taken(replace(
                MESSAGE, number=f'7{index}', identifier=f'new{index}', business=business, concerned=(f'old7{index}', f'old8{index}')))
            self.assertEqual((new.supersedes_ids, old.superseded_by_ids, other.superseded_by_ids), (old | other, new, new))
            self.assertFalse(new.duplicate_ids | old.duplicate_ids, "they are no double entry")

    def test_what_was_struck_out_counts_no_more(self):
        """It is no answer in time, no document that a plan cites, and nothing that replaces or is revoked."""
        wrong, right = self.incoming(due_date='2026-02-01'), self.incoming()
        wrong.action_cancel("Vào hai lần.")
        self.assertFalse(wrong.answer_health)
        self.assertNotIn(wrong, wrong.search([('answer_health', '!=', False)]))
        plan = self.new_plan(basis_ids=[Command.create({'text': "Thực hiện Công văn", 'code': '12/UBND-NC'})])
        self.assertEqual(plan.basis_ids.incoming_id.id, right.id)
        old = self.taken(replace(MESSAGE, number='71', identifier='old'))
        new = self.taken(replace(MESSAGE, number='72', identifier='new', business=exchange.Business.REPLACE, concerned=('old',)))
        self.as_user('clerk', new).action_cancel("Vào nhầm.")
        old.invalidate_recordset()
        self.assertFalse(old.superseded_by_ids)
        with self.assertRaisesRegex(UserError, "not in the register"):
            self.taken(replace(MESSAGE, identifier='again', business=exchange.Business.REVOKE, concerned=('new',)))

    def test_a_wrong_entry_is_struck_out_and_keeps_its_number(self):
        first, second = self.incoming(arrival_date='2033-03-01'), self.incoming(code='13/UBND', arrival_date='2033-03-01')
        self.assertEqual((first.arrival_number, second.arrival_number), (1, 2))
        with self.assertRaisesRegex(UserError, "Strike this entry out"):
            first.arrival_date = '2032-12-31'
        again = self.incoming(arrival_date='2032-12-31')
        self.assertTrue(again.duplicate_ids)
        first.action_cancel("Vào nhầm năm.")
        again.invalidate_recordset()
        self.assertEqual((first.state, first.arrival_number, again.duplicate_ids), ('cancelled', 1, first.browse()))
        book = self.env['dan_van.incoming.book'].with_user(self.users['clerk'])._of(
            self.company, 'incoming', datetime.date(2033, 1, 1), datetime.date(2033, 12, 31))
        self.assertEqual([(row[1], row[9]) for row in book.rows], [(1, "Hủy: Vào nhầm năm."), (2, '')])
        first.action_open_again()
        self.assertEqual(first.state, 'draft')
        with self.assertRaises(UserError):
            self.as_user('policy_staff', first).action_cancel("Khác")

    def test_only_the_clerk_takes_messages_in(self):
        with self.assertRaises(AccessError):
            self.uploaded(exchange.write(MESSAGE), user='office_staff')


class TestIncomingQueries(QueryCase):

    def test_finding_documents_for_bases_costs_the_same_for_few_and_many(self):
        plan = self.new_plan()

        def bases(count):
            return [{'plan_id': plan.id, 'text': f"Căn cứ {index}", 'code': f'{index}/NĐ-CP'} for index in range(count)]
        self.assertFlat(bases, lambda values: self.as_user('office_staff', 'dan_van.legal.basis').create(values), small=5, large=60)


@tagged('post_install', '-at_install')
class TestExport(IncomingCase, HttpCase):
    """An issued document goes to other agencies; theirs take it in as it was sent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.to_state(cls.new_plan(urgency='urgent'), 'issued')
        cls.env.ref('dan_van.demo_profile').organ_code = CODE

    def download(self, user, plan):
        self.authenticate(self.users[user].login, 'danvan')
        return self.url_open(f'/dan_van/edxml/{plan._name}/{plan.id}')

    def test_it_arrives_as_it_was_sent(self):
        plan = self.plan
        raw = self.download('clerk', plan).content
        message = exchange.read(raw)
        self.assertEqual(
            (message.code, message.date, message.subject, message.sender.code, message.type_name, message.signer, message.priority),
            (plan.code, plan.document_date, plan.subject, CODE, "Kế hoạch", plan.signer_id.name, 1))
        self.assertEqual([(organ.name, organ.code) for organ in message.recipients], [("UBND tỉnh", '000.00.00.H99')])
        self.assertEqual(message.places, ("UBND tỉnh", "Sở Nội vụ"), "whoever has no code is still named")
        self.assertEqual(message.attachments[0].content, plan.sudo().pdf_attachment_id.raw)
        self.assertIn(plan.subject, message.attachments[1].content.decode())
        document = self.env['dan_van.incoming'].browse(self.shown(raw).action_create()['res_id'])
        self.assertEqual((document.code, document.date, document.subject), (plan.code, plan.document_date, plan.subject))

    def test_what_was_recalled_or_replaced_is_told_as_such(self):
        own = f'{CODE},{self.plan.document_date:%Y/%m/%d},{self.plan.code}'
        self.assertEqual(exchange.read(self.plan._edxml()).business, exchange.Business.NEW)
        new = self.plan.browse(self.as_user('office_head', self.plan).action_replace()['res_id'])
        self.to_state(new.with_env(self.as_user('office_staff', new).env), 'issued')
        self.env.invalidate_all()
        message = exchange.read(new._edxml())
        self.assertEqual((message.business, message.concerned), (exchange.Business.REPLACE, (own,)))
        self.assertIn(self.plan.code, message.reason)
        message = exchange.read(self.plan._edxml())
        self.assertEqual((message.business, message.concerned), (exchange.Business.REVOKE, (own,)))

    def test_files_are_packed_where_the_exchange_wants_it(self):
        self.env.ref('dan_van.demo_profile').packs_files = True
        raw = self.plan._edxml()
        self.assertEqual(exchange.read(raw).attachments[0].content, self.plan.sudo().pdf_attachment_id.raw)
        with patch.object(reader, 'unpacked', lambda name, content: (name, content)):
            self.assertTrue(exchange.read(raw).attachments[0].content.startswith(b'PK'))

    def test_codes_of_agencies_that_have_written_are_known(self):
        self.incoming(issuer="Sở Nội vụ", organ_code='000.00.07.H10')
        message = exchange.read(self.plan._edxml())
        self.assertEqual([organ.code for organ in message.recipients], ['000.00.00.H99', '000.00.07.H10'])

    def test_the_message_says_what_was_so_on_the_day_of_issue(self):
        """A signer who is called otherwise since, an agency with another name: the message is of the document as it was issued."""
        signer, issuer, sent = self.plan.signer_id.name, self.company.name, exchange.read(self.plan._edxml())
        self.plan.signer_id.with_user(self.env.ref('base.user_root')).name = "Tên Mới"
        self.company.name = "Sở Dân tộc và Tôn giáo"
        self.as_user('clerk', self.plan.register_entry_id).copies = 12
        message = exchange.read(self.plan._edxml())
        self.assertEqual(message.copies, 12, "as the register has it")
        self.assertEqual((message.signer, message.sender.name), (signer, issuer))
        self.assertEqual((message.sender, message.signer, message.place), (sent.sender, sent.signer, sent.place))

    def test_who_can_t_read_it_gets_nothing(self):
        self.assertEqual(self.download('policy_staff', self.new_plan(unit='inspectorate', user='inspectorate_staff')).status_code, 403)

    def test_a_draft_and_an_agency_without_code_are_refused(self):
        with self.assertRaisesRegex(UserError, "only issued documents"):
            self.new_plan()._edxml()
        self.env.ref('dan_van.demo_profile').organ_code = False
        with self.assertRaisesRegex(UserError, re.escape("Configuration → Agency profile")):
            self.plan._edxml()
