import re
from urllib.parse import unquote

from odoo.tests import HttpCase, tagged

from ..common import AgencyCase

OWN = {'office_staff': 'van-phong', 'head': 'lanh-dao', 'clerk': 'van-thu', 'admin': 'quan-tri', 'policy_head': 'truong-phong',
       'policy_staff': 'chuyen-vien'}


@tagged('post_install', '-at_install')
class TestManualPages(AgencyCase, HttpCase):
    """Each screen opens the manual of the user's role where it tells of it."""

    def opened(self, user, address):
        self.authenticate(self.users[user].login, 'danvan')
        return self.url_open(address, allow_redirects=False)

    def test_each_role_reads_its_own_page(self):
        for user, page in OWN.items():
            with self.subTest(user):
                self.assertTrue(self.opened(user, '/dan_van/manual').headers['Location'].endswith(f'/dan_van/manual/{page}.md'))

    def test_a_screen_opens_what_is_told_of_it(self):
        for user, model, page, heading in [
                ('policy_head', 'dan_van.report', 'truong-phong', "Báo cáo"),
                ('policy_staff', 'dan_van.extension', 'chuyen-vien', "Xin gia hạn"),
                ('clerk', 'dan_van.incoming', 'van-thu', "Văn bản đến"),
                ('clerk', 'dan_van.event', 'chuyen-vien', "Ghi hoạt động")]:
            with self.subTest(user, model=model):
                path, _hash, anchor = self.opened(user, f'/dan_van/manual?about={model}').headers['Location'].partition('#')
                self.assertTrue(path.endswith(f'/dan_van/manual/{page}.md'), path)
                body = self.opened(user, f'/dan_van/manual/{page}.md').text
                self.assertRegex(body, f'<h[23] id="{unquote(anchor)}">{heading}')

    def test_pages_show_tables_and_pictures_and_lead_on(self):
        body = self.opened('policy_staff', '/dan_van/manual/README.md').text
        self.assertIn('<table>', body)
        self.assertIn('href="chuyen-vien.md"', body)
        page = self.opened('policy_staff', '/dan_van/manual/chuyen-vien.md').text
        self.assertIn('src="/dan_van/static/description/screenshots/inbox.png"', page)
        self.assertEqual(self.opened('policy_staff', '/dan_van/static/description/screenshots/inbox.png').status_code, 200)
        self.assertIn("Mục lục hướng dẫn", page)

    def test_links_lead_to_headings(self):
        pages = {name: self.opened('policy_staff', f'/dan_van/manual/{name}.md').text for name in ('van-thu', 'van-phong', 'chuyen-vien')}
        for page, anchor in re.findall(r'href="([\w-]+)\.md#([^"]+)"', pages['van-thu']):
            self.assertIn(f'id="{unquote(anchor)}"', pages[page])

    def test_nothing_else_is_opened(self):
        for name in ('../../README.md', '..%2f..%2fREADME.md', 'van-thu', 'x.md', '%2e%2e'):
            with self.subTest(name):
                self.assertEqual(self.opened('policy_staff', f'/dan_van/manual/{name}').status_code, 404)
