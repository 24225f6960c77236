import base64
import datetime
import io
import zipfile

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, HttpCase, tagged

from ...rendering.xlsx import write_table
from ...sheets.events import COLUMNS, LIMITS, rows_of_text, rows_of_workbook
from ...sheets.workbook import TableError, day_of, number_of, plain
from ..common import AgencyCase, QueryCase

HEAD = "Ngày\tLoại hoạt động\tNội dung\tXã, phường\tSố người tham dự\tNữ"
GOOD = "25/03/2026\tTuyên truyền, phổ biến\tLuật Đất đai\txã Sơn Thủy\t1.060\t30"


def workbook(*rows):
    """:return: bytes of an .xlsx file with ``rows`` on its first sheet"""
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def repacked(content, name, change):
    """:return: the workbook with the part ``name`` changed"""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, 'w', zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part.filename, change(data) if part.filename == name else data)
    return file.getvalue()


@tagged('post_install', '-at_install')
class TestEventTable(BaseCase):
    """What offices copy and send is read as they mean it, and what harms is refused."""

    def test_cells(self):
        day = datetime.date(2026, 3, 25)
        for cell in ("25/03/2026", "25/3/2026", "25-03-2026", "25.3.2026", "2026-03-25", day,
                     datetime.datetime(2026, 3, 25, 9)):
            self.assertEqual(day_of(cell), day, cell)
        for cell in ("31/02/2026", "3/2026", "25/03/26", "hôm nay", None, 45000):
            self.assertIsNone(day_of(cell), cell)
        for cell, number in (("60", 60), ("1.060", 1060), ("1 060", 1060), (60.0, 60), (60, 60), ("", 0), (None, 0), ("-", 0)):
            self.assertEqual(number_of(cell), number, cell)
        for cell in ("1,5", "-3", "sáu mươi", 1.5, -2.0, "1.06"):
            self.assertIsNone(number_of(cell), cell)
        self.assertEqual(plain("  Đối thoại,  với NHÂN DÂN "), "doi thoai voi nhan dan")

    def test_with_a_head_in_any_order_and_without(self):
        (number, cells), = rows_of_text(f"Danh sách\n\n{HEAD}\n{GOOD}\n\n")
        self.assertEqual((number, cells['subject'], cells['women_count']), (4, "Luật Đất đai", "30"))
        (number, cells), = rows_of_text("25/03/2026\tTập huấn, bồi dưỡng\tNghiệp vụ\tHội trường\txã A\t60\t40\t20")
        self.assertEqual((number, cells['commune'], cells['women_count']), (1, "xã A", "20"))
        (number, cells), = rows_of_text("loại hoạt động\tNGÀY\tLạ\nTập huấn\t1/2/2026\tx")
        self.assertEqual(cells, {'type_id': "Tập huấn", 'date': "1/2/2026"})

    def test_a_workbook_with_real_dates_and_numbers(self):
        content = workbook(["Danh sách"], [], ["Loại hoạt động", "Ngày", "Số người tham dự", "Nội dung"],
                           ["Tập huấn", datetime.datetime(2026, 3, 25), 60, "=1+1"])
        (number, cells), = rows_of_workbook(content)
        self.assertEqual((number, day_of(cells['date']), number_of(cells['participant_count'])),
                         (4, datetime.date(2026, 3, 25), 60))
        self.assertFalse(cells['subject'], "a formula is not computed")

    def test_what_is_no_table(self):
        good = workbook(["Ngày", "Loại hoạt động"], ["1/2/2026", "Tập huấn"])
        self.assertEqual(len(rows_of_workbook(good)), 1)
        sheet = 'xl/worksheets/sheet1.xml'
        doctype = repacked(good, sheet, lambda xml: xml.replace(
            b'<worksheet', b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1))
        for content, reason in (
                (b'PK no zip', 'file'), (good[:-300], 'file'), (doctype, 'file'),
                (repacked(good, sheet, lambda xml: xml.decode().encode('utf-16')), 'file'),
                (repacked(good, 'xl/workbook.xml', lambda xml: b'<workbook/>'), 'file'),
                (b'x' * (LIMITS.size + 1), 'size'),
                (repacked(good, sheet, lambda xml: xml + b' ' * (LIMITS.unpacked + 1)), 'size'),
                (workbook(["a", "b"], ["1/2/2026", "Tập huấn"]), 'head'), (workbook(), 'empty'),
                (workbook(["Ngày", "Loại hoạt động"]), 'empty'),
                (workbook(["Ngày", "Loại hoạt động"], *[["1/2/2026", "x"]] * (LIMITS.rows + 1)), 'rows')):
            with self.subTest(reason), self.assertRaises(TableError) as caught:
                rows_of_workbook(content)
            self.assertEqual(caught.exception.args[0], reason)
        for text, reason in (("", 'empty'), (" \n\t\n", 'empty'), ("x\n" * (LIMITS.rows + 1), 'rows')):
            with self.assertRaises(TableError) as caught:
                rows_of_text(text)
            self.assertEqual(caught.exception.args[0], reason)

    def test_the_sample_that_is_downloaded_can_be_read(self):
        file = io.BytesIO()
        write_table(file, "Hoạt động", ["Danh sách hoạt động"], list(COLUMNS.values()), [
            (datetime.date(2026, 3, 25), "Tập huấn", "=HYPERLINK(1)", None, None, 60, *[None] * 6)])
        (_number, cells), = rows_of_workbook(file.getvalue())
        self.assertEqual((day_of(cells['date']), cells['subject'], number_of(cells['participant_count'])),
                         (datetime.date(2026, 3, 25), "=HYPERLINK(1)", 60))


class TestEventImport(AgencyCase):
    """Rows are looked at first; all of them become events, or none."""

    def looked_at(self, text=None, user='outreach_staff', **values):
        wizard = self.as_user(user, 'dan_van.event.import').create({'text': text, **values})
        wizard.action_read()
        return wizard

    def test_a_client_that_asks_for_sizes(self):
        wizard = self.as_user('outreach_staff', 'dan_van.event.import').create({'file': base64.b64encode(workbook(
            ["Loại hoạt động", "Ngày", "Nội dung"], ["Tập huấn", datetime.datetime(2026, 3, 25), "Tập huấn dân vận"]))})
        self.asked_for_sizes(wizard, 'action_read')
        self.assertEqual(wizard.line_ids.subject, "Tập huấn dân vận")

    def events(self):
        return self.env['dan_van.event'].search([('department_id', '=', self.units['outreach'].id)])

    def test_rows_become_events_of_the_own_unit(self):
        before = self.events()
        wizard = self.looked_at(f"{HEAD}\n{GOOD}\n{GOOD.replace('25/03', '26/03')}")
        self.assertEqual((wizard.line_count, wizard.problem_count), (2, 0))
        self.assertEqual(self.events(), before, "nothing is created before")
        action = wizard.action_import()
        events = self.as_user('outreach_staff', 'dan_van.event').search(action['domain'])
        self.assertEqual(events, (self.events() - before).with_env(events.env))
        self.assertEqual(events.mapped('participant_count'), [1060, 1060])
        self.assertEqual(events[1].date, datetime.date(2026, 3, 25))
        self.assertEqual(events.type_id, self.env.ref('dan_van.event_type_tuyen_truyen'))
        self.assertEqual(events.create_uid, self.users['outreach_staff'])

    def test_each_row_says_what_is_wrong_with_it(self):
        before = self.events()
        wizard = self.looked_at('\n'.join([
            HEAD, GOOD, GOOD.replace("25/03/2026", "32/03/2026"), GOOD.replace("25/03/2026", "25/03/2126"),
            GOOD.replace("Tuyên truyền, phổ biến", "Đá bóng"), GOOD.replace("\t30", "\tba mươi"),
            GOOD.replace("1.060", "20"), GOOD]))
        problems = wizard.line_ids.mapped('problem')
        self.assertFalse(problems[0])
        for problem, words in zip(problems[1:], (
                "“32/03/2026” is no date", "in the future", "“Đá bóng” is no type", "“ba mươi” is no whole number",
                "More women", "stands above already")):
            self.assertIn(words, problem)
        self.assertEqual(wizard.line_ids.mapped('number'), list(range(2, 9)))
        with self.assertRaisesRegex(UserError, "Nothing was imported"):
            wizard.action_import()
        self.assertEqual(self.events(), before)
        wizard.action_back()
        self.assertFalse(wizard.line_ids)

    def test_a_name_that_several_themes_have(self):
        """Of two types of one name the agency's own is meant; of two themes it is asked."""
        talk = self.env.ref('dan_van.event_type_tuyen_truyen')
        own = talk.copy({'company_id': self.company.id})
        line = self.looked_at(f"{HEAD}\n{GOOD}").line_ids
        self.assertEqual((line.problem, line.type_id), ('', own))
        talk.copy({'company_id': self.company.id, 'theme_id': self.env.ref('dan_van.theme_phap_luat').id})
        line = self.looked_at(f"{HEAD}\n{GOOD}").line_ids
        self.assertIn("a type of event of several themes", line.problem)
        self.assertFalse(line.type_id)

    def test_a_second_import_is_noticed(self):
        self.looked_at(f"{HEAD}\n{GOOD}").action_import()
        again = self.looked_at(f"{HEAD}\n{GOOD}\n{GOOD.replace('Luật Đất đai', 'Luật Hòa giải')}")
        self.assertIn("entered already", again.line_ids[0].problem)
        self.assertFalse(again.line_ids[1].problem)

    def test_a_workbook(self):
        content = workbook(["Ngày", "Loại hoạt động", "Nội dung"], ["25/03/2026", "tập huấn, bồi dưỡng", "@SUM(1)"])
        wizard = self.looked_at(file=base64.b64encode(content))
        wizard.action_import()
        self.assertEqual(self.events().filtered(lambda event: event.subject == "@SUM(1)").type_id,
                         self.env.ref('dan_van.event_type_tap_huan'))
        with self.assertRaisesRegex(UserError, "no Excel workbook"):
            self.looked_at(file=base64.b64encode(b'x'))
        with self.assertRaisesRegex(UserError, "Paste rows"):
            self.looked_at()

    def test_nobody_imports_for_another_unit(self):
        wizard = self.looked_at(f"{HEAD}\n{GOOD}", user='policy_staff', department_id=self.units['outreach'].id)
        with self.assertRaises(AccessError):
            wizard.action_import()


class TestEventImportQueries(QueryCase):

    def rows(self, count):
        days = [datetime.date(2026, 1, 1) + datetime.timedelta(count + number) for number in range(count)]
        return '\n'.join([HEAD, *(GOOD.replace("25/03/2026", f'{day:%d/%m/%Y}') for day in days)])

    def test_reading_and_importing_many_rows(self):
        def read(text):
            wizard = self.as_user('outreach_staff', 'dan_van.event.import').create({'text': text})
            wizard.action_read()
            return wizard
        self.assertFlat(self.rows, read, large=60, batches=4)
        self.assertFlat(lambda count: read(self.rows(count)), lambda wizard: wizard.action_import(), large=60, batches=12)


@tagged('post_install', '-at_install', 'dan_van_long')
class TestEventSample(HttpCase):

    def test_the_sample_names_the_columns_and_the_types(self):
        self.authenticate('chuyenvien.cs', 'danvan')
        response = self.url_open('/dan_van/events/sample.xlsx')
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        rows = list(sheet.iter_rows(values_only=True))
        self.assertIn("Đối thoại với nhân dân", rows[1][0])
        self.assertEqual(rows[2], tuple(column.title for column in COLUMNS.values()))
