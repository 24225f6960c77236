"""Deadlines in the words of officials: each is right or told as one that is not sure, none is wrong without a word."""

from pathlib import Path

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import deadlines, parse
from odoo.addons.dan_van.importer.frame import Frame

from ..corpus.markup import when
from .test_importer_cases import CONTENT, HEADER, read

FRAMES = {
    "Y": Frame(2026, 2026, "2025-12-22", is_named=True),
    "S": Frame(2025, 2026, "2025-09-05", is_named=True, is_school=True),
    "P": Frame(2026, 2030, "2026-01-15"),
    "U": Frame(2026, 2026, "2026-01-05"),
}
READERS = {"c": deadlines.parse, "r": deadlines.find}
CASES = Path(__file__).resolve().parents[1] / "importer_cases"


def wordings(name):
    """Yield frame, place, words and meaning of each line of a file of wordings."""
    for line in (CASES / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("|")


@tagged("post_install", "-at_install")
class TestImporterLimits(BaseCase):
    def check(self, name):
        """Check every wording of a file: without a date where none is meant, doubted where none can be told."""
        for frame, place, words, meaning in wordings(name):
            with self.subTest(words=words):
                found = READERS[place](words, FRAMES[frame])
                if meaning == "-":
                    self.assertFalse(found and (found.date or found.recurrence or found.doubt), found)
                elif meaning == "?":
                    self.assertTrue(found and found.doubt and not found.date and not found.recurrence, found)
                else:
                    dates, date, recurrence = when(meaning)
                    self.assertEqual((found.date, found.recurrence), (date, recurrence))
                    if "," in meaning:
                        self.assertEqual(found.dates, dates)

    def test_limits(self):
        self.check("limits.txt")

    def test_limits_of_rules_letters_and_programmes(self):
        self.check("limits-of-documents.txt")

    def test_limits_as_typed(self):
        self.check("limits-as-typed.txt")

    def test_limits_in_long_sentences(self):
        self.check("limits-in-long-sentences.txt")

    def test_limits_of_clauses(self):
        self.check("limits-of-clauses.txt")

    def test_further_limits(self):
        self.check("limits-further.txt")

    def test_limits_of_schools(self):
        self.check("limits-of-schools.txt")

    def test_limits_of_clerks(self):
        self.check("limits-of-clerks.txt")

    def test_the_words_of_a_limit_are_kept_whole(self):
        for words in ("tháng Tư", "tháng Mười hai", "quý Hai"):
            with self.subTest(words=words):
                self.assertTrue(deadlines.find(f"Hoàn thành trong {words}.", FRAMES["Y"]).text.endswith(words))

    def test_a_limit_of_some_is_not_that_of_all(self):
        for text in (
            "Các phòng nộp trước 30/6/2026, riêng Phòng Nội vụ trước 31/7/2026.",
            "Các trưởng ấp rà soát hộ nghèo. Riêng ấp Mẫu và ấp Bình Mẫu phải hoàn thành trước 05/10/2026.",
        ):
            with self.subTest(text=text):
                self.assertEqual(deadlines.find(text, FRAMES["Y"]).doubt, "several")

    def test_several_limits_of_different_units_are_told(self):
        found = deadlines.find("Phòng Nội vụ gửi trước 15/3, Phòng Tư pháp tổng hợp trước 20/3.", FRAMES["Y"])
        self.assertEqual((found.text, found.dates, found.doubt), ("trước 15/3; trước 20/3", ["2026-03-15", "2026-03-20"], "several"))
        found = deadlines.find("Các xã báo cáo 6 tháng trước 10/6, báo cáo năm trước 10/12.", FRAMES["Y"])
        self.assertEqual((found.text, found.doubt), ("trước 10/6; trước 10/12", None))


@tagged("post_install", "-at_install")
class TestImporterSchedules(BaseCase):
    def test_a_schedule_in_the_text_of_an_annex(self):
        lines = {
            "- Tháng 3: Ban hành kế hoạch.": ("2026-03-31", None),
            "- Ngày 15/4: Hội nghị triển khai.": ("2026-04-15", None),
            "- Từ 01/6 đến 15/6: Tổng hợp số liệu.": ("2026-06-15", None),
            "- Quý III/2026: Sơ kết.": ("2026-09-30", None),
            "- Tuần 2 tháng 5: Kiểm tra các thôn.": (None, "vague"),
            "- Trước 31/6: Báo cáo UBND tỉnh.": (None, "impossible"),
        }
        text = "\n".join(lines)
        end = "Nơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nTrần Văn Mẫu\n\nPHỤ LỤC\nTIẾN ĐỘ THỰC HIỆN\n"
        document = parse(f"{HEADER}KẾ HOẠCH\nDân vận năm 2026\n\n{CONTENT}{end}{text}\n".encode(), "plan.txt")
        [annex] = document.annexes
        found = {f"{item.label} {item.text}": item.deadline for item in annex.items}
        self.assertEqual({words: (each.date, each.doubt) for words, each in found.items()}, lines)
        codes = [(each.code, each.text) for each in document.warnings if each.code.startswith("deadline")]
        self.assertEqual(codes, [("deadline_impossible", "Trước 31/6"), ("deadline_vague", "Tuần 2 tháng 5")])

    def test_lines_and_headings_of_contents(self):
        section = read(
            "I. NHIỆM VỤ\n1. Tháng 3: Tổ chức đối thoại.\n2. Tháng 4\na) Văn phòng: rà soát quy chế.\n"
            "b) Kiểm tra các thôn trước ngày 10/4.\n3. Năm 2025: đạt nhiều kết quả.\n").sections[0]
        first, second, third = section.items
        self.assertEqual((first.deadline.date, second.deadline.date, third.deadline), ("2026-03-31", "2026-04-30", None))
        self.assertEqual([each.deadline.date for each in second.children], ["2026-04-30", "2026-04-10"])
