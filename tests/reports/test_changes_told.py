from odoo.fields import Command

from ..common import ReportCase


class TestChangesTold(ReportCase):
    """What was decided on duties stands in the next report; what a unit reports to be off is proposed to the office."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.report_plan(schemes=('month',), duties=['outreach', 'outreach', 'outreach', 'policy'])
        cls.duties = cls.plan.assignment_ids.filtered(
            lambda duty: duty.department_id == cls.units['outreach']).sorted('sequence')

    def line(self, report, duty):
        return report.line_ids.filtered(lambda line: line.assignment_id == duty)

    def change(self, duties, **values):
        self.as_user('office_staff', 'dan_van.change.dialog').create({
            'assignment_ids': [Command.set(duties.ids)], 'reason': "Sắp xếp lại.", 'decision': "Quyết định số 05/QĐ-BDT",
            'decision_date': '2022-03-01', **values}).action_confirm()

    def test_the_next_report_tells_of_it_once(self):
        first, second, third = self.duties
        with self.at('2022-03-02 02:00:00'):
            self.change(first, kind='cancel')
            self.change(second, kind='hand_over', department_id=self.units['policy'].id)
            self.change(third, kind='postpone', new_deadline='2022-09-30')
        period = self.opened(self.plan, "Tháng 3 năm 2022")
        outreach, policy = (self.report_of(period, unit) for unit in ('outreach', 'policy'))
        source = "theo Quyết định số 05/QĐ-BDT ngày 01 tháng 3 năm 2022."
        self.assertEqual([self.line(outreach, duty).text for duty in self.duties], [
            f"Không thực hiện {source}", f"Chuyển {self.units['policy'].name} thực hiện {source}", f"Lùi thời hạn đến ngày 30 tháng 9 năm 2022 {source}"])
        new = second.continued_by_ids
        self.assertEqual(self.line(policy, new).text, f"Tiếp nhận từ {self.units['outreach'].name} {source}")
        self.as_user('outreach_staff', outreach).action_submit()
        later = self.opened(self.plan, "Tháng 4 năm 2022")
        self.assertEqual(self.report_of(later, 'outreach').line_ids.assignment_id, third)
        self.assertFalse(self.line(self.report_of(later, 'outreach'), third).text)
        self.assertIn(new, self.report_of(later, 'policy').line_ids.assignment_id)
        self.assertIn("Không thực hiện", self.line(outreach, first).text, "what was reported stays")

    def test_both_units_tell_that_one_got_it_too(self):
        with self.at('2022-03-02 02:00:00'):
            self.change(self.duties[0], kind='add_unit', department_id=self.units['policy'].id, new_role='coordinate')
        period, source = self.opened(self.plan, "Tháng 3 năm 2022"), "theo Quyết định số 05/QĐ-BDT ngày 01 tháng 3 năm 2022."
        self.assertEqual(
            self.line(self.report_of(period, 'outreach'), self.duties[0]).text, f"Giao thêm {self.units['policy'].name} phối hợp {source}")
        self.assertEqual(
            self.line(self.report_of(period, 'policy'), self.duties[0].child_ids).text,
            f"Được giao phối hợp cùng {self.units['outreach'].name} {source}")

    def test_what_is_decided_after_the_report_stands_in_the_next_one(self):
        """The unit has reported three days before its period is over: nothing that is decided then is lost, nor told twice."""
        first, second, third = self.duties
        period = self.opened(self.plan, "Tháng 3 năm 2022")
        report, source = self.report_of(period, 'outreach'), "theo Quyết định số 05/QĐ-BDT ngày 01 tháng 3 năm 2022."
        with self.at('2022-03-10 02:00:00'):
            self.change(third, kind='postpone', new_deadline='2022-09-30')
        with self.at('2022-03-11 02:00:00'):
            self.as_user('outreach_staff', self.line(report, first) | self.line(report, second)).reason = 'not_begun'
            self.as_user('outreach_staff', report).action_submit()
        with self.at('2022-03-12 02:00:00'):
            self.change(first, kind='cancel')
            self.change(second, kind='hand_over', department_id=self.units['policy'].id)
        self.assertFalse(self.line(report, first).text)
        self.assertIn(source, self.line(report, third).text)
        with self.at('2022-04-10 02:00:00'):
            later = self.report_of(self.opened(self.plan, "Tháng 4 năm 2022"), 'outreach')
            self.assertEqual(self.line(later, first).text, f"Không thực hiện {source}")
            self.assertIn(source, self.line(later, second).text)
            self.assertFalse(self.line(later, third).text, "told already")
            self.as_user('outreach_staff', later).action_submit()
        last = self.report_of(self.opened(self.plan, "Tháng 5 năm 2022"), 'outreach')
        self.assertEqual(last.line_ids.assignment_id, third)

    def submitted(self, report, moment):
        """Submit ``report`` at ``moment``; what has no result is not begun."""
        with self.at(moment):
            self.as_user('outreach_staff', report.line_ids.filtered(lambda line: not line.text)).reason = 'not_begun'
            self.as_user('outreach_staff', report).action_submit()

    def test_a_draft_that_nobody_submits_tells_nothing(self):
        """The report of February comes late, that of March never: what was decided in March stands in that of April."""
        first, second, third = self.duties
        february = self.report_of(self.opened(self.plan, "Tháng 2 năm 2022"), 'outreach')
        with self.at('2022-03-02 02:00:00'):
            self.change(first, kind='cancel')
            self.change(third, kind='postpone', new_deadline='2022-09-30')
        march = self.report_of(self.opened(self.plan, "Tháng 3 năm 2022"), 'outreach')
        self.assertIn("Không thực hiện", self.line(march, first).text)
        self.submitted(february, '2022-04-01 02:00:00')
        self.as_user('outreach_staff', second).result = "Đã tổ chức 02 buổi."
        march._draw()
        self.assertEqual(self.line(march, second).text, "Đã tổ chức 02 buổi.")
        self.as_user('office_staff', march.period_id).action_close()
        april = self.report_of(self.opened(self.plan, "Tháng 4 năm 2022"), 'outreach')
        self.assertIn("Không thực hiện", self.line(april, first).text or '')
        self.assertIn("Lùi thời hạn", self.line(april, third).text or '')
        self.assertEqual(self.line(april, second).text, "Đã tổ chức 02 buổi.")

    def test_a_report_that_came_back_and_stays_a_draft_tells_nothing(self):
        first = self.duties[0]
        with self.at('2022-03-02 02:00:00'):
            self.change(first, kind='cancel')
        march = self.report_of(self.opened(self.plan, "Tháng 3 năm 2022"), 'outreach')
        self.submitted(march, '2022-03-14 03:00:00')
        with self.at('2022-03-15 03:00:00'):
            self.as_user('outreach_head', march).action_return("Thiếu số liệu.")
        april = self.report_of(self.opened(self.plan, "Tháng 4 năm 2022"), 'outreach')
        self.assertIn("Không thực hiện", self.line(april, first).text or '')
        self.submitted(march, '2022-04-14 01:30:00')
        april._draw()
        self.assertFalse(self.line(april, first).text, "now it was told")

    def test_what_is_taken_back_while_an_earlier_report_is_late_is_told(self):
        first = self.duties[0]
        february = self.report_of(self.opened(self.plan, "Tháng 2 năm 2022"), 'outreach')
        with self.at('2022-03-02 02:00:00'):
            self.change(first, kind='cancel')
        march = self.report_of(self.opened(self.plan, "Tháng 3 năm 2022"), 'outreach')
        self.submitted(march, '2022-03-14 03:00:00')
        with self.at('2022-03-14 04:00:00'):
            self.undo(first)
        self.submitted(february, '2022-03-20 02:00:00')
        april = self.report_of(self.opened(self.plan, "Tháng 4 năm 2022"), 'outreach')
        self.assertIn("Tiếp tục thực hiện", self.line(april, first).text or '')

    def test_what_is_decided_before_a_duty_begins_is_told_when_it_would_have(self):
        with self.at('2022-02-05 02:00:00'):
            plan = self.new_plan(duties=['outreach'], year=2022, scheme_ids=[Command.set(self.env.ref('dan_van.scheme_month').ids)])
            plan.assignment_ids.write({'start_date': '2022-04-01', 'deadline': '2022-06-30'})
            plan = self.to_state(plan, 'issued').sudo()
        duty = plan.assignment_ids
        with self.at('2022-02-12 02:00:00'):
            self.change(duty, kind='cancel', decision_date='2022-02-11')
        february = self.report_of(self.opened(plan, "Tháng 2 năm 2022"), 'outreach')
        self.assertFalse(february.line_ids)
        self.submitted(february, '2022-02-14 02:00:00')
        april = self.report_of(self.opened(plan, "Tháng 4 năm 2022"), 'outreach')
        self.assertIn("Không thực hiện", april.line_ids.text or '')

    def undo(self, duties):
        self.as_user('office_head', duties.change_ids).action_undo("Nhầm.")
        self.env.invalidate_all()

    def test_what_is_taken_back_after_it_was_told_is_told_once_too(self):
        first, second, third = self.duties
        source = "theo Quyết định số 05/QĐ-BDT ngày 01 tháng 3 năm 2022 không còn áp dụng."
        with self.at('2022-03-02 02:00:00'):
            self.change(first, kind='cancel')
            self.change(second, kind='hand_over', department_id=self.units['policy'].id)
            self.change(third, kind='postpone', new_deadline='2022-09-30')
        new, period = second.continued_by_ids, self.opened(self.plan, "Tháng 3 năm 2022")
        with self.at('2022-03-14 03:00:00'):
            self.as_user('outreach_staff', self.report_of(period, 'outreach')).action_submit()
            policy = self.report_of(period, 'policy')
            self.as_user('policy_staff', policy.line_ids).reason = 'not_begun'
            self.as_user('policy_staff', policy).action_submit()
        with self.at('2022-03-20 02:00:00'):
            self.undo(self.duties)
        later = self.opened(self.plan, "Tháng 4 năm 2022")
        outreach, policy = (self.report_of(later, unit) for unit in ('outreach', 'policy'))
        self.assertEqual([self.line(outreach, duty).text for duty in self.duties], [
            f"Tiếp tục thực hiện: việc không thực hiện {source}",
            f"Tiếp tục thực hiện: việc chuyển {self.units['policy'].name} thực hiện {source}",
            f"Giữ thời hạn cũ: việc lùi thời hạn đến ngày 30 tháng 9 năm 2022 {source}"])
        self.assertEqual(self.line(policy, new).text, f"Việc tiếp nhận từ {self.units['outreach'].name} {source}")
        with self.at('2022-04-14 03:00:00'):
            for unit, report in (('outreach', outreach), ('policy', policy)):
                self.as_user(f'{unit}_staff', report.line_ids.filtered(lambda line: not line.text)).reason = 'not_begun'
                self.as_user(f'{unit}_staff', report).action_submit()
        last = self.opened(self.plan, "Tháng 5 năm 2022")
        self.assertFalse(''.join(filter(None, self.report_of(last, 'outreach').line_ids.mapped('text'))))
        self.assertNotIn(new, self.report_of(last, 'policy').line_ids.assignment_id)

    def test_what_is_taken_back_before_it_was_told_is_not_told(self):
        first, second, _third = self.duties
        period = self.opened(self.plan, "Tháng 3 năm 2022")
        outreach, policy = (self.report_of(period, unit) for unit in ('outreach', 'policy'))
        with self.at('2022-03-02 02:00:00'):
            self.change(first, kind='cancel')
            self.change(second, kind='hand_over', department_id=self.units['policy'].id)
        new = second.continued_by_ids
        (outreach | policy)._draw()
        self.assertTrue(self.line(policy, new))
        with self.at('2022-03-03 02:00:00'):
            self.undo(first | second)
        (outreach | policy)._draw()
        self.assertFalse(''.join(filter(None, outreach.line_ids.mapped('text'))))
        self.assertFalse(self.line(policy, new), "nobody has to say anything of it")

    def replaced(self, day='2022-03-16'):
        """:return: dan_van.plan that replaces the plan on ``day``; what has ended is not in it"""
        with self.at(f'{day} 02:00:00'):
            new = self.plan.browse(self.as_user('office_head', self.plan).action_replace()['res_id'])
            ended = self.plan.printed_assignment_ids.filtered(lambda duty: duty.ended == 'cancelled')
            self.as_user('office_staff', new.assignment_ids.filtered(lambda duty: duty.sudo().continues_id in ended)).unlink()
            self.to_state(new.with_env(self.as_user('office_staff', new).env), 'issued')
            self.env.invalidate_all()
        return new.sudo()

    def test_what_was_decided_before_the_plan_was_replaced_is_told_under_the_new_one(self):
        first, second, third = self.duties
        report, source = self.report_of(self.opened(self.plan, "Tháng 3 năm 2022"), 'outreach'), (
            "theo Quyết định số 05/QĐ-BDT ngày 01 tháng 3 năm 2022.")
        with self.at('2022-03-14 03:00:00'):
            self.as_user('outreach_staff', report.line_ids).reason = 'not_begun'
            self.as_user('outreach_staff', report).action_submit()
        with self.at('2022-03-15 02:00:00'):
            self.change(first, kind='cancel')
            self.change(second, kind='hand_over', department_id=self.units['policy'].id)
            self.change(third, kind='postpone', new_deadline='2022-09-30')
        taken = second.continued_by_ids
        plan = self.replaced()
        duties = {duty.continues_id: duty for duty in plan.assignment_ids}
        later = self.opened(plan, "Tháng 4 năm 2022")
        outreach, policy = (self.report_of(later, unit) for unit in ('outreach', 'policy'))
        self.assertEqual({line.assignment_id: line.text for line in outreach.line_ids}, {
            first: f"Không thực hiện {source}", second: f"Chuyển {self.units['policy'].name} thực hiện {source}",
            duties[third]: f"Lùi thời hạn đến ngày 30 tháng 9 năm 2022 {source}"})
        self.assertEqual(self.line(policy, duties[taken]).text, f"Tiếp nhận từ {self.units['outreach'].name} {source}")
        self.assertEqual(self.line(outreach, first).content_id.plan_id | plan, plan)
        with self.at('2022-04-14 03:00:00'):
            self.as_user('outreach_staff', outreach).action_submit()
        last = self.report_of(self.opened(plan, "Tháng 5 năm 2022"), 'outreach')
        self.assertEqual({line.assignment_id: line.text or '' for line in last.line_ids}, {duties[third]: ''})

    def test_a_draft_that_goes_over_to_the_new_plan_tells_it(self):
        first, second, _third = self.duties
        period = self.opened(self.plan, "Tháng 3 năm 2022")
        report = self.report_of(period, 'outreach')
        with self.at('2022-03-14 03:00:00'):
            self.change(first, kind='cancel')
            self.change(second, kind='hand_over', department_id=self.units['policy'].id)
        plan = self.replaced()
        self.assertEqual(period.plan_id, plan)
        report._draw()
        self.assertIn("Không thực hiện", self.line(report, first).text)
        self.assertIn("Chuyển", self.line(report, second).text)

    def test_what_a_plan_of_all_units_goes_on_with_is_not_given_to_a_unit_that_was_let_off(self):
        plan = self.report_plan(schemes=('quarter',), duties=[None], subject="Triển khai hòa giải ở cơ sở năm 2022")
        units = {duty.department_id: duty for duty in plan.assignment_ids if duty.department_id}
        with self.at('2022-03-12 02:00:00'):
            self.change(units[self.units['outreach']], kind='cancel')
            self.change(units[self.units['inspectorate']], kind='hand_over', department_id=self.units['policy'].id)
        left = units.keys() - {self.units['outreach'], self.units['inspectorate']}
        for day in ('2022-03-16', '2022-03-17'):
            self.plan = plan
            plan = self.replaced(day)
            self.assertEqual(set(plan.assignment_ids.department_id), left, day)
        report = self.report_of(self.opened(plan, "Quý II năm 2022"), 'outreach')
        self.assertIn("Không thực hiện", report.line_ids.text)
        general = plan.printed_assignment_ids
        with self.at('2022-06-01 02:00:00'):
            self.as_user('office_staff', 'dan_van.change.dialog').create({
                'assignment_ids': general.ids, 'takes_on': True, 'department_id': self.units['outreach'].id, 'reason': "Làm tiếp.",
                'decision': "Quyết định số 06/QĐ-BDT", 'decision_date': '2022-05-31'}).action_confirm()
        self.assertIn(self.units['outreach'], general.child_ids.department_id, "it may take it on again")
        self.plan = plan
        self.assertIn(self.units['outreach'], self.replaced('2022-06-16').assignment_ids.department_id)

    def test_a_duty_that_the_new_plan_asks_for_again_is_not_told_to_be_off(self):
        first = self.duties[0]
        with self.at('2022-03-12 02:00:00'):
            self.change(first, kind='cancel')
        with self.at('2022-03-16 02:00:00'):
            new = self.plan.browse(self.as_user('office_head', self.plan).action_replace()['res_id'])
            self.to_state(new.with_env(self.as_user('office_staff', new).env), 'issued')
            self.env.invalidate_all()
        lines = self.report_of(self.opened(new.sudo(), "Tháng 4 năm 2022"), 'outreach').line_ids
        again = lines.filtered(lambda line: line.assignment_id.continues_id == first)
        self.assertEqual((again.assignment_id.ended, again.text or ''), (False, ''))
        self.assertNotIn(first, lines.assignment_id)

    def test_what_a_unit_reports_to_be_off_is_proposed(self):
        first, second, third = self.duties
        report = self.report_of(self.opened(self.plan, "Tháng 2 năm 2022"), 'outreach')
        with self.at('2022-02-15 02:00:00'):
            self.as_user('outreach_staff', self.line(report, first)).write({'reason': 'cancelled', 'text': "Trùng với kế hoạch khác."})
            self.as_user('outreach_staff', self.line(report, second)).write({'reason': 'postponed', 'reason_date': '2022-06-30'})
            self.as_user('outreach_staff', self.line(report, third)).reason = 'not_begun'
            self.as_user('outreach_staff', report).action_submit()
            self.as_user('outreach_head', report).action_approve()
            self.assertFalse(self.duties.change_ids)
            self.as_user('office_staff', report).action_receive()
            changes = self.duties.change_ids.sorted('id')
            self.assertEqual([(change.kind, change.state, change.reason, change.new_deadline and str(change.new_deadline)) for change in changes], [
                ('cancel', 'proposed', "Trùng với kế hoạch khác.", False), ('postpone', 'proposed', report.display_name, '2022-06-30')])
            self.assertEqual(changes.proposed_by_id, self.users['outreach_staff'])
            self.assertEqual(changes.activity_ids.user_id, self.users['office_head'])
            self.as_user('office_staff', report).action_return("Thiếu.")
            self.as_user('outreach_staff', report).action_submit()
            self.reading('outreach_head', report).action_approve()
            self.reading('office_staff', report).action_receive()
            self.assertEqual(len(self.duties.change_ids), 2, "proposed once")
