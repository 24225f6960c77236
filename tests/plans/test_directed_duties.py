import io

import openpyxl
from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from ..common import AgencyCase
from ..documents.test_incoming_file import TEXT
from ..importer_cases import make_docx
from ..pdf_measure import MeasuredPdf
from .test_directive import ASKED, DirectiveCase


@tagged('post_install', '-at_install')
class TestDirectedDuties(DirectiveCase, HttpCase):
    """What a directive asks for stands in sheets, letters, calendars and figures beside the duties of plans."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls.directed()

    def test_the_tracking_sheet_names_the_document(self):
        plan = self.to_state(self.new_plan(duties=['policy'], year=2031), 'issued')
        duties = plan.sudo().assignment_ids | self.document.sudo().assignment_ids
        self.authenticate(self.users['office_staff'].login, 'danvan')
        action = self.as_user('office_staff', duties).action_tracking_sheet()
        sheet = openpyxl.load_workbook(io.BytesIO(self.url_open(action['url']).content)).active
        cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell]
        self.assertIn(self.document._heading(), cells)
        self.assertEqual(cells.count(ASKED), 3)
        self.assertLess(cells.index(plan.sudo().assignment_ids.text), cells.index(ASKED), "what no plan gives comes last")

    def test_a_reminder_names_the_document(self):
        with freeze_time('2031-03-24 02:00:00'):
            self.env.invalidate_all()
            duties = self.as_user('office_staff', self.document.sudo().assignment_ids)
            letter = self.env['dan_van.reminder'].browse(duties.action_write_reminder()['res_id'])
            self.assertFalse(letter.plan_id)
            self.assertEqual(len(letter.line_ids), 3)
            self.assertIn("Công văn số 12/UBND-NC ngày 20/01/2026 của UBND tỉnh Mẫu", letter.line_ids[0]._printed_text())

    def test_the_calendar_of_the_leader_has_it(self):
        self.units['outreach'].dan_van_leader_id = False
        for user, count in (('head', 1), ('party_staff', 0)):
            found = self.as_user(user, self.users[user])._duty_deadlines(self.env['hr.department'])
            self.assertEqual(sum("TT&ĐB: Tham mưu" in each.summary for each in found), count)

    def test_the_dashboard_counts_it(self):
        self.to_state(self.new_plan(duties=['policy'], year=2031), 'issued')
        outside = self.as_user('head', 'dan_van.dashboard').get_data()['outside']
        self.assertEqual((outside['total'], outside['counts']), (3, {'on_track': 3}))
        self.assertEqual(self.as_user('policy_staff', 'dan_van.dashboard').get_data()['outside']['total'], 1)

    def test_evidence_is_filed_with_what_came_in(self):
        duty = self.as_user('outreach_staff', self.duty(self.document, 'outreach'))
        duty.evidence_ids = self.as_user('outreach_staff', 'ir.attachment').create({
            'name': "bien-ban.txt", 'raw': b"x", 'res_model': duty._name, 'res_id': duty.id})
        [path] = duty.sudo()._dms_paths().values()
        self.assertEqual([folder.name for folder in path[1:3]], ['2031', "Văn bản đến"])

    def test_more_time_is_asked_for_as_ever(self):
        duty = self.as_user('outreach_staff', self.duty(self.document, 'outreach'))
        request = self.as_user('outreach_staff', 'dan_van.extension').create({
            'assignment_id': duty.id, 'new_deadline': '2031-04-30', 'reason': "Chờ số liệu của xã."})
        self.reading('office_head', request).action_accept()
        self.assertEqual(str(duty.deadline), '2031-04-30')

    def test_an_event_serves_it(self):
        kind = self.env.ref('dan_van.event_type_propaganda', raise_if_not_found=False) or self.env['dan_van.event.type'].search([], limit=1)
        event = self.as_user('outreach_staff', 'dan_van.event').create({
            'type_id': kind.id, 'date': '2031-03-03', 'department_id': self.units['outreach'].id,
            'assignment_id': self.duty(self.document, 'outreach').id, 'subject': "Tuyên truyền"})
        self.assertEqual(event.assignment_id.incoming_id, self.document)


@tagged('post_install', '-at_install')
class TestSlip(DirectiveCase):
    """The slip goes round with the document: empty for the leader's hand, or with what he has directed."""

    def text(self, user, document):
        pdf = self.env['ir.actions.report'].with_user(self.users[user])._render_qweb_pdf('dan_van.incoming_slip', document.ids)[0]
        measured = MeasuredPdf(pdf)
        self.assertEqual(len(measured.pages), 1)
        return ' '.join(measured.text.split())

    def test_before_the_directive_it_has_room_to_write(self):
        document = self.written()
        text = self.text('clerk', document)
        for words in ("PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN", "Công văn số 12/UBND-NC ngày 20/01/2026", "UBND tỉnh Mẫu",
                      "1. Ý kiến của lãnh đạo cơ quan, tổ chức", "2. Ý kiến của lãnh đạo đơn vị",
                      "3. Ý kiến đề xuất của người giải quyết"):
            self.assertIn(words, text)
        self.assertEqual(text.count("tháng ..... năm"), 3, "each writes the day of his opinion (Phụ lục IV, mục VII)")
        self.assertNotIn("Tham mưu", text, "prepared, not said")

    def test_it_says_what_was_directed_and_how(self):
        document = self.directed()
        text = self.text('office_staff', document)
        for words in (ASKED, self.units['outreach'].name, self.units['policy'].name, "ngày 20 tháng 3 năm 2031",
                      "Ngày 03 tháng 3 năm 2031", self.users['head'].name):
            self.assertIn(words, text)
        self.assertNotIn("bản giấy", text)
        paper = self.written(directive_date='2031-03-01')
        self.as_user('clerk', paper).action_note()
        self.assertIn("bút phê trên bản giấy", self.text('clerk', paper))


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestDirectiveTour(AgencyCase, HttpCase):
    """An official letter from its Word file: entered, directed, done by three units, answered, closed."""

    def test_from_the_file_to_the_answer(self):
        self.env['ir.attachment'].create({
            'name': 'cong-van.docx', 'raw': make_docx(TEXT.replace("345", "   ")), 'url': '/dan_van_test/cong-van.docx', 'public': True})
        self.start_tour('/odoo', 'dan_van_directive_enter_tour', login='vanthu', timeout=120)
        document = self.env['dan_van.incoming'].search([('code', '=', "347/SNV-CCHC")])
        self.start_tour('/odoo', 'dan_van_directive_tour', login='truongban', timeout=120)
        self.assertEqual(document.assignment_ids.department_id, self.units['outreach'] | self.units['policy'] | self.units['inspectorate'])
        for login in ('chuyenvien.ttdb', 'chuyenvien.cs', 'chuyenvien.ttr'):
            with self.subTest(login):
                self.start_tour('/odoo', 'dan_van_directive_work_tour', login=login, timeout=120)
        self.assertEqual(set(document.assignment_ids.mapped('result')), {"Đã gửi số liệu."})
        self.start_tour('/odoo', 'dan_van_directive_answer_tour', login='truongphong.ttdb', timeout=120)
        self.assertEqual(document.answer_ids.state, 'submitted')
        self.to_state(document.answer_ids, 'issued')
        self.start_tour('/odoo', 'dan_van_directive_close_tour', login='truongphong.ttdb', timeout=120)
        self.assertEqual((document.state, document.answered_date), ('closed', document.answer_ids.document_date))
