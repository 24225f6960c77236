from odoo import fields, models

from ...models.core.holding import hold
from ...models.core.res_company import legal_today
from ...models.documents.document_mixin import DOCUMENT_TYPES


class ReserveWizard(models.TransientModel):
    """Asks the clerk for what a number is reserved."""

    _name = 'dan_van.reserve.wizard'
    _description = 'Reserve a number'
    _inherit = ['dan_van.readable.links']
    _check_company_auto = True

    company_id = fields.Many2one(
        'res.company', 'Agency', required=True, readonly=True, default=lambda self: self.env.company)
    date = fields.Date(
        'Date of issue', required=True, default=legal_today,
        help="The document that uses the number gets this date. It can't lie before that of the last number.")
    document_type = fields.Selection(
        DOCUMENT_TYPES, 'Type of document',
        help="Needed only for a type with a series of its own. Empty: a number of the common series, for any type.")
    council_id = fields.Many2one('dan_van.council', 'Issued by', check_company=True, help="Empty: a number of the agency's own series.")
    department_id = fields.Many2one(
        'hr.department', 'Unit', check_company=True, domain="[('dan_van_kind', '!=', False)]",
        help="The clerk is reminded of the number when a document of this unit is issued. Empty: of any unit.")
    subject = fields.Char('Document', required=True)
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Give the number to nobody else; opens the new line of the register."""
        self.ensure_one()
        hold(self)
        entry = self.env['dan_van.register.entry']._reserve(
            self.company_id, self.date, self.reason, subject=self.subject, document_type=self.document_type,
            department_id=self.department_id.id, council=self.council_id)
        self.sudo().unlink()  # sudo: the user's own dialog, which gives one number and not another at the second click
        return {
            'type': 'ir.actions.act_window',
            'res_model': entry._name,
            'res_id': entry.id,
            'view_mode': 'form',
        }


class ReleaseWizard(models.TransientModel):
    """Asks the clerk why a reserved number is given up."""

    _name = 'dan_van.release.wizard'
    _description = 'Release a reserved number'
    _inherit = ['dan_van.readable.links']

    entry_id = fields.Many2one('dan_van.register.entry', 'Number', required=True, readonly=True, ondelete='cascade')
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Give the number up; the register then shows what has become of it."""
        self.ensure_one()
        self.entry_id._release(self.reason)
        # The line itself may be gone.
        return {**self.env['ir.actions.act_window']._for_xml_id('dan_van.register_entry_action'), 'target': 'main'}
