"""An office imports its real plan of 2022, as text from a PDF and as the Word file."""

import io
import json

import docx

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import Document, parse

from ..importer_cases import letters, make_pdf, sample, without_places


@tagged("post_install", "-at_install")
class TestImporterSample(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = sample(".txt")
        cls.source = cls.data.decode()
        cls.document = parse(cls.data, "plan.txt")

    def section(self, number):
        return self.document.sections[number - 1]

    def test_header_and_title(self):
        header = self.document.header
        self.assertEqual(header.parent, "UBND TỈNH BÌNH PHƯỚC")
        self.assertEqual(header.issuer, ["BAN DÂN TỘC"])
        self.assertIsNone(header.number, "the clerk gives the number when the plan is issued")
        self.assertEqual(header.symbol, "KH-BDT")
        self.assertEqual(header.place, "Bình Phước")
        self.assertEqual((header.date.day, header.date.month, header.date.year), (None, 2, 2022))
        self.assertEqual(self.document.type, "KẾ HOẠCH")
        self.assertTrue(self.document.subject.endswith("công tác dân vận chính quyền năm 2022"))
        self.assertNotIn("Công văn", self.document.subject)

    def test_legal_basis(self):
        [basis] = self.document.bases
        self.assertEqual((basis.kind, basis.number, basis.symbol), ("Công văn", "4215", "UBND-NC"))
        self.assertEqual((basis.date, basis.issuer), ("2021-12-20", "UBND tỉnh"))
        self.assertTrue(basis.subject.startswith("về việc"))
        self.assertTrue(self.document.enacting.endswith("như sau:"))

    def test_purpose_and_requirements(self):
        section = self.section(1)
        self.assertEqual((section.label, section.kind), ("I", "purpose_requirements"))
        purpose, requirements = section.items
        self.assertEqual((purpose.label, purpose.title), ("1", "Mục đích"))
        self.assertEqual([child.label for child in purpose.children], ["-"] * 4)
        self.assertEqual((requirements.label, requirements.title), ("2", "Yêu cầu"))
        self.assertEqual([child.label for child in requirements.children], [None] * 3)
        self.assertTrue(all(child.text.endswith(".") for item in section.items for child in item.children))

    def test_contents_are_whole(self):
        section = self.section(2)
        self.assertEqual((section.label, section.title, section.kind), ("II", "NỘI DUNG", "content"))
        self.assertEqual([item.label for item in section.items], list("1234567"))
        self.assertFalse(any(item.children for item in section.items))
        start, end = self.source.index("II. NỘI DUNG") + len("II. NỘI DUNG"), self.source.index("III. TỔ CHỨC")
        printed = "".join(f"{item.label}.{item.text}" for item in section.items)
        self.assertEqual(letters(printed), letters(self.source[start:end]))

    def test_broken_words_are_mended(self):
        texts = [item.text for item in self.section(2).items]
        self.assertIn("Covid-19;", texts[0])
        self.assertIn("số 217-QĐ/TW và", texts[6])

    def test_assignments(self):
        self.assertEqual(self.section(3).kind, "implementation")
        self.assertEqual(
            [(each.unit, each.scope, each.kind) for each in self.document.assignments],
            [
                ("cấp ủy chi bộ", "unit", "request"),
                ("Văn phòng", "unit", "order"),
                ("Phòng Tuyên truyền và Địa bàn", "unit", "order"),
                ("Thanh tra ban", "unit", "order"),
                ("Các phòng chuyên môn, công chức, lao động", "all", "order"),
            ],
        )
        for assignment, item in zip(self.document.assignments, self.section(3).items):
            self.assertTrue(item.text.endswith(assignment.text))
            self.assertTrue(assignment.text)

    def test_closing_recipients_and_signer(self):
        document = self.document
        self.assertTrue(document.closing.startswith("Trên đây là"))
        self.assertFalse(document.closing.endswith("/."))
        self.assertEqual(document.recipients, ["UBND tỉnh", "Sở Nội vụ", "LĐ ban, các phòng", "CC, LĐ cơ quan"])
        self.assertEqual(document.archive, "Lưu: VT, TH")
        self.assertEqual(
            (document.signer.authority, document.signer.title, document.signer.name), (None, "TRƯỞNG BAN", None)
        )

    def test_cited_documents(self):
        cited = [(each.kind, each.number, each.symbol, each.date) for each in self.document.citations]
        self.assertEqual(
            cited,
            [
                ("Công văn", "4215", "UBND-NC", "2021-12-20"),
                ("Kết luận", "01", "KL/TW", "2021-05-18"),
                ("Chỉ thị", "05", "CT/TW", "2016-05-15"),
                ("Nghị quyết", "76", "NQ-CP", "2021-07-15"),
                ("Nghị quyết", None, None, None),
                ("Hiến pháp", None, None, None),
                ("Quyết định", "217", "QĐ/TW", "2013-12-12"),
                ("Quyết định", "218", "QĐ/TW", "2013-12-12"),
            ],
        )
        self.assertEqual(self.document.citations[5].year, 2013)
        self.assertEqual(
            {each.issuer for each in self.document.citations if each.symbol in ("QĐ/TW", "KL/TW")}, {"Bộ Chính trị"}
        )

    def test_nothing_is_lost(self):
        parts = self.document.parts
        self.assertEqual(letters("".join(part.text for part in parts)), letters(self.source))
        self.assertFalse([part.text for part in parts if part.kind in ("unplaced", "stray")])
        # Its contents name no unit: who does what stands in the section of the implementation alone.
        self.assertEqual([warning.code for warning in self.document.warnings], ["units_missing"])

    def test_every_part_is_where_it_says(self):
        values, joined = self.document.to_dict(), {}
        for part in values["parts"]:
            if part["path"]:
                joined[part["path"]] = joined.get(part["path"], "") + part["text"]
        for path, text in joined.items():
            value = values
            for step in path.replace("[", ".[").split("."):
                value = value[int(step[1:-1])] if step.startswith("[") else value[step]
            if "date" in path:
                self.assertEqual(int(text), value)
            else:
                self.assertEqual(letters(text).rstrip("."), letters(value).rstrip("."), path)

    def test_word_file_gives_the_same(self):
        word = parse(sample(".docx"), "plan.docx")
        self.assertEqual(without_places(word.to_dict()), without_places(self.document.to_dict()))

    def test_printed_as_pdf_gives_the_same(self):
        pdf = parse(make_pdf(self.print_text()), "plan.pdf")
        self.assertEqual(without_places(pdf.to_dict()), without_places(self.document.to_dict()))
        self.assertEqual([part.text for part in pdf.parts if part.kind == "page_number"], ["2", "3", "4"])

    def print_text(self):
        """Return the text of the Word file, its header and signature tables as lines with two columns."""
        word = docx.Document(io.BytesIO(sample(".docx")))
        gap, head, foot = " " * 10, *word.tables
        rows = [[cell.text.split("\n") for cell in row.cells] for row in (*head.rows, *foot.rows)]
        lines = [gap.join(pair) for left, right in rows for pair in zip(left, right)]
        body = [paragraph.text for paragraph in word.paragraphs]
        return "\n".join(lines[:3] + body + lines[3:] + rows[-1][0][1:])

    def test_json_gives_the_document_back(self):
        again = Document.from_dict(json.loads(json.dumps(self.document.to_dict())))
        self.assertEqual(again, self.document)
