from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from ..core.holding import hold
from ..core.res_company import legal_today

RESULTS = [('passed', "Passed"), ('failed', "Failed")]


class QualityCheck(models.Model):
    """Somebody who answers for a duty has looked at what came out of it; a check is made, or taken back, never altered."""

    _name = 'dan_van.quality.check'
    _description = 'Quality check'
    _inherit = ['dan_van.lock', 'dan_van.readable.links']
    _order = 'date desc, id desc'
    _rec_name = 'assignment_id'

    _open_in = ()
    _deleted_in = True

    assignment_id = fields.Many2one('dan_van.assignment', 'Duty', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='assignment_id.company_id', store=True, index=True)
    done_date = fields.Date(related='assignment_id.done_date', open_in=())
    done_reason = fields.Char(related='assignment_id.done_reason', open_in=())
    date = fields.Date(required=True, default=legal_today)
    result = fields.Selection(RESULTS, required=True, default='passed')
    remark = fields.Text(help="What is wanting, and what is to be done about it.")
    user_id = fields.Many2one('res.users', 'Checked by', required=True, readonly=True, default=lambda self: self.env.user)

    @api.constrains('result', 'remark', 'date')
    def _check_result(self):
        today = legal_today(self)
        for check in self:
            if check.result == 'failed' and not (check.remark or '').strip():
                raise ValidationError(self.env._(
                    "Write what “%s” is wanting in: a failed check counts in the rating of the year.", check.display_name))
            if check.date > today:
                raise ValidationError(self.env._("A check can't have been made on a day that is still to come."))

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create([{**vals, 'user_id': self.env.uid} for vals in vals_list])
        self._check_judge(checks.assignment_id)
        checks._tell(self.env._("Quality check"))
        return checks

    def _why_locked(self, owner, names):
        return self.env._("A quality check stays as it was made. Delete it and make a new one: both are logged.")

    @api.ondelete(at_uninstall=False)
    def _unlink_by_judge(self):
        self._check_judge(self.assignment_id)
        self._tell(self.env._("Quality check taken back"))

    @api.model
    def _check_judge(self, duties):
        """
        :param duties: dan_van.assignment
        :raise UserError: nobody works on one of them
        :raise AccessError: the current user neither heads the unit nor belongs to the office
        """
        hold(duties, changes=False)
        for duty in duties:
            if not duty.is_tracked:
                raise UserError(self.env._(
                    "“%s” has no result to check: it belongs to no plan that has been issued.", duty.display_name))
            if not duty._may_assign():
                raise AccessError(self.env._(
                    "The head of the unit and the office check the quality of “%s”.", duty.display_name))

    def _tell(self, title):
        """Write into the log of the duties what is checked or taken back."""
        results = dict(self._fields['result']._description_selection(self.env))
        told = {}
        for check in self:
            told.setdefault(check.assignment_id.id, []).append(', '.join(filter(None, (
                f'{title} ({format_date(self.env, check.date)}): {results[check.result]}', check.remark))))
        self.assignment_id._message_log_batch({duty: '; '.join(lines) for duty, lines in told.items()})
