from unittest.mock import patch

from freezegun import freeze_time

from odoo.fields import Command

from ...models.overview import digest
from ...models.plans import follow_up
from ..common import QueryCase
from ..keys import unlocked


class TestFollowUpQueries(QueryCase):
    """Follow-up and daily e-mail cost as many queries for a large agency as for a small one."""

    def setUp(self):
        super().setUp()
        self.env['mail.activity'].search([]).unlink()  # those of the demo
        self.env['ir.config_parameter'].sudo().set_param('dan_van.escalation_days', '1000')
        self.enterContext(patch.dict(self.units))
        self.days = [('2022-03-15', '2022-03-16'), ('2022-04-19', '2022-04-20'), ('2022-05-17', '2022-05-18')]

    def agency(self, units, duties):
        """
        Add ``units`` units, each with a head who reads e-mail, and an issued plan of ``duties`` duties.

        :return: ``(plan, day)``, the plan and the day after its deadline, far from those of other plans
        """
        names = [f'unit{len(self.units) + number}' for number in range(units)]
        heads = self.env['res.users'].with_context(no_reset_password=True).create([{
            'name': name, 'login': name, 'email': f'{name}@example.com', 'company_id': self.company.id,
            'company_ids': [Command.set(self.company.ids)],
            'group_ids': [Command.set(self.env.ref('dan_van.group_unit_head').ids)]} for name in names])
        units = self.env['hr.department'].create([{
            'name': name, 'company_id': self.company.id, 'dan_van_kind': 'division',
            'member_user_ids': [Command.set(head.ids)], 'head_user_id': head.id} for name, head in zip(names, heads)])
        self.units.update(zip(names, units))
        deadline, day = self.days.pop(0)
        with freeze_time('2022-02-07 02:00:00'):
            plan = self.new_plan(duties=[names[index % len(names)] for index in range(duties)], year=2022)
            plan.assignment_ids.deadline = deadline
            plan = unlocked(plan.sudo())
            plan.write({'state': 'issued'})  # without number and PDF, which do not matter here
            return plan, day

    def run_cron(self, model, method, day):
        """Run a cron in one batch: commits grow with the batches, queries of a batch do not."""
        with (freeze_time(f'{day} 01:00:00'), patch.object(self.env.cr, 'commit', self.env.cr.flush),
              patch.object(follow_up, 'BATCH', 10_000), patch.object(digest, 'BATCH', 10_000)):
            getattr(self.env[model], method)()

    def tell(self, prepared):
        plan, day = prepared
        self.run_cron('dan_van.assignment', '_cron_follow_up', day)
        self.assertEqual(set(plan.assignment_ids.mapped('follow_up_level')), {follow_up.OVERDUE})

    def write_digests(self, prepared):
        plan, day = prepared
        before = self.env['mail.mail'].search_count([])
        self.run_cron('res.users', '_cron_digest', day)
        self.assertEqual(
            self.env['mail.mail'].search_count([]) - before, len(plan.assignment_ids.department_id.head_user_id))
        # The next plan alone is told of the next time.
        self.env.cr.execute("UPDATE dan_van_assignment SET done_date = deadline WHERE plan_id = %s", [plan.id])

    def test_follow_up_of_many_duties(self):
        # Activities are inserted, named after their duty, and the level is written: each 100 rows at a time.
        self.assertFlat(lambda size: self.agency(5, size), self.tell, small=20, large=120, batches=3 * 3)

    def test_follow_up_of_many_units(self):
        self.assertFlat(lambda size: self.agency(size, 50), self.tell, small=5, large=25)

    def test_digest_of_many_users(self):
        self.assertFlat(lambda size: self.agency(size, 50), self.write_digests, small=5, large=25)

    def test_digest_of_many_duties(self):
        self.assertFlat(lambda size: self.agency(5, size), self.write_digests, small=20, large=120)
