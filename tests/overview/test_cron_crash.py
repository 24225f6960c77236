from unittest.mock import patch

from freezegun import freeze_time

from ...models.overview import digest
from ...models.plans import follow_up
from ..common import AgencyCase
from ..killed import dying, killed_at_commit


class TestCronCrash(AgencyCase):
    """A cron that is killed neither doubles nor skips when it runs again; commits are those of the test cursor."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time('2022-02-07 02:00:00'):
            plan = cls.new_plan(duties=['outreach', 'policy', 'inspectorate'] * 4, year=2022)
            plan.assignment_ids.deadline = '2022-03-15'
            cls.plan = cls.to_state(plan, 'issued').with_env(cls.env)
        cls.env['mail.activity'].search([]).unlink()  # those of the demo
        cls.mails = cls.env['mail.mail'].search([]).ids

    def run_cron(self, model, method, die_at=None, committed=True):
        """Run a cron as the server does, in a cursor of its own.

        :param die_at: number of the commit at which it is killed, counted from 0
        :param committed: whether that commit has still been made
        """
        # Innermost the cursor: what was not committed goes with it when it is left by the kill.
        with (dying(self, die_at is not None), killed_at_commit(self.registry, die_at, committed=committed) as calls,
              freeze_time('2022-03-16 01:00:00'), self.enter_registry_test_mode(), self.registry.cursor() as cr):
            getattr(self.env(cr=cr, user=self.env.ref('base.user_root').id, su=True)[model], method)()
            cr.commit()  # pylint: disable=invalid-commit
        return len(calls)

    def reminders(self):
        """:return: list of (duty, user) of all reminders, in order"""
        return sorted(
            (activity.res_id, activity.user_id.id) for activity in self.env['mail.activity'].search([
                ('activity_type_id', '=', self.env.ref('dan_van.mail_activity_deadline').id),
                ('res_id', 'in', self.plan.assignment_ids.ids)]))

    def addresses(self):
        return sorted(self.env['mail.mail'].search([('id', 'not in', self.mails)]).mapped('email_to'))

    def test_follow_up(self):
        expected = sorted(
            (duty.id, duty.department_id.head_user_id.id) for duty in self.plan.assignment_ids)
        with patch.object(follow_up, 'BATCH', 5):
            self.run_cron('dan_van.assignment', '_cron_follow_up', die_at=1)
            told = self.reminders()
            self.assertEqual(len(told), 5, "the first batch is committed")
            self.run_cron('dan_van.assignment', '_cron_follow_up', die_at=1, committed=False)
            self.assertEqual(self.reminders(), told, "the batch that was not committed has left nothing")
            commits = self.run_cron('dan_van.assignment', '_cron_follow_up')
        self.assertEqual(commits, 1 + 2, "seven duties were left")
        self.assertEqual(self.reminders(), expected)
        self.run_cron('dan_van.assignment', '_cron_follow_up')
        self.assertEqual(self.reminders(), expected)

    def test_digest(self):
        heads = [self.users[name] for name in ('outreach_head', 'policy_head', 'inspectorate_head')]
        expected = sorted(user.email_formatted for user in heads)
        others = self.env['res.users'].search([]) - self.env['res.users'].union(*heads)
        others.dan_van_digest = False
        with patch.object(digest, 'BATCH', 1):
            # Batches of one user: killed in each in turn, before and after the commit, until all have their e-mail.
            while self.addresses() != expected:
                before = self.addresses()
                self.run_cron('res.users', '_cron_digest', die_at=1, committed=False)
                self.assertEqual(self.addresses(), before, "no e-mail without its commit")
                self.run_cron('res.users', '_cron_digest', die_at=1)
                self.assertEqual(len(self.addresses()), len(before) + 1, "one e-mail more")
        self.run_cron('res.users', '_cron_digest')
        self.assertEqual(self.addresses(), expected)
