import base64
import datetime
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user
from odoo.tools import config

from ... import exchange
from ...exchange import Organ, Reply, Status, StatusCode, folder
from ...models.core.res_company import legal_today
from ...models.documents.res_company import OPTION
from .test_exchange import MESSAGE
from .test_letter import LetterCase

CODE = '000.00.12.H99'
COMMUNE, INTERIOR = Organ('000.01.01.H99', "UBND xã Mẫu"), Organ('000.00.07.H99', "Sở Nội vụ tỉnh Mẫu")


class MessageCase(LetterCase):
    """An agency with a code, whose client serves a folder."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref('dan_van.demo_profile').organ_code = CODE
        cls.root = Path(cls.enterClassContext(TemporaryDirectory()))
        cls.enterClassContext(patch.dict(config._runtime_options, {OPTION: str(cls.root)}))
        cls.enterClassContext(patch.object(folder, 'SETTLED', 0))
        cls.company.dan_van_exchange_folder = 'bdt'
        cls.folder = cls.root / 'bdt'

    def setUp(self):
        super().setUp()
        for part in ('in', 'out', 'done', 'failed'):
            for path in (self.folder / part).iterdir():
                path.unlink()

    def issued(self, addressees="UBND xã Mẫu", **values):
        letter = self.new_letter(addressees=addressees, document_type='CV', **values)
        letter.action_submit()
        self.as_user('head', letter).action_sign()
        self.as_user('clerk', letter).action_issue()
        return letter.sudo()

    def messages(self, **values):
        """:return: dan_van.message of the agency with these values, as the clerk sees them, the first one first"""
        return self.as_user('clerk', 'dan_van.message').search(
            [(name, '=', value) for name, value in {'company_id': self.company.id, **values}.items()], order='id')

    def taken(self, raw, user='clerk'):
        """:return: the record that the dialog opens after it has taken ``raw``"""
        wizard = self.as_user(user, 'dan_van.incoming.import').create({'file': base64.b64encode(raw), 'filename': 'x.edxml'})
        wizard.action_read()
        action = wizard.action_create()
        return self.env[action['res_model']].browse(action['res_id'])

    def status(self, letter, code=StatusCode.ACCEPTED, sender=COMMUNE, words="", time=None):
        """:return: bytes of what another agency says of ``letter``"""
        date = letter.document_date
        return exchange.write_status(Status(
            sender=sender, reply=Reply(CODE, letter.code, date, f'{CODE},{date:%Y/%m/%d},{letter.code}'), code=code,
            time=time or datetime.datetime(2026, 2, 6, 8, 1, 2), description=words))

    def queued_statuses(self, document):
        """:return: list of the codes of which the sender of ``document`` has been told"""
        return self.messages(kind='status', direction='out', incoming_id=document.id).mapped('status')


class TestMessagesSent(MessageCase):
    """What is issued goes to other agencies, once, and what they say of it stands at the document."""

    def test_an_issued_document_waits_to_be_sent(self):
        letter = self.issued(addressees="UBND xã Mẫu\nSở Nội vụ")
        [message] = self.messages(entry_id=letter.register_entry_id.id)
        self.assertEqual((message.direction, message.state, message.business), ('out', 'waiting', '0'))
        self.assertEqual((message.agency, message.identifier), ("UBND xã Mẫu", f'{CODE},{letter.document_date:%Y/%m/%d},{letter.code}'))
        sent = exchange.read(message.sudo().attachment_id.raw)
        self.assertEqual(([organ.code for organ in sent.recipients], sent.code), ([COMMUNE.code], letter.code))
        self.assertEqual(sent.traces[0].time.date(), legal_today(self.env.user))
        line = self.as_user('outreach_staff', letter).sent_ids
        self.assertEqual((line.name, line.status), ("UBND xã Mẫu", False))

    def test_a_document_that_goes_to_nobody_outside_makes_no_message(self):
        letter = self.issued(addressees="Các phòng")
        self.assertFalse(self.messages(entry_id=letter.register_entry_id.id))
        self.assertEqual(letter.state, 'issued')

    def test_what_can_t_be_written_hinders_no_issue(self):
        with patch.object(exchange.writer, 'LARGEST', 1_000):
            letter = self.issued()
        self.assertEqual(letter.state, 'issued')
        self.assertFalse(self.messages(entry_id=letter.register_entry_id.id))
        self.assertIn("larger than messages may be", ' '.join(letter.message_ids.mapped('body')))

    def test_recall_and_replacement_go_out_as_such(self):
        letter = self.issued()
        self.as_user('head', letter).action_recall("Có sai sót về số liệu.")
        self.assertEqual(self.messages(entry_id=letter.register_entry_id.id).mapped('business'), ['0', '1'])
        revoking = exchange.read(self.messages(business='1').sudo()[-1:].attachment_id.raw)
        self.assertEqual(revoking.business, exchange.Business.REVOKE)
        self.assertIn("Có sai sót về số liệu.", revoking.reason)

    def test_where_no_folder_is_served_the_clerk_sends(self):
        self.company.dan_van_exchange_folder = False
        letter = self.issued()
        self.assertFalse(self.messages(entry_id=letter.register_entry_id.id))
        action = self.as_user('clerk', letter).action_send()
        message = self.messages(entry_id=letter.register_entry_id.id)
        self.assertEqual((message.state, action['params']['next']['url']), (
            'written', f'/web/content/{message.attachment_id.id}?download=true'))
        with self.assertRaisesRegex(UserError, "has been sent already"):
            self.as_user('clerk', letter).action_send()

    def test_who_gets_a_code_later_gets_the_document_alone(self):
        letter = self.issued(addressees="UBND xã Mẫu\nSở Nội vụ")
        self.env.ref('dan_van.demo_organ_interior').code = INTERIOR.code
        self.as_user('clerk', letter).action_send()
        first, second = self.messages(entry_id=letter.register_entry_id.id)
        self.assertEqual((first.agency, second.agency), ("UBND xã Mẫu", "Sở Nội vụ"))
        self.assertEqual(len(letter.sent_ids), 2)

    def test_only_the_clerk_sends(self):
        letter = self.issued()
        for user in ('office_staff', 'outreach_staff', 'head', 'admin'):
            with self.subTest(user), self.assertRaises(AccessError):
                self.as_user(user, letter).action_send()
        message = self.messages(entry_id=letter.register_entry_id.id)
        for user in ('office_staff', 'outreach_staff'):
            for name in ('action_send_again', 'action_download'):
                with self.subTest(user, name=name), self.assertRaises(AccessError):
                    getattr(self.as_user(user, message), name)()
        with self.assertRaisesRegex(UserError, "not been handed over"):
            message.action_send_again()
        message.action_download()
        message.action_send_again()
        self.assertEqual(message.state, 'waiting')

    def test_a_draft_is_not_sent(self):
        with self.assertRaisesRegex(UserError, "only issued documents"):
            self.as_user('clerk', self.new_letter().sudo()).sudo()._queue_messages()

    def test_an_answer_names_what_it_answers(self):
        document = self.taken(exchange.write(MESSAGE))
        letter = self.issued(answers_id=document.id)
        sent = exchange.read(self.messages(entry_id=letter.register_entry_id.id).sudo().attachment_id.raw)
        self.assertEqual(sent.reply, Reply(MESSAGE.sender.code, MESSAGE.code, MESSAGE.date, MESSAGE.document_id))
        self.assertEqual(self.queued_statuses(document), ['03', '06'])

    # What the others say

    def test_what_an_agency_says_stands_at_the_document(self):
        letter = self.issued()
        opened = self.taken(self.status(letter, StatusCode.ARRIVED))
        self.assertEqual(opened, letter.sudo(False))
        line = letter.sent_ids
        self.assertEqual((line.status, line.status_date), ('01', datetime.datetime(2026, 2, 6, 1, 1, 2)), "the country's time")
        self.taken(self.status(letter, StatusCode.DONE, words="Đã trả lời", time=datetime.datetime(2026, 2, 9, 8, 0)))
        self.taken(self.status(letter, StatusCode.ACCEPTED, time=datetime.datetime(2026, 2, 7, 8, 0)))
        self.assertEqual((line.status, line.words), ('06', "Đã trả lời"), "what was said later counts, whatever comes first")
        self.assertFalse(self.messages(kind='status').activity_ids)

    def test_a_clock_that_goes_wrong_silences_nobody(self):
        letter = self.issued()
        self.taken(self.status(letter, StatusCode.ARRIVED, time=datetime.datetime(2999, 12, 31)))
        self.taken(self.status(letter, StatusCode.REFUSED, time=datetime.datetime(2998, 12, 31)))
        self.assertEqual(letter.sent_ids.status, '02')
        with self.assertRaisesRegex(UserError, "Timestamp"):
            self.taken(self.status(letter).replace(b'2026/02/06 08:01:02', b'0001/01/01 00:00:00'))

    def test_a_refusal_is_the_clerk_s_to_see_to(self):
        letter = self.issued()
        self.taken(self.status(letter, StatusCode.REFUSED, words="Gửi nhầm nơi nhận"))
        self.assertEqual((letter.sent_ids.status, letter.sent_ids.words), ('02', "Gửi nhầm nơi nhận"))
        reminder = self.messages(status='02').activity_ids
        self.assertEqual(reminder.user_id, self.users['clerk'])
        self.assertIn("Gửi nhầm nơi nhận", reminder.summary)
        with self.assertRaisesRegex(UserError, "has come already"):
            self.taken(self.status(letter, StatusCode.REFUSED, words="Gửi nhầm nơi nhận"))
        self.assertEqual(len(self.messages(status='02').activity_ids), 1)

    def test_who_got_it_in_another_way_is_listed_when_he_says_something(self):
        letter = self.issued()
        self.taken(self.status(letter, sender=INTERIOR))
        self.assertEqual([(line.name, line.status) for line in letter.sent_ids], [("UBND xã Mẫu", False), (INTERIOR.name, '03')])

    def test_a_status_of_no_document_of_ours_changes_nothing(self):
        letter = self.issued()
        for other in (
                self.status(letter).replace(letter.code.encode(), b'9999/CV-X'),
                self.status(letter).replace(CODE.encode(), b'000.00.99.H99'), self.status(letter).replace(b'/2026', b'/2020')):
            if other != self.status(letter):
                with self.assertRaisesRegex(UserError, "has not issued"):
                    self.taken(other)
        self.assertFalse(letter.sent_ids.status)


class TestMessagesReceived(MessageCase):
    """What comes in is entered once, and its sender is told what becomes of it."""

    def test_the_same_message_is_taken_once(self):
        raw = exchange.write(MESSAGE)
        document = self.taken(raw)
        for again in (raw, raw.replace(b'14:03:09', b'15:03:09')):
            with self.subTest(again == raw), self.assertRaisesRegex(UserError, str(document.arrival_number)):
                self.taken(again)
        self.assertEqual(len(self.messages(direction='in')), 1)
        # What was struck out may be sent again, put right.
        self.as_user('clerk', document).action_cancel("Gửi nhầm")
        self.assertNotEqual(self.taken(raw.replace(b'14:03:09', b'16:03:09')), document)

    def test_its_sender_is_told_what_becomes_of_it(self):
        document = self.taken(exchange.write(MESSAGE))
        self.assertEqual(self.queued_statuses(document), ['03'], "the clerk has taken it himself")
        clerk = self.as_user('clerk', document)
        clerk.write({'directive_text': "Tham mưu", 'department_id': self.units['outreach'].id, 'directive_leader_id': self.users['head'].id})
        clerk.action_submit()
        self.reading('head', document).action_direct()
        clerk.action_close("Đã giải quyết xong.")
        self.assertEqual(self.queued_statuses(document), ['03', '04', '06'])
        status = exchange.read(self.messages(status='04').sudo().attachment_id.raw)
        self.assertEqual(status.reply, Reply(MESSAGE.sender.code, MESSAGE.code, MESSAGE.date, MESSAGE.document_id))
        self.assertEqual((status.sender.code, status.staff.name), (CODE, self.users['head'].name))
        self.assertLess(abs(status.time - datetime.datetime.now(datetime.UTC).replace(tzinfo=None) - datetime.timedelta(hours=7)).seconds, 600)

    @freeze_time('2026-03-02 02:00:00')
    def test_the_same_in_the_same_second_is_said_once(self):
        for number in range(2):
            document = self.taken(exchange.write(replace(MESSAGE, subject=f"Lần {number}")))
            self.as_user('clerk', document).action_cancel("Sai.")
        self.assertEqual(self.messages(kind='status', direction='out').mapped('status'), ['03', '02'])

    def test_a_refusal_goes_with_its_reason(self):
        document = self.taken(exchange.write(MESSAGE))
        self.as_user('clerk', document).action_cancel("Văn bản gửi nhầm cơ quan.")
        status = exchange.read(self.messages(status='02').sudo().attachment_id.raw)
        self.assertEqual((status.code, status.description), (StatusCode.REFUSED, "Văn bản gửi nhầm cơ quan."))

    def test_who_has_sent_no_message_is_told_nothing(self):
        document = self.as_user('clerk', 'dan_van.incoming').create({'code': '1/A', 'issuer': "Sở", 'subject': "Việc"})
        document.action_close("Để biết.")
        self.assertFalse(self.messages(direction='out'))
        self.company.dan_van_exchange_folder = False
        self.taken(exchange.write(MESSAGE))
        self.assertFalse(self.messages(direction='out'), "nobody would hand it over")

    def test_what_its_issuer_revokes_is_confirmed(self):
        document = self.taken(exchange.write(MESSAGE))
        revoking = replace(MESSAGE, business=exchange.Business.REVOKE, reason="Sai", concerned=(MESSAGE.document_id,))
        self.assertEqual(self.taken(exchange.write(revoking)), document)
        self.assertTrue(document.revoked_date)
        self.assertEqual(self.queued_statuses(document), ['03', '15'])
        self.assertEqual(self.messages(direction='in').mapped('business'), ['0', '1'])

    # Nobody writes messages himself

    def test_messages_stay_as_they_are(self):
        self.issued()
        self.taken(exchange.write(MESSAGE))
        message = self.messages()[:1]
        for values in ({'state': 'written'}, {'words': "x"}, {'subject': "x"}, {'sha256': 'x'}, {'company_id': self.company.id}):
            for records in (message, message.sudo()):
                with self.subTest(values, su=records.env.su), self.assertRaises(UserError):
                    records.write(values)
        with self.assertRaises(UserError):
            message.sudo().unlink()
        with self.assertRaises(UserError):
            message.sudo().attachment_id.write({'raw': b'x'})
        with self.assertRaises(UserError):
            self.env['dan_van.message'].create({'company_id': self.company.id, 'direction': 'in', 'state': 'taken'})
        with self.assertRaises(UserError):
            self.env['dan_van.message.recipient'].sudo().search([], limit=1).write({'status': '06'})

    def test_another_agency_sees_none(self):
        self.issued()
        other = self.env['res.company'].create({'name': "Sở khác"})
        user = new_test_user(self.env, 'clerk.other', 'dan_van.group_clerk', company_id=other.id, company_ids=[(6, 0, other.ids)])
        self.assertFalse(self.env['dan_van.message'].with_user(user).with_context(allowed_company_ids=other.ids).search([]))
        self.assertFalse(self.env['dan_van.message.recipient'].with_user(user).with_context(allowed_company_ids=other.ids).search([]))


class TestExchangeFolderSetting(MessageCase):
    """Where the folder lies says the server; the system administrator gives its name alone."""

    def test_only_the_system_administrator_gives_it(self):
        for user in ('admin', 'clerk', 'head'):
            company = self.as_user(user, self.company)
            with self.subTest(user), self.assertRaises(AccessError):
                company.dan_van_exchange_folder = 'khac'
            with self.assertRaises(AccessError):
                company.read(['dan_van_exchange_folder'])
        system = new_test_user(self.env, 'he.thong', 'base.group_system', company_id=self.company.id, company_ids=[(6, 0, self.company.ids)])
        settings = self.env['res.config.settings'].with_user(system).create({'dan_van_exchange_folder': 'so-dan-toc'})
        settings.execute()
        self.assertEqual(self.company.dan_van_exchange_folder, 'so-dan-toc')
        self.assertTrue((self.root / 'so-dan-toc' / 'in').is_dir())

    def test_it_lies_below_the_one_that_the_server_allows(self):
        (self.root / 'lien-ket').symlink_to('/etc')
        for name in ('../bdt', '/etc', 'a/b', '..', 'Đ', 'lien-ket', 'a' * 41):
            with self.subTest(name), self.assertRaises(ValidationError):
                self.company.dan_van_exchange_folder = name
        with patch.dict(config._runtime_options, {OPTION: ''}), self.assertRaisesRegex(ValidationError, OPTION):
            self.company.dan_van_exchange_folder = 'khac'
        with patch.dict(config._runtime_options, {OPTION: '/none/there'}), self.assertRaises(ValidationError):
            self.company.dan_van_exchange_folder = 'khac'
