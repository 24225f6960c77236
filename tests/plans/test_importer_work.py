"""Work below headings of any words, people of schools, headings that are names, and times and bases within sentences: every text our own."""

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import citations, deadlines, parse
from odoo.addons.dan_van.importer.assignments import split_duty
from odoo.addons.dan_van.importer.document import walk
from odoo.addons.dan_van.importer.units import split_units

from .test_importer_case_units import duties, tasks
from .test_importer_cases import CONTENT, YEAR, read
from .test_importer_sentences import roles_of


def section_of(title, *lines):
    """Return the items of a section ``title`` between contents and implementation."""
    document = read(CONTENT + f"II. {title}\n" + "\n".join(lines) + "\nIII. TỔ CHỨC THỰC HIỆN\n1. Văn phòng: theo dõi.\n")
    return list(walk(document.sections[1].items))


@tagged("post_install", "-at_install")
class TestImporterWork(BaseCase):
    def test_a_heading_that_tells_no_facts_is_of_work_whatever_it_is_called(self):
        for title in ("CÔNG TÁC CHUẨN BỊ", "ÔN TẬP CHO TỪNG ĐỐI TƯỢNG", "TRANG TRÍ, KHÁNH TIẾT"):
            with self.subTest(title=title):
                [hall, desk] = section_of(title, "1. Tổ Văn phòng kê lại bàn ghế trong hội trường.", "2. Đặt hoa: Thầy Mẫn.")
                self.assertEqual((hall.lead, desk.lead), (["Tổ Văn phòng"], ["Thầy Mẫn"]))

    def test_what_is_told_or_only_said_of_whom_leads_nobody(self):
        for title in ("THỰC TRẠNG PHONG TRÀO", "KHÓ KHĂN, HẠN CHẾ", "ĐỐI TƯỢNG THAM GIA", "MỘT SỐ KẾT QUẢ"):
            with self.subTest(title=title):
                [item] = section_of(title, "1. Tổ Văn phòng kê lại bàn ghế trong hội trường.")
                self.assertEqual(item.lead, [])

    def test_a_heading_of_those_for_whom_something_is_done_leads_nothing(self):
        [heading, *_rest] = tasks("1. Giảng viên nòng cốt", "a) Số lượng: 20 người.", "b) Kinh phí: từ dự án.")
        self.assertEqual(heading.lead, [])
        [heading, *_rest] = tasks("1. Trạm Y tế xã", "a) Khám cho người cao tuổi.", "b) Lập sổ theo dõi.")
        self.assertEqual(heading.lead, ["Trạm Y tế xã"])

    def test_letters_may_part_what_stands_between_two_numbers(self):
        document = read("1. NỘI DUNG\nA. Phần lễ:\n- Chào cờ.\nB. Phần hội:\n- Kéo co.\n2. TỔ CHỨC THỰC HIỆN\n- Văn phòng: đón khách.\n")
        self.assertEqual([(each.label, each.kind) for each in document.sections], [("1", "content"), ("2", "implementation")])
        self.assertEqual([item.label for item in document.sections[0].items], ["A", "B"])
        self.assertEqual(document.assignments[0].unit, "Văn phòng")

    def test_letters_stay_outside_where_the_numbers_begin_anew(self):
        document = read("A. NỘI DUNG\n1. Chào cờ.\n2. Kéo co.\nB. TỔ CHỨC THỰC HIỆN\n1. Văn phòng: đón khách.\n")
        self.assertEqual([each.label for each in document.sections], ["A", "B"])


@tagged("post_install", "-at_install")
class TestImporterPeople(BaseCase):
    def test_people_of_a_school_by_one_name(self):
        for text, lead in (
            ("Đón khách: Cô Hằng, thầy Phúc, cô Mai Lan.", ["Cô Hằng", "thầy Phúc", "cô Mai Lan"]),
            ("Mở nhạc nền trong giờ giải lao (Đ/c Hùng).", ["Đ/c Hùng"]),
            ("Thầy Phúc kê bàn ghế trước giờ khai mạc.", ["Thầy Phúc"]),
            ("Viết thư mời: Thầy Phúc. Lời mời cô Hằng tự chuẩn bị.", ["Thầy Phúc"]),
            ("Cô Liên đón khách, thầy Trung đón khách.", ["Cô Liên", "thầy Trung"]),
            ("Đồng chí Thường trực phân công cán bộ dự họp.", ["Đồng chí Thường trực"]),
            ("Đồng chí Phó Chủ tịch phụ trách văn hóa chủ trì buổi họp.", ["Đồng chí Phó Chủ tịch phụ trách văn hóa"]),
        ):
            with self.subTest(text=text):
                self.assertEqual(roles_of(text)[0], lead)

    def test_a_second_one_does_the_same_behind_a_comma(self):
        self.assertEqual(roles_of("Cô Hằng phụ trách khối 1, thầy Phúc phụ trách khối 5.")[0], ["Cô Hằng", "thầy Phúc"])
        self.assertEqual(roles_of("Phòng Kinh tế phụ trách chợ, Công an xã phụ trách bến xe.")[0], ["Phòng Kinh tế", "Công an xã"])
        self.assertEqual(roles_of("Khoa Dược phụ trách thuốc, P. TCHC phụ trách xe.")[0], ["Khoa Dược", "P. TCHC"])
        self.assertEqual(roles_of("Phòng Kinh tế phụ trách chợ, bến xe, bãi đỗ.")[0], ["Phòng Kinh tế"])

    def test_those_who_head_several_units_lead_what_they_must_do(self):
        self.assertEqual(
            roles_of("Thủ trưởng các cơ quan, đơn vị; Chủ tịch UBND các xã, phường phải cử người trực trong dịp lễ.")[0],
            ["Thủ trưởng các cơ quan, đơn vị", "Chủ tịch UBND các xã, phường"])

    def test_who_is_told_behind_a_word_that_begins_like_attending(self):
        self.assertEqual(roles_of("Mở 02 lớp dự nguồn do Phòng Nội vụ tổ chức tuyển chọn.")[0], ["Phòng Nội vụ"])
        self.assertEqual(roles_of("Cử người dự lớp do Phòng Nội vụ tổ chức.")[0], [])

    def test_two_circumstances_may_stand_before_the_unit(self):
        [item] = tasks("1. Trước mắt, trong tháng 4/2026, toàn bộ các trường học tổ chức học lại nội quy.")
        self.assertEqual((item.lead, item.deadline.date), (["toàn bộ các trường học"], "2026-04-30"))

    def test_a_partner_known_by_its_letters(self):
        self.assertEqual(roles_of("Phối hợp với VTV7 ghi hình cuộc thi.")[1], ["VTV7"])


@tagged("post_install", "-at_install")
class TestImporterWholeNames(BaseCase):
    def test_a_heading_of_names_is_not_cut(self):
        for title, units in (
            ("Trường Cao đẳng Kỹ nghệ Mẫu và các đơn vị đào tạo khác", ["Trường Cao đẳng Kỹ nghệ Mẫu", "các đơn vị đào tạo khác"]),
            ("Báo Mẫu, Đài phát thanh - Truyền hình Mẫu", ["Báo Mẫu", "Đài phát thanh - Truyền hình Mẫu"]),
            ("Công đoàn các trường đại học, các trường cao đẳng", ["Công đoàn các trường đại học", "các trường cao đẳng"]),
        ):
            with self.subTest(title=title):
                self.assertEqual(duties(f"1. {title}", "- Mở chuyên mục."), [(title, units, 0.8)])

    def test_a_field_of_work_may_begin_like_staff(self):
        self.assertEqual(split_units("Cục Nhà giáo và Cán bộ quản lý giáo dục"), ["Cục Nhà giáo và Cán bộ quản lý giáo dục"])
        self.assertEqual(split_units("Phòng Kinh doanh và Phòng Kỹ thuật"), ["Phòng Kinh doanh", "Phòng Kỹ thuật"])
        self.assertEqual(split_units("Phòng Nội vụ và Công chức Tư pháp - Hộ tịch"), ["Phòng Nội vụ", "Công chức Tư pháp - Hộ tịch"])

    def test_the_last_word_of_a_name_is_no_deed_where_another_name_follows(self):
        self.assertEqual(duties("1. Khoa Nội tim mạch, Tổ kiểm tra công vụ tổng hợp khó khăn."), [
            ("Khoa Nội tim mạch, Tổ kiểm tra công vụ", ["Khoa Nội tim mạch", "Tổ kiểm tra công vụ"], 0.8)])

    def test_a_second_unit_behind_a_comma_has_a_duty_of_its_own(self):
        for text, units in (
            ("Sở Tài chính bố trí kinh phí, Sở Nội vụ tổng hợp báo cáo.", ["Sở Tài chính", "Sở Nội vụ"]),
            ("Đoàn Thanh niên dọn nhà văn hóa, Hội Phụ nữ nấu cơm phục vụ.", ["Đoàn Thanh niên", "Hội Phụ nữ"]),
            ("Sở Tài chính phối hợp với Sở Y tế, Sở Nội vụ tổng hợp báo cáo.", ["Sở Tài chính"]),
            ("Sở Y tế tổ chức khám tại Trạm Y tế, Bệnh viện huyện, Trung tâm Y tế tham gia.", ["Sở Y tế"]),
            ("Sở Tài chính kiểm tra hồ sơ, Chi cục Kiểm lâm, Chi cục Thủy lợi.", ["Sở Tài chính"]),
        ):
            with self.subTest(text=text):
                self.assertEqual([unit for unit, *_rest in duties(f"1. {text}")], units)

    def test_many_people_may_be_ordered_at_the_end(self):
        self.assertEqual(
            roles_of("Lập kế hoạch các khóa học. Phân công ông Lê Văn Mẫu, ông Trần Hữu Mẫu, bà Phạm Thị Thu Mẫu và ông Đỗ Hùng Mẫu chỉ đạo soạn bài.")[0],
            ["ông Lê Văn Mẫu", "ông Trần Hữu Mẫu", "bà Phạm Thị Thu Mẫu", "ông Đỗ Hùng Mẫu"])

    def test_a_plus_joins_two(self):
        self.assertEqual(split_units("Văn phòng + Đội trống"), ["Văn phòng", "Đội trống"])


@tagged("post_install", "-at_install")
class TestImporterWithinSentences(BaseCase):
    def test_what_returns_each_year_within_a_sentence(self):
        for text in ("Giao Phòng Nội vụ hằng năm mở lớp tập huấn.", "Hằng năm, các thôn có bản cam kết với xã."):
            with self.subTest(text=text):
                self.assertEqual(deadlines.find(text, YEAR).recurrence, "yearly")
        for text in ("Dùng kinh phí hằng năm tổ chức hội thi.", "Hằng năm, có khoảng 200 lượt người đến."):
            with self.subTest(text=text):
                self.assertIsNone(deadlines.find(text, YEAR))

    def test_a_further_basis_in_small_letters_is_one_of_its_own(self):
        bases = "Thực hiện Quyết định số 12/QĐ-UBND ngày 05/01/2025 của UBND tỉnh; văn bản số 34/SNV-VP ngày 06/01/2025 của Sở Nội vụ, UBND tỉnh lập Kế hoạch như sau:\n"
        document = read(bases=bases)
        self.assertEqual([(each.kind, each.number) for each in document.bases], [("Quyết định", "12"), ("Văn bản", "34")])
        self.assertEqual(document.enacting, "UBND tỉnh lập Kế hoạch như sau:")

    def test_the_issuer_may_begin_in_small_letters(self):
        for enacting in ("nay Trường Mẫu xây dựng kế hoạch như sau:", "trường Tiểu học Mẫu xây dựng kế hoạch như sau:"):
            with self.subTest(enacting=enacting):
                document = read(bases=f"Căn cứ vào tình hình của nhà trường, {enacting}\n")
                self.assertEqual([each.text for each in document.bases], ["Căn cứ vào tình hình của nhà trường"])
                self.assertEqual(document.enacting, enacting)

    def test_a_consolidated_text_is_cited_by_its_kind(self):
        document = read(bases="Căn cứ Quy chế ban hành kèm theo Văn bản hợp nhất số 03/VBHN-BNV ngày 03/5/2024 của Bộ Nội vụ;\n")
        self.assertEqual(document.bases[0].kind, "Văn bản hợp nhất")

    def test_returns_below_a_heading_on_reports_need_not_say_so_again(self):
        document = read(
            "Phần I. NHIỆM VỤ\nI. Công tác khảo thí\n1. Ra đề thi.\nII. Công tác báo cáo\n1. Học kỳ I: Báo cáo sơ kết nộp về Phòng trước ngày 11/01/2026.\n"
            "Phần II. TỔ CHỨC THỰC HIỆN\n1. Văn phòng: theo dõi.\n")
        self.assertEqual([each.dates for each in document.periods], [["2026-01-11"]])

    def test_units_below_the_one_they_belong_to_have_duties_of_their_own(self):
        found = duties(
            "1. Sở Mẫu", "1.1. Vụ Tổng hợp chủ trì theo dõi.", "1.2. Văn phòng Sở bố trí xe.", "1.3. Thanh tra Sở kiểm tra việc chi.",
            "1.4. Việc chung còn lại được chia sau.", "2. Trạm Y tế xã", "2.1. Trực tại chỗ.", "2.2. Phòng Nội vụ nhận báo cáo của trạm.")
        self.assertEqual(
            [unit for unit, *_rest in found], ["Vụ Tổng hợp", "Văn phòng Sở", "Thanh tra Sở", None, "Trạm Y tế xã"])

    def test_units_of_the_party_and_of_ministries_and_from_one_level_to_another(self):
        for text, unit in (
            ("Đảng đoàn Hội Nông dân tỉnh rà soát văn bản.", "Đảng đoàn Hội Nông dân tỉnh"),
            ("Vụ Pháp chế, Vụ Tổng hợp rà soát văn bản.", "Vụ Pháp chế, Vụ Tổng hợp"),
            ("Cấp ủy đảng các cấp từ tỉnh đến cơ sở quán triệt Kế hoạch.", "Cấp ủy đảng các cấp từ tỉnh đến cơ sở"),
            ("Vụ đông xuân: gieo đúng lịch.", None),
            ("UBND xã đến từng hộ vận động.", "UBND xã"),
        ):
            with self.subTest(text=text):
                self.assertEqual(split_duty(text)[0], unit)
        self.assertEqual(split_units("Sở Nội vụ, UBND huyện, TP"), ["Sở Nội vụ", "UBND huyện, TP"])

    def test_a_law_with_its_day_behind_a_comma_and_a_notation_with_a_point(self):
        [law, letter] = citations.find("Căn cứ Luật Lưu trữ, ngày 11/11/2011; Công văn số 23/VPCP-V.II ngày 03/02/2021 của Văn phòng Chính phủ")
        self.assertEqual((law.kind, law.date, letter.symbol, letter.date), ("Luật", "2011-11-11", "VPCP-V.II", "2021-02-03"))
        [law] = citations.find("Thực hiện Luật Lưu trữ, ngày 12/5/2026 Văn phòng mở lớp tập huấn") or [None]
        self.assertTrue(law is None or law.date is None)

    def test_a_basis_that_goes_on_from_a_document_is_one_of_its_own(self):
        document = read(bases="Thực hiện ý kiến của Chủ tịch UBND tỉnh; tiếp theo Kế hoạch số 12/KH-SNV ngày 20/3/2025, Sở Nội vụ lập Kế hoạch như sau:\n")
        self.assertEqual([each.number for each in document.bases], [None, "12"])


@tagged("post_install", "-at_install")
class TestImporterCommunes(BaseCase):
    """Kinds that plans of communes and of their committees have."""

    def test_the_latest_day_counts_rather_than_the_planned_one(self):
        [item, *_rest] = tasks("1. Mở hội nghị lần một.", "- Thời gian: Dự kiến ngày 05/3/2026 (Chậm nhất ngày 10/3/2026).")
        self.assertEqual((item.deadline.date, item.deadline.dates), ("2026-03-10", ["2026-03-10"]))
        self.assertEqual(deadlines.parse("Dự kiến ngày 05/3/2026", YEAR).date, "2026-03-05")

    def test_a_slogan_asks_for_nothing_by_a_day(self):
        [slogan, task] = section_of("KHẨU HIỆU", "1. Ngày 19/5/2026, toàn dân trồng cây!", "2. Ngày 19/5/2026: treo khẩu hiệu.")
        self.assertIsNone(slogan.deadline)
        self.assertEqual(task.deadline.date, "2026-05-19")

    def test_on_the_way_to_a_day_nothing_is_due(self):
        self.assertIsNone(deadlines.find("Mở đợt thi đua hướng đến Ngày bầu cử.", YEAR))
        self.assertEqual(deadlines.find("Treo cờ đến Ngày bầu cử.", YEAR).doubt, "vague")

    def test_a_heading_on_time_without_one_sets_no_deadline(self):
        [heading, *_rest] = tasks("1. Thời gian: Tùy tình hình của xóm, họp dân như sau:", "- Trước ngày 05/3/2026: họp xóm Đông.")
        self.assertIsNone(heading.deadline)

    def test_who_acts_may_stand_behind_what_is_concerned(self):
        for text, lead in (
            ("Đối với đơn khiếu nại của dân: Văn phòng phải chuyển ngay đến nơi giải quyết.", ["Văn phòng"]),
            ("Đối với việc ở xóm thì cơ quan, đơn vị quản lý người bị phản ánh có trách nhiệm trả lời.", ["cơ quan, đơn vị quản lý người bị phản ánh"]),
            ("Đối với nơi có dưới 100 hộ: Tổ chức họp toàn thể các hộ.", []),
        ):
            with self.subTest(text=text):
                self.assertEqual(roles_of(text)[0], lead)

    def test_a_unit_acts_above_a_list_as_well(self):
        for text, lead in (
            ("Văn phòng trao đổi với các xóm có người được giới thiệu:", ["Văn phòng"]),
            ("Các xã tập trung làm tốt những nội dung sau:", []),
            ("Ban Chấp hành Công đoàn xã gặp đoàn viên để trao đổi các nội dung sau:", ["Ban Chấp hành Công đoàn xã"]),
            ("Hội đồng gồm các thành viên là trưởng xóm sau đây:", []),
        ):
            with self.subTest(text=text):
                self.assertEqual(tasks(f"1. {text}", "- Hẹn ngày họp.")[0].lead, lead)

    def test_a_line_that_says_until_when_needs_no_full_stop(self):
        self.assertEqual(tasks("1. Chuẩn bị", "- Các trường nộp danh sách trước ngày 20/3/2026")[1].lead, ["Các trường"])

    def test_a_chair_of_a_meeting_and_who_make_a_team_lead_no_task(self):
        for text in ("Ban Công tác Mặt trận xóm (Chủ trì hội nghị).", "Thành viên đoàn: Đại diện lãnh đạo một số tổ chức; mời Công an xã tham gia."):
            with self.subTest(text=text):
                self.assertEqual(tasks("1. Gồm có", f"- {text}")[1].lead, [])

    def test_several_of_a_kind_told_by_what_they_have_done_head_their_tasks(self):
        for title, lead in (
            ("Đối với các đơn vị chưa tham gia chấm điểm", ["các đơn vị chưa tham gia chấm điểm"]),
            ("Các trường mầm non còn lại", ["Các trường mầm non còn lại"]),
            ("Đối với các hoạt động chưa làm", []),
        ):
            with self.subTest(title=title):
                self.assertEqual(tasks(f"1. {title}", "a) Sửa lại hồ sơ.")[0].lead, lead)

    def test_units_that_take_part_in_something_head_their_duties(self):
        self.assertEqual(duties("1. Các trường tham gia Chương trình Mẫu", "1.1. Mở lớp.", "1.2. Soạn bài.")[0][0], "Các trường tham gia Chương trình Mẫu")

    def test_one_person_may_have_several_offices_and_fields(self):
        for text, units in (
            ("Đồng chí Ủy viên Ban Thường vụ Đảng ủy, Chủ tịch UBND xã", ["Đồng chí Ủy viên Ban Thường vụ Đảng ủy, Chủ tịch UBND xã"]),
            ("Bí thư Đảng ủy, Chủ tịch UBND xã", ["Bí thư Đảng ủy", "Chủ tịch UBND xã"]),
            ("Chuyên viên phụ trách lĩnh vực Hành chính, Văn phòng", ["Chuyên viên phụ trách lĩnh vực Hành chính, Văn phòng"]),
            ("Phó Chủ tịch phụ trách lĩnh vực Tôn giáo, Dân tộc và các Hội quần chúng", ["Phó Chủ tịch phụ trách lĩnh vực Tôn giáo, Dân tộc và các Hội quần chúng"]),
            ("Chuyên viên phụ trách lĩnh vực đất đai, Văn phòng HĐND và UBND", ["Chuyên viên phụ trách lĩnh vực đất đai", "Văn phòng HĐND và UBND"]),
        ):
            with self.subTest(text=text):
                self.assertEqual(split_units(text), units)

    def test_the_others_of_a_body_are_named_whole(self):
        for text, unit in (
            ("Các thành viên khác trong tiểu ban căn cứ nhiệm vụ chuẩn bị tài liệu.", "Các thành viên khác trong tiểu ban"),
            ("Kết thúc đợt vận động, Văn phòng báo cáo kết quả.", "Văn phòng"),
            ("Căn cứ cơ cấu gồm Thường trực (Chủ tịch, các Phó Chủ tịch) và chuyên viên, việc phân công như sau:", None),
        ):
            with self.subTest(text=text):
                self.assertEqual(split_duty(text)[0], unit)

    def test_standing_for_election_sends_nobody(self):
        self.assertEqual(roles_of("Ban Công tác Mặt trận xóm phối hợp với Trưởng xóm lập danh sách người ứng cử.")[1], ["Trưởng xóm"])

    def test_a_title_may_end_with_a_full_stop_and_be_followed_by_its_number(self):
        [aim, first, second, wish, *_rest] = section_of("MỤC ĐÍCH, YÊU CẦU", "1. Mục đích.", "1. Giúp dân hiểu.", "2. Giúp dân làm.", "2. Yêu cầu.", "1. Đúng luật.")
        self.assertEqual((aim.title, wish.title), ("Mục đích.", "Yêu cầu."))
        self.assertEqual([each.text for each in aim.children], [first.text, second.text])

    def test_a_plan_of_action_is_a_type_and_whose_it_is_belongs_to_the_subject(self):
        document = parse(
            "HUYỆN ỦY MẪU\nSố 12-KH/HU\nMẫu, ngày 22 tháng 12 năm 2025\nKẾ HOẠCH HÀNH ĐỘNG\nCỦA BAN THƯỜNG VỤ HUYỆN ỦY\nVề chăm lo đời sống\nngười cao tuổi\n"
            "Căn cứ Chỉ thị số 01-CT/TU ngày 05/01/2025 của Tỉnh ủy, Ban Thường vụ Huyện ủy ban hành Kế hoạch như sau:\nI. NHIỆM VỤ\n1. Thăm hỏi.\n"
            "II. TỔ CHỨC THỰC HIỆN\n1. Văn phòng: theo dõi.\n".encode(), "plan.txt")
        self.assertEqual(document.type, "KẾ HOẠCH HÀNH ĐỘNG")
        self.assertEqual(document.subject, "CỦA BAN THƯỜNG VỤ HUYỆN ỦY Về chăm lo đời sống người cao tuổi")
        self.assertEqual(document.enacting, "Ban Thường vụ Huyện ủy ban hành Kế hoạch như sau:")

    def test_the_day_of_a_second_law_is_not_that_of_the_first(self):
        document = read(bases="Căn cứ Luật Cư trú và Luật sửa đổi, bổ sung một số điều của Luật Cư trú ngày 24/6/2025;\n")
        self.assertEqual([(each.kind, each.date) for each in document.bases], [("Luật", None)])
        self.assertEqual([each.date for each in document.citations], ["2025-06-24"])

    def test_a_report_may_be_handed_in_by_a_sentence_of_its_own(self):
        document = read(CONTENT + "II. TỔ CHỨC THỰC HIỆN\n1. Chế độ báo cáo\n- Báo cáo tổng kết cuộc vận động. Nộp về Văn phòng trước ngày 30/5/2026.\n")
        self.assertEqual([each.dates for each in document.periods], [["2026-05-30"]])

    def test_what_stands_below_a_title_on_reports_is_on_reports(self):
        document = read("I. NHIỆM VỤ\n1. Báo cáo kết quả\n- Gửi biên bản về xã. Báo cáo Thường trực chậm nhất ngày 03/02/2026.\nII. TỔ CHỨC THỰC HIỆN\n1. Văn phòng: theo dõi.\n")
        self.assertEqual([each.dates for each in document.periods], [["2026-02-03"]])

    def test_what_a_law_and_a_rule_without_number_are_followed_by_is_not_their_day(self):
        document = read(bases="Căn cứ Điều lệ Hội Mẫu và Kế hoạch số 12/KH-HM ngày 03/02/2026 của Hội Mẫu;\n")
        self.assertEqual([(each.kind, each.number, each.date) for each in document.bases], [("Điều lệ", None, None)])

    def test_a_clause_of_purpose_behind_the_last_basis_opens_the_enacting_sentence(self):
        for aim in ("đảm bảo việc làm cho dân", "góp phần giữ sạch làng bản"):
            with self.subTest(aim=aim):
                document = read(bases=f"Căn cứ Kế hoạch số 12/KH-UBND ngày 03/02/2026 của UBND tỉnh, {aim}, UBND xã ban hành Kế hoạch như sau:\n")
                self.assertEqual(len(document.bases), 1)
                self.assertTrue(document.enacting.startswith(aim), document.enacting)

    def test_one_basis_lists_many_who_ask(self):
        document = read(bases="Xét đề nghị của 3 đơn vị gồm: Công ty Mẫu tại Tờ trình số 1/TTr; Công ty Gốm tại Tờ trình số 2/TTr; Hợp tác xã Mẫu.\n")
        self.assertEqual(len(document.bases), 1)

    def test_the_first_sentence_tells_who_leads(self):
        [first] = tasks("1. Phòng Mẫu lập danh sách các hộ. Văn phòng chủ trì đăng tin.")
        self.assertEqual(first.lead, ["Phòng Mẫu"])

    def test_a_bare_name_with_a_note_leads_nothing(self):
        self.assertEqual(tasks("1. Gồm có", "- Công ty Mẫu (bản Mới).")[1].lead, [])

    def test_all_levels_and_branches_are_named_together(self):
        for text, lead in (("Các cấp, ngành chủ động đăng tin.", ["Các cấp, ngành"]), ("Các cấp, các ngành tích cực vào cuộc.", [])):
            with self.subTest(text=text):
                self.assertEqual(tasks(f"1. {text}")[0].lead, lead)

    def test_persons_below_each_other_in_a_cell_are_several(self):
        [task] = tasks("1. Mở lớp", "Chủ trì: Lê Văn Mẫu Trần Thị Gốm")
        self.assertEqual(task.lead, ["Lê Văn Mẫu", "Trần Thị Gốm"])

    def test_task_lines_behind_the_last_of_the_bullets_are_those_of_the_heading(self):
        found = tasks("1. Họp dân", "- Mời dân.", "- Ghi ý kiến.", "Chủ trì: Văn phòng", "2. Tập huấn", "- Mở lớp.", "- Soạn bài.", "Chủ trì: Phòng Mẫu")
        self.assertEqual([each.lead for each in found if each.lead], [["Văn phòng"], ["Phòng Mẫu"]])
        self.assertEqual([each.title for each in found if each.lead], ["Họp dân", "Tập huấn"])

    def test_a_row_of_a_text_may_lack_its_last_cells_and_a_cell_may_have_several_lines(self):
        table = "STT\tNội dung\tChủ trì\tThời gian\n1\tHọp dân\tVăn phòng\t20/3/2026\n2\tTập huấn\tPhòng Mẫu\nPhòng Gốm\n3\tTổng kết\tVăn phòng\t25/3/2026\n"
        document = read(f"I. NHIỆM VỤ\n{table}II. TỔ CHỨC THỰC HIỆN\n1. Văn phòng: theo dõi.\n")
        found = [each for each in walk(document.sections[0].items) if each.lead]
        self.assertEqual([each.lead for each in found], [["Văn phòng"], ["Phòng Mẫu", "Phòng Gốm"], ["Văn phòng"]])

    def test_a_time_with_a_number_that_goes_on_is_an_item_of_its_own(self):
        found = tasks("1. Phần lễ.", "2. Phần hội.", "3. Thời gian thực hiện: Ngày 20/3/2026.", "4. Nơi họp: Sân kho.", title="I. NỘI DUNG VÀ THỜI GIAN")
        self.assertEqual([each.deadline and each.deadline.date for each in found], [None, None, "2026-03-20", None])
