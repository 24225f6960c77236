"""Files as offices send them: encodings, Word's own numbers and tables, and those that can't be read."""

import io
import struct
import unicodedata
import zipfile

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import MAX_MB, UnreadableFile, errors, parse
from odoo.addons.dan_van.importer.readers import legacy, word
from odoo.addons.dan_van.importer.words import TONES

from ..corpus.legacy import to_tcvn3, to_vni
from ..importer_cases import change_member, letters, make_docx, make_pdf, plan_text, without_places

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
LONG_PARAGRAPH = b"<w:p><w:r><w:t>" + b"a " * 5000 + b"</w:t></w:r></w:p>"


def tree(data, name="plan.txt"):
    """Return what is recognised in a file, without line numbers."""
    return without_places(parse(data, name).to_dict())


@tagged("post_install", "-at_install")
class TestImporterText(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.text = plan_text()
        cls.expected = tree(cls.text.encode())

    def test_a_basis_on_a_line_of_its_own_needs_no_opening_word(self):
        """Our own print puts each document that a basis names on a line."""
        text = "KẾ HOẠCH\nCông tác dân vận năm 2026\n\nCăn cứ Luật Dân chủ năm 2022;\n\n" \
            "Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Thủ tướng Chính phủ.\n\n" \
            "Ban Dân tộc ban hành Kế hoạch như sau:\n\nI. NỘI DUNG\n1. Tiếp công dân.\n"
        found = parse(text.encode(), "plan.txt")
        self.assertEqual([basis.text for basis in found.bases], [
            "Căn cứ Luật Dân chủ năm 2022", "Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Thủ tướng Chính phủ"])
        self.assertEqual(found.enacting, "Ban Dân tộc ban hành Kế hoạch như sau:")

    def test_every_unicode_form_reads_the_same(self):
        for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
            with self.subTest(encoding):
                self.assertEqual(tree(self.text.encode(encoding)), self.expected)
        self.assertEqual(tree(unicodedata.normalize("NFD", self.text).encode()), self.expected)
        self.assertEqual(tree(self.text.replace("\n", "\r\n").encode()), self.expected)
        self.assertEqual(tree(self.text.replace("\n", "\r").encode()), self.expected)

    def test_a_damaged_byte_costs_one_letter(self):
        data = self.text.encode().replace("Niêm".encode(), b"Ni\xffm")
        item = parse(data, "plan.txt").section("content").items[0]
        self.assertEqual(item.text, "Ni\ufffdm yết công khai kế hoạch công tác năm.")

    def test_both_tone_placements_are_understood(self):
        moved = self.text.replace("HÒA", "HOÀ").replace("hòa", "hoà")
        self.assertEqual(tree(moved.encode())["header"], self.expected["header"])

    def test_fonts_of_before_unicode(self):
        low = {char: byte for byte, char in legacy._TCVN3.items()}
        tcvn3 = bytes(low.get(char, ord(char) if ord(char) < 128 else 63) for char in self.text.lower())
        self.assertEqual(letters(legacy.from_legacy(tcvn3)), letters(self.text.lower()))

    def test_windows_1258(self):
        """This encoding sets the tone behind the letter, as a sign of its own."""
        parts = [unicodedata.normalize("NFD", char) for char in self.text]
        split = (
            unicodedata.normalize("NFC", "".join(each for each in part if each not in TONES))
            + "".join(each for each in part if each in TONES)
            for part in parts
        )
        self.assertEqual(tree("".join(split).encode("cp1258")), self.expected)

    def test_vni_marks_follow_their_letter(self):
        vni = "Keá hoaïch coâng taùc naêm cuûa ñôn vò; thöïc hieän ñöôïc caùc nhieäm vuï"
        self.assertEqual(
            legacy.from_legacy(vni.encode("cp1252")),
            unicodedata.normalize("NFC", "Kế hoạch công tác năm của đơn vị; thực hiện được các nhiệm vụ"),
        )


@tagged("post_install", "-at_install")
class TestImporterWord(BaseCase):
    def recognise(self, build, text=None):
        head = plan_text(content="", duties="", ending="") if text is None else text
        return parse(make_docx(head, build), "plan.docx")

    def test_numbers_that_word_makes(self):
        def build(document):
            document.add_paragraph("II. NỘI DUNG")
            document.add_paragraph("Niêm yết kế hoạch.", style="List Number")
            document.add_paragraph("Tại trụ sở.", style="List Bullet")
            document.add_paragraph("Họp công chức.", style="List Number")

        items = self.recognise(build).section("content").items
        self.assertEqual(
            [(item.label, item.title, item.text) for item in items],
            [("1", "Niêm yết kế hoạch.", None), ("2", None, "Họp công chức.")], "what has lines below it is their title")
        self.assertEqual([(child.label, child.text) for child in items[0].children], [("-", "Tại trụ sở.")])

    def test_task_table_with_merged_cells_and_two_head_rows(self):
        def build(document):
            document.add_paragraph("II. NỘI DUNG")
            table = document.add_table(rows=6, cols=6)
            rows = [
                ["TT", "Nội dung", "Đơn vị", "", "Thời gian", "Sản phẩm"],
                ["", "", "Chủ trì", "Phối hợp", "", ""],
                ["I", "Công khai", "", "", "", ""],
                ["1", "Niêm yết kế hoạch", "Văn phòng", "Các phòng", "Quý I", "Bảng tin"],
                ["2", "Niêm yết thủ tục", "", "Thanh tra", "trước 15/6/2026", ""],
                ["3", "Họp công chức", "Phòng Tổng hợp", "", "hằng tháng", "Biên bản"],
            ]
            for row, texts in zip(table.rows, rows):
                for cell, text in zip(row.cells, texts):
                    cell.text = text
            table.cell(0, 2).merge(table.cell(0, 3))
            table.cell(3, 2).merge(table.cell(4, 2))

        [group] = self.recognise(build).section("content").items
        self.assertEqual((group.label, group.title), ("I", "Công khai"))
        first, second, third = group.children
        self.assertEqual(
            (first.label, first.text, first.lead, first.coordinate),
            ("1", "Niêm yết kế hoạch", ["Văn phòng"], ["Các phòng"]),
        )
        self.assertEqual((first.deadline.date, first.output), ("2026-03-31", "Bảng tin"))
        self.assertEqual(
            (second.lead, second.coordinate, second.deadline.date), (["Văn phòng"], ["Thanh tra"], "2026-06-15")
        )
        self.assertEqual((third.lead, third.deadline.recurrence), (["Phòng Tổng hợp"], "monthly"))

    def test_tracked_changes_count_as_accepted(self):
        def build(document):
            paragraph = document.add_paragraph("II. NỘI DUNG")
            paragraph = document.add_paragraph("1. Niêm yết ")
            for tag, text_tag, text in (("w:del", "w:delText", "giấy "), ("w:ins", "w:t", "công khai ")):
                change, run, piece = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
                piece.text = text
                piece.set(qn("xml:space"), "preserve")
                run.append(piece)
                change.append(run)
                paragraph._p.append(change)
            paragraph.add_run("kế hoạch.")

        [item] = self.recognise(build).section("content").items
        self.assertEqual(item.text, "Niêm yết công khai kế hoạch.")

    def test_runs_in_fonts_of_before_unicode_are_recoded(self):
        """An old document saved as .docx keeps its letters: each run tells by its font what they mean."""
        def build(document):
            document.add_paragraph("II. NỘI DUNG")
            for encode, font, encoding in ((to_tcvn3, ".VnTime", "latin-1"), (to_vni, "VNI-Times", "cp1252")):
                run = document.add_paragraph("1. ").add_run(encode("Niêm yết kế hoạch của đơn vị.").decode(encoding))
                run.font.name = font

        document = self.recognise(build)
        self.assertEqual(
            [item.text for item in document.section("content").items], ["Niêm yết kế hoạch của đơn vị."] * 2)

    def test_text_boxes_and_tabs(self):
        box = (
            f"<w:r {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'><w:pict><v:shape><v:textbox><w:txbxContent>"
            "<w:p><w:r><w:t>DỰ THẢO</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )

        def build(document):
            document.paragraphs[0]._p.append(parse_xml(box))

        document = self.recognise(build, plan_text().replace(" " * 10, "\t"))
        self.assertEqual(document.header.issuer, ["SỞ THỬ NGHIỆM"])
        self.assertEqual([part.kind for part in document.parts if part.text == "DỰ THẢO"], ["mark"])

    def test_header_table_and_signature_table(self):
        def build(document):
            body = document.element.body
            head = document.add_table(rows=1, cols=2)
            head.cell(0, 0).text = "UBND TỈNH MẪU\nSỞ THỬ NGHIỆM\nSố:     /KH-STN"
            head.cell(
                0, 1
            ).text = (
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nTỉnh Mẫu, ngày   tháng 02 năm 2026"
            )
            body.insert(0, head._tbl)
            foot = document.add_table(rows=1, cols=2)
            foot.cell(0, 0).text = "Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT."
            foot.cell(0, 1).text = "TM. BAN GIÁM ĐỐC\nGIÁM ĐỐC\n\n\nTrần Thị Mẫu"

        document = self.recognise(build, plan_text(ending="").partition("KẾ HOẠCH\n")[2].join(["KẾ HOẠCH\n", ""]))
        self.assertEqual((document.header.parent, document.header.symbol), ("UBND TỈNH MẪU", "KH-STN"))
        self.assertEqual((document.recipients, document.archive), (["UBND tỉnh"], "Lưu: VT"))
        signer = document.signer
        self.assertEqual(
            (signer.authority, signer.title, signer.name), ("TM. BAN GIÁM ĐỐC", "GIÁM ĐỐC", "Trần Thị Mẫu")
        )

    def test_footnotes_are_kept_apart(self):
        note = (
            f"<w:footnotes {nsdecls('w')}><w:footnote w:id='1'><w:p><w:r><w:t>Theo số liệu năm 2025.</w:t></w:r></w:p>"
            "</w:footnote></w:footnotes>"
        )
        stream = io.BytesIO(make_docx(plan_text()))
        with zipfile.ZipFile(stream, "a") as archive:
            archive.writestr("word/footnotes.xml", note)
        self.assertEqual(parse(stream.getvalue(), "plan.docx").footnotes, ["Theo số liệu năm 2025."])


@tagged("post_install", "-at_install", 'dan_van_long')
class TestImporterRefusals(BaseCase):
    def assertRefused(self, code, data, name="plan.docx"):
        with self.assertRaises(UnreadableFile) as caught:
            parse(data, name, scanned={})
        self.assertEqual(caught.exception.code, code)
        self.assertEqual(str(caught.exception), errors.message(code, **caught.exception.arguments))

    def test_empty(self):
        for data in (b"", b"\n \r\n", b"\xef\xbb\xbf", b"\xff\xfe"):
            self.assertRefused("empty", data, "plan.txt")

    def test_other_types(self):
        self.assertRefused("wrong_type", bytes(range(256)) * 20, "plan.txt")
        self.assertRefused("wrong_type", b"MZ\x90\x00" + bytes(500), "plan.docx")
        self.assertRefused("wrong_type", b"{\\rtf1\\ansi K}", "plan.rtf")
        self.assertRefused("wrong_type", plan_text().encode(), "plan.csv")
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
        self.assertRefused("wrong_type", stream.getvalue(), "plan.xlsx")

    def test_text_that_is_no_plan(self):
        self.assertRefused("not_a_plan", "Thư mời họp\nKính mời đồng chí đến dự họp.\n".encode(), "thu.txt")
        report = (
            plan_text()
            .replace("KẾ HOẠCH\n", "BÁO CÁO\n")
            .replace("MỤC ĐÍCH, YÊU CẦU", "TÌNH HÌNH")
            .replace("NỘI DUNG", "KẾT QUẢ")
            .replace("TỔ CHỨC THỰC HIỆN", "KIẾN NGHỊ")
        )
        self.assertRefused("not_a_plan", report.encode(), "baocao.txt")

    def test_old_word_and_passwords(self):
        self.assertRefused("broken", OLE + "WordDocument".encode("utf-16-le"), "plan.doc")
        self.assertRefused("wrong_type", OLE + "Workbook".encode("utf-16-le"), "plan.doc")
        self.assertRefused("encrypted", OLE + "EncryptedPackage".encode("utf-16-le"))
        self.assertRefused("encrypted", make_pdf(plan_text(), encrypt="mat-khau"), "plan.pdf")

    def test_damaged(self):
        whole = make_docx(plan_text())
        self.assertRefused("broken", whole[: len(whole) // 2])
        self.assertRefused("broken", change_member(whole, "word/document.xml", lambda xml: xml[:-40]))
        self.assertRefused("broken", b"%PDF-1.7\n" + bytes(200), "plan.pdf")

    def test_pictures_of_pages(self):
        self.assertRefused("scanned", make_pdf("1"), "scan.pdf")

    def test_too_big(self):
        self.assertRefused("too_big", b"a" * (MAX_MB * 1024 * 1024 + 1), "plan.txt")
        bomb = change_member(make_docx(plan_text()), "word/document.xml", lambda xml: xml + b" " * word.MAX_MEMBER)
        self.assertLess(len(bomb), 1024 * 1024)
        self.assertRefused("too_long", bomb)

    def test_a_small_file_that_unpacks_to_endless_tags_or_letters_is_refused_before_it_fills_the_memory(self):
        for name, stuffing in (("tags", b"<w:p/>" * word.MAX_MARKS), ("letters", LONG_PARAGRAPH * 300)):
            bomb = change_member(
                make_docx(plan_text()), "word/document.xml",
                lambda xml: xml.replace(b"<w:body>", b"<w:body>" + stuffing))
            with self.subTest(bomb=name):
                self.assertLess(len(bomb), 1024 * 1024)
                self.assertRefused("too_long", bomb)

    def test_entities_are_never_expanded(self):
        secret = "<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
        evil = change_member(
            make_docx(plan_text()),
            "word/document.xml",
            lambda xml: xml.replace(b"<w:document", secret.encode() + b"<w:document", 1),
        )
        self.assertRefused("broken", evil)

    def test_zip_that_lies_about_sizes(self):
        data = bytearray(make_docx(plan_text()))
        place = data.rfind(b"PK\x01\x02")
        data[place + 24 : place + 28] = struct.pack("<I", 0x7FFFFFFF)
        try:
            parse(bytes(data), "plan.docx")
        except UnreadableFile as error:
            self.assertIn(error.code, ("broken", "too_long"))
