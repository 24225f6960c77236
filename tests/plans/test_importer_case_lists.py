"""What lines belong to: notes below bullets, aspects of an event, headings across tables, endings; every text our own."""

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import parse

from ..importer_cases import make_docx
from .test_importer_cases import HEADER, read

FEED = "I. NỘI DUNG\n1. Đối thoại với Nhân dân:\n"
DUTIES = "II. TỔ CHỨC THỰC HIỆN\n"


@tagged("post_install", "-at_install")
class TestImporterLists(BaseCase):
    def test_an_asterisk_below_several_bullets_is_of_what_stands_above_them(self):
        note = "* Thời gian thực hiện: trước ngày 20/3/2026.\n"
        later = f"2. Gặp mặt:\n- Mời già làng.\n{note}- Mời trưởng thôn.\n{note}"
        first, second = read(f"{FEED}- Họp ở thôn Một.\n- Họp ở thôn Hai.\n{note}{later}").sections[0].items
        self.assertEqual((first.deadline.date, [child.deadline for child in first.children]), ("2026-03-20", [None, None]))
        self.assertEqual([child.deadline.date for child in second.children], ["2026-03-20"] * 2)

    def test_an_asterisk_heads_the_days_below_it(self):
        [item] = read(
            f"{FEED}- Họp ở thôn Một.\n- Họp ở thôn Hai.\n* Thời gian thực hiện:\n+ Đợt 1: trước ngày 20/3/2026.\n"
            "+ Đợt 2: trước ngày 20/6/2026.\n"
        ).sections[0].items
        last = item.children[-1]
        self.assertEqual(([child.label for child in item.children], last.title), (["-", "-", "*"], "Thời gian thực hiện:"))
        self.assertEqual([child.deadline.date for child in last.children], ["2026-03-20", "2026-06-20"])

    def test_the_day_of_an_event_is_not_that_of_its_place(self):
        for aspect in ("Địa điểm: Nhà văn hóa thôn Một.", "Thành phần mời: người dân thôn Một.", "Hình thức: trực tiếp."):
            with self.subTest(aspect):
                [item] = read(f"{FEED}- {aspect}\n- Thời gian: ngày 20/3/2026.\n- Nhiệm vụ:\n+ Ghi ý kiến.\n").sections[0].items
                self.assertEqual((item.deadline.date, item.children[0].deadline), ("2026-03-20", None))

    def test_task_lines_behind_a_paragraph_are_of_the_item_that_it_belongs_to(self):
        document = read("I. NỘI DUNG\n1. Hội nghị lần ba\nNội dung: lựa chọn danh sách.\n- Thời gian: ngày 12/3/2026.\n"
                        "- Đơn vị chủ trì: Văn phòng.\n1.1. Báo cáo kết quả\n- Gửi biên bản.\n")
        [item] = document.sections[0].items
        self.assertEqual((item.lead, item.deadline and item.deadline.date, item.text), (["Văn phòng"], "2026-03-12", "Nội dung: lựa chọn danh sách."))
        self.assertNotIn("unplaced_text", {each.code for each in document.warnings})

    def test_a_heading_across_a_table_of_hours(self):
        def build(document):
            table = document.add_table(0, 3)
            for cells in (
                ("Thời gian", "Nội dung", "Người phụ trách"), ("Buổi sáng: làm việc tại xã Mẫu",), ("7h - 8h", "Đón đoàn", "Văn phòng"),
                ("8h - 9h", "Đối thoại", "Thanh tra"), ("Buổi chiều: làm việc tại thôn",), ("14h - 15h", "Thăm hộ dân", "Văn phòng"),
            ):
                row = table.add_row().cells
                if len(cells) == 1:
                    row[0].merge(row[2])
                for cell, text in zip(row, cells):
                    cell.text = text

        [section] = parse(make_docx(f"{HEADER}KẾ HOẠCH\nTiếp công dân năm 2026\nI. NỘI DUNG\n", build), "plan.docx").sections
        self.assertEqual([(item.title, [child.text for child in item.children]) for item in section.items], [
            ("Buổi sáng: làm việc tại xã Mẫu", ["Đón đoàn", "Đối thoại"]), ("Buổi chiều: làm việc tại thôn", ["Thăm hộ dân"]),
        ])

    def test_the_time_and_place_of_doing_is_no_implementation(self):
        for title in ("THỜI GIAN, ĐỊA ĐIỂM TỔ CHỨC TRIỂN KHAI", "THỜI GIAN TỔ CHỨC THỰC HIỆN", "KINH PHÍ TỔ CHỨC THỰC HIỆN"):
            with self.subTest(title):
                document = read(f"{FEED}II. {title}\n1. Địa điểm: Nhà văn hóa.\nI{DUTIES}1. Văn phòng: theo dõi.\n")
                self.assertEqual([section.kind for section in document.sections[-2:]], ["other", "implementation"])
                self.assertEqual([duty.unit for duty in document.assignments], ["Văn phòng"])
        self.assertEqual(read(f"{FEED}II. KINH PHÍ VÀ TỔ CHỨC THỰC HIỆN\n1. Văn phòng: lo.\n").sections[-1].kind, "implementation")


@tagged("post_install", "-at_install")
class TestImporterEdges(BaseCase):
    def test_the_duty_of_the_last_unit_is_not_part_of_the_closing(self):
        document = read(f"{FEED}{DUTIES}1. Văn phòng\n- Theo dõi.\n2. Ban công tác Mặt trận các thôn\nCăn cứ Kế hoạch này, phối hợp vận động "
                        "người dân.\nTrên đây là Kế hoạch công tác dân vận năm 2026./.\nNơi nhận:\n- Lưu: VT.\n")
        self.assertEqual(document.assignments[-1].text, "Căn cứ Kế hoạch này, phối hợp vận động người dân.")
        self.assertEqual(document.closing, "Trên đây là Kế hoạch công tác dân vận năm 2026")

    def test_a_slip_of_the_hand_before_the_superior(self):
        header = read(header="/ỦY BAN MẶT TRẬN\nXÃ MẪU\nBAN THƯỜNG TRỰC\nSố: 12/KH-BTT\n").header
        self.assertEqual((header.parent, header.issuer), ("ỦY BAN MẶT TRẬN XÃ MẪU", ["BAN THƯỜNG TRỰC"]))
