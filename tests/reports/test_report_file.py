import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .. import hostile_files, scans
from ..common import ReportCase
from ..importer_cases import make_docx, make_pdf
from ..keys import unlocked
from .test_importer_report import with_table

HEAD = """BAN DÂN TỘC                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHÒNG TUYÊN TRUYỀN & ĐỊA BÀN   Độc lập - Tự do - Hạnh phúc
Số: 14/BC-ĐB                Mẫu, ngày 16 tháng 2 năm 2022

BÁO CÁO
Kết quả công tác dân vận chính quyền tháng 2 năm 2022

Phòng báo cáo kết quả như sau:
"""
TEXT = HEAD + """I. KẾT QUẢ THỰC HIỆN
1. Thực hiện nhiệm vụ thứ 1
Đã họp 02 lần.
2. Thực hiện nhiệm vụ thứ 2
Đã tập huấn 40 người.
3. Trồng cây
Đã trồng 15 cây.
II. ĐÁNH GIÁ CHUNG
1. Ưu điểm
Phối hợp tốt.
Tin, bài đã đăng: 7. Đã tổ chức 03 buổi tuyên truyền.
"""
FIGURES = (("TT", "Nội dung", "Đơn vị tính", "Kỳ này"), ("1", "Tin, bài đã đăng", "tin", "8"), ("2", "Cây đã trồng", "cây", "15"))


class FileCase(ReportCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.report_plan(schemes=['month'], duties=['outreach', 'outreach', 'policy'])
        cls.period = cls.opened(cls.plan, "Tháng 2 năm 2022")
        cls.report = cls.report_of(cls.period, 'outreach')
        cls.lines = cls.report.line_ids.sorted('sequence')

    @classmethod
    def chosen(cls, data=None, report=None, user='outreach_staff', filename="bao-cao.docx"):
        return cls.as_user(user, 'dan_van.report.file').create({
            'report_id': (report or cls.report).id, 'filename': filename, 'file': base64.b64encode(data or make_docx(TEXT))})

    @classmethod
    def preview(cls, *args, **named):
        wizard = cls.chosen(*args, **named)
        wizard.action_read()
        return wizard

    def row(self, wizard, target):
        links = {'dan_van.report.line': 'line_id', 'dan_van.report.section': 'section_id', 'dan_van.report.figure': 'figure_id'}
        return wizard.line_ids.filtered(lambda row: row[links[target._name]] == target)

    def figure(self, number, report=None):
        return (report or self.report).figure_ids.filtered(
            lambda figure: figure.indicator_id == self.env.ref(f'dan_van.indicator_{number:02}'))

    def typed(self, target, **values):
        self.as_user('outreach_staff', target).write(values)

    def said(self, wizard):
        return {row.name: row.new for row in wizard.line_ids}


class TestReportFile(FileCase):
    """A unit's report comes as a Word file: beside each line stands what the file says of it."""

    def test_what_the_file_says_stands_beside_what_the_draft_says(self):
        self.typed(self.lines[1], text="Đã làm.")
        wizard = self.preview()
        self.assertEqual(self.said(wizard), {
            "Ưu điểm": "Phối hợp tốt.\nTin, bài đã đăng: 7. Đã tổ chức 03 buổi tuyên truyền.",
            "Thực hiện nhiệm vụ thứ 1.": "Đã họp 02 lần.", "Thực hiện nhiệm vụ thứ 2.": "Đã tập huấn 40 người.",
            "Buổi tuyên truyền": "3", "Tin, bài đã đăng": "7"})
        row = self.row(wizard, self.lines[1])
        self.assertEqual((row.now, row.new, row.place), ("Đã làm.", "Đã tập huấn 40 người.", "2. Thực hiện nhiệm vụ thứ 2"))
        self.assertIn("3. Trồng cây\nĐã trồng 15 cây.", wizard.left)
        self.assertIn("14/BC-ĐB", wizard.summary)
        self.assertFalse(wizard.doubts)
        self.assertEqual((self.lines[0].text, self.lines[1].text), ("", "Đã làm."), "nothing is written yet")

    def test_only_empty_lines_are_ticked(self):
        self.typed(self.lines[1], text="Đã làm.")
        wizard = self.preview()
        self.assertTrue(self.row(wizard, self.lines[0]).take)
        self.assertFalse(self.row(wizard, self.lines[1]).take)
        self.assertTrue(self.row(wizard, self.section(self.report, 'strengths')).take)
        self.assertTrue(self.row(wizard, self.figure(5)).take)

    def test_nothing_is_overwritten_that_is_not_ticked(self):
        self.typed(self.lines[1], text="Đã làm.")
        self.typed(self.figure(5), value=2)
        wizard = self.preview()
        self.assertFalse(self.row(wizard, self.figure(5)).take)
        self.row(wizard, self.section(self.report, 'strengths')).take = False
        wizard.action_take()
        self.assertEqual((self.lines[0].text, self.lines[1].text), ("Đã họp 02 lần.", "Đã làm."))
        self.assertFalse(self.section(self.report, 'strengths').text)
        self.assertEqual(self.figure(5).value, 2)

    def test_what_is_ticked_is_taken_and_told_once_with_the_file(self):
        self.typed(self.lines[1], text="Đã làm.")
        data, before = make_docx(TEXT), self.report.message_ids
        wizard = self.preview(data)
        self.row(wizard, self.lines[1]).take = True
        wizard.action_take()
        self.assertEqual(self.lines[:2].mapped('text'), ["Đã họp 02 lần.", "Đã tập huấn 40 người."])
        self.assertEqual(self.figure(5).value, 7)
        told = self.report.message_ids - before
        self.assertEqual((len(told), told.author_id), (1, self.users['outreach_staff'].partner_id))
        self.assertIn("3 texts, 1 figures", told.body)
        self.assertEqual((told.attachment_ids.name, told.attachment_ids.raw), ("bao-cao.docx", data))
        self.typed(self.lines[1], text="Đã làm thêm.")
        self.assertEqual(self.lines[1].text, "Đã làm thêm.", "it is typed over as ever")

    def test_counted_figures_are_compared_only(self):
        wizard = self.preview()
        row, figure = self.row(wizard, self.figure(1)), self.figure(1)
        self.assertEqual((row.can_take, row.take, row.now, row.new), (False, False, "0", "3"))
        self.assertIn("differs by +3", row.note)
        row.take = True
        wizard.action_take()
        self.assertEqual(figure.value, 0)
        unlocked(row).can_take = True
        with self.assertRaisesRegex(UserError, "counted from the records"):
            row._take_in()

    def test_a_table_of_figures_counts_more_than_the_text(self):
        wizard = self.preview(with_table(*FIGURES, text=TEXT, below=""))
        row = self.row(wizard, self.figure(5))
        self.assertEqual((row.value, row.take), (8, False), "the file says two things")
        self.assertIn("says 7 elsewhere", row.note)
        self.assertIn("Cây đã trồng\n15", wizard.left)

    def test_what_the_draft_says_already_is_not_taken_again(self):
        self.typed(self.figure(5), value=7)
        self.typed(self.lines[0], text="Đã họp  02 lần.\n")
        wizard = self.preview()
        for target in (self.figure(5), self.lines[0]):
            row = self.row(wizard, target)
            self.assertEqual((row.can_take, row.take, row.note), (False, False, "The draft says the same."))

    def test_every_kind_of_file(self):
        whole = self.said(self.preview())
        for name, data in (("bao-cao.pdf", make_pdf(TEXT)), ("bao-cao.txt", TEXT.encode())):
            with self.subTest(name):
                self.assertEqual(set(self.said(self.preview(data, filename=name))), set(whole))

    def test_a_scan(self):
        wizard = self.preview(scans.pdf(scans.pages(make_pdf(TEXT), stamps=False)), filename="ban-quet.pdf")
        self.assertEqual(self.row(wizard, self.lines[0]).new, "Đã họp 02 lần.")

    def test_a_file_without_a_heading_of_the_report_takes_nothing(self):
        wizard = self.preview(make_docx("Ghi chép\nkhông theo mẫu nào"))
        self.assertFalse(wizard.line_ids)
        self.assertIn("không theo mẫu nào", wizard.left)
        with self.assertRaisesRegex(UserError, "Nothing is ticked"):
            wizard.action_take()

    def test_a_file_that_can_t_be_read_is_refused_with_a_sentence(self):
        for data, said in ((b'MZ', "type of file"), (hostile_files.word_bomb(), "more than any such document")):
            with self.subTest(said), self.assertRaisesRegex(UserError, said):
                self.preview(data)

    def test_another_unit_or_period_is_told(self):
        for text, said in (
            (TEXT.replace("PHÒNG TUYÊN TRUYỀN & ĐỊA BÀN", "THANH TRA BAN"), "another agency or unit"),
            (TEXT.replace("tháng 2 năm 2022", "tháng 3 năm 2022"), "another period"),
            (TEXT.replace("tháng 2 năm 2022", "quý I năm 2022"), "another period"),
            (TEXT.replace("kết quả như sau", "kết quả từ ngày 01/02/2022 đến ngày 28/02/2022 như sau"), "other days"),
        ):
            with self.subTest(said):
                self.assertEqual([said in doubt['message'] for doubt in self.preview(make_docx(text)).doubts], [True])

    def test_a_thematic_period_is_compared_by_its_days_alone(self):
        period = self.env.ref('dan_van.demo_period')
        report = self.report_of(period, 'policy')
        self.assertFalse(self.preview(
            make_docx(TEXT.replace("TUYÊN TRUYỀN & ĐỊA BÀN", "CHÍNH SÁCH")), report=report, user='policy_staff').doubts)

    # Who, and when

    def test_who_may_not_write_the_report_reads_no_file_into_it(self):
        for user in ('policy_staff', 'policy_head'):
            with self.subTest(user), self.assertRaises(AccessError):
                self.chosen(user=user)
        self.as_user('outreach_staff', self.report).line_ids.text = "Đã làm."
        self.as_user('outreach_staff', self.report).action_submit()
        self.as_user('outreach_head', self.report).action_approve()
        for user in ('office_staff', 'head', 'admin'):
            with self.subTest(user), self.assertRaises(UserError):
                self.preview(user=user)

    def test_a_submitted_report_takes_nothing(self):
        wizard = self.preview()
        self.as_user('outreach_staff', self.report).line_ids.text = "Đã làm."
        self.as_user('outreach_staff', self.report).action_submit()
        for step in ('action_read', 'action_take'):
            with self.subTest(step), self.assertRaises(UserError):
                getattr(wizard, step)()
        self.assertEqual(self.lines[0].text, "Đã làm.")
        with self.assertRaises(UserError):
            self.preview()

    def test_what_was_changed_meanwhile_is_not_overwritten(self):
        wizard = self.preview()
        self.typed(self.lines[0], text="Người khác đã viết.")
        with self.assertRaisesRegex(UserError, "was changed after"):
            wizard.action_take()
        self.assertEqual(self.lines[0].text, "Người khác đã viết.")
        self.assertFalse(self.section(self.report, 'strengths').text, "all or none")

    def test_a_row_names_parts_of_its_own_report(self):
        other = self.report_of(self.period, 'policy')
        wizard = self.preview()
        unlocked(wizard.line_ids.sudo()).create({
            'kind': 'line', 'line_id': other.line_ids[:1].id, 'name': "x", 'now': "", 'new': "Lạ", 'take': True, 'can_take': True,
            'file_id': wizard.id})
        with self.assertRaises(UserError):
            wizard.action_take()
        self.assertFalse(other.line_ids[:1].text)

    # The agency's report

    def test_a_lower_agency_s_report_goes_into_the_agency_s(self):
        for unit in ('outreach', 'policy'):
            report = self.as_user(f'{unit}_staff', self.report_of(self.period, unit))
            report.line_ids.text = f"Đã họp, {unit}."
            for user, step in ((f'{unit}_staff', 'submit'), (f'{unit}_head', 'approve'), ('office_staff', 'receive')):
                self.reading(user, report)._transition(step)
        agency = self.env['dan_van.report'].browse(self.as_user('office_staff', self.period).action_consolidate()['res_id'])
        wizard = self.preview(make_docx(TEXT.replace("PHÒNG TUYÊN TRUYỀN & ĐỊA BÀN", "UBND XÃ MẪU")), report=agency, user='office_staff')
        self.assertFalse(wizard.doubts)
        strengths, figure = self.section(agency, 'strengths'), self.figure(5, agency)
        wizard.action_take()
        self.assertIn("Phối hợp tốt.", strengths.text)
        self.assertEqual(figure.value, 7)


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestReportFileTour(HttpCase):

    def test_a_draft_takes_what_a_word_file_says(self):
        period = self.env.ref('dan_van.demo_period')
        report = period.report_ids.filtered(lambda each: each.department_id == self.env.ref('dan_van.department_policy'))
        strengths = report.section_ids.filtered(lambda row: row.section_id == self.env.ref('dan_van.theme_dan_van_strengths'))
        proposals = report.section_ids.filtered(lambda row: row.section_id == self.env.ref('dan_van.theme_dan_van_proposals'))
        proposals.text = "Đã viết."
        news = report.figure_ids.filtered(lambda figure: figure.indicator_id == self.env.ref('dan_van.indicator_05'))
        text = "BÁO CÁO\nKết quả công tác dân vận\nI. ƯU ĐIỂM\nPhối hợp tốt.\nTin, bài đã đăng: 7\nII. KIẾN NGHỊ, ĐỀ XUẤT\nThêm kinh phí.\nIII. VIỆC KHÁC\nĐã xong.\n"
        self.env['ir.attachment'].create({
            'name': 'bao-cao.docx', 'raw': make_docx(text), 'url': '/dan_van_test/bao-cao.docx', 'public': True})
        for size in ('1366x768', '390x844'):
            with self.subTest(size):
                strengths.text, news.value = False, 0
                self.browser_size, self.touch_enabled = size, size != '1366x768'
                self.start_tour(f'/odoo/action-dan_van.report_action/{report.id}', 'dan_van_report_file_tour', login='chuyenvien.cs', timeout=120)
                self.env.invalidate_all()
                self.assertEqual((strengths.text, news.value), ("Phối hợp tốt.\nTin, bài đã đăng: 7", 7))
                self.assertEqual(proposals.text, "Đã viết.")
