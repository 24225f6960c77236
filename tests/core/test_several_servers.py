import importlib
import sys
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ...exchange.message import LARGEST
from ...exchange.online import PATH

ROOT = Path(__file__).parents[2].resolve()


def tool(name):
    """:return: a module of the commands"""
    sys.path.insert(0, str(ROOT / 'scripts'))
    try:
        return importlib.import_module(f'toolbox.{name}')
    finally:
        sys.path.remove(str(ROOT / 'scripts'))


@tagged('post_install', '-at_install')
class TestSeveralServers(BaseCase):
    """What `scripts/cluster` writes for the servers of a province."""

    def settings(self, crons=0, replica='/replica'):
        return tool('cluster').server_settings(
            primary='/primary', replica=replica, data='/shared', ports=(8069, 8072), crons=crons, workers=4)

    def test_servers_share_files_and_the_replica_and_trust_the_proxy(self):
        said = self.settings()
        self.assertEqual((said['db_host'], said['db_replica_host'], said['data_dir']), ('/primary', '/replica', '/shared'))
        self.assertTrue(said['proxy_mode'] and said['workers'])
        self.assertEqual((said['max_cron_threads'], self.settings(crons=1)['max_cron_threads']), (0, 1))
        self.assertNotIn('db_replica_host', self.settings(replica=None), "Odoo warns of an empty one")

    def test_odoo_reads_its_configuration(self):
        text = tool('odoo').ini(self.settings())
        self.assertTrue(text.startswith('[options]\n'))
        self.assertIn('\ndb_replica_host = /replica\n', text)

    def test_the_proxy_lets_messages_through_that_pages_may_not_be_as_large_as(self):
        proxy = tool('proxy')
        text = proxy.configuration('/home', 80, [(1, 2), (3, 4)])
        self.assertEqual(proxy.EXCHANGE, PATH)
        place = text.split(f'location = {PATH} {{')[1]
        self.assertIn(f'client_max_body_size {LARGEST >> 20}m;', place.split('}')[0])
        self.assertEqual(text.count('client_max_body_size 30m;'), 1)

    def test_the_proxy_knows_each_server_and_sends_nothing_twice(self):
        text = tool('proxy').configuration('/home', 80, [(1, 2), (3, 4)])
        requests, websockets = (text.split(f'upstream {name} {{')[1].split('}')[0] for name in ('odoo', 'odoo_websocket'))
        self.assertIn('127.0.0.1:1 ', requests)
        self.assertIn('127.0.0.1:3 ', requests)
        self.assertIn('127.0.0.1:4 ', websockets)
        self.assertNotIn('non_idempotent', text)

    def test_the_primary_keeps_its_log(self):
        replication = tool('replication')
        text = replication.conf(replication.primary_settings('/archive'))
        self.assertIn("archive_mode = 'on'\n", text)
        self.assertIn('/archive/%f', text)
        text = replication.conf(replication.recovery_settings('/archive', '2026-11-30 10:00:00+00'))
        self.assertIn("recovery_target_time = '2026-11-30 10:00:00+00'\n", text)
        self.assertIn("recovery_target_action = 'promote'\n", text)
