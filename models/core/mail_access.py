"""Who reads what mail keeps beside records of this addon: notifications and followers, as the record is read.

Odoo lets every member of staff read all of both, and with them the subjects of messages and who follows what.
"""
from odoo import api, models
from odoo.exceptions import MissingError
from odoo.fields import Domain

from odoo.addons.base.models.ir_attachment import condition_values

from .ours import DMS_MODELS


def _readable(env, name_field, id_field, names=None):
    """Say which rows tell of records that the current user may read, or of records that are not guarded.

    :param name_field: name of the field with the name of the model
    :param id_field: name of the field with the number of the record
    :param names: iterable of the models that the rows are of, where it is known
    :return: :class:`Domain` that SQL resolves, by no query of its own
    """
    guarded = {*env['mail.message']._kept_models(), *DMS_MODELS}
    domain = Domain(name_field, '!=', False) & Domain(name_field, 'not =like', 'dan_van.%') & Domain(
        name_field, 'not in', list(guarded))
    for name in sorted(guarded if names is None else guarded.intersection(names)):
        model = env[name].with_context(active_test=False)
        if model.has_access('read'):
            domain |= Domain(name_field, '=', name) & Domain(id_field, 'in', model._search(Domain.TRUE))
    return domain


def _told_apart(records, result, domain_of):
    """Add to the result of ``_check_access`` those of ``records`` that tell of what the user may not read.

    :param domain_of: function of superuser records that gives the domain of those that he may read
    """
    left = (records - result[0] if result else records).filtered('id')
    # sudo: what they tell of decides who reads them; the domain itself says what the user may read.
    rows = left.sudo()
    try:
        domain = domain_of(rows)
    except MissingError:
        rows = rows.exists()
        domain = domain_of(rows)
    refused = left.browse((rows - rows.browse(rows._search(Domain('id', 'in', rows.ids) & domain))).exists()._ids)
    if not refused:
        return result
    forbidden = result[0] + refused if result else refused
    return forbidden, result[1] if result else lambda: records.env['ir.rule']._make_access_error('read', refused)


class MailFollowers(models.Model):
    _inherit = 'mail.followers'

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not self.env.su and not bypass_access:
            domain = Domain(domain)
            domain &= self._dan_van_readable(condition_values(self, 'res_model', domain))
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not any(self._ids):
            return result
        return _told_apart(self, result, lambda rows: self._dan_van_readable(rows.mapped('res_model')))

    @api.model
    def _dan_van_readable(self, names=None):
        own = Domain('partner_id', '=', self.env.user.partner_id.id)
        return own | _readable(self.env, 'res_model', 'res_id', names)


class MailNotification(models.Model):
    _inherit = 'mail.notification'

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not self.env.su and not bypass_access:
            domain = Domain(domain)
            if condition_values(self, 'res_partner_id', domain) != {self.env.user.partner_id.id}:
                domain &= self._dan_van_readable(condition_values(self, 'mail_message_id', domain))
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not any(self._ids):
            return result
        return _told_apart(self, result, lambda rows: self._dan_van_readable(rows.mail_message_id.ids))

    @api.model
    def _dan_van_readable(self, messages=None):
        """:param messages: numbers of the messages, where they are known"""
        partner = self.env.user.partner_id.id
        names = None
        if messages is not None:
            # sudo: of which models they are.
            names = self.env['mail.message'].sudo().browse(messages).exists().mapped('model')
        told = Domain('message_type', '!=', 'user_notification') & _readable(self.env, 'model', 'res_id', names)
        return Domain('res_partner_id', '=', partner) | Domain('author_id', '=', partner) | Domain('mail_message_id', 'any!', told)


class MailMessage(models.Model):
    _inherit = 'mail.message'

    @api.depends_context('uid')
    def _compute_display_name(self):
        """Show the subject to nobody who may not read the message: a many2one names it in the superuser's hands."""
        result = super()._compute_display_name()
        stored = self.sudo(False).filtered('id')
        for message in (stored - stored._filtered_access('read')).with_env(self.env):
            message.display_name = False
        return result


class MailMail(models.Model):
    _inherit = 'mail.mail'

    @api.depends_context('uid')
    def _compute_display_name(self):
        """As of its message."""
        result = super()._compute_display_name()
        # sudo: of which message it is.
        messages = self.sudo().mail_message_id.sudo(False)
        hidden = set((messages - messages._filtered_access('read'))._ids)
        for mail in self:
            if mail.sudo().mail_message_id.id in hidden:  # sudo: as above
                mail.display_name = False
        return result
