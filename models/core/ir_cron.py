import logging

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import split_every

_logger = logging.getLogger(__name__)


class IrActionsServer(models.Model):
    """Odoo lets whoever has a login run an action that names no records and no groups: it asks the superuser whether he may."""

    _inherit = 'ir.actions.server'

    def _can_execute_action_on_records(self, records):
        """As in Odoo, in the rights of who asks.

        :raise AccessError: a scheduled action of this addon is started by somebody else than its schedule and the system administrator,
            or an action on our records by somebody who changes none
        """
        user = self.env.user
        if not user._is_superuser() and not user.has_group('base.group_system'):
            if self.usage == 'ir_cron' and any(name.startswith('dan_van.') for name in self._get_external_ids()[self.id]):
                raise AccessError(self.env._("“%s” runs by itself at its time; the system administrator starts it by hand.", self.name))
            if not self.group_ids and records._is_of_dan_van():
                records.browse().check_access('write')
        return super()._can_execute_action_on_records(records)


class IrCron(models.Model):
    """Crons of this addon go on where one record fails, and tell the administrators of it."""

    _inherit = 'ir.cron'

    def _callback(self, cron_name, server_action_id):
        """As in Odoo; what our scheduled actions write into a log is read by officials, so they write Vietnamese where it is there."""
        if self.model_id.model.startswith('dan_van.') and self.env['res.lang']._get_data(code='vi_VN'):
            self = self.with_context(lang='vi_VN')  # noqa: PLW0642
        return super()._callback(cron_name, server_action_id)

    @api.model
    def _dan_van_in_batches(self, records, act, size=100):
        """Do ``act`` to all ``records``, commit after each batch, and leave out those that fail.

        A batch that fails is taken back and done again record by record. What fails then is logged and told to the
        administrators, once as long as they have not ticked it off. A record on which somebody is at work is left to the next
        run. It may be killed at any point: what is committed is done.

        :param records: records of one model; those deleted meanwhile are left out
        :param act: function of a batch of these records
        :param size: number of records between two commits
        :return: whether there was time for all
        """
        self._commit_progress(remaining=len(records))
        for ids in split_every(size, records.ids):
            failed = {}
            batch = records.browse(ids)
            if self._dan_van_attempt(batch, act):
                for record in batch.exists():
                    if error := self._dan_van_attempt(record, act):
                        failed[record] = error
            self._dan_van_tell_failed(failed)
            if not self._commit_progress(len(ids)):
                return False
        return True

    @api.model
    def _dan_van_attempt(self, batch, act):
        """:return: the error for which ``act`` was taken back, or ``None``"""
        try:
            with self.env.cr.savepoint():
                act(batch)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others go on
            return error
        return None

    @api.model
    def _dan_van_tell_failed(self, failed):
        """:param failed: ``{record: error}``"""
        for record, error in failed.items():
            if isinstance(error, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
                _logger.info("%s is in use, it is left to the next run", record)
                continue
            _logger.error("%s was left out by a scheduled action", record, exc_info=error)
            self._dan_van_tell_administrators(record, error)

    @api.model
    def _dan_van_tell_administrators(self, record, error):
        company = record['company_id'] if 'company_id' in record._fields else self.env['res.company']
        admins = self.env.ref('dan_van.group_admin').all_user_ids.filtered(
            lambda user: not company or company in user.company_ids)
        Activity = self.env['mail.activity'].with_context(mail_activity_quick_update=True)
        told = {(activity.user_id, activity.summary) for activity in Activity.search([
            ('user_id', 'in', admins.ids), ('res_model', '=', False)])}
        for admin in admins:
            spoken = self.with_context(lang=admin.lang)
            # Only what this addon or Odoo says to users: other errors may quote what a record says of people.
            reason = str(error) if isinstance(error, UserError) else spoken.env._("%s; see the log.", type(error).__name__)
            summary = spoken.env._(
                "Left out every night: %(record)s (%(model)s, %(id)s). %(reason)s",
                record=record.display_name, model=record._description, id=record.id, reason=reason)
            if (admin, summary) not in told:
                Activity.create({
                    'user_id': admin.id, 'summary': summary, 'automated': True,
                    'activity_type_id': self.env.ref('mail.mail_activity_data_warning').id})
