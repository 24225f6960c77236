"""Names of units, who does which task, and what is in doubt: each kind in several wordings, every text our own."""

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import parse
from odoo.addons.dan_van.importer.document import walk
from odoo.addons.dan_van.importer.units import match

from ..importer_cases import make_docx
from .test_importer_cases import CONTENT, HEADER, read


def duties(*lines):
    """Return unit, units and confidence of each duty in an implementation section that holds ``lines``."""
    document = read(CONTENT + "II. TỔ CHỨC THỰC HIỆN\n" + "\n".join(lines) + "\n")
    return [(duty.unit, duty.units, duty.confidence) for duty in document.assignments]


def tasks(*lines, title="I. NHIỆM VỤ"):
    """Return the items of a section that holds ``lines``, parents before children."""
    section = read(f"{title}\n" + "\n".join(lines) + "\n").sections[0]
    return list(walk(section.items))


@tagged("post_install", "-at_install")
class TestImporterUnitNames(BaseCase):
    def test_a_verb_may_be_part_of_a_name(self):
        for text, unit in (
            ("Các cơ quan, đơn vị được kiểm tra chuẩn bị hồ sơ.", "Các cơ quan, đơn vị được kiểm tra"),
            ("Đơn vị được giao chủ trì báo cáo tiến độ.", "Đơn vị được giao chủ trì"),
            ("Đoàn kiểm tra lập biên bản làm việc.", "Đoàn kiểm tra"),
            ("Tổ giám sát cộng đồng theo dõi công trình.", "Tổ giám sát cộng đồng"),
            ("Ban Tổ chức chuẩn bị hội nghị.", "Ban Tổ chức"),
            ("Phòng Tổ chức cán bộ theo dõi việc học.", "Phòng Tổ chức cán bộ"),
            ("Bác sĩ trực lãnh đạo chủ trì giao ban.", "Bác sĩ trực lãnh đạo"),
            ("Phòng Kinh tế tổng hợp khó khăn của dân.", "Phòng Kinh tế"),
            ("Tỉnh đoàn kiểm tra việc trồng rừng.", "Tỉnh đoàn"),
            ("Trung tâm Trợ giúp pháp lý tỉnh hướng dẫn thủ tục.", "Trung tâm Trợ giúp pháp lý tỉnh"),
            ("Trạm Y tế xã thăm hỏi hộ nghèo.", "Trạm Y tế xã"),
            ("Công an phường nhắc nhở hộ đổ rác.", "Công an phường"),
            ("Đảng ủy xã ký cam kết thi đua.", "Đảng ủy xã"),
            ("Các tổ hòa giải báo cáo hằng quý.", "Các tổ hòa giải"),
            ("Các tổ chức hoạt động khai thác đá lập hồ sơ.", "Các tổ chức hoạt động khai thác đá"),
            ("Ban Đại diện cha mẹ học sinh số hóa sổ thu.", "Ban Đại diện cha mẹ học sinh"),
            ("Ban chỉ đạo phân công các thành viên.", "Ban chỉ đạo"),
            ("Công đoàn tổ chức hội nghị viên chức.", "Công đoàn"),
            ("Văn phòng tổng hợp báo cáo.", "Văn phòng"),
            ("Hội viên được phân công theo dõi tổ tự quản báo cáo.", "Hội viên được phân công theo dõi tổ tự quản"),
            ("Cán bộ phụ trách lĩnh vực nội vụ tổng hợp báo cáo.", "Cán bộ phụ trách lĩnh vực nội vụ"),
            ("Đồng chí Phó Chủ tịch phụ trách văn xã chỉ đạo chung.", "Đồng chí Phó Chủ tịch phụ trách văn xã"),
            ("Trường trung học công lập niêm yết kế hoạch.", "Trường trung học công lập"),
        ):
            with self.subTest(text=text):
                self.assertEqual(duties(f"1. {text}")[0][0], unit)
        [(_unit, units, _sure)] = duties("1. Các tổ chức chính trị - xã hội và tổ chức xã hội nghề nghiệp vận động hội viên.")
        self.assertEqual(units, ["Các tổ chức chính trị - xã hội", "tổ chức xã hội nghề nghiệp"])

    def test_a_word_in_another_tone_is_no_order(self):
        for text, unit in (
            ("Giáo viên chủ nhiệm: phổ biến nội quy.", "Giáo viên chủ nhiệm"),
            ("Giáo vụ: lập thời khóa biểu.", "Giáo vụ"),
            ("Giao Công đoàn trường: tổ chức hội nghị.", "Công đoàn trường"),
            ("Giao cho Văn phòng: theo dõi.", "Văn phòng"),
        ):
            with self.subTest(text=text):
                self.assertEqual(duties(f"1. {text}")[0][0], unit)

    def test_names_before_a_colon(self):
        for text, units in (
            ("Ông. Trần Văn Mẫu - Trưởng đoàn: Phụ trách chung.", ["Ông Trần Văn Mẫu - Trưởng đoàn"]),
            ("Bà Lê Thị Mẫu - Thư ký: Lập biên bản.", ["Bà Lê Thị Mẫu - Thư ký"]),
            ("Thư ký Đoàn: lập biên bản.", ["Thư ký Đoàn"]),
            ("Đồng chí Phó Chủ tịch Thường trực phụ trách khối nội chính: chỉ đạo.",
             ["Đồng chí Phó Chủ tịch Thường trực phụ trách khối nội chính"]),
            ("Thủ trưởng các đơn vị căn cứ nhiệm vụ được giao chỉ đạo: thực hiện nghiêm.", ["Thủ trưởng các đơn vị"]),
            ("Văn phòng Đảng ủy, Văn phòng HĐND&UBND: tham mưu.", ["Văn phòng Đảng ủy", "Văn phòng HĐND&UBND"]),
            ("Báo và Đài Phát thanh tỉnh: đưa tin.", ["Báo và Đài Phát thanh tỉnh"]),
            ("Thuế tỉnh: công khai thủ tục.", ["Thuế tỉnh"]),
            ("Hạt Kiểm lâm huyện: tuần tra.", ["Hạt Kiểm lâm huyện"]),
            ("P. Tài chính - Kế toán: bố trí kinh phí.", ["P. Tài chính - Kế toán"]),
            ("Hải quan cửa khẩu: tiếp nhận phản ánh.", ["Hải quan cửa khẩu"]),
        ):  # fmt: skip
            with self.subTest(text=text):
                self.assertEqual(duties(f"1. {text}"), [(units[0] if len(units) == 1 else ", ".join(units), units, 1.0)])

    def test_lines_that_end_in_so(self):
        self.assertEqual(
            [unit for unit, *_rest in duties("1. Văn phòng Sở", "Phối hợp Phòng Nghiệp vụ tham mưu.", "2. Thanh tra Sở", "Tiếp công dân.")],
            ["Văn phòng Sở", "Thanh tra Sở"],
        )

    def test_units_below_group_headings(self):
        self.assertEqual([unit for unit, *_rest in duties(
            "1. Trách nhiệm của các cơ quan",
            "1.1. Các cơ quan thuộc tỉnh", "a) Sở Nội vụ: theo dõi.", "b) Thanh tra tỉnh: hướng dẫn.",
            "1.2. Ủy ban nhân dân xã: xây dựng kế hoạch.",
            "2. Lãnh đạo, chỉ đạo rà soát quy chế", "2.1. Phân công rà soát", "a) Sở Tư pháp: rà soát quy chế.",
        )], ["Sở Nội vụ", "Thanh tra tỉnh", "Ủy ban nhân dân xã", "Sở Tư pháp"])  # fmt: skip

    def test_duties_without_labels(self):
        document = read(CONTENT + (
            "II. TỔ CHỨC THỰC HIỆN\n1. Công tác triển khai\nSở Nội vụ theo dõi, đôn đốc.\nSở Tài chính bố trí kinh phí.\n"
            "2. Kinh phí\nSở Tài chính thẩm định dự toán.\nCác cơ quan, địa phương bố trí kinh phí trong dự toán./.\n"
            "Nơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nTrần Văn Mẫu\n"
        ))
        self.assertEqual(
            [duty.unit for duty in document.assignments],
            ["Sở Nội vụ", "Sở Tài chính", "Sở Tài chính", "Các cơ quan, địa phương"],
        )
        self.assertIsNone(document.closing)


    def test_units_without_labels_above_their_duties(self):
        document = read(CONTENT + (
            "II. TỔ CHỨC THỰC HIỆN\nCông đoàn trường\n- Theo dõi, đôn đốc.\n- Tổng hợp báo cáo.\nTổ Văn phòng:\n- Bố trí kinh phí.\n"
        ))
        self.assertEqual([(duty.unit, duty.text) for duty in document.assignments], [
            ("Công đoàn trường", "- Theo dõi, đôn đốc.\n- Tổng hợp báo cáo."), ("Tổ Văn phòng", "- Bố trí kinh phí."),
        ])

    def test_a_name_ends_before_a_verb_that_is_not_known(self):
        for text, unit in (
            ("Hội Cựu chiến binh xã trông nom các hộ.", "Hội Cựu chiến binh xã"),
            ("Trường Mầm non Hoa Sen nâng niu kỹ năng.", "Trường Mầm non Hoa Sen"),
            ("Sở Tài chính trông nom các đơn vị.", "Sở Tài chính"),
        ):
            with self.subTest(text=text):
                document = read(CONTENT + f"II. TỔ CHỨC THỰC HIỆN\n1. {text}\n")
                [duty] = document.assignments
                self.assertEqual((duty.unit, duty.confidence), (unit, 0.8))
        self.assertEqual(duties("1. Khoa Dược chịu trách nhiệm cung cấp tin."), [("Khoa Dược", ["Khoa Dược"], 0.8)])


@tagged("post_install", "-at_install")
class TestImporterTaskUnits(BaseCase):
    def test_who_leads_and_who_coordinates_in_a_sentence(self):
        for text, lead, coordinate in (
            ("Giao Văn phòng UBND tỉnh thường xuyên theo dõi kết quả.", ["Văn phòng UBND tỉnh"], []),
            ("Sở Nội vụ chủ trì, phối hợp với Công an tỉnh và các cơ quan báo chí tăng cường tuyên truyền.",
             ["Sở Nội vụ"], ["Công an tỉnh", "các cơ quan báo chí"]),
            ("Sở Tư pháp chủ trì, phối hợp với Thanh tra tỉnh giúp Chủ tịch UBND tỉnh theo dõi.",
             ["Sở Tư pháp"], ["Thanh tra tỉnh"]),
            ("Sở Tài chính chủ trì, phối hợp các sở, ngành bố trí kinh phí.", ["Sở Tài chính"], ["các sở, ngành"]),
            ("Sở Nội vụ chủ trì, phối hợp với Sở Tư pháp và Ủy ban nhân dân các xã tổ chức đối thoại.",
             ["Sở Nội vụ"], ["Sở Tư pháp", "Ủy ban nhân dân các xã"]),
            ("Cơ quan chủ trì, phối hợp", [], []),
        ):  # fmt: skip
            with self.subTest(text=text):
                [item] = tasks(f"1. {text}")
                self.assertEqual((item.lead, item.coordinate), (lead, coordinate))

    def test_a_heading_that_says_who(self):
        first, *_rest = tasks(
            "1. Tuyên truyền", "a) Cơ quan chủ trì, phối hợp", "- Sở Nội vụ chủ trì;", "- Công an tỉnh phối hợp.",
        )  # fmt: skip
        self.assertEqual((first.lead, first.coordinate), (["Sở Nội vụ"], ["Công an tỉnh"]))

    def test_lines_in_other_words(self):
        for line, lead, coordinate, extra in (
            ("Người thực hiện: Công chức Văn hóa.", ["Công chức Văn hóa"], [], []),
            ("Phụ trách: Đồng chí Trần Văn Mẫu.", ["Đồng chí Trần Văn Mẫu"], [], []),
            ("Đầu mối thực hiện: Văn phòng.", ["Văn phòng"], [], []),
            ("Thực hiện: Các hạt Kiểm lâm.", ["Các hạt Kiểm lâm"], [], []),
            ("Thành phần: Các hội viên, Đoàn xã.", [], ["Các hội viên", "Đoàn xã"], []),
            ("Chỉ đạo: Phó Chủ tịch UBND xã.", [], [], ["Chỉ đạo: Phó Chủ tịch UBND xã"]),
            ("Theo dõi, đôn đốc: Văn phòng.", [], [], ["Theo dõi, đôn đốc: Văn phòng"]),
        ):
            with self.subTest(line=line):
                [item] = tasks("1. Đối thoại", f"- {line}")
                self.assertEqual((item.lead, item.coordinate, item.extra), (lead, coordinate, extra))
                self.assertEqual((item.title, item.children), ("Đối thoại", []))

    def test_a_task_and_its_lines_with_bullets_alike(self):
        items = tasks(
            "1. Tuyên truyền", "- Mở chuyên mục.", "- Chủ trì: Văn phòng.", "- Treo băng rôn.", "- Chủ trì: Đoàn xã.",
        )  # fmt: skip
        self.assertEqual([(item.text or item.title, item.lead) for item in items], [
            ("Tuyên truyền", []), ("Mở chuyên mục.", ["Văn phòng"]), ("Treo băng rôn.", ["Đoàn xã"]),
        ])
        first, *_rest = tasks("1. Tuyên truyền", "- Mở chuyên mục.", "- Treo băng rôn.", "- Chủ trì: Văn phòng.")
        self.assertEqual(first.lead, ["Văn phòng"])

    def test_levels_are_one_name(self):
        [item] = tasks("1. Đối thoại", "- Đơn vị thực hiện: Ủy ban nhân dân quận, huyện; xã, phường, thị trấn.")
        self.assertEqual(item.lead, ["Ủy ban nhân dân quận, huyện", "xã, phường, thị trấn"])

    def test_a_unit_as_heading_of_tasks(self):
        items = tasks(
            "1. Tuyên truyền", "1.1. Sở Văn hóa, Thể thao và Du lịch", "a) Hướng dẫn treo băng rôn.", "b) Mở chuyên mục.",
            "1.2. Công an tỉnh", "a) Tuyên truyền lưu động.", title="I. NỘI DUNG VÀ PHÂN CÔNG NHIỆM VỤ",
        )  # fmt: skip
        self.assertEqual([(item.title, item.lead) for item in items if item.lead], [
            ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]), ("Công an tỉnh", ["Công an tỉnh"]),
        ])

    def test_a_unit_before_a_colon(self):
        for text, lead in (
            ("Đài Truyền thanh xã: phát tin.", ["Đài Truyền thanh xã"]),
            ("Ban Phong trào: tổ chức lễ ra quân.", ["Ban Phong trào"]),
            ("Đối tượng: cán bộ.", []),
            ("Giáo viên chủ nhiệm: tập huấn.", ["Giáo viên chủ nhiệm"]),
            ("Các phòng chuyên môn: thăm hỏi.", ["Các phòng chuyên môn"]),
            ("Các nội dung: thăm hỏi.", []),
        ):
            with self.subTest(text=text):
                self.assertEqual(tasks(f"1. {text}")[0].lead, lead)

    def test_a_noun_that_holds_the_word_is_no_partner(self):
        [item] = tasks("1. Sở Nội vụ chủ trì xây dựng quy chế phối hợp giải quyết đơn thư.")
        self.assertEqual((item.lead, item.coordinate), (["Sở Nội vụ"], []))
        [item] = tasks("1. Sở Nội vụ chủ trì, Thanh tra tỉnh phối hợp kiểm tra.")
        self.assertEqual((item.lead, item.coordinate), (["Sở Nội vụ"], ["Thanh tra tỉnh"]))

    def test_sections_that_hold_tasks(self):
        sentence = "1. Sở Nội vụ chủ trì, phối hợp với Thanh tra tỉnh kiểm tra; hoàn thành trước ngày 30/9/2026."
        for title, kind in (
            ("I. MỤC TIÊU, NHIỆM VỤ", "content"),
            ("I. MỤC TIÊU VÀ NỘI DUNG", "content"),
            ("I. YÊU CẦU, NHIỆM VỤ", "content"),
            ("I. ĐỐI TƯỢNG, HÌNH THỨC KIỂM TRA", "other"),
        ):
            with self.subTest(title=title):
                section = read(f"{title}\n{sentence}\n").sections[0]
                [item] = section.items
                self.assertEqual((section.kind, item.lead, item.coordinate), (kind, ["Sở Nội vụ"], ["Thanh tra tỉnh"]))
                self.assertEqual(item.deadline.date, "2026-09-30")
        self.assertEqual(read("I. MỤC ĐÍCH, YÊU CẦU\n1. Nâng cao.\n").sections[0].kind, "purpose_requirements")


@tagged("post_install", "-at_install")
class TestImporterDoubts(BaseCase):
    def codes(self, body, **parts):
        """Return the codes of the warnings on what is in doubt, with their lines."""
        return [
            (warning.code, warning.line) for warning in read(body, **parts).warnings if not warning.code.endswith("_missing")
        ]

    def test_deadlines(self):
        for text, code in (
            ("Trước ngày 15/11/2025", "deadline_before_issue"),
            ("Trước ngày 15/11/2036", "deadline_far"),
            ("Theo Kế hoạch số 08/KH-SNV ngày 12/3/2024 của Sở Nội vụ", "deadline_cited"),
        ):
            with self.subTest(text=text):
                body = f"I. NHIỆM VỤ\n1. Đối thoại.\n- Chủ trì: Văn phòng.\n- Thời gian: {text}.\n"
                self.assertEqual(self.codes(body), [(code, 12)])
                self.assertIsNone(read(body).sections[0].items[0].deadline.date)
        body = "I. NHIỆM VỤ\n1. Đối thoại.\n- Chủ trì: Văn phòng.\n- Thời gian: {}.\n"
        self.assertEqual(self.codes(body.format("Quý II"), subject="Đối thoại với Nhân dân"), [("deadline_before_issue", 12)])
        header = HEADER.replace("22 tháng 12 năm 2025", "05 tháng 01 năm 2026")
        self.assertEqual(self.codes(body.format("Quý II"), subject="Đối thoại", header=header), [("year_inferred", 12)])
        self.assertEqual(self.codes(body.format("Quý II"), header=header), [])

    def test_units(self):
        for name in (
            "Văn phòng và các",
            "Sở Nội vụ theo dõi việc đối thoại",
            "đối thoại viên",
            "Phòng " + "Văn hóa và Thể thao và Du lịch và Gia đình và " * 2 + "Xã hội",
        ):
            with self.subTest(name=name):
                body = f"I. NHIỆM VỤ\n1. Đối thoại.\n- Đơn vị chủ trì: {name}.\n"
                self.assertEqual(self.codes(body), [("unit_doubtful", 11)])
        body = "I. NHIỆM VỤ\n1. Đối thoại.\n- Đơn vị chủ trì: Văn phòng; các sở, ngành; UBND các xã trực thuộc.\n"
        self.assertEqual(self.codes(body), [])

    def test_each_unit_of_a_long_list_is_judged_by_itself(self):
        line = "1. Giám đốc các Sở và Thủ trưởng các ban, ngành tỉnh; Chủ tịch Ủy ban nhân dân các xã, phường: báo cáo.\n"
        self.assertEqual(self.codes(CONTENT + "II. TỔ CHỨC THỰC HIỆN\n" + line), [])
        for name in ("Phòng Điều dưỡng Phòng Kế hoạch tổng hợp", "Hội Nông dân xã Công đoàn cơ sở"):
            self.assertEqual(self.codes(f"I. NHIỆM VỤ\n1. Đối thoại.\n- Chủ trì: {name}.\n"), [("unit_doubtful", 11)])
        for name in ("Trưởng Phòng Nội vụ", "Ban Chấp hành Công đoàn tỉnh", "Sở Khoa học và Công nghệ", "già làng, người có uy tín"):
            self.assertEqual(self.codes(f"I. NHIỆM VỤ\n1. Đối thoại.\n- Chủ trì: {name}.\n"), [])

    def test_no_unit_is_missed_where_none_is_to_be_named(self):
        facts = "I. NỘI DUNG\n1. Thời gian: ngày 06/7/2026.\n2. Địa điểm: hội trường.\n3. Thành phần: hội viên.\n"
        self.assertNotIn("units_missing", {each.code for each in read(facts).warnings})
        body = f"{CONTENT}CHỦ TỊCH\nTrần Văn Mẫu\nPHỤ LỤC\nDANH MỤC NHIỆM VỤ\n1. Đối thoại.\n- Đơn vị chủ trì: Sở Nội vụ.\n"
        self.assertNotIn("units_missing", {each.code for each in read(body).warnings})
        self.assertIn("units_missing", {each.code for each in read("I. NỘI DUNG\n1. Thời gian: quý I.\n2. Đối thoại.\n").warnings})

    def test_a_section_without_units_and_a_table_that_was_not_read(self):
        [warning] = [each for each in read("I. NHIỆM VỤ\n1. Đối thoại.\n").warnings if each.code == "units_missing"]
        self.assertEqual((warning.line, warning.text), (9, "NHIỆM VỤ"))

        def build(document):
            table = document.add_table(2, 2)
            for cell, text in zip(table._cells, ("Nội dung", "Thời gian", "Đối thoại", "Quý I")):
                cell.text = text

        text = f"{HEADER}KẾ HOẠCH\nDân vận năm 2026\n{CONTENT}CHỦ TỊCH\nTrần Văn Mẫu\nPHỤ LỤC\nDANH MỤC"
        document = parse(make_docx(text, build), "plan.docx")
        [warning] = [each for each in document.warnings if each.code == "table_unread"]
        self.assertEqual(warning.text, "Nội dung | Thời gian")


@tagged("post_install", "-at_install")
class TestImporterOwnNames(BaseCase):
    UNITS = (
        (1, "Phòng Tuyên truyền và Địa bàn", "TT&ĐB", "Phòng Địa bàn"),
        (2, "Phòng Theo dõi, thi hành pháp luật", None),
        (3, "Văn phòng", "VP", "Trần Văn Mẫu"),
    )

    def document(self, *lines, units=UNITS):
        text = f"{HEADER}KẾ HOẠCH\nDân vận năm 2026\n{CONTENT}II. TỔ CHỨC THỰC HIỆN\n" + "\n".join(lines)
        return parse(text.encode(), "plan.txt", units=units)

    def test_names_are_matched_however_they_are_written(self):
        for name, unit in (
            ("P. TTĐB", 1), ("P.TT&ĐB", 1), ("phong tuyen truyen & dia ban", 1), ("PHÒNG ĐỊA BÀN", 1),
            ("Phòng Theo dõi thi hành pháp luật", 2), ("VP", 3), ("Trần Văn Mẫu", 3), ("Thanh tra", None),
        ):  # fmt: skip
            with self.subTest(name=name):
                self.assertEqual(match(name, self.UNITS).unit, unit)

    def test_another_body_that_begins_like_an_own_unit_is_none(self):
        units = ((1, "Thanh tra", None), (2, "Văn phòng", "VP"))
        for name, unit in (
            ("Thanh tra", "Thanh tra"), ("Thanh tra Sở", "Thanh tra"), ("Văn phòng Ban", "Văn phòng"),
            ("Thanh tra tỉnh", None), ("Văn phòng Đảng ủy", None), ("Văn phòng UBND tỉnh", None),
        ):  # fmt: skip
            with self.subTest(name=name):
                document = self.document(f"1. {name}: theo dõi.", units=units)
                self.assertEqual([duty.units for duty in document.assignments], [[name]])
                self.assertEqual([each.unit for each in document.units], [unit])

    def test_own_names_win_over_the_rules(self):
        document = self.document(
            "1. P.TT&ĐB nhắc nhở các hộ.", "2. Trần Văn Mẫu: phụ trách chung.",
            "3. Phòng Theo dõi thi hành pháp luật, Văn phòng uốn nắn cán bộ.",
        )  # fmt: skip
        self.assertEqual([duty.units for duty in document.assignments], [
            ["P.TT&ĐB"], ["Trần Văn Mẫu"], ["Phòng Theo dõi thi hành pháp luật", "Văn phòng"],
        ])
        self.assertEqual(
            sorted((each.name, each.unit) for each in document.units),
            [("P.TT&ĐB", "Phòng Tuyên truyền và Địa bàn"),
             ("Phòng Theo dõi thi hành pháp luật", "Phòng Theo dõi, thi hành pháp luật"),
             ("Trần Văn Mẫu", "Văn phòng"), ("Văn phòng", "Văn phòng")],
        )  # fmt: skip
        self.assertEqual(self.document("1. Văn phòng: theo dõi.", units=()).units, [])

    def test_a_short_name_in_small_letters_is_a_word(self):
        document = self.document("1. Các hộ vp hành chính tự khắc phục: theo dõi.")
        self.assertNotIn("VP", [name.upper() for duty in document.assignments for name in duty.units])
