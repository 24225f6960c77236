from odoo import api, models
from odoo.exceptions import UserError

from .mail_message import WRITING


class MailFollowers(models.Model):
    _inherit = 'mail.followers'

    @api.model
    def _leave_unreadable(self, users):
        """Let ``users`` follow no records of this addon any more that they may not read."""
        for user in users:
            followed = self.search([
                ('partner_id', '=', user.partner_id.id), ('res_model', 'in', self.env['mail.message']._kept_models())])
            for model, followers in followed.grouped('res_model').items():
                records = self.env[model].with_user(user).with_context(allowed_company_ids=[], active_test=False)
                readable = set(records.search([('id', 'in', followers.mapped('res_id'))])._ids)
                followers.filtered(lambda follower, readable=readable: follower.res_id not in readable).unlink()


class MailActivity(models.Model):
    _inherit = 'mail.activity'

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        activities._check_given_by_hand()
        activities._check_assigned_may_read()
        return activities

    def write(self, vals):
        self._check_not_of_step()
        result = super().write(vals)
        if {'activity_type_id', 'user_id'} & vals.keys():
            self._check_given_by_hand()
        if {'user_id', 'res_id', 'res_model', 'res_model_id'} & vals.keys():
            self._check_assigned_may_read()
        return result

    def _check_given_by_hand(self):
        """:raise UserError: a client gives somebody what only a step of a record gives: nobody could take it away again"""
        if not self.env.su and (found := self._of_step()[:1]):
            raise UserError(self.env._(
                "“%s” is given by the steps of a record, not by hand. Choose another kind of activity.",
                found.activity_type_id.name))

    def _check_assigned_may_read(self):
        """:raise UserError: a client gives an activity to somebody who may not read the record; steps know whose turn it is"""
        if self.env.su:
            return
        kept = self.env['mail.message']._is_kept
        # sudo: whose partner a user is.
        for activity in self.filtered(lambda activity: activity.res_id and kept(activity.res_model)):
            if activity.user_id != self.env.user:
                self.env[activity.res_model].browse(activity.res_id)._check_readers(activity.user_id.sudo().partner_id.ids)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_of_step(self):
        self._check_not_of_step()

    def _of_step(self):
        """:return: those that a step of a record has given somebody to do, and reminders of others"""
        turn, *reminders = (self.env.ref(f'dan_van.mail_activity_{name}') for name in ('turn', 'deadline', 'answer', 'digest'))
        return self.filtered(lambda activity: activity.activity_type_id == turn or (
            activity.activity_type_id in reminders and activity.user_id != self.env.user))

    def _check_not_of_step(self):
        """:raise UserError: a client changes or ends what a step of a record has given somebody to do, or another's reminder"""
        if not self.env.su and (found := self._of_step()[:1]):
            # sudo: the name of a colleague.
            raise UserError(self.env._(
                "“%(todo)s” is for %(user)s and ends by itself with the step that it asks for. Open “%(record)s” and do that "
                "step.", todo=found.summary or found.activity_type_id.name, user=found.user_id.sudo().name, record=found.res_name))

    @api.depends('activity_type_id', 'user_id')
    def _compute_can_write(self):
        """Offer no button for what ends by itself."""
        result = super()._compute_can_write()
        self._of_step().can_write = False
        return result

    def _action_done(self, feedback=False, attachment_ids=None):
        self._check_not_of_step()
        # Files of the activity go into the message that tells of its end, after that has been written.
        self = self.with_context(dan_van_story=WRITING)  # noqa: PLW0642
        return super(MailActivity, self)._action_done(feedback=feedback, attachment_ids=attachment_ids)


class MailNotification(models.Model):
    _inherit = 'mail.notification'

    @api.model_create_multi
    def create(self, vals_list):
        """Hand a message on only to people who may read its record: a notification lets them read it.

        :raise UserError: a client hands it on to somebody else
        """
        notifications = super().create(vals_list)
        if not self.env.su:
            for message, told in notifications.grouped('mail_message_id').items():
                if message._kept():
                    self.env[message.model].browse(message.res_id)._check_readers(told.res_partner_id.ids)
        return notifications
