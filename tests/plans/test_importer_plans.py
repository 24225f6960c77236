"""Plans as different agencies write them: every text here is our own."""

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import parse

from ..importer_cases import BASES, DUTIES, HEAD, ROOT, demo_text, letters, make_pdf, plan_text, without_places


def read(**parts):
    """Return the document of a small plan with some of its parts exchanged."""
    return parse(plan_text(**parts).encode(), "plan.txt")


def codes(document):
    """Return the codes of the warnings."""
    return [warning.code for warning in document.warnings]


@tagged("post_install", "-at_install")
class TestImporterHeader(BaseCase):
    def test_number_filled_in(self):
        header = read().header
        self.assertEqual((header.parent, header.issuer), ("UBND TỈNH MẪU", ["SỞ THỬ NGHIỆM"]))
        self.assertEqual((header.number, header.symbol), ("12", "KH-STN"))
        self.assertEqual((header.date.day, header.date.month, header.date.year), (5, 2, 2026))

    def test_blanks_marked_with_dots(self):
        head = HEAD.replace("Số: 12/", "Số: ...../").replace("ngày 05 tháng 02", "ngày … tháng …")
        header = read(head=head).header
        self.assertEqual((header.number, header.symbol, header.place), (None, "KH-STN", "Tỉnh Mẫu"))
        self.assertEqual((header.date.day, header.date.month, header.date.year), (None, None, 2026))

    def test_issuer_on_three_lines(self):
        head = """UBND TỈNH MẪU      CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
BAN QUẢN LÝ CÁC KHU
CÔNG NGHIỆP VÀ         Độc lập – Tự do – Hạnh phúc
KHU KINH TẾ
Số: 03/KH-BQL    Tỉnh Mẫu, ngày 3 tháng 12 năm 2025
KẾ HOẠCH
Tiếp công dân năm 2026
"""
        header = read(head=head).header
        self.assertEqual(header.parent, "UBND TỈNH MẪU")
        self.assertEqual(header.issuer, ["BAN QUẢN LÝ CÁC KHU", "CÔNG NGHIỆP VÀ", "KHU KINH TẾ"])
        self.assertEqual((header.number, header.symbol), ("03", "KH-BQL"))

    def test_party_notation_and_urgency(self):
        head = HEAD.replace("Số: 12/KH-STN", "Số 12-KH/ĐU").replace("KẾ HOẠCH\n", "HỎA TỐC\nKẾ HOẠCH\n")
        header = read(head=head).header
        self.assertEqual((header.number, header.symbol, header.urgency), ("12", "KH/ĐU", "HỎA TỐC"))

    def test_no_parent(self):
        head = HEAD.replace("UBND TỈNH MẪU  ", "BỘ THỬ NGHIỆM  ").replace("SỞ THỬ NGHIỆM  ", "               ")
        header = read(head=head).header
        self.assertEqual((header.parent, header.issuer), (None, ["BỘ THỬ NGHIỆM"]))

    def test_stray_line_is_kept_and_told(self):
        document = read(head="Bản in thử của phòng\n" + HEAD)
        self.assertEqual(document.header.issuer, ["SỞ THỬ NGHIỆM"])
        [warning] = [each for each in document.warnings if each.code == "stray_text"]
        self.assertEqual((warning.line, warning.text), (1, "Bản in thử của phòng"))

    def test_subject_on_the_line_of_the_type(self):
        document = read(
            head=HEAD.replace("KẾ HOẠCH\nThực hiện dân chủ ở cơ sở năm 2026", "KẾ HOẠCH TIẾP CÔNG DÂN NĂM 2026")
        )
        self.assertEqual((document.type, document.subject), ("KẾ HOẠCH", "TIẾP CÔNG DÂN NĂM 2026"))


@tagged("post_install", "-at_install")
class TestImporterBases(BaseCase):
    def test_several_bases(self):
        bases = """Căn cứ Luật Tiếp công dân ngày 25 tháng 11 năm 2013;
Căn cứ Nghị định số 59/2023/NĐ-CP ngày 14 tháng 8 năm 2023 của Chính phủ quy định chi tiết một số điều của Luật; Nghị
quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ;
Thực hiện Quyết định số 23-QĐ/TW ngày 30/7/2021 của Bộ Chính trị về công tác dân vận, Sở Thử nghiệm ban hành Kế hoạch
với các nội dung như sau:
"""
        document = read(bases=bases)
        self.assertEqual(
            [(basis.kind, basis.number, basis.symbol, basis.date) for basis in document.bases],
            [
                ("Luật", None, None, "2013-11-25"),
                ("Nghị định", "59", "2023/NĐ-CP", "2023-08-14"),
                ("Nghị quyết", "76", "NQ-CP", "2021-07-15"),
                ("Quyết định", "23", "QĐ/TW", "2021-07-30"),
            ],
        )
        self.assertEqual(document.bases[1].issuer, "Chính phủ")
        self.assertTrue(document.enacting.startswith("Sở Thử nghiệm ban hành"))

    def test_numbers_joined_by_and_share_date_and_issuer(self):
        content = "II. NỘI DUNG\n1. Học tập Kết luận số 54-KL/TW và 55-KL/TW ngày 09/5/2023 của Ban Bí thư.\n"
        first, second = read(bases="", content=content).citations
        self.assertEqual(
            (first.number, first.symbol, first.date, first.issuer), ("54", "KL/TW", "2023-05-09", "Ban Bí thư")
        )
        self.assertEqual((second.number, second.kind, second.date), ("55", "Kết luận", "2023-05-09"))


@tagged("post_install", "-at_install")
class TestImporterBody(BaseCase):
    def test_deep_numbering_is_nested_as_printed(self):
        content = """II. NỘI DUNG
1. Công khai thông tin
1.1. Tại trụ sở
a) Niêm yết văn bản:
- Kế hoạch năm;
+ bản giấy;
- Thủ tục.
b) Loa truyền thanh.
1.2. Trên trang thông tin.
2. Lấy ý kiến.
"""
        section = read(content=content).section("content")
        first, second = section.items
        self.assertEqual((first.title, second.text), ("Công khai thông tin", "Lấy ý kiến."))
        self.assertEqual([child.label for child in first.children], ["1.1", "1.2"])
        letter = first.children[0].children[0]
        self.assertEqual((letter.label, letter.title), ("a", "Niêm yết văn bản:"))
        self.assertEqual([child.label for child in letter.children], ["-", "-"])
        self.assertEqual(letter.children[0].children[0].text, "bản giấy;")

    def test_arabic_sections_without_roman_ones(self):
        text = (
            HEAD
            + "1. Mục đích, yêu cầu\n- Công khai.\n2. Nội dung\na) Niêm yết.\n"
            + "3. Tổ chức thực hiện\na) Văn phòng: theo dõi.\n"
        )
        document = parse(text.encode(), "plan.txt")
        self.assertEqual(
            [each.kind for each in document.sections], ["purpose_requirements", "content", "implementation"]
        )
        self.assertEqual(document.assignments[0].unit, "Văn phòng")

    def test_parts_above_roman_sections(self):
        content = "Phần thứ hai: NHIỆM VỤ\nI. Công khai\n1. Niêm yết.\nII. Bàn bạc\n1. Họp công chức.\n"
        sections = read(
            purpose="Phần thứ nhất: MỤC ĐÍCH\nĐể công khai.\n",
            content=content,
            duties="Phần thứ ba: TỔ CHỨC THỰC HIỆN\n1. Văn phòng: Theo dõi.\n",
        ).sections
        self.assertEqual(
            [(each.label, each.level, each.kind) for each in sections],
            [
                ("Phần thứ nhất", 0, "purpose"),
                ("Phần thứ hai", 0, "content"),
                ("I", 1, "content"),
                ("II", 1, "content"),
                ("Phần thứ ba", 0, "implementation"),
            ],
        )

    def test_number_skipped_repeated_and_kept(self):
        document = read(content="II. NỘI DUNG\n1. Một việc.\n3. Việc khác.\n3. Việc nữa.\n")
        self.assertEqual([item.label for item in document.section("content").items], ["1", "3", "3"])
        self.assertEqual(
            [(each.code, each.line) for each in document.warnings],
            [("units_missing", 13), ("number_repeated", 16), ("number_skipped", 15)],
        )

    def test_dash_inside_a_wrapped_sentence_is_no_bullet(self):
        content = """II. NỘI DUNG
1. Phối hợp với Mặt trận và các tổ chức chính trị
- xã hội vận động người dân góp ý cho kế hoạch năm
2026. Việc góp ý làm bằng văn bản hoặc tại hội nghị,
kết quả được niêm yết ở trụ sở.
"""
        [item] = read(content=content).section("content").items
        self.assertFalse(item.children)
        self.assertIn("chính trị - xã hội vận động", item.text)
        self.assertIn("kế hoạch năm 2026. Việc góp ý", item.text)

    def test_task_lines_belong_to_their_item(self):
        document = parse(demo_text().encode(), "plan.txt")
        items = document.section("content").items
        dialogue = items[2]
        self.assertEqual(dialogue.lead, ["Phòng Chính sách"])
        self.assertEqual(dialogue.coordinate, ["Phòng Tuyên truyền và Địa bàn", "Văn phòng"])
        self.assertEqual(dialogue.deadline.date, "2026-06-15")
        self.assertEqual(dialogue.output, "Biên bản đối thoại, thông báo kết luận")
        self.assertFalse(dialogue.children)
        self.assertNotIn("chủ trì", dialogue.text)
        self.assertEqual(items[3].deadline.recurrence, "continuous")
        self.assertEqual([item.deadline.date for item in items[:2]], ["2026-03-31", "2026-09-30"])

    def test_who_and_when_within_a_sentence(self):
        content = """II. NỘI DUNG
1. Giao Văn phòng chủ trì, phối hợp với Phòng Tổng hợp xây dựng dự thảo, hoàn thành trước ngày 20/4.
2. Tập huấn (chủ trì: Phòng Tổng hợp; thời gian: quý III và quý IV).
"""
        first, second = read(content=content).section("content").items
        self.assertEqual((first.lead, first.coordinate), (["Văn phòng"], ["Phòng Tổng hợp"]))
        self.assertEqual(first.deadline.date, "2026-04-20")
        self.assertEqual((second.lead, second.deadline.dates), (["Phòng Tổng hợp"], ["2026-09-30", "2026-12-31"]))


@tagged("post_install", "-at_install")
class TestImporterDuties(BaseCase):
    def assigned(self, duties):
        return [(each.unit, each.scope, each.kind, each.text) for each in read(duties=duties).assignments]

    def test_duties_as_bullets_and_sentences(self):
        duties = """III. TỔ CHỨC THỰC HIỆN
1. Văn phòng
- Theo dõi, đôn đốc;
- Báo cáo trước ngày 20/6 và 10/12.
2. Giao Phòng Tổng hợp theo dõi việc góp ý.
3. Đề nghị các tổ chức đoàn thể vận động đoàn viên.
4. Các phòng chuyên môn, Thanh tra có trách nhiệm phối hợp.
"""
        self.assertEqual(
            self.assigned(duties),
            [
                ("Văn phòng", "unit", "order", "- Theo dõi, đôn đốc;\n- Báo cáo trước ngày 20/6 và 10/12."),
                ("Phòng Tổng hợp", "unit", "order", "theo dõi việc góp ý."),
                ("các tổ chức đoàn thể", "unit", "request", "vận động đoàn viên."),
                ("Các phòng chuyên môn, Thanh tra", "all", "order", "có trách nhiệm phối hợp."),
            ],
        )

    def test_units_below_a_heading_of_duties(self):
        duties = DUTIES.replace("1. Văn phòng", "1. Phân công nhiệm vụ\na) Văn phòng").replace("2. Các", "b) Các")
        self.assertEqual([each[0] for each in self.assigned(duties)], ["Văn phòng", "Các phòng chuyên môn"])

    def test_unnamed_unit_is_told_not_guessed(self):
        document = read(duties="III. TỔ CHỨC THỰC HIỆN\n1. Kinh phí lấy từ nguồn chi thường xuyên.\n")
        self.assertIsNone(document.assignments[0].unit)
        self.assertIn("unit_unknown", codes(document))


@tagged("post_install", "-at_install")
class TestImporterEnding(BaseCase):
    def test_deputy_signs_and_notes_stay_with_recipients(self):
        ending = """Yêu cầu các phòng nghiêm túc thực hiện./.
Nơi nhận:
- UBND tỉnh (b/c);
- Phó Chủ tịch UBND tỉnh phụ trách
(để báo cáo);
- Lưu: VT, TH.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
(Đã ký)
Nguyễn Văn Mẫu
"""
        document = read(ending=ending)
        self.assertEqual(document.recipients, ["UBND tỉnh (b/c)", "Phó Chủ tịch UBND tỉnh phụ trách (để báo cáo)"])
        self.assertEqual(document.archive, "Lưu: VT, TH")
        signer = document.signer
        self.assertEqual(
            (signer.authority, signer.title, signer.name), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Văn Mẫu")
        )
        self.assertEqual(document.closing, "Yêu cầu các phòng nghiêm túc thực hiện")

    def test_annex_and_repeated_heading_are_no_second_plan(self):
        annex = "PHỤ LỤC I\nDANH MỤC VIỆC CÔNG KHAI\n(Kèm theo Kế hoạch số 12/KH-STN)\nBảng kê các việc.\n"
        document = read(
            ending=plan_text().split("niêm yết.\n2. ")[-1].partition("Nơi nhận")[1] + ":\n- Lưu: VT.\n" + annex
        )
        [found] = document.annexes
        self.assertEqual((found.label, found.title), ("PHỤ LỤC I", "DANH MỤC VIỆC CÔNG KHAI"))
        self.assertEqual(found.text, "Bảng kê các việc.")

    def test_last_item_may_end_the_text(self):
        document = read(duties=DUTIES.rstrip(".\n") + "./.\n", ending="Nơi nhận:\n- Lưu: VT.\n")
        self.assertIsNone(document.closing)
        self.assertEqual(document.assignments[-1].text, "Thực hiện nhiệm vụ được giao")


@tagged("post_install", "-at_install")
class TestImporterCommune(BaseCase):
    """A commune's plan: wrapped lines, "I/" and "1/", two authorities above the signature."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.text = (ROOT / "tests" / "importer_cases" / "ke-hoach-xa.txt").read_text(encoding="utf-8")
        cls.document = parse(cls.text.encode(), "ke-hoach-xa.txt")

    def test_top_of_the_plan(self):
        document = self.document
        self.assertEqual((document.header.parent, document.header.issuer), (None, ["ỦY BAN NHÂN DÂN", "XÃ THANH MẪU"]))
        self.assertEqual(document.subject, "Thực hiện công tác dân vận chính quyền và Quy chế dân chủ ở cơ sở năm 2026")
        self.assertEqual([(basis.number, basis.symbol) for basis in document.bases], [("15", "KH-UBND")])

    def test_sections_and_items(self):
        sections = self.document.sections
        self.assertEqual(
            [(each.label, each.title, each.kind) for each in sections],
            [
                ("I", "MỤC ĐÍCH - YÊU CẦU", "purpose_requirements"),
                ("II", "NỘI DUNG, NHIỆM VỤ", "content"),
                ("III", "TỔ CHỨC THỰC HIỆN", "implementation"),
            ],
        )
        self.assertTrue(sections[0].items[0].text.endswith("người dân, doanh nghiệp."))
        campaign, reception, model = sections[1].items
        self.assertEqual((campaign.title, campaign.deadline.recurrence), ("Công tác tuyên truyền", "continuous"))
        self.assertEqual([child.label for child in reception.children], ["a", "b"])
        self.assertEqual(model.deadline.date, "2026-03-15")

    def test_duties_and_signature(self):
        self.assertEqual(
            [(each.unit, each.units, each.scope, each.kind) for each in self.document.assignments],
            [
                ("Văn phòng HĐND và UBND", ["Văn phòng HĐND và UBND"], "unit", "order"),
                ("Các phòng, ban, đơn vị", ["Các phòng, ban, đơn vị"], "all", "order"),
                ("Trưởng các thôn", ["Trưởng các thôn"], "unit", "order"),
                (
                    "Ủy ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức chính trị - xã hội",
                    ["Ủy ban Mặt trận Tổ quốc Việt Nam xã", "các tổ chức chính trị - xã hội"],
                    "unit",
                    "request",
                ),
            ],
        )
        signer = self.document.signer
        self.assertEqual((signer.authority, signer.title), ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))
        self.assertEqual((signer.name, self.document.archive), ("Lê Văn Mẫu", "Lưu: VT"))
        self.assertEqual(self.document.recipients, ["UBND tỉnh (b/c)", "TT Đảng ủy, HĐND xã", "Các thôn"])
        self.assertEqual(codes(self.document), ["units_missing"])
        self.assertEqual(letters("".join(part.text for part in self.document.parts)), letters(self.text))


@tagged("post_install", "-at_install")
class TestImporterPages(BaseCase):
    def test_paragraphs_go_on_over_pages_and_page_numbers_go(self):
        text = demo_text()
        pdf = parse(make_pdf(text), "plan.pdf")
        self.assertEqual(without_places(pdf.to_dict()), without_places(parse(text.encode(), "plan.txt").to_dict()))
        numbers = [part.text for part in pdf.parts if part.kind == "page_number"]
        self.assertEqual(numbers, [str(page) for page in range(2, 2 + len(numbers))])
        self.assertTrue(numbers)

    def test_own_texts_lose_nothing(self):
        for text in (plan_text(), demo_text(), plan_text(bases=BASES.replace("\n", "\r\n"))):
            document = parse(text.encode(), "plan.txt")
            self.assertEqual(letters("".join(part.text for part in document.parts)), letters(text))
            self.assertFalse([part for part in document.parts if part.kind in ("unplaced", "stray")])
