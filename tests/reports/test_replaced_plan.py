from freezegun import freeze_time

from ..common import ReportCase


class TestReplacedPlan(ReportCase):
    """What is being reported when a plan is replaced is reported on under the new one, as it was begun."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.report_plan(schemes=('month',), duties=['outreach', 'policy'])
        cls.period = cls.opened(cls.plan, "Tháng 3 năm 2022").sudo()
        cls.report = cls.report_of(cls.period, 'outreach')
        cls.duty = cls.report.line_ids.assignment_id
        cls.as_user('outreach_staff', cls.report.line_ids).text = "Đã tổ chức 02 buổi."

    def replace(self, day='2022-03-16'):
        with freeze_time(f'{day} 02:00:00'):
            new = self.plan.browse(self.as_user('office_head', self.plan).action_replace()['res_id'])
            self.to_state(new.with_env(self.as_user('office_staff', new).env), 'issued')
            self.env.invalidate_all()
        return new.sudo()

    def test_a_draft_goes_on(self):
        waiting = self.report.activity_ids
        new = self.replace()
        with freeze_time('2022-03-16 03:00:00'):
            self.assertEqual((self.period.plan_id, self.report.plan_id), (new, new))
            self.assertEqual((self.report.lateness, self.report.activity_ids), ('pending', waiting))
            duty = new.assignment_ids.filtered(lambda duty: duty.continues_id == self.duty)
            line = self.report.line_ids
            self.assertEqual((line.assignment_id, line.text), (duty, "Đã tổ chức 02 buổi."))
            self.as_user('outreach_staff', self.report).action_draw()
            self.assertEqual(self.report.line_ids, line, "nothing twice")
            self.as_user('outreach_staff', self.report).action_submit()
        self.assertEqual(len(set(new.period_ids.mapped('name'))), len(new.period_ids))
        self.assertNotIn(self.period.name, self.plan.period_ids.mapped('name'))

    def test_what_has_been_issued_stays_with_its_plan(self):
        with freeze_time('2022-03-15 02:00:00'):
            for step, user in (('submit', 'outreach_staff'), ('approve', 'outreach_head'), ('receive', 'office_staff')):
                getattr(self.reading(user, self.report), f'action_{step}')()
            agency = self.period.report_ids.browse(self.as_user('office_staff', self.period).action_consolidate()['res_id'])
            for section in agency.section_ids.filtered('is_required'):
                section.sudo().text = section.text or "Nội dung."
            self.as_user('office_staff', agency).action_submit("Phòng Chính sách gửi sau.")
            self.to_state(agency, 'issued')
        self.replace('2022-03-17')
        self.assertEqual((self.period.plan_id, agency.sudo().plan_id), (self.plan, self.plan))
