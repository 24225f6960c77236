"""Who is named in a plan and ordered nothing, who is known by a clause, whole lists of many, and years of long plans: every text our own."""

from odoo.tests import BaseCase, tagged

from .test_importer_case_units import duties, tasks
from .test_importer_cases import read
from .test_importer_sentences import roles_of


@tagged("post_install", "-at_install")
class TestImporterOthers(BaseCase):
    def test_what_others_lead_is_led_by_nobody_here(self):
        for text in (
            "Tổng hợp kết quả các đề án do Bộ Mẫu và Môi trường chủ trì.",
            "Theo dõi các tiểu dự án do Bộ Mẫu thực hiện.",
            "Rà soát hồ sơ của các công trình (về phần việc do đơn vị mình trực tiếp thực hiện).",
            "Lập biểu mẫu để báo cáo Ban Chỉ đạo xã, Phòng Kinh tế và các ban, ngành chủ trì, quản lý và thực hiện đề án.",
            "Cơ quan chủ quản Đề án, cơ quan chủ trì Đề án, cơ quan chủ trì tiểu dự án.",
            "Qua công tác tiếp dân để tăng cường kiến nghị với các cấp, cơ quan có liên quan nhằm hạn chế sơ hở.",
        ):
            with self.subTest(text=text):
                self.assertEqual(roles_of(text)[0], [])

    def test_what_is_ordered_stays_so(self):
        for text, lead in (
            ("Mở lớp tập huấn do Phòng Nội vụ chủ trì.", ["Phòng Nội vụ"]),
            ("Tuần tra ban đêm do Bộ Chỉ huy Quân sự tỉnh chủ trì.", ["Bộ Chỉ huy Quân sự tỉnh"]),
            ("Phòng Nội vụ, Phòng Kinh tế chủ trì, quản lý công trình thủy lợi nhỏ.", ["Phòng Nội vụ", "Phòng Kinh tế"]),
            ("Các cơ quan, đơn vị chủ trì thực hiện cuộc vận động.", ["Các cơ quan, đơn vị"]),
        ):
            with self.subTest(text=text):
                self.assertEqual(roles_of(text)[0], lead)

    def test_those_who_are_known_by_a_clause(self):
        for name, duty in (
            ("Các sở, ban được phân công chủ trì thực hiện nhiệm vụ được giao tại Đề án và Kế hoạch này", "có trách nhiệm lập kế hoạch chi tiết"),
            ("Các ban, ngành có liên quan tới việc chi trả trợ cấp", "có trách nhiệm đối chiếu sổ sách"),
            ("Tất cả lực lượng, phương tiện tham gia diễn tập", "phải giữ an toàn"),
        ):
            with self.subTest(name=name):
                self.assertEqual(duties(f"1. {name} {duty}.")[0][0], name)
        heading = "Các ban, ngành chủ trì, quản lý, tham gia thực hiện đề án"
        self.assertEqual(duties(f"1. {heading}", "- Lập biểu mẫu.")[0][0], heading)

    def test_a_long_list_is_read_to_its_end(self):
        name = ("Các phòng, ban, ngành, Mặt trận Tổ quốc, các đoàn thể chính trị - xã hội, bộ phận công tác Dân vận của lực lượng vũ trang đóng quân "
                "trên địa bàn xã, khối dân vận các thôn, thị trấn")
        self.assertEqual(duties(f"1. {name} căn cứ tình hình đăng ký mô hình.")[0][0], name)

    def test_a_town_written_with_a_capital_is_not_cut(self):
        names = ["Ủy ban Mặt trận Tổ quốc Việt Nam Thành phố", "Hội Liên hiệp Phụ nữ Thành phố", "các tổ chức thành viên"]
        self.assertEqual(duties(f"1. Đề nghị {names[0]}, {names[1]} và {names[2]}", "- Vận động hội viên.")[0][1], names)

    def test_those_named_below_a_heading_of_cooperation_take_part(self):
        *_above, first, second = tasks("1. Công an xã", "a) Chủ trì, phối hợp", "- Phòng Kinh tế rà soát các kho hàng.", "- Đoàn xã tổ chức ký cam kết.")
        self.assertEqual((first.lead, first.coordinate, second.coordinate), ([], ["Phòng Kinh tế"], ["Đoàn xã"]))

    def test_who_supplies_something_is_one_name(self):
        [item] = tasks("1. Lắp biển báo", "- Đơn vị chủ trì: Trạm Y tế, nhà cung cấp dịch vụ mạng, nhà đầu tư trong cụm công nghiệp.")[:1]
        self.assertEqual(item.lead, ["Trạm Y tế", "nhà cung cấp dịch vụ mạng", "nhà đầu tư trong cụm công nghiệp"])

    def test_a_numbered_line_of_time_is_of_what_stands_above(self):
        heading, first, *_rest = tasks("1. Tháng cao điểm", "a) Chủ đề và thông điệp", "b) Thời gian: Từ ngày 15/11/2026 đến ngày 15/12/2026.", "c) Treo băng rôn.")
        self.assertEqual((heading.deadline.date, first.deadline), ("2026-12-15", None))


@tagged("post_install", "-at_install")
class TestImporterLongPlans(BaseCase):
    def test_a_plan_until_a_year_begins_with_its_issue(self):
        document = read("I. NHIỆM VỤ\n1. Báo cáo hằng năm, chậm nhất ngày 27 tháng 12.\n", subject="Bảo vệ rừng đến năm 2030, tầm nhìn đến năm 2050")
        found = document.sections[0].items[0].deadline
        self.assertEqual((found.date, found.recurrence), ("2025-12-27", "yearly"))
        document = read("I. NHIỆM VỤ\n1. Báo cáo trước ngày 10 tháng 12.\n", subject="Kế hoạch năm 2026 thực hiện Chương trình rừng đến năm 2030")
        self.assertEqual(document.sections[0].items[0].deadline.date, "2026-12-10")
