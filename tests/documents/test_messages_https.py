import logging
import time
from dataclasses import replace
from unittest.mock import patch

import requests

from odoo.exceptions import ConcurrencyError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tests.common import JsonRpcException, get_db_name
from odoo.tools import mute_logger

from ... import exchange
from ...controllers import exchange as route
from ...exchange import DeliveryError, deliver, online
from ...models.core.foreign_file import TooBusy
from ...models.documents.organ import SCOPE
from ..local_server import dripping, serving
from .test_exchange import MESSAGE
from .test_messages import COMMUNE, INTERIOR
from .test_messages_straight import StraightCase


@tagged('post_install', '-at_install')
class TestMessagesHttps(HttpCase, StraightCase):
    """Two agencies that speak with each other's server; here it is the same one, by real requests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        logging.getLogger('werkzeug').setLevel(logging.ERROR)
        cls.system = new_test_user(
            cls.env, 'system.keeper', 'base.group_system,dan_van.group_admin',
            company_ids=[Command.set((cls.company | cls.commune).ids)], company_id=cls.company.id)
        cls.back.agency_id = False

    def key(self, organ):
        """:return: a key that is given to the server of ``organ``"""
        return organ.with_user(self.system).with_company(organ.company_id)._new_key()

    def linked(self):
        """Let each of both have the address and a key of the other."""
        for here, there in ((self.organ, self.back), (self.back, self.organ)):
            here.write({'exchange_address': self.base_url(), 'exchange_new_key': self.key(there)})

    def deliver(self, die_at=None, committed=True):
        """Run the schedule; what it commits is there for the server, which answers in a thread of its own."""
        self.env.flush_all()
        with (patch.object(self.registry['ir.cron'], '_commit_progress', lambda cron, *_args, **_named: cron.env.flush_all() or 1),
              self.allow_requests(all_requests=True)):
            self.env(user=self.env.ref('base.user_root').id, su=True, context={'lang': 'vi_VN'})['dan_van.message']._cron_deliver()
        self.env.invalidate_all()

    def post(self, raw, key, **headers):
        """:return: what the server answers to a message"""
        self.env.flush_all()
        with self.allow_requests(all_requests=True):
            return requests.post(
                self.base_url() + online.PATH, data=raw, timeout=60,
                headers={'Authorization': f'Bearer {key}', 'Content-Type': 'application/xml', **headers})

    def message(self, number=1, sender=COMMUNE):
        """:return: bytes of a message that ``sender`` sends to the agency of the demo"""
        return exchange.write(replace(
            MESSAGE, number=f'{number:02d}', sender=sender, identifier=f'{sender.code},2026/02/05,{number:02d}/KH-BDT'))

    def pressed(self, model, method, ids, **context):
        """:return: what a button of the web client gets"""
        self.env.flush_all()
        return self.make_jsonrpc_request(f'/web/dataset/call_button/{model}/{method}', {
            'model': model, 'method': method, 'args': [ids], 'kwargs': {'context': context}})

    @mute_logger('odoo.http', 'odoo.addons.base.models.res_users')
    def test_who_gives_a_key_proves_once_more_who_he_is(self):
        """A browser that somebody has left open gives none."""
        keys = self.env['res.users.apikeys'].sudo()
        self.authenticate(self.system.login, self.system.login)
        asked = self.pressed('dan_van.organ', 'action_give_key', self.organ.ids)
        self.assertEqual((asked['res_model'], self.organ.exchange_user_id), ('res.users.identitycheck', self.env['res.users']))
        with self.assertRaises(JsonRpcException):
            self.pressed(asked['res_model'], 'run_check', [asked['res_id']], password='wrong')
        self.assertFalse(keys.search([('scope', '=', SCOPE)]))
        shown = self.pressed(asked['res_model'], 'run_check', [asked['res_id']], password=self.system.login)
        self.assertEqual(shown['res_model'], 'res.users.apikeys.show')
        answer = self.post(self.message(), shown['context']['default_key'])
        self.assertEqual(answer.json()['state'], 'taken')
        # Who proves that he is somebody else gets none either.
        self.authenticate(self.users['admin'].login, 'danvan')
        asked = self.pressed('dan_van.organ', 'action_give_key', self.organ.ids)
        with self.assertRaises(JsonRpcException) as caught:
            self.pressed(asked['res_model'], 'run_check', [asked['res_id']], password='danvan')
        self.assertIn('AccessError', str(caught.exception))
        self.assertEqual(self.post(self.message(2), shown['context']['default_key']).json()['state'], 'taken', "the key that was given holds")

    # Both ways

    def test_a_document_arrives_and_what_becomes_of_it_comes_back(self):
        self.linked()
        letter = self.issued()
        message = self.sent(letter)
        self.assertEqual((message.carrier, message.state), ('https', 'waiting'))
        self.deliver()
        self.assertEqual((message.state, message.reason), ('written', False))
        [come] = self.theirs(direction='in')
        self.assertEqual((come.incoming_id.code, come.incoming_id.create_uid), (letter.code, self.env.ref('base.user_root')))
        self.assertEqual(come.incoming_id.sudo().activity_ids.user_id, self.their_clerk)
        self.deliver()
        self.assertEqual(letter.sent_ids.status, '01')
        self.env.invalidate_all()
        self.as_their_clerk(come.incoming_id).action_close("Đã xong.")
        self.deliver()
        self.assertEqual(letter.sent_ids.status, '06')

    def test_what_arrived_and_was_not_noted_is_sent_again_and_known(self):
        """The sender is killed after the other side has taken it."""
        self.linked()
        letter = self.issued()
        message = self.sent(letter)
        self.deliver()
        message.sudo()._set(state='waiting', moved_date=False)
        self.deliver()
        self.assertEqual((message.state, len(self.theirs(direction='in'))), ('written', 1))

    def test_a_key_that_holds_no_more_is_no_refusal(self):
        self.linked()
        message = self.sent(self.issued())
        self.key(self.back)
        self.deliver()
        self.assertEqual((message.state, message.attempts), ('waiting', 1))
        self.assertIn("khóa", message.reason)

    # In

    def test_a_message_is_taken_once(self):
        key, raw = self.key(self.organ), self.message()
        answers = [self.post(raw, key) for _attempt in range(2)]
        self.assertEqual([answer.json()['state'] for answer in answers], ['taken', 'known'])
        entry = self.messages(direction='in').incoming_id
        self.assertEqual(len(entry), 1)
        self.assertIn(str(entry.arrival_number), answers[1].json()['reason'])

    def test_a_message_that_meets_another_at_the_same_moment_is_read_again_whole(self):
        key, taking, calls = self.key(self.organ), self.registry['dan_van.incoming.message'], []
        take = taking._take

        def busy(model, message):
            calls.append(message)
            if len(calls) == 1:
                raise ConcurrencyError
            return take(model, message)
        with patch.object(taking, '_take', busy), patch('odoo.service.model.time.sleep'):
            answer = self.post(self.message(), key)
        self.assertEqual((answer.json()['state'], len(calls)), ('taken', 2))

    def test_nobody_speaks_for_another(self):
        key = self.key(self.organ)
        answer = self.post(self.message(sender=INTERIOR), key)
        self.assertEqual((answer.status_code, answer.json()['state']), (200, 'refused'))
        self.assertIn(INTERIOR.code, answer.json()['reason'])
        [refused] = self.messages(direction='in')
        self.assertEqual((refused.state, refused.activity_ids.user_id), ('refused', self.users['clerk']))
        # What another agency has sent stays as it was taken.
        interior = self.env.ref('dan_van.demo_organ_interior')
        interior.code = INTERIOR.code
        raw = self.message(2, sender=INTERIOR)
        self.assertEqual(self.post(raw, self.key(interior)).json()['state'], 'taken')
        self.assertEqual(self.post(raw, key).json()['state'], 'refused')
        taken = self.messages(direction='in', state='taken')
        self.assertEqual((len(taken), taken.reason), (1, False))

    @mute_logger('odoo.http')
    def test_without_a_key_nothing_is_read(self):
        raw, key = self.message(), self.key(self.organ)
        clerk = self.users['clerk']
        general = self.env['res.users.apikeys'].with_user(clerk).sudo()._generate(None, "rpc", None)
        self.assertEqual(self.post(raw, 'x' * 40).status_code, 401)
        self.assertEqual(self.post(raw, '').status_code, 401)
        self.assertEqual(self.post(raw, general).status_code, 403, "who may do more hands nothing over")
        self.env.flush_all()
        with self.allow_requests(all_requests=True):
            self.assertEqual(requests.post(self.base_url() + online.PATH, data=raw, timeout=60).status_code, 401)
            self.assertEqual(requests.get(
                self.base_url() + online.PATH, timeout=60, headers={'Authorization': f'Bearer {key}'}).status_code, 405)
        # Of the session neither.
        self.authenticate(clerk.login, 'danvan')
        self.assertEqual(self.url_open(online.PATH, data=raw).status_code, 401)
        self.logout()
        self.organ.active = False
        self.assertEqual(self.post(raw, key).status_code, 403)
        self.organ.active = True
        self.organ.exchange_user_id.active = False
        self.assertEqual(self.post(raw, key).status_code, 401)
        self.assertFalse(self.messages(direction='in'))

    @mute_logger('odoo.http')
    def test_the_key_opens_nothing_else(self):
        key = self.key(self.organ)
        self.env.flush_all()
        with self.allow_requests(all_requests=True):
            answer = requests.post(
                f'{self.base_url()}/json/2/res.partner/search_read', json={'fields': ['name']}, timeout=60,
                headers={'Authorization': f'Bearer {key}', 'X-Odoo-Database': get_db_name()})
            self.assertEqual(answer.status_code, 401)
        login = self.organ.exchange_user_id.login
        for password in ('', key, login):
            with self.subTest(password):
                answer = self.make_rpc(login, password)
                self.assertFalse(answer)

    def make_rpc(self, login, password):
        """:return: the user as whom RPC lets in, if any"""
        with self.allow_requests(all_requests=True):
            return requests.post(f'{self.base_url()}/jsonrpc', timeout=60, json={'jsonrpc': '2.0', 'method': 'call', 'params': {
                'service': 'common', 'method': 'authenticate', 'args': [get_db_name(), login, password, {}]}}).json().get('result')

    @mute_logger('odoo.http')
    def test_too_large_or_no_message_is_refused_before_it_is_read(self):
        key = self.key(self.organ)
        with patch.object(route, 'LARGEST', 1000):
            self.assertEqual(self.post(self.message(), key).status_code, 413)
        self.assertFalse(self.messages(direction='in'))
        answer = self.post(b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', key)
        self.assertEqual((answer.status_code, answer.json()['state']), (200, 'refused'))

    @mute_logger('odoo.http')
    def test_what_is_too_large_for_the_other_is_not_sent_again(self):
        self.linked()
        message = self.sent(self.issued())
        with patch.object(route, 'LARGEST', 1000):
            self.deliver()
        self.assertEqual((message.state, message.activity_ids.user_id), ('refused', self.users['clerk']))

    @mute_logger('odoo.http')
    def test_what_can_t_be_taken_now_is_no_refusal(self):
        self.linked()
        message = self.sent(self.issued())
        taking = self.registry['dan_van.incoming.message']
        for error in (TooBusy("Đang bận"), ZeroDivisionError()):
            with patch.object(taking, '_take', side_effect=error):
                self.deliver()
            self.assertEqual((message.state, self.theirs(direction='in').ids), ('waiting', []))
            message.action_send_again()
        self.deliver()
        self.assertEqual(message.state, 'written')


class TestDelivery(StraightCase):
    """What other servers may answer."""

    def told(self, answer):
        """:return: what a server that answers so is understood to say"""
        with serving(lambda _raw: answer, 'application/json') as address:
            return deliver(address, 'k', b'x')

    def test_an_answer_says_what_becomes_of_it(self):
        self.assertEqual(self.told(b'{"state": "taken", "reason": "S\\u1ed1 1\\u0000"}'), exchange.Answer('taken', "Số 1"))
        for answer in (b'', b'[]', b'{}', b'<html>', b'{"state": "x", "reason": ""}', b'{"state": [], "reason": ""}',
                       b'{"state": "taken", "reason": 1}', b'[' * 60_000, b'x' * 100_000):
            with self.subTest(answer[:40]), self.assertRaises(DeliveryError) as caught:
                self.told(answer)
            self.assertEqual(caught.exception.key, 'answer')

    def test_who_answers_letter_by_letter_holds_nobody_up(self):
        """Each of them is a sign of life: the certificate, the head of the answer, the answer."""
        head = b'HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n'
        for scheme, said in (('https', b'\x16\x03\x03\x40\x00' + bytes(1000)), ('http', b'HTTP/1.1 200 OK\r\nX: ' + b'x' * 1000), ('http', head + b'x' * 2000)):
            with self.subTest(said[:20]), dripping(said, 0.05) as port, patch.object(online, 'PATIENCE', 1):
                start = time.monotonic()
                with self.assertRaises(DeliveryError) as caught:
                    deliver(f'{scheme}://127.0.0.1:{port}', 'k', b'x')
                self.assertEqual(caught.exception.key, 'unreachable')
                self.assertLess(time.monotonic() - start, 5)

    def test_who_does_not_answer_is_not_reached(self):
        with self.assertRaises(DeliveryError) as caught:
            deliver('http://127.0.0.1:9/', 'k', b'x')
        self.assertEqual(caught.exception.key, 'unreachable')
