from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.base.models.res_users import check_identity

from ...models.overview.deadline_feed import SCOPE

DAYS = 366  # that an address lives


class CalendarLink(models.TransientModel):
    """Make the address of one's calendar of deadlines, or withdraw it.

    The address is shown once: only the hash of its key is kept, among the user's API keys.
    """

    _name = 'dan_van.calendar.link'
    _description = 'Address of the calendar of deadlines'
    _inherit = ['dan_van.readable.links']

    url = fields.Char('Address', store=False, readonly=True)
    expiration_date = fields.Datetime('Valid until', compute='_compute_expiration_date')

    @api.depends_context('uid')
    def _compute_expiration_date(self):
        self.expiration_date = self.env.user._calendar_keys()[:1].expiration_date

    @check_identity
    def action_make(self):
        """Make an address; the one before is withdrawn, so that there is one to look after.

        :return: action that shows it
        """
        self._withdraw()
        # sudo: it may live longer than the user's other keys, since it opens nothing but a list of his deadlines.
        key = self.env['res.users.apikeys'].sudo()._generate(
            SCOPE, self.env._("Calendar of deadlines"), fields.Datetime.now() + timedelta(days=DAYS))
        return self._show(default_url=f'{self.get_base_url()}/dan_van/calendar/{key}.ics')

    def action_withdraw(self):
        """Withdraw the address: calendars that know it get nothing any more.

        :return: action that shows the dialog again
        """
        self._withdraw()
        return self._show()

    def _withdraw(self):
        if keys := self.env.user._calendar_keys():
            keys._remove()

    def _show(self, **context):
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Subscribe to deadlines"), 'res_model': self._name,
            'view_mode': 'form', 'views': [(False, 'form')], 'target': 'new', 'context': context}
