from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..keys import unlocked
from .door_cases import MARK, DoorCase

CONVERTERS = ('html', 'text', 'pdf')


@tagged('post_install', '-at_install', '-dan_van_wide', 'dan_van_doors')
class TestDoorReports(DoorCase, HttpCase):
    """Every report on our records, by every converter, printed by each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reports = cls.env['ir.actions.report'].search([]).filtered(
            lambda report: cls.env['ir.actions.report']._prints_ours(report))

    def print(self, report, converter, records):
        """:return: status and content of what the route gives"""
        ids = ','.join(map(str, records.ids))
        with mute_logger('odoo.http', 'odoo.addons.base.models.ir_qweb'):
            response = self.url_open(f'/report/{converter}/{report.report_name}/{ids}', timeout=60, allow_redirects=False)
        return response.status_code, response.content

    def login(self, role):
        self.authenticate(None if role == 'public' else self.role_users[role].login, 'x')

    def test_every_report_has_records_to_try(self):
        self.assertEqual(set(self.reports.mapped('model')) - {record._name for record in self.all_records()}, set())
        self.assertGreater(len(self.reports), 5)

    def test_each_role(self):
        """Who may not read a record prints nothing of it, alone or together with one that he may read."""
        for role in self.ROLES:
            self.login(role)
            shown, hidden = self.sorted_out(role, (target.of(role) for target in self.targets.values()))
            for report in self.reports:
                for record in hidden[report.model]:
                    readable = next(iter(shown[report.model]), record.browse())
                    for converter in CONVERTERS:
                        for records in (record, readable + record) if readable else (record,):
                            with self.subTest(role=role, report=report.report_name, converter=converter, records=records.ids):
                                status, content = self.print(report, converter, records)
                                self.assertNotEqual(b'%PDF', content[:4])
                                self.assertNotIn(f'BIMAT-{record._name}-{record.id}-', content.decode(errors='replace'))
                                self.assertTrue(status >= 400 or b'/web/login' in content, status)

    def printable(self, model, role):
        """Yield the records of ``model`` that ``role`` may read."""
        for target in self.targets.values():
            record = self.role_env(role, target.of(role))
            if record._name == model and self.may_read(record):
                yield record

    def test_who_may_read_prints(self):
        self.login('office')
        for report in self.reports:
            record = next(self.printable(report.model, 'office'))
            with self.subTest(report=report.report_name):
                status, content = self.print(report, 'html', record)
                self.assertEqual(status, 200)
                # A book prints the lines of a register, a rating what has been concluded.
                if report.model not in ('dan_van.register.print', 'dan_van.rating', 'dan_van.file.catalog', 'dan_van.work.file.handover'):
                    self.assertIn((record._name, str(record.id)), MARK.findall(content.decode()))

    def test_an_issued_document_is_its_file(self):
        """No converter prints it anew from what its records say today."""
        documents = {
            name for name, model in self.env.registry.items()
            if not model._abstract and issubclass(model, self.env.registry['dan_van.document.mixin'])}
        self.login('office')
        tried = set()
        for report in self.reports.filtered(lambda report: report.model in documents):
            record = next(each for each in self.all_records() if each._name == report.model and each.state == 'issued')
            content = f'%PDF of {record}'.encode()
            unlocked(record).pdf_attachment_id = self.env['ir.attachment'].create({
                'name': "x.pdf", 'raw': content, 'mimetype': 'application/pdf', 'res_model': record._name, 'res_id': record.id})
            draft = next(
                each for each in self.printable(report.model, 'office') if each.state == 'draft')
            for converter in ('html', 'text'):
                for records in (record, draft + record):
                    with self.subTest(report=report.report_name, converter=converter, records=records.ids):
                        status, told = self.print(report, converter, records)
                        self.assertIn(status, range(400, 500))
                        self.assertNotIn(f'BIMAT-{record._name}-{record.id}-text', told.decode())
                        self.assertIn("PDF", told.decode())
            self.assertEqual(self.print(report, 'pdf', record), (200, content))
            self.assertEqual(self.print(report, 'html', draft)[0], 200)
            tried.add(report.model)
        self.assertEqual(tried, documents)
