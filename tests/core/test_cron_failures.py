from unittest.mock import patch

from freezegun import freeze_time

from odoo.tools import SQL, mute_logger
from odoo.tests import tagged

from ..common import ReportCase


@tagged('dan_van_long')
class TestCronFailures(ReportCase):
    """A cron goes on where one record fails; the administrators are told of it once."""

    def setUp(self):
        super().setUp()
        self.plan, self.broken = self.report_plan(schemes=('quarter',)), self.report_plan(schemes=('quarter',))
        self.periods = {plan: plan.period_ids.filtered(lambda each: each.index == 1) for plan in (self.plan, self.broken)}
        foreign = self.env['hr.department'].create({
            'name': "Phòng của xã khác", 'company_id': self.env['res.company'].create({'name': "Xã khác"}).id})
        # As an earlier version let it happen: a unit of another agency reports. The broken one comes first.
        broken = self.periods[self.broken]
        self.reporters = SQL.identifier(broken._fields['department_ids'].relation)
        self.env.execute_query(SQL(
            "INSERT INTO %s (dan_van_period_id, hr_department_id) VALUES (%s, %s)", self.reporters, broken.id, foreign.id))
        self.env.execute_query(SQL("UPDATE dan_van_period SET date_to = date_to - 1 WHERE id = %s", broken.id))
        self.env.invalidate_all()

    def told(self):
        return self.env['mail.activity'].search([
            ('user_id', '=', self.users['admin'].id), ('res_model', '=', False), ('summary', 'like', self.periods[self.broken].name)])

    def test_the_others_are_opened_and_the_administrators_told_once(self):
        with mute_logger('odoo.addons.dan_van.models.core.ir_cron'):
            self.cron('2022-03-15')
            self.assertEqual([period.state for period in self.periods.values()], ['open', 'planned'])
            self.assertFalse(self.periods[self.broken].report_ids, "nothing half done stays")
            told = self.told()
            self.assertEqual(len(told), 1)
            self.assertIn("company inconsistencies", told.with_context(lang='en_US').summary)
            self.cron('2022-03-16')
        self.assertEqual(self.told(), told, "once, as long as it is not ticked off")
        self.env.execute_query(SQL("DELETE FROM %s WHERE dan_van_period_id = %s", self.reporters, self.periods[self.broken].id))
        self.cron('2022-03-17')
        self.assertEqual(self.periods[self.broken].state, 'open')

    def test_logs_are_written_in_vietnamese(self):
        """Officials read what a scheduled action writes; the user who runs it has no language."""
        spoken = []
        cron = self.env.ref('dan_van.cron_open_periods')
        with (patch.object(type(self.env['dan_van.period']), '_cron_open', lambda periods: spoken.append(periods.env.lang)),
              patch.object(self.env.cr, 'commit', lambda: None)):
            cron._callback(cron.cron_name, cron.ir_actions_server_id.id)
        self.assertEqual(spoken, ['vi_VN'])

    def test_an_unforeseen_error_is_not_quoted(self):
        """It may say what stands in a record; the log has it."""
        def act(batch):
            for record in batch:
                if record == self.units['policy']:
                    raise ValueError("Nguyễn Văn Bí Mật")
                record.note = "x"

        units = self.units['policy'] | self.units['outreach']
        with (patch.object(self.env.cr, 'commit', lambda: None), freeze_time('2022-03-15 01:00:00'),
              mute_logger('odoo.addons.dan_van.models.core.ir_cron')):
            self.env['ir.cron']._dan_van_in_batches(units, act)
        self.assertIn("x", self.units['outreach'].note)
        self.assertFalse(self.units['policy'].note)
        told = self.env['mail.activity'].search([
            ('user_id', '=', self.users['admin'].id), ('res_model', '=', False), ('summary', 'like', self.units['policy'].name)])
        self.assertIn("ValueError", told.summary)
        self.assertNotIn("Bí Mật", told.summary)
