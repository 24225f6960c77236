import datetime

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...models.core.mail_switches import QUIET
from ...models.core.res_company import legal_today
from ..common import AgencyCase, QueryCase, ReportCase


class TestEvent(AgencyCase):
    """A unit records what it has done, quickly, and nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.talk, cls.dialogue = (
            cls.env.ref(f'dan_van.event_type_{name}') for name in ('tuyen_truyen', 'doi_thoai'))
        plan = cls.new_plan(duties=['outreach', 'policy'])
        cls.plan = cls.to_state(plan, 'issued').with_env(cls.env)
        cls.duty, cls.other_duty = cls.plan.printed_assignment_ids

    def record(self, user='outreach_staff', **values):
        return self.as_user(user, 'dan_van.event').create({'type_id': self.talk.id, **values})

    def test_today_the_own_unit_and_the_last_type_are_there_already(self):
        event = self.record(type_id=self.dialogue.id, participant_count=35)
        self.assertEqual((event.date, event.department_id), (legal_today(event), self.units['outreach']))
        self.assertEqual(event.company_id, self.company)
        Event = self.as_user('outreach_staff', 'dan_van.event')
        self.assertEqual(Event.default_get(['type_id'])['type_id'], self.dialogue.id)
        self.assertFalse(self.as_user('party_staff', 'dan_van.event').default_get(['type_id']).get('type_id'))
        self.dialogue.active = False
        self.assertFalse(Event.default_get(['type_id']).get('type_id'), "a type that is not used any more")

    def test_the_unit_that_works_comes_before_the_party_cell(self):
        """Who belongs to several units finds the one whose work is recorded."""
        self.units['party'].member_user_ids |= self.users['policy_staff']
        self.assertEqual(self.record('policy_staff').department_id, self.units['policy'])

    def test_its_name_says_what_and_when(self):
        event = self.record(place="thôn Bản Mới", date='2026-03-02')
        self.assertRegex(event.display_name, r"^Tuyên truyền, phổ biến: thôn Bản Mới \(.*2026\)$")
        event.subject = "Luật Đất đai"
        self.assertIn("Luật Đất đai", event.display_name)

    @mute_logger('odoo.sql_db')
    def test_counts_that_contradict_each_other_are_refused(self):
        for values in (
                {'participant_count': 10, 'minority_count': 11}, {'participant_count': 10, 'women_count': 11},
                {'opinion_count': 2, 'resolved_count': 3}, {'participant_count': -1}, {'document_count': -1},
                {'date': '2026-03-02', 'date_end': '2026-03-01'}):
            with self.subTest(values), self.assertRaises(CheckViolation), self.env.cr.savepoint():
                self.record(**values).flush_recordset()
        self.record(participant_count=10, minority_count=10, women_count=10, opinion_count=2, resolved_count=2)

    def test_what_is_still_to_come_is_no_event(self):
        tomorrow = legal_today(self.env['dan_van.event']) + datetime.timedelta(1)
        for values in ({'date': tomorrow}, {'date_end': tomorrow}):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, "lies in the future"):
                self.record(**values)

    def test_a_duty_of_the_own_unit_only(self):
        event = self.record(assignment_id=self.duty.id)
        self.record()
        duty = self.as_user('outreach_staff', self.duty)
        self.assertEqual(duty.event_count, 1)
        action = duty.action_open_events()
        self.assertEqual(self.as_user('outreach_staff', 'dan_van.event').search(action['domain']), event)
        self.assertEqual(action['context']['default_department_id'], self.units['outreach'].id)
        with self.assertRaisesRegex(AccessError, "may not read"):
            self.record(assignment_id=self.other_duty.id)
        with self.assertRaisesRegex(ValidationError, "another unit"):
            self.record('office_staff', assignment_id=self.other_duty.id, department_id=self.units['office'].id)

    def test_nobody_records_for_another_unit_or_hands_an_event_over(self):
        for user in ('policy_staff', 'office_staff', 'head', 'clerk', 'admin'):
            with self.subTest(user), self.assertRaises(AccessError):
                self.record(user, department_id=self.units['outreach'].id)
        event = self.record()
        with self.assertRaises(AccessError):
            event.department_id = self.units['policy']
        with self.assertRaises(AccessError):
            self.as_user('head', event).participant_count = 5

    def test_who_leads_comments_on_what_he_reads(self):
        event = self.record()
        self.as_user('head', event).message_post(body="Làm tốt.")
        with self.assertRaises(AccessError):
            self.as_user('policy_staff', event).message_post(body="Sao lại thế?")

    def test_changes_of_counts_are_seen_in_the_chatter(self):
        event = self.record(participant_count=40).with_context(tracking_disable=False)
        self.env.cr.flush()
        event.participant_count = 45
        self.env.cr.flush()
        tracked = event.message_ids.sudo().tracking_value_ids
        self.assertEqual([(each.old_value_integer, each.new_value_integer) for each in tracked], [(40, 45)])

    def test_photos_are_filed_with_the_plan_or_by_year(self):
        for duty, folders in ((self.duty, 4), (self.duty.browse(), 3)):
            event = self.record(assignment_id=duty.id)
            photo = self.as_user('outreach_staff', 'ir.attachment').create({
                'name': 'anh.jpg', 'raw': b'photo', 'res_model': event._name, 'res_id': event.id})
            file = self.env['dms.file'].search([('attachment_id', '=', photo.id)])
            self.assertEqual((file.directory_id.res_model, file.directory_id.res_id), (event._name, event.id))
            self.assertEqual(file.directory_id.parent_id.name, "Hoạt động")
            self.assertEqual(len(event._dms_paths()[event.id]), folders + 1)
            for user, finds in (('outreach_staff', True), ('head', True), ('policy_staff', False), ('admin', False)):
                with self.subTest(user):
                    found = self.as_user(user, 'dms.file').search([('id', '=', file.id)])
                    self.assertEqual(bool(found), finds)
            event.unlink()
            self.assertFalse(file.exists(), "the photo goes with its event")

    def test_types_are_the_administrators(self):
        Type = self.as_user('admin', 'dan_van.event.type')
        own = Type.create({'name': "Hội thi dân vận khéo"})
        self.assertEqual(own.company_id, self.company)
        with self.assertRaises(AccessError):
            own.company_id = self.env['res.company'].create({'name': "Cơ quan khác"})
        with self.assertRaises(AccessError):
            self.as_user('office_staff', own).name = "Khác"


class TestReportedEvent(ReportCase):
    """What a submitted report has counted is not changed behind its back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.report_plan(schemes=['month'], duties=['outreach'])
        cls.event = cls.as_user('outreach_staff', 'dan_van.event').create({
            'type_id': cls.env.ref('dan_van.event_type_tuyen_truyen').id, 'date': '2022-02-10', 'participant_count': 40})
        cls.period = cls.opened(cls.plan, "Tháng 2 năm 2022")
        cls.report = cls.report_of(cls.period, 'outreach')
        cls.report.line_ids.text = "Đã họp."

    def submit(self):
        self.as_user('outreach_staff', self.report).action_submit()

    def test_open_until_the_report_is_submitted(self):
        self.event.participant_count = 41
        self.assertFalse(self.event.report_id)
        self.submit()
        self.event.invalidate_recordset()
        self.assertEqual(self.event.report_id, self.report)
        for values in ({'participant_count': 42}, {'date': '2022-03-20'}, {'type_id': self.event.type_id.id}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "Have the report returned"):
                self.event.write(values)
        with self.assertRaises(UserError):
            self.event.unlink()
        with self.assertRaises(UserError):
            self.event.sudo().participant_count = 42
        self.event.note = "Thêm biên bản."

    def test_a_report_that_comes_back_opens_its_events(self):
        self.submit()
        self.as_user('outreach_head', self.report).action_return("Sai số người.")
        self.event.participant_count = 43
        self.assertEqual(self.event.participant_count, 43)

    def test_what_is_moved_into_what_has_been_submitted_is_not_counted(self):
        """It says so, is in no figure, and can be moved back."""
        later = self.event.copy({'date': '2022-02-15'})
        self.submit()
        later.date = '2022-02-11'
        self.env.invalidate_all()
        self.assertEqual((later.report_id, later.missed_report_id), (self.report.browse(), self.report))
        self.assertEqual((self.event.report_id, self.event.missed_report_id), (self.report, self.report.browse()))
        figure = self.report.figure_ids.filtered(lambda each: each.source == 'event_count' and each.value)
        self.assertEqual(figure.mapped('value'), [1])
        later.participant_count = 7
        later.date = '2022-02-17'
        self.assertFalse(later.missed_report_id)
        later.unlink()

    def test_another_unit_and_other_days_are_not_concerned(self):
        self.submit()
        later = self.event.copy({'date': '2022-02-15'})
        later.participant_count = 50
        theirs = self.as_user('policy_staff', 'dan_van.event').create({
            'type_id': self.event.type_id.id, 'date': '2022-02-10'})
        theirs.participant_count = 9

    def test_what_was_forgotten_is_entered_later(self):
        self.submit()
        late = self.event.copy({'date': '2022-02-11'})
        late.participant_count = 12
        self.assertEqual((late.report_id, late.missed_report_id), (self.report.browse(), self.report))
        late.unlink()

    def test_events_of_a_period(self):
        outside = self.event.copy({'date': '2022-02-15'})
        Event = self.as_user('outreach_staff', 'dan_van.event')
        for domain in (self.as_user('outreach_staff', self.period).action_open_events()['domain'],
                       [('period_id', 'in', self.period.ids)]):
            self.assertEqual(Event.search([*domain, ('id', 'in', (self.event | outside).ids)]), self.event)
        found = Event.search([('period_id', 'ilike', "Tháng 2 năm 2022"), ('id', 'in', (self.event | outside).ids)])
        self.assertEqual(found, self.event)


class TestEventQueries(QueryCase, ReportCase):
    """Lists and forms of events cost the same for few and for many."""

    def events(self, count):
        kind = self.env.ref('dan_van.event_type_tuyen_truyen')
        return self.as_user('outreach_staff', 'dan_van.event').with_context(tracking_disable=QUIET).create([{
            'type_id': kind.id, 'department_id': self.units['outreach'].id,
            'participant_count': number, 'place': f"thôn {number}"} for number in range(count)])

    def test_names_of_many_events(self):
        self.assertFlat(self.events, lambda events: self.as_user('head', events).mapped('display_name'))

    def test_what_has_counted_many_events(self):
        self.assertFlat(self.events, lambda events: events.mapped('missed_report_id') and events.mapped('report_id'))

    def test_create_many_events(self):
        self.assertFlat(lambda count: count, self.events, batches=6)

    def test_counts_on_many_duties(self):
        def duties(count):
            plan = self.to_state(self.new_plan(duties=['outreach'] * count), 'issued').sudo()
            self.events(2).assignment_id = plan.printed_assignment_ids[0]
            return self.as_user('outreach_staff', plan.printed_assignment_ids)
        self.assertFlat(duties, lambda found: found.browse(found.ids).mapped('event_count'), small=3, large=40)


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestEventTour(HttpCase):

    browser_size = '390x844'
    touch_enabled = True

    def test_an_event_is_entered_on_a_phone(self):
        self.start_tour('/odoo', 'dan_van_event_tour', login='chuyenvien.cs', timeout=120)
        event = self.env['dan_van.event'].search([('subject', '=', "Luật Đất đai"), ('participant_count', '=', 42)])
        self.assertEqual(len(event), 1)
        self.assertEqual(event.department_id, self.env.ref('dan_van.department_policy'))
        self.assertEqual((event.type_id, event.minority_count, event.place), (
            self.env.ref('dan_van.event_type_tuyen_truyen'), 30, "Nhà văn hóa thôn Bản Mới"))
