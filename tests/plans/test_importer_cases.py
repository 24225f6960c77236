"""Wordings on which a reader errs easily: each kind in several wordings, every text our own."""

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import citations, deadlines, parse
from odoo.addons.dan_van.importer.frame import Frame

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
    def test_a_beginning_is_no_deadline(self):
        for text in (
            "Từ 02/3/2026 đến khi hoàn thành",
            "Sau ngày 30/6/2026",
            "Sau khi kết thúc kỳ thi 25/6/2026",
            "Trong 10 ngày kể từ ngày Quyết định có hiệu lực (01/7/2026)",
        ):
            with self.subTest(text=text):
                self.assertEqual(when(text), (None, None, None))
        self.assertEqual(when("Từ ngày 02/3/2026 đến ngày 30/4/2026"), ("2026-04-30", None, None))

    def test_a_date_of_a_cited_document_is_no_deadline(self):
        for text in (
            "Theo Kế hoạch số 08/KH-SNV ngày 12/3/2024 của Sở Nội vụ",
            "Thực hiện theo Công văn số 77/STP-PB của Sở Tư pháp ngày 04 tháng 5 năm 2025",
            "theo Thông báo ngày 01/02/2024 của UBND tỉnh",
            "Theo văn bản của Trung ương ban hành ngày 09/6/2026",
            "Theo Nghị quyết của HĐND xã thông qua ngày 11 tháng 7 năm 2026",
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


@tagged("post_install", "-at_install", 'dan_van_long')
class TestImporterPages(BaseCase):
    def test_what_a_signature_stamps_into_the_blanks(self):
        document = parse(stamped_pdf(["12", "20"]), "plan.pdf")
        self.assertEqual((document.header.number, document.header.symbol), ("12", "KH-UBND"))
        self.assertEqual((document.header.date.day, document.header.date.month), (20, 12))
        self.assertEqual((document.header.parent, document.header.issuer), ("UBND MAU", ["ỦY BAN NHÂN DÂN", "TỈNH MẪU"]))

    def test_a_stamp_that_touches_the_word_behind_its_blank(self):
        date = parse(stamped_pdf(["12", "20"], blank="   ", shift=2), "plan.pdf").header.date
        self.assertEqual((date.day, date.month, date.year), (20, 12, 2025))

    def test_a_white_ground_is_no_table(self):
        document = parse(framed_pdf(stroke=0), "plan.pdf")
        self.assertEqual(document.recipients, ["Các sở, ngành", "UBND các xã"])
        self.assertEqual((document.archive, document.signer.name), ("Lưu: VT", "Trần Văn Mẫu"))
        self.assertFalse(document.annexes)

    def test_a_row_that_a_page_breaks(self):
        texts = [item.text for item in parse(broken_row_pdf(), "plan.pdf").walk() if item.in_table]
        self.assertEqual(texts, [f"Đối thoại đợt {number} ở xã An Bình năm 2026" for number in range(1, 5)])
