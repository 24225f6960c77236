from odoo.tests import HttpCase, tagged

from ..common import AgencyCase


@tagged('post_install', '-at_install')
class TestFirstLogin(HttpCase, AgencyCase):
    """Who opens the web client for the first time has before him what he came for."""

    def test_no_robot_opens_a_chat(self):
        if 'odoobot_state' not in self.env['res.users']._fields:
            self.skipTest("mail_bot is not installed")
        robot = self.env.ref('base.partner_root')
        for name in ('policy_staff', 'head', 'admin'):
            user = self.users[name]
            user.odoobot_state = False
            self.authenticate(user.login, 'danvan')
            self.assertEqual(self.url_open('/odoo').status_code, 200)
            with self.subTest(name):
                self.assertEqual(user.odoobot_state, 'disabled')
                self.assertFalse(self.env['discuss.channel.member'].search([
                    ('partner_id', '=', robot.id), ('channel_id.channel_partner_ids', 'in', user.partner_id.ids)]))
