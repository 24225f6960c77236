"""The story of our records is told whatever a client asks: log of their making, tracked changes, followers, notices.

Odoo lets anybody switch them off by the context of a request, as it does itself for big imports.
"""
from odoo import api, models

# In the context only of this addon's code, as the keys of lock: it tells itself what is to be told, or whom.
QUIET = object()
_SWITCHES = frozenset({
    'mail_activity_automation_skip', 'mail_activity_quick_update', 'mail_auto_subscribe_no_notify', 'mail_create_nolog',
    'mail_create_nosubscribe', 'mail_notrack', 'tracking_disable'})


def told(records, model=None):
    """Return ``records`` with those switches of the context alone that code of this addon has turned.

    :param model: name of the model whose story it is, default that of ``records``; of other addons' models nothing changes
    """
    context = records.env.context
    if _SWITCHES.isdisjoint(context) or not records.env['mail.message']._is_kept(model or records._name):
        return records
    return records.with_context(**{name: False for name in _SWITCHES.intersection(context) if context[name] is not QUIET})


class MailThread(models.AbstractModel):
    _inherit = 'mail.thread'

    @api.model_create_multi
    def create(self, vals_list):
        return super(MailThread, told(self)).create(vals_list)

    def write(self, vals):
        return super(MailThread, told(self)).write(vals)

    def _compute_field_value(self, field):
        return super(MailThread, told(self))._compute_field_value(field)


class MailActivityMixin(models.AbstractModel):
    _inherit = 'mail.activity.mixin'

    def activity_search(self, act_type_xmlids='', *args, **kwargs):
        """As in Odoo, whatever a client asks to be skipped."""
        return super(MailActivityMixin, told(self)).activity_search(act_type_xmlids, *args, **kwargs)

    def activity_unlink(self, act_type_xmlids, *args, **kwargs):
        """As above."""
        return super(MailActivityMixin, told(self)).activity_unlink(act_type_xmlids, *args, **kwargs)


class MailActivity(models.Model):
    _inherit = 'mail.activity'

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get('default_res_model_id')
        kinds = {vals.get('res_model_id', default) for vals in vals_list if type(vals.get('res_model_id', default)) is int}
        # sudo: the names of models.
        return super(MailActivity, self._told(self.env['ir.model'].sudo().browse(kinds).mapped('model'))).create(vals_list)

    def write(self, vals):
        # sudo: as above, of activities that somebody is about to change.
        return super(MailActivity, self._told(self.sudo().mapped('res_model'))).write(vals)

    def _told(self, names):
        for name in set(names) - {False}:
            self = told(self, name)  # noqa: PLW0642
        return self
