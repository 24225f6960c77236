import inspect
import json
import random
from itertools import product
from urllib.parse import quote
from xmlrpc.client import Fault

from odoo.models import MAGIC_COLUMNS
from odoo.service.model import get_public_method
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...models.core.kinds import _FITS
from ..common import AgencyCase
from .test_door_methods import is_ours, public_methods

# What tells the client what to do; all else is Python's or PostgreSQL's complaint.
CLEAR = ('AccessDenied', 'AccessError', 'LockError', 'MissingError', 'RedirectWarning', 'UserError', 'ValidationError')
NESTED = json.loads('[' * 300 + ']' * 300)
ODD = (
    None, True, -1, '50', 10 ** 12, 10 ** 30, float('nan'), float('inf'), 1.5, '', 'a\x00b', '\ud800', "b'x'", [1], [[1]], [[]], [None],
    ['x'], {'a': 1}, {}, [['id', '=', True]], [['nope', '=', 1]], ['|'], NESTED, "[('id','=',1)]", [10 ** 12], 7)
DOMAINS = (
    'null', '1', '"x"', '{}', '[1]', '[["a"]]', '[["id","=",true]]', '[["nope","=",1]]', '["|"]', '[' * 3000 + ']' * 3000, '[' * 3000,
    '[["id","any!",[]]]', '[["deadline","<","x"]]', '[["progress",">",1e400]]', '[["progress","=",NaN]]', '[["text","ilike","\\ud800"]]',
    '[["text","=","\\u0000"]]', '[["id","in",[1e30]]]', '[["id","child_of","x"]]', '[["health","in",[["x"]]]]', '[[null,null,null]]',
    '[["plan_id","=",{}]]', '[["plan_id","any",' * 400 + '[]' + ']]' * 400)
USERS = ('outreach_staff', 'office_staff')


@tagged('post_install', '-at_install', '-dan_van_wide', 'dan_van_doors')
class TestDoorValues(AgencyCase, HttpCase):
    """Whatever a client sends for a value, it is told in words what is wrong with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.new_plan()
        cls.issued = cls.to_state(cls.new_plan(), 'issued').sudo()
        cls.duty = cls.issued.assignment_ids.filtered(lambda duty: duty.department_id == cls.units['outreach'])[:1]
        for name in USERS:
            cls.users[name].password = cls.users[name].login  # that of the demo is hashed as slowly as in real life
        cls.env.flush_all()

    def login(self, user):
        self.authenticate(self.users[user].login, self.users[user].login)

    @mute_logger('odoo.http', 'odoo.sql_db', 'odoo.domains', 'odoo.addons.base.models.ir_qweb')
    def call(self, model, method, *args, context=None, **kwargs):
        """:return: name of the error that the client gets, its message; or ``None`` and the result"""
        request = {'model': model, 'method': method, 'args': args, 'kwargs': {
            **kwargs, 'context': {'allowed_company_ids': self.company.ids, **(context or {})}}}
        answer = self.url_open(
            f'/web/dataset/call_kw/{model}/{method}', data=json.dumps({'jsonrpc': '2.0', 'method': 'call', 'params': request}),
            headers={'Content-Type': 'application/json'}, timeout=60).json()
        self.env.invalidate_all()
        if error := answer.get('error'):
            return error['data']['name'].rsplit('.', 1)[-1], error['data']['message']
        return None, answer.get('result')

    @mute_logger('odoo.http', 'odoo.sql_db', 'odoo.addons.rpc.controllers.jsonrpc')
    def call_service(self, user, model, method, *args):
        """As :meth:`call`, by the service for other programs; :return: the answer's error, maybe ``None``"""
        answer = self.url_open('/jsonrpc', json={'jsonrpc': '2.0', 'method': 'call', 'params': {
            'service': 'object', 'method': 'execute_kw', 'args': [
                self.env.cr.dbname, self.users[user].id, self.users[user].login, model, method, args]}}, timeout=60).json()
        self.env.invalidate_all()
        return answer.get('error')

    @mute_logger('odoo.http', 'odoo.sql_db', 'odoo.addons.rpc.controllers.xmlrpc')
    def call_xml(self, user, model, method, *args):
        try:
            self.xmlrpc_object.execute_kw(self.env.cr.dbname, self.users[user].id, self.users[user].login, model, method, args)
        finally:
            self.env.invalidate_all()

    def assert_clear(self, *asked, **named):
        name, message = self.call(*asked, **named)
        # Of no record, or of several, Odoo says so for any method of one.
        if name is not None and not message.startswith("Expected singleton"):
            self.assertIn(name, CLEAR, message)

    def assert_refused(self, words, *asked, **named):
        name, message = self.call(*asked, **named)
        self.assertIn(name, CLEAR, message)
        self.assertRegex(message, words)

    # What has been seen

    def test_values_of_a_duty(self):
        self.login('outreach_staff')
        for value in ('50', 10 ** 12, [1], float('nan'), {'a': 1}, True):
            for method in ('write', 'web_save'):
                with self.subTest(value=value, method=method):
                    self.assert_refused("can't hold|không thể", self.duty._name, method, self.duty.ids, {'progress': value}, **(
                        {'specification': {}} if method == 'web_save' else {}))
        self.assertEqual(self.duty.progress, 0)
        self.assertEqual(self.call(self.duty._name, 'write', self.duty.ids, {'progress': 50})[0], None)
        self.assertEqual(self.duty.progress, 50)

    def test_what_are_no_values_and_no_records(self):
        self.login('outreach_staff')
        for model, ids in ((self.duty._name, self.duty.ids), ('dan_van.occurrence', self.duty.occurrence_ids.ids), ('dan_van.letter', [])):
            for value in (None, 5, True, 'x', [[1]], ['x'], []):
                with self.subTest(model=model, value=value):
                    self.assert_refused("names of their fields|tên trường", model, 'write', ids, value)
                    self.assert_refused("names of their fields|tên trường", model, 'web_save', ids, value, {})
                    self.assert_refused("names of their fields|tên trường", model, 'onchange', ids, value, [], {})
                    self.assert_refused("names of their fields|tên trường", model, 'create', [value])
            for value in ([True], [None], 'x', ['x'], {'a': 1}, [1.5], [[1]]):
                with self.subTest(model=model, ids=value):
                    self.assert_refused("their numbers|bằng số", model, 'read', value, ['display_name'])
                    self.assert_refused("their numbers|bằng số", model, 'write', value, {})
        for args in ((self.duty.ids, 5), ([True], {'progress': 5})):
            with self.subTest(service='jsonrpc', args=args):
                error = self.call_service('outreach_staff', self.duty._name, 'write', *args)
                self.assertTrue(error['data']['name'].endswith('UserError'), error['data']['message'])
        self.assertEqual(self.duty.progress, 0)

    def test_files(self):
        self.login('outreach_staff')
        for model in ('dan_van.event.import', 'dan_van.tracking.import', 'dan_van.plan.import', 'dan_van.plan.return'):
            for value in ('abc', 5, ['x'], "\ud800"):
                with self.subTest(model=model, value=value):
                    self.assert_refused("can't hold|không thể", model, 'create', [{'file': value}])

    def test_steps_that_have_nothing_to_work_on(self):
        self.login('office_staff')
        for method in ('action_check_signatures', 'action_open_folder', 'action_open_pdf'):
            with self.subTest(method):
                self.assert_refused("issued|ban hành", self.draft._name, method, self.draft.ids)

    def test_filters(self):
        self.login('office_staff')
        for domain in ([['nope', '=', 1]], [['id', '=', True]], 'x', 5, [1], {'a': 1}, NESTED, [['year', '>', 'x']], ['|']):
            with self.subTest(domain=str(domain)[:40]):
                for model, method in (('dan_van.assignment', 'action_tracking_sheet'), ('dan_van.rating', 'action_summary')):
                    self.assert_refused("filter|bộ lọc", model, method, [], context={'active_domain': domain})
        for value in (True, 'x', 10 ** 30, [1, 'x', None], False):
            with self.subTest(period=value):
                self.assert_clear('dan_van.event', 'search', [['period_id', 'in', value if isinstance(value, list) else [value]]])
                self.assert_clear('dan_van.event', 'search', [['period_id', '=', False if isinstance(value, list) else value]])

    def test_what_kinds_of_records_have_in_common(self):
        """Nothing is done with a model that others only build on."""
        self.login('office_staff')
        mixins = [name for name, model in self.env.registry.items()
                  if name.startswith('dan_van.') and model._abstract and model._inherit_children]
        self.assertIn('dan_van.workflow.mixin', mixins)
        calls = []
        for model in mixins:
            for method, args in {
                    'create': [[{}]], 'copy': [[1]], 'write': [[1], {'x': 1}], 'unlink': [[1]], 'search': [[]], 'read': [[1]],
                    'web_save': [[], {}, {}], 'message_subscribe': [[1], [1]], 'action_open_pdf': [[1]], 'copy_data': [[1]]}.items():
                if callable(getattr(self.env.registry[model], method, None)):
                    with self.subTest(model=model, method=method):
                        self.assert_clear(model, method, *args)
                        if method in ('create', 'write', 'unlink', 'read', 'copy', 'action_open_pdf'):
                            calls.append((model, method, args))
        # By the services for other programs; who is not let in at all has tried nothing.
        for model, method, args in self.drawn(calls, 'services', 20):
            with self.subTest(service='jsonrpc', model=model, method=method):
                error = self.call_service('office_staff', model, method, *args)
                name = error['data']['name'].rsplit('.', 1)[-1]
                self.assertIn(name, CLEAR, error['data']['message'])
                self.assertNotEqual(name, 'AccessDenied')
            with self.subTest(service='xmlrpc', model=model, method=method), self.assertRaises(Fault) as raised:
                self.call_xml('office_staff', model, method, *args)
            # What is no refusal, Odoo's route for XML tells in Python's words.
            self.assertNotEqual("Access Denied", raised.exception.faultString)

    def test_addresses(self):
        odd = ('', '0', '-1', '99999999999', '2147483648', '1e3', 'nan', 'x', '%F0%9F%98%80', "b'x'", '[1]', 'None', '1' * 3000)
        addresses = [f'/dan_van/tracking.xlsx?domain={quote(domain)}' for domain in DOMAINS] + [
            address.replace('*', value) for value, address in product(odd, (
                '/dan_van/calendar/*.ics', '/dan_van/edxml/dan_van.plan/*', '/dan_van/word/dan_van.plan/*', '/dan_van/word/*/1',
                '/dan_van/period/*/figures.xlsx', '/dan_van/ratings/*.xlsx', '/dan_van/register/*.xlsx',
                '/dan_van/register/1.xlsx?date_from=*&date_to=*'))]
        self.login('office_staff')
        with mute_logger('odoo.http', 'odoo.sql_db', 'odoo.domains'):
            for address in addresses:
                with self.subTest(address=address[:90]):
                    self.assertLess(self.url_open(address, timeout=60).status_code, 500)

    # Whatever else

    def drawn(self, calls, seed, count):
        """:return: ``count`` of ``calls``, the same each time"""
        # The order of the registry is not that of another run.
        return random.Random(seed).sample(sorted(calls, key=repr), count)

    def own_models(self):
        return [name for name, model in self.env.registry.items() if model._original_module == 'dan_van']

    def a_record(self, user, model):
        Model = self.as_user(user, model)
        return Model.search([], limit=1).ids if not Model._abstract and Model.has_access('read') else []

    def test_arguments(self):
        """Of the methods that this addon alone has; what is wrong with a search or a read Odoo says of any model in its words."""
        partner, calls = self.env['res.partner'], []
        for model in self.own_models():
            for name, function in public_methods(self.env[model]):
                if is_ours(function) and not hasattr(partner, name):
                    parameters = [*inspect.signature(inspect.unwrap(function)).parameters.values()][1:]
                    named = [each.name for each in parameters if each.kind not in (each.VAR_KEYWORD, each.VAR_POSITIONAL)]
                    calls += [(model, name, given, index) for given in named for index in range(len(ODD))]
        self.assertGreater(len(calls), 500)
        for user in USERS:
            self.login(user)
            for model, name, given, index in self.drawn(calls, user, 150):
                function = get_public_method(self.env[model], name)
                parameters = [*inspect.signature(inspect.unwrap(function)).parameters.values()][1:]
                needed = {each.name: 1 for each in parameters if each.default is each.empty and each.kind == each.POSITIONAL_OR_KEYWORD}
                ids = [] if getattr(function, '_api_model', False) else [self.a_record(user, model)]
                with self.subTest(user=user, call=f'{model}.{name}', given=given, value=str(ODD[index])[:40]):
                    self.assert_clear(model, name, *ids, **{**needed, given: ODD[index]})

    def test_fields(self):
        calls = [
            (model, name, method, index) for model in self.own_models() if not self.env[model]._abstract
            for name, field in self.env[model]._fields.items()
            if field._module == 'dan_van' and field.type in _FITS and name not in MAGIC_COLUMNS
            for method in ('create', 'write', 'onchange') for index in range(len(ODD))]
        for user in USERS:
            self.login(user)
            for model, name, method, index in self.drawn(calls, user, 200):
                ids, vals = self.a_record(user, model), {name: ODD[index]}
                args = {'create': [[vals]], 'write': [ids, vals], 'onchange': [ids, vals, [name], {name: {}}]}[method]
                with self.subTest(user=user, call=f'{model}.{method}', field=name, value=str(ODD[index])[:40]):
                    self.assert_clear(model, method, *args)
