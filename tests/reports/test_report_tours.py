from odoo.tests import HttpCase, tagged

PHONE = '390x844'


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestReportTours(HttpCase):
    """A report in the browser, from the unit's draft to the issued document: heads and leaders on a phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.period = cls.env.ref('dan_van.demo_period')

    def play(self, tour, login, phone=False):
        self.browser_size, self.touch_enabled = (PHONE, True) if phone else ('1366x768', False)
        self.start_tour('/odoo', f'dan_van_report_{tour}_tour', login=login, timeout=120)

    def report_of(self, unit):
        return self.period.report_ids.filtered(
            lambda report: report.scope == 'unit' and report.department_id == self.env.ref(f'dan_van.department_{unit}'))

    def section(self, report, key):
        return report.section_ids.filtered(lambda row: row.section_id == self.env.ref(f'dan_van.theme_dan_van_{key}'))

    def steps_of(self, report):
        """:return: ``[(step, login)]`` of the report's log, the readings left out"""
        return [(line.step, line.user_id.login) for line in report.approval_ids.sorted('id') if line.step != 'seen']

    def test_report_from_the_draft_to_the_issued_document(self):
        self.play('write', 'chuyenvien.cs')
        report = self.report_of('policy')
        results = report.line_ids.filtered(lambda line: not line.section_id)
        self.assertEqual(report.state, 'submitted')
        self.assertTrue(all(line.text or line.reason for line in results))
        self.assertEqual(results.mapped('reason').count('too_early'), 2)
        self.assertEqual(self.section(report, 'strengths').text, "Phối hợp tốt với người có uy tín.")
        self.assertEqual(
            report.figure_ids.filtered(lambda f: f.indicator_id == self.env.ref('dan_van.indicator_05')).value, 3)

        self.play('return', 'truongphong.cs', phone=True)
        self.play('correct', 'chuyenvien.cs')
        self.play('approve', 'truongphong.cs', phone=True)
        self.assertEqual(self.steps_of(report), [
            ('submit', 'chuyenvien.cs'), ('return', 'truongphong.cs'),
            ('submit', 'chuyenvien.cs'), ('approve', 'truongphong.cs')])
        self.assertEqual(report.approval_ids.filtered('reason').reason, "Bổ sung số lượt người dự.")

        inspectorate = self.report_of('inspectorate')
        inspectorate.with_user(self.env.ref('dan_van.user_inspectorate_head')).action_approve()
        self.play('consolidate', 'chanhvanphong')
        agency = self.period.agency_report_id
        self.assertEqual((report | inspectorate).mapped('state'), ['received', 'received'])
        self.assertEqual(agency.state, 'submitted')
        self.assertEqual(agency.source_ids.department_id, (
            report | inspectorate | self.report_of('outreach')).department_id)
        self.assertEqual(agency.missing_ids, self.report_of('office'))

        head, office = (self.env.ref(f'dan_van.user_{name}') for name in ('head', 'office_head'))
        agency.with_user(head).action_return("Nêu thêm kiến nghị.")
        self.section(agency, 'proposals').with_user(office).text = "Đề nghị bổ sung biên chế cho công tác địa bàn."
        agency.with_user(office).action_submit("Văn phòng gửi sau.")
        agency.with_user(self.env.ref('dan_van.user_deputy_1')).mark_seen()
        self.play('sign', 'truongban', phone=True)
        self.assertEqual(agency.state, 'signed')
        self.assertEqual(set(agency.seen_ids.user_id.mapped('login')), {'photruongban1', 'truongban'})

        self.play('issue', 'vanthu')
        self.play('read', 'chuyenvien.cs')
        self.assertEqual(agency.state, 'issued')
        self.assertEqual(self.steps_of(agency), [
            ('submit', 'chanhvanphong'), ('return', 'truongban'), ('submit', 'chanhvanphong'),
            ('sign', 'truongban'), ('issue', 'vanthu')])
        self.assertRegex(agency.code, r'^\d+/BC-BDT$')
        self.assertTrue(agency.pdf_attachment_id)
        edited = agency.line_ids.filtered(lambda line: line.text == "Các phòng đã tổ chức 03 buổi, 95 lượt người dự.")
        self.assertEqual(edited.source_id, report, "an edited line keeps its source")
