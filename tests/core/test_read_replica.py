from odoo.tests import HttpCase, tagged

from ..common import AgencyCase


@tagged('post_install', '-at_install')
class TestReadReplica(AgencyCase, HttpCase):
    """Where PostgreSQL has a replica, Odoo reads what it is told to be read only from there."""

    def test_the_screens_that_everybody_opens_are_read_there(self):
        """Odoo warns when such a method writes after all, and begins it anew."""
        self.new_plan()
        self.env.flush_all()
        for model in ('dan_van.inbox', 'dan_van.dashboard'):
            self.assertTrue(self.registry[model].get_data._readonly)
            for name in ('outreach_staff', 'clerk', 'head', 'admin'):
                self.authenticate(self.users[name].login, 'danvan')
                with self.subTest(model, user=name), self.assertNoLogs('odoo.http', 'WARNING'):
                    self.assertIn('today', self.make_jsonrpc_request(f'/web/dataset/call_kw/{model}/get_data', {
                        'model': model, 'method': 'get_data', 'args': [], 'kwargs': {}}))
