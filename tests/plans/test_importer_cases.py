"""Wordings on which a reader errs easily: each kind in several wordings, every text our own."""

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import citations, deadlines, parse
from odoo.addons.dan_van.importer.document import walk
from odoo.addons.dan_van.importer.frame import Frame
from odoo.addons.dan_van.importer.units import match

from ..importer_cases import make_docx
from ..importer_cases.pages import broken_row_pdf, framed_pdf, stamped_pdf

HEADER = "ỦY BAN NHÂN DÂN\nTỈNH MẪU\nSố: 41/KH-UBND\nMẫu, ngày 22 tháng 12 năm 2025\n\n"
CONTENT = "I. NHIỆM VỤ\n1. Thực hiện dân chủ ở cơ sở.\n"
YEAR = Frame(2026, 2026, "2025-12-22", is_named=True)


def read(body=CONTENT, header=HEADER, subject="Công tác dân vận chính quyền năm 2026", bases=""):
    """Return the document of a plan with one of its parts given."""
    return parse(f"{header}KẾ HOẠCH\n{subject}\n\n{bases}{body}".encode(), "plan.txt")


def when(text, frame=YEAR):
    """Return date, recurrence and doubt of a deadline in words."""
    found = deadlines.parse(text, frame)
    return found.date, found.recurrence, found.doubt


@tagged("post_install", "-at_install")
class TestImporterDates(BaseCase):
    def test_a_date_of_a_cited_document_is_no_deadline(self):
        for text in (
            "Theo Kế hoạch số 08/KH-SNV ngày 12/3/2024 của Sở Nội vụ",
            "Thực hiện theo Công văn số 77/STP-PB của Sở Tư pháp ngày 04 tháng 5 năm 2025",
            "theo Thông báo ngày 01/02/2024 của UBND tỉnh",
        ):
            with self.subTest(text=text):
                self.assertEqual(when(text), (None, None, "cited"))
        self.assertEqual(
            when("Thường xuyên, theo Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ"), (None, "continuous", None)
        )
        found = deadlines.parse("Trước ngày 05 tháng 7 năm 2026, theo Thông tư số 03/2021/TT-TTCP ngày 30/9/2021", YEAR)
        self.assertEqual((found.date, found.dates), ("2026-07-05", ["2026-07-05"]))

    def test_the_year_of_the_subject_wins_over_that_of_issue(self):
        body = "I. NHIỆM VỤ\n1. Ban hành kế hoạch.\n- Thời gian: {}.\n"
        for subject, text, date in (
            ("Công tác dân vận năm 2026", "Trước ngày 28/02", "2026-02-28"),
            ("Tiếp công dân giai đoạn 2026 - 2030", "Quý III", "2026-09-30"),
            ("Dân chủ trong nhà trường năm học 2025-2026", "Tháng 4", "2026-04-30"),
            ("Đối thoại quý I/2026", "Trước ngày 20/3", "2026-03-20"),
            ("Thực hiện Kế hoạch số 5/KH-TU ngày 02/01/2024 về dân vận năm 2026", "Quý I", "2026-03-31"),
        ):
            with self.subTest(subject=subject):
                self.assertEqual(read(body.format(text), subject=subject).sections[0].items[0].deadline.date, date)

    def test_a_neighbouring_year(self):
        for text, date in (
            ("Trước ngày 10/01 năm liền kề", "2027-01-10"),
            ("Trước ngày 10/01 của năm sau", "2027-01-10"),
            ("Quý I năm kế tiếp", "2027-03-31"),
            ("Trước ngày 25/12 năm trước liền kề", "2025-12-25"),
        ):
            with self.subTest(text=text):
                self.assertEqual(when(text), (date, None, None))

    def test_a_beginning_is_no_end(self):
        for text, recurrence in (
            ("Bắt đầu thực hiện từ năm 2026", None),
            ("Kể từ ngày 01/01/2026", None),
            ("Từ quý II/2026 trở đi", "continuous"),
            ("Từ ngày 15/3/2026 trở đi", "continuous"),
        ):
            with self.subTest(text=text):
                self.assertEqual(when(text), (None, recurrence, None))
        self.assertEqual(when("Từ ngày 05/01/2026, hoàn thành trước 30/6/2026")[0], "2026-06-30")
        self.assertEqual(when("Từ 01/3 đến 30/4/2026")[0], "2026-04-30")

    def test_letters_for_figures(self):
        self.assertEqual(when("Trước ngày O5 tháng 9 năm 2O26")[0], "2026-09-05")
        self.assertEqual(when("Trước ngày 2O/12")[0], "2026-12-20")

    def test_several_days_and_dates(self):
        for text, dates in (
            ("Các ngày 3, 4 và 5 tháng 9 năm 2026", ["2026-09-03", "2026-09-04", "2026-09-05"]),
            ("ngày 20, 21/6", ["2026-06-20", "2026-06-21"]),
            ("28/12/2025 và 01/02/2026", ["2025-12-28", "2026-02-01"]),
            ("Quý IV/2025, Quý I/2026", ["2025-12-31", "2026-03-31"]),
        ):
            with self.subTest(text=text):
                self.assertEqual(deadlines.parse(text, YEAR).dates, dates)
        self.assertEqual(when("Khi kết thúc nhiệm vụ"), (None, None, None))

    def test_the_next_month_returns(self):
        for text, recurrence in (
            ("Trước ngày 05 của tháng liền kề", "monthly"),
            ("Chậm nhất ngày 03 tháng sau", "monthly"),
            ("Ngày 05 của quý tiếp theo", "quarterly"),
        ):
            with self.subTest(text=text):
                self.assertEqual(when(text), (None, recurrence, None))

    def test_what_can_not_be_a_deadline_is_not_set(self):
        self.assertEqual(when("Trước ngày 15/11/2025"), (None, None, "before_issue"))
        self.assertEqual(when("Trước ngày 15/11/2035"), (None, None, "far"))
        self.assertEqual(when("Quý II", Frame(2026, 2026, "2026-01-05"))[2], "year")


@tagged("post_install", "-at_install")
class TestImporterBases(BaseCase):
    def test_issuer_and_date(self):
        for text, issuer, date, subject in (
            ("Thông tư số 9/2025/TT-BTC ngày 02 tháng 3 năm 2025 của Bộ Tài chính hướng dẫn chi hội nghị",
             "Bộ Tài chính", "2025-03-02", "hướng dẫn chi hội nghị"),
            ("Thông tư số 6/2025/TT-BKHCN ngày 2/3/2025 của Bộ Khoa học và Công nghệ quy định về dữ liệu",
             "Bộ Khoa học và Công nghệ", "2025-03-02", "quy định về dữ liệu"),
            ("Công văn số 88/STP-PB của Sở Tư pháp ngày 9 tháng 6 năm 2025 về việc đối thoại",
             "Sở Tư pháp", "2025-06-09", "về việc đối thoại"),
            ("Quyết định số 4/QĐ-CTTH ngày 3/2/2025 của Cục Bảo vệ môi trường về quy chế mà các đơn vị phải tuân theo",
             "Cục Bảo vệ môi trường", "2025-02-03", "về quy chế mà các đơn vị phải tuân theo"),
            ("Kết luận số 7-KL/TU ngày 3/2/2025 của Ban Thường vụ Tỉnh ủy tại hội nghị lần thứ 12",
             "Ban Thường vụ Tỉnh ủy", "2025-02-03", None),
        ):  # fmt: skip
            with self.subTest(text=text):
                [found] = citations.find(text)
                self.assertEqual((found.issuer, found.date, found.subject), (issuer, date, subject))

    def test_laws(self):
        for text, number, date, subject in (
            ("Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15 ngày 19 tháng 02 năm 2025",
             "64", "2025-02-19", "Ban hành văn bản quy phạm pháp luật"),
            ("Luật sửa đổi, bổ sung một số điều của Luật Thanh tra và Luật Tiếp công dân ngày 10 tháng 3 năm 2024",
             None, "2024-03-10", "sửa đổi, bổ sung một số điều của Luật Thanh tra và Luật Tiếp công dân"),
            ("Luật sửa đổi, bổ sung một số điều của Luật Tiếp công dân số 52/2024/QH15 ngày 10/3/2024",
             "52", "2024-03-10", "sửa đổi, bổ sung một số điều của Luật Tiếp công dân"),
        ):  # fmt: skip
            with self.subTest(text=text):
                [found] = citations.find(text)
                self.assertEqual((found.number, found.date, found.subject), (number, date, subject))

    def test_blanks(self):
        for text in (
            "Kế hoạch số …/KH-TU ngày …/…/2026 của Tỉnh ủy về dân vận",
            "Kế hoạch số ..../KH-TU ngày .... tháng .... năm 2026 của Tỉnh ủy về dân vận",
        ):
            with self.subTest(text=text):
                [found] = citations.find(text)
                self.assertEqual((found.number, found.symbol, found.date, found.year), (None, "KH-TU", None, 2026))
                self.assertEqual((found.issuer, found.subject), ("Tỉnh ủy", "về dân vận"))

    def test_bases_without_marks_at_their_ends(self):
        document = read(bases=(
            "Căn cứ Công văn số 15/SNV-CCHC ngày 9/12/2025 của Sở Nội vụ về việc hướng dẫn xây dựng kế hoạch dân vận,\n"
            "Thực hiện Công văn số 43/SNV-CCHC ngày 20/2/2025 của Sở Nội vụ về việc hướng dẫn xây dựng kế hoạch dân chủ\n"
            "Căn cứ Nghị định số 59/2023/NĐ-CP ngày 14/8/2023 của Chính phủ;\n"
        ))
        self.assertEqual([basis.number for basis in document.bases], ["15", "43", "59"])

    def test_tones_before_the_mark_of_a_vowel(self):
        [basis] = read(bases="Căn cứ Nghị định so\u0301\u0302 59/2023/NĐ-CP ngày 14/8/2023;\n").bases
        self.assertEqual((basis.number, basis.text), ("59", "Căn cứ Nghị định số 59/2023/NĐ-CP ngày 14/8/2023"))

    def test_a_semicolon_within_a_subject(self):
        document = read(bases=(
            "Căn cứ Luật Tiếp công dân năm 2013; Nghị định số 64/2014/NĐ-CP ngày 26/6/2014 của Chính phủ quy định chi "
            "tiết; hướng dẫn thi hành Luật;\n"
            "Căn cứ Quyết định số 7/QĐ-UBND ngày 02/5/2025 của UBND tỉnh quy định chức năng; nhiệm vụ của Sở Nội vụ;\n"
        ))
        self.assertEqual([basis.subject for basis in document.bases], [
            "Tiếp công dân", "quy định chi tiết; hướng dẫn thi hành Luật", "quy định chức năng; nhiệm vụ của Sở Nội vụ",
        ])


@tagged("post_install", "-at_install")
class TestImporterTop(BaseCase):
    def test_a_number_in_the_name_of_the_agency(self):
        for name in ("QUYẾT ĐỊNH SỐ 88/QĐ-STP", "NGHỊ QUYẾT SỐ 88/NQ-STP"):
            with self.subTest(name=name):
                header = read(header=(
                    f"SỞ TƯ PHÁP TỈNH MẪU\nTỔ KIỂM TRA THEO\n{name}\nSố: 06/KH-TKT\nMẫu, ngày 2 tháng 3 năm 2026\n\n"
                )).header
                self.assertEqual((header.number, header.symbol), ("06", "KH-TKT"))
                self.assertEqual((header.parent, header.issuer), ("SỞ TƯ PHÁP TỈNH MẪU", ["TỔ KIỂM TRA THEO", name]))

    def test_lines_that_a_narrow_column_broke(self):
        header = read(header=(
            "ỦY BAN NHÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT\nDÂN\tNAM\nXÃ MẪU\tĐộc lập - Tự do - Hạnh phúc\n"
            "Số: 7/KH-\tMẫu, ngày 5 tháng 01 năm\nUBND\t2026\n\n"
        )).header
        self.assertEqual((header.parent, header.issuer), (None, ["ỦY BAN NHÂN DÂN", "XÃ MẪU"]))
        self.assertEqual((header.number, header.symbol, header.place), ("7", "KH-UBND", "Mẫu"))
        self.assertEqual((header.date.day, header.date.month, header.date.year), (5, 1, 2026))

    def test_a_long_subject(self):
        lines = [
            "Đón tiếp Đoàn công tác của Ban Dân vận",
            "về việc khảo sát tình hình thực hiện quy chế dân chủ, đối thoại với Nhân dân và giải quyết kiến nghị của công "
            "dân tại các cơ quan, đơn vị",
            "trên địa bàn tỉnh Mẫu",
        ]
        document = read(subject="\n".join(lines))
        self.assertEqual((document.subject, document.enacting), (" ".join(lines), None))

    def test_the_office_of_the_signer_below_the_name(self):
        document = read(CONTENT + "\nT/M. ĐOÀN KIỂM TRA\nTRƯỞNG ĐOÀN\nTrần Văn Mẫu\nPHÓ GIÁM ĐỐC\n")
        self.assertEqual(document.signer.authority, "T/M. ĐOÀN KIỂM TRA")
        self.assertEqual(document.signer.title, "TRƯỞNG ĐOÀN (PHÓ GIÁM ĐỐC)")
        self.assertEqual(document.signer.name, "Trần Văn Mẫu")


@tagged("post_install", "-at_install")
class TestImporterMarks(BaseCase):
    def test_a_letter_behind_numbers_is_a_label(self):
        body = "I. NHIỆM VỤ\n1. Tuyên truyền\n1.1. Ở khu dân cư\n1.1.a. Treo băng rôn.\n1.1.b. Phát tờ rơi.\n1.2. Ở trường.\n"
        [item] = read(body).sections[0].items
        self.assertEqual([child.label for child in item.children], ["1.1", "1.2"])
        self.assertEqual(item.children[0].title, "Ở khu dân cư")
        self.assertEqual([child.text for child in item.children[0].children], ["Treo băng rôn.", "Phát tờ rơi."])

    def test_the_title_of_an_annex_ends_at_its_first_heading(self):
        annexes = read(CONTENT + (
            "\nCHỦ TỊCH\nTrần Văn Mẫu\n\nPHỤ LỤC I\nDANH SÁCH ĐƠN VỊ\n(Đính kèm Kế hoạch số 41/KH-UBND ngày 22/12/2025)\n"
            "1. Sở Nội vụ.\n\nPHỤ LỤC II\nNỘI DUNG\nKIỂM TRA\nI. CÔNG TÁC CHỈ ĐẠO\n1. Việc ban hành kế hoạch.\n"
        )).annexes
        self.assertEqual([annex.title for annex in annexes], ["DANH SÁCH ĐƠN VỊ", "NỘI DUNG KIỂM TRA"])
        self.assertEqual(annexes[0].note, "(Đính kèm Kế hoạch số 41/KH-UBND ngày 22/12/2025)")
        self.assertTrue(annexes[1].text.startswith("I. CÔNG TÁC CHỈ ĐẠO\n"))

    def test_page_numbers_of_a_copied_text(self):
        turned = "I. NHIỆM VỤ\n1. Công khai để người dân biết, bàn và\n\n\x0c2\n\nkiểm tra.\n2. Việc khác\n\n\x0c- 3 -\n\n3. Báo cáo.\n"
        document = read(turned)
        self.assertEqual(
            [item.text for item in document.sections[0].items], ["Công khai để người dân biết, bàn và kiểm tra.", "Việc khác", "Báo cáo."]
        )
        self.assertEqual([part.text for part in document.parts if part.kind == "page_number"], ["2", "- 3 -"])
        lines = [f"{number}. Tổ chức đối thoại lần thứ {number}." for number in range(1, 61)]
        lines[20:20], lines[41:41] = ["", "2", ""], ["", "3", ""]
        document = read("I. NHIỆM VỤ\n" + "\n".join(lines))
        self.assertEqual([item.text for item in document.sections[0].items][18:20], [
            "Tổ chức đối thoại lần thứ 19.", "Tổ chức đối thoại lần thứ 20.",
        ])
        self.assertEqual([part.text for part in document.parts if part.kind == "page_number"], ["2", "3"])


def rows(*lines, merged=None):
    """Return the items of the annex of a Word plan whose table has ``lines``; ``merged`` maps rows to their cell above."""
    def build(document):
        table = document.add_table(len(lines), len(lines[0]))
        for row, cells in zip(table.rows, lines):
            for cell, text in zip(row.cells, cells):
                cell.text = text
        for column in merged or ():
            cell = table.cell(1, column).merge(table.cell(2, column))
            cell.text = lines[1][column]

    text = f"{HEADER}KẾ HOẠCH\nDân vận năm 2026\n{CONTENT}CHỦ TỊCH\nTrần Văn Mẫu\nPHỤ LỤC\nDANH MỤC NHIỆM VỤ"
    [annex] = parse(make_docx(text, build), "plan.docx").annexes
    return annex.items


@tagged("post_install", "-at_install")
class TestImporterTables(BaseCase):
    def test_heads_in_other_words(self):
        for who in (
            "Trách nhiệm thực hiện", "Đơn vị/ cá nhân phụ trách", "Cơ quan, đơn vị thực hiện", "Người chịu trách nhiệm",
            "Bộ phận / Người thực hiện", "Đơn vị đầu mối", "Phụ trách",
        ):  # fmt: skip
            for time in ("Thời gian", "Thời điểm hoàn thành", "Hạn cuối", "Tiến độ"):
                with self.subTest(who=who, time=time):
                    [item] = rows(["TT", "Nội dung", who, time], ["1", "Đối thoại với Nhân dân", "Sở Nội vụ", "Quý I"])
                    self.assertEqual((item.text, item.lead), ("Đối thoại với Nhân dân", ["Sở Nội vụ"]))
                    self.assertEqual(item.deadline.date, "2026-03-31")

    def test_another_column_is_kept_with_its_head(self):
        [item] = rows(
            ["TT", "Nội dung", "Trách nhiệm thực hiện", "Theo dõi, đôn đốc", "Ghi chú"],
            ["1", "Đối thoại với Nhân dân", "Thanh tra tỉnh", "Sở Nội vụ", "ở hai xã"],
        )
        self.assertEqual((item.text, item.lead), ("Đối thoại với Nhân dân", ["Thanh tra tỉnh"]))
        self.assertEqual(item.extra, ["Theo dõi, đôn đốc: Sở Nội vụ", "Ghi chú: ở hai xã"])

    def test_merged_names_are_repeated(self):
        items = rows(
            ["TT", "Nội dung", "Chủ trì", "Thời gian"],
            ["1", "Đối thoại", "Sở Nội vụ", "Quý I"],
            ["", "", "Văn phòng", "Quý III"],
            merged=(0, 1),
        )
        self.assertEqual([(item.label, item.text, item.lead) for item in items], [
            ("1", "Đối thoại", ["Sở Nội vụ"]), ("1", "Đối thoại", ["Văn phòng"]),
        ])


@tagged("post_install", "-at_install")
class TestImporterPages(BaseCase):
    def test_what_a_signature_stamps_into_the_blanks(self):
        document = parse(stamped_pdf(["12", "20"]), "plan.pdf")
        self.assertEqual((document.header.number, document.header.symbol), ("12", "KH-UBND"))
        self.assertEqual((document.header.date.day, document.header.date.month), (20, 12))

    def test_a_white_ground_is_no_table(self):
        document = parse(framed_pdf(stroke=0), "plan.pdf")
        self.assertEqual(document.recipients, ["Các sở, ngành", "UBND các xã"])
        self.assertEqual((document.archive, document.signer.name), ("Lưu: VT", "Trần Văn Mẫu"))
        self.assertFalse(document.annexes)

    def test_a_row_that_a_page_breaks(self):
        texts = [item.text for item in parse(broken_row_pdf(), "plan.pdf").walk() if item.in_table]
        self.assertEqual(texts, [f"Đối thoại đợt {number} ở xã An Bình năm 2026" for number in range(1, 5)])


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

    def test_a_name_ends_before_a_verb_that_is_not_known_and_this_is_told(self):
        for text, unit in (
            ("Hội Cựu chiến binh xã nhắc nhở các hộ.", "Hội Cựu chiến binh xã"),
            ("Trường Mầm non Hoa Sen rèn luyện kỹ năng.", "Trường Mầm non Hoa Sen"),
            ("Sở Tài chính nhắc nhở các đơn vị.", "Sở Tài chính"),
        ):
            with self.subTest(text=text):
                document = read(CONTENT + f"II. TỔ CHỨC THỰC HIỆN\n1. {text}\n")
                [duty] = document.assignments
                self.assertEqual((duty.unit, duty.confidence), (unit, 0.5))
                self.assertIn("unit_doubtful", [warning.code for warning in document.warnings])
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

    def read(self, *lines, units=UNITS):
        text = f"{HEADER}KẾ HOẠCH\nDân vận năm 2026\n{CONTENT}II. TỔ CHỨC THỰC HIỆN\n" + "\n".join(lines)
        return parse(text.encode(), "plan.txt", units=units)

    def test_names_are_matched_however_they_are_written(self):
        for name, unit in (
            ("P. TTĐB", 1), ("P.TT&ĐB", 1), ("phong tuyen truyen & dia ban", 1), ("PHÒNG ĐỊA BÀN", 1),
            ("Phòng Theo dõi thi hành pháp luật", 2), ("VP", 3), ("Trần Văn Mẫu", 3), ("Thanh tra", None),
        ):  # fmt: skip
            with self.subTest(name=name):
                self.assertEqual(match(name, self.UNITS).unit, unit)

    def test_own_names_win_over_the_rules(self):
        document = self.read(
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
        self.assertEqual(self.read("1. Văn phòng: theo dõi.", units=()).units, [])

    def test_a_short_name_in_small_letters_is_a_word(self):
        document = self.read("1. Các hộ vp hành chính tự khắc phục: theo dõi.")
        self.assertNotIn("VP", [name.upper() for duty in document.assignments for name in duty.units])
