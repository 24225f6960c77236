"""Names and wordings of who does what, judged by kind: right, or told to be in doubt; every text our own."""

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import citations, parse, roles

from .test_importer_case_units import duties, tasks
from .test_importer_cases import CONTENT, HEADER, read


@tagged("post_install", "-at_install")
class TestImporterNames(BaseCase):
    def codes(self, *lines):
        """Return the codes of the warnings on duties that hold ``lines``."""
        return [each.code for each in read(CONTENT + "II. TỔ CHỨC THỰC HIỆN\n" + "\n".join(lines) + "\n").warnings]

    def test_what_a_body_is_there_for_is_part_of_its_name(self):
        for text, unit in (
            ("Tổ giúp việc: chuẩn bị tài liệu.", "Tổ giúp việc"),
            ("Ban Chỉ đạo thực hiện Quy chế dân chủ: họp mỗi quý một lần.", "Ban Chỉ đạo thực hiện Quy chế dân chủ"),
            ("Ban Chỉ đạo thực hiện Quy chế dân chủ ở cơ sở xã chịu trách nhiệm đôn đốc.", "Ban Chỉ đạo thực hiện Quy chế dân chủ ở cơ sở xã"),
            ("Ban Chỉ đạo kiểm tra việc thực hiện.", "Ban Chỉ đạo"),
            ("Hội đồng phối hợp phổ biến, giáo dục pháp luật tham mưu Ngày Pháp luật.", "Hội đồng phối hợp phổ biến, giáo dục pháp luật"),
            ("Hội đồng thi đua, khen thưởng: bình xét.", "Hội đồng thi đua, khen thưởng"),
            ("Hội đồng bồi thường, hỗ trợ, tái định cư: họp dân.", "Hội đồng bồi thường, hỗ trợ, tái định cư"),
            ("Ban Quản lý dự án đầu tư xây dựng khu vực công khai phương án.", "Ban Quản lý dự án đầu tư xây dựng khu vực"),
            ("Phòng Quản lý, bảo vệ rừng tổng hợp.", "Phòng Quản lý, bảo vệ rừng"),
            ("Ban Chỉ đạo phong trào “Toàn dân đoàn kết xây dựng đời sống văn hóa”: bình xét.",
             "Ban Chỉ đạo phong trào “Toàn dân đoàn kết xây dựng đời sống văn hóa”"),
            ("Quỹ Hỗ trợ nông dân tỉnh giải ngân vốn vay.", "Quỹ Hỗ trợ nông dân tỉnh"),
        ):  # fmt: skip
            with self.subTest(text=text):
                self.assertEqual(duties(f"1. {text}")[0][1], [unit])
                self.assertNotIn("unit_doubtful", self.codes(f"1. {text}"))

    def test_a_name_is_over_behind_its_level_and_before_further_verbs(self):
        for text, unit in (
            ("Văn phòng HĐND và UBND xã trực lịch tiếp công dân.", "Văn phòng HĐND và UBND xã"),
            ("Công an xã nắm chắc tình hình, không để xảy ra điểm nóng.", "Công an xã"),
            ("Thanh tra Ban tiếp nhận, tham mưu giải quyết đơn thư.", "Thanh tra Ban"),
            ("UBND các xã vùng biên họp dân.", "UBND các xã vùng biên"),
            ("Khoa Dược - Trang thiết bị bảo đảm thuốc.", "Khoa Dược - Trang thiết bị"),
        ):
            with self.subTest(text=text):
                self.assertEqual(duties(f"1. {text}")[0][1], [unit])

    def test_a_name_is_not_cut_at_a_word_that_is_a_verb_elsewhere(self):
        for name in (
            "Tổ công nghệ số cộng đồng", "Trung tâm Dịch vụ việc làm", "Trung tâm Giống cây trồng", "Trung tâm Lưu trữ lịch sử",
            "Chi cục Phát triển nông thôn", "Khoa Hồi sức cấp cứu", "Ủy ban Kiểm tra Đảng ủy phường",
        ):  # fmt: skip
            with self.subTest(name=name):
                self.assertEqual(roles.read(f"{name} chủ trì rà soát.")[0], name)
                self.assertNotIn("unit_doubtful", self.codes(f"1. {name}: rà soát danh sách."))
        self.assertEqual(duties("1. Phòng Tài chính thanh quyết toán kinh phí.")[0][1], ["Phòng Tài chính"])

    def test_who_takes_part_where_nobody_is_said_to_lead(self):
        self.assertEqual(roles.read("Khoa Kiểm soát nhiễm khuẩn giám sát hàng tuần, có sự tham gia của Khoa Vi sinh.")[1], ["Khoa Vi sinh"])

    def test_what_can_not_be_told_is_told(self):
        for text in ("Văn phòng Ban lót dạ sáng sớm bảo đảm hậu cần.", "Trung tâm hỗ trợ nông dân mở lớp."):
            with self.subTest(text=text):
                self.assertIn("unit_doubtful", self.codes(f"1. {text}"))
        for text in ("Tổ giúp việc:", "Văn phòng có trách nhiệm:", "Sở Nội vụ."):
            with self.subTest(text=text):
                self.assertIn("duty_missing", self.codes(f"1. {text}"))

    def test_words_between_a_name_and_a_colon_stay_in_the_duty(self):
        document = read(CONTENT + "II. TỔ CHỨC THỰC HIỆN\n1. Các phòng tổng hợp kết quả: trước ngày 15/6/2026.\n")
        [duty] = document.assignments
        self.assertEqual((duty.unit, duty.text), ("Các phòng", "tổng hợp kết quả: trước ngày 15/6/2026."))

    def test_a_person_keeps_the_office(self):
        for text, names in (
            ("Đồng chí Trần Văn Mẫu, Phó Trưởng ban: phụ trách chung.", ["Đồng chí Trần Văn Mẫu, Phó Trưởng ban"]),
            ("Ông Lê Mẫu An, Chủ tịch UBND xã, Trưởng ban: chỉ đạo.", ["Ông Lê Mẫu An, Chủ tịch UBND xã, Trưởng ban"]),
            ("Ông Hà Văn Mẫu, Phó Trưởng phòng và bà Lò Thị Mẫu, chuyên viên: tổng hợp.",
             ["Ông Hà Văn Mẫu, Phó Trưởng phòng", "bà Lò Thị Mẫu, chuyên viên"]),
            ("Nhà trường, giáo viên chủ nhiệm: phổ biến nội quy.", ["Nhà trường", "giáo viên chủ nhiệm"]),
        ):  # fmt: skip
            with self.subTest(text=text):
                self.assertEqual(duties(f"1. {text}")[0][1], names)

    def test_subjects_are_no_leads(self):
        for text in (
            "Trường học hạnh phúc: xây dựng môi trường thân thiện.", "Thuế và phí: công khai.", "Công an nhân dân là nòng cốt: giữ vững.",
            "Hội nghị đối thoại: mỗi năm hai lần.", "Sổ tay dân vận: phát hành.", "Ba công khai: niêm yết.", "Bản đồ số: cập nhật.",
            "Phương châm dân biết: quán triệt.", "Chi bộ bốn tốt: xây dựng.", "Khóa tập huấn: mở lớp.", "Bộ thủ tục hành chính: rà soát.",
        ):  # fmt: skip
            with self.subTest(text=text):
                self.assertEqual(tasks(f"1. {text}")[0].lead, [])


@tagged("post_install", "-at_install")
class TestImporterRoles(BaseCase):
    def test_orders_as_headings_of_tasks(self):
        for title, lead in (
            ("Giao Sở Nội vụ", ["Sở Nội vụ"]), ("Đối với các phòng chuyên môn", ["các phòng chuyên môn"]),
            ("Đề nghị Ủy ban MTTQ Việt Nam xã", ["Ủy ban MTTQ Việt Nam xã"]), ("Nhiệm vụ của Phòng Kinh tế", ["Phòng Kinh tế"]),
            ("Giáo viên chủ nhiệm", []), ("Đối với người dân", []), ("Đối với công tác tuyên truyền", []),
        ):  # fmt: skip
            with self.subTest(title=title):
                self.assertEqual(tasks(f"1. {title}", "a) Rà soát quy chế.", "b) Tổng hợp báo cáo.")[0].lead, lead)

    def test_who_leads_in_other_words(self):
        for text, lead in (
            ("Đối thoại với thanh niên, Đoàn Thanh niên xã làm đầu mối.", "Đoàn Thanh niên xã"),
            ("Văn phòng có trách nhiệm chủ trì tham mưu.", "Văn phòng"),
            ("Triển khai phong trào; Ban Dân vận là cơ quan thường trực.", "Ban Dân vận"),
            ("Tuyên truyền lưu động do Trung tâm Văn hóa, Thể thao thực hiện.", "Trung tâm Văn hóa, Thể thao"),
            ("Đầu mối tiếp nhận kiến nghị là Văn phòng Sở.", "Văn phòng Sở"),
            ("Chi cục Kiểm lâm chủ trì rà soát.", "Chi cục Kiểm lâm"),
            ("Khảo sát người dân, doanh nghiệp, Chi bộ Trường Tiểu học làm đầu mối.", "Chi bộ Trường Tiểu học"),
            ("Đài Truyền thanh xã mở chuyên mục.", None),
            ("Xây dựng quy chế phối hợp giải quyết đơn thư.", None),
        ):
            with self.subTest(text=text):
                self.assertEqual(roles.read(text)[0], lead)
        self.assertEqual(tasks("1. Đài Truyền thanh xã mở chuyên mục.")[0].lead, ["Đài Truyền thanh xã"])

    def test_who_takes_part_in_other_words(self):
        for text, partners in (
            ("Sở Tư pháp chủ trì, cùng với Hội Luật gia tỉnh tư vấn pháp luật.", ["Hội Luật gia tỉnh"]),
            ("Giao Phòng Kinh tế chủ trì đối thoại, có sự tham gia của Thuế cơ sở 2 và Hiệp hội Doanh nghiệp.",
             ["Thuế cơ sở 2 và Hiệp hội Doanh nghiệp"]),
            ("Văn phòng chủ trì hội nghị, mời Hội Cựu chiến binh xã tham dự.", ["Hội Cựu chiến binh xã"]),
            ("Sở Nội vụ (chủ trì), Sở Tài chính (phối hợp) kiểm tra.", ["Sở Tài chính"]),
            ("Giao Công an xã chủ trì (phối hợp với Ban Chỉ huy Quân sự xã, các thôn) tuần tra.", ["Ban Chỉ huy Quân sự xã, các thôn"]),
            ("Sở Nội vụ là cơ quan chủ trì, các sở, ngành là cơ quan phối hợp.", ["các sở, ngành"]),
            ("Sở Y tế phối hợp với Hội Chữ thập đỏ tỉnh khám bệnh.", ["Hội Chữ thập đỏ tỉnh"]),
            ("Sở Nội vụ chủ trì xây dựng quy chế phối hợp giải quyết đơn thư.", []),
        ):  # fmt: skip
            with self.subTest(text=text):
                self.assertEqual(roles.read(text)[1], partners)

    def test_tasks_without_a_unit_are_told(self):
        named = [f"{number}. Sở Nội vụ chủ trì hội nghị thứ {number}." for number in (2, 3, 4)]
        body = "I. NHIỆM VỤ\n1. Treo băng rôn.\n" + "\n".join(named) + "\n"
        self.assertEqual([each.text for each in read(body).warnings if each.code == "units_missing"], ["Treo băng rôn."])
        body = "I. NHIỆM VỤ\n1. Treo băng rôn.\n2. Phát tờ rơi.\n3. Dọn vệ sinh.\n4. Sở Nội vụ chủ trì hội nghị.\n"
        self.assertEqual([each.text for each in read(body).warnings if each.code == "units_missing"], ["NHIỆM VỤ"])

    def test_hostile_orders_take_no_time(self):
        for text in ("giao Sở a, " * 10000, "do do do " * 20000, "Sở Nội vụ phối hợp, " * 6000):
            self.assertTrue(parse(f"{HEADER}KẾ HOẠCH\nMẫu\nI. NỘI DUNG\n1. {text}\n".encode(), "plan.txt").sections)


@tagged("post_install", "-at_install", 'dan_van_long')
class TestImporterBlankBases(BaseCase):
    def test_a_blank_basis_is_told_and_none(self):
        for text in ("Căn cứ ….;", "Căn cứ ......", "- Căn cứ ………;"):
            with self.subTest(text=text):
                document = read(bases=f"{text}\nCăn cứ Luật Tiếp công dân năm 2013;\n")
                self.assertEqual([each.kind for each in document.bases], ["Luật"])
                self.assertIn("basis_blank", [each.code for each in document.warnings])
        [basis] = read(bases="Căn cứ Kế hoạch số ……/KH-UBND ngày …/…/2026 của …… về công tác dân vận;\n").bases
        self.assertEqual((basis.number, basis.symbol, basis.issuer, basis.subject), (None, "KH-UBND", None, "về công tác dân vận"))

    def test_a_semicolon_within_a_basis_is_read_alike_everywhere(self):
        subject = "quy định chức năng; nhiệm vụ của Sở Nội vụ"
        text = f"Quyết định số 15/2025/QĐ-UBND ngày 02/5/2025 của UBND tỉnh {subject}"
        document = read(bases=f"Căn cứ {text};\n")
        self.assertEqual([each.subject for each in (*document.bases, *document.citations)], [subject, subject])
        self.assertEqual([each.subject for each in citations.find(f"Theo {text}.")], ["quy định chức năng"])
