from markupsafe import Markup

from odoo import api, models
from odoo.models import MAGIC_COLUMNS

from ...models.core.lock import Rule, has_key

#: How long a dialog lives in which somebody puts right what was read; its rows live as long.
HOURS = 24


class Dialog(models.AbstractModel):
    """A dialog whose read-only fields are given by its own steps.

    ``readonly`` of a field binds the web client alone: whoever calls by RPC could say himself what a file holds. A step writes them
    by ``_opened('read')``; what is given when the dialog is made, and stays, has ``open_in=()``.
    """

    _name = 'dan_van.dialog'
    _description = 'Dialog that shows what its steps give'
    _inherit = ['dan_van.lock', 'dan_van.readable.links']

    _deleted_in = True
    _asked_when_closed = ()

    def _closed(self):
        return self.browse()  # whoever has made it writes it, and nobody else sees it

    @api.model
    def _closed_when(self, name):
        return ''

    @api.model
    def _rule(self, name):
        if self._is_shown(self._fields[name]):
            return Rule((), ('read',), False)
        return super()._rule(name)

    @api.model
    def _is_shown(self, field):
        """:return: whether a step gives the field, not who uses the dialog"""
        return field.readonly and not field.compute and field.name not in MAGIC_COLUMNS and getattr(field, 'open_in', None) is None


    # Where a scheduled action goes on with what somebody has begun

    def _as_user(self, user, company):
        """:return: these as ``user``, who uses the dialog, sees them while he works in the agency ``company``"""
        return self.with_user(user).with_context(lang=user.lang, tz=user.tz, allowed_company_ids=company.ids)

    def _tell_user(self, action, title, message, failed):
        """Tell who uses the dialog that it is done, where he looks and in his inbox.

        :param action: external id of the action that opens the dialog
        """
        self.env.user._bus_send('simple_notification', {
            'type': 'warning' if failed else 'success', 'title': title, 'message': message})
        self.env['mail.thread'].message_notify(
            partner_ids=self.env.user.partner_id.ids, author_id=self.env.ref('base.partner_root').id, subject=title,
            body=Markup('<p>%s <a href="/odoo/action-%s/%s">%s</a></p>') % (message, action, self.id, title))


class DialogRow(models.AbstractModel):
    """A row of a dialog: its steps make it, and of its fields who uses the dialog changes those that he is meant to choose."""

    _name = 'dan_van.dialog.row'
    _description = 'Row of a dialog'
    _inherit = ['dan_van.dialog']

    _made_by = ('read',)
    _row_of = ''  # name of the many2one to the dialog
    _chosen = ()  # names of the fields that who uses the dialog changes

    @api.model
    def _is_shown(self, field):
        return field.name not in (*self._chosen, *MAGIC_COLUMNS) and not field.compute

    @api.model
    def _is_read(self):
        """:return: whether a step of the dialog is writing"""
        return has_key(self.env[self._fields[self._row_of].comodel_name], 'read')

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_read():
            self._check_given([*vals_list, self._context_defaults()])  # before it is said that nobody makes one
            return super().create(vals_list)
        # sudo: a step gives what the dialog shows; who uses it makes none of its rows.
        return super(DialogRow, self._making('read').sudo()).create(vals_list).with_env(self.env)

    def write(self, vals):
        # sudo: as above.
        return super(DialogRow, self.sudo() if self._is_read() else self).write(vals)

    def _check_lock(self, names):
        return None if self._is_read() else super()._check_lock(names)
