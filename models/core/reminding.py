from odoo import api, models
from odoo.fields import Domain

from .built_on import built_on
from .mail_switches import QUIET


class Reminding(models.AbstractModel):
    """Reminders of a day: activities of one type, one a person and record, that pass on with who is there.

    A step or a cron sets them (``_remind``); they follow each change of people and each day (``_keep_reminders``). What
    somebody has ticked off stays so.
    """

    _name = 'dan_van.reminding'
    _description = 'Reminders of a day'

    _reminder_type = ''  # external id of the type of activity

    def _reminded_users(self):
        """:return: ``{record: res.users}``, who is to be told now of the day of each of these records"""
        raise NotImplementedError

    def _reminder_values(self, lang):
        """:return: values of the activity of this record for a reader of ``lang``: ``date_deadline`` and ``summary``"""
        raise NotImplementedError

    @api.model
    def _reminder_domain(self):
        """:return: Domain of the activities that remind of a day of one of these records"""
        return Domain('activity_type_id', '=', self.env.ref(self._reminder_type).id) & Domain('automated', '=', True)

    @api.model
    def _reminded_domain(self):
        """:return: Domain of the records of whose day somebody is reminded"""
        return Domain('activity_ids', 'any!', self._reminder_domain())

    def _remind(self, users_of):
        """
        :param users_of: ``{record: res.users}`` to be reminded
        """
        common = {
            'activity_type_id': self.env.ref(self._reminder_type).id, 'automated': True,
            'res_model_id': self.env['ir.model']._get_id(self._name)}
        # The daily e-mail tells of them, no e-mail each; who is reminded follows nothing.
        self.env['mail.activity'].with_context(mail_activity_quick_update=QUIET, mail_create_nosubscribe=QUIET, dan_van_turn=QUIET).create([
            {**common, 'res_id': record.id, 'user_id': user.id, **record._reminder_values(user.lang)}
            for record, users in users_of.items() for user in users])

    def _keep_reminders(self):
        """Let reminders pass from who is away or has left to who is told in his place, and back."""
        # sudo: reminders of others.
        records = self.sudo()
        reminders = records.env['mail.activity'].search(
            self._reminder_domain() & Domain('res_model', '=', self._name) & Domain('res_id', 'in', self.ids)).grouped('res_id')
        records = records.browse(reminders)
        passed, new = records.env['mail.activity'], {}
        for record, users in records._reminded_users().items():
            former = reminders[record.id]
            if over := former.filtered(lambda reminder, users=users: reminder.user_id not in users):
                passed |= over
                new[record] = users - former.user_id
        passed.unlink()
        records._remind(new)

    @api.model
    def _follow_reminded(self, companies):
        """Let the reminders of all models follow who is there now.

        :param companies: res.company, whose records may be concerned
        """
        for model in self._reminding_models():
            # sudo: reminders follow people and units, whoever keeps them.
            model.sudo().search(model._reminded_domain() & Domain('company_id', 'in', companies.ids))._keep_reminders()

    @api.model
    def _follow_days(self):
        """Let the reminders of all models follow what a date changes; one commit a batch, so it may be killed."""
        for model in self._reminding_models():
            self.env['ir.cron']._dan_van_in_batches(
                model.search(model._reminded_domain(), order='id'), lambda batch: batch._keep_reminders())

    @api.model
    def _reminding_models(self):
        """:return: list of the empty recordsets of all models with reminders"""
        return [self.env[name] for name in built_on(self.env, 'dan_van.reminding')]
