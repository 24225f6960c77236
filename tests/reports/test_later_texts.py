from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .test_consolidation import ConsolidationCase

ALONE = "Các đơn vị khác gửi sau."


@tagged('dan_van_long')
class TestLaterTexts(ConsolidationCase):
    """Who signs is told that units and duties say something else since the agency's report was submitted."""

    def setUp(self):
        super().setUp()
        self.duty = self.reports['outreach'].line_ids.filtered('text').assignment_id
        self.receive('outreach')
        self.agency = self.consolidate()
        self.as_user('office_staff', self.agency).action_submit(ALONE)

    def told(self, report=None, user='head'):
        self.env.invalidate_all()
        return self.as_user(user, report or self.agency).with_context(lang='en_US').later_changes

    def correct(self, text):
        """The office gives the report of the unit back, which corrects it; it is received once more."""
        self.give_back('outreach')
        self.say('outreach', text)
        self.receive('outreach')

    def test_nothing_has_changed(self):
        self.assertFalse(self.told())
        self.give_back('outreach')
        self.receive('outreach')
        self.assertFalse(self.told(), "submitted again as it was")

    def test_the_report_of_a_unit_is_corrected(self):
        name = self.units['outreach'].name
        self.give_back('outreach')
        self.assertEqual(self.told(), f"{name}: returned since it was taken in")
        self.say('outreach', "Đã họp hai lần.")
        self.receive('outreach')
        self.assertEqual(self.told(), f"{name}: says something else than was taken in")
        self.assertEqual(self.told(user='office_staff'), self.told())
        self.assertNotIn("hai lần", self.printed(), "what is submitted stands for itself")
        form = Form(self.as_user('head', self.agency), view='dan_van.report_view_form_review')
        self.assertIn(name, form.later_changes)
        self.as_user('head', self.agency).action_return("Lấy số mới.")
        self.env.invalidate_all()
        self.assertTrue(self.as_user('office_staff', self.agency).source_changes, "and the office takes it in")
        self.as_user('office_staff', self.agency).action_draw()
        self.as_user('office_staff', self.agency).action_submit(ALONE)
        self.assertFalse(self.told())
        self.assertIn("Đã họp hai lần.", self.printed())

    def test_a_reason_is_another_one(self):
        self.correct("Đã họp, outreach.")
        self.give_back('outreach')
        line = self.reports['outreach'].line_ids.filtered('reason')[0]
        self.as_user('outreach_staff', line).write({'reason': 'postponed', 'reason_date': '2022-06-01'})
        self.receive('outreach')
        self.assertEqual(self.told(), f"{self.units['outreach'].name}: says something else than was taken in")

    def test_a_report_comes_late(self):
        self.receive('policy')
        self.assertEqual(self.told(), f"{self.units['policy'].name}: received, not taken in yet")

    def test_the_duty_itself_is_changed(self):
        staff = self.as_user('outreach_staff', self.duty)
        staff.result = "Kết quả khác."
        self.assertRegex(self.told(), f"{self.units['outreach'].name}, “.*”: changed on the duty since it was reported: result")
        staff.progress = 70
        self.assertIn("result, progress 0 % → 70 %", self.told())
        self.assertFalse(self.told(user='policy_staff', report=self.reports['policy']))
        self.as_user('head', self.agency).action_return("Lấy số mới.")
        self.assertIn("result", self.told(user='office_staff'), "the office, too, which has the unit report it")
        self.give_back('outreach')
        report = self.as_user('outreach_staff', self.reports['outreach'])
        report.action_draw()
        self.receive('outreach')
        self.consolidate()
        self.assertFalse(self.told(user='office_staff'))

    def test_evidence_is_added(self):
        file = self.as_user('outreach_staff', 'ir.attachment').create({
            'name': "anh.jpg", 'raw': b'a', 'res_model': self.duty._name, 'res_id': self.duty.id})
        self.as_user('outreach_staff', self.duty).evidence_ids = [Command.link(file.id)]
        self.assertRegex(self.told(), "since it was reported: evidence[.]")

    def test_the_head_of_the_unit_is_told(self):
        report = self.reports['policy']
        self.reading('policy_staff', report).action_submit()
        self.assertFalse(self.told(report, 'policy_head'))
        self.as_user('policy_staff', report.line_ids.filtered('text').assignment_id).result = "Đã xong."
        self.assertIn("result", self.told(report, 'policy_head'))

    def test_what_is_issued_stays_quiet(self):
        """Work goes on after the report, and the next one says so."""
        for user, step in (('head', 'sign'), ('clerk', 'issue')):
            getattr(self.reading(user, self.agency), f'action_{step}')()
        self.as_user('outreach_staff', self.duty).result = "Kết quả của kỳ sau."
        self.assertFalse(self.told())


@tagged('dan_van_long')
class TestTakenIn(ConsolidationCase):

    def test_the_office_leaves_a_line_out(self):
        """It is no change of the unit, and stays left out."""
        self.receive('outreach')
        agency = self.as_user('office_staff', self.consolidate())
        line = self.line("Đã họp, outreach.")
        for delete in (line.unlink, line.action_remove, lambda: agency.write({'line_ids': [Command.delete(line.id)]})):
            with self.assertRaisesRegex(UserError, "was taken in from the report of .* Switch “Printed” off"), \
                    self.env.cr.savepoint():
                delete()
        line.printed = False
        self.env.invalidate_all()
        self.assertFalse(agency.source_changes)
        self.consolidate()
        self.assertFalse(line.printed)
        self.assertNotIn("Đã họp, outreach.", self.printed())
        agency.action_submit(ALONE)
        self.assertFalse(agency.later_changes)
        agency.action_withdraw()
        agency.unlink()
        self.assertFalse(line.exists())
