import base64
from io import BytesIO

import pypdf

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from odoo.addons.dan_van.tests.common import AgencyCase, ReportCase
from odoo.addons.dan_van.tests.pdf_measure import MeasuredPdf

MINUTES = 'dan_van_extension_test.minutes'


class ExtensionCase(AgencyCase):

    def assertTurn(self, record, *users):
        """The next step of ``record`` is in the inbox of exactly ``users``, also once the night has passed."""
        for _time in range(2):
            found = self.env['mail.activity'].sudo().search([
                ('res_model', '=', record._name), ('res_id', '=', record.id),
                ('activity_type_id', '=', self.env.ref('dan_van.mail_activity_turn').id)])
            self.assertEqual(sorted(found.user_id.mapped('login')), sorted(self.users[user].login for user in users))
            self.assertEqual(len(found), len(users))
            record.sudo()._keep_turns()

    def take(self, user, record, step, *arguments):
        getattr(self.reading(user, record), f'action_{step}')(*arguments)
        return record

    def steps(self, record):
        return record.sudo().approval_ids.sorted('id').mapped('step')


class TestKindOfDocument(ExtensionCase, HttpCase):
    """A kind of official document that another addon brings is drafted, signed, numbered, kept and filed as any other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.minutes = cls.as_user('outreach_staff', MINUTES).create({
            'subject': "họp giao ban công tác dân vận", 'department_id': cls.units['outreach'].id, 'recipients': "Như thành phần",
            'attendees': "Lãnh đạo các phòng", 'conclusion': "1. Thống nhất nội dung kế hoạch.\n2. Giao Văn phòng đôn đốc."})
        cls.source = cls.env['ir.attachment'].create(
            {'name': 'ghi-chep.txt', 'raw': b'notes', 'res_model': MINUTES, 'res_id': cls.minutes.id})

    def issue(self):
        for user, step in (('outreach_staff', 'submit'), ('head', 'sign'), ('clerk', 'issue')):
            self.take(user, self.minutes, step)
        return self.minutes.sudo()

    def call(self, method, *arguments):
        """:return: the error that a client gets who calls ``method`` of the minutes"""
        with mute_logger('odoo.http'):
            answer = self.url_open('/web/dataset/call_kw', json={'params': {
                'model': MINUTES, 'method': method, 'args': [self.minutes.ids, *arguments], 'kwargs': {}}}).json()
        return answer.get('error', {}).get('data', {}).get('name')

    def test_each_step_is_the_turn_of_one_and_stands_in_the_log(self):
        self.assertTurn(self.minutes)
        self.take('outreach_staff', self.minutes, 'submit')
        self.assertTurn(self.minutes, 'head')
        self.take('head', self.minutes, 'return', "Bổ sung thành phần.")
        self.assertTurn(self.minutes, 'outreach_staff')
        self.take('outreach_staff', self.minutes, 'submit')
        self.take('head', self.minutes, 'sign')
        self.assertTurn(self.minutes, 'clerk')
        self.take('clerk', self.minutes, 'issue')
        self.assertTurn(self.minutes)
        self.assertEqual(self.steps(self.minutes), ['submit', 'return', 'submit', 'sign', 'issue'])
        self.assertNotIn('withdraw', self.minutes._transitions())
        with self.assertRaises(UserError):
            self.minutes.action_withdraw()
        self.assertEqual(self.minutes._get_transition('recall').label, "Declare void")

    def test_a_draft_is_read_by_its_unit_alone(self):
        other = self.as_user('policy_staff', self.minutes)
        self.assertFalse(other.search([('id', '=', self.minutes.id)]))
        for read in (other.read, other.action_preview, other.action_submit, other._official_document):
            with self.subTest(read.__name__), self.assertRaises(AccessError):
                read()
        with self.assertRaises(AccessError):
            self.as_user('policy_staff', self.source).read(['raw'])
        with self.assertRaises(AccessError):  # a dialog that names it would tell its name
            self.as_user('policy_staff', 'dan_van.reason.wizard').create(
                {'res_model': MINUTES, 'res_ids': self.minutes.ids, 'transition': 'return'})
        self.issue()
        self.assertEqual(self.as_user('policy_staff', self.minutes).subject, self.minutes.subject)

    def test_what_is_issued_never_changes(self):
        minutes = self.issue()
        self.authenticate(self.users['outreach_staff'].login, 'danvan')
        for values in ({'conclusion': "Khác"}, {'attendees': "Khác"}, {'state': 'draft'}, {'register_entry_id': False}):
            with self.subTest(values):
                self.assertEqual(self.call('write', values), 'odoo.exceptions.UserError')
                self.assertEqual(self.call('web_save', values, {}), 'odoo.exceptions.UserError')
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    minutes.write(values)
        self.assertEqual(self.call('unlink'), 'odoo.exceptions.UserError')
        for file in (self.source, minutes.pdf_attachment_id):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                file.sudo().raw = b'x'
            with self.assertRaises(UserError), self.env.cr.savepoint():
                file.sudo().unlink()
        self.assertFalse(minutes.issued_file_ids._check())

    def test_it_has_its_number_its_line_in_the_register_and_its_files(self):
        entry = self.issue().register_entry_id
        self.assertEqual(entry.code, self.minutes.code)
        self.assertEqual((entry.document_type, entry._document().id), ('BB', self.minutes.id))
        self.assertIn('/BB-', self.minutes.code)
        self.assertEqual(set(entry.file_ids.mapped('kind')), {'pdf', 'docx', 'data', 'source'})

    def test_it_is_printed_in_the_layout_of_the_decree(self):
        pdf = self.issue().pdf_attachment_id.raw
        lines = ' '.join(line.text for page in MeasuredPdf(pdf).pages for line in page.lines)
        for words in (
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "BIÊN BẢN", f"Số: {self.minutes.code}", "Thống nhất nội dung kế hoạch",
                "Thành phần dự họp: Lãnh đạo các phòng", "Nơi nhận:"):
            self.assertIn(words, lines)
        self.assertIn(b'pdfaid', pypdf.PdfReader(BytesIO(pdf)).trailer['/Root']['/Metadata'].get_data())
        # Printed again it is the file that was kept, whatever its template says by then.
        self.env.ref('dan_van_extension_test.minutes_document').sudo().arch = '<t><p>Khác</p></t>'
        self.assertEqual(self.as_user('policy_staff', self.minutes)._render_pdf(), pdf)

    def test_it_is_filed(self):
        self.issue()
        files = self.as_user('policy_staff', 'dms.file').search([('res_model', '=', MINUTES), ('res_id', '=', self.minutes.id)])
        self.assertIn(self.source, files.sudo().attachment_id)
        self.assertIn(self.minutes.sudo().pdf_attachment_id, files.sudo().attachment_id)
        self.assertEqual(files.directory_id.parent_id.name, "Biên bản")
        with self.assertRaises(UserError):
            files[:1].sudo().content = base64.b64encode(b'x')

    def test_its_form_is_that_of_all_documents(self):
        form = self.as_user('outreach_staff', MINUTES).get_view(view_type='form')['arch']
        for part in ('name="action_sign"', 'name="turn_note"', 'name="signer_id"', 'name="conclusion"', 'name="approval_ids"'):
            self.assertIn(part, form)
        self.assertEqual(self.minutes.action_preview()['report_name'], self.minutes.report_name)
        self.assertEqual(self.minutes.report_name, 'dan_van_extension_test.minutes_document')


class TestStep(ExtensionCase):
    """A step between the submission and the signature."""

    def setUp(self):
        super().setUp()
        self.letter = self.as_user('outreach_staff', 'dan_van.letter').create({
            'subject': "mời họp", 'addressees': "Các phòng", 'body': "Mời họp.", 'department_id': self.units['outreach'].id,
            'room': "Phòng 1"})
        self.take('outreach_staff', self.letter, 'submit')

    def test_it_is_its_own_turn_and_the_signer_waits_for_it(self):
        self.assertTurn(self.letter, 'office_head')
        with self.assertRaises(UserError):
            self.take('head', self.letter, 'sign')
        with self.assertRaises(UserError):
            self.take('policy_head', self.letter, 'check') if self.as_user('policy_head', self.letter).has_access('read') else (
                self.take('outreach_head', self.letter, 'check'))
        self.take('office_head', self.letter, 'check')
        self.assertTurn(self.letter, 'head')
        self.take('head', self.letter, 'sign')
        self.assertTurn(self.letter, 'clerk')
        self.take('clerk', self.letter, 'issue')
        self.assertTurn(self.letter)
        self.assertEqual(self.steps(self.letter), ['submit', 'check', 'sign', 'issue'])

    def test_its_state_is_as_frozen_as_the_others(self):
        self.take('office_head', self.letter, 'check')
        self.assertTrue(self.letter.is_frozen)
        self.assertIn(self.letter, self.letter.search([('is_frozen', '=', True)]))
        self.assertEqual(self.as_user('clerk', self.letter).state, 'checked')
        for values in ({'body': "Khác"}, {'room': "Phòng 2"}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.letter.sudo().write(values)
        self.take('head', self.letter, 'return', "Sửa ngày.")
        self.assertTurn(self.letter, 'outreach_staff')
        self.letter.write({'room': "Phòng 2"})

    def test_its_button_stands_in_the_form(self):
        self.assertIn('name="action_check"', self.as_user('office_head', 'dan_van.letter').get_view(view_type='form')['arch'])


class TestDutiesAndThemes(ReportCase):

    def test_a_field_of_duties_is_open_in_the_states_that_it_says(self):
        plan = self.new_plan(duties=['outreach'])
        duty = plan.printed_assignment_ids
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.as_user('office_staff', duty).budget = 5
        self.to_state(plan, 'issued')
        work = self.as_user('outreach_staff', plan.sudo().assignment_ids.filtered(lambda each: each.scope == 'unit'))
        work.write({'budget': 5, 'progress': 20})
        self.to_state(plan, 'closed')
        with self.assertRaises(UserError):
            work.sudo().budget = 6

    def test_a_theme_has_its_own_indicators_and_sections(self):
        theme = self.env.ref('dan_van_extension_test.theme')
        scheme = self.env['dan_van.report.scheme'].create({'name': "Tháng", 'kind': 'month', 'theme_id': theme.id})
        plan = self.report_plan(theme_id=theme.id, scheme_ids=[Command.set(scheme.ids)])
        report = self.report_of(self.opened(plan, "Tháng 2 năm 2022"), 'outreach').sudo()
        self.assertEqual(report.section_ids.section_id, theme.section_ids)
        self.assertEqual(theme.section_ids.mapped('name'), ["Kết quả chuyển đổi số"])
        self.assertEqual(report.figure_ids.indicator_id, self.env.ref('dan_van_extension_test.indicator'))
        other = self.report_plan(subject="Công tác dân vận năm 2022")
        report = self.report_of(self.opened(other, "Tháng 2 năm 2022"), 'outreach').sudo()
        self.assertNotIn(self.env.ref('dan_van_extension_test.indicator'), report.figure_ids.indicator_id)
