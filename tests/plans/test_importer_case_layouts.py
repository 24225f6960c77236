"""Where parts of a plan begin and end: headings, lists, endings, annexes, saved web pages; every text our own."""

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import UnreadableFile, parse
from odoo.addons.dan_van.importer.readers import pdf_cells

from ..importer_cases import make_docx, make_pdf, plan_text
from .test_importer_cases import CONTENT, HEADER, read

DUTIES = "II. TỔ CHỨC THỰC HIỆN\n"
#: A plan up to its signature, as a Word file has it.
TOP = f"{HEADER}KẾ HOẠCH\nDân vận năm 2026\n{CONTENT}{DUTIES}1. Công an xã: theo dõi.\n"
ENDING = "Nơi nhận:\n- Các thôn;\n- Lưu: VT.\nCHỦ TỊCH\nTrần Văn Mẫu\n"


@tagged("post_install", "-at_install")
class TestImporterPreamble(BaseCase):
    def test_a_letter_that_guides_the_making_of_plans_is_a_basis(self):
        for mark in ("", "."):
            for dash in ("", "- "):
                with self.subTest(mark=mark, dash=dash):
                    document = read(bases=f"{dash}Thực hiện Công văn số 77/SNV-XDCQ của Sở Nội vụ ngày 03/11/2025 về việc hướng "
                                    f"dẫn xây dựng kế hoạch{mark}\nỦy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n")
                    self.assertEqual([(each.symbol, each.date) for each in document.bases], [("SNV-XDCQ", "2025-11-03")])
                    self.assertEqual(document.enacting, "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:")

    def test_a_basis_that_a_copy_broke_before_a_capital(self):
        document = read(bases="Căn cứ Kế hoạch số 9/KH-UBND ngày 02/01/2025 của Ủy ban nhân dân tỉnh về dân vận ở vùng\n"
                        "Đông Mẫu giai đoạn 2025\n- 2030,\nỦy ban nhân dân tỉnh ban hành kế hoạch như sau:\n")
        [basis] = document.bases
        self.assertTrue(basis.text.endswith("ở vùng Đông Mẫu giai đoạn 2025 - 2030"), basis.text)
        self.assertEqual(document.enacting, "Ủy ban nhân dân tỉnh ban hành kế hoạch như sau:")

    def test_a_basis_that_names_its_document_in_small_letters(self):
        [basis] = read(bases="Thực hiện kế hoạch số 14-KH/BCĐ ngày 19/11/2025 của Ban Chỉ đạo tỉnh;\nSở Nội vụ ban hành kế hoạch như sau:\n").bases
        self.assertEqual((basis.kind, basis.number, basis.symbol, basis.date), ("Kế hoạch", "14", "KH/BCĐ", "2025-11-19"))

    def test_a_subject_goes_on_with_its_direction(self):
        document = read(subject="Phát triển làng nghề tỉnh Mẫu\ntheo hướng gần dân năm 2026", bases="Sở Nội vụ xây dựng kế hoạch như sau:\n")
        self.assertEqual(document.subject, "Phát triển làng nghề tỉnh Mẫu theo hướng gần dân năm 2026")
        self.assertFalse(document.bases)


@tagged("post_install", "-at_install")
class TestImporterWebPages(BaseCase):
    def test_a_header_broken_within_its_words(self):
        document = read(header="ỦY\nBAN NHÂN DÂN\nTỈNH MẪU\n-------\n|\nCỘNG\nHÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n|\nSố:\n41/KH-UBND\n|\n"
                        "Tân\nMẫu, ngày\n22 tháng 12 năm 2025\n|\n")
        header = document.header
        self.assertEqual((header.issuer, header.number, header.symbol), (["ỦY BAN NHÂN DÂN", "TỈNH MẪU"], "41", "KH-UBND"))
        self.assertEqual((header.place, header.date.day, header.date.month), ("Tân Mẫu", 22, 12))
        self.assertFalse({"stray_text", "unplaced_text"} & {each.code for each in document.warnings})

    def test_columns_divided_by_bars(self):
        document = read(header="ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\nSố: 41/KH-UBND | Mẫu, ngày 22 tháng 12 năm 2025 |\n")
        self.assertEqual((document.header.issuer, document.header.number), (["ỦY BAN NHÂN DÂN"], "41"))
        self.assertNotIn("unplaced_text", {each.code for each in document.warnings})

    def test_the_title_of_the_page_above_the_header(self):
        document = read(header=f"KẾ HOẠCH\nCông tác dân vận năm 2026\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n{HEADER}")
        self.assertEqual((document.header.symbol, document.header.place), ("KH-UBND", "Mẫu"))
        self.assertEqual(document.subject, "Công tác dân vận chính quyền năm 2026")

    def test_a_team_named_by_the_decision_that_set_it_up(self):
        document = read(header="SỞ MẪU\nĐOÀN KIỂM TRA THEO QUYẾT ĐỊNH\nSỐ 10/QĐ-SM\nSố: 41/KH-ĐKT\nMẫu, ngày 22 tháng 12 năm 2025\n")
        self.assertEqual((document.header.parent, document.header.issuer), ("SỞ MẪU", ["ĐOÀN KIỂM TRA THEO QUYẾT ĐỊNH SỐ 10/QĐ-SM"]))


@tagged("post_install", "-at_install")
class TestImporterLists(BaseCase):
    def test_headings_in_capitals_beside_known_ones(self):
        document = read("NỘI DUNG\n1. Tiếp công dân.\nPHẠM VI, ĐỐI TƯỢNG\n1. Người dân ở các thôn.\nTỔ CHỨC THỰC HIỆN\n1. Công an xã: theo dõi.\n")
        self.assertEqual([(each.title, each.kind) for each in document.sections], [
            ("NỘI DUNG", "content"), ("PHẠM VI, ĐỐI TƯỢNG", "other"), ("TỔ CHỨC THỰC HIỆN", "implementation"),
        ])

    def test_a_task_without_label_above_its_lines_has_a_title(self):
        [item] = read("I. NHIỆM VỤ\nTập huấn tổ hòa giải\n- Chủ trì: Phòng Tư pháp.\n- Thời gian: Quý I.\n").sections[0].items
        self.assertEqual((item.title, item.text, item.lead), ("Tập huấn tổ hòa giải", None, ["Phòng Tư pháp"]))

    def test_task_lines_with_the_mark_of_an_outer_list(self):
        section = read("I. NHIỆM VỤ\n- Công tác hòa giải\n+ Tập huấn\n- Chủ trì: Phòng Tư pháp.\n+ Hội thi\n- Chủ trì: Hội Phụ nữ xã.\n"
                       "- Công tác tiếp dân\n").sections[0]
        self.assertEqual([each.text or each.title for each in section.items], ["Công tác hòa giải", "Công tác tiếp dân"])
        self.assertEqual([(each.title, each.lead) for each in section.items[0].children], [
            ("Tập huấn", ["Phòng Tư pháp"]), ("Hội thi", ["Hội Phụ nữ xã"]),
        ])

    def test_lines_behind_the_last_of_several_bullets_are_those_of_all(self):
        [item] = read("I. NHIỆM VỤ\n1. Công tác hòa giải\n- Rà soát các tổ.\n- Bầu tổ viên mới.\nLãnh đạo phụ trách: Phó Giám đốc Trần Mẫu.\n"
                      "Đơn vị chủ trì: Phòng Tư pháp.\n").sections[0].items
        self.assertEqual((item.lead, item.extra), (["Phòng Tư pháp"], ["Lãnh đạo phụ trách: Phó Giám đốc Trần Mẫu"]))
        self.assertFalse([each.lead for each in item.children if each.lead])

    def test_an_order_heads_the_list_below_it(self):
        document = read(CONTENT + DUTIES + "Giao Phòng Tư pháp thực hiện các việc sau:\n1. Lập danh sách tổ hòa giải.\n2. Mua sắm tủ sách.\n")
        [duty] = document.assignments
        self.assertEqual((duty.units, duty.text), (["Phòng Tư pháp"], "1. Lập danh sách tổ hòa giải.\n2. Mua sắm tủ sách."))
        self.assertNotIn("unit_unknown", {each.code for each in document.warnings})

    def test_an_order_numbered_like_the_list_that_it_heads(self):
        document = read(CONTENT + DUTIES + "1. Giao Phòng Tư pháp thực hiện các việc:\n2. Lập danh sách.\n3. Mua tủ sách.\n4. Công an xã: theo dõi.\n")
        self.assertEqual([(each.units, each.text) for each in document.assignments], [
            (["Phòng Tư pháp"], "2. Lập danh sách.\n3. Mua tủ sách."), (["Công an xã"], "theo dõi."),
        ])

    def test_a_group_heads_its_duties_beside_a_unit(self):
        document = read(CONTENT + DUTIES + "Phòng Tư pháp\n- Theo dõi.\nTrưởng các phòng\n- Báo cáo hằng quý.\n")
        self.assertEqual([each.unit for each in document.assignments], ["Phòng Tư pháp", "Trưởng các phòng"])

    def test_a_request_below_the_duties_of_another_unit(self):
        document = read(CONTENT + DUTIES + "Phòng Tư pháp\n- Theo dõi.\nTrân trọng đề nghị Hội Nông dân xã: vận động hội viên.\n"
                        "Quá trình triển khai nếu có vướng mắc, các đơn vị phản ánh để xem xét./.\n" + ENDING)
        self.assertEqual([(each.unit, each.kind) for each in document.assignments], [
            ("Phòng Tư pháp", "order"), ("Hội Nông dân xã", "request"),
        ])
        self.assertEqual(document.closing, "Quá trình triển khai nếu có vướng mắc, các đơn vị phản ánh để xem xét")

    def test_a_last_request_to_one_unit_is_no_closing(self):
        for text in ("Đề nghị Hội Nông dân xã: vận động hội viên./.", "Kính đề nghị Hội Nông dân xã vận động hội viên./."):
            with self.subTest(text=text):
                document = read(CONTENT + DUTIES + f"1. Công an xã: theo dõi.\n{text}\n{ENDING}")
                self.assertEqual((document.closing, document.assignments[-1].unit), (None, "Hội Nông dân xã"))
        document = read(CONTENT + DUTIES + f"1. Công an xã: theo dõi.\nĐề nghị các đơn vị nghiêm túc thực hiện Kế hoạch này./.\n{ENDING}")
        self.assertEqual(document.closing, "Đề nghị các đơn vị nghiêm túc thực hiện Kế hoạch này")

    def test_the_end_of_a_date_is_no_number_of_a_page(self):
        body = "\n".join(["1. Tiếp công dân ở các thôn."] * 8)
        lines = f"I. NHIỆM VỤ\n{body}\n\n2\n\n{body}\n1. Sơ kết trước ngày 20 tháng 12 năm\n2026.\n{body}\n1. Họp ngày\n28/7.\n{body}\n\n3\n\n{body}\n"
        parts = [part for part in read(lines).parts if part.kind == "page_number"]
        self.assertEqual([part.text for part in parts], ["2", "3"])


@tagged("post_install", "-at_install")
class TestImporterEndings(BaseCase):
    def test_a_signature_in_a_table_without_recipients(self):
        def build(document):
            cell = document.add_table(1, 2).cell(0, 1)
            cell.text = "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
            cell.add_paragraph("Trần Văn Mẫu")

        document = parse(make_docx(TOP, build), "plan.docx")
        self.assertEqual((document.signer.authority, document.signer.title, document.signer.name), (
            "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Văn Mẫu",
        ))
        self.assertFalse(document.annexes)

    def test_an_annex_that_its_note_alone_tells(self):
        document = read(f"{CONTENT}{DUTIES}1. Công an xã: theo dõi.\n{ENDING}PHÂN CÔNG TỔ CÔNG TÁC\n(Kèm theo Kế hoạch số     /KH-UBND)\n"
                        "Trong năm 2026 tổ họp mỗi quý một lần.\n")
        [annex] = document.annexes
        self.assertEqual((annex.title, annex.note), ("PHÂN CÔNG TỔ CÔNG TÁC", "(Kèm theo Kế hoạch số /KH-UBND)"))
        self.assertEqual(document.signer.name, "Trần Văn Mẫu")
        self.assertNotIn("stray_text", {each.code for each in document.warnings})

    def test_a_signature_above_a_long_annex(self):
        rows = "\n".join(f"{number}. Họp ở thôn số {number}." for number in range(1, 20))
        document = read(f"{CONTENT}{DUTIES}1. Công an xã: theo dõi.\nHIỆU TRƯỞNG\nTrần Văn Mẫu\nPHỤ LỤC\nLỊCH HỌP\n{rows}\n")
        self.assertEqual((document.signer.title, document.signer.name), ("HIỆU TRƯỞNG", "Trần Văn Mẫu"))
        self.assertEqual([each.title for each in document.annexes], ["LỊCH HỌP"])

    def test_duties_in_the_text_of_an_annex_are_tasks(self):
        document = read(f"{CONTENT}{DUTIES}1. Công an xã: theo dõi.\n{ENDING}PHỤ LỤC\nPHÂN CÔNG NHIỆM VỤ\n"
                        "1. Văn phòng Đảng ủy: tổng hợp trước ngày 15/6/2026.\n2. Giao Phòng Kinh tế rà soát quỹ đất.\n3. Sơ kết.\n")
        self.assertEqual([(each.label, each.lead) for each in document.annexes[0].items], [
            ("1", ["Văn phòng Đảng ủy"]), ("2", ["Phòng Kinh tế"]), ("3", []),
        ])
        self.assertEqual(document.annexes[0].items[0].deadline.date, "2026-06-15")

    def test_the_lines_of_a_form_are_no_tasks(self):
        document = read(f"{CONTENT}{DUTIES}1. Công an xã: theo dõi.\n{ENDING}PHỤ LỤC\nĐỀ CƯƠNG BÁO CÁO\n1. Đơn vị chủ trì: ......\n"
                        "2. Phòng Kinh tế: ghi số liệu đất đai.\n")
        self.assertFalse(document.annexes[0].items)


@tagged("post_install", "-at_install")
class TestImporterPrintedPages(BaseCase):
    def test_names_below_each_other_in_a_cell(self):
        def rows(*lines):
            return [[(line, 10, 10 + 5 * len(line), 700 - 14 * index, 12)] for index, line in enumerate(lines)]

        for lines, text in (
            (("Hội Nông dân xã", "Văn phòng Đảng ủy", "Thanh tra nhân dân"), "Hội Nông dân xã\nVăn phòng Đảng ủy\nThanh tra nhân dân"),
            (("Hội Nông dân xã", "Văn phòng Đảng ủy,", "Thanh tra nhân dân"), "Hội Nông dân xã\nVăn phòng Đảng ủy, Thanh tra nhân dân"),
            (("Phòng Tổ chức -", "Hành chính"), "Phòng Tổ chức - Hành chính"),
            (("Phòng Tài chính", "- Kế toán, Văn phòng"), "Phòng Tài chính - Kế toán, Văn phòng"),
            (("- Phòng Tài chính", "- Văn phòng"), "- Phòng Tài chính\n- Văn phòng"),
            (("Hội Cựu chiến binh tỉnh", "Đoàn Thanh niên Sở Nội"), "Hội Cựu chiến binh tỉnh\nĐoàn Thanh niên Sở Nội"),
            (("Thăm Công an xã và Công an", "Trường học ở các thôn xa"), "Thăm Công an xã và Công an Trường học ở các thôn xa"),
        ):
            with self.subTest(lines=lines):
                self.assertEqual(pdf_cells.text_of(rows(*lines), 125), text)

    def test_pages_whose_fonts_name_other_letters_are_read_from_their_picture(self):
        garbled = plan_text().translate(dict(zip(map(ord, "ạếủơịêăn"), "ѭӃӫѫӏҥӝҧ")))
        with self.assertRaises(UnreadableFile) as caught:
            parse(make_pdf(garbled), "plan.pdf", scanned={})
        self.assertEqual((caught.exception.code, caught.exception.arguments["pages"]), ("scanned", [0]))
        self.assertEqual(parse(make_pdf(plan_text()), "plan.pdf", scanned={}).type, "KẾ HOẠCH")

    def test_what_begins_in_its_own_line_whatever_the_line_above_lacks(self):
        long = "Vận động người dân các thôn cùng tham gia giữ gìn vệ sinh đường làng,\nngõ xóm sạch đẹp."
        document = read(
            "I. NHIỆM VỤ\n" + "".join(f"{number}. {long}\n" for number in range(1, 6)) + DUTIES
            + "Phòng Tài chính và Công an xã: cùng theo dõi việc thực hiện ở từng thôn.\n"
            "Trạm Y tế xã: theo dõi việc thực hiện Kế hoạch này ở tất cả các thôn xã\n"
            "Quá trình triển khai nếu phát sinh vướng mắc, các đơn vị trao đổi để\nđược hướng dẫn./.\n" + ENDING,
            bases="Căn cứ Luật Thực hiện dân chủ ở cơ sở năm 2022 và tình hình của tỉnh\n"
            "Ủy ban nhân dân tỉnh Mẫu ban hành kế hoạch công tác dân vận như sau:\n",
        )
        self.assertEqual(document.enacting, "Ủy ban nhân dân tỉnh Mẫu ban hành kế hoạch công tác dân vận như sau:")
        self.assertEqual([each.unit for each in document.assignments], ["Phòng Tài chính và Công an xã", "Trạm Y tế xã"])
        self.assertTrue(document.closing.startswith("Quá trình triển khai"), document.closing)
