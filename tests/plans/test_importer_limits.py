"""Deadlines in the words of officials: each is right or told as one that is not sure, none is wrong without a word."""

from pathlib import Path

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import deadlines
from odoo.addons.dan_van.importer.frame import Frame

from ..corpus.markup import when

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

    def test_several_limits_of_different_units_are_told(self):
        found = deadlines.find("Phòng Nội vụ gửi trước 15/3, Phòng Tư pháp tổng hợp trước 20/3.", FRAMES["Y"])
        self.assertEqual((found.text, found.dates, found.doubt), ("trước 15/3; trước 20/3", ["2026-03-15", "2026-03-20"], "several"))
        found = deadlines.find("Các xã báo cáo 6 tháng trước 10/6, báo cáo năm trước 10/12.", FRAMES["Y"])
        self.assertEqual((found.text, found.doubt), ("trước 10/6; trước 10/12", None))
