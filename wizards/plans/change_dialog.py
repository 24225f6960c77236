from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.core.reading import whole
from ...models.plans.assignment_change import KINDS, NAMES_UNIT, ROLES
from ..core.dialog import HOURS


class ChangeDialog(models.TransientModel):
    """One change for the chosen duties, with its decision and reason: who decides on changes decides, the head of a unit proposes."""

    _name = 'dan_van.change.dialog'
    _description = 'Change of duties'
    _inherit = ['dan_van.dialog']
    _rec_name = 'decision'
    _transient_max_hours = HOURS

    assignment_ids = fields.Many2many('dan_van.assignment', string='Duties concerned')
    takes_on = fields.Boolean(open_in=(), help="A new unit takes on duties of all units.")
    kind = fields.Selection([kind for kind in KINDS if kind[0] != 'take_on'], 'Change', required=True, default='cancel')
    department_id = fields.Many2one(
        'hr.department', 'New unit', domain="[('dan_van_kind', '!=', False)]")
    new_role = fields.Selection(ROLES, 'Part of the new unit', default='lead')
    new_deadline = fields.Date()
    reason = fields.Text()
    decision = fields.Char('Decision or document', help="Kind and number, e.g. Quyết định số 05/QĐ-BDT.")
    decision_date = fields.Date('Date of the decision')
    file = fields.Binary('Document of the decision', attachment=False)
    filename = fields.Char()
    decides = fields.Boolean(compute='_compute_decides')

    @api.depends_context('uid')
    def _compute_decides(self):
        self.decides = self.env['dan_van.assignment.change']._decides()

    def action_confirm(self):
        """Change the duties, or propose it where the user decides on no changes.

        :return: action that closes the dialog
        :raise UserError: no duty is chosen, the reason is missing, or what the change itself finds
        """
        self.ensure_one()
        if not self.assignment_ids:
            raise UserError(self.env._("Choose the duties that are to be changed."))
        if not (self.reason or '').strip():
            raise UserError(self.env._("Write the reason of the change: the units read it."))
        Change, kind = self.env['dan_van.assignment.change'], 'take_on' if self.takes_on else self.kind
        changes = Change._propose(self.assignment_ids, {
            'kind': kind, 'reason': self.reason, 'decision': self.decision, 'decision_date': self.decision_date,
            'new_department_id': kind in NAMES_UNIT and self.department_id.id,
            'new_role': self.new_role,
            'new_deadline': kind == 'postpone' and self.new_deadline,
        }, [{'name': self.filename or 'quyet-dinh.pdf', 'datas': whole(self).file}] if self.file else [])
        if Change._decides():
            changes._transition('decide')
        return {'type': 'ir.actions.act_window_close'}
