import base64
import io

import docx
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from ...rendering.table_text import TableError, parse_table, table_text
from ...wizards.plans.plan_import_annex import read_annexes
from ..common import AgencyCase
from ..pdf_measure import MeasuredPdf

PASTED = """TT\tNội dung\tĐơn vị chủ trì\tThời gian\tSố cuộc
Công tác tuyên truyền
1\t"Đối thoại với người dân
và ""doanh nghiệp\"""\tVăn phòng\tQuý II\t12
2\tTiếp công dân\tThanh tra\t\t1.250,5
"""
WIDE = "TT | Xã | Quý I | Quý II | Quý III | Quý IV | Cả năm\n" + '\n'.join(
    f"{number} | Xã thứ {number} | 1 | 2 | 3 | 4 | 10" for number in range(1, 61))
PLAN_TEXT = "I. Hồ sơ\n1. Thành phần\na) Danh sách người có uy tín;\n- Bản sao quyết định."


@tagged('post_install', '-at_install')
class TestTableText(BaseCase):
    """A table is pasted from Excel or Word, or typed."""

    def texts(self, table):
        return [[text for _column, text in table.cells(row)] for row in table.rows if not row.heading]

    def test_pasted_cells_stay_in_their_columns(self):
        table = parse_table(PASTED)
        self.assertEqual([column.title for column in table.columns],
                         ["TT", "Nội dung", "Đơn vị chủ trì", "Thời gian", "Số cuộc"])
        self.assertEqual(self.texts(table), [
            ["1", "Đối thoại với người dân\nvà \"doanh nghiệp\"", "Văn phòng", "Quý II", "12"],
            ["2", "Tiếp công dân", "Thanh tra", "", "1.250,5"]])

    def test_line_that_is_not_parted_heads_the_rows_below(self):
        [group] = [row for row in parse_table(PASTED).rows if row.heading]
        self.assertEqual(group.label, "Công tác tuyên truyền")
        self.assertFalse(any(row.heading for row in parse_table("Xã\nXã A\nXã B").rows), "one column has no groups")

    def test_typed_cells_are_parted_by_bars_unless_there_is_a_tab(self):
        self.assertEqual(self.texts(parse_table("TT | Xã\r\n\r\n1 | Xã A\n2 |")), [["1", "Xã A"], ["2", ""]])
        self.assertEqual(self.texts(parse_table("TT\tXã\n1\tA|B")), [["1", "A|B"]])

    def test_words_and_ditto_marks_in_quotation_marks_are_kept(self):
        self.assertEqual(self.texts(parse_table('A\tB\n"Dân vận khéo"\t"\n"Hai" xã\t"')),
                         [['"Dân vận khéo"', '"'], ['"Hai" xã', '"']])

    def test_numbers_stand_on_the_right_and_columns_are_as_wide_as_their_words(self):
        number, content, *_others, count = parse_table(PASTED).columns
        self.assertEqual((number.align, content.align, count.align), ('center', 'left', 'right'))
        self.assertLess(number.share, content.share)

    def test_empty_cells_at_the_end_are_no_cells(self):
        self.assertEqual(len(parse_table("A\tB\t\t\n1\t2\t\t\t").columns), 2)
        for nothing in (None, "", " \n\t\n", "|"):
            self.assertIsNone(parse_table(nothing))

    def test_row_with_too_many_cells_is_named(self):
        with self.assertRaises(TableError) as caught:
            parse_table("TT | Xã\n1 | Xã A\n2 | Xã B | thừa")
        error = caught.exception
        self.assertEqual((error.number, error.words, error.cells, error.columns), (3, "2 Xã B thừa", 3, 2))

    def test_what_is_written_is_read_again(self):
        rows = [["TT", "Nội dung"], ["1", "Hai dòng\ncó \"ngoặc\""], ["Nhóm của các xã"], ["", "Tab\tở giữa"]]
        self.assertEqual(self.texts(parse_table(table_text(rows))), [
            ["1", "Hai dòng\ncó \"ngoặc\""], ["", "Tab ở giữa"]])


@tagged('post_install', '-at_install')
class TestReadAnnexes(BaseCase):
    """The annexes that the importer has recognised, as annexes of a plan."""

    def read(self, *annexes, parts=()):  # pylint: disable=method-required-super
        return read_annexes({'annexes': annexes, 'parts': parts})

    def test_task_table_keeps_its_columns_and_heads(self):
        group = {'label': "I", 'title': "Tuyên truyền", 'line': 3, 'children': [
            {'label': "1", 'text': "Đối thoại", 'lead': ["Văn phòng"], 'deadline': {'text': "Quý II"}, 'line': 4},
            {'text': "Việc khác", 'line': 7}]}
        heads = ("STT", "Phần việc", "Phân công", "Phân công", "Kinh phí"), ("STT", "Phần việc", "Chủ trì", "Hạn", "")
        rows = [*heads, ("I", "Tuyên truyền", "", "", ""), ("1", "Đối thoại", "VP", "Quý II", "5 triệu"), heads[0], heads[1],
                ("", "Việc khác", "", "", "")]
        [(values, warnings)] = self.read({
            'label': "Phụ lục", 'title': "DANH MỤC", 'items': [group], 'rows': self.rows(*rows), 'a_new_key': 1})
        self.assertEqual(values['title'], "DANH MỤC")
        self.assertEqual(values['table'], 'STT\tPhần việc\t"Phân công\nChủ trì"\t"Phân công\nHạn"\tKinh phí\nI. Tuyên truyền\n'
                                          "1\tĐối thoại\tVP\tQuý II\t5 triệu\n\tViệc khác\t\t\t")
        self.assertEqual(warnings, [])

    def rows(self, *rows):
        return [{'cells': list(cells), 'line': line} for line, cells in enumerate(rows, 1)]

    def test_text_stands_above_or_below_the_table_as_in_the_file(self):
        rows = self.rows(("Xã", "Thôn"), ("Xã A", "Thôn 1\nThôn 2"))
        parts = [{'path': 'annexes[0].text', 'line': 0}, {'path': None, 'line': 1}, {'path': 'annexes[0].text', 'line': 9}]
        [(values, warnings)] = self.read({'title': "XÃ", 'rows': rows, 'text': "Gồm:\nGhi chú."}, parts=parts)
        self.assertEqual((values['text'], values['note'], warnings), ("Gồm:", "Ghi chú.", []))
        self.assertEqual(values['table'], 'Xã\tThôn\nXã A\t"Thôn 1\nThôn 2"')

    def test_second_table_is_kept_as_text_and_said(self):
        [(values, warnings)] = self.read({'title': "XÃ", 'rows': self.rows(("Xã", "Thôn"), ("A", "B"), ("Một", "Hai", "Ba"))})
        self.assertEqual((values['note'], warnings), ("Một | Hai | Ba", [('annex_tables', "XÃ")]))

    def test_names_of_forms_and_missing_titles(self):
        (form, no_warnings), (bare, warnings), nothing = self.read(
            {'label': "Mẫu số 1", 'title': "BÁO CÁO", 'text': "Kết quả:"}, {'text': "1. Một việc."}, {'label': "Phụ lục II"})
        self.assertEqual((form['title'], no_warnings), ("Mẫu số 1. BÁO CÁO", []))
        self.assertEqual((bare['text'], [code for code, _text in warnings]), ("1. Một việc.", ['annex_untitled']))
        self.assertEqual(nothing, (None, [('annex_left', "Phụ lục II")]))
        self.assertEqual(read_annexes({}), [])


class AnnexCase(AgencyCase):

    def annexes(self):
        return [Command.create({'title': "Danh mục nhiệm vụ", 'text': "Các nhiệm vụ:", 'table': PASTED, 'note': "Ghi chú: tạm tính."}),
                Command.create({'title': "Số liệu các xã", 'table': WIDE, 'sequence': 20}),
                Command.create({'title': "Hồ sơ", 'text': PLAN_TEXT, 'sequence': 30})]

    def plan(self, **values):
        return self.new_plan(**{'annex_ids': self.annexes(), **values})

    def letter(self, user='outreach_staff', **values):
        return self.as_user(user, 'dan_van.letter').create({
            'subject': "phối hợp tuyên truyền", 'addressees': "Ủy ban nhân dân các xã", 'body': "Ban Dân tộc gửi Phụ lục.",
            'department_id': self.units['outreach'].id, 'annex_ids': self.annexes(), **values})


class TestAnnex(AnnexCase):
    """A plan or another document with annexes, from typing to replacing it."""

    def test_mistake_in_a_table_is_said_at_once(self):
        with self.assertRaisesRegex(ValidationError, "row 3 \\(2 Xã B thừa\\).*3 cells, but the first line names 2"):
            self.plan(annex_ids=[Command.create({'title': "Danh mục", 'table': "TT | Xã\n1 | Xã A\n2 | Xã B | thừa"})])

    def test_list_says_what_is_in_an_annex(self):
        self.assertEqual(self.plan().annex_ids.mapped('summary'),
                         ["text, table of 3 rows and 5 columns", "table of 60 rows and 7 columns", "text"])

    def test_a_text_that_mentions_no_annex_is_told(self):
        """Phụ lục I, phần I, mục III.1 of the decree; only as long as it can be put right, and not without annexes."""
        plan, letter = self.plan(), self.letter(body="Ban Dân tộc đề nghị phối hợp.")
        for document in (plan, letter):
            self.assertIn("mentions no annex", document.annex_note)
        self.assertFalse(self.letter().annex_note)
        self.assertFalse(self.letter(body="Đề nghị phối hợp.", annex_ids=False).annex_note)
        letter.write({'closing': "Trân trọng./. (Phụ lục kèm theo)"})
        letter.invalidate_recordset(['annex_note'])
        self.assertFalse(letter.annex_note)
        plan.action_submit()
        self.assertFalse(plan.annex_note)

    def test_empty_annex_is_said_at_submission(self):
        for document in (self.plan(), self.letter()):
            annex = document.annex_ids[1]
            annex.table = "  "
            with self.assertRaisesRegex(UserError, "Write the text or the table of the annex “Số liệu các xã”"):
                document.action_submit()
            annex.text = "Không có số liệu."
            document.action_submit()
            self.assertEqual(document.state, 'submitted')

    def test_annex_is_frozen_with_its_document(self):
        for document, other, name in ((self.plan(), self.plan(), 'plan_id'), (self.letter(), self.letter(), 'letter_id')):
            document.action_submit()
            annex, free = document.annex_ids[0], other.annex_ids[0]
            before = document._version_lines()
            for act in (
                    lambda annex=annex: annex.write({'table': "A"}), lambda annex=annex: annex.write({'sequence': 99}),
                    annex.unlink, lambda annex=annex, to=other: annex.write({name: to.id}),
                    lambda free=free, to=document: free.write({name: to.id}),
                    lambda to=document: to.annex_ids.create({name: to.id, 'title': "Thêm"}),
                    lambda to=document: to.write({'annex_ids': [Command.clear()]})):
                for user in ('office_head', 'head', 'clerk'):
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        act() if user == 'office_head' else self.as_user(user, annex).write({'note': "Sửa"})
            self.assertEqual(document._version_lines(), before)

    def test_annex_belongs_to_one_document(self):
        annex, letter = self.plan().annex_ids[0], self.letter()
        for act in (lambda: annex.sudo().write({'letter_id': letter.id}),
                    lambda: self.env['dan_van.annex'].create({'title': "Rời"})):
            with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                act()
                self.env.flush_all()

    def test_signer_sees_what_has_changed_in_an_annex(self):
        plan = self.plan()
        plan.action_submit()
        self.as_user('head', plan).action_return("Bổ sung số cuộc.")
        annex = plan.annex_ids[0]
        annex.table = annex.table.replace("\t12", "\t15")
        plan.action_submit()
        removed, added = ([line for kind, line in plan.change_lines if kind == wanted] for wanted in ('removed', 'added'))
        self.assertEqual([line[-5:] for line in removed + added], [" | 12", " | 15"])

    def test_copies_bring_their_annexes(self):
        plan = self.plan()
        names = ('title', 'text', 'table', 'note', 'orientation', 'sequence')
        texts = [annex.read(names)[0] for annex in plan.annex_ids]
        plan.annex_ids[0].note = "Thời hạn: ngày 15/12/2026."
        self.to_state(plan, 'issued')
        new = plan.browse(self.as_user('office_staff', plan).action_replace()['res_id'])
        self.assertEqual(len(new.annex_ids), len(texts))
        self.assertFalse(new.annex_ids & plan.annex_ids)
        annexes = plan._version_lines()[plan._version_lines().index("Phụ lục I"):]
        self.assertGreater(len(annexes), 4)
        self.assertEqual(new._version_lines()[-len(annexes):], annexes)
        following = plan._copy_to_year(2027)
        self.assertEqual(following.annex_ids[0].note, "Thời hạn: ngày 15/12/2027.")
        letter = self.letter()
        self.assertEqual(letter.copy().annex_ids.mapped('title'), letter.annex_ids.mapped('title'))

    def test_issued_plan_prints_its_annexes_on_pages_of_their_own(self):
        plan = self.to_state(self.plan(), 'issued')
        self.assertIn("1.250,5", str(plan.sudo().snapshot['annexes']))
        pages = MeasuredPdf(plan.sudo().pdf_attachment_id.raw).pages
        starts = [index for index, page in enumerate(pages) if page.lines[0].text.startswith("Phụ lục")]
        first, second, third = starts
        self.assertEqual([pages[index].lines[0].text for index in starts], ["Phụ lục I", "Phụ lục II", "Phụ lục III"])
        for start, end in zip([0, *starts], [*starts, len(pages)], strict=True):
            numbers = [''.join(line.text for line in page.lines if line.bottom < 20) for page in pages[start:end]]
            self.assertEqual(numbers, ['', *map(str, range(2, end - start + 1))], "each annex counts its own pages")
        self.assertGreater(third - second, 1)
        across = [index for index, page in enumerate(pages) if page.width > page.height]
        self.assertEqual(across, list(range(second, third)), "the wide table alone lies across")
        for page in pages[first:]:
            within = [line for line in page.lines if line.bottom > 20]
            self.assertGreaterEqual(min(line.left for line in within), 30 - 0.1)
            self.assertLessEqual(max(line.right for line in within), page.width - 15 + 0.1)
            self.assertLess(max(line.bottom for line in within), page.height - 20 + 0.1)
        page = pages[first]
        self.assertIn(f"Kế hoạch số {plan.code}", page.line("(Kèm theo").text)
        self.assertNear(page.line("(Kèm theo").center, (30 + 210 - 15) / 2)
        places = [page.span(words).baseline for words in (
            "(Kèm theo", "Các nhiệm vụ:", "TT", "Công tác tuyên truyền", "Tiếp công dân", "Ghi chú:")]
        self.assertEqual(places, sorted(set(places)))
        self.assertNear(page.line("Các nhiệm vụ:").left, 30 + 10)
        self.assertTrue(page.span("Công tác tuyên truyền").bold)
        self.assertTrue(pages[third].span("I. HỒ SƠ").bold)

    def assertNear(self, first, second, within=0.5):
        self.assertAlmostEqual(first, second, delta=within)

    def test_only_annex_has_no_number(self):
        letter = self.letter(annex_ids=self.annexes()[:1])
        self.assertEqual(letter._official_document().annex_heading(0), "Phụ lục")
        letter.annex_ids.orientation = 'across'
        page = MeasuredPdf(letter._render_pdf()).pages[-1]
        self.assertGreater(page.width, page.height)
        self.assertTrue(page.line("(Kèm theo Công văn số"))

    # Word

    def word(self, plan):
        return docx.Document(io.BytesIO(plan._word_file()))

    def test_word_file_has_the_same_annexes(self):
        file = self.word(self.plan())
        self.assertEqual([section.page_width > section.page_height for section in file.sections], [False, False, True, False])
        texts = [paragraph.text for paragraph in file.paragraphs]
        for words in ("Phụ lục I", "DANH MỤC NHIỆM VỤ", "Các nhiệm vụ:", "Ghi chú: tạm tính.", "I. HỒ SƠ", "1. Thành phần"):
            self.assertIn(words, texts)
        [table] = [table for table in file.tables if len(table.columns) == 5]
        self.assertEqual([cell.text for cell in table.rows[3].cells], ["2", "Tiếp công dân", "Thanh tra", "", "1.250,5"])

    def returned(self, plan, file):
        raw = io.BytesIO()
        file.save(raw)
        return self.as_user('office_staff', 'dan_van.plan.return').create({
            'plan_id': plan.id, 'file': base64.b64encode(raw.getvalue()), 'filename': 'ke-hoach.docx'})

    def test_annexes_are_no_change_of_an_edited_file(self):
        plan = self.plan(preamble="Ban Dân tộc ban hành Kế hoạch như sau:", closing="Trên đây là Kế hoạch của Ban Dân tộc.")
        with self.assertRaisesRegex(UserError, "nothing has changed"):
            self.returned(plan, self.word(plan)).action_read()
        file = self.word(plan)
        [found] = [paragraph for paragraph in file.paragraphs if "Tổ chức quán triệt" in paragraph.text]
        found.runs[0].text = found.text.replace("quán triệt", "phổ biến")
        dialog = self.returned(plan, file)
        dialog.action_read()
        self.assertEqual(dialog.line_ids.mapped('part'), ['content'])
        annexes = plan.annex_ids
        dialog.action_take()
        self.assertEqual(plan.annex_ids, annexes)

    # Import

    def imported(self, raw, name='ke-hoach.docx'):
        wizard = self.as_user('office_staff', 'dan_van.plan.import').create(
            {'file': base64.b64encode(raw), 'filename': name})
        wizard.action_read()
        plan = self.as_user('office_staff', 'dan_van.plan').browse(wizard.action_create()['res_id'])
        return plan, wizard.warning_ids.mapped('code')

    def test_annexes_come_back_from_a_word_file(self):
        """Printed, saved as Word, imported: the same words in the same cells."""
        annexes = self.annexes()
        annexes[0] = Command.create({
            'title': "Danh mục", 'text': "Các việc:", 'note': "Ghi chú: tạm tính.",
            'table': "Xã\tSố thôn\nXã A\t\"Ba\nthôn\"\nXã B\t"})
        plan = self.plan(annex_ids=annexes, preamble="Ban Dân tộc ban hành Kế hoạch như sau:")
        new, warnings = self.imported(plan._word_file())
        self.assertFalse([code for code in warnings if code.startswith('annex')])
        for old, read in zip(plan._official_document().annexes, new._official_document().annexes, strict=True):
            self.assertEqual(read.text_lines(), old.text_lines())
