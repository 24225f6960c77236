import datetime
import re

from odoo.tests import BaseCase, tagged

from ...models.core.res_company import legal_date, legal_midnight, legal_time, legal_time_text
from ..common import ReportCase
from .test_quality import ROOT, files

# What makes a day of a moment, or asks for today, by the clock of the server or of the user.
ELSEWHERE = re.compile(r"""format_datetime\(|_date\.date\(\)|_on\.date\(\)|context_today\(|context_timestamp\(|Date\.today\(|date\.today\(|'today(?:'[)]| )""")
HOME = ROOT / 'models' / 'core' / 'res_company.py'


@tagged('post_install', '-at_install')
class TestLegalDay(BaseCase):
    """A day is the country's, whatever the time zone of the server or of the user."""

    def test_a_moment_before_seven_belongs_to_the_new_day(self):
        moment = datetime.datetime(2026, 6, 15, 23, 30)  # 06:30 on the 16th in the country
        self.assertEqual(legal_date(moment), datetime.date(2026, 6, 16))
        self.assertEqual(legal_time(moment), datetime.datetime(2026, 6, 16, 6, 30))
        self.assertIsNone(legal_date(False))

    def test_midnight(self):
        begin = legal_midnight(datetime.date(2026, 6, 16))
        self.assertEqual(begin, datetime.datetime(2026, 6, 15, 17))
        self.assertEqual(legal_date(begin), datetime.date(2026, 6, 16))

    def test_it_is_asked_in_one_place(self):
        """Filters of views on activities are Odoo's own and follow the user, as its clock does."""
        found = [
            f'{path.relative_to(ROOT)}: {line.strip()}' for path in (*files('models', 'wizards', 'controllers'), *files('views', suffix='.xml'))
            if path != HOME for line in path.read_text(encoding='utf-8').splitlines()
            if ELSEWHERE.search(line) and 'my_activity_date_deadline' not in line and 'context_today().year' not in line]
        self.assertFalse(found, "Use legal_today and legal_date of models/core/res_company.py")


@tagged('dan_van_long')
class TestLegalDayOfRecords(ReportCase):
    """At 01:00 in the country it is yesterday in UTC, which is the zone of users who have chosen none."""

    def test_filters(self):
        duty = self.report_plan(duties=['outreach']).assignment_ids
        away = self.env['dan_van.absence'].create({
            'user_id': self.users['outreach_staff'].id, 'company_id': self.company.id, 'date_from': '2022-02-10', 'date_to': '2022-02-13'})
        for moment, days, is_over in (('2022-02-13 16:00:00', ('2022-02-07', '2022-02-13'), False),
                                      ('2022-02-13 18:00:00', ('2022-02-14', '2022-02-20'), True)):
            for deadline in days:
                self.env.cr.execute("UPDATE dan_van_assignment SET deadline = %s WHERE id = %s", [deadline, duty.id])
                with self.subTest(moment, deadline=deadline), self.at(moment):
                    self.env.invalidate_all()
                    found = self.as_user('outreach_staff', duty).search([('id', '=', duty.id), ('is_due_this_week', '=', True)])
                    self.assertEqual((found, duty.is_due_this_week), (duty, True))
                    self.assertFalse(duty.search([('id', '=', duty.id), ('is_due_this_week', '=', False)]))
                    self.assertEqual(bool(away.search([('id', '=', away.id), ('is_over', '=', True)])), is_over)
                    self.assertEqual(away.is_over, is_over)

    def test_a_time_that_is_told(self):
        """With the hour of the country for whoever has no time zone, and with the whole year."""
        self.users['office_staff'].write({'tz': False, 'lang': 'vi_VN'})
        env = self.as_user('office_staff', 'dan_van.plan').with_context(lang='vi_VN', tz=False).env
        self.assertRegex(legal_time_text(env, datetime.datetime(2026, 6, 15, 23, 30)), r'16/06/2026 \D*06:30')

    def test_evidence_of_the_first_morning(self):
        """What is added before 07:00 on the first day of a period belongs to it."""
        self.users['office_staff'].tz = 'UTC'
        plan = self.report_plan(schemes=['month'], duties=['outreach'])
        added = self.env['ir.attachment'].create([{
            'name': name, 'raw': b'1', 'res_model': 'dan_van.assignment', 'res_id': plan.assignment_ids.id}
            for name in ("sớm", "hôm trước")])
        for file, moment in zip(added, ('2022-01-14 17:00:00', '2022-01-14 16:59:00'), strict=True):
            self.env.cr.execute("UPDATE ir_attachment SET create_date = %s WHERE id = %s", [moment, file.id])
        self.env.invalidate_all()
        report = self.report_of(self.opened(plan, "Tháng 2 năm 2022"), 'outreach')
        self.assertEqual(report.line_ids.evidence_ids, added[0])
