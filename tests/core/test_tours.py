from odoo.tests import HttpCase, tagged


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestTours(HttpCase):
    """The main job in the browser, by the four who do it, and every menu opened once."""

    def test_import_sign_issue_read(self):
        for tour, login in (
            ('dan_van_import_tour', 'chuyenvien.vp'),
            ('dan_van_sign_tour', 'truongban'),
            ('dan_van_issue_tour', 'vanthu'),
            ('dan_van_read_tour', 'chuyenvien.cs'),
        ):
            self.start_tour('/odoo', tour, login=login)
        plan = self.env['dan_van.plan'].search([('subject', '=', "Tập huấn công tác dân vận chính quyền năm 2026")])
        self.assertEqual(plan.state, 'issued')
        self.assertEqual(
            plan.approval_ids.sorted('id').mapped('user_id.login'), ['chuyenvien.vp', 'truongban', 'vanthu'])

    def test_every_menu_opens(self):
        """Odoo's own clickbot over the addon's menus: all views and filters as the administrator of the agency, the menus as
        the office."""
        for login, is_light in (('quantri', 'false'), ('chanhvanphong', 'true')):
            with self.subTest(login):
                self.browser_js(
                    '/odoo',
                    "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
                    f".startClickEverywhere('dan_van.root_menu', {is_light});",
                    'odoo.isReady === true', login=login, timeout=300, success_signal='clickbot test succeeded')
