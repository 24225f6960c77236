"""Who does something before a verb that no list holds, who is named beside others, and what is no name, no day and no return: every text our own."""

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import citations, deadlines, roles
from odoo.addons.dan_van.importer.assignments import split_duty
from odoo.addons.dan_van.importer.units import split_units

from .test_importer_case_units import duties, tasks
from .test_importer_cases import CONTENT, YEAR, read, rows
from .test_importer_sentences import roles_of


@tagged("post_install", "-at_install")
class TestImporterSubjects(BaseCase):
    def test_a_name_ends_before_whatever_is_done(self):
        for name in (
            "Phòng Kinh tế", "Trung tâm Phục vụ hành chính công", "Các thôn, tổ dân phố", "Đồng chí Lê Văn Mẫu", "Ban Giám hiệu", "Hiệu trưởng",
            "Kho bạc Nhà nước khu vực V", "Mặt trận Tổ quốc và các đoàn thể", "Ban Quản lý dự án đầu tư xây dựng khu vực 3", "Tổ Toán - Tin",
            "Công đoàn trường", "Các quận, huyện đoàn", "Phó Hiệu trưởng phụ trách chuyên môn", "Các phòng chuyên môn thuộc xã; các ấp",
        ):  # fmt: skip
            for deed in ("chằng néo các mái tôn ven biển", "bốc thăm các hộ được xem xét"):
                with self.subTest(name=name, deed=deed):
                    [(unit, _units, confidence)] = duties(f"1. {name} {deed}.")
                    self.assertEqual((unit, confidence), (name, 0.8))

    def test_a_name_goes_on_in_words_that_a_body_is_named_after(self):
        for name in ("Phòng Giám sát hồ đập", "Ban Chỉ đạo rà soát xã", "Các đơn vị được kiểm tra, giám sát", "Khoa Nội tim mạch"):
            with self.subTest(name=name):
                self.assertEqual(duties(f"1. {name} lập danh sách gửi về Ủy ban.")[0][0], name)

    def test_a_count_is_no_part_of_a_name_but_may_stand_before_it(self):
        self.assertEqual(duties("1. Khối Chồi tập 02 tiết mục cho các cháu.")[0][0], "Khối Chồi")
        self.assertEqual(duties("1. 12 chi hội: họp bàn chỉ tiêu.")[0][0], "12 chi hội")

    def test_how_something_is_done_is_no_part_of_a_name(self):
        self.assertEqual(duties("1. Các bộ phận được phân công nghiêm túc thực hiện.")[0][0], "Các bộ phận được phân công")

    def test_who_stands_where_the_units_of_others_do(self):
        found = duties("1. Văn phòng: đón khách.", "2. Phòng Tài vụ: chi tiền.", "3. Hộ kinh doanh trong chợ: dọn quầy hàng.", "4. Kinh phí: từ ngân sách.")
        self.assertEqual([unit for unit, *_rest in found], ["Văn phòng", "Phòng Tài vụ", "Hộ kinh doanh trong chợ", None])

    def test_a_heading_of_time_and_place_is_no_duty(self):
        self.assertEqual(duties("1. Thời gian và địa điểm tổ chức:", "- Tại hội trường.", "2. Văn phòng: đón khách."), [("Văn phòng", ["Văn phòng"], 1.0)])


@tagged("post_install", "-at_install")
class TestImporterNamedTogether(BaseCase):
    def test_names_joined_in_many_ways(self):
        for text, names in (
            ("Hội Nông dân & Hội Phụ nữ", ["Hội Nông dân", "Hội Phụ nữ"]),
            ("Phòng Lao động & Xã hội", ["Phòng Lao động & Xã hội"]),
            ("trường Tiểu học và trường Mầm non", ["trường Tiểu học", "trường Mầm non"]),
            ("Trung tâm Giám định BHXH, BHYT điện tử", ["Trung tâm Giám định BHXH, BHYT điện tử"]),
            ("Thuế tỉnh, Thống kê tỉnh", ["Thuế tỉnh", "Thống kê tỉnh"]),
            ("các đồng chí: Trưởng Công an xã, Chỉ huy trưởng Quân sự xã", ["Trưởng Công an xã", "Chỉ huy trưởng Quân sự xã"]),
            ("học sinh và cha mẹ học sinh", ["học sinh", "cha mẹ học sinh"]),
        ):
            with self.subTest(text=text):
                self.assertEqual(split_units(text), names)

    def test_who_is_named_in_brackets_or_ordered_behind_the_task(self):
        self.assertEqual(roles.read("Đào hố rác tại các thôn (Phòng Kinh tế, Đoàn xã).")[0], "Phòng Kinh tế, Đoàn xã")
        self.assertIsNone(roles.read("Gửi thư ngỏ tới các sở (Sở Nội vụ, Sở Y tế).")[0])
        [item] = tasks("1. Giữ trật tự: giao Công an xã (phối hợp: Ban CHQS xã, dân quân các thôn).")
        self.assertEqual((item.lead, item.coordinate), (["Công an xã"], ["Ban CHQS xã", "dân quân các thôn"]))

    def test_a_sentence_behind_the_names_of_a_task_line(self):
        [item] = tasks("1. Lắp 20 biển báo mới", "Đơn vị chủ trì: Công an xã. Báo cáo hằng quý.")
        self.assertEqual((item.lead, item.deadline.recurrence), (["Công an xã"], "quarterly"))

    def test_a_cell_that_says_by_keys_who_leads_and_who_takes_part(self):
        [item] = rows(
            ["Nội dung", "Phân công nhiệm vụ", "Tiến độ"],
            ["Nạo vét kênh", "Chủ trì: Sở Xây dựng (đê); Sở Tài chính (vốn).\nPhối hợp: Thuế tỉnh, doanh nghiệp.", "Quý II/2026"])
        self.assertEqual((item.lead, item.coordinate), (["Sở Xây dựng", "Sở Tài chính"], ["Thuế tỉnh", "doanh nghiệp"]))


@tagged("post_install", "-at_install")
class TestImporterNoDays(BaseCase):
    def test_a_part_of_a_whole_is_no_day(self):
        self.assertIsNone(deadlines.find("Hội nghị họp trong 1/2 ngày.", YEAR))
        self.assertEqual(deadlines.find("Họp 1/2 ngày, ngày 31/7/2026.", YEAR), None)
        self.assertEqual(deadlines.parse("1/2 ngày, ngày 31/7/2026", YEAR).dates, ["2026-07-31"])

    def test_words_that_only_look_like_a_return(self):
        self.assertIsNone(deadlines.find("Đổi mới quy trình soạn thảo văn bản.", YEAR))

    def test_what_is_kept_going(self):
        for text in ("Việc trực ban được thực hiện thường xuyên.", "Phát tin trên loa (thường xuyên)."):
            self.assertEqual(deadlines.find(text, YEAR).recurrence, "continuous", text)

    def test_a_term_before_something_is_told(self):
        for text in ("Gửi danh sách trước 05 ngày tổ chức hội nghị.", "Báo cho các hộ tối thiểu 02 ngày trước khi cắt điện."):
            self.assertEqual(deadlines.find(text, YEAR).doubt, "counted", text)

    def test_a_day_behind_the_hour_from_which_something_takes_place(self):
        self.assertEqual(deadlines.parse("Từ 7 giờ 30, ngày 20 tháng 11 năm 2026", YEAR).date, "2026-11-20")

    def test_a_number_in_words_whose_tone_is_missing(self):
        self.assertEqual(deadlines.parse("trước ngày mươi lăm tháng mười", YEAR).date, "2026-10-15")


@tagged("post_install", "-at_install")
class TestImporterAbove(BaseCase):
    def test_numbers_apart_from_their_documents(self):
        for text, number, symbol, date in (
            ("Căn cứ Quyết định của UBND tỉnh về giao dự toán (số 32/QĐ-UBND ngày 12/12/2025)", "32", "QĐ-UBND", "2025-12-12"),
            ("Căn cứ Luật Cư trú (Luật số 68/2020/QH14) ngày 13 tháng 11 năm 2020", "68", "2020/QH14", "2020-11-13"),
            ("Căn cứ vào kế hoạch 22/KH –UBND ngày 13 tháng 11 năm 2025 về việc tổ chức lễ", "22", "KH-UBND", "2025-11-13"),
            ("Kế hoạch số 29 KH/TWĐTN ngày 14/7/2025 của Trung ương Đoàn", "29", "KH/TWĐTN", "2025-07-14"),
        ):
            with self.subTest(text=text):
                [found] = citations.find(text, is_clause=True)
                self.assertEqual((found.number, found.symbol, found.date), (number, symbol, date))

    def test_a_purpose_before_the_issuer_enacts(self):
        document = read(bases="Thực hiện Kế hoạch số 12/KH-BYT ngày 05/01/2025 của Bộ Y tế về tiêm chủng; để giúp các trạm làm kịp, UBND tỉnh ban hành Kế hoạch như sau:\n")
        self.assertEqual(document.enacting, "để giúp các trạm làm kịp, UBND tỉnh ban hành Kế hoạch như sau:")
        self.assertEqual(document.bases[0].text, "Thực hiện Kế hoạch số 12/KH-BYT ngày 05/01/2025 của Bộ Y tế về tiêm chủng")

    def test_a_subject_goes_on_in_small_letters_and_in_brackets(self):
        for subject in ("Hội nghị hướng dẫn lập biểu mẫu\ntheo Thông tư số 12/2025/TT-BTC ngày 10/02/2025", "Lễ kỷ niệm 32 năm ngày truyền thống\n(20/11/1993 - 20/11/2025) và tuyên dương\nngười tốt việc tốt"):
            with self.subTest(subject=subject):
                document = read(CONTENT, subject=subject)
                self.assertEqual((document.subject, document.bases), (subject.replace("\n", " "), []))

    def test_a_place_that_begins_with_one_letter(self):
        header = "ỦY BAN NHÂN DÂN\nXÃ MẪU\nSố: 41/KH-UBND\nU Minh Mẫu, ngày 22 tháng 12 năm 2025\n\n"
        self.assertEqual(read(header=header).header.place, "U Minh Mẫu")


@tagged("post_install", "-at_install")
class TestImporterWhoActs(BaseCase):
    def test_behind_a_circumstance_of_any_length(self):
        for text, unit in (
            ("Căn cứ số hộ, số khẩu và nguồn lực của các tổ được giao tại Mục 1, Hội Nông dân và các tổ chức xã hội lập danh sách.", "Hội Nông dân và các tổ chức xã hội"),
            ("Trường hợp người được mời không dự đủ số buổi thì trưởng thôn cử người khác.", "trưởng thôn"),
            ("Kết thúc đợt cao điểm, Ban Thường trực Ủy ban MTTQ Việt Nam xã tiến hành bình xét.", "Ban Thường trực Ủy ban MTTQ Việt Nam xã"),
            ("Sau khi chốt số liệu, P. Tài chính lập báo cáo.", "P. Tài chính"),
        ):
            with self.subTest(text=text):
                self.assertEqual(split_duty(text)[0], unit)
        for text in ("Thực hiện rà soát vướng mắc để kiến nghị Cục Thuế, Sở Tài chính xem xét.", "Quá hạn không trả lời thì Trưởng phòng giải trình."):
            with self.subTest(text=text):
                self.assertIsNone(split_duty(text)[0])

    def test_a_name_is_over_behind_what_tells_which_of_a_kind(self):
        for text, partners in (
            ("Hội Phụ nữ xã phối hợp với các đoàn thể trên địa bàn thông tin rộng rãi.", ["các đoàn thể trên địa bàn"]),
            ("Trạm Y tế phối hợp với Ủy ban nhân dân cùng cấp và các cơ quan, tổ chức có liên quan bố trí bàn khám.", ["Ủy ban nhân dân cùng cấp", "các cơ quan, tổ chức có liên quan"]),
            ("Hội Khuyến học phối hợp Trung tâm Huyết học khu vực Sông Bé TP. Mẫu tổ chức trao quà.", ["Trung tâm Huyết học khu vực Sông Bé TP. Mẫu"]),
            ("Phối hợp với Ban Vì sự tiến bộ Phụ nữ thực hiện tốt việc khám sức khỏe.", ["Ban Vì sự tiến bộ Phụ nữ"]),
        ):
            with self.subTest(text=text):
                self.assertEqual(roles_of(text)[1], partners)

    def test_a_verb_without_its_object_before_another_name_is_part_of_a_list(self):
        self.assertEqual(
            roles_of("Giao công an xã, tổ thanh tra xây dựng, bộ phận địa chính phối hợp với các đoàn thể giải tỏa lều quán."),
            (["công an xã", "tổ thanh tra xây dựng", "bộ phận địa chính"], ["các đoàn thể"]))

    def test_who_is_told_by_a_charge_or_by_words_before_the_verb(self):
        for text, unit in (
            ("Đơn vị duy trì cây xanh trên địa bàn xã có trách nhiệm cắt tỉa trước mùa bão.", "Đơn vị duy trì cây xanh trên địa bàn xã"),
            ("Ban Dân vận Huyện ủy sẽ có buổi kiểm tra các mô hình.", "Ban Dân vận Huyện ủy"),
            ("Ban Thường vụ, Ban Chấp hành công đoàn các đơn vị báo cáo cấp ủy.", "Ban Thường vụ, Ban Chấp hành công đoàn các đơn vị"),
        ):
            with self.subTest(text=text):
                self.assertEqual(split_duty(text)[0], unit)

    def test_bodies_of_any_rank_their_heads_and_those_known_by_letters(self):
        for text, lead in (
            ("GVCN chủ trì.", ["GVCN"]), ("Liên đội sẽ gửi câu hỏi cho các lớp.", ["Liên đội"]), ("Các lớp tự tổ chức trò chơi.", ["Các lớp"]),
            ("Mỗi lớp tham dự 05 em.", ["Mỗi lớp"]), ("Trang thiết bị: âm thanh; quà cho đại biểu: Chi đoàn giáo viên.", ["Chi đoàn giáo viên"]),
            ("Lập danh sách: Mỗi chi đội 02 em: Liên đội trưởng tổng hợp.", ["Liên đội trưởng"]), ("Các nhóm chỉ tiêu: Ban hành kế hoạch năm.", []),
            ("Sở, ban, ngành, UBND các xã thực hiện đúng tiến độ.", ["Sở, ban, ngành", "UBND các xã"]), ("Các lớp mở tại trường.", []),
            ("Trong điều kiện chưa có nhân viên chuyên trách, các nhà trường cần chọn người đủ năng lực.", ["các nhà trường"]),
        ):
            with self.subTest(text=text):
                self.assertEqual(tasks(f"1. {text}")[0].lead, lead)
        self.assertEqual(roles_of("CMHS lớp hỗ trợ, phối hợp.")[1], ["CMHS lớp"])

    def test_a_jury_of_persons_leads_nothing(self):
        [jury, *_members] = tasks("1. Ban Giám khảo", "- Thầy Trần Văn Mẫu;", "- Cô Lê Thị Mẫu.")
        self.assertEqual(jury.lead, [])

    def test_those_who_report_lead_below_a_heading_on_reports(self):
        document = read(CONTENT + "II. CHẾ ĐỘ BÁO CÁO\nCác thôn báo cáo về Văn phòng hằng ngày.\nIII. TỔ CHỨC THỰC HIỆN\n1. Văn phòng: theo dõi.\n")
        self.assertEqual(document.sections[1].items[0].lead, ["Các thôn"])
        self.assertEqual(document.periods[0].recurrence, "daily")

    def test_the_agency_that_announces_and_the_one_that_asks_at_the_end(self):
        document = read(bases="Thực hiện Kế hoạch số 12/KH-QU ngày 05/01/2025 của Quận ủy về vệ sinh; Ủy ban nhân dân phường Mẫu thông báo:\n")
        self.assertEqual((document.enacting, len(document.bases)), ("Ủy ban nhân dân phường Mẫu thông báo:", 1))


@tagged("post_install", "-at_install")
class TestImporterWhoOfSeveral(BaseCase):
    def test_the_unit_of_a_heading_leads_whoever_is_named_below(self):
        [beside, *_below] = tasks("1. Sở Giáo dục và Đào tạo", "Chỉ đạo các trường nghề trực thuộc quản lý, đưa bài học vào giờ ngoại khóa.")
        self.assertEqual(beside.lead, ["Sở Giáo dục và Đào tạo"])
        [helped, *_below] = tasks("1. Công an tỉnh", "a) Lập hồ sơ các điểm nóng;", "b) Chủ trì, phối hợp:", "- Sở Tài chính cân đối ngân sách;", "- Sở Nội vụ soát biên chế.")
        self.assertEqual(helped.lead, ["Công an tỉnh"])

    def test_a_line_that_says_who_leads_wins_over_the_heading(self):
        [item, *_below] = tasks("1. Văn phòng", "- Dọn kho lưu trữ.", "- Đơn vị chủ trì: Phòng Tài vụ.")
        self.assertEqual(item.lead, ["Phòng Tài vụ"])

    def test_groups_that_compete_are_no_one_who_does_it(self):
        self.assertEqual([item.lead for item in tasks("1. Tập thể: Các cơ quan trực thuộc Tỉnh ủy; các phòng của xã.")], [[]])

    def test_lists_of_units_are_whole(self):
        for text, unit in (
            ("Đề nghị Hiệp hội Doanh nghiệp tỉnh, Hội Nông dân tỉnh, Liên minh Hợp tác xã tỉnh", "Hiệp hội Doanh nghiệp tỉnh, Hội Nông dân tỉnh, Liên minh Hợp tác xã tỉnh"),
            ("Các sở, cơ quan ngành dọc đóng trên địa bàn, Ủy ban nhân dân xã xây dựng kế hoạch.", "Các sở, cơ quan ngành dọc đóng trên địa bàn, Ủy ban nhân dân xã"),
        ):
            with self.subTest(text=text):
                self.assertEqual(split_duty(text)[0], unit)

    def test_a_case_without_its_comma(self):
        unit, _kind, duty, _confidence = split_duty("Trong quá trình thực hiện, nếu có vướng mắc các phòng, ban kịp thời phản ánh về Văn phòng.")
        self.assertEqual((unit, duty), ("các phòng, ban", "Trong quá trình thực hiện, nếu có vướng mắc kịp thời phản ánh về Văn phòng."))

    def test_whoever_is_asked_by_another_does_it(self):
        self.assertEqual(split_duty("UBND xã yêu cầu các cơ quan, trường học tổ chức quét dọn.")[0], "các cơ quan, trường học")

    def test_whoever_gets_a_report_does_not_lead_it(self):
        text = "Các phòng, đơn vị báo cáo về Phòng Kế hoạch - Tổng hợp theo mẫu (tại Phụ lục). Phòng Kế hoạch - Tổng hợp tổng hợp, gửi Giám đốc."
        self.assertEqual([item.lead for item in tasks(f"1. {text}")], [["Các phòng, đơn vị"]])

    def test_a_day_that_tells_what_was_seen(self):
        self.assertIsNone(deadlines.find("Đến ngày 21/11/2026, toàn tỉnh ghi nhận nhiều nhà bị ngập.", YEAR))

    def test_a_day_of_the_month_behind_is_a_return(self):
        self.assertEqual(deadlines.find("Gửi số liệu trước ngày 10 tháng liền kề.", YEAR).recurrence, "monthly")
