import datetime
import io
import json
from urllib.parse import parse_qs, urlsplit

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ...rendering.tracking import COLUMNS, STATES, TIMES, TIMES_TITLE, TITLE
from ..common import AgencyCase, QueryCase

HEADS = [column.title for column in COLUMNS.values()]


def rows_of(sheet):
    """:return: ``(lines above the head, rows below it)``, each a list of tuples of values"""
    rows = list(sheet.iter_rows(values_only=True))
    head = next(index for index, row in enumerate(rows) if list(row) == HEADS)
    return rows[:head], rows[head + 1:]


@tagged('post_install', '-at_install', 'dan_van_long')
class TestTrackingSheet(AgencyCase, HttpCase):
    """The sheet with which the office and the units follow up a plan."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        plan = cls.new_plan(duties=['outreach', 'policy', None])
        section = plan.content_ids.filtered(lambda part: part.kind == 'content')
        content = plan.content_ids.filtered(lambda part: part.parent_id == section)
        first, second, _general = plan.assignment_ids.sorted('sequence')
        (first | second).content_ids = content
        second.write({'role': 'coordinate', 'text': "=HYPERLINK(1)", 'output': "@SUM(1)"})
        first.write({'deadline': '2026-01-05', 'deadline_text': "trong quý I"})
        cls.plan = cls.to_state(plan, 'issued').sudo()
        cls.first = first.sudo()
        cls.as_user('outreach_head', first).write(
            {'progress': 40, 'result': "Đã họp\n+ hai lần", 'user_ids': cls.users['outreach_staff'].ids})
        cls.as_user('policy_head', second).write({'done_date': '2026-03-20', 'done_reason': "Chuyển từ sổ giấy."})

    def download(self, user, action):
        self.authenticate(self.users[user].login, 'danvan')
        response = self.url_open(action['url'])
        self.assertEqual(response.status_code, 200)
        self.book = openpyxl.load_workbook(io.BytesIO(response.content))
        return self.book.active

    def of_plan(self, user):
        return self.download(user, self.as_user(user, self.plan).action_tracking_sheet())

    def test_duties_stand_below_what_they_serve(self):
        above, rows = rows_of(self.of_plan('office_staff'))
        self.assertIn(TITLE, [row[0] for row in above])
        self.assertTrue(any(row[0] and self.plan.code in row[0] for row in above))
        self.assertEqual([row[0] if not row[1] else row[1] for row in rows[:4]], [
            "II. NỘI DUNG", "1. Tổ chức quán triệt các chủ trương về công tác dân vận.", self.first.text, "=HYPERLINK(1)"])
        self.assertEqual(rows[4][0], "III. TỔ CHỨC THỰC HIỆN")
        self.assertEqual([row[0] for row in rows[5:]], list(range(3, len(rows) - 2)), "numbered through")
        self.assertEqual(len(rows) - 3, self.plan.assignment_count)

    def test_cells_are_real_numbers_and_days(self):
        sheet = self.of_plan('office_staff')
        _above, rows = rows_of(sheet)
        row = dict(zip(COLUMNS, rows[2]))
        self.assertEqual(
            {name: row[name] for name in ('unit', 'persons', 'deadline', 'progress', 'result', 'done_date', 'state', 'note')}, {
                'unit': f"{self.units['outreach'].name} (chủ trì)", 'persons': self.users['outreach_staff'].name,
                'deadline': datetime.datetime(2026, 1, 5), 'progress': 0.4, 'result': "Đã họp\n+ hai lần", 'done_date': None,
                'state': STATES['overdue'].word, 'note': "trong quý I"})
        row = dict(zip(COLUMNS, rows[3]))
        self.assertEqual([row[name] for name in ('output', 'unit', 'progress', 'done_date', 'done_reason', 'state')], [
            "@SUM(1)", f"{self.units['policy'].name} (phối hợp)", 1, datetime.datetime(2026, 3, 20), "Chuyển từ sổ giấy.",
            STATES['done_on_time'].word])
        self.assertTrue(sheet.column_dimensions['M'].hidden)
        self.assertEqual(sheet.freeze_panes, f'C{sheet.max_row - len(rows) + 1}')

    def test_what_returns_stands_on_a_sheet_of_its_own_each_time(self):
        self.of_plan('office_staff')
        self.assertEqual(self.book.sheetnames, ["Theo dõi"], "each duty is due once")
        with freeze_time('2025-02-01 02:00:00'):
            plan = self.new_plan(duties=['outreach', 'policy'], year=2025)
            often, once = plan.assignment_ids.sorted('sequence')[:2]
            often.write({'recurrence': 'quarterly', 'role': 'coordinate'})
            once.deadline = '2025-12-05'
            self.to_state(plan, 'issued')
        first = often.sudo().occurrence_ids.sorted()[0]
        self.as_user('outreach_staff', first).write({'result': "=1+1", 'done_date': '2025-03-20', 'done_reason': "Sổ giấy."})
        self.download('office_staff', self.as_user('office_staff', plan.sudo()).action_tracking_sheet())
        rows = list(self.book.worksheets[1].iter_rows(values_only=True))
        self.assertEqual(rows[0][0], TIMES_TITLE)
        head = rows.index(tuple(column.title for column in TIMES.values()))
        unit, day = f"{self.units['outreach'].name} (phối hợp)", datetime.datetime
        self.assertEqual([row[:5] for row in rows[head + 1:]], [
            (number, often.text, unit, each, each) for number, each in enumerate(
                (day(2025, 3, 31), day(2025, 6, 30), day(2025, 9, 30), day(2025, 12, 31)), 1)])
        self.assertEqual(rows[head + 1][5:], ("=1+1", day(2025, 3, 20), STATES['done_on_time'].word))
        self.download('policy_staff', self.as_user('policy_staff', plan.sudo()).action_tracking_sheet())
        self.assertEqual(len(self.book.worksheets), 1, "another unit's")

    def test_a_unit_gets_its_own_duties(self):
        above, rows = rows_of(self.of_plan('policy_staff'))
        self.assertTrue(all(self.units['policy'].name in row[2] for row in rows if row[1]))
        self.assertIn(self.units['policy'].name, [row[0] for row in above], "the head says whose duties these are")
        self.assertEqual(rows_of(self.of_plan('party_staff'))[1], [], "the Party cell has none")

    def test_the_head_names_the_plan_only_where_it_asks_for_all(self):
        """With duties of another document in the sheet each stands below the heading of what asks for it."""
        letter = self.as_user('office_staff', 'dan_van.letter').create({
            'document_type': 'TB', 'subject': "Kết luận cuộc họp", 'body': "Kết luận:", 'recipients': "Các phòng",
            'department_id': self.units['office'].id, 'given_assignment_ids': [
                Command.create({'department_id': self.units['outreach'].id, 'text': "Rà soát."})]})
        letter.action_submit()
        self.reading('head', letter).action_sign()
        self.as_user('clerk', letter).action_issue()
        duties = self.as_user('office_staff', self.first | letter.sudo().assignment_ids)
        above, rows = rows_of(self.download('office_staff', duties.action_tracking_sheet()))
        headings = [self.plan._heading(), letter.sudo()._heading()]
        self.assertFalse({row[0] for row in above} & set(headings))
        self.assertEqual([row[0] for row in rows if row[0] in headings], headings)
        above, _rows = rows_of(self.download('office_staff', self.as_user('office_staff', letter.assignment_ids).action_tracking_sheet()))
        self.assertIn(headings[1], [row[0] for row in above])

    def test_what_is_chosen_or_shown_in_the_list(self):
        duties = self.as_user('office_staff', 'dan_van.assignment')
        _above, rows = rows_of(self.download('office_staff', self.as_user('office_staff', self.first).action_tracking_sheet()))
        self.assertEqual([row[1] for row in rows if row[1]], [self.first.text])
        shown = [('health', '=', 'overdue'), ('scope', '=', 'unit')]
        action = duties.with_context(active_domain=shown).action_tracking_sheet()
        self.assertEqual(json.loads(parse_qs(urlsplit(action['url']).query)['domain'][0]), [list(leaf) for leaf in shown])
        _above, rows = rows_of(self.download('office_staff', action))
        self.assertEqual({row[list(COLUMNS).index('state')] for row in rows if row[1]}, {"Quá hạn"})
        many = duties.browse(range(1, 600))
        with self.assertRaisesRegex(UserError, "Choose 500 duties"):
            many.with_context(active_domain=shown).action_tracking_sheet()

    def test_who_is_not_of_the_agency_gets_nothing(self):
        self.authenticate(None, None)
        self.assertNotEqual(self.url_open('/dan_van/tracking.xlsx').content[:2], b'PK')
        self.authenticate(self.users['clerk'].login, 'danvan')
        for domain in ('x', '1', '{}', '[["text"]]'):
            self.assertEqual(self.url_open(f'/dan_van/tracking.xlsx?domain={domain}').status_code, 400)


class TestTrackingSheetQueries(QueryCase):

    def test_a_long_sheet_costs_as_many_queries_as_a_short_one(self):
        def plan(size):
            return self.to_state(self.new_plan(duties=['outreach'] * size), 'issued').sudo()
        self.assertFlat(plan, lambda each: self.as_user('office_staff', 'dan_van.tracking.sheet')._write_sheet(
            io.BytesIO(), [('plan_id', '=', each.id)]), large=100)
