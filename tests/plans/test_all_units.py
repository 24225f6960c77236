from odoo.fields import Command
from odoo.modules.module import load_script
from odoo.tests import tagged

from ..common import ROOT, ReportCase
from ..keys import unlocked


@tagged('dan_van_long')
class TestAllUnits(ReportCase):
    """A duty of all units (“Các phòng”) is that of a unit once, where the unit leads the same work or is named for it."""

    WORDS = "Tổ chức tuyên truyền, vận động Nhân dân."

    def issued(self, lead=WORDS, general=WORDS, contents=(False, False)):
        """:return: the duty of all units, of a plan in which the outreach unit leads

        :param lead: its words, as ``general`` those of the duty of all units
        :param contents: whether each of the two serves a content; of its own where one is the word “other”
        """
        plan = self.new_plan(duties=['outreach', None], year=2022)
        content = plan.content_ids.filtered(lambda part: part.parent_id.kind == 'content')
        other = content.copy({'text': "Nội dung khác.", 'plan_id': plan.id})
        duties = plan.printed_assignment_ids.sorted('sequence')
        for duty, words, served in zip(duties, (lead, general), contents):
            duty.write({'text': words, 'content_ids': [Command.set((other if served == 'other' else content).ids if served else [])]})
        duties[1].role = 'coordinate'
        self.to_state(plan, 'issued')
        return duties[1].sudo()

    def test_once(self):
        for contents in ((False, False), (True, True), (True, False), (False, True)):
            with self.subTest(contents=contents):
                units = self.issued(f" {self.WORDS.upper()} ", contents=contents).child_ids.department_id
                self.assertNotIn(self.units['outreach'], units)
                self.assertIn(self.units['policy'], units)

    def test_another_work_is_another_duty(self):
        for values in ({'lead': "Biên soạn tài liệu."}, {'contents': (True, 'other')}):
            with self.subTest(values):
                self.assertIn(self.units['outreach'], self.issued(**values).child_ids.department_id)

    def test_what_was_issued_before_is_put_right(self):
        general = self.issued()
        double = unlocked(self.env['dan_van.assignment']).create({
            'plan_id': general.plan_id.id, 'parent_id': general.id, 'printed': False, 'text': general.text, 'role': 'coordinate',
            'department_id': self.units['outreach'].id})
        self.env.flush_all()
        load_script(str(ROOT / 'migrations' / '19.0.1.7.0' / 'post-doubles.py'), 'post_doubles').migrate(self.env.cr, '19.0.1.6.0')
        self.env.invalidate_all()
        self.assertFalse(double.exists())
