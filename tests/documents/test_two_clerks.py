import threading
from unittest.mock import patch

from psycopg2 import errorcodes
from psycopg2.errors import SerializationFailure

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, HttpCase, get_db_name, tagged
from odoo.tools import mute_logger

from ...models.core.res_company import legal_today
from ..common import AgencyCase


@tagged('post_install', '-at_install', 'dan_van_long')
class TestTwoClerks(BaseCase):
    """Two clerks issue at the same moment, each over a real connection of their own."""

    def setUp(self):
        super().setUp()
        # The test runner holds this lock; the second clerk's thread needs the registry too.
        self.enterContext(patch.object(Registry, '_lock', DummyRLock()))
        self.registry = Registry(get_db_name())
        self.plans = self.in_transaction(self._signed_plans)
        self.addCleanup(self.in_transaction, self._remove)

    def in_transaction(self, function, *args):
        """Run ``function(env, *args)`` as Odoo runs a request: repeated when PostgreSQL asks for it, committed."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            return retrying(lambda: function(env, *args), env)

    def _signed_plans(self, env):
        plans = env['dan_van.plan'].create([{
            'company_id': env.ref('dan_van.demo_company').id,
            'department_id': env.ref('dan_van.department_office').id,
            'signer_id': env.ref('dan_van.user_head').id,
            'subject': f"Kế hoạch thử cấp số {index}",
        } for index in range(3)])
        # Only the step of the clerk matters here.
        env.cr.execute("UPDATE dan_van_plan SET state = 'signed' WHERE id IN %s", [tuple(plans.ids)])
        return plans.ids

    def _remove(self, env):
        """What was issued can't be deleted through Odoo: the test's own rows go by SQL, the counter with them."""
        env.cr.execute("""
            UPDATE dan_van_plan SET register_entry_id = NULL, pdf_attachment_id = NULL WHERE id IN %(plans)s;
            UPDATE dan_van_register SET last_number = last_number - gone.count FROM (
                SELECT register_id, count(*) FROM dan_van_register_entry
                WHERE res_model = 'dan_van.plan' AND res_id IN %(plans)s GROUP BY register_id) gone
            WHERE gone.register_id = dan_van_register.id;
            DELETE FROM dms_file WHERE attachment_id IN (
                SELECT id FROM ir_attachment WHERE res_model = 'dan_van.plan' AND res_id IN %(plans)s);
            DELETE FROM dms_directory WHERE res_model = 'dan_van.plan' AND res_id IN %(plans)s;
            DELETE FROM dan_van_issued_file WHERE register_entry_id IN (
                SELECT id FROM dan_van_register_entry WHERE res_model = 'dan_van.plan' AND res_id IN %(plans)s);
            DELETE FROM dan_van_register_entry WHERE res_model = 'dan_van.plan' AND res_id IN %(plans)s;
            DELETE FROM ir_attachment WHERE res_model = 'dan_van.plan' AND res_id IN %(plans)s;
            DELETE FROM dan_van_approval WHERE res_model = 'dan_van.plan' AND res_id IN %(plans)s;
            DELETE FROM mail_message WHERE model = 'dan_van.plan' AND res_id IN %(plans)s;
            DELETE FROM mail_activity WHERE res_model = 'dan_van.plan' AND res_id IN %(plans)s;
            DELETE FROM dan_van_plan WHERE id IN %(plans)s;
        """, {'plans': tuple(self.plans)})

    @staticmethod
    def issue(env, plan_id):
        clerk = env.ref('dan_van.user_clerk')
        plan = env['dan_van.plan'].with_user(clerk).browse(plan_id)
        plan.action_issue()
        return plan.number

    @mute_logger('odoo.sql_db')  # PostgreSQL refuses the second's outdated view once, Odoo repeats it
    def test_two_at_once_get_two_numbers(self):
        """The second waits for the first, then gets the next number."""
        numbers, waiting = [], threading.Event()

        def second_clerk():
            waiting.set()
            numbers.append(self.in_transaction(self.issue, self.plans[1]))

        thread = threading.Thread(target=second_clerk)
        with self.registry.cursor() as cr:
            first = self.issue(api.Environment(cr, api.SUPERUSER_ID, {}), self.plans[0])
            thread.start()
            waiting.wait(10)
            thread.join(1)
            self.assertTrue(thread.is_alive(), "the second clerk must wait for the first's number")
        thread.join(60)
        self.assertEqual(numbers, [first + 1])

    @mute_logger('odoo.sql_db')
    def test_one_reserved_number_is_given_to_one_document_only(self):
        """The second waits for the first, then reads that the number is gone."""
        entry, said = self.in_transaction(self.reserve), []

        def second_clerk():
            try:
                self.in_transaction(self.issue_as, self.plans[1], entry)
            except UserError as error:
                said.append(str(error))

        thread = threading.Thread(target=second_clerk)
        with self.registry.cursor() as cr:
            self.issue_as(api.Environment(cr, api.SUPERUSER_ID, {}), self.plans[0], entry)
            thread.start()
            thread.join(1)
            self.assertTrue(thread.is_alive(), "the second clerk must wait for what the first does")
        thread.join(60)
        self.assertIn("given to another document", ' '.join(said))
        states = self.in_transaction(lambda env: env['dan_van.plan'].browse(self.plans[:2]).mapped('state'))
        self.assertEqual(states, ['issued', 'signed'])

    @staticmethod
    def reserve(env):
        entries = env['dan_van.register.entry'].with_user(env.ref('dan_van.user_clerk'))
        return entries._reserve(
            env.ref('dan_van.demo_company'), legal_today(entries), "Chờ ký", document_type='KH', subject="Kế hoạch").id

    @staticmethod
    def issue_as(env, plan_id, entry_id):
        plan = env['dan_van.plan'].with_user(env.ref('dan_van.user_clerk')).browse(plan_id)
        plan._transition('issue', reserved=plan.env['dan_van.register.entry'].browse(entry_id))

    def test_a_number_that_was_rolled_back_is_given_again(self):
        with self.registry.cursor() as cr:
            lost = self.issue(api.Environment(cr, api.SUPERUSER_ID, {}), self.plans[0])
            cr.rollback()
        self.assertEqual(self.in_transaction(self.issue, self.plans[1]), lost, "no gap after a rollback")
        self.assertEqual(self.in_transaction(self.issue, self.plans[0]), lost + 1)


class Refused(SerializationFailure):
    """As PostgreSQL raises it."""

    pgcode = errorcodes.SERIALIZATION_FAILURE


@tagged('post_install', '-at_install', 'dan_van_long')
class TestManyClerks(AgencyCase, HttpCase):
    """So many clerks at once that all of Odoo's repetitions of a request are in vain."""

    def test_the_last_refusal_is_said_in_plain_words(self):
        plan = self.to_state(self.new_plan(), 'signed')
        self.authenticate(self.users['clerk'].login, 'danvan')
        register = self.registry['dan_van.register']
        with patch.object(register, '_next_number', side_effect=Refused) as tries, \
                patch('odoo.service.model.time.sleep'), mute_logger('odoo.http', 'odoo.service.model'):
            answer = self.url_open('/web/dataset/call_kw', json={'params': {
                'model': plan._name, 'method': 'action_issue', 'args': [plan.ids], 'kwargs': {}}}).json()
        self.assertEqual(tries.call_count, 5)
        self.assertEqual(answer['error']['data']['name'], 'odoo.exceptions.UserError')
        self.assertIn("Chưa có gì của bạn được lưu", answer['error']['data']['message'])
        self.env.invalidate_all()
        self.assertEqual(plan.state, 'signed')

    def test_what_is_no_record_of_ours_is_told_as_odoo_tells_it(self):
        self.authenticate(self.users['clerk'].login, 'danvan')
        with patch.object(self.registry['res.partner'], '_search', side_effect=Refused), \
                patch('odoo.service.model.time.sleep'), mute_logger('odoo.http', 'odoo.service.model'):
            answer = self.url_open('/web/dataset/call_kw', json={'params': {
                'model': 'res.partner', 'method': 'search_count', 'args': [[]], 'kwargs': {}}}).json()
        self.assertRegex(answer['error']['data']['name'], r'\.Refused$')
