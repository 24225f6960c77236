from odoo import api, fields, models

from ...rendering.wording import short_date_text, with_mark
from ..core.in_time import days_late


class ReminderLine(models.Model):
    """An overdue duty as a reminder names it."""

    _name = 'dan_van.reminder.line'
    _description = 'Overdue duty in a reminder'
    _inherit = ['dan_van.document.part']
    _order = 'reminder_id, sequence, id'
    _rec_name = 'text'
    _check_company_auto = True

    _documents = ('reminder_id',)

    reminder_id = fields.Many2one('dan_van.reminder', required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='reminder_id.company_id', store=True, index=True)
    sequence = fields.Integer(default=10)
    department_id = fields.Many2one(
        'hr.department', 'Unit', required=True, index=True, check_company=True, domain="[('dan_van_kind', '!=', False)]")
    assignment_id = fields.Many2one(
        'dan_van.assignment', 'Duty', readonly=True, ondelete='restrict', index='btree_not_null', check_company=True)
    plan_id = fields.Many2one(related='assignment_id.plan_id')
    text = fields.Text('Duty as printed', required=True)
    deadline = fields.Date()
    days_overdue = fields.Integer('Days overdue', compute='_compute_days_overdue', store=True, aggregator='max')

    _duty_unique = models.UniqueIndex(
        '(reminder_id, assignment_id) WHERE assignment_id IS NOT NULL', "The reminder lists this duty already.")

    @api.depends('deadline', 'reminder_id.drawn_date')
    def _compute_days_overdue(self):
        for line in self:
            line.days_overdue = days_late(line.reminder_id.drawn_date, line.deadline)

    def _is_edited(self):
        """:return: whether the words of this line are no longer those of its duty"""
        return self.text != self.assignment_id._reminder_text()

    def _take_deadline(self):
        """Take over deadlines that have been moved since the duties were listed."""
        for line in self:
            if line.deadline != line.assignment_id.deadline:
                line.deadline = line.assignment_id.deadline

    def _printed_text(self):
        """:return: the line without dash and closing mark; names what gives the duty where the letter is about several"""
        text = with_mark(self.text, '')
        if (source := self.assignment_id._document()) and source != self.reminder_id.plan_id:
            text += f" ({source._reference()})"
        if self.deadline:
            text += f", hạn ngày {short_date_text(self.deadline)}"
        if self.days_overdue:
            text += f", chậm {self.days_overdue:02d} ngày"
        return text
