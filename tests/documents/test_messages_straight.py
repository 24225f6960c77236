from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from ... import exchange
from ...exchange import DeliveryError
from ..common import ROOT
from ..killed import dying, killed_at_commit
from .test_messages import CODE, COMMUNE, MessageCase

DELIVERY = 'odoo.addons.dan_van.models.documents.message_delivery'


class StraightCase(MessageCase):
    """The agency of the demo, which serves no folder, and a commune that works in the same database, each in the directory of the other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.dan_van_exchange_folder = False
        cls.commune = cls.env['res.company'].create({'name': COMMUNE.name})
        cls.env['dan_van.agency.profile'].create({
            'company_id': cls.commune.id, 'date_from': '2001-01-01', 'issuer': "ỦY BAN NHÂN DÂN XÃ MẪU", 'symbol': 'UBND', 'place': "Xã Mẫu",
            'organ_code': COMMUNE.code})
        cls.their_clerk = new_test_user(
            cls.env, 'commune.clerk', 'dan_van.group_clerk', company_id=cls.commune.id, company_ids=[Command.set(cls.commune.ids)])
        cls.organ = cls.env.ref('dan_van.demo_organ_commune')
        cls.back = cls.env['dan_van.organ'].create({
            'name': cls.company.name, 'code': CODE, 'company_id': cls.commune.id, 'agency_id': cls.company.id})

    def deliver(self, die_at=None, committed=True):
        """Run the schedule as the server does, in a cursor of its own; parameters as for :func:`killed_at_commit`.

        :return: number of commits
        """
        with (dying(self, die_at is not None), killed_at_commit(self.registry, die_at, committed=committed) as calls,
              self.enter_registry_test_mode(), self.registry.cursor() as cr):
            self.env(cr=cr, user=self.env.ref('base.user_root').id, su=True, context={'lang': 'vi_VN'})['dan_van.message']._cron_deliver()
            cr.commit()  # pylint: disable=invalid-commit
        self.env.invalidate_all()
        return len(calls)

    def sent(self, letter):
        """:return: dan_van.message of ``letter``, those that go out, the first one first"""
        return self.messages(direction='out', entry_id=letter.register_entry_id.id)

    def as_their_clerk(self, model):
        """:return: ``model`` (name or records) as the clerk of the commune sees it"""
        records = self.env[model] if isinstance(model, str) else model
        return records.with_env(records.env(user=self.their_clerk, su=False, context={
            **records.env.context, 'allowed_company_ids': self.commune.ids}))

    def theirs(self, **values):
        """:return: dan_van.message of the commune, as its clerk sees them"""
        return self.as_their_clerk('dan_van.message').search(
            [(name, '=', value) for name, value in {'company_id': self.commune.id, **values}.items()], order='id')


class TestMessagesStraight(StraightCase):
    """A document goes straight into the register of another agency of the database, and its answers come back the same way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organ.agency_id = cls.commune

    def test_a_document_arrives_and_what_becomes_of_it_comes_back(self):
        letter = self.issued(addressees="UBND xã Mẫu\nỦy ban nhân dân tỉnh")
        [message] = self.sent(letter)
        self.assertEqual((message.state, message.carrier, message.agency), ('waiting', 'direct', "Ủy ban nhân dân xã Mẫu"))
        self.assertFalse(self.env['dan_van.incoming'].search([('company_id', '=', self.commune.id)]), "issue waits for nobody")
        self.deliver()
        self.assertEqual(message.state, 'written')
        [come] = self.theirs(direction='in')
        entry = come.incoming_id
        self.assertEqual((entry.code, entry.issuer, entry.company_id), (letter.code, self.company.name, self.commune))
        self.assertEqual(entry.sudo().activity_ids.user_id, self.their_clerk)
        self.deliver()
        self.assertEqual(letter.sent_ids.status, '01', "they say that it has arrived")
        self.as_their_clerk(entry).action_cancel("Gửi nhầm xã")
        self.deliver()
        self.assertEqual((letter.sent_ids.status, letter.sent_ids.words), ('02', "Gửi nhầm xã"))
        self.assertEqual(self.messages(status='02', direction='in').activity_ids.user_id, self.users['clerk'])

    def test_others_are_left_to_the_clerk_or_the_folder(self):
        letter = self.issued(addressees="UBND xã Mẫu\nỦy ban nhân dân tỉnh")
        self.as_user('clerk', letter).action_send()
        straight, common = self.sent(letter)
        self.assertEqual([straight.carrier, common.carrier, common.state], ['direct', 'folder', 'written'])
        self.assertEqual(exchange.read(common.sudo().attachment_id.raw).recipients[0].code, '000.00.00.H99', "nobody gets it twice")
        self.assertEqual(letter.sent_ids.mapped('message_id'), straight.sudo() | common.sudo())

    def test_a_message_for_many_is_written_once(self):
        others = [self.env['res.company'].create({'name': f"UBND xã {number}"}) for number in range(3)]
        self.env['dan_van.organ'].create([{
            'name': other.name, 'code': f'000.02.0{number}.H99', 'agency_id': other.id, 'company_id': self.company.id}
            for number, other in enumerate(others)])
        letter = self.issued(addressees='\n'.join(["UBND xã Mẫu", *(other.name for other in others)]))
        messages = self.sent(letter)
        self.assertEqual((len(messages), len(messages.organ_id), len(messages.sudo().attachment_id)), (4, 4, 1))
        self.deliver()
        self.assertEqual(messages.mapped('state'), ['written', 'refused', 'refused', 'refused'])
        self.assertIn(others[0].name, messages[1].reason)
        self.assertEqual(messages[1:].activity_ids.user_id, self.users['clerk'])

    def test_what_is_refused_says_why_and_may_be_sent_again(self):
        letter = self.issued()
        self.back.code = '000.00.99.H99'
        self.deliver()
        message = self.sent(letter)
        self.assertEqual(message.state, 'refused')
        self.assertIn(CODE, message.reason)
        self.assertIn(CODE, message.activity_ids.summary)
        [refused] = self.theirs(state='refused')
        self.assertEqual(refused.activity_ids.user_id, self.their_clerk)
        self.back.code = CODE
        message.action_send_again()
        self.deliver()
        self.assertEqual((message.state, message.reason, refused.state), ('written', False, 'taken'))
        self.assertFalse(message.activity_ids)

    def test_the_same_message_twice_is_one_entry(self):
        letter = self.issued()
        self.deliver()
        message = self.sent(letter)
        message.action_send_again()
        self.deliver()
        self.assertEqual((message.state, len(self.theirs(direction='in'))), ('written', 1))

    def test_what_is_sent_again_is_followed_by_what_was_said_of_it_later(self):
        letter = self.issued()
        self.back.code = '000.00.99.H99'
        self.as_user('head', letter.sudo(False)).action_recall("Có sai sót.")
        self.deliver()
        self.assertEqual(self.sent(letter).mapped('state'), ['refused', 'refused'])
        self.back.code = CODE
        self.sent(letter)[0].action_send_again()
        self.deliver()
        self.assertEqual(self.sent(letter).mapped('state'), ['written', 'written'])
        entry = self.theirs(direction='in').incoming_id
        self.assertTrue(entry.revoked_date, "it does not stand there as if it held")

    # What goes wrong

    def broken(self, error):
        """Let the register of the other agency fail with ``error``."""
        return patch.object(self.registry['dan_van.incoming.message'], '_take', side_effect=error)

    def test_what_fails_in_the_middle_waits_and_is_sent_once(self):
        letter = self.issued()
        with self.broken(ZeroDivisionError), mute_logger(DELIVERY):
            self.deliver()
        message = self.sent(letter)
        self.assertEqual((message.state, message.attempts, letter.state), ('waiting', 1, 'issued'))
        self.assertTrue(message.reason)
        self.assertFalse(self.theirs(direction='in'))
        self.deliver()
        self.assertEqual(message.state, 'waiting', "not before its time")
        message.action_send_again()
        self.deliver()
        self.deliver()
        self.assertEqual((message.state, len(self.theirs(direction='in'))), ('written', 1))

    def test_killed_at_every_point(self):
        letters = [self.issued(subject=f"Việc {number}") for number in range(3)]
        at = 0
        while True:
            try:
                self.deliver(die_at=at, committed=False)
                self.deliver(die_at=at)
            except AssertionError:
                break
            at += 1
        self.deliver()
        self.assertGreater(at, 0)
        entries = self.env['dan_van.incoming'].search([('company_id', '=', self.commune.id)], order='arrival_number')
        self.assertEqual(entries.mapped('code'), [letter.code for letter in letters], "in their order, each once")
        self.assertEqual([letter.sent_ids.status for letter in letters], ['01'] * 3)

    def test_the_later_waits_for_the_earlier(self):
        first, second = self.issued(subject="Việc một"), self.issued(subject="Việc hai")
        take = self.registry['dan_van.incoming.message']._take

        def fails_first(taking, message):
            if message.code == first.code:
                raise ZeroDivisionError
            return take(taking, message)
        with patch.object(self.registry['dan_van.incoming.message'], '_take', fails_first), mute_logger(DELIVERY):
            self.deliver()
        self.assertEqual((self.sent(first).attempts, self.sent(second).attempts, self.sent(second).state), (1, 0, 'waiting'))
        self.sent(first).action_send_again()
        self.deliver()
        self.assertEqual([entry.code for entry in self.theirs(direction='in').incoming_id], [first.code, second.code])

    def test_waits_grow_and_the_clerk_is_told_once(self):
        message = self.sent(self.issued())
        waits = []
        for _attempt in range(11):
            message.sudo()._set(next_try=False)
            with self.broken(ZeroDivisionError), mute_logger(DELIVERY):
                self.deliver()
            waits.append(round((message.next_try - datetime.now()) / timedelta(minutes=1)))
            self.assertEqual(len(message.activity_ids), len(waits) >= 5)
        self.assertEqual(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360])
        self.assertEqual(message.activity_ids.user_id, self.users['clerk'])
        self.assertIn("Ủy ban nhân dân xã Mẫu", message.activity_ids.summary)
        message.action_send_again()
        self.deliver()
        self.assertFalse(message.activity_ids, "it has arrived")

    def test_looking_at_the_file_hands_nothing_over(self):
        message = self.sent(self.issued())
        message.action_download()
        self.assertEqual(message.state, 'waiting')
        with self.assertRaisesRegex(UserError, "not been handed over"):
            message.action_send_again()

    def test_who_is_no_longer_linked_gets_nothing_by_this_way(self):
        for values in ({'agency_id': False}, {'active': False}):
            with self.subTest(values):
                message = self.sent(self.issued())
                self.organ.write(values)
                self.deliver()
                self.assertEqual((message.state, message.attempts), ('waiting', 1))
                self.assertIn("Ủy ban nhân dân xã Mẫu", message.reason)
                message.action_handed_over()
                self.organ.write({'agency_id': self.commune.id, 'active': True})
        self.deliver()
        self.assertFalse(self.theirs(direction='in'))

    def test_what_never_arrives_is_handed_over_in_another_way_and_holds_up_nothing(self):
        """Their server fails at this very message; the clerk has brought it over."""
        first, second = self.issued(subject="Việc một"), self.issued(subject="Việc hai")
        message = self.sent(first)
        with self.assertRaisesRegex(UserError, "not one of those"):
            message.action_handed_over()
        with self.broken(ZeroDivisionError), mute_logger(DELIVERY):
            for _attempt in range(5):
                message.sudo()._set(next_try=False)
                self.deliver()
        self.assertTrue(message.activity_ids)
        for user in ('office_staff', 'admin'):
            with self.subTest(user), self.assertRaises(AccessError):
                self.as_user(user, message).action_handed_over()
        message.action_handed_over()
        self.assertEqual((message.state, message.reason, bool(message.moved_date), message.activity_ids.ids), ('written', False, True, []))
        self.assertIn(self.users['clerk'].name, message.sudo().message_ids[:1].body)
        self.deliver()
        self.assertEqual(self.theirs(direction='in').incoming_id.code, second.code)
        with self.assertRaisesRegex(UserError, "not one of those"):
            message.action_handed_over()

    def test_each_agency_has_its_turn_and_one_file_is_read_at_a_time(self):
        """A province that has thousands of messages to send to one commune keeps no other one waiting, and not all of them in memory."""
        other = self.env['res.company'].create({'name': "UBND xã Hai"})
        self.env['dan_van.organ'].create({
            'name': other.name, 'code': '000.02.01.H99', 'agency_id': other.id, 'company_id': self.company.id})
        for number in range(3):
            self.issued(subject=f"Việc {number}")
        self.issued(addressees=other.name)
        turns, read = [], []
        attempt, compute = self.registry['dan_van.message']._attempt, self.registry['ir.attachment']._compute_raw
        with (patch.object(self.registry['dan_van.message'], '_attempt', lambda message: turns.append(message.agency) or attempt(message)),
              patch.object(self.registry['ir.attachment'], '_compute_raw', lambda files: read.append(len(files)) or compute(files))):
            self.deliver()
        commune = "Ủy ban nhân dân xã Mẫu"
        self.assertEqual(turns, [commune, other.name, commune, commune])
        self.assertEqual(set(read), {1})

    def test_the_queue_is_read_with_as_many_queries_however_long(self):
        def asked():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env['dan_van.message'].sudo()._due_queues()
            return self.env.cr.sql_log_count - before
        self.issued()
        few = asked()
        for _number in range(4):
            self.issued()
        self.assertEqual((asked(), bool(few)), (few, True))


class TestMessagesOnline(StraightCase):
    """What is kept of the way to another server, and what of it leaves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.system = new_test_user(
            cls.env, 'system.keeper', 'base.group_system,dan_van.group_admin', company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)])
        cls.organ.with_user(cls.system).write({'exchange_address': 'https://xa.example.vn/', 'exchange_new_key': ' k' * 20})

    def test_a_key_is_read_by_nobody(self):
        self.assertEqual(self.organ.exchange_key, ('k ' * 20).strip())
        seen = self.organ.with_user(self.system)
        seen.invalidate_recordset()
        self.assertEqual((seen.exchange_new_key, seen.exchange_has_key), (False, True))
        for user in (self.system, self.users['admin'], self.users['clerk']):
            organ = self.organ.with_user(user)
            with self.subTest(user.login):
                for ask in (
                        lambda organ=organ: organ.read(['exchange_key']), lambda organ=organ: organ.search([('exchange_key', 'like', 'k')]),
                        lambda organ=organ: organ.write({'exchange_key': 'x'}), 
                        lambda organ=organ: organ.read_group([], ['__count'], ['exchange_key']),
                        lambda organ=organ: organ.search([], order='exchange_key'),
                        lambda organ=organ: organ.env['dan_van.message'].search([('organ_id.exchange_key', 'like', 'k')]),
                        lambda organ=organ: organ.env['dan_van.message'].formatted_read_group([], ['organ_id.exchange_key'], ['__count']),
                        lambda organ=organ: organ.web_read({'exchange_key': {}}),
                        lambda organ=organ: organ.onchange({'exchange_key': 'x'}, ['exchange_key'], {'exchange_key': {}})):
                    with self.assertRaises(AccessError):
                        ask()
        for user in ('admin', 'clerk', 'office_staff'):
            organ = self.as_user(user, self.organ)
            for name in ('exchange_address', 'exchange_new_key', 'exchange_user_id'):
                with self.subTest(user, name=name), self.assertRaises(AccessError):
                    organ.write({name: 'x' if name != 'exchange_user_id' else 1})
            with self.assertRaises(AccessError):
                organ._new_key()
            self.assertEqual(organ.carrier, 'https')
        self.assertFalse(self.organ.copy({'name': "Bản sao", 'code': False}).exchange_key)

    def test_only_an_address_to_which_a_key_may_go(self):
        for address in ('http://xa.example.vn', 'file:///etc/passwd', 'https://', 'https://a:b@xa.vn', 'https://xa.vn/?db=x', 'xa.vn', 'https://[x'):
            with self.subTest(address), self.assertRaisesRegex(UserError, "https://"):
                self.organ.exchange_address = address
        for address in ('https://xa.vn/odoo', 'http://127.0.0.1:8069', 'http://localhost'):
            self.organ.exchange_address = address

    def test_who_hands_over_may_do_nothing_else(self):
        self.organ.with_user(self.system)._new_key()
        user = self.organ.exchange_user_id
        self.assertFalse(user._is_internal())
        for name, model in self.env.items():
            if name.startswith('dan_van.') and not model._abstract:
                for operation in ('read', 'write', 'create', 'unlink'):
                    self.assertFalse(model.with_user(user).has_access(operation), (name, operation))
        for other in (self.users['clerk'], self.their_clerk):
            with self.assertRaisesRegex(UserError, "nothing else"):
                self.organ.exchange_user_id = other

    def test_what_the_other_server_says_decides(self):
        message = self.sent(self.issued())
        for said, state in (
                (DeliveryError('unreachable'), 'waiting'), (DeliveryError('answer', 404), 'waiting'), (DeliveryError('later', "Đang bận"), 'waiting'),
                (exchange.Answer('refused', "Sai mã"), 'refused'), (exchange.Answer('known', "Đã nhận"), 'written')):
            with self.subTest(said), patch(f'{DELIVERY}.deliver', side_effect=[said]) as called:
                self.deliver()
                self.assertEqual(called.call_args.args[:2], ('https://xa.example.vn/', self.organ.exchange_key))
                self.assertEqual(message.state, state)
                if state != 'written':
                    self.assertTrue(message.reason)
                    message.action_send_again()

    def test_a_neutralized_copy_sends_nothing(self):
        message = self.sent(self.issued())
        self.env['ir.config_parameter'].set_param('database.is_neutralized', 'True')
        with patch(f'{DELIVERY}.deliver') as called:
            self.deliver()
        called.assert_not_called()
        self.assertEqual((message.state, message.attempts), ('waiting', 0))
        # Nor what was to go within the database, to an agency that is reached in another way now.
        message.sudo()._set(carrier='direct')
        with patch(f'{DELIVERY}.deliver') as called:
            self.deliver()
        called.assert_not_called()
        self.assertEqual(message.state, 'waiting')
        self.env.flush_all()
        self.env.cr.execute((ROOT / 'data' / 'neutralize.sql').read_text(encoding='utf-8'))
        self.env.invalidate_all()
        self.assertEqual((self.organ.exchange_address, self.organ.exchange_key, self.organ.carrier), (False, False, 'folder'))
