import io

import docx
import pypdf
from docx.oxml.ns import qn

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form

from ...models.documents.document_mixin import DOCUMENT_TYPES
from ...models.documents.letter import LETTER_TYPES
from ...rendering.types import SKELETONS, TYPES
from ..pdf_measure import MeasuredPdf
from .test_letter import LetterCase

LEFT, RIGHT = 30, 210 - 15
MIDDLE = (LEFT + RIGHT) / 2


class TestDocumentTypes(LetterCase):
    """The types of Nghị định 30/2020/NĐ-CP, each by its own template (Phụ lục III)."""

    def printed(self, document_type, **values):
        letter = self.new_letter(document_type=document_type, **{'addressees': False, **values})
        return letter, MeasuredPdf(letter._render_pdf()).pages

    def assertAbsent(self, page, *words):
        self.assertEqual([line.text for line in page.lines if line.text.startswith(words)], [])

    def flat(self, outline, level=0):
        """:return: list of (level, title) of what pypdf gives as lists in lists"""
        found = []
        for entry in outline:
            found += self.flat(entry, level + 1) if isinstance(entry, list) else [(level, entry.title)]
        return found

    def assertInOrder(self, page, *lines):
        tops = [page.line(words).top for words in lines]
        self.assertEqual(tops, sorted(tops), lines)

    def test_all_types_of_the_decree(self):
        self.assertEqual(len(TYPES), 29)
        self.assertEqual({key for key, _label in DOCUMENT_TYPES}, set(TYPES))
        for key, _label in LETTER_TYPES:
            letter, pages = self.printed(key, addressees="Ủy ban nhân dân các xã")
            symbol = 'BDT-TT&ĐB' if key in ('CV', 'TgC') else f'{key}-BDT'
            self.assertEqual(letter._official_document().symbol, symbol)
            self.assertTrue(pages[0].line(f"/{symbol}"), key)
            word = docx.Document(io.BytesIO(letter._word_file()))
            titles = [each.text for each in word.paragraphs]
            self.assertEqual(TYPES[key].name.upper() in titles, key != 'CV')

    def test_resolution_names_the_collective(self):
        self.env.ref('dan_van.demo_profile').collective = "Hội đồng nhân dân xã"
        _letter, [page] = self.printed('NQ', bases="Căn cứ Luật A", body="Điều 1. Thông qua kế hoạch.")
        self.assertInOrder(page, "HỘI ĐỒNG NHÂN DÂN XÃ", "Căn cứ Luật A.", "QUYẾT NGHỊ:", "Điều 1. Thông qua")
        self.assertAlmostEqual(page.line("QUYẾT NGHỊ:").center, MIDDLE, delta=0.5)

    def test_minutes_are_signed_by_two_and_tell_their_time_in_the_text(self):
        letter, [page] = self.printed(
            'BB', second_name="Trần Thị B", body="Thời gian bắt đầu: 08 giờ 00, ngày 05 tháng 02 năm 2026\nNội dung: họp giao ban",
            recipients="Thành phần dự họp")
        self.assertAbsent(page, "Bình Phước, ngày")
        self.assertTrue(page.line("/BB-BDT"))
        left, right = page.span("THƯ KÝ"), page.span("CHỦ TỌA")
        self.assertAlmostEqual(left.baseline, right.baseline, delta=0.1)
        self.assertLess(left.left, MIDDLE)
        self.assertGreater(right.left, MIDDLE)
        self.assertTrue(left.bold and right.bold)
        names = page.span("Trần Thị B"), page.span(letter.signer_id.name)
        self.assertAlmostEqual(names[0].baseline, names[1].baseline, delta=0.1)
        self.assertGreater(page.line("Nơi nhận:").top, names[0].baseline, "recipients stand below the secretary's name")
        word = docx.Document(io.BytesIO(letter._word_file()))
        cells = [cell.text.split("\n")[0] for cell in word.tables[-1]._cells]
        self.assertEqual(cells, ["THƯ KÝ", "CHỦ TỌA", "Nơi nhận:", ""])

    def test_minutes_need_a_secretary(self):
        with self.assertRaisesRegex(UserError, "who signs on the left"):
            self.new_letter(document_type='BB').action_submit()
        self.new_letter(document_type='BB', second_name="Trần Thị B").action_submit()

    def test_telegram_names_who_wires_and_to_whom(self):
        letter, [page] = self.printed(
            'CĐ', addressees="Ủy ban nhân dân xã A\nỦy ban nhân dân xã B", body="Đề nghị khẩn trương ứng phó mưa lũ.", recipients="Lưu")
        self.assertInOrder(
            page, "CÔNG ĐIỆN", "TRƯỞNG BAN DÂN TỘC điện:", "- Ủy ban nhân dân xã A;", "- Ủy ban nhân dân xã B.", "Đề nghị khẩn trương",
            "- Như trên;")
        self.assertAbsent(page, "Kính gửi")
        head, first = page.line("TRƯỞNG BAN DÂN TỘC điện:"), page.line("- Ủy ban nhân dân xã A;")
        self.assertAlmostEqual(head.left, first.left, delta=0.5)
        self.assertIn("TRƯỞNG BAN DÂN TỘC điện:", [each.text for each in docx.Document(io.BytesIO(letter._word_file())).paragraphs])
        with self.assertRaisesRegex(UserError, "Enter the addressees"):
            self.new_letter(document_type='CĐ', addressees=False).action_submit()

    def test_forms_have_no_subject_under_their_type(self):
        _letter, [page] = self.printed('GGT', subject="Cử cán bộ liên hệ công tác", body="Ông (bà): Nguyễn Văn A")
        self.assertTrue(page.line("GIẤY GIỚI THIỆU"))
        self.assertAbsent(page, "Cử cán bộ liên hệ")
        _letter, [page] = self.printed('GM', subject="Họp giao ban quý I", body="Thời gian: 08 giờ")
        self.assertTrue(page.line("Họp giao ban quý I"))

    def test_what_a_decision_puts_in_force_has_the_head_and_the_signature(self):
        """Mẫu 1.3: the text has agency and country, its type and subject, the decision it came with, chapters, the signature."""
        letter, pages = self.printed('QĐ', body="Điều 1. Ban hành kèm theo Quyết định này Quy chế.", annex_ids=[
            Command.create({
                'title': "Tổ chức và hoạt động của Tổ dân vận", 'enacted_type': 'QC',
                'text': "Chương I\nQUY ĐỊNH CHUNG\nMục 1\nPHẠM VI\nĐiều 1. Phạm vi điều chỉnh\nQuy chế này quy định về hoạt động của Tổ."}),
            Command.create({'title': "Danh sách", 'text': "1. Ông A."})])
        self.assertEqual(len(pages), 3)
        page = pages[1]
        self.assertInOrder(
            page, "CỘNG HÒA XÃ HỘI", "QUY CHẾ", "Tổ chức và hoạt động", "(Ban hành kèm theo Quyết định số", "Chương I", "QUY ĐỊNH CHUNG",
            "Mục 1", "PHẠM VI", "Điều 1. Phạm vi điều chỉnh", letter.signer_id.name)
        for words in ("QUY CHẾ", "Chương I", "QUY ĐỊNH CHUNG", "Mục 1", "PHẠM VI"):
            self.assertTrue(page.span(words).bold, words)
            self.assertAlmostEqual(page.line(words).center, MIDDLE, delta=0.5)
        self.assertAbsent(page, "Nơi nhận", "Số:")
        self.assertTrue(pages[2].line("Phụ lục"), "the only annex has no number")
        word = docx.Document(io.BytesIO(letter._word_file()))
        texts = [each.text for each in word.paragraphs]
        self.assertLess(texts.index("QUY CHẾ"), texts.index("Chương I"))
        self.assertIn(letter.signer_id.name, word.tables[-1].cell(0, 1).text)
        self.assertEqual(letter.annex_note, "The text mentions no annex: say where it belongs, e.g. “(Phụ lục kèm theo)”.")
        letter.annex_ids[1].unlink()
        self.assertFalse(letter.annex_note, "what is put in force is no annex")

    def test_the_outline_has_chapters_and_articles(self):
        letter, _pages = self.printed('QC', body=(
            "Phần I\nCHUNG\nChương I\nQUY ĐỊNH CHUNG\nMục 1\nPHẠM VI\nĐiều 1. Phạm vi\nQuy chế này áp dụng.\nĐiều 2. Thi hành Quy chế này."))
        outline = self.flat(pypdf.PdfReader(io.BytesIO(letter._render_pdf())).outline)
        self.assertEqual(outline, [
            (0, "QUY CHẾ"), (1, "Phần I"), (2, "Chương I"), (3, "Mục 1"), (4, "Điều 1. Phạm vi"), (4, "Điều 2.")])
        word = docx.Document(io.BytesIO(letter._word_file()))
        marks = {each.text: each._p.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}") for each in word.paragraphs}
        levels = {text: mark.get(qn('w:val')) for text, mark in marks.items() if mark is not None}
        self.assertEqual(levels, {
            "Phần I": '0', "Chương I": '1', "Mục 1": '2', "Điều 1. Phạm vi": '5', "Điều 2. Thi hành Quy chế này./.": '5'})


    def test_only_a_decision_puts_a_text_in_force(self):
        """The type was changed after the annex was made: a letter carries annexes, without a head and a signature of their own."""
        letter, pages = self.printed('QĐ', body="Điều 1. Ban hành Quy chế (Phụ lục kèm theo).", annex_ids=[
            Command.create({'title': "Hoạt động của Tổ", 'enacted_type': 'QC', 'text': "Điều 1. Phạm vi."})])
        self.assertTrue(pages[1].line("QUY CHẾ"))
        letter.document_type = 'TB'
        page = MeasuredPdf(letter._render_pdf()).pages[1]
        self.assertTrue(page.line("Phụ lục"))
        self.assertAbsent(page, "QUY CHẾ", letter.signer_id.name)

    def test_minutes_submitted_before_two_signed_have_no_empty_place(self):
        letter = self.new_letter(document_type='BB', second_name="Trần Thị B")
        letter.action_submit()
        self.env.cr.execute("UPDATE dan_van_letter SET second_name = NULL WHERE id = %s", [letter.id])
        letter.invalidate_recordset()
        self.assertFalse(letter._official_document().second)


class TestFurtherMarks(LetterCase):
    """Sign of the drafter, address of the agency, what is replaced (Phụ lục I, phần I, mục III.3 and III.4; Điều 11)."""

    def test_address_at_the_foot_of_page_one(self):
        self.env.ref('dan_van.demo_profile').footer = "Địa chỉ: số 1 đường Mẫu; điện thoại: 0271 000 000\nThư điện tử: bdt@mau.example"
        text = "\n".join(f"Đoạn văn thứ {index} của công văn." for index in range(60))
        letter = self.new_letter(body=text, drafter_mark="NVA.20")
        first, *others = MeasuredPdf(letter._render_pdf()).pages
        line, rule = first.line("Địa chỉ: số 1"), max(first.rules, key=lambda rule: rule.top)
        self.assertGreater(line.top, 297 - 20)
        self.assertLess(first.line("Thư điện tử").bottom, 297 - 5)
        self.assertAlmostEqual(line.center, MIDDLE, delta=0.5)
        self.assertAlmostEqual(rule.width, RIGHT - LEFT, delta=0.5)
        self.assertLess(rule.top, line.top)
        self.assertAlmostEqual(first.span("Địa chỉ").size, 11, delta=0.02)
        for page in others:
            self.assertFalse([each for each in page.lines if each.text.startswith("Địa chỉ")])
        last = others[-1]
        self.assertGreater(last.line("NVA.20").top, last.line("- Lưu: VT").top)
        self.assertAlmostEqual(last.line("NVA.20").left, last.line("- Lưu: VT").left, delta=0.5)
        word = docx.Document(io.BytesIO(letter._word_file()))
        self.assertEqual([each.text for each in word.sections[0].first_page_footer.paragraphs],
                         ["Địa chỉ: số 1 đường Mẫu; điện thoại: 0271 000 000", "Thư điện tử: bdt@mau.example"])
        self.assertIn("NVA.20", [each.text for each in word.paragraphs])
        notice = self.new_letter(document_type='TB', addressees=False)
        self.assertFalse([each for each in MeasuredPdf(notice._render_pdf()).pages[0].lines if each.text.startswith("Địa chỉ")])

    def test_what_replaces_another_document_says_so(self):
        letter = self.new_letter(closing="Đề nghị các xã phối hợp.")
        letter.action_submit()
        self.as_user('head', letter).action_sign()
        self.as_user('clerk', letter).action_issue()
        new = letter.browse(letter.action_replace()['res_id'])
        said = f"Công văn này thay thế Công văn số {letter.code} ngày"
        *_others, before, last = new._official_document().body
        self.assertEqual(before.text, "Đề nghị các xã phối hợp.")
        self.assertTrue(last.text.startswith(said), last.text)
        self.assertTrue(last.text.endswith("./."))
        new.closing = f"Văn bản này thay Công văn số {letter.code}."
        self.assertNotIn(said, [each.text for each in new._official_document().body][-1], "nothing twice")
        self.assertNotIn(said, ' '.join(each.text for each in letter._official_document().body))
        new.closing = f"Thực hiện Công văn số 1{letter.code}."
        self.assertIn(said, [each.text for each in new._official_document().body][-1], "another number that ends with it")


class TestSkeletons(LetterCase):
    """Choosing a type proposes how its text begins; nothing that was written is lost, nothing is issued half filled in."""

    def test_choosing_a_type_gives_its_skeleton(self):
        form = Form(self.as_user('outreach_staff', 'dan_van.letter'))
        form.document_type = 'GM'
        self.assertEqual(form.body, SKELETONS['GM'])
        form.document_type = 'QĐ'
        self.assertEqual(form.body, SKELETONS['QĐ'], "another type, another skeleton")
        form.body = "Điều 1. Đã viết."
        form.document_type = 'NQ'
        self.assertEqual(form.body, "Điều 1. Đã viết.")

    def test_a_skeleton_is_not_submitted(self):
        letter = self.new_letter(document_type='GM', addressees=False, body=SKELETONS['GM'])
        with self.assertRaisesRegex(UserError, "Fill in what “…” stands for"):
            letter.action_submit()
        letter.body = "Ban Dân tộc trân trọng kính mời: các phòng\nThời gian: 08 giờ, ngày 05 tháng 02 năm 2026"
        letter.action_submit()
        self.assertEqual(letter.state, 'submitted')


class TestIssuedTogether(LetterCase):
    """Two agencies issue a document together (liên tịch): both at the head, both in the symbol, both sign; the number is ours."""

    JOINT = {
        'document_type': 'CTr', 'subject': "Phối hợp công tác dân vận năm 2026", 'addressees': False, 'recipients': "Sở Nội vụ",
        'body': "1. Nội dung phối hợp.\n2. Tổ chức thực hiện.", 'partner': "HỘI NÔNG DÂN TỈNH", 'partner_symbol': "HND",
        'second_title': "TM. Ban Thường vụ; Chủ tịch", 'second_name': "Trần Thị B"}

    def test_as_it_is_printed(self):
        letter = self.new_letter(**self.JOINT)
        page = MeasuredPdf(letter._render_pdf()).pages[0]
        own, partner, nation = (page.line(words) for words in ("BAN DÂN TỘC -", "HỘI NÔNG DÂN TỈNH", "CỘNG HÒA"))
        self.assertLess(own.top, partner.top)
        self.assertAlmostEqual(own.center, partner.center, delta=0.5)
        self.assertAlmostEqual(own.top, nation.top, delta=1)
        self.assertFalse([each for each in page.lines if each.text.startswith("UBND TỈNH")])
        left, right = page.line("TM. BAN THƯỜNG VỤ"), page.line("TRƯỞNG BAN")
        self.assertTrue(left.center < 105 < right.center)
        self.assertLess(left.top, page.line("CHỦ TỊCH").top)
        self.assertLess(page.line("CHỦ TỊCH").top, page.line("Trần Thị B").top)
        names = page.span("Trần Thị B"), page.span(letter.signer_id.name)
        self.assertAlmostEqual(names[0].baseline, names[1].baseline, delta=0.1, msg="the names stand level below titles of two and one lines")
        self.assertLess(page.line("Trần Thị B").top, page.line("Nơi nhận:").top)
        self.assertIn("CTr-BDT-HND", letter._official_document().number_line)
        words = [each.text for each in docx.Document(io.BytesIO(letter._word_file())).tables[0]._cells[0].paragraphs]
        self.assertIn("BAN DÂN TỘC -", words)
        self.assertIn("HỘI NÔNG DÂN TỈNH", words)
        left, right = docx.Document(io.BytesIO(letter._word_file())).tables[-1].rows[0].cells
        self.assertEqual(len(left.paragraphs), len(right.paragraphs))

    def test_it_gets_our_number_and_both_symbols(self):
        letter = self.new_letter(**self.JOINT)
        letter.action_submit()
        self.as_user('head', letter).action_sign()
        self.as_user('clerk', letter).action_issue()
        self.assertRegex(letter.code, r'^\d\d/CTr-BDT-HND$')
        self.assertEqual(letter.snapshot['issuer_name'], f"{self.company.name} và HỘI NÔNG DÂN TỈNH")

    def test_it_is_not_submitted_without_who_signs_for_the_partner(self):
        for name in ('second_name', 'second_title', 'partner_symbol'):
            letter = self.new_letter(**{**self.JOINT, name: False})
            with self.assertRaisesRegex(UserError, "Enter who signs for the agency that issues it together"):
                letter.action_submit()
