"""Who does what until when, by the grammar of the phrase rather than by known words: every text our own."""

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import citations, deadlines, parse, preamble
from odoo.addons.dan_van.importer.document import Document
from odoo.addons.dan_van.importer.frame import Frame
from odoo.addons.dan_van.importer.source import Ledger, Line, Source

from ..importer_cases import make_docx
from .test_importer_case_units import duties, tasks
from .test_importer_cases import CONTENT, HEADER, read


@tagged("post_install", "-at_install")
class TestImporterNamesInSentences(BaseCase):
    def check(self, cases):
        """Check the units of the one duty in an implementation section of each sentence."""
        for text, units in cases:
            with self.subTest(text=text):
                self.assertEqual(duties(f"1. {text}")[0][1], units)

    def test_those_who_are_charged_with_something_are_named_up_to_what_they_have_to_do(self):
        self.check((
            ("Các đơn vị được phân công chủ trì nhiệm vụ tại Phụ lục có trách nhiệm lập dự toán.", ["Các đơn vị được phân công chủ trì nhiệm vụ tại Phụ lục"]),
            ("Các phòng được giao chủ trì có trách nhiệm hoàn thành đúng hạn.", ["Các phòng được giao chủ trì"]),
        ))

    def test_what_many_do_for_a_living_tells_which_ones_are_meant(self):
        self.check((
            ("Các cơ sở nuôi trồng thủy sản: theo dõi chất lượng nước.", ["Các cơ sở nuôi trồng thủy sản"]),
            ("Đề nghị các tổ chức cung cấp dịch vụ chi trả bố trí điểm giao dịch.", ["các tổ chức cung cấp dịch vụ chi trả"]),
            ("Các doanh nghiệp cung cấp thông tin kịp thời cho Sở Công Thương.", ["Các doanh nghiệp"]),
            ("Các cơ quan thông tin, truyền thông của tỉnh: mở chuyên mục.", ["Các cơ quan thông tin, truyền thông của tỉnh"]),
            ("Ủy ban bầu cử xã tổ chức tập huấn.", ["Ủy ban bầu cử xã"]),
        ))

    def test_a_field_of_work_behind_those_in_charge_of_it_is_part_of_the_name(self):
        self.check((
            ("Cán bộ phụ trách lĩnh vực giám sát và phản biện xã hội\n- Lập kế hoạch.\n- Làm đầu mối.", ["Cán bộ phụ trách lĩnh vực giám sát và phản biện xã hội"]),
            ("Các chủ đầu tư xây dựng và kinh doanh hạ tầng khu công nghiệp\n- Bố trí mặt bằng.\n- Lắp đặt thiết bị.",
             ["Các chủ đầu tư xây dựng và kinh doanh hạ tầng khu công nghiệp"]),
            ("Các phó Giám đốc theo lĩnh vực phụ trách chỉ đạo các phòng.", ["Các phó Giám đốc"]),
            ("Giám đốc các trung tâm xây dựng kế hoạch chi tiết.", ["Giám đốc các trung tâm"]),
        ))

    def test_words_of_names_that_are_verbs_elsewhere(self):
        self.check((
            ("Các cơ quan, đơn vị, tổ chức chủ động đặt hàng nghiên cứu.", ["Các cơ quan, đơn vị, tổ chức"]),
            ("Các cơ quan, đơn vị tổ chức quán triệt Kế hoạch này.", ["Các cơ quan, đơn vị"]),
            ("Các cơ quan, tổ chức, cá nhân tham gia mô hình mẫu có trách nhiệm ghi chép kết quả.", ["Các cơ quan, tổ chức, cá nhân tham gia mô hình mẫu"]),
            ("Các đơn vị tham gia hội thi và có trách nhiệm báo cáo.", ["Các đơn vị"]),
            ("Các cơ quan chuyên môn quản lý ngành, lĩnh vực: Phối hợp với Sở Tài chính.", ["Các cơ quan chuyên môn quản lý ngành, lĩnh vực"]),
            ("Văn phòng đăng ký đất đai tỉnh cập nhật dữ liệu.", ["Văn phòng đăng ký đất đai tỉnh"]),
            ("Ban Quản lý Khu Nông nghiệp ứng dụng công nghệ cao rà soát quy hoạch.", ["Ban Quản lý Khu Nông nghiệp ứng dụng công nghệ cao"]),
            ("UBND các xã, phường (sau đây gọi tắt là UBND cấp xã) rà soát danh mục.", ["UBND các xã, phường"]),
            ("Thủ trưởng cơ quan điều tra chỉ đạo xác minh.", ["Thủ trưởng cơ quan điều tra"]),
            ("Các trường hợp bán hàng hóa cung cấp hóa đơn.", []),
        ))

    def test_what_somebody_may_or_has(self):
        self.check((
            ("Sở Tài chính được quyền khai thác thông tin.", ["Sở Tài chính"]),
            ("Sở Tư pháp có phương án lưu trữ dữ liệu.", ["Sở Tư pháp"]),
            ("Giám đốc Trung tâm ra quyết định thu hồi.", ["Giám đốc Trung tâm"]),
            ("Bộ Quốc phòng cấp chứng chỉ cho các đơn vị.", ["Bộ Quốc phòng"]),
        ))

    def test_several_of_a_kind_whose_names_a_colon_lists(self):
        self.check((
            ("Giao các sở: Nội vụ, Tài chính và Tư pháp: rà soát quy định.", ["các sở: Nội vụ, Tài chính và Tư pháp"]),
            ("Các xã: Mẫu Một, Mẫu Hai đăng ký mô hình.", ["Các xã: Mẫu Một, Mẫu Hai"]),
            ("Các sở: Chủ động rà soát, báo cáo.", ["Các sở"]),
        ))

    def test_a_clause_put_in_behind_the_unit_is_none_of_its_name(self):
        self.check((
            ("Sở Tài chính, trên cơ sở đề xuất của các đơn vị, chủ trì tổng hợp dự toán.", ["Sở Tài chính"]),
            ("UBND các xã, phường dựng nhà bạt tại điểm sơ tán.", ["UBND các xã, phường"]),
        ))

    def test_who_passes_a_duty_on_does_not_have_it(self):
        self.check((
            ("Giám đốc giao Phòng Truyền thông tổng hợp kết quả.", ["Phòng Truyền thông"]),
            ("Ủy ban nhân dân xã giao Phòng Kinh tế chủ trì kiểm tra.", ["Phòng Kinh tế"]),
        ))

    def test_a_long_list_of_those_who_are_asked(self):
        asked = [
            "Văn phòng Tỉnh ủy", "Ủy ban Kiểm tra Tỉnh ủy", "Văn phòng Đoàn đại biểu Quốc hội và HĐND tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
            "Viện kiểm sát nhân dân tỉnh", "Tòa án nhân dân tỉnh", "Thuế tỉnh", "Kiểm toán nhà nước khu vực IX",
        ]
        self.check(((f"Đề nghị {', '.join(asked)} tăng cường phối hợp.", asked), (f"Đề nghị: {', '.join(asked[:2])}\n- Quan tâm chỉ đạo.\n- Giám sát.", asked[:2])))

    def test_a_second_unit_of_a_sentence_has_a_duty_of_its_own(self):
        for text, units in (
            ("Công an xã giữ gìn trật tự; Trạm Y tế xã bố trí xe cứu thương.", [["Công an xã"], ["Trạm Y tế xã"]]),
            ("Phòng Nội vụ tham mưu kế hoạch và Phòng Tài chính bố trí kinh phí.", [["Phòng Nội vụ"], ["Phòng Tài chính"]]),
            ("Đề nghị Ủy ban MTTQ xã cử đại biểu tham gia; Ủy ban nhân dân xã chỉ đạo các phòng chuẩn bị.", [["Ủy ban MTTQ xã"], ["Ủy ban nhân dân xã"]]),
            ("Phòng Nội vụ hướng dẫn các xã và Phòng Tài chính lập dự toán.", [["Phòng Nội vụ"]]),
        ):
            with self.subTest(text=text):
                self.assertEqual([units for _unit, units, _confidence in duties(f"1. {text}")], units)


@tagged("post_install", "-at_install")
class TestImporterRolesInSentences(BaseCase):
    def check(self, cases, title="I. NHIỆM VỤ"):
        """Check lead and partners of the first item of each text."""
        for text, lead, partners in cases:
            with self.subTest(text=text):
                item = tasks(f"1. {text}", title=title)[0]
                self.assertEqual((item.lead, item.coordinate), (lead, partners))

    def test_groups_beside_a_name(self):
        self.check((
            ("Phối hợp các lực lượng và UBND các xã, phường huy động ca nô.", [], ["các lực lượng", "UBND các xã, phường"]),
            ("Phối hợp Bộ Chỉ huy Quân sự tỉnh và sở, ngành liên quan tham mưu.", [], ["Bộ Chỉ huy Quân sự tỉnh", "sở, ngành liên quan"]),
            ("Phối hợp với Sở Y tế, địa phương tuyên truyền.", [], ["Sở Y tế", "địa phương"]),
            ("Phối hợp chính quyền cơ sở bảo đảm an toàn điện.", [], ["chính quyền cơ sở"]),
            ("Phối hợp với ngành giáo dục để xử lý vệ sinh trường lớp.", [], ["ngành giáo dục"]),
            ("Chuẩn bị hồ sơ và phối hợp với các Đoàn kiểm tra, giám sát của Tỉnh khi về xã.", [], ["các Đoàn kiểm tra, giám sát của Tỉnh"]),
            ("Phối hợp với Sở Môi trường, đơn vị được lựa chọn quan trắc triển khai kế hoạch.", [], ["Sở Môi trường", "đơn vị được lựa chọn quan trắc"]),
        ))

    def test_who_only_stands_in_the_object_leads_nothing(self):
        self.check((
            ("Báo cáo kết quả các dự án do Sở, ngành chủ trì theo quy định.", [], []),
            ("Kiểm tra việc chủ trì, phối hợp với Trưởng thôn tổ chức hội nghị.", [], []),
            ("Tham gia đoàn kiểm tra, giám sát do Mặt trận tỉnh tổ chức khi có yêu cầu.", [], []),
            ("Các bệnh đường hô hấp: cúm mùa, viêm đường hô hấp trên.", [], []),
            ("Trưởng đoàn: Đại diện Ban Thường trực Ủy ban MTTQ xã.", [], []),
            ("Các đơn vị phối hợp với cơ quan chủ trì thực hiện.", ["Các đơn vị"], []),
        ))

    def test_whom_something_concerns_leads_nothing_where_no_tasks_are_set(self):
        self.check((("Đối với các sở, ban, ngành, UBND các xã:\n- Hoàn thành chỉ tiêu.\n- Bảo đảm trật tự.", [], []),), title="I. TIÊU CHÍ THI ĐUA")
        self.check((("Sở Tài chính có trách nhiệm bố trí kinh phí.", ["Sở Tài chính"], []),), title="I. KINH PHÍ")

    def test_what_must_be_done_in_a_case(self):
        self.check((("Đối với đơn khiếu nại: Ban Thường trực phải chuyển ngay đến Ủy ban Bầu cử.", ["Ban Thường trực"], []),))

    def test_a_line_that_also_tells_what_those_named_do(self):
        [task] = tasks(
            "1. Rà soát văn bản",
            "- Cơ quan thực hiện: Sở Tư pháp chủ trì tham mưu Ủy ban nhân dân tỉnh ban hành Kế hoạch; các sở, ngành và UBND xã, phường "
            "rà soát văn bản thuộc lĩnh vực được giao quản lý.",
        )
        self.assertEqual((task.lead, task.coordinate), (["Sở Tư pháp", "các sở, ngành", "UBND xã, phường"], []))
        [task] = tasks("1. Kiểm tra", "- Cơ quan thực hiện: Sở Nội vụ, các sở trong phạm vi chức năng, nhiệm vụ của mình và các cơ quan, tổ chức khác có liên quan.")
        self.assertEqual(task.lead, ["Sở Nội vụ", "các sở", "các cơ quan, tổ chức khác có liên quan"])

    def test_a_person_keeps_the_field_behind_a_comma(self):
        [task] = tasks("1. Lập kế hoạch", "- Đơn vị chủ trì: Đồng chí Phó Chủ tịch Thường trực, phụ trách lĩnh vực Giám sát")
        self.assertEqual(task.lead, ["Đồng chí Phó Chủ tịch Thường trực, phụ trách lĩnh vực Giám sát"])


@tagged("post_install", "-at_install")
class TestImporterLinesOfTasks(BaseCase):
    def test_what_returns_each_year_is_next_due_behind_the_issue(self):
        frame = Frame(2025, 2025, "2025-11-20")
        for text, date, doubt in (
            ("Báo cáo Sở Nội vụ trước ngày 15/6 hằng năm.", "2026-06-15", "year"),
            ("Báo cáo hằng năm (trước ngày 15/12) về Sở Nội vụ.", "2025-12-15", "year"),
            ("Báo cáo Sở Nội vụ trước ngày 15/6.", None, "before_issue"),
        ):
            with self.subTest(text=text):
                found = deadlines.find(text, frame)
                self.assertEqual((found.date, found.doubt), (date, doubt))
        self.assertIsNone(deadlines.find("Từ ngày 25/11 đến ngày 27/11/2025, trên địa bàn xảy ra mưa lớn.", frame))

    def test_the_time_of_whatever_is_done(self):
        task, content = tasks(
            "1. Xây dựng quy định", "- Nội dung: quy định chi tiết.", "- Cơ quan chủ trì: Sở Tư pháp.", "- Thời hạn ban hành: trước ngày 01/6/2026.")
        self.assertEqual((task.lead, task.deadline.date, content.deadline), (["Sở Tư pháp"], "2026-06-01", None))

    def test_several_times_below_a_heading(self):
        task, *_others = tasks("1. Kiểm tra", "- Thời gian thực hiện:", "+ Đợt 1: từ 01/2/2026 đến 14/2/2026.", "+ Đợt 2: từ 02/3/2026 đến 08/3/2026.")
        self.assertEqual((task.deadline.date, task.deadline.dates), ("2026-02-14", ["2026-02-01", "2026-02-14", "2026-03-08"]))

    def test_times_of_several_units_are_those_of_tasks(self):
        task, _heading, first, second = tasks(
            "1. Rà soát", "- Thời gian thực hiện:", "+ Các phòng gửi kết quả trước ngày 15/3/2026.", "+ Văn phòng tổng hợp trước ngày 31/3/2026.")
        self.assertIsNone(task.deadline)
        self.assertEqual([(each.lead, each.deadline.date) for each in (first, second)], [(["Các phòng"], "2026-03-15"), (["Văn phòng"], "2026-03-31")])

    def test_lines_behind_a_list_are_of_what_stands_above_it(self):
        task, *_others = tasks(
            "1. Tổ chức hiệp thương", "- Nguyên tắc: dân chủ.", "(1) Lần thứ nhất: chậm nhất ngày 10/02/2026.", "(2) Lần thứ hai: chậm nhất ngày 03/3/2026.",
            "- Thời gian hoàn thành: Quý I/2026.", "- Đơn vị chủ trì: Ban Thường trực.")
        self.assertEqual((task.lead, task.deadline.date), (["Ban Thường trực"], "2026-03-31"))
        task, *_others = tasks(
            "1. Kiểm tra hồ sơ", "- Kiểm tra danh sách.", "- Kiểm tra biên bản:", "+ Biên bản hội nghị.", "- Kiểm tra niêm yết.",
            "* Thời gian thực hiện: từ ngày 17/02/2026 đến 17 giờ 00, ngày 01/3/2026.")
        self.assertEqual(task.deadline.date, "2026-03-01")


@tagged("post_install", "-at_install")
class TestImporterBasesInSentences(BaseCase):
    def test_what_a_sentence_tells_of_a_law_is_no_basis(self):
        document = read(bases="Luật Mẫu được Quốc hội thông qua ngày 26/6/2025, có hiệu lực từ ngày 01/01/2026. Để triển khai, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n")
        self.assertEqual(document.bases, [])
        self.assertTrue(document.enacting.startswith("Luật Mẫu được Quốc hội"))

    def test_what_a_plan_rests_on_besides_documents_is_no_basis(self):
        document = read(bases="Căn cứ Luật Mẫu;\nTrên cơ sở các kết quả đạt được, để đạt mục tiêu đề ra. Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n")
        self.assertEqual([basis.text for basis in document.bases], ["Căn cứ Luật Mẫu"])
        self.assertTrue(document.enacting.startswith("Trên cơ sở"))

    def test_the_aim_behind_a_full_stop_enacts(self):
        document = read(bases="Thực hiện Quyết định số 24/QĐ-TTg ngày 04/11/2025 của Thủ tướng Chính phủ. Để đẩy mạnh phong trào, chào mừng đại hội. UBND tỉnh "
                              "phát động đợt thi đua chào mừng đại hội; tăng tốc, bứt phá với những nội dung như sau:\n")
        self.assertEqual([basis.text for basis in document.bases], ["Thực hiện Quyết định số 24/QĐ-TTg ngày 04/11/2025 của Thủ tướng Chính phủ"])
        self.assertTrue(document.enacting.startswith("Để đẩy mạnh"))

    def test_documents_cited_together_and_by_their_whole_type(self):
        found = citations.find("Các Công điện: số 07/CĐ-UBND ngày 17/11/2025, số 08/CĐ-UBND và số 09/CĐ-UBND ngày 19/11/2025 của UBND tỉnh")
        self.assertEqual([(each.kind, each.number, each.date) for each in found],
                         [("Công điện", "07", "2025-11-17"), ("Công điện", "08", "2025-11-19"), ("Công điện", "09", "2025-11-19")])
        self.assertEqual([each.kind for each in citations.find("Thông báo kết luận số 88-TB/TU ngày 29/3/2026 của Thường trực Tỉnh ủy")], ["Thông báo"])
        found = citations.find("Chương trình hành động số 18-CTr/TU ngày 15/10/2026 và Kế hoạch hành động triển khai thực hiện Kế hoạch số 02-KH/BCĐ ngày 19/6/2026")
        self.assertEqual([(each.kind, each.number) for each in found], [("Chương trình hành động", "18"), ("Kế hoạch", "02")])

    def test_a_later_mention_tells_the_day(self):
        document = read(bases="Căn cứ Quyết định số 142/QĐ-TTg của Thủ tướng Chính phủ;\nCăn cứ Quyết định số 142/QĐ-TTg ngày 02/02/2024 của Thủ tướng Chính phủ;\n")
        self.assertEqual([(each.number, each.date) for each in document.citations if each.number == "142"], [("142", "2024-02-02")])

    def test_who_signs_a_decision_of_the_government(self):
        ending = "\nNơi nhận:\n- Các bộ;\n- Lưu: VT.\nTHỦ TƯỚNG\nNguyễn Văn Mẫu\n"
        signer = read(f"{CONTENT}II. TỔ CHỨC THỰC HIỆN\n1. Văn phòng: theo dõi.\n{ending}", HEADER).signer
        self.assertEqual((signer.title, signer.name), ("THỦ TƯỚNG", "Nguyễn Văn Mẫu"))


@tagged("post_install", "-at_install")
class TestImporterHeads(BaseCase):
    def test_a_heading_that_names_those_whose_duties_stand_below_it(self):
        for title, lead in (
            ("Trách nhiệm của đối tượng kiểm tra", ["đối tượng kiểm tra"]),
            ("Các cơ quan tham mưu quản lý nhà nước (gồm Sở Nội vụ, Sở Tài chính)", ["Các cơ quan tham mưu quản lý nhà nước"]),
            ("Các cơ quan quản lý cần làm những việc sau", []),
        ):
            with self.subTest(title=title):
                self.assertEqual(tasks(f"1. {title}", "a) Lập báo cáo.", "b) Rà soát số liệu.")[0].lead, lead)

    def test_a_heading_that_names_those_whose_duty_the_paragraph_below_it_tells(self):
        found = tasks("1. Sở Văn hóa và Thể thao; Báo Mẫu", "Căn cứ chức năng, tăng thời lượng tuyên truyền.", "2. Đề nghị Hội Nông dân tỉnh", "Vận động hội viên.",
                      "3. Trường học hạnh phúc", "Xây dựng môi trường an toàn.")
        self.assertEqual([item.lead for item in found], [["Sở Văn hóa và Thể thao", "Báo Mẫu"], ["Hội Nông dân tỉnh"], []])

    def test_the_case_in_which_something_is_to_be_done(self):
        case = "Trong quá trình thực hiện Kế hoạch, nếu có khó khăn, vướng mắc, "
        self.assertEqual(duties(f"1. {case}các sở, ngành, Ủy ban nhân dân các xã phản ánh về Sở Nội vụ.")[0][1], ["các sở, ngành", "Ủy ban nhân dân các xã"])
        self.assertEqual(duties("1. Trong quá trình thực hiện, nếu có vướng mắc thì phản ánh về Sở Nội vụ.")[0][1], [])

    def test_what_the_work_with_others_is_about(self):
        for text, partners in (
            ("Phối hợp, cung cấp thông tin với các sở, ngành, UBND các xã, phường về hoạt động thu mua.", ["các sở, ngành", "UBND các xã, phường"]),
            ("Phối hợp với các bộ, UBND các tỉnh như: Tỉnh Mẫu, Tỉnh Khác.", ["các bộ", "UBND các tỉnh"]),
        ):
            with self.subTest(text=text):
                self.assertEqual(tasks(f"1. {text}")[0].coordinate, partners)

    def test_what_somebody_has_to_do_with_a_task_is_none_of_the_name(self):
        for text, unit in (
            ("1. Sở Tư pháp, trong phạm vi chức năng, nhiệm vụ của mình, rà soát văn bản.", "Sở Tư pháp"),
            ("1. Các sở, ngành trong phạm vi chức năng, nhiệm vụ được giao phối hợp rà soát văn bản.", "Các sở, ngành"),
        ):
            with self.subTest(text=text):
                document = read(f"{CONTENT}II. TỔ CHỨC THỰC HIỆN\n{text}\n")
                self.assertEqual(document.assignments[0].units, [unit])
                self.assertTrue(document.assignments[0].text.startswith("trong phạm vi"))

    def test_staff_whom_others_name_lead_nothing(self):
        self.assertEqual(tasks("1. Tổ chức hội nghị; phân công cán bộ dự họp.")[0].lead, [])

    def test_a_task_line_with_its_value_is_whole(self):
        found = tasks("1. Mở lớp học", "- Nội dung: Kỹ năng vận động.", "- Thời gian: Quý II/2026", "Các lớp mở tại trường.")
        self.assertEqual(found[0].deadline.text, "Quý II/2026")

    def test_numbers_of_columns_at_the_head_of_a_page(self):
        rows = [
            ["STT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp"],
            ["(1)", "(2)", "(3)", "(4)"],
            ["1", "Mở lớp học", "Sở Nội vụ", "Sở Tài chính và Sở"],
            ["(1)", "(2)", "(3)", "(4) Tư pháp"],
            ["2", "Thi tìm hiểu", "Sở Tư pháp", "Các xã"],
        ]

        def build(document):
            table = document.add_table(len(rows), len(rows[0]))
            for row, texts in zip(table.rows, rows):
                for cell, text in zip(row.cells, texts):
                    cell.text = text

        items = parse(make_docx(f"{HEADER}KẾ HOẠCH\nCông tác dân vận năm 2026\nI. NHIỆM VỤ", build), "plan.docx").sections[0].items
        self.assertEqual([(item.lead, item.coordinate) for item in items if item.lead],
                         [(["Sở Nội vụ"], ["Sở Tài chính", "Sở Tư pháp"]), (["Sở Tư pháp"], ["Các xã"])])


@tagged("post_install", "-at_install")
class TestImporterNarrowPages(BaseCase):
    """What a narrow page breaks: names, a subject set in the middle, an authority."""

    def subject(self, *rows):
        """Return the subject of rows ``(text, left, right)`` below the type, each below the other."""
        lines = [Line(text, number, left=left, right=right) for number, (text, left, right) in enumerate(rows, 1)]
        source, document = Source(lines), Document()
        preamble.read_subject(lines, source, document, Ledger(source))
        return document.subject

    def test_a_subject_set_in_the_middle_goes_on_in_whatever_words(self):
        for rows, subject in (
            ((("PHÁT ĐỘNG THI ĐUA CHÀO MỪNG", 12, 71), ("ĐẠI HỘI LẦN THỨ HAI", 14, 70), ("Thực hiện Quyết định số 2/QĐ-UBND", 11, 72)),
             "PHÁT ĐỘNG THI ĐUA CHÀO MỪNG ĐẠI HỘI LẦN THỨ HAI"),
            ((("Kiểm tra công tác nhiệm kỳ 2026", 12, 75), ("- 2031", 40, 47), ("Căn cứ Luật Mẫu", 16, 75)), "Kiểm tra công tác nhiệm kỳ 2026 - 2031"),
            ((("Giám sát bầu cử khóa", 12, 72), ("XVI", 40, 44), ("và đại biểu các cấp", 13, 71), ("Căn cứ Luật Mẫu", 15, 72)), "Giám sát bầu cử khóa XVI và đại biểu các cấp"),
            ((("Công tác dân vận", 30, 52), ("I. MỤC ĐÍCH", 11, 30)), "Công tác dân vận"),
        ):
            with self.subTest(subject=subject):
                self.assertEqual(self.subject(*rows), subject)

    def test_names_that_a_narrow_column_broke(self):
        header = read(header="ỦY BAN MTTQ VIỆT\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT\nNAM\tNAM\nXÃ MẪU\tĐộc lập - Tự do - Hạnh phúc\nSố: 4/KH-MTTQ\n\n").header
        self.assertEqual(header.issuer, ["ỦY BAN MTTQ VIỆT NAM", "XÃ MẪU"])
        header = read(header="ỦY BAN BẦU CỬ XÃ MẪU\nTIỂU BAN TUYÊN TRUYỀN\nSố: 4/KH-TB\n\n").header
        self.assertEqual((header.parent, header.issuer), ("ỦY BAN BẦU CỬ XÃ MẪU", ["TIỂU BAN TUYÊN TRUYỀN"]))
        signer = read(f"{CONTENT}\nNơi nhận:\t\tTM. BAN THƯỜNG\n- Các xã;\t\tTRỰC\n- Lưu: VT.\t\tCHỦ TỊCH\n\t\tNguyễn Văn Mẫu\n").signer
        self.assertEqual((signer.authority, signer.title, signer.name), ("TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH", "Nguyễn Văn Mẫu"))
