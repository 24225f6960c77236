import base64
import io
import json
import re

from PIL import Image

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import ReportCase

PRIVATE = {'Cache-Control': 'private, no-store', 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer'}


@tagged('post_install', '-at_install')
class TestDownloads(ReportCase, HttpCase):
    """No proxy and no browser keeps what our records say, whatever route has handed it out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.to_state(cls.new_plan(), 'issued').sudo()
        cls.event = cls.as_user('policy_staff', 'dan_van.event').create({'subject': "Đối thoại"})
        picture = io.BytesIO()
        Image.new('RGB', (4, 4), 'red').save(picture, 'PNG')
        cls.picture = picture.getvalue()
        cls.photo, cls.other = cls.env['ir.attachment'].create([
            {'name': "Ảnh.png", 'raw': cls.picture, 'res_model': model, 'res_id': record.id, 'mimetype': 'image/png'}
            for model, record in (('dan_van.event', cls.event), ('res.partner', cls.users['policy_staff'].partner_id))])

    def asked(self, path, user='policy_staff', data=None, status=200, **kwargs):
        self.authenticate(self.users[user].login, 'danvan')
        if data is not None:
            data = {**data, 'csrf_token': http.Request.csrf_token(self)}
        response = self.url_open(path, data=data, **kwargs)
        self.assertEqual(response.status_code, status, path)
        return response

    def assertPrivate(self, path, **kwargs):
        response = self.asked(path, **kwargs)
        self.assertEqual({name: response.headers.get(name) for name in PRIVATE}, PRIVATE, path)
        return response

    def test_routes_of_the_addon(self):
        self.env['dan_van.agency.profile'].search([('company_id', '=', self.company.id)]).organ_code = '000.00.12.H10'
        period = self.env['dan_van.period'].search([('company_id', '=', self.company.id)], limit=1)
        register = self.plan.register_entry_id.register_id
        for path, name in {
                f'/dan_van/word/dan_van.plan/{self.plan.id}': '.docx',
                f'/dan_van/edxml/dan_van.plan/{self.plan.id}': '.edxml',
                '/dan_van/events/sample.xlsx': '.xlsx',
                f'/dan_van/period/{period.id}/figures.xlsx': '.xlsx',
                '/dan_van/ratings/2025.xlsx': '.xlsx',
                f'/dan_van/register/{register.id}.xlsx': '.xlsx',
                '/dan_van/incoming.xlsx': '.xlsx',
                '/dan_van/tracking.xlsx': '.xlsx'}.items():
            with self.subTest(path):
                response = self.assertPrivate(path)
                self.assertRegex(response.headers['Content-Disposition'], rf'^attachment; .*{name}$')

    def test_numbers_that_nothing_has_are_not_found(self):
        for path in ('word/dan_van.plan/{}', 'edxml/dan_van.plan/{}', 'period/{}/figures.xlsx', 'register/{}.xlsx', 'ratings/{}.xlsx'):
            with self.subTest(path):
                self.asked('/dan_van/' + path.format(99999999999), status=404)

    def test_every_route_of_the_addon_uses_the_one_helper(self):
        """A new route that answers otherwise is seen here: its source calls ``download``; manual and exchange answer with no record."""
        from ... import controllers
        from pathlib import Path
        for path in Path(controllers.__file__).parent.glob('*.py'):
            source = path.read_text()
            if path.stem not in ('manual', 'exchange') and re.search(r'@http\.route\((?!\))', source):  # an override answers as what it overrides
                with self.subTest(path.name):
                    self.assertIn('return download(', source)
                    self.assertNotIn('make_response', source)

    def test_files_of_our_records_on_odoo_s_routes(self):
        token = self.photo.sudo().generate_access_token()[0]
        for path in (
                f'/web/content/{self.photo.id}', f'/web/content/{self.photo.id}?download=true',
                f'/web/content/{self.photo.id}?unique=1', f'/web/image/{self.photo.id}', f'/web/image/{self.photo.id}/2x2?unique=1',
                f'/web/content?model=ir.attachment&id={self.photo.id}&field=datas',
                f'/web/image?model=ir.attachment&id={self.photo.id}&field=raw',
                f'/web/content/{self.photo.id}?access_token={token}',
                f'/web/content/{self.plan.pdf_attachment_id.id}'):
            with self.subTest(path):
                self.assertPrivate(path)
        self.assertPrivate('/mail/attachment/zip', data={'file_ids': str(self.photo.id), 'zip_name': 'a.zip'})

    def test_nothing_has_changed_is_private_too(self):
        path = f'/web/content/{self.photo.id}?unique=1'
        etag = self.asked(path).headers['ETag']
        self.assertPrivate(path, headers={'If-None-Match': etag}, status=304)

    def test_filed_documents(self):
        file = self.env['dms.file'].search([('attachment_id', '=', self.plan.pdf_attachment_id.id)])
        self.assertTrue(file)
        for path in (f'/web/content?model=dms.file&field=content&id={file.id}', f'/my/dms/file/{file.id}/download'):
            with self.subTest(path):
                self.assertPrivate(path, user='office_staff')

    def test_pictures_of_our_records(self):
        thumbnail = base64.b64encode(self.picture)
        self.photo.sudo().thumbnail = thumbnail
        self.other.sudo().thumbnail = thumbnail
        self.assertPrivate(f'/web/image/ir.attachment/{self.photo.id}/thumbnail?unique=1')
        self.assertIn('immutable', self.asked(
            f'/web/image/ir.attachment/{self.other.id}/thumbnail?unique=1').headers['Cache-Control'])

    def test_printed_documents(self):
        draft = self.new_plan()
        for path in (f'/report/html/dan_van.plan_document/{draft.id}', f'/report/pdf/dan_van.plan_document/{self.plan.id}'):
            with self.subTest(path):
                self.assertPrivate(path, user='office_staff')
        self.assertPrivate('/report/download', user='office_staff', data={
            'data': json.dumps([f'/report/pdf/dan_van.plan_document/{self.plan.id}', 'qweb-pdf'])})

    def test_exports(self):
        self.users['policy_staff'].group_ids |= self.env.ref('base.group_allow_export')
        asked = {'model': 'dan_van.event', 'ids': self.event.ids, 'domain': [], 'groupby': [], 'import_compat': False,
                 'fields': [{'name': 'subject', 'label': "Nội dung", 'type': 'char'}]}
        for kind in ('csv', 'xlsx'):
            self.assertPrivate(f'/web/export/{kind}', data={'data': json.dumps(asked)})
        grouped = {**asked, 'ids': False, 'groupby': ['state'] if 'state' in self.event._fields else ['type_id']}
        self.assertPrivate('/web/export/xlsx', data={'data': json.dumps(grouped)})
        self.env['ir.config_parameter'].sudo().set_param('web.json.enabled', 'True')
        self.assertPrivate(f'/json/1/dan_van.event/{self.event.id}', headers={
            'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Site': 'none', 'Sec-Fetch-User': '?1'})

    @mute_logger('odoo.http', 'odoo.addons.web.controllers.export')
    def test_refusals(self):
        self.assertPrivate('/dan_van/word/dan_van.plan/99999999', status=404)
        self.assertPrivate('/dan_van/word/res.partner/1', status=404)
        self.assertPrivate('/dan_van/nothing', status=404)
        self.assertPrivate(f'/dan_van/calendar/{"f" * 40}.ics', status=404)
        draft = self.new_plan()
        self.assertPrivate(f'/dan_van/word/dan_van.plan/{draft.id}', user='outreach_staff', status=403)
        self.assertPrivate('/mail/attachment/pdf_first_page/99999999', status=404)
        self.assertPrivate('/web/export/csv', data={'data': '{}'}, status=500)
        self.authenticate(None, None)
        response = self.url_open('/dan_van/tracking.xlsx', allow_redirects=False)
        self.assertEqual(response.headers['Cache-Control'], PRIVATE['Cache-Control'])

    def test_what_is_not_ours_is_cached_as_before(self):
        for path in (f'/web/content/{self.other.id}?unique=1', f'/web/image/{self.other.id}?unique=1',
                     f'/web/image/res.users/{self.users["head"].id}/avatar_128?unique=1',
                     '/dan_van/static/src/documents/official_document.css'):
            with self.subTest(path):
                self.assertIn('max-age', self.asked(path).headers['Cache-Control'])
