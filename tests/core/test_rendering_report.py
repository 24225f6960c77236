import json
import sys
from unittest.mock import patch

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

from ..pdf_measure import MeasuredPdf
from ..warm import drawn

TEMPLATE = """
<t t-name="dan_van.test_report">
    <html lang="vi" t-foreach="docs" t-as="doc">
        <head>
            <title t-out="doc.name"/>
            <style>@page { @bottom-center { content: "Trang " counter(page); } }</style>
        </head>
        <body><p t-out="doc.name"/><p style="break-before: page">Hết</p></body>
    </html>
</t>
"""


class WithoutPango:
    """Finder of modules on a machine whose system libraries WeasyPrint misses."""

    def find_spec(self, name, path=None, target=None):
        if name == 'weasyprint':
            raise OSError("cannot load library 'libpango'")


class ReportCase(TransactionCase):
    """A report of two pages per partner, on a server that has no wkhtmltopdf."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env['res.partner'].create([{'name': f"Cơ quan {number}"} for number in range(1, 4)])
        cls.env['ir.ui.view'].create({
            'type': 'qweb', 'name': 'dan_van.test_report', 'key': 'dan_van.test_report', 'arch': TEMPLATE})
        cls.report = cls.env['ir.actions.report'].create({
            'name': "Test", 'model': 'res.partner', 'report_type': 'qweb-pdf', 'report_name': 'dan_van.test_report',
            'print_report_name': "object.name", 'pdf_engine': 'weasyprint'})

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(
            self.registry['ir.actions.report'], 'get_wkhtmltopdf_state', lambda report: 'install'))

    def printed(self, records):
        content, kind = self.env['ir.actions.report']._render_qweb_pdf(self.report.report_name, records.ids)
        self.assertEqual(kind, 'pdf')
        return content


@tagged('post_install', '-at_install')
class TestReport(ReportCase):

    def test_prints_without_wkhtmltopdf(self):
        pdf = MeasuredPdf(self.printed(self.partners[0]))
        self.assertEqual(pdf.info['Title'], "Cơ quan 1")
        self.assertEqual(len(pdf.pages), 2)

    def test_several_records_are_merged_and_numbered_each_from_one(self):
        pages = MeasuredPdf(self.printed(self.partners)).pages
        self.assertEqual(
            [[line.text for line in page.lines] for page in pages],
            [row for number in (1, 2, 3) for row in ([f"Cơ quan {number}", "Trang 1"], ["Hết", "Trang 2"])])

    def test_each_record_keeps_its_own_attachment(self):
        self.report.attachment = "object.name + '.pdf'"
        self.printed(self.partners)
        attachments = self.env['ir.attachment'].search([
            ('res_model', '=', 'res.partner'), ('res_id', 'in', self.partners.ids), ('name', '=like', 'Cơ quan %.pdf')])
        self.assertEqual({attachment.res_id for attachment in attachments}, set(self.partners.ids))
        self.assertEqual({MeasuredPdf(attachment.raw).info['Title'] for attachment in attachments}, set(self.partners.mapped('name')))

    def test_kept_attachment_is_printed_again(self):
        self.report.write({'attachment': "object.name + '.pdf'", 'attachment_use': True})
        first = self.printed(self.partners[0])
        with patch.object(self.registry['ir.actions.report'], '_run_pdf_engine', side_effect=AssertionError):
            self.assertEqual(self.printed(self.partners[0]), first)

    def test_record_without_a_name_for_it_keeps_no_attachment(self):
        self.report.write({'attachment': "object.comment", 'attachment_use': True})
        self.printed(self.partners[0])
        self.assertFalse(self.env['ir.attachment'].search_count([
            ('res_model', '=', 'res.partner'), ('res_id', '=', self.partners[0].id)]))

    def test_queries_do_not_grow_with_the_records(self):
        def count(records):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.printed(records)
            return self.cr.sql_log_count - before
        many = self.env['res.partner'].create([{'name': "Cơ quan"}] * 30)
        count(many)  # fills the caches of the registry
        # In turns, so that what other tests have left behind is cleared by neither size for the other.
        twenty, thirty = map(min, zip(*((count(many[:20]), count(many)) for _time in range(2))))
        self.assertLessEqual(thirty, twenty)

    def test_printing_needs_the_right_to_read(self):
        user = new_test_user(self.env, 'no_reader', groups='base.group_user')
        self.env['ir.rule'].create({
            'name': "Nothing", 'model_id': self.env.ref('base.model_res_partner').id,
            'domain_force': [('id', '=', user.partner_id.id)], 'groups': self.env.ref('base.group_user').ids})
        report = self.env['ir.actions.report'].with_user(user)
        with self.assertRaises(AccessError):
            report._render_qweb_pdf(self.report.report_name, self.partners.ids)

    def test_nothing_to_print_is_told(self):
        with self.assertRaises(UserError):
            self.printed(self.partners.browse())

    def test_other_reports_stay_with_odoo(self):
        self.report.pdf_engine = False
        _html, kind = self.env['ir.actions.report']._render_qweb_pdf(self.report.report_name, self.partners.ids)
        self.assertEqual(kind, 'html', "Odoo's own answer in tests")
        # As on a machine without wkhtmltopdf: a report that stays with Odoo must still ask for it.
        without = patch.object(type(self.env['ir.actions.report']), 'get_wkhtmltopdf_state', lambda *args: 'install')
        with without, self.assertRaisesRegex(UserError, 'Wkhtmltopdf'):
            self.env['ir.actions.report'].with_context(force_report_rendering=True)._render_qweb_pdf(
                self.report.report_name, self.partners.ids)
        stock = self.env['ir.actions.report'].search([('report_name', 'not like', 'dan_van.%')])
        self.assertTrue(stock)
        self.assertFalse(any(stock.mapped('pdf_engine')))

    def test_client_learns_the_engine_and_asks_for_no_company_layout(self):
        self.env.company.external_report_layout_id = False
        action = self.report.report_action(self.partners)
        self.assertEqual(action['type'], 'ir.actions.report')
        self.assertEqual(action['pdf_engine'], 'weasyprint')
        self.assertEqual(self.env['ir.actions.actions']._for_xml_id(self._xml_id())['pdf_engine'], 'weasyprint')

    def _xml_id(self):
        self.env['ir.model.data'].create({
            'module': 'dan_van', 'name': 'test_report_action', 'model': 'ir.actions.report', 'res_id': self.report.id})
        return 'dan_van.test_report_action'

    def test_missing_library_is_told(self):
        drawn.cache_clear()
        with patch.dict('sys.modules', weasyprint=None), self.assertRaisesRegex(UserError, 'pip install'):
            self.printed(self.partners[0])
        with patch.dict('sys.modules'), patch('sys.meta_path', [WithoutPango(), *sys.meta_path]):
            del sys.modules['weasyprint']
            with self.assertRaisesRegex(UserError, 'apt-get install'):
                self.printed(self.partners[0])


@tagged('post_install', '-at_install', 'dan_van_long')
class TestReportRoutes(ReportCase, HttpCase):

    def setUp(self):
        super().setUp()
        self.authenticate('admin', 'admin')

    def test_page_of_the_report(self):
        response = self.url_open(f'/report/pdf/{self.report.report_name}/{self.partners[0].id}')
        self.assertEqual(response.headers['Content-Type'], 'application/pdf')
        self.assertEqual(MeasuredPdf(response.content).info['Title'], "Cơ quan 1")

    def test_download(self):
        address = f'/report/pdf/{self.report.report_name}/{self.partners[0].id}'
        response = self.url_open('/report/download', data={
            'data': json.dumps([address, 'qweb-pdf']), 'context': '{}', 'csrf_token': http.Request.csrf_token(self)})
        self.assertEqual(response.status_code, 200)
        self.assertIn('.pdf', response.headers['Content-Disposition'])
        self.assertEqual(len(MeasuredPdf(response.content).pages), 2)

    def test_client_downloads_without_asking_for_wkhtmltopdf(self):
        reports = self.registry['ir.actions.report']
        state = self.startPatcher(patch.object(reports, 'get_wkhtmltopdf_state', return_value='install'))
        engine = self.startPatcher(patch.object(reports, '_run_pdf_engine', return_value=b'%PDF-1.7'))
        context = {'active_ids': self.partners[0].ids}
        self.browser_js(
            '/odoo',
            f"""odoo.__WOWL_DEBUG__.root.env.services.action
                .doAction({self.report.id}, {{ additionalContext: {json.dumps(context)} }})
                .then(() => console.log("test successful"));""",
            ready="odoo.isReady === true", login='admin')
        engine.assert_called_once()
        state.assert_not_called()
