from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError

from .built_on import built_on
from .ours import DMS_MODELS, is_ours
from .plain_text import plain_values

# In the context only of this addon's code, as the keys of lock: a message is being written by code that says who writes what.
WRITING = object()
# What a message tells; the rest is its delivery: who has read, starred or answered it.
_TOLD = frozenset({
    'attachment_ids', 'author_guest_id', 'author_id', 'body', 'date', 'email_from', 'incoming_email_cc', 'incoming_email_to',
    'is_internal', 'mail_activity_type_id', 'message_type', 'model', 'outgoing_email_to', 'parent_id', 'partner_ids', 'res_id',
    'subject', 'subtype_id', 'tracking_value_ids'})
_TRACKED = frozenset({'field_id', 'mail_message_id', 'currency_id', *(
    f'{when}_value_{kind}' for when in ('old', 'new') for kind in ('integer', 'float', 'char', 'text', 'datetime'))})


class Forgotten(NamedTuple):
    """In the context of code that deletes these records, or what named people in them, with their messages."""

    model: str
    ids: frozenset


class MailMessage(models.Model):
    """What was said of a record of this addon stays as it was said, by whom and when, also for code that runs as superuser.

    Messages come through the record alone (``message_post`` and its kin, see mail_thread); nobody changes or deletes one. They
    go with their record, and when a petition is redacted.
    """

    _inherit = 'mail.message'

    @api.model
    def _is_kept(self, model):
        """:return: whether messages on records of ``model`` (a name) are kept: it is one of this addon, or built on one"""
        return model in self.env and self.env[model]._is_of_dan_van()

    @api.model
    def _kept_models(self):
        """:return: names of the models with messages that are kept"""
        return [name for name in built_on(self.env, 'mail.thread') if self._is_kept(name)]

    def _kept(self):
        """:return: those of these messages that nobody changes"""
        # sudo: whether it is kept is asked of messages that somebody is about to change.
        kept = self.sudo().filtered(lambda message: message.model and (
            self._is_kept(message.model) or message.model in DMS_MODELS and is_ours(message)))
        key = self.env.context.get('dan_van_story')
        if isinstance(key, Forgotten):
            kept = kept.filtered(lambda message: message.model != key.model or message.res_id not in key.ids)
        return kept.sudo(self.env.su)

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create([
            plain_values(vals, ('body', 'subject').__contains__) if self._is_kept(vals.get('model')) else vals for vals in vals_list])
        messages._check_written_by_code()
        return messages

    def write(self, vals):
        if self.env.context.get('dan_van_story') is WRITING or not (kept := self._kept()):
            result = super().write(vals)
            if {'model', 'res_id'} & vals.keys():
                self._check_written_by_code()
            return result
        told = _TOLD & vals.keys()
        if told == {'subject'} and not any(kept.mapped('subject')):
            told = frozenset()  # The e-mail of a message without a subject has the name of the record.
        if told or not self.env.su:
            kept._refuse()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_kept(self):
        if kept := self._kept():
            kept._refuse()

    def _check_written_by_code(self):
        """:raise AccessError: one of these messages has come to a record of this addon by another door than the record"""
        if self.env.context.get('dan_van_story') is not WRITING and self._kept():
            raise AccessError(self.env._(
                "A message about this record is written at the record itself, in your own name: open it and write a comment "
                "there."))

    def _refuse(self):
        raise AccessError(self.env._(
            "What was said about “%s” stays as it was said: messages are not changed or deleted. A correction is a new "
            "comment.",
            # sudo: he holds the message already.
            self[:1].sudo().record_name))


class MailScheduledMessage(models.Model):
    """A message about a record of this addon that waits for its hour stands there in the name of who wrote it, and he alone takes it
    away."""

    _inherit = 'mail.scheduled.message'

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        messages._name_author()
        return messages

    def write(self, vals):
        result = super().write(vals)
        if 'author_id' in vals:
            self._name_author()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_own(self):
        foreign = self.filtered(lambda message: message.create_uid != self.env.user and self.env['mail.message']._is_kept(message.model))
        if foreign and not self.env.su and not self.env.user.has_group('base.group_system'):
            raise AccessError(self.env._(
                "%s wrote this message and takes it away: a message of somebody else's is not yours to cancel.",
                # sudo: the name of a colleague.
                foreign[:1].sudo().create_uid.name))

    def _name_author(self):
        """Put whoever wrote these messages there as their author, whatever the request says."""
        if self.env.su:
            return
        for author, messages in self.grouped(lambda message: message.create_uid.partner_id).items():
            if foreign := messages.filtered(lambda message, author=author: (
                    message.author_id != author and self.env['mail.message']._is_kept(message.model))):
                foreign.author_id = author


class MailTrackingValue(models.Model):
    """The old and the new value in a message about a record of this addon; kept as the message is."""

    _inherit = 'mail.tracking.value'

    @api.model_create_multi
    def create(self, vals_list):
        values = super().create(vals_list)
        if self.env.context.get('dan_van_story') is not WRITING:
            values._check_not_kept()
        return values

    def write(self, vals):
        if _TRACKED & vals.keys():
            self._check_not_kept()
            result = super().write(vals)
            self._check_not_kept()
            return result
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_kept(self):
        self._check_not_kept()

    def _check_not_kept(self):
        # sudo: whether it is kept is asked of what somebody is about to change, see _kept.
        if kept := self.sudo().mail_message_id._kept():
            kept._refuse()
