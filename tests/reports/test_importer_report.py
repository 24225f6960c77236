"""Reports of units and lower agencies as files: what stands below which heading, and which numbers. Every text our own."""

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer.likeness import Names
from odoo.addons.dan_van.importer.numbers import Indicators, value_of
from odoo.addons.dan_van.importer.report import period_of, read_report

from ..importer_cases import make_docx, make_pdf

PLACES = (
    ["direction", "Công tác lãnh đạo, chỉ đạo, quán triệt"],
    ["strengths", "Ưu điểm"],
    ["weaknesses", "Tồn tại, hạn chế"],
    ["objective", "Nguyên nhân khách quan"],
    ["subjective", "Nguyên nhân chủ quan"],
    ["next", "Phương hướng, nhiệm vụ kỳ tới"],
    ["proposals", "Kiến nghị, đề xuất"],
    ["study", "Tổ chức quán triệt các chủ trương, chính sách về công tác dân vận; hoàn thành trong quý I.", "Học tập chính sách dân vận"],
    ["visits", "Thăm hỏi người có uy tín trong đồng bào dân tộc thiểu số."],
)
INDICATORS = (
    ["talks", "Buổi tuyên truyền"], ["people", "Lượt người dự tuyên truyền"], ["minority", "Trong đó: người dân tộc thiểu số"],
    ["news", "Tin, bài đã đăng"], ["dialogues", "Cuộc đối thoại"])
HEAD = """BAN DÂN TỘC                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHÒNG ĐỊA BÀN                  Độc lập - Tự do - Hạnh phúc
Số: 14/BC-ĐB                Mẫu, ngày 16 tháng 6 năm 2026

BÁO CÁO
Kết quả công tác dân vận chính quyền 6 tháng đầu năm 2026

Thực hiện Kế hoạch số 12/KH-BDT ngày 20/01/2026, Phòng Địa bàn báo cáo kết quả (từ ngày 15/12/2025 đến ngày 14/6/2026) như sau:
"""
BODY = """I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO, QUÁN TRIỆT
Đã họp phòng hằng tháng.
II. KẾT QUẢ THỰC HIỆN
1. Tổ chức quán triệt các chủ trương, chính sách về công tác dân vận
Đã tổ chức 03 buổi tuyên truyền.
- Lượt người dự tuyên truyền: 1.250 người.
2. Thăm hỏi người có uy tín
Đã thăm 15 người.
3. Làm việc với các trường học
Đã đến 2 trường.
III. ĐÁNH GIÁ CHUNG
1. Ưu điểm
Người dân đồng tình.
2. Hạn chế, tồn tại
Địa bàn rộng.
IV. PHƯƠNG HƯỚNG, NHIỆM VỤ 6 THÁNG CUỐI NĂM 2026
1. Tiếp tục tuyên truyền.
2. Mở hội nghị đối thoại.
V. KIẾN NGHỊ
Không.
"""
END = """Trên đây là báo cáo của Phòng Địa bàn./.
Nơi nhận:                      TRƯỞNG PHÒNG
- Văn phòng;
- Lưu.

                               Nguyễn Văn Mẫu
"""


def report(text, places=PLACES, indicators=INDICATORS):
    return read_report(text.encode(), "bao-cao.txt", [list(each) for each in places], [list(each) for each in indicators])


def placed(found):
    return {passage.key: passage.text for passage in found.passages if passage.key}


def left(found):
    return [(passage.heading, passage.text) for passage in found.passages if not passage.key]


def numbers(found):
    return [(number.key, number.value) for number in found.numbers]


def with_table(*rows, text=HEAD, below=END):
    """Return the Word file of a report whose body is a table."""
    def build(document):
        table = document.add_table(len(rows), len(rows[0]))
        for cells, row in zip(rows, table.rows):
            for cell, content in zip(row.cells, cells):
                cell.text = content
        for line in below.splitlines():
            document.add_paragraph(line)
    return make_docx(text, build)


def of_file(data, filename):
    return read_report(data, filename, [list(each) for each in PLACES], [list(each) for each in INDICATORS])


@tagged("post_install", "-at_install")
class TestImporterReport(BaseCase):
    def test_header_and_period(self):
        found = report(HEAD + BODY + END)
        self.assertEqual((found.code, found.issued, found.issuer), ("14/BC-ĐB", "2026-06-16", "PHÒNG ĐỊA BÀN"))
        self.assertEqual(found.subject, "Kết quả công tác dân vận chính quyền 6 tháng đầu năm 2026")
        self.assertEqual((found.period, found.days), (["half", 1, 2026], ["2025-12-15", "2026-06-14"]))

    def test_what_stands_below_each_heading(self):
        found = report(HEAD + BODY + END)
        self.assertEqual(placed(found), {
            "direction": "Đã họp phòng hằng tháng.",
            "study": "Đã tổ chức 03 buổi tuyên truyền.\n- Lượt người dự tuyên truyền: 1.250 người.",
            "visits": "Đã thăm 15 người.",
            "strengths": "Người dân đồng tình.", "weaknesses": "Địa bàn rộng.",
            "next": "1. Tiếp tục tuyên truyền.\n2. Mở hội nghị đối thoại.", "proposals": "Không."})
        self.assertEqual(left(found), [("3. Làm việc với các trường học", "Đã đến 2 trường.")])

    def test_the_same_from_word_and_pdf(self):
        for data, name in ((make_docx(HEAD + BODY + END), "b.docx"), (make_pdf(HEAD + BODY + END), "b.pdf")):
            with self.subTest(name):
                found = of_file(data, name)
                self.assertEqual({key: " ".join(text.split()) for key, text in placed(found).items()}, {
                    key: " ".join(text.split()) for key, text in placed(report(HEAD + BODY + END)).items()})
                self.assertEqual(numbers(found), [("talks", 3), ("people", 1250)])

    def test_other_ways_to_set_headings(self):
        for text in (
            "1. Ưu điểm: Người dân đồng tình.\n2. Hạn chế: Địa bàn rộng.\n",
            "Ưu điểm: Người dân đồng tình.\nTồn tại, hạn chế: Địa bàn rộng.\n",
            "a) Những ưu điểm\nNgười dân đồng tình.\nb) Về tồn tại, hạn chế\nĐịa bàn rộng.\n",
            "I. ƯU ĐIỂM\n Người dân đồng tình.\nII. TON TAI - HAN CHE\nĐịa bàn rộng.\n",
            "- Ưu điểm: Người dân đồng tình.\n- Một số hạn chế, tồn tại: Địa bàn rộng.\n",
            "1. Ưu điểm. Người dân đồng tình.\n2. Hạn chế. Địa bàn rộng.\n",
        ):
            with self.subTest(text):
                found = placed(report(HEAD + "I. ĐÁNH GIÁ\n" + text + END))
                self.assertEqual(
                    {key: value.strip(" -") for key, value in found.items()},
                    {"strengths": "Người dân đồng tình.", "weaknesses": "Địa bàn rộng."})

    def test_what_stands_below_a_deeper_heading_belongs_to_the_one_above(self):
        found = report(
            HEAD + "I. ĐÁNH GIÁ\n1. Ưu điểm\n1.1. Về phối hợp\nPhối hợp tốt.\n1.2. Về tuyên truyền\nTuyên truyền kịp thời.\n"
            "2. Việc khác\nĐã làm xong.\n" + END)
        self.assertEqual(placed(found), {
            "strengths": "1.1. Về phối hợp\nPhối hợp tốt.\n1.2. Về tuyên truyền\nTuyên truyền kịp thời."})
        self.assertEqual(left(found), [("2. Việc khác", "Đã làm xong.")])

    def test_a_heading_that_means_two_places_means_none(self):
        names = Names(PLACES)
        for heading, key in (
            ("Nguyên nhân chủ quan", "subjective"), ("Nguyên nhân khách quan", "objective"), ("Nguyên nhân", None),
            ("ĐỀ XUẤT, KIẾN NGHỊ", "proposals"), ("Học tập chính sách dân vận", "study"), ("Kết quả thực hiện", None), ("2026", None),
            ("Thăm hỏi, tặng quà người có uy tín trong đồng bào dân tộc thiểu số", "visits"), ("Phòng, chống cháy nổ", None),
        ):
            self.assertEqual(names.find(heading), key, heading)

    def test_nothing_of_the_text_is_lost(self):
        body = "Mở đầu không có đề mục.\nI. VIỆC LẠ\nĐã làm.\n" + BODY
        found = report(HEAD + body + END)
        said = " ".join(passage.heading + " " + passage.text for passage in found.passages)
        for line in body.splitlines():
            words = line.partition(" ")[2] if line[:1].isdigit() or line.partition(".")[0] in ("I", "II", "III", "IV", "V") else line
            if line not in ("II. KẾT QUẢ THỰC HIỆN", "III. ĐÁNH GIÁ CHUNG"):
                self.assertIn(words, said)
        self.assertNotIn("Trên đây là", said)
        self.assertNotIn("Nơi nhận", said)

    def test_a_note_without_a_type_keeps_all_its_text(self):
        found = report("Ghi chép buổi họp\nkhông theo mẫu nào\nƯu điểm: Người dân đồng tình.\n")
        self.assertEqual(placed(found), {"strengths": "Người dân đồng tình."})
        self.assertIn("không theo mẫu nào", " ".join(heading + " " + text for heading, text in left(found)))

    def test_a_table_of_tasks_and_results(self):
        found = of_file(with_table(
            ("TT", "Nhiệm vụ", "Kết quả thực hiện", "Ghi chú"),
            ("1", "Thăm hỏi người có uy tín trong đồng bào dân tộc thiểu số", "Đã thăm 15 người.", ""),
            ("2", "Dọn vệ sinh", "Đã dọn.", "")), "b.docx")
        self.assertEqual(placed(found), {"visits": "Đã thăm 15 người."})
        self.assertEqual(left(found), [("", "2 | Dọn vệ sinh | Đã dọn.")])

    # Numbers

    def test_numbers_in_running_text(self):
        for text, expected in (
            ("Số cuộc đối thoại: 12", [("dialogues", 12)]),
            ("Cuộc đối thoại là 12 cuộc.", [("dialogues", 12)]),
            ("Tổng số tin, bài đã đăng trong kỳ: 1.250 tin", [("news", 1250)]),
            ("Đã tổ chức 05 buổi tuyên truyền cho đồng bào.", [("talks", 5)]),
            ("Lượt người dự tuyên truyền: 300, trong đó người dân tộc thiểu số 120.", [("people", 300), ("minority", 120)]),
            ("TIN BÀI ĐÃ ĐĂNG - 7", [("news", 7)]),
            ("Buổi tuyên truyền 15/6/2026 thành công.", []),
            ("Đã dự buổi tuyên truyền của xã.", []),
            ("Năm 2026 tin, bài nhiều hơn năm 2025.", []),
        ):
            with self.subTest(text):
                self.assertEqual(
                    [(number.key, number.value) for number in Indicators(INDICATORS).in_text(text)], expected)

    def test_numbers_in_a_table(self):
        heads = (("STT", "Chỉ tiêu", "Đơn vị tính", "Kỳ trước", "Kỳ này"), ("TT", "Nội dung", "ĐVT", "Ghi chú", "Số lượng"),
                 ("", "Tên chỉ tiêu", "Đơn vị", "Lũy kế", "Kết quả"))
        for head in heads:
            with self.subTest(head):
                found = of_file(with_table(
                    head, ("1", "Buổi tuyên truyền", "buổi", "2", "1.003"), ("2", "Số cuộc đối thoại", "cuộc", "1", "4"),
                    ("3", "Cây xanh đã trồng", "cây", "9", "70,5"), ("4", "Tin, bài đã đăng", "tin", "", "")), "b.docx")
                self.assertEqual(numbers(found), [("talks", 1003), ("dialogues", 4), (None, 70.5)])
                self.assertTrue(all(number.in_table for number in found.numbers))

    def test_a_table_in_the_annex_below_the_signature(self):
        table = (("TT", "Nội dung", "Đơn vị tính", "Kỳ này"), ("1", "Cuộc đối thoại", "cuộc", "4"))
        self.assertEqual(numbers(of_file(with_table(*table, text=HEAD + BODY + END, below=""), "b.docx"))[-1], ("dialogues", 4))

    def test_how_numbers_are_written(self):
        for text, value in (("12", 12), (" 05 ", 5), ("1.250", 1250), ("12.345.678", 12345678), ("3,5", 3.5), ("85 %", 85),
                            ("1.25", None), ("12/6", None), ("", None), ("hai", None)):
            self.assertEqual(value_of(text), value, text)

    def test_two_indicators_with_one_name_are_none(self):
        self.assertEqual(Indicators((["a", "Số cuộc họp"], ["b", "Số cuộc họp"])).in_text("Số cuộc họp: 3"), [])

    def test_periods(self):
        for text, period in (
            ("Kết quả quý I năm 2026", ["quarter", 1, 2026]), ("báo cáo quý 3/2026", ["quarter", 3, 2026]), ("Quý IV", ["quarter", 4, None]),
            ("Kết quả 6 tháng đầu năm 2026", ["half", 1, 2026]), ("sơ kết 9 tháng năm 2026", ["nine", 1, 2026]),
            ("tháng 5 năm 2026", ["month", 5, 2026]), ("Tổng kết năm 2026", ["year", 1, 2026]), ("Báo cáo chuyên đề", None),
        ):
            self.assertEqual(period_of(text), period, text)
