from odoo.exceptions import UserError
from odoo.modules.module import load_script
from odoo.tests import tagged

from ...models.core.mail_switches import QUIET
from ..common import ROOT, QueryCase, ReportCase


class CountingCase(ReportCase):
    """The outreach unit with an event in February 2022, and its report of that month."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.report_plan(schemes=['month', 'quarter'], duties=['outreach'])
        cls.talk = cls.env.ref('dan_van.event_type_tuyen_truyen')
        cls.talks, cls.listeners = cls.env.ref('dan_van.indicator_01'), cls.env.ref('dan_van.indicator_02')
        cls.event = cls.record('2022-02-10', participant_count=40)
        cls.february = cls.opened(cls.plan, "Tháng 2 năm 2022")
        cls.report = cls.report_of(cls.february, 'outreach')

    @classmethod
    def record(cls, date, **values):
        return cls.as_user('outreach_staff', 'dan_van.event').create({'type_id': cls.talk.id, 'date': date, **values})

    def submit(self, report=None):
        report = report or self.report
        report.line_ids.text = "Đã họp."
        self.as_user('outreach_staff', report).action_submit()

    def receive(self, report=None):
        report = report or self.report
        self.submit(report)
        self.reading('outreach_head', report).action_approve()
        self.reading('office_staff', report).action_receive()

    def give_back(self, report=None):
        self.as_user('office_staff', report or self.report).action_return("Xem lại.")

    def consolidated(self):
        return self.env['dan_van.report'].browse(self.as_user('office_staff', self.february).action_consolidate()['res_id'])

    def issue(self, agency):
        self.as_user('office_staff', agency).action_submit("Các đơn vị khác gửi sau.")
        for user, step in (('head', 'sign'), ('clerk', 'issue')):
            getattr(self.as_user(user, agency), f'action_{step}')()

    def figure(self, report, indicator=None):
        return report.figure_ids.filtered(lambda figure: figure.indicator_id == (indicator or self.listeners))

    def shown(self, report, user='outreach_staff'):
        """:return: what the form of ``report`` shows to ``user`` when it is opened"""
        self.env.invalidate_all()
        [values] = self.as_user(user, report).web_read({
            'later_changes': {}, 'figure_ids': {'fields': {'indicator_id': {}, 'value': {}, 'adjustment_note': {}}}})
        return values

    def shown_value(self, report, user='outreach_staff'):
        return next(each['value'] for each in self.shown(report, user)['figure_ids'] if each['indicator_id'] == self.listeners.id)

    def behind(self, figure, user='outreach_staff'):
        action = self.as_user(user, figure).action_open_records()
        return self.as_user(user, action['res_model']).search(action['domain'])


class TestCounted(CountingCase):
    """Figures follow the records until the report is submitted; then it keeps the very records."""

    def test_what_is_entered_on_the_day_of_the_cut_off_is_in_the_figure(self):
        """It was not: the report was drawn in the night before."""
        last = self.record('2022-02-14', participant_count=5)
        self.submit()
        self.assertEqual((self.figure(self.report).value, self.figure(self.report, self.talks).value), (45, 2))
        self.assertEqual(self.behind(self.figure(self.report)), self.event | last)
        self.assertEqual((self.event | last).report_id, self.report)

    def test_a_draft_shows_what_is_true_when_it_is_opened(self):
        self.assertEqual(self.shown_value(self.report), 40)
        late = self.record('2022-02-14', participant_count=5)
        self.assertEqual(self.shown_value(self.report), 45)
        self.assertEqual(self.behind(self.figure(self.report)), self.event | late)
        late.unlink()
        self.assertEqual(self.shown_value(self.report), 40)

    def test_a_correction_stays_and_is_shown_as_one(self):
        self.as_user('outreach_staff', self.figure(self.report)).write({'value': 42, 'reason': "Ghi thiếu."})
        self.record('2022-02-14', participant_count=5)
        self.submit()
        figure = self.figure(self.report)
        self.assertEqual((figure.value, figure.drawn_value, figure.is_corrected), (42, 45, True))

    def test_only_who_may_write_a_draft_has_it_drawn(self):
        self.record('2022-02-14', participant_count=5)
        self.assertEqual(self.shown_value(self.report, 'office_staff'), 40)
        self.as_user('office_staff', self.february).action_close()
        self.assertEqual(self.shown_value(self.report), 40, "nobody writes it any more")

    def test_what_was_not_counted_is_not_locked(self):
        """An event of a type that no figure counts, too: it is locked because it was counted, not because of its day."""
        kind = self.env['dan_van.event.type'].create({'name': "Việc khác", 'company_id': self.company.id})
        other = self.record('2022-02-11', type_id=kind.id)
        self.submit()
        other.participant_count = 3
        late = self.record('2022-02-11', participant_count=7)
        late.participant_count = 8
        self.assertEqual((late.report_id, late.missed_report_id), (self.report.browse(), self.report))
        self.assertEqual(self.behind(self.figure(self.report)), self.event)
        with self.assertRaisesRegex(UserError, "is counted in the report"):
            self.event.participant_count = 41
        with self.assertRaisesRegex(UserError, "is counted in the report"):
            self.event.unlink()

    def test_a_report_that_comes_back_lets_its_records_go(self):
        late = self.env['dan_van.event']
        for number, back in enumerate((
                lambda: self.as_user('outreach_staff', self.report).action_withdraw(),
                lambda: self.as_user('outreach_head', self.report).action_return("Sai."))):
            self.submit()
            late |= self.record('2022-02-11', participant_count=1)
            back()
            self.event.participant_count = 41 + number
            self.assertFalse(self.event.report_id)
        self.submit()
        self.assertEqual(self.figure(self.report).value, 44)
        self.assertEqual(self.behind(self.figure(self.report)), self.event | late)

    def test_nobody_says_what_was_counted(self):
        figure = self.figure(self.report)
        for values in ({'figure_ids': [(4, figure.id)]}, {'figure_ids': [(6, 0, figure.ids)]}):
            with self.assertRaises(UserError):
                self.event.write(values)
            with self.assertRaises(UserError):
                self.record('2022-02-11', **values)
        self.submit()
        with self.assertRaises(UserError):
            self.event.figure_ids = False

    def test_the_agency_keeps_what_its_sources_had_counted(self):
        """Also when one of them comes back after the issue and counts something else."""
        self.receive()
        agency = self.consolidated()
        figure = self.figure(agency)
        self.assertEqual(self.behind(figure, 'office_staff'), self.event)
        self.issue(agency)
        self.give_back()
        self.event.participant_count = 50
        with self.assertRaisesRegex(UserError, "is counted in the report"):
            self.event.unlink()
        added = self.record('2022-02-12', participant_count=1)
        self.receive()
        self.assertEqual(self.behind(self.figure(self.report)), self.event | added)
        self.assertEqual((figure.value, self.behind(figure, 'office_staff')), (40, self.event))

    def test_what_the_agency_has_submitted_is_not_deleted_though_the_unit_has_it_back(self):
        self.receive()
        agency = self.consolidated()
        self.as_user('office_staff', agency).action_submit("Các đơn vị khác gửi sau.")
        self.give_back()
        with self.assertRaisesRegex(UserError, "is counted in the report"):
            self.event.unlink()
        self.assertEqual(self.behind(self.figure(agency), 'office_staff'), self.event)
        self.as_user('head', agency).action_return("Xem lại.")
        self.event.unlink()

    def test_files_of_what_was_counted_stay(self):
        file = self.as_user('outreach_staff', 'ir.attachment').create({
            'name': 'anh.jpg', 'raw': b'...', 'res_model': 'dan_van.event', 'res_id': self.event.id})
        self.submit()
        for values in ({'raw': b'A'}, {'res_model': False, 'res_id': False}):
            with self.assertRaisesRegex(UserError, "has counted"):
                file.write(values)
        with self.assertRaisesRegex(UserError, "has counted"):
            file.unlink()
        self.as_user('outreach_head', self.report).action_return("Thay ảnh.")
        file.unlink()

    def test_petitions_that_came_too_late_come_in_when_the_report_comes_back(self):
        unit = self.units['outreach']
        unit.dan_van_receives_petitions = True

        def received():
            return self.as_user('outreach_staff', 'dan_van.case').create({
                'kind_id': self.env.ref('dan_van.case_kind_kien_nghi').id, 'department_id': unit.id, 'received_date': '2022-02-11'})
        # The demo's reports of today would settle what is entered now of that year.
        self.env.cr.execute("UPDATE dan_van_report SET state = 'draft' WHERE department_id = %s", [unit.id])
        self.env.invalidate_all()
        first = received()
        self.submit()
        late = received()
        self.assertEqual([str(case.counted_date) for case in first | late], ['2022-02-11', '2022-02-15'])
        with self.assertRaisesRegex(UserError, "is counted in the report"):
            first.is_competent = False
        late.is_competent = False
        self.as_user('outreach_head', self.report).action_return("Thiếu đơn.")
        self.assertEqual(str(late.counted_date), '2022-02-11')
        self.submit()
        figure = self.report.figure_ids.filtered(lambda each: each.indicator_id.case_count == 'received')
        self.assertEqual((figure.value, self.behind(figure)), (2, first | late))
        with self.assertRaisesRegex(UserError, "is counted in the report"):
            self.as_user('outreach_head', late).action_void("Nhầm.")


@tagged('dan_van_long')
class TestLaterChanges(CountingCase):
    """What changes after a report is told where it was used, with both numbers; what is issued stays."""

    def test_an_event_entered_late(self):
        self.receive()
        agency = self.consolidated()
        self.issue(agency)
        printed = agency.sudo().pdf_sha256
        self.assertFalse(self.shown(self.report)['later_changes'])
        self.record('2022-02-11', participant_count=7)
        self.assertIn(f"{self.listeners.name}: this period 40 → 47", self.shown(self.report)['later_changes'])
        self.assertEqual((self.shown_value(self.report), self.shown_value(agency, 'office_staff')), (40, 40))
        self.assertEqual(agency.sudo().pdf_sha256, printed)
        march = self.report_of(self.opened(self.plan, "Tháng 3 năm 2022"), 'outreach')
        figure = self.figure(march)
        self.assertEqual((figure.before, figure.adjustment, figure.cumulative), (47, 7, 47))
        self.assertEqual(figure.adjustment_note, "Earlier this year: 40 reported, now 47")
        self.assertIn("điều chỉnh số liệu kỳ trước: lũy kế đã báo cáo 40, nay là 47", figure._printed_name())
        self.assertNotIn("điều chỉnh", self.figure(march, self.env.ref('dan_van.indicator_20'))._printed_name())

    def test_a_report_that_was_corrected(self):
        """It is told by those that had used it: the next one, and the agency's."""
        self.receive()
        agency = self.consolidated()
        self.issue(agency)
        march = self.report_of(self.opened(self.plan, "Tháng 3 năm 2022"), 'outreach')
        self.submit(march)
        self.assertFalse(self.shown(march)['later_changes'])
        self.give_back()
        self.event.participant_count = 45
        self.receive()
        self.assertIn(
            f"{self.listeners.name}: last period 40 → 45; earlier this year 40 → 45", self.shown(march)['later_changes'])
        self.assertIn(f"{self.listeners.name}: this period 40 → 45", self.shown(agency, 'office_staff')['later_changes'])
        self.assertEqual((self.figure(march).cumulative, self.figure(agency).value), (40, 40))

    def test_a_draft_of_the_agency_offers_to_take_it_in(self):
        self.receive()
        agency = self.consolidated()
        self.give_back()
        self.event.participant_count = 45
        self.receive()
        self.assertIn("this period 40 → 45", self.shown(agency, 'office_staff')['later_changes'])
        with self.assertRaisesRegex(UserError, "this period 40 → 45\n(.*\n)*Take in what is new first"):
            self.as_user('office_staff', agency).action_submit("Các đơn vị khác gửi sau.")
        self.as_user('office_staff', agency).action_draw()
        self.assertFalse(self.shown(agency, 'office_staff')['later_changes'])
        self.assertEqual(self.figure(agency).value, 45)

    def test_who_merely_reads_what_is_issued_is_not_told(self):
        self.receive()
        agency = self.consolidated()
        self.issue(agency)
        self.record('2022-02-11', participant_count=7)
        self.assertFalse(self.shown(agency, 'policy_staff')['later_changes'])


@tagged('dan_van_long')
class TestCountedMigration(CountingCase):

    def test_reports_that_were_submitted_before_get_what_they_had_counted(self):
        self.receive()
        agency = self.consolidated()
        self.issue(agency)
        printed = agency.sudo().pdf_sha256
        self.env.flush_all()
        relation = self.env['dan_van.event']._fields['figure_ids'].relation
        late = self.record('2022-02-12')
        self.env.flush_all()
        self.env.cr.execute("UPDATE dan_van_event SET create_date = '2100-01-01' WHERE id = %s", [late.id])
        self.env.cr.execute(f'SELECT * FROM {relation} ORDER BY 1, 2')
        kept = self.env.cr.fetchall()
        self.env.cr.execute(f'DELETE FROM {relation}')
        self.env.invalidate_all()
        self.assertFalse(self.event.report_id)
        script = load_script(str(ROOT / 'migrations' / '19.0.1.6.0' / 'end-counted.py'), 'end_counted')
        for _time in range(2):
            script.migrate(self.env.cr, '19.0.1.4.0')
            self.env.cr.execute(f'SELECT * FROM {relation} ORDER BY 1, 2')
            self.assertLessEqual(set(kept), set(self.env.cr.fetchall()))
        self.assertEqual((self.event.report_id, late.report_id), (self.report, self.report.browse()))
        self.assertEqual(self.behind(self.figure(agency), 'office_staff'), self.event)
        self.assertEqual(agency.sudo().pdf_sha256, printed)
        with self.assertRaisesRegex(UserError, "is counted in the report"):
            self.event.participant_count = 41


class TestCountedQueries(QueryCase, CountingCase):
    """Keeping, opening and telling cost the same for few and many records."""

    def recorded(self, count):
        """:return: the draft of the month, with so many events more"""
        if self.report.state != 'draft':
            self.as_user('outreach_staff', self.report).action_withdraw()
        self.as_user('outreach_staff', 'dan_van.event').with_context(tracking_disable=QUIET).create([{
            'type_id': self.talk.id, 'date': '2022-02-11', 'participant_count': number} for number in range(count)])
        self.report.line_ids.text = "Đã họp."
        return self.report

    def submitted(self, count):
        self.as_user('outreach_staff', self.recorded(count)).action_submit()
        return self.report

    def test_opening_a_draft(self):
        self.assertFlat(self.recorded, self.shown, large=100)

    def test_opening_what_was_submitted(self):
        self.assertFlat(self.submitted, self.shown, large=100)

    def test_submitting(self):
        def prepare(count):
            report = self.recorded(count)
            return lambda: self.as_user('outreach_staff', report).action_submit()
        sizes = []
        for count in (10, 10, 300):
            submit = prepare(count)
            self.env.cr.flush()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            submit()
            sizes.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(sizes[2], sizes[1])

    def test_behind_a_figure(self):
        self.assertFlat(self.submitted, lambda report: self.behind(self.figure(report)), large=100)
