from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.core.res_company import legal_today


class IssueWizard(models.TransientModel):
    """Asks the clerk for the day of issue, or for the reserved number that the document gets."""

    _name = 'dan_van.issue.wizard'
    _description = 'Issue with a chosen day or number'
    _inherit = ['dan_van.readable.links']

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference('Document', model_field='res_model', required=True, readonly=True)
    reserved_ids = fields.Many2many('dan_van.register.entry', compute='_compute_reserved_ids')
    reserved_id = fields.Many2one(
        'dan_van.register.entry', 'Reserved number', domain="[('id', 'in', reserved_ids)]",
        help="Empty: the next number of the register.")
    date = fields.Date(
        'Date of issue', compute='_compute_date', store=True, readonly=False, required=True, precompute=True,
        help="Today, or a day since the last number was given. A reserved number keeps its day.")
    notice = fields.Text(compute='_compute_notice')
    next_code = fields.Char('Next number', compute='_compute_numbers')
    last_entry_id = fields.Many2one('dan_van.register.entry', 'Last number', compute='_compute_numbers')
    last_date = fields.Date('Issued on', related='last_entry_id.date')

    def _document(self):
        if self.res_model not in self.env['dan_van.approval']._workflow_models():
            raise UserError(self.env._("“%s” has no workflow.", self.res_model))
        return self.env[self.res_model].browse(self.res_id)

    @api.depends('res_model', 'res_id')
    def _compute_reserved_ids(self):
        for wizard in self:
            wizard.reserved_ids = wizard.reserved_ids._reserved_for(wizard._document())

    @api.depends('res_model', 'res_id')
    def _compute_notice(self):
        for wizard in self:
            wizard.notice = wizard._document()._issue_notice()

    @api.depends('reserved_id')
    def _compute_date(self):
        for wizard in self:
            wizard.date = wizard.reserved_id.date or wizard.date or legal_today(wizard)

    @api.depends('res_model', 'res_id', 'date')
    def _compute_numbers(self):
        for wizard in self:
            document, date = wizard._document(), wizard.date or legal_today(wizard)
            register = self.env['dan_van.register']._find(document.company_id, document.document_type, date.year, document.council_id)
            wizard.last_entry_id, wizard.next_code = register._last_entry(), document._expected_code(date)

    def action_confirm(self):
        """Issue the document; its own guard decides whether the user may."""
        self.ensure_one()
        document = self._document()
        document._transition(document._numbering(), date=self.date, reserved=self.reserved_id)
        return {'type': 'ir.actions.act_window_close'}
