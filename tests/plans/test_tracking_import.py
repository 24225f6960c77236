import base64
import datetime
import io
from functools import partial

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import BaseCase, HttpCase, tagged

from ...models.core.res_company import legal_today
from ...rendering.tracking import (
    COLUMNS, Duty, Group, TrackingHead, _seal, read_code, row_code, same_text, text_digest, write_tracking)
from ...sheets.tracking import rows_of_tracking, value_of
from ...sheets.workbook import TableError
from ..common import AgencyCase, QueryCase
from ..keys import unlocked

KEY, DAY = b'key', datetime.date(2026, 3, 20)
HEADS = {name: column.title for name, column in COLUMNS.items()}


def edited(content, change):
    """:return: the sheet after ``change(sheet, {name: number of the column}, {text of the duty: number of the row})``"""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet, file = book.active, io.BytesIO()
    top = next(row for row in sheet.iter_rows() if row[0].value == HEADS['number'])
    columns = {name: cell.column for cell in top for name, title in HEADS.items() if cell.value == title}
    rows = {sheet.cell(row, columns['text']).value: row for row in range(top[0].row + 1, sheet.max_row + 1)}
    change(sheet, columns, rows)
    book.save(file)
    return file.getvalue()


@tagged('post_install', '-at_install')
class TestTrackingTable(BaseCase):
    """An edited sheet is read by its heads, and each row knows its duty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        file = io.BytesIO()
        write_tracking(file, TrackingHead("UBND tỉnh", ("Ban",), ("Kế hoạch",), DAY, {'overdue': 2}), [
            Group(0, "I. Nội dung"), *(Duty(
                text, "Văn phòng", 'lead', "", "hằng quý", "", 40, "Đã họp", DAY, "", 'overdue', "",
                row_code(KEY, number, 40, DAY, "Đã họp")) for number, text in ((7, "Việc một"), (8, "=Việc hai")))])
        cls.sheet = file.getvalue()

    def test_rows_are_found_by_their_heads(self):
        rows = rows_of_tracking(self.sheet)
        self.assertEqual([(row.text, read_code(KEY, row.code).id) for row in rows], [("Việc một", 7), ("=Việc hai", 8)])
        self.assertEqual({name: value_of(name, cell) for name, cell in rows[0].cells.items()},
                         {'progress': 40, 'result': "Đã họp", 'done_date': DAY, 'done_reason': ""})

        def rearrange(sheet, columns, _rows):
            sheet.delete_cols(columns['progress'])
            sheet.insert_cols(1)
            sheet.insert_rows(1)
        [row, _other] = rows_of_tracking(edited(self.sheet, rearrange))
        self.assertEqual((row.text, set(row.cells)), ("Việc một", {'result', 'done_date', 'done_reason'}))

    @staticmethod
    def take_out(names, sheet, columns, _rows):
        for column in sorted((columns[name] for name in names), reverse=True):
            sheet.delete_cols(column)

    def test_a_sheet_without_what_is_needed(self):
        for names, reason in ((['code'], 'code'), (['text'], 'head'), (['done_date', 'done_reason', 'result', 'progress'], 'head')):
            take_out = partial(self.take_out, names)
            with self.subTest(names), self.assertRaises(TableError) as caught:
                rows_of_tracking(edited(self.sheet, take_out))
            self.assertEqual(caught.exception.args[0], reason)

    def test_cells(self):
        for cell, percent in ((0.4, 40), (40, 40), (1, 100), (0.29, 29), ("40%", 40), ("40 %", 40), ("100,0%", 100), (None, 0), ("", 0)):
            self.assertEqual(value_of('progress', cell), percent, cell)
        self.assertEqual([value_of('done_date', cell) for cell in ("20/03/2026", None, "")], [DAY, None, None])
        self.assertEqual(value_of('result', "Đã họp \r\n _x000D_hai\tlần\n"), "Đã họp\nhai\tlần")
        for name, cell in (('progress', 140), ('progress', "-1"), ('progress', "nhiều"), ('progress', 40.5), ('progress', True),
                           ('done_date', "hôm qua"), ('done_date', "31/02/2026")):
            with self.assertRaises(ValueError):
                value_of(name, cell)

    def test_codes_hold_for_one_database_and_one_row(self):
        code = row_code(KEY, 7, 0, None, "")
        self.assertEqual(read_code(KEY, code), (7, 0, None, text_digest(""), text_digest("")))
        for other in (code.replace('7', '8', 1), code[:-1], "", None, "7", "a.b.c.d.e", "é", code.replace('.', '..')):
            self.assertIsNone(read_code(KEY, other), other)
        self.assertIsNone(read_code(b'other', code))
        self.assertEqual(same_text("a\x0b \r\nb\n"), "a\nb", "as the sheet gives it back")


class EditedSheetCase(AgencyCase):
    """A plan at work, and its sheet as users have downloaded it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.to_state(cls.new_plan(duties=['outreach', 'policy', 'outreach']), 'issued').sudo()
        cls.first, cls.policy, cls.second = cls.plan.assignment_ids.sorted('sequence')
        cls.as_user('outreach_head', cls.first).write({'progress': 40, 'result': "Đã họp"})
        cls.env.flush_all()
        cls.sheets = {user: cls.sheet(user) for user in ('outreach_staff', 'office_staff')}

    @classmethod
    def sheet(cls, user):
        file = io.BytesIO()
        cls.as_user(user, 'dan_van.tracking.sheet')._write_sheet(file, [('plan_id', '=', cls.plan.id)])
        cls.env.invalidate_all()
        return file.getvalue()

    def edited(self, values, sheet='outreach_staff', change=None):
        """:return: the sheet of a user after somebody has typed ``values``, ``{duty: {field: value}}``"""
        def write(sheet, columns, rows):
            for duty, cells in values.items():
                for name, value in cells.items():
                    sheet.cell(rows[duty.text], columns[name]).value = value
            if change:
                change(sheet, columns, rows)
        return edited(self.sheets[sheet], write)


class TestTrackingImport(EditedSheetCase):
    """What was edited in the sheet is looked at, then written whole or not at all."""

    def looked_at(self, values, user='outreach_staff', sheet=None, change=None):
        content = self.edited(values, sheet or user, change)
        wizard = self.as_user(user, 'dan_van.tracking.import').create({'file': base64.b64encode(content)})
        wizard.action_read()
        return wizard

    def test_a_client_that_asks_for_sizes(self):
        wizard = self.as_user('outreach_staff', 'dan_van.tracking.import').create({
            'file': base64.b64encode(self.edited({self.first: {'progress': 0.6}}))})
        self.asked_for_sizes(wizard, 'action_read')
        self.assertEqual(wizard.line_ids.new_value, "60 %")

    def test_only_what_was_edited_is_shown_and_written(self):
        wizard = self.looked_at({
            self.first: {'progress': 0.6, 'result': "Đã họp\n+ hai lần", 'note': "mặc kệ", 'output': "mặc kệ"},
            self.second: {'done_date': DAY, 'done_reason': "Chờ biên bản."}})
        self.assertEqual([(line.assignment_id, line.field_name, line.old_value, line.new_value) for line in wizard.line_ids], [
            (self.first.with_env(wizard.env), 'progress', "40 %", "60 %"),
            (self.first.with_env(wizard.env), 'result', "Đã họp", "Đã họp\n+ hai lần"),
            (self.second.with_env(wizard.env), 'done_date', '', "20/03/2026"),
            (self.second.with_env(wizard.env), 'done_reason', '', "Chờ biên bản.")])
        self.assertEqual(self.first.progress, 40, "nothing is written before")
        action = wizard.action_apply()
        self.assertEqual(self.env['dan_van.assignment'].search(action['domain']), self.first | self.second)
        self.assertEqual((self.first.progress, self.first.result, self.first.output), (60, "Đã họp\n+ hai lần", False))
        self.assertEqual((self.second.progress, self.second.done_date, self.second.done_reason), (100, DAY, "Chờ biên bản."))
        self.assertEqual(self.first.write_uid, self.users['outreach_staff'])
        self.assertFalse(self.looked_at({}).line_ids, "a sheet that was not edited changes nothing, whatever Odoo has by now")

    def test_what_somebody_else_has_changed_stays_unless_the_user_overwrites_it(self):
        self.as_user('outreach_head', self.first).write({'progress': 70, 'result': "Xong"})
        wizard = self.looked_at({self.first: {'progress': 0.5, 'result': "Xong"}, self.second: {'progress': 0.1}})
        conflict, other = wizard.line_ids
        self.assertEqual((conflict.conflict, conflict.old_value, conflict.new_value, other.conflict), (True, "70 %", "50 %", False))
        wizard.action_apply()
        self.assertEqual((self.first.progress, self.second.progress), (70, 10))
        wizard = self.looked_at({self.first: {'progress': 0.5}})
        with self.assertRaisesRegex(UserError, "nothing to write"):
            wizard.action_apply()
        wizard.line_ids.overwrite = True
        wizard.action_apply()
        self.assertEqual(self.first.progress, 50)

    def test_what_changes_while_the_user_looks_is_shown_anew(self):
        wizard = self.looked_at({self.first: {'progress': 0.5}})
        self.as_user('outreach_head', self.first).progress = 80
        wizard.action_apply()
        self.assertEqual((wizard.is_outdated, wizard.conflict_count, self.first.progress), (True, 1, 80))
        unlocked(wizard.line_ids).write({'problem': False, 'conflict': False, 'old_value': "x"})
        wizard.action_apply()
        self.assertEqual((wizard.conflict_count, self.first.progress), (1, 80), "what was shown can't be talked round")
        wizard.action_back()
        self.assertFalse(wizard.line_ids or wizard.file or wizard.is_read)

    def test_each_change_says_what_is_wrong_with_it(self):
        tomorrow = datetime.date.today() + datetime.timedelta(2)

        def disorder(sheet, columns, rows):
            codes = [sheet.cell(rows[duty.text], columns['code']) for duty in (self.policy, self.second)]
            codes[0].value, codes[1].value = codes[1].value, "1.0..x.y"
            sheet.append([sheet.cell(rows[self.first.text], column).value for column in range(1, sheet.max_column + 1)])
        wizard = self.looked_at({
            self.first: {'progress': 1.4, 'done_date': tomorrow}, self.policy: {'progress': 0.3}}, 'office_staff', change=disorder)
        problems = wizard.line_ids.mapped('problem')
        for problem, words in zip(problems, (
                "“1.4” is no progress", "in the future", "cells have moved", "missing or damaged", "twice", "twice"), strict=True):
            self.assertIn(words, problem)
        with self.assertRaisesRegex(UserError, "Nothing was written"):
            wizard.action_apply()
        today, why = legal_today(self.first), {'done_reason': "Chờ biên bản."}
        wizard = self.looked_at({self.first: {'progress': 0.4, 'done_date': f'{today:%d/%m/%Y}'}, self.second: {
            'progress': 0.5, 'done_date': DAY, 'result': "x", **why}})
        self.assertEqual([bool(line.problem) for line in wizard.line_ids], [False, True, False, False, False], "done, but at 50 %")

    def test_a_day_that_is_set_back_needs_its_reason_in_the_row(self):
        day = datetime.date.today() - datetime.timedelta(40)
        for cells in ({'done_date': day}, {'done_date': day, 'done_reason': "  "}):
            [line] = self.looked_at({self.second: cells}).line_ids
            self.assertIn("Lý do ghi lùi ngày", line.problem)
        self.looked_at({self.second: {'done_date': day, 'done_reason': "Chờ biên bản."}}).action_apply()
        self.assertEqual((self.second.done_date, self.second.done_reason), (day, "Chờ biên bản."))
        self.sheets = {'outreach_staff': self.sheet('outreach_staff')}
        self.assertFalse(self.looked_at({}).line_ids, "the sheet has the reason, and gives it back")
        earlier = day - datetime.timedelta(1)
        self.assertTrue(self.looked_at({self.second: {'done_date': earlier}}).line_ids.problem, "the reason of another day")
        self.looked_at({self.second: {'done_date': day + datetime.timedelta(1)}}).action_apply()
        self.assertEqual(self.second.done_reason, "Chờ biên bản.")
        self.sheets = {'outreach_staff': self.sheet('outreach_staff')}
        self.looked_at({self.second: {'done_date': None}}).action_apply()
        self.assertEqual((self.second.progress, self.second.done_date, self.second.done_reason), (0, False, False))
        self.looked_at({self.first: {'progress': 1}}).action_apply()
        self.assertFalse(self.first.done_reason, "done today")

    def test_a_sheet_from_before_there_was_a_column_for_it(self):
        def as_before(sheet, columns, rows):
            for _text, row in rows.items():
                if code := sheet.cell(row, columns['code']).value:
                    body = '.'.join(code.split('.')[:4])
                    sheet.cell(row, columns['code']).value = f"{body}.{_seal(self.env['dan_van.tracking.sheet']._seal_key(), body)}"
            sheet.delete_cols(columns['done_reason'])
        wizard = self.looked_at({self.first: {'progress': 0.5}}, change=as_before)
        self.assertEqual(wizard.line_ids.mapped('field_name'), ['progress'])
        wizard.action_apply()
        self.assertEqual(self.first.progress, 50)
        self.assertIn("downloaded anew", self.looked_at({self.second: {'done_date': DAY}}, change=as_before).line_ids.problem)

    def test_nobody_writes_on_duties_of_others(self):
        wizard = self.looked_at({self.policy: {'progress': 0.3}, self.first: {'progress': 0.3}}, 'outreach_staff', 'office_staff')
        self.assertEqual([line.problem[:28] for line in wizard.line_ids], ['', "This duty is not among those"])
        self.assertNotIn(self.policy, wizard.sudo().line_ids.assignment_id)
        wizard = self.looked_at({self.policy: {'progress': 0.3}}, 'head', 'office_staff')
        self.assertIn("another unit", wizard.line_ids.problem, "the leadership reads, the unit works")
        self.looked_at({self.policy: {'progress': 0.3}}, 'office_staff').action_apply()
        self.assertEqual(self.policy.progress, 30)
        self.as_user('office_head', self.plan).action_close()
        self.assertIn("not at work", self.looked_at({self.first: {'progress': 0.9}}).line_ids.problem)

    def test_what_is_no_tracking_sheet(self):
        for file, words in ((False, "Choose a tracking sheet"), (base64.b64encode(b'x'), "no Excel workbook")):
            with self.assertRaisesRegex(UserError, words):
                self.as_user('office_staff', 'dan_van.tracking.import').create({'file': file}).action_read()


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestTrackingTour(EditedSheetCase, HttpCase):

    def test_a_sheet_is_downloaded_and_comes_back(self):
        self.as_user('outreach_head', self.second).progress = 70
        self.env['ir.attachment'].create({
            'name': 'theo-doi.xlsx', 'url': '/dan_van_test/theo-doi.xlsx', 'public': True,
            'raw': self.edited({self.first: {'progress': 0.6}, self.second: {'progress': 0.5}})})
        self.start_tour('/odoo', 'dan_van_tracking_tour', login='chuyenvien.ttdb', timeout=120)
        self.env.invalidate_all()
        self.assertEqual((self.first.progress, self.second.progress), (60, 50))


class TestTrackingImportQueries(QueryCase):

    def test_many_rows_cost_as_many_queries_as_few(self):
        def sheet(size):
            plan = self.to_state(self.new_plan(duties=['outreach'] * size), 'issued').sudo()
            file = io.BytesIO()
            self.as_user('outreach_staff', 'dan_van.tracking.sheet')._write_sheet(file, [('plan_id', '=', plan.id)])
            content = edited(file.getvalue(), lambda sheet, columns, rows: [
                setattr(sheet.cell(row, columns['progress']), 'value', row % 90 / 100) for text, row in rows.items() if text])
            return self.as_user('outreach_staff', 'dan_van.tracking.import').create({'file': base64.b64encode(content)})

        def read(size):
            wizard = sheet(size)
            wizard.action_read()
            return wizard
        self.assertFlat(sheet, lambda wizard: wizard.action_read(), large=60, batches=4)
        # What has a value of its own is written by itself: two questions for the rules, its place locked, and two statements
        # for the log of changes.
        self.assertFlat(read, lambda wizard: wizard.action_apply(), large=60, batches=5 * 50 + 8)
