from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .mail_message import WRITING, Forgotten
from .ours import DMS_MODELS

# What is no matter of whoever calls: a message is of the one who writes it, and of the moment in which he does.
_NOT_GIVEN = frozenset({
    'author_guest_id', 'author_id', 'create_date', 'date', 'email_from', 'incoming_email_cc', 'incoming_email_to',
    'is_internal', 'message_id', 'outgoing_email_to', 'reply_to', 'tracking_value_ids'})


def spoken(records):
    """:return: ``records`` in the language that is asked for, or else in the user's: what is told is kept, and others read it"""
    return records.with_context(lang=records.env.lang or records.env.user.lang)


class MailThread(models.AbstractModel):
    """Messages about records of this addon: written in the own name, sent to nobody who may not read the record.

    How they stay as they were written, see mail_message.
    """

    _inherit = 'mail.thread'

    def unlink(self):
        """Delete the records; their messages go with them."""
        if self._name in DMS_MODELS or self.env['mail.message']._is_kept(self._name):
            self = self.with_context(dan_van_story=Forgotten(self._name, frozenset(self._ids)))  # noqa: PLW0642
        return super(MailThread, self).unlink()

    # In the own name

    def message_post(self, **kwargs):
        """Post a comment of the current user, whatever else a client says of its author, kind and time.

        :raise UserError: it is meant for somebody who may not read the record
        """
        if self._is_told_by_client(self._name):
            kwargs = {**self._own(kwargs), 'message_type': 'comment'}
            self._check_readers(kwargs.get('partner_ids'))
        return super().message_post(**kwargs)

    def message_notify(self, **kwargs):
        """Send a notice of the current user, whatever else a client says of its author.

        :raise AccessError: he may not read the record himself
        :raise UserError: it is meant for somebody who may not read the record
        """
        record = self or self._named_record(kwargs.get('model'), kwargs.get('res_id'))
        if record and self._is_told_by_client(record._name):
            kwargs = self._own(kwargs)
            record.check_access('read')
            record._check_readers(kwargs.get('partner_ids'))
        return super().message_notify(**kwargs)

    def _telling(self):
        """:return: these records, for code that says itself what kind of message it writes"""
        return self.with_context(dan_van_story=WRITING)

    @api.model
    def _is_told_by_client(self, model):
        return self.env['mail.message']._is_kept(model) and self.env.context.get('dan_van_story') is not WRITING

    @api.model
    def _own(self, values):
        return {name: value for name, value in values.items() if name not in _NOT_GIVEN}

    @api.model
    def _named_record(self, model, res_id):
        return self.env[model].browse(res_id) if res_id and isinstance(model, str) and model in self.env else None

    def _message_create(self, values_list):
        # Private: all that posts, notes or tracks ends here, and has said who writes.
        before = self.env.context.get('dan_van_story')
        return super(MailThread, self._telling())._message_create(values_list).with_context(dan_van_story=before)

    def _creation_message(self):
        """Tell in one language that a record was made: where none is asked for, Odoo writes the words in the user's, and the name of the
        kind in English."""
        return super(MailThread, spoken(self))._creation_message()

    def _check_can_update_message_content(self, messages):
        """Refuse the chatter's edit and delete with a sentence; writing the message would refuse it too."""
        if kept := messages._kept():
            kept._refuse()
        return super()._check_can_update_message_content(messages)

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Let nobody delete messages and other people's activities: who may write the record need not unmake its story."""
        if message_operation == 'unlink' and self.env['mail.message']._is_kept(self._name):
            return {}
        return super()._mail_get_operation_for_mail_message_operation(message_operation)

    def _routing_check_route(self, message, message_dict, route, raise_exception=True):
        """Send an e-mail to a record of this addon back: whoever writes one can put any name into its “From”."""
        if not self.env['mail.message']._is_kept(route[0]):
            return super()._routing_check_route(message, message_dict, route, raise_exception)
        self._routing_create_bounce_email(message_dict['email_from'], Markup('<p>%s</p>') % self.env._(
            "Your e-mail has not been recorded: the name of the sender of an e-mail proves nothing, so records of this kind "
            "take none. Sign in, open the record and write your comment there."), message)
        return False

    def _notify_thread_with_out_of_office(self, message, recipients_data, msg_vals=False, **kwargs):
        """Put no answer into the story in the name of somebody who is absent: it is posted by who wrote to him."""
        if self.env['mail.message']._is_kept(self._name):
            return self.env['mail.message']
        return super()._notify_thread_with_out_of_office(message, recipients_data, msg_vals=msg_vals, **kwargs)

    # To nobody who may not read the record

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Have only those follow a record who may read it.

        :raise UserError: somebody else is to follow
        """
        if self.env['mail.message']._is_kept(self._name) and (others := self._partners(partner_ids) - self.env.user.partner_id):
            self.check_access('write')
            self._check_readers(others.ids)
        return super().message_subscribe(partner_ids, subtype_ids)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Send messages only to people with a login who may read the record now, whoever follows it from earlier days."""
        found = super()._notify_get_recipients(message, msg_vals, **kwargs)
        # sudo: which record the message is about.
        record = self or self._named_record(*(message.sudo()[name] for name in ('model', 'res_id')))
        if not found or not record or not self.env['mail.message']._is_kept(record._name):
            return found
        readers = set(record._readers(self.env['res.users'].browse(data['uid'] for data in found if data['uid']))._ids)
        return [data for data in found if data['uid'] in readers]

    def _readers(self, users):
        """:return: those of ``users`` who may read all of these records now, in any of their agencies

        One query for all users whose rights the server knows already.
        """
        found = []
        users.sudo().mapped('company_ids.active')  # sudo: read for all at once, the rules ask for each
        for user in users:
            theirs = self.with_user(user).with_context(allowed_company_ids=[], active_test=False)
            if theirs.browse().has_access('read'):
                found.append(SQL("SELECT %s, COUNT(*) FROM (%s) AS readable", user.id, theirs._search(
                    [('id', 'in', self.ids)]).select()))
        counts = dict(self.env.execute_query(SQL(" UNION ALL ").join(found))) if found else {}
        return users.filtered(lambda user: counts.get(user.id) == len(self))

    @api.model
    def _partners(self, ids):
        """
        :param ids: numbers of partners, as a client sends them
        :return: these partners
        :raise UserError: they are no numbers
        """
        if not isinstance(ids or [], (list, tuple, set)) or any(type(id_) is not int for id_ in ids or ()):
            raise UserError(self.env._("People are named by their numbers, as “%s” are not: choose them from the list.", ids))
        return self.env['res.partner'].browse(ids or ())

    def _check_readers(self, partner_ids):
        # sudo: whether somebody has a login is asked, not what his file says.
        partners = self._partners(partner_ids).sudo()
        readers = self._readers(partners.user_ids)
        for partner in partners:
            if not partner.user_ids & readers:
                known = partner.sudo(False)
                raise UserError(self.env._(
                    "%(person)s may not read “%(record)s”, so nothing about it can go there. Leave the name out, or first see "
                    "to it that this person may read it.",
                    person=known.name if known.exists() and known.has_access('read') else self.env._("Somebody whom you may not see"),
                    record=self[:1].display_name))
