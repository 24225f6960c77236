import io

import docx
import openpyxl

from odoo.modules.module import load_script
from odoo.tests import BaseCase, HttpCase, tagged

from ...rendering.rating_summary import COUNTS, LIST, Person, SummaryHead, write_summary
from ...rendering.wording import date_text
from ..common import ROOT
from ..pdf_measure import MeasuredPdf
from .test_rating import YEAR, RatingCase

WHY = "Có nhiều việc ngoài kế hoạch."


def person(unit, name, level, **values):
    """:return: a row of the summary"""
    return Person(**{
        'subject': 'official', 'unit': unit, 'name': name, 'duties': 4, 'on_time': 3, 'late': 1, 'undone': 0, 'failed': 0,
        'points': 87.5, 'own_level': 'good', 'head_level': level, 'level': level, 'note': "", **values})


@tagged('post_install', '-at_install')
class TestRatingSummary(BaseCase):
    """The workbook of a year: who has which level, and how many have."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        file = io.BytesIO()
        people = [
            person("Phòng A", "=1+1", 'excellent', note="@import"), *(person("Phòng A", f"A{number}", 'good') for number in range(4)),
            person("Phòng B", "-B", 'good'), person("Phòng B", "+B", 'failed', points=None), person("Phòng B", "B", ''),
            person("Phòng A", "Phòng A", 'good', subject='unit')]
        write_summary(file, SummaryHead("UBND tỉnh", ("Ban", "Dân tộc"), 2026, "Nghị định", 20, "Trưởng ban"), people)
        cls.values = openpyxl.load_workbook(file, data_only=True)
        cls.formulas = openpyxl.load_workbook(file)

    def rows(self, book, sheet):
        return [row for row in book[sheet].iter_rows(values_only=True) if any(cell is not None for cell in row)]

    def test_counts_are_formulas_that_hold_what_they_come_to(self):
        counts = [row[1:9] for row in self.rows(self.values, COUNTS)]
        self.assertIn(("Phòng A", 5, 1, 4, 0, 0, 0, 0.25), counts)
        self.assertIn(("Phòng B", 3, 0, 1, 0, 1, 1, 0), counts)
        self.assertEqual([row for row in counts if row[0] == "Cộng"], [
            ("Cộng", 8, 1, 5, 0, 1, 1, 0.2), ("Cộng", 1, 0, 1, 0, 0, 0, 0)])
        [line] = [row for row in self.rows(self.formulas, COUNTS) if row[1] == "Phòng A"]
        self.assertTrue(all(str(cell).startswith('=') for cell in line[2:9]), line)
        area = line[3].split('!')[1].split(',')[0].replace('$', '')
        self.assertEqual([cell.value for [cell] in self.values[LIST][area]], [
            "Hoàn thành xuất sắc nhiệm vụ", *["Hoàn thành tốt nhiệm vụ"] * 4])

    def test_text_stays_text(self):
        cells = [cell for row in self.formulas[LIST].iter_rows() for cell in row if str(cell.value)[:1] in tuple('=+-@')]
        self.assertEqual({cell.value for cell in cells}, {"=1+1", "@import", "-B", "+B"})
        self.assertEqual({cell.data_type for cell in cells}, {'s'})

    def test_pages_of_a4_across(self):
        for name in (LIST, COUNTS):
            setup = self.values[name].page_setup
            self.assertEqual((setup.orientation, int(setup.paperSize)), ('landscape', 9))


def word_texts(raw):
    """:return: list of the paragraphs of a Word file, those in its tables too"""
    file = docx.Document(io.BytesIO(raw))
    cells = [cell for table in file.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for place in (file, *cells) for paragraph in place.paragraphs]


@tagged('post_install', '-at_install')
class TestRatingSheet(RatingCase, HttpCase):
    """The sheet of an official and of a unit, and the summary as each may have it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.duties(*[('2026-05-01', '2026-05-01')] * 3, ('2026-05-01', '2026-05-09'))
        cls.own, cls.unit = cls.rating('policy_staff'), cls.rating('policy')

    def pdf(self, user, rating):
        return self.env['ir.actions.report'].with_user(self.users[user])._render_qweb_pdf('dan_van.rating_sheet', rating.ids)[0]

    def test_the_form_of_2026_says_who_judged_what(self):
        self.act('policy_staff', self.own, 'submit', self_general=28, self_note="Chủ động.")
        self.act('policy_head', self.own, 'assess', head_general=20, head_note="Nhất trí với tự đánh giá.\nCần báo cáo sớm hơn.")
        self.act('head', self.own, 'conclude', final_note="Hoàn thành tốt.")
        measured = MeasuredPdf(self.pdf('policy_staff', self.own))
        self.assertLessEqual(len(measured.pages), 2)
        for page in measured.pages:
            self.assertAlmostEqual(page.width, 210, delta=0.5)
            self.assertAlmostEqual(page.height, 297, delta=0.5)
        self.assertTrue(all('Tinos' in font for font in measured.fonts), measured.fonts)
        text = ' '.join(measured.text.split())
        for words in ("PHIẾU THEO DÕI, ĐÁNH GIÁ CÔNG CHỨC", "(Kỳ theo dõi, đánh giá: Năm 2026)", "Tổng điểm tiêu chí chung", "30 28 20", "Độc lập - Tự do - Hạnh phúc",
                      self.users['policy_staff'].name, "Nghị định số 335/2025/NĐ-CP", "93,62", "85,62", "Cần báo cáo sớm hơn.",
                      "Hoàn thành tốt nhiệm vụ", "CÔNG CHỨC TỰ ĐÁNH GIÁ", self.users['policy_head'].name,
                      self.users['head'].name, date_text(self.env['dan_van.rating.sheet']._day(self.own, 'final')).capitalize()):
            with self.subTest(words=words):
                self.assertIn(words, text)

    def test_the_sheet_of_a_unit_is_one_page(self):
        self.act('policy_head', self.unit, 'assess', head_level='good', head_note=WHY)
        measured = MeasuredPdf(self.pdf('office_staff', self.unit))
        self.assertEqual(len(measured.pages), 1)
        for words in ("PHIẾU ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG ĐƠN VỊ", "I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ", "III. ĐÁNH GIÁ, XẾP LOẠI", WHY):
            self.assertIn(words, ' '.join(measured.text.split()))

    def test_what_is_still_being_judged_is_not_printed(self):
        self.act('policy_head', self.unit, 'assess', head_level='good', head_note=WHY)
        self.as_user('head', self.unit).final_note = "Bản nháp"
        sheet = self.unit._sheet()
        self.assertEqual([step.name for step in sheet.steps], ["Người đứng đầu đơn vị", "Thủ trưởng cơ quan"])
        self.assertEqual([signer.name for signer in sheet.signers], [self.users['policy_head'].name, ''])
        self.assertNotIn("Bản nháp", MeasuredPdf(self.pdf('office_staff', self.unit)).text)

    def test_word_has_the_words_of_the_print(self):
        self.act('policy_staff', self.own, 'submit', self_general=28, self_note="Chủ động.")
        self.as_user('policy_head', self.own).head_note = "Bản nháp"
        self.authenticate(self.users['policy_staff'].login, 'danvan')
        response = self.url_open(self.as_user('policy_staff', self.own).action_download_word()['url'])
        texts = word_texts(response.content)
        for words in ("PHIẾU THEO DÕI, ĐÁNH GIÁ CÔNG CHỨC", "Chủ động.", "Tổng điểm tiêu chí chung", self.users['policy_staff'].name):
            self.assertTrue(any(words in text for text in texts), words)
        self.assertFalse(any("Bản nháp" in text for text in texts))
        self.assertEqual(self.url_open(f'/dan_van/edxml/dan_van.rating/{self.own.id}').status_code, 404, "it is no document that is sent")
        self.authenticate(self.users['inspectorate_staff'].login, 'danvan')
        self.assertEqual(self.url_open(f'/dan_van/word/dan_van.rating/{self.own.id}').status_code, 403)

    def test_a_deputy_signs_for_the_head(self):
        head = self.rating('policy_head')
        self.assertEqual(head._sheet().signers[1].lines, ("LÃNH ĐẠO PHỤ TRÁCH",))
        self.act('policy_head', head, 'submit', self_level='good', self_note=WHY)
        self.act('deputy_1', head, 'assess', head_level='good', head_note=WHY)
        self.assertEqual(head._sheet().signers[1].lines, ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"))

    def test_each_downloads_what_he_may_read(self):
        url = self.as_user('office_staff', 'dan_van.rating').action_summary()['url']
        self.assertEqual(url, '/dan_van/ratings/2026.xlsx')
        for user, seen in [('policy_staff', {'policy_staff'}), ('head', {'policy_staff', 'clerk', 'outreach_head'})]:
            with self.subTest(user):
                self.authenticate(self.users[user].login, 'danvan')
                book = openpyxl.load_workbook(io.BytesIO(self.url_open(url).content))
                names = {row[1] for row in book[LIST].iter_rows(values_only=True)}
                found = {name for name in ('policy_staff', 'clerk', 'outreach_head') if self.users[name].name in names}
                self.assertEqual(found, seen)
        self.authenticate(None, None)
        self.assertNotEqual(self.url_open(url).content[:2], b'PK')


class TestFormOf2020(RatingCase):
    """Nghị định 90/2020/NĐ-CP, mẫu số 02: what the official says, what the head says, what is concluded, each signed for itself."""

    YEAR = YEAR

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.duties(*[(f'{YEAR}-05-01', f'{YEAR}-05-01')] * 3, (f'{YEAR}-05-01', f'{YEAR}-05-09'))
        cls.own = cls.rating('policy_staff')

    def text(self, rating):
        pdf = self.env['ir.actions.report']._render_qweb_pdf('dan_van.rating_sheet', rating.ids)[0]
        return ' '.join(MeasuredPdf(pdf).text.split()).replace(' :', ':')

    def test_all_items_stand_in_their_order(self):
        self.act('policy_staff', self.own, 'submit', self_level='good', self_note="Chủ động; còn chậm một việc.")
        text = self.text(self.own)
        items = ["PHIẾU ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG CÔNG CHỨC", f"Năm {YEAR}", "Họ và tên", "Đơn vị công tác", "I. KẾT QUẢ TỰ ĐÁNH GIÁ",
                 "1. Chính trị tư tưởng", "2. Đạo đức, lối sống", "3. Tác phong", "4. Ý thức tổ chức kỷ luật", "5. Kết quả thực hiện",
                 "Nhiệm vụ được giao: 4; hoàn thành đúng hạn: 3; hoàn thành chậm: 1", "tỷ lệ hoàn thành: 100%", "6. Thái độ phục vụ",
                 "PHẦN DÀNH RIÊNG CHO CÔNG CHỨC LÃNH ĐẠO, QUẢN LÝ", "7. Kết quả hoạt động", "8. Năng lực lãnh đạo", "9. Năng lực tập hợp",
                 "II. TỰ NHẬN XÉT", "Chủ động; còn chậm một việc.", "2. Tự xếp loại chất lượng: Hoàn thành tốt nhiệm vụ", "NGƯỜI TỰ NHẬN XÉT",
                 "III. Ý KIẾN NHẬN XÉT", "2. Đề nghị xếp loại chất lượng (Hoàn thành xuất sắc nhiệm vụ; Hoàn thành tốt", "IV. KẾT QUẢ ĐÁNH GIÁ",
                 "3. Nhận định chiều hướng"]
        places = [text.find(words) for words in items]
        self.assertNotIn(-1, places, [words for words, place in zip(items, places) if place < 0])
        self.assertEqual(places, sorted(places))

    def test_each_signs_his_own_part(self):
        self.conclude(self.own, 'policy_head', 'good', final_level='good', final_note="Đồng ý.")
        text = self.text(self.own)
        third, fourth = text.index("III. Ý KIẾN"), text.index("IV. KẾT QUẢ")
        self.assertIn(self.users['policy_staff'].name, text[:third])
        self.assertIn(self.users['policy_head'].name, text[third:fourth])
        self.assertIn(self.users['head'].name, text[fourth:])
        self.assertIn("2. Kết quả đánh giá, xếp loại chất lượng: Hoàn thành tốt nhiệm vụ", text[fourth:])
        texts = word_texts(self.own._word_file())
        self.assertTrue(any(text.startswith("IV. KẾT QUẢ") for text in texts))
        self.assertIn(self.users['head'].name, texts)

    def test_an_upgrade_chooses_the_form_of_the_decree(self):
        schemes = self.env.ref('dan_van.rating_scheme_2020') | self.env.ref('dan_van.rating_scheme_2026')
        own = schemes[0].copy({'legal_source': "Quy chế của cơ quan", 'form': 'plain'})
        schemes.form = 'plain'
        self.env.flush_all()
        load_script(str(ROOT / 'migrations' / '19.0.1.16.0' / 'post-rating-forms.py'), 'post_rating_forms').migrate(
            self.env.cr, '19.0.1.15.0')
        self.env.invalidate_all()
        self.assertEqual([*schemes.mapped('form'), own.form], ['2020', '2026', 'plain'])

    def test_a_scheme_of_the_agency_prints_as_it_chooses(self):
        self.own.scheme_id.form = 'plain'
        self.assertIn("III. ĐÁNH GIÁ, XẾP LOẠI", self.text(self.own))
        self.assertFalse(self.rating('policy')._sheet().form != 'plain', "units have a sheet of one page")
