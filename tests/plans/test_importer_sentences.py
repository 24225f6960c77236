"""Who does a task and with whom, in the sentences of officials: each kind in several wordings, every text our own."""

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import parse
from odoo.addons.dan_van.importer.document import walk

from ..importer_cases import make_docx
from .test_importer_case_units import duties, tasks
from .test_importer_cases import CONTENT, HEADER, read


def roles_of(text):
    """Return who leads and who takes part in a task of these words."""
    [item] = tasks(f"1. {text}")
    return item.lead, item.coordinate


@tagged("post_install", "-at_install")
class TestImporterSentences(BaseCase):
    def check(self, cases):
        """Check lead and partners of each sentence."""
        for text, lead, partners in cases:
            with self.subTest(text=text):
                self.assertEqual(roles_of(text), (lead, partners))

    def test_who_takes_part_where_nobody_leads(self):
        self.check((
            ("Phối hợp với Hội Nông dân xã, Đoàn Thanh niên tổ chức tuyên truyền lưu động.", [], ["Hội Nông dân xã", "Đoàn Thanh niên"]),
            ("Tổ chức lễ ra quân, phối hợp cùng Công an xã bảo đảm trật tự.", [], ["Công an xã"]),
            ("Phối hợp Hội Người cao tuổi mở câu lạc bộ.", [], ["Hội Người cao tuổi"]),
            ("Tăng cường phối hợp với Mặt trận Tổ quốc và các tổ chức chính trị - xã hội trong vận động nhân dân.", [],
             ["Mặt trận Tổ quốc", "các tổ chức chính trị - xã hội"]),
            ("Tổ chức hội nghị đối thoại; Phòng Nội vụ phối hợp.", [], ["Phòng Nội vụ"]),
            ("Mở 02 lớp tập huấn (Trung tâm Chính trị phối hợp).", [], ["Trung tâm Chính trị"]),
            ("Thực hiện quy chế phối hợp với Ban Dân vận Tỉnh ủy.", [], []),
            ("Nâng cao hiệu quả phối hợp giữa các cơ quan.", [], []),
        ))

    def test_who_is_named_behind_what_is_to_be_done(self):
        self.check((
            ("Diễn tập chữa cháy tại thôn Mẫu; Hạt Kiểm lâm khu vực II tham mưu.", ["Hạt Kiểm lâm khu vực II"], []),
            ("Khảo sát sự hài lòng của người bệnh. Phòng Công tác xã hội thực hiện.", ["Phòng Công tác xã hội"], []),
            ("Lập đoàn kiểm tra, gửi đề cương: Phòng Dân vận chuẩn bị, xong trước ngày 20/02/2026.", ["Phòng Dân vận"], []),
            ("Ký quy chế giữa ba bên - Phòng Văn hóa - Xã hội chuẩn bị.", ["Phòng Văn hóa - Xã hội"], []),
            ("Chi trả tiền đợt 2. Phòng Tài chính - Kế toán, hoàn tất 30/4/2026.", ["Phòng Tài chính - Kế toán"], []),
            ("Hướng dẫn cài đặt dịch vụ số (Đoàn xã phụ trách).", ["Đoàn xã"], []),
            ("Kiện toàn Ban Chỉ đạo (Văn phòng, trong tháng 01).", ["Văn phòng"], []),
            ("Sửa đổi Quy chế làm việc: Văn phòng Sở; hoàn thành trong tháng 4.", ["Văn phòng Sở"], []),
            ("Góp ý dự thảo nghị quyết, gửi trước 28/02/2026: Ban Pháp chế, Văn phòng.", ["Ban Pháp chế", "Văn phòng"], []),
            ("Công khai các khoản thu trên trang thông tin. Giao hiệu trưởng các trường.", ["hiệu trưởng các trường"], []),
            ("Nhân rộng mô hình. Thực hiện: các phòng, ban, ngành.", ["các phòng, ban, ngành"], []),
            ("Tập huấn kỹ năng; mỗi thôn ít nhất một cuộc, hoàn thành trước 30/6.", [], []),
        ))

    def test_the_last_of_several_partners_does_not_lead(self):
        self.check((
            ("Chủ trì, phối hợp với Phòng Tuyên truyền - Báo chí, Phòng Lý luận chính trị tham mưu nội dung, lịch kiểm tra.", [],
             ["Phòng Tuyên truyền - Báo chí", "Phòng Lý luận chính trị"]),
        ))
        [heading, task] = tasks("1. Trách nhiệm của nhà giáo, nhân viên", "- Thực hiện đúng quy chế.")
        self.assertEqual((heading.lead, task.lead), (["nhà giáo", "nhân viên"], []))

    def test_a_group_that_begins_the_sentence_leads(self):
        self.check((
            ("Các thôn, bản kiện toàn Ban Thanh tra nhân dân.", ["Các thôn, bản"], []),
            ("Mỗi phòng, đơn vị đăng ký ít nhất một mô hình.", ["Mỗi phòng, đơn vị"], []),
            ("Các Hạt Kiểm lâm khu vực phối hợp với UBND xã vận động hộ dân ký cam kết.", ["Các Hạt Kiểm lâm khu vực"], ["UBND xã"]),
            ("Công chức Văn phòng - Thống kê tham mưu lịch tiếp dân.", ["Công chức Văn phòng - Thống kê"], []),
            ("Trong quý I/2026, giao Văn phòng Đảng ủy xây dựng quy chế.", ["Văn phòng Đảng ủy"], []),
            ("Trong các tháng cao điểm (từ tháng 01 đến hết tháng 4/2026), Đội Kiểm lâm cơ động trực 24/24 giờ.", ["Đội Kiểm lâm cơ động"], []),
            ("Các cấp, các ngành tích cực vào cuộc.", [], []),
        ))

    def test_names_that_list_fields_of_work_and_offices_of_persons(self):
        self.check((
            ("Phòng Tổ chức, tuyên truyền và Xây dựng lực lượng biên soạn bản tin.", ["Phòng Tổ chức, tuyên truyền và Xây dựng lực lượng"], []),
            ("Phòng Giám sát, thẩm định và xử lý sau thanh tra đánh giá kết quả.", ["Phòng Giám sát, thẩm định và xử lý sau thanh tra"], []),
            ("Giao Phòng Phổ biến và theo dõi thi hành pháp luật theo dõi, đôn đốc.", ["Phòng Phổ biến và theo dõi thi hành pháp luật"], []),
            ("Phòng Hành chính, tổng hợp: bảo đảm phương tiện.", ["Phòng Hành chính, tổng hợp"], []),
            ("Phòng Văn hóa - Xã hội (cơ quan thường trực): hướng dẫn nghiệp vụ.", ["Phòng Văn hóa - Xã hội"], []),
            ("Mở hòm thư góp ý do ông Trần Văn Mẫu, Trưởng phòng Tổ chức - Hành chính làm tổ trưởng.",
             ["ông Trần Văn Mẫu, Trưởng phòng Tổ chức - Hành chính"], []),
            ("Ban Quản lý rừng phòng hộ Mẫu Lâm giao khoán rừng cho cộng đồng.", ["Ban Quản lý rừng phòng hộ Mẫu Lâm"], []),
        ))

    def test_an_order_wins_and_what_others_hold_is_not_led(self):
        self.check((
            ("Giao đồng chí Trần Văn Mẫu - Phó Chủ tịch UBND phường trực tiếp chỉ đạo; Phòng Văn hóa - Xã hội tham mưu thực hiện.",
             ["đồng chí Trần Văn Mẫu - Phó Chủ tịch UBND phường"], []),
            ("Cử 05 công chức tham gia lớp bồi dưỡng do Sở Nội vụ tổ chức.", [], []),
            ("Ra quân hằng tuần, do Đoàn Thanh niên và Hội Phụ nữ luân phiên đảm nhận.", ["Đoàn Thanh niên", "Hội Phụ nữ"], []),
            ("Đối thoại với người dân, do đồng chí Phó Chủ tịch Ủy ban nhân dân xã phụ trách văn hóa - xã hội thực hiện.",
             ["đồng chí Phó Chủ tịch Ủy ban nhân dân xã phụ trách văn hóa - xã hội"], []),
            ("Theo dõi, đôn đốc chung do Văn phòng UBND xã là bộ phận thường trực.", ["Văn phòng UBND xã"], []),
        ))

    def test_labour_is_not_led_together(self):
        self.check((
            ("Giới thiệu việc làm cho thanh niên; Phòng Tổ chức - Lao động chủ trì.", ["Phòng Tổ chức - Lao động"], []),
            ("Toàn thể viên chức, người lao động chủ trì các ngày dọn vệ sinh.", ["Toàn thể viên chức, người lao động"], []),
            ("Công an tỉnh đồng chủ trì, Sở Nội vụ phối hợp.", ["Công an tỉnh"], ["Sở Nội vụ"]),
        ))

    def test_a_meeting_is_no_order(self):
        self.assertEqual(roles_of("Giao ban vào thứ Sáu tuần cuối tháng."), ([], []))


@tagged("post_install", "-at_install")
class TestImporterDutiesOfLines(BaseCase):
    def test_each_unit_of_a_line_has_its_own_limit(self):
        for line, found in (
            ("1. Các phòng gửi báo cáo về Văn phòng trước ngày 15/3/2026, riêng Thanh tra gửi trước ngày 31/3/2026.",
             [("Các phòng", "2026-03-15"), ("Thanh tra", "2026-03-31")]),
            ("1. Phòng Nội vụ: hoàn thành dự thảo trước ngày 15/3/2026; Phòng Tài chính thẩm định trước ngày 31/3/2026.",
             [("Phòng Nội vụ", "2026-03-15"), ("Phòng Tài chính", "2026-03-31")]),
            ("1. Các thôn báo cáo trước 20/9, riêng Thôn Đông trước 05/10.", [("Các thôn", "2026-09-20"), ("Thôn Đông", "2026-10-05")]),
        ):
            with self.subTest(line=line):
                document = read(f"{CONTENT}II. TỔ CHỨC THỰC HIỆN\n{line}\n")
                self.assertEqual([(each.unit, each.deadline.date) for each in document.assignments], found)
                first, second = document.assignments
                self.assertTrue(line.endswith(first.text))
                self.assertEqual((first.line, second.deadline.doubt), (second.line, None))
                self.assertNotIn("deadline_several", [each.code for each in document.warnings])

    def test_only_reports_make_periods(self):
        for line, dates in (
            ("Các phòng đăng ký mô hình trước 20/3, báo cáo kết quả trước 10/11.", ["2026-11-10"]),
            ("Các thôn gửi danh sách trước ngày 10/4 và báo cáo trước 15/6, 15/12.", ["2026-06-15", "2026-12-15"]),
            ("Xây dựng kế hoạch trước 15/01/2026; báo cáo 6 tháng trước 10/6, báo cáo năm trước 10/12.", ["2026-06-10", "2026-12-10"]),
            ("Báo cáo việc xây dựng kế hoạch trước 20/3.", ["2026-03-20"]),
        ):
            with self.subTest(line=line):
                document = read(f"{CONTENT}II. TỔ CHỨC THỰC HIỆN\n1. {line}\n")
                self.assertEqual([each.dates for each in document.periods], [dates])

    def test_strokes_of_a_signature_are_no_recipients(self):
        end = "Nơi nhận:\n- UBND tỉnh;\n- Các phòng;\n/ư\nNy\n- Lưu: VT.\nCHỦ TỊCH\nTrần Văn Mẫu\n"
        document = read(f"{CONTENT}{end}")
        self.assertEqual((document.recipients, document.archive), (["UBND tỉnh", "Các phòng"], "Lưu: VT"))
        self.assertEqual([each.text for each in document.warnings if each.code == "stray_text"], ["/ư", "Ny"])

    def test_a_partner_whose_name_may_go_on_is_told(self):
        document = read("I. NHIỆM VỤ\n1. Giao Văn phòng chủ trì, phối hợp với Hội Khuyến học gieo niềm vui học tập suốt đời cho trẻ em.\n")
        self.assertEqual([each.text for each in document.warnings if each.code == "unit_doubtful"], ["Hội Khuyến học"])
        document = read("I. NHIỆM VỤ\n1. Giao Văn phòng chủ trì, phối hợp với Hội Khuyến học xã trao học bổng cho trẻ em.\n")
        self.assertNotIn("unit_doubtful", [each.code for each in document.warnings])

    def test_what_is_not_sure_stays_one_duty_and_is_told(self):
        document = read(f"{CONTENT}II. TỔ CHỨC THỰC HIỆN\n1. Các đơn vị gửi kế hoạch trước 20/3, riêng các nội dung phức tạp trước 30/3.\n")
        self.assertEqual([(each.unit, each.deadline.date) for each in document.assignments], [("Các đơn vị", "2026-03-20")])

    def test_what_a_duty_is_about_before_its_unit(self):
        self.assertEqual(duties("1. Kinh phí: Phòng Kinh tế tham mưu phân bổ."), [("Phòng Kinh tế", ["Phòng Kinh tế"], 0.8)])
        document = read(f"{CONTENT}II. TỔ CHỨC THỰC HIỆN\n1. Văn phòng: theo dõi.\n2. Kinh phí: từ nguồn chi thường xuyên.\n")
        self.assertNotIn("unit_unknown", [each.code for each in document.warnings])


@tagged("post_install", "-at_install")
class TestImporterListsAndTables(BaseCase):
    def test_bases_and_those_addressed_in_lists_above_the_body(self):
        document = read(bases=(
            "Kính gửi:\n- Các phòng thuộc Sở;\n- Ủy ban nhân dân các xã.\nCăn cứ:\n- Nghị quyết số 15-NQ/TW ngày 22/12/2024 của Bộ Chính trị;\n"
            "- Kế hoạch số 12/KH-UBND ngày 10/12/2025 của UBND tỉnh.\nSở Nội vụ ban hành Kế hoạch, cụ thể:\n"))
        self.assertEqual([(each.number, each.date) for each in document.bases], [("15", "2024-12-22"), ("12", "2025-12-10")])
        self.assertEqual(document.enacting, "Sở Nội vụ ban hành Kế hoạch, cụ thể:")
        self.assertEqual([each.title for each in document.sections], ["NHIỆM VỤ"])

    def test_a_further_basis_behind_a_comma(self):
        document = read(bases=(
            "Căn cứ Luật Tiếp công dân ngày 25 tháng 11 năm 2013, Thực hiện Nghị quyết số 12-NQ/TU ngày 10/10/2025 của Tỉnh ủy; Kế hoạch số 5/KH-UBND "
            "ngày 03/12/2025 của UBND tỉnh, Theo đề nghị của Chánh Văn phòng,\nSở Nội vụ ban hành kế hoạch như sau:\n"))
        self.assertEqual([each.text.split()[0] for each in document.bases], ["Căn", "Thực", "Kế", "Theo"])
        self.assertEqual([each.number for each in document.bases], [None, "12", "5", None])

    def test_a_number_keeps_its_year_beside_a_later_date(self):
        document = read(bases="Căn cứ Thông tư số 11/2020/TT-BGDĐT và Kế hoạch số 17/KH-BGDĐT ngày 09/12/2025 của Bộ Giáo dục và Đào tạo;\n")
        self.assertEqual([(each.number, each.date) for each in document.citations], [("11", None), ("17", "2025-12-09")])

    def test_cells_as_above_and_two_columns_of_time(self):
        def build(document):
            document.add_paragraph("I. NHIỆM VỤ")
            rows = (
                ("Số TT", "Việc phải làm", "Người làm", "Trình", "Thời gian trình", "Thời gian tổ chức"),
                ("1", "Đối thoại với thanh niên", "Văn phòng", "Chủ tịch", "20/4/2026", "Tháng 5"),
                ("2", "Gặp mặt chức sắc", "nt", "Chủ tịch", "Tháng 6", "-nt-"),
                ("3", "Thi tìm hiểu pháp luật (từ 09/9 đến 26/9)", "Như trên", "Chủ tịch", "Tháng 9/2026", ""),
            )
            table = document.add_table(rows=len(rows), cols=6)
            for row, values in zip(table.rows, rows):
                for cell, value in zip(row.cells, values):
                    cell.text = value
        text = f"{HEADER}KẾ HOẠCH\nCông tác dân vận năm 2026\n"
        items = [item for item in walk(parse(make_docx(text, build), "plan.docx").sections[0].items) if item.in_table]
        self.assertEqual([item.lead for item in items], [["Văn phòng"]] * 3)
        self.assertEqual(
            [item.deadline.dates for item in items], [["2026-04-20", "2026-05-31"], ["2026-06-30"], ["2026-09-09", "2026-09-26"]])

    def test_a_table_of_a_text_with_tabs(self):
        [first, second] = tasks(
            "TT\tNhiệm vụ\tBộ phận tham mưu\tThời gian", "1\tĐối thoại với thanh niên\tVăn phòng\t20/4/2026", "2\tTổng kết\tBan Tổ chức\tTháng 11")
        self.assertEqual((first.lead, first.deadline.date), (["Văn phòng"], "2026-04-20"))
        self.assertEqual((second.lead, second.deadline.date), (["Ban Tổ chức"], "2026-11-30"))

    def test_headers(self):
        youth = "ĐOÀN TNCS HỒ CHÍ MINH\nTHÀNH PHỐ MẪU\nBCH ĐOÀN PHƯỜNG AN MẪU\n***\nSố: 11-KH/ĐTN\nĐOÀN TNCS HỒ CHÍ MINH\nAn Mẫu, ngày 10 tháng 02 năm 2026\n\n"
        front = (
            "MẶT TRẬN TỔ QUỐC VIỆT NAM TỈNH MẪU\nỦY BAN MTTQ VIỆT NAM XÃ AN MẪU\nBAN THƯỜNG TRỰC\nSố: 31/KH-MTTQ\n"
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nAn Mẫu, ngày 10 tháng 02 năm 2026\n\n")
        for header, parent, issuer in (
            (youth, "ĐOÀN TNCS HỒ CHÍ MINH THÀNH PHỐ MẪU", "BCH ĐOÀN PHƯỜNG AN MẪU"),
            (front, "MẶT TRẬN TỔ QUỐC VIỆT NAM TỈNH MẪU", "ỦY BAN MTTQ VIỆT NAM XÃ AN MẪU BAN THƯỜNG TRỰC"),
        ):
            with self.subTest(issuer=issuer):
                found = read(header=header).header
                self.assertEqual((found.parent, " ".join(found.issuer), found.place), (parent, issuer, "An Mẫu"))
