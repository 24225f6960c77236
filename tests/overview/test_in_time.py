import datetime
import io
import re
from collections import Counter

import openpyxl
from lxml import etree

from odoo.tools.safe_eval import safe_eval

from ...models.plans.follow_up import DUE_SOON, ESCALATED, OVERDUE
from ...rendering.tracking import STATES
from ..common import ReportCase
from ..keys import unlocked
from ..pdf_measure import MeasuredPdf

DAY = datetime.timedelta(1)
# 23:59 of a Sunday in the country, and a minute later; 7 hours are between them and UTC.
MOMENTS = {'2022-03-20 16:59:00': datetime.date(2022, 3, 20), '2022-03-20 17:00:00': datetime.date(2022, 3, 21)}
ZONES = ('Pacific/Honolulu', 'Asia/Ho_Chi_Minh', 'Pacific/Kiritimati', False)
SOON = 7
DAYS = (-12, -11, -10, -2, -1, 0, 1, 6, 7, 8, 9)  # from the Sunday; what is due soon ends within them


class TestInTime(ReportCase):
    """Whoever asks whether something is in time, and wherever, hears the same: around midnight, on days off, from every time zone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sunday = min(MOMENTS.values())
        count = 2 * len(DAYS) + 1
        cls.plan = cls.report_plan(schemes=('month',), duties=['outreach'] * count)
        cls.duties = cls.plan.assignment_ids.sorted('sequence')
        for index, duty in enumerate(cls.duties):
            if index < 2 * len(DAYS):
                unlocked(duty).deadline = cls.sunday + DAYS[index // 2] * DAY
            if index % 2:  # every other one was done on the Sunday before, or the day after that
                unlocked(duty).write({'done_date': cls.sunday - DAY * (10 + index % 4 // 2), 'progress': 100})
        cls.env.flush_all()

    def expected(self, duty, today):
        """:return: how ``duty`` stands on ``today``, said once more and otherwise"""
        if duty.done_date:
            return 'done_late' if duty.deadline and (duty.done_date - duty.deadline).days > 0 else 'done_on_time'
        left = (duty.deadline - today).days if duty.deadline else 999
        return ('overdue' if left < 0 else 'due_soon' if left <= SOON else 'on_track')

    def filter_domain(self, model, name, user):
        """:return: domain of the filter ``name`` of the list of ``model``, as the client makes it"""
        view = self.as_user(user, model).get_view(view_type='search')['arch']
        return safe_eval(etree.fromstring(view).find(f".//filter[@name='{name}']").get('domain'), {'uid': self.users[user].id})

    def doors(self, user):
        """:return: ``{door: {duty: health}}`` or ``{door: Counter}``, what each says at this moment"""
        Duty, own = self.as_user(user, 'dan_van.assignment'), [('plan_id', '=', self.plan.id)]
        file = io.BytesIO()
        self.as_user(user, 'dan_van.tracking.sheet')._write_sheet(file, own)
        words = {state.word: key for key, state in STATES.items()}
        cells = [cell for row in openpyxl.load_workbook(file).active.iter_rows(values_only=True) for cell in row[2:]]
        keys = [key for key, _label in Duty._fields['health'].selection]
        return {
            'field': {duty.id: duty.health for duty in Duty.browse(self.duties.ids)},
            'search': {duty.id: key for key in keys for duty in Duty.search([*own, ('health', '=', key)])},
            'groups': Counter(dict(Duty._read_group(own, ['health'], ['__count']))),
            'dashboard': Counter(self.as_user(user, 'dan_van.dashboard').get_data(self.plan.id)['duties']['counts']),
            'sheet': Counter(words[cell] for cell in cells if cell in words),
        }

    def test_every_door_says_the_same_of_duties(self):
        for moment, today in MOMENTS.items():
            expected = {duty.id: self.expected(duty, today) for duty in self.duties}
            self.assertEqual(len(set(expected.values())), 5, "all of them are tried")
            for zone in ZONES:
                self.users['head'].tz = zone
                self.env.invalidate_all()
                with self.subTest(moment, zone=zone), self.at(moment):
                    for door, found in self.doors('head').items():
                        self.assertEqual(found, Counter(expected.values()) if isinstance(found, Counter) else expected, door)
                    overdue = {id_ for id_, health in expected.items() if health == 'overdue'}
                    listed = self.as_user('head', 'dan_van.assignment').search(
                        [('plan_id', '=', self.plan.id), *self.filter_domain('dan_van.assignment', 'overdue', 'head')])
                    self.assertEqual(set(listed.ids), overdue, "filter of the list")
                    self.plan.invalidate_recordset()
                    self.assertEqual(self.plan.overdue_count, len(overdue))

    def test_letters_and_reminders_say_the_same(self):
        """The reminder and its PDF name what is overdue; on the next working day each is told of its level."""
        today = max(MOMENTS.values())
        with self.at('2022-03-20 17:00:00'):
            expected = {duty: self.expected(duty, today) for duty in self.duties}
            overdue = {duty.id for duty, health in expected.items() if health == 'overdue'}
            letter = self.as_user('office_staff', 'dan_van.reminder')._write_for(self.as_user('office_staff', self.duties))
            self.assertEqual(set(letter.line_ids.assignment_id.ids), overdue)
            pdf = MeasuredPdf(self.env['ir.actions.report']._render_qweb_pdf(letter._report, letter.ids)[0])
            self.assertEqual(len(re.findall(r'chậm \d+ ngày', ' '.join(pdf.text.split()))), len(overdue))
        self.company.resource_calendar_id.tz = 'Asia/Ho_Chi_Minh'
        self.patch(self.env.cr, 'commit', lambda: None)
        root = self.env['dan_van.assignment'].with_user(self.env.ref('base.user_root')).sudo()
        with self.at('2022-03-20 16:59:00'):
            root._cron_follow_up()
            self.assertEqual(set(self.duties.mapped('follow_up_level')), {0}, "nobody is told on a Sunday")
        with self.at('2022-03-20 17:00:00'):
            root._cron_follow_up()
            told = self.env['res.users'].browse(self.users['outreach_head'].id)._digest_duties()[self.users['outreach_head']]
        levels = {duty.id: duty.follow_up_level for duty in self.duties}
        for duty, health in expected.items():
            self.assertIn(levels[duty.id], {'overdue': (OVERDUE, ESCALATED), 'due_soon': (DUE_SOON,)}.get(health, (0,)), duty.deadline)
        self.assertEqual({duty.id for duty in told}, {duty.id for duty, health in expected.items() if health in ('overdue', 'due_soon')})

    def test_every_door_says_the_same_of_reports(self):
        """Due on the 16th of March; sent before, on the day, after, not at all."""
        period = self.opened(self.plan, "Tháng 3 năm 2022")
        report = self.report_of(period, 'outreach')
        due = period.due_date
        Report, own = self.as_user('head', 'dan_van.report'), [('id', '=', report.id)]
        midnight = datetime.datetime.combine(due, datetime.time(17))  # UTC: the day after begins in the country
        keys = [key for key, _label in Report._fields['lateness'].selection]
        for sent, moment, expected in [
                (False, midnight - datetime.timedelta(minutes=1), 'pending'), (False, midnight, 'overdue'), (due, midnight, 'on_time'),
                (due + DAY, midnight, 'late'), (due - DAY, midnight, 'on_time')]:
            unlocked(report).sent_date = sent
            self.env.flush_all()
            for zone in ZONES:
                self.users['head'].tz = zone
                self.env.invalidate_all()
                with self.subTest(expected, sent=sent, zone=zone), self.at(str(moment)):
                    self.assertEqual(Report.browse(report.id).lateness, expected)
                    self.assertEqual([key for key in keys if Report.search([*own, ('lateness', '=', key)])], [expected])
                    self.assertEqual(Report._read_group(own, ['lateness'], ['__count']), [(expected, 1)])
                    data = self.as_user('head', 'dan_van.dashboard').get_data(self.plan.id, None, report.department_id.id)['reports']
                    self.assertEqual(data['counts'], {expected: 1})
                    listed = Report.search([*own, *self.filter_domain('dan_van.report', 'overdue', 'head')])
                    period.invalidate_recordset()
                    others = len(period.report_ids) - 1 if moment == midnight else 0  # nobody else has sent anything
                    self.assertEqual((len(listed), period.overdue_count - others), 2 * (int(expected == 'overdue'),))

    def test_it_is_said_in_one_place(self):
        """A model that says how it stands in time has one list of cases; no field, search or group of its own."""
        InTime = self.env.registry['dan_van.in.time']
        found = [name for name, model in self.env.registry.items() if not model._abstract and issubclass(model, InTime)]
        self.assertGreaterEqual(set(found), {'dan_van.assignment', 'dan_van.case', 'dan_van.report'})
        for name in found:
            field = self.env[name]._fields[self.env[name]._in_time]
            self.assertEqual((field.store, field.compute, field.search), (False, '_compute_in_time', '_search_in_time'))
