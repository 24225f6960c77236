"""Whose turn a record is."""
from freezegun import freeze_time


class Turns:
    """Asks whose turn a record is, as the inbox has it."""

    def holders(self, record):
        """:return: set of the logins of those who have an activity "your turn" on ``record``; one each"""
        activities = self.env['mail.activity'].search([
            ('res_model', '=', record._name), ('res_id', '=', record.id),
            ('activity_type_id', '=', self.env.ref('dan_van.mail_activity_turn').id)])
        self.assertEqual(len(activities), len(activities.user_id), "one activity a person")
        return set(activities.user_id.mapped('login'))

    def assertTurn(self, record, *names):
        self.env.invalidate_all()
        self.assertEqual(self.holders(record), {self.users[name].login for name in names})

    def nightly(self, day=None):
        with freeze_time(f'{day or self.env.cr.now().date()} 18:00:00'):
            self.patch(self.env.cr, 'commit', lambda: None)
            self.env['dan_van.workflow.mixin'].with_user(self.env.ref('base.user_root')).sudo()._cron_turns()
        self.env.invalidate_all()
