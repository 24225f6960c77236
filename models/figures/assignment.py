from collections import Counter

from odoo import api, fields, models


class Assignment(models.Model):
    """A duty, and the events that served it."""

    _inherit = 'dan_van.assignment'

    event_count = fields.Integer('Events', compute='_compute_event_count')

    @api.model
    def _move_work(self, pairs):
        # An event stays with the old duty where the new one is another unit's, or of another theme.
        self._move_records('dan_van.event', {old: duty for old, duty in pairs.items() if (
            old.department_id, old.theme_id) == (duty.department_id, duty.theme_id)})
        return super()._move_work(pairs)

    def _is_begun_work(self):
        # sudo: whether there is one, not what it says.
        return super()._is_begun_work() or bool(self.env['dan_van.event'].sudo().search_count([('assignment_id', 'in', self.ids)], limit=1))

    def _compute_event_count(self):
        counts = Counter({duty.id: count for duty, count in self.env['dan_van.event']._read_group(
            [('assignment_id', 'in', self.ids)], ['assignment_id'], ['__count'])})
        for duty in self:
            duty.event_count = counts[duty.id]

    def action_open_events(self):
        """Open the events that served the duty; a new one is one of its unit.

        :return: action
        """
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('dan_van.event_action')
        return {**action, 'domain': [('assignment_id', '=', self.id)], 'context': {
            'default_assignment_id': self.id, 'default_department_id': self.department_id.id,
            'default_company_id': self.company_id.id}}
