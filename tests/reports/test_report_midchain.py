from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from ..common import ReportCase

NAME = "Tháng 2 năm 2022"


class TestMidChain(ReportCase):
    """The administrator changes people, units and settings while reports are under way: nothing is lost or stuck."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.report_plan(schemes=['month'], duties=['outreach', 'policy'])
        cls.outreach = cls.units['outreach']
        with cls.at(cls, '2022-02-14 01:00:00'):
            cls.period = cls.plan.period_ids.filtered(lambda period: period.name == NAME)
            cls.as_user('office_staff', cls.period).action_open()
        cls.report = cls.report_of(cls.period, 'outreach')
        cls.new_head = new_test_user(
            cls.env, 'truongphong.moi', 'base.group_user,dan_van.group_unit_head', company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)])
        cls.users['new_head'] = cls.new_head

    def submitted(self, moment='2022-02-15 01:00:00'):
        report = self.as_user('outreach_staff', self.report)
        report.line_ids.text = "Đã thực hiện."
        with self.at(moment):
            report.action_submit()
        return self.report

    def by_admin(self, records, **values):
        """Change units, or what all agencies share, as those do who keep it."""
        (self.as_user('admin', records) if records._name == 'hr.department' else records.sudo()).write(values)
        self.env.flush_all()
        self.env.invalidate_all()

    def assertTurn(self, *names, report=None):
        """Exactly the users called ``names`` have the report in their inbox, each once."""
        activities = (report or self.report).sudo().activity_ids
        self.assertEqual(sorted(activities.user_id.mapped('login')), sorted(self.users[name].login for name in names))
        self.assertEqual(len(activities), len(names), "one activity each")

    def assertRefused(self, user, action, report=None, message=None):
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            getattr(self.as_user(user, self.report if report is None else report), action)()
        if message:
            self.assertIn(message, str(caught.exception))

    def finish(self, head='outreach_head'):
        """Take the report to the end of the chain and into the agency's report."""
        self.reading(head, self.report).action_approve()
        self.reading('office_staff', self.report).action_receive()
        self.as_user('office_staff', self.period).action_consolidate()
        self.assertEqual(self.report.state, 'received')
        self.assertIn(self.report, self.period.agency_report_id.source_ids)
        self.assertTurn()

    # Heads

    def test_another_head_while_it_is_submitted(self):
        """The new head finds it in the inbox; the old one approves no more, and the log says to whom it was sent."""
        self.submitted()
        self.assertTurn('outreach_head')
        self.by_admin(self.outreach, member_user_ids=[Command.link(self.new_head.id)], head_user_id=self.new_head.id)
        self.assertTurn('new_head')
        self.assertFalse(self.as_user('outreach_head', self.report).allowed_transitions)
        self.assertRefused('outreach_head', 'action_approve')
        self.assertEqual(self.report.head_id, self.users['outreach_head'], "submitted to whom it was")
        self.finish('new_head')
        self.assertEqual((self.report.head_id, self.report.approver_id), (self.users['outreach_head'], self.new_head))

    def test_no_head_any_more(self):
        """Nothing new is submitted; what was submitted goes to the office, which can return it."""
        self.submitted()
        self.by_admin(self.outreach, head_user_id=False)
        self.assertTurn('office_head')
        self.assertRefused('outreach_head', 'action_approve')
        self.as_user('office_staff', self.report).action_return("Phòng chưa có trưởng phòng.")
        self.assertTurn('outreach_staff')
        self.assertRefused('outreach_staff', 'action_submit', message="has no head")
        self.by_admin(self.outreach, head_user_id=self.users['outreach_head'].id)
        self.as_user('outreach_staff', self.report).action_submit()
        self.finish()

    def test_a_delegation_begins_and_ends_with_the_day(self):
        self.submitted()
        self.by_admin(
            self.outreach, member_user_ids=[Command.link(self.new_head.id)], deputy_user_id=self.new_head.id,
            delegation_from='2022-02-17', delegation_to='2022-02-18')
        for day, holder in [('16', 'outreach_head'), ('17', 'new_head'), ('18', 'new_head'), ('19', 'outreach_head')]:
            self.cron(f'2022-02-{day}')
            with self.subTest(day=day):
                self.assertTurn(holder)
        with self.at('2022-02-19 02:00:00'):
            self.assertRefused('new_head', 'action_approve')
        with self.at('2022-02-18 02:00:00'):
            self.as_user('new_head', self.report).action_approve()
        self.assertRecordValues(self.report.approval_ids[0], [{
            'step': 'approve', 'user_id': self.new_head.id, 'on_behalf_id': self.users['outreach_head'].id}])

    # Users

    def test_the_writer_leaves(self):
        """A draft of somebody who is archived lies on the desk of the head; who is named on a report is not deleted."""
        self.as_user('admin', self.outreach).member_user_ids += self.new_head
        self.report.writer_id = self.new_head
        self.report._hand_over()
        self.assertTurn('new_head')
        with self.assertRaisesRegex(UserError, "Archive it"), self.env.cr.savepoint():
            self.new_head.unlink()
        self.new_head.action_archive()
        self.env.invalidate_all()
        self.assertTurn('outreach_head')
        self.submitted()
        self.finish()

    def test_the_head_is_archived_while_it_is_submitted(self):
        self.submitted()
        self.users['outreach_head'].action_archive()
        self.env.invalidate_all()
        self.assertTurn('office_head')
        self.assertIn('return', self.as_user('office_staff', self.report).allowed_transitions)
        self.assertEqual(self.report.head_id, self.users['outreach_head'])

    def test_who_stands_in_the_log_is_not_deleted(self):
        self.submitted()
        with self.assertRaisesRegex(UserError, "Archive"), self.env.cr.savepoint():
            self.users['outreach_staff'].unlink()
        self.users['outreach_staff'].action_archive()
        self.assertTurn('outreach_head')
        self.finish()

    def test_who_leaves_the_unit_sees_its_reports_no_more(self):
        staff = self.users['outreach_staff']
        self.assertTrue(self.as_user('outreach_staff', self.report).has_access('write'))
        self.by_admin(self.outreach, member_user_ids=[Command.unlink(staff.id)])
        report = self.as_user('outreach_staff', self.report)
        self.assertFalse(report.has_access('read'))
        self.assertFalse(report.search([('period_id', '=', self.period.id)]))
        self.assertFalse(self.as_user('outreach_staff', 'dan_van.report.line').search([('report_id', '=', report.id)]))
        with self.assertRaises(AccessError):
            report.action_submit()

    def test_the_submitter_leaves_the_unit(self):
        """What is returned goes to the head, who is there."""
        self.submitted()
        self.by_admin(self.outreach, member_user_ids=[Command.unlink(self.users['outreach_staff'].id)])
        self.as_user('outreach_head', self.report).action_return("Bổ sung số liệu.")
        self.assertTurn('outreach_head')
        self.as_user('outreach_head', self.report).action_submit()
        self.finish()

    # Units

    def test_an_archived_unit_comes_to_an_end(self):
        """Its report goes on to the agency's; the next period knows the unit no more."""
        self.submitted()
        self.by_admin(self.outreach, active=False)
        self.assertTrue(self.as_user('outreach_staff', self.report).has_access('read'))
        self.finish()
        self.assertIn(self.outreach, self.period.agency_report_id.line_ids.department_id)
        self.assertNotIn(self.outreach, self.opened(self.plan, "Tháng 3 năm 2022").report_ids.department_id)

    def test_two_units_become_one(self):
        """The members move, the old unit is archived under a new name: its report is finished by its head."""
        self.submitted()
        policy = self.units['policy']
        self.by_admin(policy, name="Phòng Tổng hợp", member_user_ids=[
            Command.link(user.id) for user in self.outreach.member_user_ids])
        self.by_admin(self.outreach, name="Phòng Tuyên truyền (cũ)", active=False)
        self.assertIn("Phòng Tuyên truyền (cũ)", self.report.display_name)
        self.finish()
        other = self.as_user('outreach_staff', self.report_of(self.period, 'policy'))
        other.line_ids.text = "Đã thực hiện."
        other.action_submit()
        self.assertTurn('policy_head', report=other)

    # Plan and settings

    def test_the_plan_is_closed_or_recalled(self):
        """Open periods come to their end, no new one begins."""
        for user, action, reason in (('office_head', 'action_close', ()), ('head', 'action_recall', ("Có sai sót.",))):
            with self.subTest(action), self.env.cr.savepoint() as savepoint:
                getattr(self.as_user(user, self.plan), action)(*reason)
                self.as_user('outreach_staff', self.report).action_draw()
                self.submitted()
                self.finish()
                self.as_user('office_staff', self.period).action_close()
                self.cron('2022-03-14')
                planned = self.plan.period_ids - self.period
                if action == 'action_recall':
                    self.assertFalse(planned, "what was planned ends with the plan")
                else:
                    self.assertEqual(set(planned.mapped('state')), {'planned'})
                    self.assertRefused('office_staff', 'action_open', planned[0], "not in force")
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_an_indicator_is_archived(self):
        """Its figures stay where they were reported and count for the agency; the next period asks for it no more."""
        indicator = self.report.figure_ids.indicator_id.filtered(lambda each: each.source == 'typed')[0]
        figure = self.as_user('outreach_staff', self.report).figure_ids.filtered(
            lambda figure: figure.indicator_id == indicator)
        figure.value = 12
        self.by_admin(indicator, active=False)
        self.as_user('outreach_staff', self.report).action_draw()
        self.submitted()
        self.assertIn('12', str(self.report._official_document().annexes))
        self.finish()
        summed = self.period.agency_report_id.figure_ids.filtered(lambda figure: figure.indicator_id == indicator)
        self.assertEqual(summed.value, 12)
        self.assertNotIn(indicator, self.opened(self.plan, "Tháng 3 năm 2022").report_ids.figure_ids.indicator_id)

    def test_a_scheme_is_archived(self):
        """What is open goes on; what is planned waits until the scheme is used again."""
        scheme = self.env.ref('dan_van.scheme_month')
        self.by_admin(scheme, active=False)
        self.submitted()
        self.finish()
        self.cron('2022-03-14')
        later = self.plan.period_ids - self.period
        self.assertEqual(set(later.mapped('state')), {'planned'})
        self.by_admin(scheme, active=True)
        self.cron('2022-03-14')
        self.assertEqual(later.filtered(lambda period: period.state == 'open').mapped('name'), ["Tháng 3 năm 2022"])
