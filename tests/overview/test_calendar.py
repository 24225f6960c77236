import datetime
import time
from unittest.mock import Mock, patch

import vobject

from odoo.fields import Command
from odoo.tests import BaseCase, HttpCase, tagged

from ...models.overview.deadline_feed import SCOPE
from ...rendering.calendar import Deadline, write_calendar
from ..common import ReportCase


class TestCalendarFile(BaseCase):
    """What a calendar program reads is what was meant."""

    def file(self, *deadlines):
        return write_calendar("Hạn của tôi", deadlines, datetime.datetime(2026, 1, 1, 7, tzinfo=datetime.UTC))

    def test_a_deadline_is_a_whole_day_that_takes_no_time(self):
        file = self.file(Deadline('a-1@x', datetime.date(2026, 12, 31), "Đối thoại", "Biên bản", 'https://x/odoo/a/1'))
        event = vobject.readOne(file.decode()).vevent
        self.assertEqual((event.dtstart.value, event.dtend.value), (datetime.date(2026, 12, 31), datetime.date(2027, 1, 1)))
        self.assertEqual((event.uid.value, event.transp.value, event.url.value), ('a-1@x', 'TRANSPARENT', 'https://x/odoo/a/1'))
        self.assertIn(b'DTSTAMP:20260101T070000Z\r\n', file)

    def test_text_stays_text(self):
        """Long Vietnamese lines are folded between letters; nothing in a text begins a line of its own."""
        hostile = "Tuyên truyền; phổ biến, quán triệt \\ " * 9 + "\r\nEND:VEVENT\nBEGIN:VALARM\x00\x0bATTACH:x\u2028y"
        file = self.file(Deadline('a-1@x', datetime.date(2026, 1, 1), hostile, hostile))
        self.assertLessEqual(max(map(len, file.split(b'\r\n'))), 75)
        calendar = vobject.readOne(file.decode())
        self.assertEqual([len(calendar.contents['vevent']), 'valarm' in calendar.vevent.contents], [1, False])
        for text in (calendar.vevent.summary.value, calendar.vevent.description.value):
            self.assertTrue(text.startswith("Tuyên truyền; phổ biến, quán triệt \\ Tuyên truyền;"))
            self.assertIn("\nEND:VEVENT\nBEGIN:VALARM  ATTACH:x y", text)

    def test_nothing_due_is_a_calendar_too(self):
        self.assertEqual(vobject.readOne(self.file().decode()).x_wr_calname.value, "Hạn của tôi")


@tagged('post_install', '-at_install')
class TestCalendarFeed(ReportCase, HttpCase):
    """Somebody subscribes to his deadlines; whoever has no valid address learns nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = datetime.date.today()
        plan = cls.new_plan(
            duties=['policy', 'outreach', 'policy', 'policy'], year=today.year + 1,
            scheme_ids=[Command.set(cls.env.ref('dan_van.scheme_quarter').ids)])
        cls.duty, cls.other, cls.done, cls.undated = plan.printed_assignment_ids
        (cls.duty | cls.other | cls.done).write({'deadline': today + datetime.timedelta(10)})
        cls.undated.deadline_text = "Khi có yêu cầu"
        cls.plan = cls.to_state(plan, 'issued').sudo()
        cls.as_user('policy_staff', cls.done).action_done()

    def address(self, user='policy_staff'):
        """Make an address as ``user``; return its path."""
        link = self.as_user(user, 'dan_van.calendar.link').create({})
        action = type(link).action_make.__wrapped__(link)
        return '/dan_van/calendar/' + action['context']['default_url'].rpartition('/')[2]

    def entries(self, path):
        """:return: ``{uid without the database: event}`` that a calendar program finds at ``path``"""
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers['Content-Type'], 'text/calendar; charset=utf-8')
        self.assertEqual(answer.headers['Cache-Control'], 'private, no-store')
        self.assertNotIn('session_id', answer.headers.get('Set-Cookie', ''))
        return {event.uid.value.partition('@')[0]: event for event in
                vobject.readOne(answer.content.decode()).contents.get('vevent', ())}

    def duties(self, path):
        mine = {f'dan_van.occurrence-{each.id}': duty for duty in self.plan.assignment_ids for each in duty.occurrence_ids}
        return self.plan.assignment_ids.browse([mine[uid].id for uid in self.entries(path) if uid in mine])

    def test_open_duties_of_the_own_unit_with_a_day(self):
        path = self.address()
        self.assertEqual(self.duties(path), self.duty)
        event = self.entries(path)[f'dan_van.occurrence-{self.duty.occurrence_ids.id}']
        self.assertEqual(event.dtstart.value, self.duty.deadline)
        self.assertIn(self.duty.text, event.description.value)

    def test_who_decides_on_duties_has_them(self):
        """The leader in charge of the unit; who signed the plan where none is."""
        self.assertEqual(self.duties(self.address('deputy_1')), self.duty | self.other)
        self.assertFalse(self.duties(self.address('head')))
        self.units['outreach'].dan_van_leader_id = False
        self.assertEqual(self.duties(self.address('head')), self.other)
        self.assertFalse(self.duties(self.address('inspectorate_staff')))

    def test_reports_still_to_send(self):
        """What is ahead stands there before its period opens, then the unit's report does until it is sent."""
        path = self.address()
        period = self.plan.period_ids.sorted('date_to')[0]
        self.assertEqual(self.entries(path)[f'dan_van.period-{period.id}'].dtstart.value, period.due_date)
        self.opened(self.plan, period.name)
        report = self.report_of(period, 'policy')
        entries = self.entries(path)
        self.assertNotIn(f'dan_van.period-{period.id}', entries)
        self.assertEqual(entries[f'dan_van.report-{report.id}'].dtstart.value, period.due_date)
        self.assertNotIn(f'dan_van.report-{self.report_of(period, "outreach").id}', entries)

    def test_one_address_that_can_be_withdrawn(self):
        first = self.address()
        keys = self.as_user('policy_staff', self.users['policy_staff'])._calendar_keys()
        self.assertEqual((len(keys), keys.scope), (1, SCOPE), "among the API keys of his preferences")
        second = self.address()
        self.assertEqual([self.url_open(path).status_code for path in (first, second)], [404, 200])
        self.as_user('outreach_staff', 'dan_van.calendar.link').create({}).action_withdraw()
        self.assertEqual(self.url_open(second).status_code, 200, "what another one withdraws is his own")
        link = self.as_user('policy_staff', 'dan_van.calendar.link').create({})
        self.assertTrue(link.expiration_date)
        link.action_withdraw()
        link.invalidate_recordset()
        self.assertFalse(link.expiration_date)
        self.assertEqual(self.url_open(second).status_code, 404)

    def test_no_valid_address_finds_nothing(self):
        path = self.address()
        key = path.rpartition('/')[2].removesuffix('.ics')
        user = self.users['policy_staff']
        wrong = [key[:-1] + ('0' if key[-1] != '0' else '1'), key[:8], 'x' * 40, key.upper() + '0', '0' * 1000]
        answers = [self.url_open(f'/dan_van/calendar/{each}.ics') for each in wrong]
        self.assertEqual(self.expiring('-1 day', path).status_code, 404)
        self.assertEqual(self.expiring('1 day', path).status_code, 200)
        user.group_ids = self.env.ref('base.group_user')
        answers.append(self.url_open(path))
        user.active = False
        answers.append(self.url_open(path))
        self.assertEqual({answer.status_code for answer in answers}, {404})

    def expiring(self, interval, path):
        self.env.cr.execute("UPDATE res_users_apikeys SET expiration_date = now() + %s WHERE scope = %s", [interval, SCOPE])
        return self.url_open(path)

    def test_who_leaves_the_unit_loses_its_deadlines(self):
        path = self.address()
        self.units['policy'].member_user_ids -= self.users['policy_staff']
        self.assertFalse(self.duties(path))

    def test_its_key_opens_nothing_else(self):
        key = self.address().rpartition('/')[2].removesuffix('.ics')
        self.assertFalse(self.env['res.users.apikeys']._check_credentials(scope='rpc', key=key))

    def test_who_makes_an_address_proves_who_he_is(self):
        link = self.as_user('policy_staff', 'dan_van.calendar.link').create({})
        for session, model in (({}, 'res.users.identitycheck'), ({'identity-check-last': time.time()}, link._name)):
            request = Mock(session=session, httprequest=Mock(environ={'REMOTE_ADDR': '127.0.0.1'}))
            with patch('odoo.addons.base.models.res_users.request', request):
                self.assertEqual(link.action_make()['res_model'], model)
