"""Plans as schools, hospitals, unions and boards write them: each kind in several wordings, every text our own."""

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import citations
from odoo.addons.dan_van.importer.readers import pdf_cells

from ..importer_cases import make_docx
from .test_importer_case_units import duties, tasks
from .test_importer_cases import CONTENT, HEADER, read
from .test_importer_sentences import roles_of


def rows(*lines, gap=14, further=()):
    """Return the rows of a cell whose lines stand ``gap`` points apart, and 6 more above each of ``further``."""
    placed, bottom = [], 700
    for index, line in enumerate(lines):
        bottom -= gap + 6 * (index in further)
        placed.append([(line, 100, 100 + 5 * len(line), bottom, 11)])
    return placed


@tagged("post_install", "-at_install")
class TestImporterAgencies(BaseCase):
    def test_types_of_documents_that_two_sides_sign(self):
        for text, kind in (
            ("Chương trình phối hợp số 02/CTPH-UBND-MTTQ ngày 20/01/2026", "Chương trình phối hợp"),
            ("Kế hoạch liên tịch số 30-KHLT/TĐTN-BCHBP ngày 30/12/2025", "Kế hoạch liên tịch"),
            ("Quy chế phối hợp số 08/QCPH-BHXH ngày 06/01/2026", "Quy chế phối hợp"),
            ("Biên bản số 07/BB-HĐND ngày 12/02/2026", "Biên bản"),
            ("Chương trình số 08-CTr/ĐU ngày 20/12/2025", "Chương trình"),
        ):
            with self.subTest(text=text):
                [found] = citations.find(text)
                self.assertEqual((found.kind, bool(found.number), bool(found.date)), (kind, True, True))

    def test_each_of_several_who_are_asked_has_a_duty(self):
        for text, units in (
            ("Đề nghị Ủy ban MTTQ xã giám sát kết quả; đề nghị Hội Cựu chiến binh xã cử hội viên tham gia.",
             [["Ủy ban MTTQ xã"], ["Hội Cựu chiến binh xã"]]),
            ("Đề nghị Liên đoàn Lao động tỉnh chỉ đạo công đoàn cơ sở; Sở Nội vụ phối hợp hướng dẫn.",
             [["Liên đoàn Lao động tỉnh"], ["Sở Nội vụ"]]),
            ("Đề nghị Đảng ủy Sở lãnh đạo các chi bộ, Công đoàn Sở vận động đoàn viên.", [["Đảng ủy Sở"], ["Công đoàn Sở"]]),
            ("Đề nghị Đồn Biên phòng Mẫu và đề nghị Lâm trường Mẫu duy trì mô hình.", [["Đồn Biên phòng Mẫu", "Lâm trường Mẫu"]]),
            ("Đề nghị Sở Nội vụ hướng dẫn Phòng Văn hóa, Phòng Kinh tế thực hiện.", [["Sở Nội vụ"]]),
            ("Mời các vị Ủy viên Ủy ban MTTQ xã tham gia đoàn giám sát.", [["các vị Ủy viên Ủy ban MTTQ xã"]]),
        ):
            with self.subTest(text=text):
                self.assertEqual([each[1] for each in duties(f"1. {text}")], units)

    def test_the_first_who_is_asked_keeps_the_whole_text_and_each_its_limit(self):
        document = read(CONTENT + "II. TỔ CHỨC THỰC HIỆN\n1. Đề nghị Mặt trận xã giám sát; đề nghị Hội Nông dân xã cử người trước ngày 10/3/2026.\n")
        first, second = document.assignments
        self.assertEqual((first.kind, first.text, first.deadline), (
            "request", "giám sát; đề nghị Hội Nông dân xã cử người trước ngày 10/3/2026.", None))
        self.assertEqual((second.kind, second.text, second.deadline.date), ("request", "cử người trước ngày 10/3/2026.", "2026-03-10"))

    def test_who_stands_in_brackets_or_behind_a_colon(self):
        for text, lead in (
            ("Tổ chức hội nghị người lao động, xong trong tháng 01/2026 (Văn phòng Sở, Công đoàn Sở).", ["Văn phòng Sở", "Công đoàn Sở"]),
            ("Nấu cháo từ thiện thứ Sáu hàng tuần (Tổ Công tác xã hội và Đoàn Thanh niên).", ["Tổ Công tác xã hội", "Đoàn Thanh niên"]),
            ("Gửi báo cáo quý về Ủy ban (Phòng Nội vụ).", []),
            ("Kiểm tra mô hình: Ủy ban Kiểm tra Đảng ủy, trong quý III/2026.", ["Ủy ban Kiểm tra Đảng ủy"]),
            ("Chi trả, hỗ trợ nước uống: Tổ Kế toán - Hành chính.", ["Tổ Kế toán - Hành chính"]),
            ("Truyền thông: Trung tâm Kiểm soát bệnh tật tỉnh mỗi tháng đăng ít nhất 04 bài.", ["Trung tâm Kiểm soát bệnh tật tỉnh"]),
            ("Địa điểm: Trung tâm Hội nghị tỉnh.", []),
            ("Đối tượng: Giáo viên chủ nhiệm.", []),
            ("Chị Phạm Thị Mẫu - Phó Chủ tịch Hội phụ trách nội dung.", ["Chị Phạm Thị Mẫu - Phó Chủ tịch Hội"]),
        ):
            with self.subTest(text=text):
                self.assertEqual(roles_of(text)[0], lead)

    def test_a_sentence_whose_verb_or_name_was_not_known(self):
        for text, unit in (
            ("Các chi bộ, ban quản lý bản phản ánh tình hình hằng tháng.", "Các chi bộ, ban quản lý bản"),
            ("Hội Nông dân, Hội Phụ nữ nhận giúp đỡ 05 hộ.", "Hội Nông dân, Hội Phụ nữ"),
            ("Khoa Dược - Vật tư y tế công khai kết quả đấu thầu.", "Khoa Dược - Vật tư y tế"),
            ("Hội đồng Đội tỉnh tổ chức 12 điểm sinh hoạt hè.", "Hội đồng Đội tỉnh"),
            ("Trung tâm Dịch vụ khu công nghiệp phát 6.000 sổ tay.", "Trung tâm Dịch vụ khu công nghiệp"),
            ("Tổ tư vấn tâm lý tiếp học sinh chiều thứ Năm.", "Tổ tư vấn tâm lý"),
            ("BS.CKII Phạm Quang Mẫu - Phó Giám đốc: chỉ đạo chung.", "BS.CKII Phạm Quang Mẫu - Phó Giám đốc"),
            ("Ban Chỉ đạo thực hiện Quy chế dân chủ (theo Quyết định số 70/QĐ-TH ngày 18/9/2025) phân công thành viên.",
             "Ban Chỉ đạo thực hiện Quy chế dân chủ"),
            ("Giao viên chức phụ trách địa bàn rà soát người dừng đóng.", "viên chức phụ trách địa bàn"),
        ):
            with self.subTest(text=text):
                [(named, _units, sure)] = duties(f"1. {text}")
                self.assertEqual((named, sure >= 0.8), (unit, True))

    def test_paragraphs_below_a_title_that_each_name_who_does_them(self):
        _title, first, second = tasks(
            "1. Công tác tuyên truyền", "Ban Xây dựng Đảng tổ chức hội nghị quán triệt hằng tháng.",
            "Văn phòng Đảng ủy in tài liệu, gửi các chi bộ trước ngày 15/02/2026.")
        self.assertEqual((first.lead, first.deadline.recurrence), (["Ban Xây dựng Đảng"], "monthly"))
        self.assertEqual((second.lead, second.deadline.date), (["Văn phòng Đảng ủy"], "2026-02-15"))

    def test_offices_and_lists_head_what_they_are_to_do(self):
        heading, item = tasks("1. Đối với các Phó Hiệu trưởng, tổ trưởng chuyên môn:", "1.1. Dự giờ, góp ý cho giáo viên.")
        self.assertEqual((heading.lead, item.lead), (["các Phó Hiệu trưởng", "tổ trưởng chuyên môn"], []))
        above, _below = tasks("- Phòng Quản lý đất đai hướng dẫn các xã lập phương án, gồm:", "+ Họp dân công khai phương án.")
        self.assertEqual(above.lead, ["Phòng Quản lý đất đai"])
        self.assertEqual(tasks("Đội hình “Trí thức trẻ”", "- Ra quân tại 20 xã.")[0].lead, [])

    def test_a_plan_in_articles(self):
        first, second = read(
            "Điều 1. Nội dung\n1. Phòng Truyền thông viết bài.\n2. Văn phòng mua sách.\n"
            "Điều 2. Tổ chức thực hiện\n1. Văn phòng bố trí xe.\n2. Các phòng báo cáo trước ngày 18/6/2026.\n").sections
        self.assertEqual([(item.label, item.lead) for item in first.items], [("1", ["Phòng Truyền thông"]), ("2", ["Văn phòng"])])
        self.assertEqual((second.label, second.kind, [item.label for item in second.items]), ("Điều 2", "implementation", ["1", "2"]))

    def test_a_standing_body_and_whose_it_is(self):
        header = HEADER.replace("ỦY BAN NHÂN DÂN\nTỈNH MẪU", "TRUNG ƯƠNG HỘI CHỮ THẬP ĐỎ VIỆT NAM\nBAN THƯỜNG VỤ\nHỘI CHỮ THẬP ĐỎ TỈNH MẪU")
        document = read(header=header)
        self.assertEqual((document.header.parent, document.header.issuer), (
            "TRUNG ƯƠNG HỘI CHỮ THẬP ĐỎ VIỆT NAM", ["BAN THƯỜNG VỤ", "HỘI CHỮ THẬP ĐỎ TỈNH MẪU"]))
        header = HEADER.replace("ỦY BAN NHÂN DÂN\nTỈNH MẪU", "CHI CỤC KIỂM LÂM TỈNH MẪU\nHẠT KIỂM LÂM KHU VỰC III")
        self.assertEqual(read(header=header).header.issuer, ["HẠT KIỂM LÂM KHU VỰC III"])

    def test_the_day_of_minutes_cited_without_a_number(self):
        bases = "Căn cứ Biên bản Hội nghị viên chức, người lao động ngày 19/9/2025;\nTrường Mẫu xây dựng kế hoạch như sau:\n"
        [basis] = read(bases=bases).bases
        self.assertEqual((basis.kind, basis.date), ("Biên bản", "2025-09-19"))

    def test_who_is_named_for_a_task_by_others_has_none(self):
        [(unit, units, _sure)] = duties("1. Các Ban chuyên môn, Văn phòng Hội", "- Phân công cán bộ phụ trách từng địa bàn.")
        self.assertEqual((unit, units), ("Các Ban chuyên môn, Văn phòng Hội", ["Các Ban chuyên môn", "Văn phòng Hội"]))
        [(unit, _units, _sure)] = duties("1. Kiểm lâm viên phụ trách xã: ký cam kết với từng hộ.")
        self.assertEqual(unit, "Kiểm lâm viên phụ trách xã")

    def test_a_time_before_the_colon_and_who_behind_it(self):
        [item] = tasks("1. Trước ngày 05/3/2026: các đơn vị được giám sát gửi báo cáo về Thường trực.", title="I. TIẾN ĐỘ")
        self.assertEqual((item.lead, item.deadline.date), (["các đơn vị được giám sát"], "2026-03-05"))

    def test_numbers_of_mixed_marks_are_one_list(self):
        found = tasks("1) Cải cách thủ tục", "a) Rà soát hồ sơ.", "2/ Kiểm tra công vụ", "a) Kiểm tra đột xuất.", "3) Tiếp công dân", "a) Trực tiếp dân.")
        self.assertEqual([item.label for item in found if item.children], ["1", "2", "3"])

    def test_the_year_of_a_subject_without_the_word(self):
        document = read(CONTENT.replace("cơ sở.", "cơ sở, xong trong tháng 6."), subject="Năm dân vận chính quyền 2026")
        [item] = document.sections[0].items
        self.assertEqual((item.deadline.date, item.deadline.doubt), ("2026-06-30", "year"))

    def test_a_number_at_a_line_end_belongs_to_what_is_cited(self):
        document = read(
            "I. NHIỆM VỤ\n1. Nhiệm vụ, cơ quan thực hiện và thời hạn cụ thể của từng việc nêu theo Phụ lục\nI.\n"
            "2. Lịch tiếp công dân, lịch đối thoại của lãnh đạo với nhân dân trong toàn xã theo\nphụ lục kèm theo kế hoạch.\n")
        self.assertEqual([item.label for item in document.sections[0].items], ["1", "2"])

    def test_the_end_of_a_name_beside_the_date(self):
        header = HEADER.replace("Mẫu, ngày", "NGHIỆP Mẫu, ngày").replace("TỈNH MẪU", "BAN QUẢN LÝ CÁC KHU CÔNG")
        lines = header.split("\n")
        lines[2], lines[3] = lines[3], lines[2]
        document = read(header="\n".join(lines))
        self.assertEqual((document.header.place, " ".join(document.header.issuer).endswith("KHU CÔNG NGHIỆP")), ("Mẫu", True))

    def test_a_row_that_pairs_tasks_and_people(self):
        def build(document):
            for line in (HEADER + "KẾ HOẠCH\nDân vận năm 2026\nI. NHIỆM VỤ").split("\n"):
                document.add_paragraph(line)
            table = document.add_table(2, 3)
            cells = ("Thời gian", "Nội dung", "Thực hiện", "Tháng 02", "- Hội nghị người lao động\n- Ký giao ước thi đua", "- Công đoàn\n- Phòng Hành chính")
            for cell, text in zip((cell for row in table.rows for cell in row.cells), cells):
                cell.text = text
        from odoo.addons.dan_van.importer import parse  # pylint: disable=import-outside-toplevel

        first, second = parse(make_docx(build=build), "plan.docx").sections[0].items
        self.assertEqual((first.text, first.lead, first.deadline.date), ("Hội nghị người lao động", ["Công đoàn"], "2026-02-28"))
        self.assertEqual((second.text, second.lead, second.deadline.date), ("Ký giao ước thi đua", ["Phòng Hành chính"], "2026-02-28"))


@tagged("post_install", "-at_install")
class TestImporterNarrowCells(BaseCase):
    def test_paragraphs_stand_further_apart(self):
        cell = rows("Các trạm", "y tế xã", "Đoàn", "Thanh", "niên các", "xã", further=(2,))
        gap = pdf_cells.paragraph_gap([cell, rows("Chiến dịch", "vệ sinh")])
        self.assertEqual(pdf_cells.text_of(cell, 74, gap), "Các trạm y tế xã\nĐoàn Thanh niên các xã")

    def test_a_name_over_many_lines_is_one(self):
        cell = rows("Phòng", "Dân số -", "Truyền", "thông -", "Giáo dục")
        gap = pdf_cells.paragraph_gap([cell, rows("Một việc", "Việc sau", further=(1,))])
        self.assertEqual(pdf_cells.text_of(cell, 74, gap), "Phòng Dân số - Truyền thông - Giáo dục")

    def test_lines_that_stand_alike_are_told_by_their_words(self):
        cell = rows("Phòng Kế hoạch và Điều", "dưỡng", "Khoa Kiểm soát bệnh", "tật")
        self.assertIsNone(pdf_cells.paragraph_gap([cell]))
        self.assertEqual(pdf_cells.text_of(cell, 110), "Phòng Kế hoạch và Điều dưỡng\nKhoa Kiểm soát bệnh tật")
