from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import ReportCase


@tagged('dan_van_long')
class TestContents(ReportCase):
    """A duty serves contents of its own plan."""

    def setUp(self):
        super().setUp()
        self.plan, self.other = self.new_plan(duties=['outreach', None]), self.new_plan()
        self.duty = self.plan.assignment_ids[0]
        self.own, self.foreign = (
            plan.content_ids.filtered(lambda part: part.parent_id.kind == 'content') for plan in (self.plan, self.other))

    def test_a_content_of_another_plan_is_refused(self):
        self.duty.content_ids = self.own
        values = {'plan_id': self.plan.id, 'text': "Nhiệm vụ.", 'department_id': self.units['outreach'].id}
        link = [Command.link(self.foreign.id)]
        for door, act in {
                'form': lambda: self.duty.web_save({'content_ids': link}, {}),
                'new': lambda: self.duty.create({**values, 'content_ids': link}),
                'plan': lambda: self.plan.write({'assignment_ids': [Command.update(self.duty.id, {'content_ids': link})]}),
                'other side': lambda: self.foreign.write({'assignment_ids': [Command.link(self.duty.id)]}),
                'other plan': lambda: self.duty.write({'plan_id': self.other.id})}.items():
            with self.subTest(door), self.assertRaisesRegex(ValidationError, "contents of its own plan only"), self.env.cr.savepoint():
                act()
        told = self.duty.load(
            ['plan_id/.id', 'text', 'content_ids/.id'], [[str(self.plan.id), "Nhập từ tệp", str(self.foreign.id)]])
        self.assertFalse(told['ids'])
        self.assertIn("contents of its own plan only", told['messages'][0]['message'])

    def test_what_was_entered_before_stops_nothing(self):
        """Neither the issue, nor the copy that replaces the plan, nor the night that opens a period."""
        plan = self.report_plan(schemes=['month'], duties=['outreach', None])
        duties = plan.printed_assignment_ids
        self.env.flush_all()
        for duty in (*self.plan.assignment_ids, *duties):
            self.env.cr.execute(
                "INSERT INTO dan_van_assignment_content_rel (assignment_id, content_id) VALUES (%s, %s)", [duty.id, self.foreign.id])
        self.env.invalidate_all()
        self.to_state(self.plan, 'issued')
        self.assertTrue(self.plan.assignment_ids.filtered('parent_id'))
        self.assertFalse(self.plan.assignment_ids.filtered('parent_id').content_ids)
        new = plan.browse(self.as_user('office_head', plan).action_replace()['res_id'])
        self.assertEqual((len(new.printed_assignment_ids), new.printed_assignment_ids.content_ids.ids), (len(duties), []))
        self.cron('2022-02-14')
        period = plan.period_ids.filtered(lambda period: period.state == 'open')
        self.assertTrue(period.report_ids.line_ids)
        self.assertNotIn(self.foreign, period.report_ids.line_ids.content_id)
